"""Converting between the words that a row quotes and an anchor in the document's text."""

import re
from dataclasses import replace
from itertools import pairwise

from kgraph.claims import Anchor
from kgraph.model import BlankNode
from kgraph.reading import Likeness, Place, Searched, legible
from kgraph.sheets.dates import Unclear
from kgraph.sheets.known import Known, Source
from kgraph.sheets.lines import Line, Notes
from kgraph.sources import slice_digest

_SHOWN, _AROUND = 4, 25
_LEFT_OUT = re.compile(r"(?:[\[(]\s*(?:…|\.\s?\.\s?\.)\s*[\])]|…|\.{3,}|\.\s\.\s\.)\s*")
_SENTENCE = re.compile(r"(?<=[.!?”\"])\s+|\n\s*")
_TWO_ROWS = "write a row for each place, with one id"


def read_anchors(line: Line, source: Source, known: Known, notes: Notes) -> tuple[Anchor, ...]:
    """The anchors of a row: one; several, if what it quotes has "…" where words are left out; none if it quotes
    nothing, or, with a fault in `notes`, if the words were not found."""
    parts = _parts(line, source)
    if len(parts) < 2:
        one = _read_anchor(line, source, known, notes)
        return () if one is None else (one,)
    places = notes.read(line, "words quoted", _places_of, source, parts)
    if places is None or source.text is None:
        return ()
    told = ", ".join(f"{place.start}–{place.end}" for place in places)
    notes.remark(line, "words quoted", f"words are left out: {len(places)} places are quoted, {told}")
    found = [
        _anchor(line, source, place.start, place.end, slice_digest(source.text, place.start, place.end))
        for place in places
    ]
    return tuple(
        replace(one, node=BlankNode(f"{one.node}{at}"), selector=BlankNode(f"{one.selector}{at}"))
        for at, one in enumerate(found, 1)
    )


def _parts(line: Line, source: Source) -> list[str]:
    """What a row quotes, without the words that an ellipsis leaves out; one part, if the text has the ellipsis."""
    words = str(line.cell("words quoted")).strip()
    if line.text("start") or line.text("end") or source.searched is None or not _LEFT_OUT.search(words):
        return []
    parts = [part.rstrip() for part in _LEFT_OUT.split(words) if re.search(r"\w", part)]
    return [] if len(parts) < 2 or source.searched.find(words).places else parts


def _places_of(source: Source, parts: list[str]) -> list[Place]:
    """The places of parts of a quotation, each of which the text has once, in their order; raises `Unclear`."""
    places = []
    for part in parts:
        found = _whole_places(source, part)
        if not found or len(part.split()) < 2:
            told = f"'{_short(part)}' is not there" if not found else f"'{part}' is one word"
            raise Unclear(f"words are left out, and {told}; quote more than a word each, as the text has them")
        if len(found) > 1:
            raise Unclear(f"words are left out, and '{_short(part)}' occurs {_times(len(found))}; {_TWO_ROWS}")
        places.append(found[0])
    if any(one.end > other.start for one, other in pairwise(places)):
        raise Unclear(f"words are left out, and the text has the parts in another order; {_TWO_ROWS}")
    return places


def _whole_places(source: Source, words: str) -> list[Place]:
    """The places of words: those that begin and end with a word, if there are any."""
    found = source.searched.find(words).places if source.searched else ()
    return [place for place in found if place.whole] or list(found)


def _read_anchor(line: Line, source: Source, known: Known, notes: Notes) -> Anchor | None:
    """The anchor of a row that quotes one place."""
    before = len(notes.faults)
    start, end = (_offset(line, column, notes) for column in ("start", "end"))
    words = str(line.cell("words quoted")).strip()
    if (start is None) != (end is None) or any(fault.grave for fault in notes.faults[before:]):
        if len(notes.faults) == before:
            notes.fault(
                line, "start" if start is None else "end", "it is empty; write both start and end, or the words alone"
            )
        return None
    if start is not None and end is not None:
        if wrong := _ends_wrongly(source, start, end):
            notes.fault(line, "end", wrong)
            return None
        return notes.read(line, "start", _at, line, source, start, end, words)
    if not words:
        return None
    place = notes.read(line, "words quoted", _found, line, source, words, known, notes)
    if place is None or source.text is None:
        return None
    return _anchor(line, source, place.start, place.end, slice_digest(source.text, place.start, place.end))


def _anchor(line: Line, source: Source, start: int, end: int, digest: str) -> Anchor:
    node = f"row{line.number}"
    return Anchor(BlankNode(f"{node}a"), BlankNode(f"{node}s"), start, end, source.iri, digest)


def _offset(line: Line, column: str, notes: Notes) -> int | None:
    text = line.text(column).removesuffix(".0")
    if not text:
        return None
    if not text.isascii() or not text.isdigit() or len(text) > 18:
        notes.fault(line, column, f"'{text}' is no number of characters; write a whole number from 0")
        return None
    return int(text)


def _ends_wrongly(source: Source, start: int, end: int) -> str:
    """What is wrong with the ends of a stretch; "" if nothing is."""
    if start >= end:
        return f"the words begin at {start:,} and end at {end:,}; the end must be greater"
    if source.text is not None and end > len(source.text):
        return f"the text has {len(source.text):,} characters; the words cannot end at {end:,}"
    return ""


def _at(line: Line, source: Source, start: int, end: int, words: str) -> Anchor:
    """The anchor at two positions; the text, the words and the digest must fit it, as far as they are given."""
    digest = line.text("quote digest")
    if source.text is None:
        if not digest:
            raise Unclear(
                "the document's text is not at hand, and no quote digest is given; put the text into sources/"
            )
        return _anchor(line, source, start, end, digest)
    there = slice_digest(source.text, start, end)
    if digest and digest != there:
        raise Unclear(
            f"the text from {start} to {end} is not what was quoted (its digest differs); quote the words again"
        )
    if words and not _same_words(source.text[start:end], words):
        raise Unclear(
            f"characters {start} to {end} are '{_short(source.text[start:end])}'; empty start and end, or correct them"
        )
    return _anchor(line, source, start, end, there)


def _same_words(text: str, words: str) -> bool:
    return any(place.start == 0 and place.end == len(text) for place in Searched(text).find(words).places)


def _found(line: Line, source: Source, words: str, known: Known, notes: Notes) -> Place | None:
    if source.searched is None:
        raise Unclear("the document's text is not at hand; put it into sources/, or give start, end and quote digest")
    found = source.searched.find(words)
    which = line.text("which place").removesuffix(".0")
    if not found.places:
        raise Unclear(f"these words are not in the text{_instead(source, words, known)}")
    if which:
        if not which.isascii() or not which.isdecimal() or not 0 < int(which) <= len(found.places):
            notes.fault(line, "which place", f"{which}, and the words quoted occur {_times(len(found.places))}")
            return None
        return found.places[int(which) - 1]
    whole = [place for place in found.places if place.whole]
    if len(whole or found.places) > 1:
        times, places = _times(len(found.places)), _listed(source, found.places)
        raise Unclear(f"these words occur {times}; say under 'which place' which one: {places}")
    if found.likeness is not Likeness.looks:
        notes.remark(line, "words quoted", f"the text has them with other {found.likeness.value}")
    return (whole or list(found.places))[0]


def _instead(source: Source, words: str, known: Known) -> str:
    """A hint for words that are not in a text: another document has them, or this text has similar words."""
    if elsewhere := known.elsewhere(words, source):
        return f", but in that of '{elsewhere}'; is the row of that document?"
    if told := _apart(source, words):
        return told
    near = source.searched.nearest(words) if source.searched else None
    if near is None or source.text is None:
        return ""
    return f"; the nearest is {near.start}–{near.end}: '{_short(source.text[near.start : near.end])}'"


def _apart(source: Source, words: str) -> str:
    """A hint for words of which the text has two parts apart; "" for others."""
    for cut in list(_SENTENCE.finditer(words))[:4]:
        parts = words[: cut.start()].rstrip(), words[cut.end() :]
        if all(len(part.split()) > 1 and len(_whole_places(source, part)) == 1 for part in parts):
            return f" together, only apart: write … between '{_end(parts[0])}' and '{_short(parts[1])}', or {_TWO_ROWS}"
    return ""


def _end(text: str) -> str:
    """The last words of a text."""
    line = " ".join(text.split())
    return line if len(line) <= 40 else f"…{line[-39:]}"


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _listed(source: Source, places: tuple[Place, ...]) -> str:
    text = source.text or ""
    shown = [
        f"{number} '{_short(text[max(0, place.start - _AROUND) : place.end + _AROUND])}'"
        for number, place in enumerate(places[:_SHOWN], 1)
    ]
    return ", ".join(shown) + (" …" if len(places) > _SHOWN else "")


def _short(text: str) -> str:
    line = " ".join(legible(text).split())
    return line if len(line) <= 80 else f"{line[:77]}…"

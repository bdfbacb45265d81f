"""Converting between the words that a row quotes and an anchor in the document's text."""

from kgraph.claims import Anchor
from kgraph.model import BlankNode
from kgraph.reading import Likeness, Place, Searched, legible
from kgraph.sheets.dates import Unclear
from kgraph.sheets.known import Known, Source
from kgraph.sheets.lines import Line, Notes
from kgraph.sources import slice_digest

_SHOWN, _AROUND = 4, 25


def read_anchor(line: Line, source: Source, known: Known, notes: Notes) -> Anchor | None:
    """The anchor of a row; `None` if it quotes nothing, or, with a fault in `notes`, if the words were not found."""
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
    near = source.searched.nearest(words) if source.searched else None
    if near is None or source.text is None:
        return ""
    return f"; the nearest is {near.start}–{near.end}: '{_short(source.text[near.start : near.end])}'"


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

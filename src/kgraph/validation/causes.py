"""Causes of failing anchors: one change of a text, or one way of counting, that explains all faults of a document.

Nothing is guessed: a cause counts only if undoing the change, or counting in that way, gives the stated digests.
"""

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import combinations, islice, product
from typing import Literal

from kgraph.sources import SourceText

_BYTE_ORDER_MARK = "\ufeff"
_LINE_ENDS = {name: re.compile(end) for name, end in (("LF", r"(?<!\r)\n"), ("CRLF", r"\r\n"), ("CR", r"\r(?!\n)"))}
_LAST_ON_LINE = re.compile(r"(?<![ \t])[ \t]+(?=[\r\n]|\Z)")
_ENDS = {"LF": "\n", "CRLF": "\r\n", "CR": "\r"}
_MOST_CHANGES = 3  # how many changes of a text are combined
_MOST_WORK = 50_000_000  # how many characters of changed texts are tried in all
_MOST_BLANKS = 8  # how many blank characters at the end of a text are tried


@dataclass(frozen=True, slots=True)
class Anchor:
    """An anchor's positions and digest as stated, and whether the text has that digest there."""

    start: int
    end: int
    digest: str | None
    holds: bool = True


@dataclass(frozen=True, slots=True)
class Stated:
    """What the data state on a document: its text's digest and length in code points, and its anchors."""

    digest: str | None
    length: int | None
    anchors: tuple[Anchor, ...]


@dataclass(frozen=True, slots=True)
class Cause:
    """What happened to the text, and what the user can do."""

    message: str
    fix: str


@dataclass(frozen=True, slots=True)
class _Change:
    """A possible change of a text: what happened, how to undo it in words, and the function that undoes it."""

    happened: str
    remedy: str
    undo: Callable[[str], str]


_UNITS = {"": "code points", "utf-16-le": "UTF-16 units, as JavaScript and Java count", "utf-8": "UTF-8 bytes"}
_ANEW = "anchor the claims again with 'kgraph anchor', which counts code points of the file from 0"


def find_cause(source: SourceText, stated: Stated) -> Cause | None:
    """The simplest cause that explains all faults; `None` if no cause explains them all."""
    failing = [anchor for anchor in stated.anchors if not anchor.holds]
    if any(anchor.digest is None for anchor in failing):
        return None  # there is no digest by which a cause could be checked
    is_the_text = stated.digest in (None, source.digest)
    for changes, text in _combinations(source.text, stated, 2 if is_the_text else _MOST_CHANGES):
        if changes and (text == source.text or not _may_be_long(text, source, stated)):
            continue
        explaining = (unit for unit in _UNITS if (unit or changes) and _explains(text, unit, source, stated, failing))
        unit = next(explaining, None)
        if unit is None:
            continue
        was_the_text = bool(changes) and stated.digest in (None, _digest(text.encode()))
        if is_the_text or was_the_text:
            return _cause(changes, unit, source, stated, was_the_text and not (is_the_text and stated.digest))
    return None


def _explains(text: str, unit: str, source: SourceText, stated: Stated, failing: Sequence[Anchor]) -> bool:
    """Whether the anchors have their digests if they are counted in `unit` in this text, and some fault existed
    before."""
    if unit and text.isascii():
        return False  # in ASCII, one byte is one unit and one code point
    if stated.length not in (None, source.length, len(text), _length(text, unit)) or (unit and not failing):
        return False
    content = text.encode(unit) if unit else b""
    for anchor in failing if unit else stated.anchors:
        quote = _slice(content, anchor, unit) if unit else text[max(anchor.start, 0) : anchor.end].encode()
        if anchor.digest is not None and _digest(quote) != anchor.digest:
            return False
    return bool(failing) or stated.digest not in (None, source.digest)


def _may_be_long(text: str, source: SourceText, stated: Stated) -> bool:
    known = (None, source.length, len(text))
    return stated.length in known or stated.length in [_length(text, unit) for unit in _UNITS]


def _length(text: str, unit: str) -> int:
    return len(text.encode(unit)) // (2 if unit == "utf-16-le" else 1) if unit else len(text)


def _slice(content: bytes, anchor: Anchor, unit: str) -> bytes:
    """The UTF-8 bytes of an anchor that counts units of an encoded text; empty if it splits a character."""
    size = 2 if unit == "utf-16-le" else 1
    try:
        return content[size * max(anchor.start, 0) : size * max(anchor.end, 0)].decode(unit).encode()
    except UnicodeError:
        return b""


def _cause(changes: Sequence[_Change], unit: str, source: SourceText, stated: Stated, changed: bool) -> Cause:
    happened, remedies = (_listed([getattr(one, part) for one in changes]) for part in ("happened", "remedy"))
    counted = f"its anchors count {_UNITS[unit]}, not code points" if unit else ""
    length = f", and write kg:textLength {source.length}" if stated.length not in (None, source.length) else ""
    if changed:
        message = f"the text is the same but for its form: {happened}"
        if not unit:
            return Cause(message, f"{remedies}, or anchor its claims again and write {source.digest}{length}")
        return Cause(f"{message}; and {counted}", f"{_ANEW}, and write {source.digest}{length}")
    if not changes:
        return Cause(counted, _ANEW + length)
    also = f"; and {counted}" if unit else ""
    return Cause(f"its anchors were counted in another form of the text, before {happened}{also}", _ANEW + length)


def _listed(parts: Sequence[str]) -> str:
    return " and ".join(parts)


def _combinations(text: str, stated: Stated, most: int) -> Iterator[tuple[tuple[_Change, ...], str]]:
    """The possible combinations of changes, each with the text before them: none, then one change, then several.

    For a long text only the first combinations are tried, within `_MOST_WORK`.
    """
    marks = _marks(text, may_be_lost=stated.digest is None or most == _MOST_CHANGES)
    kinds = [_line_ends(text), _normal_forms(text), marks, _blanks(text), _last_blanks(text, stated.length)]
    choices = [list(kind) for kind in kinds]

    @lru_cache(maxsize=_MOST_CHANGES)  # combinations with the same first changes come one after another
    def before(changes: tuple[_Change, ...]) -> str:
        return changes[-1].undo(before(changes[:-1])) if changes else text

    chosen = (combination for size in range(most + 1) for combination in combinations(choices, size))
    every = (changes for combination in chosen for changes in product(*combination))
    for changes in islice(every, 1 + _MOST_WORK // max(len(text), 1)):
        yield changes, changes[-1].undo(before(changes[:-1])) if changes else text


def _line_ends(text: str) -> Iterator[_Change]:
    found = {name for name, end in _LINE_ENDS.items() if end.search(text)}
    now = next(iter(found)) if len(found) == 1 else "mixed"
    for name, end in _ENDS.items():
        if found and found != {name}:
            happened = f"its line ends were changed from {name} to {now}"
            yield _Change(happened, f"save it with {name} line ends", partial(_with_line_ends, end))


def _with_line_ends(end: str, text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", end)


def _marks(text: str, may_be_lost: bool) -> Iterator[_Change]:
    """A byte order mark that was added or lost; none was lost if the text still has the stated digest."""
    if text.startswith(_BYTE_ORDER_MARK):
        yield _Change("a byte order mark was added", "save it without a byte order mark", lambda was: was[1:])
    elif may_be_lost:
        fix = "save it with a byte order mark"
        yield _Change("its byte order mark was removed", fix, lambda was: _BYTE_ORDER_MARK + was)


def _normal_forms(text: str) -> Iterator[_Change]:
    forms: tuple[tuple[Literal["NFC", "NFD"], str], ...] = (("NFC", "decomposed"), ("NFD", "composed"))
    for form, letters in forms:
        if not unicodedata.is_normalized(form, text):
            happened, fix = f"its letters were {letters} (it was in {form})", f"bring it into {form} again"
            yield _Change(happened, fix, partial(unicodedata.normalize, form))


def _blanks(text: str) -> Iterator[_Change]:
    if _LAST_ON_LINE.search(text):
        happened, fix = "white space was added at the end of lines", "remove it"
        yield _Change(happened, fix, partial(_LAST_ON_LINE.sub, ""))


def _last_blanks(text: str, length: int | None) -> Iterator[_Change]:
    """White space that may have been at the end of the text; if the length is known, as much as it implies."""
    happened, fix = "white space at its end was changed", "end it as it ended"
    tails = {
        "": "without any",
        "\n": "with one LF",
        "\r\n": "with one CRLF",
        "\n\n": "with two LF",
        " ": "with a space",
    }
    missing = 0 if length is None else length - len(text.rstrip())
    if 0 < missing <= _MOST_BLANKS:
        tails |= {"\n" * missing: f"with {missing} LF", " " * missing: f"with {missing} space{'s' * (missing > 1)}"}
        tails |= {"\r\n" * (missing // 2): f"with {missing // 2} CRLF"} if missing % 2 == 0 else {}
    for tail, words in tails.items():
        yield _Change(happened, f"{fix}, {words}", partial(_ended, tail))


def _ended(tail: str, text: str) -> str:
    return text.rstrip() + tail


def _digest(content: bytes) -> str:
    return "sha256:" + hashlib.sha256(content).hexdigest()

"""Cells with several values, separated by semicolons or line ends.

Names may contain commas and "and" ("Smith, John", "Trin and Tor"). So these separate values only if every part is a
known name and the whole is not. If some parts are known and others not, the cell is a fault.
"""

import re
from collections.abc import Callable, Container

from kgraph.errors import short
from kgraph.namespaces import IRI
from kgraph.reading import fold
from kgraph.sheets.dates import Unclear
from kgraph.sheets.names import Names, Unknown, bare
from kgraph.sheets.plain import plain, unquoted

_PARTS = re.compile(r"[;；؛\r\n]+")
_BULLET = re.compile(r"^(?:[•▪‣·*–—-]\s+|[•▪‣])")
_NUMBERED = re.compile(r"^\(?(\d{1,2})[.)]\s+")
_COUNTED = re.compile(r"^(?:\(\d{1,2}[.)]|\d{1,2}\))\s+")
"""A number that only counts: 1) or (1), but not 1., which may belong to a name."""
_NUMBER_WITHIN = re.compile(r"(?:^|(?<=[\s;]))\(?(\d{1,2})[.)]\s+")
_BULLET_WITHIN = re.compile(r"\s*[•▪‣]\s*")
_WITHIN = re.compile(r",? (?:and|und|et|y|e|і|й|та|и|&) |[,،、] ?", re.IGNORECASE)
_DOUBTFUL = re.compile(r"/| or |,? et al\b\.?|,? and others\b| ?> ?| via |,? citing | або | или ", re.IGNORECASE)
_ARROW = re.compile(r" ?← ?")
_IDS = re.compile(r"(?:[;,\s]+(?:and|&)\s+|[;,\s]+)")
ROW = re.compile(r"row ?(\d{1,9})", re.IGNORECASE | re.ASCII)
"""The ways in which people name a row by its number."""
IsKnown = Callable[[str], bool]
_SPACED_ROW = re.compile(r"\brow\s+(?=\d)", re.IGNORECASE)


def read_list(cell: str) -> list[str]:
    """The values of a cell, each once, in order.

    >>> read_list("Smith, John; the mayor\\n"), read_list("• Smith\\n• Jones")
    (['Smith, John', 'the mayor'], ['Smith', 'Jones'])
    """
    lines = [_BULLET.sub("", line.strip()) for line in re.split(r"[\r\n]+", cell) if line.strip()]
    if len(lines) > 1 and all(map(_COUNTED.match, lines)):
        lines = [_NUMBERED.sub("", line) for line in lines]
    parts = (" ".join(part.split()) for line in lines for part in _PARTS.split(line))
    return list(dict.fromkeys(part for part in parts if part))


def marked_items(cell: str) -> list[tuple[str, str]]:
    """The items of a list with numbers or bullets, on lines or within one line, each with its mark; [] for any other
    cell. A line without a mark goes on with the item before it.

    >>> marked_items("1. Smith\\n2. the\\n mayor"), marked_items("1. Smith 2. the mayor"), marked_items("Smith\\nJones")
    ([('1. ', 'Smith'), ('2. ', 'the mayor')], [('1. ', 'Smith'), ('2. ', 'the mayor')], [])
    """
    lines = [" ".join(line.split()) for line in cell.splitlines() if line.strip()]
    for mark in (_BULLET, _NUMBERED):
        at = [n for n, line in enumerate(lines) if mark.match(line)]
        if len(at) > 1 and at[0] == 0:
            ends = [*at[1:], len(lines)]
            return [_item(mark, " ".join(lines[first:last])) for first, last in zip(at, ends, strict=True)]
    return _within(lines[0]) if len(lines) == 1 else []


def _within(line: str) -> list[tuple[str, str]]:
    """The items of a list within one line: between semicolons, or numbered from 1, or with bullets."""
    parts = [part.strip() for part in _PARTS.split(line) if part.strip()]
    if len(parts) > 1 and any(map(_NUMBERED.match, parts)):
        return [_item(_NUMBERED, part) for part in parts] if all(map(_NUMBERED.match, parts)) else []
    numbers = list(_NUMBER_WITHIN.finditer(line))
    counted = [int(one[1]) for one in numbers] == [*range(1, len(numbers) + 1)]
    if len(numbers) > 1 and numbers[0].start() == 0 and counted:
        ends = [*(one.start() for one in numbers[1:]), len(line)]
        return [_item(_NUMBERED, line[one.start() : end]) for one, end in zip(numbers, ends, strict=True)]
    bullets = [part for part in _BULLET_WITHIN.split(line) if part]
    return [("• ", part) for part in bullets] if len(bullets) > 1 and _BULLET.match(line) else []


def _item(mark: re.Pattern[str], text: str) -> tuple[str, str]:
    found = mark.match(text)
    end = found.end() if found else 0
    return text[:end], text[end:].strip(";, ")


def listed(cell: str, known: IsKnown, is_one: IsKnown) -> str:
    """A cell with a list's items between semicolons, without bullets, and without numbers that only count them.

    A number that belongs to a name ("1. Armee") stays. Raises `Unclear` where it cannot be told to which it belongs.
    `known` tells whether something may have a name, and `is_one` whether something has it for certain.

    >>> known = {"1. Armee", "2. Armee", "Armee", "Flotte"}.__contains__
    >>> listed("1. Armee\\n2. Armee", known, known), listed("1) Flotte\\n2) Signal", known, known)
    ('1. Armee; 2. Armee', 'Flotte; Signal')
    """
    items = marked_items(cell)
    text = " ".join(cell.split())
    if not items or is_one(text):
        return text if items else cell
    names, numbered = [name for _, name in items], [f"{mark}{name}" for mark, name in items]
    if all(_BULLET.match(mark) for mark, _ in items):
        return write_list(names)
    if all(map(is_one, numbered)):
        return write_list(numbered)
    alone = len({fold(name) for name in names}) == len(names) and not any(map(is_one, numbered))
    known_alone = all(known(part) for name in names for part in read_list(name))
    if alone and (known_alone or all(_COUNTED.match(mark) for mark, _ in items)):
        return write_list(names)
    raise Unclear(_whose_numbers(text, names if alone else [], numbered))


def _whose_numbers(text: str, names: list[str], numbered: list[str]) -> str:
    """A question for numbers that may be of the names, or of a list."""
    counted = f"if they only count, write {short(write_list(names))!r}; " if names else ""
    new = "; ".join(f"+{name} (class)" for name in numbered[:2])
    return f"'{short(text)}': do the numbers belong to the names? {counted}if they do, write new names as '{new}'"


def write_list(members: list[str]) -> str:
    """The cell from which `read_list` gives these values."""
    return "; ".join(members)


def name_list(cell: str, names: Names, column: str) -> list[str]:
    """The names of a cell, each thing once; known names are also separated at commas and "and". Raises `Unclear`.

    A name that is unknown, or that several things have, is kept as it is written.
    """
    chain = column == "through whom"
    cell = listed(cell, *[lambda text: _thing(text, names, column) is not None] * 2)
    parts = read_list(_ARROW.sub(";", cell) if chain else cell)
    if chain and len(parts) < len([part for part in _PARTS.split(cell) if part.strip()]):
        raise Unclear(f"'{cell}' names an outlet twice: does it have it from itself?")
    found: dict[str, str] = {}
    for part in parts:
        for name in _members(unquoted(part) if part[:1] not in "<#+" else part, names, column):
            found.setdefault(_thing(name, names, column) or name, name)
    return list(found.values())


def read_ids(cell: str, known: Container[str] = ()) -> list[str]:
    """The ids in a cell, which have no spaces or commas; raises `Unclear`. `known` has the ids that exist.

    >>> read_ids("c2, c5 and other-report/c3; row 7")
    ['c2', 'c5', 'other-report/c3', 'row 7']
    """
    if cell.strip() in known:
        return [cell.strip()]
    parts = _IDS.split(_SPACED_ROW.sub("row", cell).strip())
    return list(dict.fromkeys(_id(one, cell.strip(), known) for one in parts if one))


def _id(one: str, cell: str, known: Container[str]) -> str:
    if one in known or one.startswith("<"):
        return one
    if row := ROW.fullmatch(one):
        return f"row {row[1]}"
    if re.fullmatch(r"([a-z]+)(\d+)[-–—]\1?(\d+)", one, re.IGNORECASE):
        raise Unclear(f"'{one}': all from the first to the last, or one id? write each, with semicolons")
    if one.isdigit() and f"c{one}" not in known:
        raise Unclear(f"'{one}': row {one}? there is no id c{one}; write the id of the row, as rows get sorted")
    if one.isdigit():
        raise Unclear(f"'{one}': the id c{one}, or row {one}? write the id, as rows get sorted")
    if not re.search(r"\d", one) and " " in cell:
        raise Unclear(f"'{cell}' is no id; write the id of the row, such as c2")
    lower = one.casefold()
    return lower if lower in known or re.fullmatch(r"C\d+", one) else one


def _thing(text: str, names: Names, column: str) -> IRI | None:
    """The thing that a text names; `None` if it is unknown or unclear."""
    try:
        return names.thing(text, column)
    except Unclear:
        return None


def _is_ambiguous(text: str, names: Names, column: str) -> bool:
    try:
        names.thing(text, column)
    except Unknown:
        return False
    except Unclear:
        return True
    return False


def _members(text: str, names: Names, column: str) -> list[str]:
    if text[:1] in "<#+" or _thing(text, names, column) or _is_ambiguous(text, names, column):
        return [text]
    if _NUMBERED.match(text) and _thing(_NUMBERED.sub("", text), names, column):
        raise Unclear(f"'{text}': is the number of the name? write it without, or if it is, '+{bare(text)} (class)'")
    pieces = [piece for piece in _WITHIN.split(text) if piece.strip()]
    _refuse_doubtful(text, names, column)
    _refuse_plurals(text, names)
    if len(pieces) < 2:
        return [text]
    known = [_thing(piece, names, column) for piece in pieces]
    if all(known):
        _refuse_places(text, [iri for iri in known if iri], names, column)
        return pieces
    doubtful = any(known) or all(_is_ambiguous(piece, names, column) or names.meant(piece, column) for piece in pieces)
    if doubtful and not names.meant(text, column):
        told = ", ".join(piece for piece, iri in zip(pieces, known, strict=True) if iri) or "none"
        raise Unclear(f"'{text}': one name or several? the workspace knows {told}; write semicolons between names")
    return [text]


def _refuse_doubtful(text: str, names: Names, column: str) -> None:
    """Raise `Unclear` for "A or B", "A et al.", "A via B" with a known name among them."""
    pieces = [piece.strip() for piece in _DOUBTFUL.split(text)]
    if len(pieces) > 1 and any(piece and _thing(piece, names, column) for piece in pieces):
        raise Unclear(f"'{text}': who of them, or who else? write each name that is meant, with semicolons")


def _refuse_plurals(text: str, names: Names) -> None:
    """Raise `Unclear` for several things in one name: "4th and 7th Brigades", "Piers 3 and 13"."""
    if re.search(r" and | & |[,–—]|\d-\d", text):
        for word in re.findall(r"\b\w{3,}s\b", text):
            singular = f"{word[:-3]}y" if word.endswith("ies") else word[:-1]
            if names.has_word(singular) and not names.has_word(word):
                raise Unclear(f"'{text}': write each with its name, with semicolons between")


def _refuse_places(text: str, found: list[IRI], names: Names, column: str) -> None:
    """Raise `Unclear` for "Town, Country", by which most people mean one place."""
    kinds = {names.things[iri].classes for iri in found}
    if column == "where" and len(found) == 2 and len(kinds) > 1 and "," in plain(text):
        raise Unclear(f"'{text}': a place in another, or two places? write the one, or a semicolon between two")

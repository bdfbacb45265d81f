"""Cells of names made readable before anything is read: names that a line break cut in two, lists with numbers or
bullets, several claimants in one cell; and cells in which a spreadsheet left a formula's error.

A cut name is joined only if it is known so, from the workspace or from another cell of the sheet.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import accumulate

from kgraph.reading import fold
from kgraph.sheets.columns import RELATIONS
from kgraph.sheets.dates import Unclear
from kgraph.sheets.known import Known
from kgraph.sheets.lengths import too_long
from kgraph.sheets.lines import Line, Notes
from kgraph.sheets.lists import IsKnown, listed, marked_items
from kgraph.sheets.names import bare
from kgraph.workbooks.values import Cell, shown

_SPEAKER = "who says it"
_NAMED = (
    *(_SPEAKER, "through whom", "about", "who", "what", "to whom", "where", "event"),
    *("cause", "purpose", "part of", "winner", "by what means"),
)
_ERROR = re.compile(r"#[¡¿]?[^\W\d_]+(?:/\d)?[!?]|#N/A|#NV|#Н/Д|Err:\d{3}")
_WHOLE = re.compile(r"(?<=\d)(?<![\d.]\.\d)\.0(?!\d)(?=[\s;,]|$)")
"""What a spreadsheet puts behind a number that is an id: 1.0."""
_KEPT = ("id", "document", *RELATIONS)
"""Columns whose cells are read even with a formula's error in them, so that nothing else is said of the row."""
_AND = re.compile(r" (?:and|und|et|y|e|і|й|та|и|&) ", re.IGNORECASE)
_COMMA = re.compile(rf",{_AND.pattern}|{_AND.pattern}|[,،、] ?", re.IGNORECASE)

_MOST_LINES, _LONGEST = 10, 300
"""Lines and characters of a name that line breaks cut."""


def tidied(lines: Sequence[Line], known: Known, notes: Notes) -> tuple[Line, ...]:
    """The rows with their cells of names made readable. A cell that has a formula's error, or several claimants, is a
    fault."""
    named = _Named(lines, known)
    return tuple(_tidied(line, named, notes) for line in lines)


def without_errors(line: Line, sheet: str, notes: Notes) -> Line:
    """A row of another sheet without the cells that have a formula's error, each of which is a fault."""
    errors = {heading: text for heading, cell in line.cells.items() if is_formula_error(text := shown(cell).strip())}
    for heading, text in errors.items():
        notes.fault(line, f"{sheet}: {heading}", formula_error(text))
    return replace(line, cells={heading: cell for heading, cell in line.cells.items() if heading not in errors})


def is_formula_error(text: str) -> bool:
    """Whether a text is what a spreadsheet shows for a formula that failed, in any language.

    >>> is_formula_error("#REF!"), is_formula_error("Err:502"), is_formula_error("#e1")
    (True, True, False)
    """
    return _ERROR.fullmatch(text) is not None


def formula_error(text: str) -> str:
    """The fault of a cell with a formula's error."""
    return f"the cell holds a formula's error, '{text}'; type the value"


class _Named:
    """The names that the workspace or a cell of the sheet has; those of the sheet are collected when first asked
    for."""

    def __init__(self, lines: Iterable[Line], known: Known) -> None:
        self._lines, self._names, self._claims = lines, known.names, known.claims
        self._ids: set[str] | None = None
        self._here: set[str] = set()
        self._is_collected = False
        self._introduced: set[str] = set()

    def __call__(self, text: str) -> bool:
        return self._has(text) or fold(bare(text)) in self._of_the_sheet()

    def is_one(self, text: str) -> bool:
        """Whether a text as a whole is a name, in the workspace or where a cell introduces it with its class."""
        return self._has(text) or (bool(self._of_the_sheet()) and fold(bare(text)) in self._introduced)

    def is_id(self, text: str) -> bool:
        """Whether a claim of the workspace has this short name."""
        if self._ids is None:
            self._ids = {claim.rpartition("/")[2] for claim in self._claims}
        return text in self._ids

    def _has(self, text: str) -> bool:
        if re.search(r"\w", text):
            with suppress(Unclear):
                return bool(self._names.thing(text))
        return False

    def _of_the_sheet(self) -> set[str]:
        if not self._is_collected:
            self._is_collected = True
            cells = {str(line.cell(column)): None for line in self._lines for column in _NAMED}
            for cell in cells:
                if not _lines(cell)[1:]:
                    self._collect(cell)
        return self._here

    def _collect(self, cell: str) -> None:
        """Take the names of a cell; those with a class are introduced there, unless a number before them may only
        count them."""
        told = [part.strip() for part in cell.split(";") if re.search(r"\w", part)]
        classes = any(part.strip().endswith(")") for part in told) and not marked_items(cell)
        names = {fold(bare(part)): part.startswith("+") or (classes and part.endswith(")")) for part in told}
        self._here.update(names)
        self._introduced |= {name for name, introduced in names.items() if introduced}


def _tidied(line: Line, known: _Named, notes: Notes) -> Line:
    changed: dict[str, Cell] = {}
    for column, cell in line.cells.items():
        text = shown(cell).strip()
        if is_formula_error(text):
            notes.fault(line, column, formula_error(text))
            changed |= {} if column in _KEPT else {column: ""}
        elif told := too_long(column, text):
            notes.fault(line, column, told)
            changed[column] = ""
        elif column in ("id", *RELATIONS) and (whole := _WHOLE.sub("", text)) != text and not known.is_id(text):
            changed[column] = whole
        elif column in _NAMED and isinstance(cell, str):
            found = notes.read(line, column, joined, cell, known, known.is_one) or ""
            changed |= {column: found} if found != cell else {}
            if column == _SPEAKER and (told := _of_several(found, known)):
                notes.fault(line, column, told)
                changed[column] = ""
    return replace(line, cells=_filled({**line.cells, **changed})) if changed else line


def _filled(cells: Mapping[str, Cell]) -> dict[str, Cell]:
    return {column: cell for column, cell in cells.items() if cell != ""}


def joined(cell: str, known: IsKnown, is_one: IsKnown | None = None) -> str:
    """A cell of names in which names that a line break cut are whole, and items with numbers or bullets are separated
    by semicolons. Raises `Unclear` where numbers may be of the names (see `listed`).

    >>> joined("Brask\\nderailment", {"Brask derailment"}.__contains__)
    'Brask derailment'
    """
    if marked_items(cell):
        return listed(cell, known, is_one or known)
    if not _lines(cell)[1:]:
        return cell
    return ";".join("\n".join(_whole(_lines(part), known)) for part in re.split(r"[;；؛]", cell))


def _lines(cell: str) -> list[str]:
    return [" ".join(line.split()) for line in cell.splitlines() if line.strip()]


def _whole(lines: list[str], known: IsKnown) -> list[str]:
    """Lines, of which those that are a known name only together are one."""
    found: list[str] = []
    at = 0
    while at < len(lines):
        end, name = _known_from(lines, at, known)
        cut = end > at + 1 and not all(map(known, lines[at:end]))
        found.append(name if cut else lines[at])
        at = end if cut else at + 1
    return found


def _known_from(lines: list[str], at: int, known: IsKnown) -> tuple[int, str]:
    """Where the longest known name ends that begins with a line, and the name; the line alone if none does.

    Only so many lines and characters are put together as a name may have, so that a cell of any length is read in
    proportion to it.
    """
    lengths = accumulate(len(line) for line in lines[at : at + _MOST_LINES])
    most = at + sum(length <= _LONGEST for length in lengths)
    for end in range(most, at + 1, -1):
        for name in _together(lines[at:end]):
            if known(name):
                return end, name
    return at + 1, lines[at]


def _together(lines: Sequence[str]) -> Iterable[str]:
    """The names that cut lines may be: a hyphen at a line's end may be of the name, or only of the cut."""
    yield " ".join(lines)
    if any(line.endswith(("-", "\u2010")) for line in lines[:-1]):
        yield "".join(line.rstrip("-\u2010") if line is not lines[-1] else line for line in lines)
        yield "".join(line if line.endswith(("-", "\u2010")) else f"{line} " for line in lines).strip()


def _of_several(cell: str, known: _Named) -> str:
    """What is wrong with a cell for one claimant that names several; "" if nothing is."""
    if cell.startswith(("+", "<")) or known.is_one(cell) or re.search(r"\)\s*$", cell):
        return ""
    lines = _lines(cell)
    if len(lines) > 1:
        text = " ⏎ ".join(lines)
        if not all(map(known, lines)):
            return f"'{text}' has a line break: one name, or several? write it in one line, or a row for each"
        return _rows(text, lines)
    text = lines[0] if lines else ""
    if ";" in text:
        return _rows(text, [part.strip() for part in text.split(";") if part.strip()])
    pieces = [piece.strip() for piece in _COMMA.split(text) if piece.strip()]
    if len(pieces) > 1 and all(map(known, pieces)):
        return _rows(text, pieces)
    told = [piece for piece in _AND.split(text) if known(piece)] if _AND.search(text) else []
    if told:
        new = f"if it is one name, write '+{text} (organization)'"
        return f"'{text}': one name, or several? {', '.join(told)} is known; write a row for each, or {new}"
    return ""


def _rows(text: str, each: Sequence[str]) -> str:
    several = [part for part in dict.fromkeys(each) if part]
    if len(several) < 2:
        return ""
    return f"this cell takes one name, and '{text}' has several; write a row for each: {', '.join(several)}"

"""Reading a user's table of names as things to be linked: CSV, TSV, JSON or JSON lines."""

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import count
from pathlib import Path
from typing import Any

from kgraph import delimited
from kgraph.errors import DataError, short
from kgraph.linking.candidates import KINDS, Position, Wanted
from kgraph.linking.numbers import number
from kgraph.linking.table_answers import as_text, plain_name
from kgraph.linking.table_headings import MAY_NAME
from kgraph.listing import decode, read_bytes, read_text
from kgraph.namespaces import IRI
from kgraph.reading import fold, legible

COLUMNS = {
    "name": "the name to look for; the only column that must be there",
    "country": "a country's name or ISO 3166 code",
    "near": "names of places of the same text, separated by ';' or '|'",
    "kind": "settlement, region, country … (see docs/linking.md)",
    "latitude": "in degrees",
    "longitude": "in degrees",
    "text": "rows of one text have equal values here: their names count as near each other",
}
"""The columns that kgraph understands; others are kept unchanged."""

_MOST = 131_072  # the most characters of a cell, as in Python's CSV reader
_OBJECTS = "write one object with a 'name' for each row"
_ALIASES = {
    "toponym": "name",
    "place": "name",
    "label": "name",
    "country_code": "country",
    "pays": "country",
    "país": "country",
    "країна": "country",
    "страна": "country",
    "context": "near",
    "neighbours": "near",
    "neighbors": "near",
    "nearby": "near",
    "type": "kind",
    "lat": "latitude",
    "lon": "longitude",
    "lng": "longitude",
    "document": "text",
}


_MAY_BE = {plain_name(heading): kind for heading, kind in MAY_NAME.items()}


class Row(dict[str, Any]):
    """A row of a table; `line` is the line of the file in which it ends, `None` for JSON."""

    line: int | None = None


def read_table(path: Path) -> list[Row]:
    """The rows of a `.csv`, `.tsv`, `.json` (a list) or `.jsonl` file; raises `DataError` with the line."""
    suffix = path.suffix.lower()
    if suffix in (".xlsx", ".xls", ".ods") and path.is_file():
        raise DataError("this is a spreadsheet; save it as CSV", path=path)
    if suffix in (".json", ".jsonl", ".ndjson"):
        rows = _json_rows(path, read_text(path), suffix)
    else:
        rows = _csv_rows(path, _decoded(path), suffix)
    if not rows:
        raise DataError("the table has no rows", path=path)
    return rows


def _decoded(path: Path) -> str:
    """The text of a table; its encoding must be certain, since a wrong guess would change the names."""
    data = read_bytes(path)
    try:
        text, guess = delimited.decoded(data)
    except delimited.NoText:
        return decode(data, path)  # raises an error that says what is wrong
    if guess:
        fix = "save it as UTF-8 (in Excel: CSV UTF-8)"
        line = _line_of(data, path)
        raise DataError(f"cannot be read: this is not UTF-8, and looks like {guess}", path=path, line=line, fix=fix)
    return text


def _line_of(data: bytes, path: Path) -> int | None:
    """The first line that is not UTF-8."""
    try:
        decode(data, path)
    except DataError as error:
        return error.line
    return None


def _csv_rows(path: Path, text: str, suffix: str) -> list[Row]:
    mark, text = delimited.delimiter(text, tabs=suffix in (".tsv", ".tab"))
    try:
        lines = [(row.cells, row.line) for row in delimited.lines(text, mark, _MOST) if plain_name("".join(row.cells))]
    except delimited.NoTable as error:
        raise DataError(f"this is no table: {error}", path=path, line=error.line) from error
    if not lines:
        return []
    header, line = lines.pop(0)
    _check_columns(header, path, line)
    if "name" not in _meant(tuple(header)):
        has = short(", ".join(filter(None, map(legible, header))))
        fix = "call the column with the names 'name'"
        raise DataError(f"the table has no column 'name' (it has: {has})", path=path, line=line, fix=fix)
    columns = _columns(header, [cells for cells, _ in lines])
    return [_csv_row(columns, cells, path, number) for cells, number in lines]


def _columns(header: Sequence[str], lines: Sequence[Sequence[str]]) -> list[str]:
    """A unique name for each column of a table; "" for a column without a name and without values.

    >>> _columns(["name", "note", "note", "", ""], [["Kyiv", "1", "2", "3", ""]])
    ['name', 'note', 'note_2', 'column_4', '']
    """
    columns: list[str] = []
    taken = set(header)
    for at, name in enumerate(header):
        wanted = name
        if not plain_name(name):
            filled = any(len(cells) > at and cells[at].strip() for cells in lines)
            columns.append(_other(f"column_{at + 1}", taken) if filled else "")
        else:
            columns.append(_other(wanted, taken) if wanted in columns else wanted)
        taken.add(columns[-1])
    return columns


def _other(name: str, taken: Collection[str]) -> str:
    """The name, or if it is taken, the name with the first free number from 2 on."""
    numbered = (f"{name}_{number}" for number in count(2))
    return name if name not in taken else next(one for one in numbered if one not in taken)


def _check_columns(names: Collection[str], path: Path, line: int | None) -> None:
    """Raise `DataError` if two columns could both be meant by one of `COLUMNS` and neither or both have exactly its
    name."""
    meaning: dict[str, list[str]] = defaultdict(list)
    for name in names:
        plain = plain_name(name)
        meaning[_ALIASES.get(plain, plain)].append(name)
    if not meaning["name"]:
        meaning["name"] = [name for name in names if plain_name(name) in _MAY_BE]
    for column in COLUMNS:
        several = meaning[column]
        own = [name for name in several if plain_name(name) == column]
        if len(several) > 1 and len(own) != 1:
            said = " and ".join(repr(name) for name in own or several)
            fix = f"call the one that is meant '{column}', and the others differently"
            raise DataError(f"each of the columns {said} may be the column '{column}'", path=path, line=line, fix=fix)


def _csv_row(columns: Sequence[str], cells: Sequence[str], path: Path, line: int) -> Row:
    """A row; raises `DataError` if it has more cells than the header, which happens if a cell has the delimiter and no
    quotes."""
    beyond = [cell for cell in cells[len(columns) :] if cell.strip()]  # empty cells may be dropped
    if beyond:
        fix = "put quotes around a cell with the delimiter in it"
        raise DataError(
            f"this row has more cells than there are columns: {beyond[0][:40]!r}", path=path, line=line, fix=fix
        )
    filled = [*cells, *[None] * (len(columns) - len(cells))]
    return _row({name: cell for name, cell in zip(columns, filled, strict=False) if name}, path, line)


def _json_rows(path: Path, text: str, suffix: str) -> list[Row]:
    if suffix != ".json":
        lines = enumerate(text.split("\n"), 1)  # a JSON string may contain other line ends
        rows = [_row(_json(path, line, number), path, number) for number, line in lines if line.strip()]
    else:
        found = _json(path, text, None)
        if not isinstance(found, list):
            raise DataError("this is no list of objects", path=path, fix=_OBJECTS)
        rows = [_row(one, path, None) for one in found]
    for row in rows:
        _check_columns(row, path, row.line)
    return rows


def _json(path: Path, text: str, line: int | None) -> object:
    try:
        return json.loads(text, parse_float=str, object_pairs_hook=lambda pairs: _object(pairs, path, line))
    except json.JSONDecodeError as error:
        raise DataError(f"this is no JSON: {error.msg}", path=path, line=line or error.lineno) from error
    except ValueError as error:  # Python refuses to read integers of more than 4,300 digits
        raise DataError("this is no table: it has a number that is too long", path=path, line=line) from error
    except RecursionError as error:
        raise DataError("this is no table: it is nested too deep", path=path, line=line or 1) from error


def _object(pairs: Sequence[tuple[str, Any]], path: Path, line: int | None) -> dict[str, Any]:
    """An object; raises `DataError` for a repeated key, of which JSON readers would keep only the last value (RFC 8259
    §4)."""
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            fix = "give one of them another name"
            raise DataError(f"an object has the key {name!r} twice", path=path, line=line, fix=fix)
        found[name] = value
    return found


def _row(cells: object, path: Path, line: int | None) -> Row:
    if not isinstance(cells, dict):
        raise DataError("this is no object", path=path, line=line, fix=_OBJECTS)
    row = Row(cells)
    row.line = line
    return row


def wanted_rows(rows: Sequence[Row], path: Path, codes_of: Callable[[str], tuple[str, ...]]) -> list[Wanted]:
    """Each row as a thing to be linked, its IRI `row:1`, `row:2` …; a row without a kind may be any place, and one
    without a name has no names.

    Raises `DataError` for a row with an unknown kind or an illegal position, and if no row has a name.
    """
    if not any(legible(_cell(row, "name")) for row in rows):
        raise DataError("no row has a name", path=path, fix="give the table a column 'name' with names in it")
    together: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        if text := _cell(row, "text"):
            together[text].append(legible(_cell(row, "name")))
    found = []
    for place, row in enumerate(rows, 1):
        line = row.line
        name, kind = legible(_cell(row, "name")), fold(_cell(row, "kind")) or _kind_of_names(row)
        if kind not in KINDS:
            raise DataError(
                f"row {place}: '{kind}' is no kind", path=path, line=line, fix=f"use one of {', '.join(KINDS)}"
            )
        near = [*_listed(row), *together.get(_cell(row, "text"), ())]
        country = _cell(row, "country")
        codes = codes_of(country) if country else ()
        found.append(
            Wanted(
                iri=IRI(f"row:{place}"),
                names=(name,) if name else (),
                kind=kind,
                country=codes[0] if len(codes) == 1 else None,
                countries=codes,
                country_said=country,
                position=_position(row, path),
                near=tuple(dict.fromkeys(other for other in near if other != name)),
            )
        )
    return found


def name_of(row: Mapping[str, Any]) -> str:
    """The name that a row is about; "" if it has none."""
    return legible(_cell(row, "name"))


def unknown_country(row: Mapping[str, Any], wanted: Wanted) -> str:
    """The row's country if it is unknown, in which case all countries were searched; else ""."""
    return "" if wanted.countries else _cell(row, "country")


def _cell(row: Mapping[str, Any], column: str) -> str:
    name = _meant(tuple(row)).get(column)
    return as_text(row[name]).strip() if name is not None else ""


@lru_cache(maxsize=1000)
def _meant(names: tuple[str, ...]) -> dict[str, str]:
    """The name of the column that means each of `COLUMNS`.

    >>> _meant(("City", "lat")), _meant(("City", "Name"))
    ({'latitude': 'lat', 'name': 'City'}, {'city': 'City', 'name': 'Name'})
    """
    plain = {plain_name(name): name for name in names}
    found = {_ALIASES[name]: given for name, given in plain.items() if name in _ALIASES}
    found |= {name: given for name, given in plain.items() if name not in _ALIASES}
    if "name" not in found:
        given = next((name for name in plain if name in _MAY_BE), None)
        if given is not None:
            found["name"] = found.pop(given)
    return found


def _kind_of_names(row: Mapping[str, Any]) -> str:
    """The kind of thing whose names a table has, by the heading of the column: persons in `person`; else any place."""
    heading = plain_name(_meant(tuple(row)).get("name", ""))
    return _MAY_BE.get(heading) or "place"


def _listed(row: Row) -> Iterable[str]:
    text = _cell(row, "near")
    separator = "|" if "|" in text else ";" if ";" in text else ","
    return list(filter(None, map(legible, text.split(separator))))


def _position(row: Row, path: Path) -> Position | None:
    latitude, longitude = _cell(row, "latitude"), _cell(row, "longitude")
    if not latitude or not longitude:
        return None
    try:
        return number(latitude.replace(",", "."), -90, 90), number(longitude.replace(",", "."), -180, 180)
    except ValueError as error:
        raise DataError(f"this is no position on Earth: {error}", path=path, line=row.line) from error

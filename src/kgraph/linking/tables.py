"""Somebody's table of names, row by row as things to be linked: CSV, TSV, or JSON lines."""

import csv
import io
import json
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from kgraph.errors import DataError, UsageError
from kgraph.linking.candidates import KINDS, Position, Wanted
from kgraph.linking.scoring import Scored
from kgraph.namespaces import IRI
from kgraph.reading import legible

COLUMNS = {
    "name": "the name to look for; the only column that must be there",
    "country": "a country's name or ISO 3166 code",
    "near": "names of places of the same text, separated by ';' or '|'",
    "kind": "settlement, region, country … (see docs/linking.md)",
    "latitude": "in degrees",
    "longitude": "in degrees",
    "text": "rows of one text have equal values here: their names count as near each other",
}
"""The columns that are understood; others are kept as they are."""

ANSWERS = (
    "match",
    "label",
    "decision",
    "confidence",
    "description",
    "found_latitude",
    "found_longitude",
    "reasons",
    "others",
)
"""The columns that are put beside those of the table; see `answer_columns`."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_OBJECTS = "write one object with a 'name' for each row"
_ALIASES = {
    "toponym": "name",
    "place": "name",
    "label": "name",
    "country_code": "country",
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


class Row(dict[str, Any]):
    """A row of a table; `line` is where it ends in the file, `None` where rows are no lines."""

    line: int | None = None


def read_table(path: Path) -> list[Row]:
    """The rows of a `.csv`, `.tsv`, `.json` (a list) or `.jsonl` file; raises `DataError` with the line."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"cannot be read: {error}", path=path) from error
    suffix = path.suffix.lower()
    rows = _json_rows(path, text, suffix) if suffix in (".json", ".jsonl", ".ndjson") else _csv_rows(path, text, suffix)
    if not rows:
        raise DataError("the table has no rows", path=path)
    return rows


def _csv_rows(path: Path, text: str, suffix: str) -> list[Row]:
    head = text.partition("\n")[0]
    delimiter = "\t" if suffix in (".tsv", ".tab") or ("\t" in head and "," not in head) else ","
    if delimiter == "," and head.count(";") > head.count(","):
        delimiter = ";"  # as spreadsheets write it where the comma is the decimal mark
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        return [_csv_row(row, path, reader.line_num) for row in reader]
    except csv.Error as error:
        raise DataError(f"this is no table: {error}", path=path, line=reader.line_num + 1) from error


def _csv_row(cells: dict[str | Any, Any], path: Path, line: int) -> Row:
    """A row; raises `DataError` where it has more than the head, as a cell with the delimiter has without quotes."""
    beyond = [cell for cell in cells.pop(None, ()) if cell.strip()]  # empty ones are lost by nobody
    if beyond:
        fix = "put quotes around a cell with the delimiter in it"
        raise DataError(
            f"this row has more cells than there are columns: {beyond[0][:40]!r}", path=path, line=line, fix=fix
        )
    return _row(cells, path, line)


def _json_rows(path: Path, text: str, suffix: str) -> list[Row]:
    if suffix != ".json":
        lines = enumerate(text.split("\n"), 1)  # other ends of line may stand in a string
        return [_row(_json(path, line, number), path, number) for number, line in lines if line.strip()]
    found = _json(path, text, None)
    if not isinstance(found, list):
        raise DataError("this is no list of objects", path=path, fix=_OBJECTS)
    return [_row(one, path, None) for one in found]


def _json(path: Path, text: str, line: int | None) -> object:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise DataError(f"this is no JSON: {error.msg}", path=path, line=line or error.lineno) from error
    except RecursionError as error:
        raise DataError("this is no table: it is nested too deep", path=path, line=line or 1) from error


def _row(cells: object, path: Path, line: int | None) -> Row:
    if not isinstance(cells, dict):
        raise DataError("this is no object", path=path, line=line, fix=_OBJECTS)
    row = Row(cells)
    row.line = line
    return row


def wanted_rows(rows: Sequence[Row], path: Path, code_of: Callable[[str], str | None]) -> list[Wanted]:
    """Each row as a thing to be linked, its IRI `row:1`, `row:2` …; a row without a kind may be any place.

    Raises `DataError` for a row without a name, a kind that is none, or a position that is none.
    """
    together: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        if text := _cell(row, "text"):
            together[text].append(legible(_cell(row, "name")))
    found = []
    for number, row in enumerate(rows, 1):
        line = row.line
        name, kind = legible(_cell(row, "name")), _cell(row, "kind").lower() or "place"
        if not name:
            raise DataError(f"row {number} has no name", path=path, line=line, fix="give the table a column 'name'")
        if kind not in KINDS:
            raise DataError(
                f"row {number}: '{kind}' is no kind", path=path, line=line, fix=f"use one of {', '.join(KINDS)}"
            )
        near = [*_listed(row), *together.get(_cell(row, "text"), ())]
        country = _cell(row, "country")
        found.append(
            Wanted(
                iri=IRI(f"row:{number}"),
                names=(name,),
                kind=kind,
                country=code_of(country) if country else None,
                position=_position(row, path),
                near=tuple(dict.fromkeys(other for other in near if other != name)),
            )
        )
    return found


def unknown_country(row: Mapping[str, Any], wanted: Wanted) -> str:
    """The row's country where it names one that is not known, so that it was looked for everywhere; else ""."""
    return "" if wanted.country else _cell(row, "country")


def answer_columns(rows: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """The column of each of `ANSWERS`: one that the table has already keeps its name, and ours is `kgraph_…`.

    >>> answer_columns([{"name": "Kyiv", "match": "mine"}])["match"]
    'kgraph_match'
    """
    taken = {name for row in rows for name in row}
    return {name: _free(name, taken) for name in ANSWERS}


def _free(name: str, taken: Collection[str]) -> str:
    while name in taken:  # more than once for a table that was answered before
        name = f"kgraph_{name}"
    return name


def answered(
    row: Mapping[str, Any], found: Sequence[Scored], doubt: str = "", columns: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """The row with what was found for it: `decision` is match, unsure or none; with a `doubt` never match.

    `columns` are those of the whole table's `answer_columns`.
    """
    columns = columns or answer_columns([row])
    best = found[0] if found else None
    position = best.candidate.position if best else None
    answers = {
        "match": best.candidate.iri if best else "",
        "label": best.candidate.names[0] if best else "",
        "decision": "none" if best is None else "match" if best.decided and not doubt else "unsure",
        "confidence": f"{best.confidence:.3f}" if best else "",
        "description": best.candidate.description if best else "",
        "found_latitude": f"{position[0]:.5f}" if position else "",
        "found_longitude": f"{position[1]:.5f}" if position else "",
        "reasons": "; ".join(filter(None, (doubt, *best.reasons))) if best else "",
        "others": "; ".join(f"{one.candidate.iri} {one.confidence:.3f}" for one in found[1:4]),
    }
    return {
        **{name: _text(value) for name, value in row.items() if name},
        **{columns[name]: said for name, said in answers.items()},
    }


def table_text(answers: Sequence[Mapping[str, Any]], form: str) -> str:
    """The answered rows as `csv`, `tsv`, `json` or `jsonl`; raises `UsageError` for another format."""
    if form == "json":
        return json.dumps(list(answers), ensure_ascii=False, indent=1) + "\n"
    if form == "jsonl":
        return "".join(json.dumps(answer, ensure_ascii=False) + "\n" for answer in answers)
    if form not in ("csv", "tsv"):
        raise UsageError(f"a table cannot be written as {form}; use csv, tsv, json or jsonl")
    columns = tuple(dict.fromkeys(name for answer in answers for name in answer))
    out = io.StringIO()
    writer = csv.writer(out, delimiter="\t" if form == "tsv" else ",", lineterminator="\n")
    writer.writerow(map(_safe, columns))
    writer.writerows([_safe(answer.get(name, "")) for name in columns] for answer in answers)
    return out.getvalue()


def _safe(value: str) -> str:
    """A cell that a spreadsheet does not take for a formula (OWASP, CSV injection); numbers stay."""
    number = re.fullmatch(r"[+-]?\d+(\.\d+)?", value)
    safe = f"'{value}" if value.startswith(_FORMULA) and not number else value
    return re.sub(r"\r\n?", "\n", safe)  # csv leaves a bare \r without quotes, and it ends the row for who reads it


def _cell(row: Mapping[str, Any], column: str) -> str:
    folded = {(_ALIASES.get(name.strip().lower(), name.strip().lower())): value for name, value in row.items() if name}
    plain = {name.strip().lower(): value for name, value in row.items() if name}
    return _text(plain.get(column, folded.get(column))).strip()


def _text(value: object) -> str:
    if value is None:
        return ""
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)


def _listed(row: Row) -> Iterable[str]:
    text = _cell(row, "near")
    separator = "|" if "|" in text else ";" if ";" in text else ","
    return list(filter(None, map(legible, text.split(separator))))


def _position(row: Row, path: Path) -> Position | None:
    latitude, longitude = _cell(row, "latitude"), _cell(row, "longitude")
    if not latitude or not longitude:
        return None
    try:
        north, east = (float(number.replace(",", ".")) for number in (latitude, longitude))
    except ValueError as error:
        raise DataError(f"this is no position: {error}", path=path, line=row.line) from error
    if not (abs(north) <= 90 and abs(east) <= 180):
        raise DataError(f"{latitude}, {longitude} is no position on Earth", path=path, line=row.line)
    return north, east

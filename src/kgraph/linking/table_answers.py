"""The answers of a table that was linked: the columns that kgraph adds, and the table as text."""

import csv
import io
import json
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any

from kgraph import delimited
from kgraph.errors import UsageError
from kgraph.linking.scoring import Scored
from kgraph.reading import fold

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
"""The columns that kgraph adds to the table; see `answer_columns`."""
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_NUMBERS = ("confidence", "found_latitude", "found_longitude")


@lru_cache(maxsize=1000)
def plain_name(name: str) -> str:
    """A column's name in lower case, without invisible characters (a byte order mark) and without spaces around it.

    >>> plain_name(chr(0xFEFF) + "Name "), plain_name("Na" + chr(0x200B) + "me")
    ('name', 'name')
    """
    return fold(name)


def answer_columns(rows: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """The column name of each of `ANSWERS`; if the table has such a column already, kgraph's is named `kgraph_…`.

    >>> answer_columns([{"name": "Kyiv", "match": "mine"}])["match"]
    'kgraph_match'
    """
    taken = {plain_name(name) for row in rows for name in row}
    return {name: _free(name, taken) for name in ANSWERS}


def _free(name: str, taken: Collection[str]) -> str:
    while name in taken:  # repeatedly for a table to which answers were added before
        name = f"kgraph_{name}"
    return name


def answer_names(row: Mapping[str, Any]) -> dict[str, str] | None:
    """The column name of each of `ANSWERS` in a table that `kgraph link table` wrote; `None` for another table.

    Columns may have been added and moved since. Of a table that was linked twice, the later answers count.

    >>> answer_names({"name": "Kyiv"}) is None, (answer_names(answered({"label": "Kyiv"}, [])) or {})["label"]
    (True, 'kgraph_label')
    """
    found = {}
    for name in ANSWERS:
        ours = [column for column in row if re.fullmatch(f"(kgraph_)*{name}", plain_name(column))]
        if not ours:
            return None
        found[name] = max(ours, key=len)
    return found


def texts(row: Mapping[str, Any]) -> dict[str, str]:
    """A row with each value as a cell."""
    return {name: as_text(value) for name, value in row.items()}


def answered(
    row: Mapping[str, Any], found: Sequence[Scored], doubt: str = "", columns: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """The row with the answer columns: `decision` is match, unsure or none; with a `doubt` it is never match.

    `columns` is the result of `answer_columns` for the whole table.
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
        "reasons": "; ".join(filter(None, (doubt, *best.reasons))) if best else doubt,
        "others": "; ".join(f"{one.candidate.iri} {one.confidence:.3f}" for one in found[1:4]),
    }
    return {
        **texts(row),
        **{columns[name]: said for name, said in answers.items()},
    }


def numbered(answers: Iterable[Mapping[str, Any]], columns: Mapping[str, str]) -> list[dict[str, Any]]:
    """The answered rows with kgraph's numbers as numbers, for forms that tell numbers from texts; a cell that is no
    number stays a text. `columns` is the result of `answer_columns` or `answer_names`.

    >>> numbered([{"confidence": "0.849", "found_latitude": ""}], {name: name for name in ANSWERS})
    [{'confidence': Decimal('0.849'), 'found_latitude': ''}]
    """
    ours = [columns[name] for name in _NUMBERS]
    return [
        {name: Decimal(cell) if name in ours and _NUMBER.fullmatch(str(cell)) else cell for name, cell in row.items()}
        for row in answers
    ]


def table_text(answers: Sequence[Mapping[str, Any]], form: str, mark: str = "") -> str:
    """The answered rows as `csv`, `csv-bom`, `tsv`, `json` or `jsonl`; raises `UsageError` for another format.

    `mark` is the delimiter, "" for the form's own.
    """
    if form == "json":
        return json.dumps(list(answers), ensure_ascii=False, indent=1, default=float) + "\n"
    if form == "jsonl":
        return "".join(json.dumps(answer, ensure_ascii=False, default=float) + "\n" for answer in answers)
    if form not in ("csv", "csv-bom", "tsv"):
        raise UsageError(f"a table cannot be written as {form}; use csv, csv-bom, tsv, json or jsonl")
    columns = tuple(dict.fromkeys(name for answer in answers for name in answer))
    out = io.StringIO()
    writer = csv.writer(out, delimiter=mark or ("\t" if form == "tsv" else ","), lineterminator="\n")
    writer.writerow(map(safe_cell, columns))
    writer.writerows([safe_cell(str(answer.get(name, ""))) for name in columns] for answer in answers)
    return (delimited.BOM if form == "csv-bom" else "") + out.getvalue()


def safe_cell(value: str) -> str:
    """A cell that a spreadsheet does not take for a formula, with line ends as one character."""
    return re.sub(r"\r\n?", "\n", delimited.csv_safe(value))  # csv does not quote a bare \r, which ends a row


def as_text(value: object) -> str:
    """A value as a cell: a list of plain values with semicolons, everything nested as JSON.

    >>> as_text(["a", 1]), as_text({"a": [True]}), as_text(True), as_text(None)
    ('a; 1', '{"a": [true]}', 'true', '')
    """
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, list) and not any(isinstance(one, list | dict) for one in value):
        return "; ".join(map(as_text, value))
    return json.dumps(value, ensure_ascii=False)

"""Keeping the judgements by hand of a table that `kgraph link table` writes again."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from kgraph.errors import DataError, UsageError, short
from kgraph.linking.table_answers import safe_cell, texts
from kgraph.linking.table_judging import BY_HAND, JudgedTable
from kgraph.linking.tables import Row, name_of

Answer = Mapping[str, str]
_NAME = "\0"  # called as no column is
Judged = Sequence[tuple[Row, Answer]]


def judged_by_hand(path: Path | None) -> Judged:
    """The rows, without their answers, of a table in which somebody judged rows by hand, and these answers; none if
    there is no such table.

    Raises `DataError` or `UsageError` if the table cannot be read and has judgements: writing it would lose them.
    """
    if path is None or not path.is_file():
        return []
    try:
        table = JudgedTable(path)
    except (DataError, UsageError):
        if _has_judgements(path):
            raise
        return []
    alike = [(own, table.answer(place)) for place, own in enumerate(table.own)]
    return alike if any(_is_by_hand(answer) for _, answer in alike) else []


def how_many(judged: Judged) -> int:
    """How many rows somebody judged by hand."""
    return sum(_is_by_hand(answer) for _, answer in judged)


def _is_by_hand(answer: Answer) -> bool:
    return answer["reasons"] == BY_HAND


def _has_judgements(path: Path) -> bool:
    """Whether a file has the words of a judgement by hand in some encoding; also one that cannot be opened may."""
    try:
        data = path.read_bytes()
    except OSError:
        return True
    return any(BY_HAND.encode(encoding) in data for encoding in ("utf-8", "utf-16-le", "utf-16-be"))


def with_judgements(
    rows: Sequence[Row], answers: Sequence[dict[str, Any]], columns: Mapping[str, str], judged: Judged, path: Path
) -> list[dict[str, Any]]:
    """The answers, with each judgement by hand in the row with the same cells; of equal rows, in their order.

    Columns that only one of the two tables has are not compared. Raises `UsageError` if a judged row is not in the
    table any more, since writing `path` would lose its judgement, or if it may be one of several that differ.
    """
    before, now = [_cells(own) for own, _ in judged], [_cells(row) for row in rows]
    common = sorted(_names(before) & _names(now))
    places, olds = _places(now, common), _places(before, common)
    kept, lost = [*answers], list[str]()
    for old, (own, answer) in enumerate(judged):
        if not _is_by_hand(answer):
            continue
        key = _key(before[old], common)
        new, same = places.get(key, []), olds[key]
        if len(new) == len(same) and _are_equal(now, new) and _are_equal(before, same):
            at = new[same.index(old)]
            kept[at] = {**kept[at], **{columns[name]: said for name, said in answer.items()}}
        else:
            lost.append(name_of(own))
    if lost:
        what = f"rows that are not in the table, or may be several of its rows ({short(', '.join(lost))})"
        raise UsageError(f"{path} has judgements by hand on {what}: use another -o")
    return kept


def _cells(row: Row) -> dict[str, str]:
    """The cells of a row, and its name, which another table may have in a column called otherwise."""
    return {name: safe_cell(cell) for name, cell in texts(row).items()} | {_NAME: safe_cell(name_of(row))}


def _names(rows: Sequence[Mapping[str, str]]) -> set[str]:
    return {name for row in rows for name in row}


def _key(row: Mapping[str, str], columns: Sequence[str]) -> tuple[str, ...]:
    return tuple(row.get(name, "") for name in columns)


def _places(rows: Sequence[Mapping[str, str]], columns: Sequence[str]) -> Mapping[tuple[str, ...], list[int]]:
    found: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        found[_key(row, columns)].append(place)
    return found


def _are_equal(rows: Sequence[Mapping[str, str]], places: Sequence[int]) -> bool:
    return all(rows[place] == rows[places[0]] for place in places)

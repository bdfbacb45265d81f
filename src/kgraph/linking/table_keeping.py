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


def judged_by_hand(path: Path | None) -> list[tuple[Row, Answer]]:
    """The rows, without their answers, that somebody judged by hand in a table, and these answers; none if there is no
    such table.

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
    answers = [(own, table.answer(place)) for place, own in enumerate(table.own)]
    return [(own, answer) for own, answer in answers if answer["reasons"] == BY_HAND]


def _has_judgements(path: Path) -> bool:
    """Whether a file has the words of a judgement by hand in some encoding; also one that cannot be opened may."""
    try:
        data = path.read_bytes()
    except OSError:
        return True
    return any(BY_HAND.encode(encoding) in data for encoding in ("utf-8", "utf-16-le", "utf-16-be"))


def with_judgements(
    rows: Sequence[Row],
    answers: Sequence[dict[str, Any]],
    columns: Mapping[str, str],
    judged: Sequence[tuple[Row, Answer]],
    path: Path,
) -> list[dict[str, Any]]:
    """The answers, with each judgement by hand in the row with the same cells; of equal rows, in their order.

    Raises `UsageError` if a judged row is not in the table any more, since writing `path` would lose its judgement.
    """
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        places[safe_cell(name_of(row))].append(place)
    kept, lost = [*answers], list[str]()
    for own, answer in judged:
        name, told = safe_cell(name_of(own)), texts(own)
        alike = [at for at in places[name] if _is_alike(told, texts(rows[at]))]
        if alike:
            places[name].remove(alike[0])
            kept[alike[0]] = {**kept[alike[0]], **{columns[name]: said for name, said in answer.items()}}
        else:
            lost.append(name)
    if lost:
        names = short(", ".join(lost))
        raise UsageError(f"{path} has judgements by hand on rows that are not in the table ({names}): use another -o")
    return kept


def _is_alike(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    """Whether two rows have the same cells; columns that only one of them has are not compared."""
    return all(safe_cell(cell) == safe_cell(other.get(name, cell)) for name, cell in one.items())

"""Judgements by hand in a table that `kgraph link table` wrote, each of which can be taken back.

Beside the table stands a hidden file, `.found.csv.judged`, with a line of JSON for each judgement: the row's own cells,
its answer before and after, and the sitting in which it was judged. A judgement is taken back in the row that has these
cells and this answer, wherever that row stands now; if no row has them, or several do, nothing is changed.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from kgraph import delimited
from kgraph.disk import locked_folder, replace_file
from kgraph.errors import DataError, UsageError
from kgraph.linking.scoring import Scored
from kgraph.linking.table_answers import ANSWERS, answer_names, answered, numbered, table_text, texts
from kgraph.linking.tables import Row, name_of, read_table
from kgraph.listing import read_text

BY_HAND = "chosen by hand"
"""The reason of each judgement by hand in a table."""

_FORMS = ("csv", "tsv", "json", "jsonl")
_SAID = ("match", "decision", "reasons")  # a spreadsheet may write the numbers of the other answers differently


@dataclass(frozen=True, slots=True)
class Step:
    """One judgement: the row's own cells, its place and the digest of the whole table then, and its two answers."""

    sitting: str
    place: int
    table: str
    own: Mapping[str, str]
    before: Mapping[str, str]
    after: Mapping[str, str]


class JudgedTable:
    """A table with answers, in which rows are judged by hand. `rows` are its rows, `own` these without answers.

    Raises `UsageError` for a table without the columns of `kgraph link table`, or whose ending is none of text tables.
    """

    def __init__(self, path: Path, sitting: str = "") -> None:
        self.path, self._sitting = path, sitting
        self._read_as = _bytes(path)
        self.rows = read_table(path)
        names = answer_names(self.rows[0])
        self._form = path.suffix.lower().removeprefix(".")
        if names is None or self._form not in _FORMS:
            raise UsageError(f"{path} has no answers yet; write them first: kgraph link table … -o found.csv")
        self._names = names
        self.own = [_without(row, names.values()) for row in self.rows]
        self._cells = [texts(row) for row in self.own]
        self._named: dict[str, list[int]] = defaultdict(list)
        for place, row in enumerate(self.own):
            self._named[name_of(row)].append(place)
        self._digest = hashlib.sha256(json.dumps(self._cells).encode()).hexdigest()[:16]
        target = path.resolve()
        self._journal = target.with_name(f".{target.name}.judged")
        self.steps = _steps(self._journal)

    def is_open(self, place: int) -> bool:
        """Whether a row is unsure and nobody has judged it."""
        answer = self.answer(place)
        return answer["decision"] == "unsure" and answer["reasons"] != BY_HAND

    def judge(self, place: int, chosen: Scored | None) -> bool:
        """Keep a judgement of a row, `None` for none of the candidates; returns whether it changed anything."""
        taken = [Scored(chosen.candidate, 1.0, (BY_HAND,), True)] if chosen else []
        said = answered(self.own[place], taken, "" if chosen else BY_HAND, self._names)
        after = {name: str(said[column]) for name, column in self._names.items()}
        before = self.answer(place)
        if after == before:
            return False
        step = Step(self._sitting, place, self._digest, self._cells[place], before, after)
        # the note first: if the process is killed in between, no row has this answer, and nothing is taken back
        with locked_folder(self._journal.parent):
            self._check_unchanged()
            self._write_steps([*self.steps, step])
            self._put(place, after)
            self._write()
        return True

    def undo(self, steps: Iterable[Step]) -> list[str]:
        """Take judgements back, the newest first, and write the table; returns the names of their rows.

        A judgement that does not stand any more is passed over.
        """
        gone: list[Step] = []
        for step in steps:
            if (place := self.place_of(step)) is not None:
                self._put(place, step.before)
                gone.append(step)
        if gone:
            with locked_folder(self._journal.parent):
                self._check_unchanged()
                self._write()
                self._write_steps([one for one in self.steps if not any(one is other for other in gone)])
        return [name_of(step.own) for step in gone]

    def standing(self) -> list[tuple[int, Step]]:
        """The judgements that stand, the newest first, each with its row's place."""
        found: list[tuple[int, Step]] = []
        answers = {place: self.answer(place) for place in range(len(self.rows))}
        for step in reversed(self.steps):
            place = self._place_of(step, answers)
            if place is not None:
                found.append((place, step))
                answers[place] = dict(step.before)
        return found

    def place_of(self, step: Step) -> int | None:
        """The place of the row in which a judgement stands; `None` if no row has it, or if several may."""
        return self._place_of(step, {place: self.answer(place) for place in self._alike(step)})

    def _place_of(self, step: Step, answers: Mapping[int, Mapping[str, str]]) -> int | None:
        places = [place for place in self._alike(step) if _says(answers[place], step.after)]
        if step.table == self._digest:  # no row was moved, added or changed
            return step.place if step.place in places else None
        return places[0] if len(places) == 1 else None

    def _alike(self, step: Step) -> list[int]:
        """The places of the rows with a judgement's cells; columns that only one of the two has are not compared."""
        return [
            place
            for place in self._named.get(name_of(step.own), ())
            if all(cell == step.own.get(name, cell) for name, cell in self._cells[place].items())
        ]

    def answer(self, place: int) -> dict[str, str]:
        """The answer of a row, by the names of `ANSWERS`."""
        said = texts(self.rows[place])
        return {name: said.get(column, "") for name, column in self._names.items()}

    def _put(self, place: int, answer: Mapping[str, str]) -> None:
        said = {column: answer[name] for name, column in self._names.items()}
        self.rows[place] = Row({**self.rows[place], **said})

    def _check_unchanged(self) -> None:
        if _bytes(self.path) != self._read_as:
            raise UsageError(f"{self.path}: changed by another meanwhile; nothing was overwritten, run it again")

    def _write(self) -> None:
        text = self._read_as.decode("utf8", "replace")
        form = "csv-bom" if self._form == "csv" and text.startswith(delimited.BOM) else self._form
        mark = delimited.delimiter(text.removeprefix(delimited.BOM))[0] if self._form == "csv" else ""
        rows = [texts(row) for row in self.rows]
        if form in ("json", "jsonl"):
            rows = numbered(rows, self._names)
        replace_file(self.path, table_text(rows, form, mark))
        self._read_as = _bytes(self.path)

    def _write_steps(self, steps: Sequence[Step]) -> None:
        if steps:
            lines = [json.dumps(asdict(step), ensure_ascii=False) for step in steps]
            replace_file(self._journal, "\n".join(lines) + "\n")
        else:
            self._journal.unlink(missing_ok=True)
        self.steps = list(steps)


def _says(answer: Mapping[str, str], other: Mapping[str, str]) -> bool:
    return all(answer[name] == other[name] for name in _SAID)


def _without(row: Row, names: Iterable[str]) -> Row:
    left = Row((name, value) for name, value in row.items() if name not in set(names))
    left.line = row.line
    return left


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise DataError(f"cannot be read: {error.strerror}", path=path) from error


def _steps(journal: Path) -> list[Step]:
    """The judgements of a table in order; raises `DataError` for a file that is no record of them."""
    if not journal.exists():
        return []
    try:
        return [_step(json.loads(line)) for line in read_text(journal).split("\n") if line.strip()]
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        fix = "delete it; the judgements in the table stay, and cannot be taken back"
        raise DataError("this is no record of judgements by hand", path=journal, fix=fix) from error


def _step(told: Any) -> Step:
    step = Step(**told)
    answers = [*step.before.keys(), *step.after.keys()]
    if answers != [*ANSWERS, *ANSWERS] or not isinstance(step.place, int) or not isinstance(step.own, dict):
        raise ValueError("its answers are not those of a table")
    return step

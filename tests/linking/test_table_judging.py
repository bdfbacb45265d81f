"""Judgements by hand in a table: each is kept at once, and taken back in its own row or not at all."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import pytest

from kgraph.cli.reviewing_table import undo_table
from kgraph.errors import DataError, UsageError
from kgraph.linking.candidates import Candidate
from kgraph.linking.scoring import Scored
from kgraph.linking.table_answers import answer_columns, answered, numbered, table_text
from kgraph.linking.table_judging import BY_HAND, JudgedTable
from kgraph.namespaces import IRI

NAMES = ("Alba", "Borna", "Alba", "Dorn")


def chosen(name: str) -> Scored:
    return Scored(Candidate(IRI(f"https://example.org/{name}"), "x", (name,)), 0.4, ("name",))


def written(rows: Sequence[dict[str, str]]) -> str:
    return table_text([answered(row, [chosen("first")]) for row in rows], "csv")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A table of four rows, all unsure; the first and the third have one name."""
    found = tmp_path / "found.csv"
    found.write_text(written([{"name": name, "note": str(at)} for at, name in enumerate(NAMES)]), encoding="utf8")
    return found


def judge(path: Path, at: int, name: str | None, sitting: str = "one") -> None:
    assert JudgedTable(path, sitting).judge(at, chosen(name) if name else None)


def labels(path: Path) -> list[str]:
    return [row["label"] for row in csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig")))]


def lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf8").splitlines()


def write(path: Path, *lines: str) -> None:
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf8")


def test_steps_are_taken_back_one_by_one_until_the_table_is_as_it_was(path: Path) -> None:
    before = path.read_bytes()
    judge(path, 0, "second")
    judge(path, 1, None)
    judge(path, 0, "third")
    assert labels(path) == ["third", "", "first", "first"]
    assert undo_table(path, (), sitting=False) == f"took back 1 judgement in {path} (Alba)"
    assert labels(path) == ["second", "", "first", "first"]
    undo_table(path, (), sitting=False)
    undo_table(path, (), sitting=False)
    assert path.read_bytes() == before
    assert [one.name for one in path.parent.iterdir()] == ["found.csv"]
    with pytest.raises(UsageError, match="no judgement by hand to take back"):
        undo_table(path, (), sitting=False)


def test_a_sitting_is_taken_back_and_the_one_before_stays(path: Path) -> None:
    judge(path, 3, "old")
    for at in (0, 1, 0):
        judge(path, at, f"new{at}{len(JudgedTable(path).steps)}", "two")
    assert "took back 3 judgements" in undo_table(path, (), sitting=True)
    assert labels(path) == ["first", "first", "first", "old"]


def test_rows_are_named_by_name_or_number(path: Path) -> None:
    for at in range(4):
        judge(path, at, "new")
    with pytest.raises(UsageError, match="several rows are called 'Alba'; say which by its number: 1, 3"):
        undo_table(path, ("Borna", "Alba"), sitting=False)
    assert labels(path) == ["new"] * 4
    undo_table(path, ("Borna", "3"), sitting=False)
    assert labels(path) == ["new", "first", "first", "new"]
    for row in ("Borna", "2", "9", "0", "Nowhere", ""):
        with pytest.raises(UsageError, match="no judgement by hand to take back is in a row"):
            undo_table(path, (row,), sitting=False)


def test_moved_and_added_rows_and_columns_do_not_mislead(path: Path) -> None:
    judge(path, 1, "new")
    judge(path, 3, "other")
    head, *rows = lines(path)
    added = rows[1].replace("Borna", "Zorn")  # somebody copied a row, with its answer, and gave it another name
    write(path, f"mine,{head}", *(f"m,{row}" for row in (added, *reversed(rows))))
    assert labels(path) == ["new", "other", "first", "new", "first"]
    assert "took back 2 judgements" in undo_table(path, (), sitting=True)
    assert labels(path) == ["new", "first", "first", "first", "first"]
    assert all(line.startswith("m,") for line in lines(path)[1:])


def test_a_row_that_is_gone_or_judged_otherwise_is_left(path: Path) -> None:
    for at in (0, 1, 3):
        judge(path, at, "new")
    head, *rows = lines(path)
    write(path, head, rows[0], rows[1].replace("new", "mine"), rows[2])  # the last is gone, the second was changed
    said = undo_table(path, (), sitting=True)
    assert "took back 1 judgement" in said and "not taken back" in said and said.endswith(": Borna, Dorn")
    assert labels(path) == ["first", "mine", "first"]


def test_two_rows_that_are_the_same_cannot_be_told_apart_once_the_table_has_changed(path: Path) -> None:
    head, *rows = lines(path)
    write(path, head, rows[0], rows[0], rows[1])
    judge(path, 1, "new")
    judge(path, 0, "new", "two")
    assert [one.place for one in JudgedTable(path).steps] == [1, 0]
    undo_table(path, (), sitting=True)
    assert labels(path) == ["first", "new", "first"]
    judge(path, 0, "new", "two")
    head, *rows = lines(path)
    write(path, head, rows[2], *rows[:2])
    with pytest.raises(UsageError, match="cannot be told from others: Alba, Alba"):
        undo_table(path, (), sitting=True)
    assert labels(path) == ["first", "new", "new"]


def test_what_another_writes_during_a_review_is_not_overwritten(path: Path) -> None:
    table = JudgedTable(path, "one")
    table.judge(0, chosen("new"))
    path.write_text(path.read_text(encoding="utf8").replace("Borna", "Berna"), encoding="utf8")
    before = path.read_bytes()
    with pytest.raises(UsageError, match="changed by another meanwhile"):
        table.judge(1, chosen("new"))
    with pytest.raises(UsageError, match="changed by another meanwhile"):
        table.undo(table.steps)
    assert path.read_bytes() == before
    assert len(JudgedTable(path).steps) == 1


def test_a_judgement_that_was_not_written_to_the_table_is_not_taken_back(path: Path) -> None:
    before = path.read_bytes()
    judge(path, 0, "new")
    path.write_bytes(before)  # as after a process that was killed
    with pytest.raises(UsageError, match="no judgement by hand to take back"):
        undo_table(path, (), sitting=False)
    assert path.read_bytes() == before


def test_the_mark_and_the_delimiter_of_a_table_stay(path: Path) -> None:
    text = "\ufeff" + path.read_text(encoding="utf8").replace(",", ";")
    path.write_text(text, encoding="utf8")
    judge(path, 0, "new")
    undo_table(path, (), sitting=False)
    assert path.read_text(encoding="utf8") == text


@pytest.mark.parametrize("form", ["tsv", "json", "jsonl"])
def test_each_form(form: str, tmp_path: Path) -> None:
    path = tmp_path / f"found.{form}"
    answers = [answered({"name": name}, [chosen("first")]) for name in NAMES]
    text = table_text(answers if form == "tsv" else numbered(answers, answer_columns([{}])), form)
    path.write_text(text, encoding="utf8")
    judge(path, 3, None)
    assert (JudgedTable(path).rows[3]["decision"], JudgedTable(path).rows[3]["reasons"]) == ("none", BY_HAND)
    undo_table(path, ("Dorn",), sitting=False)
    assert path.read_text(encoding="utf8") == text


def test_a_column_after_the_answers_is_kept_in_its_place(path: Path) -> None:
    head, *rows = lines(path)
    write(path, f"{head},later", *(f"{row},x" for row in rows))
    judge(path, 0, "new")
    assert lines(path)[0] == f"{head},later" and all(line.endswith(",x") for line in lines(path)[1:])


@pytest.mark.parametrize("text", ["no json\n", "{}\n", "[]\n", '{"sitting": 1, "place": "x"}\n'])
def test_a_broken_record_of_judgements_is_told(path: Path, text: str) -> None:
    judge(path, 0, "new")
    path.with_name(".found.csv.judged").write_text(text, encoding="utf8")
    with pytest.raises(DataError, match="no record of judgements by hand"):
        undo_table(path, (), sitting=False)
    assert labels(path)[0] == "new"


def test_a_judgement_that_changes_nothing_is_no_step(path: Path) -> None:
    judge(path, 0, "new")
    assert not JudgedTable(path).judge(0, chosen("new"))
    assert len(JudgedTable(path).steps) == 1

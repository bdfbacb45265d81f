"""Quotations with words left out: two places, if the text has each part once and in order."""

from pathlib import Path

import pytest

from ferry_sheets import FIRST, TEXT, book, ferry_workspace, imported, said
from kgraph.workspace.config import Workspace
from kgraph.workspace.sheets import Plan, Wish, exported, plan


@pytest.fixture
def ferry(tmp_path: Path) -> Workspace:
    return ferry_workspace(tmp_path)


def quoting(ferry: Workspace, words: str) -> Plan:
    return plan(ferry, book({**FIRST, "words quoted": words}), Wish())


def places(result: Plan) -> list[str]:
    return [TEXT[a.start : a.end] for one in result.told if one.claim for a in one.claim.anchors]


@pytest.mark.parametrize("gap", [" … ", " ... ", " [...] ", " [ … ] ", "… ", " (...) ", " . . . ", " .... "])
def test_words_left_out_make_two_places(ferry: Workspace, gap: str) -> None:
    result = quoting(ferry, f"harbour office said{gap}12 people drowned. Later")
    assert said(result) == []
    assert places(result) == ["harbour office said", "12 people drowned. Later"]
    assert any("2 places are quoted, 4–23, " in str(fault) for fault in result.faults)


def test_an_ellipsis_before_and_behind_leaves_nothing_out(ferry: Workspace) -> None:
    result = quoting(ferry, "… at least 12 people drowned …")
    assert said(result) == []
    assert places(result) == ["at least 12 people drowned."]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("office said … 12 people", "'12 people' occurs 2 times; write a row for each place, with one id"),
        ("office said … of the people", "'of the people' is not there"),
        ("office said … noon", "'noon' is one word"),
        ("at noon … office said", "in another order; write a row for each place, with one id"),
    ],
)
def test_what_is_not_sure_is_asked(ferry: Workspace, words: str, told: str) -> None:
    assert places(quoting(ferry, words)) == []
    assert any(told in line for line in said(quoting(ferry, words)))


def test_sentences_that_the_text_has_apart_are_told(ferry: Workspace) -> None:
    (told,) = said(quoting(ferry, "The harbour office said. people drowned at noon"))
    assert "only apart: write … between 'The harbour office said.' and 'people drowned at noon'" in told


def test_it_is_one_claim_with_two_rows_that_a_second_import_leaves_alone(ferry: Workspace) -> None:
    row = {**FIRST, "words quoted": "harbour office said … 12 people drowned. Later"}
    imported(ferry, book(row))
    rows, _ = exported(ferry, words=True)
    assert [(one["id"], one["words quoted"]) for one in rows] == [
        ("c1", "harbour office said"),
        ("c1", "12 people drowned. Later"),
    ]
    for given in (row, {name: cell for name, cell in row.items() if name != "id"}):
        again = plan(ferry, book(given), Wish())
        assert (said(again), again.changes, again.same) == ([], [], 1)


def test_another_figure_in_another_sentence_is_told(ferry: Workspace) -> None:
    given = "at least 12 people drowned. Later the mayor said that 12 people drowned"
    assert not any("sentence" in str(fault) for fault in quoting(ferry, given).faults)
    text = "At least 12 people drowned on 3 May 2031. Another 7 were hurt in 2031. It was at 12:30 on May 5."
    (ferry.root / "sources" / "report.txt").write_text(text, encoding="utf8")
    told = [str(fault) for fault in quoting(ferry, text).faults if "sentence" in str(fault)]
    assert told == [
        "row 2, words quoted: another sentence of these words has '7'; if somebody claims that, write a row for it"
    ]
    assert not any("sentence" in str(fault) for fault in quoting(ferry, text[:41]).faults)

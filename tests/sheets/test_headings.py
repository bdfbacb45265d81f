"""Headings in other words and other languages, and several wrong ones told at once."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from ferry_sheets import FIRST, book, ferry_workspace
from kgraph.errors import DataError
from kgraph.sheets.columns import BY_NAME, column_of, plain
from kgraph.sheets.headings import OTHER_LANGUAGES
from kgraph.workbooks import Book, Row, Sheet
from kgraph.workspace.sheets import Plan, Wish, plan


def headed(folder: Path, headings: Mapping[str, str]) -> Plan:
    claims, documents = book(FIRST).sheets
    first = Row(1, tuple(headings.get(str(name), name) for name in claims.rows[0].cells))
    return plan(ferry_workspace(folder), Book((Sheet("claims", (first, *claims.rows[1:])), documents)), Wish())


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("Wer sagt es / who says it", "who says it"),
        ("who says it (Wer sagt es)", "who says it"),
        ("Was / what it says", "what it says"),
        ("Zitat | Quote", "words quoted"),
        ("Où – where", "where"),
        ("Claim in our words", "what it says"),
        ("Quién lo dice", "who says it"),
        ("ЦИТАТА", "words quoted"),
        ("Хто каже?", "who says it"),
        ("who / where", ""),
        ("Farbe / colour", ""),
    ],
)
def test_a_heading_means_its_column_in_any_of_its_languages(heading: str, name: str) -> None:
    found = column_of(heading)
    assert (found.name if found else "") == name


def test_no_heading_of_another_language_means_two_columns() -> None:
    every = [plain(name) for names in OTHER_LANGUAGES.values() for name in names.split(", ")]
    assert len(every) == len(set(every))
    assert set(OTHER_LANGUAGES) <= set(BY_NAME)


def test_a_sheet_in_german_is_read_and_said_so(tmp_path: Path) -> None:
    german = {"document": "Dokument", "words quoted": "Zitat", "who says it": "Wer sagt es", "what it says": "Aussage"}
    result = headed(tmp_path, {**german, "kind": "Art", "what": "Was", "how much": "Anzahl", "event": "Ereignis"})
    assert result.grave == []
    assert any("'Aussage' as 'what it says'" in remark for remark in result.table.remarks)


def test_all_slips_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(DataError) as error:
        headed(tmp_path, {"what it says": "what it sayz", "words quoted": "words qoted", "kind": "kindd"})
    told = str(error.value)
    assert all(f"did you mean '{name}'?" in told for name in ("what it says", "words quoted", "kind"))


def test_all_missing_columns_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(DataError) as error:
        headed(tmp_path, {"kind": "foo", "what it says": "bar"})
    assert "no column says what kind a claim is" in str(error.value)
    assert "nor what is claimed" in str(error.value)
    assert str(error.value).endswith("name them 'kind', 'what it says'")


def test_a_row_of_claims_is_not_taken_for_the_headings_above_it(tmp_path: Path) -> None:
    strange = {"document": "xx", "words quoted": "yy", "who says it": "zz", "what it says": "ww"}
    with pytest.raises(DataError) as error:
        headed(tmp_path, strange)
    assert "Twelve people or more drowned" not in str(error.value)

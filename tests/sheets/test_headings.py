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
        ("who says it (name as in the text)", "who says it"),
        ("who – person or body", "who"),
        ("1) who says it", "who says it"),
        ("(a) who", "who"),
        ("[who]", "who"),
        ("who says it (source)", "who says it"),
        ("denies (id)", ""),
        ("finds no evidence for (row)", "finds no evidence for"),
        ("nie / denies", "denies"),
        ("no.", "id"),
        ("id (row no., or nr)", "id"),
        ("qui (personne ou organisation)", "who"),
    ],
)
def test_a_heading_means_its_column_in_any_of_its_languages(heading: str, name: str) -> None:
    found = column_of(heading)
    assert (found.name if found else "") == name


@pytest.mark.parametrize(
    "heading",
    [
        "denied by (who)",
        "Denied by / who",
        "Not said by (who says it)",
        "opponent (who)",
        "Opponent / who",
        "accused by [who says it]",
        "quoted against – who says it",
        "published\n(when)",
        "colour | kind",
        "nicht (wer)",
        "не сказал (кто)",
        "ніхто / хто",
        "who (not)",
        "who (denied by)",
        "who says it – never",
        "wer (nicht)",
        "who says it (non)",
        "where (except the north)",
        "≠ who",
        "!= who",
        "who (source)",
        "said (who)",
    ],
)
def test_a_denial_or_a_word_of_its_own_makes_it_another_heading(heading: str) -> None:
    assert column_of(heading) is None


def test_a_heading_with_a_word_of_its_own_is_told_with_what_to_write(tmp_path: Path) -> None:
    result = headed(tmp_path, {"event": "opponent (event)"})
    told = "no column is called 'opponent (event)' (if it is 'event', write that alone); what stands there is not read"
    assert any(told in remark for remark in result.table.remarks)
    (tmp_path / "more").mkdir()
    with pytest.raises(DataError) as error:
        headed(tmp_path / "more", {"who says it": "Not said by (who says it)"})
    assert "whose claim it is" in str(error.value) and "'Not said by (who says it)'" in str(error.value)


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

"""Names that a line break cut, lists in one cell, and formulas' errors."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from ferry_sheets import FIRST, book, ferry_workspace, imported, said
from kgraph.sheets.dates import Unclear
from kgraph.sheets.lists import marked_items
from kgraph.sheets.tidy import is_formula_error, joined
from kgraph.workbooks import Book, Cell, Row, Sheet
from kgraph.workspace.config import Workspace
from kgraph.workspace.sheets import Plan, Wish, plan

KNOWN = {
    "1. FC Alba 2. Team",
    "Alba",
    "Nord",
    "Alba Nord",
    "Brask derailment",
    "Norrail",
    "Signal",
    "Saint-Denis",
    "Kanal Süd Verlag",
}
SECOND: Mapping[str, Cell] = {
    **FIRST,
    "id": "c2",
    "words quoted": "the mayor said that 12 people drowned",
    "who says it": "Mayor Reed (person)",
    "what it says": "Twelve people were drowned.",
    "how much": "12",
    "event": "ferry accident",
}


@pytest.fixture
def ferry(tmp_path: Path) -> Workspace:
    workspace = ferry_workspace(tmp_path)
    imported(workspace, book(FIRST, SECOND))
    return workspace


def again(ferry: Workspace, **cells: Cell) -> Plan:
    row = {**SECOND, "id": "c3", "who says it": "Mayor Reed", "what it says": "Twelve of the people drowned there."}
    return plan(ferry, book({**row, **{name.replace("_", " "): cell for name, cell in cells.items()}}), Wish())


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("Brask\nderailment", "Brask derailment"),
        ("Brask\r\n  derailment", "Brask derailment"),
        ("Bra-\nsk derailment", "Brask derailment"),
        ("Saint-\nDenis", "Saint-Denis"),
        ("Kanal\nSüd\nVerlag", "Kanal Süd Verlag"),
        ("Norrail\nBrask\nderailment", "Norrail\nBrask derailment"),
        ("Norrail; Brask\nderailment", "Norrail;Brask derailment"),
        ("Norrail\nSignal", "Norrail\nSignal"),
        ("Oldrail\nSignal", "Oldrail\nSignal"),
        ("Alba\nNord", "Alba\nNord"),  # a list, as each line is a known name
        ("1. Norrail\n2. Signal", "Norrail; Signal"),
        ("1. Norrail 2. Signal", "Norrail; Signal"),
        ("(1) Norrail\n(2) Signal", "Norrail; Signal"),
        ("- Brask\n  derailment\n- Signal", "Brask derailment; Signal"),
        ("•Norrail •Signal", "Norrail; Signal"),
        ("2. Norrail 5. Signal", "2. Norrail 5. Signal"),
        ("1. FC Brask", "1. FC Brask"),
        ("1. FC Alba 2. Team", "1. FC Alba 2. Team"),
    ],
)
def test_a_cut_name_is_whole_where_it_is_known_so_and_a_list_is_a_list(cell: str, found: str) -> None:
    assert joined(cell, KNOWN.__contains__) == found


def test_items_go_on_in_the_lines_after_them() -> None:
    assert marked_items("1. the mayor\nof Alba\n2. Signal;") == [("1. ", "the mayor of Alba"), ("2. ", "Signal")]


UNITS = {"1. Armee", "2. Armee", "Armee", "3. Liga", "4. Liga", "Liga", "1. FC Alba", "Alba", "Norrail", "Signal"}


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("1. Armee; 2. Armee", "1. Armee; 2. Armee"),
        ("1. Armee\n2. Armee", "1. Armee; 2. Armee"),
        ("1. Armee;\n2. Armee;", "1. Armee; 2. Armee"),
        ("1. Armee 2. Armee", "1. Armee; 2. Armee"),
        ("3. Liga\n4. Liga", "3. Liga; 4. Liga"),
        ("3. Liga; 4. Liga", "3. Liga; 4. Liga"),
        ("1. FC Alba; 2. Armee", "1. FC Alba; 2. Armee"),
        ("1. Armee; Norrail", "1. Armee; Norrail"),
        ("1. Norrail; 2. Signal", "Norrail; Signal"),
        ("1. Norrail\n2. Alba", "Norrail; Alba"),
        ("1) Armee\n2) Liga", "Armee; Liga"),
        ("1) Oldrail\n2) Newrail", "Oldrail; Newrail"),
        ("(1) Oldrail; (2) Newrail", "Oldrail; Newrail"),
        ("1. Armee", "1. Armee"),
        ("- 1. Armee\n- 2. Armee", "1. Armee; 2. Armee"),
        ("1. Norrail; Signal\n2. Alba", "Norrail; Signal; Alba"),
    ],
)
def test_a_number_of_a_known_name_stays_and_one_that_counts_goes(cell: str, found: str) -> None:
    assert joined(cell, UNITS.__contains__) == found


@pytest.mark.parametrize(
    "cell",
    [
        "1. Armee; 2. Bataillon",
        "1. Bataillon\n2. Bataillon",
        "1. Bataillon; 2. Brigade",
        "1. Oldrail 2. Newrail",
        "1. Armee\n2. Norrail",
        "2. Liga; 3. Liga",
        "1) Bataillon\n2) Bataillon",
        "1. Norrail; 2. Norrail",
    ],
)
def test_numbers_that_may_be_of_names_are_asked_about(cell: str) -> None:
    with pytest.raises(Unclear) as error:
        joined(cell, UNITS.__contains__)
    assert "do the numbers belong to the names?" in str(error.value)
    assert "if they do, write new names as '+" in str(error.value)


@pytest.mark.parametrize("lines", [1_000, 4_000])
def test_a_cell_of_many_lines_is_read_in_proportion_to_them(lines: int) -> None:
    asked: list[str] = []

    def is_known(name: str) -> bool:
        asked.append(name)
        return False

    cell = "\n".join(f"w{number}-" for number in range(lines))
    assert joined(cell, is_known) == cell
    assert len(asked) <= 30 * lines and max(map(len, asked)) <= 320


def test_a_name_cut_into_many_lines_is_still_one() -> None:
    name = "the Ministry of Health and Welfare of Estland Bay"
    cell = "Norrail\n" * 50 + name.replace(" ", "\n") + "\nSignal" * 50
    assert joined(cell, {*KNOWN, name}.__contains__) == "Norrail\n" * 50 + name + "\nSignal" * 50


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("when", "0 or " * 100),
        ("id", "x" * 401),
        ("document", "x" * 100_000),
        ("how_much", "1" * 5_000),
        ("who_says_it", "Name\n" * 100),
        ("about", "Name\n" * 300),
        ("event", "x" * 5_000),
        ("denies", "c" * 5_000),
        ("what_it_says", "a row\n" * 1_300),
        ("note", "a row\n" * 1_300),
    ],
)
def test_a_cell_that_is_far_too_long_is_one_fault(ferry: Workspace, column: str, cell: str) -> None:
    (told,) = said(again(ferry, **{column: cell}))
    assert told.startswith(f"row 2, {column.replace('_', ' ')}: the cell has {len(cell.strip()):,} characters")
    assert "if a quotation mark has no partner, mend that" in told and len(told) < 220


@pytest.mark.slow
def test_long_lists_and_long_notes_are_read(ferry: Workspace) -> None:
    assert said(again(ferry, about="; ".join(["Harbour Office", "Mayor Reed"] * 100))) == []
    assert said(again(ferry, about=", ".join(["Harbour Office", "Mayor Reed"] * 100))) == []
    assert said(again(ferry, supports=" ".join(["c1", "c2"] * 200))) == []
    assert said(again(ferry, note="A note. " * 1_000)) == []
    assert said(again(ferry, about="Harbour Office\n" * 150)) == []


@pytest.mark.parametrize("cell", ["Harbour\nOffice", "Harbour\tOffice", "Har\u00adbour\u00a0Office", "Harbour  Office"])
def test_a_broken_name_is_the_known_one(ferry: Workspace, cell: str) -> None:
    assert said(again(ferry, who_says_it=cell)) == []
    assert said(again(ferry, about=cell)) == []


def test_a_name_that_another_row_introduces_is_known_too(ferry: Workspace) -> None:
    row = {**SECOND, "who says it": "Coast Guard (organization)", "what it says": "It counted twelve dead people."}
    other = {**row, "id": "c5", "who says it": "Coast\nGuard", "what it says": "Later it had twelve dead, too."}
    assert said(plan(ferry, book({**row, "id": "c4"}, other), Wish())) == []


@pytest.mark.parametrize(
    "cell",
    [
        "Harbour Office; Mayor Reed",
        "Harbour Office\nMayor Reed",
        "Harbour Office and Mayor Reed",
        "Harbour Office, Mayor Reed",
        "1. Harbour Office\n2. Mayor Reed",
        "1. Harbour Office; 2. Mayor Reed",
        "1. Harbour Office 2. Mayor Reed",
        "- Harbour Office\n- Mayor Reed",
    ],
)
def test_two_claimants_in_a_cell_are_asked_for_a_row_each(ferry: Workspace, cell: str) -> None:
    for wish in (Wish(), Wish(new_things=True)):
        row = {**SECOND, "id": "c3", "who says it": cell, "what it says": "Twelve of the people drowned there."}
        (told,) = said(plan(ferry, book(row), wish))
        assert told.endswith("has several; write a row for each: Harbour Office, Mayor Reed")


@pytest.mark.slow
def test_new_claimants_in_a_list_are_asked_too_and_a_new_name_with_and_is_one(ferry: Workspace) -> None:
    (told,) = said(again(ferry, who_says_it="1) Norrail\n2) Signal"))
    assert told.endswith("write a row for each: Norrail, Signal")
    (told,) = said(again(ferry, who_says_it="Norrail\nSignal"))
    assert "has a line break: one name, or several?" in told
    (told,) = said(again(ferry, who_says_it="Harbour Office and Signal"))
    assert "one name, or several? Harbour Office is known" in told
    assert said(again(ferry, who_says_it="Harbour Office and Signal (organization)")) == []
    assert said(again(ferry, who_says_it="Smith and Sons (organization)")) == []


def abouts(result: Plan) -> list[str]:
    return sorted(str(iri).rpartition("/")[2] for iri in result.changes[-1].claim.about)


@pytest.mark.slow
def test_two_units_of_an_army_that_the_workspace_knows_are_not_a_third(ferry: Workspace) -> None:
    row = {**SECOND, "id": "c3", "who says it": "Mayor Reed", "what it says": "Twelve of the people drowned there."}
    new = "+1. Armee (military unit); +2. Armee (military unit); +Armee (military unit); Flotte (military unit)"
    assert said(imported(ferry, book({**row, "about": new}))) == []
    for cell in ("1. Armee; 2. Armee", "1. Armee\n2. Armee", "1. Armee; 2. Armee; 1. Armee"):
        result = again(ferry, id="c4", what_it_says="So many of them drowned.", about=cell)
        assert said(result) == [] and abouts(result) == ["1-armee", "2-armee"]
    result = again(ferry, id="c4", what_it_says="So many of them drowned.", about="1. Flotte; 2. Harbour Office")
    assert said(result) == [] and abouts(result) == ["flotte", "harbour-office"]
    for cell in ("1. Armee; 2. Flotte", "1. Flotte\n2. Flotte", "1. Lok; 2. Lok"):
        (told,) = said(again(ferry, about=cell))
        assert told.startswith("row 2, about: ") and "do the numbers belong to the names?" in told


def test_numbered_new_names_are_asked_about_unless_a_plus_says_that_they_are_names(ferry: Workspace) -> None:
    for cell in ("1. Lok (military unit); 2. Lok (military unit)", "1. Lok (group)\n2. Zug (group)"):
        (told,) = said(again(ferry, about=cell))
        assert "do the numbers belong to the names?" in told
    result = again(ferry, about="+1. Lok (military unit); +2. Lok (military unit)")
    assert said(result) == [] and [one.thing.label for one in result.things] == ["1. Lok", "2. Lok"]


def test_other_names_keep_their_numbers(ferry: Workspace) -> None:
    claims, documents = book({**SECOND, "id": "c3", "what it says": "So many drowned."}).sheets
    cells = ("1. FC Alba", "organization", "1. FCA\n1. FC A.")
    things = Sheet("things", (Row(1, ("name", "class", "other names")), Row(2, cells)))
    result = plan(ferry, Book((claims, documents, things)), Wish())
    assert [one.thing.others for one in result.things] == [("1. FCA", "1. FC A.")]


def test_a_name_of_two_known_names_that_a_row_introduces_is_one(ferry: Workspace) -> None:
    row = {
        **SECOND,
        "who says it": "+Harbour Office and Mayor Reed (organization)",
        "what it says": "Twelve were dead.",
    }
    other = {**row, "id": "c5", "who says it": "Harbour Office and Mayor Reed", "what it says": "Twelve had drowned."}
    assert said(plan(ferry, book({**row, "id": "c4"}, other), Wish())) == []


ERRORS = [
    "#REF!",
    "#NAME?",
    "#N/A",
    "#DIV/0!",
    "#VALUE!",
    "#NULL!",
    "#BEZUG!",
    "#NOM?",
    "#¡REF!",
    "#ССЫЛКА!",
    "Err:502",
]


@pytest.mark.parametrize("text", ERRORS)
def test_a_formula_s_error_is_one_line(ferry: Workspace, text: str) -> None:
    for column in ("how_much", "who_says_it", "event", "what", "when", "denies", "kind", "unit", "id", "document"):
        told = said(again(ferry, **{column: text}))
        name = column.replace("_", " ")
        assert told == [f"row 2, {name}: the cell holds a formula's error, '{text}'; type the value"]


@pytest.mark.parametrize("text", ["#e1", "#1", "N/A", "#wahl", "# REF!", "Err: 5", ""])
def test_other_words_are_no_formula_s_error(text: str) -> None:
    assert not is_formula_error(text)


def test_a_formula_s_error_in_the_sheet_of_documents_is_a_fault_too(tmp_path: Path) -> None:
    given = book(FIRST, document={"title": "#NAME?", "published": "#REF!"})
    told = said(plan(ferry_workspace(tmp_path), given, Wish()))
    assert told == [
        "row 2, documents: published: the cell holds a formula's error, '#REF!'; type the value",
        "row 2, documents: title: the cell holds a formula's error, '#NAME?'; type the value",
    ]


def test_an_error_in_the_sheet_of_things_makes_no_thing(tmp_path: Path) -> None:
    claims, documents = book(FIRST).sheets
    things = Sheet("things", (Row(1, ("name", "class")), Row(2, ("#REF!", "organization"))))
    result = plan(ferry_workspace(tmp_path), Book((claims, documents, things)), Wish())
    assert any("things: name: the cell holds a formula's error" in line for line in said(result))
    assert not any(one.thing.label == "#REF!" for one in result.things)


def test_the_defaults_of_a_claim_that_is_left_out_are_not_counted(ferry: Workspace) -> None:
    sound = {**SECOND, "id": "c3", "what it says": "Twelve of the people drowned there."}
    faulty = {**SECOND, "id": "c4", "what it says": "So many people drowned.", "how much": "zzz"}
    denial = {"id": "c5", "document": "report", "words quoted": "Later the mayor said", "denies": "c4"}
    denial |= {"who says it": "Harbour Office", "what it says": "That was not so at all.", "kind": ""}
    result = plan(ferry, book(sound, faulty, denial), Wish(partial=True))
    assert len(said(result)) == 2
    assert result.defaults["how sure", "unstated"] == 1
    assert result.defaults["how it is said", "denial"] == 0

"""Roles beside things whose names hold the same word, and the spaces and unseen characters of a web page."""

from pathlib import Path

import pytest

from conftest import Run
from kgraph.namespaces import IRI, KG
from kgraph.sheets.names import Names, Thing
from kgraph.sheets.plain import spaced
from kgraph.vocabulary import built_in

HEAD = "id,document,words quoted,who says it,what it says,kind,when,who,what,where,to whom,denies"


@pytest.mark.parametrize("space", ["\u00a0", "\u2009", "\u202f", "\u200b\u00a0", " \u200b", "\u3000"])
def test_special_spaces_are_spaces_and_unseen_characters_nothing(space: str) -> None:
    assert spaced(f"Rescue Service{space}(organization)") == "Rescue Service (organization)"


def test_lines_of_a_cell_stay_lines() -> None:
    assert spaced("one\ntwo\tthree") == "one\ntwo\tthree"


def test_no_facility_is_taken_for_a_role_that_is_typed_as_one() -> None:
    names = Names("https://example.org/", built_in())
    names.add([Thing(IRI("https://example.org/place/office"), "Brackwater head office", (), (KG.Facility,))])
    assert names.near_new("head", "what", (KG.Role,)) == []
    names.add([Thing(IRI("https://example.org/role/head"), "head of office", (), (KG.Role,))])
    assert names.near_new("head", "what", (KG.Role,)) == ["head of office"]


def made(kgraph: Run, tmp_path: Path, *rows: str) -> Path:
    kgraph("init", "dam", "--empty", "--base", "https://example.org/dam/")
    (tmp_path / "report.txt").write_text("The head spoke. The dam held. No one left.\n", encoding="utf8")
    outlet = ("--publisher", "Tarn Courier", "--new-publisher", "--published", "2031-05-04")
    new = (*outlet, "--name", "day-1", "--language", "en")
    done = kgraph("-C", tmp_path / "dam", "document", "add", tmp_path / "report.txt", *new)
    assert done.returncode == 0, done.stderr
    (tmp_path / "dam" / "rows.csv").write_text("\n".join((HEAD, *rows)) + "\n", encoding="utf8")
    return tmp_path / "dam"


@pytest.mark.slow
def test_a_name_pasted_from_a_web_page_is_the_name_as_typed(kgraph: Run, tmp_path: Path) -> None:
    folder = made(
        kgraph,
        tmp_path,
        "c1\u200b,day-1,The dam held.,Rescue\u00a0Service\u00a0(organization),The dam held.,posting,,"
        "Ann\u202fLund (person),head\u2009(leading role),,Dam\u00a0Office (organization),",
        "c2,day-1,No one left.,Rescue Service,No one left.,posting,,Ann Lund,head,,Dam Office,",
    )
    done = kgraph("-C", folder, "claims", "import", folder / "rows.csv")
    assert done.returncode == 0 and "2 claims new" in done.stderr, done.stderr
    text = (folder / "data" / "triples" / "reference.trig").read_text(encoding="utf8")
    for label in ("Rescue Service", "Ann Lund", "Dam Office"):
        assert f'"{label}"@en' in text
    assert "commanding" in text and "\\xa0" not in done.stderr


@pytest.mark.slow
def test_what_is_asked_about_a_name_keeps_the_class_that_was_typed(kgraph: Run, tmp_path: Path) -> None:
    folder = made(
        kgraph,
        tmp_path,
        "c1,day-1,The dam held.,Rescue Service (organization),It held.,posting,,Ann Lund (person),"
        "head of office (role),,Dam Office (organization),",
        "c2,day-1,No one left.,Rescue Service,No one left.,posting,,Ann Lund,head (leading role),,Dam Office,",
    )
    done = kgraph("-C", folder, "claims", "import", folder / "rows.csv")
    assert "if it is another, write '+head (leading role)'" in done.stderr, done.stderr

"""Who publishes and who writes: a command and a sheet know the same names, offer the same, and name new ones alike."""

import re
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from kgraph.errors import KgraphError
from kgraph.namespaces import SCHEMA
from kgraph.store import read_quads
from kgraph.workbooks import Book, Cell, Row, Sheet
from kgraph.workspace.config import Workspace
from kgraph.workspace.documents import Given, register
from kgraph.workspace.sheets import Wish, carry_out, plan

BASE = "https://example.org/ferry/"
REFERENCE = """\
@prefix kg: <https://w3id.org/kgraph/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix own: <https://example.org/ferry/ontology/> .
@prefix g: <https://example.org/ferry/graph/> .
@base <https://example.org/ferry/> .
g:reference {
    <agent/lantern> a kg:MediaOutlet ; rdfs:label "The Daily Lantern"@en ; skos:altLabel "Щоденний ліхтар"@uk .
    <agent/basel> a kg:MediaOutlet ; rdfs:label "Radio Zürich"@en .
    <agent/osk-radio> a kg:MediaOutlet ; rdfs:label "Osk Radio"@en .
    <place/osk> a kg:City ; rdfs:label "Osk"@en .
    <agent/un> a kg:Organization ; rdfs:label "UN"@en .
    <agent/lorne> a kg:Person ; rdfs:label "Ada Lorne"@en .
    <agent/lorne-2> a kg:Person ; rdfs:label "Ada M. Lorne"@en .
    <agent/veld> a kg:Person ; rdfs:label "Bo Veld"@en .
    <agent/veld-2> a kg:Organization ; rdfs:label "Bo Veld"@en .
    <agent/own> a own:Bulletin ; rdfs:label "Quay Letter"@en .
}
"""
TEXT = "The harbour office said on Tuesday that the ferry was late and that nobody was hurt by the fire at the quay."
NAMES = (
    "The Daily Lantern",
    "the daily lantern",
    "Daily Lantern",
    "Щоденний ліхтар",
    "Daily Lantren",
    "Radio Zurich",
    "RADIO-ZÜRICH",
    "agent/lantern",
    f"<{BASE}agent/lantern>",
    f"{BASE}agent/lantern",
    "un",
    "UN",
    "Osk",
    "Ada Lorne",
    "Lorne, Ada",
    "A. Lorne",
    "Bo Veld",
    "Quay Letter",
    "Harbour Gazette",
    "Harbour Gazette (organization)",
    "+Daily Lantren",
    "they",
    "???",
)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with one text and a few names."""
    folder = tmp_path_factory.mktemp("ferry")
    for name in ("sources", "data/triples", "ontology"):
        (folder / name).mkdir(parents=True)
    (folder / "sources/report.txt").write_text(TEXT, encoding="utf8")
    (folder / "data/triples/reference.trig").write_text(REFERENCE, encoding="utf8")
    (folder / "ontology/own.ttl").write_text(
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        "@prefix kg: <https://w3id.org/kgraph/ontology#> .\n@prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
        f'<{BASE}ontology/Bulletin> a owl:Class ; rdfs:subClassOf kg:MediaOutlet ; rdfs:label "bulletin"@en .\n'
    )
    (folder / "kgraph.toml").write_text(f'base = "{BASE}"\n', encoding="utf8")
    return folder


def copied(folder: Path, to: Path) -> Workspace:
    shutil.copytree(folder, to)
    return Workspace.read(to / "kgraph.toml")


def by_command(workspace: Workspace, heading: str, name: str, *, new: bool) -> str:
    """What `document add` makes of a name: whom it takes, or what it says."""
    said = {"published": "2031-05-04", "language": "en", "publisher": "agent/un", heading: name}
    try:
        register(workspace, str(workspace.sources / "report.txt"), Given(said, new and heading == "publisher", new))
    except KgraphError as error:
        return str(error)
    return taken(workspace, heading)


def by_sheet(workspace: Workspace, heading: str, name: str) -> str:
    """What a row of the sheet of documents makes of it."""
    cells: Mapping[str, Cell] = {
        "short name": "report",
        "title": "A report",
        "language": "en",
        "file": "report.txt",
        "published": "2031-05-04",
        "publisher": "agent/un",
        heading: name,
    }
    documents = Sheet("documents", (Row(1, tuple(cells)), Row(2, tuple(cells.values()))))
    result = plan(
        workspace,
        Book(
            (
                Sheet("claims", (Row(1, ("id", "document", "words quoted", "who says it", "what it says", "kind")),)),
                documents,
            )
        ),
        Wish(),
    )
    if result.grave:
        return result.grave[0].message
    carry_out(workspace, result)
    return taken(workspace, heading)


def taken(workspace: Workspace, heading: str) -> str:
    """Whom the document names, and what the reference graph says of them."""
    predicate = {"publisher": SCHEMA.publisher, "author": SCHEMA.author}[heading]
    quads = [quad for path in workspace.data_files() for quad in read_quads(path, BASE)]
    found = [value for subject, p, value, _ in quads if p == predicate]
    return str(sorted((str(p), str(o)) for s, p, o, _ in quads if s in found) + [str(one) for one in found])


def core(told: str) -> str:
    """What a message says of the name, without the option's name and without what to do about it at this door."""
    said = re.sub(r"^--\w+: ", "", told)
    return re.split(r" Else --|; --new-| if it is another", said)[0]


@pytest.mark.slow
@pytest.mark.parametrize("heading", ["publisher", "author"])
def test_a_command_and_a_sheet_take_a_name_alike(empty: Path, tmp_path: Path, heading: str) -> None:
    differing, new = {}, set()
    for at, name in enumerate(NAMES):
        sheet = by_sheet(copied(empty, tmp_path / f"{at}s"), heading, name)
        command = by_command(copied(empty, tmp_path / f"{at}c"), heading, name, new=False)
        if sheet.startswith("[") and command.startswith("--"):  # the sheet makes what nothing comes near
            assert f"nothing is called '{name}'" in command
            command = by_command(copied(empty, tmp_path / f"{at}n"), heading, name, new=True)
            new.add(name)
        if core(command) != core(sheet):
            differing[name] = (command, sheet)
    assert not differing
    assert new == {"Daily Lantren", "Harbour Gazette", "Harbour Gazette (organization)"}


WRONG = {
    "Daily Lantern": "nothing is called 'Daily Lantern'; did you mean 'The Daily Lantern'?",
    "un": "nothing is called 'un'; did you mean 'UN'?",
    "Osk": "'Osk' is a city (place/osk), which cannot be under 'publisher'; did you mean agent/osk-radio?",
    "they": "'they' is no name; write whom or what is meant, or leave the cell empty",
}


def test_names_that_are_not_taken_are_told_with_what_is_near(empty: Path) -> None:
    workspace = Workspace.read(empty / "kgraph.toml")
    assert {name: core(by_command(workspace, "publisher", name, new=False)) for name in WRONG} == WRONG


@pytest.mark.slow
def test_an_iri_that_nobody_describes_is_asked_about_by_the_sheet_and_by_the_command(
    empty: Path, tmp_path: Path
) -> None:
    asked = by_sheet(copied(empty, tmp_path / "s"), "publisher", "agent/nobody")
    assert asked.startswith("nothing says what 'agent/nobody' is; write a name that is known")
    for new in (False, True):
        said = by_command(copied(empty, tmp_path / f"c{new}"), "publisher", "agent/nobody", new=new)
        assert said.startswith("--publisher: nothing is called 'agent/nobody'") and "--new" not in said

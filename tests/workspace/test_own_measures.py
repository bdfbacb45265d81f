"""Figures of a workspace's own measures: nothing becomes persons that its words say is something else."""

from pathlib import Path

import pytest

from kgraph.namespaces import IRI, KG
from kgraph.store import parse_quads
from kgraph.vocabulary import stub
from kgraph.workbooks import Book, Row, Sheet
from kgraph.workspace.config import Workspace
from kgraph.workspace.sheets import Plan, Wish, plan

BASE = "https://example.org/leak/"
TEXT = "The brigade said that 34 tonnes leaked at the depot."
ROW = {
    "id": "c1",
    "document": "report",
    "words quoted": "34 tonnes leaked",
    "who says it": "Hollen fire brigade (organization)",
    "what it says": "34 tonnes leaked.",
    "kind": "figure",
    "event": "leak at Hollen (accident)",
}
DOCUMENT = {
    "short name": "report",
    "title": "A report",
    "publisher": "Daily Lantern",
    "published": "2031-05-04",
    "language": "en",
    "file": "report.txt",
}


@pytest.fixture
def leak(tmp_path: Path) -> Workspace:
    for folder in ("sources", "data/triples", "ontology"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "sources/report.txt").write_text(TEXT, encoding="utf8")
    (tmp_path / "kgraph.toml").write_text(f'base = "{BASE}"\n', encoding="utf8")
    return Workspace.read(tmp_path / "kgraph.toml")


def planned(workspace: Workspace, what: str, much: str, unit: str = "") -> Plan:
    row = {**ROW, "what": what, "how much": much, "unit": unit}
    claims = Sheet("claims", (Row(1, tuple(row)), Row(2, tuple(row.values()))))
    documents = Sheet("documents", (Row(1, tuple(DOCUMENT)), Row(2, tuple(DOCUMENT.values()))))
    return plan(workspace, Book((claims, documents)), Wish(new_things=True))


def units(result: Plan) -> list[object]:
    """The units of the figures that an import would write."""
    return [q[2] for text in result.files.values() for q in parse_quads(text, "trig", BASE) if q[1] == KG.unit]


def faults(result: Plan) -> str:
    return "\n".join(map(str, result.grave))


def define(workspace: Workspace, label: str, text: str = "") -> None:
    (workspace.ontology / "own.ttl").write_text(text or stub(label, "measure", BASE), encoding="utf8")


def persons(label: str) -> str:
    """A measure of people, whatever its words say."""
    return stub("people counted", "measure", BASE).replace("people counted", label)


def test_a_figure_in_a_unit_of_its_own_measure_is_read_and_without_one_it_is_asked(leak: Workspace) -> None:
    define(leak, "tonnes of chlorine lost")
    assert units(planned(leak, "tonnes of chlorine lost", "34 tonnes")) == [KG.Tonne]
    asked = faults(planned(leak, "tonnes of chlorine lost", "34"))
    assert "'tonnes of chlorine lost' is counted in tonne, kilogram" in asked
    assert "write which" in asked


@pytest.mark.slow
def test_a_measure_of_people_by_mistake_never_makes_tonnes_persons(leak: Workspace) -> None:
    define(leak, "", persons("tonnes lost"))
    assert "is defined as counted in persons, which its words do not tell" in faults(planned(leak, "tonnes lost", "34"))
    told = faults(planned(leak, "tonnes lost", "34 tonnes"))
    assert "'tonne' is no unit of tonnes lost; write persons, or correct its qudt:hasQuantityKind" in told
    assert units(planned(leak, "tonnes lost", "34", "persons")) == [KG.Persons]


def test_people_are_persons_without_being_asked(leak: Workspace) -> None:
    define(leak, "people dosed")
    result = planned(leak, "people dosed", "34")
    assert (faults(result), units(result)) == ("", [KG.Persons])
    define(leak, "", persons("vaccinated"))  # its words tell nothing, so its definition counts
    assert units(planned(leak, "vaccinated", "34")) == [KG.Persons]


def test_a_measure_that_does_not_say_in_what_it_is_counted_asks(leak: Workspace) -> None:
    define(leak, "odd stuff")
    told = faults(planned(leak, "odd stuff", "34"))
    assert "no unit fits 'odd stuff' as it is defined: give it a qudt:hasQuantityKind there" in told


@pytest.mark.parametrize(
    ("what", "much", "unit"),
    [
        ("tonnes leaked", "34 t", KG.Tonne),
        ("mass leaked", "34,000 kg", KG.Kilogram),
        ("litres spilled", "500,000 litres", KG.Litre),
        ("people on board", "212", KG.Persons),
        ("homes without power", "30,000", KG.Item),
        ("speed", "95 km/h", KG.KilometrePerHour),
        ("power lost", "300 MW", KG.Megawatt),
    ],
)
def test_what_disasters_need_is_there(leak: Workspace, what: str, much: str, unit: IRI) -> None:
    result = planned(leak, what, much)
    assert (faults(result), units(result)) == ("", [unit])


def test_a_gallon_is_asked_about(leak: Workspace) -> None:
    assert "'gal' in '5,000 gal' can be US gallon, imperial gallon" in faults(
        planned(leak, "volume leaked", "5,000 gal")
    )
    assert "'tons' in '34 tons' can be tonne, short ton, long ton" in faults(planned(leak, "mass leaked", "34 tons"))
    assert units(planned(leak, "volume leaked", "5,000 gal", "US gallon")) == [KG.USGallon]

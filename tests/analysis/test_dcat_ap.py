"""The description of a dataset as data portals want it: no violation of the shapes of DCAT-AP 3.0.1."""

import itertools
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kgraph import Graph
from kgraph.analysis.description import About, describe
from kgraph.namespaces import IRI
from kgraph.workspace import exports
from kgraph.workspace.config import Workspace

if TYPE_CHECKING:
    import rdflib

SHAPES = Path(__file__).resolve().parents[1] / "dcat_ap" / "shapes-3.0.1.ttl"
BASE = "https://example.org/id/"
FREE, OTHER = IRI("https://example.org/free"), IRI("https://example.org/other")
ADDRESSES = (None, IRI("https://example.org/get"))
PUBLISHERS = ("", "Us & Co", IRI("https://example.org/us"))


@pytest.fixture(scope="module")
def shapes() -> "rdflib.Graph":
    from rdflib import Graph as Rdf

    return Rdf().parse(SHAPES)


def violations(turtle: str, shapes: "rdflib.Graph") -> list[str]:
    """What the shapes say against a description."""
    from pyshacl import validate
    from rdflib import RDF, SH
    from rdflib import Graph as Rdf

    conforms, report, _ = validate(Rdf().parse(data=turtle, format="turtle"), shacl_graph=shapes, inference="none")
    found = [
        f"{report.value(r, SH.focusNode)} {report.value(r, SH.resultMessage)}"
        for r in report.subjects(RDF.type, SH.ValidationResult)
    ]
    assert conforms == (not found)
    return found


@pytest.mark.slow
@pytest.mark.parametrize("name", ["dataset", "world/asserted"])
def test_no_description_violates_the_shapes(name: str, shapes: "rdflib.Graph") -> None:
    for address, publisher, licence in itertools.product(ADDRESSES, PUBLISHERS, (None, FREE)):
        settings = About(
            base=BASE,
            title="T",
            name=name,
            address=address,
            publisher=publisher,
            licence=licence,
            keywords=("k",),
            endpoint=IRI("https://example.org/sparql"),
            file=("csv", "this file: 3 rows"),
        )
        assert violations(describe([], settings).turtle(BASE), shapes) == []


@pytest.mark.slow
def test_the_descriptions_of_a_workspace_violate_none(graph: Graph, shapes: "rdflib.Graph") -> None:
    for world in (None, "asserted"):
        turtle = b"".join(exports.exported(graph, "void", world)[0]).decode()
        assert violations(turtle, shapes) == []


def test_parts_under_other_licences_violate_none(shapes: "rdflib.Graph") -> None:
    graph = IRI(f"{BASE}graph/enrichment/geonames")
    lines = [f"<{graph}> <http://purl.org/dc/terms/license> <{OTHER}> .\n".encode()]
    settings = About(base=BASE, title="T", licence=FREE, address=ADDRESSES[1])
    turtle = describe([(graph, lines)], settings).turtle(BASE)
    assert "RightsStatement" in turtle
    assert violations(turtle, shapes) == []


def test_the_shapes_find_what_is_wrong(shapes: "rdflib.Graph") -> None:
    turtle = describe([], About(base=BASE, title="T", address=ADDRESSES[1])).turtle(BASE)
    broken = "\n".join(line for line in turtle.splitlines() if "accessURL" not in line)
    assert len(violations(broken, shapes)) == 7


def test_an_address_makes_distributions_and_formats_are_told_without(tmp_path: Path) -> None:
    (tmp_path / "kgraph.toml").write_text("address = 'https://example.org/get'\n")
    workspace = Workspace.read(tmp_path / "kgraph.toml")
    assert workspace.address == "https://example.org/get"
    with_address = describe([], About(base=BASE, title="T", address=workspace.address)).turtle(BASE)
    without = describe([], About(base=BASE, title="T")).turtle(BASE)
    assert with_address.count("dcat:accessURL <https://example.org/get>") == 7
    assert "dcat:Distribution" not in without
    assert "<http://www.w3.org/ns/formats/N-Quads>" in without

"""SHACL over dates that rdflib cannot hold: legal ones pass, and those out of order are told as they are written."""

from pathlib import Path

import pytest

from kgraph.model import Quad
from kgraph.namespaces import PREFIXES
from kgraph.resources import bundled
from kgraph.store import parse_quads, read_quads
from kgraph.validation.dataset import Dataset
from kgraph.validation.ontology import Ontology, read_ontology
from kgraph.validation.shapes import check_shapes

BASE = "https://example.org/id/"
SHAPES = bundled() / "ontology/shapes.ttl"
HEAD = f"@base <{BASE}> . " + "".join(f"@prefix {prefix}: <{iri}> . " for prefix, iri in PREFIXES.items())


@pytest.fixture(scope="module")
def shapes() -> list[Quad]:
    return list(read_quads(SHAPES, BASE))


@pytest.mark.slow
def test_an_ontology_is_read_again_when_its_files_have_changed(tmp_path: Path) -> None:
    for path in SHAPES.parent.glob("*.ttl"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    first = read_ontology(tmp_path, BASE)
    assert read_ontology(tmp_path, BASE) is first
    with (tmp_path / "more.ttl").open("w") as more:
        more.write(f'{HEAD} kg:Glacier a owl:Class ; rdfs:label "glacier" .')
    assert len(read_ontology(tmp_path, BASE).terms) == len(first.terms) + 2


def told(shapes: list[Quad], *spans: tuple[str, str]) -> list[str]:
    """What the shapes say of spans, each with a begin and an end as Turtle."""
    nodes = (
        f'<claim/d/c{n}#t> a kg:TimeSpan ; kg:edtf "2021" ; kg:earliestBegin {begin} ; kg:latestEnd {end} .'
        for n, (begin, end) in enumerate(spans)
    )
    data = Dataset(parse_quads(f"{HEAD}<doc/d> {{ {' '.join(nodes)} }}".encode(), "trig", BASE), BASE)
    ontology = Ontology.of(SHAPES, [], shapes)
    return [f"{one.subject.removeprefix(BASE)} {one.message}" for one in check_shapes(data, ontology)]


def day(text: str) -> str:
    return f'"{text}"^^xsd:date'


def time(text: str, kind: str = "dateTime") -> str:
    return f'"{text}"^^xsd:{kind}'


def test_legal_dates_in_order(shapes: list[Quad]) -> None:
    assert not told(
        shapes,
        (day("-0044-03-15"), day("-0044-03-15")),
        (day("-0049-01-10"), day("0033-04-03")),
        (day("-12021-01-01"), day("12021-01-01")),
        (day("0000-02-29"), day("0001-01-01")),
        (day("2021-05-04+14:00"), day("2021-05-04-14:00")),
        (time("2021-05-04T24:00:00Z"), time("2021-05-05T00:00:00Z")),
        (time("2021-05-04T10:00:00Z", "dateTimeStamp"), time("2021-05-04T10:00:01Z", "dateTimeStamp")),
        (time("9999-12-31T24:00:00Z"), time("10000-01-01T00:00:00.5Z")),
    )


def test_dates_out_of_order_are_told_as_they_are_written(shapes: list[Quad]) -> None:
    found = told(
        shapes,
        (day("-0044-03-15"), day("-0049-01-10")),
        (day("12021-05-04"), day("2021-05-04")),
        (day("0001-01-01"), day("-0001-01-01")),
        (day("2021-05-04-14:00"), day("2021-05-04+14:00")),
        (time("2021-05-04T24:00:00Z"), time("2021-05-04T23:59:59Z")),
        (time("2021-05-04T10:00:00Z", "dateTimeStamp"), time("2021-05-04T09:59:59.9Z", "dateTimeStamp")),
    )
    assert len(found) == 6
    assert all("kg:earliestBegin is after kg:latestEnd" in message for message in found)
    for begin in ("-0044-03-15", "12021-05-04", "0001-01-01", "2021-05-04-14:00", "04T24:00:00Z", "04T10:00:00Z"):
        assert any(f'{begin}")' in message for message in found), f"{begin} in {found}"


def test_a_time_without_its_zone_and_a_day_beside_an_hour_are_told_in_any_year(shapes: list[Quad]) -> None:
    found = told(
        shapes,
        (time("-0044-03-15T10:00:00"), time("-0044-03-15T11:00:00")),
        (day("-0044-03-15"), time("-0044-03-15T11:00:00Z")),
        (day("12021-05-04"), '"12021"^^xsd:gYear'),
    )
    assert len([message for message in found if "all as xsd:date" in message]) == 3

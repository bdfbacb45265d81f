"""What GeoNames and Wikidata say of matched entries: fetched, compared, removed; never mixed with claims."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from items import CITY, MAN, SAID, STATE, UNIT, wikidata, word
from kgraph import Graph, Rows, Workspace
from kgraph.errors import StoreBusy, StoreError, UnknownName, UsageError
from kgraph.linking.judgements import Judgements
from kgraph.model import Literal
from kgraph.namespaces import DCTERMS, GEO, GNO, IRI, PROV, RDF, RDFS, WDT, XSD
from kgraph.store import read_quads
from kgraph.store.trig import canonical_trig
from kgraph.workspace.check import check
from kgraph.workspace.enriching import Change, enrich, file_of, remove
from kgraph.workspace.linking import Links
from services import ROWS, Reply, Service, complaint, moved, service
from towns import (
    AMBER,
    BASE,
    GN,
    GN_OBLAST,
    GN_POKROVSK,
    NORIKA,
    OBLAST,
    PETREL,
    POKROVSK,
    UKRAINE,
    WD,
    make_town,
    said,
)

# one of the values that the service has is no IRI, and is remarked on
pytestmark = pytest.mark.filterwarnings("ignore:.*is no RDF term and is left out:UserWarning")

GN_UKRAINE = IRI(f"{GN}690791/")
DAY = date(2026, 1, 2)
PLACES = [POKROVSK, OBLAST, UKRAINE, NORIKA]


@pytest.fixture
def endpoint() -> Iterator[Service]:
    with service(reply=wikidata()) as running:
        yield running


@pytest.fixture
def town(tmp_path: Path, endpoint: Service) -> Workspace:
    """A town with a city, a unit and a man matched in Wikidata, and places, a unit and a man matched in GeoNames."""
    town = make_town(tmp_path / "town", {"wikidata": endpoint.url})
    links = Links(town)
    for subject, target in [
        (POKROVSK, GN_POKROVSK),
        (OBLAST, GN_OBLAST),
        (UKRAINE, GN_UKRAINE),
        (AMBER, f"{GN}703448/"),
        (PETREL, f"{GN}706483/"),
        (POKROVSK, CITY),
        (AMBER, UNIT),
        (PETREL, MAN),
    ]:
        links.judgements.add(said(subject, "match", target))
    links.judgements.add(said(NORIKA, "unsure", WD + "Q50"))
    links.judgements.add(said(NORIKA, "no", f"{GN}1/"))
    links.save()
    return town


def judged(town: Workspace) -> Judgements:
    return Links(town).judgements


def fetch(town: Workspace, dataset: str = "wikidata", today: date = DAY, **options: Any) -> Change:
    return enrich(town, judged(town), PLACES, dataset, today=today, **options)


def told(town: Workspace, dataset: str) -> set[tuple[str, str, str]]:
    """What the file says of entries."""
    graph = f"{BASE}graph/enrichment/{dataset}"
    quads = read_quads(file_of(town, dataset), BASE)
    assert {quad[3] for quad in quads} == {graph}
    return {(str(s), str(p), str(o)) for s, p, o, _ in quads if s != graph}


@pytest.mark.usefixtures("gazetteer_cache")
def test_every_matched_place_has_a_position_and_its_accuracy(town: Workspace) -> None:
    fetch(town, "geonames")
    found = told(town, "geonames")
    for entry, least, most in (
        (GN_POKROVSK, 500, 5_000),
        (GN_OBLAST, 100_000, 400_000),
        (GN_UKRAINE, 300_000, 2_000_000),
    ):
        (geometry,) = (o for s, p, o in found if (s, p) == (entry, GEO.hasGeometry))
        assert geometry.startswith(f"{town.base}geometry/")  # an estimate of ours is nothing that GeoNames says
        assert (geometry, PROV.wasDerivedFrom, entry) in found
        (metres,) = (o for s, p, o in found if (s, p) == (geometry, GEO.hasMetricSpatialAccuracy))
        assert least <= float(metres) <= most
        (point,) = (o for s, p, o in found if (s, p) == (geometry, GEO.asWKT))
        longitude, latitude = map(float, re.findall(r"-?\d+\.\d+", point))
        assert (22 < longitude < 41, 44 < latitude < 53) == (True, True)
    assert (GN_POKROVSK, GNO.parentADM1, GN_OBLAST) in found


@pytest.mark.usefixtures("gazetteer_cache")
def test_a_unit_or_a_person_has_no_position(town: Workspace) -> None:
    fetch(town, "geonames")
    fetch(town)
    assert not [triple for triple in told(town, "geonames") if "703448" in triple[0] or "706483" in triple[0]]
    positioned = {s for s, p, _ in told(town, "wikidata") if p == WDT.P625}
    assert positioned == {CITY}
    assert {s for s, p, _ in told(town, "wikidata") if p in (WDT.P571, WDT.P569)} == {UNIT, MAN}


def test_no_other_property_gives_a_unit_coordinates(town: Workspace) -> None:
    fetch(town, properties=["P5140", "P625"])
    assert {(s, p) for s, p, _ in told(town, "wikidata") if p != RDFS.label} == {(CITY, WDT.P5140), (CITY, WDT.P625)}


def test_what_wikidata_says(town: Workspace, endpoint: Service) -> None:
    change = fetch(town)
    found = told(town, "wikidata")
    assert len(change.added) == change.total == len(found)
    assert (CITY, WDT.P17, STATE) in found
    assert {(s, o) for s, p, o in found if p == RDFS.label} == {
        (CITY, "Pokrovsk"),
        (CITY, "Покровськ"),
        (CITY, "Pokrowsk"),
        (STATE, "Ukraine"),
    }
    assert not [triple for triple in found if "Q50" in triple[0]]  # only suggested
    assert not {WDT.P131, WDT.P361, WDT.P18, WDT.P1082} & {p for _, p, _ in found}  # unknown, illegal, not asked for
    properties, labels = endpoint.asked
    assert "Q50" not in properties.form["query"] + labels.form["query"]


def test_properties_and_languages_may_be_chosen(town: Workspace) -> None:
    fetch(town, properties=["P1082"], languages=["uk"])
    assert {(p, o) for _, p, o in told(town, "wikidata")} == {(WDT.P1082, "1.50"), (RDFS.label, "Покровськ")}


@pytest.mark.usefixtures("gazetteer_cache")
@pytest.mark.parametrize(
    ("dataset", "licence", "source"),
    [
        ("geonames", "https://creativecommons.org/licenses/by/4.0/", "https://www.geonames.org/"),
        ("wikidata", "https://creativecommons.org/publicdomain/zero/1.0/", ""),
    ],
)
def test_the_graph_says_where_it_is_from(
    town: Workspace, endpoint: Service, dataset: str, licence: str, source: str
) -> None:
    fetch(town, dataset)
    graph = IRI(f"{BASE}graph/enrichment/{dataset}")
    said = {p: o for s, p, o, _ in read_quads(file_of(town, dataset), BASE) if s == graph}
    assert said[RDF.type] == PROV.Entity
    assert (said[DCTERMS.license], said[DCTERMS.source]) == (licence, source or endpoint.url)
    assert said[DCTERMS.modified] == Literal("2026-01-02", XSD.date)


def test_equal_answers_change_nothing_not_even_the_day(town: Workspace, endpoint: Service) -> None:
    everything = ["P625", "P17", "P856", "P571", "P569", "P1082", "P131", "P361", "P18"]
    first = fetch(town, properties=everything)
    before = file_of(town, "wikidata").read_bytes(), file_of(town, "wikidata").stat().st_mtime_ns
    asked = len(endpoint.asked)
    again = fetch(town, today=date(2026, 9, 9), refresh=True, properties=everything)
    assert (again.added, again.removed, again.total) == ((), (), first.total)
    assert len(endpoint.asked) == 2 * asked
    assert (file_of(town, "wikidata").read_bytes(), file_of(town, "wikidata").stat().st_mtime_ns) == before


def test_only_a_refresh_asks_again(town: Workspace, endpoint: Service) -> None:
    fetch(town)
    asked = len(endpoint.asked)
    endpoint.reply = wikidata([*SAID, (CITY, "P571", word("1875", datatype=XSD.gYear))])
    assert not fetch(town)
    assert not fetch(town, offline=True)
    assert len(endpoint.asked) == asked
    change = fetch(town, refresh=True, today=date(2026, 9, 9))
    assert [triple[1:] for triple in change.added] == [(WDT.P571, Literal("1875", XSD.gYear))]
    assert change.removed == ()
    assert '"2026-09-09"' in file_of(town, "wikidata").read_text()
    assert not fetch(town)


def test_a_diff_writes_nothing(town: Workspace, endpoint: Service) -> None:
    assert fetch(town, dry_run=True)
    assert not file_of(town, "wikidata").exists()
    fetch(town)
    before = file_of(town, "wikidata").read_bytes()
    endpoint.reply = wikidata([one for one in SAID if one[1] != "P625"])
    change = fetch(town, refresh=True, dry_run=True)
    assert [triple[:2] for triple in change.removed] == [(CITY, WDT.P625)]
    assert file_of(town, "wikidata").read_bytes() == before


@pytest.mark.parametrize("fails_at", [1, 2])
@pytest.mark.parametrize(
    ("reply", "words", "kind"),
    [
        (Reply(b"broken", 500), "HTTP 500", StoreError),
        (Reply(b"<html></html>", media_type="text/html"), "is this a SPARQL endpoint?", StoreError),
        (Reply(b'{"head": {}', media_type=ROWS), "no SPARQL result", StoreError),
        (Reply(b"slow down", 429, headers={"Retry-After": "600"}), "left alone for 600 s", StoreBusy),
        (moved("http://10.0.0.1/sparql"), "redirects to http://10.0.0.1/sparql", StoreError),
    ],
)
def test_a_failure_leaves_the_file_as_it_was(
    town: Workspace, endpoint: Service, reply: Reply, words: str, kind: type[StoreError], fails_at: int
) -> None:
    fetch(town)
    before = file_of(town, "wikidata").read_bytes()
    living, asked = wikidata(), len(endpoint.asked)
    endpoint.reply = lambda request: reply if len(endpoint.asked) >= asked + fails_at else living(request)
    assert words in complaint(lambda: fetch(town, refresh=True), kind)
    assert file_of(town, "wikidata").read_bytes() == before
    assert [path.name for path in town.data.iterdir() if path.name.startswith(".")] == []


@pytest.mark.usefixtures("gazetteer_cache")
def test_offline_without_a_cache_says_so(town: Workspace, endpoint: Service) -> None:
    assert "offline, and no answer to this was kept" in complaint(lambda: fetch(town, offline=True))
    assert endpoint.asked == []
    assert fetch(town, "geonames", offline=True)


def test_what_is_matched_no_more_goes(town: Workspace) -> None:
    fetch(town)
    links = Links(town)
    links.judgements.forget(POKROVSK, CITY)
    links.save()
    change = fetch(town)
    assert {triple[0] for triple in change.removed} >= {CITY}
    links.judgements.forget(AMBER)
    links.judgements.forget(PETREL)
    links.save()
    assert fetch(town)
    assert not file_of(town, "wikidata").exists()
    assert not fetch(town)


@pytest.mark.slow
def test_a_data_set_is_removed(town: Workspace) -> None:
    change = fetch(town, "geonames")
    assert remove(town, "geonames") == change.total
    assert not file_of(town, "geonames").exists()
    with pytest.raises(UsageError, match="nothing from 'geonames' to remove"):
        remove(town, "geonames")
    for call in (lambda: fetch(town, "osm"), lambda: remove(town, "osm")):
        with pytest.raises(UnknownName, match="no data set is called 'osm'"):
            call()


@pytest.mark.slow
def test_enrichment_is_in_form_valid_and_in_no_world(town: Workspace) -> None:
    fetch(town, "geonames")
    fetch(town)
    for dataset in ("geonames", "wikidata"):
        text = file_of(town, dataset).read_text()
        header = text.partition("\n")[0]
        assert canonical_trig(read_quads(file_of(town, dataset), BASE), BASE, header) == text
    assert check(town) == []
    entries = f"SELECT ?p {{ VALUES ?e {{ <{CITY}> <{GN_POKROVSK}> }} ?e ?p ?o }}"
    inside = f"SELECT DISTINCT ?g {{ GRAPH ?g {{ <{CITY}> ?p ?o }} }}"
    with Graph.open(town.root) as graph:
        for world in ("record", "undisputed", "asserted"):
            assert rows(graph, entries, world=world) == set()
        assert rows(graph, inside) == {f"{BASE}graph/enrichment/wikidata"}


def rows(graph: Graph, query: str, **world: Any) -> set[str]:
    answer = graph.query(query, **world)
    assert isinstance(answer, Rows)
    return {str(row[0]) for row in answer.rows}

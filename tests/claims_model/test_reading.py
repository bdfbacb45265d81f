"""Claims read from a store are those that the documents' quads say, whichever way they are asked for."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from backends import BACKENDS, fresh_store, sparql_server
from claims import BASE, claim, document, own_quads, trig
from deriving import derive
from kgraph import Graph, Store, World
from kgraph.claims import (
    Claim,
    claims_concerning,
    claims_in,
    claims_of,
    claims_of_document,
    read_claim,
    read_claims,
    recorded_claims,
)
from kgraph.days import Day
from kgraph.namespaces import IRI
from kgraph.store import open_store, parse_quads
from kgraph.worlds import materialise

REFERENCE = "<place/harbour> a kg:City ; rdfs:label 'Harbour'@en . <agent/mayor> a kg:Person ; rdfs:label 'Mayor'@en ."
NEWS = trig(
    REFERENCE,
    document("a", "gazette", "2031-05-01"),
    document("b", "tribune", "2031-05-03"),
    claim("a/c1", "agent/mayor", "<event/vote> kg:place <place/harbour>", said="2031-05-01", via=("wire",)),
    claim("a/c2", "agent/gazette", "<#m> a kg:Measurement ; kg:subject <place/quay>", said="2031-05-01"),
    claim("b/c10", "agent/rival", "<#m> a kg:Measurement ; kg:subject <place/quay>", said="2031-05-03"),
    claim("b/c9", "agent/rival", "<#x> kg:phase kg:Begun", said="2031-05-03", about="<place/harbour>"),
)
QUADS = parse_quads(NEWS.encode(), "trig", BASE)
ALL = [IRI(f"{BASE}claim/{name}") for name in ("a/c1", "a/c2", "b/c9", "b/c10")]


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with sparql_server() as url:
        yield url


@pytest.fixture(params=BACKENDS)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    with fresh_store(request.param, tmp_path, request) as opened:
        opened.load([*QUADS, *derive(QUADS, BASE)])
        yield opened


def shape(one: Claim) -> tuple[object, ...]:
    """A claim without the labels of blank nodes, which are a store's own."""
    hops = [(hop.relayer, hop.said.span if hop.said else None) for hop in one.hops]
    anchors = [(anchor.document, anchor.start, anchor.end, anchor.digest) for anchor in one.anchors]
    kept = (one.id, one.graph, one.document, one.claimant, one.stance, one.about, one.relations, one.paraphrases)
    return (*kept, hops, anchors, one.said.span if one.said else None, one.statements, len(one.rest))


def test_all_claims_are_read_as_the_documents_say_them(store: Store) -> None:
    seen, world = materialise(store, BASE, World("asserted"))
    found = list(read_claims(seen, world))
    assert [one.id for one in found] == ALL == claims_in(seen, world)
    assert [shape(one) for one in found] == [shape(one) for one in claims_of(QUADS)]


def test_claims_are_found_by_document_and_by_what_they_concern(store: Store) -> None:
    seen, world = materialise(store, BASE, World("record"))
    assert claims_of_document(seen, world, IRI(f"{BASE}doc/b")) == ALL[2:]
    for entity, numbers in {
        "place/harbour": [0, 2],
        "place/quay": [1, 3],
        "agent/mayor": [0],
        "agent/wire": [],
    }.items():
        assert claims_concerning(seen, world, [IRI(BASE + entity)]) == [ALL[number] for number in numbers], entity
    assert claims_concerning(seen, world, [IRI(f"{BASE}agent/rival"), IRI(f"{BASE}event/vote")]) == [ALL[0], *ALL[2:]]


def test_one_claim_or_a_page_of_them_in_the_order_asked_for(store: Store) -> None:
    seen, world = materialise(store, BASE, World("record"))
    one = read_claim(seen, world, ALL[0])
    assert one is not None and one.hops[0].relayer == f"{BASE}agent/wire"
    assert read_claim(seen, world, IRI(f"{BASE}claim/a/c3")) is None
    assert [claim.id for claim in read_claims(seen, world, [ALL[3], ALL[1]])] == [ALL[3], ALL[1]]
    early, day = materialise(store, BASE, World("record", as_of=Day.of("2031-05-02")))
    assert claims_in(early, day) == ALL[:2]
    assert read_claim(early, day, ALL[2]) is None


def test_claims_of_documents_are_equal_whichever_store_they_are_in(store: Store) -> None:
    found = {one.id: one for one in recorded_claims(store, BASE)}
    assert [shape(found[iri]) for iri in ALL] == [shape(one) for one in claims_of(QUADS)]
    with open_store("memory:") as other:
        other.load(reversed(QUADS))
        assert {one.id: one for one in recorded_claims(other, BASE)} == found
    assert list(recorded_claims(store, "https://example.org/other/")) == []


@pytest.mark.slow
def test_every_real_claim_is_read_alike(graph: Graph) -> None:
    written = {one.id: shape(one) for one in claims_of(own_quads(graph))}
    seen, world = graph.materialised(World("undisputed"))
    assert {one.id: shape(one) for one in read_claims(seen, world)} == written
    some = claims_in(seen, world)[40:60]
    assert [shape(one) for one in read_claims(seen, world, some)] == [written[iri] for iri in some]
    assert {one.id: shape(one) for one in recorded_claims(graph.store, graph.workspace.base)} == written


def test_many_claims_at_once_come_as_few_do(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    seen, world = materialise(store, BASE, World("record"))
    some = [ALL[3], IRI(f"{BASE}claim/none"), ALL[0]]
    few = [list(map(shape, read_claims(seen, world, wanted))) for wanted in (None, some)]
    assert [len(claims) for claims in few] == [4, 2]
    monkeypatch.setattr("kgraph.claims.reading._FEW", 1)
    assert [list(map(shape, read_claims(seen, world, wanted))) for wanted in (None, some)] == few

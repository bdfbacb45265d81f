"""What is in each world and what must not be, on memory, disk and a real endpoint alike."""

from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from backends import BACKENDS, fresh_store, sparql_server
from deriving import derive
from kgraph.errors import DataError, StoreError, UnknownName
from kgraph.model import Literal, Quad
from kgraph.namespaces import IRI, KG, RDFS
from kgraph.store import Store, open_store, parse_quads
from kgraph.worlds import World, WorldName, cached_worlds, drop_worlds, materialise, world_iri

BASE = "https://example.org/id/"
ANN, BOB = IRI(BASE + "agent/ann"), IRI(BASE + "agent/bob")
PREFIXES = f"""
@base <{BASE}> .
@prefix kg: <{KG.base}> . @prefix oa: <http://www.w3.org/ns/oa#> . @prefix schema: <https://schema.org/> .
@prefix prov: <http://www.w3.org/ns/prov#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
ASSERTED = "kg:modality kg:Assertion ; kg:polarity kg:Positive"
# Name, claimant, modality and polarity, when said, and anything more. What was said, or can only be dated,
# after 1 November has LATER in its name and so in all that belongs to it.
CLAIMS = [
    ("share", ANN, ASSERTED, '"2025-11-01"^^xsd:date', "kg:contradicts <claim/d1/LATER-undated>"),
    ("evening", BOB, ASSERTED, '"2025-11-01T23:30:00-05:00"^^xsd:dateTime', ""),
    ("early", ANN, ASSERTED, '"2025-10-30"^^xsd:date', "kg:qualifies <claim/d1/share>"),
    ("LATER-answer", BOB, ASSERTED, '"2025-11-04"^^xsd:date', "kg:denies <claim/d1/early>"),
    ("LATER-undated", ANN, ASSERTED, None, ""),
    ("LATER-vague", ANN, ASSERTED, '"2025"^^xsd:gYear', ""),
    ("denied", BOB, "kg:modality kg:Denial ; kg:polarity kg:Negative", '"2025-11-01"^^xsd:date', ""),
    ("negative", BOB, "kg:modality kg:Assertion ; kg:polarity kg:Negative", '"2025-11-01"^^xsd:date', ""),
    ("forecast", ANN, "kg:modality kg:Forecast ; kg:polarity kg:Positive", '"2025-11-01"^^xsd:date', ""),
    (
        "conditional",
        ANN,
        "kg:modality kg:Conditional ; kg:polarity kg:Positive",
        '"2025-11-01"^^xsd:date',
        "",
    ),
    ("muddled", ANN, ASSERTED + " ; kg:modality kg:Scenario", '"2025-11-01"^^xsd:date', ""),
    ("rejected", ANN, ASSERTED + " ; kg:status kg:Rejected", '"2025-11-01"^^xsd:date', ""),
]


def claim(document: str, name: str, claimant: IRI, nature: str, said: str | None, more: str) -> str:
    during = f"kg:assertedDuring [ a kg:TimeSpan ; kg:edtf '{name}' ; kg:latestEnd {said} ] ;" if said else ""
    iri = f"<claim/{document}/{name}>"
    return f"""
    <doc/{document}> {{ {iri} a kg:Claim ; kg:claimant <{claimant}> ; kg:statedIn <doc/{document}> ;
      kg:content <claim/{document}/{name}#content> ; {nature} ; {during} {more + " ;" if more else ""}
      kg:paraphrase "says {name}"@en ;
      prov:wasQuotedFrom [ a kg:Utterance ; rdfs:label "hop1 {name}" ;
        prov:wasQuotedFrom [ a kg:Utterance ; rdfs:label "hop2 {name}" ;
          kg:assertedDuring [ kg:edtf "hop2 {name}" ] ] ] ;
      kg:anchor [ oa:hasSource <doc/{document}> ; kg:quoteDigest "digest {name}" ;
        oa:hasSelector [ oa:start 1 ; oa:exact "{name}" ] ] }}
    <claim/{document}/{name}#content> {{ <claim/{document}/{name}#m1> a kg:Measurement ; kg:figure "{name}" }}
    """


def published(document: str, day: str) -> str:
    return f"<doc/{document}> {{ <doc/{document}> a kg:Document ; schema:datePublished {day} }}"


DATA = "\n".join(
    [
        PREFIXES,
        "<graph/reference> { <place/amber> a kg:City ; rdfs:label 'Amber'@en }",
        "<graph/links> { <place/amber> rdfs:seeAlso <http://example.com/amber> }",
        "<graph/ontology> { kg:Claim rdfs:label 'claim'@en }",
        published("d1", '"2025-11-05T00:30:00+02:00"^^xsd:dateTime'),
        published("d2", '"2025-10-28"^^xsd:date'),
        published("quiet", '"2025-10-01"^^xsd:date'),
        published("quiet-LATER", '"2025-11-20"^^xsd:date'),
        *(claim("d1", *row) for row in CLAIMS),
        claim("d2", "old", BOB, ASSERTED, None, ""),
        """<graph/derived> {
          <conflict/LATER-1> a kg:Conflict ; kg:between <claim/d1/early>, <claim/d1/LATER-answer> ;
            kg:explanation "LATER" .
          <conflict/2> a kg:Conflict ; kg:between <claim/d1/share>, <claim/d1/denied> ; kg:explanation "now" .
          <dispute/LATER-1> a kg:Dispute ; kg:explanation "LATER" ; kg:conflict <conflict/LATER-1> ;
            kg:disputes <claim/d1/early>, <claim/d1/LATER-answer> ; kg:position <dispute/LATER-1#p1> .
          <dispute/LATER-1#p1> a kg:Position ; kg:answer "LATER" ; kg:givenBy <claim/d1/early> .
          <dispute/2> a kg:Dispute ; kg:explanation "who" ; kg:conflict <conflict/2>, <conflict/LATER-3> ;
            kg:disputes <claim/d1/share>, <claim/d1/denied>, <claim/d1/LATER-answer> ; kg:beside <claim/d1/early> ;
            kg:position <dispute/2#p1>, <dispute/2#LATER> .
          <dispute/2#p1> a kg:Position ; kg:answer "one" ; kg:givenBy <claim/d1/share>, <claim/d1/LATER-answer> .
          <dispute/2#LATER> a kg:Position ; kg:answer "LATER" ; kg:givenBy <claim/d1/LATER-answer> .
          <conflict/LATER-3> a kg:Conflict ; kg:between <claim/d1/share>, <claim/d1/LATER-answer> .
          <claim/d1/early> kg:contradicts <claim/d1/LATER-answer> .
        }""",
    ]
)


@cache
def built(text: str) -> list[Quad]:
    """The quads of a text with what a build derives from its claims."""
    stated = list(parse_quads(text.encode(), "trig", BASE))
    return [*stated, *derive(stated, BASE)]


UNDISPUTED = {"evening", "LATER-vague", "old"}


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with sparql_server() as url:
        yield url


@pytest.fixture(params=BACKENDS)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    with fresh_store(request.param, tmp_path, request) as opened:
        opened.load(built(DATA))
        yield opened


def named(value: object) -> str:
    """A test's name: the world's; sets of names have no stable order."""
    return world_iri("", value) if isinstance(value, World) else ""


def held(store: Store, world: World) -> set[str]:
    """The names of the claims whose content the world holds."""
    _, graph = materialise(store, BASE, world)
    found = store.select(f"SELECT ?f WHERE {{ ?m <{KG.figure}> ?f }}", default_graph=graph)
    return {str(figure) for figure in found.column("f")}


@pytest.mark.parametrize(
    ("world", "expected"),
    [
        (World("record"), set()),
        (World(), UNDISPUTED),
        (World("undisputed"), UNDISPUTED),
        (World("asserted"), UNDISPUTED | {"share", "early", "LATER-answer", "LATER-undated"}),
        (World("record", (ANN,)), set()),
        (World("undisputed", (ANN,)), {"LATER-vague"}),
        (World("asserted", (ANN,)), {"share", "early", "LATER-undated", "LATER-vague"}),
        (World("asserted", (BOB,)), {"evening", "LATER-answer", "old"}),
        (World("asserted", (BOB, ANN)), UNDISPUTED | {"share", "early", "LATER-answer", "LATER-undated"}),
        (World("asserted", (IRI(BASE + "agent/nobody"),)), set()),
        (World("undisputed", as_of=date(2025, 10, 27)), set()),
        (World("undisputed", as_of=date(2025, 10, 28)), {"old"}),
        (World("undisputed", as_of=date(2025, 10, 31)), {"old", "early"}),
        # The dispute with the answer of 4 November had not arisen; the one with the denial had.
        (World("undisputed", as_of=date(2025, 11, 1)), {"old", "early", "evening"}),
        (World("undisputed", as_of=date(2025, 11, 3)), {"old", "early", "evening"}),
        (World("undisputed", as_of=date(2025, 11, 4)), {"old", "evening"}),
        (World("asserted", as_of=date(2025, 11, 1)), {"old", "early", "evening", "share"}),
        (World("asserted", (ANN,), date(2025, 11, 1)), {"early", "share"}),
        (World("record", as_of=date(2025, 11, 1)), set()),
        (World("asserted", as_of=date(2025, 11, 4)), {"old", "early", "evening", "share", "LATER-answer"}),
        # 00:30 on the 5th in Kyiv is still the 4th in UTC: the day is the one written.
        (World("undisputed", as_of=date(2025, 11, 5)), {"old", "evening"}),
    ],
    ids=named,
)
def test_a_world_holds_the_content_of_these_claims_and_no_other(store: Store, world: World, expected: set[str]) -> None:
    assert held(store, world) == expected
    marks = f"SELECT ?c WHERE {{ ?c <{KG.inWorld}> <{world_iri(BASE, world)}> }}"
    chosen = store.select(marks, default_graph=world_iri(BASE, world)).column("c")
    assert {str(iri).rsplit("/", 1)[1] for iri in chosen} == expected


@pytest.mark.parametrize("world", [World("record"), World(), World("asserted", (ANN,))], ids=named)
def test_every_world_has_identity_all_speech_and_what_is_derived(store: Store, world: World) -> None:
    _, graph = materialise(store, BASE, world)
    claims = store.select(f"SELECT ?c WHERE {{ ?c a <{KG.Claim}> }}", default_graph=graph)
    assert len(claims) == len(CLAIMS) + 1
    assert store.ask('ASK { ?x ?label "Amber"@en ; ?see ?link FILTER(isIRI(?link)) }', default_graph=graph)
    assert store.ask(f"ASK {{ ?d <{KG.disputes}> <{BASE}claim/d1/denied> }}", default_graph=graph)
    assert len(store.select(f"SELECT ?d WHERE {{ ?d a <{KG.Document}> }}", default_graph=graph)) == 4
    assert not store.ask('ASK { ?x ?label "claim"@en }', default_graph=graph)  # the ontology stays outside


@pytest.mark.parametrize("name", ["record", "undisputed", "asserted"])
def test_a_world_as_of_a_day_has_no_trace_of_what_was_said_later(store: Store, name: WorldName) -> None:
    _, graph = materialise(store, BASE, World(name, as_of=date(2025, 11, 1)))
    triples = [(s, p, o) for s, p, o, _ in store.dump(graph)]
    assert [triple for triple in triples if any("LATER" in str(term) for term in triple)] == []
    assert len({s for s, p, o in triples if o == KG.Claim}) == len(CLAIMS) + 1 - 3


def test_a_world_as_of_a_day_keeps_the_whole_of_what_was_said_before(store: Store) -> None:
    _, graph = materialise(store, BASE, World("record", as_of=date(2025, 11, 1)))
    words = {str(o) for *_, o, _ in store.dump(graph) if isinstance(o, Literal)}
    for name in ("share", "early", "denied", "forecast", "rejected"):
        parts = {f"says {name}", f"hop1 {name}", f"hop2 {name}", f"digest {name}", name}
        assert parts <= words
    assert {"Amber", "now"} <= words
    documents = store.select(f"SELECT ?d WHERE {{ ?d a <{KG.Document}> }}", default_graph=graph).column("d")
    assert set(documents) == {BASE + "doc/d1", BASE + "doc/d2", BASE + "doc/quiet"}
    tree = f"""ASK {{ <{BASE}claim/d1/share>
      <{KG.anchor}> [ <http://www.w3.org/ns/oa#hasSelector> [ ?p "share" ] ] ;
      <http://www.w3.org/ns/prov#wasQuotedFrom>/<http://www.w3.org/ns/prov#wasQuotedFrom>
        [ <{RDFS.label}> "hop2 share" ] }}"""
    assert store.ask(tree, default_graph=graph)


def test_any_content_is_reached_by_its_graph_from_any_world(store: Store) -> None:
    _, graph = materialise(store, BASE, World("record"))
    query = f"""SELECT ?figure WHERE {{ ?claim <{KG.modality}> <{KG.Denial}> ; <{KG.content}> ?content .
      GRAPH ?content {{ ?m <{KG.figure}> ?figure }} }}"""
    assert store.select(query, default_graph=graph).column("figure") == [Literal("denied")]


def test_a_world_is_built_once_and_stays_until_it_is_dropped(store: Store) -> None:
    _, graph = materialise(store, BASE, World())
    before = sorted(map(str, store.dump(graph)))
    store.load(built(PREFIXES + claim("d2", "new", ANN, ASSERTED, None, "")))
    assert materialise(store, BASE, World()) == (store, graph)
    assert sorted(map(str, store.dump(graph))) == before
    materialise(store, BASE, World("record"))
    assert cached_worlds(store, BASE) == [BASE + "world/record", graph]

    others = [name for name in store.graphs() if "/world/" not in name]
    drop_worlds(store, BASE)
    assert cached_worlds(store, BASE) == []
    assert store.graphs() == others
    drop_worlds(store, BASE)
    assert held(store, World()) == UNDISPUTED | {"new"}


def test_worlds_do_not_count_as_documents_of_other_worlds(store: Store) -> None:
    alone = held(store, World())
    size = len(list(store.dump(world_iri(BASE, World()))))
    drop_worlds(store, BASE)
    for world in (World("asserted"), World("record"), World("asserted", as_of=date(2025, 11, 1))):
        materialise(store, BASE, world)
    assert held(store, World()) == alone
    assert len(list(store.dump(world_iri(BASE, World())))) == size


def test_a_store_without_what_builds_derive_is_to_be_built() -> None:
    with open_store("memory:") as store:
        store.load(parse_quads(DATA.encode(), "trig", BASE))
        with pytest.raises(StoreError, match="'kgraph build' makes it again"):
            materialise(store, BASE, World())


def test_the_world_of_an_empty_store_is_empty(store: Store) -> None:
    store.clear()
    for world in (World(), World(as_of=date(2025, 11, 1))):
        assert not store.ask("ASK { ?s ?p ?o }", default_graph=materialise(store, BASE, world)[1])


def test_an_illegal_base_changes_nothing(store: Store) -> None:
    before = len(list(store.dump()))
    with pytest.raises(DataError):
        materialise(store, "https://example.org/> } ; DROP ALL #", World())
    assert len(list(store.dump())) == before


def test_a_folder_that_is_only_read_stays_as_it_is_and_gets_other_worlds_beside_it(tmp_path: Path) -> None:
    with open_store(f"oxigraph:{tmp_path / 's'}") as store:
        store.load(built(DATA))
        _, graph = materialise(store, BASE, World())
    with open_store(f"oxigraph:{tmp_path / 's'}", read_only=True) as store:
        assert materialise(store, BASE, World()) == (store, graph)
        beside, other = materialise(store, BASE, World("asserted"), World())
        assert cached_worlds(store, BASE) == [graph] and cached_worlds(beside, BASE) == [other, graph]
        assert materialise(store, BASE, World("asserted")) == (beside, other)


def test_a_store_in_memory_that_is_only_read_gets_no_world() -> None:
    with open_store("memory:", read_only=True) as store, pytest.raises(StoreError, match="read only"):
        materialise(store, BASE, World())


def test_an_unknown_world_gets_the_nearest_name() -> None:
    with pytest.raises(UnknownName, match="did you mean 'undisputed'"):
        World("undisputd")  # type: ignore[arg-type] # what the command line may hand over


def test_the_iri_tells_the_restriction_and_no_two_worlds_share_one() -> None:
    assert world_iri(BASE, World()) == BASE + "world/undisputed"
    assert world_iri(BASE, World("asserted", (ANN, BOB))) == world_iri(BASE, World("asserted", (BOB, ANN, ANN)))
    other_ann = IRI("https://example.com/agent/ann")
    nasty = IRI("https://example.org/agent/x> } ; DROP ALL #")
    worlds = [
        World(name, agents, day)
        for name in ("record", "undisputed", "asserted")
        for agents in ((), (ANN,), (BOB,), (ANN, BOB), (other_ann,), (nasty,))
        for day in (None, date(2025, 11, 1), date(2025, 11, 2))
    ]
    iris = {world_iri(BASE, world) for world in worlds}
    assert len(iris) == len(worlds) == 54
    assert all(not set(iri) & set('<> {}"\\') for iri in iris)
    assert "--as-of-2025-11-01--according-to-ann-" in world_iri(BASE, worlds[4])

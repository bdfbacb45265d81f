"""A Virtuoso gives the same answers as the built-in engine: queries of the catalogue, worlds, analyses, exports.

Numbers are compared by their values, since Virtuoso writes them anew.
"""

import random
import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from backends import load_into_virtuoso, virtuoso_server
from kgraph import Graph, Rows, Workspace, open_store
from kgraph.analysis.diff import Version, diff
from kgraph.analysis.questions import Disputed
from kgraph.analysis.stats import statistics
from kgraph.model import BlankNode, Literal, Quad
from kgraph.namespaces import IRI, KG, XSD
from kgraph.store import Store, serialise
from kgraph.store.canonical import canonical_lines
from kgraph.store.gathering import needs_gathering
from kgraph.store.guard import reaches_out
from kgraph.store.remote import RemoteStore
from kgraph.workspace.building import fill
from kgraph.workspace.elsewhere import WORLDS_AT_ENDPOINTS
from kgraph.workspace.exports import exported
from kgraph.worlds import World, materialise

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
CASES = {path.parent.name: path for path in (ROOT / "tests/queries").glob("*/*/case.toml")}
LOCAL = sorted(name for name in CASES if not reaches_out(next((ROOT / "queries").rglob(f"{name}.rq")).read_text()))
WORLDS: tuple[dict[str, Any], ...] = (
    {},
    {"world": "record"},
    {"world": "asserted"},
    {"as_of": "2025-03-11"},
    {"according_to": ["Ministry of the Interior", "Edda Marrin"], "as_of": "2025-03-12", "world": "asserted"},
)
Both = tuple[Graph, Graph]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with (
        virtuoso_server(tmp_path_factory.mktemp("virtuoso")) as (url, access),
        open_store(url, access=[access], timeout=60) as store,
    ):
        yield store


def in_both(workspace: Workspace, server: Store) -> Both:
    """A workspace's graph in memory, and the same on the Virtuoso."""
    memory = open_store("memory:")
    fill(memory, workspace)
    materialise(memory, workspace.base, *WORLDS_AT_ENDPOINTS)
    load_into_virtuoso(server, memory.dump())
    return Graph(memory, workspace, remark=pytest.fail), Graph(server, workspace, remark=pytest.fail)


@pytest.fixture(scope="module")
def battle(server: Store) -> Both:
    return in_both(Workspace.find(ROOT), server)


@pytest.fixture(scope="module")
def earthquake(server: Store) -> Both:
    return in_both(Workspace.find(ROOT / "examples/earthquake"), server)


def same(text: str) -> str:
    """A text with its numbers in their shortest form."""
    return re.sub(r"-?\d+\.\d+", lambda match: f"{Decimal(match[0]).normalize():f}", text)


def cells(rows: Rows) -> list[list[str]]:
    """The rows as texts. Blank nodes have other labels; texts that a query puts together may lack their language."""
    return [["_:" if isinstance(v, BlankNode) else "" if v is None else same(str(v)) for v in row] for row in rows.rows]


@pytest.mark.parametrize("name", LOCAL)
def test_a_query_of_the_catalogue_gives_the_same_rows(battle: Both, name: str) -> None:
    case = tomllib.loads(CASES[name].read_text(encoding="utf8"))
    options = {k: v for k, v in case.items() if k in ("params", "world", "according_to", "as_of")}
    if (CASES[name].parent / "data.trig").exists():
        options.pop("params", None)  # what it names is not in this graph
    here, there = (graph.select(name, **options) for graph in battle)
    assert here.variables == there.variables
    assert Counter(map(tuple, cells(here))) == Counter(map(tuple, cells(there)))


@pytest.mark.parametrize("options", WORLDS, ids=str)
def test_a_world_has_the_same_triples(earthquake: Both, options: dict[str, Any]) -> None:
    here, there = (lines_of_world(graph, options) for graph in earthquake)
    assert here == there
    assert here


def lines_of_world(graph: Graph, options: dict[str, Any]) -> list[str]:
    chosen = graph.choose(options.get("world"), options.get("according_to", ()), options.get("as_of"))
    store, iri = graph.materialised(chosen)
    found = dict(canonical_lines(lambda: [both for both in store.lines([iri]) if both[0] == iri]))
    return sorted(same(line.decode()) for line in found.get(iri, []))


def told(found: Disputed) -> object:
    """All but the cards, of which only those are read that somebody asks for."""
    return found.questions, found.remarks, found.changes


RECORD = World("record")
ANALYSES: dict[str, Callable[[Graph], object]] = {
    "compare": lambda graph: graph.compare("Brenhold"),
    "origins": lambda graph: graph.origins("Brenhold"),
    "disputed": lambda graph: told(graph.disputed()),
    "disputed by then": lambda graph: told(graph.disputed(as_of="2025-03-11")),
    "nodes": lambda graph: sorted(graph.network(as_of="2025-03-11").nodes, key=str),
    "edges": lambda graph: sorted(graph.network().edges, key=str),
    "export": lambda graph: Counter(
        same(line.decode()) for _, lines in graph.own_lines() for line in lines if b"_:" not in line
    ),
    "table": lambda graph: b"".join(exported(graph, "csv")[0]),
    "statistics": lambda graph: cells(statistics(graph.store, graph.workspace.base, graph.materialised(RECORD)[1])),
    "diff": lambda graph: diff(Version({}, {}, {}, {}), Version.of(graph.store, graph.workspace.base)),
}


@pytest.mark.parametrize("name", ["statistics", "diff"])
def test_the_battle_is_counted_and_compared_the_same(battle: Both, name: str) -> None:
    """`kgraph stats` and `kgraph diff`; link and enrich read files, never the store."""
    here, there = map(ANALYSES[name], battle)
    assert here
    assert here == there


@pytest.mark.parametrize("name", ANALYSES)
def test_an_analysis_finds_the_same(earthquake: Both, name: str) -> None:
    here, there = map(ANALYSES[name], earthquake)
    assert here
    assert here == there


def test_a_chain_of_command_is_the_same(battle: Both) -> None:
    here, there = (graph.chain("HUR") for graph in battle)
    assert here == there


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?x { ?x a kg:Claim MINUS { ?x kg:modality kg:Assertion } }",
        "SELECT ?x (COUNT(*) AS ?n) { ?x a ?t OPTIONAL { ?x kg:about ?y FILTER(?y != ?x) } } GROUP BY ?x",
        "SELECT ?x ?y { ?x (kg:locatedIn|kg:country)* ?y . ?x a kg:City }",
        "SELECT ?g (COUNT(*) AS ?n) { ?g a kg:Document GRAPH ?g { ?s a ?t } } GROUP BY ?g",
        "SELECT ?x ?b { VALUES ?x { 1 UNDEF } BIND(BOUND(?x) AS ?b) FILTER NOT EXISTS { ?x a kg:Claim } }",
        "SELECT ?t { ?x kg:about [ a ?t ] } ORDER BY ?t LIMIT 7",
        "SELECT ?c FROM <graph/reference> { ?c a kg:City }",
        "SELECT ?x { ?x ^kg:about/kg:claimant ?y . ?y !(rdf:type|rdfs:label) ?z }",
    ],
)
def test_a_query_of_a_user_gives_the_same_rows(earthquake: Both, query: str) -> None:
    here, there = (graph.select(query) for graph in earthquake)
    assert len(here) > 0
    assert sorted(cells(here)) == sorted(cells(there))


def test_triples_and_yes_or_no_are_the_same(earthquake: Both) -> None:
    made = "CONSTRUCT { ?c kg:about ?y } WHERE { ?c a kg:Claim OPTIONAL { ?c kg:claimant ?y } }"
    here, there = (sorted(graph.construct(made)) for graph in earthquake)
    assert len(here) > 20
    assert here == there
    for asked in ("ASK { ?c a kg:Claim FILTER NOT EXISTS { ?c kg:claimant ?y } }", "ASK { ?c a kg:Claim }"):
        assert earthquake[0].ask(asked) == earthquake[1].ask(asked)


@pytest.mark.parametrize("place", ["world/asserted", "graph/reference"])
def test_what_is_left_to_virtuoso_it_answers_rightly(earthquake: Both, place: str) -> None:
    """Random joins of triples that exist, in the world or in GRAPH beside it, with values, counted or not."""
    here, there = (graph.store for graph in earthquake)
    assert isinstance(there, RemoteStore)
    base, rng = earthquake[0].workspace.base, random.Random(5)  # noqa: S311 - no secret
    world, graph = IRI(f"{base}world/asserted"), IRI(f"{base}{place}")
    joins = Joins([quad for quad in here.dump(graph) if quad[1] != KG.inWorld], rng)
    queries = [joins.query() for _ in range(150)]
    if graph != world:
        queries = [query.replace("{", f"{{ GRAPH <{graph}> {{", 1) + " }" for query in queries]
    left = [query for query in queries if not needs_gathering(query, world, None)]
    assert len(left) > 50
    for query in left:
        wanted, found = here.select(query, default_graph=world), there.select(query, default_graph=world)
        assert sorted(cells(wanted)) == sorted(cells(found)), query


class Joins:
    """Makes random queries on some quads."""

    def __init__(self, quads: list[Quad], rng: random.Random) -> None:
        self._quads, self._rng = quads, rng
        self._of: dict[object, list[Quad]] = {}
        for quad in quads:
            self._of.setdefault(quad[0], []).append(quad)

    def query(self) -> str:
        """A query of one to three triples that has an answer."""
        rng, names = self._rng, dict[object, str]()

        def term(value: Any, variable: float) -> str:
            if isinstance(value, BlankNode) or rng.random() < variable:
                return names.setdefault(value, f"?v{len(names)}")
            return serialise(value)

        quad, triples = rng.choice(self._quads), list[str]()
        for _ in range(rng.choice((1, 2, 3))):
            triples.append(f"{term(quad[0], 0.9)} {serialise(quad[1])} {term(quad[2], 0.6)} .")
            quad = rng.choice(self._of.get(quad[2]) or self._of[quad[0]])
        given = [(value, name) for value, name in names.items() if isinstance(value, IRI)]
        values = ""
        if given and rng.random() < 0.4:
            value, name = rng.choice(given)
            values = f"VALUES {name} {{ {serialise(value)} {serialise(rng.choice(self._quads)[1])} }} "
        counted = len(triples) == 1 and not values and rng.random() < 0.5
        what = "(COUNT(*) AS ?n)" if counted else rng.choice(("", "DISTINCT ")) + (" ".join(names.values()) or "*")
        return f"SELECT {what} {{ {values}{' '.join(triples)} }}"


def test_coordinates_have_the_digits_that_were_written(server: Store) -> None:
    graph, shape = IRI("https://example.org/g"), IRI("http://www.opengis.net/ont/geosparql#wktLiteral")
    quads: list[Quad] = [
        (graph, graph, Literal("POINT(37.75008 48.14019)", shape), graph),
        (graph, graph, Literal("true", XSD.boolean), graph),
    ]
    server.load(quads)
    assert sorted(server.dump(graph), key=str) == sorted(quads, key=str)
    server.clear(graph)

"""Made-up news in the world `undisputed`: it leaves out what is in question, part by part, and nothing else.

The cases that say so have a table [world]; cases/README.md has their notation.
"""

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import news
from deriving import derive
from kgraph.analysis.graph import network
from kgraph.analysis.record import Cards, read_labels
from kgraph.catalogue import read_query
from kgraph.claims import TELLING, claims_in
from kgraph.days import Day
from kgraph.model import Triple
from kgraph.namespaces import IRI, KG
from kgraph.store import Store, open_store
from kgraph.worlds import World, WorldName, materialise
from news import CASES
from tables import over

WITH_WORLDS = [name for name, path in CASES.items() if "\n[world]" in path.read_text(encoding="utf8")]
PROPERTIES = {
    KG.actor: "actor", KG.target: "target", KG.place: "place", KG.time: "date", KG.uses: "uses", KG.cause: "cause",
    KG.purpose: "purpose", KG.winner: "outcome",
}  # fmt: skip


def days(name: str) -> list[str]:
    """The days on which documents of a case appeared, the first first."""
    told = tomllib.loads(CASES[name].read_text(encoding="utf8"))
    return sorted({str(one["published"]) for one in told["document"]})


def told(case: news.Case) -> Iterator[tuple[str, str, Triple]]:
    """What the positive Assertions of a case say, as the names of claim and statement, of the property, and triples."""
    for claim, one in zip(case.claims, case.expected["claim"], strict=True):
        if not claim.asserts:
            continue
        for number, statement in news.numbered(claim, one):
            for predicate, values in statement.said:
                if predicate in TELLING:
                    for value in values:
                        yield f"{one['id']}.{number}", PROPERTIES.get(predicate, ""), (statement.node, predicate, value)


@pytest.mark.parametrize("name", WITH_WORLDS)
def test_the_undisputed_world_leaves_out_what_is_in_question(name: str) -> None:
    case = news.read_case(CASES[name])
    whole, graph = world_of(name, World("undisputed"))
    held = {quad[:3] for quad in whole.dump(graph)}
    out = set(case.expected["world"]["out"])
    said = list(told(case))
    expected = {
        triple
        for statement, detail, triple in said
        if out.isdisjoint({statement.partition(".")[0], statement, f"{statement}.{detail}"})
    }
    assert {triple for _, _, triple in said if triple in held} == expected, case.expected["why"]


@pytest.mark.parametrize("name", WITH_WORLDS)
def test_a_claim_is_in_the_world_while_something_of_it_is_held(name: str) -> None:
    case = news.read_case(CASES[name])
    whole, graph = world_of(name, World("undisputed"))
    rows = whole.select(f"SELECT ?c {{ ?c <{KG.inWorld}> ?w }}", default_graph=graph)
    out = set(case.expected["world"]["out"])
    gone = {one for one in out if "." not in one}
    asserted = {news.short(IRI(claim.id)) for claim in case.claims if claim.asserts}
    alone = {one.partition(".")[0] for one in out if one.count(".") == 1}
    partly = {one for one in alone if any(s.partition(".")[0] == one and s not in out for s, _, _ in told(case))}
    assert {news.short(IRI(str(claim))) for claim in rows.column("c")} == asserted - gone - (alone - partly)


def world_of(name: str, world: World) -> tuple[Store, IRI]:
    case = news.read_case(CASES[name])
    store = open_store("memory:")
    store.load([*case.quads, *derive(case.quads, news.BASE)])
    return materialise(store, news.BASE, world)


def asked(query: str, name: str, world: WorldName = "undisputed") -> list[dict[str, str]]:
    store, graph = world_of(name, World(world))
    rows = store.select(read_query(Path(__file__).parents[2] / f"queries/{query}.rq").text, default_graph=graph)
    return [{key: str(value) for key, value in row.items() if value is not None} for row in rows]


def test_queries_give_no_statement_that_a_world_leaves_out_of_a_claim() -> None:
    two_tolls, wide = "401-accident-toll-in-question-place-not", "406-flood-wide-figure-stays"
    assert len(asked("quantities/measurements", two_tolls, "asserted")) == 2
    assert asked("quantities/measurements", two_tolls) == []
    assert {row["claim"].rpartition("/")[2] for row in asked("events/events", two_tolls)} == {"c1", "c2"}
    assert sorted(row.get("value", row.get("lowest", "")) for row in asked("quantities/measurements", wide)) == [
        "300",
        "4",
    ]


def test_queries_give_no_detail_that_is_in_question() -> None:
    name = "402-war-only-the-actor"
    assert {row.get("actors", "") for row in asked("events/events", name, "asserted")} == {
        "Basalt army",
        "Petrel guard",
        "",
    }
    rows = asked("events/events", name)
    assert [(row.get("actors", ""), row["places"]) for row in rows] == [("", "Reed End")] * 3


def test_a_relation_is_disputed_where_it_is_itself_in_question() -> None:
    """Who shelled the landing is in question, and not where it lies."""
    store, graph = world_of("402-war-only-the-actor", World("undisputed"))
    found = {(edge.name, edge.status) for edge in network(store, graph).edges}
    assert found == {("carried out by", "disputed"), ("at", "undisputed")}


@pytest.mark.slow
@over("name", [name for name in CASES if len(days(name)) > 1])
def test_a_day_s_world_has_no_trace_of_what_is_said_later(name: str) -> None:
    """Nor of statements by which later claims take a position that others took before."""
    case = news.read_case(CASES[name])
    first, *_ = days(name)
    on = {one["id"]: str(one["published"]) for one in case.expected["document"]}
    claims = zip(case.claims, case.expected["claim"], strict=True)
    later = tuple(claim.id for claim, one in claims if str(one.get("said", on[one["in"]])) > first)
    store, graph = world_of(name, World("undisputed", as_of=Day.of(first)))
    assert [quad for quad in store.dump(graph) if any(str(term).startswith(later) for term in quad[:3])] == []


def test_a_toll_of_an_event_that_is_denied_is_in_question_though_it_is_read_alone() -> None:
    """Who denies the raid, and who tells of it, are not among the claims that are read."""
    store, graph = world_of("423-war-raid-denied-beside-other-matters", World("undisputed"))
    (toll,) = (claim for claim in claims_in(store, graph) if claim.endswith("/c3"))
    (card,) = Cards(store, graph, read_labels(store, graph)).read([toll]).values()
    assert [card.holds(statement.node) for statement in card.statements] == [False]

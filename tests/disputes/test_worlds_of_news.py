"""Made-up news in the world `undisputed`: it leaves out what is in question, part by part, and nothing else.

The cases that say so have a table [world]; cases/README.md has their notation.
"""

from collections.abc import Iterator

import pytest

import news
from kgraph.claims import TELLING
from kgraph.model import Triple
from kgraph.namespaces import IRI, KG
from kgraph.store import open_store
from kgraph.workspace.building import derive
from kgraph.worlds import World, materialise
from news import CASES

WITH_WORLDS = [name for name, path in CASES.items() if "\n[world]" in path.read_text(encoding="utf8")]
PROPERTIES = {
    KG.actor: "actor", KG.target: "target", KG.place: "place", KG.time: "date", KG.uses: "uses", KG.cause: "cause",
    KG.purpose: "purpose", KG.winner: "outcome",
}  # fmt: skip


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
    store = open_store("memory:")
    store.load([*case.quads, *derive(case.quads, news.BASE)])
    whole, graph = materialise(store, news.BASE, World("undisputed"))
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
    store = open_store("memory:")
    store.load([*case.quads, *derive(case.quads, news.BASE)])
    whole, graph = materialise(store, news.BASE, World("undisputed"))
    rows = whole.select(f"SELECT ?c {{ ?c <{KG.inWorld}> ?w }}", default_graph=graph)
    out = set(case.expected["world"]["out"])
    gone = {one for one in out if "." not in one}
    asserted = {news.short(IRI(claim.id)) for claim in case.claims if claim.asserts}
    alone = {one.partition(".")[0] for one in out if one.count(".") == 1}
    partly = {one for one in alone if any(s.partition(".")[0] == one and s not in out for s, _, _ in told(case))}
    assert {news.short(IRI(str(claim))) for claim in rows.column("c")} == asserted - gone - (alone - partly)

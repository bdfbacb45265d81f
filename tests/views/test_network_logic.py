"""What the page works out of its data, without a browser: what a world holds, and how relations stand in it."""

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

import pytest

from kgraph import Graph
from kgraph.analysis.apart import parts_of
from kgraph.analysis.claimed import NAMED, SUPPOSED
from kgraph.analysis.compare import Disagreement
from kgraph.analysis.edges import STATUSES, Edge, Said, edges_of, told_on
from kgraph.analysis.graph import Network
from kgraph.analysis.links import Link
from kgraph.analysis.origins import record_of
from kgraph.analysis.record import ClaimCard, Node
from kgraph.claims import Part, Statement
from kgraph.days import Day, order
from kgraph.namespaces import IRI, KG
from kgraph.views.network import render
from kgraph.views.page import Opening
from kgraph.worlds import WORLD_NAMES
from networks import BASE, claim, node, star
from nodejs import in_node
from paced import rest_slow
from pages import column, page_data

PROGRAM = """
import { readRecord } from "./record.js";
import { makeWorld } from "./world.js";
const answer = ({ data, rest, choices }) => {
  const record = readRecord(data);
  if (rest.nodes) record.add(rest);
  return choices.map((choice) => {
    const { held, statusOfAll, wording, originsAmong, claimsBehind, known, saidYet } = makeWorld(record, choice);
    return {
      held: record.claims.filter(({ id }) => held(id)).map(({ iri }) => iri),
      edges: record.edges.filter(({ said }) => said.some(([claim]) => saidYet(claim))).map(({ id, from, to, kind }) => [
        record.nodes[from].iri, record.nodes[to].iri, kind, wording(id), statusOfAll(id),
        originsAmong(id, claimsBehind(id)).alike,
      ]),
      known: record.nodes.filter(({ id }) => known(id)).map(({ iri }) => iri),
    };
  });
};
"""
Relation = tuple[str, str, str, str, str, int]


@dataclass(frozen=True)
class Choice:
    """A world, whose claims it holds (nobody: everybody's), and the day with which it ends ("": none)."""

    world: str
    by: IRI | None
    until: str


@dataclass(frozen=True)
class Shown:
    """What the page makes of a choice: the claims that it holds, its relations, and the nodes that are known."""

    held: frozenset[str]
    relations: frozenset[Relation]
    known: frozenset[str]


def on_the_page(network: Network, choices: Sequence[Choice]) -> dict[Choice, Shown]:
    """What the page's modules make of its data; IRIs are whole."""
    html = render(network, Opening("A title"))
    data, rest = page_data(html), page_data(html, "rest")
    agents = column(data["agents"], "iri")
    asked = [
        {"world": one.world, "by": [agents.index(one.by)] if one.by else [], "until": one.until} for one in choices
    ]
    answers = in_node(PROGRAM, {"data": data, "rest": rest, "choices": asked})
    return {
        one: Shown(frozenset(found["held"]), frozenset(map(tuple, found["edges"])), frozenset(found["known"]))
        for one, found in zip(choices, answers, strict=True)
    }


def relations(edges: Iterable[Edge]) -> frozenset[Relation]:
    return frozenset((e.source, e.target, e.kind, e.label, e.status, e.origins) for e in edges)


def drawn_again(network: Network, held: Iterable[IRI], world: str) -> frozenset[Relation]:
    """The relations of a network in a world that holds these claims, but for what it leaves out of them."""
    links: list[Link] = []
    parts: defaultdict[IRI, list[Part[IRI]]] = defaultdict(list)
    own = {card.id: card for card in network.claims}
    statements: defaultdict[IRI, list[Statement]] = defaultdict(list)
    for edge in network.edges:
        as_told = told_on(((claim, node) for claim, node, _ in parts_of(edge)), own)
        for said in edge.said:
            node = IRI(f"{BASE}said/{len(links)}")
            statements[said.claim] += statement_as(node, as_told[said.claim].modality)
            named = (edge.kind, edge.name, said.detail, edge.terms[0] if edge.terms else ())
            links.append(Link(said.claim, edge.source, edge.target, *named, node=node))
            if said.left_out is not None:
                parts[said.claim].append(Part(said.claim, node, None, frozenset[IRI](), said.disputed is None))
    cards = {
        card.id: replace(
            card,
            in_world=card.id in set(held),
            leaves_out=world == "undisputed",
            questioned=tuple(parts[card.id]),
            statements=tuple(statements[card.id]),
        )
        for card in network.claims
    }
    return relations(edges_of(links, cards, record_of(cards, network.unnamed), lambda _: ""))


def statement_as(node: IRI, word: str) -> list[Statement]:
    """A statement that is told as a condition, as an exception, only on a condition, or else plainly."""
    then, where = IRI(f"{node}/then"), (KG.place, IRI(f"{BASE}there"))
    if named := [predicate for predicate, name in NAMED.items() if name == word]:
        return [Statement.of(node, [where]), Statement.of(then, [(named[0], node)])]
    return [Statement.of(node, [where, (KG.condition, then)] if word == "conditional" else [where])]


# --- the Pokrovsk graph


@pytest.fixture(scope="module")
def whole(graph: Graph) -> Network:
    return graph.network()


@pytest.fixture(scope="module")
def of_the_page(whole: Network) -> dict[Choice, Shown]:
    """What the page makes of every world, claimant and day."""
    claimants = sorted({card.claimant_id for card in whole.claims})
    days = sorted({card.said_by for card in whole.claims}, key=order)
    choices = [Choice(w, by, day) for w in WORLD_NAMES for by in (None, *claimants) for day in ("", *days)]
    return on_the_page(whole, choices)


@pytest.mark.slow
@pytest.mark.parametrize("step", [12, pytest.param(1, marks=pytest.mark.thorough)])
def test_every_world_claimant_and_day_holds_what_the_graph_holds(
    graph: Graph, of_the_page: Mapping[Choice, Shown], step: int
) -> None:
    by_day = {day: graph.network(world="record", as_of=day or None) for day in {c.until for c in of_the_page}}
    different = []

    def held_by(choice: Choice) -> frozenset[IRI]:
        world = graph.choose(choice.world, choice.by or (), choice.until or None)
        store, iri = graph.materialised(world)
        rows = store.select(f"SELECT ?c {{ ?c <{KG.inWorld}> ?w }}", default_graph=iri)
        return frozenset(claim for claim in rows.column("c") if isinstance(claim, IRI))

    for choice, shown in list(of_the_page.items())[::step]:
        held = held_by(choice)
        expected = drawn_again(by_day[choice.until], held_by(of_all(choice)), choice.world)
        if (shown.held, shown.relations) != (held, expected):
            different.append((choice, shown.held ^ held, shown.relations ^ expected))
    assert different == [] and len(of_the_page) > 400


@pytest.mark.slow
@pytest.mark.parametrize("world", WORLD_NAMES)
def test_a_world_on_each_day_is_the_graphs_network(
    graph: Graph, whole: Network, of_the_page: Mapping[Choice, Shown], world: str
) -> None:
    never = {one.id for one in whole.nodes} - concerned(whole)
    for choice, shown in of_the_page.items():
        if choice.world == world and choice.by is None:
            network = graph.network(world=world, as_of=choice.until or None)
            assert shown.held == {card.id for card in network.claims if card.in_world}, choice
            assert shown.relations == relations(network.edges), choice
            assert shown.known == concerned(network) | never, choice


def concerned(network: Network) -> set[IRI]:
    """The entities that claims are about, are made by or come through, or name in what they say."""
    spoken = {one for card in network.claims for one in (*card.about, *card.chain_ids, card.claimant_id)}
    spoken |= {one for _, position in network.positions for one in position.entities}
    spoken |= {end for edge in network.edges for end in (edge.source, edge.target)}
    return spoken & {one.id for one in network.nodes}


# --- made ones

DAYS = ("", "-0044-03-15", "0900-01-01", "2025-10-31", "2025-11-01", "12025-01-01")
MODALITIES = (*["assertion"] * 4, "denial", "commitment", "forecast", "recommendation", "conditional", "scenario")
DETAILS = ("", "", "half", "85%", "9 of 10", "10 of 10")


def reported(seed: int) -> Network:
    """A few agents who contradict, repeat and derive from each other, about a few places."""
    chance = random.Random(seed)  # noqa: S311 - a seeded test
    nodes = tuple(node(f"place{i}") for i in range(5))
    agents = [IRI(f"{BASE}agent{i}") for i in range(6)]
    ids = [IRI(f"{BASE}claim/c{i}") for i in range(24)]
    claims = tuple(told(chance, one, agents, ids) for one in ids)
    links = [linked(chance, one, nodes, i) for one in ids for i in range(chance.randint(0, 2))]
    parts = {one: tuple(questioned(chance, one, ids) for _ in range(chance.choice((0, 0, 1, 2)))) for one in ids}
    cards = {card.id: replace(card, questioned=parts[card.id]) for card in claims}
    disputes = []
    for i in range(5):
        named = frozenset(chance.sample(ids, chance.randint(1, 3)))
        since = max((cards[one].said_by for one in named), key=order)
        disputes.append(Disagreement(IRI(f"{BASE}dispute/{i}"), "on", "rule", "why", named, since))
    unnamed = frozenset(agents[:2])

    def latest(some: Iterable[IRI]) -> str:
        return max((cards[one].said_by for one in some), key=order)

    edges = tuple(edges_of(links, cards, record_of(cards, unnamed), latest))
    left_out = {one: (chance.choice(DAYS), chance.choice((*DAYS, None))) for one in ids if parts[one]}
    return Network(nodes, edges, claims, (), tuple(disputes), unnamed, (), left_out)


def questioned(chance: random.Random, claim: IRI, ids: Sequence[IRI]) -> Part[IRI]:
    node = chance.choice((None, IRI(f"{claim}#0"), IRI(f"{claim}#1")))
    return Part(claim, node, None, frozenset({claim, *chance.sample(ids, 2)}), chance.random() < 0.3)


def told(chance: random.Random, iri: IRI, agents: Sequence[IRI], ids: Sequence[IRI]) -> ClaimCard:
    chain = tuple(chance.sample(agents, chance.randint(1, 3)))
    derived = tuple(
        ("derived from", other) for other in chance.sample(ids, chance.choice((0, 0, 1, 2))) if other != iri
    )
    words = [chance.choice((*[""] * 6, *sorted(SUPPOSED))) for _ in range(2)]
    statements = [one for i, word in enumerate(words) for one in statement_as(IRI(f"{iri}#{i}"), word)]
    return claim(
        iri.rpartition("/")[2], claimant_id=chain[-1], claimant=chain[-1], chain=chain, chain_ids=chain,
        modality=chance.choice(MODALITIES), polarity=chance.choice(("positive", "positive", "negative")),
        said_by=chance.choice(DAYS), statements=tuple(statements), relations=(*derived, ("denies", chance.choice(ids))),
    )  # fmt: skip


def linked(chance: random.Random, claim: IRI, nodes: Sequence[Node], number: int) -> Link:
    source, target = chance.sample(nodes[:4], 2)
    name, detail, node = chance.choice(("holds", "shells")), chance.choice(DETAILS), IRI(f"{claim}#{number}")
    if name == "shells" and chance.random() < 0.6:
        phase, word = chance.choice(
            ((KG.Intended, "intended"), (KG.Prevented, "prevented"), (KG.RuledOut, "ruled out"))
        )
        return Link(claim, source.id, target.id, "control", f"shells ({word})", "", (phase,), node=node)
    return Link(claim, source.id, target.id, "control", name, detail, node=node)


@cache
def by_day(network: Network, until: str) -> Network:
    """The network as nobody had said more by the end of a day, as `worlds` has it."""
    if not until:
        cards = network.claims
    else:
        cards = tuple(c for c in network.claims if c.said_by and Day.of(c.said_by) <= Day.of(until))
    here = {card.id for card in cards}
    seen = tuple(
        replace(card, relations=tuple((word, other) for word, other in card.relations if other in here))
        for card in cards
    )

    def open_(day: str | None) -> str | None:
        return day if day is not None and (not until or (day and Day.of(day) <= Day.of(until))) else None

    def as_of(said: Said) -> Said:
        return replace(said, disputed=open_(said.disputed), left_out=open_(said.left_out))

    edges = (replace(e, said=tuple(as_of(said) for said in e.said if said.claim in here)) for e in network.edges)
    left_out = {one: (open_(some), open_(whole)) for one, (some, whole) in network.left_out.items()}
    return replace(network, claims=seen, edges=tuple(edges), left_out=left_out)


def of_all(choice: Choice) -> Choice:
    """The same, nobody chosen: a relation stands as all its claims have it, whoever is chosen."""
    return replace(choice, by=None)


def held_in(network: Network, choice: Choice) -> frozenset[IRI]:
    """The claims whose content a world holds, or some of it, as `worlds.World` says it."""
    return frozenset(
        card.id
        for card in network.claims
        if choice.world != "record" and card.asserts
        if choice.by in (None, card.claimant_id)
        if choice.world != "undisputed" or network.left_out.get(card.id, (None, None))[1] is None
    )


def choices_of(network: Network) -> Iterator[Choice]:
    for world in WORLD_NAMES:
        for by in (None, *sorted({card.claimant_id for card in network.claims})):
            for day in DAYS:
                yield Choice(world, by, day)


@pytest.mark.parametrize("seed", rest_slow(range(8), fast=3))
def test_made_reports_stand_as_the_graph_would_have_them(seed: int) -> None:
    network = reported(seed)
    different = []
    for choice, shown in on_the_page(network, list(choices_of(network))).items():
        seen = by_day(network, choice.until)
        held = held_in(seen, choice)
        expected = drawn_again(seen, held_in(seen, of_all(choice)), choice.world)
        if (shown.held, shown.relations) != (held, expected):
            different.append((choice, shown.held ^ held, shown.relations ^ expected))
    assert different == []


def test_made_reports_have_every_status_and_several_origins() -> None:
    found = {edge for seed in range(8) for edge in reported(seed).edges}
    assert {edge.status for edge in found} >= {*STATUSES} - {"undisputed", "outside"}  # as these are of a world
    assert {edge.origins for edge in found} >= {1, 2}


@pytest.mark.slow
def test_rows_that_come_later_count_as_those_that_came_first() -> None:
    network = star(400)
    everything = Choice("asserted", None, "")
    shown = on_the_page(network, [everything])[everything]
    assert shown.held == {card.id for card in network.claims}
    assert shown.relations == drawn_again(network, [card.id for card in network.claims], "asserted")
    assert shown.known == {one.id for one in network.nodes}


# --- a time and a day

STANDING = """
import { standing } from "./days.js";
const answer = (asked) => asked.map(([bounds, said, day]) => standing(bounds, said, day));
"""


def test_a_time_stands_to_a_day_as_the_graph_has_it() -> None:
    cases: dict[tuple[tuple[str, ...], str, str], str] = {
        ((), "2025-11-05", "2025-11-05"): "no day known",
        (("", "2025-11-01", "2025-11-04", ""), "2025-11-05", "2025-11-03"): "known for this day",
        (("", "2025-11-01", "2025-11-04", ""), "2025-11-05", "2025-11-05"): "last known for 2025-11-04",
        (("", "2025-11-01", "", ""), "2025-11-05", "2025-11-05"): "known for this day",
        (("", "2025-11-01", "", ""), "2025-11-05", "2025-11-06"): "last known for 2025-11-05",
        (("", "2025-11-03", "2025-11-04", ""), "", "2025-11-01"): "first known for 2025-11-03",
        (("2025-11-03", "", "", ""), "", "2025-11-01"): "later",
        (("", "", "", "-0044-03-15"), "", "0001-01-01"): "earlier",
    }
    assert in_node(STANDING, [*cases]) == [*cases.values()]

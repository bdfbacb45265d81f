"""As what claims tell the edges and nodes of a network, and what is in question of them, in single words for files."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from kgraph.analysis.claimed import FACT, NAMED, claimed_as
from kgraph.analysis.edges import STATUS_WORDS, Edge, Word, edge_status, phase_of
from kgraph.analysis.graph import Network
from kgraph.analysis.record import ClaimCard
from kgraph.claims import Statement
from kgraph.model import Term
from kgraph.namespaces import IRI, KG
from kgraph.views.export import BETWEEN

Told = list[tuple[ClaimCard, Statement]]
"""Statements, each with its claim."""


def as_what(edge: Edge, cards: Mapping[IRI, ClaimCard]) -> list[str]:
    """As what the claims of an edge tell it, each word once."""
    return sorted({word for words in words_of(edge, cards).values() for word in words})


def words_of(edge: Edge, cards: Mapping[IRI, ClaimCard]) -> dict[IRI, set[str]]:
    """As what each claim of an edge tells it."""
    told: defaultdict[IRI, set[str]] = defaultdict(set)
    for claim, node, _ in _parts(edge):
        if card := cards.get(claim):
            told[claim].add(claimed_as(card, _statement(card, node)))
    return dict(told)


def held_as_fact(edge: Edge, cards: Mapping[IRI, ClaimCard]) -> bool:
    """Whether the world holds what some claim of the edge tells as a fact."""
    return any(
        card.holds(node, predicate) and claimed_as(card, _statement(card, node)) == FACT
        for claim, node, predicate in _parts(edge)
        if (card := cards.get(claim))
    )


def as_what_of(claim: ClaimCard) -> set[str]:
    """As what a claim tells its statements."""
    return {claimed_as(claim, one) for one in claim.statements} or {claimed_as(claim)}


def statuses(claims: Iterable[ClaimCard]) -> str:
    """The statuses of some claims, each word once."""
    found = {edge_status([Word(claim, "", claim.disputed, claim.in_world)]) for claim in claims}
    return BETWEEN.join(sorted(STATUS_WORDS[status] for status in found))


def told_of_nodes(network: Network) -> dict[IRI, tuple[str, str]]:
    """For each node, as what claims tell it and what is in question of it: see `gephi.graphml`."""
    own, named = events(network)
    touching: defaultdict[IRI, set[str]] = defaultdict(set)
    for edge in network.edges:
        touching[edge.source].add(edge.status)
        touching[edge.target].add(edge.status)
    return {
        node.id: _of_event(own[node.id], {word for _, word in named[node.id]})
        if node.kind == "event"
        else ("", _all_open(touching[node.id]))
        for node in network.nodes
    }


def events(network: Network) -> tuple[Mapping[Term, Told], Mapping[Term, set[tuple[IRI, str]]]]:
    """For each node, what claims tell of it, and as what claims only name it, such as the condition of something else;
    nothing for other terms."""
    own: defaultdict[Term, Told] = defaultdict(list)
    named: defaultdict[Term, set[tuple[IRI, str]]] = defaultdict(set)
    for card in network.claims:
        for statement in card.statements:
            own[statement.node].append((card, statement))
            for predicate, word in NAMED.items():
                for other in statement.get(predicate):
                    named[other].add((card.id, word))
    return own, named


def _of_event(own: Told, named: set[str]) -> tuple[str, str]:
    """As what claims tell an event, and its status: of what they say of it, by the event itself and not by who took
    part. An event that other statements only name is told as what they name it."""
    telling = {claimed_as(*one) for one in own} or named
    words = [Word(card, "", card.contests(said.node), card.holds(said.node)) for card, said in own]
    terms = [tuple(IRI(phase) for phase in said.get(KG.phase)) for card, said in own if card.asserts]
    status = STATUS_WORDS[edge_status(words, phase=phase_of(terms))] if words else ""
    return BETWEEN.join(sorted(telling)), status


def _all_open(found: set[str]) -> str:
    """The statuses of a node's edges, if none of them is undisputed."""
    if not found or "undisputed" in found:
        return ""
    return f"edges: {BETWEEN.join(sorted(STATUS_WORDS[status] for status in found))}"


def _parts(edge: Edge) -> Iterator[tuple[IRI, IRI | None, IRI]]:
    yield from edge.parts or ((claim, None, KG.subject) for claim in edge.claims)


def _statement(card: ClaimCard, node: IRI | None) -> Statement | None:
    return next((one for one in card.statements if one.node == node), None)

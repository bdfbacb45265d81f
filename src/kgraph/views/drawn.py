"""As what claims tell the edges and nodes of a network, and what is in question of them, in single words for files."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from kgraph.analysis.apart import HEDGED, Telling, status_in_files, tellings, voices_apart, words_of
from kgraph.analysis.changing import Changes, changes
from kgraph.analysis.claimed import FACT, UNDISPUTED, Told, as_told, claimed_as, told_of
from kgraph.analysis.edges import Edge, Word, edge_status, phase_of
from kgraph.analysis.graph import Network
from kgraph.analysis.origins import record_of
from kgraph.analysis.questions import REVISION
from kgraph.analysis.record import ClaimCard
from kgraph.namespaces import IRI, KG
from kgraph.views.export import BETWEEN


def tellings_of(network: Network) -> list[Telling]:
    """The edges of a network, apart by as what claims tell them."""
    cards = {claim.id: claim for claim in network.claims}
    record, made = record_of(cards, network.unnamed), changes_in(network, cards)
    return [telling for edge in network.edges for telling in tellings(edge, cards, record, made)]


def changes_in(network: Network, cards: Mapping[IRI, ClaimCard]) -> Changes:
    """The changes of claims that their own claimants changed or took back."""
    return changes((remark.revised for remark, _ in network.remarks if remark.kind == REVISION), cards)


def who_says(edge: Edge, cards: Mapping[IRI, ClaimCard], made: Changes) -> str:
    """Who says an edge, who only expects or intends it, who denies it, and who changed or took it back, with how many
    they are: "said by 2: Ida Mayor, the board; denied by 1: the crew"."""
    words = words_of(edge, cards)

    def told(group: str, claims: Collection[IRI]) -> str:
        ways = defaultdict[IRI, set[str]](set)
        for claim in claims:
            ways[cards[claim].claimant_id].update(words[claim] if group == HEDGED else ())
        label = {cards[claim].claimant_id: cards[claim].claimant for claim in claims}
        names = (label[who] + (f" ({', '.join(sorted(as_what))})" if as_what else "") for who, as_what in ways.items())
        return f"{group} {len(ways)}: {', '.join(names)}"

    return "; ".join(told(group, claims) for group, claims in voices_apart(edge, cards, made).items() if claims)


def told_of_nodes(network: Network, edges: Iterable[Telling]) -> dict[IRI, tuple[str, str]]:
    """For each node, as what claims tell it and what is in question of it: see `gephi.graphml`."""
    own, named = told_of(network.claims)
    touching: defaultdict[IRI, set[str]] = defaultdict(set)
    for one in edges:
        touching[one.edge.source].add(one.status)
        touching[one.edge.target].add(one.status)
    return {
        node.id: _of_event(own[node.id], {word for _, word in named[node.id]})
        if node.kind == "event"
        else ("", _all_open(touching[node.id]))
        for node in network.nodes
    }


def _of_event(own: Told, named: set[str]) -> tuple[str, str]:
    """As what claims tell an event, and its status: of what they say of it, by the event itself and not by who took
    part. An event that other statements only name is told as what they name it."""
    telling = {claimed_as(*one) for one in own} or named
    facts = [one for one in own if one[0].denies or claimed_as(*one) == FACT] if FACT in telling else own
    words = [
        Word(as_told(card, [said.node]), "", card.contests(said.node), card.holds(said.node)) for card, said in facts
    ]
    terms = [tuple(IRI(phase) for phase in said.get(KG.phase)) for card, said in facts if card.asserts]
    status = edge_status(words, phase=phase_of(terms)) if words else ""
    return BETWEEN.join(sorted(telling)), status_in_files(status, telling) if telling else ""


def _all_open(found: set[str]) -> str:
    """The statuses of a node's edges, if none of them is undisputed."""
    return "" if not found or UNDISPUTED in found else f"edges: {BETWEEN.join(sorted(found))}"

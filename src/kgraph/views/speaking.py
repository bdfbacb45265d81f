"""The lines of a network's opening that show who speaks of what, and which claims take no side in it."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from kgraph.analysis.graph import Network
from kgraph.analysis.record import RELATION_WORDS, ClaimCard
from kgraph.claims import StatementKind
from kgraph.namespaces import IRI, KG

_MOST_NAMED = 2  # so many lines join a claimant without a relation to what it speaks of
_MOST_ASKED, _MOST_OF_ONE = 40, 4  # so many join claimants to what is in question, of them so many one claimant
_NO_EVIDENCE = RELATION_WORDS[KG.findsNoEvidenceFor]
_FIRST = {"event": 0, "place": 1}  # of several things that an answer names, a question is about one of these kinds

Lines = Mapping[IRI, tuple[IRI, ...]]


def besides(claim: ClaimCard) -> tuple[IRI, ...] | None:
    """What a claim that takes no side tells besides: the events, such as a search, of which its content is. `None` for
    each other claim.

    A claim takes no side if it finds no evidence for another one, which neither asserts nor denies what that one says.
    If it gives a figure or a relation of its own, or if something of it is in question, it does take one.
    """
    finds_none = any(word == _NO_EVIDENCE for word, _ in claim.relations)
    if not finds_none or not claim.asserts or claim.in_question:
        return None
    if any(one.kind is not StatementKind.event for one in claim.statements):
        return None
    return tuple(one.node for one in claim.statements if isinstance(one.node, IRI))


def spoken_most(network: Network, degree: Counter[IRI]) -> Lines:
    """The things that the claims of each claimant without a relation name most often, well-connected ones first.

    `degree` is the number of each node's relations.
    """
    nodes = {node.id for node in network.nodes}
    spoken: dict[IRI, Counter[IRI]] = defaultdict(Counter)
    for claim in network.claims:
        if not degree[claim.claimant_id] and claim.claimant_id in nodes:
            spoken[claim.claimant_id].update(e for e in claim.about if e in nodes and e != claim.claimant_id)
    return {
        speaker: tuple(sorted(counts, key=lambda e: (-counts[e], -degree[e], e))[:_MOST_NAMED])
        for speaker, counts in spoken.items()
    }


def spoken_in_question(network: Network, number: Mapping[IRI, int], first: int) -> Lines:
    """What the questions are about in which each claimant takes a position, unless a relation joins the two.

    If there are too many lines, each claimant keeps those to its first questions, and before others those between the
    `first` nodes in the order of `number`, which are drawn at opening.
    """
    related = {frozenset((edge.source, edge.target)) for edge in network.edges}
    found: dict[IRI, list[IRI]] = defaultdict(list)
    for claimant, thing in _positions(network):
        if frozenset((claimant, thing)) not in related and thing not in found[claimant]:
            found[claimant].append(thing)
    ordered = sorted(
        (max(number[claimant], number[thing]) >= first, place, number[claimant], claimant, thing)
        for claimant, things in found.items()
        for place, thing in enumerate(things[:_MOST_OF_ONE])
    )
    kept: dict[IRI, tuple[IRI, ...]] = {}
    for *_, claimant, thing in ordered[:_MOST_ASKED]:
        kept[claimant] = (*kept.get(claimant, ()), thing)
    return kept


def _positions(network: Network) -> Iterator[tuple[IRI, IRI]]:
    """Who takes a position in a question or finds no evidence for one, and what the question is about: of what that
    position names, an event or else a place, of several the one that most positions name."""
    kinds, claims = {node.id: node.kind for node in network.nodes}, {claim.id: claim for claim in network.claims}
    answering: dict[tuple[IRI, IRI], set[IRI]] = defaultdict(set)
    for _, position in network.positions:
        for question in position.asked:
            answering[question, position.claim.id] |= position.entities
    for asked, _ in network.questions:
        taken = [claim for stand in asked.stands for claim in stand.claims if claim in claims]
        named = {claim: kinds.keys() & (answering.get((asked.id, claim)) or claims[claim].about) for claim in taken}
        often = Counter(thing for things in named.values() for thing in things)
        doubted = [(doubt, named[claim]) for doubt, claim in asked.doubts if doubt in claims and claim in named]
        for claim, things in (*named.items(), *doubted):
            claimant = claims[claim].claimant_id
            if claimant in kinds and (others := things - {claimant}):
                yield claimant, min(others, key=lambda one: (_FIRST.get(kinds[one], 2), -often[one], one))

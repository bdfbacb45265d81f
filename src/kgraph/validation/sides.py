"""Check for agents without a side, if their side decides whether claims are in question."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence

from kgraph.claims import claims_of, surroundings
from kgraph.disputes import happening, holding
from kgraph.disputes.model import Conflict, Said
from kgraph.disputes.nearby import acting, of_unknown_side
from kgraph.disputes.reference import Reference
from kgraph.disputes.saying import Ties, sayings, subordinations
from kgraph.model import Quad
from kgraph.namespaces import IRI, RDF
from kgraph.validation.dataset import Dataset
from kgraph.validation.findings import Finding

_RIVALS = ("exclusive-control", "event-actor")
_ENOUGH = 5  # among so many others with a side, the only agent without one was probably forgotten
_FIX = "write its kg:side, or that of who is above it; leave it if it is of none"


def check_sides(data: Dataset, terms: Collection[Quad]) -> Iterator[Finding]:
    """One warning for each agent without a side, if others have one and a dispute depends on it.

    Rule: an agent that has no kg:side, and none above it has one, is a side of its own. So it may be in conflict with
    everybody, and a side's denial for all its forces does not include it.
    """
    quads = data.quads
    claims = list(claims_of(quads))
    reference = Reference.of([*quads, *terms], subordinations(claims))
    if not reference.parties:
        return
    said = sayings(claims, reference, surroundings(quads).published)
    told = {
        agent: message
        for found in (_only_one(said, reference), *_open(said, Ties(claims), reference))
        for agent, message in found
    }
    for agent, message in sorted(told.items()):
        graph = data.graph_of(agent, RDF.type)
        yield Finding("side", agent, f"nobody says which side it belongs to; {message}", _FIX, "warning", graph)


_Told = Iterable[tuple[IRI, str]]


def _open(said: Sequence[Said], ties: Ties, reference: Reference) -> Iterator[_Told]:
    """Conflicts that would arise if an agent had a side, and conflicts that exist because it has none; if both exist,
    the latter are reported."""
    near = ((agent, party) for agents, party, *_ in of_unknown_side(said, ties, reference) for agent in agents)
    yield (
        (agent, f"if it belongs to {reference.name(party)}, a claim denies what is said of it") for agent, party in near
    )
    rules = holding.conflicting(said, (), ties, reference), happening.conflicting(said, ties, reference)
    rivals: defaultdict[IRI, set[str]] = defaultdict(set)
    for conflict in (one for found in rules for one in found if one.rule in _RIVALS):
        for agent, others in _sides(conflict, said, reference):
            rivals[agent] |= others
    of = ((agent, ", ".join(sorted(others)[:3])) for agent, others in rivals.items())
    yield ((agent, f"so claims that give it what others give to {names} are in question") for agent, names in of)


def _sides(conflict: Conflict, said: Iterable[Said], reference: Reference) -> Iterator[tuple[IRI, set[str]]]:
    """The agents without a side in a conflict, each with the sides of the agents of the other claim."""
    agents = {
        claim.id: {agent for one in said if one.claim is claim for agent in acting(one)}
        for claim in (conflict.one, conflict.other)
    }
    for one, other in ((conflict.one.id, conflict.other.id), (conflict.other.id, conflict.one.id)):
        known = {reference.name(reference.side(rival)) for rival in agents[other] if reference.knows_side(rival)}
        if known:
            yield from ((agent, known) for agent in agents[one] if not reference.knows_side(agent))


def _only_one(said: Iterable[Said], reference: Reference) -> Iterator[tuple[IRI, str]]:
    """The agents that are the only ones without a side among many of their class that act or hold something."""
    of_class: defaultdict[IRI, set[IRI]] = defaultdict(set)
    for agent in {agent for one in said for agent in acting(one)}:
        for kind in reference.values(agent, RDF.type):
            if isinstance(kind, IRI):
                of_class[kind].add(agent)
    for agents in of_class.values():
        without = [agent for agent in agents if not reference.knows_side(agent)]
        if len(without) == 1 and len(agents) > _ENOUGH:
            yield without[0], f"it is known of the {len(agents) - 1} others of its class that do or hold something"

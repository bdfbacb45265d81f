"""What is drawn first of a large network: the nodes on which claims say most, and which claims go together."""

from collections import Counter, defaultdict

from kgraph.analysis.graph import Network
from kgraph.namespaces import IRI


def weights(network: Network) -> Counter[IRI]:
    """The weight of each node: two points for each relation, one for each claim about it, one more for each claim in
    question.

    A node's own claims do not count, since outlets and claimants with many claims would fill the drawing.
    """
    asked = {claim for one, _ in network.questions for claim in one.claims}
    found = Counter(end for edge in network.edges for end in {edge.source, edge.target} for _ in range(2))
    for claim in network.claims:
        for node in claim.about:
            found[node] += 2 if claim.id in asked else 1
    return found


def closed(network: Network, claims: set[IRI]) -> set[IRI]:
    """The claims and all that are related to them or share a dispute or a question with them, over any number of
    steps."""
    near: dict[IRI, set[IRI]] = defaultdict(set)
    for claim in network.claims:
        near[claim.id].update(other for _, other in claim.relations)
    together = [dispute.claims for dispute in network.disputes]
    together += [one.told for one, _ in network.questions]
    together += [frozenset(one.claims) for one, _ in network.remarks]
    together = [some & near.keys() for some in together]
    for one, *others in map(list, together):
        near[one].update(others)
        for other in others:
            near[other].add(one)
    found, waiting = set(claims), list(claims)
    while waiting:
        fresh = near[waiting.pop()] - found
        found |= fresh
        waiting.extend(fresh)
    return found

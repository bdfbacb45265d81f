"""The claims of a world as a network: entities, the relations that claims put between them, and the claims.

A relation is drawn from what claims say, so it carries those claims and a status computed from them. What is
only denied, forecast or recommended is in the network too, and says so: see `STATUSES`.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from kgraph.analysis.links import Link, read_links
from kgraph.analysis.record import KINDS, ClaimCard, Node, read_cards, read_labels, read_nodes
from kgraph.errors import UnknownName, UsageError
from kgraph.namespaces import IRI
from kgraph.store import Store
from kgraph.store.trig import natural

__all__ = ["KINDS", "STATUSES", "ClaimCard", "Edge", "Network", "Node", "edge_status", "network"]

STATUSES = {
    "disputed": "said by some, and denied or contradicted by others",
    "denied": "nobody asserts it and somebody denies it",
    "against": "advised against, or expected, promised or imagined not to be",
    "undisputed": "asserted in this world, and nobody is known to say otherwise",
    "outside": "asserted, but by claims that this world leaves out",
    "intended": "an undertaking, not an event",
    "forecast": "expected, not observed",
    "recommended": "advised, not observed",
    "conditional": "said to hold only if something else does",
    "scenario": "one of several imagined courses",
}
"""Every status an edge can have, and what it means; an edge has the first that its claims give it."""

_PROJECTED = {
    "commitment": "intended",
    "forecast": "forecast",
    "recommendation": "recommended",
    "conditional": "conditional",
    "scenario": "scenario",
}


@dataclass(frozen=True, slots=True)
class Edge:
    """A relation that claims put between two nodes.

    `kind` is the sort of relation ("actor", "control", "measurement" …), `name` its words for this edge (a
    role, a measure), `details` what the claims add, such as the figures they differ in, marked where nobody
    asserts them. `status` is a key of
    `STATUSES`. Between two nodes there is one edge for each kind and name.
    """

    source: IRI
    target: IRI
    kind: str
    name: str
    claims: tuple[IRI, ...]
    status: str
    details: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The name with its details: "share of territory captured: 81 %, 85 %"."""
        return f"{self.name}: {', '.join(self.details)}" if self.details else self.name


@dataclass(frozen=True, slots=True)
class Network:
    """Nodes, edges and claims, each sorted, so that equal data make an equal network."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    claims: tuple[ClaimCard, ...]


def network(
    store: Store,
    world: IRI,
    *,
    claims: Collection[IRI] | None = None,
    asserted: Collection[IRI] = (),
    focus: IRI | None = None,
    depth: int = 1,
) -> Network:
    """The network of a world.

    `world` is the graph that identity and speech are read from; contents are read claim by claim, whatever
    the world holds of them. `claims` narrows to those (default: every claim in the world); rejected claims
    are left out always. `asserted` names the claims whose content is in the world. `focus` keeps what is
    within `depth` steps of one entity, and raises `UnknownName` if the world has no such entity.
    """
    if depth < 1:
        raise UsageError(f"the depth must be 1 or more, not {depth}")
    labels = read_labels(store, world)
    nodes = read_nodes(store, world, labels)
    cards = read_cards(store, world, labels, claims=claims, asserted=asserted)
    links = read_links(store, world, labels)
    edges = _edges((k for k in links if k.claim in cards and k.source in nodes and k.target in nodes), cards)
    if focus is not None:
        if focus not in nodes:
            raise UnknownName("entity", focus, nodes)
        kept = _around(focus, depth, edges)
        nodes = {iri: node for iri, node in nodes.items() if iri in kept}
        edges = [edge for edge in edges if edge.source in kept and edge.target in kept]
        behind = {claim for edge in edges for claim in edge.claims}
        cards = {
            iri: card
            for iri, card in cards.items()
            if iri in behind or not kept.isdisjoint((*card.about, card.claimant_id))
        }
    return Network(
        tuple(sorted(nodes.values(), key=lambda n: (n.label, n.id))),
        tuple(edges),
        tuple(sorted(cards.values(), key=lambda c: natural(c.id))),
    )


def edge_status(claims: Iterable[ClaimCard]) -> str:
    """The status of a relation that these claims speak of: a key of `STATUSES`.

    A denial of what others assert makes it disputed; a denial of what others only forecast, denied.
    """
    claims = list(claims)
    asserting = [c for c in claims if c.modality == "assertion" and not c.negative]
    denied = any(c.denies for c in claims)
    if asserting:
        if denied or any(c.disputed for c in asserting):
            return "disputed"
        return "undisputed" if any(c.in_world for c in asserting) else "outside"
    if denied:
        return "denied"
    if any(c.negative for c in claims):
        return "against"
    found = {_PROJECTED[c.modality] for c in claims}
    return next(status for status in STATUSES if status in found)


def _edges(links: Iterable[Link], cards: Mapping[IRI, ClaimCard]) -> list[Edge]:
    groups: dict[tuple[IRI, IRI, str, str], list[Link]] = defaultdict(list)
    for link in links:
        groups[link.source, link.target, link.kind, link.name].append(link)
    return [
        Edge(
            *key,
            claims=(claims := tuple(sorted({link.claim for link in group}, key=natural))),
            status=edge_status(cards[claim] for claim in claims),
            details=_details(group, cards),
        )
        for key, group in sorted(groups.items())
    ]


def _details(links: Iterable[Link], cards: Mapping[IRI, ClaimCard]) -> tuple[str, ...]:
    """What claims add, marked where the world does not hold it: "not full" is denied, "half (not held)" another's."""
    claims: dict[str, list[ClaimCard]] = defaultdict(list)
    for link in links:
        if link.detail:
            claims[link.detail].append(cards[link.claim])
    held = any(card.in_world for cards_of in claims.values() for card in cards_of)
    said = []
    for detail, behind in claims.items():
        if any(c.in_world for c in behind):
            said.append(detail)
        elif any(c.modality == "assertion" and not c.negative for c in behind):
            said.append(f"{detail} (not held)" if held else detail)
        elif any(c.denies for c in behind):
            said.append(f"not {detail}")
        else:
            said.append(f"{detail} ({', '.join(sorted({c.stance for c in behind}))})")
    return tuple(sorted(said, key=natural))


def _around(focus: IRI, depth: int, edges: Iterable[Edge]) -> set[IRI]:
    near: dict[IRI, set[IRI]] = defaultdict(set)
    for edge in edges:
        near[edge.source].add(edge.target)
        near[edge.target].add(edge.source)
    kept = {focus}
    for _ in range(min(depth, len(near))):
        kept |= {other for node in kept for other in near[node]}
    return kept

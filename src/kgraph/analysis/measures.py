"""Measures of networks made from claims, by networkx: central entities, communities, and paths between two things.

There are three graphs with different meanings, and one that joins two of them. In all of them an edge has the `claims`
from which it is made, and its weight is their number. A measure of such a graph says how claims speak of somebody, not
who is important on the ground.

`claims`        directed, from a claimant to each entity that its claims are about
`command`       directed, from an organization to each one under it, and from the holder of a commanding post to the
organization; from positive assertions only `co-occurrence` undirected, between entities that one claim is about `any`
undirected: claims and co-occurrence together, for finding paths; no path leads through an outlet as a claimant, because
an outlet speaks of nearly everything
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

from kgraph.analysis.record import ClaimCard, Node, read_cards, read_labels, read_nodes, select
from kgraph.claims import StatementKind
from kgraph.errors import UsageError
from kgraph.namespaces import IRI, ORG
from kgraph.store import Store
from kgraph.store.trig import natural

if TYPE_CHECKING:  # importing it takes a quarter of a second, and every query imports this module
    import networkx as nx

GRAPHS = ("claims", "command", "co-occurrence", "any")
"""The graphs there are."""

_SAMPLE = 300  # from so many nodes betweenness is counted in a large graph; from all of them it would take hours


@dataclass(frozen=True, slots=True)
class Measured:
    """One entity's place in a graph.

    `incoming` and `outgoing` count claims (equal in an undirected graph). `betweenness` is the share, from 0 to 1, of
    shortest paths between others that lead through it, without edge weights. `community` is the number of its group;
    group 1 is the largest.
    """

    node: Node
    incoming: int
    outgoing: int
    betweenness: float
    community: int


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path: from one entity to the next, and the claims that join them."""

    source: Node
    target: Node
    claims: tuple[ClaimCard, ...]


class Networks:
    """The graphs of a world's claims.

    The command graph is made only from claims whose content the world holds. `claimants` limits all graphs to their
    claims.
    """

    def __init__(self, store: Store, world: IRI, claimants: Collection[IRI] = ()) -> None:
        self._store, self._world = store, world
        labels = read_labels(store, world)
        self.nodes: Mapping[IRI, Node] = read_nodes(store, world, labels)
        cards = read_cards(store, world, labels)
        self.cards = {iri: card for iri, card in cards.items() if not claimants or card.claimant_id in claimants}

    def graph(self, name: str, *, directed: bool = True) -> "nx.Graph[IRI]":
        """One of `GRAPHS`; isolated entities are left out. Raises `UsageError` for another name.

        With `directed` false, an edge of two directions becomes one, with the claims of both.
        """
        import networkx as nx

        new = nx.DiGraph if directed else nx.Graph
        if name == "claims":
            return self._claims(new())
        if name == "command":
            return self._command(new())
        if name == "co-occurrence":
            return self._together(nx.Graph())
        if name == "any":
            return self._together(self._claims(nx.Graph()))
        raise UsageError(f"there is no graph '{name}'; use {', '.join(GRAPHS)}")

    def measure(self, name: str) -> list[Measured]:
        """Every entity of a graph, the best connected first; the same numbers each time.

        Betweenness of more than 300 entities is counted from 300 of them. Communities are found by modularity
        (Louvain, edges weighted by their claims).
        """
        import networkx as nx

        graph = self.graph(name)
        if not graph:
            return []
        sample = _SAMPLE if len(graph) > _SAMPLE else None
        between = nx.betweenness_centrality(graph, k=sample, seed=0)
        groups = nx.community.louvain_communities(graph, weight="weight", seed=0)
        ranked = sorted(groups, key=lambda group: (-len(group), min(group)))
        community = {iri: number for number, group in enumerate(ranked, 1) for iri in group}
        into, out = _claims_at(graph, inward=True), _claims_at(graph, inward=False)
        found = [
            Measured(self.nodes[iri], len(into[iri]), len(out[iri]), round(between[iri], 4), community[iri])
            for iri in graph
        ]
        return sorted(found, key=lambda m: (-(m.incoming + m.outgoing), -m.betweenness, m.node.label, m.node.id))

    def path(self, start: IRI, end: IRI, name: str = "any") -> list[Step]:
        """The shortest path between two entities, over edges in either direction; of equally short ones, the one with
        most claims.

        Raises `UsageError` if there is no path.
        """
        import networkx as nx

        graph = self.graph(name, directed=False)
        if name == "any":
            speaking = {card.claimant_id for card in self.cards.values() if len(card.chain_ids) == 1}
            outlets = {iri for iri in speaking if iri in self.nodes and self.nodes[iri].type == "media outlet"}
            graph.remove_nodes_from(outlets - {start, end})
        for iri in (start, end):
            if iri not in self.nodes:
                name = iri.rpartition("/")[2]
                raise UsageError(f"'{name}' is no person, unit, organisation, place, event or thing of this world")
        # more claims make a step a little shorter, but two steps never become shorter than one
        try:
            way = nx.shortest_path(graph, start, end, weight=lambda u, v, edge: 1 + 1 / (1000.0 + edge["weight"]))
        except (nx.NetworkXNoPath, nx.NodeNotFound):
            ends = " and ".join(f"'{self.nodes[iri].label}'" for iri in (start, end))
            raise UsageError(f"no claims join {ends} in the graph '{name}'") from None
        return [
            Step(
                self.nodes[one],
                self.nodes[other],
                tuple(self.cards[claim] for claim in sorted(graph.edges[one, other]["claims"], key=natural)),
            )
            for one, other in pairwise(way)
        ]

    def _claims(self, graph: "nx.Graph[IRI]") -> "nx.Graph[IRI]":
        for card in sorted(self.cards.values(), key=lambda card: card.id):
            for entity in card.about:
                self._join(graph, card.claimant_id, entity, card.id)
        return graph

    def _together(self, graph: "nx.Graph[IRI]") -> "nx.Graph[IRI]":
        for card in sorted(self.cards.values(), key=lambda card: card.id):
            for one, other in combinations(card.about, 2):
                self._join(graph, one, other, card.id)
        return graph

    def _command(self, graph: "nx.Graph[IRI]") -> "nx.Graph[IRI]":
        commanding = set(select(self._store, self._world, "SELECT ?r { ?r kg:commanding true }").column("r"))
        for card in sorted(self.cards.values(), key=lambda card: card.id):
            for said in card.statements if card.in_world else ():
                if said.tie is None or not card.holds(said.node):
                    continue
                member, organization = said.tie
                if said.kind is StatementKind.subordination:
                    self._join(graph, organization, member, card.id)
                elif said.first(ORG.role) in commanding:
                    self._join(graph, member, organization, card.id)
        return graph

    def _join(self, graph: "nx.Graph[IRI]", one: IRI, other: IRI, claim: IRI) -> None:
        if one == other or one not in self.nodes or other not in self.nodes:
            return
        if not graph.has_edge(one, other):
            graph.add_edge(one, other, claims=set(), weight=0)
        edge = graph.edges[one, other]
        edge["claims"].add(claim)
        edge["weight"] = len(edge["claims"])


def _claims_at(graph: "nx.Graph[IRI]", *, inward: bool) -> dict[IRI, set[IRI]]:
    """For each entity, the claims on the edges that lead to it, or from it; on all its edges if the graph is
    undirected."""
    found: dict[IRI, set[IRI]] = {iri: set() for iri in graph}
    for source, target, edge in graph.edges(data=True):
        for end in (source, target) if not graph.is_directed() else (target,) if inward else (source,):
            found[end] |= edge["claims"]
    return found

"""With whom contents begin: how many independent origins each has, who only passes it on, and who quotes in a circle.

Contents are equal where their digests are. For each, who has it from whom is a graph: along a claim's chain from
the outlet back to the claimant, and from who derived a claim to who made the one it rests on. An origin is an agent
who has it from nobody else. Agents that have it from each other are a circle, which has no origin to be seen.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kgraph.analysis.compare import told
from kgraph.analysis.contents import read_contents
from kgraph.analysis.record import ClaimCard, read_cards, read_labels, select
from kgraph.namespaces import IRI
from kgraph.store import Store


@dataclass(frozen=True, slots=True)
class Origins:
    """Where one content comes from.

    `claims` all say it, with one `stance` ("assertion", "denial"); `content` is what is recorded of it, in words.
    `named` are its origins by name, `unnamed` those whom the documents do not name; `relayers` only pass it on; each of
    `circles` is agents who have it from each other.
    """

    stance: str
    content: str
    claims: tuple[ClaimCard, ...]
    named: tuple[str, ...]
    unnamed: tuple[str, ...]
    relayers: tuple[str, ...]
    circles: tuple[tuple[str, ...], ...]

    @property
    def independent(self) -> int:
        """How many independent origins are known; unnamed ones count as one, since nobody knows that they are more."""
        return len(self.named) + bool(self.unnamed)

    @property
    def chains(self) -> tuple[str, ...]:
        """Each claim's way, hop by hop, from the outlet back to the claimant."""
        return tuple(dict.fromkeys(" ← ".join(claim.chain) for claim in self.claims))


def origins(store: Store, world: IRI, *, about: IRI | None = None) -> list[Origins]:
    """The origins of each content that assertions or denials have, those with most claims first.

    `about` keeps the contents of claims that concern an entity. Denials of a content are counted by themselves.
    """
    labels = read_labels(store, world)
    cards = read_cards(store, world, labels, claims=None, asserted=())
    unnamed = set(select(store, world, "SELECT ?a { ?a a kg:UnnamedSource }").column("a"))
    groups: dict[tuple[str, str], list[ClaimCard]] = defaultdict(list)
    for row in select(store, world, "SELECT ?c ?d { ?c kg:contentDigest ?d } ORDER BY ?c"):
        card = cards.get(IRI(row["c"] or ""))
        if card is not None and card.modality in ("assertion", "denial") and (about is None or about in card.about):
            groups[str(row["d"]), "denial" if card.negative else "assertion"].append(card)
    contents = read_contents(store, world)
    found = [
        _origins(stance, "; ".join(told(contents[claims[0].id], labels)), claims, cards, labels, unnamed)
        for (_, stance), claims in groups.items()
    ]
    return sorted(found, key=lambda one: (-len(one.claims), -len(one.relayers), one.claims[0].id))


def _origins(
    stance: str,
    content: str,
    claims: Iterable[ClaimCard],
    cards: Mapping[IRI, ClaimCard],
    labels: Mapping[IRI, str],
    unnamed: Iterable[object],
) -> Origins:
    import networkx as nx

    claims = tuple(claims)
    ways: nx.DiGraph[IRI] = nx.DiGraph()
    for claim in claims:
        # the outlet of a document is on the way only where it passes on what another says
        nx.add_path(ways, claim.chain_ids)
        for kind, rests_on in claim.relations:
            if kind == "derived from" and rests_on in cards and cards[rests_on].claimant_id != claim.claimant_id:
                ways.add_edge(claim.claimant_id, cards[rests_on].claimant_id)

    def names(agents: Iterable[IRI]) -> tuple[str, ...]:
        return tuple(sorted(labels.get(agent, agent) for agent in agents))

    circles = [circle for circle in nx.strongly_connected_components(ways) if len(circle) > 1]
    first = {agent for agent in ways if not any(True for _ in ways.successors(agent))}
    going_round: set[IRI] = set().union(*circles)
    hidden = first & set(unnamed)
    return Origins(
        stance=stance,
        content=content,
        claims=claims,
        named=names(first - hidden),
        unnamed=names(hidden),
        relayers=names(set(ways) - first - going_round),
        circles=tuple(sorted(names(circle) for circle in circles)),
    )

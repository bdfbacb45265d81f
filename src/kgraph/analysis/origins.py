"""With whom contents begin: how many independent origins each has, who only passes it on, and who quotes in a circle.

Contents are equal where their digests are and, where a statement has no time, they were said by one day. For each,
who has it from whom is a graph: along a claim's chain from the outlet back to the claimant, and from who derived it to
who says the same and was derived from. An origin is an agent who has it from nobody else. Agents that have it from each
other are a circle, which has no origin to be seen. Assessments are counted too, though two ratings that are recorded
alike may be meant differently: the rule `corroboration` leaves them out.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from kgraph.analysis.compare import told
from kgraph.analysis.record import ClaimCard, read_cards, read_labels, select
from kgraph.claims import Statement
from kgraph.namespaces import IRI, KG, ORG
from kgraph.store import Store


@dataclass(frozen=True, slots=True)
class Origins:
    """Where one content comes from.

    `claims` all say it, with one `stance` ("assertion", "denial"); `content` is what is recorded of it, in words.
    `named` are its origins by name, `unnamed` those whom the documents do not name; `relayers` only pass it on; each of
    `circles` is agents who have it from each other. `rests_on` are those from whose other claims it was derived.
    """

    stance: str
    content: str
    claims: tuple[ClaimCard, ...]
    named: tuple[str, ...]
    unnamed: tuple[str, ...]
    relayers: tuple[str, ...]
    circles: tuple[tuple[str, ...], ...]
    rests_on: tuple[str, ...] = ()

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
    cards = read_cards(store, world, labels)
    unnamed = set(select(store, world, "SELECT ?a { ?a a kg:UnnamedSource }").column("a"))
    groups: dict[tuple[str, str, str], list[ClaimCard]] = defaultdict(list)
    for row in select(store, world, "SELECT ?c ?d { ?c kg:contentDigest ?d } ORDER BY ?c"):
        card = cards.get(IRI(row["c"] or ""))
        if card is not None and card.modality in ("assertion", "denial") and (about is None or about in card.about):
            day = card.said_by if _undated(card.statements) else ""
            groups[str(row["d"]), day, card.stance].append(card)
    found = [
        _origins(stance, "; ".join(told(claims[0].statements, labels)), claims, cards, labels, unnamed)
        for (_, _, stance), claims in groups.items()
    ]
    return sorted(found, key=lambda one: (-len(one.claims), -len(one.relayers), one.claims[0].id))


def _origins(
    stance: str,
    content: str,
    claims: Iterable[ClaimCard],
    cards: Mapping[IRI, ClaimCard],
    labels: Mapping[IRI, str],
    unnamed: Collection[object],
) -> Origins:
    import networkx as nx  # it takes a quarter of a second, and every query imports this module

    claims = tuple(claims)
    told, rests_on = _ways(claims, cards)
    ways: nx.DiGraph[IRI] = nx.DiGraph(dict[IRI, Iterable[IRI]](told))

    def names(agents: Iterable[IRI]) -> tuple[str, ...]:
        return tuple(sorted(labels.get(agent, agent) for agent in agents))

    circles = [circle for circle in nx.strongly_connected_components(ways) if len(circle) > 1]
    first = _first(told)
    going_round: set[IRI] = set().union(*circles)
    hidden = first.intersection(unnamed)
    return Origins(
        stance=stance,
        content=content,
        claims=claims,
        named=names(first - hidden),
        unnamed=names(hidden),
        relayers=names(set(ways) - first - going_round),
        circles=tuple(sorted(names(circle) for circle in circles)),
        rests_on=names(rests_on),
    )


def independent(claims: Iterable[ClaimCard], cards: Mapping[IRI, ClaimCard], unnamed: Collection[object]) -> int:
    """How many independent origins claims of one thing have, unnamed ones together counted as one."""
    first = _first(_ways(claims, cards)[0])
    hidden = first.intersection(unnamed)
    return len(first - hidden) + bool(hidden)


def _ways(claims: Iterable[ClaimCard], cards: Mapping[IRI, ClaimCard]) -> tuple[dict[IRI, set[IRI]], set[IRI]]:
    """Each agent with those that it has it from; and those from whose other claims it was derived."""
    claims = tuple(claims)
    ways: dict[IRI, set[IRI]] = {agent: set() for claim in claims for agent in claim.chain_ids}
    claimants = {claim.claimant_id for claim in claims}
    rests_on: set[IRI] = set()
    for claim in claims:
        # the outlet of a document is on the way only where it passes on what another says
        for agent, source in pairwise(claim.chain_ids):
            ways[agent].add(source)
        bases = _bases(claim, cards) - {claim.claimant_id}
        rests_on |= bases - claimants
        if bases & claimants:
            ways.setdefault(claim.claimant_id, set()).update(bases & claimants)
            for base in bases & claimants:
                ways.setdefault(base, set())
    return ways, rests_on


def _first(ways: Mapping[IRI, Collection[IRI]]) -> set[IRI]:
    """The agents that have it from nobody."""
    return {agent for agent, sources in ways.items() if not sources}


def _bases(claim: ClaimCard, cards: Mapping[IRI, ClaimCard]) -> set[IRI]:
    """The claimants of all that a claim was derived from, over any number of steps."""
    found, waiting = set(), [claim]
    while waiting:
        for kind, other in waiting.pop().relations:
            if kind == "derived from" and other in cards and other not in found:
                found.add(other)
                waiting.append(cards[other])
    return {cards[other].claimant_id for other in found}


def _undated(statements: Iterable[Statement]) -> bool:
    """Whether a statement of a content, other than on an event, speaks of when it was said."""
    return any(not said.get(KG.time) and (said.get(KG.subject) or said.get(ORG.member)) for said in statements)

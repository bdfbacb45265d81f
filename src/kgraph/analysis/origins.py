"""The origins of contents: how many independent ones each has, who only passes it on, and who quotes in a circle.

`claims.origins` defines an independent origin. Contents are equal if they have the same `kg:telling`, which the build
computes. Assessments are counted too, although two equal ratings may be meant differently; the rule `corroboration`
leaves them out.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from kgraph.analysis.positions import told
from kgraph.analysis.record import Cards, ClaimCard, read_labels, select
from kgraph.claims import Record
from kgraph.namespaces import IRI
from kgraph.store import Store


@dataclass(frozen=True, slots=True)
class Origins:
    """The origins of one content.

    All `claims` have the content with one `stance` ("assertion", "denial"); `content` is the content in words. `named`
    has the names of its origins, `unnamed` the origins whom documents do not name. `relayers` only pass it on, and each
    of `circles` is a set of agents who have it from each other. `independent` is the number of known independent
    origins: all unnamed ones count as one, since nobody knows that they are several, and so does a circle that has it
    from nobody else. `rests_on` are the claimants of other claims from which these claims were derived.
    """

    stance: str
    content: str
    claims: tuple[ClaimCard, ...]
    named: tuple[str, ...]
    unnamed: tuple[str, ...]
    relayers: tuple[str, ...]
    circles: tuple[tuple[str, ...], ...]
    independent: int
    rests_on: tuple[str, ...] = ()

    @property
    def chains(self) -> tuple[str, ...]:
        """Each claim's relay chain, from the outlet back to the claimant."""
        return tuple(dict.fromkeys(" ← ".join(claim.chain) for claim in self.claims))


def origins(store: Store, world: IRI, *, about: IRI | None = None) -> list[Origins]:
    """The origins of each content that is asserted or denied, those with most claims first.

    `about` limits them to contents of claims that concern an entity. Denials of a content are counted separately.
    """
    labels = read_labels(store, world)
    reader = Cards(store, world, labels)
    cards = reader.read() if about is None else reader.with_bases(reader.read(reader.concerning([about])))
    record = record_of(cards, set(select(store, world, "SELECT ?a { ?a a kg:UnnamedSource }").column("a")))
    groups: dict[tuple[str, str], list[ClaimCard]] = defaultdict(list)
    for row in select(store, world, "SELECT ?c ?t { ?c kg:telling ?t } ORDER BY ?c"):
        card = cards.get(IRI(row["c"] or ""))
        if card is not None and card.modality in ("assertion", "denial") and (about is None or about in card.about):
            groups[str(row["t"]), card.stance].append(card)
    found = [
        _origins(stance, "; ".join(told(claims[0].statements, labels)), claims, record, labels)
        for (_, stance), claims in groups.items()
    ]
    return sorted(found, key=lambda one: (-len(one.claims), -len(one.relayers), one.claims[0].id))


def record_of(cards: Mapping[IRI, ClaimCard], unnamed: Collection[object]) -> Record[IRI, IRI]:
    """The record by which origins of these claims are counted; `unnamed` has the agents whom documents do not name."""
    return Record(
        {iri: card.chain_ids for iri, card in cards.items()},
        {iri: [other for kind, other in card.relations if kind == "derived from"] for iri, card in cards.items()},
        frozenset(agent for card in cards.values() for agent in card.chain_ids if agent in unnamed),
    )


def _origins(
    stance: str, content: str, claims: Sequence[ClaimCard], record: Record[IRI, IRI], labels: Mapping[IRI, str]
) -> Origins:
    def names(agents: Iterable[IRI]) -> tuple[str, ...]:
        return tuple(sorted(labels.get(agent, agent) for agent in agents))

    found = record.origins([claim.id for claim in claims])
    bases = {base for claim in claims for base in record.bases(claim.id) if base != claim.claimant_id}
    return Origins(
        stance=stance,
        content=content,
        claims=tuple(claims),
        named=names(found.named),
        unnamed=names(found.unnamed),
        relayers=names(found.relayers),
        circles=tuple(sorted(names(circle) for circle in found.circles)),
        independent=found.independent,
        rests_on=names(bases.difference(claim.claimant_id for claim in claims)),
    )

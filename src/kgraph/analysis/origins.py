"""With whom contents begin: how many independent origins each has, who only passes it on, and who quotes in a circle.

`claims.origins` says what an independent origin is. Contents are equal where the build found so (`kg:telling`).
Assessments are counted too, though two ratings that are recorded alike may be meant differently: the rule
`corroboration` leaves them out.
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
    """Where one content comes from.

    `claims` all say it, with one `stance` ("assertion", "denial"); `content` is what is recorded of it, in words.
    `named` are its origins by name, `unnamed` those whom the documents do not name; `relayers` only pass it on; each of
    `circles` is agents who have it from each other. `independent` tells how many independent origins are known: unnamed
    ones count as one, since nobody knows that they are more, and so does a circle that has it from nobody else.
    `rests_on` are those from whose other claims it was derived.
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
        """Each claim's way, hop by hop, from the outlet back to the claimant."""
        return tuple(dict.fromkeys(" ← ".join(claim.chain) for claim in self.claims))


def origins(store: Store, world: IRI, *, about: IRI | None = None) -> list[Origins]:
    """The origins of each content that assertions or denials have, those with most claims first.

    `about` keeps the contents of claims that concern an entity. Denials of a content are counted by themselves.
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
    """What origins are counted by, of these cards; `unnamed` has the agents whom documents do not name."""
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

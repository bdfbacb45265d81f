"""Deriving triples from claims alone: a build does it once, and queries, rules and worlds read the triples.

`kg:saidBy`, `kg:stance`, `kg:asserts`, `kg:hopsFromOrigin` and `kg:telling` follow from one claim;
`kg:independentOrigins` and `kg:origin` follow from all claims that say the same. ontology/kgraph.ttl defines each.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from kgraph.claims.model import Claim
from kgraph.claims.origins import Record, chain_of
from kgraph.days import Day, day_of
from kgraph.model import Literal, Quad, Term, Triple
from kgraph.namespaces import IRI, KG, ORG, RDF, SCHEMA, XSD

DERIVED = (
    *(KG.saidBy, KG.stance, KG.asserts, KG.hopsFromOrigin, KG.telling, KG.independentOrigins),
    *(KG.origin, KG.contentDigest),
)
"""The predicates by which builds, and no data file, describe claims."""

STANCES: Mapping[str, IRI] = {
    "assertion": KG.Asserts,
    "denial": KG.Denies,
    "forecast": KG.Forecasts,
    "forecast that it will not": KG.ForecastsThatNot,
    "conditional": KG.OnACondition,
    "conditional denial": KG.OnAConditionNot,
    "recommendation": KG.Recommends,
    "recommendation against": KG.RecommendsAgainst,
    "commitment": KG.Promises,
    "commitment not to": KG.PromisesNotTo,
    "scenario": KG.Imagines,
    "scenario without it": KG.ImaginesWithout,
}
"""For each value of `Claim.stance`, the concept that has it as its label."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Facts about documents and agents on which the derived triples depend; `surroundings` reads them from quads.

    `published` and `publishers` have all such values of each document; `unnamed` are the agents whom documents do not
    name.
    """

    published: Mapping[IRI, Collection[Term]] = field(default_factory=dict)
    publishers: Mapping[IRI, Collection[IRI]] = field(default_factory=dict)
    unnamed: frozenset[IRI] = frozenset()


def surroundings(quads: Iterable[Quad]) -> Surroundings:
    """What the quads say of documents, each in the document's own graph, and which agents are unnamed sources."""
    published: defaultdict[IRI, list[Term]] = defaultdict(list)
    publishers: defaultdict[IRI, list[IRI]] = defaultdict(list)
    unnamed = set()
    for subject, predicate, value, graph in quads:
        if predicate == SCHEMA.datePublished and subject == graph:
            published[IRI(subject)].append(value)
        elif predicate == SCHEMA.publisher and subject == graph and isinstance(value, IRI):
            publishers[IRI(subject)].append(value)
        elif value == KG.UnnamedSource and predicate == RDF.type and isinstance(subject, IRI):
            unnamed.add(subject)
    return Surroundings(published, publishers, frozenset(unnamed))


def derived(claims: Iterable[Claim], beside: Surroundings, digests: Mapping[IRI, str]) -> Iterator[Triple]:
    """All triples derived from these claims, which must be all claims of the record; `digests` has the digest of each
    content."""
    alike: defaultdict[tuple[str, IRI], list[IRI]] = defaultdict(list)
    chains: dict[IRI, tuple[IRI, ...]] = {}
    sources: dict[IRI, Collection[IRI]] = {}
    for claim in claims:
        chain, stance = chain_between(claim, beside.publishers), STANCES.get(claim.stance)
        day = said_by(claim, beside.published)
        telling = telling_of(claim, digests[claim.id], day) if claim.id in digests else ""
        yield from _alone(claim, day, stance, chain, telling)
        if not claim.rejected:
            chains[claim.id], sources[claim.id] = chain, claim.related(KG.derivedFrom)
            if telling and stance is not None and claim.modality in (KG.Assertion, KG.Denial):
                alike[telling, stance].append(claim.id)
    record = Record(chains, sources, beside.unnamed)
    for same in alike.values():
        begun = record.origins(same)
        count, agents = Literal(str(begun.independent), XSD.integer), begun.agents
        for iri in same:
            yield iri, KG.independentOrigins, count
            if chains[iri] and chains[iri][-1] in agents:
                yield iri, KG.origin, chains[iri][-1]


def _alone(claim: Claim, day: Day | None, stance: IRI | None, chain: Collection[IRI], telling: str) -> Iterator[Triple]:
    """The triples that follow from one claim."""
    if day is not None:
        yield claim.id, KG.saidBy, Literal(str(day), XSD.date)
    if stance is not None:
        yield claim.id, KG.stance, stance
    if claim.content is not None and takes_as_its_own(claim):
        yield claim.id, KG.asserts, claim.content
    if claim.claimant is not None:
        yield claim.id, KG.hopsFromOrigin, Literal(str(len(chain) - 1), XSD.integer)
    if telling:
        yield claim.id, KG.telling, Literal(telling)


def said_by(claim: Claim, published: Mapping[IRI, Collection[Term]]) -> Day | None:
    """The day by which the claim had certainly been said; `None` where nobody knows.

    That is the latest end of all spans in which it was said. If there is no end, it is the day of publication of the
    document in whose graph the claim is. If one of several values is no date, nobody knows.

    >>> when = {IRI("x:doc"): [Literal("2031-05-04T23:30:00-05:00", XSD.dateTime)]}
    >>> str(said_by(Claim(IRI("x:c1"), IRI("x:doc")), when))
    '2031-05-04'
    """
    spans = {value for s, p, value, _ in claim.rest if p == KG.assertedDuring and s == claim.id}
    ends: list[Term] = []
    if claim.said is not None:
        spans.add(claim.said.node)
        ends += [claim.said.latest_end] if claim.said.latest_end else []
    ends += [value for s, p, value, _ in claim.rest if p == KG.latestEnd and s in spans]
    if not ends and claim.graph is not None:
        ends += published.get(claim.graph, ())
    days = [day_of(end.lexical) if isinstance(end, Literal) else None for end in ends]
    known = [day for day in days if day is not None]
    return max(known) if known and len(known) == len(days) else None


def takes_as_its_own(claim: Claim) -> bool:
    """Whether the claim asserts its content: it has a claimant, is an Assertion and Positive and nothing else, and no
    editor rejected it.

    >>> takes_as_its_own(Claim(IRI("x:c1"), claimant=IRI("x:ann"), modality=KG.Assertion, polarity=KG.Positive))
    True
    >>> takes_as_its_own(Claim(IRI("x:c1"), claimant=IRI("x:ann"), modality=KG.Assertion))
    False
    """
    if (claim.modality, claim.polarity) != (KG.Assertion, KG.Positive) or claim.claimant is None or claim.rejected:
        return False
    return not any(s == claim.id and p in (KG.modality, KG.polarity) for s, p, *_ in claim.rest)


def chain_between(claim: Claim, publishers: Mapping[IRI, Collection[IRI]]) -> tuple[IRI, ...]:
    """The agents of the claim's relay chain, from its document's outlet back to the claimant, as far as they are
    known."""
    outlet = min(publishers.get(claim.document, ()), default=None) if claim.document else None
    agents = (outlet, *(hop.relayer for hop in claim.hops), claim.claimant)
    return chain_of(agent for agent in agents if agent is not None)


def telling_of(claim: Claim, digest: str, day: Day | None) -> str:
    """The text of `kg:telling`, which is equal for claims that speak of the same content."""
    if not any(_undated(said) for said in (dict(statement.said) for statement in claim.statements)):
        return digest
    return f"{digest} {claim.id if day is None else day}"


def _undated(said: Mapping[IRI, Collection[Term]]) -> bool:
    """Whether a statement, other than one on an event, has no time and so speaks of the day on which it was said."""
    return KG.time not in said and (KG.subject in said or ORG.member in said)

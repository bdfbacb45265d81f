"""The statements that claims plainly make: that something is so, or that it is not so. Only these can be in
conflict."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from types import MappingProxyType

from kgraph.claims import RELATIONS, TELLING, Claim, Statement, leans
from kgraph.claims.deriving import said_by
from kgraph.days import Day, day_of, on_days
from kgraph.disputes.model import Said
from kgraph.disputes.reference import Reference
from kgraph.disputes.times import When, when_of
from kgraph.model import Term
from kgraph.namespaces import IRI, KG, ORG, RDF

FORETELLING = (KG.Forecast, KG.Commitment)
"""The modalities that say what will be."""
_ON_A_CONDITION = (KG.condition, KG.exception)


def sayings(claims: Iterable[Claim], reference: Reference, published: Mapping[IRI, Collection[Term]]) -> list[Said]:
    """The statements of claims, without those that an editor rejected, in the order of the claims' IRIs.

    A positive Assertion says that each statement of its content is so. A negative Assertion or a Denial says that its
    content is not so, if the content has one statement: of several, nobody knows which one is denied. Forecasts,
    conditionals, scenarios, recommendations and commitments say neither, nor does a statement with a condition or an
    exception.
    """
    plain = (claim for claim in claims if (claim.asserts or claim.denies) and not claim.rejected)
    return [said for claim in sorted(plain, key=_id) for said in _of(claim, reference, published)]


def foretellings(
    claims: Iterable[Claim], reference: Reference, published: Mapping[IRI, Collection[Term]]
) -> Iterator[Said]:
    """What forecasts and promises say will be, or (`negative`) will not be, without those that an editor rejected."""
    ahead = (claim for claim in claims if claim.modality in FORETELLING and not claim.rejected)
    for claim in ahead:
        yield from _of(claim, reference, published)


def _id(claim: Claim) -> IRI:
    return claim.id


def telling(claim: Claim) -> list[Statement]:
    """The statements of a claim's content, without nodes that only give the class of a thing."""
    return [statement for statement in claim.statements if any(p in TELLING for p, _ in statement.said)]


def times(claim: Claim, published: Mapping[IRI, Collection[Term]]) -> list[When]:
    """The time at which the claim was said, then the time of each of its statements."""
    day, first = said_by(claim, published), _first_day(claim)
    return [when_of(None, day, first), *(_when(one, day, first) for one in telling(claim))]


def _of(claim: Claim, reference: Reference, published: Mapping[IRI, Collection[Term]]) -> Iterator[Said]:
    statements = telling(claim)
    if claim.negative and len(statements) != 1:
        return
    conditions = {value for one in claim.statements for value in _conditions(one)}
    day, first = said_by(claim, published), _first_day(claim)
    for one in statements:
        if one.node not in conditions and not _conditions(one):
            when = _when(one, day, first)
            yield Said(claim, one, claim.negative, when, who(claim, reference), words(claim), day)


def _conditions(statement: Statement) -> list[Term]:
    return [value for predicate in _ON_A_CONDITION for value in statement.get(predicate)]


def _when(statement: Statement, day: Day | None, first: Day | None) -> When:
    return when_of(statement.time, day, first, KG.Completed in statement.get(KG.phase))


def _first_day(claim: Claim) -> Day | None:
    begin = claim.said.earliest_begin if claim.said else None
    return day_of(begin.lexical) if begin else None


def who(claim: Claim, reference: Reference) -> str:
    """The claimant's name in a sentence."""
    return reference.name(claim.claimant) if claim.claimant else "somebody"


def words(claim: Claim) -> str:
    """The paraphrase in the form for a sentence, or “…” if there is none."""
    return claim.paraphrase.removesuffix(".") or "…"


def on_day(claim: Claim, day: Day | None) -> str:
    """When a claim was made, in the form for a sentence; `day` is the last day on which it can have been made."""
    first = _first_day(claim) if claim.said and claim.said.label is None else None
    return on_days(first, day) if day else "on a day that nobody knows"


def by_itself(claim: Claim, reference: Reference) -> str:
    """The paraphrase in a form that is clear by itself: if it begins with a pronoun, it stands after the claimant's
    name."""
    told = words(claim)
    return f"{who(claim, reference)}: {told}" if leans(told) else told


def subordinations(claims: Iterable[Claim]) -> dict[IRI, set[IRI]]:
    """For each unit, the unit directly above it, if all claims that name one name the same."""
    return agreed(tie for claim in claims for tie in subordinating(claim))


def subordinating(claim: Claim) -> Iterator[tuple[IRI, IRI]]:
    """The (lower, upper) pairs of units that a claim asserts."""
    if claim.asserts and not claim.rejected:
        ties = (one.tie for one in claim.statements if KG.Subordination in one.get(RDF.type))
        yield from (tie for tie in ties if tie)


def agreed(ties: Iterable[tuple[IRI, IRI]]) -> dict[IRI, set[IRI]]:
    """The upper unit of each unit for which all pairs name the same."""
    found: defaultdict[IRI, set[IRI]] = defaultdict(set)
    for unit, upper in ties:
        found[unit].add(upper)
    return {unit: uppers for unit, uppers in found.items() if len(uppers) == 1}


class Ties:
    """The pairs of claims between which the text or an editor states a relation: denies, supports, qualifies, derived
    from.

    Rules that compare contents skip these pairs: a ground, a detail, a copy, or a figure and those from which it was
    computed are no disagreement, and a stated denial is a conflict by itself. A claim that finds no evidence for
    another does not say whether that one is so, so such a pair is compared. With the `digests` of contents, claims of
    equal content are skipped too.
    """

    def __init__(self, claims: Iterable[Claim], digests: Mapping[IRI, str] = MappingProxyType({})) -> None:
        self._digests = digests
        self._tied: defaultdict[IRI, set[IRI]] = defaultdict(set)
        sources: dict[IRI, tuple[IRI, ...]] = {}
        for claim in claims:
            sources[claim.id] = claim.related(KG.derivedFrom)
            for predicate, other in claim.relations:
                if predicate in RELATIONS and predicate != KG.findsNoEvidenceFor:
                    self._tied[claim.id].add(other)
        for claim_id in sources:
            self._tied[claim_id] |= _reached(claim_id, sources)

    def pairs(self) -> Iterator[tuple[IRI, IRI]]:
        """The pairs of claims between which a relation is stated."""
        return ((one, other) for one, others in self._tied.items() for other in others)

    def __contains__(self, pair: object) -> bool:
        assert isinstance(pair, tuple), "two claims are asked for"
        one, other = pair
        digest = self._digests.get(one.id)
        if digest is not None and digest == self._digests.get(other.id):
            return True
        return other.id in self._tied.get(one.id, ()) or one.id in self._tied.get(other.id, ())


def _reached(claim: IRI, sources: Mapping[IRI, tuple[IRI, ...]]) -> set[IRI]:
    """The claims from which one is derived, over any number of steps."""
    found: set[IRI] = set()
    waiting = list(sources.get(claim, ()))
    while waiting:
        source = waiting.pop()
        if source not in found:
            found.add(source)
            waiting += sources.get(source, ())
    return found


def statement_classes(said: Said, reference: Reference) -> set[IRI]:
    """The classes of a statement's node, by its content and by the reference, with their superclasses."""
    own = {kind for kind in said.statement.get(RDF.type) if isinstance(kind, IRI)}
    return reference.with_above(own | reference.classes(said.statement.node))


def of_kind(said: Said, *kinds: IRI) -> bool:
    """Whether a statement's own content gives it one of these classes."""
    return any(kind in said.statement.get(RDF.type) for kind in kinds)


def is_state(statement: Statement) -> bool:
    """Whether a statement says how things are, not what happened."""
    return bool(statement.get(KG.subject) or statement.get(ORG.member) or KG.Measurement in statement.get(RDF.type))


def is_timeless(statement: Statement) -> bool:
    """Whether a statement is of no day: what something is, who has a right, the total of an event."""
    kinds = statement.get(RDF.type)
    return KG.Characterisation in kinds or KG.Entitlement in kinds or bool(statement.get(KG.event))

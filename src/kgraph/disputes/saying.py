"""What claims plainly say is so, and what they say is not so: the statements that can be in conflict at all."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from types import MappingProxyType

from kgraph.claims import RELATIONS, TELLING, Claim, Statement
from kgraph.claims.deriving import said_by
from kgraph.days import Day, day_of
from kgraph.disputes.model import Said
from kgraph.disputes.reference import Reference
from kgraph.disputes.times import When, when_of
from kgraph.model import Term
from kgraph.namespaces import IRI, KG, ORG, RDF

_ON_A_CONDITION = (KG.condition, KG.exception)


def sayings(claims: Iterable[Claim], reference: Reference, published: Mapping[IRI, Collection[Term]]) -> list[Said]:
    """The statements of claims that no editor rejected, in the order of the claims' IRIs.

    A positive Assertion says each statement of its content. A negative Assertion or a Denial says of its content that
    it is not so, where the content has one statement: of several, nobody knows which is denied. Forecasts,
    conditionals, scenarios, recommendations and commitments say neither, nor does what stands under a condition or an
    exception.
    """
    plain = (claim for claim in claims if (claim.asserts or claim.denies) and not claim.rejected)
    return [said for claim in sorted(plain, key=_id) for said in _of(claim, reference, published)]


def _id(claim: Claim) -> IRI:
    return claim.id


def telling(claim: Claim) -> list[Statement]:
    """The statements of a claim's content; what only says of which class a thing is, is none."""
    return [statement for statement in claim.statements if any(p in TELLING for p, _ in statement.said)]


def times(claim: Claim, published: Mapping[IRI, Collection[Term]]) -> list[When]:
    """When the claim was said, and for when each of its statements speaks."""
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
    """The paraphrase as it stands in a sentence, or else “…”."""
    return claim.paraphrase.removesuffix(".") or "…"


def subordinations(claims: Iterable[Claim]) -> dict[IRI, set[IRI]]:
    """The unit that claims put right above each unit, where all that say so name one and the same."""
    return agreed(tie for claim in claims for tie in subordinating(claim))


def subordinating(claim: Claim) -> Iterator[tuple[IRI, IRI]]:
    """Each unit that a claim asserts to be under another, with that."""
    if claim.asserts and not claim.rejected:
        ties = (one.tie for one in claim.statements if KG.Subordination in one.get(RDF.type))
        yield from (tie for tie in ties if tie)


def agreed(ties: Iterable[tuple[IRI, IRI]]) -> dict[IRI, set[IRI]]:
    """The upper of each unit for which all ties name one and the same."""
    found: defaultdict[IRI, set[IRI]] = defaultdict(set)
    for unit, upper in ties:
        found[unit].add(upper)
    return {unit: uppers for unit, uppers in found.items() if len(uppers) == 1}


class Ties:
    """Which claims the text, or an editor, has put into a relation already: denied, supported, qualified, derived.

    Rules that compare contents pass them by: a ground, a detail, a copy, or a figure and what it was computed from
    disagree on nothing, and what one denies of another is told by itself. Who finds no evidence for a claim has said
    nothing yet on whether it is so: those two are compared. With the `digests` of contents, claims of equal content are
    passed by as well.
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
        """Each claim with each that it says, or an editor says of it, to be in a relation with."""
        return ((one, other) for one, others in self._tied.items() for other in others)

    def __contains__(self, pair: object) -> bool:
        assert isinstance(pair, tuple), "two claims are asked for"
        one, other = pair
        digest = self._digests.get(one.id)
        if digest is not None and digest == self._digests.get(other.id):
            return True
        return other.id in self._tied.get(one.id, ()) or one.id in self._tied.get(other.id, ())


def _reached(claim: IRI, sources: Mapping[IRI, tuple[IRI, ...]]) -> set[IRI]:
    """The claims that one is derived from, over any number of steps."""
    found: set[IRI] = set()
    waiting = list(sources.get(claim, ()))
    while waiting:
        source = waiting.pop()
        if source not in found:
            found.add(source)
            waiting += sources.get(source, ())
    return found


def statement_classes(said: Said, reference: Reference) -> set[IRI]:
    """The classes of what a statement is of, its content's and the reference's, with those above them."""
    own = {kind for kind in said.statement.get(RDF.type) if isinstance(kind, IRI)}
    return reference.with_above(own | reference.classes(said.statement.node))


def of_kind(said: Said, *kinds: IRI) -> bool:
    """Whether a statement says that it is of one of these classes."""
    return any(kind in said.statement.get(RDF.type) for kind in kinds)


def is_state(statement: Statement) -> bool:
    """Whether it tells how things are, and not what happened."""
    return bool(statement.get(KG.subject) or statement.get(ORG.member) or KG.Measurement in statement.get(RDF.type))


def is_timeless(statement: Statement) -> bool:
    """Whether it speaks of no day: what something is, who has a right, what an event came to."""
    kinds = statement.get(RDF.type)
    return KG.Characterisation in kinds or KG.Entitlement in kinds or bool(statement.get(KG.event))

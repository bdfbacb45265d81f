"""Events that are still to come, as far as claims tell: some foresee, promise or intend them, and nobody says that they
happened."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from kgraph.claims import Claim
from kgraph.days import Day
from kgraph.disputes.answers import Answer, answers
from kgraph.disputes.model import Matter, Said
from kgraph.disputes.reference import Reference
from kgraph.disputes.saying import FORETELLING, foretellings
from kgraph.disputes.times import Seconds, begin_of
from kgraph.model import Term
from kgraph.namespaces import IRI, KG

Foretold = Mapping[IRI, Sequence[Answer]]
"""For each forecast or promise, its answers on events."""
_NOT_YET = {KG.Intended, KG.RuledOut}


def foretold(claims: Iterable[Claim], reference: Reference, published: Mapping[IRI, Collection[Term]]) -> Foretold:
    """What forecasts and promises answer on events."""
    found: defaultdict[IRI, list[Answer]] = defaultdict(list)
    for _, answer in answers(foretellings(claims, reference, published), {}, reference):
        if answer.account is not None:
            found[answer.said.claim.id].append(answer)
    return found


def still_to_come(
    matter: Matter, opposed: Mapping[IRI, Claim], given: Mapping[IRI, Sequence[Answer]], told: Foretold
) -> dict[IRI, Sequence[Answer]] | None:
    """For an event in question that is still to come, what forecasts and promises among the claims that are `opposed`
    answer; `None` for any other question. `given` has the answers of claims that plainly say something.

    An event is still to come if those who are opposed and do not deny it foresee it, promise it, intend it, rule it out
    or put it after the day on which they spoke, and nobody denies it after the time for which it was meant. Whoever
    says later that it happened is not opposed to somebody who said before that it would not.
    """
    others = [claim for claim in opposed.values() if claim.id not in given]
    if matter[0] != "account" or not all(claim.modality in FORETELLING for claim in others):
        return None
    ahead = {claim.id: own for claim in others if (own := _on(matter, told.get(claim.id, ())))}
    plain = [answer.said for answers in given.values() for answer in answers]
    meant = [said for said in plain if not said.negative and said.claim.id in opposed]
    foreseen = [answer.said for own in ahead.values() for answer in own if not answer.said.negative]
    over = min((said.when.ends[1] for said in (*meant, *foreseen)), default=float("inf"))
    late = any(said.negative and _begin(said.day) > over for said in plain)
    return ahead if (others or meant) and not late and all(map(is_ahead, meant)) else None


def _on(matter: Matter, own: Sequence[Answer]) -> Sequence[Answer]:
    """Those answers of a claim that are on the event in question."""
    return [answer for answer in own if answer.said.node == matter[1]]


def is_ahead(said: Said) -> bool:
    """Whether an event of which something was said had not come by then, as far as that was known."""
    begins, ends = said.when.begins[0], said.when.ends[1]
    meant = set(said.statement.get(KG.phase))
    return begins >= _begin(said.day, 1) or (bool(meant) and meant <= _NOT_YET and ends >= _begin(said.day))


def _begin(day: Day | None, later: int = 0) -> Seconds:
    """When a day begins, or one that is so many days `later`; -inf, or for a later one inf, if it is not known."""
    if day is None:
        return float("inf") if later else -float("inf")
    return begin_of(day.plus(later))

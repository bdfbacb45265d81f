"""Turning candidates into judgements: which matches kgraph decides, which it suggests, and which people have
settled."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from kgraph.linking.candidates import Wanted
from kgraph.linking.judgements import BY_HAND, BY_TOOL, TOOL_AUTHOR, Judgement, Judgements, Verdict, space_of
from kgraph.linking.scoring import Scored
from kgraph.namespaces import IRI

WORTH_A_LOOK = 0.3
"""The least confidence with which an undecided candidate is kept as a suggestion."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of a run for one entity in one data set: a match, a suggestion or nothing, and whether that is new."""

    wanted: Wanted
    judgement: Judgement | None
    changed: bool


def settle(judgements: Judgements, wanted: Wanted, found: Sequence[Scored], source: str, today: str) -> Outcome:
    """Add kgraph's judgement on the candidates to the judgements, in the place of its earlier one.

    `source` is the namespace of the data set's entries; `today` is an ISO day. People's judgements are kept: a pair
    that a person rejected is not proposed again, and an entity that a person has settled in this data set is skipped.
    """
    proposed = {one.candidate.iri for one in found}
    theirs = [
        one
        for one in judgements.counted(wanted.iri)
        if not one.by_tool and (is_on(one, source) or one.target in proposed)
    ]
    refused = {one.target for one in theirs if one.verdict is Verdict.no}
    if None in refused or any(one.verdict is not Verdict.no for one in theirs):
        matches = [one for one in judgements.matches(wanted.iri) if one in theirs]
        settled = next(iter([*matches, *(one for one in theirs if one.verdict is Verdict.unsure)]), None)
        gone = _forget_others(judgements, wanted.iri, source, keep=None)
        return Outcome(wanted, settled, changed=bool(gone))
    open_ones = _without(found, refused)
    proposal = _proposal(wanted, open_ones[0], source, today) if open_ones else None
    gone = _forget_others(judgements, wanted.iri, source, keep=proposal)
    added = judgements.add(proposal) if proposal else False
    return Outcome(wanted, proposal, changed=added or bool(gone))


def is_settled(judgements: Judgements, wanted: Wanted, source: str) -> bool:
    """Whether a person has judged which entry the entity is, that no entry is it, or that this is unsure."""
    theirs = [one for one in judgements.counted(wanted.iri) if not one.by_tool and is_on(one, source)]
    return any(one.target is None or one.verdict is not Verdict.no for one in theirs)


def take(judgements: Judgements, judgement: Judgement) -> bool:
    """Keep a person's judgement; returns whether anything changed.

    If it settles the entity in a data set, kgraph's own judgements on it there are removed.
    """
    changed = judgements.add(judgement)
    if judgement.verdict is Verdict.no and judgement.target:
        return changed
    return bool(_forget_others(judgements, judgement.subject, judgement.source, keep=judgement)) or changed


def judged(
    wanted: Wanted, scored: Scored | None, verdict: Verdict, source: str, *, author: str, today: str, said: str = ""
) -> Judgement:
    """A person's judgement; `scored` is `None` for "no entry is it"."""
    candidate = scored.candidate if scored else None
    return Judgement(
        subject=wanted.iri,
        verdict=verdict,
        target=candidate.iri if candidate else None,
        subject_label=wanted.names[0],
        target_label=candidate.names[0] if candidate else "",
        source=source,
        justification=BY_HAND,
        author=author,
        confidence=1.0 if verdict is not Verdict.unsure else 0.5,
        date=today,
        comment=said,
    )


def _proposal(wanted: Wanted, best: Scored, source: str, today: str) -> Judgement | None:
    if not best.decided and best.confidence < WORTH_A_LOOK:
        return None
    return Judgement(
        subject=wanted.iri,
        verdict=Verdict.match if best.decided else Verdict.unsure,
        target=best.candidate.iri,
        subject_label=wanted.names[0],
        target_label=best.candidate.names[0],
        source=source,
        justification=BY_TOOL,
        author=TOOL_AUTHOR,
        confidence=best.confidence,
        date=today,
        comment="; ".join(best.reasons),
    )


def _without(found: Sequence[Scored], refused: Collection[IRI | None]) -> list[Scored]:
    """The candidates that nobody rejected, with the shares of the rejected ones added; none of them is decided then."""
    gone = sum(one.confidence for one in found if one.candidate.iri in refused)
    rest = [one for one in found if one.candidate.iri not in refused]
    if not gone or gone >= 1:
        return rest
    return [replace(one, confidence=min(1.0, round(one.confidence / (1 - gone), 3)), decided=False) for one in rest]


def _forget_others(judgements: Judgements, subject: IRI, source: str, keep: Judgement | None) -> list[Judgement]:
    """Remove kgraph's earlier judgements on this entity in this data set, except on the pair of `keep`."""
    gone: list[Judgement] = []
    for one in judgements.of(subject):
        if one.by_tool and one.source == source and (keep is None or one.pair != keep.pair):
            gone += judgements.forget(subject, one.target, by_tool=True)
    return gone


def is_on(judgement: Judgement, source: str) -> bool:
    """Whether a judgement is on an entry of the data set, or says that no entry is it.

    Its named data set, or the namespace of its entry's IRI, must be equal to `source`: a service with the namespace
    "https://" must not match all others.
    """
    return judgement.source == source or bool(judgement.target and space_of(judgement.target) == source)


def counts(outcomes: Iterable[Outcome]) -> tuple[int, int, int, int]:
    """How many outcomes are matches, suggestions and nothing, and how many are new."""
    matched = unsure = nothing = changed = 0
    for one in outcomes:
        matched += one.judgement is not None and one.judgement.matches
        unsure += one.judgement is not None and not one.judgement.matches
        nothing += one.judgement is None
        changed += one.changed
    return matched, unsure, nothing, changed

"""The remarks besides questions: their headings, and in which order they are told."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import TypeVar

from kgraph.analysis.questions import REVISION, Disputed, Remark
from kgraph.namespaces import IRI
from kgraph.store.trig import natural

Text = TypeVar("Text", bound=str)

HEADINGS = {
    "revision": "Changed or taken back by those who said it",
    "one voice": "One voice, two figures",
    "near miss": "Near misses: claims that would contradict each other but for one detail",
    "disagreement": "Disagreements about what should or will be",
    "no evidence": "No evidence found for claims that are in no question",
}


def in_order(remarks: Iterable[Remark], found: Disputed) -> list[Remark]:
    """The remarks by heading, without repetitions, the most important first."""
    remarks = list(remarks)
    return [one for kind in HEADINGS for one in _ranked(_once(r for r in remarks if r.kind == kind), found)]


def _once(remarks: Iterable[Remark]) -> list[Remark]:
    """The remarks with equal ones joined, with the claims of all: a revision that several outlets relay is one."""
    same: defaultdict[str, list[Remark]] = defaultdict(list)
    for remark in remarks:
        same[remark.text].append(remark)
    return [
        replace(some[-1], claims=each(r.claims for r in some), superseded=each(r.superseded for r in some))
        for some in same.values()
    ]


def each(several: Iterable[Iterable[Text]]) -> tuple[Text, ...]:
    """What is in several lists, each once."""
    return tuple(dict.fromkeys(claim for some in several for claim in some))


def _ranked(remarks: Iterable[Remark], found: Disputed) -> list[Remark]:
    """The remarks, first those with a claim of an open question, then the latest. Changes are grouped by claimant, the
    oldest first."""
    open_claims = {claim for question in found.questions for claim in question.claims}
    remarks = list(remarks)
    if remarks and remarks[0].kind == REVISION:
        return _by_claimant(remarks, open_claims, found)

    def key(remark: Remark) -> tuple[bool, int]:
        day = found.latest(remark.claims)
        return open_claims.isdisjoint(remark.claims), -day.number if day else 0

    return sorted(remarks, key=key)


def _by_claimant(remarks: Iterable[Remark], open_claims: Collection[IRI], found: Disputed) -> list[Remark]:
    """The changes grouped by claimant; first the claimants with a change that concerns an open question, then those
    with the oldest change."""
    own: defaultdict[str, list[tuple[float, bool, Remark]]] = defaultdict(list)
    for remark in remarks:
        day = found.latest(remark.claims)
        who = min((found.cards[c].claimant for c in remark.claims if c in found.cards), default="")
        aside = not any(claim in open_claims for claim in (*remark.claims, *remark.superseded))
        own[who].append((day.number if day else float("inf"), aside, remark))
    groups = sorted(
        (min(a for _, a, _ in some), min(d for d, _, _ in some), natural(who), who) for who, some in own.items()
    )
    return [one for *_, who in groups for _, _, one in sorted(own[who], key=lambda told: told[0])]

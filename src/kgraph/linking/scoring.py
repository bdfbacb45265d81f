"""Scoring candidates: how likely each is the wanted thing, for which reasons, and when that suffices to decide.

A candidate's *weight* is a product of factors, one for each property that is known of both. Its *confidence* is its
share of the sum of all candidates' weights and of one more weight, for the case that the wanted thing is none of them.
"""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from kgraph.linking.candidates import LISTED, Candidate, Position, Wanted
from kgraph.linking.folding import likeness
from kgraph.names.equal import are_one, may_bear, may_differ

DECIDED = 0.8
"""The least confidence with which kgraph decides on a match without asking; docs/measurements.md tells how it was
measured."""

_ALIKE = 0.75  # names less similar than this are different names
_SAME = 0.95  # two spellings of one name
_WITH_TITLE = 0.8  # a name that has a title in addition
_NEAR = 50.0  # km; the positions of one settlement in two data sets differ by less


@dataclass(frozen=True, slots=True)
class Weighed:
    """A candidate with its weight, the reasons, and whether something besides its name corroborates it."""

    candidate: Candidate
    weight: float
    reasons: tuple[str, ...]
    corroborated: bool = True


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate with the confidence (0 to 1) that it is the wanted thing; `decided`: a person need not be asked."""

    candidate: Candidate
    confidence: float
    reasons: tuple[str, ...]
    decided: bool = False


def shares(weighed: Iterable[Weighed], none_of_them: float) -> list[Scored]:
    """The candidates by confidence; `none_of_them` is the weight for the case that the thing is none of them.

    Only the first can be decided, if it has `DECIDED` and is corroborated.
    """
    ordered = sorted(weighed, key=lambda one: (-one.weight, one.candidate.iri))
    total = sum(one.weight for one in ordered) + none_of_them
    scored = []
    for one in ordered:
        confidence = one.weight / total if total else 0.0
        decided = one.corroborated and confidence >= DECIDED
        scored.append(Scored(one.candidate, round(confidence, 3), one.reasons, decided))
    return scored


def score(wanted: Wanted, candidates: Sequence[Candidate]) -> list[Scored]:
    """Score candidates of any data set by name, kind, country, position and dates.

    A name alone does not decide, nor do name and kind together, because many people and towns share a name. The two
    must also agree in position, in a date, in an entry of another data set or, except for persons and events, in
    country.
    """
    return shares(filter(None, (weigh(wanted, one) for one in candidates)), none_of_them=0.01)


def weigh(wanted: Wanted, candidate: Candidate) -> Weighed | None:
    """One candidate's weight; `None` for a candidate with a different name."""
    is_person = "person" in (wanted.kind, candidate.kind)
    alike, name = max(
        ((_likeness(mine, its, is_person), its) for mine in wanted.names for its in candidate.names), default=(0.0, "")
    )
    if alike < _ALIKE:
        return None
    parts = [
        _kind(wanted, candidate),
        _country(wanted, candidate),
        _position(wanted.position, candidate.position),
        _dates(wanted, candidate),
        _others(wanted, candidate),
    ]
    said = f"name: {name}" + ("" if alike == 1 else f" ({alike:.2f} alike)")
    weight = alike**6 * math.prod(factor for factor, _, _ in parts)
    reasons = (said, *(reason for _, reason, _ in parts if reason))
    return Weighed(candidate, weight, reasons, alike > 0.9 and any(firm for _, _, firm in parts))


def _likeness(mine: str, its: str, is_person: bool = True) -> float:
    """How similar two names are; two spellings of one name are, whatever their letters (`kgraph.names`), and units with
    different numbers, levels or arms are not. Of what is no person, a name with a title is only similar.

    >>> _likeness("Putin, V.", "Vladimir Putin"), _likeness("47th Tank Brigade", "74th Tank Brigade")
    (0.95, 0.0)
    """
    alike = likeness(mine, its)
    if alike < _SAME and are_one(mine, its):
        return _SAME if may_bear(mine, (its,), lambda: is_person) else _WITH_TITLE
    return 0.0 if alike < _SAME and not may_differ(mine, its) else alike


_Part = tuple[float, str, bool]
"""A factor, the reason in words, and whether it corroborates a name."""


def _kind(wanted: Wanted, candidate: Candidate) -> _Part:
    mine, its = wanted.kind, candidate.kind
    said = ", ".join(candidate.types) or its
    if mine == its or "thing" in (mine, its) or (mine, its) == ("unit", "organisation"):
        return 1.0, f"kind: {said}" if its != "thing" else "", False
    if "place" in (mine, its) and mine in LISTED and its in LISTED:
        return 0.9, f"kind: {said}", False
    return 0.03, f"kind: {said}, not {mine}", False


def _country(wanted: Wanted, candidate: Candidate) -> _Part:
    if not wanted.country or not candidate.country:
        return 0.5, "", False
    if wanted.country == candidate.country:
        return 1.0, f"country: {candidate.country}", wanted.kind not in ("person", "event")
    return 0.02, f"country: {candidate.country}, not {wanted.country}", False


def _position(mine: Position | None, its: Position | None) -> _Part:
    if mine is None or its is None:
        return 0.5, "", False
    distance = kilometres(mine, its)
    return 0.01 + 0.99 * math.exp(-distance / _NEAR), f"position: {distance:.0f} km apart", distance < _NEAR


def _dates(wanted: Wanted, candidate: Candidate) -> _Part:
    both = sorted(wanted.dates.keys() & candidate.dates.keys())
    if not both:
        return 0.5, "", False
    for name in both:
        if not _same_date(wanted.dates[name], candidate.dates[name]):
            return 0.02, f"{name}: {candidate.dates[name]}, not {wanted.dates[name]}", False
    return 1.0, ", ".join(f"{name}: {candidate.dates[name]}" for name in both), True


def _others(wanted: Wanted, candidate: Candidate) -> _Part:
    """The factor for entries of other data sets: both have the same entry, or different ones of one data set."""
    both = set(wanted.same_as) & set(candidate.same_as)
    if both:
        return 1.0, f"same as: {', '.join(sorted(both))}", True
    hosts = {urlsplit(one).netloc for one in wanted.same_as} & {urlsplit(one).netloc for one in candidate.same_as}
    if hosts:
        return 0.02, f"another entry than ours at {', '.join(sorted(hosts))}", False
    return 0.5, "", False


def _same_date(one: str, other: str) -> bool:
    """Whether two ISO dates agree to the precision of the less exact one: 1962 and 1962-07-24 do."""
    shorter, longer = sorted((re.sub(r"T.*", "", one), re.sub(r"T.*", "", other)), key=len)
    return longer == shorter or longer.startswith(f"{shorter}-")


def kilometres(one: Position, other: Position) -> float:
    """The great-circle distance (haversine, on a sphere of 6,371 km).

    >>> round(kilometres((48.28, 37.18), (61.48, 129.14)))
    5542
    """
    latitude, longitude, latitude2, longitude2 = map(math.radians, (*one, *other))
    half = math.sin((latitude2 - latitude) / 2) ** 2
    half += math.cos(latitude) * math.cos(latitude2) * math.sin((longitude2 - longitude) / 2) ** 2
    return 2 * 6371 * math.asin(min(1.0, math.sqrt(half)))

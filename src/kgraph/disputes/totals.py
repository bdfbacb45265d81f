"""Totals of one question over several days: what each claimant still says on a day, and whether two totals
contradict."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from fractions import Fraction

from kgraph.days import Day
from kgraph.disputes.measured import Figure
from kgraph.disputes.model import by_day
from kgraph.namespaces import IRI


def _by_day(figure: Figure) -> tuple[bool, int, tuple[bool, int, IRI]]:
    return figure.day is None, figure.day.number if figure.day else 0, by_day(figure.said)


class Latest:
    """The totals of one question, by claimant; on a day, a claimant still says the total that they gave last by
    then."""

    def __init__(self, same: Iterable[Figure]) -> None:
        by: defaultdict[tuple[object, ...], list[Figure]] = defaultdict(list)
        self._in_document: defaultdict[IRI | None, list[Figure]] = defaultdict(list)
        for figure in sorted(same, key=_by_day):
            if not figure.said.negative:
                by[figure.key, figure.said.claim.claimant].append(figure)
                self._in_document[figure.said.claim.document].append(figure)
        self._until: dict[Figure, Day | None] = {}
        self._repeats: dict[Figure, Day] = {}
        for own in by.values():
            self._follow(own)

    def _follow(self, own: Sequence[Figure]) -> None:
        """Note when a claimant gives another figure and which figures only repeat an earlier one; `own` are theirs,
        sorted by day."""
        first: dict[tuple[Fraction, Fraction], Day] = {}
        for at, figure in enumerate(own):
            day = figure.day
            later = (f for f in own[at + 1 :] if f.day not in (None, day) and f.disjoint(figure))
            self._until[figure] = next((f.day for f in later), None)
            if day is not None and first.setdefault((figure.least, figure.most), day) < day:
                self._repeats[figure] = first[figure.least, figure.most]

    def until(self, figure: Figure) -> Day | None:
        """The day from which the figure's claimant gives another one; `None` if they never do."""
        return self._until.get(figure)

    def superseded(self, one: Figure, other: Figure) -> bool:
        """Whether the claimant of either figure had given another one by the day of the later figure."""
        days = [figure.day for figure in (one, other) if figure.day is not None]
        ends = [until for until in (self.until(one), self.until(other)) if until is not None]
        return one.is_total and len(days) > 1 and any(end <= max(days) for end in ends)

    def stands(self, one: Figure, other: Figure) -> bool:
        """Whether two disjoint totals of two claimants contradict each other.

        Totals of one day do. A later total does if it is lower, since a count only goes up, and if the first claimant
        has not taken back their own by then. A later and higher total is a count that went on. A late relay of an old
        figure proves nothing, unless it says when the figure was said, or its document gives the rival figure too.
        """
        a, b = one.day, other.day
        if a is None or b is None:
            return False
        if a == b:
            return True
        earlier, later = (one, other) if a < b else (other, one)
        if one.grows and (later.most >= earlier.least or self._is_old(later, earlier)):
            return False
        end = self.until(earlier)
        return end is None or end > max(a, b)

    def outlasts(self, part: Figure, whole: Figure) -> bool:
        """Whether the figure for a part was given no later than the figure for the whole, and still stood on that
        day."""
        a, b = part.said.day, whole.said.day
        if a is None or b is None or a > b or (a < b and self._is_old(whole, part)):
            return False
        end = self.until(part)
        return end is None or end > b

    def _is_old(self, later: Figure, rival: Figure) -> bool:
        """Whether the later figure only relays what its claimant had said before the rival figure."""
        claim, first = later.said.claim, self._repeats.get(later)
        if claim.said is not None or not claim.hops or first is None or rival.day is None:
            return False
        beside = (figure for figure in self._in_document[claim.document] if figure.key == rival.key)
        return first < rival.day and all(figure.disjoint(rival) for figure in beside)

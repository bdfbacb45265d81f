"""How badly a small picture of shapes with names would read: what a reader stumbles over, counted and weighed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from kgraph.namespaces import IRI
from kgraph.views.clearing import Point, cross
from kgraph.views.ends import ALONG, SHORT, End, part
from kgraph.views.squares import Sides, runs_through

Line = tuple[IRI, IRI]

_NAMELESS = 15.0
_CROSSING = 2.0
_UPON_BOLD, _UPON = 6.0, 2.0  # a name upon a bold line, and upon another
_ALONG_BOLD, _ALONG = 6.0, 1.5  # a line that runs along a bold one, and along another
_MEETS = 8.0  # a line that seems to end at a shape that it passes
_SHORT = 6.0
_BESIDE = 5.0  # pixels: a line that passes a shape nearer than this meets it


@dataclass(frozen=True)
class Picture:
    """Shapes and lines, all in pixels: the middle of each shape, how far it reaches, the lines, and those that are
    `bold`, which say most."""

    at: Mapping[IRI, Point]
    radii: Mapping[IRI, float]
    lines: Collection[Line]
    bold: Collection[frozenset[IRI]]

    @cached_property
    def _drawn(self) -> list[tuple[Line, bool]]:
        """The lines, those in both directions once, each with whether it is bold."""
        once = {frozenset(line): line for line in self.lines if line[0] != line[1]}
        return [(line, ends in self.bold) for ends, line in once.items()]

    def clearer(self, choices: Mapping[IRI, Sequence[Sides]], sides: Mapping[IRI, int | None]) -> dict[IRI, int | None]:
        """The sides on which names hide least of lines, one name after the other; `choices` has each name's places by
        the number of the side. No name goes where another is, or a shape, or further out than all were."""
        now = dict(sides)
        boxes = {node: choices[node][side] for node, side in sides.items() if side is not None}
        shapes = {
            n: (x - self.radii[n], y - self.radii[n], x + self.radii[n], y + self.radii[n])
            for n, (x, y) in self.at.items()
        }
        around = _around(boxes.values())
        for node in list(boxes):
            others = [box for all_of in (boxes, shapes) for other, box in all_of.items() if other != node]
            free = [
                side
                for side, box in enumerate(choices[node])
                if _is_within(box, around) and not any(_meet(box, other) for other in others)
            ]
            best = min(free, key=lambda side: (self._hidden(choices[node][side]), side != now[node]), default=None)
            if best is not None:
                now[node], boxes[node] = best, choices[node][best]
        return now

    def faults(self, names: Mapping[IRI, Sides | None]) -> float:
        """How much is amiss if names stand in these boxes: 0 if nothing is."""
        between = sum(self._between(one, other) for one, other in combinations(self._drawn, 2))
        told = sum(_NAMELESS if box is None else self._hidden(box) for box in names.values())
        return between + told + sum(self._alone(line) for line, _ in self._drawn)

    def _hidden(self, box: Sides) -> float:
        """How much of lines a name hides."""
        return sum(
            _UPON_BOLD if is_bold else _UPON
            for (a, b), is_bold in self._drawn
            if runs_through(box, self.at[a], self.at[b])
        )

    def _between(self, one: tuple[Line, bool], other: tuple[Line, bool]) -> float:
        """What is amiss between two lines."""
        (first, is_bold), (second, is_other) = one, other
        shared = set(first) & set(second)
        if not shared:
            return _CROSSING * cross(*(self.at[end] for end in (*first, *second)))
        ends = [self.at[end] for end in (*first, *second) if end not in shared]
        along = part(self.at[shared.pop()], ends[0], ends[1]) < ALONG
        return (_ALONG_BOLD if is_bold or is_other else _ALONG) * along

    def _alone(self, line: Line) -> float:
        """What is amiss with a line by itself."""
        a, b = (self.at[end] for end in line)
        passed = [(*self.at[node], (self.radii[node] + _BESIDE) ** 2) for node in self.at if node not in line]
        length = (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2
        return _SHORT * (length < SHORT**2) + _MEETS * End(0, b, (), passed).meets(a)


def _around(boxes: Collection[Sides]) -> Sides:
    left, top, right, bottom = zip(*boxes, strict=True) if boxes else ((0.0,),) * 4
    return min(left), min(top), max(right), max(bottom)


def _meet(one: Sides, other: Sides) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _is_within(one: Sides, other: Sides) -> bool:
    return other[0] <= one[0] and other[1] <= one[1] and one[2] <= other[2] and one[3] <= other[3]

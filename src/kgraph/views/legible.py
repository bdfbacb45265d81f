"""How badly a small picture of shapes with names would read: what a reader stumbles over, counted and weighed."""

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, MutableMapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations

from kgraph.namespaces import IRI
from kgraph.views.clearing import Point, cross
from kgraph.views.ends import ALONG, SHORT, End, part
from kgraph.views.squares import Sides, on_line, runs_through

Line = tuple[IRI, IRI]

_NAMELESS = 15.0
_CROSSING = 2.0
_UPON_BOLD, _UPON = 6.0, 2.0  # a name upon a bold line, and upon another
_ALONG_BOLD, _ALONG = 6.0, 1.5  # a line that runs along a bold one, and along another
_MEETS = 8.0  # a line that seems to end at a shape that it passes
_SHORT = 6.0
_BESIDE = 5.0  # pixels: a line that passes a shape nearer than this meets it
_TOUCHED = 14.0  # a bar that touches another line wherever it stands
_BAR = 7.0  # pixels from the middle of a bar, within which it touches
_LEAST = 56.0  # pixels between the middles of shapes with a bar between them
_BAR_AT = (0.3, 0.4, 0.5, 0.6, 0.7)  # where bars stand on the way from one shape to another


@dataclass(frozen=True)
class Picture:
    """Shapes and lines, all in pixels: the middle of each shape, how far it reaches, the lines, those that are `bold`,
    which say most, and those that are `barred`. `names` are the boxes in which names stand, or `None`."""

    at: MutableMapping[IRI, Point]
    radii: Mapping[IRI, float]
    lines: Collection[Line]
    bold: Collection[frozenset[IRI]] = ()
    barred: Collection[frozenset[IRI]] = ()
    names: MutableMapping[IRI, Sides | None] = field(default_factory=dict)

    @cached_property
    def _drawn(self) -> dict[frozenset[IRI], Line]:
        """The lines, those in both directions once."""
        return {frozenset(line): line for line in self.lines if line[0] != line[1]}

    @cached_property
    def joined(self) -> dict[IRI, list[Line]]:
        """The lines of each shape."""
        found: dict[IRI, list[Line]] = defaultdict(list)
        for line in self._drawn.values():
            for end in line:
                found[end].append(line)
        return found

    def faults(self) -> float:
        """How much is amiss: 0 if nothing is."""
        lines = self._drawn.values()
        named = sum(_NAMELESS if box is None else self.hidden(box) for box in self.names.values())
        between = sum(self._between(one, other) for one, other in combinations(lines, 2))
        return named + between + sum(map(self._alone, lines))

    def faults_of(self, node: IRI) -> float:
        """How much of that changes with a shape, and how much is amiss with bars."""
        own, box = self.joined[node], self.names.get(node)
        others = [line for line in self._drawn.values() if node not in line]
        between = sum(self._between(one, other) for one in own for other in others)
        between += sum(self._between(one, other) for one, other in combinations(own, 2))
        upon = sum(self._hides(name, own) for other, name in self.names.items() if name and other != node)
        met = sum(self._meets(line, [node]) for line in others)
        return between + upon + met + sum(map(self._alone, own)) + (self.hidden(box) if box else 0) + self._bars()

    def hidden(self, box: Sides) -> float:
        """How much of lines a name hides that stands in a box."""
        return self._hides(box, self._drawn.values())

    def _hides(self, box: Sides, lines: Iterable[Line]) -> float:
        return sum(
            _UPON_BOLD if frozenset(line) in self.bold else _UPON
            for line in lines
            if runs_through(box, self.at[line[0]], self.at[line[1]])
        )

    def _between(self, one: Line, other: Line) -> float:
        """What is amiss between two lines."""
        shared = set(one) & set(other)
        if not shared:
            return _CROSSING * cross(*(self.at[end] for end in (*one, *other)))
        ends = [self.at[end] for end in (*one, *other) if end not in shared]
        along = part(self.at[shared.pop()], ends[0], ends[1]) < ALONG
        is_bold = frozenset(one) in self.bold or frozenset(other) in self.bold
        return (_ALONG_BOLD if is_bold else _ALONG) * along

    def _alone(self, line: Line) -> float:
        """What is amiss with a line by itself."""
        short = math.dist(self.at[line[0]], self.at[line[1]]) < SHORT
        return _SHORT * short + self._meets(line, self.at)

    def _meets(self, line: Line, shapes: Iterable[IRI]) -> float:
        passed = [(*self.at[node], (self.radii[node] + _BESIDE) ** 2) for node in shapes if node not in line]
        return _MEETS * End(0, self.at[line[1]], (), passed).meets(self.at[line[0]])

    def _bars(self) -> float:
        """What is amiss with bars."""
        return _TOUCHED * len(self.touched())

    def touched(self) -> list[Line]:
        """The lines across which a bar finds no place where it touches no other line."""
        return [line for ends, line in self._drawn.items() if ends in self.barred and not self._has_room(line)]

    def _has_room(self, line: Line) -> bool:
        """Whether a bar finds a place across a line."""
        a, b = (self.at[end] for end in line)
        return math.dist(a, b) >= _LEAST and any(self._is_free(on_line(a, b, along), line) for along in _BAR_AT)

    def _is_free(self, point: Point, own: Line) -> bool:
        x, y = point
        around = x - _BAR, y - _BAR, x + _BAR, y + _BAR
        return not any(
            runs_through(around, self.at[a], self.at[b]) and _distance(point, self.at[a], self.at[b]) < _BAR
            for a, b in self._drawn.values()
            if (a, b) != own
        )


def _distance(point: Point, a: Point, b: Point) -> float:
    """How far a point is from the line between two others."""
    (x, y), (dx, dy) = point, (b[0] - a[0], b[1] - a[1])
    way = ((x - a[0]) * dx + (y - a[1]) * dy) / (dx * dx + dy * dy or 1.0)
    return math.dist(point, on_line(a, b, min(1.0, max(0.0, way))))

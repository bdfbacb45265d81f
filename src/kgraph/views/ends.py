"""Lines between shapes that have their places, and what a line meets on its way from a place that is tried."""

import math
from collections.abc import Sequence
from typing import NamedTuple

from kgraph.views.clearing import Point, cross
from kgraph.views.squares import Sides

ALONG = math.radians(10)
"""Lines from one shape that part by less run along each other."""
SHORT = 42.0
"""Pixels between the middles of two shapes: on a shorter line between them neither words nor a bar find room."""


def bounds(a: Point, b: Point) -> Sides:
    """The box whose corners two points are."""
    return min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])


def turn(shape: Point, end: Point) -> float:
    """The direction of the line from a shape to another, in radians."""
    return math.atan2(end[1] - shape[1], end[0] - shape[0])


def part(shape: Point, one: Point, other: Point) -> float:
    """The angle at a shape between its lines to two others, in radians."""
    return abs(math.remainder(turn(shape, one) - turn(shape, other), math.tau))


class Laid(NamedTuple):
    """A line whose ends have their places, and the numbers of the two shapes that it joins."""

    start: Point
    end: Point
    joined: tuple[int, int]
    bounds: Sides


class End(NamedTuple):
    """Where a line ends whose other end has no place yet, and what that line may not meet: lines, and the middles of
    shapes with the squares of their radii. `spokes` are the directions of the lines that end here."""

    number: int
    at: Point
    lines: Sequence[Laid]
    shapes: Sequence[tuple[float, float, float]]
    spokes: Sequence[float] = ()

    def crossed(self, at: Point, most: float) -> int:
        """How many lines it crosses if it begins here; it stops counting at `most`."""
        left, top, right, bottom = bounds(at, self.at)
        count = 0
        for start, end, _, (west, north, east, south) in self.lines:
            if east < left or west > right or south < top or north > bottom:
                continue
            if cross(at, self.at, start, end):
                count += 1
                if count >= most:
                    break
        return count

    def crowds(self, at: Point) -> int:
        """How many lines that end here it runs along if it begins at a place; 1 more if it is short."""
        own = turn(self.at, at)
        along = sum(abs(math.remainder(own - spoke, math.tau)) < ALONG for spoke in self.spokes)
        return along + (math.dist(at, self.at) < SHORT)

    def meets(self, at: Point) -> bool:
        """Whether it meets a shape between its ends if it begins here."""
        (ax, ay), (bx, by) = at, self.at
        dx, dy = bx - ax, by - ay
        square = dx * dx + dy * dy or 1.0
        for x, y, reach in self.shapes:
            aside = (x - ax) * dy - (y - ay) * dx
            if aside * aside < square * reach and 0 < ((x - ax) * dx + (y - ay) * dy) / square < 1:
                return True
        return False

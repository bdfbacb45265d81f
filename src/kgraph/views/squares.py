"""A window in small squares, in which rooms and lines are marked as taken, and boxes and lines that meet."""

import math
from collections.abc import Iterable, Iterator
from functools import reduce
from operator import or_

from kgraph.views.clearing import Box, Point

Sides = tuple[float, float, float, float]
"""Left, top, right and bottom."""

CELL = 2.0
"""The width of a square."""
_LEVEL, _BESIDE, _OVER = 1 / 3, 14.0, 8.0  # of a name's height; pixels; as in static/network/nearness.js


class Squares:
    """The window and a rim about it, in small squares. Some of them are the bits of a number, row after row."""

    def __init__(self, window: Box, rim: float) -> None:
        self._rim = math.ceil(rim / CELL)
        self._row = int(window[0] / CELL) + 1 + 2 * self._rim
        self._bytes = self._row * (int(window[1] / CELL) + 1 + 2 * self._rim) // 8 + 1

    def at(self, point: Point) -> int:
        """The number of the square in which a point lies."""
        return (int(point[1] / CELL) + self._rim) * self._row + int(point[0] / CELL) + self._rim

    def step(self, across: float, down: float) -> int:
        """How far the number of a square lies from that of another, so many whole squares away."""
        return int(down / CELL) * self._row + int(across / CELL)

    def about(self, point: Point, sides: Sides) -> int:
        """The squares of a box about this point."""
        first, columns, rows = self._part(sides)
        row = (1 << columns) - 1
        return sum(row << self._row * down for down in range(rows)) << self.at(point) + first

    def met(self, marked: int, sides: Sides) -> bytes:
        """The squares from whose points such a box meets what is marked, as bits, the first eight in the first byte."""
        first, columns, rows = self._part(sides)
        met = _spread(_spread(marked, columns, 1), rows, self._row)
        met = met >> first if first > 0 else met << -first
        return met.to_bytes(max(self._bytes, met.bit_length() // 8 + 1), "little")

    def _part(self, sides: Sides) -> tuple[int, int, int]:
        """How far the first square of a box about a point lies from the point's, and its columns and rows."""
        left, top, right, bottom = (math.floor(side / CELL) for side in sides)
        return top * self._row + left, right - left + 1, bottom - top + 1

    def along(self, points: Iterable[Point]) -> int:
        """The squares in which these points lie."""
        return reduce(or_, (1 << self.at(point) for point in points), 0)


def _spread(marked: int, times: int, step: int) -> int:
    """What is marked, and so often the same, each time a step before the last."""
    done = 1
    while done < times:
        more = min(done, times - done)
        marked |= marked >> more * step
        done += more
    return marked


def on_line(a: Point, b: Point, part: float) -> Point:
    """The point at this part of the way from one to another."""
    return a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part


def runs_through(box: Sides, a: Point, b: Point) -> bool:
    """Whether the line between two points runs through a box."""
    (ax, ay), (bx, by), (left, top, right, bottom) = a, b, box
    if (ax < left and bx < left) or (ax > right and bx > right) or (ay < top and by < top):
        return False
    if ay > bottom and by > bottom:
        return False
    if left <= ax <= right and top <= ay <= bottom:
        return True
    wide, high = bx - ax, by - ay
    sides = [wide * (y - ay) - high * (x - ax) for x, y in ((left, top), (right, top), (left, bottom), (right, bottom))]
    return min(sides) <= 0 <= max(sides)


def in_line(name: Sides, at: Point, radius: float) -> float:
    """How far a shape stands from a name where names of shapes stand: right beside it, level with its middle, or right
    above or below that; else it is endlessly far. In `static/network/nearness.js` this is `farInLine`."""
    (x, y), (left, top, right, bottom) = at, name
    aside, away = max(left - x, x - right) - radius, max(top - y, y - bottom) - radius
    if aside <= _BESIDE and abs(y - (top + bottom) / 2) <= _LEVEL * (bottom - top):
        return aside
    return away if away <= _OVER and abs(x - (left + right) / 2) <= _OVER else math.inf


def along(a: Point, b: Point) -> Iterator[Point]:
    """Points on the way from one to another."""
    steps = max(1, int(math.dist(a, b) / CELL))
    for step in range(steps):
        yield on_line(a, b, step / steps)

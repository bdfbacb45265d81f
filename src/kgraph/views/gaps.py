"""Placing nodes without an edge in the gaps between the others, so that none is far away."""

import math
from collections.abc import Iterable, Sequence

from kgraph.views.clearing import Box

Point = tuple[float, float]

_STEP = 16.0  # the width of the grid of possible places
_WIDEST = 90.0  # if the room on each side of a box is larger than this, more room is no better
_DOT = 9.0  # about the size of a node's shape, from which lines keep away


class Gaps:
    """A frame, whose corner is the origin, with boxes and lines in it, and the gaps for further boxes of one size."""

    def __init__(self, frame: Box, own: Box) -> None:
        self._own, self._frame = own, frame
        columns, rows = (max(1, int((size - box) / _STEP) + 1) for size, box in zip(frame, own, strict=True))
        self._places = [
            [own[0] / 2 + column * _STEP, own[1] / 2 + row * _STEP] for row in range(rows) for column in range(columns)
        ]
        self._columns, self._rows = columns, rows
        self._room = [_WIDEST] * len(self._places)

    def take(self, centre: Point, box: Box) -> None:
        """Mark the room of a box as taken."""
        self._narrow(centre, (box[0] + self._own[0]) / 2, (box[1] + self._own[1]) / 2)

    def cross(self, start: Point, end: Point) -> None:
        """Mark the room of a line as taken. The name of a new node may lie over the line, but not its shape."""
        steps = max(1, math.ceil(math.dist(start, end) / _STEP))
        for step in range(steps + 1):
            x, y = (a + (b - a) * step / steps for a, b in zip(start, end, strict=True))
            self._narrow((x, y), _DOT, _DOT, most=2 * _DOT)

    def widest(self) -> Point | None:
        """The middle of the widest gap, of equal ones the one nearest to the frame's middle; `None` if there is no
        gap."""
        middle = self._frame[0] / 2, self._frame[1] / 2
        best = max(range(len(self._places)), key=lambda i: (self._room[i], -math.dist(self._places[i], middle)))
        return (self._places[best][0], self._places[best][1]) if self._room[best] > 0 else None

    def _narrow(self, centre: Point, across: float, down: float, most: float = _WIDEST) -> None:
        """Reduce the room of the places around a point to their distance from a box of this size at the point."""
        first = [
            (c - reach - most - own / 2) / _STEP
            for c, reach, own in zip(centre, (across, down), self._own, strict=True)
        ]
        last = [
            (c + reach + most - own / 2) / _STEP
            for c, reach, own in zip(centre, (across, down), self._own, strict=True)
        ]
        for row in range(max(0, math.ceil(first[1])), min(self._rows, math.floor(last[1]) + 1)):
            for column in range(max(0, math.ceil(first[0])), min(self._columns, math.floor(last[0]) + 1)):
                at = row * self._columns + column
                x, y = self._places[at]
                free = max(abs(x - centre[0]) - across, abs(y - centre[1]) - down)
                if free < most:
                    self._room[at] = min(self._room[at], free)


def in_gaps(
    frame: Box, standing: Iterable[tuple[Point, Box]], lines: Iterable[tuple[Point, Point]], boxes: Sequence[Box]
) -> list[Point | None]:
    """A place for each of these boxes, `None` for boxes without a gap."""
    if not boxes:
        return []
    own = max(width for width, _ in boxes), max(height for _, height in boxes)
    gaps = Gaps(frame, own)
    for centre, box in standing:
        gaps.take(centre, box)
    for start, end in lines:
        gaps.cross(start, end)
    places: list[Point | None] = []
    for _ in boxes:
        places.append(place := gaps.widest())
        if place:
            gaps.take(place, own)
    return places

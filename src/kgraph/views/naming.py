"""Nodes put where their names find room beside them, at the size at which a page opens.

A name keeps its size on the screen whatever the picture's scale, so all is done in pixels of an ordinary window. What
would cover each other is pushed apart a little. Then nodes take, one after the other, the place nearest to where they
stood at which shape and name are free, and past which their lines run. Where all names together would fill too much of
the window, the longest of those that matter least get no room of their own.
"""

import math
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeVar

from kgraph.views.clearing import Box

N = TypeVar("N", bound=Hashable)
Point = tuple[float, float]
Sides = tuple[float, float, float, float]
"""Left, top, right and bottom."""
Part = tuple[int, int, int]
"""The first row of a box in a grid, the row after its last, and its squares in each of them, as bits."""

FRAME: Box = (800.0, 533.0)
"""Where the middles of shapes stand in an ordinary window, in pixels."""
_EDGE: Box = (36.0, 20.0)  # so far names reach out of it
_LOOSE = 1.3  # a picture that opens at a larger scale has room for all names
_FULL = 0.64  # so much of the window names and shapes fill at most
_SURE = 40  # so many nodes, the first, have room for their names in any case
_HUBS = 12  # so many are put down first
_ROUNDS = 40
_FURTHEST = 12.0  # so far one push moves a node
_ASIDE = 4.0  # so far from the names of others a shape stands
_CELL = 2.0  # room is taken in squares of this width
_STEP = 6.0  # places are tried so far from each other
_FAR = 420.0  # and so far from where a node stood
_MANY = 150  # in a network of more nodes, a quarter as far
_DENSE = 1.5  # and none of it where it has so many lines a node
_BLOCKED = 45.0  # so much further a node goes rather than have a line run through a shape
_HIDDEN = 25.0  # and rather than have a name hide the head of an arrow
_UPON = 40.0  # and rather than have a name lie upon such a line
_HEAD = 13.0  # how long that is


class Stand(NamedTuple):
    """Where a node stands, and the number of the side on which its name has room; `None` where none was looked for."""

    x: int
    y: int
    side: int | None = None


def with_room(
    points: Mapping[N, tuple[int, int]],
    radii: Mapping[N, float],
    names: Mapping[N, Box],
    lines: Collection[tuple[N, N]],
    arrows: Collection[tuple[N, N]] = (),
) -> dict[N, Stand]:
    """The points with room for these names, of so many pixels, those that matter most first.

    `arrows` are the lines on whose heads no name may stand, and upon which none stands where there is another place.
    """
    nodes = list(names)
    low = [min((points[n][axis] for n in nodes), default=0) for axis in (0, 1)]
    wide, high = (max((points[n][axis] for n in nodes), default=0) - low[axis] or 1 for axis in (0, 1))
    scale = min(FRAME[0] / wide, FRAME[1] / high)
    crowded = len(nodes) > _MANY and len(lines) > _DENSE * len(nodes)  # lines would find no way past the shapes
    if len(nodes) < 2 or scale > _LOOSE or crowded:
        return {n: Stand(*points[n]) for n in nodes}
    index = {node: i for i, node in enumerate(nodes)}
    stood = [((points[n][0] - low[0]) * FRAME[0] / wide, (points[n][1] - low[1]) * FRAME[1] / high) for n in nodes]
    own = [radii[n] * scale for n in nodes]
    joined = [(index[a], index[b]) for a, b in lines if a != b]
    heads = {(index[a], index[b]) for a, b in arrows if a != b}
    room = _Room(stood, own, _chosen([names[n] for n in nodes], own), joined, heads)
    room.fill()
    return {
        n: Stand(round(low[0] + room.found[i][0] / scale), round(low[1] + room.found[i][1] / scale), room.sides.get(i))
        for n, i in index.items()
    }


def _chosen(names: Sequence[Box], radii: Sequence[float]) -> list[Box | None]:
    """The names that get room."""
    areas = [(2 * r + _ASIDE) ** 2 + wide * tall for (wide, tall), r in zip(names, radii, strict=True)]
    left = _FULL * (FRAME[0] + 2 * _EDGE[0]) * (FRAME[1] + 2 * _EDGE[1])
    order = [*range(min(_SURE, len(names))), *sorted(range(_SURE, len(names)), key=areas.__getitem__)]
    chosen: list[Box | None] = [None] * len(names)
    for i in order:
        left -= areas[i]
        if left > 0:
            chosen[i] = names[i]
    return chosen


def _ways(radius: float, name: Box) -> list[tuple[float, Sides]]:
    """Where a name stands about the middle of its shape, each with how much further a node goes for the first.

    In the order of `closeBy` in `static/network/placing.js`.
    """
    r, (wide, tall) = radius + 3, name
    half, down, most = wide / 2, tall / 2, 0.75 * wide
    return [
        (0, (-half, r, half, r + tall)),
        (3, (r, -down, r + wide, down)),
        (5, (-half, -r - tall, half, -r)),
        (6, (-r - wide, -down, -r, down)),
        (5, (-wide / 4, r, most, r + tall)),
        (5, (-most, r, wide / 4, r + tall)),
        (8, (-wide / 4, -r - tall, most, -r)),
        (8, (-most, -r - tall, wide / 4, -r)),
    ]


def _spiral(far: float) -> list[tuple[float, float, float]]:
    """Steps of a grid up to so far away, the nearest first: how far, across, down."""
    most = int(far / _STEP)
    steps = [(column * _STEP, row * _STEP) for column in range(-most, most + 1) for row in range(-most, most + 1)]
    return sorted((math.hypot(x, y), x, y) for x, y in steps if math.hypot(x, y) <= far)


def _within(point: Point) -> Point:
    return min(max(point[0], 0.0), FRAME[0]), min(max(point[1], 0.0), FRAME[1])


def _along(a: Point, b: Point) -> Iterator[Point]:
    """Points on the way from one to another."""
    steps = max(1, int(math.dist(a, b) / _CELL))
    for step in range(steps):
        part = step / steps
        yield a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part


class _Grid:
    """The window in small squares, those that are taken as the bits of a number a row."""

    def __init__(self) -> None:
        self.rows = [0] * (int((FRAME[1] + 2 * _EDGE[1]) / _CELL) + 2)

    def take(self, part: Part) -> None:
        top, end, bits = part
        for row in range(top, end):
            self.rows[row] |= bits

    def free(self, part: Part) -> bool:
        top, end, bits = part
        return not any(row & bits for row in self.rows[top:end])

    def mark(self, point: Point) -> None:
        self.rows[int((point[1] + _EDGE[1]) / _CELL)] |= 1 << int((point[0] + _EDGE[0]) / _CELL)

    def holds(self, point: Point) -> bool:
        return bool(self.rows[int((point[1] + _EDGE[1]) / _CELL)] >> int((point[0] + _EDGE[0]) / _CELL) & 1)


def _part(at: Point, sides: Sides) -> Part:
    """A box about a point, as far as it lies in the window."""
    left, top = max(0, int((at[0] + sides[0] + _EDGE[0]) / _CELL)), max(0, int((at[1] + sides[1] + _EDGE[1]) / _CELL))
    right, bottom = int((at[0] + sides[2] + _EDGE[0]) / _CELL) + 1, int((at[1] + sides[3] + _EDGE[1]) / _CELL) + 1
    return top, bottom, ((1 << max(1, right - left)) - 1) << left


def _is_inside(at: Point, sides: Sides) -> bool:
    return all(
        -edge <= at[axis] + sides[axis] and at[axis] + sides[axis + 2] <= size + edge
        for axis, (size, edge) in enumerate(zip(FRAME, _EDGE, strict=True))
    )


class _Room:
    """Shapes by number, with radii, names or none, and the lines that join them, on their way to a place."""

    def __init__(
        self,
        stood: Sequence[Point],
        radii: Sequence[float],
        names: Sequence[Box | None],
        lines: Collection[tuple[int, int]],
        arrows: Collection[tuple[int, int]] = (),
    ) -> None:
        self.stood, self.radii, self.names, self.arrows = list(stood), radii, names, arrows
        self.joined: dict[int, set[int]] = defaultdict(set)
        for a, b in lines:
            self.joined[a].add(b)
            self.joined[b].add(a)
        self.shapes, self.labels, self.strokes = _Grid(), _Grid(), _Grid()
        self.about = _Grid()  # shapes with the room that keeps names of others off them
        self.heads = _Grid()
        self.coloured = _Grid()  # the lines that have such heads
        self.places = _spiral(_FAR if len(stood) <= _MANY else _FAR / 4)
        self.found: dict[int, Point] = {}
        self.sides: dict[int, int] = {}

    def fill(self) -> None:
        """Gives each a place."""
        self._spread()
        for i in sorted(range(len(self.stood)), key=self._turn):
            side, at = self._best(i, self.names[i]) or self._best(i, None) or (None, _within(self.stood[i]))
            self._take(i, at, side)

    def _turn(self, i: int) -> tuple[float, ...]:
        """Hubs come first, then names by the room that they need, last what stands alone and can go anywhere."""
        name = self.names[i]
        if i < _HUBS:
            return 0, 0, i
        return (1 if self.joined[i] else 2) if name else 3, -name[0] * name[1] if name else 0, i

    def _spread(self) -> None:
        """Pushes those that are joined to others apart, a little."""
        some = [i for i in range(len(self.stood)) if self.joined[i]]
        halves = {i: self._half(i) for i in some}
        widest = 2 * max((wide for wide, _ in halves.values()), default=0.0)
        spots = {i: list(self.stood[i]) for i in some}
        for _ in range(_ROUNDS if len(some) <= _MANY else _ROUNDS // 4):
            order = sorted(some, key=lambda i: spots[i][0])
            for at, i in enumerate(order):
                for j in order[at + 1 :]:
                    if spots[j][0] - spots[i][0] > widest:
                        break
                    _push(spots[i], spots[j], halves[i], halves[j])
            for i, spot in spots.items():
                for axis, (half, size, edge) in enumerate(zip(halves[i], FRAME, _EDGE, strict=True)):
                    spot[axis] = min(max(spot[axis], half - edge), size + edge - half)
        for i, (x, y) in spots.items():
            self.stood[i] = x, y

    def _half(self, i: int) -> Box:
        r, (wide, tall) = self.radii[i] + 3, self.names[i] or (0.0, 0.0)
        return max(r, wide / 2), r + tall / 2

    def _best(self, i: int, name: Box | None) -> tuple[int | None, Point] | None:
        """The side of its name and the place of a shape for which it goes least far; `None` where there is none."""
        x, y = self._wished(i)
        r, best, least = self.radii[i], None, math.inf
        around = -r - _ASIDE, -r - _ASIDE, r + _ASIDE, r + _ASIDE
        ways = list(enumerate(_ways(r, name))) if name else [(None, (0.0, around))]
        for far, dx, dy in self.places:
            if far >= least:
                break
            at = x + dx, y + dy
            if _within(at) != at or not _free_of(_part(at, around), self.labels, self.shapes):
                continue
            blocked: float | None = None
            for side, (taste, sides) in ways:
                if far + taste >= least or not (side is None or self._has_room(at, sides)):
                    continue
                blocked = self._blocked(i, at) if blocked is None else blocked
                cost = far + taste + blocked
                if cost < least and side is not None:
                    cost += self._upon(i, at, sides)
                if cost < least:
                    best, least = (side, at), cost
        return best

    def _has_room(self, at: Point, name: Sides) -> bool:
        return _is_inside(at, name) and _free_of(_part(at, name), self.labels, self.about, self.heads)

    def _upon(self, i: int, at: Point, name: Sides) -> float:
        """How much further it would go, as its name would lie upon arrows."""
        left, top, right, bottom = at[0] + name[0], at[1] + name[1], at[0] + name[2], at[1] + name[3]
        own = any(
            left < x < right and top < y < bottom
            for j in self.joined[i]
            if j in self.found and self._is_arrow(i, j)
            for x, y in _along(at, self.found[j])
        )
        return _UPON * (own + (not self.coloured.free(_part(at, name))))

    def _is_arrow(self, i: int, j: int) -> bool:
        return (i, j) in self.arrows or (j, i) in self.arrows

    def _wished(self, i: int) -> Point:
        """Where it stood, moved most of the way as those were that it is joined to."""
        (x, y), others = self.stood[i], [j for j in self.joined[i] if j in self.found]
        for j in others:
            x += 0.7 * (self.found[j][0] - self.stood[j][0]) / len(others)
            y += 0.7 * (self.found[j][1] - self.stood[j][1]) / len(others)
        return _within((x, y))

    def _blocked(self, i: int, at: Point) -> float:
        """How much further it would go, as lines would run through it or its lines through others."""
        r = self.radii[i] + 1
        cost = 0.0 if self.strokes.free(_part(at, (-r, -r, r, r))) else _BLOCKED
        for j in self.joined[i]:
            if j in self.found:
                cost += _BLOCKED * self._meets(at, self.found[j], r + _CELL, self.radii[j] + 1 + 2 * _CELL)
                cost += _HIDDEN * any(self.labels.holds(point) for point in self._head(i, j, at))
                if self._is_arrow(i, j):
                    cost += _UPON * any(self.labels.holds(point) for point in _along(at, self.found[j]))
        return cost

    def _head(self, i: int, j: int, at: Point) -> list[Point]:
        """The points of the heads of arrows between a shape that is put somewhere and one that has its place."""
        other, ends = self.found[j], []
        if (i, j) in self.arrows:
            ends.append((other, at, self.radii[j]))
        if (j, i) in self.arrows:
            ends.append((at, other, self.radii[i]))
        return [
            point
            for end, start, radius in ends
            for point in _along(end, start)
            if radius < math.dist(point, end) < radius + _HEAD
        ]

    def _meets(self, a: Point, b: Point, near: float, far: float) -> bool:
        """Whether a line meets a shape between those at its ends, which reach so far."""
        between = (point for point in _along(a, b) if math.dist(point, a) > near and math.dist(point, b) > far)
        return any(self.shapes.holds(point) for point in between)

    def _take(self, i: int, at: Point, side: int | None) -> None:
        r, name = self.radii[i] + 1, self.names[i]
        self.found[i] = at
        self.shapes.take(_part(at, (-r, -r, r, r)))
        self.about.take(_part(at, (1 - r - _ASIDE, 1 - r - _ASIDE, r - 1 + _ASIDE, r - 1 + _ASIDE)))
        if side is not None and name:
            self.sides[i] = side
            self.labels.take(_part(at, _ways(self.radii[i], name)[side][1]))
        for j in self.joined[i]:
            if j not in self.found:
                continue
            for point in _along(at, self.found[j]):
                self.strokes.mark(point)
                if self._is_arrow(i, j):
                    self.coloured.mark(point)
            for x, y in self._head(i, j, at):
                self.heads.take(_part((x, y), (-_CELL, -_CELL, _CELL, _CELL)))


def _free_of(part: Part, *grids: _Grid) -> bool:
    return all(grid.free(part) for grid in grids)


def _push(one: list[float], other: list[float], half: Box, far: Box) -> None:
    """Moves two points whose boxes cover each other apart, along the line between them."""
    dx, dy = other[0] - one[0], other[1] - one[1]
    over_x, over_y = half[0] + far[0] - abs(dx), half[1] + far[1] - abs(dy)
    if over_x <= 0 or over_y <= 0:
        return
    long = math.hypot(dx, dy)
    ux, uy = (dx / long, dy / long) if long > 1e-6 else (0.8, 0.6)
    push = min(_FURTHEST, 0.35 * min(over_x / max(abs(ux), 1e-9), over_y / max(abs(uy), 1e-9)))
    for axis, share in enumerate((ux, uy)):
        one[axis] -= push * share
        other[axis] += push * share

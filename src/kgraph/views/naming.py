"""Nodes put where their names find room beside them, at the size at which a page opens.

A name keeps its size on the screen whatever the picture's scale, so all is done in pixels of a window. What
would cover each other is pushed apart a little. Then nodes take, one after the other, the place nearest to where they
stood at which shape and name are free, past which their lines run, and where few lines cross. Where all names together
would fill too much of the window, the longest of those that matter least get no room of their own.
"""

import math
from collections import defaultdict
from collections.abc import Collection, Hashable, Mapping, Sequence
from typing import NamedTuple, TypeVar

from kgraph.views.clearing import Box, Point
from kgraph.views.ends import End, Laid, bounds, turn
from kgraph.views.squares import CELL, Sides, Squares, along, in_line, on_line, runs_through

N = TypeVar("N", bound=Hashable)
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
_STEP = 6.0  # places are tried so far from each other
_NEAR = 48.0  # and beyond this, twice as far
_FAR = 420.0  # so far from where a node stood
MANY = 150
"""In a network of more nodes than this they go a quarter as far at most."""
_DENSE = 1.5  # and stay where they were if it has more lines a node than this
DENSEST = 3.0
"""With more lines a node than this, some cross wherever a node stands: it goes no further for it."""
_BLOCKED = 45.0  # so much further a node goes rather than have a line run through a shape
_HIDDEN = 25.0  # and rather than have a name hide the head of an arrow
_UPON = 40.0  # and rather than have a name lie upon such an arrow's line
_CROSSED = 30.0  # and rather than have lines cross, each time
_BORROWED = 30.0  # and rather than have a name stand where that of another shape would
_HEAD = 13.0  # how long the head of an arrow is


class Manner(NamedTuple):
    """How nodes get room for their names: the picture is to fill a `frame` of so many pixels, and a node goes `hidden`
    further rather than have a name lie upon any line, lines run along each other, or one be short."""

    frame: Box = FRAME
    hidden: float = 0.0


_ORDINARY = Manner()


class Stand(NamedTuple):
    """Where a node stands, and the number of the side on which its name has room; `None` where none was looked for. The
    same in a narrow window, if it stands elsewhere there."""

    x: int
    y: int
    side: int | None = None
    narrow: tuple[int, int, int | None] | None = None


def with_room(
    points: Mapping[N, tuple[int, int]],
    radii: Mapping[N, float],
    names: Mapping[N, Box],
    lines: Collection[tuple[N, N]],
    arrows: Collection[tuple[N, N]] = (),
    manner: Manner = _ORDINARY,
) -> dict[N, Stand]:
    """The points with room for these names, of so many pixels, those that matter most first, in a `manner`.

    `arrows` are the lines on whose heads no name may stand, and upon which none stands where there is another place.
    """
    nodes, frame = list(names), manner.frame
    low = [min((points[n][axis] for n in nodes), default=0) for axis in (0, 1)]
    wide, high = (max((points[n][axis] for n in nodes), default=0) - low[axis] or 1 for axis in (0, 1))
    scale = min(frame[0] / wide, frame[1] / high)
    crowded = len(nodes) > MANY and len(lines) > _DENSE * len(nodes)  # lines would find no way past the shapes
    if len(nodes) < 2 or scale > _LOOSE or crowded:
        return {n: Stand(*points[n]) for n in nodes}
    index = {node: i for i, node in enumerate(nodes)}
    stood = [((points[n][0] - low[0]) * frame[0] / wide, (points[n][1] - low[1]) * frame[1] / high) for n in nodes]
    own = [radii[n] * scale for n in nodes]
    joined = [(index[a], index[b]) for a, b in lines if a != b]
    heads = {(index[a], index[b]) for a, b in arrows if a != b}
    room = _Room(stood, own, _chosen([names[n] for n in nodes], own, frame), joined, heads, manner)
    room.fill()
    return {
        n: Stand(round(low[0] + room.found[i][0] / scale), round(low[1] + room.found[i][1] / scale), room.sides.get(i))
        for n, i in index.items()
    }


def _chosen(names: Sequence[Box], radii: Sequence[float], frame: Box) -> list[Box | None]:
    """The names that get room."""
    areas = [(2 * r + _ASIDE) ** 2 + wide * tall for (wide, tall), r in zip(names, radii, strict=True)]
    left = _FULL * (frame[0] + 2 * _EDGE[0]) * (frame[1] + 2 * _EDGE[1])
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


def beside(at: Point, radius: float, name: Box) -> list[Sides]:
    """Where a name may stand whose shape stands here, by the number of the side."""
    return [_about(at, name) for _, name in _ways(radius, name)]


def _spiral(far: float) -> list[tuple[float, float, float]]:
    """Steps of a grid up to so far away, the nearest first: how far, across, down. Beyond `_NEAR` the grid is twice as
    wide."""
    most = int(far / _STEP)
    squares = ((column, row) for column in range(-most, most + 1) for row in range(-most, most + 1))
    steps = [
        (math.hypot(column, row) * _STEP, column * _STEP, row * _STEP)
        for column, row in squares
        if (column % 2 == 0 and row % 2 == 0) or math.hypot(column, row) * _STEP <= _NEAR
    ]
    return sorted(step for step in steps if step[0] <= far)


def _within(point: Point, frame: Box) -> Point:
    return min(max(point[0], 0.0), frame[0]), min(max(point[1], 0.0), frame[1])


def _about(at: Point, name: Sides) -> Sides:
    """Where a name stands whose shape stands here."""
    return at[0] + name[0], at[1] + name[1], at[0] + name[2], at[1] + name[3]


def _inner(name: Sides, frame: Box) -> Sides:
    """Where a shape may stand whose name lies inside the window."""
    (wide, high), (aside, above) = frame, _EDGE
    return -aside - name[0], -above - name[1], wide + aside - name[2], high + above - name[3]


class _Room:
    """Shapes by number, with radii, names or none, and the lines that join them, on their way to a place."""

    def __init__(
        self,
        stood: Sequence[Point],
        radii: Sequence[float],
        names: Sequence[Box | None],
        lines: Collection[tuple[int, int]],
        arrows: Collection[tuple[int, int]],
        manner: Manner,
    ) -> None:
        self.frame, self.hidden = manner.frame, manner.hidden
        self.stood, self.radii, self.names, self.arrows = list(stood), radii, names, arrows
        self.joined: dict[int, set[int]] = defaultdict(set)
        for a, b in lines:
            self.joined[a].add(b)
            self.joined[b].add(a)
        self.squares = Squares(self.frame, max(radii, default=0.0) + 2 * _ASIDE + max(_EDGE))
        # the squares of names and shapes, of all where no name may stand, of lines, and of arrows' lines
        self.taken = self.closed = self.strokes = self.coloured = 0
        self.labels: dict[int, Sides] = {}
        self.laid: list[Laid] = []
        far = _FAR if len(stood) <= MANY else _FAR / 4
        self.places = [(*place, self.squares.step(*place[1:])) for place in _spiral(far)]
        self.minds_crossing = len(lines) <= DENSEST * len(stood)
        self.found: dict[int, Point] = {}
        self.sides: dict[int, int] = {}

    def fill(self) -> None:
        """Gives each a place."""
        self._spread()
        for i in sorted(range(len(self.stood)), key=self._turn):
            side, at = self._best(i, self.names[i]) or self._best(i, None) or (None, _within(self.stood[i], self.frame))
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
        for _ in range(_ROUNDS if len(some) <= MANY else _ROUNDS // 4):
            order = sorted(some, key=lambda i: spots[i][0])
            for at, i in enumerate(order):
                for j in order[at + 1 :]:
                    if spots[j][0] - spots[i][0] > widest:
                        break
                    _push(spots[i], spots[j], halves[i], halves[j])
            for i, spot in spots.items():
                for axis, (half, size, edge) in enumerate(zip(halves[i], self.frame, _EDGE, strict=True)):
                    spot[axis] = min(max(spot[axis], half - edge), size + edge - half)
        for i, (x, y) in spots.items():
            self.stood[i] = x, y

    def _half(self, i: int) -> Box:
        r, (wide, tall) = self.radii[i] + 3, self.names[i] or (0.0, 0.0)
        return max(r, wide / 2), r + tall / 2

    def _best(self, i: int, name: Box | None) -> tuple[int | None, Point] | None:
        """The side of its name and the place of a shape for which it goes least far; `None` where there is none."""
        x, y = self._wished(i)
        r, best, least, met = self.radii[i], None, math.inf, self.squares.met
        around = -r - _ASIDE, -r - _ASIDE, r + _ASIDE, r + _ASIDE
        start, ends, (wide, high) = self.squares.at((x, y)), self._ends(i), self.frame
        taken, strokes = met(self.taken, around), met(self.strokes, (-r - 1, -r - 1, r + 1, r + 1))
        ways: list[tuple[int | None, float, Sides, Sides, bytes]]
        ways = [
            (n, taste, box, _inner(box, self.frame), met(self.closed, box))
            for n, (taste, box) in enumerate(_ways(r, name) if name else [])
        ] or [(None, 0, around, (0, 0, *self.frame), bytes(len(taken)))]
        for far, dx, dy, step in self.places:
            if far >= least:
                break
            across, down = at = x + dx, y + dy
            if not (0 <= across <= wide and 0 <= down <= high):
                continue
            byte, bit = start + step >> 3, 1 << (start + step & 7)
            if taken[byte] & bit:
                continue
            blocked: float | None = None
            for side, taste, sides, (left, top, right, bottom), closed in ways:
                if far + taste >= least or not (left <= across <= right and top <= down <= bottom):
                    continue
                if closed[byte] & bit:
                    continue
                if blocked is None:
                    blocked = _BLOCKED * bool(strokes[byte] & bit)
                    blocked += self._blocked(i, at, ends, least - far - blocked)
                cost = far + taste + blocked
                if cost < least:
                    cost += _BORROWED * self._borrowed(i, at, sides)
                if cost < least and side is not None:
                    cost += self._upon(i, at, sides)
                if cost < least:
                    best, least = (side, at), cost
        return best

    def _upon(self, i: int, at: Point, name: Sides) -> float:
        """How much further it would go, as its name would lie upon arrows, or where its own will probably run."""
        box = _about(at, name)
        arrows = (self.found.get(j, self.stood[j]) for j in self.joined[i] if self._is_arrow(i, j))
        own = any(runs_through(box, at, end) for end in arrows)
        return _UPON * (own + bool(self.coloured & self.squares.about(at, name))) + self._hides(i, at, name)

    def _hides(self, i: int, at: Point, name: Sides) -> float:
        """How much further it would go, as its name would lie upon other lines, or where its own will probably run."""
        if not self.hidden:
            return 0.0
        box, others = _about(at, name), [self.found.get(j, self.stood[j]) for j in self.joined[i]]
        own = sum(runs_through(box, at, end) for end in others)
        return self.hidden * (own + bool(self.strokes & self.squares.about(at, name)))

    def _borrowed(self, i: int, at: Point, name: Sides) -> int:
        """How many names would stand where that of another shape would: its own, and those of others about it."""
        r, box = self.radii[i], _about(at, name)
        own = in_line(box, at, r)
        is_own = own > _ASIDE and any(in_line(box, other, self.radii[j]) < own for j, other in self.found.items())
        return is_own + sum(
            (far := in_line(label, at, r)) < math.inf and far < in_line(label, self.found[j], self.radii[j])
            for j, label in self.labels.items()
        )

    def _is_arrow(self, i: int, j: int) -> bool:
        return (i, j) in self.arrows or (j, i) in self.arrows

    def _wished(self, i: int) -> Point:
        """The square of where it stood, moved most of the way as those were that it is joined to."""
        (x, y), others = self.stood[i], [j for j in self.joined[i] if j in self.found]
        for j in others:
            x += 0.7 * (self.found[j][0] - self.stood[j][0]) / len(others)
            y += 0.7 * (self.found[j][1] - self.stood[j][1]) / len(others)
        x, y = _within((x, y), self.frame)
        return x // CELL * CELL, y // CELL * CELL

    def _ends(self, i: int) -> list[End]:
        """The ends of its lines that have their places."""
        return [
            End(
                j,
                self.found[j],
                [line for line in self.laid if j not in line.joined],
                [(*at, (self.radii[k] + 1) ** 2) for k, at in self.found.items() if k != j],
                [turn(self.found[j], self.found[k]) for k in self.joined[j] if self.hidden and k in self.found],
            )
            for j in self.joined[i]
            if j in self.found
        ]

    def _blocked(self, i: int, at: Point, ends: Sequence[End], most: float) -> float:
        """How much further it would go, as its lines would run through other shapes and lines; at least `most` if it is
        as much."""
        cost = 0.0
        for end in ends:
            if cost < most and self.minds_crossing:
                cost += _CROSSED * end.crossed(at, (most - cost) / _CROSSED)
            if cost < most:
                cost += _BLOCKED * end.meets(at)
            if cost < most:
                cost += _HIDDEN * any(self._is_named(*head) for head in self._heads(i, end.number, at))
            if cost < most and self._is_arrow(i, end.number):
                cost += _UPON * self._is_named(at, end.at)
            if cost < most and self.hidden:
                cost += self.hidden * (self._is_named(at, end.at) + end.crowds(at))
        return cost

    def _heads(self, i: int, j: int, at: Point) -> list[tuple[Point, Point]]:
        """Where the heads of arrows between one that is put somewhere and one that has its place begin and end."""
        other, ends = self.found[j], []
        if (i, j) in self.arrows:
            ends.append((other, at, self.radii[j]))
        if (j, i) in self.arrows:
            ends.append((at, other, self.radii[i]))
        long = math.dist(at, other) or 1.0
        return [
            (on_line(tip, back, r / long), on_line(tip, back, min(1.0, (r + _HEAD) / long))) for tip, back, r in ends
        ]

    def _is_named(self, a: Point, b: Point) -> bool:
        """Whether a name lies upon the line between two points."""
        left, top, right, bottom = bounds(a, b)
        return any(
            box[0] <= right and box[2] >= left and box[1] <= bottom and box[3] >= top and runs_through(box, a, b)
            for box in self.labels.values()
        )

    def _take(self, i: int, at: Point, side: int | None) -> None:
        r, name = self.radii[i] + 1, self.names[i]
        for j in self.joined[i]:
            if j not in self.found:
                continue
            self.laid.append(Laid(at, self.found[j], (i, j), bounds(at, self.found[j])))
            line = self.squares.along(along(at, self.found[j]))
            self.strokes |= line
            if self._is_arrow(i, j):
                self.coloured |= line
            for head in self._heads(i, j, at):
                for point in along(*head):
                    self.closed |= self.squares.about(point, (-CELL, -CELL, CELL, CELL))
        self.found[i] = at
        wide = r - 1 + _ASIDE
        self.taken |= self.squares.about(at, (-r, -r, r, r))
        self.closed |= self.squares.about(at, (-wide, -wide, wide, wide))
        if side is not None and name:
            self.sides[i] = side
            sides = _ways(self.radii[i], name)[side][1]
            self.labels[i] = _about(at, sides)
            label = self.squares.about(at, sides)
            self.taken |= label
            self.closed |= label


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

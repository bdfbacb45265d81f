"""Moving the nodes of a drawing so that no box covers another and no line crosses a node that is not one of its ends.

Boxes are pushed apart within a frame (as in Dwyer, Marriott and Stuckey 2005, but step by step instead of exactly). A
node on another's line moves off it, and the line's ends move a little in the other direction.
"""

import math
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

Point = tuple[float, float]
Box = tuple[float, float]
"""Width and height."""
Line = tuple[int, int]
"""The numbers of the two points that a line joins."""

_ROUNDS = 120
_CELL = 40.0  # the width of the columns in which nodes are looked up
_CLEAR = 5.0  # the least distance of a line from a node's shape, if possible
_MANY = 250  # with more lines than this, half as many rounds


@dataclass(slots=True)
class Drawing:
    """Points by number: their coordinates, the boxes around them, the radii of their shapes, and the lines between
    them."""

    xs: list[float]
    ys: list[float]
    boxes: Sequence[Box]
    radii: Sequence[float]
    lines: Sequence[Line]

    def move(self, point: int, dx: float, dy: float) -> None:
        """Moves one point."""
        self.xs[point] += dx
        self.ys[point] += dy


def clear(drawing: Drawing, frame: Box) -> None:
    """Moves points inside a frame, whose corner is the origin, until no boxes overlap and no line crosses a box.

    If the frame is too small, boxes still overlap, but less; `part` then removes the overlaps.
    """
    rounds = _ROUNDS if len(drawing.lines) <= _MANY else _ROUNDS // 2
    for _ in range(rounds):
        moved = _part_once(drawing) + _clear_lines(drawing)
        _keep_inside(drawing, frame)
        if not moved:
            break


def part(drawing: Drawing) -> None:
    """Pushes boxes apart, without any frame, until none covers another."""
    for _ in range(_ROUNDS):
        if not _part_once(drawing):
            break


def lines_that_cross(points: Sequence[Point], lines: Collection[Line]) -> int:
    """How many pairs of straight lines cross, of those that join no common point."""
    drawn = sorted({(min(line), max(line)) for line in lines})
    return sum(
        len({a, b, c, d}) == 4 and cross(points[a], points[b], points[c], points[d])
        for (a, b), (c, d) in combinations(drawn, 2)
    )


def cross(a: Point, b: Point, c: Point, d: Point) -> bool:
    """Whether the straight line from a to b and that from c to d cross."""
    return _is_between(a, b, c, d) and _is_between(c, d, a, b)


def _is_between(a: Point, b: Point, c: Point, d: Point) -> bool:
    """Whether the straight line through a and b runs between c and d."""
    wide, high = b[0] - a[0], b[1] - a[1]
    return (wide * (c[1] - a[1]) - high * (c[0] - a[0])) * (wide * (d[1] - a[1]) - high * (d[0] - a[0])) < 0


def _part_once(drawing: Drawing) -> int:
    """Pushes apart every two overlapping boxes, along the line between them; returns how many overlapped."""
    xs, ys, boxes = drawing.xs, drawing.ys, drawing.boxes
    widest, moved = max((width for width, _ in boxes), default=0.0), 0
    order = sorted(range(len(xs)), key=lambda i: (xs[i], i))
    for at, i in enumerate(order):
        for j in order[at + 1 :]:
            dx, dy = xs[j] - xs[i], ys[j] - ys[i]
            if dx > widest:
                break
            over_x = (boxes[i][0] + boxes[j][0]) / 2 - abs(dx)
            over_y = (boxes[i][1] + boxes[j][1]) / 2 - abs(dy)
            if over_x <= 0 or over_y <= 0:
                continue
            moved += 1
            # Along the line between them, since pushing along one axis would arrange them in rows and columns.
            length = math.hypot(dx, dy)
            ux, uy = (dx / length, dy / length) if length > 1e-6 else (0.8, 0.6)
            push = 0.3 + 0.45 * min(over_x / max(abs(ux), 1e-9), over_y / max(abs(uy), 1e-9))
            drawing.move(i, -push * ux, -push * uy)
            drawing.move(j, push * ux, push * uy)
    return moved


def _clear_lines(drawing: Drawing) -> int:
    """Moves each node off the lines that cross it; returns how many crossed one."""
    xs, ys, radii = drawing.xs, drawing.ys, drawing.radii
    near = max(radii, default=0.0) + _CLEAR
    columns = _columns(xs)
    moved = 0
    for a, b in drawing.lines:
        dx, dy = xs[b] - xs[a], ys[b] - ys[a]
        length = math.hypot(dx, dy)
        if length < 1:
            continue
        for k in _beside(xs[a], ys[a], dx, dy, near, columns, ys):
            along = ((xs[k] - xs[a]) * dx + (ys[k] - ys[a]) * dy) / length**2
            aside = ((xs[k] - xs[a]) * dy - (ys[k] - ys[a]) * dx) / length
            lacking = radii[k] + _CLEAR - abs(aside)
            if lacking <= 0 or not 0.02 < along < 0.98 or k in (a, b):
                continue
            moved += 1
            push = math.copysign(0.6 * lacking, aside) / length
            drawing.move(k, push * dy, -push * dx)
            for end, share in ((a, 0.25 * (1 - along)), (b, 0.25 * along)):
                drawing.move(end, -share * push * dy, share * push * dx)
    return moved


def _columns(xs: Sequence[float]) -> dict[int, list[int]]:
    """The points by the column of the page in which they are."""
    columns: dict[int, list[int]] = defaultdict(list)
    for i, x in enumerate(xs):
        columns[int(x // _CELL)].append(i)
    return columns


def _beside(
    x: float, y: float, dx: float, dy: float, near: float, columns: Mapping[int, list[int]], ys: Sequence[float]
) -> list[int]:
    """The points that may be within `near` of a line from (x, y) to (x + dx, y + dy). `columns` has the points of each
    vertical strip; in a strip, only points near the part of the line in it are returned."""
    found: list[int] = []
    first, last = int((min(x, x + dx) - near) // _CELL), int((max(x, x + dx) + near) // _CELL)
    upright = abs(dx) <= 1e-9
    for column in range(first, last + 1):
        if column not in columns:
            continue
        one = 0.0 if upright else (column * _CELL - near - x) / dx
        other = 1.0 if upright else ((column + 1) * _CELL + near - x) / dx
        # not with `min` and `max`, which take three times as long: this is what a layout does most
        start = y + dy * (0.0 if one < 0 else 1.0 if one > 1 else one)
        end = y + dy * (0.0 if other < 0 else 1.0 if other > 1 else other)
        top, bottom = (start - near, end + near) if start < end else (end - near, start + near)
        found += [k for k in columns[column] if top <= ys[k] <= bottom]
    return found


def _keep_inside(drawing: Drawing, frame: Box) -> None:
    for i, box in enumerate(drawing.boxes):
        drawing.xs[i] = min(max(drawing.xs[i], box[0] / 2), frame[0] - box[0] / 2)
        drawing.ys[i] = min(max(drawing.ys[i], box[1] / 2), frame[1] - box[1] / 2)

"""Moving names, and the shapes with which most is amiss, to where a small picture reads better."""

import math
from collections.abc import Callable, Mapping, Sequence

from kgraph.namespaces import IRI
from kgraph.views.clearing import Box, Point
from kgraph.views.legible import Picture
from kgraph.views.squares import Sides

Places = Callable[[IRI, Point], Sequence[Sides]]
"""A function that gives the boxes in which the name of a shape may stand that is put somewhere, by the number of the
side."""

_MOST_MOVED = 8  # shapes
_MOST_LINES = 3  # of a shape that is moved
_FURTHEST = 110.0  # pixels from where it stood
_STEP = 8.0  # pixels between places that are tried
_WORTH = 3.0  # so much less is amiss at least, if a shape is moved
_APART = 8.0  # pixels between shapes


def turn_names(picture: Picture, sides: Mapping[IRI, int | None], places: Places) -> dict[IRI, int | None]:
    """Puts names on the sides where they hide least of lines, one after the other, and tells the sides. No name goes
    where another is, or a shape, or further out than all were."""
    now, around = dict(sides), _around(picture)
    for node in [node for node, side in sides.items() if side is not None]:
        found = _free_sides(picture, node, picture.at[node], places, around)
        if found:
            best = min(found, key=lambda side: (picture.hidden(found[side]), side != now[node]))
            now[node], picture.names[node] = best, found[best]
    return now


def move_shapes(picture: Picture, sides: Mapping[IRI, int | None], places: Places, frame: Box) -> dict[IRI, int | None]:
    """Moves shapes with few lines inside a frame to where least is amiss, first those whose bars touch other lines,
    then those with which most is; tells on which sides names stand then."""
    now, around = dict(sides), _around(picture)
    some = [node for node in picture.at if picture.names.get(node) and len(picture.joined[node]) <= _MOST_LINES]
    first = {end for line in picture.touched() for end in line}
    for node in sorted(some, key=lambda one: (one not in first, -picture.faults_of(one)))[:_MOST_MOVED]:
        was, name, amiss = picture.at[node], picture.names[node], picture.faults_of(node)
        if amiss <= _WORTH:
            continue
        best, least = (was, name, now[node]), amiss - _WORTH
        picture.names[node] = None
        for at in _grid(frame, was):
            picture.at[node] = at
            if not _is_free(picture, node, at) or (unnamed := picture.faults_of(node)) >= least:
                continue
            for side, box in _free_sides(picture, node, at, places, around).items():
                if (found := unnamed + picture.hidden(box)) < least:
                    best, least = (at, box, side), found
        picture.at[node], picture.names[node], now[node] = best
    return now


def _grid(frame: Box, around: Point) -> list[Point]:
    """Places inside a frame, not too far from where a shape stands."""
    columns, rows = (int(size / _STEP) + 1 for size in frame)
    all_places = ((column * _STEP, row * _STEP) for row in range(rows) for column in range(columns))
    return [at for at in all_places if math.dist(at, around) <= _FURTHEST]


def _is_free(picture: Picture, node: IRI, at: Point) -> bool:
    """Whether a shape that is put somewhere covers neither a name nor another shape."""
    room = _box(at, picture.radii[node] + _APART)
    names = [box for other, box in picture.names.items() if box and other != node]
    return not any(_meet(room, box) for box in (*names, *_shapes(picture, node)))


def _free_sides(picture: Picture, node: IRI, at: Point, places: Places, around: Sides) -> dict[int, Sides]:
    """Where the name of a shape may stand that is put somewhere."""
    others = [box for other, box in picture.names.items() if box and other != node] + _shapes(picture, node)
    return {
        side: box
        for side, box in enumerate(places(node, at))
        if _is_within(box, around) and not any(_meet(box, other) for other in others)
    }


def _shapes(picture: Picture, but: IRI) -> list[Sides]:
    return [_box(at, picture.radii[node]) for node, at in picture.at.items() if node != but]


def _box(at: Point, far: float) -> Sides:
    return at[0] - far, at[1] - far, at[0] + far, at[1] + far


def _around(picture: Picture) -> Sides:
    """The box around all names."""
    boxes = [box for box in picture.names.values() if box]
    left, top, right, bottom = zip(*boxes, strict=True) if boxes else ((0.0,),) * 4
    return min(left), min(top), max(right), max(bottom)


def _meet(one: Sides, other: Sides) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _is_within(one: Sides, other: Sides) -> bool:
    return other[0] <= one[0] and other[1] <= one[1] and one[2] <= other[2] and one[3] <= other[3]

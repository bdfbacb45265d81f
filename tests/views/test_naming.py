"""Places of nodes that leave room for their names."""

import math
import random
from collections.abc import Collection
from dataclasses import replace
from typing import Any

import pytest

from kgraph.analysis.edges import Edge
from kgraph.analysis.graph import Network
from kgraph.analysis.record import Node
from kgraph.namespaces import IRI
from kgraph.views import naming, placed
from kgraph.views.clearing import lines_that_cross
from kgraph.views.layout import layout as laid_out
from kgraph.views.lettering import name_size
from kgraph.views.naming import FRAME, with_room
from kgraph.views.page import Opening
from kgraph.views.rows import NetworkRows
from kgraph.views.squares import runs_through

Points = dict[int, tuple[int, int]]


def crowd(count: int, seed: int = 1) -> tuple[Points, list[tuple[int, int]]]:
    chance = random.Random(seed)  # noqa: S311 # a seeded test
    points = {i: (chance.randrange(900), chance.randrange(600)) for i in range(count)}
    return points, [(chance.randrange(i), i) for i in range(1, count)]


def boxes(
    count: int, arrows: Collection[tuple[int, int]] = ()
) -> tuple[dict[int, tuple[float, float]], list[tuple[float, float, float, float]]]:
    """Where nodes stand in pixels, and the boxes of their names on the sides that were found for them."""
    points, lines = crowd(count)
    names = {i: (60.0 + 4 * (i % 9), 29.0) for i in points}
    stands = with_room(points, dict.fromkeys(points, 8.0), names, lines, arrows)
    wide = max(x for x, _ in points.values()) - min(x for x, _ in points.values())
    high = max(y for _, y in points.values()) - min(y for _, y in points.values())
    scale = min(FRAME[0] / wide, FRAME[1] / high)
    at = {i: (one.x * scale, one.y * scale) for i, one in stands.items()}
    made = []
    for i, one in stands.items():
        (x, y), (w, h), r = at[i], names[i], 8 * scale + 3
        sides = {0: (x - w / 2, y + r), 1: (x + r, y - h / 2), 2: (x - w / 2, y - r - h), 3: (x - r - w, y - h / 2)}
        if one.side in sides:
            left, top = sides[one.side]
            made.append((left, top, left + w, top + h))
    return at, made


@pytest.mark.slow
def test_names_have_room_beside_their_nodes() -> None:
    at, made = boxes(60)
    assert len(made) > 25
    for i, a in enumerate(made):
        for b in made[:i]:
            assert min(a[2], b[2]) - max(a[0], b[0]) < 2 or min(a[3], b[3]) - max(a[1], b[1]) < 2
    points = list(at.values())
    assert min(math.dist(p, q) for i, p in enumerate(points) for q in points[:i]) > 10


@pytest.mark.slow
def test_names_stand_beside_arrows_rather_than_upon_them() -> None:
    arrows, upon = crowd(60)[1][:20], []
    for given in ((), arrows):
        at, made = boxes(60, given)
        upon.append(sum(lies_upon(name, at[a], at[b]) for name in made for a, b in arrows))
    assert upon[1] < 0.5 * upon[0]


def lies_upon(box: tuple[float, float, float, float], a: tuple[float, float], b: tuple[float, float]) -> bool:
    points = [(a[0] + (b[0] - a[0]) * part / 50, a[1] + (b[1] - a[1]) * part / 50) for part in range(51)]
    return any(box[0] < x < box[2] and box[1] < y < box[3] for x, y in points)


@pytest.mark.slow
def test_places_are_the_same_each_time_and_stay_in_their_frame() -> None:
    points, lines = crowd(80)
    names = dict.fromkeys(points, (80.0, 29.0))
    once, again = (with_room(points, dict.fromkeys(points, 7.0), names, lines) for _ in range(2))
    assert once == again and once.keys() == points.keys()
    low, most = ([f(p[axis] for p in points.values()) for axis in (0, 1)] for f in (min, max))
    scale = min(size / (most[axis] - low[axis]) for axis, size in enumerate(FRAME))
    for one in once.values():
        assert all(
            low[axis] - 1 <= where <= low[axis] + FRAME[axis] / scale + 1 for axis, where in enumerate((one.x, one.y))
        )


def test_nodes_stay_near_where_they_stood() -> None:
    points, lines = crowd(60)
    stands = with_room(points, dict.fromkeys(points, 8.0), dict.fromkeys(points, (70.0, 29.0)), lines)
    moved = sorted(math.dist(points[i], stands[i][:2]) for i in points)
    assert moved[30] < 90


def test_what_has_room_already_stays() -> None:
    points = {1: (0, 0), 2: (200, 0), 3: (100, 100)}
    stands = with_room(points, dict.fromkeys(points, 8.0), dict.fromkeys(points, (60.0, 16.0)), [(1, 2)])
    assert {i: one[:2] for i, one in stands.items()} == points and {one.side for one in stands.values()} == {None}


def test_no_node_and_one_node_have_places() -> None:
    assert with_room({}, {}, {}, []) == {}
    assert with_room({1: (5, 6)}, {1: 8.0}, {1: (60.0, 16.0)}, [])[1][:2] == (5, 6)


@pytest.mark.slow
def test_names_that_matter_most_have_room_where_there_is_not_enough_for_all() -> None:
    points, lines = crowd(140)
    stands = with_room(points, dict.fromkeys(points, 7.0), dict.fromkeys(points, (130.0, 42.0)), lines)
    first = [one.side is not None for i, one in stands.items() if i < 12]
    assert all(first) and any(one.side is None for one in stands.values())


def test_a_long_name_is_higher_and_no_wider_than_its_rows() -> None:
    short, long = name_size("Pokrovsk"), name_size("reported aim of disorganising the defence of a town")
    assert short[1] < 20 < long[1] and long[0] < 24 * 8
    assert name_size("x" * 5000)[0] < 24 * 8 and name_size("")[0] < 10


@pytest.mark.slow
def test_lines_cross_less_where_nodes_go_further_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    points, lines = crowd(70)
    names, counts = {i: (60.0 + 4 * (i % 9), 29.0) for i in points}, []
    for cost in (1e-9, naming._CROSSED):
        monkeypatch.setattr(naming, "_CROSSED", cost)
        stands = with_room(points, dict.fromkeys(points, 8.0), names, lines)
        counts.append(lines_that_cross([stands[i][:2] for i in points], lines))
    assert counts[1] < 0.8 * counts[0]


def test_a_line_runs_through_a_box_that_it_enters_and_not_past_its_corner() -> None:
    box = (0.0, 0.0, 10.0, 4.0)
    assert (
        runs_through(box, (-5, 2), (15, 2))
        and runs_through(box, (5, 2), (50, 50))
        and runs_through(box, (-5, -2), (15, 6))
    )
    assert not runs_through(box, (-5, 5), (15, 5)) and not runs_through(box, (-4, 2), (4, 9))
    assert not runs_through(box, (-5, 2), (-1, 2)), "it ends before"


def test_two_lines_cross_between_their_ends_and_not_at_a_common_one() -> None:
    square = [(0.0, 0.0), (10.0, 10.0), (0.0, 10.0), (10.0, 0.0)]
    assert lines_that_cross(square, [(0, 1), (2, 3)]) == 1 == lines_that_cross(square, [(0, 1), (1, 0), (3, 2)])
    assert lines_that_cross(square, [(0, 1), (0, 3), (3, 1)]) == 0 == lines_that_cross(square, [(0, 2), (3, 1)])


def test_the_layout_with_fewest_lines_that_cross_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    network, tried = crossed(), list[int]()
    places = {"a": (0, 0), "b": (100, 100), "c": (0, 100), "d": (100, 0)}

    def layout(boxes: Any, edges: Any, *, start: int, **more: Any) -> Any:
        tried.append(start)
        found = laid_out(boxes, edges, start=start, **more)
        return found if start == 2 else {IRI(f"x:{name}"): place for name, place in places.items()}

    monkeypatch.setattr(placed, "layout", layout)
    stands = placed.stands(network, NetworkRows(network, Opening("Crossed"), 250), 250)
    at = {node: stand[:2] for node, stand in stands.items()}
    assert len(tried) > 2 and at[IRI("x:a")] != places["a"]
    number = {node: i for i, node in enumerate(at)}
    assert lines_that_cross(list(at.values()), [(number[e.source], number[e.target]) for e in network.edges]) == 0


def test_where_lines_are_many_one_layout_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    network, tried = crossed(), list[int]()
    many = replace(network, edges=tuple(replace(network.edges[0], name=f"relation {i}") for i in range(13)))

    def layout(boxes: Any, edges: Any, *, start: int, **more: Any) -> Any:
        tried.append(start)
        return laid_out(boxes, edges, start=start, **more)

    monkeypatch.setattr(placed, "layout", layout)
    placed.stands(many, NetworkRows(many, Opening("Crossed"), 250), 250)
    assert tried == [0]


def crossed() -> Network:
    """Two relations between four places."""
    nodes = tuple(Node(IRI(f"x:{name}"), name, "place", "place", ()) for name in "abcd")
    edges = tuple(Edge(IRI(f"x:{a}"), IRI(f"x:{b}"), "at", "at", (), "undisputed") for a, b in (("a", "b"), ("c", "d")))
    return Network(nodes, edges, ())

"""Where a red bar stands across the dotted line of who denies something."""

import math
from typing import Any

import pytest

from browser import Opened
from drawing import seen
from drawings import SVG, numbers, of_class, read
from nodejs import in_node

BARS = """
import { barAt, barsOn } from "./bars.js";
import { pointsOn } from "./routes.js";
const answer = ({ shapes, lines, chosen }) => {
  const at = new Map(shapes.map((shape) => [shape.id, shape])), found = barsOn(shapes, lines, chosen);
  const pairs = (points) => points.map(({ x, y }) => [x, y]);
  return lines.map(({ id, from, to, bend }) => {
    const ends = [at.get(from), at.get(to), bend], part = found.get(id) ?? null;
    return { part, bar: part && pairs(barAt(...ends, part)), points: pairs(pointsOn(...ends, 1)) };
  });
};
"""
HALF = 5


def shape(number: int, x: float, y: float, radius: float = 8) -> dict[str, float]:
    return {"id": number, "x": x, "y": y, "radius": radius}


def line(number: int, start: int, end: int, *, bend: float = 0, **look: bool) -> dict[str, Any]:
    return {"id": f"s{number}", "from": start, "to": end, "bend": bend, "denies": False, "also": False, **look}


def bars(shapes: list[dict[str, float]], *lines: dict[str, Any], chosen: int | None = None) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = in_node(BARS, {"shapes": shapes, "lines": lines, "chosen": chosen})
    return found


def off(bar: list[list[float]], points: list[list[float]]) -> float:
    """How far a bar, known by points along it, is from a line, known by points along it."""
    (ax, ay), (bx, by) = bar
    along = [(ax + i * (bx - ax) / 20, ay + i * (by - ay) / 20) for i in range(21)]
    return min(math.dist(a, b) for a in along for b in points)


TWO = [shape(1, 0, 0), shape(2, 200, 0)]


def middle(one: dict[str, Any]) -> tuple[float, float]:
    (ax, ay), (bx, by) = one["bar"]
    return (ax + bx) / 2, (ay + by) / 2


def alone(*shapes: dict[str, float], **look: bool) -> dict[str, Any]:
    """A line from the first shape to the second one, where nothing else is."""
    [found] = bars(list(shapes or TWO), line(1, 1, 2, **look))
    return found


def test_who_denies_has_a_bar_across_the_line_and_nobody_else() -> None:
    denies, also, plain = alone(denies=True), alone(also=True), alone()
    assert plain["part"] is None
    for one in (denies, also):
        (ax, ay), (bx, by) = one["bar"]
        assert ax == pytest.approx(bx) and sorted([ay, by]) == pytest.approx([-HALF, HALF])
    # who only denies has it close to what is denied; else it stands away from the head
    assert denies["part"] > also["part"] > 0.5


@pytest.mark.parametrize("look", [{"denies": True}, {"also": True}])
def test_a_bar_does_not_touch_a_line_that_crosses_its_own(look: dict[str, bool]) -> None:
    where = middle(alone(**look))[0]  # where it would stand
    for aside in (-4, 0, 4):
        own, other = bars(
            [*TWO, shape(3, where + aside, -120), shape(4, where + aside, 120)], line(1, 1, 2, **look), line(2, 3, 4)
        )
        assert off(own["bar"], other["points"]) > 12


def test_a_bar_is_clear_of_a_line_beside_its_own_if_there_is_such_a_place() -> None:
    """Close to what is denied, where it would stand, they would touch."""
    denied, other = bars([*TWO, shape(3, -60, 26)], line(1, 1, 2, denies=True), line(2, 3, 2))
    assert off(alone(denies=True)["bar"], other["points"]) < 3 <= off(denied["bar"], other["points"])
    also, other = bars([*TWO, shape(3, -200, 13.4), shape(4, 400, 1.4)], line(1, 1, 2, also=True), line(2, 3, 4))
    assert off(alone(also=True)["bar"], other["points"]) < 2.1 and off(also["bar"], other["points"]) >= 2.9


def test_two_bars_of_lines_that_cross_at_a_small_angle_stand_apart() -> None:
    shapes = [*TWO, shape(3, 0, 12), shape(4, 200, -12)]
    first, second = bars(shapes, line(1, 1, 2, also=True), line(2, 3, 4, also=True))
    assert off(first["bar"], second["bar"]) > 8


def test_a_bar_leaves_a_shape_beside_its_line_room_for_its_name() -> None:
    x, _ = middle(alone(also=True))
    [own] = bars([*TWO, shape(3, x, 24)], line(1, 1, 2, also=True))
    assert min(math.dist(end, (x, 24)) for end in own["bar"]) > 34


@pytest.mark.parametrize("crossed", [(130,), (130, 150, 170), (110, 130, 150, 170, 180)])
def test_the_bar_on_a_line_without_a_head_is_nearer_to_what_is_denied(crossed: tuple[float, ...]) -> None:
    """Nothing else tells who denies whom where both ends are claimants."""
    ends = [(shape(2 * i + 3, x, -90), shape(2 * i + 4, x, 90)) for i, x in enumerate(crossed)]
    lines = [line(i + 2, 2 * i + 3, 2 * i + 4) for i in range(len(ends))]
    for chosen in (None, 1, 2):
        own = bars([*TWO, *(one for both in ends for one in both)], line(1, 1, 2, denies=True), *lines, chosen=chosen)[
            0
        ]
        assert own["part"] > 0.5


@pytest.mark.parametrize("bend", [0, 0.3, -0.7])
@pytest.mark.parametrize(("long", "radius"), [(40, 8), (45, 30), (60, 30), (400, 8)])
def test_a_bar_lies_across_its_own_line_between_the_two_shapes(bend: float, long: float, radius: float) -> None:
    [own] = bars([shape(1, 0, 0), shape(2, long, 0, radius)], line(1, 1, 2, bend=bend, denies=True))
    at = list(middle(own))
    assert off([at, at], own["points"]) < 1
    assert math.dist(at, (0, 0)) > 8 and math.dist(at, (long, 0)) > radius


def test_a_bar_keeps_away_from_both_shapes_where_there_is_room() -> None:
    x, _ = middle(alone(shape(1, 0, 0), shape(2, 90, 0, 30), denies=True))
    assert 8 + 9 <= x <= 90 - 30 - 9  # 0.8 of the way is 72


def test_bars_that_are_too_many_for_a_search_stand_between_their_shapes() -> None:
    turns = [2 * math.pi * i / 300 for i in range(300)]
    deniers = [shape(i + 2, 60 * math.cos(turn), 60 * math.sin(turn), 3) for i, turn in enumerate(turns)]
    found = bars([shape(1, 0, 0, 25), *deniers], *(line(i, i + 2, 1, denies=True) for i in range(300)))
    assert all(25 < math.dist(middle(one), (0, 0)) < 57 for one in found)
    assert len({round(one["part"], 9) for one in found}) == 1


def test_a_line_without_any_room_has_its_bar_in_the_middle() -> None:
    assert alone(shape(1, 0, 0), shape(2, 20, 0), denies=True)["part"] == 0.5
    assert alone(shape(1, 0, 0), shape(2, 0, 0), denies=True)["part"] is not None  # upon each other


def test_a_bar_leaves_room_for_the_plate_of_what_is_chosen() -> None:
    [plain], [room] = (bars(TWO, line(1, 1, 2, also=True), chosen=chosen) for chosen in (None, 2))
    assert plain["part"] == pytest.approx(0.6) and 0.2 <= room["part"] <= 0.5


def test_a_bar_keeps_off_the_bar_of_a_relation_that_is_denied() -> None:
    shapes = [*TWO, shape(3, -80, 14), shape(4, 320, 14)]  # beside the other, with its bar where this one would stand
    relation = line(2, 3, 4)
    denied = {**relation, "arrows": {"middle": {"enabled": True}}}
    plain, beside = (bars(shapes, line(1, 1, 2, also=True), one)[0] for one in (relation, denied))
    assert middle(plain)[0] == pytest.approx(120) and abs(middle(beside)[0] - 120) > 8


@pytest.mark.slow
@pytest.mark.parametrize("address", ["", "#node=event/presidential-election", "#node=agent/evening-lamp"])
@pytest.mark.parametrize("window", [(1280, 800), (390, 844)])
def test_no_name_or_words_cover_a_bar(
    opened: Any, page_of: Any, examples: Any, address: str, window: tuple[int, int]
) -> None:
    page = page_of("election", examples["election"])
    shown: Opened = opened(page, address, viewport=dict(zip(("width", "height"), window, strict=True)))
    picture = read(seen(shown.page))
    tone = shown.page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--denied').trim()")
    found = [
        numbers(path)
        for one in of_class(picture, "line")
        for path in one.iter(f"{SVG}path")
        if path.get("stroke") == tone and path.get("fill") == "none"
    ]
    assert found
    for label in of_class(picture, "label"):
        x, y, wide, tall = (float(label.get(f"data-{side}") or 0) for side in ("x", "y", "wide", "tall"))
        for x1, y1, x2, y2 in (one[:4] for one in found):
            beside = max(x1, x2) < x or min(x1, x2) > x + wide or max(y1, y2) < y or min(y1, y2) > y + tall
            assert beside or label.get("data-turn"), "".join(label.itertext())

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


def test_who_denies_has_a_bar_across_the_line_and_nobody_else() -> None:
    plain, denies, also = bars(
        [*TWO, shape(3, 0, 300), shape(4, 200, 300), shape(5, 0, 600), shape(6, 200, 600)],
        line(1, 1, 2), line(2, 3, 4, denies=True), line(3, 5, 6, also=True),
    )  # fmt: skip
    assert plain["part"] is None
    for one, y in ((denies, 300), (also, 600)):
        (ax, ay), (bx, by) = one["bar"]
        assert ax == pytest.approx(bx) and sorted([ay, by]) == pytest.approx([y - HALF, y + HALF])
    # who only denies has it close to what is denied; else it stands away from the head
    assert denies["part"] > also["part"] > 0.5


@pytest.mark.parametrize("look", [{"denies": True}, {"also": True}])
@pytest.mark.parametrize("where", [60, 100, 120, 140, 160])
def test_a_bar_does_not_touch_a_line_that_crosses_its_own(look: dict[str, bool], where: float) -> None:
    own, other = bars([*TWO, shape(3, where, -120), shape(4, where, 120)], line(1, 1, 2, **look), line(2, 3, 4))
    assert off(own["bar"], other["points"]) > 12


@pytest.mark.parametrize("far", [16, 24, 32])
def test_a_bar_keeps_away_from_a_line_that_nears_its_own_at_their_common_end(far: float) -> None:
    denied, _ = bars([*TWO, shape(3, 0, far)], line(1, 1, 2, denies=True), line(2, 3, 2))
    at = {part: far * (1 - part) - HALF for part in (denied["part"], 0.8)}
    assert at[denied["part"]] > at[0.8]  # further from it than close to what is denied


def test_two_bars_of_lines_that_cross_stand_apart() -> None:
    first, second = bars(
        [*TWO, shape(3, 120, -90), shape(4, 120, 90)], line(1, 1, 2, also=True), line(2, 3, 4, also=True)
    )
    assert off(first["bar"], second["points"]) > 12 and off(second["bar"], first["points"]) > 12
    assert off(first["bar"], second["bar"]) > 12


def test_a_bar_leaves_a_shape_beside_its_line_room_for_its_name() -> None:
    [own] = bars([*TWO, shape(3, 150, 16)], line(1, 1, 2, denies=True))
    assert math.dist(own["bar"][0], (150, 16)) > 8 + 16 < math.dist(own["bar"][1], (150, 16))


@pytest.mark.parametrize("bend", [0, 0.3, -0.7])
@pytest.mark.parametrize("long", [40, 60, 400])
def test_a_bar_lies_across_its_own_line_between_the_two_shapes(bend: float, long: float) -> None:
    [own] = bars([shape(1, 0, 0), shape(2, long, 0)], line(1, 1, 2, bend=bend, denies=True))
    middle = [sum(axis) / 2 for axis in zip(*own["bar"], strict=True)]
    assert off([middle, middle], own["points"]) < 1
    assert math.dist(middle, (0, 0)) > 8 < math.dist(middle, (long, 0))


def test_a_line_without_any_room_has_its_bar_in_the_middle() -> None:
    [short] = bars([shape(1, 0, 0), shape(2, 20, 0)], line(1, 1, 2, denies=True))
    assert short["part"] == 0.5


def test_a_bar_leaves_room_for_the_plate_of_what_is_chosen() -> None:
    [plain], [room] = (bars(TWO, line(1, 1, 2, denies=True), chosen=chosen) for chosen in (None, 2))
    assert plain["part"] == pytest.approx(0.8) and 0.2 <= room["part"] < 0.6


def test_a_bar_keeps_off_the_bar_of_a_relation_that_is_denied() -> None:
    denied = {**line(2, 1, 2, bend=0.1), "arrows": {"middle": {"enabled": True}}}
    plain, beside = (bars(TWO, line(1, 1, 2, also=True), other)[0] for other in (line(2, 1, 2, bend=0.1), denied))
    assert abs(beside["part"] - 0.5) > abs(plain["part"] - 0.5) - 1e-9
    middle = [(x + y) / 2 for x, y in zip(*beside["bar"], strict=True)]
    assert math.dist(middle, (100, 0)) > 14


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

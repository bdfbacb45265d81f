"""Lines as they are drawn: dashes stay dashes, however wide a line is."""

import itertools
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import drawings
from browser import WHOLE, Opened
from drawing import seen
from kgraph.views.looks import LINES
from nodejs import in_node

STROKES = """
import { ofWidth, strokeOf } from "./strokes.js";
const answer = (lines) => lines.flatMap((line) => [false, true].map((several) => strokeOf(line, several)))
  .flatMap((stroke) => [stroke, ofWidth(stroke, 1.5 * stroke.width)]);
"""
SEEN = """
import { byTone, seenStroke } from "./strokes.js";
const answer = ({ tones, scale }) => [
  byTone(tones, (tone) => tone),
  tones.map((tone) => scale * seenStroke({ width: 1, dashes: [2, 4] }, tone, scale).width),
];
"""


def gaps(dashes: list[float]) -> list[float]:
    return dashes[1::2]


def test_gaps_are_wider_than_round_caps_close_also_where_two_or_more_say_so_or_it_is_selected() -> None:
    lines = [{"width": line.width, "dashes": line.dashes} for line in LINES.values()]
    drawn = in_node(STROKES, lines)
    assert len(drawn) == 4 * len(LINES)
    for stroke in drawn:
        assert not stroke["dashes"] or min(gaps(stroke["dashes"])) >= stroke["width"] + 2, stroke
    solid, *_ = in_node(STROKES, [{"width": 1.3, "dashes": []}])
    assert solid == {"width": 1.3, "dashes": False}


def test_a_thick_line_has_several_dashes_where_it_is_short() -> None:
    lines = [{"width": line.width, "dashes": line.dashes} for line in LINES.values()]
    for stroke in in_node(STROKES, lines):
        assert not stroke["dashes"] or sum(stroke["dashes"]) <= 50, stroke


def test_what_is_intended_advised_expected_imagined_and_conditional_have_patterns_of_their_own() -> None:
    projected = {key: line for key, line in LINES.items() if line.tone == "projected"}
    assert projected.keys() == {"intended", "forecast", "recommended", "conditional", "scenario"}
    assert len({line.width for line in projected.values()}) == 1  # no width tells them apart
    for one, other in itertools.combinations(projected.values(), 2):
        longest = sorted((max(one.dashes[::2]), max(other.dashes[::2])))
        assert len(one.dashes) != len(other.dashes) or longest[1] - longest[0] >= 4, (one.meaning, other.meaning)


def test_lines_in_question_lie_over_all_others_and_who_speaks_of_what_is_thin_however_close() -> None:
    tones = ["disputed", "statement", "projected", "undisputed", "disputed", "denied", "soft"]
    order, close = in_node(SEEN, {"tones": tones, "scale": 3})
    assert order == ["statement", "undisputed", "soft", "projected", "denied", "disputed", "disputed"]
    assert close == [3, pytest.approx(1), 3, 3, 3, 3, 3]
    _, far = in_node(SEEN, {"tones": tones, "scale": 0.5})
    assert far[1] == pytest.approx(0.5) and far[0] == pytest.approx(2) and far[2] == pytest.approx(1.2)


@pytest.mark.slow
@pytest.mark.parametrize("address", ["#node=agent/russian-forces", ""])
def test_every_line_of_the_picture_that_is_not_solid_shows_its_gaps(
    opened: Any, pokrovsk_page: Path, address: str
) -> None:
    shown: Opened = opened(pokrovsk_page, address)
    strokes = [
        path.attrib for path in drawings.saved(shown).iter(drawings.SVG + "path") if "stroke-dasharray" in path.attrib
    ]
    widest = 0.0
    for stroke in strokes:
        width = float(stroke["stroke-width"])
        widest = max(widest, width)
        assert min(gaps([float(dash) for dash in stroke["stroke-dasharray"].split()])) > 1.8 * width, stroke
    assert len(strokes) > 10 and widest > 0


@pytest.mark.slow
@pytest.mark.parametrize("width", [1280, pytest.param(390, marks=pytest.mark.thorough)])
def test_dashes_of_each_kind_are_as_long_in_the_picture_as_in_the_key(
    width: int, pokrovsk_page: Path, opened: Callable[..., Opened]
) -> None:
    shown = opened(pokrovsk_page, "#focus=all", viewport={"width": width, "height": 800})
    drawing, compared = drawings.read(seen(shown.page)), set()
    for line in drawings.of_class(drawing, "line"):
        status, path = line.get("data-status", ""), line.find(f"{drawings.SVG}path")
        if status not in LINES or path is None or not LINES[status].dashes:
            continue
        drawn = [float(dash) for dash in path.get("stroke-dasharray", "").split()]
        assert drawn[::2] == pytest.approx(LINES[status].dashes[::2], rel=0.05), status
        assert all(a >= 0.95 * b for a, b in zip(gaps(drawn), LINES[status].dashes[1::2], strict=True))
        assert LINES[status].tone == "undisputed" or float(path.get("stroke-width", "0")) >= 1.1, status
        compared.add(status)
    # a phone shows fewer relations
    rarer = {"recommended", "scenario"} if width > 1000 else set()
    assert {"disputed", "intended", "forecast", "conditional"} | rarer <= compared


@pytest.mark.slow
@pytest.mark.parametrize("address", [WHOLE, "#until=2025-09-30"])
def test_what_leads_to_a_name_is_in_the_key_while_there_is_one(
    address: str, pokrovsk_page: Path, opened: Callable[..., Opened]
) -> None:
    page = opened(pokrovsk_page, address, viewport={"width": 1000, "height": 700}).page
    led = 'class="leader"' in seen(page)
    assert page.is_visible("#leads") == led == (address == WHOLE)


@pytest.mark.slow
def test_words_of_a_denied_line_say_what_is_denied(pokrovsk_page: Path, opened: Callable[..., Opened]) -> None:
    drawing = drawings.read(seen(opened(pokrovsk_page, "#until=2025-11-01").page))
    words = [one for one in drawings.of_class(drawing, "label") if one.get("data-of") == "line"]
    denied = [drawings.texts(one) for one in words if "denied" in drawings.texts(one)]
    assert denied and all("controls" in text for text in denied)


DOTS = """
import { dotsBeside } from "./dots.js";
const answer = ({ dots, shapes, lines, radius }) => {
  const byId = new Map(shapes.map((shape) => [shape.id, shape]));
  const routed = lines.map(([id, from, to, bend]) => ({ id, from: byId.get(from), to: byId.get(to), bend }));
  return [...dotsBeside(dots, shapes, routed, radius)];
};
"""


def test_claims_stand_beside_the_line_or_the_shape_that_they_are_about_and_upon_none() -> None:
    shapes = [{"id": i, "x": x, "y": y, "radius": 8} for i, (x, y) in enumerate([(0, 0), (200, 0), (100, 90)])]
    dots = [
        {"id": i, "lines": [0] if i < 6 else [], "shapes": [2]} for i in range(14)
    ]  # a line may have a shape's number
    placed = dict(in_node(DOTS, {"dots": dots, "shapes": shapes, "lines": [[0, 0, 1, 0], [2, 1, 2, 0.2]], "radius": 3}))
    points = [(placed[i]["x"], placed[i]["y"]) for i in range(14)]
    assert all(3 < abs(y) < 10 and 8 < x < 192 for x, y in points[:6])
    assert all(11 < math.dist(point, (100, 90)) < 50 for point in points[6:])
    assert all(math.dist(a, b) > 7 for a, b in itertools.combinations(points, 2))
    assert all(math.dist(point, (one["x"], one["y"])) > 11 for point in points for one in shapes)


LETTERS = """
import { Room } from "./placing.js";
const answer = ([wide, high, y]) => {
  const room = new Room(wide, high, [], [], {});
  const points = [[60, y, 1, 0, 0.5]], sprite = { rows: ["A"] };
  const choices = [{ wide: 12, tall: 14, cost: 0, onLine: true, sprite }];
  const spots = room.spots({ id: ",1", ends: [1, 2], points, long: 60, choices }, false);
  return spots.map(({ parts: [{ box }] }) => box);
};
"""


def test_in_a_narrow_window_letters_stand_by_the_lower_edge_and_close_to_names() -> None:
    assert in_node(LETTERS, [390, 300, 290]) == [[52, 282, 68, 298]]  # the plate, and two pixels on both sides
    assert in_node(LETTERS, [1280, 300, 290]) == []
    assert in_node(LETTERS, [1280, 300, 200]) == [[47, 192, 73, 208]]

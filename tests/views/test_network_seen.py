"""What the picture shows is to be seen: shapes are drawn, in the window, and nothing faint lies over what is lit."""

import math
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from browser import Opened
from drawing import seen
from drawings import SVG, numbers, of_class, read, saved
from kgraph import Graph
from nodejs import in_node

Show = Callable[..., Opened]

KEEP = """() => { const canvas = document.querySelector("#graph canvas"), copy = document.createElement("canvas");
  Object.assign(copy, { width: canvas.width, height: canvas.height });
  const pen = copy.getContext("2d", { willReadFrequently: true });
  pen.drawImage(canvas, 0, 0);
  window.kept = { wide: canvas.width, high: canvas.height,
    all: pen.getImageData(0, 0, canvas.width, canvas.height).data,
    box: [canvas.clientWidth, canvas.clientHeight] }; }"""
COLOURS = """(points) => points.map(([x, y]) => {
  const { wide, high, all, box } = window.kept, [left, top] = [x * wide / box[0], y * high / box[1]].map(Math.round);
  return [...all.slice(4 * (top * wide + left), 4 * (top * wide + left) + 3)];
})"""


def middle(node: ET.Element) -> tuple[float, float]:
    x, y, wide, tall = (float(node.get(f"data-{name}", "nan")) for name in ("x", "y", "wide", "tall"))
    return x + wide / 2, y + tall / 2


def colour(node: ET.Element) -> list[int]:
    path = node.find(f"{SVG}path")
    assert path is not None
    fill = path.get("fill", "")
    return [int(fill[i : i + 2], 16) for i in (1, 3, 5)]


def unseen(shown: Opened) -> tuple[int, list[str | None]]:
    """How many shapes should be on the screen as it stands, untouched, and the names of those that are not."""
    shown.page.evaluate(KEEP)
    nodes = of_class(saved(shown), "node")
    painted: list[list[int]] = shown.page.evaluate(COLOURS, [middle(node) for node in nodes])
    pairs = zip(nodes, painted, strict=True)
    return len(nodes), [node.get("data-label") for node, is_ in pairs if math.dist(colour(node), is_) > 40]


def outside(shown: Opened) -> list[str | None]:
    """The names of shapes that are not whole in the picture that is saved, with how many are said to be shown."""
    svg = saved(shown)
    back = next(one for one in svg.iter(f"{SVG}rect") if one.get("class") == "back")
    wide, high = float(back.get("width", "0")), float(back.get("height", "0"))

    def whole(node: ET.Element) -> bool:
        x, y, across, tall = (float(node.get(f"data-{name}", "nan")) for name in ("x", "y", "wide", "tall"))
        return x >= 0 and y >= 0 and x + across <= wide and y + tall <= high

    nodes = of_class(svg, "node")
    missing = [node.get("data-label") for node in nodes if not whole(node)]
    said = int(shown.says.split()[0])
    return missing if len(nodes) == said else [*missing, f"{said - len(nodes)} more"]


def slide(shown: Opened, *keys: str) -> None:
    shown.page.focus("#until")
    for key in keys:
        shown.page.keyboard.press(key)
        shown.page.wait_for_timeout(250)


@pytest.fixture(scope="module")
def pages(examples: Any, page_of: Callable[[str, Graph], Path], pokrovsk_page: Path) -> dict[str, Path]:
    return {name: page_of(name, graph) for name, graph in examples.items()} | {"pokrovsk": pokrovsk_page}


# --- shapes


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "motion"),
    [
        ("earthquake", "reduce"),
        pytest.param("pokrovsk", "no-preference", marks=pytest.mark.thorough),
        pytest.param("earthquake", "no-preference", marks=pytest.mark.thorough),
        pytest.param("pokrovsk", "reduce", marks=pytest.mark.thorough),
    ],
)
def test_what_comes_with_a_day_is_drawn_before_anybody_touches_the_picture(
    name: str, motion: str, pages: dict[str, Path], opened: Show
) -> None:
    shown = opened(pages[name], reduced_motion=motion)
    shown.page.mouse.move(5, 5)
    slide(shown, "Home", "ArrowRight", "ArrowRight", "ArrowRight")
    number, missing = unseen(shown)
    assert number > 8 and missing == []


@pytest.mark.slow
def test_what_a_claimant_back_and_reset_bring_is_drawn_too(pages: dict[str, Path], opened: Show) -> None:
    shown = opened(pages["earthquake"])
    shown.page.mouse.move(5, 5)
    slide(shown, "Home")
    first, missing = unseen(shown)
    assert missing == []
    shown.page.select_option("#by", index=2)
    shown.page.select_option("#by", index=0)
    shown.page.wait_for_timeout(100)
    assert unseen(shown) == (first, [])
    shown.page.go_back()
    shown.page.wait_for_timeout(100)
    assert unseen(shown)[1] == []
    shown.page.evaluate("document.querySelector('#reset').click()")
    shown.page.wait_for_timeout(100)
    assert unseen(shown) == (25, [])


# --- the view


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", ["election", *(pytest.param(name, marks=pytest.mark.thorough) for name in ("earthquake", "pokrovsk"))]
)
def test_the_view_holds_what_each_day_brings(name: str, pages: dict[str, Path], opened: Show) -> None:
    shown = opened(pages[name])
    slide(shown, "Home")
    assert outside(shown) == []
    for _ in range(3):
        slide(shown, "ArrowRight")
        assert outside(shown) == []


@pytest.mark.slow
def test_the_view_holds_what_a_claimant_says_also_when_a_claim_is_open(pages: dict[str, Path], looked_at: Show) -> None:
    shown = looked_at(pages["pokrovsk"])
    shown.search("85")
    agent = shown.page.locator("#by option", has_text="Ihor Lutsenko").get_attribute("value")
    shown.page.select_option("#by", agent)
    shown.page.wait_for_timeout(100)
    assert outside(shown) == []
    # the few shapes of who says little stand in the middle, not in the corners
    shown.go(by="agent/deepstate")
    shown.page.wait_for_timeout(100)
    across = [middle(node)[0] for node in of_class(saved(shown), "node")]
    wide = shown.page.evaluate("document.getElementById('graph').clientWidth")
    assert len(across) == 4 and 0.1 * wide < min(across) < max(across) < 0.9 * wide
    assert abs(min(across) + max(across) - wide) < 0.1 * wide


@pytest.mark.slow
def test_a_closer_view_of_the_reader_stays_when_the_day_is_another(pages: dict[str, Path], opened: Show) -> None:
    shown = opened(pages["pokrovsk"])
    box = shown.page.locator("#graph canvas").bounding_box()
    assert box is not None
    shown.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    for _ in range(6):
        shown.page.mouse.wheel(0, -100)
    shown.page.wait_for_timeout(300)
    before = {node.get("data-id"): middle(node) for node in of_class(saved(shown), "node")}
    slide(shown, "ArrowLeft")
    after = {node.get("data-id"): middle(node) for node in of_class(saved(shown), "node")}
    both = before.keys() & after.keys()
    apart = [tuple(b - a for a, b in zip(before[one], after[one], strict=True)) for one in both]
    assert both and all(math.dist(one, apart[0]) < 2 for one in apart)  # the same scale


NAMES_PAINTED = """window.painted = [];
  const draw = CanvasRenderingContext2D.prototype.drawImage;
  CanvasRenderingContext2D.prototype.drawImage = function (image, x, y, ...more) {
    window.painted.push(`${x} ${y}`);
    return draw.call(this, image, x, y, ...more);
  };"""


@pytest.mark.slow
def test_names_are_put_down_once_as_the_page_opens(pages: dict[str, Path], opened: Show) -> None:
    page = opened(pages["earthquake"], locale="en-IE").page  # a tab that no other test gets keeps the script
    page.add_init_script(NAMES_PAINTED)
    page.reload()
    page.wait_for_selector("html[data-ready]", state="attached")
    page.wait_for_timeout(300)
    assert 25 <= len(set(page.evaluate("window.painted"))) < 40  # 25 names and some words; elsewhere, if put down again


# --- under the hand


@pytest.mark.slow
def test_a_hand_moves_the_node_that_it_holds_alone(pages: dict[str, Path], opened: Show) -> None:
    shown = opened(pages["earthquake"])
    shown.search("Sallow Dam")
    before = {node.get("data-label"): middle(node) for node in of_class(saved(shown), "node")}
    box = shown.page.locator("#graph canvas").bounding_box()
    assert box is not None
    x, y = before["Sallow Dam"]
    shown.page.mouse.move(box["x"] + x, box["y"] + y)
    shown.page.mouse.down()
    shown.page.mouse.move(box["x"] + x + 20, box["y"] + y + 15, steps=4)
    shown.page.mouse.move(box["x"] + x + 40, box["y"] + y + 30, steps=4)
    shown.page.mouse.up()
    after = {node.get("data-label"): middle(node) for node in of_class(saved(shown), "node")}
    moved = {name for name, at in after.items() if math.dist(at, before.get(name, at)) > 5}
    assert moved == {"Sallow Dam"}


@pytest.mark.slow
def test_pointing_at_a_line_lights_both_its_ends_and_their_names(pages: dict[str, Path], opened: Show) -> None:
    page = opened(pages["earthquake"]).page
    lines = of_class(read(seen(page)), "line")
    line = next(one for one in lines if one.get("data-status") == "disputed")
    coloured = [str(one.get("data-status")) for one in lines if one.get("data-status") in ("disputed", "forecast")]
    assert coloured == [str(one.get("data-status")) for one in lines[-3:]] == ["forecast", "disputed", "disputed"]
    box, way = page.locator("#graph canvas").bounding_box(), numbers(line.find(f"{SVG}path"))
    assert box is not None
    page.mouse.move(box["x"] + (way[0] + way[-2]) / 2, box["y"] + (way[1] + way[-1]) / 2)
    page.wait_for_timeout(100)
    svg = read(seen(page))
    ink, canvas = (
        page.evaluate(f"getComputedStyle(document.documentElement).getPropertyValue('--{tone}').trim()")
        for tone in ("ink", "canvas")
    )
    named = [one for one in of_class(svg, "label") if any(part.get("fill") == ink for part in one.iter(f"{SVG}rect"))]
    ringed = [one for one in of_class(svg, "node") if any(p.get("stroke") == canvas for p in one.iter(f"{SVG}path"))]
    ends = sorted([str(line.get("data-from")), str(line.get("data-to"))])
    assert sorted(str(one.get("data-for")) for one in named) == ends
    assert sorted(str(one.get("data-id")) for one in ringed) == ends


# --- what lies over what


@pytest.mark.slow
def test_nothing_faint_lies_over_what_is_lit_and_the_selected_line_is_the_last(
    pages: dict[str, Path], looked_at: Show
) -> None:
    shown = looked_at(pages["pokrovsk"])
    shown.search("share of territory captured")
    shown.page.evaluate(KEEP)
    svg = saved(shown)
    faint = shown.page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--faint').trim()")
    strokes = [
        [path.get("stroke") or path.get("fill") for path in one.iter(f"{SVG}path")] for one in of_class(svg, "lines")
    ]
    assert len(strokes) == 2 and set(strokes[0]) == {faint} and faint not in strokes[1] and strokes[1]
    heads = [line.findall(f"{SVG}path")[-1].get("d", "") for line in of_class(svg, "lines")[1]]
    points = [[float(number) for number in re.findall(r"-?[\d.]+", head)] for head in heads]
    tips = [(sum(one[::2]) / len(one[::2]), sum(one[1::2]) / len(one[1::2])) for one in points]
    tone = [int(str(strokes[1][-1])[i : i + 2], 16) for i in (1, 3, 5)]
    assert all(math.dist(painted, tone) < 40 for painted in shown.page.evaluate(COLOURS, tips))


@pytest.mark.slow
def test_a_selected_shape_has_a_ring_in_the_accent_colour(pages: dict[str, Path], looked_at: Show) -> None:
    shown = looked_at(pages["pokrovsk"])
    accent = "getComputedStyle(document.documentElement).getPropertyValue('--accent').trim()"
    for scheme in ("light", "dark"):
        shown.page.emulate_media(color_scheme=scheme)
        shown.search("street fighting in Pokrovsk")
        ringed = [
            node.get("data-label")
            for node in of_class(saved(shown), "node")
            if any(path.get("stroke") == shown.page.evaluate(accent) for path in node.iter(f"{SVG}path"))
        ]
        assert ringed == ["street fighting in Pokrovsk"]
    shown.page.emulate_media(color_scheme="light")


# --- a line in question beneath a name


KEEP_PICTURE = """() => { window.picturePixels = () => { const c = document.querySelector('#graph canvas');
    const copy = new OffscreenCanvas(c.width, c.height).getContext('2d', { willReadFrequently: true });
    copy.drawImage(c, 0, 0);
    return { wide: c.width, of: copy.getImageData(0, 0, c.width, c.height).data }; };
  window.kept = window.picturePixels(); }"""
WITHOUT_WEAK_LINES = """() => { const pens = CanvasRenderingContext2D.prototype, { stroke } = pens;
  pens.stroke = function (...told) { if (this.globalAlpha === 1) stroke.apply(this, told); }; }"""
CHANGED = """() => { const { of } = window.kept, { of: now } = window.picturePixels();
  const found = { all: 0, less: 0 }, warm = (pixels, i) => pixels[i] - pixels[i + 2];
  for (let i = 0; i < now.length; i += 4) {
    if ([0, 1, 2].every((k) => now[i + k] === of[i + k])) continue;
    found.all += 1;
    found.less += warm(now, i) < warm(of, i);
  }
  return found; }"""


@pytest.mark.slow
def test_a_line_in_question_goes_on_through_a_name_that_lies_upon_it(pages: dict[str, Path], opened: Show) -> None:
    page = opened(pages["pokrovsk"]).page
    page.wait_for_timeout(1000)
    page.evaluate(KEEP_PICTURE)
    page.evaluate(WITHOUT_WEAK_LINES)
    for _ in range(2):
        page.click("#claims-as-nodes")
        page.wait_for_timeout(500)
    changed = page.evaluate(CHANGED)
    assert 100 < changed["all"] < 5_000
    assert changed["less"] > 0.8 * changed["all"], "without it, most pixels are less orange"


# --- paper and names


SAME_PICTURE = """() => { const { wide, of } = window.kept, { wide: width, of: now } = window.picturePixels();
  let other = 0;
  for (let i = 0; i < now.length; i += 4) other += [0, 1, 2].some((k) => Math.abs(now[i + k] - of[i + k]) > 32);
  return width === wide && now.length === of.length && other < now.length / 4 / 500; }"""


@pytest.mark.slow
def test_after_printing_the_picture_is_as_before(pages: dict[str, Path], opened: Show) -> None:
    shown = opened(pages["pokrovsk"])
    for search in ("", "Lutsenko"):
        if search:
            shown.search(search)
        shown.page.wait_for_timeout(1000)
        shown.page.evaluate(KEEP_PICTURE)
        shown.page.pdf()
        shown.page.wait_for_function(SAME_PICTURE)


WRITINGS = """
import { endedWritings } from "./writings.js";
const answer = (texts) => texts.map((text) => endedWritings(text).map(([rows]) => rows));
"""


@pytest.mark.parametrize(
    "text",
    [
        "reported aim of the defence of Pokrovsk",
        "possible seizure of the whole of Pokrovsk",
        "Russian push on Pokrovsk",
    ],
)
def test_a_name_is_never_cut_within_a_word_at_its_left(text: str) -> None:
    [ways] = in_node(WRITINGS, [text])
    words = text.split()
    for rows in ways:
        ending = rows[-1].split("…")[-1].split()
        assert ending == words[len(words) - len(ending) :]


def test_a_word_that_fills_a_row_alone_is_seen_to_be_cut() -> None:
    [ways] = in_node(WRITINGS, ["Ministerium Donaudampfschifffahrtsgesellschaft"])
    assert all("…" in rows[-1] for rows in ways)


def pointed_names(shown: Opened, nodes: list[ET.Element]) -> list[str]:
    """The names that stand at nodes when the mouse is on them, the picture being saved without a move of it."""
    corner = shown.page.locator("#graph canvas").bounding_box()
    assert corner is not None
    found = []
    for node in nodes:
        x, y = middle(node)
        shown.page.mouse.move(corner["x"] + x, corner["y"] + y)
        shown.page.wait_for_timeout(60)
        text = shown.saved(lambda: shown.page.evaluate("document.querySelector('#svg').click()"))
        labels = [one for one in of_class(read(text), "label") if one.get("data-of") == "node"]
        mine = next(one for one in labels if one.get("data-for") == node.get("data-id"))
        found.append(" ".join(row.text or "" for row in mine.findall(f"{SVG}g")[-1]))
    return found


@pytest.mark.slow
def test_pointing_at_a_shape_writes_its_whole_name_however_crowded(pages: dict[str, Path], opened: Show) -> None:
    shown = opened(pages["pokrovsk"])
    svg = saved(shown)
    nodes = sorted(of_class(svg, "node"), key=lambda node: -len(node.get("data-label") or ""))[:12]
    assert pointed_names(shown, nodes) == [" ".join((node.get("data-label") or "").split()) for node in nodes]


CROWD = """
import { Room } from "./placing.js";
const answer = ({ wide, high, shapes, of }) => new Room(wide, high, shapes, []).over(of).box;
"""


@pytest.mark.parametrize(("x", "y"), [(5, 5), (100, 50), (199, 99)])
def test_a_name_that_must_be_read_stays_in_the_window_where_shapes_take_all_of_it(x: int, y: int) -> None:
    shapes = [{"id": 10 * i + j, "x": 20 * i, "y": 10 * j, "radius": 9} for i in range(11) for j in range(11)]
    of = {"id": -1, "x": x, "y": y, "radius": 5, "choices": [{"wide": 90, "tall": 30, "cost": 0}]}
    left, top, right, bottom = in_node(CROWD, {"wide": 200, "high": 100, "shapes": shapes, "of": of})
    assert left > 0 and top > 0 and right < 200 and bottom < 100 and (right - left, bottom - top) == (90, 30)


@pytest.mark.slow
def test_what_a_selection_adds_of_who_speaks_of_what_is_straight(pages: dict[str, Path], opened: Show) -> None:
    shown = opened(pages["pokrovsk"])
    drawn_first = {line.get("data-id") for line in of_class(saved(shown), "line")}
    shown.search("Lutsenko")
    added = [line for line in of_class(saved(shown), "line") if line.get("data-id") not in drawn_first]
    paths = [path.get("d", "") for path in (line.find(f"{SVG}path") for line in added) if path is not None]
    assert len(paths) > 5 and not any("Q" in path for path in paths)


@pytest.mark.slow
def test_a_picture_is_saved_while_a_question_is_selected(pages: dict[str, Path], opened: Show) -> None:
    shown = opened(pages["pokrovsk"])
    shown.search("share of territory captured")
    assert "question=" in shown.page.url
    assert "Selected" in "".join(text.text or "" for text in saved(shown).iter(f"{SVG}text"))

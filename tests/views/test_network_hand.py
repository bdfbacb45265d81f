"""What a mouse and a finger do to the picture: a line that is pointed at is marked, a name goes along with its shape, a
tap leaves nothing marked."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from browser import Opened
from drawing import seen
from drawings import SVG, TO_HEADS, numbers, of_class, read
from kgraph import Graph
from networks import star
from paced import rest_thorough

Widths = dict[str, float]


@pytest.fixture(params=rest_thorough(["earthquake", "pokrovsk", "election", "star"], fast=2))
def shown(
    opened: Any, pokrovsk_page: Path, examples: Mapping[str, Graph], page_of: Any, request: pytest.FixtureRequest
) -> Opened:
    if request.param == "star":
        page: Opened = opened(star(9))
    else:
        page = opened(pokrovsk_page if request.param == "pokrovsk" else page_of(request.param, examples[request.param]))
    page.page.wait_for_timeout(300)
    return page


def widths(drawing: ET.Element) -> Widths:
    """How wide each line is drawn, by its id."""
    paths = {line.get("data-id", ""): line.find(f"{SVG}path") for line in of_class(drawing, "line")}
    return {key: float(path.get("stroke-width", "0")) for key, path in paths.items() if path is not None}


def names(drawing: ET.Element) -> set[str]:
    return {label.get("data-for", "") for label in of_class(drawing, "label") if label.get("data-of") == "node"}


def middle_of(line: ET.Element) -> tuple[float, float]:
    points = numbers(line.find(f"{SVG}path"))
    (x, y), (left, top), (right, bottom) = points[:2], points[2:4], points[-2:]
    if len(points) == 4:
        return (x + right) / 2, (y + bottom) / 2
    return (x + 2 * left + right) / 4, (y + 2 * top + bottom) / 4


def off_shapes(drawing: ET.Element, x: float, y: float) -> bool:
    return off(drawing, "node", x, y)


def off_names(drawing: ET.Element, x: float, y: float) -> bool:
    return off(drawing, "label", x, y)


def off(drawing: ET.Element, what: str, x: float, y: float) -> bool:
    for one in of_class(drawing, what):
        left, top, wide, tall = (float(one.get(f"data-{key}", "0")) for key in ("x", "y", "wide", "tall"))
        if left - 8 < x < left + wide + 8 and top - 8 < y < top + tall + 8:
            return False
    return True


def corner(shown: Opened) -> tuple[float, float]:
    box = shown.page.locator("#graph canvas").bounding_box()
    assert box is not None
    return box["x"], box["y"]


@pytest.mark.slow
def test_a_line_that_is_pointed_at_is_wider_and_over_all_others(shown: Opened) -> None:
    before, (left, top) = read(seen(shown.page)), corner(shown)
    spots = [middle_of(line) for line in of_class(before, "line")]
    free = [spot for spot in spots if off_shapes(before, *spot) and off_names(before, *spot)][:12:2]
    assert free
    for x, y in free:
        shown.page.mouse.move(left + x - 1, top + y)
        shown.page.mouse.move(left + x, top + y)
        shown.page.wait_for_timeout(80)
        after = read(seen(shown.page))
        wider = [key for key, wide in widths(after).items() if wide > widths(before)[key] + 1]
        [layer] = [one for one in of_class(after, "lines") if len(one)][-1:]
        assert len(wider) == 1 and layer[-1].get("data-id") == wider[0]  # over all others
        lost = names(before) - names(after)
        assert len(lost) <= (2 if len(names(before)) > 60 else 0), lost
    shown.page.mouse.move(1, 1)
    shown.page.wait_for_timeout(80)
    assert widths(read(seen(shown.page))) == widths(before)


RECORD = """() => {
  const { prototype } = CanvasRenderingContext2D, own = prototype.drawImage;
  const put = new Map();
  prototype.drawImage = function (image, x, y, ...rest) {
    if (this.canvas.closest("#graph")) put.set(image, [x, y]);
    return own.call(this, image, x, y, ...rest);
  };
  const numbers = new Map();
  globalThis.painted = () => Object.fromEntries([...put].map(([image, place]) => {
    if (!numbers.has(image)) numbers.set(image, numbers.size);
    return [numbers.get(image), place];
  }));
  globalThis.forget = () => put.clear();
}"""


@pytest.mark.slow
def test_a_name_goes_along_with_its_shape_while_it_is_dragged(shown: Opened) -> None:
    drawing, (left, top) = read(seen(shown.page)), corner(shown)
    node = of_class(drawing, "node")[0]
    x, y, wide, tall = (float(node.get(f"data-{key}", "0")) for key in ("x", "y", "wide", "tall"))
    x, y = left + x + wide / 2, top + y + tall / 2
    shown.page.evaluate(RECORD)

    def painted(*spots: tuple[float, float]) -> dict[str, list[float]]:
        shown.page.evaluate("forget()")
        for spot in spots:
            shown.page.mouse.move(*spot)
        shown.page.wait_for_timeout(120)
        found: dict[str, list[float]] = shown.page.evaluate("painted()")
        return found

    painted((x - 2, y), (x, y))
    shown.page.mouse.down()
    painted((x + 12, y + 9))
    before, after = painted((x + 40, y + 30)), painted((x + 60, y + 45))
    shown.page.mouse.up()
    moved = [[b - a for a, b in zip(before[key], after[key], strict=True)] for key in before.keys() & after.keys()]
    gone = [(dx, dy) for dx, dy in moved if (dx, dy) != (0, 0)]
    assert len([dx for dx, dy in gone if abs(dx - 20) < 3 and abs(dy - 15) < 3]) == 1  # its own name
    odd = [move for move in gone if abs(move[0] - 20) >= 3 and abs(move[0] - 10) >= 3]  # words of lines go half as far
    words = ["".join(one.itertext()) for one in of_class(drawing, "label") if one.get("data-of") == "line"]
    assert len(odd) <= len(words) - len(set(words)), gone  # equal words have one image, of which the last place is told


@pytest.mark.slow
def test_a_tap_leaves_nothing_as_if_a_mouse_were_over_it(opened: Any, pokrovsk_page: Path) -> None:
    shown = opened(pokrovsk_page, has_touch=True, viewport={"width": 390, "height": 844})
    shown.page.wait_for_timeout(300)
    drawing, (left, top) = read(seen(shown.page)), corner(shown)
    for node in of_class(drawing, "node")[:4]:
        x, y, wide, tall = (float(node.get(f"data-{key}", "0")) for key in ("x", "y", "wide", "tall"))
        if not (0 < x < 380 and 0 < y < 300):
            continue
        shown.page.touchscreen.tap(left + x + wide / 2, top + y + tall / 2)
        shown.page.wait_for_timeout(400)
        assert "node=" in shown.page.url
        assert not re.search(r"\bpointing\b", shown.page.get_attribute("#graph", "class") or "")
        shown.page.keyboard.press("Escape")
        shown.page.wait_for_timeout(100)


ENDS = f"""(text) => {{
  const holder = document.body.appendChild(document.createElement("div"));
  holder.innerHTML = text;
  const far = ({TO_HEADS})(holder);
  holder.remove();
  return far;
}}"""


@pytest.mark.slow
def test_a_chosen_line_ends_at_its_head(shown: Opened) -> None:
    before, (left, top) = read(seen(shown.page)), corner(shown)
    spots = [middle_of(line) for line in of_class(before, "line")]
    x, y = next(spot for spot in spots if off_shapes(before, *spot) and off_names(before, *spot))
    shown.page.mouse.click(left + x, top + y)
    shown.page.wait_for_timeout(400)
    assert re.search(r"(edge|statement)=", shown.page.url)
    far = shown.page.evaluate(ENDS, seen(shown.page))
    assert far and max(far) < 1.6  # the selected line is wider, and its round end reaches its dot


def test_a_click_on_a_line_in_question_chooses_it_though_thin_ones_run_beside_it(
    opened: Any, pokrovsk_page: Path
) -> None:
    shown = opened(pokrovsk_page, "")
    drawing, (left, top) = read(seen(shown.page)), corner(shown)
    lines = [line for line in of_class(drawing, "line") if line.get("data-status") == "disputed"]
    tried = 0
    for line in lines:
        points = numbers(line.find(f"{SVG}path"))
        start, end = points[:2], points[-2:]
        via = points[2:4] if len(points) > 4 else [(a + b) / 2 for a, b in zip(start, end, strict=True)]
        for part in (0.25, 0.6, 0.75):
            x, y = (
                (1 - part) ** 2 * a + 2 * part * (1 - part) * b + part**2 * c
                for a, b, c in zip(start, via, end, strict=True)
            )
            if not (off_shapes(drawing, x, y) and off_names(drawing, x, y)):
                continue
            shown.page.mouse.click(left + x, top + y)
            assert " speaks of " not in shown.heading and shown.heading != "What is in question", (x, y, shown.heading)
            shown.page.keyboard.press("Escape")
            tried += 1
    assert tried >= 6


def test_a_ring_belongs_to_its_shape(opened: Any, page_of: Any, examples: Mapping[str, Graph]) -> None:
    shown = opened(page_of("earthquake", examples["earthquake"]))
    drawing, (left, top) = read(seen(shown.page)), corner(shown)
    (shape,) = (one for one in of_class(drawing, "node") if one.get("data-label") == "Velmar earthquake")
    x, y, wide, tall = (float(shape.get(f"data-{key}", "0")) for key in ("x", "y", "wide", "tall"))
    tried = 0
    for across, down in ((-0.7, -0.7), (0.7, -0.7), (-0.7, 0.7), (0.7, 0.7), (0, -1)):
        far = max(wide, tall) / 2 - 1  # the ring is in the box
        spot = x + wide / 2 + across * far, y + tall / 2 + down * far
        if off_names(drawing, *spot):
            shown.page.mouse.click(left + spot[0], top + spot[1])
            assert shown.heading == "Velmar earthquake", (spot, shown.heading)
            shown.page.keyboard.press("Escape")
            tried += 1
    assert tried >= 3


def test_escape_leaves_a_focus_but_not_that_with_which_the_page_opened(opened: Any, pokrovsk_page: Path) -> None:
    shown = opened(pokrovsk_page, "")
    shown.page.focus("#graph")
    for address in ("", "#focus=place%2Fpokrovsk"):
        if address:
            shown.page.evaluate("address => { location.hash = address; }", address)
            shown.page.wait_for_timeout(300)
        before = shown.says
        shown.page.keyboard.press("Escape")
        assert (shown.says == before) == (not address), (before, shown.says)

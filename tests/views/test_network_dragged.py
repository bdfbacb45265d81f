"""What is dragged: it comes to rest beside other shapes, and what goes along lies over no name."""

import math
import re
from typing import Any

import pytest

from drawing import seen
from drawings import of_class, read
from nodejs import in_node

NAMED = re.compile(r'data-of="node" data-for="(c\d+)"[^>]*? data-x="([\d.-]+)" data-y="([\d.-]+)"')
RESTING = """
import { restingPlace } from "./dragging.js";
const answer = ({ at, radius, shapes }) => restingPlace(at, radius, shapes);
"""
SHOWN = """
import { shownWhileDragged } from "./dragging.js";
const answer = (labels) => shownWhileDragged(labels).map(({ of }) => of);
"""


def test_a_shape_that_is_let_go_upon_others_comes_to_rest_beside_them() -> None:
    shapes = [{"x": 100, "y": 100, "radius": 12}, {"x": 120, "y": 100, "radius": 8}]
    for at in ({"x": 100, "y": 100}, {"x": 118, "y": 96}, {"x": 110, "y": 118}):
        rest = in_node(RESTING, {"at": at, "radius": 10, "shapes": shapes})
        assert all(math.dist((rest["x"], rest["y"]), (one["x"], one["y"])) >= one["radius"] + 13 for one in shapes)
        assert math.dist((rest["x"], rest["y"]), (at["x"], at["y"])) < 45
    free = {"x": 300, "y": 40}
    assert in_node(RESTING, {"at": free, "radius": 10, "shapes": shapes}) == free


def label(of: str, box: list[int], **more: bool) -> dict[str, Any]:
    return {"of": of, "box": box, "words": False, "turned": False, "moved": False, **more}


def test_while_something_is_dragged_words_lie_on_no_name_and_its_own_name_hides_those_beneath() -> None:
    labels = [
        label("rests", [0, 0, 80, 15]),
        label("beneath", [190, 190, 280, 205]),
        label("own", [200, 195, 290, 210], moved=True),
        label("over a name", [60, 5, 120, 20], moved=True, words=True),
        label("free", [60, 100, 120, 115], moved=True, words=True),
        label("turned", [60, 300, 120, 360], moved=True, words=True, turned=True),
        label("stays turned", [160, 300, 220, 360], words=True, turned=True),
    ]
    assert in_node(SHOWN, labels) == ["rests", "own", "free", "stays turned"]
    upon_shape = SHOWN.replace("(labels).map", "(labels, [{ box: [50, 90, 70, 110] }]).map")
    assert in_node(upon_shape, labels) == ["rests", "own", "stays turned"]


@pytest.mark.slow
@pytest.mark.parametrize("target", ["Velmar valley"])
def test_a_shape_cannot_be_left_upon_another(target: str, opened: Any, page_of: Any, examples: Any) -> None:
    shown = opened(page_of("earthquake", examples["earthquake"]))
    page = shown.page
    found = read(seen(page))
    boxes = {
        one.get("data-label"): [float(one.get(f"data-{key}", "0")) for key in ("x", "y", "wide", "tall")]
        for one in of_class(found, "node")
    }
    corner = page.locator("#graph canvas").bounding_box()

    def middle(name: str) -> tuple[float, float]:
        x, y, wide, tall = boxes[name]
        return corner["x"] + x + wide / 2, corner["y"] + y + tall / 2

    page.mouse.move(*middle("aftershocks in the Velmar valley"))
    page.mouse.down()
    page.mouse.move(*middle(target), steps=8)
    page.mouse.up()
    page.wait_for_timeout(300)
    after = {
        one.get("data-label"): [float(one.get(f"data-{key}", "0")) for key in ("x", "y", "wide", "tall")]
        for one in of_class(read(seen(page)), "node")
    }
    (x, y, wide, tall), (a, b, c, d) = after["aftershocks in the Velmar valley"], after[target]
    apart = math.dist((x + wide / 2, y + tall / 2), (a + c / 2, b + d / 2))
    assert (wide + c) / 2 < apart < 2 * (wide + c)

    page.click("#claims-as-nodes")
    page.wait_for_timeout(1000)

    def places() -> dict[str, tuple[float, float]]:
        """Where names of claims stand in a saved file."""
        picture = shown.save("svg").decode()
        return {claim: (float(x), float(y)) for claim, x, y in NAMED.findall(picture)}

    circles = {str(one.get("data-id")): one for one in of_class(read(seen(page)), "node")}
    before = places()
    claim = min(before)
    x, y, wide, tall = (float(circles[claim].get(f"data-{key}", "0")) for key in ("x", "y", "wide", "tall"))
    page.mouse.move(corner["x"] + x + wide / 2, corner["y"] + y + tall / 2)
    page.mouse.down()
    page.mouse.move(corner["x"] + x + 120, corner["y"] + y - 90, steps=8)
    page.mouse.up()
    page.wait_for_timeout(300)
    assert places().get(claim) != before[claim], "its name goes along"

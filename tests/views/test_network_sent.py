"""What a link keeps: nodes moved by hand, lines that were hidden, what was brought into view; and how it is sent."""

import re
from typing import Any

import pytest

from browser import Opened
from drawings import SVG, numbers, of_class, saved
from kgraph.views.network import render
from kgraph.views.page import Opening
from networks import BASE, small
from nodejs import in_node
from paced import rest_slow
from pages import page_data

# --- what was moved and hidden by hand

MOVING = """
import { makeMoves, mostMoved } from "./moved.js";
const answer = ({ given, next, move }) => {
  const nodes = ["a", "b c", "d 1 2", "late"].map((iri, id) => ({ id, iri, x: iri === "late" ? null : 10 * id, y: 0 }));
  for (let id = 4; id < 300; id += 1) nodes.push({ id, iri: `n${id}`, x: 0, y: 0 });
  const choice = { moved: new Map() }, moves = makeMoves({ nodes }, choice);
  moves.readMoves(given);
  const first = nodes.slice(0, 4).map(({ x, y }) => [x, y]);
  for (const [id, x, y] of move ?? []) moves.moveNode(id, { x, y });
  const written = moves.movesWritten();
  moves.readMoves(next ?? []);
  return { first, written, then: nodes.slice(0, 4).map(({ x, y }) => [x, y]), mostMoved };
};
"""


def test_moves_are_read_and_written_and_taken_back() -> None:
    given = ["a 5 -7", "d 1 2 8 9", "nowhere 1 1", "b c", "b c 1 1e9", "late 3 4"]
    done = in_node(MOVING, {"given": given})
    assert done["first"] == [[5, -7], [10, 0], [8, 9], [3, 4]]
    assert done["written"] == ["a 5 -7", "d 1 2 8 9", "late 3 4"]
    assert done["then"] == [[0, 0], [10, 0], [20, 0], [3, 4]]  # the last had no place before


def test_an_address_keeps_the_nodes_that_were_moved_last() -> None:
    move = [[id, id, 0.4] for id in range(1, 251)] + [[1, 6, 6]]
    done = in_node(MOVING, {"given": [], "move": move})
    assert len(done["written"]) == done["mostMoved"] == 200
    assert done["written"][0] == "n52 52 0" and done["written"][-1] == "b c 6 6"


def place_of(shown: Opened, name: str) -> tuple[float, float]:
    """Where a node stands in the picture's own units."""
    text = shown.save("gexf").decode()
    found = re.search(rf'label="{name}">.*?<viz:position x="([^"]*)" y="([^"]*)"', text)
    assert found
    return float(found[1]), float(found[2])


def dragged(shown: Opened, name: str, far: int) -> None:
    """Takes a node by its place on the screen and puts it elsewhere."""
    [made] = [one for one in of_class(saved(shown), "node") if one.get("data-label") == name]
    box = shown.page.locator("#graph").bounding_box()
    ways = numbers(made.find(SVG + "path"))
    assert box
    x, y = box["x"] + (min(ways[::2]) + max(ways[::2])) / 2, box["y"] + (min(ways[1::2]) + max(ways[1::2])) / 2
    shown.page.mouse.move(x, y)
    shown.page.mouse.down()
    shown.page.mouse.move(x + far / 2, y, steps=4)
    shown.page.mouse.move(x + far, y, steps=4)
    shown.page.mouse.up()


@pytest.mark.slow
def test_a_dragged_node_is_in_the_address_and_back_puts_it_back(opened: Any) -> None:
    shown = opened(small())
    before = place_of(shown, "Łódź")
    dragged(shown, "Łódź", -90)
    after = place_of(shown, "Łódź")
    assert after[0] < before[0] - 10 and "at=town" in shown.page.url
    again = opened(small(), "#" + shown.page.url.partition("#")[2])
    assert place_of(again, "Łódź") == after
    shown.page.go_back()
    assert place_of(shown, "Łódź") == before
    shown.page.go_forward()
    assert place_of(shown, "Łódź") == after
    shown.page.click("#reset")
    assert place_of(shown, "Łódź") == before and "at=" not in shown.page.url


@pytest.mark.slow
def test_a_line_is_hidden_by_hand_and_told_and_brought_back(opened: Any) -> None:
    shown = opened(small())
    shown.page.click("#panel .link >> text=1st Brigade >> nth=0")
    shown.page.click("#panel .link.relation >> nth=0")
    shown.page.click("#panel >> text=Hide this line")
    assert shown.page.inner_text(":focus") == "Show this line"
    assert "no-edge=" in shown.page.url and "0 of 1 relation (1 line hidden by hand)" in shown.says
    shown.page.click("#as-table")
    assert shown.page.locator("#table tbody tr").count() == 0
    shown.page.click("#as-table")
    assert "<edge " not in shown.save("gexf").decode()
    again = opened(small(), "#" + shown.page.url.partition("#")[2])
    assert "1 line hidden by hand" in again.says
    again.page.click("#reset")
    assert "of 1 relation" not in again.says and "1 relation" in again.says and "hidden by hand" not in again.says


# --- what was brought into view

SIGHTS = """
import { makeAddresses, noChoice } from "./choice.js";
import { readRecord } from "./record.js";
const answer = ({ data, views }) => {
  const { address, readAddress } = makeAddresses(data, readRecord(data), noChoice());
  return views.map((view) => [readAddress(`#node=town&view=${view}`), address(readAddress(`#node=town&view=${view}`))]);
};
"""


def test_an_address_has_the_middle_and_the_size_of_what_is_in_view() -> None:
    data = page_data(render(small(), Opening("A title", base=BASE)))
    views = ["-12+7+900+600", "-12+7+900+600+narrow", "1+2+0+4", "1+2+3", "1+2+3+-4", "1e9+2+3+4", "1+2+3+4+wide"]
    *kept, _, _, _, _, _ = found = in_node(SIGHTS, {"data": data, "views": views})
    for (sight, address), view, narrow in zip(kept, views, (False, True), strict=False):
        assert sight == {"x": -12, "y": 7, "wide": 900, "high": 600, "narrow": narrow}
        assert address == f"#node=town&view={view}"
    assert len(kept) == 2 and found[2:] == [[None, "#node=town"]] * 5


def places(shown: Opened) -> dict[str, tuple[float, float]]:
    """Where the shapes are in the window."""
    nodes = of_class(saved(shown), "node")
    return {
        one.get("data-label", ""): (round(float(one.get("data-x", "")), 6), round(float(one.get("data-y", "")), 6))
        for one in nodes
    }


def brought(shown: Opened) -> str:
    """Takes the picture closer, once; its address then."""
    shown.page.keyboard.press("+")
    shown.page.wait_for_function("() => location.hash.includes('view=')")
    return "#" + str(shown.page.url.partition("#")[2])


@pytest.mark.slow
def test_a_link_shows_others_what_its_sender_brought_into_view(opened: Any) -> None:
    shown = opened(small())
    at_first, steps = places(shown), shown.page.evaluate("history.length")
    sent = brought(shown)
    assert places(shown) != at_first and shown.page.evaluate("history.length") == steps  # no step for "back"
    shown.page.click("#share")
    assert shown.page.input_value("#copy textarea") == sent and len(sent) < 40
    shown.page.keyboard.press("Escape")
    there = places(opened(small(), sent))
    for name, (x, y) in places(shown).items():
        assert abs(there[name][0] - x) < 2 and abs(there[name][1] - y) < 2
    shown.page.keyboard.press("a")
    assert "view=" not in shown.page.url and places(shown) == at_first


@pytest.mark.slow
def test_all_of_a_view_is_seen_in_a_window_of_another_form_and_after_the_table(opened: Any) -> None:
    sent = brought(opened(small()))
    shown = opened(small(), f"{sent}&table=claims", viewport={"width": 900, "height": 500})
    assert shown.page.is_visible("#table table")
    shown.page.keyboard.press("t")
    shown.page.wait_for_function("() => document.getElementById('graph').clientWidth > 0")
    shown.page.set_viewport_size({"width": 1000, "height": 500})
    shown.page.wait_for_timeout(200)
    assert shown.page.url.endswith(sent)  # the view is that of the link still, not what the window has made of it
    there = saved(shown)
    back = next(one for one in there.iter(f"{SVG}rect") if one.get("class") == "back")
    middle = [float(back.get(side, "0")) / 2 for side in ("width", "height")]
    first = places(opened(small(), sent))
    assert {*places(shown)} == {*first} and all(
        0 < x < 2 * middle[0] and 0 < y < 2 * middle[1] for x, y in places(shown).values()
    )


@pytest.mark.slow
def test_back_shows_what_was_in_view_and_a_choice_of_what_is_in_view_keeps_it(opened: Any) -> None:
    shown = opened(small())
    sent = brought(shown)
    before = places(shown)
    shown.search("Łódź")
    shown.page.keyboard.press("-")
    shown.page.go_back()
    assert shown.page.url.endswith(sent)
    for name, (x, y) in places(shown).items():
        assert abs(before[name][0] - x) < 2 and abs(before[name][1] - y) < 2


# --- a link


def test_a_link_to_a_file_names_the_view_and_no_path(opened: Any) -> None:
    shown = opened(small(), "#node=town")
    shown.page.click("#share")
    assert shown.page.input_value("#copy textarea") == "#node=town"
    text = shown.page.inner_text("#copy")
    assert "Send them the file" in text and str(shown.file.parent) not in text + shown.page.inner_html("#copy")


@pytest.mark.parametrize(
    "sent", rest_slow(["#node=unit", "node=unit", "file:///home/somebody/page.html#node=unit ", "#"])
)
def test_a_view_that_was_sent_is_opened_by_pasting_it(opened: Any, sent: str) -> None:
    shown = opened(small(), "#node=town")
    shown.page.click("#share")
    shown.page.fill("#view", sent)
    shown.page.press("#view", "Enter")
    shown.page.wait_for_function("() => !document.querySelector('#copy[open]') && !location.hash.includes('town')")
    assert ("1st Brigade" in shown.heading) == (sent != "#")
    shown.page.go_back()
    assert shown.heading == "Łódź"

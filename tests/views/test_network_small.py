"""Small windows, and large ones at 200 %: nothing lies over anything, all is within reach and large enough to hit."""

from pathlib import Path
from typing import Any

import pytest

from browser import Opened
from drawing import drawn
from kgraph.analysis.graph import Network
from kgraph.namespaces import IRI
from networks import BASE, claim, node
from paced import rest_thorough

JAM, POLICE, LINE, MATE = node("jam", "event"), *(node(one, "organisation") for one in ("police", "line", "mate"))
YES, NO, NONE = (
    claim(name, about=(JAM.id,), claimant_id=by.id, chain_ids=(by.id,), polarity=polarity, relations=relations)
    for name, by, polarity, relations in (
        ("yes", MATE, "positive", ()),
        ("no", LINE, "negative", ()),
        ("none", POLICE, "positive", (("finds no evidence for", IRI(f"{BASE}claim/yes")),)),
    )
)
SIDES = Network((JAM, POLICE, LINE, MATE), (), (YES, NO, NONE))
"""A ferry's mate says that a door was jammed, the line that it was not, and the police see no proof."""
SIZES = [(640, 400), (320, 568), *(pytest.param(size, marks=pytest.mark.thorough) for size in ((390, 844), (700, 500)))]
STATES: list[dict[str, str]] = [
    {},
    {"node": "place/pokrovsk"},
    {"focus": "place/pokrovsk", "steps": "1", "until": "2025-11-01"},
    {"table": "claims"},
    {"table": "claims", "node": "place/pokrovsk"},
]
FAULTS = """(inside) => {
  const found = [], scope = document.querySelector(inside), root = document.documentElement;
  if (root.scrollWidth > innerWidth || root.scrollHeight > innerHeight) found.push("the page scrolls");
  const name = (one) => one.id || `${one.className} ${one.textContent.trim().slice(0, 30)}`;
  const hit = ({ left, top, width, height }) => document.elementFromPoint(left + width / 2, top + height / 2);
  for (const one of scope.querySelectorAll("button, select, input, summary, a[href]:not(.skip)")) {
    if (!one.checkVisibility()) continue;
    const { width, height } = one.getBoundingClientRect();
    if (one.localName !== "a" && (width < 24 || height < 24)) found.push(`${name(one)}: ${width} × ${height}`);
    one.scrollIntoView({ block: "nearest", inline: "nearest" });
    const boxes = [...one.getClientRects()], { left, right } = one.getBoundingClientRect();
    if (left < -1 || right > innerWidth + 1) found.push(`${name(one)} is cut off`);
    const free = boxes.some((box) => one.contains(hit(box)));
    if (!free) found.push(`${name(one)} lies below ${name(hit(boxes[0]) ?? root)}`);
  }
  const main = document.querySelector("main");
  const seen = (one) => {
    const { left, right, top, bottom } = one.getBoundingClientRect(), room = main.getBoundingClientRect();
    const box = { left, right, top, bottom };
    if (main.contains(one)) Object.assign(box, { top: Math.max(top, room.top), bottom: Math.min(bottom, room.bottom) });
    return { ...box, width: box.right - box.left, height: box.bottom - box.top };
  };
  main.scrollTop = 0;
  const notes = name(document.querySelector(".beneath"));
  const boxes = ["header", "#graph", ".beneath", "#panel", "#tables", "#time"].map((one) => document.querySelector(one))
    .filter((one) => one.checkVisibility()).map((one) => [name(one), seen(one)]);
  for (const [i, [one, a]] of boxes.entries()) {
    if (one !== notes && (a.height < 24 || a.width < 120)) found.push(`${one}: ${a.width} × ${a.height}`);
    for (const [other, b] of boxes.slice(i + 1)) {
      const over = Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
        && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
      if (over) found.push(`${one} over ${other}`);
    }
  }
  return found;
}"""


def small(looked_at: Any, file: Path, size: tuple[int, int]) -> Opened:
    shown: Opened = looked_at(file, viewport={"width": size[0], "height": size[1]})
    return shown


@pytest.mark.slow
@pytest.mark.parametrize("size", SIZES)
def test_in_a_small_window_nothing_lies_over_anything(
    looked_at: Any, pokrovsk_page: Path, size: tuple[int, int]
) -> None:
    shown = small(looked_at, pokrovsk_page, size)
    faults = {}
    for state in STATES:
        shown.go(**state)
        shown.page.wait_for_timeout(100)
        if found := shown.page.evaluate(FAULTS, "body"):
            faults[str(state)] = found
    assert faults == {}


@pytest.mark.slow
@pytest.mark.parametrize("size", SIZES)
def test_in_a_small_window_filters_menus_and_help_can_be_used(
    looked_at: Any, pokrovsk_page: Path, size: tuple[int, int]
) -> None:
    shown = small(looked_at, pokrovsk_page, size)
    shown.go(node="place/pokrovsk")
    for opener, inside in (("#controls > summary", "#controls"), ("#menu > summary", "#menu"), ("#help-open", "#help")):
        shown.page.click(opener)
        assert shown.page.evaluate(FAULTS, inside) == []
        if inside == "#controls":
            shown.page.click(opener)
        else:
            shown.page.keyboard.press("Escape")
        assert shown.heading == "Pokrovsk"
    assert not shown.page.is_visible("#controls .filters")
    shown.page.click("#says-all")
    shown.page.keyboard.press("Escape")
    assert shown.heading == "Pokrovsk" and shown.page.get_attribute("#says-all", "aria-expanded") == "false"
    shown.page.click("#says-all")
    shown.page.click("#search")  # folds it, so that it hides nothing that is found or chosen
    assert shown.page.get_attribute("#says-all", "aria-expanded") == "false"
    shown.page.keyboard.type("pokrovsk")
    assert shown.page.evaluate(FAULTS, "#hits") == []
    box = shown.page.locator("#hits").bounding_box()
    assert box and box["x"] >= 0 and box["x"] + box["width"] <= size[0] and box["y"] + box["height"] <= size[1]
    assert box["width"] > 250


@pytest.mark.slow
def test_filters_that_lie_over_the_page_close_by_escape_first(looked_at: Any, pokrovsk_page: Path) -> None:
    shown = small(looked_at, pokrovsk_page, (640, 400))
    shown.go(node="place/pokrovsk")
    shown.page.click("#controls > summary")
    shown.page.click("[data-key=event]")
    assert shown.page.is_visible("#controls .filters")
    shown.page.keyboard.press("Escape")
    assert not shown.page.is_visible("#controls .filters") and shown.heading == "Pokrovsk"
    assert shown.page.evaluate("document.activeElement.parentElement.id") == "controls"


@pytest.mark.slow
def test_a_window_that_grows_shows_its_filters_and_one_that_shrinks_puts_them_away(
    opened: Any, pokrovsk_page: Path
) -> None:
    shown = opened(pokrovsk_page, viewport={"width": 390, "height": 844})
    assert not shown.page.is_visible(".filters")
    for width, state in ((1280, "visible"), (390, "hidden"), (1280, "visible")):
        shown.page.set_viewport_size({"width": width, "height": 844})
        shown.page.wait_for_selector(".filters", state=state)


@pytest.mark.slow
@pytest.mark.parametrize("state", rest_thorough(STATES[::-1], fast=2))
def test_in_a_large_window_too(looked_at: Any, pokrovsk_page: Path, state: dict[str, str]) -> None:
    shown = small(looked_at, pokrovsk_page, (1280, 800))
    shown.go(**state)
    assert shown.page.evaluate(FAULTS, "body") == []


FADES = """() => {
  const { content, backgroundSize } = getComputedStyle(graph, "::after");
  const { left, top, height } = graph.getBoundingClientRect();
  const hit = document.elementFromPoint(left + 3, top + height / 2).localName;
  return [graph.dataset.beyond, content === "none" ? "none" : backgroundSize, hit];
}"""


def test_on_a_phone_the_picture_fades_away_at_the_edges_beyond_which_it_goes_on(
    opened: Any, pokrovsk_page: Path
) -> None:
    shown = opened(pokrovsk_page, "#focus=all", viewport={"width": 390, "height": 844})
    everywhere = "14px 100%, 100% 14px, 14px 100%, 100% 14px"
    assert shown.page.evaluate(FADES) == ["left top right bottom", everywhere, "canvas"]
    shown.page.emulate_media(forced_colors="active")
    assert shown.page.evaluate(FADES)[1] == "none"
    shown.page.emulate_media(forced_colors="none")
    shown.page.click("#fit")
    shown.page.wait_for_selector("#graph[data-beyond='']")
    assert shown.page.evaluate(FADES)[1] == everywhere.replace("14px", "0px")
    shown.page.set_viewport_size({"width": 1280, "height": 800})
    assert shown.page.evaluate(FADES)[1] == "none"


def test_a_phone_s_key_tells_the_ends_of_lines_that_are_drawn(opened: Any) -> None:
    shown = opened(SIDES, viewport={"width": 360, "height": 740})
    summary, ends = shown.page.locator("#controls > summary"), shown.page.locator(".ends > p")
    assert summary.inner_text() == "Key" and summary.get_attribute("aria-label") == "Key and filters"
    summary.click()
    assert [end.inner_text().strip() for end in ends.all() if end.is_visible()] == [
        "speaks only to deny",
        "takes no side",
    ]
    shown.page.set_viewport_size({"width": 640, "height": 740})
    assert summary.inner_text() == "Key and filters"
    shown.page.set_viewport_size({"width": 1280, "height": 800})
    assert not ends.first.is_visible()


def test_filters_of_a_phone_open_over_the_page_and_their_button_stays(looked_at: Any, pokrovsk_page: Path) -> None:
    shown = small(looked_at, pokrovsk_page, (390, 844))
    places = (
        "['#controls > summary', '#graph'].map((one) => document.querySelector(one).getBoundingClientRect().toJSON())"
    )
    before = shown.page.evaluate(places)
    shown.page.click("#controls > summary")
    box = shown.page.locator("#controls .filters").bounding_box()
    assert shown.page.evaluate(places) == before and box and box["y"] + box["height"] < 0.75 * 844
    shown.page.click("#controls > summary")
    assert not shown.page.is_visible("#controls .filters")


@pytest.mark.slow
def test_on_a_phone_the_picture_scrolls_away_and_one_tap_brings_it_back(looked_at: Any, pokrovsk_page: Path) -> None:
    shown = small(looked_at, pokrovsk_page, (390, 844))
    shown.go()
    height = "document.querySelector('#graph').clientHeight"
    before = shown.page.evaluate(height)
    assert before > 300 and not shown.page.is_visible("#up")
    shown.page.mouse.move(200, 700)
    shown.page.mouse.wheel(0, 600)
    shown.page.wait_for_selector("#up", state="visible")
    text = shown.page.evaluate(
        "(() => { const [a, b] = ['main', '#panel'].map((one) => document.querySelector(one).getBoundingClientRect());"
        " return Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top); })()"
    )
    assert text > 600 and shown.page.evaluate(height) == before
    shown.page.click("#up")
    shown.page.wait_for_selector("#up", state="hidden")
    assert shown.page.evaluate("document.querySelector('main').scrollTop") == 0
    shown.page.mouse.wheel(0, 600)
    shown.page.wait_for_selector("#up", state="visible")
    shown.page.locator("#panel a").last.click()
    assert shown.page.evaluate("document.querySelector('main').scrollTop") == 0


def swipe(shown: Opened, down: int) -> None:
    """A finger that goes down the picture, or up."""
    finger = shown.page.context.new_cdp_session(shown.page)
    start = 440 if down < 0 else 200
    finger.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": 200, "y": start}]})
    for step in range(1, 9):
        at = {"x": 200, "y": start + down * step / 8}
        finger.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [at]})
        shown.page.wait_for_timeout(16)
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    shown.page.wait_for_timeout(100)


@pytest.mark.slow
def test_a_finger_moves_the_picture_to_its_edge_and_scrolls_the_page_where_all_is_in_view(
    opened: Any, pokrovsk_page: Path
) -> None:
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    shown: Opened = opened(pokrovsk_page, "#focus=all", **phone)
    scrolled = "document.querySelector('main').scrollTop"
    for _ in range(4):
        swipe(shown, -240)
    assert drawn(shown.page).nodes > 10 and shown.page.evaluate(scrolled) == 0
    shown.page.click("#fit")
    shown.page.wait_for_timeout(100)
    swipe(shown, -240)
    assert shown.page.evaluate(scrolled) > 100


def test_the_days_of_a_phone_are_one_low_row_and_what_goes_on_below_them_fades(
    looked_at: Any, pokrovsk_page: Path
) -> None:
    shown = small(looked_at, pokrovsk_page, (390, 844))
    shown.go()
    bar, track, told = (shown.page.locator(one).bounding_box() for one in ("#time", "#until", "#time .told"))
    assert bar and track and told and bar["height"] < 46 and track["width"] > 240
    assert told["x"] + told["width"] <= track["x"]
    fades = "getComputedStyle(document.querySelector('#time'), '::before').backgroundImage"
    assert "gradient" in shown.page.evaluate(fades)


@pytest.mark.slow
@pytest.mark.parametrize("selected", rest_thorough([{"node": "place/pokrovsk"}, {}]))
@pytest.mark.parametrize("table", ["relations", "claims", "entities"])
def test_on_a_phone_each_row_is_a_card_with_all_that_it_tells(
    looked_at: Any, pokrovsk_page: Path, table: str, selected: dict[str, str]
) -> None:
    shown = small(looked_at, pokrovsk_page, (390, 844))
    shown.go(table=table, **selected)
    cells = "[...document.querySelectorAll('#table tbody td')]"
    assert shown.page.evaluate(f"{cells}.filter((one) => one.getBoundingClientRect().right > innerWidth).length") == 0
    named = "[...document.querySelectorAll('#table tbody tr:first-child td')].map((one) => one.dataset.column)"
    heads = [one.strip(" ▲▼") for one in shown.page.locator("#table th").all_inner_texts()]
    assert shown.page.evaluate(named) == heads
    beside = "parseFloat(getComputedStyle(document.querySelectorAll('#table tbody td')[1]).paddingLeft)"
    assert shown.page.evaluate(beside) > 80  # room for the column's name
    told = "getComputedStyle(document.querySelectorAll('#table tbody td')[1], '::before').content"
    assert shown.page.evaluate(told) == f'"{heads[1]}"'
    roles = "[...document.querySelectorAll('#table table, #table table *')].map((one) => one.role).filter(Boolean)"
    assert set(shown.page.evaluate(roles)) >= {"table", "rowgroup", "row", "columnheader", "cell"}


@pytest.mark.slow
def test_on_a_phone_tables_are_sorted_by_one_choice(looked_at: Any, pokrovsk_page: Path) -> None:
    shown = small(looked_at, pokrovsk_page, (390, 844))
    shown.go(table="claims")
    assert shown.page.locator("#table th button:visible").count() == 0
    choice, head = shown.page.locator(".sorter select"), shown.page.locator("#table th").nth(1)
    choice.select_option("1")
    assert (
        head.get_attribute("aria-sort") == "ascending" and choice.locator("option:checked").inner_text() == "Saying ▲"
    )
    choice.select_option("the other way round")
    assert head.get_attribute("aria-sort") == "descending" and choice.evaluate("one => one === document.activeElement")
    shown.page.set_viewport_size({"width": 1280, "height": 800})
    assert not choice.is_visible() and shown.page.locator("#table th button:visible").count() == 11


@pytest.mark.slow
def test_on_a_phone_what_is_said_of_the_picture_is_short_and_a_button_tells_all(
    looked_at: Any, pokrovsk_page: Path
) -> None:
    shown = small(looked_at, pokrovsk_page, (390, 844))
    shown.go(focus="what is in question")
    assert shown.says == "In question: 13 of 129 entities, 5 of 134 relations. 5 are disputed."
    assert not shown.page.locator("#by-day .span:visible, #days > :visible").count()  # nothing says what they are
    shown.page.click("#says-all")
    assert "Taken at face value in cards, tables and files: what is asserted and not disputed here." in shown.says
    assert "5 are disputed: orange, with letters." in shown.says
    shown.page.click("#says-all")


@pytest.mark.parametrize(
    ("example", "state"),
    [
        ("pokrovsk", {"focus": "place/pokrovsk", "steps": "1", "until": "2025-11-01"}),
        *(
            pytest.param(*one, marks=pytest.mark.slow)
            for one in (
                ("pokrovsk", {"by": ["agent/lutsenko", "agent/syrskyi"]}),
                ("pokrovsk", {"until": "2025-10-31", "node": "place/pokrovsk"}),
                ("earthquake", {"until": "2025-03-11"}),
                ("earthquake", {"by": "agent/office-for-civil-protection"}),
                ("election", {"until": "2021-10-04"}),
            )
        ),
    ],
)
def test_on_a_phone_the_heading_of_the_picture_takes_two_lines_at_most_and_the_picture_has_half_the_window(
    looked_at: Any, pokrovsk_page: Path, examples: Any, page_of: Any, example: str, state: dict[str, Any]
) -> None:
    page = pokrovsk_page if example == "pokrovsk" else page_of(example, examples[example])
    shown = small(looked_at, page, (390, 844))
    shown.go(**state)
    high = shown.page.locator("#says").evaluate(
        "one => one.clientHeight / parseFloat(getComputedStyle(one).lineHeight)"
    )
    assert 0.9 < high < 2.1
    if "node" not in state:
        assert shown.page.evaluate("document.querySelector('#graph').clientHeight") > 0.48 * 844


@pytest.mark.slow
def test_on_a_phone_the_box_of_the_search_stands_beside_the_buttons_and_grows_over_them(
    looked_at: Any, pokrovsk_page: Path
) -> None:
    shown = small(looked_at, pokrovsk_page, (390, 844))
    shown.go()
    boxes = (
        "['#search', '#as-table', '#graph'].map((one) => document.querySelector(one).getBoundingClientRect().toJSON())"
    )
    search, button, graph = shown.page.evaluate(boxes)
    assert abs(search["top"] + search["bottom"] - button["top"] - button["bottom"]) < 4 and search["width"] > 55
    written = """one => { const { paddingLeft, paddingRight, font } = getComputedStyle(one);
      const pen = document.createElement("canvas").getContext("2d");
      pen.font = font;
      const room = one.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
      return room - pen.measureText(one.placeholder).width; }"""
    assert shown.page.locator("#search").evaluate(written) >= 0
    shown.page.click("#search")
    wide, _, same = shown.page.evaluate(boxes)
    assert wide["width"] > 340 and same == graph
    shown.page.keyboard.press("Escape")
    shown.page.evaluate("document.activeElement.blur()")
    assert shown.page.evaluate(boxes)[0] == search

"""What is taken along from the network page: the picture as SVG and PNG, with its legend and caption."""

import math
import re
import struct
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from browser import Opened
from kgraph.analysis.graph import Network
from networks import claim, edge, hostile, node, small
from nodejs import in_node

SVG = "{http://www.w3.org/2000/svg}"

PEN = """
import { Pen } from "./pen.js";
const answer = ({ view, calls }) => {
  const pen = new Pen(view);
  for (const [what, ...given] of calls) {
    if (typeof pen[what] === "function") pen[what](...given);
    else [pen[what]] = given;
  }
  return { marks: pen.marks, box: pen.box };
};
"""
WRITING = """
import { footOf, rowsOf } from "./foot.js";
import { markupOf, svgOf } from "./svg.js";
const measure = (text) => 6 * [...text].length;
const answer = ({ rows, shot }) => {
  if (rows) return rowsOf(rows.text, rows.wide, measure, rows.most);
  const { wide, title, said } = shot;
  const foot = footOf({ wide, entries: [], title, said: [said], measure: () => measure, ink: "#000000" });
  return markupOf(svgOf({ ...shot, description: shot.said, foot }));
};
"""


def penned(*calls: tuple[object, ...], scale: float = 2) -> Any:
    """What the pen notes of calls of a canvas's methods, and of properties that are set."""
    return in_node(PEN, {"view": {"x": 10, "y": 20, "scale": scale}, "calls": calls})


def rows_of(text: str, wide: int, most: int) -> list[str]:
    rows: list[str] = in_node(WRITING, {"rows": {"text": text, "wide": wide, "most": most}})
    return rows


def svg_of(label: str) -> ET.Element:
    """A picture of one node, one line and one label, all of which bear this text."""
    marks = [{"d": "M0 0L9 9", "fill": "none", "stroke": "#000000", "stroke-width": 1}]
    look = {"size": 11, "weight": 400, "family": "sans-serif", "tone": "#000000", "edge": "#ffffff", "direction": "ltr"}
    shot = {
        "wide": 300, "high": 200, "title": label, "said": label, "colours": {"canvas": "#ffffff", "ink": "#000000"},
        "lines": [{"id": label, "from": 0, "to": 1, "marks": marks, "box": [0, 0, 9, 9]}],
        "nodes": [
            {"id": 0, "label": label, "marks": marks, "box": [5, 5, 9, 9]},
            {"id": 1, "label": "outside", "marks": marks, "box": [301, 5, 309, 9]},
        ],
        "labels": [
            {"of": 0, "x": 5, "y": 9, "wide": 40, "tall": 18, "rows": [label], "high": 14, "drop": 10, "look": look}
        ],
    }  # fmt: skip
    return read(in_node(WRITING, {"shot": shot}))


def read(text: str | bytes) -> ET.Element:
    return ET.fromstring(text)  # noqa: S314 # our own file


def of_class(drawing: ET.Element, name: str) -> list[ET.Element]:
    return [one for one in drawing.iter(SVG + "g") if one.get("class") == name]


def texts(drawing: ET.Element) -> str:
    return " ".join(" ".join(one.itertext()) for one in drawing.iter(SVG + "text"))


def saved(shown: Opened) -> ET.Element:
    return read(shown.save("svg"))


def png_size(content: bytes) -> tuple[int, int]:
    assert content.startswith(b"\x89PNG\r\n")
    wide, high = struct.unpack(">II", content[16:24])
    return wide, high


def numbers(path: ET.Element | None) -> list[float]:
    assert path is not None
    return [float(number) for number in re.findall(r"-?[\d.]+", path.get("d", ""))]


# --- the pen


def test_the_pen_notes_paths_in_units_of_the_view() -> None:
    drawn = penned(
        ("beginPath",), ("moveTo", 0, 0), ("quadraticCurveTo", 5, 5, 10, 0),
        ("strokeStyle", "rgba(255, 0, 16, 0.5)"), ("lineWidth", 1.5), ("setLineDash", [4, 2]), ("stroke",),
    )  # fmt: skip
    assert drawn["marks"] == [
        {
            "d": "M10 20Q20 30 30 20", "fill": "none", "stroke": "#ff0010", "stroke-width": 3,
            "stroke-dasharray": "8 4", "stroke-opacity": 0.5,
        }
    ]  # fmt: skip
    assert drawn["box"] == [10, 20, 30, 30]


def test_what_is_filled_and_stroked_is_one_path_and_a_circle_is_whole() -> None:
    circle = ("arc", 1, 1, 3, 0, 6.283185307179586, False)
    drawn = penned(("beginPath",), circle, ("closePath",), ("fillStyle", "#123456"), ("fill",), ("stroke",))
    [mark] = drawn["marks"]
    assert mark["d"] == "M18 22A6 6 0 0 1 6 22A6 6 0 0 1 18 22Z"
    assert (mark["fill"], mark["stroke"]) == ("#123456", "#000000")
    assert drawn["box"] == [6, 16, 18, 28]


def test_a_pen_that_is_saved_draws_on_as_before() -> None:
    line = (("beginPath",), ("moveTo", 0, 0), ("lineTo", 1, 1), ("stroke",))
    drawn = penned(("save",), ("setLineDash", [3, 3]), ("lineWidth", 9), *line, ("restore",), *line)
    assert [mark.get("stroke-dasharray") for mark in drawn["marks"]] == ["6 6", None]
    assert [mark["stroke-width"] for mark in drawn["marks"]] == [18, 2]


# --- the file


@pytest.mark.parametrize(
    "text", ["</text><script>alert(1)</script>", "\"' onload='alert(1)", "]]>&amp;", "\x00null \ufffe", "ім’я"]
)
def test_a_text_stays_text_in_the_file(text: str) -> None:
    drawing = svg_of(text)
    plain = text.replace("\x00", "").replace("\ufffe", "")
    assert of_class(drawing, "node")[0].get("data-label") == plain
    assert plain.split()[0] in texts(drawing)
    assert {one.tag.removeprefix(SVG) for one in drawing.iter()} <= {
        "svg", "title", "desc", "defs", "clipPath", "rect", "g", "path", "text", "line",
    }  # fmt: skip


def test_a_text_of_5000_characters_is_clamped_in_the_file() -> None:
    drawing = svg_of("a" * 5000)
    assert of_class(drawing, "node")[0].get("data-label") == "a" * 299 + "…"
    assert len(drawing.findtext(SVG + "title", "")) == 300
    captions = [one.text or "" for one in drawing.iter(SVG + "text") if one.get("class") == "caption"]
    assert len(captions) == 11 and max(map(len, captions)) <= 280 / 6 + 1
    assert float(drawing.get("height", 0)) < 420


def test_what_lies_outside_the_window_is_left_out() -> None:
    assert [one.get("data-id") for one in of_class(svg_of("here"), "node")] == ["0"]


def test_rows_break_between_words_and_within_long_ones() -> None:
    assert rows_of("one two three", 48, 4) == ["one two", "three"]
    assert rows_of("abcdefghij", 24, 4) == ["abcd", "efgh", "ij"]
    assert rows_of("前線の報道前線の報道", 24, 2) == ["前線の報", "道前線の…"]
    assert rows_of("", 24, 2) == []


# --- in the browser


@pytest.fixture
def pokrovsk_kept(looked_at: Any, pokrovsk_page: Path) -> Opened:
    shown: Opened = looked_at(pokrovsk_page)
    return shown


def test_the_svg_holds_what_is_drawn_with_legend_and_caption(pokrovsk_kept: Opened) -> None:
    drawing = saved(pokrovsk_kept)
    assert len(of_class(drawing, "node")) == 129
    lines = [one for one in of_class(drawing, "line") if (one.get("data-id") or "").isdigit()]
    assert len(lines) == 135
    said = texts(of_class(drawing, "foot")[0])
    for words in (
        "event",
        "disputed",
        "The battle for Pokrovsk",
        "129 of 129 entities",
        "Taken as stated",
        "122 claims",
    ):
        assert words in said
    names = {one.get("data-for"): texts(one) for one in of_class(drawing, "label") if one.get("data-of") == "node"}
    by_id = {one.get("data-id"): one.get("data-label") or "" for one in of_class(drawing, "node")}
    assert len(names) > 50 and all(text.split("…")[0].split()[0] in by_id[of] for of, text in names.items())


def test_the_svg_refers_to_nothing_outside_itself(pokrovsk_kept: Opened) -> None:
    text = pokrovsk_kept.save("svg").decode()
    assert re.findall(r"https?://[^\"]*", text) == ["http://www.w3.org/2000/svg"]
    assert not re.search(r"href|<script|<image|<style|<foreignObject| on\w+=", text)
    assert set(re.findall(r"url\([^)]*\)", text)) == {"url(#view)"}


def test_curves_lie_where_the_canvas_has_them(opened: Any) -> None:
    unit, town = node("unit", "unit"), node("town")
    made = tuple(claim(word, about=(unit.id, town.id)) for word in ("one", "two", "three"))
    ties = tuple(edge(unit, town, one.id[-3:], (one,), "undisputed") for one in made)
    shown = opened(Network((unit, town), ties, made))
    drawn = {one.get("data-id"): numbers(one.find(SVG + "path")) for one in of_class(saved(shown), "line")}
    assert len({tuple(path[:2]) for path in drawn.values()} | {tuple(path[-2:]) for path in drawn.values()}) == 2
    assert len(drawn["0"]) == 4  # a straight line, and one to each side of it
    bent = [next(bend for bend in (0.1, -0.1) if is_bent(drawn[str(i)], bend)) for i in (1, 2)]
    assert sorted(bent) == [-0.1, 0.1]


def is_bent(path: list[float], bend: float) -> bool:
    return path[2:4] == pytest.approx(via(path, bend), abs=0.1)


def via(path: list[float], bend: float) -> tuple[float, float]:
    """The point that pulls a curve, as vis-network 9.1.2 has it for curvedCW (bend > 0) and curvedCCW."""
    x, y, (dx, dy) = *path[:2], (path[-2] - path[0], path[1] - path[-1])
    radius = (abs(bend) / 2 + 0.5) * math.hypot(dx, dy)
    angle = math.atan2(dy, dx) + (bend / 2 + 0.5) * math.pi
    return x + radius * math.sin(angle), y + radius * math.cos(angle)


@pytest.mark.parametrize("label", ["لواء المشاة الأول", "Сили оборони", "ш" * 5000, "a b " * 1250, "前線" * 2500])
def test_pictures_are_made_of_any_name(opened: Any, label: str) -> None:
    ann = node("ann", "person", label=label)
    rest = tuple(one for one in small().nodes if one.id != ann.id)
    shown = opened(replace(small(), nodes=(ann, *rest)), "#node=ann", color_scheme="dark")
    drawing = saved(shown)
    assert of_class(drawing, "label") and len(texts(drawing)) < 2500
    assert label.split()[0][:9] in texts(drawing)
    [back] = [one for one in drawing.iter(SVG + "rect") if one.get("class") == "back"]
    assert back.get("fill") == "#10141a"
    high, wide = float(drawing.get("height", 0)), float(drawing.get("width", 0))
    assert png_size(shown.save("png-2")) == (2 * wide, 2 * high)


def test_the_menu_says_how_many_pixels_each_picture_has(pokrovsk_kept: Opened) -> None:
    drawing = saved(pokrovsk_kept)
    high, wide = int(drawing.get("height", 0)), int(drawing.get("width", 0))
    pokrovsk_kept.page.click("#menu > summary")
    pokrovsk_kept.page.wait_for_function("() => document.querySelector('#png-3').textContent.includes('3×, ')")
    for times in (1, 2, 3):
        text = pokrovsk_kept.page.inner_text(f"#png-{times}")
        assert text.endswith(f"{times}×, {wide * times} × {high * times}")
    pokrovsk_kept.page.click("#menu > summary")
    assert png_size(pokrovsk_kept.save("png-3")) == (3 * wide, 3 * high)


@pytest.mark.parametrize("width", [320, 390, 700])
def test_the_menu_lies_within_a_narrow_window(looked_at: Any, pokrovsk_page: Path, width: int) -> None:
    shown = looked_at(pokrovsk_page, viewport={"width": 390, "height": 844})
    shown.page.set_viewport_size({"width": width, "height": 844})
    shown.page.click("#menu > summary")
    box = shown.page.locator("#menu .menu").bounding_box()
    assert box and box["x"] >= 0 and box["x"] + box["width"] <= width


def test_a_picture_is_taken_from_a_table_too(opened: Any) -> None:
    shown = opened(small(), "#table=claims")
    assert len(of_class(saved(shown), "node")) == 3


def test_what_is_chosen_is_said_under_the_picture(opened: Any) -> None:
    shown = opened(small(), "#node=town&focus=unit&steps=2")
    said = texts(saved(shown))
    assert "Brought out: Łódź." in said and "1st Brigade and what is up to 2 steps away" in said
    shown.go(edge="unit~town~presence~present in")
    drawing = saved(shown)
    assert "1st Brigade → present in → Łódź (denied)." in texts(drawing)
    assert of_class(drawing, "line")[0].findtext(SVG + "title") == "1st Brigade → present in → Łódź (denied)"
    shown.go(claim="claim/no")
    assert "Brought out, all else faint: a claim by Ann, in our words: It never got there. " in texts(saved(shown))


@pytest.mark.slow
def test_hostile_names_make_a_picture_that_can_be_read(opened: Any) -> None:
    texts_of = ["<script>alert(1)</script>", "\x00null", "]]>", '"><svg onload=alert(1)>', "\u202eevil", "\ufffe"]
    drawing = saved(opened(hostile(texts_of)))
    assert len(of_class(drawing, "node")) == len(texts_of)
    assert not list(drawing.iter(SVG + "script"))


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
    assert "1 of 1 relation" in again.says and "hidden by hand" not in again.says


# --- a link


def test_a_link_to_a_file_names_the_view_and_no_path(opened: Any) -> None:
    shown = opened(small(), "#node=town")
    shown.page.click("#share")
    assert shown.page.input_value("#copy textarea") == "#node=town"
    text = shown.page.inner_text("#copy")
    assert "Send them the file" in text and str(shown.file.parent) not in text + shown.page.inner_html("#copy")


@pytest.mark.parametrize("sent", ["#node=unit", "node=unit", "file:///home/somebody/page.html#node=unit ", "#"])
def test_a_view_that_was_sent_is_opened_by_pasting_it(opened: Any, sent: str) -> None:
    shown = opened(small(), "#node=town")
    shown.page.click("#share")
    shown.page.fill("#view", sent)
    shown.page.press("#view", "Enter")
    shown.page.wait_for_function("() => !document.querySelector('#copy[open]') && !location.hash.includes('town')")
    assert ("1st Brigade" in shown.heading) == (sent != "#")
    shown.page.go_back()
    assert shown.heading == "Łódź"


# --- tables, in the window and on paper


@pytest.mark.parametrize("table", ["relations", "claims", "entities"])
def test_all_columns_are_seen_beside_the_panel(pokrovsk_kept: Opened, table: str) -> None:
    pokrovsk_kept.go(table=table, node="place/pokrovsk")
    room, wide = pokrovsk_kept.page.evaluate(
        "(() => { const t = document.getElementById('table'); return [t.clientWidth, t.scrollWidth]; })()"
    )
    assert pokrovsk_kept.page.is_visible("#panel") and wide <= room


def test_a_long_text_in_a_cell_is_clamped_and_there_in_whole_on_demand(opened: Any) -> None:
    ann, town = node("ann", "person", label="ш" * 5000), node("town")
    one = claim("one", about=(town.id,), claimant_id=ann.id, claimant=ann.label, paraphrase="a b " * 1250)
    shown = opened(Network((ann, town), (edge(ann, town, "x", (one,), "undisputed"),), (one,)), "#table=claims")
    cell = shown.page.locator("#table tbody td >> nth=3")
    assert len(cell.inner_text()) < 340 and len(shown.page.inner_text("#table tbody td >> nth=0")) == 300
    cell.locator("button").click()
    assert len(cell.inner_text()) > 4900
    assert shown.page.evaluate("document.documentElement.scrollWidth") <= 1280


@pytest.mark.parametrize("landscape", [False, True])
def test_a_printed_table_has_all_rows_and_columns_on_the_paper(opened: Any, landscape: bool) -> None:
    shown = opened(hostile([f"the number {i}" for i in range(230)]), "#table=claims")
    assert shown.page.locator("#table tbody tr").count() == 200
    wide = 1040 if landscape else 703  # A4 within its margins
    shown.page.set_viewport_size({"width": wide, "height": 800})
    shown.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    shown.page.emulate_media(media="print")
    assert shown.page.locator("#table tbody tr").count() == 230
    assert shown.page.evaluate("document.documentElement.scrollWidth") <= wide
    assert shown.page.evaluate(
        "(({ scrollWidth, clientWidth }) => scrollWidth <= clientWidth)(document.getElementById('says'))"
    )
    assert shown.page.is_visible("#says") and not shown.page.is_visible(".tabs")
    shown.page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert shown.page.locator("#table tbody tr").count() == 200


# --- long texts


@pytest.mark.parametrize("text", ["ш" * 5000, "long name of words " * 263, "لواءالمشاة" * 500, "前線報道" * 1250])
def test_a_long_text_is_clamped_wherever_it_is_read(opened: Any, text: str) -> None:
    ann, town = node("ann", "person", label=text, alt=(text,)), node("town")
    more: dict[str, Any] = {"claimant": text, "paraphrase": text, "source": text, "chain": (text, text)}
    one = claim("one", about=(town.id, ann.id), claimant_id=ann.id, chain_ids=(town.id, ann.id), **more)
    shown = opened(Network((ann, town), (edge(ann, town, text, (one,), "undisputed"),), (one,)))
    longest = """() => Math.max(...[...document.querySelectorAll('#panel *, #hits *, option, dialog *')]
        .flatMap((one) => [...one.childNodes]).filter((one) => one.nodeType === 3).map((one) => one.data.length))"""
    for view in ({}, {"node": "ann"}, {"edge": f"ann~town~presence~{text}"}, {"claim": "claim/one"}):
        shown.go(**view)
        assert shown.page.evaluate(longest) <= 610
        assert shown.page.evaluate("document.documentElement.scrollWidth") <= 1280
    assert text.strip()[:20] in shown.panel and "all 5,0" in shown.panel.replace("4,997", "5,000")
    shown.page.fill("#search", text[:12])
    shown.page.wait_for_selector("#hits [role=option]")
    assert shown.page.evaluate(longest) <= 610
    high = shown.page.evaluate("document.querySelector('#hits [role=option]').getBoundingClientRect().height")
    assert high < 140
    shown.go(by="ann")
    assert len(shown.says) < 700


def test_the_rest_of_a_long_text_is_there_on_demand(opened: Any) -> None:
    text = "It was said, and said again, " * 40 + "and then denied."
    town = node("town")
    shown = opened(Network((town,), (), (claim("one", about=(town.id,), paraphrase=text),)), "#claim=claim/one")
    assert "and then denied." not in shown.panel
    shown.page.click("#panel .card >> text=all 1,176 characters")
    assert "and then denied." in shown.panel and shown.page.evaluate("document.activeElement !== document.body")


def test_a_line_from_a_node_to_itself_is_drawn_too(opened: Any) -> None:
    town = node("town")
    one = claim("one", about=(town.id,))
    shown = opened(Network((town,), (edge(town, town, "part of", (one,), "undisputed"),), (one,)))
    [line] = of_class(saved(shown), "line")
    assert "A" in (line[1].get("d") or "") and len(line) == 3  # its title, a circle, an arrow

"""How a picture becomes a file: a pen that notes what is drawn, and a text of shapes with a foot."""

import xml.etree.ElementTree as ET
from typing import Any

import pytest

from drawings import SVG, of_class, read, texts
from nodejs import in_node

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
        "layers": [
            {
                "lines": [{"id": label, "from": 0, "to": 1, "marks": marks, "box": [0, 0, 9, 9]}],
                "nodes": [
                    {"id": 0, "label": label, "marks": marks, "box": [5, 5, 9, 9]},
                    {"id": 1, "label": "outside", "marks": marks, "box": [301, 5, 309, 9]},
                ],
            }
        ],
        "labels": [
            {
                "of": 0, "x": 5, "y": 9, "wide": 40, "tall": 18, "rows": [label], "middles": [20],
                "high": 14, "drop": 10, "look": look,
            }
        ],
    }  # fmt: skip
    return read(in_node(WRITING, {"shot": shot}))


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

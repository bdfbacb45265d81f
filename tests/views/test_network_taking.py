"""What is taken along from the network page: the picture as SVG and PNG, with its legend and caption."""

import math
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from browser import Opened
from drawings import SVG, numbers, of_class, png_size, saved, texts
from kgraph.analysis.graph import Network
from kgraph.views.page import static
from networks import claim, edge, hostile, node, small, star
from paced import rest_thorough


@pytest.mark.slow
def test_the_svg_holds_what_is_drawn_with_legend_and_caption(pokrovsk_kept: Opened) -> None:
    drawing = saved(pokrovsk_kept)
    assert len(of_class(drawing, "node")) == 129
    lines = [one for one in of_class(drawing, "line") if (one.get("data-id") or "").isdigit()]
    assert len(lines) == 134
    said = texts(of_class(drawing, "foot")[0])
    for words in (
        "event",
        "disputed",
        "The battle for Pokrovsk",
        "129 entities",
        "Taken at face value",
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


@pytest.mark.slow
def test_curves_lie_where_the_canvas_has_them(opened: Any) -> None:
    unit, town = node("unit", "unit"), node("town")
    made = tuple(claim(word, about=(unit.id, town.id)) for word in ("one", "two", "three"))
    ties = tuple(edge(unit, town, one.id[-3:], (one,), "undisputed") for one in made)
    shown = opened(Network((unit, town), ties, made))
    drawn = {one.get("data-id"): numbers(one.find(SVG + "path")) for one in of_class(saved(shown), "line")}
    assert len({tuple(path[:2]) for path in drawn.values()}) == 1  # the middle of the shape at which they begin
    assert len(drawn["0"]) == 4  # a straight line, and one to each side of it
    middle = next(middle_of(one) for one in of_class(saved(shown), "node") if one.get("data-label") == town.label)
    bent = [next(bend for bend in (0.1, -0.1) if is_bent(drawn[str(i)], middle, bend)) for i in (1, 2)]
    assert sorted(bent) == [-0.1, 0.1]


def middle_of(one: Any) -> list[float]:
    x, y, wide, tall = (float(one.get(f"data-{side}")) for side in ("x", "y", "wide", "tall"))
    return [x + wide / 2, y + tall / 2]


def is_bent(path: list[float], to: list[float], bend: float) -> bool:
    """Whether a line bends so on its way to a middle; it ends sooner, at its head."""
    return path[2:4] == pytest.approx(via([*path[:2], *to], bend), abs=0.2)


def via(path: list[float], bend: float) -> tuple[float, float]:
    """The point that pulls a curve, as vis-network 9.1.2 has it for curvedCW (bend > 0) and curvedCCW."""
    x, y, (dx, dy) = *path[:2], (path[-2] - path[0], path[1] - path[-1])
    radius = (abs(bend) / 2 + 0.5) * math.hypot(dx, dy)
    angle = math.atan2(dy, dx) + (bend / 2 + 0.5) * math.pi
    return x + radius * math.sin(angle), y + radius * math.cos(angle)


@pytest.mark.slow
@pytest.mark.parametrize(
    "label",
    [
        "لواء المشاة الأول",
        *(
            pytest.param(name, marks=pytest.mark.thorough)
            for name in ("a b " * 1250, "Сили оборони", "ш" * 5000, "前線" * 2500)
        ),
    ],
)
def test_pictures_are_made_of_any_name(opened: Any, label: str) -> None:
    ann = node("ann", "person", label=label)
    rest = tuple(one for one in small().nodes if one.id != ann.id)
    shown = opened(replace(small(), nodes=(ann, *rest)), "#node=ann", color_scheme="dark")
    drawing = saved(shown)
    assert of_class(drawing, "label") and len(texts(drawing)) < 2800
    assert label.split()[0][:9] in texts(drawing)
    [back] = [one for one in drawing.iter(SVG + "rect") if one.get("class") == "back"]
    assert back.get("fill") == "#10141a"
    high, wide = float(drawing.get("height", 0)), float(drawing.get("width", 0))
    assert png_size(shown.save("png-2")) == (2 * wide, 2 * high)


@pytest.mark.slow
def test_a_picture_that_the_browser_cannot_make_is_told(opened: Any) -> None:
    shown: Opened = opened(small())
    for fails in (
        "HTMLCanvasElement.prototype.toBlob = (then) => then(null)",
        "Image.prototype.decode = () => Promise.reject(new DOMException('too large', 'EncodingError'))",
    ):
        shown.page.evaluate(f"() => {{ {fails}; }}")
        shown.page.click("#menu > summary")
        shown.page.click("#png-3")
        assert shown.page.inner_text("#copy h2") == "This browser makes no picture of this size"
        shown.page.keyboard.press("Escape")
    assert shown.page.inner_text("#saved") == ""


@pytest.mark.slow
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


@pytest.mark.slow
@pytest.mark.parametrize("width", rest_thorough([320, 390, 700]))
def test_the_menu_lies_within_a_narrow_window(looked_at: Any, pokrovsk_page: Path, width: int) -> None:
    shown = looked_at(pokrovsk_page, viewport={"width": 390, "height": 844})
    shown.page.set_viewport_size({"width": width, "height": 844})
    shown.page.click("#menu > summary")
    box = shown.page.locator("#menu .menu").bounding_box()
    assert box and box["x"] >= 0 and box["x"] + box["width"] <= width


@pytest.mark.slow
def test_a_picture_is_taken_from_a_table_too(opened: Any) -> None:
    shown = opened(small(), "#table=claims")
    assert len(of_class(saved(shown), "node")) == 3


@pytest.mark.slow
def test_what_is_chosen_is_said_under_the_picture(opened: Any) -> None:
    shown = opened(small(), "#node=town&focus=unit&steps=2")
    said = texts(saved(shown))
    assert "Selected: Łódź." in said and "1st Brigade, and what is up to 2 steps away" in said
    shown.go(edge="unit~town~presence~present in")
    drawing = saved(shown)
    assert "1st Brigade → present in → Łódź (denied)." in texts(drawing)
    titles = [line.findtext(SVG + "title") for line in of_class(drawing, "line")]
    assert [title for title in titles if title] == ["1st Brigade → present in → Łódź (denied)"]
    shown.go(claim="claim/no")
    assert "Selected, all else faint: a claim by Ann, in our words: It never got there. " in texts(saved(shown))


@pytest.mark.slow
def test_a_saved_part_of_the_picture_says_that_there_is_more(opened: Any) -> None:
    shown, part = opened(star(20)), "Part of the picture, which has 21 shapes."
    assert part not in texts(saved(shown))
    shown.page.mouse.move(500, 450)
    for _ in range(8):
        shown.page.mouse.wheel(0, -400)
    shown.page.wait_for_timeout(400)
    drawing = saved(shown)
    assert part in texts(drawing) and len(of_class(drawing, "node")) < 21


@pytest.mark.slow
def test_hostile_names_make_a_picture_that_can_be_read(opened: Any) -> None:
    texts_of = ["<script>alert(1)</script>", "\x00null", "]]>", '"><svg onload=alert(1)>', "\u202eevil", "\ufffe"]
    drawing = saved(opened(hostile(texts_of)))
    assert len(of_class(drawing, "node")) == len(texts_of)
    assert not list(drawing.iter(SVG + "script"))


def test_a_line_from_a_node_to_itself_is_drawn_too(opened: Any) -> None:
    town = node("town")
    one = claim("one", about=(town.id,))
    shown = opened(Network((town,), (edge(town, town, "part of", (one,), "undisputed"),), (one,)))
    [line] = of_class(saved(shown), "line")
    assert "A" in (line[1].get("d") or "") and len(line) == 3  # its title, a circle, an arrow


def test_a_line_ends_in_a_dot_at_who_did_it_has_a_bar_at_a_mere_denial_ends_in_a_ring_at_no_side_and_else_in_a_head(
    opened: Any,
) -> None:
    raid, band, town, ann = node("raid", "event"), node("band", "unit"), node("town"), node("ann", "person")
    one, denial = claim("one", about=(raid.id,)), claim("no", about=(town.id,), polarity="negative")
    mill, bob, finds_none = node("mill"), node("bob", "person"), (("finds no evidence for", one.id),)
    none = claim("none", about=(mill.id,), relations=finds_none, claimant_id=bob.id, chain_ids=(bob.id,))
    statuses = (("actor", "denied"), ("actor", "disputed"), ("target", "undisputed"), ("winner", "forecast"))
    ties = tuple(
        edge(raid, town if i == 2 else band, f"{kind} {i}", (one,), status, kind)
        for i, (kind, status) in enumerate(statuses)
    )
    drawing = saved(shown := opened(Network((raid, band, town, ann, mill, bob), ties, (one, denial, none))))
    lines = {line.get("data-id") or "": line for line in of_class(drawing, "line")}
    ends = {name: "A" in (line[-1].get("d") or "") for name, line in lines.items() if name.isdigit()}
    assert ends == {str(i): kind == "actor" for i, (kind, _) in enumerate(statuses)}
    key = ".beneath [data-end={}]"
    assert "who acts, as claimed" in texts(drawing) and shown.page.is_visible(key.format("doer"))
    spoken = {line.get("data-to"): line[-1].attrib for name, line in lines.items() if name.startswith("s")}
    of = {one.get("data-label"): spoken.get(one.get("data-id")) for one in of_class(drawing, "node")}
    head, bar, ring = of["raid"], of["town"], of["mill"]
    denied, canvas, grey = (
        shown.page.evaluate(f"getComputedStyle(document.documentElement).getPropertyValue('--{tone}').trim()")
        for tone in ("denied", "canvas", "statement")
    )
    assert head and bar and head["fill"] != bar["stroke"] == denied
    assert [end["d"].count("L") for end in (head, bar)] == [3, 1] and bar["fill"] == "none"
    assert "speaks only to deny" in texts(drawing) and shown.page.is_visible(key.format("denies"))
    assert ring and "A" in ring["d"] and (ring["fill"], ring["stroke"]) == (canvas, grey)
    assert "takes no side: finds no evidence" in texts(drawing) and shown.page.is_visible(key.format("open"))
    shown.go(statement="bob", to="mill")
    assert "Selected, all else faint: bob speaks of mill (takes no side)." in texts(saved(shown))
    shown.page.focus("#graph")
    shown.go(node="mill")
    assert "bob speaks of it (takes no side)" in shown.page.inner_text("#spoken")


def test_a_plain_line_is_pale_until_something_at_it_is_selected(opened: Any) -> None:
    raid, band, town = node("raid", "event"), node("band", "unit"), node("town")
    one = claim("one", about=(raid.id,))
    ties = edge(raid, band, "by", (one,), "undisputed", "actor"), edge(raid, town, "at", (one,), "disputed", "place")
    shown = opened(Network((raid, band, town), ties, (one,)))

    def strokes() -> dict[str | None, str | None]:
        return {
            line.get("data-status"): line.findall(SVG + "path")[0].get("stroke")
            for line in of_class(saved(shown), "line")
        }

    before = strokes()
    shown.go(node="raid")
    pale, dark = (re.findall(rf"--{tone}: (#\w+)", static("network/page.css"))[0] for tone in ("undisputed", "soft"))
    assert (before["undisputed"], strokes()) == (pale, {**before, "undisputed": dark})


@pytest.mark.slow
@pytest.mark.parametrize(
    ("example", "words"),
    [
        ("election", "6 are disputed, 2 shapes in question"),
        ("pokrovsk", "5 are disputed"),
        ("earthquake", "2 are disputed, 1 shape in question"),
    ],
)
def test_what_is_said_of_the_picture_tells_how_much_of_it_is_disputed(
    looked_at: Any, pokrovsk_page: Path, examples: Any, page_of: Any, example: str, words: str
) -> None:
    shown = looked_at(pokrovsk_page if example == "pokrovsk" else page_of(example, examples[example]))
    assert words in shown.says and "orange, with letters." in shown.says and "at face value" not in shown.says
    shown.go(world="asserted")
    assert words in shown.says
    assert "Taken at face value in cards, tables and files: what is asserted" in shown.says
    shown.go(**{"no-line": "disputed"})
    assert "Disputed relations are left out." in shown.says
    shown.go(table="claims")
    caption = shown.page.inner_text("#table caption")
    assert re.search(r"\d+ claims, \d+ of these claims in question, as", caption)
    assert "“Taken at face value” stands for what is asserted and not disputed here." in caption
    options = shown.page.locator("#world option").all_inner_texts()
    assert all(option.startswith("at face value: ") for option in options) and len(options) == 3

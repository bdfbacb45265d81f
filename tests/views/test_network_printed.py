"""The panel on paper: nothing is folded, nothing asks for a click, charts have letters of the text's size."""

import itertools
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from browser import Opened
from drawings import TO_HEADS
from networks import star
from paced import rest_thorough
from requirements import missing

PRINTED = "dispatchEvent(new Event('beforeprint'))"
AFTER = "dispatchEvent(new Event('afterprint'))"

SIZES = """() => {
  const chart = document.querySelector("#panel .figure-axis");
  const sizeOf = (one) => parseFloat(getComputedStyle(one).fontSize);
  return [sizeOf(chart.querySelector(".who")) * chart.getScreenCTM().a, sizeOf(document.body)];
}"""


@pytest.fixture
def shown(looked_at: Any, pokrovsk_page: Path) -> Opened:
    page: Opened = looked_at(pokrovsk_page)
    return page


def printed(shown: Opened) -> str:
    shown.page.evaluate(PRINTED)
    shown.page.emulate_media(media="print")
    return shown.panel


def back_on_screen(shown: Opened) -> None:
    shown.page.emulate_media(media="null")
    shown.page.evaluate(AFTER)


@pytest.mark.slow
def test_what_is_folded_is_printed_open_and_folded_again(shown: Opened) -> None:
    before = shown.panel
    assert "denies what" not in before and "Choose a name" in before
    text = printed(shown)
    assert "denies what" in text and "Rule: " not in text and "Choose a name" not in text
    assert shown.page.locator("#panel details:not([open])").count() == 0
    back_on_screen(shown)
    assert shown.panel == before


@pytest.mark.slow
def test_the_reasons_of_a_folded_card_are_printed_too(shown: Opened) -> None:
    shown.go(node="place/pokrovsk")
    before = shown.panel
    assert "how sure" not in before and "how sure" in printed(shown).lower()
    assert shown.page.locator("#panel button.more").count() == 0
    back_on_screen(shown)
    assert shown.panel == before


@pytest.mark.slow
def test_of_a_list_thirty_are_printed_and_the_others_counted(opened: Any) -> None:
    shown = opened(star(60), "#node=hub")
    shown.page.focus("#graph")
    rows = shown.page.locator("#panel li", has_text="leaf")
    before, panel = rows.count(), shown.panel
    text = printed(shown)
    assert rows.count() == 30 > before and "and 30 more" in text
    assert shown.page.locator("#panel").evaluate("panel => getComputedStyle(panel).columnCount") == "2"
    back_on_screen(shown)
    assert shown.panel == panel and shown.page.evaluate("document.activeElement.id") == "graph"


@pytest.mark.slow
@pytest.mark.parametrize("wide", [703, pytest.param(1040, marks=pytest.mark.thorough)])
def test_the_letters_of_a_chart_are_as_large_as_the_text(shown: Opened, wide: int) -> None:
    printed(shown)
    shown.page.set_viewport_size({"width": wide, "height": 800})
    letters, text = shown.page.evaluate(SIZES)
    shown.page.set_viewport_size({"width": 1280, "height": 800})
    back_on_screen(shown)
    assert 0.8 < letters / text < 1.15


def pages(shown: Opened) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", shown.page.pdf(format="A4", print_background=True)))


@pytest.mark.slow
def test_a_print_takes_few_pages_and_tells_reasons_once(opened: Any, pokrovsk_page: Path) -> None:
    shown = opened(pokrovsk_page, "#node=place/pokrovsk")
    assert pages(shown) <= 10
    printed(shown)
    closed = shown.page.locator("#panel .card details:not([open])")
    assert closed.count() and set(closed.evaluate_all("all => all.map((one) => one.className)")) == {"why"}
    assert shown.page.locator("#panel .question .why:not([open])").count() == 0
    assert shown.page.locator("#panel .card").count() == 30  # the others are counted
    back_on_screen(shown)


@pytest.mark.slow
def test_the_picture_fills_its_width_and_no_heading_stands_alone_below_it(
    looked_at: Any, examples: Any, page_of: Any
) -> None:
    shown = looked_at(page_of("earthquake", examples["earthquake"]))
    printed(shown)
    shown.page.set_viewport_size({"width": 703, "height": 1000})  # an A4 page within its margins, at 96 dots an inch
    picture = shown.page.locator("#paper .upright").bounding_box()
    wide, high = (float(n) for n in shown.page.locator("#paper .upright").get_attribute("viewBox").split()[2:])
    after = "all => all.map((one) => getComputedStyle(one).breakAfter)"
    kept = shown.page.locator("#panel > h2, #panel > :is(h2, .only) + p").evaluate_all(after)
    shown.page.set_viewport_size({"width": 1280, "height": 800})
    back_on_screen(shown)
    assert picture and picture["width"] * high / wide <= picture["height"] + 2 < 850
    assert kept[:2] == ["avoid", "avoid"]


@pytest.mark.slow
def test_a_claim_that_speaks_of_several_things_is_told_once_side_by_side(looked_at: Any, pokrovsk_page: Path) -> None:
    shown = looked_at(pokrovsk_page)
    shown.go(node="place/pokrovsk")
    shown.page.evaluate("for (const one of document.querySelectorAll('#panel button.more')) one.click()")
    block = shown.page.locator("#panel .aspect", has_text="presence in Pokrovsk")
    texts = [text for text in block.locator(".side .text").all_text_contents() if text.strip()]
    assert len(texts) == len(set(texts)) > 1
    assert block.locator(".side li", has_text="Oleksandr Syrskyi").count() > 1


# --- sheets of paper


FEW = {("pokrovsk", "A4", False), ("election", "Letter", True)}
EVERY = itertools.product(("pokrovsk", "earthquake", "election"), ("A4", "Letter"), (False, True))
SHEETS = [pytest.param(*sheet, marks=() if sheet in FEW else pytest.mark.thorough) for sheet in EVERY]
WAYS = {False: "upright", True: "lying"}


def blanks(shown: Opened, file: Path, paper: str, landscape: bool) -> list[float]:
    """The longest blank stretch of each printed page, as a part of its height."""
    tool = shutil.which("pdftoppm") or missing("pdftoppm")
    shown.page.pdf(path=file, format=paper, landscape=landscape, print_background=True)
    subprocess.run([tool, "-r", "30", "-gray", str(file), str(file.with_suffix(""))], check=True)
    return [longest_blank(page.read_bytes()) for page in sorted(file.parent.glob(f"{file.stem}-*.pgm"))]


def longest_blank(image: bytes) -> float:
    _, size, _, dots = image.split(b"\n", 3)
    wide, high = map(int, size.split())
    marked = [-1, *(y for y in range(high) if min(dots[y * wide : (y + 1) * wide]) < 225), high]
    return max(b - a - 1 for a, b in itertools.pairwise(marked)) / high


@pytest.mark.slow
@pytest.mark.parametrize("paper", rest_thorough(["A4", "Letter"]))
def test_the_frame_of_the_picture_is_as_strong_on_the_right_as_on_the_left(
    looked_at: Any, examples: Any, page_of: Any, tmp_path: Path, paper: str
) -> None:
    tool, file = shutil.which("pdftoppm") or missing("pdftoppm"), tmp_path / "sheet.pdf"
    looked_at(page_of("election", examples["election"])).page.pdf(path=file, format=paper, print_background=True)
    subprocess.run([tool, "-r", "150", "-gray", "-l", "1", str(file), str(tmp_path / "first")], check=True)
    _, size, _, dots = next(tmp_path.glob("first*.pgm")).read_bytes().split(b"\n", 3)
    wide, high = map(int, size.split())
    rows = range(high // 5, high // 2)
    left, right = (
        sum(255 - dots[y * wide + x] for y in rows for x in around)
        for around in (range(66, 76), range(wide - 76, wide - 66))
    )
    assert left > 0 and right > 0.8 * left  # 1.2 cm are 71 dots


@pytest.mark.slow
@pytest.mark.parametrize(("example", "paper", "landscape"), SHEETS)
def test_no_page_but_the_last_has_a_blank_third(
    looked_at: Any,
    pokrovsk_page: Path,
    examples: Any,
    page_of: Any,
    tmp_path: Path,
    example: str,
    paper: str,
    landscape: bool,
) -> None:
    page = pokrovsk_page if example == "pokrovsk" else page_of(example, examples[example])
    found = blanks(looked_at(page), tmp_path / "print.pdf", paper, landscape)
    assert len(found) <= 3 and max(found[:-1]) < 0.35
    assert len(found) == 2 or (paper, landscape) != ("A4", False)  # no third sheet has a box alone


LETTERS = """(way) => {
  const drawing = document.querySelector(`#paper .${way}`), texts = [...drawing.querySelectorAll("text")];
  const sizeOf = (text) => parseFloat(text.closest("[font-size]").getAttribute("font-size"));
  return Math.min(...texts.map(sizeOf)) * drawing.getScreenCTM().a;
}"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("landscape", "wide"), [pytest.param(False, 703, marks=pytest.mark.thorough), (True, 1032)]
)  # an A4 page within its margins
def test_letters_of_a_printed_picture_have_seven_points(shown: Opened, landscape: bool, wide: int) -> None:
    shown.page.set_viewport_size({"width": 1920, "height": 1000})
    printed(shown)
    shown.page.set_viewport_size({"width": wide, "height": 700 if landscape else 1030})
    drawn = {way: shown.page.locator(f"#paper .{way}").is_visible() for way in WAYS.values()}
    points = shown.page.evaluate(LETTERS, WAYS[landscape]) * 72 / 96
    shown.page.set_viewport_size({"width": 1280, "height": 800})
    back_on_screen(shown)
    assert drawn == {way: way == WAYS[landscape] for way in WAYS.values()} and points >= 7


@pytest.mark.slow
def test_a_higher_sheet_has_more_names_whole_and_the_screen_keeps_its_picture(shown: Opened) -> None:
    places = "() => [...document.querySelectorAll('#graph canvas')].map((one) => [one.width, one.height])"
    before = shown.page.evaluate(places)
    printed(shown)
    wide, high = (float(n) for n in (shown.page.locator("#paper .upright").get_attribute("viewBox") or "").split()[2:])
    names = shown.page.locator("#paper .upright .label[data-of=node]").count()
    back_on_screen(shown)
    assert high > 0.85 * wide and names > 100
    assert shown.page.evaluate(places) == before


@pytest.mark.slow
def test_a_part_that_the_reader_moved_to_is_what_is_printed(opened: Any, pokrovsk_page: Path) -> None:
    shown = opened(pokrovsk_page)
    printed(shown)
    whole = shown.page.locator("#paper .upright .node").count()
    assert "Part of the picture" not in shown.page.locator("#paper").inner_text()
    back_on_screen(shown)
    shown.page.mouse.move(500, 450)
    for _ in range(6):
        shown.page.mouse.wheel(0, -400)
    shown.page.wait_for_timeout(400)
    printed(shown)
    part = shown.page.locator("#paper .upright .node").count()
    told = shown.page.locator("#paper .of-upright > p").first.inner_text()
    back_on_screen(shown)
    assert 0 < part < whole and told.startswith(f"Part of the picture: {part} of its {whole} shapes. All of it is in")


@pytest.mark.slow
def test_a_print_without_the_picture_says_so(opened: Any) -> None:
    shown = opened(star(5))
    shown.page.emulate_media(media="print")  # whoever prints from here has a window without the picture
    assert printed(shown) and shown.page.locator("#paper").inner_text().startswith("The picture is not on this paper")
    back_on_screen(shown)
    assert shown.page.locator("#paper").inner_text() == ""


@pytest.mark.slow
def test_a_print_that_is_asked_for_twice_keeps_its_picture(opened: Any) -> None:
    shown = opened(star(5))
    printed(shown)
    shown.page.emulate_media(media="print")
    shown.page.evaluate(PRINTED)
    assert shown.page.locator("#paper .node").count() and "not on this paper" not in shown.page.inner_text("#paper")
    back_on_screen(shown)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("example", "wide"),
    [
        ("star", 390),
        ("pokrovsk", 1280),
        *(pytest.param("pokrovsk", wide, marks=pytest.mark.thorough) for wide in (390, 1920)),
        *(pytest.param(*one, marks=pytest.mark.thorough) for one in (("earthquake", 390), ("election", 1920))),
    ],
)
def test_a_printed_line_ends_at_its_head(
    opened: Any, pokrovsk_page: Path, examples: Any, page_of: Any, example: str, wide: int
) -> None:
    if example == "star":
        shown = opened(star(60))
    else:
        shown = opened(pokrovsk_page if example == "pokrovsk" else page_of(example, examples[example]))
    shown.page.set_viewport_size({"width": wide, "height": 800})
    shown.page.wait_for_timeout(200)
    shown.page.evaluate(PRINTED)
    far = {
        way: shown.page.evaluate(f"way => ({TO_HEADS})(document.querySelector(`#paper .${{way}}`))", way)
        for way in WAYS.values()
    }
    shown.page.evaluate(AFTER)
    assert all(len(found) > 10 and max(found) < 1 for found in far.values())


@pytest.mark.slow
def test_a_page_that_begins_within_a_question_names_it(looked_at: Any, examples: Any, page_of: Any) -> None:
    shown = looked_at(page_of("earthquake", examples["earthquake"]))
    heads = "all => all.map((one) => getComputedStyle(one, '::before').content)"
    goes_on = shown.page.locator("#panel .question h5[data-of]")
    assert goes_on.count() and set(goes_on.evaluate_all(heads)) == {"none"}
    printed(shown)
    assert set(goes_on.evaluate_all(heads)) == {"none"}  # it stands on one page
    lengthen = "one => one.append(...Array.from({ length: 9 }, () => document.createElement('li')))"
    shown.page.locator("#panel .question:has(h5[data-of]) ol").first.evaluate(lengthen)
    assert goes_on.evaluate_all(heads)[0].startswith('"People killed: Velmar earthquake')
    framed = "all => all.map((one) => getComputedStyle(one).webkitBoxDecorationBreak)"
    assert set(shown.page.locator("#panel .question").evaluate_all(framed)) == {"clone"}  # closed, and opened again
    back_on_screen(shown)


ON_SHEET = """(way) => {
  const drawing = document.querySelector(`#paper svg.${way}`);
  const rows = (label) => [...[...label.querySelectorAll(":scope > g")].at(-1).querySelectorAll("text")]
    .map((one) => one.textContent).join(" ");
  const labels = [...drawing.querySelectorAll(".label[data-of=node]")].map((one) => [one.dataset.for, rows(one)]);
  const shapes = [...drawing.querySelectorAll(".node")].map((one) => [one.dataset.id, one.dataset.label]);
  const names = [...document.querySelectorAll(`#paper .of-${way} li`)].map((one) => one.textContent);
  return { labels, shapes, names };
}"""
"""What stands by the shapes of a sheet, what they are, and the names of those with a number, in order."""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("example", "wide"),
    [
        ("pokrovsk", 1280),
        ("pokrovsk", 390),
        ("crowd", 1280),
        *(pytest.param(*one, marks=pytest.mark.thorough) for one in (("pokrovsk", 1920), ("election", 1280))),
    ],
)
def test_every_shape_on_a_sheet_has_its_whole_name_or_a_number_in_the_list(
    opened: Any, pokrovsk_page: Path, examples: Any, page_of: Any, example: str, wide: int
) -> None:
    if example == "crowd":
        shown = opened(star(150))
    else:
        shown = opened(pokrovsk_page if example == "pokrovsk" else page_of(example, examples[example]))
    shown.page.set_viewport_size({"width": wide, "height": 800})
    shown.page.wait_for_timeout(200)
    shown.page.evaluate(PRINTED)
    found = {way: shown.page.evaluate(ON_SHEET, way) for way in WAYS.values()}
    shown.page.evaluate(AFTER)
    for sheet in found.values():
        labels, listed = dict(sheet["labels"]), {str(i): name for i, name in enumerate(sheet["names"], 1)}
        told = {shape: listed.get(text, text) for shape, text in labels.items()}
        assert told == {shape: " ".join(label.split()) for shape, label in sheet["shapes"]}
        assert sorted(text for text in labels.values() if text in listed) == sorted(listed)


BOXES = """(way) => {
  const drawn = [...document.querySelectorAll(`#paper svg.${way} :is(.node, .label[data-of=node])`)];
  const led = (one) => one.querySelector(".leader") !== null;
  return drawn.map((one) => [one.dataset, one]).map(([{ id, for: of, x, y, wide, tall }, one]) => ({
    id: id ?? of, node: id !== undefined, text: one.lastElementChild.textContent,
    x: +x, y: +y, wide: +wide, tall: +tall, led: led(one),
  }));
}"""


@pytest.mark.slow
def test_a_number_stands_by_its_own_shape_and_over_no_other(shown: Opened) -> None:
    printed(shown)
    drawn = [shown.page.evaluate(BOXES, way) for way in WAYS.values()]
    back_on_screen(shown)
    for all_boxes in drawn:
        shapes = [one for one in all_boxes if one["node"]]
        for number in (one for one in all_boxes if not one["node"] and one["text"].isdigit()):
            [own] = [shape for shape in shapes if shape["id"] == number["id"]]
            others = [apart(number, shape) for shape in shapes if shape["id"] != number["id"]]
            assert (number["led"] or apart(number, own) <= min(others)) and min(others) > 0


def apart(one: dict[str, Any], other: dict[str, Any]) -> float:
    """How far two boxes are from each other."""
    across = max(other["x"] - one["x"] - one["wide"], one["x"] - other["x"] - other["wide"], 0)
    down = max(other["y"] - one["y"] - one["tall"], one["y"] - other["y"] - other["tall"], 0)
    return float(max(across, down))


@pytest.mark.slow
def test_a_printed_question_is_whole_and_its_reasons_are_nearly_as_large(
    looked_at: Any, examples: Any, page_of: Any
) -> None:
    shown = looked_at(page_of("earthquake", examples["earthquake"]))
    printed(shown)
    boxes = shown.page.locator("#panel .question")
    kept = boxes.evaluate_all("all => all.map((one) => getComputedStyle(one).breakInside)")
    size = "all => all.map((one) => parseFloat(getComputedStyle(one).fontSize))"
    reasons = shown.page.locator("#panel .question .why p").evaluate_all(size)
    positions = shown.page.locator("#panel .question li").evaluate_all(size)
    back_on_screen(shown)
    assert set(kept) == {"avoid"} and min(reasons) > 0.8 * max(positions)


SPOILT = re.compile(r"[^\w]+")


def texts_of(file: Path) -> str:
    """All letters and digits of a printed file, without the breaks between its lines."""
    tool = shutil.which("pdftotext") or missing("pdftotext")
    return subprocess.run([tool, "-raw", str(file), "-"], check=True, capture_output=True, text=True).stdout


@pytest.mark.slow
@pytest.mark.parametrize("paper", rest_thorough(["Letter", "A4"]))
def test_pokrovsk_takes_two_sheets_of_any_paper_and_no_word_is_lost(shown: Opened, tmp_path: Path, paper: str) -> None:
    file = tmp_path / "sheet.pdf"
    shown.page.pdf(path=file, format=paper, print_background=True)
    told, letters = texts_of(file), SPOILT.sub("", texts_of(file))
    printed(shown)
    shown.page.set_viewport_size({"width": 703, "height": 1000})
    wanted = shown.page.locator(
        "#panel :is(h2, h3, h4, li, .why p):visible, #paper .of-upright :is(li, .rules)"
    ).all_inner_texts()
    shown.page.set_viewport_size({"width": 1280, "height": 800})
    back_on_screen(shown)
    assert told.count("\f") == 2 and told.count("from a name to its shape") == 1
    in_one = [one for one in wanted if "\n" not in one]
    assert len(in_one) > 40 and [one for one in in_one if SPOILT.sub("", one) not in letters] == []


@pytest.mark.slow
def test_each_sheet_of_a_table_has_the_heads_of_its_columns(shown: Opened, tmp_path: Path) -> None:
    shown.go(table="entities")
    shown.page.pdf(path=tmp_path / "table.pdf", format="A4", print_background=True)
    told = texts_of(tmp_path / "table.pdf")
    assert 3 < told.count("Identifier") == told.count("\f") <= 7
    assert told.count("kgraph\n") >= 1 and "generated" in told.split("\f")[0]


@pytest.mark.slow
def test_a_sheet_begins_with_what_it_tells_and_rules_stand_below_the_picture(shown: Opened) -> None:
    whole = shown.page.locator("#says").text_content() or ""
    printed(shown)
    first, below = shown.page.locator("#says").inner_text(), shown.page.locator("#paper .rules").first.inner_text()
    assert below.rstrip().endswith("."), "no sentence is cut short"
    back_on_screen(shown)
    assert first.count(". ") == 2 and "What a solid line shows is asserted" in below and "a solid line" not in first
    assert all(one in whole for one in below.split(". "))


@pytest.mark.slow
def test_a_printed_chart_stands_beside_its_positions_and_cards_are_whole(shown: Opened) -> None:
    printed(shown)
    drawn, told = (
        shown.page.locator(f"#panel .parts:has(.drawn) > .{one}").first.bounding_box() for one in ("drawn", "told")
    )
    shown.go(node="place/pokrovsk")
    kept = shown.page.locator("#panel .card").evaluate_all("all => all.map((one) => getComputedStyle(one).breakInside)")
    back_on_screen(shown)
    assert drawn and told and drawn["y"] == told["y"] and drawn["x"] + drawn["width"] <= told["x"]
    assert kept and set(kept) == {"avoid"}

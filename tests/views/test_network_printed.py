"""The panel on paper: nothing is folded, nothing asks for a click, charts have letters of the text's size."""

import re
from pathlib import Path
from typing import Any

import pytest

from browser import Opened
from networks import star

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


def test_what_is_folded_is_printed_open_and_folded_again(shown: Opened) -> None:
    before = shown.panel
    assert "(rule: " not in before and "Click a name" in before
    text = printed(shown)
    assert "(rule: " in text and "Click a name" not in text
    assert shown.page.locator("#panel details:not([open])").count() == 0
    back_on_screen(shown)
    assert shown.panel == before


def test_the_reasons_of_a_folded_card_are_printed_too(shown: Opened) -> None:
    shown.go(node="place/pokrovsk")
    before = shown.panel
    assert "how sure" not in before and "how sure" in printed(shown).lower()
    assert shown.page.locator("#panel button.more").count() == 0
    back_on_screen(shown)
    assert shown.panel == before


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


@pytest.mark.parametrize("wide", [703, 1040])
def test_the_letters_of_a_chart_are_as_large_as_the_text(shown: Opened, wide: int) -> None:
    printed(shown)
    shown.page.set_viewport_size({"width": wide, "height": 800})
    letters, text = shown.page.evaluate(SIZES)
    shown.page.set_viewport_size({"width": 1280, "height": 800})
    back_on_screen(shown)
    assert 0.8 < letters / text < 1.15


def pages(shown: Opened) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", shown.page.pdf(format="A4", print_background=True)))


def test_a_print_takes_few_pages_and_tells_reasons_once(opened: Any, pokrovsk_page: Path) -> None:
    shown = opened(pokrovsk_page, "#node=place/pokrovsk")
    assert pages(shown) <= 10
    printed(shown)
    closed = shown.page.locator("#panel .card details:not([open])")
    assert closed.count() and set(closed.evaluate_all("all => all.map((one) => one.className)")) == {"why"}
    assert shown.page.locator("#panel .question .why:not([open])").count() == 0
    assert shown.page.locator("#panel .card").count() == 30  # the others are counted
    back_on_screen(shown)


def test_the_picture_fills_its_width_and_no_heading_stands_alone_below_it(
    looked_at: Any, examples: Any, page_of: Any
) -> None:
    shown = looked_at(page_of("earthquake", examples["earthquake"]))
    printed(shown)
    shown.page.set_viewport_size({"width": 703, "height": 1000})  # an A4 page within its margins, at 96 dots an inch
    picture = shown.page.locator("#paper svg").bounding_box()
    wide, high = (float(n) for n in shown.page.locator("#paper svg").get_attribute("viewBox").split()[2:])
    after = "all => all.map((one) => getComputedStyle(one).breakAfter)"
    kept = shown.page.locator("#panel > h2, #panel > h2 + p, .axis-key").evaluate_all(after)
    whole = shown.page.locator(".axis-key").first.evaluate("one => getComputedStyle(one).breakInside")
    shown.page.set_viewport_size({"width": 1280, "height": 800})
    back_on_screen(shown)
    assert picture and picture["width"] * high / wide <= picture["height"] + 2 < 800
    assert kept[:2] == ["avoid", "avoid"] and whole == "avoid"


def test_a_claim_that_speaks_of_several_things_is_told_once_side_by_side(looked_at: Any, pokrovsk_page: Path) -> None:
    shown = looked_at(pokrovsk_page)
    shown.go(node="place/pokrovsk")
    shown.page.evaluate("for (const one of document.querySelectorAll('#panel button.more')) one.click()")
    block = shown.page.locator("#panel .aspect", has_text="presence in Pokrovsk")
    texts = [text for text in block.locator(".side .text").all_text_contents() if text.strip()]
    assert len(texts) == len(set(texts)) > 1
    assert block.locator(".side li", has_text="Oleksandr Syrskyi").count() > 1

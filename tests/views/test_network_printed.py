"""The panel on paper: nothing is folded, nothing asks for a click, charts have letters of the text's size."""

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

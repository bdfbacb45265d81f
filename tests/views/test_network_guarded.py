"""Whatever a name holds, whoever reads: hostile and right-to-left strings, narrow screens, dark, help, the keyboard."""

from pathlib import Path
from typing import Any

import pytest

from browser import Opened
from kgraph.views.network import render
from kgraph.views.page import Opening
from networks import MANY_HOSTILE, hostile


@pytest.fixture(scope="module")
def hostile_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("pages") / "hostile.html"
    file.write_text(render(hostile(MANY_HOSTILE[:60]), Opening("A title", base="https://example.org/")), "utf-8")
    return file


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, *(pytest.param(width, marks=pytest.mark.slow) for width in (390, 900, 1280))])
def test_no_screen_scrolls_sideways(looked_at: Any, hostile_page: Path, scheme: str, width: int) -> None:
    # a page knows from its start whether it is narrow
    shown = looked_at(hostile_page, viewport={"width": 320 if width < 900 else 1280, "height": 844})
    shown.page.set_viewport_size({"width": width, "height": 844})
    shown.page.emulate_media(color_scheme=scheme)
    shown.search("null")
    assert shown.page.evaluate("document.documentElement.scrollWidth") <= width
    shown.page.keyboard.press("t")
    assert shown.page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.slow
def test_dark_is_chosen_by_key_and_kept_in_the_address(pokrovsk_open: Opened) -> None:
    background = "getComputedStyle(document.body).backgroundColor"
    assert pokrovsk_open.page.evaluate(background) == "rgb(255, 255, 255)"
    pokrovsk_open.page.focus("#graph")
    pokrovsk_open.page.keyboard.press("d")
    assert pokrovsk_open.page.evaluate(background) == "rgb(20, 24, 31)" and "theme=dark" in pokrovsk_open.page.url


@pytest.mark.slow
def test_help_opens_by_key_and_says_what_lines_mean(pokrovsk_kept: Opened) -> None:
    pokrovsk_kept.page.focus("#graph")
    pokrovsk_kept.page.keyboard.press("?")
    text = pokrovsk_kept.page.inner_text("#help")
    assert "nobody asserts it and somebody denies it" in text and "independent origins" in text
    pokrovsk_kept.page.keyboard.press("Escape")
    assert not pokrovsk_kept.page.is_visible("#help")


@pytest.mark.slow
def test_the_keyboard_reaches_the_tables_first(pokrovsk_open: Opened) -> None:
    pokrovsk_open.page.keyboard.press("Tab")
    assert "tables" in pokrovsk_open.page.inner_text(":focus")
    pokrovsk_open.page.keyboard.press("Enter")
    assert pokrovsk_open.page.is_visible("#table table")


@pytest.mark.slow
@pytest.mark.parametrize("step", [7, pytest.param(1, marks=pytest.mark.thorough)])
def test_hostile_strings_never_run_nor_break_the_page(opened: Any, step: int) -> None:
    assert len(MANY_HOSTILE) >= 200
    some = MANY_HOSTILE[::step]
    shown = opened(hostile(some))
    # as text they are there; as elements they are not
    made_of = shown.page.evaluate("[...new Set([...document.querySelectorAll('body *')].map(e => e.localName))].sort()")
    for text in some[::9]:
        if text.strip():
            shown.search(text.strip()[:60])
            shown.page.evaluate("document.querySelectorAll('#panel details').forEach(d => d.open = true)")
    for table in ("relations", "claims", "entities"):
        assert len(shown.rows(table)) == min(200, len(some) - (table == "relations"))
    shown.save("csv-claims"), shown.save("gexf"), shown.save("png-1")
    shown.page.click("#as-table")
    shown.page.click("#claims-as-nodes")
    now = shown.page.evaluate("[...new Set([...document.querySelectorAll('body *')].map(e => e.localName))].sort()")
    assert not {"img", "iframe", "object", "base", "form", "math", "plaintext", "template"} & {*made_of, *now}
    assert shown.page.evaluate("document.querySelectorAll('script').length") == 3
    assert shown.page.title() == "A title"


def test_right_to_left_names_keep_their_direction(opened: Any) -> None:
    shown = opened(hostile(["لواء المشاة الأول", "plain"]))
    shown.search("لواء")
    assert shown.heading == "لواء المشاة الأول"
    assert shown.page.evaluate("getComputedStyle(document.querySelector('#panel .what')).direction") == "rtl"

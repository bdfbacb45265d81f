"""Steps back and forward, and addresses that name what a file lacks."""

from pathlib import Path
from typing import Any

from browser import Opened

NOTHING = "There is no step to go back to."


def press(shown: Opened, key: str) -> None:
    shown.page.keyboard.press(key)
    shown.page.wait_for_timeout(150)  # the browser goes back in its own time


def test_the_key_for_back_never_leaves_the_page(opened: Any, pokrovsk_page: Path) -> None:
    shown: Opened = opened(pokrovsk_page)
    press(shown, "b")
    assert shown.page.url.startswith(pokrovsk_page.as_uri()) and shown.page.inner_text("#saved") == NOTHING
    shown.search("Budanov")
    shown.page.click("#panel .link.relation >> nth=0")
    press(shown, "b")
    assert shown.heading == "Kyrylo Budanov"
    press(shown, "b")
    assert shown.heading == "What is in question"
    for _ in range(2):
        press(shown, "b")
        assert shown.page.url.startswith(pokrovsk_page.as_uri()) and shown.heading == "What is in question"
    shown.page.go_forward()
    press(shown, "b")
    assert shown.heading == "What is in question"


def test_an_address_that_is_pasted_is_a_step_and_a_reload_forgets_none(opened: Any, pokrovsk_page: Path) -> None:
    shown: Opened = opened(pokrovsk_page)
    shown.go(node="agent/budanov")
    shown.page.reload()
    shown.page.wait_for_selector("html[data-ready]", state="attached")
    assert shown.heading == "Kyrylo Budanov"
    press(shown, "b")
    assert shown.heading == "What is in question"
    press(shown, "b")
    assert shown.page.url.startswith(pokrovsk_page.as_uri()) and shown.page.inner_text("#saved") == NOTHING

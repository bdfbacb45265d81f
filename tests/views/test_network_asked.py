"""The picture of what is in question alone, with who answers."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from browser import Opened
from drawing import drawn
from drawings import of_class, saved, texts
from kgraph import Graph
from networks import large, star

ASKED = {"focus": "what is in question"}
PHONE = {"viewport": {"width": 390, "height": 844}}
QUAKE = {"Velmar earthquake", "Sallow Dam", "reported cracking of Sallow Dam"}
ANSWER = {
    *("National Seismic Survey", "Coastal Quake Centre", "Ministry of the Interior", "Edda Marrin", "Harbour Times"),
    *("Office for Civil Protection", "Sallow Water", "people who live below the dam"),
}


LATER = {"Ministry of the Interior", "Harbour Times"}
"""Whose answer was given on the last day."""


def shapes(shown: Opened) -> set[str]:
    return {one.get("data-label") or "" for one in of_class(saved(shown), "node")}


@pytest.fixture
def quake(looked_at: Any, examples: Mapping[str, Graph], page_of: Any) -> Opened:
    shown: Opened = looked_at(page_of("earthquake", examples["earthquake"]))
    return shown


@pytest.mark.slow
def test_only_what_is_in_question_is_drawn_with_who_answers(quake: Opened) -> None:
    every = shapes(quake)
    quake.page.click("text=Draw only this")
    assert shapes(quake) == QUAKE | ANSWER < every
    assert quake.says.startswith(f"In question, and who answers: {len(QUAKE | ANSWER)} of {len(every)} entities")
    assert "Only what is in question, and who answers." in texts(saved(quake))
    assert drawn(quake.page).named == len(QUAKE | ANSWER) and drawn(quake.page).overlaps == 0
    quake.page.click("#fit")
    assert shapes(quake) == QUAKE | ANSWER
    quake.page.click("#panel >> text=Draw all")
    assert shapes(quake) == every
    quake.page.focus("#graph")
    quake.page.keyboard.press("q")
    assert shapes(quake) == QUAKE | ANSWER
    quake.page.keyboard.press("b")
    quake.page.wait_for_function("!location.hash.includes('question')")
    assert shapes(quake) == every


@pytest.mark.slow
@pytest.mark.parametrize("window", [(1280, 800), (390, 844)])
def test_who_says_what_is_read_at_once(opened: Any, pokrovsk_page: Path, window: tuple[int, int]) -> None:
    address = f"#{urlencode(ASKED)}"
    found = drawn(opened(pokrovsk_page, address, viewport={"width": window[0], "height": window[1]}).page)
    assert found.share == 1 and found.cut == found.overlaps == found.crossings == found.unread == found.upon == 0


@pytest.mark.slow
def test_as_of_a_day_only_what_was_in_question_by_then(quake: Opened) -> None:
    quake.go(**ASKED, until="2025-03-10")  # nothing was
    assert quake.says.startswith("14 of 25 entities") and len(shapes(quake)) == 14
    quake.go(**ASKED, until="2025-03-11")
    assert shapes(quake) == (QUAKE | ANSWER) - LATER


@pytest.mark.slow
def test_what_is_a_step_away_is_added(quake: Opened) -> None:
    quake.go(**ASKED, steps="1")
    assert shapes(quake) == QUAKE | ANSWER | {"Velmar valley", "aftershocks in the Velmar valley"}
    quake.go(**ASKED)
    quake.page.focus("#graph")
    quake.page.keyboard.press("e")
    assert "Only what is in question, and who answers, and what is up to 1 step away." in texts(saved(quake))


@pytest.mark.slow
def test_what_is_chosen_is_drawn_beside_the_rest_and_what_is_elsewhere_with_all(quake: Opened) -> None:
    every = shapes(quake)
    quake.go(**ASKED)
    quake.search("Sallow Dam")
    assert shapes(quake) == QUAKE | ANSWER
    (other,) = sorted(every - QUAKE - ANSWER)[:1]
    quake.search(other)
    assert shapes(quake) == every
    quake.go(**ASKED)
    quake.page.select_option("#by", label=next(o for o in options(quake) if o.startswith("Sallow Water")))
    assert not quake.says.startswith("In question") and not quake.page.is_visible("#back-to-all")
    quake.page.focus("#graph")
    quake.page.keyboard.press("q")  # those who answer would be missing
    assert not quake.says.startswith("In question")
    quake.go(node="place/mirefold")
    quake.page.focus("#graph")
    quake.page.keyboard.press("q")
    assert "node" not in quake.page.evaluate("location.hash") and shapes(quake) == QUAKE | ANSWER


@pytest.mark.slow
def test_who_answers_is_drawn_though_a_large_picture_left_them_out(opened: Any, examples: Mapping[str, Graph]) -> None:
    quake, many = examples["earthquake"].network(), large(400)
    both = {field: getattr(quake, field) + getattr(many, field) for field in ("nodes", "edges", "claims")}
    shown: Opened = opened(replace(quake, **both))
    assert not shapes(shown) >= ANSWER
    shown.page.focus("#graph")
    shown.page.keyboard.press("q")
    assert shapes(shown) == QUAKE | ANSWER


@pytest.mark.slow
def test_nothing_happens_where_nothing_is_in_question(opened: Any) -> None:
    shown: Opened = opened(star(3))
    assert not shown.page.is_visible("text=Draw only this")
    shown.page.focus("#graph")
    shown.page.keyboard.press("q")
    assert shown.says.startswith("4 entities") and "focus" not in shown.page.evaluate("location.hash")


def options(shown: Opened) -> list[str]:
    return [one.inner_text() for one in shown.page.locator("#by option").all()]


@pytest.mark.slow
def test_a_narrow_window_opens_with_what_is_in_question_where_all_would_be_a_thicket(
    opened: Any, looked_at: Any, pokrovsk_page: Path, examples: Mapping[str, Graph], page_of: Any
) -> None:
    phone = opened(pokrovsk_page, **PHONE)
    first = drawn(phone.page)
    assert phone.says.startswith("In question: 13 of 129 entities") and first.named == first.nodes == 13
    assert first.overlaps == 0
    phone.page.click("#back-to-all")
    assert phone.says.startswith("129 entities")
    phone.page.click("#share")
    assert "focus=all" in phone.page.input_value("#copy textarea")  # as it is drawn, in a window of any size
    small = looked_at(page_of("earthquake", examples["earthquake"]), **PHONE)
    assert small.says.startswith("25 entities")
    assert looked_at(pokrovsk_page).says.startswith("129 entities")

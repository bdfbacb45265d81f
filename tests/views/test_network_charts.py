"""Charts of figures in the panel: letters of the text's size in a window of any width, and every position accounted
for."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from browser import Opened
from kgraph import Graph
from paced import rest_thorough

SIZES = """() => {
  const sizeOf = (one) => parseFloat(getComputedStyle(one).fontSize);
  const text = sizeOf(document.querySelector("#panel .question li"));
  return [...document.querySelectorAll("#panel svg.figure-axis")].map((chart) => {
    const box = chart.getBoundingClientRect(), around = chart.closest(".question").getBoundingClientRect();
    const letters = [...chart.querySelectorAll("text")].map((one) => one.getBoundingClientRect().right);
    const far = Math.max(box.right, ...letters), size = sizeOf(chart.querySelector(".who")) * chart.getScreenCTM().a;
    return [size / text, around.right - far];
  });
}"""
NUMBERS = """() => [...document.querySelectorAll("#panel section.question:has(svg[role=img])")].map((one) => [
  [...one.querySelector("svg[role=img]").ariaLabel.matchAll(/position (\\d+):/g)].map((found) => found[1]),
  one.querySelector(".off-axis")?.textContent ?? "", [...one.querySelectorAll("ol > li")].map(({ value }) => value),
])"""


@pytest.fixture(params=rest_thorough(["earthquake", "pokrovsk", "election"]))
def shown(
    looked_at: Any, pokrovsk_page: Path, examples: Mapping[str, Graph], page_of: Any, request: pytest.FixtureRequest
) -> Opened:
    example = request.param
    page: Opened = looked_at(pokrovsk_page if example == "pokrovsk" else page_of(example, examples[example]))
    return page


@pytest.mark.slow
def test_letters_of_charts_are_as_large_as_the_text_in_a_window_of_any_width(shown: Opened) -> None:
    found = {}
    for wide in (320, 390, 600, 768, 900, 901, 1280, 1920):
        shown.page.set_viewport_size({"width": wide, "height": 800})
        shown.page.wait_for_timeout(80)
        found[wide] = shown.page.evaluate(SIZES)
    shown.page.set_viewport_size({"width": 1280, "height": 800})
    assert all(found.values())
    assert {wide for wide, charts in found.items() for size, _ in charts if not 0.85 < size < 1.05} == set()
    assert {wide for wide, charts in found.items() for _, room in charts if room < 0} == set()  # nothing sticks out


def test_a_range_weighs_less_to_the_eye_than_a_figure(shown: Opened) -> None:
    least = "(all) => Math.min(...['width', 'height'].map((side) => Number(all.getAttribute(side))))"
    ranges = shown.page.locator("#panel .figure-axis rect.figure:not(.denied, .projected, .against)").all()
    points = [float(one.get_attribute("r") or 0) for one in shown.page.locator("#panel circle.figure").all()]
    assert points and min(points) >= 5 and all(one.evaluate(least) <= 2 for one in ranges)
    agreed = "People killed: Velmar earthquake?"
    assert agreed not in shown.panel or (max(points) == 6 and ranges)  # what several say now is largest


def test_a_position_that_is_not_on_the_axis_is_named(shown: Opened) -> None:
    charts = shown.page.evaluate(NUMBERS)
    assert charts
    for numbers, key, rows in charts:
        left_out = {int(number) for number in re.findall(r"(?:positions?|,| and) (\d+)(?= \(|,| and|$)", key)}
        on_axis = {int(number) for number in numbers}
        assert not left_out & on_axis and set(rows) - on_axis == left_out

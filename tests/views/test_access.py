"""Pages against axe-core: nothing serious, in any state that a reader meets."""

from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest

from browser import Opened
from requirements import missing


@pytest.fixture(scope="module")
def axe() -> str:
    try:
        script = files("axe_playwright_python") / "axe.min.js"
    except ModuleNotFoundError:
        missing("axe-playwright-python")
    return script.read_text("utf-8")


def serious(shown: Opened, axe: str) -> list[str]:
    shown.page.evaluate(axe)
    found = shown.page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{rule['id']}: {rule['nodes'][0]['html'][:160]} {rule['nodes'][0]['failureSummary']}"
        for rule in found["violations"]
        if rule["impact"] in ("serious", "critical")
    ]


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "address",
    [
        "",
        pytest.param("node=place/pokrovsk", marks=pytest.mark.thorough),
        pytest.param("table=relations", marks=pytest.mark.thorough),
        pytest.param("path=agent/deepstate&to=agent/budanov", marks=pytest.mark.thorough),
        "table=claims&node=agent/budanov",
    ],
)
def test_no_serious_finding(looked_at: Any, pokrovsk_page: Path, axe: str, scheme: str, address: str) -> None:
    shown = looked_at(pokrovsk_page, color_scheme=scheme)
    shown.go(**dict(parse_qsl(address)))
    assert serious(shown, axe) == []


@pytest.mark.slow
def test_no_serious_finding_on_a_narrow_screen_nor_in_help_and_menus(
    opened: Any, pokrovsk_page: Path, axe: str
) -> None:
    shown = opened(pokrovsk_page, viewport={"width": 390, "height": 844})
    assert serious(shown, axe) == []
    shown.page.click("#controls > summary")
    shown.page.click("#menu > summary")
    assert serious(shown, axe) == []
    shown.page.click("#help-open")
    assert serious(shown, axe) == []


@pytest.mark.slow
def test_no_serious_finding_while_searching(opened: Any, pokrovsk_page: Path, axe: str) -> None:
    shown = opened(pokrovsk_page)
    shown.page.keyboard.press("/")
    shown.page.keyboard.type("pok")
    assert serious(shown, axe) == []

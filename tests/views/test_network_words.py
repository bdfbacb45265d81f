"""The network page's own words: plain ones for statuses, names of datasets, what a count counts, and the help."""

from pathlib import Path
from typing import Any

import pytest

from browser import Opened
from kgraph.analysis.graph import Network
from networks import claim, edge, node
from nodejs import in_node

NAMED = 'import { addressName } from "./datasets.js";\nconst answer = (addresses) => addresses.map(addressName);'


@pytest.fixture
def shown(looked_at: Any, pokrovsk_page: Path) -> Opened:
    page: Opened = looked_at(pokrovsk_page)
    return page


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://sws.geonames.org/704422/", "GeoNames 704422"),
        ("http://www.wikidata.org/entity/Q159", "Wikidata Q159"),
        ("https://uk.wikipedia.org/wiki/%D0%91%D0%B0%D1%85_%D0%BC", "Wikipedia (uk): Бах м"),
        ("https://en.wikipedia.org/wiki/100%_real", "Wikipedia (en): 100%_real"),
        ("https://www.openstreetmap.org/relation/60199", "OpenStreetMap relation 60199"),
        ("https://www.example.org/geonames.org/7", "example.org/geonames.org/7"),
        ("https://evil.example/?x=https://sws.geonames.org/7", "evil.example/?x=https://sws.geonames.org/7"),
    ],
)
def test_an_address_of_a_dataset_is_called_by_its_name(address: str, name: str) -> None:
    assert in_node(NAMED, [address]) == [name]


def test_a_place_leads_to_the_dataset_by_name(shown: Opened) -> None:
    shown.go(node="place/pokrovsk")
    link = shown.page.locator("#panel .identity a", has_text="GeoNames 704422")
    assert link.get_attribute("href") == "https://sws.geonames.org/704422/"


def test_statuses_have_plain_words_wherever_they_are_read(opened: Any) -> None:
    unit, town = node("unit", "unit"), node("town")
    out, no = (
        claim("out", about=(unit.id, town.id), in_world=False),
        claim("no", about=(unit.id, town.id), modality="recommendation", polarity="negative"),
    )
    ties = (edge(unit, town, "near", (out,), "outside"), edge(unit, town, "held by", (no,), "against"))
    shown = opened(Network((unit, town), ties, (out, no)), "#world=record")
    assert "left out or taken back 1" in shown.page.inner_text("#controls") and "outside" not in shown.page.inner_text(
        "#controls"
    )
    assert "advised or expected not to be 1" in shown.page.inner_text("#controls")
    assert {row["Status"] for row in shown.rows("relations")} == {
        "left out or taken back",
        "advised or expected not to be",
    }
    shown.go(edge="unit~town~presence~near", world="record")
    assert "left out" in shown.panel and "outside" not in shown.panel


def test_the_count_says_what_it_counts_where_who_speaks_of_what_is_drawn_too(shown: Opened) -> None:
    assert "135 of 135 relations" in shown.says and shown.page.inner_text("#speakers").strip() == "speaks of 24 of 201"
    shown.go(world="record")
    shown.page.click("#says-all")
    assert "Besides, 24 dotted lines: who speaks of what." in shown.says
    assert "claims about one thing only (the tables have them)" in shown.says and ", most of who" in shown.says
    shown.page.click("#says-all")


def test_the_help_begins_with_what_to_do_and_closes_at_its_top(opened: Any, pokrovsk_page: Path) -> None:
    shown = opened(pokrovsk_page)
    shown.page.keyboard.press("?")
    text = shown.page.inner_text("#help")
    order = [
        text.index(word) for word in ("Close", "What you see", "What to click", "A disputed line", "twice as thick")
    ]
    assert order == sorted(order) and all(f"\n{sign}\t" in text for sign in "○=↻")
    shown.page.evaluate("document.getElementById('help').scrollTop = 700")
    close, box = shown.page.locator("#help-close"), shown.page.locator("#help").bounding_box()
    here = close.bounding_box()
    assert here and box and 0 <= here["y"] - box["y"] < 40
    close.click()
    assert not shown.page.is_visible("#help")


def test_the_help_shows_all_its_columns_in_a_small_window(looked_at: Any, pokrovsk_page: Path) -> None:
    shown = looked_at(pokrovsk_page, viewport={"width": 390, "height": 844})
    shown.page.evaluate("document.getElementById('help').showModal()")
    ends = shown.page.evaluate(
        "[...document.querySelectorAll('#help table')].map((t) => t.getBoundingClientRect().right)"
    )
    room = shown.page.evaluate("document.getElementById('help').getBoundingClientRect().right")
    shown.page.evaluate("document.getElementById('help').close()")
    assert ends and max(ends) <= room


def test_a_relation_reads_from_its_beginning_to_its_end(looked_at: Any, examples: Any, page_of: Any) -> None:
    shown = looked_at(page_of("earthquake", examples["earthquake"]))
    rows = {(row["From"], row["To"]): row["Relation"] for row in shown.rows("relations")}
    assert rows["reported cracking of Sallow Dam", "Velmar earthquake"] == "caused by"


def test_days_are_the_same_in_chart_and_list(looked_at: Any, examples: Any, page_of: Any) -> None:
    shown = looked_at(page_of("earthquake", examples["earthquake"]))
    block = shown.page.locator("#panel .question", has_text="Magnitude")
    assert "2025-03-10 and 2025-03-11" in block.locator("ol > li").first.inner_text()

"""What the page tells of a choice and of what it saves: documents of the day, words that break well, the table of a
claimant, a frame that is seen."""

import xml.etree.ElementTree as ET
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from browser import Opened
from drawing import seen
from drawings import SVG, of_class, read
from kgraph import Graph
from nodejs import in_node
from paced import rest_slow
from pages import column, page_data


@pytest.fixture(params=rest_slow(["earthquake", "pokrovsk", "election"]))
def page(pokrovsk_page: Path, examples: Mapping[str, Graph], page_of: Any, request: pytest.FixtureRequest) -> Path:
    found: Path = pokrovsk_page if request.param == "pokrovsk" else page_of(request.param, examples[request.param])
    return found


@pytest.fixture
def shown(looked_at: Any, page: Path) -> Opened:
    opened: Opened = looked_at(page)
    return opened


def test_only_documents_of_what_had_been_said_by_the_day_are_counted(shown: Opened, page: Path) -> None:
    data = page_data(page.read_text("utf-8"))
    claims = list(zip(column(data["claims"], "day"), column(data["claims"], "document"), strict=True))
    for until in [*data["days"][:-1], ""]:
        shown.go(until=until)
        number = len({document for day, document in claims if not until or (day and day <= until)})
        words = "read in one document: " if number == 1 else f"read in {number} documents. "
        assert words in shown.panel


WRITTEN = """
import { writingsOf } from "./writings.js";
const answer = (texts) => texts.map((text) => [...writingsOf(text), ...writingsOf(text, true)].map(([rows]) => rows));
"""


def test_no_row_of_a_name_begins_or_ends_with_a_dot() -> None:
    texts = ["law · decree", "kind · media outlet", "share of territory captured: 85% · also said"]
    for text, ways in zip(texts, in_node(WRITTEN, texts), strict=True):
        words = text.replace(" · ", " ")
        assert any(len(rows) > 1 for rows in ways)
        for rows in ways:
            assert not any(row.startswith("·") or row.endswith("·") for row in rows)
            assert " ".join(rows).replace(" · ", " ") == words or "…" in rows[-1]


def test_titles_of_documents_are_told_apart_by_semicolons(shown: Opened, page: Path) -> None:
    data = page_data(page.read_text("utf-8"))
    titles = list(dict.fromkeys(column(data["documents"], "label")))
    told = " ".join(shown.page.evaluate(CAPTION, shown.save("svg").decode()))
    assert f"{'; '.join(titles)}." in told


CAPTION = """(svg) => [...new DOMParser().parseFromString(svg, "image/svg+xml").querySelectorAll(".caption")]
  .map(({ textContent }) => textContent)"""


@pytest.mark.slow
def test_a_claimant_who_is_chosen_opens_the_table_of_claims(shown: Opened) -> None:
    pressed = "() => document.querySelector('[data-table][aria-pressed=true]')?.dataset.table ?? ''"
    shown.page.keyboard.press("t")
    assert shown.page.evaluate(pressed) == "relations"
    shown.page.keyboard.press("t")
    agent = column(page_data(shown.file.read_text("utf-8"))["agents"], "iri")[0]
    shown.go(by=agent)
    shown.page.keyboard.press("t")
    assert shown.page.evaluate(pressed) == "claims"
    shown.page.keyboard.press("t")
    assert shown.page.evaluate(pressed) == ""


def test_the_frame_of_what_has_the_focus_is_seen_whole(shown: Opened) -> None:
    shown.page.keyboard.press("c")
    shown.page.keyboard.press("ArrowDown")
    shown.page.keyboard.press("Enter")
    inside = (
        "id => { const one = document.getElementById(id); one.focus(); return getComputedStyle(one).outlineOffset; }"
    )
    assert [shown.page.evaluate(inside, id) for id in ("graph", "panel")] == ["-2px", "-2px"]


def words_of_lines(drawing: ET.Element) -> list[str]:
    labels = [one for one in of_class(drawing, "label") if one.get("data-of") == "line"]
    return [" ".join(row.text or "" for row in label.iter(f"{SVG}text") if row.text) for label in labels]


@pytest.mark.slow
@pytest.mark.parametrize("state", [{}, {"node": "event/presidential-election"}, {"node": "decree/election-act"}])
def test_a_judgement_is_told_as_one_chosen_or_not(
    looked_at: Any, examples: Mapping[str, Graph], page_of: Any, state: dict[str, str]
) -> None:
    shown: Opened = looked_at(page_of("election", examples["election"]))
    shown.go(**state)
    shown.page.wait_for_timeout(400)
    words = words_of_lines(read(seen(shown.page)))
    # what the picture has no room for is told by the panel; the letter of the question stands at the line
    assert "judged under" in " ".join(words) if not state else any("A" in one.split() for one in words), words

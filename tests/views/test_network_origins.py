"""A line is thick only if two or more independent origins say the same of it; what they contradict each other in makes
no line thick."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kgraph import Graph
from kgraph.analysis.edges import Said, edges_of
from kgraph.analysis.graph import Network
from kgraph.analysis.links import Link
from kgraph.analysis.origins import record_of
from kgraph.analysis.record import ClaimCard
from kgraph.model import TimeSpan
from kgraph.namespaces import IRI
from kgraph.views.network import render
from kgraph.views.page import Opening
from networks import claim, edge, node
from nodejs import in_node
from pages import page_data

ALIKE = """
import { readRecord } from "./record.js";
import { makeWorld } from "./world.js";
const answer = ({ data }) => {
  const { originsAmong, claimsBehind } = makeWorld(readRecord(data), { world: null, by: [], until: "", turn: 0 });
  const { alike, independent } = originsAmong(0, claimsBehind(0));
  return [alike, independent];
};
"""
YEAR = {year: TimeSpan(f"{year}-01-01", f"{year}-01-01", f"{year}-12-31", f"{year}-12-31") for year in (2030, 2031)}
SINCE = TimeSpan(latest_begin="2031-05-01")

Told = tuple[str, str, TimeSpan, dict[str, Any]]
CASES: list[tuple[list[Told], int, int]] = [
    ([("ann", "half", TimeSpan(), {}), ("bob", "half", TimeSpan(), {})], 2, 2),
    ([("ann", "half", TimeSpan(), {}), ("bob", "85%", TimeSpan(), {})], 1, 2),
    ([("ann", "half", TimeSpan(), {}), ("bob", "85%", TimeSpan(), {}), ("cat", "85%", TimeSpan(), {})], 2, 3),
    ([("ann", "", YEAR[2030], {}), ("bob", "", YEAR[2031], {})], 1, 2),
    ([("ann", "", SINCE, {}), ("bob", "", YEAR[2031], {}), ("cat", "", YEAR[2030], {})], 2, 3),
    ([("ann", "", TimeSpan(), {"modality": "forecast"}), ("bob", "", TimeSpan(), {"polarity": "negative"})], 1, 2),
    ([("ann", "", TimeSpan(), {"polarity": "negative"}), ("bob", "", TimeSpan(), {"polarity": "negative"})], 2, 2),
]


def said_by(name: str, **more: Any) -> ClaimCard:
    agent = IRI(f"https://example.org/{name}")
    return claim(name, claimant=name, claimant_id=agent, chain=(name,), chain_ids=(agent,), **more)


@pytest.mark.parametrize(("told", "alike", "independent"), CASES)
def test_page_and_graph_count_those_who_say_the_same(told: list[Told], alike: int, independent: int) -> None:
    cards = tuple(said_by(name, **more) for name, _, _, more in told)
    unit, town = node("unit"), node("town")
    said = tuple(Said(card.id, detail, when) for card, (_, detail, when, _) in zip(cards, told, strict=True))
    drawn = replace(edge(unit, town, "controls", cards, "disputed"), said=said)
    page = page_data(render(Network((unit, town), (drawn,), cards), Opening("t")))
    links = [Link(one.claim, unit.id, town.id, "control", "controls", one.detail, when=one.when) for one in said]
    of_cards = {card.id: card for card in cards}
    [of_graph] = edges_of(links, of_cards, record_of(of_cards, ()), lambda _: "")
    assert in_node(ALIKE, {"data": page}) == [alike, independent] and of_graph.origins == alike


SAME = "said by two or more who have it from nobody else here"


@pytest.mark.slow
@pytest.mark.parametrize("example", ["pokrovsk", "election"])
def test_files_explain_thick_lines_where_there_are_any(
    looked_at: Any, pokrovsk_page: Path, examples: Mapping[str, Graph], page_of: Any, example: str
) -> None:
    page = pokrovsk_page if example == "pokrovsk" else page_of(example, examples[example])
    shown = looked_at(page)
    assert (SAME in shown.save("svg").decode()) == (example == "pokrovsk")


@pytest.mark.slow
def test_a_line_whose_origins_contradict_each_other_says_so(
    looked_at: Any, examples: Mapping[str, Graph], page_of: Any
) -> None:
    shown = looked_at(page_of("election", examples["election"]))
    shown.search("Election Act")
    shown.page.locator("#panel li.row .relation", has_text="judged under").first.click()
    assert "Asserted by 2 origins" in shown.panel and "No two of them say the same of it." in shown.panel

"""The page shows what a world, a claimant and a day hold; `test_network_logic` tries all of them without a browser."""

import re
from pathlib import Path
from typing import Any

import pytest

from browser import Opened
from kgraph import Graph
from kgraph.analysis.edges import STATUS_WORDS, Edge
from kgraph.views.looks import LINES


def shown_relations(shown: Opened) -> set[tuple[str, str, str, str, int]]:
    """What the table has; of what is not disputed without the words on how many say it."""
    plain = re.compile("said by .+, not disputed$")
    return {
        (r["From"], r["Relation"], r["To"], plain.sub(STATUS_WORDS["undisputed"], r["Status"]), int(r["Origins"]))
        for r in shown.rows("relations")
    }


@pytest.fixture(scope="module")
def labels(graph: Graph) -> dict[str, str]:
    return {node.id: node.label for node in graph.network().nodes}


@pytest.mark.slow
@pytest.mark.parametrize(("world", "day"), [("undisputed", "2025-11-04"), ("asserted", "")])
def test_relations_stand_as_the_graph_has_them(
    looked_at: Any, pokrovsk_page: Path, graph: Graph, labels: dict[str, str], world: str, day: str
) -> None:
    shown = looked_at(pokrovsk_page)
    shown.go(world=world, **({"until": day} if day else {}))
    network = graph.network(world=world, as_of=day or None)
    assert shown_relations(shown) == {
        (labels[e.source], e.label, labels[e.target], LINES[e.status].words or e.status, e.origins)
        for e in network.edges
    }
    held = {row["Where"] + row["What (our words)"]: row["Taken at face value"] for row in shown.csv("claims")}
    assert held == {c.pointer + c.paraphrase: "yes" if c.in_world else "no" for c in network.claims}


@pytest.mark.slow
@pytest.mark.parametrize(("name", "world"), [("DeepState", "asserted"), ("Ukrainian state", "undisputed")])
def test_a_claimants_world_is_the_graphs(
    looked_at: Any, pokrovsk_page: Path, graph: Graph, labels: dict[str, str], name: str, world: str
) -> None:
    shown = looked_at(pokrovsk_page)
    shown.go(world=world, by=graph.entity(name).removeprefix(graph.workspace.base))
    network = graph.network(world=world, according_to=name)
    theirs = {claim.id for claim in network.claims if claim.claimant == name}
    # the page's words and origins are of the claimant alone, the graph's of all; so is what they do not assert
    cards = {claim.id: claim for claim in network.claims}

    def status(e: Edge) -> str:
        own = [cards[claim] for claim in e.claims if claim in theirs]
        return e.status_words if any(one.asserts for one in own) else "denied" if any(one.denies for one in own) else ""

    told = {
        (source, re.split("[:;]", words)[0].removesuffix(" (denied)"), target, how)
        for source, words, target, how, _ in shown_relations(shown)
    }
    assert told == {
        (labels[e.source], e.name, labels[e.target], status(e)) for e in network.edges if theirs.intersection(e.claims)
    }


@pytest.mark.slow
def test_the_slider_goes_through_the_days_on_which_something_was_said(looked_at: Any, pokrovsk_page: Path) -> None:
    shown = looked_at(pokrovsk_page)
    slider = shown.page.locator("#until")
    slider.focus()
    last = shown.page.inner_text("#day")
    shown.page.keyboard.press("Home")
    shown.page.wait_for_timeout(200)
    first = shown.page.inner_text("#day")
    assert first < last == "2025-11-05"
    assert int(shown.says.split()[0]) < 129 and f"said up to {first}" in shown.says
    shown.page.keyboard.press("End")
    shown.page.wait_for_timeout(200)
    assert "129 entities" in shown.says


@pytest.mark.slow
def test_choosing_a_claimant_shows_what_they_say_disputed_or_not(looked_at: Any, pokrovsk_page: Path) -> None:
    shown = looked_at(pokrovsk_page)
    shown.page.select_option("#by", label="DeepState (1)")
    assert "what is asserted by DeepState, disputed or not" in shown.says
    assert shown.page.input_value("#world") == "asserted"
    [row] = shown.rows("relations")
    assert row["Relation"].startswith("share of territory captured") and row["Status"] == "disputed"


@pytest.mark.slow
def test_a_page_opens_in_the_world_that_it_was_made_for(opened: Any, graph: Graph, tmp_path: Path) -> None:
    file = tmp_path / "deepstate.html"
    graph.network(according_to="DeepState").write(file)
    shown = opened(file, "")
    assert shown.page.input_value("#world") == "asserted" and "by DeepState" in shown.says
    graph.network(world="record", as_of="2025-11-01").write(file)
    again = opened(file, "")
    assert "nothing, only who said what" in again.says and "2025-11-01" in again.page.inner_text("footer")

"""Texts of any length on the network page: clamped wherever they are read, and there in whole on demand."""

from typing import Any

import pytest

from kgraph.analysis.graph import Network
from networks import claim, edge, node
from paced import rest_thorough

# --- long texts


@pytest.mark.slow
@pytest.mark.parametrize(
    "text", rest_thorough(["ш" * 5000, "long name of words " * 263, "لواءالمشاة" * 500, "前線報道" * 1250])
)
def test_a_long_text_is_clamped_wherever_it_is_read(opened: Any, text: str) -> None:
    ann, town = node("ann", "person", label=text, alt=(text,)), node("town")
    more: dict[str, Any] = {"claimant": text, "paraphrase": text, "source": text, "chain": (text, text)}
    one = claim("one", about=(town.id, ann.id), claimant_id=ann.id, chain_ids=(town.id, ann.id), **more)
    shown = opened(Network((ann, town), (edge(ann, town, text, (one,), "undisputed"),), (one,)))
    longest = """() => Math.max(...[...document.querySelectorAll('#panel *, #hits *, option, dialog *')]
        .flatMap((one) => [...one.childNodes]).filter((one) => one.nodeType === 3).map((one) => one.data.length))"""
    for view in ({}, {"node": "ann"}, {"edge": f"ann~town~presence~{text}"}, {"claim": "claim/one"}):
        shown.go(**view)
        assert shown.page.evaluate(longest) <= 610
        assert shown.page.evaluate("document.documentElement.scrollWidth") <= 1280
    assert text.strip()[:20] in shown.panel and "all 5,0" in shown.panel.replace("4,997", "5,000")
    shown.page.fill("#search", text[:12])
    shown.page.wait_for_selector("#hits [role=option]")
    assert shown.page.evaluate(longest) <= 610
    high = shown.page.evaluate("document.querySelector('#hits [role=option]').getBoundingClientRect().height")
    assert high < 140
    shown.go(by="ann")
    assert len(shown.says) < 700


@pytest.mark.slow
def test_the_rest_of_a_long_text_is_there_on_demand(opened: Any) -> None:
    text = "It was said, and said again, " * 40 + "and then denied."
    town = node("town")
    shown = opened(Network((town,), (), (claim("one", about=(town.id,), paraphrase=text),)), "#claim=claim/one")
    assert "and then denied." not in shown.panel
    shown.page.click("#panel .card >> text=all 1,176 characters")
    assert "and then denied." in shown.panel and shown.page.evaluate("document.activeElement !== document.body")

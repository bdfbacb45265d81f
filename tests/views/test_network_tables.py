"""The tables of the network page: short rows, what stands in them, what is saved of them, and how they are printed."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from browser import Opened
from kgraph.analysis.graph import Network
from kgraph.analysis.questions import Remark
from kgraph.namespaces import IRI
from networks import claim, edge, hostile, node, small
from nodejs import in_node
from paced import rest_thorough

NAMING = """
import { fileName } from "./csv.js";
import { makePlain } from "./names.js";
const answer = ({ reading, names }) => names.map(([title, ...parts]) => fileName(makePlain(reading), title, parts));
"""
ROWS = """() => {
  const end = document.getElementById("table").getBoundingClientRect().bottom;
  const boxes = [...document.querySelectorAll("#table tbody tr")].map((row) => row.getBoundingClientRect());
  return [boxes.filter(({ bottom }) => bottom <= end).length, Math.max(...boxes.map(({ height }) => height))];
}"""
READING = {"unseen": "[\\u200b]", '"': "\u201c\u201d", "'": "\u2019", "-": "\u2013\u2014"}


@pytest.fixture
def pokrovsk_kept(looked_at: Any, pokrovsk_page: Path) -> Opened:
    shown: Opened = looked_at(pokrovsk_page)
    return shown


# --- rows


@pytest.mark.slow
@pytest.mark.parametrize(("table", "least"), rest_thorough([("claims", 9), ("relations", 13), ("entities", 13)]))
def test_a_screen_holds_many_rows(pokrovsk_kept: Opened, table: str, least: int) -> None:
    pokrovsk_kept.go(table=table)
    seen, tall = pokrovsk_kept.page.evaluate(ROWS)
    assert seen >= least
    assert tall < (75 if table == "claims" else 45)  # what is claimed has up to four lines


@pytest.mark.slow
def test_type_is_larger_and_where_a_claim_stands_is_seen_whole(pokrovsk_kept: Opened) -> None:
    letters = "parseFloat(getComputedStyle(document.getElementById('panel')).fontSize)"
    whole = "({ scrollHeight, clientHeight }) => scrollHeight <= clientHeight + 1"
    cut = f"[...document.querySelectorAll('td.where .lines')].filter((one) => !({whole})(one)).length"
    pokrovsk_kept.go(table="claims")
    assert (pokrovsk_kept.page.evaluate(letters), pokrovsk_kept.page.evaluate(cut)) == (14.5, 0)
    pokrovsk_kept.page.set_viewport_size({"width": 1920, "height": 1080})
    assert pokrovsk_kept.page.evaluate(letters) > 15.5


@pytest.mark.slow
@pytest.mark.parametrize("table", rest_thorough(["relations", "claims", "entities"]))
def test_all_columns_are_seen_beside_the_panel(pokrovsk_kept: Opened, table: str) -> None:
    pokrovsk_kept.go(table=table, node="place/pokrovsk")
    room, wide = pokrovsk_kept.page.evaluate(
        "(() => { const t = document.getElementById('table'); return [t.clientWidth, t.scrollWidth]; })()"
    )
    assert pokrovsk_kept.page.is_visible("#panel") and wide <= room


@pytest.mark.slow
def test_where_a_claim_stands_is_told_in_short_with_the_document_said_once(pokrovsk_kept: Opened) -> None:
    rows = pokrovsk_kept.rows("claims")
    caption = pokrovsk_kept.page.inner_text("#table caption")
    assert {len(row["Where"]) < 24 for row in rows} == {True} and "characters of Espreso" in caption
    assert "4627–4714 and 1 more" in {row["Where"] for row in rows}
    cell = pokrovsk_kept.page.locator("#table tbody tr >> nth=0").locator("td").last
    assert (cell.get_attribute("title") or "").endswith("characters " + cell.inner_text())
    saved = pokrovsk_kept.csv("claims")
    of_syrskyi = [row["Through"] for row in (*rows, *saved) if row["Claimant"] == "Oleksandr Syrskyi"]
    assert set(of_syrskyi) == {"Espreso"} and all(row["Where"].startswith("Espreso") for row in saved)


@pytest.mark.slow
def test_of_several_documents_each_is_named_where_a_claim_stands_and_so_is_a_near_miss(opened: Any) -> None:
    one, other = claim("one", source="The first report"), claim("other", source="The second report")
    one, other = (
        replace(one, document=IRI("a"), about=(node("town").id,)),
        replace(other, document=IRI("b"), about=(node("town").id,)),
    )
    other = replace(other, claimant="Bob", claimant_id=IRI("bob"))
    near = Remark("near miss", "Ann and Bob differ but for who is counted.", (one.id, other.id))
    shown = opened(Network((node("town"),), (), (one, other), remarks=((near, "2025-11-05"),)))
    rows = shown.rows("claims")
    assert {row["Where"] for row in rows} == {"The first report · 1–9", "The second report · 1–9"}
    # both are taken at face value, so that the row says what they nearly contradict
    column = "Who says otherwise"
    assert {row["Claimant"]: row[column] for row in rows} == {"Ann": "near miss with Bob", "Bob": "near miss with Ann"}
    assert {row[column] for row in shown.csv("claims")} == {f"near miss: {near.text}"}


@pytest.mark.slow
def test_only_numbers_stand_on_the_right(pokrovsk_kept: Opened) -> None:
    pokrovsk_kept.go(table="claims")
    cells = pokrovsk_kept.page.locator("#table tbody td:nth-child(5)").evaluate_all(
        "cells => cells.filter((c) => c.textContent).map((c) => [c.textContent, getComputedStyle(c).textAlign])"
    )
    sides = dict(cells)
    assert sides["60,000"] == sides["85%"] == "right"
    assert "right" not in (sides["half"], sides["several hundred"], sides["years"])


@pytest.mark.slow
def test_a_long_text_in_a_cell_is_clamped_and_there_in_whole_on_demand(opened: Any) -> None:
    ann, town = node("ann", "person", label="ш" * 5000), node("town")
    one = claim("one", about=(town.id,), claimant_id=ann.id, claimant=ann.label, paraphrase="a b " * 1250)
    shown = opened(Network((ann, town), (edge(ann, town, "x", (one,), "undisputed"),), (one,)), "#table=claims")
    cell = shown.page.locator("#table tbody td >> nth=3")
    assert len(cell.inner_text()) < 340 and len(shown.page.inner_text("#table tbody td >> nth=0")) == 300
    cell.locator("button").click()
    assert len(cell.inner_text()) > 4900
    assert shown.page.evaluate("document.documentElement.scrollWidth") <= 1280


CREDITED = """
import { creditedFigures } from "./figured.js";
const answer = ({ given, claimants }) =>
  creditedFigures(given.map(([what, by]) => ({ what, by })), claimants, (by) => "ABC"[by]);
"""


def test_a_figure_names_who_gives_it_where_not_all_claimants_do() -> None:
    def told(claimants: list[int], *given: tuple[str, int]) -> Any:
        return in_node(CREDITED, {"given": given, "claimants": claimants})

    assert told([0, 0], ("31", 0), ("33", 0)) == "31, 33"
    assert told([0, 1, 0], ("31", 0), ("31", 1), ("31", 0)) == "31"
    assert told([0, 1, 2], ("31", 1)) == "31: B"
    assert told([0, 1, 2], ("31", 0), ("31", 2), ("not 31", 1), ("17", 1)) == "31: A and C; not 31, 17: B"
    assert told([0, 1]) == ""


# --- what is saved


@pytest.mark.parametrize(
    ("title", "parts", "name"),
    [
        ("The battle for Pokrovsk, as reported", ["claims"], "the-battle-for-pokrovsk-as-reported-claims"),
        (
            "Битва",
            ["claims", "by Ігор Луценко", "with 85% / ..\\x:"],
            "bytva-claims-by-ihor-lutsenko-with-85-per-cent-x",
        ),
        ("前線", ["claims", "by 前線"], "kgraph-claims-by"),
        ("con", [], "kgraph"),
        ("a" * 300, ["claims", "by " + "b" * 300, "with " + "c" * 300], None),
    ],
)
def test_a_files_name_is_one_that_every_system_takes(title: str, parts: list[str], name: str | None) -> None:
    [made] = in_node(NAMING, {"reading": READING, "names": [[title, *parts]]})
    assert made == (name or made) and len(made) <= 160 and set(made) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


@pytest.mark.slow
def test_a_saved_table_tells_its_claimant_and_filter_in_its_name_and_on_the_page(pokrovsk_kept: Opened) -> None:
    pokrovsk_kept.go(by="agent/lutsenko", table="claims")
    pokrovsk_kept.page.fill("#filter", "trap")
    pokrovsk_kept.page.click("#menu > summary")
    with pokrovsk_kept.page.expect_download() as download:
        pokrovsk_kept.page.click("#csv-claims")
    name = "the-battle-for-pokrovsk-as-reported-claims-by-ihor-lutsenko-with-trap.csv"
    assert download.value.suggested_filename == name
    said = pokrovsk_kept.page.locator("#saved")
    assert said.inner_text() == f"Saved: 1 claim, by Ihor Lutsenko, rows with trap, as {name}"
    assert said.get_attribute("role") == "status"
    pokrovsk_kept.page.fill("#filter", "")
    pokrovsk_kept.go(until="2025-11-01", **{"no-kind": "person"})
    pokrovsk_kept.page.click("#menu > summary")
    with pokrovsk_kept.page.expect_download() as download:
        pokrovsk_kept.page.click("#csv-relations")
    assert download.value.suggested_filename.endswith("-relations-until-2025-11-01-filtered.csv")
    assert "said up to 2025-11-01, without what the filters hide" in said.inner_text()


# --- on paper


@pytest.mark.slow
@pytest.mark.parametrize("landscape", [False, pytest.param(True, marks=pytest.mark.thorough)])
def test_a_printed_table_has_all_rows_and_columns_on_the_paper(opened: Any, landscape: bool) -> None:
    shown = opened(hostile([f"the number {i}" for i in range(230)]), "#table=claims")
    assert shown.page.locator("#table tbody tr").count() == 200
    wide = 1040 if landscape else 703  # A4 within its margins
    shown.page.set_viewport_size({"width": wide, "height": 800})
    shown.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    shown.page.emulate_media(media="print")
    assert shown.page.locator("#table tbody tr").count() == 230
    assert shown.page.evaluate("document.documentElement.scrollWidth") <= wide
    assert shown.page.evaluate(
        "(({ scrollWidth, clientWidth }) => scrollWidth <= clientWidth)(document.getElementById('says'))"
    )
    assert shown.page.is_visible("#says") and not shown.page.is_visible(".tabs")
    shown.page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert shown.page.locator("#table tbody tr").count() == 200


@pytest.mark.slow
def test_a_printed_cell_is_whole(opened: Any) -> None:
    text = "It was said, and said again, " * 8 + "and then denied."
    shown = opened(
        replace(small(), claims=(replace(small().claims[0], paraphrase=text), *small().claims[1:])), "#table=claims"
    )
    cut = "[...document.querySelectorAll('#table .lines')].some((one) => one.scrollHeight > one.clientHeight + 1)"
    assert shown.page.evaluate(cut)
    shown.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    shown.page.emulate_media(media="print")
    assert not shown.page.evaluate(cut)
    shown.page.emulate_media(media="null")
    shown.page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert shown.page.evaluate(cut)


# --- beside what is open


WORDS = """() => { const broken = [];
  for (const cell of document.querySelectorAll("#table th button, #table td:not(:last-child)")) {
    const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) for (const word of
      node.data.matchAll(/\\p{L}+/gu)) {
      const range = document.createRange();
      range.setStart(node, word.index); range.setEnd(node, word.index + word[0].length);
      if (new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size > 1) broken.push(word[0]);
    }
  }
  return broken; }"""


@pytest.mark.slow
@pytest.mark.parametrize("table", rest_thorough(["relations", "claims", "entities"]))
def test_no_word_is_broken_beside_an_open_claim(pokrovsk_kept: Opened, table: str) -> None:
    pokrovsk_kept.go(table=table, claim="claim/espreso-2025-11-05-pokrovsk/c037")
    assert pokrovsk_kept.page.is_visible("#panel") and pokrovsk_kept.page.evaluate(WORDS) == []


@pytest.mark.slow
def test_a_whole_row_opens_its_claim(pokrovsk_kept: Opened) -> None:
    page = pokrovsk_kept.page
    pokrovsk_kept.go(table="claims")
    row = page.locator("#table tbody tr >> nth=2")
    row.locator("td").nth(3).click()
    assert "claim=" in page.url and pokrovsk_kept.heading.startswith("Claim by ")
    by_pointer = page.url
    pokrovsk_kept.go(table="claims")
    row.locator("td a").first.focus()
    page.keyboard.press("Enter")
    assert page.url == by_pointer


@pytest.mark.slow
def test_the_note_of_what_was_saved_lies_above_the_slider(pokrovsk_kept: Opened) -> None:
    page = pokrovsk_kept.page
    pokrovsk_kept.go()
    page.click("#menu > summary")
    with page.expect_download():
        page.click("#csv-claims")
    note, slider = page.locator("#saved").bounding_box(), page.locator("#time").bounding_box()
    assert note and slider and note["height"] > 10 and note["y"] + note["height"] <= slider["y"]


CUT = """
[...document.querySelectorAll("#table td .nowrap")].filter((one) => {
  const [own, cell] = [one, one.closest("td")].map((it) => it.getBoundingClientRect());
  return own.width > 0 && own.right > cell.right + 0.5;
}).map((one) => one.textContent)
"""


@pytest.mark.slow
@pytest.mark.parametrize("table", ["claims", "relations"])
@pytest.mark.parametrize("by", rest_thorough(["", "agent/lutsenko"]))
def test_no_number_or_day_of_a_table_is_cut(pokrovsk_kept: Opened, table: str, by: str) -> None:
    pokrovsk_kept.go(table=table, **({"by": by} if by else {}))
    assert pokrovsk_kept.page.locator("#table td .nowrap").count() > 5
    assert pokrovsk_kept.page.evaluate(CUT) == []


@pytest.mark.slow
def test_claims_in_question_are_marked_and_counted_and_what_is_claimed_is_widest(
    looked_at: Any, pokrovsk_page: Path
) -> None:
    shown: Opened = looked_at(pokrovsk_page)
    shown.go(table="claims")
    caption = shown.page.locator("#table caption").inner_text()
    marked = shown.page.locator("#table tbody tr.questioned").count()
    assert marked > 0 and f", {marked} of these claims in question," in caption
    heads = shown.page.locator("#table thead th").evaluate_all(
        "all => all.map((th) => [th.clientWidth, th.scrollWidth, th.innerText])"
    )
    assert max(heads)[2] == "What (our words)" and [one for one in heads if one[1] > one[0]] == []
    shown.go(table="")


@pytest.mark.slow
def test_a_kind_of_which_nothing_is_left_has_no_chip(looked_at: Any, pokrovsk_page: Path) -> None:
    shown: Opened = looked_at(pokrovsk_page)
    shown.go(by="agent/lutsenko")
    chips = shown.page.locator('[data-off="kind"]:visible .count').all_inner_texts()
    assert chips and "0" not in chips
    shown.go(by="")

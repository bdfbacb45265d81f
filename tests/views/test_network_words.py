"""The network page's own words: plain ones for statuses, names of datasets, what a count counts, and the help."""

import re
from pathlib import Path
from typing import Any

import pytest

from browser import Opened
from kgraph.analysis.graph import Network
from kgraph.views.looks import with_laws
from networks import claim, edge, node
from nodejs import in_node
from pages import column, page_data

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


@pytest.mark.slow
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


@pytest.mark.slow
def test_the_count_says_what_it_counts_where_who_speaks_of_what_is_drawn_too(shown: Opened) -> None:
    assert (
        "129 entities, 134 relations. " in shown.says and shown.page.inner_text("#speakers").strip() == "speaks of 29"
    )
    shown.go(world="record")
    shown.page.click("#says-all")
    assert (
        "29 thin dotted lines show who speaks of what. They are drawn for claimants who take part in a question or have"
        in shown.says
    )
    assert (
        "40 claims make no line, as they tell of no relation between two things (a figure, a judgement)" in shown.says
    )
    shown.page.click("#says-all")


@pytest.mark.slow
def test_the_chip_of_who_speaks_of_what_is_neither_on_nor_off_where_some_lines_are_drawn(
    looked_at: Any, pokrovsk_page: Path
) -> None:
    shown = looked_at(pokrovsk_page)
    chip = shown.page.locator("#speakers")
    drawn = "[...document.querySelectorAll('#speakers')].map((one) => [one.ariaPressed, one.innerText.trim()])[0]"
    looks = """[...document.querySelectorAll("#speakers, [data-key=undisputed]")].map((one) => getComputedStyle(one))
      .map(({ borderTopStyle, textDecorationLine }) => borderTopStyle + textDecorationLine)"""

    def looks_on() -> bool:
        return len(set(shown.page.evaluate(looks))) == 1

    assert shown.page.evaluate(drawn) == ["mixed", "speaks of 29"]
    assert looks_on() and "take part in a question or have no other line" in (chip.get_attribute("title") or "")
    chip.click()
    assert shown.page.evaluate(drawn) == ["true", "speaks of 200"] and looks_on()
    shown.go(by="agent/lutsenko")
    # whom the reader chose is joined to all that they speak of, and no more lines could be drawn
    assert shown.page.evaluate("document.getElementById('speakers').ariaPressed") == "true"
    assert (chip.get_attribute("title") or "").startswith("All lines")


CHOICE = """
import { choiceWords } from "./taking.js";
const answer = (pairs) => pairs.map(([before, after]) => choiceWords(before, after));
"""


def test_a_choice_of_what_is_taken_as_stated_says_what_it_changes() -> None:
    def state(taken: int, *lines: str) -> dict[str, object]:
        return {"taken": taken, "lines": lines}

    some = state(3, "undisputed", "disputed")
    more, fewer, same = in_node(
        CHOICE, [[some, state(4, "undisputed", "disputed")], [some, state(0, "outside", "disputed")], [some, some]]
    )
    assert more.startswith("1 claim more is taken at face value now") and "No line is drawn in another way" in more
    assert fewer.startswith("3 claims fewer are taken at face value now") and fewer.endswith(
        "1 line is drawn in another way."
    )
    assert same.startswith("As many claims are taken at face value now")


@pytest.mark.slow
def test_choosing_what_is_taken_as_stated_is_told_where_the_picture_stays_as_it_is(
    looked_at: Any, pokrovsk_page: Path
) -> None:
    shown = looked_at(pokrovsk_page)
    shown.page.select_option("#world", "asserted")
    assert "claims more are taken at face value now: so say cards, tables and files. No line" in shown.page.inner_text(
        "#saved"
    )
    assert "disputed or not" in shown.says
    shown.page.select_option("#world", "record")
    assert "lines are drawn in another way" in shown.page.inner_text("#saved")


@pytest.mark.slow
def test_the_start_says_which_claims_are_no_lines_and_leads_to_them(looked_at: Any, pokrovsk_page: Path) -> None:
    shown = looked_at(pokrovsk_page)
    assert "40 of the 122 claims make no line in the picture" in shown.panel
    shown.page.click("#panel >> text=table of claims")
    assert shown.page.get_attribute("[data-table=claims]", "aria-pressed") == "true"


@pytest.mark.slow
def test_how_much_is_held_is_told_in_the_same_words_everywhere(looked_at: Any, pokrovsk_page: Path) -> None:
    shown = looked_at(pokrovsk_page)
    [row] = [row for row in shown.rows("relations") if row["From"] == "Russian forces" and "no part" in row["Relation"]]
    assert row["Relation"] == "controls: all of it; no part of it entirely"
    assert "all of it | no part of it entirely" in {row["details"] for row in shown.csv("relations")}
    shown.go(node="place/pokrovsk")
    assert "Russian forces: no part of it entirely" in shown.panel and "no district" not in shown.panel


def test_what_claims_are_set_side_by_side_on_is_called_by_names(
    pokrovsk_page: Path, examples: Any, page_of: Any
) -> None:
    here = page_data(pokrovsk_page.read_text("utf-8"))["aspects"]
    assert "effect of psychological blow against loss of territory" in here
    assert not [one for one in here if re.search(r"\b[a-z]\d\b", one)]  # no name of a node inside a content
    election = page_data(page_of("election", examples["election"]).read_text("utf-8"))["aspects"]
    assert "what presidential election in Tolmark is under Election Act" in election


def test_the_help_begins_with_what_to_do_and_closes_at_its_top(looked_at: Any, pokrovsk_page: Path) -> None:
    shown = looked_at(pokrovsk_page)
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


@pytest.mark.slow
def test_days_are_the_same_in_chart_and_list(looked_at: Any, examples: Any, page_of: Any) -> None:
    shown = looked_at(page_of("earthquake", examples["earthquake"]))
    block = shown.page.locator("#panel .question", has_text="Magnitude")
    assert "2025-03-10 and 2025-03-11" in block.locator("ol > li").first.inner_text()


def test_a_law_is_not_counted_as_an_event_without_a_word(page_of: Any, examples: Any) -> None:
    election, earthquake = (page_data(page_of(n, examples[n]).read_text("utf-8")) for n in ("election", "earthquake"))
    kinds = [
        dict(zip(column(data["nodes"], "label"), column(data["nodes"], "kind"), strict=True))
        for data in (election, earthquake)
    ]
    assert kinds[0]["Election Act"] == "law" and kinds[0]["presidential election in Tolmark"] == "event"
    assert "law" not in kinds[1].values()
    chips = [page_of(n, examples[n]).read_text("utf-8").partition("<script")[0] for n in ("election", "earthquake")]
    assert ['data-off="kind" data-key="law"' in one for one in chips] == [True, False]
    assert "event or law" not in chips[0]


def test_a_law_that_claims_tell_of_as_an_event_too_is_an_event() -> None:
    act, vote, hall = node("act", "event"), node("vote", "event"), node("hall")
    judged = edge(vote, act, "judged under", (), "undisputed", "characterisation")
    happened = edge(act, hall, "at", (), "undisputed", "place")
    assert [one.kind for one in with_laws(Network((act, vote, hall), (judged,), ())).nodes] == ["law", "event", "place"]
    assert with_laws(Network((act, vote, hall), (judged, happened), ())).nodes[0].kind == "event"


@pytest.mark.slow
def test_a_click_on_a_law_opens_it_and_a_saved_picture_has_its_shape(
    looked_at: Any, page_of: Any, examples: Any
) -> None:
    shown = looked_at(page_of("election", examples["election"]))
    svg = shown.save("svg").decode()
    found = re.search(
        r'data-label="Election Act" data-x="([^"]*)" data-y="([^"]*)" data-wide="([^"]*)" data-tall="([^"]*)"', svg
    )
    box = shown.page.locator("#graph").bounding_box()
    assert found and box
    left, top, wide, tall = map(float, found.groups())
    assert tall > 1.2 * wide > 6
    shown.page.mouse.click(box["x"] + left + wide / 2, box["y"] + top + tall / 2)
    assert shown.heading == "Election Act" and "law decree" in shown.panel


def test_days_do_not_break_at_their_hyphens(looked_at: Any, page_of: Any, examples: Any) -> None:
    shown = looked_at(page_of("earthquake", examples["earthquake"]))
    lines = """() => [...document.querySelectorAll("#panel .nowrap")].filter((one) => /^\\d{4}-/.test(one.textContent))
      .map((one) => one.getClientRects().length)"""
    found = shown.page.evaluate(lines)
    assert len(found) > 10 and set(found) <= {0, 1}


@pytest.mark.slow
def test_it_is_said_why_some_shapes_have_no_line(looked_at: Any, examples: Any, page_of: Any) -> None:
    shown = looked_at(page_of("election", examples["election"]))
    said = shown.page.evaluate("document.getElementById('says').textContent")
    assert "6 shapes have no line: 1 is spoken of, but not in a relation; 4 only pass on what others say; 1 is" in said
    shown.search("Morning Ledger")
    assert "No line ends here, as it says nothing of its own in this file" in shown.panel
    shown.search("Plough List")
    assert "No line ends here" not in shown.panel

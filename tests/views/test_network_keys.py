"""By keyboard and for screen readers: what is spoken, how far it is to things, where the focus is after each step."""

import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from browser import Opened
from kgraph.namespaces import IRI
from networks import BASE, claim, edge, small, star


@pytest.fixture
def shown(looked_at: Any, pokrovsk_page: Path) -> Opened:
    page: Opened = looked_at(pokrovsk_page)
    return page


FOCUS = """() => { const e = document.activeElement; return e === document.body ? "nothing"
  : e.id || `${e.closest("[id]").id} ${e.localName} ${e.textContent.trim().slice(0, 40)}`; }"""


def focus(shown: Opened) -> str:
    """Where the focus is: an element's id, or that of the nearest around it, with the element and its text."""
    shown.page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)))")
    found: str = shown.page.evaluate(FOCUS)
    return found


def press(shown: Opened, *keys: str) -> str:
    for key in keys:
        shown.page.keyboard.press(key)
    return focus(shown)


# --- what is spoken


def test_walking_speaks_the_node_and_its_lines(opened: Any) -> None:
    shown = opened(small(), "#node=unit")
    shown.page.focus("#graph")
    spoken = shown.page.locator("#spoken")
    press(shown, "ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown")
    assert "No neighbour lies there." in spoken.inner_text() or "1st Brigade" in spoken.inner_text()
    shown.go(node="town")
    assert (
        spoken.inner_text() == "Łódź, place. 1 relation as claimed: 1st Brigade, present in, denied. Ann speaks of it."
    )
    assert spoken.get_attribute("role") == "status"
    shown.go(edge="unit~town~presence~present in")
    assert spoken.inner_text() == "1st Brigade, present in, Łódź. denied, 1 claim."
    assert press(shown, "Escape") == "graph" and spoken.inner_text() == "Nothing is selected."


@pytest.mark.slow
def test_a_line_is_spoken_with_the_claims_of_those_who_are_chosen(opened: Any) -> None:
    whole = small()
    unit, _, town = whole.nodes
    claims = (claim("one"), claim("two", claimant="Eve", claimant_id=IRI(BASE + "eve")))
    line = edge(unit, town, "present in", claims, "undisputed")
    shown = opened(replace(whole, claims=claims, edges=(line,)))
    shown.page.focus("#graph")
    shown.go(by="eve", edge="unit~town~presence~present in")
    assert shown.page.inner_text("#spoken").endswith(", 1 claim.")
    shown.go(node="town")
    shown.go(edge="unit~town~presence~present in")
    assert shown.page.inner_text("#spoken").endswith(", 2 claims.")


@pytest.mark.slow
def test_of_many_lines_five_are_spoken_and_the_others_counted(opened: Any) -> None:
    shown = opened(star(30))
    shown.page.focus("#graph")
    shown.go(node="hub")
    text = shown.page.inner_text("#spoken")
    assert text.startswith("the hub, unit. 30 relations as claimed: leaf 0, place; ") and text.endswith("and 25 more.")
    assert text.count(";") == 5


def test_what_is_said_of_the_whole_picture_is_read_out_when_it_changes_alone(opened: Any) -> None:
    shown = opened(small())
    shown.page.evaluate("""() => { window.changes = 0;
      new MutationObserver(() => { window.changes += 1; }).observe(says, { childList: true, subtree: true }); }""")
    shown.go(node="town")
    assert shown.page.evaluate("window.changes") == 0
    shown.go(world="record")
    assert shown.page.evaluate("window.changes") == 1


@pytest.mark.slow
def test_enter_leads_from_the_picture_to_the_details_and_escape_back(shown: Opened) -> None:
    shown.go(node="place/pokrovsk")
    shown.page.focus("#graph")
    assert press(shown, "Enter") == "panel h2 Pokrovsk" and press(shown, "Escape") == "graph"


# --- how far it is


@pytest.mark.slow
def test_the_details_and_the_picture_are_two_steps_from_the_beginning(opened: Any, pokrovsk_page: Path) -> None:
    shown = opened(pokrovsk_page, "#node=place/pokrovsk")
    assert press(shown, "Tab") == "skip"
    assert press(shown, "Tab") == "to-panel" and press(shown, "Enter") == "panel h2 Pokrovsk"
    shown.page.focus("#to-picture")
    assert press(shown, "Enter") == "graph"
    shown.go(table="claims")
    shown.page.focus("#to-picture")
    assert press(shown, "Enter") == "graph" and shown.page.is_visible("#graph")


@pytest.mark.slow
def test_the_days_are_four_steps_from_the_beginning(opened: Any, pokrovsk_page: Path) -> None:
    shown = opened(pokrovsk_page)
    assert press(shown, *["Tab"] * 4) == "to-days" and press(shown, "Enter") == "until"


def test_who_is_at_the_end_of_the_details_begins_again_when_another_day_is_shown(shown: Opened) -> None:
    shown.go()
    panel = "document.querySelector('#panel')"
    shown.page.evaluate(f"{panel}.scrollTop = 1e6")
    shown.page.focus("#until")
    press(shown, "ArrowLeft")
    shown.page.wait_for_timeout(300)
    assert shown.page.evaluate(f"{panel}.scrollTop") == 0
    shown.page.evaluate(f"{panel}.scrollTop = 60")
    press(shown, "ArrowLeft")
    shown.page.wait_for_timeout(300)
    assert shown.page.evaluate(f"{panel}.scrollTop") == 60


def test_a_row_of_filters_is_one_stop_and_arrows_go_along_it(shown: Opened) -> None:
    shown.page.focus("#help-open")
    assert press(shown, "Tab") == "controls button event 39"
    assert press(shown, "ArrowRight") == "controls button place 33"
    assert press(shown, "End").startswith("controls button equipment") and press(shown, "ArrowRight").endswith(
        "event 39"
    )
    assert press(shown, "ArrowLeft", "ArrowLeft").startswith("controls button unnamed")
    assert press(shown, "Tab") == "by"
    assert press(shown, "Shift+Tab").startswith("controls button unnamed")
    shown.page.focus("#world")
    press(shown, "Tab")
    stops = [press(shown, "Tab") for _ in range(2)]
    assert stops[0] == "sorts summary relations" or stops == ["sorts summary relations", "graph"]


def test_the_whole_page_has_few_stops_before_the_details(shown: Opened) -> None:
    shown.page.evaluate("document.body.tabIndex = -1; document.body.focus(); document.body.removeAttribute('tabindex')")
    stops = [press(shown, "Tab") for _ in range(20)]
    assert "nothing" not in stops and stops.index("panel") <= 18, stops


# --- what is done by keys alone


def typed(shown: Opened, text: str, *keys: str) -> str:
    shown.page.keyboard.type(text)
    return press(shown, *keys)


@pytest.mark.slow
def test_one_claimants_claims_are_reached_by_keys_alone_and_left_again(opened: Any, pokrovsk_page: Path) -> None:
    shown = opened(pokrovsk_page)
    all_drawn = shown.says
    assert press(shown, "c") == "by" and typed(shown, "Ihor", "Enter") == "graph"
    assert (
        shown.heading == "What Ihor Lutsenko says"
        and "7 claims." in shown.panel
        and "all 7 claims" in (shown.page.inner_text("#time"))
    )
    assert shown.says != all_drawn and shown.page.inner_text("[data-key=undisputed] .count") != "107"
    press(shown, "t")
    assert shown.page.is_visible("#table")
    assert shown.page.locator("#table tbody tr").count() == 7 and shown.page.url.endswith("table=claims")
    press(shown, "b")
    assert not shown.page.is_visible("#table") and shown.heading == "What Ihor Lutsenko says"
    press(shown, "b")  # a name of four letters is one step
    assert shown.says == all_drawn and shown.page.input_value("#by") == ""


def test_a_share_and_who_denies_it_are_read_by_keys_alone(shown: Opened) -> None:
    press(shown, "/")
    assert typed(shown, "captured share", "Enter").startswith("panel h")
    assert "DeepState" in shown.panel and "not “half”" in shown.panel and "Ukrainian state" in shown.panel


def test_the_foot_names_the_keys_that_work_where_one_is(shown: Opened) -> None:
    keys = shown.page.locator(".keys")
    shown.page.focus("#until")
    assert "T table" in keys.inner_text() and press(shown, "t") and shown.page.is_visible("#table")
    press(shown, "t", "c")
    assert "table" not in keys.inner_text() and "Esc leaves it" in keys.inner_text()
    assert press(shown, "Escape") == "graph" and "C claimant" in keys.inner_text()
    press(shown, "/")
    assert "Esc leaves it" in keys.inner_text()


# --- where the focus is


@pytest.mark.slow
def test_a_link_of_the_panel_that_fills_it_anew_leads_to_its_heading(shown: Opened) -> None:
    shown.go(node="place/pokrovsk")
    shown.page.focus("#panel .link.relation >> nth=0")
    press(shown, "Enter")
    assert focus(shown).startswith("panel h2")
    shown.page.focus("#panel .close")
    assert press(shown, "Enter") == "graph"


@pytest.mark.slow
def test_search_leads_to_the_heading_of_what_was_found(shown: Opened) -> None:
    press(shown, "/")
    shown.page.keyboard.type("budanov")
    assert press(shown, "Enter") == "panel h2 Kyrylo Budanov"
    press(shown, "f")
    assert "focus=" in shown.page.url and focus(shown) == "panel h2 Kyrylo Budanov"
    assert press(shown, "Escape") == "graph"


def test_more_of_a_list_leads_to_the_first_of_what_came(shown: Opened) -> None:
    shown.go(node="place/pokrovsk")
    more = shown.page.locator("#panel button.more:visible:has-text('Show')").first
    more.focus()
    assert press(shown, "Enter").startswith("panel ") and "Show" not in focus(shown)
    assert shown.page.evaluate("document.activeElement.getClientRects().length") > 0


@pytest.mark.slow
def test_more_rows_of_a_table_lead_to_the_first_of_them(opened: Any) -> None:
    shown = opened(star(250), "#table=entities")
    shown.page.focus("#table button.more")
    assert press(shown, "Enter") != "nothing"
    assert shown.page.locator("#table tbody tr").count() == 251


def test_what_stays_in_the_panel_keeps_the_focus(shown: Opened) -> None:
    shown.go(node="agent/budanov")
    shown.page.focus("#panel .tools button:has-text('Expand')")
    assert press(shown, "Enter") == "panel button Expand"


def test_a_row_of_the_table_keeps_the_focus_when_it_opens(shown: Opened) -> None:
    shown.go(table="relations")
    shown.page.focus("#table tbody tr:nth-child(3) a")
    before = focus(shown)
    assert press(shown, "Enter") == before and shown.page.is_visible("#panel")
    assert press(shown, "Escape") == before


@pytest.mark.slow
@pytest.mark.parametrize("start", ["", "#graph", "#help-open", "#panel .link >> nth=0"])
def test_t_leads_into_the_table_and_escape_back_to_the_picture(shown: Opened, start: str) -> None:
    shown.go()
    if start:
        shown.page.focus(start)
    assert press(shown, "t") == "table" and press(shown, "Tab").startswith("table button From")
    shown.page.keyboard.press("Shift+Tab")
    assert press(shown, "Shift+Tab") == "filter" and press(shown, "Escape") == "table"
    assert press(shown, "Escape") == "graph" and not shown.page.is_visible("#table")
    assert press(shown, "t") == "table" and press(shown, "t") == "graph"
    shown.page.focus("#as-table")
    assert press(shown, "Enter") == "table"


@pytest.mark.slow
def test_a_button_that_goes_leaves_the_focus_to_the_picture(shown: Opened) -> None:
    shown.go(world="record")
    shown.page.focus("#reset")
    assert press(shown, "Enter") == "graph"
    shown.go(focus="place/pokrovsk", steps="1")
    shown.page.focus("#back-to-all")
    assert press(shown, "Enter") == "graph"


# --- Escape


@pytest.mark.slow
def test_escape_closes_a_menu_first_and_keeps_the_selection(shown: Opened) -> None:
    shown.go(node="place/pokrovsk")
    for menu in ("#menu", "#sorts"):
        shown.page.focus(f"{menu} > summary")
        assert press(shown, "Enter", "Tab") != "nothing" and shown.page.is_visible(f"{menu} .menu")
        assert press(shown, "Escape").endswith(shown.page.inner_text(f"{menu} > summary").strip())
        assert not shown.page.is_visible(f"{menu} .menu") and shown.heading == "Pokrovsk"
    press(shown, "?")
    assert shown.page.is_visible("#help")
    press(shown, "Escape")
    assert not shown.page.is_visible("#help") and shown.heading == "Pokrovsk" and focus(shown) != "nothing"
    assert press(shown, "Escape") != "nothing" and "What is in question" in shown.panel


def test_a_menu_closes_when_the_focus_leaves_it(shown: Opened) -> None:
    shown.page.focus("#menu > summary")
    press(shown, "Enter", "Tab", "ArrowDown")
    assert shown.page.is_visible("#menu .menu")
    press(shown, "Tab")
    assert not shown.page.is_visible("#menu .menu")


# --- names and headings

HEADINGS = """() => [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")]
  .filter((one) => one.getClientRects().length).map((one) => Number(one.localName[1]))"""
NAMELESS = """() => [...document.querySelectorAll("button, a[href], input, select, textarea, summary")]
  .filter((one) => one.getClientRects().length)
  .filter((one) => !(one.ariaLabel || one.textContent || one.labels?.[0]?.textContent || "").trim())
  .map((one) => one.outerHTML)"""
STATES = ["", "node=place/pokrovsk", "claim=claim/espreso-2025-11-05-pokrovsk/c037", "table=claims",
          "a line", "a question", "path=agent/deepstate&to=agent/budanov"]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("address", STATES)
def test_headings_leave_out_no_level_and_controls_have_names(shown: Opened, address: str) -> None:
    if address.startswith("a "):
        shown.search("Pokrovsk" if address == "a line" else "who holds")
        if address == "a line":
            shown.page.click("#panel .link.relation >> nth=0")
    else:
        shown.page.evaluate("hash => { location.hash = hash; }", address)
    focus(shown)
    levels = shown.page.evaluate(HEADINGS)
    assert levels[0] == 1 and all(after <= before + 1 for before, after in pairwise(levels)), levels
    assert shown.page.evaluate(NAMELESS) == []


# --- a claimant is chosen while something is open


@pytest.mark.slow
def test_what_is_open_closes_for_a_chosen_claimant_and_that_is_spoken(opened: Any, pokrovsk_page: Path) -> None:
    shown = opened(pokrovsk_page)
    press(shown, "/")
    shown.page.keyboard.type("85")
    shown.page.wait_for_selector("#hits [role=option]")
    press(shown, "Enter")
    assert "claim" in shown.page.url
    before = shown.page.inner_text("#spoken")
    press(shown, "c")
    typed(shown, "Ihor", "Enter")
    assert shown.heading == "What Ihor Lutsenko says" and "claim=" not in shown.page.url
    assert shown.page.inner_text("#spoken") == "What Ihor Lutsenko says: 7 claims." != before
    press(shown, "t")
    assert shown.page.is_visible("#table") and not shown.page.is_visible("#panel")


@pytest.mark.slow
def test_whoever_is_chosen_and_typed_again_is_shown_by_what_they_say(opened: Any, examples: Any, page_of: Any) -> None:
    shown = opened(page_of("earthquake", examples["earthquake"]))
    for _ in range(2):
        press(shown, "c")
        typed(shown, "Office for", "Enter")
        assert shown.heading == "What Office for Civil Protection says"
        shown.page.click("#panel h3:has-text('What they say') + ul a >> nth=0")
        assert shown.heading.startswith("Claim by Office") and "claim=" in shown.page.url
        shown.page.wait_for_timeout(1300)  # letters typed later begin another name


@pytest.mark.slow
def test_letters_that_begin_no_claimants_name_leave_what_is_open(opened: Any, examples: Any, page_of: Any) -> None:
    shown = opened(page_of("earthquake", examples["earthquake"]))
    press(shown, "c")
    typed(shown, "Office for", "Enter")
    shown.page.click("#panel h3:has-text('What they say') + ul a >> nth=0")
    opened_claim = shown.heading
    assert opened_claim.startswith("Claim by Office")
    shown.page.wait_for_timeout(1300)  # letters typed later begin another name
    press(shown, "c")
    typed(shown, "qqq")
    assert shown.heading == opened_claim and "claim=" in shown.page.url


CHOOSE = """(name) => { const by = document.getElementById("by");
  by.value = [...by.options].find(({ text }) => text.startsWith(name)).value;
  by.dispatchEvent(new Event("change")); }"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("open_before", "stays"),
    [
        ({"node": "place/bakhmut"}, False),
        ({"node": "agent/lutsenko"}, False),  # the panel tells more of what he says than his card
        ({"edge": "force/russian-forces~place/pokrovsk~control~controls"}, True),
        ({"edge": "unit/hur~place/pokrovsk~presence~present in"}, False),
        ({"node": "place/bakhmut", "table": "claims"}, False),
    ],
)
def test_what_is_of_the_chosen_claimant_stays_open(shown: Opened, open_before: dict[str, str], stays: bool) -> None:
    shown.go(**open_before)
    assert shown.heading != "What is in question"
    shown.page.evaluate(CHOOSE, "Ihor Lutsenko")
    assert (shown.heading != "What Ihor Lutsenko says") is stays
    assert shown.page.locator("#tables").is_visible() is ("table" in open_before)
    shown.go()


@pytest.mark.slow
def test_a_key_leads_to_the_days_and_enter_leads_back(opened: Any, examples: Any, page_of: Any) -> None:
    shown = opened(page_of("earthquake", examples["earthquake"]))
    shown.page.keyboard.press("w")
    shown.page.keyboard.press("ArrowLeft")
    assert shown.page.inner_text("#day") == "2025-03-11"
    assert shown.page.evaluate("document.activeElement.id") == "until"
    shown.page.keyboard.press("Enter")
    assert shown.page.evaluate("document.activeElement.id") not in ("until", "")
    shown.page.wait_for_url(re.compile("until=2025-03-11"))

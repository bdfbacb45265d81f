"""Steps, links and typed names: where a reader goes, and what the page says of it."""

import re
from pathlib import Path
from typing import Any

import pytest

from browser import Opened
from kgraph.analysis.graph import Network
from kgraph.namespaces import IRI
from kgraph.views.network import render
from kgraph.views.page import Opening
from networks import BASE, claim, edge, node, small
from nodejs import in_node
from pages import page_data

NOTHING = "There is no step to go back to."


def press(shown: Opened, key: str) -> None:
    shown.page.keyboard.press(key)
    shown.page.wait_for_timeout(150)  # the browser goes back in its own time


@pytest.mark.slow
def test_the_key_for_back_never_leaves_the_page(opened: Any, pokrovsk_page: Path) -> None:
    shown: Opened = opened(pokrovsk_page)
    press(shown, "b")
    assert shown.page.url.startswith(pokrovsk_page.as_uri()) and shown.page.inner_text("#saved") == NOTHING
    shown.search("Budanov")
    shown.page.click("#panel .link.relation >> nth=0")
    press(shown, "b")
    assert shown.heading == "Kyrylo Budanov"
    press(shown, "b")
    assert shown.heading == "What is in question"
    for _ in range(2):
        press(shown, "b")
        assert shown.page.url.startswith(pokrovsk_page.as_uri()) and shown.heading == "What is in question"
    shown.page.go_forward()
    press(shown, "b")
    assert shown.heading == "What is in question"


@pytest.mark.slow
def test_an_address_that_is_pasted_is_a_step_and_a_reload_forgets_none(opened: Any, pokrovsk_page: Path) -> None:
    shown: Opened = opened(pokrovsk_page)
    shown.go(node="agent/budanov")
    shown.page.reload()
    shown.page.wait_for_selector("html[data-ready]", state="attached")
    assert shown.heading == "Kyrylo Budanov"
    press(shown, "b")
    assert shown.heading == "What is in question"
    press(shown, "b")
    assert shown.page.url.startswith(pokrovsk_page.as_uri()) and shown.page.inner_text("#saved") == NOTHING


SCROLLED = "document.getElementById('panel').scrollTop"


@pytest.mark.slow
def test_back_leads_to_where_the_reader_was_in_the_panel(opened: Any, pokrovsk_page: Path) -> None:
    shown: Opened = opened(pokrovsk_page)
    shown.page.evaluate(f"{SCROLLED} = 333")
    shown.page.evaluate("document.querySelectorAll('#panel .question a')[2].click()")
    shown.page.wait_for_function("() => location.hash.includes('claim=')")
    assert shown.page.evaluate(SCROLLED) == 0
    shown.page.evaluate(f"{SCROLLED} = 44")
    press(shown, "b")
    assert shown.heading == "What is in question" and shown.page.evaluate(SCROLLED) == 333
    shown.page.go_forward()
    shown.page.wait_for_function("() => location.hash.includes('claim=')")
    assert shown.page.evaluate(SCROLLED) == 0  # nobody has left that by a step


@pytest.mark.slow
def test_back_scrolls_a_narrow_window_to_where_it_was(opened: Any, pokrovsk_page: Path) -> None:
    shown: Opened = opened(pokrovsk_page, viewport={"width": 390, "height": 844})
    scrolled = "document.querySelector('main').scrollTop"
    shown.page.evaluate(f"{scrolled} = 700")
    shown.page.evaluate("document.querySelectorAll('#panel .question a')[2].click()")
    shown.page.wait_for_function("() => location.hash.includes('claim=')")
    shown.page.evaluate(f"{scrolled} = 0")
    press(shown, "b")
    assert shown.page.evaluate(scrolled) == 700


# --- addresses that name what a file lacks

ADDRESSES = """
import { makeAddresses, noChoice } from "./choice.js";
import { readRecord } from "./record.js";
const answer = ({ data, hashes }) => hashes.map((hash) => {
  const choice = noChoice(), record = readRecord(data);
  makeAddresses(data, record, choice).readAddress(hash);
  return { by: choice.by.map((agent) => record.agents[agent].label), until: choice.until, lost: choice.lost };
});
"""


def told() -> Network:
    """What Ann said on two days, and Eve on one."""
    hub, end = node("hub"), node("end")
    eve = IRI(BASE + "eve")
    said = (
        claim("first", said_by="2031-03-01"),
        claim("second", said_by="2031-03-09"),
        claim("hers", said_by="2031-03-09", claimant="Eve", claimant_id=eve, chain_ids=(eve,)),
    )
    return Network((hub, end), (edge(hub, end, "near", said, "undisputed"),), said)


def test_an_address_with_a_claimant_or_a_day_that_the_file_lacks_says_so_and_shows_no_later_day() -> None:
    data = page_data(render(told(), Opening("A title", base=BASE)))
    assert data["days"] == ["2031-03-01", "2031-03-09"]
    hashes = ["#by=eve", "#by=nobody", "#by=nobody&by=eve", *(f"#until={day}" for day in DAYS)]
    her, nobody, one_of_two, between, on, after, before, none = in_node(ADDRESSES, {"data": data, "hashes": hashes})
    assert her == {"by": ["Eve"], "until": "", "lost": ""}
    all_shown = "The link names a claimant who is not in this file; shown are all claimants."
    assert nobody == {"by": [], "until": "", "lost": all_shown}
    assert one_of_two["by"] == ["Eve"] and one_of_two["lost"].endswith("shown are the others that it names.")
    assert between == {"by": [], "until": "2031-03-05", "lost": ""}
    assert on == {"by": [], "until": "2031-03-09", "lost": ""} and after == {**on, "until": "2031-12-31"}
    assert before["until"] == "2031-03-01"
    assert before["lost"].startswith("Up to 2031-02-27, which the link names, nothing here had certainly been said")
    assert none["until"] == "" and none["lost"].startswith("The link names a day that is none")


DAYS = ("2031-03-05", "2031-03-09", "2031-12-31", "2031-02-27", "spring")


def test_what_a_link_names_in_vain_is_told_until_the_reader_chooses(opened: Any) -> None:
    shown: Opened = opened(told(), "#by=nobody&until=2031-03-05")
    assert "The link names a claimant who is not in this file; shown are all claimants." in shown.panel
    assert shown.page.input_value("#by") == "" and shown.page.inner_text("#day") == "2031-03-01"
    shown.page.select_option("#by", label="Eve (0)")
    assert shown.heading == "What Eve says" and "The link names" not in shown.panel


# --- names of claimants that are typed

TYPED = """
import { placeTyped } from "./typed.js";
const answer = ({ list, all }) => all.map(([typed, now]) => placeTyped(list, typed, now) ?? null);
"""


def test_a_name_is_typed_by_any_of_its_words() -> None:
    names = [["all claimants"], ["ann"], ["ihor lutsenko", "lutsenko ihor"], ["lu-ann of lodz"], ["anton"]]
    typed = ["lut", "an", "ihor", "lutsenko i", "lodz", "xy", ""]
    over_and_over = [["aa", now] for now in (0, 1, 4)]
    asked = [*([one, 0] for one in typed), *over_and_over]
    assert in_node(TYPED, {"list": names, "all": asked}) == [2, 1, 2, 2, 3, None, None, 1, 4, 0]


CYRILLIC = """text => [...text].forEach((key) =>
  document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true })))"""


@pytest.mark.slow
def test_a_surname_chooses_its_claimant_in_latin_and_in_cyrillic(opened: Any, pokrovsk_page: Path) -> None:
    shown: Opened = opened(pokrovsk_page)
    shown.page.keyboard.press("c")
    shown.page.keyboard.type("Lutsenko")
    assert shown.heading == "What Ihor Lutsenko says"
    shown.page.keyboard.press("Enter")
    press(shown, "b")  # the whole name is one step
    assert shown.page.input_value("#by") == ""
    shown.page.keyboard.press("c")
    shown.page.wait_for_timeout(1300)  # a new name
    shown.page.evaluate(CYRILLIC, "Луценко")
    assert shown.heading == "What Ihor Lutsenko says"


# --- words


def test_two_who_are_chosen_say(opened: Any) -> None:
    shown: Opened = opened(told(), "#by=ann&by=eve")
    assert shown.heading == "What Ann and Eve say"
    assert "Tables, counts and lines are of what Ann and Eve say." in shown.panel
    shown.page.evaluate("location.hash = '#by=ann&by=eve&node=hub'")
    shown.page.wait_for_selector("#panel h2:text-is('hub')")
    assert "What Ann and Eve say of" in str(shown.page.text_content("#panel"))


def test_one_of_a_thing_is_told_as_one() -> None:
    page = render(told(), Opening("A title"))
    assert page.count("2 entities · 1 relation · 3 claims") == 2  # below the picture, and on paper beside the title
    assert page.count("2 entities, 1 relation, 3 claims") == 1
    assert "1 relations" not in page


def test_the_help_tells_to_send_a_link_and_not_the_path_of_a_file() -> None:
    [text] = re.findall(r"<h3>Finding your way</h3>\s*<p>(.*?)</p>", render(small(), Opening("A title")))
    assert "<strong>Link</strong> gives what you chose" in text and "address in the browser" not in text
    assert "any spelling" not in text


def test_the_file_tells_how_many_claims_make_no_relation(opened: Any, tmp_path: Path) -> None:
    html = render(small(), Opening("A title", base=BASE))
    assert '"loose":2' in html  # of three claims
    file = tmp_path / "page.html"
    file.write_text(html.replace('"loose":2', '"loose":77'), "utf-8")
    shown: Opened = opened(file)
    assert "77 claims make no line" in str(shown.page.text_content("#says"))  # none is counted at the opening
    shown.go(by="ann")
    assert "2 claims make no line" in str(shown.page.text_content("#says"))

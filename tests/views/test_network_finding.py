"""The search box in a browser: what a list of results tells, and what becomes of a choice."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest

from browser import Opened


@pytest.fixture
def shown(looked_at: Any, pokrovsk_page: Path) -> Opened:
    page: Opened = looked_at(pokrovsk_page)
    return page


def typed(shown: Opened, text: str) -> str:
    """What is listed for a text."""
    shown.page.keyboard.press("/")
    shown.page.keyboard.press("ControlOrMeta+a")
    shown.page.keyboard.type(text)
    return shown.page.inner_text("#hits")


def test_results_stand_under_what_they_are_and_say_more_of_it(shown: Opened) -> None:
    text = typed(shown, "pokrovsk")
    assert [text.index(part) for part in ("Names, the first 8", "Questions", "Claims, the first 8")] == sorted(
        text.index(part) for part in ("Names", "Questions", "Claims")
    )
    assert "Pokrovsk city" in " ".join(text.split()) and "6 positions" in text
    groups = shown.page.locator("#hits [role=group]")
    assert [groups.nth(i).get_attribute("aria-label") for i in range(groups.count())][1] == "Questions"


@pytest.mark.slow
def test_a_claim_is_told_with_who_says_it_how_and_when_and_opens_its_card(shown: Opened) -> None:
    text = typed(shown, "85%")
    assert "unnamed Bild analyst · assertion" in text and "Ukrainian state · denial" in text and "2025-11-05" in text
    assert "Names" not in text
    typed(shown, "trap Lutsenko")
    assert shown.page.inner_text("#hits mark >> nth=0") == "trap"
    shown.page.keyboard.press("Enter")
    assert "claim=" in shown.page.url and "It is a trap that helps Ukraine" in shown.panel


@pytest.mark.slow
def test_two_names_open_the_path_and_names_that_only_hold_a_word_stand_last(shown: Opened) -> None:
    assert " ".join(typed(shown, "DeepState Budanov").split()) == "Paths Path from DeepState to Kyrylo Budanov"
    shown.page.keyboard.press("Enter")
    assert "path=agent%2Fdeepstate&to=agent%2Fbudanov" in shown.page.url and "DeepState … Kyrylo Budanov" in shown.panel
    text = typed(shown, "ratio")
    assert text.index("Relations, as claimed") < text.index("Claims") < text.index("Names")


@pytest.mark.slow
def test_a_question_is_shown_by_itself_with_an_address_of_its_own(shown: Opened, opened: Any) -> None:
    typed(shown, "who holds")
    shown.page.keyboard.press("Enter")
    assert "Who holds Pokrovsk?" in shown.panel and "Best connected" not in shown.panel and "85%" in shown.panel
    again = opened(shown.file, "#" + shown.page.url.partition("#")[2])
    assert again.panel == shown.panel
    again.go(question="dispute/none")
    assert "which is not in this file, or not by this day. So nothing is selected." in again.panel


@pytest.mark.slow
def test_a_question_that_had_not_arisen_by_the_day_is_not_told(shown: Opened) -> None:
    typed(shown, "who holds")
    shown.page.keyboard.press("Enter")
    address = parse_qs(shown.page.url.partition("#")[2])
    shown.go(question=address["question"], until="2025-09-30")
    assert "Not in question yet on 2025-09-30" in shown.panel and "85%" not in shown.panel
    assert "Who holds" not in typed(shown, "who holds")


@pytest.mark.slow
def test_a_day_leads_to_its_place_on_the_slider_and_back(shown: Opened) -> None:
    text = typed(shown, "1 Nov")
    assert text.index("Days") < text.index("Claims") and "5 claims · 11 of 122 claims said by then" in text
    shown.page.keyboard.press("Enter")
    assert shown.page.inner_text("#day") == "2025-11-01" and "until=2025-11-01" in shown.page.url
    assert shown.page.evaluate("document.activeElement.id") == "until"
    shown.page.go_back()
    assert shown.page.inner_text("#day") == "2025-11-05" and "until" not in shown.page.url
    typed(shown, "5 November 2025")  # the last day is as the page opens
    shown.page.keyboard.press("Enter")
    assert "until" not in shown.page.url and shown.page.evaluate("document.activeElement.id") == "until"


def test_a_path_leads_to_names_alone(shown: Opened) -> None:
    shown.go(node="agent/deepstate")
    shown.page.focus("#graph")
    shown.page.keyboard.press("p")
    shown.page.keyboard.type("pokrovsk")
    assert "Claims" not in shown.page.inner_text("#hits") and "Pokrovsk" in shown.page.inner_text("#hits")


def test_a_relation_is_found_by_its_words_and_opens(shown: Opened) -> None:
    text = typed(shown, "captured share")
    assert "Relations, as claimed" in text and "Russian forces → share of territory captured" in " ".join(text.split())
    assert shown.page.locator("#hits [aria-label='Relations, as claimed'] mark").all_inner_texts() == [
        "share",
        "captured",
    ]
    for _ in range(2):  # to the question, and on to the relation
        shown.page.keyboard.press("ArrowDown")
    shown.page.keyboard.press("Enter")
    assert "edge=" in shown.page.url and "share of territory captured" in shown.heading


def test_an_exact_figure_comes_first_and_what_was_found_is_marked(shown: Opened) -> None:
    text = typed(shown, "half")
    assert text.index("taken half of Pokrovsk") < text.index("a year and a half")
    row = shown.page.locator("#hits [role=option]", has_text="a year and a half")
    assert row.locator("small mark").all_inner_texts() == ["half"]
    typed(shown, "pok")
    assert shown.page.inner_text("#hits mark >> nth=0") == "Pokrovsk"  # the whole word, which a reader speaks as one


@pytest.mark.slow
def test_a_choice_empties_the_box_and_so_does_escape(shown: Opened) -> None:
    shown.go(node="place/pokrovsk")
    typed(shown, "bud")
    shown.page.keyboard.press("Escape")
    assert not shown.page.is_visible("#hits") and shown.heading == "Pokrovsk"
    assert shown.page.input_value("#search") == "" and shown.page.evaluate("document.activeElement.id") == "search"
    shown.page.keyboard.press("Escape")
    assert shown.heading == "Pokrovsk" and shown.page.evaluate("document.activeElement.id") == "graph"
    typed(shown, "budanov")
    shown.page.keyboard.press("Enter")
    assert shown.heading == "Kyrylo Budanov" and shown.page.input_value("#search") == ""


@pytest.mark.slow
def test_rows_of_a_table_are_found_by_words_in_any_order(shown: Opened) -> None:
    shown.go(table="relations")
    shown.page.fill("#filter", "pokrovsk FORCES")
    one = shown.page.locator("#table tbody tr").count()
    shown.page.fill("#filter", "forces pokrovsk")
    assert 0 < one == shown.page.locator("#table tbody tr").count()
    shown.page.fill("#filter", "forces pokrovsk zzz")
    assert shown.page.locator("#table tbody tr").count() == 0
    shown.page.fill("#filter", "")


LETTERS = """(text) => {
  const list = document.getElementById("by");
  for (const key of text) list.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  return [list.selectedOptions[0].text, document.getElementById("saved").textContent];
}"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("letters", "chosen", "told"),
    [
        ("Луценко", "Ihor Lutsenko (7)", ""),
        ("lutsenko ihor", "Ihor Lutsenko (7)", ""),
        ("Зеленский", "Volodymyr Zelenskyy (3)", ""),
        ("budanov", "all claimants", "No claimant here is called “budanov”."),  # nor whose name begins with the b
    ],
)
def test_a_claimant_is_chosen_by_a_name_in_any_spelling_and_nobody_for_another(
    opened: Any, pokrovsk_page: Path, letters: str, chosen: str, told: str
) -> None:
    shown = opened(pokrovsk_page)
    shown.page.keyboard.press("c")
    assert shown.page.evaluate(LETTERS, letters) == [chosen, told]

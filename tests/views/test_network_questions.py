"""Questions on the page: which there are on a day, who takes which position, what a card and an aspect say of them."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from browser import Opened
from claims import BASE, claim, document, graph_of
from kgraph import Graph, Workspace
from kgraph.days import order
from kgraph.views.page import Opening
from kgraph.views.rows import NetworkRows
from matters import as_disputes_tells, in_order, on_the_page, remarks_as_disputes_tells
from paced import rest_thorough

# --- made news: two tolls of a fire and who lit it, an editor's question, a captain of two minds, nine crowds

REFERENCE = """<event/fire> a kg:Fire ; rdfs:label 'ferry fire' . <event/march> a kg:Protest ; rdfs:label 'the march' .
<agent/office> a kg:Organization ; rdfs:label 'harbour office' . <agent/line> a kg:Organization ; rdfs:label 'line' .
<agent/crew> a kg:Organization ; rdfs:label 'seamen' . <agent/captain> a kg:Person ; rdfs:label 'the captain' .
<agent/daily> a kg:MediaOutlet ; rdfs:label 'Daily' . <agent/late> a kg:MediaOutlet ; rdfs:label 'Late News' .
<agent/radio> a kg:MediaOutlet ; rdfs:label 'radio' . <place/quay> a kg:Facility ; rdfs:label 'Quay' .
<question/why> a kg:EditorsQuestion ; rdfs:label 'Could it have been put out?' ; kg:claimFor <claim/d/c6> ;
  kg:claimAgainst <claim/e/c7> ."""
KILLED = "<#k> a kg:Measurement ; kg:measure kg:PeopleKilled ; kg:event <event/fire> ; {}"
SAVED = "<#m> a kg:Measurement ; kg:measure kg:PeopleRescued ; kg:event <event/fire> ; kg:value {}"
CROWD = "<#m> a kg:Measurement ; kg:measure kg:Attendance ; kg:event <event/march> ; kg:value {}"
LIT = "<event/fire> kg:phase kg:Completed ; kg:actor {}"
TOLD = (
    document("d", "daily"),
    document("e", "late", "2031-03-20"),
    claim("d/c1", "agent/office", KILLED.format("kg:value 53") + " . " + SAVED.format(12).replace("#m", "#n")),
    claim("d/c2", "agent/line", KILLED.format("kg:value 40") + " . " + SAVED.format(12).replace("#m", "#n")),
    claim("d/c3", "agent/radio", KILLED.format("kg:minValue 39 ; kg:comparator kg:AtLeast")),
    claim("e/c4", "agent/office", KILLED.format("kg:value 53"), said="2031-03-11", via=("radio",)),
    claim("d/c5", "agent/crew", LIT.format("<agent/line>"), said="2031-03-09"),
    claim("d/c6", "agent/crew", "<#p> a kg:Presence ; kg:subject <agent/crew> ; kg:place <place/quay>"),
    claim("e/c7", "agent/line", LIT.format("<agent/crew>"), said="2031-03-12"),
    claim("e/c8", "agent/captain", SAVED.format(84), said="2031-03-12"),
    claim("e/c9", "agent/captain", SAVED.format(75), said="2031-03-12", via=("radio",)),
    *(claim(f"e/m{i}", f"agent/{i}", CROWD.format(i * 1000), said="2031-03-19") for i in range(1, 10)),
)  # fmt: skip
PEOPLE = "".join(f" <agent/{i}> a kg:Person ; rdfs:label 'witness {i}' ." for i in range(1, 10))
TOLL, LIGHTER, CROWDS = "People killed: ferry fire?", "Ferry fire: who did it?", "Attendance: the march?"
EDITORS = "Could it have been put out?"


@pytest.fixture(scope="module")
def ferry(tmp_path_factory: pytest.TempPathFactory, pokrovsk: Workspace) -> Iterator[Graph]:
    with graph_of(tmp_path_factory.mktemp("ferry"), pokrovsk, REFERENCE + PEOPLE, *TOLD) as graph:
        yield graph


# --- as kgraph disputes has them


@pytest.mark.slow
@pytest.mark.parametrize("name", rest_thorough(["ferry", "earthquake", "pokrovsk", "election"], fast=2))
def test_a_page_has_the_questions_of_every_day_as_kgraph_disputes_has_them(
    graph: Graph, ferry: Graph, examples: Mapping[str, Graph], name: str
) -> None:
    graph = {"pokrovsk": graph, "ferry": ferry, **examples}[name]
    network = graph.network()
    days = ["", *sorted({card.said_by for card in network.claims}, key=order)]
    for day, shown in zip(days, on_the_page(network, days, graph.workspace.base), strict=True):
        found = graph.disputed(as_of=day or None)
        assert in_order(shown["questions"]) == as_disputes_tells(found, shown["past"]), day
        told = [[kind, text, sorted(claims)] for kind, text, claims in shown["remarks"]]
        assert told == remarks_as_disputes_tells(found), day
    assert len(shown["questions"]) > 1


def test_a_question_and_its_positions_come_with_their_days(ferry: Graph) -> None:
    days = ["2031-03-08", "2031-03-09", "2031-03-11", "2031-03-12"]
    before, first, later, last = on_the_page(ferry.network(), days, BASE)
    assert before["questions"] == []
    texts = [[text for text, *_ in shown["questions"]] for shown in (first, later, last)]
    assert texts == [[EDITORS, TOLL], [TOLL, EDITORS], [EDITORS, LIGHTER, TOLL]]
    tolls = [stands for shown in (first, later) for text, stands, *_ in shown["questions"] if text == TOLL]
    assert [[len(claims) for _, claims in stands] for stands in tolls] == [[1, 1], [2, 1]]
    assert first["disputed"] == [f"{BASE}claim/d/c1", f"{BASE}claim/d/c2"]
    assert f"{BASE}claim/d/c5" in last["disputed"] and f"{BASE}claim/d/c5" not in later["disputed"]


def test_an_aspect_on_which_all_agree_is_not_in_question(ferry: Graph) -> None:
    [shown] = on_the_page(ferry.network(), ["2031-03-11"], BASE)
    assert shown["marked"] == ["people killed, ferry fire"]
    assert shown["reasons"] == [1, 0]  # of the two who give 53, one sentence says why


# --- what the page is sent


def test_questions_of_late_rows_come_later(ferry: Graph) -> None:
    network = ferry.network()
    rows = NetworkRows(network, Opening("A title", base=BASE), 2)
    blank = {
        "label": "",
        "size": 1,
        "x": 0,
        "y": 0,
        "group": "event",
        "from": 0,
        "to": 0,
        "title": "",
        "side": None,
        "narrow": None,
    }
    now, later = rows.tables([blank] * len(network.nodes), [blank] * len(network.edges))
    counts = [(part["questions"]["rows"], part["claims"]["rows"]) for part in (now, later)]
    assert sum(questions for questions, _ in counts) == 4 and all(claims for _, claims in counts)
    assert 0 < counts[0][0] < 4


# --- in the browser


@pytest.fixture(scope="module")
def ferry_page(ferry: Graph, page_of: Any) -> Path:
    file: Path = page_of("ferry", ferry)
    return file


def test_the_opening_lists_questions_the_latest_first_and_what_is_no_question_below(
    looked_at: Any, ferry_page: Path
) -> None:
    shown: Opened = looked_at(ferry_page)
    text = shown.panel
    at = [text.index(words) for words in (CROWDS, EDITORS, LIGHTER, TOLL, "ONE VOICE, TWO FIGURES")]
    assert at == sorted(at) and shown.heading == "What is in question"
    assert "an editor asks" in text and "for: d/c6 is what it says — seamen [Daily]" in text
    toll = shown.page.locator("#panel section.question", has_text=TOLL).inner_text()
    assert "53 — harbour office [Daily; Late News ← radio] 2031-03-09 or earlier" in toll
    assert "○ also said: d/c3 is what it says — radio [Daily] 2031-03-09 or earlier" in toll
    assert shown.page.locator("#panel .question .beside li").count() == 1
    crowds = shown.page.locator("#panel section.question", has_text=CROWDS).locator(".why")
    assert str(crowds.text_content()).count("Rule: Two claims give figures for the same thing") == 1  # of 36 reasons
    assert crowds.locator("abbr").get_attribute("title") == "disjoint-quantities"


def test_at_most_seven_positions_are_shown_and_the_others_counted(looked_at: Any, ferry_page: Path) -> None:
    shown: Opened = looked_at(ferry_page)
    crowds = shown.page.locator("#panel section.question", has_text=CROWDS)
    assert crowds.locator("ol > li:not(.others)").count() == 7
    crowds.get_by_text("and 2 more positions").click()
    assert crowds.locator("ol > li").count() == 9 and "witness 9" in crowds.inner_text()


def test_each_claim_of_a_position_opens_with_its_question_and_what_others_say(looked_at: Any, ferry_page: Path) -> None:
    shown: Opened = looked_at(ferry_page)
    toll = shown.page.locator("#panel section.question", has_text=TOLL)
    toll.get_by_text("Late News ← radio").click()
    card = shown.page.locator("#panel .card").first
    assert "e/c4 is what it says." in card.inner_text() and "disputed" in card.inner_text()
    assert f"in question: {TOLL} — here: 53; otherwise: 40, by line" in card.inner_text()
    reasons = card.locator("details.why")
    assert reasons.get_attribute("open") is None
    reasons.locator("summary").click()
    assert "harbour office gives" in reasons.inner_text()
    assert shown.page.locator("#panel .question .here").inner_text().startswith("53 — this claim")


def test_a_node_and_a_relation_open_with_the_questions_on_them(looked_at: Any, ferry_page: Path) -> None:
    shown: Opened = looked_at(ferry_page)
    text = shown.search("ferry fire")
    assert "IN QUESTION (3)" in text.upper() and EDITORS in text and CROWDS not in text
    shown.go(edge="event/fire~agent/line~actor~carried out by")
    assert "IN QUESTION (1)" in shown.panel.upper() and LIGHTER in shown.panel
    text = shown.search("Quay")
    assert "IN QUESTION (1)" in text.upper() and EDITORS in text


@pytest.mark.slow
def test_side_by_side_only_what_answers_the_question_is_marked(looked_at: Any, ferry_page: Path) -> None:
    shown: Opened = looked_at(ferry_page)
    shown.search("ferry fire")
    killed = shown.page.locator("#panel .aspect", has_text="people killed, ferry fire")
    marked = {line.inner_text().split("\n")[0] for line in killed.locator(".figure-line", has_text="in question").all()}
    assert {text.split()[0] for text in marked} == {"40", "53"} and killed.locator(".figure-line").count() == 3
    saved = shown.page.locator("#panel .aspect", has_text="people rescued, ferry fire")
    assert "in question" not in saved.inner_text() and "contested" not in (saved.get_attribute("class") or "")


def test_a_question_has_nothing_that_was_said_after_the_day(looked_at: Any, ferry_page: Path) -> None:
    shown: Opened = looked_at(ferry_page)
    shown.go(until="2031-03-09")
    assert TOLL in shown.panel and LIGHTER not in shown.panel and CROWDS not in shown.panel
    assert "Late News" not in shown.page.locator("#panel section.question", has_text=TOLL).inner_text()
    shown.go(until="2031-03-09", claim="claim/d/c5")
    assert "in question" not in shown.page.locator("#panel .card").inner_text()


def test_the_table_of_claims_names_their_questions(looked_at: Any, ferry_page: Path) -> None:
    shown: Opened = looked_at(ferry_page)
    found = {row["What (our words)"].split()[0]: row["Who says otherwise"] for row in shown.rows("claims")}
    asked = {claim: told.partition(", on ")[2] for claim, told in found.items()}
    assert asked["d/c1"] == asked["e/c4"] == f"“{TOLL}”" and found["d/c3"] == "" and asked["e/c7"] == f"“{LIGHTER}”"
    assert found["e/c8"] == "one voice, two figures"


@pytest.mark.slow
def test_a_narrowed_file_says_which_positions_it_has_no_claims_of(opened: Any, ferry: Graph, tmp_path: Path) -> None:
    file = tmp_path / "witness.html"
    ferry.network(focus="witness 3").write(file)
    shown: Opened = opened(file)
    text = shown.page.locator("#panel section.question", has_text=CROWDS).inner_text()
    assert "3000 — witness 3" in text and "1000 — 1 claim that this file leaves out" in text


@pytest.mark.slow
def test_a_narrowed_file_counts_the_positions_of_others_as_of_a_day(opened: Any, ferry: Graph, tmp_path: Path) -> None:
    file = tmp_path / "line.html"
    ferry.network(focus="line").write(file)
    shown: Opened = opened(file)
    shown.go(until="2031-03-09")
    text = shown.page.locator("#panel section.question", has_text=TOLL).inner_text()
    assert "53 — 1 claim that this file leaves out" in text and "40 — line" in text
    shown.go(until="2031-03-11")
    text = shown.page.locator("#panel section.question", has_text=TOLL).inner_text()
    assert "53 — 2 claims that this file leaves out" in text


def questions_of(shown: Opened, agent: str) -> list[str]:
    """The questions under the heading of those to which a claimant speaks."""
    shown.go(node=f"agent/{agent}")
    heading = shown.page.locator("#panel h3", has_text="Questions to which it speaks")
    named = shown.page.locator("#panel h3:has-text('Questions to which it speaks') ~ details.question summary bdi")
    found = named.all_inner_texts()
    assert heading.inner_text().endswith(f"({len(found)})")
    return found


def test_a_claimant_is_shown_with_all_questions_to_which_it_speaks(looked_at: Any, ferry_page: Path) -> None:
    shown: Opened = looked_at(ferry_page)
    assert {*questions_of(shown, "line")} == {TOLL, EDITORS}
    assert LIGHTER in shown.page.inner_text("#panel section.question >> nth=0")  # what is said of it stands above
    assert questions_of(shown, "radio") == [TOLL]  # also one who takes no side
    shown.go(node="agent/radio", until="2031-03-01")
    assert "uestions to which" not in shown.panel


def test_a_card_names_each_question_to_which_its_claim_speaks(looked_at: Any, ferry_page: Path) -> None:
    shown: Opened = looked_at(ferry_page)
    for claimed, words in {"d/c3": f"○ also said on: {TOLL}", "d/c6": f"an editor asks: {EDITORS}"}.items():
        shown.go(claim=f"claim/{claimed}")
        assert shown.page.locator("#panel .card .against-whom").all_inner_texts() == [words]
    shown.go(claim="claim/e/c7")
    told = shown.page.locator("#panel .card .against-whom").all_inner_texts()
    assert told[0].startswith(f"in question: {LIGHTER}") and told[1:] == [f"an editor asks: {EDITORS}"]


def test_without_script_the_table_of_claims_names_their_questions(opened: Any, ferry_page: Path) -> None:
    shown: Opened = opened(ferry_page, java_script_enabled=False)
    row = shown.page.locator("#claims tr", has_text="d/c1 is what it says.")
    assert TOLL in row.inner_text() and EDITORS not in shown.page.inner_text("#claims")

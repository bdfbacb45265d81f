"""The network page says no more than its source, and gives to each claimant what that one says."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from browser import Opened
from claims import claim, document, graph_of
from kgraph import Graph, Workspace
from nodejs import in_node
from paced import rest_slow

# --- made news: a town of which several hold or expect shares, and a flood whose toll some expect and others do not

REFERENCE = """<place/tarn> a kg:City ; rdfs:label 'Tarn' . <agent/reds> a kg:Organization ; rdfs:label 'Reds' .
<agent/map> a kg:Organization ; rdfs:label 'Map makers' . <agent/chief> a kg:Person ; rdfs:label 'the chief' .
<agent/min> a kg:Person ; rdfs:label 'the minister' . <agent/mayor> a kg:Person ; rdfs:label 'the mayor' .
<agent/clerk> a kg:Person ; rdfs:label 'the clerk' . <agent/board> a kg:Organization ; rdfs:label 'Dyke Board' .
<agent/daily> a kg:MediaOutlet ; rdfs:label 'Daily' . <agent/late> a kg:MediaOutlet ; rdfs:label 'Late News' .
<event/flood> a kg:Flood ; rdfs:label 'the flood' . <event/breach> a kg:Event ; rdfs:label 'the breach' ."""
SHARE = """<#k> a kg:Measurement ; kg:measure kg:ShareOfTerritoryCaptured ; kg:subject <agent/reds> ;
  kg:place <place/tarn> ; kg:value {0} ; kg:figure '{1}' ; kg:unit kg:Fraction"""
KILLED = """<#k> a kg:Measurement ; kg:measure kg:PeopleKilled ; kg:event <event/flood> ; kg:value {0} ;
  kg:figure '{0}' ; kg:unit kg:Persons"""
INJURED = (
    "<#i> a kg:Measurement ; kg:measure kg:PeopleWounded ; kg:event <event/flood> ; kg:value 7 ; kg:unit kg:Persons"
)
HOLD = "<#p> a kg:Control ; kg:subject <agent/reds> ; kg:place <place/tarn>"
BROKE = "<event/breach> kg:phase kg:Completed ; kg:actor <agent/board>"
NOT: dict[str, Any] = {"polarity": "Negative"}
TOLD = (
    document("d", "daily"), document("e", "late", "2031-03-20"),
    claim("d/s1", "agent/map", SHARE.format(0.5, "half"), said="2031-03-01"),
    claim("d/s2", "agent/chief", SHARE.format(0.3, "30%"), said="2031-03-02"),
    claim("e/s3", "agent/chief", SHARE.format(0.9, "90%"), modality="Forecast", said="2031-03-05"),
    claim("e/s4", "agent/min", SHARE.format(0.9, "90%"), modality="Forecast", said="2031-03-06", **NOT),
    claim("e/s5", "agent/clerk", SHARE.format(0.7, "70%"), said="2031-03-06", **NOT),
    claim("d/h1", "agent/min", HOLD, said="2031-03-02"),
    claim("e/h2", "agent/min", HOLD, said="2031-03-04", **NOT),
    claim("d/k1", "agent/mayor", KILLED.format(40), said="2031-03-09").replace("kg:Unstated", "kg:Possible"),
    claim("e/k2", "agent/board", f"{KILLED.format(53)} . {INJURED}", said="2031-03-09"),
    claim("d/k3", "agent/clerk", KILLED.format(80), modality="Forecast", said="2031-03-10"),
    claim("d/k4", "agent/min", KILLED.format(90), modality="Forecast", said="2031-03-10", **NOT),
    claim("d/k5", "agent/map", KILLED.format(80), modality="Recommendation", said="2031-03-10", **NOT),
    claim("d/b1", "agent/mayor", BROKE, said="2031-03-09"),
    claim("d/b2", "agent/board", BROKE, said="2031-03-10", **NOT),
    claim("e/b3", "agent/mayor", BROKE, said="2031-03-12", **NOT),
    claim("e/b4", "agent/clerk", BROKE, said="2031-03-12"),
)  # fmt: skip
SHARED = "agent/reds~place/tarn~measurement~share of territory captured"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, pokrovsk: Workspace) -> Iterator[Graph]:
    with graph_of(tmp_path_factory.mktemp("made"), pokrovsk, REFERENCE, *TOLD) as graph:
        yield graph


@pytest.fixture(scope="module")
def made_page(made: Graph, page_of: Any) -> Path:
    file: Path = page_of("made", made)
    return file


# --- relations


def test_origins_are_of_those_in_whose_words_a_relation_is_told(looked_at: Any, pokrovsk_page: Path) -> None:
    shown: Opened = looked_at(pokrovsk_page)
    shown.go(by="agent/ukraine")
    shown.page.locator("#panel li.row .relation", has_text="share of territory").first.click()
    heading = shown.page.inner_text("#panel h2")
    assert "share of territory captured (denied): 85%; half" in heading
    own, of_all = shown.panel.partition("Of all claimants (disputed): ")[::2]
    assert "Spoken of by 1 origin that has it from nobody else here: Ukrainian state" in own and "DeepState" not in own
    first = of_all.split("here:")[0]
    assert "85%; half" in first and "denied" not in first and "Asserted by 2 origins" in first
    assert "DeepState" in of_all.split("\n")[0]


@pytest.mark.slow
def test_a_denial_is_told_once_on_every_surface(looked_at: Any, pokrovsk_page: Path) -> None:
    shown: Opened = looked_at(pokrovsk_page)
    shown.go(by="agent/ukraine")
    [row] = [row for row in shown.rows("relations") if row["Relation"].startswith("share of territory captured")]
    assert row["Status"] == "denied" and row["Relation"] == "share of territory captured (denied): 85%; half"
    for saved in (shown.save("svg").decode(), shown.save("gexf").decode()):
        told = [line for line in re.findall(r"share of territory captured[^<\"]*", saved) if "half" in line]
        assert told and all("not half" not in one and one.count("denied") == 1 for one in told), told


def test_what_others_assert_is_not_left_out_where_the_chosen_only_expect(looked_at: Any, made_page: Path) -> None:
    shown: Opened = looked_at(made_page)
    shown.go(by="agent/min")
    row = shown.page.locator("#panel li.row", has_text="share of territory captured").first.inner_text()
    assert "left out" not in row and "advised or expected not to be, as they say it" in row
    shown.go(by="agent/min", edge=SHARED)
    assert "left out" not in shown.panel
    of_all = shown.panel.partition("Of all claimants (not disputed here): ")[2].partition("Asserted by")[0]
    assert all(words in of_all for words in ("30%", "half", "not 70%", "90% (forecast, forecast that it will not)"))
    shown.go(by="agent/board", edge=SHARED)  # who says nothing of it
    assert "as they say it" not in shown.panel and "not said yet" not in shown.panel


@pytest.mark.parametrize("world", rest_slow(["undisputed", "asserted"]))
def test_who_denies_an_own_claim_takes_it_back_and_disputes_nobody(looked_at: Any, made_page: Path, world: str) -> None:
    shown: Opened = looked_at(made_page)
    shown.go(world=world)
    [row] = [row for row in shown.rows("relations") if row["Relation"] == "controls"]
    assert row["Status"] == "left out or taken back"
    shown.go(world=world, until="2031-03-02")
    [row] = [row for row in shown.rows("relations") if row["Relation"] == "controls"]
    assert row["Status"] == "said by one, not disputed"


@pytest.mark.slow
def test_a_solid_line_says_no_more_than_that_nobody_here_says_otherwise(looked_at: Any, made_page: Path) -> None:
    shown: Opened = looked_at(made_page)
    shown.go(edge=SHARED)
    assert (
        "asserted, be it by one claimant alone, and no claim in these documents contradicts it; that proves nothing, "
        "and others may still deny a larger figure or extent of it" in shown.panel
    )
    assert "nobody is known" not in shown.page.locator("body").evaluate("one => one.textContent")


# --- figures


def toll(shown: Opened) -> Any:
    return shown.page.locator("#panel section.question", has_text="People killed")


@pytest.mark.slow
def test_a_figure_that_somebody_expects_or_advises_not_to_be_is_struck_in_tables(
    looked_at: Any, made_page: Path
) -> None:
    shown: Opened = looked_at(made_page)
    figures = {row["What (our words)"].split(" ")[0]: row["Figure"] for row in shown.rows("claims")}
    assert (figures["d/k4"], figures["d/k5"], figures["d/k3"]) == ("not 90", "not 80", "80")
    shown.go(by="agent/min")
    [row] = [row for row in shown.rows("relations") if row["Relation"].startswith("share of territory captured")]
    assert row["Figure"] == "90% (forecast that it will not)"


def test_what_is_struck_is_not_what_a_table_is_sorted_by(looked_at: Any, made_page: Path) -> None:
    shown: Opened = looked_at(made_page)
    shown.go(table="claims")
    shown.page.click("#table th button:has-text('Figure')")
    column = shown.page.locator("#table tbody tr td:nth-child(5)").all_inner_texts()
    shown.page.click("#table th button:has-text('Said')")  # as it was
    told = [text for text in column if text]
    assert [text.startswith("not") for text in told] == sorted(text.startswith("not") for text in told)
    assert sum(text.startswith("not") for text in told) == 4


def test_side_by_side_who_expects_a_figure_not_to_be_stands_apart(looked_at: Any, made_page: Path) -> None:
    shown: Opened = looked_at(made_page)
    shown.go(node="event/flood")
    for button in shown.page.locator("#panel button.more:visible").all():
        button.click()

    def position(figure: str) -> Any:
        return shown.page.locator("#panel .aspect .position", has=shown.page.locator(f"strong:text-is('{figure}')"))

    ninety, eighty = position("90"), position("80")
    assert "SAID NOT TO BE, BUT NOT AS A FACT" in ninety.inner_text().upper() and "the minister" in ninety.inner_text()
    assert "said not to be" in (ninety.locator("svg").get_attribute("aria-label") or "")
    assert ninety.locator("svg path.struck").count() == 1 and eighty.locator("svg path.struck").count() == 0
    sides = eighty.locator(".side").all_inner_texts()
    assert ["the clerk" in one for one in sides] == [True, False] and "Map makers" in sides[1]


FIGURES = """
import { standsAs } from "./stance.js";
const answer = (all) => all.map((says) => standsAs({ says }));
"""


def test_a_figure_stands_as_its_claim_says_it() -> None:
    said = ["yes", "no", "against", "forecast", "conditional"]
    assert in_node(FIGURES, said) == ["", "denied", "against", "projected", "projected"]


def test_a_chart_says_how_surely_a_figure_is_given(looked_at: Any, made_page: Path) -> None:
    shown: Opened = looked_at(made_page)
    label = toll(shown).locator("svg[role=img]").get_attribute("aria-label") or ""
    assert "40, says the mayor (possible)" in label and "Dyke Board (" not in label
    rows = toll(shown).locator("ol > li").all_inner_texts()
    assert sum("the mayor [Daily, possible]" in row for row in rows) == 1 == sum("possible" in row for row in rows)


# --- what a claimant changed


def test_what_its_claimant_took_back_says_so_in_tables_and_on_its_card(looked_at: Any, made_page: Path) -> None:
    shown: Opened = looked_at(made_page)
    shown.go(by="agent/mayor")
    rows = {row["What (our words)"].split(" ")[0]: row for row in shown.rows("claims")}
    old, new = rows["d/b1"], rows["e/b3"]
    assert old["Taken at face value"] == "changed later" and "took it back on" in old["Who says otherwise"]
    assert "took it back" not in new["Who says otherwise"]
    assert rows["d/k1"]["Taken at face value"] == "yes"
    shown.go(by="agent/mayor", claim="claim/d/b1")
    here = shown.page.locator("#panel .card").first.locator("dt:text-is('here') + dd").inner_text()
    assert here == "taken at face value then: its claimant took it back on 2031-03-12 or earlier"


def test_who_stays_where_the_chosen_claimant_left_takes_another_position(looked_at: Any, made_page: Path) -> None:
    shown: Opened = looked_at(made_page)
    shown.go(by="agent/mayor")
    others = shown.page.locator("#panel h3:has-text('Who else answers these questions') + ul").inner_text()
    assert "the clerk" in others and "the mayor:" not in others


def test_what_is_told_beside_questions_is_that_of_the_chosen_claimants(looked_at: Any, made_page: Path) -> None:
    shown: Opened = looked_at(made_page)
    shown.go(by="agent/chief")
    assert "would contradict each other" in shown.panel and "takes back" not in shown.panel
    shown.go(by="agent/board")
    assert "would contradict each other" not in shown.panel


def test_who_took_something_back_did_not_say_it_again(looked_at: Any, made_page: Path) -> None:
    shown: Opened = looked_at(made_page)
    later = "“d/b1 is what it says”: the mayor took it back on 2031-03-12 or earlier."
    row = shown.page.locator("#panel li", has_text="who took it back").first.inner_text()
    assert (
        "by Dyke Board — the mayor [Daily] 2031-03-09 or earlier, who took it back on 2031-03-12 or earlier · the clerk"
        in row
    )
    assert row.count("the mayor") == 1
    assert shown.panel.count("took it back") == 1 and "takes back" not in shown.panel
    why = shown.page.locator("#panel .question", has_text="who took it back").locator("details.why").first
    why.locator("summary").click()
    # quoted, since the mayor also stands there with what was said instead
    assert f"(“e/b3 is what it says”). {later}" in why.inner_text()
    shown.go(claim="claim/e/b3")
    assert later in (shown.page.locator("#panel .card details.why").first.text_content() or "")


def test_a_chart_has_the_figures_that_answer_its_question(looked_at: Any, made_page: Path) -> None:
    shown: Opened = looked_at(made_page)
    label = toll(shown).locator("svg[role=img]").get_attribute("aria-label") or ""
    assert "53, says Dyke Board" in label and "7, says" not in label


DRAWN = """
import { axisFor, figureAxis } from "./axis.js";
const made = (tag) => ({ tag, kids: [], attributes: {}, dataset: {}, append(...kids) { this.kids.push(...kids); },
  setAttribute(name, value) { this.attributes[name] = value; } });
const createElementNS = (space, tag) => made(tag), createTextNode = (text) => text;
globalThis.document = { createElement: made, createElementNS, createTextNode };
const texts = (one) => (typeof one === "string" ? [one] : one.kids.flatMap(texts));
const all = (one) => [one, ...(one.kids ?? []).flatMap(all)];
const struck = (one) => all(one).filter(({ attributes }) => attributes?.class === "struck").length;
const answer = (given) => {
  const figures = given.map(([least, stands, who]) => (
    { least, most: least, stands, who, words: String(least), number: "", when: "" }));
  const axis = figureAxis("Which?", figures, axisFor(figures.map(({ least }) => least)));
  const broken = all(axis).some(({ attributes }) => attributes?.class === "break");
  return [axis.attributes["aria-label"], texts(axis), struck(axis), broken];
};
"""


def test_a_chart_says_beside_each_mark_how_far_its_figure_is_said() -> None:
    given = [[80, "projected", ["Ann"]], [90, "against", ["Bob"]], [70, "denied", ["Cat"]], [60, "", ["Dan", "Eve"]]]
    label, texts, struck, broken = in_node(DRAWN, given)
    for text in (
        *("80 (not said as a fact), says Ann", "not 90 (not said as a fact), says Bob"),
        *("not 70, says Cat", "60, say Dan and Eve"),
    ):
        assert f"also: {text}" in label and f"also: {text}" in texts
    assert struck == 2 and broken and label.endswith("Axis from 40 to 100; 0 is not on it.")


def test_an_axis_with_0_on_it_has_no_break() -> None:
    label, _, _, broken = in_node(DRAWN, [[0, "", ["Ann"]], [60, "", ["Bob"]]])
    assert not broken and label.endswith("Axis from 0 to 60.")


LATEST = """
import { latestAlike } from "./aspects.js";
const answer = ([all, most]) => {
  const { kept, left } = latestAlike(all, most);
  return [kept.map((same) => same.map(({ least, day }) => [least, day])), left];
};
"""


def test_of_many_figures_the_latest_are_kept_in_order_of_their_first_days() -> None:
    given = [{"least": least, "day": day} for least, day in ((1, 1), (2, 2), (3, 3), (4, 4), (1, 5), (5, None))]
    kept, left = in_node(LATEST, [given, 3])
    assert (kept, left) == ([[[1, 1], [1, 5]], [[3, 3]], [[4, 4]]], 2)

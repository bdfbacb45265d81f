"""Things in question by themselves, shapes without a line, and the words and the key of lines."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

import changes
import news
from browser import Opened
from drawing import seen
from drawings import of_class, read
from kgraph import Graph
from kgraph.analysis.graph import Network
from kgraph.views.looks import LINES
from kgraph.views.network import render
from kgraph.views.page import Opening
from networks import BASE, node
from nodejs import in_node
from pages import column, page_data

QUAKE = "event/velmar-earthquake"
IN_QUESTION = """
import { makeMatters } from "./matters.js";
import { readRecord } from "./record.js";
import { makeWorld } from "./world.js";
const answer = ({ data, choices }) => {
  const record = readRecord(data);
  return choices.map((some) => {
    const choice = { world: null, by: [], until: "", turn: 0, ...some };
    choice.by = choice.by.map((label) => record.agents.findIndex((one) => one.label === label));
    const matters = makeMatters(record, makeWorld(record, choice), choice);
    return Object.fromEntries(matters.allAlone().map((id) => [record.nodes[id].label,
      matters.questionsOver(id).map(({ text }) => text.split(":")[0])]));
  });
};
"""
ASKED: dict[str, list[tuple[dict[str, Any], dict[str, list[str]]]]] = {
    "earthquake": [
        ({}, {"Velmar earthquake": ["Magnitude", "People killed"]}),
        ({"until": "2025-03-10"}, {}),
        ({"by": ["Ministry of the Interior"]}, {"Velmar earthquake": ["People killed"]}),
        ({"by": ["Sallow Water"]}, {}),
    ],
    "election": [
        (
            {},
            {
                "presidential election in Tolmark": ["Turnout", "Share of the votes"],
                "Davin Marsh": ["Share of the votes"],
            },
        )
    ],
}


@pytest.mark.parametrize("name", ["earthquake", "election"])
def test_a_thing_is_in_question_by_itself_where_claims_on_it_alone_contradict_each_other(
    examples: Mapping[str, Graph], name: str
) -> None:
    data = page_data(render(examples[name].network(), Opening("A title")))
    choices = [choice for choice, _ in ASKED[name]]
    assert in_node(IN_QUESTION, {"data": data, "choices": choices}) == [wanted for _, wanted in ASKED[name]]


@pytest.mark.slow
def test_what_only_stands_beside_a_disputed_event_is_not_in_question(graph: Graph) -> None:
    data = page_data(render(graph.network(), Opening("A title")))
    assert in_node(IN_QUESTION, {"data": data, "choices": [{}]}) == [{}]  # both questions have lines


LETTERS = """
import { letterAt, makeMatters } from "./matters.js";
import { readRecord } from "./record.js";
import { makeWorld } from "./world.js";
const answer = ({ data, places, choices }) => {
  const record = readRecord(data), all = (some) => {
    const choice = { world: null, by: [], until: "", turn: 0, ...some };
    const matters = makeMatters(record, makeWorld(record, choice), choice);
    return matters.questionsTaken().map(({ id }) => matters.letterOf(id)).join("");
  };
  return { letters: places.map(letterAt), of: choices.map(all) };
};
"""


def test_questions_have_letters_in_the_order_of_the_list_and_keep_them_as_of_a_day(
    examples: Mapping[str, Graph],
) -> None:
    data = page_data(render(examples["election"].network(), Opening("A title")))
    choices = [{}, {"until": "2021-10-04"}, {"by": [0]}]
    told = in_node(LETTERS, {"data": data, "places": [0, 7, 8, 23, 24, 47, 48, 599, 600], "choices": choices})
    assert told["letters"] == ["A", "H", "J", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]
    every, early, one = told["of"]
    assert every == "ABCDEF" and 0 < len(early) < 6 and 0 < len(one) < 6
    assert early[0] != "A" or one[0] != "A"  # not those of their places in a shorter list


ANSWERS = """
import { makeMatters } from "./matters.js";
import { readRecord } from "./record.js";
import { makeWorld } from "./world.js";
const answer = (data) => {
  const record = readRecord(data), choice = { world: null, by: [], until: "", turn: 0 };
  const matters = makeMatters(record, makeWorld(record, choice), choice);
  return record.questions.map(({ id, text }) => [text.slice(0, 3), matters.answersOn(id), matters.partOf(id).all]);
};
"""


def test_a_page_has_it_from_the_data_which_positions_are_no_answers(pokrovsk_page: Path) -> None:
    """Their words do not tell: an answer may end like the claim's paraphrase. They are not counted as positions."""
    data = page_data(pokrovsk_page.read_text("utf-8"))
    questions = data["questions"]
    assert sorted(in_node(ANSWERS, data)) == [["Rep", 2, 2], ["Who", 6, 6]]
    assert dict(zip(column(questions, "text"), column(questions, "apart"), strict=True)) == {
        "Reported complete blockade of Ukrainian forces: did it happen?": [2],
        "Who holds Pokrovsk?": [],
    }


PART = ANSWERS.replace('until: ""', 'until: "2031-05-09"').replace(".all]", "]")
LATER = """
[[document]]
id = "d1"
outlet = "gull"
published = 2031-05-09
[[document]]
id = "d2"
outlet = "gull"
published = 2031-05-10
"""
SEEN = """
[[claim]]
id = "c1"
in = "d1"
by = "ann"
about = ["cid"]
statement = "presence"
who = "cid"
place = "stadium"
day = "2031-05-09"
"""
TRANSFER = """
[[claim]]
id = "c3"
in = "d2"
by = "ben"
about = ["cid"]
statement = "posting"
person = "cid"
role = "coach"
of = "club"
contradicts = "c1"
"""


def test_a_position_that_only_a_mark_sets_against_an_answer_is_not_awaited() -> None:
    people = {"ann": "Person", "ben": "Person", "cid": "Person", "club": "Organization", "stadium": "Facility"}
    names = {"gull": "MediaOutlet"} | people
    things = "".join(f'[[entity]]\nid = "{one}"\nclass = "{kind}"\nlabel = "{one}"\n' for one, kind in names.items())
    denied = SEEN.replace('"c1"', '"c2"').replace('"ann"', '"club"') + 'polarity = "negative"\n'
    network = news.network_of(news.case_of(things + LATER + SEEN + denied + TRANSFER))
    assert network.questions[0][0].stands[2].claims  # the third only has the mark
    told = in_node(PART, page_data(render(network, Opening("A title", base=news.BASE))))
    assert told == [["Is ", 2, {"all": 2, "later": 0, "absent": 0, "here": 2}]]


def ringed(shown: Opened) -> list[str]:
    """The shapes with a mark, by their names, in the picture as it is seen."""
    found: list[str] = shown.page.evaluate(
        """(drawing) => [...new DOMParser().parseFromString(drawing, "image/svg+xml").querySelectorAll(".node")]
        .filter((node) => node.querySelectorAll("path[stroke-dasharray]").length).map((node) => node.dataset.label)""",
        seen(shown.page),
    )
    return found


@pytest.mark.slow
def test_mark_sentence_chip_table_and_speech_agree_on_what_is_in_question(
    looked_at: Any, page_of: Any, examples: Mapping[str, Graph]
) -> None:
    shown: Opened = looked_at(page_of("earthquake", examples["earthquake"]))
    chip = shown.page.locator("[data-off=mark]")
    assert ringed(shown) == ["Velmar earthquake"] and chip.inner_text().strip() == "in question 1"
    assert "2 are disputed, 1 shape in question: orange, with letters." in shown.says
    rows = {row["Name"]: row["In question"] for row in shown.rows("entities")}
    assert [name for name, asked in rows.items() if asked] == ["Velmar earthquake"]
    assert "People killed: Velmar earthquake?" in rows["Velmar earthquake"]
    assert "1 of these entities in question" in shown.page.inner_text("#table caption")
    shown.go()
    shown.page.focus("#graph")
    shown.go(node=QUAKE)
    shown.page.focus("#graph")
    shown.page.keyboard.press("ArrowLeft")
    shown.page.keyboard.press("ArrowRight")
    assert "In question: " in shown.page.inner_text("#spoken")
    shown.go()
    chip.click()
    assert ringed(shown) == [] and "shape in question" not in shown.says and "no-mark=asked" in shown.page.url


@pytest.mark.slow
def test_a_shape_in_question_by_itself_has_its_name_as_the_ends_of_disputed_lines_have(
    looked_at: Any, page_of: Any, examples: Mapping[str, Graph]
) -> None:
    shown: Opened = looked_at(page_of("election", examples["election"]))
    shown.page.click("[data-off=line][data-key=disputed]")  # so that they are no ends of such lines
    shown.page.wait_for_timeout(300)
    marked = ringed(shown)
    drawn = seen(shown.page)
    number = {label: key for key, label in re.findall(r'class="node" data-id="(\d+)" data-label="([^"]*)"', drawn)}
    labels = [one for one in of_class(read(drawn), "label") if one.get("data-of") == "node"]
    names = {one.get("data-for"): ET.tostring(one, encoding="unicode") for one in labels}
    assert marked and all('font-weight="600"' in names[number[label]] for label in marked)
    letters = shown.page.eval_on_selector_all(
        "#panel [data-letter]", "all => all.map((one) => [one.dataset.letter, one.textContent])"
    )
    for label in marked:  # the letters beside its name are those of questions that name it
        [told] = re.findall(r'class="letters"[^>]*>([A-Z ]+)<', names[number[label]])
        assert all(label.lower() in dict(letters)[one].lower() for one in told.split())
    assert all('class="plate"' in names[number[label]] for label in marked)  # lines do not run through them


@pytest.mark.slow
def test_what_was_in_question_has_a_weaker_mark_in_picture_key_sentence_list_and_file(
    looked_at: Any, tmp_path: Path
) -> None:
    file = tmp_path / "page.html"
    said, _ = changes.LAST["both come to say a third figure"]
    file.write_text(render(news.network_of(changes.case_of(said)), Opening("t", base=news.BASE)), "utf-8")
    shown: Opened = looked_at(file)
    chip = " ".join(shown.page.inner_text("[data-off=mark]").split())
    assert chip == "in question 0 was 1" and ringed(shown) == ["the flood"]
    told = "1 shape was in question: what contradicted there was changed or taken back since (grey ring)."
    assert told in shown.says and "disputed" not in shown.says.partition("Taken")[0]
    assert shown.heading == "What was in question" and shown.page.locator("#panel section.question.past").count() == 1
    asked = [row["In question"] for row in shown.rows("entities") if row["Name"] == "the flood"]
    assert asked == ["People killed: the flood? (was in question)"]
    shown.go()
    picture = shown.save("svg").decode()
    assert "was in question: what contradicted was changed or taken back" in picture
    assert "something is in question" not in picture
    assert re.search(r'class="badge"[^>]* stroke="', picture)  # an outline
    shown.go(until="2031-07-01")  # both figures stand
    assert "1 shape in question: orange, with letters." in shown.says and shown.heading == "What is in question"
    assert " ".join(shown.page.inner_text("[data-off=mark]").split()) == "in question 1"


OUTLINED = r'class="badge"[^>]* stroke="'


@pytest.mark.slow
def test_what_a_chosen_claimant_took_back_is_drawn_as_taken_back_and_not_as_disputed(
    looked_at: Any, page_of: Any, examples: Mapping[str, Graph]
) -> None:
    shown: Opened = looked_at(page_of("election", examples["election"]))
    shown.go(by="agent/evening-lamp")
    drawn = seen(shown.page)
    assert re.findall(r'data-status="([^"]+)"', drawn) == ["outside"] and len(re.findall(OUTLINED, drawn)) == 1
    assert "disputed:" not in shown.says and "left out or taken back 1" in shown.page.inner_text("#controls")
    assert "An outlined letter: " in (shown.page.text_content("#says") or "")
    [row] = shown.page.locator("#panel h3:has-text('Relations that they speak of') + ul > li").all_inner_texts()
    assert "left out or taken back, as they say it" in row and row.endswith("disputed")
    shown.go(by="agent/evening-lamp", until="2021-10-03")  # before it took that back
    assert re.findall(r'data-status="([^"]+)"', seen(shown.page)) == ["undisputed"]
    shown.go(by=["agent/evening-lamp", "agent/plough-list"])  # who keeps to it
    assert re.search(r'data-status="disputed"', seen(shown.page)) and not re.search(OUTLINED, seen(shown.page))


@pytest.mark.slow
def test_a_shape_of_which_a_chosen_claimant_took_all_back_has_the_weaker_mark_while_others_go_on(
    looked_at: Any, tmp_path: Path
) -> None:
    figures = (("office", 40, ""), ("club", 31, ""), ("mayor", 50, ""), ("office", 40, changes.NOT))
    said = [(1 + 2 * bool(more), who, changes.toll(f"value = {number}", more)) for who, number, more in figures]
    file = tmp_path / "page.html"
    file.write_text(render(news.network_of(changes.case_of(said)), Opening("t", base=news.BASE)), "utf-8")
    shown: Opened = looked_at(file)

    def told() -> tuple[str, bool]:
        chip = " ".join(shown.page.inner_text("[data-off=mark]").split())
        return chip, re.search(OUTLINED, seen(shown.page)) is not None

    assert told() == ("in question 1", False)
    shown.go(by="thing/office")
    assert told() == ("in question 0 was 1", True)
    for who in (["thing/club"], ["thing/office", "thing/club"]):
        shown.go(by=who)
        assert told() == ("in question 1", False)


def test_a_page_without_claims_sends_nobody_to_claims_lines_or_days(looked_at: Any, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text(render(Network((node("quay"), node("Ann", "person")), (), ()), Opening("t", base=BASE)), "utf-8")
    shown: Opened = looked_at(file)
    assert "no claims yet, only names" in shown.panel and "a line" not in shown.panel
    assert [shown.page.is_visible(f"#{name}") for name in ("by", "world", "speakers", "sorts", "time")] == [False] * 5
    assert shown.page.inner_text(".anywhere").split()[:3] == ["/", "search", "←↑↓→"]


def test_a_picture_that_is_taken_along_explains_the_ring(
    looked_at: Any, page_of: Any, examples: Mapping[str, Graph]
) -> None:
    shown: Opened = looked_at(page_of("earthquake", examples["earthquake"]))
    assert "something is in question that no line shows" in shown.save("svg").decode()


@pytest.mark.slow
@pytest.mark.parametrize("name", ["357-accident-main-cause", "329-sanctions-begun-on-two-days"])
def test_the_ring_is_not_said_to_be_of_a_figure_where_a_cause_or_a_day_is_in_question(
    looked_at: Any, tmp_path: Path, name: str
) -> None:
    file = tmp_path / "page.html"
    made = render(news.network_of(news.read_case(news.CASES[name])), Opening("t", base=news.BASE))
    file.write_text(made, "utf-8")
    shown: Opened = looked_at(file)
    number = len(ringed(shown))
    rings = "1 shape in question" if number == 1 else f"{number} shapes in question"
    assert number and rings in shown.says
    shown.page.click("#says-all")
    assert "claims about it are in conflict, and no line shows that." in shown.says
    legend = re.findall(r">([^<]*in question[^<]*)<", shown.save("svg").decode())
    assert "something is in question that no line shows" in legend
    title = shown.page.get_attribute("[data-off=mark]", "title") or ""
    assert title.startswith("a thing of which something is in question that no line shows")


@pytest.mark.slow
def test_a_shape_without_a_line_says_why_above_the_picture_under_the_mouse_and_in_the_panel(
    looked_at: Any, page_of: Any, examples: Mapping[str, Graph]
) -> None:
    shown: Opened = looked_at(page_of("election", examples["election"]))
    why = "6 shapes have no line: 1 is spoken of, but not in a relation; 4 only pass on what others say"
    assert why in (shown.page.text_content("#says") or "")
    assert shown.page.inner_text("#lone") == "6 shapes have no line: “More”"
    shape = re.search(
        r'data-label="Tolmark" data-x="([^"]*)" data-y="([^"]*)" data-wide="([^"]*)" data-tall="([^"]*)"',
        seen(shown.page),
    )
    box = shown.page.locator("#graph").bounding_box()
    assert shape and box
    left, top, wide, tall = map(float, shape.groups())
    shown.page.mouse.move(box["x"] + left + wide / 2, box["y"] + top + tall / 2)
    shown.page.wait_for_timeout(400)
    assert (shown.page.get_attribute("#graph", "title") or "").startswith("No line ends here: it is ")
    shown.page.mouse.move(box["x"] + 5, box["y"] + 5)
    shown.page.wait_for_timeout(400)
    assert shown.page.get_attribute("#graph", "title") == ""
    shown.search("Tolmark")
    assert "No line ends here: it is " in shown.panel


SAID = """
import { markedIn, relationIn, sayStatus } from "./stance.js";
const answer = (all) => all.map((given) => (given.length > 2 ? markedIn : sayStatus)(...given));
"""


def test_the_status_of_a_relation_stands_behind_its_name_in_one_form() -> None:
    told = {
        ("at", "at", "forecast"): "at (forecast)",
        ("judged under: free, fair", "judged under", "disputed"): "judged under (disputed): free, fair",
        ("controls (details vary)", "controls", "disputed"): "controls (details vary, disputed)",
        ("controls; half; not all: of it", "controls", "disputed"): "controls (disputed); half; not all: of it",
        ("at (intended)", "at (intended)", "intention denied"): "at (intended, intention denied)",
    }
    assert in_node(SAID, [list(key) for key in told]) == list(told.values())
    assert in_node(SAID, [["unless", "conditional"], ["conditional on", "conditional"]]) == [False, True]


def test_signs_in_the_names_of_a_relation_s_ends_are_not_those_of_its_words() -> None:
    ends = ", Operation: Dawn to Unit B"
    told = {
        (f"ratio{ends}: 3 to 1", "ratio", "disputed", ends): f"ratio{ends} (disputed): 3 to 1",
        ("ratio: 3 to 1", "ratio", "disputed", ends): "ratio (disputed): 3 to 1",
        (f"ratio{ends} (denied): 3 to 1", "ratio", "now", ends): f"ratio{ends} (denied, now): 3 to 1",
        (
            "ratio, A to Unit (B): 1 to 2",
            "ratio",
            "disputed",
            ", A to Unit (B)",
        ): "ratio, A to Unit (B) (disputed): 1 to 2",
    }
    assert in_node(SAID, [list(key) for key in told]) == list(told.values())


@pytest.mark.slow
def test_words_on_lines_have_one_grammar_and_a_ratio_says_whose_it_is(looked_at: Any, pokrovsk_page: Path) -> None:
    shown: Opened = looked_at(pokrovsk_page)
    shown.search("loss ratio")
    assert "loss ratio, Ukrainian forces to Russian forces: 1 to 10, 1 to 20" in shown.panel
    shown.go(until="2025-11-01")
    shown.page.wait_for_timeout(400)
    words = shown.page.evaluate(
        """(drawing) => [...new DOMParser().parseFromString(drawing, "image/svg+xml")
        .querySelectorAll("[data-of=line]")].map((one) => one.textContent)""",
        seen(shown.page),
    )
    assert len(words) > 8, words  # grey lines, too, where there is room


KEY = """() => [...document.querySelectorAll('[data-off="line"]')].filter((chip) => !chip.hidden).map((chip) => {
  const line = chip.querySelector("line"), width = Number(line.getAttribute("stroke-width"));
  return [chip.dataset.key, width, line.getScreenCTM().a, getComputedStyle(line).stroke];
})"""
DRAWN = """(drawing) => [...new DOMParser().parseFromString(drawing, "image/svg+xml").querySelectorAll(".line")]
  .map((line) => [line.dataset.status, line.querySelector("path")])
  .map(([key, path]) => [key, Number(path.getAttribute("stroke-width")), path.getAttribute("stroke")])"""


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.thorough)])
def test_lines_in_the_key_are_as_wide_and_of_the_colour_as_in_the_picture(
    opened: Any, pokrovsk_page: Path, scheme: str
) -> None:
    shown: Opened = opened(pokrovsk_page, color_scheme=scheme)
    shown.page.wait_for_timeout(300)
    least: dict[str, float] = {}
    colours: dict[str, set[str]] = {}
    for key, width, colour in shown.page.evaluate(DRAWN, seen(shown.page)):
        if key in LINES:
            least[key] = min(width, least.get(key, 99))
            colours.setdefault(key, set()).add(colour)
    keys = shown.page.evaluate(KEY)
    assert len(keys) > 5
    for key, width, scale, colour in keys:
        assert scale == pytest.approx(1) and width == pytest.approx(least[key], rel=0.05, abs=0.06), key
        red, green, blue = (int(part) for part in colour.removeprefix("rgb(").removesuffix(")").split(","))
        tone = f"getComputedStyle(document.documentElement).getPropertyValue('--{LINES[key].tone}').trim()"
        assert f"#{red:02x}{green:02x}{blue:02x}" == shown.page.evaluate(tone)
        assert scheme == "dark" or colours[key] == {shown.page.evaluate(tone)}  # what is seen is read as it is printed


@pytest.mark.slow
def test_the_legend_has_no_kind_of_which_nothing_is_here(looked_at: Any, pokrovsk_page: Path) -> None:
    shown: Opened = looked_at(pokrovsk_page)
    shown.go(by="agent/lutsenko")
    kinds = shown.page.locator("[data-off=kind]:visible").all_inner_texts()
    assert len(kinds) > 3 and not [one for one in kinds if one.strip().endswith(" 0")]
    shown.page.locator("[data-off=kind][data-key=unit]").click()
    assert shown.page.locator("[data-off=kind][data-key=unit]").is_visible()  # so that it can be shown again
    shown.go()
    assert shown.page.locator("[data-off=kind]:visible").count() == 7

"""The network page tells what was chosen: one claimant, part of a question, where a document can be read."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

import news
from answered import NOT, case
from browser import Opened
from claims import claim, document, graph_of
from kgraph import Graph, Workspace
from kgraph.analysis.graph import Network
from kgraph.analysis.questions import Disputed
from kgraph.views.disputes import PAST, report
from kgraph.views.network import render
from kgraph.views.page import Opening
from kgraph.views.remarks import HEADINGS
from networks import claim as card
from networks import node
from nodejs import in_node

FLOOD = "<#k> a kg:Measurement ; kg:measure kg:PeopleKilled ; kg:event <event/flood> ; kg:value {}"
REFERENCE = """<event/flood> a kg:Flood ; rdfs:label 'the flood' . <agent/mayor> a kg:Person ; rdfs:label 'the mayor' .
<agent/army> a kg:Organization ; rdfs:label 'army' .
<agent/boatman> a kg:Person ; rdfs:label 'the boatman' . <agent/daily> a kg:MediaOutlet ; rdfs:label 'Daily' .
<place/quay> a kg:Facility ; rdfs:label 'Quay' . <doc/d> schema:url {} . <doc/e> schema:url 'javascript:alert(1)' .
<doc/f> schema:url 'http://news.example.org:80/e?a=b' ."""
SHARED = "<event/flood> kg:phase kg:Completed ; kg:place <place/quay>"
TOLD = (
    document("d", "daily"), document("e", "daily", "2031-03-12"), document("f", "daily", "2031-03-11"),
    claim("d/c1", "agent/mayor", f"{FLOOD.format(9)} . {SHARED}", about="<event/flood>"),
    claim("e/c2", "agent/army", f"{FLOOD.format(4)} . {SHARED}", said="2031-03-12", about="<event/flood>"),
    claim("f/c3", "agent/mayor", FLOOD.format(14), said="2031-03-11", about="<event/flood>"),
    claim("d/c5", "agent/boatman", FLOOD.format(20), about="<event/flood>"),
    claim("e/c4", "agent/daily", FLOOD.format(9), modality="Denial", polarity="Negative", said="2031-03-12"),
)  # fmt: skip


@pytest.fixture(scope="module")
def flood(tmp_path_factory: pytest.TempPathFactory, pokrovsk: Workspace) -> Iterator[Graph]:
    reference = REFERENCE.format("<https://daily.example.org/flood>")
    with graph_of(tmp_path_factory.mktemp("flood"), pokrovsk, reference, *TOLD) as graph:
        yield graph


@pytest.fixture(scope="module")
def flood_page(flood: Graph, page_of: Any) -> Path:
    file: Path = page_of("flood", flood)
    return file


def test_a_chosen_claimant_comes_first_then_where_they_stand_then_who_stands_elsewhere(
    looked_at: Any, flood_page: Path
) -> None:
    shown: Opened = looked_at(flood_page)
    first = shown.page.locator("#panel .question ol > li", has_text="army").first.get_attribute("value")
    shown.go(by="agent/army")
    text = shown.panel.upper()
    order = (
        "WHAT ARMY SAYS",
        "WHAT THEY SAY (1)",
        "QUESTIONS THAT THEY SPEAK TO",
        "WHO ELSE ANSWERS THESE QUESTIONS",
    )
    assert [text.index(words) for words in order] == sorted(text.index(words) for words in order)
    rows = shown.page.locator("#panel .question ol > li")
    assert "army" in rows.first.inner_text() and "chosen claimant" in rows.first.inner_text()
    assert "chosen claimant" not in rows.nth(1).inner_text()
    assert first and rows.first.get_attribute("value") == first
    others = text[text.index("WHO ELSE ANSWERS") :]
    assert "THE MAYOR" in others and "DAILY" in others


def test_a_node_tells_what_the_chosen_claimant_says_of_it_before_what_others_say(
    looked_at: Any, flood_page: Path
) -> None:
    shown: Opened = looked_at(flood_page)
    shown.go(by="agent/army", node="event/flood")
    text = shown.panel.upper()
    assert text.index("WHAT ARMY SAYS OF IT (1)") < text.index("WHAT OTHERS SAY OF IT (4)")


def test_tables_tell_the_chosen_claimant_alone(looked_at: Any, flood_page: Path) -> None:
    shown: Opened = looked_at(flood_page)
    shown.go(by="agent/army")
    [row] = [row for row in shown.rows("relations") if row["To"] == "Quay"]
    assert (row["Said by"], row["Denied by"], row["Origins"]) == ("1: army", "", "1")
    assert shown.page.locator("#table td[data-column='Said by']").first.get_attribute("title") == (
        "1: army (assertion, via Daily)"
    )
    assert "2031-03-12" in row["First said"]
    assert "those of army alone" in shown.page.inner_text("#table caption")


def test_the_number_behind_each_claimant_is_that_of_their_claims_in_view(looked_at: Any, flood_page: Path) -> None:
    shown: Opened = looked_at(flood_page)
    all_days = {"army": 1, "Daily": 1, "the boatman": 1, "the mayor": 2}
    by_then = {"army": 0, "Daily": 0, "the boatman": 1, "the mayor": 2}
    shown.go(table="claims")
    for view, wanted in (
        ({}, all_days),
        ({"until": "2031-03-11"}, by_then),
        ({"until": "2031-03-11", "by": "agent/army"}, by_then),
        ({"no-kind": "event"}, dict.fromkeys(all_days, 0) | {"Daily": 1}),
    ):
        shown.go(**view, table="claims")
        rows = shown.page.locator("#by option").all_inner_texts()
        single = [row for row in rows[1:] if "(" in row]  # several who were chosen together have no number
        assert single == [f"{name} ({number})" for name, number in wanted.items()], view
    shown.go(**{"no-kind": "event", "by": "agent/mayor"})
    assert "2 claims, 2 of them only about what you hid." in shown.panel


def test_what_all_agree_on_is_not_disputed_beside_what_is(looked_at: Any, flood_page: Path) -> None:
    shown: Opened = looked_at(flood_page)
    [row] = [row for row in shown.rows("relations") if row["To"] == "Quay"]
    assert row["Status"] == "said by several, not disputed"
    shown.go(edge="event/flood~place/quay~place~at")
    assert "\nIN QUESTION (" not in shown.panel.upper()
    assert "disputed in part" in shown.page.locator("#panel .card").first.inner_text()


def test_a_question_shown_in_part_says_which_part_and_where_the_rest_is(looked_at: Any, flood_page: Path) -> None:
    shown: Opened = looked_at(flood_page)
    assert "kgraph disputes" not in shown.panel
    shown.go(until="2031-03-11")
    part = shown.page.locator("#panel .question .part").inner_text()
    assert part == "3 of 5 positions: 2 first taken after 2031-03-11: move the days on to see more."
    assert shown.page.locator("#panel .question ol > li").count() == 3


def test_a_narrowed_file_says_how_many_positions_others_take(opened: Any, flood: Graph, tmp_path: Path) -> None:
    file = tmp_path / "boatman.html"
    flood.network(focus="the boatman").write(file)
    shown: Opened = opened(file)
    part = shown.page.locator("#panel .question .part").inner_text()
    assert part == "1 of 5 positions: 4 by claims that are not in this file. kgraph disputes has them all."


@pytest.mark.slow
def test_a_card_leads_to_the_documents_address_on_the_web_only(looked_at: Any, flood_page: Path) -> None:
    shown: Opened = looked_at(flood_page)
    for name, address, words in (
        ("d/c1", "https://daily.example.org/flood", "daily.example.org"),
        ("f/c3", "http://news.example.org:80/e?a=b", "news.example.org"),
    ):
        shown.go(claim=f"claim/{name}")
        link = shown.page.locator("#panel .card a.source").first
        assert (link.get_attribute("href"), link.get_attribute("rel")) == (address, "noopener noreferrer")
        assert link.get_attribute("target") == "_blank" and words in link.inner_text()
    shown.go(claim="claim/e/c2")
    assert shown.page.locator("#panel .card a.source").count() == 0
    assert "published 2031-03-12, Daily" in shown.page.locator("#panel .card").first.inner_text()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://trusted.example@other.example/", "other.example"),
        ("https://other.example\\@trusted.example/", "other.example"),
        ("https://[", ""),
    ],
)
def test_the_host_that_a_card_names_is_the_one_that_a_browser_goes_to(opened: Any, address: str, host: str) -> None:
    town = node("town", label="Town")
    shown: Opened = opened(Network((town,), (), (card("one", about=(town.id,), address=address),)), "#claim=claim/one")
    links = shown.page.locator("#panel .card a.source")
    assert links.all_inner_texts() == ([f"read it at {host} ↗"] if host else [])


def test_a_card_leads_to_the_copy_that_an_archive_keeps(opened: Any) -> None:
    town, kept = node("town", label="Town"), "https://archive.example/2031/https://daily.example/"
    claim = card("one", about=(town.id,), address="https://daily.example/", archive=kept)
    shown: Opened = opened(Network((town,), (), (claim,)), "#claim=claim/one")
    links = shown.page.locator("#panel .card a.source")
    assert links.all_inner_texts() == ["read it at daily.example ↗", "a copy is kept at archive.example ↗"]
    assert links.last.get_attribute("href") == kept


@pytest.mark.slow
def test_of_one_claimant_s_lines_nothing_says_that_nobody_disputes_them(pokrovsk_page: Path, opened: Any) -> None:
    shown: Opened = opened(pokrovsk_page, "#by=agent/lutsenko")
    assert "others say otherwise" in shown.page.inner_text("#panel").lower()
    assert "Others deny or contradict 1 of their 7 claims." in shown.says and "1 relation is denied" in shown.says
    shown.go(by="agent/reuters")
    assert "Nothing was found here that denies or contradicts any of their " in shown.says


def test_who_is_chosen_is_none_of_the_others_who_deny_it(looked_at: Any, flood_page: Path) -> None:
    shown: Opened = looked_at(flood_page)
    agents = ["agent/mayor", "agent/army", "agent/boatman", "agent/daily"]
    told = {
        ("agent/army",): "Others deny or contradict their claim.",
        ("agent/army", "agent/boatman"): "Others deny or contradict 2 of their 2 claims.",
        tuple(agents): "Those you chose deny or contradict each other in 5 of their 5 claims.",
        ("agent/mayor", "agent/daily"): "Others deny or contradict 2 of their 3 claims. "
        "Those you chose deny or contradict each other in 1 more.",
    }
    for by, words in told.items():
        shown.go(by=list(by))
        assert words in shown.says, by
        assert ("Others" in shown.says) == ("Others" in words) and "each other" not in shown.says.replace(words, "")
    shown.go(by="agent/army", until="2031-03-12")
    assert "their claim." in shown.says and "1 claim" not in shown.says


@pytest.mark.slow
def test_who_takes_back_their_own_words_contradicts_nobody_else(looked_at: Any, tmp_path: Path) -> None:
    fire = 'statement = "event"\nevent = "fire"\nclass = "Fire"\nactor = "guard"'
    claims = (9, "ann", fire), (9, "ben", f"{fire}\n{NOT}"), (11, "ann", f"{fire}\n{NOT}")
    file = tmp_path / "page.html"
    file.write_text(render(news.network_of(case(*claims)), Opening("t", base=news.BASE)))
    shown: Opened = looked_at(file)
    shown.go(by="thing/ann")
    by_others, by_herself = (
        "Others deny or contradict 1 of their 2 claims.",
        "contradicts what they said themselves in 1 more.",
    )
    assert f"{by_others} The one you chose {by_herself}" in shown.says
    rows = shown.page.locator("#panel h3:has-text('What they say') + ul > li").all_inner_texts()
    denial, assertion = (row.lower() for row in rows)
    assert "contradicts what they said themselves" in denial and "others say otherwise" not in denial
    assert "disputed" in assertion and "themselves" not in assertion
    assert all("via the post" in row for row in (denial, assertion))  # two reports of one statement are two claims


@pytest.mark.slow
def test_that_none_is_disputed_is_said_of_what_is_drawn_alone(pokrovsk_page: Path, looked_at: Any) -> None:
    shown: Opened = looked_at(pokrovsk_page)
    shown.go()
    assert " are disputed: orange, with letters." in shown.says
    shown.go(**{"no-sort": ["part in an event", "control and figures"]})
    assert " of 134 relations. " in shown.says and "None of these relations is disputed." in shown.says


# --- as kgraph disputes tells it


@pytest.mark.slow
@pytest.mark.parametrize("name", ["earthquake", "pokrovsk", "election"])
def test_the_start_tells_all_that_kgraph_disputes_tells_in_its_order(
    graph: Graph, examples: Mapping[str, Graph], opened: Any, page_of: Any, name: str
) -> None:
    """A change that stands beside its answer is not told again under the heading of changes. Questions that nobody
    disputes any more come last on the page."""
    told = examples.get(name, graph)
    shown: Opened = opened(page_of(name, told))
    for _ in range(30):  # whatever is folded
        if not (more := shown.page.locator("#panel button.more:visible")).count():
            break
        more.first.click()
    shown.page.evaluate("document.querySelectorAll('#panel details').forEach((one) => { one.open = true; })")
    text, at = plain(shown.page.inner_text("#panel")), 0
    found = told.disputed()
    beside = changes_beside_answers(found)
    assert all(plain(words) in text for some in beside.values() for words in some)
    changed = [one.text in beside for one in found.remarks if one.kind == "revision"]
    assert ("besides those told above" in text) == (any(changed) and not all(changed))
    for line in report(found).splitlines():
        all_beside = all(one.text in beside for one in found.remarks if one.kind == "revision")
        if line.removeprefix("  · ") in beside or (all_beside and line == HEADINGS["revision"]):
            continue
        if (asked := line.removesuffix(f" ({PAST})")).endswith("?") and not line.startswith(" "):
            at = 0 if asked == line else text.index("were in question")
        words = plain(re.sub(r"^\s*(·|\d+(?=\s)|○|=|≠)?\s*", "", asked).split(" — ")[0])
        if not words:
            continue
        assert words in text[at:], line
        at = text.index(words, at)


def changes_beside_answers(found: Disputed) -> dict[str, list[str]]:
    """The changes of answers to questions: the text of each with the words that stand beside the answers."""
    asked = {claim for one in found.questions for claim in one.told}
    changed = [one for one in found.remarks if one.kind == "revision" and asked.issuperset(one.superseded)]
    return {one.text: [found.changes[claim][0].words for claim in one.superseded] for one in changed}


def plain(text: str) -> str:
    """Words without what a line of text and a panel set apart in their own ways."""
    return re.sub(r"[\s.○()\d]+(?=$)|[^\w%“”]+", " ", text).strip().casefold()


# --- axes

AXES = """
import { axisFor } from "./axis.js";
const answer = (all) => all.map(([bounds, options]) => axisFor(bounds, options));
"""


@pytest.mark.parametrize(
    ("bounds", "options", "low", "high"),
    [
        ([6.1, 6.4], {}, 6, 6.6),
        ([31, 57], {}, 0, 60),
        ([0.5, 0.85], {"share": True}, 0, 1),
        ([0.5, 1.2], {"share": True}, 0, 1.5),
        ([20000, 20500], {}, 19800, 20800),
        ([-3, 5], {}, -4, 6),
        ([7], {}, 4, 10),
        ([300], {"open": True}, 200, 400),
    ],
)
def test_an_axis_begins_where_its_figures_can_be_told_apart(
    bounds: list[float], options: dict[str, bool], low: float, high: float
) -> None:
    [axis] = in_node(AXES, [[bounds, options]])
    assert axis["low"] <= min(bounds) and axis["high"] >= max(bounds), axis
    assert axis["ticks"][0] == axis["low"] and axis["ticks"][-1] == axis["high"] and 2 <= len(axis["ticks"]) <= 8
    assert (axis["low"], axis["high"]) == (low, high)


def test_figures_of_a_question_stand_on_one_axis_that_tells_each(looked_at: Any, flood_page: Path) -> None:
    shown: Opened = looked_at(flood_page)
    axis = shown.page.locator("#panel .question svg.figure-axis")
    assert axis.count() == 1
    told = axis.get_attribute("aria-label") or ""
    assert (
        re.search(r"position \d: 4, says army", told) and "not 9, says Daily" in told and "14, says the mayor" in told
    )
    assert axis.locator("circle.denied").count() == 1 == axis.locator("path.struck").count()
    assert not re.search(r"[○=]|^\d+$", "\n".join(axis.locator("text.who").all_text_contents()), re.M)  # words alone


# --- no more than was said


@pytest.mark.slow
def test_what_limits_a_relation_stays_with_it_on_every_surface(looked_at: Any, pokrovsk_page: Path) -> None:
    shown: Opened = looked_at(pokrovsk_page)
    shown.go(by="agent/ukraine")
    assert "controls: contested" in shown.panel and "controls →" not in shown.panel
    svg = shown.save("svg").decode()
    assert "controls: contested" in svg and "controls →" not in svg
    zones = next(row for row in shown.rows("relations") if row["To"].startswith("gray zones"))
    shown.page.click(f"#table tbody tr:has-text('{zones['To']}') a >> nth=0")
    shown.page.keyboard.press("t")
    svg = shown.save("svg").decode()
    label = r'data-of="line".*?controls:(?: |</text>\s*<text[^>]*>)contested'  # in one row, or in two
    assert re.search(label, svg, re.DOTALL) and ">controls<" not in svg


@pytest.mark.slow
def test_claims_that_say_more_than_others_are_no_dispute(looked_at: Any, pokrovsk_page: Path) -> None:
    shown: Opened = looked_at(pokrovsk_page)
    line = "force/ukrainian-forces~place/pokrovsk~control~controls"
    for state, status in (({"until": "2025-11-01"}, "not disputed here"), ({}, "disputed")):
        shown.go(**state, edge=line)
        assert shown.heading == "Ukrainian forces → controls (details vary) → Pokrovsk"
        assert shown.page.inner_text("#panel p > .badge >> nth=1") == status


def test_the_network_of_a_chosen_claimant_is_saved_in_their_words(looked_at: Any, pokrovsk_page: Path) -> None:
    shown: Opened = looked_at(pokrovsk_page)
    shown.go(by="agent/ukraine")
    gexf = shown.save("gexf").decode()
    [share] = [
        line for line in gexf.splitlines() if line.startswith("<edge ") and "share of territory captured" in line
    ]
    assert (
        "captured (denied): 85%; half" in share
        and 'for="denied_by" value="Ukrainian state"' in share
        and "DeepState" not in share
    )
    assert all(f'for="{one}" value="{number}"' in share for one, number in (("claims", 0), ("denials", 2)))


@pytest.mark.slow
def test_a_denied_figure_is_none_in_the_tables(looked_at: Any, pokrovsk_page: Path) -> None:
    shown: Opened = looked_at(pokrovsk_page)
    shown.go(by="agent/ukraine")
    [row] = [row for row in shown.rows("relations") if row["Relation"].startswith("share of territory captured")]
    assert set(row["Figure"].split(", ")) == {"not half", "not 85%"}
    # where claimants differ, each figure has the names of those who give it
    shown.go(by="")
    rows = [row for row in shown.rows("relations") if row["Figure"]]
    figures = {row["Relation"]: row["Figure"] for row in rows}
    assert figures["present in"] == "several hundred: unnamed Ukrainian authorities (late October 2025)"
    assert figures["share of territory captured: 85%; half"].endswith("; not half, not 85%: Ukrainian state")
    # who denies it is no claimant of it
    [row] = [row for row in rows if row["Relation"] == "share of territory captured: 85%; half"]
    assert (row["Said by"], row["Denied by"]) == ("2: DeepState; unnamed Bild analyst", "1: Ukrainian state")


@pytest.mark.slow
def test_a_relation_that_they_deny_says_so(looked_at: Any, pokrovsk_page: Path) -> None:
    shown: Opened = looked_at(pokrovsk_page)
    shown.go(by="agent/espreso")
    rows = shown.page.locator("#panel li.row", has_text="reported complete blockade").all_inner_texts()
    assert rows and all("denied" in row and "disputed" not in row for row in rows if "→" in row)


def test_a_post_says_since_when_and_where_no_start_is_given_that(looked_at: Any, pokrovsk_page: Path) -> None:
    begin, end, known = "2031-03-01", "2031-03-02", "({ all }) => all.map(startOf)"
    bounds = [[], ["", end, end, ""], [begin, begin, "", ""], [begin, "", "", ""], ["", end, "", ""]]
    told = in_node(f'import {{ startOf }} from "./days.js";\nconst answer = {known};', {"all": bounds})
    assert told[:2] == ["no start given"] * 2
    assert told[2:] == [f"since {begin}", f"since {begin} at the earliest", f"since {end} at the latest"]
    shown: Opened = looked_at(pokrovsk_page)
    shown.go(node="agent/budanov")
    assert "no start given" in shown.panel


def test_text_that_holds_no_view_is_said_to_hold_none(looked_at: Any, flood_page: Path) -> None:
    shown: Opened = looked_at(flood_page)
    shown.page.click("#share")
    shown.page.fill("#view", "/home/ann/flood.html")
    shown.page.click("#copy >> text=Open >> nth=-1")
    assert "This is no view" in shown.page.inner_text("#copy")
    shown.page.keyboard.press("Escape")

"""The slider of days: its bars and ticks, what it says, its steps in the history, who is best connected on a day."""

import itertools
import math
from pathlib import Path
from typing import Any

import pytest

from browser import Opened
from drawings import of_class, saved, texts
from kgraph import Graph
from kgraph.analysis.graph import Network
from kgraph.analysis.record import ClaimCard
from kgraph.namespaces import IRI
from kgraph.views.gephi import first_said
from kgraph.views.network import render
from kgraph.views.page import Opening
from networks import claim, edge, node
from nodejs import in_node
from pages import column, page_data

BARS = """
import { barsOf, countByDay, ticksOf } from "./timeline.js";
const answer = (asked) => asked.map(({ days, said, most }) => {
  const claims = said.map((day, id) => ({ id, day })), { byDay, undated } = countByDay(days, claims, (id) => id !== 99);
  const bars = barsOf(byDay, most);
  return {
    byDay: [...byDay], undated, bars: bars.length, sum: bars.reduce((all, { number }) => all + number, 0),
    ends: bars.length ? [bars[0].from, bars.at(-1).to] : [], ticks: ticksOf(days, most),
  };
});
"""


def test_each_day_has_a_bar_and_a_tick_until_there_are_too_many() -> None:
    many = [f"{1990 + i // 336:04}-{i % 336 // 28 + 1:02}-{i % 28 + 1:02}" for i in range(3000)]
    asked = [
        {"days": ["2031-03-01", "2031-03-09"], "said": ["2031-03-09", "", "2031-03-09", "2031-03-01"], "most": 40},
        {"days": ["2031-03-01"], "said": ["2031-03-01"], "most": 40},
        {"days": [], "said": ["", ""], "most": 40},
        {"days": many, "said": many, "most": 40},
        {"days": ["-0044-03-15", "2031-01-01"], "said": ["-0044-03-15"] * 100, "most": 40},
    ]
    two, one, none, thousands, old = in_node(BARS, asked)
    assert two == {"byDay": [1, 2], "undated": 1, "bars": 2, "sum": 3, "ends": [0, 1], "ticks": [0, 1]}
    assert one["byDay"] == [1] and one["ticks"] == [0]
    assert none == {"byDay": [], "undated": 2, "bars": 0, "sum": 0, "ends": [], "ticks": []}
    assert thousands["bars"] <= 40 and thousands["sum"] == 2999 and thousands["ends"] == [0, 2999]
    firsts = [many[i] for i in thousands["ticks"][1:-1]]
    assert 3 < len(firsts) <= 40 and all(day.endswith("-01-01") for day in firsts)
    assert old["byDay"] == [99, 0]  # one of them does not count


WRITTEN = """
import { breaksOf, writtenOf } from "./timeline.js";
const answer = (asked) => asked.map(({ byDay, room, foremost }) =>
  writtenOf(byDay, (i) => (i / Math.max(1, byDay.length - 1)) * 1000, room, ...foremost))
  .concat([breaksOf(["2031-02-27", "2031-02-28", "2031-03-01", "2031-03-03", "2032-03-03"])]);
"""


def test_days_are_written_out_where_there_is_room_and_breaks_are_told() -> None:
    few = {"byDay": [1, 2, 3, 4, 5], "room": 100, "foremost": [4]}
    tight = {"byDay": [1, 9, 2, 1, 1], "room": 400, "foremost": [2]}
    many = {"byDay": [i % 7 for i in range(3000)], "room": 90, "foremost": [1500]}
    none = {"byDay": [], "room": 90, "foremost": [-1]}
    all_of_them, some, spread, nothing, breaks = in_node(WRITTEN, [few, tight, many, none])
    assert all_of_them == [0, 1, 2, 3, 4] and some == [0, 2, 4] and nothing == []
    assert {0, 1500, 2999} <= set(spread) and all((b - a) / 3 >= 29 for a, b in itertools.pairwise(spread))
    assert breaks == [{"after": 2, "long": 2}, {"after": 3, "long": 366}]


SPANS = """
import { breaksOf, spansOf } from "./timeline.js";
const answer = (asked) => asked.map(({ days, said }) => [
  spansOf(days, said.map(([day, words], id) => ({ id, day, said: words })), (id) => id < 9), breaksOf(days),
]);
"""


def test_a_time_within_which_something_was_said_reaches_back_from_its_last_day() -> None:
    month, part = "2031-02-01 to 2031-02-28", "2031-03-03 to 2031-03-06"
    days = ["2031-02-28", "2031-03-02", "2031-03-06"]
    said = [("2031-02-28", month), ("2031-03-02", "2031-03-02"), ("2031-03-06", part), ("2031-03-06", "2031-03-06")]
    mixed = [("2031-02-28", month), ("2031-02-28", "2031-02-28 or earlier"), ("2031-03-06", "2031-02-27 to 2031-03-06")]
    old = [("-0044-03-15", "-0044-03-01 to -0044-03-15"), ("0044-01-01", "in spring")]
    asked = [(days, said), (days, mixed), (["-0044-03-15", "0044-01-01"], old)]
    (two, _), (both, _), (none, unknown) = in_node(SPANS, [{"days": days, "said": said} for days, said in asked])
    first = {"day": 0, "first": "2031-02-01", "from": -1, "month": "2031-02"}
    assert two == [first, {"day": 2, "first": "2031-03-03", "from": 1.25, "month": ""}]
    assert both == [first | {"month": ""}, {"day": 2, "first": "2031-02-27", "from": -1, "month": ""}]
    assert none == [] and unknown == [{"after": 0, "long": None}]


CONNECTED = """
import { readRecord } from "./record.js";
import { makeShown } from "./shown.js";
import { makeWorld } from "./world.js";
const answer = ({ data, choices }) => choices.map((given) => {
  const off = { kind: new Set(given.off), line: new Set(), sort: new Set(), edge: new Set() };
  const choice = { off, focus: null, turn: 0, ...given.choice };
  const record = readRecord(data), { connected } = makeShown(record, makeWorld(record, choice), choice);
  return connected(3).map(([id, number]) => `${record.nodes[id].label} ${number}`);
});
"""


def test_the_best_connected_are_those_of_the_day_the_claimant_and_the_filters() -> None:
    early, late, hers = (
        claim("early", said_by="2031-03-01"),
        claim("late", said_by="2031-03-09"),
        claim("hers", said_by="2031-03-09", claimant="Eve", claimant_id=node("eve").id, chain_ids=(node("eve").id,)),
    )
    hub, left, right, unit = node("hub"), node("left"), node("right"), node("unit", "unit")
    ends = [node(f"end{i}") for i in range(4)]
    edges = [edge(hub, end, "near", (late,), "undisputed") for end in ends]
    edges += [edge(left, end, "near", (early,), "undisputed") for end in ends[:2]]
    edges += [edge(right, unit, f"near {i}", (hers,), "undisputed") for i in range(3)]
    network = Network((hub, left, right, unit, *ends), tuple(edges), (early, late, hers))
    data = page_data(render(network, Opening("A title", base="https://example.org/")))
    eve = next(i for i, label in enumerate(data["agents"]["label"]) if label == "Eve")
    nobody = {"world": "record", "by": [], "until": ""}
    choices = [
        {"off": [], "choice": nobody},
        {"off": [], "choice": {**nobody, "until": "2031-03-01"}},
        {"off": [], "choice": {**nobody, "by": [eve]}},
        {"off": ["unit"], "choice": nobody},
    ]
    whole, by_day, by_eve, without = in_node(CONNECTED, {"data": data, "choices": choices})
    assert whole == ["hub 4", "right 3", "unit 3"]
    assert by_day == ["left 2", "end0 1", "end1 1"]
    assert by_eve == ["right 3", "unit 3"]
    assert without[0] == "hub 4" and not any("right" in one or "unit" in one for one in without)


SPOKEN = """
import { readRecord } from "./record.js";
import { makeShown } from "./shown.js";
import { makeWorld } from "./world.js";
const answer = (data) => [...data.days, ""].map((until) => {
  const off = { kind: new Set(), line: new Set(), sort: new Set(), edge: new Set() }, record = readRecord(data);
  const choice = { off, focus: null, selected: null, speakers: false, world: null, by: [], turn: 0, until };
  const { statements, edgeShown } = makeShown(record, makeWorld(record, choice), choice);
  return statements().filter(({ from }) => !record.touching(from).some(edgeShown))
    .map(({ from, to }) => `${record.nodes[from].label} ${record.nodes[to].label}`);
});
"""
SAID_ON = [
    ("a", 1), ("b", 2), ("c", 2), ("b", 3), ("c", 3), ("b", 3), ("d", 4), ("d", 4), ("e", 5), ("f", 6),
]  # fmt: skip
"""Of what a claimant speaks, and on which day: most of "b" and "c", and first of "a"."""


def spoken_by_day() -> str:
    told = node("ann", "person", label="Ann")
    places = {name: node(name) for name in "abcdef"}
    claims = tuple(
        claim(str(i), said_by=f"2031-03-0{day}", claimant_id=told.id, chain_ids=(told.id,), about=(places[name].id,))
        for i, (name, day) in enumerate(SAID_ON)
    )
    return render(Network((told, *places.values()), (), claims), Opening("A title", base="https://example.org/"))


@pytest.mark.slow
@pytest.mark.parametrize("example", ["made", "pokrovsk", "earthquake", "election"])
def test_a_line_of_who_speaks_of_what_stays_on_later_days(graph: Graph, examples: Any, example: str) -> None:
    html = spoken_by_day() if example == "made" else ({**examples, "pokrovsk": graph}[example]).network().html
    data = page_data(html)
    by_day = [set(lines) for lines in in_node(SPOKEN, data)]
    ends = {end for field in ("from", "to") for end in column(data["edges"], field)}
    related = {column(data["nodes"], "label")[end] for end in ends}  # these come to have another line
    for earlier, later in itertools.pairwise(by_day):
        assert {line for line in earlier - later if not any(line.startswith(f"{name} ") for name in related)} == set()
    assert by_day[0] and by_day[-2] == by_day[-1]  # all days are the last day
    if example == "made":
        assert by_day[0] == {"Ann a"} and by_day[-1] == {"Ann a", "Ann b", "Ann c"}


CONNECTED_OF_MANY = """
import { makeShown } from "./shown.js";
const answer = ({ count, hub, leaves }) => {
  const nodes = Array.from({ length: count }, (_, id) => ({ id, kind: "place" })), looked = [];
  const edges = Array.from({ length: count - 1 }, (_, id) => ({ id, from: id, to: id + 1, said: [] }));
  for (let leaf = 0; leaf < leaves; leaf += 1) edges.push({ id: edges.length, from: hub, to: leaf, said: [] });
  const record = { nodes, edges, claims: [], sortOf: () => "", nodeOf: () => -1 };
  const yes = () => true, claimsBehind = (id) => looked.push(id) && [];
  const world = { claimsBehind, theirs: yes, known: yes, status: () => "" };
  const off = { kind: new Set(), line: new Set(), sort: new Set(), edge: new Set() };
  const choice = { off, until: "", by: [], turn: 0 };
  return { best: makeShown(record, world, choice).connected(1), looked: looked.length };
};
"""


def test_the_best_connected_of_many_are_counted_over_all_relations_and_no_claim_is_looked_into() -> None:
    found = in_node(CONNECTED_OF_MANY, {"count": 6000, "hub": 5000, "leaves": 900})
    assert found == {"best": [[5000, 902]], "looked": 0}


DAYS = """
import { daysInWords } from "./days.js";
const answer = (all) => all.map(daysInWords);
"""


def test_a_day_by_which_something_was_said_and_another_read_as_no_span() -> None:
    first, last, exact = "2031-03-09 or earlier", "2031-03-12 or earlier", "2031-03-10"
    assert in_node(DAYS, [[], [first], [first, last], [first, exact, last]]) == [
        "",
        first,
        "2031-03-09 or earlier and 2031-03-12 or earlier",
        "on 3 days, the first 2031-03-09 or earlier, the last 2031-03-12 or earlier",
    ]


SAID = """
import { dayInWords, onDayInWords } from "./days.js";
const answer = (all) => all.map(([said, day]) => [dayInWords({ said, day }), onDayInWords({ said, day })]);
"""
SAID_WHEN = {
    ("2031-05-04", "2031-05-04"): ["2031-05-04", "on 2031-05-04"],
    ("2031-05-04 or earlier", "2031-05-04"): ["2031-05-04 or earlier", "on 2031-05-04 or earlier"],
    ("2031-05-01 to 2031-05-04", "2031-05-04"): ["2031-05-01 to 2031-05-04", "between 2031-05-01 and 2031-05-04"],
    ("2031-05-01 to 2031-05-09", "2031-05-04"): ["2031-05-04 or earlier", "on 2031-05-04 or earlier"],
    ("back to 2031-05-04", "2031-05-04"): ["2031-05-04 or earlier", "on 2031-05-04 or earlier"],
}


def card_of(said: str, day: str) -> ClaimCard:
    text = ("assertion", "positive", "unstated", "indirect speech")
    return ClaimCard(IRI("x:c"), "A", IRI("x:a"), ("A",), *text, said, day, "It rained.", "B")


def test_days_within_which_something_was_said_are_both_told_by_the_page_and_by_the_other_outputs() -> None:
    assert in_node(SAID, list(SAID_WHEN)) == list(SAID_WHEN.values())
    cards = [card_of(said, day) for said, day in SAID_WHEN]
    assert [[card.day_words, card.on_day] for card in cards] == list(SAID_WHEN.values())


FIRST = """
import { firstSaidIn } from "./days.js";
const answer = (all) => all.map((some) => firstSaidIn(some.map(([said, day]) => ({ said, day }))));
"""
ON_4, BY_4, FROM_1_TO_4, *_ = SAID_WHEN
ON_9, BY_9, UNKNOWN = ("2031-05-09", "2031-05-09"), ("2031-05-09 or earlier", "2031-05-09"), ("", "")
FIRST_SAID = [
    ([ON_9, ON_4], "on 2031-05-04", "2031-05-04"),
    ([BY_4, ON_9], "on 2031-05-04 or earlier", "2031-05-04"),
    ([ON_4, BY_9], "on 2031-05-04 or earlier", "2031-05-04"),  # that of the ninth may be older
    ([ON_4, UNKNOWN], "on 2031-05-04 or earlier", "2031-05-04"),
    ([FROM_1_TO_4, ON_4], "between 2031-05-01 and 2031-05-04", "2031-05-04"),
    ([UNKNOWN], "", ""),
    ([], "", ""),
]


def test_a_last_possible_day_is_never_told_as_the_first_on_which_something_was_said() -> None:
    told = [{"words": words, "by": by} for _, words, by in FIRST_SAID]
    assert in_node(FIRST, [some for some, *_ in FIRST_SAID]) == told
    columns = [first_said([card_of(*one) for one in some]) for some, *_ in FIRST_SAID]
    assert columns == [{"first_said": words, "first_said_by": by} for _, words, by in FIRST_SAID]


# --- in a browser


@pytest.fixture
def shown(opened: Any, pokrovsk_page: Path) -> Opened:
    page: Opened = opened(pokrovsk_page)
    return page


def told(shown: Opened) -> str:
    return " ".join(shown.page.inner_text("#time .told").split())


COUNT = """() => { const push = history.pushState; window.pushed = 0;
  history.pushState = function (...all) { window.pushed += 1; return push.apply(history, all); }; }"""


def steps(shown: Opened) -> int:
    """How many steps of the history have been made since they are counted; a browser keeps fifty."""
    made: int = shown.page.evaluate("window.pushed")
    return made


def slide(shown: Opened, *keys: str) -> None:
    shown.page.focus("#until")
    for key in keys:
        shown.page.keyboard.press(key)
    shown.page.wait_for_timeout(800)


@pytest.mark.slow
def test_it_says_what_day_it_is_and_how_many_claims_had_been_said(shown: Opened) -> None:
    assert told(shown) == "as of 2025-11-05 · all 122 claims"
    slide(shown, "Home")
    assert told(shown) == "as of 2025-09-30 · 1 of 122 claims" and "until=2025-09-30" in shown.page.url
    assert shown.page.get_attribute("#until", "aria-valuetext") == "2025-09-30: 1 of 122 claims had been said by then"
    slide(shown, "ArrowRight")
    assert "2025-10-31" in told(shown) and shown.page.locator("#by-day .said").count() == 2
    assert shown.page.locator("#by-day line:not(.gap)").count() == 5
    slide(shown, "End")
    shown.page.wait_for_function("!location.hash.includes('until')")
    assert shown.page.locator("#by-day .later").count() == 0
    shown.go(by="agent/syrskyi")
    assert "all 5 claims" in told(shown)


def unsure() -> Network:
    """What Ann said on the first of March, on the ninth, up to then or within a time, and on an unknown day."""
    said = {
        "first": ("2031-03-01", "2031-03-01"), "ninth": ("2031-03-09", "2031-03-09"),
        "bound": ("2031-03-09 or earlier", "2031-03-09"), "around": ("2031-02-20 to 2031-03-09", "2031-03-09"),
        "after": ("2031-03-05 to 2031-03-09", "2031-03-09"), "never": ("", ""),
    }  # fmt: skip
    hub, ann = node("hub"), node("ann", "person", label="Ann")
    own: dict[str, Any] = {"about": (hub.id,), "claimant_id": ann.id, "chain_ids": (ann.id,)}
    return Network((hub, ann), (), tuple(claim(name, said=day, said_by=by, **own) for name, (day, by) in said.items()))


def test_an_earlier_day_tells_how_many_claims_it_leaves_out_that_may_have_been_said(opened: Any) -> None:
    shown: Opened = opened(unsure(), "#until=2031-03-01")
    assert "3 claims without a sure day are not shown." in shown.says
    shown.go(until="2031-03-06")
    assert "4 claims without a sure day are not shown." in shown.says
    shown.go()
    assert "sure day" not in shown.says


def test_each_card_tells_the_day_before_it_is_opened(opened: Any) -> None:
    shown: Opened = opened(unsure(), "#node=hub")
    heads = shown.page.locator("#panel .card .head").all_inner_texts()
    days = ["2031-03-01", "2031-03-09", "2031-03-09 or earlier", "2031-02-20 to 2031-03-09", "2031-03-05 to 2031-03-09"]
    assert len(heads) == 6 and all(any(head.endswith(day) for head in heads) for day in days)
    assert sum("2031" not in head for head in heads) == 1


@pytest.mark.slow
def test_a_slide_is_one_step_of_the_history_however_long(shown: Opened) -> None:
    shown.page.evaluate(COUNT)
    slide(shown, "ArrowLeft", "ArrowLeft", "ArrowLeft")
    assert "2025-10-31" in told(shown) and steps(shown) == 1
    slide(shown, "ArrowRight")
    assert "2025-11-01" in told(shown) and steps(shown) == 2
    shown.page.go_back()
    assert "2025-10-31" in told(shown) and shown.page.input_value("#until") == "1"
    shown.page.go_back()
    assert "2025-11-05" in told(shown) and shown.page.input_value("#until") == "4"


@pytest.mark.slow
def test_a_slide_by_hand_is_one_step_too(shown: Opened) -> None:
    shown.page.evaluate(COUNT)
    box = shown.page.locator("#until").bounding_box()
    assert box is not None
    middle = box["y"] + box["height"] / 2
    shown.page.mouse.move(box["x"] + box["width"] - 8, middle)
    shown.page.mouse.down()
    for part in (0.8, 0.55, 0.3, 0.02):
        shown.page.mouse.move(box["x"] + box["width"] * part, middle)
        shown.page.wait_for_timeout(60)
    shown.page.mouse.up()
    assert "2025-09-30" in told(shown) and steps(shown) == 1
    shown.page.go_back()
    assert "2025-11-05" in told(shown)


@pytest.mark.slow
def test_a_slide_to_and_fro_that_changes_nothing_leaves_the_next_a_step_of_its_own(shown: Opened) -> None:
    shown.page.evaluate(COUNT)
    for value in ("3", "4"):  # a knob that comes back to where it was taken up tells of no change
        shown.page.evaluate(
            "value => { until.value = value; until.dispatchEvent(new Event('input', { bubbles: true })); }", value
        )
        shown.page.wait_for_timeout(60)
    shown.page.wait_for_timeout(900)
    before = steps(shown)
    slide(shown, "Home")
    assert steps(shown) == before + 1


@pytest.mark.slow
def test_every_day_of_a_few_is_written_out_and_the_one_that_is_pointed_at_told(shown: Opened) -> None:
    days = shown.page.locator("#days > span")
    assert days.all_inner_texts() == ["2025-09", "2025-10-31", "2025-11-01", "2025-11-04", "2025-11-05"]
    assert [one for one in shown.page.locator("#days > small").all_inner_texts() if one] == ["31 days", "3 days"]
    assert shown.page.locator("#within").is_visible()  # says what a grey bar is
    spans = shown.page.locator("#by-day .span title").all_text_contents()
    assert "some time from 2025-09-01 to 2025-09-30" in spans
    box = shown.page.locator("#until").bounding_box()
    assert box is not None
    shown.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    texts = days.all_inner_texts()
    assert any(text.startswith("2025-11-01: ") and text.endswith(" claims") for text in texts), texts
    shown.go(by="agent/syrskyi")  # who said nothing in that month
    assert days.all_inner_texts()[0] == "2025-09"


@pytest.mark.slow
def test_the_bars_of_a_claimant_are_seen_before_those_of_all(shown: Opened) -> None:
    shown.go(by="agent/syrskyi")
    high = [float(one.get_attribute("height") or 0) for one in shown.page.locator("#by-day .said").all()]
    assert shown.page.locator("#by-day .others").count() == 5 and max(high) >= 4


@pytest.mark.parametrize("days", [("2031-03-01",), ()])
def test_where_there_is_no_choice_of_days_there_is_no_slider(opened: Any, days: tuple[str, ...]) -> None:
    claims = tuple(claim(f"c{i}", said_by=day) for i, day in enumerate((*days, "")))
    shown = opened(Network((node("town"),), (), claims))
    assert not shown.page.is_visible("#until") and shown.page.is_visible("#time") == bool(days)
    assert not days or told(shown) == "as of 2031-03-01 · all 2 claims"


@pytest.mark.slow
def test_thousands_of_days_are_slid_through(opened: Any) -> None:
    days = [f"{1990 + i // 336:04}-{i % 336 // 28 + 1:02}-{i % 28 + 1:02}" for i in range(3000)]
    claims = tuple(claim(f"c{i}", said_by=day) for i, day in enumerate(days))
    shown = opened(Network((node("town"),), (), claims))
    slide(shown, "ArrowLeft", "PageDown")
    assert "of 3,000 claims" in told(shown) and shown.page.locator("#by-day rect").count() <= 120
    assert shown.page.evaluate("document.documentElement.scrollWidth") <= 1280


@pytest.mark.slow
@pytest.mark.parametrize("who", ["agent/lutsenko", "agent/deepstate"])
def test_of_who_has_said_nothing_by_a_day_the_panel_says_so_and_no_line_of_others_is_lit(
    opened: Any, pokrovsk_page: Path, who: str
) -> None:
    """What they deny or say later, others had denied or said before: that is not theirs yet."""
    shown: Opened = opened(pokrovsk_page, f"#node={who}")
    assert "Nothing is said of" not in shown.panel and "Selected" in texts(saved(shown))
    shown.go(node=who, until="2025-11-01")
    assert "or by" in shown.panel and "yet on 2025-11-01, as far as is certain." in shown.panel
    selected = saved(shown)
    shown.go(until="2025-11-01")
    nobody = saved(shown)
    strokes = [[part.get("stroke") for line in of_class(one, "line") for part in line] for one in (selected, nobody)]
    assert strokes[0] == strokes[1]  # nothing is faint, and nothing lit


@pytest.mark.slow
@pytest.mark.parametrize("day", ["2025-10-31", "2025-11-01"])
def test_few_shapes_that_are_known_by_a_day_stand_apart(opened: Any, pokrovsk_page: Path, day: str) -> None:
    shown: Opened = opened(pokrovsk_page, f"#until={day}")
    boxes = [
        [float(one.get(f"data-{side}", "nan")) for side in ("x", "y", "wide", "tall")]
        for one in of_class(saved(shown), "node")
    ]
    middles = [(x + wide / 2, y + tall / 2) for x, y, wide, tall in boxes]
    assert len(middles) > 5
    assert min(math.dist(a, b) for a, b in itertools.combinations(middles, 2)) > 28  # pixels: 20 before

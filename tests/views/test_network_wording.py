"""The words of lines on the picture, and what is left of a name that is cut short."""

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from browser import Opened, Tabs
from drawing import drawn, measured
from kgraph import Graph
from nodejs import in_node
from paced import rest_thorough

EXAMPLES = Path(__file__).parents[2] / "examples"
PLACING = """
import { Room } from "./placing.js";
const answer = ({ wide, high, shapes, labels, marks }) => {
  const room = new Room(wide, high, shapes, [], marks);
  room.placeAll(labels);
  return [...room.set.values()].map(({ label, spot: { box, turn } }) => ({ id: label.id, box, turn: turn ?? 0 }));
};
"""
TELLING = """
import { namesByWord, stillTells } from "./writings.js";
const answer = ({ names, rows, of }) => stillTells(rows, of, namesByWord(names));
"""
WRITTEN = """
import { writingsOf } from "./writings.js";
const answer = ({ text }) => writingsOf(text, false, false).map(([rows]) => rows);
"""
Show = Callable[..., Opened]
Point = tuple[float, float]


def line(number: int, start: Point, end: Point) -> list[dict[str, Any]]:
    """The points of a straight line."""
    steps = int(math.dist(start, end) / 4)
    ways = [(i / steps, 1 - i / steps) for i in range(steps + 1)]
    return [{"id": f",{number}", "x": start[0] * b + end[0] * a, "y": start[1] * b + end[1] * a} for a, b in ways]


def words(number: int, start: Point, end: Point, wide: int = 60, **more: Any) -> dict[str, Any]:
    """The label of such a line, in one row."""
    long = math.dist(start, end)
    ux, uy = (end[0] - start[0]) / long, (end[1] - start[1]) / long
    points = [[start[0] + ux * p * long, start[1] + uy * p * long, ux, uy, p] for p in (0.5, 0.4, 0.6, 0.3, 0.7)]
    choices = [{"wide": wide, "tall": 14, "cost": 0, "sprite": {"rows": ["at"]}}]
    return {"id": f",{number}", "points": points, "long": long - 20, "choices": choices, **more}


def put(labels: list[dict[str, Any]], lines: list[dict[str, Any]], **more: Any) -> dict[Any, dict[str, Any]]:
    marks = {"lines": lines, "bold": sorted({one["id"] for one in lines}), **more.pop("marks", {})}
    given = {"wide": 600, "high": 400, "shapes": [], "labels": labels, "marks": marks, **more}
    return {one["id"]: one for one in in_node(PLACING, given)}


def inside(box: list[float], points: list[dict[str, Any]]) -> int:
    return sum(box[0] < one["x"] < box[2] and box[1] < one["y"] < box[3] for one in points)


def test_words_of_a_line_hide_no_other_line_that_says_more_than_a_relation() -> None:
    own, other = ((50.0, 200.0), (550.0, 200.0)), ((300.0, 50.0), (300.0, 350.0))
    crossing = line(2, *other)
    [one] = put([words(1, *own)], [*line(1, *own), *crossing]).values()
    assert not inside(one["box"], crossing)


def test_words_of_a_line_hide_no_grey_line_either_where_there_is_another_place() -> None:
    own, other = ((50.0, 200.0), (550.0, 200.0)), ((300.0, 50.0), (300.0, 350.0))
    crossing = line(2, *other)
    [one] = put([words(1, *own)], [*line(1, *own), *crossing], marks={"bold": []}).values()
    assert not inside(one["box"], crossing)


def test_words_beside_their_line_do_not_lie_upon_another_and_keep_off_coloured_ones() -> None:
    own = ((100.0, 200.0), (190.0, 200.0))  # too short for words upon it
    grey = [point for y in (185.0, 190.0, 210.0, 215.0) for point in line(2, (60.0, y), (230.0, y))]
    assert not put([words(1, *own, asked=True)], [*line(1, *own), *grey], marks={"bold": [",1"]})
    near = [point for y in (176.0, 224.0) for point in line(2, (60.0, y), (230.0, y))]
    beside = words(1, *own)
    assert not put([beside], [*line(1, *own), *near])
    assert ",1" in put([{**beside, "kind": "forecast"}], [*line(1, *own), *near])  # better than no words for its kind


def test_words_that_come_last_stand_upon_their_line_or_nowhere_and_take_no_place_from_others() -> None:
    short, long = ((200, 200), (300, 200)), ((100, 200), (500, 200))
    for ends, last, found in ((short, False, True), (short, True, False), (long, True, True)):
        made = put([words(1, *ends, last=last)], line(1, *ends))
        assert bool(made) == found, (ends, last)
    top, bottom = made[",1"]["box"][1::2]
    assert top < 200 < bottom
    middle = ((300, 100), (300, 300))
    crossing = [words(1, *long, last=True), words(2, *middle, wide=30)]
    both = [*line(1, *long), *line(2, *middle)]
    assert put(crossing, both)[",2"] == put(crossing[1:], both)[",2"]


def test_words_find_no_place_rather_than_hide_where_lines_meet() -> None:
    own = ((100.0, 200.0), (500.0, 200.0))
    heads = [{"id": f",{x} {y}", "x": x, "y": y} for x in range(0, 600, 8) for y in range(0, 400, 8)]
    assert not put([words(1, *own)], line(1, *own), marks={"heads": heads})


def test_where_lines_run_side_by_side_words_are_turned_along_their_own() -> None:
    ends = [((100.0, 40.0 + 18 * i), (460.0, 220.0 + 18 * i)) for i in range(7)]
    lines = [point for i, (start, end) in enumerate(ends) for point in line(i, start, end)]
    [one] = put([words(3, *ends[3], wide=90, kind="disputed")], lines).values()
    assert one["turn"] == pytest.approx(math.atan2(180, 360), abs=0.01)


def test_one_line_of_each_kind_and_those_in_question_have_their_words_though_light_names_stand_there() -> None:
    own = ((100.0, 200.0), (500.0, 200.0))
    shapes = [{"id": 60 * i + j, "x": 20 + 80 * i, "y": 8 + 30 * j, "radius": 4} for i in range(8) for j in range(13)]
    shapes = [one for one in shapes if abs(one["y"] - 200) > 9]
    names = [{**one, "choices": [{"wide": 60, "tall": 12, "cost": 0}]} for one in shapes]
    told = put([*names, words(1, *own, wide=40, kind="forecast")], line(1, *own), shapes=shapes)
    assert ",1" in told
    asked = words(1, *own, wide=40)
    assert ",1" in put([*names, {**asked, "asked": True}], line(1, *own), shapes=shapes)
    assert ",1" not in put([*names, asked], line(1, *own), shapes=shapes)


def test_a_name_leaves_a_line_in_question_free_though_the_page_made_room_for_it_there() -> None:
    own = {"id": 1, "x": 100, "y": 200, "radius": 8, "side": 1, "choices": [{"wide": 80, "tall": 14, "cost": 0}]}
    asked = line(7, (100, 200), (500, 200))
    told = put([own], asked, shapes=[own], marks={"questioned": asked})
    assert not inside(told[1]["box"], asked)
    assert inside(put([own], [], shapes=[own])[1]["box"], asked)


NAMES = [
    "reported aim of disorganising the defence of Northam",
    "reported aim of taking Northam",
    "reported defence of Northam",
    "Centre for Global Studies",
    "the defence of Southam",
]


@pytest.mark.parametrize(
    ("rows", "tells"),
    [
        (["reported…Northam"], False),
        (["reported aim of", "disorganising the…"], True),
        (["reported aim …", "of Northam"], False),
        (["reported disorganis…"], False),
    ],
)
def test_a_name_that_is_cut_short_keeps_a_word_that_tells_it_from_others(rows: list[str], tells: bool) -> None:
    assert in_node(TELLING, {"names": NAMES, "rows": rows, "of": NAMES[0]}) == tells


def test_a_cut_never_drops_the_word_that_tells_a_name_from_another_that_begins_like_it() -> None:
    names = ["possible taking of Northam", "possible taking of Southam", "the bridge of Northam", "the road to Southam"]
    assert not in_node(TELLING, {"names": names, "rows": ["possible taking…"], "of": names[0]})
    assert in_node(TELLING, {"names": names[:1] + names[2:], "rows": ["possible taking…"], "of": names[0]})


def test_a_cut_name_keeps_a_quarter_of_its_letters() -> None:
    name = "announced reinforcement of the garrison of Northam"
    for rows, tells in ((["announced…"], False), (["announced", "reinforcement…"], True)):
        assert in_node(TELLING, {"names": [name], "rows": rows, "of": name}) == tells


def test_a_cut_name_does_not_end_with_the_short_words_before_what_it_lacks() -> None:
    found = in_node(WRITTEN, {"text": "reported opening of a way to the harbour of Northam"})
    cut = [rows[-1] for rows in found if rows[-1].endswith("…")]
    assert cut and not [row for row in cut if row.removesuffix("…").split()[-1] in {"of", "a", "to", "the"}], cut


def test_a_name_of_two_words_or_in_a_script_without_spaces_may_be_cut_anywhere() -> None:
    for name in ("Donaudampfschifffahrtsgesellschaft Linz", "東京電力福島第一原子力発電所事故調査委員会"):
        assert in_node(TELLING, {"names": [name], "rows": [f"{name[:12]}…"], "of": name})


def pictured(lines: list[tuple[str, float]], words: tuple[int, float], inside: str = "") -> str:
    """A picture of level lines, each with its status and height, and of words 60 wide that belong to one of them."""
    drawn_lines = "".join(
        f'<g class="line" data-id="{i}" data-status="{status}"><path d="M50 {y}H350"/></g>'
        for i, (status, y) in enumerate(lines)
    )
    of, top = words
    label = f'data-of="line" data-for="{of}" data-x="170" data-y="{top}" data-wide="60" data-tall="14"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg"><rect class="back" width="400" height="300"/>'
        f'<g class="lines">{drawn_lines}</g><g class="label" {label}>{inside}</g></svg>'
    )


@pytest.mark.parametrize(
    ("others", "top", "unread"),
    [
        ([], 103.0, 0),  # right below their line
        ([], 110.0, 1),  # too far from it
        ([("disputed", 104.0)], 105.0, 2),  # beside another in question, which has none of its own
        ([("disputed", 60.0)], 103.0, 1),
        ([("undisputed", 110.0)], 103.0, 1),  # beside their line, upon a grey one
        ([("undisputed", 103.0)], 93.0, 0),  # they interrupt their own
    ],
)
def test_words_count_as_read_only_where_no_other_line_seems_to_be_theirs(
    others: list[tuple[str, float]], top: float, unread: int, tabs: Tabs
) -> None:
    page = tabs.take()
    found = measured(page, pictured([("disputed", 100.0), *others], (0, top))).unread
    tabs.give_back(page)
    assert found == unread


@pytest.mark.parametrize(
    ("other", "unread"), [(("intended", 104.0), 0), (("disputed", 104.0), 2), (("disputed", 130.0), 1)]
)
def test_a_letter_upon_its_own_line_is_read_as_its_unless_another_disputed_line_touches_it(
    other: tuple[str, float], unread: int, tabs: Tabs
) -> None:
    page = tabs.take()
    found = measured(page, pictured([("disputed", 100.0), other], (0, 93.0), '<rect class="badge"/>')).unread
    tabs.give_back(page)
    assert found == unread


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder, found = tmp_path_factory.mktemp("wording"), {}
    for name in ("earthquake", "election"):
        with Graph.open(EXAMPLES / name, store="memory:") as graph:
            found[name] = folder / f"{name}.html"
            graph.network().write(found[name])
    return found


@pytest.mark.slow
@pytest.mark.parametrize("size", [(1280, 800), (390, 844), pytest.param((1920, 1080), marks=pytest.mark.thorough)])
@pytest.mark.parametrize("name", ["earthquake", "election"])
def test_in_a_small_network_every_kind_of_line_has_its_words_and_no_line_is_cut(
    name: str, size: tuple[int, int], pages: dict[str, Path], opened: Show
) -> None:
    seen = drawn(opened(pages[name], viewport={"width": size[0], "height": size[1]}).page)
    phone = size[0] == 390  # where a line may be too short for its words
    assert (seen.cuts, seen.overlaps) == (0, 0) and max(seen.wordless, seen.upon, seen.grey_cuts) <= phone
    assert seen.words >= (3 if phone else 4)


@pytest.mark.slow
@pytest.mark.parametrize("address", ["", "#until=2025-11-01", "#node=place/pokrovsk"])
def test_in_a_crowded_network_every_kind_of_line_has_its_word_and_none_cuts_a_coloured_one(
    address: str, pokrovsk_page: Path, opened: Show
) -> None:
    seen = drawn(opened(pokrovsk_page, address).page)
    chosen = "node=" in address  # dotted lines to all who speak of it leave one kind no room; the legend names it
    assert seen.wordless <= chosen and seen.cuts == 0 and seen.grey_cuts <= 10


@pytest.mark.slow
def test_on_a_phone_words_hide_no_head_and_no_coloured_line_around_what_is_chosen(
    pokrovsk_page: Path, opened: Show
) -> None:
    seen = drawn(opened(pokrovsk_page, "#node=place/pokrovsk", viewport={"width": 390, "height": 844}).page)
    assert seen.cuts == 0 and seen.grey_cuts <= 2  # grey lines are many there


@pytest.mark.parametrize(("other", "top", "adrift"), [(300.0, 110, 0), (300.0, 120, 1), (132.0, 110, 1)])
def test_words_are_adrift_far_from_their_line_or_nearer_to_another(
    other: float, top: float, adrift: int, tabs: Tabs
) -> None:
    page = tabs.take()
    found = measured(page, pictured([("undisputed", 100.0), ("outside", other)], (0, top))).adrift
    tabs.give_back(page)
    assert found == adrift


THREE = {"by": ["agent/syrskyi", "agent/badrak", "agent/ukraine"]}
SAID_BY = [{"until": day} for day in ("2025-11-01", "2025-10-31", "2025-11-04")]


@pytest.mark.slow
@pytest.mark.parametrize("wide", rest_thorough([1280, 1920], fast=1))
@pytest.mark.parametrize(
    "state", rest_thorough([*SAID_BY, THREE, {"by": ["agent/lutsenko", "agent/danylychenko"]}], fast=1)
)
def test_words_of_lines_stand_at_their_lines_on_earlier_days_and_for_claimants(
    looked_at: Any, pokrovsk_page: Path, wide: int, state: dict[str, Any]
) -> None:
    shown: Opened = looked_at(pokrovsk_page, viewport={"width": wide, "height": 1080 if wide > 1280 else 800})
    shown.go(**state)
    found = drawn(shown.page)
    assert found.adrift == found.unread == 0 < found.words
    assert found.wordless <= (wide > 1280)  # one kind may find no room for its words there; the legend names it

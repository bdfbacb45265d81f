"""In a narrow window shapes of a small picture stand where their names find room there."""

from typing import Any
from urllib.parse import quote

import pytest

import news
from drawing import drawn, seen
from drawings import of_class, read
from kgraph.analysis.graph import Network
from kgraph.views import few
from kgraph.views.ends import ALONG, SHORT, End, part, turn
from kgraph.views.naming import Manner, Stand, beside, with_room
from kgraph.views.page import Opening
from kgraph.views.placed import stands
from kgraph.views.rows import NetworkRows
from networks import claim, edge, node, star

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 800}


def placed(network: Network) -> dict[str, Stand]:
    found = stands(network, NetworkRows(network, Opening("n", "asserted"), 500), 500)
    return {str(iri).rpartition("/")[2]: stand for iri, stand in found.items()}


def fan() -> Network:
    """An event in the middle, of which ten long names say something."""
    event = node("event", "event", label="collapse of the Harrow Street bridge")
    others = [node(f"p{i}", label=f"inspector of the bridge {i}") for i in range(10)]
    alone = node("alone", label="The Alone Gazette")
    claims = tuple(claim(f"c{i}", about=(event.id, one.id)) for i, one in enumerate(others))
    edges = tuple(edge(one, event, "speaks at", (claims[i],), "undisputed") for i, one in enumerate(others))
    return Network(tuple(sorted((event, alone, *others), key=lambda one: one.id)), edges, claims)


def test_only_what_has_lines_in_a_small_picture_stands_elsewhere_there() -> None:
    found = placed(fan())
    assert found["alone"].narrow is None and all(found[f"p{i}"].narrow for i in range(10))
    ys = [stand.y for name, stand in found.items() if name != "alone"]
    inside = [stand.narrow[1] for stand in found.values() if stand.narrow]
    assert min(ys) - 1 <= min(inside) and max(inside) <= max(ys) + 1, (
        "they are as high as the others, and above what is alone"
    )
    assert {stand.narrow for stand in placed(star(60)).values()} == {None}


def test_others_are_tried_where_much_is_amiss_and_the_best_is_taken(
    monkeypatch: pytest.MonkeyPatch, examples: Any
) -> None:
    kept: list[tuple[float, bool]] = []
    turned: list[bool] = []

    class Noted(few._Tried):
        def __init__(self, *given: Any) -> None:
            super().__init__(*given)
            kept.append((self.faults, False))
            turned.append(self.sides != dict(given[1]))

        def move(self, frame: Any) -> None:
            last = max((i + 1 for i, (_, moved) in enumerate(kept) if moved), default=0)
            assert self.faults == min(faults for faults, _ in kept[last:])
            kept.append((self.faults, True))
            super().move(frame)

    monkeypatch.setattr(few, "_Tried", Noted)
    once = placed(fan())
    assert once == placed(fan()), "the same each time"
    near = len(few._HIDDEN)
    for much, others in ((1e9, 0), (-1.0, few._STARTS)):
        kept.clear()
        monkeypatch.setattr(few, "_MUCH", much)
        placed(fan())
        assert [moved for _, moved in kept] == [False, True] + [False] * (near + others) + [True], "a wide window first"
    kept.clear()
    assert examples["election"].network().html and any(turned), "names go to sides where they hide less"


def test_names_have_more_room_than_where_shapes_stand_in_a_wide_window(
    page_of: Any, examples: Any, opened: Any
) -> None:
    for name, graph in examples.items():
        page = opened(page_of(name, graph), viewport=PHONE).page
        narrow_now, phone = drawn(page), places(page)
        shown = opened(page_of(name, graph), viewport=DESK)
        desk = places(shown.page)
        heights = [
            (max(y for _, y in one.values()) - min(y for _, y in one.values())) / size
            for one, size in ((phone, 844), (desk, 800))
        ]
        assert narrow_now.cuts == narrow_now.grey_cuts == 0 and heights[0] > 0.3 and heights[1] > 0.5, (name, heights)


def test_forty_shapes_have_places_of_their_own_forty_one_and_dense_ones_have_none() -> None:
    def several(count: int, lines: int) -> set[bool]:
        nodes = [node(f"n{i:02}", label=f"somebody of the town {i}") for i in range(count)]
        pairs = (
            [(i, j) for j in range(count) for i in range(j)][:lines]
            if lines > count
            else [(i // 2, i) for i in range(1, count)]
        )
        said = tuple(claim(f"c{k}", about=(nodes[i].id, nodes[j].id)) for k, (i, j) in enumerate(pairs))
        edges = tuple(edge(nodes[i], nodes[j], "at", (said[k],), "undisputed") for k, (i, j) in enumerate(pairs))
        return {one.narrow is None for one in placed(Network(tuple(nodes), edges, said)).values()}

    assert several(40, 0) == {False} and several(41, 0) == {True}
    assert several(20, 120) == {True}


def test_few_shapes_that_have_room_stay_where_they_are() -> None:
    a, b = node("a", label="Ann"), node("b", label="Bo")
    told = claim("c", about=(a.id, b.id))
    found = placed(Network((a, b), (edge(a, b, "at", (told,), "undisputed"),), (told,)))
    assert {one.narrow for one in found.values()} == {None}


def test_a_network_without_lines_or_with_one_node_has_no_other_places() -> None:
    lone = node("lone")
    assert placed(Network((lone,), (), ()))["lone"].narrow is None
    assert {one.narrow for one in placed(Network((lone, node("other")), (), ())).values()} == {None}


def test_lines_that_are_short_or_run_along_others_crowd_an_end() -> None:
    spokes = [turn((0.0, 0.0), end) for end in ((100.0, 0.0), (0.0, 100.0))]
    assert End(0, (0.0, 0.0), (), (), spokes).crowds((-90.0, 0.0)) == 0
    assert End(0, (0.0, 0.0), (), (), spokes).crowds((90.0, 3.0)) == 1
    assert End(0, (0.0, 0.0), (), (), spokes).crowds((-SHORT + 1, 0.0)) == 1
    assert part((0.0, 0.0), (1.0, 0.001), (1.0, -0.001)) < ALONG < part((0.0, 0.0), (-1.0, 0.2), (-1.0, -0.2))


def test_names_hide_fewer_lines_where_a_node_goes_further_for_it() -> None:
    network = fan()
    points = {i: (i % 4 * 90, i // 4 * 70) for i in range(11)}
    lines, names = [(0, i) for i in range(1, 11)], dict.fromkeys(points, (84.0, 29.0))
    assert len(network.edges) == len(lines)
    counts = []
    for hidden in (0.0, 24.0):
        found = with_room(points, dict.fromkeys(points, 7.0), names, lines, (), Manner((300.0, 280.0), hidden))
        scale = 300.0 / 270
        at = {i: (one.x * scale, one.y * scale) for i, one in found.items()}
        boxes = [beside(at[i], 7 * scale, names[i])[one.side] for i, one in found.items() if one.side is not None]
        counts.append(sum(narrow_hides(box, at[a], at[b]) for box in boxes for a, b in lines))
    assert counts[1] < counts[0]


def narrow_hides(box: tuple[float, ...], a: tuple[float, float], b: tuple[float, float]) -> bool:
    points = [(a[0] + (b[0] - a[0]) * step / 60, a[1] + (b[1] - a[1]) * step / 60) for step in range(61)]
    return any(box[0] < x < box[2] and box[1] < y < box[3] for x, y in points)


def test_what_is_in_question_by_itself_has_room_for_its_letters() -> None:
    case = news.case_of(
        """[[entity]]
id = "quake"
class = "Event"
label = "the Lowmarsh quake"
[[entity]]
id = "survey"
class = "Organization"
label = "the survey"
[[entity]]
id = "centre"
class = "Organization"
label = "the centre"
[[document]]
id = "d"
outlet = "survey"
published = "2031-02-03"
"""
        + "".join(
            f"""[[claim]]
id = "c{i}"
in = "d"
by = "{by}"
paraphrase = "{by} says {value}."
statement = "figure"
measure = "magnitude"
subject = "quake"
value = {value}
"""
            for i, (by, value) in enumerate((("survey", "5.1"), ("centre", "6.2")))
        )
    )
    letters = few._letters(news.network_of(case))
    assert [number for iri, number in letters.items() if str(iri).endswith("/quake")] == [1]
    assert not any(str(iri).endswith(("/survey", "/centre")) for iri in letters)


def places(page: Any) -> dict[str, tuple[float, float]]:
    """Where shapes stand in the window, by name."""
    return {
        str(one.get("data-label")): tuple(round(float(one.get(f"data-{key}", "0"))) for key in ("x", "y"))  # type: ignore[misc]
        for one in of_class(read(seen(page)), "node")
    }


def test_no_name_lies_on_a_line_in_question_on_a_phone(page_of: Any, examples: Any, opened: Any) -> None:
    for name, graph in examples.items():
        now = drawn(opened(page_of(name, graph), viewport=PHONE).page)
        assert (now.upon, now.overlaps, now.faced, now.unread, now.share) == (0, 0, 0, 0, 1), (name, now)


def test_a_window_that_becomes_wide_or_narrow_shows_the_places_for_it_and_what_was_moved_stays(
    page_of: Any, examples: Any, opened: Any
) -> None:
    file = page_of("election", examples["election"])
    wide, small = (places(opened(file, viewport=size).page) for size in (DESK, PHONE))
    shown = opened(file, viewport=DESK)
    for size, expected in ((PHONE, small), (DESK, wide), (PHONE, small)):
        shown.page.set_viewport_size(size)
        shown.page.wait_for_timeout(400)
        assert places(shown.page) == expected
    assert wide != small
    moved = opened(file, "#at=" + quote("agent/rook 100 90"), viewport=DESK)
    held = places(moved.page)
    assert held["Ilse Rook"] != wide["Ilse Rook"]
    for size in (PHONE, DESK):
        moved.page.set_viewport_size(size)
        moved.page.wait_for_timeout(400)
    assert places(moved.page) == held, "what a reader has moved stays"
    moved.page.set_viewport_size(PHONE)
    moved.page.wait_for_timeout(400)
    assert places(moved.page)["Ilse Rook"] != small["Ilse Rook"]


def test_a_link_made_on_a_phone_shows_the_same_shapes_in_a_wide_window_and_turning_the_phone_too(
    page_of: Any, examples: Any, opened: Any
) -> None:
    file = page_of("election", examples["election"])
    shown = opened(file, viewport=PHONE)
    box = shown.page.locator("#graph canvas").bounding_box()
    shown.page.mouse.move(box["x"] + 0.75 * box["width"], box["y"] + 0.6 * box["height"])
    for _ in range(6):
        shown.page.mouse.wheel(0, -100)
    shown.page.wait_for_timeout(500)
    seen_here = inside(shown.page)
    address = shown.page.evaluate("location.hash")
    shown.page.click("#share")
    address = "#" + shown.page.input_value("#copy textarea").partition("#")[2]
    assert "narrow" in address and 2 <= len(seen_here) < 15
    there = inside(opened(file, address, viewport=DESK).page)
    assert seen_here <= there, (seen_here - there, address)
    back = inside(opened(file, address, viewport=PHONE).page)
    assert seen_here <= back
    shown.page.keyboard.press("Escape")
    shown.page.set_viewport_size({"width": 844, "height": 600})
    shown.page.wait_for_timeout(500)
    assert seen_here <= inside(shown.page)


def test_a_phone_prints_what_a_wide_window_does(page_of: Any, examples: Any, opened: Any) -> None:
    file = page_of("election", examples["election"])
    papers = []
    for size in (PHONE, DESK):
        page = opened(file, viewport=size).page
        before = places(page)
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        page.wait_for_timeout(300)
        paper = page.evaluate("new XMLSerializer().serializeToString(document.querySelector('#paper svg'))")
        papers.append(
            {
                one.get("data-label"): tuple(round(float(one.get(f"data-{at}", "0"))) for at in "xy")
                for one in of_class(read(paper), "node")
            }
        )
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        page.wait_for_timeout(300)
        assert places(page) == before
    assert papers[0] == papers[1] and len(papers[0]) > 15


def inside(page: Any) -> set[str]:
    """The names of the shapes whose middles are in view."""
    room = page.locator("#graph canvas").bounding_box()
    return {
        str(one.get("data-label"))
        for one in of_class(read(seen(page)), "node")
        if all(
            0 <= float(one.get(f"data-{at}", "0")) + float(one.get(f"data-{size}", "0")) / 2 <= room[side]
            for at, size, side in (("x", "wide", "width"), ("y", "tall", "height"))
        )
    }


def test_in_a_wide_window_single_shapes_move_where_less_is_amiss(
    monkeypatch: pytest.MonkeyPatch, examples: Any
) -> None:
    amiss: list[tuple[float, float]] = []
    move = few._Tried.move

    def noted(tried: Any, frame: Any) -> None:
        before = tried.picture.faults()
        move(tried, frame)
        amiss.append((before, tried.picture.faults()))

    monkeypatch.setattr(few._Tried, "move", noted)
    for name, most in (("election", 0.6), ("earthquake", 1.0)):
        amiss.clear()
        assert examples[name].network().html
        before, after = amiss[0]
        assert after <= most * before, (name, amiss)


def test_a_picture_that_is_high_already_keeps_its_places_and_none_leaves_the_picture() -> None:
    nodes = [node(f"n{i}", label=f"a name of some words {i}") for i in range(5)]
    pairs = [(0, 1), (2, 3), (4, 0), (4, 1)]
    said = tuple(claim(f"c{k}", about=(nodes[i].id, nodes[j].id)) for k, (i, j) in enumerate(pairs))
    edges = tuple(edge(nodes[i], nodes[j], "at", (said[k],), "undisputed") for k, (i, j) in enumerate(pairs))
    network = Network(tuple(nodes), edges, said)
    rows = NetworkRows(network, Opening("n", "asserted"), 500)
    for corner, high in (((400, 900), True), ((900, 400), False)):
        places = [(0, 0), corner, (0, corner[1]), (corner[0], 0), (corner[0] // 2, corner[1] // 2)]
        found = {one.id: Stand(*place) for one, place in zip(nodes, places, strict=True)}
        sizes = dict.fromkeys(found, 8.0), dict.fromkeys(found, (120.0, 40.0))
        moved = few.Few(network, rows, found, *sizes, ()).stands().values()
        assert all((stand.narrow is None) == high for stand in moved), moved
        ends = [(one.narrow[axis], corner[axis]) for one in moved if one.narrow for axis in (0, 1)]
        assert all(-1 <= (end or 0) <= most + 1 for end, most in ends), moved

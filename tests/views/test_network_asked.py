"""The picture of what is in question alone, with who answers."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

import pytest

from browser import Opened
from drawing import drawn, seen
from drawings import SVG, of_class, read, saved, texts
from kgraph import Graph
from kgraph.analysis.graph import Network
from networks import large, node, star
from nodejs import in_node

ASKED = {"focus": "what is in question"}
ARROWS = {"ArrowLeft": (-1, 0), "ArrowRight": (1, 0), "ArrowUp": (0, -1), "ArrowDown": (0, 1)}
PHONE = {"viewport": {"width": 390, "height": 844}}
QUAKE = {"Velmar earthquake", "Sallow Dam", "reported cracking of Sallow Dam"}
ANSWER = {
    *("National Seismic Survey", "Coastal Quake Centre", "Ministry of the Interior", "Edda Marrin", "Harbour Times"),
    *("Office for Civil Protection", "Sallow Water", "people who live below the dam"),
}


LATER = {"Ministry of the Interior", "Harbour Times"}
"""Whose answer was given on the last day."""


def shapes(shown: Opened) -> set[str]:
    return {one.get("data-label") or "" for one in of_class(saved(shown), "node")}


@pytest.fixture
def quake(looked_at: Any, examples: Mapping[str, Graph], page_of: Any) -> Opened:
    shown: Opened = looked_at(page_of("earthquake", examples["earthquake"]))
    return shown


@pytest.mark.slow
def test_only_what_is_in_question_is_drawn_with_who_answers(quake: Opened) -> None:
    every = shapes(quake)
    quake.page.click("text=Draw only this")
    assert shapes(quake) == QUAKE | ANSWER < every
    assert quake.says.startswith(f"In question, and who answers: {len(QUAKE | ANSWER)} of {len(every)} entities")
    assert "Only what is in question, and who answers." in texts(saved(quake))
    assert drawn(quake.page).named == len(QUAKE | ANSWER) and drawn(quake.page).overlaps == 0
    quake.page.click("#fit")
    assert shapes(quake) == QUAKE | ANSWER
    quake.page.click("#panel >> text=Draw all")
    assert shapes(quake) == every
    quake.page.focus("#graph")
    quake.page.keyboard.press("q")
    assert shapes(quake) == QUAKE | ANSWER
    quake.page.keyboard.press("b")
    quake.page.wait_for_function("!location.hash.includes('question')")
    assert shapes(quake) == every


@pytest.mark.slow
@pytest.mark.parametrize("window", [(1280, 800), (1920, 1080), (390, 844)])
def test_who_says_what_is_read_at_once(opened: Any, pokrovsk_page: Path, window: tuple[int, int]) -> None:
    address = f"#{urlencode(ASKED)}"
    found = drawn(opened(pokrovsk_page, address, viewport={"width": window[0], "height": window[1]}).page)
    assert found.share == 1 and found.cut == found.overlaps == found.crossings == found.unread == found.upon == 0


@pytest.mark.slow
def test_as_of_a_day_only_what_was_in_question_by_then(quake: Opened) -> None:
    quake.go(**ASKED, until="2025-03-10")  # nothing was
    assert quake.says.startswith("14 of 25 entities") and len(shapes(quake)) == 14
    quake.go(**ASKED, until="2025-03-11")
    assert shapes(quake) == (QUAKE | ANSWER) - LATER


@pytest.mark.slow
def test_what_is_a_step_away_is_added(quake: Opened) -> None:
    quake.go(**ASKED, steps="1")
    assert shapes(quake) == QUAKE | ANSWER | {"Velmar valley", "aftershocks in the Velmar valley"}
    quake.go(**ASKED)
    quake.page.focus("#graph")
    quake.page.keyboard.press("e")
    assert "Only what is in question, and who answers, and what is up to 1 step away." in texts(saved(quake))


@pytest.mark.slow
def test_what_is_chosen_is_drawn_beside_the_rest_and_what_is_elsewhere_with_all(quake: Opened) -> None:
    every = shapes(quake)
    quake.go(**ASKED)
    quake.search("Sallow Dam")
    assert shapes(quake) == QUAKE | ANSWER
    (other,) = sorted(every - QUAKE - ANSWER)[:1]
    quake.search(other)
    assert shapes(quake) == every
    quake.go(**ASKED)
    quake.page.select_option("#by", label=next(o for o in options(quake) if o.startswith("Sallow Water")))
    assert not quake.says.startswith("In question") and not quake.page.is_visible("#back-to-all")
    quake.page.focus("#graph")
    quake.page.keyboard.press("q")  # those who answer would be missing
    assert not quake.says.startswith("In question")
    quake.go(node="place/mirefold")
    quake.page.focus("#graph")
    quake.page.keyboard.press("q")
    assert "node" not in quake.page.evaluate("location.hash") and shapes(quake) == QUAKE | ANSWER


@pytest.mark.slow
def test_who_answers_is_drawn_though_a_large_picture_left_them_out(opened: Any, examples: Mapping[str, Graph]) -> None:
    quake, many = examples["earthquake"].network(), large(400)
    both = {field: getattr(quake, field) + getattr(many, field) for field in ("nodes", "edges", "claims")}
    shown: Opened = opened(replace(quake, **both))
    assert not shapes(shown) >= ANSWER
    shown.page.focus("#graph")
    shown.page.keyboard.press("q")
    assert shapes(shown) == QUAKE | ANSWER


@pytest.mark.slow
def test_nothing_happens_where_nothing_is_in_question(opened: Any) -> None:
    shown: Opened = opened(star(3))
    assert not shown.page.is_visible("text=Draw only this")
    shown.page.focus("#graph")
    shown.page.keyboard.press("q")
    assert shown.says.startswith("4 entities") and "focus" not in shown.page.evaluate("location.hash")


def options(shown: Opened) -> list[str]:
    return [one.inner_text() for one in shown.page.locator("#by option").all()]


@pytest.mark.slow
@pytest.mark.parametrize("window", [(1280, 800), (390, 844)])
def test_a_page_opens_with_what_is_in_question_where_all_would_be_a_thicket(
    opened: Any, pokrovsk_page: Path, window: tuple[int, int]
) -> None:
    shown: Opened = opened(pokrovsk_page, "", viewport={"width": window[0], "height": window[1]})
    first = drawn(shown.page)
    assert shown.says.startswith("In question") and first.named == first.nodes == 13 and first.overlaps == 0
    shown.page.click("#share")
    assert "focus=what+is+in+question" in shown.page.input_value("#copy textarea")
    shown.page.keyboard.press("Escape")
    shown.page.click("#back-to-all")
    assert shown.says.startswith("129 entities")
    shown.page.click("#share")
    assert "focus=all" in shown.page.input_value("#copy textarea")
    shown.page.keyboard.press("Escape")
    shown.page.focus("#graph")
    shown.page.keyboard.press("b")
    shown.page.wait_for_selector("#says:has-text('In question')")


@pytest.mark.slow
def test_a_page_opens_whole_where_little_is_left_out_or_it_is_small(
    opened: Any, looked_at: Any, examples: Mapping[str, Graph], page_of: Any
) -> None:
    small = looked_at(page_of("earthquake", examples["earthquake"]), **PHONE)
    assert small.says.startswith("25 entities")
    quake = examples["earthquake"].network()
    few, more = opened(beside(quake, 15), ""), opened(beside(quake, 16), "")
    assert few.says.startswith("40 entities") and more.says.startswith("In question, and who answers: 11 of 41 ")


def beside(network: Network, plain: int) -> Network:
    """The network, and so many nodes besides of which nothing is said."""
    return replace(network, nodes=network.nodes + tuple(node(f"n{i}") for i in range(plain)))


def test_a_page_opens_whole_where_most_is_in_question_or_too_much() -> None:
    opens = """
        import { opensAsked } from "./shown.js";
        const answer = (pages) => pages.map(([all, asked]) => opensAsked(all, asked));
    """
    pages = {(41, 0): False, (40, 9): False, (41, 9): True, (60, 30): True, (60, 31): False, (900, 100): True}
    assert in_node(opens, [*pages, (900, 101)]) == [*pages.values(), False]


def spoken(shown: Opened) -> dict[tuple[str, str], ET.Element]:
    """The dotted lines of what is drawn, by the names at their ends."""
    drawing = saved(shown)
    names = {one.get("data-id"): one.get("data-label") or "" for one in of_class(drawing, "node")}
    lines = [line for line in of_class(drawing, "line") if (line.get("data-id") or "").startswith("s")]
    return {(names[line.get("data-from")], names[line.get("data-to")]): line for line in lines}


@pytest.mark.slow
def test_who_answers_has_a_dotted_line_though_a_relation_joins_both_and_shows_whether_it_denies(
    opened: Any, pokrovsk_page: Path
) -> None:
    shown: Opened = opened(pokrovsk_page, "")
    lines = spoken(shown)
    marks = {ends: len(line.findall("{*}path")) for ends, line in lines.items()}
    corps, town = "7th Rapid Response Corps", "Pokrovsk"
    # the line and its head; a bar between, if something is denied besides
    assert marks[corps, town] == marks["Ukrainian state", town] == 3 and marks["DeepState", town] == 2
    # what Espreso denies is the blockade, where its line has a bar
    assert marks["Espreso", town] == 2 and ("Espreso", "reported complete blockade of Ukrainian forces") in lines
    assert shown.page.is_visible(".beneath [data-end=also]") and "also denies" in texts(saved(shown))
    shown.page.click("#back-to-all")
    assert (corps, town) not in spoken(shown)  # they speak of it, and a relation shows that


@pytest.mark.slow
def test_only_lines_that_answer_a_question_are_drawn_and_another_that_is_chosen_brings_all_back(
    opened: Any, pokrovsk_page: Path
) -> None:
    shown: Opened = opened(pokrovsk_page, "")
    lines = of_class(saved(shown), "line")
    assert {one.get("data-status") for one in lines} <= {"disputed", None} and "5 of 134 relations" in shown.says
    shown.page.click("#says-all")
    assert "Not drawn, as it answers no question: 116 entities and 129 relations." in shown.says
    shown.page.click("#says-all")
    shown.go(**ASKED, steps="1")
    assert "5 of 134" not in shown.says and "Not drawn" not in shown.says
    shown.go(node="agent/lutsenko", **ASKED)
    assert shown.says.startswith("In question")
    shown.page.click("#panel >> text=serviceman")
    assert "serviceman" in shown.heading and shown.says.startswith("129 entities")


def key_of(graph: Graph, words: str) -> str:
    """What an address calls the relation whose name begins with these words."""
    one, base = next(edge for edge in graph.network().edges if edge.name.startswith(words)), graph.workspace.base
    return "~".join([one.source.removeprefix(base), one.target.removeprefix(base), one.kind, one.name])


@pytest.mark.slow
def test_a_chosen_line_lights_up_who_says_so_and_who_answers_otherwise(
    opened: Any, pokrovsk_page: Path, graph: Graph
) -> None:
    shown: Opened = opened(pokrovsk_page, "")
    shown.go(**ASKED, edge=key_of(graph, "share of territory captured"))
    assert "share of territory captured" in shown.heading and shown.says.startswith("In question")
    faint = shown.page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--faint').trim()")
    lit = {who for (who, _), line in spoken(shown).items() if line[-1].get("fill") != faint}
    assert lit >= {"DeepState", "unnamed Bild analyst", "Ukrainian state"} and "Kremlin" not in lit


@pytest.mark.slow
def test_the_network_saved_for_other_tools_tells_how_much_of_it_was_drawn(opened: Any, pokrovsk_page: Path) -> None:
    shown: Opened = opened(pokrovsk_page, "")
    shown.page.click("#menu > summary")
    shown.page.wait_for_selector("#gexf small:not(:empty)")
    assert shown.page.inner_text("#gexf") == "Network as GEXF as drawn: 13 of 129 entities"
    part = shown.saved(lambda: shown.page.click("#gexf")).decode()
    assert "The file has what was drawn, 13 of 129 entities, and 5 relations" in part and part.count("<node ") == 13
    shown.page.click("#back-to-all")
    whole = shown.save("gexf").decode()
    assert "what was drawn" not in whole and whole.count("<node ") == 129


@pytest.mark.slow
def test_with_claimants_chosen_the_rest_works_as_if_all_were_drawn(opened: Any, pokrovsk_page: Path) -> None:
    shown: Opened = opened(pokrovsk_page, "")
    shown.go(**ASKED, by="agent/syrskyi", node="place/pokrovsk")
    assert "Selected, all else faint: Pokrovsk." in texts(saved(shown))
    shown.page.focus("#graph")
    shown.page.keyboard.press("e")
    assert "steps=0" in shown.page.url and not shown.says.startswith("In question")


@pytest.mark.slow
def test_a_link_to_what_is_not_in_question_draws_all(opened: Any, pokrovsk_page: Path, graph: Graph) -> None:
    shown: Opened = opened(pokrovsk_page, f"#{urlencode(ASKED | {'edge': key_of(graph, 'serviceman')})}")
    assert "serviceman" in shown.heading and shown.says.startswith("129 entities")
    path = {"path": "agent/lutsenko", "to": "force/ukrainian-forces"}
    shown.go(**ASKED)
    assert shown.says.startswith("In question")
    shown.go(**ASKED, **path)
    assert shown.says.startswith("129 entities")


@pytest.mark.slow
def test_a_part_that_somebody_chose_opens_whole(opened: Any, graph: Graph, tmp_path: Path) -> None:
    file = tmp_path / "near.html"
    graph.network(focus="Pokrovsk", depth=2).write(file)
    shown: Opened = opened(file, "")
    assert drawn(shown.page).nodes > MOST_WHOLE and not shown.says.startswith("In question")


MOST_WHOLE = 40
"""A file with more shapes opens with what is in question (shown.js)."""


@pytest.mark.slow
def test_a_click_on_a_name_opens_its_shape_and_on_a_letter_the_question(opened: Any, pokrovsk_page: Path) -> None:
    shown: Opened = opened(pokrovsk_page, "")
    box = shown.page.locator("#graph canvas").bounding_box()
    assert box is not None
    names = {one.get("data-id"): one.get("data-label") for one in of_class(read(seen(shown.page)), "node")}

    def click(label: ET.Element, right: float, down: float) -> None:
        """Click beside the corner of a label or plate."""
        shown.go(**ASKED)
        shown.page.wait_for_timeout(400)
        x, y = (float(label.get(side) or label.get(f"data-{side}") or 0) for side in ("x", "y"))
        shown.page.mouse.click(box["x"] + x + right, box["y"] + y + down)
        shown.page.wait_for_timeout(100)

    def level(of: str) -> dict[str, ET.Element]:
        """The labels that are not turned, by what they belong to, as they stand now."""
        shown.go(**ASKED)
        shown.page.mouse.move(0, 0)
        shown.page.wait_for_timeout(400)
        labels = of_class(read(seen(shown.page)), "label")
        return {
            one.get("data-for") or "": one for one in labels if one.get("data-of") == of and not one.get("data-turn")
        }

    for shape in list(level("node"))[::2]:
        label = level("node")[shape]
        click(label, float(label.get("data-wide") or 0) / 2, float(label.get("data-tall") or 0) / 2)
        assert shown.heading == names[shape], names
    lines = list(level("line"))[::2]
    for line in lines:
        click(plate_of(level("line")[line]), 5, 6)
        assert "question=" in shown.page.url, line
        label = level("line")[line]
        click(label, float(label.get("data-wide") or 0) - 6, 6)
        assert "edge=" in shown.page.url, line
    assert len(lines) > 1


@pytest.mark.slow
def test_chips_count_what_is_drawn_and_tables_and_the_whole_picture_count_all(opened: Any, pokrovsk_page: Path) -> None:
    shown: Opened = opened(pokrovsk_page, "")

    def chips(kind: str) -> dict[str, int]:
        told = shown.page.locator(f"[data-off={kind}]:visible").all_inner_texts()
        return {words.strip(): int(number) for words, number in (one.rsplit(" ", 1) for one in told)}

    one_kind = "document.querySelectorAll('[data-off=line]:not([hidden])').length === 1"
    shown.page.wait_for_function(one_kind)
    assert chips("line") == {"disputed": 5}
    assert sum(chips("kind").values()) == 13 and "equipment" not in chips("kind")
    shown.page.click("#as-table")
    shown.page.wait_for_selector("#table tbody tr")
    assert sum(chips("kind").values()) == 129 and chips("line")["intended"] == 8
    shown.page.click("#as-table")
    shown.page.wait_for_function(one_kind)
    shown.page.click("#back-to-all")
    shown.page.wait_for_function("document.querySelector('[data-off=line][data-key=intended]:not([hidden])')")
    assert sum(chips("kind").values()) == 129


@pytest.mark.slow
def test_arrow_keys_go_along_lines_that_are_drawn_to_where_shapes_stand(opened: Any, pokrovsk_page: Path) -> None:
    shown: Opened = opened(pokrovsk_page, "")

    def middle(node: ET.Element) -> tuple[float, ...]:
        side = {name: float(node.get(f"data-{name}", "nan")) for name in ("x", "y", "wide", "tall")}
        return side["x"] + side["wide"] / 2, side["y"] + side["tall"] / 2

    where = {str(one.get("data-label")): middle(one) for one in of_class(saved(shown), "node")}
    ids = {one.get("data-label"): str(one.get("data-id")) for one in of_class(saved(shown), "node")}
    reached = set()
    begun = (
        "place/pokrovsk",
        "unit/7th-rapid-response-corps",
        "agent/lutsenko",
        "agent/kremlin",
        "agent/espreso",
        "event/blockade-of-ukrainian-forces",
        "agent/deepstate",
        "agent/syrskyi",
    )
    for address in begun:
        for key, (across, down) in ARROWS.items():
            shown.go(**ASKED, node=address)
            name = shown.heading
            lines = of_class(saved(shown), "line")  # what is selected has more
            pairs = {frozenset((line.get("data-from"), line.get("data-to"))) for line in lines}
            shown.page.focus("#graph")
            shown.page.keyboard.press(key)
            if shown.heading == name:
                continue  # no neighbour lies there
            reached.add(address)
            assert frozenset((ids[name], ids[shown.heading])) in pairs, (name, key)
            (x, y), (far, low) = where[name], where[shown.heading]
            assert across * (far - x) + down * (low - y) > 0, (name, key)
    assert reached == set(begun)  # a line leads on from each


@pytest.mark.slow
def test_pointing_at_words_or_a_name_points_at_what_they_belong_to_and_leaves_them(
    opened: Any, pokrovsk_page: Path
) -> None:
    """Thin lines run beneath words: they were pointed at, and the words of an orange line went as it was."""
    shown: Opened = opened(pokrovsk_page, "")
    box = shown.page.locator("#graph canvas").bounding_box()
    assert box is not None
    first = read(seen(shown.page))
    names = {one.get("data-id"): one.get("data-label") for one in of_class(first, "node")}
    ends = {
        line.get("data-id"): {names[line.get("data-from")], names[line.get("data-to")]}
        for line in of_class(first, "line")
    }
    ink = shown.page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--ink').trim()")

    def pointed(label: ET.Element) -> tuple[set[str | None], set[str]]:
        """The shapes whose names are on dark plates, and all texts, while the mouse is upon a label."""
        x, y, wide, tall = (float(label.get(f"data-{side}") or 0) for side in ("x", "y", "wide", "tall"))
        shown.page.mouse.move(box["x"] + x + wide / 2, box["y"] + y + tall - 5)
        shown.page.wait_for_timeout(150)
        now = of_class(read(seen(shown.page)), "label")
        dark = [one for one in now if any(part.get("fill") == ink for part in one.iter(f"{SVG}rect"))]
        return {names[one.get("data-for")] for one in dark}, {"".join(one.itertext()) for one in now}

    labels = [one for one in of_class(first, "label") if not one.get("data-turn")]
    words = [one for one in labels if one.get("data-of") == "line"]
    assert len(words) > 2
    for one in words:
        dark, texts_now = pointed(one)
        assert dark <= ends[one.get("data-for")] and "".join(one.itertext()) in texts_now
    for one in [one for one in labels if one.get("data-of") == "node"][:4]:
        assert names[one.get("data-for")] in pointed(one)[0]
    shown.page.mouse.move(2, 2)


def plate_of(label: ET.Element) -> ET.Element:
    return next(one for one in label.iter(SVG + "rect") if one.get("class") == "badge")

"""What filters, focus, paths and addresses show: what a reader looks at, and how it is come back to."""

import re
from pathlib import Path
from typing import Any

import pytest

from browser import Opened
from kgraph import Graph
from networks import large, small, star


def places(shown: Opened) -> dict[str, tuple[float, float]]:
    """Where each node that is drawn stands, by name."""
    text = shown.save("gexf").decode()
    found = re.findall(r'<node id="[^"]*" label="([^"]*)">.*?<viz:position x="([^"]*)" y="([^"]*)"', text)
    return {label: (float(x), float(y)) for label, x, y in found}


@pytest.mark.slow
def test_resting_on_a_node_without_room_for_its_name_shows_it(pokrovsk_kept: Opened) -> None:
    page, canvas = pokrovsk_kept.page, pokrovsk_kept.page.locator("#graph canvas")
    box = canvas.bounding_box()
    assert box is not None
    before, changed = canvas.screenshot(), 0
    for across, down in [(x / 40, y / 20) for y in range(6, 16) for x in range(12, 28)]:
        page.mouse.move(box["x"] + box["width"] * across, box["y"] + box["height"] * down)
        if page.locator("#graph.pointing").count():
            page.wait_for_timeout(60)
            changed += canvas.screenshot() != before
            if changed > 2:
                return
    raise AssertionError("nothing in the picture answers the mouse")


@pytest.mark.slow
def test_arrow_keys_go_from_node_to_node(opened: Any) -> None:
    shown = opened(small())
    shown.search("1st Brigade")
    shown.page.focus("#graph")
    seen = set()
    for key in ("ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"):
        shown.page.keyboard.press(key)
        seen.add(shown.heading)
    assert "Łódź" in seen


@pytest.mark.slow
def test_a_type_in_the_legend_hides_and_shows_it_and_nothing_moves(pokrovsk_kept: Opened) -> None:
    before = places(pokrovsk_kept)
    pokrovsk_kept.page.click("[data-key=event]")
    assert pokrovsk_kept.page.get_attribute("[data-key=event]", "aria-pressed") == "false"
    assert "90 of 129 entities" in pokrovsk_kept.says
    after = places(pokrovsk_kept)
    assert len(after) == 90 and all(before[name] == at for name, at in after.items())
    pokrovsk_kept.page.click("[data-key=event]", modifiers=["Shift"])
    assert "39 of 129 entities" in pokrovsk_kept.says
    pokrovsk_kept.page.click("#reset")  # as the file opened
    assert pokrovsk_kept.says.startswith("In question")
    pokrovsk_kept.page.click("#back-to-all")
    assert places(pokrovsk_kept) == before


@pytest.mark.slow
def test_a_status_and_a_sort_of_relation_can_be_hidden(pokrovsk_kept: Opened) -> None:
    pokrovsk_kept.page.click("[data-key=disputed]")
    assert "129 of 134 relations" in pokrovsk_kept.says
    pokrovsk_kept.page.click("[data-key=disputed]")
    pokrovsk_kept.page.click("#sorts > summary")
    pokrovsk_kept.page.click("[data-key=presence]")
    assert "122 of 134 relations" in pokrovsk_kept.says


@pytest.mark.slow
def test_focus_expand_and_leave(pokrovsk_kept: Opened) -> None:
    pokrovsk_kept.search("Budanov")
    pokrovsk_kept.page.focus("#graph")
    pokrovsk_kept.page.keyboard.press("f")
    near = int(pokrovsk_kept.says.split()[0])
    pokrovsk_kept.page.keyboard.press("e")
    further = int(pokrovsk_kept.says.split()[0])
    assert 1 < near < further < 129
    pokrovsk_kept.page.click("#back-to-all")
    assert "129 entities" in pokrovsk_kept.says


@pytest.mark.slow
def test_a_path_is_found_with_the_claims_along_it(pokrovsk_open: Opened) -> None:
    pokrovsk_open.search("DeepState")
    pokrovsk_open.page.click("#panel >> text=Path to")
    pokrovsk_open.page.keyboard.type("Budanov")
    pokrovsk_open.page.keyboard.press("Enter")
    text = pokrovsk_open.panel
    assert "3 steps" in text and "Russian forces have taken half of Pokrovsk." in text
    assert "DeepState … Kyrylo Budanov" in text and "DeepState speaks of Pokrovsk" in text
    pokrovsk_open.go(path="agent/budanov", to="agent/deepstate")
    assert "3 steps" in pokrovsk_open.panel and "DeepState speaks of Pokrovsk" in pokrovsk_open.panel  # the way back


@pytest.mark.slow
def test_back_and_forward_go_through_what_was_looked_at(pokrovsk_kept: Opened) -> None:
    pokrovsk_kept.search("Budanov")
    pokrovsk_kept.search("Pokrovsk")
    pokrovsk_kept.page.click("#panel .link.relation >> nth=0")
    pokrovsk_kept.page.go_back()
    assert pokrovsk_kept.heading == "Pokrovsk"
    pokrovsk_kept.page.go_back()
    assert pokrovsk_kept.heading == "Kyrylo Budanov"
    pokrovsk_kept.page.go_forward()
    assert pokrovsk_kept.heading == "Pokrovsk"


@pytest.mark.slow
def test_an_address_opens_what_its_sender_saw(opened: Any, pokrovsk_page: Path) -> None:
    sender = opened(pokrovsk_page)
    sender.search("Pokrovsk")
    sender.page.click("[data-key=event]")
    sender.page.select_option("#world", "asserted")
    sender.page.select_option("#by", label="Oleksandr Syrskyi (5)")
    address = "#" + sender.page.url.partition("#")[2]
    receiver = opened(pokrovsk_page, address)
    assert (receiver.heading, receiver.says) == (sender.heading, sender.says)
    assert receiver.page.get_attribute("[data-key=event]", "aria-pressed") == "false"
    assert receiver.page.input_value("#world") == "asserted"


@pytest.mark.slow
def test_what_a_filter_did_can_be_taken_back(pokrovsk_kept: Opened) -> None:
    pokrovsk_kept.page.select_option("#by", label="Reuters (4)")
    pokrovsk_kept.page.select_option("#by", label="Kremlin (1)")
    pokrovsk_kept.page.go_back()
    assert "by Reuters" in pokrovsk_kept.says
    assert "Kremlin" not in pokrovsk_kept.page.inner_text("#panel h3 >> nth=0")


@pytest.mark.slow
def test_a_page_that_opens_according_to_somebody_can_be_opened_for_everybody(
    opened: Any, graph: Graph, tmp_path: Path
) -> None:
    file = tmp_path / "deepstate.html"
    graph.network(according_to="DeepState", focus="Budanov").write(file)
    shown = opened(file, "")  # of whom nothing is said there: nothing is held
    assert "by DeepState" in shown.says and {row["Taken at face value"] for row in shown.rows("claims")} <= {"no"}
    shown.page.select_option("#by", label="all claimants")
    address = "#" + shown.page.url.partition("#")[2]
    again = opened(file, address)
    assert again.page.input_value("#by") == "" and "by DeepState" not in again.says


@pytest.mark.slow
def test_an_address_that_names_nothing_opens_the_start(opened: Any, pokrovsk_page: Path) -> None:
    shown = opened(
        pokrovsk_page, "#node=no/such&focus=x&steps=-3&world=real&until=yesterday&table=none&by=nobody&path=a"
    )
    assert "What is in question" in shown.panel and "129 entities" in shown.says
    assert "which is not in this file, or not by this day. So nothing is selected." in shown.panel


def drawn_in(shown: Opened) -> str:
    """The picture and its names, as the page draws them once it stands still."""
    shown.page.wait_for_function("!document.getElementById('graph').hasAttribute('data-hurried')")
    return str(shown.page.evaluate("document.querySelector('#graph canvas').toDataURL()"))


@pytest.mark.slow
def test_claims_can_be_drawn_as_nodes_and_statements_as_lines(pokrovsk_open: Opened) -> None:
    before, opening = pokrovsk_open.page.screenshot(), drawn_in(pokrovsk_open)
    pokrovsk_open.page.click("#claims-as-nodes")
    assert re.search(r"60 of 122 claims", pokrovsk_open.says)
    assert pokrovsk_open.page.screenshot() != before
    pokrovsk_open.page.click("#claims-as-nodes")
    assert drawn_in(pokrovsk_open) == opening
    pokrovsk_open.page.click("#claims-as-nodes")
    pokrovsk_open.search("DeepState")
    assert "1 of 122 claims" in pokrovsk_open.says or "2 of 122 claims" in pokrovsk_open.says
    pokrovsk_open.page.click("#claims-as-nodes")
    pokrovsk_open.page.keyboard.press("Escape")
    plain = pokrovsk_open.page.screenshot()
    pokrovsk_open.page.click("#speakers")
    assert pokrovsk_open.page.screenshot() != plain


@pytest.mark.slow
def test_a_hub_brings_only_some_of_its_neighbours(opened: Any) -> None:
    shown = opened(star(900))
    assert "250 of 901 entities" in shown.says
    text = shown.search("the hub")
    drawn = int(shown.says.split()[0])
    assert 250 < drawn <= 300 and "of its neighbours are not drawn" in text
    shown.page.click("#panel >> text=/Draw \\d+ more/")
    assert int(shown.says.split()[0]) > drawn


@pytest.mark.slow
def test_what_a_large_picture_leaves_out_is_found_and_placed_clear_of_the_rest(opened: Any) -> None:
    shown = opened(large(600))
    shown.search("n0599")
    assert shown.heading == "n0599"
    at = places(shown)
    assert len(set(at.values())) == len(at) and "n0599" in at and len(at) < 300
    again = opened(large(600), "#" + shown.page.url.partition("#")[2])
    assert again.heading == "n0599"

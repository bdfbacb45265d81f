"""The network page in a browser: finding, choosing, narrowing, going back, taking along."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from browser import Opened, Tabs
from kgraph import Graph, Rows
from kgraph.analysis.graph import Network
from kgraph.analysis.positions import Position
from kgraph.model import Quantity
from kgraph.views.network import render
from kgraph.views.page import Opening
from networks import MANY_HOSTILE, edge, hostile, large, node, small, star
from networks import claim as made


@pytest.fixture
def pokrovsk_open(opened: Any, pokrovsk_page: Path) -> Opened:
    shown: Opened = opened(pokrovsk_page)
    return shown


@pytest.fixture
def pokrovsk_kept(looked_at: Any, pokrovsk_page: Path) -> Opened:
    """The same, where a test leaves nothing behind but what the address holds."""
    shown: Opened = looked_at(pokrovsk_page)
    return shown


def places(shown: Opened) -> dict[str, tuple[float, float]]:
    """Where each node that is drawn stands, by name."""
    text = shown.save("gexf").decode()
    found = re.findall(r'<node id="[^"]*" label="([^"]*)">.*?<viz:position x="([^"]*)" y="([^"]*)"', text)
    return {label: (float(x), float(y)) for label, x, y in found}


# --- opening


def test_the_first_look_answers_how_much_is_captured_who_says_so_and_who_denies_it(pokrovsk_kept: Opened) -> None:
    text = pokrovsk_kept.panel
    assert text.startswith("What is in question")
    first = text[text.index("Who holds Pokrovsk?") :]
    told = r"“half”.*DeepState.*“85%”.*unnamed Bild analyst.*not “half”, .*not “85%”.*Ukrainian state"
    assert re.search(told, first[: first.index("Why this is in question (8)")], re.DOTALL)
    assert "[Espreso ← Bild] by 2025-11-05" in first
    assert pokrovsk_kept.page.locator("#panel .question svg[aria-label*='half']").first.is_visible()
    assert "129 of 129 entities" in pokrovsk_kept.says and "Taken as stated" in pokrovsk_kept.says


def test_the_page_says_when_and_of_which_data_it_was_made(pokrovsk_kept: Opened, graph: Graph) -> None:
    foot = pokrovsk_kept.page.inner_text("footer")
    assert re.search(r"generated \d{4}-\d\d-\d\d · data [0-9a-f]{12}", foot)


@pytest.mark.parametrize("address", [{}, {"by": "agent/lutsenko", "until": "2025-11-05"}, {"world": "record"}])
def test_the_sentence_above_the_picture_is_never_cut_and_tells_more_on_demand(
    pokrovsk_kept: Opened, address: dict[str, str]
) -> None:
    pokrovsk_kept.begin()
    pokrovsk_kept.go(**address)
    cut = "() => { const says = document.getElementById('says'); return says.scrollWidth > says.clientWidth; }"
    assert not pokrovsk_kept.page.evaluate(cut) and "Left out" not in pokrovsk_kept.says
    if not address:
        assert pokrovsk_kept.page.evaluate("document.getElementById('says').getBoundingClientRect().height") < 25
    pokrovsk_kept.page.click("#says-all")
    assert not pokrovsk_kept.page.evaluate(cut) and "Left out" in pokrovsk_kept.says
    pokrovsk_kept.page.click("#says-all")


def test_labels_of_the_first_picture_do_not_run_off_and_something_is_painted(pokrovsk_kept: Opened) -> None:
    colours = pokrovsk_kept.page.evaluate(
        """() => { const c = document.querySelector('#graph canvas');
        const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data; const found = new Set();
        for (let i = 0; i < d.length; i += 4) found.add(`${d[i]},${d[i + 1]},${d[i + 2]}`); return [...found]; }"""
    )
    assert {"40,39,38", "29,94,57", "7,83,181", "142,64,115"} <= set(colours)  # event, place, unit, person


# --- finding


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Покровськ", "Pokrovsk"), ("POKROVSK", "Pokrovsk"), ("зеленский", "Volodymyr Zelenskyy"),
        ("zelensky", "Volodymyr Zelenskyy"), ("syrskiy", "Oleksandr Syrskyi"), ("Dobropillya", "Dobropillia"),
        ("Pok\u00adrov\u200bsk", "Pokrovsk"), ("Ｐｏｋｒｏｖｓｋ", "Pokrovsk"),
        ("Kyrylo\u00a0Budanov\u202c", "Kyrylo Budanov"),
        ("budanov", "Kyrylo Budanov"), ("hur", "Defence Intelligence Directorate"),
    ],
)  # fmt: skip
def test_a_name_is_found_in_any_spelling(pokrovsk_kept: Opened, typed: str, found: str) -> None:
    pokrovsk_kept.search(typed)
    assert pokrovsk_kept.heading == found


def test_search_finds_a_node_by_another_name_and_without_marks(opened: Any) -> None:
    shown = opened(small())
    for typed in ("lodsch", "łódź", "ŁÓDŹ", "łodz", "Лодзь", "Ło\u0301dz\u0301", "„Łódź”", "Ł\u00adódź"):
        assert "Łódź" in shown.search(typed)
        shown.page.keyboard.press("Escape")
    shown.page.keyboard.press("/")
    shown.page.keyboard.type("nothing of the kind")
    assert "No name, question, relation or claim" in shown.page.inner_text("#hits")


def test_the_second_hit_is_taken_by_arrow_keys(opened: Any) -> None:
    shown = opened(star(30))
    shown.page.keyboard.press("/")
    shown.page.keyboard.type("leaf 2")
    first = shown.page.inner_text("#hits li[aria-selected=true] bdi")
    shown.page.keyboard.press("ArrowDown")
    second = shown.page.inner_text("#hits li[aria-selected=true] bdi")
    shown.page.keyboard.press("Enter")
    assert first == "leaf 2" != second == shown.heading


@pytest.mark.slow
def test_clicking_a_line_shows_the_claims_behind_it(opened: Any) -> None:
    shown = opened(small())
    page = shown.page
    box = page.locator("#graph canvas").bounding_box()
    for across, down in [(x / 24, y / 24) for y in range(2, 23) for x in range(2, 23)]:
        page.mouse.move(box["x"] + box["width"] * across, box["y"] + box["height"] * down)
        if page.locator("#graph.pointing").count():
            page.mouse.click(box["x"] + box["width"] * across, box["y"] + box["height"] * down)
            if "CLAIMS BEHIND IT" in shown.panel.upper():
                break
    text = shown.panel
    assert "It never got there." in text and "denied" in text and "denial" in text
    assert "Ann → The Wire → The Paper" in text and "possible" in text and "characters 1–9" in text
    assert "denies" in text and "What yes says." in text


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


# --- the panel


def test_a_node_has_identity_posts_disagreements_relations_and_claims(pokrovsk_kept: Opened) -> None:
    text = pokrovsk_kept.search("Budanov")
    assert "head of an organisation of Defence Intelligence Directorate" in text and "known for this day" in text
    assert "POSTS ON 2025-11-05" in text.upper() and "CLAIMS ABOUT THEM" in text.upper()
    text = pokrovsk_kept.search("Pokrovsk")
    assert "Покровськ" in text and "country" in text and "IN QUESTION (2)" in text.upper()


def test_external_links_are_shown_and_nothing_else_becomes_a_link(opened: Any, pokrovsk_page: Path) -> None:
    shown = opened(pokrovsk_page)
    shown.search("Putin")
    assert shown.page.get_attribute("#panel dl.identity a", "href") == "http://www.wikidata.org/entity/Q7747"
    other = opened(hostile(["javascript:alert(1)", "data:text/html,<script>alert(1)</script>"]))
    other.search("javascript")
    links = other.page.evaluate("[...document.querySelectorAll('#panel a')].map(a => a.getAttribute('href'))")
    assert set(links) == {"#"}


def test_an_edge_sets_figures_on_one_axis_and_names_its_origins(pokrovsk_kept: Opened) -> None:
    pokrovsk_kept.search("Pokrovsk")
    pokrovsk_kept.page.click("#panel .link.relation >> text=share of territory captured")
    text = pokrovsk_kept.panel
    assert "2 origins that have it from nobody else here: DeepState and 1 unnamed source" in text
    assert "all of it as told by Espreso" in text
    drawn = pokrovsk_kept.page.locator("#panel svg.interval circle")
    assert [round(float(drawn.nth(i).get_attribute("cx") or 0)) for i in range(2)] == [146, 227]  # of 30 to 262
    assert "disputed" in text and "how sure" in text and "through" in text


def test_a_quote_is_shown_where_the_text_was_at_hand(opened: Any, graph: Graph, sources: Path, tmp_path: Path) -> None:
    file = tmp_path / "quoted.html"
    drawn = graph.network(focus="DeepState", sources=sources)
    drawn.write(file)
    [half] = [claim for claim in drawn.claims if claim.claimant == "DeepState"]
    shown = opened(file, f"#claim={half.id.removeprefix(graph.workspace.base)}")
    quotes = shown.page.locator("#panel blockquote").all_inner_texts()
    assert [" ".join(q.split()) for q in quotes] == [" ".join(q.split()) for q in half.quotes]


def ids(answer: object) -> set[str]:
    assert isinstance(answer, Rows)
    return {str(claim) for claim in answer.column("claim")}


@pytest.mark.parametrize("step", [20, pytest.param(1, marks=pytest.mark.slow)])
def test_copy_as_sparql_yields_just_what_every_relation_shows(pokrovsk_kept: Opened, graph: Graph, step: int) -> None:
    network = graph.network()
    base = graph.workspace.base
    different = []
    for one in network.edges[::step]:
        key = "~".join([one.source.removeprefix(base), one.target.removeprefix(base), one.kind, one.name])
        assert "%" not in key
        pokrovsk_kept.go(edge=key)
        found = ids(graph.query(pokrovsk_kept.sparql(), world="record"))
        if found != set(one.claims):
            different.append((one.label, found ^ set(one.claims)))
    assert different == [] and len(network.edges) > 100


@pytest.mark.slow
def test_copy_as_sparql_yields_just_what_nodes_statements_and_claims_show(pokrovsk_kept: Opened, graph: Graph) -> None:
    for name in ("place/pokrovsk", "agent/budanov", "event/withdrawal-from-pokrovsk", "agent/reuters"):
        pokrovsk_kept.go(node=name)
        heading = re.search(r"CLAIMS ABOUT (?:IT|THEM) \((\d+)\)", pokrovsk_kept.panel.upper())
        found = ids(graph.query(pokrovsk_kept.sparql(), world="record"))
        assert len(found) == (int(heading[1]) if heading else 0), name
    pokrovsk_kept.go(statement="agent/deepstate", to="place/pokrovsk")
    assert len(ids(graph.query(pokrovsk_kept.sparql(), world="record"))) == 1
    pokrovsk_kept.go(claim="claim/espreso-2025-11-05-pokrovsk/c037")
    assert {c.rpartition("/")[2] for c in ids(graph.query(pokrovsk_kept.sparql(), world="record"))} == {"c037"}


# --- narrowing


def test_a_type_in_the_legend_hides_and_shows_it_and_nothing_moves(pokrovsk_kept: Opened) -> None:
    before = places(pokrovsk_kept)
    pokrovsk_kept.page.click("[data-key=event]")
    assert pokrovsk_kept.page.get_attribute("[data-key=event]", "aria-pressed") == "false"
    assert "90 of 129 entities" in pokrovsk_kept.says
    after = places(pokrovsk_kept)
    assert len(after) == 90 and all(before[name] == at for name, at in after.items())
    pokrovsk_kept.page.click("[data-key=event]", modifiers=["Shift"])
    assert "39 of 129 entities" in pokrovsk_kept.says
    pokrovsk_kept.page.click("#reset")
    assert places(pokrovsk_kept) == before


def test_a_status_and_a_sort_of_relation_can_be_hidden(pokrovsk_kept: Opened) -> None:
    pokrovsk_kept.page.click("[data-key=disputed]")
    assert "129 of 135 relations" in pokrovsk_kept.says
    pokrovsk_kept.page.click("[data-key=disputed]")
    pokrovsk_kept.page.click("#sorts > summary")
    pokrovsk_kept.page.click("[data-key=presence]")
    assert "123 of 135 relations" in pokrovsk_kept.says


def test_focus_expand_and_leave(pokrovsk_kept: Opened) -> None:
    pokrovsk_kept.search("Budanov")
    pokrovsk_kept.page.focus("#graph")
    pokrovsk_kept.page.keyboard.press("f")
    near = int(pokrovsk_kept.says.split()[0])
    pokrovsk_kept.page.keyboard.press("e")
    further = int(pokrovsk_kept.says.split()[0])
    assert 1 < near < further < 129
    pokrovsk_kept.page.click("#back-to-all")
    assert "129 of 129" in pokrovsk_kept.says


@pytest.mark.slow
def test_a_path_is_found_with_the_claims_along_it(pokrovsk_open: Opened) -> None:
    pokrovsk_open.search("DeepState")
    pokrovsk_open.page.click("#panel >> text=Path to")
    pokrovsk_open.page.keyboard.type("Budanov")
    pokrovsk_open.page.keyboard.press("Enter")
    text = pokrovsk_open.panel
    assert "3 steps" in text and "Russian forces have taken half of Pokrovsk." in text
    assert "DeepState … Kyrylo Budanov" in text
    pokrovsk_open.go(path="agent/budanov", to="agent/deepstate")
    assert "3 steps" in pokrovsk_open.panel  # the way back is as long


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
    shown = opened(file)  # of whom nothing is said there: nothing is held
    assert "by DeepState" in shown.says and {row["Taken as stated"] for row in shown.rows("claims")} <= {"no"}
    shown.page.select_option("#by", label="all claimants")
    address = "#" + shown.page.url.partition("#")[2]
    again = opened(file, address)
    assert again.page.input_value("#by") == "" and "by DeepState" not in again.says


def test_a_narrowed_page_knows_the_disputes_with_claims_that_it_leaves_out(
    opened: Any, graph: Graph, tmp_path: Path
) -> None:
    file = tmp_path / "people.html"
    network = graph.network(types="person")
    network.write(file)
    held = {row["Where"] + row["What (our words)"]: row["Taken as stated"] for row in opened(file).csv("claims")}
    expected = {c.pointer + c.paraphrase: "yes" if c.in_world else "no" for c in network.claims if c.about}
    assert {key: held[key] for key in expected if key in held} == {k: v for k, v in expected.items() if k in held}
    assert held and any(claim.disputed for claim in network.claims)


@pytest.mark.slow
def test_the_first_rows_may_name_what_comes_later(opened: Any) -> None:
    base = star(400)
    far = made("far", about=(base.nodes[399].id,))
    first = replace(base.claims[0], relations=(("derived from", far.id), ("denies", base.claims[390].id)))
    shown = opened(replace(base, claims=(first, *base.claims[1:], far)), "#node=hub")
    assert shown.heading == "the hub" and "250 of" not in shown.says


def test_a_bound_is_no_point_and_a_forecast_is_no_denial(opened: Any) -> None:
    unit, town = node("unit", "unit", label="1st Brigade"), node("town", label="Town")
    one, two, three = (
        made("one", about=(unit.id,)),
        made("two", about=(unit.id,), modality="forecast"),
        made("three", about=(unit.id,)),
    )

    def figure(of: Any, least: str | None, most: str | None, what: str) -> tuple[str, Position]:
        low, high = (None if bound is None else Decimal(bound) for bound in (least, most))
        return "troop strength", Position(
            of, what, "", Quantity(low, high, what), "persons", frozenset({unit.id, town.id})
        )

    positions = (
        figure(one, "300", None, "more than 300"),
        figure(two, "200", "200", "200"),
        figure(three, "-5", "1e400", "a broken figure"),
    )
    both = edge(unit, town, "troop strength", (one, two, three), "undisputed", "measurement")
    shown = opened(Network((unit, town), (both,), (one, two, three), positions), "#node=unit")
    axis = shown.page.locator("svg.interval")
    told = [axis.nth(i).get_attribute("aria-label") or "" for i in range(3)]
    assert "denied" not in " ".join(told) and any("200, not said as a fact" in text for text in told)
    assert shown.page.locator("svg.interval[aria-label^='more than 300'] circle").count() == 0
    assert shown.page.locator("svg.interval[aria-label^='200'] circle").count() == 1


def test_an_address_that_names_nothing_opens_the_start(opened: Any, pokrovsk_page: Path) -> None:
    shown = opened(
        pokrovsk_page, "#node=no/such&focus=x&steps=-3&world=real&until=yesterday&table=none&by=nobody&path=a"
    )
    assert "What is in question" in shown.panel and "129 of 129" in shown.says
    assert "What the link names is not in this file" in shown.panel


@pytest.mark.slow
def test_claims_can_be_drawn_as_nodes_and_statements_as_lines(pokrovsk_open: Opened) -> None:
    before = pokrovsk_open.page.screenshot()
    pokrovsk_open.page.click("#claims-as-nodes")
    assert re.search(r"60 of 122 claims", pokrovsk_open.says)
    assert pokrovsk_open.page.screenshot() != before
    pokrovsk_open.search("DeepState")
    assert "1 of 122 claims" in pokrovsk_open.says or "2 of 122 claims" in pokrovsk_open.says
    pokrovsk_open.page.click("#claims-as-nodes")
    pokrovsk_open.page.keyboard.press("Escape")
    plain = pokrovsk_open.page.screenshot()
    pokrovsk_open.page.click("#speakers")
    assert pokrovsk_open.page.screenshot() != plain


# --- large ones


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


# --- tables and files


@pytest.mark.slow
def test_tables_sort_numbers_as_numbers_and_words_as_words(pokrovsk_open: Opened) -> None:
    pokrovsk_open.page.keyboard.press("t")
    pokrovsk_open.page.click("#table th >> text=Claims")
    numbers = [int(row["Claims"]) for row in pokrovsk_open.rows("relations")]
    assert numbers == sorted(numbers, reverse=True) and numbers[0] > 1
    pokrovsk_open.page.click("#table th >> text=Claims")
    assert pokrovsk_open.page.get_attribute("#table th:has-text('Claims')", "aria-sort") == "ascending"
    pokrovsk_open.page.click("#table th >> text=From")
    names = [row["From"] for row in pokrovsk_open.rows("relations")]
    assert names == sorted(names, key=str.casefold)
    assert {"Claimant", "Certainty", "Through"} <= set(pokrovsk_open.rows("claims")[0])
    about = [int(row["Claims about it"]) for row in pokrovsk_open.rows("entities")]
    pokrovsk_open.page.click("#table th >> text=Claims about it")
    assert [int(row["Claims about it"]) for row in pokrovsk_open.rows("entities")] == sorted(about, reverse=True)
    assert len(about) == 129 and max(about) > 9


def test_figures_sort_by_what_they_measure(opened: Any, pokrovsk_page: Path) -> None:
    shown = opened(pokrovsk_page, "#table=claims")
    shown.page.click("#table th >> text=Figure")
    figures = [row["Figure"] for row in shown.rows("claims")]
    assert figures.index("half") < figures.index("85%") < figures.index("170,000")
    assert figures[-1] == ""  # what has no figure comes last


def test_a_row_opens_its_claims_and_rows_can_be_narrowed(pokrovsk_open: Opened) -> None:
    pokrovsk_open.page.keyboard.press("t")
    pokrovsk_open.page.fill("#filter", "blockade")
    assert 0 < len(pokrovsk_open.page.locator("#table tbody tr").all()) < 10
    pokrovsk_open.page.click("#table tbody a >> nth=0")
    assert "CLAIMS BEHIND IT" in pokrovsk_open.panel.upper()


def test_csv_holds_the_rows_and_no_formula(opened: Any) -> None:
    ann = node("ann", "person", label="=cmd|'/c calc'!A1")
    town = node("town", label='a "town", here\nand there')
    one = made("one", about=(town.id,), claimant_id=ann.id, claimant=ann.label, paraphrase="@SUM(1)", certainty="-0.5")
    shown = opened(
        replace(small(), nodes=(ann, town), claims=(one,), edges=(edge(ann, town, "+x", (one,), "undisputed"),))
    )
    text = shown.save("csv-claims").decode()
    [row] = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    assert (
        row["Claimant"] == "'=cmd|'/c calc'!A1" and row["What (our words)"] == "'@SUM(1)" and row["Certainty"] == "-0.5"
    )
    [line] = csv.DictReader(io.StringIO(shown.save("csv-relations").decode("utf-8-sig"), newline=""))
    assert line["To"] == town.label and line["Relation"] == "'+x"
    assert len(list(csv.DictReader(io.StringIO(shown.save("csv-entities").decode("utf-8-sig"))))) == 2


def test_the_picture_is_saved_as_png_and_the_network_as_gexf(opened: Any, pokrovsk_page: Path, tmp_path: Path) -> None:
    import networkx

    shown = opened(pokrovsk_page)
    picture = shown.save("png-1")
    assert picture.startswith(b"\x89PNG\r\n") and len(picture) > 20_000
    file = tmp_path / "shown.gexf"
    file.write_bytes(shown.save("gexf"))
    graph = networkx.read_gexf(file)
    assert (len(graph), graph.number_of_edges()) == (129, 135)
    node = next(data for _, data in graph.nodes(data=True) if data["label"] == "Pokrovsk")
    assert node["viz"]["color"] == {"r": 29, "g": 94, "b": 57, "a": 1.0} and node["kind"] == "place"


# --- how it looks


def test_without_script_the_tables_stand(opened: Any) -> None:
    shown = opened(small(), java_script_enabled=False)
    assert shown.page.is_visible("#claims") and not shown.page.is_visible("#graph")
    assert "It never got there." in shown.page.inner_text("#claims")


@pytest.fixture(scope="module")
def hostile_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("pages") / "hostile.html"
    file.write_text(render(hostile(MANY_HOSTILE[:60]), Opening("A title", base="https://example.org/")), "utf-8")
    return file


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, *(pytest.param(width, marks=pytest.mark.slow) for width in (390, 900, 1280))])
def test_no_screen_scrolls_sideways(looked_at: Any, hostile_page: Path, scheme: str, width: int) -> None:
    # a page knows from its start whether it is narrow
    shown = looked_at(hostile_page, viewport={"width": 320 if width < 900 else 1280, "height": 844})
    shown.page.set_viewport_size({"width": width, "height": 844})
    shown.page.emulate_media(color_scheme=scheme)
    shown.search("null")
    assert shown.page.evaluate("document.documentElement.scrollWidth") <= width
    shown.page.keyboard.press("t")
    assert shown.page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.slow
def test_dark_is_chosen_by_key_and_kept_in_the_address(pokrovsk_open: Opened) -> None:
    background = "getComputedStyle(document.body).backgroundColor"
    assert pokrovsk_open.page.evaluate(background) == "rgb(255, 255, 255)"
    pokrovsk_open.page.focus("#graph")
    pokrovsk_open.page.keyboard.press("d")
    assert pokrovsk_open.page.evaluate(background) == "rgb(20, 24, 31)" and "theme=dark" in pokrovsk_open.page.url


@pytest.mark.slow
def test_print_holds_the_picture_and_the_panel_in_light_colours(opened: Any, pokrovsk_page: Path) -> None:
    shown = opened(pokrovsk_page, "#node=place/pokrovsk", color_scheme="dark")
    shown.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    shown.page.emulate_media(media="print")
    assert not shown.page.is_visible("#search") and shown.page.is_visible("#panel")
    assert shown.page.is_visible("#paper svg") and not shown.page.is_visible("#graph")
    assert shown.page.locator("#paper .node").count() > 20 and "disputed" in shown.page.inner_text("#paper")
    assert shown.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert shown.page.pdf().startswith(b"%PDF")
    shown.page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert shown.page.locator("#paper *").count() == 0


def test_help_opens_by_key_and_says_what_lines_mean(pokrovsk_kept: Opened) -> None:
    pokrovsk_kept.page.focus("#graph")
    pokrovsk_kept.page.keyboard.press("?")
    text = pokrovsk_kept.page.inner_text("#help")
    assert "nobody asserts it and somebody denies it" in text and "independent origins" in text
    pokrovsk_kept.page.keyboard.press("Escape")
    assert not pokrovsk_kept.page.is_visible("#help")


def test_the_keyboard_reaches_the_tables_first(pokrovsk_open: Opened) -> None:
    pokrovsk_open.page.keyboard.press("Tab")
    assert "tables" in pokrovsk_open.page.inner_text(":focus")
    pokrovsk_open.page.keyboard.press("Enter")
    assert pokrovsk_open.page.is_visible("#table table")


# --- hostile strings


@pytest.mark.parametrize("step", [7, pytest.param(1, marks=pytest.mark.slow)])
def test_hostile_strings_never_run_nor_break_the_page(opened: Any, step: int) -> None:
    assert len(MANY_HOSTILE) >= 200
    some = MANY_HOSTILE[::step]
    shown = opened(hostile(some))
    # as text they are there; as elements they are not
    made_of = shown.page.evaluate("[...new Set([...document.querySelectorAll('body *')].map(e => e.localName))].sort()")
    for text in some[::9]:
        if text.strip():
            shown.search(text.strip()[:60])
            shown.page.evaluate("document.querySelectorAll('#panel details').forEach(d => d.open = true)")
    for table in ("relations", "claims", "entities"):
        assert len(shown.rows(table)) == min(200, len(some) - (table == "relations"))
    shown.save("csv-claims"), shown.save("gexf"), shown.save("png-1")
    shown.page.click("#as-table")
    shown.page.click("#claims-as-nodes")
    now = shown.page.evaluate("[...new Set([...document.querySelectorAll('body *')].map(e => e.localName))].sort()")
    assert not {"img", "iframe", "object", "base", "form", "math", "plaintext", "template"} & {*made_of, *now}
    assert shown.page.evaluate("document.querySelectorAll('script').length") == 3
    assert shown.page.title() == "A title"


def test_right_to_left_names_keep_their_direction(opened: Any) -> None:
    shown = opened(hostile(["لواء المشاة الأول", "plain"]))
    shown.search("لواء")
    assert shown.heading == "لواء المشاة الأول"
    assert shown.page.evaluate("getComputedStyle(document.querySelector('#panel .what')).direction") == "rtl"


# --- a notebook


@pytest.fixture
def notebook(tabs: Tabs, graph: Graph, tmp_path: Path) -> Iterator[Opened]:
    file = tmp_path / "cell.html"
    cell = graph.network(focus="Budanov")._repr_html_()
    file.write_text(f"<!doctype html><html data-ready><meta charset=utf-8><body>{cell}</body></html>", "utf-8")
    shown = Opened(tabs, file)
    yield shown
    assert [fault for fault in shown.faults if not fault.startswith("about:srcdoc")] == []
    shown.close()


@pytest.mark.slow
def test_in_a_notebook_the_page_works_in_a_sandboxed_frame(notebook: Opened) -> None:
    frame = notebook.page.frame_locator("iframe")
    frame.locator("#search").fill("Budanov")
    frame.locator("#search").press("Enter")
    assert "Kyrylo Budanov" in frame.locator("#panel h2").first.inner_text()
    assert frame.locator("#graph canvas").is_visible()

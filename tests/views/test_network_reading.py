"""The network page in a browser: what is seen first, what is found, and what the panel tells of it."""

import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from browser import Opened
from kgraph import Graph, Rows
from kgraph.analysis.graph import Network
from kgraph.analysis.positions import Position
from kgraph.model import Quantity
from networks import claim as made
from networks import edge, hostile, node, small, star


def test_the_first_look_answers_how_much_is_captured_who_says_so_and_who_denies_it(pokrovsk_kept: Opened) -> None:
    text = pokrovsk_kept.panel
    assert text.startswith("What is in question")
    first = text[text.index("Who holds Pokrovsk?") :]
    told = r"“half”.*DeepState.*“85%”.*unnamed Bild analyst.*not “half”, .*not “85%”.*Ukrainian state"
    assert re.search(told, first[: first.index("Why this is in question (8)")], re.DOTALL)
    assert "[Espreso ← Bild, possible] 2025-11-05 or earlier" in first
    assert pokrovsk_kept.page.locator("#panel .question svg[aria-label*='half']").first.is_visible()
    assert "129 entities" in pokrovsk_kept.says
    assert "5 are disputed: orange, with letters." in pokrovsk_kept.says


def test_the_page_says_when_and_of_which_data_it_was_made(pokrovsk_kept: Opened, graph: Graph) -> None:
    foot = pokrovsk_kept.page.inner_text("footer")
    assert re.search(r"generated \d{4}-\d\d-\d\d · data [0-9a-f]{12}", foot)


@pytest.mark.slow
@pytest.mark.parametrize("address", [{}, {"by": "agent/lutsenko", "until": "2025-11-05"}, {"world": "record"}])
def test_the_sentence_above_the_picture_is_never_cut_and_tells_more_on_demand(
    pokrovsk_kept: Opened, address: dict[str, str]
) -> None:
    pokrovsk_kept.begin()
    pokrovsk_kept.go(**address)
    cut = "() => { const says = document.getElementById('says'); return says.scrollWidth > says.clientWidth; }"
    assert not pokrovsk_kept.page.evaluate(cut) and "Not in this view" not in pokrovsk_kept.says
    if not address:
        assert pokrovsk_kept.page.evaluate("document.getElementById('says').getBoundingClientRect().height") < 25
    pokrovsk_kept.page.click("#says-all")
    assert not pokrovsk_kept.page.evaluate(cut) and "Not in this view" in pokrovsk_kept.says
    pokrovsk_kept.page.click("#says-all")


def test_labels_of_the_first_picture_do_not_run_off_and_something_is_painted(pokrovsk_kept: Opened) -> None:
    colours = pokrovsk_kept.page.evaluate(
        """() => { const c = document.querySelector('#graph canvas');
        const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data; const found = new Set();
        for (let i = 0; i < d.length; i += 4) found.add(`${d[i]},${d[i + 1]},${d[i + 2]}`); return [...found]; }"""
    )
    assert {"40,39,38", "29,94,57", "7,83,181", "142,64,115"} <= set(colours)  # event, place, unit, person


@pytest.mark.slow
@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Покровськ", "Pokrovsk"), ("syrskiy", "Oleksandr Syrskyi"), ("hur", "Defence Intelligence Directorate"),
        ("Kyrylo\u00a0Budanov\u202c", "Kyrylo Budanov"), ("POKROVSK", "Pokrovsk"), ("зеленский", "Volodymyr Zelenskyy"),
        ("zelensky", "Volodymyr Zelenskyy"), ("Dobropillya", "Dobropillia"), ("Pok\u00adrov\u200bsk", "Pokrovsk"),
        ("Ｐｏｋｒｏｖｓｋ", "Pokrovsk"), ("budanov", "Kyrylo Budanov"),
    ],
)  # fmt: skip
def test_a_name_is_found_in_any_spelling(pokrovsk_kept: Opened, typed: str, found: str) -> None:
    pokrovsk_kept.search(typed)
    assert pokrovsk_kept.heading == found


@pytest.mark.slow
def test_search_finds_a_node_by_another_name_and_without_marks(opened: Any) -> None:
    shown = opened(small())
    for typed in ("lodsch", "łódź", "ŁÓDŹ", "łodz", "Лодзь", "Ło\u0301dz\u0301", "„Łódź”", "Ł\u00adódź"):
        assert "Łódź" in shown.search(typed)
        shown.page.keyboard.press("Escape")
    shown.page.keyboard.press("/")
    shown.page.keyboard.type("nothing of the kind")
    assert "No name, question, relation, claim or day has" in shown.page.inner_text("#hits")


@pytest.mark.slow
def test_enter_opens_the_hit_that_is_marked(opened: Any) -> None:
    shown = opened(star(30))
    for keys, wanted in (("", 0), ("Down", 0), ("Down Down", 1), ("Up", -1), ("Down Up", -1)):
        shown.page.keyboard.press("/")
        shown.page.keyboard.type("leaf 2")
        names = shown.page.locator("#hits [role=option] bdi").all_inner_texts()
        assert names[0] == "leaf 2" and shown.page.inner_text("#spoken").startswith(f"{len(names)} results. Enter")
        for key in keys.split():
            shown.page.keyboard.press(f"Arrow{key}")
        led = shown.page.locator("#search").get_attribute("aria-activedescendant")
        assert led == (f"hit-{wanted % len(names)}" if keys else None)
        marked = shown.page.inner_text("#hits li[aria-selected=true] bdi")
        shown.page.keyboard.press("Enter")
        assert marked == names[wanted] == shown.heading


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


def test_a_node_has_identity_posts_disagreements_relations_and_claims(pokrovsk_kept: Opened) -> None:
    text = pokrovsk_kept.search("Budanov")
    assert "head of an organisation of Defence Intelligence Directorate" in text and "known for this day" in text
    assert "POSTS ON 2025-11-05" in text.upper() and "CLAIMS ABOUT THEM" in text.upper()
    text = pokrovsk_kept.search("Pokrovsk")
    assert "Покровськ" in text and "country" in text and "IN QUESTION (2)" in text.upper()


@pytest.mark.slow
def test_external_links_are_shown_and_nothing_else_becomes_a_link(opened: Any, pokrovsk_page: Path) -> None:
    shown = opened(pokrovsk_page)
    shown.search("Putin")
    assert shown.page.get_attribute("#panel dl.identity a", "href") == "http://www.wikidata.org/entity/Q7747"
    other = opened(hostile(["javascript:alert(1)", "data:text/html,<script>alert(1)</script>"]))
    other.search("javascript")
    links = other.page.evaluate("[...document.querySelectorAll('#panel a')].map(a => a.getAttribute('href'))")
    assert set(links) == {"#"}


@pytest.mark.slow
def test_an_edge_sets_figures_on_one_axis_and_names_its_origins(pokrovsk_kept: Opened) -> None:
    pokrovsk_kept.search("Pokrovsk")
    pokrovsk_kept.page.click("#panel .link.relation >> text=share of territory captured")
    text = pokrovsk_kept.panel
    assert "2 origins that have it from nobody else here: DeepState and 1 unnamed source" in text
    assert "all of it as told by Espreso" in text
    drawn = pokrovsk_kept.page.locator("#panel svg.interval circle")
    assert [round(float(drawn.nth(i).get_attribute("cx") or 0)) for i in range(2)] == [146, 222]  # of 38 to 254
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


@pytest.mark.slow
@pytest.mark.parametrize("step", [20, pytest.param(1, marks=pytest.mark.thorough)])
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


def test_a_narrowed_page_knows_the_disputes_with_claims_that_it_leaves_out(
    opened: Any, graph: Graph, tmp_path: Path
) -> None:
    file = tmp_path / "people.html"
    network = graph.network(types="person")
    network.write(file)
    held = {row["Where"] + row["What (our words)"]: row["Taken at face value"] for row in opened(file).csv("claims")}
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

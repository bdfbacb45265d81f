"""What is taken out of the page: tables, files, and the page without script, on paper and in a notebook."""

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from browser import Opened, Tabs
from kgraph import Graph
from networks import claim as made
from networks import edge, node, small


@pytest.mark.slow
def test_tables_sort_numbers_as_numbers_and_words_as_words(pokrovsk_open: Opened) -> None:
    pokrovsk_open.page.keyboard.press("t")
    pokrovsk_open.page.click("#table th >> text=Said by")
    numbers = [int(row["Said by"].partition(":")[0] or 0) for row in pokrovsk_open.rows("relations")]
    assert numbers == sorted(numbers, reverse=True) and numbers[0] > 1
    pokrovsk_open.page.click("#table th >> text=Said by")
    assert pokrovsk_open.page.get_attribute("#table th:has-text('Said by')", "aria-sort") == "ascending"
    pokrovsk_open.page.click("#table th >> text=From")
    names = [row["From"] for row in pokrovsk_open.rows("relations")]
    assert names == sorted(names, key=str.casefold)
    assert {"Claimant", "Certainty", "Through"} <= set(pokrovsk_open.rows("claims")[0])
    about = [int(row["Claims about it"]) for row in pokrovsk_open.rows("entities")]
    pokrovsk_open.page.click("#table th >> text=Claims about it")
    assert [int(row["Claims about it"]) for row in pokrovsk_open.rows("entities")] == sorted(about, reverse=True)
    assert len(about) == 129 and max(about) > 9


@pytest.mark.slow
def test_who_says_something_is_read_before_what_is_said_of_them(pokrovsk_kept: Opened) -> None:
    pokrovsk_kept.go(node="agent/syrskyi")
    heads = [text.casefold() for text in pokrovsk_kept.page.locator("#panel h3").all_inner_texts()]
    assert (
        heads.index("claims by oleksandr syrskyi (5)")
        < heads.index("presence (1)")
        < heads.index("claims about them (2)")
    )


def test_figures_sort_by_what_they_measure(opened: Any, pokrovsk_page: Path) -> None:
    shown = opened(pokrovsk_page, "#table=claims")
    shown.page.click("#table th >> text=Figure")
    figures = [row["Figure"] for row in shown.rows("claims")]
    assert figures.index("170,000") < figures.index("85%") < figures.index("half")  # the largest first, as counts
    assert figures[-1] == ""  # what has no figure comes last


def test_a_certainty_that_no_claim_states_leaves_its_cell_empty(opened: Any) -> None:
    ann, town = node("ann", "person"), node("town")
    unstated = made("one", about=(town.id,), claimant_id=ann.id, claimant=ann.label, certainty="unstated")
    likely = made("two", about=(town.id,), claimant_id=ann.id, claimant=ann.label, certainty="likely")
    shown = opened(replace(small(), nodes=(ann, town), claims=(unstated, likely), edges=()), "#table=claims")
    assert sorted(row["Certainty"] for row in shown.rows("claims")) == ["", "likely"]


@pytest.mark.slow
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


@pytest.mark.slow
def test_the_picture_is_saved_as_png_and_the_network_as_gexf(opened: Any, pokrovsk_page: Path, tmp_path: Path) -> None:
    import networkx

    shown = opened(pokrovsk_page)
    picture = shown.save("png-1")
    assert picture.startswith(b"\x89PNG\r\n") and len(picture) > 20_000
    file = tmp_path / "shown.gexf"
    file.write_bytes(shown.save("gexf"))
    graph = networkx.read_gexf(file)
    assert (len(graph), graph.number_of_edges()) == (129, 147)
    node = next(data for _, data in graph.nodes(data=True) if data["label"] == "Pokrovsk")
    assert node["viz"]["color"] == {"r": 29, "g": 94, "b": 57, "a": 1.0} and node["kind"] == "place"


def test_without_script_the_tables_stand(opened: Any) -> None:
    shown = opened(small(), java_script_enabled=False)
    assert shown.page.is_visible("#claims") and not shown.page.is_visible("#graph")
    assert "It never got there." in shown.page.inner_text("#claims")


@pytest.mark.slow
def test_print_holds_the_picture_and_the_panel_in_light_colours(opened: Any, pokrovsk_page: Path) -> None:
    shown = opened(pokrovsk_page, "#node=place/pokrovsk", color_scheme="dark")
    shown.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    shown.page.emulate_media(media="print")
    assert not shown.page.is_visible("#search") and shown.page.is_visible("#panel")
    assert shown.page.is_visible("#paper .lying") and not shown.page.is_visible("#graph")
    assert shown.page.locator("#paper .lying .node").count() > 20 and "disputed" in shown.page.inner_text("#paper")
    assert shown.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert shown.page.pdf().startswith(b"%PDF")
    shown.page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert shown.page.locator("#paper *").count() == 0


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

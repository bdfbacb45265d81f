"""The network page as a file: what stands in it, before any browser opens it."""

import base64
import hashlib
import math
import random
import re
from pathlib import Path
from typing import Any

import pytest

from kgraph import Graph
from kgraph.analysis.edges import STATUSES
from kgraph.analysis.graph import Network
from kgraph.analysis.record import KINDS
from kgraph.cli.show import ENTITY_TYPES
from kgraph.views.layout import layout
from kgraph.views.looks import LAW, LINES, LOOKS
from kgraph.views.network import MOST_DRAWN
from kgraph.views.network import render as render_page
from kgraph.views.page import Opening
from networks import HOSTILE, MANY_HOSTILE, hostile, large, small
from pages import Tags, column, page_data


def render(network: Network, title: str = "T", **more: Any) -> str:
    return render_page(network, Opening(title, base="https://example.org/", **more))


def test_the_same_network_makes_the_same_page() -> None:
    assert render(large(60)) == render(large(60))


@pytest.mark.slow
def test_no_value_becomes_markup() -> None:
    assert len(MANY_HOSTILE) >= 200
    page = render(hostile(MANY_HOSTILE), HOSTILE[1], scope=HOSTILE[2], generated=HOSTILE[3], version=HOSTILE[0])
    tags = Tags(page)
    plain = Tags(render(Network((), (), ())))
    rows = {"tr", "td", "br", "small", "button", "svg", "polygon", "line"}
    assert {t for t, _ in tags.found} - rows == {t for t, _ in plain.found} - rows
    assert len(tags.all("script")) == 4
    assert not [name for _, attrs in tags.found for name in attrs if name.startswith("on")]
    assert tags.all("title")[0][1] == HOSTILE[1]


@pytest.mark.slow
def test_data_come_through_exactly() -> None:
    html = render(hostile(HOSTILE))
    data = page_data(html)
    assert column(data["claims"], "text") == HOSTILE
    assert sorted(a[0] for a in column(data["nodes"], "alt")) == sorted(HOSTILE)
    for part in ("data", "rest"):
        block = html.split(f'id="{part}">')[1].split("</script>")[0]
        assert not re.search(r"[<>&]|[^\x00-\x7f\w]", block)


def test_the_page_names_no_server_and_its_policy_admits_its_own_scripts_only() -> None:
    tags = Tags(render(small()))
    assert not [a for _, a in tags.found if "src" in a or not (a.get("href") or "#").startswith("#")]
    [policy] = [a["content"] or "" for a, _ in tags.all("meta") if a.get("http-equiv")]
    assert "default-src 'none'" in policy and "unsafe" not in policy and "http" not in policy
    allowed = set(re.findall(r"'(sha256-[^']+)'", policy))
    texts = [x for a, x in tags.all("script") if a.get("type") != "application/json"] + [
        x for _, x in tags.all("style")
    ]
    assert allowed == {"sha256-" + base64.b64encode(hashlib.sha256(t.encode()).digest()).decode() for t in texts}


def test_every_kind_and_status_has_a_look_and_only_the_undisputed_is_a_plain_line() -> None:
    assert list(LINES) == list(STATUSES)
    assert {status for status, line in LINES.items() if not line.dashes} == {"undisputed"}
    assert len({look.shape for look in LOOKS.values()}) == len(LOOKS)
    assert {line.barred for status, line in LINES.items() if status in ("denied", "against")} == {True}


def test_without_script_the_tables_tell_the_status_in_words() -> None:
    html = render(small())
    cells = ("present in", "Łódź", "denied", "denied by 1: Ann")  # nobody claims it
    assert re.search(r"</td>\s*<td[^>]*>".join(cells), html)


@pytest.mark.slow
def test_a_large_network_starts_with_its_best_connected_and_the_rest_waits() -> None:
    html = render(large(MOST_DRAWN + 50))
    first, rest = page_data(html), page_data(html, "rest")
    assert (first["nodes"]["rows"], rest["nodes"]["rows"]) == (MOST_DRAWN, 50)
    assert all(x is not None for x in column(first["nodes"], "x")) and set(column(rest["nodes"], "x")) == {None}
    assert first["edges"]["rows"] + rest["edges"]["rows"] == MOST_DRAWN + 50 - 3
    assert max(column(first["edges"], "from") + column(first["edges"], "to")) < MOST_DRAWN
    assert page_data(render(large(MOST_DRAWN)), "rest") == {}


@pytest.mark.parametrize("count", [0, 1, 2, 3, 40, 200])
def test_layout_places_every_box_clear_of_the_others(count: int) -> None:
    boxes = dict.fromkeys(range(count), (80.0, 40.0))
    at = layout(boxes, [(i, i // 3) for i in range(count - count // 5)])
    assert set(at) == set(boxes)
    clash = [
        (a, b) for a in at for b in at if a < b and abs(at[a][0] - at[b][0]) < 78 and abs(at[a][1] - at[b][1]) < 38
    ]
    assert clash == []


@pytest.mark.parametrize(("count", "below"), [(25, True), (100, False)])
def test_few_nodes_without_an_edge_stand_below_the_others_and_many_between_them(count: int, below: bool) -> None:
    boxes, joined = dict.fromkeys(range(count), (80.0, 40.0)), count - count // 5
    at = layout(boxes, [(i, i // 3) for i in range(joined)])
    lowest = max(at[node][1] for node in range(joined))
    assert all(at[node][1] > lowest for node in range(joined, count)) == below


def test_edges_with_words_upon_them_are_longer() -> None:
    shares: list[tuple[float, float]] = []
    for seed in range(12):
        chance = random.Random(seed)  # noqa: S311 # a try, not a secret
        nodes = [f"n{i}" for i in range(20)]
        edges = [(node, nodes[chance.randrange(i)]) for i, node in enumerate(nodes) if i]
        some, boxes = chance.sample(edges, 4), dict.fromkeys(nodes, (60.0, 34.0))
        both = []
        for worded in ([], some):
            points = layout(boxes, edges, worded=worded)
            far = {(a, b): math.dist(points[a], points[b]) for a, b in edges}
            both.append(sum(far[one] for one in some) / sum(far.values()))
        shares.append((both[0], both[1]))
        assert layout(boxes, edges, worded=[(b, a) for a, b in some * 2]) == points  # each is longer once
    plain, longer = (sum(column) for column in zip(*shares, strict=True))
    assert longer > 1.12 * plain


def test_the_command_names_the_kinds_that_there_are() -> None:
    assert ENTITY_TYPES == KINDS == tuple(sorted(LOOKS.keys() - {LAW}))


@pytest.mark.slow
def test_types_focus_and_day_narrow_what_the_file_holds(graph: Graph) -> None:
    whole = graph.network()
    units = graph.network(types=["unit", "place"])
    assert {node.kind for node in units.nodes} == {"unit", "place"}
    assert 0 < len(units.edges) < len(whole.edges)
    near = graph.network(focus="DeepState")  # which no relation reaches: what it speaks of is a step away
    assert {node.label for node in near.nodes} == {"DeepState", "Pokrovsk", "Russian forces"}
    assert graph.network(focus="DeepState", types="unit").nodes[0].label == "DeepState"
    early = graph.network(as_of="2025-11-01")
    assert "DeepState" not in early.html and "DeepState" in whole.html


def test_quotes_are_in_the_page_only_where_texts_are_named(graph: Graph, sources: Path) -> None:
    quoted = graph.network(sources=sources, focus="DeepState")
    [half] = [claim for claim in quoted.claims if claim.claimant == "DeepState"]
    text = next(sources.glob("*.txt")).read_bytes().decode()
    assert half.quotes == tuple(text[start:end] for start, end in half.spans) and half.quotes
    assert half.quotes[0].encode("ascii", "ignore").decode()[:12] in quoted.html
    assert not any(claim.quotes for claim in graph.network().claims)


def test_a_text_that_has_changed_is_not_quoted(graph: Graph, sources: Path, tmp_path: Path) -> None:
    original = next(sources.glob("*.txt"))
    (tmp_path / original.name).write_text("X" + original.read_bytes().decode(), "utf-8")
    assert not any(claim.quotes for claim in graph.network(sources=tmp_path).claims)


def test_a_relation_counts_independent_origins(graph: Graph) -> None:
    found = {(e.name, e.origins) for e in graph.network().edges}
    # DeepState says half and the analyst 85 %: no two say the same; three say that forces are in the town
    assert ("share of territory captured", 1) in found and ("present in", 3) in found


def test_a_notebook_gets_a_frame_and_a_terminal_a_line(graph: Graph) -> None:
    drawn = graph.network(focus="Budanov")
    cell = drawn._repr_html_()
    assert cell is not None and cell.startswith("<iframe srcdoc=") and "allow-same-origin" not in cell
    assert re.fullmatch(r"<Network of \d+ entities, \d+ relations \(.*\), \d+ claims; held: .*>", repr(drawn))
    assert hash(drawn) == hash(graph.network(focus="Budanov")) and drawn == graph.network(focus="Budanov")


def test_a_page_too_large_for_a_cell_is_a_line_of_text(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kgraph.workspace.drawing._MOST_INLINE", 1000)
    assert graph.network(focus="Budanov")._repr_html_() is None

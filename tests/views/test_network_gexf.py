"""The GEXF that the page saves has the columns and values of the one that `kgraph export` writes."""

import csv
import io
from collections.abc import Collection, Mapping
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from xmlschema import XMLSchema

import news
from browser import Opened
from kgraph import Graph
from kgraph.analysis.graph import Network
from kgraph.views.figured import is_told
from kgraph.views.gephi import gexf
from kgraph.views.network import render
from kgraph.views.page import Opening
from nodejs import in_node
from paced import rest_thorough
from pages import column, gexf_values, page_data

SCHEMA = Path(__file__).resolve().parents[1] / "gexf"
VIZ = ("color", "position", "size", "thickness", "shape")


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> XMLSchema:
    """Gephi's schema, in which colours, places and sizes are in the namespace of viz, where GEXF's specification has
    them and Gephi writes them: the file puts them into GEXF's own, against both."""
    folder = copytree(SCHEMA, tmp_path_factory.mktemp("gexf") / "schema")
    data, viz = folder / "data.xsd", folder / "viz.xsd"
    declared = "".join(
        f'<xs:element name="{one}" type="viz:{"node-shape" if one == "shape" else one}-content"/>' for one in VIZ
    )
    text = data.read_text("utf-8").replace('<xs:element name="shape" type="viz:', '<xs:element name="form" type="viz:')
    for one in VIZ:
        text = text.replace(f'<xs:element ref="ns1:{one}"/>', f'<xs:element ref="viz:{one}"/>')
    data.write_text(text, "utf-8")
    viz.write_text(viz.read_text("utf-8").replace("</xs:schema>", f"{declared}</xs:schema>"), "utf-8")
    return XMLSchema(folder / "gexf.xsd")


@pytest.fixture
def shown(request: pytest.FixtureRequest, looked_at: Any, page_of: Any, pokrovsk_page: Path, examples: Any) -> Opened:
    name = request.param
    page: Opened = looked_at(pokrovsk_page if name == "pokrovsk" else page_of(name, examples[name]))
    return page


@pytest.mark.slow
@pytest.mark.parametrize("shown", rest_thorough(["pokrovsk", "election", "earthquake"], fast=2), indirect=True)
def test_the_page_saves_what_the_export_writes(
    request: pytest.FixtureRequest, shown: Opened, schema: XMLSchema, graph: Graph, examples: Mapping[str, Graph]
) -> None:
    name = request.node.callspec.params["shown"]
    shown.go()
    saved = shown.save("gexf").decode()
    nodes, edges = gexf_values(gexf((graph if name == "pokrovsk" else examples[name]).network()))
    saved_nodes, saved_edges = gexf_values(saved)
    assert saved_nodes == nodes
    assert saved_edges == edges
    rows = list(csv.DictReader(io.StringIO(shown.save("csv-relations").decode("utf-8-sig"), newline="")))
    columns = ("claimed_as", "in_world", "status", "figures")
    assert sorted([row["Relation"], *(row[one] for one in columns)] for row in rows) == sorted(
        [told["label"], told["claimed_as"], str(told["in_world"]).lower(), told["status"], told["figures"]]
        for told in (dict(told) for *_, told in edges)
    )
    relations, ways = page_data(shown.page.content())["edges"]["rows"], len(edges)
    shown_as = f" in {ways} edges, one for each way in which claims tell a relation" if ways > relations else ""
    assert f"The file has {relations} relation{'s' * (relations != 1)}{shown_as}.</description>" in saved
    assert [error.reason for error in schema.iter_errors(saved)] == []
    assert "viz:color" in saved and list(schema.iter_errors(saved.replace("<viz:color r=", "<viz:color red=", 1)))


def open_edges(text: str) -> tuple[dict[str, str], dict[str, str]]:
    """The status of each node that is no event, by its IRI; and what it is by the edges of the file."""
    nodes, edges = gexf_values(text)
    own = {iri: told["status"] for iri, told in nodes.items() if told["kind"] != "event" and not told["claimed_as"]}
    wanted = {}
    for iri in own:
        touching = {str(dict(told)["status"]) for *ends, told in edges if iri in ends}
        is_open = touching and "undisputed" not in touching
        wanted[iri] = f"edges: {' | '.join(sorted(touching))}" if is_open else ""
    return own, wanted


@pytest.mark.slow
@pytest.mark.parametrize("shown", ["pokrovsk"], indirect=True)
def test_a_node_is_open_by_the_relations_that_the_file_has(shown: Opened) -> None:
    differ = 0
    shown.go()
    whole, _ = open_edges(shown.save("gexf").decode())
    for hidden in ({"no-sort": "control and figures"}, {"no-sort": "part in an event"}, {"no-line": "undisputed"}):
        shown.go(**hidden)
        own, wanted = open_edges(shown.save("gexf").decode())
        assert own == wanted, hidden
        differ += sum(whole[iri] != status for iri, status in own.items())
    assert differ  # else hiding shows nothing


EVACUATION = """[[entity]]
id = "evacuation"
class = "Event"
label = "the evacuation of the quay"
""" + "".join(
    f'[[entity]]\nid = "{name}"\nclass = "{kind}"\nlabel = "{name}"\n'
    for name, kind in (
        ("herald", "MediaOutlet"), ("post", "MediaOutlet"), ("mayor", "Person"), ("board", "Organization"),
        ("unit", "Organization"), ("crew", "Organization"), ("quay", "City"),
    )
)  # fmt: skip
TOLD = [  # the day in May 2031, who says it, and how
    (6, "board", 'modality = "commitment"'),
    (7, "mayor", 'phase = "prevented"'),
    (8, "crew", 'phase = "intended"'),
    (9, "post", ""),
    (10, "unit", 'polarity = "negative"'),
]


def evacuated(told: Collection[tuple[int, str, str]]) -> Network:
    """A network of claims on one evacuation."""
    reports = (
        f'[[document]]\nid = "d{day}"\noutlet = "herald"\npublished = "2031-05-{day:02}"\n'
        f'[[claim]]\nid = "c{day}"\nin = "d{day}"\nby = "{by}"\n'
        f'statement = "event"\nevent = "evacuation"\nclass = "Event"\nactor = "crew"\nplace = "quay"\n{how}\n'
        for day, by, how in told
    )
    return news.network_of(news.case_of(EVACUATION + "".join(reports)))


@pytest.mark.slow
def test_of_an_event_only_the_claims_in_view_say_whether_it_was_prevented(looked_at: Any, tmp_path: Path) -> None:
    def event_in(text: str) -> tuple[str, str]:
        [found] = [told for iri, told in gexf_values(text)[0].items() if "evacuation" in iri]
        return found["claimed_as"], found["status"]

    def saved(some: list[tuple[int, str, str]], choices: list[dict[str, str]]) -> list[tuple[str, str]]:
        file = tmp_path / f"{len(some)}.html"
        file.write_text(render(evacuated(some), Opening("t", base=news.BASE)), "utf-8")
        agents = page_data(file.read_text("utf-8"))["agents"]
        iris = dict(zip(column(agents, "label"), column(agents, "iri"), strict=True))
        shown: Opened = looked_at(file)
        found = []
        for choice in choices:
            shown.go(**{key: iris.get(value, value) for key, value in choice.items()})
            found.append(event_in(shown.save("gexf").decode()))
        return found

    by_day = [event_in(gexf(evacuated([one for one in TOLD if one[0] <= day]))) for day, *_ in TOLD]
    assert saved(TOLD, [{"until": f"2031-05-{day:02}"} for day, *_ in TOLD]) == by_day
    assert ("prevented | promised", "not told as a fact") in by_day and by_day[-1][1] == "disputed"
    undenied = TOLD[:-1]  # what others deny is disputed, whoever is chosen
    of_each = [event_in(gexf(evacuated([one]))) for one in undenied]
    assert saved(undenied, [{"by": by} for _, by, _ in undenied]) == of_each
    assert ("prevented", "not told as a fact") in of_each and ("fact", "undisputed") in of_each


@pytest.mark.slow
@pytest.mark.parametrize("shown", ["election"], indirect=True)
def test_a_world_and_a_day_that_are_chosen_count_in_the_file(shown: Opened) -> None:
    shown.go(world="record")
    assert not any(dict(told)["in_world"] for *_, told in gexf_values(shown.save("gexf").decode())[1])
    shown.go(until="2021-10-04")
    _, edges = gexf_values(shown.save("gexf").decode())
    assert edges and max(dict(told)["first_said_by"] for *_, told in edges) <= "2021-10-04"
    assert not any(dict(told)["kind"] == "characterisation" and dict(told)["denials"] for *_, told in edges)


@pytest.mark.parametrize(
    ("unit", "figure", "told"),
    [
        ("ha", "more than 30", False),
        ("t", "about 300", False),
        ("percent", "5 percentage points", False),
        ("ha", "30ha", True),
        ("percent", "at most 7.5 %", True),
        ("square kilometre", "16 square kilometres", True),
        ("km²", "16 km²", True),
        ("percent", "46.9 per cent", True),
        ("°C", "40°C", True),
        ("percent", "5 per centimetre", False),
        ("km", "1½km", False),
        ("", "about 300", True),
    ],
)
def test_a_unit_is_told_if_it_stands_in_the_figure_as_a_word(unit: str, figure: str, told: bool) -> None:
    program = 'import { isTold } from "./figured.js";\nconst answer = ([unit, figure]) => isTold(unit, figure);'
    assert (is_told(unit, figure), in_node(program, [unit, figure])) == (told, told)

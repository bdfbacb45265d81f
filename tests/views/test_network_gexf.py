"""The GEXF that the page saves has the columns and values of the one that `kgraph export` writes."""

import io
from collections.abc import Mapping
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from networkx import read_gexf  # noqa: TID253 - a test of what programs read
from xmlschema import XMLSchema

from browser import Opened
from kgraph import Graph
from kgraph.views.gephi import gexf
from paced import rest_slow

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


def values(text: str) -> tuple[dict[str, dict[str, Any]], list[tuple[str, str, list[tuple[str, Any]]]]]:
    """The values of each node by its IRI, and each edge by the IRIs of its ends, with its values."""
    graph = read_gexf(io.BytesIO(text.encode()))
    iri = {node: data["iri"] for node, data in graph.nodes(data=True)}
    nodes = {data["iri"]: {k: v for k, v in data.items() if k != "viz"} for _, data in graph.nodes(data=True)}
    edges = [
        (iri[a], iri[b], sorted((k, v) for k, v in data.items() if k != "id")) for a, b, data in graph.edges(data=True)
    ]
    return nodes, sorted(edges, key=str)


@pytest.fixture
def shown(request: pytest.FixtureRequest, looked_at: Any, page_of: Any, pokrovsk_page: Path, examples: Any) -> Opened:
    name = request.param
    page: Opened = looked_at(pokrovsk_page if name == "pokrovsk" else page_of(name, examples[name]))
    return page


@pytest.mark.parametrize("shown", rest_slow(["pokrovsk", "election", "earthquake"], fast=2), indirect=True)
def test_the_page_saves_what_the_export_writes(
    request: pytest.FixtureRequest, shown: Opened, schema: XMLSchema, graph: Graph, examples: Mapping[str, Graph]
) -> None:
    name = request.node.callspec.params["shown"]
    shown.go()
    saved = shown.save("gexf").decode()
    nodes, edges = values(gexf((graph if name == "pokrovsk" else examples[name]).network()))
    saved_nodes, saved_edges = values(saved)
    assert saved_nodes == nodes
    assert saved_edges == edges
    assert [error.reason for error in schema.iter_errors(saved)] == []
    assert "viz:color" in saved and list(schema.iter_errors(saved.replace("<viz:color r=", "<viz:color red=", 1)))


@pytest.mark.parametrize("shown", ["election"], indirect=True)
def test_a_world_and_a_day_that_are_chosen_count_in_the_file(shown: Opened) -> None:
    shown.go(world="record")
    assert not any(dict(told)["in_world"] for *_, told in values(shown.save("gexf").decode())[1])
    shown.go(until="2021-10-04")
    _, edges = values(shown.save("gexf").decode())
    assert edges and max(dict(told)["first"] for *_, told in edges) <= "2021-10-04"
    assert not any(dict(told)["kind"] == "characterisation" and dict(told)["denials"] for *_, told in edges)

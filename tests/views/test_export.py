"""Exports open where they should: networkx reads them back, types stay, nothing in a cell is a formula."""

import csv
import dataclasses
import io
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import igraph
import networkx as nx  # noqa: TID253 - a test of what networkx writes
import pandas
import pytest
from xmlschema import XMLSchema

from kgraph.analysis.claimed import CLAIMED_AS, NOT_A_FACT, STATUSES
from kgraph.analysis.edges import Edge, Said
from kgraph.analysis.graph import Network
from kgraph.analysis.record import ClaimCard, Node
from kgraph.claims import Span, Statement
from kgraph.delimited import csv_safe
from kgraph.model import BlankNode, Literal, Term
from kgraph.namespaces import IRI, KG, ORG, RDF, XSD
from kgraph.views.export import CLAIM_COLUMNS, claims_csv
from kgraph.views.gephi import gexf, graphml
from kgraph.views.parts import Naming
from kgraph.vocabulary import built_in
from kgraph.workspace.exports import exported

GEXF = "{http://www.gexf.net/1.2draft}"
GRAPHML = "{http://graphml.graphdrawing.org/xmlns}"
GEXF_SCHEMA = Path(__file__).resolve().parents[1] / "gexf" / "gexf.xsd"
HOSTILE = "<b>&\"'\x00\x0b\x1b\ud800\ufffe ]]> Ähre 🚀\u2028"
CLEAN = "<b>&\"' ]]> Ähre 🚀\u2028"


def iri(name: str) -> IRI:
    return IRI(f"https://example.org/{name}")


def card(name: str, **changes: Any) -> ClaimCard:
    fields: dict[str, Any] = {
        "id": iri(name),
        "claimant": "Ida Mayor",
        "claimant_id": iri("mayor"),
        "chain": ("Northline Wire", "Ida Mayor"),
        "modality": "assertion",
        "polarity": "positive",
        "certainty": "certain",
        "voice": "indirect speech",
        "said": "2031-05-06 or earlier",
        "said_by": "2031-05-06",
        "paraphrase": "The unit is at the lake.",
        "source": "Northline Wire on Amber Lake",
        "spans": ((3, 9),),
        "about": (iri("lake"), iri("unit")),
    }
    return ClaimCard(**{**fields, **changes})


@pytest.fixture
def network() -> Network:
    nodes = (
        Node(iri("lake"), "Amber Lake", "place", "place", ("The Lake", "Lake, Amber")),
        Node(iri("unit"), HOSTILE, "unit", "military unit", (HOSTILE,)),
        Node(iri("lone"), "nobody", "person"),
    )
    edges = (
        Edge(
            iri("unit"),
            iri("lake"),
            "control",
            "control",
            (iri("c1"), iri("c2")),
            "disputed",
            ("full", "partial"),
        ),
        Edge(iri("unit"), iri("lake"), "presence", "presence", (iri("c3"),), "denied"),
        Edge(iri("lake"), iri("lake"), "part", "part of", (iri("c9"),), "outside"),
    )
    claims = (
        card("c1", in_world=True),
        card("c2", claimant=HOSTILE, said_by="2031-05-02"),
        card("c3", said_by="", polarity="negative"),
    )
    return Network(nodes, edges, claims)


def table(claims: Iterable[ClaimCard], **named: str) -> str:
    """The claims as CSV, with the names of entities."""
    return claims_csv(claims, Naming({iri(name): label for name, label in named.items()}, {}, built_in()))


def read_graphml(text: str) -> Any:
    return nx.parse_graphml(text, force_multigraph=True)


def read_gexf(text: str) -> Any:
    return nx.read_gexf(io.BytesIO(text.encode()))


@pytest.mark.parametrize(("write", "read"), [(graphml, read_graphml), (gexf, read_gexf)])
def test_networkx_reads_back_what_was_written(
    network: Network, write: Callable[[Network], str], read: Callable[[str], Any]
) -> None:
    graph = read(write(network))
    assert graph.is_directed()
    assert graph.is_multigraph()
    assert set(graph) == {"https:..example.org.lake", "https:..example.org.unit", "https:..example.org.lone"}
    assert {values["iri"] for _, values in graph.nodes(data=True)} == {node.id for node in network.nodes}
    graph = nx.relabel_nodes(graph, {node: values["iri"] for node, values in graph.nodes(data=True)})
    lake = graph.nodes[iri("lake")]
    assert {k: lake[k] for k in ("label", "kind", "type", "alt")} == {
        "label": "Amber Lake",
        "kind": "place",
        "type": "place",
        "alt": "The Lake | Lake, Amber",
    }
    assert graph.nodes[iri("unit")]["label"] == graph.nodes[iri("unit")]["alt"] == CLEAN
    edges = {data["kind"]: (u, v, data) for u, v, data in graph.edges(data=True)}
    u, v, control = edges["control"]
    assert (u, v) == (iri("unit"), iri("lake"))
    assert control["status"] == "disputed"
    assert control["claims"] == 2
    assert isinstance(control["claims"], int)
    assert control["in_world"] is True
    assert edges["presence"][2]["in_world"] is False
    assert control["claimants"] == f"{CLEAN} | Ida Mayor" and control["denied_by"] == ""
    presence = edges["presence"][2]
    assert (presence["claimants"], presence["denied_by"], presence["claimed_as"]) == ("", "Ida Mayor", "denied")
    assert (presence["claims"], presence["denials"]) == (0, 1)
    assert (control["first_said"], control["first_said_by"]) == ("on 2031-05-02 or earlier", "2031-05-02")
    assert (
        edges["presence"][2]["first_said"]
        == edges["presence"][2]["first_said_by"]
        == edges["part"][2]["claimants"]
        == ""
    )
    assert control["label"] == "control (disputed): full; partial"
    assert edges["part"][2]["status"] == "left out"


def test_parallel_edges_keep_ids_of_their_own(network: Network) -> None:
    root = ET.fromstring(graphml(network))  # noqa: S314 - our own output
    assert sorted(edge.get("id", "") for edge in root.iter(f"{GRAPHML}edge")) == ["e0", "e1", "e2"]
    root = ET.fromstring(gexf(network))  # noqa: S314 - our own output
    assert sorted(edge.get("id", "") for edge in root.iter(f"{GEXF}edge")) == ["e0", "e1", "e2"]


FIRST = ("first_said", "first_said_by")
NUMBERS = ("claims", "not_as_fact", "denials", "taken_back", "origins")


def test_gexf_declares_each_attribute_once_with_its_type(network: Network) -> None:
    root = ET.fromstring(gexf(network))  # noqa: S314 - our own output
    assert root.tag == f"{GEXF}gexf"
    graph = root.find(f"{GEXF}graph")
    assert graph is not None
    assert graph.get("defaultedgetype") == "directed"
    types: dict[str, dict[str, str]] = {}
    ids: dict[str, set[str]] = {}
    for attributes in graph.findall(f"{GEXF}attributes"):
        kind = attributes.get("class", "")
        types[kind] = {a.get("title", ""): a.get("type", "") for a in attributes}
        ids[kind] = {a.get("id", "") for a in attributes}
        assert len(ids[kind]) == len(attributes)
    strings = ("kind", "status", "claimed_as", "claimants", "denied_by", "taken_back_by", "details", "figures", *FIRST)
    assert types["edge"] == {
        **dict.fromkeys((*strings, "networkx_key"), "string"),
        **dict.fromkeys(NUMBERS, "long"),
        "in_world": "boolean",
    }
    assert types["node"] == dict.fromkeys(
        ("iri", "kind", "type", "alt", "claimed_as", "status", "figures"), "string"
    )  # the label is GEXF's own
    for kind in ("node", "edge"):
        values = [value for item in graph.iter(f"{GEXF}{kind}") for value in item.iter(f"{GEXF}attvalue")]
        assert {value.get("for") for value in values} == ids[kind]
    assert {e.get("value") for e in graph.iter(f"{GEXF}attvalue") if e.get("value") in ("True", "False")} == set()


def test_graphml_declares_each_attribute_once_with_its_type(network: Network) -> None:
    root = ET.fromstring(graphml(network))  # noqa: S314 - our own output
    keys = {(k.get("for"), k.get("attr.name")): k.get("attr.type") for k in root.iter(f"{GRAPHML}key")}
    assert {keys["edge", number] for number in NUMBERS} == {"long"}
    assert keys["edge", "in_world"] == "boolean"
    others = {v for k, v in keys.items() if k[1] not in (*NUMBERS, "in_world")}
    assert others == {"string"}
    assert len(keys) == len(list(root.iter(f"{GRAPHML}key"))) == 25


HOSTILE_IDS = ("urn:a b", "urn:a%20b", "urn:a/b", 'urn:a"b', "urn:ä", "urn:😀")


@pytest.fixture
def twins() -> Network:
    """Entities whose IRIs differ only in characters that a token cannot have."""
    return Network(tuple(Node(IRI(one), one, "place") for one in HOSTILE_IDS), (), ())


@pytest.mark.parametrize("described", ["", "<b> & \x00 text"])
def test_gexf_is_valid_by_gephis_schema(network: Network, twins: Network, described: str) -> None:
    schema = XMLSchema(GEXF_SCHEMA)
    for one in (network, twins, Network((), (), ())):
        assert [error.reason for error in schema.iter_errors(gexf(one, described, claimants=True))] == []
    assert list(schema.iter_errors(gexf(network).replace("<graph ", '<graph name="" ', 1)))


def test_ids_of_graphml_are_tokens_and_unique_and_what_is_named_is_there(network: Network, twins: Network) -> None:
    # the rules of GraphML's schema: graphml.graphdrawing.org/xmlns/1.0/graphml-structure.xsd and graphml-attributes.xsd
    for one in (network, twins):
        root = ET.fromstring(graphml(one, "text", claimants=True))  # noqa: S314 - our own output
        keys, nodes, edges = ([x.get("id", "") for x in root.iter(GRAPHML + tag)] for tag in ("key", "node", "edge"))
        for ids in (keys, nodes, edges):
            assert len(ids) == len(set(ids))
            assert all(re.fullmatch(r"[\w.:-]+", id_) for id_ in ids)
        assert {data.get("key") for data in root.iter(f"{GRAPHML}data")} <= set(keys)
        assert {edge.get(end) for edge in root.iter(f"{GRAPHML}edge") for end in ("source", "target")} <= set(nodes)
        types = {key.get("id"): key.get("attr.type") for key in root.iter(f"{GRAPHML}key")}
        assert set(types.values()) <= {"boolean", "int", "long", "float", "double", "string"}
        booleans = {d.text for d in root.iter(f"{GRAPHML}data") if types[d.get("key")] == "boolean"}
        assert booleans <= {"true", "false"}


def test_igraph_reads_graphml(network: Network, tmp_path: Path) -> None:
    (tmp_path / "network.graphml").write_text(graphml(network, "said"), encoding="utf8")
    read = igraph.Graph.Read_GraphML(str(tmp_path / "network.graphml"))
    assert (read.vcount(), read.ecount(), read.is_directed()) == (3, 3, True)
    assert set(read.vs["iri"]) == {node.id for node in network.nodes}
    assert sorted(read.es["in_world"]) == [False, False, True]
    assert read["description"] == "said"


@pytest.mark.parametrize(("write", "read"), [(graphml, read_graphml), (gexf, read_gexf)])
def test_claimants_are_joined_to_what_they_speak_of_on_request(
    network: Network, write: Callable[..., str], read: Callable[[str], Any]
) -> None:
    mayor = Node(iri("mayor"), "Ida Mayor", "person")
    wire = (iri("wire"), iri("mayor"))
    claims = tuple(dataclasses.replace(claim, chain_ids=wire) for claim in network.claims)
    speaking = Network((*network.nodes, mayor), network.edges, claims)
    assert len(read(write(speaking)).edges) == 3
    edges = [data | {"ends": (u, v)} for u, v, data in read(write(speaking, claimants=True)).edges(data=True)]
    said = [edge for edge in edges if edge["kind"] == "speaks of"]
    assert sorted({edge["ends"][1] for edge in said}) == ["https:..example.org.lake", "https:..example.org.unit"]
    assert {edge["ends"][0] for edge in said} == {"https:..example.org.mayor"}
    told = ("claims", "denials", "claimed_as", "in_world", "first_said_by", "status")
    assert {tuple(edge[one] for one in (*told, "origins")) for edge in said} == {
        (2, 0, "fact", False, "2031-05-02", "left out | undisputed", 1),  # two claims with one origin
        (0, 1, "denied", False, "", "not told as a fact", 1),
    }
    assert len(edges) == 7


def test_equal_networks_make_equal_files(network: Network) -> None:
    assert graphml(network) == graphml(network)
    assert "lastmodified" not in gexf(network)


@pytest.mark.parametrize("write", [graphml, gexf])
def test_an_empty_network_is_a_file_all_the_same(write: Callable[[Network], str]) -> None:
    ET.fromstring(write(Network((), (), ())))  # noqa: S314 - our own output


def test_claims_are_a_row_each(network: Network) -> None:
    text = table(network.claims)
    rows = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
    assert text.count("\r\n") == 4
    assert text.startswith(",".join(CLAIM_COLUMNS) + "\r\n")
    assert [row["claim"] for row in rows] == [iri("c1"), iri("c2"), iri("c3")]
    assert rows[0]["chain"] == "Northline Wire | Ida Mayor"
    assert rows[0]["about"] == f"{iri('lake')} | {iri('unit')}"
    assert (rows[0]["in_world"], rows[1]["in_world"]) == ("true", "false")


@pytest.mark.parametrize("text", ['a "quoted", cell', "two\r\nlines", "two\nlines", " space ", "", "Ähre 🚀", "'"])
def test_cells_read_back_to_the_character(text: str) -> None:
    rows = list(csv.DictReader(io.StringIO(table([card("c", paraphrase=text)]), newline=""), strict=True))
    assert [row["paraphrase"] for row in rows] == [text]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_no_cell_begins_as_a_formula_does(start: str) -> None:
    text = f"{start}HYPERLINK(1)"
    assert csv_safe(text) == "'" + text
    hostile = card("c", claimant=text, paraphrase=text, source=text, chain=(text, "x"), said=text)
    rows = list(csv.reader(io.StringIO(table([hostile]), newline=""), strict=True))
    assert not [cell for row in rows for cell in row if cell.startswith(start)]


@pytest.mark.parametrize(
    "text", ["-1", "+3.5", "-2e10", "-P1D", "-P1Y2M", "-PT36H", "-P1DT0.5S", "plain", "a=b", "", "'x"]
)
def test_numbers_and_plain_text_stay(text: str) -> None:
    assert csv_safe(text) == text


@pytest.mark.parametrize(
    "text", ["-1+1", "-", "+", "--1", "-1 ", "-٣", "-1.", "-P", "-PT", "-P1DT", "-PA1", "+P1D", "+cmd|' /C calc'!A0"]
)
def test_what_is_not_quite_a_number_is_made_plain(text: str) -> None:
    assert csv_safe(text) == "'" + text


def day(text: str) -> Literal:
    return Literal(text, XSD.date)


def test_figures_units_actors_places_and_days_have_columns_of_their_own() -> None:
    time = Span(
        BlankNode("t"), latest_begin=day("2031-05-05"), earliest_end=day("2031-05-04"), latest_end=day("2031-05-04")
    )
    said: list[tuple[IRI, Term]] = [
        *(
            (RDF.type, KG.Measurement),
            (KG.measure, KG.TroopStrength),
            (KG.subject, iri("unit")),
            (KG.place, iri("lake")),
        ),
        *((KG.minValue, Literal("40", XSD.integer)), (KG.comparator, KG.MoreThan), (KG.unit, KG.Persons)),
    ]
    claim = card("c", statements=(Statement.of(iri("c#m"), said, time),))
    (row,) = csv.DictReader(io.StringIO(table([claim], lake="Amber Lake", unit="Lake Guard"), newline=""), strict=True)
    told = {name: row[name] for name in ("kind", "actor", "figure", "least", "most", "place", "start", "end")}
    assert told == {
        "kind": "measurement",
        "actor": "Lake Guard",
        "figure": "more than 40",
        "least": "40",
        "most": "",
        "place": "Amber Lake",
        "start": "[..2031-05-05]",
        "end": "2031-05-04",
    }
    assert row["measure"] == built_in().label(KG.TroopStrength) and row["unit"] == built_in().label(KG.Persons)


def test_each_statement_of_a_claim_is_a_row_with_all_that_the_claim_is() -> None:
    held = Statement.of(iri("c#k"), [(RDF.type, KG.Control), (KG.subject, iri("unit")), (KG.place, iri("lake"))])
    post = Statement.of(
        iri("c#p"), [(RDF.type, KG.Posting), (ORG.member, iri("mayor")), (ORG.organization, iri("unit"))]
    )
    typed = Statement.of(iri("lake"), [(RDF.type, KG.City)])
    text = table([card("c", statements=(held, post, typed)), card("d")], lake="Lake", unit="Guard", mayor="Ida Mayor")
    first, second, none = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    assert [(row["part"], row["kind"], row["actor"], row["place"]) for row in (first, second)] == [
        ("1", "control", "Guard", "Lake"),
        ("2", "posting", "Ida Mayor", ""),
    ]
    whole = ("claim", "claimant", "chain", "said_by", "modality", "polarity", "certainty", "paraphrase", "about")
    assert [first[column] for column in whole] == [second[column] for column in whole]
    assert (none["part"], none["kind"], none["claimed_as"]) == ("1", "", "fact")


def test_pandas_reads_the_table_of_claims(network: Network) -> None:
    written = table(network.claims).replace("\ud800", "")  # no file can have half a surrogate pair
    frame = pandas.read_csv(io.StringIO(written, newline=""), parse_dates=["said_by"])
    assert list(frame.columns) == list(CLAIM_COLUMNS)
    assert frame["in_world"].dtype == bool
    assert str(frame["said_by"].min().date()) == "2031-05-02"


def test_a_law_is_of_the_same_kind_in_a_file_as_on_the_page(examples: Any) -> None:
    network = examples["election"].network()
    for read in (
        read_gexf(gexf(network)),
        nx.read_graphml(io.BytesIO(graphml(network).encode()), force_multigraph=True),
    ):
        kinds = {data["label"]: data["kind"] for _, data in read.nodes(data=True)}
        assert kinds["Election Act"] == "law" and kinds["presidential election in Tolmark"] == "event"


def test_no_filter_on_one_attribute_of_an_edge_gives_an_intention_or_a_denial_as_a_fact(graph: Any) -> None:
    network = graph.network()
    read = nx.read_graphml(io.BytesIO(graphml(network).encode()), force_multigraph=True)
    edges = [data for _, _, data in read.edges(data=True)]
    assert {edge["status"] for edge in edges if edge["in_world"]} == {"undisputed"}
    assert all("fact" in edge["claimed_as"].split(" | ") for edge in edges if edge["in_world"])
    told = {edge["claimed_as"] for edge in edges if edge["status"] == NOT_A_FACT}
    assert told >= {"intended", "promised", "prevented", "attempted", "scenario", "forecast"} and "fact" not in told
    assert not any(edge["in_world"] for edge in edges if edge["claimed_as"] not in ("fact", "denied | fact"))
    for word in ("attempted", "purpose", "condition"):
        labels = [edge["label"] for edge in edges if edge["claimed_as"] == word]
        assert labels and all(f"({word})" in label for label in labels), word
    (share,) = [edge for edge in edges if edge["kind"] == "measurement" and edge["denied_by"]]
    assert (share["claimants"], share["denied_by"], share["claims"], share["denials"]) == (
        *("DeepState | unnamed Bild analyst", "Ukrainian state", 2, 2),
    )


@pytest.mark.parametrize(("write", "read"), [(graphml, read_graphml), (gexf, read_gexf)])
def test_nobody_is_named_as_saying_what_they_only_imagine(
    network: Network, write: Callable[..., str], read: Callable[[str], Any]
) -> None:
    mayor = Node(iri("mayor"), "Ida Mayor", "person")
    claims = (
        card("c1", claimant="Bo Fisher", modality="scenario", said_by="2031-05-01"),
        card("c2", said_by="2031-05-04", in_world=True),
        card("c3", claimant="Al Smith", modality="conditional", said_by="2031-05-02"),
    )
    (control, *_), nodes = network.edges, (*network.nodes, mayor)
    said = tuple(Said(one.id, detail) for one, detail in zip(claims, ("full", "", "some"), strict=True))
    joined = dataclasses.replace(control, claims=tuple(one.id for one in claims), said=said, status="undisputed")
    told = Network(nodes, (joined,), claims)
    edges = [data for *_, data in read(write(told, claimants=True)).edges(data=True)]
    columns = ("claimed_as", "claimants", "claims", "not_as_fact", "in_world", "first_said_by")
    for kind in ("control", "speaks of"):
        assert {tuple(edge[one] for one in columns) for edge in edges if edge["kind"] == kind} == {
            ("conditional", "Al Smith (conditional)", 0, 1, False, "2031-05-02"),
            ("fact", "Ida Mayor", 1, 0, True, "2031-05-04"),
            ("scenario", "Bo Fisher (scenario)", 0, 1, False, "2031-05-01"),
        }
    assert {edge["label"] for edge in edges if edge["kind"] == "control"} == {
        "control",
        "control: full (scenario)",
        "control: some (conditional)",
    }


def test_who_only_intends_or_expects_is_so_named_in_the_network_of_a_war(graph: Any) -> None:
    read = nx.read_graphml(io.BytesIO(graphml(graph.network()).encode()), force_multigraph=True)
    edges = [data for *_, data in read.edges(data=True)]
    notes = tuple(f"{word})" for word in CLAIMED_AS)
    for edge in edges:
        facts = [who for who in edge["claimants"].split(" | ") if who and not who.endswith(notes)]
        assert bool(facts) == (edge["claims"] > 0) == ("fact" in edge["claimed_as"].split(" | "))
    assert {edge["claimed_as"] for edge in edges if edge["not_as_fact"]} >= {"scenario", "forecast", "intended"}


@pytest.mark.slow
def test_figures_stand_in_a_network_with_who_gives_or_denies_them(graph: Any, examples: Any) -> None:
    def figures(network: Network) -> tuple[dict[str, set[str]], list[tuple[str, set[str]]]]:
        read = nx.read_graphml(io.BytesIO(graphml(network).encode()), force_multigraph=True)
        edges = [
            (data["label"], {*data["figures"].split(" | ")}) for *_, data in read.edges(data=True) if data["figures"]
        ]
        return {data["label"]: {*data["figures"].split(" | ")} for _, data in read.nodes(data=True)}, edges

    nodes, edges = figures(graph.network())
    share = "share of territory captured: Russian forces in Pokrovsk"
    said = f"2025-11-05 or earlier: {share}: half (fraction)"
    given = {f"DeepState, {said}", f"Ukrainian state (denied), {said}"}
    assert given < nodes["Pokrovsk"] and given < nodes["Russian forces"]
    (told,) = [told for label, told in edges if label.startswith("share of territory captured")]
    assert given < told and all(": share of" in one for one in told)
    nodes, _ = figures(examples["earthquake"].network())
    tolls = [one for one in nodes["Velmar earthquake"] if ": people killed" in one]
    assert len(tolls) > 3 and all(one.endswith(" (persons)") for one in tolls)
    (depth,) = [
        one for one in nodes["Velmar earthquake"] if one.startswith("National Seismic Survey") and "depth" in one
    ]
    assert depth.endswith(": 10 kilometres"), "a unit that is printed with a figure is not told twice"


@pytest.mark.slow
def test_all_files_have_the_words_of_one_list_for_what_is_in_question(graph: Any, examples: Any) -> None:
    found = set()
    for one in (graph, examples["earthquake"], examples["election"]):
        read = nx.read_graphml(io.BytesIO(graphml(one.network(), claimants=True).encode()), force_multigraph=True)
        data = [*(told for *_, told in read.edges(data=True)), *(told for _, told in read.nodes(data=True))]
        found |= {word for told in data for word in told["status"].removeprefix("edges: ").split(" | ") if word}
        text = b"".join(exported(one, "csv")[0]).decode()
        found |= {row["status"] for row in csv.DictReader(io.StringIO(text, newline=""))}
        for query in ("measurements", "events", "figures-about", "extremes"):
            found |= {str(row["status"]) for row in one.select(query, world="asserted")}
    single = {word for one in found for word in one.removeprefix("disputed, ").split(", changed", 1)[:1]}
    assert {"undisputed", "disputed", NOT_A_FACT} <= single <= {*STATUSES}


@pytest.mark.slow
def test_a_node_says_whether_what_is_told_of_it_is_in_question(graph: Any, examples: Any) -> None:
    def nodes(network: Network) -> dict[str, tuple[str, str]]:
        read = nx.read_graphml(io.BytesIO(graphml(network).encode()), force_multigraph=True)
        return {data["label"]: (data["claimed_as"], data["status"]) for _, data in read.nodes(data=True)}

    told = nodes(graph.network())
    assert told["reported complete blockade of Ukrainian forces"] == ("denied | fact", "disputed")
    assert told["attrition of Russian forces"] == ("purpose", NOT_A_FACT)
    assert told["upkeep of supplies, evacuations and rotations for Pokrovsk"] == ("condition", NOT_A_FACT)
    assert told["battle of Pokrovsk"] == ("fact", "undisputed")
    assert told["Pokrovsk"] == ("", "")
    told = nodes(examples["earthquake"].network())
    assert told["aftershocks in the Velmar valley"] == ("forecast", NOT_A_FACT)
    assert told["Sallow Dam"] == ("", "edges: disputed")

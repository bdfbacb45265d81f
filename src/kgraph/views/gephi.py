"""A network as GraphML or GEXF, for Gephi and similar programs.

Neither format can have RDF. A description of the dataset (`analysis.description`) is put into an attribute of the graph
in GraphML, and into the `meta` element in GEXF.
"""

import re
from xml.sax.saxutils import escape

from networkx import MultiDiGraph, generate_gexf, generate_graphml

from kgraph.analysis.graph import Network
from kgraph.days import order
from kgraph.views.export import BETWEEN, legal_xml


def graphml(network: Network, description: str = "") -> str:
    """The network as GraphML: a directed multigraph with typed attributes, the same text for equal networks.

    Nodes: label, kind, type, alt. Edges: label (with the status, unless it is undisputed), kind, status, in_world
    (boolean), claims (how many: an integer), origins (how many of them independent: an integer), claimants, first (ISO
    date by which the first of them was said), details. Several values are separated by " | ".
    The description, if any, is the graph's attribute "description".
    """
    graph = _graph(network)
    if description:
        graph.graph["description"] = legal_xml(description)
    lines = generate_graphml(graph, named_key_ids=True)
    return "\n".join(["<?xml version='1.0' encoding='utf-8'?>", *lines]) + "\n"


def gexf(network: Network, description: str = "") -> str:
    """The network as GEXF 1.2, with the attributes and edge ids that `graphml` has; the description is in `meta`."""
    graph = _graph(network)
    for *_, key, attributes in graph.edges(keys=True, data=True):
        attributes["id"] = key  # without ids networkx would number the edges itself
    text = "\n".join(["<?xml version='1.0' encoding='utf-8'?>", *generate_gexf(graph)]) + "\n"
    # networkx writes the day of the export, which would make equal networks differ.
    text = re.sub(r' lastmodifieddate="[^"]*"', "", text, count=1)
    said = f"<description>{escape(legal_xml(description))}</description>\n  </meta>"
    return re.sub(r"</meta>", lambda _: said, text, count=1) if description else text


def _graph(network: Network) -> "MultiDiGraph[str]":
    graph: MultiDiGraph[str] = MultiDiGraph()
    for node in network.nodes:
        attributes = {
            "label": node.label,
            "kind": node.kind,
            "type": node.type,
            "alt": BETWEEN.join(node.alt),
        }
        graph.add_node(legal_xml(node.id), **{k: legal_xml(v) for k, v in attributes.items()})
    cards = {claim.id: claim for claim in network.claims}
    for number, edge in enumerate(network.edges):
        claims = [cards[claim] for claim in edge.claims if claim in cards]
        graph.add_edge(
            legal_xml(edge.source),
            legal_xml(edge.target),
            key=f"e{number}",
            label=legal_xml(edge.standalone),
            kind=legal_xml(edge.kind),
            status=legal_xml(edge.status),
            in_world=any(claim.in_world for claim in claims),
            claims=len(edge.claims),
            origins=edge.origins,
            claimants=legal_xml(BETWEEN.join(sorted({claim.claimant for claim in claims}))),
            first=min((claim.said_by for claim in claims if claim.said_by), default="", key=order),
            details=legal_xml(BETWEEN.join(f"{one} (denied)" if edge.all_deny else one for one in edge.details)),
        )
    return graph

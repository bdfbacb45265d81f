"""A network as GraphML or GEXF, for Gephi and its kin, and claims as CSV, for spreadsheets.

None of them can hold RDF. A description of the dataset (`analysis.description`) goes where each keeps what is said of
the whole: an attribute of the graph, the `meta` element, a file of metadata beside the table.
"""

import csv
import io
import json
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from kgraph.analysis.description import Description
from kgraph.analysis.graph import ClaimCard, Network
from kgraph.days import order
from kgraph.model import Literal, Term
from kgraph.namespaces import IRI, RDF, XSD, compact

if TYPE_CHECKING:  # networkx takes a quarter of a second to import
    from networkx import MultiDiGraph

CLAIM_COLUMNS = (
    "claim",
    "claimant",
    "chain",
    "said",
    "said_by",
    "modality",
    "polarity",
    "certainty",
    "voice",
    "paraphrase",
    "pointer",
    "disputed",
    "in_world",
    "review",
    "about",
)

_DATATYPES = {"claim": "anyURI", "about": "anyURI", "said_by": "date", "disputed": "boolean", "in_world": "boolean"}
_SEVERAL = ("chain", "about")
_BETWEEN = " | "  # between the values of an attribute that has several: names hold commas and semicolons
# XML 1.0 §2.2, the characters outside of Char
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def graphml(network: Network, description: str = "") -> str:
    """The network as GraphML: a directed multigraph with typed attributes, the same text for equal networks.

    Nodes: label, kind, type, alt. Edges: label (with the status, unless it is undisputed), kind, status, in_world
    (boolean), claims (how many: an integer), origins (how many of them independent: an integer), claimants, first (ISO
    date by which the first of them was said), details. Several values are separated by " | ".
    The description, if any, is the graph's attribute "description".
    """
    from networkx import generate_graphml

    graph = _graph(network)
    if description:
        graph.graph["description"] = legal_xml(description)
    lines = generate_graphml(graph, named_key_ids=True)
    return "\n".join(["<?xml version='1.0' encoding='utf-8'?>", *lines]) + "\n"


def gexf(network: Network, description: str = "") -> str:
    """The network as GEXF 1.2, with the attributes and edge ids that `graphml` has; the description is in `meta`."""
    from networkx import generate_gexf

    graph = _graph(network)
    for *_, key, attributes in graph.edges(keys=True, data=True):
        attributes["id"] = key  # else networkx numbers the edges anew
    text = "\n".join(["<?xml version='1.0' encoding='utf-8'?>", *generate_gexf(graph)]) + "\n"
    # networkx writes the day of the export, which would make equal networks differ.
    text = re.sub(r' lastmodifieddate="[^"]*"', "", text, count=1)
    said = f"<description>{escape(legal_xml(description))}</description>\n  </meta>"
    return re.sub(r"</meta>", lambda _: said, text, count=1) if description else text


def claims_csv(claims: Iterable[ClaimCard]) -> str:
    """The claims as CSV (RFC 4180: CRLF, a header row), one a row, with the columns of `CLAIM_COLUMNS`.

    Cells that a spreadsheet would take for a formula are made plain text: see `csv_safe`.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(CLAIM_COLUMNS)
    for claim in claims:
        cells = {name: getattr(claim, "id" if name == "claim" else name) for name in CLAIM_COLUMNS}
        writer.writerow([csv_safe(_cell(value)) for value in cells.values()])
    return out.getvalue()


def csv_metadata(file: str, description: Description) -> str:
    """What belongs beside the CSV of that file name, as `FILE-metadata.json`: its columns, and the description.

    The form is W3C's "Metadata Vocabulary for Tabular Data" (CSV on the Web), in which the description is what the
    table has as its `dcterms:source`: each node stands in full where it is first met, later by its `@id` alone.
    """
    columns = [_column(name) for name in CLAIM_COLUMNS]
    table = {
        "@context": "http://www.w3.org/ns/csvw",
        "url": file,
        "dcterms:title": description.title,
        "tableSchema": {"columns": columns, "primaryKey": "claim", "aboutUrl": "{+claim}"},
        "dcterms:source": _tree(description),
    }
    return json.dumps(table, ensure_ascii=False, indent=1) + "\n"


def _column(name: str) -> dict[str, object]:
    column: dict[str, object] = {"name": name, "titles": name, "datatype": _DATATYPES.get(name, "string")}
    return column | {"separator": _BETWEEN} if name in _SEVERAL else column


def _tree(description: Description) -> dict[str, object]:
    """The description as one nested object of JSON-LD, from the dataset down."""
    about: dict[str, dict[str, list[Term]]] = {}
    for subject, predicate, value in sorted(description.triples, key=str):
        about.setdefault(subject, {}).setdefault(predicate, []).append(value)

    def node(iri: str) -> dict[str, object]:
        found: dict[str, object] = {"@id": iri}
        for predicate, values in about.pop(iri, {}).items():
            if predicate == RDF.type:
                found["@type"] = [compact(str(kind)) for kind in values]
            else:
                found[compact(predicate)] = [node(v) if isinstance(v, IRI) else _value(v) for v in values]
        return found

    return node(description.dataset)


def _value(term: Term) -> object:
    if not isinstance(term, Literal):
        return str(term)
    if term.datatype == XSD.integer:
        return int(term.lexical)
    if term.language:
        return {"@value": term.lexical, "@language": term.language}
    return term.lexical if term.datatype == XSD.string else {"@value": term.lexical, "@type": compact(term.datatype)}


def csv_safe(cell: str) -> str:
    """The cell, with an apostrophe before it if it begins as a formula does and is no mere number.

    Rule: OWASP, "CSV Injection", and the wide forms of its characters, which some locales take for them.

    >>> csv_safe("=1+1"), csv_safe("-0.5"), csv_safe("@SUM(A1)"), csv_safe("3 = 3")
    ("'=1+1", '-0.5', "'@SUM(A1)", '3 = 3')
    """
    return f"'{cell}" if cell.startswith(_FORMULA) and not _NUMBER.fullmatch(cell) else cell


def _cell(value: object) -> str:
    if isinstance(value, tuple):
        return _BETWEEN.join(map(str, value))
    return str(value).lower() if isinstance(value, bool) else str(value)


def _graph(network: Network) -> "MultiDiGraph[str]":
    from networkx import MultiDiGraph

    graph: MultiDiGraph[str] = MultiDiGraph()
    for node in network.nodes:
        attributes = {
            "label": node.label,
            "kind": node.kind,
            "type": node.type,
            "alt": _BETWEEN.join(node.alt),
        }
        graph.add_node(legal_xml(node.id), **{k: legal_xml(v) for k, v in attributes.items()})
    cards = {claim.id: claim for claim in network.claims}
    for number, edge in enumerate(network.edges):
        claims = [cards[claim] for claim in edge.claims if claim in cards]
        graph.add_edge(
            legal_xml(edge.source),
            legal_xml(edge.target),
            key=f"e{number}",
            label=legal_xml(edge.label if edge.status == "undisputed" else f"{edge.label} · {edge.status}"),
            kind=legal_xml(edge.kind),
            status=legal_xml(edge.status),
            in_world=any(claim.in_world for claim in claims),
            claims=len(edge.claims),
            origins=edge.origins,
            claimants=legal_xml(_BETWEEN.join(sorted({claim.claimant for claim in claims}))),
            first=min((claim.said_by for claim in claims if claim.said_by), default="", key=order),
            details=legal_xml(_BETWEEN.join(edge.details)),
        )
    return graph


def legal_xml(text: str) -> str:
    """The text without what XML cannot hold, escaped or not."""
    return _ILLEGAL.sub("", text)

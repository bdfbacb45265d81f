"""A network as GraphML or GEXF, for Gephi, yEd, igraph and similar programs.

Neither format can have RDF. A description of the dataset (`analysis.description`) is put into an attribute of the graph
in GraphML, and into the `meta` element in GEXF.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element
from xml.sax.saxutils import escape

from networkx import MultiDiGraph, generate_gexf
from networkx.readwrite.graphml import GraphMLWriter

from kgraph.analysis.claimed import FACT
from kgraph.analysis.graph import Network
from kgraph.analysis.record import ClaimCard
from kgraph.days import order
from kgraph.namespaces import IRI
from kgraph.views.drawn import as_what, as_what_of, held_as_fact, statuses, told_of_nodes, words_of
from kgraph.views.export import BETWEEN, legal_xml
from kgraph.views.looks import with_laws

if TYPE_CHECKING:
    _Graph = MultiDiGraph[str]

_NO_TOKEN = re.compile(
    r"[^\w.:-]"
)  # what an NMTOKEN cannot have, near enough: the ids of GraphML's schema are NMTOKENs
SPEAKS_OF = "speaks of"
"""The kind of an edge from a claimant to an entity that the claimant's claims are about."""


class _Writer(GraphMLWriter):
    """networkx's writer, with booleans as XML Schema spells them."""

    def add_data(self, name: str, element_type: object, value: str, *more: str) -> Element:
        """The element of a value."""
        spelled = value.lower() if element_type is bool else value
        element: Element = super().add_data(name, element_type, spelled, *more)
        return element


def graphml(network: Network, description: str = "", *, claimants: bool = False) -> str:
    """The network as GraphML: a directed multigraph with typed attributes, the same text for equal networks.

    Nodes: iri, label, kind, type, alt; a node's id is its IRI with a point for each character that an XML token cannot
    have. claimed_as of a node says as what claims tell an event ("fact", "intended", "condition" …), and status what is
    in question of it: of an event always, of others only if all their edges are in question. Edges: label (with the
    status, unless it is undisputed), kind, status (in the words of the page), claimed_as (as in the table of claims),
    in_world (boolean: whether the world holds it as a fact, never true of an intention, a denial or a forecast),
    claims, not_as_fact and denials (how many tell it as a fact, as something else, such as an intention or a scenario,
    and how many deny it: integers), origins (how many of them independent: an integer), claimants (who say it; behind
    who does not tell it as a fact, as what: "Ida Mayor (scenario)"), denied_by, first (ISO date by which the first who
    tells it as a fact said so; else the first of all), details. Several values are separated by " | ". With
    `claimants`, edges of the kind "speaks of" join each claimant to what the claims are about. The description, if any,
    is the graph's attribute "description".
    """
    graph = _graph(network, claimants=claimants)
    if description:
        graph.graph["description"] = legal_xml(description)
    return f"<?xml version='1.0' encoding='utf-8'?>\n{_Writer(graph)}\n"


def gexf(network: Network, description: str = "", *, claimants: bool = False) -> str:
    """The network as GEXF 1.2, with the ids and attributes that `graphml` has; the description is in `meta`."""
    graph = _graph(network, claimants=claimants)
    for *_, key, attributes in graph.edges(keys=True, data=True):
        attributes["id"] = key  # without ids networkx would number the edges itself
    text = "\n".join(["<?xml version='1.0' encoding='utf-8'?>", *generate_gexf(graph)]) + "\n"
    # networkx writes the day of the export, which would make equal networks differ, and a name that GEXF does not have
    text = re.sub(r' lastmodifieddate="[^"]*"', "", text, count=1)
    text = re.sub(r'(<graph [^>]*?) name=""', r"\1", text, count=1)
    said = f"<description>{escape(legal_xml(description))}</description>\n  </meta>"
    return re.sub(r"</meta>", lambda _: said, text, count=1) if description else text


def _graph(network: Network, *, claimants: bool) -> "_Graph":
    graph: _Graph = MultiDiGraph()
    ids = _tokens(node.id for node in network.nodes)
    told = told_of_nodes(network)
    for node in with_laws(network).nodes:
        values = (node.id, node.label, node.kind, node.type, BETWEEN.join(node.alt), *told[node.id])
        columns = ("iri", "label", "kind", "type", "alt", "claimed_as", "status")
        graph.add_node(ids[node.id], **dict(zip(columns, map(legal_xml, values), strict=True)))
    cards = {claim.id: claim for claim in network.claims}
    for number, edge in enumerate(network.edges):
        said = {
            "label": legal_xml(edge.standalone),
            "kind": legal_xml(edge.kind),
            "status": legal_xml(edge.status_words),
            "details": legal_xml(BETWEEN.join(f"{one} (denied)" if edge.all_deny else one for one in edge.details)),
            "origins": edge.origins,
        }
        known = [cards[claim] for claim in edge.claims if claim in cards]
        said |= _told(known, len(edge.claims), words_of(edge, cards))
        said |= {"claimed_as": BETWEEN.join(as_what(edge, cards)), "in_world": held_as_fact(edge, cards)}
        graph.add_edge(ids[edge.source], ids[edge.target], key=f"e{number}", **said)
    if claimants:
        _join_claimants(graph, network, ids)
    return graph


def _told(
    claims: Sequence[ClaimCard], number: int, words: Mapping[IRI, Collection[str]]
) -> dict[str, str | int | bool]:
    """What an edge's claims add up to: those that tell it as a fact, those that tell it as something else, such as an
    intention or a scenario, and those that deny it. `number` is that of all claims, of which the network may lack some;
    `words` say as what each claim tells it."""
    denying = [one for one in claims if one.denies]
    facts = [one for one in claims if not one.denies and FACT in words.get(one.id, (FACT,))]
    others = [one for one in claims if not one.denies and one not in facts]
    named = {one.claimant for one in facts} | {f"{one.claimant} ({', '.join(sorted(words[one.id]))})" for one in others}
    return {
        "claims": number - len(denying) - len(others),
        "not_as_fact": len(others),
        "denials": len(denying),
        "claimants": legal_xml(BETWEEN.join(sorted(named))),
        "denied_by": legal_xml(BETWEEN.join(sorted({claim.claimant for claim in denying}))),
        "first": min((one.said_by for one in facts or others or denying if one.said_by), default="", key=order),
    }


def _join_claimants(graph: "_Graph", network: Network, ids: Mapping[IRI, str]) -> None:
    """An edge from each claimant to each entity that their claims are about, if both are in the network."""
    spoken: dict[tuple[IRI, IRI], list[ClaimCard]] = defaultdict(list)
    for claim in network.claims:
        for entity in dict.fromkeys(claim.about):
            if claim.claimant_id in ids and entity in ids and entity != claim.claimant_id:
                spoken[claim.claimant_id, entity].append(claim)
    for number, ((claimant, entity), claims) in enumerate(sorted(spoken.items())):
        words = {claim.id: as_what_of(claim) for claim in claims}
        said = {"label": SPEAKS_OF, "kind": SPEAKS_OF, "details": "", "origins": len({*claims})} | _told(
            claims, len(claims), words
        )
        telling = {word for told in words.values() for word in told}
        held = telling == {FACT} and all(claim.in_world for claim in claims)
        said |= {"claimed_as": BETWEEN.join(sorted(telling)), "in_world": held, "status": statuses(claims)}
        graph.add_edge(ids[claimant], ids[entity], key=f"s{number}", **said)


def _tokens(iris: Iterable[IRI]) -> dict[IRI, str]:
    """An id for each IRI: the same one in every export, unless two IRIs differ only in what a token cannot have."""
    ids: dict[IRI, str] = {}
    taken: set[str] = set()
    for iri in iris:
        token = plain = _NO_TOKEN.sub(".", legal_xml(iri)) or "."
        number = 1
        while token in taken:
            number += 1
            token = f"{plain}-{number}"
        taken.add(token)
        ids[iri] = token
    return ids

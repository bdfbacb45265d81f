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

from kgraph.analysis.apart import Telling
from kgraph.analysis.changing import change_of, things
from kgraph.analysis.claimed import FACT, as_what_of, changed_by_own, statuses
from kgraph.analysis.graph import Network
from kgraph.analysis.origins import record_of
from kgraph.analysis.record import ClaimCard
from kgraph.days import on_days, order
from kgraph.namespaces import IRI
from kgraph.views.drawn import changes_in, tellings_of, told_of_nodes
from kgraph.views.export import BETWEEN, legal_xml
from kgraph.views.figured import figures_by_claim, figures_of_edge, figures_of_nodes
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
    in question of it: of an event always, of others only if all their edges are in question or not told as a fact.
    The figures of a node and those of a measurement's edge are in words, with who gives them, on which day, of what and
    in which unit ("Ida Mayor (denied), 2031-05-04: people killed, passengers, the fire: 57 (persons)").
    Between two nodes there is an edge for each kind, name and way of telling it: who tells it as a fact and who only
    expects it make two. Edges: label (which says so if it is disputed or not told as a fact), kind, status (in the
    words of `claimed.STATUSES`, as in the table of claims), claimed_as (as there), in_world (boolean: whether the world
    holds it as a fact, never true of an intention, a denial or a forecast), claims, not_as_fact, denials and taken_back
    (how many claims tell it as a fact, as something else, such as an intention or a scenario, how many deny it, and how
    many their own claimants changed or took back, which count nowhere else: integers), origins (how many of them
    independent: an integer), claimants (who say it; behind who does not tell it as a fact, as what: "Ida Mayor
    (scenario)"), denied_by, taken_back_by, first_said (when the first who says it said so, else when the first who
    denies it did: "on 2031-05-04 or earlier"), first_said_by (the day by which that was certainly said), details.
    Several values are separated by " | ". With `claimants`, edges of the kind "speaks of" join each claimant to what
    the claims are about. The description, if any, is the graph's attribute "description".
    """
    return as_graphml(as_graph(network, claimants=claimants), description)


def gexf(network: Network, description: str = "", *, claimants: bool = False) -> str:
    """The network as GEXF 1.2, with the ids and attributes that `graphml` has; the description is in `meta`."""
    return as_gexf(as_graph(network, claimants=claimants), description)


def as_graphml(graph: "_Graph", description: str = "") -> str:
    """The text of a graph that `as_graph` made: see `graphml`."""
    if description:
        graph.graph["description"] = legal_xml(description)
    return f"<?xml version='1.0' encoding='utf-8'?>\n{_Writer(graph)}\n"


def as_gexf(graph: "_Graph", description: str = "") -> str:
    """The text of a graph that `as_graph` made: see `gexf`."""
    for *_, key, attributes in graph.edges(keys=True, data=True):
        attributes["id"] = key  # without ids networkx would number the edges itself
    text = "\n".join(["<?xml version='1.0' encoding='utf-8'?>", *generate_gexf(graph)]) + "\n"
    # networkx writes the day of the export, which would make equal networks differ, and a name that GEXF does not have
    text = re.sub(r' lastmodifieddate="[^"]*"', "", text, count=1)
    text = re.sub(r'(<graph [^>]*?) name=""', r"\1", text, count=1)
    said = f"<description>{escape(legal_xml(description))}</description>\n  </meta>"
    return re.sub(r"</meta>", lambda _: said, text, count=1) if description else text


def as_graph(network: Network, *, claimants: bool = False) -> "_Graph":
    """The network as networkx has it, with the ids and attributes of the files."""
    graph: _Graph = MultiDiGraph()
    ids = _tokens(node.id for node in network.nodes)
    edges = tellings_of(network)
    told = told_of_nodes(network, edges)
    figures, of_claims = figures_of_nodes(network), figures_by_claim(network)
    for node in with_laws(network).nodes:
        values = (
            node.id,
            node.label,
            node.kind,
            node.type,
            BETWEEN.join(node.alt),
            *told[node.id],
            figures.get(node.id, ""),
        )
        columns = ("iri", "label", "kind", "type", "alt", "claimed_as", "status", "figures")
        graph.add_node(ids[node.id], **dict(zip(columns, map(legal_xml, values), strict=True)))
    for number, telling in enumerate(edges):
        edge = telling.edge
        details = (f"{one} (denied)" if edge.all_deny else one for one in edge.details)
        said = {"label": telling.label, "kind": edge.kind, "status": telling.status, "details": BETWEEN.join(details)}
        said["figures"] = figures_of_edge(edge, of_claims)
        legal = {name: legal_xml(value) for name, value in said.items()}
        graph.add_edge(ids[edge.source], ids[edge.target], key=f"e{number}", **legal, **_told(telling))
    if claimants:
        _join_claimants(graph, network, ids)
    return graph


def _told(telling: Telling) -> dict[str, str | int | bool]:
    """What an edge's claims add up to, of which the network may lack some."""
    edge, words = telling.edge, telling.words
    unknown = len(edge.claims) - len(words) if telling.word == FACT else 0
    told = _counted([telling.cards[claim] for claim in words], telling.word, telling.gone)
    told |= {"claims": int(told["claims"]) + unknown, "origins": edge.origins, "in_world": telling.held}
    return told | {"claimed_as": BETWEEN.join(sorted({*words.values()}))}


def _counted(claims: Sequence[ClaimCard], word: str, gone: Collection[IRI]) -> dict[str, str | int | bool]:
    """Who says it, as `word`, who denies it, and who changed or took back what they said (the claims `gone`)."""
    kept, back = [one for one in claims if one.id not in gone], [one for one in claims if one.id in gone]
    denying, saying = [one for one in kept if one.denies], [one for one in kept if not one.denies]
    behind = "" if word == FACT else f" ({word})"
    first = [one for one in claims if not one.denies] or claims
    return {
        "claims": len(saying) if word == FACT else 0,
        "not_as_fact": 0 if word == FACT else len(saying),
        "denials": len(denying),
        "taken_back": len(back),
        "claimants": _names(one.claimant + behind for one in saying),
        "denied_by": _names(one.claimant for one in denying),
        "taken_back_by": _names(one.claimant + (" (denied)" if one.denies else behind) for one in back),
        **first_said(first),
    }


def first_said(claims: Sequence[ClaimCard]) -> dict[str, str]:
    """When the first of some claims was made, as columns: in words, and by which day it certainly was. A claim of which
    no first day is known may be older than all."""
    firsts, lasts = [one.first_day for one in claims], [one.said_by for one in claims if one.said_by]
    by = min(lasts, default="", key=order)
    first = min(firsts, default="", key=order) if all(firsts) else ""
    return {"first_said": on_days(first, by) if by else "", "first_said_by": by}


def _names(names: Iterable[str]) -> str:
    return legal_xml(BETWEEN.join(sorted({*names})))


def _join_claimants(graph: "_Graph", network: Network, ids: Mapping[IRI, str]) -> None:
    """Edges from each claimant to each entity that their claims are about, if both are in the network: one for each way
    in which claims tell what they say."""
    spoken: dict[tuple[IRI, IRI, str], list[ClaimCard]] = defaultdict(list)
    for claim in network.claims:
        told = BETWEEN.join(sorted(as_what_of(claim)))
        for entity in dict.fromkeys(claim.about):
            if claim.claimant_id in ids and entity in ids and entity != claim.claimant_id:
                spoken[claim.claimant_id, entity, told].append(claim)
    changed = changed_by_own(remark for remark, _ in network.remarks)
    cards = {claim.id: claim for claim in network.claims}
    record, made = record_of(cards, network.unnamed), changes_in(network, cards)
    gone = {claim for claim in made if claim in cards and change_of(claim, things((claim,), (), cards), made, cards)}
    for number, ((claimant, entity, told), claims) in enumerate(sorted(spoken.items())):
        said: dict[str, str | int | bool] = {"label": SPEAKS_OF, "kind": SPEAKS_OF, "claimed_as": told}
        said |= {"details": "", "figures": ""}
        said |= _counted(claims, FACT if FACT in told.split(BETWEEN) else told, gone)
        said |= {"origins": record.origins([claim.id for claim in claims]).independent}
        said |= {"in_world": told == FACT and all(claim.in_world for claim in claims)}
        said |= {"status": BETWEEN.join(statuses(claims, changed))}
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

"""Counts of a graph's claims, entities, links and so on, each with its name in words."""

import re

from kgraph.claims import EntityKind, classes_of
from kgraph.model import Literal, Rows
from kgraph.namespaces import IRI, KG, PREFIXES, XSD
from kgraph.store import Store, serialise

_PREFIXES = ("geo", "kg", "owl", "prov", "rdf", "rdfs", "schema", "skos", "wdt")
_PROLOGUE = "".join(f"PREFIX {p}: <{PREFIXES[p]}> " for p in _PREFIXES)
_DATASETS = tuple(
    (name, serialise(Literal(PREFIXES[prefix]))) for name, prefix in (("GeoNames", "gn"), ("Wikidata", "wd"))
)

# (area, what is counted, pattern with ?x for the thing). They are counted in the world `record`, which has neither
# contents nor superiorities: those are in the graph of what rules found, and in worlds that have what they rest on.
_COUNTS = (
    ("sources", "documents", "?x a kg:Document"),
    ("claims", "claims", "?x a kg:Claim"),
    (
        "claims",
        "claims in the outlet's own voice",
        "?x a kg:Claim ; kg:claimant ?o ; kg:statedIn/schema:publisher ?o",
    ),
    ("claims", "claimants", "?c kg:claimant ?x"),
    ("claims", "unnamed claimants", "?c kg:claimant ?x . ?x a kg:UnnamedSource"),
    (
        "claims",
        "claims with a relayer between claimant and document",
        "?x a kg:Claim ; prov:wasQuotedFrom ?u",
    ),
    ("claims", "claims that deny or contradict another", "?x kg:denies|kg:contradicts ?y"),
    ("disputes", "questions with answers that cannot all be right", "?x a kg:Dispute"),
    ("disputes", "conflicts between two claims", "?x a kg:Conflict"),
    ("disputes", "claims in these questions", "?d a kg:Dispute ; kg:disputes ?x"),
    ("disputes", "figures that their own claimants revised", "?x a kg:Revision"),
    ("disputes", "near misses", "?x a kg:NearMiss"),
    ("agreement", "statements of several origins (corroborations)", "?x a kg:Corroboration"),
    ("agreement", "statements of one claimant passed on by several (repetitions)", "?x a kg:Repetition"),
    ("command", "superiors that follow from several claims together", "GRAPH $derived { ?x a kg:Superiority }"),
)
_GROUPS = (
    ("claims by modality", "?x a kg:Claim ; kg:modality ?group"),
    ("claims by polarity", "?x a kg:Claim ; kg:polarity ?group"),
    ("claims by certainty of the claimant", "?x a kg:Claim ; kg:certainty ?group"),
    ("claims by voice", "?x a kg:Claim ; kg:voice ?group"),
    ("conflicts by dimension", "?x a kg:Conflict ; kg:dimension ?group"),
    ("findings by rule", "GRAPH $derived { ?x kg:foundBy ?group }"),
)


def statistics(store: Store, base: str, record: IRI) -> Rows:
    """Rows of (`area`, `what`, `count`), in a fixed order; `record` is the world `record`'s graph."""
    derived = serialise(IRI(f"{base}graph/derived"))  # other graphs may say anything
    lines = [(area, what, _count(store, text.replace("$derived", derived), record)) for area, what, text in _COUNTS]
    for area, pattern in _GROUPS:
        lines += _grouped(store, area, pattern.replace("$derived", derived), record)
    reference = serialise(IRI(f"{base}graph/reference"))
    types = f"GRAPH {reference} {{ ?x a ?group FILTER(!STRSTARTS(STR(?group), STR(owl:))) }}"
    lines += _grouped(store, "entities by class", types, record)
    lines += _linked(store, base, record)
    contents = "?c kg:content ?g . GRAPH ?g "
    lines.append(("contents", "measurements", _count(store, f"{contents} {{ ?x a kg:Measurement }}", record)))
    lines.append(("contents", "postings", _count(store, f"{contents} {{ ?x a kg:Posting }}", record)))
    lines.append(("contents", "events that claims mention", _count(store, f"{contents} {{ ?x kg:phase ?p }}", record)))
    return Rows(
        ("area", "what", "count"),
        tuple((Literal(a), Literal(w), Literal(str(n), XSD.integer)) for a, w, n in lines),
    )


def world_sizes(store: Store, world: IRI) -> tuple[int, int, int]:
    """The number of claims that a world shows, of claims whose content it holds, and of its triples."""
    patterns = ("?x a kg:Claim", f"?x kg:inWorld {serialise(world)}")
    size = store.select("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", default_graph=world)
    shown, held = (_count(store, pattern, world) for pattern in patterns)
    return shown, held, int(str(size.rows[0][0]))


def _count(store: Store, pattern: str, graph: IRI) -> int:
    rows = store.select(f"{_PROLOGUE} SELECT (COUNT(DISTINCT ?x) AS ?n) {{ {pattern} }}", default_graph=graph)
    return int(str(rows.rows[0][0]))


def _grouped(store: Store, area: str, pattern: str, graph: IRI) -> list[tuple[str, str, int]]:
    rows = store.select(
        f"{_PROLOGUE} SELECT ?group (COUNT(DISTINCT ?x) AS ?n) {{ {pattern} }} GROUP BY ?group",
        default_graph=graph,
    )
    named = [(re.split(r"[#/]", str(row["group"]))[-1], int(str(row["n"]))) for row in rows]
    return [(area, name, n) for name, n in sorted(named, key=lambda pair: (-pair[1], pair[0]))]


def _linked(store: Store, base: str, record: IRI) -> list[tuple[str, str, int]]:
    """Counts of entities that are linked to external datasets, by dataset and class; of people's judgements on links;
    and of places with coordinates."""
    graph = serialise(IRI(f"{base}graph/links"))
    reference = f"GRAPH {serialise(IRI(f'{base}graph/reference'))}"
    links = f"{reference} {{ ?x rdfs:label ?l }} GRAPH {graph} {{ ?x skos:exactMatch|skos:closeMatch ?y }}"
    entities = _count(store, f"{reference} {{ ?x rdfs:label ?l }}", record)
    linked = _count(store, links, record)
    lines = [
        ("links", "entities linked to an external dataset", linked),
        ("links", "entities not linked", entities - linked),
    ]
    for name, space in _DATASETS:
        lines += _in_data_set(store, name, f"{links} FILTER(STRSTARTS(STR(?y), {space}))", reference, record)
    lines += _grouped(store, "judgements on links", f"GRAPH {graph} {{ ?x a owl:Axiom ; kg:status ?group }}", record)
    places = " ".join(map(serialise, classes_of(EntityKind.place)))
    enriched = serialise(Literal(f"{base}graph/enrichment/"))
    located = (
        f"VALUES ?class {{ {places} }} {reference} {{ ?x a ?class }} {links} "
        f"GRAPH ?g {{ ?y geo:hasGeometry|wdt:P625 ?xy }} FILTER(STRSTARTS(STR(?g), {enriched}))"
    )
    lines.append(("links", "places with a position in another dataset", _count(store, located, record)))
    return lines


def _in_data_set(store: Store, name: str, there: str, reference: str, record: IRI) -> list[tuple[str, str, int]]:
    """Counts of the entities linked with a data set, by class, and of cities, regions and countries that are not
    linked."""
    lines = _grouped(store, f"linked in {name}", f"{there} {reference} {{ ?x a ?group }}", record)
    for place in ("City", "Region", "Country"):
        kind = f"{reference} {{ ?x a {serialise(KG[place])} }}"
        missing = _count(store, kind, record) - _count(store, f"{kind} {there}", record)
        lines.append((f"not linked in {name}", place, missing))
    return lines

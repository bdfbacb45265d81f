"""The changes of a build against the previous version of the graph, as triples of the build's own graph."""

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Protocol

from kgraph.analysis.diff import Difference, Version, diff, read_outlets
from kgraph.analysis.questions import OpenQuestion, read_questions
from kgraph.analysis.record import read_labels
from kgraph.building.by_document import Changed
from kgraph.building.conclusions import derived_graph, finding_of
from kgraph.building.speech import lines_by_graph
from kgraph.model import Literal, Quad
from kgraph.namespaces import DCTERMS, IRI, KG, RDF, RDFS
from kgraph.store import OxigraphStore, serialise
from kgraph.store.packed import Packed
from kgraph.store.snapshot import Snapshot

_SPOKEN = re.compile(rb"^<([^>]*)> <%b> <([^>]*)> \.$" % re.escape(KG.content.encode()), re.MULTILINE)
"""A line of N-Triples with kg:content."""
_LABEL = b" <%b> " % RDFS.label.encode()
_QUESTION = (RDF.type, KG.Dispute)


class Previous(Protocol):
    """What is read of the previous version: `Store` documents the methods."""

    def dump(self, graph: IRI) -> Iterator[Quad]:
        """The quads of one named graph."""

    def lines(self, beginnings: Sequence[str]) -> Iterator[tuple[IRI, list[bytes]]]:
        """The named graphs whose names begin so, each with its triples."""


def build_graph(base: str) -> IRI:
    """The IRI of the graph that says from which files the store was built."""
    return IRI(f"{base}graph/build")


def changes(standing: Previous, fresh: Packed, base: str) -> list[Quad]:
    """The quads on this build's changes; if the files are equal to the previous build's, its quads again.

    `fresh` has the lines of the new graphs.
    """
    build = build_graph(base)
    before = list(standing.dump(build))
    if not before:
        return []
    with OxigraphStore() as made:
        made.load_lines({graph: lines for graph, lines in fresh.items() if graph == build})
        if set(made.dump(build)) <= set(before):
            return [quad for quad in before if quad[1] != DCTERMS.identifier]
    return _told(_differences(standing, fresh, base), build)


def opened(fresh: Packed, base: str) -> list[Quad]:
    """The quads that tell the questions of a first version, each with its positions; `fresh` has its graphs' lines."""
    derived = IRI(f"{base}graph/derived")
    claims = {claim.encode() for one in _questions(fresh, derived) for claim in one.claims}
    if not claims:
        return []
    now = _version(fresh, claims, base)
    before = Version({}, {}, now.labels, now.outlets)
    return _told([one for one in diff(before, now) if one.change == "opened"], build_graph(base))


def changes_by_document(standing: Snapshot, found: Changed, base: str) -> list[Quad]:
    """The quads on the changes of a build by document."""
    ended, begun = ({s for s, p, o, _ in quads if (p, o) == _QUESTION} for quads in found.derived)
    apart = {str(question) for question in ended ^ begun}
    of_those = [[quad for quad in quads if finding_of(quad[0]) in apart] for quads in found.derived]
    for quads, others in zip(of_those, _revised(standing, found, apart, base), strict=True):
        quads.extend(others)
    claims = {o for quads in of_those for _, p, o, _ in quads if p == KG.disputes}
    near = lines_by_graph(one for one, _ in found.near if one.iri in claims)
    reference = IRI(f"{base}graph/reference")
    lines = {graph: b"".join(standing.written(graph)) for graph in found.graphs}
    before, now = (shared.get(reference, b"") for shared in found.shared)
    labels = _labels(reference, before)
    named = labels, labels if now == before else _labels(reference, now)
    outlets = read_outlets(standing)
    versions = []
    for graphs, quads, names in zip((lines, found.lines), of_those, named, strict=True):
        with OxigraphStore() as store:
            store.load_lines(graphs)
            store.load_lines(near)
            store.load(quads)
            versions.append(Version.of(store, base, names, outlets))
    return _told(diff(*versions), build_graph(base))


def _revised(standing: Snapshot, found: Changed, apart: Collection[str], base: str) -> tuple[list[Quad], list[Quad]]:
    """The quads, as they were and as they are, of questions that are not `apart`, of which some quads differ."""
    gone, new = found.derived
    touched = {finding_of(quad[0]) for quads in found.derived for quad in quads} - set(apart)
    graph = derived_graph(base)
    before: list[Quad] = []
    for question in sorted(touched):
        if standing.ask(f"ASK {{ GRAPH <{graph}> {{ <{question}> a {serialise(KG.Dispute)} }} }}"):
            parts = f"{{ BIND(<{question}> AS ?s) }} UNION {{ <{question}> ?link ?s }}"
            own = f"?s ?p ?o FILTER(?s = <{question}> || STRSTARTS(STR(?s), '{question}#'))"
            triples = standing.construct(f"CONSTRUCT {{ ?s ?p ?o }} {{ GRAPH <{graph}> {{ {parts} {own} }} }}")
            before += [(s, p, o, graph) for s, p, o in triples]
    was = set(before)
    return before, [*(was - set(gone)), *(quad for quad in new if finding_of(quad[0]) in touched)]


def _labels(reference: IRI, lines: bytes) -> dict[IRI, str]:
    """The labels of things, from the lines of the reference graph."""
    naming = b"".join(line for line in lines.splitlines(keepends=True) if _LABEL in line)
    with OxigraphStore() as store:
        store.load_lines({reference: naming})
        return read_labels(store, reference)


def _told(found: Collection[Difference], build: IRI) -> list[Quad]:
    return [
        *((build, KG[one.change], one.id, build) for one in found),
        *((one.id, RDFS.label, Literal(f"{one.claimant}: {one.text}", language="en"), build) for one in found),
        *((one.id, DCTERMS.description, Literal(_in_words(one)), build) for one in found if _in_words(one)),
    ]


def _differences(standing: Previous, fresh: Packed, base: str) -> list[Difference]:
    """The differences; only those documents are read whose lines changed or that are needed for words."""
    changed = set(fresh)

    def before() -> Iterator[tuple[IRI, list[bytes]]]:
        for graph, lines in standing.lines([f"{base}doc/", f"{base}claim/", derived, f"{base}graph/reference"]):
            if sorted(lines) == sorted(fresh.lines(graph)):
                changed.discard(graph)
            else:
                changed.add(graph)
            yield graph, lines

    derived = IRI(f"{base}graph/derived")
    old = Packed.of_lines(before())
    asked = [{one.id: one.claims for one in _questions(graphs, derived)} for graphs in (old, fresh)]
    told = {one for some in asked for one in some if not all(one in others for others in asked)}
    wanted = {claim.encode() for some in asked for one, theirs in some.items() if one in told for claim in theirs}
    wanted |= {graph.encode() for graph in changed}
    return diff(_version(old, wanted, base), _version(fresh, wanted, base))


def _questions(graphs: Packed, derived: IRI) -> list[OpenQuestion]:
    with OxigraphStore() as store:
        store.load_lines({derived: _besides_claims(graphs, derived)})
        return read_questions(store, derived)


def _besides_claims(graphs: Packed, derived: IRI) -> bytes:
    """The derived lines without those on claims, which are most, and of which no question is made."""
    claim = f"<{derived.removesuffix('graph/derived')}claim/".encode()
    return b"".join(line for line in graphs.lines(derived) if not line.startswith(claim))


def _version(graphs: Packed, wanted: Collection[bytes], base: str) -> Version:
    """The version with only those documents that are wanted, or that have a claim whose IRI or content is."""
    read: dict[IRI, bytes] = {}
    reference, derived = IRI(f"{base}graph/reference"), derived_graph(base)
    for graph, lines in graphs.items():
        if graph.startswith(f"{base}doc/"):
            found = _SPOKEN.findall(lines)
            if graph.encode() in wanted or any(claim in wanted or content in wanted for claim, content in found):
                contents = [IRI(content.decode()) for _, content in found]
                read |= {name: graphs[name] for name in (graph, *contents) if name in graphs}
        elif graph == reference:
            read[graph] = lines
    read[derived] = _besides_claims(graphs, derived)
    with OxigraphStore() as store:
        store.load_lines(read)
        return Version.of(store, base)


def _in_words(change: Difference) -> str:
    """A claim's changes in words, or a dispute's positions: "certainty (certainty: Unstated → certainty: Probable)"."""
    if not change.fields:
        return change.before or change.after
    told = f" ({change.before or 'nothing'} → {change.after or 'nothing'})" if change.before or change.after else ""
    return f"{', '.join(change.fields)}{told}"

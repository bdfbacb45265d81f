"""What a build changes against the version of the graph that stands: said in the graph of the build."""

import re
from collections.abc import Collection, Mapping

from kgraph.analysis.diff import Difference, Version, diff
from kgraph.analysis.questions import OpenQuestion, read_questions
from kgraph.model import Literal, Quad
from kgraph.namespaces import DCTERMS, IRI, KG, RDFS
from kgraph.store import OxigraphStore, Store

_SPOKEN = re.compile(rb"^<([^>]*)> <%b> <([^>]*)> \.$" % re.escape(KG.content.encode()), re.MULTILINE)
"""A line that says which graph a claim's content is."""


def build_graph(base: str) -> IRI:
    """The graph that says from which files the store was built."""
    return IRI(f"{base}graph/build")


def changes(standing: Store, fresh: Mapping[IRI, bytes], base: str) -> list[Quad]:
    """What this build changes, to be said in its graph; of a build from equal files, what the one before it said.

    `fresh` are the lines of the graphs that it made.
    """
    build = build_graph(base)
    before = list(standing.dump(build))
    if not before:
        return []
    with OxigraphStore() as made:
        made.load_lines({graph: lines for graph, lines in fresh.items() if graph == build})
        if set(made.dump(build)) <= set(before):
            return [quad for quad in before if quad[1] != DCTERMS.identifier]
    found = _differences(standing, fresh, base)
    return [
        *((build, KG[one.change], one.id, build) for one in found),
        *((one.id, RDFS.label, Literal(f"{one.claimant}: {one.text}", language="en"), build) for one in found),
        *((one.id, DCTERMS.description, Literal(_in_words(one)), build) for one in found if one.fields),
    ]


def _differences(standing: Store, fresh: Mapping[IRI, bytes], base: str) -> list[Difference]:
    """The differences; of documents, only those are read that do not have the same lines as before, or are needed."""
    derived = IRI(f"{base}graph/derived")
    old: dict[IRI, bytes] = {}
    for graph, lines in standing.lines([f"{base}doc/", f"{base}claim/", derived, f"{base}graph/reference"]):
        now = fresh.get(graph, b"")
        old[graph] = now if sorted(lines) == sorted(now.splitlines(keepends=True)) else b"".join(lines)
    changed = {graph.encode() for graph in old.keys() | fresh.keys() if old.get(graph) != fresh.get(graph)}
    asked = [{one.id: one.claims for one in _questions(graphs, derived)} for graphs in (old, fresh)]
    told = {one for some in asked for one in some if not all(one in others for others in asked)}
    claims = {claim.encode() for some in asked for one, theirs in some.items() if one in told for claim in theirs}
    return diff(_version(old, changed | claims, base), _version(fresh, changed | claims, base))


def _questions(graphs: Mapping[IRI, bytes], derived: IRI) -> list[OpenQuestion]:
    with OxigraphStore() as store:
        store.load_lines({derived: graphs.get(derived, b"")})
        return read_questions(store, derived)


def _version(graphs: Mapping[IRI, bytes], wanted: Collection[bytes], base: str) -> Version:
    """The version, of which only documents are read that are wanted, or have a claim or a content that is."""
    read: dict[IRI, bytes] = {}
    for graph, lines in graphs.items():
        if graph.startswith(f"{base}doc/"):
            found = _SPOKEN.findall(lines)
            if graph.encode() in wanted or any(claim in wanted or content in wanted for claim, content in found):
                contents = [IRI(content.decode()) for _, content in found]
                read |= {name: graphs[name] for name in (graph, *contents) if name in graphs}
        elif graph in (f"{base}graph/derived", f"{base}graph/reference"):
            read[graph] = lines
    with OxigraphStore() as store:
        store.load_lines(read)
        return Version.of(store, base)


def _in_words(change: Difference) -> str:
    """In what a claim has changed: "certainty (certainty: Unstated → certainty: Probable)"."""
    told = f" ({change.before or 'nothing'} → {change.after or 'nothing'})" if change.before or change.after else ""
    return f"{', '.join(change.fields)}{told}"

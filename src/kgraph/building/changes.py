"""What a build changes against the version of the graph that stands: said in the graph of the build."""

from collections.abc import Mapping

from kgraph.analysis.diff import Difference, Version, diff
from kgraph.model import Literal, Quad
from kgraph.namespaces import DCTERMS, IRI, KG, RDFS
from kgraph.store import OxigraphStore, Store


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
    with OxigraphStore() as made:
        made.load_lines(fresh)
        found = diff(Version.of(standing, base), Version.of(made, base))
    return [
        *((build, KG[one.change], one.id, build) for one in found),
        *((one.id, RDFS.label, Literal(f"{one.claimant}: {one.text}", language="en"), build) for one in found),
        *((one.id, DCTERMS.description, Literal(_in_words(one)), build) for one in found if one.fields),
    ]


def _in_words(change: Difference) -> str:
    """In what a claim has changed: "certainty (certainty: Unstated → certainty: Probable)"."""
    told = f" ({change.before or 'nothing'} → {change.after or 'nothing'})" if change.before or change.after else ""
    return f"{', '.join(change.fields)}{told}"

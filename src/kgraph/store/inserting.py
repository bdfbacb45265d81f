"""Quads as the text of a SPARQL update."""

from collections.abc import Collection, Iterable

from kgraph.model import Quad
from kgraph.namespaces import IRI
from kgraph.store.terms import quad_to_oxigraph, serialise


def as_update(quads: Iterable[Quad], replacing: Iterable[IRI] = ()) -> tuple[str, Collection[IRI | None]]:
    """The request that empties the graphs to be replaced and adds quads, "" if there are none; and the graphs of the
    quads, `None` for the default one. Raises `DataError` for what is no legal quad."""
    graphs: dict[IRI | None, list[str]] = {}
    for subject, predicate, value, graph in quads:
        quad_to_oxigraph((subject, predicate, value, graph))
        line = f"{serialise(subject)} {serialise(predicate)} {serialise(value)} ."
        graphs.setdefault(graph, []).append(line)
    blocks = [
        "\n".join(lines) if graph is None else f"GRAPH {serialise(graph)} {{\n" + "\n".join(lines) + "\n}"
        for graph, lines in graphs.items()
    ]
    steps = [f"DROP SILENT GRAPH {serialise(graph)}" for graph in replacing]
    if blocks:
        steps.append("INSERT DATA {\n" + "\n".join(blocks) + "\n}")
    return " ;\n".join(steps), graphs.keys()

"""Quads of files as lines of N-Triples, graph by graph, and a folder's store written from such lines in one stream.

The lines are as the engine holds them: each once, numbers and dates in their shortest form. They are few bytes, where
quads as values are many.
"""

import hashlib
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

import pyoxigraph as ox

from kgraph.model import Quad
from kgraph.namespaces import IRI
from kgraph.store.archive import as_quads, write_archive
from kgraph.store.engine import plain_errors
from kgraph.store.files import read_with
from kgraph.store.seal import write_seal
from kgraph.store.terms import OxTerm, quad_from_oxigraph, quad_to_oxigraph

GraphBytes = Mapping[IRI, bytes]
"""Each graph's triples as lines of N-Triples; the default graph has the empty name."""

_AT_ONCE = 300  # graphs that are joined to one text


def read_with_lines(path: Path, base: str) -> tuple[list[Quad], dict[IRI, bytes]]:
    """The quads of a file as `files.read_quads` gives them, and their lines.

    Blank nodes' labels are made of the file's path and bytes, so that a file that stays as it is gives the same lines.
    """
    digest = hashlib.sha256(str(path).encode(errors="surrogateescape"))
    names: dict[OxTerm, ox.BlankNode] = {}

    def name(node: OxTerm) -> ox.BlankNode:
        found = names.get(node)
        if found is None:
            found = names[node] = ox.BlankNode(f"f{digest.hexdigest()[:20]}n{len(names)}")
        return found

    def convert(quad: ox.Quad) -> tuple[Quad, ox.Quad]:
        subject, value = quad.subject, quad.object
        if isinstance(subject, ox.BlankNode) or isinstance(value, ox.BlankNode):
            subject = name(subject) if isinstance(subject, ox.BlankNode) else subject
            value = name(value) if isinstance(value, ox.BlankNode) else value
            quad = ox.Quad(subject, quad.predicate, value, quad.graph_name)
        return quad_from_oxigraph(quad), quad

    both = read_with(path, base, convert, digest.update)
    return [quad for quad, _ in both], _held([quad for _, quad in both])


def packed(quads: Iterable[Quad]) -> bytes:
    """The quads as lines of N-Quads; blank nodes keep their labels."""
    data = ox.serialize(map(quad_to_oxigraph, quads), format=ox.RdfFormat.N_QUADS)
    assert data is not None, "serialize() without an output returns the bytes"
    return data


def unpacked(data: bytes) -> list[Quad]:
    """The quads of such lines."""
    return [quad_from_oxigraph(quad) for quad in ox.parse(data, ox.RdfFormat.N_QUADS, lenient=True)]


def lines_of(quads: Iterable[Quad]) -> dict[IRI, bytes]:
    """The lines of some quads."""
    return _held(map(quad_to_oxigraph, quads))


def _held(quads: Iterable[ox.Quad]) -> dict[IRI, bytes]:
    engine = ox.Store()
    engine.extend(quads)
    found: dict[IRI, bytes] = {}
    for graph in (*engine.named_graphs(), ox.DefaultGraph()):
        out = io.BytesIO()
        engine.dump(out, ox.RdfFormat.N_TRIPLES, from_graph=graph)
        if lines := out.getvalue():
            found[IRI("" if isinstance(graph, ox.DefaultGraph) else graph.value)] = lines
    return found


def together(pieces: Sequence[bytes]) -> bytes:
    """The lines of one graph that several files have, each once."""
    if len(pieces) == 1:
        return pieces[0]
    return b"".join(dict.fromkeys(line for piece in pieces for line in piece.splitlines(keepends=True)))


def quads_in(graphs: GraphBytes) -> Iterator[ox.Quad]:
    """The engine's quads, as a stream; blank nodes keep their labels."""
    left = iter(graphs.items())
    while some := list(islice(left, _AT_ONCE)):
        text = b"".join(as_quads(graph, [lines]) for graph, lines in some)
        yield from ox.parse(text, ox.RdfFormat.N_QUADS, lenient=True)


def write_folder(folder: Path, graphs: GraphBytes) -> None:
    """Write a store with these graphs into a new or empty folder; nothing else has it open."""
    with plain_errors(str(folder)):
        engine = ox.Store(folder)
        engine.bulk_extend(quads_in(graphs))
        engine.flush()
        del engine  # closed: it writes there no more
        write_seal(folder)
        write_archive(folder, ((graph, [graphs[graph]]) for graph in sorted(graphs)))

"""Quads of files as lines of N-Triples, graph by graph, and a folder's store written from such lines in one stream.

The lines are in the form in which the engine stores them: each once, numbers and dates in their shortest form. They
take much less memory than quads as Python values.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

import pyoxigraph as ox

from kgraph.errors import DataError
from kgraph.model import Quad
from kgraph.namespaces import IRI
from kgraph.store.archive import as_quads, write_archive
from kgraph.store.common import add_in_batches
from kgraph.store.engine import plain_errors
from kgraph.store.files import read_with
from kgraph.store.lines import as_held, read_term, write_term
from kgraph.store.seal import write_seal
from kgraph.store.terms import quad_from_oxigraph, quad_to_oxigraph

GraphBytes = Mapping[IRI, bytes]
"""Each graph's triples as lines of N-Triples; the default graph has the empty name."""

_AT_ONCE = 300  # how many graphs are joined into one text


def read_with_lines(path: Path, base: str, *, as_written: bool = True) -> tuple[list[Quad], dict[IRI, bytes]]:
    """The quads of a file as `files.read_quads` gives them, and the same quads as lines of N-Triples, by graph.

    If `as_written` is false, the quads have numbers and dates in their shortest form too, as the lines always have.
    Labels of blank nodes are made from the file's path and bytes, so that an unchanged file gives the same lines.
    """
    digest = hashlib.sha256(str(path).encode(errors="surrogateescape"))
    statements = read_with(path, base, _as_it_is, digest.update)
    beginning = f"_:f{digest.hexdigest()[:20]}n"
    names: dict[str, str] = {}
    quads: list[Quad] = []
    found: _Found = {}
    try:
        for subject, predicate, value, graph in _written(statements):
            if subject[0] == "_":
                subject = names.get(subject) or names.setdefault(subject, f"{beginning}{len(names)}")
            if value[0] == "_":
                value = names.get(value) or names.setdefault(value, f"{beginning}{len(names)}")
            held = as_held(value)
            quads.append(_quad(subject, predicate, value if as_written else held, graph))
            _add(found, subject, predicate, held, graph)
    except DataError as error:
        raise DataError(str(error), path=path) from error
    return quads, _lines(found)


def packed(quads: Iterable[Quad]) -> bytes:
    """The quads as lines of N-Quads; blank nodes keep their labels."""
    data = ox.serialize(map(quad_to_oxigraph, quads), format=ox.RdfFormat.N_QUADS)
    assert data is not None, "serialize() without an output returns the bytes"
    return data


def unpacked(data: bytes) -> list[Quad]:
    """The quads of such lines."""
    return [quad_from_oxigraph(quad) for quad in ox.parse(data, ox.RdfFormat.N_QUADS, lenient=True)]


def lines_of(quads: Iterable[Quad]) -> dict[IRI, bytes]:
    """The lines of some quads; raises `DataError` for a value that is no legal quad."""
    found: _Found = {}
    for quad in quads:
        subject, predicate, value, graph = quad
        written = write_term(subject)
        if written[0] == '"' or not isinstance(predicate, IRI):
            quad_to_oxigraph(quad)  # this raises an error that says what is wrong with it
        _add(found, written, write_term(predicate), write_term(value), write_term(graph) if graph else "")
    return _lines(found)


# the lines of each graph, by its name in the form of N-Quads; "": the default graph
_Found = dict[str, dict[str, None]]


def _as_it_is(quad: ox.Quad) -> ox.Quad:
    return quad


def _written(statements: Iterable[ox.Quad]) -> Iterator[tuple[str, str, str, str]]:
    """Subject, predicate, object and graph as N-Quads writes them; the default graph is ""."""
    text = ox.serialize(statements, format=ox.RdfFormat.N_QUADS)
    assert text is not None, "serialize() without an output returns the bytes"
    for line in text.decode().split("\n")[:-1]:
        subject, predicate, rest = line[:-2].split(" ", 2)
        value, _, graph = rest.rpartition(" ")
        if value and '"' not in graph:
            yield subject, predicate, value, graph
        else:  # no graph: the text after the last space is the object, or the end of it
            yield subject, predicate, rest, ""


def _quad(subject: str, predicate: str, value: str, graph: str) -> Quad:
    if graph[:1] == "_":
        raise DataError(f"the graph {graph} is named by a blank node; name it by an IRI")
    return read_term(subject), read_term(predicate), read_term(value), read_term(graph) if graph else None  # type: ignore[return-value] # N-Quads has no literals there


def _add(found: _Found, subject: str, predicate: str, value: str, graph: str) -> None:
    lines = found.get(graph)
    if lines is None:
        lines = found[graph] = {}
    lines[f"{subject} {predicate} {value} .\n"] = None


def _lines(found: _Found) -> dict[IRI, bytes]:
    """The lines by graph, in the reverse order of the engine."""
    return {IRI(graph[1:-1]): "".join(reversed(lines)).encode() for graph, lines in found.items()}


def together(pieces: Sequence[bytes]) -> bytes:
    """The lines of one graph from several files, each once."""
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
        add_in_batches(engine, quads_in(graphs))
        engine.flush()
        del engine  # this closes the engine, which then writes nothing more
        write_seal(folder)
        write_archive(folder, ((graph, [graphs[graph]]) for graph in sorted(graphs)))

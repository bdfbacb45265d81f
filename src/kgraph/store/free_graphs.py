"""Graphs that no build makes: as text, as lines in the engine's form, and their list in a version's folder.

Their lines are not in the version's archive (see `archive`), which only builds read and write.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kgraph.errors import DataError, UsageError
from kgraph.namespaces import IRI
from kgraph.store.archive import as_quads
from kgraph.store.engine import plain_errors
from kgraph.store.files import FORMATS, parse_statements
from kgraph.store.oxigraph import written
from kgraph.store.seal import write_seal

FreeGraphs = Mapping[IRI, bytes]
"""Each graph's triples as sorted lines of N-Triples; no graph is empty."""

_RECORD = "free-graphs.json"


@dataclass(frozen=True, slots=True)
class Record:
    """Which such graphs a version has: their names, and the digest of the text from which they are."""

    digest: str = ""
    names: tuple[IRI, ...] = ()


def as_text(graphs: FreeGraphs) -> bytes:
    """The graphs as sorted lines of N-Quads."""
    return b"".join(as_quads(graph, [graphs[graph]]) for graph in sorted(graphs))


def from_text(text: bytes, path: Path) -> dict[IRI, bytes]:
    """The graphs of N-Quads that people may have changed; raises `DataError`. Blank nodes keep their labels."""
    engine = ox.Store()
    try:
        engine.bulk_extend(ox.parse(text, ox.RdfFormat.N_QUADS))
    except SyntaxError as error:
        raise DataError(str(error), path=path, line=error.lineno) from error
    if any(True for _ in engine.quads_for_pattern(None, None, None, ox.DefaultGraph())):
        raise DataError("a statement is outside any named graph", path=path)
    return graphs_in(engine)


def graphs_in(engine: ox.Store) -> dict[IRI, bytes]:
    """An engine's named graphs; raises `DataError` for what RDF 1.1 does not have."""
    found = {}
    for name in engine.named_graphs():
        if not isinstance(name, ox.NamedNode):
            raise DataError("a graph is named by a blank node; name it by an IRI")
        if lines := sorted_lines(written(engine, name)):
            found[IRI(name.value)] = lines
    return found


def sorted_lines(lines: Iterable[bytes]) -> bytes:
    """The lines, each once; raises `DataError` for a triple with a triple as its object."""
    found = sorted(set(lines))
    for line in found:
        if b"<<(" in line and line.split(b" ", 2)[2].startswith(b"<<("):
            raise DataError("a triple is the object of another; kgraph keeps RDF 1.1, which has no triple terms")
    return b"".join(found)


def lines_from(data: bytes, suffix: str, base: str) -> bytes:
    """The triples of a file's bytes in a format of triples, with blank nodes of their own; raises `UsageError`."""
    engine = ox.Store()
    try:
        engine.bulk_extend(parse_statements(data, FORMATS[suffix], base, _in_no_graph))
        return sorted_lines(written(engine, ox.DefaultGraph()))
    except (SyntaxError, ValueError, DataError) as error:
        raise UsageError(f"this cannot be read as {suffix}: {error}") from error


def _in_no_graph(quad: ox.Quad) -> ox.Quad:
    if quad.graph_name != ox.DefaultGraph():
        raise DataError("it has named graphs; send the triples of one graph")
    return quad


def digest_of_text(text: bytes) -> str:
    """The digest of a text; "" for an empty one."""
    return hashlib.sha256(text).hexdigest() if text else ""


def add_graphs(folder: Path, graphs: FreeGraphs) -> None:
    """Add graphs to a version's folder that no engine has open."""
    with plain_errors(str(folder)):
        engine = ox.Store(folder)
        engine.bulk_extend(ox.parse(as_text(graphs), ox.RdfFormat.N_QUADS, lenient=True))
        engine.flush()
        del engine  # this closes the engine, which then writes nothing more
        write_seal(folder)


def write_record(folder: Path, text: bytes, names: Iterable[IRI]) -> None:
    """Note in a version's folder which graphs it has, and from which text."""
    said = {"digest": digest_of_text(text), "names": sorted(names)}
    (folder / _RECORD).write_text(json.dumps(said), encoding="utf8")


def read_record(folder: Path) -> Record:
    """What was noted; an empty record if nothing was, or it cannot be read."""
    try:
        said = json.loads((folder / _RECORD).read_text("utf8"))
        return Record(str(said["digest"]), tuple(map(IRI, said["names"])))
    except (OSError, ValueError, KeyError, TypeError):
        return Record()


def lines_of_names(engine: ox.Store, folder: Path, beginnings: tuple[str, ...]) -> Iterator[tuple[IRI, list[bytes]]]:
    """The version's graphs whose names begin so, sorted, each with its lines."""
    for name in read_record(folder).names:
        if name.startswith(beginnings):
            yield name, written(engine, ox.NamedNode(name))

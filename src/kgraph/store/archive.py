"""A store's quads as one compressed file of N-Quads, in the store's folder.

The engine looks up every term when it returns quads; reading this file is ten times as fast. A build writes it with the
folder's version, which never changes; code that opens the folder for writing removes the file first. A comment before
each graph has the number of its bytes and its name. A version that differs little from the previous one has the
previous one's files, and one more file with the lines that were removed and added.
"""

import gzip
import hashlib
import io
import os
import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kgraph.namespaces import IRI

_NAME = "quads.nq.gz"
_CHANGES = "changes-{:04}.nq.gz"
_FASTEST = 1
_MOST_FILES = 64  # so many files of changes, then the whole archive is written anew

GraphLines = tuple[IRI, list[bytes]]
"""A named graph, with its triples as lines of N-Triples."""


@dataclass(slots=True)
class GraphChange:
    """The lines of N-Triples to remove from a graph, and those to add."""

    removed: Collection[bytes] = ()
    added: Collection[bytes] = ()


def write_archive(folder: Path, graphs: Iterable[GraphLines]) -> None:
    """Write the graphs into the folder's archive; they must be sorted by name."""
    with gzip.open(folder / _NAME, "wb", compresslevel=_FASTEST) as file:
        for graph, lines in graphs:
            quads = as_quads(graph, lines)
            file.write(b"# %d %b\n%b" % (len(quads), graph.encode(), quads))
    _seal(folder / _NAME)


def write_changes(before: Path, folder: Path, changes: Mapping[IRI, GraphChange]) -> None:
    """Write a version's archive: the previous version's files, linked or copied, and one more file with the changes, if
    there are any.

    Raises `OSError` if the previous version's archive is missing or damaged.
    """
    files = [before / _NAME, *_changed_files(before)]
    if changes and len(files) > _MOST_FILES:
        graphs = read_archive(before, [""])
        if graphs is None:
            raise OSError(f"{before / _NAME} is not as it was written")
        write_archive(folder, _changed(graphs, changes))
        return
    for file in files:
        _link(file, folder / file.name)
        _link(_digest_of(file), folder / _digest_of(file).name)
    if not changes:
        return
    written = folder / _CHANGES.format(len(files))
    with gzip.open(written, "wb", compresslevel=_FASTEST) as out:
        for graph, change in sorted(changes.items()):
            going, coming = as_quads(graph, sorted(change.removed)), as_quads(graph, sorted(change.added))
            out.write(b"# %d %d %b\n%b%b" % (len(going), len(coming), graph.encode(), going, coming))
    _seal(written)


def _link(file: Path, to: Path) -> None:
    try:
        os.link(file, to)
    except OSError:  # for a file system without hard links
        shutil.copyfile(file, to)


def _changed_files(folder: Path) -> list[Path]:
    return sorted(folder.glob(_CHANGES.replace("{:04}", "*")))


def _digest_of(file: Path) -> Path:
    return file.with_name(f"{file.name}.sha256")


def _seal(file: Path) -> None:
    _digest_of(file).write_text(_digest(file.read_bytes()), encoding="ascii")


def as_quads(graph: IRI, lines: Iterable[bytes]) -> bytes:
    """Lines of N-Triples as lines of N-Quads, in this graph."""
    # a line feed is only at a line's end: N-Triples escapes all others
    return b"".join(lines).replace(b" .\n", _end(graph))


def read_archive(folder: Path, beginnings: Sequence[str]) -> Iterator[GraphLines] | None:
    """The graphs whose names begin with one of `beginnings`, in order; `None` if there is no undamaged archive."""
    wanted = tuple(beginnings)
    packed, *changes = (_read(file) for file in (folder / _NAME, *_changed_files(folder)))
    if packed is None or None in changes:
        return None
    graphs = _graphs(packed, wanted)
    return _changed(graphs, _together(filter(None, changes), wanted)) if changes else graphs


def _read(file: Path) -> bytes | None:
    """The content of a file of the archive; `None` if its checksum does not match."""
    try:
        packed, digest = file.read_bytes(), _digest_of(file).read_bytes()
    except OSError:
        return None
    return packed if _digest(packed).encode() == digest else None


def _together(files: Iterable[bytes], beginnings: tuple[str, ...]) -> dict[IRI, GraphChange]:
    """The changes of several files, applied one after another, to graphs whose names begin with one of `beginnings`."""
    removed: dict[IRI, set[bytes]] = {}
    added: dict[IRI, dict[bytes, None]] = {}
    for packed in files:
        with gzip.open(io.BytesIO(packed)) as file:
            while head := file.readline():
                _, going, coming, name = head.split()
                graph = IRI(name.decode())
                gone, come = (_lines(graph, file.read(int(size))) for size in (going, coming))
                if graph.startswith(beginnings):
                    old, new = removed.setdefault(graph, set()), added.setdefault(graph, {})
                    old |= {line for line in gone if line not in new}
                    added[graph] = {line: None for line in new if line not in set(gone)}
                    added[graph] |= {line: None for line in come if line not in old}
                    old.difference_update(come)
    return {graph: GraphChange(removed[graph], added[graph]) for graph in removed}


def _changed(graphs: Iterable[GraphLines], changes: Mapping[IRI, GraphChange]) -> Iterator[GraphLines]:
    """The graphs with the changes applied, without those that became empty; they must be sorted by name."""
    left = dict(sorted(changes.items()))
    for graph, lines in graphs:
        for new in [name for name in left if name < graph]:
            if lines_of_new := list(left.pop(new).added):
                yield new, lines_of_new
        change = left.pop(graph, None)
        found = lines if change is None else [*(line for line in lines if line not in change.removed), *change.added]
        if found:
            yield graph, found
    yield from ((graph, list(change.added)) for graph, change in left.items() if change.added)


def remove_archive(folder: Path) -> None:
    """Remove the archive, before the folder is opened for writing."""
    for file in (*_changed_files(folder), folder / _NAME):
        _digest_of(file).unlink(missing_ok=True)
        file.unlink(missing_ok=True)


def _graphs(packed: bytes, beginnings: tuple[str, ...]) -> Iterator[GraphLines]:
    with gzip.open(io.BytesIO(packed)) as file:
        while head := file.readline():
            _, size, name = head.split()
            graph, quads = IRI(name.decode()), file.read(int(size))
            if graph.startswith(beginnings):
                yield graph, _lines(graph, quads)


def _lines(graph: IRI, quads: bytes) -> list[bytes]:
    return quads.replace(_end(graph), b" .\n").splitlines(keepends=True)


def _end(graph: IRI) -> bytes:
    return f" <{graph}> .\n".encode()


def _digest(packed: bytes) -> str:
    return hashlib.sha256(packed).hexdigest()

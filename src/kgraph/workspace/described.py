"""The documents that a workspace's files describe, and the names of its reference graph, for registering a new
document."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kgraph.building import read_data_file
from kgraph.listing import entries_below
from kgraph.model import Quad
from kgraph.namespaces import IRI, KG, RDF
from kgraph.reading import slug
from kgraph.sheets.names import Names, things_in
from kgraph.workspace.config import Workspace
from kgraph.workspace.formats import is_data
from kgraph.workspace.terms import vocabulary_of

REFERENCE = "reference.trig"
"""The data file into which new entities are written."""


@dataclass(slots=True)
class Described:
    """The workspace's documents: the description of each, its file, and all names."""

    quads: dict[IRI, list[Quad]] = field(default_factory=dict)
    paths: dict[IRI, Path] = field(default_factory=dict)
    named: set[IRI] = field(default_factory=set)

    def having(self, predicate: IRI, value: str) -> list[IRI]:
        """The documents whose description has this predicate and value."""
        return sorted(d for d in self.quads if value in self.values(d, predicate))

    def values(self, document: IRI, predicate: IRI) -> list[str]:
        """The values of a predicate in a document's description."""
        return [str(o) for _, p, o, _ in self.quads.get(document, ()) if p == predicate]


def described(workspace: Workspace, sought: Sequence[str]) -> Described:
    """The documents in those data files that have one of the sought texts, since reading all files would take long."""
    found = Described()
    wanted = [text.encode() for text in sought if text]
    for path in data_files(workspace):
        content = path.read_bytes()
        if not any(text in content for text in wanted):
            continue
        quads = read_data_file(path, workspace.base)
        found.named |= {iri for s, _, _, graph in quads for iri in (s, graph) if isinstance(iri, IRI)}
        for subject, predicate, value, graph in quads:
            if predicate == RDF.type and value == KG.Document and isinstance(subject, IRI) and subject == graph:
                found.paths.setdefault(subject, path)
                found.quads.setdefault(subject, [])
        for quad in quads:
            if isinstance(quad[0], IRI) and quad[0] == quad[3] and quad[0] in found.quads:
                found.quads[quad[0]].append(quad)
    return found


def data_files(workspace: Workspace) -> list[Path]:
    """The data files; an empty list for a workspace without data."""
    return workspace.data_files() if any(map(is_data, entries_below(workspace.data))) else []


def names_of(workspace: Workspace) -> Names:
    """The names in the reference graph, from all files."""
    names, graph = Names(workspace.base, vocabulary_of(workspace)), IRI(f"{workspace.base}graph/reference")
    speaking = [path for path in data_files(workspace) if b"reference" in path.read_bytes()]
    quads = (quad for path in speaking for quad in read_data_file(path, workspace.base))
    names.add(things_in(quads, graph))
    return names


@dataclass(slots=True)
class Homes:
    """The data file of each document: the file that describes it, else a file with its name that describes no other
    document."""

    workspace: Workspace
    of: dict[IRI, Path] = field(default_factory=dict)
    _taken: set[Path] = field(init=False)

    def __post_init__(self) -> None:
        self._taken = set(self.of.values())

    def file(self, document: IRI, name: str) -> Path:
        """The file of a document with this short name."""
        if document not in self.of:
            self.of[document] = free_file(self.workspace, name, self._taken.__contains__)
            self._taken.add(self.of[document])
        return self.of[document]


def free_file(workspace: Workspace, name: str, is_taken: Callable[[Path], bool]) -> Path:
    """The path of a data file named after a document, followed by a number if that name is taken."""
    # file systems allow names of 255 bytes
    held = slug(name, otherwise="document").encode()[:180].decode(errors="ignore")
    path, number = workspace.data / f"{held}.trig", 1
    while is_taken(path):
        number += 1
        path = workspace.data / f"{held}-{number}.trig"
    return path

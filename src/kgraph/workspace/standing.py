"""What a workspace's files say, for comparison with a sheet: documents, names, claims, and the files that have them.

A claim is found in whatever file it is: its document's or another, in TriG or any other form of RDF. If several files
have parts of one claim, the parts are joined.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kgraph.building import read_data_file
from kgraph.claims import Claim, claims_of, from_quads, to_quads
from kgraph.errors import UsageError
from kgraph.model import BlankNode, Quad
from kgraph.namespaces import IRI, KG, RDF
from kgraph.sheets.known import Known, Source
from kgraph.sheets.names import Names, things_in
from kgraph.sheets.registering import source_of
from kgraph.sources import SourceText, find_source, read_source
from kgraph.workspace.config import Workspace
from kgraph.workspace.described import Homes
from kgraph.workspace.terms import vocabulary_of

Progress = Callable[[str], None]
_LONGEST = 255  # bytes of a file's name


@dataclass(frozen=True, slots=True)
class Standing:
    """The content of a workspace's files: the quads of each, and the file that describes each document.

    `places` are the quads of each claim by the files that have them; `digests` show whether another
    process changes a file after it was read.
    """

    quads: Mapping[Path, Sequence[Quad]]
    homes: Mapping[IRI, Path]
    known: Known
    digests: Mapping[Path, bytes] = field(default_factory=dict)
    places: Mapping[IRI, Mapping[Path, Sequence[Quad]]] = field(default_factory=dict)

    def said_of(self, claim: Claim) -> Mapping[Path, Sequence[Quad]]:
        """The quads of an existing claim, by the files that have them."""
        return self.places[claim.id]

    def writable_homes(self, workspace: Workspace) -> Homes:
        """The file for each document's new claims: the file that describes the document, if that is TriG, else a file
        with the document's name."""
        return Homes(workspace, {document: path for document, path in self.homes.items() if is_written(path)})

    def home_of(self, claim: Claim) -> Path:
        """The file in which an existing claim is rewritten; raises `UsageError` if there is none that kgraph can
        write."""
        paths = self.places[claim.id]
        found = next((path for path in paths if is_written(path)), None)
        if found is None:
            told = "claims are written to .trig files alone; convert it with 'kgraph export' first"
            raise UsageError(f"{next(iter(paths))}: {self.known.claim_name(claim.id, None)} stands here; {told}")
        return found


def is_written(path: Path) -> bool:
    """Whether kgraph writes claims to files of this form."""
    return path.suffix.lower() == ".trig"


def standing(workspace: Workspace, progress: Progress = lambda step: None) -> Standing:
    """Read a workspace's files, and those texts of its documents that are at hand."""
    base, quads, digests = workspace.base, dict[Path, list[Quad]](), dict[Path, bytes]()
    for path in workspace.data_files(may_be_empty=True):
        progress(path.name)
        digests[path] = digest_of(path)  # before reading, so that a change in between is noticed
        quads[path] = read_data_file(path, base)
    names = Names(base, vocabulary_of(workspace))
    names.add(things_in((quad for said in quads.values() for quad in said), IRI(f"{base}graph/reference")))
    homes: dict[IRI, Path] = {}
    sources: dict[IRI, Source] = {}
    for path, said in quads.items():
        for source in _sources(said, workspace):
            homes[source.iri] = path
            sources[source.iri] = source
    claims, places = _claims(quads)
    return Standing(quads, homes, Known(names, sources, claims), digests, places)


def _claims(quads: Mapping[Path, Sequence[Quad]]) -> tuple[dict[IRI, Claim], dict[IRI, dict[Path, Sequence[Quad]]]]:
    """All claims, and each claim's quads by the files that have them."""
    found: defaultdict[IRI, dict[Path, Claim]] = defaultdict(dict)
    graphs: defaultdict[IRI | None, list[Path]] = defaultdict(list)
    for path, said in quads.items():
        for claim in claims_of(said):
            found[claim.id][path] = claim
        for name in {quad[3] for quad in said}:
            graphs[name].append(path)
    claims: dict[IRI, Claim] = {}
    places: dict[IRI, dict[Path, Sequence[Quad]]] = {}
    for iri, there in found.items():
        places[iri] = {path: to_quads(claim) for path, claim in there.items()}
        for content in {claim.content for claim in there.values()} - {None}:
            for path in graphs[content]:
                if path not in there:
                    places[iri][path] = [quad for quad in quads[path] if quad[3] == content]
        parts = places[iri]
        claims[iri] = next(iter(there.values())) if len(parts) == 1 else from_quads(iri, _together(parts))
    return claims, places


def _together(parts: Mapping[Path, Sequence[Quad]]) -> list[Quad]:
    """The quads of several files joined; the blank nodes of each file stay different from those of the others."""
    found: dict[Quad, None] = {}
    for number, said in enumerate(parts.values()):
        for s, p, o, graph in said:
            subject = BlankNode(f"{s}f{number}") if isinstance(s, BlankNode) else s
            found[subject, p, BlankNode(f"{o}f{number}") if isinstance(o, BlankNode) else o, graph] = None
    return list(found)


def digest_of(path: Path) -> bytes:
    """A digest that is equal as long as nobody changes the file; empty for a missing file."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").digest()
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}") from error


def _sources(quads: Sequence[Quad], workspace: Workspace) -> Iterator[Source]:
    """The documents that some quads describe, with their texts if they are at hand and unchanged."""
    said: defaultdict[IRI, list[Quad]] = defaultdict(list)
    for quad in quads:
        if quad[0] == quad[3] and isinstance(quad[0], IRI):
            said[quad[0]].append(quad)
    for document, own in said.items():
        if any(p == RDF.type and o == KG.Document for _, p, o, _ in own):
            digests = {str(o) for _, p, o, _ in own if p == KG.textDigest}
            files = [str(o) for _, p, o, _ in own if p == KG.fileName]
            texts = (text_of(workspace, file) for file in files)
            text = next((text for text in texts if text and (not digests or text.digest in digests)), None)
            yield source_of(document, own, text)


def text_of(workspace: Workspace, file: str) -> SourceText | None:
    """The text of a file in `sources/`, if it is at hand."""
    if len(file.encode(errors="replace")) > _LONGEST:
        return None
    place = find_source(workspace.sources, file)
    return read_source(place) if place else None

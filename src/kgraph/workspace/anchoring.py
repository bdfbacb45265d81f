"""Finding the IRI of a text's document in a workspace, for anchors that point into it."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from kgraph.building import read_data_file
from kgraph.errors import KgraphError, UsageError
from kgraph.namespaces import IRI, KG
from kgraph.reading import slug
from kgraph.sheets.short_names import refused
from kgraph.sources import SourceText
from kgraph.store.trig import relative_iri
from kgraph.workspace.config import Workspace


@dataclass(frozen=True, slots=True)
class DocumentName:
    """What to write for a document in a data file, and a remark for the user ("" for none)."""

    written: str
    remark: str = ""


@dataclass(slots=True)
class _Documents:
    files: dict[IRI, set[str]] = field(default_factory=lambda: defaultdict(set))
    digests: dict[IRI, set[str]] = field(default_factory=lambda: defaultdict(set))
    named: set[IRI] = field(default_factory=set)


def name_document(workspace: Workspace | None, file_name: str, source: SourceText) -> DocumentName:
    """The IRI of the workspace's document with this `kg:fileName` or `kg:textDigest`, else an IRI made from the file's
    name.

    A made IRI is `doc/` and the slug (`reading.slug`) of the name without its ending, followed by a number if the
    workspace has another document of that IRI. If several documents match, those with this text come first. Raises
    `UsageError` if the file's name gives no short name.
    """
    name = slug(Path(file_name).stem, otherwise=f"text-{source.digest[7:15]}")
    if workspace is None:
        return DocumentName(f"<doc/{_good(name)}>")
    documents, unread = _documents(workspace, file_name, name, source)
    mine = [iri for iri in documents.digests if source.digest in documents.digests[iri]]
    mine = mine or [iri for iri in documents.files if file_name in documents.files[iri]]
    mine.sort(key=lambda iri: (file_name not in documents.files[iri], iri))
    if mine:
        also = f"several documents have this text: {', '.join(mine)}; this is the first" if len(mine) > 1 else ""
        return DocumentName(relative_iri(mine[0], workspace.base) or f"<{mine[0]}>", also or unread)
    free, number = IRI(f"{workspace.base}doc/{_good(name)}"), 1
    while free in documents.named:
        number += 1
        free = IRI(f"{workspace.base}doc/{name}-{number}")
    return DocumentName(relative_iri(free, workspace.base), unread)


def _good(name: str) -> str:
    if why := refused(name):
        raise UsageError(f"{why}; 'kgraph document add FILE --name NAME' registers the text under another")
    return name


def _documents(workspace: Workspace, file_name: str, name: str, source: SourceText) -> tuple[_Documents, str]:
    """The workspace's documents that may match, and the file that could not be read ("" for none)."""
    found, unread = _Documents(), ""
    try:
        for path in _speaking_of(workspace, file_name, name, source):
            for subject, predicate, value, graph in read_data_file(path, workspace.base):
                found.named |= {iri for iri in (subject, graph) if isinstance(iri, IRI)}
                if isinstance(subject, IRI) and predicate == KG.fileName:
                    found.files[subject].add(str(value))
                elif isinstance(subject, IRI) and predicate == KG.textDigest:
                    found.digests[subject].add(str(value))
    except KgraphError as error:
        unread = f"the workspace's documents could not be looked through: {error}"
    return found, unread


def _speaking_of(workspace: Workspace, file_name: str, name: str, source: SourceText) -> Iterator[Path]:
    """The data files that may name the text's document, found without parsing, since reading all files would take
    long."""
    plain = max(re.findall(r"[A-Za-z0-9]+", file_name), key=len, default="")  # other characters may be escaped
    sought = [source.digest.encode(), f"doc/{name}".encode(), plain.encode()]
    if workspace.data.is_dir():
        for path in workspace.data_files():
            content = path.read_bytes()
            if any(text in content for text in sought):
                yield path

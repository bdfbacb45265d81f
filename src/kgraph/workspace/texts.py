"""Checking whether a document's text is in the workspace's folder of texts."""

from pathlib import Path

from kgraph.errors import KgraphError
from kgraph.model import Term
from kgraph.sources import find_source, read_source


def at_hand(sources: Path, file: Term | None, digest: Term | None) -> str:
    """ "at hand", "changed" if the text does not have the digest, "missing", or "none" if no text was registered."""
    if file is None:
        return "none"
    path = find_source(sources, str(file))
    if path is None:
        return "missing"
    try:
        return "at hand" if digest is None or read_source(path).digest == str(digest) else "changed"
    except KgraphError:  # the file is no longer UTF-8
        return "changed"

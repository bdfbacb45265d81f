"""Whether a document's text is where the workspace keeps texts."""

from pathlib import Path

from kgraph.errors import KgraphError
from kgraph.model import Term
from kgraph.sources import find_source, read_source


def at_hand(sources: Path, file: Term | None, digest: Term | None) -> str:
    """ "at hand", "changed" for another text than the digest's, "missing", or "none" where no text was registered."""
    if file is None:
        return "none"
    path = find_source(sources, str(file))
    if path is None:
        return "missing"
    try:
        return "at hand" if digest is None or read_source(path).digest == str(digest) else "changed"
    except KgraphError:  # no longer UTF-8
        return "changed"

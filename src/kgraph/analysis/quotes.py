"""The words to which claims are anchored, for users who have the texts; the graph itself has only positions."""

from collections import defaultdict
from pathlib import Path

from kgraph.analysis.record import select
from kgraph.errors import UsageError
from kgraph.model import Literal, Term
from kgraph.namespaces import IRI
from kgraph.reading import visible
from kgraph.sources import SourceText, find_source, read_source, slice_digest
from kgraph.store import Store


def read_quotes(store: Store, world: IRI, sources: Path) -> dict[IRI, tuple[str, ...]]:
    """For each claim the stretches of text of its anchors, in order, read from the texts in a folder.

    Invisible characters are left out, since some change the direction of the text around them. Left out too are a
    stretch that does not have the anchor's digest, a document without its text, and an anchor whose offsets are no
    whole numbers. Raises `UsageError` if there is no such folder, `DataError` for a text that is not UTF-8.
    """
    if not sources.is_dir():
        raise UsageError(f"{sources}: no such folder; name the one that holds the documents' texts")
    names = select(store, world, "SELECT ?d ?name { ?d kg:fileName ?name }")
    texts: dict[Term | None, SourceText] = {}
    for row in names:
        path = find_source(sources, str(row["name"]))
        if path is not None:
            texts[row["d"]] = read_source(path)
    anchors = select(
        store,
        world,
        "SELECT ?c ?d ?start ?end ?digest { ?c a kg:Claim ; kg:anchor ?a . "
        "?a oa:hasSource ?d ; kg:quoteDigest ?digest ; oa:hasSelector ?s . ?s oa:start ?start ; oa:end ?end }",
    )
    found: dict[IRI, set[tuple[str, int, int, str]]] = defaultdict(set)
    for row in anchors:
        claim, source = row["c"], texts.get(row["d"])
        start, end = (at.whole if isinstance(at, Literal) else None for at in (row["start"], row["end"]))
        if not isinstance(claim, IRI) or source is None or start is None or end is None:
            continue
        if not 0 <= start < end <= source.length:
            continue
        if slice_digest(source.text, start, end) == str(row["digest"]):
            found[claim].add((str(row["d"]), start, end, visible(source.text[start:end])))
    return {claim: tuple(text for *_, text in sorted(slices)) for claim, slices in found.items()}

"""The texts at hand, and the anchors that point into them."""

from collections import defaultdict
from collections.abc import Container, Iterator
from dataclasses import replace
from pathlib import Path

from kgraph.model import Literal, Term
from kgraph.namespaces import IRI, KG, OA, SCHEMA
from kgraph.sources import SourceText, find_source, read_source, slice_digest
from kgraph.validation.causes import Anchor, Stated, find_cause
from kgraph.validation.dataset import Dataset
from kgraph.validation.findings import Finding

_COUNT = "count code points from 0 in the text's file, the end exclusive"


def read_texts(
    data: Dataset, sources: Path | None, only: Container[Term] | None = None
) -> tuple[dict[Term, SourceText], list[Finding]]:
    """The text of each document, or of those in `only`, from the folder `sources`; and a finding for each missing text.

    A missing text is an error if a folder was given; without one (`None`) it is a note, and only the bounds of anchors
    are checked. A document of which only the address is known is always a note. A file that is not UTF-8 raises
    `DataError`.
    """
    texts: dict[Term, SourceText] = {}
    findings: list[Finding] = []
    for document in data.instances(KG.Document):
        if only is not None and document not in only:
            continue
        name = data.value(document, KG.fileName)
        if not any(data.values(document, said) for said in (KG.fileName, KG.textDigest, KG.textLength)):
            findings += _without_text(data, document)
        elif sources is None:
            fix = "name the folder of the texts with --sources"
            message = "its text is missing, so only the bounds of its anchors are checked"
            findings.append(Finding("digest", document, message, fix, "info"))
        elif isinstance(name, Literal):
            path = find_source(sources, name.lexical)
            if path is None:
                fix = "put the text there or correct kg:fileName"
                findings.append(Finding("digest", document, f"{sources} has no file '{name}'", fix))
            else:
                texts[document] = read_source(path)
    return texts, findings


def _without_text(data: Dataset, document: IRI) -> Iterator[Finding]:
    """A note on a document that has an address and no text; if it has neither, the shapes report it."""
    if address := data.value(document, SCHEMA.url):
        message = "its text is not here: its claims point at no words, and nothing compares them with it"
        fix = f"'kgraph document add FILE --address {address}' registers the text"
        yield Finding("anchor", document, message, fix, "info")


def check_texts(data: Dataset, texts: dict[Term, SourceText]) -> Iterator[Finding]:
    """Check that each text has its document's digest and length, and each anchor's characters have the anchor's digest.

    If one cause explains all faults of a document and its anchors, there is one finding, for the document.
    """
    anchors: dict[Term, list[Anchor]] = defaultdict(list)
    faults: dict[Term, list[Finding]] = defaultdict(list)
    for document, source in texts.items():
        faults[document] += _check_document(data, document, source)
    for claim, predicate, anchor, graph in data.quads:
        into = data.value(anchor, OA.hasSource) if predicate == KG.anchor else None
        if into is None:
            continue
        for found in selected(data, anchor):
            fault = list(_check_anchor(data, into, texts.get(into), found, data.owner(claim), graph))
            faults[into] += fault
            anchors[into].append(replace(found, holds=not fault))
    for document, found_faults in faults.items():
        stated = _stated(data, document, anchors[document])
        cause = find_cause(texts[document], stated) if found_faults and document in texts else None
        if cause is None:
            yield from found_faults
        else:
            graph = found_faults[0].graph
            yield Finding("digest", data.owner(document), cause.message, cause.fix, graph=graph)


def _stated(data: Dataset, document: Term, anchors: list[Anchor]) -> Stated:
    digest, length = data.value(document, KG.textDigest), _whole(data.value(document, KG.textLength))
    return Stated(None if digest is None else str(digest), length, tuple(anchors))


def _check_document(data: Dataset, document: Term, source: SourceText) -> Iterator[Finding]:
    owner, graph = data.owner(document), data.graph_of(document, KG.textDigest)
    digest, length = data.value(document, KG.textDigest), data.value(document, KG.textLength)
    if digest is not None and str(digest) != source.digest:
        fix = f"restore the text as it was, or anchor its claims again and write {source.digest}"
        yield Finding("digest", owner, "the text has changed: it is not the one of kg:textDigest", fix, graph=graph)
    if _whole(length) not in (None, source.length):
        message = f"the text has {source.length} characters, not {length}"
        yield Finding("digest", owner, message, f"write kg:textLength {source.length}", graph=graph)


def selected(data: Dataset, anchor: Term) -> Iterator[Anchor]:
    """The stretches that an anchor selects; the shapes report what it lacks."""
    digest = data.value(anchor, KG.quoteDigest)
    for selector in data.values(anchor, OA.hasSelector):
        start, end = _whole(data.value(selector, OA.start)), _whole(data.value(selector, OA.end))
        if start is not None and end is not None:
            yield Anchor(start, end, None if digest is None else str(digest))


def _check_anchor(
    data: Dataset, document: Term, source: SourceText | None, anchor: Anchor, owner: IRI, graph: IRI | None
) -> Iterator[Finding]:
    where = f"characters {anchor.start}–{anchor.end}"
    problem = out_of_bounds(anchor.start, anchor.end, _whole(data.value(document, KG.textLength)))
    if problem:
        yield Finding("anchor", owner, f"{where}: {problem}", _COUNT, graph=graph)
    elif source is None or anchor.digest is None:
        return
    elif anchor.end > source.length:
        yield Finding("anchor", owner, f"{where}: the text at hand ends at {source.length}", _COUNT, graph=graph)
    elif slice_digest(source.text, anchor.start, anchor.end) != anchor.digest:
        message = f"{where} of the text are not those of kg:quoteDigest"
        fix = "correct oa:start and oa:end, or, if the text was meant to change, the digest"
        yield Finding("digest", owner, message, fix, graph=graph)


def out_of_bounds(start: int, end: int, length: int | None) -> str:
    """Why an anchor cannot be in a text of that length; "" if it can."""
    if start < 0:
        return "the start is before the text"
    if end <= start:
        return "the end is not after the start"
    return f"the text ends at {length}" if length is not None and end > length else ""


def _whole(term: Term | None) -> int | None:
    return term.whole if isinstance(term, Literal) else None

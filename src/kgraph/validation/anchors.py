"""The anchors against the texts they point into, and the texts against our own wording."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kgraph.model import Literal, Term
from kgraph.namespaces import IRI, KG, OA, RDFS, SKOS, compact
from kgraph.sources import SourceText, find_source, read_source, slice_digest
from kgraph.validation.dataset import Dataset
from kgraph.validation.findings import Finding

WORDS_IN_A_ROW = 9
"""So many words of the source's in a row are its wording, not ours."""

_COUNT = "count code points from 0 in the text's file, the end exclusive"
_WORD = re.compile(r"\w+(?:'\w+)*")


def read_texts(data: Dataset, sources: Path | None) -> tuple[dict[Term, SourceText], list[Finding]]:
    """The text of each document in the folder `sources`, and a finding for each that is missing.

    A missing text is an error when the folder was named, else (`None`) a note: anchors are then checked for
    their bounds alone. A file that is not UTF-8 raises `DataError`.
    """
    texts: dict[Term, SourceText] = {}
    findings = []
    for document in data.instances(KG.Document):
        name = data.value(document, KG.fileName)
        if sources is None:
            fix = "name the folder of the texts with --sources"
            message = "its text is not at hand: anchors are checked for their bounds alone"
            findings.append(Finding("digest", document, message, fix, "info"))
        elif isinstance(name, Literal):
            path = find_source(sources, name.lexical)
            if path is None:
                fix = "put the text there or correct kg:fileName"
                findings.append(Finding("digest", document, f"{sources} has no file '{name}'", fix))
            else:
                texts[document] = read_source(path)
    return texts, findings


def check_documents(data: Dataset, texts: dict[Term, SourceText]) -> Iterator[Finding]:
    """Each text at hand has the digest and the length that its document states."""
    for document, source in texts.items():
        owner, graph = data.owner(document), data.graph_of(document, KG.textDigest)
        digest, length = data.value(document, KG.textDigest), data.value(document, KG.textLength)
        if digest is not None and str(digest) != source.digest:
            fix = f"get the text as it was, or anchor its claims anew and write {source.digest}"
            yield Finding("digest", owner, "the text has changed: it is not the one of kg:textDigest", fix, graph=graph)
        if _whole(length) not in (None, source.length):
            message = f"the text has {source.length} characters, not {length}"
            yield Finding("digest", owner, message, f"write kg:textLength {source.length}", graph=graph)


def check_anchors(data: Dataset, texts: dict[Term, SourceText]) -> Iterator[Finding]:
    """Each anchor lies in its document's text, and in the text at hand holds what it was made from."""
    for claim, predicate, anchor, graph in data.quads:
        if predicate != KG.anchor:
            continue
        owner = data.owner(claim)
        document = data.value(anchor, OA.hasSource)
        for selector in data.values(anchor, OA.hasSelector):
            start, end = _whole(data.value(selector, OA.start)), _whole(data.value(selector, OA.end))
            if document is None or start is None or end is None:
                continue  # the shapes say what is missing
            digest = data.value(anchor, KG.quoteDigest)
            problem = out_of_bounds(start, end, _whole(data.value(document, KG.textLength)))
            if problem:
                yield Finding("anchor", owner, f"characters {start}–{end}: {problem}", _COUNT, graph=graph)
            elif document in texts and digest is not None:
                yield from _compare(texts[document], start, end, str(digest), owner, graph)


def out_of_bounds(start: int, end: int, length: int | None) -> str:
    """Why an anchor cannot be in a text of that length; "" if it can."""
    if start < 0:
        return "the start is before the text"
    if end <= start:
        return "the end is not after the start"
    return f"the text ends at {length}" if length is not None and end > length else ""


def _compare(source: SourceText, start: int, end: int, digest: str, owner: IRI, graph: IRI | None) -> Iterator[Finding]:
    if end > source.length:
        message = f"characters {start}–{end}: the text at hand ends at {source.length}"
        yield Finding("anchor", owner, message, _COUNT, graph=graph)
    elif slice_digest(source.text, start, end) != digest:
        message = f"characters {start}–{end} of the text are not those of kg:quoteDigest"
        fix = "correct oa:start and oa:end, or the digest if the text was meant to change"
        yield Finding("digest", owner, message, fix, graph=graph)


@dataclass(frozen=True, slots=True)
class _Runs:
    """Every run of `WORDS_IN_A_ROW` words of one text, with the character it begins at."""

    begin: dict[tuple[str, ...], int]

    @classmethod
    def of(cls, text: str) -> "_Runs":
        words = [(match[0], match.start()) for match in _WORD.finditer(_folded(text))]
        runs: dict[tuple[str, ...], int] = {}
        for i in range(len(words) - WORDS_IN_A_ROW + 1):
            runs.setdefault(tuple(word for word, _ in words[i : i + WORDS_IN_A_ROW]), words[i][1])
        return cls(runs)


def check_wording(data: Dataset, texts: dict[Term, SourceText]) -> Iterator[Finding]:
    """No text literal of SKOS, RDFS or kg shares a run of nine or more words with a source at hand.

    The publication rule: pointers, not sentences. `oa:exact` is the place for quotes that a workspace keeps.
    """
    runs = {document: _Runs.of(source.text) for document, source in texts.items()}
    for (subject, predicate, _, graph), text in data.texts():
        if not runs or not predicate.startswith((SKOS.base, RDFS.base, KG.base)):
            continue
        own = _Runs.of(text).begin
        for document, theirs in runs.items():
            shared = [theirs.begin[run] for run in own if run in theirs.begin]
            if shared:
                where = f"from character {min(shared)} of {document}"
                message = f"its {compact(predicate)} has nine or more words in a row {where}"
                owner = data.owner(subject, graph)
                yield Finding("wording", owner, message, "say it in other words", graph=graph)


def _folded(text: str) -> str:
    return text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").lower()


def _whole(term: Term | None) -> int | None:
    value = term.value if isinstance(term, Literal) else None
    return value if isinstance(value, int) and not isinstance(value, bool) else None

"""Validation: does the graph follow the ontology and its shapes, and do anchors point to the right characters?

A check yields findings; it raises no error for faulty data, only for files that cannot be read at all.
"""

from collections.abc import Container, Sequence
from datetime import date
from pathlib import Path

from kgraph.model import Quad, Term
from kgraph.store.trig import natural
from kgraph.validation.anchors import check_texts, read_texts
from kgraph.validation.dataset import Dataset
from kgraph.validation.figures import check_printed, check_totals, check_undated
from kgraph.validation.findings import CHECKS, Finding, Severity, as_data, failed, report, summary
from kgraph.validation.ontology import read_ontology
from kgraph.validation.quantities import check_units
from kgraph.validation.references import (
    check_contents,
    check_dangling,
    check_derived,
    check_doubts,
    check_labels,
    check_repeated,
)
from kgraph.validation.shapes import check_shapes
from kgraph.validation.sides import check_sides
from kgraph.validation.terms import check_terms
from kgraph.validation.times import check_late, check_spans, latest_today
from kgraph.validation.worded import check_worded
from kgraph.validation.wording import check_wording
from kgraph.vocabulary import Vocabulary

__all__ = ["CHECKS", "Finding", "Severity", "as_data", "failed", "latest_today", "report", "summary", "validate"]


def validate(
    quads: Sequence[Quad],
    *,
    ontology: Path,
    base: str,
    sources: Path | None,
    today: date | None = None,
    own: Sequence[Quad] = (),
    only: Container[Term] | None = None,
) -> list[Finding]:
    """Every fault of the data, sorted by check and subject.

    `ontology` is the folder with `shapes.ttl` and the other .ttl files that define terms; `base` is the
    workspace's, under which IRIs must be described. `sources` is the folder of the documents' texts: with it a missing
    text is an error; without it (`None`) a missing text is a note, and only the bounds of anchors are checked. `own`
    are the triples of the workspace's own ontology: terms, and shapes for them, which run besides kgraph's. A date of
    publication after `today` is a warning; `None` turns that check off. With `only`, texts are checked for documents in
    it and shapes for nodes in it; other checks look at everything.

    Raises `DataError` or `UsageError` when the ontology, the shapes or a text cannot be read.
    """
    from kgraph.validation.vocabulary import check_vocabulary  # these import rdflib, which builds do not need

    defined = read_ontology(ontology, base)
    terms, vocabulary = defined.terms, Vocabulary.of(defined.terms, own) if own else defined.vocabulary
    data = Dataset(quads, base)
    texts, findings = read_texts(data, sources, only)
    findings += check_shapes(data, defined, own, only)
    # a term that no vocabulary defines is reported as such, not by shapes
    findings = [f for f in findings if f.check != "shape" or not vocabulary.lacks(f.subject)]
    findings += check_units(data, vocabulary)
    findings += check_totals(data, vocabulary)
    findings += check_undated(data, vocabulary)
    findings += check_printed(data, texts)
    findings += check_worded(data, vocabulary)
    findings += check_sides(data, [*terms, *own])
    findings += check_spans(data)
    findings += check_late(data, today)
    findings += check_vocabulary(data, [*terms, *own], vocabulary)
    findings += check_terms(own, vocabulary, base)
    findings += check_derived(data)
    findings += check_texts(data, texts)
    findings += check_dangling(data, vocabulary)
    findings += check_contents(data)
    findings += check_doubts(data)
    findings += check_labels(data, vocabulary)
    findings += check_repeated(data)
    findings += check_wording(data, texts)
    order = list(CHECKS)
    found = dict.fromkeys(findings)

    def place(f: Finding) -> tuple[object, ...]:
        return order.index(f.check), natural(f.subject), natural(f.message), f.fix, f.severity, str(f.graph)

    return sorted(found, key=place)

"""Faults because of which rules, worlds and answers silently leave something out; every build looks for them, in one
pass.

`validate` finds them too. They are: literals that are no value of their datatype, kg:edtf that is no EDTF or disagrees
with its bounds, bounds out of order, terms of the ontology's namespace that it does not define, and anchors whose
offsets are no whole numbers or outside of their texts.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from kgraph.model import Literal, Quad, Term
from kgraph.namespaces import IRI, KG, OA, compact
from kgraph.validation.anchors import out_of_bounds
from kgraph.validation.findings import Finding
from kgraph.validation.literals import ill_typed, is_ill_typed
from kgraph.validation.times import faults_of, out_of_order, spans

_POINTERS = (KG.anchor, OA.hasSelector, OA.hasSource, OA.start, OA.end, KG.textLength)
_LONGEST = 40  # how many characters of a value a message shows
_PART_OF = (KG.anchor, KG.assertedDuring, OA.hasSelector)


def faults(quads: Sequence[Quad], terms: Iterable[Term]) -> list[Finding]:
    """The errors in data that can be found without shapes; `terms` are the terms that vocabularies define.

    Sorted by subject, which is the claim or entity to which the faulty node belongs.
    """
    known = frozenset(terms)
    found: list[Finding] = []
    for quad in quads:
        subject, predicate, value, graph = quad
        if is_ill_typed(value):
            found.append(ill_typed(quad, _iri(subject)))
        for term in (predicate, value):
            if isinstance(term, IRI) and term not in known and term.startswith(KG.base):
                message = f"kg:{term.removeprefix(KG.base)} is no term of the ontology"
                found.append(Finding("vocabulary", _iri(subject), message, "", "error", graph))
    found += _of_times(quads)
    found += _of_anchors(quads)
    return _owned(found, quads) if found else []


def _of_times(quads: Sequence[Quad]) -> Iterator[Finding]:
    for subject, graph, bounds, texts in spans(quads):
        told = [fault for text in texts for fault in faults_of(text, bounds, quick=True)]
        for message in [*(message for severity, message in told if severity == "error"), *out_of_order(bounds)]:
            yield Finding("time", _iri(subject), message, "", "error", graph)


def _of_anchors(quads: Sequence[Quad]) -> Iterator[Finding]:
    said: dict[IRI, dict[Term, list[Term]]] = {predicate: defaultdict(list) for predicate in _POINTERS}
    for subject, predicate, value, _ in quads:
        if predicate in said:
            said[predicate][subject].append(value)

    def number(subject: Term, predicate: IRI) -> int | None:
        value = next(iter(said[predicate].get(subject, ())), None)
        return value.whole if isinstance(value, Literal) else None

    for predicate in (OA.start, OA.end):
        for selector, (value, *_) in said[predicate].items():
            if number(selector, predicate) is None and not is_ill_typed(value):
                written = str(value) if len(str(value)) <= _LONGEST else f"{str(value)[:_LONGEST]}…"
                yield Finding("anchor", _iri(selector), f"{compact(predicate)}: '{written}' is no number of characters")

    for claim, anchors in said[KG.anchor].items():
        for anchor in anchors:
            lengths = [number(source, KG.textLength) for source in said[OA.hasSource].get(anchor, ())]
            for selector in said[OA.hasSelector].get(anchor, ()):
                start, end = number(selector, OA.start), number(selector, OA.end)
                if start is not None and end is not None:
                    problem = out_of_bounds(start, end, next(iter(lengths), None))
                    if problem:
                        yield Finding("anchor", _iri(claim), f"characters {start}–{end}: {problem}")


def _owned(found: Iterable[Finding], quads: Iterable[Quad]) -> list[Finding]:
    """The findings, with a node that only describes another replaced by that other one."""
    above = {_iri(value): _iri(subject) for subject, predicate, value, _ in quads if predicate in _PART_OF}
    claims = {graph: claim for claim, predicate, graph, _ in quads if predicate == KG.content}

    def owner(finding: Finding) -> IRI:
        if finding.graph in claims:
            return _iri(claims[finding.graph])
        node, seen = finding.subject, set()
        while node in above and node not in seen:
            seen.add(node)
            node = above[node]
        return node

    named = (replace(f, subject=owner(f), fix="") for f in found)
    return sorted(dict.fromkeys(named), key=lambda f: (f.subject, f.message))


def _iri(term: Term) -> IRI:
    return term if isinstance(term, IRI) else IRI(f"_:{term}")

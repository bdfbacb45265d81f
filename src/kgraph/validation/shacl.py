"""Running pySHACL on triples and shapes, and reading its results."""

import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyshacl
from pyshacl.errors import ReportableRuntimeError, ShapeLoadError, ValidationFailure
from rdflib import BNode, Graph, URIRef
from rdflib import Literal as Value
from rdflib.term import Node

from kgraph.errors import DataError
from kgraph.model import BlankNode, Literal, Quad, Term
from kgraph.namespaces import IRI, SH, XSD


@dataclass(frozen=True, slots=True)
class Result:
    """One result: the faulty node, and the path and value if these are at fault; `severity` is an IRI."""

    focus: Term
    path: Term | None
    value: Term | None
    severity: str
    message: str


def results_of(quads: Iterable[Quad], shapes: Sequence[Quad], path: Path) -> Iterator[Result]:
    """The results of validating triples against shapes; raises `DataError`, which names `path`, for unusable shapes."""
    results = _validated(quads, shapes, path)

    def one(result: Node, name: str) -> Term | None:
        return _term(next(results.objects(result, URIRef(SH[name])), None))

    for result in results.objects(None, URIRef(SH.result)):  # results below sh:detail repeat the outer result
        focus = one(result, "focusNode")
        if focus is not None:
            said = " ".join(sorted(str(message) for message in results.objects(result, URIRef(SH.resultMessage))))
            yield Result(
                focus, one(result, "resultPath"), one(result, "value"), str(one(result, "resultSeverity")), said
            )


def _validated(quads: Iterable[Quad], shapes: Sequence[Quad], path: Path) -> Graph:
    try:
        # Parsed graphs only: pySHACL leaves rdflib's literals altered when it fails to load some itself.
        with _quiet():
            _, results, text = pyshacl.validate(_graph(quads), shacl_graph=_graph(shapes), inplace=True)
    except (ReportableRuntimeError, ShapeLoadError) as error:
        raise DataError(f"these shapes cannot be used: {error}", path=path) from error
    if isinstance(results, ValidationFailure) or not isinstance(results, Graph):
        raise DataError(f"these shapes cannot be used: {text}", path=path)
    return results


@contextmanager
def _quiet() -> Iterator[None]:
    """Silence rdflib, which logs a traceback for each legal value that Python cannot represent, such as 24:00:00 or
    5,000 digits."""
    logger, silence = logging.getLogger("rdflib.term"), logging.Filter("nobody")  # each thread removes its own filter
    logger.addFilter(silence)
    try:
        yield
    finally:
        logger.removeFilter(silence)


def _graph(quads: Iterable[Quad]) -> Graph:
    def node(term: Term) -> Node:
        if isinstance(term, IRI):
            return URIRef(term)
        if isinstance(term, BlankNode):
            return BNode(term)
        # rdflib tells "x" from "x"^^xsd:string, which RDF 1.1 does not.
        datatype = None if term.language or term.datatype == XSD.string else URIRef(term.datatype)
        return Value(term.lexical, lang=term.language, datatype=datatype, normalize=False)

    graph = Graph()
    for subject, predicate, value, _ in quads:
        graph.add((node(subject), node(predicate), node(value)))
    return graph


def _term(node: Node | None) -> Term | None:
    if isinstance(node, URIRef):
        return IRI(node)
    if isinstance(node, BNode):
        return BlankNode(node)
    if isinstance(node, Value):
        return Literal(str(node), IRI(node.datatype or XSD.string), node.language)
    return None

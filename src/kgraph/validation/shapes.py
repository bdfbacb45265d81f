"""The SHACL check: the union of all graphs against the ontology's shapes."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kgraph.errors import DataError
from kgraph.model import BlankNode, Literal, Quad, Term
from kgraph.namespaces import IRI, SH, XSD, compact
from kgraph.validation.dataset import Dataset
from kgraph.validation.findings import Finding, Severity

if TYPE_CHECKING:  # rdflib takes a quarter of a second to import
    from rdflib import Graph
    from rdflib.term import Node

_TYPED = {XSD[name] for name in ("date", "dateTime", "decimal", "double", "float", "integer", "nonNegativeInteger")}
_SEVERITIES: dict[str, Severity] = {SH.Violation: "error", SH.Warning: "warning", SH.Info: "info"}


def check_shapes(data: Dataset, ontology: Sequence[Quad], shapes: Sequence[Quad], path: Path) -> Iterator[Finding]:
    """A finding for each SHACL result; `path` is the shapes' file, for the message when they are broken.

    Classes and concepts are looked up in the ontology, which the union takes in.
    """
    from rdflib import URIRef

    # what is no value at all would make rdflib complain and pySHACL stop
    broken = [quad for quad in data.quads if _is_broken(quad[2])]
    yield from (_broken(data, quad) for quad in broken)
    results = _results([*(q for q in data.quads if q not in broken), *ontology], shapes, path)

    def one(result: "Node", name: str) -> Term | None:
        return _term(next(results.objects(result, URIRef(SH[name])), None))

    for result in results.subjects(URIRef(SH.focusNode), None):
        focus, path_to, value = (one(result, name) for name in ("focusNode", "resultPath", "value"))
        if focus is None:
            continue
        predicate = path_to if isinstance(path_to, IRI) else None
        graph = data.graph_of(focus, predicate, value) if predicate else None
        messages = sorted(str(m) for m in results.objects(result, URIRef(SH.resultMessage)))
        message = " ".join(messages)
        shown = f" (found: {_shown(value)})" if isinstance(value, IRI | Literal) and value != focus else ""
        where = f"{compact(predicate)}: " if predicate else ""
        severity = _SEVERITIES[str(one(result, "resultSeverity"))]
        owner = data.owner(focus, graph)
        yield Finding("shape", owner, where + message + shown, "", severity, graph or data.graph_of(focus))


def _broken(data: Dataset, quad: Quad) -> Finding:
    subject, predicate, value, graph = quad
    kind = compact(value.datatype) if isinstance(value, Literal) else ""
    message = f"{compact(predicate)}: '{value}' is no {kind}"
    return Finding("shape", data.owner(subject, graph), message, "write one that is", "error", graph)


def _is_broken(term: Term) -> bool:
    """Whether a literal's characters are no value of its datatype, or a number that cannot be compared."""
    if not isinstance(term, Literal) or term.datatype not in _TYPED:
        return False
    return isinstance(term.value, str) or term.value != term.value


def _results(quads: Iterable[Quad], shapes: Sequence[Quad], path: Path) -> "Graph":
    import pyshacl
    from pyshacl.errors import ReportableRuntimeError, ShapeLoadError, ValidationFailure
    from rdflib import Graph

    try:
        # Parsed graphs only: pySHACL leaves rdflib's literals altered when it fails to load some itself.
        _, results, text = pyshacl.validate(_graph(quads), shacl_graph=_graph(shapes), inplace=True)
    except (ReportableRuntimeError, ShapeLoadError) as error:
        raise DataError(f"these shapes cannot be used: {error}", path=path) from error
    if isinstance(results, ValidationFailure) or not isinstance(results, Graph):
        raise DataError(f"these shapes cannot be used: {text}", path=path)
    return results


def _graph(quads: Iterable[Quad]) -> "Graph":
    from rdflib import BNode, Graph, URIRef
    from rdflib import Literal as Value

    def node(term: Term) -> "Node":
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


def _term(node: "Node | None") -> Term | None:
    from rdflib import BNode, URIRef
    from rdflib import Literal as Value

    if isinstance(node, URIRef):
        return IRI(node)
    if isinstance(node, BNode):
        return BlankNode(node)
    if isinstance(node, Value):
        return Literal(str(node), IRI(node.datatype or XSD.string), node.language)
    return None


def _shown(term: IRI | Literal) -> str:
    if isinstance(term, IRI):
        return compact(term)
    return f'"{term.lexical}"' if len(term.lexical) <= 60 else f'"{term.lexical[:57]}…"'

"""The SHACL check: the union of all graphs against the ontology's shapes."""

import logging
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path

import pyshacl
from pyshacl.errors import ReportableRuntimeError, ShapeLoadError, ValidationFailure
from rdflib import BNode, Graph, URIRef
from rdflib import Literal as Value
from rdflib.term import Node

from kgraph.days import Day, Moment
from kgraph.errors import DataError
from kgraph.model import BlankNode, Literal, Quad, Term
from kgraph.namespaces import IRI, SH, XSD, compact
from kgraph.validation.conforming import TARGETS, Shapes, Union
from kgraph.validation.dataset import Dataset
from kgraph.validation.findings import Finding, Severity
from kgraph.validation.literals import ill_typed, is_ill_typed
from kgraph.validation.times import moment_of

_HELD = re.compile(
    r"(?!0000)[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T(?!24)[0-9:]{8}(?:\.[0-9]{1,6})?(?:Z|[+-][0-9]{2}:[0-9]{2})?)?"
)
_SEVERITIES: dict[str, Severity] = {SH.Violation: "error", SH.Warning: "warning", SH.Info: "info"}


def check_shapes(data: Dataset, ontology: Sequence[Quad], shapes: Sequence[Quad], path: Path) -> Iterator[Finding]:
    """A finding for each SHACL result; `path` is the shapes' file, for the message when they are broken.

    Classes and concepts are looked up in the ontology, which the union takes in.
    """
    # what is no value at all would make rdflib complain and pySHACL stop
    broken = [quad for quad in data.quads if is_ill_typed(quad[2])]
    yield from (ill_typed(quad, data.owner(quad[0], quad[3])) for quad in broken)
    standing = _stand_ins(data)
    quads = ((s, p, standing.get((s, o), o), g) for s, p, o, g in data.quads if not is_ill_typed(o))
    results = _results(Union(chain(quads, ontology)), shapes, path)
    meant: dict[tuple[Term, Term | None], Term] = {(s, stand_in): value for (s, value), stand_in in standing.items()}

    def one(result: Node, name: str) -> Term | None:
        return _term(next(results.objects(result, URIRef(SH[name])), None))

    for result in results.objects(None, URIRef(SH.result)):  # what stands below sh:detail is said by them already
        focus, path_to, value = (one(result, name) for name in ("focusNode", "resultPath", "value"))
        if focus is None:
            continue
        value = meant.get((focus, value), value)
        predicate = path_to if isinstance(path_to, IRI) else None
        graph = data.graph_of(focus, predicate, value) if predicate else None
        messages = sorted(str(m) for m in results.objects(result, URIRef(SH.resultMessage)))
        message = " ".join(messages)
        shown = f" (found: {_shown(value)})" if isinstance(value, IRI | Literal) and value != focus else ""
        where = f"{compact(predicate)}: " if predicate else ""
        severity = _SEVERITIES[str(one(result, "resultSeverity"))]
        owner = data.owner(focus, graph)
        yield Finding("shape", owner, where + message + shown, "", severity, graph or data.graph_of(focus))


def _stand_ins(data: Dataset) -> dict[tuple[Term, Term], Literal]:
    """Dates for those that rdflib cannot hold or order: before the year 1, after 9999, 24:00:00, days with a zone.

    SHACL compares the dates of one subject (sh:lessThanOrEquals), so all of a subject that has such a date are put in
    the places of days from 2001 on, in their order. What has an hour keeps it, with or without a zone; rdflib knows no
    xsd:dateTimeStamp, so that becomes the xsd:dateTime that it is.
    """
    dated: dict[Term, dict[Term, Moment]] = defaultdict(dict)
    for node, _, value, _ in data.quads:
        if moment := moment_of(value):
            dated[node][value] = moment
    found: dict[tuple[Term, Term], Literal] = {}
    for subject, moments in dated.items():
        if all(_is_held(value) for value in moments):
            continue
        places = {moment: n for n, moment in enumerate(sorted(set(moments.values())))}
        for value, moment in moments.items():
            hour = "T00:00:00" + ("" if moment.zone is None else "Z") if moment.timed else ""
            kind = XSD.dateTime if moment.timed else XSD.date
            found[subject, value] = Literal(f"{Day(2001, 1, 1).plus(places[moment])}{hour}", kind)
    return found


def _is_held(value: Term) -> bool:
    return (
        isinstance(value, Literal) and value.datatype != XSD.dateTimeStamp and _HELD.fullmatch(str(value)) is not None
    )


def _results(union: Union, shapes: Sequence[Quad], path: Path) -> Graph:
    """What pySHACL finds: it looks at the nodes that do not surely conform, and at what they lead to."""
    known = Shapes(Union(shapes), union)
    doubtful = known.doubtful()
    nodes = dict.fromkeys(node for several in doubtful.values() for node in several)
    if known.all_known and not nodes:
        return Graph()
    aimed = [(s, p, o, g) for s, p, o, g in shapes if s not in doubtful or p not in TARGETS]
    aimed += [(shape, SH.targetNode, node, None) for shape, several in doubtful.items() for node in several]
    quads = known.reached(nodes) if known.all_known else union.quads()
    try:
        # Parsed graphs only: pySHACL leaves rdflib's literals altered when it fails to load some itself.
        with _quiet():
            _, results, text = pyshacl.validate(_graph(quads), shacl_graph=_graph(aimed), inplace=True)
    except (ReportableRuntimeError, ShapeLoadError) as error:
        raise DataError(f"these shapes cannot be used: {error}", path=path) from error
    if isinstance(results, ValidationFailure) or not isinstance(results, Graph):
        raise DataError(f"these shapes cannot be used: {text}", path=path)
    return results


@contextmanager
def _quiet() -> Iterator[None]:
    """rdflib logs a traceback for each legal value that Python has no like of, such as 24:00:00 or 5,000 digits."""
    logger, silence = logging.getLogger("rdflib.term"), logging.Filter("nobody")  # each thread takes out its own
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


def _shown(term: IRI | Literal) -> str:
    if isinstance(term, IRI):
        return compact(term)
    return f'"{term.lexical}"' if len(term.lexical) <= 60 else f'"{term.lexical[:57]}…"'

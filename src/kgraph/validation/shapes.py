"""The SHACL check: the union of all graphs against the ontology's shapes."""

import re
from collections import defaultdict
from collections.abc import Container, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from kgraph.days import Day, Moment
from kgraph.model import Literal, Quad, Term
from kgraph.namespaces import IRI, SH, XSD, compact
from kgraph.validation.conforming import TARGETS, Shapes, Union
from kgraph.validation.dataset import Dataset
from kgraph.validation.findings import Finding, Severity
from kgraph.validation.literals import ill_typed, is_ill_typed
from kgraph.validation.ontology import Ontology
from kgraph.validation.times import moment_of

if TYPE_CHECKING:
    from kgraph.validation.shacl import Result

_HELD = re.compile(
    r"(?!0000)[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T(?!24)[0-9:]{8}(?:\.[0-9]{1,6})?(?:Z|[+-][0-9]{2}:[0-9]{2})?)?"
)
_SEVERITIES: dict[str, Severity] = {SH.Violation: "error", SH.Warning: "warning", SH.Info: "info"}


def check_shapes(
    data: Dataset, ontology: Ontology, own: Sequence[Quad] = (), only: Container[Term] | None = None
) -> Iterator[Finding]:
    """A finding for each SHACL result, by the ontology's shapes and a workspace's own.

    With `only`, nodes that are not in it need not be checked. The union includes the ontology, in which classes and
    concepts are looked up.
    """
    # an ill-typed literal would make rdflib log an error and pySHACL stop
    broken = [quad for quad in data.quads if is_ill_typed(quad[2])]
    yield from (ill_typed(quad, data.owner(quad[0], quad[3])) for quad in broken)
    standing = _stand_ins(data)
    quads = ((s, p, standing.get((s, o), o), g) for s, p, o, g in data.quads if not is_ill_typed(o))
    meant: dict[tuple[Term, Term | None], Term] = {(s, stand_in): value for (s, value), stand_in in standing.items()}
    for result in _results(Union(chain(quads, own), ontology.described), ontology, own, only):
        focus, value = result.focus, meant.get((result.focus, result.value), result.value)
        predicate = result.path if isinstance(result.path, IRI) else None
        graph = data.graph_of(focus, predicate, value) if predicate else None
        shown = f" (found: {_shown(value)})" if isinstance(value, IRI | Literal) and value != focus else ""
        where = f"{compact(predicate)}: " if predicate else ""
        owner = data.owner(focus, graph)
        message = f"{where}{result.message}{shown}"
        yield Finding("shape", owner, message, "", _SEVERITIES[result.severity], graph or data.graph_of(focus))


def _stand_ins(data: Dataset) -> dict[tuple[Term, Term], Literal]:
    """Substitutes for dates that rdflib cannot represent or order: before the year 1, after 9999, 24:00:00, days with a
    zone.

    SHACL compares the dates of one subject (sh:lessThanOrEquals), so all dates of a subject that has such a date are
    replaced by days from 2001 on, in the same order. A date with a time of day keeps it, with or without a zone. rdflib
    does not know xsd:dateTimeStamp, so it is replaced by xsd:dateTime.
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


def _results(union: Union, ontology: Ontology, own: Sequence[Quad], only: Container[Term] | None) -> Iterator["Result"]:
    """pySHACL's results on the nodes that do not certainly conform, with the triples that they lead to."""
    known = Shapes(Union(own, ontology.tested), union)
    doubtful = known.doubtful(only)
    nodes = dict.fromkeys(node for several in doubtful.values() for node in several)
    if known.all_known and not nodes:
        return
    # imports pySHACL, which takes 0.3 s and is not needed for valid data
    from kgraph.validation.shacl import results_of

    parts = known.parts(shape for shape, several in doubtful.items() if several) if known.all_known else None
    said = (quad for quad in (*ontology.shapes, *own) if parts is None or quad[0] in parts)
    aimed = [(s, p, o, g) for s, p, o, g in said if s not in doubtful or p not in TARGETS]
    aimed += [(shape, SH.targetNode, node, None) for shape, several in doubtful.items() for node in several]
    yield from results_of(known.reached(nodes) if known.all_known else union.quads(), aimed, ontology.path)


def _shown(term: IRI | Literal) -> str:
    if isinstance(term, IRI):
        return compact(term)
    return f'"{term.lexical}"' if len(term.lexical) <= 60 else f'"{term.lexical[:57]}…"'

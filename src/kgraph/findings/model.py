"""A finding that a rule makes about several claims, as a Python value and as triples. Its IRI is made only from its
class and its `key`."""

import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from kgraph.days import Day
from kgraph.model import Literal, Triple
from kgraph.namespaces import IRI, KG, RDF, XSD


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding of a rule.

    `kind`         its class, such as `KG.Corroboration`
    `key`          what identifies the finding
    `claims`       the claims on which it rests
    `of`           (predicate, agent) pairs, such as the origins
    `explanation`  why the rule made it, in a sentence
    `days`         the first and last day for which it certainly holds, if it has a time
    """

    kind: IRI
    key: str
    claims: Collection[IRI]
    of: Collection[tuple[IRI, IRI]]
    explanation: str
    days: tuple[Day, Day] | None = None


def stretch(first: Day, last: Day) -> str:
    """A day or a stretch of days in EDTF.

    >>> stretch(Day(2031, 3, 9), Day(2031, 3, 9)), stretch(Day(2031, 3, 9), Day(2031, 4, 1))
    ('2031-03-09', '2031-03-09/2031-04-01')
    """
    return str(first) if first == last else f"{first}/{last}"


def triples(finding: Finding, rule: str, base: str) -> Iterator[Triple]:
    """A finding of a rule, as triples."""
    kind = finding.kind.rpartition("#")[2].lower()
    node = IRI(f"{base}{kind}/{hashlib.sha256(finding.key.encode()).hexdigest()[:16]}")
    yield node, RDF.type, finding.kind
    yield node, KG.foundBy, IRI(f"{base}rule/{rule}")
    yield node, KG.explanation, Literal(finding.explanation, language="en")
    yield from ((node, KG.restsOn, claim) for claim in sorted(finding.claims))
    yield from ((node, predicate, whom) for predicate, whom in sorted(finding.of))
    if finding.days:
        first, last = finding.days
        span = IRI(f"{node}#time")
        yield node, KG.time, span
        yield span, RDF.type, KG.TimeSpan
        yield span, KG.latestBegin, Literal(str(first), XSD.date)
        yield span, KG.earliestEnd, Literal(str(last), XSD.date)
        yield span, KG.edtf, Literal(stretch(first, last))

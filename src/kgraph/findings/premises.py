"""Premises for rules in files: the statements that claims plainly make, as triples (`premise:says`, `premise:from` and
so on).

They express the results of `disputes.saying`, `disputes.times` and `command.ties`; `rules.PREMISES` describes each in
words.
"""

import hashlib
import math
from collections.abc import Iterator
from functools import lru_cache

from kgraph.claims import Claim, Span, Statement
from kgraph.disputes.model import Said
from kgraph.disputes.saying import Ties, times, who, words
from kgraph.disputes.times import Seconds, When, day_at
from kgraph.findings.command import Tie, ties
from kgraph.findings.grounds import Grounds
from kgraph.model import BlankNode, Literal, Term, Triple
from kgraph.namespaces import IRI, PREMISE, RDFS, XSD

_FIRST, _LAST = "-999999999999-01-01T00:00:00Z", "999999999999-12-31T23:59:59Z"
_TRUE, _FALSE = Literal("true", XSD.boolean), Literal("false", XSD.boolean)


def premises(grounds: Grounds) -> Iterator[Triple]:
    """All premises of a record."""
    for thing in grounds.reference.said:
        if isinstance(thing, IRI) and grounds.reference.values(thing, RDFS.label):
            yield thing, PREMISE.called, Literal(grounds.reference.name(thing))
    for claim in grounds.claims:
        yield from _of_claim(claim, grounds)
    for said in grounds.said:
        yield from _of_statement(said)
    for one, other in Ties(grounds.claims).pairs():
        yield one, PREMISE.tied, other
        yield other, PREMISE.tied, one
    for tie, by in ties(grounds.said, grounds.reference).items():
        yield from _of_tie(tie)
        yield from ((_tie_iri(tie), PREMISE.by, claim) for claim in by)


def _of_claim(claim: Claim, grounds: Grounds) -> Iterator[Triple]:
    """A claim's claimant and paraphrase in words, its relay chain, and when it was made."""
    if claim.claimant and not claim.rejected:
        yield claim.id, PREMISE.who, Literal(who(claim, grounds.reference))
        yield claim.id, PREMISE.words, Literal(words(claim))
    yield from ((claim.id, PREMISE.through, agent) for agent in grounds.through(claim))
    said, *_ = times(claim, grounds.beside.published)
    yield from _stretch(claim.id, said, PREMISE.saidFrom, PREMISE.saidUntil)


def _of_statement(said: Said) -> Iterator[Triple]:
    """A statement with its properties and its time."""
    statement, when = said.statement, said.when
    node = IRI(f"{said.claim.content}/{hashlib.sha1(_name(statement).encode(), usedforsecurity=False).hexdigest()}")
    yield said.claim.id, PREMISE.saysNot if said.negative else PREMISE.says, node
    if isinstance(statement.node, IRI):
        yield node, PREMISE.of, statement.node
    yield from ((node, predicate, value) for predicate, value in _pairs(statement))
    yield from _stretch(node, when, PREMISE["from"], PREMISE.until)
    yield node, PREMISE.dated, _TRUE if when.dated else _FALSE
    if when.by is not None:
        yield node, PREMISE.happenedBy, _moment(when.by)
    bounds = zip(("earliestBegin", "latestBegin", "earliestEnd", "latestEnd"), (*when.begins, *when.ends), strict=True)
    yield from ((node, PREMISE[name], _moment(at)) for name, at in bounds)
    first = _first_bound(statement.time)
    if first and first.datatype == XSD.dateTime:
        yield node, PREMISE.instants, first


def _name(statement: Statement) -> str:
    """A statement's name: its node, or, for a blank node, its properties, so that the label does not matter."""
    if isinstance(statement.node, IRI):
        return statement.node
    return " ".join(f"{predicate} {value}" for predicate, value in _pairs(statement))


def _pairs(statement: Statement) -> Iterator[tuple[IRI, Term]]:
    """The (predicate, value) pairs of a statement; blank nodes are left out, since they belong to another graph."""
    return ((p, value) for p, values in statement.said for value in values if not isinstance(value, BlankNode))


def _first_bound(span: Span | None) -> Literal | None:
    bounds = (span.earliest_begin, span.latest_begin, span.earliest_end, span.latest_end) if span else ()
    return next((bound for bound in bounds if bound), None)


def _of_tie(tie: Tie) -> Iterator[Triple]:
    node = _tie_iri(tie)
    yield node, PREMISE.holder if tie.commands else PREMISE.lower, tie.member
    yield node, PREMISE.upper, tie.upper
    yield node, PREMISE["from"], _moment(tie.since)
    yield node, PREMISE.until, _moment(tie.until)


def _tie_iri(tie: Tie) -> IRI:
    end = PREMISE.holder if tie.commands else PREMISE.lower
    key = f"{end} {tie.member} {tie.upper} {_moment(tie.since)} {_moment(tie.until)}"
    return IRI(f"{PREMISE.base}tie-{hashlib.sha1(key.encode(), usedforsecurity=False).hexdigest()}")


def _stretch(of: IRI, when: When, since: IRI, until: IRI) -> Iterator[Triple]:
    if when.since is not None:
        yield of, since, _moment(when.since)
    if when.until is not None:
        yield of, until, _moment(when.until)


@lru_cache(maxsize=10_000)
def _moment(at: Seconds) -> Literal:
    """A second of local time, written as if it were UTC, so that all can be compared."""
    if math.isinf(at):
        return Literal(_LAST if at > 0 else _FIRST, XSD.dateTime)
    minutes, second = divmod(math.floor(at) % 86_400, 60)
    return Literal(f"{day_at(at)}T{minutes // 60:02}:{minutes % 60:02}:{second:02}Z", XSD.dateTime)

"""What the table of claims has of one statement of a claim: a value for each of its columns.

Who filters columns must not take for done what is intended, attempted, prevented, ruled out or said on a condition, nor
a part of a place, or of those counted, for all. So there is a column for each of these. What is denied stands in no
column in the words or numbers of an assertion: "denied control", "not 57".
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from kgraph.analysis.claimed import DENIED, claimed_as
from kgraph.analysis.record import ClaimCard, Node
from kgraph.claims import Statement, StatementKind
from kgraph.model import Literal, Term, TimeSpan
from kgraph.namespaces import IRI, KG, ORG, RDF, RDFS
from kgraph.vocabulary import Vocabulary

AND = "; "
"""Separates several values that one statement has for one column, as in a sheet of claims."""

PARTS = {
    "kind": "the kind of statement: event, control, measurement …; “denied control” if the claim denies it",
    "what": "the class of an event, the role of a posting, the label of a characterisation, the aspect and rating of "
    "an assessment (“severity: high”)",
    "event": "the event's name; of a figure, the event that it is of",
    "phase": "how far the event has come, as claimed: intended, attempted, prevented, ruled out …; empty if not said",
    "extent": "how much of the place is held: full, partial, contested …; empty if not said",
    "told_as": "“condition”, “exception” or “purpose” if that is what it is of another statement of the claim",
    "only_if": "on which condition the statement is claimed",
    "unless": "with which exception the statement is claimed",
    "actor": "who acts, holds, is posted or placed under a body; whose figure it is",
    "target": "whom or what an event is directed at",
    "winner": "who won",
    "body": "the body of a posting, the upper body of a subordination",
    "compared_with": "with whom or what a figure or an assessment compares",
    "norm": "the norm of a characterisation",
    "measure": "what is measured",
    "counted": "who or what is counted; empty if not said",
    "figure": "the figure as printed; “not 57” if the claim says that it is not so, or will not or should not be",
    "approximate": "whether the figure is told as approximate; empty without a figure",
    "least": "the least number that the figure allows; empty beside “not”",
    "most": "the greatest number that the figure allows; empty beside “not”",
    "unit": "the unit",
    "place": "where",
    "start": "when it begins (EDTF: a day, or “[..2025-11-05]” for some day up to that one)",
    "end": "when it ends",
}
"""The columns of statements in their order, and what each has."""

_ACTORS = (KG.subject, KG.actor, ORG.member)
_OTHERS = {
    "phase": KG.phase,
    "extent": KG.extent,
    "only_if": KG.condition,
    "unless": KG.exception,
    "target": KG.target,
    "winner": KG.winner,
    "body": ORG.organization,
    "compared_with": KG.comparedWith,
    "norm": KG.norm,
    "measure": KG.measure,
    "counted": KG.counted,
    "unit": KG.unit,
    "place": KG.place,
}
_UNSAID = (KG.condition, KG.exception, KG.purpose)
_NEGATED = ("what", "phase", "extent", "figure")


@dataclass(frozen=True, slots=True)
class Naming:
    """Names for what statements are about: `labels` of all things, `nodes` with their types, and the vocabulary's
    words."""

    labels: Mapping[IRI, str]
    nodes: Mapping[IRI, Node]
    vocabulary: Vocabulary

    def name(self, term: Term | None, beside: Collection[Statement] = ()) -> str:
        """The name of a thing, the label of a term, the text of a literal. A node that only the claim has is called as
        its statement, one of those `beside`, says."""
        if isinstance(term, Literal):
            return term.lexical
        for statement in beside:
            if statement.node == term and term not in self.labels:
                return str(statement.first(RDFS.label) or self._classes(statement))
        return (self.labels.get(term) or self.vocabulary.label(term)) if isinstance(term, IRI) else ""

    def names(self, terms: Collection[Term], beside: Collection[Statement] = ()) -> str:
        """The names of several, in order."""
        return AND.join(dict.fromkeys(self.name(term, beside) for term in terms))

    def what(self, statement: Statement) -> str:
        """What a statement says, where no column of its own does; "" for the kinds of which it says nothing more."""
        kind = statement.kind_in(self.vocabulary)
        if kind is StatementKind.event:
            return self._classes(statement)
        if kind is StatementKind.posting:
            return self.names(statement.get(ORG.role))
        if kind is StatementKind.characterisation:
            return self.names(statement.get(KG.characterisedAs))
        if kind is StatementKind.assessment:
            return ": ".join(filter(None, (self.names(statement.get(p)) for p in (KG.aspect, KG.rating))))
        return ""

    def _classes(self, statement: Statement) -> str:
        """The classes that the claim gives an event, or else the one that the event has apart from claims."""
        if types := statement.get(RDF.type):
            return self.names(types)
        node = self.nodes.get(IRI(statement.node))
        return node.type if node else ""


def told_in(claim: ClaimCard, vocabulary: Vocabulary) -> list[Statement]:
    """The statements of the claim's content that say something; the others only say of which class a thing is."""
    return [one for one in claim.statements if one.kind_in(vocabulary) is not StatementKind.other]


def part(statement: Statement, claim: ClaimCard, naming: Naming) -> dict[str, str]:
    """The values of a statement of the claim's content for the columns of `PARTS`."""
    told, word = _as_asserted(statement, claim, naming), claimed_as(claim, statement)
    if not claim.negative or word not in (DENIED, claim.stance):
        return told
    negated = {column: f"not {told[column]}" for column in _NEGATED if told[column]}
    kind = f"denied {told['kind']}" if word == DENIED else told["kind"]
    return told | negated | {"kind": kind, "least": "", "most": ""}


def _as_asserted(statement: Statement, claim: ClaimCard, naming: Naming) -> dict[str, str]:
    quantity = statement.quantity
    bounds = (quantity.least, quantity.most) if quantity else (None, None)
    least, most = ("" if bound is None else f"{bound:f}" for bound in bounds)
    span = statement.time.span if statement.time else TimeSpan()
    kind = statement.kind_in(naming.vocabulary)
    events = (statement.node,) if kind is StatementKind.event else statement.get(KG.event)
    return {
        "kind": kind.value,
        "what": naming.what(statement),
        "event": naming.names(events, claim.statements),
        "told_as": _told_as(statement, claim, naming.vocabulary),
        "actor": naming.names(next((some for one in _ACTORS if (some := statement.get(one))), ())),
        "figure": statement.figure,
        "approximate": "" if quantity is None else str(not quantity.exact).lower(),
        "least": least,
        "most": most,
        "start": _some_day(span.earliest_begin, span.latest_begin),
        "end": _some_day(span.earliest_end, span.latest_end),
        **{column: naming.names(statement.get(p), claim.statements) for column, p in _OTHERS.items()},
    }


def _told_as(statement: Statement, claim: ClaimCard, vocabulary: Vocabulary) -> str:
    """As what other statements of the claim name this one, if a claim that it is so does not follow from that."""
    named = (p for p in _UNSAID if any(statement.node in one.get(p) for one in claim.statements))
    return AND.join(map(vocabulary.label, named))


def _some_day(first: str, last: str) -> str:
    """A day between two bounds as EDTF writes it: the day itself, one of a set, or "" if neither bound is known."""
    return first if first == last else f"[{first}..{last}]"

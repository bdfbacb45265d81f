"""The nodes of a claim's content: their names, and the time spans among them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from kgraph.claims import Node, Span, Statement
from kgraph.model import Literal, Term
from kgraph.namespaces import IRI, KG, XSD
from kgraph.sheets.times import When

_NOT_ABOUT = frozenset((KG.claimant,))


@dataclass(slots=True)
class Nodes:
    """The nodes of one claim's content, in the order in which its rows name them."""

    claim: IRI
    _taken: set[str] = field(default_factory=set)
    _times: dict[When, IRI] = field(default_factory=dict)

    def named(self, name: str) -> IRI:
        """The node with this name."""
        self._taken.add(name)
        return self.local(name)

    def next(self, letter: str) -> IRI:
        """A new node, named by a kind's letter and a number."""
        number = 1
        while f"{letter}{number}" in self._taken:
            number += 1
        return self.named(f"{letter}{number}")

    def time(self, when: When, name: str = "") -> IRI:
        """The node of a time: equal times share one, however many statements they date."""
        if when not in self._times or name:
            self._times[when] = self.named(name) if name else self.next("t")
        return self._times[when]

    def local(self, name: str) -> IRI:
        """A node's IRI from its name."""
        return IRI(f"{self.claim}#{name}")

    def name_of(self, term: Term) -> str:
        """The name of a node of this claim; "" for anything else."""
        start = f"{self.claim}#"
        return term[len(start) :] if isinstance(term, IRI) and term.startswith(start) else ""


def span_of(when: When, node: Node) -> Span:
    """The span of a time, in the form for a claim's content; bounds with a time of day are xsd:dateTime."""
    begin, begun, end, ended = (
        Literal(bound, XSD.dateTime if "T" in bound else XSD.date) if bound else None for bound in when.span.bounds
    )
    label = Literal(when.label, language="en") if when.label else None
    return Span(node, begin, begun, end, ended, Literal(when.edtf), label)


def when_of(span: Span) -> When | None:
    """The time of a span, if `span_of` gives the same span again; else `None`."""
    when = When(span.span, span.edtf.lexical if span.edtf else "", span.label.lexical if span.label else "")
    same = isinstance(span.node, IRI) and span_of(when, span.node) == span
    return when if same else None


def things_named(claim: IRI, statements: Sequence[Statement]) -> tuple[IRI, ...]:
    """The things that a claim's statements name: IRIs that are neither kgraph's terms nor nodes of the claim."""
    named: dict[IRI, None] = {}
    for statement in statements:
        values = [value for predicate, found in statement.said for value in found if predicate not in _NOT_ABOUT]
        for term in (statement.node, *values):
            if isinstance(term, IRI) and not term.startswith((f"{claim}#", KG.base)):
                named[term] = None
    return tuple(named)

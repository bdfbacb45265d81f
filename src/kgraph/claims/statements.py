"""The statements of a claim's content, with their times and quantities."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from kgraph.claims.order import ordered, term_key
from kgraph.model import BlankNode, Literal, Quantity, Term, TimeSpan
from kgraph.namespaces import IRI, KG, ORG, RDF
from kgraph.vocabulary import StatementKind, Vocabulary, built_in

Node = IRI | BlankNode
"""A term that can be the subject of a statement."""

_TIME, _TYPE = KG.time, RDF.type
OF_EVENTS = frozenset(
    KG[name]
    for name in [
        "phase",
        "actor",
        "target",
        "uses",
        "partOf",
        "place",
        "time",
        "purpose",
        "cause",
        "condition",
        "exception",
        "winner",
    ]
)
OF_STATES = frozenset((KG.subject, ORG.member))


@dataclass(frozen=True, slots=True)
class Span:
    """A `kg:TimeSpan`: its node, its four bounds as literals (`None`: not known), its EDTF text and its label.

    >>> day = Literal("2031-03-09", IRI("http://www.w3.org/2001/XMLSchema#date"))
    >>> Span(BlankNode("t"), latest_begin=day, earliest_end=day).span.words
    'on 2031-03-09'
    """

    node: Node
    earliest_begin: Literal | None = None
    latest_begin: Literal | None = None
    earliest_end: Literal | None = None
    latest_end: Literal | None = None
    edtf: Literal | None = None
    label: Literal | None = None

    @property
    def span(self) -> TimeSpan:
        """The bounds as a `TimeSpan`, which can be compared with days."""
        bounds = (self.earliest_begin, self.latest_begin, self.earliest_end, self.latest_end)
        return TimeSpan(*("" if bound is None else bound.lexical for bound in bounds))


TELLING = frozenset(
    (
        *(KG.subject, KG.event, ORG.member, KG.phase, KG.actor, KG.target, KG.place, KG.uses, KG.partOf, KG.time),
        *(KG.winner, KG.cause, KG.purpose),
    )
)
"""The properties that make a node a statement; a node without any of them only says of which class something is."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One node of a claim's content with all triples of which it is the subject.

    `said` has each predicate with its values, both sorted and each once; a predicate has at least one value. `of` makes
    a statement from pairs. `time` is the first `kg:time` that the content describes as a time span; its node is also a
    value of `kg:time` in `said`, where it is added if it is missing. Raises `ValueError` if `said` is empty.

    >>> held = Statement.of(IRI("x:c#k"), [(RDF.type, KG.Control), (KG.place, IRI("x:town")), (KG.subject, IRI("x:u"))])
    >>> held.kind.value, held.subject, held.place
    ('control', 'x:u', 'x:town')
    >>> held.get(KG.extent), held.first(KG.extent)
    ((), None)
    """

    node: Node
    said: tuple[tuple[IRI, tuple[Term, ...]], ...]
    time: Span | None = None

    def __post_init__(self) -> None:
        together: dict[IRI, tuple[Term, ...]] = {}
        for predicate, values in self.said:
            together[predicate] = together[predicate] + values if predicate in together else values
        if self.time is not None and self.time.node not in together.get(_TIME, ()):
            together[_TIME] = (*together.get(_TIME, ()), self.time.node)
        said = tuple((p, ordered(together[p])) for p in sorted(together, key=term_key) if together[p])
        if not said:
            raise ValueError(f"nothing is said of {self.node}")
        object.__setattr__(self, "said", said)

    @classmethod
    def of(cls, node: Node, pairs: Iterable[tuple[IRI, Term]], time: Span | None = None) -> "Statement":
        """The statement of a node with these (predicate, value) pairs."""
        return cls(node, tuple((predicate, (value,)) for predicate, value in pairs), time)

    def get(self, predicate: IRI) -> tuple[Term, ...]:
        """The values of a predicate in order; empty if it has none."""
        for other, values in self.said:
            if other == predicate:
                return values
        return ()

    def first(self, predicate: IRI) -> Term | None:
        """The first value of a predicate in order; `None` if it has none."""
        values = self.get(predicate)
        return values[0] if values else None

    @property
    def kind(self) -> StatementKind:
        """The kind of the statement, by kgraph's own classes; see `kind_in`.

        >>> Statement.of(IRI("x:battle"), [(KG.phase, KG.Ongoing)]).kind.value
        'event'
        """
        return self.kind_in()

    def kind_in(self, vocabulary: Vocabulary | None = None) -> StatementKind:
        """The kind of the statement by its class in a vocabulary [the built-in one]; without a known class, by its
        properties.

        Without a known class it is an event if it has properties of events (who acted, against whom, in which phase,
        where …) and neither a holder nor a member; the class of such an event is given in the reference.
        """
        if types := self.get(_TYPE):
            kind = (vocabulary or built_in()).statement_kind(types)
            if kind is not None:
                return kind
        predicates = {predicate for predicate, _ in self.said}
        telling = predicates & OF_EVENTS and not predicates & OF_STATES
        return StatementKind.event if telling else StatementKind.other

    @property
    def subject(self) -> IRI | None:
        """Whom or what the statement is of (`kg:subject`); `None` if no IRI is given."""
        return self._iri(KG.subject)

    @property
    def place(self) -> IRI | None:
        """The first place (`kg:place`), since an event may have several; `None` if no IRI is given."""
        return self._iri(KG.place)

    @property
    def tie(self) -> tuple[IRI, IRI] | None:
        """The member and the organization of a posting or subordination; `None` for other statements and for one on a
        condition."""
        member, organization = self._iri(ORG.member), self._iri(ORG.organization)
        if member is None or organization is None or self.get(KG.condition) or self.get(KG.exception):
            return None
        return member, organization

    @property
    def figure(self) -> str:
        """A measurement's figure as printed, or else in digits; "" if there is none.

        >>> Statement.of(IRI("x:c#m"), [(KG.minValue, Literal("40")), (KG.comparator, KG.MoreThan)]).figure
        'more than 40'
        """
        for predicate in (KG.figure, KG.value):
            if values := self.get(predicate):
                return ", ".join(sorted(map(str, values)))
        least, most = (", ".join(map(str, self.get(p))) for p in (KG.minValue, KG.maxValue))
        if least and most:
            return f"{least}–{most}"
        strict = self.first(KG.comparator) in (KG.MoreThan, KG.LessThan)
        if least:
            return f"{'more than' if strict else 'at least'} {least}"
        return f"{'less than' if strict else 'up to'} {most}" if most else ""

    @property
    def quantity(self) -> Quantity | None:
        """A measurement's bounds, in its `kg:unit`: a plain value is both bounds; "at least" and "up to" give only one.

        `None` for a statement that is no measurement.
        """
        if self.kind is not StatementKind.measurement:
            return None
        value, least, most = (_number(self.first(p)) for p in (KG.value, KG.minValue, KG.maxValue))
        comparator = self.first(KG.comparator)
        if least is None and comparator not in (KG.AtMost, KG.LessThan):
            least = value
        if most is None and comparator not in (KG.AtLeast, KG.MoreThan):
            most = value
        about = str(self.first(KG.approximate) or "") in ("true", "1")
        return Quantity(least, most, self.figure, exact=not about)

    def _iri(self, predicate: IRI) -> IRI | None:
        value = self.first(predicate)
        return value if isinstance(value, IRI) else None


def _number(term: Term | None) -> Decimal | None:
    return term.number if isinstance(term, Literal) else None

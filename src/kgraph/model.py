"""The small frozen values that pass between layers: RDF terms, rows of answers."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from kgraph.namespaces import IRI, RDF, XSD

_INTEGERS = {XSD[t] for t in ("integer", "int", "long", "short", "nonNegativeInteger", "positiveInteger")}
_FLOATS = {XSD.double, XSD.float}


class BlankNode(str):
    """A blank node's label, without the leading `_:`; means nothing outside the answer it came in."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Literal:
    """An RDF literal: its characters, its datatype IRI, and a language tag or `None`.

    >>> Literal("0.85", XSD.decimal).value
    Decimal('0.85')
    >>> Literal("Покровськ", language="UK").language
    'uk'
    """

    lexical: str
    datatype: IRI = field(default_factory=lambda: XSD.string)
    language: str | None = None

    def __post_init__(self) -> None:
        if self.language is not None:  # RDF 1.1 §3.3: always rdf:langString, and tags know no case
            object.__setattr__(self, "language", self.language.lower())
            object.__setattr__(self, "datatype", RDF.langString)

    @property
    def value(self) -> str | bool | int | float | Decimal | date | datetime:
        """The Python value; the characters themselves where the datatype has none or they do not fit it."""
        try:
            return self._convert()
        except (ValueError, ArithmeticError):
            return self.lexical

    def _convert(self) -> str | bool | int | float | Decimal | date | datetime:
        kind, text = self.datatype, self.lexical
        if kind in _INTEGERS:
            return int(text)
        if kind == XSD.decimal:
            return Decimal(text)
        if kind in _FLOATS:
            return float(text)
        if kind == XSD.boolean:
            return text in ("true", "1")
        if kind == XSD.date:
            return date.fromisoformat(text)
        if kind == XSD.dateTime:
            return datetime.fromisoformat(text)
        return text

    def __str__(self) -> str:
        return self.lexical


Term = IRI | Literal | BlankNode
Triple = tuple[IRI | BlankNode, IRI, Term]
Quad = tuple[IRI | BlankNode, IRI, Term, IRI | None]
"""Subject, predicate, object, and the named graph (`None`: the default graph)."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The answer of a SELECT: the variables in order, and a row for each solution (`None` where unbound)."""

    variables: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[dict[str, Term | None]]:
        return (dict(zip(self.variables, row, strict=True)) for row in self.rows)

    def only(self, *variables: str) -> "Rows":
        """These variables in this order, equal rows once.

        >>> Rows(("a", "b"), ((IRI("x:1"), None), (IRI("x:1"), IRI("x:2")))).only("a").rows
        (('x:1',),)
        """
        at = [self.variables.index(variable) for variable in variables]
        return Rows(variables, tuple(dict.fromkeys(tuple(row[i] for i in at) for row in self.rows)))

    def column(self, variable: str) -> list[Term | None]:
        """One variable's values, row by row."""
        at = self.variables.index(variable)
        return [row[at] for row in self.rows]

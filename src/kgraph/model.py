"""The small frozen values that pass between layers: RDF terms, rows of answers, spans of time, quantities."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from kgraph import frames
from kgraph.days import Day, Moment, day_of, is_legal
from kgraph.namespaces import IRI, RDF, XSD

if TYPE_CHECKING:
    import pandas

_INTEGERS = {XSD[t] for t in ("integer", "int", "long", "short", "nonNegativeInteger", "positiveInteger")}
_FLOATS = {XSD.double, XSD.float}
_TIMES = {XSD[t]: t for t in ("date", "dateTime", "dateTimeStamp")}


class BlankNode(str):
    """A blank node's label, without the leading `_:`; it has a meaning only within the answer that contains it."""

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
        # RDF 1.1 §3.3: the datatype is always rdf:langString, and the case of a tag does not matter
        if self.language is not None:
            object.__setattr__(self, "language", self.language.lower())
            object.__setattr__(self, "datatype", RDF.langString)

    def __reduce__(self) -> tuple[type["Literal"], tuple[str, IRI, str | None]]:
        """How it is pickled: answers have hundreds of thousands of literals, and a dataclass's own way is slow."""
        return Literal, (self.lexical, self.datatype, self.language)

    @property
    def value(self) -> "Value":
        """The Python value; the characters themselves if the datatype has no Python value, or they do not fit the
        datatype.

        An xsd:date becomes a `date`, its zone left out, or a `Day` for years that `date` lacks; an xsd:dateTime becomes
        a `datetime`, or likewise a `Moment`. xsd:gYear and xsd:gYearMonth have no Python value.
        """
        try:
            return self._convert()
        except (ValueError, ArithmeticError):
            return self.lexical

    @property
    def whole(self) -> int | None:
        """The integer, if the literal is of one of XSD's integer types; `None` for anything else."""
        value = self.value
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    @property
    def number(self) -> Decimal | None:
        """The number, if the literal is of one of XSD's numeric types; `None` for any other literal, infinity and NaN.

        >>> Literal("40", XSD.integer).number, Literal("4e1", XSD.double).number, Literal("forty").number
        (Decimal('40'), Decimal('40.0'), None)
        """
        value = self.value
        if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
            return None
        number = Decimal(str(value))
        return number if number.is_finite() else None

    def _convert(self) -> "Value":
        kind, text = self.datatype, self.lexical
        if kind in _INTEGERS:
            return int(text)
        if kind == XSD.decimal:
            return Decimal(text)
        if kind in _FLOATS:
            return float(text)
        if kind == XSD.boolean:
            return text in ("true", "1")
        if kind in _TIMES:
            return self._time(_TIMES[kind])
        return text

    def _time(self, kind: str) -> str | date | datetime | Day | Moment:
        if not is_legal(self.lexical, kind):
            return self.lexical
        if kind != "date":
            return Moment.of(self.lexical).python
        day = Day.of(self.lexical)
        return date(day.year, day.month, day.day) if 0 < day.year < 10_000 else day

    def __str__(self) -> str:
        return self.lexical


Term = IRI | Literal | BlankNode
Value = str | bool | int | float | Decimal | date | datetime | Day | Moment
"""What a term is in Python."""


def value_of(term: Term | None) -> Value | None:
    """A term as Python holds it: an IRI as text, a literal's `value`, a blank node as "_:label".

    >>> value_of(IRI("http://example.org/a")), value_of(Literal("7", XSD.integer)), value_of(BlankNode("b0"))
    ('http://example.org/a', 7, '_:b0')
    """
    if isinstance(term, Literal):
        return term.value
    return f"_:{term}" if isinstance(term, BlankNode) else None if term is None else str(term)


Triple = tuple[IRI | BlankNode, IRI, Term]
Quad = tuple[IRI | BlankNode, IRI, Term, IRI | None]
"""Subject, predicate, object, and the named graph (`None`: the default graph)."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A cell of an endpoint's answer that is no RDF term: its row from 0, its variable ("": the whole row), and why."""

    row: int
    variable: str
    why: str


@dataclass(frozen=True, slots=True)
class Rows:
    """The answer of a SELECT: the variables in order, and a row for each solution (`None` where unbound).

    `unread` has the cells of an endpoint's answer that could not be read; they are unbound in `rows`.
    """

    variables: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]
    unread: tuple[Unread, ...] = field(default=(), compare=False, repr=False)

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[dict[str, Term | None]]:
        return (dict(zip(self.variables, row, strict=True)) for row in self.rows)

    def only(self, *variables: str) -> "Rows":
        """The same rows with only these variables, in this order; equal rows are kept.

        >>> Rows(("a", "b"), ((IRI("x:1"), None), (IRI("x:1"), IRI("x:2")))).only("a").rows
        (('x:1',), ('x:1',))
        """
        at = [self.variables.index(variable) for variable in variables]
        return Rows(variables, tuple(tuple(row[i] for i in at) for row in self.rows))

    def distinct(self) -> "Rows":
        """The rows without repetitions, each at the position of its first occurrence.

        >>> Rows(("a",), ((IRI("x:1"),), (IRI("x:1"),))).distinct().rows
        (('x:1',),)
        """
        return Rows(self.variables, tuple(dict.fromkeys(self.rows)))

    def column(self, variable: str) -> list[Term | None]:
        """One variable's values, row by row."""
        at = self.variables.index(variable)
        return [row[at] for row in self.rows]

    def to_dicts(self) -> list[dict[str, Value | None]]:
        """The rows with Python values in place of terms (see `value_of`); `None` where a variable is unbound.

        >>> Rows(("who", "deaths"), ((Literal("Civil Guard"), Literal("7", XSD.integer)),)).to_dicts()
        [{'who': 'Civil Guard', 'deaths': 7}]
        """
        return [{variable: value_of(term) for variable, term in row.items()} for row in self]

    def to_pandas(self) -> "pandas.DataFrame":
        """The rows as a frame of pandas, a column for each variable; see `frames.frame` for the types of columns.

        Raises `UsageError` if pandas is not installed.
        """
        return frames.frame(self.variables, [[value_of(term) for term in row] for row in self.rows])

    def _repr_html_(self) -> str:
        """How Jupyter shows the rows."""
        return frames.html_table(
            self.variables, [[_cell(term) for term in row] for row in self.rows[: frames.MOST]], len(self)
        )


def _cell(term: Term | None) -> frames.Cell:
    if isinstance(term, Literal):
        return frames.Cell(term.lexical, language=term.language or "", number=term.number is not None)
    return frames.Cell(str(value_of(term) or ""), address=term if isinstance(term, IRI) else "")


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """A `kg:TimeSpan`: four bounds, each the text of an xsd:date or xsd:dateTime, "" if it is not known.

    A bound's day is read in the zone in which it is written (`days.Day`); a bound that is no legal date is ignored.

    >>> TimeSpan(latest_begin="2025-11-05").since
    'at least since 2025-11-05'
    """

    earliest_begin: str = ""
    latest_begin: str = ""
    earliest_end: str = ""
    latest_end: str = ""

    @property
    def since(self) -> str:
        """The beginning in words, "" if nothing is known of it. A latest beginning alone reads "at least since", not
        "since"."""
        first, last = self.earliest_begin, self.latest_begin
        if first and last:
            return f"since {first}" if first == last else f"since some day from {first} to {last}"
        return f"at least since {last}" if last else f"since {first} or later" if first else ""

    @property
    def until(self) -> str:
        """The end in words; "" where nothing is known of it."""
        first, last = self.earliest_end, self.latest_end
        if first and last:
            return f"until {first}" if first == last else f"until some day from {first} to {last}"
        return f"at least until {first}" if first else f"until {last} at the latest" if last else ""

    @property
    def words(self) -> str:
        """The whole span in words: one day, some time within several days, or the beginning and the end.

        >>> TimeSpan(latest_begin="2025-10-31", earliest_end="2025-10-21").words
        'some time from 2025-10-21 to 2025-10-31'
        >>> TimeSpan("2025-10-31", "2025-10-31").words, TimeSpan("2025-10-31", "", "", "2025-10-31").words
        ('since 2025-10-31', 'on 2025-10-31')
        """
        first = self.earliest_begin or self.earliest_end
        last = self.latest_end or self.latest_begin
        if len({bound for bound in self.bounds if bound}) == 1:
            return self._of_one_day(first or last)
        if first and last and not (self.earliest_begin and self.latest_begin) and self.known is None:
            return f"some time from {first} to {last}"
        return ", ".join(part for part in (self.since, self.until) if part)

    def _of_one_day(self, day: str) -> str:
        """What the bounds say if all of them are one day: it lies within the day, was so on it, began on it, or ended
        on it."""
        begins, begun, lasts, ended = map(bool, self.bounds)
        if (begins and ended) or (begins, begun, lasts, ended) == (False, True, True, False):
            return f"on {day}"
        if begins and begun:
            return f"since {day}"
        if lasts and ended:
            return f"until {day}"
        return ", ".join(part for part in (self.since, self.until) if part)

    @property
    def known(self) -> tuple[Day, Day] | None:
        """The first and last day on which the span certainly holds; `None` if there is no such day."""
        begins, begun, lasts, ended = map(day_of, self.bounds)
        first = begun or (ended if begins else None) or lasts
        last = lasts or begins or begun
        return (first, last) if first and last and first <= last else None

    @property
    def bounds(self) -> tuple[str, str, str, str]:
        """The four bounds: earliest begin, latest begin, earliest end, latest end."""
        return self.earliest_begin, self.latest_begin, self.earliest_end, self.latest_end

    def excludes(self, day: Day) -> bool:
        """Whether the span certainly has not begun, or certainly has ended, on a day."""
        begins, ended = day_of(self.earliest_begin), day_of(self.latest_end)
        return bool((begins and begins > day) or (ended and ended < day))

    def covers(self, day: Day) -> bool:
        """Whether the span certainly holds on a day.

        >>> TimeSpan(latest_begin="-0049-01-10", earliest_end="-0044-03-15").covers(Day.of("-0045-01-01"))
        True
        """
        return self.known is not None and self.known[0] <= day <= self.known[1]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A claimed figure: its bounds (`None`: no bound), and its text as printed, or else in digits.

    `exact` is false if the source says "about".
    """

    least: Decimal | None
    most: Decimal | None
    figure: str
    exact: bool = True

"""SHACL's constraints as quick functions on values; see `conforming`.

An answer is `True` if all values satisfy the constraint, `False` if not, or `None` if pySHACL has to check.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

from kgraph.model import BlankNode, Literal, Term
from kgraph.namespaces import IRI, RDF, RDFS, SH, XSD

Answer = bool | None
Test = Callable[[Term], Answer]
Constraint = Callable[[Term, Sequence[Term]], Answer]
"""A function of a focus node and its values."""

_KINDS = {
    SH.IRI: (IRI,),
    SH.BlankNode: (BlankNode,),
    SH.Literal: (Literal,),
    SH.BlankNodeOrIRI: (BlankNode, IRI),
    SH.BlankNodeOrLiteral: (BlankNode, Literal),
    SH.IRIOrLiteral: (IRI, Literal),
}
_NUMBER = re.compile(r"[+-]?[0-9]{1,100}(?:\.[0-9]{1,100})?")
_DAY = r"(?!0000)[0-9]{4}-[0-9]{2}-[0-9]{2}"
# the forms of values that need no interpretation; pySHACL checks others
_PLAIN = {
    XSD.integer: re.compile("[+-]?[0-9]{1,100}"),
    XSD.decimal: _NUMBER,
    XSD.boolean: re.compile("true|false"),
    XSD.date: re.compile(_DAY),
    XSD.dateTime: re.compile(_DAY + r"T(?!24)[0-9:]{8}(?:Z|[+-][0-9]{2}:[0-9]{2})?"),
}


class Unknown(Exception):  # noqa: N818 - it is no error for a user: the shape is left to pySHACL
    """A shape has a part that is not known here, or is not legal SHACL."""


def every(answers: Iterable[Answer]) -> Answer:
    """`True` if all answers are `True`, `False` if one is `False`, else `None`."""
    told: Answer = True
    for answer in answers:
        if answer is False:
            return False
        if answer is None:
            told = None
    return told


def any_of(answers: Iterable[Answer]) -> Answer:
    """`True` if one answer is `True`, `False` if all are `False`, else `None`."""
    return negated(every(negated(answer) for answer in answers))


def negated(answer: Answer) -> Answer:
    """The opposite."""
    return None if answer is None else not answer


def one_of(answers: Iterable[Answer]) -> Answer:
    """`True` if exactly one answer is `True` and the others are `False`; `None` if that is not known."""
    told = list(answers)
    return None if None in told else told.count(True) == 1


def whole(term: Term) -> int:
    """The whole number of a bound such as sh:minCount; raises `Unknown` for another term."""
    number = term.whole if isinstance(term, Literal) else None
    if number is None:
        raise Unknown(term)
    return number


def _number(term: Term) -> Decimal | None:
    plain = isinstance(term, Literal) and term.datatype in (XSD.integer, XSD.decimal) and _NUMBER.fullmatch(str(term))
    return Decimal(str(term)) if plain else None


def _compared(holds: Callable[[Decimal, Decimal], bool]) -> Callable[[Term], Constraint]:
    """A function that makes a constraint from a bound on numbers; it compares plain integers and decimals."""

    def with_bound(bound: Term) -> Constraint:
        against = _number(bound)
        if against is None:
            raise Unknown(bound)

        def within(value: Term) -> Answer:
            number = _number(value)
            return None if number is None else holds(number, against)

        return lambda _, values: every(map(within, values))

    return with_bound


def _ordered(values: Sequence[Term], others: Sequence[Term], *, equal: bool) -> Answer:
    """Whether all values come before the others; `None` unless all are plain numbers, or days without a zone."""
    for value in values:
        for other in others:
            one, two = _number(value), _number(other)
            if one is None or two is None:
                days = _day(value), _day(other)
                if "" in days or days[0] > days[1] or (days[0] == days[1] and not equal):
                    return None
            elif one > two or (one == two and not equal):
                return None
    return True


def _day(term: Term) -> str:
    """The text of a day without a zone, which sorts in the order of days; "" for any other term."""
    return term.lexical if isinstance(term, Literal) and term.datatype == XSD.date and _is_plain(term) else ""


def _is_plain(value: Literal) -> bool:
    form = _PLAIN.get(value.datatype)
    return form is not None and form.fullmatch(value.lexical) is not None


def _datatype(wanted: Term) -> Constraint:
    if not isinstance(wanted, IRI) or wanted in (RDFS.Literal, RDFS.Datatype):
        raise Unknown(wanted)

    def has_it(value: Term) -> Answer:
        if not isinstance(value, Literal):
            return False
        if wanted == RDF.langString or value.language:
            return bool(value.language) and wanted == RDF.langString
        if value.datatype != wanted:
            return False
        return True if wanted == XSD.string or _is_plain(value) else None

    return lambda _, values: every(map(has_it, values))


def _kind(wanted: Term) -> Constraint:
    kinds = _KINDS.get(IRI(str(wanted)))
    if kinds is None:
        raise Unknown(wanted)
    return lambda _, values: all(isinstance(value, kinds) for value in values)


def _pattern(pattern: Term) -> Constraint:
    search = re.compile(str(pattern)).search
    return lambda _, values: all(not isinstance(v, BlankNode) and search(str(v)) is not None for v in values)


def _length(holds: Callable[[int, int], bool]) -> Callable[[Term], Constraint]:
    def with_bound(bound: Term) -> Constraint:
        against = whole(bound)
        return lambda _, values: all(not isinstance(v, BlankNode) and holds(len(str(v)), against) for v in values)

    return with_bound


def _count(holds: Callable[[int, int], bool]) -> Callable[[Term], Constraint]:
    def with_bound(bound: Term) -> Constraint:
        against = whole(bound)
        return lambda _, values: holds(len(values), against)

    return with_bound


def _unique_language(wanted: Term) -> Constraint:
    if wanted != Literal("true", XSD.boolean):
        raise Unknown(wanted)

    def unique(_: Term, values: Sequence[Term]) -> Answer:
        tags = [value.language.lower() for value in values if isinstance(value, Literal) and value.language]
        return True if len(tags) == len(set(tags)) else None

    return unique


def _in(members: Sequence[Term]) -> Constraint:
    allowed = frozenset(members)
    return lambda _, values: all(value in allowed for value in values)


def _languages(ranges: Sequence[Term]) -> Constraint:
    tags = {str(one).lower() for one in ranges}

    def told(value: Term) -> Answer:
        tag = (value.language or "").lower() if isinstance(value, Literal) else ""
        if "*" in tags or any(tag.startswith(f"{one}-") for one in tags):
            return None
        return tag in tags and tag != ""

    return lambda _, values: every(map(told, values))


def _logical(joined: Callable[[Iterable[Answer]], Answer]) -> Callable[[Sequence[Test]], Constraint]:
    return lambda tests: lambda _, values: every(joined(test(value) for test in tests) for value in values)


LISTS: dict[IRI, Callable[..., Constraint]] = {
    SH["in"]: _in,
    SH.languageIn: _languages,
    SH["and"]: _logical(every),
    SH["or"]: _logical(any_of),
    SH.xone: _logical(one_of),
}
PAIRS: dict[IRI, Callable[[Sequence[Term], Sequence[Term]], Answer]] = {
    SH.disjoint: lambda values, others: not set(values) & set(others),
    SH.equals: lambda values, others: set(values) == set(others),
    SH.lessThan: lambda values, others: _ordered(values, others, equal=False),
    SH.lessThanOrEquals: lambda values, others: _ordered(values, others, equal=True),
}
OTHERS: dict[IRI, Callable[[Term], Constraint]] = {
    SH.datatype: _datatype,
    SH.nodeKind: _kind,
    SH.pattern: _pattern,
    SH.minCount: _count(lambda count, least: count >= least),
    SH.maxCount: _count(lambda count, most: count <= most),
    SH.minLength: _length(lambda length, least: length >= least),
    SH.maxLength: _length(lambda length, most: length <= most),
    SH.minInclusive: _compared(lambda number, least: number >= least),
    SH.maxInclusive: _compared(lambda number, most: number <= most),
    SH.minExclusive: _compared(lambda number, least: number > least),
    SH.maxExclusive: _compared(lambda number, most: number < most),
    SH.hasValue: lambda wanted: lambda _, values: wanted in values,
    SH.uniqueLang: _unique_language,
}

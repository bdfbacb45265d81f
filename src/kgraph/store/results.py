"""Reading SPARQL 1.1 results in JSON so that an illegal term makes its cell unbound and does not spoil the answer.

Some endpoints send illegal terms: IRIs or language tags with a space, bindings without a type. Such a cell is unbound,
and `Rows.unread` lists it, so that callers can report it.
"""

import json
from collections import Counter
from collections.abc import Callable, Mapping

from kgraph.errors import DataError
from kgraph.model import BlankNode, Rows, Term, Unread
from kgraph.store.faults import one_line
from kgraph.store.terms import from_json, to_oxigraph

Remark = Callable[[str], None]
"""A function that reports something about an answer, in one line."""

_MOST_WORDS = 120  # how many characters of the first fault are shown


def rows_from_json(body: bytes, *, refuse_rdf_12: bool = False) -> Rows:
    """The rows of a SPARQL 1.1 result in JSON (§3); raises `DataError` for bytes that are no such result.

    The variables are those of the head, each once, then any others that rows have. A cell that is no RDF 1.1 term is
    unbound and listed in `unread`. A row that is no JSON object is left out and listed too. With `refuse_rdf_12` a term
    that is legal in RDF 1.2 raises an error, since it is data that kgraph cannot read and not a fault of the
    endpoint's.
    """
    try:
        said = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise DataError(str(error)) from error
    names, solutions = _parts(said)
    rows: list[tuple[Term | None, ...]] = []
    unread: list[Unread] = []
    for solution in solutions:
        if not isinstance(solution, Mapping):
            unread.append(Unread(len(rows), "", f"{_short(solution)} is no row"))
            continue
        found: dict[str, Term] = {}
        for name, binding in solution.items():
            try:
                found[name] = _term(binding)
            except DataError as error:
                if refuse_rdf_12 and _is_rdf_12(binding):
                    raise
                unread.append(Unread(len(rows), name, one_line(str(error))))
        rows.append(tuple(found.get(name) for name in names))
    return Rows(names, tuple(rows), tuple(unread))


def _parts(said: object) -> tuple[tuple[str, ...], list[object]]:
    """The variables and the solutions of a result."""
    if not isinstance(said, Mapping):
        raise DataError(f"{_short(said)} is no object")
    results = said.get("results")
    solutions = results.get("bindings") if isinstance(results, Mapping) else None
    if not isinstance(solutions, list):
        raise DataError("it answers yes or no, not rows" if "boolean" in said else "it has no list of bindings")
    head = said.get("head")
    given = head.get("vars") if isinstance(head, Mapping) else None
    if given is None and solutions:
        given = []  # the head has no list: the rows name the variables
    if not isinstance(given, list) or not all(isinstance(name, str) for name in given):
        raise DataError("its head has no list of variables")
    more = (name for solution in solutions if isinstance(solution, Mapping) for name in solution)
    return tuple(dict.fromkeys([*given, *more])), solutions


def _term(binding: object) -> Term:
    if not isinstance(binding, Mapping):
        raise DataError(f"{_short(binding)} is no RDF term")
    term = from_json(binding)
    if not isinstance(term, BlankNode):  # endpoints use labels of any characters; they mean nothing outside the answer
        to_oxigraph(term)
    return term


def _is_rdf_12(binding: object) -> bool:
    """Whether a binding is a triple term or a literal with a base direction (SPARQL 1.2 results in JSON)."""
    return isinstance(binding, Mapping) and (binding.get("type") == "triple" or "its:dir" in binding)


def words_of_unread(rows: Rows) -> str:
    """A line that says what was left out of an answer; "" if nothing was.

    >>> words_of_unread(Rows(("x",), ((None,), (None,)), (Unread(0, "x", "'a b' is no IRI"), Unread(1, "x", "…"))))
    "2 cells of ?x are no RDF terms and are left out (the first: 'a b' is no IRI)"
    """
    if not rows.unread:
        return ""
    counts = Counter(one.variable for one in rows.unread)
    whole = counts.pop("", 0)
    said = [f"{_many(number, 'cell')} of ?{name}" for name, number in counts.items()]
    said += [_many(whole, "row")] if whole else []
    one = len(rows.unread) == 1
    first = rows.unread[0].why
    shown = first if len(first) <= _MOST_WORDS else f"{first[:_MOST_WORDS]}…"
    are = "is no RDF term and is left out" if one else "are no RDF terms and are left out"
    return f"{', '.join(said)} {are} ({'' if one else 'the first: '}{shown})"


def _many(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def _short(value: object) -> str:
    return ascii(value)[:40]

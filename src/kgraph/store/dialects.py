"""What single engines do otherwise than SPARQL 1.1 says, each with its reason, so that no wrong answer is passed on.

An engine is known by the Server header of its answers. Virtuoso 7.2:

- refuses blank nodes in INSERT DATA (SP031), so they are written under the names that it gives them itself;
- sends each named graph of a request back as a header, of which Python reads 100. GRAPH with a variable reaches all
  graphs there without a list, so a query that names no graph otherwise is sent without one;
- cuts answers at its `ResultSetMaxRows` or at its `MaxQueryExecutionTime`, with status 200 and no word in the body;
  for SELECT, headers say so. For CONSTRUCT nothing says so, so its solutions are asked for by SELECT, too;
- answers ASK by a table with one row or none, and DESCRIBE often by nothing, which is refused;
- loses rows where `VALUES ?x { UNDEF }` meets FILTER EXISTS. A row without values joins with all others and changes
  none, so it is left out of the query; UNDEF among values is refused;
- has no yes or no: what a query works out comes back as the number 1 or 0, what is stored as "1"^^xsd:boolean.
"""

import re
import secrets
from collections.abc import Mapping, Sequence
from email.message import Message

from kgraph.errors import StoreBusy, StoreError
from kgraph.model import Literal, Rows, Term, Triple
from kgraph.namespaces import XSD
from kgraph.store.tokens import Token, tokenise
from kgraph.store.truth import truths

_BLANK = re.compile(r'"(?:[^"\\]|\\.)*"|<[^>]*>|_:([^\s.;,]+(?:\.+[^\s.;,]+)*)')
_ASKED = "__ASK_RETVAL"  # the column of an answer to ASK
_TRUE = {"1": "true", "0": "false"}
_FIRST, _SPACE = 1 << 45, 1 << 58  # the engine counts its own blank nodes from 10,000 on


def is_virtuoso(server: str | None) -> bool:
    """Whether the engine that calls itself so is a Virtuoso."""
    return (server or "").startswith("Virtuoso")


def with_named_nodes(text: str) -> str:
    """An update with each blank node under a name of Virtuoso's for blank nodes, new in each call.

    Blank nodes that are written so are blank nodes there: isBlank is true of them.

    >>> re.sub("[0-9]+", "1", with_named_nodes('_:a <x:_:a> "_:a" .'))
    '<nodeID://b1> <x:_:a> "_:a" .'
    """
    start = _FIRST + secrets.randbelow(_SPACE)
    numbers: dict[str, int] = {}

    def name(match: re.Match[str]) -> str:
        if match[1] is None:
            return match[0]
        return f"<nodeID://b{start + numbers.setdefault(match[1], len(numbers))}>"

    return _BLANK.sub(name, text)


def most_rows(url: str, headers: Message) -> int | None:
    """The number of rows at which an answer was cut if its headers say so.

    Raises `StoreBusy` if they say that the engine ran out of time and sent what it had.
    """
    if headers.get("X-SQL-State", "").startswith("S1TAT"):
        raise StoreBusy(f"{url}: the server ran out of time and sent a part; raise its MaxQueryExecutionTime")
    most = headers.get("X-SPARQL-MaxRows", "")
    return int(most) if most.isdecimal() else None


def check_whole(url: str, rows: int, most: int | None) -> None:
    """Raise `StoreError` for an answer with as many rows as the engine gives at most."""
    if most is not None and rows >= most:
        raise StoreError(f"{url}: the server cuts answers at {most:,} rows; raise its ResultSetMaxRows")


def answer_to_ask(said: Mapping[str, object]) -> object:
    """The yes or no of an answer in JSON, also of a table with one row for yes; `None` if it has none."""
    head, results = said.get("head"), said.get("results")
    if isinstance(head, Mapping) and head.get("vars") == [_ASKED] and isinstance(results, Mapping):
        return bool(results.get("bindings"))
    return said.get("boolean")


def without_undef(url: str, text: str) -> str:
    """A query or update without rows of VALUES that bind nothing; raises `StoreError` for UNDEF among values.

    >>> without_undef("", "SELECT ?s { VALUES ?x { UNDEF } ?s ?p ?x }")
    'SELECT ?s {  ?s ?p ?x }'
    """
    tokens, kept, at = list(tokenise(text)), "", 0
    for number, token in enumerate(tokens):
        if token.word != "values" or token.start < at:
            continue
        names, data, end = _values(tokens, number + 1)
        if not any(one.word == "undef" for one in data):
            continue
        left = tokens[:number] + tokens[end:]
        used = {one.text[1:] for one in left if one.kind == "variable"}
        if sum(one.word == "undef" for one in data) != len(names) or any(
            one.word != "undef" and one.text not in "()" for one in data
        ):
            raise StoreError(f"{url}: Virtuoso may lose rows by UNDEF among values; write a query for each case")
        if not names <= used and re.search(r"select\s+(distinct\s+|reduced\s+)?\*", text, re.IGNORECASE):
            raise StoreError(f"{url}: Virtuoso may lose rows by UNDEF; name the variables after SELECT")
        kept += text[at : token.start]
        dot = end < len(tokens) and tokens[end].text == "."
        at = tokens[end if dot else end - 1].end
        if _depth(tokens[:number]) and tokens[number - 1].text not in ("{", "}", "."):
            kept += "."
    return kept + text[at:]


def _values(tokens: Sequence[Token], at: int) -> tuple[set[str], list[Token], int]:
    """The names after VALUES, the tokens between its braces, and the number of the token after them."""
    opening = next((n for n in range(at, len(tokens)) if tokens[n].text == "{"), len(tokens))
    closing = next((n for n in range(opening, len(tokens)) if tokens[n].text == "}"), len(tokens) - 1)
    names = {token.text[1:] for token in tokens[at:opening] if token.kind == "variable"}
    return names, list(tokens[opening + 1 : closing]), closing + 1


def _depth(tokens: Sequence[Token]) -> int:
    return sum((token.text == "{") - (token.text == "}") for token in tokens)


def counting(url: str, query: str) -> str:
    """A SELECT with as many rows as this CONSTRUCT has solutions.

    Raises `StoreError` for a query that Virtuoso answers otherwise than other stores.

    >>> counting("", "CONSTRUCT { ?s ?p 1 } WHERE { ?s ?p ?o } LIMIT 3")
    'SELECT (1 AS ?one)  WHERE { ?s ?p ?o } LIMIT 3'
    """
    tokens = list(tokenise(query))
    at = next((n for n, token in enumerate(tokens) if token.word in ("construct", "describe")), 0)
    if tokens[at].word == "describe":
        raise StoreError(f"{url}: Virtuoso leaves triples out of DESCRIBE; write a CONSTRUCT")
    last = at
    if tokens[at + 1].text == "{":
        last = next(n for n in range(at + 1, len(tokens)) if not _depth(tokens[at + 1 : n + 1]))
    lost = {token.text[1:] for token in tokens[at:last] if token.kind == "variable"} & frozenset().union(*truths(query))
    if lost:
        raise _as_number(url, min(lost))
    return f"{query[: tokens[at].start]}SELECT (1 AS ?one) {query[tokens[last].end if last > at else tokens[at].end :]}"


def with_truths(url: str, query: str, rows: Rows) -> Rows:
    """The rows of a Virtuoso with yes and no as other stores write them.

    Raises `StoreError` if it cannot be known whether a number is one.
    """
    sure, unsure = truths(query)
    for name in unsure.intersection(rows.variables):
        if any(_truth(term, sure=True) != term for term in rows.column(name)):
            raise _as_number(url, name)
    known = [name in sure for name in rows.variables]
    changed = [tuple(_truth(term, one) for term, one in zip(row, known, strict=True)) for row in rows.rows]
    return Rows(rows.variables, tuple(changed), rows.unread)


def _as_number(url: str, name: str) -> StoreError:
    return StoreError(f'{url}: Virtuoso writes ?{name}, a yes or no, as a number; use IF(…, "yes", "no")')


def stored_truth(triple: Triple) -> Triple:
    """A triple of a Virtuoso with yes and no as other stores write them."""
    subject, predicate, value = triple
    return subject, predicate, _truth(value) or value


def _truth(term: Term | None, sure: bool = False) -> Term | None:
    if not isinstance(term, Literal) or term.lexical not in _TRUE:
        return term
    numbers = (XSD.boolean, XSD.integer) if sure else (XSD.boolean,)
    return Literal(_TRUE[term.lexical], XSD.boolean) if term.datatype in numbers else term

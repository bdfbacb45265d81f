"""What single engines do otherwise than SPARQL 1.1 says, each with its reason, so that no wrong answer is passed on.

An engine is known by the Server header of its answers. Virtuoso 7.2:

- loses and invents rows, and refuses legal queries with internal errors: of the catalogue's 42 queries on the Pokrovsk
  graph, many gave other rows or an error. UNDEF, EXISTS, UNION, BIND and sub-selects are among what goes wrong, and no
  list of it can be whole. So it is asked for triples alone: a query that is more than triples and comparisons (see
  `apart.is_plain`) is answered by the built-in engine, on the triples that its patterns match;
- loses rows of GRAPH if a default graph is named with the query, even if no triple stands outside GRAPH: then none is
  named (see `gathering.asked_graph`);
- takes the union of all graphs for its default graph, and has graphs about itself that `GRAPH ?g` reaches;
- refuses blank nodes in INSERT DATA (SP031), so they are written under the names that it gives them itself;
- has memory for some 4,000 triples in an update (see `batches`);
- logs at most 50 MB of an update at first (`TransactionAfterImageLimit`). A larger one is sent as one that is not
  logged, and so are later ones: each is still done as a whole, but after a crash before its next checkpoint the server
  has what was before;
- ends one of two updates that wait for each other's rows, and tries it anew; after some times it says so (SR172). So
  kgraph's last updates begin with a row for which they only wait (see `Marks.turn`), and what kgraph wrote is sent
  again after a while;
- sends each named graph of a request back as a header, of which Python reads 100. GRAPH with a variable reaches all
  graphs there without a list, so none is sent;
- cuts answers at its `ResultSetMaxRows` or at its `MaxQueryExecutionTime`, with status 200 and no word in the body;
  for SELECT, headers say so. For CONSTRUCT nothing says so, so only SELECT and ASK are sent;
- tells one who may not write so with status 500, and the name of a procedure;
- answers ASK by a table with one row or none;
- numbers the names that it is sent, and takes the one with the number 8192 for a blank node if a graph has it and an
  operation puts triples into several graphs, or into those that WHERE finds. The first builds of some 6,500 claims get
  there. Then what is inserted is sent in portions of fewer graphs, down to that one alone; a later build that changes
  it is refused before it changes anything;
- labels blank nodes with `nodeID://b1`, which is no legal label elsewhere;
- writes a stored yes or no as "1"^^xsd:boolean;
- keeps coordinates in 32 bits, in a datatype of its own, and writes 48.14019 as 48.140190124512. They get the datatype
  that they had, and as few digits as have the same bits.
"""

import re
import secrets
import struct
from collections.abc import Callable, Mapping
from email.message import Message

from kgraph.errors import StoreBusy, StoreError
from kgraph.model import BlankNode, Literal, Rows, Term
from kgraph.namespaces import GEO, IRI, XSD
from kgraph.store.tokens import tokenise

_BLANK = re.compile(r'"(?:[^"\\]|\\.)*"|<[^>]*>|_:([^\s.;,]+(?:\.+[^\s.;,]+)*)')
_ASKED = "__ASK_RETVAL"  # the column of an answer to ASK
OWN_GRAPHS = frozenset(
    map(
        IRI,
        ("http://www.openlinksw.com/schemas/virtrdf#", "http://localuriqaserver/sparql", "http://www.w3.org/ns/ldp#"),
    )
)
"""The graphs of a new Virtuoso about itself; they are nobody's data."""

_GEOMETRY = IRI("http://www.openlinksw.com/schemas/virtrdf#Geometry")
_NUMBER = re.compile(r"-?\d+\.\d{6,}")
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


def may_not_write(server: str | None, said: str) -> bool:
    """Whether a server says that whoever asks may not change it. Virtuoso says so with status 500.

    >>> may_not_write("Virtuoso/07.20", "Virtuoso 42000 Error SR186:SECURITY: No permission to execute procedure")
    True
    """
    return is_virtuoso(server) and "Error SR186" in said


def is_too_much_to_log(said: str) -> bool:
    """Whether a Virtuoso says that an update would change more than it logs at once."""
    return "Error SR325" in said


def is_deadlock(said: str) -> bool:
    """Whether a Virtuoso says that it ended an update because this and another one waited for each other."""
    return "Error SR172" in said


def unlogged(operation: str) -> str:
    """The operation of an update as one that Virtuoso does not log."""
    return f"DEFINE sql:log-enable 0 {operation}"


HAS_BLANK_NUMBER = "<LONG::bif:iri_id_num>(?g) = 8192"
"""The condition that a Virtuoso takes the name of a graph ?g for that of a blank node."""

_NEXT_GRAPH = "\n} GRAPH <"  # no line of data begins so


def insert(send: Callable[[str], None], update: str) -> None:
    """Send an `INSERT DATA` of lines of several graphs; if a Virtuoso takes one's name for that of a blank node, in
    halves."""
    try:
        send(update)
    except StoreError as error:
        first, *others = update.split(_NEXT_GRAPH)
        if not others or "'nodeID://8192' is not valid" not in str(error):
            raise
        middle = len(others) // 2
        insert(send, _NEXT_GRAPH.join([first, *others[:middle]]) + "\n} }")
        insert(send, "INSERT DATA { GRAPH <" + _NEXT_GRAPH.join(others[middle:]))


def check_numbers(url: str, taken_for_blank: Rows) -> None:
    """Raise `StoreError` if a build would change a graph that a Virtuoso takes for a blank node."""
    for (graph,) in taken_for_blank.rows:
        raise StoreError(
            f"{url}: Virtuoso takes <{graph}>, which changes, for a blank node, as it gave that name the number 8192; "
            "what stands there stays as it is; build into another Virtuoso, or give the workspace another base"
        )


def name_of_node(number: int) -> str:
    """Virtuoso's name for a blank node that a number tells apart from others; the same in each call."""
    return f"nodeID://b{_FIRST + number % _SPACE}"


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


def check_no_describe(url: str, query: str) -> None:
    """Raise `StoreError` for DESCRIBE, for which each engine has a rule of its own."""
    if any(token.word == "describe" for token in tokenise(query)):
        raise StoreError(f"{url}: kgraph has no DESCRIBE on Virtuoso; write a CONSTRUCT")


def check_no_where(url: str, update: str) -> None:
    """Raise `StoreError` for an update that depends on what the engine finds."""
    if any(token.word == "where" for token in tokenise(update)):
        raise StoreError(
            f"{url}: Virtuoso finds other triples in WHERE than other stores; name what changes in the update"
        )


def as_written(rows: Rows) -> Rows:
    """The rows of a Virtuoso with blank nodes, yes and no, and coordinates as other stores write them."""
    changed = [tuple(map(_as_written, row)) for row in rows.rows]
    return Rows(rows.variables, tuple(changed), rows.unread)


def _as_written(term: Term | None) -> Term | None:
    if isinstance(term, BlankNode):
        return BlankNode(term.removeprefix("nodeID://"))
    if isinstance(term, Literal):
        if term.datatype == XSD.boolean and term.lexical in _TRUE:
            return Literal(_TRUE[term.lexical], XSD.boolean)
        if term.datatype == _GEOMETRY:
            return Literal(_NUMBER.sub(lambda match: shortest(match[0]), term.lexical), GEO.wktLiteral)
    return term


def shortest(number: str) -> str:
    """The number with the fewest digits that has the same 32 bits.

    >>> shortest("37.750080108643"), shortest("-0.1000000014901161"), shortest("30")
    ('37.75008', '-0.1', '30')
    """
    bits = struct.pack("f", float(number))
    tried = (f"{float(number):.{digits}g}" for digits in range(1, 10))
    return next((one for one in tried if "e" not in one and struct.pack("f", float(one)) == bits), number)

"""What single engines do otherwise than SPARQL 1.1 says, each with its reason, so that no wrong answer is passed on.

An engine is known by the Server header of its answers. Virtuoso 7.2:

- refuses blank nodes in INSERT DATA (SP031), so they are written under the names that it gives them itself;
- sends each named graph of a request back as a header, of which Python reads 100. GRAPH with a variable reaches all
  graphs there without a list, so a query that names no graph otherwise is sent without one;
- cuts answers at its `ResultSetMaxRows` or at its `MaxQueryExecutionTime`, with status 200 and no word in the body;
  for SELECT, headers say so. For CONSTRUCT nothing says so.
"""

import re
import secrets
from email.message import Message

from kgraph.errors import StoreBusy, StoreError

_BLANK = re.compile(r'"(?:[^"\\]|\\.)*"|<[^>]*>|_:([^\s.;,]+(?:\.+[^\s.;,]+)*)')
_FIRST, _SPACE = 1 << 45, 1 << 58  # the engine counts its own blank nodes from 10,000 on


def is_virtuoso(headers: Message) -> bool:
    """Whether the engine that sent these headers is a Virtuoso."""
    return (headers.get("Server") or "").startswith("Virtuoso")


def with_named_nodes(text: str) -> str:
    """An update with each blank node under a name of Virtuoso's for blank nodes, new in each call.

    Blank nodes that are written so are blank nodes there: isBlank is true of them.

    >>> with_named_nodes('_:a <x:_:a> "_:a" .').replace(with_named_nodes.__name__, "")[:11]
    '<nodeID://b'
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

"""The errors that kgraph raises on purpose, named by what the caller does next.

    KgraphError                 anything below; `exit_code` is the process's exit status
    ├── UsageError        (2)   the call is wrong: correct the words and call again
    │   ├── UnknownName   (2)   a world, agent, entity, query or term that is not there; carries the nearest names
    │   └── Unwritable    (2)   a place that cannot be written: name another, or let it be written
    ├── DataError         (3)   a file or a graph is wrong: mend the data; says file:line where known
    ├── StoreError        (4)   a store or endpoint cannot be used now: damaged, dead, or answering nonsense
    │   ├── StoreLocked   (4)   somebody else has it open for writing: wait, or end that process
    │   └── StoreBusy     (4)   an endpoint too busy or too slow just now: wait, then ask the same again
    │       ├── Overtaken       somebody else began to write to an endpoint: wait, then write again
    │       └── BuiltMeanwhile  a build ended at an endpoint while it was read: ask the same again
    └── Stopped           (5)   a query was stopped at its deadline or bound of memory: ask for less, or allow more

A check that ran and found faults is not an error: `kgraph validate` prints its report and exits 1.
Every message is one line that says what, where, and what to do.
"""

import difflib
from collections.abc import Iterable, Sequence
from pathlib import Path


def short(text: str, most: int = 60) -> str:
    """A foreign text as a message shows it: in one line, without control characters, at most `most` characters and "…".

    >>> short("a\\nb" + "c" * 100, most=5)
    'a bcc…'
    """
    line = "".join(char for char in " ".join(text.split()) if char.isprintable())
    return line if len(line) <= most else f"{line[:most]}…"


class KgraphError(Exception):
    """Base of all errors that a person can mend; `str()` is one line for that person."""

    exit_code = 3


def nearest(name: str, known: Iterable[str]) -> list[str]:
    """At most three of the known names that somebody who wrote `name` may have meant, the likeliest first.

    >>> nearest("parms", ["summary", "description", "params"]), nearest("desc", ["summary", "description"])
    (['params'], ['description'])
    """
    folded = {n.casefold(): n for n in sorted(set(known), reverse=True)}
    written = name.casefold()
    begun = [n for n in sorted(folded, key=len) if len(written) > 2 and n.startswith(written)]
    near = difflib.get_close_matches(written, folded, n=3, cutoff=0.6)
    return [folded[n] for n in dict.fromkeys([*near[:1], *begun, *near])][:3]


class UsageError(KgraphError):
    """The call's words are wrong: an option, a date, a path that is missing or cannot be written."""

    exit_code = 2


class UnknownName(UsageError):  # noqa: N818 - reads as what it is: raise UnknownName
    """A name that nothing has: no query, entity, world or term is called so.

    >>> str(UnknownName("query", "shares-capturd", ["shares-captured", "denials"]))
    "no query is called 'shares-capturd'; did you mean 'shares-captured'?"

    `meant` are names already in words that are likelier than those that are similarly spelt.
    """

    def __init__(self, kind: str, name: str, known: Iterable[str], hint: str = "", meant: Sequence[str] = ()) -> None:
        self.kind, self.name = kind, name
        self.nearest = nearest(name, known)
        said = ", ".join(meant or [f"'{n}'" for n in self.nearest])
        tail = f"; did you mean {said}?" if said else f"; {hint}" if hint else ""
        shown = " ".join(name.split())
        shown = shown if len(shown) <= 100 else shown[:99] + "…"
        super().__init__(f"no {kind} is called '{shown}'{tail}")


class GraphOwned(UsageError):  # noqa: N818 - reads as what it is: raise GraphOwned
    """A change of a graph that builds make, and which only they change."""


class Unwritable(UsageError):  # noqa: N818 - reads as what it is: raise Unwritable
    """A file or folder that cannot be written: the disk is full or read-only, or it belongs to somebody else."""


class DataError(KgraphError):
    """A file or graph that does not have the form that it should have.

    >>> str(DataError("a full stop is missing", path=Path("a.trig"), line=3, fix="end the statement with '.'"))
    "a.trig:3: a full stop is missing; end the statement with '.'"
    """

    exit_code = 3

    def __init__(self, what: str, *, path: Path | None = None, line: int | None = None, fix: str = "") -> None:
        self.path, self.line = path, line
        where = "" if path is None else f"{path}: " if line is None else f"{path}:{line}: "
        super().__init__(where + what + (f"; {fix}" if fix else ""))


class StoreError(KgraphError):
    """A store or an endpoint that cannot be used now. `status` is the HTTP status, `None` if there is none."""

    exit_code = 4

    def __init__(self, message: str = "", *, status: int | None = None) -> None:
        super().__init__(message)
        self.status = status


class Stopped(KgraphError):  # noqa: N818 - reads as what it is: except Stopped
    """A piece of work that was stopped at its deadline or at its bound of memory; it has no result."""

    exit_code = 5


class StoreLocked(StoreError):  # noqa: N818 - reads as what it is: except StoreLocked
    """A store that another process has open for writing."""


class StoreBusy(StoreError):  # noqa: N818 - reads as what it is: except StoreBusy
    """An endpoint that does not answer just now, but may answer soon.

    `status` is the HTTP status, `None` where the connection itself failed. `retry_after` is the value of the
    Retry-After header, seconds or a date (RFC 9110 §10.2.3); "" if there was none.
    """

    def __init__(self, message: str, *, status: int | None = None, retry_after: str = "") -> None:
        super().__init__(message, status=status)
        self.retry_after = retry_after


class Overtaken(StoreBusy):
    """An endpoint to which somebody else began to write before this writing ended. It has changed nothing, or a mark
    stands, and nobody reads what is there until somebody builds again."""


TO_FINISH = "let somebody ask who may write there, or build again"
"""What to do about a build that was cut off at an endpoint; who reads over the web can do neither."""


TO_WAIT = "ask again when it has ended; if it was cut off, build again"
"""What to do during the first build at an endpoint; who reads over the web can only wait."""


class BuiltMeanwhile(StoreBusy):
    """An endpoint at which a build ended while it was read, so that what was read may be of two builds."""

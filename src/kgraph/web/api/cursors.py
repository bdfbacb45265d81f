"""Cursors: where in a list the next page begins, and in which list of which version of the graph.

A cursor holds a digest of all that came before. So the next page follows on what was sent, or there is none: a
list that has changed meanwhile is refused (410), since a client would miss what moved to an earlier page.
"""

import base64
import binascii
import json
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b

from kgraph.store import Snapshot, Store
from kgraph.web.problems import Problem
from kgraph.workspace.building import made_from

CHANGED = "the graph has changed since this page was made; begin again, without 'cursor'"
_MOST = 10**9
_SIZE = 9  # bytes of a digest


@dataclass(frozen=True, slots=True)
class Cursor:
    """`of` is a digest of the request, `version` of the graph, `before` of the `at` things on earlier pages."""

    of: str
    version: str
    at: int
    before: str

    def text(self) -> str:
        """The cursor as an address has it."""
        said = json.dumps([self.of, self.version, self.at, self.before], separators=(",", ":"))
        return base64.urlsafe_b64encode(said.encode()).decode().rstrip("=")


def read_cursor(text: str) -> Cursor:
    """The cursor of an address; raises `Problem`, 400, for a text that is none."""
    try:
        found = json.loads(base64.b64decode(text + "=" * (-len(text) % 4), b"-_", validate=True))
        of, version, at, before = found
        if isinstance(at, int) and 0 < at < _MOST and all(isinstance(one, str) for one in (of, version, before)):
            return Cursor(of, version, at, before)
    except (binascii.Error, UnicodeDecodeError, ValueError, TypeError, RecursionError):
        pass
    raise Problem(400, "this is no cursor; take the one that a page gives for the next page")


class Place:
    """Where a list begins: at its beginning, or where a cursor says. `of` says which list it is.

    Raises `Problem`: 400 for the cursor of another list, 410 for one of another version of the graph.
    """

    def __init__(self, cursor: str, of: str, version: str) -> None:
        self._of, self._version = Digest([of]).text(), version
        self.begins = read_cursor(cursor) if cursor else Cursor(self._of, version, 0, Digest().text())
        if self.begins.of != self._of:
            raise Problem(400, "this cursor is of a list with other parameters; begin without 'cursor'")
        if self.begins.version != version:
            raise Problem(410, CHANGED)

    @property
    def at(self) -> int:
        """How many things are on earlier pages."""
        return self.begins.at

    def check(self, before: "Digest") -> None:
        """Raise `Problem`, 410, if these are not the things that were on earlier pages."""
        if before.text() != self.begins.before:
            raise Problem(410, CHANGED)

    def next(self, before: "Digest", at: int) -> str:
        """The cursor of the next page, which comes after these things."""
        return Cursor(self._of, self._version, at, before.text()).text()


class Digest:
    """A short digest of some texts in their order; more may be added."""

    def __init__(self, texts: Iterable[str] = ()) -> None:
        self._found = blake2b(digest_size=_SIZE)
        for text in texts:
            self.add(text)

    def add(self, text: str) -> None:
        """Add a text."""
        said = text.encode("utf8", "surrogatepass")
        self._found.update(b"%d:%b" % (len(said), said))

    def text(self) -> str:
        """The digest as text."""
        return base64.urlsafe_b64encode(self._found.digest()).decode()


def version_of(store: Store, base: str) -> str:
    """A digest that another version of the graph does not have; of an endpoint, as far as it tells."""
    name = str(store.version) if isinstance(store, Snapshot) else store.url
    return Digest([name, made_from(store, base) or ""]).text()


def build_of(store: Store, base: str) -> str:
    """The same for what builds own: other versions have it too if they differ in what clients write alone.

    It is what the build wrote into the store that is open, so it stays whatever becomes of the store's folder.
    """
    if isinstance(store, Snapshot) and (built := made_from(store, base)):
        return Digest([built]).text()
    return version_of(store, base)

"""The marks by which builds tell at an endpoint that they are changing a workspace's graphs.

While a mark stands nobody reads the graphs, since they may be of no build, or of two. Each mark has its build's name,
and the name of whoever puts the build in place: several may do so, as nobody can know whether another was cut off. A
first build that is sent straight into its graphs sets its mark before all else, others in their last update; each
removes its own last. It removes others' marks only if they stood as it began, before it changed anything or looked
which graphs there are. Whoever finishes a build removes only that build's. Whoever changes graphs sets the mark again
with each change, as another one may have removed it; who finds the build's name there only adds lines, without a mark.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from kgraph.model import Rows
from kgraph.namespaces import IRI
from kgraph.store.staging import HELD, Own

_TURN = IRI("urn:kgraph:turn")


class Endpoint(Protocol):
    """What is needed of an endpoint; `RemoteStore` documents it."""

    url: str
    own: Own

    @property
    def names_blank_nodes(self) -> bool:
        """Whether blank nodes can be written under the names that the server gives them."""

    def select_there(self, query: str) -> Rows:
        """The solutions of a SELECT query as the server's own engine finds them."""

    def graphs(self) -> list[IRI]:
        """The named graphs that are not empty."""

    def send(self, update: str, patience: float = 0) -> None:
        """Send an update, and wait so many seconds longer than else for its end."""


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of a workspace's builds at an endpoint."""

    store: Endpoint

    def names(self) -> set[str]:
        """The marks that stand."""
        rows = self.store.select_there(f"SELECT ?t WHERE {{ {self.store.own.mark('?t')} }}").rows
        return {str(name) for (name,) in rows}

    def is_alone(self, mark: str) -> bool:
        """Whether this mark stands, and no other."""
        return self.names() == {mark}

    def set(self, mark: str, beside: str = "") -> None:
        """Set a mark, in one request with other triples."""
        self.store.send(f"INSERT DATA {{ {beside} {self.triple(mark)} }}")

    def remove(self, marks: Iterable[str]) -> None:
        """Remove some marks."""
        for mark in marks:
            self.store.send(f"DELETE DATA {{ {self.triple(mark)} }}")

    def replace(self, marks: Iterable[str]) -> str:
        """Set a mark that is no build's, remove some marks, and return the new one. So a mark that is set again,
        because its build still sends, is not taken for the mark that was found."""
        name = f"anew-{secrets.token_hex(4)}"
        self.set(name)
        self.remove(marks)
        return name

    def triple(self, mark: str) -> str:
        """The triple, with its graph, that is a mark."""
        return self.store.own.mark(f'"{mark}"')

    def turn(self) -> list[str]:
        """The operations with which a last update begins at a Virtuoso, so that it carries out one of a workspace after
        the other: it keeps this triple from others until the request's end. Two that first look for each other's marks,
        and then set theirs, would wait for each other; it ends one, tries it anew, and again they do."""
        turn = f'GRAPH <{HELD}> {{ <{self.store.own.switching}> <{_TURN}> "taken" }}'
        return [f"DELETE DATA {{ {turn} }}", f"INSERT DATA {{ {turn} }}"]

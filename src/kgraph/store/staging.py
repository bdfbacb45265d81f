"""What a build sends to an endpoint before its last update, and that update.

What changes is first sent to one graph. A triple stands there under a predicate of its own, for which the true
predicate and the graph are given; so no pattern of a query takes it for data. All that is said there beside the triples
has the build's name in its predicates, so what another build sends to the same graph meanwhile is not mixed with it.

Each workspace has such a graph of its own (see `Own`), so what others send, and what was cut off of it, is nothing to
its builds.

A blank node that occurs in several requests is sent under an IRI. Virtuoso takes its own names for blank nodes. For
other servers `HELD` keeps the blank node of each such IRI, as long as a graph has the node.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from kgraph.model import Rows
from kgraph.namespaces import IRI
from kgraph.store import dialects
from kgraph.store.lines import terms_of

HELD = IRI("urn:kgraph:held")
"""The graph of an endpoint with the digests of what was written, and the name of the last writing."""

_STAGED = "urn:kgraph:staged"
_PORTION = 20_000  # lines; Virtuoso 7.2.5 takes three times as long for each if an operation moves half a million
_UNFINISHED = "unfinished"  # no build's name; for a world, so that whoever asks for it next makes it anew

EARLIER = IRI("urn:kgraph:switching")
"""What earlier versions, which had one name for all workspaces, marked as being put in place."""

FIRST = "first-"
"""With what the name of a build begins that is sent straight into its graphs."""

BUILD, DIGEST, _NODE, _LOGGED = (IRI(f"urn:kgraph:{name}") for name in ("build", "digest", "node", "logged"))

IS_UNLOGGED = f"SELECT ?no WHERE {{ GRAPH <{HELD}> {{ <{HELD}> <{_LOGGED}> ?no }} }}"
"""A query with a row if the server did not log a last update."""


@dataclass(frozen=True, slots=True)
class Own:
    """The names of what the builds of one workspace keep at an endpoint for themselves; `base` is the workspace's.

    Without a base they are the beginnings of those names, and whoever reads heeds the builds of all workspaces.
    """

    base: str

    @property
    def staged(self) -> IRI:
        """The graph to which a build sends what changes."""
        return IRI(f"{_STAGED}:{self.base}")

    @property
    def staged_world(self) -> IRI:
        """The same for a world that is made when somebody asks for it."""
        return IRI(f"{_STAGED}-world:{self.base}")

    @property
    def switching(self) -> IRI:
        """Of this `HELD` tells which build's last update was cut off: Virtuoso stops in the middle if kgraph is killed
        then."""
        return IRI(f"urn:kgraph:switching:{self.base}")

    def last_build(self, last: Mapping[str, str]) -> str | None:
        """The name of the last build, of what was last written; without a base those of all workspaces' last builds."""
        if self.base:
            return last.get(self.staged)
        return " ".join(last[place] for place in sorted(last) if place.startswith(self.staged)) or None

    def mark(self, build: str) -> str:
        """The triple, with its graph, that says that a build (its name or a variable) is being put in place."""
        return f"GRAPH <{HELD}> {{ <{self.switching}> <{BUILD}> {build} }}"


def is_hidden(graph: str, *, of_virtuoso: bool) -> bool:
    """Whether a graph is nobody's data: builds keep it for themselves, or a Virtuoso does."""
    return graph == HELD or graph.startswith(_STAGED) or (of_virtuoso and graph in dialects.OWN_GRAPHS)


def bases(places: Iterable[str]) -> list[str]:
    """The bases of the workspaces to whose graphs builds were sent, of some such graphs and other names."""
    return [place.removeprefix(Own("").staged) for place in places if place.startswith(Own("").staged)]


def begun(place: IRI) -> str:
    """The query for the names of the builds that have begun to send to a graph."""
    return f"SELECT ?name WHERE {{ GRAPH <{place}> {{ <{place}> <{BUILD}> ?name }} }}"


@dataclass(frozen=True, slots=True)
class Change:
    """What changes in a graph: lines, each with whether it is added; else it is removed.

    If `replaced`, the graph is emptied first. `digest` is that of the new graph, "" if nothing is left of it.
    """

    graph: IRI
    digest: str
    lines: Iterable[tuple[bytes, bool]]
    replaced: bool


class Staging:
    """Writes the lines that stand for changes, and the update that makes them.

    `own` are the names that the workspace's builds use, `place` is the one of its graphs to which the lines are sent,
    `token` the build's name. `named` says whether the server takes names for blank nodes.
    """

    def __init__(self, own: Own, place: IRI, token: str, *, named: bool) -> None:
        self._own, self._place, self.token, self._named = own, place, token, named
        self._pairs = 0
        self._moved: Counter[str] = Counter()
        self._portions: set[str] = set()
        self._blank: set[str] = set()
        self.count = 0
        """How many triples are added or removed."""
        self.last = ""
        """The build that was the last to end as this one began, after `take_up`."""

    def _of_build(self, what: str) -> str:
        return f"urn:kgraph:{self.token}:{what}"

    def beginning(self) -> bytes:
        """The first line, without which the last update does nothing."""
        return f'<{self._place}> <{BUILD}> "{self.token}" .\n'.encode()

    def begun_after(self, last: str) -> bytes:
        """The line that says which build was the last to end there as this one began; "" for none."""
        return self._told(self._place, "after", last)

    def arrived(self, lines: int) -> bytes:
        """The line that says that so many lines have arrived."""
        return self._told(self._place, "arrived", str(lines))

    def how_many_arrived(self) -> str:
        """The query for what `arrived` said."""
        return f"SELECT ?n WHERE {{ {self._said(f'<{self._place}>', 'arrived', '?n')} }}"

    def _told(self, subject: str, what: str, value: str) -> bytes:
        return f'<{subject}> <{self._of_build(what)}> "{value}" .\n'.encode()

    def changed(self, condition: str) -> str:
        """The query for the graphs ?g that change, of which a condition is true."""
        return f"SELECT ?g WHERE {{ {self._said('?g', 'changed')} FILTER({condition}) }}"

    def announced(self, change: Change) -> Iterator[bytes]:
        """The lines that say that a graph changes."""
        yield self._told(change.graph, "changed", "yes")
        if change.replaced:
            yield self._told(change.graph, "emptied", "yes")
        if change.digest:
            yield self._told(change.graph, "digest", change.digest)

    def named(self, change: Change) -> Iterator[bytes]:
        """The new lines of a change as they are to be in their graph, for a server that takes names for blank nodes."""
        for line, _ in change.lines:
            self.count += 1
            subject, predicate, value = terms_of(line)
            yield b"%b %b %b .\n" % (self._term(subject), predicate, self._term(value))

    def staged(self, change: Change) -> Iterator[bytes]:
        """The lines that stand for a change."""
        graph = change.graph
        yield from self.announced(change)
        pairs: dict[tuple[bytes, str], bytes] = {}
        for line, is_added in change.lines:
            subject, predicate, value = terms_of(line)
            portion = self._portion("into" if is_added else "from")
            if portion not in self._portions:
                self._portions.add(portion)
                yield self._told(self._place, "portion", portion)
            pair = pairs.get((predicate, portion))
            if pair is None:
                pair = pairs[predicate, portion] = f"<{self._of_build(str(self._pairs))}>".encode()
                self._pairs += 1
                yield b"%b <%b> <%b> ; <%b> %b .\n" % (
                    pair, self._of_build(portion).encode(), graph.encode(),
                    self._of_build("predicate").encode(), predicate,
                )  # fmt: skip
            for term in (subject, value):
                if term.startswith(b"_:") and not self._named and (node := self._iri_of(term)) not in self._blank:
                    self._blank.add(node)
                    yield self._told(node, "blank", "yes")
            self.count += 1
            yield b"%b %b %b .\n" % (self._term(subject), pair, self._term(value))

    def _portion(self, which: str) -> str:
        """The name of the portion to which the next line belongs; an operation of the last update moves one portion."""
        self._moved[which] += 1
        return f"{which}-{(self._moved[which] - 1) // _PORTION}"

    def _term(self, term: bytes) -> bytes:
        return f"<{self._iri_of(term)}>".encode() if term.startswith(b"_:") else term

    def _iri_of(self, node: bytes) -> str:
        digest = hashlib.sha256(node).hexdigest()
        return dialects.name_of_node(int(digest, 16)) if self._named else f"urn:kgraph:blank:{digest[:32]}"

    def take_up(self, select: Callable[[str], Rows]) -> bool:
        """Learn what arrived of a build of this name, so that its last update can be run again.

        Returns whether it can: earlier versions did not say which build was the last, or named no portions.
        """
        portions = f"SELECT ?n WHERE {{ {self._said(f'<{self._place}>', 'portion', '?n')} }}"
        self._portions.update(str(portion) for (portion,) in select(portions).rows)
        self._blank.update(str(node) for (node,) in select(f"SELECT ?i WHERE {{ {self._said('?i', 'blank')} }}").rows)
        after = select(f"SELECT ?n WHERE {{ {self._said(f'<{self._place}>', 'after', '?n')} }}").rows
        self.last = next((str(name) for (name,) in after), "")
        self.count = max((int(str(count)) for (count,) in select(self.how_many_arrived()).rows), default=0)
        has_triples = select(f"SELECT ?q WHERE {{ {self._said('?q', 'predicate')} }} LIMIT 1").rows
        return bool(after) and (bool(self._portions) or not has_triples)

    def last_update(self, after: str | None) -> list[str]:
        """The operations of the last update. They do nothing if somebody else has begun to write to `place`.

        To run them twice, or after some of them were run, leaves the same as to run them once.
        `after` is the build after which worlds were made that somebody asked for, else `None`.
        """
        begun, ended = self._marked(())
        return [*begun, *self._moving(), *self._naming(), *self._noted(after), *ended]

    def last_update_after(self, last: str, cut_off: Iterable[str]) -> list[str]:
        """The same for a build, of which nothing is done if another one than `last` was the last to end there.

        Of two that begin at once, each may find nothing of the other before it ends. A Virtuoso carries out two updates
        side by side, so this looks again before the build's name is put there. If it stops then, its mark stays.
        `cut_off` are the names of builds that left marks, which go. Others' marks stay: these may still be sending.
        """
        begun, ended = self._marked(cut_off)
        alone = self._only_after(last)
        return [alone, *begun, *self._moving(), alone, *self._naming(), *self._noted(None), *ended]

    def _only_after(self, last: str) -> str:
        """The operation that takes back the beginning, without which the others do nothing, if another build ended."""
        beginning = self._where("")
        others = " && ".join(f'?t != "{name}"' for name in (last, self.token) if name)  # Virtuoso fails at NOT IN
        ended = f"GRAPH <{HELD}> {{ <{self._place}> <{BUILD}> ?t }} FILTER({others})"
        return f"DELETE {{ {beginning} }} WHERE {{ {beginning} {ended} }}"

    def _marked(self, cut_off: Iterable[str]) -> tuple[list[str], list[str]]:
        """The operations that mark the beginning of the last update, and its end."""
        changed = self._said("?g", "changed")
        if self._place == self._own.staged_world:
            begun = f'INSERT {{ GRAPH <{HELD}> {{ ?g <{BUILD}> "{_UNFINISHED}" }} }} WHERE {{ {changed} }}'
            return [begun], []
        own, *others = (self._own.mark(f'"{build}"') for build in (self.token, *sorted(cut_off)))
        here = self._where("")
        begun = f"INSERT {{ {own} }} WHERE {{ {here} }}"
        ended = f"DELETE {{ {own} }} WHERE {{ {here} }}"
        return [begun, *(f"DELETE {{ {mark} }} WHERE {{ {here} }}" for mark in others)], [ended]

    def _moving(self) -> Iterator[str]:
        """The operations that put the new lines in place of the old ones."""
        every = "GRAPH ?g { ?s ?p ?o }"
        emptied, blank = self._said("?g", "emptied"), self._said("?i", "blank")
        yield f"DELETE {{ {every} }} WHERE {{ {emptied} {every} }}"
        if self._blank:
            new = f"{blank} FILTER NOT EXISTS {{ GRAPH <{HELD}> {{ ?i <{_NODE}> ?b }} }}"
            yield f"INSERT {{ GRAPH <{HELD}> {{ ?i <{_NODE}> [] }} }} WHERE {{ {new} }}"
        triples = f"GRAPH ?g {{ {'?t ?p ?v' if self._blank else '?s ?p ?o'} }}"
        for portion in sorted(self._portions):  # what goes from graphs, then what comes into them
            verb = "DELETE" if portion.startswith("from") else "INSERT"
            yield f"{verb} {{ {triples} }} WHERE {{ {self._triples(portion)} }}"

    def _naming(self) -> Iterator[str]:
        """The operations that keep the new digests, and the build's name."""
        digests = f"GRAPH <{HELD}> {{ ?g <{DIGEST}> ?d }}"
        yield f"DELETE {{ {digests} }} WHERE {{ {self._said('?g', 'changed')} {digests} }}"
        yield f"INSERT {{ {digests} }} WHERE {{ {self._said('?g', 'digest', '?d')} }}"
        if not self._named:
            yield self._without_old_nodes()
        last = f"GRAPH <{HELD}> {{ <{self._place}> <{BUILD}> ?t }}"
        yield f"DELETE {{ {last} }} WHERE {{ {self._where('')} {last} }}"
        begun = f'GRAPH <{self._place}> {{ <{self._place}> <{BUILD}> ?t . FILTER(?t = "{self.token}") }}'
        yield f"INSERT {{ {last} }} WHERE {{ {begun} }}"

    def _noted(self, after: str | None) -> Iterator[str]:
        """The operations that note after which build the changed graphs were made, if they are worlds that somebody
        asked for. A build ends the making of such a world, which would be out of date, and removes what is left of it.
        """
        changed, noted = self._said("?g", "changed"), f"GRAPH <{HELD}> {{ ?g <{BUILD}> ?t }}"
        if self._place == self._own.staged:
            left = f"GRAPH <{self._own.staged_world}> {{ ?s ?p ?o }}"
            yield f"DELETE {{ {left} }} WHERE {{ {self._where('')} {left} }}"
        yield f"DELETE {{ {noted} }} WHERE {{ {changed} {noted} }}"
        if after:
            yield f'INSERT {{ GRAPH <{HELD}> {{ ?g <{BUILD}> "{after}" }} }} WHERE {{ {changed} }}'

    def unlogged(self) -> str:
        """The operation that says of the last update that the server does not log it."""
        return f'INSERT {{ GRAPH <{HELD}> {{ <{HELD}> <{_LOGGED}> "no" }} }} WHERE {{ {self._where("")} }}'

    def _where(self, pattern: str) -> str:
        """A pattern that is found only as long as nobody else has begun to write to `place`."""
        return f'GRAPH <{self._place}> {{ <{self._place}> <{BUILD}> "{self.token}" . {pattern} }}'

    def _said(self, subject: str, what: str, value: str = "?y") -> str:
        return self._where(f"{subject} <{self._of_build(what)}> {value}")

    def _triples(self, portion: str) -> str:
        """The pattern for a portion of the staged triples that come into graphs, or go from them."""
        pair = f"?q <{self._of_build(portion)}> ?g ; <{self._of_build('predicate')}> ?p ."
        found = self._where(f"{pair} ?s ?q ?o")
        if not self._blank:
            return found
        nodes = " ".join(f"OPTIONAL {{ GRAPH <{HELD}> {{ {x} <{_NODE}> {x}b }} }}" for x in ("?s", "?o"))
        return f"{found} {nodes} BIND(COALESCE(?sb, ?s) AS ?t) BIND(COALESCE(?ob, ?o) AS ?v)"

    def _without_old_nodes(self) -> str:
        """The operation that forgets blank nodes which no graph has any more."""
        held = f"GRAPH <{HELD}> {{ ?i <{_NODE}> ?b }}"
        uses = "{ GRAPH ?g { ?b ?p ?o } }", f"{{ GRAPH ?h {{ ?s ?q ?b }} FILTER(?h != <{HELD}>) }}"
        unused = " ".join(f"FILTER NOT EXISTS {use}" for use in uses)
        return f"DELETE {{ {held} }} WHERE {{ {self._where('')} {held} {unused} }}"

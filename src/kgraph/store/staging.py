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
import secrets
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
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
_PART = "part"  # of a graph that changes: only what differs is sent
_BY = "+"  # stands between a build's name and that of whoever puts it in place

EARLIER = IRI("urn:kgraph:switching")
"""What earlier versions, which had one name for all workspaces, marked as being put in place."""

FIRST = "first-"
"""With what the name of a build begins that is sent straight into its graphs."""

BUILD, DIGEST, _NODE, _LOGGED = (IRI(f"urn:kgraph:{name}") for name in ("build", "digest", "node", "logged"))

IS_UNLOGGED = f"SELECT ?no WHERE {{ GRAPH <{HELD}> {{ <{HELD}> <{_LOGGED}> ?no }} }}"
"""A query with a row if the server did not log a last update."""


def _quoted(name: str) -> str:
    return f'"{name}"'


def _noted(build: str) -> str:
    """The triple, with its graph, that says after which build (its name or a variable) the world ?g was made."""
    return f"GRAPH <{HELD}> {{ ?g <{BUILD}> {build} }}"


Last = Mapping[str, frozenset[str]]
"""The names of what was last written at an endpoint; see `finishing.last_written`."""


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

    def last_build(self, last: Last) -> str | None:
        """The name of the last build, of what was last written; without a base those of all workspaces' last builds."""
        places = [self.staged] if self.base else sorted(place for place in last if place.startswith(self.staged))
        return " ".join(name for place in places for name in sorted(last.get(place, ()))) or None

    def mark(self, build: str) -> str:
        """The triple, with its graph, that says that a build (its name or a variable) is being put in place."""
        return f"GRAPH <{HELD}> {{ <{self.switching}> <{BUILD}> {build} }}"

    def any_mark(self) -> str:
        """The pattern for such triples; without a base for those of all workspaces."""
        if self.base:
            return self.mark("?m")
        return f'GRAPH <{HELD}> {{ ?w <{BUILD}> ?m }} FILTER(STRSTARTS(STR(?w), "{self.switching}"))'


def is_hidden(graph: str, *, of_virtuoso: bool) -> bool:
    """Whether a graph is nobody's data: builds keep it for themselves, or a Virtuoso does."""
    return graph == HELD or graph.startswith(_STAGED) or (of_virtuoso and graph in dialects.OWN_GRAPHS)


def build_of(mark: str) -> str:
    """The name of the build that somebody puts in place whose mark this is."""
    return mark.partition(_BY)[0]


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
        self.mark = f"{token}{_BY}{secrets.token_hex(4)}"
        """The mark of whoever runs the last update; several may do so at once."""
        self._note = f"{_UNFINISHED}{_BY}{secrets.token_hex(4)}"
        self._pairs = 0
        self._moved: Counter[str] = Counter()
        self._portions: set[str] = set()
        self._blank: set[str] = set()
        self.count = 0
        """How many triples are added or removed."""
        self.last = frozenset[str]()
        """The build that was the last to end as this one began, if there was one, after `take_up`."""

    def _of_build(self, what: str) -> str:
        return f"urn:kgraph:{self.token}:{what}"

    def beginning(self) -> bytes:
        """The first line, without which the last update does nothing."""
        return f'<{self._place}> <{BUILD}> "{self.token}" .\n'.encode()

    def begun_after(self, last: Iterable[str]) -> Iterator[bytes]:
        """The line that says which build was the last to end there as this one began; with "" for none."""
        yield from (self._told(self._place, "after", name) for name in sorted(last) or [""])

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
        yield self._told(change.graph, "changed", "yes" if change.replaced else _PART)
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
        self.last = frozenset(str(name) for (name,) in after) - {""}
        self.count = max((int(str(count)) for (count,) in select(self.how_many_arrived()).rows), default=0)
        has_triples = select(f"SELECT ?q WHERE {{ {self._said('?q', 'predicate')} }} LIMIT 1").rows
        return bool(after) and (bool(self._portions) or not has_triples)

    def last_update(self, last: Iterable[str], others: Iterable[str]) -> list[str]:
        """The operations of the last update. They do nothing if somebody else has begun to write to `place`, or another
        build than `last` was the last to end there.

        To run them twice, also by two at once, or after some of them were run, leaves the same as to run them once.
        `others` are marks that stood as this began, and go. A mark that is set later stays, so nobody reads: that build
        may still be at it. A Virtuoso carries out updates side by side, so this looks once more before the build's name
        is put there; if it stops then, its own mark stays.
        """
        here, mark, noted = self._where(""), self._own.mark(_quoted(self.mark)), _noted("?n")
        left = f"GRAPH <{self._own.staged_world}> {{ ?s ?p ?o }}"
        return [
            self._unless(self._has_ended({*last, self.token})),
            self._unless(self._marked_beside(others)),
            self._unless(f"{self._said('?g', 'changed', _quoted(_PART))} {noted}"),  # a world was made anew meanwhile
            f"INSERT {{ {mark} }} WHERE {{ {here} }}",
            *self._unmarking(others),
            f"DELETE {{ {left} }} WHERE {{ {here} {left} }}",  # ends the making of a world, which would be out of date
            f"DELETE {{ {noted} }} WHERE {{ {self._said('?g', 'emptied')} {noted} }}",
            *self._emptying(mark),
            *self._filling(mark),
            *self._unless_overtaken(last),
            *self._naming(),
            *self._unmarking([self.mark]),
        ]

    def last_inserts(self, last: Iterable[str], others: Iterable[str]) -> list[str]:
        """The operations for who finds the build's name there, and marks of `others` who put the same build in place.

        Nobody begins to remove lines any more. What one of them removed as the name was put there is there again after
        this, so it needs no mark, and whoever comes next needs not begin anew because of it.
        """
        return [
            *self._unless_overtaken(last),
            *self._filling(""),
            *self._unless_overtaken(last),
            *self._naming(),
            *self._unmarking(others),
        ]

    def last_update_of_world(self, after: str | None) -> list[str]:
        """The same for worlds that somebody asked for, which were made after the build `after`. They do nothing if
        another one has ended since, or is being put in place.

        That build is noted with them, so that they are out of date after the next one; until they are whole, and if
        others change them then, no build.
        """
        changed, noted = self._said("?g", "changed"), _noted("?n")
        unfinished, finished = (_noted(_quoted(name)) for name in (self._note, after or ""))
        alone = [self._unless(self._own.any_mark())]
        if self._own.base:
            alone.append(self._unless(self._has_ended({after} if after else ())))
        return [
            *alone,
            f"INSERT {{ {unfinished} }} WHERE {{ {changed} }}",
            f'DELETE {{ {noted} }} WHERE {{ {changed} {noted} FILTER(?n != "{self._note}") }}',
            *self._emptying(unfinished),
            *self._filling(unfinished),
            *alone,
            *self._naming(),
            *([f"INSERT {{ {finished} }} WHERE {{ {changed} }}"] if after else []),
            f"DELETE {{ {unfinished} }} WHERE {{ {changed} }}",
        ]

    def _unless(self, found: str) -> str:
        """The operation that takes back the beginning, without which the others do nothing, if a pattern is found."""
        beginning = self._where("")
        return f"DELETE {{ {beginning} }} WHERE {{ {beginning} {found} }}"

    def _marked_beside(self, known: Iterable[str]) -> str:
        """The pattern for a mark of another build that is not known."""
        others = " && ".join(f"?m != {_quoted(mark)}" for mark in sorted(known))
        return f'{self._own.mark("?m")} FILTER(!STRSTARTS(STR(?m), "{self.token}"){f" && {others}" if others else ""})'

    def _has_ended(self, names: Collection[str]) -> str:
        """The pattern for a build of none of these names that was the last to end."""
        others = " && ".join(f"?t != {_quoted(name)}" for name in sorted(names))  # Virtuoso fails at NOT IN
        return f"GRAPH <{HELD}> {{ <{self._own.staged}> <{BUILD}> ?t }} {f'FILTER({others})' if others else ''}"

    def _unless_overtaken(self, last: Iterable[str]) -> Iterator[str]:
        """The operations that take back the beginning if another build has ended, or is being put in place, or if
        somebody has made a world anew that this one changes."""
        anew = f"{self._said('?g', 'changed')} {_noted('?n')}"
        found = self._has_ended({*last, self.token}), self._marked_beside(()), anew
        return map(self._unless, found)

    def _unmarking(self, marks: Iterable[str]) -> Iterator[str]:
        """The operations that remove some marks."""
        for mark in map(self._own.mark, map(_quoted, sorted(marks))):
            yield f"DELETE {{ {mark} }} WHERE {{ {self._where('')} }}"

    def _emptying(self, mark: str) -> Iterator[str]:
        """The operations that remove old lines, as long as the build's name is not there. Each sets the mark again:
        somebody may have taken whoever runs this for cut off, and removed it."""
        every, unnamed = "GRAPH ?g { ?s ?p ?o }", f"FILTER NOT EXISTS {{ {self._name(_quoted(self.token))} }}"
        yield f"DELETE {{ {every} }} INSERT {{ {mark} }} WHERE {{ {self._said('?g', 'emptied')} {every} {unnamed} }}"
        for triples, where in self._portions_that("from"):
            yield f"DELETE {{ {triples} }} INSERT {{ {mark} }} WHERE {{ {where} {unnamed} }}"

    def _filling(self, mark: str) -> Iterator[str]:
        """The operations that put the new lines there; each sets the mark again."""
        if self._blank:
            new = f"{self._said('?i', 'blank')} FILTER NOT EXISTS {{ GRAPH <{HELD}> {{ ?i <{_NODE}> ?b }} }}"
            yield f"INSERT {{ GRAPH <{HELD}> {{ ?i <{_NODE}> [] }} }} WHERE {{ {new} }}"
        for triples, where in self._portions_that("into"):
            yield f"INSERT {{ {triples} {mark} }} WHERE {{ {where} }}"

    def _portions_that(self, which: str) -> Iterator[tuple[str, str]]:
        """For each portion that goes `from` graphs, or comes `into` them: its triples there, and what finds them."""
        triples = f"GRAPH ?g {{ {'?t ?p ?v' if self._blank else '?s ?p ?o'} }}"
        yield from ((triples, self._triples(one)) for one in sorted(self._portions) if one.startswith(which))

    def _naming(self) -> Iterator[str]:
        """The operations that keep the new digests, and the build's name."""
        digests = f"GRAPH <{HELD}> {{ ?g <{DIGEST}> ?d }}"
        yield f"DELETE {{ {digests} }} WHERE {{ {self._said('?g', 'changed')} {digests} }}"
        yield f"INSERT {{ {digests} }} WHERE {{ {self._said('?g', 'digest', '?d')} }}"
        if not self._named:
            yield self._without_old_nodes()
        here = self._where("")
        yield f"INSERT {{ {self._name(_quoted(self.token))} }} WHERE {{ {here} }}"
        yield f'DELETE {{ {self._name("?t")} }} WHERE {{ {here} {self._name("?t")} FILTER(?t != "{self.token}") }}'

    def _name(self, build: str) -> str:
        """The triple, with its graph, that says that a build (its name or a variable) was the last to end."""
        return f"GRAPH <{HELD}> {{ <{self._place}> <{BUILD}> {build} }}"

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

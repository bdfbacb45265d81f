"""Writing graphs to an endpoint in small requests, so that its readers find the old graphs or the new ones.

What changes is first sent to one graph, `STAGED`, in requests of a size that the server takes. A triple stands there
under a predicate of its own, for which the true predicate and the graph are given; so no pattern of a query takes it
for data. Then one short update, without data, removes what was and puts the staged triples into their graphs. If
anything ends before it, the old graphs are as they were, and the next build begins with an empty `STAGED`.

Digests of what was written are kept in `HELD`, so that a later build sends only what differs. A graph of many triples
has a digest for each group of subjects. The beginning of the MD5 of a subject's IRI, which SPARQL can work out too,
tells its group; triples with a blank node are a group of their own.

A blank node that occurs in several requests is sent under an IRI. Virtuoso takes its own names for blank nodes. For
other servers `HELD` keeps the blank node of each such IRI.
"""

import hashlib
import secrets
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from kgraph.errors import StoreError
from kgraph.model import Rows
from kgraph.namespaces import IRI
from kgraph.store import dialects
from kgraph.store.batches import Batches
from kgraph.store.lines import terms_of

STAGED = IRI("urn:kgraph:staged")
"""The graph of an endpoint to which a build sends what changes."""

STAGED_WORLD = IRI("urn:kgraph:staged-world")
"""The same for a world that is made when somebody asks for it."""

HELD = IRI("urn:kgraph:held")
"""The graph of an endpoint with the digests of what was written, and the name of the last writing."""

HIDDEN = frozenset((STAGED, STAGED_WORLD, HELD))
"""Graphs that are no data."""


class Endpoint(Protocol):
    """What is needed of an endpoint; `RemoteStore` documents it."""

    url: str

    @property
    def names_blank_nodes(self) -> bool:
        """Whether blank nodes can be written under the names that the server gives them."""

    def select_there(self, query: str) -> Rows:
        """The solutions of a SELECT query as the server's own engine finds them."""

    def graphs(self) -> list[IRI]:
        """The named graphs that are not empty."""

    def send(self, update: str, patience: float = 0) -> None:
        """Send an update, and wait so many seconds longer than else for its end."""


Graphs = Callable[[], Iterable[tuple[IRI, Sequence[bytes]]]]
"""Gives graphs, each with its triples as lines of N-Triples; it may be called several times."""

Digests = dict[IRI, dict[str, str]]
"""For each graph, the digest of each group of its triples; a small graph has one group, called ""."""

_BLANK = "blank"  # the group of the triples with a blank node
_MANY, _VERY_MANY = 2_000, 50_000  # a graph of more triples has 256 groups, or 4,096
_A_SECOND = 100  # busy servers put some 4,000 triples into their graphs in a second; this allows for slower ones
_IN = "urn:kgraph:"
_HEX = "0123456789abcdef"


@dataclass(frozen=True, slots=True)
class Sent:
    """What was sent: triples, requests, and the number of graphs that were changed or removed."""

    triples: int = 0
    requests: int = 0
    graphs: int = 0


def digests_of(graphs: Iterable[tuple[IRI, Sequence[bytes]]]) -> Digests:
    """The digests of the groups of some graphs; a graph without triples is none."""
    return {graph: {name: _digest(some) for name, some in _groups(lines).items()} for graph, lines in graphs if lines}


def _groups(lines: Sequence[bytes]) -> Mapping[str, Sequence[bytes]]:
    if len(lines) <= _MANY:
        return {"": lines}
    digits = 2 if len(lines) <= _VERY_MANY else 3
    found: defaultdict[str, list[bytes]] = defaultdict(list)
    for line in lines:
        subject, _, value = terms_of(line)
        has_blank = subject.startswith(b"_:") or value.startswith(b"_:")
        name = _BLANK if has_blank else hashlib.md5(subject[1:-1], usedforsecurity=False).hexdigest()[:digits]
        found[name].append(line)
    return found


def _digest(lines: Iterable[bytes]) -> str:
    return hashlib.sha256(b"".join(sorted(lines))).hexdigest()[:32]


def held(store: Endpoint, beginnings: Sequence[str]) -> Digests:
    """The digests that an endpoint keeps of graphs whose names begin so."""
    found: Digests = {}
    for digit in _HEX:  # in sixteen answers, since servers cut long ones
        rows = store.select_there(
            f"SELECT ?g ?d WHERE {{ GRAPH <{HELD}> {{ ?g <{_IN}digest> ?d }} FILTER(STRSTARTS(STR(?d), '{digit}')) }}"
        )
        for graph, said in rows.rows:
            digest, _, name = str(said).partition(":")
            if isinstance(graph, IRI) and graph.startswith(tuple(beginnings)):
                found.setdefault(graph, {})[name] = digest
    return found


def names(select: Callable[[str], Rows]) -> list[IRI]:
    """The named graphs of an endpoint that are not empty."""

    def found(condition: str = "") -> Rows:
        # not DISTINCT: from some 40,000 triples on, Virtuoso 7.2.5 works on that for minutes
        return select(f"SELECT ?g WHERE {{ GRAPH ?g {{ ?s ?p ?o }} {condition} }} GROUP BY ?g")

    try:
        answers = [found()]
    except StoreError as error:
        if "cuts answers" not in str(error):
            raise
        answers = [found(f"FILTER(STRSTARTS(MD5(STR(?g)), '{digit}'))") for digit in _HEX]
    return [name for rows in answers for row in rows if isinstance(name := row.get("g"), IRI)]


@dataclass(frozen=True, slots=True)
class _Change:
    """A graph's digests before and now; `stands` says whether the endpoint has the graph, `by_group` whether groups of
    its triples can be replaced."""

    before: Mapping[str, str]
    now: Mapping[str, str]
    stands: bool
    by_group: bool

    @property
    def is_whole(self) -> bool:
        """Whether the graph is replaced as a whole, not group by group."""
        one, two = (
            min((len(name) for name in names if name != _BLANK), default=0) for names in (self.before, self.now)
        )
        return not (self.by_group and self.stands and self.before and self.now) or one != two or "" in self.before

    @property
    def added(self) -> Collection[str]:
        if self.is_whole:
            return self.now
        return [name for name in self.now if self.before.get(name) != self.now[name]]

    @property
    def removed(self) -> Collection[str]:
        if self.is_whole:
            return self.before
        return [name for name in self.before if self.before[name] != self.now.get(name)]

    def plan(self, graph: IRI) -> Iterator[bytes]:
        """The triples that say what the last update is to remove, and which digests it is to write."""
        if self.is_whole:
            yield _told(graph, "forgotten", "yes")
            if self.stands:
                yield _told(graph, "whole", "yes")
        else:
            digits = max(map(len, filter(lambda name: name != _BLANK, self.now)), default=0)
            yield _told(graph, "digits", str(digits))
            yield from (_told(graph, "group", name) for name in self.removed)
            yield from (_told(graph, "old", f"{self.before[name]}:{name}") for name in self.removed)
        yield from (_told(graph, "new", f"{self.now[name]}:{name}") for name in self.added)


def _told(subject: IRI, what: str, value: str) -> bytes:
    return f'<{subject}> <{_IN}{what}> "{value}" .\n'.encode()


def publish(
    store: Endpoint,
    graphs: Graphs,
    known: Digests,
    beginnings: Sequence[str],
    *,
    tell: Callable[[str], None] = lambda step: None,
    place: IRI = STAGED,
) -> Sent:
    """Make an endpoint have these graphs, in place of all whose names begin so.

    `known` are the digests of `held`; a graph of which they tell the same is not sent. Raises `StoreError` if the
    server refuses even small requests, or if somebody else began to write to `place` meanwhile.
    """
    standing, now = set(store.graphs()), digests_of(graphs())
    mine = {graph for graph in standing if graph.startswith(tuple(beginnings))}
    by_group = not store.names_blank_nodes  # Virtuoso takes minutes to find the triples of groups
    changes = {
        graph: _Change(known.get(graph, {}), now.get(graph, {}), graph in standing, by_group)
        for graph in {*now, *mine, *known}
    }
    changes = {graph: one for graph, one in changes.items() if one.before != one.now or not (one.stands and one.now)}
    store.send(f"DROP SILENT GRAPH <{place}>")  # somebody may have been interrupted
    if not changes:
        return Sent()
    token, total = secrets.token_hex(8), sum(len(lines) for _, lines in _to_send(graphs, changes))
    batches = Batches(store.send, place, lambda sent: tell(f"sent {sent:,} triples"))
    batches.add([_told(place, "build", token)])
    for graph, change in changes.items():
        batches.add(change.plan(graph))
    staging = _Staging(named=store.names_blank_nodes)
    for graph, lines in _to_send(graphs, changes):
        batches.add(staging.staged(graph, lines))
    batches.flush()
    tell(f"putting {total:,} triples into {len(changes):,} graphs")
    steps = _switch(place, token, has_blank=staging.has_blank, by_group=by_group)
    store.send(" ;\n".join(steps), patience=total / _A_SECOND)
    if last_written(store).get(place) != token:
        raise StoreError(f"{store.url}: somebody else began to write there; try again when they have ended")
    store.send(f"DROP SILENT GRAPH <{place}>")
    return Sent(total, batches.requests + 3, len(changes))


def last_written(store: Endpoint) -> dict[str, str]:
    """The names of the last build and the last world that were written, by the graph to which they were first sent."""
    rows = store.select_there(f"SELECT ?place ?token WHERE {{ GRAPH <{HELD}> {{ ?place <{_IN}build> ?token }} }}").rows
    return {str(place): str(token) for place, token in rows}


def _to_send(graphs: Graphs, changes: Mapping[IRI, _Change]) -> Iterator[tuple[IRI, Sequence[bytes]]]:
    for graph, lines in graphs():
        if change := changes.get(graph):
            groups = _groups(lines)
            yield graph, [line for name in change.added for line in groups[name]]


class _Staging:
    """Writes triples as they are staged. `named` says whether the server takes names for blank nodes."""

    def __init__(self, *, named: bool) -> None:
        self._named = named
        self._pairs = 0
        self.has_blank = False
        """Whether IRIs were written for blank nodes, which the last update must turn into blank nodes."""

    def staged(self, graph: IRI, lines: Iterable[bytes]) -> Iterator[bytes]:
        """The lines that stand for those of a graph."""
        pairs: dict[bytes, bytes] = {}
        for line in lines:
            subject, predicate, value = terms_of(line)
            pair = pairs.get(predicate)
            if pair is None:
                pair = pairs[predicate] = f"<{_IN}staged:{self._pairs}>".encode()
                self._pairs += 1
                yield b"%b <%bgraph> <%b> ; <%bpredicate> %b .\n" % (
                    pair, _IN.encode(), graph.encode(), _IN.encode(), predicate,
                )  # fmt: skip
            for term in (subject, value):
                if term.startswith(b"_:") and not self._named:
                    self.has_blank = True
                    yield _told(IRI(_iri_of(term, named=False)), "blank", "yes")
            yield b"%b %b %b .\n" % (self._term(subject), pair, self._term(value))

    def _term(self, term: bytes) -> bytes:
        return f"<{_iri_of(term, named=self._named)}>".encode() if term.startswith(b"_:") else term


def _iri_of(node: bytes, *, named: bool) -> str:
    digest = hashlib.sha256(node).hexdigest()
    return dialects.name_of_node(int(digest, 16)) if named else f"{_IN}blank:{digest[:32]}"


def _switch(place: IRI, token: str, *, has_blank: bool, by_group: bool) -> Iterator[str]:
    """The operations of the update that puts the staged triples in place of the old ones; nothing is done if the graph
    `place` has another token."""

    def staged(pattern: str) -> str:
        return f'GRAPH <{place}> {{ <{place}> <{_IN}build> "{token}" . {pattern} }}'

    every, digest = "GRAPH ?g { ?s ?p ?o }", f"GRAPH <{HELD}> {{ ?g <{_IN}digest> ?d }}"
    yield f"DELETE {{ {every} }} WHERE {{ {staged(f'?g <{_IN}whole> ?y')} {every} }}"
    of_groups, blank = staged(f"?g <{_IN}digits> ?n"), "isBlank(?s) || isBlank(?o)"
    group = (
        f"BIND(IF({blank}, '{_BLANK}', SUBSTR(MD5(STR(?s)), 1, <http://www.w3.org/2001/XMLSchema#integer>(?n))) AS ?k)"
    )
    if by_group:
        yield f"DELETE {{ {every} }} WHERE {{ {of_groups} {every} {group} GRAPH <{place}> {{ ?g <{_IN}group> ?k }} }}"
    insert, ends = every, "?s ?q ?o"
    if has_blank:
        is_node = f"<{_IN}node>"
        wanted = f"{staged(f'?i <{_IN}blank> ?y')} FILTER NOT EXISTS {{ GRAPH <{HELD}> {{ ?i {is_node} ?b }} }}"
        yield f"INSERT {{ GRAPH <{HELD}> {{ ?i {is_node} [] }} }} WHERE {{ {wanted} }}"
        insert = "GRAPH ?g { ?t ?p ?v }"
        nodes = " ".join(f"OPTIONAL {{ GRAPH <{HELD}> {{ {x} {is_node} {x}b }} }}" for x in ("?s", "?o"))
        nodes += " BIND(COALESCE(?sb, ?s) AS ?t) BIND(COALESCE(?ob, ?o) AS ?v)"
    else:
        nodes = ""
    triples = staged(f"?q <{_IN}graph> ?g ; <{_IN}predicate> ?p . {ends}")
    yield f"INSERT {{ {insert} }} WHERE {{ {triples} {nodes} }}"
    yield f"DELETE {{ {digest} }} WHERE {{ {staged(f'?g <{_IN}old> ?d')} }}"
    yield f"DELETE {{ {digest} }} WHERE {{ {staged(f'?g <{_IN}forgotten> ?y')} {digest} }}"
    yield f"INSERT {{ {digest} }} WHERE {{ {staged(f'?g <{_IN}new> ?d')} }}"
    last = f"GRAPH <{HELD}> {{ <{place}> <{_IN}build> ?t }}"
    yield f"DELETE {{ {last} }} WHERE {{ {staged('')} {last} }}"
    yield f"INSERT {{ {last} }} WHERE {{ GRAPH <{place}> {{ <{place}> <{_IN}build> ?t . FILTER(?t = '{token}') }} }}"

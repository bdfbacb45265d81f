"""Worlds made: which claims a world shows and holds, and its triples.

The triples go from the store to the world as lines of N-Triples: no term becomes a value of Python's on the way. As RDF
has it, blank nodes are each graph's own: a world's are other nodes than those of the graphs that it was made from.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from kgraph.days import Day, day_of
from kgraph.errors import StoreError
from kgraph.namespaces import IRI, KG, OA, PROV, RDF, SCHEMA
from kgraph.store import Store, serialise
from kgraph.store.base import Lines
from kgraph.worlds.choice import World, world_iri
from kgraph.worlds.recounting import COUNTS, recounted


def _written(*terms: IRI) -> frozenset[bytes]:
    return frozenset(serialise(term).encode() for term in terms)


def _bytes(term: IRI) -> bytes:
    return serialise(term).encode()


_CLAIM, _DOCUMENT, _SUPERIORITY = map(_bytes, (KG.Claim, KG.Document, KG.Superiority))
_TYPE, _TIME, _RESTS_ON, _DISPUTES = map(_bytes, (RDF.type, KG.time, KG.restsOn, KG.disputes))
_CLAIMANT, _CONTENT, _PUBLISHED = map(_bytes, (KG.claimant, KG.content, SCHEMA.datePublished))
_SAID_BY, _ASSERTS, _HOPS = map(_bytes, (KG.saidBy, KG.asserts, KG.hopsFromOrigin))
_DECIDING = {_TYPE, _CLAIMANT, _CONTENT, _PUBLISHED, _SAID_BY, _ASSERTS, _HOPS}
# From a claim to the nodes of its document's graph that describe it and nothing else.
_PARTS = _written(KG.anchor, KG.assertedDuring, OA.hasSelector, PROV.wasQuotedFrom)
_HOP = _written(PROV.wasQuotedFrom)
_SPEAKS_OF = _written(KG.about, KG.claimant)
_SPOKEN_BY = _written(PROV.wasAttributedTo)

Line = bytes
"""A triple as N-Triples writes it, with its full stop and the line's end."""

Graphs = dict[IRI, list[Line]]
_Described = dict[bytes, dict[bytes, list[bytes]]]
"""Subject → predicate → objects."""


def materialise(store: Store, base: str, world: World, *others: World) -> tuple[Store, IRI]:
    """The store that has the worlds' graphs, which are made unless they are there, and the IRI of the first.

    Queries take the first world's graph as their default graph. A query that names this world behind GRAPH needs it
    among the others as well. A graph is added whole or not at all. Nothing changes it when the data change: whoever
    changes a store that may be written to calls `drop_worlds`. `Store.having` says where the graphs are kept.
    """
    graph = world_iri(base, world)
    graphs: dict[IRI, Lines] = {world_iri(base, one): partial(_lines, store, base, one) for one in (world, *others)}
    return store.having(graphs, front=None if world in others else graph), graph


def cached_worlds(store: Store, base: str) -> list[IRI]:
    """The graphs of the worlds that are in the store, sorted."""
    return [graph for graph in store.graphs() if graph.startswith(base + "world/")]


def drop_worlds(store: Store, base: str) -> None:
    """Take all worlds out of the store, in one request."""
    drops = [f"DROP SILENT GRAPH {serialise(graph)}" for graph in cached_worlds(store, base)]
    if drops:
        store.update(" ;\n".join(drops))


@dataclass(frozen=True)
class _Claim:
    """What decides whether a world shows a claim, and holds its content; terms as N-Triples writes them.

    `said` is its kg:saidBy, `None` where nobody knows. `plain` tells whether there is a kg:asserts of it.
    """

    document: IRI
    claimants: Collection[bytes]
    content: IRI | None
    said: Day | None
    plain: bool


class _Speech:
    """What the documents say, as far as a world wants it.

    `documents` are those that the world shows, `claims` all claims. Of these, the world shows all but `later`, and
    holds the contents of `held`. Raises `StoreError` where no build has derived what follows from the claims.
    """

    def __init__(self, graphs: Graphs, base: str, world: World) -> None:
        self.claims: dict[bytes, _Claim] = {}
        published: dict[IRI, Day | None] = {}
        found = graphs.get(IRI(base + "graph/derived"), [])
        derived = _described(found)
        for graph, lines in graphs.items():
            if graph.startswith(base + "doc/"):
                self._read(graph, _described(lines), derived, published)
        last = Day.of(world.as_of) if world.as_of else None

        def shown(day: Day | None) -> bool:
            return last is None or (day is not None and day <= last)

        self.later = frozenset(iri for iri, claim in self.claims.items() if not shown(claim.said))
        documents = {claim.document for iri, claim in self.claims.items() if iri not in self.later}
        self.documents = documents.union(document for document, day in published.items() if shown(day))
        out = self._disputed(found) if world.name == "undisputed" else frozenset()
        theirs = _written(*world.according_to)
        self.held = frozenset(
            iri
            for iri, claim in self.claims.items()
            if world.name != "record" and claim.plain and iri not in self.later and iri not in out
            if not theirs or not theirs.isdisjoint(claim.claimants)
        )

    def _read(self, graph: IRI, of: _Described, derived: _Described, published: dict[IRI, Day | None]) -> None:
        """Read the graph of a document, which is named as the document is; others are none."""
        own = of.get(serialise(graph).encode(), {})
        if _DOCUMENT not in own.get(_TYPE, ()):
            return
        published[graph] = _latest(own.get(_PUBLISHED, ()))
        for iri, said in of.items():
            if _CLAIM in said.get(_TYPE, ()):
                claimants = [term for term in said.get(_CLAIMANT, ()) if term.startswith(b"<")]
                content = next((IRI(t[1:-1].decode()) for t in said.get(_CONTENT, ()) if t.startswith(b"<")), None)
                follows = derived.get(iri, {})
                if claimants and _HOPS not in follows:
                    what = f"nothing that follows from {iri.decode()} is in the store: another version built it"
                    raise StoreError(f"{what}, or none did; 'kgraph build' makes it anew")
                day = _latest(follows.get(_SAID_BY, ()))
                self.claims[iri] = _Claim(graph, claimants, content, day, _ASSERTS in follows)

    def _disputed(self, derived: Iterable[Line]) -> frozenset[bytes]:
        """The claims in disputes all of whose claims are shown; other disputes had not arisen yet."""
        members: dict[bytes, set[bytes]] = defaultdict(set)
        for dispute, predicate, claim in map(_terms, derived):
            if predicate == _DISPUTES:
                members[dispute].add(claim)
        known = self.claims.keys() - self.later
        return frozenset(claim for claims in members.values() if claims <= known for claim in claims)


def _described(lines: Iterable[Line]) -> _Described:
    """Each subject's properties, of those that decide on worlds."""
    found: _Described = {}
    for subject, predicate, value in map(_terms, lines):
        if predicate in _DECIDING:
            found.setdefault(subject, {}).setdefault(predicate, []).append(value)
    return found


def _latest(times: Iterable[bytes]) -> Day | None:
    """The latest of some literals as a day by its own clock; `None` if one is no date, or there is none."""
    days = [day_of(time[1 : time.rindex(b'"')].decode()) if time.startswith(b'"') else None for time in times]
    known = [day for day in days if day is not None]
    return max(known) if known and len(known) == len(days) else None


def _lines(store: Store, base: str, world: World) -> list[Line]:
    """The world's triples."""
    graphs: Graphs = dict(store.lines([base + part for part in ("claim/", "doc/", "graph/")]))
    speech = _Speech(graphs, base, world)
    contents = {graph for iri in speech.held if (graph := speech.claims[iri].content)}
    starts = _starts(speech) if world.as_of else None
    lines: list[Line] = []
    for graph, written in graphs.items():
        if graph in contents or graph == base + "graph/reference":
            lines += written
        elif graph in speech.documents:
            lines += written if starts is None else _reached(written, starts[graph], _PARTS)
        elif graph == base + "graph/derived":
            lines += _recounted(graphs, written, speech) if speech.later else _founded(written, speech)
        elif graph == base + "graph/links":
            lines += _matches(written, graph, base)
    if speech.later:
        lines = _without(lines, speech.later, _spoken_of(graphs, speech))
    name, in_world = (serialise(term).encode() for term in (world_iri(base, world), KG.inWorld))
    return [*lines, *(b"%b %b %b .\n" % (claim, in_world, name) for claim in speech.held)]


def _terms(line: Line) -> list[bytes]:
    """A line's subject, predicate and object."""
    return line[:-3].split(b" ", 2)


def _starts(speech: _Speech) -> dict[IRI, set[bytes]]:
    """By document's graph, the nodes that what the world shows of it begins with: the document, and its claims."""
    found = {document: set(_written(document)) for document in speech.documents}
    for iri, claim in speech.claims.items():
        if iri not in speech.later:
            found[claim.document].add(iri)
    return found


def _reached(lines: Iterable[Line], starts: Iterable[bytes], by: Collection[bytes]) -> Iterator[Line]:
    """The lines of the nodes that are reached from some by these predicates, over any number of steps."""
    of: dict[bytes, list[Line]] = defaultdict(list)
    for line in lines:
        of[line.partition(b" ")[0]].append(line)
    waiting = [start for start in starts if start in of]
    seen = set(waiting)
    while waiting:
        for line in of.get(waiting.pop(), ()):
            yield line
            _, predicate, value = _terms(line)
            if predicate in by and value not in seen:
                seen.add(value)
                waiting.append(value)


def _founded(lines: list[Line], speech: _Speech) -> Iterator[Line]:
    """What is derived, without findings that rest on later claims, and superiors that rest on what is not held."""
    superior, out, times = set(), set(), defaultdict(set)
    for subject, predicate, value in map(_terms, lines):
        if predicate == _TYPE and value == _SUPERIORITY:
            superior.add(subject)
        if predicate == _TIME:
            times[subject].add(value)
        if value in speech.later and subject not in speech.claims:
            out.add(subject)
    out |= {s for s, p, o in map(_terms, lines) if p == _RESTS_ON and s in superior and o not in speech.held}
    out |= {time for finding in out for time in times[finding]}
    return (line for line in lines if line.partition(b" ")[0] not in out)


def _recounted(graphs: Graphs, lines: list[Line], speech: _Speech) -> Iterator[Line]:
    """What is derived, as `_founded`, with the origins counted among the claims that the world shows."""
    for line in _founded(lines, speech):
        claim, predicate, _ = _terms(line)
        if predicate not in COUNTS or claim not in speech.claims:
            yield line
    spoken = (graphs[graph] for graph in graphs if graph in speech.documents or graph.endswith("graph/reference"))
    yield from recounted(spoken, lines, speech.claims.keys() - speech.later)


def _matches(lines: Iterable[Line], graph: IRI, base: str) -> Iterator[Line]:
    """The matches with other data sets, without the judgements that they rest on: those name what they judge."""
    name, judgement = serialise(graph).encode(), f"<{base}link/".encode()
    return (line for line in lines if not line.startswith((name + b" ", judgement)))


def _spoken_of(graphs: Graphs, speech: _Speech) -> set[bytes]:
    """The things that later claims speak of: what they are about, who speaks in them, what their contents name."""
    things: set[bytes] = set()
    by_document: dict[IRI, list[bytes]] = defaultdict(list)
    for iri in speech.later:
        claim = speech.claims[iri]
        by_document[claim.document].append(iri)
        if claim.content:
            things.update(_terms(line)[2] for line in graphs.get(claim.content, ()))
    for document, later in by_document.items():
        for subject, predicate, value in map(_terms, _reached(graphs[document], later, _HOP)):
            if predicate in (_SPEAKS_OF if subject in speech.later else _SPOKEN_BY):
                things.add(value)
    return things


def _without(lines: list[Line], later: Collection[bytes], things: Collection[bytes]) -> list[Line]:
    """The lines without later claims, and without things that nothing else in the world mentions any more."""
    kept = [(s, o, line) for line in lines for s, _, o in [_terms(line)] if s not in later and o not in later]
    mentions: Counter[bytes] = Counter()
    of: dict[bytes, list[bytes]] = defaultdict(list)
    for subject, value, _ in kept:
        if value in things:
            mentions[value] += 1
        if subject in things:
            of[subject].append(value)
    waiting, gone = [thing for thing in of if not mentions[thing]], set()
    while waiting:
        thing = waiting.pop()
        gone.add(thing)
        for value in of[thing]:
            mentions[value] -= 1
            if value in of and not mentions[value]:
                waiting.append(value)
    return [line for subject, _, line in kept if subject not in gone]

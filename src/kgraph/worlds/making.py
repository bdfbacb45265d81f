"""Making worlds: which claims a world shows, whose contents it holds, and its triples.

The triples go from the store to the world as lines of N-Triples, without conversion to Python values. As RDF requires,
blank nodes belong to one graph: a world's are not those of the graphs from which it was made.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from kgraph.claims import QUESTIONED_BY, Part, left_out, with_what_is_told_of
from kgraph.days import Day, day_of
from kgraph.errors import StoreError
from kgraph.memory import uncollected
from kgraph.namespaces import IRI, KG, OA, ORG, PROV, RDF, SCHEMA
from kgraph.store import Store, serialise
from kgraph.store.base import Lines, Triples
from kgraph.store.packed import Packed
from kgraph.worlds.choice import World, world_iri
from kgraph.worlds.contents import describing, without
from kgraph.worlds.lines import Described, Graphs, Line, Pieces, all_written, described, parts, written
from kgraph.worlds.recounting import ALIKE_BY, COUNTED_BY, COUNTS, recounted

_CLAIM, _DOCUMENT, _SUPERIORITY = map(written, (KG.Claim, KG.Document, KG.Superiority))
_TYPE, _TIME, _RESTS_ON, _BETWEEN = map(written, (RDF.type, KG.time, KG.restsOn, KG.between))
_CONFLICT, _POSITION, _GIVEN_BY = map(written, (KG.conflict, KG.position, KG.givenBy))
_IN_STATEMENT = written(KG.inStatement)
_SUPERSEDED = written(KG.superseded)
_QUESTIONED = all_written(*QUESTIONED_BY)
_OF_EVENT = b" %b " % written(KG.event)
_TIES = all_written(ORG.member, ORG.organization)
# A further report adds to a question, so a world as of a day leaves out the later parts and keeps the others.
_ADDS = all_written(KG.disputes, KG.beside, KG.givenBy)
_CLAIMANT, _CONTENT, _PUBLISHED = map(written, (KG.claimant, KG.content, SCHEMA.datePublished))
_SAID_BY, _ASSERTS, _HOPS = map(written, (KG.saidBy, KG.asserts, KG.hopsFromOrigin))
_DECIDING = COUNTED_BY | {_TYPE, _CLAIMANT, _CONTENT, _PUBLISHED}
_FOLLOWING = ALIKE_BY | {_SAID_BY, _ASSERTS, _HOPS}
# From a claim to the nodes of its document's graph that describe only this claim.
_PARTS = all_written(KG.anchor, KG.assertedDuring, OA.hasSelector, PROV.wasQuotedFrom)
_HOP = all_written(PROV.wasQuotedFrom)
_SPEAKS_OF = all_written(KG.about, KG.claimant)
_SPOKEN_BY = all_written(PROV.wasAttributedTo)


def materialise(store: Store, base: str, world: World, *others: World) -> tuple[Store, IRI]:
    """A store that has the worlds' graphs, which are made unless they exist, and the IRI of the first world.

    Queries use the first world's graph as their default graph. For a query that also names this world in GRAPH, give it
    among the others too. A graph is added completely or not at all. It is not updated if the data change: code that
    changes a writable store must call `drop_worlds`. `Store.having` says where the graphs are kept.
    """
    graph = world_iri(base, world)
    graphs: dict[IRI, Lines] = {world_iri(base, one): partial(_triples, store, base, one) for one in (world, *others)}
    return store.having(graphs, front=None if world in others else graph), graph


def cached_worlds(store: Store, base: str) -> list[IRI]:
    """The IRIs of the worlds' graphs in the store, sorted."""
    return [graph for graph in store.graphs() if graph.startswith(base + "world/")]


def drop_worlds(store: Store, base: str) -> None:
    """Remove all worlds from the store, in one request."""
    drops = [f"DROP SILENT GRAPH {serialise(graph)}" for graph in cached_worlds(store, base)]
    if drops:
        store.update(" ;\n".join(drops))


@dataclass(frozen=True)
class _Claim:
    """The facts that decide whether a world shows a claim and holds its content; terms are in the form of N-Triples.

    `said` is its kg:saidBy, `None` if unknown. `plain` says whether the claim has kg:asserts.
    """

    document: IRI
    claimants: Collection[bytes]
    content: IRI | None
    said: Day | None
    plain: bool


class _Speech:
    """The documents' speech, as far as a world needs it.

    `documents` are those that the world shows, `claims` all claims. The world shows all claims except `later`, and
    holds the contents of `held`, whole or what is `left` of them. `said` has, for each document's graph, the triples
    that decide on worlds and counts; `derived` has the terms of each derived triple. Raises `StoreError` if no build
    has derived triples from the claims.
    """

    def __init__(self, graphs: Graphs, base: str, world: World) -> None:
        self.claims: dict[bytes, _Claim] = {}
        self._graphs, self._nodes = graphs, dict[bytes, set[bytes]]()
        published: dict[IRI, Day | None] = {}
        found = graphs.get(IRI(base + "graph/derived"), [])
        once: dict[bytes, bytes] = {}  # shared, since most terms are in several lines
        self.derived = [tuple(once.setdefault(term, term) for term in parts(line)) for line in found]
        self.follows = described(found, _FOLLOWING)
        self.reference = described(graphs.get(IRI(base + "graph/reference"), []), COUNTED_BY)
        self.said = {g: described(graphs[g], _DECIDING) for g in graphs if g.startswith(base + "doc/")}
        for graph, of in self.said.items():
            self._read(graph, of, published)
        last = Day.of(world.as_of) if world.as_of else None

        def shown(day: Day | None) -> bool:
            return last is None or (day is not None and day <= last)

        self.later = frozenset(iri for iri, claim in self.claims.items() if not shown(claim.said))
        documents = {claim.document for iri, claim in self.claims.items() if iri not in self.later}
        self.documents = documents.union(document for document, day in published.items() if shown(day))
        theirs = all_written(*world.according_to)
        plain = frozenset(
            iri
            for iri, claim in self.claims.items()
            if world.name != "record" and claim.plain and iri not in self.later
            if not theirs or not theirs.isdisjoint(claim.claimants)
        )
        missing = self._left_out(graphs, plain) if world.name == "undisputed" else {}
        contents = {iri: content for iri in plain if (content := self.claims[iri].content)}
        self.left: dict[IRI, list[Line]] = {
            contents[iri]: without(graphs.get(contents[iri], []), some)
            for iri, some in missing.items()
            if iri in contents
        }
        self.held = frozenset(iri for iri in plain if iri not in missing or self.left.get(contents.get(iri, IRI(""))))
        self.tied = self.held - {iri for iri in missing if self._unties(graphs, iri)}

    def _read(self, graph: IRI, of: Described, published: dict[IRI, Day | None]) -> None:
        """Read a graph if it is a document's, that is, if it has the document's IRI."""
        own = of.get(written(graph), {})
        if _DOCUMENT not in own.get(_TYPE, ()):
            return
        published[graph] = _latest(own.get(_PUBLISHED, ()))
        for iri, said in of.items():
            if _CLAIM in said.get(_TYPE, ()):
                claimants = [term for term in said.get(_CLAIMANT, ()) if term.startswith(b"<")]
                contents = [IRI(term[1:-1].decode()) for term in said.get(_CONTENT, ()) if term.startswith(b"<")]
                follows = self.follows.get(iri, {})
                if claimants and _HOPS not in follows:
                    what = f"nothing that follows from {iri.decode()} is in the store: another version built it"
                    raise StoreError(f"{what}, or none did; 'kgraph build' makes it again")
                day = _latest(follows.get(_SAID_BY, ()))
                self.claims[iri] = _Claim(graph, claimants, min(contents, default=None), day, _ASSERTS in follows)

    def _left_out(self, graphs: Graphs, claims: Collection[bytes]) -> dict[bytes, list[Part[bytes]]]:
        """For each of these claims, the parts that are in question or superseded because of claims that the world
        shows."""
        of: dict[bytes, dict[bytes, set[bytes]]] = {}
        for subject, predicate, value in self.derived:
            if predicate in _QUESTIONED and subject not in self.claims:
                of.setdefault(subject, {}).setdefault(predicate, set()).add(value)

        told_of: dict[bytes, list[tuple[bytes, bytes | None]]] = defaultdict(list)
        for claim in sorted(claims):
            content = self.claims[claim].content or IRI("")
            for line in graphs[content] if _OF_EVENT in graphs.whole(content) else ():
                if _OF_EVENT in line:
                    statement, _, event = parts(line)
                    told_of[event].append((claim, None if statement.startswith(b"_:") else statement))
        found: dict[bytes, list[Part[bytes]]] = defaultdict(list)
        for part in with_what_is_told_of(left_out(of, written, lambda claim, node: node in self.nodes(claim)), told_of):
            if part.claim in claims and self.later.isdisjoint(part.since):
                found[part.claim].append(part)
        return found

    def nodes(self, claim: bytes) -> set[bytes]:
        """The nodes that a claim's content describes."""
        if claim not in self._nodes:
            content = self.claims[claim].content if claim in self.claims else None
            self._nodes[claim] = describing(self._graphs.get(content, [])) if content else set()
        return self._nodes[claim]

    def _unties(self, graphs: Graphs, claim: bytes) -> bool:
        """Whether a posting or subordination of the claim is left out."""
        content = self.claims[claim].content
        if content is None:
            return False
        said, left = graphs.get(content, []), self.left[content]
        return [line for line in said if parts(line)[1] in _TIES] != [line for line in left if parts(line)[1] in _TIES]


def _latest(times: Iterable[bytes]) -> Day | None:
    """The latest day among some literals, each in its own zone; `None` if one is no date or there is none."""
    days = [day_of(time[1 : time.rindex(b'"')].decode()) if time.startswith(b'"') else None for time in times]
    known = [day for day in days if day is not None]
    return max(known) if known and len(known) == len(days) else None


def _triples(store: Store, base: str, world: World) -> Triples:
    """The world's triples. All worlds without a day share the triples that do not depend on the content of a claim."""
    with uncollected():
        return triples_of(Graphs(store.lines([base + part for part in ("claim/", "doc/", "graph/")])), base, world)


def lines_of_world(graphs: Packed, base: str, world: World) -> Triples:
    """A world's triples, from all graphs of documents, claims and those that they share."""
    return triples_of(Graphs.of(graphs), base, world)


def triples_of(graphs: Graphs, base: str, world: World) -> Triples:
    """The world's triples, from the lines of the graphs."""
    with uncollected():
        speech = _Speech(graphs, base, world)
        contents = {graph for iri in speech.held if (graph := speech.claims[iri].content)}
        starts = _starts(speech) if world.as_of else None
        common: list[bytes | IRI] = []
        own: list[bytes | IRI] = []
        for graph in graphs:
            if graph in contents:
                own += speech.left.get(graph, [graph])
            elif graph == base + "graph/reference":
                common.append(graph)
            elif graph in speech.documents:
                common += [graph] if starts is None else _reached(graphs[graph], starts[graph], _PARTS)
            elif graph == base + "graph/derived":
                for line, is_common in _founded(graphs[graph], speech):
                    (common if is_common else own).append(line)
            elif graph == base + "graph/links":
                common += matches(graphs[graph], graph, base)
        if speech.later:
            said = [speech.reference, *(speech.said[document] for document in speech.documents)]
            counts = recounted(said, speech.follows, speech.claims.keys() - speech.later)
            lines = [*Pieces(graphs, [*common, *own]).lines, *counts]
            common, own = [], [*_without(lines, speech.later, _spoken_of(graphs, speech))]
        elif (nodes := _blank(Pieces(graphs, own))) and nodes & _blank(Pieces(graphs, common)):
            common, own = [], common + own
        name, in_world = written(world_iri(base, world)), written(KG.inWorld)
        own += (b"%b %b %b .\n" % (claim, in_world, name) for claim in speech.held)
        return Triples(Pieces(graphs, own), Pieces(graphs, common))


def _blank(several: Iterable[bytes]) -> set[bytes]:
    """The blank nodes in these lines."""
    lines = (line for some in several if b"_:" in some for line in some.splitlines())
    return {term for line in lines if b"_:" in line for term in line[:-2].split(b" ", 2)[::2] if term.startswith(b"_:")}


def _starts(speech: _Speech) -> dict[IRI, set[bytes]]:
    """For each document's graph, the document and those claims that the world shows; their descriptions begin at these
    nodes."""
    found = {document: {written(document)} for document in speech.documents}
    for iri, claim in speech.claims.items():
        if iri not in speech.later:
            found[claim.document].add(iri)
    return found


def _reached(lines: list[Line], starts: Iterable[bytes], by: Collection[bytes]) -> list[Line]:
    """The lines of all nodes that can be reached from `starts` by these predicates, over any number of steps."""
    of: dict[bytes, list[Line]] = {}
    for line in lines:
        of.setdefault(line.partition(b" ")[0], []).append(line)
    waiting = [start for start in starts if start in of]
    seen = set(waiting)
    reached: list[Line] = []
    while waiting:
        found = of.get(waiting.pop(), [])
        reached += found
        for line in found:
            _, predicate, value = line.split(b" ", 2)
            if predicate in by and (node := value[:-3]) not in seen:
                seen.add(node)
                waiting.append(node)
    return lines if len(reached) == len(lines) else reached  # all lines are kept, in their order


def _founded(lines: Iterable[Line], speech: _Speech) -> Iterator[tuple[Line, bool]]:
    """The derived lines, without findings on later claims and superiorities that rest on contents that the world does
    not hold.

    Each comes with whether it is independent of the content of any claim. If there are later claims, counts of origins
    are left out.
    """
    out, resting = _unfounded(speech, speech.tied), _unfounded(speech, ())
    told = _described_by(speech) if speech.later else {}
    for line, (subject, predicate, value) in zip(lines, speech.derived, strict=True):
        if (
            subject not in out
            and value not in out
            and not (predicate == _IN_STATEMENT and speech.later and value not in told.get(subject, ()))
            and not (speech.later and predicate in COUNTS and subject in speech.claims)
        ):
            yield line, subject not in resting


def _described_by(speech: _Speech) -> dict[bytes, set[bytes]]:
    """For each position, revision and one voice, the nodes that those of its claims describe which the world shows."""
    found: dict[bytes, set[bytes]] = defaultdict(set)
    for subject, predicate, value in speech.derived:
        if predicate in (_GIVEN_BY, _RESTS_ON, _SUPERSEDED) and value in speech.claims and value not in speech.later:
            found[subject] |= speech.nodes(value)
    return found


def _unfounded(speech: _Speech, held: Collection[bytes]) -> set[bytes]:
    """What a world leaves out of what rules found, with the time spans that belong to it.

    A finding is left out if it rests on a claim made after the world's day, a kg:Superiority also if it rests on a
    claim whose content the world does not have. A dispute is left out if all its conflicts are, a position if all its
    claims are.
    """
    superior, out, times = set(), set(), defaultdict(set)
    made_of: dict[bytes, set[bytes]] = defaultdict(set)
    for subject, predicate, value in speech.derived:
        if predicate == _TYPE and value == _SUPERIORITY:
            superior.add(subject)
        if predicate == _TIME:
            times[subject].add(value)
        if predicate in (_CONFLICT, _GIVEN_BY):
            made_of[subject].add(value)
        if value in speech.later and subject not in speech.claims and predicate not in _ADDS:
            out.add(subject)
    out |= {node for node, whole in made_of.items() if whole <= out | speech.later}
    out |= {o for s, p, o in speech.derived if p == _POSITION and s in out}
    out |= {s for s, p, o in speech.derived if p == _RESTS_ON and s in superior and o not in held}
    return out.union(time for finding in out for time in times[finding])


def matches(lines: Iterable[Line], graph: IRI, base: str) -> Iterator[Line]:
    """The matches with other data sets, without the judgements behind them, which also name rejected pairs."""
    judgement = f"<{base}link/".encode()
    return (line for line in lines if not line.startswith((written(graph) + b" ", judgement)))


def _spoken_of(graphs: Graphs, speech: _Speech) -> set[bytes]:
    """The things of later claims: those that they are about, their claimants and relayers, and those that their
    contents name."""
    things: set[bytes] = set()
    by_document: dict[IRI, list[bytes]] = defaultdict(list)
    for iri in speech.later:
        claim = speech.claims[iri]
        by_document[claim.document].append(iri)
        if claim.content:
            things.update(parts(line)[2] for line in graphs.get(claim.content, ()))
    for document, later in by_document.items():
        for subject, predicate, value in map(parts, _reached(graphs[document], later, _HOP)):
            if predicate in (_SPEAKS_OF if subject in speech.later else _SPOKEN_BY):
                things.add(value)
    return things


def _without(lines: Iterable[Line], later: Collection[bytes], things: Collection[bytes]) -> list[Line]:
    """The lines without later claims, and without things that nothing else in the world mentions."""
    kept: list[tuple[bytes, Line]] = []
    mentions: Counter[bytes] = Counter()
    of: dict[bytes, list[bytes]] = {}
    for line in lines:
        subject, _, value = parts(line)
        if subject not in later and value not in later:
            kept.append((subject, line))
            if value in things:
                mentions[value] += 1
            if subject in things:
                of.setdefault(subject, []).append(value)
    waiting, gone = [thing for thing in of if not mentions[thing]], set()
    while waiting:
        thing = waiting.pop()
        gone.add(thing)
        for value in of[thing]:
            mentions[value] -= 1
            if value in of and not mentions[value]:
                waiting.append(value)
    return [line for subject, line in kept if subject not in gone]

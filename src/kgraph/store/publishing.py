"""Writing graphs to an endpoint in small requests, so that its readers find the old graphs or the new ones.

What changes is first sent to one graph (see `staging`), in requests of a size that the server takes. Then one short
update, without data, removes what was and puts the staged triples into their graphs. If anything ends before it, the
old graphs are as they were; the next build goes on with what is missing, if it has the same to send, and else begins
anew.

The first build of a workspace at a Virtuoso is sent straight into its graphs: there are no old graphs that somebody
could read, and the server writes each triple once, not three times. A mark, set before all else and removed last, tells
kgraph's readers that it has not ended.

Digests of what was written are kept in `HELD`, so that a later build sends only graphs that differ. If it still has the
lines that were written, it sends only lines that differ.
"""

import hashlib
import heapq
import secrets
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby, islice

from kgraph.errors import BuiltMeanwhile, Overtaken, StoreError
from kgraph.model import Rows
from kgraph.namespaces import IRI
from kgraph.resources import VERSION
from kgraph.store import dialects
from kgraph.store.batches import Batches
from kgraph.store.filed import Filed, digest_of
from kgraph.store.finishing import carry_out, finished, has_begun_only, last_written
from kgraph.store.marks import Endpoint, Marks
from kgraph.store.staging import DIGEST, FIRST, HELD, Change, Last, Staging, begun, build_of

Graphs = Mapping[IRI, Iterable[bytes]]
"""Graphs, each with its triples as lines of N-Triples, sorted and each once."""

Digests = Mapping[IRI, str]
"""The digest of each graph."""

_WAITS = (1.0, 2.0, 4.0, 8.0)  # seconds, at most, before a world is added again
_AT_ONCE = 100  # how many graphs are removed in a request
_HEX = "0123456789abcdef"


@dataclass(frozen=True, slots=True)
class Sent:
    """What was sent: triples that differed, requests, and the number of graphs that were changed or removed.

    `arrived` counts the lines that an interrupted build had sent, and that were not sent again.
    """

    triples: int = 0
    requests: int = 0
    graphs: int = 0
    arrived: int = 0


def digests_of(graphs: Graphs) -> dict[IRI, str]:
    """The digests of some graphs."""
    return {graph: digest_of(lines) for graph, lines in graphs.items()}


def held(store: Endpoint, beginnings: Sequence[str]) -> dict[IRI, str]:
    """The digests that an endpoint keeps of graphs whose names begin so; none after a last update that was cut off and
    cannot be finished, since nobody knows what is there then."""
    found: dict[IRI, str] = {}
    if store.own.switching in finished(store, last_written(store))[0]:
        return found
    for digit in _HEX:  # in sixteen answers, since servers cut long ones
        rows = store.select_there(
            f"SELECT ?g ?d WHERE {{ GRAPH <{HELD}> {{ ?g <{DIGEST}> ?d }} FILTER(STRSTARTS(STR(?d), '{digit}')) }}"
        )
        for graph, digest in rows.rows:
            if isinstance(graph, IRI) and graph.startswith(tuple(beginnings)):
                found[graph] = str(digest)
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


def publish(
    store: Endpoint,
    graphs: Graphs,
    digests: Digests,
    known: Digests,
    beginnings: Sequence[str],
    *,
    before: Filed | None = None,
    tell: Callable[[str], None] = lambda step: None,
    place: IRI | None = None,
    after: str | None = None,
) -> Sent:
    """Make an endpoint have these graphs, in place of all whose names begin so.

    `known` are the digests of `held`; a graph of which they tell the same is not sent. Of other graphs, only what
    differs is sent if `before` has them as they were written. `place` is the graph to which it is sent first; if it is
    not given, that for builds. `after` is the build from whose graphs these were made; it is noted with them, so that
    after the next build they count as out of date. Raises `StoreError` if the server refuses even small requests, and
    `Overtaken` if somebody else began to write to `place` meanwhile, or a build has ended there since `known` was read.
    """
    place = place or store.own.staged
    is_build = place == store.own.staged
    last = last_written(store)
    if known and store.own.switching in last:
        raise Overtaken(f"{store.url}: another build was cut off there while it was put in place; build again")
    last, _ = finished(store, last)  # what that needs is dropped below
    if not is_build and store.own.switching in last:
        raise Overtaken(f"{store.url}: a build is being put in place there, or was cut off")
    marks = set(last.get(store.own.switching, ())) if is_build else set()
    if marks and not has_begun_only(store.own, last):
        marks = {Marks(store).replace(marks)}
    standing = set(store.graphs())
    mine = {graph for graph in standing if graph.startswith(tuple(beginnings))}
    straight = is_build and _is_sent_straight(store, last, known, mine)
    mine = set() if straight else mine  # only parts of a first build that has not ended
    differing = _differing({*digests, *mine, *known}, known, digests, standing, last)
    kept = {
        graph
        for graph in standing.intersection(differing, digests).difference(last)
        if before and before.is_as(graph, known.get(graph))
    }
    ended = last.get(place, frozenset())
    sending = (FIRST if straight else "") + _sending(ended, differing, known, digests, kept)
    token, arrived = _begun(store, place, sending) or ("", 0)
    if not token or (straight and set(map(build_of, marks)) != {token}):
        token, arrived = sending + secrets.token_hex(4), 0
    if is_build and not straight and Marks(store).names() - marks:
        raise _overtaken(store)  # a build has set its mark since, and needs what it has sent
    if not arrived:
        store.send(f"DROP SILENT GRAPH <{place}>")  # somebody may have been interrupted, and had other things to send
    if not differing:
        return Sent()
    staging = Staging(store.own, place, token, named=store.names_blank_nodes)
    send = partial(_send_straight, store, staging, place) if straight else store.send
    if straight and not arrived:
        _begin_straight(store, staging, marks, beginnings, tell)
    batches = Batches(send, place, lambda sent: tell(f"sent {sent:,} triples"), mark=staging.arrived, arrived=arrived)
    batches.add([staging.beginning(), *staging.begun_after(ended)])
    for graph in differing:
        lines = _differences(before[graph] if before and graph in kept else (), graphs.get(graph, ()))
        change = Change(graph, digests.get(graph, ""), lines, not straight and graph not in kept)
        _send(batches, staging, change, straight=straight)
    batches.flush()
    if store.names_blank_nodes and not straight:
        dialects.check_numbers(store.url, store.select_there(staging.changed(dialects.HAS_BLANK_NUMBER)))
    tell(f"putting {staging.count:,} triples into {len(differing):,} graphs")
    # whoever begins to write from here on takes from this build what it has sent
    if is_build and not straight and _has_another_ended(store, last, known, digests, beginnings):
        raise Overtaken(f"{store.url}: another build ended there meanwhile; build again")
    if straight:  # others' marks that it found are gone; one that stands again is that of a build that was not cut off
        marks = {token, *(mark for mark in marks if build_of(mark) == token)}
    last_update = staging.last_update(ended, marks) if is_build else staging.last_update_of_world(after)
    carry_out(store, staging, last_update)
    _end(store, staging, place)
    return Sent(staging.count, batches.requests + 3, len(differing), arrived)


def _differing(graphs: set[IRI], known: Digests, digests: Digests, standing: set[IRI], last: Last) -> list[IRI]:
    """Those of some graphs that are not there as they are to be, or of which nobody knows that; a world that somebody
    asked for is one."""
    return sorted(
        graph
        for graph in graphs
        if known.get(graph) != digests.get(graph) or (graph in standing) != (graph in digests) or graph in last
    )


def _send(batches: Batches, staging: Staging, change: Change, *, straight: bool) -> None:
    """Add how a graph changes to what is sent: to what is staged, or straight to the graph."""
    if straight:
        batches.add(staging.announced(change))
        batches.add(staging.named(change), change.graph)
    else:
        batches.add(staging.staged(change))


def _end(store: Endpoint, staging: Staging, place: IRI) -> None:
    """Remove what was staged, unless somebody still needs it; raises `Overtaken` if the last update did not put
    everything in place."""
    last, is_build = last_written(store), place == store.own.staged
    left = last.get(store.own.switching, frozenset()) if is_build else frozenset()
    others = set(map(build_of, left)) - {staging.token}
    if last.get(place) != frozenset({staging.token}) or staging.mark in left or others:
        raise _overtaken(store)
    if not left:  # else somebody took this build for cut off
        store.send(f"DROP SILENT GRAPH <{place}>")


def _overtaken(store: Endpoint) -> Overtaken:
    return Overtaken(
        f"{store.url}: somebody else began to write there, or updates go to other data than queries; "
        "try again when nobody writes, or name where updates go"
    )


def _has_another_ended(
    store: Endpoint, last: Last, known: Digests, digests: Digests, beginnings: Sequence[str]
) -> bool:
    """Whether a build has ended since `last` and `known` were read. A world that somebody asked for since is none,
    unless this build has it, too: it would send what differs from the one that was there."""
    now, staged = last_written(store), store.own.staged
    if now.get(staged) != last.get(staged):
        return True
    changed = {graph for graph, _ in held(store, beginnings).items() ^ known.items()} if known else set()
    return any(graph not in now or graph in digests for graph in changed)


def _is_sent_straight(store: Endpoint, last: Last, known: Digests, mine: set[IRI]) -> bool:
    """Whether a build is the first of its workspace at a Virtuoso, or the first one was sent so and did not end."""
    is_first = store.names_blank_nodes and store.own.staged not in last and not known
    return is_first and (not mine or has_begun_only(store.own, last))


def _begin_straight(
    store: Endpoint, staging: Staging, marks: Iterable[str], beginnings: Sequence[str], tell: Callable[[str], None]
) -> None:
    """Mark that a first build has begun, and remove the `marks` of those before it, and what they have sent. If two
    begin at once, each that finds another mark beside its own, or not its own, ends."""
    own = Marks(store)
    own.set(staging.token, beside=f"GRAPH <{store.own.staged}> {{ {staging.beginning().decode()} }}")
    own.remove(marks)
    left = [graph for graph in store.graphs() if graph.startswith(tuple(beginnings))]
    if left:
        tell("removing what a build had sent that was cut off")
    remaining = iter(left)
    while own.is_alone(staging.token) and (some := list(islice(remaining, _AT_ONCE))):
        store.send(" ;\n".join(f"DROP SILENT GRAPH <{graph}>" for graph in some))
    if not own.is_alone(staging.token):
        raise _mixed(store, staging)


def _mixed(store: Endpoint, staging: Staging) -> Overtaken:
    """Mark again a first build that has changed graphs beside another one. Then nobody reads there, neither goes on,
    and the next one begins anew."""
    Marks(store).set(staging.token)
    return _overtaken(store)


def _send_straight(store: Endpoint, staging: Staging, place: IRI, update: str) -> None:
    """Send lines of a first build, with its mark: a server may go on with a request whose sender is gone, when another
    build has removed what had arrived. If somebody else has begun, these lines may stand among that one's, or that
    one's among these."""
    dialects.insert(
        store.send, update.replace("INSERT DATA {", f"INSERT DATA {{ {Marks(store).triple(staging.token)}", 1)
    )
    begun_there = {str(name) for (name,) in store.select_there(begun(place)).rows}
    marks = Marks(store).names()
    if staging.token in begun_there and marks == {staging.token}:
        return
    is_ended = last_written(store).get(place) == frozenset({staging.token})  # by somebody who sent the same
    if not is_ended or Marks(store).names() - {staging.token}:
        raise _mixed(store, staging)


def publish_world(store: Endpoint, graph: IRI, lines: Iterable[bytes], after: str | None) -> None:
    """Add a world that was made after a build, named `after`. Of several who add worlds at once, one goes first."""
    made = {graph: sorted(set(lines))}
    for wait in (*_WAITS, None):
        try:
            publish(store, made, digests_of(made), {}, (), place=store.own.staged_world, after=after)
            return
        except StoreError as error:
            is_overtaken = isinstance(error, Overtaken)
            if is_overtaken and store.own.last_build(last_written(store)) != after:
                raise BuiltMeanwhile(f"{store.url}: a build ended there while <{graph}> was made; try again") from error
            if wait is None or not is_overtaken:
                said = f"{error}; <{graph}> is not there yet, and kgraph writes a world there that is asked for"
                raise type(error)(said, status=error.status) from error
        time.sleep(wait * secrets.randbelow(1000) / 1000)  # others wait longer, or less


def _sending(
    last: Iterable[str], differing: Iterable[IRI], known: Digests, digests: Digests, kept: Iterable[IRI]
) -> str:
    """With what the name of a build begins: the same for one that sends the same, line by line, after the same writing.

    The rest of the name is each build's own, unless it goes on with what another began: of two that begin at once, one
    may remove what the other has sent, and send only some of it again.
    """
    told = [
        VERSION,
        *sorted(last),
        *sorted(kept),
        *(f"{graph} {known.get(graph)} {digests.get(graph)}" for graph in differing),
    ]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:16]


def _begun(store: Endpoint, place: IRI, sending: str) -> tuple[str, int] | None:
    """The name of a build that began to send the same, and how many of its lines have arrived."""
    found: list[tuple[int, str]] = []
    for (name,) in store.select_there(begun(place)).rows:
        if str(name).startswith(sending):
            counts = store.select_there(Staging(store.own, place, str(name), named=False).how_many_arrived())
            found += ((int(str(count)), str(name)) for (count,) in counts.rows)
    return next(((name, count) for count, name in sorted(found, reverse=True)), None)


def _differences(old: Iterable[bytes], new: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """The lines that only one of two graphs has, each with whether it is new.

    An engine may keep `1.5` and `1.50` as one number, and forgets both if one is removed. So with a line that is
    removed the lines are sent again that say other numbers, dates or texts with a language of the same thing.
    """
    both = heapq.merge(((line, False) for line in old), ((line, True) for line in new))
    for _, alike in groupby(both, key=lambda one: one[0].split(b" ", 2)[:2]):
        sides: dict[bytes, list[bool]] = {}
        for line, is_new in alike:
            sides.setdefault(line, []).append(is_new)
        differing = {line: found[0] for line, found in sides.items() if len(found) == 1}
        yield from differing.items()
        if any(_may_be_rewritten(line) for line, is_new in differing.items() if not is_new):
            yield from ((line, True) for line in sides if line not in differing and _may_be_rewritten(line))


def _may_be_rewritten(line: bytes) -> bool:
    """Whether a line has a value that engines write anew: a number, a date, a text with a language."""
    return line.split(b" ", 2)[2].startswith(b'"') and not line.endswith(b'" .\n')

"""Making the world of a new version from that of the previous one, by applying the build's changes to it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Set
from functools import partial
from pathlib import Path

from kgraph.building.by_document import Changed
from kgraph.building.changes import build_graph
from kgraph.building.conclusions import derived_graph
from kgraph.building.kept import Kept, KeptClaim
from kgraph.building.speech import lines_by_graph
from kgraph.building.standing import derived_of, documents_among, documents_of
from kgraph.claims import Claim
from kgraph.disputes.saying import is_state
from kgraph.model import Term, Triple
from kgraph.namespaces import IRI, KG, RDF, RDFS, SKOS
from kgraph.store.archive import GraphChange
from kgraph.store.changing import Changes
from kgraph.store.fronts import FrontChange, carry_over
from kgraph.store.portions import lines_of
from kgraph.store.snapshot import Snapshot
from kgraph.worlds import World
from kgraph.worlds.choice import world_iri
from kgraph.worlds.differing import difference
from kgraph.worlds.lines import Graphs, all_written, parts
from kgraph.worlds.making import matches

_OF_THINGS = all_written(RDF.type, RDFS.label, SKOS.prefLabel, SKOS.inScheme)
_FINDINGS = all_written(
    *(KG.Dispute, KG.Position, KG.Conflict, KG.Revision, KG.OneVoice, KG.NearMiss, KG.Disagreement),
    *(KG.Corroboration, KG.Repetition, KG.Superiority, KG.TimeSpan),
)
# how often further claims are read that also have lines to be removed; if that does not suffice, the world is made anew
_ROUNDS = 10


def carry_world(
    snapshot: Snapshot, fresh: Path, kept: Kept, found: Changed, changes: Changes, base: str, world: World
) -> bool:
    """Make a world for the version in the folder `fresh` from the snapshot's; returns whether that was possible."""
    change = _changed(snapshot, fresh, kept, found, changes, base, world)
    return change is not None and carry_over(snapshot, fresh, world_iri(base, world), changes, change)


def _changed(
    snapshot: Snapshot, fresh: Path, kept: Kept, found: Changed, changes: Changes, base: str, world: World
) -> FrontChange | None:
    contents = kept.contents() | {claim.content for claim in found.now if claim.content}
    differing = changes.get(derived_graph(base), GraphChange())
    findings = {IRI(line[1 : line.index(b">")].decode()) for line in (*differing.removed, *differing.added)}
    beside = {claim.iri for claim in _beside(found, differing)}
    with Snapshot(fresh) as now:
        for _ in range(_ROUNDS):
            derived = derived_of(snapshot, base, {*beside, *(claim.iri for claim in found.before)}, findings)
            named = {o for s, _, o in derived if s not in beside and isinstance(o, IRI)}
            gone = {claim.iri for claim in found.before}
            rows = [row for _, _, row in kept.rows(kept.numbers({*beside, *named} - gone).values())]
            derived = [*derived, *derived_of(snapshot, base, {row.iri for row in rows} - beside)]
            before, after = _graphs(snapshot, found, changes, base, rows, derived)
            change, more = difference(
                before, after, base, world, partial(_elsewhere, now, found, contents, base), contents
            )
            if not more:
                return change
            beside |= {row.iri for row in kept.of_contents(more)}
    return None


def _elsewhere(
    now: Snapshot, found: Changed, contents: Set[IRI], base: str, lines: Iterable[bytes]
) -> dict[bytes, set[IRI]]:
    """For each line, the unchanged graphs that have it too: contents, and graphs that every world shows.

    The latter are the reference, documents, matches, and derived triples on things that are no findings.
    """
    of = now.graphs_with(lines)
    graphs = {graph for several in of.values() for graph in several}.difference(found.graphs, found.lines)
    shown = {IRI(f"{base}graph/reference"), *documents_among(now, graphs - contents)} | (graphs & contents)
    derived, links = derived_graph(base), IRI(f"{base}graph/links")
    told = {
        line: (several & shown)
        | ({derived} if derived in several and _is_of_a_thing(line) else set())
        | ({links} if links in several and any(matches([line], links, base)) else set())
        for line, several in of.items()
    }
    return {line: several for line, several in told.items() if several}


def _is_of_a_thing(line: bytes) -> bool:
    """Whether a derived line gives the class or the label of a thing that is no finding."""
    _, predicate, value = parts(line)
    return predicate in _OF_THINGS and value not in _FINDINGS


def _beside(found: Changed, derived: GraphChange) -> Iterator[KeptClaim]:
    """Unchanged claims whose contents in a world may depend on the changes.

    Either a finding on them changes, or they speak of the same event as a changed claim: for example, the count of a
    raid's dead is left out if it is in question whether the raid happened.
    """
    lines = b"".join([*derived.removed, *derived.added])
    named = [(row, claim) for row, claim in found.near if b"<%b>" % row.iri.encode() in lines]
    events = {node for claim in (*found.values, *(claim for _, claim in named)) for node in _events(claim)}
    yield from (row for row, _ in named)
    yield from (row for row, claim in found.near if not events.isdisjoint(_events(claim)))


def _events(claim: Claim) -> Iterator[Term]:
    for one in claim.statements:
        yield from one.get(KG.event)
        if not is_state(one):
            yield one.node


def _graphs(
    snapshot: Snapshot,
    found: Changed,
    changes: Changes,
    base: str,
    rows: Collection[KeptClaim],
    derived: Iterable[Triple],
) -> tuple[Graphs, Graphs]:
    """The graphs that have these claims, the derived triples and the changed quads: first as they were, then as they
    are now."""
    of_derived, build = derived_graph(base), build_graph(base)
    before: defaultdict[IRI, set[bytes]] = defaultdict(set)
    beside = lines_of([*documents_of(snapshot, rows), *((*one, of_derived) for one in derived)])
    for near in (lines_by_graph(rows), beside):
        for graph, text in near.items():
            before[graph] |= set(text.splitlines(keepends=True))
    for graph in found.graphs:
        before[graph] |= set(snapshot.written(graph))
    # the unchanged lines of shared graphs are in the world in any case
    for graph in changes.keys() - found.graphs - {build}:
        before[graph] |= set(changes[graph].removed)
    after = {graph: set(lines) for graph, lines in before.items()}
    for graph in changes.keys() - {build}:
        after[graph] = (after.get(graph, set()) - set(changes[graph].removed)) | set(changes[graph].added)
    return _as_graphs(before), _as_graphs(after)


def _as_graphs(graphs: Mapping[IRI, set[bytes]]) -> Graphs:
    return Graphs((graph, sorted(lines)) for graph, lines in sorted(graphs.items()) if lines)

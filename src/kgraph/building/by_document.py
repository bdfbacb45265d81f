"""A build by document: starting from the previous version, it makes anew only what depends on changed files.

Claims of changed files are *changed*. So are claims that name a thing whose description changed, or that rest on a
changed claim. Besides these, only their *neighbours* are read (`disputes.neighbours`). Triples are derived twice from
these few claims, as they were and as they are now (`resting`); the build changes the triples that differ.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kgraph.building.keeping import is_in_pieces, kept_file
from kgraph.building.kept import Kept, KeptClaim, KeptFile, KeptRow
from kgraph.building.parts import Data, is_of_documents, read, things
from kgraph.building.resting import Resting, Told, TooManyError
from kgraph.building.speech import own_lines
from kgraph.claims import Claim
from kgraph.model import Quad, Term
from kgraph.namespaces import IRI
from kgraph.store.archive import GraphChange
from kgraph.store.changing import changes_of
from kgraph.store.portions import GraphBytes, lines_of
from kgraph.validation import Finding
from kgraph.validation.faults import faults

_Said = Mapping[str, tuple[Sequence[Quad], Sequence[Quad]]]
"""For each file, its quads besides claims in its own graphs, and all its quads in shared graphs."""


@dataclass(frozen=True)
class Sources:
    """The input of a build by document: the kept data of the previous version, and the files as they are now.

    `paths` has each file's path and the digest of its bytes, by the name under which the file is kept. `terms` are the
    ontology's quads, `own` those of them that are the workspace's.
    """

    kept: Kept
    base: str
    paths: Mapping[str, tuple[Path, str]]
    terms: Collection[Quad]
    own: Collection[Quad]


@dataclass(frozen=True)
class Changed:
    """The changes that a build makes.

    `derived` are the quads to remove from the derived graph and those to add; `shared` has the old and new lines of
    shared graphs. The graphs in `graphs` are removed, and replaced by these `lines`. `gone` are the numbers of the
    files that `files` replace in the kept data; `claims` are kept anew for files that did not change. `near` are the
    unchanged claims that were read; `before` and `now` are the changed ones as they were and are, and `values` the
    latter as values.
    """

    derived: tuple[Collection[Quad], Collection[Quad]]
    shared: tuple[GraphBytes, GraphBytes]
    graphs: Collection[IRI]
    lines: Mapping[IRI, bytes]
    gone: Collection[int]
    files: Sequence[KeptFile]
    claims: Mapping[int, Sequence[KeptClaim]]
    faults: Sequence[Finding]
    near: Sequence[tuple[KeptClaim, Claim]]
    before: Sequence[KeptClaim]
    now: Sequence[KeptClaim]
    values: Sequence[Claim]

    def changes(self, written: Callable[[IRI], Iterable[bytes]], said: GraphBytes) -> dict[IRI, GraphChange]:
        """The changes to the graphs of the previous version: `written` gives a graph's old lines, `said` has the new
        lines of some graphs."""
        wholes = {**self.lines, **said}
        before = {graph: list(written(graph)) for graph in {*self.graphs, *wholes}}
        now = {graph: lines.splitlines(keepends=True) for graph, lines in wholes.items()}
        for some, found in ((0, before), (1, now)):
            for lines in (self.shared[some], lines_of(self.derived[some])):
                found |= {graph: text.splitlines(keepends=True) for graph, text in lines.items()}
        return changes_of(before, now)


def changed(sources: Sources, progress: Callable[[str], None] = lambda step: None) -> Changed:
    """Find the changes of a build; raises `TooManyError` if so much depends on them that building everything is as
    fast."""
    progress("reading the files that changed")
    kept, base = sources.kept, sources.base
    gone, data = _read(sources)
    numbers = kept.files()
    names = {path: name for name, (path, _) in sources.paths.items()}
    said = kept.beside()
    staying = {name: both for name, both in said.items() if numbers[name][0] not in gone}
    files = [kept_file(file, names[file.path], sources.paths[names[file.path]][1]) for file in data.files]
    now = {**staying, **{file.path: (file.beside, file.shared) for file in files}}
    progress("deriving what follows from them")
    _check_apart(kept, data, now)
    old = kept.rows([claim for claim, _ in kept.claims_of(gone)])
    resting = _resting(sources, old, data, _told(said), _told(now))
    were, are = resting.conclude()
    files = [
        replace(one, claims=[resting.fresh[claim.id] for claim in file.part.claims])
        for one, file in zip(files, data.files, strict=True)
    ]
    shared, shared_now = (lines_of(quad for _, several in both.values() for quad in several) for both in (said, now))
    new = {claim.id for claim in data.part.claims}
    return Changed(
        derived=(were - are, are - were),
        shared=(shared, shared_now),
        graphs=kept.graphs(gone),
        lines={graph: lines for graph, lines in data.lines.items() if is_of_documents(graph, base)},
        gone=gone,
        files=files,
        claims=resting.kept_of_others(),
        faults=_faults(kept, staying, files, now, sources.terms),
        near=resting.looked_at,
        before=[row for _, _, row in old],
        now=[claim for iri, claim in resting.fresh.items() if iri in new],
        values=[*resting.changed, *data.part.claims],
    )


def _resting(
    sources: Sources, old: Sequence[KeptRow], data: Data, before: Sequence[Quad], now: Sequence[Quad]
) -> Resting:
    """The claims that depend on the changed files; `old` are the previous claims of these files, `before` and `now` the
    quads besides claims."""
    contents = sources.kept.contents() if sources.own else set()
    left = contents - {row.content for _, _, row in old if row.content}
    gone = {number for number, _, _ in old}
    return Resting(
        *(sources.kept, sources.base, sources.terms, sources.own, gone, data.part),
        lines=own_lines(data.part.claims, data.lines),
        before=Told(before, contents),
        now=Told(now, left | set(data.part.contents)),
    )


def _check_apart(kept: Kept, data: Data, now: _Said) -> None:
    """Raise `TooManyError` if shared graphs have statements on a document's claims, or if a claim is spread over
    several graphs."""
    owns, needs = things([quad for _, several in now.values() for quad in several])
    fresh = [(file.own, file.needs) for file in data.files]
    meets = any(not owns.isdisjoint({*own, *needed}) or not needs.isdisjoint(own) for own, needed in fresh)
    if meets or kept.sharing(_named(owns), _named(needs), ()):
        raise TooManyError("a file that several documents share describes things that a changed document names")
    if any(map(is_in_pieces, data.part.claims)):
        raise TooManyError("a claim is written in several graphs")


def _named(several: Iterable[Term]) -> list[str]:
    return [thing for thing in several if isinstance(thing, IRI)]


def _told(said: _Said) -> list[Quad]:
    """All quads besides claims, in the order in which a full build has them."""
    return [quad for which in (0, 1) for name in sorted(said, key=Path) for quad in said[name][which]]


def _faults(
    kept: Kept, staying: Collection[str], files: Sequence[KeptFile], now: _Said, terms: Collection[Quad]
) -> list[Finding]:
    """The faults of all files as they are now."""
    found = [fault for name, several in kept.faults().items() if name in staying for fault in several]
    found += [fault for file in files for fault in file.faults]
    found += faults([quad for _, several in now.values() for quad in several], frozenset(term for term, *_ in terms))
    return sorted(dict.fromkeys(found), key=lambda fault: (fault.subject, fault.message))


def _read(sources: Sources) -> tuple[set[int], Data]:
    """The numbers of the files that changed or must be read together with these, and the present data of these
    files."""
    kept, paths = sources.kept, sources.paths
    before = kept.files()
    gone = {file for name, (file, digest) in before.items() if name not in paths or paths[name][1] != digest}
    fresh = {name for name, (_, digest) in paths.items() if name not in before or before[name][1] != digest}
    names = {file: name for name, (file, _) in before.items()}
    known = frozenset(term for term, *_ in sources.terms)
    while True:
        data = read([paths[name][0] for name in sorted(fresh)], sources.base, known)
        if not data.apart:
            raise TooManyError("a file that several documents share describes things that a changed document names")
        owns = {thing for file in data.files for thing in file.own if isinstance(thing, IRI)}
        needs = {thing for file in data.files for thing in file.needs if isinstance(thing, IRI)}
        more = kept.sharing(owns, needs, gone) - gone
        if not more:
            return gone, data
        gone |= more
        fresh |= {names[file] for file in more} & paths.keys()

"""Building: files → store. Load, digest the contents, derive what follows, run the rules, materialise the worlds."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from kgraph.analysis.diff import Difference, Version, diff
from kgraph.catalogue import read_query, with_prologue
from kgraph.claims import claims_of, derived, surroundings
from kgraph.disk import is_locked, is_versioned, replaced_folder
from kgraph.disputes import conflicts_of, disputed
from kgraph.errors import DataError, StoreError, StoreLocked, UsageError
from kgraph.findings import Grounds, concluded, premises
from kgraph.memory import uncollected
from kgraph.model import Literal, Quad, Triple
from kgraph.namespaces import DCTERMS, IRI, KG, RDFS, SH
from kgraph.store import OxigraphStore, Store, open_store, read_quads, serialise
from kgraph.store.digest import content_digest
from kgraph.store.results import Remark
from kgraph.store.snapshot import Snapshot
from kgraph.validation import Finding
from kgraph.validation.faults import faults
from kgraph.vocabulary import bundled_terms
from kgraph.workspace.config import Workspace, level
from kgraph.workspace.terms import as_known, own_terms
from kgraph.worlds import World, materialise

Progress = Callable[[str], None]
"""Told each step's name as it begins."""

MADE_BY_BUILDS = ("world/", "graph/derived", "graph/build", "graph/ontology", "graph/description")
"""Where under the base the graphs begin that no data file may write to; exports make the description."""

WORLD_AT_BUILD = World("undisputed")
"""The world that a build makes; others are made when they are first asked for."""
WORLDS_AT_ENDPOINTS = (World("record"), World("undisputed"), World("asserted"))
"""Those that it makes at an endpoint, where everybody asks by the graphs' names."""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build made: counts, and the URL of the store that holds it.

    `faults` counts what is wrong with the data, as far as a build looks (`validation.faults`), `first` is one of them.
    """

    files: int
    quads: int
    claims: int
    disputes: int
    store: str
    faults: int = 0
    first: str = ""


def build(workspace: Workspace, url: str | None = None, progress: Progress = lambda step: None) -> BuildReport:
    """Build the workspace's graph into a store: its own folder, or the one that `url` names.

    The graph is made in memory first, so that a fault in the data leaves the old store as it was. A folder gets a
    new version (see `disk.replaced_folder`); at an endpoint the workspace's own graphs are replaced in one request.
    """
    target = url or f"oxigraph:{workspace.store}"
    base = workspace.base
    with OxigraphStore() as memory:
        found = fill(memory, workspace, progress)
        progress("writing the store")
        if target.startswith("oxigraph:"):
            folder = Path(target.removeprefix("oxigraph:"))
            with replaced_folder(folder) as fresh, _naming(folder, fresh):
                _check_free(folder)
                memory.load(_changes_in_folder(folder, memory, base))
                memory.copy_to(fresh)
                progress("making the world")
                with Snapshot(fresh, unread=True) as snapshot:
                    materialise(snapshot, base, WORLD_AT_BUILD)
        elif target != "memory:":
            with open_store(target) as remote:
                parts = tuple(base + part for part in ("doc/", "claim/", "graph/", "world/"))
                mine = [graph for graph in remote.graphs() if graph.startswith(parts)]
                memory.load(_changes(remote, memory, base))
                materialise(memory, base, *WORLDS_AT_ENDPOINTS)
                remote.load(memory.dump(), replacing=mine)
        claims = (
            f"GRAPH ?d {{ ?c a {serialise(KG.Claim)} }} FILTER(STRSTARTS(STR(?d), {serialise(Literal(base + 'doc/'))}))"
        )
        return BuildReport(
            files=len(workspace.data_files()),
            quads=_count(memory, "GRAPH ?g { ?s ?p ?o }"),
            claims=_count(memory, claims),
            disputes=_count(memory, f"GRAPH {serialise(derived_graph(base))} {{ ?d a {serialise(KG.Dispute)} }}"),
            store=target,
            faults=len(found),
            first=found[0].line(base) if found else "",
        )


def _count(store: Store, pattern: str) -> int:
    rows = store.select(f"SELECT (COUNT(*) AS ?n) WHERE {{ {{ {pattern} }} }}")
    return int(str(rows.rows[0][0]))


def fill(store: Store, workspace: Workspace, progress: Progress = lambda step: None) -> list[Finding]:
    """Load the workspace's files into an empty store and derive all that a build derives; the data's faults."""
    base = workspace.base
    progress("reading the data")
    quads = read_workspace(workspace)
    store.load(quads)
    terms = [*bundled_terms(), *own_terms(workspace)]
    store.load((s, p, o, IRI(f"{base}graph/ontology")) for s, p, o, _ in terms)
    conclude(store, workspace, quads, progress)
    found = faults(quads, {term for term, *_ in terms})
    store.load(_about_the_build(workspace, found))
    return found


def _about_the_build(workspace: Workspace, found: Sequence[Finding]) -> Iterator[Quad]:
    """From which files the store was built, and what is wrong with these in a sentence, for those who ask the store."""
    graph = build_graph(workspace.base)
    yield graph, DCTERMS.identifier, Literal(workspace.fingerprint()), graph
    if found:
        sentence = in_a_sentence(len(found), found[0].line(workspace.base))
        yield graph, SH.resultMessage, Literal(sentence), graph


def in_a_sentence(count: int, first: str) -> str:
    """What a build and answers say of faulty data.

    >>> in_a_sentence(2, "claim/a: '2022-07-32' is no xsd:date")[:75]
    "the data have 2 faults, which may leave things out; the first: claim/a: '20"
    """
    counted = "1 fault, which" if count == 1 else f"{count} faults, which"
    such = ":" if count == 1 else "; the first:"
    return f"the data have {counted} may leave things out{such} {first}; 'kgraph validate' shows all"


def told_faults(store: Store, base: str) -> str:
    """What a build said of faults in the data that a store was built from; "" for none."""
    return _told(store, base, SH.resultMessage) or ""


def made_from(store: Store, base: str) -> str | None:
    """The fingerprint of the files that a store was built from; `None` where it cannot tell."""
    return _told(store, base, DCTERMS.identifier)


def _told(store: Store, base: str, predicate: IRI) -> str | None:
    graph = serialise(build_graph(base))
    try:
        rows = store.select(f"SELECT ?said WHERE {{ GRAPH {graph} {{ {graph} {serialise(predicate)} ?said }} }}")
    except StoreError:
        return None
    return next((str(said) for said in rows.column("said")), None)


def read_workspace(workspace: Workspace) -> list[Quad]:
    """All quads of the workspace's data files; raises `DataError` for a statement in a graph it may not be in."""
    return [quad for path in workspace.data_files() for quad in read_data_file(path, workspace.base)]


def read_data_file(path: Path, base: str) -> list[Quad]:
    """The quads of one data file, each in a named graph."""
    quads = read_quads(path, base)
    for graph in {quad[3] for quad in quads}:
        fault = _fault(graph, base)
        if fault:
            raise DataError(fault[0], path=path, fix=fault[1])
    return quads


def _fault(graph: IRI | None, base: str) -> tuple[str, str] | None:
    """Why a data file may not have statements in this graph, and what to do; `None` if it may."""
    if graph is None:
        return "a statement stands outside any named graph", "put it into its document's graph, or graph/reference"
    if not graph.startswith(base):
        return (
            f"the graph <{graph}> is not under the workspace's base <{base}>",
            "set base in kgraph.toml, or @base here",
        )
    if graph.startswith(tuple(base + made for made in MADE_BY_BUILDS)):
        return f"the graph <{graph}> is written by builds or exports", "leave it out of the data"
    return None


def conclude(
    store: Store, workspace: Workspace, quads: Collection[Quad], progress: Progress = lambda step: None
) -> None:
    """Load what follows from these data, which are in the store: by kgraph's rules, then by those in files."""
    base, own, rules = workspace.base, own_terms(workspace), workspace.rule_files()
    terms = [*bundled_terms(), *own]
    progress("deriving what follows from claims")
    without = {path.stem for path in rules}
    store.load([*derive(quads, base, terms, without), *as_known(quads, own, base)])
    if rules or workspace.premise_files():
        progress("running the workspace's own rules")
        _run_own_rules(store, workspace, quads, terms)


def derive(
    quads: Collection[Quad], base: str, terms: Collection[Quad] = (), without: Collection[str] = ()
) -> list[Quad]:
    """The digests of contents, what follows from claims, and what rules find between them, in the derived graph.

    `terms` are the ontology's, kgraph's own unless they are given; `without` names rules that do not run. See
    `claims.deriving`, `disputes` and `findings`.
    """
    digested = list(digests(quads, base))
    contents = {IRI(claim): str(digest) for claim, _, digest, _ in digested}
    with uncollected():
        claims = list(claims_of(quads))
        known, beside = [*quads, *(terms or bundled_terms())], surroundings(quads)
        found = [*derived(claims, beside, contents)]
        found += concluded(Grounds.of(claims, known, beside, found), base, without)
        found += disputed(claims, known, contents, base)
        return [*digested, *((*triple, derived_graph(base)) for triple in found)]


def digests(quads: Iterable[Quad], base: str) -> Iterator[Quad]:
    """A `kg:contentDigest` for each claim, in the derived graph."""
    contents: dict[IRI, IRI] = {}
    graphs = defaultdict(list)
    for quad in quads:
        subject, predicate, value, graph = quad
        if predicate == KG.content and isinstance(subject, IRI) and isinstance(value, IRI):
            contents[subject] = value
        if graph is not None:
            graphs[graph].append(quad[:3])
    for claim, content in sorted(contents.items()):
        digest = Literal(content_digest(graphs[content], claim))
        yield claim, KG.contentDigest, digest, derived_graph(base)


def _run_own_rules(store: Store, workspace: Workspace, quads: Collection[Quad], terms: Collection[Quad]) -> None:
    """Run the rules in the workspace's files over the record, and keep what they construct in the derived graph.

    kgraph's premises come first, then the workspace's own, those whose names begin with 1, then with 2 …; each sees
    what the ones before concluded. Premises stand beside the record, and are deleted after the rules ran.
    """
    base = workspace.base
    _, record = materialise(store, base, World("record"))
    store.load((*triple, record) for triple in premises_of(quads, terms))
    for _, several in groupby(workspace.premise_files(), key=level):
        store.load([(*triple, record) for path in several for triple in constructed(store, path, base, record)])
    found = [triple for path in workspace.rule_files() for triple in constructed(store, path, base, record)]
    store.clear(record)
    store.load((*triple, derived_graph(base)) for triple in (*found, *conflicts_of(found, base)))


def premises_of(quads: Collection[Quad], terms: Collection[Quad]) -> list[Triple]:
    """What rules in files reason with, of the data and the ontology's terms; see `findings.premises`."""
    with uncollected():
        return list(premises(Grounds.of(list(claims_of(quads)), [*quads, *terms], surroundings(quads))))


def constructed(store: Store, path: Path, base: str, record: IRI) -> list[Triple]:
    """What a rule or a premise in a file constructs over the record; raises `DataError` if it does not run."""
    try:
        return store.construct(with_prologue(read_query(path).text, base), default_graph=record)
    except UsageError as error:
        raise DataError(f"the rule does not run: {error}", path=path) from error


def _changes_in_folder(folder: Path, fresh: Store, base: str) -> list[Quad]:
    """See `_changes`; nothing where the folder has no store that can be read."""
    if not (folder / "CURRENT").is_file():
        return []
    try:
        with open_store(f"oxigraph:{folder}", create=False, read_only=True) as standing:
            return _changes(standing, fresh, base)
    except StoreError:
        return []


def _changes(standing: Store, fresh: Store, base: str) -> list[Quad]:
    """What this build changes, to be said in its graph; of a build from equal files, what the one before it said."""
    build = build_graph(base)
    before = list(standing.dump(build))
    if not before:
        return []
    if set(fresh.dump(build)) <= set(before):
        return [quad for quad in before if quad[1] != DCTERMS.identifier]
    found = diff(Version.of(standing, base), Version.of(fresh, base))
    return [
        *((build, KG[one.change], one.id, build) for one in found),
        *((one.id, RDFS.label, Literal(f"{one.claimant}: {one.text}", language="en"), build) for one in found),
        *((one.id, DCTERMS.description, Literal(_in_words(one)), build) for one in found if one.fields),
    ]


def _in_words(change: Difference) -> str:
    """In what a claim has changed: "certainty (certainty: Unstated → certainty: Probable)"."""
    told = f" ({change.before or 'nothing'} → {change.after or 'nothing'})" if change.before or change.after else ""
    return f"{', '.join(change.fields)}{told}"


def derived_graph(base: str) -> IRI:
    """The graph of digests, disputes and whatever else rules find."""
    return IRI(f"{base}graph/derived")


def build_graph(base: str) -> IRI:
    """The graph that says from which files the store was built."""
    return IRI(f"{base}graph/build")


@contextmanager
def _naming(folder: Path, fresh: Path) -> Iterator[None]:
    """Name the store's folder in errors of the new version, which is gone when somebody reads them."""
    try:
        yield
    except StoreError as error:
        raise type(error)(str(error).replace(str(fresh), str(folder))) from error


def _check_free(folder: Path) -> None:
    """Refuse to replace what no build made, or what somebody writes to; a damaged store of ours may go."""
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return
    refusal = UsageError(f"{folder}: this is no store that kgraph built, and will not be replaced; name another folder")
    if not is_versioned(folder) and not (folder / "CURRENT").is_file():
        raise refusal
    if is_locked(folder.resolve() / "LOCK"):
        raise StoreLocked(f"{folder}: the store is locked, open for writing elsewhere; wait, or end that process")
    if is_versioned(folder):
        return
    try:  # to read only: the engine removes files of a folder that it opens for writing, under those who read it
        with open_store(f"oxigraph:{folder}", create=False, read_only=True) as store:
            built = store.ask(f"ASK {{ GRAPH ?g {{ ?g {serialise(DCTERMS.identifier)} ?fingerprint }} }}")
    except (StoreError, UsageError):
        built = False
    if not built:
        raise refusal


def built_store(workspace: Workspace) -> Store | None:
    """The workspace's own store, if it was built from the files as they are now."""
    try:
        if not (workspace.store / "CURRENT").is_file():
            return None
        url = f"oxigraph:{workspace.store}"
        store = open_store(url, read_only=True, allowed_services=workspace.endpoints, room=workspace.room)
    except (StoreError, OSError):
        return None
    if made_from(store, workspace.base) == workspace.fingerprint():
        return store
    store.close()
    return None


def opened_store(workspace: Workspace, url: str | None, remark: Remark) -> Store:
    """The store that `Graph.open` opens: the one named, that which was built, or one in memory."""
    if url is not None and url != "memory:":
        local, services = url.startswith("oxigraph:"), workspace.endpoints
        return open_store(url, read_only=local, allowed_services=services, remark=remark, room=workspace.room)
    if url is None and (built := built_store(workspace)) is not None:
        return built
    memory = open_store("memory:", allowed_services=workspace.endpoints)
    fill(memory, workspace)
    return memory

"""Building a store from files: loading, computing digests of contents, deriving triples, running rules, making
worlds."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from pathlib import Path

from kgraph.building import Data, Part, as_known, conclusions, derived_graph, journal, own_rules, read, read_data_file
from kgraph.building.changes import build_graph, changes, opened
from kgraph.disk import is_locked, is_versioned, replaced_folder
from kgraph.errors import StoreError, StoreLocked, UsageError
from kgraph.memory import uncollected
from kgraph.model import Literal, Quad
from kgraph.namespaces import DCTERMS, IRI, KG, RDF, SH
from kgraph.store import OxigraphStore, Store, open_store, serialise
from kgraph.store.finishing import last_written
from kgraph.store.packed import Packed
from kgraph.store.portions import lines_of, together, write_folder
from kgraph.store.publishing import Sent, held, publish
from kgraph.store.results import Remark
from kgraph.store.snapshot import Snapshot
from kgraph.validation import Finding
from kgraph.vocabulary import bundled_terms
from kgraph.workspace import renewing
from kgraph.workspace.config import Digests, Workspace, level
from kgraph.workspace.elsewhere import Standing, canonical, check_apart, endpoint, own_parts, sending, write
from kgraph.workspace.sealing import WORLD_AT_BUILD, seal
from kgraph.workspace.terms import own_terms
from kgraph.workspace.written import digest_in, digest_in_file, put_into, read_written
from kgraph.worlds import materialise

Progress = Callable[[str], None]
"""Called with each step's name as the step begins."""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """The result of a build: counts, and the URL of the store.

    `faults` counts the faults of the data for which a build looks (`validation.faults`), and `first` is one of them.
    `read` counts the files that were read if the others had not changed. It is `None` for a full build; then `why`
    gives the reason, if there was a previous version. `sent` is what an endpoint was sent, since it differed.
    """

    files: int
    quads: int
    claims: int
    disputes: int
    store: str
    faults: int = 0
    first: str = ""
    read: int | None = None
    why: str = ""
    sent: Sent | None = None


@dataclass(frozen=True)
class Made:
    """The graph that a build made: lines by graph, and the faults of the data.

    `vocabulary` is the vocabulary's digest (`Workspace.vocabulary_digest`); "" if the workspace's own rules read the
    whole graph.
    """

    lines: Packed
    faults: Sequence[Finding]
    data: Data
    digests: Digests
    terms: Sequence[Quad]
    vocabulary: str

    def add(self, quads: Iterable[Quad]) -> None:
        """Add some quads."""
        for graph, lines in lines_of(quads).items():
            self.lines[graph] = together([self.lines[graph], lines]) if graph in self.lines else lines


def build(
    workspace: Workspace, url: str | None = None, progress: Progress = lambda step: None, *, anew: bool = False
) -> BuildReport:
    """Build the workspace's graph into a store: its own folder, or the one that `url` names.

    If the data cannot be read, the old store stays as it was. A folder gets a new version (see `disk.replaced_folder`).
    If there is a previous version, the new one is made from it by applying changes (see `renewing`), unless `anew` asks
    for a full build. What an endpoint has of the workspace's graphs is replaced in one step (see `elsewhere`).
    """
    target = url or f"oxigraph:{workspace.store}"
    with uncollected():
        if target.startswith("oxigraph:"):
            return _build_folder(Path(target.removeprefix("oxigraph:")), workspace, progress, anew)
        return _build_elsewhere(target, workspace, progress, anew)


def _build_elsewhere(target: str, workspace: Workspace, progress: Progress, anew: bool) -> BuildReport:
    made = _made(workspace, progress)
    if target == "memory:":
        return _report(workspace, target, made, None)
    made = replace(made, data=Data(Part(), Packed()))  # the claims as values go first; memory is for the lines alone
    made = replace(made, lines=canonical(made.lines))
    with endpoint(target, workspace) as store, sending(workspace, target) as (before, now):
        known = held(store, own_parts(workspace.base))
        check_apart(store, workspace.base)
        if store.own.switching not in last_written(store):  # else a mixture would be taken for an earlier version
            made.add(changes(Standing(store, known, before, made.lines), made.lines, workspace.base))
        report = _report(workspace, target, made, None)
        progress("preparing the worlds")
        write(made.lines, workspace.base, now)
        del made
        parts, known = own_parts(workspace.base), {} if anew else known
        sent = publish(store, now, now.digests, known, parts, before=before, tell=progress)
        return replace(report, quads=sum(now.counts.values()), sent=sent)


def _build_folder(folder: Path, workspace: Workspace, progress: Progress, anew: bool) -> BuildReport:
    with replaced_folder(folder) as fresh, _naming(folder, fresh):
        _check_free(folder)
        digests = workspace.digests()
        about = partial(_about_the_build, workspace.base, workspace.fingerprint(digests))
        renewed = "" if anew else renewing.renewed(workspace, digests, folder, fresh, about, progress)
        if isinstance(renewed, renewing.Renewed):
            seal(fresh, folder)
            return _renewed_report(renewed, folder)
        report = _write_anew(folder, fresh, workspace, progress)
        seal(fresh)
        return replace(report, why=renewed)


def _write_anew(folder: Path, fresh: Path, workspace: Workspace, progress: Progress) -> BuildReport:
    made = _made(workspace, progress)
    progress("writing the store")
    said = _changes_in_folder(folder, made, workspace.base)
    made.add(said)
    write_folder(fresh, made.lines)
    is_first = not (folder / "CURRENT").is_file()
    told = opened(made.lines, workspace.base) if is_first else said
    journal.carry(folder, fresh, told, workspace.fingerprint(made.digests))
    put_into(fresh, workspace)
    report = _report(workspace, f"oxigraph:{folder}", made, None)
    counts = {"quads": report.quads, "disputes": report.disputes}
    if made.vocabulary:
        renewing.keep(fresh, made.data, made.digests, made.terms, made.vocabulary, counts)
    del made  # the lines from which the world is made are on disk, and the engine needs the memory
    progress("preparing the worlds")
    with Snapshot(fresh, unread=True) as snapshot:
        materialise(snapshot, workspace.base, WORLD_AT_BUILD)
    return report


def _renewed_report(renewed: renewing.Renewed, folder: Path) -> BuildReport:
    faults = renewed.faults
    return BuildReport(
        files=renewed.files,
        quads=renewed.quads,
        claims=renewed.claims,
        disputes=renewed.disputes,
        store=f"oxigraph:{folder}",
        faults=len(faults),
        first=faults[0].line(renewed.base) if faults else "",
        read=renewed.read,
    )


def _report(workspace: Workspace, target: str, made: Made, count: int | None) -> BuildReport:
    base = workspace.base
    of_claims, of_disputes = (
        f" {serialise(RDF.type)} {serialise(kind)} .\n".encode() for kind in (KG.Claim, KG.Dispute)
    )
    quads = claims = 0
    for graph, lines in made.lines.items():  # opened once, since opening takes time
        quads += lines.count(b"\n")
        claims += lines.count(of_claims) if graph.startswith(base + "doc/") else 0
    return BuildReport(
        files=len(workspace.data_files()),
        quads=quads if count is None else count,
        claims=claims,
        disputes=made.lines.get(derived_graph(base), b"").count(of_disputes),
        store=target,
        faults=len(made.faults),
        first=made.faults[0].line(base) if made.faults else "",
    )


def fill(store: Store, workspace: Workspace, progress: Progress = lambda step: None) -> list[Finding]:
    """Load the workspace's files into an empty store and derive everything that a build derives; returns the data's
    faults."""
    with uncollected():
        made = _made(workspace, progress)
        store.load_lines(made.lines)
        store.load_lines(read_written(workspace)[1])
        return list(made.faults)


def _made(workspace: Workspace, progress: Progress) -> Made:
    """The graph of the workspace's files, with all derived triples."""
    base = workspace.base
    progress("reading the data")
    # before anything is read, so that the store counts as out of date if somebody writes meanwhile
    digests = workspace.digests()
    fingerprint = workspace.fingerprint(digests)
    vocabulary = "" if renewing.has_rules(workspace) else workspace.vocabulary_digest()
    own = own_terms(workspace)
    terms = [*bundled_terms(), *own]
    data = read([path for path, _ in digests.values()], base, frozenset(term for term, *_ in terms))
    made = Made(data.lines, data.part.faults, data, digests, terms, vocabulary)
    made.add((s, p, o, IRI(f"{base}graph/ontology")) for s, p, o, _ in terms)
    progress("deriving what follows from claims")
    made.add(_concluded(workspace, data.part, terms, own))
    if _has_rules(workspace):
        progress("running the workspace's own rules")
        with OxigraphStore() as memory:
            memory.load_lines(made.lines)
            made.add(_by_own_rules(memory, workspace, data.part, terms))
    made.add(_about_the_build(base, fingerprint, made.faults))
    return made


def _about_the_build(base: str, fingerprint: str, found: Iterable[Finding]) -> Iterator[Quad]:
    """The quads that say from which files the store was built, and, in a sentence, which faults these have."""
    graph, found = build_graph(base), list(found)
    yield graph, DCTERMS.identifier, Literal(fingerprint), graph
    if found:
        sentence = in_a_sentence(len(found), found[0].line(base))
        yield graph, SH.resultMessage, Literal(sentence), graph


def in_a_sentence(count: int, first: str) -> str:
    """The sentence on faulty data, for builds and queries.

    >>> in_a_sentence(2, "claim/a: '2022-07-32' is no xsd:date")[:69]
    'the data have 2 faults, which may make answers incomplete; the first:'
    """
    counted = "1 fault, which" if count == 1 else f"{count} faults, which"
    such = ":" if count == 1 else "; the first:"
    return f"the data have {counted} may make answers incomplete{such} {first}; 'kgraph validate' shows all"


def told_faults(store: Store, base: str) -> str:
    """The sentence that a build stored on the faults of its data; "" if there were none."""
    return _told(store, base, SH.resultMessage) or ""


def made_from(store: Store, base: str) -> str | None:
    """The fingerprint of the files from which a store was built; `None` if the store does not have it."""
    return _told(store, base, DCTERMS.identifier)


def _told(store: Store, base: str, predicate: IRI) -> str | None:
    graph = serialise(build_graph(base))
    try:
        rows = store.select(f"SELECT ?said WHERE {{ GRAPH {graph} {{ {graph} {serialise(predicate)} ?said }} }}")
    except StoreError:
        return None
    return next((str(said) for said in rows.column("said")), None)


def read_workspace(workspace: Workspace) -> list[Quad]:
    """All quads of the workspace's data files; raises `DataError` for a statement in a graph to which data files may
    not write."""
    return [quad for path in workspace.data_files() for quad in read_data_file(path, workspace.base)]


def conclude(store: Store, workspace: Workspace, quads: Sequence[Quad]) -> None:
    """Derive triples from data that are in the store, by kgraph's rules and then by rules in files, and load them."""
    with uncollected():
        own, part = own_terms(workspace), Part.of(quads)
        terms = [*bundled_terms(), *own]
        store.load(_concluded(workspace, part, terms, own))
        if _has_rules(workspace):
            store.load(_by_own_rules(store, workspace, part, terms))


def _concluded(workspace: Workspace, part: Part, terms: Collection[Quad], own: Collection[Quad]) -> list[Quad]:
    without = {path.stem for path in workspace.rule_files()}
    return [*conclusions(part, workspace.base, terms, without), *as_known(part, own, workspace.base)]


def _has_rules(workspace: Workspace) -> bool:
    return bool(workspace.rule_files() or workspace.premise_files())


def _by_own_rules(store: Store, workspace: Workspace, part: Part, terms: Collection[Quad]) -> list[Quad]:
    """The findings of the workspace's rules; its premises run in the order of the numbers with which their names
    begin."""
    levels = [list(several) for _, several in groupby(workspace.premise_files(), key=level)]
    return own_rules.run(store, workspace.base, part, terms, levels, workspace.rule_files())


def _changes_in_folder(folder: Path, made: Made, base: str) -> list[Quad]:
    """The quads of `changes`; none if the folder has no store that can be read."""
    if not (folder / "CURRENT").is_file():
        return []
    try:
        with open_store(f"oxigraph:{folder}", create=False, read_only=True) as standing:
            return changes(standing, made.lines, base)
    except StoreError:
        return []


@contextmanager
def _naming(folder: Path, fresh: Path) -> Iterator[None]:
    """Name the store's folder in errors on the new version, whose folder no longer exists when the user reads them."""
    try:
        yield
    except StoreError as error:
        raise type(error)(str(error).replace(str(fresh), str(folder))) from error


def _check_free(folder: Path) -> None:
    """Raise `UsageError` for a folder that no build made or to which another process writes; a damaged store of
    kgraph's may be replaced."""
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return
    refusal = UsageError(f"{folder}: this is no store that kgraph built, and will not be replaced; name another folder")
    if not is_versioned(folder) and not (folder / "CURRENT").is_file():
        raise refusal
    if is_locked(folder.resolve() / "LOCK"):
        raise StoreLocked(f"{folder}: the store is locked, open for writing elsewhere; wait, or end that process")
    if is_versioned(folder):
        return
    try:  # read-only: opening for writing would make the engine remove files that others are reading
        with open_store(f"oxigraph:{folder}", create=False, read_only=True) as store:
            built = store.ask(f"ASK {{ GRAPH ?g {{ ?g {serialise(DCTERMS.identifier)} ?fingerprint }} }}")
    except (StoreError, UsageError):
        built = False
    if not built:
        raise refusal


def built_store(workspace: Workspace) -> Store | None:
    """The workspace's own store, if it was built from the present files."""
    try:
        if not (workspace.store / "CURRENT").is_file():
            return None
        url = f"oxigraph:{workspace.store}"
        store = open_store(url, read_only=True, allowed_services=workspace.endpoints, room=workspace.room)
    except (StoreError, OSError):
        return None
    has_written = digest_in(store, workspace) == digest_in_file(workspace)
    if has_written and made_from(store, workspace.base) == workspace.fingerprint():
        return store
    store.close()
    return None


def opened_store(workspace: Workspace, url: str | None, remark: Remark) -> Store:
    """The store that `Graph.open` opens: the one that `url` names, the built one if it is up to date, or a new one in
    memory."""
    if url is not None and url != "memory:":
        return open_store(
            url,
            base=workspace.base,
            read_only=url.startswith("oxigraph:"),
            allowed_services=workspace.endpoints,
            access=workspace.access,
            timeout=workspace.timeout,
            remark=remark,
            room=workspace.room,
        )
    if url is None and (built := built_store(workspace)) is not None:
        return built
    memory = open_store("memory:", allowed_services=workspace.endpoints)
    fill(memory, workspace)
    return memory

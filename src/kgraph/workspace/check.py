"""Validating a workspace, or some of its files together with the things that they name."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from datetime import date
from pathlib import Path

from kgraph.building import MADE_BY_BUILDS, derived_graph, read_data_file
from kgraph.errors import UsageError
from kgraph.linking.sssom import read_judgements
from kgraph.memory import uncollected
from kgraph.model import Quad
from kgraph.namespaces import IRI
from kgraph.resources import bundled
from kgraph.store import Picking, open_store, read_quads
from kgraph.validation import Finding, latest_today
from kgraph.validation import validate as validate_quads
from kgraph.workspace.building import conclude, read_workspace
from kgraph.workspace.config import Workspace
from kgraph.workspace.linking import LINKS_FILE
from kgraph.workspace.renewing import outlines
from kgraph.workspace.terms import own_terms


def check(
    workspace: Workspace,
    files: Sequence[Path] = (),
    sources: Path | None = None,
    progress: Callable[[str], None] = lambda step: None,
    *,
    today: date | None = None,
) -> list[Finding]:
    """The faults of a workspace's data and of the triples derived from them.

    With `files`, only faults of these files are reported; other files are read for the things that they name (see
    `_with_others`), and their words are compared with the texts of the documents that they name. `sources` is the
    folder of the documents' texts, by default the workspace's own if there is one. A date of publication after `today`
    is a warning; the default is the latest calendar day anywhere on Earth.
    """
    check_given(files, sources)
    with uncollected() if files else nullcontext():  # for some files, few checks are needed
        return _check(workspace, files, sources, progress, today or latest_today())


def _check(
    workspace: Workspace, files: Sequence[Path], sources: Path | None, progress: Callable[[str], None], today: date
) -> list[Finding]:
    progress("reading the data")
    given = [quad for path in files for quad in read_data_file(path, workspace.base)]
    quads = _with_others(given, files, workspace) if files else read_workspace(workspace)
    progress("running the rules")
    own = own_terms(workspace)
    everything = [*quads, *_derived(quads, workspace)]
    progress("checking")
    texts = sources or (workspace.sources if workspace.sources.is_dir() else None)
    folder = bundled() / "ontology"
    graphs = {graph for *_, graph in given}
    mine = {term for quad in quads if quad[3] in graphs for term in quad if term} if files else None
    findings = validate_quads(
        everything, ontology=folder, base=workspace.base, sources=texts, today=today, own=own, only=mine
    )
    findings += _check_links(workspace)
    named = {str(term) for subject, _, _, graph in given for term in (subject, graph)}
    return [f for f in findings if not files or f.subject in named or f.graph in named]


def check_given(files: Sequence[Path], sources: Path | None) -> None:
    """Raise `UsageError` for a file or a folder of texts that does not exist."""
    for path in files:
        if not path.is_file():
            raise UsageError(f"{path}: there is no such file")
    if sources is not None and not sources.is_dir():
        raise UsageError(f"{sources}: no such folder; name the one that holds the documents' texts")


def _check_links(workspace: Workspace) -> Iterator[Finding]:
    """Findings on judgements that contradict each other, on faults of their file, and on a links graph that differs
    from them.

    Raises `DataError` for a file of judgements that cannot be read.
    """
    judgements = read_judgements(workspace.links, workspace.base)
    graph = IRI(f"{workspace.base}graph/links")
    for fault in judgements.faults:
        message = f"{fault.path.name}:{fault.line}: {fault.what}"
        yield Finding("link", graph, message, fault.fix, "error" if fault.is_error else "warning", graph)
    for conflict in judgements.conflicts():
        yield Finding("link", conflict.judgements[0].subject, conflict.what, conflict.fix, "warning", graph)
    place = workspace.data / LINKS_FILE
    standing = set(read_quads(place, workspace.base)) if place.is_file() else set()
    if standing != set(judgements.quads()):
        message = f"{LINKS_FILE} is not what {workspace.links.name} says"
        fix = f"run 'kgraph link', which takes over matches written by hand and makes {LINKS_FILE} anew"
        yield Finding("link", graph, message, fix, "warning", graph)


def _with_others(given: Sequence[Quad], files: Sequence[Path], workspace: Workspace) -> list[Quad]:
    """The given quads, and those of other files that are in the same graphs, describe things that they name, or give
    the classes of further things.

    It also has all labels, which must be unambiguous, and the quads that point at things of the given quads by a
    property that shapes follow backwards or by kg:content. For a file that has not changed since the build, the outline
    is usually enough. Raises `DataError` for a file that is not legal.
    """
    base, mine = workspace.base, {path.resolve() for path in files}
    standing = workspace.data_files()
    # in the order in which the whole workspace is read
    paths = [*mine.difference(path.resolve() for path in standing), *standing]
    about = frozenset(str(term) for quad in given for term in quad if isinstance(term, IRI))
    graphs = frozenset(str(graph) for *_, graph in given)
    picked = Picking(about, graphs).read(paths, base, outlines(workspace))
    forbidden = tuple(base + made for made in MADE_BY_BUILDS)
    for path, written in picked.graphs.items():
        if not all(graph.startswith(base) and not graph.startswith(forbidden) for graph in written):
            read_data_file(path, base)  # raises an error that says what is wrong
    return picked.quads


def _derived(quads: list[Quad], workspace: Workspace) -> list[Quad]:
    with open_store("memory:") as store:
        store.load(quads)
        conclude(store, workspace, quads)
        return list(store.dump(derived_graph(workspace.base)))

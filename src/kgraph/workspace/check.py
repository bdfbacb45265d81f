"""Validating a workspace, or some files in the light of it."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

from kgraph.building import derived_graph, read_data_file
from kgraph.errors import UsageError
from kgraph.linking.sssom import read_judgements
from kgraph.model import Quad
from kgraph.namespaces import IRI
from kgraph.resources import bundled
from kgraph.store import open_store, read_quads
from kgraph.validation import Finding, latest_today
from kgraph.validation import validate as validate_quads
from kgraph.workspace.building import conclude, read_workspace
from kgraph.workspace.config import Workspace
from kgraph.workspace.linking import LINKS_FILE
from kgraph.workspace.terms import own_terms


def check(
    workspace: Workspace,
    files: Sequence[Path] = (),
    sources: Path | None = None,
    progress: Callable[[str], None] = lambda step: None,
    *,
    today: date | None = None,
) -> list[Finding]:
    """What is wrong with a workspace's data, what rules derive from them included.

    With `files`, only what those say is reported; the rest of the workspace is there to refer to. `sources`
    is the folder of the documents' texts, by default the workspace's own if there is one.
    `today` is the day after which nothing is published yet, by default the latest day that it is anywhere now.
    """
    check_given(files, sources)
    progress("reading the data")
    quads, named = _read(workspace, files)
    progress("running the rules")
    own = own_terms(workspace)
    everything = [*quads, *_derived(quads, workspace)]
    progress("checking")
    texts = sources or (workspace.sources if workspace.sources.is_dir() else None)
    day = today or latest_today()
    folder = bundled() / "ontology"
    findings = validate_quads(everything, ontology=folder, base=workspace.base, sources=texts, today=day, own=own)
    findings += _check_links(workspace)
    return [f for f in findings if not files or f.subject in named or f.graph in named]


def check_given(files: Sequence[Path], sources: Path | None) -> None:
    """Raise `UsageError` for a file to check, or a folder of texts, that is not there."""
    for path in files:
        if not path.is_file():
            raise UsageError(f"{path}: there is no such file")
    if sources is not None and not sources.is_dir():
        raise UsageError(f"{sources}: no such folder; name the one that holds the documents' texts")


def _check_links(workspace: Workspace) -> Iterator[Finding]:
    """Judgements that contradict each other, what is wrong in their file, and a links graph that is not as they say.

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


def _read(workspace: Workspace, files: Sequence[Path]) -> tuple[list[Quad], set[str]]:
    if not files:
        return read_workspace(workspace), set()
    given = [quad for path in files for quad in read_data_file(path, workspace.base)]
    mine = {path.resolve() for path in files}
    others = [p for p in workspace.data_files() if p.resolve() not in mine]
    rest = [quad for path in others for quad in read_data_file(path, workspace.base)]
    return [*given, *rest], {str(quad[0]) for quad in given} | {str(quad[3]) for quad in given}


def _derived(quads: list[Quad], workspace: Workspace) -> list[Quad]:
    with open_store("memory:") as store:
        store.load(quads)
        conclude(store, workspace, quads)
        return list(store.dump(derived_graph(workspace.base)))

"""Finding the questions that files would raise before they are written, by a graph in memory of the files with the
changes."""

import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from kgraph.analysis.questions import Disputed, OpenQuestion, Remark
from kgraph.store import open_store
from kgraph.workspace.building import fill
from kgraph.workspace.config import Workspace
from kgraph.workspace.graph import Graph


@dataclass(frozen=True, slots=True)
class Foreseen:
    """The questions that would be new, those that would have other positions, and the texts of those that would
    disappear; and the near misses that would be new.

    `after` has the cards of the claims in these questions.
    """

    new: tuple[OpenQuestion, ...]
    changed: tuple[OpenQuestion, ...]
    gone: tuple[str, ...]
    after: Disputed
    near: tuple[Remark, ...] = ()


def foreseen(workspace: Workspace, files: Mapping[Path, bytes]) -> Foreseen:
    """What would be in question if some data files had other contents; nothing is written in the workspace."""
    standing_files = workspace.data_files(may_be_empty=True)
    earlier = _disputed(workspace) if standing_files else None
    before = earlier.questions if earlier else ()
    with tempfile.TemporaryDirectory(prefix="kgraph-") as folder:
        data = Path(folder) / "data"
        data.mkdir()
        for path in [*standing_files, *files]:
            place = data / path.relative_to(workspace.data)
            place.parent.mkdir(parents=True, exist_ok=True)
            if path in files:
                place.write_bytes(files[path])
            else:
                shutil.copyfile(path, place)
        after = _disputed(replace(workspace, data=data, store=Path(folder) / "store"))
    standing = {question.id: question for question in before}
    new = tuple(question for question in after.questions if question.id not in standing)
    changed = tuple(
        question
        for question in after.questions
        if question.id in standing and _stands(question) != _stands(standing[question.id])
    )
    left = {question.id for question in after.questions}
    known = {remark.claims for remark in earlier.remarks} if earlier else set()
    near = tuple(one for one in after.remarks if one.kind == "near miss" and one.claims not in known)
    return Foreseen(new, changed, tuple(one.text for one in before if one.id not in left), after, near)


def _disputed(workspace: Workspace) -> Disputed:
    with open_store("memory:") as store:
        fill(store, workspace)
        return Graph(store, workspace).disputed()


def _stands(question: OpenQuestion) -> list[tuple[str, frozenset[str]]]:
    return [(stand.answer, frozenset(stand.claims)) for stand in question.stands]

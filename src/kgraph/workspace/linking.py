"""A workspace's links: its judgements on disk, and runs that look for candidates in other data sets.

`data/links.sssom.tsv` is what counts. From it `links.trig` among the data files is written anew with every change, so
that the files hold the links graph for whoever loads them elsewhere.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

from kgraph.disk import locked_folder, replace_file
from kgraph.errors import UnknownName, UsageError
from kgraph.linking.candidates import Wanted
from kgraph.linking.deciding import Outcome, settle
from kgraph.linking.finders import Finder
from kgraph.linking.judgements import Conflict, Judgement, Judgements
from kgraph.linking.sssom import read_judgements, write_judgements
from kgraph.namespaces import IRI
from kgraph.store.trig import canonical_trig
from kgraph.workspace.config import Workspace

LINKS_FILE = "links.trig"
_HEADER = "# Links to other data sets, made from {source} by 'kgraph link'; what is written here by hand is lost."
_STEPS_KEPT = 500


class Links:
    """The judgements of a workspace; every `save` is one step, which `undo` takes back.

    Raises `UsageError` on saving if the workspace came with the package, or if somebody else has changed the file since
    it was read: nothing of theirs is overwritten.
    """

    def __init__(self, workspace: Workspace) -> None:
        self.workspace, self._path = workspace, workspace.links
        self._read()

    def _read(self) -> None:
        self._before = self._path.read_bytes() if self._path.exists() else b""
        self.judgements = read_judgements(self._path, self.workspace.base, self.workspace.title)

    @property
    def conflicts(self) -> list[Conflict]:
        """Judgements that cannot all be right."""
        return self.judgements.conflicts()

    def save(self) -> bool:
        """Write what has changed, if anything has; whether it had. The state before is kept for `undo`."""
        if not self.workspace.is_writable:
            raise UsageError("these are kgraph's own files; begin a workspace with 'kgraph init DIR' and link there")
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with locked_folder(self._path.parent):
            standing = self._path.read_bytes() if self._path.exists() else b""
            if standing != self._before:
                raise UsageError(f"{self._path}: changed by another meanwhile; nothing was overwritten, run it again")
            written = self._write()
            if written != standing:
                self._remember(standing)
            self._before = written
        return written != standing

    def undo(self) -> str:
        """Take back the last step; what that was, in words. Raises `UsageError` if there is none."""
        steps = self._steps()
        if not steps:
            raise UsageError("there is no step to take back")
        now = {one.pair: one for one in self.judgements}
        replace_file(self._path, steps[-1].read_bytes())
        steps[-1].unlink()
        self._read()
        self._write()
        self._before = self._path.read_bytes()
        before = {one.pair: one for one in self.judgements}
        changed = [
            now.get(pair) or before[pair] for pair in now.keys() | before.keys() if now.get(pair) != before.get(pair)
        ]
        names = ", ".join(sorted({one.subject_label for one in changed})[:5])
        return f"took back {len(changed)} judgements ({names}{' …' if len(changed) > 5 else ''})"

    def entity(self, wanted: Sequence[Wanted], name: str) -> Wanted:
        """The wanted thing that a label, another name, an IRI or the end of one means; see `find`."""
        return find(wanted, name, self.workspace.base)

    def _write(self) -> bytes:
        write_judgements(self.judgements, self._path, self.workspace.licence or "")
        header = _HEADER.format(source=self._path.name)
        text = canonical_trig(self.judgements.quads(), self.workspace.base, header)
        replace_file(self.workspace.data / LINKS_FILE, text)
        return self._path.read_bytes()

    def _remember(self, before: bytes) -> None:
        folder = self.workspace.kept / "links"
        folder.mkdir(parents=True, exist_ok=True)
        steps = self._steps()
        number = int(steps[-1].name.partition(".")[0]) + 1 if steps else 1
        replace_file(folder / f"{number:06}.sssom.tsv", before)
        for old in steps[: -_STEPS_KEPT + 1]:
            old.unlink(missing_ok=True)

    def _steps(self) -> list[Path]:
        folder = self.workspace.kept / "links"
        return sorted(path for path in folder.glob("*.sssom.tsv") if re.fullmatch(r"\d{6}\.sssom\.tsv", path.name))


def run(
    links: Links,
    wanted: Sequence[Wanted],
    finders: Iterable[Finder],
    *,
    only: Collection[IRI] = (),
    today: date | None = None,
    progress: Callable[[str], None] = lambda name: None,
) -> Iterator[Outcome]:
    """Look for each entity in each data set, and settle what is found; `links.save` keeps it.

    Entities that a person has judged there are not looked for. `progress` is told the name of each entity begun.
    """
    day = (today or date.today()).isoformat()
    chosen = [one for one in wanted if not only or one.iri in only]
    for finder in finders:
        for one, found in finder.find([one for one in chosen if finder.seeks(one)]):
            progress(one.names[0])
            yield settle(links.judgements, one, found, finder.space, day)


def find(wanted: Sequence[Wanted], name: str, base: str) -> Wanted:
    """The one thing of this name; raises `UnknownName`, or `UsageError` when several answer to it."""
    by_iri = {one.iri: one for one in wanted}
    for iri in (IRI(name), IRI(base + name)):
        if iri in by_iri:
            return by_iri[iri]
    folded = name.casefold().strip()
    for first_only in (True, False):
        hits = [one for one in wanted if folded in {n.casefold() for n in one.names[: 1 if first_only else None]}]
        if len(hits) == 1:
            return hits[0]
        if hits:
            raise UsageError(f"'{name}' names several things; say which: {', '.join(one.iri for one in hits)}")
    raise UnknownName("entity to link", name, [n for one in wanted for n in one.names])


def standing(judgements: Judgements, wanted: Wanted) -> list[Judgement]:
    """What has been judged of an entity, matches first."""
    return sorted(judgements.of(wanted.iri), key=lambda one: (not one.matches, one.verdict, one.source))

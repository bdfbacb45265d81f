"""What became of the questions in dispute, build by build: a file in each version of the store, for feeds.

Each version takes over the entries of the one before it, and adds those of its own build.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from kgraph.analysis.diff import Entry
from kgraph.model import Quad
from kgraph.namespaces import DCTERMS, IRI, KG, RDFS

FILE = "questions.jsonl"
_MOST = 1_000  # entries that are kept
_HOW = {KG.opened: "opened", KG.revised: "revised", KG.closed: "closed"}


def carry(before: Path, fresh: Path, said: Iterable[Quad], build: str) -> None:
    """Write the journal of a new version of the store into its folder: the entries of the version `before`, if there is
    one, and those that the quads on the build's changes tell, unless this build is the last that was noted."""
    known = entries(before)
    if not known or known[-1].build != build:
        known += _told(said, build)
    _write(fresh, known)


def entries(version: Path) -> list[Entry]:
    """The entries of a version of the store, the oldest first; lines that cannot be read are passed over."""
    found = []
    with suppress(OSError):
        for line in (version / FILE).read_text(encoding="utf8", errors="replace").splitlines():
            with suppress(ValueError, TypeError):
                found.append(Entry(**json.loads(line)))
    return found


def _told(said: Iterable[Quad], build: str) -> Iterator[Entry]:
    how: dict[object, str] = {}
    words = defaultdict[object, dict[IRI, str]](dict)
    for subject, predicate, value, _ in said:
        if predicate in _HOW:
            how[value] = _HOW[predicate]
        elif predicate in (RDFS.label, DCTERMS.description):
            words[subject][predicate] = str(value)
    now = _now()
    for question, happened in how.items():
        text, what = (words[question].get(one, "") for one in (RDFS.label, DCTERMS.description))
        yield Entry(now, build, happened, str(question), text, what)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _write(folder: Path, found: Iterable[Entry]) -> None:
    lines = [json.dumps(asdict(one), ensure_ascii=False) + "\n" for one in found]
    (folder / FILE).write_text("".join(lines[-_MOST:]), encoding="utf8", errors="replace")

"""Edit a made workspace again and again, and build after each edit: editing.py [EDITS=200] [CLAIMS=10000] [SEED=1].

An edit adds, changes, removes or restores a document, or changes an entity's description in the reference. At the end
the store is compared with a full build of the same files in a new folder: every graph, several worlds, and the rows of
each query of the catalogue. The bench prints how long the builds took, how many were full builds, and what differs; it
exits with 1 if anything does. Rows of a query without ORDER BY are compared in any order.
"""

import json
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kgraph import Graph, Workspace, build
from kgraph.store.canonical import canonical_lines
from kills import Lines, lines_of, versions_of
from made import make
from rows import CASES, answers

WORLDS: tuple[dict[str, Any], ...] = (
    {},
    {"world": "asserted"},
    {"world": "record"},
    {"as_of": "2021-06-30"},
    {"world": "asserted", "according_to": "Person 20"},
)


class Editor:
    """Edits the documents and the reference of a workspace, at random."""

    def __init__(self, workspace: Workspace, seed: int) -> None:
        self._rng = random.Random(seed)  # noqa: S311 - no secrets
        self._reference = workspace.data / "reference.trig"
        self._there = sorted(path for path in workspace.data.glob("*.trig") if path != self._reference)
        self._removed: dict[Path, str] = {}
        self._added = 0

    def edit(self) -> str:
        """Edit something; returns what was done."""
        kinds = [self.add, self.change, self.change, self.remove, self.say, *([self.put_back] * bool(self._removed))]
        kind = self._rng.choice(kinds)
        kind()
        return kind.__name__.replace("_", " ")

    def add(self) -> None:
        """Add a document that says the same as another one, or nearly the same."""
        path = self._rng.choice(self._there)
        self._added += 1
        fresh = path.with_stem(f"{path.stem}-again-{self._added}")
        fresh.write_text(self._version(path).replace(path.stem, fresh.stem), "utf8")
        self._there.append(fresh)

    def change(self) -> None:
        """Change the content of a document."""
        path = self._rng.choice(self._there)
        path.write_text(self._version(path), "utf8")

    def remove(self) -> None:
        """Remove a document."""
        path = self._there.pop(self._rng.randrange(len(self._there)))
        self._removed[path] = path.read_text("utf8")
        path.unlink()

    def put_back(self) -> None:
        """Restore a document that was removed."""
        path = self._rng.choice(sorted(self._removed))
        path.write_text(self._removed.pop(path), "utf8")
        self._there.append(path)

    def say(self) -> None:
        """Change an entity's label or side."""
        lines = self._reference.read_text("utf8").splitlines(keepends=True)
        able = [n for n, line in enumerate(lines) if 'rdfs:label "' in line]
        number = self._rng.choice([n for n in able if "kg:side" in lines[n]] if self._rng.random() < 0.5 else able)
        line = lines[number]
        if "kg:side <agent/petrel>" in line:
            line = line.replace("kg:side <agent/petrel>", "kg:side <agent/basalt>")
        elif "kg:side" in line:
            line = re.sub(r"kg:side <[^>]+>", "kg:side <agent/petrel>", line)
        else:
            line = line.replace('rdfs:label "', 'rdfs:label "New ', 1)
        lines[number] = line
        self._reference.write_text("".join(lines), "utf8")

    def _version(self, path: Path) -> str:
        text = path.read_text("utf8")
        return self._rng.choice([one for one in versions_of(text)[1:] if one != text])


def built(folder: Path) -> dict[str, Any]:
    """Run a build in a process of its own; returns its CPU seconds, and whether it was a full build."""
    command = [sys.executable, __file__, "--build", str(folder)]
    found: dict[str, Any] = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return found


def build_here(folder: Path) -> None:
    """Build, and print the measurements."""
    report = build(Workspace.find(folder))
    print(json.dumps({"seconds": time.process_time(), "anew": report.read is None, "why": report.why}))


def said(folder: Path) -> Iterator[tuple[str, Lines | list[list[str]]]]:
    """All answers of a store: its graphs, its worlds, and the rows of the catalogue's queries."""
    workspace = Workspace.find(folder)
    with Graph.open(folder, f"oxigraph:{workspace.store}") as graph:
        yield "graphs", lines_of(graph.store, workspace.base)
        for options in WORLDS:
            chosen = graph.choose(options.get("world"), options.get("according_to", ()), options.get("as_of"))
            seen, name = graph.materialised(chosen)
            lines = dict(canonical_lines(lambda: [both for both in seen.lines([name]) if both[0] == name]))  # noqa: B023
            yield f"world {options}", {name: frozenset(lines[name])}
        yield from answers("here", graph, sorted(CASES))


def edited(count: int, claims: int, seed: int, folder: Path) -> list[str]:
    """Edit and build `count` times, print the measurements, and return the differences from a full build."""
    make(folder / "edited", claims)
    workspace = Workspace.find(folder / "edited")
    first = built(workspace.root)
    editor = Editor(workspace, seed)
    done: Counter[str] = Counter()
    found = []
    for number in range(1, count + 1):
        done[editor.edit()] += 1
        found.append(built(workspace.root))
        if number % 20 == 0:
            print(f"{number} edits", file=sys.stderr, flush=True)
    times = [one["seconds"] for one in found if not one["anew"]]
    print(f"all of {claims} claims: {first['seconds']:.1f} CPU s; {dict(done)}")
    print(f"by document: {len(times)} builds, {statistics.median(times):.2f} s, at most {max(times):.2f} s")
    for why, times_told in Counter(one["why"] for one in found if one["anew"]).items():
        print(f"all made anew, {times_told} times: {why}")
    other = folder / "anew" / "edited"
    shutil.copytree(workspace.root, other, ignore=shutil.ignore_patterns(".kgraph"))
    built(other)
    return list(differing(dict(said(workspace.root)), dict(said(other))))


def differing(one: dict[str, Any], other: dict[str, Any]) -> Iterator[str]:
    """The differences between the answers of two stores."""
    rows = 0
    for name in sorted({*one, *other}):
        a, b = one[name], other[name]
        if isinstance(a, dict):
            apart = [graph for graph in sorted({*a, *b}) if a.get(graph) != b.get(graph)]
            yield from (f"{name}: {graph}" for graph in apart[:5])
        else:
            rows += len(a)
            if Counter(map(json.dumps, a)) != Counter(map(json.dumps, b)):
                yield f"{name}: other rows"
    print(f"compared: {len(one['graphs'])} graphs, {len(WORLDS)} worlds, {rows} rows of {len(CASES)} queries")


def main(count: int = 200, claims: int = 10_000, seed: int = 1) -> None:
    """Edit, compare, and exit with 1 if anything differs."""
    with tempfile.TemporaryDirectory(prefix="kgraph-edits-") as folder:
        faults = edited(count, claims, seed, Path(folder))
    print(*faults, f"edits={count} claims={claims} seed={seed} faults={len(faults)}", sep="\n")
    sys.exit(bool(faults))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--build"]:
        build_here(Path(sys.argv[2]))
    else:
        main(*map(int, sys.argv[1:]))

"""Kill builds of two workspaces that run at once at one endpoint: sharing.py [ROUNDS=30] [SEED=1] [--oxigraph]

The endpoint is a Virtuoso, or with --oxigraph the oxigraph server. In each round both workspaces are built there at
once, and each build is killed (SIGKILL) at a random moment of the time that it takes. Before, a word of the data was
changed; or, in every third round on average, all that stands there of the workspace was removed, so that this is its
first build. What was cut off of a first build is gone on with, or, half of the time, a word was changed since.

After the kills both workspaces are read by their own names. Each must have all its graphs as before or as after the
change, and a reader who may write is not told to wait. Only after a first build that was killed may there be nothing to
read yet. After each third round both are built to the end. Exits with 1 at a fault.
"""

import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from kgraph import Workspace, build
from kgraph.errors import BuiltMeanwhile
from kgraph.store.canonical import canonical_lines
from kgraph.store.finishing import last_written
from kgraph.store.remote import RemoteStore
from kgraph.store.staging import HELD
from kgraph.store.steady import steady
from kgraph.workspace.elsewhere import endpoint, own_parts
from kills import ended, fork
from made import BASE, make
from servers import engine

_CLAIMS = 40
_WORDS = "kg:Ongoing", "kg:Begun"
Content = frozenset[tuple[str, frozenset[bytes]]]


@dataclass
class Town:
    """A workspace, the endpoint where it is built, and what stands there for each of the two words.

    `stands` is what was last read there; `None` if there was nothing whole.
    """

    workspace: Workspace
    url: str
    file: Path
    is_new: bool = False
    known: dict[bool, Content] = field(default_factory=dict)
    stands: Content | None = None

    def turn(self) -> None:
        """Change the word."""
        self.is_new = not self.is_new
        old, new = _WORDS if self.is_new else _WORDS[::-1]
        self.file.write_text(self.file.read_text("utf8").replace(old, new), "utf8")

    def begin(self) -> int:
        """Begin a build in a process of its own."""
        return fork(partial(build, self.workspace, self.url))

    def read(self) -> bool:
        """Learn what stands there, but for what tells of the last change; whether a last update had been cut off."""
        with endpoint(self.url, self.workspace) as store:
            last = last_written(store)
            try:
                self.stands = steady(store, partial(self._content, store)) or None
            except BuiltMeanwhile:
                self.stands = None
            return store.own.switching in last and store.own.staged in last

    def _content(self, store: RemoteStore) -> Content:
        about = f"{self.workspace.base}graph/build"
        said = list(store.lines(own_parts(self.workspace.base)))
        return frozenset((name, frozenset(lines)) for name, lines in canonical_lines(lambda: said) if name != about)

    def remove(self) -> None:
        """Make the endpoint as if nobody had built the workspace there."""
        base, self.stands = self.workspace.base, None
        with endpoint(self.url, self.workspace) as store:
            for graph in (*store.graphs(), store.own.staged, store.own.staged_world):
                if graph.startswith((*own_parts(base), "urn:kgraph:")):
                    store.clear(graph)
            mine = f'STRSTARTS(STR(?s), "{base}") || STRENDS(STR(?s), ":{base}")'
            said = f"GRAPH <{HELD}> {{ ?s ?p ?o }}"
            store.send(f"DELETE {{ {said} }} WHERE {{ {said} FILTER({mine}) }}")


def finish(towns: Iterable[Town]) -> float:
    """Build at once to the end: how long that took."""
    began = time.monotonic()
    children = [town.begin() for town in towns]
    if any([*map(ended, children)]):
        raise SystemExit("a build that nobody killed did not end well")
    return time.monotonic() - began


def made_towns(folder: Path, *, oxigraph: bool) -> Iterator[list[Town]]:
    """Two workspaces with the same claims under different bases, built at an endpoint with each of the two words."""
    roots = [folder / name for name in ("north", "south")]
    for root in roots:
        make(root, _CLAIMS)
        for path in (root / "kgraph.toml", *Workspace.find(root).data_files()):
            path.write_text(path.read_text("utf8").replace(BASE, f"{BASE}{root.name}/"), "utf8")
    with engine(folder / "engine", roots[0], oxigraph=oxigraph) as url:
        access = (roots[0] / "kgraph.toml").read_text("utf8").partition("timeout = ")[2]
        with (roots[1] / "kgraph.toml").open("a", encoding="utf8") as settings:
            settings.write(f"timeout = {access}")
        found = []
        for root in roots:
            files = Workspace.find(root).data_files()
            file = next(path for path in files if _WORDS[0] in path.read_text("utf8"))
            file.write_text(file.read_text("utf8").replace(_WORDS[1], _WORDS[0]), "utf8")
            found.append(Town(Workspace.find(root), url, file))
        yield found


def longest(towns: list[Town]) -> dict[bool, float]:
    """How long first builds take, and later ones; what stands there with each of the words is learnt meanwhile."""
    found = {True: finish(towns)}
    for _ in _WORDS:
        for town in towns:
            town.read()
            assert town.stands
            town.known[town.is_new] = town.stands
            town.turn()
        found[False] = finish(towns)
    for town in towns:
        town.read()
        assert town.stands == town.known[town.is_new]
    return found


def prepared(town: Town, rng: random.Random) -> bool:
    """Prepare a workspace for its next build: whether that is its first one."""
    if rng.random() < 1 / 3:
        town.remove()
    if town.stands == town.known[town.is_new] or (not town.stands and rng.random() < 1 / 2):
        town.turn()  # so that there is something to send
    return town.stands is None


def one_round(
    towns: list[Town], rng: random.Random, takes: dict[bool, float], counts: Counter[str], *, whole: bool
) -> None:
    """Kill the builds of a round, and count what stands there then."""
    kinds = [prepared(town, rng) for town in towns]
    moments = [rng.random() * takes[is_first] for is_first in kinds]
    began, children = time.monotonic(), [town.begin() for town in towns]
    for moment, child in sorted(zip(moments, children, strict=True)):
        time.sleep(max(0, began + moment - time.monotonic()))
        os.kill(child, signal.SIGKILL)  # one that has ended is not gone before it is waited for
    for town, is_first, child in zip(towns, kinds, children, strict=True):
        kind, code, before = "first" if is_first else "later", ended(child), town.stands
        counts[f"{kind} builds killed" if code < 0 else f"{kind} builds ended with {code}"] += 1
        counts["last updates that were cut off"] += town.read()
        counts[f"{kind}: {_told(town, before)}"] += 1
    if whole:
        finish(towns)
        for town in towns:
            town.read()
            counts["built to the end" if town.stands == town.known[town.is_new] else "FAULT at the end"] += 1


def _told(town: Town, before: Content | None) -> str:
    """What stands there, in words."""
    if town.stands == before:
        return "the old ones" if before else "nothing to read yet"
    return "the new ones" if town.stands == town.known[town.is_new] else "FAULT"


def main() -> None:
    """Kill builds, and print how often the old graphs, or the new ones, stood after that."""
    rounds, seed = [*(int(word) for word in sys.argv[1:] if word.isdecimal()), 30, 1][:2]
    rng, counts = random.Random(seed), Counter[str]()  # noqa: S311 - no secret
    with tempfile.TemporaryDirectory() as folder:
        for towns in made_towns(Path(folder), oxigraph="--oxigraph" in sys.argv):
            takes = longest(towns)
            print(f"two first builds take {takes[True]:.1f} s, two later ones {takes[False]:.1f} s", flush=True)
            for number in range(rounds):
                one_round(towns, rng, takes, counts, whole=number % 3 == 2)
                print(number + 1, dict(counts), file=sys.stderr, flush=True)
    print(f"{rounds} rounds: " + ", ".join(f"{what}: {count}" for what, count in sorted(counts.items())))
    sys.exit(any(what.partition(" ")[2].startswith("FAULT") or what.startswith("FAULT") for what in counts))


if __name__ == "__main__":
    main()

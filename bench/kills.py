"""Kill builds, and processes that make worlds, at random moments: `python bench/kills.py [N=1000] [SEED=1]`.

In a made workspace of 40 claims, whose data are now one file more and now one less, a process is forked N times that
builds, or asks a world for the first time, and is killed (SIGKILL) within the time that such work takes undisturbed.
After each, another process opens what is there: the store answers as its own build would in memory, in the default and
in another world; at most one version is left beside it; the next that writes clears what was left. Exits with 1 at a
fault.
"""

import os
import random
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from kgraph import Graph, Workspace, build, open_store
from kgraph.analysis.stats import world_sizes
from kgraph.namespaces import KG
from kgraph.store import serialise
from kgraph.workspace.building import fill, made_from
from made import FIRST, make

SIZE = 40
DAYS = 400
ROOM = "2M"  # for some ten worlds, so that older ones are removed, too
WHOLE = 12  # of so many kills, how seldom a build is left alone, and all that was left must be gone
Sizes = tuple[int, ...]
Words = dict[str, str]


@dataclass(frozen=True)
class Town:
    """A workspace, and by fingerprint of its files the graph that a build of these makes."""

    workspace: Workspace
    memory: dict[str, Graph]

    def toggle(self) -> None:
        """Take one file away from the data, or put it back."""
        here = self.workspace.data / "2000-more.trig"
        there = self.workspace.root / here.name
        here.rename(there) if here.exists() else there.rename(here)


def make_town(folder: Path) -> Town:
    """Make the workspace; no thread of the engine runs in this process, so that it can be forked."""
    make(folder, SIZE)
    toml = folder / "kgraph.toml"
    toml.write_text(toml.read_text("utf8") + f'worlds = "{ROOM}"\n', "utf8")
    workspace = Workspace.find(folder)
    last = max(path for path in workspace.data.glob("*.trig") if path.stem != "reference")
    last.rename(workspace.data / "2000-more.trig")
    town = Town(workspace, {})
    for _ in range(2):
        town.toggle()
        store = open_store("memory:")
        fill(store, workspace)
        town.memory[workspace.fingerprint()] = graph = Graph(store, workspace)
        graph.materialised(graph.choose())
    return town


def sizes(graph: Graph, words: Words) -> Sizes:
    """How many claims there are, and what a world holds of them."""
    claims = graph.store.select(f"SELECT DISTINCT ?c {{ GRAPH ?d {{ ?c a {serialise(KG.Claim)} }} }}")
    chosen = graph.choose(words.get("world"), words.get("according_to", ()), words.get("as_of"))
    return (len(claims), *world_sizes(*graph.materialised(chosen)))


def words_of(rng: random.Random) -> Words:
    """A world that nobody, most likely, has asked for yet."""
    day = FIRST + timedelta(days=rng.randrange(DAYS))
    name = rng.choice(("undisputed", "asserted", "record"))
    return {"world": name, "as_of": day.isoformat()} | ({"according_to": "Person 20"} if rng.random() < 0.4 else {})


def leftovers(workspace: Workspace) -> list[str]:
    """What lies beside the store and is not it, nor its worlds."""
    current = workspace.store.resolve().name if workspace.store.exists() else ""
    kept = {workspace.store.name, current, f"{current}.worlds"}
    return sorted(path.name for path in workspace.kept.iterdir() if path.name not in kept)


def half_made(workspace: Workspace) -> list[str]:
    """What a killed process left among the worlds."""
    return sorted(path.name for path in Path(f"{workspace.store.resolve()}.worlds").glob(".*"))


def check(town: Town, words: Words, number: int, *, whole: bool) -> None:
    """See that the store is as it should be, after a process was killed or, if `whole`, after one that was not."""
    workspace = town.workspace
    left = leftovers(workspace)
    others = {name[:19] for name in left}  # .store-0123456789ab, and what lies beside that
    assert len(others) <= (0 if whole else 1), f"beside the store lies {', '.join(left)}"
    with Graph.open(workspace.root, f"oxigraph:{workspace.store}") as graph:
        before = half_made(workspace)
        told = made_from(graph.store, workspace.base)
        assert told in town.memory, f"the store says that it was made from {told}"
        memory = town.memory[told]
        for asked in ({}, words):
            expected, found = sizes(memory, asked), sizes(graph, asked)
            assert found == expected, f"{asked}: {found} instead of {expected}"
        if before:  # whoever makes a world clears that, and nobody has asked for this one
            graph.materialised(graph.choose(as_of=date(1900, 1, 1) + timedelta(days=number)))
    assert not half_made(workspace), f"{before} is still among the worlds"


def fork(work: Callable[[], object]) -> int:
    """Start a process that does this and exits with 0, or says what went wrong and exits with 1."""
    sys.stdout.flush()
    child = os.fork()
    if child:
        return child
    try:
        work()
        os._exit(0)
    except BaseException:  # noqa: BLE001 - whatever it is, it is told, and the process ends
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(1)


def ended(child: int) -> int:
    """The exit code of a process; that of a killed one is below 0."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def ask(town: Town, words: Words) -> None:
    """Ask the store for a world."""
    with Graph.open(town.workspace.root, f"oxigraph:{town.workspace.store}") as graph:
        sizes(graph, words)


def undisturbed(work: Callable[[], object], times: int = 5) -> float:
    """The seconds that some work takes from its fork to its end; the longest of some."""
    found = []
    for _ in range(times):
        began = time.perf_counter()
        assert ended(fork(work)) == 0
        found.append(time.perf_counter() - began)
    return max(found)


def kills(count: int, seed: int, folder: Path) -> tuple[Counter[str], list[str]]:
    """Kill so many processes; what was counted, and the faults."""
    rng = random.Random(seed)  # noqa: S311 - moments to be killed at are no secret
    town = make_town(folder / "town")
    building = undisturbed(partial(build, town.workspace))
    asking = undisturbed(lambda: ask(town, words_of(random.Random())))  # noqa: S311 - the same
    print(f"undisturbed, a build takes {building:.2f} s and a new world {asking:.2f} s", flush=True)
    told: Counter[str] = Counter()
    faults: list[str] = []
    began = time.perf_counter()
    for number in range(1, count + 1):
        words, builds = words_of(rng), rng.random() < 0.5
        if builds:
            town.toggle()
        before = town.workspace.store.resolve()
        kind, work = ("build", partial(build, town.workspace)) if builds else ("world", partial(ask, town, words))
        child = fork(work)
        time.sleep(rng.random() * (building if builds else asking))
        os.kill(child, signal.SIGKILL)
        code = ended(child)
        told[f"{kind}s killed" if code == -signal.SIGKILL else f"{kind}s ended before"] += 1
        told["builds killed after their store was in place"] += (
            builds and code != 0 and before != town.workspace.store.resolve()
        )
        told["versions left"] += bool(leftovers(town.workspace))
        told["half-made worlds left"] += bool(half_made(town.workspace))
        if code not in (0, -signal.SIGKILL) or ended(fork(partial(check, town, words, number, whole=False))):
            faults.append(f"{number}: a {kind}, killed, ended with {code}")
        if number % WHOLE == 0 or number == count:
            told["builds left alone"] += 1
            if ended(fork(partial(build, town.workspace))) + ended(
                fork(partial(check, town, words, number, whole=True))
            ):
                faults.append(f"{number}: after a build that was left alone")
    told["seconds"] = round(time.perf_counter() - began)
    return told, faults


def main(count: int = 1000, seed: int = 1) -> None:
    """Kill, print what was found, and exit with 1 if there is a fault."""
    with tempfile.TemporaryDirectory(prefix="kgraph-kills-") as folder:
        told, faults = kills(count, seed, Path(folder))
    for what, number in told.items():
        print(f"{what}: {number}")
    print(*faults, f"kills={count} seed={seed} faults={len(faults)}", sep="\n")
    sys.exit(bool(faults))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))

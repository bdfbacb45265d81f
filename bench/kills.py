"""Kill builds, and processes that make worlds, at random moments: `python bench/kills.py [N=1000] [SEED=1]`.

In a made workspace of 80 claims, documents are added, changed and removed at random. N times a process is forked that
builds after such an edit, or makes a world, and is killed (SIGKILL) at a random moment of that work. After each kill,
another process opens the store and checks: each document is complete in one of its versions, or absent; every graph,
and the default and another world, are equal to a full build of the files from which the store was made; at most one
version is left beside the store; and the next process that writes removes what was left. After half of the kills the
next build is not killed, and its result is compared with a full build. Exits with 1 at a fault.
"""

import os
import random
import re
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from kgraph import Graph, Store, Workspace, build, open_store
from kgraph.analysis.stats import world_sizes
from kgraph.namespaces import KG
from kgraph.store import serialise
from kgraph.store.canonical import canonical_lines
from kgraph.workspace.building import fill, made_from
from made import FIRST, make

SIZE = 80
DAYS = 400
ROOM = "2M"  # enough for some ten worlds, so that older ones are removed too
Sizes = tuple[int, ...]
Words = dict[str, str]
Lines = dict[str, frozenset[bytes]]
"""The lines of each graph with canonical labels of blank nodes, without the graph on a build's changes."""


@dataclass
class Town:
    """A workspace that is edited, and for each fingerprint of its files the result of a full build.

    `versions` has the texts that a document may have, by path; "" means that the document is absent.
    """

    workspace: Workspace
    versions: dict[Path, Sequence[str]]
    memory: dict[str, tuple[Graph, Lines]] = field(default_factory=dict)

    def edit(self, rng: random.Random) -> str:
        """Add, change or remove a document, and note the result of a full build; returns what was done."""
        kind = rng.choice(("add", "change", "remove"))
        able = [path for path in self.versions if path.exists() == (kind != "add")]
        if not able:
            return self.edit(rng)
        path = rng.choice(able)
        before = path.read_text("utf8") if path.exists() else ""
        if kind == "remove":
            path.unlink()
        else:
            path.write_text(rng.choice([text for text in self.versions[path] if text not in ("", before)]), "utf8")
        self.learn()
        return kind

    def learn(self) -> None:
        """Build the present files of the workspace in memory, as a full build."""
        if self.workspace.fingerprint() in self.memory:
            return
        copy = self.workspace.root.with_name("copy")
        shutil.copytree(self.workspace.root, copy, ignore=shutil.ignore_patterns(".kgraph"))
        other, store = Workspace.find(copy), open_store("memory:")
        fill(store, other)
        lines = lines_of(store, other.base)
        shutil.rmtree(copy)
        graph = Graph(store, other)
        graph.materialised(graph.choose())
        self.memory[self.workspace.fingerprint()] = graph, lines


def make_town(folder: Path) -> Town:
    """Make the workspace; this process runs no thread of the engine, so that it can be forked."""
    make(folder, SIZE)
    toml = folder / "kgraph.toml"
    toml.write_text(toml.read_text("utf8") + f'worlds = "{ROOM}"\n', "utf8")
    workspace = Workspace.find(folder)
    paths = sorted(path for path in workspace.data.glob("*.trig") if path.stem != "reference")
    town = Town(workspace, {path: ("", *versions_of(path.read_text("utf8"))) for path in paths[1:]})
    town.learn()
    return town


def versions_of(text: str) -> list[str]:
    """A document's text, and two variants with other claims and other things in these."""
    head, *claims = re.split(r"(?=\n<doc/\S+> \{ <claim/)", text)
    fewer, others = "".join((head, *claims[2:])), "".join((head, *claims[:-3]))
    fewer = re.sub(r"kg:value (\d)", r"kg:value 1\1", fewer).replace(
        "kg:certainty kg:Unstated", "kg:certainty kg:Possible"
    )
    others = others.replace("kg:polarity kg:Positive", "kg:polarity kg:Negative", 4).replace("district-0", "district-1")
    return [text, fewer, others]


def lines_of(store: Store, base: str) -> Lines:
    """All graphs of a store except the graph on the build's changes."""
    graphs = {graph: lines for graph, lines in store.lines([base]) if graph != f"{base}graph/build"}
    return {graph: frozenset(lines) for graph, lines in canonical_lines(graphs.items)}


def of_document(lines: Lines, base: str, slug: str) -> frozenset[tuple[str, frozenset[bytes]]]:
    """The lines of the graphs of a document and of its claims."""
    own = (f"{base}claim/{slug}/", f"{base}doc/{slug}")
    return frozenset((graph, said) for graph, said in lines.items() if graph.startswith(own))


def sizes(graph: Graph, words: Words) -> Sizes:
    """The number of claims, and how many contents a world holds."""
    claims = graph.store.select(f"SELECT DISTINCT ?c {{ GRAPH ?d {{ ?c a {serialise(KG.Claim)} }} }}")
    chosen = graph.choose(words.get("world"), words.get("according_to", ()), words.get("as_of"))
    return (len(claims), *world_sizes(*graph.materialised(chosen)))


def words_of(rng: random.Random) -> Words:
    """A world that most likely does not exist yet."""
    day = FIRST + timedelta(days=rng.randrange(DAYS))
    name = rng.choice(("undisputed", "asserted", "record"))
    return {"world": name, "as_of": day.isoformat()} | ({"according_to": "Person 20"} if rng.random() < 0.4 else {})


def leftovers(workspace: Workspace) -> list[str]:
    """The files beside the store that belong neither to it nor to its worlds."""
    current = workspace.store.resolve().name if workspace.store.exists() else ""
    kept = {current, f"{current}.worlds"}
    return sorted(path.name for path in workspace.kept.glob(".*") if path.name not in kept)


def half_made(workspace: Workspace) -> list[str]:
    """The unfinished worlds that a killed process left."""
    return sorted(path.name for path in Path(f"{workspace.store.resolve()}.worlds").glob(".*"))


def check(town: Town, words: Words, number: int, *, whole: bool) -> None:
    """Check the store after a process was killed or, if `whole`, after one that was not."""
    workspace = town.workspace
    left = leftovers(workspace)
    others = {name[:19] for name in left}  # .store-0123456789ab, and what lies beside that
    assert len(others) <= (0 if whole else 1), f"beside the store lies {', '.join(left)}"
    with Graph.open(workspace.root, f"oxigraph:{workspace.store}") as graph:
        before = half_made(workspace)
        told = made_from(graph.store, workspace.base)
        assert told in town.memory, f"the store says that it was made from {told}"
        memory, wanted = town.memory[told]
        check_lines(town, lines_of(graph.store, workspace.base), wanted)
        for asked in ({}, words):
            expected, found = sizes(memory, asked), sizes(graph, asked)
            assert found == expected, f"{asked}: {found} instead of {expected}"
        if before:  # a process that makes a world removes these, and this world does not exist yet
            graph.materialised(graph.choose(as_of=date(1900, 1, 1) + timedelta(days=number)))
    assert not half_made(workspace), f"{before} is still among the worlds"
    assert not whole or told == workspace.fingerprint(), "a build that was left alone is not of the files as they are"


def check_lines(town: Town, found: Lines, wanted: Lines) -> None:
    """Check that each document is complete or absent, and that every graph is equal to that of a full build."""
    base = town.workspace.base
    known = [lines for _, lines in town.memory.values()]
    for path in town.versions:
        versions = {of_document(lines, base, path.stem) for lines in known}
        assert of_document(found, base, path.stem) in versions, f"{path.stem} is there in part"
    apart = [graph for graph in sorted({*found, *wanted}) if found.get(graph) != wanted.get(graph)]
    assert not apart, f"{len(apart)} graphs are not as a build without a store makes them, the first: {apart[0]}"


def fork(work: Callable[[], object]) -> int:
    """Start a process that calls `work` and exits with 0, or prints the error and exits with 1."""
    sys.stdout.flush()
    child = os.fork()
    if child:
        return child
    try:
        work()
        os._exit(0)
    except BaseException:  # noqa: BLE001 - any error is printed, and the process ends
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(1)


def ended(child: int) -> int:
    """The exit code of a process; negative for a killed one."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def ask(town: Town, words: Words) -> None:
    """Query the store in a world."""
    with Graph.open(town.workspace.root, f"oxigraph:{town.workspace.store}") as graph:
        sizes(graph, words)


def undisturbed(work: Callable[[], object], times: int = 5) -> float:
    """The seconds that some work takes from its fork to its end; the longest of several runs."""
    found = []
    for _ in range(times):
        began = time.perf_counter()
        assert ended(fork(work)) == 0
        found.append(time.perf_counter() - began)
    return max(found)


def kills(count: int, seed: int, folder: Path) -> tuple[Counter[str], list[str]]:
    """Kill so many processes; returns counts and faults."""
    rng = random.Random(seed)  # noqa: S311 - the moments of kills are no secret
    town = make_town(folder / "town")
    building = undisturbed(partial(build, town.workspace))
    asking = undisturbed(lambda: ask(town, words_of(random.Random())))  # noqa: S311 - the same
    print(f"undisturbed, a build takes {building:.2f} s and a new world {asking:.2f} s", flush=True)
    told: Counter[str] = Counter()
    faults: list[str] = []
    began = time.perf_counter()
    for number in range(1, count + 1):
        words, builds = words_of(rng), rng.random() < 0.7
        edit = town.edit(rng) if builds else ""
        before = town.workspace.store.resolve()
        kind, work = ("build", partial(build, town.workspace)) if builds else ("world", partial(ask, town, words))
        child = fork(work)
        time.sleep(rng.random() * (building if builds else asking))
        os.kill(child, signal.SIGKILL)
        code = ended(child)
        told[f"{kind}s killed" if code == -signal.SIGKILL else f"{kind}s ended before"] += 1
        if edit:
            told[f"builds killed after an edit: {edit}"] += code == -signal.SIGKILL
        told["builds killed after their store was in place"] += (
            builds and code != 0 and before != town.workspace.store.resolve()
        )
        told["versions left"] += bool(leftovers(town.workspace))
        told["half-made worlds left"] += bool(half_made(town.workspace))
        if code not in (0, -signal.SIGKILL) or ended(fork(partial(check, town, words, number, whole=False))):
            faults.append(f"{number}: a {kind}, killed {edit and f'after an edit ({edit})'}, ended with {code}")
        if (builds and rng.random() < 0.5) or number == count:
            told["builds left alone"] += 1
            if ended(fork(partial(build, town.workspace))) + ended(
                fork(partial(check, town, words, number, whole=True))
            ):
                faults.append(f"{number}: after a build that was left alone")
    told["seconds"] = round(time.perf_counter() - began)
    return told, faults


def main(count: int = 1000, seed: int = 1) -> None:
    """Kill, print the results, and exit with 1 if there is a fault."""
    with tempfile.TemporaryDirectory(prefix="kgraph-kills-") as folder:
        told, faults = kills(count, seed, Path(folder))
    for what, number in told.items():
        print(f"{what}: {number}")
    print(*faults, f"kills={count} seed={seed} faults={len(faults)}", sep="\n")
    sys.exit(bool(faults))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))

"""Two workspaces at one endpoint, whose builds run at once and are killed: sharing.py [ROUNDS=30] [SEED=1] [--oxigraph]

The endpoint is a Virtuoso, or with --oxigraph the oxigraph server. In each round a word of each workspace's data is
changed to and fro, both are built there at once, and each build is killed (SIGKILL) at a random moment, or ends before.
Then both are read by their own names: each must have all its graphs as before or as after the change, and a reader who
may write is never told to wait. After each third round both are built to the end. Exits with 1 at a fault.
"""

import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from kgraph import Workspace
from kgraph.store.canonical import canonical_lines
from kgraph.store.publishing import last_written
from kgraph.workspace.elsewhere import endpoint, own_parts
from made import BASE, make
from servers import engine

_CLAIMS = 60
_WORDS = "kg:Ongoing", "kg:Begun"
Content = frozenset[tuple[str, frozenset[bytes]]]


@dataclass
class Town:
    """A workspace, the endpoint where it is built, and what stands there for each of the two words."""

    workspace: Workspace
    url: str
    file: Path
    is_new: bool = False
    known: dict[bool, Content] = field(default_factory=dict)

    def turn(self) -> None:
        """Change the word."""
        self.is_new = not self.is_new
        old, new = _WORDS if self.is_new else _WORDS[::-1]
        self.file.write_text(self.file.read_text("utf8").replace(old, new), "utf8")

    def begin(self) -> subprocess.Popen[bytes]:
        """Begin a build."""
        command = [sys.executable, "-m", "kgraph", "-q", "-C", str(self.workspace.root), "build", "--store", self.url]
        return subprocess.Popen(command, stderr=subprocess.PIPE)

    def finish(self) -> None:
        """Build to the end."""
        process = self.begin()
        _, said = process.communicate()
        if process.returncode:
            raise SystemExit(f"{self.workspace.root.name}: {said.decode()}")

    def read(self) -> tuple[Content, bool]:
        """What stands there, but for what tells of the last change; and whether a last update had been cut off."""
        with endpoint(self.url, self.workspace) as store:
            was_cut = store.own.switching in last_written(store)
            store.mark()
            about = f"{self.workspace.base}graph/build"
            found = canonical_lines(lambda: store.lines(own_parts(self.workspace.base)))
            return frozenset((name, frozenset(lines)) for name, lines in found if name != about), was_cut


def towns(folder: Path, *, oxigraph: bool) -> Iterator[list[Town]]:
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
        for town in (*found, *found):
            town.finish()
            town.known[town.is_new], _ = town.read()
            town.turn()
        yield found


def main() -> None:
    """Kill builds, and print how often the old graphs, or the new ones, stood after that."""
    rounds, seed = [*(int(word) for word in sys.argv[1:] if word.isdecimal()), 30, 1][:2]
    rng, counts = random.Random(seed), Counter[str]()  # noqa: S311 - no secret
    with tempfile.TemporaryDirectory() as folder:
        for both in towns(Path(folder), oxigraph="--oxigraph" in sys.argv):
            begun = time.monotonic()
            both[0].finish()
            longest = time.monotonic() - begun
            for number in range(rounds):
                for town in both:
                    town.turn()
                killed = [(town.begin(), rng.uniform(0.3, 1.5) * longest) for town in both]
                begun = time.monotonic()
                for process, moment in sorted(killed, key=lambda one: one[1]):
                    try:
                        process.wait(max(0, begun + moment - time.monotonic()))
                    except subprocess.TimeoutExpired:
                        process.kill()
                    process.communicate()
                    counts["killed" if process.returncode < 0 else f"ended with {process.returncode}"] += 1
                for town in both:
                    if number % 3 == 2:
                        town.finish()
                    content, was_cut = town.read()
                    stands = {False: "the old ones", True: "the new ones"}
                    what = next((stands[is_new] for is_new, known in town.known.items() if known == content), "FAULT")
                    counts[what] += 1
                    counts["a last update was cut off"] += was_cut
                    if number % 3 == 2 and content != town.known[town.is_new]:
                        counts["FAULT"] += 1
                print(number + 1, dict(counts), file=sys.stderr, flush=True)
    print(f"{rounds} rounds: " + ", ".join(f"{what}: {count}" for what, count in sorted(counts.items())))
    sys.exit(counts["FAULT"] > 0)


if __name__ == "__main__":
    main()

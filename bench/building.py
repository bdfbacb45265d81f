"""CPU seconds and memory of builds, stage by stage, as workspaces grow: building.py [CLAIMS …] [--dense] [--both].

Each build runs in a process of its own, which is measured from start to end. The first build has all documents but one
of 20 claims; the next builds follow after that document was added, changed and removed. The last column is the growth
of the time divided by the growth of the claims, over the largest two sizes: 1 means in proportion. --dense uses
archives in which all documents are about one town (see `made`), --both uses both kinds, one after the other.
"""

import json
import math
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from kgraph import Workspace, build
from made import make


def stages(folder: Path) -> dict[str, float]:
    """The seconds of each stage of one build, and last the process's memory in MB."""
    taken: dict[str, float] = {}
    at = {"starting": 0.0}

    def begun(step: str) -> None:
        now = time.process_time()
        name, before = at.popitem()
        taken[name], at[step] = now - before, now

    build(Workspace.find(folder), progress=begun)
    begun("")
    return {**taken, "all": time.process_time(), "MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def measured(folder: Path) -> dict[str, float]:
    """Measure a build of all documents but one, and builds after that one was added, changed and removed."""
    path = sorted(path for path in Workspace.find(folder).data_files() if path.stem != "reference")[-3]
    text = path.read_text("utf8")
    path.unlink()
    found = in_its_process(folder)
    for name, said in (("added", text), ("changed", text.replace("kg:Ongoing", "kg:Begun")), ("removed", "")):
        path.write_text(said, encoding="utf8") if said else path.unlink()
        one = in_its_process(folder)
        found |= {f"a document {name}": one["all"], f"a document {name}, MB": one["MB"]}
    return found


def in_its_process(folder: Path) -> dict[str, float]:
    """Run a build in a process of its own; returns its stages."""
    command = [sys.executable, __file__, "--one", str(folder)]
    found: dict[str, float] = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return found


def main() -> None:
    """Print the table."""
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(stages(Path(sys.argv[2]))))
        return
    sizes = [int(word) for word in sys.argv[1:] if word.isdecimal()] or [1_000, 3_000, 10_000]
    for dense in (False, True) if "--both" in sys.argv else ("--dense" in sys.argv,):
        table(sizes, dense=dense)


def table(sizes: list[int], *, dense: bool) -> None:
    """Print the measurements for builds of these sizes."""
    with tempfile.TemporaryDirectory() as folder:
        found = []
        for size in sizes:
            make(Path(folder) / str(size), size, dense=dense)
            found.append(measured(Path(folder) / str(size)))
    print(
        f"{'one town' if dense else 'a long archive':36}"
        + "".join(f"{size:>10,}" for size in sizes)
        + f"{'growth':>10}"
    )
    for name, most in found[-1].items():
        growth = math.log(most / found[-2][name]) / math.log(sizes[-1] / sizes[-2]) if len(sizes) > 1 else 0
        print(f"{name:36}" + "".join(f"{one[name]:10.2f}" for one in found) + f"{growth:10.2f}")


if __name__ == "__main__":
    main()

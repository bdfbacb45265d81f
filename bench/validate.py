"""CPU seconds and memory of `kgraph validate`, over made workspaces of growing size: validate.py [CLAIMS …].

Each validation runs in a process of its own, with the texts at hand: of the whole workspace, then of one document's
file. The last column is the growth of the time divided by the growth of the claims, over the largest two sizes: 1 means
in proportion.
"""

import math
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from made import make

TIMES = 3


def measured(folder: Path, *files: Path) -> tuple[float, int]:
    """The CPU seconds of validating, the least of several runs, and the memory in MB."""
    seconds, memory = math.inf, 0
    for _ in range(TIMES if files else 1):
        command = [sys.executable, "-m", "kgraph", "--quiet", "-C", str(folder), "validate", *map(str, files)]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit(f"{command} ended with {process.returncode}")
        seconds, memory = min(seconds, used.ru_utime + used.ru_stime), max(memory, used.ru_maxrss // 1024)
    return seconds, memory


def main() -> None:
    """Print the table."""
    sizes = [int(word) for word in sys.argv[1:]] or [1_000, 3_000, 10_000]
    rows: dict[str, list[tuple[float, int]]] = {"the workspace": [], "one document": []}
    with tempfile.TemporaryDirectory() as place:
        for size in sizes:
            folder = Path(place) / str(size)
            make(folder, size)
            first, *_ = sorted((folder / "data/triples").glob("2*.trig"))
            rows["the workspace"].append(measured(folder))
            rows["one document"].append(measured(folder, first))
    print(f"{'':16}" + "".join(f"{size:>18,}" for size in sizes) + f"{'growth':>10}")
    for name, row in rows.items():
        cells = "".join(f"{seconds:9.2f} s {memory:4} MB" for seconds, memory in row)
        growth = math.log(row[-1][0] / row[-2][0]) / math.log(sizes[-1] / sizes[-2]) if len(sizes) > 1 else 0.0
        print(f"{name:16}{cells}{growth:10.1f}")


if __name__ == "__main__":
    main()

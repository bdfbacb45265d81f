"""The CPU seconds of commands: `python bench/starting.py [FOLDER]`, where FOLDER is another clone to compare with.

Medians of ten runs, each in a process of its own, on the built store; the two clones take turns, since machines are
noisy.
"""

import os
import resource
import statistics
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
COMMANDS = (
    ["--help"],
    ["--version"],
    ["queries"],
    ["query", "claims", "--limit", "1"],
    ["query", "ASK { ?claim a kg:Claim }"],
    ["chain", "HUR"],
    ["link", "show"],
    ["query", "--help"],
    ["link", "--help"],
    ["validate", "--help"],
)
TIMES = 10


def seconds(words: list[str], clone: Path) -> float:
    """The CPU seconds of one run, with the processes that it starts."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "kgraph", *words]
    subprocess.run(
        command, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(clone / "src")}, check=True, capture_output=True
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Print a line for each command: the other clone, this one, and the ratio."""
    clones = [*map(Path, sys.argv[1:2]), ROOT]
    subprocess.run([sys.executable, "-m", "kgraph", "-q", "build"], cwd=ROOT, check=True)
    for words in COMMANDS:
        runs = [[seconds(words, clone) for clone in clones] for _ in range(TIMES + 1)][1:]
        found = [statistics.median(times) for times in zip(*runs, strict=True)]
        ratio = statistics.median(run[-1] / run[0] for run in runs)
        print(f"kgraph {' '.join(words):<32} {' → '.join(f'{each:.3f}' for each in found)} s   {ratio:.2f}", flush=True)


if __name__ == "__main__":
    main()

"""CPU seconds of reading one row whose one cell is very long, as they grow: cells.py [LENGTH …].

For each column of names and each kind of cell (lines, separators, words) the time of the longest cell is told, and the
growth of the time divided by the growth of the cell: 1 means in proportion. Only the slowest are shown.
"""

import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from ferry_sheets import FIRST, book, ferry_workspace, imported
from kgraph.sheets.columns import NAMES
from kgraph.workspace.config import Workspace
from kgraph.workspace.sheets import Wish, plan

_SHOWN = 15


def cells(length: int) -> dict[str, str]:
    """Cells of about so many values."""
    numbers = range(length)
    return {
        "lines": "\n".join(f"line {number}" for number in numbers),
        "cut lines": "-\n".join(f"w{number}" for number in numbers),
        "numbered": "\n".join(f"{number % 99 + 1}. Name {number}" for number in numbers),
        "numbered in a line": " ".join(f"{number + 1}. Name" for number in range(min(length, 99))) + " x" * length,
        "bullets": "• a " * length,
        "semicolons": ";" * length,
        "names": "; ".join(f"Harbour Office {number}" for number in numbers),
        "commas": ", ".join(f"Name {number}" for number in numbers),
        "and": " and ".join(f"Name {number}" for number in numbers),
        "or": " or ".join(f"{number}" for number in numbers),
        "arrows": " ← ".join(f"Name {number}" for number in numbers),
        "brackets": "(" * length,
        "classes": "a (b) " * length,
        "spaces": "a" + " " * (20 * length) + "b",
        "letters": "x" * (20 * length),
        "digits": "1," * length,
        "ids": " ".join(f"c{number}" for number in numbers),
    }


def seconds(workspace: Workspace, column: str, cell: str) -> float:
    """The CPU seconds of planning the import of one row with this cell."""
    begun = time.process_time()
    plan(workspace, book({**FIRST, "id": "c7", column: cell}), Wish())
    return time.process_time() - begun


def main() -> None:
    """Print the slowest cells of the largest length."""
    lengths = [int(text) for text in sys.argv[1:]] or [250, 1_000]
    with tempfile.TemporaryDirectory() as folder:
        workspace = ferry_workspace(Path(folder))
        imported(workspace, book(FIRST))
        taken = {
            (column, kind): [seconds(workspace, column, cells(length)[kind]) for length in lengths]
            for column in NAMES
            for kind in cells(1)
        }
    grown = lengths[-1] / lengths[0]
    for (column, kind), times in sorted(taken.items(), key=lambda one: -one[1][-1])[:_SHOWN]:
        figures = "  ".join(f"{one:7.2f} s" for one in times)
        print(f"{column:24}{kind:20}{figures}  growth {times[-1] / max(times[0], 0.005) / grown:.2f}")


if __name__ == "__main__":
    main()

"""CPU seconds, rows a second and memory of imports of sheets, as they grow: sheets.py [ROWS …].

Each import runs in a process of its own, measured from start to end, and goes into a new workspace. The sheets have
rows in documents of 100, all rows in one document, a new name in each row, or three new names of people in ten rows,
each of which is compared with the earlier ones; two of the sheets are also imported once more, when nothing changes.
The last column is the growth of the time divided by the growth of the rows, over the largest two sizes: 1 means in
proportion.
"""

import csv
import json
import math
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from kgraph.workbooks import read_book
from kgraph.workspace.config import Workspace
from kgraph.workspace.sheets import Wish, carry_out, plan

KINDS = ("many documents", "one document", "new names", "three in ten", "names again", "once more")
_AGAIN = ("names again", "once more")
_ROWS = 100  # of a document
_SYLLABLES = (
    "ka lo mer vin tas ob hul prin dek sar wen zot fi gul nor bri cha du esk jol mi pe qua rud "
    "shev tyr ul vash yar zem tor bel ond ger lin mak sta pol"
)


def made(folder: Path, rows: int, kind: str) -> None:
    """A workspace with texts and a sheet of that many rows, every second one without an id."""
    chance = random.Random(1)  # noqa: S311 - made data
    (folder / "data" / "triples").mkdir(parents=True)
    (folder / "sources").mkdir()
    (folder / "kgraph.toml").write_text('base = "https://example.org/big/"\n', encoding="utf8")
    texts: dict[str, list[str]] = {}
    claims = []
    for number in range(rows):
        document = "report-0" if kind == "one document" else f"report-{number // _ROWS}"
        count, town = chance.randint(2, 900), chance.randint(1, 60)
        sentence = f"In town {town} number {number} the office counted {count} persons displaced by the flood."
        texts.setdefault(document, []).append(sentence)
        office = f"Relief office {chance.randint(1, 40)} (organization)"
        if kind == "new names":
            office = f"+{_name(chance)} Office (organization)"
        elif kind in ("three in ten", "names again"):
            office = f"{_name(random.Random(number % (rows * 3 // 10)))} (person)"  # noqa: S311 - made data
        claims.append(
            {
                "id": f"r{number}" if number % 2 else "",
                "document": document,
                "words quoted": sentence,
                "who says it": office,
                "when said": "2031-05-04",
                "what it says": f"{count} were displaced.",
                "kind": "figure",
                "what": "people displaced",
                "how much": str(count),
                "event": "great flood (flood)",
                "where": f"Town {town} (city)",
            }
        )
    documents = []
    for document, sentences in texts.items():
        (folder / "sources" / f"{document}.txt").write_text("\n".join(sentences), encoding="utf8")
        about = {"short name": document, "title": f"Text {document}", "publisher": "Daily Lantern", "language": "en"}
        documents.append({**about, "published": "2031-05-04", "file": f"{document}.txt"})
    for name, table in (("claims.csv", claims), ("claims.documents.csv", documents)):
        with (folder / name).open("w", encoding="utf8", newline="") as file:
            writer = csv.DictWriter(file, table[0])
            writer.writeheader()
            writer.writerows(table)


def _name(chance: random.Random) -> str:
    words = ("".join(chance.choices(_SYLLABLES.split(), k=4)).capitalize() for _ in range(2))
    return " ".join(words)


def imported(folder: Path) -> dict[str, float]:
    """Import the sheet once; returns the measurements."""
    before = time.process_time()
    workspace = Workspace.find(folder)
    found = plan(workspace, read_book(folder / "claims.csv", ("documents", "things")), Wish(new_things=True))
    assert not found.grave, found.grave[0]
    carry_out(workspace, found)
    taken = time.process_time() - before
    return {"CPU s": taken, "MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def measured(rows: int, kind: str) -> dict[str, float]:
    """Measure an import of that many rows in a process of its own; for the kinds in `_AGAIN`, the second import."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        made(folder, rows, kind)
        command = [sys.executable, __file__, "--in", place]
        for _ in range(2 if kind in _AGAIN else 1):
            done = subprocess.run(command, check=True, capture_output=True, text=True)
        found: dict[str, float] = json.loads(done.stdout)
        return found


def main(sizes: list[int]) -> None:
    """Print a table of all kinds and sizes."""
    print(f"{'':16}" + "".join(f"{size:>26,}" for size in sizes) + f"{'growth':>8}")
    for kind in KINDS:
        found = [measured(size, kind) for size in sizes]
        cells = (
            f"{one['CPU s']:8.1f} s {size / one['CPU s']:6.0f}/s {one['MB']:5.0f} MB"
            for size, one in zip(sizes, found, strict=True)
        )
        growth = ""
        if len(sizes) > 1:
            ratio = math.log(found[-1]["CPU s"] / found[-2]["CPU s"]) / math.log(sizes[-1] / sizes[-2])
            growth = f"{ratio:8.2f}"
        print(f"{kind:16}" + "".join(f"{cell:>26}" for cell in cells) + growth, flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--in"]:
        print(json.dumps(imported(Path(sys.argv[2]))))
    else:
        main([int(word) for word in sys.argv[1:]] or [1000, 3000, 10000])

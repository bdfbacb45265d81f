"""Make `src/kgraph/names/japanese.tsv`: python data/japanese/derive.py FOLDER, with the data set's CSV files."""

import csv
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations
from math import prod
from pathlib import Path

from kgraph.names.japanese import hepburn

TARGET = Path(__file__).parents[2] / "src" / "kgraph" / "names" / "japanese.tsv"
HEAD = """\
# How characters are read in Japanese names: a reading in Latin letters, and the characters, or whole surnames that are
# not read by their characters. From japanese-personal-name-dataset 0.4.0 (MIT License, data/japanese/README.md).
"""
_FILES = ("last_name_org", "first_name_man_org", "first_name_woman_org")
_ROUNDS = 6
_LEAST, _LEAST_OF_FEW = 1.5, 0.7  # a reading is kept that is found so often
_SHARE = 0.15  # or for so much of a character

Name = tuple[list[str], str]


def main(folder: str) -> None:
    """Write the table: each name's reading is shared out among its characters as most other names have it."""
    names = list(_names(Path(folder)))
    kept = _kept(names)
    found: dict[str, set[str]] = defaultdict(set)
    for char, reading in kept:
        found[hepburn(reading)].add(char)
    for morae, name in names[: _surnames(folder)]:
        if not any(all(pair in kept for pair in zip(name, parts, strict=True)) for parts in _parts(morae, len(name))):
            found[hepburn("".join(morae))].add(f" {name}")
    TARGET.write_text(HEAD + "".join(f"{one}\t{_row(found[one])}\n" for one in sorted(found)), "utf8")


def _row(some: set[str]) -> str:
    return "".join(sorted(one for one in some if one[0] != " ")) + "".join(sorted(one for one in some if one[0] == " "))


def _surnames(folder: str) -> int:
    return len(list(_of_file(Path(folder), _FILES[0])))


def _names(folder: Path) -> Iterator[Name]:
    for file in _FILES:
        yield from _of_file(folder, file)


def _of_file(folder: Path, file: str) -> Iterator[Name]:
    with (folder / f"{file}.csv").open(encoding="utf8", newline="") as rows:
        for row in csv.reader(rows):
            kana, written = (row[2], row[:1]) if file == _FILES[0] else (row[0], row[2:])
            morae = re.findall(".[ゃゅょぁぃぅぇぉ]?", kana)
            yield from (
                (morae, name) for name in written if re.fullmatch("[一-鿿々]+", name) and len(name) <= len(morae)
            )


def _parts(morae: list[str], number: int) -> Iterator[list[str]]:
    """The ways to part a reading among characters."""
    for cuts in combinations(range(1, len(morae)), number - 1):
        at = (0, *cuts, len(morae))
        yield ["".join(morae[at[part] : at[part + 1]]) for part in range(number)]


def _kept(names: list[Name]) -> set[tuple[str, str]]:
    """The readings of characters: expectation maximisation over all ways to part each name."""
    share: dict[tuple[str, str], float] = {}
    counts: Counter[tuple[str, str]] = Counter()
    of_char: Counter[str] = Counter()
    for _ in range(_ROUNDS):
        counts, of_char = Counter(), Counter()
        for morae, name in names:
            ways = [list(zip(name, parts, strict=True)) for parts in _parts(morae, len(name))]
            weights = [
                prod(share.get(pair, 0.6 ** (len(pair[1]) - 1) if not share else 1e-6) for pair in way) for way in ways
            ]
            for way, weight in zip(ways, weights, strict=True):
                for pair in way:
                    counts[pair] += weight / sum(weights)
                    of_char[pair[0]] += weight / sum(weights)
        share = {pair: count / of_char[pair[0]] for pair, count in counts.items()}
    often = {pair for pair, n in counts.items() if n >= _LEAST or (n >= _LEAST_OF_FEW and share[pair] > _SHARE)}
    return often | {(name, "".join(morae)) for morae, name in names if len(name) == 1}


if __name__ == "__main__":
    main(*sys.argv[1:])

"""Make `src/kgraph/names/pinyin.tsv`: python data/han/readings.py Unihan_Readings.txt Unihan_OtherMappings.txt"""

import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

TARGET = Path(__file__).parents[2] / "src" / "kgraph" / "names" / "pinyin.tsv"
HEAD = """\
# How characters are read in Mandarin: a syllable of Pinyin without its tone, and the characters, from Unihan of Unicode
# 15.0.0 (data/han/README.md). Characters of GB 2312, and those of Big5 that are used often.
"""
_LAST_OFTEN_USED = 0xC67E  # in Big5


def main(readings: str, mappings: str) -> None:
    """Write the table."""
    used = set(_used(mappings))
    found: dict[str, set[str]] = defaultdict(set)
    for char, name, value in _fields(readings):
        if char in used and name in ("kMandarin", "kHanyuPinlu"):
            for one in re.findall(r"[^\W\d_]+", unicodedata.normalize("NFC", value)):
                found[_toneless(one)].add(char)
    TARGET.write_text(HEAD + "".join(f"{one}\t{''.join(sorted(found[one]))}\n" for one in sorted(found)), "utf8")


def _fields(file: str) -> Iterator[tuple[str, str, str]]:
    for line in Path(file).read_text(encoding="utf8").splitlines():
        if line.startswith("U+"):
            code, name, value = line.split("\t")
            char = chr(int(code[2:], 16))
            if "一" <= char <= "鿿":
                yield char, name, value


def _used(file: str) -> Iterator[str]:
    for char, name, value in _fields(file):
        if name == "kGB0" or (name == "kBigFive" and int(value, 16) <= _LAST_OFTEN_USED):
            yield char


def _toneless(reading: str) -> str:
    plain = unicodedata.normalize("NFD", reading.replace("ü", "v"))
    return re.sub("[\u0300-\u036f]", "", re.sub("u[\u0300-\u036f]*\u0308[\u0300-\u036f]*", "v", plain))


if __name__ == "__main__":
    main(*sys.argv[1:])

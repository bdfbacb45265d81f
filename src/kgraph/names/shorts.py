"""Abbreviations that many states have for bodies of one kind, written out (`shorts.tsv`): "МЧС" is any ministry of
emergencies, and with "РФ" beside it Russia's.

>>> written_out("UK MoD"), written_out("Mod Squad")
({'uk': 'united kingdom', 'mod': 'ministry of defence'}, {})
"""

import re
from functools import cache, lru_cache
from importlib.resources import files

from kgraph.reading import fold

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_SHORTEST = 6  # the least letters of an abbreviation that is written as a word: "Минюст"


@lru_cache(maxsize=100_000)
def written_out(name: str) -> dict[str, str]:
    """What each abbreviation in a name may stand for; of few letters, two or more must be capitals."""
    found = {}
    for word in _WORD.findall(name):
        plain = fold(word)
        if plain in _table() and (sum(map(str.isupper, word)) > 1 or len(word) >= _SHORTEST):
            found[plain] = _table()[plain]
    return found


@cache
def _table() -> dict[str, str]:
    text = (files("kgraph.names") / "shorts.tsv").read_text(encoding="utf8")
    rows = (line.split("\t") for line in text.splitlines() if line and line[0] != "#")
    return {fold(short): meant for meant, shorts in rows for short in shorts.split()}

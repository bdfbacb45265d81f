"""Names of bodies in scripts that write no spaces, parted into the words of which they are made (`pieces.tsv`).

>>> meant("日本赤十字社"), meant("대한적십자사"), meant("山田太郎")
(('#japan', '#redcross', '#society'), ('#korea', '#redcross', '#society'), ())
"""

import unicodedata
from functools import cache, lru_cache
from importlib.resources import files

from kgraph.names import han, korean, spaceless

_LEAST = 2  # so many things known in a name make it a body's
_SHARE = 0.6  # of its letters that must be known


@lru_cache(maxsize=100_000)
def meant(name: str) -> tuple[str, ...]:
    """What the words of a body's name mean, and what is between them; nothing for other names."""
    plain = _plain(spaceless.key(name) or korean.key(name))
    found: list[str] = []
    known, meanings, at, left = 0, 0, 0, ""
    while at < len(plain):
        size = next(
            (size for size in range(min(_longest(), len(plain) - at), 0, -1) if plain[at : at + size] in _table()), 0
        )
        if size:
            found += [*([left] if left else []), *_table()[plain[at : at + size]]]
            known, meanings, left = known + size, meanings + len(_table()[plain[at : at + size]]), ""
        else:
            left += plain[at]
        at += size or 1
    is_body = meanings >= _LEAST and known >= _SHARE * len(plain)
    return (*found, *([left] if left else [])) if is_body else ()


def _plain(written: str) -> str:
    return han.loose(unicodedata.normalize("NFC", written))


@cache
def _longest() -> int:
    return max(map(len, _table()))


@cache
def _table() -> dict[str, tuple[str, ...]]:
    text = (files("kgraph.names") / "pieces.tsv").read_text(encoding="utf8")
    rows = (line.split("\t") for line in text.splitlines() if not line.startswith("# "))
    told = ((() if meaning == "-" else tuple(meaning.split()), pieces) for meaning, pieces in rows)
    return {_plain(one): meaning for meaning, pieces in told for one in pieces.split(" ")}

"""Burmese names in Latin letters, by the agreement of BGN and PCGN and as they are usually spelt (`burmese.tsv`).

That one may be the other is a question: a syllable is written in several ways, and several in one.

>>> may_be("သိန်းစိန်", "Thein Sein"), may_be("ရန်ကုန်", "Yangon"), may_be("သိန်းစိန်", "Than Shwe")
(True, True, False)
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files

from kgraph.names import spaceless
from kgraph.names.romanised import latin_words
from kgraph.names.words import read

_BURMESE = re.compile("[\u1000-\u109f]+")
_WHOLE_VOWELS = {"ဣ": "အိ", "ဤ": "အီ", "ဥ": "အု", "ဦ": "အူ", "ဧ": "အေ", "ဩ": "အော", "ဪ": "အော", "ဿ": "သ်သ", "ါ": "ာ"}
_TONES = re.compile("[\u1037\u1038]")
_STACKED = re.compile("(?<=[က-အ])\u103a?\u1039")  # a last consonant is written above the next first one
_SYLLABLE = re.compile(
    "(?P<onset>[က-အ])(?P<medials>[\u103b-\u103e]*)(?P<vowel>[\u102c-\u1032]*)\u103a?(?P<nasal>\u1036?)"
    "(?:(?P<last>[က-အ])\u103a)?"
)
_LIKE = str.maketrans("မဏပဒဗဋဇ", "နနတတတတတ")
"""Last consonants that sound as others do."""
_MOST_SYLLABLES = 8
_DROPPED = str.maketrans("gdbfvzcj", "ktpppskk", "aeiouwyhr")
"""Consonants that are written for one another; w, y, h and r may be left out."""


@cache
def _ways(sort: str) -> dict[str, list[str]]:
    """The ways to write each first consonant, or rhyme."""
    text = (files("kgraph.names") / "burmese.tsv").read_text(encoding="utf8")
    rows = (line.split("\t")[1:] for line in text.splitlines() if line.startswith(f"{sort}\t"))
    return {letters.replace("-", ""): ways.replace("-", "").split(" ") for letters, ways in rows}


def for_page() -> dict[str, str]:
    """The tables for the page's search, each of rows "letters=way,way": `onset` and `rhyme`; and the `titles`."""
    ways = {
        sort: " ".join(f"{letters}={','.join(rows)}" for letters, rows in _ways(sort).items())
        for sort in ("onset", "rhyme")
    }
    return ways | {"titles": " ".join(sorted(filter(_BURMESE.match, spaceless.AHEAD), key=len, reverse=True))}


def may_be(one: str, other: str) -> bool:
    """Whether one of two names is in Burmese letters and the other may be the same in Latin ones."""
    burmese, latin = (one, other) if _BURMESE.search(one) else (other, one)
    if not _BURMESE.search(burmese) or not (written := [*filter(None, map(_pattern, _with_title(burmese)))]):
        return False
    return any(name.fullmatch("".join(words)) for words in _orders(latin) for name in written)


def near_keys(name: str) -> Iterator[str]:
    """What a name has in common with those that it may be."""
    if _BURMESE.search(name):
        told = filter(None, map(_syllables, _with_title(name)))
        yield from {f"%{_bones(''.join(first[0] + end[0] for first, end in some))}" for some in told}
    else:
        yield from {f"%{_bones(''.join(words))}" for words in _orders(name)}


def _bones(latin: str) -> str:
    """The consonants of a name, those that are written for one another alike.

    >>> _bones("naypyidaw") == _bones("nepyitaw"), _bones("myint") == _bones("myin")
    (True, True)
    """
    plain = latin.replace("hs", "s").translate(_DROPPED)
    return re.sub(r"(.)\1+", r"\1", re.sub("n[kt]+", "n", plain))


def _with_title(name: str) -> tuple[str, ...]:
    """A name without spaces, and without its title if that leaves enough."""
    return tuple(dict.fromkeys((spaceless.key(name), spaceless.bare(name))))


@lru_cache(maxsize=100_000)
def _orders(name: str) -> tuple[tuple[str, ...], ...]:
    """The words of a name that may be Burmese, without its title and with it: U, Daw, Tun are names too."""
    told = read(name)
    words = latin_words(" ".join(told.words))
    if not words or not all(map(_latin().fullmatch, words)):
        return ()
    return (words, (told.titles[-1], *words)) if told.titles else (words,)


@cache
def _latin() -> re.Pattern[str]:
    """One to three syllables in Latin letters."""
    first, end = (sorted({way for ways in _ways(sort).values() for way in ways}) for sort in ("onset", "rhyme"))
    return re.compile(f"(?:(?:h?(?:{'|'.join(first)})h?[yr]?w?)(?:{'|'.join(end)})){{1,3}}")


@lru_cache(maxsize=20_000)
def _pattern(burmese: str) -> re.Pattern[str] | None:
    """The ways in which a name is written in Latin letters; `None` for a name that is not in Burmese letters alone."""
    told = _syllables(burmese)
    return re.compile("".join(_any(one) for both in told for one in both)) if told else None


def _any(ways: list[str]) -> str:
    return f"(?:{'|'.join(ways)})"


def _syllables(name: str) -> list[tuple[list[str], list[str]]]:
    """The ways to write the beginning and the end of each syllable; none for a name in other letters."""
    plain = _TONES.sub("", unicodedata.normalize("NFC", name))
    for letter, written in _WHOLE_VOWELS.items():
        plain = plain.replace(letter, written)
    plain = _STACKED.sub("\u103a", plain.replace("ဦ", "အူ").replace("အုီ", "အူ"))
    found = list(_SYLLABLE.finditer(plain))
    if not 0 < len(found) <= _MOST_SYLLABLES or "".join(one[0] for one in found) != plain:
        return []
    return [_ways_of(one) for one in found]


def _ways_of(syllable: re.Match[str]) -> tuple[list[str], list[str]]:
    medials = syllable["medials"].replace("ြ", "ျ")
    rhymes, last = _ways("rhyme"), "န" if syllable["nasal"] else (syllable["last"] or "").translate(_LIKE)
    end = f"{syllable['vowel']}{last}\u103a" if last else syllable["vowel"]
    rhyme = rhymes.get(end) or rhymes.get(syllable["vowel"], [""])
    if "ွ" in medials and f"ွ{end}" in rhymes:
        medials, rhyme = medials.replace("ွ", ""), rhymes[f"ွ{end}"]
    return _first(syllable["onset"], medials), rhyme


def _first(letter: str, medials: str) -> list[str]:
    """The ways to write a first consonant with the signs below and beside it.

    >>> _first("လ", "ှ"), _first("ရ", "ွှ"), _first("မ", "ျ")
    (['l', 'hl', 'lh'], ['shw', 'hyw', 'hrw'], ['my', 'mr'])
    """
    onsets, w = _ways("onset"), "w" if "ွ" in medials else ""
    kept = "".join(one for one in "ျှ" if one in medials)
    known = next((one for one in (letter + kept, letter + kept[:1]) if one in onsets and one != letter), letter)
    left = kept if known == letter else kept.replace(known[1:], "", 1)
    ways = onsets[known]
    if "ျ" in left:
        ways = [way + glide for way in ways for glide in "yr"]
    if "ှ" in left:
        ways = [form for way in ways for form in (way, f"h{way}", f"{way}h")]
    return [way + w for way in ways]

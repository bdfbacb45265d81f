"""The tables of names for the page, whose search uses those that cost a reader's device little."""

import unicodedata

from kgraph.names import bodies, burmese, kinds
from kgraph.names.letters import sounded
from kgraph.names.numbers import SUFFIXES, short_words
from kgraph.names.people import given_names
from kgraph.names.scripts import is_partly_written, plainest
from kgraph.names.units import AFTER, ARMS, SHORT_LEVELS

_SCRIPTS = ("αω", "აჰ", "աֆ", "את", "ءے", "ँ्", "ঁ্", "ሀፗ")
"""The first and the last letter of each script that the page writes in Latin letters."""
_SOUNDS = (("S", "sh"), ("C", "ch"), ("X", "shch"), ("Z", "zh"), ("K", "kh"), ("Y", "gh"))
_LONG = {"ا": "a", "و": "u", "ي": "i", "ی": "i", "ى": "a", "ة": "a", "ع": "a", "ו": "u", "י": "i", "א": "a", "ע": "a"}
_KINDS = ("level", "arm", "drop")
_LETTERS = ("Lo", "Ll", "Mn", "Mc")


def for_page() -> dict[str, object]:
    """The tables: letters, ways to write Burmese, words and abbreviations of units, numbers in words, first names."""
    return {
        "letters": " ".join(f"{letter}{_latin(letter)}" for pair in _SCRIPTS for letter in _between(*pair)),
        "kinds": [row for row in kinds.rows() if row[0] in _KINDS],
        "bodies": bodies.rows(),
        "burmese": burmese.for_page(),
        "arms": ARMS,
        "after": AFTER,
        "levels": SHORT_LEVELS,
        "suffixes": " ".join(sorted(SUFFIXES)),
        "numbers": {str(value): " ".join(words) for value, words in short_words().items()},
        "given": [names for sort, names in given_names() if sort in ("slavic", "arabic")],
    }


def _between(first: str, last: str) -> list[str]:
    some = map(chr, range(ord(first), ord(last) + 1))
    return [letter for letter in some if unicodedata.category(letter) in _LETTERS]


def _latin(letter: str) -> str:
    """A letter in Latin letters.

    >>> _latin("ش"), _latin("λ"), _latin("ख"), _latin("ቢ")
    ('sh', 'l', 'kh', 'bi')
    """
    found = _LONG.get(letter) or (plainest(letter) if is_partly_written(letter) else sounded(letter))
    for sound, written in _SOUNDS:
        found = found.replace(sound, written)
    return found if found.isascii() else ""

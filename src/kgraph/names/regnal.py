"""What tells apart people of one name: the number of a king or pope, and who is the elder."""

import re
import unicodedata
from functools import lru_cache

_NUMERAL = re.compile(r"(?=.)X{0,3}(?:IX|IV|V?I{0,3})")
_CYRILLIC = str.maketrans("\u0406\u0425", "IX")  # letters that look like the Latin ones
_ELDER = {"jr": "junior", "junior": "junior", "sr": "senior", "senior": "senior"}


def clash(one: str, other: str) -> bool:
    """Whether two names have different numbers, or one is the elder's and the other the younger's.

    Roman numerals, in capitals, of one letter may be initials: they count beside one of several letters alone. Several
    may be initials written together: "Lenin VI" and "V. I. Lenin".

    >>> clash("King Abdullah I of Jordan", "King Abdullah II of Jordan"), clash("Wilhelm I.", "Wilhelm II.")
    (True, True)
    >>> clash("Nicholas II", "Nicholas II of Russia"), clash("Petrenko VI", "V. I. Petrenko")
    (False, False)
    >>> clash("Ferdinand Marcos Sr.", "Ferdinand Marcos Jr.")
    True
    """
    (mine, elder), (its, younger) = _read(one), _read(other)
    return _differ(mine, its) or _differ(its, mine) or bool(elder and younger and elder != younger)


def _differ(mine: tuple[str, ...], its: tuple[str, ...]) -> bool:
    """Whether one name has a certain number, and the other has numerals that are not it, even read together."""
    certain = [numeral for numeral in mine if len(numeral) > 1]
    return bool(its) and any(one not in its and one not in ("".join(its), "".join(its[::-1])) for one in certain)


@lru_cache(maxsize=100_000)
def _read(name: str) -> tuple[tuple[str, ...], str]:
    """The Roman numerals of a name, and "junior" or "senior"."""
    words = re.findall(r"\w+", unicodedata.normalize("NFKC", name))
    numerals = (word.translate(_CYRILLIC) for word in words)
    elder = next((_ELDER[word] for word in map(str.casefold, words[1:]) if word in _ELDER), "")
    return tuple(one for one in numerals if _NUMERAL.fullmatch(one)), elder

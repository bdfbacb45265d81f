"""What tells apart people of one name: the number of a king or pope, and who is the elder."""

import re
from functools import lru_cache

_NUMERAL = re.compile(r"X{0,3}(?:IX|IV|V?I{0,3})")
_CYRILLIC = str.maketrans("ІХ", "IX")  # letters that look like the Latin ones
_ELDER = {"jr": "junior", "junior": "junior", "sr": "senior", "senior": "senior"}


def clash(one: str, other: str) -> bool:
    """Whether two names have different numbers, or one is the elder's and the other the younger's.

    Roman numerals of one letter may be initials: they count beside one of several letters alone. A numeral stands
    behind a word of the name, in capitals.

    >>> clash("King Abdullah I of Jordan", "King Abdullah II of Jordan"), clash("Pius XI", "Pius XII")
    (True, True)
    >>> clash("Nicholas II", "Nicholas II of Russia"), clash("Petrenko V. I.", "V. I. Petrenko")
    (False, False)
    >>> clash("Ferdinand Marcos Sr.", "Ferdinand Marcos Jr.")
    True
    """
    (mine, elder), (its, younger) = _read(one), _read(other)
    certain = {numeral for numeral in mine ^ its if len(numeral) > 1}
    return bool(mine and its and certain) or bool(elder and younger and elder != younger)


@lru_cache(maxsize=100_000)
def _read(name: str) -> tuple[frozenset[str], str]:
    """The Roman numerals of a name, and "junior" or "senior"."""
    words = name.replace(",", " ").split()
    numerals = (word.translate(_CYRILLIC) for word in words[1:])
    elder = next((_ELDER[word] for word in (one.casefold().rstrip(".") for one in words[1:]) if word in _ELDER), "")
    return frozenset(one for one in numerals if _NUMERAL.fullmatch(one)), elder

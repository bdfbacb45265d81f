"""Words in Latin letters, in forms that are equal for the published romanisations of one word.

The tables are those of Ukraine (KMU 2010), BGN/PCGN, ISO 9 and Russian passports for Cyrillic, and the usual
spellings of Arabic. A word has several forms, since a letter with a mark ("š") is written with one letter or with two.
"""

import re
import unicodedata
from functools import lru_cache

from kgraph.reading import LATIN, fold

_CYRILLIC = str.maketrans(
    {
        **dict(zip("абвгґдезиіїйклмнопрстуфыэёјѓќћўѕ", "abvhgdeziiiiklmnoprstufiee" + "igk", strict=False)),
        "ћ": "ch",
        "ў": "u",
        "ѕ": "z",
        **dict(zip("әғқңөұүһ", "ahknouuh", strict=True)),
        **dict(zip("აბგდევზთიკლმნოპრსტუფქღყცძხჰ", "abgdevztiklmnoprstupkhkczhh", strict=True)),
        **dict(zip("ჟშჩწჭჯ", ("zh", "sh", "ch", "ts", "ch", "j"), strict=True)),
        **dict(zip("єжхцчшщюя", ("e", "zh", "kh", "ts", "ch", "sh", "shch", "iu", "ia"), strict=True)),
        **dict(zip("ьъђљњџ", ("", "", "dj", "lj", "nj", "dz"), strict=True)),
    }
)
_MARKED = str.maketrans(
    {
        **dict(
            zip("šśşșŝžżźčçćĵ", ("sh", "sh", "sh", "sh", "shch", "zh", "zh", "zh", "ch", "ch", "ch", "j"), strict=True)
        ),
        **dict(zip("äöüøåûâñ", ("ae", "oe", "ue", "oe", "aa", "iu", "ia", "ny"), strict=True)),
    }
)
_BARE = str.maketrans(dict(zip("жшчћщцх", "zsccsch", strict=True)))
"""Cyrillic letters as ISO 9 and Serbia write them in Latin, without their marks."""
_ENDINGS = re.compile(r"(?:(?<=[iy])[ea]h|(?<=\w{2})[ea]h)$")
_DROPPED = re.compile("[\u0300-\u036f'`ʹʺʼ\u064b-\u065f\u0670]")
_SOUNDS = (
    (re.compile(r"shch|stch|šč"), "X"),
    (re.compile(r"tsch|tch|ch|cz"), "C"),
    (re.compile(r"sch|sh"), "S"),
    (re.compile(r"zh"), "Z"),
    (re.compile(r"kh|gh|h|g"), "h"),
    (re.compile(r"ts|tz"), "c"),
    (re.compile(r"ck|c(?![eiy])|q"), "k"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"x"), "ks"),
    (re.compile(r"ou|oo"), "u"),
    (re.compile(r"[ijy]o|[ijy]?e"), "e"),
    (re.compile(r"[ijy]+"), "i"),
)
_VOWELS = {
    "ا": "[aeiou]",
    "أ": "[aeou]",
    "إ": "[ie]",
    "آ": "a",
    "ى": "[ai]",
    "ة": "(?:a|ah|eh|e|h)?",
    "ع": "[aeiou]{0,2}",
}
_ARABIC = {
    **_VOWELS,
    **dict(
        zip("بتثجحخدذرزس", ("b", "t", "(?:s|t|th)", "[jZh]", "h", "h", "d", "(?:z|d|dh)", "r", "z", "s"), strict=True)
    ),
    **dict(
        zip(
            "شصضطظغفقكلمنهء",
            ("S", "s", "(?:d|z|dh)", "t", "(?:z|d)", "h", "f", "[kh]", "k", "l", "m", "n", "h", ""),
            strict=True,
        )
    ),
    "و": "[vou]",
    "ي": "[ie]",
    "ئ": "[ie]",
    "ؤ": "[uo]",
}

_PERSIAN = str.maketrans("یکھہ", "يكهه")


@lru_cache(maxsize=200_000)
def forms(word: str) -> frozenset[str]:
    """The forms of one word; two words are one if they have a form in common.

    >>> bool(forms("Зеленський") & forms("Zelenskyy")), bool(forms("Šuster") & forms("Shuster"))
    (True, True)
    """
    plain = unicodedata.normalize("NFC", fold(word)).replace("ß", "ss")
    written = {plain, plain.translate(_MARKED), plain.translate(_BARE), _ENDINGS.sub("a", plain)}
    return frozenset(filter(None, map(_sounded, written)))


def _sounded(word: str) -> str:
    latin = word.translate(_CYRILLIC).translate(LATIN)
    latin = _DROPPED.sub("", unicodedata.normalize("NFD", latin))
    for pattern, letter in _SOUNDS:
        latin = pattern.sub(letter, latin)
    return latin


def is_arabic(word: str) -> bool:
    """Whether a word is in Arabic letters.

    >>> is_arabic("حلب"), is_arabic("Aleppo")
    (True, False)
    """
    return any("\u0620" <= letter <= "\u064a" for letter in word)


@lru_cache(maxsize=10_000)
def arabic(word: str) -> re.Pattern[str]:
    """What matches the forms of the words in Latin letters that a word in Arabic letters may be.

    Arabic writes long vowels, so that one letter must be there for each; short ones may be between any two consonants.

    >>> [bool(arabic("حسين").fullmatch(form)) for name in ("Husein", "Hasan") for form in forms(name)]
    [True, False]
    """
    letters = fold(word).translate(_PERSIAN).removeprefix("ال")
    return re.compile("[aeiu]?".join(_ARABIC.get(letter, re.escape(letter)) for letter in letters) + "[aeiu]?")

"""Words in Latin letters, in forms that are equal for the published romanisations of one word.

The tables are those of Ukraine (KMU 2010), BGN/PCGN, ISO 9 and Russian passports for Cyrillic, and the usual
spellings of Arabic. A word has several forms, since a letter with a mark ("š") is written with one letter or with two.
"""

import re
import unicodedata
from functools import lru_cache

from kgraph.reading import LATIN, fold

_GREEK = "avhdeziiklmnxoprsstifoaeiioioii"
_ARMENIAN = "abgdezeeilhkhzhmynoprsvtrcvpkof"
_CYRILLIC = str.maketrans(
    {
        **dict(zip("абвгґдезиіїйклмнопрстуфыэёјѓќћўѕ", "abvggdeziiiiklmnoprstufiee" + "igk", strict=False)),
        "ћ": "ch",
        "ў": "u",
        "ѕ": "z",
        **dict(zip("әғқңөұүһ", "ahknouuh", strict=True)),
        **dict(zip("აბგდევზთიკლმნოპრსტუფქღყცხჰ", "abgdevztiklmnoprstupkhkchh", strict=True)),
        **dict(zip("ჟშჩწჭჯძ", ("zh", "sh", "ch", "ts", "ch", "j", "dz"), strict=True)),
        **dict(zip("єжхцчшщюя", ("e", "zh", "kh", "ts", "ch", "sh", "shch", "iu", "ia"), strict=True)),
        **dict(zip("αβγδεζηικλμνξοπρσςτυφωάέήίόύώϊϋ", _GREEK, strict=True)),
        **dict(zip("աբգդեզէըիլխկհձղմյնոպռսվտրցւփքօֆ", _ARMENIAN, strict=True)),
        **dict(zip("ժթծճշչջև", ("zh", "t", "ts", "ch", "sh", "ch", "j", "ev"), strict=True)),
        **dict(zip("θχψ", ("th", "kh", "ps"), strict=True)),
        **dict(zip("ьъђљњџ", ("", "", "dj", "lj", "nj", "dz"), strict=True)),
    }
)
_MARKED = str.maketrans(
    {
        **dict(
            zip("šśşșŝžżźčçćĵ", ("sh", "sh", "sh", "sh", "shch", "zh", "zh", "zh", "ch", "ch", "ch", "j"), strict=True)
        ),
        **dict(zip("äöüøåûâñđ", ("ae", "oe", "ue", "oe", "aa", "iu", "ia", "ny", "dj"), strict=True)),
    }
)
_BARE = str.maketrans(dict(zip("жшчћщцх", "zsccsch", strict=True)))
"""Cyrillic letters as ISO 9 and Serbia write them in Latin, without their marks."""
_ENDINGS = re.compile(r"(?:(?<=[iy])[ea]h|(?<=\w{2})[ea]h)$")
_DROPPED = re.compile("[\u0300-\u036f'`ʹʺʼ\u064b-\u065f\u0670]")
_SOUNDS = (
    (re.compile(r"shch|stch|šč"), "X"),
    (re.compile(r"tsch"), "C"),
    (re.compile(r"sch|sh"), "S"),
    (re.compile(r"tch|ch|cz"), "C"),
    (re.compile(r"zh"), "Z"),
    (re.compile(r"kh"), "K"),
    (re.compile(r"zgh"), "zg"),
    (re.compile(r"gh(?!$)"), "Y"),
    (re.compile(r"ck|c(?![eiy])|q"), "k"),
    (re.compile(r"ts|tz"), "c"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"x"), "ks"),
    (re.compile(r"ou|oo"), "u"),
    (re.compile(r"[ijy]o(?=\w)|[ijy]*e"), "e"),
    (re.compile(r"[ijy]+"), "i"),
)


@lru_cache(maxsize=200_000)
def forms(word: str) -> frozenset[str]:
    """The forms of one word; two words are one if they have a form in common.

    >>> bool(forms("Зеленський") & forms("Zelenskyy")), bool(forms("Šuster") & forms("Shuster"))
    (True, True)
    """
    plain = unicodedata.normalize("NFC", fold(word)).replace("ß", "ss")
    written = {
        plain,
        plain.replace("ъ", "a").replace("đ", "dj"),
        plain.translate(_MARKED),
        plain.translate(_BARE),
        _ENDINGS.sub("a", plain),
    }
    return frozenset(form for one in written if one for form in _breathed(sounded(one)))


_DOTTED = re.compile(r"\b(?:U\.S(?:\.A)?|U\.K|U\.N|E\.U|U\.A\.E|P\.R\.C|R\.O\.K|D\.P\.R\.K|D\.R\.C)\b\.?")
_GERSHAYIM = re.compile('(?<=[\u05d0-\u05ea])["\u05f4\u201d](?=[\u05d0-\u05ea])')
_ALL_DOTTED = re.compile(r"(?:[^\W\d_]\.){3,}[^\W\d_]?")


def _breathed(sound: str) -> tuple[str, str]:
    """Two forms of a word: in the first, "g" is "h", as in Ukrainian and Russian; in the second, "kh" is "h".

    So Halyna is Galina, and Kharkiv is Harkiv, but Khan is not Gan.
    """
    return sound.replace("g", "h"), sound.replace("K", "H").replace("h", "H")


def sounded(word: str) -> str:
    """A folded word in Latin letters, of which one stands for the pairs that make one sound ("S" for "sh")."""
    latin = _latin(word)
    for pattern, letter in _SOUNDS:
        latin = pattern.sub(letter, latin)
    return latin


def romanised(text: str) -> str:
    """A text in lower-case Latin letters without marks, as far as these tables go; other letters stay.

    >>> romanised("Північ"), romanised("Zürich"), romanised("Αθήνα"), romanised("東京")
    ('pivnich', 'zurich', 'athina', '東京')
    """
    return _latin(unicodedata.normalize("NFC", fold(text)).replace("ß", "ss"))


def _latin(folded: str) -> str:
    latin = folded.replace("ու", "u").translate(_CYRILLIC).translate(LATIN)
    return _DROPPED.sub("", unicodedata.normalize("NFD", latin))


def undotted(name: str) -> str:
    """A name without the points of acronyms: those of states and unions in it, or of the whole name; and without the
    mark in Hebrew ones.

    >>> undotted("U.S. 7th Fleet"), undotted("Γ.Ε.Ε.Θ.Α."), undotted("J.D. Vance")
    ('US 7th Fleet', 'ΓΕΕΘΑ', 'J.D. Vance')
    """
    name = _GERSHAYIM.sub("", name)
    if _ALL_DOTTED.fullmatch(name.strip()):
        return name.replace(".", "")
    return _DOTTED.sub(lambda found: found[0].replace(".", ""), name) if "." in name else name


def is_latin(word: str) -> bool:
    """Whether all letters of a word are Latin ones, with or without marks.

    >>> is_latin("Müller"), is_latin("Київ")
    (True, False)
    """
    return all("LATIN" in unicodedata.name(letter, "") for letter in word if letter.isalpha())

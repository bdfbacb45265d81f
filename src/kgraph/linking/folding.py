"""Folding names, so that different spellings of one name become equal, and measuring how similar two names are.

There are two forms. A name's *key* leaves out case, accents, apostrophes and punctuation, so "Slov'yans'k" and
"Slovyansk" have one key. Its *sound* also leaves out differences between romanisations of Cyrillic: "Kostiantynivka"
and "Kostyantynivka" have one sound, "Konstantinovka" another. Keys are looked up first, since different places may have
equal sounds.
"""

import re
import unicodedata
from difflib import SequenceMatcher
from functools import lru_cache

from kgraph.reading import LATIN, fold

# Ukrainian and Russian letters in the romanisation of Ukraine's passports (KMU 2010); _SOUNDS joins the other
# romanisations
_CYRILLIC = str.maketrans(
    {
        **dict(zip("абвгґдезиіклмнопрстуфыэјѓћ", "abvhgdezyiklmnoprstufyejgc", strict=True)),
        "є": "ie",
        "ж": "zh",
        "х": "kh",
        "ц": "ts",
        "ч": "ch",
        "ш": "sh",
        "щ": "shch",
        "ю": "iu",
        "я": "ia",
        "ь": "",
        "ъ": "",
        "ђ": "dj",
        "љ": "lj",
        "њ": "nj",
        "џ": "dz",
    }
)
# Arabic and Persian letters by the consonants of their usual romanisations; long vowels are left out
_ARABIC = str.maketrans(
    {
        **dict(zip("بتثجحدذرزسشصضطظغفقكلمنهپچگک", "bttjhddrzsssdtzgfkklmnhbsgk", strict=True)),
        "خ": "k",
        **dict.fromkeys("اأإآءئؤعوىيیةً", ""),
    }
)
_ARABIC_ARTICLE = re.compile(r"\bال")
_ARTICLE = re.compile(r"\b(?:[aeu]l|[ae][rsdntz]|[ae]sh|u[rsdntz])\b")
_BONES = (
    (re.compile(rf"{_ARTICLE.pattern}|(?<=[kgsdt])h(?=\w)"), ""),
    (re.compile(r"h\b"), ""),
    (re.compile(r"[qcx]"), "k"),
    (re.compile(r"[aeiouyw\W]"), ""),
    (re.compile(r"p"), "b"),
    (re.compile(r"g"), "j"),
    (re.compile(r"(.)\1+"), r"\1"),
)
# accents of Latin, Cyrillic and Greek; points and vowel signs of Hebrew and Arabic, which people leave out; tatweel
_DROPPED = re.compile(r"[.'`\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670_]")
_NOTHING = dict.fromkeys((code for code in range(0x700) if _DROPPED.match(chr(code))), "")
# signs of other scripts, from Devanagari to Kana, are parts of words (Unicode's categories Mn and Mc)
_SIGNS = "".join(sign for sign in map(chr, range(0x0700, 0x309B)) if unicodedata.category(sign) in ("Mn", "Mc"))
_SEPARATORS = re.compile(rf"[^\w{_SIGNS}]+")
# letters of Arabic by which Persian and others write the same, and Chinese ones that only Taiwan and Hong Kong write
_VARIANTS = str.maketrans({"ى": "ي", "ی": "ي", "ې": "ي", "ک": "ك", "ہ": "ه", "臺": "台", "ँ": "ं"})
# Amharic letters that are said alike, in all seven orders of each; the first and the fourth order are said alike, too
_HOMOPHONES = ((0x1210, 0x1200), (0x1280, 0x1200), (0x1220, 0x1230), (0x12D0, 0x12A0), (0x1340, 0x1338))
_ETHIOPIC = {start + order: chr(plain + order) for start, plain in _HOMOPHONES for order in range(7)}
_ETHIOPIC |= dict.fromkeys((0x1203, 0x1213, 0x1283), "\u1200") | dict.fromkeys((0x12A3, 0x12D3), "\u12a0")
_LETTERS = {**LATIN, **_VARIANTS, **_ETHIOPIC, **_NOTHING}
_SAINT = re.compile(r"\b(st|ste|sankt)\b")
_SOUNDS = (
    (re.compile(r"shch|sch|sh|sz"), "s"),
    (re.compile(r"tch|ch|cz|ts|tz|c(?=[eiy])"), "c"),
    (re.compile(r"zh"), "z"),
    (re.compile(r"kh|gh|h|g"), "h"),
    (re.compile(r"[iy]?e|yo|io"), "e"),
    (re.compile(r"[jyi]+(?=[aou])"), "i"),
    (re.compile(r"[jyi]+"), "i"),
    (re.compile(r"[wv]"), "v"),
    (re.compile(r"q"), "k"),
    (re.compile(r"(.)\1+"), r"\1"),
)


@lru_cache(maxsize=100_000)
def key(name: str) -> str:
    """The name without case, accents, apostrophes and punctuation; "" for one with no letter.

    >>> key("Slov’yans’k"), key("Saint-Étienne"), key("ST. LOUIS"), key("U.S."), key("Покровськ")
    ('slovyansk', 'saint etienne', 'saint louis', 'us', 'покровськ')
    """
    if name.isascii() and name.isalpha():  # one plain word, the usual case, which the steps below would not change
        return _SAINT.sub("saint", name.lower()) if len(name) < 6 else name.lower()
    plain = name.casefold() if name.isascii() else unicodedata.normalize("NFD", fold(name))
    plain = plain.translate(_LETTERS)
    if not plain.isalpha():
        plain = _SEPARATORS.sub(" ", plain).strip()
    return _SAINT.sub("saint", plain) if "st" in plain or "sankt" in plain else plain


@lru_cache(maxsize=100_000)
def sound(name: str) -> str:
    """The name's key in Latin letters, in a form that is equal for all romanisations.

    >>> sound("Костянтинівка") == sound("Kostiantynivka") == sound("Kostyantynivka")
    True
    """
    said = key(name).translate(_CYRILLIC)
    for pattern, letter in _SOUNDS:
        said = pattern.sub(letter, said)
    return said.replace(" ", "")


@lru_cache(maxsize=100_000)
def bones(name: str) -> str:
    """The consonants of a name in Arabic letters or romanised from them, without articles: equal for all romanisations.
    "" if there are fewer than two, as then too many names would be equal.

    >>> bones("دير الزور") == bones("Deir ez-Zor") == bones("Dayr az Zawr"), bones("Aba")
    (True, '')
    """
    plain = key(name)
    said = _ARABIC_ARTICLE.sub("", plain).translate(_ARABIC)
    for pattern, letter in _BONES if said == plain else _BONES[2:]:  # a letter of Arabic is no pair of Latin ones
        said = pattern.sub(letter, said)
    return said if len(said) > 1 and said.isascii() else ""


def script_of(name: str) -> str:
    """The script of a name's first letter if it is neither Latin nor Cyrillic; else "".

    >>> script_of("北京"), script_of("ጎንደር"), script_of("مدينة حمص"), script_of("Київ"), script_of("Kyiv")
    ('Chinese', 'Ethiopic', 'Arabic', '', '')
    """
    letter = next((char for char in name if char.isalpha()), "a")
    words = unicodedata.name(letter, "").split()
    script = words[0].capitalize() if words else ""
    script = {"Cjk": "Chinese", "Hiragana": "Japanese", "Katakana": "Japanese", "Hangul": "Korean"}.get(script, script)
    return "" if script in ("Latin", "Cyrillic", "Modifier") else script


def likeness(one: str, other: str) -> float:
    """How similar two names are, whatever their order: 1 for equal keys, 0.95 for equal sounds, less otherwise, 0
    without letters.

    >>> likeness("Kyiv", "KYIV"), likeness("Kharkiv", "Харків"), likeness("Paris", "Oslo") < 0.5
    (1.0, 0.95, True)
    """
    if not key(one) or not key(other):
        return 0.0
    if key(one) == key(other):
        return 1.0
    first, second = sorted((sound(one), sound(other)))  # the matcher's ratio depends on the order
    if first == second:
        return 0.95
    return 0.9 * SequenceMatcher(None, first, second, autojunk=False).ratio()

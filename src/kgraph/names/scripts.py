"""Words in scripts that write vowels in part or not at all, as patterns of their forms in Latin letters.

Arabic, Persian and Urdu by the tables of ALA-LC and BGN/PCGN and usual spellings; Hebrew likewise; the scripts of
India, Ethiopia and Korea by the names that Unicode gives their letters, in which each is romanised.

>>> bool(pattern("قاسم").fullmatch("kasim")), bool(pattern("नरेन्द्र").fullmatch("narendra"))
(True, True)
>>> bool(pattern("אביב").fullmatch("aviv")), bool(pattern("አህመድ").fullmatch("ahmed"))
(True, True)
"""

import re
import unicodedata
from functools import lru_cache

from kgraph.reading import fold

_ABJADS = {
    **dict(zip("بتثجحخد", ("b", "t", "(?:s|t|th)", "[iZhj]", "h", "[Kh]", "d"), strict=True)),
    **dict(zip("ذرزس", ("(?:z|d|dh)", "r", "z", "s"), strict=True)),
    **dict(
        zip(
            "شصضطظغفقكلمنهء",
            ("S", "s", "(?:d|z|dh)", "t", "(?:z|d)", "[Yh]", "f", "[kYhc]", "[kc]", "l", "m", "n", "h", ""),
            strict=True,
        )
    ),
    **dict(zip("اأإآى", ("[aeiou]?", "[aeou]", "[ie]", "a", "[ai]"), strict=True)),
    **dict(zip("ةع", ("(?:a|ah|eh|e|at)", "[aeiou]{0,2}"), strict=True)),
    **dict(zip("ويئؤ", ("(?:[vouw]|au|av|aw)", "(?:[ie]|ai|a)", "[iea]?", "[uo]"), strict=True)),
    **dict(zip("پچژگڤٹڈڑںےۀ", ("p", "C", "Z", "[hY]", "v", "t", "d", "[rd]", "n", "[ei]", "e"), strict=True)),
    **dict(zip("אבגדהוזחטיכלמנסעפצקרשת", (
        "[aeiou]?", "[bv]", "h", "d", "(?:h|a|e)?", "(?:[vouw]|)", "z", "(?:K|h|C)", "t", "(?:[iej]|ai|)", "[kKc]",
        "l", "m", "n", "s", "[aeiou]{0,2}", "[pf]", "(?:c|z|s|C)", "[kc]", "r", "[Ss]", "t"), strict=True)),
    **dict(zip("ךםןףץ", ("[kKc]", "m", "n", "f", "(?:c|z|s|C)"), strict=True)),
}  # fmt: skip
_JI = "\ue000"  # stands for two letters that are one in Latin forms: "Haji"
_ABJADS[_JI] = "(?:i|[iZhj][aeiuo]?(?:[ie]|ai|a))"
_NB = "\ue001"  # sounds as "mb": "Jumblatt"
_ABJADS[_NB] = "(?:n[aeiou]?|m)b"
_WITHIN = {"ي": "(?:[ie]|ai)"}  # an "a" is only the last letter: Moussa, but Obaidi is not Abadi
_PERSIAN = str.maketrans("یکھہ", "يكهه")
_BY_NAME = re.compile("[\u0900-\u0dff\u1000-\u109f\u1200-\u137f\u3040-\u30ff\uac00-\ud7a3]")
_NAMED = re.compile(r"(?:LETTER|SYLLABLE|SIGN)(?: SMALL)?(?: VOCALIC| PHARYNGEAL| GLOTTAL)? (\w+)$")
_INDIC_VOWELS = {
    "AA": "a+", "A": "a", "I": "[ie]", "II": "[ie]", "U": "[uo]", "UU": "[uo]", "E": "[eai]+", "AI": "[aei]+",
    "O": "[oaue]", "AU": "[aou]+", "R": "r[iu]?",
}  # fmt: skip
_INHERENT = "[aeou]?"
_NASAL = "(?:n|m)?"
_SYLLABLE = {"A": "[ae]", "AA": "a", "U": "[uo]", "I": "i", "EE": "e", "E": "[ei]?", "O": "o", "WA": "[ou]?a"}
_WHOLE = {"WA": ["[vwuo]", "[aeo]?"], "YO": ["(?:i?o|e)"]}
"""Syllables of Ethiopia that are written in other ways than their consonants: "Worku", "Debretsion"."""
_KOREAN = (
    ("YEO", "i?(?:e|o|eo|u)"),
    ("EO", "(?:eo|e|o|u)"),
    ("EU", "(?:eu|e|u)"),
    ("AE", "a?e"),
    ("OE", "o?e"),
    ("WO", "[vw]?o"),
)
_OF_A_COUNTRY = frozenset(("ETHIOPIC", "MYANMAR", "HEBREW", "GEORGIAN", "ARMENIAN", "GREEK", "HANGUL", "THAI", "KHMER"))
_HANGUL = {"b": "[bp]", "d": "[dt]", "g": "[kKh]", "ng": "n[hkK]", "j": "[iZCj]?"}
_CONSONANTS = (
    ("SH", "S"), ("SS", "[Ss]"), ("CH", "C"), ("C", "C"), ("KH", "(?:K|kh?)"), ("JH", "(?:i|Z|j)h?"), ("J", "[iZj]"),
    ("PH", "[fp]h?"), ("BH", "bh?"), ("TTH", "th?"), ("TH", "th?"), ("DDH", "[dr]h?"), ("DH", "dh?"), ("DD", "[dr]"),
    ("TT", "t"), ("GH", "[Yh]"), ("NG", "nh?"), ("NY", "ni?"), ("NN", "n"), ("LL", "l"), ("RR", "r"), ("TS", "c"),
    ("TZ", "c"), ("SZ", "s"), ("HH", "h"),
    ("G", "[hk]"), ("Q", "[kYh]"), ("Y", "i?"), ("V", "[vwuo]"), ("W", "[vwuo]"), ("X", "[Kh]"),
    ("H", "h?"), ("K", "k"),
)  # fmt: skip


def is_partly_written(word: str) -> bool:
    """Whether a word is in a script that is compared by a pattern.

    >>> is_partly_written("حلب"), is_partly_written("Aleppo"), is_partly_written("दिल्ली")
    (True, False, True)
    """
    return not word.isascii() and any("\u05d0" <= letter <= "\u06d3" or _BY_NAME.match(letter) for letter in word)


def are_of_two_countries(one: str, other: str) -> bool:
    """Whether two names are in two scripts, each mostly of one country: an Ethiopian and a Burmese division.

    >>> are_of_two_countries("33ኛ ክፍለ ጦር", "တပ်မ ၃၃"), are_of_two_countries("33ኛ ክፍለ ጦር", "33rd Division")
    (True, False)
    """
    mine, its = _of_a_country(one), _of_a_country(other)
    return bool(mine and its) and mine != its


@lru_cache(maxsize=20_000)
def _of_a_country(name: str) -> str:
    """The script of a name if it is mostly one country that writes in it, and else ""."""
    if name.isascii():
        return ""
    scripts = (unicodedata.name(letter, "").split(" ")[0] for letter in name if letter.isalpha())
    return next((script for script in scripts if script in _OF_A_COUNTRY), "")


@lru_cache(maxsize=20_000)
def pattern(word: str) -> re.Pattern[str]:
    """What the forms (`letters.forms`) of a word may be when it is written in Latin letters."""
    if _BY_NAME.search(word):
        return re.compile("".join(_named(word)))
    letters = fold(word).translate(_PERSIAN)
    letters = letters.removeprefix("ال") if len(letters) > len("الله") else letters
    letters = letters.replace("جي", _JI).replace("نب", _NB)
    last = _ABJADS.get(letters[-1], "") if letters else ""
    vowels = "[aeiou]?" if re.search("[\u05d0-\u05ea]", letters) else "[aeiuo]?"
    middle = vowels.join(_WITHIN.get(letter) or _ABJADS.get(letter, re.escape(letter)) for letter in letters[:-1])
    end = "h?" if letters[-1:] == "ה" else ""
    return re.compile(f"{middle}{vowels if middle else ''}{last}{vowels}{end}")


def plainest(word: str) -> str:
    """A word in Latin letters, one of those that its pattern takes; without the vowels that are not written.

    >>> plainest("محمد"), plainest("मोदी"), plainest("ש")
    ('mhmd', 'modi', 'S')
    """
    parts = [one for one in _named(word) if one != _INHERENT] if _BY_NAME.search(word) else _letters(word)
    first = re.sub(r"\[(\w)\w*\](?:[?+]|\{0,2\})?", r"\1", "".join(parts))
    return re.sub(r"[^A-Za-z]", "", re.sub(r"\(\?:(\w*)[^)]*\)", r"\1", first))


def _letters(word: str) -> list[str]:
    letters = fold(word).translate(_PERSIAN)
    return [_ABJADS.get(one, "") for one in (letters.removeprefix("ال") if len(letters) > len("الله") else letters)]


def _named(word: str) -> list[str]:
    """The pattern by the letters' names in Unicode: "DEVANAGARI LETTER KA", "ETHIOPIC SYLLABLE BI"."""
    found: list[str] = []
    for letter in unicodedata.normalize("NFC", word):
        name = unicodedata.name(letter, "")
        said = _NAMED.search(name)
        if said is None:
            continue
        if name.startswith(("ETHIOPIC", "HANGUL", "HIRAGANA", "KATAKANA")):
            found += _syllable(said[1], korean=name.startswith("HANGUL"))
        elif "VOWEL SIGN" in name or said[1] in ("VIRAMA", "ASAT"):
            found[-1:] = [_INDIC_VOWELS.get(said[1], "") if "VOWEL" in name else ""]
        elif " LETTER " in name and said[1] in _INDIC_VOWELS:
            found.append(_INDIC_VOWELS[said[1]])
        elif " LETTER " in name:
            found += [_consonant(said[1].removesuffix("A")), _INHERENT]
        elif said[1] in ("ANUSVARA", "CANDRABINDU"):
            found.append(_NASAL)
    return found


def _syllable(name: str, *, korean: bool) -> list[str]:
    if korean:
        for written, sounds in _KOREAN:
            name = name.replace(written, sounds)
        sounds = re.sub("y", "i?", name.replace("YE", "E").lower())
        return [re.sub("ng|[bdgj]", lambda one: _HANGUL[one[0]], sounds)]
    if name in _WHOLE:
        return _WHOLE[name]
    consonant = re.split("WA$|[AEIOU]", name, maxsplit=1)[0]
    return [_consonant(consonant) if consonant else "", _SYLLABLE.get(name[len(consonant) :], "a")]


def _consonant(name: str) -> str:
    return next((sounds for written, sounds in _CONSONANTS if written == name), name.lower())

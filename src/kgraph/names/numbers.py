"""Numbers in the names of units: in digits with ordinal endings, in Roman numerals, and in words of many languages.

>>> number(("fifty", "ninth")), number(("п'ятдесят", "дев'ята")), number(("quinta",)), number(("xviii",))
((59, 2), (59, 2), (5, 1), (18, 1))
>>> number(("الخامسة",)), number(("ada",))
((5, 1), (0, 0))
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import product

from kgraph.reading import LATIN, fold

_FIRST = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth",
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen",
    "premier deuxieme troisieme quatrieme cinquieme sixieme septieme huitieme neuvieme dixieme onzieme douzieme "
    "treizieme quatorzieme quinzieme seizieme",
    "premiere seconde",
    "unieme",
    "primero segundo tercero cuarto quinto sexto septimo octavo noveno decimo undecimo duodecimo",
    "primera segunda tercera cuarta quinta sexta septima octava novena decima undecima duodecima",
    "primer - tercer",
    "primeiro - terceiro quarto - - setimo oitavo nono",
    "primeira - terceira quarta - - setima oitava nona",
    "primo secondo terzo - - sesto settimo ottavo",
    "prima seconda terza - - sesta settima ottava",
    "birinci ikinci ucuncu dorduncu besinci altinci yedinci sekizinci dokuzuncu onuncu",
    "pierwsza druga trzecia czwarta piata szosta siodma osma dziewiata dziesiata",
    "prva druga treca cetvrta peta sesta sedma osma deveta deseta",
    "прва друга трећа четврта пета шеста седма осма девета десета",
    "pertama kedua ketiga keempat kelima keenam ketujuh kedelapan kesembilan kesepuluh",
    "اول ثاني ثالث رابع خامس سادس سابع ثامن تاسع عاشر",
    "اولى ثانية ثالثة رابعة خامسة سادسة سابعة ثامنة تاسعة عاشرة",
    "حادي دوم سوم چهارم پنجم ششم هفتم هشتم نهم دهم",
    "حادية",
    "ראשונה שנייה שלישית רביעית חמישית שישית שביעית שמינית תשיעית עשירית",
)
_TENS = {
    20: "twenty twentieth vingt vingtieme vigesimo vigesima yirmi yirminci عشرون عشرين",
    30: "thirty thirtieth trente trentieme trigesimo trigesima otuz ثلاثون ثلاثين",
    40: "forty fortieth quarante quarantieme cuadragesimo cuadragesima kirk اربعون اربعين",
    50: "fifty fiftieth cinquante cinquantieme quincuagesimo quincuagesima elli خمسون خمسين",
    60: "sixty sixtieth soixante soixantieme sexagesimo sexagesima altmis ستون ستين",
    70: "seventy seventieth septuagesimo septuagesima yetmis سبعون سبعين",
    80: "eighty eightieth octogesimo octogesima seksen ثمانون ثمانين",
    90: "ninety ninetieth nonagesimo nonagesima doksan تسعون تسعين",
    100: "hundred hundredth centieme centesimo centesima yuzuncu сто",
}
_SLAVIC = {
    "перш друг трет четверт п'ят шост сьом восьм дев'ят десят одинадцят дванадцят тринадцят чотирнадцят п'ятнадцят "
    "шістнадцят сімнадцят вісімнадцят дев'ятнадцят": range(1, 20),
    "перв втор трет четверт пят шест седьм восьм девят десят одиннадцат двенадцат тринадцат четырнадцат пятнадцат "
    "шестнадцат семнадцат восемнадцат девятнадцат": range(1, 20),
    "двадцят тридцят сороков п'ятдесят шістдесят сімдесят вісімдесят дев'яност сот": range(20, 101, 10),
    "двадцат тридцат сороков пятидесят шестидесят семидесят восьмидесят девяност сот": range(20, 101, 10),
}
_ENDINGS = "ий ій а я ої го ого ому у ю ою им ім є ый ой ая ое ее ую ья ье ьего ьей"
_ROMAN_NUMERAL = re.compile("[ivxl]+")
_RARE = ("ого", "ому", "ои", "ою", "ую", "ои", "ім", "им", "ое", "ее", "ье", "ьего", "ьеи", "є", "у", "ю", "е", "і")
_SLAVIC_TENS = {
    "двадцять двадцать": 20, "тридцять тридцать": 30, "сорок": 40, "п'ятдесят пятьдесят": 50,
    "шістдесят шестьдесят": 60, "сімдесят семьдесят": 70, "вісімдесят восемьдесят": 80, "дев'яносто девяносто": 90,
}  # fmt: skip
_GERMAN_FIRST = "erst zweit dritt viert funft sechst siebt acht neunt zehnt elft zwolft dreizehnt vierzehnt funfzehnt"
_GERMAN = _GERMAN_FIRST.split()
_GERMAN_TENS = {20: "zwanzig", 30: "dreissig", 40: "vierzig", 50: "funfzig", 60: "sechzig", 70: "siebzig"}
_GERMAN_ONES = ("", "einund", "zweiund", "dreiund", "vierund", "funfund", "sechsund", "siebenund", "achtund", "neunund")
_ROMAN = (("x", 10), ("ix", 9), ("v", 5), ("iv", 4), ("i", 1))
_AND = frozenset(("and", "y", "et", "und", "e"))
_ARABIC = str.maketrans("أإآىیکہھ", "اااييكهه")  # letters that are written for one another
_SUFFIXES = (
    "st nd rd th d e er re ere eme nde ro ra do da to ta mo ma vo va no na inci nci uncu ncu a o "
    "й я а га ша тя го ої му ий ій ая ой ый ого ю та ма ва на ኛ ኛው"
)
SUFFIXES = frozenset(_SUFFIXES.split())
"""Endings of ordinal numbers in digits; Cyrillic ones and single vowels stand after a hyphen."""


@lru_cache(maxsize=200_000)
def plain(word: str) -> str:
    """A word without marks, apostrophes, the Arabic article and the Amharic "of", in which it is looked up in tables.

    >>> plain("Décima"), plain("الخامسة"), plain("п'ята")
    ('decima', 'خامسة', 'пята')
    """
    if word.isascii():
        return word.lower().replace("'", "").replace("`", "")
    bare = unicodedata.normalize("NFD", fold(word).translate(LATIN))
    bare = re.sub("['`ʼ´\u0300-\u036f\u064b-\u0655\u0670\u0640]", "", bare).replace("ß", "ss")
    bare = bare.translate(_ARABIC)
    return re.sub("^(?:وال|ال|و(?=\\w{4})|የ)(?=\\w\\w)", "", bare)


@lru_cache(maxsize=1)  # when it is first needed: it takes some 30 ms, and most commands look no number up
def _table() -> dict[str, int]:
    found: dict[str, int] = {}
    for row in _FIRST:
        for value, word in enumerate(row.split(), 1):
            found.setdefault(plain(word), value)
    for stems, values in _SLAVIC.items():
        for stem, value in zip(stems.split(), values, strict=True):
            for ending in _ENDINGS.split():
                found.setdefault(plain(stem + ending), value)
    for words, value in _SLAVIC_TENS.items():
        found |= dict.fromkeys(map(plain, words.split()), value)
    for value, words in _TENS.items():
        found |= dict.fromkeys(map(plain, words.split()), value)
    for value, ending in product(range(1, len(_GERMAN) + 1), ("e", "er", "es", "en")):
        found.setdefault(_GERMAN[value - 1] + ending, value)
    for (tens, word), one in product(_GERMAN_TENS.items(), range(10)):
        found |= dict.fromkeys((f"{_GERMAN_ONES[one]}{word}ste", f"{_GERMAN_ONES[one]}{word}ster"), tens + one)
    found |= {plain(word): 10 for word in ("عشر", "عشرة")}
    return found | {_roman(value): value for value in range(1, 50)}


def short_words() -> dict[int, list[str]]:
    """The numbers that other numbers are made of, each with its words, up to ten those of other alphabets."""
    found: dict[int, list[str]] = {}
    for word, value in _table().items():
        few = value <= 10 or (word.isascii() and (value <= 20 or value % 10 == 0))
        if few and not word.endswith(_RARE) and not _ROMAN_NUMERAL.fullmatch(word) and word.isalpha():
            found.setdefault(value, []).append(word)
    return found


def _roman(value: int) -> str:
    written = "xl" if value >= 40 else ""
    value -= 40 if value >= 40 else 0
    for letters, worth in _ROMAN:
        written += letters * (value // worth)
        value %= worth
    return written


def number(words: Sequence[str]) -> tuple[int, int]:
    """The number with which some words (see `plain`) begin, and how many of them it takes; (0, 0) if with none."""
    value, taken, at = 0, 0, 0
    while at < len(words):
        part = _table().get(plain(words[at]), 0)
        if not part and value and words[at] in _AND:
            at += 1
            continue
        if not part or (value and not _goes_on(value, part)):
            break
        value = value * 100 if part == 100 and 0 < value < 10 else value + part
        at += 1
        taken = at
    return value, taken


def _goes_on(value: int, part: int) -> bool:
    """Whether a number may go on with another: twenty with one, a hundred with twenty; in Arabic, one with twenty."""
    if part == 100:
        return value < 10
    return value % 100 == 0 or (value % 10 == 0 and part < 10) or (value < 10 and part % 10 == 0)

"""Whether two words of names are one word in two spellings, and whether they may be."""

import re
import unicodedata
from functools import lru_cache

from kgraph.names.letters import forms, is_latin, sounded
from kgraph.names.people import groups, meaning, single
from kgraph.names.scripts import is_partly_written, pattern, plainest
from kgraph.reading import fold

_SHORTEST = 4  # the least letters of a word in which one may differ
_LONG = 9  # the least letters of a word in which two may differ
_HEARD = str.maketrans("ZSXCzqKYg", "sssssk" + "hhh")
_WRITTEN = (("S", "sh"), ("C", "ch"), ("X", "sh"), ("Z", "zh"), ("K", "h"), ("Y", "h"), ("g", "h"))
_FRENCH = (
    ("dj", "j"),
    ("tch", "\u010d"),
    ("ch", "sh"),
    ("\u010d", "ch"),
    ("j", "zh"),
    ("gu(?=[eiéèêï])", "g"),
    ("ine$", "in"),
    ("o?ff$", "v"),
)
_GERMAN = (
    ("dsch", "\u0135"),
    ("tsch", "\u010d"),
    ("sch", "sh"),
    ("ch", "kh"),
    ("\u010d", "ch"),
    ("w", "v"),
    ("z", "ts"),
    ("j", "y"),
    ("\u0135", "j"),
    ("^s", "z"),
)
_GERMAN_VOICED = (*_GERMAN, ("(?<=[aeiounmlr])s(?=[aeiou])", "z"))
_PINYIN = (("^x", "s"), ("^q", "ts"), ("^j", "tsz"), ("^zh", "ch"))
_POLISH = (("szcz", "shch"), ("dż", "j"), ("ż", "zh"), ("rz", "zh"), ("sz", "sh"), ("cz", "ch"), ("w", "v"))
_DUTCH = (("oe", "u"),)
_OF_MICHAEL = (("michael$", "mikael"),)  # Gebremichael
_ARABIC = re.compile("[\u0621-\u064a]")  # which has no letters for "p" and "v"
_ADJECTIVE = re.compile(r"([а-яіїєґё]{3,}?)([ії]в|)(?:[сц]ьк|[сц]к)(?:ий|а|ої|ого|ому|у|ою|ая|ой|ую|і|ие|е|ое)")
_BELARUSIAN = (
    ("dz(?=[iey])", "d"),
    ("ts(?=[iey])|c(?=[ie])", "t"),
    ("(?<=[aeiou])u(?=[^aeiou]|$)|(?<=[aeiou])w(?=[^aeiou]|$)|\u016d", "v"),
)
_AS_HEARD = (("o", "a"),)  # Belarusian writes an unstressed "o" as it sounds
_TURKISH = (("c", "zh"),)
_SOMALI = (("c", ""), ("x", "h"), ("dh", "d"), (r"([aeiou])\1", r"\1"))
_ARTICLE = ((r"^[ae]l(?=\w{4})|^[ae]([sdrtnz])(?=\1)", ""),)
_CYRILLIC_BELARUSIAN = ((r"дз(?=[іеёюяьм])", "д"), (r"ц(?=[іеёюяь])", "т"), ("ў", "в"))
_LANGUAGES = tuple(
    tuple((re.compile(one), to) for one, to in rules)
    for rules in (
        _FRENCH,
        _GERMAN,
        _GERMAN_VOICED,
        _DUTCH,
        _OF_MICHAEL,
        _PINYIN,
        _POLISH,
        _BELARUSIAN,
        _AS_HEARD,
        (*_BELARUSIAN, *_AS_HEARD),
        _SOMALI,
        _TURKISH,
        _ARTICLE,
    )
)


@lru_cache(maxsize=200_000)
def are_same(one: str, other: str) -> bool:
    """Whether two words are one in the spellings of published tables.

    >>> are_same("Зеленський", "Zelenskyy"), are_same("Hùng", "Hưng"), are_same("Hùng", "Hung")
    (True, False, True)
    """
    if one == other:
        return True
    if one.isdecimal() or other.isdecimal():
        return False
    if groups(one) and groups(other):
        return bool(groups(one) & groups(other)) and not _marks_differ(one, other)
    if is_partly_written(one) != is_partly_written(other):
        script, latin = (one, other) if is_partly_written(one) else (other, one)
        sounds = pattern(script)
        return any(sounds.fullmatch(form) or sounds.fullmatch(single(form)) for form in forms(latin))
    return bool(meaning(one) & meaning(other)) and not _marks_differ(one, other)


def _marks_differ(one: str, other: str) -> bool:
    """Whether a letter has one mark in one word and another in the other, as Vietnamese names do."""
    if one.isascii() or other.isascii() or not (is_latin(one) and is_latin(other)):
        return False
    first, second = ([_marked(letter) for letter in unicodedata.normalize("NFC", word)] for word in (one, other))
    if len(first) != len(second):
        return False
    pairs = list(zip(first, second, strict=True))
    return all(base == its for (base, _), (its, _) in pairs) and any(a and b and a != b for (_, a), (_, b) in pairs)


def _marked(letter: str) -> tuple[str, str]:
    """A letter without its marks, and its marks; a comma below is a cedilla."""
    whole = unicodedata.normalize("NFD", letter)
    return whole[0], whole[1:].replace("\u0326", "\u0327").replace("\u030c", "\u0306")


@lru_cache(maxsize=200_000)
def are_like(one: str, other: str) -> bool:
    """Whether two words may be one with an error in typing, or by another romanisation; numbers are never alike.

    >>> are_like("Mikheil", "Mikhail"), are_like("Lawrow", "Lavrov"), are_like("Mahmoud", "Mohammed")
    (True, True, False)
    """
    if one.isdecimal() or other.isdecimal() or len(one) < 2 or len(other) < 2:
        return one == other
    if are_same(one, other):
        return True
    if groups(one) and groups(other) and is_partly_written(one) == is_partly_written(other):
        return False  # two names that are known to be different
    if bones(one) & bones(other) or any(are_same(mine, its) for mine in _elsewhere(one) for its in _elsewhere(other)):
        return True
    if is_partly_written(one) or is_partly_written(other):
        return False
    if are_spelt_elsewhere(one, other):
        return True
    first, second = single(heard(one)), single(heard(other))
    if min(len(first), len(second)) < _SHORTEST:
        return False
    return within(first, second, 1 if max(len(first), len(second)) < _LONG else 2) or _are_swapped(first, second)


@lru_cache(maxsize=200_000)
def are_spelt_elsewhere(one: str, other: str) -> bool:
    """Whether two words sound alike as they are spelt in some languages.

    >>> are_spelt_elsewhere("Ramsan", "Рамзан"), are_spelt_elsewhere("Ramsan", "Roman")
    (True, False)
    """
    return not {heard(form) for form in _elsewhere(one)}.isdisjoint(map(heard, _elsewhere(other)))


def _are_swapped(one: str, other: str) -> bool:
    """Whether two letters side by side have changed places."""
    differ = [at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]]
    return (
        len(one) == len(other)
        and len(differ) == 2
        and one[differ[0]] == other[differ[1]]
        and differ[0] + 1 == differ[1]
    )


@lru_cache(maxsize=200_000)
def heard(word: str) -> str:
    """A word as it sounds, in Latin letters.

    >>> heard("Schoigu"), heard("Шойгу")
    ('shoihu', 'shoihu')
    """
    sound = sounded(fold(word))
    for letter, written in _WRITTEN:
        sound = sound.replace(letter, written)
    return sound


@lru_cache(maxsize=200_000)
def _elsewhere(word: str) -> frozenset[str]:
    """A word, and how it would be spelt in English if it is spelt in French, German, Dutch, Polish or Pinyin, or as a
    Belarusian name; and without an Arabic article at its beginning."""
    found = {word}
    if is_latin(word):
        plain_word = fold(word)
        for language in _LANGUAGES:
            written = plain_word
            for pattern_, letters in language:
                written = pattern_.sub(letters, written)
            found.add(written)
    elif "дж" in word:
        found.add(word.replace("дж", "ж"))
    elif (plain := _in_russian(word)) != word:
        found |= {plain, plain.replace("о", "а")}
    elif adjective := _ADJECTIVE.fullmatch(word):
        found |= {adjective[1], adjective[1] + adjective[2]}  # the Kharkiv brigade, in Ukrainian
    return frozenset(found)


def _in_russian(word: str) -> str:
    """A word in Cyrillic letters with Belarusian sounds as Russian has them.

    >>> _in_russian("ціханоўская"), _in_russian("дзмітрый")
    ('тіхановская', 'дмітрый')
    """
    for letters, russian in _CYRILLIC_BELARUSIAN:
        word = re.sub(letters, russian, word)
    return word


@lru_cache(maxsize=200_000)
def bones(word: str) -> frozenset[str]:
    """The consonants of a word, of which one is equal for most spellings of a name in any language; none if it has only
    one.

    >>> bool(bones("محمد") & bones("Mohammed")), bool(bones("Selenskyj") & bones("Зеленский"))
    (True, True)
    >>> bool(bones("Prigojine") & bones("Prigoschin") & bones("Пригожин"))
    True
    """
    others = (word.replace("ق", "غ"), word.replace("ج", "ز"))  # as in Persian, and in "Recep" of Turkey
    found = {consonants(one) for one in (*_elsewhere(word), *others)}
    if is_partly_written(word):
        found |= {bone.replace("v", "") for bone in found}  # one letter writes a "w" and a long "u"
        foreign = (("b", "p"), ("f", "v")) if _ARABIC.search(word) else ()
        for letter, other in (("c", "s"), ("b", "v"), ("p", "f"), *foreign):
            found |= {bone.replace(letter, other) for bone in found}
    return frozenset(bone for bone in found if len(bone) > 1)


def consonants(word: str) -> str:
    """The consonants of a word as it stands, those that sound alike by one letter.

    >>> consonants("Prigozhin"), consonants("Sisi")
    ('prsn', 's')
    """
    plain = plainest(word) if is_partly_written(word) else sounded(fold(word))
    return single(re.sub("[aeiouwjh]", "", plain.translate(_HEARD)))


def within(one: str, other: str, most: int) -> bool:
    """Whether at most `most` letters added, removed or changed turn one word into the other.

    >>> within("pokrovsk", "pokrowsk", 1), within("oslo", "paris", 2)
    (True, False)
    """
    start, less = 0, min(len(one), len(other))
    while start < less and one[start] == other[start]:
        start += 1
    end = 0
    while end < less - start and one[-1 - end] == other[-1 - end]:
        end += 1
    one, other = one[start : len(one) - end], other[start : len(other) - end]
    longest = max(len(one), len(other))
    if longest <= most:
        return True
    if most < 2 or not one or not other:
        return False
    if len(one) == len(other):
        return within(one[1:], other[1:], 1) or one[1:] == other[:-1] or one[:-1] == other[1:]
    few, many = sorted((one, other), key=len)
    return within(few[1:], many[1:], 1) or within(few, many[1:], 1)

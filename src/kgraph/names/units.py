"""Names of military units: the numbers with their levels, the arms, and the rest of the name.

>>> read("2nd Bn 59th Bde") == read("59th Brigade, 2nd Battalion")
True
>>> read("59 ОМПБр").arms == read("59th Separate Motorised Infantry Brigade").arms
True
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from kgraph.names.letters import forms
from kgraph.reading import fold

_LEVELS = {
    "army": "army армія армії армия армии",
    "corps": "corps корпус корпусу корпуса ак",
    "division": "division div divn дивізія дивізії дивизия дивизии дивізіон",
    "brigade": "brigade brigades bde brig bgde brg бригада бригади бригаду бригады бр бригаде",
    "regiment": "regiment regt rgt reg полк полку полка",
    "battalion": "battalion bn btn batt bat батальйон батальйону батальон батальона б-н бн",
    "company": "company coy рота роти роты",
    "squadron": "squadron sqn ескадрилья эскадрилья",
    "platoon": "platoon plt взвод",
    "battery": "battery bty батарея",
}
_LEVEL = {word: level for level, words in _LEVELS.items() for word in words.split()}
_ARMS = (
    ("airassault", r"air ?assault|aaslt|(?:десантно|парашутно|парашютно)-штурмов\w+|air-assault"),
    ("mountainassault", r"mountain[ -]assault|г[іо]рн?с?ь?к?о-штурмов\w+"),
    ("airmobile", r"air ?mobile|airmob|аеромоб\w+|аэромоб\w+"),
    ("airborne", r"airborne|abn|п?о?в[іо]з?д[уш]+но-десантн\w+|повітрянодесантн\w+|парашутн\w*|vdv|вдв"),
    ("motorrifle", r"motor(?:i[sz]ed)?[ -]?rifles?|мотостр[іе]л\w+"),
    ("motorised", r"motori[sz]ed(?:[ -]infantry)?|moto?|mtr|мотоп[іе]хот\w+"),
    ("mechanised", r"mechani[sz]ed(?:[ -]infantry)?|mech|механ[іи]з\w+|мех"),
    ("territorial", r"territorial(?:[ -]defen[cs]e)?|tdf?|тро|територіальної оборони|территориальной обороны"),
    ("marine", r"naval[ -]infantry|marines?|морської піхоти|морской пехоты|мп"),
    ("special", r"special[ -](?:purpose|forces|operations)|spetsnaz|спецназ\w*|спн|спеціального призначення"),
    ("combinedarms", r"combined[ -]arms|загальновійськов\w+|общевойсков\w+"),
    ("guards", r"guards?|gds|гвард\w+|гв"),
    ("tank", r"tank|танков\w+"),
    ("armoured", r"armou?red|armd|бронетанк\w+"),
    ("artillery", r"artillery|arty|артилер\w+|артиллер\w+"),
    ("assault", r"assault|asslt|aslt|штурмов\w+"),
    ("infantry", r"infantry|inf|п[іе]хотн\w+|піхоти|пехоты"),
    ("rifle", r"rifles?|стр[іе]л\w+"),
    ("jaeger", r"j[aä]e?ger|єгерськ\w+"),
    ("engineer", r"engineers?|інженерн\w+|инженерн\w+"),
    ("reconnaissance", r"recon(?:naissance)?|recce|розв[іи]дув\w+|развед\w+"),
)
_ARM = [(name, re.compile(rf"(?<!\w)(?:{pattern})(?!\w)")) for name, pattern in _ARMS]
_SHORT = re.compile(r"о?(гв)?(мсп|мс|мп|м|дш|гш|ш|т|а|арт|ам|мех|сп|пд|вд|є|е|рм|обр)?(бр|бригада|б|п|д)(?:р?)(?!\w)")
_SHORT_ARMS = {
    "мсп": "motorrifle", "мс": "motorrifle", "мп": "motorised", "м": "mechanised", "мех": "mechanised",
    "дш": "airassault", "гш": "mountainassault", "ш": "assault", "т": "tank", "а": "artillery", "арт": "artillery",
    "ам": "airmobile", "пд": "airborne", "вд": "airborne", "є": "jaeger", "е": "jaeger", "сп": "rifle",
}  # fmt: skip
_SHORT_LEVELS = {"бр": "brigade", "бригада": "brigade", "б": "battalion", "п": "regiment", "д": "division"}
_DROPPED_WORDS = (
    "the of a separate sep independent indep окрема окремий окремої окремого отдельная отдельный відокремлений"
)
_DROPPED = frozenset(_DROPPED_WORDS.split())
_HONOURS = re.compile(r'"[^"]*"|\([^()]*\)|\b(?:named after|імені|имени|ім\.|им\.) .*$')
_ENGLISH = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
_ROMAN = "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx xxi xxii xxiii xxiv xxv"
_UKRAINIAN = "перша друга третя четверта п'ята шоста сьома восьма дев'ята десята"
_RUSSIAN = "первая вторая третья четвертая пятая шестая седьмая восьмая девятая десятая"
_NUMBERS = {
    form: str(at)
    for row in (_ENGLISH, _ROMAN, _UKRAINIAN, _RUSSIAN)
    for at, word in enumerate(row.split(), 1)
    for form in (word, re.sub("[ая]$", "ий", word), re.sub("а$", "ої", word), re.sub("ая$", "ый", word))
}
_NUMBERED = re.compile(rf"\d|(?<!\w)(?:{'|'.join(_NUMBERS)})(?!\w)")
_WORD = re.compile(r"(\d+)(?:-?(?:st|nd|rd|th|[а-яіїє]{1,3})(?![\w]))?|[^\W\d]+(?:[-'][^\W\d]+)*")


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit's name: (level, number) pairs, arms, the forms of the other words, and its honours in quotes."""

    numbered: frozenset[tuple[str, str]]
    arms: frozenset[str]
    others: frozenset[frozenset[str]]
    honours: str = ""


@lru_cache(maxsize=100_000)
def read(name: str) -> Unit | None:
    """The parts of a unit's name; `None` for a name without a number and its level."""
    if not _NUMBERED.search(name.casefold()):
        return None
    plain = re.sub(r"\bno\. ?(?=\d)|№|'s\b|(?<=s)'", " ", fold(name))
    honours = " ".join(_HONOURS.findall(plain))
    plain, arms = _without_arms(_HONOURS.sub(" ", plain))
    words = [(found[0], found[1]) for found in _WORD.finditer(plain)]
    numbers: list[str] = []
    pairs: set[tuple[str, str]] = set()
    others: set[frozenset[str]] = set()
    waiting = ""  # a level that stands before its number
    for word, digits in words:
        number = digits or (_NUMBERS.get(word, "") if not numbers else "")
        level, more = _level(word)
        arms |= more
        if number:
            if waiting:
                pairs.add((waiting, number))
                waiting = ""
            else:
                numbers.append(number)
        elif level and numbers:
            pairs.add((level, numbers.pop()))
        elif level and not waiting:
            waiting = level
        elif word not in _DROPPED:
            others.add(forms(word))
    if not pairs or numbers:
        return None
    if waiting:
        others.add(frozenset([waiting]))
    return Unit(frozenset(pairs), frozenset(arms), frozenset(others), honours)


def _without_arms(plain: str) -> tuple[str, set[str]]:
    found = set()
    for arm, pattern in _ARM:
        shorter = pattern.sub(" ", plain)
        if shorter != plain:
            plain = shorter
            found.add(arm)
    return plain, found


def _level(word: str) -> tuple[str, set[str]]:
    """The level that a word or an abbreviation such as "омбр" names, and its arms."""
    if word in ("оа", "ова"):
        return "army", {"combinedarms"}
    if word in _LEVEL:
        return _LEVEL[word], set()
    short = _SHORT.fullmatch(word)
    if short is None:
        return "", set()
    arms = {_SHORT_ARMS[short[2]]} if short[2] in _SHORT_ARMS else set()
    return _SHORT_LEVELS[short[3]], arms | ({"guards"} if short[1] else set())


def are_one(one: Unit, other: Unit) -> bool:
    """Whether two names of units are one: the same numbers, levels, arms and other words; honours may be left out."""
    same = one.numbered == other.numbered and one.arms == other.arms and _covers(one.others, other.others)
    return (
        same
        and _covers(other.others, one.others)
        and (not one.honours or not other.honours or one.honours == other.honours)
    )


def are_near(one: Unit, other: Unit) -> bool:
    """Whether one of two names may be the other without some of its arms or words, or without the higher unit."""
    within = one.numbered <= other.numbered or other.numbered <= one.numbered
    return within and (one.arms <= other.arms or other.arms <= one.arms)


def _covers(some: frozenset[frozenset[str]], all_of: frozenset[frozenset[str]]) -> bool:
    return all(any(word & other for other in all_of) for word in some)

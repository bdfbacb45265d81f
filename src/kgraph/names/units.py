"""Names of units, of soldiers or of others: the numbers with their levels, the arms, and the rest of the name.

>>> read("2nd Bn 59th Bde") == read("59th Brigade, 2nd Battalion")
True
>>> read("59 ОМПБр").arms == read("59th Separate Motorised Infantry Brigade").arms == {"motorised"}
True
>>> sorted(read("Golani Bde").numbered), read("Ada Lorne")
([('brigade', '')], None)
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from kgraph.names.kinds import WRITTEN, Told, told
from kgraph.names.letters import is_latin, undotted
from kgraph.names.numbers import SUFFIXES, number, plain
from kgraph.names.people import TITLES, joined
from kgraph.names.same import are_like, are_same
from kgraph.reading import fold

ARMS = {
    "мс": "motorrifle", "мп": "motorised", "м": "mechanised", "мех": "mechanised", "дш": "airassault",
    "гш": "mountainassault", "гп": "mountaininfantry", "ш": "assault", "т": "tank", "а": "artillery",
    "арт": "artillery", "ам": "airmobile", "аем": "airmobile", "пд": "airborne", "вд": "airborne", "є": "jaeger",
    "е": "jaeger", "с": "rifle", "рм": "marine", "реа": "rocket", "ра": "rocket", "зр": "airdefence",
    "р": "reconnaissance", "рд": "reconnaissance", "і": "engineer", "іс": "engineer", "ис": "engineer",
    "инж": "engineer", "інж": "engineer",
}  # fmt: skip
AFTER = {
    "мп": "marine", "тро": "territorial", "спн": "special", "спп": "special", "сп": "special", "оп": "operational",
    "бпс": "unmanned", "бс": "unmanned", "бпак": "unmanned",
}  # fmt: skip
SHORT_LEVELS = {"бр": "brigade", "п": "regiment", "б": "battalion", "д": "division", "дн": "divizion"}
_SHORT = re.compile(
    rf"о?(?P<guards>гв)?о?(?P<arm>{'|'.join(sorted(ARMS, key=len, reverse=True))})?"
    rf"(?P<level>бр|дн|п|б|д)(?P<after>{'|'.join(sorted(AFTER, key=len, reverse=True))})?"
)
_SHORT_ARMY = re.compile(r"(гв)?(т|ов?|уд)?а")
_ARMIES = {"т": "tank", "о": "combinedarms", "ов": "combinedarms", "уд": "assault"}
_LATIN = {
    "id": ("division", "infantry"), "lid": ("division", "lightinfantry"), "lib": ("battalion", "lightinfantry"),
    "ib": ("battalion", "infantry"), "caa": ("army", "combinedarms"),
    "bct": ("brigade", "combatteam"), "abct": ("brigade", "armoured combatteam"),
    "ibct": ("brigade", "infantry combatteam"), "sbct": ("brigade", "stryker combatteam"),
    "rpima": ("regiment", "airborne marine"), "rima": ("regiment", "marine"), "bima": ("brigade", "marine"),
    "pir": ("regiment", "airborne infantry"),
    "rep": ("regiment", "foreign airborne"),
    "rei": ("regiment", "foreign infantry"), "rec": ("regiment", "foreign cavalry"),
}  # fmt: skip
_CYRILLIC = (("sh", "ш"), ("ye", "є"), ("je", "є"), *zip("ombrtdpasvgnk", "омбртдпасвгнк", strict=True))
_CIVIL_LEVELS = "hospital clinic school station precinct district court department engine ladder part"
_CIVIL = frozenset(_CIVIL_LEVELS.split())
_NEAR = (
    {"tank", "armoured"},
    {"airborne", "airassault", "airmobile"},
    {"motorrifle", "motorised"},
    {"infantry", "rifle"},
)
_TOGETHER = ({"mountain", "infantry"}, {"mountain", "assault"}, {"light", "infantry"}, {"air", "assault"})
_LETTERED = frozenset(("company", "battery", "squadron", "troop"))
_SPOKEN = "alpha alfa bravo charlie delta echo foxtrot golf hotel india juliet"
_SPELT = {word: word[0] for word in _SPOKEN.split()}
_HONOURS = re.compile(r'"[^"]*"|\((?!\d+\))[^()]*\)|\b(?:named after|імені|имени|ім\.|им\.) .*$')
_MARINES = re.compile(
    r"\b(\d+)(?:st|nd|rd|th)?[/-](\d+) (?=marines|cav|inf|arty|armou?r|(?:para|airborne)(?: inf| regt|$))"
)
_PARACHUTISTS = re.compile(r"\b(\d+)(?:st|nd|rd|th)?[/-](\d+) (?=pir\b)")
_OF_NUMBERS = re.compile(r"\b[dl]'|(?<!\w)(?:no|nr|num|n)[.°º]* ?(?=\d)|[№#]|'s\b|(?<=s)'")
_WORD = re.compile(r"(?P<digits>\d+)(?P<mark>[-.']?)(?P<suffix>[^\W\d_]*)|(?:[^\W\d_]|['\u064b-\u0655\u0900-\u109f])+")
_HAS_NUMBER = re.compile(r"\d")
_MOST_DIGITS = 18
_SHORTEST = 2  # the least letters of an abbreviation


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit's name: its levels, each with its number or "", arms, the other words, and its honours in quotes."""

    numbered: frozenset[tuple[str, str]]
    arms: frozenset[str]
    others: frozenset[str]
    honours: frozenset[str] = frozenset()


@lru_cache(maxsize=200_000)
def read(name: str) -> Unit | None:
    """The parts of a unit's name; `None` for a name without a level, and for one that is nothing but levels."""
    plain_name = fold(undotted(name))
    if not _HAS_NUMBER.search(name) and not any(one.sort == "level" for one in told(_words(plain_name))):
        return None
    written = _MARINES.sub(r"\1 battalion \2 regiment ", plain_name)
    written = _PARACHUTISTS.sub(r"\1 battalion \2 ", written)
    written = joined(_OF_NUMBERS.sub(" ", written))
    honours = frozenset(word for one in _HONOURS.findall(written) for word in _words(one))
    bare = _HONOURS.sub(" ", written)
    parts = list(_parts(_words(bare)))
    if not any(one.sort in ("number", "", "word") for one in parts):  # the Regiment "Kraken"
        honours, parts = frozenset(), list(_parts(_words(written)))
    if not any(one.sort in ("level", "short") for one in parts) and not _is_numbered_arm(parts):
        return None
    pairs, left = _paired(parts)
    arms = _arms({one.concept for one in left if one.sort == "arm"})
    others = frozenset(_other(one) for one in left if one.sort in ("", "word"))
    has_number = any(given for _, given in pairs)
    if not has_number and (not (arms or others) or any(plain(one.word) in TITLES for one in left)):
        return None
    if not pairs or any(one.sort == "number" for one in left):
        return None
    return Unit(frozenset(pairs), arms, others, honours)


def _arms(found: set[str]) -> frozenset[str]:
    """The arms; two that stand apart, as in French, are one as in English."""
    for one in _TOGETHER:
        if found >= one:
            found = found - one | {"".join(sorted(one, reverse=True))}
    return frozenset(found)


def _words(written: str) -> list[str]:
    """The words, with numbers without their ordinal endings."""
    found: list[str] = []
    for one in _WORD.finditer(written):
        if one["digits"] is None:
            found.append(one[0])
            continue
        digits = one["digits"]
        found.append(str(int(digits)) if len(digits) <= _MOST_DIGITS else f"n{digits}")  # no unit has such a number
        suffix = one["suffix"]
        if suffix and not (suffix in SUFFIXES and (one["mark"] or len(suffix) > 1 or suffix in ("d", "e", "ኛ"))):
            found.append(suffix)
    return found


def _parts(words: list[str]) -> Iterator[Told]:
    """The words with what they mean; numbers in words as numbers, abbreviations as levels with arms."""
    at = 0
    numbered = any(word in _LATIN for word in words) and any(map(str.isdecimal, words))
    while at < len(words):
        value, taken = (int(words[at]), 1) if words[at].isdecimal() else number(words[at:])
        if taken and not _is_letter(words, at):
            numbered = True
            yield Told(str(value), "number", str(value))
            at += taken
            continue
        end = next(
            (end for end in range(at + 1, len(words)) if words[end].isdecimal() or number(words[end : end + 1])[1]),
            len(words),
        )
        yield from _named(words[at:end], numbered, end == len(words))
        at = end


def _named(words: list[str], numbered: bool, last: bool) -> Iterator[Told]:
    """Words between numbers; abbreviations are read only after a number."""
    for at, one in enumerate(known := told(words)):
        final = last and at == len(known) - 1
        beside = {other.concept for other in known[max(at - 1, 0) : at + 2] if other.sort == "level"}
        letter = _SPELT.get(one.word, one.word if len(one.word) == 1 else "")
        if letter and beside & _LETTERED:
            yield Told(one.word, "number", letter)
        elif numbered and (not one.sort or (one.word == "та" and final)) and (short := _short(one.word)):
            yield from short
        else:
            yield one


def _is_letter(words: list[str], at: int) -> bool:
    """Whether a Roman numeral of one letter is the letter of a company."""
    return len(words[at]) == 1 and any(one.concept in _LETTERED for one in told(words[at + 1 : at + 2]))


def _short(word: str) -> list[Told]:
    """The level and the arms of an abbreviation such as "омбр", "odshbr" or "гвта"."""
    if word in _LATIN:
        level, named = _LATIN[word]
        return [*(Told(word, "arm", arm) for arm in named.split()), Told(word, "level", level)]
    if len(word) < _SHORTEST:
        return []
    cyrillic = word
    if word.isascii() and "br" in word:
        for latin, letter in _CYRILLIC:
            cyrillic = cyrillic.replace(latin, letter)
    if army := _SHORT_ARMY.fullmatch(cyrillic):
        arms = [*(["guards"] if army[1] else []), *([_ARMIES[army[2]]] if army[2] else [])]
        return [*(Told(word, "arm", arm) for arm in arms), Told(word, "level", "army")]
    short = _SHORT.fullmatch(cyrillic)
    if short is None:
        return []
    found = [ARMS.get(short["arm"] or ""), AFTER.get(short["after"] or ""), "guards" if short["guards"] else None]
    return [*(Told(word, "arm", arm) for arm in found if arm), Told(word, "level", SHORT_LEVELS[short["level"]])]


def _is_numbered_arm(parts: list[Told]) -> bool:
    """Whether a number and an arm stand without a level: "101st Airborne"."""
    numbers = [one for one in parts if one.sort == "number"]
    return len(numbers) == 1 and any(one.sort == "arm" for one in parts)


def _paired(parts: list[Told]) -> tuple[set[tuple[str, str]], list[Told]]:
    """The levels with their numbers, which stand before or after them, and what is left."""
    pairs: set[tuple[str, str]] = set()
    left: list[Told] = []
    numbers: list[Told] = []
    waiting = ""
    for one in parts:
        if one.sort == "number" and waiting:
            pairs.add((waiting, one.concept))
            waiting = ""
        elif one.sort == "number":
            numbers.append(one)
        elif one.sort == "level" and numbers:
            pairs.add((one.concept, numbers.pop().concept))
        elif one.sort == "level" and not waiting and (one.concept not in _CIVIL or not pairs):
            waiting = one.concept
        elif one.sort != "drop":
            left.append(one)
    if waiting and (not any(given for _, given in pairs)):
        pairs.add((waiting, ""))
    elif waiting:
        left.append(Told(waiting, "word", waiting))
    if numbers and any(one.sort == "arm" for one in left):
        marines = any(one.word == "marines" for one in left)
        pairs.add(("regiment" if marines else "", numbers.pop().concept))
    return pairs, left + numbers


def _other(one: Told) -> str:
    """What is compared of another word: what it means, if that is known."""
    return f"#{one.concept}" if one.concept else WRITTEN.get(one.word, one.word)


def are_one(one: Unit, other: Unit) -> bool:
    """Whether two names of units are one: the same numbers, levels, arms and other words; honours may be left out."""
    same = one.numbered == other.numbered and one.arms == other.arms and all(level for level, _ in one.numbered)
    return same and _are_all(one.others, other.others) and _agree(one.honours, other.honours)


def _are_all(one: Iterable[str], other: Iterable[str]) -> bool:
    return _covers(one, other) and _covers(other, one)


def _agree(one: frozenset[str], other: frozenset[str]) -> bool:
    return not one or not other or _covers(one, other) or _covers(other, one)


def are_near(one: Unit, other: Unit) -> bool:
    """Whether one of two names may be the other without some of its arms or words, or without the higher unit."""
    few, many = sorted((one.numbered, other.numbered), key=len)
    if _has_number(one) != _has_number(other) and not _share_a_name(one, other):
        return False
    return (
        all(any(_may_be(pair, known) for known in many) for pair in few)
        and _arms_fit(one.arms, other.arms)
        and (
            _covers(one.others, other.others, loosely=True)
            or _covers(other.others, one.others, loosely=True)
            or (_have_numbers(few) and _are_foreign(one.others, other.others))
        )
    )


def _has_number(unit: Unit) -> bool:
    return any(number for _, number in unit.numbered)


def _share_a_name(one: Unit, other: Unit) -> bool:
    """Whether two units have more in common than a level: Golani, as the 1st Golani Brigade."""
    return bool(one.arms & other.arms) or any(
        _covers([word], other.others | other.honours, loosely=True) for word in one.others | one.honours
    )


def _have_numbers(some: Iterable[tuple[str, str]]) -> bool:
    return all(level and given for level, given in some)


def _are_foreign(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether what differs is in two scripts, so that one may be a translation of the other."""
    mine, its = (some - rest for some, rest in ((one, other), (other, one)))
    return all(is_latin(word) != is_latin(known) for word in mine for known in its if word[0] != "#" != known[0])


def _may_be(pair: tuple[str, str], known: tuple[str, str]) -> bool:
    return all(not mine or not its or mine == its for mine, its in zip(pair, known, strict=True))


def _arms_fit(one: frozenset[str], other: frozenset[str]) -> bool:
    few, many = sorted((one - other, other - one), key=len)
    return not few or all(any({arm, its} <= near for near in _NEAR for its in many) for arm in few)


def _covers(some: Iterable[str], all_of: Iterable[str], *, loosely: bool = False) -> bool:
    all_of = list(all_of)
    return all(any(word == its or _fit(word, its, loosely) for its in all_of) for word in some)


def _fit(one: str, other: str, loosely: bool) -> bool:
    if one.startswith("#") or other.startswith("#"):
        return False
    return are_same(one, other) or (loosely and are_like(one, other))

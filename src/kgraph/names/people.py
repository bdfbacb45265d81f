"""Words of people's names: titles, patronymics, and given names that are spelt in several ways."""

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.resources import files

from kgraph.names.letters import forms
from kgraph.names.numbers import plain

_TITLES = (
    "pm vp mp prime vice deputy acting former mr mrs ms miss dr prof professor sir lady lord dame mx rev reverend "
    "fr father president minister premier chancellor mayor governor general gen colonel col captain capt major "
    "maj lieutenant lt sergeant sgt corporal cpl private pvt brigadier brig admiral adm commodore marshal field "
    "commander secretary rear sheikh shaykh sheik sheikha imam ayatollah grand hojatoleslam king queen prince "
    "princess crown emir pope patriarch archbishop bishop cardinal judge justice senator congressman "
    "congresswoman representative ambassador chairman chairwoman speaker herr frau monsieur madame mme señor "
    "señora senor senora don doña comrade mullah maulana mufti mawlawi maulvi sayyed sayyid sayed seyyed said "
    "hajj haji hajji hadji al-hajj ustad ato woizero shri smt sri pak bapak ibu daw tun datuk dato hon rt officer "
    "spokesman spokesperson spokeswoman генерал полковник підполковник подполковник майор капітан капитан "
    "лейтенант сержант президент міністр министр губернатор мер мэр пан пані господин госпожа адмірал адмирал "
    "маршал прем'єр премьер прем'єр-міністр армии армії генерал-майор генерал-лейтенант генерал-полковник الرئيس "
    "الشيخ العقيد اللواء الفريق السيد الدكتور العميد الجنرال الحاج الملك الأمير المشير "
)
_OF_WOMEN = "mrs ms miss lady dame queen princess frau madame mme señora senora doña woizero ibu daw пані госпожа"
_OF_MEN = "mr sir lord king prince herr monsieur señor senor don ato bapak pak пан господин"
_WOMEN, _MEN = frozenset(_OF_WOMEN.split()), frozenset(_OF_MEN.split())
TITLES = frozenset(_TITLES.split())
"""Words that stand before a name and are no part of it."""
_ALSO = "said sayed sayyed sayyid seyyed prince imam emir major king judge don tun pak haji hajji"
ALSO_NAMES = frozenset(_ALSO.split())
"""Titles that are first names, too: they are no titles before a single name."""

_JOINED = {"bin": "ibn", "ben": "ibn", "ibn": "ibn", "bint": "bint", "abu": "abu", "abou": "abu", "abo": "abu"}
ARTICLE = re.compile(r"(?:^|(?<=[\s-]))(?:al|el|as|ad|ar|at|an|az|ash|ath|esh|es|ed|er|ur|ul|ud)[-‐ ](?=\w{3})")
"""The Arabic article before a name, which it is spelt with and without."""
_SERVANT = re.compile(
    r"\b(?:abd|abdul|abdel|abdal|abdur|abdi|abdou|abd al|abd el|abd ul)[ -]"
    r"(?:al|el|ul|ur|ar|er|as|es|us)?[ -]?(?=\w{3})"
)
_FAITH = re.compile(r"(?<=\w{3})[ -]?(?:al|ad|ed|el|ud|u|e|a)[ -]?d(?:i|ee|y|ie)ne?\b")
_OF_GOD = re.compile(r"(?<=\w{3})[ -]?(?:u|a|o)ll?ah\b")
_FATHER = re.compile(r"\b(abu|abou|abo|umm|oum|um)[ -](?=\w{3})")
_SCRIPT_JOINED = re.compile(r"(\bعبد|\bأبو|\bابو|\bأم) (?=\S)|(?<=\S) (?=الله\b|الدين\b)")
_PATRONYMIC = re.compile(r"[a-zA-Z]{2,}(?:ovich|ovych|evich|evych|yovych|yevich|ivich|ovna|evna|ivna|yivna|yevna)")
_CYRILLIC_PATRONYMIC = re.compile(r"\w{2,}(?:ович|евич|йович|ьевич|овна|евна|івна|ївна|ьевна)")
_OF_FATHER = re.compile(
    r"(\w{3,}?)(?:[йь]?[оеаё]в[иіы]ч|[йь]?[оеа][вў]на|[иії]вна|[иії]ч|[iy]?[oea]v[iy]ch|[iyj]?[oea]vna|[iy]vna|[iy]ch)"
)
"""A patronymic; the beginning of the father's name in it."""
_PLAIN_I = ("i", "і", "и")  # other letters that sound as "i", such as "y", also begin names with "Ye"


def meaning(word: str) -> frozenset[str]:
    """What makes two words one: their forms, and the name of which they are a Ukrainian, Russian or Arabic form.

    >>> bool(meaning("Володимир") & meaning("Vladimir")), bool(meaning("Mohamed") & meaning("Muhammad"))
    (True, True)
    """
    return forms(word) | groups(word) | ({_JOINED[word]} if word in _JOINED else set())


@lru_cache(maxsize=200_000)
def groups(word: str) -> frozenset[str]:
    """The names of people that a word spells, of those in the table: "=Volodymyr" for "Wladimir"."""
    spelt, _ = _given()
    if written := spelt.get(f"={plain(word)}"):  # Zayed is not Zaid, though Zayid is
        return frozenset([written])
    return frozenset(spelt[one] for form in forms(word) for one in (form, single(form)) if one in spelt)


def given_names() -> list[tuple[str, str]]:
    """The rows of `given.tsv`: the sort, and the ways to write a name, separated by spaces."""
    text = (files("kgraph.names") / "given.tsv").read_text(encoding="utf8")
    found = (line.split("\t") for line in text.splitlines() if line and line[0] != "#")
    return [(sort, names) for sort, names in found]


@cache
def _given() -> tuple[dict[str, str], dict[str, str]]:
    """The name that each form spells, and what sort of name it is (`given.tsv`)."""
    spelt: dict[str, str] = {}
    sorts: dict[str, str] = {}
    for sort, names in given_names():
        name = f"={names.split()[0]}"
        sorts[name] = sort
        for one in names.split():
            spelt.setdefault(f"={plain(one)}", name)
            for form in forms(one) if sort != "part" else ():
                spelt.setdefault(form, name)
    return spelt, sorts


def sort_of(word: str) -> str:
    """What sort of name a word is: "given", "arabic", "family", "part", or "" for one that is not in the table."""
    return next((_given()[1][one] for one in groups(word)), "")


def single(form: str) -> str:
    """A form with each doubled letter once, as Arabic names are spelt with and without."""
    return re.sub(r"(.)\1+", r"\1", form)


def loosely(meanings: frozenset[str]) -> frozenset[str]:
    """The forms of an Arabic name in which short vowels are equal that are spelt by ear.

    >>> bool(loosely(meaning("Laden")) & loosely(meaning("Ladin")))
    True
    """
    named = {one for one in meanings if one.startswith("=")}
    if named:
        return frozenset(named)
    heard = {single(one.replace("o", "u")) for one in meanings}
    return frozenset(one.replace("e", vowel) for one in heard for vowel in "ai")


def is_from_arabic(word: str) -> bool:
    """Whether a word shows that a name is an Arabic one."""
    return word in _JOINED or sort_of(word) == "arabic"


def joined(name: str) -> str:
    """A folded name with the parts of Arabic names that belong together in one word, and without articles.

    >>> joined("abd al-rahman al-sadiq"), joined("izz ad-din"), joined("ezzedine"), joined("nasr allah")
    ('abdulrahman sadiq', 'izzaldin', 'ezzaldin', 'nasrallah')
    """
    plain = _SCRIPT_JOINED.sub(r"\1", name)
    plain = _FATHER.sub(lambda one: "abu" if one[1].startswith("a") else "umm", _SERVANT.sub("abdul", plain))
    return ARTICLE.sub("", _OF_GOD.sub("allah", _FAITH.sub("aldin", plain)))


def clash(titles: Iterable[str], others: Iterable[str]) -> bool:
    """Whether two names have titles that no one person has: Mr and Mrs."""
    mine, its = set(titles), set(others)
    return bool((mine & _MEN and its & _WOMEN) or (mine & _WOMEN and its & _MEN))


def is_patronymic(word: str) -> bool:
    """Whether a word is made of the father's name, as in Russian and Ukrainian.

    >>> is_patronymic("volodymyrovych"), is_patronymic("владимировна"), is_patronymic("abramovich")
    (True, True, True)
    """
    return bool(_PATRONYMIC.fullmatch(word) or _CYRILLIC_PATRONYMIC.fullmatch(word))


@lru_cache(maxsize=200_000)
def begins(initial: str, word: str) -> bool:
    """Whether a name begins with an initial, in whatever alphabet each is.

    >>> begins("в", "Volodymyr"), begins("yu", "Юрій"), begins("p", "Vladimir"), begins("н", "Микола")
    (True, True, False, False)
    """
    if len(word) == 1:
        return bool(forms(initial) & forms(word))
    return _begins_one(initial, forms(word))


@lru_cache(maxsize=200_000)
def may_begin(initial: str, word: str) -> bool:
    """Whether a name or a patronymic begins with an initial in another language: О. may be Алексей, as Олексій is.

    >>> may_begin("н", "Микола"), may_begin("а", "Олексійович"), may_begin("п", "Микола")
    (True, True, False)
    """
    if begins(initial, word):
        return True
    return initial not in _PLAIN_I and any(_begins_one(initial, _spellings()[one]) for one in _named_in(word))


def _begins_one(initial: str, names: Iterable[str]) -> bool:
    starts = {start for one in forms(initial) for start in ("ie" if one == "i" and initial not in _PLAIN_I else [one])}
    return any(name.startswith(tuple(starts)) for name in names)


@lru_cache(maxsize=50_000)
def _named_in(word: str) -> frozenset[str]:
    """The first names that a word spells, or of which a patronymic is made."""
    found = _OF_FATHER.fullmatch(word)
    if not found:
        return groups(word)
    return groups(word).union(*(groups(found[1] + ending) for ending in ("", *"йоьiyo", "ій", "ий")))


@cache
def _spellings() -> dict[str, frozenset[str]]:
    """The forms of each name in the table."""
    found: dict[str, set[str]] = {}
    for form, name in _given()[0].items():
        found.setdefault(name, set()).update([form] if form[0] != "=" else [])
    return {name: frozenset(some) for name, some in found.items()}

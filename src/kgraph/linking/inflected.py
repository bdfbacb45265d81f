"""Names of places in the cases of Russian and Ukrainian, as they stand in a sentence: "в Москве", "під Авдіївкою".

An ending may stand for several nominatives, most of which nothing is called. So each is looked up, and a name that
several of them have is only offered.
"""

import math
import re
from collections.abc import Iterator
from itertools import product

from kgraph.linking.folding import key

_BEFORE = re.compile(
    r"^(?:(?:недалеко|неподалік|поблизости|вблизи|поблизу|близ|около|возле|біля|поруч|рядом|район[аеу]?|районі)\s+)?"
    r"(?:(?:в|во|у|на|под|подо|під|из|изо|із|зі|з|от|від|до|над|за|к|ко|с|со|о|об|при|через|коло|по|між|между)\s+)?",
    re.IGNORECASE,
)
_KIND = re.compile(
    r"^(?:(?:г|гор|м|с|пос|п|пгт|смт|д|дер|х|ст|сел)\.\s*|(?:пгт|смт)\s+"
    r"|(?:город|село|пос[её]лок|деревн|станиц|хутор|міст|селищ|хутір)(?:а|у|ом|е|і|ю|я|ей|и|о|ка|ку|ке|ком)?\s+)",
    re.IGNORECASE,
)
_CYRILLIC = re.compile(r"[а-яєіїґё]", re.IGNORECASE)
_MOST, _MOST_TRIED = 150, 20_000
# endings in which й and ї are written as keys have them, и and і; each stands for the endings of the nominative
_ENDINGS = {
    "ами": "а ы и",
    "ями": "я и і",
    "ого": "ыи ии ои ое ее е",
    "ому": "ыи ии ои ое е",
    "его": "ии ее",
    "ему": "ии ее",
    "ах": "а ы и",
    "ях": "я и і",
    "ам": "ы и",
    "ям": "и і",
    "ов": "ы и",
    "ів": "и і",
    "ых": "ые",
    "их": "ие і",
    "ым": "ыи ои ое ые",
    "им": "ии е і",
    "ыми": "ые",
    "ими": "ие і",
    "ои": "а ая",
    "ою": "а ая",
    "еи": "я а яя",
    "ею": "я а",
    "ую": "ая",
    "юю": "яя",
    "оі": "а",
    "іи": "а",
    "ии": "ия",
    "іі": "ія",
    "ию": "ия",
    "ію": "ія",
    "иеи": "ия",
    "ією": "ія",
    "ью": "ь",
    "ом": "_ о ыи ое",
    "ем": "_ ь е о ии",
    "ові": "ів _ о",
    "ового": "ів",
    "овому": "ів",
    "озі": "іг",
    "еві": "ь е",
    "ца": "ец ца цо",
    "цу": "ец ца",
    "це": "ец ца це",
    "цом": "ец",
    "ця": "ець це",
    "цю": "ець ця",
    "цем": "ець це",
    "ці": "ець ця ка ки",
    "ка": "ок",
    "ку": "ок",
    "ке": "ок",
    "ком": "ок",
    "зі": "га",
    "сі": "ха",
    "оля": "іль",
    "олю": "іль",
    "олем": "іль",
    "олі": "іль",
    "ова": "ів",
    "ову": "ів",
    "овом": "ів",
    "ева": "ів",
    "еву": "ів",
    "евом": "ів",
    "єва": "ів",
    "єву": "ів",
    "євом": "ів",
    "єві": "ів",
    "ы": "а",
    "и": "а я ь",
    "і": "а я ь _ о е",
    "е": "а я _ о ь",
    "а": "_ о",
    "я": "ь е и",
    "у": "а _ о",
    "ю": "я ь е и",
    "": "ы и а о",
}
_LONGEST = max(map(len, _ENDINGS))


def nominatives(name: str) -> list[str]:
    """The keys of what a name in another case may be in the nominative, the unchanged one left out; none for a name in
    other letters.

    >>> "москва" in nominatives("в Москве"), "харьков" in nominatives("под Харьковом"), nominatives("Kyiv")
    (True, True, [])
    """
    if not _CYRILLIC.search(name):
        return []
    bare = without_preposition(name)
    words = key(bare).split()
    forms = [list(dict.fromkeys(_nominatives(word, is_only=len(words) == 1))) for word in words]
    if math.prod(map(len, forms)) > _MOST_TRIED:
        return []
    # those come first whose words have the likeliest endings
    some = sorted(product(*map(list, map(enumerate, forms))), key=lambda one: sum(place for place, _ in one))
    found = (" ".join(word for _, word in one) for one in some[:_MOST])
    own = key(name)
    return list(dict.fromkeys(one for one in found if one != own))


def without_preposition(name: str) -> str:
    """A name without a preposition and a word for a town before it.

    >>> without_preposition("в городе Харькове"), without_preposition("м. Київ"), without_preposition("Вена")
    ('Харькове', 'Київ', 'Вена')
    """
    bare = _BEFORE.sub("", name.strip(), count=1)
    return _KIND.sub("", bare, count=1) or name


def _nominatives(word: str, *, is_only: bool) -> Iterator[str]:
    """The word unchanged, and with each ending that its own may stand for, the longest first."""
    yield word
    if len(word) < 3:
        return
    for length in range(min(_LONGEST, len(word) - 1), -1 if is_only else 0, -1):
        ending = word[len(word) - length :]
        for other in _ENDINGS.get(ending, "").split():
            yield word[: len(word) - length] + other.removeprefix("_")

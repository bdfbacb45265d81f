"""Names of months and days of the week in many languages, from Unicode CLDR (`cldr.tsv`)."""

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from kgraph.sheets.plain import unaccented

# Forms that people write besides the names and short forms of CLDR.
_ALSO = {
    "month": {
        8: "ago",
        9: "sept sep",
        1: "січ янв",
        2: "лют фев",
        3: "бер мрт mrz",
        4: "кві апр",
        5: "тра мая",
        6: "чер",
        7: "лип",
        10: "жов",
        11: "листопаду",
        12: "гру",
    },
    "day": {2: "tues tue", 3: "weds", 4: "thur thurs thu"},
}


def months(word: str) -> frozenset[int]:
    """The months, from 1, that a word names. A few words name two months, in different languages; other words name
    none.

    >>> sorted(months("листопада")), sorted(months("Sept.")), sorted(months("listopada")), sorted(months("Oder"))
    ([11], [9], [10, 11], [])
    """
    return _named("month", word)


def weekdays(word: str) -> frozenset[int]:
    """The days of the week, Monday is 1, that a word names.

    >>> sorted(weekdays("Wednesday")), sorted(weekdays("вівторок"))
    ([3], [2])
    """
    return _named("day", word)


def _named(kind: str, word: str) -> frozenset[int]:
    sought, names = unaccented(word).strip(". "), _names()[kind]
    if sought in names:
        return names[sought]
    if len(sought) < 4:
        return frozenset()
    return frozenset(number for name, numbers in names.items() if name.startswith(sought) for number in numbers)


@cache
def _names() -> Mapping[str, Mapping[str, frozenset[int]]]:
    found: defaultdict[str, defaultdict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for row in (files(__package__) / "cldr.tsv").read_text("utf8").splitlines()[2:]:
        kind, number, names = row.split("\t")
        for name in (*names.split("; "), *_ALSO[kind].get(int(number), "").split()):
            found[kind][unaccented(name).strip(". ")].add(int(number))
    return {kind: {name: frozenset(numbers) for name, numbers in words.items()} for kind, words in found.items()}

"""Whether two names are one, and whether one may be the other.

>>> are_one("Zelenskyy, Volodymyr", "Владимир Зеленский"), are_one("Putin V.V.", "Vladimir Putin")
(True, True)
>>> are_one("Olena Zelenska", "Volodymyr Zelensky"), are_one("47th Mechanised Brigade", "47 ОАБр")
(False, False)
"""

from collections.abc import Callable, Iterable

from kgraph.names import korean, spaceless, units, words
from kgraph.names.bodies import body
from kgraph.names.near import closeness
from kgraph.names.scripts import are_of_two_countries


def are_one(one: str, other: str) -> bool:
    """Whether two names are one name by spelling, order, initials or abbreviation."""
    if body(one) and body(other):
        return body(one) == body(other)
    if spaceless.are_one(one, other) or korean.are_one(one, other):
        return True
    first, second = units.read(one), units.read(other)
    if first is not None or second is not None:
        both = first is not None and second is not None and units.are_one(first, second)
        return both and not are_of_two_countries(one, other)
    return words.are_one(one, other)


def differ_by_title(one: str, other: str) -> bool:
    """Whether one of two names stands with a person's title and the other without: if they are one at all, then only as
    a person's.

    >>> differ_by_title("President Washington", "Washington"), differ_by_title("华盛顿先生", "华盛顿")
    (True, True)
    """
    return _has_title(one) != _has_title(other)


def may_bear(given: str, names: Iterable[str], is_person: Callable[[], bool]) -> bool:
    """Whether a name that is one with a thing's may be its own: with a title only a person's. Mr Washington is no city.

    >>> may_bear("Mr Washington", ["Washington"], lambda: False), may_bear("Mr Lorne", ["Lorne"], lambda: True)
    (False, True)
    """
    same = (name for name in names if are_one(given, name))
    return any(not differ_by_title(given, name) for name in same) or is_person()


def _has_title(name: str) -> bool:
    return bool(words.read(name).titles or spaceless.title(name) or korean.title(name))


def may_be(one: str, other: str) -> bool:
    """Whether one of two names may be the other, so that a person may be asked.

    >>> may_be("Putin", "Vladimir Putin"), may_be("59th Brigade", "59th Assault Brigade"), may_be("Oslo", "Paris")
    (True, True, False)
    """
    return closeness(one, other) > 0


def may_differ(one: str, other: str) -> bool:
    """Whether a typing error may be all that is between two names: of units, the numbers, levels and arms agree.

    >>> may_differ("Pokrovsk", "Pokrowsk"), may_differ("59th Brigade", "95th Brigade")
    (True, False)
    """
    first, second = units.read(one), units.read(other)
    return first is None or second is None or units.are_near(first, second)

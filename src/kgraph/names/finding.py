"""Finding things by names that are one with the name given, among many, without comparing it with each."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from typing import Generic, TypeVar

from kgraph.names import units
from kgraph.names.equal import are_one, may_be, read
from kgraph.names.letters import is_arabic
from kgraph.names.people import loosely, meaning

T = TypeVar("T", bound=Hashable)
_SHORTEST = 3  # the least letters of a word by which names are looked up
_ARABIC = "*"  # the key of names in Arabic letters, which are compared with every name


class Index(Generic[T]):
    """Names of things.

    >>> index = Index([("Vladimir Putin", 1), ("59th Assault Brigade", 2)])
    >>> index.same("Путин, Владимир"), index.same("59 ОШБр"), index.same("Putin"), index.near("Putin")
    ([1], [2], [], [1])
    """

    def __init__(self, names: Iterable[tuple[str, T]]) -> None:
        self._things: dict[str, dict[T, None]] = defaultdict(dict)
        self._with: dict[str, dict[str, None]] = defaultdict(dict)
        for name, thing in names:
            if name not in self._things:
                for key in _keys(name):
                    self._with[key][name] = None
            self._things[name][thing] = None

    def same(self, given: str) -> list[T]:
        """The things with a name that is one with the name given."""
        return self._of(name for name in self._maybe(given) if are_one(given, name))

    def near(self, given: str) -> list[T]:
        """The things that may be meant by a shorter or longer form of their name."""
        return self._of(name for name in self._maybe(given) if may_be(given, name))

    def _maybe(self, given: str) -> Iterable[str]:
        keys = _keys(given)
        if _ARABIC in keys:
            return self._things
        return dict.fromkeys(name for key in (*keys, _ARABIC) for name in self._with.get(key, ()))

    def _of(self, names: Iterable[str]) -> list[T]:
        return list(dict.fromkeys(thing for name in names for thing in self._things[name]))


def _keys(name: str) -> set[str]:
    unit = units.read(name)
    if unit is not None:
        return {f"{level} {number}" for level, number in unit.numbered}
    return set(_word_keys(name))


def _word_keys(name: str) -> Iterator[str]:
    told = read(name)
    for word in told.words:
        if is_arabic(word):
            yield _ARABIC
        meanings = meaning(word)
        if len(word) >= _SHORTEST or len(told.words) == 1 or word.isdigit():
            yield from meanings
            if told.arabic:
                yield from loosely(meanings)

"""Finding things by names that are one with the name given, or near it, without comparing it with each of many."""

import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Generic, TypeVar

from kgraph.names import acronyms, burmese, east, japanese, korean, pinyin, spaceless, units
from kgraph.names.bodies import body
from kgraph.names.equal import are_one
from kgraph.names.kept import open_kept
from kgraph.names.near import bag, closeness, other_names, with_nickname
from kgraph.names.people import loosely, meaning
from kgraph.names.same import bones, consonants, heard
from kgraph.names.scripts import is_partly_written
from kgraph.names.words import read

T = TypeVar("T", bound=Hashable)
_SHORTEST = 3  # the least letters of a word by which names are looked up
_END = 4  # so many letters at either end of a word are looked up, as there may be an error in the rest
_ARTICLE = re.compile("^[ae]l(?=\\w{4})")
_MOST = 500  # the most names that are compared, those with the rarest words first


class Index(Generic[T]):
    """Names of things; more may be added.

    >>> index = Index([("Vladimir Putin", 1), ("59th Assault Brigade", 2)])
    >>> index.same("Путин, Владимир"), index.same("59 ОШБр"), index.same("Putin"), index.near("Putin")
    ([1], [2], [], [1])
    """

    def __init__(self, names: Iterable[tuple[str, T]] = (), kept: Path | None = None) -> None:
        """`kept` is a folder in which what many names are looked up by is kept for the next time (see `names.kept`)."""
        self._things: dict[str, dict[T, None]] = defaultdict(dict)
        for name, thing in names:
            self._things[name][thing] = None
        self._first, self._kept = sorted(self._things), kept
        self._exact = _Table("exact", _exact_keys, self._first, kept)
        self._near: _Table | None = None

    def add(self, name: str, thing: T) -> None:
        """Add a name of a thing."""
        if name not in self._things:
            self._exact.add(name)
            if self._near is not None:
                self._near.add(name)
        self._things[name][thing] = None

    def same(self, given: str) -> list[T]:
        """The things with a name that is one with the name given."""
        return self._of(name for name in self._maybe(given) if are_one(given, name))

    def near(self, given: str) -> list[T]:
        """The things that may be meant by a shorter, longer or misspelt form of their name, the likeliest first."""
        if self._near is None:
            self._near = _Table("near", _near_keys, self._first, self._kept)
            first = set(self._first)
            for name in (name for name in self._things if name not in first):
                self._near.add(name)
        some = ((closeness(given, name), name) for name in self._near.with_keys(_near_keys(given), _MOST))
        return self._of(name for close, name in sorted(some, key=lambda one: (-one[0], one[1])) if close)

    def _maybe(self, given: str) -> list[str]:
        """The names that share two words with a name, or one where that may be all that is shared."""
        groups = _keys(given)
        found = Counter(name for keys in groups for name in self._exact.with_keys(keys))
        if len(groups) < 2 or _shares_one(given):
            return list(found)
        return [name for name, count in found.items() if count > 1 or _shares_one(name)]

    def _of(self, names: Iterable[str]) -> list[T]:
        return list(dict.fromkeys(thing for name in names for thing in self._things[name]))


class _Table:
    """The names that have each key: the first ones kept in a file if they can be, others in memory."""

    def __init__(
        self, kind: str, keys: Callable[[str], Iterable[str]], names: Sequence[str], kept: Path | None
    ) -> None:
        self._keys, self._names = keys, names
        self._with: dict[str, list[str]] = defaultdict(list)
        self._kept = open_kept(kept, kind, names, keys)
        if self._kept is None:
            self._add_first()

    def add(self, name: str) -> None:
        for key in dict.fromkeys(self._keys(name)):
            self._with[key].append(name)

    def _add_first(self) -> None:
        for name in self._names:
            self.add(name)

    def with_keys(self, keys: Iterable[str], most: int = 0) -> Iterable[str]:
        """The names with any of some keys; at most about `most`, those with the rarest keys."""
        wanted = list(dict.fromkeys(keys))
        try:
            counts = self._kept.counts(wanted) if self._kept else {}
            return self._found(wanted, counts, most)
        except (sqlite3.Error, ValueError):  # another process deleted the file, or it is damaged
            self._kept = None
            self._add_first()
            return self._found(wanted, {}, most)

    def _found(self, keys: Sequence[str], counts: Mapping[str, int], most: int) -> Iterable[str]:
        found: dict[str, None] = {}
        size = {key: counts.get(key, 0) + len(self._with.get(key, ())) for key in keys}
        for key in sorted(keys, key=size.__getitem__):
            if most and found and len(found) + size[key] > most:
                break
            kept = self._kept.named(key, most) if self._kept and counts.get(key) else []
            found.update(dict.fromkeys([*kept, *self._with.get(key, ())][: most or None]))
        return found


@lru_cache(maxsize=200_000)
def _shares_one(name: str) -> bool:
    """Whether a name may have only one key in common with another that is one with it: it has one word or initials, or
    is in a script of which not every word has one consonant for each of Latin letters."""
    words = read(name).words
    return len(words) < 2 or any(_is_short(word) or is_partly_written(word) for word in words)


def _is_short(word: str) -> bool:
    return len(word) < _SHORTEST or word.endswith(".")


def _exact_keys(name: str) -> Iterator[str]:
    return (key for keys in _keys(name) for key in keys)


def _keys(name: str) -> Sequence[Collection[str]]:
    """What a name has in common with every name that is one with it, word by word."""
    known, unit = body(name), units.read(name)
    if unit is not None and any(number for _, number in unit.numbered):
        return [[f"{level} {number}" for level, number in unit.numbered if number] + ([known] if known else [])]
    words = list(_word_keys(name)) if unit is None else [frozenset[str]().union(*map(_of_word, unit.others))]
    whole = spaceless.key(name) or korean.key(name)
    return [*words, *([{known}] * 2 if known else []), *([{f"={whole}"}] * 2 if whole else [])]


def _word_keys(name: str) -> Iterator[frozenset[str]]:
    told = read(name)
    for word in dict.fromkeys((*told.words, *told.closed)):
        if len(word) >= _SHORTEST or len(told.words) == 1 or word.isdecimal():
            more = _keys_of_one(name, word) if len(told.words) == 1 else ()
            yield _of_word(word) | (loosely(meaning(word)) if told.arabic else frozenset()) | frozenset(more)


def _keys_of_one(name: str, word: str) -> Iterator[str]:
    """What names of one word have in common besides: Taegu and Daegu are one in Korea, and Sisi has one consonant."""
    yield from korean.near_keys(name)
    bare = _ARTICLE.sub("", word)
    if len(bare) > _SHORTEST and not bones(bare):
        yield f"~{consonants(bare)}"


@lru_cache(maxsize=200_000)
def _of_word(word: str) -> frozenset[str]:
    """A word's forms, and its consonants if not all its vowels are written."""
    return meaning(word) | {f"~{bone}" for bone in bones(word)}


def _near_keys(name: str) -> Iterator[str]:
    """What a name has in common with most names that are near it; of a body, by the words of its other names too."""
    for word in (word for one in other_names(name) for word in bag(one)):
        yield from _near_word(word)
    yield from (key for keys in _keys(name) for key in keys)
    yield from acronyms.keys(name)
    if whole := spaceless.near_key(name):
        yield f"?{whole}"
    yield from (f"?{one}" for one in (*korean.near_keys(name), *pinyin.near_keys(name)))
    yield from (*burmese.near_keys(name), *japanese.near_keys(name))
    unit = east.unit(name)
    if unit is not None:
        yield from (f"# {number}" for _, number in unit.numbered if number)
    words = bag(name)
    for word in (*words, *with_nickname(name), *(unit.others if unit else ())):
        yield from _near_word(word)
    if len(words) > 2 or any(map(is_partly_written, words)):
        yield from _of_word("".join(read(name).words))


@lru_cache(maxsize=200_000)
def _near_word(word: str) -> frozenset[str]:
    """A word's keys, and both its ends."""
    if word.startswith("#") or len(word) < _SHORTEST:
        return frozenset([word])
    found = _of_word(word)
    sound = heard(word)
    if len(sound) > _END and not is_partly_written(word):
        found |= {f"^{sound[:_END]}", f"{sound[-_END:]}$"}
    return found

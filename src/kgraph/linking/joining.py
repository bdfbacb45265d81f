"""Joining other people's names with a graph's things: who may be meant by a name, what else is known, and which one is
it.

A name decides if just one thing has it, by the rules of `kgraph.names`, or if a property tells that thing from its
namesakes; everything else is left to a person.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Literal as One

from kgraph.days import day_of
from kgraph.linking.identity import NAME, TYPE, Identity, Thing, term_id
from kgraph.model import Literal, Term
from kgraph.names.equal import are_one, may_bear
from kgraph.names.finding import Index
from kgraph.names.near import closeness
from kgraph.namespaces import IRI, KG
from kgraph.reading import fold

LONGEST = 200
"""The most characters of a name that is compared in other spellings; a longer one must be written alike."""
MOST = 100
"""The most candidates for one name."""

_LABEL, _OTHER_NAME, _SPELLING, _NEAR = 100.0, 98.0, 90.0, 80.0  # scores of a name; near ones have a part of the last
_UNLIKE, _UNKNOWN, _OTHER_TYPE = 0.5, 0.9, 0.5  # factors for a property that differs, or that is not known; for a type
_COMPARED = 50  # so many names that are only near are compared once more, to be scored
PERSON = term_id(KG.Person)

Value = str | int | float | bool


@dataclass(frozen=True, slots=True)
class Ref:
    """A thing as a property's value, by its id."""

    id: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Condition:
    """What a thing's property should be: any of some values, all of them, or none."""

    property: str
    values: tuple[Value | Ref, ...]
    required: bool = False
    quantifier: One["any", "all", "none"] = "any"


@dataclass(frozen=True, slots=True)
class Sought:
    """What somebody looks for. `names` are alternatives; with `every_name`, each must be a name of the thing.

    A thing must be of one of `types`, of all of them (`strict` is "all"), or should be ("should").
    """

    names: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    without_names: tuple[str, ...] = ()
    every_name: bool = False
    types: tuple[str, ...] = ()
    strict: One["any", "all", "should"] = "any"
    conditions: tuple[Condition, ...] = ()
    limit: int = 10


class Said(StrEnum):
    """How a thing stands to a condition."""

    yes = "yes"
    no = "no"
    unknown = "unknown"


@dataclass(frozen=True, slots=True)
class Found:
    """A candidate with its score from 0 to 100; `match`: nobody need be asked. `features` say what the score is
    from."""

    thing: Thing
    score: float
    match: bool
    features: dict[str, float | bool] = field(hash=False, default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Named:
    """A thing that a name may mean: the name's score, and whether it is the same name."""

    thing: Thing
    score: float
    is_same: bool


class Joiner:
    """Finds the things of an identity. `kept` is a folder for files that can be made again."""

    def __init__(self, identity: Identity, kept: Path | None = None) -> None:
        self.identity, self._kept = identity, kept
        self._exact: dict[str, dict[IRI, float]] = {}
        for thing in identity.things.values():
            for place, name in enumerate(thing.names):
                score = _OTHER_NAME if place else _LABEL
                named = self._exact.setdefault(fold(name), {})
                named[thing.iri] = max(score, named.get(thing.iri, 0.0))

    @cached_property
    def index(self) -> Index[IRI]:
        """The names that are found in other spellings."""
        things = self.identity.things.values()
        return Index(
            ((name, thing.iri) for thing in things for name in thing.names if len(name) <= LONGEST), self._kept
        )

    def find(self, sought: Sought) -> list[Found]:
        """The candidates, the likeliest first."""
        agree = _Agreement(self.identity)
        named = self._named(sought)
        by_id = {thing.iri for one in (*sought.ids, *sought.names) if (thing := self.identity.find(one))}
        namesakes = [
            one.thing.iri
            for one in named
            if one.is_same and self._is_meant(one.thing, sought) and not agree.differs(one.thing, sought.conditions)
        ]
        rivals = [one for one in named if one.is_same and self._is_meant(one.thing, sought)]
        found = []
        for one in named:
            said = [agree.said(one.thing, condition) for condition in sought.conditions]
            if self._is_left_out(one.thing, sought, said):
                continue
            decided = one.is_same and namesakes == [one.thing.iri] and one.thing.is_named
            decided = decided and agree.tells(one.thing, [other.thing for other in rivals], sought.conditions)
            decided = decided or (by_id == {one.thing.iri} and Said.no not in said)
            found.append(self._found(one, sought, said, decided, len(set(namesakes) - {one.thing.iri})))
        found.sort(key=lambda one: (-one.score, one.thing.iri))
        return found[: sought.limit]

    def _named(self, sought: Sought) -> list[_Named]:
        """Everything that the names or ids may mean; without any, everything that may have the properties."""
        given = [thing for one in (*sought.ids, *sought.names) if (thing := self.identity.find(one))]
        found = {thing.iri: _Named(thing, _LABEL, False) for thing in given}
        several = [self._by_name(name, sought) for name in sought.names]
        if sought.every_name and several:
            common = set.intersection(*(set(one) for one in several))
            several = [{iri: named for iri, named in one.items() if iri in common} for one in several]
        for one in several:
            for iri, named in one.items():
                if iri not in found or (named.score, named.is_same) > (found[iri].score, found[iri].is_same):
                    found[iri] = named
        if not sought.names and not sought.ids:
            found = {iri: _Named(thing, _LABEL, False) for iri, thing in self.identity.things.items()}
        refused = {iri for name in sought.without_names for iri in self._same(name)}
        return [one for iri, one in found.items() if iri not in refused]

    def _by_name(self, name: str, sought: Sought) -> dict[IRI, _Named]:
        """The things that have a name; if none of those wanted has, the things that a person may be asked about."""
        things = self.identity.things
        found = {iri: _Named(things[iri], score, True) for iri, score in self._same(name).items()}
        if len(name) <= LONGEST and not any(self._is_meant(one.thing, sought) for one in found.values()):
            near = [iri for iri in self.index.near(name) if iri not in found]
            near = [iri for iri in near if sought.strict == "should" or self._is_meant(things[iri], sought)]
            for iri in near[:_COMPARED]:
                close = max(closeness(name, other) for other in things[iri].names if len(other) <= LONGEST)
                found[iri] = _Named(things[iri], round(_NEAR * close, 1), False)
        return found

    def _same(self, name: str) -> dict[IRI, float]:
        """The things with a name that is one with this one, each with the name's score."""
        found = dict(self._exact.get(fold(name), {}))
        if len(name) <= LONGEST:
            for iri in self.index.same(name):
                if iri in found or self._may_bear(name, self.identity.things[iri]):
                    found.setdefault(iri, _SPELLING)
        return found

    def _may_bear(self, name: str, thing: Thing) -> bool:
        """Whether a name that is one with a thing's may be its own (`names.equal.may_bear`)."""
        others = (one for one in thing.names if len(one) <= LONGEST)
        return may_bear(name, others, lambda: self.identity.is_of(thing, (PERSON,)))

    def _is_meant(self, thing: Thing, sought: Sought) -> bool:
        return not sought.types or self.identity.is_of(thing, sought.types, every=sought.strict == "all")

    def _is_left_out(self, thing: Thing, sought: Sought, said: Sequence[Said]) -> bool:
        if sought.strict != "should" and not self._is_meant(thing, sought):
            return True
        required = [one.required or not (sought.names or sought.ids) for one in sought.conditions]
        return any(must and one is not Said.yes for must, one in zip(required, said, strict=True))

    def _found(self, named: _Named, sought: Sought, said: Sequence[Said], decided: bool, namesakes: int) -> Found:
        fits = self._is_meant(named.thing, sought)
        score = named.score * _UNLIKE ** said.count(Said.no) * _UNKNOWN ** said.count(Said.unknown)
        score *= 1.0 if fits else _OTHER_TYPE
        features: dict[str, float | bool] = {
            "name": named.score,
            "same_name": named.is_same,
            "namesakes": namesakes,
        }
        if sought.types:
            features["type"] = fits
        if said:
            features["properties_alike"] = said.count(Said.yes)
            features["properties_different"] = said.count(Said.no)
        return Found(named.thing, round(score, 1), decided and fits, features)

    # -- completing what is typed

    def suggest(self, prefix: str) -> Iterator[Thing]:
        """The things whose names or ids begin so, the likeliest first; then those that are so called in another
        spelling; else those that may be meant."""
        found: dict[IRI, None] = {}
        if thing := self.identity.find(prefix):
            found[thing.iri] = None
        typed = fold(prefix)
        for begins in (
            lambda name: name == typed,
            lambda name: name.startswith(typed),
            lambda name: f" {typed}" in name,
        ):
            found.update(dict.fromkeys(self._beginning(begins)))
        if typed and len(prefix) <= LONGEST:
            found.update(dict.fromkeys(self.index.same(prefix)))
            if not found:
                found.update(dict.fromkeys(self.index.near(prefix)))
        return (self.identity.things[iri] for iri in found)

    def _beginning(self, fits: Callable[[str], bool]) -> list[IRI]:
        things = self.identity.things
        some = ((-max(named.values()), name, named) for name, named in self._exact.items() if fits(name))
        ranked = [iri for _, _, named in sorted(some, key=lambda one: one[:2]) for iri in named]
        return sorted(ranked, key=lambda iri: (not fits(fold(things[iri].names[0])), things[iri].names[0]))


class _Agreement:
    """Compares properties of things with what is asked; a value is compared once, however many things have it."""

    def __init__(self, identity: Identity) -> None:
        self._identity = identity
        self._known: dict[tuple[str, type, Value | Ref, Term], bool] = {}

    def differs(self, thing: Thing, conditions: Iterable[Condition]) -> bool:
        """Whether what is known of a thing differs from a condition."""
        return any(self.said(thing, condition) is Said.no for condition in conditions)

    def tells(self, thing: Thing, namesakes: Iterable[Thing], conditions: Sequence[Condition]) -> bool:
        """Whether what is known of a thing tells it from its namesakes, of which each differs from a condition that the
        thing fulfils: that the others are not meant does not say that this one is."""
        fulfilled = [one for one in conditions if _is_known(thing, one) and self.said(thing, one) is Said.yes]
        return all(self.differs(other, fulfilled) for other in namesakes if other.iri != thing.iri)

    def said(self, thing: Thing, condition: Condition) -> Said:
        """How a thing stands to a condition."""
        agreeing = [self._has(thing, condition.property, value) for value in condition.values]
        if condition.quantifier == "none":
            return Said.no if any(agreeing) else Said.yes
        if all(agreeing) if condition.quantifier == "all" else any(agreeing):
            return Said.yes
        return Said.no if _is_known(thing, condition) else Said.unknown

    def _has(self, thing: Thing, name: str, value: Value | Ref) -> bool:
        if name == TYPE:
            given = fold(value.id if isinstance(value, Ref) else str(value))
            return any(given in (fold(one.id), fold(one.name)) for one in self._identity.classes(thing, above=True))
        if name == NAME:
            return _is_name(str(value.name if isinstance(value, Ref) else value), thing.names)
        return any(self._is(name, value, term) for term in thing.values.get(name, ()))

    def _is(self, name: str, value: Value | Ref, term: Term) -> bool:
        key = (name, type(value), value, term)
        if key not in self._known:
            self._known[key] = self._compare(value, term)
        return self._known[key]

    def _compare(self, value: Value | Ref, term: Term) -> bool:
        """Whether a value that is asked for is the one of a graph: by IRI, by name, by amount, as a day."""
        if isinstance(value, Ref):
            other = self._identity.find(value.id)
            return term == value.id if other is None else term == other.iri
        if isinstance(value, bool):
            return str(term).lower() == str(value).lower()
        if isinstance(term, IRI):
            thing = self._identity.things.get(term)
            text = str(value)
            last = term.rstrip("/#").replace("#", "/").rpartition("/")[2]
            ids = (term, last, thing.id) if thing else (term, last)
            return text in ids or bool(thing and _is_name(text, thing.names))
        return isinstance(term, Literal) and _is_literal(value, term)


def _is_known(thing: Thing, condition: Condition) -> bool:
    return condition.property in (TYPE, NAME) or condition.property in thing.values


def _is_name(text: str, names: Collection[str]) -> bool:
    if fold(text) in map(fold, names):
        return True
    return len(text) <= LONGEST and any(are_one(text, name) for name in names if len(name) <= LONGEST)


def _is_literal(value: str | int | float, term: Literal) -> bool:
    text, known = str(value), str(term)
    if fold(text) == fold(known):
        return True
    if (day := day_of(text)) is not None and day == day_of(known):
        return True
    try:
        return float(text) == float(known)
    except (ValueError, OverflowError):
        return False

"""Parameters of addresses: each is said once, and from that it is read, checked and described to programs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kgraph.catalogue import as_date, convert
from kgraph.errors import UnknownName, UsageError, nearest, short
from kgraph.namespaces import IRI
from kgraph.web.problems import Problem
from kgraph.web.sparql.protocol import Choice, pairs
from kgraph.worlds import WORLD_NAMES

_LONGEST = 1_000  # characters of a value
_MOST = 100  # values of a parameter that may be repeated


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter. `kind` is text, name, day, integer, word (one of `words`), yes-no, fields (several of `words` with
    commas between), or a type of a query's parameter (`headers.TYPES`). `several` says that it may be repeated."""

    name: str
    kind: str
    what: str
    words: tuple[str, ...] = ()
    least: int = 0
    most: int = 0
    several: bool = False
    default: str = ""

    def schema(self) -> dict[str, Any]:
        """Its values as JSON Schema."""
        one = self._schema()
        if self.default:
            one["default"] = int(self.default) if self.kind == "integer" else self.default
        if self.kind == "fields":
            return {"type": "array", "items": one, "minItems": 1}
        return {"type": "array", "items": one, "maxItems": _MOST} if self.several else one

    def _schema(self) -> dict[str, Any]:
        if self.kind == "integer":
            bounds = {"minimum": self.least, "maximum": self.most} if self.most else {}
            return {"type": "integer", **bounds}
        if self.kind == "number":
            return {"type": "number"}
        if self.kind in ("word", "fields"):
            return {"type": "string", "enum": list(self.words)}
        if self.kind == "yes-no":
            return {"type": "boolean"}
        if self.kind in ("day", "date"):
            return {"type": "string", "format": "date"}
        return {"type": "string", "minLength": 1, "maxLength": _LONGEST}

    def check(self, value: str) -> str:
        """The value in its usual form; raises `UsageError` for one that the parameter cannot have."""
        if not value.strip() or len(value) > _LONGEST:
            raise UsageError(f"'{self.name}' has {len(value):,} characters; give 1 to {_LONGEST:,}, or leave it out")
        if self.kind == "integer" and self.most:
            return self._number(value)
        if self.kind == "day":
            return str(as_date(value))
        if self.kind in ("date", "integer", "number") or (self.kind == "iri" and ":" in value):
            convert(self.kind, value, IRI)
        if self.kind == "yes-no" and value not in ("true", "false"):
            raise UsageError(f"'{self.name}' is 'true' or 'false', not '{short(value)}'")
        if self.kind == "word":
            return self._word(value)
        if self.kind == "fields":
            return ",".join(dict.fromkeys(self._word(name) for name in value.split(",")))
        return value

    def _number(self, value: str) -> str:
        if not (value.isascii() and value.isdigit() and len(value) < 12 and self.least <= int(value) <= self.most):
            said = f"'{self.name}' is '{short(value)}'"
            raise UsageError(f"{said}; give a number from {self.least:,} to {self.most:,}")
        return str(int(value))

    def _word(self, value: str) -> str:
        """One of its words; letter case, and a hyphen for a space, do not matter."""
        known = {word.lower(): word for word in self.words}
        for written in (value.strip().lower(), value.strip().lower().replace("-", " ")):
            if written in known:
                return known[written]
        raise UnknownName(self.name, value, self.words, f"there are {', '.join(self.words)}")


@dataclass(frozen=True, slots=True)
class Values:
    """What a request gives: the values of each parameter that it has, and the world that it chooses."""

    given: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    choice: Choice = field(default_factory=Choice)

    def one(self, name: str) -> str:
        """The value of a parameter; "" if it is not given."""
        return self.given.get(name, ("",))[0]

    def several(self, name: str) -> tuple[str, ...]:
        """All values of a parameter."""
        return self.given.get(name, ())

    def query(self) -> list[tuple[str, str]]:
        """The parameters as an address has them."""
        chosen = [("world", self.choice.world), ("as-of", self.choice.as_of)]
        named = [(name, value) for name, values in self.given.items() for value in values]
        return [
            *named,
            *((name, value) for name, value in chosen if value),
            *(("according-to", claimant) for claimant in self.choice.according_to),
        ]


WORLD = (
    Parameter("world", "word", "the world that is seen, as on the command line", words=WORLD_NAMES),
    Parameter("according-to", "name", "whose claims the world holds; names a person or body", several=True),
    Parameter("as-of", "day", "what had certainly been said by this day"),
)
"""The parameters that choose a world."""


def read(parameters: bytes, known: Sequence[Parameter]) -> Values:
    """The values that a request gives; raises `Problem`, 400, for one that is unknown, wrong, or repeated."""
    by_name = {one.name: one for one in known}
    given: dict[str, tuple[str, ...]] = {}
    for name, value in pairs(parameters):
        if name not in by_name:
            near = [f"did you mean '{one}'? " for one in nearest(name[:_LONGEST], by_name)[:1]]
            told = f"no parameter is called '{short(name, 100)}'; {''.join(near)}there are {', '.join(by_name)}"
            raise Problem(400, told)
        given[name] = (*given.get(name, ()), checked(by_name[name], value))
    for name, values in given.items():
        if len(values) > 1 and by_name[name].kind == "fields":
            given[name] = (",".join(dict.fromkeys(",".join(values).split(","))),)
        elif len(values) > (_MOST if by_name[name].several else 1):
            raise Problem(400, f"'{name}' is given {len(values)} times; give it {_times(by_name[name])}")
    claimants = given.pop("according-to", ())
    world, as_of = (given.pop(name, ("",))[0] for name in ("world", "as-of"))
    return Values(given, Choice(world, claimants, as_of))


def _times(one: Parameter) -> str:
    return f"{_MOST} times at most" if one.several else "once"


def checked(one: Parameter, value: str) -> str:
    """The value in its usual form; raises `Problem`, 400, in the words of the command line."""
    try:
        return one.check(value)
    except UsageError as error:
        raise Problem(400, str(error)) from error

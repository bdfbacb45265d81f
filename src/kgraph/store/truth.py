"""Which variables of a query hold yes or no by the way they are made, for engines that answer 1 and 0 instead.

`BIND(?a < ?b AS ?c)` makes a yes or no, `BIND(?n AS ?c)` does so only if `?n` is one.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from kgraph.store.tokens import Token, tokenise

_MARKS = frozenset("=<>!|&")  # `!=`, `<=`, `||` are two tokens; `!` is none of a number
_TESTS = frozenset(("bound", "contains", "isblank", "isiri", "isliteral", "isnumeric", "isuri", "langmatches", "regex"))
_TESTS |= frozenset(("sameterm", "strends", "strstarts"))
_CHOOSING = frozenset(("sample", "min", "max", "coalesce", "if"))
_OPENING, _CLOSING = ("(", "[", "{"), (")", "]", "}")


class Truths(NamedTuple):
    """Variables, without `?`: those that are a yes or no wherever they have a value, and others that may be one."""

    sure: frozenset[str]
    unsure: frozenset[str]


def truths(query: str) -> Truths:
    """The variables to which BIND or AS gives a yes or no."""
    tokens = list(tokenise(query))
    made = list(_made(tokens))
    somewhere: frozenset[str] = frozenset()
    while (found := frozenset(name for name, parts in made if _is_truth(parts, somewhere))) != somewhere:
        somewhere = found
    matched = frozenset(_matched(tokens))
    sure = somewhere - matched
    while unsure := {name for name, parts in made if name in sure and not _is_truth(parts, sure)}:
        sure -= unsure
    return Truths(sure, somewhere - sure)


def _matched(tokens: Sequence[Token]) -> Iterator[str]:
    """The variables of patterns and of VALUES, which may have a value from the data."""
    brackets, listing = 0, False
    for before, token in pairwise(tokens):
        brackets += (token.text == "(") - (token.text == ")")
        if token.word in ("select", "by") or token.text in ("{", "}"):
            listing = token.word in ("select", "by")
        elif token.kind == "variable" and not (brackets or listing) and before.word != "as":
            yield token.text[1:]


def _made(tokens: Sequence[Token]) -> Iterator[tuple[str, Sequence[Token]]]:
    """Each variable after AS with the tokens of what it is made of."""
    for at, token in enumerate(tokens[:-1]):
        if token.word == "as" and tokens[at + 1].kind == "variable":
            start, depth = at, 1
            while depth and start:
                start -= 1
                depth += (tokens[start].text in _CLOSING) - (tokens[start].text in _OPENING)
            yield tokens[at + 1].text[1:], tokens[start + 1 : at]


def _is_truth(tokens: Sequence[Token], known: frozenset[str]) -> bool:
    while len(tokens) > 1 and tokens[0].text == "(" and _end(tokens, 0) == len(tokens) - 1:
        tokens = tokens[1:-1]
    if len(tokens) == 1:
        return tokens[0].word in ("true", "false") or tokens[0].text[1:] in known
    outside = list(_outside(tokens))
    if any(token.text in _MARKS or token.word in ("in", "exists") for token in outside):
        return True
    if not tokens or tokens[0].word not in _TESTS | _CHOOSING or _end(tokens, 1) != len(tokens) - 1:
        return False
    parts = _parts(tokens[2:-1])
    return tokens[0].word in _TESTS or all(
        _is_truth(part, known) for part in (parts[1:] if tokens[0].word == "if" else parts)
    )


def _end(tokens: Sequence[Token], start: int) -> int:
    """Where the bracket that opens at `start` closes."""
    depth = 0
    for at in range(start, len(tokens)):
        depth += (tokens[at].text in _OPENING) - (tokens[at].text in _CLOSING)
        if depth <= 0:
            return at
    return len(tokens)


def _outside(tokens: Sequence[Token]) -> Iterator[Token]:
    """The tokens outside all brackets."""
    depth = 0
    for token in tokens:
        depth -= token.text in _CLOSING
        if not depth:
            yield token
        depth += token.text in _OPENING


def _parts(tokens: Sequence[Token]) -> list[Sequence[Token]]:
    """What stands between the commas."""
    found: list[Sequence[Token]] = []
    depth = start = 0
    for at, token in enumerate(tokens):
        depth += (token.text in _OPENING) - (token.text in _CLOSING)
        if token.text == "," and not depth:
            found.append(tokens[start:at])
            start = at + 1
    return [*found, tokens[start:]]

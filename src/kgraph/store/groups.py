"""The groups of a query's WHERE as a tree, each part with its place in the text (SPARQL 1.1 §19.8 [53]–[70]).

The reader knows enough of the grammar to split a group into parts; the engine checks whether the text is legal SPARQL.
Tokens are those of `tokenise`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from kgraph.errors import UsageError
from kgraph.store.faults import one_line
from kgraph.store.tokens import Token, tokenise

Kind = Literal["triples", "filter", "optional", "minus", "graph", "service", "bind", "values", "group", "select"]
_KEYWORDS = frozenset(("optional", "minus", "graph", "service", "filter", "bind", "values"))
_OPENING, _CLOSING = ("(", "[", "{"), (")", "]", "}")
_IN_TRIPLES = frozenset(("a", "true", "false"))
_DEEPEST = 100  # each level takes three nested calls here
_FORMS = ("select", "ask", "construct", "describe")


@dataclass(frozen=True)
class Group:
    """A group: the positions of its braces (`end` is after the second), and its parts in order."""

    start: int
    end: int
    parts: tuple["Part", ...]


@dataclass(frozen=True)
class Part:
    """A part of a group, from `start` to `end` in the text.

    `groups` are the groups in it that a solution may come from: one for OPTIONAL, MINUS, GRAPH, SERVICE and for a
    sub-select (its WHERE), one for each branch of a UNION. The inside of FILTER, BIND and VALUES is in `tokens` only.
    `name` is the name after SERVICE.
    """

    kind: Kind
    start: int
    end: int
    tokens: tuple[Token, ...]
    groups: tuple[Group, ...] = ()
    name: Token | None = None
    silent: bool = False

    @property
    def variables(self) -> frozenset[str]:
        """The names of all variables in the part, in whatever role."""
        return variables(self.tokens)

    def has(self, *words: str) -> bool:
        """Whether one of these words or marks, in lower case, is among the part's tokens."""
        return any(token.text.lower() in words for token in self.tokens)


@dataclass(frozen=True)
class Tree:
    """A query: the tokens of its BASE and PREFIX lines, those of its FROM clauses, and its outermost group."""

    tokens: tuple[Token, ...]
    prologue: tuple[Token, ...]
    dataset: tuple[Token, ...]
    where: Group


Path = tuple[tuple[Group, int], ...]
"""The path to a part, from the outermost group inwards: each group, with the number of the part in it that leads on."""


def variables(tokens: tuple[Token, ...]) -> frozenset[str]:
    """The variables' names, without `?` or `$`, also those in a text such as `<?a&&?b>`, where `<` may mean "less
    than"."""
    found = set()
    for token in tokens:
        if token.kind == "variable":
            found.add(token.text[1:])
        elif token.kind == "iri" and ("?" in token.text or "$" in token.text):
            found.update(inner.text[1:] for inner in tokenise(token.text[1:-1]) if inner.kind == "variable")
    return frozenset(found)


def certain(group: Group) -> frozenset[str]:
    """Variables that have a value in every solution of the group. Not all such variables are found."""
    found: set[str] = set()
    for part in group.parts:
        if part.kind == "triples":
            found |= {token.text[1:] for token in part.tokens if token.kind == "variable"}
        elif part.kind in ("group", "graph"):
            found |= frozenset.intersection(*map(certain, part.groups))
    return frozenset(found)


def services(group: Group, path: Path = ()) -> Iterator[Path]:
    """The path to each SERVICE, in the order of the text."""
    for number, part in enumerate(group.parts):
        here = (*path, (group, number))
        if part.kind == "service":
            yield here
            continue
        for inner in part.groups:
            yield from services(inner, here)


def read(text: str) -> Tree:
    """The tree of a query; raises `UsageError` if the text cannot be split into groups and parts."""
    return _Reader(text).query()


class _Reader:
    """Reads tokens from left to right; every method stops after the tokens that it has read."""

    def __init__(self, text: str) -> None:
        self.tokens = tuple(tokenise(text))
        self.at = self.depth = 0

    def query(self) -> Tree:
        while self.word() not in _FORMS:
            self.take()
        prologue = self.tokens[: self.at]
        if self.take().text.lower() == "construct" and self.word() == "{":
            self.balanced()
        dataset = self.head()
        return Tree(self.tokens, prologue, dataset, self.group())

    def head(self) -> tuple[Token, ...]:
        """Pass the tokens before the outermost group; returns the FROM clauses among them."""
        found: list[Token] = []
        while self.word() != "{":
            start = self.at
            if self.skip("from"):
                self.skip("named")
                self.take()
                found.extend(self.tokens[start : self.at])
            else:
                self.balanced()
        return tuple(found)

    def group(self) -> Group:
        start = self.place()
        self.take("{")
        self.depth += 1
        if self.depth > _DEEPEST:
            raise UsageError(
                f"a query with SERVICE may have groups nested {_DEEPEST} deep at most; write it with fewer levels"
            )
        parts: list[Part] = []
        while self.word() != "}":
            if self.word() == "select" and not parts:
                parts.append(self.sub_select())
            elif not self.skip("."):
                parts.append(self.part())
        self.take("}")
        self.depth -= 1
        return Group(start, self.tokens[self.at - 1].end, tuple(parts))

    def sub_select(self) -> Part:
        """A sub-select to its end, which is that of the group around it."""
        first = self.at
        while self.word() != "{":
            self.balanced()
        where = self.group()
        while self.word() != "}":
            self.balanced()
        return self.finished("select", first, (where,))

    def part(self) -> Part:
        first, word = self.at, self.word()
        match word:
            case "{":
                groups = [self.group()]
                while self.skip("union"):
                    groups.append(self.group())
                return self.finished("group", first, tuple(groups))
            case "optional" | "minus":
                self.take()
                return self.finished(word, first, (self.group(),))
            case "graph":
                self.at += 2
                return self.finished(word, first, (self.group(),))
            case "service":
                self.take()
                silent, name = self.skip("silent"), self.take()
                return self.finished(word, first, (self.group(),), name, silent)
            case "filter" | "bind" | "values":
                self.inside(word)
                return self.finished(word, first)
        self.triples()
        return self.finished("triples", first)

    def inside(self, word: str) -> None:
        """Pass the inside of FILTER or BIND, to the closing bracket or the end of the group of EXISTS, or of VALUES, to
        the end of its data."""
        self.take()
        if word == "values":
            self.balanced()  # one variable, or several in brackets
            closing: tuple[str, ...] = ("{",)
        elif self.skip("exists"):
            closing = ("{",)
        elif self.word() == "not":
            self.at += 2
            closing = ("{",)
        else:
            closing = ("(",)
        while self.balanced() not in closing:
            pass

    def triples(self) -> None:
        start = self.at
        while self.word() not in (*_KEYWORDS, "{", "}"):
            token = self.tokens[self.at]
            if token.kind == "word" and token.text.lower() not in _IN_TRIPLES:
                raise _unread(f"'{token.text}'")
            self.take()
        if self.at == start:
            raise _unread(f"'{self.word()}'")

    def finished(
        self,
        kind: Kind,
        first: int,
        groups: tuple[Group, ...] = (),
        name: Token | None = None,
        silent: bool = False,
    ) -> Part:
        inside = self.tokens[first : self.at]
        return Part(kind, inside[0].end - len(inside[0].text), inside[-1].end, inside, groups, name, silent)

    def balanced(self) -> str:
        """Pass one token, or everything from an opening bracket to its closing one; returns the first token's text."""
        first, depth = self.word(), 0
        while True:
            text = self.take().text
            depth += (text in _OPENING) - (text in _CLOSING)
            if depth <= 0:
                return first

    def word(self) -> str:
        """The next token's text in lower case."""
        if self.at >= len(self.tokens):
            raise _unread("its end; a bracket may be missing")
        return self.tokens[self.at].text.lower()

    def place(self) -> int:
        """The position of the next token."""
        self.word()  # raises at the end of the text
        return self.tokens[self.at].start

    def take(self, wanted: str = "") -> Token:
        if self.word() != wanted and wanted:
            raise _unread(f"'{self.tokens[self.at].text}'")
        self.at += 1
        return self.tokens[self.at - 1]

    def skip(self, word: str) -> bool:
        """Pass the next token if it is this word."""
        found = self.word() == word
        self.at += found
        return found


def _unread(what: str) -> UsageError:
    return UsageError(
        "kgraph divides a query with SERVICE into parts, and cannot divide this one at "
        f"{one_line(what)}; write it more simply"
    )

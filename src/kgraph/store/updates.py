"""A SPARQL update request as its operations (SPARQL 1.1 Update §3, grammar §19.8 [29]-[52]), and what each writes to.

An operation is carried out by the engine; here it is only read far enough to tell which graphs it names as those to be
changed, so that a client hears which one it may not change.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from kgraph.errors import UsageError
from kgraph.namespaces import IRI
from kgraph.store.tokens import Token, tokenise

_NAMES = ("iri", "name")
_MANAGING = {"clear": "target", "drop": "target", "create": "target", "add": "to", "copy": "to", "move": "both"}


@dataclass(slots=True)
class Operation:
    """One operation of a request, by its parts of the request's text.

    `prologue` has the BASE and PREFIX before it. `graphs` are the graphs that it names as those to be changed: IRIs as
    they are written, and variables. `wide` are DEFAULT, NAMED and ALL, if it changes these. `head` is the operation up
    to its dataset, `dataset` its USING clauses, `where` its pattern with WHERE: these are empty, and `head` is the
    whole, for an operation without a pattern of its own. `within` is the graph of WITH, as it is written.
    """

    prologue: str
    head: str
    dataset: str = ""
    where: str = ""
    within: str = ""
    graphs: list[str] = field(default_factory=list)
    wide: list[str] = field(default_factory=list)

    def text(self, using: str = "") -> str:
        """The operation as a request of its own; `using` is a dataset for its pattern, as USING clauses."""
        return f"{self.prologue} {self.head} {self.dataset} {using if self.where else ''} {self.where}"

    def query(self, variable: str, using: str) -> str:
        """A query for what a variable has in the solutions of the pattern."""
        tokens = tokenise(f"{self.dataset} {using}")
        dataset = " ".join("FROM" if token.word == "using" else token.text for token in tokens)
        pattern = self.where[self.where.index("{") :]
        return f"{self.prologue} SELECT DISTINCT {variable} {dataset} WHERE {pattern}"

    def names_dataset(self) -> bool:
        """Whether it says itself what its pattern is about, with WITH or USING."""
        return bool(self.within or self.dataset)


def using_clauses(default: Iterable[IRI], named: Iterable[IRI]) -> str:
    """A dataset that comes with a request (SPARQL 1.1 Protocol §2.2.3), as USING clauses."""
    return " ".join([*(f"USING <{iri}>" for iri in default), *(f"USING NAMED <{iri}>" for iri in named)])


def operations(text: str) -> list[Operation]:
    """The operations of an update request; raises `UsageError` for one that cannot be read, or whose words are written
    in a way that only some programs read."""
    return list(_operations(text))


def _operations(text: str) -> Iterator[Operation]:
    prologue = ""
    for tokens in _between_semicolons(text):
        at = 0
        while at < len(tokens) and tokens[at].word in ("base", "prefix", "version"):
            at += 3 if tokens[at].word == "prefix" else 2
        if at:
            prologue += " " + text[tokens[0].start : tokens[at - 1].end]
        if tokens[at:]:
            yield _Reader(text, tokens[at:], prologue).operation()


def _between_semicolons(text: str) -> Iterator[Sequence[Token]]:
    """The tokens of each operation, with the prologue before it."""
    found: list[Token] = []
    depth = 0
    for token in tokenise(text):
        if token.kind == "mark" and token.text in "{}":
            depth += 1 if token.text == "{" else -1
        if token.kind == "mark" and token.text == ";" and depth == 0:
            yield found
            found = []
        else:
            found.append(token)
    yield found


class _Reader:
    """Reads one operation."""

    def __init__(self, text: str, tokens: Sequence[Token], prologue: str) -> None:
        self._text, self._tokens = text, tokens
        self._found = Operation(prologue, self._part(0, len(tokens)))

    def operation(self) -> Operation:
        first, second = (self._word(number) for number in (0, 1))
        if first in _MANAGING:
            self._manage(_MANAGING[first])
        elif first in ("insert", "delete") and second == "data":
            self._template(2)
        elif first == "delete" and second == "where":
            self._template(2)
            pattern = self._part(2, len(self._tokens))
            self._found.head, self._found.where = (
                f"DELETE {pattern}",
                f"WHERE {pattern}",
            )  # it means the same (§3.1.3.3)
        elif first in ("insert", "delete", "with"):
            self._modify()
        else:
            self._cannot(0)
        return self._found

    # -- INSERT, DELETE

    def _modify(self) -> None:
        at = 0
        if self._word(0) == "with":
            if self._kind(1) not in _NAMES:
                self._cannot(1)
            self._found.within = self._tokens[1].text
            at = 2
        for name in ("delete", "insert"):
            if self._word(at) == name:
                at = self._template(at + 1)
        start = at
        while self._word(at) == "using":
            at += 3 if self._word(at + 1) == "named" else 2
        if at >= len(self._tokens) or not (self._word(at) == "where" or self._tokens[at].text == "{"):
            self._cannot(at)
        self._found.head, self._found.dataset = self._part(0, start), self._part(start, at)
        self._found.where = self._part(at, len(self._tokens))

    def _template(self, at: int) -> int:
        """Note the graphs of the template that begins here; returns where it ends."""
        if at >= len(self._tokens) or self._tokens[at].text != "{":
            self._cannot(at)
        at += 1
        while at < len(self._tokens) and self._tokens[at].text != "}":
            if self._word(at) == "graph" and self._kind(at + 1) in (*_NAMES, "variable"):
                self._found.graphs.append(self._tokens[at + 1].text)
                at = self._end_of_group(at + 2)
            else:
                if self._tokens[at].text != ".":
                    self._in_no_graph(at)
                at += 1
        return at + 1

    def _in_no_graph(self, at: int) -> None:
        """Note that a template has triples outside GRAPH: they are in the graph of WITH, or in the default graph."""
        if self._tokens[at].text.lower().startswith("graph"):
            self._cannot(at)
        if self._found.within:
            self._found.graphs.append(self._found.within)
        else:
            self._found.wide.append("DEFAULT")

    def _end_of_group(self, at: int) -> int:
        if at >= len(self._tokens) or self._tokens[at].text != "{":
            self._cannot(at)
        while at < len(self._tokens) and self._tokens[at].text != "}":  # blocks of a template have no braces in them
            at += 1
        return at + 1

    # -- CLEAR, DROP, CREATE, ADD, COPY, MOVE

    def _manage(self, changing: str) -> None:
        at = 1
        if self._word(at) == "silent":
            at += 1
        elif self._word(0) in ("clear", "drop"):
            # an empty graph is no graph here, so that there is no difference to be told
            self._found.head = f"{self._word(0)} SILENT {self._part(1, len(self._tokens))}"
        source, at = self._graph(at)
        if changing == "target":
            self._note(source)
            return
        if self._word(at) != "to":
            self._cannot(at)
        target, _ = self._graph(at + 1)
        self._note(target)
        if changing == "both":
            self._note(source)

    def _graph(self, at: int) -> tuple[Token, int]:
        if self._word(at) == "graph":
            at += 1
        if at >= len(self._tokens) or not (
            self._tokens[at].kind in _NAMES or self._word(at) in ("default", "named", "all")
        ):
            self._cannot(at)
        return self._tokens[at], at + 1

    def _note(self, graph: Token) -> None:
        (self._found.graphs if graph.kind in _NAMES else self._found.wide).append(
            graph.text if graph.kind in _NAMES else graph.text.upper()
        )

    # -- tokens

    def _word(self, at: int) -> str:
        return self._tokens[at].word if at < len(self._tokens) else ""

    def _kind(self, at: int) -> str:
        return self._tokens[at].kind if at < len(self._tokens) else ""

    def _part(self, start: int, end: int) -> str:
        return self._text[self._tokens[start].start : self._tokens[end - 1].end] if start < end else ""

    def _cannot(self, at: int) -> None:
        said = self._tokens[at].text[:50] if at < len(self._tokens) else "the end"
        raise UsageError(f"the update cannot be read at '{said}'; write each word apart from the next")

"""Queries that see no world behind `GRAPH ?g`: worlds repeat what the other graphs say."""

from collections.abc import Sequence
from dataclasses import dataclass

from kgraph.model import Literal
from kgraph.store import serialise
from kgraph.store.tokens import Token, bare, tokenise
from kgraph.worlds.choice import WORLD_NAMES, WorldName


def without_worlds(text: str, base: str) -> str | None:
    """The query, in which `GRAPH ?g` finds no world: a world repeats what other graphs say, so counts would be wrong.

    A filter behind each such block leaves them out; a list of all other graphs would make some joins quadratic (2.2 s
    in place of 0.07 at 12,000 graphs). `None` where a block has a sub-select: the built-in engine leaves ?g unbound
    there, so that no filter helps, and the query needs that list. SERVICE blocks speak of others' graphs, and stay.

    >>> without_worlds("ASK { GRAPH ?g { ?s ?p ?o } }", "x:/")
    'ASK { GRAPH ?g { ?s ?p ?o } FILTER(!BOUND(?g) || !STRSTARTS(STR(?g), "x:/world/")) }'
    """
    worlds = serialise(Literal(f"{base}world/"))
    pieces, done = [], 0
    for block in _open_graphs(list(tokenise(text))):
        if block.has_select:
            return None
        pieces += [
            text[done : block.end],
            f" FILTER(!BOUND({block.variable}) || !STRSTARTS(STR({block.variable}), {worlds}))",
        ]
        done = block.end
    return "".join([*pieces, text[done:]])


def named_worlds(text: str, base: str) -> list[WorldName]:
    """The unrestricted worlds that a query names, behind GRAPH, FROM or elsewhere; whole or relative to the base.

    >>> named_worlds("ASK { GRAPH <world/asserted> { ?s ?p ?o } }", "x:/")
    ['asserted']
    """
    said = {bare(token).removeprefix(base) for token in tokenise(text) if token.kind == "iri"}
    return [name for name in WORLD_NAMES if f"world/{name}" in said]


def names_a_world(text: str, base: str) -> bool:
    """Whether a query names a world elsewhere than behind GRAPH, whole or relative to the base."""
    before = ""
    for token in tokenise(text):
        if token.kind == "iri" and before != "graph" and token.text[1:].removeprefix(base).startswith("world/"):
            return True
        before = token.word
    return False


@dataclass(frozen=True, slots=True)
class _OpenGraph:
    """A block of GRAPH with a variable: where it ends, and whether a sub-select stands in it."""

    end: int
    variable: str
    has_select: bool


def _open_graphs(tokens: Sequence[Token]) -> list[_OpenGraph]:
    """The blocks of GRAPH with a variable, in the order of their ends."""
    found: list[_OpenGraph] = []
    opened: list[tuple[str, int]] = []  # each open brace: its GRAPH's variable, "" or "service"; its place
    selects: list[int] = []
    for at, token in enumerate(tokens):
        if token.word == "select":
            selects.append(token.end)
        elif token.text == "{" and token.kind == "mark":
            within = "service" in (
                *(one.word for one in tokens[max(at - 3, 0) : at]),
                *(name for name, _ in opened[-1:]),
            )
            is_open = at > 1 and tokens[at - 2].word == "graph" and tokens[at - 1].kind == "variable"
            opened.append(("service" if within else tokens[at - 1].text if is_open else "", token.end))
        elif token.text == "}" and token.kind == "mark" and opened:
            variable, start = opened.pop()
            if variable not in ("", "service"):
                found.append(_OpenGraph(token.end, variable, bool(selects) and selects[-1] > start))
    return found

"""Keeping worlds out of `GRAPH ?g` in queries, since worlds repeat the triples of other graphs."""

from collections.abc import Sequence
from dataclasses import dataclass

from kgraph.model import Literal
from kgraph.store import serialise
from kgraph.store.tokens import Token, bare, tokenise
from kgraph.worlds.choice import WORLD_NAMES, WorldName


def without_worlds(text: str, base: str) -> str | None:
    """The query changed so that `GRAPH ?g` finds no world; a world repeats triples of other graphs, so counts would be
    wrong.

    A filter after each such block leaves worlds out; a list of all other graphs would make some joins quadratic (2.2 s
    instead of 0.07 s with 12,000 graphs). The result is `None` if a block has a sub-select: the built-in engine leaves
    ?g unbound there, so a filter does not work, and the caller must use that list. SERVICE blocks are about other
    stores' graphs and are not changed.

    >>> without_worlds("ASK { GRAPH ?g { ?s ?p ?o } }", "x:/")
    'ASK { GRAPH ?g { ?s ?p ?o } FILTER(!BOUND(?g) || !STRSTARTS(STR(?g), "x:/world/")) }'
    """
    if "graph" not in text.lower().replace("kgraph", ""):  # kgraph's own IRIs have the word
        return text
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
    """The unrestricted worlds that a query names, in GRAPH, FROM or elsewhere, by full IRIs or relative to the base.

    >>> named_worlds("ASK { GRAPH <world/asserted> { ?s ?p ?o } }", "x:/")
    ['asserted']
    """
    if "world/" not in text and "\\" not in text:
        return []
    said = {bare(token).removeprefix(base) for token in tokenise(text) if token.kind == "iri"}
    return [name for name in WORLD_NAMES if f"world/{name}" in said]


def names_a_world(text: str, base: str) -> bool:
    """Whether a query names a world other than in GRAPH, by a full IRI or relative to the base."""
    before = ""
    for token in tokenise(text):
        if token.kind == "iri" and before != "graph" and token.text[1:].removeprefix(base).startswith("world/"):
            return True
        before = token.word
    return False


@dataclass(frozen=True, slots=True)
class _OpenGraph:
    """A block of GRAPH with a variable: its end, and whether it contains a sub-select."""

    end: int
    variable: str
    has_select: bool


def _open_graphs(tokens: Sequence[Token]) -> list[_OpenGraph]:
    """The blocks of GRAPH with a variable, in the order of their ends."""
    found: list[_OpenGraph] = []
    opened: list[tuple[str, int]] = []  # for each open brace: the variable of its GRAPH, "" or "service"; its position
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

"""Taking a query apart into triple patterns, for an engine that finds triples rightly and combines them wrongly.

What a query answers depends only on the triples that match one of its patterns, wherever they stand: in OPTIONAL, in
EXISTS, in a sub-select, after HAVING. So these triples are fetched, and the built-in engine answers the query on them.
GRAPH may ask besides which graphs there are; then their names are fetched.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Any

from kgraph.errors import UsageError
from kgraph.namespaces import IRI
from kgraph.store import groups
from kgraph.store.faults import one_line

_AROUND = frozenset(("select", "ask", "distinct", "where", "count", "as", "limit", "base", "prefix"))
_TESTS = frozenset(("filter", "bound", "strstarts", "str"))
_MARKS = frozenset("!|(),")
_PATHS = frozenset("*+?|^!/[(")
_ONE_TRIPLE, _BOTH = 3, 2
_FEW = 20  # a pattern is asked for once for each value

Among = Mapping[Any, Sequence[IRI]]
"""Variables that have one of a few IRIs."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A triple pattern; `None` is a variable.

    `graph` is "" for the default graph, and `None` for GRAPH with a variable.
    """

    graph: IRI | None
    subject: IRI | None = None
    predicate: IRI | None = None
    value: IRI | None = None

    def covers(self, other: "Pattern") -> bool:
        """Whether this pattern matches every triple that the other one matches."""
        mine, theirs = ((one.subject, one.predicate, one.value) for one in (self, other))
        if self.graph != other.graph and (self.graph is not None or not other.graph):
            return False
        return all(a is None or a == b for a, b in zip(mine, theirs, strict=True))


def is_plain(query: str) -> bool:
    """Whether a query only joins triples of one graph, which every engine does alike.

    VALUES may give some variables IRIs. GRAPH may stand around everything, or have a variable that the triples before
    it bind; then a filter may leave out graphs whose names begin with something.

    >>> is_plain("SELECT ?s { ?s ?p 'x' ; a <a:b> }"), is_plain("ASK { ?s ?p ?o MINUS { ?s ?p 1 } }")
    (True, False)
    """
    try:
        tree = groups.read(query)
    except UsageError:
        return False
    words = [
        one.word for one in tree.tokens if one.kind == "word" and not tree.where.start <= one.start < tree.where.end
    ]
    inside = (one for one in tree.tokens if tree.where.start <= one.start < tree.where.end)
    if not _AROUND.issuperset(words) or ("select" in words and not any(one.kind == "variable" for one in inside)):
        return False
    inner = [part for part in tree.where.parts if part.kind not in ("values", "filter")]
    around = [part for part in tree.where.parts if part not in inner]
    graphs = [part for part in inner if part.kind == "graph"]
    names = {part.tokens[1].text[1:] for part in graphs}
    if not all(_is_plain_part(part, names) for part in around):
        return False
    within = [part for graph in graphs for part in graph.groups[0].parts]
    triples = [part for part in inner if part.kind == "triples"]
    given = frozenset[str]().union(*(part.variables for part in around if part.kind == "values"))
    if any(part.kind != "triples" for part in within) or not all(graph.groups[0].parts for graph in graphs):
        return False
    if not all(_has_plain_paths(part, given) for part in (*triples, *within)):
        return False
    if "count" in words and sum(_terms(part) > _ONE_TRIPLE for part in (*triples, *within)) + len(around):
        return False  # Virtuoso 7.2.5 counts one row where a join has none
    return _is_one_graph(inner, triples)


def _terms(part: groups.Part) -> int:
    return sum(token.text != "." for token in part.tokens)


def _is_one_graph(inner: Sequence[groups.Part], triples: Sequence[groups.Part]) -> bool:
    """Whether triples and GRAPH are one of them, or triples and then GRAPH with a variable of theirs."""
    if len(inner) < _BOTH:
        return not any(part.kind == "graph" and part.tokens[1].kind == "variable" for part in inner)
    names = [part.tokens[1] for part in inner if part.kind == "graph"]
    met = frozenset[str]().union(*(part.variables for part in triples))
    return len(names) == 1 and len(inner) == len(triples) + 1 and names[0].text[1:] in met and names[0].text[0] in "?$"


def _is_plain_part(part: groups.Part, names: Collection[str]) -> bool:
    """Whether VALUES has IRIs only, and a filter is about the names of graphs."""
    words = {token.word for token in part.tokens if token.kind == "word"}
    if part.kind == "filter":
        return (
            words <= _TESTS
            and part.variables <= set(names)
            and {token.text for token in part.tokens if token.kind == "mark"} <= _MARKS
        )
    return all(token.kind in ("variable", "iri", "name", "mark") for token in part.tokens[1:])


def _has_plain_paths(part: groups.Part, given: frozenset[str]) -> bool:
    """Whether triples have no path but that of `?a a <x:y> . ?a (b|c)* ?d . ?d ?p ?o`, where VALUES gives `?a`."""
    texts = [token.text if token.kind in ("mark", "variable") else "" for token in part.tokens]
    if "(" in texts[1:-1]:
        start = texts.index("(", 1)
        end = texts.index(")", start) if ")" in texts[start:] else start
        first, inside, after = texts[start - 1], texts[start + 1 : end], texts[end + 1 : end + 5]
        if first[1:] not in given or texts.count(first) < _BOTH or not {"|", ""}.issuperset(inside):
            return False
        if after[:1] != ["*"] or after[2:3] != ["."] or after[1:2] != after[3:4] or texts.count(after[1]) > _BOTH:
            return False
        texts[start : end + 2] = [""]
    return _PATHS.isdisjoint(texts)


def asks_default(query: str) -> bool:
    """Whether a plain query has a triple outside GRAPH."""
    return any(part.kind == "triples" for part in groups.read(query).where.parts)


@dataclass(frozen=True, slots=True)
class Apart:
    """The triple patterns of a query, without those that another one covers, and the graphs after its FROM.

    `names` says whether a GRAPH may match a graph of which the patterns fetch no triple, as `GRAPH ?g {}` does.
    """

    patterns: tuple[Pattern, ...]
    default: tuple[IRI, ...]
    names: bool


@lru_cache(maxsize=256)
def apart(query: str) -> Apart:
    """Take a query apart; raises `UsageError` if it cannot be read."""
    reader = _Reader(query)
    found = list(dict.fromkeys(reader.patterns()))
    least = [one for one in found if not any(other != one and other.covers(one) for other in found)]
    return Apart(tuple(least), tuple(reader.default()), reader.needs_names())


class _Reader:
    """Reads the tree that rdflib makes of a query."""

    def __init__(self, query: str) -> None:
        from pyparsing import ParseException
        from rdflib.plugins.sparql import algebra, parser

        try:
            prologue, tree = parser.parseQuery(query)
            self._prologue = algebra.translatePrologue(prologue, None, {}, None)
            named = algebra.traverse(tree, visitPost=lambda node: algebra.translatePName(node, self._prologue))
            self._tree = algebra.traverse(named, visitPost=algebra.translatePath)
        except (ParseException, SyntaxError, TypeError, ValueError, RecursionError) as error:
            raise UsageError(
                f"this query cannot be taken apart ({one_line(str(error))}); write it more simply"
            ) from error

    def patterns(self) -> Iterator[Pattern]:
        """The patterns in WHERE, and those of EXISTS in SELECT, GROUP BY, HAVING and ORDER BY."""
        for name, part in self._tree.items():
            if name != "template":
                yield from self._within(part, IRI(""), {})

    def default(self) -> Iterator[IRI]:
        """The graphs after FROM, without those after FROM NAMED."""
        for clause in self._tree.datasetClause or ():
            if clause.default and (graph := self._iri(clause.default)):
                yield graph

    def needs_names(self) -> bool:
        """Whether a GRAPH may match without a triple of its own."""
        return any(node.name == "GraphGraphPattern" and not _has_triple(node.graph) for node in _nodes(self._tree))

    def _within(self, node: Any, graph: IRI | None, among: Among) -> Iterator[Pattern]:
        """The patterns in a part of the tree that is about a graph; `among` has what VALUES beside it gives."""
        name = getattr(node, "name", "")
        if name == "TriplesBlock":
            yield from self._of_block(node.triples, graph, among)
        elif name == "GraphGraphPattern":
            inside, graph = node.graph, self._iri(node.term)
            yield from self._of_group(inside, graph, among) if "part" in inside else self._within(inside, graph, {})
        elif isinstance(node, dict) and "part" in node:
            yield from self._of_group(node, graph, {})
        elif name != "ServiceGraphPattern":
            inside = node.values() if isinstance(node, dict) else node if _is_several(node) else ()
            for one in inside:
                yield from self._within(one, graph, {})

    def _of_group(self, group: Any, graph: IRI | None, among: Among) -> Iterator[Pattern]:
        """The patterns of a group. A triple that stands in it, or in a GRAPH there, has only what VALUES gives."""
        parts = group.part or []
        among = {**among, **self._values(parts)}
        for part in parts:
            joined = part.name in ("TriplesBlock", "GraphGraphPattern")
            yield from self._within(part, graph, among if joined else {})

    def _values(self, parts: Any) -> Among:
        """What VALUES gives to variables, if it gives a few IRIs."""
        found: dict[object, list[IRI]] = {}
        for data in (part for part in parts if part.name == "InlineData"):
            rows = [row if _is_several(row) else [row] for row in data.value or []]
            for name, column in zip(data.var, zip(*rows, strict=True), strict=False):
                given = [self._iri(term) for term in column]
                if all(given) and len(given) <= _FEW:
                    found[name] = [iri for iri in given if iri]
        return found

    def _of_block(self, triples: Any, graph: IRI | None, among: Among) -> Iterator[Pattern]:
        three = _by_three(triples)
        met = _met(three)
        for subject, path, value in three:
            is_met = not met.isdisjoint((subject, value))
            for of, by, to in product(*(among.get(term, [term]) for term in (subject, path, value))):
                yield from self._of_path(of, by, to, graph, is_met=is_met)

    def _of_path(self, subject: Any, path: Any, value: Any, graph: IRI | None, *, is_met: bool) -> Iterator[Pattern]:
        """The patterns of a property path.

        A path of no steps begins at any node of the graph, or at a given one if it is a node there, unless it `is_met`:
        it begins or ends at what other patterns fetch.
        """
        from rdflib.paths import AlternativePath, InvPath, MulPath, NegatedPath, Path, SequencePath

        if not isinstance(path, Path):
            yield Pattern(graph, self._iri(subject), self._iri(path), self._iri(value))
        elif isinstance(path, InvPath):
            yield from self._of_path(value, path.arg, subject, graph, is_met=is_met)
        elif isinstance(path, NegatedPath):
            yield Pattern(graph)
        elif isinstance(path, MulPath):
            if path.zero and not is_met:
                given = self._iri(subject) or self._iri(value)
                yield from (Pattern(graph, given), Pattern(graph, value=given)) if given else (Pattern(graph),)
            yield from self._of_path(None, path.path, None, graph, is_met=is_met)
        elif isinstance(path, SequencePath | AlternativePath):
            ends = (None, None) if isinstance(path, SequencePath) else (subject, value)
            for one in path.args:
                yield from self._of_path(ends[0], one, ends[1], graph, is_met=is_met)

    def _iri(self, term: Any) -> IRI | None:
        """The IRI that a term is; `None` for a variable, and for a literal, of which engines know several forms."""
        from rdflib import URIRef

        if isinstance(term, IRI):
            return term
        return IRI(str(self._prologue.absolutize(term))) if isinstance(term, URIRef) else None


def _nodes(node: Any) -> Iterator[Any]:
    """The named nodes of a tree."""
    if isinstance(node, dict):
        yield node
    for one in node.values() if isinstance(node, dict) else node if _is_several(node) else ():
        yield from _nodes(one)


def _has_triple(group: Any) -> bool:
    """Whether a group matches only where a triple matches that stands in it, or in each part of a UNION there."""
    return any(
        (part.name == "TriplesBlock" and not all(_may_stand(path) for _, path, _ in _by_three(part.triples)))
        or (part.name == "GroupOrUnionGraphPattern" and all(map(_has_triple, part.graph)))
        for part in group.part or []
    )


def _by_three(triples: Any) -> list[list[Any]]:
    terms = [term for several in triples for term in several]
    return [terms[at : at + 3] for at in range(0, len(terms), 3)]


def _met(three: Sequence[Sequence[Any]]) -> set[Any]:
    """The ends of triples that have to be there, and what paths of no steps join to them."""
    met = {end for subject, path, value in three if not _may_stand(path) for end in (subject, value)}
    loose = [{subject, value} for subject, path, value in three if _may_stand(path)]
    for _ in loose:
        met.update(*(ends for ends in loose if ends & met))
    return met


def _may_stand(path: Any) -> bool:
    """Whether a property path may have no steps."""
    from rdflib.paths import AlternativePath, InvPath, MulPath, SequencePath

    if isinstance(path, MulPath):
        return path.zero or _may_stand(path.path)
    if isinstance(path, InvPath):
        return _may_stand(path.arg)
    if isinstance(path, SequencePath):
        return all(map(_may_stand, path.args))
    return isinstance(path, AlternativePath) and any(map(_may_stand, path.args))


def _is_several(node: Any) -> bool:
    return isinstance(node, list) or type(node).__name__ == "ParseResults"

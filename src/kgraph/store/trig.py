"""The canonical text of a Turtle or TriG file: equal data give equal bytes, and a small change gives a small diff."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import pyoxigraph as ox

from kgraph.disk import replace_file
from kgraph.errors import DataError, UsageError
from kgraph.listing import decode
from kgraph.model import BlankNode, Literal, Quad, Term
from kgraph.namespaces import IRI, PREFIXES, RDF, RDFS, XSD
from kgraph.store.canonical import canonicalised
from kgraph.store.files import read_quads
from kgraph.store.terms import quad_from_oxigraph

WIDTH = 110
"""The width of a line, unless one term alone is longer."""

_DEPTH = 8  # how deep brackets may be nested; a blank node further down gets a label, which bounds the recursion
_STEP = "  "

_Predicates = dict[IRI, list[Term]]
_SortKey = tuple[tuple[str | tuple[int, str], ...], str]

_DIGITS = re.compile("([0-9]+)")
# The part of Turtle's PN_LOCAL that needs no escape.
_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
# RFC 3986 §4.2: a path whose first segment has no colon; §5.2.4: no dot segments, which resolving removes.
_RELATIVE = re.compile(r"(?!(?:[^?#]*/)?\.{1,2}(?:[/?#]|$))[^:/?#\s]+(?:[/?#].*)?")
# Controls, line separators, invisible and direction-changing characters are always escaped, so each line is one line.
_STRING_ESCAPED = re.compile(
    r'["\\\x00-\x1f\x7f-\xa0\xad\u061c\u1680\u180e\u2000-\u200f\u2028-\u202f'
    r"\u205f-\u206f\u3000\ufeff\ufff9-\uffff]"
)
_SHORT_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
_BARE = {  # Turtle 1.1 §2.5.2 and §2.5.3: lexical forms that need neither quotes nor a datatype
    XSD.integer: re.compile(r"[+-]?[0-9]+"),
    XSD.decimal: re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    XSD.double: re.compile(r"[+-]?(?:[0-9]+\.[0-9]*|\.?[0-9]+)[eE][+-]?[0-9]+"),
    XSD.boolean: re.compile("true|false"),
}
_TOKEN = re.compile(
    r"""
      \"{3}(?:\"{0,2}(?:\\.|[^"\\]))*\"{3} | '{3}(?:'{0,2}(?:\\.|[^'\\]))*'{3}   # long strings
    | "(?:\\.|[^"\\\n\r])*" | '(?:\\.|[^'\\\n\r])*'                           # short strings
    | <[^<>"{}|^`\x00-\x20]*>                                                    # an IRI
    | \\.                                                                       # an escape in a name
    | (?P<comment>\#[^\n\r]*)
    """,
    re.VERBOSE | re.DOTALL,
)


def natural(text: str) -> _SortKey:
    """A sort key under which runs of digits count as numbers; equal keys mean equal texts, so it is a total order.

    >>> sorted(["c10", "c2", "c1#m1"], key=natural)
    ['c1#m1', 'c2', 'c10']
    """
    parts = _DIGITS.split(text)
    numbers = ((len(p.lstrip("0")), p.lstrip("0")) if i % 2 else p for i, p in enumerate(parts))
    return tuple(numbers), text


def canonical_trig(quads: Iterable[Quad], base: str, header: str = "") -> str:
    """The quads as TriG (Turtle when all are in the default graph), the same text for isomorphic data.

    Graphs, subjects and objects are in natural order, predicates are alphabetical after `a` and `rdfs:label`, one on
    each line. A blank node that is an object once and in one graph only is written in place, as `[ … ]` or `( … )`; any
    other is labelled in the order of RDFC-1.0. Raises `DataError` for an illegal term.

    `base` is an absolute IRI; if it ends in "/", IRIs below it are written relative to it. `header` is a comment block
    for the top, its lines beginning with "#".
    """
    writer = _Writer(canonical(quads), base)
    body = writer.body()
    head = [f"@base <{base}> ."] if base else []
    head += [f"@prefix {p}: <{PREFIXES[p]}> ." for p in sorted(writer.prefixes)]
    blocks = [header.rstrip("\n"), "\n".join(head), body]
    return "\n\n".join(b for b in blocks if b) + "\n"


def relative_iri(iri: IRI, base: str) -> str:
    """The IRI in angle brackets, relative to a base that ends in "/"; "" where it cannot be written so.

    >>> relative_iri(IRI("https://example.org/id/doc/may"), "https://example.org/id/")
    '<doc/may>'
    """
    if not base.endswith("/") or not iri.startswith(base) or not _RELATIVE.fullmatch(iri[len(base) :]):
        return ""
    return f"<{iri[len(base) :]}>"


def format_file(path: Path, base: str, check: bool = False) -> bool:
    """Write a .trig or .ttl file in its canonical text; returns whether that changes the file.

    The file's own base is kept; without one it is `base`. The comment block at the top is kept, a byte order mark is
    removed. With `check` nothing is written. The file keeps its permissions, and nobody sees it half-written.

    Raises `UsageError` for another suffix, a missing file or one that cannot be written, `DataError` for a syntax error
    or for a comment below the top, which would be lost.
    """
    if path.suffix.lower() not in (".trig", ".ttl"):
        hint = "convert it with 'kgraph export'"
        raise UsageError(f"{path}: only .trig and .ttl files have a stable form; {hint}")
    after = amended(path, base)
    before = path.read_bytes()
    if after != before and not check:
        replace_file(path.resolve(), after)
    return after != before


def amended(path: Path, base: str, change: Callable[[list[Quad]], Iterable[Quad]] = list) -> bytes:
    """The canonical text of a .trig or .ttl file, with the quads that `change` makes from its quads; nothing is
    written.

    Base, comment block and errors are those of `format_file`.
    """
    quads = read_quads(path, base)
    text = decode(path.read_bytes(), path)
    header = _header(text)
    _refuse_comments(path, text, after=header)
    base_there = _base_in_force(text.encode(), base)
    try:
        return canonical_trig(change(quads), base_there, re.sub(r"\r\n?", "\n", header)).encode()
    except DataError as error:
        raise DataError(str(error), path=path) from error


def header_of(path: Path) -> str:
    """The comments at the top of a .trig file; "" if there are none."""
    return _header(decode(path.read_bytes(), path)).rstrip() if path.suffix.lower() == ".trig" else ""


def rewritten(path: Path, quads: Iterable[Quad], base: str, header: str = "") -> bytes:
    """The canonical text of a .trig file with other quads, as `amended`; `header` is for a file that does not exist
    yet."""
    if path.exists():
        return amended(path, base, lambda standing: quads)
    lines = (line if line.startswith("#") else f"# {line}" for line in header.splitlines())
    return canonical_trig(quads, base, "\n".join(lines)).encode()


def _header(text: str) -> str:
    """The comment block at the top of a file; blank lines within it belong to it."""
    match = re.match(r"(?:\s*#[^\n\r]*)*", text)
    return match[0].lstrip() if match else ""


def _refuse_comments(path: Path, text: str, after: str) -> None:
    for token in _TOKEN.finditer(text, text.index(after) + len(after)):
        if token["comment"]:
            line = text.count("\n", 0, token.start()) + 1
            fix = "move it to the top of the file or make it an rdfs:comment"
            raise DataError("this comment would be lost", path=path, line=line, fix=fix)


def _base_in_force(content: bytes, base: str) -> str:
    """The base in force at the end of a file, which must be free of syntax errors."""
    parser = ox.parse(content, ox.RdfFormat.TRIG, base_iri=base)
    for _ in parser:
        pass
    return parser.base_iri or ""


def canonical(quads: Iterable[Quad]) -> set[Quad]:
    """The quads with RDFC-1.0's labels for blank nodes (`c14n0` …), which depend only on the data."""
    return {quad_from_oxigraph(quad) for quad in canonicalised(quads)}


class _Shape:
    """Which blank nodes are written in place (nested), which of these are list cells, and labels for the others."""

    def __init__(self, graphs: dict[IRI | None, dict[Term, _Predicates]]) -> None:
        self._graphs = graphs
        self._nodes: dict[Term, dict[IRI | None, _Predicates]] = defaultdict(dict)
        self._parent: dict[Term, tuple[IRI | None, Term, IRI]] = {}
        uses: Counter[Term] = Counter()
        for graph, subject, predicate, value in self._triples():
            if isinstance(value, BlankNode):
                uses[value] += 1
                self._parent[value] = (graph, subject, predicate)
        for graph, subjects in graphs.items():
            for subject, predicates in subjects.items():
                self._nodes[subject][graph] = predicates
        # No graph other than the one in which it is an object describes it.
        self.nested = {n for n in uses if uses[n] == 1 and self._nodes[n].keys() <= {self._parent[n][0]}}
        self.cells = self._find_cells()
        self._cut()
        others = {t for s in graphs.values() for t in s if isinstance(t, BlankNode)} | set(uses)
        names = sorted((n for n in others - self.nested if isinstance(n, BlankNode)), key=natural)
        self.labels: dict[Term, str] = {node: f"_:b{i}" for i, node in enumerate(names, 1)}

    def _triples(self) -> Iterable[tuple[IRI | None, Term, IRI, Term]]:
        for graph, subjects in self._graphs.items():
            for subject, predicates in subjects.items():
                for predicate, values in predicates.items():
                    for value in values:
                        yield graph, subject, predicate, value

    def description(self, node: Term) -> _Predicates:
        """The predicates and objects of a nested node."""
        return next(iter(self._nodes[node].values()), {})

    def _find_cells(self) -> set[Term]:
        """The nodes of well-formed lists, found from their ends: each has one rdf:first, one rdf:rest and nothing
        else."""
        cells: set[Term] = set()
        ends = [s for _, s, p, value in self._triples() if p == RDF.rest and value == RDF.nil]
        for node in ends:
            while node in self.nested and self._is_cell(node) and node not in cells:
                cells.add(node)
                _, parent, predicate = self._parent[node]
                if predicate != RDF.rest:
                    break
                node = parent
        return cells

    def _is_cell(self, node: Term) -> bool:
        return {p: len(v) for p, v in self.description(node).items()} == {RDF.first: 1, RDF.rest: 1}

    def _cut(self) -> None:
        """Remove from the nested nodes those that are too deep, and those on a cycle that cannot be reached from
        outside."""
        below: dict[Term, list[Term]] = defaultdict(list)
        for node in self.nested:
            below[self._parent[node][1]].append(node)
        cyclic = self._cyclic()
        self.nested -= cyclic
        self.cells -= cyclic
        queue = [(n, 0) for n in below if n not in self.nested]
        while queue:
            parent, depth = queue.pop()
            for node in below[parent]:
                if node in cyclic:
                    continue
                inside = node in self.cells and parent in self.cells and self._parent[node][2] == RDF.rest
                level = depth if inside else depth + 1
                if level > _DEPTH:
                    self.nested.discard(node)
                    self.cells.discard(node)
                    level = 0
                queue.append((node, level))

    def _cyclic(self) -> set[Term]:
        done: set[Term] = set()
        cyclic: set[Term] = set()
        for start in self.nested:
            path: dict[Term, None] = {}
            node = start
            while node in self.nested and node not in done and node not in path:
                path[node] = None
                node = self._parent[node][1]
            if node in path:
                steps = list(path)
                cyclic.update(steps[steps.index(node) :])
            done.update(path)
        return cyclic


class _Writer:
    """Writes quads as text and remembers which prefixes it used."""

    def __init__(self, quads: Iterable[Quad], base: str) -> None:
        self.prefixes: set[str] = set()
        self._base = base if base.endswith("/") else ""
        self._graphs: dict[IRI | None, dict[Term, _Predicates]] = defaultdict(lambda: defaultdict(dict))
        for subject, predicate, value, graph in quads:
            self._graphs[graph][subject].setdefault(predicate, []).append(value)
        self._shape = _Shape(self._graphs)
        self._flat: dict[Term, str] = {}

    def body(self) -> str:
        """The text of all graphs, the default graph's triples first."""
        names = sorted((g for g in self._graphs if g is not None), key=natural)
        blocks = [self._statements(None, "")] if None in self._graphs else []
        blocks += [f"{self._iri(name)} {{\n{self._statements(name, _STEP)}\n}}" for name in names]
        return "\n\n".join(blocks)

    def _statements(self, graph: IRI | None, indent: str) -> str:
        subjects = self._graphs[graph]
        named = [s for s in subjects if s not in self._shape.nested]
        named.sort(key=lambda s: (isinstance(s, BlankNode), natural(self._shape.labels.get(s, str(s)))))
        inner = indent + _STEP
        texts = []
        for subject in named:
            lead = f"{indent}{self._term(subject)} "
            texts.append(" ;\n".join(self._pairs(subjects[subject], inner, lead)) + " .")
        return "\n\n".join(texts)

    def _pairs(self, predicates: _Predicates, indent: str, lead: str) -> list[str]:
        """A text for each predicate with its objects; the first begins with `lead`, the others with `indent`."""
        texts: list[str] = []
        for name, values in self._ordered(predicates):
            begin = (indent if texts else lead) + name
            texts.append(self._objects(values, indent, begin))
        return texts

    def _ordered(self, predicates: _Predicates) -> list[tuple[str, Sequence[Term]]]:
        named = [("a" if p == RDF.type else self._iri(p), p, values) for p, values in predicates.items()]
        named.sort(key=lambda n: (n[1] != RDF.type, n[1] != RDFS.label, natural(n[0])))
        return [(name, sorted(values, key=self._object_rank)) for name, _, values in named]

    def _object_rank(self, term: Term) -> tuple[int, _SortKey]:
        if isinstance(term, IRI):
            return 0, natural(term)
        return 1 if isinstance(term, Literal) else 2, natural(self._term(term))

    def _objects(self, values: Sequence[Term], indent: str, begin: str) -> str:
        flat = f"{begin} {', '.join(self._term(v) for v in values)}"
        if len(flat) + 2 <= WIDTH:  # 2: the " ;" after it
            return flat
        if len(values) == 1:
            return f"{begin} {self._block(values[0], indent, len(begin))}"
        deeper = indent + _STEP
        return begin + "\n" + ",\n".join(deeper + self._block(v, deeper, len(deeper)) for v in values)

    def _block(self, term: Term, indent: str, column: int) -> str:
        """The text of a term that begins at a column; a nested one that is too long takes several lines.

        `indent` is that of the line on which it begins, and of the line with its closing bracket.
        """
        flat = self._term(term)
        if term not in self._shape.nested or column + len(flat) + 3 <= WIDTH or flat == "[]":
            return flat
        inner = indent + _STEP
        if term in self._shape.cells:
            members = [inner + self._block(m, inner, len(inner)) for m in self._members(term)]
            return "\n".join(["(", *members, f"{indent})"])
        pairs = self._pairs(self._shape.description(term), inner, inner)
        return "[\n" + " ;\n".join(pairs) + f"\n{indent}]"

    def _term(self, term: Term) -> str:
        """A term on one line."""
        if isinstance(term, IRI):
            return "()" if term == RDF.nil else self._iri(term)
        if isinstance(term, Literal):
            return self._literal(term)
        if term in self._shape.labels:
            return self._shape.labels[term]
        if term not in self._flat:
            self._flat[term] = self._nested(term)
        return self._flat[term]

    def _nested(self, node: Term) -> str:
        if node in self._shape.cells:
            return f"( {' '.join(self._term(m) for m in self._members(node))} )"
        pairs = self._ordered(self._shape.description(node))
        inside = " ; ".join(f"{name} {', '.join(map(self._term, values))}" for name, values in pairs)
        return f"[ {inside} ]" if inside else "[]"

    def _members(self, cell: Term) -> list[Term]:
        members = []
        while cell in self._shape.cells:
            description = self._shape.description(cell)
            members.append(description[RDF.first][0])
            cell = description[RDF.rest][0]
        return members

    def _iri(self, iri: IRI) -> str:
        if relative := relative_iri(iri, self._base):
            return relative
        for prefix, space in PREFIXES.items():
            if iri.startswith(space) and _LOCAL.fullmatch(iri[len(space) :]):
                self.prefixes.add(prefix)
                return f"{prefix}:{iri[len(space) :]}"
        return f"<{iri}>"

    def _literal(self, literal: Literal) -> str:
        bare = _BARE.get(literal.datatype)
        if bare and bare.fullmatch(literal.lexical):
            return literal.lexical
        quoted = '"' + _STRING_ESCAPED.sub(_escape_in_string, literal.lexical) + '"'
        if literal.language:
            return f"{quoted}@{literal.language}"
        return quoted if literal.datatype == XSD.string else f"{quoted}^^{self._iri(literal.datatype)}"


def _escape_in_string(match: re.Match[str]) -> str:
    return _SHORT_ESCAPES.get(match[0]) or f"\\u{ord(match[0]):04X}"

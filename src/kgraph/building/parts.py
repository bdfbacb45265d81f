"""Reading each data file once into a part, so that memory never has the quads of all files.

A part has a file's claims as values, the digests of their contents, the quads besides claims, and the file's faults.
The file's triples are kept as lines (`store.portions`). Usually a part is made from one file. Files that write into one
another's graphs, or describe one another's claims, are read once more and make one part together.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kgraph.building.owning import is_free
from kgraph.claims import Claim, claims_of, is_speech
from kgraph.claims.order import term_key
from kgraph.errors import DataError
from kgraph.model import Quad, Term
from kgraph.namespaces import IRI, KG, OA, RDF
from kgraph.store.digest import digest_of_lines
from kgraph.store.packed import Packed
from kgraph.store.picking import outline
from kgraph.store.portions import GraphBytes, lines_of, read_with_lines, together
from kgraph.validation import Finding
from kgraph.validation.faults import faults

MADE_BY_BUILDS = ("world/", "graph/derived", "graph/build", "graph/ontology", "graph/description")
"""The beginnings, after the base, of the names of graphs that only builds write; exports write the description."""

_OF_DOCUMENTS = ("doc/", "claim/")
_NEEDING = frozenset((KG.content, OA.hasSource))
_TELLING_APART = _NEEDING | {KG.textLength, RDF.type}


@dataclass(frozen=True, slots=True)
class Part:
    """The data of some files: `claims` in natural order, the digests of their contents by claim, and other quads
    (`beside`).

    `beside` has the quads on things other than claims, as far as rules may need them; `contents` are the graphs of
    claims' contents.
    """

    claims: Sequence[Claim] = ()
    digests: Mapping[IRI, str] = field(default_factory=dict)
    beside: Sequence[Quad] = ()
    contents: Collection[Term] = ()
    faults: Sequence[Finding] = ()

    @classmethod
    def of(
        cls, quads: Sequence[Quad], lines: GraphBytes | None = None, known: Collection[Term] | None = None
    ) -> "Part":
        """The part of these quads; `lines` are the quads' lines, `known` the terms that vocabularies define.

        Without `known`, the quads are not checked for faults.
        """
        named = [(subject, value) for subject, predicate, value, _ in quads if predicate == KG.content]
        graphs = {s: o for s, o in named if isinstance(s, IRI) and isinstance(o, IRI)}
        contents = {value for _, value in named}
        if lines is None:
            wanted = set(graphs.values())
            lines = lines_of(quad for quad in quads if quad[3] in wanted)
        return cls(
            list(claims_of(quads)),
            {claim: _digest(claim, graphs[claim], lines) for claim in sorted(graphs)},
            [quad for quad in quads if _is_beside(quad, contents)],
            contents,
            () if known is None else faults(quads, known),
        )

    @classmethod
    def joined(cls, parts: Iterable["Part"]) -> "Part":
        """One part from several that are independent of one another."""
        several = list(parts)
        digests = {claim: digest for part in several for claim, digest in part.digests.items()}
        found = dict.fromkeys(fault for part in several for fault in part.faults)
        return cls(
            sorted((claim for part in several for claim in part.claims), key=lambda claim: term_key(claim.id)),
            {claim: digests[claim] for claim in sorted(digests)},
            [quad for part in several for quad in part.beside],
            {graph for part in several for graph in part.contents},
            sorted(found, key=lambda fault: (fault.subject, fault.message)),
        )


def _digest(claim: IRI, content: IRI, lines: GraphBytes) -> str:
    return digest_of_lines(lines.get(content, b"").splitlines(keepends=True), claim)


def _is_beside(quad: Quad, contents: Collection[Term]) -> bool:
    """Whether rules may need the quad besides claims as values."""
    subject, _, value, graph = quad
    if graph and graph in contents and graph.endswith("#content"):  # of these, only the quads that `surroundings` reads
        return subject == graph or value == KG.UnnamedSource
    return not is_speech(quad)


@dataclass(slots=True)
class File:
    """A file that was read: its part, its lines, and its quads in graphs other than those of documents and claims.

    `graphs` are the graphs of documents and claims to which it adds quads. `own` are the things that it describes,
    `needs` those on which it depends: graphs, claims, documents with their lengths. If files were read together, the
    first one has their part. `outline` is the outline that `store.picking` makes from all its quads.
    """

    path: Path
    part: Part = field(default_factory=Part)
    lines: Packed = field(default_factory=Packed)
    graphs: Collection[IRI] = ()
    shared: Sequence[Quad] = ()
    own: Collection[Term] = ()
    needs: Collection[Term] = ()
    outline: bytes = b""

    def read(self, base: str) -> list[Quad]:
        """Its quads in graphs of documents and claims; other quads are kept in the object, and no part is made."""
        # in the form in which a later build reads the kept quads
        quads, lines = read_with_lines(self.path, base, as_written=False)
        _check_graphs(self.path, lines, base)
        self.lines = Packed(lines.items())
        self.graphs = [graph for graph in lines if is_of_documents(graph, base)]
        of_documents = set(self.graphs)
        self.shared = [quad for quad in quads if quad[3] not in of_documents]
        self.outline = outline(quads)
        self.part = Part()
        return [quad for quad in quads if quad[3] in of_documents] if self.shared else quads


def is_of_documents(graph: IRI | None, base: str) -> bool:
    """Whether a graph belongs to a document or a claim and is not shared."""
    return graph is not None and graph.startswith(tuple(base + beginning for beginning in _OF_DOCUMENTS))


@dataclass(frozen=True, slots=True)
class Data:
    """The data of all files: as one part, as lines by graph, and by file.

    `apart` is true if no file depends on other files' quads in shared graphs, so that each file can be read again by
    itself.
    """

    part: Part
    lines: Packed
    files: Sequence[File] = ()
    apart: bool = True


def read(paths: Iterable[Path], base: str, known: Collection[Term]) -> Data:
    """Read data files; raises `DataError` for a syntax error, or for a statement in a graph to which data files may not
    write.

    `known` are the terms that vocabularies define.
    """
    files = [File(path) for path in paths]
    for file in files:
        quads = file.read(base)
        file.own, file.needs = things(quads)
        file.part = Part.of(quads, file.lines, known)
    others = File(Path(), Part(), Packed(), (), (), *things([quad for file in files for quad in file.shared]))
    beside: list[Quad] = []
    apart = True
    for group in _groups([*files, others]):
        again = [file for file in group if file is not others]
        quads = [quad for file in again for quad in file.read(base)]
        if len(again) < len(group):
            beside += quads
            apart = False
        else:
            again[0].part = Part.of(quads, _merged(file.lines for file in again), known)
    lines = _merged(file.lines for file in files)
    for file in files:
        file.lines = Packed()
    beside += [quad for file in files for quad in file.shared]
    shared = Part.of(beside, lines, known)
    whole = Part.joined([*(file.part for file in files), shared])
    return Data(whole, lines, files, apart and not shared.claims)


def read_data_file(path: Path, base: str) -> list[Quad]:
    """The quads of one data file, each in a named graph."""
    quads, lines = read_with_lines(path, base)
    _check_graphs(path, lines, base)
    return quads


def _check_graphs(path: Path, graphs: Iterable[IRI], base: str) -> None:
    """Raise `DataError` for a statement in a graph to which data files may not write."""
    for graph in sorted(graphs):
        fault = _fault(graph, base)
        if fault:
            raise DataError(fault[0], path=path, fix=fault[1])


def _fault(graph: IRI, base: str) -> tuple[str, str] | None:
    """Why a data file may not have statements in this graph, and what to do; `None` if it may."""
    if not graph:
        return "a statement is outside any named graph", "put it into its document's graph, or graph/reference"
    if not graph.startswith(base):
        return (
            f"the graph <{graph}> is not under the workspace's base <{base}>",
            "set base in kgraph.toml, or @base here",
        )
    if is_free(graph, base):
        return f"the graph <{graph}> is left to clients of 'kgraph serve'", "name another in data files"
    if graph.startswith(tuple(base + made for made in MADE_BY_BUILDS)):
        return f"the graph <{graph}> is written by builds or exports", "leave it out of the data"
    return None


def things(quads: Collection[Quad]) -> tuple[set[Term], set[Term]]:
    """The things that quads describe and those on which they depend, as far as it matters for reading files
    together."""
    own: set[Term] = {graph or IRI("") for *_, graph in quads}
    needs: set[Term] = set()
    for subject, predicate, value, _ in quads:
        if predicate in _TELLING_APART:
            if predicate in _NEEDING:
                needs.add(value)
            if predicate in (KG.content, KG.textLength) or value == KG.Claim:
                own.add(subject)
    return own, needs


def _groups(files: Sequence[File]) -> list[list[File]]:
    """Groups of two or more files that describe the same thing, or depend on a thing that another of them describes."""
    leads = list(range(len(files)))

    def lead(number: int) -> int:
        while leads[number] != number:
            leads[number] = number = leads[leads[number]]
        return number

    first: dict[Term, int] = {}
    for number, file in enumerate(files):
        for thing in file.own:
            leads[lead(number)] = lead(first.setdefault(thing, number))
    for number, file in enumerate(files):
        for thing in file.needs:
            if thing in first:
                leads[lead(number)] = lead(first[thing])
    groups: defaultdict[int, list[File]] = defaultdict(list)
    for number, file in enumerate(files):
        groups[lead(number)].append(file)
    return [group for group in groups.values() if len(group) > 1]


def _merged(several: Iterable[Packed]) -> Packed:
    """The lines of several files by graph."""
    of: defaultdict[IRI, list[Packed]] = defaultdict(list)
    for lines in several:
        for graph in lines:
            of[graph].append(lines)
    merged = Packed()
    for graph, files in of.items():
        if len(files) == 1:
            merged.take(files[0], graph)
        else:
            merged[graph] = together([lines[graph] for lines in files])
    return merged

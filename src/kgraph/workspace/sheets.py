"""A workspace's claims as a sheet, and a sheet's claims in a workspace.

`plan` reads a sheet in the light of the workspace and says what would change; `carry_out` writes it, all files at once.
The claims of a document stand in the file that describes it, or in `<short name>.trig`. A claim that stands already is
replaced by what the sheet says of it; columns that the sheet lacks keep what stands.
"""

import shutil
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from kgraph.building import read_data_file
from kgraph.claims import Claim, claims_of, to_quads
from kgraph.days import Day, day_of
from kgraph.disk import locked_folder, replace_files
from kgraph.errors import DataError, KgraphError, UsageError, nearest
from kgraph.model import BlankNode, Literal, Quad
from kgraph.namespaces import IRI, KG, RDF, RDFS, SCHEMA
from kgraph.sheets.describing import blank_parts, is_plain, lines_of
from kgraph.sheets.known import Known, Source
from kgraph.sheets.lines import Fault, Line, Notes
from kgraph.sheets.names import Names, things_in
from kgraph.sheets.proposals import Proposal, proposed
from kgraph.sheets.reading import Reading, Told, read_claims
from kgraph.sheets.statements import Habits
from kgraph.sheets.table import Table
from kgraph.sheets.values import Cell
from kgraph.sources import find_source, read_source
from kgraph.store.trig import rewritten
from kgraph.workspace.config import Workspace
from kgraph.workspace.terms import vocabulary_of

Progress = Callable[[str], None]
Rows = list[dict[str, Cell]]
REFERENCE = "reference.trig"


@dataclass(frozen=True, slots=True)
class Standing:
    """What a workspace's files say: the quads of each, and in which the graphs of documents are described."""

    quads: Mapping[Path, Sequence[Quad]]
    homes: Mapping[IRI, Path]
    known: Known


@dataclass(frozen=True, slots=True)
class Change:
    """A claim that the sheet adds or changes; `before` is what stood."""

    claim: Claim
    before: Claim | None = None


@dataclass(slots=True)
class Plan:
    """What an import would do: new contents of files, claims added and changed, new things, and what is wrong.

    `same` counts claims that stand as the sheet has them. `defaults` counts what empty cells were taken for.
    """

    files: dict[Path, str]
    changes: list[Change]
    same: int
    things: list[Proposal]
    faults: list[Fault]
    defaults: Counter[tuple[str, str]]
    known: Known
    told: list[Told] = field(default_factory=list)

    @property
    def grave(self) -> list[Fault]:
        """What keeps rows out."""
        return [fault for fault in self.faults if fault.grave]


@dataclass(frozen=True, slots=True)
class Wish:
    """How a sheet is to be read: the order of its dates, its decimal mark, whether unknown names are new things."""

    order: str = ""
    decimal: str = ""
    partial: bool = False
    new_things: bool = False


def standing(workspace: Workspace, progress: Progress = lambda step: None) -> Standing:
    """Read a workspace's files, and the texts of its documents that are at hand."""
    base, quads = workspace.base, {}
    for path in workspace.data_files():
        progress(path.name)
        quads[path] = read_data_file(path, base)
    names = Names(base, vocabulary_of(workspace))
    names.add(things_in((quad for said in quads.values() for quad in said), IRI(f"{base}graph/reference")))
    homes: dict[IRI, Path] = {}
    sources: dict[IRI, Source] = {}
    claims: dict[IRI, Claim] = {}
    for path, said in quads.items():
        for source in sources_in(said, workspace.sources):
            homes[source.iri] = path
            sources[source.iri] = source
        if path.suffix.lower() == ".trig":
            claims |= {claim.id: claim for claim in claims_of(said)}
    return Standing(quads, homes, Known(names, sources, claims))


def sources_in(quads: Iterable[Quad], folder: Path) -> list[Source]:
    """The documents that some quads describe, with their texts where they are in the folder."""
    said: defaultdict[IRI, dict[IRI, list[str]]] = defaultdict(lambda: defaultdict(list))
    publishers: dict[IRI, IRI] = {}
    documents: dict[IRI, None] = {}
    for subject, predicate, value, graph in quads:
        if subject != graph or not isinstance(subject, IRI):
            continue
        if predicate == RDF.type and value == KG.Document:
            documents[subject] = None
        elif predicate == SCHEMA.publisher and isinstance(value, IRI):
            publishers[subject] = value
        elif isinstance(value, Literal):
            said[subject][predicate].append(value.lexical)
    return [_source(iri, said[iri], publishers.get(iri), folder) for iri in documents]


def _source(iri: IRI, said: Mapping[IRI, Sequence[str]], publisher: IRI | None, folder: Path) -> Source:
    names = [*said.get(RDFS.label, ()), *said.get(KG.fileName, ())]
    names += [Path(name).stem for name in said.get(KG.fileName, ())]
    published = next(filter(None, map(day_of, said.get(SCHEMA.datePublished, ()))), None)
    text = None
    for name in said.get(KG.fileName, ()):
        place = find_source(folder, name)
        if place is not None:
            found = read_source(place)
            text = found.text if found.digest in said.get(KG.textDigest, (found.digest,)) else None
    return Source(iri, tuple(dict.fromkeys(names)), publisher, published, text)


def exported(workspace: Workspace, documents: Collection[str] = (), *, words: bool = False) -> tuple[Rows, Standing]:
    """The rows of all claims, or of some documents'; with `words`, what they quote too, where the texts are at hand."""
    found = standing(workspace)
    wanted = {found.known.document_named(name).iri for name in documents}
    rows: Rows = []
    for claim in found.known.claims.values():
        if not wanted or claim.document in wanted:
            rows += lines_of(claim, found.known, words=words)
    return rows, found


def plan(workspace: Workspace, table: Table, wish: Wish, progress: Progress = lambda step: None) -> Plan:
    """What importing a sheet would do; nothing is written."""
    found = standing(workspace, progress)
    habits = Habits(wish.decimal or table.decimal, wish.order or table.order)
    known = Known(found.known.names, found.known.sources, found.known.claims, habits)
    notes = Notes()
    progress("looking for new names")
    things = proposed(table.lines, known.names, notes)
    if not wish.new_things:
        for one in things:
            if not one.told:
                word = known.names.vocabulary.label(one.thing.classes[-1])
                line = Line(one.row, {})
                notes.fault(line, one.column, f"nothing is called '{one.thing.label}' yet; if it is new, write '{one.thing.label} ({word})', or import with --new-things")
    progress("reading the rows")
    reading = _read(table, known)
    faults = sorted({*notes.faults, *reading.notes.faults}, key=lambda fault: (fault.row, fault.column, fault.message))
    result = Plan({}, [], 0, things, faults, reading.defaults, known, reading.told)
    if result.grave and not wish.partial:
        return result
    progress("comparing with what stands")
    _compare(result, reading.claims, known)
    progress("writing")
    _write(result, workspace, found, _used(things, result.changes))
    return result


def _read(table: Table, known: Known) -> Reading:
    """What the rows say; columns that the sheet lacks say what stands already."""
    reading = read_claims(table.lines, known)
    lacking = [name for name in _KEPT if name not in table.places]
    if not lacking or not any(told.id in known.claims for told in reading.told):
        return reading
    filled: dict[int, Line] = {}
    for told in reading.told:
        before = known.claims.get(told.id)
        if before is None:
            continue
        old = lines_of(before, known)
        for line, row in zip(told.lines, old, strict=False):
            kept = {name: row[name] for name in lacking if name in row}
            name = known.claim_name(told.id, told.source.iri)
            filled[line.number] = Line(line.number, {**kept, "id": name, **line.cells})
    return read_claims([filled.get(line.number, line) for line in table.lines], known)


_KEPT = (
    *("through whom", "when said", "about", "how it is said", "how sure", "voice", "status", "denies", "contradicts"),
    *("supports", "qualifies", "derived from", "finds no evidence for", "note", "confidence", "turtle", "part"),
    *("unit", "when", "to whom", "event", "who is counted", "phase", "by what means", "cause", "purpose", "part of"),
    *("winner", "norm", "on condition of", "except"),
)


def _compare(result: Plan, claims: Sequence[Claim], known: Known) -> None:
    for claim in claims:
        before = known.claims.get(claim.id)
        if before is not None and _is_same(before, claim):
            result.same += 1
        else:
            result.changes.append(Change(claim, before))


def _is_same(one: Claim, other: Claim) -> bool:
    return blank_parts(one) == blank_parts(other) and set(filter(is_plain, to_quads(one))) == set(
        filter(is_plain, to_quads(other))
    )


def _used(things: Sequence[Proposal], changes: Sequence[Change]) -> list[Proposal]:
    """The new things that some claim names: others were in rows that are left out."""
    named = {term for change in changes for quad in to_quads(change.claim) for term in quad[:3]}
    return [one for one in things if one.thing.iri in named]


def _write(result: Plan, workspace: Workspace, found: Standing, things: Sequence[Proposal]) -> None:
    """The new contents of the files that change."""
    result.things = list(things)
    by_file: defaultdict[Path, list[Change]] = defaultdict(list)
    for change in result.changes:
        document = change.claim.document
        home = found.homes.get(document) if document else None
        slug = result.known.slug(document) if document else "claims"
        by_file[home or workspace.data / f"{slug}.trig"].append(change)
    for path, changes in by_file.items():
        if path.suffix.lower() != ".trig":
            raise UsageError(f"{path}: claims are written to .trig files alone; convert it with 'kgraph export' first")
        gone = {quad for change in changes if change.before for quad in to_quads(change.before)}
        kept = [quad for quad in found.quads.get(path, ()) if quad not in gone]
        fresh = [quad for change in changes for quad in to_quads(change.claim)]
        result.files[path] = rewritten(path, [*kept, *fresh], workspace.base)
    if things:
        path = workspace.data / REFERENCE
        said = [quad for one in things for quad in _said_of(one, workspace.base)]
        result.files[path] = rewritten(path, [*found.quads.get(path, ()), *said], workspace.base)


def _said_of(one: Proposal, base: str) -> Iterator[Quad]:
    graph = IRI(f"{base}graph/reference")
    for of_class in one.thing.classes:
        yield one.thing.iri, RDF.type, of_class, graph
    yield one.thing.iri, RDFS.label, Literal(one.thing.label, language="en"), graph


def carry_out(workspace: Workspace, result: Plan) -> None:
    """Write what was planned: all files or none."""
    if result.files:
        with locked_folder(workspace.data):
            replace_files(result.files)

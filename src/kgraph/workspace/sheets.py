"""Exporting a workspace's claims as a sheet, and importing a sheet's claims.

`plan` reads a sheet, using the workspace's names and texts, and finds what would change; `carry_out` writes all files
at once. A document's new claims are written to the file that describes it, or to `<short name>.trig`. A row with the id
of an existing claim replaces that claim, in the file where it is; for columns that the sheet lacks, and some empty
cells, the claim keeps its values.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from kgraph.annotations import Annotations
from kgraph.claims import Claim, to_quads
from kgraph.disk import locked_folder, replace_files
from kgraph.errors import UsageError
from kgraph.model import Quad
from kgraph.namespaces import IRI
from kgraph.sheets import columns
from kgraph.sheets.afterwards import tell_of_denials, tell_of_leading_roles
from kgraph.sheets.annotated import annotated_table
from kgraph.sheets.annotating import annotation_collection
from kgraph.sheets.describing import blank_parts, is_plain, lines_of
from kgraph.sheets.known import Known, claims_by_document
from kgraph.sheets.lines import Fault, Line, Notes
from kgraph.sheets.lists import write_list
from kgraph.sheets.proposals import Proposal, proposed
from kgraph.sheets.reading import RELATED, read_claims
from kgraph.sheets.registering import Registered, document_cells, quads_of_thing, registered
from kgraph.sheets.several import claims_tables
from kgraph.sheets.statements import Habits
from kgraph.sheets.table import Table
from kgraph.sheets.template import drop_example, is_example
from kgraph.sheets.tidy import tidied
from kgraph.sheets.told import Reading, Told
from kgraph.store.trig import header_of, rewritten
from kgraph.validation.figures import bare
from kgraph.workbooks import Book, Cell
from kgraph.workspace.config import Workspace
from kgraph.workspace.described import REFERENCE, Homes
from kgraph.workspace.standing import Progress, Standing, digest_of, is_written, standing, text_of

Rows = list[dict[str, Cell]]
"""Rows of a sheet: cells by the names of columns."""


@dataclass(frozen=True, slots=True)
class Change:
    """A claim that the sheet adds or changes; `before` is the claim as it was."""

    claim: Claim
    before: Claim | None = None


@dataclass
class Plan:
    """What an import would do: new contents of files, claims added and changed, new things, and faults.

    `same` counts claims that the sheet does not change. `defaults` counts the values that empty cells got, `kept` the
    other values that claims kept where cells are empty. `digests` are those of the files that were read.
    """

    files: dict[Path, bytes]
    changes: list[Change]
    same: int
    things: list[Proposal]
    faults: list[Fault]
    defaults: Counter[tuple[str, str]]
    known: Known
    table: Table
    told: list[Told] = field(default_factory=list)
    digests: Mapping[Path, bytes] = field(default_factory=dict)
    kept: Counter[tuple[str, str]] = field(default_factory=Counter)

    @property
    def grave(self) -> list[Fault]:
        """The faults because of which rows are not imported."""
        return [fault for fault in self.faults if fault.grave]

    @property
    def absent(self) -> list[Claim]:
        """The existing claims of the sheet's documents that the sheet does not have."""
        told, documents = {one.id for one in self.told}, {one.source.iri for one in self.told}
        return [one for one in self.known.claims.values() if one.document in documents and one.id not in told]

    def claim(self, iri: IRI) -> Claim | None:
        """A claim as the sheet has it; if the sheet does not have it, as it is in the workspace."""
        return self._read.get(iri) or self.known.claims.get(iri)

    @cached_property
    def _read(self) -> dict[IRI, Claim]:
        return {one.id: one.claim for one in self.told if one.claim is not None}


@dataclass(frozen=True, slots=True)
class Wish:
    """Settings for reading a sheet: the order of its dates, its decimal mark, and whether unknown names become new
    things.

    `document` is used for annotations that name no known document.
    """

    order: str = ""
    decimal: str = ""
    partial: bool = False
    new_things: bool = False
    document: str = ""


def exported(
    workspace: Workspace,
    documents: Collection[str] = (),
    *,
    words: bool = False,
    progress: Progress = lambda step: None,
) -> tuple[Rows, Rows]:
    """The rows of claims and of documents, of all or of some documents.

    With `words`, rows also have the words that claims quote, if the texts are at hand. Raises `UsageError` for an
    unknown document.
    """
    found = standing(workspace, progress)
    wanted = _wanted(documents, found)
    claims = claims_by_document(found.known.claims.values())
    rows = _rows(wanted, found, words, progress)
    return rows, [_described(document, found, claims.get(document, ())) for document in wanted]


def exported_annotations(
    workspace: Workspace,
    documents: Collection[str] = (),
    *,
    words: bool = False,
    progress: Progress = lambda step: None,
) -> dict[str, object]:
    """The claims as a W3C AnnotationCollection, without the documents; parameters as in `exported`."""
    found = standing(workspace, progress)
    rows = _rows(_wanted(documents, found), found, words, progress)
    return annotation_collection(rows, found.known)


def _wanted(documents: Collection[str], found: Standing) -> list[IRI]:
    return [found.known.document_named(name).iri for name in documents] or list(found.known.sources)


def _rows(wanted: Sequence[IRI], found: Standing, words: bool, progress: Progress) -> Rows:
    claims = claims_by_document(found.known.claims.values())
    rows: Rows = []
    for document in wanted:
        progress(found.known.slug(document))
        for claim in claims.get(document, ()):
            rows += lines_of(claim, found.known, words=words)
    return rows


def _described(document: IRI, found: Standing, claims: Sequence[Claim]) -> dict[str, Cell]:
    path = found.homes[document]
    return document_cells(document, _beside(document, found, claims), found.known.names, header_of(path))


def _beside(document: IRI, found: Standing, claims: Sequence[Claim]) -> list[Quad]:
    """The quads besides claims in a document's graph, and in its file outside of other documents' graphs."""
    path = found.homes[document]
    alone = sum(home == path for home in found.homes.values()) == 1
    of_claims = {quad for claim in claims for quad in found.said_of(claim).get(path, ())}
    return [quad for quad in found.quads[path] if quad not in of_claims and (alone or quad[3] == document)]


def plan(workspace: Workspace, given: Book | Annotations, wish: Wish, progress: Progress = lambda step: None) -> Plan:
    """Find what importing a workbook or annotations would do; nothing is written.

    Raises `DataError` if a workbook has no sheet of claims, `UsageError` if no document has the name in `wish`.
    """
    book = given if isinstance(given, Book) else Book(())
    tables = claims_tables(book) if isinstance(given, Book) else None
    found = standing(workspace, progress)
    by_document = claims_by_document(found.known.claims.values())
    described = {iri: _beside(iri, found, by_document.get(iri, ())) for iri in found.known.sources}
    names = found.known.names
    beside = registered(book, names, described, lambda file: text_of(workspace, file), wish.order)
    drop_example(beside, (line for table in (tables.each if tables else ()) for line in table.lines), workspace.base)
    known = Known(names, {**found.known.sources, **beside.sources}, found.known.claims)
    table = tables.joined(len(known.sources)) if tables else Table((), {})
    notes = Notes([*table.faults, *beside.faults])
    if isinstance(given, Annotations):
        progress("looking for the words")
        table, notes.faults = annotated_table(given, known, wish.document)
    known.habits = Habits(wish.decimal or table.decimal, wish.order or table.order)
    table = _with_examples_told(table, notes)
    table = replace(table, lines=tidied(table.lines, known, notes))
    progress("looking for new names")
    things = [*beside.things, *_new_things(table, known, wish, notes)]
    progress("reading the rows")
    reading = _read(table, known, notes)
    faults = _once([*notes.faults, *reading.notes.faults])
    result = Plan(
        {}, [], 0, things, faults, reading.notes.defaults, known, table, reading.told, kept=reading.notes.kept
    )
    if result.grave and not wish.partial:
        return result
    progress("comparing with the workspace's claims")
    _compare(result, reading.claims, known)
    remarks = Notes()
    tell_of_denials([(one.before, one.claim) for one in result.changes if one.before], result.told, known, remarks)
    tell_of_leading_roles([one.thing for one in things], result.told, known, remarks)
    result.faults = _once([*result.faults, *remarks.faults])
    _write(result, workspace, found, beside)
    return result


def _with_examples_told(table: Table, notes: Notes) -> Table:
    """A remark on each row that is an example of the template; no text has the words that it quotes."""
    told = [line for line in table.lines if is_example(line)]
    for line in told:
        notes.remark(line, "", "an example of the template, of a made-up report; delete it, and its row in 'documents'")
    if not told:
        return table
    bare = {line.number: {name: cell for name, cell in line.cells.items() if name != "words quoted"} for line in told}
    return replace(table, lines=tuple(replace(line, cells=bare.get(line.number, line.cells)) for line in table.lines))


def _once(faults: Sequence[Fault]) -> list[Fault]:
    """The first fault of each cell, sorted by row and column; later ones follow from it."""
    cells: dict[tuple[int, str, bool], Fault] = {}
    for fault in faults:
        cells.setdefault((fault.row, fault.column, fault.grave), fault)
    return sorted(cells.values(), key=lambda fault: (fault.row, fault.column))


def _new_things(table: Table, known: Known, wish: Wish, notes: Notes) -> list[Proposal]:
    """The new things that rows name; unless new things are wished for, one without a given class is a fault."""
    things = proposed(table.lines, known.names, notes)
    for one in [] if wish.new_things else things:
        if not one.told:
            name, word = one.thing.label, known.names.vocabulary.label(one.thing.classes[-1])
            said = f"nothing is called '{name}' yet; if it is new, write '{name} ({word})', or import with --new-things"
            notes.fault(table.line(one.row), one.column, said)
    return things


def _read(table: Table, known: Known, notes: Notes) -> Reading:
    """The claims of the rows, with the present values for columns that the sheet lacks. Claims with faults in `notes`
    are left out."""
    broken = frozenset(fault.row for fault in notes.faults if fault.grave and ": " not in fault.column)
    reading, count = read_claims(table.lines, known, broken), notes.count
    filled: dict[int, Line] = {}
    for told in reading.told:
        before = known.claims.get(told.id)
        lacking = _lacking(table.of_row(told.first.number))
        as_it_stands = before is not None and told.claim is not None and _is_same(before, told.claim)
        if before is not None and lacking and not as_it_stands:
            filled |= _filled(told, lines_of(before, known), lacking, known, notes)
    if not filled and notes.count == count:
        return reading
    return read_claims([filled.get(line.number, line) for line in table.lines], known, broken)


def _lacking(table: Table) -> list[str]:
    """The columns that a sheet lacks."""
    return [name for name in columns.NAMES if name not in table.places and name not in ("id", "document")]


def _filled(told: Told, old: Rows, lacking: Sequence[str], known: Known, notes: Notes) -> dict[int, Line]:
    """A claim's rows, with the present values in the columns that the sheet lacks.

    Columns of the whole claim are put into its first row. Columns of a statement are put into the row of the same kind
    and about the same things; if no row or several match, and a value would be lost, that is a fault.
    """
    found: dict[int, Line] = {}
    if "turtle" in lacking and "who says it" not in old[0] and old[0].get("turtle"):
        message = "the claim says what only Turtle can say; edit the sheet that 'kgraph claims export' writes"
        notes.fault(told.first, "id", message)
        return found
    of_rows = [name for name in lacking if not columns.BY_NAME[name].of_claim]
    name = known.claim_name(told.id, told.source.iri)
    for at, line in enumerate(told.lines):
        kept = {} if at else {column: _kept(column, told, old[0], known) for column in lacking}
        if line.text("kind"):  # a denial without content takes it from the claim that it denies
            alike = old if len(old) == len(told.lines) == 1 else [row for row in old if _is_like(row, line)]
            if len(alike) == 1:
                moved = _PLACES if _quotes_others(line, alike[0], told) else ()
                kept |= {name: alike[0][name] for name in of_rows if name in alike[0] and name not in moved}
            elif lost := next((column for column in of_rows for row in old if column in row and column != "part"), ""):
                message = f"the sheet has no column '{lost}', which '{name}' fills; add the column"
                notes.fault(line, lost, message)
        cells = {**{column: cell for column, cell in kept.items() if cell != ""}, **line.cells}
        found[line.number] = replace(line, cells={"id": name, **cells} if "/" not in name else cells)
    return found


def _kept(column: str, told: Told, old: Mapping[str, Cell], known: Known) -> Cell:
    """What a claim keeps in a column of the whole claim that the sheet lacks.

    How somebody said something is not kept for somebody else, nor for a row that says nothing but which row it denies.
    No claim is kept in a column if the row names it in another.
    """
    if column not in old or not columns.BY_NAME[column].of_claim:
        return ""
    before = known.claims[told.id]
    if column in RELATED:
        named = {other for _, other in told.relations}
        left = [other for other in before.related(RELATED[column]) if other not in named]
        return write_list([known.claim_name(other, told.source.iri) for other in left])
    if column in ("how it is said", "how sure", "voice"):
        another = told.claimant is not None and told.claimant != before.claimant
        return "" if another or (column == "how it is said" and told.waits is not None) else old[column]
    return old[column]


_PLACES = ("start", "end", "which place", "quote digest")


def _quotes_others(line: Line, row: Mapping[str, Cell], told: Told) -> bool:
    """Whether a row quotes other words than stand at the place of the claim."""
    words, text = line.text("words quoted"), told.source.text
    if not words or text is None or not str(row.get("start", "")).isdigit():
        return False
    return bare(text[int(str(row["start"])) : int(str(row["end"]))]) != bare(words)


def _is_like(row: Mapping[str, Cell], line: Line) -> bool:
    """Whether a present row and a row of the sheet are of the same kind and about the same things."""
    return all(str(row.get(name, "")).casefold() == line.text(name).casefold() for name in ("kind", "what", "who"))


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


def _write(result: Plan, workspace: Workspace, found: Standing, beside: Registered) -> None:
    """Compute the new contents of the files that change."""
    result.digests = found.digests
    gone: defaultdict[Path, set[Quad]] = defaultdict(set)
    fresh: defaultdict[Path, list[Quad]] = defaultdict(list)
    headers: dict[Path, str] = {}
    homes = found.writable_homes(workspace)
    for document, quads in beside.documents.items():
        path = found.homes.get(document) or _home(document, homes, result.known)
        headers[path] = beside.comments.get(document, "")
        gone[path] |= {quad for quad in found.quads.get(path, ()) if quad[0] == document and quad[3] == document}
        fresh[path] += quads
    for change in result.changes:
        if change.before is None:
            fresh[_home(change.claim.document, homes, result.known)] += to_quads(change.claim)
            continue
        fresh[found.home_of(change.before)] += to_quads(change.claim)
        for path, said in found.said_of(change.before).items():
            gone[path] |= set(said)
            fresh[path] += ()
    result.things = _used(result.things, [quad for quads in fresh.values() for quad in quads])
    if result.things:
        path = workspace.data / REFERENCE
        fresh[path] += [quad for one in result.things for quad in quads_of_thing(one.thing, workspace.base)]
    for path, quads in fresh.items():
        if not is_written(path):
            raise UsageError(f"{path}: claims are written to .trig files alone; convert it with 'kgraph export' first")
        kept = [quad for quad in found.quads.get(path, ()) if quad not in gone[path]]
        result.files[path] = rewritten(path, [*kept, *quads], workspace.base, headers.get(path, ""))


def _home(document: IRI | None, homes: Homes, known: Known) -> Path:
    return homes.file(document or IRI(""), known.slug(document) if document else "claims")


def _used(things: Sequence[Proposal], quads: Sequence[Quad]) -> list[Proposal]:
    """The new things that the quads name, and those of the sheet of things; the others were in rows that are left
    out."""
    named = {term for quad in quads for term in quad[:3]}
    return [one for one in things if one.column.startswith("things: ") or one.thing.iri in named]


def carry_out(workspace: Workspace, result: Plan) -> None:
    """Carry out a plan by writing all files or none. Raises `UsageError` if a file has changed since it was read."""
    if result.files:
        with locked_folder(workspace.data):
            _check_unchanged(workspace, result)
            replace_files(result.files)


def _check_unchanged(workspace: Workspace, result: Plan) -> None:
    """Raise `UsageError` if any file that was read has changed: another's change would be lost, or names could mean
    other things."""
    now = {*workspace.data_files(may_be_empty=True), *result.digests, *result.files}
    for path in sorted(now):
        if digest_of(path) != result.digests.get(path, b""):
            raise UsageError(f"{path}: somebody changed it meanwhile, so nothing was written; do it again")

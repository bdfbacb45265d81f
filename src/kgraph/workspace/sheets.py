"""Exporting a workspace's claims as a sheet, and importing a sheet's claims.

`plan` reads a sheet, using the workspace's names and texts, and finds what would change; `carry_out` writes all files
at once. A document's new claims are written to the file that describes it, or to `<short name>.trig`. A row with the id
of an existing claim replaces that claim, in the file where it is; for columns that the sheet lacks, and some empty
cells, the claim keeps its values.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import partial

from kgraph.annotations import Annotations
from kgraph.claims import Claim, to_quads
from kgraph.disk import locked_folder, replace_files
from kgraph.errors import UsageError
from kgraph.model import Quad
from kgraph.namespaces import IRI
from kgraph.sheets.afterwards import tell_of_denials, tell_of_leading_roles, tell_of_missing_days
from kgraph.sheets.annotated import annotated_table
from kgraph.sheets.annotating import annotation_collection
from kgraph.sheets.describing import blank_parts, is_plain, lines_of
from kgraph.sheets.filling import filled_rows, lacking_columns, without_old_repeats
from kgraph.sheets.known import Known, claims_by_document
from kgraph.sheets.lines import Fault, Line, Notes
from kgraph.sheets.proposals import Proposal, proposed
from kgraph.sheets.reading import read_claims
from kgraph.sheets.refusals import Refusals
from kgraph.sheets.registering import Registered, document_cells, leave_out, registered
from kgraph.sheets.several import claims_tables, each_without_examples
from kgraph.sheets.statements import Habits
from kgraph.sheets.table import Table
from kgraph.sheets.template import drop_example
from kgraph.sheets.tidy import tidied
from kgraph.sheets.told import Reading
from kgraph.store.trig import header_of
from kgraph.validation import Finding
from kgraph.workbooks import Book, Cell
from kgraph.workspace.config import Workspace
from kgraph.workspace.plans import Change, Plan, Wish, write
from kgraph.workspace.refusing import refused
from kgraph.workspace.standing import Progress, Standing, digest_of, standing, text_of

_MOST_ROUNDS = 6  # how often rows that are not valid are left out, and those that name them
Rows = list[dict[str, Cell]]
"""Rows of a sheet: cells by the names of columns."""
__all__ = ["Change", "Plan", "Rows", "Wish", "carry_out", "exported", "exported_annotations", "plan"]


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
    tables = each_without_examples(claims_tables(book)) if isinstance(given, Book) else None
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
    table = replace(table, lines=tidied(table.lines, known, notes))
    progress("looking for new names")
    things = [*beside.things, *_new_things(table, known, wish, notes)]
    progress("reading the rows")
    result = Plan({}, [], 0, things, [], Counter(), known, table)
    importing = _Importing(workspace, found, beside, wish, notes, result)
    importing.read()
    if result.grave and not wish.partial:
        return result
    progress("comparing with the workspace's claims")
    importing.write()
    progress("validating the claims")
    importing.validate()
    return result


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
        if before is not None and len(told.lines) > 1:
            filled |= without_old_repeats(told, partial(_first_row, before, known), notes)
            told.lines = [filled.get(line.number, line) for line in told.lines]
        lacking = lacking_columns(table.of_row(told.first.number))
        as_it_stands = before is not None and told.claim is not None and _is_same(before, told.claim)
        if before is not None and lacking and not as_it_stands:
            filled |= filled_rows(told, lines_of(before, known), lacking, known, notes)
    if not filled and notes.count == count:
        return reading
    return read_claims([filled.get(line.number, line) for line in table.lines], known, broken)


def _first_row(claim: Claim, known: Known) -> dict[str, Cell]:
    return lines_of(claim, known)[0]


def _is_same(one: Claim, other: Claim) -> bool:
    return blank_parts(one) == blank_parts(other) and set(filter(is_plain, to_quads(one))) == set(
        filter(is_plain, to_quads(other))
    )


class _Importing:
    """Fills in a plan: reads the claims, computes the new contents of files, and leaves out what is not valid."""

    def __init__(
        self, workspace: Workspace, found: Standing, beside: Registered, wish: Wish, notes: Notes, result: Plan
    ) -> None:
        self._workspace, self._found, self._beside, self._wish = workspace, found, beside, wish
        self._notes, self._result, self._things = notes, result, result.things

    def read(self) -> None:
        """Read the claims of the rows that have no fault yet."""
        result, known = self._result, self._result.known
        reading = _read(result.table, known, self._notes)
        result.faults = _once([*self._notes.faults, *reading.notes.faults])
        result.told = reading.told
        changes = [Change(claim, known.claims.get(claim.id)) for claim in reading.claims]
        result.changes = [one for one in changes if one.before is None or not _is_same(one.before, one.claim)]
        result.same = len(changes) - len(result.changes)
        differing = {one.claim.id for one in result.changes}
        counts = [one.counted for one in reading.told if one.id in differing]
        result.defaults, result.kept = (sum((one[at] for one in counts), Counter[tuple[str, str]]()) for at in (0, 1))
        if result.grave and not self._wish.partial:
            self._drop()

    def write(self) -> None:
        """Compute the new contents of the files that change, and add remarks on what else changes."""
        result, remarks = self._result, Notes()
        changed = [(one.before, one.claim) for one in result.changes if one.before]
        tell_of_denials(changed, result.told, result.known, remarks)
        tell_of_missing_days(result.told, {one.claim.id for one in result.changes}, remarks)
        tell_of_leading_roles([one.thing for one in self._things], result.told, result.known, remarks)
        result.faults = _once([*result.faults, *remarks.faults])
        self._pending = write(result, self._things, self._workspace, self._found, self._beside)

    def validate(self) -> None:
        """Add a fault for whatever `kgraph validate` would refuse, until nothing of the kind would be written."""
        for _ in range(_MOST_ROUNDS):
            findings = refused(self._workspace, self._found, self._pending)
            if not findings:
                return
            told = self._told(findings)
            if not (self._wish.partial and told):
                break
            self._notes.faults += told
            self.read()
            self.write()
        self._result.faults = _once([*self._result.faults, *(told or _unplaced(findings))])
        self._drop()

    def _told(self, findings: Sequence[Finding]) -> list[Fault]:
        """The faults of rows for findings; documents and things with a finding are left out."""
        refusals = Refusals(self._result.told, self._things, self._result.known)
        of_documents = [one for one in findings if one.subject in self._beside.documents]
        found = [leave_out(one.subject, refusals.message(one), self._beside) for one in of_documents]
        placed = refusals.faults([one for one in findings if one not in of_documents])
        things = {one.subject for one, fault in placed if ": " in fault.column}
        self._things = [one for one in self._things if one.thing.iri not in things]
        return found + [fault for _, fault in placed]

    def _drop(self) -> None:
        self._result.changes, self._result.same, self._result.files = [], 0, {}


def _unplaced(findings: Sequence[Finding]) -> list[Fault]:
    return [Fault(1, "", f"'kgraph validate' would refuse what would be written: {one.line()}") for one in findings]


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

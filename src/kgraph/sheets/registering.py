"""Reading the sheets `documents` and `things`: registered texts, and new things.

An empty cell keeps the present value. A document's digest and length are computed from its text, if the text is at
hand. If a document's row has a fault, its claims are left out too.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kgraph.days import day_of
from kgraph.errors import short
from kgraph.model import Literal, Quad
from kgraph.namespaces import IRI, KG, RDF, RDFS, SCHEMA, SKOS
from kgraph.reading import fold, guess_language, slug
from kgraph.sheets import agents
from kgraph.sheets.agents import naming_of
from kgraph.sheets.dates import Unclear, read_date
from kgraph.sheets.documents import HEADINGS, SHORT_NAME, CellFault, document_iri, read_row, short_name, to_row
from kgraph.sheets.known import Source
from kgraph.sheets.lines import Fault, Line, Notes
from kgraph.sheets.names import Names, Thing, bare
from kgraph.sheets.plain import as_typed
from kgraph.sheets.proposals import Proposal
from kgraph.sheets.things import THING_HEADINGS, THINGS_ALSO, read_things
from kgraph.sheets.tidy import without_errors
from kgraph.sheets.turtle import of_other_things, read_turtle, write_turtle
from kgraph.sources import SourceText
from kgraph.workbooks.values import Book, Cell, Row, shown

TextOf = Callable[[str], SourceText | None]
"""A function that gives the text with a file name, `None` if it is not at hand."""

DOCUMENT_HEADINGS = (*HEADINGS, "comment", "turtle")
"""The columns of the sheet of documents. `comment` is the comment at the top of the data file."""
_ALSO = {
    "name": SHORT_NAME,
    "document": SHORT_NAME,
    "id": SHORT_NAME,
    "outlet": "publisher",
    "date": "published",
    "published on": "published",
    "url": "address",
    "link": "address",
    "archive": "archive copy",
    "license": "licence",
    "file name": "file",
    "text": "file",
    "label": "title",
    "headline": "title",
}


@dataclass(slots=True)
class Registered:
    """The content of the two sheets: quads by document, comments for the documents' files, new things, faults."""

    documents: dict[IRI, list[Quad]] = field(default_factory=dict)
    comments: dict[IRI, str] = field(default_factory=dict)
    sources: dict[IRI, Source] = field(default_factory=dict)
    rows: dict[IRI, int] = field(default_factory=dict)
    """The number of each document's row."""
    things: list[Proposal] = field(default_factory=list)
    order: str = ""
    """The order of day and month in dates of numbers only, if the sheet says it."""
    faults: list[Fault] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)
    """The short names of documents, by the names of their data files."""


def registered(
    book: Book, names: Names, standing: Mapping[IRI, Sequence[Quad]], text_of: TextOf, order: str = ""
) -> Registered:
    """Read the sheets `things` and `documents` of a workbook; `standing` has the quads of existing documents.

    `order` is the order of day and month in dates of numbers only. New things are added to `names`. Faults name the
    sheet in their column, as in "things: class".
    """
    found, notes = Registered(order=order), Notes()
    found.files = {slug(name): name for name in (short_name(one, names.base) for one in standing)}
    things = (without_errors(line, "things", notes) for line in _lines(book, "things", THING_HEADINGS, THINGS_ALSO))
    found.things += read_things(things, names, notes)
    for line in _lines(book, "documents", DOCUMENT_HEADINGS, _ALSO):
        _document(line, names, standing, text_of, found, notes)
    found.faults = notes.faults
    return found


def document_cells(document: IRI, quads: Sequence[Quad], names: Names, comment: str = "") -> dict[str, Cell]:
    """The row of a document: `quads` are all quads of its file besides claims."""
    cells, left = to_row(quads, document, naming_of(names))
    return {**cells, "comment": comment, "turtle": write_turtle(left, names.base)}


def _lines(book: Book, name: str, headings: Sequence[str], also: Mapping[str, str]) -> Iterable[Line]:
    sheet = book.sheet(name)
    if sheet is None or not sheet.rows:
        return []
    first: Row = sheet.rows[0]
    known = {fold(heading): heading for heading in headings} | {fold(other): heading for other, heading in also.items()}
    places = {at: known[text] for at, cell in enumerate(first.cells) if (text := fold(shown(cell)).strip()) in known}
    rows = (
        Line(row.number, {heading: as_typed(heading, row.at(at)) for at, heading in places.items() if row.at(at) != ""})
        for row in sheet.rows[1:]
    )
    return [line for line in rows if line.cells]


def leave_out(document: IRI, message: str, found: Registered) -> Fault:
    """Leave out a document and its claims; returns the fault of its row."""
    found.documents.pop(document, None)
    found.sources[document].faulty = True
    return Fault(found.rows[document], f"documents: {SHORT_NAME}", message)


def _document(
    line: Line, names: Names, standing: Mapping[IRI, Sequence[Quad]], text_of: TextOf, found: Registered, notes: Notes
) -> None:
    naming, began = naming_of(names), notes.count
    line = without_errors(line, "documents", notes)
    try:
        document = document_iri(line.cell(SHORT_NAME), names.base, standing)
    except CellFault as error:
        notes.fault(line, f"documents: {SHORT_NAME}", str(error))
        return
    found.rows[document] = line.number
    _tell_alike(line, document, names.base, found, notes)
    before = list(standing.get(document, ()))
    old, left = to_row(before, document, naming) if before else ({}, [])
    cells: dict[str, Cell] = {**old, **{heading: cell for heading, cell in line.cells.items() if cell != ""}}
    _agents(line, cells, before, names, found, notes)
    _with_days(line, cells, found.order, notes)
    text = _with_text(line, cells, old, text_of, notes)
    if not any(cells.get(heading) for heading in ("file", "address", "digest")):
        told = "no text and no address: nobody can look its claims up; put it into sources/, with its name here"
        tell = notes.remark if before else notes.fault
        tell(line, "documents: file", f"{told}, or where it is published under 'address'")
    _with_language(line, cells, text, notes)
    row = read_row(cells, naming, standing)
    for fault in row.faults:
        notes.fault(line, f"documents: {fault.heading}", fault.message)
    rest = notes.read(line, "documents: turtle", read_turtle, str(line.cell("turtle")), names.base) or []
    if told := of_other_things(rest, document, names.base, before):
        notes.fault(line, "documents: turtle", told)
    faulty = document in found.sources and found.sources[document].faulty
    said = [*before, *row.quads] if row.faults else row.quads  # the present values, by which its rows are read
    source = found.sources[document] = source_of(document, said, text)
    if (title := line.text("title")) and source.has_wording(title):
        told = "nine or more words in a row are the text's; leave them if it is a headline"
        notes.remark(line, "documents: title", told)
    source.faulty = faulty or notes.grave_since(began)
    if source.faulty:
        found.documents.pop(document, None)  # from an earlier row
        return
    quads = list(dict.fromkeys([*row.quads, *left, *rest]))
    if set(quads) != set(before):
        found.documents[document] = quads
    if line.text("comment"):
        found.comments[document] = str(line.cell("comment"))


def _with_days(line: Line, cells: dict[str, Cell], order: str, notes: Notes) -> None:
    """Put days as people write them into the form for documents: 5 June 2031 becomes 2031-06-05."""
    for heading in ("published", "captured"):
        cell = cells.get(heading, "")
        if not isinstance(cell, str) or not cell:
            continue
        try:
            day = read_date(cell, order)
        except Unclear as unclear:
            if re.fullmatch(r"\d{1,2}[/-]\d{1,2}[/-]\d{2,4}", cell.strip()):
                notes.fault(line, f"documents: {heading}", str(unclear))
                del cells[heading]
            continue
        if day.first == day.last and "T" not in day.first:
            cells[heading] = day.first


def _tell_alike(line: Line, document: IRI, base: str, found: Registered, notes: Notes) -> None:
    """Add a remark if another document's name gives the same data file."""
    name = short_name(document, base)
    first = found.files.setdefault(slug(name), name)
    if first != name:
        told = f"'{name}' and '{first}' would have one data file; a number behind it tells them apart"
        notes.remark(line, f"documents: {SHORT_NAME}", told)


def _agents(
    line: Line, cells: Mapping[str, Cell], before: Sequence[Quad], names: Names, found: Registered, notes: Notes
) -> None:
    """Make new agents for a publisher and authors whose names are not similar to known ones."""
    made_here = {one.thing.iri for one in found.things}
    for heading in agents.CLASSES:
        column, cell = f"documents: {heading}", str(cells.get(heading, ""))
        if agents.stands(heading, cell, names, {*made_here, *(quad[2] for quad in before)}):
            told = f"'{bare(cell)}' stands already; if this is another, write a name that tells them apart"
            notes.fault(line, column, f"{told}, if it is the same, take + away")
            continue
        made = notes.read(line, column, agents.new_in_cell, heading, cell, names)
        found.things += [Proposal(thing, line.number, column) for thing in made or ()]


def _with_language(line: Line, cells: dict[str, Cell], text: SourceText | None, notes: Notes) -> None:
    """Fill in the language guessed from the text, if the guess is certain."""
    if cells.get("language"):
        return
    guessed = guess_language(text.text) if text else ""
    if guessed:
        cells["language"] = guessed
    told = (
        f"it is empty; the text seems to be in '{guessed}', so that is taken"
        if guessed
        else "it is empty; write its tag, such as en"
    )
    notes.remark(line, "documents: language", told)


def _with_text(
    line: Line, cells: dict[str, Cell], old: Mapping[str, Cell], text_of: TextOf, notes: Notes
) -> SourceText | None:
    """The text; fills in its digest and length, and reports if the cells have others."""
    file = str(cells.get("file", "")).strip()
    text = text_of(file) if file else None
    if text is None:
        if file and not cells.get("digest"):
            notes.fault(
                line,
                "documents: file",
                f"there is no text '{short(file)}' in sources/; put it there, or empty the cell",
            )
        return None
    given = str(cells.get("digest", "")).strip()
    if given and given != text.digest and not old:
        notes.fault(line, "documents: digest", f"the text in sources/ is another: its digest is {text.digest}")
        return text
    cells.setdefault("digest", text.digest)
    cells.setdefault("length", str(text.length))
    return text


def source_of(document: IRI, quads: Iterable[Quad], text: SourceText | None) -> Source:
    """The document that quads describe, with its text if it is at hand."""
    names: list[str] = []
    own: list[str] = []
    archived: list[str] = []
    publisher, published = None, None
    for subject, predicate, value, _ in quads:
        if subject != document:
            continue
        if predicate in (RDFS.label, KG.fileName) and isinstance(value, Literal):
            names.append(value.lexical)
            if predicate == KG.fileName:
                names.append(value.lexical.rpartition(".")[0] or value.lexical)
        elif predicate in (SCHEMA.url, SCHEMA.archivedAt):
            address = value.lexical if isinstance(value, Literal) else value
            (own if predicate == SCHEMA.url else archived).append(address)
        elif predicate == SCHEMA.publisher and isinstance(value, IRI):
            publisher = value
        elif predicate == SCHEMA.datePublished and isinstance(value, Literal):
            published = published or day_of(value.lexical)
    found = text.text if text else None
    return Source(document, tuple(dict.fromkeys(names)), publisher, published, found, (*sorted(own), *sorted(archived)))


def quads_of_thing(thing: Thing, base: str) -> list[Quad]:
    """The quads of a thing for the reference graph."""
    graph = IRI(f"{base}graph/reference")
    said: list[Quad] = [(thing.iri, RDF.type, of_class, graph) for of_class in thing.classes]
    said.append((thing.iri, RDFS.label, Literal(thing.label, language="en"), graph))
    said += [(thing.iri, SKOS.altLabel, Literal(other, language="en"), graph) for other in thing.others]
    return [*said, *((thing.iri, predicate, value, graph) for predicate, value in thing.said)]

"""Converting annotations to a table of lines: finding each one's document, and its words in the text."""

from dataclasses import replace
from urllib.parse import unquote, urlsplit

from kgraph.annotations import Annotation, Annotations, Target
from kgraph.namespaces import IRI
from kgraph.reading import slug
from kgraph.sheets import columns
from kgraph.sheets.dates import Unclear
from kgraph.sheets.known import Known, Source
from kgraph.sheets.lines import FURTHER, Fault, Line, Notes
from kgraph.sheets.selectors import Pointing
from kgraph.sheets.table import Table
from kgraph.sheets.tagging import Filled, filled_in, line_of


def annotated_table(found: Annotations, known: Known, document: str = "") -> tuple[Table, list[Fault]]:
    """The lines of annotations, and the faults and remarks on them.

    `document` is used for annotations that name no document or an unknown one; raises `UsageError` if no document has
    that name. An annotation with a grave fault gives no line, and neither do others of the same claim.
    """
    return _Placing(known, document).table(found)


class _Placing:
    def __init__(self, known: Known, document: str) -> None:
        self._known, self._notes = known, Notes()
        self._document = known.document_named(document) if document else None
        self._pointing: dict[IRI, Pointing] = {}
        self._unknown: dict[str, list[Annotation]] = {}

    def table(self, found: Annotations) -> tuple[Table, list[Fault]]:
        filled, remarks = filled_in(found.items, self._notes)
        told = {fault.row for fault in self._notes.faults if fault.grave}
        lines: list[Line] = []
        broken: set[tuple[str, str]] = set()
        for one in filled:
            before = self._notes.count
            mine = self._lines(one)
            if one.one.number in told or self._notes.grave_since(before) or len(mine) < len(one.one.targets):
                broken |= {_claim(line) for line in mine}
            lines += mine
        self._tell_unknown()
        kept = tuple(line for line in lines if _claim(line) not in broken)
        used = {column for line in kept for column in line.cells}
        places = {name: at for at, name in enumerate(name for name in columns.NAMES if name in used)}
        return Table(kept, places, remarks=(*found.remarks, *remarks)), self._notes.faults

    def _lines(self, filled: Filled) -> list[Line]:
        """The lines of an annotation, one for each target, with the target's number. Targets in unknown documents are
        left out."""
        one, cells = filled.one, dict(filled.cells)
        if len(one.targets) > 1 and not cells.get("id"):
            last = one.id.rstrip("/").rpartition("/")[2]
            cells["id"] = f"a-{slug(last, otherwise=str(one.number))}"
        lines: list[Line] = []
        for at, target in enumerate(one.targets):
            name = f"{one.name}, target {at + 1}" if at else one.name
            own = Line(one.number + at * FURTHER, {"id": cells["id"]} if at else cells, name)
            source = self._source(filled.line, target, one)
            if source is not None:
                placed = self._placed(own, source, target)
                lines.append(replace(own, cells={**own.cells, "document": self._known.slug(source.iri), **placed}))
        return lines

    def _source(self, line: Line, target: Target, one: Annotation) -> Source | None:
        """The document of a target: the one that a tag names, else the target's own, else the one given for all."""
        if named := line.text("document"):
            return self._notes.read(line, "document", self._known.document, named)
        if IRI(target.source) in self._known.sources:
            return self._known.sources[IRI(target.source)]
        for name in filter(None, (target.source, _file(target.source), *target.names)):
            if found := self._known.called(name):
                if len(found) == 1:
                    return found[0]
                return self._notes.read(line, "document", self._known.document, name)
        if self._document:
            return self._document
        if not target.source and not target.names and len(self._known.sources) == 1:
            return next(iter(self._known.sources.values()))
        self._unknown.setdefault(target.source or next(iter(target.names), ""), []).append(one)
        return None

    def _tell_unknown(self) -> None:
        """Add one fault for each unknown document."""
        for name, those in self._unknown.items():
            said = "it names no document"
            if name:
                try:
                    self._known.document(name)
                except Unclear as error:
                    said = str(error)
            more = f" ({len(those)} annotations are on it)" if len(those) > 1 else ""
            said = f"{said}; or import with --document NAME{more}"
            self._notes.fault(line_of(those[0]), "document", said)

    def _placed(self, line: Line, source: Source, target: Target) -> dict[str, str]:
        """The cells for the position of its words; tags for these columns take precedence."""
        if any(line.text(column) for column in ("start", "end", "words quoted")):
            return {}
        words = {"words quoted": target.quote.exact} if target.quote else {}
        if line.text("which place"):
            return words
        if source.searched is None:
            at = target.position
            return {**words, "start": str(at.start), "end": str(at.end)} if at else words
        if source.iri not in self._pointing:
            self._pointing[source.iri] = Pointing(source.searched)
        place = self._pointing[source.iri].place
        found = self._notes.read(line, "words quoted", place, target.quote, target.position, line.text("quote digest"))
        if found is None:
            return words
        if found.remark:
            self._notes.remark(line, "words quoted", found.remark)
        return {**words, "start": str(found.start), "end": str(found.end)}


def _claim(line: Line) -> tuple[str, str]:
    """A key for the claim of a line, as far as its cells give it."""
    return line.text("document"), line.text("id") or f"row {line.number % FURTHER}"


def _file(source: str) -> str:
    """The file name in an address; "" if it has none."""
    try:
        return unquote(urlsplit(source).path.rpartition("/")[2])
    except ValueError:
        return ""

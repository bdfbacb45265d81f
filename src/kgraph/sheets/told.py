"""Grouping rows into claims, and finding each claim's anchor, claimant and IRI."""

import re
from collections import Counter
from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial

from kgraph.claims import Anchor, Claim
from kgraph.model import Quad
from kgraph.namespaces import IRI, KG, RDF
from kgraph.sheets import columns
from kgraph.sheets.anchors import read_anchors
from kgraph.sheets.dates import Unclear
from kgraph.sheets.known import Known, Source
from kgraph.sheets.lines import Counts, Line, Notes
from kgraph.sheets.names import bare
from kgraph.sheets.namesakes import Namesakes
from kgraph.sheets.turtle import check_rest, read_turtle

_NAME = re.compile(r"[\w-][\w.-]{0,99}")
NO_IRI = IRI("")
"""The IRI of a claim that has none yet."""


@dataclass(slots=True)
class Told:
    """One claim of a sheet: its rows, its document, its IRI, and what was read of it."""

    lines: list[Line]
    source: Source
    id: IRI = NO_IRI
    claimant: IRI | None = None
    anchors: tuple[Anchor, ...] = ()
    rest: list[Quad] = field(default_factory=list)
    relations: tuple[tuple[IRI, IRI], ...] = ()
    """The claims that its cells name, each with the property of the column."""
    claim: Claim | None = None
    broken: bool = False
    """Whether a fault keeps the claim out."""
    waits: IRI | None = None
    """The claim whose content it repeats, for a denial without a content of its own."""
    counted: Counts = field(default_factory=lambda: (Counter(), Counter()))
    """The defaults and the kept values of its cells."""

    @property
    def first(self) -> Line:
        """The claim's first row."""
        return self.lines[0]

    @property
    def is_turtle_alone(self) -> bool:
        """Whether its rows have everything in Turtle; then no defaults are added."""
        cells = {column for line in self.lines for column in line.cells if line.text(column)}
        return bool(self.rest) and cells <= {"id", "document", "turtle"}

    def related(self, predicate: IRI) -> list[IRI]:
        """The claims that its cells name under the column of a property."""
        return [claim for named, claim in self.relations if named == predicate]

    def whole(self, notes: Notes, column: str) -> tuple[Line, str]:
        """The cell of a column that belongs to the whole claim, and the row that has it."""
        said = [(line, line.text(column)) for line in self.lines if line.text(column)]
        for line, text in said[1:]:
            if bare(text) != bare(said[0][1]):  # a class stands behind a name once, in whichever row
                name = line.text("id")
                message = f"{said[0][0].called} says something else for {name}; write one of the two, or another id"
                notes.fault(line, column, message)
        return said[0] if said else (self.first, "")

    def says(self, predicate: IRI) -> bool:
        """Whether its Turtle gives the claim this predicate."""
        return any(s == self.id and p == predicate for s, p, _, _ in self.rest)


@dataclass(slots=True)
class Reading:
    """The result of reading rows: claims, faults, remarks and defaults."""

    told: list[Told]
    notes: Notes

    @property
    def claims(self) -> list[Claim]:
        """The claims that were read without grave faults."""
        return [one.claim for one in self.told if one.claim is not None]


class Begun:
    """Groups rows into claims, in order (`told`). `taken` has the IRIs of all of them."""

    def __init__(
        self, lines: Iterable[Line], known: Known, namesakes: Namesakes, notes: Notes, broken: Collection[int] = ()
    ) -> None:
        self._known, self._notes, self._broken, self._namesakes = known, notes, broken, namesakes
        self._cut: set[str] = set()  # ids with a row whose document is not known
        groups = self._grouped(lines)
        self.taken = {known.claim_iri(source.iri, name) for source, name, _ in groups if name}
        self.told = [self._begun(*group) for group in groups]

    @property
    def nameless(self) -> list[Told]:
        """The claims of rows without an id."""
        return [one for one in self.told if not one.id]

    def check(self) -> None:
        """Check that the Turtle of each claim is about this claim only, and leave out claims of which a row has a
        fault."""
        faulty = {fault.row for fault in self._notes.faults if fault.grave and fault.column == "id"}
        for one in self.told:
            before = self._notes.count
            standing = self._known.claims.get(one.id)
            check_rest(one.lines, one.rest, one.id, one.source.iri, standing, self._notes)
            one.broken = one.broken or self._notes.grave_since(before) or one.first.number in faulty
            if name := next((line.text("id") for line in one.lines if line.text("id") in self._cut), ""):
                told = f"another row with the id {name} names no document that is known; correct that first"
                self._notes.fault(one.first, "id", f"{told}, since rows that share an id may be one claim")
            cut = any(line.number in self._broken or (line.text("id") in self._cut) for line in one.lines)
            one.broken = one.broken or cut

    def _grouped(self, lines: Iterable[Line]) -> list[tuple[Source, str, list[Line]]]:
        """The rows of each claim: rows of one document with the same id are one claim; a row without an id is a claim
        of its own."""
        groups: dict[tuple[IRI, str], tuple[Source, str, list[Line]]] = {}
        seen: dict[tuple[tuple[str, str], ...], Line] = {}
        for line in lines:
            source = self._notes.read(line, "document", self._source, line)
            name = line.text("id")
            if source is None:
                self._cut |= {name} - {""}
                continue
            if self._twice(line, source, seen) or not self._is_name(line, name, source):
                continue
            groups.setdefault((source.iri, name or f"row {line.number}"), (source, name, []))[2].append(line)
        return list(groups.values())

    def _source(self, line: Line) -> Source:
        text = line.text("document")
        if text:
            return self._known.document(text)
        if len(self._known.sources) == 1:
            return next(iter(self._known.sources.values()))
        raise Unclear("it is empty; write the document's short name, or delete the row if it is no claim")

    def _twice(self, line: Line, source: Source, seen: dict[tuple[tuple[str, str], ...], Line]) -> bool:
        said = [(column, line.text(column)) for column in columns.NAMES if column != "document" and line.text(column)]
        before = seen.setdefault((("document", source.iri), *said), line)
        if before is not line:
            self._notes.remark(line, "", f"it says the same as {before.called}, and was left out")
            return True
        if not line.text("what it says"):
            return False
        but_id = tuple((column, text) for column, text in said if column != "id")
        before = seen.setdefault((("all but the id", source.iri), *but_id), line)
        if before is not line and not self._stands(source, line.text("id")):
            told = (
                f"it says the same as {before.called} under another id: one claim twice? delete one, or tell them apart"
            )
            self._notes.fault(line, "id", told)
        return False

    def _stands(self, source: Source, name: str) -> bool:
        return bool(name) and self._known.claim_iri(source.iri, name) in self._known.claims

    def _is_name(self, line: Line, name: str, source: Source) -> bool:
        if name.startswith("<") and name.endswith(">"):
            return self._is_claim(line, IRI(name[1:-1]), source)
        plain = not name or _NAME.fullmatch(name)
        if not plain:
            number = "".join(filter(str.isdigit, name)) or "1"
            self._notes.fault(line, "id", f"'{name}' is no short name; use letters, digits, - and _, such as c{number}")
        return bool(plain)

    def _is_claim(self, line: Line, iri: IRI, source: Source) -> bool:
        """Whether an IRI is legal as an id: it is a claim of the document, or the row's Turtle makes it one."""
        standing = self._known.claims.get(iri)
        known = standing is not None and standing.document in (None, source.iri)
        with suppress(Unclear):
            quads = read_turtle(str(line.cell("turtle")), self._known.base) if line.cell("turtle") else []
            known = known or (standing is None and any(q[:3] == (iri, RDF.type, KG.Claim) for q in quads))
        if not known:
            self._notes.fault(line, "id", f"<{iri}> is no claim of this document; write a short name, such as c1")
        return known

    def _begun(self, source: Source, name: str, lines: list[Line]) -> Told:
        before = self._notes.count
        one = Told(lines, source)
        for line in lines:
            cell = str(line.cell("turtle"))
            one.rest += self._notes.read(line, "turtle", read_turtle, cell, self._known.base) or []
        self._speaks_of_others(one, source, name)
        line, text = one.whole(self._notes, "who says it")
        if text:
            relayed = any(row.text("through whom") or row.text("derived from") for row in lines)
            claimant = partial(self._namesakes.claimant, relayed=relayed)
            one.claimant = self._notes.read(line, "who says it", claimant, text, source)
        each = (read_anchors(line, source, self._known, self._notes) for line in lines)
        one.anchors = tuple(anchor for anchors in each for anchor in anchors)
        one.id = self._known.claim_iri(source.iri, name) if name else NO_IRI
        one.broken = self._notes.grave_since(before) or source.faulty
        return one

    def _speaks_of_others(self, one: Told, source: Source, name: str) -> None:
        """Add a fault if the Turtle describes another claim."""
        own, claims = self._known.claim_iri(source.iri, name) if name else NO_IRI, f"{self._known.base}claim/"
        for subject, *_ in one.rest:
            if isinstance(subject, IRI) and subject.startswith(claims) and subject.partition("#")[0] != own:
                line = next(line for line in one.lines if line.text("turtle"))
                told = f"it speaks of another claim, {self._known.claim_name(subject, None)}"
                self._notes.fault(line, "turtle", f"{told}; say here something of this row's claim alone")
                return

"""Which rows are one claim, and which claim that is: where its words stand, whose it is, and its IRI."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from kgraph.claims import Anchor, Claim
from kgraph.model import Quad
from kgraph.namespaces import IRI
from kgraph.sheets import columns
from kgraph.sheets.anchors import read_anchor
from kgraph.sheets.dates import Unclear
from kgraph.sheets.known import Known, Source, claims_by_document
from kgraph.sheets.lines import Line, Notes
from kgraph.sheets.turtle import read_turtle

NO_IRI = IRI("")
"""For what has no IRI yet."""


@dataclass(slots=True)
class Told:
    """One claim as rows tell it: its rows, its document, its IRI, and what was read of it."""

    lines: list[Line]
    source: Source
    id: IRI = NO_IRI
    claimant: IRI | None = None
    anchors: tuple[Anchor, ...] = ()
    rest: list[Quad] = field(default_factory=list)
    claim: Claim | None = None
    broken: bool = False
    """Whether a fault keeps it out."""
    waits: IRI | None = None
    """The claim whose content it repeats, as it denies it and says nothing else."""

    @property
    def first(self) -> Line:
        """The row that begins it."""
        return self.lines[0]

    def whole(self, notes: Notes, column: str) -> tuple[Line, str]:
        """What its rows say in a column that belongs to the claim as a whole, and the row that says it."""
        said = [(line, line.text(column)) for line in self.lines if line.text(column)]
        for line, text in said[1:]:
            if text != said[0][1]:
                name = line.text("id")
                message = f"{said[0][0].called} says something else for {name}; write one of both, or another id"
                notes.fault(line, column, message)
        return said[0] if said else (self.first, "")

    def says(self, predicate: IRI) -> bool:
        """Whether its Turtle says this of the claim."""
        return any(s == self.id and p == predicate for s, p, _, _ in self.rest)


@dataclass(slots=True)
class Reading:
    """What rows say: claims, and what is wrong, worth a look or filled in by default."""

    told: list[Told]
    notes: Notes

    @property
    def claims(self) -> list[Claim]:
        """The claims that were read whole."""
        return [one.claim for one in self.told if one.claim is not None]


class Begun:
    """The claims that rows begin, in order: `told`. `taken` are the IRIs of all of them."""

    def __init__(self, lines: Iterable[Line], known: Known, notes: Notes) -> None:
        self._known, self._notes = known, notes
        self._standing = claims_by_document(known.claims.values())
        self._numbers: Counter[IRI] = Counter()
        groups = self._grouped(lines)
        self.taken = {known.claim_iri(source.iri, name) for source, name, _ in groups if name}
        self.told = [self._begun(*group) for group in groups]

    def _grouped(self, lines: Iterable[Line]) -> list[tuple[Source, str, list[Line]]]:
        """The rows of each claim: those of one document that share an id. A row without one is a claim of its own."""
        groups: dict[tuple[IRI, str], tuple[Source, str, list[Line]]] = {}
        seen: dict[tuple[tuple[str, str], ...], Line] = {}
        for line in lines:
            source = self._notes.read(line, "document", self._source, line)
            name = line.text("id")
            if source is None or self._twice(line, source, seen) or not self._is_name(line, name):
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
            self._notes.remark(line, "", f"it says the same as {before.called}, and was passed over")
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

    def _is_name(self, line: Line, name: str) -> bool:
        plain = (name.startswith("<") and name.endswith(">")) or not set(name) & set('/#<>"{}|^`\\?% ')
        if not plain:
            number = "".join(filter(str.isdigit, name)) or "1"
            self._notes.fault(line, "id", f"'{name}' is no short name; use letters, digits, - and _, such as c{number}")
        return plain

    def _begun(self, source: Source, name: str, lines: list[Line]) -> Told:
        before = self._notes.count
        one = Told(lines, source)
        for line in lines:
            cell = str(line.cell("turtle"))
            one.rest += self._notes.read(line, "turtle", read_turtle, cell, self._known.base) or []
        self._speaks_of_others(one, source, name)
        line, text = one.whole(self._notes, "who says it")
        if text:
            one.claimant = self._notes.read(line, "who says it", self._known.names.thing, text, "who says it")
        anchors = (read_anchor(line, source, self._known, self._notes) for line in lines)
        one.anchors = tuple(anchor for anchor in anchors if anchor is not None)
        one.id = self._known.claim_iri(source.iri, name) if name else self._id_for(one)
        one.broken = self._notes.grave_since(before)
        return one

    def _speaks_of_others(self, one: Told, source: Source, name: str) -> None:
        """Tell where Turtle says something of another claim."""
        own, claims = self._known.claim_iri(source.iri, name) if name else NO_IRI, f"{self._known.base}claim/"
        for subject, *_ in one.rest:
            if isinstance(subject, IRI) and subject.startswith(claims) and subject.partition("#")[0] != own:
                line = next(line for line in one.lines if line.text("turtle"))
                told = f"it speaks of another claim, {self._known.claim_name(subject, None)}"
                self._notes.fault(line, "turtle", f"{told}; say here something of this row's claim alone")
                return

    def _id_for(self, one: Told) -> IRI:
        """The claim that stands at these words, if it is the only one, or has this paraphrase; else a new one."""
        paraphrase = one.whole(self._notes, "what it says")[1]
        places = {(anchor.start, anchor.end) for anchor in one.anchors}
        alike = [
            claim
            for claim in self._standing.get(one.source.iri, ())
            if claim.id not in self.taken
            and claim.claimant == one.claimant
            and places
            and {(anchor.start, anchor.end) for anchor in claim.anchors} == places
        ]
        same = [claim for claim in alike if claim.paraphrase == paraphrase] or (alike if len(alike) == 1 else [])
        found = same[0].id if same else NO_IRI
        while not found:
            self._numbers[one.source.iri] += 1
            iri = self._known.claim_iri(one.source.iri, f"c{self._numbers[one.source.iri]}")
            found = iri if iri not in self.taken and iri not in self._known.claims else found
        self.taken.add(found)
        return found

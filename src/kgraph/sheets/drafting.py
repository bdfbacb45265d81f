"""A draft of one claim: a person's answers, read by the same functions that read a row of the sheet.

A `Draft` consists of rows of cells. `faults` gives the faults of an answer, `readings` its possible readings, and
`unknown` a name that is not known. This module does not know the terminal.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial

from kgraph.claims import Claim
from kgraph.errors import nearest
from kgraph.namespaces import IRI, KG
from kgraph.sheets import columns
from kgraph.sheets.dates import Unclear
from kgraph.sheets.fields import Field, is_long, kind_of, used_columns
from kgraph.sheets.guessing import guessed
from kgraph.sheets.known import Known, Source
from kgraph.sheets.lines import Fault, Line
from kgraph.sheets.lists import read_list, write_list
from kgraph.sheets.names import Names, Several, Thing, Unknown, bare
from kgraph.sheets.proposals import LEADS, class_named, folder_of, free_iri, is_written, names_in
from kgraph.sheets.reading import read_claims
from kgraph.sheets.shapes import ALSO, MARKS, SHAPES, unmarked
from kgraph.sheets.stances import STANCES
from kgraph.sheets.things import THING_HEADINGS
from kgraph.vocabulary import Entry, is_of_kind
from kgraph.workbooks import Book, Row, Sheet

Cells = dict[str, str]
_TWO_DAYS = re.compile(r"'(?P<said>[^']+)'.*?(?P<first>\d{4}-\d\d-\d\d) or (?P<second>\d{4}-\d\d-\d\d)\b")
_SLASHED = re.compile(r"\b(\d{1,2})([/-])(\d{1,2})\2(\d{4})\b")
_MARKED = re.compile(r"(?<![\d.,])(\d{1,3})([.,])(\d{3})(?![\d.,])")
_OF_SHEETS = re.compile(r"(?:,? or say|; say) (?:with --|under 'which place').*|, or import with --new-things$")
"""The parts of a sheet's fault messages that speak of options, which a dialogue does not have."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A name in an answer that no thing or several things have: the names that may be meant, the classes it may
    have."""

    name: str
    near: tuple[str, ...]
    classes: tuple[IRI, ...] = ()
    told: bool = False
    """Whether the answer itself says that the thing is new, and gives its class."""


@dataclass(slots=True)
class Draft:
    """A claim's rows, the new things that they name, and the known names and documents."""

    known: Known
    rows: list[Cells] = field(default_factory=lambda: [{}])
    things: dict[str, Thing] = field(default_factory=dict)
    _terms: dict[str, list[Entry]] = field(default_factory=dict)

    @property
    def source(self) -> Source | None:
        """The document, once it has been answered."""
        try:
            return self.known.document(self.rows[0].get("document", ""))
        except Unclear:
            return None

    def put(self, at: int, column: str, text: str) -> None:
        """Set a field's answer; if the kind changes, answers that the new kind does not use are removed."""
        row = self.rows[at]
        before = kind_of(row)
        row[column] = text
        if not text:
            del row[column]
        if kind_of(row) != before:
            used, all_kinds = used_columns(row), set(columns.NAMES[columns.NAMES.index("kind") :])
            for name in all_kinds - used - set(columns.RELATIONS) - {"note", "confidence"}:
                row.pop(name, None)
            if before:
                row.pop("what", None)  # a measure is not an event

    def number(self) -> None:
        """Give the claim a short name that is free in its document."""
        source = self.source
        if source is None:
            return
        number = 1
        while self.known.claim_iri(source.iri, f"c{number}") in self.known.claims:
            number += 1
        for row in self.rows:
            row["id"], row["document"] = f"c{number}", self.known.slug(source.iri)

    def faults(self, at: int, column: str, text: str) -> list[Fault]:
        """The faults of a cell with this text: first the grave ones, then the remarks."""
        cells: dict[str, str] = {**self.rows[at], column: text}
        if at:
            cells = {**{name: self.rows[0][name] for name in ("document",) if name in self.rows[0]}, **cells}
        notes = read_claims([Line(1, cells)], self.known).notes
        found = [fault for fault in notes.faults if fault.column == column]
        return sorted(
            (replace(one, message=_OF_SHEETS.sub("", one.message)) for one in found), key=lambda f: not f.grave
        )

    def needs_unit(self, at: int) -> bool:
        """Whether a figure's unit is neither in its words nor determined by its measure."""
        return "unit" in self.rows[at] or bool(self.faults(at, "unit", ""))

    def readings(self, at: int, column: str, text: str, message: str) -> list[str]:
        """The two readings of an ambiguous date or number, each in an unambiguous form.

        `message` is the fault's message; for a day of the week it names both days.
        """
        texts: list[str] = []
        if column in ("when", "when said") and _SLASHED.search(text):
            texts = [_SLASHED.sub(partial(_dated, day=day), text) for day in (1, 3)]
        elif column in ("when", "when said") and (both := _TWO_DAYS.match(message)):
            texts = [text.replace(both["said"], both[day]) for day in ("first", "second")]
        elif column == "how much" and _MARKED.search(text):
            printed, _, read = text.partition("=")
            texts = [f"{printed.strip()} = {_MARKED.sub(way, read or text)}" for way in (r"\1\3", r"\1.\g<3>0")]
        clear = [one for one in dict.fromkeys(texts) if not any(f.grave for f in self.faults(at, column, one))]
        return clear if len(clear) == 2 and text not in clear else []

    def near(self, of: Field, text: str) -> list[str]:
        """Suggestions for an unknown answer: similar terms, and the words themselves if the field takes any text."""
        found = nearest(text, [entry.label for entry in self.terms(of)]) if of.terms else []
        if of.column == "what" and of.terms == "label":
            found = [*found, f'"{text.strip(chr(34))}"']
        return found

    def terms(self, of: Field) -> list[Entry]:
        """The terms that are legal in a field."""
        if of.terms not in self._terms:
            entries = self.known.names.vocabulary.terms.values()
            chosen = [entry for entry in entries if of.terms and is_of_kind(entry, of.terms)]
            self._terms[of.terms] = sorted(chosen, key=lambda entry: entry.label)
        return self._terms[of.terms]

    def meanings(self, of: Field, *, whole: bool) -> dict[str, str]:
        """The legal values of a field with a list, each with its meaning: the `whole` text or only the definition."""
        terms = self.known.names.vocabulary.terms
        classes = {
            kind: SHAPES[ALSO.get(kind, kind)].of_class or KG.Event for kind in of.choices if of.column == "kind"
        }
        stances = {words: STANCES[words][0] for words in of.choices if words in STANCES}
        found = {words: terms[iri] for words, iri in {**classes, **stances}.items() if iri in terms}
        found |= {entry.label: entry for entry in self.terms(of)}
        return {words: entry.use if whole else entry.definition for words, entry in found.items()}

    def resting_on(self, start: int, end: int) -> Iterator[tuple[str, Claim]]:
        """The document's claims that are anchored within these characters, with their short names."""
        for name, claim in self.others():
            if any(anchor.start < end and start < anchor.end for anchor in claim.anchors):
                yield name, claim

    def unknown(self, at: int, of: Field, text: str) -> Doubt | None:
        """The first doubtful name in an answer."""
        for name in self._members(at, of, text):
            if not is_written(name) or (of.terms and self._is_term(name, of.terms)):
                continue
            try:
                self.known.names.thing(name, of.column)
            except Unknown as error:
                return None if of.terms == "label" else self._doubt(at, of, name, error)
            except Several as several:
                return Doubt(name, several.names)
            except Unclear:
                continue
        return None

    def _members(self, at: int, of: Field, text: str) -> list[str]:
        """The names in an answer, separated as in a sheet."""
        return names_in(Line(1, {**self.rows[at], of.column: text}), of.column, self.known.names) if of.things else []

    def _is_term(self, name: str, kind: str) -> bool:
        try:
            self.known.names.term(name, kind)
        except Unclear:
            return False
        return True

    def _doubt(self, at: int, of: Field, name: str, error: Unknown) -> Doubt:
        names, plain = self.known.names, bare(name)
        near = () if name.startswith("+") else tuple(error.near or names.near(plain, of.column))
        written = re.search(r"\(([^()]*)\)$", name)
        if written is not None:
            with suppress(Unclear):
                return Doubt(name, near, class_named(written[1], names), told=True)
        return Doubt(name, near, guessed(plain, of.column, self.rows[at].get("kind", ""), names))

    def replaced(self, at: int, of: Field, text: str, name: str, other: str) -> str:
        """An answer with one of its names replaced."""
        plus = "+ " if of.column == "about" and text.startswith("+") else ""
        if of.column not in MARKS:
            return plus + write_list([other if one == name else one for one in self._members(at, of, text)])
        members = []
        for member in read_list(text):
            plain, mark = unmarked(member)
            word = f"{self.known.names.vocabulary.label(mark)}: " if mark else ""
            members.append(f"{word}{other}" if plain == name else member)
        return write_list(members)

    def add_thing(self, name: str, classes: tuple[IRI, ...], *, leading: bool = False) -> str:
        """Let the claim name a new thing, which may be a `leading` role; returns its name in cells."""
        names, plain = self.known.names, bare(name)
        thing = Thing(
            free_iri(folder_of(classes, names), plain, names), plain, (), classes, (LEADS,) if leading else ()
        )
        names.add([thing])
        self.things[plain] = thing
        return plain

    def classes(self, word: str) -> tuple[IRI, ...]:
        """The classes that a word names; raises `Unclear`."""
        return class_named(word, self.known.names)

    def class_words(self, classes: tuple[IRI, ...]) -> str:
        """Classes in words."""
        return " and ".join(
            self.known.names.vocabulary.label(one) for one in classes if one != KG.Group or len(classes) == 1
        )

    def book(self) -> Book:
        """A workbook with only this claim and its new things."""
        rows = (
            Row(1, columns.NAMES),
            *(Row(n, tuple(row.get(c, "") for c in columns.NAMES)) for n, row in enumerate(self.rows, 2)),
        )
        named = [thing for name, thing in self.things.items() if self._names(name)]
        cells = [
            {
                "name": thing.label,
                "class": "leading role" if thing.said else self.known.names.vocabulary.label(thing.classes[-1]),
                "id": self.known.names.short(thing.iri),
            }
            for thing in named
        ]
        about = [Row(n, tuple(row.get(c, "") for c in THING_HEADINGS)) for n, row in enumerate(cells, 2)]
        things = (Sheet("things", (Row(1, THING_HEADINGS), *about)),) if about else ()
        return Book((Sheet("claims", rows), *things))

    def _names(self, name: str) -> bool:
        texts = (text for row in self.rows for column, text in row.items() if not is_long(column))
        return any(
            unmarked(member.removeprefix("+").strip())[0] == name for text in texts for member in read_list(text)
        )

    def forget_things(self) -> None:
        """Remove the new things that the claim no longer names, so that no other name is read as one of them."""
        gone = {thing.iri for name, thing in self.things.items() if not self._names(name)}
        if gone:
            names = Names(self.known.base, self.known.names.vocabulary)
            names.add(thing for thing in self.known.names.things.values() if thing.iri not in gone)
            self.things = {name: thing for name, thing in self.things.items() if thing.iri not in gone}
            self.known = Known(names, self.known.sources, self.known.claims, self.known.habits)

    def others(self) -> Iterator[tuple[str, Claim]]:
        """The other claims of the document, with their short names."""
        source = self.source
        for iri, claim in self.known.claims.items():
            if source is not None and claim.document == source.iri:
                yield self.known.claim_name(iri, source.iri), claim


def _dated(match: re.Match[str], day: int) -> str:
    """A date of numbers in XSD's form; `day` is the group that has the day."""
    return f"{match[4]}-{match[4 - day].zfill(2)}-{match[day].zfill(2)}"


def said_of(known: Known, claim: Claim) -> Mapping[str, str]:
    """The claimant and the paraphrase of a claim, for a line in a list."""
    claimant = known.names.things.get(claim.claimant) if claim.claimant else None
    return {"who": claimant.label if claimant else "", "what": claim.paraphrase}

"""Reading one statement of a claim's content from the columns from `kind` on; `describing` does the reverse.

Each kind has a `Shape`. A node's name is the kind's letter and a number, `c1#m1`, as in data files; the column `part`
can give another name.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from kgraph.claims import Span, Statement, StatementKind
from kgraph.days import Day
from kgraph.errors import short
from kgraph.model import Literal, Term, TimeSpan
from kgraph.namespaces import IRI, KG, ORG, RDF, RDFS, XSD
from kgraph.reading import fold
from kgraph.sheets.dates import Unclear
from kgraph.sheets.figures import COUNTED, Figure, read_figure
from kgraph.sheets.lines import Line, Notes, Read
from kgraph.sheets.lists import name_list, read_list
from kgraph.sheets.names import Names, Unknown
from kgraph.sheets.nodes import Nodes, span_of
from kgraph.sheets.shapes import FIGURES, MARK_WORDS, MARKS, SHAPES, Shape, Slot, shape_of, unmarked
from kgraph.sheets.terms import joined
from kgraph.sheets.times import When, read_when
from kgraph.sheets.when import settled
from kgraph.vocabulary import EntityKind

_LASTING = frozenset(
    ("war", "conflict", "campaign", "epidemic", "pandemic", "outbreak", "famine", "invasion", "offensive", "siege")
)
"""Words for events that go on for long, such as a war; reports about them count what has happened so far."""


@dataclass(frozen=True, slots=True)
class Habits:
    """The form of a sheet's numbers and dates, as far as it is known, and the day of the report."""

    decimal: str = ""
    order: str = ""
    near: Day | None = None


def read_statement(line: Line, nodes: Nodes, names: Names, habits: Habits, notes: Notes) -> Statement | None:
    """The statement of a row; `None` if it has none or, with a fault in `notes`, if it cannot be read."""
    shape = shape_of(line, notes)
    return None if shape is None else _Reader(line, shape, nodes, names, habits, notes).statement()


def _part(line: Line, letter: str) -> str:
    names = [part.strip() for part in line.text("part").split(",") if re.fullmatch(r"[\w-]+", part.strip())]
    return next((name for name in names if (name[:1] == "t" and name[1:].isdigit()) == (letter == "t")), "")


class _Reader:
    def __init__(self, line: Line, shape: Shape, nodes: Nodes, names: Names, habits: Habits, notes: Notes) -> None:
        self._line, self._shape, self._nodes = line, shape, nodes
        self._names, self._habits, self._notes = names, habits, notes
        self._said: list[tuple[IRI, Term]] = []

    def statement(self) -> Statement | None:
        before = len(self._notes.faults)
        node = self._node()
        if self._shape.of_class is not None:
            self._said.append((RDF.type, self._shape.of_class))
        for column, slot in self._shape.slots.items():
            self._slot(column, slot)
        if self._shape.kind is StatementKind.measurement:
            self._figure()
        elif self._shape.kind is StatementKind.assessment:
            self._rating()
        elif self._shape.kind is StatementKind.characterisation:
            self._label()
        time = self._time()
        self._unused()
        if node is None or any(fault.grave for fault in self._notes.faults[before:]):
            return None
        if not self._said and time is None:
            self._notes.fault(
                self._line, "", "it names an event and says nothing about it; say its phase, who did it, or where"
            )
            return None
        return Statement.of(node, self._said, time)

    def _node(self) -> IRI | None:
        part = _part(self._line, "")
        if self._shape.kind is not StatementKind.event:
            return self._nodes.named(part) if part else self._nodes.next(self._shape.letter)
        return self._read("what", self._event, self._line.text("what"), part)

    def _event(self, text: str, part: str) -> IRI:
        """An event of the reference by its name, or an event that is local to this claim: `assault: pressure …`."""
        if not text:
            raise Unclear(
                "it names no event; write its name, or 'assault: a few words' for one that only this claim tells of"
            )
        kind, colon, words = (piece.strip() for piece in text.partition(":"))
        if not colon or self._names.iri(text):
            if text.startswith("#"):
                return self._local(text)
            return self._names.thing(text, "event")
        of_class = KG.Event if kind.casefold() == "event" else self._names.term(kind, "kind of event")
        self._said += [(RDF.type, of_class)]
        if words:
            self._said += [(RDFS.label, Literal(words, language="en"))]
        return self._nodes.named(part) if part else self._nodes.next("e")

    def _local(self, text: str) -> IRI:
        """A node of this claim, written as "#e1"; raises `Unclear` for a text that is no name."""
        if not re.fullmatch(r"#[\w-]+", text):
            raise Unclear(f"'{short(text)}' names no part of this claim; write a name, or #e1 for its part e1")
        return self._nodes.local(text[1:])

    def _slot(self, column: str, slot: Slot) -> None:
        text = str(self._line.cell(column))
        members = read_list(text)
        if members and not slot.terms and column not in MARKS:
            members = self._read(column, name_list, text, self._names, column) or []
            if not members:
                return
        if len(members) > 1 and self._takes_one(column):
            told = (
                f"it names {len(members)}, and a row of the kind '{self._line.text('kind')}' one; write a row for each"
            )
            self._notes.fault(self._line, column, told)
        if slot.must and not members:
            self._notes.fault(self._line, column, "it is empty; this kind of row needs it")
        for member in members:
            if column in MARKS:
                member = self._mark(column, member)
            value = self._read(column, self._value, member, slot, column)
            if value is not None:
                self._said.append((slot.predicate, value))

    def _takes_one(self, column: str) -> bool:
        kind = self._shape.kind
        compared = kind is StatementKind.assessment and column == "to whom"
        return kind is not StatementKind.event and column not in _SEVERAL and not compared

    def _mark(self, column: str, member: str) -> str:
        """A cause without the mark before it ("only: the storm"), which is stored separately."""
        name, mark = unmarked(member)
        if mark is not None:
            self._said.append((MARKS[column], mark))
        return name

    def _value(self, text: str, slot: Slot, column: str) -> IRI:
        if text.startswith("#"):
            return self._local(text)
        if column in MARKS:
            return self._reason(text, column)
        if slot.terms and not slot.either:
            return self._names.term(text, slot.terms)
        if slot.either:
            try:
                return self._names.term(text, slot.terms)
            except Unclear:
                return self._names.thing(text, column)
        return self._fit(self._names.thing(text, column), text, column)

    def _fit(self, found: IRI, text: str, column: str) -> IRI:
        """A thing of a class that the kind of row can have in a column; raises `Unclear` for another."""
        wanted, kinds = _UNFIT.get((self._shape.kind, column), ("", ()))
        thing = self._names.things.get(found)
        classes = thing.classes if thing is not None else ()
        if wanted == _ROLE:
            unfit = bool(classes) and KG.Role not in classes
        else:
            unfit = self._names.vocabulary.entity_kind(classes) in kinds
        if unfit:
            label = self._names.vocabulary.label(classes[-1])
            raise Unclear(f"'{text}' is of the class {label}; write {wanted}, or another kind of row")
        if column == "to whom" and (ORG.member, found) in self._said:
            raise Unclear(f"'{text}' would be under itself; write the upper one here")
        if column == "part of" and self._same_event(found):
            raise Unclear(f"'{text}' would be a part of itself; write another, or empty the cell")
        return found

    def _reason(self, text: str, column: str) -> IRI:
        """A cause or purpose; raises `Unclear` for an unknown mark, and for an event that would be its own cause."""
        mark, colon, name = (part.strip() for part in text.partition(":"))
        try:
            found = self._names.thing(text, column)
        except Unclear:
            if colon and self._names.iri(text) is None:
                raise Unclear(
                    f"'{mark}' is no mark of a {column}; write {MARK_WORDS} before '{name}', or nothing"
                ) from None
            raise
        if self._shape.kind is StatementKind.event and self._same_event(found):
            raise Unclear(f"'{text}' would be its own {column}; write another, or empty the cell")
        return found

    def _same_event(self, found: IRI) -> bool:
        what = self._line.text("what")
        try:
            return bool(what) and self._names.thing(what, "event") == found
        except Unclear:
            return False

    def _figure(self) -> None:
        cell = self._line.cell("how much")
        if cell == "":
            self._notes.fault(self._line, "how much", "it is empty; write the figure as the report prints it")
            return
        measure, given = self._first(KG.measure), self._first(KG.unit)
        unit = given if isinstance(given, IRI) else None
        text = cell if isinstance(cell, Decimal) else self._line.text("how much")
        figure = self._read("how much", read_figure, text, self._habits.decimal, self._unit_in, unit)
        if figure is None or not isinstance(measure, IRI):
            return
        self._said += list(_said_of(figure))
        self._check_unit(unit or figure.unit, measure)
        self._check_count(figure, measure)
        self._check_turnout(measure)
        self._check_total(measure)
        if unit is None:
            unit = self._read("unit", self._unit, figure, measure)
            self._said += [(KG.unit, unit)] if unit else []

    def _unit_in(self, words: str) -> IRI | None:
        try:
            return self._names.term(words, "unit")
        except Unclear:
            return None

    def _check_unit(self, unit: IRI | None, measure: IRI) -> None:
        """Add a fault if the unit does not fit the measure and the vocabulary knows both."""
        vocabulary = self._names.vocabulary
        known, kind = vocabulary.unit(unit) if unit else None, vocabulary.measure(measure)
        if unit and known and kind and known.kind and kind.kind and known.kind != kind.kind:
            units = ", ".join(self._names.word(one, "unit") for one in vocabulary.units_for(measure)[:6])
            what = f"'{vocabulary.label(unit)}' is no unit of {vocabulary.label(measure)}"
            other = ", or correct its qudt:hasQuantityKind" if self._names.seems_other(measure) else ", or nothing"
            self._notes.fault(self._line, "unit", f"{what}; write {units}{other}")

    def _check_count(self, figure: Figure, measure: IRI) -> None:
        """Report a count below zero."""
        allowed = self._names.vocabulary.units_for(measure)
        if allowed and set(allowed) <= set(COUNTED) and any(bound is not None and bound < 0 for bound in figure.bounds):
            told = f"'{figure.printed}' is less than none; write the figure as the report prints it"
            self._notes.fault(self._line, "how much", told)

    def _check_turnout(self, measure: IRI) -> None:
        """Add a fault for a turnout without the unit of a share, as of a protest."""
        event = self._first(KG.event)
        thing = self._names.things.get(event) if isinstance(event, IRI) else None
        if measure == KG.Turnout and thing and not {KG.Election, KG.Referendum, KG.Event} & set(thing.classes):
            self._notes.fault(
                self._line, "what", f"turnout is of voters; if it is of '{thing.label}', write attendance"
            )

    def _check_total(self, measure: IRI) -> None:
        """Report a total for an event that goes on, such as a war: it usually counts what has happened so far, for
        which there is another measure."""
        vocabulary, event = self._names.vocabulary, self._first(KG.event)
        running = IRI(f"{measure}SoFar")
        if running not in vocabulary.terms or event is None or not self._lasts(event):
            return
        total, so_far = vocabulary.label(measure), vocabulary.label(running)
        if joined(self._line.text("what")) in (joined(total), joined(measure.rpartition("#")[2])):
            told = f"of all of it, or on one occasion; if it is the count up to a day, write '{so_far}'"
            self._notes.remark(self._line, "what", told)
        else:
            told = f"'{self._line.text('what')}' is no measure for sure of what goes on for long"
            ask = f"did you mean '{total}' (of all of it, or on one occasion) or '{so_far}'? write it so, if it is"
            self._notes.fault(self._line, "what", f"{told}; {ask}")

    def _lasts(self, event: Term) -> bool:
        thing = self._names.things.get(event) if isinstance(event, IRI) else None
        return thing is not None and (
            KG.Outbreak in thing.classes or not _LASTING.isdisjoint(fold(thing.label).split())
        )

    def _first(self, predicate: IRI) -> Term | None:
        return next((value for said, value in self._said if said == predicate), None)

    def _unit(self, figure: Figure, measure: IRI) -> IRI:
        """The unit that the figure names, else the only unit that fits the measure, unless the words of the measure's
        name tell of other units."""
        allowed = self._names.vocabulary.units_for(measure)
        if figure.unit is not None:
            return figure.unit
        label = self._names.vocabulary.label(measure)
        if not allowed:
            told = f"it is empty, and no unit fits '{label}' as it is defined"
            raise Unclear(f"{told}: give it a qudt:hasQuantityKind there, and write the unit here")
        if len(allowed) == 1 and not self._names.seems_other(measure):
            self._notes.defaults["unit", self._names.word(allowed[0], "unit")] += 1
            return allowed[0]
        words = [self._names.word(unit, "unit") for unit in allowed[:6]]
        if len(allowed) == 1:
            told = f"'{label}' is defined as counted in {words[0]}, which its words do not tell"
            raise Unclear(f"it is empty, and {told}: write the unit, or correct qudt:hasQuantityKind")
        more = " …" if len(allowed) > len(words) else ""
        raise Unclear(f"it is empty, and '{label}' is counted in {', '.join(words)}{more}; write which")

    def _rating(self) -> None:
        aspect, colon, rating = (part.strip() for part in self._line.text("what").partition(":"))
        if not colon or not aspect or not rating:
            self._notes.fault(self._line, "what", "write 'aspect: rating', such as 'importance: high'")
            return
        for predicate, text, kind in ((KG.aspect, aspect, "aspect"), (KG.rating, rating, "rating")):
            value = self._read("what", self._names.term, text, kind)
            if value is not None:
                self._said.append((predicate, value))

    def _label(self) -> None:
        """The label of a characterisation: a term, a thing, or a text in quotation marks."""
        for text in read_list(str(self._line.cell("what"))):
            quoted = re.fullmatch(r"[\"“](.+)[\"”]", text)
            value = Literal(quoted[1], language="en") if quoted else self._read("what", self._called, text)
            if value is not None:
                self._said.append((KG.characterisedAs, value))
        if not self._line.text("what"):
            self._notes.fault(
                self._line, "what", "it is empty; write what it is called, a term or words in quotation marks"
            )

    def _called(self, text: str) -> IRI:
        try:
            return self._names.term(text, "label")
        except Unclear as none:
            try:
                return self._names.thing(text)
            except Unknown:
                raise Unclear(f"{none}; put words that are no term in quotation marks") from none

    def _time(self) -> Span | None:
        cell = self._line.cell("when")
        if cell == "" or isinstance(cell, bool):
            return self._by_the_day() if self._shape.dated else None
        text = str(cell) if isinstance(cell, Decimal) else cell
        habits = self._habits
        when = self._read("when", read_when, text, self._shape.use, habits.order, habits.near)
        when = when and self._read("when", settled, when, str(text))
        if when is None:
            return None
        if when.assumed:
            self._notes.remark(self._line, "when", f"taken for granted: {when.assumed}")
        return span_of(when, self._nodes.time(when, _part(self._line, "t")))

    def _by_the_day(self) -> Span | None:
        """The default time of a post or subordination: it held by the day of the report."""
        day = self._habits.near
        if day is None:
            self._notes.fault(
                self._line, "when", "it is empty, and posts change; write 'since 2024' or 'by 2025-11-05'"
            )
            return None
        self._notes.defaults["when", "by the day of its document"] += 1
        when = When(TimeSpan(latest_begin=str(day)), f"[..{day}]")
        return span_of(when, self._nodes.time(when, _part(self._line, "t")))

    def _unused(self) -> None:
        """Add faults for filled columns that this kind of row does not use."""
        used = {*self._shape.slots, "what", "when", *(["how much"] if self._shape.letter == "m" else [])}
        if self._shape.kind in (StatementKind.presence, StatementKind.subordination, StatementKind.entitlement):
            used.discard("what")
        for column in (*_ALL, "what", "how much"):
            if column not in used and self._line.text(column):
                kind = self._line.text("kind")
                self._notes.fault(self._line, column, f"a row of the kind '{kind}' does not use this column; empty it")

    def _read(self, column: str, how: Callable[..., Read], *given: object) -> Read | None:
        return self._notes.read(self._line, column, how, *given)


_SEVERAL = ("cause", "purpose", "on condition of", "except", "norm")
_ROLE = "the role"
_NO_BODY = ("the body", (EntityKind.person, EntityKind.place, EntityKind.event, EntityKind.source))
_NO_PERSON = ("the person", (EntityKind.organisation, EntityKind.unit, EntityKind.place, EntityKind.event))
_UNFIT: Mapping[tuple[StatementKind, str], tuple[str, tuple[EntityKind, ...]]] = {
    (StatementKind.posting, "who"): _NO_PERSON,
    (StatementKind.posting, "what"): (_ROLE, ()),
    (StatementKind.posting, "to whom"): _NO_BODY,
    (StatementKind.subordination, "who"): _NO_BODY,
    (StatementKind.subordination, "to whom"): _NO_BODY,
}
"""For columns of a kind of row, what to write there, and the kinds of things that data cannot have there."""

_ALL = tuple(dict.fromkeys(column for shape in SHAPES.values() for column in shape.slots))


def _said_of(figure: Figure) -> Iterator[tuple[IRI, Term]]:
    yield KG.figure, Literal(figure.printed)
    for predicate, number in zip(FIGURES, (figure.value, figure.least, figure.most), strict=True):
        if number:
            yield predicate, Literal(number, XSD.decimal)
    if figure.comparator is not None:
        yield KG.comparator, figure.comparator
    if figure.about:
        yield KG.approximate, Literal("true", XSD.boolean)

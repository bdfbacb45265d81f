"""The columns from `kind` on ⇄ one statement of a claim's content.

Each kind has a `Shape`: its class, and which column holds which property. A node gets its name from the kind's letter
and a number, `c1#m1`, as data files have it; `part` names it otherwise. What a statement says beside the columns is
not lost: whoever writes the sheet compares what it gives (`claims.lines_of`) and puts the rest into Turtle.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from kgraph.claims import Span, Statement, StatementKind
from kgraph.days import Day
from kgraph.model import Literal, Term, TimeSpan
from kgraph.namespaces import IRI, KG, ORG, RDF, RDFS, XSD
from kgraph.sheets.dates import Unclear
from kgraph.sheets.figures import Figure, read_figure, write_figure
from kgraph.sheets.lines import Line, Notes
from kgraph.sheets.lists import read_list, write_list
from kgraph.sheets.names import Names, Unknown
from kgraph.sheets.times import Use, When, read_when, write_when

_THING = ""


@dataclass(frozen=True, slots=True)
class Slot:
    """A property that a column holds. `terms` is the kind of term that it takes; `either`: or a thing."""

    predicate: IRI
    terms: str = _THING
    either: bool = False
    must: bool = False


@dataclass(frozen=True, slots=True)
class Shape:
    """One kind of row: its class (`None`: an event's node has its class elsewhere), its nodes' letter, its columns."""

    kind: StatementKind
    letter: str
    slots: Mapping[str, Slot]
    of_class: IRI | None = None
    use: Use = Use.state


_PLACE, _CONDITIONS = Slot(KG.place), {"on condition of": Slot(KG.condition), "except": Slot(KG.exception)}
_CAUSES = {"cause": Slot(KG.cause), "purpose": Slot(KG.purpose)}
_ANY = {"where": _PLACE, **_CAUSES, **_CONDITIONS}
_MARKS = {"cause": KG.causeMark, "purpose": KG.purposeMark}

SHAPES: Mapping[str, Shape] = {
    "figure": Shape(
        StatementKind.measurement,
        "m",
        {
            "what": Slot(KG.measure, "measure", must=True),
            "who": Slot(KG.subject),
            "to whom": Slot(KG.comparedWith),
            "event": Slot(KG.event),
            "who is counted": Slot(KG.counted, "counted", either=True),
            "unit": Slot(KG.unit, "unit"),
            **_ANY,
        },
        KG.Measurement,
    ),
    "control": Shape(
        StatementKind.control,
        "k",
        {"who": Slot(KG.subject, must=True), "what": Slot(KG.extent, "extent"), **_ANY, "where": Slot(KG.place, must=True)},
        KG.Control,
    ),
    "presence": Shape(
        StatementKind.presence,
        "p",
        {"who": Slot(KG.subject, must=True), **_ANY, "where": Slot(KG.place, must=True)},
        KG.Presence,
    ),
    "post": Shape(
        StatementKind.posting,
        "p",
        {
            "who": Slot(ORG.member, must=True),
            "what": Slot(ORG.role, must=True),
            "to whom": Slot(ORG.organization, must=True),
            **_ANY,
        },
        KG.Posting,
    ),
    "unit under": Shape(
        StatementKind.subordination,
        "s",
        {"who": Slot(ORG.member, must=True), "to whom": Slot(ORG.organization, must=True), **_ANY},
        KG.Subordination,
    ),
    "event": Shape(
        StatementKind.event,
        "e",
        {
            "who": Slot(KG.actor),
            "to whom": Slot(KG.target),
            "phase": Slot(KG.phase, "phase"),
            "by what means": Slot(KG.uses),
            "part of": Slot(KG.partOf),
            "winner": Slot(KG.winner),
            **_ANY,
        },
        use=Use.event,
    ),
    "characterisation": Shape(
        StatementKind.characterisation,
        "x",
        {"who": Slot(KG.subject, must=True), "norm": Slot(KG.norm), **_ANY},
        KG.Characterisation,
    ),
    "assessment": Shape(
        StatementKind.assessment,
        "a",
        {"who": Slot(KG.subject, must=True), "to whom": Slot(KG.comparedWith), **_ANY},
        KG.Assessment,
    ),
    "entitlement": Shape(
        StatementKind.entitlement,
        "r",
        {"who": Slot(KG.subject, must=True), **_ANY, "where": Slot(KG.place, must=True)},
        KG.Entitlement,
    ),
}
"""The kinds of rows by the words of the column `kind`."""

ALSO = {
    "number": "figure",
    "measurement": "figure",
    "posting": "post",
    "under": "unit under",
    "subordination": "unit under",
    "cause": "event",
    "happening": "event",
    "label": "characterisation",
    "rating": "assessment",
}
"""Other words for kinds. A cause is told of an event."""

KINDS = (*SHAPES, "cause", "other")
"""What the column `kind` takes; `other` rows say all in Turtle."""

_OF_KIND = {shape.kind: name for name, shape in SHAPES.items()}
_FIGURES = (KG.value, KG.minValue, KG.maxValue)


@dataclass(slots=True)
class Nodes:
    """The nodes of one claim's content, in the order in which its rows name them."""

    claim: IRI
    _taken: set[str] = field(default_factory=set)
    _times: dict[When, IRI] = field(default_factory=dict)

    def named(self, name: str) -> IRI:
        """The node of this name."""
        self._taken.add(name)
        return self.local(name)

    def next(self, letter: str) -> IRI:
        """A new node of a kind's letter."""
        number = 1
        while f"{letter}{number}" in self._taken:
            number += 1
        return self.named(f"{letter}{number}")

    def time(self, when: When, name: str = "") -> IRI:
        """The node of a time: one for each, however many statements it dates."""
        if when not in self._times or name:
            self._times[when] = self.named(name) if name else self.next("t")
        return self._times[when]

    def local(self, name: str) -> IRI:
        """A node's IRI from its name."""
        return IRI(f"{self.claim}#{name}")

    def name_of(self, term: Term) -> str:
        """The name of a node of this claim; "" for anything else."""
        start = f"{self.claim}#"
        return term[len(start) :] if isinstance(term, IRI) and term.startswith(start) else ""


@dataclass(frozen=True, slots=True)
class Habits:
    """How a sheet writes numbers and dates, where that is known; and the day of the report."""

    decimal: str = ""
    order: str = ""
    near: Day | None = None


def read_statement(line: Line, nodes: Nodes, names: Names, habits: Habits, notes: Notes) -> Statement | None:
    """The statement that a row says; `None` where it says none, or none that could be read: see `notes`."""
    shape = shape_of(line, notes)
    return None if shape is None else _Reader(line, shape, nodes, names, habits, notes).statement()


def shape_of(line: Line, notes: Notes) -> Shape | None:
    """The shape of a row's kind; `None` for "other" and for none."""
    text = line.text("kind").casefold()
    if text in ("", "other"):
        said = [column for column in ("who", "what", "how much", "where", "event", "to whom") if line.text(column)]
        if said and not text:
            notes.fault(line, "kind", f"it has {', '.join(said)} and no kind; write {', '.join(KINDS)}")
        return None
    name = ALSO.get(text, text)
    if name not in SHAPES:
        notes.fault(line, "kind", f"'{line.text('kind')}' is no kind of row; write {', '.join(KINDS)}")
        return None
    return SHAPES[name]


def _part(line: Line, letter: str) -> str:
    names = [part.strip() for part in line.text("part").split(",") if part.strip()]
    return next((name for name in names if (name[:1] == "t" and name[1:].isdigit()) == (letter == "t")), "")


class _Reader:
    def __init__(
        self, line: Line, shape: Shape, nodes: Nodes, names: Names, habits: Habits, notes: Notes
    ) -> None:
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
            self._notes.fault(self._line, "", "it names an event and says nothing of it; say its phase, who did it, or where")
            return None
        return Statement.of(node, self._said, time)

    def _node(self) -> IRI | None:
        part = _part(self._line, "")
        if self._shape.kind is not StatementKind.event:
            return self._nodes.named(part) if part else self._nodes.next(self._shape.letter)
        return self._read("what", lambda: self._event(self._line.text("what"), part))

    def _event(self, text: str, part: str) -> IRI:
        """An event of the reference by its name, or one that this claim alone tells of: `assault: pressure …`."""
        if not text:
            raise Unclear("it names no event; write its name, or 'assault: a few words' for one that only this claim tells of")
        kind, colon, words = (piece.strip() for piece in text.partition(":"))
        if not colon or self._names.iri(text):
            if text.startswith("#"):
                return self._nodes.local(text[1:])
            return self._names.thing(text)
        of_class = KG.Event if kind.casefold() == "event" else self._names.term(kind, "kind of event")
        self._said += [(RDF.type, of_class)]
        if words:
            self._said += [(RDFS.label, Literal(words, language="en"))]
        return self._nodes.named(part) if part else self._nodes.next("e")

    def _slot(self, column: str, slot: Slot) -> None:
        text = str(self._line.cell(column))
        members = read_list(text)
        if slot.must and not members:
            self._notes.fault(self._line, column, "it is empty; this kind of row needs it")
        for member in members:
            if column in _MARKS:
                member = self._mark(column, member)
            value = self._read(column, lambda member=member: self._value(member, slot))  # type: ignore[misc]
            if value is not None:
                self._said.append((slot.predicate, value))

    def _mark(self, column: str, member: str) -> str:
        """A cause without the mark behind it, which is kept: "the storm (only)"."""
        match = re.fullmatch(r"(.+?) ?\((only|main|deliberate)\)", member, re.IGNORECASE)
        if match is None:
            return member
        self._said.append((_MARKS[column], KG[match[2].capitalize()]))
        return match[1]

    def _value(self, text: str, slot: Slot) -> IRI:
        if text.startswith("#"):
            return self._nodes.local(text[1:])
        if slot.terms and not slot.either:
            return self._names.term(text, slot.terms)
        if slot.either:
            try:
                return self._names.term(text, slot.terms)
            except Unclear:
                return self._names.thing(text)
        return self._names.thing(text)

    def _figure(self) -> None:
        cell = self._line.cell("how much")
        if cell == "":
            self._notes.fault(self._line, "how much", "it is empty; write the figure as the report prints it")
            return
        measure = next((value for predicate, value in self._said if predicate == KG.measure), None)
        given = next((value for predicate, value in self._said if predicate == KG.unit), None)
        unit = given if isinstance(given, IRI) else None
        text = cell if isinstance(cell, Decimal) else self._line.text("how much")
        figure = self._read("how much", lambda: read_figure(text, self._habits.decimal, self._unit_in, unit))
        if figure is None or not isinstance(measure, IRI):
            return
        self._said += list(_said_of(figure))
        if unit is None:
            unit = self._read("unit", lambda: self._unit(figure, measure))
            self._said += [(KG.unit, unit)] if unit else []

    def _unit_in(self, words: str) -> IRI | None:
        try:
            return self._names.term(words, "unit")
        except Unclear:
            return None

    def _unit(self, figure: Figure, measure: IRI) -> IRI:
        """The unit that the figure names, else the only one that the measure can have."""
        allowed = self._names.vocabulary.units_for(measure)
        if figure.unit is not None:
            return figure.unit
        if len(allowed) == 1:
            word = self._names.word(allowed[0], "unit")
            self._notes.remark(self._line, "unit", f"taken as '{word}', the only one of this measure")
            return allowed[0]
        words = [self._names.word(unit, "unit") for unit in allowed[:6]]
        raise Unclear(f"it is empty, and this measure has several: write {', '.join(words)}")

    def _rating(self) -> None:
        aspect, colon, rating = (part.strip() for part in self._line.text("what").partition(":"))
        if not colon or not aspect or not rating:
            self._notes.fault(self._line, "what", "write 'aspect: rating', such as 'importance: high'")
            return
        for predicate, text, kind in ((KG.aspect, aspect, "aspect"), (KG.rating, rating, "rating")):
            value = self._read("what", lambda text=text, kind=kind: self._names.term(text, kind))  # type: ignore[misc]
            if value is not None:
                self._said.append((predicate, value))

    def _label(self) -> None:
        """What something is called: a term, a thing, or else the words themselves in quotation marks."""
        for text in read_list(str(self._line.cell("what"))):
            quoted = re.fullmatch(r"[\"“](.+)[\"”]", text)
            value = Literal(quoted[1], language="en") if quoted else self._read("what", lambda text=text: self._called(text))  # type: ignore[misc]
            if value is not None:
                self._said.append((KG.characterisedAs, value))
        if not self._line.text("what"):
            self._notes.fault(self._line, "what", "it is empty; write what it is called, a term or words in quotation marks")

    def _called(self, text: str) -> IRI:
        try:
            return self._names.term(text, "label")
        except Unclear as none:
            try:
                return self._names.thing(text)
            except Unknown:
                raise Unclear(f"{none}; words that are no term stand in quotation marks") from none

    def _time(self) -> Span | None:
        cell = self._line.cell("when")
        if cell == "" or isinstance(cell, bool):
            return None
        text = str(cell) if isinstance(cell, Decimal) else cell
        habits = self._habits
        when = self._read("when", lambda: read_when(text, self._shape.use, habits.order, habits.near))
        if when is None:
            return None
        if when.assumed:
            self._notes.remark(self._line, "when", f"read as {when.edtf}: {when.assumed}")
        return span_of(when, self._nodes.time(when, _part(self._line, "t")))

    def _unused(self) -> None:
        """Columns that this kind of row has no use for."""
        used = {*self._shape.slots, "what", "when", *(["how much"] if self._shape.letter == "m" else [])}
        if self._shape.kind in (StatementKind.presence, StatementKind.subordination, StatementKind.entitlement):
            used.discard("what")
        for column in (*_ALL, "what", "how much"):
            if column not in used and self._line.text(column):
                kind = self._line.text("kind")
                self._notes.fault(self._line, column, f"a row of the kind '{kind}' says nothing there; empty it")

    def _read(self, column: str, how):  # type: ignore[no-untyped-def]
        return self._notes.read(self._line, column, how)


_ALL = tuple(dict.fromkeys(column for shape in SHAPES.values() for column in shape.slots))


def span_of(when: When, node: IRI) -> Span:
    """A time as a claim's content has it; bounds with an hour are xsd:dateTime."""
    bounds = [None if not bound else Literal(bound, XSD.dateTime if "T" in bound else XSD.date) for bound in when.span.bounds]
    label = Literal(when.label, language="en") if when.label else None
    return Span(node, *bounds, Literal(when.edtf), label)


def when_of(span: Span) -> When | None:
    """The time of a span, if `span_of` gives that span again."""
    when = When(span.span, span.edtf.lexical if span.edtf else "", span.label.lexical if span.label else "")
    same = isinstance(span.node, IRI) and span_of(when, span.node) == span
    return when if same else None


def _said_of(figure: Figure) -> Iterator[tuple[IRI, Term]]:
    yield KG.figure, Literal(figure.printed)
    for predicate, number in zip(_FIGURES, (figure.value, figure.least, figure.most), strict=True):
        if number:
            yield predicate, Literal(number, XSD.decimal)
    if figure.comparator is not None:
        yield KG.comparator, figure.comparator
    if figure.about:
        yield KG.approximate, Literal("true", XSD.boolean)


def write_statement(statement: Statement, nodes: Nodes, names: Names) -> dict[str, str] | None:
    """The cells that say a statement, as far as cells can; `None` for one that no kind of row says."""
    name = _OF_KIND.get(statement.kind)
    if name is None or not isinstance(statement.node, IRI):
        return None
    shape, local = SHAPES[name], nodes.name_of(statement.node)
    if (shape.of_class is not None and not local) or (local and not re.fullmatch(r"[\w-]+", local)):
        return None
    cells = {"kind": name, "part": local}
    for column, slot in shape.slots.items():
        words = [_written(value, slot, nodes, names) for value in statement.get(slot.predicate)]
        cells[column] = write_list([word for word in words if word])
    for column, predicate in _MARKS.items():
        mark = statement.first(predicate)
        if cells.get(column) and isinstance(mark, IRI) and ";" not in cells[column]:
            cells[column] += f" ({names.vocabulary.label(mark)})"
    if shape.kind is StatementKind.measurement:
        cells["how much"] = _figure_cell(statement, names)
    elif shape.kind is StatementKind.assessment:
        aspect, rating = statement.first(KG.aspect), statement.first(KG.rating)
        if isinstance(aspect, IRI) and isinstance(rating, IRI):
            cells["what"] = f"{names.word(aspect, 'aspect')}: {names.word(rating, 'rating')}"
    elif shape.kind is StatementKind.characterisation:
        cells["what"] = write_list([_label_cell(value, names) for value in statement.get(KG.characterisedAs)])
    elif shape.kind is StatementKind.event:
        cells["what"] = _event_cell(statement, local, names)
    if statement.time is not None and (when := when_of(statement.time)) and nodes.name_of(statement.time.node):
        cells["when"] = write_when(when, shape.use)
        cells["part"] = f"{local}, {nodes.name_of(statement.time.node)}".strip(", ")
    return {column: text for column, text in cells.items() if text}


def _written(value: Term, slot: Slot, nodes: Nodes, names: Names) -> str:
    if not isinstance(value, IRI):
        return ""
    if local := nodes.name_of(value):
        return f"#{local}"
    if slot.terms and value in names.vocabulary.terms:
        return names.word(value, slot.terms)
    return names.name(value)


def _figure_cell(statement: Statement, names: Names) -> str:
    unit = statement.first(KG.unit)
    value, least, most = (str(statement.first(predicate) or "") for predicate in _FIGURES)
    comparator, printed = statement.first(KG.comparator), statement.first(KG.figure)
    about = str(statement.first(KG.approximate) or "") == "true"
    kept = comparator if isinstance(comparator, IRI) else None
    figure = Figure(str(printed or value), value, least, most, kept, about)

    def units(words: str) -> IRI | None:
        try:
            return names.term(words, "unit")
        except Unclear:
            return None

    try:
        return write_figure(figure, units, unit if isinstance(unit, IRI) else None)
    except Unclear:
        return ""


def _label_cell(value: Term, names: Names) -> str:
    if isinstance(value, Literal):
        return f'"{value.lexical}"'
    if isinstance(value, IRI):
        return names.word(value, "label") if value in names.vocabulary.terms else names.name(value)
    return ""


def _event_cell(statement: Statement, local: str, names: Names) -> str:
    if not local:
        return names.name(IRI(statement.node))
    of_class, label = statement.first(RDF.type), statement.first(RDFS.label)
    if not isinstance(of_class, IRI):
        return f"#{local}"
    word = "event" if of_class == KG.Event else names.word(of_class, "kind of event")
    return f"{word}: {label.lexical if isinstance(label, Literal) else ''}".strip()


def assumed_span(span: TimeSpan) -> str:
    """A span in words, for remarks."""
    return span.words

"""Rows → claims. What is wrong in a row keeps its claim out, and is told by row and column; see `lines.Notes`.

Claims are read in three steps: first where their words stand and whose they are, which gives those without an id
theirs; then all that they say; then denials that say nothing but what they deny, which repeat its content.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from kgraph.claims import RELATIONS, Anchor, Claim, Hop, Node, Span, Statement, from_quads, to_quads
from kgraph.errors import nearest
from kgraph.model import BlankNode, Literal, Quad, Term
from kgraph.namespaces import IRI, KG, SKOS, XSD
from kgraph.sheets import columns
from kgraph.sheets.anchors import read_anchor
from kgraph.sheets.dates import Unclear
from kgraph.sheets.known import Known, Source, claims_by_document
from kgraph.sheets.lines import Line, Notes, Read
from kgraph.sheets.lists import read_list
from kgraph.sheets.nodes import Nodes, span_of
from kgraph.sheets.numbers import decimal_text, read_number
from kgraph.sheets.shapes import SHAPES
from kgraph.sheets.stances import STANCES
from kgraph.sheets.statements import read_statement
from kgraph.sheets.times import Use, read_when
from kgraph.sheets.turtle import read_turtle

RELATED = dict(zip(columns.RELATIONS, RELATIONS, strict=True))
"""The property of each column that names other claims."""

_CONTENT = tuple(
    dict.fromkeys((*(name for shape in SHAPES.values() for name in shape.slots), "what", "how much", "when"))
)
_NOT_ABOUT = frozenset((KG.claimant,))


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
    waits: IRI | None = None
    """The claim whose content it repeats, as it denies it and says nothing else."""

    @property
    def first(self) -> Line:
        """The row that begins it."""
        return self.lines[0]

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


def read_claims(lines: Iterable[Line], known: Known) -> Reading:
    """What rows say, in their order. Headings that are no columns are not looked at here."""
    return _Reader(known).read(lines)


class _Reader:
    def __init__(self, known: Known) -> None:
        self._known, self._names = known, known.names
        self._notes = Notes()
        self._standing = claims_by_document(known.claims.values())
        self._taken: set[IRI] = set()
        self._rows: dict[int, IRI] = {}
        self._read: dict[IRI, Claim] = {}

    def read(self, lines: Iterable[Line]) -> Reading:
        groups = self._grouped(lines)
        self._taken = {self._known.claim_iri(source.iri, name) for source, name, _ in groups if name}
        told = [one for source, name, mine in groups if (one := self._begun(source, name, mine)) is not None]
        for one in told:
            self._rows |= {line.number: one.id for line in one.lines}
        for one in told:
            self._complete(one)
        for one in told:
            self._repeat_denied(one)
        return Reading(told, self._notes)

    # which rows are one claim

    def _grouped(self, lines: Iterable[Line]) -> list[tuple[Source, str, list[Line]]]:
        """The rows of each claim: those of one document that share an id. A row without one is a claim of its own."""
        groups: dict[tuple[IRI, str], tuple[Source, str, list[Line]]] = {}
        seen: dict[tuple[tuple[str, str], ...], int] = {}
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
        raise Unclear("it is empty; write the document's short name")

    def _twice(self, line: Line, source: Source, seen: dict[tuple[tuple[str, str], ...], int]) -> bool:
        said = [(column, line.text(column)) for column in columns.NAMES if column != "document" and line.text(column)]
        before = seen.setdefault((("document", source.iri), *said), line.number)
        if before != line.number:
            self._notes.remark(line, "", f"it says the same as row {before}, and was passed over")
        return before != line.number

    def _is_name(self, line: Line, name: str) -> bool:
        plain = (name.startswith("<") and name.endswith(">")) or not set(name) & set('/#<>"{}|^`\\?% ')
        if not plain:
            self._notes.fault(line, "id", f"'{name}' is no short name; use letters, digits, - and _, such as c1")
        return plain

    # where its words stand, whose it is, and which claim it is

    def _begun(self, source: Source, name: str, lines: list[Line]) -> Told | None:
        before = len(self._notes.faults)
        one = Told(lines, source)
        for line in lines:
            cell = str(line.cell("turtle"))
            one.rest += self._read_cell(line, "turtle", read_turtle, cell, self._known.base) or []
        line, text = self._whole(one, "who says it")
        if text:
            one.claimant = self._read_cell(line, "who says it", self._names.thing, text)
        anchors = (read_anchor(line, source, self._notes) for line in lines)
        one.anchors = tuple(anchor for anchor in anchors if anchor is not None)
        one.id = self._known.claim_iri(source.iri, name) if name else self._id_for(one)
        return None if self._grave(before) else one

    def _id_for(self, one: Told) -> IRI:
        """The claim that stands at these words, if it is the only one, or has this paraphrase; else a new one."""
        paraphrase = self._whole(one, "what it says")[1]
        places = {(anchor.start, anchor.end) for anchor in one.anchors}
        alike = [
            claim
            for claim in self._standing.get(one.source.iri, ())
            if claim.id not in self._taken
            and claim.claimant == one.claimant
            and places
            and {(anchor.start, anchor.end) for anchor in claim.anchors} == places
        ]
        same = [claim for claim in alike if claim.paraphrase == paraphrase] or (alike if len(alike) == 1 else [])
        number = 1
        found = same[0].id if same else NO_IRI
        while not found:
            iri = self._known.claim_iri(one.source.iri, f"c{number}")
            found = iri if iri not in self._taken and iri not in self._known.claims else found
            number += 1
        self._taken.add(found)
        return found

    def _whole(self, one: Told, column: str) -> tuple[Line, str]:
        """What a claim's rows say in a column that belongs to the claim as a whole, and the row that says it."""
        said = [(line, line.text(column)) for line in one.lines if line.text(column)]
        for line, text in said[1:]:
            if text != said[0][1]:
                self._notes.fault(
                    line, column, f"row {said[0][0].number} says something else for this claim; write one of both"
                )
        return said[0] if said else (one.first, "")

    # what it says

    def _complete(self, one: Told) -> None:
        before = len(self._notes.faults)
        nodes = Nodes(one.id)
        habits = replace(self._known.habits, near=one.source.published)
        relations = tuple(self._relations(one))
        denied = [claim for predicate, claim in relations if predicate == KG.denies]
        modality, polarity = self._stance(one, bool(denied))
        statements: list[Statement] = []
        if len(denied) == 1 and not one.rest and all(map(_names_at_most_an_event, one.lines)):
            one.waits = denied[0]
        else:
            read = (read_statement(line, nodes, self._names, habits, self._notes) for line in one.lines)
            statements = [statement for statement in read if statement is not None]
            if not statements and not one.rest and not any(line.text("kind") for line in one.lines):
                kinds = ", ".join((*SHAPES, "cause"))
                self._notes.fault(one.first, "kind", f"it is empty, and so is all that the claim says; write {kinds}")
        claim = Claim(
            id=one.id,
            document=self._unless(one, KG.statedIn, one.source.iri),
            claimant=one.claimant,
            hops=self._hops(one),
            anchors=one.anchors,
            modality=modality,
            polarity=polarity,
            certainty=self._term(one, "how sure", KG.certainty, KG.Unstated),
            voice=self._voice(one),
            status=self._term(one, "status", KG.status, KG.Accepted),
            said=self._said(one),
            paraphrases=self._paraphrase(one),
            relations=relations,
            content=self._unless(one, KG.content, IRI(f"{one.id}#content")),
            statements=tuple(statements) if not one.says(KG.content) else (),
            elsewhere=one.source.iri,
        )
        self._check(one, claim)
        claim = replace(claim, about=self._about(one, statements))
        rest = [*one.rest, *self._remarks(one)]
        if not self._grave(before):
            one.claim = _with_rest(claim, rest)
            self._read[one.id] = one.claim

    def _unless(self, one: Told, predicate: IRI, value: IRI) -> IRI | None:
        return None if one.says(predicate) else value

    def _check(self, one: Told, claim: Claim) -> None:
        if claim.claimant is None and not one.says(KG.claimant):
            self._notes.fault(
                one.first, "who says it", "it is empty; write whose claim it is, or the outlet if it says so itself"
            )
        if not claim.paraphrases and not one.says(KG.paraphrase):
            self._notes.fault(
                one.first, "what it says", "it is empty; say in your words what is claimed, no more than the source"
            )
        if not claim.anchors and not one.says(KG.anchor):
            self._notes.remark(one.first, "words quoted", "it is empty, so nobody can look the claim up in the text")

    def _stance(self, one: Told, denies: bool) -> tuple[IRI | None, IRI | None]:
        line, text = self._whole(one, "how it is said")
        if one.says(KG.modality) or one.says(KG.polarity):
            return None, None
        if not text:
            text = "denial" if denies else "assertion"
            self._notes.defaults["how it is said", text] += 1
        if text.casefold() in STANCES:
            return STANCES[text.casefold()]
        near = nearest(text, STANCES) or list(STANCES)
        self._notes.fault(line, "how it is said", f"'{text}' is no way of saying; write {', '.join(near)}")
        return None, None

    def _term(self, one: Told, column: str, predicate: IRI, default: IRI) -> IRI | None:
        line, text = self._whole(one, column)
        if one.says(predicate):
            return None
        if not text:
            self._notes.defaults[column, self._names.vocabulary.label(default)] += 1
            return default
        return self._read_cell(line, column, self._names.term, text, columns.BY_NAME[column].terms)

    def _voice(self, one: Told) -> IRI | None:
        outlet = one.claimant is not None and one.claimant == one.source.publisher
        return self._term(one, "voice", KG.voice, KG.OutletVoice if outlet else KG.IndirectSpeech)

    def _hops(self, one: Told) -> tuple[Hop, ...]:
        line, _ = self._whole(one, "through whom")
        hops = []
        for number, name in enumerate(read_list(str(line.cell("through whom"))), 1):
            relayer = self._read_cell(line, "through whom", self._names.thing, name)
            hops.append(Hop(BlankNode(f"row{one.first.number}h{number}"), relayer))
        return tuple(hops)

    def _said(self, one: Told) -> Span | None:
        line, text = self._whole(one, "when said")
        if not text:
            if not one.says(KG.assertedDuring):
                self._notes.defaults["when said", "the day of its document"] += 1
            return None
        cell = line.cell("when said")
        given = cell if not isinstance(cell, bool | int) and not hasattr(cell, "as_tuple") else text
        order, near = self._known.habits.order, one.source.published
        when = self._read_cell(line, "when said", read_when, given, Use.said, order, near)
        if when is None:
            return None
        if when.assumed:
            self._notes.remark(line, "when said", f"taken for granted: {when.assumed}")
        return span_of(when, BlankNode(f"row{one.first.number}t"))

    def _paraphrase(self, one: Told) -> tuple[Literal, ...]:
        line, _ = self._whole(one, "what it says")
        text = str(line.cell("what it says")).strip()
        return (Literal(text, language="en"),) if text else ()

    def _about(self, one: Told, statements: Sequence[Statement]) -> tuple[IRI, ...]:
        """All things that the statements name; with "+" others too; else exactly those of the cell."""
        line, text = self._whole(one, "about")
        if one.says(KG.about):
            return ()
        named = things_named(one.id, statements)
        if text == "-":
            return ()
        listed = [
            self._read_cell(line, "about", self._names.thing, name)
            for name in read_list(str(line.cell("about")).strip().removeprefix("+"))
        ]
        given = tuple(iri for iri in listed if iri is not None)
        return (*named, *given) if not text or text.startswith("+") else given

    def _remarks(self, one: Told) -> Iterator[Quad]:
        line, note = self._whole(one, "note")
        if note:
            yield one.id, SKOS.editorialNote, Literal(str(line.cell("note")).strip(), language="en"), one.source.iri
        line, sure = self._whole(one, "confidence")
        if sure:
            number = self._read_cell(line, "confidence", _share, sure)
            if number is not None:
                yield one.id, KG.extractionConfidence, number, one.source.iri

    # what it says of other claims

    def _relations(self, one: Told) -> Iterator[tuple[IRI, IRI]]:
        for column, predicate in RELATED.items():
            for line in one.lines:
                for name in read_list(str(line.cell(column)).replace(",", ";")):
                    other = self._read_cell(line, column, self._other, one, name)
                    if other is not None:
                        yield predicate, other

    def _other(self, one: Told, name: str) -> IRI:
        number = name.casefold().removeprefix("row").strip()
        if name.casefold().startswith("row") and number.isdigit():
            if int(number) not in self._rows:
                raise Unclear(f"there is no claim in row {number}")
            found = self._rows[int(number)]
        else:
            slug, slash, last = name.rpartition("/")
            document = self._known.document(slug).iri if slash and not name.startswith("<") else one.source.iri
            found = self._known.claim_iri(document, last if slash and not name.startswith("<") else name)
        if found == one.id:
            raise Unclear("a claim cannot stand to itself like that; write another row's id")
        if found not in self._taken and found not in self._known.claims:
            near = nearest(
                name, [self._known.claim_name(iri, one.source.iri) for iri in {*self._taken, *self._known.claims}]
            )
            meant = f"; did you mean {' or '.join(near)}?" if near else ""
            raise Unclear(f"there is no claim '{name}' in this sheet or in the workspace{meant}")
        return found

    def _repeat_denied(self, one: Told) -> None:
        """Give a denial that says nothing else the content of what it denies."""
        if one.waits is None or one.claim is None:
            return
        denied = self._read.get(one.waits) or self._known.claims.get(one.waits)
        if denied is None or not denied.statements or denied.content is None:
            self._notes.fault(one.first, "kind", "what it denies could not be read; say here what is denied")
            one.claim = None
            return
        content = one.claim.content
        statements = tuple(_moved(statement, denied.id, one.id) for statement in denied.statements)
        about = one.claim.about or denied.about
        self._notes.defaults["kind", "what it denies, with all its columns"] += 1
        one.claim = replace(one.claim, content=content or IRI(f"{one.id}#content"), statements=statements, about=about)
        self._read[one.id] = one.claim

    def _read_cell(self, line: Line, column: str, how: Callable[..., Read], *given: object) -> Read | None:
        return self._notes.read(line, column, how, *given)

    def _grave(self, before: int) -> bool:
        return any(fault.grave for fault in self._notes.faults[before:])


def _names_at_most_an_event(line: Line) -> bool:
    """Whether a row says nothing of its own: a denial like that repeats what it denies."""
    said = [column for column in _CONTENT if line.text(column)]
    return not said or (said == ["what"] and line.text("kind").casefold() in ("", "event"))


def things_named(claim: IRI, statements: Sequence[Statement]) -> tuple[IRI, ...]:
    """The things that a claim's statements name: what has an IRI and is no term of kgraph and no node of the claim."""
    named: dict[IRI, None] = {}
    for statement in statements:
        values = [value for predicate, found in statement.said for value in found if predicate not in _NOT_ABOUT]
        for term in (statement.node, *values):
            if isinstance(term, IRI) and not term.startswith((f"{claim}#", KG.base)):
                named[term] = None
    return tuple(named)


def _with_rest(claim: Claim, rest: Sequence[Quad]) -> Claim:
    """The claim with what its Turtle says beside."""
    return from_quads(claim.id, [*to_quads(claim), *rest]) if rest else claim


def _moved(statement: Statement, old: IRI, new: IRI) -> Statement:
    """A statement with the nodes of one claim made those of another."""

    def node(term: Node) -> Node:
        return IRI(f"{new}#{term[len(old) + 1 :]}") if term.startswith(f"{old}#") else term

    def moved(term: Term) -> Term:
        return term if isinstance(term, Literal) else node(term)

    time = replace(statement.time, node=node(statement.time.node)) if statement.time else None
    return Statement(node(statement.node), tuple((p, tuple(map(moved, said))) for p, said in statement.said), time)


def _share(text: str) -> Literal:
    number, behind = read_number(text, ".")
    number = number / 100 if behind == "%" else number
    if behind not in ("", "%") or not 0 <= number <= 1:
        raise Unclear(f"'{text}' is no confidence; write a number from 0 to 1, such as 0.7")
    return Literal(decimal_text(number), XSD.decimal)

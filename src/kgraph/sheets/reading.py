"""Reading claims from rows. A grave fault in a row keeps its claim out; faults are listed by row and column
(`lines.Notes`).

Claims are read in three steps: first their anchors and claimants, by which claims without an id get one; then
everything else; then denials without a content of their own, which repeat the content of the denied claim.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from kgraph.claims import RELATIONS, Claim, Hop, Span, Statement, from_quads, to_quads
from kgraph.errors import short
from kgraph.model import BlankNode, Literal, Quad
from kgraph.namespaces import IRI, KG, SKOS
from kgraph.sheets import columns
from kgraph.sheets.dates import Unclear
from kgraph.sheets.doubts import look_over
from kgraph.sheets.instead import Instead
from kgraph.sheets.known import OWN_WORDS, Known
from kgraph.sheets.lines import FURTHER, Line, Notes, Read
from kgraph.sheets.lists import ROW, name_list, read_ids
from kgraph.sheets.matching import Matching
from kgraph.sheets.namesakes import Namesakes
from kgraph.sheets.nodes import Nodes, span_of, things_named
from kgraph.sheets.numbers import read_share
from kgraph.sheets.opposing import Opposed, kept_stance, left_out, names_at_most_an_event, what_to_say
from kgraph.sheets.speech import in_quotation_marks
from kgraph.sheets.stances import read_stance
from kgraph.sheets.statements import Habits, read_statement
from kgraph.sheets.times import Use, read_when
from kgraph.sheets.told import Begun, Reading, Told
from kgraph.sheets.when import settled

RELATED = dict(zip(columns.RELATIONS, RELATIONS, strict=True))
"""The property of each column that names other claims."""
_COLUMN = {predicate: column for column, predicate in RELATED.items()}

_STANCE = "how it is said"
_NOT_SO = ((KG.Denial, KG.Negative), (KG.Assertion, KG.Negative))
_SHORTEST = 8  # characters of a sentence, as the shapes have it
_LONGEST = 1_000  # characters of a sentence of one's own


def read_claims(lines: Iterable[Line], known: Known, broken: Collection[int] = ()) -> Reading:
    """The claims of rows, in their order. Headings of no column are not handled here.

    `broken` are the numbers of rows with faults found before, whose claims are left out.
    """
    return _Reader(known).read(lines, broken)


@dataclass(frozen=True, slots=True)
class _Ids:
    """The ids that a row may refer to."""

    known: Callable[[Told, str], bool]
    row: Told

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self.known(self.row, name)


class _Reader:
    def __init__(self, known: Known) -> None:
        self._known, self._names = known, known.names
        self._notes = Notes()
        self._namesakes = Namesakes(known)
        self._taken: set[IRI] = set()
        self._others: Instead | None = None
        self._told: list[Told] = []
        self._rows: dict[int, IRI] = {}
        self._read: dict[IRI, Claim] = {}

    def read(self, lines: Iterable[Line], broken: Collection[int]) -> Reading:
        begun = Begun(lines, self._known, self._namesakes, self._notes, broken)
        told, self._taken, self._told = begun.told, begun.taken, begun.told
        Matching(self._known, self._notes, begun.taken).give(begun.nameless)
        begun.check()
        for one in told:
            self._rows |= {line.number: one.id for line in one.lines}
        for one in told:
            self._complete(one)
        opposed = Opposed(self._read, self._known, self._notes)
        for one in told:
            opposed.settle(one)
        self._in_circles(told)
        self._leave_out_what_names_them(told)
        for one in told:
            opposed.only_denials_deny(one)
        for one in told:
            if one.claim is None:
                self._notes.uncount(one.counted)
        return Reading(told, self._notes)

    def _complete(self, one: Told) -> None:
        if one.is_turtle_alone:
            if not one.broken:
                one.claim = self._read[one.id] = from_quads(one.id, one.rest)
            return
        before, counts = self._notes.count, self._notes.counts
        nodes = Nodes(one.id)
        habits = replace(self._known.habits, near=one.source.published)
        one.relations = relations = tuple(self._relations(one))
        statements = self._statements(one, nodes, habits)
        modality, polarity = self._stance(one, statements)
        claim = Claim(
            id=one.id,
            document=self._unless(one, KG.statedIn, one.source.iri),
            claimant=one.claimant,
            hops=self._hops(one),
            anchors=one.anchors,
            modality=modality,
            polarity=polarity,
            certainty=self._term(one, "how sure", KG.certainty, KG.Unstated, self._standing(one, statements)),
            voice=self._voice(one),
            status=self._term(one, "status", KG.status, KG.Accepted, self._known.claims.get(one.id)),
            said=self._said(one),
            paraphrases=self._paraphrase(one),
            relations=relations,
            content=self._unless(one, KG.content, IRI(f"{one.id}#content")),
            statements=tuple(statements) if not one.says(KG.content) else (),
            elsewhere=one.source.iri,
        )
        self._check(one, claim)
        claim = replace(claim, about=self._about(one, statements))
        self._namesakes.check(one.lines, claim, one.source, self._notes)
        rest = [*one.rest, *self._remarks(one)]
        one.broken = one.broken or self._notes.grave_since(before)
        one.counted = self._notes.counted_since(counts)
        if not one.broken:
            look_over(claim, one.lines, one.source, self._names, self._notes)
            one.claim = self._read[one.id] = _with_rest(claim, rest)

    def _statements(self, one: Told, nodes: Nodes, habits: Habits) -> list[Statement]:
        """The statements of a claim's rows; none for a denial that repeats what it denies, which `one.waits` names."""
        denied = one.related(KG.denies)
        says_nothing = not one.rest and all(map(names_at_most_an_event, one.lines))
        if says_nothing and not denied and self._written_stance(one)[0] == KG.Denial:
            what = ", as that claim has it: its phase, who did it, or where" if one.first.text("what") else ""
            told = f"a denial of what? write the id of the row that it denies, or say in this row what is denied{what}"
            self._notes.fault(one.first, "denies", told)
            return []
        if says_nothing and len(denied) == 1:
            one.waits = denied[0]
            return []
        read = (read_statement(line, nodes, self._names, habits, self._notes) for line in one.lines)
        statements = [statement for statement in read if statement is not None]
        unread = not one.relations and any(line.text(column) for line in one.lines for column in RELATED)
        if not statements and not one.rest and not unread and not any(line.text("kind") for line in one.lines):
            self._notes.fault(one.first, "kind", what_to_say(one.relations))
        return statements

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
        if not claim.anchors and not one.says(KG.anchor) and not one.broken:
            told = "it is empty, so nobody can look the claim up in the text"
            if one.source.text is None:
                self._notes.remark(one.first, "words quoted", told)
            else:
                self._notes.fault(one.first, "words quoted", f"{told}; write the words that the claim quotes")

    def _stance(self, one: Told, statements: Sequence[Statement]) -> tuple[IRI | None, IRI | None]:
        line, text = one.whole(self._notes, _STANCE)
        if one.says(KG.modality) or one.says(KG.polarity):
            return None, None
        if text:
            found = self._read_cell(line, _STANCE, read_stance, text) or (None, None)
            if one.waits is not None and found[0] and found not in _NOT_SO:
                told = "a row that says nothing but which row it denies must be a denial; empty this cell"
                self._notes.fault(one.first, _STANCE, told)
            return found
        default = "denial" if one.related(KG.denies) else "assertion"
        before = self._standing(one, statements)
        kept = "" if before is None or one.waits is not None else kept_stance(before, one)
        if kept and kept != default:
            self._notes.kept[_STANCE, kept] += 1
        elif not kept:
            self._notes.defaults[_STANCE, default] += 1
        return read_stance(kept or default)

    def _written_stance(self, one: Told) -> tuple[IRI | None, IRI | None]:
        """What the cell says that is filled, if it can be read."""
        with suppress(Unclear):
            return read_stance(next(filter(None, (line.text(_STANCE) for line in one.lines)), ""))
        return None, None

    def _term(self, one: Told, column: str, predicate: IRI, default: IRI, standing: Claim | None) -> IRI | None:
        """The term of a cell; if that is empty, the term of the claim as it stands, else the default."""
        line, text = one.whole(self._notes, column)
        if one.says(predicate):
            return None
        if text:
            return self._read_cell(line, column, self._names.term, text, columns.BY_NAME[column].terms)
        terms = () if standing is None else (standing.certainty, standing.voice, standing.status)
        kept = dict(zip(("how sure", "voice", "status"), terms, strict=False)).get(column)
        told = self._notes.kept if kept and kept != default else self._notes.defaults
        if kept is None or kept != default:
            told[column, self._names.vocabulary.label(kept or default)] += 1
        return kept or default

    def _standing(self, one: Told, statements: Sequence[Statement]) -> Claim | None:
        """The claim as it stands, if it is of the same claimant and says the same."""
        before = self._known.claims.get(one.id)
        if before is None or before.claimant != one.claimant:
            return None
        if one.waits is not None:
            return before if before.denies and before.related(KG.denies) == (one.waits,) else None
        return before if replace(before, statements=tuple(statements)).statements == before.statements else None

    def _voice(self, one: Told) -> IRI | None:
        outlet = one.claimant is not None and one.claimant == one.source.publisher
        before = self._known.claims.get(one.id)
        speaks = before if before is not None and before.claimant == one.claimant else None
        text = one.source.text or ""
        direct = bool(one.anchors) and all(in_quotation_marks(text, anchor.start, anchor.end) for anchor in one.anchors)
        default = KG.OutletVoice if outlet else KG.DirectSpeech if direct else KG.IndirectSpeech
        return self._term(one, "voice", KG.voice, default, speaks)

    def _hops(self, one: Told) -> tuple[Hop, ...]:
        line, _ = one.whole(self._notes, "through whom")
        hops = []
        cell = str(line.cell("through whom"))
        names = self._read_cell(line, "through whom", name_list, cell, self._names, "through whom") or []
        for number, name in enumerate(names, 1):
            relayer = self._read_cell(line, "through whom", self._relayer, one, name, number)
            if relayer is not None and relayer == one.source.publisher:
                told = f"'{name}' publishes the document; right if it quotes an earlier piece of its own, else empty it"
                self._notes.remark(line, "through whom", told)
            hops.append(Hop(BlankNode(f"row{one.first.number}h{number}"), relayer))
        return tuple(hops)

    def _relayer(self, one: Told, name: str, number: int) -> IRI:
        relayed = number > 1 or bool(one.related(KG.derivedFrom))
        relayer = self._namesakes.relayer(name, one.source, relayed=relayed)
        if relayer == one.claimant:
            raise Unclear(f"'{name}' is who says it, and hands nothing on; empty the cell")
        return relayer

    def _said(self, one: Told) -> Span | None:
        line, text = one.whole(self._notes, "when said")
        if not text:
            if not one.says(KG.assertedDuring):
                self._notes.defaults["when said", "the day of its document, or earlier"] += 1
            return None
        cell = line.cell("when said")
        given = cell if not isinstance(cell, bool | int) and not hasattr(cell, "as_tuple") else text
        order, near = self._known.habits.order, one.source.published
        when = self._read_cell(line, "when said", read_when, given, Use.said, order, near)
        when = when and self._read_cell(line, "when said", settled, when, text)
        if when is None:
            return None
        if when.assumed:
            self._notes.remark(line, "when said", f"taken for granted: {when.assumed}")
        return span_of(when, BlankNode(f"row{one.first.number}t"))

    def _paraphrase(self, one: Told) -> tuple[Literal, ...]:
        line, _ = one.whole(self._notes, "what it says")
        text = str(line.cell("what it says")).strip()
        if len(text) > _LONGEST:
            told = f"it has {len(text):,} characters; say in a sentence or two what is claimed, and no more"
            self._notes.fault(line, "what it says", told)
        if text and len(text) < _SHORTEST:
            self._notes.fault(line, "what it says", f"'{text}' is too short; say in a whole sentence what is claimed")
        if one.source.has_wording(text):
            self._notes.fault(line, "what it says", f"nine or more words in a row are the source's; {OWN_WORDS}")
        return (Literal(text, language="en"),) if text else ()

    def _about(self, one: Told, statements: Sequence[Statement]) -> tuple[IRI, ...]:
        """The things that the claim is about: those that the statements name if the cell is empty, others too if it
        begins with "+", else exactly those of the cell."""
        line, text = one.whole(self._notes, "about")
        if one.says(KG.about):
            return ()
        named = things_named(one.id, statements)
        if text == "-":
            return ()
        cell = str(line.cell("about")).strip().removeprefix("+")
        members = self._read_cell(line, "about", name_list, cell, self._names, "about") or []
        listed = [self._read_cell(line, "about", self._names.thing, name, "about") for name in members]
        given = tuple(iri for iri in listed if iri is not None)
        return (*named, *given) if not text or text.startswith("+") else given

    def _remarks(self, one: Told) -> Iterator[Quad]:
        line, note = one.whole(self._notes, "note")
        if note:
            yield one.id, SKOS.editorialNote, Literal(str(line.cell("note")).strip(), language="en"), one.source.iri
        line, sure = one.whole(self._notes, "confidence")
        if sure:
            number = self._read_cell(line, "confidence", read_share, sure)
            if number is not None:
                yield one.id, KG.extractionConfidence, number, one.source.iri

    def _relations(self, one: Told) -> Iterator[tuple[IRI, IRI]]:
        for column, predicate in RELATED.items():
            for line in one.lines:
                cell = str(line.cell(column))
                for name in self._read_cell(line, column, self._ids, one, cell) or ():
                    other = self._read_cell(line, column, self._other, one, name)
                    if other is not None:
                        yield predicate, other

    def _ids(self, one: Told, cell: str) -> list[str]:
        """The ids in a cell; raises `Unclear`, which says whose ids the words may mean."""
        try:
            return read_ids(cell, _Ids(self._is_claim, one))
        except Unclear as error:
            if meant := self._hints.meant(cell, one.source.iri, one.id):
                raise Unclear(f"'{short(cell)}' is no id; {meant}") from error
            raise

    def _other(self, one: Told, name: str) -> IRI:
        found = self._named(one, name)
        if found == one.id:
            raise Unclear("a claim cannot refer to itself here; write another row's id")
        if found not in self._taken and found not in self._known.claims:
            meant = self._hints.of(found, one.source.iri)
            raise Unclear(f"there is no claim '{name}' in this sheet or in the workspace{meant}")
        return found

    def _named(self, one: Told, name: str) -> IRI:
        """The claim that an id or a row's number means; raises `Unclear` for a row without a claim."""
        if match := ROW.fullmatch(name):
            number = int(match[1]) + one.first.number // FURTHER * FURTHER  # in the row's own sheet
            if number not in self._rows:
                raise Unclear(f"there is no claim in row {match[1]}")
            return self._rows[number]
        slug, slash, last = name.removeprefix(f"{self._known.base}").removeprefix("claim/").rpartition("/")
        if not slash or name.startswith("<"):
            return self._known.claim_iri(one.source.iri, name)
        return self._known.claim_iri(self._known.document(slug).iri, last)

    def _is_claim(self, one: Told, name: str) -> bool:
        with suppress(Unclear):
            found = self._named(one, name)
            return found in self._taken or found in self._known.claims
        return False

    @property
    def _hints(self) -> Instead:
        """What to say of unknown ids; made when it is first needed."""
        if self._others is None:
            told = ((one.id, one.first.text("what it says"), one.claimant) for one in self._told)
            self._others = Instead(self._known, self._taken, told)
        return self._others

    def _in_circles(self, told: Sequence[Told]) -> None:
        """Add a fault for claims that are derived from each other, and leave them out."""
        above = {one.id: _derived(one.claim) for one in told if one.claim is not None}
        for one in told:
            seen, level = set[IRI](), above.get(one.id, [])
            while level and one.id not in seen:
                seen.update(level)
                level = [up for other in level for up in above.get(other, []) if up not in seen]
            if one.id in seen:
                name = self._known.claim_name(one.id, None)
                others = ", ".join(self._known.claim_name(iri, None) for iri in above[one.id])
                told_of = f"{name} is derived from {others}, and that from {name}: a circle; take one of them out"
                self._notes.fault(one.first, "derived from", told_of)
                one.claim = None
                del self._read[one.id]

    def _leave_out_what_names_them(self, told: Sequence[Told]) -> None:
        """Leave out the claims that name a claim of the sheet which is left out, and the claims that name these."""
        left = True
        while left:
            left = False
            for one in told:
                others = {} if one.claim is None else {other: name for name, other in one.claim.relations}
                gone = [other for other in others if other not in self._read and other not in self._known.claims]
                if gone:
                    name = self._known.claim_name(gone[0], one.source.iri)
                    self._notes.fault(one.first, _COLUMN[others[gone[0]]], left_out(name))
                    one.claim, left = None, True
                    del self._read[one.id]

    def _read_cell(self, line: Line, column: str, how: Callable[..., Read], *given: object) -> Read | None:
        return self._notes.read(line, column, how, *given)


def _derived(claim: Claim) -> list[IRI]:
    return [other for predicate, other in claim.relations if predicate == RELATED["derived from"]]


def _with_rest(claim: Claim, rest: Sequence[Quad]) -> Claim:
    """The claim with the quads of its Turtle cell added."""
    return from_quads(claim.id, [*to_quads(claim), *rest]) if rest else claim

"""Finds the existing claim that a row without an id means: a claim of the same claimant at the same words that says the
same, or nearly.

Rows and claims are paired in several steps, the surest comparison first: by paraphrase and columns, by the columns
alone, by kind and matter. In doubt the user is asked. A claim is never paired with a row only because of its place in
the text.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from contextlib import suppress
from typing import TypeVar

from kgraph.claims import Anchor, Claim, Statement, StatementKind
from kgraph.model import Term
from kgraph.namespaces import IRI, KG
from kgraph.sheets.dates import Unclear
from kgraph.sheets.known import Known
from kgraph.sheets.lines import Line, Notes
from kgraph.sheets.lists import name_list
from kgraph.sheets.shapes import ALSO, SHAPES, Shape
from kgraph.sheets.told import Told
from kgraph.store.trig import natural

_Any = TypeVar("_Any")
_Places = frozenset[tuple[int, int]]
_Key = Hashable
_Keys = dict[str, tuple[_Key, ...]]
_LEVELS: tuple[tuple[str, ...], ...] = (
    ("words", "matter", "more"),
    ("words", "matter"),
    ("words",),
    ("matter", "more"),
    ("matter",),
    ("denies",),
)
"""What is compared, the surest comparison first. An empty key equals no other key."""


class Matching:
    """Gives ids to claims without one: the id of an existing claim, or a new id, which is also added to `taken`."""

    def __init__(self, known: Known, notes: Notes, taken: set[IRI]) -> None:
        self._known, self._notes, self._taken = known, notes, taken
        self._numbers: Counter[IRI] = Counter()

    def give(self, told: Sequence[Told]) -> None:
        """Give an id to each of these claims."""
        if not told:
            return
        standing: defaultdict[_Key, list[Claim]] = defaultdict(list)
        for claim in self._known.claims.values():
            standing[claim.document, claim.claimant, _places(claim.anchors)].append(claim)
        groups: defaultdict[_Key, list[Told]] = defaultdict(list)
        for one in told:
            groups[one.source.iri, one.claimant, _places(one.anchors)].append(one)
        for key, mine in groups.items():
            there = [claim for claim in standing.get(key, ()) if claim.id not in self._taken]
            if there:
                self._match(mine, there, placed=bool(mine[0].anchors))
        for one in told:
            if not one.id:
                one.id = self._new(one)

    def _match(self, told: Sequence[Told], there: Sequence[Claim], *, placed: bool) -> None:
        """Pair the claims of rows with the existing claims at the same place; if no words of the text are given, by the
        paraphrases."""
        rows = {id(one): self._of_row(one) for one in told}
        claims = {claim.id: _of_claim(claim) for claim in there if len(claim.statements) < 2}
        left = sorted((claim for claim in there if claim.id in claims), key=lambda claim: natural(claim.id))
        for level in _LEVELS if placed else _LEVELS[:3]:
            mine = _grouped((_key(rows[id(one)], level), one) for one in told if not one.id)
            theirs = _grouped((_key(claims[claim.id], level), claim) for claim in left)
            for key in mine.keys() & theirs.keys():
                if len(mine[key]) == len(theirs[key]) and (len(mine[key]) == 1 or level[0] == "words"):
                    for one, claim in zip(mine[key], theirs[key], strict=True):
                        one.id = claim.id
                        self._taken.add(claim.id)
            left = [claim for claim in left if claim.id not in self._taken]
        for one in told:
            if not one.id:
                self._tell(one, rows[id(one)], [claim for claim in there if claim.id not in self._taken], placed)

    def _tell(self, one: Told, row: _Keys, left: Sequence[Claim], placed: bool) -> None:
        """Ask the user if an existing claim may be meant; otherwise report that other claims exist at these words."""
        doubtful = [claim for claim in left if any(_is_like(row, keys, placed) for keys in _each_of(claim))]
        if doubtful:
            names = " or ".join(self._known.claim_name(claim.id, one.source.iri) for claim in doubtful[:3])
            told = "say the like at these words" if placed else "say the like"
            told = f"is this {names}, which {told.replace('say', 'says') if len(doubtful) == 1 else told}?"
            self._notes.fault(one.first, "id", f"{told} if so, write that id into this row; if not, write a new id")
        elif left and placed:
            name = self._known.claim_name(left[0].id, one.source.iri)
            told = f"'{name}' quotes these words, too; if this row replaces that claim, write its id"
            self._notes.remark(one.first, "id", told)

    def _new(self, one: Told) -> IRI:
        """The next free id in a document."""
        while True:
            self._numbers[one.source.iri] += 1
            iri = self._known.claim_iri(one.source.iri, f"c{self._numbers[one.source.iri]}")
            if iri not in self._taken and iri not in self._known.claims:
                self._taken.add(iri)
                return iri

    def _of_row(self, one: Told) -> _Keys:
        line = one.first
        kind = line.text("kind").casefold()
        shape = SHAPES.get(ALSO.get(kind, kind))
        words = line.text("what it says")
        keys: _Keys = {"words": (words,) if words else (), "matter": (), "more": (), "denies": ()}
        if shape is None:
            keys["denies"] = ("denies",) if not kind and line.text("denies") else ()
            return keys
        with suppress(Unclear):
            is_event = shape.kind is StatementKind.event
            keys["matter"] = (shape.kind, self._what(line, shape), *([bool(line.text("cause"))] if is_event else []))
            named = [self._things(line, shape, column) for column in ("who", "where")]
            keys["more"] = (line.text("how much").partition("=")[0].strip(), *named)
        return keys

    def _what(self, line: Line, shape: Shape) -> _Key:
        """The measure that a row is about, or the event in the reference data."""
        what = line.text("what")
        if shape.kind is StatementKind.measurement:
            return self._known.names.term(what, "measure")
        if shape.kind is StatementKind.event and ":" not in what:
            return self._known.names.thing(what, "event")
        return ""

    def _things(self, line: Line, shape: Shape, column: str) -> frozenset[IRI]:
        if column not in shape.slots:
            return frozenset()
        names = self._known.names
        return frozenset(names.thing(name, column) for name in name_list(str(line.cell(column)), names, column))


def _is_like(row: _Keys, claim: _Keys, placed: bool) -> bool:
    """Whether a row may mean a claim: the paraphrases are alike, or at the same words the matter is the same; at other
    words more must be equal."""
    if row["words"] and row["words"] == claim["words"]:
        return True
    alike = bool(row["matter"]) and row["matter"] == claim["matter"]
    return alike and (placed or row["more"] == claim["more"])


def _of_claim(claim: Claim) -> _Keys:
    return next(_each_of(claim))


def _each_of(claim: Claim) -> Iterator[_Keys]:
    """The parts of each of a claim's statements that are compared."""
    words = (claim.paraphrase,) if claim.paraphrase else ()
    denies = ("denies",) if claim.related(KG.denies) else ()
    for statement in claim.statements:
        named = (_said(statement, column) for column in ("who", "where"))
        more: tuple[_Key, ...] = (statement.figure, *named)
        yield {"words": words, "matter": _matter(statement, claim), "more": more, "denies": denies}
    if not claim.statements:
        yield {"words": words, "matter": (), "more": (), "denies": denies}


def _matter(statement: Statement, claim: Claim) -> tuple[_Key, ...]:
    """What a statement is about: its kind, and its measure or its event in the reference data."""
    if statement.kind is StatementKind.measurement:
        return statement.kind, statement.first(KG.measure)
    if statement.kind is StatementKind.event:
        own = statement.node.startswith(f"{claim.id}#")
        return statement.kind, "" if own else statement.node, statement.first(KG.cause) is not None
    return statement.kind, ""


def _said(statement: Statement, column: str) -> frozenset[Term]:
    shape = next((shape for shape in SHAPES.values() if shape.kind is statement.kind), None)
    slot = shape.slots.get(column) if shape else None
    return frozenset(statement.get(slot.predicate)) if slot else frozenset()


def _key(keys: _Keys, level: Iterable[str]) -> _Key:
    """The values that are compared at a level; `None` if one is missing."""
    parts = [keys[name] for name in level]
    return tuple(parts) if all(parts) else None


def _grouped(pairs: Iterable[tuple[_Key, _Any]]) -> dict[_Key, list[_Any]]:
    found: defaultdict[_Key, list[_Any]] = defaultdict(list)
    for key, one in pairs:
        found[key].append(one)
    found.pop(None, None)
    return found


def _places(anchors: Iterable[Anchor]) -> _Places:
    """The start and end of each anchor's words."""
    return frozenset((anchor.start, anchor.end) for anchor in anchors)

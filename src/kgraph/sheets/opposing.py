"""Claims that deny others or find no evidence for them. A denial repeats the content that it denies, and no claim
asserts what it denies.

If a row denies a claim and also says something else, its claimant may deny that too, or assert it instead. Only the
column `how it is said` tells which; if the cell is empty, the user is asked. What is asserted contradicts the claim
that the row names, and does not deny it: only a denial denies.
"""

from collections.abc import Iterator, MutableMapping, Sequence
from dataclasses import replace

from kgraph.claims import Claim, Node, Statement, StatementKind
from kgraph.model import Literal, Term
from kgraph.namespaces import IRI, KG
from kgraph.sheets.dates import Unclear
from kgraph.sheets.known import Known
from kgraph.sheets.lines import Line, Notes
from kgraph.sheets.shapes import SHAPES
from kgraph.sheets.stances import WORDS
from kgraph.sheets.told import Told

_CONTENT = tuple(
    dict.fromkeys((*(name for shape in SHAPES.values() for name in shape.slots), "what", "how much", "when"))
)
_STANCE = "how it is said"
_OF_ITS_OWN = ": written as 'contradicts', since only a denial denies"


class Opposed:
    """Compares claims with the claims that they deny or find no evidence for.

    `read` has the claims of the sheet; those with a fault are removed from it.
    """

    def __init__(self, read: MutableMapping[IRI, Claim], known: Known, notes: Notes) -> None:
        self._read, self._known, self._notes = read, known, notes

    def settle(self, one: Told) -> None:
        """Give a claim the content that it repeats; leave the claim out if it is unclear what its claimant says."""
        if one.claim is None:
            return
        if one.waits is not None:
            self._repeat(one, self._claim(one.waits))
        elif one.claim.asserts:
            self._asserts(one, one.claim)
        elif one.claim.modality == KG.Denial:
            self._denies_another(one, one.claim)
        elif one.claim.modality != KG.Assertion and one.claim.modality is not None:
            self._denies_otherwise(one, one.claim)
        if one.claim is not None:
            self._finds_nothing(one, one.claim)

    def _claim(self, claim: IRI) -> Claim | None:
        return self._read.get(claim) or self._known.claims.get(claim)

    def _repeat(self, one: Told, denied: Claim | None) -> None:
        """Give a denial that has no content of its own the content of the claim that it denies."""
        if denied is None and one.waits is not None:
            name = self._known.claim_name(one.waits, one.source.iri)
            self._drop(one, "denies", left_out(name))
            return
        if denied is not None and not denied.asserts:
            self._drop(one, "kind", f"what it denies is itself a {denied.stance}; say in this row what is denied")
            return
        if denied is not None and not self._is_its_event(one, denied):
            told = "it names something else than the claim that is denied"
            self._drop(one, "what", f"{told}; empty it, or say all that is denied in this row")
            return
        if denied is None or not denied.statements or denied.content is None:
            self._drop(one, "kind", "what it denies could not be read; say here what is denied")
            return
        claim = one.claim
        assert claim is not None
        statements = tuple(_moved(statement, denied.id, one.id) for statement in denied.statements)
        content = claim.content or IRI(f"{one.id}#content")
        default = ("kind", "what it denies, with all its columns")
        self._notes.defaults[default] += 1
        one.counted[0][default] += 1
        one.claim = replace(claim, content=content, statements=statements, about=claim.about or denied.about)
        self._read[one.id] = one.claim

    def _finds_nothing(self, one: Told, claim: Claim) -> None:
        """Report a claim that says itself what it finds no evidence for, or denies it."""
        for other in self._others(claim, KG.findsNoEvidenceFor):
            theirs = _as_own(other, one.id)
            if (claim.asserts and _says_some(claim, theirs)) or _says_all(claim, theirs):
                told = (
                    "the row asserts what it finds no evidence for" if claim.asserts else "the row repeats that claim"
                )
                self._drop(one, "finds no evidence for", f"{told}; say what was looked into ('event: a search')")
                return

    def only_denials_deny(self, one: Told) -> None:
        """Let a claim contradict what its row denies, if it is an assertion, and tell this."""
        claim = one.claim
        if claim is None or one.is_turtle_alone or claim.modality != KG.Assertion or not claim.related(KG.denies):
            return
        mine = {statement.kind for statement in claim.statements if statement.figure}
        theirs = {part.kind for other in self._others(claim, KG.denies) for part in other.statements if part.figure}
        said = (
            "that it is not so" if claim.negative else "another figure in its place" if mine & theirs else "something"
        )
        name = self._known.claim_name(claim.id, one.source.iri)
        line = next((line for line in one.lines if line.text("denies")), one.first)
        self._notes.remark(line, "denies", f"{name} says {said}{_OF_ITS_OWN}")
        relations = ((KG.contradicts if named == KG.denies else named, other) for named, other in claim.relations)
        one.claim = self._read[one.id] = replace(claim, relations=tuple(dict.fromkeys(relations)))

    def _asserts(self, one: Told, claim: Claim) -> None:
        """Report a claim that asserts what it denies."""
        for other in self._others(claim, KG.denies):
            if not other.negative and _says_some(claim, _as_own(other, one.id)):
                told = f"the row asserts what it denies, {self._called(other, one)}"
                self._drop(one, _STANCE, f"{told}; write denial, or write in the row what they say instead")
                return

    def _denies_otherwise(self, one: Told, claim: Claim) -> None:
        """Report a claim that names another under `denies` and is neither a denial nor an assertion."""
        if claim.related(KG.denies) and not one.is_turtle_alone:
            told = f"a {WORDS.get((claim.modality, claim.polarity), 'claim')} denies no row"  # type: ignore[arg-type]
            self._drop(one, _STANCE, f"{told}; write denial, or put the id under 'contradicts'")

    def _denies_another(self, one: Told, claim: Claim) -> None:
        """Ask about a denial with a content of its own: its claimant may deny this content too, or assert it
        instead."""
        others = [other for other in self._others(claim, KG.denies) if other.statements]
        if not others or self._stands(one, claim):
            return
        whole = [part for other in others if not other.negative for part in _as_own(other, one.id)]
        denied = [part for other in others if other.negative for part in _as_own(other, one.id)]
        told = f"the row says something else than {self._called(others[0], one)}, which it denies"
        line = next((line for line in one.lines if line.text(_STANCE)), one.first)
        for statement in claim.statements:
            if any(_is_part(statement, part) for part in denied):
                self._drop(one, _STANCE, "what it denies is a denial of the same; write assertion")
                return
            if any(_is_part(statement, part) for part in whole):
                continue
            if not line.text(_STANCE):
                ask = "write assertion if they say this instead, denial if they deny this, too"
                self._drop(one, _STANCE, f"{told}; {ask}")
            elif statement.figure and any(statement.kind is part.kind for part in whole):
                ask = "right if they deny both; write assertion if they say it instead"
                self._notes.remark(line, _STANCE, f"{told}: what they deny is '{statement.figure}'; {ask}")
            return

    def _stands(self, one: Told, claim: Claim) -> bool:
        """Whether a claim exists already with this content and this way of saying it."""
        before = self._known.claims.get(one.id)
        return before is not None and before.denies and before.statements == claim.statements

    def _others(self, claim: Claim, relation: IRI) -> Iterator[Claim]:
        for iri in claim.related(relation):
            other = self._claim(iri)
            if other is not None:
                yield other

    def _called(self, claim: Claim, one: Told) -> str:
        name = self._known.claim_name(claim.id, one.source.iri)
        return f"{name} ('{claim.paraphrase}')" if claim.paraphrases else name

    def _drop(self, one: Told, column: str, told: str) -> None:
        """Leave out a claim for a fault that was found only now."""
        self._notes.fault(one.first, column, told)
        one.claim = None
        self._read.pop(one.id, None)

    def _is_its_event(self, one: Told, denied: Claim) -> bool:
        """Whether the denied claim is about the event that the denial's row names; true if the row names none."""
        text = one.first.text("what")
        if not text:
            return True
        try:
            named = self._known.names.thing(text, "what")
        except Unclear:
            return False
        return any(named in (statement.node, *statement.get(KG.event)) for statement in denied.statements)


def left_out(name: str) -> str:
    """The fault of a row that names a claim of the sheet which a fault keeps out."""
    return f"the claim '{name}' is left out because it has a fault; correct that first"


def kept_stance(before: Claim, one: Told) -> str:
    """The words for how a standing claim is said, if its row may keep that; else "".

    A row that denies keeps a denial, or an assertion that contradicts the same claims; any other row keeps no denial of
    a claim.
    """
    denied = set(one.related(KG.denies))
    if before.modality is None or before.polarity is None:
        return ""
    if denied:
        against = denied <= {*before.related(KG.contradicts), *before.related(KG.denies)}
        fits = before.modality == KG.Denial and bool(before.related(KG.denies))
        fits = fits or (before.modality == KG.Assertion and against)
    else:
        fits = not before.related(KG.denies)
    return WORDS.get((before.modality, before.polarity), "") if fits else ""


def repeats(claim: Claim, other: Claim) -> bool:
    """Whether a claim has just the statements of another, with nodes of its own."""
    return _says_all(claim, _as_own(other, claim.id))


def names_at_most_an_event(line: Line) -> bool:
    """Whether a row says nothing of its own, except perhaps which event it means. Such a denial repeats what it
    denies."""
    said = [column for column in _CONTENT if line.text(column)]
    event = said == ["what"] and line.text("kind").casefold() in ("", "event") and ":" not in line.text("what")
    return not said or event


def what_to_say(relations: Sequence[tuple[IRI, IRI]]) -> str:
    """Advice on what to write in a row that says nothing of its own."""
    if any(predicate == KG.findsNoEvidenceFor for predicate, _ in relations):
        return "say what was looked into: write event here, and 'event: search for …' under what, with who did it"
    if sum(predicate == KG.denies for predicate, _ in relations) > 1:
        return "it is empty, and the row denies several; say in it what is denied, or write a row for each"
    return f"it is empty, and so is all that the claim says; write {', '.join((*SHAPES, 'cause'))}"


def _is_part(statement: Statement, whole: Statement) -> bool:
    """Whether everything that a statement says is also in another; how a figure is printed does not count."""
    if statement.kind is not whole.kind or (statement.kind is StatementKind.event and statement.node != whole.node):
        return False
    if statement.time is not None and not _is_same_time(statement, whole):
        return False
    return all(set(values) <= set(whole.get(named)) for named, values in statement.said if named != KG.figure)


def _says_some(claim: Claim, others: Sequence[Statement]) -> bool:
    """Whether a claim has one of these statements; if both have a time, it must be the same."""
    return any(
        mine.said == other.said and (mine.time is None or other.time is None or _is_same_time(mine, other))
        for mine in claim.statements
        for other in others
    )


def _says_all(claim: Claim, others: Sequence[Statement]) -> bool:
    """Whether a claim says just these statements."""
    return bool(others) and {(s.said, s.time and s.time.span) for s in claim.statements} == {
        (s.said, s.time and s.time.span) for s in others
    }


def _is_same_time(one: Statement, other: Statement) -> bool:
    return one.time is not None and other.time is not None and one.time.span == other.time.span


def _as_own(claim: Claim, new: IRI) -> list[Statement]:
    """The statements of a claim, with nodes of another claim."""
    return [_moved(statement, claim.id, new) for statement in claim.statements]


def _moved(statement: Statement, old: IRI, new: IRI) -> Statement:
    """A statement in which the nodes of one claim are replaced by those of another."""

    def node(term: Node) -> Node:
        return IRI(f"{new}#{term[len(old) + 1 :]}") if term.startswith(f"{old}#") else term

    def moved(term: Term) -> Term:
        return term if isinstance(term, Literal) else node(term)

    time = replace(statement.time, node=node(statement.time.node)) if statement.time else None
    return Statement(node(statement.node), tuple((p, tuple(map(moved, said))) for p, said in statement.said), time)

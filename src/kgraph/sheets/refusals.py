"""Telling at rows and columns what `kgraph validate` would refuse in the claims that were read from them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from kgraph.claims import Statement
from kgraph.namespaces import IRI, KG, PROV, compact
from kgraph.sheets.dates import Unclear
from kgraph.sheets.known import Known
from kgraph.sheets.lines import Fault, Line
from kgraph.sheets.lists import read_list
from kgraph.sheets.names import Names
from kgraph.sheets.proposals import Proposal
from kgraph.sheets.reading import RELATED
from kgraph.sheets.shapes import SHAPES, unmarked
from kgraph.sheets.told import Told
from kgraph.validation import Finding

_OF_CLAIMS: Mapping[IRI, str] = {
    KG.claimant: "who says it",
    PROV.wasAttributedTo: "through whom",
    KG.assertedDuring: "when said",
    KG.paraphrase: "what it says",
    KG.about: "about",
    KG.modality: "how it is said",
    KG.polarity: "how it is said",
    KG.certainty: "how sure",
    KG.voice: "voice",
    KG.status: "status",
    KG.anchor: "words quoted",
    KG.figure: "how much",
    KG.value: "how much",
    KG.time: "when",
    **{predicate: column for column, predicate in RELATED.items()},
}


def _columns() -> dict[str, list[str]]:
    """For each property, by its prefixed name, the columns in which rows say it."""
    found = {compact(predicate): [column] for predicate, column in _OF_CLAIMS.items()}
    for column, slot in (item for shape in SHAPES.values() for item in shape.slots.items()):
        columns = found.setdefault(compact(slot.predicate), [])
        if column not in columns:
            columns.append(column)
    return found


_COLUMNS = _columns()
_PLAIN: Mapping[str, tuple[tuple[str, ...], str]] = {
    "kg:about: Write": (
        ("about",),
        "{}the claim would be about nobody and nothing; write here whom or what it concerns, by name",
    ),
    "Write at least one kg:anchor": (
        (),
        "{}nobody can look the claim up; put the text into sources/ and write its words, or give start, end and digest",
    ),
    "An event is not part,": (
        ("part of", "purpose", "cause", "on condition of", "except"),
        "{}an event cannot be this of itself; write another one, or empty the cell",
    ),
    "kg:place: ": ((), "{} is no place; write the place, or empty the cell"),
    "kg:event: ": ((), "{} is no event; write the event of which the figure is"),
    "Let kg:cause,": ((), "{} is no event, nor a part of this claim; write the event, or give the part a row"),
}
"""For beginnings of findings: the columns in which their cause is, if the finding does not tell, and plain words; `{}`
is the value that was found."""
_PROPERTY = re.compile(r"\b(?:kg|org|prov):\w+")
_IRI = re.compile(r"<([^<>\s]+)>|\(found: ([^\s()]+)\)")


@dataclass(slots=True)
class Refusals:
    """Turns findings into faults; `claims` are the claims that were read, `things` the new things."""

    claims: Sequence[Told]
    things: Sequence[Proposal]
    known: Known

    def faults(self, findings: Sequence[Finding]) -> list[tuple[Finding, Fault]]:
        """The faults for findings: at the rows of the claims, else of the things in their sheet, of which they tell.

        A denial that only repeats what it denies has none of its own if that has one.
        """
        placed = [(finding, one) for finding in _worst(findings) for one in self._concerned(finding)]
        refused = {one.id for _, one in placed}
        found = [(f, self._fault(one, f)) for f, one in placed if one.waits not in refused]
        told = [finding for finding, _ in placed]
        for finding in findings:
            named = {finding.subject, *self._named(finding)} if finding not in told else ()
            rows = [one for one in self.things if one.thing.iri in named and one.column.startswith("things: ")]
            found += [(finding, Fault(one.row, one.column, self.message(finding))) for one in rows]
        return found

    def _fault(self, one: Told, finding: Finding) -> Fault:
        line, column = self._place(one, finding)
        return Fault(line.number, column, self.message(finding), name=line.name)

    def _concerned(self, finding: Finding) -> Iterator[Told]:
        """The claims that a finding tells of: its subject, or those whose content says something of its subject."""
        read = [one for one in self.claims if one.claim is not None]
        own = [one for one in read if finding.subject in (one.id, one.claim.content)]  # type: ignore[union-attr]
        if own:
            return iter(own)
        values = self._named(finding)
        saying = [one for one in read if any(s.node == finding.subject for s in _statements(one))]
        exact = [one for one in saying if any(values & set(map(str, _terms(s))) for s in _statements(one))]
        if exact or saying:
            return iter(exact or saying)
        named = {finding.subject, *values}
        return (one for one in read if named & {str(iri) for iri in _named_by(one)})

    def _named(self, finding: Finding) -> set[str]:
        found = {one or other for one, other in _IRI.findall(finding.message)}
        return {self.known.names.iri(text) or text for text in found}

    def _place(self, one: Told, finding: Finding) -> tuple[Line, str]:
        """The row and the column of a claim in which a finding has its cause, as far as can be told."""
        columns = [c for begin, (several, _) in _PLAIN.items() if finding.message.startswith(begin) for c in several]
        columns += [c for name in _PROPERTY.findall(finding.message) for c in _COLUMNS.get(name, ())]
        values = self._named(finding)
        filled = [(line, column) for column in columns for line in one.lines if line.text(column)]
        cells = filled or [(line, column) for line in one.lines for column in line.cells]
        for cell in cells:
            if values & set(_values(*cell, self.known.names, one)):
                return cell
        if columns and not finding.message.startswith("<"):
            return filled[0] if filled else (one.first, columns[0])
        return one.first, ""

    def message(self, finding: Finding) -> str:
        """What is wrong and what to write, with names in place of addresses and columns in place of properties."""
        values = [self._name(one or other) for one, other in _IRI.findall(finding.message)]
        if finding.check == "dangling":
            return f"{values[0]} is named, and no row says what it is; write a name, or give it a row"
        for begin, (_, words) in _PLAIN.items():
            if finding.message.startswith(begin) and ("{} " not in words or values):
                return words.format(*values[:1] or [""])
        if "(found:" in finding.message and self._is_described_nowhere(values[0].strip("'")):
            return (
                f"nothing says what {values[0]} is; write a name that is known, or say in the sheet 'things' what it is"
            )
        text = f"{finding.message}; {finding.fix}" if finding.fix else finding.message
        text = re.sub(r"^\S+:\S+: | ?\(found: [^()]*\)", "", text)
        text = _IRI.sub(lambda match: self._name(match[1]), text)
        text = _PROPERTY.sub(lambda match: self._word(match[0]), text)
        what = f"{values[0]} cannot stand here" if "(found:" in finding.message else "'kgraph validate' refuses it"
        return f"{what}: {' '.join(text.split())}"

    def _is_described_nowhere(self, path: str) -> bool:
        iri = f"{self.known.base}{path}"
        return re.match(r"[a-z]+/[^/#]+$", path) is not None and iri not in self.known.names.things

    def _word(self, term: str) -> str:
        """A term of a message in words: the column of a property, the label of a class."""
        iri = self.known.names.iri(term)
        entry = self.known.names.vocabulary.terms.get(iri) if iri else None
        return f"'{_COLUMNS[term][0]}'" if term in _COLUMNS else entry.label if entry else term

    def _name(self, text: str) -> str:
        iri = self.known.names.iri(text) or IRI(text)
        if iri in self.known.names.things:
            return f"'{self.known.names.name(iri)}'"
        claim, _, part = iri.partition("#")
        return f"'#{part}'" if part and claim.startswith(self.known.base) else f"'{text.removeprefix(self.known.base)}'"


def _worst(findings: Sequence[Finding]) -> list[Finding]:
    """The findings from which others follow, those first of what nothing describes.

    That a claim is about nothing is left out if the claim has another finding.
    """
    owners = {one.subject for one in findings if not one.message.startswith("kg:about: ")}
    left = [one for one in findings if one.subject not in owners or not one.message.startswith("kg:about: ")]
    return sorted(left, key=lambda one: one.check != "dangling")


def _statements(one: Told) -> tuple[Statement, ...]:
    return one.claim.statements if one.claim is not None else ()


def _terms(statement: Statement) -> Iterator[object]:
    yield statement.node
    for _, values in statement.said:
        yield from values


def _named_by(one: Told) -> Iterator[object]:
    claim = one.claim
    if claim is not None:
        yield from (claim.claimant, *(hop.relayer for hop in claim.hops), *claim.about)
        yield from (other for _, other in claim.relations)
        for statement in claim.statements:
            yield from _terms(statement)


def _values(line: Line, column: str, names: Names, one: Told) -> Iterator[str]:
    """The addresses that a cell names."""
    for member in read_list(str(line.cell(column))):
        text = unmarked(member)[0]
        if text.startswith("#"):
            yield f"{one.id}{text}"
        with suppress(Unclear):
            yield str(names.thing(text, column))

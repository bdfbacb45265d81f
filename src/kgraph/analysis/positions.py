"""The statements of claims in words, each with its aspect.

An aspect is one thing on which claims can differ: a measure of one subject at one place, the control of a place, who
holds which post in an organization, the outcome of one event.
"""

from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import cast

from kgraph.analysis.record import ClaimCard
from kgraph.claims import EXTENTS, Statement, StatementKind, words
from kgraph.model import Quantity
from kgraph.namespaces import IRI, KG, ORG, RDFS
from kgraph.store.trig import natural


@dataclass(frozen=True, slots=True)
class Position:
    """What one claim says on an aspect: `what` in a few words, and `when` as the time that it gives; for a figure, the
    `quantity` and the `unit` in words ("fraction").

    `entities` are the things that the statement names and is about. `asked` are the questions in dispute that it
    answers; `disputed_by` names the claimants of claims in conflict with this one; `changed` is what its own claimant
    later said instead.
    """

    claim: ClaimCard
    what: str
    when: str = ""
    quantity: Quantity | None = None
    unit: str = ""
    entities: frozenset[IRI] = frozenset()
    disputed_by: tuple[str, ...] = ()
    asked: tuple[IRI, ...] = ()
    changed: str = ""
    statement: Statement | None = field(default=None, compare=False)


def positions(cards: Iterable[ClaimCard], labels: Mapping[IRI, str]) -> Iterator[tuple[str, Position]]:
    """The (aspect, position) pairs of all statements in the cards' contents, claim by claim."""
    for card in sorted(cards, key=lambda card: natural(card.id)):
        names = _names(card.statements, labels)
        for statement in card.statements:
            label, what = _told(statement, names)
            values = (value for _, values in statement.said for value in values)
            named = frozenset(v for v in (*values, statement.node) if isinstance(v, IRI))
            unit = words(str(statement.first(KG.unit) or ""))
            when = statement.time.span.words if statement.time else ""
            yield label, Position(card, what, when, statement.quantity, unit, named, statement=statement)


def told(statements: Iterable[Statement], labels: Mapping[IRI, str]) -> list[str]:
    """The statements of a content in words."""
    statements = tuple(statements)
    names = _names(statements, labels)
    return sorted(": ".join(_told(statement, names)) for statement in statements)


def _names(statements: Iterable[Statement], labels: Mapping[IRI, str]) -> Mapping[IRI, str]:
    """The labels, and those that a content itself gives to its nodes."""
    own = {one.node: str(one.first(RDFS.label)) for one in statements if one.get(RDFS.label)}
    return (
        ChainMap({IRI(str(node)): label for node, label in own.items()}, cast(dict[IRI, str], labels))
        if own
        else labels
    )


def _told(said: Statement, labels: Mapping[IRI, str]) -> tuple[str, str]:
    """A statement's aspect, and what it says on it."""

    def named(predicate: IRI) -> str:
        return ", ".join(sorted(labels.get(IRI(o), words(str(o))) for o in said.get(predicate)))

    def joined(word: str, predicate: IRI) -> str:
        return f" {word} {named(predicate)}" if said.get(predicate) else ""

    kind = said.kind
    subject, place = named(KG.subject), named(KG.place)
    if kind is StatementKind.measurement:
        who = f", {named(KG.counted)}" if said.get(KG.counted) else ""
        of = f"{f': {subject}' if said.get(KG.subject) else ''}{joined('against', KG.comparedWith)}"
        event = f", {named(KG.event)}" if said.get(KG.event) else ""
        return f"{named(KG.measure)}{who}{of}{event}{joined('in', KG.place)}", said.figure
    if kind is StatementKind.control:
        extent = ", ".join(sorted(EXTENTS.get(o, (words(str(o)),))[0] for o in said.get(KG.extent)))
        return f"control of {place}", f"{subject}: {extent}" if extent else subject
    if kind is StatementKind.presence:
        return f"presence in {place}", subject
    if kind is StatementKind.posting:
        return f"posts in {named(ORG.organization)}", f"{named(ORG.member)}: {named(ORG.role)}"
    if kind is StatementKind.subordination:
        return f"what {named(ORG.member)} is part of", named(ORG.organization)
    if kind is StatementKind.assessment:
        label = f"{named(KG.aspect)} of {subject}{joined('against', KG.comparedWith)}"
        return label, named(KG.rating)
    if kind is StatementKind.characterisation:
        aspect = f" as to its {named(KG.aspect)}" if said.get(KG.aspect) else ""
        return f"what {subject} is{aspect}{joined('under', KG.norm)}", named(KG.characterisedAs)
    details = (("by", KG.actor), ("against", KG.target), ("at", KG.place), ("with", KG.uses), ("won by", KG.winner))
    parts = [named(KG.phase), *(f"{word} {named(predicate)}" for word, predicate in details if said.get(predicate))]
    parts = [part for part in parts if part] if said.get(KG.phase) or said.get(KG.winner) else ["spoken of", *parts[1:]]
    own, name = said.first(RDFS.label), IRI(str(said.node))
    return str(own) if own else labels.get(name, words(name)), ", ".join(parts)

"""Which question a statement answers, and with which answer; claims with the same answer form a position."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kgraph.claims import EXTENTS
from kgraph.disputes.accounts import Account, Asked
from kgraph.disputes.happening import account, denied_detail, detail
from kgraph.disputes.holding import held
from kgraph.disputes.measured import Figure
from kgraph.disputes.model import Matter, Said
from kgraph.disputes.nameless import of_place_and_day
from kgraph.disputes.reference import Reference
from kgraph.disputes.saying import is_state, of_kind
from kgraph.model import Term
from kgraph.namespaces import IRI, KG, ORG

_WIDE = 4  # a range wider than a quarter of its upper end is no single figure


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """A statement's answer to a question. Equal answers have equal `key`s; `text` is the answer in words. `names` is
    the part of `text` that names somebody, if claims with the same answer may name others of the same side; else "". An
    `account` of an event is worded differently in different questions.
    """

    said: Said
    key: tuple[object, ...]
    text: str
    figure: Figure | None = None
    names: str = ""
    account: Account | None = None

    @property
    def range(self) -> tuple[object, ...] | None:
        """A key that is equal for figures of equal bounds, stance and place (for states also of equal time); `None` for
        other answers."""
        return None if self.figure is None else (self.key, *self.figure.range)

    def elsewhere(self, others: Mapping[IRI, Sequence["Answer"]]) -> bool:
        """Whether it is a figure of an event at a place, and all other figures are of other places."""
        place = self.figure.place if self.figure else None
        if place is None:
            return False
        others_figures = (one.figure for answers in others.values() for one in answers if one is not self)
        return all(figure.place not in (None, place) for figure in others_figures if figure)

    def same(self, other: "Answer") -> bool:
        """Whether the two answers are the same, as far as the question goes."""
        if self.figure is None or other.figure is None:
            return self.key == other.key
        one, two = self.figure, other.figure
        if self.key != other.key or (one.place and two.place and one.place != two.place):
            return False
        if (one.least, one.most) == (two.least, two.most):
            return True
        return not one.disjoint(two) and all((f.most - f.least) * _WIDE <= abs(f.most) for f in (one, two))


def answers(
    sayings: Iterable[Said], figures: Mapping[Said, Figure], reference: Reference
) -> Iterator[tuple[Matter, Answer]]:
    """For each statement, the questions that it answers, each with the answer. The first question is the one that the
    statement is mainly about."""
    for said in sayings:
        for matter, key, text in _answers(said, figures.get(said), reference):
            account = text if isinstance(text, Account) else None
            names = account.by if account else _named(said, matter, reference)
            words = account.words(Asked(actor=True)) if account else str(text)
            yield matter, Answer(said, (said.negative, *key), words, figures.get(said), names, account)


_Found = Iterator[tuple[Matter, tuple[object, ...], str | Account]]


def _answers(said: Said, figure: Figure | None, reference: Reference) -> _Found:
    statement = said.statement
    if figure is not None:
        whose = reference.side(statement.subject) if figure.matter[0] == "held" and statement.subject else ""
        told = _not(said, figure.text)
        text = f"{reference.name(statement.subject)}: {told}" if whose and statement.subject else told
        yield figure.matter, ("figure", whose), text
        if str(figure.matter[0]) == "figure" and reference.shares_one_whole(figure.key[1]):
            whole = ("figure", figure.key[1], "shares", *figure.key[5:])
            yield whole, ("share", figure.key[3]), f"{reference.name(IRI(figure.key[3]))}: {told}"
        if of_day := of_place_and_day(figure):
            yield of_day, ("figure", ""), told
    elif of_kind(said, KG.Control) and statement.place and statement.subject:
        side, extent = reference.side(statement.subject), statement.first(KG.extent)
        yield held(statement.place), ("holds", side, extent), _holding(said, extent, reference)
        for outer in sorted(reference.around(statement.place) - {statement.place}):
            inner = f"{reference.name(statement.place)}: {_holding(said, extent, reference)}"
            yield held(outer), ("holds", side, statement.place), inner
    elif of_kind(said, KG.Presence) and statement.place and statement.subject:
        where = reference.name(statement.place)
        yield ("presence", str(statement.subject), str(statement.place)), ("there",), _not(said, f"at {where}")
        yield ("whereabouts", str(statement.subject)), (statement.place,), _not(said, f"at {where}")
    elif statement.get(ORG.member):
        yield from _tied(said, reference)
    elif of_kind(said, KG.Characterisation):
        label = statement.first(KG.characterisedAs)
        parts = (statement.first(p) for p in (KG.subject, KG.aspect, KG.norm))
        yield (
            ("characterisation", *(str(part or "-") for part in parts)),
            (label,),
            _not(said, reference.name(label) if label else "so"),
        )
    elif of_kind(said, KG.Entitlement) and statement.place:
        yield (
            ("entitlement", str(statement.place)),
            (statement.subject,),
            _not(said, reference.name(statement.subject or "-")),
        )
    elif of_kind(said, KG.Assessment):
        subject, aspect, rating = (statement.first(p) for p in (KG.subject, KG.aspect, KG.rating))
        matter = ("assessment", str(subject or "-"), str(aspect or "-"))
        yield matter, (rating,), _not(said, reference.name(rating or "-").lower())
    elif not is_state(statement):
        yield from _of_event(said, reference)


def _named(said: Said, matter: Matter, reference: Reference) -> str:
    """Whom an answer names to the question who holds a place: the holder in the claim, not the side to which the holder
    belongs."""
    subject = said.statement.subject
    return reference.name(subject) if matter[0] == "held" and subject else ""


def _not(said: Said, text: str) -> str:
    return f"not {text}" if said.negative else text


def _holding(said: Said, extent: Term | None, reference: Reference) -> str:
    """The answer that says how much a holder has, or does not have: “the militia: no part of it”."""
    name = reference.name(said.statement.subject or "-")
    words = EXTENTS.get(extent) if isinstance(extent, IRI) else None
    return f"{name}: {words[said.negative]}" if words else _not(said, name)


def _tied(said: Said, reference: Reference) -> _Found:
    statement = said.statement
    member, organization, role = (statement.first(p) for p in (ORG.member, ORG.organization, ORG.role))
    if of_kind(said, KG.Subordination):
        yield ("under", str(member)), (organization,), _not(said, f"under {reference.name(organization or '-')}")
    else:
        yield ("post", str(role), str(organization)), (member,), _not(said, reference.name(member or "-"))


def _of_event(said: Said, reference: Reference) -> _Found:
    statement = said.statement
    actors = [actor for actor in statement.get(KG.actor) if isinstance(actor, IRI)]
    sides = frozenset(map(reference.side, actors))
    by = " and ".join(map(reference.name, actors))
    told = Account(by, sides, tuple(statement.get(KG.phase)), said.negative)
    if not (said.negative and denied_detail(said)):
        yield account(said.node), (sides, told.ended), told
    if said.when.dated and statement.time:
        bounds = statement.time.span.bounds
        yield detail(said.node, "date"), bounds, statement.time.span.words
    for which, predicate in (
        ("place", KG.place),
        ("cause", KG.cause),
        ("purpose", KG.purpose),
        ("means", KG.uses),
        ("winner", KG.winner),
    ):
        if values := statement.get(predicate):
            yield detail(said.node, which), values, _not(said, " and ".join(map(reference.name, values)))

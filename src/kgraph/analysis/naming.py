"""Whom an answer names: first those named when it was first given, then also those named by later claims that give the
same answer; and what each of its claims says in its own words.

One answer has all claims about one side: that the army holds a place, and that its first battalion does. It names only
those whom its claims name. Later claims do not change how an answer was worded before, so each wording has its day.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import groupby

from kgraph.analysis.changing import printed
from kgraph.analysis.record import ClaimCard
from kgraph.analysis.rounds import WHOM, Stand
from kgraph.claims import Statement
from kgraph.days import order
from kgraph.model import Term
from kgraph.namespaces import IRI, KG, RDF

Wording = tuple[str, str]
"""The day since which an answer has this wording ("": from the beginning), and the wording."""

# “the army: all of it”, “East Ford: the army: all of it”, “not the army”, “by the army”
_BEFORE = r"(?:(?<=^)|(?<=^not )|(?<=by )|(?<=: )|(?<= / ))"
_AFTER = r"(?=$|[:,;)])"


def wordings(stand: Stand, cards: Mapping[IRI, ClaimCard], labels: Mapping[IRI, str]) -> tuple[Wording, ...]:
    """The wordings of an answer: as it was first given, and then each time a claim names somebody new."""
    told = telling(stand, cards)
    found: list[Wording] = [("", stand.answer)]
    names: list[str] = []
    for day, some in groupby(sorted(told, key=lambda card: order(card.said_by)), key=lambda card: card.said_by):
        fresh = [name for card in some for name in _named(card, stand, labels)]
        more = [name for name in dict.fromkeys(fresh) if name not in names]
        longer = _with(found[-1][1], names, more) if names and more else ""
        names += more
        if longer:
            found.append((day, longer))
    return tuple(found)


def telling(stand: Stand, cards: Mapping[IRI, ClaimCard]) -> list[ClaimCard]:
    """The claims that an answer has its words from: its assertions, or its denials if there are no assertions."""
    known = [cards[claim] for claim in stand.claims if claim in cards]
    return [card for card in known if not card.negative] or known


def in_own_words(stand: Stand, cards: Mapping[IRI, ClaimCard], labels: Mapping[IRI, str]) -> Stand:
    """The answer with what each of its claims says in its own words, where claims name others or give other figures."""
    stand = _with_names(stand, cards, labels)
    return replace(stand, own=tuple(_own_words(stand, cards, labels)))


def _with_names(stand: Stand, cards: Mapping[IRI, ClaimCard], labels: Mapping[IRI, str]) -> Stand:
    given = {card.id: list(dict.fromkeys(_named(card, stand, labels))) for card in telling(stand, cards)}
    names = {name for some in given.values() for name in some}
    form, order = _form(stand.answer, names) if len(names) > 1 else ("", [])
    named = [(claim, name) for name in order for claim, some in given.items() if name in some]
    return replace(stand, form=form, named=tuple(named)) if form else stand


def _form(answer: str, names: Collection[str]) -> tuple[str, list[str]]:
    """The answer with a mark in the place of its names, and the names in their order; "" if it does not have just
    these."""
    one = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    places = list(re.finditer(rf"{_BEFORE}(?:{one})(?: / (?:{one}))+{_AFTER}", answer))
    order = places[0][0].split(" / ") if len(places) == 1 else []
    if set(order) != set(names):
        return "", []
    return f"{answer[: places[0].start()]}{WHOM}{answer[places[0].end() :]}", order


def _own_words(stand: Stand, cards: Mapping[IRI, ClaimCard], labels: Mapping[IRI, str]) -> Iterator[tuple[IRI, str]]:
    told = telling(stand, cards)
    names: dict[IRI, list[str]] = {card.id: [] for card in told}
    for claim, name in stand.named:
        names[claim].append(name)
    parts = [{claim: " / ".join(some) for claim, some in names.items()}, _figures(told, stand.statements, labels)]
    parts = [part for part in parts if len({words for words in part.values() if words}) > 1]
    for card in told:
        if words := ": ".join(filter(None, (part[card.id] for part in parts))):
            yield card.id, words


def _figures(told: Collection[ClaimCard], nodes: Collection[Term], labels: Mapping[IRI, str]) -> dict[IRI, str]:
    """The figures, as printed, that claims give in statements with these nodes: “12 thousand”, not “12,140”."""
    units = {one.first(KG.unit) for card in told for one in card.statements if one.node in nodes}
    found = {}
    for card in told:
        some = [
            _figure(one, labels, unit=len(units) > 1) for one in card.statements if one.figure and one.node in nodes
        ]
        found[card.id] = " / ".join(f"{'not ' if card.negative else ''}{text}" for text in dict.fromkeys(some))
    return found


def _figure(statement: Statement, labels: Mapping[IRI, str], *, unit: bool) -> str:
    """A statement's figure; with its unit, if the others' units are not the same and no figure is printed."""
    of = statement.first(KG.unit)
    name = labels.get(of, "") if unit and isinstance(of, IRI) and not statement.get(KG.figure) else ""
    return f"{printed(statement)} {name}".rstrip()


def _named(card: ClaimCard, stand: Stand, labels: Mapping[IRI, str]) -> Iterator[str]:
    """Whom a claim names as the holder of the place, or as the one who did it."""
    for one in card.statements:
        if not stand.statements or one.node in stand.statements:
            some = (labels[agent] for agent in _agents(one) if agent in labels)
            if name := " and ".join(some):
                yield name


def _agents(statement: Statement) -> Iterable[IRI]:
    holds = statement.place and {KG.Control, KG.Measurement} & set(statement.get(RDF.type))
    values = statement.get(KG.subject)[:1] if holds else statement.get(KG.actor)
    return [value for value in values if isinstance(value, IRI)]


def _with(answer: str, names: Iterable[str], more: Iterable[str]) -> str:
    """The answer with further names after its last name; "" if it has no name."""
    for name in reversed([*names]):
        places = list(re.finditer(rf"{_BEFORE}{re.escape(name)}{_AFTER}", answer))
        if len(places) == 1:
            end = places[0].end()
            return f"{answer[:end]} / {' / '.join(more)}{answer[end:]}"
    return ""

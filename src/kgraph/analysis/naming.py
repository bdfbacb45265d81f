"""Whom an answer names: first those named when it was first given, then also those named by later claims that give the
same answer.

One answer has all claims about one side: that the army holds a place, and that its first battalion does. It names only
those whom its claims name. Later claims do not change how an answer was worded before, so each wording has its day.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from kgraph.analysis.record import ClaimCard
from kgraph.analysis.rounds import Stand
from kgraph.claims import Statement
from kgraph.days import order
from kgraph.namespaces import IRI, KG, RDF

Wording = tuple[str, str]
"""The day since which an answer has this wording ("": from the beginning), and the wording."""


def wordings(stand: Stand, cards: Mapping[IRI, ClaimCard], labels: Mapping[IRI, str]) -> tuple[Wording, ...]:
    """The wordings of an answer: as it was first given, and then each time a claim names somebody new."""
    known = [cards[claim] for claim in stand.claims if claim in cards]
    told = [card for card in known if not card.negative] or known
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
        # “the army: all of it”, “East Ford: the army: all of it”, “not the army”, “by the army”
        at = rf"(?:(?<=^)|(?<=^not )|(?<=by )|(?<=: )|(?<= / )){re.escape(name)}(?=$|[:,;)])"
        places = list(re.finditer(at, answer))
        if len(places) == 1:
            end = places[0].end()
            return f"{answer[:end]} / {' / '.join(more)}{answer[end:]}"
    return ""

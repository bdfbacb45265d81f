"""Questions in words, as an editor would ask them."""

from collections.abc import Collection

from kgraph.disputes.model import Matter
from kgraph.disputes.reference import Reference
from kgraph.namespaces import IRI

_DETAILS = {
    "date": "when was it",
    "place": "where was it",
    "cause": "what caused it",
    "purpose": "what was it for",
    "means": "by what means was it done",
}
_OF_EVENTS = {"event-outcome": "how did it end", "event-actor": "who did it"}


def asked(matter: Matter, reference: Reference, rules: Collection[str] = ()) -> str:
    """A question in words; `rules` are those that found a conflict on it.

    >>> asked(("held", "https://example.org/id/place/east-ford"), Reference({}))
    'Who holds east-ford?'
    """
    kind, *parts = matter
    names = [reference.name(IRI(part)) for part in parts if part != "-"]
    if kind == "figure":
        return _figure(parts, reference)
    if kind == "held":
        return f"Who holds {names[0]}?"
    if kind == "account":
        return f"{_capital(names[0])}: {_of_event(rules)}?"
    if kind == "detail":
        which = parts[1]
        return f"Who won {names[0]}?" if which == "winner" else f"{_capital(names[0])}: {_DETAILS[which]}?"
    if kind == "post":
        return f"Who is {names[0]} of {names[1]}?"
    if kind == "under":
        return f"Whom is {names[0]} under?"
    if kind == "presence":
        return f"Is {names[0]} at {names[1]}?"
    if kind == "whereabouts":
        return f"Where is {names[0]}?"
    if kind == "entitlement":
        return f"Who has a right to {names[0]}?"
    if kind == "characterisation":
        return f"What is {', '.join(names)}?"
    return "What is so?"


def _of_event(rules: Collection[str]) -> str:
    asked = [words for rule, words in _OF_EVENTS.items() if rule in rules]
    if set(rules) - _OF_EVENTS.keys() or not asked:
        asked.insert(0, "did it happen so")
    return ", and ".join(asked)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _figure(parts: list[str], reference: Reference) -> str:
    """“people killed, passengers: the ferry fire?”."""
    measure, _, subject, party, event, place, counted = (*parts, *("-",) * 7)[:7]
    if subject == "-" and parts[1] == "shares":
        measure, _, event, place = (*parts, "-", "-")[:4]
        subject = party = counted = "-"
    what = reference.name(IRI(measure))
    of = [reference.name(IRI(part)) for part in (subject, event, place) if part != "-"]
    what = f"{what}, {reference.name(IRI(counted))}" if counted != "-" else what
    against = f" against {reference.name(IRI(party))}" if party != "-" else ""
    return _capital(f"{what}: {', '.join(of)}{against}?" if of else f"{what}?")

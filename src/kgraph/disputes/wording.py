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
    "winner": "who won",
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
        return f"{_capital(names[0])}: {_DETAILS[parts[1]]}?"
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
        return _characterised(parts, reference)
    return "What is so?"


def _of_event(rules: Collection[str]) -> str:
    asked = [words for rule, words in _OF_EVENTS.items() if rule in rules]
    if set(rules) - _OF_EVENTS.keys() or not asked:
        asked.insert(0, "did it happen so")
    return ", and ".join(asked)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _characterised(parts: list[str], reference: Reference) -> str:
    """“The ferry fire, as to its outcome: what is it, by “Harbour Code”?”."""
    subject, aspect, norm = (reference.name(IRI(part)) if part != "-" else "" for part in parts)
    of = f"{_capital(subject)}, as to its {aspect}" if aspect else _capital(subject)
    return f"{of}: what is it, by “{norm}”?" if norm else f"{of}: what is it?"


def measured(matter: Matter, reference: Reference) -> str:
    """What figures are of, before what is told of them: “People killed, passengers, the ferry fire”."""
    kind, *parts = matter
    if kind != "figure":
        return asked(matter, reference).removesuffix("?")
    what, of = _measured(parts, reference)
    return ", ".join((what, *of))


def _figure(parts: list[str], reference: Reference) -> str:
    """“People killed, passengers: the ferry fire?”."""
    if parts[1] == "shares":
        measure, _, *whole = parts
        names = ", ".join(reference.name(IRI(part)) for part in whole if part != "-")
        return _capital(f"{reference.name(IRI(measure))}, together more than the whole: {names}?")
    what, of = _measured(parts, reference)
    return f"{what}: {', '.join(of)}?" if of else f"{what}?"


def _measured(parts: list[str], reference: Reference) -> tuple[str, list[str]]:
    """What is measured, and of what."""
    measure, _, subject, party, event, place, counted = (*parts, *("-",) * 7)[:7]
    what = _capital(reference.name(IRI(measure)))
    what = f"{what}, {reference.name(IRI(counted))}" if counted != "-" else what
    of = [reference.name(IRI(part)) for part in (subject, event, place) if part != "-"]
    if party != "-":
        of = [*of[:-1], f"{of[-1] if of else ''} against {reference.name(IRI(party))}".strip()]
    return what, of

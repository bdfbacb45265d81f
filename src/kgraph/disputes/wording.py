"""Questions in words, as an editor would ask them."""

from collections.abc import Mapping
from types import MappingProxyType

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


def asked(matter: Matter, reference: Reference, names: Mapping[str, str] = MappingProxyType({})) -> str:
    """A question in words, the same whatever claims say; `names` are what events are called that have no label.

    >>> asked(("held", "https://example.org/id/place/east-ford"), Reference({}))
    'Who holds east-ford?'
    """
    kind, *parts = matter
    called = [names.get(part) or reference.name(IRI(part)) for part in parts if part != "-"]
    if kind == "figure":
        return _figure(parts, reference)
    if kind == "held":
        return f"Who holds {called[0]}?"
    if kind == "account":
        return f"{_capital(called[0])}: did it happen so, and who did it?"
    if kind == "detail":
        which = parts[1]
        return f"Who won {called[0]}?" if which == "winner" else f"{_capital(called[0])}: {_DETAILS[which]}?"
    if kind == "post":
        return f"Who is {called[0]} of {called[1]}?"
    if kind == "under":
        return f"Whom is {called[0]} under?"
    if kind == "presence":
        return f"Is {called[0]} at {called[1]}?"
    if kind == "whereabouts":
        return f"Where is {called[0]}?"
    if kind == "entitlement":
        return f"Who has a right to {called[0]}?"
    if kind == "assessment":
        return f"How is it with {', '.join(called)}?"
    if kind == "characterisation":
        return f"What is {', '.join(called)}?"
    return "What is so?"


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

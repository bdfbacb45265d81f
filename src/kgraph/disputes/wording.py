"""Questions in words, as an editor would ask them."""

from collections.abc import Mapping
from types import MappingProxyType

from kgraph.disputes.accounts import Asked
from kgraph.disputes.model import Matter
from kgraph.disputes.reference import Reference
from kgraph.namespaces import IRI, RDFS

_DETAILS = {
    "date": "when was it",
    "place": "where was it",
    "cause": "what caused it",
    "purpose": "what was it for",
    "means": "by what means was it done",
    "winner": "who won",
}


_WHETHER = Asked()


def asked(
    matter: Matter, reference: Reference, names: Mapping[str, str] = MappingProxyType({}), of_event: Asked = _WHETHER
) -> str:
    """A question in words; `names` has names for events without a label, `of_event` says what is asked about an event.

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
        return f"{_capital(called[0])}: {of_event.words}?"
    if kind == "detail":
        return f"{_capital(called[0])}: {_DETAILS[parts[1]]}?"
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
        return f"How is {' assessed as to its '.join(called)}{'' if len(called) > 1 else ' assessed'}?"
    if kind == "characterisation":
        return _characterised(parts, reference)
    return "What is claimed differently?"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _characterised(parts: list[str], reference: Reference) -> str:
    """“The ferry fire, as to its outcome: how is it judged under the Harbour Code?”."""
    subject, aspect, norm = (reference.name(IRI(part)) if part != "-" else "" for part in parts)
    of = f"{_capital(subject)}, as to its {aspect}" if aspect else _capital(subject)
    return f"{of}: how is it judged under {_with_article(norm)}?" if norm else f"{of}: how is it judged?"


def _with_article(norm: str) -> str:
    """A norm's name with the article: “the Harbour Code”; without one if it ends in a number (“Resolution 41”) or has
    an article."""
    bare = any(letter.isdigit() for letter in norm) or norm.lower().startswith(("the ", "the-"))
    return norm if bare else f"the {norm}"


def measured(matter: Matter, reference: Reference) -> str:
    """The heading for figures of a question: “People killed, passengers, the ferry fire”."""
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
        return f"{_capital(reference.name(IRI(measure)))}, {names}: do they add up (together more than 100 per cent)?"
    what, of = _measured(parts, reference)
    return f"{what}: {', '.join(of)}?" if of else f"{what}?"


def _measured(parts: list[str], reference: Reference) -> tuple[str, list[str]]:
    """The measure in words, and the names of the things of which it is."""
    measure, _, subject, party, event, place, _, counted = (*parts, *("-",) * 8)[:8]
    what = _capital(reference.name(IRI(measure)))
    what = f"{what}, {reference.name(IRI(counted))}" if counted != "-" else what
    nameless = "#" in event and not reference.values(IRI(event), RDFS.label)  # a total of which no event is named
    of = [reference.name(IRI(part)) for part in (subject, "-" if nameless else event, place) if part != "-"]
    if party != "-":
        of = [*of[:-1], f"{of[-1] if of else ''} against {reference.name(IRI(party))}".strip()]
    return what, of

"""What a process does for a tool: its answer as JSON, in which every claim says whose it is."""

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from kgraph.analysis.claimed import statuses_of
from kgraph.analysis.compare import Aspect
from kgraph.analysis.positions import Position
from kgraph.analysis.questions import Disputed, OpenQuestion, disputed
from kgraph.analysis.record import Cards, ClaimCard, select
from kgraph.claims import claims_concerning
from kgraph.errors import UsageError
from kgraph.linking.identity import Identity, Thing
from kgraph.linking.joining import Sought
from kgraph.model import Literal, Rows, Term
from kgraph.namespaces import IRI
from kgraph.store import serialise
from kgraph.store.guard import kind_of
from kgraph.web.api.reading import reading
from kgraph.web.assistants.tools import checked
from kgraph.web.pages.made import read_world
from kgraph.web.reconcile.work import joiner_of
from kgraph.web.settings import Settings
from kgraph.web.sparql.protocol import Choice
from kgraph.web.working.wire import Head
from kgraph.web.working.work import Send, gathered
from kgraph.workspace.asking import answer
from kgraph.workspace.graph import Graph

_CELL = 2_000  # the most characters of a cell
_NAMES = 50  # the most names of a thing, and
_VALUES = 20  # the most values of one of its properties; the others are counted
_THINGS = 10_000  # the most things that a text finds
_NOTE = "These are claims, not facts: say whose they are."


@dataclass(frozen=True, slots=True)
class Call:
    """A call of a tool, with its parameters in JSON."""

    tool: str
    given: str

    def do(self, graph: Graph, settings: Settings, send: Send) -> None:
        """Send the answer; raises what the tool raises."""
        given = checked(self.tool, json.loads(self.given))
        remarks: list[str] = []
        graph.remark = remarks.append
        found = _TOOLS[self.tool](graph, given) | ({"remarks": remarks} if remarks else {})
        text = json.dumps(found, ensure_ascii=False)
        send(Head(200, {"content-type": "application/json"}), gathered([text], settings.answer))


def _search(graph: Graph, given: Mapping[str, Any]) -> dict[str, Any]:
    joiner, start, end = joiner_of(graph), given["skip"], given["skip"] + given["limit"]
    found = {one.thing.iri: one.thing for one in joiner.find(Sought((given["text"],), limit=_THINGS))}
    found |= {thing.iri: thing for thing in islice(joiner.suggest(given["text"]), _THINGS)}
    claims = reading(graph, Choice("record")).with_words(given["text"])
    cards = _cards(graph, claims[start:end])
    further = {"things": max(0, len(found) - end), "claims": max(0, len(claims) - end)}
    return {
        "things": [_thing(joiner.identity, thing) for thing in list(found.values())[start:end]],
        "further_things": further["things"],
        "claims": [_claim(card) for card in cards.values()],
        "further_claims": further["claims"],
        **({"to_read_on": {"skip": end}} if any(further.values()) else {}),
        "in_question": _questions_of(graph, cards),
        "note": _NOTE,
    }


def _entity(graph: Graph, given: Mapping[str, Any]) -> dict[str, Any]:
    identity, thing = joiner_of(graph).identity, _named(graph, given["name"])
    store, record, _ = read_world(graph, "record")
    found = _disputed(graph, thing)
    identified = {
        identity.properties[name].name: [_cell(identity, value) for value in values[:_VALUES]]
        for name, values in thing.values.items()
    }
    further = sum(max(0, len(values) - _VALUES) for values in thing.values.values())
    return {
        **_thing(identity, thing),
        "names": list(thing.names[:_NAMES]),
        "further_names": max(0, len(thing.names) - _NAMES),
        "identity": identified,
        "further_values": further,
        "claims_that_concern_it": len(claims_concerning(store, record, [thing.iri])),
        "in_question": [one.text for one in found.questions],
        "note": "This is what the thing is, for telling it from others. What is said of it, 'claims_about' tells.",
    }


def _claims_about(graph: Graph, given: Mapping[str, Any]) -> dict[str, Any]:
    thing = _named(graph, given["name"])
    store, record, _ = read_world(graph, "record")
    concerned = claims_concerning(store, record, [thing.iri])
    start, end = given["skip"], given["skip"] + given["limit"]
    found = _disputed(graph, thing)
    return {
        "thing": _thing(joiner_of(graph).identity, thing),
        "claims": [_claim(card) for card in _cards(graph, concerned[start:end]).values()],
        "further_claims": max(0, len(concerned) - end),
        "in_question": [_question(one, found) for one in found.questions] if not start else [],
        "note": _NOTE,
    }


def _compare(graph: Graph, given: Mapping[str, Any]) -> dict[str, Any]:
    found = graph.compare(given["topic"], as_of=given.get("as_of"))
    start, end = given["skip"], given["skip"] + given["limit"]
    return {
        "topic": given["topic"],
        "aspects": [_aspect(one) for one in found[start:end]],
        "further_aspects": max(0, len(found) - end),
        "note": _NOTE,
    }


def _aspect(aspect: Aspect) -> dict[str, Any]:
    return {
        "aspect": aspect.label,
        "in_question": [question.text for question in aspect.questions],
        "positions": [_position(one) for one in aspect.positions],
    }


def _position(position: Position) -> dict[str, Any]:
    quantity = position.quantity
    figure = {
        "least": None if quantity is None or quantity.least is None else str(quantity.least),
        "most": None if quantity is None or quantity.most is None else str(quantity.most),
    }
    return {
        "what": position.what,
        **({"figure": figure} if quantity else {}),
        **({"when": position.when} if position.when else {}),
        **({"contradicted_by": list(position.disputed_by)} if position.disputed_by else {}),
        **({"its_claimant_later_said": position.changed} if position.changed else {}),
        **_claim(position.claim),
    }


def _disputes(graph: Graph, given: Mapping[str, Any]) -> dict[str, Any]:
    about = _named(graph, given["about"]).iri if given.get("about") else None
    found = graph.disputed(about, given.get("since"), as_of=given.get("as_of"))
    start, end = given["skip"], given["skip"] + given["limit"]
    remarks = [
        {"kind": one.kind, "remark": one.text, "claims": _told(one.claims, found.cards)}
        for one in found.remarks[start:end]
    ]
    return {
        "questions": [_question(one, found) for one in found.questions[start:end]],
        "further_questions": max(0, len(found.questions) - end),
        "remarks": remarks,
        "further_remarks": max(0, len(found.remarks) - end),
        "note": "Positions are claims; nothing here settles who is right.",
    }


def _question(question: OpenQuestion, found: Disputed) -> dict[str, Any]:
    beside = _told(question.beside, found.cards)
    return {
        "question": question.text,
        "positions": [
            {
                "answer": " — ".join(filter(None, (stand.where, stand.answer))),
                "claims": _told(stand.claims, found.cards),
            }
            for stand in question.stands
        ],
        **({"claims_that_take_no_side": beside} if beside else {}),
    }


def _query(graph: Graph, given: Mapping[str, Any]) -> dict[str, Any]:
    world, claimants, day = given.get("world"), given.get("according_to", ()), given.get("as_of")
    limit = given["limit"]
    store, question = graph.question(given["sparql"], world=world, according_to=claimants, as_of=day, limit=limit + 1)
    if kind_of(question.text) in ("construct", "describe"):
        raise UsageError("this tool takes SELECT and ASK")
    found = answer(store, question, graph.ask_service, graph.remark)
    held = graph.in_words(graph.choose(world, claimants, day))
    if isinstance(found, Rows):
        return {"world": held, **_rows(graph, found, limit)}
    return {"answer": found, "world": held, "note": "Yes or no according to the claims in this world, not a fact."}


def _rows(graph: Graph, found: Rows, limit: int) -> dict[str, Any]:
    """The rows, and whose the claims are that they name, by themselves, by a statement of theirs, or by what they
    say."""
    identity, some = joiner_of(graph).identity, found.rows[:limit]
    named = [IRI(value.partition("#")[0]) for row in some for value in row if isinstance(value, IRI)]
    named += _that_say(graph, dict.fromkeys(value for row in some for value in row if isinstance(value, Literal)))
    cards = _cards(graph, [iri for iri in dict.fromkeys(named) if iri.startswith(graph.workspace.base)])
    worded = [
        {name: _cell(identity, value) for name, value in zip(found.variables, row, strict=True) if value is not None}
        for row in some
    ]
    return {
        "columns": list(found.variables),
        "rows": worded,
        "there_are_more": len(found) > limit,
        "claims_in_the_rows": [_claim(card) for card in cards.values()],
        "in_question": _questions_of(graph, cards),
        "note": _NOTE if cards else "The rows name no claim. They follow from claims, and are no facts: select ?claim.",
    }


def _that_say(graph: Graph, texts: Iterable[Literal]) -> list[IRI]:
    """The claims whose paraphrase is one of some texts, which alone would read as facts."""
    store, record, _ = read_world(graph, "record")
    words = ", ".join(serialise(Literal(str(text))) for text in texts)
    query = f"SELECT DISTINCT ?c {{ ?c a kg:Claim ; kg:paraphrase ?p FILTER(STR(?p) IN ({words})) }}"
    return [one for one in select(store, record, query).column("c") if isinstance(one, IRI)] if words else []


# -- parts of answers


def _questions_of(graph: Graph, claims: Collection[IRI]) -> list[dict[str, Any]]:
    """The questions in which some claims take positions, with who says otherwise."""
    if not claims:
        return []
    store, world, cards = read_world(graph, "undisputed")
    found = disputed(store, world, list(claims), cards=cards)
    return [_question(one, found) for one in found.questions if not one.told.isdisjoint(claims)]


def _named(graph: Graph, name: str) -> Thing:
    """The thing with a name, an id or an IRI; raises what `Graph.entity` raises."""
    identity = joiner_of(graph).identity
    thing = identity.find(name) or identity.things.get(graph.entity(name))
    if thing is None:
        raise UsageError(f"'{name}' is no person, place, unit or event of the graph")
    return thing


def _disputed(graph: Graph, thing: Thing) -> Disputed:
    store, world, cards = read_world(graph, "undisputed")
    return disputed(store, world, [thing.iri], cards=cards)


def _thing(identity: Identity, thing: Thing) -> dict[str, Any]:
    return {"id": thing.id, "name": thing.names[0], "is": identity.described(thing)}


def _cards(graph: Graph, claims: Collection[IRI]) -> dict[IRI, ClaimCard]:
    cards: Cards = read_world(graph, "record")[2]
    return cards.read(claims) if claims else {}


def _told(claims: Iterable[IRI], cards: Mapping[IRI, ClaimCard]) -> list[dict[str, Any]]:
    return [_claim(cards[claim]) for claim in claims if claim in cards]


def _claim(card: ClaimCard) -> dict[str, Any]:
    """A claim with whose it is, through whom, as what and how surely it is said, when, and where it stands."""
    return {
        "claimant": card.claimant,
        "as": card.stance,
        "certainty": card.certainty or "unstated",
        "says": card.paraphrase,
        "chain": list(card.chain),
        "said": card.day_words or "unknown",
        "anchor": {
            "document": card.source,
            "characters": [f"{start}–{end}" for start, end in card.spans],
            **({"address": card.address} if card.address else {}),
        },
        "in_question": card.in_question,
        "status": statuses_of(card),
        **({"relations": [{"to": iri, "relation": word} for word, iri in card.relations]} if card.relations else {}),
        "claim": card.id,
    }


def _cell(identity: Identity, value: Term) -> Any:
    text = str(value)
    text = text if len(text) <= _CELL else f"{text[:_CELL]}…"
    thing = identity.things.get(value) if isinstance(value, IRI) else None
    return {"id": thing.id, "name": thing.names[0]} if thing else text


_TOOLS: dict[str, Callable[[Graph, Mapping[str, Any]], dict[str, Any]]] = {
    "search": _search,
    "entity": _entity,
    "claims_about": _claims_about,
    "compare": _compare,
    "disputes": _disputes,
    "query": _query,
}

"""What a process of the server makes besides answers to queries: pages, lists, and what is known of one thing."""

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

from kgraph.analysis.about import about, triples
from kgraph.analysis.questions import Asked, disputed, read_asked
from kgraph.analysis.record import Cards, read_labels, read_nodes
from kgraph.analysis.stats import statistics
from kgraph.errors import DataError
from kgraph.namespaces import IRI
from kgraph.resources import bundled
from kgraph.store import Snapshot, Store, serialise
from kgraph.views.answers import triples_text
from kgraph.views.browsing import kinds_there
from kgraph.views.home import Address, Home, home_page
from kgraph.views.thing import thing_page
from kgraph.vocabulary.bundle import bundled_terms
from kgraph.web.formats import TRIPLES
from kgraph.web.problems import Problem
from kgraph.web.settings import Settings
from kgraph.web.sparql.protocol import NO_CHOICE, Choice
from kgraph.web.working.work import HTML, Send, gathered, head_of
from kgraph.workspace.graph import Graph

PAGE = "html"
"""The format of a thing's page."""
ALTERNATES = ", ".join(
    f'<?format={form}>; rel="alternate"; type="{media_type.partition(";")[0]}"'
    for form, media_type in {PAGE: "text/html", **TRIPLES}.items()
)
"""The value of a Link header that names the other forms of a thing's document (RFC 8288)."""

_ADDRESSES = (
    Address("browse", "places, people, documents and so on, and a search"),
    Address("network", "the network of people, units, places and events, to explore"),
    Address("queries", "the ready-made questions, each with its answer"),
    Address("query", "a form for SPARQL"),
    Address("feed", "what became of the questions, as a feed (Atom): opened, positions changed, closed"),
    Address("data/", "the whole dataset as files"),
    Address("api/claims", "the claims as JSON, to filter and to page through; openapi.json describes the API"),
    Address("reconcile", "a reconciliation service, for OpenRefine and the like"),
    Address("sparql", "the SPARQL endpoint (SPARQL 1.1 Protocol), for programs; a browser comes to the form"),
    Address("sparql/asserted", "the same in the world of all that is asserted, disputed or not"),
    Address("sparql/record", "the same in the world of who said what alone"),
    Address(
        "api/queries", "the ready-made questions, as JSON; each has an address, such as api/queries/claims?format=csv"
    ),
)


_RELATED = 500  # the most claims that are named because others are related to them


@dataclass(frozen=True, slots=True)
class Page:
    """A page that was asked for, by its name in `_PAGES`, in a world."""

    name: str
    choice: Choice = NO_CHOICE

    def do(self, graph: Graph, settings: Settings, send: Send) -> None:
        """Send the page; raises what `Graph.choose` raises."""
        media_type, made = _PAGES[self.name]
        head = replace(head_of(media_type), lasts=isinstance(graph.store, Snapshot))
        send(head, gathered([made(graph, self.choice)], settings.answer))


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing of the workspace, by what its IRI has after the base, and the format in which it is asked for."""

    path: str
    form: str

    def do(self, graph: Graph, settings: Settings, send: Send) -> None:
        """Send what is known of it; raises `Problem`, 404, for one that the graph does not have."""
        media_type = HTML if self.form == PAGE else TRIPLES[self.form]
        head = replace(head_of(media_type, link=ALTERNATES), lasts=isinstance(graph.store, Snapshot))
        send(head, gathered([_thing_text(graph, self)], settings.answer))


@dataclass(frozen=True, slots=True)
class Ontology:
    """kgraph's vocabulary, in a format of triples."""

    form: str

    def do(self, graph: Graph, settings: Settings, send: Send) -> None:
        """Send it: as Turtle, the file itself with its remarks."""
        file = bundled() / "ontology/kgraph.ttl"
        text = (
            file.read_text(encoding="utf8")
            if self.form == "ttl"
            else triples_text((quad[:3] for quad in bundled_terms()), self.form)
        )
        send(replace(head_of(TRIPLES[self.form]), lasts=True), gathered([text], settings.answer))


def _network(graph: Graph, choice: Choice) -> str:
    return graph.network(world=choice.world or None, according_to=choice.according_to, as_of=choice.as_of or None).html


def _queries(graph: Graph, choice: Choice) -> str:
    """The catalogue's queries with their parameters."""
    listed = [
        {
            "name": query.name,
            "topic": query.topic,
            "question": query.summary,
            "address": f"queries/{query.name}",
            "parameters": [{"name": p.name, "type": p.type, "what": p.summary} for p in query.params],
        }
        for query in sorted(graph.catalogue.values(), key=lambda query: (query.topic, query.name))
    ]
    return json.dumps({"queries": listed}, ensure_ascii=False, indent=1) + "\n"


def _home(graph: Graph, choice: Choice) -> str:
    workspace = graph.workspace
    store, record = graph.materialised(graph.choose("record"))
    counts = {str(what): str(count) for _, what, count in statistics(store, workspace.base, record).rows}
    held, title, said = graph.in_words(graph.choose()), workspace.title, workspace.description
    nodes = read_nodes(store, record, read_labels(store, record)).values()
    number = {**Counter(node.kind for node in nodes), "document": int(counts.get("documents", "0"))}
    kinds = kinds_there(number)
    return home_page(Home(title, said, held, counts, graph.disputed(), _ADDRESSES, workspace.base, kinds))


_PAGES: dict[str, tuple[str, Callable[[Graph, Choice], str]]] = {
    "home": (HTML, _home),
    "network": (HTML, _network),
    "queries": ("application/json", _queries),
}


def _thing_text(graph: Graph, asked: Thing) -> str:
    """What is known of a thing: a page, or RDF; raises `Problem`, 404, for one that the graph does not have."""
    base = graph.workspace.base
    thing = IRI(base + asked.path)
    absent = Problem(404, f"the graph has nothing at 'id/{asked.path[:200]}'")
    try:
        serialise(thing)
    except DataError:  # no IRI has such characters
        raise absent from None
    store, record, cards = read_world(graph, "record")
    if asked.form != PAGE:
        found = triples(store, record, thing)
        if not found:
            raise absent
        return triples_text(found, asked.form)
    known = about(store, record, cards, thing)
    if known is None:
        raise absent
    world, iri, own = read_world(graph, "undisputed")
    of_page = [thing, *(card.id for card in (*known.about, *known.by))]  # also those whose claimants changed them
    questions = disputed(world, iri, of_page, cards=own, asked=_asked(graph))
    forms = [(name, kind.partition(";")[0]) for name, kind in TRIPLES.items()]
    related = {other for card in (*known.about, *known.by, *questions.cards.values()) for _, other in card.relations}
    others = cards.read(sorted(related)[:_RELATED]) if related else {}
    aside = {one.id: one.text for one in _asked(graph)[0] if thing in one.beside and one.id != thing}
    known = replace(known, facts=(*known.facts, *(("also told in", one) for one in aside)))
    return thing_page(known, questions, {**cards.labels, **aside}, base, graph.workspace.title, forms, others)


@lru_cache(maxsize=1)
def _asked(graph: Graph) -> Asked:
    """All questions, read once for the pages of all things."""
    return read_asked(*graph.materialised(graph.choose("undisputed")))


@lru_cache(maxsize=2)
def read_world(graph: Graph, world: str) -> tuple[Store, IRI, Cards]:
    """A world, with what the pages of all its things read of it."""
    store, iri = graph.materialised(graph.choose(world))
    return store, iri, Cards(store, iri, read_labels(store, iri))

"""Pages that ask, as they are made in a process: the catalogue's list, a query of it as a form, and SPARQL."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from kgraph.catalogue import Query
from kgraph.errors import KgraphError, Stopped
from kgraph.store.guard import reaches_out
from kgraph.views.asking import MOST, Answered, Given, Place, asking_page, queries_page
from kgraph.web.problems import for_clients, problem_of
from kgraph.web.settings import Settings
from kgraph.web.sparql.answering import query_of
from kgraph.web.sparql.protocol import NO_CHOICE, Choice
from kgraph.web.working.wire import Head
from kgraph.web.working.work import HTML, Send, gathered, head_of
from kgraph.workspace.asking import answer
from kgraph.workspace.graph import Graph

_ROWS, _TRIPLES = ("csv", "tsv", "json", "xml", "md"), ("ttl", "nt", "jsonld", "xml")
SAMPLE = """# Who said what, the latest first
SELECT ?who ?said_by ?what ?claim WHERE {
  ?claim a kg:Claim ; kg:claimant ?by ; kg:paraphrase ?what .
  ?by rdfs:label ?who .
  OPTIONAL { ?claim kg:saidBy ?said_by }
}
ORDER BY DESC(?said_by)
LIMIT 50
"""


@dataclass(frozen=True, slots=True)
class Listing:
    """The list of the catalogue's queries."""

    def do(self, graph: Graph, settings: Settings, send: Send) -> None:
        """Send the page."""
        text = queries_page(list(graph.catalogue.values()), _place(graph, 0))
        send(head_of(HTML), gathered([text], settings.answer))


@dataclass(frozen=True, slots=True)
class Form:
    """A form that was asked for, and perhaps filled in: the catalogue's query of a `name`, or ("") SPARQL `text`.

    `params` are the values of the query's parameters by name. A query that asks other endpoints is answered when
    the form `is_sent`.
    """

    name: str = ""
    params: tuple[tuple[str, tuple[str, ...]], ...] = ()
    choice: Choice = NO_CHOICE
    text: str | None = None
    is_sent: bool = False

    def do(self, graph: Graph, settings: Settings, send: Send) -> None:
        """Send the page, with status 400 if what was filled in cannot be answered; raises `Problem`, 404, for a query
        that is not in the catalogue."""
        query = query_of(graph, self.name) if self.name else None
        status, answered = self._answered(graph, query, settings)
        text = SAMPLE if self.text is None else self.text
        given = Given(dict(self.params), self.choice.world, self.choice.according_to, self.choice.as_of, text)
        page = asking_page(query, given, answered, _place(graph, 1 if query else 0))
        head = head_of(HTML)
        send(Head(status, head.headers), gathered([page], settings.answer))

    def _answered(self, graph: Graph, query: Query | None, settings: Settings) -> tuple[int, Answered]:
        if self.text is None if query is None else reaches_out(query.text) and not self.is_sent:
            return 200, Answered()
        remarks: list[str] = []
        graph.remark = remarks.append
        choice = self.choice
        world = choice.world or None, choice.according_to, choice.as_of or None
        try:
            # not `Graph.query`, which takes a text for a name or the path of a file, too
            text = graph.bound(query, dict(self.params)) if query else self.text or ""
            store, question = graph.question(
                text, world=world[0], according_to=world[1], as_of=world[2], limit=MOST + 1
            )
            found = answer(store, question, graph.ask_service, remarks.append)
            held = graph.in_words(graph.choose(*world))
        except Stopped:
            raise
        except KgraphError as error:
            return problem_of(error).status, Answered(fault=for_clients(str(error)))
        shown = held if query is None or query.asks_the_world else ""
        return 200, Answered(found, "", tuple(remarks), self._forms(query, isinstance(found, list)), shown)

    def _forms(self, query: Query | None, is_triples: bool) -> tuple[tuple[str, str], ...]:
        """The addresses of the same answer as a file."""
        at = f"../api/queries/{quote(query.name, safe='')}" if query else "sparql"
        asked: Mapping[str, object] = dict(self.params) if query else {"query": self.text}
        choice = {"world": self.choice.world, "according-to": self.choice.according_to, "as-of": self.choice.as_of}
        asked = {**asked, **{name: value for name, value in choice.items() if value}}
        return tuple(
            (form, f"{at}?{urlencode({**asked, 'format': form}, doseq=True, quote_via=quote)}")
            for form in (_TRIPLES if is_triples else _ROWS)
        )


def _place(graph: Graph, depth: int) -> Place:
    return Place(graph.workspace.title, graph.workspace.base, "../" * depth)

"""Pages of the rows of a query, in a process of the server."""

import json
from dataclasses import dataclass
from itertools import islice

from kgraph.store.base import Solutions
from kgraph.views.answers import ROW_FORMATS, Row
from kgraph.web import formats
from kgraph.web.api.answering import headers_for
from kgraph.web.api.cursors import Digest, Place, version_of
from kgraph.web.api.parameters import Values
from kgraph.web.problems import Problem
from kgraph.web.settings import Settings
from kgraph.web.sparql.answering import named
from kgraph.web.sparql.protocol import Asked
from kgraph.web.working.work import Send, gathered, head_of
from kgraph.workspace.asking import prepared
from kgraph.workspace.graph import Graph


@dataclass(frozen=True, slots=True)
class Rows:
    """A page of a query's rows. `values` is the whole request, which the address of the next page repeats.

    The query is asked again for each page, and the rows before it are passed over; a cursor has a digest of these.
    """

    asked: Asked
    values: Values
    limit: int
    cursor: str

    def do(self, graph: Graph, settings: Settings, send: Send) -> None:
        """Send the page; raises what `Graph.query` raises, and `Problem`."""
        asked, choice, remarks = self.asked, self.asked.choice, list[str]()
        graph.remark = remarks.append
        world, as_of = choice.world or None, choice.as_of or None
        text = named(graph, asked)
        store, question = graph.question(text, world=world, according_to=choice.according_to, as_of=as_of)
        ready = prepared(store, question, graph.ask_service, remarks.append)
        if ready.kind != "select":
            raise Problem(400, f"{ready.kind.upper()} has no rows, so no pages; leave out 'limit'")
        form = formats.chosen(formats.ROWS, asked.form, asked.accept)
        of = json.dumps([asked.name, str(choice), sorted(asked.params)])
        place = Place(self.cursor, of, version_of(graph.store, graph.workspace.base))
        with store.solutions(ready.text, default_graph=question.graph, named=ready.named) as found:
            rows, after = self._page(found, place)
            variables = found.variables
        pieces = ROW_FORMATS[form](variables, iter(rows), graph.workspace.base)
        headers = headers_for(self.values, after, remarks)
        send(head_of(formats.ROWS[form], **headers), gathered(pieces, settings.answer))

    def _page(self, found: Solutions, place: Place) -> tuple[list[Row], str]:
        """The rows of the page, and the cursor of the next one, "" if there is none."""
        before = Digest(map(repr, islice(found, place.at)))
        place.check(before)
        rows = list(islice(found, self.limit))
        if next(found, None) is None:
            return rows, ""
        for row in rows:
            before.add(repr(row))
        return rows, place.next(before, place.at + len(rows))

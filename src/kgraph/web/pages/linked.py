"""Linked data: `/id/…` for every thing of a workspace, as a page or as RDF.

The address of a thing itself leads on (303, "see other") to the document that the client's Accept asks for, as the
W3C's "Cool URIs for the Semantic Web" (§4.2) has it: a thing is no document.
"""

from starlette.types import Receive, Scope, Send

from kgraph.web.exchange import headers_of, only_reads, reply
from kgraph.web.formats import TRIPLES, chosen
from kgraph.web.pages.made import ALTERNATES, PAGE, Ontology, Thing
from kgraph.web.serving import kept_or_served
from kgraph.web.sparql.protocol import taken
from kgraph.web.working.pool import Pool
from kgraph.web.working.wire import Head

_FORMATS = {PAGE: "text/html", **TRIPLES}


class Things:
    """Answers at `/id/` and the rest of a thing's IRI after the workspace's base."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the document, or lead to it."""
        only_reads(scope)
        given = taken(scope["query_string"], "format").get("format", "")
        form = chosen(_FORMATS, given, headers_of(scope).get("accept", ""))
        if not given:
            head = Head(303, {"location": f"?format={form}", "vary": "accept", "link": ALTERNATES})
            await reply(send, head, b"")
            return
        path = scope["path_params"]["path"]
        await kept_or_served(self._pool, Thing(path, form), scope, receive, send, ("thing", path, form))


class Vocabulary:
    """Answers with kgraph's vocabulary in the format that Accept or `format` names; a browser gets Turtle."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it."""
        only_reads(scope)
        given, accept = taken(scope["query_string"], "format").get("format", ""), headers_of(scope).get("accept", "")
        form = chosen(TRIPLES, given, "" if "text/html" in accept else accept)
        await kept_or_served(self._pool, Ontology(form), scope, receive, send, ("ontology", form))

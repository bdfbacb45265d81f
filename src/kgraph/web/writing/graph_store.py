"""The Graph Store Protocol (SPARQL 1.1, W3C Recommendation, 21 March 2013), with graphs named by the parameter
`graph`."""

import re
from uuid import uuid4

from starlette.types import Receive, Scope, Send

from kgraph.building import WRITTEN, is_free
from kgraph.errors import GraphOwned
from kgraph.namespaces import IRI
from kgraph.store import is_legal
from kgraph.web.exchange import body_of, headers_of
from kgraph.web.problems import Problem, problem_of
from kgraph.web.serving import served
from kgraph.web.sparql.protocol import OF_A_WORLD, choice_of, parameters_of
from kgraph.web.working.pool import Pool
from kgraph.web.writing.works import Read, Removed, Sent
from kgraph.web.writing.writer import Writer

_ALLOW = "GET, HEAD, PUT, POST, DELETE, OPTIONS"
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:.")


class GraphStore:
    """Reads graphs for everybody, and changes those that no build owns for those who may write."""

    def __init__(self, pool: Pool, writer: Writer) -> None:
        self._pool, self._writer = pool, writer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        method, headers = scope["method"], headers_of(scope)
        if method not in ("GET", "HEAD", "PUT", "POST", "DELETE"):
            raise Problem(405, f"{method} is not for a graph; to change parts of one, send an update", allow=_ALLOW)
        if method in ("GET", "HEAD"):
            graph, form = _named(scope["query_string"], {*OF_A_WORLD, "format"})
            if graph == "":
                raise _no_name()
            work = Read(graph, choice_of(scope["query_string"]), form, headers.get("accept", ""))
            await served(self._pool, work, scope, receive, send)
            return
        self._writer.check(headers)
        graph, _ = _named(scope["query_string"], set())
        target = self._target(graph, method)
        if method == "DELETE":
            await self._writer.change(Removed(target), scope, send)
            return
        data = await body_of(receive, self._pool.settings, self._pool.settings.upload)
        kind = headers.get("content-type", "")
        location = target if graph == "" else ""
        await self._writer.change(Sent(target, data, kind, "put" if method == "PUT" else "post", location), scope, send)

    def _target(self, graph: IRI | None, method: str) -> IRI:
        """The graph to be changed, or the name of a new one for a POST that names none."""
        base = self._pool.place.workspace.base
        if graph is None:
            raise problem_of(GraphOwned("the default graph is a world, which builds make; name a graph of your own"))
        if not graph:
            if method != "POST":
                raise _no_name()
            return IRI(f"{base}{WRITTEN}{uuid4()}")
        if not is_free(graph, base):
            raise problem_of(GraphOwned(f"the graph <{graph[:500]}> belongs to builds; name another"))
        return graph


def _named(query: bytes, others: set[str]) -> tuple[IRI | None, str]:
    """The graph that a request names, and the format; `None` for the default graph, "" if it names none."""
    given = parameters_of(query)
    for name in given.keys() - {"graph", "default"} - others:
        known = ", ".join(("graph", "default", *sorted(others)))
        raise Problem(400, f"no parameter is called '{name[:100]}' here; there are {known}")
    for name in given.keys() - {"according-to"}:
        if len(given[name]) > 1:
            raise Problem(400, f"'{name}' is given {len(given[name])} times; give it once")
    form = given.get("format", [""])[0]
    if "default" in given:
        if "graph" in given or given["default"] != [""]:
            raise Problem(400, "name one graph: graph=IRI, or default without a value")
        return None, form
    graph = given.get("graph", [None])[0]
    if graph is None:
        return IRI(""), form
    if not _ABSOLUTE.match(graph) or not is_legal(IRI(graph)):
        raise Problem(400, f"'{graph[:200]}' is no absolute IRI, so no graph has this name")
    if others and given.keys() & {*OF_A_WORLD}:
        raise Problem(400, "a world is the default graph; ask for 'default', or leave out the choice of a world")
    return IRI(graph), form


def _no_name() -> Problem:
    return Problem(400, "no graph is named; write graph=IRI, or default")

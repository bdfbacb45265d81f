"""The catalogue's queries over HTTP: `/api/queries` lists them, `/api/queries/NAME` asks one."""

import asyncio
import json
from collections.abc import Mapping
from urllib.parse import quote

from starlette.types import Receive, Scope, Send

from kgraph.catalogue import Query, load_catalogue
from kgraph.errors import DataError, UnknownName
from kgraph.web import formats
from kgraph.web.api.openapi import described
from kgraph.web.api.parameters import WORLD, Parameter, Values, read
from kgraph.web.api.rows import Rows
from kgraph.web.exchange import headers_of, only_reads, reply
from kgraph.web.pages.made import Page
from kgraph.web.problems import Problem, problem_of
from kgraph.web.serving import served
from kgraph.web.sparql.answering import Query as Asking
from kgraph.web.sparql.protocol import Asked
from kgraph.web.working.pool import Pool
from kgraph.web.working.work import head_of

FORM = Parameter(
    "format", "word", "the format, where Accept cannot be set", words=tuple({**formats.ROWS, **formats.TRIPLES})
)
PAGED = (
    Parameter("limit", "integer", "the most rows on a page; all rows if left out", least=1, most=10_000),
    Parameter("cursor", "text", "with 'limit': where the page begins, from the Link header of an earlier page"),
)


class Catalogues:
    """The catalogue as the server itself knows it, read anew for each version of the graph."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._version: str | None = None
        self._known: Mapping[str, Query] = {}
        self._faults: Mapping[str, DataError] = {}
        self._reading = asyncio.Lock()

    async def queries(self) -> Mapping[str, Query]:
        """The queries by name."""
        async with self._reading:
            if self._version != self._pool.version:
                folders = self._pool.place.workspace.query_folders()
                found = await asyncio.get_running_loop().run_in_executor(None, load_catalogue, folders)
                self._known, self._faults, self._version = found, found.faults, self._pool.version
        return self._known

    async def query(self, name: str) -> Query:
        """The query with this name; raises `Problem`, 404 if there is none, 500 if its file is faulty."""
        known = await self.queries()
        if name in self._faults:
            raise problem_of(self._faults[name])
        if name not in known:
            raise Problem(404, str(UnknownName("query", name, known, "'/queries' lists them")))
        return known[name]


def taken(query: Query) -> tuple[Parameter, ...]:
    """The parameters of a query's address; its own go before others of the same name."""
    own = tuple(Parameter(one.name, one.type, one.summary, several=True) for one in query.params)
    names = {one.name for one in own}
    return (*own, *(one for one in (*WORLD, FORM, *PAGED) if one.name not in names))


class Queries:
    """Answers at `/api/queries` and `/api/queries/NAME`."""

    def __init__(self, pool: Pool, catalogues: Catalogues) -> None:
        self._pool, self._catalogues = pool, catalogues

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """List the queries, or ask one; parameters are checked before a process is asked."""
        only_reads(scope)
        name = scope["path_params"].get("name", "")
        if not name:
            await served(self._pool, Page("queries"), scope, receive, send)
            return
        query = await self._catalogues.query(name)
        values = read(scope["query_string"], taken(query))
        work = _work(query, values, headers_of(scope).get("accept", ""))
        await served(self._pool, work, scope, receive, send)


def _work(query: Query, values: Values, accept: str) -> Asking | Rows:
    own = {one.name for one in query.params}
    params = tuple((name, given) for name, given in values.given.items() if name in own)
    limit, cursor, form = ("" if name in own else values.one(name) for name in ("limit", "cursor", "format"))
    asked = Asked(None, values.choice, None, form, accept, query.name, params)
    if not limit and not cursor:
        return Asking(asked)
    if not limit:
        raise Problem(400, "'cursor' needs 'limit', the most rows on a page")
    return Rows(asked, values, int(limit), cursor)


class Described:
    """Answers at `/openapi.json`: the description of the API."""

    def __init__(self, pool: Pool, catalogues: Catalogues) -> None:
        self._workspace, self._catalogues = pool.place.workspace, catalogues

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the description."""
        only_reads(scope)
        queries = await self._catalogues.queries()
        parameters = {name: taken(query) for name, query in queries.items()}
        title, said, at = self._workspace.title, self._workspace.description, str(scope.get("root_path", ""))
        found = described(title, said, queries.values(), parameters, quote(at))
        text = json.dumps(found, ensure_ascii=False, indent=1).encode("utf8", "replace")
        await reply(send, head_of("application/json"), text)

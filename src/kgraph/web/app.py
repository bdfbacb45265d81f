"""The ASGI application of one workspace or several: `create_app`."""

import asyncio
import contextlib
import os
import re
from collections.abc import AsyncIterator, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.errors import ServerErrorMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.routing import BaseRoute, Mount, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from kgraph.errors import UsageError
from kgraph.names.letters import romanised
from kgraph.views.home import Address, index_page
from kgraph.web.api.answering import LISTS
from kgraph.web.api.answering import prepare as prepare_lists
from kgraph.web.api.catalogued import Catalogues, Described, Queries
from kgraph.web.api.lists import Lists
from kgraph.web.browsing.service import Browsing
from kgraph.web.builds import Builds
from kgraph.web.data.described import About
from kgraph.web.data.files import Files
from kgraph.web.exchange import address_of, headers_of, only_reads, refuse, reply
from kgraph.web.health import Health, Metrics
from kgraph.web.pages.drawn import Drawn
from kgraph.web.pages.feed import Feed
from kgraph.web.pages.forms import Forms
from kgraph.web.pages.linked import Things, Vocabulary
from kgraph.web.pages.made import Page
from kgraph.web.problems import Problem
from kgraph.web.reconcile.service import Reconcile
from kgraph.web.safety import Safety
from kgraph.web.serving import kept_or_served, served
from kgraph.web.settings import Settings
from kgraph.web.sparql.endpoint import Endpoint
from kgraph.web.sparql.protocol import taken
from kgraph.web.traffic import Traffic
from kgraph.web.working.pool import Pool
from kgraph.web.working.preparing import Prepared
from kgraph.web.working.work import HTML, head_of
from kgraph.web.working.worker import Place
from kgraph.web.writing.access import Access
from kgraph.web.writing.graph_store import GraphStore
from kgraph.web.writing.writer import Writer
from kgraph.workspace.config import Workspace
from kgraph.workspace.written import read_written

_LONG, _EFFORT = 1_000, 5  # answers of so many bytes are compressed, with so much effort (1 to 9)
_OFTEN = 1.0  # seconds between two looks for a newer version


def create_app(
    *workspaces: Workspace | Path | str,
    store: str | None = None,
    settings: Settings | None = None,
    token: str | None = None,
) -> Starlette:
    """An ASGI application that serves workspaces: one at `/`, several each at `/NAME/`, by the names of their folders.

    A workspace is given as a value or as a folder; `store` is the URL of a store to use instead of the one that
    `kgraph build` made, for a single workspace. Who sends the `token` may write graphs that no build owns; without one
    nobody may. Raises `UsageError` for a workspace without a store, for two of one name, and if there is none.
    """
    found = [one if isinstance(one, Workspace) else Workspace.find(Path(one)) for one in workspaces]
    if not found:
        raise UsageError("no workspace to serve; name one")
    if store and len(found) > 1:
        raise UsageError("one store cannot be that of several workspaces; leave out --store, or serve one workspace")
    limits = settings or Settings()
    access = _access(token, found, store) if token is not None else None
    pools = {name: pool_of(one, store, limits) for name, one in zip(_names(found), found, strict=True)}
    writers = {name: Writer(pool, access) if access else None for name, pool in pools.items()}
    often = {
        f"/{name}/sparql" if len(found) > 1 else "/sparql": Endpoint(pool, writers[name])
        for name, pool in pools.items()
    }
    traffic = Traffic(limits)
    routes: list[BaseRoute] = [Route("/healthz", Health(pools)), Route("/metrics", Metrics(pools, traffic))]
    if len(found) == 1:
        routes += _routes(next(iter(pools.values())), next(iter(writers.values())))
    else:
        routes += [Mount(f"/{name}", routes=_routes(pool, writers[name])) for name, pool in pools.items()]
        routes.append(Route("/", _Index(pools)))
    return _App(
        often,
        limits,
        traffic,
        list(pools.values()),
        routes=routes,
        middleware=[
            Middleware(Safety, settings=limits),
            Middleware(_Packing, minimum_size=_LONG, compresslevel=_EFFORT),
        ],
        exception_handlers={404: _no_such_page, 405: _no_such_page, 500: _failed},
        lifespan=lambda app: _running(list(pools.values()), traffic),
    )


class _App(Starlette):
    """The application. Addresses that programs ask most often take a shorter way to what answers them, which has the
    same `Safety`, and errors and compression as everywhere. All are counted, and logged, as `Traffic` has it."""

    def __init__(
        self, often: Mapping[str, ASGIApp], settings: Settings, traffic: Traffic, pools: Sequence[Pool], **options: Any
    ) -> None:
        super().__init__(**options)
        self._traffic, self._pools = traffic, pools
        self._often = {path: _guarded(app, settings) for path, app in often.items()}
        self._often_packed = {path: _guarded(_packed(app), settings) for path, app in often.items()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await super().__call__(scope, receive, send)
            return
        path, answering = scope["path"], cast(ASGIApp, super().__call__)
        if path in self._often and not scope.get("root_path"):
            takes_packed = b"gzip" in dict(scope["headers"]).get(b"accept-encoding", b"")
            scope["app"] = self
            answering = (self._often_packed if takes_packed else self._often)[path]
        await self._traffic.passed(answering, scope, receive, send)

    def end_answers(self) -> None:
        """End the answers that are still being made when the server is about to end, and tell those who wait."""
        for pool in self._pools:
            pool.end_answers()


class _Packing(GZipMiddleware):
    """Compresses answers, but no files: of these a client may ask for parts."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await (self.app if "/data/" in scope.get("path", "") else super().__call__)(scope, receive, send)


def _guarded(app: ASGIApp, settings: Settings) -> ASGIApp:
    return ServerErrorMiddleware(Safety(app, settings), handler=_failed)


def _packed(app: ASGIApp) -> ASGIApp:
    return GZipMiddleware(app, minimum_size=_LONG, compresslevel=_EFFORT)


def _names(workspaces: Sequence[Workspace]) -> list[str]:
    """What each is called in addresses: its folder's name in Latin letters; a folder whose letters have none gets its
    place. Raises `UsageError` for two of one name."""
    words = [re.sub(r"[^a-z0-9]+", "-", romanised(one.root.name)).strip("-") for one in workspaces]
    nameless = words.count("") > 1
    names = [word or (f"workspace-{place}" if nameless else "workspace") for place, word in enumerate(words, 1)]
    for place, name in enumerate(names):
        first = workspaces[names.index(name)].root
        if names.index(name) != place and first == workspaces[place].root:
            raise UsageError(f"{first} is given twice; name it once")
        if names.index(name) != place:
            both = f"{first} and {workspaces[place].root} would both be at /{name}/"
            raise UsageError(f"{both}; rename one of the folders, or serve each by itself, with a --port of its own")
    return names


def pool_of(workspace: Workspace, store: str | None, settings: Settings) -> Pool:
    """The processes for a workspace; raises `UsageError` if it has no store that they could read."""
    place = Place(workspace, store)
    if place.url.startswith("oxigraph:"):
        folder = Path(place.url.removeprefix("oxigraph:"))
        if not (folder / "CURRENT").is_file():
            raise UsageError(f"{folder}: there is no store here; 'kgraph build' makes it")
        return Pool(place, settings, lambda: str(folder.resolve()))
    if place.url == "memory:":
        raise UsageError(
            "a store in memory cannot be served, since several processes read it; 'kgraph build' makes one"
        )
    return Pool(place, settings, lambda: place.url)


def _access(token: str, workspaces: Sequence[Workspace], store: str | None) -> Access:
    """Who may write; raises `UsageError` if nobody can."""
    if store:
        raise UsageError("what clients write goes into the workspace's own store; leave out --store, or --write")
    for workspace in workspaces:
        for folder in (workspace.kept, next(one for one in workspace.written.parents if one.exists())):
            if not workspace.is_writable or not os.access(folder, os.W_OK):
                raise UsageError(f"{folder}: cannot be written, so clients cannot write; leave out --write")
        read_written(workspace)
    return Access(token)


def _routes(pool: Pool, writer: Writer | None) -> list[BaseRoute]:
    endpoint, catalogues = Endpoint(pool, writer), Catalogues(pool)
    builds, prepared = Builds(), Prepared(pool, prepare_lists, "the lists", 1)
    reconcile, files = Reconcile(pool), Files(pool, builds)
    return [
        Route("/graph-store", GraphStore(pool, writer) if writer else _ReadOnly()),
        Route("/sparql", endpoint),
        Route("/sparql/{path:path}", endpoint),
        Route("/id/{path:path}", Things(pool)),
        Route("/api/queries", Queries(pool, catalogues)),
        Route("/api/queries/{name}", Queries(pool, catalogues)),
        Route("/reconcile", reconcile),
        Route("/reconcile/{path:path}", reconcile),
        *(Route(f"/api/{name}{rest}", Lists(pool, prepared, name)) for name in LISTS for rest in ("", "/{path:path}")),
        Route("/openapi.json", Described(pool, catalogues)),
        Route("/ontology", Vocabulary(pool)),
        Route("/.well-known/void", About(pool)),
        Route("/sitemap.xml", About(pool, is_sitemap=True)),
        Route("/sitemap-{number}.xml", About(pool, is_sitemap=True)),
        Route("/data/", files),
        Route("/data/{name}", files),
        Route("/", _Page(pool, "home", prepared)),
        Route("/network", Drawn(pool, builds)),
        Route("/feed", Feeds(pool)),
        Route("/browse", Browsing(pool, prepared)),
        *(Route(path, Forms(pool)) for path in ("/query", "/queries", "/queries/{name}")),
    ]


@contextlib.asynccontextmanager
async def _running(pools: Sequence[Pool], traffic: Traffic) -> AsyncIterator[None]:
    """Begin the processes of all workspaces, look for newer versions of their data, and end the processes."""
    watching: asyncio.Task[None] | None = None
    try:
        if traffic.log:
            traffic.log.start()
        for pool in pools:
            await pool.start()
        watching = asyncio.get_running_loop().create_task(_watch(pools))
        yield
    finally:
        if watching:
            watching.cancel()
        await asyncio.gather(*(pool.close() for pool in pools))
        if traffic.log:
            traffic.log.close()


async def _watch(pools: Sequence[Pool]) -> None:
    while True:
        await asyncio.sleep(_OFTEN)
        for pool in pools:
            pool.renew()


class _ReadOnly:
    """What a server that only reads answers to who would write."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        words = "this server was started without --write, so it only reads; with it, who has a token may write graphs"
        raise Problem(403, words)


class _Page:
    """A page that is the same for all; processes are `prepared` for what it leads to."""

    def __init__(self, pool: Pool, name: str, prepared: Prepared | None = None) -> None:
        self._pool, self._name, self._prepared = pool, name, prepared

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        only_reads(scope)
        taken(scope["query_string"])
        key = ("page", self._name)
        await kept_or_served(self._pool, Page(self._name), scope, receive, send, key, self._prepared)


class Feeds:
    """The feed of what became of the questions in dispute."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the feed."""
        only_reads(scope)
        known = headers_of(scope).get("if-none-match", "")
        await served(self._pool, Feed(address_of(scope).removesuffix("feed"), known), scope, receive, send)


class _Index:
    """Lists the workspaces of a server of several."""

    def __init__(self, pools: dict[str, Pool]) -> None:
        listed = [Address(f"{name}/", pool.place.workspace.title) for name, pool in pools.items()]
        self._text = index_page(listed).encode("utf8", "replace")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await reply(send, head_of(HTML), self._text)


async def _no_such_page(request: Request, error: Exception) -> Any:
    status = getattr(error, "status_code", 404)
    raise Problem(status, f"there is nothing at '{request.url.path[:200]}'")


async def _failed(request: Request, error: Exception) -> Any:
    return _Refusal(Problem(500, "kgraph failed at this; its log says where"))


class _Refusal:
    """A problem as an ASGI application."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await refuse(send, self._problem)

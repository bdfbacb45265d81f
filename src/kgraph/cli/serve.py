"""The command that serves: `serve`."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from kgraph.cli.commands import examples
from kgraph.cli.make import build_store
from kgraph.cli.options import StoreOption
from kgraph.cli.output import remark
from kgraph.cli.workspaces import workspace_of
from kgraph.errors import UsageError
from kgraph.stopping import read_size
from kgraph.workspace.config import Workspace
from kgraph.workspace.copying import copied

Folders = Annotated[
    list[Path] | None,
    typer.Argument(help="Workspaces to serve, several each under its folder's name [default: the one of -C]"),
]
Host = Annotated[str, typer.Option(help="The address to listen at; the default is reached from here alone.")]
Port = Annotated[int, typer.Option("--port", "-p", min=0, max=65535, help="The port; 0 takes any free one.")]
AllowHost = Annotated[
    list[str] | None,
    typer.Option("--allow-host", help="A name by which the server is called, besides localhost. May be repeated."),
]
Cors = Annotated[
    list[str] | None,
    typer.Option(
        "--cors",
        help="A web page's origin, such as https://example.org, whose scripts may read answers; '*' for all. "
        "May be repeated [default: none]",
    ),
]
Deadline = Annotated[
    float, typer.Option("--timeout", "-t", help="The deadline of a request, in seconds, to its answer's end.")
]
Most = Annotated[int, typer.Option("--limit", "-n", min=1, help="The most rows or triples of an answer.")]
Memory = Annotated[str, typer.Option("--memory", help="What a query may take of memory, such as 500M or 2G.")]
Write = Annotated[
    bool,
    typer.Option(
        "--write",
        help="Let clients who send the token write graphs of their own. The token comes from the environment "
        "variable KGRAPH_TOKEN, or from --token-file.",
    ),
]
TokenFile = Annotated[Path | None, typer.Option("--token-file", help="The file that has the token.")]
AccessLog = Annotated[
    str,
    typer.Option(
        "--access-log",
        metavar="FILE",
        help="Write a line for each request to this file; '-' is the standard output. It does not tell what was "
        "asked [default: none]",
    ),
]
AccessFormat = Annotated[
    str, typer.Option("--access-format", help="'combined', as nginx and Apache have it, or 'json'.")
]
AccessFull = Annotated[
    bool,
    typer.Option(
        "--access-full", help="Let the access log tell what was asked: names, queries, referrers, user agents."
    ),
]

Copy = Annotated[
    bool,
    typer.Option(
        "--copy",
        help="With --store: serve a copy of its graphs, made now. An endpoint that only reads must be copied.",
    ),
]

app = typer.Typer(rich_markup_mode=None)


@app.command(
    epilog=examples(
        "kgraph serve",
        "kgraph serve --port 9000 --timeout 10",
        "kgraph serve quake election",
        "kgraph serve --store sparql:https://graph.example.org/sparql --copy",
        "kgraph serve --write --token-file token.txt",
        "kgraph serve --access-log -",
        "kgraph serve --host 0.0.0.0 --allow-host graph.example.org --cors '*'",
    )
)
def serve(
    context: typer.Context,
    folders: Folders = None,
    host: Host = "127.0.0.1",
    port: Port = 8000,
    allow_host: AllowHost = None,
    cors: Cors = None,
    store: StoreOption = None,
    copy: Copy = False,
    timeout: Deadline = 30.0,
    limit: Most = 1_000_000,
    memory: Memory = "1G",
    write: Write = False,
    token_file: TokenFile = None,
    access_log: AccessLog = "",
    access_format: AccessFormat = "combined",
    access_full: AccessFull = False,
) -> None:
    """Serve the graph over HTTP: a SPARQL endpoint for programs, and pages for people.

    It changes no claims. At an endpoint it writes the worlds that are asked for, and finishes a build that was cut off
    there while it was put in place. Each query runs in a process of its own, which is killed at the deadline, and sees
    the world that its address or its parameters choose. A new build is served within two seconds. Ctrl-C ends the
    server.
    """
    # here, since these take 0.2 s to import, which other commands do not need
    from kgraph.web import Settings, create_app
    from kgraph.web.running import address_of, listening
    from kgraph.web.running import serve as run
    from kgraph.web.settings import HOME
    from kgraph.web.writing.access import read_token

    if token_file and not write:
        raise UsageError("--token-file is for --write, which lets clients write; give both, or none")
    if (access_full or access_format != "combined") and not access_log:
        raise UsageError("--access-format and --access-full are for the access log; give --access-log, too")
    token = read_token(token_file) if write else None
    workspaces = _built(context, folders or [], store)
    at = listening(host, port)
    shown, number = address_of(at)
    settings = Settings(
        deadline=timeout,
        rows=limit,
        memory=read_size(memory),
        hosts=(*HOME, *_names(shown), *(allow_host or ())),
        origins=tuple(map(_origin, cors or ())),
        access_log=access_log,
        access_format=access_format,
        access_full=access_full,
    )
    where = f"[{shown}]" if ":" in shown else shown
    names = ", ".join(workspace.title for workspace in workspaces)
    told = partial(remark, context, f"serving {names} at http://{where}:{number}/ (Ctrl-C ends it)")
    with _copied(context, workspaces, store, copy=copy) as own:
        run(create_app(*workspaces, store=own, settings=settings, token=token), at, settings, told)


@contextmanager
def _copied(
    context: typer.Context, workspaces: list[Workspace], store: str | None, *, copy: bool
) -> Iterator[str | None]:
    """The URL of the store to serve: as given, or that of a copy, which is removed when the server ends."""
    if not copy:
        yield store
        return
    if store is None or len(workspaces) > 1:
        raise UsageError("--copy is for --store, of one workspace; the stores that builds make need no copy")
    with TemporaryDirectory(prefix="kgraph-copy-", ignore_cleanup_errors=True) as folder:
        yield copied(workspaces[0], store, Path(folder) / "store", partial(remark, context))


def _built(context: typer.Context, folders: list[Path], store: str | None) -> list[Workspace]:
    """The workspaces to serve; those without a store are built, unless another `store` is served."""
    found = [Workspace.find(folder) for folder in folders] or [workspace_of(context)]
    for workspace in found:
        if store is None and not (workspace.store / "CURRENT").is_file():
            remark(context, f"{workspace.title}: no store yet; building it")
            build_store(context, workspace, None)
    return found


def _names(host: str) -> tuple[str, ...]:
    """The Host that a client sends who asks at this very address; none for "any address"."""
    return () if host in ("0.0.0.0", "::") else (f"[{host}]" if ":" in host else host,)  # noqa: S104 # is not bound here


def _origin(text: str) -> str:
    if text != "*" and not text.startswith(("http://", "https://")):
        raise UsageError(f"'{text}' is no origin; write it as https://example.org, or '*' for all")
    return text.rstrip("/")

"""Pages that ask: `/queries` lists the catalogue, `/queries/NAME` is a form with its answer, `/query` takes SPARQL."""

from starlette.types import Receive, Scope, Send

from kgraph.web.exchange import only_reads
from kgraph.web.pages.asking import Form, Listing
from kgraph.web.serving import served
from kgraph.web.sparql.protocol import Choice, pairs
from kgraph.web.working.pool import Pool
from kgraph.web.working.work import Work


class Forms:
    """Answers at `/query`, `/queries` and `/queries/NAME`."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the list or the form."""
        only_reads(scope)
        is_list = scope["path"].rstrip("/").endswith("/queries") and not scope["path_params"].get("name")
        work: Work = Listing() if is_list else _form(scope["path_params"].get("name", ""), scope["query_string"])
        await served(self._pool, work, scope, receive, send)


def _form(name: str, parameters: bytes) -> Form:
    """The form with what was filled in; fields that are left empty are as if they were not there."""
    several: dict[str, tuple[str, ...]] = {}
    for key, value in pairs(parameters):
        if value.strip():
            several[key] = (*several.get(key, ()), value)
    world, as_of = (next(iter(several.pop(key, ())), "") for key in ("world", "as-of"))
    choice = Choice(world, several.pop("according-to", ()), as_of.strip())
    is_sent = several.pop("format", ()) != ()  # the form sends it; it is no parameter of a query
    if name:
        return Form(name, tuple(several.items()), choice, is_sent=is_sent)
    return Form("", (), choice, next(iter(several.get("query", ())), None))

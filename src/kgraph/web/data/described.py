"""The description of the dataset, and the lists of its pages, over HTTP."""

from starlette.types import Receive, Scope, Send

from kgraph.web.data.making import Sitemap, Void
from kgraph.web.exchange import address_of, only_reads
from kgraph.web.problems import Problem
from kgraph.web.serving import served
from kgraph.web.working.pool import Pool


class About:
    """Answers at `/.well-known/void`, `/sitemap.xml` and `/sitemap-N.xml`."""

    def __init__(self, pool: Pool, *, is_sitemap: bool = False) -> None:
        self._pool, self._is_sitemap = pool, is_sitemap

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        only_reads(scope)
        at, number = _root(scope), _number(scope["path_params"].get("number"))
        await served(self._pool, Sitemap(at, number) if self._is_sitemap else Void(at), scope, receive, send)


def _root(scope: Scope) -> str:
    """The address of the workspace, as the client knows it, without a slash at its end."""
    return address_of(scope, str(scope.get("root_path", "")))


def _number(text: str | None) -> int:
    """The number of a file of the sitemap, 0 if none is named; raises `Problem`, 404, for what cannot be one."""
    if text is None:
        return 0
    if not (text.isascii() and text.isdecimal() and len(text) < 7 and int(text)):
        raise Problem(404, "the sitemap has no such file")
    return int(text)

"""Requests to a SPARQL endpoint, by SPARQLWrapper, which no other module uses."""

import http.client
import random
import urllib.error
from collections.abc import Iterable
from time import monotonic, sleep

from SPARQLWrapper import POST, POSTDIRECTLY, SPARQLWrapper

from kgraph.errors import StoreBusy, StoreError
from kgraph.namespaces import IRI
from kgraph.store import dialects, online
from kgraph.store.doors import Access, Door
from kgraph.store.online import Answer
from kgraph.store.refusals import refused

ROWS = "application/sparql-results+json"
_PAUSES = (0.2, 0.5, 1.0, 2.0)  # seconds, before an update is sent again
_LONG = 50_000  # how many characters of text are sent to a server before it has let kgraph in


class _Wrapper(SPARQLWrapper):
    """SPARQLWrapper that contacts only the address it was given, whereas urllib by itself follows redirects.

    `door` tells the server who asks; `None`: nobody in particular.
    """

    door: Door | None = None

    def _query(self) -> tuple[http.client.HTTPResponse, str]:
        request = self._createRequest()
        if self.door and (header := self.door.header(request.selector)):
            request.add_unredirected_header("Authorization", header)
        response = online.opener().open(request, timeout=self.timeout)
        return response, self.returnFormat


class Wire:
    """Sends queries and updates to some addresses of a server; every failure is an error of one line that names the
    address.

    `timeout` is in seconds, for each wait on the network; `most` is the largest answer taken, in bytes, `None` for any.
    """

    def __init__(
        self, urls: Iterable[str], access: Iterable[Access] | None, timeout: float, user_agent: str, most: int | None
    ) -> None:
        known = None if access is None else tuple(access)
        self._doors = {url: Door.of(url, known) for url in urls}
        self._timeout, self._user_agent, self._most = timeout, user_agent, most
        self.slowest = 0.0
        """The seconds of the longest request."""
        self.server: str | None = None
        """What the server calls itself; unknown until the first answer."""

    def ask(self, url: str, query: str, accept: str, graphs: Iterable[tuple[str, IRI]] = ()) -> Answer:
        """Send a query, with parameters of the protocol that name graphs."""
        wrapper = self._wrapper(url, query, "SELECT", accept)
        for name, graph in graphs:
            wrapper.addParameter(name, graph)
        return self._send(wrapper, query)

    def update(self, url: str, update: str, patience: float = 0) -> None:
        """Send an update, and wait so many seconds longer than else for its end."""
        wrapper = self._wrapper(url, update, "INSERT", "*/*", patience)
        if "?" not in url:  # SPARQLWrapper would put a second "?" after the address
            wrapper.setRequestMethod(POSTDIRECTLY)
        if self._send(wrapper, update).is_html:
            raise StoreError(
                f"{url}: answered a web page, so nothing can be said of the update; "
                "give the update address as sparql:QUERY-URL|UPDATE-URL"
            )

    def update_again(self, url: str, update: str, patience: float) -> None:
        """The same for an update that may be carried out twice: it is sent again where the engine ended it because this
        and another one waited for each other, but not once it has taken as long as one may."""
        ends = monotonic() + self._timeout + patience
        for pause in (*_PAUSES, None):
            began = monotonic()
            try:
                self.update(url, update, patience)
                return
            except StoreError as error:
                if not dialects.is_deadlock(str(error)):
                    raise
                if pause is None or monotonic() > ends:
                    raise StoreBusy(
                        f"{url}: the server ended an update again and again, since it and another one waited for each "
                        "other; try again when nobody else writes there",
                        status=error.status,
                    ) from error
                # else both would come back at once, and long ones, which it has tried itself, end each other again
                sleep(pause * random.uniform(0.5, 1.5) + (monotonic() - began) * random.random())  # noqa: S311

    def access(self, url: str) -> Access | None:
        """How the server at an address lets kgraph in."""
        return self._doors[url].access

    def _wrapper(self, url: str, text: str, kind: str, accept: str, patience: float = 0) -> _Wrapper:
        wrapper = _Wrapper(url, agent=self._user_agent)
        wrapper.setMethod(POST)
        wrapper.setOnlyConneg(True)
        wrapper.addCustomHttpHeader("Accept", accept)
        wrapper.timeout = self._timeout + patience  # type: ignore[assignment] # typed int; it goes to the socket as it is
        # Not setQuery(): it guesses the kind, and takes keywords in prefixes and comments for the query's own.
        wrapper.queryString, wrapper.queryType = text, kind
        return wrapper

    def _send(self, wrapper: _Wrapper, text: str) -> Answer:
        door = self._doors[wrapper.endpoint]
        if door.waits and len(text) > _LONG:
            self._be_challenged(door)
        wrapper.door = door
        for again in (True, False):
            start = monotonic()
            try:
                with wrapper.query().response as response:
                    self.server = response.headers.get("Server") or ""
                    answer = online.read_whole(response, door.url, self._most)
                    self.slowest = max(self.slowest, monotonic() - start)
                    return answer._replace(most_rows=dialects.most_rows(door.url, response.headers))
            except urllib.error.HTTPError as error:
                with error:
                    self.server = error.headers.get("Server") or self.server
                    if again and error.code == 401 and door.take(error.headers):
                        continue
                    raise refused(door, error, text) from error
            except (OSError, http.client.HTTPException) as error:
                raise online.unreachable(door.url, error, wrapper.timeout or self._timeout) from error
        raise AssertionError("the second answer is returned or raised")

    def _be_challenged(self, door: Door) -> None:
        """Ask for the server's challenge by a short query: it may cut the connection while a long text is sent."""
        try:
            with self._wrapper(door.url, "ASK {}", "SELECT", ROWS).query().response:
                return
        except urllib.error.HTTPError as error:
            with error:
                door.take(error.headers)
        except (OSError, http.client.HTTPException) as error:
            raise online.unreachable(door.url, error, self._timeout) from error

"""How kgraph behaves towards services online: it says who asks, asks seldom, waits when told to, and never asks twice.

The rules are those of Wikimedia's User-Agent policy and of the Wikidata Query Service, which bans a client that goes on
after a 429 without waiting; they are good manners everywhere.
"""

import email.utils
import json
import random
import time
import urllib.parse
from collections.abc import Callable, Mapping
from dataclasses import replace
from ipaddress import ip_address
from pathlib import Path
from typing import Any, TypeVar

from kgraph.errors import DataError, StoreBusy, StoreError
from kgraph.linking.fetching import Request, checked, fetch, is_public
from kgraph.linking.kept import Cache, Kept, key_of
from kgraph.model import Rows
from kgraph.resources import VERSION
from kgraph.store.faults import one_line
from kgraph.store.online import Answer
from kgraph.store.results import Remark, rows_from_json, words_of_unread

T = TypeVar("T")

_ROWS = "application/sparql-results+json"
_FIRST_WAIT = 1.0  # seconds; doubled with every try


class Courtesy:
    """Asks services politely; everything that goes online goes through one of these.

    `contact` is an e-mail address or a web page: Wikimedia's policy wants one. `cache` is a folder that answers are
    kept in, `None` to keep none, and `days` how long they are believed, `None` for ever. `offline` answers from the
    cache only, whatever its age. `interval` is the least number of seconds between two requests to one public host;
    hosts of this machine or its network are asked without delay; `intervals` says otherwise for single hosts. `tries`
    counts the first one too. `longest_wait` is how many seconds one wait may take: a service that wants a longer one
    is not asked again. `timeout` is in seconds, for each wait on the network; `most` is the largest answer in bytes.
    `remark` is told which cells of an answer to SPARQL cannot be read; without it whoever asks sees to `Rows.unread`.

    `clock` tells seconds since 1970; `sleep` and `jitter` (0 to 1) are there for tests. Not for use by two threads.
    """

    def __init__(
        self,
        *,
        contact: str = "",
        cache: Path | None = None,
        days: float | None = None,
        offline: bool = False,
        interval: float = 1.0,
        intervals: Mapping[str, float] | None = None,
        tries: int = 4,
        longest_wait: float = 120.0,
        timeout: float = 60.0,
        most: int = 20_000_000,
        remark: Remark | None = None,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self.user_agent = user_agent(contact)
        self.offline = offline
        self._cache = None if cache is None else Cache(cache, days)
        self._interval, self._intervals = interval, dict(intervals or {})
        self._tries, self._longest_wait = tries, longest_wait
        self._timeout, self._most, self._remark = timeout, most, remark
        self._clock, self._sleep, self._jitter = clock, sleep, jitter
        self._asked: dict[str, float] = {}

    def select(self, endpoint: str, query: str) -> Rows:
        """The rows of a SELECT query from a SPARQL endpoint; `endpoint` is its http or https address.

        A cell that is no RDF term is unbound, and `Rows.unread` has it.
        Raises `StoreError` as one line, `StoreBusy` where a later attempt may do better, `UsageError` for SPARQL that
        is wrong or reaches out.
        """
        from kgraph.store.remote import RemoteStore  # SPARQLWrapper, which only endpoints need

        def send() -> Answer:
            agent, most = self.user_agent, self._most
            with RemoteStore(endpoint, read_only=True, timeout=self._timeout, user_agent=agent, most=most) as store:
                return Answer(_ROWS, store.select_json(query))

        def read(answer: Answer) -> Rows:
            try:
                return rows_from_json(answer.body)
            except DataError as error:
                raise StoreError(
                    f"{endpoint}: the answer is no SPARQL result ({error}); is this an endpoint?"
                ) from error

        rows = self._ask(Request(endpoint, _ROWS, "POST", query.encode()), send, read)
        if rows.unread and self._remark:
            self._remark(f"{endpoint}: {words_of_unread(rows)}")
        return rows

    def json(self, request: Request, read: Callable[[Any], T], keep: Callable[[T], bool] = lambda found: True) -> T:
        """What `read` makes of a service's answer in JSON.

        `read` raises `ValueError`, with words that end "the answer is not as it should be: …", for what it does not
        know; that is no answer then, and not kept. Nor is one that `keep` says no to. Raises as `select` does.
        """

        def send() -> Answer:
            named = replace(request, headers={"User-Agent": self.user_agent} | request.headers)
            return fetch(named, timeout=self._timeout, most=self._most)

        return self._ask(request, send, lambda answer: _read_json(request.url, answer, read), keep)

    def _ask(
        self,
        request: Request,
        send: Callable[[], Answer],
        read: Callable[[Answer], T],
        keep: Callable[[T], bool] = lambda found: True,
    ) -> T:
        """What `read` makes of the answer that was kept, or else of the one that `send` gets."""
        key = key_of(request.method, checked(request.url), request.body, request.accept)
        kept = self._cache.find(key, None if self.offline else self._clock()) if self._cache else None
        if kept is not None:
            try:
                return read(Answer(kept.media_type, kept.body))
            except StoreError:
                if self.offline:
                    raise
        if self.offline:
            raise StoreError(f"{request.url}: offline, and no answer to this was kept; ask it once online")
        answer = self._patiently(request.url, send)
        found = read(answer)
        if self._cache and keep(found):
            self._cache.keep(key, Kept(self._clock(), 200, answer.media_type, request.url, answer.body))
        return found

    def _patiently(self, url: str, send: Callable[[], Answer]) -> Answer:
        """The answer, asked for again while the service is busy."""
        host = urllib.parse.urlsplit(url).hostname or ""
        for tried in range(1, self._tries + 1):
            self._take_turn(host)
            try:
                return send()
            except StoreBusy as busy:
                wait = self._wait_after(busy, tried)
                if tried == self._tries or wait > self._longest_wait:
                    raise _given_up(busy, tried, wait) from busy
                self._sleep(wait)
            finally:
                self._asked[host] = self._clock()
        raise StoreError(f"{url}: it was not asked; allow at least one try")

    def _take_turn(self, host: str) -> None:
        """Wait until the host may be asked again."""
        interval = self._intervals.get(host, self._interval if _is_abroad(host) else 0.0)
        rest = self._asked.get(host, -interval) + interval - self._clock()
        if rest > 0:
            self._sleep(min(rest, interval))  # no more than that, should the clock be set back

    def _wait_after(self, busy: StoreBusy, tried: int) -> float:
        """How many seconds to wait: what the service says, or else twice as long each time, with some chance in it.

        Chance keeps many clients that failed together from coming back together.
        """
        backoff = _FIRST_WAIT * 2 ** (tried - 1) * (1 + self._jitter())
        told = seconds_until(busy.retry_after, self._clock())
        return min(backoff, self._longest_wait) if told is None else told


def user_agent(contact: str) -> str:
    """How kgraph names itself, in the form that Wikimedia's User-Agent policy asks for.

    >>> user_agent("mailto:desk@example.org")
    'kgraph/0.1.0 (+https://w3id.org/kgraph; mailto:desk@example.org)'
    """
    said = "".join(char for char in contact if char.isprintable() and char.isascii() and char not in "()").strip()
    return f"kgraph/{VERSION} (+https://w3id.org/kgraph{'; ' + said if said else ''})"


def seconds_until(retry_after: str, now: float) -> float | None:
    """The seconds that a Retry-After header asks for, at `now`; `None` if it says nothing (RFC 9110 §10.2.3).

    >>> seconds_until("120", 0.0), seconds_until("Thu, 01 Jan 1970 00:01:00 GMT", 10.0), seconds_until("soon", 0.0)
    (120.0, 50.0, None)
    """
    told = retry_after.strip()
    if told.isascii() and told.isdigit():
        return float(told)
    try:
        return max(email.utils.parsedate_to_datetime(told).timestamp() - now, 0.0)
    except (ValueError, OverflowError):
        return None


def _given_up(busy: StoreBusy, tried: int, wait: float) -> StoreBusy:
    asks = f", and it asks to be left alone for {wait:.0f} s" if busy.retry_after else ""
    said = f"{busy}; given up after {tried} {'try' if tried == 1 else 'tries'}{asks}; try again later"
    return StoreBusy(said, status=busy.status, retry_after=busy.retry_after)


def _is_abroad(host: str) -> bool:
    """Whether the host is somebody else's: no name or address of this machine or its network."""
    try:
        return is_public(str(ip_address(host)))
    except ValueError:
        return host != "localhost"


def _read_json(url: str, answer: Answer, read: Callable[[Any], T]) -> T:
    if answer.is_html:
        raise StoreError(f"{url}: answered a web page where JSON was expected; is this the service's address?")
    try:
        said = json.loads(answer.body)
    except (ValueError, RecursionError) as error:
        raise StoreError(f"{url}: the answer is not JSON ({error}); is this the service's address?") from error
    try:
        return read(said)
    except ValueError as error:
        raise StoreError(f"{url}: the answer is not as it should be: {one_line(str(error))}") from error

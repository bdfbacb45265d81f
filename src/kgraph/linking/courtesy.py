"""Polite requests to online services: kgraph says who asks, limits its rate, waits when told to, and caches answers.

The rules are those of Wikimedia's User-Agent policy and of the Wikidata Query Service, which bans clients that do not
wait after a status 429. kgraph follows them with every service.
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
_FIRST_WAIT = 1.0  # seconds of the first wait, doubled with every try


class Courtesy:
    """Sends requests to services politely; all of kgraph's linking requests go through an object of this class.

    `contact` is an e-mail address or a web page: Wikimedia's policy wants one. `cache` is a folder for answers, `None`
    for no cache, and `days` is how long an answer is valid, `None` for ever. `offline` answers from the cache only,
    whatever its age. `interval` is the least number of seconds between two requests to one public host; there is no
    delay for hosts of this machine or its network. `intervals` sets other values for single hosts. `tries` counts the
    first one too. `longest_wait` is the longest wait in seconds: a service that asks for a longer one gets no further
    request. `timeout` is in seconds, for each wait on the network; `most` is the largest answer in bytes. `remark` is
    called with a line about unreadable cells of a SPARQL answer; without it, callers must look at `Rows.unread`.

    `clock` returns seconds since 1970; it, `sleep` and `jitter` (0 to 1) can be replaced by tests. An object is for one
    thread.
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

        A cell that is no RDF term is unbound and listed in `Rows.unread`. Raises `StoreError`, or `StoreBusy` if a
        later attempt may succeed, and `UsageError` for SPARQL that is wrong or contacts other endpoints.
        """
        from kgraph.store.remote import RemoteStore  # imports SPARQLWrapper, which only endpoints need

        def send() -> Answer:
            store = RemoteStore(
                endpoint,
                read_only=True,
                access=None,
                timeout=self._timeout,
                user_agent=self.user_agent,
                most=self._most,
            )
            with store:
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
        """The value that `read` makes from a service's answer in JSON.

        `read` raises `ValueError` for an answer that it cannot use, with a text that completes "the answer is not as it
        should be: …"; such an answer is an error and is not cached. An answer for which `keep` is false is not cached
        either. Raises the errors of `select`.
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
        """The value that `read` makes from the cached answer, or else from the answer that `send` gets."""
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
        """The answer; while the service is busy, the request is repeated after a wait."""
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
        """Wait until the next request to the host is allowed."""
        interval = self._intervals.get(host, self._interval if _is_abroad(host) else 0.0)
        rest = self._asked.get(host, -interval) + interval - self._clock()
        if rest > 0:
            self._sleep(min(rest, interval))  # never longer than the interval, even if the clock was set back

    def _wait_after(self, busy: StoreBusy, tried: int) -> float:
        """How many seconds to wait: as the service says, or else twice as long each time, with a random part.

        The random part keeps many clients that failed at the same time from retrying at the same time.
        """
        backoff = _FIRST_WAIT * 2 ** (tried - 1) * (1 + self._jitter())
        told = seconds_until(busy.retry_after, self._clock())
        return min(backoff, self._longest_wait) if told is None else told


def user_agent(contact: str) -> str:
    """kgraph's User-Agent header, in the form that Wikimedia's User-Agent policy asks for.

    >>> user_agent("mailto:desk@example.org")
    'kgraph/0.1.0 (+https://w3id.org/kgraph; mailto:desk@example.org)'
    """
    said = "".join(char for char in contact if char.isprintable() and char.isascii() and char not in "()").strip()
    return f"kgraph/{VERSION} (+https://w3id.org/kgraph{'; ' + said if said else ''})"


def seconds_until(retry_after: str, now: float) -> float | None:
    """The seconds to wait by a Retry-After header, at the time `now`; `None` if it is empty or illegal (RFC 9110
    §10.2.3).

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
    """Whether the host is public, that is, no name or address of this machine or its network."""
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

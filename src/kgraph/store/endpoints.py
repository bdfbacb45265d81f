"""One SELECT at an endpoint, asked again when the endpoint says that it is too busy."""

import email.utils
import time
from collections.abc import Callable

from kgraph.errors import StoreBusy
from kgraph.model import Rows
from kgraph.namespaces import IRI


class Endpoints:
    """Asks endpoints, and waits as long as a busy one says (429 of RFC 6585 §4, 503 of RFC 9110 §15.6.4).

    `timeout` is in seconds, for each wait on the network. `tries` counts the first one too. An endpoint that wants to
    be left alone for more than `longest_wait` seconds is not asked again. `clock` tells seconds since 1970; it and
    `sleep` are there for tests.
    """

    def __init__(
        self,
        *,
        timeout: float = 60.0,
        tries: int = 4,
        longest_wait: float = 60.0,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._timeout, self._tries, self._longest_wait = timeout, tries, longest_wait
        self._sleep, self._clock = sleep, clock

    def ask(self, endpoint: IRI, query: str) -> Rows:
        """The rows of a SELECT query; raises `StoreError` with the endpoint's address, `StoreBusy` if that may pass."""
        from kgraph.store.remote import RemoteStore

        with RemoteStore(endpoint, read_only=True, timeout=self._timeout) as store:
            for tried in range(1, self._tries):
                try:
                    return store.select(query)
                except StoreBusy as busy:
                    wait = self._wait_after(busy, tried)
                    if busy.status not in (429, 503):
                        raise
                    if wait > self._longest_wait:
                        raise StoreBusy(f"{busy}; it asks to be left alone for {wait:.0f} s") from busy
                    self._sleep(wait)
            return store.select(query)

    def _wait_after(self, busy: StoreBusy, tried: int) -> float:
        """The seconds that Retry-After asks for, as a number or a date (RFC 9110 §10.2.3); else 1, 2, 4 …"""
        told = busy.retry_after.strip()
        if told.isascii() and told.isdigit():
            return float(told)
        try:
            return max(email.utils.parsedate_to_datetime(told).timestamp() - self._clock(), 0.0)
        except (ValueError, OverflowError):
            return 2.0 ** (tried - 1)

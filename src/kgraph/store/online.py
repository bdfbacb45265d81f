"""HTTP requests: no redirect is followed, and each error is one line with the address."""

import http.client
import ssl
import sys
import urllib.error
import urllib.request
from collections.abc import Callable
from email.message import Message
from functools import cache
from typing import IO, NamedTuple

from kgraph.errors import StoreBusy, StoreError
from kgraph.store.faults import one_line

BUSY = (429, 502, 503, 504)
"""The statuses after which the same request may succeed later (RFC 6585 §4, RFC 9110 §15.6)."""

REDIRECTS = (301, 302, 303, 307, 308)

_FROM_BETWEEN = (502, 504)  # RFC 9110 §15.6.3 and §15.6.5: a gateway says so, not the endpoint

_CUT = (
    ConnectionResetError,
    ConnectionAbortedError,
    BrokenPipeError,
    http.client.IncompleteRead,  # fewer bytes than the header says, or a chunk (RFC 9112 §7.1) without its end
    ssl.SSLEOFError,
    ssl.SSLZeroReturnError,
)
_MOST_WORDS = 10_000  # how many bytes of an error's body are read
_PART = 1 << 20  # how many bytes are read at a time if an answer does not give its length


class Answer(NamedTuple):
    """What an endpoint sent: the media type in lower case, without parameters, and the body.

    `most_rows` is the number of rows at which the engine says that it cuts answers; `None` if it does not say so.
    """

    media_type: str
    body: bytes
    most_rows: int | None = None

    @property
    def is_html(self) -> bool:
        """Whether the body is a web page, whatever its media type says."""
        start = self.body.lstrip()[:9].lower()
        return self.media_type == "text/html" or start.startswith((b"<!doctype", b"<html"))

    @property
    def breaks_off(self) -> bool:
        """Whether the body is JSON without its end: it begins with `{` or `[` and does not end with the matching
        bracket."""
        body = self.body.strip()
        ends = {b"{": b"}", b"[": b"]"}
        return self.media_type.endswith("json") and body[:1] in ends and body[-1:] != ends[body[:1]]


class Stay(urllib.request.HTTPRedirectHandler):
    """Follows no redirect and does not contact its target: the answer is raised as an `HTTPError`."""

    def http_error_302(self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Message) -> None:
        """Return `None`, so that the next handler raises the error."""

    http_error_301 = http_error_303 = http_error_307 = http_error_308 = http_error_302


@cache
def opener() -> urllib.request.OpenerDirector:
    """An opener that uses the proxies of the environment and follows no redirect."""
    return urllib.request.build_opener(Stay)


def read_whole(response: http.client.HTTPResponse, url: str, most: int | None = None) -> Answer:
    """The whole answer; raises `StoreError`, and stops reading, if it is larger than `most` bytes.

    Raises `StoreBusy` if the end of the answer is missing.
    """
    limit = sys.maxsize if most is None else most
    untold = response.length is None and not response.chunked  # only the end of the connection ends the answer
    body = None
    if response.length is None:
        body = bytearray()
        while len(body) <= limit and (part := response.read(_PART)):
            body += part
    elif response.length <= limit:
        body = bytearray(response.read())  # without a size, so that Python raises an error if the answer breaks off
    if body is None or len(body) > limit:
        raise StoreError(f"{url}: the answer is larger than {limit:,} bytes; ask for less at once")
    answer = Answer(response.headers.get_content_type(), bytes(body))
    if untold and answer.breaks_off:
        raise StoreBusy(f"{url}: the answer breaks off; try again")
    return answer


def refused(url: str, error: urllib.error.HTTPError, shown: Callable[[str], str] = str) -> StoreError:
    """The error for an HTTP status other than 2xx, with the endpoint's own words as `shown` gives them, unless they are
    a web page."""
    said = shown(words(error))
    message = f"{url}: answered HTTP {error.code}" + (f": {said}" if said else "")
    if error.code in _FROM_BETWEEN and not said:
        message += "; a proxy before the endpoint gets no answer from it"
    if error.code in BUSY:
        return StoreBusy(message, status=error.code, retry_after=error.headers.get("Retry-After") or "")
    return StoreError(message, status=error.code)


def words(error: urllib.error.HTTPError) -> str:
    """The beginning of an error's body, in a line; nothing if it is a web page, breaks off or does not arrive, since
    the status says enough."""
    try:
        body = error.read(_MOST_WORDS)
    except (OSError, http.client.HTTPException):
        return ""
    return "" if Answer("", body).is_html else one_line(body.decode(errors="replace"))


def unreachable(url: str, error: OSError | http.client.HTTPException, timeout: float) -> StoreError:
    """The error for a request without a complete answer: `StoreBusy` for a timeout or a cut connection, which may
    pass."""
    reason = getattr(error, "reason", error)  # URLError has the original error in `reason`
    if isinstance(reason, TimeoutError):
        return StoreBusy(f"{url}: no answer within {timeout:g} s; try again, or allow more time")
    if isinstance(reason, _CUT):
        return StoreBusy(f"{url}: the connection was cut before the answer's end; try again")
    if "more than" in str(reason) and "headers" in str(reason):
        return StoreError(f"{url}: sends more headers than can be read; Virtuoso does, one for each graph of the query")
    said = getattr(reason, "strerror", None) or str(reason) or type(reason).__name__
    return StoreError(f"{url}: cannot be reached: {one_line(str(said))}; is the endpoint running?")

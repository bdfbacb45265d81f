"""HTTP as kgraph speaks it: one request without redirects, and what went wrong in one line with the address."""

import http.client
import ssl
import sys
import urllib.error
import urllib.request
from email.message import Message
from functools import cache
from typing import IO, NamedTuple

from kgraph.errors import StoreBusy, StoreError
from kgraph.store.faults import one_line

BUSY = (429, 502, 503, 504)
"""The statuses after which the same request may succeed later (RFC 6585 §4, RFC 9110 §15.6)."""

REDIRECTS = (301, 302, 303, 307, 308)

_CUT = (
    ConnectionResetError,
    ConnectionAbortedError,
    BrokenPipeError,
    http.client.IncompleteRead,  # fewer bytes than the answer's head told, or a part (RFC 9112 §7.1) without its end
    ssl.SSLEOFError,
    ssl.SSLZeroReturnError,
)
_MOST_WORDS = 10_000  # bytes read of what an endpoint says beside an error's status
_PART = 1 << 20  # bytes read at a time where an answer does not tell its length


class Answer(NamedTuple):
    """What an endpoint sent: the media type in small letters, without parameters, and the body."""

    media_type: str
    body: bytes

    @property
    def is_html(self) -> bool:
        """Whether it is a web page, whatever its media type says."""
        start = self.body.lstrip()[:9].lower()
        return self.media_type == "text/html" or start.startswith((b"<!doctype", b"<html"))

    @property
    def breaks_off(self) -> bool:
        """Whether it is JSON that has begun and not ended: objects and lists end as they began."""
        body = self.body.strip()
        ends = {b"{": b"}", b"[": b"]"}
        return self.media_type.endswith("json") and body[:1] in ends and body[-1:] != ends[body[:1]]


class Stay(urllib.request.HTTPRedirectHandler):
    """Follows no redirect, nor looks at its target: the answer comes out as the `HTTPError` that it is."""

    def http_error_302(self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Message) -> None:
        """Nothing: the next handler raises."""

    http_error_301 = http_error_303 = http_error_307 = http_error_308 = http_error_302


@cache
def opener() -> urllib.request.OpenerDirector:
    """What opens addresses here: by the proxies of the environment, and never further than told."""
    return urllib.request.build_opener(Stay)


def read_whole(response: http.client.HTTPResponse, url: str, most: int | None = None) -> Answer:
    """The whole answer; raises `StoreError`, and reads no further, where it is larger than `most` bytes.

    Raises `StoreBusy` for an answer whose end is not there.
    """
    limit = sys.maxsize if most is None else most
    untold = response.length is None and not response.chunked  # nothing but the end of the connection ends it
    body = None
    if response.length is None:
        body = bytearray()
        while len(body) <= limit and (part := response.read(_PART)):
            body += part
    elif response.length <= limit:
        body = bytearray(response.read())  # without a size: it then says when the answer breaks off
    if body is None or len(body) > limit:
        raise StoreError(f"{url}: the answer is larger than {limit:,} bytes; ask for less at once")
    answer = Answer(response.headers.get_content_type(), bytes(body))
    if untold and answer.breaks_off:
        raise StoreBusy(f"{url}: the answer breaks off; try again")
    return answer


def refused(url: str, error: urllib.error.HTTPError) -> StoreError:
    """The error for an HTTP status that is no success, with the endpoint's own words unless they are a web page."""
    body = _words(error)
    said = "" if Answer("", body).is_html else one_line(body.decode(errors="replace"))
    message = f"{url}: answered HTTP {error.code}" + (f": {said}" if said else "")
    if error.code in BUSY:
        return StoreBusy(message, status=error.code, retry_after=error.headers.get("Retry-After") or "")
    return StoreError(message)


def _words(error: urllib.error.HTTPError) -> bytes:
    """The beginning of an error's body; nothing where it breaks off or does not come: the status says enough."""
    try:
        return error.read(_MOST_WORDS)
    except (OSError, http.client.HTTPException):
        return b""


def unreachable(url: str, error: OSError | http.client.HTTPException, timeout: float) -> StoreError:
    """The error for a request that got no answer, or a part of one; silence and a connection that was cut may pass."""
    reason = getattr(error, "reason", error)  # URLError keeps the real error there
    if isinstance(reason, TimeoutError):
        return StoreBusy(f"{url}: no answer within {timeout:g} s; try again, or allow more time")
    if isinstance(reason, _CUT):
        return StoreBusy(f"{url}: the connection was cut before the answer's end; try again")
    said = getattr(reason, "strerror", None) or str(reason) or type(reason).__name__
    return StoreError(f"{url}: cannot be reached: {one_line(str(said))}; is the endpoint running?")

"""One HTTP request to a service, following only safe redirects.

A person may give any address, also one of this machine, for a service of their own. An address that a *service* gives
by a redirect is not trusted: it may lead into the network behind the firewall. So a redirect is followed only to the
origin that the person gave, or to a public address. A public name is resolved once, and the connection goes to the
resolved address, so a name that resolves differently after the check (DNS rebinding) has no effect.
"""

import http.client
import ipaddress
import re
import socket
import ssl
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field, replace
from functools import cache

from kgraph.errors import StoreError, UsageError
from kgraph.store import online
from kgraph.store.online import Answer

MOST_REDIRECTS = 5
_PORTS = {"http": 80, "https": 443}
# IETF protocol assignments and 6to4 relays, parts of which Python 3.11 takes for public
_SPECIAL = tuple(map(ipaddress.ip_network, ("192.0.0.0/24", "192.88.99.0/24")))


class _PrivateAddressError(StoreError):
    """A redirect leads to an address that is not public."""


@dataclass(frozen=True, slots=True)
class Request:
    """A request to a service: `method` is GET or POST; `accept` and `content_type` are media types."""

    url: str
    accept: str = "application/json"
    method: str = "GET"
    body: bytes = b""
    content_type: str = ""
    headers: dict[str, str] = field(default_factory=dict, hash=False)


def fetch(request: Request, *, timeout: float, most: int) -> Answer:
    """Send a request, follow redirects (RFC 9110 §15.4), and return the answer of status 200.

    `timeout` is in seconds, for each wait on the network; `most` is the largest answer in bytes. Raises `UsageError`
    for an illegal address, `StoreBusy` if a later attempt may succeed, `StoreError` for other failures.
    """
    asked = checked(request.url)
    for _ in range(MOST_REDIRECTS + 1):
        own = origin(request.url) == origin(asked)
        try:
            found = _exchange(request, online.opener() if own else public_opener(), timeout, most)
        except _PrivateAddressError as error:
            raise StoreError(
                f"{asked}: redirects to {request.url}, {error}; refused. Give that address if it is meant"
            ) from error
        if isinstance(found, Answer):
            return found
        request = found
    raise StoreError(f"{asked}: redirects more than {MOST_REDIRECTS} times; give the address it should end at")


def checked(url: str) -> str:
    """The address, if it is a legal http(s) address; raises `UsageError` otherwise."""
    try:
        whole = origin(url)[0] in _PORTS and not re.search(r"[\s#<>\"]", url)
    except ValueError:
        whole = False
    if not whole:
        raise UsageError(f"'{url}' is no service's address; write https://HOST/PATH")
    return url


def origin(url: str) -> tuple[str, str, int]:
    """Scheme, host and port of an address (RFC 6454 §4); raises `ValueError` for an address without a host."""
    parts = urllib.parse.urlsplit(url)
    if not parts.hostname:
        raise ValueError(f"no host in '{url}'")
    return parts.scheme, parts.hostname, parts.port or _PORTS.get(parts.scheme, 0)


def _exchange(request: Request, opener: urllib.request.OpenerDirector, timeout: float, most: int) -> Answer | Request:
    """One request without redirects: its answer, or the request that it is redirected to."""
    url = request.url
    headers = {"Accept": request.accept} | request.headers
    if request.content_type:
        headers["Content-Type"] = request.content_type
    sent = urllib.request.Request(url, request.body or None, headers, method=request.method)  # noqa: S310 - checked()
    try:
        with opener.open(sent, timeout=timeout) as response:
            if response.status != 200:
                raise StoreError(f"{url}: answered HTTP {response.status}, which is no answer; is this the service?")
            return online.read_whole(response, url, most)
    except urllib.error.HTTPError as error:
        with error:
            if error.code in online.REDIRECTS and (target := error.headers.get("Location")):
                return _redirected(request, error.code, target)
            raise online.refused(url, error) from error
    except (OSError, http.client.HTTPException) as error:
        raise online.unreachable(url, error, timeout) from error


def _redirected(request: Request, status: int, target: str) -> Request:
    """The request to a redirect's target. Status 303 makes it a GET; otherwise a POST stays a POST (RFC 9110 §15.4)."""
    try:
        url = urllib.parse.urljoin(request.url, target).partition("#")[0]
        scheme, parts = origin(checked(url))[0], urllib.parse.urlsplit(url)
    except (ValueError, UsageError) as error:
        raise StoreError(f"{request.url}: redirects to '{target}', which is no web address") from error
    if scheme == "http" and origin(request.url)[0] == "https":
        raise StoreError(f"{request.url}: redirects to {url}, which is not encrypted; refused")
    if parts.username is not None:
        raise StoreError(f"{request.url}: redirects to an address with a user's name in it; refused")
    if status == 303:
        return replace(request, url=url, method="GET", body=b"", content_type="")
    return replace(request, url=url)


def public_addresses(host: str, port: int) -> list[str]:
    """The addresses of a host, all of them public; raises `StoreError` if any is not, `OSError` if it has none.

    Every form of address is resolved as for a connection: `0x7f.1`, `2130706433` and `localhost` all mean this machine.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    for address in addresses:
        if not is_public(address):
            raise _PrivateAddressError(f"which is the private address {address}")
    return addresses


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet, by IANA's special-purpose registries (RFC 6890).

    >>> [is_public(address) for address in ("1.1.1.1", "10.0.0.1", "::ffff:127.0.0.1", "224.0.0.1", "0.0.0.0")]
    [True, False, False, False, False]
    """
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped:
            return is_public(str(ip.ipv4_mapped))
        if ip.sixtofour or ip.is_site_local:
            return False  # a 6to4 address contains an IPv4 address; site-local ones are still private (RFC 3879)
    return ip.is_global and not ip.is_multicast and not ip.is_reserved and not any(ip in net for net in _SPECIAL)


def _connected(host: str, port: int, timeout: float | None) -> socket.socket:
    """A connection to one of the host's addresses, once all of them are known to be public."""
    failed: OSError = ConnectionError(f"{host} has no address")
    for address in public_addresses(host, port):
        try:
            return socket.create_connection((address, port), timeout)
        except OSError as error:
            failed = error
    raise failed


class _Public(http.client.HTTPConnection):
    def connect(self) -> None:
        self.sock = _connected(self.host, self.port, self.timeout)


class _PublicEncrypted(http.client.HTTPSConnection):
    def connect(self) -> None:
        plain = _connected(self.host, self.port, self.timeout)
        self.sock = _encryption().wrap_socket(plain, server_hostname=self.host)


class _PublicHandler(urllib.request.HTTPHandler):
    def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(_Public, req)


class _PublicEncryptedHandler(urllib.request.HTTPSHandler):
    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(_PublicEncrypted, req)


@cache
def _encryption() -> ssl.SSLContext:
    return ssl.create_default_context()


@cache
def public_opener() -> urllib.request.OpenerDirector:
    """An opener for public addresses only; it uses no proxy, because a proxy would resolve the name itself."""
    no_proxy = urllib.request.ProxyHandler({})
    return urllib.request.build_opener(online.Stay, no_proxy, _PublicHandler, _PublicEncryptedHandler)

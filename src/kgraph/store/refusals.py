"""What is said of an endpoint's address that is none, and of an answer that is no success."""

import re
import urllib.error
import urllib.parse

import pyoxigraph as ox

from kgraph.errors import StoreError, UsageError
from kgraph.store import dialects, guard, online
from kgraph.store.bounds import with_room
from kgraph.store.doors import Door, turned_away
from kgraph.store.faults import one_line, syntax_message


def checked(url: str) -> str:
    """The URL; raises `UsageError` unless it is a legal http(s) address."""
    if "@" in url:  # what stands before it may be a password, so nothing is repeated
        raise UsageError(
            "an endpoint's address has a user or a password in it; name who you are under [access] in kgraph.toml "
            "(an @ elsewhere is written %40)"
        )
    try:
        parts = urllib.parse.urlsplit(url)
        whole = parts.scheme in ("http", "https") and parts.hostname and not parts.fragment and parts.port != 0
    except ValueError:
        whole = False
    if not whole or re.search(r"\s", url):
        raise UsageError(f"'{url}' is no endpoint's address: say sparql:http://HOST/PATH")
    return url


def refused(door: Door, error: urllib.error.HTTPError, text: str) -> StoreError | UsageError:
    """The error for an HTTP status other than 2xx: a `UsageError` for status 400 and illegal SPARQL, else a
    `StoreError`."""
    url = door.url
    if error.code in online.REDIRECTS and (target := error.headers.get("Location")):
        target = one_line(urllib.parse.urljoin(url, target))
        return StoreError(f"{url}: redirects to {target}; if that is the endpoint, give its address")
    if error.code == 401 or (error.code == 403 and door.access):
        return turned_away(door, error.code, online.words(error), error.headers.get("WWW-Authenticate", ""))
    fault = syntax_fault(text) if error.code == 400 else None
    if fault:
        return UsageError(f"not legal SPARQL: {fault}")
    if error.code in (404, 405, 501) and guard.kind_of(text) == "update":
        told = online.refused(url, error, door.without_secret)
        return StoreError(f"{told}; it takes no updates: name where they go, as sparql:QUERY|UPDATE")
    told = online.refused(url, error, door.without_secret)
    if error.code == 500 and dialects.may_not_write(error.headers.get("Server"), str(told)):
        return StoreError(
            f"{url}: {_may_not_write(door)}; name another user under [access], or the address for updates"
        )
    return told


def _may_not_write(door: Door) -> str:
    """Who may not write, in words."""
    who = f"the one whose secret is in {door.access.place}" if door.access else "one who does not say who it is"
    return f"does not let {who} write"


def syntax_fault(text: str) -> str | None:
    """What the built-in engine's parser finds wrong with a query or an update; `None` if nothing."""
    try:
        guard.check(text)  # a text that contacts other endpoints must not be run here
        store = ox.Store()
        read = store.update if guard.kind_of(text) == "update" else store.query
        with_room(text, lambda: bool(read(text)))
    except SyntaxError as error:
        return syntax_message(error, text)
    except (UsageError, OSError, RuntimeError, ValueError):
        return None  # the text is legal, but cannot be run, at least on an empty store
    return None

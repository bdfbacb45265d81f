"""Errors as answers: problem details (RFC 9457) with the words of the command line."""

import json
import re
from http import HTTPStatus

from kgraph.errors import (
    TO_FINISH,
    TO_WAIT,
    GraphOwned,
    KgraphError,
    Stopped,
    StoreBusy,
    StoreError,
    Unwritable,
    UsageError,
)
from kgraph.views.answers import one_line

MEDIA_TYPE = "application/problem+json"
_LONGEST = 2_000  # characters of a problem's line
_LISTS = re.compile(r"'kgraph quer(?:y ([\w-]+)|ies)' lists")
_QUERIES = re.compile(r"'kgraph query ([\w-]+) --param (\w+)=([^']*)' has")
_ADDRESSES = re.compile(r"'/queries/(?:(?:claimants|entities|places)' (lists)|[\w-]+\?\w+=[^']*' has)")
_DOES = {"lists": "finds", None: "has"}
_FOLDERS = re.compile(r"^/[^:\n]*/(?=[^/:\n]+:)|(?<![\w/.%<=?&#)\-])/(?:[^\s/:'\"<>]+/)+")
"""The folders of an absolute path: at the beginning, up to a colon, or anywhere, unless they are those of an IRI."""


class Problem(Exception):  # noqa: N818 - reads as what it is: raise Problem(404, …)
    """A request that cannot be answered: the status, one line that says why, and headers besides."""

    def __init__(self, status: int, detail: str, **headers: str) -> None:
        self.status, self.detail = status, _short(one_line(detail))  # it may quote a stranger's text, with line breaks
        super().__init__(self.detail)
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}

    def body(self) -> bytes:
        """The problem as JSON; its type is `about:blank`, so that its title is the status's phrase (§4.2.1)."""
        said = {"title": HTTPStatus(self.status).phrase, "status": self.status, "detail": self.detail}
        return json.dumps(said, ensure_ascii=False).encode("utf8", "replace")


def _short(line: str) -> str:
    """The line without its middle, if it quotes a text that is very long."""
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST // 2]} … {line[-_LONGEST // 2 :]}"


def problem_of(error: KgraphError) -> Problem:
    """The problem that an error is to a client.

    400: the request is wrong. 403: it would change what only builds change. 502: another endpoint failed. 503: at a
    limit of time, memory or number; the same request may succeed later. 500: the data or the store have a fault, or
    cannot be written.
    Files are named without their folders.
    """
    said = for_clients(str(error))
    if isinstance(error, Stopped):
        return Problem(503, said, retry_after="1")
    if isinstance(error, StoreBusy):
        return Problem(503, said, retry_after="5")
    if isinstance(error, GraphOwned):
        return Problem(403, said)
    if isinstance(error, Unwritable):
        return Problem(500, said)
    if isinstance(error, UsageError):
        return Problem(400, said)
    if isinstance(error, StoreError):
        return Problem(502 if "://" in said else 500, said)
    return Problem(500, said)


def for_clients(text: str) -> str:
    """The words of an error for who has no command line of this machine: files without folders, and where a command
    would help, the address that does the same.

    >>> for_clients("no agent is called 'x'; 'kgraph query claimants' lists them")
    "no agent is called 'x'; '/queries/claimants' lists them"
    >>> for_clients(f"http://e/: a build was cut off there; {TO_FINISH}")
    'http://e/: a build was cut off there; try again later'
    >>> for_clients(f"http://e/: the first build is being put in place there; {TO_WAIT}")
    'http://e/: the first build is being put in place there; try again later'
    """
    told = _QUERIES.sub(r"'/queries/\1?\2=\3' has", without_folders(text))
    for wanted in (TO_FINISH, TO_WAIT):
        told = told.replace(wanted, "try again later")
    return _LISTS.sub(lambda found: f"'/queries{'/' if found[1] else ''}{found[1] or ''}' lists", told)


def for_assistants(text: str) -> str:
    """The words of an error in which a tool takes the place of an address.

    >>> for_assistants("no agent is called 'x'; '/queries/claimants' lists them")
    "no agent is called 'x'; the tool 'search' finds them"
    """
    return _ADDRESSES.sub(
        lambda found: f"the tool '{'search' if found[1] else 'claims_about'}' {_DOES[found[1]]}", text
    )


def without_folders(text: str) -> str:
    """The text without the folders of files: where they are on the server's disk is no client's business.

    >>> without_folders("/srv/desk news/.kgraph: in use"), without_folders("see '/srv/a/b.rq' or <http://e.org/a/b>")
    ('.kgraph: in use', "see 'b.rq' or <http://e.org/a/b>")
    """
    return _FOLDERS.sub("", text)

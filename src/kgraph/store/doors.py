"""Who kgraph is to an endpoint: basic, digest and bearer authentication, with secrets that are kept elsewhere.

An `Access` says where the secret is: in an environment variable or in the user's netrc file. It is read when the first
request is made, and is sent only to addresses of the same scheme, host and port that begin with the access's own.
"""

import base64
import hashlib
import netrc
import os
import secrets
import urllib.parse
import urllib.request
from collections.abc import Iterable
from dataclasses import dataclass, field
from email.message import Message
from pathlib import Path
from typing import Literal

from kgraph.errors import StoreError, UsageError

Way = Literal["basic", "digest", "bearer"]
WAYS: tuple[Way, ...] = ("basic", "digest", "bearer")
_HASHES = {"MD5": hashlib.md5, "SHA-256": hashlib.sha256}


@dataclass(frozen=True, slots=True)
class Access:
    """How to be let in at the addresses that begin with `address`.

    `variable` is the environment variable with the password or token; if it is "", both user and password are those of
    the host in the netrc file.
    """

    address: str
    way: Way
    user: str = ""
    variable: str = ""

    @property
    def place(self) -> str:
        """Where the secret is, in words."""
        return f"the environment variable {self.variable}" if self.variable else f"{_netrc_file()}"

    def covers(self, url: str) -> bool:
        """Whether an address is of the same origin and its path is this one's or below it.

        >>> Access("http://h:1/a", "basic").covers("http://h:1/a/b"), Access("http://h:1/a", "basic").covers("http://h:1/ab")
        (True, False)
        """
        mine, theirs = urllib.parse.urlsplit(self.address), urllib.parse.urlsplit(url)
        if (mine.scheme, mine.netloc.lower()) != (theirs.scheme, theirs.netloc.lower()):
            return False
        below = mine.path.rstrip("/")
        return theirs.path == below or theirs.path.startswith(f"{below}/")

    def secret(self, url: str) -> tuple[str, str]:
        """The user and the password or token; raises `UsageError` if they are not where they should be."""
        if self.variable:
            found = os.environ.get(self.variable)
            if not found:
                raise UsageError(
                    f"{url}: the environment variable {self.variable}, which kgraph.toml names, is not set"
                )
            return self.user, found
        host = urllib.parse.urlsplit(self.address).hostname or ""
        try:
            entry = netrc.netrc(_netrc_file()).authenticators(host)
        except (OSError, netrc.NetrcParseError) as error:
            raise UsageError(f"{url}: {_netrc_file()}, which kgraph.toml names, cannot be read") from error
        if entry is None:
            raise UsageError(f"{url}: {_netrc_file()} has no entry for the machine {host}, which kgraph.toml names")
        return self.user or entry[0], entry[2] or ""


@dataclass
class Door:
    """An endpoint's address with the access to it, and the challenge that its server last gave.

    `open_only` says that no secret is ever sent here, whatever kgraph.toml says.
    """

    url: str
    access: Access | None = None
    open_only: bool = False
    _challenge: dict[str, str] = field(default_factory=dict)
    _count: int = 0

    @classmethod
    def of(cls, url: str, known: Iterable[Access] | None) -> "Door":
        """The door with the access whose address is the longest that covers the URL, if there is one."""
        if known is None:
            return cls(url, open_only=True)
        fitting = [access for access in known if access.covers(url)]
        return cls(url, max(fitting, key=lambda access: len(access.address), default=None))

    @property
    def waits(self) -> bool:
        """Whether the server's challenge has to be known before a request can be answered."""
        return self.access is not None and self.access.way == "digest" and not self._challenge

    def header(self, target: str) -> str:
        """The Authorization header of the next request, a POST to this target (a path with its query); "" for none."""
        if self.access is None or self.waits:
            return ""
        user, secret = self.access.secret(self.url)
        _check_sendable(self.url, self.access, user, secret)
        if self.access.way == "bearer":
            return f"Bearer {secret}"
        if self.access.way == "basic":
            return f"Basic {base64.b64encode(f'{user}:{secret}'.encode()).decode()}"
        return self._digest(user, secret, target)

    def without_secret(self, said: str) -> str:
        """A server's words, or none of them if the secret stands there: a server may send back what it was sent."""
        if self.access is None:
            return said
        user, secret = self.access.secret(self.url)
        sent = (secret, base64.b64encode(f"{user}:{secret}".encode()).decode())
        return "what it says has the secret in it" if any(one and one in said for one in sent) else said

    def take(self, headers: Message) -> bool:
        """Take the digest challenge of an answer 401; returns whether the same request may now succeed."""
        if self.access is None or self.access.way != "digest":
            return False
        for said in headers.get_all("WWW-Authenticate") or []:
            scheme, _, rest = said.partition(" ")
            challenge = _pairs(rest) if scheme.lower() == "digest" else {}
            if "nonce" in challenge and challenge.get("algorithm", "MD5").upper() in _HASHES:
                stale = challenge.get("stale", "").lower() == "true"
                # one that served before may have ended without a word of it: Virtuoso says stale="false"
                again = not self._challenge or stale or self._count > 1
                self._challenge, self._count = challenge if again else {}, 0
                return again
        return False

    def _digest(self, user: str, secret: str, uri: str) -> str:
        """The header of RFC 7616 for a POST, with the quality of protection `auth` or none."""
        said = self._challenge
        algorithm = said.get("algorithm", "MD5").upper()
        realm, nonce = said.get("realm", ""), said["nonce"]

        def hashed(text: str) -> str:
            return _HASHES[algorithm](text.encode()).hexdigest()

        fields = {"username": user, "realm": realm, "nonce": nonce, "uri": uri}
        first, second = hashed(f"{user}:{realm}:{secret}"), hashed(f"POST:{uri}")
        bare = {"algorithm": algorithm}
        if "auth" in [one.strip() for one in said.get("qop", "").split(",")]:
            self._count += 1
            bare |= {"nc": f"{self._count:08x}", "qop": "auth"}
            fields["cnonce"] = secrets.token_hex(8)
            fields["response"] = hashed(f"{first}:{nonce}:{bare['nc']}:{fields['cnonce']}:auth:{second}")
        else:
            fields["response"] = hashed(f"{first}:{nonce}:{second}")
        if "opaque" in said:
            fields["opaque"] = said["opaque"]
        quoted = [f'{name}="{_quoted(value)}"' for name, value in fields.items()]
        return "Digest " + ", ".join([*quoted, *(f"{name}={value}" for name, value in bare.items())])


def turned_away(door: Door, status: int, said: str, offered: str) -> StoreError:
    """The error for an answer 401 or 403; `offered` is what the server says of the ways in."""
    access = door.access
    words = f" ({door.without_secret(said)})" if said else ""
    if access is None:
        way = offered.partition(" ")[0].lower() or "a way that it does not say"
        fix = "name a way in for it under [access] in kgraph.toml"
        if door.open_only:
            fix = "[access] of kgraph.toml is for stores alone, and no secret is sent here; ask an open endpoint"
        return StoreError(f"{door.url}: wants to know who asks, by {way}: HTTP {status}{words}; {fix}")
    who = "the token" if access.way == "bearer" else f"the password of '{access.secret(door.url)[0]}'"
    if status == 403:
        return StoreError(
            f"{door.url}: does not allow this to the one whose secret is in {access.place}: HTTP 403{words}"
        )
    other = offered.partition(" ")[0].lower()
    if other and other != access.way:
        return StoreError(f"{door.url}: wants {other}, and kgraph.toml says {access.way}: HTTP {status}{words}")
    return StoreError(f"{door.url}: does not take {who} that is in {access.place}: HTTP {status}{words}")


def _netrc_file() -> Path:
    return Path(os.environ.get("NETRC") or Path.home() / ".netrc")


def _check_sendable(url: str, access: Access, user: str, secret: str) -> None:
    """Raise `UsageError` for what no header can carry. It tells the place alone: the secret is printed nowhere."""
    shown = {"bearer": secret, "digest": user, "basic": ""}[access.way]  # what is sent letter by letter
    if any(ord(char) < 32 or ord(char) == 127 for char in user + secret):
        wrong = "a line break or another control character"
    elif any(ord(char) > 255 for char in shown) or any("\ud800" <= char <= "\udfff" for char in user + secret):
        wrong = "a character that cannot be sent"
    else:
        return
    what = "token" if access.way == "bearer" else "user or password"
    raise UsageError(f"{url}: the {what} for it, from {access.place}, has {wrong}; write it anew without that")


def _pairs(text: str) -> dict[str, str]:
    """The parameters of a challenge, by their names in lower case; those without a value are left out."""
    listed = [one for one in urllib.request.parse_http_list(text) if one.partition("=")[2]]
    return {name.lower(): value for name, value in urllib.request.parse_keqv_list(listed).items()}


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')

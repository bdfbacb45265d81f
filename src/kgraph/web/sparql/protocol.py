"""Reading a request of the SPARQL 1.1 Protocol (W3C Recommendation, 21 March 2013, §2.1), with kgraph's own parameters.

`world`, `according-to` (may be repeated) and `as-of` choose a world, as the options of the command line do; the path
after `/sparql` chooses one too, for clients that take nothing but an address. `format` names a format where a client
cannot set Accept.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from string import hexdigits
from urllib.parse import parse_qsl, unquote

from kgraph.errors import short
from kgraph.namespaces import IRI
from kgraph.store import is_legal
from kgraph.web.problems import Problem
from kgraph.workspace.asking import Dataset
from kgraph.worlds import WORLD_NAMES

FORM, QUERY, UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
_READS_ONLY = "this takes no updates: they are sent by POST, to a server that was started with --write"
_FORMATS_ELSEWHERE = ("output", "results")
"""What other endpoints call `format`; SPARQLWrapper sends all three."""
OF_A_WORLD = ("world", "according-to", "as-of")
_ADDED = re.compile("utm_[a-z_]+|(?:fb|g|ms|tw)clid|igsh(?:id)?")
_MOST = 1_000  # how many parameters a request may have
_LONGEST = 200  # characters of a Content-Type


@dataclass(frozen=True, slots=True)
class Choice:
    """The world that a request chooses; empty values choose the default."""

    world: str = ""
    according_to: tuple[str, ...] = ()
    as_of: str = ""

    def __bool__(self) -> bool:
        return bool(self.world or self.according_to or self.as_of)


NO_CHOICE = Choice()


@dataclass(frozen=True, slots=True)
class Asked:
    """A query as it was requested. `text` is `None` for a request without one. `accept` is the Accept header.

    `name` is that of a query of the catalogue, which is asked instead of a text, with values for its `params`.
    """

    text: str | None
    choice: Choice = NO_CHOICE
    dataset: Dataset | None = None
    form: str = ""
    accept: str = ""
    name: str = ""
    params: tuple[tuple[str, tuple[str, ...]], ...] = ()


def read_request(method: str, path: str, parameters: bytes, headers: Mapping[str, str], body: bytes) -> Asked:
    """The query of a request; `path` is what follows `/sparql`, `headers` have names in lower case.

    Raises `Problem`: 400 for parameters that are missing, repeated, unknown or contradict each other, 403 for an
    update, 405, 415.
    """
    if method == "GET" and not path and parameters.startswith(b"query=") and parameters.isascii():
        value = parameters[len(b"query=") :]
        if b"&" not in value:  # by far the most frequent request
            return Asked(_unquoted(value), accept=headers.get("accept", ""))
    given = pairs(parameters)
    text: str | None = None
    if method == "POST":
        kind, charset = _media_type(headers.get("content-type", ""))
        if kind == FORM:
            given += pairs(body)
        elif kind == QUERY:
            text = _decoded(body, charset)
        elif kind == UPDATE:
            raise Problem(403, _READS_ONLY)
        else:
            said = f"a body of '{kind}'" if kind else "a body without a Content-Type"
            raise Problem(415, f"{said} is no query; send {FORM} or {QUERY}", accept_post=f"{FORM}, {QUERY}")
    elif method not in ("GET", "HEAD"):
        raise Problem(405, f"{method} asks nothing; use GET or POST", allow="GET, HEAD, POST, OPTIONS")
    asked = _asked(given, text)
    return replace(asked, choice=_with_path(asked.choice, path), accept=headers.get("accept", ""))


@dataclass(frozen=True, slots=True)
class Updating:
    """An update as it was requested. Its patterns see the world of the choice, or the dataset `using`."""

    text: str
    choice: Choice = NO_CHOICE
    using: Dataset | None = None


def is_update(headers: Mapping[str, str], body: bytes = b"") -> bool:
    """Whether a POST has an update: as its body, by its media type, or in a form."""
    kind, _ = _media_type(headers.get("content-type", ""))
    return kind == UPDATE or (kind == FORM and any(name == "update" for name, _ in pairs(body)))


def read_update(path: str, parameters: bytes, headers: Mapping[str, str], body: bytes) -> Updating:
    """The update of a POST; `path` is what follows `/sparql`. Raises `Problem` as `read_request` does."""
    kind, charset = _media_type(headers.get("content-type", ""))
    given = parameters_of(
        parameters + b"&" + body if kind == FORM and parameters else body if kind == FORM else parameters
    )
    if kind == UPDATE:
        if "update" in given:
            raise Problem(400, "there is an update in the body and one in the address; send one")
        given["update"] = [_decoded(body, charset)]
    default, named = given.pop("using-graph-uri", []), given.pop("using-named-graph-uri", [])
    claimants = tuple(given.pop("according-to", []))
    single = {name: _once(name, values) for name, values in given.items()}
    for name in single.keys() - {"update", "world", "as-of"}:
        known = "update, using-graph-uri, using-named-graph-uri, world, according-to, as-of"
        raise Problem(400, f"no parameter of an update is called '{name[:100]}'; there are {known}")
    if not single["update"].strip():
        raise Problem(400, "the update is empty")  # it would be legal; but its text may have been lost on the way
    choice = _with_path(Choice(single.get("world", ""), claimants, single.get("as-of", "")), path)
    if not (default or named):
        return Updating(single["update"], choice)
    if choice:
        raise Problem(400, "give a world, or a dataset (using-graph-uri, using-named-graph-uri), not both")
    for graph in (*default, *named):
        if not is_legal(IRI(graph)):
            raise Problem(400, f"'{graph[:200]}' is no IRI, so no graph has this name")
    return Updating(single["update"], choice, Dataset(tuple(map(IRI, default)), tuple(map(IRI, named))))


def parameters_of(text: bytes) -> dict[str, list[str]]:
    """The values of each parameter."""
    several: dict[str, list[str]] = {}
    for name, value in pairs(text):
        several.setdefault(name, []).append(value)
    return several


def _once(name: str, values: Sequence[str]) -> str:
    if len(values) > 1:
        raise Problem(400, f"'{name}' is given {len(values)} times; give it once")
    return values[0] if values else ""


def choice_of(parameters: bytes) -> Choice:
    """The world that parameters choose; raises `Problem` for one that is repeated. Others are passed over."""
    given = parameters_of(parameters)
    world, as_of = (_once(name, given.get(name, ())) for name in ("world", "as-of"))
    return Choice(world, tuple(given.get("according-to", ())), as_of)


def taken(parameters: bytes, *known: str) -> dict[str, str]:
    """The last value of each parameter of a page that takes these. Raises `Problem` for others, and for repeated ones
    but `according-to`. What sites where links are shared add to an address is left out.

    >>> taken(b"kind=place&utm_source=x&fbclid=y", "kind", "text")
    {'kind': 'place'}
    """
    given = {name: values for name, values in parameters_of(parameters).items() if not _ADDED.fullmatch(name)}
    for name in given.keys() - {*known}:
        those = f"there are {', '.join(known)}" if known else "this page takes none"
        raise Problem(400, f"no parameter is called '{short(name, 100)}'; {those}")
    return {name: values[-1] if name == "according-to" else _once(name, values) for name, values in given.items()}


def _asked(given: Iterable[tuple[str, str]], text: str | None) -> Asked:
    several: dict[str, list[str]] = {}
    for name, value in given:
        several.setdefault(name, []).append(value)
    default, named = several.pop("default-graph-uri", []), several.pop("named-graph-uri", [])
    claimants = tuple(several.pop("according-to", []))
    if "update" in several:
        raise Problem(403, _READS_ONLY)
    single = {name: _once(name, values) for name, values in several.items()}
    form = single.get("format", "") or next((single[name] for name in _FORMATS_ELSEWHERE if name in single), "")
    for name in single.keys() - {"query", "world", "as-of", "format", *_FORMATS_ELSEWHERE}:
        known = "query, default-graph-uri, named-graph-uri, world, according-to, as-of, format"
        raise Problem(400, f"no parameter is called '{name[:100]}'; there are {known}")
    if text is not None and "query" in single:
        raise Problem(400, "there is a query in the body and one in the address; send one")
    choice = Choice(single.get("world", ""), claimants, single.get("as-of", ""))
    dataset = Dataset(tuple(map(IRI, default)), tuple(map(IRI, named))) if default or named else None
    if choice and dataset:
        raise Problem(400, "give a world, or a dataset (default-graph-uri, named-graph-uri), not both")
    return Asked(single.get("query") if text is None else text, choice, dataset, form)


def _with_path(choice: Choice, path: str) -> Choice:
    """The choice of parameters with that of an address; raises `Problem`, 400, if both choose a world, or a day."""
    named = _named(path)
    for name, one, other in (("world", named.world, choice.world), ("as-of", named.as_of, choice.as_of)):
        if one and other:
            raise Problem(400, f"the address says '{one[:100]}', and '{name}' is given, too; give it once")
    claimants = (*choice.according_to, *named.according_to)
    return Choice(named.world or choice.world, claimants, named.as_of or choice.as_of)


def _named(path: str) -> Choice:
    """What an address says: `/asserted/as-of/2025-11-01/according-to/NAME`, in any order; raises `Problem`, 404."""
    parts, choice = [unquote(part) for part in path.split("/") if part], NO_CHOICE
    while parts:
        name = parts.pop(0)
        if name in WORLD_NAMES and not choice.world:
            choice = replace(choice, world=name)
        elif name == "as-of" and parts and not choice.as_of:
            choice = replace(choice, as_of=parts.pop(0))
        elif name == "according-to" and parts:
            choice = replace(choice, according_to=(*choice.according_to, parts.pop(0)))
        else:
            raise Problem(404, f"'{path[:200]}' names no world; write /asserted, /as-of/YYYY-MM-DD, /according-to/NAME")
    return choice


def pairs(text: bytes) -> list[tuple[str, str]]:
    """The names and values of parameters; raises `Problem`, 400, for what cannot be read."""
    try:
        said = text.decode("ascii") if b"%" in text else text.decode()
        return parse_qsl(said, keep_blank_values=True, errors="strict", max_num_fields=_MOST)
    except ValueError as error:
        raise Problem(400, f"the parameters cannot be read: {error}") from error


_ESCAPED = {(a + b).encode(): bytes.fromhex(a + b) for a in hexdigits for b in hexdigits}


def _unquoted(value: bytes) -> str:
    """The text of a parameter's value in ASCII; raises `Problem` as `pairs` does."""
    first, *others = value.replace(b"+", b" ").split(b"%")
    try:
        return b"".join([first, *(_ESCAPED[one[:2]] + one[2:] for one in others)]).decode()
    except (KeyError, ValueError):  # a sign that begins no escape, or bytes that are no UTF-8
        return pairs(b"query=" + value)[0][1]


def _media_type(header: str) -> tuple[str, str]:
    """The media type, and its charset, both in lower case; raises `Problem`, 415, for a header that is very long."""
    if len(header) > _LONGEST:
        raise Problem(415, f"the Content-Type has more than {_LONGEST} characters; send {FORM} or {QUERY}")
    kind, *parameters = (part.strip().lower() for part in header.split(";"))
    given = (parameter.partition("=") for parameter in parameters)
    charset = next((value.strip().strip('"') for name, _, value in given if name.strip() == "charset"), "")
    return kind, charset or "utf-8"


def _decoded(body: bytes, charset: str) -> str:
    if charset not in ("utf-8", "utf8", "us-ascii"):
        raise Problem(415, f"a query in {charset} is refused; send it in UTF-8")  # Protocol §2.1.3
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise Problem(400, f"the query is no UTF-8 at byte {error.start}") from error

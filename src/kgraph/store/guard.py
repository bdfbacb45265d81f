r"""Inspecting SPARQL before it runs: does it contact endpoints, which graphs does it name, what kind is it?

Engines carry out SERVICE and LOAD as network calls and cannot be told not to, so this module finds both in the text and
refuses them. It splits the text into the tokens of the SPARQL 1.1 grammar (§19.8). If engines may read a text in more
than one way, it follows **every** reading and counts each endpoint that any reading contacts: a false alarm is
possible, a miss is not:

- codepoint escapes (§19.2) are replaced before everything else, or in strings and IRIs only (Oxigraph); if the caller
  says that only the built-in engine reads the text, only the second way counts;
- `<` starts an IRI, or means "less than": `FILTER(?a<?b)SERVICE#>`;
- a keyword and a name without a space between them are one name, or two tokens (Oxigraph): `SERVICEex:a`.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urljoin

from kgraph.errors import UnknownName, UsageError
from kgraph.namespaces import IRI, KG
from kgraph.store.bounds import check_bounds
from kgraph.store.tokens import Token, bare, forms, token_at, tokenise

Kind = Literal["select", "ask", "construct", "describe", "update"]
_QUERIES: tuple[Kind, ...] = ("select", "ask", "construct", "describe")
_UPDATES = ("insert", "delete", "with", "load", "clear", "drop", "create", "add", "move", "copy")

_GLUED = re.compile(r"service|silent|load|graph|from|named|prefix|base|true|false", re.IGNORECASE)
# After these a name is expected, so a name that begins like a keyword is a name and nothing else.
_NAMING = frozenset(
    (
        "graph",
        "from",
        "named",
        "with",
        "using",
        "into",
        "to",
        "prefix",
        "describe",
        "service",
        "silent",
        "load",
    )
)
_SUSPICIOUS = re.compile(r"service|load", re.IGNORECASE)
_PLAIN = re.compile(r"https?://[^/?#;\s\[\]]+/[^?#;\s]*#?")  # joined with a base, it stays as it is
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")


@dataclass(frozen=True)
class Inspection:
    """What a SPARQL text uses.

    `kind` is `None` for a text that begins neither like a query nor like an update. `services` are the IRIs that
    SERVICE names; `open_service` says that some SERVICE names a variable or something that cannot be resolved here.
    `graphs` and `any_graph` say the same of GRAPH. `own_dataset`: the text names its dataset, by FROM.
    """

    kind: Kind | None
    services: frozenset[IRI]
    open_service: bool
    loads: bool
    graphs: frozenset[IRI]
    any_graph: bool
    own_dataset: bool


@dataclass
class _Seen:
    """What has been found so far, over all readings of all forms of a text."""

    services: list[Token] = field(default_factory=list)
    graphs: list[Token] = field(default_factory=list)
    prefixes: dict[str, set[str]] = field(default_factory=dict)
    loads: bool = False


def check(text: str, allowed_services: Collection[str] = (), *, builtin: bool = False) -> None:
    """Raise `UsageError` if the text may make an engine contact an address not among the allowed services, or is too
    large.

    SERVICE is allowed if it names one of the allowed IRIs, character by character, as an absolute IRI or by a prefix
    that the text declares; SERVICE with a variable and LOAD never are. `bounds.check_bounds` says which texts are too
    large. `builtin`: only the built-in engine will read the text.
    """
    check_bounds(text)
    read = [text] if builtin else forms(text)
    if not any(_SUSPICIOUS.search(form) for form in read):
        return
    seen = _inspected(text, read)
    if seen.loads:
        raise UsageError("LOAD is refused: fetch the file yourself and load it from the disk")
    if seen.open_service:
        raise UsageError("SERVICE is refused unless it names one endpoint by its absolute IRI")
    for iri in sorted(seen.services.difference(allowed_services)):
        raise UsageError(f"SERVICE <{iri}> is refused: it is not among the endpoints that kgraph.toml lists")


def reaches_out(text: str) -> bool:
    """Whether a text has SERVICE in any way in which the built-in engine may read it; `UsageError` if it is too
    large."""
    check_bounds(text)
    if not _SUSPICIOUS.search(text):
        return False
    seen = _inspected(text, [text])
    return bool(seen.services) or seen.open_service


def inspect(text: str) -> Inspection:
    """Inspect a text without running it, in all ways in which an engine may read it; it need not be legal SPARQL."""
    return _inspected(text, forms(text))


def _inspected(text: str, read: Iterable[str]) -> Inspection:
    seen = _Seen()
    for form in read:
        _walk(form, seen)
    services, open_service = _resolve(seen.services, seen.prefixes)
    graphs, any_graph = _resolve(seen.graphs, seen.prefixes)
    return Inspection(
        kind=kind_of(text),
        services=services,
        open_service=open_service,
        loads=seen.loads,
        graphs=graphs,
        any_graph=any_graph,
        own_dataset=names_dataset(text),
    )


def names_dataset(text: str) -> bool:
    """Whether the text, in its usual reading, has FROM with an IRI, or FROM NAMED.

    Unusual readings do not count, since "from" may be a part of an IRI or a string. If an engine does read one so, the
    graph given with the query takes precedence.
    """
    if "from" not in text.lower():
        return False
    previous = ""
    for token in tokenise(text):
        if previous == "from" and (token.kind in ("iri", "name") or token.text.lower() == "named"):
            return True
        previous = token.word
    return False


def kind_of(text: str) -> Kind | None:
    """The kind, by the first word after the prologue (§4.1: any number of BASE and PREFIX)."""
    for token in tokenise(forms(text)[-1]):
        word = token.text.lower()
        if token.kind in ("iri", "name", "string") or word in ("base", "prefix", "version"):
            continue
        if token.kind != "word":
            return None
        if word.startswith(_UPDATES):
            return "update"
        return next((kind for kind in _QUERIES if word.startswith(kind)), None)
    return None


def _readings(text: str, at: int, previous: str) -> Iterator[Token]:
    """Every token that an engine may read next."""
    token = token_at(text, at)
    if token is None:
        return
    yield token
    if token.kind == "iri":
        yield Token("mark", "<", token.end - len(token.text) + 1)
    elif token.kind in ("name", "word") and previous not in _NAMING:
        glued = _GLUED.match(token.text)
        if glued and glued.end() < len(token.text):
            yield Token("word", glued[0], token.end - len(token.text) + glued.end())


def _walk(text: str, seen: _Seen) -> None:
    """Follow every reading of the text from its start; each place is visited once per kind of predecessor."""
    waiting = [(0, "")]
    visited = set(waiting)
    while waiting:
        at, previous = waiting.pop()
        for token in _readings(text, at, previous):
            _note(text, token, previous, seen)
            word = token.text.lower() if token.kind == "word" else token.text
            place = (token.end, word if word in _NAMING or word == ";" else token.kind)
            if place not in visited:
                visited.add(place)
                waiting.append(place)


def _note(text: str, token: Token, previous: str, seen: _Seen) -> None:
    if token.kind != "word":
        return
    following = token_at(text, token.end)
    match token.text.lower():
        case "service":
            seen.services.extend(_names_before(text, token.end, "{"))
        case "load" if previous in ("", ";", "iri", "string"):
            seen.loads = seen.loads or any(True for _ in _names_before(text, token.end, ";", "into", ""))
        case "graph" if following:
            seen.graphs.append(following)
        case "prefix" if following and (iri := token_at(text, following.end)):
            seen.prefixes.setdefault(following.text, set()).add(bare(iri))


def _names_before(text: str, at: int, *closing: str) -> Iterator[Token]:
    """The IRI, name or variable here, with or without SILENT before it, if one of `closing` comes next."""
    first = token_at(text, at)
    if first is None:
        return
    places = [at]
    if first.text.lower().startswith("silent"):
        places.append(first.end - len(first.text) + len("silent"))
    for place in places:
        name = token_at(text, place)
        if name and name.kind in ("iri", "name", "variable"):
            after = token_at(text, name.end)
            if (after.text.lower() if after else "") in closing:
                yield name


def _resolve(tokens: list[Token], prefixes: dict[str, set[str]]) -> tuple[frozenset[IRI], bool]:
    """The absolute IRIs that the tokens stand for, and whether any token is open: a variable, say."""
    found: set[IRI] = set()
    is_open = False
    for token in tokens:
        if token.kind == "iri":
            meant = {bare(token)}
        elif token.kind == "name":
            prefix, _, local = token.text.partition(":")
            local = re.sub(r"\\(.)", r"\1", local)
            meant = {base + local for base in prefixes.get(prefix + ":", ())}
        else:
            meant = set()
        absolute = {IRI(iri) for iri in meant if _ABSOLUTE.match(iri)}
        is_open = is_open or not meant or len(absolute) < len(meant)
        found |= absolute
    return frozenset(found), is_open


def unknown_terms(text: str, known: Iterable[str] = KG.terms) -> list[str]:
    """A line for each term of kgraph's namespace in a query that the vocabulary does not have: it would match nothing.

    The query must declare its prefixes (see `catalogue.with_prologue`). Terms count with any prefix or written out, but
    not in strings and comments. `known` are the names of the vocabulary's terms.

    >>> len(unknown_terms("PREFIX k: <https://w3id.org/kgraph/ontology#> ASK { ?c k:claimnt ?a }"))
    1
    """
    known = frozenset(known)
    if KG.base not in text and "kgraph" not in text:
        return []
    prefixes: dict[str, str] = {}
    found: dict[str, None] = {}
    base, words = "", ("", "")
    for token in tokenise(text):
        if token.kind not in ("iri", "name", "word"):
            words = (words[1], "")
            continue
        iri = ""
        if token.kind == "iri":
            iri = _joined(base, bare(token))
            if words[0] == "prefix":
                prefixes[words[1]] = iri
            elif words[1] == "base":
                base = iri
        elif token.kind == "name" and words[1] != "prefix":
            prefix, _, local = token.text.partition(":")
            iri = prefixes.get(prefix, "") + re.sub(r"\\(.)", r"\1", local)
        name = iri.removeprefix(KG.base)
        if name and name != iri and name not in known and words[0] != "prefix":
            found[name] = None
        words = (words[1], token.text.partition(":")[0] if token.kind == "name" else token.word)
    return [_unknown_term(name, known) for name in found]


def _joined(base: str, iri: str) -> str:
    """An IRI resolved against a base; unlike `urljoin`, it keeps an empty fragment.

    An illegal IRI comes back as it is: the engine's own message says what is wrong with it.
    """
    if _PLAIN.fullmatch(iri):
        return iri
    try:
        return urljoin(base, iri.removesuffix("#")) + ("#" if iri.endswith("#") else "")
    except ValueError:  # brackets without an IPv6 address
        return iri


def _unknown_term(name: str, known: Iterable[str]) -> str:
    near = ", ".join(f"'{nearest}'" for nearest in UnknownName("term", name, known).nearest)
    return f"no vocabulary has kg:{name}, so nothing matches it" + (f"; did you mean {near}?" if near else "")

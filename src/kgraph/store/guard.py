r"""A look at SPARQL before it runs: does it reach out, which graphs does it name, what kind is it?

Engines carry out SERVICE and LOAD as network calls and have no switch against it, so both are found in the
text and refused here. The text is split into tokens as the SPARQL 1.1 grammar has them (§19.8). Where
engines may read one text in more than one way, **every** reading is followed and what any of them reaches
out to counts, so a false alarm is possible and a miss is not:

- codepoint escapes (§19.2) are replaced before everything else, or in strings and IRIs only (Oxigraph);
- `<` starts an IRI, or means "less than": `FILTER(?a<?b)SERVICE#>`;
- a keyword glued to what follows is one name, or two tokens (Oxigraph): `SERVICEex:a`.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from kgraph.errors import UsageError
from kgraph.namespaces import IRI

Kind = Literal["select", "ask", "construct", "describe", "update"]
_QUERIES: tuple[Kind, ...] = ("select", "ask", "construct", "describe")
_UPDATES = ("insert", "delete", "with", "load", "clear", "drop", "create", "add", "move", "copy")

# Tokens, §19.8 [139]–[173]. The ranges are the grammar's, not Python's idea of a letter: a character that
# only one side takes for part of a name would let the text after it be read differently.
_BASE = (
    r"A-Za-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C-\u200D\u2070-\u218F"
    r"\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\U00010000-\U000EFFFF"
)
_VAR = rf"{_BASE}_0-9\u00B7\u0300-\u036F\u203F-\u2040"
_CHARS = rf"{_VAR}\-"
_PLX = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%]"
_CODEPOINT = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
_TOKEN = re.compile(
    rf"""
    (?P<space>   [ \t\r\n]+ )
  | (?P<comment> \# )
  | (?P<iri>     <(?: [^<>"{{}}|^`\\\x00-\x20] | {_CODEPOINT} )*> )
  | (?P<string>  \"\"\"(?: "{{0,2}}(?:[^"\\]|\\.) )*\"\"\" | '''(?: '{{0,2}}(?:[^'\\]|\\.) )*'''
               | "(?:[^"\\\r\n]|\\.)*" | '(?:[^'\\\r\n]|\\.)*' )
  | (?P<variable>[?$][{_VAR}]+ )
  | (?P<tag>     @[A-Za-z]+(?:-[A-Za-z0-9]+)* )
  | (?P<blank>   _:[{_BASE}_0-9](?:[{_CHARS}.]*[{_CHARS}])? )
  | (?P<name>    (?:[{_BASE}](?:[{_CHARS}.]*[{_CHARS}])?)? :
                 (?: (?:[{_BASE}_:0-9]|{_PLX}) (?: (?:[{_CHARS}.:]|{_PLX})* (?:[{_CHARS}:]|{_PLX}) )? )? )
  | (?P<number>  (?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)? )
  | (?P<word>    [A-Za-z_][A-Za-z0-9_]* )
  | (?P<mark>    . )
    """,
    re.VERBOSE | re.DOTALL,
)
_GLUED = re.compile(r"service|silent|load|graph|from|named|prefix|base|true|false", re.IGNORECASE)
# After these a name is expected, so a name that begins like a keyword is nothing but a name.
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
_DEEPEST = 500
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")


@dataclass(frozen=True)
class Inspection:
    """What a text of SPARQL was seen to use.

    `kind` is `None` for a text that begins like no query and no update. `services` are the IRIs that SERVICE
    names; `open_service` says that some SERVICE names a variable or something that cannot be resolved here.
    `graphs` and `any_graph` say the same of GRAPH. `own_dataset`: the text names its dataset, by FROM.
    """

    kind: Kind | None
    services: frozenset[IRI]
    open_service: bool
    loads: bool
    graphs: frozenset[IRI]
    any_graph: bool
    own_dataset: bool


class Token(NamedTuple):
    """A token: `kind` is a group of the expression above, `end` the place after it in the text."""

    kind: str
    text: str
    end: int


@dataclass
class _Seen:
    """What has been found so far, over all readings of all forms of a text."""

    services: list[Token] = field(default_factory=list)
    graphs: list[Token] = field(default_factory=list)
    prefixes: dict[str, set[str]] = field(default_factory=dict)
    loads: bool = False


def check(text: str, allowed_services: Collection[str] = ()) -> None:
    """Raise `UsageError` if the text may make an engine contact anything but the allowed services.

    SERVICE passes when it names, as an absolute IRI or by a prefix that the text declares, one of the
    allowed IRIs, character by character; SERVICE with a variable and LOAD never do.
    """
    if len(text) > _DEEPEST:
        _check_depth(text)
    if not any(_SUSPICIOUS.search(form) for form in _forms(text)):
        return
    seen = inspect(text)
    if seen.loads:
        raise UsageError("LOAD is refused: fetch the file yourself and load it from the disk")
    if seen.open_service:
        raise UsageError("SERVICE is refused unless it names one endpoint by its absolute IRI")
    for iri in sorted(seen.services.difference(allowed_services)):
        raise UsageError(f"SERVICE <{iri}> is refused: it is not among the endpoints that kgraph.toml lists")


def reaches_out(text: str) -> bool:
    """Whether a text has SERVICE, in any reading."""
    if not any(_SUSPICIOUS.search(form) for form in _forms(text)):
        return False
    seen = inspect(text)
    return bool(seen.services) or seen.open_service


def _check_depth(text: str) -> None:
    """Refuse what is nested so deep that the engine's parser would end the process."""
    depth = 0
    for mark in re.findall(r"[({\[]|[)}\]]|(?:[!+-]\s*){99}", text):
        depth = max(depth - 1, 0) if mark in ")}]" else depth + len(mark)
        if depth > _DEEPEST:
            raise UsageError(f"the query is nested more than {_DEEPEST} deep; write it flatter")


def inspect(text: str) -> Inspection:
    """Look the text over without running it; it need not be legal SPARQL."""
    seen = _Seen()
    forms = _forms(text)
    for form in forms:
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


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a text as it is plainly read, white space and comments left out; escapes stay as they are."""
    at = 0
    while token := _token(text, at):
        yield token
        at = token.end


def names_dataset(text: str) -> bool:
    """Whether FROM and an IRI, or FROM NAMED, stands in the text as it is plainly read.

    Not in every reading, as "from" may be a part of an IRI; what only an odd reading finds is overruled by the
    graph that is handed over with the query.
    """
    text, at, previous = _forms(text)[-1], 0, ""
    while token := _token(text, at):
        if previous == "from" and (token.kind in ("iri", "name") or token.text.lower() == "named"):
            return True
        at, previous = token.end, token.text.lower() if token.kind == "word" else ""
    return False


def kind_of(text: str) -> Kind | None:
    """The kind that the first word after the prologue tells (§4.1: BASE and PREFIX in any number)."""
    text, at = _forms(text)[-1], 0
    while token := _token(text, at):
        at = token.end
        word = token.text.lower()
        if token.kind in ("iri", "name", "string") or word in ("base", "prefix", "version"):
            continue
        if token.kind != "word":
            return None
        if word.startswith(_UPDATES):
            return "update"
        return next((kind for kind in _QUERIES if word.startswith(kind)), None)
    return None


def _forms(text: str) -> list[str]:
    """The text itself, and where that differs, with its codepoint escapes replaced in either known way."""
    if "\\" not in text:
        return [text]
    paired = re.sub(rf"\\\\|{_CODEPOINT}", _codepoint, text)
    return list(dict.fromkeys((text, paired, re.sub(_CODEPOINT, _codepoint, text))))


def _codepoint(match: re.Match[str]) -> str:
    if match[0] == "\\\\":
        return match[0]
    number = int(match[0][2:], 16)
    return chr(number) if number <= 0x10FFFF else match[0]


def _token(text: str, at: int) -> Token | None:
    """The token at or after a place, white space and comments left out; `None` at the end."""
    while match := _TOKEN.match(text, at):
        at = match.end()
        if match.lastgroup == "comment":  # not in the expression: many readings of one long line meet here
            at = min((end for end in (text.find("\n", at), text.find("\r", at)) if end >= 0), default=len(text))
        elif match.lastgroup != "space":
            return Token(str(match.lastgroup), match[0], at)
    return None


def _readings(text: str, at: int, previous: str) -> Iterator[Token]:
    """Every token that an engine may read next."""
    token = _token(text, at)
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
    following = _token(text, token.end)
    match token.text.lower():
        case "service":
            seen.services.extend(_names_before(text, token.end, "{"))
        case "load" if previous in ("", ";", "iri", "string"):
            seen.loads = seen.loads or any(True for _ in _names_before(text, token.end, ";", "into", ""))
        case "graph" if following:
            seen.graphs.append(following)
        case "prefix" if following and (iri := _token(text, following.end)):
            seen.prefixes.setdefault(following.text, set()).add(_bare(iri))


def _names_before(text: str, at: int, *closing: str) -> Iterator[Token]:
    """The IRI, name or variable here, with or without SILENT before it, if one of `closing` comes next."""
    first = _token(text, at)
    if first is None:
        return
    places = [at]
    if first.text.lower().startswith("silent"):
        places.append(first.end - len(first.text) + len("silent"))
    for place in places:
        name = _token(text, place)
        if name and name.kind in ("iri", "name", "variable"):
            after = _token(text, name.end)
            if (after.text.lower() if after else "") in closing:
                yield name


def _resolve(tokens: list[Token], prefixes: dict[str, set[str]]) -> tuple[frozenset[IRI], bool]:
    """The absolute IRIs that the tokens stand for, and whether any token is open: a variable, say."""
    found: set[IRI] = set()
    is_open = False
    for token in tokens:
        if token.kind == "iri":
            meant = {_bare(token)}
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


def _bare(iri: Token) -> str:
    return re.sub(_CODEPOINT, _codepoint, iri.text[1:-1])

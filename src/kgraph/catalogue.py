"""Queries as files: a `.rq` file with a header becomes a `Query` whose parameters bind safely.

The header is YAML in comment lines that begin with `#+`, the convention of grlc:

    #+ summary: Who claims what share of a place
    #+ params:
    #+   place: {type: entity, summary: the place}

A parameter stands in the body exactly once as `VALUES ?place { … }`; what is between the braces is its default,
`UNDEF` meaning any. Binding replaces the inside of those braces by serialised RDF terms and by nothing else, so
that no value can change a query's structure.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from pathlib import Path
from typing import Any

from kgraph.errors import DataError, UnknownName, UsageError
from kgraph.model import Literal, Term
from kgraph.namespaces import IRI, KG, PREFIXES, XSD
from kgraph.store import serialise
from kgraph.store.faults import ADDED, one_line

TYPES = ("entity", "concept", "date", "string", "integer", "number", "iri")
"""Legal parameter types: a thing by label, alternative name or IRI; a `kg:` concept by its name; a literal."""

_VALUES = re.compile(
    r"""
    \"{3}(?:"{0,2}(?:\\.|[^"\\]))*+(?:\"{3}|\Z) | \'{3}(?:'{0,2}(?:\\.|[^'\\]))*+(?:\'{3}|\Z)
    | "(?:\\.|[^"\\\n\r])*+"? | '(?:\\.|[^'\\\n\r])*+'? | <[^<>"{}|^`\\\s]*+> | \#[^\n\r]*+
    | \bVALUES\s*+[?$](?P<name>\w+)\s*+\{
      (?P<inside>(?:"(?:\\.|[^"\\\n\r])*+"|'(?:\\.|[^'\\\n\r])*+'|<[^<>]*+>|[^{}"'<])*+)\}
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)

Resolver = Callable[[str], IRI]
"""Finds an entity by label, alternative name or IRI; raises `UnknownName`."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a query: `type` is one of `TYPES`, `default` the SPARQL text between the braces."""

    name: str
    type: str
    summary: str
    default: str


@dataclass(frozen=True, slots=True)
class Query:
    """A query of the catalogue: `name` is the file's stem, `topic` its folder."""

    name: str
    topic: str
    summary: str
    description: str
    params: tuple[Parameter, ...]
    text: str
    path: Path

    @property
    def asks_the_world(self) -> bool:
        """Whether it asks what the chosen world holds; else it asks who said what, which every world shows."""
        return "kg:inWorld" in self.text

    def bind(self, values: Mapping[str, Sequence[Term]]) -> str:
        """The SPARQL text with the given parameters' values in place; raises `UnknownName` for a stray one."""
        return bind(self.text, values)


def load_catalogue(folders: Iterable[Path]) -> dict[str, Query]:
    """All queries below the folders by name, sorted; a later folder's query replaces one of the same name.

    Rules (`rules/`) are queries of the build, not of the catalogue, and are left out.
    """
    found: dict[str, Query] = {}
    for folder in folders:
        for path in sorted(folder.glob("*/*.rq")):
            if path.parent.name != "rules":
                found[path.stem] = read_query(path)
    return dict(sorted(found.items()))


def read_query(path: Path) -> Query:
    """Read one `.rq` file; raises `DataError` when its header is missing, malformed, or at odds with its body."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"the query cannot be read: {error}", path=path) from error
    header = _header(path, text)
    params = tuple(_parameter(path, text, name, spec) for name, spec in (header.get("params") or {}).items())
    return Query(
        name=path.stem,
        topic=path.parent.name,
        summary=str(header["summary"]).strip(),
        description=str(header.get("description", "")).strip(),
        params=params,
        text=text,
        path=path,
    )


def _header(path: Path, text: str) -> dict[str, Any]:
    import yaml

    lines = [line[2:].removeprefix(" ") for line in text.splitlines() if line.startswith("#+")]
    try:
        # BaseLoader makes strings only; with others a parameter called "on" would be the truth value
        header = yaml.load("\n".join(lines), Loader=yaml.BaseLoader)  # noqa: S506 - safer than SafeLoader
    except RecursionError:
        raise DataError("the header is nested too deep", path=path, line=1, fix="write it flatter") from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise DataError(f"the header is no YAML: {error.problem}", path=path, line=line) from error
    except yaml.YAMLError as error:
        raise DataError(f"the header is no YAML: {one_line(str(error))}", path=path) from error
    if not isinstance(header, dict) or not header.get("summary"):
        raise DataError("the header has no summary", path=path, line=1, fix="begin with '#+ summary: …'")
    return header


def _parameter(path: Path, text: str, name: str, spec: object) -> Parameter:
    if not isinstance(spec, dict) or spec.get("type") not in TYPES:
        raise DataError(f"parameter '{name}' has no legal type", path=path, fix=f"use one of {', '.join(TYPES)}")
    places = _places(text, name)
    if len(places) != 1:
        raise DataError(
            f"parameter '{name}' stands {len(places)} times in the body",
            path=path,
            fix=f"write 'VALUES ?{name} {{ UNDEF }}' once",
        )
    return Parameter(name, spec["type"], str(spec.get("summary", "")), places[0].group("inside").strip())


def _places(text: str, name: str | None = None) -> list[re.Match[str]]:
    """Where `VALUES ?name { … }` stands in a query; strings, IRIs and comments are passed over."""
    found = (match for match in _VALUES.finditer(text) if match["name"])
    return [match for match in found if name is None or match["name"] == name]


def bind(text: str, values: Mapping[str, Sequence[Term]]) -> str:
    """Put each parameter's terms between the braces of its `VALUES ?name { … }`.

    Several terms mean any of them. Raises `UnknownName` when the text has no such place, and `UsageError` when
    it has more than one.
    """
    known = [match["name"] for match in _places(text)]
    spans: list[tuple[int, int, str]] = []
    for name, terms in values.items():
        places = _places(text, name)
        if not places:
            hint = "a parameter must stand in the query as 'VALUES ?name { … }'"
            raise UnknownName("parameter", name, known, hint)
        if len(places) > 1:
            raise UsageError(f"parameter '{name}' stands {len(places)} times in the query; write its VALUES once")
        spans.append((*places[0].span("inside"), " ".join(serialise(term) for term in terms)))
    # from the last place to the first: what is put in is never searched again
    for start, end, inside in sorted(spans, reverse=True):
        text = f"{text[:start]} {inside} {text[end:]}"
    return text


def convert(kind: str, given: str, resolve: Resolver) -> Term:
    """The RDF term that a person means by `given`, for a parameter of type `kind`.

    Raises `UsageError` (or `UnknownName`) that says what was expected.

    >>> str(convert("date", "2025-11-05", IRI))
    '2025-11-05'
    """
    if kind == "entity":
        return resolve(given)
    if kind == "iri":
        return _iri(given)
    if kind == "concept":
        return _concept(given)
    if kind == "date":
        return Literal(as_date(given).isoformat(), XSD.date)
    if kind in ("integer", "number"):
        return _number(kind, given)
    return Literal(given)


def guess(given: str, resolve: Resolver) -> Term:
    """The term for a parameter of a query without a header: `<iri>`, `prefix:name`, a date, a number, else text."""
    if given.startswith("<") and given.endswith(">"):
        return _iri(given[1:-1])
    if given.partition(":")[0] in PREFIXES or given.startswith(("http://", "https://")):
        return _iri(given)
    for kind in ("integer", "number", "date"):
        try:
            return convert(kind, given, resolve)
        except UsageError:
            continue
    return Literal(given)


def as_date(given: str) -> date:
    """A calendar day from its ISO form; raises `UsageError` for anything else."""
    try:
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", given):
            raise ValueError
        return date.fromisoformat(given)
    except ValueError:
        raise UsageError(f"'{given}' is no date; write it as YYYY-MM-DD, such as 2025-11-01") from None


def _iri(given: str) -> IRI:
    prefix, colon, name = given.partition(":")
    iri = PREFIXES[prefix] + name if colon and prefix in PREFIXES else given
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]*", iri):
        raise UsageError(f"'{given}' is no absolute IRI; write it whole, or as prefix:name")
    return IRI(iri)


def _concept(given: str) -> IRI:
    name = given.removeprefix(KG.base).removeprefix("kg:")
    folded = {term.casefold(): term for term in KG.terms}
    if name.casefold() not in folded:
        raise UnknownName("term of the kg vocabulary", given, KG.terms)
    return KG[name if name in KG.terms else folded[name.casefold()]]


def _number(kind: str, given: str) -> Literal:
    try:
        if kind == "integer":
            return Literal(str(int(given)), XSD.integer)
        number = Decimal(given)
        if not number.is_finite():
            raise InvalidOperation
        return Literal(f"{number:f}", XSD.decimal)
    except (ValueError, InvalidOperation):
        raise UsageError(f"'{given}' is no {kind}; write digits, such as 5") from None


@lru_cache(maxsize=256)
def with_prologue(text: str, base: str) -> str:
    """The query with a line before it: the base IRI and the prefixes of the project's table that it does not declare.

    A base of the query's own comes later, and counts. A byte order mark before the query is left out.

    >>> with_prologue("PREFIX kg: <x:> ASK { ?s a kg:Claim ; rdfs:label 'foaf:x' }", "https://e.org/")[:74]
    'BASE <https://e.org/> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>'
    """
    text = text.removeprefix("\ufeff")
    bare = _VALUES.sub(lambda match: match[0] if match["name"] else " ", text)  # no strings, comments or IRIs
    declared = set(re.findall(r"\bPREFIX\s+([\w.-]*)\s*:", bare, re.IGNORECASE))
    used = {name[:-1] for name in re.findall(r"[\w.-]++:?", bare) if name.endswith(":")}
    wanted = {p for p in PREFIXES if any(name == p or name.endswith((f"-{p}", f".{p}")) for name in used)} - declared
    prologue = "".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}> " for prefix in sorted(wanted))
    return f"BASE <{base}> {prologue}{ADDED}{text}"

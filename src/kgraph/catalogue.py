"""Queries as files: a `.rq` file with a header becomes a `Query` whose parameters bind safely.

`headers` says what a header may hold. The body has each parameter exactly once, as `VALUES ?place { … }`. The text
between the braces is the parameter's default; `UNDEF` means any value. Binding replaces only the text between those
braces, by serialised RDF terms, so no value can change a query's structure.
"""

import os
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from kgraph.days import Day, is_legal
from kgraph.errors import DataError, UnknownName, UsageError, nearest, short
from kgraph.listing import entries_below, read_text
from kgraph.model import Literal, Term
from kgraph.namespaces import IRI, KG, PREFIXES, XSD
from kgraph.reading import fold, legible, visible
from kgraph.store import is_legal as is_writable
from kgraph.store import serialise
from kgraph.store.faults import ADDED

if TYPE_CHECKING:
    from kgraph.headers import Declared

_VALUES = re.compile(
    r"""
    \"{3}(?:"{0,2}(?:\\.|[^"\\]))*+(?:\"{3}|\Z) | \'{3}(?:'{0,2}(?:\\.|[^'\\]))*+(?:\'{3}|\Z)
    | "(?:\\.|[^"\\\n\r])*+"? | '(?:\\.|[^'\\\n\r])*+'? | <[^<>"{}|^`\\\s]*+> | \#[^\n\r]*+
    | \bVALUES\s*+[?$](?P<name>\w+)\s*+\{
      (?P<inside>(?:"(?:\\.|[^"\\\n\r])*+"|'(?:\\.|[^'\\\n\r])*+'|<[^<>]*+>|[^{}"'<])*+)\}
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)

_PARTING = re.compile(r"[-.]")  # what may be before a prefix without being a part of it
_INTEGER = re.compile(r"[+-]?[0-9]+")
_DECIMAL = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?")
_MOST_DIGITS = 1_000

Resolver = Callable[[str], IRI]
"""Finds an entity by label, alternative name or IRI; raises `UnknownName`."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a query: `type` is one of `headers.TYPES`, `default` the SPARQL text between the braces."""

    name: str
    type: str
    summary: str
    default: str


@dataclass(frozen=True, slots=True)
class Query:
    """A query of the catalogue: `name` is the file's stem, `topic` its folder.

    `columns` names the columns that a table on a terminal shows; if it is empty, the table shows all.
    """

    name: str
    topic: str
    summary: str
    description: str
    params: tuple[Parameter, ...]
    text: str
    path: Path
    columns: tuple[str, ...] = ()

    @property
    def asks_the_world(self) -> bool:
        """Whether the query asks what the chosen world holds; other queries ask who said what, which is the same in all
        worlds."""
        return "kg:inWorld" in self.text

    def bind(self, values: Mapping[str, Sequence[Term]]) -> str:
        """The SPARQL text with the given values put in; raises `UnknownName` for a parameter that the query does not
        have."""
        return bind(self.text, values)


class Catalogue(dict[str, Query]):
    """Queries by name. `faults` has the error of each file that is no usable query, by the name that the query would
    have."""

    def __init__(self, queries: Mapping[str, Query], faults: Mapping[str, DataError]) -> None:
        super().__init__(queries)
        self.faults = dict(faults)


def load_catalogue(folders: Iterable[Path]) -> Catalogue:
    """All queries below the folders by name, sorted; a later folder's query replaces one of the same name.

    A faulty file does not stop the others from being loaded: its error is put into `faults`. Rules (`rules/`) are
    queries of the build, not of the catalogue, and are left out.
    """
    found: dict[str, Query | DataError] = {}
    for folder in folders:
        for path in query_files(folder):
            if path.relative_to(folder).parts[0] != "rules":
                found[path.stem] = _in_catalogue(path, folder)
    queries = {name: one for name, one in sorted(found.items()) if isinstance(one, Query)}
    return Catalogue(queries, {name: one for name, one in sorted(found.items()) if isinstance(one, DataError)})


def _in_catalogue(path: Path, folder: Path) -> Query | DataError:
    """The query that a file in `folder` holds, or the error that says what is wrong with the file."""
    if set(path.stem) & set("{\n"):
        return DataError("a query's name must have no brace and be on one line", path=path, fix="rename the file")
    if len(path.relative_to(folder).parts) != 2:
        return DataError("a query must be in the folder of its topic", path=path, fix=f"move it to {folder}/TOPIC/")
    try:
        return read_query(path)
    except DataError as error:
        return error


def query_files(folder: Path) -> list[Path]:
    """The paths below a folder whose names end in `.rq`, hidden files left out."""
    return [path for path in entries_below(folder) if path.suffix.lower() == ".rq"]


def read_query(path: Path) -> Query:
    """Read one `.rq` file; raises `DataError` when its header is missing, malformed, or at odds with its body."""
    # here, because it imports PyYAML, and a query given as text does not need that
    from kgraph.headers import read_header

    text = read_text(path)
    header = read_header(path, text)
    params = tuple(_parameter(path, text, one) for one in header.params)
    _check_undeclared(path, text, {one.name for one in params})
    return Query(
        name=path.stem,
        topic=path.parent.name,
        summary=header.summary,
        description=header.description,
        params=params,
        text=text,
        path=path,
        columns=header.columns,
    )


def read_file(path: Path) -> Query | str:
    """The query in a `.rq` file, which may be outside the catalogue: with its parameters if it has a header, else only
    its text."""
    from kgraph.headers import has_header  # here for the same reason

    if not os.path.lexists(path):
        raise UsageError(f"{path}: there is no such file")
    text = read_text(path)
    return read_query(path) if has_header(text) else text


def _parameter(path: Path, text: str, declared: "Declared") -> Parameter:
    places = _places(text, declared.name)
    if len(places) != 1:
        raise DataError(
            f"parameter '{declared.name}' occurs {len(places)} times in the body",
            path=path,
            line=declared.line,
            fix=f"write 'VALUES ?{declared.name} {{ UNDEF }}' once",
        )
    return Parameter(declared.name, declared.type, declared.summary, places[0].group("inside").strip())


def _check_undeclared(path: Path, text: str, declared: Collection[str]) -> None:
    """Raise an error for a `VALUES ?name { UNDEF }` that the header does not declare: it can only be meant as a
    parameter."""
    for place in _places(text):
        if place["inside"].strip().upper() == "UNDEF" and place["name"] not in declared:
            name, line = place["name"], text.count("\n", 0, place.start()) + 1
            near = nearest(name, declared)
            fix = f"did you mean '{near[0]}'?" if near else f"write '#+   {name}: {{type: …}}' under '#+ params:'"
            raise DataError(f"the header declares no parameter '{name}'", path=path, line=line, fix=fix)


def _places(text: str, name: str | None = None) -> list[re.Match[str]]:
    """The matches of `VALUES ?name { … }` in a query, outside of strings, IRIs and comments."""
    found = (match for match in _VALUES.finditer(text) if match["name"])
    return [match for match in found if name is None or match["name"] == name]


def bind(text: str, values: Mapping[str, Sequence[Term]]) -> str:
    """Put each parameter's terms between the braces of its `VALUES ?name { … }`.

    If a parameter has several terms, the query takes any of them. Raises `UnknownName` if the text has no such
    `VALUES`, and `UsageError` if it has more than one.
    """
    known = [match["name"] for match in _places(text)]
    spans: list[tuple[int, int, str]] = []
    for name, terms in values.items():
        places = _places(text, name)
        if not places:
            hint = "a parameter must be in the query as 'VALUES ?name { … }'"
            raise UnknownName("parameter", name, known, hint)
        if len(places) > 1:
            raise UsageError(f"parameter '{name}' occurs {len(places)} times in the query; write its VALUES once")
        spans.append((*places[0].span("inside"), " ".join(serialise(term) for term in terms)))
    # from the last match to the first, so that the positions of the earlier ones stay right
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
        return _iri(legible(given))
    if kind == "string":
        return Literal(visible(given))
    given = fold(given, case=True)
    if kind == "concept":
        return _concept(given)
    if kind == "date":
        return Literal(str(as_date(given)), XSD.date)
    return _number(kind, given)


def guess(given: str, resolve: Resolver) -> Term:
    """The term for a parameter of a query without a header: `<iri>`, `prefix:name`, a date, a number, else text."""
    given = visible(given)
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


def as_date(given: str) -> Day:
    """The calendar day of a legal xsd:date, its zone left out; raises `UsageError` for anything else.

    >>> str(as_date("-0044-03-15")), str(as_date("2021-05-04+02:00"))
    ('-0044-03-15', '2021-05-04')
    """
    if not is_legal(given, "date"):
        raise UsageError(f"'{short(given)}' is no date; write it as YYYY-MM-DD, such as 2025-11-01")
    return Day.of(given)


def _iri(given: str) -> IRI:
    prefix, colon, name = given.partition(":")
    iri = PREFIXES[prefix] + name if colon and prefix in PREFIXES else given
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]*", iri):
        raise UsageError(f"'{short(given)}' is no absolute IRI; write it whole, or as prefix:name")
    if not is_writable(IRI(iri)):
        raise UsageError(f"'{short(given)}' is no legal IRI; write '%' as %25")
    return IRI(iri)


def _concept(given: str) -> IRI:
    name = given.removeprefix(KG.base).removeprefix("kg:")
    folded = {term.casefold(): term for term in KG.terms}
    if name.casefold() not in folded:
        raise UnknownName("term of the kg vocabulary", given, KG.terms)
    return KG[name if name in KG.terms else folded[name.casefold()]]


def _number(kind: str, given: str) -> Literal:
    legal = _INTEGER if kind == "integer" else _DECIMAL
    if (
        not legal.fullmatch(given)
        or len(given) > _MOST_DIGITS
        or abs(number := Decimal(given)).adjusted() > _MOST_DIGITS
    ):
        raise UsageError(f"'{short(given)}' is no {kind}; write digits, such as 5")
    return Literal(str(int(number)), XSD.integer) if kind == "integer" else Literal(f"{number:f}", XSD.decimal)


@lru_cache(maxsize=256)
def with_prologue(text: str, base: str) -> str:
    """The query with a line before it: the base IRI and the prefixes of the project's table that it does not declare.

    If the query declares a base itself, that one takes effect, since it comes later. A byte order mark is left out.

    >>> with_prologue("PREFIX kg: <x:> ASK { ?s a kg:Claim ; rdfs:label 'foaf:x' }", "https://e.org/")[:74]
    'BASE <https://e.org/> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>'
    """
    text = text.removeprefix("\ufeff")
    # the text without strings, comments and IRIs
    bare = _VALUES.sub(lambda match: match[0] if match["name"] else " ", text)
    declared = set(re.findall(r"\bPREFIX\s+([\w.-]*)\s*:", bare, re.IGNORECASE))
    used = {name[:-1] for name in re.findall(r"[\w.-]++:?", bare) if name.endswith(":")}
    ends = {name[at:] for name in used for at in (0, *(match.end() for match in _PARTING.finditer(name)))}
    wanted = ends & PREFIXES.keys() - declared
    prologue = "".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}> " for prefix in sorted(wanted))
    return f"BASE <{base}> {prologue}{ADDED}{text}"

"""Candidates from any SPARQL endpoint: things with exactly the wanted label, in the wanted languages."""

import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from kgraph import days
from kgraph.catalogue import bind, with_prologue
from kgraph.errors import DataError, UnknownName, UsageError
from kgraph.linking.batches import Complain, Progress, in_batches
from kgraph.linking.candidates import Candidate, Position, Wanted
from kgraph.linking.courtesy import Courtesy
from kgraph.linking.fetching import checked, origin
from kgraph.linking.kinds import kind_of
from kgraph.linking.numbers import MOST_PEOPLE, number
from kgraph.listing import read_text
from kgraph.model import Literal, Rows, Term
from kgraph.namespaces import IRI, PREFIXES

WIKIDATA = "https://query.wikidata.org/sparql"
LANGUAGES = ("en", "", "uk", "ru", "de", "fr", "es", "pl")
"""The default languages in which names are looked up; "" is for names without a language tag."""

ANY_QUERY = """SELECT ?name ?item ?label ?description ?type WHERE {
  VALUES ?name { UNDEF }
  VALUES ?language { UNDEF }
  ?item rdfs:label|skos:prefLabel|skos:altLabel ?name .
  #class
  OPTIONAL { ?item rdfs:label|skos:prefLabel ?label . FILTER(LCASE(LANG(?label)) = ?language) }
  OPTIONAL { ?item rdfs:comment|dcterms:description ?description . FILTER(LCASE(LANG(?description)) = ?language) }
  OPTIONAL { ?item a ?class_ . ?class_ rdfs:label ?type . FILTER(LCASE(LANG(?type)) = ?language) }
}"""
"""The query for an endpoint whose vocabulary is not known."""

# P31 instance of, P17 country, P297 ISO 3166-1 alpha-2 code, P625 coordinates, P1082 population, P569 born, P570 died,
# P571 founded, P576 dissolved; Q4167410 is a page that only lists namesakes.
WIKIDATA_QUERY = """PREFIX wdt: <http://www.wikidata.org/prop/direct/>
SELECT ?name ?item ?label ?description ?type ?country ?position ?population ?born ?died ?founded ?dissolved WHERE {
  VALUES ?name { UNDEF }
  VALUES ?language { UNDEF }
  ?item rdfs:label|skos:altLabel ?name .
  #class
  FILTER NOT EXISTS { ?item wdt:P31 wd:Q4167410 }
  OPTIONAL { ?item rdfs:label ?label . FILTER(LCASE(LANG(?label)) = ?language) }
  OPTIONAL { ?item <http://schema.org/description> ?description . FILTER(LCASE(LANG(?description)) = ?language) }
  OPTIONAL { ?item wdt:P31 ?class_ . ?class_ rdfs:label ?type . FILTER(LCASE(LANG(?type)) = ?language) }
  OPTIONAL { ?item wdt:P17 ?state . ?state wdt:P297 ?country }
  OPTIONAL { ?item wdt:P625 ?position }
  OPTIONAL { ?item wdt:P1082 ?population }
  OPTIONAL { ?item wdt:P569 ?born }
  OPTIONAL { ?item wdt:P570 ?died }
  OPTIONAL { ?item wdt:P571 ?founded }
  OPTIONAL { ?item wdt:P576 ?dissolved }
}"""
"""The query for Wikidata's endpoint."""

_LABELS_OF = "SELECT ?label WHERE { VALUES ?item { UNDEF } ?item rdfs:label|skos:prefLabel ?label }"
_CLASS_ANY = "VALUES ?class { UNDEF } ?item a ?class ."
_CLASS_WIKIDATA = "VALUES ?class { UNDEF } ?item wdt:P31/wdt:P279* ?class ."
_DATES = ("born", "died", "founded", "dissolved")
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")  # the form of a tag in BCP 47 §2.1
_CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
_POINT = re.compile(rf"\s*(?:<{re.escape(_CRS84)}>\s*)?POINT\s*\(\s*([-+.\deE]+)\s+([-+.\deE]+)\s*\)\s*", re.IGNORECASE)


class Labels:
    """A SPARQL endpoint that is searched by names. `endpoint` is its http or https address.

    `languages` are tags of BCP 47 in which names are looked up, "" for names without a tag; labels, descriptions and
    types in the answer are in the first language. `of_class` limits candidates to things of a class. `batch` is the
    number of names in one request, each in every language. Raises `UsageError` for an illegal value.

    `query` is the user's own SELECT, with a `VALUES ?name { … }` into which the names are put. Its variables are `name`
    and `item`, and any of `label`, `description`, `type` (words), `country` (ISO 3166-1 alpha-2), `position` (WKT,
    `Point(longitude latitude)`), `population`, `born`, `died`, `founded`, `dissolved`. A `VALUES ?language { … }` gets
    the first language, and a `VALUES ?class { … }` gets `of_class`, which needs one.
    """

    def __init__(
        self,
        courtesy: Courtesy,
        endpoint: str = WIKIDATA,
        *,
        languages: Sequence[str] = LANGUAGES,
        of_class: IRI | None = None,
        query: str | None = None,
        batch: int = 10,
    ) -> None:
        for language in languages:
            if language and not _LANGUAGE.fullmatch(language):
                raise UsageError(f"'{language}' is no language tag; write one such as en or uk")
        if not languages:
            raise UsageError("no language is given to look names up in; write one such as en")
        self.endpoint = checked(endpoint)
        self._courtesy = courtesy
        self._languages, self._batch = tuple(languages), batch
        self._query = self._prepared(query, of_class)

    def candidates(
        self, wanted: Sequence[Wanted], *, progress: Progress | None = None, complain: Complain | None = None
    ) -> dict[IRI, list[Candidate]]:
        """Candidates by the wanted thing's IRI, in the order in which its names found them; an empty list if there are
        none.

        A thing has no entry if none of its names got an answer. With `complain`, each bad answer is reported in one
        line and the others are used. Without it, the first bad answer raises `StoreError`, and a second run uses the
        cached answers.
        """
        names = list(dict.fromkeys(name for thing in wanted for name in thing.names if name.strip()))
        found: dict[str, list[Candidate]] = {}
        asked = in_batches(
            names, self._batch, self._ask, progress=progress, complain=complain, offline=self._courtesy.offline
        )
        for _, answer in asked:
            found.update(answer)
        return {
            thing.iri: _once(hit for name in thing.names for hit in found.get(name, ()))
            for thing in wanted
            if any(name in found for name in thing.names)
        }

    def entry(self, iri: IRI) -> Candidate | None:
        """The entry with this IRI, by its label in the first language, else in any; `None` if it has none."""
        rows = self._courtesy.select(self.endpoint, with_prologue(bind(_LABELS_OF, {"item": [iri]}), self.endpoint))
        labels = [label for row in rows if (label := row["label"]) is not None]
        if not labels:
            return None
        ordered = sorted(labels, key=lambda one: (getattr(one, "language", None) or "") != self._languages[0].lower())
        return _candidate(str(ordered[0]), iri, _Thing(), self.endpoint)

    def _prepared(self, query: str | None, of_class: IRI | None) -> str:
        """The query with language and class bound, and the project's prefixes declared."""
        wikidata = origin(self.endpoint)[1] == origin(WIKIDATA)[1]
        text = query if query is not None else WIKIDATA_QUERY if wikidata else ANY_QUERY
        if of_class is not None and query is None:
            text = text.replace("#class", _CLASS_WIKIDATA if wikidata else _CLASS_ANY)
        if of_class is not None:
            text = bind(text, {"class": [of_class]})
        with suppress(UnknownName):  # the user's own query need not have it
            text = bind(text, {"language": [Literal(self._languages[0].lower())]})
        bind(text, {"name": []})  # raises an error if the query has no place for the names
        return with_prologue(text, self.endpoint)

    def _ask(self, names: Sequence[str]) -> dict[str, list[Candidate]]:
        """The candidates of each name."""
        terms = [Literal(name, language=language or None) for name in names for language in self._languages]
        rows = self._courtesy.select(self.endpoint, bind(self._query, {"name": terms}))
        missing = {"name", "item"} - set(rows.variables)
        if missing:
            raise UsageError(f"the label query has no variable ?{min(missing)}; select at least ?name and ?item")
        return _gathered(names, rows, self.endpoint)


def query_from(path: Path) -> str:
    """The text of a label query in a file; raises `UsageError` if it cannot be read."""
    try:
        return read_text(path)
    except DataError as error:
        raise UsageError(f"{error} (the label query)") from error


def position_of(text: str) -> Position | None:
    """Latitude and longitude of a WKT point on Earth, else `None`. In GeoSPARQL's WKT the longitude comes first.

    >>> position_of("Point(37.176 48.282)")
    (48.282, 37.176)
    >>> position_of("<http://www.wikidata.org/entity/Q405> Point(23.4 0.6)")  # on the Moon
    """
    match = _POINT.fullmatch(text)
    try:
        longitude, latitude = (float(number) for number in match.groups()) if match else (181.0, 91.0)
    except ValueError:
        return None
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None


def people_of(text: str) -> int | None:
    """The number of inhabitants that a service gives; `None` if it is no number or impossibly large.

    >>> people_of("60127"), people_of("6.0127E4"), people_of("many"), people_of("1e999")
    (60127, 60127, None, None)
    """
    try:
        return int(number(text, 0, MOST_PEOPLE))
    except ValueError:
        return None


@dataclass(slots=True)
class _Thing:
    """The rows on one thing under one name: each variable's values in order."""

    values: dict[str, list[str]] = field(default_factory=dict)

    def add(self, row: Mapping[str, Term | None]) -> None:
        for variable, term in row.items():
            seen = self.values.setdefault(variable, [])
            if term is not None and str(term) not in seen:
                seen.append(str(term))

    def all(self, variable: str) -> list[str]:
        return self.values.get(variable, [])

    def only(self, variable: str) -> str | None:
        """The value, if there is exactly one: if there are two countries, neither is used."""
        found = self.all(variable)
        return found[0] if len(found) == 1 else None


def _gathered(names: Sequence[str], rows: Rows, endpoint: str) -> dict[str, list[Candidate]]:
    """The rows as candidates by name; a thing with several types, countries and so on has several rows."""
    things: dict[tuple[str, str], _Thing] = {}
    for row in rows:
        if isinstance(row["item"], IRI) and row["name"] is not None:
            things.setdefault((str(row["name"]), row["item"]), _Thing()).add(row)
    found: dict[str, list[Candidate]] = {name: [] for name in names}
    for (name, item), thing in things.items():
        if name in found:
            found[name].append(_candidate(name, IRI(item), thing, endpoint))
    return found


def _candidate(name: str, item: IRI, thing: _Thing, endpoint: str) -> Candidate:
    types, country = tuple(thing.all("type")), thing.only("country") or ""
    population = thing.only("population") or ""
    positions = [place for text in thing.all("position") if (place := position_of(text)) is not None]
    dates = {what: day for what in _DATES if (day := day_of(thing.only(what) or ""))}
    return Candidate(
        iri=item,
        source="wikidata" if item.startswith(PREFIXES["wd"]) else endpoint,
        names=tuple(dict.fromkeys([*thing.all("label")[:1], name])),
        kind=kind_of(types),
        types=types,
        description=next(iter(thing.all("description")), ""),
        country=country if re.fullmatch("[A-Z]{2}", country) else None,
        position=positions[0] if positions else None,
        population=people_of(population),
        dates=dates,
    )


def day_of(text: str) -> str:
    """The ISO day of a date or point in time; "" for another text.

    Only the year if no more is given, and for 1 January, which Wikidata writes for a whole year.
    """
    day = days.day_of(text)
    if day is None:
        year = re.match(r"-?\d{4,12}(?!\d)", text)
        return year[0] if year else ""
    return str(day).removesuffix("-01-01")


def _once(hits: Iterable[Candidate]) -> list[Candidate]:
    """The candidates with each thing once, with all the names that found it."""
    things: dict[IRI, Candidate] = {}
    for hit in hits:
        known = things.get(hit.iri)
        names = hit.names if known is None else tuple(dict.fromkeys(known.names + hit.names))
        things[hit.iri] = hit if known is None else replace(known, names=names)
    return list(things.values())

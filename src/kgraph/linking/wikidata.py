"""Candidates of Wikidata: those of its reconciliation service, with Wikidata's statements by which they are
compared."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from kgraph.catalogue import bind, with_prologue
from kgraph.linking.batches import Complain
from kgraph.linking.candidates import Candidate, Wanted
from kgraph.linking.courtesy import Courtesy
from kgraph.linking.finders import ServiceFinder
from kgraph.linking.gazetteer import GEONAMES
from kgraph.linking.labels import WIKIDATA as ENDPOINT
from kgraph.linking.labels import day_of, people_of, position_of
from kgraph.linking.reconciliation import WIKIDATA as SERVICE
from kgraph.linking.reconciliation import Reconciliation
from kgraph.namespaces import IRI, PREFIXES

# P17 country, P297 ISO 3166-1 alpha-2 code, P625 coordinates, P1082 population, P1566 GeoNames ID, P569 born, P570
# died, P571 founded, P576 dissolved. Each has its own UNION branch: in one pattern, several values of two properties
# would multiply.
DETAILS = """PREFIX wdt: <http://www.wikidata.org/prop/direct/>
SELECT ?item ?what ?value WHERE {
  VALUES ?item { UNDEF }
  { ?item wdt:P17/wdt:P297 ?value BIND("country" AS ?what) }
  UNION { ?item wdt:P297 ?value BIND("country" AS ?what) }
  UNION { ?item wdt:P625 ?value BIND("position" AS ?what) }
  UNION { ?item wdt:P1082 ?value BIND("population" AS ?what) }
  UNION { ?item wdt:P1566 ?value BIND("geonames" AS ?what) }
  UNION { ?item wdt:P569 ?value BIND("born" AS ?what) }
  UNION { ?item wdt:P570 ?value BIND("died" AS ?what) }
  UNION { ?item wdt:P571 ?value BIND("founded" AS ?what) }
  UNION { ?item wdt:P576 ?value BIND("dissolved" AS ?what) }
}"""
_DATES = ("born", "died", "founded", "dissolved")
_BATCH = 100


def wikidata_finder(
    courtesy: Courtesy, service: str = SERVICE, endpoint: str = ENDPOINT, *, complain: Complain | None = None
) -> ServiceFinder:
    """A finder for Wikidata; see `Reconciliation.candidates` for `complain`."""
    reconciliation = Reconciliation(courtesy, service, names=2)

    def ask(wanted: Sequence[Wanted]) -> dict[IRI, list[Candidate]]:
        found = reconciliation.candidates(wanted, complain=complain)
        told = details(courtesy, {one.iri for several in found.values() for one in several}, endpoint)
        return {iri: [_with(one, told.get(one.iri, {})) for one in several] for iri, several in found.items()}

    return ServiceFinder("wikidata", PREFIXES["wd"], ask)


def details(courtesy: Courtesy, items: Iterable[IRI], endpoint: str = ENDPOINT) -> dict[IRI, dict[str, list[str]]]:
    """Wikidata's statements on items, by item and by the names in `DETAILS`; raises `StoreError`."""
    told: dict[IRI, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    ordered = sorted(items)
    for start in range(0, len(ordered), _BATCH):
        query = with_prologue(bind(DETAILS, {"item": ordered[start : start + _BATCH]}), endpoint)
        for row in courtesy.select(endpoint, query):
            item, what, value = row["item"], row["what"], row["value"]
            if isinstance(item, IRI) and value is not None:
                told[item][str(what)].append(str(value))
    return told


def _with(candidate: Candidate, told: dict[str, list[str]]) -> Candidate:
    """The candidate with Wikidata's statements added; a country or date only if there is exactly one."""
    countries = set(told.get("country", []))
    positions = [place for text in told.get("position", []) if (place := position_of(text))]
    days = {name: {day_of(value) for value in told.get(name, [])} for name in _DATES}
    people = [many for value in told.get("population", []) if (many := people_of(value)) is not None]
    return replace(
        candidate,
        country=countries.pop().upper() if len(countries) == 1 else candidate.country,
        position=min(positions) if positions else candidate.position,
        population=max(people, default=candidate.population),
        same_as=tuple(
            IRI(f"{GEONAMES}{value}/")
            for value in sorted(told.get("geonames", []))
            if re.fullmatch("[0-9]{1,18}", value)
        ),
        dates={name: day for name in _DATES if len(days[name]) == 1 and (day := min(days[name]))} or candidate.dates,
    )

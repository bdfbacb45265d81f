"""Enrichment: statements of other data sets on entries with which entities are matched, in a graph for each data set.

The statements are about the entry, never about the entity: `<gn:704422/> geo:hasGeometry …`; the match links the two.
So they remain statements of GeoNames or Wikidata and do not mix with claims. If a match is taken back, they no longer
concern the entity.
"""

import math
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeGuard

from kgraph.catalogue import bind, with_prologue
from kgraph.linking.candidates import Position
from kgraph.linking.courtesy import Courtesy
from kgraph.linking.gazetteer import Gazetteer, Place
from kgraph.linking.judgements import CC_BY
from kgraph.linking.labels import WIKIDATA
from kgraph.linking.scoring import kilometres
from kgraph.model import BlankNode, Literal, Term, Triple
from kgraph.namespaces import DCTERMS, GEO, GNO, IRI, PREFIXES, PROV, RDF, RDFS, WDT, XSD
from kgraph.store import is_legal

PROPERTIES = ("P17", "P131", "P361", "P625", "P18", "P856", "P571", "P576", "P569", "P570")
"""Wikidata's properties that are fetched: country, located in, part of, coordinates, image, official website,
inception, dissolved, date of birth, date of death."""

LANGUAGES = ("en", "uk", "ru", "de", "fr", "es", "pl")
"""The languages of labels that are fetched."""

LICENCES = {
    "geonames": IRI(CC_BY),
    "wikidata": IRI("https://creativecommons.org/publicdomain/zero/1.0/"),
}
"""The licence of each data set's statements (GeoNames: attribution, https://www.geonames.org)."""

_UNKNOWN = "http://www.wikidata.org/.well-known/genid/"
_BATCH = 50
_DENSITY = 2_000  # inhabitants per square kilometre of a settlement, from which its radius is estimated
_VALUES = (
    "SELECT ?item ?property ?value WHERE { VALUES ?item { UNDEF } VALUES ?property { UNDEF } ?item ?property ?value }"
)
_LABELS = """SELECT ?item ?value WHERE {
  VALUES ?item { UNDEF } VALUES ?language { UNDEF } ?item rdfs:label ?value FILTER(LANG(?value) = ?language) }"""


@dataclass(frozen=True, slots=True)
class Matched:
    """An entry with which an entity is matched; `is_place` says whether the entity is a place."""

    entry: IRI
    is_place: bool


def from_gazetteer(matched: Collection[Matched], gazetteer: Gazetteer, base: str) -> Iterator[Triple]:
    """Position with its accuracy, name, inhabitants, country and division of matched places, in GeoNames' own terms.

    `geo:hasMetricSpatialAccuracy` is kgraph's estimate, in metres, of how far the place extends from the point; it is
    on geometries whose IRIs are under `base`. For a settlement it is the radius of a disc with its inhabitants at 2,000
    per square kilometre, at least 500 m. The gazetteer does not have GeoNames' point of a division. Its position is the
    middle of its settlements, and the accuracy the distance to the farthest of them, leaving out one in a hundred,
    since some are listed under the wrong division.
    """
    others = {one.entry for one in matched if not one.is_place}
    for one in matched:
        place = gazetteer.place(one.entry)
        if place is None or one.entry in others:
            continue
        yield one.entry, GNO.name, Literal(place.name)
        yield one.entry, GNO.countryCode, Literal(place.country)
        if place.population and place.position:
            yield one.entry, GNO.population, Literal(str(place.population), XSD.integer)
        division = gazetteer.division(place.country, place.admin1)
        if division and division.number != place.number:
            yield one.entry, GNO.parentADM1, division.iri
            yield division.iri, GNO.name, Literal(division.name)
        yield from _geometry(one.entry, place, gazetteer, IRI(f"{base}geometry/geonames-{place.number}"))


def _geometry(entry: IRI, place: Place, gazetteer: Gazetteer, geometry: IRI) -> Iterator[Triple]:
    """The geometry has an IRI of kgraph's, because its accuracy, and a division's middle, are kgraph's estimates."""
    point, metres = located(place, gazetteer)
    if point is not None:
        said = "GeoNames' point" if place.position else "the middle of its settlements in GeoNames, computed by kgraph"
        words = f"{said}; the accuracy is kgraph's estimate"
        yield entry, GEO.hasGeometry, geometry
        yield geometry, RDF.type, GEO.Geometry
        yield geometry, GEO.asWKT, Literal(f"POINT({point[1]:.5f} {point[0]:.5f})", GEO.wktLiteral)
        yield geometry, GEO.hasMetricSpatialAccuracy, Literal(f"{metres}.0E0", XSD.double)
        yield geometry, DCTERMS.description, Literal(words, language="en")
        yield geometry, PROV.wasDerivedFrom, entry


def located(place: Place, gazetteer: Gazetteer) -> tuple[Position | None, int]:
    """A place's position and accuracy in metres; see `from_gazetteer`."""
    if place.position:
        radius = 1000 * math.sqrt(place.population / _DENSITY / math.pi)
        return place.position, max(500, round(radius, -2).__int__())
    within = gazetteer.settlements(place.country, place.admin1, place.admin2)
    if not within:
        return None, 0
    middle = _middle([(latitude, longitude) for latitude, longitude, _ in within])
    distances = sorted(kilometres(middle, (latitude, longitude)) for latitude, longitude, _ in within)
    return middle, math.ceil(distances[math.ceil(0.99 * len(distances)) - 1]) * 1000


def _middle(positions: Sequence[Position]) -> Position:
    """The mean of positions on the globe, which is correct across the date line too."""
    x = y = z = 0.0
    for latitude, longitude in positions:
        up, east = math.radians(latitude), math.radians(longitude)
        x += math.cos(up) * math.cos(east)
        y += math.cos(up) * math.sin(east)
        z += math.sin(up)
    return math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x))


def from_wikidata(
    matched: Sequence[Matched],
    courtesy: Courtesy,
    *,
    endpoint: str = WIKIDATA,
    properties: Sequence[str] = PROPERTIES,
    languages: Sequence[str] = LANGUAGES,
    progress: Callable[[str], None] = lambda step: None,
) -> Iterator[Triple]:
    """The properties of matched items, their labels, and the labels of the items that are values.

    Coordinates, by any property, are taken only for places: a unit or a person gets none, even if the entry has its
    headquarters' position. Raises `StoreError`.
    """
    places = {one.entry for one in matched} - {one.entry for one in matched if not one.is_place}
    items = sorted({one.entry for one in matched})
    led_to: set[IRI] = set()
    wanted = [WDT[name] for name in properties]
    for row in _asked(_VALUES, items, {"property": wanted}, courtesy, endpoint, progress):
        item, predicate, value = row["item"], row["property"], row["value"]
        if not isinstance(item, IRI) or not isinstance(predicate, IRI) or not _is_said(value):
            continue
        if item not in places and isinstance(value, Literal) and value.datatype == GEO.wktLiteral:
            continue
        if isinstance(value, IRI) and value.startswith(PREFIXES["wd"]):
            led_to.add(value)
        yield item, predicate, value
    spoken = [Literal(language) for language in languages]
    for row in _asked(_LABELS, sorted({*items, *led_to}), {"language": spoken}, courtesy, endpoint, progress):
        item, value = row["item"], row["value"]
        if isinstance(item, IRI) and isinstance(value, Literal) and _is_said(value):
            yield item, RDFS.label, value


def _is_said(value: Term | None) -> TypeGuard[Term]:
    """Whether it is a known value that can be written: not Wikidata's "unknown value", and no illegal term.

    Wikidata gives blank nodes for unknown values, with other labels in each answer.
    """
    if value is None or isinstance(value, BlankNode):
        return False
    return is_legal(value) and not str(value).startswith(_UNKNOWN)


def _asked(
    query: str,
    items: Sequence[IRI],
    values: dict[str, Sequence[Term]],
    courtesy: Courtesy,
    endpoint: str,
    progress: Callable[[str], None],
) -> Iterator[dict[str, Term | None]]:
    for start in range(0, len(items), _BATCH):
        progress(f"{endpoint}: {start + 1} to {min(start + _BATCH, len(items))} of {len(items)}")
        text = bind(query, {"item": items[start : start + _BATCH], **values})
        yield from courtesy.select(endpoint, with_prologue(text, endpoint))


def of_data_set(matched: Collection[Matched], space: str) -> list[Matched]:
    """The matched entries whose IRIs begin with `space`, each once."""
    return sorted({one for one in matched if one.entry.startswith(space)}, key=lambda one: (one.entry, one.is_place))

"""Finding places in the gazetteer by name, kind and country, and by the places named together with them.

A news report names a town without saying which one of that name. Its size helps to tell, and so do the other places of
the same text, most of which are near. A candidate's weight is `(population + 300) ** 0.55`, since large places are
named more often but not in proportion, times `1 + 16 × support`: each place named in the same text supports candidates
within about 100 km, or in the division that it means. The chance that the place is none of the candidates weighs as
much as a hamlet amid the other places.
"""

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import NamedTuple

from kgraph.linking.candidates import Candidate, Wanted
from kgraph.linking.folding import DIVISION, key, sound, stem
from kgraph.linking.gazetteer import LEVELS, ROMANISED, Gazetteer, Place
from kgraph.linking.scoring import Scored, Weighed, kilometres, shares
from kgraph.linking.written import readings
from kgraph.reading import fold

_SIZE, _OFFSET = 0.55, 300  # how naming grows with population; see bench/toponyms.py
_SUPPORT, _REACH = 16.0, 100.0  # the weight of one place named nearby; how far its support reaches, in km
# the factor for another spelling of the first name; for a name that is not the first
_SAME_SOUND, _OTHER_NAME = 0.8, 0.2
_CONSONANTS = 0.05  # the factor for a name of which only the consonants are equal
_CODE = 0.02  # the factor for an abbreviation of two or three capitals, such as an airport's
_LEVEL = {"settlement": 1.0, "capital": 3.0, "admin1": 0.25, "admin2": 0.15, "country": 1.0}
# the factors for a place at the position that is given, elsewhere, and with no position; how far "at" reaches, in km
_THERE, _ELSEWHERE, _AREA, _CLOSE = 30.0, 0.01, 0.3, 20.0
_SHORT = {"us": ("US",), "usa": ("US",), "uk": ("GB",), "uae": ("AE",), "drc": ("CD",), "car": ("CF",)}
"""Countries as headlines shorten them."""
_SEVERAL = {"congo": ("CD", "CG"), "dr congo": ("CD",), "korea": ("KR", "KP")}
"""Names that several countries share, or that the table lacks."""
_NONE_OF_THEM = 0.3 * 700**_SIZE
_MOST_NEAR = 40  # how many names nearby are used; more do not change the choice
_KINDS = {
    "settlement": ("settlement", "capital"),
    "region": ("admin1", "admin2"),
    "country": ("country",),
    "place": LEVELS,
}
_AS_KIND = {
    "settlement": "settlement",
    "capital": "settlement",
    "admin1": "region",
    "admin2": "region",
    "country": "country",
}
_AS_TYPE = {
    "settlement": "settlement",
    "capital": "capital",
    "admin1": "first-order division",
    "admin2": "second-order division",
    "country": "country",
}
# forms of state before a name; "republic of korea" and "republic of the congo" are whole names
_STATE = re.compile(
    r"^(?:(?:islamic|federal|federative|united|plurinational|bolivarian|arab|socialist|co-operative|hashemite|oriental)\s+)*"
    r"(?:people's\s+)?(?:republic|states?|kingdom|commonwealth|sultanate|principality|union|province)\s+of\s+(?:the\s+)?",
    re.IGNORECASE,
)
_ARTICLES = re.compile(r"\b(city of|city|town|al|el|ar|the|of)\b")


class PlaceFinder:
    """Finds and weighs candidates for places in a gazetteer."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._spreads: dict[str, list[tuple[Place, float]]] = {}
        self._supports: dict[tuple[int, str, str | None], float] = {}

    def find(self, wanted: Wanted, most: int = 10) -> list[Scored]:
        """At most `most` candidates for a place, sorted by confidence; none for a kind of place that GeoNames lacks.

        Without a `kind`, or with "place", candidates may be settlements, divisions or countries; with "settlement" they
        are never divisions, and the other way round. With countries, places in others are candidates only if these have
        none, and are never decided. A name that nothing has is taken apart (`written.readings`).
        """
        several = (wanted, *self._read_otherwise(wanted))
        for look in (self._named, self._of_consonants):
            for one in several:
                if found := self._found(one, look):
                    return found[:most]
        for one in several:
            if one.countries and (found := self._found(replace(one, country=None, countries=()), self._named)):
                said = f"not in {' or '.join(one.countries)}"
                return [replace(each, decided=False, reasons=(*each.reasons, said)) for each in found[:most]]
        return []

    def _found(self, wanted: Wanted, look: "_Look") -> list[Scored]:
        levels = _KINDS.get(wanted.kind, ())
        inside = wanted.countries or ((wanted.country,) if wanted.country else ())

        def fits(place: Place) -> bool:
            return place.level in levels and (not inside or place.country in inside)

        named = list(look(wanted.names, fits))
        found = {place.number: (place, worth, name) for place, worth, name in named}
        near = self._near(wanted)
        weighed = [self._weigh(place, factor, name, wanted, near) for place, factor, name in found.values()]
        return shares(weighed, self._none_of_them(near))

    def _read_otherwise(self, wanted: Wanted) -> Iterator[Wanted]:
        """The same place with its name taken apart: what stands behind a comma is a country, or a place around it."""
        for reading in (one for name in wanted.names[:1] for one in readings(name)):
            codes = [code for part in reading.around if len(part) != 2 for code in self.country_codes(part)]
            if any(self._gazetteer.division("US", part) for part in reading.around if len(part) == 2):
                codes = ["US"]
            countries = wanted.countries or ((wanted.country,) if wanted.country else tuple(dict.fromkeys(codes)))
            yield replace(
                wanted,
                names=reading.names,
                kind="settlement" if reading.town and wanted.kind == "place" else wanted.kind,
                country=countries[0] if len(countries) == 1 else None,
                countries=countries,
                near=(*wanted.near, *reading.around),
            )

    def country_code(self, name: str) -> str | None:
        """The ISO 3166-1 alpha-2 code of a country given by code or name; `None` if it is no country.

        Names may be in many languages and with their form of state ("Iran, Islamic Republic of"). A first-order
        division given as a country, such as Scotland, means the country in which it is.
        """
        name = fold(name, case=True)
        bare = re.sub(r"^the\s+", "", name, flags=re.IGNORECASE)
        code = bare.replace(".", "").upper()
        if code in self._codes:
            return code
        levels = [place for said in _said_otherwise(name, bare) for place in self._gazetteer.named(said)]
        for level in ("country", "admin1"):
            for place in levels:
                if place.level == level:
                    return place.country
        return None

    def country_codes(self, name: str) -> tuple[str, ...]:
        """The codes of all countries that a name may mean; a name with semicolons or slashes names several.

        A division of the name lies in one of them, too: "Georgia" is a country, and one of the United States.
        """
        found: list[str] = []
        for part in re.split(r"\s*[;/|]\s*", name):
            if several := _SEVERAL.get(key(part)):
                found += several
            elif code := self.country_code(part):
                places = self._gazetteer.named(re.sub(r"^the\s+", "", fold(part, case=True), flags=re.IGNORECASE))
                found += [code, *(place.country for place in places if place.level == "country")]
                found += [place.country for place in places if place.level == "admin1"]
        return tuple(dict.fromkeys(found))

    def resolve(self, iri: str) -> Candidate | None:
        """The candidate with this GeoNames IRI; `None` if the gazetteer lacks it."""
        place = self._gazetteer.place(iri)
        return self._candidate(place) if place else None

    @cached_property
    def _codes(self) -> frozenset[str]:
        return frozenset(self._gazetteer.countries())

    def _named(self, names: Sequence[str], fits: Callable[[Place], bool]) -> Iterator[tuple[Place, float, str]]:
        """Places with these names, each with the name's factor, the smallest first, so that the last one counts."""
        found = [(place, _worth(place, name), name) for name in names for place in self._gazetteer.named(name)]
        found += [(place, 1.0, name) for name in names for place in self._countries_named(name)]
        for name in names:
            if bare := stem(name):
                found += [(place, worth, name) for place, worth in self._divisions(bare)]
        if not any(fits(place) for place, _, _ in found):
            found = [(place, _OTHER_NAME, name) for name in names for place in self._gazetteer.sounding(name)]
        yield from sorted((one for one in found if fits(one[0])), key=lambda one: one[1])

    def _of_consonants(self, names: Sequence[str], fits: Callable[[Place], bool]) -> Iterator[tuple[Place, float, str]]:
        """Places of which only the consonants are equal: other romanisations of Arabic names."""
        for name in names:
            yield from ((place, _CONSONANTS, name) for place in self._gazetteer.of_consonants(name) if fits(place))

    def _countries_named(self, name: str) -> Iterator[Place]:
        """The country that a name means in another form: "US", "Democratic Republic of Congo"."""
        codes = _SEVERAL.get(key(name), ())
        if name.upper() == name:
            codes = _SHORT.get(key(name).replace(" ", ""), codes)
        yield from filter(None, map(self._gazetteer.country, codes))
        bare = re.sub(r"^the\s+", "", name, flags=re.IGNORECASE)
        for said in _said_otherwise(name, bare):
            yield from (place for place in self._gazetteer.named(said) if place.level == "country")

    def _divisions(self, stem: str) -> Iterator[tuple[Place, float]]:
        """The divisions with this name, and those named after a town of this name in them: "Belgorodskaya oblast'"."""
        for place in self._gazetteer.named(stem):
            if place.level in ("admin1", "admin2"):
                yield place, _worth(place, stem)
            elif place.country in ROMANISED:
                around = self._gazetteer.division(place.country, place.admin1)
                if around and sound(around.name).startswith(sound(stem)):
                    yield around, _OTHER_NAME

    def _near(self, wanted: Wanted) -> list["_Near"]:
        """The names nearby that can mean a place, each with the places that it may mean and their probabilities."""
        own = {key(name) for name in wanted.names}
        names = [name for name in wanted.near if key(name) not in own][:_MOST_NEAR]
        near = (_Near(name, wanted.country, self._meant(name, wanted.country)) for name in names)
        return [one for one in near if one.meant]

    def _support(self, place: Place, near: "_Near") -> float:
        """`_support`, cached, since the places of a text support each other many times."""
        found = self._supports.get((place.number, near.name, near.country))
        if found is None:
            if len(self._supports) > 300_000:
                self._supports.clear()
            found = self._supports[place.number, near.name, near.country] = _support(place, near.meant)
        return found

    def _meant(self, name: str, country: str | None) -> list[tuple[Place, float]]:
        if country and (code := key(name).upper()).isalpha() and len(code) == 2:
            division = self._gazetteer.division(country, code)
            if division:  # abbreviations of US states
                return [(division, 0.8)]
        spread = self._spread(name)
        if country:
            return [(place, share) for place, share in spread if place.country == country and place.level != "country"]
        return spread

    def _spread(self, name: str) -> list[tuple[Place, float]]:
        """The places that a name may mean, with their probabilities, without regard to their positions."""
        if name not in self._spreads:
            named = {place.number: (place, _worth(place, name)) for place in self._gazetteer.named(name)}
            if not named and (bare := stem(name)):
                named = {place.number: (place, worth) for place, worth in self._divisions(bare)}
            weights = [(place, worth * self._size(place)) for place, worth in named.values()]
            total = sum(weight for _, weight in weights) + _NONE_OF_THEM
            shared = sorted(((place, weight / total) for place, weight in weights), key=lambda one: -one[1])
            self._spreads[name] = shared[:12]
        return self._spreads[name]

    def _weigh(self, place: Place, worth: float, name: str, wanted: Wanted, near: Sequence["_Near"]) -> Weighed:
        supports = [self._support(place, one) for one in near]
        weight = worth * self._size(place) * (1 + _SUPPORT * sum(supports)) * _position(wanted, place)
        strongest = [
            max(one.meant, key=lambda other: _support(place, [other]))[0]
            for support, one in sorted(zip(supports, near, strict=True), key=lambda pair: -pair[0])[:3]
            if support > 0.1
        ]
        reasons = [
            f"name: {name}" + ("" if worth == 1 else f", of {place.name}"),
            f"kind: {_AS_TYPE[place.level]}",
            f"country: {place.country}",
            f"inhabitants: {place.population:,}" if place.population else "",
            f"named with: {', '.join(_nearby(place, other) for other in strongest)}" if strongest else "",
        ]
        return Weighed(self._candidate(place), weight, tuple(filter(None, reasons)))

    def _size(self, place: Place) -> float:
        return float(_LEVEL[place.level] * (place.population + _OFFSET) ** _SIZE)

    def _none_of_them(self, near: Sequence["_Near"]) -> float:
        """The weight of a small place that the gazetteer lacks, in the best position among the names nearby."""
        best = 0.0
        for one in near:
            place, share = one.meant[0]
            best = max(best, math.sqrt(share) * sum(self._support(place, other) for other in near))
        return float(_NONE_OF_THEM * (1 + _SUPPORT * best))

    def _candidate(self, place: Place) -> Candidate:
        division = self._gazetteer.division(place.country, place.admin1)
        country = self._gazetteer.country(place.country)
        within = [one.name for one in (division, country) if one and one.number != place.number]
        return Candidate(
            iri=place.iri,
            source="geonames",
            names=place.names,
            kind=_AS_KIND[place.level],
            types=(_AS_TYPE[place.level],),
            description=", ".join(within),
            country=place.country,
            position=place.position,
            population=place.population or None,
        )


def _said_otherwise(*names: str) -> Iterator[str]:
    """A country's names unchanged, then with the part after a comma moved to the front, then without the form of
    state."""
    yield from names
    for name in names:
        first, comma, rest = name.partition(", ")
        turned = f"{rest} {first}" if comma else re.sub(r"\s*\(.*\)$", "", name)
        turned = re.sub(r"^the\s+", "", turned, flags=re.IGNORECASE)
        yield turned
        yield re.sub(r"\bof (?!the )", "of the ", turned)
        yield re.sub(r" Republic$", " Rep.", turned)
        if "province" in rest.lower():
            yield first
        if not turned.lower().startswith("democratic"):  # two countries are called Congo, and two are called Korea
            yield _STATE.sub("", turned)


_Look = Callable[[Sequence[str], Callable[[Place], bool]], Iterator[tuple[Place, float, str]]]
"""A way to look names up: places that fit, each with the name's factor and the name."""


class _Near(NamedTuple):
    """A name nearby, the country in which it is looked for, and the places that it may mean with their
    probabilities."""

    name: str
    country: str | None
    meant: list[tuple[Place, float]]


def _worth(place: Place, name: str) -> float:
    """The factor for a name of a place: highest for its first name, lowest for an abbreviation."""
    plain, first = _plain(key(name)), _plain(key(place.name))
    if plain == first:
        return 1.0
    if place.country in ROMANISED and sound(plain) == sound(first):
        return _SAME_SOUND
    return _CODE if len(key(name).replace(" ", "")) <= 3 and name.upper() == name else _OTHER_NAME


def _plain(plain: str) -> str:
    """A key without words that are often left out: "new york city" and "new york" become equal."""
    return _ARTICLES.sub("", DIVISION.sub("", plain)).strip() or plain


def _support(place: Place, meant: Sequence[tuple[Place, float]]) -> float:
    """How much a name nearby supports a place, from 0 to 1: by distance, or by the division or country that it
    means."""
    support = 0.0
    for other, share in meant:
        # a country is named with its parts, a division with its like
        if place.level == "country" or place.level == other.level == "admin1":
            support += share * 0.5 * (other.country == place.country)
        elif other.level == "country":
            support += share * 0.3 * (other.country == place.country)
        elif other.country != place.country:
            continue
        elif other.position is None:
            within = other.admin1 == place.admin1 and (other.level == "admin1" or other.admin2 == place.admin2)
            support += share * within
        elif place.position:
            support += share * math.exp(-kilometres(place.position, other.position) / _REACH)
        elif other.admin1 == place.admin1:
            support += share * 0.5
    return support


def _position(wanted: Wanted, place: Place) -> float:
    """The factor for a position that the table gives: the place is there, or near it."""
    if wanted.position is None:
        return 1.0
    if place.position is None:
        return _AREA
    return _ELSEWHERE + _THERE * math.exp(-kilometres(wanted.position, place.position) / _CLOSE)


def _nearby(place: Place, other: Place) -> str:
    """A place named nearby in words, with its distance if it has a position."""
    if place.position and other.position:
        return f"{other.name} ({kilometres(place.position, other.position):.0f} km)"
    return other.name

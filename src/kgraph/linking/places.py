"""Finding places in the gazetteer by name, kind and country, and by the places named together with them.

A news report names a town without saying which one of that name. Its size helps to tell, and so do the other places of
the same text, most of which are near. A candidate's weight is `(population + 300) ** 0.55`, since large places are
named more often but not in proportion, times `1 + 16 × support`: each place named in the same text supports candidates
within about 100 km, or in the division that it means. The chance that the place is none of the candidates weighs as
much as a hamlet amid the other places.
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from kgraph.linking.areas import Areas
from kgraph.linking.candidates import Candidate, Wanted
from kgraph.linking.divisions import stem
from kgraph.linking.folding import key
from kgraph.linking.gazetteer import Gazetteer, Place
from kgraph.linking.gazetteer_tables import LEVELS
from kgraph.linking.looking_up import Fits, Found, Names, worth
from kgraph.linking.scoring import Scored, Weighed, kilometres, shares
from kgraph.linking.wide import is_wide
from kgraph.linking.written import readings

_SIZE, _OFFSET = 0.55, 300  # how naming grows with population; see bench/toponyms.py
_SUPPORT, _REACH = 16.0, 100.0  # the weight of one place named nearby; how far its support reaches, in km
_LEVEL = {"settlement": 1.0, "capital": 3.0, "admin1": 0.25, "admin2": 0.15, "country": 1.0}
# the factors for a place at the position that is given, elsewhere, and with no position; how far "at" reaches, in km
_THERE, _ELSEWHERE, _AREA, _CLOSE = 30.0, 0.01, 0.3, 20.0
_ALONE = 0.02  # if each name nearby supports a place less than that, only a person decides on it
_NONE_OF_THEM = 0.3 * 700**_SIZE
_MUCH_LARGER = 20
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


class PlaceFinder:
    """Finds and weighs candidates for places in a gazetteer."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer, self._names = gazetteer, Names(gazetteer)
        self._areas = Areas(gazetteer, self._names)
        self._spreads: dict[str, list[tuple[Place, float]]] = {}
        self._supports: dict[tuple[int, str, str | None], float] = {}

    def find(self, wanted: Wanted, most: int = 10) -> list[Scored]:
        """At most `most` candidates for a place, sorted by confidence; none for a kind of place that GeoNames lacks.

        Without a `kind`, or with "place", candidates may be settlements, divisions or countries; with "settlement" they
        are never divisions, and the other way round. With countries, places in others are candidates only if these have
        none, and are never decided. A name that nothing has is taken apart (`written.readings`). A region of the world
        is not in the table: its namesakes are decided only with a country or a position, or as a settlement.
        """
        found = self._any(wanted, most)
        if (
            wanted.country
            or wanted.countries
            or wanted.position
            or wanted.kind == "settlement"
            or not is_wide(wanted.names)
        ):
            return found
        return [replace(each, decided=False, reasons=(*each.reasons, "also a region of the world")) for each in found]

    def _any(self, wanted: Wanted, most: int) -> list[Scored]:
        """What is found for a name as it is written, else as it is taken apart, else what is only like it."""
        several = (wanted, *self._read_otherwise(wanted))
        looks = (
            self._names.named,
            self._names.divided,
            self._names.after_a_word,
            self._names.sounding,
            self._names.in_a_case,
        )
        for look in looks:
            for one in several:
                if found := self._found(one, look):
                    sure = self._is_understood(one.near[len(wanted.near) :], one)
                    return found[:most] if sure else [replace(each, decided=False) for each in found[:most]]
        return self._offered(several, most)

    def _is_understood(self, around: Sequence[str], wanted: Wanted) -> bool:
        """Whether all that stands behind a name means a country or a place; "London, Ont." may be any London."""
        return all(self._meant(part, wanted.country) or self.country_codes(part) for part in around)

    def _offered(self, several: Sequence[Wanted], most: int) -> list[Scored]:
        """Candidates that are never decided, since their names are only like the wanted one or they lie elsewhere."""
        for one in several:
            if found := self._found(one, self._names.of_consonants):
                return [replace(each, decided=False) for each in found[:most]]
        misspelt = self._first(several, self._names.misspelt)
        abroad = [replace(one, country=None, countries=(), country_said="") for one in several if one.countries]
        elsewhere = self._first(abroad, self._names.named) or self._first(abroad, self._names.sounding)
        if elsewhere and not _is_larger(misspelt, elsewhere):
            said = (
                f"not in {self._areas.in_words(several[0].country_said, several[0].countries or several[-1].countries)}"
            )
            found = [replace(each, reasons=(*each.reasons, said)) for each in elsewhere]
        else:
            found = self._first(several, self._names.in_some_case) or misspelt
        return [replace(each, decided=False) for each in found[:most]]

    def _first(self, several: Sequence[Wanted], look: Callable[[Sequence[str], Fits], Found]) -> list[Scored]:
        """What is found for the first of several readings for which there is anything."""
        return next((found for one in several if (found := self._found(one, look))), [])

    def _found(self, wanted: Wanted, look: Callable[[Sequence[str], Fits], Found]) -> list[Scored]:
        levels = _KINDS.get(wanted.kind, ())
        inside = wanted.countries or ((wanted.country,) if wanted.country else ())

        beyond = self._areas.beyond(wanted.country_said)

        def fits(place: Place) -> bool:
            return place.level in levels and (not inside or place.country in inside) and not beyond(place)

        named = list(look(wanted.names, fits))
        found = {place.number: (place, worth, name) for place, worth, name in named}
        near = self._near(wanted)
        supports = {number: [self._support(place, one) for one in near] for number, (place, _, _) in found.items()}
        undoubted = [
            number
            for number, (place, _, _) in found.items()
            if place.level == "country" and not _is_rivalled(number, supports)
        ]
        weighed = []
        for number, (place, factor, name) in found.items():
            one = self._weigh(place, factor, name, wanted, _Supports(near, supports[number]))
            weighed.append(replace(one, corroborated=True) if number in undoubted else one)
        # the gazetteer lacks no country, and countries are named with places anywhere
        return shares(weighed, _NONE_OF_THEM if undoubted else self._none_of_them(near))

    def _read_otherwise(self, wanted: Wanted) -> Iterator[Wanted]:
        """The same place with its name taken apart: what stands behind a comma is a country, or a place around it."""
        for reading in (one for name in wanted.names[:1] for one in readings(name)):
            states = {part: areas for part in reading.around if (areas := self._areas.in_short(part))}
            codes = [area.country for areas in states.values() for area in areas]
            codes = codes or [code for part in reading.around for code in self.country_codes(part) if len(part) != 2]
            countries = wanted.countries or ((wanted.country,) if wanted.country else tuple(dict.fromkeys(codes)))
            yield replace(
                wanted,
                names=reading.names,
                kind=reading.kind or "place" if wanted.kind == "place" else wanted.kind,
                country=countries[0] if len(countries) == 1 else None,
                countries=countries,
                country_said=wanted.country_said or next(iter(states), ""),
                near=(*wanted.near, *reading.around),
            )

    def country_code(self, name: str) -> str | None:
        """The ISO 3166-1 alpha-2 code of a country given by code or name; `None` if it is no country.

        Names may be in many languages and with their form of state ("Iran, Islamic Republic of"). A first-order
        division given as a country, such as Scotland, means the country in which it is.
        """
        return next((area.country for area in self._areas.of_name(name)), None)

    def country_codes(self, name: str) -> tuple[str, ...]:
        """The codes of all countries that a name may mean; a name with semicolons or slashes names several.

        A division of the name lies in one of them, too: "Georgia" is a country, and one of the United States.
        """
        return tuple(dict.fromkeys(area.country for area in self._areas.said(name)))

    def resolve(self, iri: str) -> Candidate | None:
        """The candidate with this GeoNames IRI; `None` if the gazetteer lacks it."""
        place = self._gazetteer.place(iri)
        return self._candidate(place) if place else None

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
        for area in self._areas.in_short(name):
            if area.country == country and (division := self._gazetteer.division(*area)):
                return [(division, 0.8)]
        spread = self._spread(name)
        if country:
            return [(place, share) for place, share in spread if place.country == country and place.level != "country"]
        return spread

    def _spread(self, name: str) -> list[tuple[Place, float]]:
        """The places that a name may mean, with their probabilities, without regard to their positions."""
        if name not in self._spreads:
            named = {place.number: (place, worth(place, name)) for place in self._gazetteer.named(name)}
            if not named and (bare := stem(name)):
                named = {place.number: (place, worth) for place, worth in self._names.divisions(bare)}
            weights = [(place, worth * self._size(place)) for place, worth in named.values()]
            total = sum(weight for _, weight in weights) + _NONE_OF_THEM
            shared = sorted(((place, weight / total) for place, weight in weights), key=lambda one: -one[1])
            self._spreads[name] = shared[:12]
        return self._spreads[name]

    def _weigh(self, place: Place, worth: float, name: str, wanted: Wanted, named: "_Supports") -> Weighed:
        near, supports = named
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
        # a large place that none of the names nearby has to do with may be a small one of its name, or no place at all
        told = wanted.position or wanted.country or wanted.countries
        is_alone = bool(near) and not told and max(supports) < _ALONE
        return Weighed(self._candidate(place), weight, tuple(filter(None, reasons)), not is_alone)

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


def _is_larger(misspelt: Sequence[Scored], elsewhere: Sequence[Scored]) -> bool:
    """Whether a place with nearly the name, in the country, is much larger than one with the name in another."""
    people, others = (one[0].candidate.population or 0 if one else 0 for one in (misspelt, elsewhere))
    return people > _MUCH_LARGER * others


class _Near(NamedTuple):
    """A name nearby, the country in which it is looked for, and the places that it may mean with their
    probabilities."""

    name: str
    country: str | None
    meant: list[tuple[Place, float]]


class _Supports(NamedTuple):
    """The names nearby, and how much each supports a place."""

    near: Sequence[_Near]
    supports: Sequence[float]


def _is_rivalled(number: int, supports: Mapping[int, Sequence[float]]) -> bool:
    """Whether the names nearby support a namesake of a place more than the place."""
    own = sum(supports[number])
    return any(sum(other) >= max(own, _ALONE) for one, other in supports.items() if one != number)


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

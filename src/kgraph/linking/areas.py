"""The countries that a table's column names, and the divisions of countries: "Illinois" is one of the United States."""

import re
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import NamedTuple

from kgraph.linking.country_names import said_otherwise, shared
from kgraph.linking.divisions import stem
from kgraph.linking.gazetteer import Gazetteer, Place
from kgraph.linking.looking_up import Names
from kgraph.linking.states import in_short
from kgraph.reading import fold

_THE = re.compile(r"^the\s+", re.IGNORECASE)


class Area(NamedTuple):
    """A country, by its code, or a first-order division of it."""

    country: str
    admin1: str = ""


class Areas:
    """The countries and first-order divisions of a gazetteer by name."""

    def __init__(self, gazetteer: Gazetteer, names: Names) -> None:
        self._gazetteer, self._names = gazetteer, names
        self._said: dict[str, tuple[Area, ...]] = {}

    def said(self, text: str) -> tuple[Area, ...]:
        """All that a text may mean; with semicolons or slashes it names several, and with a comma a division and its
        country."""
        if text not in self._said:
            found = [area for part in re.split(r"\s*[;/|]\s*", text) for area in self._of_part(part)]
            self._said[text] = tuple(dict.fromkeys(found))
        return self._said[text]

    def of_name(self, text: str) -> tuple[Area, ...]:
        """All that a name or a code may mean, the likeliest first."""
        name = fold(text, case=True)
        bare = _THE.sub("", name)
        code = bare.replace(".", "").upper()
        plain = self._gazetteer.named(bare)
        others = [place for said in said_otherwise(name, bare) for place in self._gazetteer.named(said)]
        countries = [place for place in others if place.level == "country"][:1]
        countries = [place for place in (*countries, *plain) if place.level == "country"]
        found = [Area(code)] if code in self._codes else []
        found += [Area(place.country) for place in countries]
        found += [_area(place) for place in plain if place.level == "admin1"]
        if not found and (word := stem(bare)):
            others += [place for place, _ in self._names.divisions(word)]
        return tuple(found or [_area(place) for place in others if place.level == "admin1"])

    def in_short(self, text: str) -> tuple[Area, ...]:
        """The states that a short form means: "Ont.", "NSW", "TX"; two letters may be a country's code, too."""
        found = [
            _area(place)
            for state in in_short(text)
            for place in self._gazetteer.named(state.name)
            if place.level == "admin1" and place.country == state.country
        ]
        code = text.upper()
        if len(code) == 2 and code.isalpha() and self._gazetteer.division("US", code):
            found.append(Area("US", code))
        return tuple(dict.fromkeys(found))

    def beyond(self, text: str) -> Callable[[Place], bool]:
        """Whether a place lies in a country of which only divisions are named, and in none of these."""
        areas = self.said(text) if text else ()
        whole = {area.country for area in areas if not area.admin1}
        parted = {area.country for area in areas} - whole
        return lambda place: place.country in parted and (place.country, place.admin1) not in areas

    def in_words(self, text: str, codes: Sequence[str]) -> str:
        """The countries by their codes, and the divisions by their names."""
        areas = self.said(text) if text else [Area(code) for code in codes]
        divisions = (self._gazetteer.division(*area) if area.admin1 else None for area in areas)
        named = [place.name if place else area.country for place, area in zip(divisions, areas, strict=True)]
        return " or ".join(named or codes)

    def _of_part(self, part: str) -> Sequence[Area]:
        states = () if part.upper() in self._codes else self.in_short(part)
        found = [Area(code) for code in shared(part)] or states or self.of_name(part)
        inner, comma, outer = part.rpartition(",")
        if found or not comma:
            return found
        around = self._of_part(outer.strip())
        codes = {area.country for area in around}
        return [area for area in self._of_part(inner.strip()) if area.country in codes and area.admin1] or around

    @cached_property
    def _codes(self) -> frozenset[str]:
        return frozenset(self._gazetteer.countries())


def _area(place: Place) -> Area:
    return Area(place.country, place.admin1)

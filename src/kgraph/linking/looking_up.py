"""Ways to look a place's name up in the gazetteer: as it stands, by sound, in another case, with a letter wrong …"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher

from kgraph.linking.country_names import said_otherwise, shared
from kgraph.linking.divisions import DIVISION, SECOND_ORDER, is_said, stem
from kgraph.linking.folding import key, sound
from kgraph.linking.gazetteer import ROMANISED, Gazetteer, Place
from kgraph.linking.inflected import nominatives, without_preposition

Fits = Callable[[Place], bool]
"""Whether a place may be meant: by its kind and its country."""

Found = Iterator[tuple[Place, float, str]]
"""Places, each with the factor of the name by which it was found, and that name."""

# the factor for another spelling of the first name; for a name that is not the first
_SAME_SOUND, OTHER_NAME = 0.8, 0.2
_CONSONANTS, _ALIKE = 0.05, 0.75  # the factor for a name of equal consonants; how alike the whole must be
_MISSPELT = 0.02  # the factor for a name of which a letter differs
_CODE = 0.02  # the factor for an abbreviation of two or three capitals, such as an airport's
_ARTICLES = re.compile(r"\b(city of|city|town|al|el|ar|the|of)\b")


class Names:
    """The names of a gazetteer. Each way takes names and tells whether a place fits."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer

    def named(self, names: Sequence[str], fits: Fits) -> Found:
        """Places with these names, each with the name's factor, the smallest first, so that the last one counts."""
        found = [(place, worth(place, name), name) for name in names for place in self._gazetteer.named(name)]
        found += [(place, 1.0, name) for name in names for place in self._countries_named(name)]
        for name in names:
            if bare := stem(name):
                found += [(place, self._of_order(place, name, worth), name) for place, worth in self.divisions(bare)]
            else:
                found += [(town, found_by, said) for town, found_by, said in self._towns_of(found) if said == name]
        yield from sorted((one for one in found if fits(one[0])), key=lambda one: one[1])

    def _towns_of(self, found: Sequence[tuple[Place, float, str]]) -> Found:
        """The towns after which divisions are named, each with the factor of the division's name.

        "الخرطوم" is Khartoum, and the state around it, though the gazetteer has this name only of the state.
        """
        for division, worth, name in found:
            for town in self._gazetteer.named(stem(division.name) or division.name) if _is_division(division) else ():
                if _is_in(town, division):
                    yield town, worth, name

    def sounding(self, names: Sequence[str], fits: Fits) -> Found:
        """Places whose names sound so, in countries with other letters than Latin ones."""
        for name in names:
            yield from ((place, OTHER_NAME, name) for place in self._gazetteer.sounding(name) if fits(place))

    def _of_order(self, place: Place, name: str, worth: float) -> float:
        """The factor of a division's name, a small one for a first-order division that a raion or county shares."""
        is_second = SECOND_ORDER.search(key(name)) and place.level == "admin1"
        return _MISSPELT if is_second and not any(SECOND_ORDER.search(key(one)) for one in place.names) else worth

    def divided(self, names: Sequence[str], fits: Fits) -> Found:
        """Divisions whose names have the same words, directions in another language: "Kivu du Nord"."""
        for name in filter(is_said, names):
            yield from ((place, OTHER_NAME, name) for place in self._gazetteer.divided(name) if fits(place))

    def of_consonants(self, names: Sequence[str], fits: Fits) -> Found:
        """Places of which the consonants are equal, and of the vowels most: other romanisations of Arabic names."""
        for name in names:
            for place in filter(fits, self._gazetteer.of_consonants(name)):
                if not key(name).isascii() or max(_ratio(name, other) for other in place.names) >= _ALIKE:
                    yield place, _CONSONANTS, name

    def after_a_word(self, names: Sequence[str], fits: Fits) -> Found:
        """The same as `_in_a_case`, for names after a preposition, which are hardly in the nominative."""
        yield from self.in_a_case([name for name in names if without_preposition(name) != name], fits)

    def in_a_case(self, names: Sequence[str], fits: Fits) -> Found:
        """Places of whose name this is another case in Russian or Ukrainian, if all names that may be meant
        are names of one place."""
        found = list(self.in_some_case(names, fits))
        named: dict[str, set[int]] = defaultdict(set)
        for place, _, said in found:
            named[said].add(place.number)
        # "Сумы" and "Суми" are one town; "Новая" and "Новое" are not
        if named and set.intersection(*named.values()):
            yield from found

    def in_some_case(self, names: Sequence[str], fits: Fits) -> Found:
        """The places of all names of which this may be another case."""
        for said in dict.fromkeys(said for name in names for said in nominatives(name)):
            yield from ((place, OTHER_NAME, said) for place in self._gazetteer.named(said) if fits(place))

    def misspelt(self, names: Sequence[str], fits: Fits) -> Found:
        """Places with a name of which one letter differs."""
        for name in names:
            yield from ((place, _MISSPELT, name) for place in self._gazetteer.misspelt(name) if fits(place))

    def _countries_named(self, name: str) -> Iterator[Place]:
        """The country that a name means in another form: "US", "Democratic Republic of Congo"."""
        codes = shared(name)
        yield from filter(None, map(self._gazetteer.country, codes))
        bare = re.sub(r"^the\s+", "", name, flags=re.IGNORECASE)
        for said in {said for said in said_otherwise(name, bare) if key(said) != key(name)}:
            yield from (place for place in self._gazetteer.named(said) if place.level == "country")

    def divisions(self, stem: str) -> Iterator[tuple[Place, float]]:
        """The divisions with this name, and those named after a town of this name in them: "Belgorodskaya oblast'"."""
        for place in self._gazetteer.named(stem):
            if _is_division(place):
                yield place, worth(place, stem)
                continue
            around = self._gazetteer.division(place.country, place.admin1)
            if around and _is_named_after(around, place, stem):
                yield around, OTHER_NAME


def _is_division(place: Place) -> bool:
    return place.level in ("admin1", "admin2")


def _is_in(town: Place, division: Place) -> bool:
    around = (town.country, town.admin1) == (division.country, division.admin1)
    return around and town.position is not None and division.admin2 in ("", town.admin2)


def _ratio(one: str, other: str) -> float:
    return SequenceMatcher(None, key(one), key(other), autojunk=False).ratio()


def _is_named_after(division: Place, town: Place, said: str) -> bool:
    """Whether a division has the name of a town in it: the Aleppo Governorate that of Aleppo, which is also Alep."""
    if town.country in ROMANISED and sound(division.name).startswith(sound(said)):
        return True
    names = {stem(name) or key(name) for name in division.names}
    return not names.isdisjoint(map(key, town.names))


def worth(place: Place, name: str) -> float:
    """The factor for a name of a place: highest for its first name, lowest for an abbreviation."""
    plain, first = _plain(key(name)), _plain(key(place.name))
    if plain == first:
        return 1.0
    if place.country in ROMANISED and sound(plain) == sound(first):
        return _SAME_SOUND
    is_code = len(key(name).replace(" ", "")) <= 3 and name.upper() == name != name.lower()
    return _CODE if is_code else OTHER_NAME


def _plain(plain: str) -> str:
    """A key without words that are often left out: "new york city" and "new york" become equal."""
    return _ARTICLES.sub("", DIVISION.sub("", plain)).strip() or plain

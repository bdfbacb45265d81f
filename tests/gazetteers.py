"""Small tables of places, in kgraph's own form and in that of GeoNames' dumps, and a gazetteer of only these."""

import lzma
import zipfile
from collections.abc import Iterable
from pathlib import Path

HEAD = "id\tlevel\tcountry\tadmin1\tadmin2\tlatitude\tlongitude\tpopulation\tnames"
OWN = (
    HEAD,
    "690791\tcountry\tUA\t\t\t\t\t44622516\tUkraine|Україна|UKR",
    "2017370\tcountry\tRU\t\t\t\t\t144478050\tRussia|Россия|RUS",
    "709716\tadmin1\tUA\t05\t\t\t\t\tDonetska oblast|Donetsk Oblast|Донецька область",
    "703447\tadmin1\tUA\t12\t\t\t\t\tKyiv",
    "713172\tadmin2\tUA\t05\t1405\t\t\t\tBakhmut Raion",
    "578071\tadmin1\tRU\t09\t\t\t\t\tBelgorodskaya oblast'",
    "703448\tcapital\tUA\t12\t\t50.45466\t30.5238\t2952301\tKyiv|Kiev|Київ",
    "704422\tsettlement\tUA\t05\t\t48.28014\t37.17706\t60127\tPokrovsk|Krasnoarmiysk|Покровськ",
    "713174\tsettlement\tUA\t05\t1405\t48.59419\t37.99886\t80500\tBakhmut|Бахмут",
    "2017824\tsettlement\tRU\t63\t\t61.47923\t129.13864\t9763\tPokrovsk",
    "578072\tsettlement\tRU\t09\t\t50.60343\t36.58091\t345289\tBelgorod|Белгород",
)
DUMPED = {
    "geonameid": "700001",
    "name": "Rozdolne",
    "asciiname": "Rozdolne",
    "alternatenames": "Роздольне,Razdolnoye",
    "latitude": "48.1",
    "longitude": "37.2",
    "class": "P",
    "code": "PPL",
    "country": "UA",
    "cc2": "",
    "admin1": "05",
    "admin2": "",
    "admin3": "",
    "admin4": "",
    "population": "120",
    "elevation": "",
    "dem": "100",
    "timezone": "Europe/Kyiv",
    "modified": "2024-01-01",
}


def dumped(**cells: str) -> str:
    """A line of a dump: the village of Rozdolne, except for these cells."""
    return "\t".join((DUMPED | cells).values())


def bundle(folder: Path, lines: Iterable[str] = OWN) -> Path:
    """A folder with a table at the path of kgraph's own table."""
    place = folder / "data/gazetteer/places.tsv.xz"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(lzma.compress("".join(f"{line}\n" for line in lines).encode()))
    return folder


def dump(path: Path, *lines: str, inside: str = "UA.txt") -> Path:
    """A dump of these lines, zipped beside GeoNames' readme if the name says so."""
    text = "".join(f"{line}\n" for line in lines)
    if path.suffix == ".zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("readme.txt", "GeoNames")
            archive.writestr(inside, text)
    else:
        path.write_text(text, encoding="utf8")
    return path

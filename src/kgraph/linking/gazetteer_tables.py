"""Reading tables of places: kgraph's own, and the dumps that GeoNames publishes."""

import csv
import io
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, cast

from kgraph.errors import DataError
from kgraph.linking.folding import key
from kgraph.linking.numbers import MOST_PEOPLE, number, whole
from kgraph.listing import without_mark

LEVELS = ("settlement", "capital", "admin1", "admin2", "country")
"""What a place is: a settlement, a country's capital, a division of the first or second order (an oblast, a county),
a country."""

_MOST_ID = 10**15  # the largest integer of SQLite, which has 64 bits


class PlaceRow(NamedTuple):
    """A row of such a table; see `gazetteer.Place`."""

    number: int
    level: str
    country: str
    admin1: str
    admin2: str
    latitude: float | None
    longitude: float | None
    population: int
    names: list[str]


def place_rows(table: Path) -> Iterator[PlaceRow]:
    """The places in a table: kgraph's own, or one that GeoNames publishes, as text or zipped."""
    read = _dumped if table.suffix in (".txt", ".zip") else _own
    line = 0
    try:
        with _opened(table) as text:
            for cells in csv.reader(text, delimiter="\t", quoting=csv.QUOTE_NONE):
                line += 1
                if row := read(cells):
                    yield row
    except (ValueError, EOFError, lzma.LZMAError, zipfile.BadZipFile, zlib.error, OSError, csv.Error) as error:
        fix = "name a country's file from download.geonames.org/export/dump"
        raise DataError(f"this is no table of places: {error}", path=table, line=line or None, fix=fix) from error


def _opened(table: Path) -> io.TextIOWrapper:
    if table.suffix == ".zip":
        archive = zipfile.ZipFile(table)
        texts = [name for name in archive.namelist() if name.endswith(".txt") and name != "readme.txt"]
        if len(texts) != 1:
            raise ValueError(f"it holds {len(texts)} text files, and GeoNames' have one beside readme.txt")
        return _text(cast(zipfile.ZipExtFile, archive.open(texts[0])), table)
    if table.suffix == ".xz":
        return _text(lzma.open(table), table)
    return _text(table.open("rb"), table)


def _text(data: io.BufferedReader | lzma.LZMAFile | zipfile.ZipExtFile, table: Path) -> io.TextIOWrapper:
    """The text of an open file, without a byte order mark."""
    try:
        without_mark(data.peek(4)[:4], table)
    except (DataError, OSError, EOFError, lzma.LZMAError, zlib.error):
        data.close()
        raise
    return io.TextIOWrapper(data, encoding="utf-8-sig", newline="")


def _own(cells: list[str]) -> PlaceRow | None:
    if len(cells) != 9:
        raise ValueError(f"{len(cells)} columns, and kgraph's table has 9")
    identifier, level, country, admin1, admin2, latitude, longitude, population, names = cells
    if identifier == "id":
        return None
    if level not in LEVELS:
        raise ValueError(f"'{level}' is no level")
    return PlaceRow(
        whole(identifier, _MOST_ID),
        level,
        country,
        admin1,
        admin2,
        number(latitude, -90, 90) if latitude else None,
        number(longitude, -180, 180) if longitude else None,
        whole(population or "0", MOST_PEOPLE),
        names.split("|"),
    )


def _dumped(cells: list[str]) -> PlaceRow | None:
    """A row of GeoNames' "geoname" table, 19 columns; only settlements, divisions and countries.

    The point of a division or country is left out, as in kgraph's own table, since it does not tell the extent.
    """
    if len(cells) != 19:
        raise ValueError(f"{len(cells)} columns, and GeoNames' table has 19")
    feature = cells[7]
    level = {"PCLI": "country", "ADM1": "admin1", "ADM2": "admin2"}.get(feature)
    # a place that no longer exists or was destroyed
    if level is None and (cells[6] != "P" or feature in ("PPLH", "PPLQ", "PPLW")):
        return None
    names = [name for name in dict.fromkeys([cells[1], cells[2], *cells[3].split(",")]) if key(name)]
    if not names:
        return None
    return PlaceRow(
        whole(cells[0], _MOST_ID),
        level or ("capital" if feature == "PPLC" else "settlement"),
        cells[8],
        cells[10],
        cells[11],
        None if level else number(cells[4], -90, 90),
        None if level else number(cells[5], -180, 180),
        whole(cells[14] or "0", MOST_PEOPLE),
        [name.replace("|", " ") for name in names],
    )

"""The gazetteer: GeoNames' settlements, divisions and countries as a table on the disk, found by name.

kgraph ships the table (`data/gazetteer/places.tsv.xz`, CC BY 4.0). It is read once into an index, a SQLite file in the
user's cache, in which names are looked up. A workspace may name further tables: GeoNames' own dumps (`UA.txt` or
`UA.zip`, https://download.geonames.org/export/dump/) for places of less than 500 inhabitants, which kgraph's table
lacks.
"""

import csv
import hashlib
import io
import lzma
import os
import re
import sqlite3
import tempfile
import time
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self, cast

from kgraph.disk import locked_folder
from kgraph.errors import DataError, UsageError
from kgraph.linking.candidates import Position
from kgraph.linking.folding import bones, key, sound, stem
from kgraph.linking.numbers import MOST_PEOPLE, number, whole
from kgraph.listing import check_file, without_mark
from kgraph.namespaces import IRI
from kgraph.resources import bundled, user_cache

GEONAMES = "https://sws.geonames.org/"
LEVELS = ("settlement", "capital", "admin1", "admin2", "country")
"""What a place is: a settlement, a country's capital, a division of the first or second order (an oblast, a county),
a country."""

_LAYOUT = "8"  # increase it if the index's layout or the folding changes: old indexes are then replaced
# Countries whose names are romanised from Cyrillic in several ways; there, names are looked up by sound too.
ROMANISED = frozenset(
    ("AM", "AZ", "BA", "BG", "BY", "GE", "KG", "KZ", "MD", "ME", "MK", "MN", "RS", "RU", "TJ", "TM", "UA", "UZ", "XK")
)
# Countries whose names are romanised from Arabic letters in several ways; there, names are looked up by consonants too.
ARABIC = frozenset(
    "AE AF BH DJ DZ EG EH IQ IR JO KM KW LB LY MA MR OM PK PS QA SA SD SO SY TD TN YE".split()  # noqa: SIM905 - short
)
# and those with other scripts, of whose names there are several romanisations as well
_HEARD = ROMANISED | ARABIC | {"ER", "ET", "IL", "IN", "KH", "LA", "MM", "NP", "SS", "TH"}
_KEPT_DAYS = 30
_MOST_ID = 10**15  # the largest integer of SQLite, which has 64 bits
_SCHEMA = """
CREATE TABLE place (id INTEGER PRIMARY KEY, level TEXT, country TEXT, admin1 TEXT, admin2 TEXT,
    latitude REAL, longitude REAL, population INTEGER, name TEXT, names TEXT);
CREATE TABLE name (key TEXT, place INTEGER);
CREATE TABLE sound (key TEXT, place INTEGER);
"""
_INDEXES = """
CREATE INDEX by_key ON name (key, place);
CREATE INDEX by_sound ON sound (key, place);
CREATE INDEX by_division ON place (country, admin1, admin2, level);
UPDATE place SET population = within.people FROM
    (SELECT country, admin1, SUM(population) AS people FROM place WHERE level IN ('settlement', 'capital')
        GROUP BY country, admin1) AS within
    WHERE place.level = 'admin1' AND place.country = within.country AND place.admin1 = within.admin1;
UPDATE place SET population = within.people FROM
    (SELECT country, admin1, admin2, SUM(population) AS people FROM place WHERE level IN ('settlement', 'capital')
        GROUP BY country, admin1, admin2) AS within
    WHERE place.level = 'admin2' AND place.country = within.country AND place.admin1 = within.admin1
        AND place.admin2 = within.admin2;
"""


class _Row(NamedTuple):
    number: int
    level: str
    country: str
    admin1: str
    admin2: str
    latitude: float | None
    longitude: float | None
    population: int
    names: list[str]


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the gazetteer.

    `number` is GeoNames' id, `level` one of `LEVELS`, `country` an ISO 3166-1 alpha-2 code, `admin1` and `admin2` are
    GeoNames' codes of the divisions that it lies in, or is. Divisions and countries have no `position`; the
    population of a division is that of its settlements.
    """

    number: int
    level: str
    country: str
    admin1: str
    admin2: str
    position: Position | None
    population: int
    name: str
    names: tuple[str, ...]

    @property
    def iri(self) -> IRI:
        """The place's IRI in GeoNames' linked data, which ends in a slash."""
        return IRI(f"{GEONAMES}{self.number}/")


class Gazetteer:
    """The index of places, opened for reading; see `open_gazetteer`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._places: dict[int, Place] = {}

    def named(self, name: str) -> list[Place]:
        """The places one of whose names has the same key, the most populous first."""
        return self._found("name", key(name))

    def sounding(self, name: str) -> list[Place]:
        """The places with a name that sounds like this one. Only countries whose names are transliterated into Latin
        letters are searched."""
        return self._found("sound", sound(name))

    def of_consonants(self, name: str) -> list[Place]:
        """The places with a name of the same consonants, in countries that write Arabic letters."""
        return self._found("sound", f"~{bones(name)}") if bones(name) else []

    def division(self, country: str, admin1: str) -> Place | None:
        """The first-order division with this code."""
        sql = "SELECT id FROM place WHERE country = ? AND admin1 = ? AND level = 'admin1'"
        found = self._connection.execute(sql, (country, admin1)).fetchone()
        return self._read([found[0]])[0] if found else None

    def country(self, code: str) -> Place | None:
        """The country with this ISO 3166-1 alpha-2 code."""
        return next(iter(self._read([self._countries[code]])), None) if code in self._countries else None

    def countries(self) -> list[str]:
        """The codes of all countries."""
        return sorted(self._countries)

    @cached_property
    def _countries(self) -> dict[str, int]:
        return dict(self._connection.execute("SELECT country, id FROM place WHERE level = 'country'").fetchall())

    def settlements(self, country: str, admin1: str = "", admin2: str = "") -> list[tuple[float, float, int]]:
        """Latitude, longitude and population of each settlement in a country or a division of it."""
        sql = "SELECT latitude, longitude, population FROM place WHERE country = ?"
        given = [country]
        for column, code in (("admin1", admin1), ("admin2", admin2)):
            if code:
                sql += f" AND {column} = ?"  # the names are those of kgraph's own columns
                given.append(code)
        return self._connection.execute(sql + " AND level IN ('settlement', 'capital')", given).fetchall()

    def place(self, iri: str) -> Place | None:
        """The place with this GeoNames IRI; `None` if the index lacks it."""
        found = re.fullmatch(re.escape(GEONAMES) + r"(\d{1,18})/?", iri)
        return next(iter(self._read([int(found[1])])), None) if found else None

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _found(self, table: str, wanted: str) -> list[Place]:
        if not wanted:
            return []
        sql = f"SELECT DISTINCT place FROM {table} WHERE key = ?"  # noqa: S608 - the name is one of kgraph's two tables
        numbers = [row[0] for row in self._connection.execute(sql, (wanted,))]
        return sorted(self._read(numbers), key=lambda place: (-place.population, place.number))

    def _read(self, numbers: Sequence[int]) -> list[Place]:
        missing = [number for number in numbers if number not in self._places]
        for start in range(0, len(missing), 500):
            some = missing[start : start + 500]
            sql = f"SELECT * FROM place WHERE id IN ({','.join('?' * len(some))})"  # noqa: S608 - only "?" are put in
            for row in self._connection.execute(sql, some):
                number, level, country, admin1, admin2, latitude, longitude, population, name, names = row
                position = (latitude, longitude) if latitude is not None else None
                self._places[number] = Place(
                    number, level, country, admin1, admin2, position, population, name, tuple(names.split("|"))
                )
        found = [self._places[number] for number in numbers if number in self._places]
        if len(self._places) > 50_000:
            self._places.clear()
        return found


def open_gazetteer(
    further: Iterable[Path] = (), *, cache: Path | None = None, step: Callable[[int], None] = lambda rows: None
) -> Gazetteer:
    """The gazetteer that kgraph ships, with the places of further tables.

    The index is made at the first call, in `cache` (default: `kgraph` in the user's cache folder; if that cannot be
    written, in a temporary folder that is removed at once). `step` is called for every thousand places read. If several
    processes need the index, one makes it and the others wait. Raises `UsageError` for a missing table or a cache that
    cannot be written, `DataError` for a file that is no table of GeoNames'.
    """
    tables = [bundled() / "data/gazetteer/places.tsv.xz", *further]
    digest = hashlib.sha256(_LAYOUT.encode())
    for table in tables:
        if os.path.lexists(table) and not table.is_dir():
            check_file(table)
        try:
            digest.update(hashlib.sha256(table.read_bytes()).digest())
        except OSError as error:
            raise UsageError(f"{table}: the gazetteer cannot be read: {error.strerror}") from error
    with ExitStack() as temporary:
        folder = cache or _cache_folder()
        if folder is None:
            folder = Path(temporary.enter_context(tempfile.TemporaryDirectory(prefix="kgraph-")))
        index = folder.absolute() / f"gazetteer-{digest.hexdigest()[:16]}.sqlite"
        if not index.is_file():
            _make_once(index, tables, step)
        with suppress(OSError):
            os.utime(index)  # the time of use, which _clear reads
        # an open file can be read after it was removed, so the temporary folder is not needed any more
        return Gazetteer(sqlite3.connect(f"{index.as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False))


def _cache_folder() -> Path | None:
    """`kgraph` in the user's cache folder, if it can be written."""
    home = user_cache()
    with suppress(OSError):
        home.mkdir(parents=True, exist_ok=True)
        if os.access(home, os.W_OK):
            return home
    return None


def _make_once(index: Path, tables: Sequence[Path], step: Callable[[int], None]) -> None:
    """Make the index, unless another process made it while this one waited for the folder's lock."""
    try:
        index.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{index.parent}: the gazetteer's index cannot be written: {error.strerror}") from error
    with locked_folder(index.parent):
        if not index.is_file():
            _clear(index.parent)
            _make(index, tables, step)


def _clear(folder: Path) -> None:
    """Remove files that killed processes left, and indexes of other tables that nobody has opened for a month."""
    old = time.time() - _KEPT_DAYS * 86_400
    for path in [*folder.glob(".gazetteer-*"), *folder.glob("gazetteer-*.sqlite")]:
        with suppress(OSError):
            if path.name.startswith(".") or path.stat().st_mtime < old:
                path.unlink()


def _make(index: Path, tables: Sequence[Path], step: Callable[[int], None]) -> None:
    """Write the index under a temporary name beside its place, then rename it."""
    beside = index.with_name(f".{index.name}")
    try:
        connection = sqlite3.connect(beside)
        try:
            connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + _SCHEMA)
            for table in tables:
                _fill(connection, table, step)
            connection.executescript(_INDEXES)
            connection.commit()
        finally:
            connection.close()
        beside.replace(index)
    except (OSError, sqlite3.Error) as error:
        raise UsageError(f"{index}: the gazetteer's index cannot be written: {error}") from error
    finally:
        with suppress(OSError):
            beside.unlink()


def _fill(connection: sqlite3.Connection, table: Path, step: Callable[[int], None]) -> None:
    rows = _rows(table)
    while some := list(islice(rows, 1000)):
        step(1000)
        stored = [(*row[:-1], row.names[0], "|".join(row.names)) for row in some]
        connection.executemany("INSERT OR REPLACE INTO place VALUES (?,?,?,?,?,?,?,?,?,?)", stored)
        keys = [(form, row.number) for row in some for form in _forms(row)]
        connection.executemany("INSERT INTO name VALUES (?,?)", keys)
        heard = [(row.number, _sounds(row)) for row in some if row.country in _HEARD]
        sounds = [(said, place) for place, several in heard for said in several]
        connection.executemany("INSERT INTO sound VALUES (?,?)", sounds)


def _forms(row: _Row) -> Iterator[str]:
    """The keys by which a place is found: those of its names, and of a first-order division's without "state"."""
    yield from map(key, row.names)
    if row.level == "admin1":
        yield from {stem(name) for name in row.names} - {""} - set(map(key, row.names))


def _sounds(row: _Row) -> set[str]:
    """How a place's names sound; the consonants of Arabic names have a mark before them."""
    sounds = {sound(name) for name in row.names} - {""}
    return sounds | {f"~{bones(name)}" for name in row.names if row.country in ARABIC and bones(name)}


def _rows(table: Path) -> Iterator[_Row]:
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


def _own(cells: list[str]) -> _Row | None:
    if len(cells) != 9:
        raise ValueError(f"{len(cells)} columns, and kgraph's table has 9")
    identifier, level, country, admin1, admin2, latitude, longitude, population, names = cells
    if identifier == "id":
        return None
    if level not in LEVELS:
        raise ValueError(f"'{level}' is no level")
    return _Row(
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


def _dumped(cells: list[str]) -> _Row | None:
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
    return _Row(
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

"""The gazetteer: GeoNames' settlements, divisions and countries as a table on the disk, found by name.

kgraph ships the table (`data/gazetteer/places.tsv.xz`, CC BY 4.0). It is read once into an index, a SQLite file in the
user's cache, in which names are looked up. A workspace may name further tables: GeoNames' own dumps (`UA.txt` or
`UA.zip`, https://download.geonames.org/export/dump/) for places of less than 500 inhabitants, which kgraph's table
lacks.
"""

import hashlib
import os
import re
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Self

from kgraph.disk import locked_folder
from kgraph.errors import Unwritable, UsageError
from kgraph.linking.candidates import Position
from kgraph.linking.divisions import forms, stem
from kgraph.linking.folding import bones, key, sound
from kgraph.linking.gazetteer_tables import PlaceRow, place_rows
from kgraph.linking.misspelt import is_one_off, swapped, turned
from kgraph.linking.written import without_town
from kgraph.listing import check_file
from kgraph.namespaces import IRI
from kgraph.resources import bundled, user_cache

GEONAMES = "https://sws.geonames.org/"
_LAYOUT = "15"  # increase it if the index's layout or the folding changes: old indexes are then replaced
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
# letters neither Latin nor Cyrillic
_OF_OTHERS = re.compile(r"[\u0370-\u03ff\u0530-\u1dff\u1f00-\u1fff\u2c00-\ud7ff]")
_AFTER_CYRILLIC = "\u0530"
_KEPT_DAYS = 30
_SCHEMA = """
CREATE TABLE place (id INTEGER PRIMARY KEY, level TEXT, country TEXT, admin1 TEXT, admin2 TEXT,
    latitude REAL, longitude REAL, population INTEGER, name TEXT, names TEXT);
CREATE TEMP TABLE found_name (key TEXT, place INTEGER);
CREATE TEMP TABLE found_sound (key TEXT, place INTEGER);
"""
_INDEXES = """
CREATE TABLE name (key TEXT, place INTEGER, PRIMARY KEY (key, place)) WITHOUT ROWID;
CREATE TABLE sound (key TEXT, place INTEGER, PRIMARY KEY (key, place)) WITHOUT ROWID;
CREATE TABLE turned (key TEXT PRIMARY KEY) WITHOUT ROWID;
INSERT INTO name SELECT DISTINCT key, place FROM found_name ORDER BY key, place;
INSERT INTO sound SELECT DISTINCT key, place FROM found_sound ORDER BY key, place;
INSERT INTO turned SELECT DISTINCT turned(key) AS key FROM name
    WHERE length(key) >= 4 AND key >= '0' AND key < '\u0530' ORDER BY key;
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
        self._divisions: dict[tuple[str, str], tuple[int] | None] = {}

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

    def divided(self, name: str) -> list[Place]:
        """The divisions with a name of the same form (`divisions.form`): "Kivu du Nord" is North Kivu."""
        found = [place for said in sorted(forms(name, by_consonants=True)) for place in self._found("name", said)]
        return list(dict.fromkeys(found))

    def misspelt(self, name: str) -> list[Place]:
        """The places with a name of which one letter differs: another one, one more or one fewer.

        One half of such a name is the same, so only the names that begin or end alike are compared.
        """
        wanted = key(name)
        half = len(wanted) // 2
        if len(wanted) < 5 or wanted >= _AFTER_CYRILLIC:
            return []
        sql = "SELECT DISTINCT key FROM {} WHERE key >= ? AND key < ? AND length(key) BETWEEN ? AND ?"
        lengths = (len(wanted) - 1, len(wanted) + 1)
        found = set()
        for table, start in (("name", wanted[:half]), ("turned", turned(wanted)[:half])):
            rows = self._connection.execute(sql.format(table), (start, f"{start}\uffff", *lengths))
            found |= {turned(row[0]) if table == "turned" else row[0] for row in rows}
        found |= set(swapped(wanted))
        alike = [one for one in found if is_one_off(one, wanted)]
        places = {place.number: place for one in alike for place in self._found("name", one)}
        return sorted(places.values(), key=lambda place: (-place.population, place.number))

    def division(self, country: str, admin1: str) -> Place | None:
        """The first-order division with this code."""
        if (country, admin1) not in self._divisions:
            sql = "SELECT id FROM place WHERE country = ? AND admin1 = ? AND level = 'admin1'"
            self._divisions[country, admin1] = self._connection.execute(sql, (country, admin1)).fetchone()
        found = self._divisions[country, admin1]
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
        raise Unwritable(f"{index.parent}: the gazetteer's index cannot be written: {error.strerror}") from error
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
            connection.create_function("turned", 1, turned, deterministic=True)
            for table in tables:
                _fill(connection, table, step)
            connection.executescript(_INDEXES)
            connection.commit()
        finally:
            connection.close()
        beside.replace(index)
    except (OSError, sqlite3.Error) as error:
        raise Unwritable(f"{index}: the gazetteer's index cannot be written: {error}") from error
    finally:
        with suppress(OSError):
            beside.unlink()


def _fill(connection: sqlite3.Connection, table: Path, step: Callable[[int], None]) -> None:
    rows = place_rows(table)
    while some := list(islice(rows, 1000)):
        step(1000)
        stored = [(*row[:-1], row.names[0], "|".join(row.names)) for row in some]
        connection.executemany("INSERT OR REPLACE INTO place VALUES (?,?,?,?,?,?,?,?,?,?)", stored)
        keys = [(form, row.number) for row in some for form in _forms(row)]
        connection.executemany("INSERT INTO found_name VALUES (?,?)", keys)
        heard = [(row.number, _sounds(row)) for row in some if row.country in _HEARD]
        sounds = [(said, place) for place, several in heard for said in several]
        connection.executemany("INSERT INTO found_sound VALUES (?,?)", sounds)


def _forms(row: PlaceRow) -> Iterator[str]:
    """The keys by which a place is found: those of its names, and of a first-order division's without "state"; a
    division's forms (`divisions.form`) have a mark before them."""
    yield from map(key, row.names)
    yield from (key(without_town(name)) for name in row.names if _is_of_others(name))
    if row.level == "admin1":
        yield from {stem(name) for name in row.names} - {""} - set(map(key, row.names))
    if row.level in ("admin1", "admin2"):
        yield from {said for name in row.names for said in forms(name, by_consonants=row.country in ARABIC)}


def _sounds(row: PlaceRow) -> set[str]:
    """How a place's names sound; the consonants of Arabic names have a mark before them."""
    sounds = {sound(name) for name in row.names if not _is_of_others(name)} - {""}
    return sounds | {f"~{bones(name)}" for name in row.names if row.country in ARABIC and bones(name)}


def _is_of_others(name: str) -> bool:
    return not name.isascii() and _OF_OTHERS.search(name) is not None

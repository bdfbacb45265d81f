"""The index of places: made once, remade for another table, whole or not there; and what it answers."""

import os
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from gazetteers import OWN, bundle, dump, dumped
from kgraph.errors import DataError, UsageError
from kgraph.linking import gazetteer as module
from kgraph.linking.gazetteer import Gazetteer, Place, open_gazetteer

SRC = Path(module.__file__).parents[2]
Open = Callable[..., Gazetteer]


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    """A gazetteer of the small table and of further ones, its index in `tmp_path / "cache"` unless told."""
    monkeypatch.setattr(module, "bundled", lambda: bundle(tmp_path / "own"))
    return lambda *further, cache=tmp_path / "cache", **options: open_gazetteer(further, cache=cache, **options)


def numbers(places: list[Place]) -> list[int]:
    return [place.number for place in places]


def test_what_is_asked(opened: Open) -> None:
    with opened() as places:
        assert numbers(places.named("Pokrovsk")) == [704422, 2017824], "the most populous first"
        assert numbers(places.named("ПОКРОВСЬК")) == [704422]
        assert numbers(places.named("Kyiv")) == [703447, 703448], "as populous: the lower number first"
        assert places.named("Atlantis") == places.named("") == places.named("—") == []
        assert numbers(places.sounding("Krasnoarmijsk")) == [704422]
        assert places.sounding("") == places.sounding("’") == []
        assert places.countries() == ["RU", "UA"]
        assert places.settlements("UA", "05", "1405") == [(48.59419, 37.99886, 80500)]
        assert len(places.settlements("UA", "05")) == 2
        assert len(places.settlements("UA")) == 3, "the capital is a settlement"
        assert places.settlements("XX") == []
        city = places.place("https://sws.geonames.org/704422/")
    assert city == Place(
        number=704422,
        level="settlement",
        country="UA",
        admin1="05",
        admin2="",
        position=(48.28014, 37.17706),
        population=60127,
        name="Pokrovsk",
        names=("Pokrovsk", "Krasnoarmiysk", "Покровськ"),
    )
    assert city.iri == "https://sws.geonames.org/704422/"


def test_divisions_and_countries(opened: Open) -> None:
    with opened() as places:
        oblast, country = places.division("UA", "05"), places.country("UA")
        assert oblast and country
        assert (oblast.number, oblast.level, oblast.position) == (709716, "admin1", None)
        assert oblast.population == 60127 + 80500, "that of its settlements"
        assert places.named("Bakhmut Raion")[0].population == 80500
        assert (country.number, country.level, country.population) == (690791, "country", 44622516)
        capital = places.place("https://sws.geonames.org/703448")
        assert capital and capital.level == "capital"
        assert places.division("UA", "99") is None
        assert places.division("RU", "05") is places.division("RU", "63") is None, "a town there is no division"
        assert places.country("XX") is places.country("ua") is None


@pytest.mark.parametrize(
    "iri",
    [
        "https://sws.geonames.org/1/",
        "https://sws.geonames.org/",
        "https://sws.geonames.org/about/",
        f"https://sws.geonames.org/{'9' * 40}/",
        "http://www.wikidata.org/entity/704422",
        "704422",
    ],
)
def test_an_iri_that_is_none_of_its_places(opened: Open, iri: str) -> None:
    with opened() as places:
        assert places.place(iri) is None


def test_only_names_that_were_romanised_are_heard(opened: Open, tmp_path: Path) -> None:
    table = dump(tmp_path / "x.txt", dumped(geonameid="1", name="Lyon", country="FR"), dumped(name="Lyon"))
    with opened(table) as places:
        assert numbers(places.sounding("Lion")) == [700001]
        assert numbers(places.named("Lyon")) == [1, 700001]


def test_the_index_is_made_once(opened: Open, tmp_path: Path) -> None:
    steps: list[int] = []
    with opened(step=steps.append) as first:
        assert steps == [1000]
        with opened(step=steps.append) as second:
            assert numbers(first.named("Kiev")) == numbers(second.named("Kiev")) == [703448]
    assert steps == [1000]
    assert len(list((tmp_path / "cache").iterdir())) == 1


def test_another_table_has_another_index(opened: Open, tmp_path: Path) -> None:
    table = dump(tmp_path / "UA.txt", dumped())
    opened().close()
    with opened(table) as places:
        assert numbers(places.named("Rozdolne")) == [700001]
    dump(table, dumped(), dumped(geonameid="700002", population="900"))
    with opened(table) as places:
        assert numbers(places.named("Rozdolne")) == [700002, 700001]
    with opened() as places:
        assert places.named("Rozdolne") == []
    assert len(list((tmp_path / "cache").iterdir())) == 3


def test_indexes_that_nobody_has_opened_for_a_month_go(opened: Open, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    a, b = (dump(tmp_path / f"{name}.txt", dumped(name=name)) for name in "ab")
    opened(a).close()
    (unused,) = cache.iterdir()
    opened(b).close()
    (used,) = set(cache.iterdir()) - {unused}
    for index in (unused, used):
        os.utime(index, (0, 0))
    opened(b).close()
    opened().close()
    assert not unused.exists()
    assert used.exists()


@pytest.mark.parametrize("form", ["UA.txt", "UA.zip", "ukraine.zip"])
def test_geonames_own_dumps(opened: Open, tmp_path: Path, form: str) -> None:
    table = dump(
        tmp_path / form,
        dumped(),
        dumped(geonameid="700002", name="Novyi Kyiv", code="PPLC", alternatenames=""),
        dumped(geonameid="709716", code="ADM1", **{"class": "A"}, name="Donetska oblast", alternatenames=""),
        dumped(geonameid="700003", code="ADM2", **{"class": "A"}, admin2="1", name="Raion", alternatenames=""),
        dumped(geonameid="690791", code="PCLI", **{"class": "A"}, name="Ukraine", admin1="00", alternatenames=""),
        *[
            dumped(geonameid=f"80000{n}", name=f"Gone {code}", code=code, alternatenames="")
            for n, code in enumerate(("PPLQ", "PPLW", "PPLH"))
        ],
        dumped(geonameid="800009", name="Oskil", code="STM", alternatenames="", **{"class": "H"}),
        dumped(geonameid="800010", name="—", asciiname="", alternatenames=""),
    )
    with opened(table) as places:
        (village,) = places.named("Роздольне")
        assert village.names == ("Rozdolne", "Роздольне", "Razdolnoye")
        assert (village.level, village.position, village.population) == ("settlement", (48.1, 37.2), 120)
        assert numbers(places.named("Razdolnoye")) == [700001]
        assert places.named("Novyi Kyiv")[0].level == "capital"
        levels = {place.level: place.position for name in ("Donetska oblast", "Raion") for place in places.named(name)}
        assert levels == {"admin1": None, "admin2": None}, "the point of a division says nothing of its reach"
        country = places.country("UA")
        assert country and country.position is None
        for name in ("Gone PPLQ", "Gone PPLW", "Gone PPLH", "Oskil"):
            assert places.named(name) == [], name


def test_a_dump_amends_what_kgraph_carries(opened: Open, tmp_path: Path) -> None:
    table = dump(tmp_path / "UA.txt", dumped(geonameid="704422", name="Pokrovsk", population="52000"))
    with opened(table) as places:
        (city,) = [place for place in places.named("Pokrovsk") if place.country == "UA"]
    assert city.population == 52000


def own(path: Path, *lines: str) -> Path:
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf8")
    return path


def garbled(path: Path) -> Path:
    """A zip whose compressed bytes are damaged."""
    data = bytearray(dump(path, *[dumped(geonameid=str(n)) for n in range(200)]).read_bytes())
    with zipfile.ZipFile(path) as archive:
        begin = archive.getinfo("UA.txt").header_offset + 60
    data[begin : begin + 40] = bytes(40)
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("name", "make", "where", "said"),
    [
        ("a.tsv", lambda p: own(p, *OWN, "1\tsettlement"), ":13", "2 columns, and kgraph's table has 9"),
        ("a.tsv", lambda p: own(p, *OWN, ""), ":13", "0 columns"),
        ("a.tsv", lambda p: own(p, OWN[0], OWN[1].replace("country", "hamlet")), ":2", "'hamlet' is no level"),
        ("a.tsv", lambda p: own(p, OWN[0], "x" + OWN[1]), ":2", "is no whole number"),
        ("a.tsv", lambda p: own(p, OWN[8].replace("37.17706", "537")), ":1", "'537' is no number from -180 to 180"),
        ("a.tsv", lambda p: own(p, OWN[8].replace("48.28014", "nan")), ":1", "'nan' is no number from -90 to 90"),
        ("a.txt", lambda p: dump(p, dumped(), dumped() + "\tx"), ":2", "20 columns, and GeoNames' table has 19"),
        ("a.txt", lambda p: dump(p, dumped(), dumped(latitude="north")), ":2", "'north' is no number"),
        ("a.txt", lambda p: dump(p, dumped(population="many")), ":1", "'many' is no whole number"),
        ("a.txt", lambda p: p.write_bytes(b"\xff\xfe\x00") and p, "", "this is saved as UTF-16; save it as UTF-8"),
        ("a.zip", lambda p: p.write_text("no zip") and p, "", "not a zip"),
        ("a.zip", lambda p: dump(p, dumped(), inside="UA.csv"), "", "it holds 0 text files"),
        ("a.zip", garbled, "", "this is no table"),
        ("a.xz", lambda p: p.write_text("no xz") and p, "", "this is no table"),
    ],
)
def test_a_table_that_is_broken(
    opened: Open, tmp_path: Path, name: str, make: Callable[[Path], Path], where: str, said: str
) -> None:
    table = make(tmp_path / name)
    with pytest.raises(DataError) as caught:
        opened(table)
    assert str(caught.value).startswith(f"{table}{where}: ")
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)
    assert list((tmp_path / "cache").iterdir()) == [], "no half index stays"


@pytest.mark.parametrize(
    "people", ["99999999999999999999", "-5", "1.5", "1,234", "1e999", "nan", "many", "٤", "1_0", "9" * 4301]
)
def test_a_population_that_is_none_is_told_with_its_line(opened: Open, tmp_path: Path, people: str) -> None:
    for table in (
        dump(tmp_path / "a.txt", dumped(), dumped(geonameid="800002", population=people)),
        own(tmp_path / "b.tsv", OWN[0], "\t".join([*OWN[8].split("\t")[:7], people, "x"])),
    ):
        with pytest.raises(DataError, match=rf"{table.name}:2: this is no table of places: .* is no whole number"):
            opened(table)


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("geonameid", "99999999999999999999"),
        ("geonameid", "-1"),
        ("geonameid", "9" * 4301),
        ("latitude", "1e999"),
        ("latitude", "91"),
        ("longitude", "nan"),
        ("longitude", "-180.1"),
        ("longitude", "37,1"),
        ("longitude", ""),
    ],
)
def test_a_number_that_is_none_is_told_with_its_line(opened: Open, tmp_path: Path, column: str, text: str) -> None:
    with pytest.raises(DataError, match=r"a\.txt:1: this is no table of places: '.*' is no (whole )?number from"):
        opened(dump(tmp_path / "a.txt", dumped(**{column: text})))


def test_a_table_may_begin_with_a_byte_order_mark(opened: Open, tmp_path: Path) -> None:
    for number, path in enumerate((dump(tmp_path / "a.txt", dumped()), own(tmp_path / "b.tsv", *OWN))):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
        with opened(path, cache=tmp_path / f"cache{number}") as places:
            assert places.named("Rozdolne") or places.named("Pokrovsk")


@pytest.mark.parametrize("name", ["not-there.txt", "."])
def test_a_table_that_cannot_be_read(opened: Open, tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="the gazetteer cannot be read: ") as caught:
        opened(tmp_path / name)
    assert str(caught.value).startswith(f"{tmp_path / name}: ")
    assert not (tmp_path / "cache").exists()


def test_a_cache_that_is_no_folder(opened: Open, tmp_path: Path) -> None:
    place = tmp_path / "file"
    place.write_text("")
    for cache in (place, place / "below"):
        with pytest.raises(UsageError, match="index cannot be written") as caught:
            opened(cache=cache)
        assert str(caught.value).startswith(str(cache))


def test_an_index_that_cannot_be_written(opened: Open, tmp_path: Path) -> None:
    opened().close()
    (index,) = (tmp_path / "cache").iterdir()
    index.unlink()
    index.with_name(f".{index.name}").mkdir()
    with pytest.raises(UsageError, match="the gazetteer's index cannot be written: unable to open"):
        opened()


def test_odd_names_of_folders(opened: Open, tmp_path: Path) -> None:
    cache = tmp_path / "50% #1? ä b"
    with opened(cache=cache) as places:
        assert places.named("Kiev")
    assert len(list(cache.iterdir())) == 1


def test_the_users_cache(opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    opened(cache=None).close()
    (index,) = (tmp_path / "home/kgraph").iterdir()
    assert index.name.startswith("gazetteer-")


def test_without_a_cache_that_can_be_written_nothing_stays(
    opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "temporary").mkdir()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    with opened(cache=None) as places:
        assert list((tmp_path / "temporary").iterdir()) == []
        assert numbers(places.named("Kiev")) == [703448]
        assert places.settlements("UA")


SCRIPT = """
import sys, time
from pathlib import Path
from kgraph.linking import gazetteer
own, cache, go = map(Path, sys.argv[1:])
gazetteer.bundled = lambda: own
def step(rows):
    print("making", flush=True)
    while not go.exists():
        time.sleep(0.01)
print("begun", flush=True)
with gazetteer.open_gazetteer(cache=cache, step=step) as places:
    print(places.named("Kiev")[0].number, flush=True)
"""


def start(tmp_path: Path) -> "subprocess.Popen[str]":
    """A process that opens the gazetteer, and while making its index waits for the file `go`."""
    words: list[str | Path] = [sys.executable, "-c", SCRIPT, tmp_path / "own", tmp_path / "cache", tmp_path / "go"]
    environment = os.environ | {"PYTHONPATH": str(SRC)}
    return subprocess.Popen(words, stdout=subprocess.PIPE, text=True, env=environment)


def line(process: "subprocess.Popen[str]") -> str:
    assert process.stdout
    return process.stdout.readline().strip()


def test_of_two_processes_one_makes_the_index(tmp_path: Path) -> None:
    bundle(tmp_path / "own")
    with start(tmp_path) as one:
        assert [line(one), line(one)] == ["begun", "making"]
        with start(tmp_path) as other:
            assert line(other) == "begun"
            with pytest.raises(subprocess.TimeoutExpired):
                other.wait(0.5)  # it waits for the first
            (tmp_path / "go").touch()
            assert line(one) == "703448"
            assert line(other) == "703448", "it has not made another"
        assert other.returncode == 0
    assert one.returncode == 0
    assert len(list((tmp_path / "cache").iterdir())) == 1


def test_a_killed_process_leaves_no_half_index(opened: Open, tmp_path: Path) -> None:
    bundle(tmp_path / "own")
    with start(tmp_path) as process:
        assert [line(process), line(process)] == ["begun", "making"]
        process.kill()
    (left,) = (tmp_path / "cache").iterdir()
    assert left.name.startswith(".")
    steps: list[int] = []
    with opened(step=steps.append) as places:
        assert numbers(places.named("Kiev")) == [703448]
    assert steps, "what the killed one left is not taken for an index"
    (index,) = (tmp_path / "cache").iterdir()
    assert index.name.startswith("gazetteer-"), "what it left is gone"

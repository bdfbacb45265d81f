"""The worlds beside a store: what bounds them, several that ask at once, damage, and stores of an earlier kgraph."""

import gzip
import os
import random
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyoxigraph as ox
import pytest

from kgraph import Graph, Rows, Workspace, build
from kgraph.errors import DataError, KgraphError, StoreError
from kgraph.namespaces import IRI, RDFS
from kgraph.store import OxigraphStore, Store, open_store
from kgraph.store.terms import quad_to_oxigraph
from kgraph.workspace.building import fill
from kgraph.workspace.starting import init_workspace
from kgraph.worlds import WORLD_NAMES, World, WorldName, materialise, world_iri
from paced import rest_thorough

BASE = "https://example.org/reports/"
HELD = "SELECT ?c { ?c kg:inWorld ?w } ORDER BY ?c"
SAID = "SELECT ?c { ?c a kg:Claim } ORDER BY ?c"


def claims(graph: Graph, query: str = SAID, **options: object) -> list[str]:
    answer = graph.query(query, **options)  # type: ignore[arg-type] # each test passes what it needs
    assert isinstance(answer, Rows)
    return [str(claim) for claim in answer.column("c")]


def kept(town: Workspace) -> set[str]:
    """The names of the worlds beside the store, whole or not."""
    return {path.name.partition(".")[0] for path in Path(f"{town.store.resolve()}.worlds").iterdir()}


def folder_of(town: Workspace, name: str = "undisputed") -> Path:
    return next(Path(f"{town.store.resolve()}.worlds").glob(f"{name}.*"))


def as_of(day: str) -> str:
    return f"undisputed--as-of-{day}"


def bounded(town: Workspace, room: str) -> Path:
    toml = town.root / "kgraph.toml"
    toml.write_text(f'{toml.read_text()}\nworlds = "{room}"\n')
    return town.root


# -- the bound


@pytest.mark.slow
def test_worlds_asked_for_longest_ago_go_and_are_made_again(town: Workspace) -> None:
    bounded(town, "1K")
    days = ["2021-05-03", "2021-05-04", "2021-05-05"]
    for day in days:
        with Graph.open(town.root) as graph:
            assert graph.workspace.room == 1024
            found = claims(graph, as_of=day)
        assert kept(town) == {as_of(day)}  # the newest stays, however much it takes
    with Graph.open(town.root) as graph:
        assert claims(graph, as_of=days[0]) == found[:1] != []
        assert claims(graph, HELD) != []
        assert kept(town) == {as_of(days[0]), "undisputed"}  # somebody has the first open
    with Graph.open(town.root) as graph:
        claims(graph, as_of=days[1])
    assert kept(town) == {as_of(days[1])}


def test_a_world_that_was_asked_for_lately_stays(town: Workspace) -> None:
    with Graph.open(town.root) as graph:
        claims(graph, as_of="2021-05-03")
        claims(graph, as_of="2021-05-04")
    files = [path.stat() for path in folder_of(town, as_of("2021-05-03")).iterdir()]
    taken = sum(file.st_size for file in files if file.st_nlink == 1)
    bounded(town, str(int(2.8 * taken)))
    with Graph.open(town.root) as graph:
        claims(graph, as_of="2021-05-03")
        os.utime(folder_of(town), (0, 0))
    with Graph.open(town.root) as graph:
        claims(graph, as_of="2021-05-05")
    assert kept(town) == {as_of("2021-05-03"), as_of("2021-05-05")}


@pytest.mark.parametrize("size", ['"much"', "100", '""', '"-1"'])
def test_a_wrong_bound_is_a_line(town: Workspace, size: str) -> None:
    toml = town.root / "kgraph.toml"
    toml.write_text(f"{toml.read_text()}\nworlds = {size}\n")
    with pytest.raises(DataError, match=r"kgraph\.toml: .*worlds") as caught:
        Graph.open(town.root)
    assert "\n" not in str(caught.value)


@pytest.mark.slow
def test_a_process_has_so_many_worlds_open_and_no_more(town: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kgraph.store.snapshot._MOST_OPEN", 2)
    with Graph.open(town.root) as graph:
        for day in ("2021-05-03", "2021-05-04", "2021-05-03", "2021-05-05"):
            claims(graph, as_of=day)
        with Graph.open(bounded(town, "1K")) as other:
            claims(other, as_of="2021-05-06")
        assert kept(town) == {as_of("2021-05-03"), as_of("2021-05-05"), as_of("2021-05-06")}


# -- several at once


@pytest.mark.slow
def test_readers_in_threads_never_fail_while_worlds_are_made_and_builds_come(town: Workspace) -> None:
    expected = {}
    with Graph.open(town.root, "memory:") as memory:
        for words in ({}, {"world": "asserted"}, {"world": "record"}):
            expected[str(words)] = (words, claims(memory, HELD, **words))
    done = threading.Event()

    def read(graph: Graph) -> int:
        count = 0
        while not done.is_set():
            for words, found in expected.values():
                assert claims(graph, HELD, **words) == found
                count += 1
        return count

    def ask(graph: Graph) -> int:
        day = 0
        while not done.is_set():
            day += 1
            assert len(claims(graph, as_of=f"20{22 + day // 28}-02-{day % 28 + 1:02}")) == 3
        return day

    with Graph.open(town.root) as graph, ThreadPoolExecutor(5) as pool:
        readers = [pool.submit(read, graph) for _ in range(3)]
        asker = pool.submit(ask, graph)
        try:
            data = town.data / "reference.trig"
            data.write_text(f"{data.read_text()}\n# the same in other files\n")
            build(town)
            assert graph.refresh()
        finally:
            time.sleep(0.2)
            done.set()
        assert min(reader.result() for reader in readers) > 0
        assert asker.result() > 0


ASK = """
import sys
from kgraph import Graph
from kgraph.store import beside

made, write = 0, beside.write_clone

def counted(*words):
    global made
    made += 1
    write(*words)

beside.write_clone = counted
with Graph.open(sys.argv[1]) as graph:
    print("ready", flush=True)
    sys.stdin.readline()
    print(made, len(graph.query("SELECT ?c { ?c a kg:Claim }", as_of="2021-05-03")), made)
"""


@pytest.mark.slow
def test_of_several_processes_that_ask_for_a_world_one_makes_it(town: Workspace) -> None:
    command, pipe = [sys.executable, "-c", ASK, str(town.root)], subprocess.PIPE
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).resolve().parents[2] / "src")}
    workers = [subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, env=environment) for _ in range(3)]
    for worker in workers:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "ready\n"
    for worker in workers:
        assert worker.stdin is not None
        worker.stdin.write("go\n")
        worker.stdin.flush()
    told = sorted(worker.communicate(timeout=60)[0].split() for worker in workers)
    assert told == [["0", "1", "0"], ["0", "1", "0"], ["0", "1", "1"]]


# -- damage


def emptied(world: Path) -> None:
    for path in world.iterdir():
        path.unlink()


def half_removed(world: Path) -> None:
    for path in sorted(world.iterdir())[::2]:
        path.unlink()


def without_its_tables(world: Path) -> None:
    for path in world.glob("*.sst"):
        path.unlink()


def truncated(world: Path) -> None:
    for path in world.glob("*.sst"):
        if path.stat().st_nlink == 1:
            os.truncate(path, path.stat().st_size // 2)


def without_the_end_of_its_list(world: Path) -> None:
    (path,) = world.glob("MANIFEST-*")
    os.truncate(path, path.stat().st_size * 9 // 10)


def no_store(world: Path) -> None:
    emptied(world)
    (world / "CURRENT").write_text("garbage\n")


def a_file(world: Path) -> None:
    shutil.rmtree(world)
    world.write_text("no folder")


def a_link_to_nothing(world: Path) -> None:
    shutil.rmtree(world)
    world.symlink_to("nowhere")


@pytest.mark.slow
@pytest.mark.parametrize(
    "damage",
    [
        half_removed,
        truncated,
        a_file,
        emptied,
        without_its_tables,
        without_the_end_of_its_list,
        no_store,
        a_link_to_nothing,
    ],
)
def test_a_damaged_world_is_made_again(town: Workspace, damage: Callable[[Path], None]) -> None:
    with Graph.open(town.root) as graph:
        expected = claims(graph, HELD), claims(graph, "SELECT ?c { ?c ?p ?o } ORDER BY ?c ?p ?o")
    damage(folder_of(town))
    for _ in range(2):
        with Graph.open(town.root) as graph:
            assert claims(graph, HELD) == expected[0]
            assert [c for c in claims(graph, "SELECT ?c { ?c ?p ?o } ORDER BY ?c ?p ?o") if "http" in c] == [
                c for c in expected[1] if "http" in c
            ]
    assert kept(town) == {"undisputed"}


def test_what_lies_about_among_the_worlds_does_no_harm(town: Workspace) -> None:
    place = folder_of(town).parent
    (place / "notes.txt").write_text("mine")
    (place / ".left.tmp").mkdir()
    (place / ".left").write_text("half")
    with Graph.open(bounded(town, "1K")) as graph:
        assert len(claims(graph, as_of="2021-05-03")) == 1
    assert kept(town) == {"notes", as_of("2021-05-03")}


def test_worlds_are_made_where_their_folder_is_none(town: Workspace) -> None:
    place = folder_of(town).parent
    shutil.rmtree(place)
    place.write_text("no folder")
    with Graph.open(town.root) as graph:
        assert len(claims(graph, as_of="2021-05-03")) == 1
    place.unlink()
    with Graph.open(town.root) as graph:
        assert len(claims(graph, as_of="2021-05-03")) == 1
    assert kept(town) == {as_of("2021-05-03")}


@pytest.mark.slow
def test_a_store_whose_list_of_files_was_cut_is_damaged(town: Workspace) -> None:
    (path,) = town.store.glob("MANIFEST-*")
    os.truncate(path, path.stat().st_size * 9 // 10)
    with pytest.raises(StoreError, match=r"store: the store is damaged; .* rebuilds it"):
        open_store(f"oxigraph:{town.store}", read_only=True)
    with Graph.open(town.root) as graph:
        assert graph.store.url == "memory:"
    build(town)
    with Graph.open(town.root) as graph:
        assert len(claims(graph)) == 3


@pytest.mark.slow
@pytest.mark.parametrize("damage", ["missing", "flipped", "empty", "truncated", "text", "more", "folder"])
def test_a_damaged_archive_is_not_read(town: Workspace, damage: str) -> None:
    archive = town.store / "quads.nq.gz"
    whole = archive.read_bytes()
    archive.unlink()
    middle = len(whole) // 2
    if damage == "folder":
        archive.mkdir()
    elif damage != "missing":
        archive.write_bytes(
            {
                "empty": b"",
                "truncated": whole[:middle],
                "flipped": whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :],
                "text": gzip.compress(b"no quads\n"),
                "more": whole + b"more",
            }[damage]
        )
    with Graph.open(town.root) as graph, Graph.open(town.root, "memory:") as memory:
        for words in ({"as_of": "2021-05-03"}, {"world": "asserted"}):
            assert claims(graph, **words) == claims(memory, **words) != []
            assert claims(graph, HELD, **words) == claims(memory, HELD, **words)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(6))
def test_random_damage_is_a_line_or_does_no_harm(town: Workspace, seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311 - a test's own dice
    asked: tuple[dict[str, str], ...] = ({}, {"as_of": "2021-05-03"}, {"world": "asserted"})
    with Graph.open(town.root, "memory:") as memory:
        expected = [claims(memory, HELD, **words) for words in asked]
    places = [*folder_of(town).iterdir(), *town.store.resolve().rglob("*")]
    files = sorted(path for path in places if path.is_file() and path.stat().st_size)
    for path in rng.sample(files, rng.choice((1, 1, 2, 5))):
        data = bytearray(path.read_bytes())
        path.unlink()  # else a file that is linked would change in both
        how = rng.randrange(4)
        if how == 0:
            data = data[: rng.randrange(len(data))]
        elif how == 1:
            for _ in range(rng.choice((1, 10, 100))):
                data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
        elif how == 2:
            start = rng.randrange(len(data))
            data[start : start + 4096] = bytes(len(data[start : start + 4096]))
        if how < 3:
            path.write_bytes(data)
    for words, held in zip(asked, expected, strict=True):
        try:
            with Graph.open(town.root, f"oxigraph:{town.store}") as graph:
                found = claims(graph, HELD, **words)
        except KgraphError as error:
            assert str(town.store.parent) in str(error)
            assert "\n" not in str(error)
        else:
            assert found == held
    build(town)
    with Graph.open(town.root) as graph:
        assert claims(graph, HELD) == expected[0]


# -- what worlds have in common


COMMON: list[dict[str, str]] = [
    *({"name": str(name)} for name in WORLD_NAMES),
    {"according_to": "Petrel"},
    {"as_of": "2021-05-03"},
    {"as_of": "2999-01-01", "name": "asserted"},
]


def canonical(store: Store, world: IRI) -> set[str]:
    """The world's triples, whatever its blank nodes are called."""
    found = ox.Dataset(quad_to_oxigraph((s, p, o, None)) for s, p, o, _ in store.dump(world))
    found.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return set(map(str, found))


@pytest.mark.slow
def test_worlds_are_made_of_what_a_build_put_into_the_version_and_hold_the_same(town: Workspace) -> None:
    (common,) = town.store.glob("common-*")
    tables = {path.stat().st_ino for path in common.glob("*.sst")} - {
        path.stat().st_ino for path in town.store.glob("*.sst")
    }
    assert tables
    with Graph.open(town.root) as graph, Graph.open(town.root, "memory:") as memory:
        for words in COMMON:
            world = graph.choose(**words)
            made = [canonical(*one.materialised(world)) for one in (graph, memory)]
            assert made[0] == made[1] != set(), words
            (folder,) = folder_of(town).parent.glob(f"{world_iri('', world)[6:]}.*")
            used = {path.stat().st_ino for path in folder.glob("*.sst")}
            assert tables.isdisjoint(used) == (words == {"as_of": "2021-05-03"}), words  # that leaves claims out


@pytest.mark.slow
@pytest.mark.parametrize(
    "damage", [shutil.rmtree, emptied, half_removed, without_the_end_of_its_list, no_store, a_file]
)
def test_worlds_are_made_without_what_they_have_in_common_where_it_is_damaged(
    town: Workspace, damage: Callable[[Path], None]
) -> None:
    (common,) = town.store.resolve().glob("common-*")
    damage(common)
    with Graph.open(town.root) as graph, Graph.open(town.root, "memory:") as memory:
        world = graph.choose("asserted")
        assert canonical(*graph.materialised(world)) == canonical(*memory.materialised(world))


@pytest.mark.slow
def test_a_blank_node_of_a_document_and_of_a_content_is_one_in_a_world(town: Workspace) -> None:
    with Graph.open(town.root) as graph:
        asked = graph.query("SELECT ?d ?g { ?c kg:inWorld ?w ; kg:statedIn ?d ; kg:content ?g } ORDER BY ?g LIMIT 1")
        assert isinstance(asked, Rows)
        document, content = asked.rows[0]
    label = f"<{RDFS.label}>"
    (town.data / "both.trig").write_text(
        f'<{document}> {{ <{document}> {label} _:n }} <{content}> {{ _:n {label} "n" }}'
    )
    build(town)
    with Graph.open(town.root) as graph:
        for name in ("undisputed", "asserted"):
            assert graph.query(f'ASK {{ ?d {label} ?n . ?n {label} "n" }}', world=name) is True


def test_who_writes_to_a_version_takes_what_worlds_have_in_common_out(town: Workspace) -> None:
    folder = town.store.resolve().rename(town.root / "mine")
    assert list(folder.glob("common-*"))
    OxigraphStore(folder).close()
    assert not list(folder.glob("common-*"))


# -- a store that an earlier kgraph built


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "inside"),
    rest_thorough([("version", ["undisputed"]), ("version", WORLD_NAMES), ("folder", ["undisputed"])]),
)
def test_a_store_with_worlds_inside_and_no_archive_answers(tmp_path: Path, kind: str, inside: list[WorldName]) -> None:
    init_workspace(tmp_path / "town", BASE, "A town")
    town = Workspace.find(tmp_path / "town")
    town.kept.mkdir()
    version = town.kept / ".store-0123456789ab" if kind == "version" else town.store
    with OxigraphStore() as store:
        fill(store, town)
        for name in inside:
            materialise(store, BASE, World(name))
        store.copy_to(version)
    (version / "quads.nq.gz").unlink()
    (version / "sealed").unlink()
    if kind == "version":
        town.store.symlink_to(version.name)
    both = f"SELECT ?c {{ ?c kg:inWorld ?w . GRAPH <{BASE}world/record> {{ ?c a kg:Claim }} }} ORDER BY ?c"
    every: list[dict[str, str]] = [{"world": name} for name in WORLD_NAMES]
    every += [{"as_of": "2021-05-03"}, {"according_to": "Petrel"}]
    with Graph.open(town.root, "memory:") as memory:
        with Graph.open(town.root) as graph:
            assert graph.store.url == f"oxigraph:{town.store}"
            for words in every:
                for query in (SAID, HELD, both, "SELECT ?c { GRAPH ?g { ?c a kg:Claim } } ORDER BY ?c"):
                    assert claims(graph, query, **words) == claims(memory, query, **words), (words, query)
        with Graph.open(town.root, f"oxigraph:{town.store}") as graph:
            assert claims(graph, HELD) == claims(memory, HELD)
    build(town)
    assert sorted(path.name[:7] for path in town.kept.iterdir()) == [".store-", ".store-", "store"]

"""The folder on the disk: locks, reading only, writers in threads, and what is not a store."""

import os
import subprocess
import sys
import threading
from itertools import islice
from pathlib import Path

import pytest

import kgraph
from kgraph.errors import StoreError, UsageError
from kgraph.model import Literal, Quad
from kgraph.namespaces import IRI
from kgraph.store import Store, open_store
from requirements import missing

S, P = IRI("https://example.org/s"), IRI("https://example.org/p")
QUAD: Quad = (S, P, Literal("x"), None)
# The processes that tests start find the package where this one has it, installed or not.
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(kgraph.__file__).parents[1])}
HOLD = """
import sys
from kgraph.store import Store, open_store
store = open_store(sys.argv[1])
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A store of one triple, closed."""
    with open_store(f"oxigraph:{tmp_path / 'deep' / 'store'}") as store:
        store.load([QUAD])
    return tmp_path / "deep" / "store"


def test_what_was_written_is_there_again(folder: Path) -> None:
    with open_store(f"oxigraph:{folder}", create=False) as store:
        assert store.url == f"oxigraph:{folder}"
        assert list(store.dump()) == [QUAD]


def test_a_store_that_another_process_holds_says_so(folder: Path) -> None:
    command = [sys.executable, "-c", HOLD, f"oxigraph:{folder}"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, env=ENVIRONMENT) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(StoreError, match="the store is locked") as caught:
            open_store(f"oxigraph:{folder}")
        assert str(caught.value).startswith(f"{folder}: ")
        assert "\n" not in str(caught.value)
        holder.communicate("")
    with open_store(f"oxigraph:{folder}") as store:
        assert list(store.dump()) == [QUAD]


def test_a_store_that_this_process_holds_says_so_and_close_lets_go(folder: Path) -> None:
    with open_store(f"oxigraph:{folder}"), pytest.raises(StoreError, match="locked"):
        open_store(f"oxigraph:{folder}")
    open_store(f"oxigraph:{folder}").close()


def test_readers_share_a_folder_and_cannot_write(folder: Path) -> None:
    url = f"oxigraph:{folder}"
    before = sorted(path.name for path in folder.iterdir())
    with open_store(url, read_only=True) as one, open_store(url, read_only=True) as two:
        assert list(one.dump()) == list(two.dump()) == [QUAD]
        with pytest.raises(StoreError, match="opened to read only"):
            one.load([QUAD])
        with pytest.raises(StoreError, match="opened to read only"):
            one.update("DROP ALL")
        with pytest.raises(StoreError, match="opened to read only"):
            two.clear()
    assert sorted(path.name for path in folder.iterdir()) == before


def test_readers_keep_what_they_opened_when_a_new_folder_takes_its_place(folder: Path) -> None:
    new = folder.with_name("new")
    with open_store(f"oxigraph:{new}") as store:
        store.load([(S, P, Literal("new"), None)])
    with open_store(f"oxigraph:{folder}", read_only=True) as reader:
        folder.rename(folder.with_name("old"))
        new.rename(folder)
        assert list(reader.dump()) == [QUAD]
    with open_store(f"oxigraph:{folder}", read_only=True) as reader:
        assert list(reader.dump()) == [(S, P, Literal("new"), None)]


@pytest.mark.slow
def test_writers_in_threads_lose_nothing(folder: Path) -> None:
    with open_store(f"oxigraph:{folder}") as store:

        def write(thread: int) -> None:
            for n in range(20):
                store.update(f"INSERT DATA {{ <{S}> <{P}> '{thread}-{n}' }}")

        threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(list(store.dump())) == 81


def test_an_update_survives_a_process_that_dies_at_once(folder: Path) -> None:
    die = f"""
import os, sys
from kgraph.store import Store, open_store
open_store(sys.argv[1]).update("INSERT DATA {{ <{S}> <{P}> 'kept' }}")
os._exit(9)
"""
    command = [sys.executable, "-c", die, f"oxigraph:{folder}"]
    assert subprocess.run(command, check=False, env=ENVIRONMENT).returncode == 9
    with open_store(f"oxigraph:{folder}") as store:
        assert store.ask("ASK { ?s ?p 'kept' }")


@pytest.mark.parametrize("how", [{"create": False}, {"read_only": True}])
def test_a_missing_folder_is_not_made_by_readers(tmp_path: Path, how: dict[str, bool]) -> None:
    with pytest.raises(UsageError, match="there is no store here"):
        open_store(f"oxigraph:{tmp_path / 'none'}", **how)  # type: ignore[arg-type] # flags only
    assert not (tmp_path / "none").exists()


def test_a_folder_of_other_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear")
    with pytest.raises(UsageError, match="holds other files"):
        open_store(f"oxigraph:{tmp_path}")
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_a_path_that_cannot_be_a_folder_is_named(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("x")
    for path in (file, file / "below", Path("/proc/kgraph/store")):
        with pytest.raises(UsageError) as caught:
            open_store(f"oxigraph:{path}")
        assert str(caught.value).startswith(f"{path}: cannot be opened: ")
        assert "\n" not in str(caught.value)


@pytest.mark.parametrize("read_only", [False, True])
def test_a_damaged_store_says_so(folder: Path, read_only: bool) -> None:
    (folder / "CURRENT").write_text("garbage\n")
    with pytest.raises(StoreError, match=r"damaged; .* rebuilds it"):
        open_store(f"oxigraph:{folder}", read_only=read_only)
    (folder / "CURRENT").write_text("MANIFEST-999999\n")
    with pytest.raises(StoreError, match=r"damaged; .* rebuilds it"):
        open_store(f"oxigraph:{folder}", read_only=read_only)


def test_a_store_that_cannot_be_opened_is_not_held(folder: Path) -> None:
    if not Path("/proc/self/fd").is_dir():
        missing("/proc, which tells a process's open files,")
    (folder / "CURRENT").write_text("garbage\n")
    before = len(list(Path("/proc/self/fd").iterdir()))
    for _ in range(5):
        with pytest.raises(StoreError, match="damaged"):
            open_store(f"oxigraph:{folder}", read_only=True)
    assert len(list(Path("/proc/self/fd").iterdir())) == before


@pytest.mark.parametrize("kind", ["memory", "folder", "snapshot"])
def test_solutions_come_while_the_query_goes_on_and_end_it(tmp_path: Path, kind: str) -> None:
    url = "memory:" if kind == "memory" else f"oxigraph:{tmp_path / 'store'}"
    with open_store(url) as store:
        store.load((S, P, Literal(str(number)), None) for number in range(1_000))
        if kind != "snapshot":
            assert_stops(store)
    if kind == "snapshot":
        with open_store(url, read_only=True) as store:
            assert_stops(store)


def assert_stops(store: Store) -> None:
    with store.solutions("SELECT * { ?a ?p ?b . ?c ?p ?d . ?e ?p ?f . ?g ?p ?h }") as found:  # 10^12 rows
        assert len(list(islice(found, 3))) == 3
    assert list(found) == []

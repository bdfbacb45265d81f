"""What names are looked up by is kept in files: with the same answers, for these names only, and never needed."""

import sqlite3
import threading
from pathlib import Path

import pytest

from kgraph.names import kept
from kgraph.names.finding import Index

NAMES = [(name, at) for at, name in enumerate(("Vladimir Putin", "59th Assault Brigade", "習近平", "Kim Jong-un"))]
ASKED = (
    "Путин, Владимир",
    "59 ОШБр",
    "习近平",
    "김정은",
    "Putin",
    "59th Brigade",
    "Vladimir Pushin",
    "Nobody Else",
    "\ud800",
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(kept, "LEAST", 2)
    return tmp_path / "names"


def told(index: Index[int]) -> list[tuple[list[int], list[int]]]:
    return [(sorted(index.same(asked)), index.near(asked)) for asked in ASKED]


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_kept_keys_give_the_same_answers_and_are_not_made_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = told(Index(NAMES))
    assert [one for one, _ in plain[:3]] == [[0], [1], [2]] and plain[3] == ([], [3])
    assert told(Index(NAMES, folder)) == plain
    first = files(folder)
    assert [name.partition("-")[0] for name in first] == ["exact", "near"]
    monkeypatch.setattr(kept, "_made", lambda names, keys: pytest.fail("the keys were made again"))
    assert told(Index(reversed(NAMES), folder)) == plain
    assert files(folder) == first


def test_other_names_have_another_file_and_added_ones_are_found(folder: Path) -> None:
    Index(NAMES, folder)
    index = Index([*NAMES, ("Ada Lorne", 9)], folder)
    index.add("Max Bondar", 10)
    assert (index.same("Lorne, Ada"), index.same("Bondar, Max"), index.near("Bondar")) == ([9], [10], [10])
    index.add("Maria Bondar", 11)
    assert sorted(index.near("Bondar")) == [10, 11]
    assert len(list(folder.glob("exact-*"))) == 2


def test_few_names_and_no_folder_keep_nothing(tmp_path: Path) -> None:
    assert told(Index(NAMES, tmp_path / "names")) == told(Index(NAMES, tmp_path / "no" / "names")) == told(Index(NAMES))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"no file of SQLite", b"SQLite format 3\0" + bytes(4_000)])
def test_a_damaged_file_is_made_again(folder: Path, content: bytes) -> None:
    told(Index(NAMES, folder))
    good = files(folder)
    for name in good:
        (folder / name).write_bytes(content)
    assert told(Index(NAMES, folder)) == told(Index(NAMES))
    assert files(folder) == good


def test_a_file_that_says_otherwise_is_made_again(folder: Path) -> None:
    """Somebody made each key lead to every name, and to places where there is none."""
    told(Index(NAMES, folder))
    good = files(folder)
    for path in folder.iterdir():
        with sqlite3.connect(path) as found:
            keys = [key for (key,) in found.execute("SELECT DISTINCT key FROM found")]
            found.execute("DELETE FROM found")
            found.executemany(
                "INSERT INTO found VALUES (?, ?)", [(k, p) for k in keys for p in (-1, 0, 1, 2, 3, 10**6)]
            )
        found.close()
    assert told(Index(NAMES, folder)) == told(Index(NAMES))
    assert files(folder) == good


def test_a_file_that_goes_while_it_is_used_is_not_missed(folder: Path) -> None:
    index = Index(NAMES, folder)
    for path in folder.iterdir():
        path.unlink()
    assert told(index) == told(Index(NAMES))


def test_a_file_in_place_of_the_folder_is_done_without(folder: Path) -> None:
    folder.write_text("x")
    assert told(Index(NAMES, folder)) == told(Index(NAMES))


def test_several_at_once_get_the_same(folder: Path) -> None:
    plain, got = told(Index(NAMES)), []
    some = [threading.Thread(target=lambda: got.append(told(Index(NAMES, folder)))) for _ in range(8)]
    for one in some:
        one.start()
    for one in some:
        one.join()
    assert got == [plain] * 8


@pytest.mark.slow
def test_old_files_go(folder: Path) -> None:
    for at in range(20):
        told(Index([*NAMES, (f"Ada Lorne {at}", 9)], folder))
    assert len(list(folder.iterdir())) <= 8

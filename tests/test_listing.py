"""Nothing in a folder is passed over in silence but what is hidden."""

import os
import socket
from pathlib import Path

import pytest

from kgraph.errors import DataError, UsageError
from kgraph.listing import check_file, entries_below, read_text


def names(folder: Path) -> list[str]:
    return [str(path.relative_to(folder)) for path in entries_below(folder)]


def test_links_to_folders_are_followed_and_each_folder_is_listed_once(tmp_path: Path) -> None:
    (tmp_path / "data/b").mkdir(parents=True)
    (tmp_path / "elsewhere/deep").mkdir(parents=True)
    (tmp_path / "elsewhere/deep/x.trig").touch()
    (tmp_path / "data/a").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "data/again").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "data/b/loop").symlink_to(tmp_path / "data")
    (tmp_path / "data/lost").symlink_to("nowhere")
    found = names(tmp_path / "data")
    assert found == ["a", "a/deep", "a/deep/x.trig", "again", "b", "b/loop", "lost"]


def test_hidden_names_are_left_out(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git/x.trig").touch()
    (tmp_path / ".#x.trig").symlink_to("me@host.1")
    (tmp_path / "x.trig").touch()
    assert names(tmp_path) == ["x.trig"]


def test_a_folder_that_is_none(tmp_path: Path) -> None:
    assert entries_below(tmp_path / "none") == []
    (tmp_path / "lost").symlink_to("nowhere")
    (tmp_path / "file").touch()
    with pytest.raises(DataError, match=r"lost: this link leads nowhere \(to nowhere\)"):
        entries_below(tmp_path / "lost")
    with pytest.raises(DataError, match="file: this is a file"):
        entries_below(tmp_path / "file")


def test_a_folder_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "shut").mkdir()
    listed = os.listdir

    def refuse(path: Path) -> list[str]:
        if path.name == "shut":
            raise PermissionError(13, "Permission denied")
        return listed(path)

    monkeypatch.setattr(os, "listdir", refuse)
    with pytest.raises(UsageError, match="shut: cannot be read: Permission denied"):
        entries_below(tmp_path)


def test_only_files_are_read(tmp_path: Path) -> None:
    (tmp_path / "lost").symlink_to("nowhere")
    (tmp_path / "self").symlink_to("self")
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    with socket.socket(socket.AF_UNIX) as listening:
        here = Path.cwd()
        os.chdir(tmp_path)  # a socket's path is short
        try:
            listening.bind("socket")
        finally:
            os.chdir(here)
    for name, words in (
        ("lost", "leads nowhere"),
        ("self", "leads to itself"),
        ("folder", "a folder with the name of a file"),
        ("pipe", "no file but a pipe"),
        ("socket", "no file but a pipe"),
    ):
        with pytest.raises(DataError, match=words):
            check_file(tmp_path / name)
    (tmp_path / "text").write_bytes(b"\xef\xbb\xbfwords")
    (tmp_path / "link").symlink_to("text")
    assert read_text(tmp_path / "link", "it") == "words"

"""Nothing in a folder is passed over in silence but what is hidden."""

import codecs
import os
import socket
from pathlib import Path

import pytest

from kgraph.errors import DataError, UsageError
from kgraph.listing import check_file, decode, entries_below, read_text, without_mark


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
    assert read_text(tmp_path / "link") == "words"


def test_a_byte_order_mark_is_no_character(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(codecs.BOM_UTF8 + "Покровськ\r\n".encode())
    assert read_text(path) == "Покровськ\r\n"
    assert decode(codecs.BOM_UTF8 * 2) == "\ufeff", "a second one is"
    assert (decode(b""), decode(codecs.BOM_UTF8), without_mark(b"\xef\xbb")) == ("", "", b"\xef\xbb")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_another_encoding_is_named(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("\ufeffPokrovsk".encode(encoding))
    with pytest.raises(DataError) as caught:
        read_text(path)
    assert str(caught.value) == f"{path}: this is saved as {encoding[:6].upper()}; save it as UTF-8"


def test_a_byte_that_is_no_character_has_its_line(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"one\ntwo\xff\n")
    with pytest.raises(
        DataError, match=r"a\.txt:2: cannot be read: the byte 0xff is not UTF-8; save the file as UTF-8"
    ):
        read_text(path)


@pytest.mark.parametrize(("name", "words"), [(".", "this is a folder"), ("none.txt", "cannot be read: ")])
def test_what_is_no_file_cannot_be_read(tmp_path: Path, name: str, words: str) -> None:
    with pytest.raises(DataError, match=words):
        read_text(tmp_path / name)

"""Text files: whatever byte order mark they begin with, and errors that say where."""

import codecs
from pathlib import Path

import pytest

from kgraph.disk import decode, read_text, without_mark
from kgraph.errors import DataError


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


@pytest.mark.parametrize("name", [".", "none.txt"])
def test_what_is_no_file_cannot_be_read(tmp_path: Path, name: str) -> None:
    with pytest.raises(DataError, match="cannot be read: "):
        read_text(tmp_path / name)

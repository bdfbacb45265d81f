"""Source texts are read to the byte, and digests speak of exactly the characters they name."""

import hashlib
from pathlib import Path

import pytest

from kgraph.errors import DataError, UsageError
from kgraph.sources import find_source, read_source, slice_digest


@pytest.mark.parametrize(
    "content",
    [b"", b"a\r\nb\rc\n", b"\xef\xbb\xbfwith a mark", "Покровськ 🚀 e\u0301".encode(), b"\x00\x1a\x0c end "],
)
def test_a_text_is_its_bytes(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.txt"
    path.write_bytes(content)
    source = read_source(path)
    assert source.text.encode() == content
    assert source.length == len(source.text) == len(content.decode())
    assert source.digest == "sha256:" + hashlib.sha256(content).hexdigest()


def test_offsets_count_code_points(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_bytes("\ufeff🚀 e\u0301\r\nab".encode())
    text = read_source(path).text
    assert slice_digest(text, 1, 2) == "sha256:" + hashlib.sha256("🚀".encode()).hexdigest()
    assert slice_digest(text, 5, 8) == "sha256:" + hashlib.sha256(b"\r\na").hexdigest()
    assert slice_digest(text, 0, 9) == read_source(path).digest


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (2, 2), (3, 2), (0, 5), (4, 5)])
def test_a_span_outside_the_text_is_refused(start: int, end: int) -> None:
    with pytest.raises(DataError, match=f"characters {start}–{end} are no part of a text of 4"):
        slice_digest("four", start, end)


def test_what_is_not_utf8_is_named_by_its_byte(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_bytes("näh\n".encode() + b"gr\xfc\xdfe")
    with pytest.raises(DataError, match=r"x\.txt:2: cannot be read: the byte 0xfc is not UTF-8"):
        read_source(path)


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"none\.txt: there is no such file"):
        read_source(tmp_path / "none.txt")
    with pytest.raises(UsageError, match="is a folder"):
        read_source(tmp_path)


def test_a_source_is_found_by_its_name_in_the_folder_only(tmp_path: Path) -> None:
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "a.txt").write_text("a", encoding="utf-8")
    (tmp_path / "secret.txt").write_text("b", encoding="utf-8")
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    assert find_source(folder, "a.txt") == folder / "a.txt"
    names = [
        "",
        ".",
        "..",
        "b.txt",
        "../secret.txt",
        "link.txt",
        str(tmp_path / "secret.txt"),
        "a.txt\0",
        "./a.txt",
    ]
    assert [find_source(folder, name) for name in names] == [None] * len(names)
    assert find_source(tmp_path / "none", "a.txt") is None

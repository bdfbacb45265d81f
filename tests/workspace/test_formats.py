"""What lies in the data folder and looks like data is read, or told: never passed over."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kgraph.errors import DataError, KgraphError, UsageError
from kgraph.workspace.config import Workspace
from kgraph.workspace.starting import init_workspace

GRAPH = "@base <https://example.org/id/> . <doc/more> { <a> <https://schema.org/about> <b> }\n"


@pytest.fixture
def town(tmp_path: Path) -> Workspace:
    init_workspace(tmp_path / "town", "https://example.org/id/", "Town")
    return Workspace.find(tmp_path / "town")


def link(target: str) -> Callable[[Path], None]:
    return lambda path: path.symlink_to(target)


def content(data: bytes) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)

    return write


@pytest.mark.parametrize(
    ("name", "make", "words"),
    [
        ("more.trig", link("nowhere.trig"), "leads nowhere (to nowhere.trig)"),
        ("more.nq", link("/no/such/place.nq"), "leads nowhere"),
        ("more.TRIG", link("nowhere"), "leads nowhere"),
        ("more.trig", link("more.trig"), "leads to itself"),
        ("more.trig", os.mkfifo, "no file but a pipe"),
        ("more.trig", Path.mkdir, "a folder with the name of a file"),
        ("more.ttl", content(b""), "a .ttl file is not read as data: it names no graphs"),
        ("more.TTL", content(b""), "names no graphs"),
        ("below/more.rdf", content(b""), "names no graphs"),
        ("more.nt", link("nowhere"), "names no graphs"),
        ("more.trig.gz", content(b""), "unpack it to more.trig"),
        ("more.trig.txt", content(b""), "take off the ending .txt"),
        ("more.hdt", content(b""), "not read as data"),
        ("more.json", content(b'{"@context": {}, "@graph": []}'), "not read as data"),
        ("more.json", os.mkfifo, "no file but a pipe"),
        ("more.xml", content(b"<rdf:RDF/>"), "not read as data"),
    ],
)
def test_what_cannot_be_read_is_told(town: Workspace, name: str, make: Callable[[Path], None], words: str) -> None:
    make(town.data / name)
    for ask in (town.data_files, town.fingerprint):
        with pytest.raises(DataError) as caught:
            ask()
        assert str(caught.value).startswith(f"{town.data / name}: ")
        assert words in str(caught.value)
        assert "\n" not in str(caught.value)


def test_what_is_no_data_is_left_alone(town: Workspace) -> None:
    before = town.data_files()
    for name in ("README.md", "notes.txt", "more.trig~", "more.trig.bak", "table.json", "page.xml", ".more.ttl"):
        (town.data / name).write_text("[1]")
    (town.data / ".#more.trig").symlink_to("me@host.1")
    assert town.data_files() == before


def test_data_behind_links_and_in_capitals_are_read(town: Workspace, tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    (shared / "one.trig").write_text(GRAPH)
    (shared / "back").symlink_to(town.data)
    (town.data / "shared").symlink_to(shared)
    (town.data / "TWO.TRIG").write_text(GRAPH)
    (town.data / "three.trig").symlink_to(shared / "one.trig")
    found = [str(path.relative_to(town.data)) for path in town.data_files()]
    assert found == ["2021-05-04-norika.trig", "TWO.TRIG", "reference.trig", "shared/one.trig", "three.trig"] or set(
        found
    ) == {"2021-05-04-norika.trig", "TWO.TRIG", "reference.trig", "shared/one.trig", "three.trig"}
    before = town.fingerprint()
    (shared / "one.trig").write_text(GRAPH.replace("<b>", "<c>"))
    assert town.fingerprint() != before


def test_a_file_that_goes_while_it_is_read(town: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    files = town.data_files()
    monkeypatch.setattr(Workspace, "data_files", lambda self: files)
    files[0].unlink()
    with pytest.raises(UsageError, match=f"{files[0].name}: cannot be read: No such file"):
        town.fingerprint()


def test_a_data_folder_that_cannot_be_read(town: Workspace) -> None:
    shutil.rmtree(town.data)
    with pytest.raises(UsageError, match="no data here"):
        town.data_files()
    town.data.symlink_to("nowhere")
    with pytest.raises(KgraphError, match="leads nowhere"):
        Workspace.find(town.root).data_files()


@pytest.mark.parametrize(
    ("name", "make", "words"),
    [
        ("rules/mine.rq", link("nowhere.rq"), "mine.rq: this link leads nowhere"),
        ("rules/mine.rq", os.mkfifo, "no file but a pipe"),
        ("rules/premises/1-mine.rq", link("nowhere.rq"), "leads nowhere"),
        ("rules/mine/mine.rq", content(b""), "a rule in a folder of its own is not run"),
        ("rules/premises/mine/1-mine.rq", content(b""), "a rule in a folder of its own is not run"),
    ],
)
def test_a_rule_that_cannot_be_read_is_told(
    town: Workspace, name: str, make: Callable[[Path], None], words: str
) -> None:
    path = town.queries / name
    path.parent.mkdir(parents=True)
    make(path)
    with pytest.raises(DataError) as caught:
        town.fingerprint()
    assert words in str(caught.value)


def test_a_links_file_or_folder_of_queries_that_leads_nowhere_is_told(town: Workspace) -> None:
    shutil.rmtree(town.queries)
    for place in (town.root / "data/links.sssom.tsv", town.queries, town.root / "sources"):
        if place.is_dir():
            shutil.rmtree(place)
        place.symlink_to("nowhere")
        with pytest.raises(DataError, match=f"{place}: this link leads nowhere"):
            Workspace.find(town.root)
        place.unlink()

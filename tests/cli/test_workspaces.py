"""Whose graph answers is said, and nobody's data are taken for checked that were not."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from kgraph import Graph
from kgraph.errors import DataError, UsageError
from kgraph.resources import bundled
from kgraph.workspace.building import build
from kgraph.workspace.config import Workspace
from kgraph.workspace.starting import init_workspace

Run = Callable[..., "subprocess.CompletedProcess[str]"]
TAKEN = "asking the Pokrovsk workspace that comes with kgraph; name your own folder with -C"


@pytest.fixture
def town(tmp_path: Path) -> Path:
    init_workspace(tmp_path / "town", "https://example.org/id/", "Norika")
    return tmp_path / "town"


@pytest.fixture(scope="module")
def store(pokrovsk: Workspace, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A built store, so that not every call has to build the graph first."""
    url = f"oxigraph:{tmp_path_factory.mktemp('built') / 'store'}"
    build(pokrovsk, url)
    return url


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Change to a folder."""
    return lambda folder=tmp_path: monkeypatch.chdir(folder)


@pytest.mark.slow
@pytest.mark.parametrize(
    "command",
    [
        ("query", "disputes"),
        ("queries", "denial"),
        ("worlds", "--world", "record"),
        ("stats",),
        ("view", "network", "--focus", "Budanov", "-o", "x.html"),
        ("export", "-f", "void"),
        ("chain", "Budanov"),
        ("compare", "Pokrovsk"),
        ("origins", "Pokrovsk"),
        ("measures", "claims"),
        ("path", "DeepState", "Budanov"),
        ("diff", "town", "town"),
        ("link", "show"),
    ],
)
def test_outside_a_workspace_every_answer_says_whose_it_is(
    kgraph: Run, tmp_path: Path, town: Path, store: str, command: tuple[str, ...]
) -> None:
    with_store = () if command[0] in ("queries", "diff", "link") else ("--store", store)
    done = kgraph(*command, *with_store)
    assert done.returncode == 0, done.stderr
    assert done.stderr.count(f"no kgraph.toml in {tmp_path} or above: {TAKEN}\n") == 1


def test_quiet_or_named_or_one_s_own_it_says_nothing(kgraph: Run, tmp_path: Path, town: Path) -> None:
    assert kgraph("-q", "queries").stderr == ""
    assert kgraph("-C", "town", "query", "ASK {}").stderr == ""
    assert kgraph("-C", bundled(), "queries").stderr == ""
    assert kgraph("--help").stderr == ""
    assert kgraph("anchor", town / "sources/2021-05-04-norika.txt").stderr == ""


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (("validate",), "kgraph -C FOLDER validate"),
        (("validate", "town/data/triples/reference.trig"), "kgraph -C FOLDER validate"),
        (("build",), "kgraph -C FOLDER build"),
        (("build", "--store", "oxigraph:x"), "kgraph -C FOLDER build"),
        (("fmt",), "kgraph -C FOLDER fmt"),
        (("fmt", "--check"), "kgraph -C FOLDER fmt"),
        (("link",), "kgraph -C FOLDER link"),
        (("link", "judge", "Pokrovsk", "gn:1", "match"), "kgraph -C FOLDER link judge"),
        (("link", "forget", "Pokrovsk"), "kgraph -C FOLDER link forget"),
        (("link", "undo"), "kgraph -C FOLDER link undo"),
        (("enrich", "--dataset", "geonames"), "kgraph -C FOLDER enrich"),
        (("enrich", "--dataset", "geonames", "--remove"), "kgraph -C FOLDER enrich"),
    ],
)
def test_what_checks_or_changes_needs_a_workspace(
    kgraph: Run, tmp_path: Path, town: Path, command: tuple[str, ...], words: str
) -> None:
    done = kgraph(*command)
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"kgraph: no kgraph.toml in {tmp_path} or above; name the workspace with '{words}'")
    assert "kgraph init FOLDER" in line
    assert sorted(path.name for path in tmp_path.iterdir() if path.name != "cache") == ["town"]


def test_a_workspace_found_above_is_named(kgraph: Run, town: Path) -> None:
    for place in ("data/triples", "queries"):
        done = kgraph("-C", town / place, "queries", "town")
        assert done.returncode == 0
        assert done.stderr == f"workspace: Norika ({town})\n"
    assert kgraph("-C", town / "data", "validate").stderr == f"workspace: Norika ({town})\n"
    nested = town / "reports/inner"
    init_workspace(nested, "https://example.org/id/", "Inner")
    assert kgraph("-C", nested / "data", "queries").stderr == f"workspace: Inner ({nested})\n"


def test_a_folder_that_is_not_there_is_no_other_s_workspace(town: Path, here: Callable[..., None]) -> None:
    here(town)
    with pytest.raises(UsageError, match="typo: there is no such folder"):
        Workspace.find(Path("typo"))
    with pytest.raises(UsageError, match="there is no such folder"):
        Workspace.find(town / "typo/deeper")


def make_loop(path: Path) -> None:
    path.symlink_to(path.name)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda path: path.symlink_to("nowhere.toml"), "leads nowhere (to nowhere.toml)"),
        (make_loop, "leads to itself"),
        (Path.mkdir, "a folder with the name of a file"),
        (os.mkfifo, "no file but a pipe"),
        (lambda path: path.write_bytes(b"title = '\xff'"), "cannot be read"),
        (lambda path: path.write_text("title = 'a'\ntitle = 'b'"), "no TOML"),
        (lambda path: path.write_text("title = 'a'\n\"title\" = 'b'"), "no TOML"),
    ],
)
def test_a_kgraph_toml_that_cannot_be_read_is_told(
    town: Path, here: Callable[..., None], make: Callable[[Path], None], words: str
) -> None:
    inner = town / "inner"
    (inner / "below").mkdir(parents=True)
    make(inner / "kgraph.toml")
    here(inner / "below")
    for find in (Workspace.find, Workspace.nearest, Graph.open, lambda: Workspace.find(inner)):
        with pytest.raises(DataError) as caught:
            find()
        assert str(caught.value).startswith(f"{inner / 'kgraph.toml'}:")
        assert words in str(caught.value)


def test_a_byte_order_mark_and_a_link_to_a_file_are_read(town: Path, tmp_path: Path) -> None:
    text = (town / "kgraph.toml").read_text()
    (tmp_path / "shared.toml").write_text("\ufeff" + text)
    (town / "kgraph.toml").unlink()
    (town / "kgraph.toml").symlink_to(tmp_path / "shared.toml")
    assert Workspace.find(town).title == "Norika"


def test_a_folder_that_has_been_removed(tmp_path: Path, here: Callable[..., None]) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    here(gone)
    gone.rmdir()
    with pytest.raises(UsageError, match="the current folder has been removed"):
        Workspace.find()


@pytest.mark.slow
def test_python_is_told_too(here: Callable[..., None], tmp_path: Path, store: str) -> None:
    here()
    said: list[str] = []
    with Graph.open(store=store, remark=said.append) as graph:
        assert graph.workspace.root == bundled()
    assert len(said) == 1
    assert said[0].startswith(f"no kgraph.toml in {tmp_path} or above: asking the Pokrovsk workspace")
    assert said[0].endswith("as in Graph.open('FOLDER')")


def test_a_file_is_put_into_form_by_its_own_workspace(kgraph: Run, town: Path) -> None:
    """Wherever one stands: the base of another would be written into it."""
    file = town / "data/triples/more.trig"
    file.write_text("<doc/b> { <doc/b> <https://schema.org/about> <place/norika> }\n")
    done = kgraph("fmt", file)
    assert done.returncode == 0
    assert "@base <https://example.org/id/>" in file.read_text()
    assert "no kgraph.toml" not in done.stderr

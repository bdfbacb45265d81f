"""The documentation's links lead somewhere, and it names what there is."""

import re
import shlex
import shutil
from pathlib import Path

import pytest

from command import run
from kgraph import Graph
from kgraph.linking.courtesy import Courtesy
from kgraph.store.online import BUSY
from kgraph.workspace.keys import KEYS

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])


def test_there_are_pages() -> None:
    assert {"README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"} <= {page.name for page in PAGES}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text(encoding="utf8"))
    for link in links:
        if not link.startswith("http"):
            assert (page.parent / link).exists(), link


def rows_of(page: str) -> list[str]:
    """The rows of a page's tables."""
    text = (ROOT / "docs" / page).read_text(encoding="utf8")
    return [line for line in text.splitlines() if line.startswith("| ")]


def test_every_key_of_kgraph_toml_is_explained() -> None:
    first = [row.split(" | ")[0] for row in rows_of("own-documents.md")]
    explained = {key for cell in first for key in re.findall("`([a-z]+)`", cell)}
    assert set(KEYS) <= explained


def test_how_often_an_endpoint_is_asked_is_as_it_is_told(graph: Graph) -> None:
    polite = getattr(graph.ask_service, "__self__", None)
    assert isinstance(polite, Courtesy)
    busy, silent = (next(row for row in rows_of("federation.md") if words in row) for words in ("429", "silent"))
    tries = {1: "one try", 2: "two tries", 3: "three tries", 4: "four tries"}[polite._tries]
    assert all(f"gives up after {tries}" in row for row in (busy, silent))
    assert f"more than {polite._longest_wait:.0f} s" in busy
    assert all(str(status) in busy for status in BUSY)


@pytest.mark.slow
def test_the_steps_from_two_reports_to_a_question_end_in_it(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "own-documents.md").read_text(encoding="utf8")
    steps = page.partition("## From two reports")[2].partition("### When a row is wrong")[0]
    commands = [
        line.strip() for block in re.findall(r"```sh\n(.*?)```", steps, re.DOTALL) for line in block.splitlines()
    ]
    example = ROOT / "examples" / "earthquake"
    folder, said = tmp_path, ""
    for command in filter(None, commands):
        words = shlex.split(command)
        if words[0] == "cd":
            folder = folder / words[1]
            for name in (
                "sources/2025-03-10-north-wire.txt",
                "sources/2025-03-11-radio-velmar.txt",
                "first-claims.csv",
            ):
                shutil.copy(example / name, folder)
            continue
        done = run(words[1:], folder, {})
        assert done.returncode == 0, f"{command}: {done.stderr}"
        said += done.stdout
    printed = re.findall(r"```text\n(.*?)```", steps, re.DOTALL)[0]
    for line in printed.splitlines()[2:]:
        assert line.strip() in said, line


def test_every_option_that_the_docs_give_a_command_is_one() -> None:
    told_by_commands = [(ROOT / "docs/cli.md"), *(ROOT / "src/kgraph/cli").glob("*.py")]
    known = {option for file in told_by_commands for option in re.findall(r"--[a-z][a-z-]+", file.read_text())}
    for page in PAGES:
        if page.name == "CHANGELOG.md":
            continue  # it tells of options that were
        for call in re.findall(r"\bkgraph [a-z][^`\n]*", page.read_text()):
            told = set(re.findall(r"(?<=\s)--[a-z][a-z-]+", call.partition(" # ")[0]))
            assert told <= known, f"{page.name}: {call}: {told - known}"

"""What a text's document is called: as the workspace calls it, else by a legal name made of the file's."""

import re
from pathlib import Path

import pytest

from kgraph.sources import read_source
from kgraph.store import parse_quads
from kgraph.workspace.anchoring import name_document
from kgraph.workspace.config import Workspace
from kgraph.workspace.starting import init_workspace

BASE = "https://example.org/id/"
PREFIXES = f"@base <{BASE}> . @prefix kg: <https://w3id.org/kgraph/ontology#> . "


NAMES = [
    "Report 4 May.txt", 'He said "no".txt', "a?b#c.txt", "100%.txt", "🚤.txt", "Отчёт.txt", "4.txt", "new\nline.txt",
    "back\\slash.txt", "..txt", "a<b>{c}|^`.txt", "Zu\u0308rich’s.txt", ".hidden", "%zz", "a:b.txt", "报告 一.txt",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_whatever_a_file_is_called_its_iri_is_legal(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text("They held it.")
    written = name_document(None, name, read_source(path)).written
    assert re.fullmatch(r"<doc/[\w-]+>", written)
    assert parse_quads(f"{PREFIXES} <doc/d> {{ {written} a kg:Document }}".encode(), "trig", BASE)


def test_a_document_of_the_workspace_is_called_what_it_is(tmp_path: Path) -> None:
    workspace = tmp_path / "town"
    init_workspace(workspace, BASE, "Town")
    home, text = Workspace.find(workspace), workspace / "sources/2021-05-04-norika.txt"
    known = "<doc/2021-05-04-norika>"
    assert name_document(home, text.name, read_source(text)).written == known
    copy = workspace / "sources/Copy of the report.txt"
    copy.write_bytes(text.read_bytes())
    assert name_document(home, copy.name, read_source(copy)).written == known  # by its digest
    text.write_text("Another text.")
    assert name_document(home, text.name, read_source(text)).written == known  # by its name
    other = workspace / "sources/2021 05 04 Norika.txt"
    other.write_text("Another text still.")
    assert name_document(home, other.name, read_source(other)).written == "<doc/2021-05-04-norika-2>"
    (workspace / "data/triples/broken.trig").write_text("<doc/2021-05-04-norika> nonsense")
    named = name_document(home, other.name, read_source(other))
    assert named.written.startswith("<doc/2021-05-04-norika")
    assert "broken.trig:1" in named.remark

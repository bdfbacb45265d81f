"""Fixtures for tests of the server: an example's store, and one server of it for all tests that only read."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kgraph import Workspace, build
from serving import Server, served
from web_writing import TOKEN

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def quake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the earthquake's workspace, built."""
    folder = tmp_path_factory.mktemp("served") / "quake"
    shutil.copytree(ROOT / "examples/earthquake", folder, ignore=shutil.ignore_patterns(".kgraph"))
    build(Workspace.find(folder))
    return folder


@pytest.fixture(scope="session")
def server(quake: Path) -> Iterator[Server]:
    """A server with small limits."""
    limits: dict[str, Any] = {
        "deadline": 50.0,  # no test waits for it; on a busy machine the longest answer took more than 10 s
        "rows": 20_000,
        "answer": 2**21,
        "memory": 2**29,
        "origins": ["https://desk.example"],
    }
    with served(quake, **limits) as found:
        yield found


@pytest.fixture(scope="session")
def writing(quake: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of a workspace of its own, which lets clients write."""
    folder = tmp_path_factory.mktemp("writing") / "quake"
    shutil.copytree(quake, folder, symlinks=True)
    limits: dict[str, Any] = {"deadline": 6.0, "memory": 2**29, "upload": 2**18, "written": 2**19}
    with served(folder, token=TOKEN, **limits) as found:
        yield found

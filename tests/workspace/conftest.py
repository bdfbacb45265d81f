"""A town's workspace that is built already."""

import os
import shutil
from pathlib import Path

import pytest

from kgraph import Workspace, build
from kgraph.workspace.starting import init_workspace

REPORTS = "https://example.org/reports/"


@pytest.fixture(scope="session")
def built_reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The starter's workspace after a build; tests must not change it."""
    folder = tmp_path_factory.mktemp("reports") / "town"
    init_workspace(folder, REPORTS, "A town")
    build(Workspace.find(folder))
    return folder


@pytest.fixture
def town(built_reports: Path, tmp_path: Path) -> Workspace:
    """A test's own copy of it, as its build left it."""
    shutil.copytree(built_reports, tmp_path / "town", symlinks=True, copy_function=_copied)
    return Workspace.find(tmp_path / "town")


def _copied(source: str, target: str) -> None:
    """Copy a file with its times; make a hard link to a large file of a version, which never changes."""
    if source.endswith(".sst"):
        os.link(source, target)
    else:
        shutil.copy2(source, target)

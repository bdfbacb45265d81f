"""What the demonstration prints can be typed as it stands."""

import shlex
import subprocess
from pathlib import Path

import pytest

from conftest import Run, _environment
from kgraph.workspace.config import Workspace


@pytest.mark.slow
def test_commands_that_it_prints_run_where_it_was_called(process: Run, tmp_path: Path) -> None:
    done = process("demo")
    assert done.returncode == 0, done.stderr
    commands = [line.strip() for line in done.stdout.splitlines() if line.startswith("  ") and " query " in line]
    assert len(commands) == 3
    again = subprocess.run(
        shlex.split(commands[0]), cwd=tmp_path, env=_environment(tmp_path), capture_output=True, text=True, timeout=300
    )
    assert again.returncode == 0 and "DeepState" in again.stdout, again.stderr


@pytest.mark.slow
def test_in_another_workspace_they_name_theirs(process: Run, tmp_path: Path) -> None:
    (tmp_path / "kgraph.toml").write_text("", encoding="utf8")
    line = next(line for line in process("demo").stdout.splitlines() if " query " in line)
    assert " -C " in line and Workspace.find(Path(line.split(" -C ")[1].split()[0])).title.startswith("The battle")

"""What the demonstration prints can be typed as it stands; `test_wheel` does so in a folder without a workspace."""

import shlex
import subprocess
from pathlib import Path

import pytest

from conftest import Run, _environment
from kgraph.workspace.config import Workspace


@pytest.mark.slow
def test_in_another_workspace_its_commands_name_theirs_and_run(process: Run, tmp_path: Path) -> None:
    (tmp_path / "kgraph.toml").write_text("", encoding="utf8")
    done = process("demo")
    assert done.returncode == 0, done.stderr
    commands = [line.strip() for line in done.stdout.splitlines() if line.startswith("  ") and " query " in line]
    assert len(commands) == 3
    words = shlex.split(commands[0])
    assert Workspace.find(Path(words[words.index("-C") + 1])).title.startswith("The battle")
    again = subprocess.run(
        words, cwd=tmp_path, env=_environment(tmp_path), capture_output=True, text=True, timeout=300, check=False
    )
    assert again.returncode == 0 and "DeepState" in again.stdout, again.stderr

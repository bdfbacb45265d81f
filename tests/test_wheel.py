"""The wheel carries all that the program needs outside the checkout."""

import os
import shlex
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built and unpacked as an installer does."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


@pytest.mark.slow
def test_the_demo_runs_from_the_wheel_in_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    environment = {key: value for key, value in os.environ.items() if key != "KGRAPH_SOURCES"}
    environment |= {"PYTHONPATH": str(installed), "XDG_CACHE_HOME": str(tmp_path / "cache")}

    def typed(*command: str) -> str:
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def run(*words: str) -> str:
        return typed(sys.executable, "-m", "kgraph", *words)

    where = "import kgraph; print(kgraph.__file__)"
    assert typed(sys.executable, "-c", where).startswith(str(installed))
    said = run("demo")
    assert said.startswith("Validated: 0 errors, 2 notes.\n")
    assert "DeepState" in said
    commands = [line.strip() for line in said.splitlines() if line.startswith("  ") and " query " in line]
    assert len(commands) == 3 and "DeepState" in typed(*shlex.split(commands[0])), "they can be typed as they stand"
    assert (installed / "kgraph/_data/data/gazetteer/places.tsv.xz").is_file()
    assert (tmp_path / "out/network.html").is_file()
    run("init", "mine")
    assert "Norika" in run("-C", "mine", "query", "who-holds")

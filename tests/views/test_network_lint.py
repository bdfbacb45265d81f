"""The network page's modules use no name that nobody defines, and define none that nobody uses: ESLint reads them."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from nodejs import MODULES
from requirements import missing

LINT = Path(__file__).parent / "eslint"  # ESLint by version and digest, and which of its rules are asked for
FETCHING = 180  # seconds

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def linted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with ESLint and a copy of the modules; npm fetches it, and runs nothing of what it fetched."""
    npm = shutil.which("npm") or missing("npm, to fetch ESLint")
    folder = tmp_path_factory.mktemp("eslint")
    shutil.copytree(LINT, folder, dirs_exist_ok=True)
    try:
        fetched = _run([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier"], folder)
    except subprocess.TimeoutExpired:
        missing("ESLint: npm did not fetch it in time")
    if fetched.returncode:
        missing(f"ESLint: npm could not fetch it ({fetched.stderr.strip().splitlines()[-1:]})")
    for module in MODULES.glob("*.js"):
        shutil.copy(module, folder)
    return folder


def lint(folder: Path) -> str:
    node = shutil.which("node") or shutil.which("nodejs") or missing("Node.js, to run ESLint")
    done = _run([node, "node_modules/eslint/bin/eslint.js", "."], folder)
    assert done.returncode in (0, 1), done.stderr
    return done.stdout


def _run(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    quiet = {**os.environ, "NO_COLOR": "1"}
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=FETCHING, env=quiet)


def test_every_name_of_the_modules_is_defined_and_used(linted: Path) -> None:
    assert lint(linted) == ""


def test_a_name_that_nobody_defines_or_uses_is_told(linted: Path) -> None:
    made = linted / "made.js"
    made.write_text('import { at } from "./elements.js";\nconst kept = 1;\nexport const open = () => att("x");\n')
    try:
        told = lint(linted)
    finally:
        made.unlink()
    assert "'att' is not defined" in told and "'at' is defined but never used" in told
    assert "'kept' is assigned a value but never used" in told

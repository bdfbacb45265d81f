"""Builds and makers of worlds that are killed at random moments: a few of those of `bench/kills.py`."""

import subprocess
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).resolve().parents[2] / "bench/kills.py"


@pytest.mark.slow
def test_what_is_killed_at_any_moment_leaves_a_whole_store() -> None:
    done = subprocess.run([sys.executable, BENCH, "6", "7"], capture_output=True, text=True, check=False)
    assert done.stdout.endswith("kills=6 seed=7 faults=0\n"), done.stdout + done.stderr
    assert done.returncode == 0

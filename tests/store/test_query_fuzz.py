"""No text ends the process: some of what `bench/fuzz_queries.py` puts through every door."""

import subprocess
import sys
from pathlib import Path

import pytest

from paced import rest_thorough
from texts import texts

BENCH = Path(__file__).resolve().parents[2] / "bench/fuzz_queries.py"


@pytest.mark.slow
@pytest.mark.parametrize("count", rest_thorough([200, 2_000]))
def test_no_text_ends_the_process(count: int) -> None:
    done = subprocess.run([sys.executable, BENCH, str(count), "5"], capture_output=True, text=True, check=False)
    assert done.stdout.endswith(f"texts={count} seed=5 dies=0\n"), done.stdout + done.stderr
    assert done.returncode == 0
    assert "Graph.query: taken" in done.stdout


def test_the_texts_are_deep_and_long_and_the_same_each_time() -> None:
    some = list(texts(5, 0, 1000))
    assert some[7] == next(texts(5, 7, 1))
    assert any(text.count("(") > 2_000 or text.count("{") > 2_000 for text in some)

"""What all workers of a run share: it is made by one of them, while the others wait."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


def of_all_workers(factory: pytest.TempPathFactory) -> Path:
    """The folder of this run."""
    base = factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@contextmanager
def alone_in(factory: pytest.TempPathFactory, name: str) -> Iterator[Path]:
    """A folder of this run, in which no other worker is at the same time."""
    folder = of_all_workers(factory) / name
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        folder.mkdir(exist_ok=True)
        yield folder

"""Running a coroutine in a test."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

T = TypeVar("T")


def run(made: Coroutine[Any, Any, T]) -> T:
    """The result of a coroutine, which runs in a thread of its own: in the test's thread, a browser of other tests may
    have a loop that runs."""
    with ThreadPoolExecutor(1) as own:
        return own.submit(asyncio.run, made).result()

"""Which cases of a test are tried each time, which where slow tests run, and which only before a release."""

from collections.abc import Iterable
from typing import Any

import pytest


def rest_slow(cases: Iterable[Any], fast: int = 1, every: int = 0) -> list[Any]:
    """The cases of a parametrised test, all but the first so many of which are slow, or all but one of `every` so many;
    a tuple is several arguments."""
    return _rest(pytest.mark.slow, cases, fast, every)


def rest_thorough(cases: Iterable[Any], fast: int = 1, every: int = 0) -> list[Any]:
    """The same for a slow test: `make thorough` alone tries the rest, further examples of what the others try."""
    return _rest(pytest.mark.thorough, cases, fast, every)


def _rest(mark: pytest.MarkDecorator, cases: Iterable[Any], fast: int, every: int) -> list[Any]:
    return [
        case if (i % every == 0 if every else i < fast) else pytest.param(*_arguments(case), marks=mark)
        for i, case in enumerate(cases)
    ]


def _arguments(case: Any) -> tuple[Any, ...]:
    return case if isinstance(case, tuple) else (case,)

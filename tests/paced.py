"""Which cases of a test are tried each time, and which only where everything is."""

from collections.abc import Iterable
from typing import Any

import pytest


def rest_slow(cases: Iterable[Any], fast: int = 1, every: int = 0) -> list[Any]:
    """The cases of a parametrised test, all but the first so many of which are slow, or all but one of `every` so many;
    a tuple is several arguments."""
    return [
        case if (i % every == 0 if every else i < fast) else pytest.param(*_arguments(case), marks=pytest.mark.slow)
        for i, case in enumerate(cases)
    ]


def _arguments(case: Any) -> tuple[Any, ...]:
    return case if isinstance(case, tuple) else (case,)

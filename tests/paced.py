"""Which cases of a test are tried each time, and which only where everything is."""

from collections.abc import Iterable
from typing import Any

import pytest


def rest_slow(cases: Iterable[Any], fast: int = 1) -> list[Any]:
    """The cases of a parametrised test, all but the first so many of which are slow; a tuple is several arguments."""
    found = list(cases)
    return [*found[:fast], *(pytest.param(*_arguments(case), marks=pytest.mark.slow) for case in found[fast:])]


def _arguments(case: Any) -> tuple[Any, ...]:
    return case if isinstance(case, tuple) else (case,)

"""Tests of long tables: one test goes over all cases, since to start thousands takes longer than what they do."""

import inspect
import traceback
from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from typing import Any

import pytest

Test = Callable[..., None]
_MOST_TOLD = 20


def over(names: str | Sequence[str], cases: Iterable[Any], title: Callable[[Any], str] = str) -> Callable[[Test], Test]:
    """Where a case takes a millisecond, this stands in place of `pytest.mark.parametrize`.

    All cases are tried, and the test fails with the title of each one that failed, and why. What the cases get of
    fixtures is the same for all of them, so they must not change it.
    """
    arguments, table = [names] if isinstance(names, str) else list(names), list(cases)
    assert table, "a table without cases tries nothing"

    def decorate(test: Test) -> Test:
        @wraps(test)
        def whole(**fixtures: Any) -> None:
            failed = [told for case in table if (told := _tried(test, arguments, case, fixtures, title))]
            if failed:
                left = [f"… and {len(failed) - _MOST_TOLD} more"] if len(failed) > _MOST_TOLD else []
                pytest.fail("\n".join([f"{len(failed)} of {len(table)}:", *failed[:_MOST_TOLD], *left]), pytrace=False)

        found = inspect.signature(test)
        kept = [one for name, one in found.parameters.items() if name not in arguments]
        vars(whole)["__signature__"] = found.replace(parameters=kept)
        return whole

    return decorate


def _tried(
    test: Test, arguments: Sequence[str], case: Any, fixtures: dict[str, Any], title: Callable[[Any], str]
) -> str:
    """What a case's failure tells; "" for one that does not fail."""
    values = (case,) if len(arguments) == 1 else case
    try:
        test(**dict(zip(arguments, values, strict=True)), **fixtures)
    except (Exception, pytest.fail.Exception, pytest.skip.Exception) as error:  # noqa: BLE001 - whatever it is, the other cases are tried too
        where = traceback.extract_tb(error.__traceback__)[-1]
        return f"{title(case)}\n{where.name}, line {where.lineno}: {type(error).__name__}: {error}"
    return ""

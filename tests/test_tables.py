"""A table's test tries every case and names each one that fails."""

import pytest

from tables import over


@over(("one", "other"), [(1, 1), (2, 2)])
def test_a_table_may_have_several_columns(one: int, other: int) -> None:
    assert one == other


def test_every_case_is_tried_and_each_that_fails_is_told() -> None:
    tried = []

    @over("number", range(1, 6), lambda number: f"number {number}")
    def odd(number: int, wanted: int) -> None:
        tried.append(number)
        if number == 4:
            raise KeyError("lost")
        assert number % 2 == wanted, f"{number} is even"

    with pytest.raises(pytest.fail.Exception) as failure:
        odd(wanted=1)
    told = str(failure.value)
    assert tried == [1, 2, 3, 4, 5]
    assert "2 of 5" in told and "number 2\n" in told and "2 is even" in told and "KeyError: 'lost'" in told
    assert "number 3" not in told


def test_of_many_failures_the_rest_are_counted() -> None:
    @over("number", range(50))
    def never(number: int) -> None:
        pytest.fail(f"not {number}")

    with pytest.raises(pytest.fail.Exception, match="50 of 50") as failure:
        never()
    assert "… and 30 more" in str(failure.value)


def test_an_empty_table_is_refused() -> None:
    with pytest.raises(AssertionError):
        over("one", [])

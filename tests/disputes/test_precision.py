"""Plain figures are one answer only if one of them is the other written shorter."""

from typing import Any

import pytest

from briefly import found_in, positions

DAY = "2031-09-14"


def count(value: float, measure: str = "votes", **more: str) -> dict[str, Any]:
    return {"statement": "figure", "measure": measure, "event": "vote", "value": value, "said": DAY, **more}


def state(value: float, measure: str, unit: str) -> dict[str, Any]:
    return {"statement": "figure", "measure": measure, "subject": "storm", "value": value, "unit": unit, "said": DAY}


APART = [
    (count(48210), count(48150)),
    (count(48213), count(48214)),
    (count(200, "killed"), count(201, "killed")),
    (count(850, "killed"), count(853, "killed")),
    (count(1204, "detained"), count(1207, "detained")),
    (count(48210, "killed", unit="persons"), count(48150, "killed")),  # with and without its unit
    (count(1_000_001), count(1_000_003)),
    (count(12140, "displaced"), count(12180, "displaced")),
    (count(301, "missing"), count(302, "missing")),
    (count(25150), count(25240)),
    (state(1013, "area", "ha"), state(1012, "area", "ha")),
    (state(401, "width", "km"), state(402, "width", "km")),
    (state(24.9, "width", "km"), state(24.8, "width", "km")),
]
ALIKE = [
    (count(12000), count(12140)),
    (count(48000), count(48210)),
    (count(48200), count(48210)),
    (count(48210), count(48213)),  # the first is precise to ten at most
    (count(10000), count(10040)),
    (count(1_200_000, "displaced"), count(1_203_417, "displaced")),
    (state(40, "width", "km"), state(25, "width", "mi")),
    (state(1000, "area", "ha"), state(2471, "area", "acre")),
    (state(5740, "area", "ha"), state(14180, "area", "acre")),
    (state(6.4, "magnitude", "m"), state(6.43, "magnitude", "m")),
    (state(24.9, "width", "km"), state(25, "width", "km")),
    (state(3.21, "width", "km"), state(3.213, "width", "km")),
]


@pytest.mark.parametrize("claims", APART)
def test_exact_figures_that_differ_are_a_question(claims: tuple[dict[str, Any], ...]) -> None:
    for some in (claims, claims[::-1]):
        assert [[claims for _, claims in one] for one in positions(found_in(some))] == [[["c1"], ["c2"]]]


@pytest.mark.parametrize("claims", ALIKE)
def test_a_figure_written_shorter_or_in_another_unit_is_the_same(claims: tuple[dict[str, Any], ...]) -> None:
    for some in (claims, claims[::-1]):
        assert positions(found_in(some)) == []


def test_a_recount_by_the_same_office_is_a_revision() -> None:
    found = found_in([count(48210, by="office"), {**count(48150, by="office"), "said": "2031-09-16"}])
    assert [note.kind for note in found.notes] == ["revision"]


def test_a_denial_of_an_exact_figure_is_of_that_figure() -> None:
    assert positions(found_in([count(48213), count(48214, polarity="negative")])) == []
    assert len(positions(found_in([count(48213), count(48213, polarity="negative")]))) == 1
    assert (
        len(positions(found_in([state(25, "width", "mi"), {**state(40, "width", "km"), "polarity": "negative"}]))) == 1
    )

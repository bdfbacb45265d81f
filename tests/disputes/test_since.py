"""“Since Sunday”, without an end, against another claim for the day on which that was said."""

from typing import Any

import pytest

from briefly import found_in, notes, positions

SUNDAY, MONDAY, TUESDAY, WEDNESDAY = "2031-09-13", "2031-09-14", "2031-09-15", "2031-09-16"


def post(person: str, said: str = TUESDAY, **when: str) -> dict[str, Any]:
    return {"statement": "posting", "person": person, "role": "director", "of": "office", "said": said, **when}


def control(subject: str, said: str = TUESDAY, extent: str = "full", **when: str) -> dict[str, Any]:
    return {"statement": "control", "subject": subject, "place": "ford", "extent": extent, "said": said, **when}


def under(upper: str, said: str = TUESDAY, **when: str) -> dict[str, Any]:
    return {"statement": "subordination", "unit": "team", "under": upper, "said": said, **when}


def presence(place: str, said: str = TUESDAY, **when: str) -> dict[str, Any]:
    return {"statement": "presence", "who": "ann", "place": place, "said": said, **when}


ON_THE_DAY = [
    (post("ann", **{"from": SUNDAY}), post("ben", day=TUESDAY)),
    (post("ann", **{"from": SUNDAY}), post("ben")),
    (post("ann", **{"from": SUNDAY}), post("ben", said=WEDNESDAY, day=TUESDAY)),
    (post("ann", **{"from": MONDAY}), post("ben", day=TUESDAY)),
    (control("gang", **{"from": SUNDAY}), control("north", day=TUESDAY)),
    (control("gang", **{"from": SUNDAY}), control("north")),
    (control("gang", **{"from": "2031-05-01"}), control("north", extent="partial", day=TUESDAY)),
    (under("north", **{"from": SUNDAY}), under("south", day=TUESDAY)),
    (under("north", **{"from": SUNDAY}), under("south")),
    (presence("ford", **{"from": SUNDAY}), presence("hill", day=TUESDAY)),
    (presence("ford", **{"from": SUNDAY}), presence("hill")),
    (post("ann", **{"from": SUNDAY}), post("ben", **{"from": MONDAY})),
]
NOT_ON_THE_DAY = [
    # after it was said
    (post("ann", **{"from": SUNDAY}), post("ben", said=WEDNESDAY, day=WEDNESDAY)),
    (post("ann", **{"from": SUNDAY}), post("ben", said=WEDNESDAY)),
    (control("gang", **{"from": SUNDAY}), control("north", said=WEDNESDAY)),
    (under("north", **{"from": SUNDAY}), under("south", said=WEDNESDAY)),
    # with an end before
    (post("ann", **{"from": SUNDAY, "to": MONDAY}), post("ben", day=TUESDAY)),
    # handovers: one begins, by its claim, on the day on which the other ends, or until which it is known to have lasted
    (post("ann", to=TUESDAY), post("ben", **{"from": TUESDAY})),
    (post("ann", **{"from": SUNDAY, "to": TUESDAY}), post("ben", **{"from": TUESDAY})),
    (post("ann", **{"from": SUNDAY}), post("ben", **{"from": TUESDAY})),
    (post("ann", **{"from": SUNDAY}), post("ben", said=WEDNESDAY, **{"from": TUESDAY})),
    (control("gang", **{"from": SUNDAY}), control("north", **{"from": TUESDAY})),
    (control("gang", to=TUESDAY), control("north", said=WEDNESDAY, **{"from": TUESDAY})),
    (under("north", to=TUESDAY), under("south", said=WEDNESDAY, **{"from": TUESDAY})),
]


@pytest.mark.parametrize("claims", ON_THE_DAY)
def test_since_a_day_lasts_at_least_until_it_was_said(claims: tuple[dict[str, Any], ...]) -> None:
    for some in (claims, claims[::-1]):
        assert len(positions(found_in(some))) == 1


@pytest.mark.parametrize("claims", NOT_ON_THE_DAY)
def test_nobody_is_taken_at_their_word_for_later_days_and_a_handover_is_no_question(
    claims: tuple[dict[str, Any], ...],
) -> None:
    for some in (claims, claims[::-1]):
        assert positions(found_in(some)) == []


def test_a_question_is_no_near_miss_beside() -> None:
    assert notes(found_in(ON_THE_DAY[0])) == []


def test_a_claim_of_the_day_after_is_a_near_miss() -> None:
    assert notes(found_in(NOT_ON_THE_DAY[0])) == [("near miss", "day")]

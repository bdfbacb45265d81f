"""Each answer that the claims of a question give is told, in the position of the day for which it is given."""

from typing import Any

import pytest

from briefly import found_in, notes, positions

DAY, NEXT, LATER = "2031-09-14", "2031-09-15", "2031-09-16"


def control(subject: str, extent: str, said: str, by: str = "north", **more: str) -> dict[str, Any]:
    of = {"statement": "control", "subject": subject, "place": "depot", "extent": extent}
    return {**of, "by": by, "said": said, "day": said, **more}


def post(person: str, said: str, by: str = "north", **more: str) -> dict[str, Any]:
    of = {"statement": "posting", "person": person, "role": "director", "of": "office"}
    return {**of, "by": by, "said": said, "day": said, **more}


def under(upper: str, said: str, by: str, **more: str) -> dict[str, Any]:
    return {"statement": "subordination", "unit": "team", "under": upper, "by": by, "said": said, "day": said, **more}


def set_by(actor: str, said: str, by: str, **more: str) -> dict[str, Any]:
    return {"statement": "event", "event": "fire", "actor": actor, "by": by, "said": said, **more}


def killed(value: int, said: str, by: str, **more: str) -> dict[str, Any]:
    return {"statement": "figure", "measure": "killed", "event": "fire", "value": value, "by": by, "said": said, **more}


NO = {"polarity": "negative"}
GANG = [control("gang", "full", DAY, by="gang"), control("gang", "full", NEXT, by="gang")]
NOT_ALL = control("gang", "full", DAY, **NO)
TOLD = {
    "part, then all, with a denial": (
        [*GANG, NOT_ALL, control("north", "partial", DAY), control("north", "full", NEXT)],
        ["north: a part of it", "north: all of it"],
    ),
    "all, then part": (
        [*GANG, NOT_ALL, control("north", "full", DAY), control("north", "partial", NEXT)],
        ["north: all of it", "north: a part of it"],
    ),
    "three days": (
        [
            *GANG,
            control("gang", "full", LATER, by="gang"),
            NOT_ALL,
            control("north", "partial", DAY),
            control("north", "contested", NEXT),
            control("north", "full", LATER),
        ],
        ["north: a part of it", "north: all of it"],
    ),
    "a denial, and the next day all": (
        [*GANG, NOT_ALL, control("north", "full", NEXT)],
        ["not all", "north: all of it"],
    ),
    "all, and the next day a denial": (
        [*GANG, control("north", "full", DAY), control("gang", "full", NEXT, **NO)],
        ["north: all of it", "gang: not all of it"],
    ),
    "two denials of two extents": (
        [*GANG, control("gang", "partial", NEXT, by="gang"), NOT_ALL, control("gang", "partial", NEXT, **NO)],
        ["gang: not all of it", "gang: no part of it"],
    ),
    "a post, denied and then filled": (
        [post("ann", DAY, by="south"), post("ann", NEXT, by="south"), post("ann", DAY, **NO), post("ben", NEXT)],
        ["not ann", "ben"],
    ),
    "a unit, denied and then elsewhere": (
        [
            under("south", DAY, "south"),
            under("south", NEXT, "south"),
            under("south", DAY, "gang", **NO),
            under("north", NEXT, "gang"),
        ],
        ["not under south", "under north"],
    ),
    "a culprit denied, the next day another": (
        [set_by("gang", DAY, "south"), set_by("gang", DAY, "north", **NO), set_by("south", NEXT, "north")],
        ["by south"],
    ),
    "a figure denied, later another": (
        [killed(4, DAY, "south"), killed(4, DAY, "north", **NO), killed(7, NEXT, "north"), killed(4, NEXT, "south")],
        ["not 4", "7"],
    ),
    "a place, and then the other": (
        [*GANG, NOT_ALL, control("north", "partial", DAY), control("north", "partial", NEXT)],
        ["north: a part of it"],
    ),
}


@pytest.mark.parametrize("name", TOLD)
def test_every_answer_is_told(name: str) -> None:
    claims, answers = TOLD[name]
    for some in (claims, claims[::-1]):
        found = found_in(some)
        told = [answer for one in positions(found) for answer, _ in one]
        assert all(any(wanted in one for one in told) for wanted in answers), told
        assert "revision" not in {kind for kind, _ in notes(found)}, "states of several days are a series"


ONE = {
    "a denial and what is said instead": [GANG[0], NOT_ALL, control("north", "partial", DAY)],
    "a post denied and filled": [post("ann", DAY, by="south"), post("ann", DAY, **NO), post("ben", DAY)],
    "two denials of a day": [
        GANG[0],
        control("gang", "partial", DAY, by="south"),
        NOT_ALL,
        control("gang", "partial", DAY, **NO),
    ],
    "a culprit denied and another named": [
        set_by("gang", DAY, "south"),
        set_by("gang", DAY, "north", **NO),
        set_by("south", DAY, "north"),
    ],
    "the same denied twice": [
        set_by("gang", DAY, "south"),
        *[set_by("gang", day, "north", **NO) for day in (DAY, NEXT)],
    ],
    "two figures denied on a day": [
        killed(4, DAY, "south"),
        killed(5, DAY, "gang"),
        *[killed(value, DAY, "north", **NO) for value in (4, 5)],
    ],
}


@pytest.mark.parametrize("name", ONE)
def test_a_claimant_s_denials_are_in_one_position_with_what_they_say_that_day(name: str) -> None:
    (question,) = positions(found_in(ONE[name]))
    own = {f"c{at}" for at, one in enumerate(ONE[name], 1) if one["by"] == "north"}
    assert sum(bool(own & set(claims)) for _, claims in question) == 1, question


def test_each_claim_stands_by_the_answer_that_it_gives() -> None:
    claims, _ = TOLD["part, then all, with a denial"]
    (question,) = positions(found_in(claims))
    assert sorted((answer, sorted(claims)) for answer, claims in question) == [
        ("gang: all of it", ["c1"]),
        ("gang: all of it", ["c2"]),
        ("north: a part of it (gang: not all of it)", ["c3", "c4"]),
        ("north: all of it", ["c5"]),
    ]

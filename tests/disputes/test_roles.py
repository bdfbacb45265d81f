"""Two leading roles of one body under two names: a near miss, as they may be one post."""

from typing import Any

import pytest

from briefly import found_in, notes, positions

DAY, NEXT = "2031-09-14", "2031-09-15"


def post(person: str, role: str, of: str = "office", said: str = DAY, **more: str) -> dict[str, Any]:
    return {"statement": "posting", "person": person, "role": role, "of": of, "said": said, "day": said, **more}


NEAR = [
    [post("ann", "head"), post("ben", "director")],
    [post("ann", "head", said=NEXT), post("ben", "director", day=NEXT)],
    [post("ann", "mayor", of="ford"), post("ben", "administrator", of="ford")],
    [post("ann", "commander", of="team"), post("ben", "chief", of="team")],
    [post("ann", "head"), post("ben", "acting-head")],
    [post("ann", "chair", of="gang"), post("cora", "leader", of="gang")],
    [{**post("ann", "head", said=NEXT), "day": DAY}, post("ben", "director")],
    [post("ann", "head"), post("ben", "director"), post("cora", "deputy-director")],
    [post("ann", "head"), post("ben", "director", of="north"), post("cora", "director")],
    [post("ann", "head"), {"statement": "posting", "person": "ben", "role": "director", "of": "office", "said": DAY}],
]
NOTHING = [
    [post("ann", "head"), post("ben", "deputy-head")],
    [post("ann", "deputy-head"), post("ben", "deputy-director")],
    [post("ann", "board-member"), post("ben", "head")],
    [post("ann", "head"), post("ann", "director")],
    [post("ann", "head"), post("ben", "director", of="north")],
    [post("ann", "head"), post("ben", "director", said=NEXT)],  # the day differs, too
    [post("ann", "head"), post("ben", "director", polarity="negative")],
    [post("ann", "head", by="north"), post("ben", "director", by="north")],  # who says both knows two posts
    [post("ann", "head"), post("ben", "director", modality="forecast")],
    [
        post("ann", "head"),
        post("ben", "director"),
        post("ann", "head", by="north"),
        post("ben", "director", by="north"),
    ],
    [
        {"statement": "posting", "person": "ann", "role": "head", "of": "office", "said": DAY, "to": DAY},
        {"statement": "posting", "person": "ben", "role": "director", "of": "office", "said": NEXT, "from": DAY},
    ],
]


@pytest.mark.parametrize("claims", NEAR)
def test_two_names_of_a_leading_post_are_a_near_miss(claims: list[dict[str, Any]]) -> None:
    for some in (claims, claims[::-1]):
        found = found_in(some)
        assert positions(found) == []
        assert notes(found) == [("near miss", "role")]


@pytest.mark.parametrize("claims", NOTHING)
def test_other_posts_are_nothing(claims: list[dict[str, Any]]) -> None:
    for some in (claims, claims[::-1]):
        found = found_in(some)
        assert positions(found) == []
        assert notes(found) == []


def test_a_question_about_one_of_the_two_posts_stays_one() -> None:
    found = found_in([post("ann", "head"), post("ben", "director"), post("cora", "director")])
    assert len(positions(found)) == 1
    assert notes(found) == [("near miss", "role")] * 2


def test_the_words_name_both_posts_and_settle_nothing() -> None:
    (note,) = found_in(NEAR[0]).notes
    assert "role-head" in note.explanation
    assert "role-director" in note.explanation
    assert "If" in note.explanation

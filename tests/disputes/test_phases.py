"""An event told without its phase, and a denial that it was completed: a near miss, as nobody says how far it came."""

from typing import Any

import pytest

from briefly import found_in, notes, positions

DAY, NEXT = "2031-09-14", "2031-09-15"


def event(name: str = "fire", said: str = DAY, phase: str = "none", **more: str) -> dict[str, Any]:
    return {"statement": "event", "event": name, "said": said, "phase": phase, "target": "hill", **more}


def denied(name: str = "fire", said: str = DAY, phase: str = "completed", **more: str) -> dict[str, Any]:
    return {**event(name, said, phase), "polarity": "negative", **more}


def local(one: dict[str, Any], **more: str) -> dict[str, Any]:
    return {**{key: value for key, value in one.items() if key != "event"}, "class": "Fire", **more}


NEAR = [
    [event(), denied()],
    [event(actor="gang"), denied(actor="gang")],
    [event(actor="gang"), denied()],
    [event(place="depot", day=DAY), denied(place="depot", day=DAY)],
    [event(day=DAY), denied(said=NEXT, day=DAY)],
    [event(), denied(phase="begun")],
    [event(), denied(phase="attempted")],
    [event(), denied(modality="denial", polarity="positive")],
    [local(event(), place="depot"), local(denied(), place="depot")],
]
NOTHING = [
    [event(), denied("storm")],
    [event(), denied(actor="gang")],  # who denies that the gang did it denies nothing of somebody else's doing
    [event(), denied(place="depot")],
    [event(), denied(phase="ongoing")],  # it happened, and does not go on
    [event(), denied(phase="halted")],
    [event(), denied(phase="intended")],
    *([event(phase=phase), denied()] for phase in ("intended", "attempted", "begun", "prevented", "ongoing")),
    [event(modality="forecast"), denied()],
    [event(modality="scenario"), denied()],
    [event(modality="conditional"), denied()],
    [event(modality="commitment"), denied()],
    [event(), denied(modality="forecast", polarity="negative")],
    [event(by="ann"), denied(by="ann")],
    [event(said=NEXT, day=NEXT), denied(day=DAY)],  # "not yet"
    [local(event(), place="depot"), local(denied(), place="ford")],
]


@pytest.mark.parametrize("claims", NEAR)
def test_a_denied_phase_meets_an_event_without_one_in_a_near_miss(claims: list[dict[str, Any]]) -> None:
    for some in (claims, claims[::-1]):
        found = found_in(some)
        assert positions(found) == []
        assert notes(found) == [("near miss", "phase")]


@pytest.mark.parametrize("claims", NOTHING)
def test_what_can_be_true_together_is_nothing(claims: list[dict[str, Any]]) -> None:
    for some in (claims, claims[::-1]):
        found = found_in(some)
        assert positions(found) == []
        assert notes(found) == []


@pytest.mark.parametrize("claims", [[event(phase="completed"), denied()], [event(), denied(phase="none")]])
def test_two_that_say_how_far_it_came_stay_a_question(claims: list[dict[str, Any]]) -> None:
    found = found_in(claims)
    assert len(positions(found)) == 1
    assert notes(found) == []


def test_a_third_that_says_it_was_completed_makes_a_question_of_the_two_who_say() -> None:
    found = found_in([event(), event(phase="completed"), denied()])
    assert [{claim for _, claims in one for claim in claims} for one in positions(found)] != []
    assert notes(found) == [("near miss", "phase")]


def test_the_words_say_what_is_not_known_and_settle_nothing() -> None:
    (note,) = found_in(NEAR[0]).notes
    assert note.explanation.startswith("voice1 does not say how far “fire” came: if it was completed, voice2 (")
    (note,) = found_in(NEAR[-1]).notes
    assert note.explanation.startswith("voice1 does not say how far it came: if it was completed, ")
    (note,) = found_in([event(), denied(phase="begun")]).notes
    assert "if it was begun, " in note.explanation

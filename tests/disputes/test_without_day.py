"""Claims without a day of their own: all that is known is that they were said when their document was published."""

from typing import Any

import pytest

import news
from briefly import THINGS, notes, positions
from kgraph.building import Part
from kgraph.disputes.finding import Found, find
from kgraph.vocabulary import bundled_terms

FIRST, SECOND, THIRD = "2031-05-03", "2031-05-04", "2031-05-05"
PAPERS = {"early": SECOND, "beside": SECOND, "late": THIRD, "undated": ""}
NEAR = [("near miss", "day")]


def found_in(*claims: dict[str, Any]) -> Found:
    """What the rules find among claims in the two papers; a claim without `said` has no day of its own."""
    told = [{"id": f"c{at}", "in": "early", "by": f"voice{at}", **one} for at, one in enumerate(claims, 1)]
    case = news.made(
        {
            "entity": [{"id": name, "class": kind, "label": name} for name, kind in THINGS.items()],
            "document": [{"id": name, "outlet": f"of-{name}", "published": day} for name, day in PAPERS.items()],
            "claim": told,
        }
    )
    return find(case.claims, [*case.quads, *bundled_terms()], Part.of(case.quads).digests)


def figure(value: int, measure: str = "killed", **more: str) -> dict[str, Any]:
    return {"statement": "figure", "measure": measure, "event": "fire", "value": value, **more}


def post(**more: str) -> dict[str, Any]:
    told = {"statement": "posting", "person": "ann", "role": "director", "of": "office", "from": "2031-05-01"}
    return {**told, "by": "north", **more}


def denial(**more: str) -> dict[str, Any]:
    return post(polarity="negative", **{"in": "late", **more})


@pytest.mark.parametrize("measure", ["killed", "missing"])
def test_a_higher_total_without_a_day_beside_one_of_an_earlier_day_is_a_near_miss(measure: str) -> None:
    found = found_in(figure(41, measure, said=FIRST), figure(53, measure))
    assert (positions(found), notes(found)) == ([], NEAR)
    (note,) = found.notes
    assert "nobody gives the day on which voice2 said so" in note.explanation
    assert f"on {FIRST}" in note.explanation
    assert f"on {SECOND} or earlier" in note.explanation


NO_NEAR_MISS = {
    "each has a day, and the count went on": (figure(41, said=FIRST), figure(53, said=SECOND)),
    "one claimant's count that went on": (figure(41, said=FIRST, by="north"), figure(53, by="north")),
    "the later report only goes on": (figure(41, said=FIRST), figure(53, **{"in": "late"})),
    "neither has a day of its own, which is a question": (figure(41), figure(53)),
    "the same figure": (figure(53, said=FIRST), figure(53)),
    "the first has given another figure since": (
        figure(41, said=FIRST, by="north"),
        figure(53, said=SECOND, by="north"),
        figure(53),
    ),
    "who denies a figure gives none": (figure(41, said=FIRST), figure(53, polarity="negative")),
}


@pytest.mark.parametrize("claims", NO_NEAR_MISS.values(), ids=NO_NEAR_MISS)
def test_no_near_miss_where_the_days_are_known_or_make_no_difference(claims: tuple[dict[str, Any], ...]) -> None:
    assert [kind for kind, _ in notes(found_in(*claims)) if kind == "near miss"] == []


def test_two_totals_of_one_report_without_days_are_a_question() -> None:
    assert positions(found_in(figure(41), figure(53))) == [[("41", ["c1"]), ("53", ["c2"])]]


def test_a_figure_at_issue_with_an_old_one_is_a_near_miss_of_the_new_one() -> None:
    found = found_in(
        figure(140, "missing", said=FIRST, by="north"),
        figure(62, "missing", said=FIRST, by="south"),
        figure(35, "missing", said=SECOND, by="north", **{"in": "late"}),
        figure(51, "missing", by="south", **{"in": "late"}),
    )
    assert [note.claims[0][-2:] + note.claims[1][-2:] for note in found.notes if note.kind == "near miss"] == ["c3c4"]


TAKEN_BACK = {
    "in a later report, said on the day of the first": (post(), denial(said=SECOND)),
    "in so many words, of an earlier day": (post(), denial(said=FIRST, denies="c1")),
    "in so many words, without a day": (post(), denial(denies="c1")),
}


@pytest.mark.parametrize("claims", TAKEN_BACK.values(), ids=TAKEN_BACK)
def test_a_claim_without_a_day_is_taken_back_by_its_denial_in_another_report(
    claims: tuple[dict[str, Any], ...],
) -> None:
    found = found_in(*claims)
    assert positions(found) == []
    (note,) = found.notes
    assert (note.kind, [claim[-2:] for claim in note.superseded]) == ("revision", ["c1"])


EARLY = {"in": "early", "denies": "c1"}
UNKNOWN = {
    "of one report": (post(), denial(**{"in": "early"})),
    "of one report, in so many words": (post(), denial(**EARLY)),
    "of one report, in so many words of an earlier day": (post(), denial(said=FIRST, **EARLY)),
    "in so many words in another report of the same day": (post(), denial(denies="c1", **{"in": "beside"})),
    "in so many words in an earlier report": (post(**{"in": "late"}), denial(**EARLY)),
    "in so many words in an earlier report, of a day": (post(**{"in": "late"}), denial(said=FIRST, **EARLY)),
    "in so many words of a report without a day": (post(**{"in": "undated"}), denial(denies="c1")),
    "in so many words in a report without a day": (post(), denial(denies="c1", **{"in": "undated"})),
}


@pytest.mark.parametrize("claims", UNKNOWN.values(), ids=UNKNOWN)
def test_what_has_no_day_is_taken_back_only_by_a_later_report(claims: tuple[dict[str, Any], ...]) -> None:
    found = found_in(*claims)
    assert sorted(answer for answer, _ in positions(found)[0]) == ["ann", "not ann"]
    assert [kind for kind, _ in notes(found) if kind == "revision"] == []


def test_what_has_no_day_is_taken_back_by_a_denial_of_a_day_after_its_report() -> None:
    found = found_in(post(), denial(denies="c1", said="2031-05-06", **{"in": "undated"}))
    assert positions(found) == [] and [[claim[-2:] for claim in note.superseded] for note in found.notes] == [["c1"]]


@pytest.mark.parametrize(
    "claims",
    [(post(said=SECOND), denial(said=FIRST, denies="c1")), (post(**{"in": "late"}), denial(**{"in": "early"}))],
    ids=["of a day, in so many words", "without a day, in the words of an earlier report"],
)
def test_a_denial_of_an_earlier_day_is_taken_back(claims: tuple[dict[str, Any], ...]) -> None:
    found = found_in(*claims)
    assert positions(found) == [] and [[claim[-2:] for claim in note.superseded] for note in found.notes] == [["c2"]]

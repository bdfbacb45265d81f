"""Questions in words."""

import pytest

from kgraph.disputes.reference import Reference
from kgraph.disputes.wording import asked, measured

WORDS = {
    ("detail", "x:/the-vote", "winner"): "The-vote: who won?",
    ("characterisation", "x:/the-vote", "-", "x:/the-act"): "The-vote: how is it judged under the-act?",
    ("characterisation", "x:/the-vote", "x:/effect", "-"): "The-vote, as to its effect: how is it judged?",
    ("characterisation", "x:/the-vote", "-", "x:/harbour-code"): "The-vote: how is it judged under the harbour-code?",
    ("characterisation", "x:/the-vote", "-", "x:/rule-41"): "The-vote: how is it judged under rule-41?",
    ("figure", "x:/killed", "-", "-", "-", "x:/the-fire", "-", "-", "x:/crew"): "Killed, crew: the-fire?",
    ("figure", "x:/killed", "-", "-", "-", "x:/claim/3#m1", "x:/alba", "-", "-"): "Killed: alba?",
    ("figure", "x:/killed", "-", "-", "-", "x:/claim/3#m1", "-", "-", "-"): "Killed?",
    ("figure", "x:/ratio", "-", "x:/ours", "x:/theirs", "-", "-", "-"): "Ratio: ours against theirs?",
    ("figure", "x:/share", "shares", "x:/vote", "-"): "Share, vote: do they add up (together more than 100 per cent)?",
}


@pytest.mark.parametrize(("matter", "words"), WORDS.items(), ids=WORDS.values())
def test_a_question_reads_as_one_would_ask_it(matter: tuple[str, ...], words: str) -> None:
    assert asked(matter, Reference({})) == words


def test_what_is_measured_can_stand_before_what_is_told_of_it() -> None:
    matter = ("figure", "x:/killed", "-", "-", "-", "x:/the-fire", "-", "-", "x:/crew")
    assert measured(matter, Reference({})) == "Killed, crew, the-fire"
    assert measured(("held", "x:/east-ford"), Reference({})) == "Who holds east-ford"

"""Answers in words: whom they name, what they say of an event, and how they read; made-up news of many kinds."""

import pytest

import news
from answered import NAMES, NOT, case, event, held
from kgraph.analysis.questions import Disputed
from kgraph.claims import leans
from kgraph.views.disputes import report


def found(*claims: tuple[int, str, str], as_of: str | None = None) -> Disputed:
    return news.asked(case(*claims), as_of)


def answers(*claims: tuple[int, str, str], as_of: str | None = None) -> list[str]:
    (question,) = found(*claims, as_of=as_of).questions
    return [stand.answer for stand in question.stands]


# --- whom an answer names


@pytest.mark.parametrize(("claims", "told"), NAMES.values(), ids=NAMES)
def test_an_answer_names_whom_its_claims_name(claims: list[tuple[int, str, str]], told: list[str]) -> None:
    assert sorted(answers(*claims)) == sorted(told)


def test_an_answer_names_nobody_before_a_claim_does() -> None:
    claims, _ = NAMES["a force, and the side on a later day"]
    assert "the River Guard: “half”" in answers(*claims, as_of="2031-05-10")
    (question,) = found(*claims).questions
    worded = [stand.worded for stand in question.stands if "half" in stand.answer]
    assert worded == [(("", "the River Guard: “half”"), ("2031-05-11", "the River Guard / the League: “half”"))]


# --- accounts of an event

FIRE = 'class = "Fire"'
BY = 'actor = "guard"'
ACCOUNTS = {
    "it is denied by whom it is said to be done by": (
        [(9, "ann", event("fire", FIRE, BY)), (9, "ben", event("fire", FIRE, BY, NOT))],
        ("did it happen, and who did it?", "by the River Guard", "it did not happen, or not by the River Guard"),
    ),
    "nobody is said to have done it": (
        [(9, "ann", event("flood", 'class = "Flood"')), (9, "ben", event("flood", 'class = "Flood"', NOT))],
        ("did it happen?", "it happened", "it did not happen"),
    ),
    "it goes on, or does not": (
        [(9, "ann", event("flood", 'phase = "ongoing"')), (9, "ben", event("flood", 'phase = "ongoing"', NOT))],
        ("did it happen?", "it goes on", "it does not go on"),
    ),
    "it has begun, or has not": (
        [(9, "ann", event("vote", 'phase = "begun"')), (9, "ben", event("vote", 'phase = "begun"', NOT))],
        ("did it happen?", "it began", "it did not begin"),
    ),
    "an attempt by somebody, or none": (
        [
            (9, "ann", event("fire", BY, 'phase = "attempted"')),
            (9, "ben", event("fire", BY, 'phase = "attempted"', NOT)),
        ],
        (
            "did it happen, and who did it?",
            "by the River Guard, attempted",
            "it was not attempted, or not by the River Guard",
        ),
    ),
    "two are named": (
        [(9, "ann", event("fire", FIRE, BY)), (9, "ben", event("fire", FIRE, 'actor = "crown"'))],
        ("who did it?", "by the River Guard", "by the Crown"),
    ),
    "who denies it names another": (
        [
            *((9, "ann", event("fire", FIRE, BY)), (9, "ben", event("fire", FIRE, BY, NOT))),
            (9, "ben", event("fire", FIRE, 'actor = "crown"')),
        ],
        ("who did it?", "by the River Guard", "by the Crown (not by the River Guard)"),
    ),
    "two are named, and one denies that it was the first": (
        [
            *((9, "ann", event("fire", FIRE, BY)), (9, "ben", event("fire", FIRE, 'actor = "crown"'))),
            (9, "cid", event("fire", FIRE, BY, NOT)),
        ],
        ("who did it?", "by the River Guard", "by the Crown", "not by the River Guard"),
    ),
    "two are named, and one says that there was nothing": (
        [
            *((9, "ann", event("fire", FIRE, BY)), (9, "ben", event("fire", FIRE, 'actor = "crown"'))),
            (9, "cid", event("fire", FIRE, NOT)),
        ],
        ("did it happen, and who did it?", "by the River Guard", "by the Crown", "it did not happen"),
    ),
    "how a count ended, of one actor": (
        [
            (9, "ann", event("vote", 'actor = "crown"', 'phase = "halted"')),
            (9, "ben", event("vote", 'actor = "crown"', 'phase = "completed"')),
        ],
        ("how did it end?", "halted", "completed"),
    ),
    "what was halted is denied": (
        [(9, "ann", event("vote", 'phase = "halted"')), (9, "ben", event("vote", 'phase = "halted"', NOT))],
        ("did it happen, and how did it end?", "halted", "not halted"),
    ),
}

# --- events that are still to come

SOON, FORECAST, PROMISE = 'day = "2031-05-20"', 'modality = "forecast"', 'modality = "commitment"'
AGAINST = f'{NOT}\ncontradicts = "c1"'
AHEAD = {
    "a vote is expected, and somebody says that there will be none": (
        [(9, "ann", event("vote", SOON, FORECAST)), (10, "ben", event("vote", AGAINST))],
        ("will it happen?", "it will happen", "it will not happen"),
    ),
    "a fire drill is promised, and denied by whom it was promised of": (
        [(9, "ann", event("fire", BY, PROMISE)), (10, "ben", event("fire", BY, AGAINST))],
        ("will it happen, and who will do it?", "by the River Guard", "it will not happen, or not by the River Guard"),
    ),
    "an intention, and nobody has it": (
        [(9, "ann", event("vote", 'phase = "intended"')), (10, "ben", event("vote", 'phase = "intended"', NOT))],
        ("will it happen?", "it is intended", "it is not intended"),
    ),
    "expected, and ruled out": (
        [(9, "ann", event("vote", FORECAST)), (10, "ben", event("vote", 'phase = "ruled out"', 'contradicts = "c1"'))],
        ("will it happen?", "it will happen", "ruled out"),
    ),
    "said to be on a later day": (
        [(9, "ann", event("vote", SOON)), (10, "ben", event("vote", SOON, NOT))],
        ("will it happen?", "it will happen", "it will not happen"),
    ),
    "a third says that it happened": (
        [
            *((9, "ann", event("vote", FORECAST)), (10, "ben", event("vote", AGAINST))),
            (10, "cid", event("vote")),
        ],
        ("did it happen?", "c1 says so", "it did not happen", "it happened"),
    ),
    "a third says on a later day that it happened, which denies nothing of what was said before": (
        [
            *((9, "ann", event("vote", FORECAST)), (10, "ben", event("vote", AGAINST))),
            (11, "cid", event("vote")),
        ],
        ("will it happen?", "it will happen", "it will not happen"),
    ),
    "what is expected is another event": (
        [(9, "ann", event("fire", FORECAST)), (10, "ben", event("vote", AGAINST))],
        ("will it happen?", "c1 says so", "it will not happen"),
    ),
    "denied after the day for which it was expected": (
        [(9, "ann", event("vote", SOON, FORECAST)), (21, "ben", event("vote", AGAINST))],
        ("did it happen?", "c1 says so", "it did not happen"),
    ),
    "intended once": (
        [
            (9, "ann", event("fire", 'phase = "intended"', 'day = "2031-04-01"')),
            (10, "ben", event("fire", 'phase = "intended"', NOT)),
        ],
        ("did it happen?", "it was intended", "it was not intended"),
    ),
}


@pytest.mark.parametrize(("claims", "told"), (ACCOUNTS | AHEAD).values(), ids=ACCOUNTS | AHEAD)
def test_a_question_on_an_event_asks_what_is_answered(
    claims: list[tuple[int, str, str]], told: tuple[str, ...]
) -> None:
    (question,) = found(*claims).questions
    asked, *wanted = told
    assert question.text.partition(": ")[2] == asked
    assert sorted(stand.answer for stand in question.stands) == sorted(wanted)


def test_who_says_later_that_it_happened_did_not_say_that_it_will() -> None:
    expected = (9, "ann", event("vote", FORECAST)), (10, "ben", event("vote", AGAINST))
    lines = report(found(*expected, (11, "cid", event("vote")))).splitlines()
    (cid,) = [line for line in lines if "Cid Crane" in line]
    assert cid == "  ○ also said: c3 says so — Cid Crane [the Post] 2031-05-11"
    planned = report(found(*expected, (11, "cid", event("vote", SOON))))
    assert "1 it will happen — Ann Ames [the Post, forecast] 2031-05-09 · Cid Crane [the Post] 2031-05-11\n" in planned


@pytest.mark.parametrize(("how", "word"), [(FORECAST, "forecast"), (PROMISE, "promised")])
def test_who_says_what_will_be_is_said_to_foresee_or_promise_it(how: str, word: str) -> None:
    claims = (9, "ann", event("vote", SOON, how)), (10, "ben", event("vote", AGAINST))
    assert f"1 it will happen — Ann Ames [the Post, {word}] 2031-05-09\n" in report(found(*claims))


# --- paraphrases that begin with a pronoun


@pytest.mark.parametrize("text", ["His men hold it", "it is theirs", "They left", "Its loss hurts", "That is untrue"])
def test_such_a_paraphrase_is_noticed(text: str) -> None:
    assert leans(text)


@pytest.mark.parametrize("text", ["Hiss Island is flooded", "Itasca is lost", "The town is theirs", "", "Thatch burns"])
def test_others_are_read_by_themselves(text: str) -> None:
    assert not leans(text)


def paraphrased(text: str, *more: str) -> str:
    return "\n".join((f'paraphrase = "{text}"', *more))


def test_a_pronoun_never_stands_before_the_claimant_s_name() -> None:
    against = event("fire", FIRE, BY), paraphrased("His men saved everybody.", 'denies = "c1"', held("crown"))
    text = report(found((9, "ann", against[0]), (9, "cid", against[1])))
    assert "Cid Crane [the Post] 2031-05-09: His men saved everybody" in text
    assert text.count("Cid Crane") == 1
    other = report(found((9, "ann", against[0]), (9, "cid", against[1].replace("His", "Cid's"))))
    assert "Cid's men saved everybody — Cid Crane [the Post] 2031-05-09" in other


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (
            "They count more than ten dead.",
            "○ also said: Cid Crane [the Post] 2031-05-09: They count more than ten dead",
        ),
        ("More than ten are dead.", "○ also said: More than ten are dead — Cid Crane [the Post] 2031-05-09"),
    ],
)
def test_what_was_also_said_names_the_claimant_first_where_it_must(words: str, line: str) -> None:
    toll = 'statement = "figure"\nmeasure = "killed"\nevent = "flood"\n'
    claims = ((9, "ann", f"{toll}value = 53"), (9, "ben", f"{toll}value = 40"))
    told = report(found(*claims, (9, "cid", paraphrased(words, f'{toll}min = 10\ncomparator = "more than"'))))
    assert line in told.splitlines()[-1]

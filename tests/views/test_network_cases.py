"""Questions on the page of made-up news, against `kgraph disputes`, on every day: rounds, agreement, remarks."""

from collections.abc import Iterable
from datetime import date, timedelta

import pytest

import answered
import changes
import news
import own_words
from kgraph.days import order
from matters import as_disputes_tells, in_order, on_the_page, remarks_as_disputes_tells
from paced import rest_slow

ENTITIES = ("north", "Organization"), ("south", "Organization"), ("fort", "City"), ("raid", "Raid")
OUTLETS = ("herald", "MediaOutlet"), ("post", "MediaOutlet")
HOLDS = 'statement = "control"\nsubject = "{}"\nplace = "fort"'
STRONG = 'statement = "figure"\nmeasure = "strength"\nsubject = "north"\nvalue = {}'
KILLED = 'statement = "figure"\nmeasure = "killed"\nevent = "raid"\nvalue = {}'
Said = tuple[int, str, str]
"""In which week, who, and the statement."""


def case_of(said: Iterable[Said]) -> news.Case:
    things = (
        f'[[entity]]\nid = "{name}"\nclass = "{kind}"\nlabel = "{name}"\n' for name, kind in (*ENTITIES, *OUTLETS)
    )
    claims = (
        f'[[document]]\nid = "d{n}"\noutlet = "{who}"\npublished = "{date(2031, 3, 3) + timedelta(7 * week)}"\n'
        f'[[claim]]\nid = "c{n}"\nin = "d{n}"\nby = "{who}"\n{statement}\n'
        for n, (week, who, statement) in enumerate(said, 1)
    )
    return news.case_of("".join((*things, *claims)))


def siege() -> Iterable[Said]:
    """Nine weeks in which two outlets give a fort to two sides, and tell differently how many stand there."""
    for week in range(9):
        for who, side, strong in (("herald", "north", 300), ("post", "south", 400)):
            yield week, who, HOLDS.format(side)
            yield week, who, STRONG.format(strong + 10 * (week // 2))


KILLINGS = ((0, "herald", 40), (0, "post", 53), (1, "herald", 53), (2, "post", 70), (3, "herald", 70))
CASES = {
    "siege": case_of(siege()),
    "an agreement that breaks": case_of((week, who, KILLED.format(number)) for week, who, number in KILLINGS),
    **{name: news.read_case(path) for name, path in [*news.CASES.items()][::12]},
    **{name: changes.case_of(said) for name, (said, _) in changes.CASES.items()},
    **{name: own_words.case_of(said) for name, said in own_words.WORLDS.items()},
    **{name: answered.case(*said) for name, (said, _) in answered.NAMES.items()},
    **{name: news.read_case(path) for name, path in news.CASES.items() if "agreed" in name or "evidence" in name},
}


@pytest.mark.parametrize("name", rest_slow(CASES, every=4))
def test_a_page_tells_what_kgraph_disputes_tells(name: str) -> None:
    made = news.network_of(CASES[name])
    days = ["", *sorted({card.said_by for card in made.claims if card.said_by}, key=order)]
    for day, shown in zip(days, on_the_page(made, days, news.BASE), strict=True):
        found = news.asked(CASES[name], day or None)
        assert in_order(shown["questions"]) == as_disputes_tells(found, shown["past"]), day
        told = [[kind, text, sorted(claims)] for kind, text, claims in shown["remarks"]]
        assert told == remarks_as_disputes_tells(found), day


@pytest.mark.parametrize(("said", "is_open"), changes.LAST.values(), ids=changes.LAST)
def test_a_question_is_open_as_long_as_what_claimants_say_last_may_be_a_contradiction(
    said: list[changes.Said], is_open: bool
) -> None:
    [shown] = on_the_page(news.network_of(changes.case_of(said)), [""], news.BASE)
    [[question, *_]] = shown["questions"]
    assert shown["past"] == ([] if is_open else [question])


@pytest.mark.slow
def test_made_up_news_has_rounds_and_an_agreement_that_ends() -> None:
    shown = on_the_page(news.network_of(CASES["siege"]), [""], news.BASE)[0]["questions"]
    assert [len(rounds) for _, _, _, rounds, *_ in shown] == [5, 1]
    days = ["2031-03-03", "2031-03-10", "2031-03-17", "2031-03-24"]
    broken = on_the_page(news.network_of(CASES["an agreement that breaks"]), days, news.BASE)
    assert [shown["questions"][0][4] and shown["questions"][0][4][:2] for shown in broken] == [
        None, ["53", "2031-03-10"], None, ["70", "2031-03-24"],
    ]  # fmt: skip

"""Those who stood against each other over a total and say the same by now: the dispute stays, and one line tells it."""

from collections.abc import Iterable

import pytest

import news
from changes import REFERENCE, Said
from kgraph.analysis.agreeing import agreements
from kgraph.analysis.questions import OpenQuestion
from kgraph.claims import Statement
from kgraph.namespaces import KG
from kgraph.views.disputed_rows import rows
from kgraph.views.disputes import report

CLAIM = """
[[document]]
id = "d{n}"
outlet = "paper"
published = "2031-07-{day:02}"
[[claim]]
id = "c{n}"
in = "d{n}"
by = "{who}"
statement = "figure"
measure = "{measure}"
{of}
{figure}
"""
FIRST: list[Said] = [(1, "office", "value = 53"), (1, "club", "value = 40")]
TOTAL = ("killed", 'event = "flood"')
STATE = ("strength", 'subject = "mayor"')


def text(said: Iterable[Said], of: tuple[str, str] = TOTAL) -> str:
    claims = (
        CLAIM.format(n=n, day=day, who=who, figure=figure, measure=of[0], of=of[1])
        for n, (day, who, figure) in enumerate(said, 1)
    )
    return REFERENCE + "".join(claims)


def asked(said: Iterable[Said], as_of: str | None = None, of: tuple[str, str] = TOTAL) -> OpenQuestion:
    (question,) = news.asked(news.case_of(text(said, of)), as_of).questions
    return question


def agreed(said: Iterable[Said], as_of: str | None = None, of: tuple[str, str] = TOTAL) -> str:
    agreement = asked(said, as_of, of).agreement
    who = agreement.who.removeprefix("all ").replace("both", "2") if agreement else ""
    return f"{who}: {agreement.figure}, {agreement.since}" if agreement else ""


def test_one_comes_round_to_the_other() -> None:
    said = [*FIRST, (31, "club", "value = 53")]
    assert agreed(said) == "2: 53, 2031-07-31"
    assert agreed(said, "2031-07-30") == ""
    assert len(asked(said).stands) == 2


def test_both_give_a_third_figure() -> None:
    said = [*FIRST, (9, "club", "value = 60"), (12, "office", "value = 60"), (20, "office", "value = 60")]
    assert agreed(said) == "2: 60, 2031-07-12"
    assert agreed(said, "2031-07-11") == ""
    found = news.asked(news.case_of(text(said)))
    assert report(found).splitlines()[:6] == [
        "People killed: the flood? (was in question)",
        "  Said now:",
        "    = 60: said by both since 2031-07-12 — the club [the Paper] 2031-07-09 or earlier"
        " · the office [the Paper] 2031-07-12 or earlier",
        "  Said before, and changed or taken back since:",
        "    1 53 — the office [the Paper] 2031-07-01 or earlier, who changed it to 60 on 2031-07-12 or earlier",
        "    2 40 — the club [the Paper] 2031-07-01 or earlier, who changed it to 60 on 2031-07-09 or earlier",
    ]
    assert "also said" not in report(found)
    told = [str(row["answer"]) for row in rows(found) if str(row["kind"]) == "agreed"]
    assert told == ["60 since 2031-07-12"] * 3


@pytest.mark.parametrize(
    "later",
    [
        [(9, "club", "value = 60"), (12, "office", "value = 61")],
        [(9, "club", "value = 60")],
        [(9, "club", "value = 53"), (12, "club", "value = 70")],
        [(9, "club", "value = 53"), (9, "club", "value = 41")],
        [(9, "club", 'value = 53\npolarity = "negative"')],
        [(9, "club", "value = 53\napprox = true"), (10, "office", "value = 54")],
        [(9, "mayor", "value = 53")],
    ],
)
def test_they_do_not_say_the_same(later: list[Said]) -> None:
    assert agreed([*FIRST, *later]) == ""


def test_an_agreement_that_broke_is_told_as_of_a_day_before() -> None:
    said = [*FIRST, (9, "club", "value = 53"), (12, "club", "value = 70")]
    assert agreed(said, "2031-07-11") == "2: 53, 2031-07-09"


def test_three_agree() -> None:
    said = [
        *FIRST,
        (1, "mayor", "value = 90"),
        *((9 + n, who, "value = 60") for n, who in enumerate(("club", "office"))),
    ]
    assert agreed(said) == "2: 60, 2031-07-10"
    assert agreed([*said, (20, "mayor", "value = 60")]) == "3: 60, 2031-07-20"


DENIAL = 'polarity = "negative"'


@pytest.mark.parametrize(
    ("later", "told"),
    [
        ([(9, "mayor", f"value = 53\n{DENIAL}"), (9, "office", "value = 60"), (9, "club", "value = 60")], "2: 60"),
        ([(9, "office", "value = 60"), (9, "club", "value = 60"), (9, "club", f"value = 40\n{DENIAL}")], "2: 60"),
        ([(9, "office", "value = 60"), (9, "club", "value = 60"), (12, "club", f"value = 40\n{DENIAL}")], "2: 60"),
        ([(9, "office", "value = 60"), (9, "club", "value = 60"), (12, "club", f"value = 60\n{DENIAL}")], ""),
        ([(1, "mayor", "value = 40")], ""),  # who gave one figure all along did not come to agree
        ([(1, "mayor", "value = 40"), (9, "mayor", "value = 53")], "2: 53"),
        ([(9, "mayor", f"value = 53\n{DENIAL}")], ""),
    ],
)
def test_several_agree_of_more_who_took_part(later: list[Said], told: str) -> None:
    assert agreed([*FIRST, *later]).partition(",")[0] == told


def test_how_many_there_are_on_a_later_day_says_nothing_of_an_earlier_one() -> None:
    said = [*FIRST, (31, "club", "value = 53")]
    assert agreed(said, of=STATE) == ""


def test_what_a_claim_says_is_read_once_however_many_days_an_agreement_lasts(monkeypatch: pytest.MonkeyPatch) -> None:
    found = news.asked(news.case_of(text([*FIRST, *((day, "club", "value = 53") for day in range(2, 30))])))
    (question,) = found.questions
    totals = {one.first(KG.measure) for card in found.cards.values() for one in card.statements}
    read: list[Statement] = []
    figure: property = vars(Statement)["quantity"]

    def noted(one: Statement) -> object:
        read.append(one)
        return figure.__get__(one)

    monkeypatch.setattr(Statement, "quantity", property(noted))
    steps = agreements([stand.claims for stand in question.stands], question.beside, found.cards, totals)
    assert len(steps) == 1 and steps[0][1] and len(steps[0][1].claims) == 29
    assert len(read) <= 2 * len(found.cards)

"""A question of many days is told in rounds, and many places of one answer in one line."""

from collections.abc import Iterable
from datetime import date, timedelta

import pytest

import news
from kgraph.analysis.questions import Disputed, OpenQuestion
from kgraph.views.disputed_rows import rows
from kgraph.views.disputes import report

REFERENCE = """
[[entity]]
id = "north"
class = "Organization"
label = "the north"
[[entity]]
id = "south"
class = "Organization"
label = "the south"
[[entity]]
id = "fort"
class = "City"
label = "Fort Orrin"
in = "norika"
[[entity]]
id = "norika"
class = "Country"
label = "Norika"
[[entity]]
id = "raid"
class = "Raid"
label = "the raid"
[[entity]]
id = "herald"
class = "MediaOutlet"
label = "the Herald"
[[entity]]
id = "post"
class = "MediaOutlet"
label = "the Post"
"""
HOLDS = 'statement = "control"\nsubject = "{}"\nplace = "fort"'
STRONG = 'statement = "figure"\nmeasure = "strength"\nsubject = "north"\nvalue = {}'
KILLED = 'statement = "figure"\nmeasure = "killed"\nevent = "raid"\nvalue = {}'
SINCE = 'statement = "control"\nsubject = "{}"\nplace = "fort"\nfrom = "2031-03-03"'
Said = tuple[int, str, str]
"""In which week, who, and the statement."""


def text(said: Iterable[Said]) -> str:
    claims = (
        f'[[document]]\nid = "d{n}"\noutlet = "{who}"\npublished = "{date(2031, 3, 3) + timedelta(7 * week)}"\n'
        f'[[claim]]\nid = "c{n}"\nin = "d{n}"\nby = "{who}"\n{statement}\n'
        for n, (week, who, statement) in enumerate(said, 1)
    )
    return REFERENCE + "".join(claims)


def asked(said: Iterable[Said], as_of: str | None = None) -> Disputed:
    return news.asked(news.case_of(text(said)), as_of)


def siege(weeks: Iterable[int]) -> list[Said]:
    said = (((week, "herald", HOLDS.format("north")), (week, "post", HOLDS.format("south"))) for week in weeks)
    return [one for pair in said for one in pair]


def told(question: OpenQuestion) -> list[tuple[str, str, int, list[str]]]:
    return [
        (str(one.days[0]), str(one.days[-1]), len(one.days), [stand.answer for stand in one.stands])
        for one in question.rounds
    ]


def test_a_siege_of_forty_weeks_is_one_question_and_one_round() -> None:
    found = asked(siege(range(40)))
    (question,) = found.questions
    assert len(question.stands) == 80
    assert told(question) == [("2031-03-03", "2031-12-01", 40, ["the north", "the south"])]
    assert report(found).splitlines()[:4] == [
        "Who holds Fort Orrin?",
        "  2031-03-03 to 2031-12-01, on 40 days",
        "    · the north — the Herald [own voice] 2031-03-03 or earlier",
        "    · the south — the Post [own voice] 2031-03-03 or earlier",
    ]
    assert {str(row["round"]) for row in rows(found) if str(row["kind"]) == "position"} == {"2031-03-03/2031-12-01"}


def test_the_latest_round_is_told_first_and_old_ones_are_counted() -> None:
    figures = [
        (week, who, STRONG.format(300 + 9 * week + more))
        for week in range(9)
        for who, more in (("herald", 0), ("post", 99))
    ]
    found = asked(figures)
    (question,) = found.questions
    assert [days[0] for days in told(question)] == [str(date(2031, 4, 28) - timedelta(7 * n)) for n in range(9)]
    lines = report(found).splitlines()
    assert lines[:4] == [
        "Troop strength: the north?",
        "  2031-04-28",
        "    · 372 — the Herald [own voice] 2031-04-28 or earlier",
        "    · 471 — the Post [own voice] 2031-04-28 or earlier",
    ]
    assert "    and 4 earlier rounds, since 2031-03-03" in lines
    assert "2031-03-31" in "".join(lines)
    assert "2031-03-24 " not in "".join(line for line in lines if line.startswith("    ·"))


def test_as_of_a_day_there_are_the_rounds_so_far() -> None:
    (question,) = asked(siege(range(6)), "2031-03-17").questions
    assert told(question) == [("2031-03-03", "2031-03-17", 3, ["the north", "the south"])]


def test_a_week_on_which_others_stood_against_each_other_parts_two_rounds() -> None:
    changed = [(2, "herald", HOLDS.format("post")), (2, "post", HOLDS.format("south"))]
    (question,) = asked([*siege((0, 1)), *changed, *siege((3, 4))]).questions
    assert [(days[0], days[2], days[3]) for days in told(question)] == [
        ("2031-03-24", 2, ["the north", "the south"]),
        ("2031-03-17", 1, ["the Post", "the south"]),
        ("2031-03-03", 2, ["the north", "the south"]),
    ]


def test_what_is_so_for_long_stands_in_each_round() -> None:
    weekly = [(week, "post", HOLDS.format("south")) for week in range(1, 4)]
    (question,) = asked([(4, "herald", SINCE.format("north")), *weekly]).questions
    assert told(question) == [("2031-03-10", "2031-03-24", 3, ["the south", "the north"])]


def test_a_question_of_one_day_has_no_rounds() -> None:
    assert asked(siege((0,))).questions[0].rounds == ()


def test_what_an_event_came_to_has_no_rounds() -> None:
    tolls = [
        (week, who, KILLED.format(99 - 5 * week - less))
        for week in range(9)
        for who, less in (("herald", 0), ("post", 2))
    ]
    found = asked(tolls)
    assert all(question.rounds == () for question in found.questions)
    (question,) = found.questions
    assert len(question.stands) > 7
    assert f"      and {len(question.stands) - 2 - 7} more positions" in report(found).splitlines()  # two stand now


@pytest.mark.slow
def test_a_country_against_sixty_villages_is_one_line_with_five_named() -> None:
    villages = "".join(
        f'[[entity]]\nid = "v{n}"\nclass = "Village"\nlabel = "Village {n:02}"\nin = "norika"\n' for n in range(60)
    )
    held = 'statement = "control"\nsubject = "{}"\nplace = "{}"'
    said = [(0, "herald", f'{held.format("north", "norika")}\nextent = "full"')]
    said += [(0, "post", held.format("south", f"v{n}")) for n in range(60)]
    found = news.asked(news.case_of(villages + text(said)))
    assert report(found).splitlines() == [
        "Who holds Norika?",
        "  1 the north: all of it — the Herald [own voice] 2031-03-03 or earlier",
        f"  2–61 {', '.join(f'Village 0{n}' for n in range(5))} and 55 more: the south"
        " — the Post [own voice] 2031-03-03 or earlier",
    ]


def test_few_villages_stay_positions_of_their_own() -> None:
    villages = "".join(
        f'[[entity]]\nid = "v{n}"\nclass = "Village"\nlabel = "Village {n}"\nin = "norika"\n' for n in range(3)
    )
    held = 'statement = "control"\nsubject = "{}"\nplace = "{}"'
    said = [(0, "herald", f'{held.format("north", "norika")}\nextent = "full"')]
    said += [(0, "post", held.format("south", f"v{n}")) for n in range(3)]
    lines = report(news.asked(news.case_of(villages + text(said)))).splitlines()
    assert [line[:15] for line in lines[2:]] == [f"  {n + 2} Village {n}: " for n in range(3)]

"""One answer of several claimants: each stands with whom they named and with the figure that they gave."""

from collections.abc import Iterable

import news
from kgraph.analysis.questions import Disputed
from kgraph.views.disputes import report, rows

REFERENCE = """
[[entity]]
id = "army"
class = "ArmedForces"
label = "the Red Army"
[[entity]]
id = "first"
class = "MilitaryUnit"
label = "the First Battalion"
part_of = "army"
[[entity]]
id = "militia"
class = "Organization"
label = "the Militia"
[[entity]]
id = "gull"
class = "Region"
label = "Gull Island"
[[entity]]
id = "camp"
class = "Facility"
label = "the camp"
[[entity]]
id = "flood"
class = "Flood"
label = "the flood"
[[entity]]
id = "staff"
class = "Organization"
label = "the staff"
[[entity]]
id = "radio"
class = "MediaOutlet"
label = "the Radio"
[[entity]]
id = "mayor"
class = "Person"
label = "the mayor"
[[entity]]
id = "paper"
class = "MediaOutlet"
label = "the Paper"
"""
Said = tuple[int, str, str]
"""The day of April, the claimant, and the statement as TOML."""


def holds(who: str, extent: str = "full", more: str = "") -> str:
    return f'statement = "control"\nsubject = "{who}"\nplace = "gull"\nextent = "{extent}"\n{more}'


def displaced(figure: str, printed: str) -> str:
    return f'statement = "figure"\nmeasure = "displaced"\nevent = "flood"\n{figure}\nprinted = "{printed}"'


def killed(figure: int, more: str = "") -> str:
    return f'statement = "figure"\nmeasure = "killed"\nevent = "flood"\nvalue = {figure}\n{more}'


def told(said: Iterable[Said], as_of: str | None = None) -> Disputed:
    claims = (
        f'[[document]]\nid = "d{n}"\noutlet = "paper"\npublished = "2031-04-{day:02}"\n'
        f'[[claim]]\nid = "c{n}"\nin = "d{n}"\nby = "{who}"\nsaid = "2031-04-{day:02}"\n{statement}\n'
        for n, (day, who, statement) in enumerate(said, 1)
    )
    return news.asked(news.case_of(REFERENCE + "".join(claims)), as_of)


def lines(found: Disputed) -> list[str]:
    return [line.strip() for line in report(found).splitlines()]


def answers(found: Disputed) -> dict[str, str]:
    return {str(row["claim"]).rpartition("/")[2]: str(row["answer"] or "") for row in rows(found)}


NOT = 'polarity = "negative"'
TWO = [(1, "staff", holds("army")), (1, "radio", holds("first")), (1, "militia", holds("militia"))]


def test_each_stands_with_whom_they_named() -> None:
    found = told(TWO)
    assert lines(found)[1] == (
        "1 the Red Army / the First Battalion: all of it — the staff: the Red Army [the Paper] 2031-04-01"
        " · the Radio: the First Battalion [the Paper] 2031-04-01"
    )
    assert answers(found) == {
        "c1": "the Red Army: all of it",
        "c2": "the First Battalion: all of it",
        "c3": "the Militia: all of it",
    }


def test_who_all_name_the_same_is_not_said_again() -> None:
    found = told([(1, "staff", holds("army")), (1, "radio", holds("army")), TWO[2]])
    assert lines(found)[1] == (
        "1 the Red Army: all of it — the staff [the Paper] 2031-04-01 · the Radio [the Paper] 2031-04-01"
    )


def test_one_who_names_two_has_both_in_the_answer() -> None:
    found = told([(1, "staff", holds("army")), (1, "staff", holds("first")), TWO[2]])
    (line,) = (line for line in lines(found) if "the staff" in line)
    assert line.startswith("1 the Red Army / the First Battalion: all of it — the staff [the Paper"), line


def test_each_stands_with_the_figure_that_they_gave() -> None:
    said = [
        (1, "staff", displaced("value = 12000", "12 thousand")),
        (1, "radio", displaced("value = 12140", "12,140")),
        (1, "mayor", displaced("value = 9000", "9,000")),
    ]
    found = told(said)
    (line,) = (line for line in lines(found) if "the staff" in line)
    assert "the staff: “12 thousand” [the Paper]" in line and "the Radio: “12,140” [the Paper]" in line, line
    assert answers(found)["c1"] == "“12 thousand”" and answers(found)["c2"] == "“12,140”"


def test_figures_that_are_printed_alike_are_not_said_again() -> None:
    said = [(1, who, displaced("value = 12140", "12,140")) for who in ("staff", "radio")]
    found = told([*said, (1, "mayor", displaced("value = 9000", "9,000"))])
    assert lines(found)[1] == "1 “12,140” — the staff [the Paper] 2031-04-01 · the Radio [the Paper] 2031-04-01"


def test_who_agree_in_figures_of_two_forms_say_both() -> None:
    said = [
        (1, "staff", displaced("value = 12140", "12,140")),
        (1, "radio", displaced("value = 9000", "9 thousand")),
        (2, "radio", displaced("value = 12000", "12 thousand")),
    ]
    found = told(said)
    (line,) = (line for line in lines(found) if line.startswith("="))
    assert line.startswith("= 12,140 / 12 thousand: both say so since 2031-04-02 — the staff: 12,140 [the Paper]")
    assert "the Radio: 12 thousand [the Paper] 2031-04-02" in line
    (agreed,) = {str(row["answer"]) for row in rows(found) if str(row["kind"]) == "agreed"}
    assert agreed == "12,140 / 12 thousand since 2031-04-02"


def test_who_agree_in_one_form_say_it_once() -> None:
    said = [
        *((1, "staff", displaced("value = 12140", "12,140")), (1, "radio", displaced("value = 9000", "9 thousand"))),
        (2, "radio", displaced("value = 12140", "12,140")),
    ]
    (line,) = (line for line in lines(told(said)) if line.startswith("="))
    assert line.startswith("= 12,140: both say so since 2031-04-02 — the staff [the Paper] 2031-04-01 · the Radio")


def test_a_figure_that_came_after_the_denial_of_anothers_is_not_in_the_denial() -> None:
    found = told([(1, "staff", killed(12)), (1, "radio", killed(12, NOT)), (2, "radio", killed(4))])
    assert answers(found) == {"c1": "12", "c2": "not 12", "c3": "4"}
    assert "2 not 12 — the Radio [the Paper] 2031-04-01" in lines(found)
    assert "3 4 — the Radio [the Paper] 2031-04-02" in lines(found)


def test_a_figure_given_with_a_denial_on_one_day_stands_with_it() -> None:
    found = told([(1, "staff", killed(12)), (2, "radio", killed(12, NOT)), (2, "radio", killed(4))])
    (line,) = (line for line in lines(found) if "the Radio" in line)
    assert line == "2 4 (not 12) — the Radio [the Paper; denial in the Paper] 2031-04-02"


def rounds(found: Disputed) -> dict[str, list[str]]:
    (question,) = found.questions
    return {str(one.days[0]): [stand.answer for stand in one.stands] for one in question.rounds}


SINCE = 'from = "2031-04-{:02}"\nto = "2031-04-{:02}"'


def test_a_round_names_only_whom_claims_of_its_day_name() -> None:
    of_day = [(day, who, holds(name, more=SINCE.format(day, day))) for day, who, name in (
        (1, "staff", "army"), (1, "militia", "militia"), (9, "staff", "army"), (9, "radio", "first"),
        (9, "militia", "militia"),
    )]  # fmt: skip
    found = rounds(told(of_day))
    assert found["2031-04-01"] == ["the Red Army: all of it", "the Militia: all of it"]
    assert found["2031-04-09"] == ["the Red Army / the First Battalion: all of it", "the Militia: all of it"]


def test_of_an_answer_for_long_a_round_names_whom_claims_of_its_day_name() -> None:
    found = told(
        [
            (1, "staff", holds("army", more=SINCE.format(1, 20))),
            (1, "militia", holds("militia", more=SINCE.format(2, 2))),
            (5, "mayor", holds("mayor", more=SINCE.format(5, 5))),
            (9, "radio", holds("first", more=SINCE.format(8, 10))),
            (9, "militia", holds("militia", more=SINCE.format(9, 9))),
        ]
    )
    assert rounds(found)["2031-04-02"] == ["the Red Army: all of it", "the Militia: all of it"]
    assert rounds(found)["2031-04-09"] == ["the Red Army / the First Battalion: all of it", "the Militia: all of it"]
    assert sum("the Radio: the First Battalion" in line for line in lines(found)) == 1

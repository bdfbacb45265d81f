"""One answer of several claimants: each stands with whom they named and with the figure that they gave."""

import news
from kgraph.analysis.questions import Disputed
from kgraph.views.disputed_rows import rows
from kgraph.views.disputes import report
from own_words import WORLDS, case_of


def told(name: str) -> Disputed:
    return news.asked(case_of(WORLDS[name]))


def lines(found: Disputed) -> list[str]:
    return [line.strip() for line in report(found).splitlines()]


def answers(found: Disputed) -> dict[str, str]:
    return {str(row["claim"]).rpartition("/")[2]: str(row["answer"] or "") for row in rows(found)}


def test_each_stands_with_whom_they_named() -> None:
    found = told("an army and its battalion")
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
    found = told("all name the army")
    assert lines(found)[1] == (
        "1 the Red Army: all of it — the staff [the Paper] 2031-04-01 · the Radio [the Paper] 2031-04-01"
    )


def test_one_who_names_two_has_both_in_the_answer() -> None:
    found = told("one names both")
    (line,) = (line for line in lines(found) if "the staff" in line)
    assert line.startswith("1 the Red Army / the First Battalion: all of it — the staff [the Paper"), line


def test_each_stands_with_the_figure_that_they_gave() -> None:
    found = told("figures of two forms")
    (line,) = (line for line in lines(found) if "the staff" in line)
    assert "the staff: “12 thousand” [the Paper]" in line and "the Radio: “12,140” [the Paper]" in line, line
    assert answers(found)["c1"] == "“12 thousand”" and answers(found)["c2"] == "“12,140”"


def test_figures_that_are_printed_alike_are_not_said_again() -> None:
    found = told("figures of one form")
    assert lines(found)[1] == "1 “12,140” — the staff [the Paper] 2031-04-01 · the Radio [the Paper] 2031-04-01"


def test_who_agree_in_figures_of_two_forms_say_both() -> None:
    found = told("an agreement in two forms")
    (line,) = (line for line in lines(found) if line.startswith("="))
    assert line.startswith("= 12,140 / 12 thousand: said by both since 2031-04-02 — the staff: 12,140 [the Paper]")
    assert "the Radio: 12 thousand [the Paper] 2031-04-02" in line
    (agreed,) = {str(row["answer"]) for row in rows(found) if str(row["kind"]) == "agreed"}
    assert agreed == "12,140 / 12 thousand since 2031-04-02"


def test_who_agree_in_one_form_say_it_once() -> None:
    found = told("an agreement in one form")
    (line,) = (line for line in lines(found) if "said by" in line)
    assert line.startswith("1 “12,140”: said by both since 2031-04-02 — the staff [the Paper] 2031-04-01 · the Radio")


def test_a_figure_that_came_after_the_denial_of_anothers_is_not_in_the_denial() -> None:
    found = told("a figure on the day after a denial")
    assert answers(found) == {"c1": "12", "c2": "not 12", "c3": "4"}
    assert "2 not 12 — the Radio [the Paper] 2031-04-01" in lines(found)
    assert "3 4 — the Radio [the Paper] 2031-04-02" in lines(found)


def test_a_figure_given_with_a_denial_on_one_day_stands_with_it() -> None:
    found = told("a figure on the day of a denial")
    (line,) = (line for line in lines(found) if "the Radio" in line)
    assert line == "2 4 (not 12) — the Radio [the Paper; denial in the Paper] 2031-04-02"


def rounds(found: Disputed) -> dict[str, list[str]]:
    (question,) = found.questions
    return {str(one.days[0]): [stand.answer for stand in one.stands] for one in question.rounds}


def test_a_round_names_only_whom_claims_of_its_day_name() -> None:
    found = told("days with others in each")
    assert rounds(found)["2031-04-01"] == ["the Red Army: all of it", "the Militia: all of it"]
    assert rounds(found)["2031-04-09"] == ["the Red Army / the First Battalion: all of it", "the Militia: all of it"]


def test_of_an_answer_for_long_a_round_names_whom_claims_of_its_day_name() -> None:
    found = told("one for long, and others on some days")
    assert rounds(found)["2031-04-02"] == ["the Red Army: all of it", "the Militia: all of it"]
    assert rounds(found)["2031-04-09"] == ["the Red Army / the First Battalion: all of it", "the Militia: all of it"]
    assert sum("the Radio: the First Battalion" in line for line in lines(found)) == 1

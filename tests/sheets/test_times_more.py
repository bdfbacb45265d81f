"""Times as people write them that are not among the cases."""

import pytest

from kgraph.days import Day
from kgraph.sheets.dates import Unclear
from kgraph.sheets.times import Use, read_when

FRIDAY = Day(2025, 11, 7)


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("Sat 1 Nov 2025", "2025-11-01"),
        ("Nov 3-5, 2025", "2025-11-03/2025-11-05"),
        ("12 maja 2025 r.", "2025-05-12"),
        ("31.12.2025–2.1.2026", "2025-12-31/2026-01-02"),
        ("November 2025 – January 2026", "2025-11/2026-01"),
        ("1.–3.11.", "2025-11-01/2025-11-03"),
        ("05.11.2025 - 07.11.2025", "2025-11-05/2025-11-07"),
        ("H1 2025", "2025-40"),
        ("5th Nov., 2025", "2025-11-05"),
        ("2025-05-05 10:00–12:00", "2025-05-05"),
        ("5/Nov/2025", "2025-11-05"),
        ("2025 / 2026", "2025/2026"),
        ("3 Nov 2025/5 Nov 2025", "2025-11-03/2025-11-05"),
        ("3.11.2025 / 5.11.2025", "2025-11-03/2025-11-05"),
        ("3 Nov 2025/..", "2025-11-03/.."),
        ("../3 Nov 2025", "../2025-11-03"),
        ("3 Nov 2025 onwards", "2025-11-03/.."),
        ("3 Nov 2025 on", "2025-11-03/.."),
        ("from 3 Nov 2025 and onwards", "2025-11-03/.."),
        ("3 Nov 2025 - present", "2025-11-03/.."),
        ("3 Nov 2025 – today", "2025-11-03/.."),
        ("from 3 Nov 2025 to the present day", "2025-11-03/.."),
        ("ab 3.11.2025", "2025-11-03/.."),
        ("since yesterday", "2025-11-06/.."),
        ("Nov 3-5", "2025-11-03/2025-11-05"),
        ("mid-October", "2025-10"),
        ("early November", "2025-11"),
        ("September", "2025-09"),
    ],
)
def test_it_is_read(text: str, edtf: str) -> None:
    assert read_when(text, Use.event, "", FRIDAY).edtf == edtf


@pytest.mark.parametrize(
    "text",
    [
        "5. Mai",
        "9/11",
        "2024–25",
        "night of 5 May 2025",
        "Ramadan 2025",
        "since about 2024",
        "1–2–2025",
        "Nov 31, 2025",
        "lis 2025",
        "2000s",
        "3 Nov 2025 -",
        "3 Nov 2025 –",
        "3 Nov 2025-",
        "2025-11-03-",
        "- 3 Nov 2025",
        "3 Nov 2025 …",
        "3 Nov 2025...",
        "2025-11-03..",
        "3 Nov 2025 ->",
        "3 Nov 2025 →",
        "3 Nov 2025+",
        "… 3 Nov 2025",
        "3 or 4 Nov 2025",
        "3 and 4 Nov",
        "2 or 3 days ago",
        "3 Nov 2025 and later",
        "last week",
        "last Sunday",
        "December",
        "mid-December",
        "March",
        "earlier this week",
        "the last 24 hours",
    ],
)
def test_it_is_asked(text: str) -> None:
    with pytest.raises(Unclear):
        read_when(text, Use.event, "", FRIDAY)


@pytest.mark.parametrize("text", ["2025-11-03/2025-11-05", "3 Nov 2025/5 Nov 2025", "3–5 Nov 2025"])
def test_a_state_holds_for_all_of_two_days_with_a_slash_or_a_dash(text: str) -> None:
    assert read_when(text, Use.state).span.bounds == ("", "2025-11-03", "2025-11-05", "")
    assert read_when(text, Use.event).span.bounds == ("2025-11-03", "", "", "2025-11-05")


def test_a_date_with_a_dash_says_what_to_write() -> None:
    with pytest.raises(Unclear, match=r"did it go on\? write 'since 3 Nov 2025'"):
        read_when("3 Nov 2025 -", Use.state)
    with pytest.raises(Unclear, match="write 'until 3 Nov 2025'"):
        read_when("- 3 Nov 2025", Use.state)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("3 or 4 Nov", "one of the two? write 'between 2025-11-03 and 2025-11-04'; or both? '2025-11-03/2025-11-04'"),
        ("3/4 Nov 2025", "one of the two? write 'between 2025-11-03 and 2025-11-04'"),
        ("last week", "2025-10-27 to 2025-11-02, or 2025-10-31 to 2025-11-06?"),
        ("this week", "2025-11-03 to 2025-11-09, or up to 2025-11-07?"),
        ("since last Sunday", "'last Sunday': 2025-10-26 or 2025-11-02? write the day"),
        ("last Friday", "'last Friday': 2025-10-24 or 2025-10-31? write the day"),
        ("March", "'March': of 2025 or 2026?"),
        ("still", "since when?"),
        ("unknown", "leave the cell empty if the text does not say when"),
        ("?", "leave the cell empty"),
        ("before the vote", "several days as 'between 2025-11-03 and 2025-11-05', an open end as 'since 2025-11-03'"),
    ],
)
def test_what_is_asked_says_what_to_write(text: str, told: str) -> None:
    with pytest.raises(Unclear) as error:
        read_when(text, Use.state, "", FRIDAY)
    assert told in str(error.value)


def test_for_the_day_of_saying_no_open_end_is_offered() -> None:
    with pytest.raises(Unclear, match=r"or '2025-11-05 or earlier'$"):
        read_when("after the vote he said", Use.said, "", FRIDAY)


def test_a_part_of_a_month_is_taken_for_all_of_it_and_told() -> None:
    found = read_when("mid-October", Use.event, "", FRIDAY)
    assert found.span.bounds == ("2025-10-01", "", "", "2025-10-31")
    assert found.label == "mid-October"
    told = "the year 2025, from the report's date; all of 2025-10, as nobody says which days 'mid-October' means"
    assert found.assumed == told


def test_a_state_until_the_present_has_begun_and_has_no_known_end() -> None:
    assert read_when("3 Nov 2025 – present", Use.state, "", FRIDAY).span.bounds == ("2025-11-03", "2025-11-03", "", "")

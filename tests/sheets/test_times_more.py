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

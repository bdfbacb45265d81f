"""EDTF, levels 0 to 2: the forms of the Library of Congress's specification, and what is none of them."""

import random

import pytest

from kgraph.validation.edtf import EdtfError, read
from tables import over


def words(text: str, *more: str) -> list[str]:
    """The words of a text, and what is none."""
    return [*text.split(), *more]


LEGAL = words("""
1985-04-12 1985-04 1985 0000 1985-04-12T23:20:30 1985-04-12T23:20:30Z 1985-04-12T23:20:30-04
1985-04-12T23:20:30+04:30 1985-04-12T23:20:30+00:00 1985-04-12T24:00:00 1964/2008 2004-06/2006-08
2004-02-01/2005-02-08 2004-02-01/2005-02 2004-02-01/2005 2005/2006-02 Y170000002 Y-170000002 Y12021 2001-21
2001-24 1984? 2004-06~ 2004-06-11% 201X 20XX 2004-XX 1985-04-XX 1985-XX-XX -1985 -0044-03-15 1985-04-12/..
1985-04/.. 1985/.. ../1985-04-12 ../1985-04 ../1985 1985-04-12/ 1985/ /1985-04-12 /1985 1984~/2004-06
1984/2004-06~ 1984?/2004% 1984-06-02?/2004-08-08~ 1984-06-02?/.. -0500/-0400 2001-21/2003 2003-22? Y-17E7 Y17E7
1950S2 Y171010000S3 Y3388E2S3 2001-25 2001-34 2001-41 [1667,1668,1670..1672] [..1760-12-03] [1760-12..]
[1760-01,1760-02,1760-12..] [1667,1760-12] {1667,1668,1670..1672} {1960,1961-12} {..1984} [1984~,1986]
[1985-04-XX,1986] 2004-06~-11 2004?-06-11 ?2004-06-~11 2004-%06-11 156X-12-25 15XX-12-25 15XX-12-XX XXXX-12-XX
1XXX-XX 1XXX-12 1984-1X 1984-1X? 2004-06-~01/2004-06-~20 2004-06-XX/2004-07-03 ../2004-06-XX 2005-~05/..
Y12021/.. -156X 0000-02-29 -0004-02-29
""")

ILLEGAL = words("""
2099-13-45 2022-07-32 2023-02-29 2023-02-29? 1900-02-29 -0001-02-29 1985-02-3X 1985-1X-32 XX21-02-29 2021-5-4
202 12021 -12021 +2021 20210504 2021-00 2021-13 2021-20 2021-42 2021-01-00 Y2021 Y021000 2021T10:00:00
2021-05T10:00:00 2021-05-04T25:00:00 2021-05-04T10:60:00 2021-05-04T10:00 2021-05-04T10:00:00+15:00
2021-05-04T10:00:00.5Z 2021-05-04Z 2021-05-04+02:00 -0000 / ... /.. ../2034-05-03/.. 1985/1986/1987 2005/2004
2034-05-10/2034-05-01 [2005..2004] [1985 1985] {} [] [1985] [1985,] [,1985] [1985,..] 1985?? 1985-04-12~?
?1950S2 1950S0 1950S2-04 Y17E Y17E7? 2004-06-uu unknown y12021 99999-01-01 ??? --- 1:2:3 0-0-0 2021/05/04
2021-W05 P1D [2023-02-29,2024] 1985-04-12/1985-04-12T23:20:30 1985-04-12T23:20:30? 2022-3X-XX ２０２１
""")
ILLEGAL += ["", "1985 ", " 1985", "1985\n", "1985-04 -12", "early March 2031", "Y" + "9" * 5_000, "1985," * 9_000]


@pytest.mark.slow
@over("text", LEGAL)
def test_legal_texts(text: str) -> None:
    assert read(text) == read(text, quick=True)


@over("text", ILLEGAL)
def test_illegal_texts(text: str) -> None:
    with pytest.raises(EdtfError, match="is no EDTF"):
        read(text)


HOURS = words("""
2021-05-03T08:00 2021-05-03T25:00:00 2021-05-03T24:00:01 2021-05-03T23:60:00Z 2021-05-03T08:00:00-24 2021-05-03T
2021-05-03TX 2021-05-03T08:00:00+14:01 2021-05-03T08:00:60Z 2021-05-03T08:00:00z -0000-05-03 -0000-05
""")


@pytest.mark.parametrize("text", HOURS)
@pytest.mark.parametrize("quick", [False, True])
def test_hours_that_no_clock_has(text: str, quick: bool) -> None:
    with pytest.raises(EdtfError, match="is no EDTF"):
        read(text, quick=quick)


@over("text", ILLEGAL)
def test_the_quick_reading_refuses_or_passes_and_nothing_else(text: str) -> None:
    try:
        read(text, quick=True)
    except EdtfError as error:
        assert "is no EDTF" in str(error)


@pytest.mark.parametrize("text", ["?1985-04-12?", "1985-~04~-12", "19~85-04", "1985~-04~-12~"])
def test_what_the_library_alone_refuses(text: str) -> None:
    with pytest.raises(EdtfError):
        read(text)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("-0044", "-0044-01-01", "-0044-12-31"),
        ("2001-34", "2001-04-01", "2001-06-30"),
        ("2001-39", "2001-09-01", "2001-12-31"),
        ("2001-28", "2000-12-01", "2002-03-21"),
        ("Y-17E7", "-170000000-01-01", "-170000000-12-31"),
        ("1950S2", "1900-01-01", "1999-12-31"),
        ("-1950S2", "-1999-01-01", "-1900-12-31"),
        ("156X-12", "1560-01-01", "1569-12-31"),
        ("2004-06~", "2003-06-01", "2005-07-01"),
        ("1985-04-12T23:20:30Z", "1985-04-12", "1985-04-12"),
    ],
)
def test_the_days_that_a_date_allows(text: str, first: str, last: str) -> None:
    found = read(text).begin
    assert found is not None
    assert (str(found.first), str(found.last)) == (first, last)


def test_the_ends_of_intervals() -> None:
    assert (read("../2025").begin, read("/2025").begin, read("2025/..").end, read("2025/").end) == (None,) * 4
    both = read("2025-10/2025-11-05")
    assert both.begin and both.end
    assert (str(both.begin.first), str(both.end.last), both.begin.day, str(both.end.day)) == (
        "2025-10-01",
        "2025-11-05",
        None,
        "2025-11-05",
    )


@pytest.mark.slow
def test_no_text_of_edtf_s_characters_breaks_the_reading(capsys: pytest.CaptureFixture[str]) -> None:
    chosen = random.Random(4)  # noqa: S311 - a seeded test
    for _ in range(300):
        text = list(chosen.choice(LEGAL))
        for _ in range(chosen.randint(1, 3)):
            text[chosen.randrange(len(text))] = chosen.choice("0123X-?~%YSETZ:/.,[]{}")
        for quick in (False, True):
            try:
                read("".join(text), quick=quick)
            except EdtfError as error:
                assert "is no EDTF" in str(error)
    assert capsys.readouterr().out == ""  # the library prints where its own reading fails

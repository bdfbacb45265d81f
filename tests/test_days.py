"""Days and moments of XSD 1.1: what is legal, how each is ordered, and that the page orders days alike."""

import random
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from kgraph.catalogue import as_date
from kgraph.days import Day, Moment, day_of, days_in, is_legal, order
from kgraph.errors import UsageError
from kgraph.model import Literal, TimeSpan
from kgraph.namespaces import XSD
from nodejs import in_node


def words(text: str, *more: str) -> list[str]:
    """The words of a text, and what is none."""
    return [*text.split(), *more]


DATES = words("""
2021-05-04 2021-05-04Z 2021-05-04+02:00 2021-05-04-05:00 2021-05-04+14:00 2021-05-04-14:00 0001-01-01 0000-02-29
-0001-12-31 -0044-03-15 -0004-02-29 -12021-05-04 12021-05-04 12021-05-04Z 999999999999-12-31 2024-02-29
2000-02-29
""")
NO_DATES = words(
    """
2022-07-32 2023-02-29 1900-02-29 -0001-02-29 2021-04-31 2021-13-01 2021-00-01 2021-01-00 2021-5-4 21-05-04
+2021-05-04 02021-05-04 -02021-05-04 12021 20210504 2021-W05-1 2021-05-04+15:00 2021-05-04+14:01
2021-05-04+2:00 2021-05-04z 2021-05-04T 2021-05 2021-05-04T10:00:00 ２０２１-05-04 1000000000000-01-01 today
""",
    "",
    " 2021-05-04",
    "2021-05-04\n",
    "2021-05-04 Z",
)
TIMES = words("""
2021-05-04T10:00:00 2021-05-04T10:00:00Z 2021-05-04T10:00:00.123456789-05:00 2021-05-04T24:00:00Z
-0044-03-15T24:00:00 2021-05-04T24:00:00.000+02:00 12021-05-04T23:59:59.9+14:00 0000-01-01T00:00:00Z
9999-12-31T24:00:00Z
""")
NO_TIMES = words(
    """
2021-05-04 2021-05-04T25:00:00Z 2021-05-04T24:00:01Z 2021-05-04T24:00:00.1Z 2021-05-04T10:60:00Z
2021-05-04T10:00:60Z 2021-05-04T10:00Z 2021-05-04T10:00:00. 2021-05-04T10:00:00+15:00 2021-05-04T10:00:00+0200
2021-02-29T10:00:00Z 2021-05-04t10:00:00Z 2021-05-04T1:00:00Z +2021-05-04T10:00:00Z
""",
    "2021-05-04 10:00:00",
)


@pytest.mark.parametrize("text", DATES)
def test_legal_dates(text: str) -> None:
    assert is_legal(text, "date")
    assert not isinstance(Literal(text, XSD.date).value, str)
    assert str(as_date(text)) == str(Day.of(text))
    assert text.startswith(str(Day.of(text)))


@pytest.mark.parametrize("text", NO_DATES)
def test_illegal_dates(text: str) -> None:
    assert not is_legal(text, "date")
    assert Literal(text, XSD.date).value == text
    with pytest.raises(UsageError, match="is no date; write it as YYYY-MM-DD"):
        as_date(text)


def test_a_long_text_that_is_no_date_is_not_repeated_in_full() -> None:
    with pytest.raises(UsageError, match=r"'9{60}…' is no date"):
        as_date("9" * 5000)


@pytest.mark.parametrize("text", TIMES)
def test_legal_times(text: str) -> None:
    assert is_legal(text, "dateTime")
    assert is_legal(text, "dateTimeStamp") == (text[-1] == "Z" or text[-6] in "+-")
    assert isinstance(Literal(text, XSD.dateTime).value, datetime | Moment)


@pytest.mark.parametrize("text", NO_TIMES)
def test_illegal_times(text: str) -> None:
    assert not is_legal(text, "dateTime")
    assert Literal(text, XSD.dateTime).value == text


def test_years_and_months_are_legal_or_not() -> None:
    assert all(is_legal(text, "gYear") for text in ("2021", "-0044", "12021", "0000", "2021Z", "2021+02:00"))
    assert not any(is_legal(text, "gYear") for text in ("21", "02021", "+2021", "2021-05", "2021+15:00"))
    assert is_legal("-0044-03", "gYearMonth") and not is_legal("2021-13", "gYearMonth")


def test_python_values() -> None:
    assert Literal("2021-05-04+02:00", XSD.date).value == date(2021, 5, 4)
    assert Literal("-0044-03-15", XSD.date).value == Day(-44, 3, 15)
    assert Literal("12021-05-04", XSD.date).value == Day(12021, 5, 4)
    assert Literal("2021-05-04T24:00:00Z", XSD.dateTime).value == datetime(2021, 5, 5, tzinfo=UTC)
    stamp = datetime(2021, 5, 4, 10, 0, 0, 500_000, timezone(timedelta(hours=-5)))
    assert Literal("2021-05-04T10:00:00.5-05:00", XSD.dateTimeStamp).value == stamp
    assert Literal("0000-05-04T10:00:00Z", XSD.dateTime).value == Moment.of("0000-05-04T10:00:00Z")
    assert Literal("9999-12-31T24:00:00Z", XSD.dateTime).value == Moment.of("10000-01-01T00:00:00Z")


def test_days_are_numbered_as_python_numbers_them_and_go_on_beyond() -> None:
    chosen = random.Random(1)  # noqa: S311 - a seeded test
    for _ in range(2_000):
        day = date.fromordinal(chosen.randint(1, date.max.toordinal()))
        assert (Day.of(day).number, str(Day.of(day))) == (day.toordinal(), day.isoformat())
        far = Day(chosen.randint(-30_000, 30_000), chosen.randint(1, 12), 1)
        days = chosen.randint(-(10**7), 10**7)
        assert far.plus(days).number == far.number + days
        assert far.plus(days).plus(-days) == far
    assert (days_in(0, 2), days_in(-1, 2), days_in(-4, 2), days_in(-100, 2), days_in(-400, 2)) == (29, 28, 29, 28, 29)


def test_order() -> None:
    days = ["-12021-05-04", "-0044-03-15", "0000-02-29", "0001-01-01", "2021-05-04", "9999-12-31", "12021-05-04"]
    mixed = random.Random(2).sample(days, len(days))  # noqa: S311 - a seeded test
    assert sorted(mixed, key=order) == sorted(mixed, key=Day.of) == days
    assert sorted(["", "no day", *mixed], key=order) == [*days, "", "no day"]
    moments = ["2021-05-04T01:00:00+14:00", "2021-05-03T23:00:00Z", "2021-05-04", "2021-05-04T00:00:00.5Z"]
    assert sorted(set(moments), key=order) == moments
    # a zone is left out of a day, and makes a moment
    assert Day.of("2021-05-04+14:00") == Day.of("2021-05-04-14:00")
    assert Moment.of("2021-05-04+14:00") < Moment.of("2021-05-04") < Moment.of("2021-05-04-14:00")
    assert day_of("2021-12-31T24:00:00-05:00") == Day(2022, 1, 1)


def test_spans_hold_on_days_of_any_year() -> None:
    caesar = TimeSpan("-0049-01-10", "-0049-01-11", "-0044-03-14T12:00:00Z", "-0044-03-15")
    assert caesar.known == (Day(-49, 1, 11), Day(-44, 3, 14))
    assert caesar.covers(Day(-46, 1, 1))
    assert not caesar.covers(Day(46, 1, 1))
    assert not caesar.covers(Day(-49, 1, 10))
    assert [caesar.excludes(Day(year, 1, 1)) for year in (-50, -46, 1, 2021)] == [True, False, True, True]
    far = TimeSpan(latest_begin="9999-12-31", earliest_end="12021-05-04Z")
    assert far.covers(Day(10_000, 1, 1))
    assert far.words == "at least since 9999-12-31, at least until 12021-05-04Z"
    assert TimeSpan(latest_begin="2022-07-32").known is None


def test_the_page_orders_days_as_python_does() -> None:
    chosen = random.Random(3)  # noqa: S311 - a seeded test
    years = [chosen.randint(-(10**size), 10**size) for size in (4, 5, 11) for _ in range(150)]
    days = ["", *(str(Day(year, chosen.randint(1, 12), chosen.randint(1, 28))) for year in years)]
    program = """import { dayNumber } from "./days.js";
const answer = (days) => days.sort((a, b) => (dayNumber(a) < dayNumber(b) ? -1 : 1));"""
    assert in_node(program, days) == sorted(days, key=order)


def test_the_year_0000_may_have_a_minus() -> None:
    """XSD 1.1, Datatypes §3.3.7.2: `yearFrag ::= '-'? (([1-9] digit digit digit+)) | ('0' digit digit digit))`."""
    assert Day.of("-0000-05-03") == Day.of("0000-05-03")
    assert Moment.of("-0000-05-03T24:00:00Z") == Moment.of("0000-05-04")
    assert is_legal("-0000", "gYear")
    assert is_legal("-0000-02-29", "date")
    assert not is_legal("-00000-05-03", "date")


ONE = "2031-05-04"


@pytest.mark.parametrize(
    ("bounds", "words"),
    [
        ((ONE, "", "", ONE), f"on {ONE}"),
        ((ONE, ONE, ONE, ONE), f"on {ONE}"),
        (("", ONE, ONE, ""), f"on {ONE}"),
        ((ONE, ONE, "", ""), f"since {ONE}"),
        ((ONE, ONE, ONE, ""), f"since {ONE}"),
        (("", "", ONE, ONE), f"until {ONE}"),
        (("", ONE, ONE, ONE), f"until {ONE}"),
        (("", ONE, "", ""), f"at least since {ONE}"),
        (("", "", "", ONE), f"until {ONE} at the latest"),
        ((ONE, ONE, "", "2031-05-09"), f"since {ONE}, until 2031-05-09 at the latest"),
    ],
)
def test_what_begins_or_ends_on_a_day_is_not_told_as_of_that_day_alone(
    bounds: tuple[str, str, str, str], words: str
) -> None:
    assert TimeSpan(*bounds).words == words

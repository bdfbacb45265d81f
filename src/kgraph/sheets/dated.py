"""The value of one date in a cell; and `Unclear`, the error for a cell that cannot be read with certainty."""

from dataclasses import dataclass, replace

from kgraph.days import Day, days_in, is_legal

HINT = "write it as 2025-11-05, 2025-11 or 2025"
MIDDLE = 2000
"""The century of a two-digit year if no document's date tells it."""


class Unclear(ValueError):  # noqa: N818 - reads as what it is: raise Unclear
    """A cell can be read in several ways, or in none; the message says why and what to write."""


class NoDate(Unclear):
    """A text is no date; whoever reads more than dates may say what else can be written."""


@dataclass(frozen=True, slots=True)
class Dated:
    """The days that one date allows: the first and last day (or moment) in XSD's form, and the EDTF.

    Both days are "" if the date gives no bounds, as "about 2024". `assumed` says what was assumed, such as the year;
    `label` has the words if they say more than the bounds, such as "early March 2025". Each is "" if there is nothing
    to say.
    """

    first: str
    last: str
    edtf: str
    assumed: str = ""
    label: str = ""

    @property
    def bounds_nothing(self) -> bool:
        """Whether it gives no bounds."""
        return not self.first and not self.last

    @property
    def days(self) -> str:
        """Its EDTF without a time of day, which intervals cannot have."""
        return self.edtf.partition("T")[0]

    def named(self, label: str) -> "Dated":
        """The same date with a label."""
        return replace(self, label=label)


def stretch(first: Day, last: Day, text: str = "", assumed: str = "") -> Dated:
    """The date that allows all days from one to another."""
    return Dated(str(first), str(last), text or (str(first) if first == last else f"{first}/{last}"), assumed)


def a_day(text: str, year: int, month: int, day: int, assumed: str = "") -> Dated:
    """The date of one day; `text` is the cell's text, for the error if there is no such day."""
    written = f"{year:04}-{month:02}-{day:02}"
    if not is_legal(written, "date"):
        raise Unclear(f"'{text}': there is no such day; {HINT}")
    if year > 2299:
        raise Unclear(f"'{text}': the year {year} is far ahead; if it is of another calendar, {HINT}")
    return Dated(written, written, written, assumed)


def a_month(text: str, year: int, month: int, assumed: str = "") -> Dated:
    """The date of one month."""
    if not 1 <= month <= 12 or not 1 <= year <= 2299:
        raise Unclear(f"'{text}': there is no such month; {HINT}")
    first = Day(year, month, 1)
    return stretch(first, Day(year, month, days_in(year, month)), f"{year:04}-{month:02}", assumed)


def year_of(digits: str, text: str, near: Day | None) -> tuple[int, str]:
    """The year of two or four digits, and what was assumed; the document's date decides on the century.

    >>> year_of("25", "5.11.25", Day(2025, 11, 6)), year_of("1925", "", None)
    ((2025, "the century, from the report's date"), (1925, ''))
    """
    if len(digits) != 2:
        return int(digits), ""
    if near is None:
        if int(digits) <= 40:
            return MIDDLE + int(digits), f"the year {MIDDLE + int(digits)}"
        raise Unclear(f"'{text}' has a year of two digits; {HINT}")
    century = near.year - near.year % 100
    years = [
        year for year in (century - 100 + int(digits), century + int(digits)) if near.year - 40 <= year <= near.year + 5
    ]
    if len(years) != 1:
        raise Unclear(f"'{text}': of which century? {HINT}")
    return years[0], "the century, from the report's date"

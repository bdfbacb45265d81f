"""Reading the cell `when` as a time span: texts such as "since May 2025", "by 5 November", "2025-11-05/2025-11-07".

The meaning of a date alone depends on what it dates (`Use`): an event, or the saying of something, is *within* it; a
state, such as who holds a place, is known to hold *at some time in* it. Other meanings need words, those that
`model.TimeSpan.words` prints, or all four bounds can be written: `2025-09/.. {2025-09-01, 2025-11-05, ?, ?}`.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime

from kgraph.days import Day
from kgraph.model import TimeSpan
from kgraph.sheets.dates import Dated, NoDate, Unclear, read_date
from kgraph.sheets.plain import plain, unquoted
from kgraph.sheets.time_words import (
    BETWEEN_TWO,
    DAYS_BETWEEN,
    EITHER,
    EXACT,
    FORMS,
    HALF_A_YEAR,
    HOURS,
    IN_WORDS,
    INTERVAL,
    LABEL,
    NIGHT,
    OPEN_END,
    SHORT_DAY,
    SLASHED,
    STRETCH,
    in_plain_words,
)
from kgraph.sheets.when import Use, When, check, written_out

__all__ = ["Use", "When", "read_when"]

_SPAN = ", several days as 'between 2025-11-03 and 2025-11-05', an open end as 'since 2025-11-03'"
_SPANS = {Use.state: _SPAN, Use.event: _SPAN, Use.said: ", or '2025-11-05 or earlier'"}


def read_when(cell: str | date | datetime, use: Use, order: str = "", near: Day | None = None) -> When:
    """Read the time of a cell; raises `Unclear`. `order` and `near` are those of `dates.read_date`.

    >>> read_when("since 2024", Use.state).span.since, read_when("2025-11-05", Use.state).span.words
    ('since some day from 2024-01-01 to 2024-12-31', 'on 2025-11-05')
    """
    reader = _Reader(use, order, near)
    if not isinstance(cell, str):
        return reader.bare(read_date(cell))
    text = plain(cell)
    if exact := EXACT.fullmatch(LABEL.sub("", text)):
        found = written_out(text, exact[1], exact[2])
    else:
        found = reader.when(text)
    label = LABEL.search(text)
    return When(found.span, found.edtf, label[1] if label and label.start() else found.label, found.assumed)


@dataclass(frozen=True, slots=True)
class _Half:
    """A begin or an end: its earliest and latest day, and its dates for the EDTF."""

    first: str
    last: str
    dates: str
    meaning: str
    said: tuple[Dated, ...]


class _Reader:
    """Reads one cell."""

    def __init__(self, use: Use, order: str, near: Day | None) -> None:
        self._use, self._order, self._near = use, order, near
        self._label = ""

    def when(self, text: str) -> When:
        if not text:
            return When(TimeSpan(), "")
        if label := LABEL.search(text):
            text = text[: label.start()] or unquoted(text)
        self._label = text
        self._refuse_open(text)
        try:
            found = self._found(in_plain_words(text))
        except NoDate as error:
            raise NoDate(f"{error}{_SPANS[self._use]}") from error
        begin = found.span.earliest_begin
        if self._use is Use.said and self._near is not None and begin and Day.of(begin) > self._near:
            raise Unclear(f"'{text}' is after the document ({self._near}), which cannot tell what was not yet said")
        return found

    def _refuse_open(self, text: str) -> None:
        """Raise `Unclear` for a date with a dash before or behind it, which may leave an end open."""
        if match := OPEN_END.fullmatch(text):
            day = match["since"] or match["until"]
            open_end = f"did it go on? write 'since {day}'" if match["since"] else f"until then? write 'until {day}'"
            asked = "" if self._use is Use.said else f"{open_end}, or "
            raise Unclear(f"'{text}' has one date and an open end: {asked}write the date alone")

    def bare(self, one: Dated) -> When:
        """The meaning of a date without further words."""
        if one.bounds_nothing:
            return self._made(TimeSpan(), one.edtf, one)
        return self._touches(one, one) if self._use is Use.state else self._within(one, one)

    def _found(self, text: str) -> When:
        if INTERVAL.match(text) and not IN_WORDS.search(text):
            return self._interval(text)
        if text[:1] in "[{":
            return self._set(text)
        if slashed := self._slashed(text):
            return slashed
        if match := NIGHT.fullmatch(text):
            return self._night(text, match["a"], match["b"])
        if hours := self._hours(text):
            return hours
        if two := self._two(text):
            return two
        try:
            return self._one(text)
        except Unclear:
            if stretch := self._stretch(text):
                return stretch
            if match := EITHER.fullmatch(text):
                one, last = (day.days for day in self._pair(match["a"], match["b"]))
                told = f"one of the two? write 'between {one} and {last}'; or both? '{one}/{last}'"
                raise Unclear(f"'{text}': {told}") from None
            raise

    def _one(self, text: str) -> When:
        if half := self._half(text, "begin"):
            return self._begins(half)
        if half := self._half(text, "end"):
            return self._ends(half)
        for pattern, meaning in FORMS["whole"]:
            if match := pattern.fullmatch(text):
                return self._whole(meaning, match.groupdict())
        return self.bare(self._date(text))

    # dates

    def _date(self, text: str, *, past: bool = False) -> Dated:
        return read_date(text, self._order, self._near, past=past or self._use is Use.said)

    def _pair(self, first: str, second: str) -> tuple[Dated, Dated]:
        """Two dates, of which the first may leave out parts that the second has: "3–5 May 2025", "28 Dec – 3 Jan
        2026"."""
        last = self._date(second)
        one = self._first(first.strip(), second, last)
        if one.bounds_nothing or last.bounds_nothing:
            raise Unclear(f"'{first}' or '{second}' gives no first or last day; write days")
        if _day(one.first) > _day(last.last):
            raise Unclear(f"it ends on {last.last}, before it begins on {one.first}")
        return one, last

    def _first(self, first: str, second: str, last: Dated) -> Dated:
        if day := SHORT_DAY.fullmatch(first):
            if last.first != last.last or "T" in last.first or not last.first:
                raise Unclear(f"'{first}' before '{second}' is no day; write both dates in full")
            return read_date(f"{last.first[:-2]}{int(day[1]):02}")
        if not last.first or re.search(r"\d{4}", first) or not re.search(r"\d{1,2}\.$|[^\W\d_]{3}", first):
            return self._date(first)
        year = _day(last.first).year
        try:
            found = self._date(f"{first} {year}")
            if _day(found.first) > _day(last.last):
                found = self._date(f"{first} {year - 1}")
        except Unclear:
            return self._date(first)
        if _day(last.last).number - _day(found.first).number > HALF_A_YEAR:
            raise Unclear(f"'{first}' before '{second}': of which year? write both dates in full")
        return found

    # meanings

    def _whole(self, meaning: str, groups: dict[str, str | None]) -> When:
        text, other = groups["a"] or "", groups.get("b")
        if other:
            one, last = self._pair(text, other)
            return self._from_to(one, last) if meaning == "from to" else self._some_time(one, last)
        one = self._date(text)
        if meaning == "bare":
            return self.bare(one)
        if one.bounds_nothing:
            raise Unclear(
                f"'{text}' gives no first or last day; write the earliest and the latest day that it can mean"
            )
        if meaning in ("touches", "within"):
            return self._touches(one, one) if meaning == "touches" else self._within(one, one)
        if meaning == "throughout":
            return self._throughout(one)
        if meaning in ("by", "before"):
            return self._by(
                one, one.last if meaning == "by" else str(_day(one.first).plus(-1)), one.days if meaning == "by" else ""
            )
        if self._use is Use.state:
            raise Unclear(
                f"'{text}': did it begin after that, or hold at some time after? write 'since {one.days} or "
                f"later', or 'at least until'"
            )
        after = one.first if meaning == "on or after" else str(_day(one.last).plus(1))
        return self._made(TimeSpan(after), f"{one.days if meaning == 'on or after' else after}/..", one)

    def _throughout(self, one: Dated) -> When:
        if self._use is not Use.state:
            return self._within(one, one)
        return self._made(TimeSpan("", one.first, one.last, ""), f"{one.first[:10]}/{one.last[:10]}", one)

    def _by(self, one: Dated, last: str, dates: str) -> When:
        if self._use is Use.said:
            return self._made(TimeSpan(latest_end=last), f"../{dates or last}", one)
        return self._made(TimeSpan(latest_begin=last), f"[..{dates or last}]", one)

    def _touches(self, one: Dated, last: Dated) -> When:
        return self._made(TimeSpan("", last.last, one.first, ""), _both(one, last), one, last)

    def _within(self, one: Dated, last: Dated) -> When:
        return self._made(TimeSpan(one.first, "", "", last.last), _both(one, last), one, last)

    def _some_time(self, one: Dated, last: Dated) -> When:
        return self._touches(one, last) if self._use is Use.state else self._within(one, last)

    def _all_of(self, one: Dated, last: Dated) -> When:
        """The time from one date to another: a state holds for all of it, whenever it began and ended."""
        if self._use is Use.state:
            return self._made(TimeSpan("", one.last, last.first, ""), _both(one, last), one, last)
        return self._within(one, last)

    def _from_to(self, one: Dated, last: Dated) -> When:
        if self._use is Use.said:
            return self._within(one, last)
        return self._made(TimeSpan(one.first, one.last, last.first, last.last), _both(one, last), one, last)

    # begins and ends

    def _half(self, text: str, side: str) -> _Half | None:
        for pattern, meaning in FORMS[side]:
            if match := pattern.fullmatch(text):
                groups = match.groupdict()
                if groups.get("b"):
                    one, last = self._pair(groups["a"] or "", groups["b"])
                    return _Half(one.first, last.last, one.days if side == "begin" else last.days, meaning, (one, last))
                if (
                    side == "begin"
                    and meaning == "both"
                    and re.match("from ", text, re.IGNORECASE)
                    and STRETCH.fullmatch(text)
                ):
                    return None  # from … to …
                one = self._date(groups["a"] or groups.get("aa") or "", past=side == "begin")
                if one.bounds_nothing:
                    raise Unclear(
                        f"'{text}' gives no first or last day; write the earliest and the latest day that it can mean"
                    )
                if self._use is Use.said and meaning == "both":
                    raise Unclear(f"'{text}': an utterance has a moment; write a day, or the last with 'or earlier'")
                return _Half(
                    one.first if meaning != "latest" else "",
                    one.last if meaning != "earliest" else "",
                    one.days,
                    meaning,
                    (one,),
                )
        return None

    def _begins(self, half: _Half) -> When:
        dates = f"[..{half.dates}]" if half.meaning == "latest" else f"{half.dates}/.."
        return self._made(TimeSpan(half.first, half.last, "", ""), dates, *half.said)

    def _ends(self, half: _Half) -> When:
        dates = f"[{half.dates}..]" if half.meaning == "earliest" else f"../{half.dates}"
        return self._made(TimeSpan("", "", half.first, half.last), dates, *half.said)

    def _two(self, text: str) -> When | None:
        """A begin and an end, in either order: "since 2024, at least until May 2025"."""
        for cut in BETWEEN_TWO.finditer(text):
            parts = text[: cut.start()], text[cut.end() :]
            for first, second in (parts, parts[::-1]):
                try:
                    begin, end = self._half(first, "begin"), self._half(second, "end")
                except Unclear:
                    continue
                if begin and end:
                    return self._joined(begin, end)
        return None

    def _joined(self, begin: _Half, end: _Half) -> When:
        first, last = begin.first or begin.last, end.last or end.first
        if _day(first) > _day(last):
            raise Unclear(f"it ends on {last}, before it begins on {first}")
        open_end = end.meaning == "earliest" and begin.meaning != "latest"
        dates = (
            f"{begin.dates}/.."
            if open_end
            else begin.dates
            if begin.dates == end.dates
            else f"{begin.dates}/{end.dates}"
        )
        return self._made(TimeSpan(begin.first, begin.last, end.first, end.last), dates, *begin.said, *end.said)

    # other forms

    def _stretch(self, text: str) -> When | None:
        """Two dates with a dash between them: for a state, all of the stretch; for an event, some time within it."""
        if days := DAYS_BETWEEN.fullmatch(text):
            text = f"{days['a']} – {days['b']} {days['month']} {days['year']}"
        match = STRETCH.fullmatch(text)
        if match is None and text.count("-") == 1:
            match = re.fullmatch(r"(?P<a>.+)-(?P<b>.+)", text)
        if match is None:
            return None
        try:
            one, last = self._pair(match["a"], match["b"])
        except Unclear as error:
            if "before it begins" in str(error):
                raise
            return None
        return self._all_of(one, last)

    def _night(self, text: str, first: str, second: str) -> When:
        one, last = self._pair(re.sub("^the ", "", first), re.sub("^the ", "", second))
        if _day(last.first).number - _day(one.first).number != 1:
            raise Unclear(f"'{text}' is not one night; write the first and the last day")
        return self._some_time(one, last)

    def _hours(self, text: str) -> When | None:
        """Two times of day of one day."""
        match = HOURS.fullmatch(text)
        if match is None:
            return None
        day = match["day"] or match["day2"]
        one, last = (self._date(f"{day} {hour}") for hour in (match["a"] or match["a2"], match["b"] or match["b2"]))
        if one.first >= last.first:
            raise Unclear(f"'{text}' ends before it begins")
        return self._some_time(one, last)

    def _interval(self, text: str) -> When:
        """The time that an EDTF interval gives: a state holds for all of it, an event is within it. An open end is
        `..`."""
        text = text.replace(" ", "")
        first, _, last = text.partition("/")
        if not first or not last:
            raise Unclear(f"'{text}': write {first or last}/.. for an open end, or the date alone")
        check(text)
        if first == "..":
            return self._made(TimeSpan(latest_end=read_date(last).last), text)
        if last == "..":
            return self._made(TimeSpan(read_date(first).first), text)
        one, end = read_date(first), read_date(last)
        if one.bounds_nothing or end.bounds_nothing:
            return self._made(TimeSpan(), text)
        if _day(one.first) > _day(end.last):
            raise Unclear(f"it ends on {end.last}, before it begins on {one.first}")
        return self._all_of(one, end)

    def _slashed(self, text: str) -> When | None:
        """Two dates in full with a slash between them, which mean what an EDTF interval means."""
        match = SLASHED.fullmatch(text)
        if match is None:
            return None
        first, last = match["a"].strip(), match["b"].strip()
        if ".." in (first, last):
            day = self._date(last if first == ".." else first)
            return self._interval(f"../{day.days}" if first == ".." else f"{day.days}/..")
        return self._all_of(*self._pair(first, last))

    def _set(self, text: str) -> When:
        text = text.replace(" ", "")
        read = check(text)
        if read.members and text[0] == "[":
            days = sorted(
                {day for member in read.members for part in member.stretches for day in (part.first, part.last)}
            )
            first, last = str(days[0]), str(days[-1])
            touches = self._use is Use.state
            return self._made(TimeSpan("", last, first, "") if touches else TimeSpan(first, "", "", last), text)
        if read.members or (read.begin is None) == (read.end is None):
            raise Unclear(f"'{text}' is a set of dates; write the first and the last of them")
        if read.end is not None:
            return self._made(TimeSpan(latest_begin=str(read.end.last)), text)
        return self._made(TimeSpan(earliest_end=str(read.begin.first)) if read.begin else TimeSpan(), text)

    def _made(self, span: TimeSpan, text: str, *said: Dated) -> When:
        if "T" not in text:
            check(text)
        assumed = "; ".join(dict.fromkeys(part.assumed for part in said if part.assumed))
        return When(span, text, self._label if any(part.label for part in said) else "", assumed)


def _both(one: Dated, last: Dated) -> str:
    if one == last:
        return one.edtf
    return one.days if one.days == last.days else f"{one.days}/{last.days}"


def _day(text: str) -> Day:
    return Day.of(text)

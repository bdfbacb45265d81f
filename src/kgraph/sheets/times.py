"""The cell `when` ⇄ a span of time: words such as "since May 2025", "by 5 November", "2025-11-05/2025-11-07".

What a bare date means depends on what it dates (`Use`): something said, or an event, lies *within* it; a state, such as
who holds a place, is known to hold *at some time in* it. Every other meaning has words, which are those that
`model.TimeSpan.words` prints, and all four bounds can be written out: `2025-09/.. {2025-09-01, 2025-11-05, ?, ?}`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum

from kgraph.days import Day
from kgraph.model import TimeSpan
from kgraph.sheets.dates import Dated, Unclear, read_date
from kgraph.validation import edtf


class Use(Enum):
    """What a time dates."""

    said = "said"
    state = "state"
    event = "event"


@dataclass(frozen=True, slots=True)
class When:
    """A span as a cell says it: its bounds, its EDTF, the words it goes by ("" for none), and what was assumed."""

    span: TimeSpan
    edtf: str
    label: str = ""
    assumed: str = field(default="", compare=False)


_LABEL = re.compile(r"\s*[\"“„«]([^\"”“»]+)[\"”“»]$")
_EXACT = re.compile(r"(\S+) ?\{([^{}]*)\}")
_TO = r"(?: to | until | till | through | – | — | - |–|—)"
# Each form: a pattern of one date or two, and which bounds they give; see `_bounds`. The first that fits is meant.
_FORMS: tuple[tuple[str, str], ...] = (
    (rf"(?:some ?time|some day) (?:from|between) (?P<a>.+?)(?:{_TO}| and )(?P<b>.+)", "touches"),
    (rf"since some day from (?P<a>.+?){_TO}(?P<b>.+)", "begins between"),
    (rf"until some day from (?P<a>.+?){_TO}(?P<b>.+)", "ends between"),
    (r"at some time in (?P<a>.+)", "touches"),
    (r"(?:at least|already) since (?P<a>.+)", "begun"),
    (r"since (?P<a>.+) or later", "begins"),
    (r"(?:since|from) (?P<a>.+?),? until (?P<b>.+) at the latest", "since, ended"),
    (r"since (?P<a>.+?),? at least until (?P<b>.+)", "since, lasts"),
    (r"since (?P<a>.+?),? until (?P<b>.+)", "from to"),
    (r"since (?P<a>.+)|from (?P<aa>.+) on(?:wards?)?", "since"),
    (r"(?:until|up to) (?P<a>.+) at the latest", "ended"),
    (r"(?:before|prior to) (?P<a>.+)", "before"),
    (r"after (?P<a>.+)", "after"),
    (r"at least until (?P<a>.+)", "lasts"),
    (r"(?:until|till) (?P<a>.+)", "until"),
    (r"(?:by|no later than|not later than) (?P<a>.+)", "by"),
    (r"between (?P<a>.+?) and (?P<b>.+)", "touches"),
    (rf"from (?P<a>.+?){_TO}(?P<b>.+)", "from to"),
    (r"(?:within|during|in the course of) (?P<a>.+)", "within"),
    (r"(?:on|in|at) (?P<a>.+)", "bare"),
)
_PATTERNS = tuple((re.compile(pattern, re.IGNORECASE), meaning) for pattern, meaning in _FORMS)
_STRETCH = re.compile(rf"(?P<a>.+?)(?:{_TO})(?P<b>.+)", re.IGNORECASE)
_SHORT_DAY = re.compile(r"(\d{1,2})(?:st|nd|rd|th|\.)?")


def read_when(cell: str | date | datetime, use: Use, order: str = "", near: Day | None = None) -> When:
    """The span that a cell says; raises `Unclear`. `order` and `near` as for `dates.read_date`.

    >>> read_when("since 2024", Use.state).span.since, read_when("2025-11-05", Use.state).span.words
    ('since some day from 2024-01-01 to 2024-12-31', 'on 2025-11-05')
    """
    if not isinstance(cell, str):
        return _when("bare", use, read_date(cell, order, near), None)
    text = " ".join(cell.split())
    if label := _LABEL.search(text):
        inner = read_when(text[: label.start()], use, order, near)
        return When(inner.span, inner.edtf, label[1], inner.assumed)
    if exact := _EXACT.fullmatch(text):
        return _written_out(text, exact[1], exact[2])
    for pattern, meaning in _PATTERNS:
        if match := pattern.fullmatch(text):
            groups = match.groupdict()
            first, second = groups.get("a") or groups.get("aa") or "", groups.get("b")
            return _with_dates(meaning, use, first, second, order, near)
    if "/" in text and not re.fullmatch(r"[\d]{1,2}/[\d]{1,2}/[\d]+(?: .*)?", text):
        return _interval(text, use)
    if text[:1] == "[":
        return _set(text)
    try:
        return _when("bare", use, read_date(text, order, near), None)
    except Unclear:
        stretch = _STRETCH.fullmatch(text)
        if stretch is None:
            raise
        return _with_dates("from to", use, stretch["a"], stretch["b"], order, near)


def write_when(when: When, use: Use) -> str:
    """The shortest cell that `read_when` reads back as this."""
    label = f' "{when.label}"' if when.label else ""
    for text in _candidates(when):
        try:
            if read_when(text + label, use) == when:
                return text + label
        except Unclear:
            continue
    return f"{when.edtf} {{{', '.join(bound or '?' for bound in when.span.bounds)}}}{label}"


def _candidates(when: When) -> Iterator[str]:
    text = when.edtf
    inner = text.strip("[]./")
    if inner == text:
        yield text
    for form in ("within {}", "at some time in {}", "by {}", "since {}", "since {} or later", "at least since {}"):
        yield form.format(inner)
    for form in ("until {}", "until {} at the latest", "at least until {}"):
        yield form.format(inner)
    first, slash, last = text.partition("/")
    if slash:
        yield from (f"from {first} to {last}", f"some time from {first} to {last}")
    yield text


def _written_out(text: str, dates: str, bounds: str) -> When:
    parts = ["" if part.strip() == "?" else part.strip() for part in bounds.split(",")]
    if len(parts) != 4:
        raise Unclear(f"'{text}' must have four bounds: earliest and latest begin, earliest and latest end; ? for none")
    for part in filter(None, parts):
        read_date(part)
    _check(dates)
    return When(TimeSpan(*parts), dates)


def _check(text: str) -> edtf.Edtf:
    try:
        return edtf.read(text, quick=True)
    except edtf.EdtfError as error:
        raise Unclear(f"{error}; write 2025-11-05, 2025-11, 2025 or two of them with / between") from error


def _with_dates(meaning: str, use: Use, first: str, second: str | None, order: str, near: Day | None) -> When:
    if second is None:
        return _when(meaning, use, read_date(first, order, near), None)
    last = read_date(second, order, near)
    return _when(meaning, use, _first_of_two(first, second, last, order, near), last)


def _first_of_two(first: str, second: str, last: Dated, order: str, near: Day | None) -> Dated:
    """The first of two dates, of which it may leave out what the second says: "3–5 May 2025", "3 May – 5 June 2025"."""
    if day := _SHORT_DAY.fullmatch(first.strip()):
        if last.first != last.last or "T" in last.first:
            raise Unclear(f"'{first}' before '{second}' is no day; write both dates in full")
        return read_date(f"{last.first[:-2]}{int(day[1]):02}")
    try:
        return read_date(first, order, near)
    except Unclear:
        year = re.search(r"\d{4}", second)
        if year is None or re.search(r"\d{4}", first):
            raise
        return read_date(f"{first} {year[0]}", order, near)


def _interval(text: str, use: Use) -> When:
    """EDTF's intervals, with open ends as `..`."""
    first, _, last = text.partition("/")
    _check(text)
    open_ends = ("", "..")
    if first in open_ends:
        return _when("ended", use, read_date(last), None)
    if last in open_ends:
        return _when("since", use, read_date(first), None)
    if use is Use.said:
        return _when("within two", use, read_date(first), read_date(last))
    return _when("from to", use, read_date(first), read_date(last))


def _set(text: str) -> When:
    read = _check(text)
    if read.members or (read.begin is None) == (read.end is None):
        raise Unclear(f"'{text}' is a set of dates; write the first and the last of them")
    if read.end is not None:
        return When(TimeSpan(latest_begin=str(read.end.last)), text)
    return When(TimeSpan(earliest_end=str(read.begin.first)), text) if read.begin else When(TimeSpan(), text)


def _when(meaning: str, use: Use, one: Dated, other: Dated | None) -> When:
    """The span that a meaning gives two dates, or one."""
    a, b = one, other or one
    if meaning == "bare":
        meaning = "touches" if use is Use.state else "within"
    if meaning == "by":
        meaning = "ended" if use is Use.said else "begun"
    if other is not None and Day.of(a.first) > Day.of(b.last):
        raise Unclear(f"it ends on {b.last}, before it begins on {a.first}")
    before = str(Day.of(a.first).plus(-1))
    after = str(Day.of(a.last).plus(1))
    both = a.edtf if other is None else f"{a.edtf}/{b.edtf}"
    spans = {
        "touches": (TimeSpan("", b.last, a.first, ""), both),
        "within": (TimeSpan(a.first, "", "", b.last), both),
        "within two": (TimeSpan(a.first, "", "", b.last), both),
        "begins between": (TimeSpan(a.first, b.last, "", ""), f"{a.edtf}/.."),
        "ends between": (TimeSpan("", "", a.first, b.last), f"../{b.edtf}"),
        "begun": (TimeSpan("", a.last, "", ""), f"[..{a.edtf}]"),
        "begins": (TimeSpan(a.first, "", "", ""), f"{a.edtf}/.."),
        "since": (TimeSpan(a.first, a.last, "", ""), f"{a.edtf}/.."),
        "since, ended": (TimeSpan(a.first, a.last, "", b.last), both),
        "since, lasts": (TimeSpan(a.first, a.last, b.first, ""), f"{a.edtf}/.."),
        "from to": (TimeSpan(a.first, a.last, b.first, b.last), both),
        "ended": (TimeSpan("", "", "", a.last), f"../{a.edtf}"),
        "before": (TimeSpan("", "", "", before), f"../{before}"),
        "after": (TimeSpan(after, "", "", ""), f"{after}/.."),
        "lasts": (TimeSpan("", "", a.first, ""), f"[{a.edtf}..]"),
        "until": (TimeSpan("", "", a.first, a.last), f"../{a.edtf}"),
    }
    span, text = spans[meaning]
    _check(text) if "T" not in text else None
    assumed = "; ".join(dict.fromkeys(part.assumed for part in (one, b) if part.assumed))
    return When(span, text, assumed=assumed)

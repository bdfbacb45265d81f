"""A date with a time of day: `5 May 2025, 2:30 pm`, `14:30 on 5 May 2025 +02:00`."""

import re
from collections.abc import Callable

from kgraph.days import Day, is_legal
from kgraph.sheets.dated import HINT, Dated, Unclear

_ZONE = r"(?P<zone>Z|(?:UTC|GMT)|\(?(?:UTC|GMT)? ?[+-]\d{1,2}(?::?\d{2})?\)?|\((?:UTC|GMT)\))"
_CLOCK = r"(?P<hour>\d{1,2})(?::(?P<minute>\d{2}))?(?::(?P<second>\d{2}))?"
_CLOCK += r"(?: ?(?P<half>[ap])\.?m\.?)?(?: ?(?:Uhr|hrs|hours|h))?"
_BEHIND = re.compile(rf"(?P<day>.+?)(?: ?T|,? at|,)? {_CLOCK}(?: ?{_ZONE})?", re.IGNORECASE)
_BEFORE = re.compile(
    rf"(?:at )?{_CLOCK}(?: ?(?P<zone>Z|UTC|GMT))?(?: on|,)? (?P<day>.+?)"
    rf"(?: (?P<late>(?:UTC|GMT)?[+-]\d{{1,2}}:?\d{{2}}|Z|UTC|GMT))?",
    re.IGNORECASE,
)
_ALONE = re.compile(rf"(?:at )?{_CLOCK}", re.IGNORECASE)
_UNKNOWN_ZONE = re.compile(r".*\d:\d\d (?:[A-Z]{2,5}|[a-z]+ time)", re.DOTALL)


def timed(text: str, read: Callable[[str], Dated], near: Day | None) -> Dated | None:
    """The moment that a text names; `None` if it has no time of day. `read` reads its date."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d 00:00:00(?:\.0+)?", text):
        return read(text[:10])  # the form in which spreadsheets write a day
    for pattern in (_BEFORE, _BEHIND):
        match = pattern.fullmatch(text)
        if match and (match["minute"] or match["half"]):
            late = match.groupdict().get("late")
            return _moment(text, read(match["day"]), match, late or match["zone"] or "")
    if (match := _ALONE.fullmatch(text)) and (match["minute"] or match["half"]):
        raise Unclear(f"'{text}': of which day? write {near or '2025-11-05'} {text}")
    if _UNKNOWN_ZONE.fullmatch(text):
        raise Unclear(f"'{text}': write the zone in hours, such as +02:00")
    return None


def _moment(text: str, day: Dated, match: re.Match[str], zone: str) -> Dated:
    if day.first != day.last or "T" in day.first or not day.first:
        raise Unclear(f"'{text}' has a time of day and no single day; {HINT}")
    hour = int(match["hour"])
    if half := match["half"]:
        if not 1 <= hour < 12:
            raise Unclear(f"'{text}': write the hour from 00:00 to 23:59")
        hour += 12 if half.casefold() == "p" else 0
    moment = f"{day.first}T{hour:02}:{match['minute'] or '00'}:{match['second'] or '00'}{_offset(zone)}"
    if not is_legal(moment, "dateTime"):
        raise Unclear(f"'{text}' has no legal time of day; write 14:30")
    return Dated(moment, moment, moment, day.assumed)


def _offset(zone: str) -> str:
    """A zone in XSD's form: "UTC+3" is +03:00."""
    match = re.search(r"([+-])(\d{1,2}):?(\d{2})?", zone)
    if match:
        return f"{match[1]}{int(match[2]):02}:{match[3] or '00'}"
    return "Z" if zone else ""

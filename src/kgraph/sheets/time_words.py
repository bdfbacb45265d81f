"""The words around dates that define a span: "since", "until … at the latest", "between … and …"."""

import re

LABEL = re.compile(r"\s*[\"“„«]([^\"”“»]+)[\"”“»]$")
EXACT = re.compile(r"(\S*) ?\{([^{}]*)\}")
_TO = r"(?: to | until | till | through | bis | – | — |–|—| ?- )"
# For the whole span, its begin and its end: patterns with one date or two, and their meanings, for
# which see `_whole`, `_begin` and `_end`. The first pattern that matches counts.
_WHOLE: tuple[tuple[str, str], ...] = (
    (rf"(?:at )?(?:some ?time|some day) (?:from|between) (?P<a>.+?)(?:{_TO}| and )(?P<b>.+)", "some time"),
    (rf"between (?P<a>.+?)(?: and |{_TO})(?P<b>.+)", "some time"),
    (rf"from (?P<a>.+?){_TO}(?P<b>.+)", "from to"),
    (r"(?:all through|throughout) (?P<a>.+)", "throughout"),
    (r"at some time in (?P<a>.+)", "touches"),
    (r"(?:within|during|in the course of) (?P<a>.+)", "within"),
    (r"(?:on or before|by|no later than|not later than) (?P<a>.+)", "by"),
    (r"(?:on |in )?(?P<a>.+?),? (?:or earlier|or before|at the latest)", "by"),
    (r"(?:before|prior to) (?P<a>.+)", "before"),
    (r"on or after (?P<a>.+)", "on or after"),
    (r"after (?P<a>.+)", "after"),
    (r"(?:on|in|at|as of|as at) (?P<a>.+)", "bare"),
)
_SINCE = r"(?:since|from|depuis|seit|ab|desde|з|із|с|sedan|sinds)"
_BEGIN: tuple[tuple[str, str], ...] = (
    (rf"since some day (?:from|between) (?P<a>.+?)(?:{_TO}| and )(?P<b>.+)", "between"),
    (r"(?:(?:at least|already) since|since at least) (?P<a>.+)|(?:since|from) (?P<aa>.+) at the latest", "latest"),
    (r"since (?P<a>.+) or later|(?:no earlier than|not before) (?P<aa>.+)", "earliest"),
    (rf"(?:onwards? )?{_SINCE} (?P<a>.+?)(?:,? (?:and )?on(?:wards?)?)?", "both"),
    (r"(?P<a>.+?\d{4}),? (?:and )?on(?:wards?)?", "both"),
)
_END: tuple[tuple[str, str], ...] = (
    (rf"until some day (?:from|between) (?P<a>.+?)(?:{_TO}| and )(?P<b>.+)", "between"),
    (r"(?:at least until|until at least) (?P<a>.+)", "earliest"),
    (r"(?:until|till) (?P<a>.+) at the latest", "latest"),
    (r"(?:until|till) (?P<a>.+)", "both"),
)
FORMS = {
    name: tuple((re.compile(pattern, re.IGNORECASE), meaning) for pattern, meaning in forms)
    for name, forms in (("whole", _WHOLE), ("begin", _BEGIN), ("end", _END))
}
BETWEEN_TWO = re.compile(r",?(?: and)? (?=(?:at least |already )?(?:since|until|till) )", re.IGNORECASE)
STRETCH = re.compile(rf"(?P<a>.+?){_TO}(?P<b>.+)", re.IGNORECASE)
SHORT_DAY = re.compile(r"(?:the )?(\d{1,2})(?:st|nd|rd|th|\.)?", re.IGNORECASE)
NIGHT = re.compile(r"(?:in |during |on )?the night (?:of|from) (?P<a>.+?)(?: to | on | – |–|-)(?P<b>.+)", re.IGNORECASE)
_CLOCK = r"\d{1,2}:\d{2}(?: ?[ap]m)?"
HOURS = re.compile(
    rf"(?:between |from )?(?P<a>{_CLOCK})(?: and | to | ?[–—-] ?)(?P<b>{_CLOCK})(?: on|,)? (?P<day>.+)"
    rf"|(?P<day2>.+?),? (?:between |from )?(?P<a2>{_CLOCK})(?: and | to | ?[–—-] ?)(?P<b2>{_CLOCK})",
    re.IGNORECASE,
)
INTERVAL = re.compile(r"(?:\.\.|-?[\dX]{4}|Y)[^/]* ?/(?!\d{1,2}/\d)")
SLASHED = re.compile(r"(?=[^/]*(?:\d{4}|\.\.))(?P<a>[^/]+)/(?=.*(?:\d{4}|\.\.))(?P<b>[^/]+)")
IN_WORDS = re.compile(r"[^\W\d_]{3}")
OPEN_END = re.compile(
    r"(?P<since>[^\[{]*[^\s–—.…>→+/[{-]) ?(?:[–—-]|…|\.\.+|[–-]?>|→|\+)|"
    r"(?:- |[–—] ?|…|\.\.+ ?(?![^/]*/)|→ ?)(?P<until>[^\]}]+)"
)
"""A date with a dash, arrow or ellipsis behind or before it. A hyphen right before a year is part of it: -0044."""
DAYS_BETWEEN = re.compile(r"(?P<month>[^\W\d_]+\.?) (?P<a>\d{1,2}) ?[–—-] ?(?P<b>\d{1,2}),? (?P<year>\d{4})")
_PRESENT = r"(?:present(?: day)?|now|date|today|ongoing|heute|jetzt|hoy|aujourd'hui|сьогодні|сегодня)"
_TO_PRESENT = re.compile(rf"(?:{_SINCE} )?(?P<a>.*\d.*?)(?:{_TO}|(?<=\d)-)(?:the )?{_PRESENT}", re.IGNORECASE)
_DAYS_OF_MONTH = re.compile(r"(?P<month>[^\W\d_]{3,}\.?) (?P<a>\d{1,2}) ?[–—-] ?(?P<b>\d{1,2})")
EITHER = re.compile(
    r"(?P<a>[^,/]*\d[^,/]*?)(?:,? (?:or|and|oder|und|ou|et|або|или|и|та|і) |, ?|/)"
    r"(?P<b>(?!.* ago)\d.*[^\W\d_]{3}.*|\d.*\d{4}.*)",
    re.IGNORECASE,
)
"""Two days with "or" or "and" between them, of which the second has its month."""
HALF_A_YEAR = 183


def in_plain_words(text: str) -> str:
    """A time in a form that the patterns here know: what goes on to the present has begun, and has no known end.

    >>> in_plain_words("13 Sept 2026 – present"), in_plain_words("Sept 13-15"), in_plain_words("May 2025")
    ('since 13 Sept 2026', '13 – 15 Sept', 'May 2025')
    """
    if match := _TO_PRESENT.fullmatch(text):
        return f"since {match['a']}"
    match = _DAYS_OF_MONTH.fullmatch(text)
    if match and int(match["a"]) < int(match["b"]):
        return f"{match['a']} – {match['b']} {match['month']}"
    return text

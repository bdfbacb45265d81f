"""Writing a time span as the cell `when`; `times` does the reverse."""

from collections.abc import Iterator

from kgraph.days import or_earlier
from kgraph.sheets.dates import Unclear
from kgraph.sheets.times import Use, When, read_when


def write_when(when: When, use: Use) -> str:
    """The shortest cell that `read_when` reads as this time."""
    label = f' "{when.label}"' if when.label else ""
    for text in _candidates(when, use):
        try:
            if read_when(text + label, use) == when:
                return text + label
        except Unclear:
            continue
    return f"{when.edtf} {{{', '.join(bound or '?' for bound in when.span.bounds)}}}{label}"


def _candidates(when: When, use: Use) -> Iterator[str]:
    text = when.edtf
    inner = text.strip("[]./")
    if inner == text:
        yield text
    if use is Use.said:
        yield or_earlier(inner)
    for form in ("within {}", "at some time in {}", "by {}", "since {}", "since {} or later", "at least since {}"):
        yield form.format(inner)
    for form in ("until {}", "until {} at the latest", "at least until {}"):
        yield form.format(inner)
    first, slash, last = text.partition("/")
    if slash:
        yield from (f"from {first} to {last}", f"some time from {first} to {last}")
    yield text
    yield when.span.words

"""The time of a cell as a value; what `times` reads."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum

from kgraph.days import Moment
from kgraph.model import Literal, TimeSpan
from kgraph.namespaces import IRI, XSD
from kgraph.sheets.dates import Unclear, read_date
from kgraph.validation import edtf
from kgraph.validation.times import BOUNDS, faults_of, moment_of, out_of_order

_ZONED = re.compile(r"(Z|[+-]\d\d:\d\d)$")


class Use(Enum):
    """The kind of thing that a time dates."""

    said = "said"
    state = "state"
    event = "event"


@dataclass(frozen=True, slots=True)
class When:
    """The time of a cell: its bounds, its EDTF, its label ("" for none), and what was assumed."""

    span: TimeSpan
    edtf: str
    label: str = ""
    assumed: str = field(default="", compare=False)


def written_out(text: str, dates: str, bounds: str) -> When:
    """The time of a cell that writes the four bounds out, and its dates."""
    parts = ["" if part.strip() == "?" else part.strip() for part in bounds.split(",")]
    if len(parts) != 4:
        raise Unclear(f"'{text}' must have four bounds: earliest and latest begin, earliest and latest end; ? for none")
    for part in filter(None, parts):
        read_date(part)
    check(dates)
    return When(TimeSpan(*parts), dates)


def check(text: str) -> edtf.Edtf:
    """The dates, if they are EDTF; raises `Unclear`."""
    try:
        return edtf.read(text, quick=True)
    except edtf.EdtfError as error:
        raise Unclear(f"{error}; write 2025-11-05, 2025-11, 2025 or two of them with / between") from error


def settled(when: When, text: str) -> When:
    """The time, if data can say it; raises `Unclear` if it has no bound, or bounds that do not agree with its dates."""
    bounds = [bound for bound in when.span.bounds if bound]
    if not bounds:
        raise Unclear(f"'{text}' gives no first or last day; write the widest: 'between … and …'")
    if any("T" in bound and not _ZONED.search(bound) for bound in bounds):
        raise Unclear(
            f"'{text}' has an hour without its zone; write it in hours behind it, as +02:00, or the day alone"
        )
    if len({"T" in bound for bound in bounds}) > 1:
        raise Unclear(f"'{text}' has days and hours; write days alone")
    told = list(_faults(when))
    if told:
        raise Unclear(f"'{text}': {told[0].removeprefix('kg:edtf: ')}; correct the dates or the bounds")
    return when


def _faults(when: When) -> Iterator[str]:
    """What `kgraph validate` would say of a time."""
    moments: dict[IRI, Moment] = {}
    for predicate, bound in zip(BOUNDS, when.span.bounds, strict=True):
        moment = moment_of(Literal(bound, XSD.dateTime if "T" in bound else XSD.date)) if bound else None
        if bound and moment is None:
            yield f"{bound} is no legal day or hour"
        elif moment is not None:
            moments[predicate] = moment
    yield from (message for severity, message in faults_of(when.edtf, moments, quick=True) if severity == "error")
    yield from out_of_order(moments)

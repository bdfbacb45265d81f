"""The time of a cell as a value; what `times` reads."""

from dataclasses import dataclass, field
from enum import Enum

from kgraph.model import TimeSpan
from kgraph.sheets.dates import Unclear, read_date
from kgraph.validation import edtf


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

"""A table of values as notebooks and programs of data analysis hold it: a frame of pandas, a table in HTML."""

import html
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from kgraph.errors import UsageError

if TYPE_CHECKING:
    import pandas

MOST = 200
"""How many rows a notebook shows."""

_LARGEST = 2**63


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table in HTML: its text, an address to link to, the language of the text, whether it is a number."""

    text: str
    address: str = ""
    language: str = ""
    number: bool = False


def frame(variables: Sequence[str], rows: Sequence[Sequence[object]]) -> "pandas.DataFrame":
    """A frame of pandas; a cell that is `None` is missing there.

    A column has one type: whole numbers are `Int64`; decimals and floats are `float64`, so that sums and groups work;
    truth values are `boolean`; days, and times without a zone, are `datetime64`. A column of anything else, of two
    kinds, of times with a zone, or of years that `datetime64` lacks, has the Python values. Raises `UsageError` if
    pandas is not installed.
    """
    try:
        import pandas
    except ImportError:
        raise UsageError("pandas is not installed; 'pip install pandas' installs it") from None
    columns = {name: [row[at] for row in rows] for at, name in enumerate(variables)}
    made = {name: pandas.Series(*_typed(values)) for name, values in columns.items()}
    return pandas.DataFrame(made, columns=list(variables))


def _typed(values: list[object]) -> tuple[list[object], None, str | None]:
    """A column's values as a `Series` takes them: values, index, and the type (`None`: pandas chooses)."""
    kinds = {type(value) for value in values if value is not None}
    if kinds == {bool}:
        return values, None, "boolean"
    if kinds == {int} and all(-_LARGEST <= value < _LARGEST for value in values if isinstance(value, int)):
        return values, None, "Int64"
    if kinds and kinds <= {int, float, Decimal} and kinds != {int}:
        return (
            [float(value) if isinstance(value, int | float | Decimal) else math.nan for value in values],
            None,
            "float64",
        )
    if kinds == {date} or (kinds == {datetime} and not any(isinstance(v, datetime) and v.tzinfo for v in values)):
        return values, None, "datetime64[us]"
    return values, None, None if kinds == {str} else "object"


def html_table(variables: Sequence[str], rows: Sequence[Sequence[Cell]], total: int) -> str:
    """A table in HTML of the rows, and how many more there are; texts are escaped, and only web addresses are links."""
    head = "".join(f'<th scope="col">{html.escape(name)}</th>' for name in variables)
    body = "".join(f"<tr>{''.join(map(_shown, row))}</tr>" for row in rows)
    left = total - len(rows)
    more = f"<p>… and {left:,} more row{'s' if left != 1 else ''}</p>" if left else ""
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"


def _shown(cell: Cell) -> str:
    text = html.escape(cell.text)
    if cell.address.startswith(("http://", "https://")):
        text = f'<a href="{html.escape(cell.address)}" rel="noopener">{text}</a>'
    language = f' lang="{html.escape(cell.language)}"' if cell.language else ""
    side = ' style="text-align:right"' if cell.number else ' style="text-align:left"'
    return f'<td dir="auto"{language}{side}>{text}</td>'

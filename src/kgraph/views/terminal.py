"""Rows on a terminal: a table, or a block of lines for each row if the terminal is too narrow."""

from textwrap import wrap
from typing import IO

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from kgraph.model import Literal, Rows, Term
from kgraph.namespaces import IRI
from kgraph.views.answers import column_words, shown


def _table(rows: Rows, base: str) -> Table:
    """The rows as a table for a terminal; numbers are right-aligned."""
    table = Table(header_style="bold", box=box.SIMPLE_HEAD, padding=(0, 1), pad_edge=False)
    for variable in rows.variables:
        column = rows.column(variable)
        name, whole = column_words(variable), all(isinstance(term, IRI) for term in column)
        if len(rows) > 0 and all(_is_number(term) for term in column):
            table.add_column(name, justify="right", no_wrap=True)
        else:
            table.add_column(name, no_wrap=whole, overflow="fold")
    for row in rows.rows:
        table.add_row(*(Text(shown(term, base)) for term in row))
    return table


def _needed_width(rows: Rows, base: str) -> int:
    """The least width of a table in which no word is broken, in columns of a terminal."""
    headers = [column_words(variable) for variable in rows.variables]
    cells = [[shown(term, base) for term in row] for row in rows.rows]
    columns = zip(headers, *cells, strict=True)
    return sum(max(len(word) for cell in column for word in cell.split() or [""]) + 3 for column in columns)


def _blocks(rows: Rows, base: str, columns: int) -> str:
    """One block of lines for each row, with one or more lines for each value; unbound values are left out."""
    width = max(len(column_words(variable)) for variable in rows.variables)
    lines = []
    for number, row in enumerate(rows, 1):
        lines.append(f"── {number} of {len(rows)}")
        for name, term in row.items():
            if term is not None:
                label = f"{column_words(name):<{width}}  "
                lines += wrap(shown(term, base), columns, initial_indent=label, subsequent_indent=" " * len(label))
    return "\n".join(lines)


def _is_number(term: Term | None) -> bool:
    return term is None or (isinstance(term, Literal) and not isinstance(term.value, str | bool))


def print_table(rows: Rows, base: str, out: IO[str], width: int | None = None) -> None:
    """Print the rows as a table, or as a block of lines for each row if the terminal, or `width`, is too narrow."""
    console = Console(file=out, highlight=False, width=width)
    filled = [v for v in rows.variables if any(term is not None for term in rows.column(v))]
    rows = rows.only(*filled) if filled else rows
    narrow = rows.rows and _needed_width(rows, base) > console.width
    console.print(Text(_blocks(rows, base, console.width)) if narrow else _table(rows, base))

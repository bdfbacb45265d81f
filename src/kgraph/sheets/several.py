"""Workbooks with several sheets of claims, such as one for each report: all sheets are read.

Rows of the second and later sheets get numbers of their own; messages name such a row with its sheet.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from kgraph.errors import DataError
from kgraph.sheets.lines import FURTHER, Fault, Line
from kgraph.sheets.plain import told_name
from kgraph.sheets.table import OTHER_NAME, Table, check_columns, claims_table, has_claims
from kgraph.sheets.template import without_examples
from kgraph.workbooks.values import Book, Sheet
from kgraph.workbooks.writing import WORDS

_BESIDE = frozenset(("documents", "things", WORDS))
"""Names of sheets that have no claims."""


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables of a workbook's sheets of claims, the main sheet first."""

    each: tuple[Table, ...]
    faults: tuple[Fault, ...] = ()

    def joined(self, documents: int) -> Table:
        """All rows in one table, and the faults of columns; raises `DataError` if the main sheet lacks a column.

        `documents` is the number of documents in the workspace and the sheet.
        """
        main = check_columns(self.each[0], documents)
        if len(self.each) == 1:
            return main
        lines, faults, remarks = [], list(self.faults), list(main.remarks)
        for number, table in enumerate(self.each):
            try:
                checked = check_columns(table, documents) if table.places else table
            except DataError as error:
                faults.append(_unread(table.sheet, number, table.headings, error))
                continue
            lines += [_renumbered(line, number, table.sheet) for line in checked.lines]
            faults += [_moved(fault, number, table.sheet) for fault in checked.faults]
            remarks += [
                one if one.startswith(OTHER_NAME) else f"sheet '{table.sheet}': {one}"
                for one in checked.remarks
                if one not in main.remarks
            ]
        remarks.append(
            f"claims are read from several sheets: {', '.join(told_name(table.sheet) for table in self.each)}"
        )
        kept = {"lines": tuple(lines), "faults": tuple(faults), "remarks": tuple(remarks)}
        return replace(main, **kept, further=self.each[1:])  # type: ignore[arg-type]


def each_without_examples(tables: Tables) -> Tables:
    """The tables without the examples of the template."""
    return replace(tables, each=tuple(map(without_examples, tables.each)))


def claims_tables(book: Book) -> Tables:
    """The sheets of claims in a workbook. Raises `DataError` if it has none, or if the main sheet has unknown
    headings."""
    main = claims_table(book)
    tables, faults = [main], list[Fault]()
    for sheet in _others(book, main):
        try:
            tables.append(claims_table(Book((sheet,))))
        except DataError as error:
            faults.append(_unread(sheet.name, len(tables), 1, error))
            tables.append(Table((), {}, sheet=sheet.name))
    return Tables(tuple(tables), tuple(faults))


def _others(book: Book, main: Table) -> Iterator[Sheet]:
    for sheet in book.sheets:
        if sheet.name != main.sheet and sheet.name.strip().casefold() not in _BESIDE and has_claims(sheet):
            yield sheet


def _unread(sheet: str, number: int, row: int, error: DataError) -> Fault:
    told = f"its headings are those of claims, and it cannot be read: {error}; or take the sheet out"
    return Fault(number * FURTHER + row, "", told, name=f"sheet '{sheet}'")


def _renumbered(line: Line, number: int, sheet: str) -> Line:
    return replace(line, number=number * FURTHER + line.number, name=f"sheet '{sheet}', {line.called}")


def _moved(fault: Fault, number: int, sheet: str) -> Fault:
    return replace(fault, row=number * FURTHER + fault.row, name=f"sheet '{sheet}', row {fault.row}")

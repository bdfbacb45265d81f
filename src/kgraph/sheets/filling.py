"""The present values of a claim in the columns that a sheet lacks, put into the claim's rows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from kgraph.sheets import columns
from kgraph.sheets.known import Known
from kgraph.sheets.lines import Line, Notes
from kgraph.sheets.lists import write_list
from kgraph.sheets.reading import RELATED
from kgraph.sheets.table import Table
from kgraph.sheets.told import Told
from kgraph.validation.figures import bare
from kgraph.workbooks import Cell


def lacking_columns(table: Table) -> list[str]:
    """The columns that a sheet lacks."""
    return [name for name in columns.NAMES if name not in table.places and name not in ("id", "document")]


def filled_rows(
    told: Told, old: Sequence[Mapping[str, Cell]], lacking: Sequence[str], known: Known, notes: Notes
) -> dict[int, Line]:
    """A claim's rows, with the present values in the columns that the sheet lacks.

    Columns of the whole claim are put into its first row. Columns of a statement are put into the row of the same kind
    and about the same things; if no row or several match, and a value would be lost, that is a fault.
    """
    found: dict[int, Line] = {}
    if "turtle" in lacking and "who says it" not in old[0] and old[0].get("turtle"):
        message = "the claim says what only Turtle can say; edit the sheet that 'kgraph claims export' writes"
        notes.fault(told.first, "id", message)
        return found
    of_rows = [name for name in lacking if not columns.BY_NAME[name].of_claim]
    name = known.claim_name(told.id, told.source.iri)
    for at, line in enumerate(told.lines):
        kept = {} if at else {column: _kept(column, told, old[0], known) for column in lacking}
        if line.text("kind"):  # a denial without content takes it from the claim that it denies
            alike = old if len(old) == len(told.lines) == 1 else [row for row in old if _is_like(row, line)]
            if len(alike) == 1:
                moved = _PLACES if _quotes_others(line, alike[0], told) else ()
                kept |= {name: alike[0][name] for name in of_rows if name in alike[0] and name not in moved}
            elif lost := next((column for column in of_rows for row in old if column in row and column != "part"), ""):
                message = f"the sheet has no column '{lost}', which '{name}' fills; add the column"
                notes.fault(line, lost, message)
        cells = {**{column: cell for column, cell in kept.items() if cell != ""}, **line.cells}
        found[line.number] = replace(line, cells={"id": name, **cells} if "/" not in name else cells)
    return found


def without_old_repeats(told: Told, old: Callable[[], Mapping[str, Cell]], notes: Notes) -> dict[int, Line]:
    """The claim's further rows without the cells that only repeat what the claim said before, where its first row now
    says something else. `old` gives the claim's first row as an export writes it.

    An export repeats some cells in each row (`columns.REPEATED`), and who edits a claim need only edit the first.
    """
    found: dict[int, Line] = {}
    for column in columns.REPEATED:
        first = told.first.text(column)
        others = [line for line in told.lines[1:] if line.text(column) and bare(line.text(column)) != bare(first)]
        if not others or any(bare(line.text(column)) != bare(str(old().get(column, ""))) for line in others):
            continue
        if not first:
            message = f"it is empty, and {others[0].called} still says '{others[0].text(column)}', which is taken"
            notes.remark(told.first, column, message)
            continue
        for line in others:
            kept = found.get(line.number, line)
            found[line.number] = replace(
                kept, cells={name: cell for name, cell in kept.cells.items() if name != column}
            )
    return found


def _kept(column: str, told: Told, old: Mapping[str, Cell], known: Known) -> Cell:
    """What a claim keeps in a column of the whole claim that the sheet lacks.

    How somebody said something is not kept for somebody else, nor for a row that says nothing but which row it denies.
    No claim is kept in a column if the row names it in another.
    """
    if column not in old or not columns.BY_NAME[column].of_claim:
        return ""
    before = known.claims[told.id]
    if column in RELATED:
        named = {other for _, other in told.relations}
        left = [other for other in before.related(RELATED[column]) if other not in named]
        return write_list([known.claim_name(other, told.source.iri) for other in left])
    if column in ("how it is said", "how sure", "voice"):
        another = told.claimant is not None and told.claimant != before.claimant
        return "" if another or (column == "how it is said" and told.waits is not None) else old[column]
    return old[column]


_PLACES = ("start", "end", "which place", "quote digest")


def _quotes_others(line: Line, row: Mapping[str, Cell], told: Told) -> bool:
    """Whether a row quotes other words than stand at the place of the claim."""
    words, text = line.text("words quoted"), told.source.text
    if not words or text is None or not str(row.get("start", "")).isdigit():
        return False
    return bare(text[int(str(row["start"])) : int(str(row["end"]))]) != bare(words)


def _is_like(row: Mapping[str, Cell], line: Line) -> bool:
    """Whether a present row and a row of the sheet are of the same kind and about the same things."""
    return all(str(row.get(name, "")).casefold() == line.text(name).casefold() for name in ("kind", "what", "who"))

"""The commands `claims template`, `claims import` and `claims export`: claims in a spreadsheet, or as annotations."""

import json
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from kgraph.annotations import Annotations, holds_annotations, read_annotations
from kgraph.cli.commands import ListedGroup, examples
from kgraph.cli.foreseeing import questions_text
from kgraph.cli.import_report import in_few_lines, place_of, say_changes, say_faults, say_plan
from kgraph.cli.output import counted, progress, remark
from kgraph.cli.workspaces import own_workspace, workspace_of
from kgraph.disk import replace_file
from kgraph.errors import UsageError
from kgraph.sheets.lines import FURTHER
from kgraph.sheets.registering import DOCUMENT_HEADINGS
from kgraph.sheets.table import as_rows, used_columns
from kgraph.sheets.template import claims_sheet, template, words_sheet
from kgraph.workbooks import Book, Mark, OutSheet, mark, read_book, write_book
from kgraph.workspace.config import Workspace
from kgraph.workspace.foreseen import foreseen
from kgraph.workspace.sheets import Plan, Wish, carry_out, exported, exported_annotations, plan
from kgraph.workspace.terms import vocabulary_of

app = typer.Typer(rich_markup_mode=None)
claims = typer.Typer(
    cls=ListedGroup,
    help="Import and export claims as a spreadsheet or as annotations, or add them one by one.",
    no_args_is_help=True,
)
app.add_typer(claims, name="claims")

_ANNOTATIONS = (".jsonld", ".json")


class Order(StrEnum):
    """The order of day and month in a sheet's dates of numbers."""

    dmy = "dmy"
    mdy = "mdy"


class Decimals(StrEnum):
    """A sheet's decimal mark."""

    point = "."
    comma = ","


@app.command(
    "template",
    epilog=examples("kgraph claims template -o claims.xlsx", "kgraph claims template -o claims.ods"),
)
def claims_template(
    context: typer.Context,
    output: Annotated[Path, typer.Option("--output", "-o", help="The workbook to write: .xlsx, .ods, .csv or .tsv.")],
) -> None:
    """Write a workbook to fill in with claims, with drop-down lists and an example of each kind of claim.

    One row is one claim. The sheet 'claims' has an example row for each kind of claim; the import leaves out those that
    you have not changed. The sheet 'documents' is for the texts, and 'things' for people, places and events that the
    workspace does not know yet. Rarely used columns are hidden.
    """
    _must_be_free(output)
    named = context.obj.workspace
    own = Workspace.find(named) if named else Workspace.nearest()
    documents = exported(own)[1] if own else []
    for path in write_book(output, template(vocabulary_of(workspace_of(context)), documents)):
        remark(context, f"wrote {path}")


@app.command(
    "export",
    epilog=examples(
        "kgraph claims export -o claims.xlsx",
        "kgraph claims export espreso-2025-11-05-pokrovsk -o claims.csv",
        "kgraph claims export -o annotations.jsonld",
    ),
)
def claims_export(
    context: typer.Context,
    output: Annotated[
        Path, typer.Option("--output", "-o", help="The file to write: .xlsx, .ods, .csv, .tsv or .jsonld.")
    ],
    documents: Annotated[
        list[str] | None, typer.Argument(help="Documents by short name, title, file or address [default: all]")
    ] = None,
    words: Annotated[
        bool,
        typer.Option(
            "--words",
            help="Include the words that claims quote; mind whose words they are before you pass the file on.",
        ),
    ] = False,
    bom: Annotated[bool, typer.Option("--bom", help="Begin CSV with a byte order mark, for Excel.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Overwrite an existing file.")] = False,
) -> None:
    """Write the workspace's claims as a spreadsheet, or as web annotations.

    'kgraph claims import' makes the same graph of the file again: what no other column can say stands in the last one,
    as Turtle. A .jsonld file is a W3C AnnotationCollection with an annotation for each row; the annotation's tags are
    the columns.
    """
    if not force:
        _must_be_free(output)
    workspace = workspace_of(context)
    if output.suffix.lower() in _ANNOTATIONS:
        _export_annotations(context, workspace, output, documents or (), words)
        return
    with progress(context, len(workspace.data_files()) * 2) as step:
        rows, described = exported(workspace, documents or (), words=words, progress=step)
    names = used_columns(rows)
    described_rows = as_rows(described, DOCUMENT_HEADINGS)
    sheets = [
        claims_sheet(names, as_rows(rows, names), vocabulary_of(workspace)),
        OutSheet("documents", DOCUMENT_HEADINGS, described_rows),
    ]
    if output.suffix.lower() in (".xlsx", ".ods"):
        sheets.append(words_sheet(vocabulary_of(workspace)))  # the values of drop-down lists
    for path in write_book(output, sheets, bom=bom):
        remark(context, f"wrote {path}")
    remark(context, f"{len({(row['document'], row['id']) for row in rows})} claims in {len(rows)} rows")


_DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Show what would change and what would be in question, and write nothing.")
]
_Partial = Annotated[
    bool, typer.Option("--partial", help="Import the rows that have no fault, and leave out the others.")
]
_NewThings = Annotated[
    bool,
    typer.Option(
        "--new-things",
        help="Add a new thing, of the likeliest class, for each name that the workspace does not know.",
    ),
]
_Dates = Annotated[
    Order | None,
    typer.Option(
        "--dates",
        help="How to read dates like 5/11/2025: day or month first [default: a date that can be both is a fault]",
    ),
]
_Decimal = Annotated[
    Decimals | None,
    typer.Option(
        "--decimal",
        help="The decimal mark of figures like 1.234 [default: a figure that can be read both ways is a fault]",
    ),
]
_Marked = Annotated[
    Path | None,
    typer.Option("--mark", help="Write a copy of the sheet here, with a comment in each cell that must be corrected."),
]
_OfAnnotations = Annotated[
    str,
    typer.Option(
        "--document",
        help="The document for annotations that name no document, or one that the workspace does not have.",
    ),
]


@app.command(
    "import",
    epilog=examples(
        "kgraph claims import claims.xlsx --dry-run",
        "kgraph claims import claims.xlsx --new-things",
        "kgraph claims import claims.csv --dates dmy --decimal , --partial",
        "kgraph claims import annotations.json --document 2021-05-04-norika",
    ),
)
def claims_import(
    context: typer.Context,
    file: Annotated[
        Path, typer.Argument(help="A sheet of claims: .xlsx, .ods, .csv or .tsv; or annotations: .json, .jsonld.")
    ],
    dry_run: _DryRun = False,
    partial: _Partial = False,
    new_things: _NewThings = False,
    dates: _Dates = None,
    decimal: _Decimal = None,
    copy: _Marked = None,
    document: _OfAnnotations = "",
) -> None:
    """Read claims from a spreadsheet, or from annotations, into the workspace's data files.

    kgraph finds quoted words in the documents' texts as a reader sees them, and finds names by any spelling that the
    workspace has. It reports each fault with its row and column, and then writes nothing, unless you give --partial. A
    row with the id of an existing claim replaces that claim; importing the same sheet again changes nothing.

    Annotations are an export of Hypothesis or Recogito, or W3C Web Annotations in JSON-LD. A tag or a line of the
    comment such as 'who says it: the mayor' fills the column 'who says it'; other text of the comment is what the claim
    says.
    """
    workspace = own_workspace(context)
    given = _given(context, file, copy, document)
    wish = Wish(dates or "", decimal or "", partial, new_things, document)
    with progress(context, len(workspace.data_files(may_be_empty=True)) + 4) as step:
        result = plan(workspace, given, wish, step)
    for said in in_few_lines(result.table.remarks):
        remark(context, f"{file}: {said}")
    say_faults(context, file, result.faults)
    if copy is not None:
        _marked(context, file, result, copy)
    if result.grave and not partial:
        _refuse(context, result, given, copy)
    say_plan(context, result)
    say_changes(context, result, dry=dry_run)
    if dry_run:
        _say_questions(workspace, result)
        remark(context, "nothing was written (--dry-run)")
        return
    carry_out(workspace, result)
    for path in result.files:
        remark(context, f"wrote {path}")
    if result.files:
        remark(context, "next: kgraph validate; kgraph build; kgraph disputes")
    if result.grave:
        raise typer.Exit(1)


def _refuse(context: typer.Context, result: Plan, given: Book | Annotations, copy: Path | None) -> NoReturn:
    """Say that nothing was written because of faults, and what to do; exit 3."""
    count = len({(place_of(fault)[0], fault.row) for fault in result.grave})
    what = "row" if isinstance(given, Book) else "annotation"
    where = "" if what == "annotation" else "--mark FILE writes a copy with comments in the cells, "
    where = f"a copy with comments is {copy}, " if copy else where
    remark(context, f"nothing was written: {counted(count, what)} to mend; {where}--partial takes the other {what}s")
    raise typer.Exit(3)


def _given(context: typer.Context, file: Path, copy: Path | None, document: str) -> Book | Annotations:
    """The content of a file: a workbook or annotations."""
    if holds_annotations(file):
        if copy is not None:
            raise UsageError("--mark: is for spreadsheets, not for annotations; mend them where they were made")
        return read_annotations(file)
    if document:
        raise UsageError(f"--document: is for annotations, and {file} is a sheet; fill in its column 'document'")
    book = read_book(file, ("documents", "things"))
    for one in book.remarks:
        remark(context, f"{file}: {one}")
    return book


def _export_annotations(
    context: typer.Context, workspace: Workspace, output: Path, documents: Sequence[str], words: bool
) -> None:
    with progress(context, len(workspace.data_files()) * 2) as step:
        found = exported_annotations(workspace, documents, words=words, progress=step)
    replace_file(output, json.dumps(found, ensure_ascii=False, indent=1) + "\n")
    remark(context, f"wrote {output}")
    remark(context, counted(int(str(found["total"])), "annotation"))


def _must_be_free(output: Path) -> None:
    if output.exists():
        raise UsageError(f"{output}: the file exists already; give another name, or remove it")


def _marked(context: typer.Context, file: Path, result: Plan, output: Path) -> None:
    """Write a copy of the sheet with a comment in each cell that must be corrected or has a remark."""
    if not result.faults:
        remark(context, f"nothing is to mend, so {output} was not written")
        return
    marks = []
    for fault in result.faults:
        beside, name = place_of(fault)
        table = result.table.of_row(fault.row)
        sheet, column = (beside, 0) if beside else (table.sheet, table.places.get(name, 0))
        marks.append(Mark(sheet, fault.row % FURTHER, column, fault.message))
    for path in mark(file, marks, output):
        remark(context, f"wrote {path}")


def _say_questions(workspace: Workspace, result: Plan) -> None:
    if not result.files:
        return
    typer.echo(questions_text(foreseen(workspace, result.files)))

"""The command `link table`, which finds the names of a user's table in data sets."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from kgraph.cli.commands import examples
from kgraph.cli.link import Datasets, Offline, as_rows, open_data_sets, say_unanswered
from kgraph.cli.options import Format, FormatOption, Output, ending
from kgraph.cli.output import emit, progress, remark, write_rows
from kgraph.cli.workspaces import workspace_of
from kgraph.errors import UsageError
from kgraph.linking.candidates import Wanted
from kgraph.linking.finders import Finder
from kgraph.linking.folding import script_of
from kgraph.linking.scoring import Scored
from kgraph.linking.table_answers import answer_columns, answered, numbered, table_text
from kgraph.linking.table_keeping import how_many, judged_by_hand, with_judgements
from kgraph.linking.tables import read_table, unknown_country, wanted_rows
from kgraph.workbooks.writing import OutSheet, is_as_written, write_book

app = typer.Typer(rich_markup_mode=None)

_BOOKS = (".xlsx", ".ods")
_OTHERS = (".xls", ".xlsm", ".xlsb", ".doc", ".docx", ".pdf", ".parquet", ".html", ".xml", ".zip", ".dbf")
_ON_SCREEN = ("name", "decision", "label", "description", "match", "confidence")


@app.command(
    "table",
    epilog=examples(
        "kgraph link table names.csv",
        "kgraph link table names.tsv --dataset wikidata -o found.tsv",
        "kgraph link table people.csv --dataset graph -o found.csv",
    ),
)
def table(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="Your table: CSV, TSV, JSON or JSON lines, with a column 'name'.")],
    datasets: Datasets = None,
    offline: Offline = False,
    form: FormatOption = None,
    output: Output = None,
) -> None:
    """Find the names in a table of yours: in GeoNames, in another data set, or with --dataset graph in this graph.

    Columns that help: country, near (other names in the same text, separated by ;), kind, latitude, longitude, text
    (the same value for rows from one text). Each row comes back with its own columns and new ones: match, label,
    decision (match, unsure, none), confidence, position and reasons. Where the table has such a column already, the new
    one is called kgraph_match and so on. Only where the decision is match has kgraph decided: beside unsure, the match
    is the likeliest candidate, and a person has to judge it. If FILE of -o has such judgements already, they are kept;
    a workbook (.xlsx, .ods) that somebody has changed is not written again.
    """
    _check_ending(output, form)
    _check_workbook(output)
    rows, judged = read_table(file), judged_by_hand(output)
    workspace = workspace_of(context)
    with open_data_sets(context, workspace, datasets, offline) as finders:
        wanted = wanted_rows(rows, file, finders.places.country_codes)
        found: dict[str, list[Scored]] = {}
        told = 0
        with progress(context, len(wanted) * len(finders.chosen)) as step:
            for finder in finders.chosen:
                for one, several in finder.find([one for one in wanted if one.names and finder.seeks(one)]):
                    step(one.names[0])
                    told += 1
                    best = [*found.get(one.iri, []), *several]
                    found[one.iri] = sorted(best, key=lambda scored: -scored.confidence)
        abroad = [unknown_country(row, one) for row, one in zip(rows, wanted, strict=True)]
        columns = answer_columns(rows)
        answers = [
            answered(row, several := found.get(one.iri, []), _doubt(one, country, several, finders.chosen), columns)
            for row, one, country in zip(rows, wanted, abroad, strict=True)
        ]
        asked = sum(bool(one.names) and finder.seeks(one) for finder in finders.chosen for one in wanted)
    if output is not None and judged:
        answers = with_judgements(rows, answers, columns, judged, output)
        many = "1 judgement" if (count := how_many(judged)) == 1 else f"{count} judgements"
        remark(context, f"{many} by hand in {output} kept")
    chosen = form or (Format.table if output is None and sys.stdout.isatty() else _table_format(output, file))
    if chosen == Format.table and output is None:
        shown = [column for name in _ON_SCREEN if (column := columns.get(name, name)) in answers[0]]
        lines = [tuple(answer.get(name, "") for name in shown) for answer in answers]
        write_rows(context, as_rows(tuple(shown), lines), Format.table, None, workspace.base)
    elif output is not None and form is None and output.suffix.lower() in _BOOKS:
        columns_of = tuple(dict.fromkeys(name for answer in answers for name in answer))
        cells = [[answer.get(name, "") for name in columns_of] for answer in numbered(answers, columns)]
        sheet = OutSheet("names", columns_of, cells)
        write_book(output, [sheet])
        remark(context, f"wrote {output}")
    else:
        typed = numbered(answers, columns) if chosen in (Format.json, "jsonl") else answers
        emit(table_text(typed, chosen), output, context)
    if strange := sorted(set(filter(None, abroad))):
        remark(context, f"unknown countries, so that no row with them counts as a match: {', '.join(strange[:5])}")
    decided = [answer[columns["decision"]] for answer in answers]
    counted = ", ".join(f"{decided.count(said)} {said}" for said in ("match", "unsure", "none"))
    remark(context, f"{len(answers)} {'row' if len(answers) == 1 else 'rows'}: {counted}")
    say_unanswered(asked, told)


def _doubt(wanted: Wanted, country: str, found: Sequence[Scored], finders: Sequence[Finder]) -> str:
    """Why a row cannot be decided, or has no candidate: it has no name, or a country that is not known …"""
    if country:
        return f"country not known: {country}"
    if not wanted.names:
        return "the row has no name"
    if found:
        return ""
    if not any(finder.seeks(wanted) for finder in finders):
        names = " and ".join(finder.name for finder in finders)
        return f"kind: {wanted.kind}, which {names} does not list; choose another --dataset"
    script = script_of(wanted.names[0])
    return "nothing has a name like this" + (f"; in {script} few names are known: try the Latin one" if script else "")


def _check_ending(output: Path | None, form: Format | None) -> None:
    """Raise `UsageError` for a file whose ending promises what is not written."""
    ending = output.suffix.lower() if output is not None else ""
    if ending in _OTHERS or (ending in _BOOKS and form is not None):
        raise UsageError(
            f"{output}: a table is written as .csv, .tsv, .json, .jsonl, .xlsx or .ods; choose one of these"
        )


def _check_workbook(output: Path | None) -> None:
    """Raise `UsageError` for a workbook that is there and is not as kgraph wrote it: somebody may have judged in it."""
    if output is not None and output.suffix.lower() in _BOOKS and output.is_file() and not is_as_written(output):
        raise UsageError(f"{output}: the file is there, and is not as kgraph wrote it; give another name, or remove it")


def _table_format(output: Path | None, file: Path) -> str:
    """The format by the output's ending, else by the table's own."""
    if output is not None and (named := ending(output)):
        return named
    endings = [path.suffix.lower().removeprefix(".") for path in (output, file) if path is not None]
    return next((end for end in endings if end in ("csv", "tsv", "json", "jsonl")), "csv")

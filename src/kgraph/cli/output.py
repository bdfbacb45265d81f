"""Writing a command's output: an answer to stdout or a file, remarks and a progress bar to stderr."""

import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import typer

from kgraph.cli.options import Format, ending
from kgraph.disk import replace_file
from kgraph.errors import UsageError
from kgraph.model import Rows


def emit(text: str | Iterable[bytes], output: Path | None, context: typer.Context) -> None:
    """Print a text (or pieces of UTF-8), or write it to a file and say so.

    What was read at an endpoint is written if it is all of one build; else `BuiltMeanwhile` is raised.
    """
    if (watch := context.obj.watch) and watch.is_on:
        text = text if isinstance(text, str) else list(text)
        watch.settle()
    if output is None:
        write_out(text)
        return
    replace_file(output, text)
    remark(context, f"wrote {output}")


def write_out(text: str | Iterable[bytes]) -> None:
    """Print a text that other tools may read: UTF-8, whatever the terminal's encoding is."""
    for piece in [text.encode()] if isinstance(text, str) else text:
        if hasattr(sys.stdout, "buffer"):
            sys.stdout.flush()
            sys.stdout.buffer.write(piece)
        else:
            sys.stdout.write(piece.decode())


def remark(context: typer.Context, text: str) -> None:
    """Print a remark on stderr, unless --quiet; control characters in labels are removed."""
    if not context.obj.quiet:
        typer.echo(printable(text), err=True)


def printable(text: str) -> str:
    """A line without characters that control the terminal or change the text's direction."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)


def program() -> list[str]:
    """The words by which the user called this program: `kgraph`, a path to it, or Python with `-m kgraph`."""
    called = Path(sys.argv[0])
    if called.name == "__main__.py":
        return [near(sys.executable), "-m", "kgraph"]
    found = shutil.which(called.name)
    if found and called.exists() and Path(found).samefile(called):
        return [called.name]
    return [near(called)] if called.exists() else ["kgraph"]


def near(path: Path | str) -> str:
    """A path relative to the current folder, if it is in it or in the folder above; else the path unchanged."""
    written = os.path.relpath(path)
    return written if Path(written).parts[:2] != ("..", "..") else str(path)


@contextmanager
def progress(context: typer.Context, steps: int) -> Iterator[Callable[[str], None]]:
    """A progress bar of so many steps on stderr, which names each step as it begins; nothing if stderr is no
    terminal."""
    if context.obj.quiet or not sys.stderr.isatty() or os.environ.get("NO_COLOR"):
        yield lambda step: None
        return
    from rich.console import Console  # these imports take 0.1 s, and only a terminal needs them
    from rich.progress import BarColumn, Progress, TextColumn

    from kgraph.views.answers import one_line

    columns = (BarColumn(bar_width=20), TextColumn("{task.description}", markup=False))  # a step's name may be any text
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=steps)
        yield lambda step: bar.update(task, advance=1, description=one_line(step))


def write_rows(
    context: typer.Context,
    rows: Rows,
    form: Format | None,
    output: Path | None,
    base: str,
    columns: tuple[str, ...] = (),
) -> None:
    """Print or write rows in a format; the default is that of the file's ending, a table on a terminal, TSV elsewhere.

    If `columns` are named, the table has only these; other formats have all columns.
    """
    from kgraph.views import answers  # this import takes 0.1 s, and commands without an answer do not need it

    chosen = form or ending(output) or (Format.table if output is None and sys.stdout.isatty() else Format.tsv)
    if chosen == Format.table and output is None:
        shown = tuple(name for name in columns if name in rows.variables) or rows.variables
        from kgraph.views.terminal import print_table  # imports Rich, which other formats do not need

        if context.obj.watch:
            context.obj.watch.settle()
        print_table(rows.only(*shown), base, sys.stdout)
        if amiss := [name for name in columns if name not in rows.variables]:
            remark(context, f"the query's header names columns that it does not select: {', '.join(amiss)}")
        if len(shown) < len(rows.variables):
            remark(context, f"{len(shown)} of {len(rows.variables)} columns; --format csv gives all")
        if not rows.rows:
            remark(context, "no rows")
    elif chosen in answers.ROW_FORMATS:
        emit(answers.rows_text(rows, chosen, base), output, context)
    else:
        raise UsageError(f"rows cannot be written as {chosen}; use {', '.join(answers.ROW_FORMATS)}")


def counted(count: int, what: str) -> str:
    """A number with its noun: "1 row", "2 rows"."""
    return f"{count} {what}{'' if count == 1 else 's'}"

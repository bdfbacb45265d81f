"""The options that commands share."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer


class Format(StrEnum):
    """The formats for answers."""

    table = "table"
    csv = "csv"
    csv_bom = "csv-bom"
    tsv = "tsv"
    json = "json"
    xml = "xml"
    md = "md"
    ttl = "ttl"
    nt = "nt"
    trig = "trig"
    nq = "nq"
    jsonld = "jsonld"


def complete_world(incomplete: str) -> list[str]:
    """Names of worlds for the shell."""
    return [name for name in ("record", "undisputed", "asserted") if name.startswith(incomplete)]


_WORLDS = (
    "Which claims' contents to include: record (none: only who said what), undisputed (what is asserted and not in "
    "question) or asserted (all that is asserted) "
)


def _world_option(default: str) -> Any:
    return typer.Option("--world", "-w", help=f"{_WORLDS}[default: {default}]", autocompletion=complete_world)


WorldOption = Annotated[str | None, _world_option("undisputed; with --according-to: asserted")]
AssertedWorldOption = Annotated[str | None, _world_option("asserted")]
AccordingTo = Annotated[
    list[str] | None,
    typer.Option(
        "--according-to",
        "-a",
        help="Include the contents of this claimant's claims only: a label, another name or an IRI. May be repeated.",
    ),
]
Only = Annotated[bool, typer.Option("--only", help="Leave out the places inside the one asked for.")]
AsOf = Annotated[
    str | None, typer.Option("--as-of", "-d", help="Only what was said by the end of this day (YYYY-MM-DD).")
]
StoreOption = Annotated[
    str | None,
    typer.Option(
        "--store", "-s", help="The store to use: memory:, oxigraph:DIR or sparql:URL [default: the workspace's own]"
    ),
]
Output = Annotated[Path | None, typer.Option("--output", "-o", help="Write to this file.")]
FormatOption = Annotated[
    Format | None,
    typer.Option(
        "--format",
        "-f",
        case_sensitive=False,
        help="The format of the answer; csv-bom is csv that begins with a byte order mark, for Excel "
        "[default: what the file's ending says; else a table on a terminal, and tsv in "
        "a pipe; for triples ttl]",
    ),
]


def ending(output: Path | None) -> Format | None:
    """The format by a file's ending; `None` if the ending names none."""
    name = output.suffix.removeprefix(".").lower() if output else ""
    return Format(name) if name in ("csv", "tsv", "json", "xml", "md") else None

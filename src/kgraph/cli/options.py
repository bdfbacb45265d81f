"""The options that commands share."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Format(StrEnum):
    """The formats that answers are written in."""

    table = "table"
    csv = "csv"
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


WorldOption = Annotated[
    str | None,
    typer.Option(
        "--world",
        "-w",
        help="record, undisputed or asserted [default: undisputed; with --according-to: asserted]",
        autocompletion=complete_world,
    ),
]
AccordingTo = Annotated[
    list[str] | None,
    typer.Option(
        "--according-to",
        "-a",
        help="Only what this agent claims: a label, another name, an IRI. May be repeated.",
    ),
]
Only = Annotated[bool, typer.Option("--only", help="Leave out the places that lie in the one asked for.")]
AsOf = Annotated[
    str | None, typer.Option("--as-of", "-d", help="Only what was said by the end of this day (YYYY-MM-DD).")
]
StoreOption = Annotated[
    str | None,
    typer.Option("--store", "-s", help="memory:, oxigraph:DIR or sparql:URL [default: the workspace's own]"),
]
Output = Annotated[Path | None, typer.Option("--output", "-o", help="Write to this file.")]
FormatOption = Annotated[
    Format | None,
    typer.Option(
        "--format",
        "-f",
        case_sensitive=False,
        help="[default: by the file's ending; a table on a terminal, else tsv; triples: ttl]",
    ),
]


def ending(output: Path | None) -> Format | None:
    """The format of rows that a file's ending names, if it names one."""
    name = output.suffix.removeprefix(".").lower() if output else ""
    return Format(name) if name in ("csv", "tsv", "json", "xml", "md") else None

"""What no column says, as the text of one cell: TriG without the lines that name base and prefixes."""

import re
from collections.abc import Iterable

from kgraph.errors import DataError
from kgraph.model import Quad
from kgraph.namespaces import PREFIXES
from kgraph.sheets.dates import Unclear
from kgraph.store.files import parse_quads
from kgraph.store.trig import canonical_trig

_PROLOGUE = re.compile(r"^@(?:base|prefix) .*\n+", re.MULTILINE)


def write_turtle(quads: Iterable[Quad], base: str) -> str:
    """The cell for some quads; "" for none."""
    given = tuple(quads)
    return _PROLOGUE.sub("", canonical_trig(given, base)).strip() if given else ""


def read_turtle(cell: str, base: str) -> list[Quad]:
    """The quads of a cell; raises `Unclear` where it is no Turtle."""
    if not cell.strip():
        return []
    prologue = f"@base <{base}> .\n" + "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    lines = prologue.count("\n")
    try:
        return parse_quads((prologue + cell).encode(), "trig", base)
    except DataError as error:
        where = f"line {error.line - lines} of the cell" if error.line and error.line > lines else "the cell"
        raise Unclear(f"{where} is no Turtle: {str(error).rpartition(': ')[2]}") from error

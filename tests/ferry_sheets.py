"""A workspace with one made-up report of a ferry accident, and sheets of claims about it."""

from collections.abc import Mapping
from pathlib import Path

from kgraph.workbooks import Book, Cell, Row, Sheet
from kgraph.workspace.config import Workspace
from kgraph.workspace.sheets import Plan, Wish, carry_out, plan

TEXT = "The harbour office said at least 12 people drowned. Later the mayor said that 12 people drowned at noon."


def ferry_workspace(folder: Path) -> Workspace:
    """A workspace with one text and nothing else."""
    (folder / "sources").mkdir()
    (folder / "data" / "triples").mkdir(parents=True)
    (folder / "sources" / "report.txt").write_text(TEXT, encoding="utf8")
    (folder / "kgraph.toml").write_text('base = "https://example.org/ferry/"\n', encoding="utf8")
    return Workspace.read(folder / "kgraph.toml")


FIRST: Mapping[str, Cell] = {
    "id": "c1",
    "document": "report",
    "words quoted": "at least 12 people drowned",
    "who says it": "Harbour Office (organization)",
    "what it says": "Twelve people or more drowned.",
    "kind": "figure",
    "what": "people killed",
    "how much": "at least 12",
    "event": "ferry accident (accident)",
}
DOCUMENT = {
    "short name": "report",
    "title": "A report",
    "publisher": "Daily Lantern",
    "language": "en",
    "file": "report.txt",
}


def book(*rows: Mapping[str, Cell], document: Mapping[str, Cell] | None = None) -> Book:
    """A workbook with these rows of claims and one document."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    about = {**DOCUMENT, "published": "2031-05-04", **(document or {})}
    lines = [Row(n, tuple(row.get(name, "") for name in names)) for n, row in enumerate(rows, 2)]
    return Book(
        (
            Sheet("claims", (Row(1, tuple(names)), *lines)),
            Sheet("documents", (Row(1, tuple(about)), Row(2, tuple(about.values())))),
        )
    )


def imported(workspace: Workspace, given: Book, **wish: object) -> Plan:
    result = plan(workspace, given, Wish(**wish))  # type: ignore[arg-type]
    carry_out(workspace, result)
    return result


def said(result: Plan) -> list[str]:
    return [str(fault) for fault in result.grave]

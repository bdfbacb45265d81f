"""The template workbook: claims with an example of each kind, documents, things, words."""

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import replace

from kgraph.model import Literal
from kgraph.namespaces import IRI, RDFS
from kgraph.sheets import columns
from kgraph.sheets.documents import FIELDS, SHORT_NAME
from kgraph.sheets.lines import Fault, Line
from kgraph.sheets.registering import DOCUMENT_HEADINGS, Registered
from kgraph.sheets.shapes import KINDS
from kgraph.sheets.stances import STANCES
from kgraph.sheets.table import Table
from kgraph.sheets.things import THING_HEADINGS, THING_HELPS
from kgraph.vocabulary import Vocabulary, is_of_kind
from kgraph.workbooks.values import Cell, shown
from kgraph.workbooks.writing import WORDS, OutSheet

_WIDE = {"words quoted": 40.0, "what it says": 45.0, "who says it": 22.0, "what": 24.0, "when": 16.0, "turtle": 30.0}
_LISTS = ("measure", "unit", "certainty", "voice", "status", "counted", "phase", "extent", "aspect", "rating", "label")
_EXAMPLE = "report-1"
EXAMPLES: tuple[dict[str, Cell], ...] = (
    {
        "kind": "figure",
        "words quoted": "at least 12 passengers drowned",
        "who says it": "Harbour Office (organization)",
        "what it says": "At least twelve passengers drowned.",
        "what": "people killed",
        "how much": "at least 12",
        "who is counted": "passengers",
        "event": "sinking of the Petrel (sinking)",
        "when said": "2025-05-04",
    },
    {
        "kind": "control",
        "who says it": "Basalt army (force)",
        "what it says": "Its troops hold all of Norika.",
        "who": "Basalt army",
        "what": "full",
        "where": "Norika (city)",
        "when": "2025-05-04",
    },
    {
        "kind": "presence",
        "who says it": "Norika mayor (person)",
        "what it says": "Soldiers of the Basalt army are in Norika.",
        "who": "Basalt army",
        "where": "Norika",
        "when": "by 2025-05-04",
    },
    {
        "kind": "post",
        "who says it": "Daily Lantern (media outlet)",
        "what it says": "Otto Petrel commands the Basalt army.",
        "who": "Otto Petrel (person)",
        "what": "commander (leading role)",
        "to whom": "Basalt army",
        "when": "2025-05-04",
    },
    {
        "kind": "unit under",
        "who says it": "Daily Lantern",
        "what it says": "The 2nd Brigade is part of the Basalt army.",
        "who": "2nd Brigade (military unit)",
        "to whom": "Basalt army",
        "when": "2025-05-04",
    },
    {
        "kind": "event",
        "who says it": "Petrel council (organization)",
        "what it says": "The Basalt army shelled the ferry.",
        "who": "Basalt army",
        "what": "shelling of the ferry (shelling)",
        "to whom": "passengers of the Petrel (group)",
        "phase": "completed",
        "when": "2025-05-03",
    },
    {
        "who says it": "Basalt army",
        "what it says": "The Basalt army did not shell the ferry.",
        "denies": "c6",
    },
    {
        "kind": "cause",
        "who says it": "Harbour Office",
        "how sure": "probable",
        "what it says": "The ferry sank mainly because of the storm.",
        "what": "sinking of the Petrel",
        "cause": "main: storm off Norika (storm)",
    },
    {
        "kind": "characterisation",
        "who says it": "Petrel council",
        "what it says": "The attack was a war crime.",
        "who": "shelling of the ferry",
        "what": "war crime",
    },
    {
        "kind": "assessment",
        "who says it": "Daily Lantern",
        "what it says": "Norika matters greatly.",
        "who": "Norika",
        "what": "importance: high",
    },
)
"""An example row of each kind, from a made-up report."""
EXAMPLE_DOCUMENT: Mapping[str, Cell] = {
    SHORT_NAME: _EXAMPLE,
    "title": "An example: a made-up report; delete this row",
    "publisher": "Daily Lantern",
    "published": "2025-05-04",
    "language": "en",
    "address": "https://example.org/report-1",
}


def is_example(line: Line, places: Container[str]) -> bool:
    """Whether a row is an example row of the template whose cells nobody has changed; its id and its place are free.

    `places` has the columns of its sheet: a column that somebody took out does not count.
    """
    cells = _cells({name: line.text(name) for name in line.cells if line.text(name)}, places)
    return line.text("document") == _EXAMPLE and any(cells == _cells(row, places) for row in EXAMPLES)


def is_changed_example(line: Line) -> bool:
    """Whether a row still says in our words, of the example document, what an example says, and more or other cells."""
    return line.text("document") == _EXAMPLE and any(
        line.text("what it says") == row["what it says"] for row in EXAMPLES
    )


def _cells(cells: Mapping[str, Cell], places: Container[str]) -> dict[str, str]:
    """Cells as texts; of days only the numbers, as programs write days in the order of their language."""
    texts = {name: shown(cell) for name, cell in cells.items() if name in places and name not in ("id", "document")}
    return {name: _days(text) if name in ("when", "when said") else text for name, text in texts.items()}


def _days(text: str) -> str:
    return " ".join(sorted(re.findall(r"[1-9]\d*", text)) + re.findall(r"[^\W\d_]+", text))


def without_examples(table: Table) -> Table:
    """The table without the template's examples, with a remark that counts them; and with a remark on each that
    somebody has changed, which is taken."""
    lines = tuple(line for line in table.lines if not is_example(line, table.places))
    left = len(table.lines) - len(lines)
    told = "an example of the template that was changed, so it is taken; delete it if it is no claim of yours"
    changed = [Fault(line.number, "", told, grave=False, name=line.name) for line in lines if is_changed_example(line)]
    if not left:
        return replace(table, faults=(*table.faults, *changed))
    many = f"{left} made-up example row{' of the template was' if left == 1 else 's of the template were'} left out"
    if not lines:
        many += "; write a row for each claim below the headings, and one for its text in the sheet 'documents'"
    return replace(table, lines=lines, remarks=(*table.remarks, many), faults=(*table.faults, *changed))


def drop_example(beside: Registered, lines: Iterable[Line], base: str) -> None:
    """Leave out the template's example document, unless rows name it."""
    document = IRI(f"{base}doc/{_EXAMPLE}")
    titles = [q[2] for q in beside.documents.get(document, ()) if q[1] == RDFS.label]
    named = any(line.text("document") in (_EXAMPLE, document, f"doc/{_EXAMPLE}") for line in lines)
    if Literal(str(EXAMPLE_DOCUMENT["title"]), language="en") in titles and not named:
        del beside.documents[document], beside.sources[document]


def claims_sheet(names: Sequence[str], rows: Sequence[Sequence[Cell]], vocabulary: Vocabulary) -> OutSheet:
    """The sheet of claims with these columns: notes at the headings, drop-down lists, and empty rare columns hidden."""
    at = {name: number for number, name in enumerate(names)}
    filled = {number for row in rows for number, cell in enumerate(row) if cell != ""}
    return OutSheet(
        "claims",
        tuple(names),
        rows,
        choices={at[name]: words for name, words in _choices(vocabulary).items() if name in at},
        open=frozenset({at["what"]} if "what" in at else ()),
        notes={at[name]: columns.BY_NAME[name].help for name in names},
        widths={number: _WIDE.get(name, max(12.0, len(name) + 3.0)) for name, number in at.items()},
        hidden=frozenset(n for name, n in at.items() if columns.BY_NAME[name].rare and n not in filled),
    )


def template(vocabulary: Vocabulary, documents: Sequence[Mapping[str, Cell]] = ()) -> list[OutSheet]:
    """The sheets of a new workbook; `documents` are the rows of the workspace's documents."""
    rows = [
        [{"id": f"c{number}", "document": _EXAMPLE, **row}.get(name, "") for name in columns.NAMES]
        for number, row in enumerate(EXAMPLES, 1)
    ]
    helps = {SHORT_NAME: "Letters, digits and hyphens: report-1.", **{one.heading: one.help for one in FIELDS}}
    headings = [name for name in DOCUMENT_HEADINGS if name not in ("comment", "turtle")]
    return [
        claims_sheet(columns.NAMES, rows, vocabulary),
        OutSheet(
            "documents",
            tuple(headings),
            [[document.get(name, "") for name in headings] for document in (*documents, EXAMPLE_DOCUMENT)],
            notes={n: helps[name] for n, name in enumerate(headings) if name in helps},
            widths={n: 40.0 if name == "title" else 18.0 for n, name in enumerate(headings)},
        ),
        OutSheet(
            "things",
            THING_HEADINGS,
            [],
            notes={n: THING_HELPS[name] for n, name in enumerate(THING_HEADINGS)},
            widths=dict.fromkeys(range(len(THING_HEADINGS)), 24.0),
        ),
        words_sheet(vocabulary),
    ]


def _choices(vocabulary: Vocabulary) -> dict[str, Sequence[str] | str]:
    terms = {column.name: column.terms for column in columns.COLUMNS if column.terms}
    return {"kind": KINDS, "how it is said": tuple(STANCES), "what": "measure", **terms}


def words_sheet(vocabulary: Vocabulary) -> OutSheet:
    """The sheet with the values of the drop-down lists: a column for each kind of term."""
    lists = [sorted(entry.label for entry in vocabulary.terms.values() if is_of_kind(entry, kind)) for kind in _LISTS]
    longest = max(map(len, lists))
    rows = [[words[n] if n < len(words) else "" for words in lists] for n in range(longest)]
    return OutSheet(WORDS, _LISTS, rows, widths=dict.fromkeys(range(len(_LISTS)), 24.0))

"""The table of an SSSOM mapping set; each row is kept as it is written, so that it can be written unchanged.

SSSOM/TSV: https://mapping-commons.github.io/sssom/spec-formats-tsv/. Reading undoes the changes that spreadsheets make
to such a file: tabs after comments, empty columns and rows at the end, other line ends, quotes around everything.
"""

import csv
import io
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kgraph.errors import DataError, short
from kgraph.linking.metadata import Metadata
from kgraph.linking.sssom_json import read_json
from kgraph.linking.sssom_rdf import read_turtle
from kgraph.linking.sssom_table import Plain, table_of
from kgraph.listing import decode

PROPAGATED = (
    "cardinality_scope",
    "curation_rule",
    "curation_rule_text",
    "mapping_date",
    "mapping_provider",
    "mapping_tool",
    "mapping_tool_id",
    "mapping_tool_version",
    "object_match_field",
    "object_preprocessing",
    "object_source",
    "object_source_version",
    "object_type",
    "predicate_type",
    "similarity_measure",
    "subject_match_field",
    "subject_preprocessing",
    "subject_source",
    "subject_source_version",
    "subject_type",
)
"""Slots of a set that apply to each of its records, unless any record has the slot itself (spec, "Propagatable
slots")."""

COLUMNS = (
    "subject_id",
    "subject_label",
    "predicate_id",
    "predicate_modifier",
    "object_id",
    "object_label",
    "object_source",
    "mapping_justification",
    "author_label",
    "confidence",
    "mapping_date",
    "mapping_tool",
    "mapping_tool_version",
    "comment",
)
"""The slots that kgraph writes, in the standard's order."""

LITERAL = "rdfs literal"

_JUSTIFICATIONS = {
    "Lexical": "LexicalMatching",
    "Logical": "LogicalMatching",
    "HumanCurated": "ManualMappingCuration",
    "Complex": "CompositeMatching",
    "Unspecified": "UnspecifiedMatching",
    "SemanticSimilarity": "SemanticSimilarityThresholdMatching",
}
"""The values of `match_type`, the predecessor of `mapping_justification` (spec, "Compatibility with pre-1.0
versions")."""

_Row = tuple[tuple[str, ...], str, int]
_EXTERNAL = (".sssom.yml", ".sssom.yaml", ".yml", ".yaml")


@dataclass(frozen=True, slots=True, eq=False)
class Record:
    """A row: its `cells` unchanged, its `values` by slot including those of the set, its `text`, and the line on which
    it ends.

    `has_more` says whether it has a cell in a column other than `COLUMNS`.
    """

    cells: tuple[str, ...]
    values: Mapping[str, str]
    text: str
    line: int
    has_more: bool


@dataclass(frozen=True, slots=True, eq=False)
class MappingSet:
    """A file: its whole `text`, the metadata, the `header` unchanged and its column names (some may be empty), and the
    records in order.

    `common` are the values that records get from the set. `beside` is the file of the metadata, if that is a separate
    file; `unread` is such a file that is ignored because the table has its own metadata.
    """

    path: Path
    text: str
    metadata: Metadata
    header: str
    columns: tuple[str, ...]
    records: tuple[Record, ...]
    common: Mapping[str, str]
    beside: Path | None
    unread: Path | None
    newline: str


def read_set(path: Path) -> MappingSet:
    """Read a mapping set; raises `DataError` with the line if it is no table, or lacks a required column."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise DataError(f"cannot be read: {error.strerror}", path=path) from error
    form = form_of(path)
    text = decode(data, path) if form == ".tsv" else table_of(READERS[form](decode(data, path), path))
    _check_is_table(path, text)
    lines = list(io.StringIO(text, newline=""))
    head = _head(lines)
    own = [line for line in lines[:head] if line.strip()]
    beside = _beside(path) if form == ".tsv" else None
    external = None if own else beside
    metadata = Metadata(decode(external.read_bytes(), external).splitlines(), external, "") if external else None
    metadata = metadata or Metadata([line.rstrip("\r\n") for line in lines[:head]] if own else [], path)
    header, columns, rows = _rows(lines[head:], path, head, metadata.values)
    common = _common(metadata, columns, rows)
    records = tuple(
        Record(cells, _values(columns, cells, common), raw, line, _has_more(columns, cells))
        for cells, raw, line in rows
    )
    newline = next((end for end in ("\r\n", "\n", "\r") if lines and lines[0].endswith(end)), "\n")
    whole = data.decode("utf8")
    unread = beside if own else None
    return MappingSet(path, whole, metadata, header, columns, records, common, external, unread, newline)


READERS = {".json": read_json, ".ttl": read_turtle}
"""What reads the forms of a set besides the table, by the file's ending."""


def form_of(path: Path) -> str:
    """The form of a set by its file's ending: ".json", ".ttl", else ".tsv"."""
    ending = path.suffix.lower().replace(".jsonld", ".json").replace(".turtle", ".ttl")
    return ending if ending in READERS else ".tsv"


def plain_of(text: str) -> Plain:
    """The set of a text in SSSOM/TSV as plain values, each mapping with the values of its own row."""
    lines = list(io.StringIO(text, newline=""))
    head = _head(lines)
    metadata = Metadata([line.rstrip("\r\n") for line in lines[:head] if line.strip()], Path())
    _, columns, rows = _rows(lines[head:], Path(), head, metadata.values)
    mappings = [
        {slot: cell.strip() for slot, cell in zip(columns, cells, strict=True) if slot and cell.strip()}
        for cells, _, _ in rows
    ]
    slots = {slot: value for slot, value in metadata.values.items() if slot != "curie_map"}
    return Plain(metadata.prefixes, slots, mappings)


def propagated(plain: Plain) -> Plain:
    """The set with the values of `PROPAGATED` slots in each mapping, unless a mapping has a value of its own."""
    own = {slot for mapping in plain.mappings for slot in mapping}
    common = {slot: plain.slots[slot] for slot in PROPAGATED if slot in plain.slots and slot not in own}
    if not plain.mappings:
        return plain
    slots = {slot: value for slot, value in plain.slots.items() if slot not in common}
    return Plain(plain.prefixes, slots, [{**mapping, **common} for mapping in plain.mappings])


def new_set() -> MappingSet:
    """A set that has no file yet."""
    return MappingSet(Path(), "", Metadata([], Path()), "", (), (), {}, None, None, "\n")


def _check_is_table(path: Path, text: str) -> None:
    begin = text.lstrip()[:1]
    kind = "SSSOM/JSON" if begin in "{[" and begin else "RDF" if begin in "<@" and begin else ""
    if kind:
        ending = ".json" if kind == "SSSOM/JSON" else ".ttl"
        raise DataError(f"this is {kind}, and its name ends as a table's does", path=path, fix=f"call it …{ending}")


def _head(lines: Sequence[str]) -> int:
    """The number of lines of metadata: those that are empty or begin with #, perhaps in a spreadsheet's quotes."""
    for number, line in enumerate(lines):
        if line.strip() and not line.startswith(("#", '"#')):
            return number
    return len(lines)


def _beside(path: Path) -> Path | None:
    stems = dict.fromkeys((path.name.removesuffix(".tsv").removesuffix(".sssom"), path.name.removesuffix(".tsv")))
    names = [f"{stem}{suffix}" for stem in stems for suffix in _EXTERNAL]
    return next((found for name in names if (found := path.with_name(name)).is_file()), None)


def _rows(
    lines: Sequence[str], path: Path, before: int, common: Collection[str]
) -> tuple[str, tuple[str, ...], list[_Row]]:
    """The header and its columns, and the rows with their text and line; all empty if there is no table yet.

    The CSV reader is strict, since an open quote would swallow all rows after it. `common` are the slots of the whole
    set.
    """
    taken: list[str] = []

    def watched() -> Iterator[str]:
        for line in lines:
            taken.append(line)
            yield line

    table = csv.reader(watched(), delimiter="\t", strict=True)
    rows: list[_Row] = []
    header, columns = "", None
    try:
        for cells in table:
            raw, line = "".join(taken), before + table.line_num
            taken.clear()
            if columns is None:
                header, columns = raw, _columns(cells, path, line, common)
            elif any(cell.strip() for cell in cells):
                rows.append((_fitted(cells, columns, path, line), raw, line))
    except csv.Error as error:
        begin = before + table.line_num - len(taken) + 1
        raise DataError(f"this is no table: {error}", path=path, line=begin) from error
    return header, columns or (), rows


def _columns(cells: Sequence[str], path: Path, line: int, common: Collection[str]) -> tuple[str, ...]:
    names = [cell.strip() for cell in cells]
    while names and not names[-1]:
        names.pop()
    twice = [name for name in names if name and names.count(name) > 1]
    if twice:
        raise DataError(f"there are two columns '{short(twice[0])}'", path=path, line=line, fix="give one another name")
    wanted = ["subject_id", "predicate_id", "object_id", "mapping_justification"]
    if "match_type" in names:
        wanted.remove("mapping_justification")
    for side in ("subject", "object"):  # a literal has a label and needs no identifier
        if f"{side}_label" in names and {f"{side}_type", "match_term_type"} & {*names, *common}:
            wanted.remove(f"{side}_id")
    missing = [name for name in wanted if name not in names]
    if missing:
        raise DataError(f"the column {missing[0]} is missing", path=path, line=line)
    return tuple(names)


def _fitted(cells: Sequence[str], columns: Sequence[str], path: Path, line: int) -> tuple[str, ...]:
    if any(cell.strip() for cell in cells[len(columns) :]):
        raise DataError("the row has more cells than there are columns", path=path, line=line)
    return (*cells[: len(columns)], *[""] * (len(columns) - len(cells)))


def _common(metadata: Metadata, columns: Sequence[str], rows: Sequence[_Row]) -> dict[str, str]:
    told = {slot: text for slot in PROPAGATED if (text := metadata.text(slot))}
    own = {name for place, name in enumerate(columns) if name in told and any(row[0][place].strip() for row in rows)}
    return {slot: text for slot, text in told.items() if slot not in own}


def _has_more(columns: Sequence[str], cells: Sequence[str]) -> bool:
    return any(cell.strip() and name not in COLUMNS for name, cell in zip(columns, cells, strict=True))


def _values(columns: Sequence[str], cells: Sequence[str], common: Mapping[str, str]) -> dict[str, str]:
    values = {**common, **{name: text for name, cell in zip(columns, cells, strict=True) if (text := cell.strip())}}
    if "mapping_justification" not in values and values.get("match_type") in _JUSTIFICATIONS:
        values["mapping_justification"] = f"semapv:{_JUSTIFICATIONS[values['match_type']]}"
    if values.get("match_term_type") == "TermMatch":
        values = {"subject_type": LITERAL, "object_type": LITERAL} | values
    return values


def set_text(
    metadata: Sequence[str], header: str | Sequence[str], rows: Sequence[str | Sequence[str]], newline: str
) -> str:
    """The text of a set; the header and each row are given as their old text or as cells."""
    out = io.StringIO()
    out.writelines(f"{line}{newline}" for line in metadata)
    writer = csv.writer(out, delimiter="\t", lineterminator=newline)
    for row in (header, *rows):
        if isinstance(row, str):
            out.write(row if row.endswith(("\n", "\r")) else row + newline)
        else:
            writer.writerow(row)
    return out.getvalue()

"""Writing judgements as SSSOM/TSV; parts of a file that nobody has changed are written as they were read."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path

from kgraph.linking.curies import Prefixes
from kgraph.linking.judgements import CC_BY, PREDICATES, Judgement, Judgements, Verdict
from kgraph.linking.metadata import Metadata
from kgraph.linking.records import COLUMNS, MappingSet, Record, form_of, new_set, plain_of, propagated, set_text
from kgraph.linking.sssom_json import write_json
from kgraph.linking.sssom_kept import json_with_rest, turtle_with_rest
from kgraph.linking.sssom_rdf import write_turtle
from kgraph.namespaces import PREFIXES, SSSOM

UNSPECIFIED = "https://w3id.org/sssom/license/unspecified"
"""SSSOM's value for a set without a stated licence."""

_ATTRIBUTION = "Names, positions and inhabitants of entries: GeoNames, https://www.geonames.org"
_USUAL = ("gn", "rdfs", "semapv", "skos", "sssom", "wd")
_WITH_CURIES = ("subject_id", "predicate_id", "object_id", "object_source", "mapping_justification", "author_id")


def to_sssom(judgements: Judgements, licence: str = "", path: Path | None = None) -> str:
    """The set in the form that the ending of `path` says (TSV, JSON, Turtle): the file from which it was read, with the
    changes, or a new one.

    `licence` is that of the workspace, "" if it states none.
    """
    form = form_of(path) if path else ".tsv"
    if judgements.file and form != form_of(judgements.file.path):
        return as_form(_table_text(judgements, licence, anew=True), form)
    text = _table_text(judgements, licence)
    if judgements.file is None:
        return as_form(text, form)
    if text is judgements.file.text:
        return text
    rest = {".json": json_with_rest, ".ttl": turtle_with_rest}.get(form)
    return rest(judgements.file.text, as_form(text, form), judgements.file.path) if rest else text


def as_form(table: str, form: str) -> str:
    """A set in SSSOM/TSV in another form: ".json" or ".ttl"; for RDF each mapping has the values of the set that apply
    to it, since RDF programs do not know to look for them there."""
    if form == ".json":
        return write_json(plain_of(table))
    return write_turtle(propagated(plain_of(table))) if form == ".ttl" else table


def _table_text(judgements: Judgements, licence: str, *, anew: bool = False) -> str:
    found = judgements.file or new_set()
    table = _Table(judgements, found)
    if not table.has_changed and not anew:
        return found.text
    metadata = found.metadata.copy()
    if metadata.text("mapping_set_id") in ("", f"{judgements.base}links"):
        _put_own(judgements, metadata, licence)
    for slot in table.loose:
        metadata.put(slot, None)
    if not metadata.text("license"):
        metadata.put("license", judgements.licence(licence or UNSPECIFIED))
    metadata.declare(table.prefixes.new)
    is_same = metadata.lines() == found.metadata.lines()
    return set_text([] if is_same and found.beside else metadata.embedded(), *table.written())


def _put_own(judgements: Judgements, metadata: Metadata, licence: str) -> None:
    """Add kgraph's metadata for its own set; metadata that somebody else wrote are kept."""
    metadata.put("mapping_set_id", f"{judgements.base}links")
    if licence or metadata.text("license") in ("", UNSPECIFIED):
        metadata.put("license", judgements.licence(licence or UNSPECIFIED))
    told, has_geonames = metadata.text("mapping_set_description"), judgements.licence("") == CC_BY
    if has_geonames and not told:
        metadata.put("mapping_set_description", _ATTRIBUTION)
    if not has_geonames and told == _ATTRIBUTION:
        metadata.put("mapping_set_description", None)
    if (title := _line(judgements.title)) and not metadata.text("mapping_set_title"):
        metadata.put("mapping_set_title", title, "'" + title.replace("'", "''") + "'")


class _Table:
    """The rows of a set in the form for writing.

    `loose` are slots that all records had from the set and for which some record now has another value: each record
    then gets its own value (SSSOM, "Condensation").
    """

    def __init__(self, judgements: Judgements, found: MappingSet) -> None:
        self._set, self._read = found, judgements.read
        self._kept = {one.record: one for one in judgements if one.record}
        self._stay = [one for one in found.records if one in self._kept or one not in self._read]
        self.prefixes = Prefixes(found.metadata.prefixes, judgements.base)
        if judgements.file is None:
            self._declare_usual(judgements)
        self._changed = {one: cells for one in self._stay if (cells := self._differences(one))}
        new = sorted((one for one in judgements if not one.record), key=_full_key)
        self._new = [(_key(one), self._cells(one)) for one in new]
        is_less = len(self._stay) < len(found.records)
        self.has_changed = bool(self._new or self._changed or is_less or judgements.file is None)
        self.loose = [slot for slot, value in found.common.items() if self._is_loose(slot, value)]
        self._columns = self._all_columns()
        if self.has_changed:
            self._declare_used()

    def _declare_usual(self, judgements: Judgements) -> None:
        for name in _USUAL:
            self.prefixes.declare(name, PREFIXES[name])
        self.prefixes.declare("id", judgements.base)
        known = {*(PREFIXES[name] for name in _USUAL), judgements.base}
        for number, host in enumerate(sorted({one.source for one in judgements if one.source} - known), 1):
            self.prefixes.declare(f"ext{number}", host)

    def _declare_used(self) -> None:
        """Declare the prefixes that the rows use without declaration, so that other tools understand them."""
        for prefix in {one.values.get(slot, "").partition(":")[0] for one in self._stay for slot in _WITH_CURIES}:
            self.prefixes.start(prefix)
        for prefix, start in sorted(self.prefixes.undeclared.items()):
            if prefix not in self.prefixes.new:
                self.prefixes.declare(prefix, start)

    def _cells(self, one: Judgement) -> dict[str, str]:
        return {
            "subject_id": self.prefixes.curie(one.subject),
            "subject_label": _line(one.subject_label),
            "predicate_id": self.prefixes.curie(PREDICATES[one.verdict]),
            "predicate_modifier": "Not" if one.verdict is Verdict.no and one.target else "",
            "object_id": self.prefixes.curie(one.target or SSSOM.NoTermFound, one.source),
            "object_label": _line(one.target_label),
            "object_source": self.prefixes.curie(one.source, one.source),
            "mapping_justification": f"semapv:{one.justification}",
            "author_label": _line(one.author),
            "confidence": one.confidence_text,
            "mapping_date": one.date,
            "mapping_tool": one.tool,
            "mapping_tool_version": one.version,
            "comment": _line(one.comment),
        }

    def _differences(self, record: Record) -> dict[str, str]:
        """The cells in which a judgement differs from its row."""
        one, read = self._kept.get(record), self._read.get(record)
        if one is None or read is None or one == read:
            return {}
        was = self._cells(read)
        return {slot: cell for slot, cell in self._cells(one).items() if cell != was[slot]}

    def _is_loose(self, slot: str, value: str) -> bool:
        new = any(cells.get(slot, "") != value for _, cells in self._new)
        return new or any(cells.get(slot, value) != value for cells in self._changed.values())

    def _all_columns(self) -> list[str]:
        """The present columns, and further ones that rows need."""
        columns = list(self._set.columns)
        if not columns:
            return list(COLUMNS)
        written = [*(cells for _, cells in self._new), *self._changed.values()]
        needed = {slot for cells in written for slot, cell in cells.items() if cell}
        needed = needed - self._set.common.keys() | set(self.loose)
        return [*columns, *(slot for slot in dict.fromkeys([*COLUMNS, *self.loose]) if slot in needed - set(columns))]

    def written(self) -> tuple[str | Sequence[str], list[str | Sequence[str]], str]:
        """The header, the rows and the line end; unchanged rows have their old text.

        If there are new columns, or empty ones of a spreadsheet, all rows are written anew.
        """
        found = self._set
        as_is = (
            self._columns == list(found.columns)
            and not self.loose
            and found.newline != "\r"
            and len(found.header.rstrip("\r\n").split("\t")) == len(found.columns)
        )
        rows = [one.text if as_is and one not in self._changed else self._row(one) for one in self._stay]
        header = found.header if as_is else self._columns
        return header, self._merged(rows), "\n" if found.newline == "\r" else found.newline

    def _row(self, record: Record) -> list[str]:
        """The cells of a row that is in the file already."""
        changed = self._changed.get(record, {})
        cells = [*record.cells, *[""] * (len(self._columns) - len(record.cells))]
        own = {*self.loose, "mapping_justification"}
        return [
            changed[slot] if slot in changed else cell or (record.values.get(slot, "") if slot in own else "")
            for slot, cell in zip(self._columns, cells, strict=True)
        ]

    def _merged(self, rows: Sequence[str | Sequence[str]]) -> list[str | Sequence[str]]:
        """The rows with the new ones inserted, each before the first row that follows it in the order of `_key`."""
        keys = [_key(self._kept[one]) if one in self._kept else ("", "", "") for one in self._stay]
        highest = list(accumulate(keys, max))
        before: dict[int, list[str | Sequence[str]]] = defaultdict(list)
        bound = self._set.common.keys() - set(self.loose)
        for key, cells in self._new:
            fitted = ["" if slot in bound else cells.get(slot, "") for slot in self._columns]
            before[bisect_right(highest, key)].append(fitted)
        merged: list[str | Sequence[str]] = []
        for place, row in enumerate(rows):
            merged += [*before[place], row]
        return merged + before[len(rows)]


def _key(one: Judgement) -> tuple[str, str, str]:
    return one.subject, one.source, one.target or ""


def _full_key(one: Judgement) -> tuple[str, ...]:
    return (*_key(one), one.author, one.justification, one.verdict, one.date)


def _line(text: str) -> str:
    """A text without tabs, line ends and control characters, which other readers of the format cannot handle."""
    return "".join(char for char in re.sub(r"\s+", " ", text) if char.isprintable())

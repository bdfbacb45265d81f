"""Reading judgements from a mapping set in SSSOM/TSV (https://mapping-commons.github.io/sssom/).

kgraph reads everything that the standard allows. What it does not use (other predicates, literals, further columns,
names of other tools) stays in the file unchanged, and so does each row that nobody has changed. A set that kgraph
creates is sorted, so that equal judgements give an equal file. `writing` writes sets.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from kgraph.days import is_legal
from kgraph.errors import DataError, UsageError, short
from kgraph.linking.curies import Prefixes
from kgraph.linking.judgements import Fault, Judgement, Judgements, Verdict
from kgraph.linking.numbers import number
from kgraph.linking.records import LITERAL, READERS, MappingSet, Record, read_set
from kgraph.linking.slots import BUILT_IN
from kgraph.linking.sssom_table import split_cell
from kgraph.namespaces import IRI, RDFS, SEMAPV, SKOS, SSSOM

_DATES = ("mapping_date", "publication_date", "review_date")
_NUMBERS = {"confidence": (0, 1), "similarity_score": (0, 1), "reviewer_agreement": (-1, 1)}
_OLD_SEMAPV = "https://w3id.org/semapv/"
_USED = {SKOS.exactMatch: Verdict.match, SKOS.closeMatch: Verdict.close, RDFS.seeAlso: Verdict.unsure}


def read_judgements(path: Path, base: str, title: str = "") -> Judgements:
    """The judgements of a SSSOM/TSV file, with the file; none if there is no file.

    Raises `DataError` with the line if the file is no mapping set. A row that cannot be understood stays in the file
    and is not used; `Judgements.faults` lists it, and other values that do not follow the standard.
    """
    if not path.exists():
        for other in (path.with_suffix(ending) for ending in READERS):
            if other.is_file():
                what = f"it is missing, and {other.name} is there"
                raise DataError(what, path=path, fix=f'write links = "…/{other.name}" in kgraph.toml')
        return Judgements(title=title, base=base)
    found = read_set(path)
    judgements = Judgements(title=title or found.metadata.text("mapping_set_title"), base=base)
    judgements.file = found
    reader = _Reader(found, base)
    for record in found.records:
        if judgement := reader.judgement(record):
            judgements.read[record] = judgement
            judgements.keep(judgement)
    judgements.faults = [*_faults_of_set(found), *_undeclared(found, reader.prefixes), *reader.faults]
    return judgements


class _Reader:
    """Makes judgements from the records of a set; `faults` collects their harmless faults."""

    def __init__(self, found: MappingSet, base: str) -> None:
        self._set = found
        self.prefixes = Prefixes(found.metadata.prefixes, base)
        self.faults: list[Fault] = []

    def judgement(self, record: Record) -> Judgement | None:
        """The judgement of a record; `None` if it says nothing that kgraph uses."""
        values = record.values
        self._check(record)
        try:
            if not values.get("predicate_id"):
                raise ValueError("the row has no predicate_id; write skos:exactMatch or the like")
            predicate, target = self.prefixes.iri(values.get("predicate_id", "")), values.get("object_id", "")
            verdict = _verdict(predicate, values, nothing=self.prefixes.term(target) == SSSOM.NoTermFound)
            if verdict is None:
                self._check_unused(record)
                return None
            nothing = self.prefixes.iri(target) == SSSOM.NoTermFound
            return Judgement(
                subject=self.prefixes.iri(values.get("subject_id", "")),
                verdict=verdict,
                target=None if nothing else self.prefixes.iri(target),
                subject_label=values.get("subject_label", ""),
                target_label=values.get("object_label", ""),
                source=self._source(record),
                justification=self._justification(values.get("mapping_justification", "")),
                author=values.get("author_label") or values.get("author_id", ""),
                confidence=_confidence(values.get("confidence", "")),
                date=day if is_day(day := values.get("mapping_date", "")) else "",
                version=values.get("mapping_tool_version", ""),
                comment=values.get("comment", ""),
                tool=values.get("mapping_tool", ""),
                author_ids=tuple(filter(None, map(self.prefixes.term, split_cell(values.get("author_id", ""))))),
                record=record,
            )
        except (ValueError, UsageError) as error:
            self._note(record, f"this is no mapping, and is not used: {error}", "see docs/linking.md")
            return None

    def _check(self, record: Record) -> None:
        """Note illegal dates and numbers of a row, which stay in the file unchanged."""
        own = dict(zip(self._set.columns, record.cells, strict=True))
        for slot in _DATES:
            if (text := own.get(slot, "").strip()) and not is_day(text):
                self._note(record, f"{slot} '{short(text)}' is no date", "write it as 2026-01-31")
        for slot, (least, most) in _NUMBERS.items():
            if text := own.get(slot, "").strip():
                try:
                    number(text, least, most)
                except ValueError as error:
                    self._note(record, f"{slot} {error}", "it is left out of the graph")

    def _check_unused(self, record: Record) -> None:
        for side in ("subject", "object"):
            text = record.values.get(f"{side}_id", "")
            if record.values.get(f"{side}_type") != LITERAL and self.prefixes.term(text) is None:
                self._note(record, f"{side}_id '{short(text)}' is no CURIE of a declared prefix")
        if not record.values.get("mapping_justification"):
            self._note(record, "there is no mapping_justification", "name a term of semapv")

    def _note(self, record: Record, what: str, fix: str = "", *, is_error: bool = True) -> None:
        self.faults.append(Fault(self._set.path, record.line, what, fix, is_error))

    def _source(self, record: Record) -> str:
        """The namespace of the data set; if the row names no known one, that of the entry's prefix."""
        if named := record.values.get("object_source", ""):
            if (iri := self.prefixes.term(named)) is not None:
                return iri
            self._note(record, f"object_source '{short(named)}' is no CURIE of a declared prefix")
        prefix, _, name = record.values["object_id"].partition(":")
        start = self.prefixes.start(prefix)
        return "" if name.startswith("//") or start == SSSOM.base else start

    def _justification(self, curie: str) -> str:
        if not curie:
            raise ValueError("there is no mapping_justification")
        term = self.prefixes.iri(curie)
        name = term.removeprefix(SEMAPV.base).removeprefix(_OLD_SEMAPV)
        if not term.startswith(_OLD_SEMAPV) or not (name.isascii() and name.isalpha()):
            raise ValueError(f"the justification '{short(curie)}' is no term of semapv")
        return name


def _verdict(predicate: IRI, values: Mapping[str, str], *, nothing: bool) -> Verdict | None:
    """The verdict of a record; `None` if its predicate gives none.

    Raises `ValueError` for a modifier other than Not (spec, `predicate_modifier_enum`) if the verdict depends on it.
    """
    types = {values.get("subject_type"), values.get("object_type")}
    if types & {LITERAL, "composed entity expression"} or values.get("subject_id") in (None, "sssom:NoTermFound"):
        if not values.get("subject_id") and LITERAL not in types:
            raise ValueError("there is no subject_id")
        return None
    modifier = values.get("predicate_modifier", "")
    if nothing:  # the specification does not define Not for these
        return None if modifier else Verdict.no
    if predicate not in _USED:
        return None
    if modifier not in ("", "Not"):
        raise ValueError(f"'{short(modifier)}' is no modifier; leave it empty, or write Not")
    if modifier:
        return Verdict.no if predicate in (SKOS.exactMatch, SKOS.closeMatch) else None
    return _USED[predicate]


def _confidence(text: str) -> float | None:
    try:
        return number(text, 0, 1)
    except ValueError:
        return None


def is_day(text: str) -> bool:
    """Whether a text is a date of SSSOM: an xsd:date with a year of four digits, perhaps with a zone.

    >>> [is_day(text) for text in ("2026-01-31", "2026-01-31Z", "20260131", "2026-W01-2", "31/01/2026", "2026-02-31")]
    [True, True, False, False, False, False]
    """
    return re.match(r"[0-9]{4}-", text) is not None and is_legal(text, "date")


def _faults_of_set(found: MappingSet) -> Iterator[Fault]:
    """Faults of the metadata, and a note on a separate metadata file that is ignored."""
    metadata, place = found.metadata, found.beside or found.path
    for slot in (*_DATES, *_NUMBERS, "mapping_set_confidence"):
        text, (least, most) = metadata.text(slot), _NUMBERS.get(slot, (0, 1))
        if text and slot in _DATES and not is_day(text):
            yield Fault(place, metadata.line_of(slot), f"{slot} '{short(text)}' is no date", "write it as 2026-01-31")
        if text and slot not in _DATES and _is_no_number(text, least, most):
            yield Fault(place, metadata.line_of(slot), f"{slot} '{short(text)}' is no number from {least} to {most}")
    for prefix, iri in metadata.prefixes.items():
        if BUILT_IN.get(prefix, iri) != iri:
            what = f"SSSOM fixes the prefix '{short(prefix)}' as {BUILT_IN[prefix]}, and the set declares {short(iri)}"
            yield Fault(place, metadata.line_of("curie_map"), what, "declare it so, or take it out")
    if found.unread:
        what = f"it is not read, as {found.path.name} has metadata of its own"
        yield Fault(found.unread, 1, what, "put what it says there, or delete it", is_error=False)


def _undeclared(found: MappingSet, prefixes: Prefixes) -> Iterator[Fault]:
    for prefix, start in sorted(prefixes.undeclared.items()):
        what = f"the prefix '{prefix}' is not in curie_map: kgraph knows it, other tools do not"
        yield Fault(found.beside or found.path, 1, what, f"declare it as {start}", is_error=False)


def _is_no_number(text: str, least: float, most: float) -> bool:
    try:
        number(text, least, most)
    except ValueError:
        return True
    return False

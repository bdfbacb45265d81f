"""Judgements as a mapping set in SSSOM/TSV (https://mapping-commons.github.io/sssom/): read and written.

The file is sorted and equal for equal judgements, so that a diff reads. Others may write it: any CURIE prefix of its
`curie_map` is understood; columns that are not ours are not kept.
"""

import csv
import io
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from kgraph.errors import DataError, UsageError
from kgraph.linking.judgements import PREDICATES, TOOL, Judgement, Judgements, Verdict
from kgraph.namespaces import IRI, PREFIXES, SEMAPV, SSSOM
from kgraph.store import is_legal

UNSPECIFIED = "https://w3id.org/sssom/license/unspecified"
"""What SSSOM has for a set whose licence nobody has stated."""

_COLUMNS = (
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
_NEEDED = ("subject_id", "predicate_id", "object_id", "mapping_justification")


def to_sssom(judgements: Judgements, licence: str = "") -> str:
    """The set as SSSOM/TSV."""
    prefixes = _prefixes(judgements)
    out = io.StringIO()
    for line in _metadata(judgements, prefixes, licence or UNSPECIFIED):
        out.write(f"#{line}\n")
    writer = csv.DictWriter(out, _COLUMNS, delimiter="\t", lineterminator="\n")
    writer.writeheader()
    writer.writerows(_row(one, prefixes) for one in judgements)
    return out.getvalue()


def _metadata(judgements: Judgements, prefixes: dict[str, str], licence: str) -> Iterator[str]:
    yield "curie_map:"
    for prefix, iri in sorted(prefixes.items()):
        yield f"  {prefix}: {iri}" if not iri.endswith(":") else f"  {prefix}: '{iri}'"
    yield f"license: {licence}"
    yield f"mapping_set_id: {judgements.base}links"
    if judgements.title:
        quoted = _in_line(judgements.title).replace("'", "''")  # YAML 1.2 §7.3.2
        yield f"mapping_set_title: '{quoted}'"


def _prefixes(judgements: Judgements) -> dict[str, str]:
    known = {name: PREFIXES[name] for name in ("gn", "rdfs", "semapv", "skos", "sssom", "wd")}
    hosts = sorted({one.source for one in judgements if one.source} - set(known.values()))
    known |= {"id": judgements.base, **{f"ext{number}": host for number, host in enumerate(hosts, 1)}}
    targets = [one.target for one in judgements if one.target and "://" not in one.target]
    # urn:isbn:1 and the like are CURIEs of a prefix that stands for itself
    schemes = {iri.partition(":")[0] for iri in targets if not iri.startswith(tuple(known.values()))}
    return known | {scheme: f"{scheme}:" for scheme in schemes}


def _row(one: Judgement, prefixes: dict[str, str]) -> dict[str, str]:
    return {
        "subject_id": _curie(one.subject, prefixes),
        "subject_label": _in_line(one.subject_label),
        "predicate_id": _curie(PREDICATES[one.verdict], prefixes),
        "predicate_modifier": "Not" if one.verdict is Verdict.no and one.target else "",
        "object_id": _curie(one.target or SSSOM.NoTermFound, prefixes),
        "object_label": _in_line(one.target_label),
        "object_source": _curie(one.source, prefixes),
        "mapping_justification": f"semapv:{one.justification}",
        "author_label": _in_line(one.author),
        "confidence": f"{one.confidence:g}",
        "mapping_date": one.date,
        "mapping_tool": TOOL,
        "mapping_tool_version": one.version,
        "comment": _in_line(one.comment),
    }


def _in_line(text: str) -> str:
    """A text for a cell: on one line, however many it had, and without what steers."""
    return "".join(char for char in re.sub(r"\s+", " ", text) if char.isprintable())


def read_judgements(path: Path, base: str, title: str = "") -> Judgements:
    """The judgements of a SSSOM/TSV file; none if there is no file. Raises `DataError` with the line."""
    if not path.exists():
        return Judgements(title=title, base=base)
    try:
        lines = path.read_text(encoding="utf8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"cannot be read: {error}", path=path) from error
    metadata = _read_metadata([line[1:] for line in lines if line.startswith("#")], path)
    first = next((number for number, line in enumerate(lines) if not line.startswith("#")), len(lines))
    prefixes = {**PREFIXES, "id": base, **metadata.get("curie_map", {})}
    found: dict[object, Judgement] = {}
    for line, row in _rows(lines, first, path):
        one = _read_row(row, prefixes, path, line)
        if found.setdefault(one.pair, one) != one:
            raise DataError("this pair is judged twice", path=path, line=line, fix="keep one of them")
    return Judgements(found.values(), title=title or str(metadata.get("mapping_set_title", "")), base=base)


def _rows(lines: list[str], first: int, path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows with the line that each ends in; `first` is how many lines come before the heads of columns."""
    rows = csv.DictReader(lines[first:], delimiter="\t")
    try:
        missing = [column for column in _NEEDED if column not in (rows.fieldnames or ())]
        if missing:
            raise DataError(f"the column {missing[0]} is missing", path=path, line=first + 1)
        for row in rows:
            yield first + rows.line_num, row
    except csv.Error as error:
        raise DataError(f"this is no table: {error}", path=path, line=first + rows.line_num + 1) from error


def _read_metadata(lines: list[str], path: Path) -> dict[str, Any]:
    import yaml

    try:
        metadata = yaml.safe_load("\n".join(lines)) or {}
    except yaml.YAMLError as error:
        raise DataError(f"the metadata is no YAML: {str(error).splitlines()[0]}", path=path, line=1) from error
    if not isinstance(metadata, dict) or not isinstance(metadata.get("curie_map", {}), dict):
        raise DataError("the metadata is no mapping", path=path, line=1, fix="begin with '#curie_map:'")
    return metadata


def _read_row(row: dict[str, str], prefixes: dict[str, str], path: Path, line: int) -> Judgement:
    try:
        predicate, target = _iri(row["predicate_id"], prefixes), _iri(row["object_id"], prefixes)
        nothing = target == SSSOM.NoTermFound
        return Judgement(
            subject=_iri(row["subject_id"], prefixes),
            verdict=Verdict.no if nothing else _verdict(predicate, row.get("predicate_modifier") or ""),
            target=None if nothing else target,
            subject_label=row.get("subject_label") or "",
            target_label=row.get("object_label") or "",
            source=_iri(row["object_source"], prefixes) if row.get("object_source") else "",
            justification=_justification(_iri(row["mapping_justification"], prefixes)),
            author=row.get("author_label") or "",
            confidence=_confidence(row.get("confidence") or "1"),
            date=date.fromisoformat(day).isoformat() if (day := row.get("mapping_date")) else "",
            version=row.get("mapping_tool_version") or "",
            comment=row.get("comment") or "",
        )
    except (ValueError, KeyError, TypeError, AttributeError, UsageError) as error:
        raise DataError(f"this is no mapping: {error}", path=path, line=line, fix="see docs/linking.md") from error


def _justification(iri: IRI) -> str:
    if iri not in SEMAPV:
        raise ValueError(f"{iri} is no mapping_justification; write one as semapv:ManualMappingCuration")
    return iri.removeprefix(SEMAPV.base)


def _confidence(text: str) -> float:
    if not 0 <= float(text) <= 1:
        raise ValueError(f"the confidence {text} is not between 0 and 1")
    return float(text)


def _verdict(predicate: IRI, modifier: str) -> Verdict:
    if modifier not in ("", "Not"):
        raise ValueError(f"'{modifier}' is no modifier; leave it empty, or write Not")
    if modifier:
        return Verdict.no
    for verdict in (Verdict.match, Verdict.close, Verdict.unsure):
        if predicate == PREDICATES[verdict]:
            return verdict
    raise ValueError(f"{predicate} is not skos:exactMatch, skos:closeMatch or rdfs:seeAlso")


def _curie(iri: str, prefixes: dict[str, str]) -> str:
    for prefix, base in sorted(prefixes.items(), key=lambda pair: -len(pair[1])):
        if iri.startswith(base):
            return f"{prefix}:{iri.removeprefix(base)}"
    return iri


def _iri(curie: str, prefixes: dict[str, str]) -> IRI:
    prefix, colon, name = curie.partition(":")
    if not colon:
        raise ValueError(f"'{curie}' is no CURIE")
    if not name.startswith("//") and prefix not in prefixes:
        raise ValueError(f"the prefix of '{curie}' is not in curie_map")
    iri = IRI(curie if name.startswith("//") else f"{prefixes[prefix]}{name}")
    if not is_legal(iri):
        raise ValueError(f"'{curie}' is no IRI")
    return iri

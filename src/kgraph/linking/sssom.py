"""Judgements as a mapping set in SSSOM/TSV (https://mapping-commons.github.io/sssom/): read and written.

The file is sorted and equal for equal judgements, so that a diff reads. Others may write it: any CURIE prefix of its
`curie_map` is understood, and what would be lost by writing the file is told (`Judgements.foreign`).
"""

import csv
import io
import re
from collections.abc import Iterator
from datetime import date
from itertools import takewhile
from pathlib import Path
from typing import Any

from kgraph.errors import DataError, UsageError
from kgraph.linking.judgements import CC_BY, PREDICATES, TOOL, Judgement, Judgements, Verdict
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
    licence = judgements.licence(licence)
    yield f"license: {licence}"
    if licence == CC_BY:
        yield "mapping_set_description: 'Names, positions and inhabitants of entries: GeoNames, https://www.geonames.org'"
    yield f"mapping_set_id: {judgements.base}links"
    if judgements.title:
        title = _line(judgements.title).replace("'", "''")  # as YAML escapes it
        yield f"mapping_set_title: '{title}'"


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
        "subject_label": _line(one.subject_label),
        "predicate_id": _curie(PREDICATES[one.verdict], prefixes),
        "predicate_modifier": "Not" if one.verdict is Verdict.no and one.target else "",
        "object_id": _curie(one.target or SSSOM.NoTermFound, prefixes),
        "object_label": _line(one.target_label),
        "object_source": _curie(one.source, prefixes),
        "mapping_justification": f"semapv:{one.justification}",
        "author_label": _line(one.author),
        "confidence": one.confidence_text,
        "mapping_date": one.date,
        "mapping_tool": TOOL,
        "mapping_tool_version": one.version,
        "comment": _line(one.comment),
    }


def _line(text: str) -> str:
    """A text without tabs and ends of line, which other readers of the format stumble over, and without what steers."""
    return "".join(char for char in re.sub(r"\s+", " ", text) if char.isprintable())


def read_judgements(path: Path, base: str, title: str = "") -> Judgements:
    """The judgements of a SSSOM/TSV file; none if there is no file. Raises `DataError` with the line."""
    if not path.exists():
        return Judgements(title=title, base=base)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"cannot be read: {error}", path=path) from error
    head = list(takewhile(lambda line: line.startswith("#"), text.split("\n")))
    metadata = _read_metadata([line[1:] for line in head], path)
    prefixes = {**PREFIXES, "id": base, **metadata.get("curie_map", {})}
    judgements = Judgements(title=title or str(metadata.get("mapping_set_title", "")), base=base)
    judgements.foreign = _foreign(metadata, text.split("\n", len(head))[-1].partition("\n")[0], base)
    for line, row in _rows(text.split("\n", len(head))[-1], path, len(head)):
        judgement = _read_row(row, prefixes, path, line)
        other = judgements.on(judgement.pair)
        if other and other.verdict != judgement.verdict and not other.by_tool and not judgement.by_tool:
            what = f"'{judgement.verdict}', and an earlier line says '{other.verdict}' of the same pair"
            raise DataError(what, path=path, line=line, fix="keep the line that is right")
        judgements.add(judgement)
        if row.get("mapping_tool") not in (None, "", TOOL):
            judgements.foreign = tuple(sorted({*judgements.foreign, "mapping_tool"}))
    return judgements


def _foreign(metadata: dict[str, Any], heads: str, base: str) -> tuple[str, ...]:
    """What a set has that would be lost if kgraph wrote it: others' metadata and columns, another set's name."""
    ours = {"curie_map", "license", "mapping_set_id", "mapping_set_title", "mapping_set_description"}
    lost = [*(metadata.keys() - ours), *(set(heads.strip().split("\t")) - {*_COLUMNS, ""})]
    if metadata.get("mapping_set_id", f"{base}links") != f"{base}links":
        lost.append("mapping_set_id")
    return tuple(sorted(map(str, lost)))


def _rows(text: str, path: Path, before: int) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows with the line that each ends on; strict, as an open quote would swallow all rows after it."""
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter="\t", strict=True)
    try:
        missing = [column for column in _NEEDED if column not in (rows.fieldnames or ())]
        if missing:
            raise DataError(f"the column {missing[0]} is missing", path=path, line=before + 1)
        for row in rows:
            if None in row:
                raise DataError("the row has more cells than there are columns", path=path, line=before + rows.line_num)
            yield before + rows.line_num, row
    except csv.Error as error:
        raise DataError(f"this is no table: {error}", path=path, line=before + rows.line_num + 1) from error


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
        confidence = float(row.get("confidence") or 1)
        if not 0 <= confidence <= 1:
            raise ValueError(f"the confidence {confidence} is not from 0 to 1")
        if day := row.get("mapping_date") or "":
            date.fromisoformat(day)
        return Judgement(
            subject=_iri(row["subject_id"], prefixes),
            verdict=Verdict.no if nothing else _verdict(predicate, row.get("predicate_modifier") or ""),
            target=None if nothing else target,
            subject_label=row.get("subject_label") or "",
            target_label=row.get("object_label") or "",
            source=_source(row, prefixes),
            justification=_justification(row["mapping_justification"], prefixes),
            author=row.get("author_label") or "",
            confidence=confidence,
            date=day,
            version=row.get("mapping_tool_version") or "",
            comment=row.get("comment") or "",
        )
    except (ValueError, TypeError, UsageError) as error:
        raise DataError(f"this is no mapping: {error}", path=path, line=line, fix="see docs/linking.md") from error


def _verdict(predicate: IRI, modifier: str) -> Verdict:
    if modifier not in ("", "Not"):
        raise ValueError(f"'{modifier}' is no modifier; leave it empty, or write Not")
    verdicts = {PREDICATES[verdict]: verdict for verdict in (Verdict.match, Verdict.close, Verdict.unsure)}
    if predicate not in verdicts:
        raise ValueError(f"{predicate} is not skos:exactMatch, skos:closeMatch or rdfs:seeAlso")
    if modifier and verdicts[predicate] is not Verdict.match:
        raise ValueError(f"'Not' with {predicate} is not understood; write it with skos:exactMatch")
    return Verdict.no if modifier else verdicts[predicate]


def _source(row: dict[str, str], prefixes: dict[str, str]) -> str:
    """The data set; where a row names none, what the entry's prefix stands for."""
    if row.get("object_source"):
        return _iri(row["object_source"], prefixes)
    prefix, _, name = row["object_id"].partition(":")
    return "" if name.startswith("//") or prefixes[prefix] == SSSOM.base else prefixes[prefix]


def _justification(curie: str, prefixes: dict[str, str]) -> str:
    term = _iri(curie, prefixes)
    if term not in SEMAPV or not (name := term.removeprefix(SEMAPV.base)).isalpha():
        raise ValueError(f"the justification '{curie}' is no term of semapv")
    return name


def _curie(iri: str, prefixes: dict[str, str]) -> str:
    for prefix, base in sorted(prefixes.items(), key=lambda pair: -len(pair[1])):
        if iri.startswith(base):
            return f"{prefix}:{iri.removeprefix(base)}"
    return iri


def _iri(curie: str, prefixes: dict[str, str]) -> IRI:
    prefix, colon, name = (curie or "").partition(":")
    if not colon:
        raise ValueError(f"'{curie or ''}' is no CURIE")
    if not name.startswith("//") and prefix not in prefixes:
        raise ValueError(f"the prefix of '{curie}' is not in curie_map")
    iri = IRI(curie if name.startswith("//") else f"{prefixes[prefix]}{name}")
    if not is_legal(iri):
        raise ValueError(f"'{curie}' is no IRI")
    return iri

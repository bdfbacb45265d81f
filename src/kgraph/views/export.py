"""Claims as CSV, for spreadsheets; a file of metadata beside the table has the description of the dataset."""

import csv
import io
import json
import re
from collections.abc import Iterable

from kgraph.analysis.description import Description
from kgraph.analysis.record import ClaimCard
from kgraph.delimited import csv_safe
from kgraph.model import Literal, Term
from kgraph.namespaces import IRI, RDF, XSD, compact
from kgraph.views.parts import PARTS, Naming, parts

CLAIM_COLUMNS = (
    "claim",
    "claimant",
    "chain",
    "said",
    "said_by",
    "modality",
    "polarity",
    "certainty",
    "voice",
    "paraphrase",
    "pointer",
    "disputed",
    "in_world",
    "review",
    "about",
    *PARTS,
)
"""The columns of the claims' table. Those of `PARTS` are of the claim's statements, in one order in all of them."""

_DATATYPES = {"claim": "anyURI", "about": "anyURI", "said_by": "date", "disputed": "boolean", "in_world": "boolean"}
_SEVERAL = ("chain", "about", *PARTS)
BETWEEN = " | "  # separates several values of an attribute, since names may have commas and semicolons
# XML 1.0 §2.2, the characters outside of Char
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def claims_csv(claims: Iterable[ClaimCard], naming: Naming) -> str:
    """The claims as CSV (RFC 4180: CRLF, a header row), one a row, with the columns of `CLAIM_COLUMNS`.

    Cells that a spreadsheet would take for a formula are made plain text: see `delimited.csv_safe`.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(CLAIM_COLUMNS)
    for claim in claims:
        said = [getattr(claim, "id" if column == "claim" else column) for column in CLAIM_COLUMNS[: -len(PARTS)]]
        told = zip(*statements, strict=True) if (statements := [*parts(claim, naming)]) else [()] * len(PARTS)
        writer.writerow([csv_safe(_cell(value)) for value in (*said, *told)])
    return out.getvalue()


def csv_metadata(file: str, description: Description) -> str:
    """The content of `FILE-metadata.json`, which belongs beside the CSV file: its columns, and the description.

    The form is W3C's "Metadata Vocabulary for Tabular Data" (CSV on the Web). The description is the value of the
    table's `dcterms:source`; each node is written in full at its first occurrence, and as its `@id` later.
    """
    columns = [_column(name) for name in CLAIM_COLUMNS]
    table = {
        "@context": "http://www.w3.org/ns/csvw",
        "url": file,
        "dcterms:title": description.title,
        "tableSchema": {"columns": columns, "primaryKey": "claim", "aboutUrl": "{+claim}"},
        "dcterms:source": _tree(description),
    }
    return json.dumps(table, ensure_ascii=False, indent=1) + "\n"


def _column(name: str) -> dict[str, object]:
    column: dict[str, object] = {"name": name, "titles": name, "datatype": _DATATYPES.get(name, "string")}
    if name in PARTS:
        column["dcterms:description"] = PARTS[name]
    return column | {"separator": BETWEEN} if name in _SEVERAL else column


def _tree(description: Description) -> dict[str, object]:
    """The description as one nested object of JSON-LD, with the dataset at the top."""
    about: dict[str, dict[str, list[Term]]] = {}
    for subject, predicate, value in sorted(description.triples, key=str):
        about.setdefault(subject, {}).setdefault(predicate, []).append(value)

    def node(iri: str) -> dict[str, object]:
        found: dict[str, object] = {"@id": iri}
        for predicate, values in about.pop(iri, {}).items():
            if predicate == RDF.type:
                found["@type"] = [compact(str(kind)) for kind in values]
            else:
                found[compact(predicate)] = [node(v) if isinstance(v, IRI) else _value(v) for v in values]
        return found

    return node(description.dataset)


def _value(term: Term) -> object:
    if not isinstance(term, Literal):
        return str(term)
    if term.datatype == XSD.integer:
        return int(term.lexical)
    if term.language:
        return {"@value": term.lexical, "@language": term.language}
    return term.lexical if term.datatype == XSD.string else {"@value": term.lexical, "@type": compact(term.datatype)}


def _cell(value: object) -> str:
    if isinstance(value, tuple):
        return BETWEEN.join(map(str, value)) if any(value) else ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def legal_xml(text: str) -> str:
    """The text without characters that XML cannot have, escaped or not."""
    return _ILLEGAL.sub("", text)

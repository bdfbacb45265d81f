"""Claims as CSV, for spreadsheets; a file of metadata beside the table has the description of the dataset."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Mapping

from kgraph.analysis.description import Description
from kgraph.analysis.record import ClaimCard
from kgraph.claims import Statement, StatementKind
from kgraph.delimited import csv_safe
from kgraph.model import Literal, Term, TimeSpan
from kgraph.namespaces import IRI, KG, ORG, RDF, XSD, compact
from kgraph.vocabulary import Vocabulary

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
    "kind",
    "actor",
    "measure",
    "figure",
    "least",
    "most",
    "unit",
    "place",
    "start",
    "end",
)
"""The columns of the claims' table. Those from "kind" on are of the claim's statements, in one order in all of them:
the kind, who acts, holds or is counted, what is measured, the figure as printed and its bounds in digits, the unit, the
place, and when it begins and ends (EDTF: a day, or "[..2025-11-05]" for some day up to that one)."""

_DATATYPES = {"claim": "anyURI", "about": "anyURI", "said_by": "date", "disputed": "boolean", "in_world": "boolean"}
_OTHER = StatementKind.other
_OF_STATEMENTS = CLAIM_COLUMNS[CLAIM_COLUMNS.index("kind") :]
_SEVERAL = ("chain", "about", *_OF_STATEMENTS)
_ACTORS = (KG.subject, KG.actor, ORG.member)
BETWEEN = " | "  # separates several values of an attribute, since names may have commas and semicolons
# XML 1.0 §2.2, the characters outside of Char
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def claims_csv(claims: Iterable[ClaimCard], named: Mapping[IRI, str], vocabulary: Vocabulary) -> str:
    """The claims as CSV (RFC 4180: CRLF, a header row), one a row, with the columns of `CLAIM_COLUMNS`.

    `named` has the names of entities. Cells that a spreadsheet would take for a formula are made plain text: see
    `delimited.csv_safe`.
    """

    def name(term: Term | None) -> str:
        return (named.get(term) or vocabulary.label(term)) if isinstance(term, IRI) else ""

    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(CLAIM_COLUMNS)
    for claim in claims:
        said = [
            getattr(claim, "id" if column == "claim" else column) for column in CLAIM_COLUMNS[: -len(_OF_STATEMENTS)]
        ]
        parts = [_parts(one, name, vocabulary) for one in claim.statements if one.kind_in(vocabulary) is not _OTHER]
        told = zip(*parts, strict=True) if parts else [()] * len(_OF_STATEMENTS)
        writer.writerow([csv_safe(_cell(value)) for value in (*said, *told)])
    return out.getvalue()


def _parts(statement: Statement, name: Callable[[Term | None], str], vocabulary: Vocabulary) -> tuple[str, ...]:
    """What the columns of statements have of one, in their order."""
    actor = next((statement.first(one) for one in _ACTORS if statement.get(one)), None)
    quantity = statement.quantity
    bounds = (quantity.least, quantity.most) if quantity else (None, None)
    span = statement.time.span if statement.time else TimeSpan()
    return (
        statement.kind_in(vocabulary).value,
        name(actor),
        name(statement.first(KG.measure)),
        statement.figure,
        *("" if bound is None else f"{bound:f}" for bound in bounds),
        name(statement.first(KG.unit)),
        name(statement.place),
        _some_day(span.earliest_begin, span.latest_begin),
        _some_day(span.earliest_end, span.latest_end),
    )


def _some_day(first: str, last: str) -> str:
    """A day between two bounds as EDTF writes it: the day itself, one of a set, or "" if neither bound is known."""
    return first if first == last else f"[{first}..{last}]"


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

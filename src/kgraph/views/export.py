"""Claims as CSV, for spreadsheets; a file of metadata beside the table has the description of the dataset."""

import csv
import io
import json
import re
from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType

from kgraph.analysis.claimed import FACT, STATUSES, changed_by_own, claimed_as, holds_all, status_of
from kgraph.analysis.description import Description
from kgraph.analysis.questions import Remark
from kgraph.analysis.record import ClaimCard
from kgraph.claims import Statement
from kgraph.days import day_of
from kgraph.delimited import csv_safe
from kgraph.model import Literal, Term
from kgraph.namespaces import IRI, RDF, XSD, compact
from kgraph.views.parts import PARTS, Naming, part, told_in

CLAIM_COLUMNS = {
    "claim": "the claim; it has a row for each of its statements",
    "part": "the number of the statement in the claim; a claim and a number are a row",
    "claimant": "who claims it",
    "chain": "through whom it came, from the document's outlet back to the claimant",
    "said": "when it was said, in words",
    "said_by": "the day by which it had certainly been said; empty if nobody knows",
    "claimed_as": "as what the claimant tells the statement: fact, denied, intended, attempted, prevented, ruled out, "
    "forecast, promised, recommended, conditional, scenario …",
    "status": f"what is in question: {'; '.join(STATUSES)}",
    "in_world": "whether the chosen world holds all of the statement as a fact; never true of an intention, a "
    "forecast, a condition or a denial",
    "modality": "the speech act of the whole claim",
    "polarity": "negative if the claim says that something is not so; a denial may be an assertion of that",
    "certainty": "how sure the claimant is",
    "voice": "whose words these are",
    "paraphrase": "the claim in our words",
    "denies": "the claims that the claim denies",
    "denies_whom": "the claimants of those",
    "pointer": "the document and the characters in it",
    "disputed": "whether others say otherwise of the statement or a detail of it",
    "review": "whether an editor accepted the claim",
    "about": "the things that the claim is about",
    **PARTS,
}
"""The columns of the table of claims, and what each has. Those of `PARTS`, and `claimed_as`, `status`, `in_world` and
`disputed`, are of one statement; the others are of the claim and stand in all of its rows."""

OF_PARTS = ("part", "claimed_as", "status", "disputed", "in_world")
"""The columns of one statement besides `PARTS`."""

_DATATYPES = {
    "claim": "anyURI",
    "about": "anyURI",
    "denies": "anyURI",
    "said_by": "date",
    "part": "integer",
    "disputed": "boolean",
    "in_world": "boolean",
    "approximate": "boolean",
    "least": "decimal",
    "most": "decimal",
}
_SEVERAL = ("chain", "about", "denies", "denies_whom")
BETWEEN = " | "  # separates several values of an attribute, since names may have commas and semicolons
# XML 1.0 §2.2, the characters outside of Char
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def claims_csv(
    claims: Iterable[ClaimCard],
    naming: Naming,
    remarks: Iterable[Remark] = (),
    voices: Mapping[IRI, str] = MappingProxyType({}),
) -> str:
    """The claims as CSV (RFC 4180: CRLF, a header row) with the columns of `CLAIM_COLUMNS`: a row for each statement of
    a claim, and one for a claim without any. `remarks` tell which claims their own claimants changed, and `voices` the
    claimants of other claims, which these may deny.

    Cells that a spreadsheet would take for a formula are made plain text: see `delimited.csv_safe`.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(CLAIM_COLUMNS)
    every = list(claims)
    claimants, own = {**voices, **{claim.id: claim.claimant for claim in every}}, changed_by_own(remarks)
    for claim in every:
        denied = tuple(other for word, other in claim.relations if word == "denies")
        whom = tuple(dict.fromkeys(claimants[other] for other in denied if other in claimants))
        whole = {"claim": claim.id, "said": _said(claim), "denies": denied, "denies_whom": whom}
        for told in parts_of(claim, naming, own) or [_part(claim, None, 1, naming, own)]:
            cells = whole | told
            row = (cells[one] if one in cells else getattr(claim, one) for one in CLAIM_COLUMNS)
            writer.writerow([csv_safe(_cell(value)) for value in row])
    return out.getvalue()


def parts_of(claim: ClaimCard, naming: Naming, own: Collection[IRI]) -> list[dict[str, object]]:
    """What the table has of each statement of a claim: `OF_PARTS` and `PARTS`."""
    told = enumerate(told_in(claim, naming.vocabulary), start=1)
    return [_part(claim, statement, number, naming, own) for number, statement in told]


def _part(
    claim: ClaimCard, statement: Statement | None, number: int, naming: Naming, own: Collection[IRI]
) -> dict[str, object]:
    told = part(statement, claim, naming) if statement else dict.fromkeys(PARTS, "")
    return {"part": number} | _standing(claim, statement, own) | told


def _standing(claim: ClaimCard, statement: Statement | None, own: Collection[IRI]) -> dict[str, object]:
    """As what the statement is claimed, what is in question of it, and whether the world holds it as a fact."""
    telling, status = claimed_as(claim, statement), status_of(claim, statement, own)
    held = telling == FACT and holds_all(claim, statement)
    return {"claimed_as": telling, "status": status, "disputed": status.startswith("disputed"), "in_world": held}


def _said(claim: ClaimCard) -> str:
    """When the claim was said, as words in all rows: a column of days and words would have another type in each
    file."""
    return f"on {claim.said}" if day_of(claim.said) else claim.said


def csv_metadata(file: str, description: Description) -> str:
    """The content of `FILE-metadata.json`, which belongs beside the CSV file: its columns, and the description.

    The form is W3C's "Metadata Vocabulary for Tabular Data" (CSV on the Web). The description is the value of the
    table's `dcterms:source`; each node is written in full at its first occurrence, and as its `@id` later.
    """
    columns = [_column(*column) for column in CLAIM_COLUMNS.items()]
    table = {
        "@context": "http://www.w3.org/ns/csvw",
        "url": file,
        "dcterms:title": description.title,
        "tableSchema": {"columns": columns, "primaryKey": ["claim", "part"], "aboutUrl": "{+claim}"},
        "dcterms:source": _tree(description),
    }
    return json.dumps(table, ensure_ascii=False, indent=1) + "\n"


def _column(name: str, has: str) -> dict[str, object]:
    datatype = _DATATYPES.get(name, "string")
    column: dict[str, object] = {"name": name, "titles": name, "datatype": datatype, "dcterms:description": has}
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

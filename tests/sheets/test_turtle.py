"""The `turtle` cell: what no column says of the row's own claim or document, and nothing else."""

from collections.abc import Sequence

import pytest

from kgraph.claims import Claim, to_quads
from kgraph.model import Literal, Quad
from kgraph.namespaces import IRI, KG
from kgraph.sheets.dates import Unclear
from kgraph.sheets.known import Known, Source
from kgraph.sheets.lines import Line
from kgraph.sheets.names import Names, Thing
from kgraph.sheets.reading import read_claims
from kgraph.sheets.registering import registered
from kgraph.sheets.told import Reading
from kgraph.sheets.turtle import read_turtle, write_turtle
from kgraph.vocabulary import built_in
from kgraph.workbooks import Book, Cell, Row, Sheet

BASE = "https://example.org/ferry/"
REPORT, OWN = IRI(f"{BASE}doc/report"), IRI(f"{BASE}claim/report/c1")
ROW = {
    "id": "c1",
    "document": "report",
    "who says it": "Ann Reed",
    "what it says": "Twelve drowned.",
    "kind": "figure",
    "what": "people killed",
    "how much": "12",
}
SPEECH = "kg:claimant <agent/ann> ; kg:modality kg:Assertion ; kg:polarity kg:Positive ; kg:certainty kg:Certain"


def names() -> Names:
    found = Names(BASE, built_in())
    found.add([Thing(IRI(f"{BASE}agent/ann"), "Ann Reed", (), (KG.Person,))])
    return found


def read(*rows: dict[str, str], claims: Sequence[Claim] = ()) -> Reading:
    documents = {iri: Source(iri) for iri in (REPORT, IRI(f"{BASE}doc/other"))}
    known = Known(names(), documents, {claim.id: claim for claim in claims})
    return read_claims([Line(number, row) for number, row in enumerate(rows, 2)], known)


def told(reading: Reading) -> list[tuple[int, str, str]]:
    return [(fault.row, fault.column, fault.message) for fault in reading.notes.faults if fault.grave]


@pytest.mark.parametrize(
    "cell",
    [
        '<doc/report> { <claim/report/c1> kg:paraphrase "Es sind zwölf."@de }',
        '<doc/report> { <claim/report/c1> skos:editorialNote "Read twice.", "Once more."@en }',
        '<doc/report> { <claim/report/c1> prov:wasQuotedFrom [ kg:assertedDuring [ kg:edtf "2031" ] ] }',
        "<claim/report/c1#content> { <agent/ann> kg:actor <agent/ann> . <claim/report/c1#x> a kg:Event }",
        '<doc/report> { <claim/report/c1> skos:editorialNote "@prefix and BASE <https://evil.example/> #" } # @base',
        '<doc/report> { <claim/report/c1> skos:editorialNote """a "word", PREFIX""" }',
    ],
)
def test_what_is_said_of_the_rows_own_claim_is_taken(cell: str) -> None:
    reading = read({**ROW, "turtle": cell})
    assert told(reading) == []
    (claim,) = reading.claims
    assert {(p, g) for _, p, _, g in read_turtle(cell, BASE)} <= {(p, g) for _, p, _, g in to_quads(claim)}


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("<doc/other> { <claim/report/c1> kg:status kg:Rejected }", f"in the graph <{BASE}doc/other>"),
        ('<graph/reference> { <agent/ann> rdfs:label "Crooks" }', f"in the graph <{BASE}graph/reference>"),
        ('<claim/report/c1> skos:editorialNote "x" .', "outside any graph"),
        ('<doc/report> { <agent/ann> rdfs:label "Crooks" }', f"it speaks of <{BASE}agent/ann>"),
        ('<doc/report> { [] rdfs:label "Crooks" }', "it speaks of"),
        ("<doc/report> { <claim/report/c2> kg:status kg:Rejected }", "it speaks of another claim"),
        ("<claim/report/c1#content> { <claim/report/c2> kg:status kg:Rejected }", "it speaks of another claim"),
        ("<claim/report/c1#content> { <claim/report/c1> kg:status kg:Rejected }", "it speaks of <"),
        ("<claim/report/c2#content> { <event/fire> a kg:Event }", "in the graph <"),
        ("<doc/report> { <claim/report/c1#x> a kg:Claim }", "another claim, or a document"),
        ("<doc/report> { <claim/report/c1> a kg:Document }", "another claim, or a document"),
        ("<doc/report> { <claim/report/c1> kg:content <doc/other> }", "as the claim's content"),
        ("<doc/report> { <claim/report/c1> kg:statedIn <doc/other> }", "puts the claim into another document"),
        ("@base <https://evil.example/> .", "it says '@base'"),
        ("@prefix kg: <https://evil.example/> .", "it says '@prefix'"),
        ("Base <https://evil.example/>", "it says 'Base'"),
        ("<doc/report> { <claim/report/c1> a kg:Claim } prefix kg: <https://evil.example/>", "it says 'prefix'"),
        (r"<doc/report> { <claim/report/c1> kg:a\' 1 } @prefix kg: <x:> . <doc/report> { <a> kg:b\' ' ' }", "it says"),
        ("<doc/report> { <claim/report/c1> kg:x#'\n 1 }\nPREFIX kg: <x:>\n#'\n", "it says 'PREFIX'"),
    ],
)
def test_what_is_said_of_anything_else_is_told(cell: str, said: str) -> None:
    reading = read({**ROW, "turtle": cell})
    assert [message for _, column, message in told(reading) if column == "turtle" and said in message], told(reading)
    assert reading.claims == []


@pytest.mark.parametrize(
    ("says", "column", "cell"),
    [
        ("kg:claimant <agent/bo>", "who says it", "Ann Reed"),
        ('kg:paraphrase "Others drowned."@en', "what it says", "Twelve drowned."),
        ("kg:modality kg:Denial", "how it is said", "assertion"),
        ("kg:polarity kg:Negative", "how it is said", "assertion"),
        ("kg:certainty kg:Certain", "how sure", "possible"),
        ("kg:voice kg:DirectSpeech", "voice", "indirect speech"),
        ("kg:status kg:Rejected", "status", "accepted"),
        ("kg:about <agent/bo>", "about", "Ann Reed"),
        ("kg:extractionConfidence 0.2", "confidence", "0.9"),
        ('kg:assertedDuring [ a kg:TimeSpan ; kg:edtf "2031" ]', "when said", "2031"),
        ("prov:wasQuotedFrom [ a kg:Utterance ]", "through whom", "Ann Reed"),
        ("kg:content <claim/report/c1#content>", "kind", "figure"),
    ],
)
def test_what_a_filled_cell_says_too_is_told_in_that_cell(says: str, column: str, cell: str) -> None:
    turtle = f"<doc/report> {{ <claim/report/c1> {says} }}"
    reading = read({**ROW, column: cell, "turtle": turtle})
    found = [(row, name) for row, name, message in told(reading) if "Turtle says it already" in message]
    assert (2, column) in found and reading.claims == []


def test_a_cell_beside_a_claim_that_is_turtle_alone_is_told() -> None:
    whole = f'<doc/report> {{ <claim/report/c1> a kg:Claim ; {SPEECH} ; kg:paraphrase "It is so."@en }}'
    row = {"id": "c1", "document": "report", "turtle": whole}
    assert told(read(row)) == []
    ((_, column, message),) = told(read({**row, "how sure": "possible"}))
    assert column == "how sure" and "kg:certainty" in message


def test_turtle_alone_says_that_it_is_a_claim() -> None:
    row = {"id": "c1", "document": "report", "turtle": "<doc/report> { <claim/report/c1> kg:status kg:Rejected }"}
    reading = read(row)
    assert "does not say" in told(reading)[0][2] and reading.claims == []


def test_what_stands_already_may_stand() -> None:
    odd = [
        (OWN, KG.content, IRI(f"{BASE}graph/odd"), REPORT),
        (IRI(f"{BASE}agent/bo"), KG.actor, OWN, IRI(f"{BASE}graph/odd")),
        (OWN, KG.status, KG.Accepted, IRI(f"{BASE}doc/other")),
    ]
    standing = Claim(OWN, REPORT, IRI(f"{BASE}agent/ann"), rest=tuple(odd))
    cell = write_turtle(to_quads(standing), BASE)
    row = {"id": "c1", "document": "report", "what it says": "It is so.", "turtle": cell}
    assert [column for _, column, _ in told(read(row))] == ["turtle"]
    assert told(read(row, claims=[standing])) == []


def test_a_base_that_is_a_name_or_a_text_is_none() -> None:
    quads = read_turtle("<doc/report> { <a> kg:base \"base\", 'prefix' ; kg:prefix <https://x.example/base> }", BASE)
    assert len(quads) == 3
    with pytest.raises(Unclear, match="take that out"):
        read_turtle("<doc/report> { <a> kg:x 1 } BASE <https://x.example/>", BASE)


def described(turtle: str, standing: Sequence[Quad] = ()) -> list[str]:
    """What is told of a document's row with this Turtle."""
    row: dict[str, Cell] = {"short name": "report", "title": "A report", "language": "en", "turtle": turtle}
    row["address"] = "https://example.org/report"
    book = Book((Sheet("documents", (Row(1, tuple(row)), Row(2, tuple(row.values())))),))
    found = registered(book, names(), {REPORT: standing} if standing else {}, lambda file: None)
    assert bool(found.documents) is not bool(found.faults)
    return [str(fault) for fault in found.faults if fault.grave]


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ('<doc/report> { <doc/report> rdfs:label "Ein Bericht"@de ; schema:author [ rdfs:label "x" ] }', ""),
        ('<graph/reference> { <agent/ann> rdfs:label "Crooks" }', "in the graph <"),
        ('<doc/report> { <doc/other> rdfs:label "x" }', "it speaks of"),
        ("<doc/report> { <claim/report/c1> kg:status kg:Rejected }", "it speaks of"),
        ("<doc/report> { <agent/ann> a kg:Claim }", "it speaks of"),
        ("@prefix rdfs: <https://evil.example/> .", "it says '@prefix'"),
    ],
)
def test_a_documents_cell_speaks_of_that_document_alone(cell: str, said: str) -> None:
    found = described(cell)
    assert all(said in one and one.startswith("row 2, documents: turtle:") for one in found) and bool(found) == bool(
        said
    )


def test_what_a_documents_file_says_already_may_stand() -> None:
    quad = (IRI(f"{BASE}agent/ann"), KG.side, Literal("x"), IRI(f"{BASE}graph/reference"))
    cell = write_turtle([quad], BASE)
    assert described(cell) and not described(cell, [quad])

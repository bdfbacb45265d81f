"""The faults that a build looks for: each kind is found, named after the claim, and the rest is silent."""

import pytest

from kgraph.namespaces import IRI, KG, PREFIXES
from kgraph.store import parse_quads
from kgraph.validation.faults import faults

BASE = "https://example.org/id/"
TERMS = [IRI(KG.base + term) for term in KG.terms]
DATA = f"""
@base <{BASE}> .
{"".join(f"@prefix {prefix}: <{iri}> . " for prefix, iri in PREFIXES.items())}
<doc/d> {{
  <doc/d> a kg:Document ; kg:textLength 100 ; schema:datePublished "2021-05-04"^^xsd:date .
  <claim/d/c1> a kg:Claim ; kg:content <claim/d/c1#content> ; kg:claimant <agent/ann> ;
    kg:assertedDuring [ a kg:TimeSpan ; kg:earliestBegin "2021-05-03"^^xsd:date ; kg:latestEnd "2021-05-03"^^xsd:date ;
      kg:edtf "2021-05-03" ] ;
    kg:anchor [ oa:hasSource <doc/d> ; oa:hasSelector [ oa:start 5 ; oa:end 9 ] ] .
}}
<claim/d/c1#content> {{
  <claim/d/c1#m> a kg:Measurement ; kg:value 0.5 ; kg:approximate true ; kg:measure kg:TroopStrength ;
    kg:time <claim/d/c1#t> .
  <claim/d/c1#t> a kg:TimeSpan ; kg:latestBegin "2021-05-01"^^xsd:date ; kg:earliestEnd "2021-05-02"^^xsd:date .
}}
"""


def found(*changes: tuple[str, str]) -> list[tuple[str, str]]:
    data = DATA
    for old, new in changes:
        assert old in data
        data = data.replace(old, new, 1)
    quads = parse_quads(data.encode(), "trig", BASE)
    return [(one.subject.removeprefix(BASE), one.message) for one in faults(quads, TERMS)]


def test_data_without_fault() -> None:
    assert found() == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('Begin "2021-05-03"', 'Begin "2022-07-32"', "'2022-07-32' is no xsd:date"),
        ('Begin "2021-05-03"', 'Begin "2023-02-29"', "'2023-02-29' is no xsd:date"),
        (
            '"2021-05-03"^^xsd:date ; kg:latestEnd',
            '"2021-05-03T25:00:00Z"^^xsd:dateTime ; kg:latestEnd',
            "is no xsd:dateTime",
        ),
        ("kg:value 0.5", 'kg:value "half"^^xsd:decimal', "'half' is no xsd:decimal"),
        ("kg:value 0.5", 'kg:value "1e3"^^xsd:decimal', "'1e3' is no xsd:decimal"),
        ("kg:value 0.5", 'kg:value "NaN"^^xsd:double', "'NaN' is no xsd:double"),
        ("kg:value 0.5", 'kg:value "1,000"^^xsd:integer', "'1,000' is no xsd:integer"),
        ("kg:approximate true", 'kg:approximate "yes"^^xsd:boolean', "'yes' is no xsd:boolean"),
        ("kg:value 0.5", 'kg:value "-5"^^xsd:nonNegativeInteger', "'-5' is no xsd:nonNegativeInteger"),
        ("oa:start 5", "oa:start -5", "characters -5–9: the start is before the text"),
        ("oa:start 5", 'oa:start "abc"', "oa:start: 'abc' is no number of characters"),
        ("oa:start 5", "oa:start 5.5", "oa:start: '5.5' is no number of characters"),
        ("oa:start 5", 'oa:start "x"^^xsd:integer', "oa:start: 'x' is no xsd:integer"),
        ("oa:start 5", "oa:start <doc/d>", "oa:start: 'https://example.org/id/doc/d' is no number of characters"),
        ("oa:end 9", f"oa:end {'1' * 4_301}", f"oa:end: '{'1' * 40}…' is no number of characters"),
        ("oa:end 9", "oa:end 5", "characters 5–5: the end is not after the start"),
        ("oa:end 9", "oa:end 101", "characters 5–101: the text ends at 100"),
        ('edtf "2021-05-03"', 'edtf "2099-13-45"', "'2099-13-45' is no EDTF"),
        ('edtf "2021-05-03"', 'edtf "early May"', "'early May' is no EDTF"),
        ('edtf "2021-05-03"', 'edtf "2021-05-04"', "do not agree with kg:edtf, which allows only 2021-05-04"),
        ('edtf "2021-05-03"', 'edtf "2031"', "do not agree with kg:edtf, which allows only 2031-01-01 to 2031-12-31"),
        (
            'End "2021-05-03"^^xsd:date ;\n      kg:edtf "2021-05-03"',
            'End "-2021-05-03"^^xsd:date',
            "kg:earliestBegin is after kg:latestEnd",
        ),
        ("kg:TroopStrength", "kg:TroopStrenght", "kg:TroopStrenght is no term of the ontology"),
        ("kg:claimant", "kg:clamant", "kg:clamant is no term of the ontology"),
        ("a kg:Measurement", "a kg:Measurment", "kg:Measurment is no term of the ontology"),
    ],
)
def test_each_kind_of_fault_is_named_after_its_claim(old: str, new: str, message: str) -> None:
    ((subject, said),) = found((old, new))
    assert subject == "claim/d/c1"
    assert message in said


def test_legal_dates_are_no_fault() -> None:
    for day in ("-0044-03-15", "0000-01-01", "12021-05-04", "2021-05-04Z", "2021-05-04-14:00"):
        assert found(('"2021-05-01"^^xsd:date', f'"{day}"^^xsd:date')) == []
    for time in ("2021-05-01T24:00:00Z", "-12021-05-04T10:00:00.123456789-05:00"):
        assert found(('"2021-05-01"^^xsd:date', f'"{time}"^^xsd:dateTime')) == []


def test_an_unknown_term_is_a_fault_of_each_claim_that_uses_it() -> None:
    begins = "}\n<claim/d/c1#content> {"
    second = f"<claim/d/c2> a kg:Claim ; kg:content <claim/d/c2#content> ; kg:clamant <agent/bob> .\n{begins}"
    assert found(("kg:claimant", "kg:clamant"), (begins, second)) == [
        (f"claim/d/c{n}", "kg:clamant is no term of the ontology") for n in (1, 2)
    ]


def test_several_faults_are_sorted() -> None:
    messages = [
        message for _, message in found(("kg:value 0.5", 'kg:value "x"^^xsd:decimal'), ("oa:end 9", "oa:end 1"))
    ]
    assert messages == ["characters 5–1: the end is not after the start", "kg:value: 'x' is no xsd:decimal"]

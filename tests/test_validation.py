"""A made-up dataset that is valid, and every way to break it: each is found and names the claim."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from kgraph.errors import DataError, UsageError
from kgraph.namespaces import IRI
from kgraph.resources import bundled
from kgraph.store import parse_quads
from kgraph.validation import Finding, as_data, failed, report, summary, validate

BASE = "https://example.org/norika/"
TEXT = (
    "\ufeffAmber Lake 🚤, Tuesday.\r\nNorthline Wire was told by the mayor that about three hundred soldiers "
    "of the first Amber Brigade had reached the lake by noon. The brigade’s spokesman doesn't agree.\n"
)


def digest(text: str) -> str:
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def claim(name: str, first: str, last: str, words: str, extra: str = "", **concepts: str) -> str:
    """A claim of the document's graph, anchored from one word of the text to another."""
    start, end = TEXT.index(first), TEXT.index(last) + len(last)
    said = {
        "modality": "Assertion",
        "polarity": "Positive",
        "certainty": "Certain",
        "voice": "IndirectSpeech",
    }
    terms = " ; ".join(f"kg:{k} kg:{v}" for k, v in {**said, **concepts}.items())
    return f"""
  <claim/d/{name}> a kg:Claim ; kg:statedIn <doc/d> ; kg:content <claim/d/{name}#content> ; {terms} ;
    kg:about <place/lake>, <unit/amber-1> ; kg:paraphrase "{words}"@en ; kg:status kg:Accepted ; {extra}
    kg:assertedDuring [ a kg:TimeSpan ; kg:latestEnd "2031-05-06"^^xsd:date ; kg:edtf "../2031-05-06" ] ;
    kg:anchor [ a oa:SpecificResource ; oa:hasSource <doc/d> ; kg:quoteDigest "{digest(TEXT[start:end])}" ;
      oa:hasSelector [ a oa:TextPositionSelector ; oa:start {start} ; oa:end {end} ] ] .
"""


DATA = f"""@base <{BASE}> .
@prefix kg: <https://w3id.org/kgraph/ontology#> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<graph/reference> {{
  <agent/norika> a kg:Organization ; rdfs:label "Norika"@en .
  <agent/northline> a kg:MediaOutlet ; rdfs:label "Northline Wire"@en ; skos:altLabel "NLW"@en .
  <agent/mayor> a kg:Person ; rdfs:label "Ida Mayor"@en ; kg:side <agent/norika> .
  <unit/amber-1> a kg:MilitaryUnit ; rdfs:label "1st Amber Brigade"@en ; kg:side <agent/norika> .
  <place/lake> a kg:Place ; rdfs:label "Amber Lake"@en .
  <event/arrival> a kg:Deployment ; rdfs:label "reported arrival at Amber Lake"@en .
}}
<doc/d> {{
  <doc/d> a kg:Document ; rdfs:label "Northline Wire on Amber Lake"@en ; schema:publisher <agent/northline> ;
    schema:datePublished "2031-05-06T18:00:00+02:00"^^xsd:dateTime ; schema:inLanguage "en" ;
    kg:fileName "d.txt" ; kg:textDigest "{digest(TEXT)}" ; kg:textLength {len(TEXT)} .
{
    claim(
        "c1",
        "about",
        "lake by noon",
        "The mayor puts the unit at the lake with 300 or so.",
        "kg:claimant <agent/mayor> ; prov:wasQuotedFrom [ a kg:Utterance ; prov:wasAttributedTo <agent/northline> ] ;",
    )
}{
    claim(
        "c2",
        "brigade’s",
        "agree",
        "The unit denies it.",
        "kg:claimant <unit/amber-1> ; kg:denies <claim/d/c1> ;",
        modality="Denial",
        polarity="Negative",
    )
}}}
<claim/d/c1#content> {{
  <claim/d/c1#p1> a kg:Presence ;
    kg:subject <unit/amber-1> ; kg:place <place/lake> ; kg:time <claim/d/c1#t1> .
  <claim/d/c1#t1> a kg:TimeSpan ; kg:latestBegin "2031-05-06"^^xsd:date ; kg:edtf "../2031-05-06" .
  <event/arrival> kg:actor <unit/amber-1> ; kg:phase kg:Completed .
}}
<claim/d/c2#content> {{ <event/arrival> kg:actor <unit/amber-1> . }}
<graph/derived> {{
  <dispute/1> a kg:Dispute ; kg:disputes <claim/d/c1>, <claim/d/c2> ; kg:dimension kg:Polarity ;
    kg:foundBy <rule/denial> ; kg:explanation "The second denies the first."@en .
}}
"""

Check = Callable[..., list[Finding]]


@pytest.fixture
def check(tmp_path: Path) -> Check:
    """Validates the data, after some replacements, against the text (`None`: no folder of texts)."""

    def run(*changes: tuple[str, str], text: str | bytes | None = TEXT) -> list[Finding]:
        data = DATA
        for old, new in changes:
            assert old in data, f"{old!r} is not in the data"
            data = data.replace(old, new, 1)
        if text is not None:
            (tmp_path / "d.txt").write_bytes(text if isinstance(text, bytes) else text.encode())
        quads = parse_quads(data.encode(), "trig", BASE)
        sources = None if text is None else tmp_path
        return validate(quads, ontology=bundled() / "ontology", base=BASE, sources=sources)

    return run


def found(findings: list[Finding], kind: str) -> list[tuple[str, str]]:
    return [(f.subject.removeprefix(BASE), f.severity) for f in findings if f.check == kind]


def test_the_made_up_data_are_valid(check: Check) -> None:
    assert check() == []


def test_without_texts_a_note_says_what_was_not_checked(check: Check) -> None:
    (finding,) = check(text=None)
    assert (finding.check, finding.subject, finding.severity) == ("digest", BASE + "doc/d", "info")
    assert "--sources" in finding.fix
    assert not failed([finding])


def test_a_text_missing_from_the_folder_is_an_error(check: Check) -> None:
    findings = check(('kg:fileName "d.txt"', 'kg:fileName "e.txt"'))
    assert found(findings, "digest") == [("doc/d", "error")]
    assert "has no file 'e.txt'" in findings[0].message


@pytest.mark.parametrize("name", ["../d.txt", "/etc/hostname"])
def test_a_file_name_never_leads_out_of_the_folder(check: Check, name: str) -> None:
    assert "has no file" in next(f for f in check(("d.txt", name)) if f.check == "digest").message


def test_one_character_of_the_text(check: Check) -> None:
    findings = check(text=TEXT.replace("three", "threg"))
    assert found(findings, "digest") == [("claim/d/c1", "error"), ("doc/d", "error")]
    assert {f.graph for f in findings} == {BASE + "doc/d"}


def test_one_character_more_moves_every_anchor_behind_it(check: Check) -> None:
    findings = check(text=TEXT.replace("Tuesday", "Tuesdays"))
    expected = [("claim/d/c1", "error"), ("claim/d/c2", "error"), ("doc/d", "error"), ("doc/d", "error")]
    assert found(findings, "digest") == expected


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        (TEXT.replace("\r\n", "\n"), "its line ends were changed from CRLF to LF"),
        (TEXT[1:], "its byte order mark was removed"),
        (TEXT.rstrip(), "white space at its end was changed"),
    ],
)
def test_one_change_of_form_is_one_finding_for_the_document(check: Check, text: str, cause: str) -> None:
    findings = check(text=text)
    assert [(f.check, f.subject, f.severity) for f in findings] == [("digest", BASE + "doc/d", "error")]
    assert cause in findings[0].message


def test_offsets_in_utf16_are_one_finding_for_the_document(check: Check) -> None:
    spans = [(START, END), (TEXT.index("brigade’s"), TEXT.index("agree") + 5)]
    changes = [(f"oa:start {a} ; oa:end {b} ", f"oa:start {a + 1} ; oa:end {b + 1} ") for a, b in spans]
    (finding,) = check(*changes)
    assert (finding.check, finding.subject) == ("digest", BASE + "doc/d")
    assert "UTF-16" in finding.message


def test_a_shorter_text_ends_before_its_anchors(check: Check) -> None:
    findings = check(text=TEXT[:100])
    assert found(findings, "anchor") == [("claim/d/c1", "error"), ("claim/d/c2", "error")]
    assert "the text at hand ends at 100" in findings[0].message


def test_a_text_that_is_not_utf8_is_an_error_of_its_own(check: Check) -> None:
    with pytest.raises(DataError, match=r"d\.txt:1: cannot be read: the byte 0x"):
        check(text=b"\xff")


START, END = TEXT.index("about"), TEXT.index("lake by noon") + len("lake by noon")
C2_WORDS = 'kg:paraphrase "The unit denies it."@en'
CORRUPTIONS = {
    "start": (
        f"oa:start {START} ",
        f"oa:start {START + 1} ",
        "digest",
        "claim/d/c1",
        "not those of kg:quoteDigest",
    ),
    "end": (f"oa:end {END} ", f"oa:end {END - 1} ", "digest", "claim/d/c1", "not those of kg:quoteDigest"),
    "far end": (f"oa:end {END} ", "oa:end 9999 ", "anchor", "claim/d/c1", f"the text ends at {len(TEXT)}"),
    "backwards": (f"oa:end {END} ", "oa:end 3 ", "anchor", "claim/d/c1", "not after the start"),
    "negative": (f"oa:start {START} ", "oa:start -3 ", "anchor", "claim/d/c1", "before the text"),
    "quote digest": (
        digest(TEXT[START:END]),
        digest("x"),
        "digest",
        "claim/d/c1",
        f"characters {START}–{END} of the text",
    ),
    "text digest": (digest(TEXT), digest("x"), "digest", "doc/d", "the text has changed"),
    "text length": (
        f"kg:textLength {len(TEXT)}",
        f"kg:textLength {len(TEXT) + 1}",
        "digest",
        "doc/d",
        f"has {len(TEXT)} characters",
    ),
    "predicate": ("kg:denies", "kg:denis", "vocabulary", "claim/d/c2", "did you mean kg:denies?"),
    "what a build writes": (
        "kg:denies <claim/d/c1> ;",
        'kg:denies <claim/d/c1> ; kg:saidBy "2031-05-06"^^xsd:date ;',
        "vocabulary",
        "claim/d/c2",
        "kg:saidBy is derived by builds",
    ),
    "class": ("a kg:Presence", "a kg:Presense", "vocabulary", "claim/d/c1", "did you mean kg:Presence?"),
    "concept": ("kg:phase kg:Completed", "kg:phase kg:Complete", "vocabulary", "claim/d/c1", "kg:Completed?"),
    "foreign term": (
        "prov:wasAttributedTo",
        "prov:wasAtributedTo",
        "vocabulary",
        "claim/d/c1",
        "did you mean prov:wasAttributedTo?",
    ),
    "wrong http": (
        "schema: <https:",
        "schema: <http:",
        "vocabulary",
        "doc/d",
        "is a property of no declared vocabulary; did you mean schema:publisher",
    ),
    "unknown vocabulary": (
        "kg:denies",
        "<urn:x:denies>",
        "vocabulary",
        "claim/d/c2",
        "no declared vocabulary",
    ),
    "shape": ("kg:claimant <agent/mayor> ;", "", "shape", "claim/d/c1", "exactly one kg:claimant"),
    "shape of a blank node": (
        "prov:wasAttributedTo <agent/northline>",
        'rdfs:comment "gone"',
        "shape",
        "claim/d/c1",
        "exactly one prov:wasAttributedTo",
    ),
    "shape of a content": (
        "kg:subject <unit/amber-1> ;",
        "",
        "shape",
        "claim/d/c1",
        "exactly one kg:subject",
    ),
    "dangling agent": (
        "kg:claimant <agent/mayor>",
        "kg:claimant <agent/mayer>",
        "dangling",
        "claim/d/c1",
        "mayer>",
    ),
    "dangling place": (
        "kg:place <place/lake> ;",
        "kg:place <place/pond> ;",
        "dangling",
        "claim/d/c1",
        "pond>",
    ),
    "dangling claim": ("kg:denies <claim/d/c1>", "kg:denies <claim/d/c9>", "dangling", "claim/d/c2", "c9>"),
    "no content": ("<claim/d/c2#content> {", "<claim/d/c3#content> {", "content", "claim/d/c2", "is empty"),
    "content of nobody": (
        "<claim/d/c2#content> {",
        "<claim/d/c3#content> {",
        "content",
        "claim/d/c3",
        "no claim",
    ),
    "content of two": (
        "kg:content <claim/d/c2#content>",
        "kg:content <claim/d/c1#content>",
        "content",
        "claim/d/c2",
        "already the content of",
    ),
    "unknown node": (
        "<event/arrival> kg:actor <unit/amber-1> . }",
        "<event/other> kg:actor <unit/amber-1> . }",
        "content",
        "claim/d/c2",
        "neither a shared entity nor its own node",
    ),
    "another's node": (
        "<event/arrival> kg:actor <unit/amber-1> . }",
        "<event/arrival> kg:time <claim/d/c1#t1> . }",
        "content",
        "claim/d/c2",
        "another claim's node",
    ),
    "blank node": (
        "<event/arrival> kg:actor <unit/amber-1> . }",
        "<event/arrival> kg:time [ a kg:TimeSpan ; kg:edtf '2031' ] . }",
        "content",
        "claim/d/c2",
        "a blank node is in its content",
    ),
    "label": (
        '"Northline Wire"@en',
        '"NORIKA"@en',
        "label",
        "agent/northline",
        "of <https://example.org/norika/",
    ),
    "wording": (
        C2_WORDS,
        'kg:paraphrase "“About THREE hundred soldiers of the first Amber Brigade” are there."@en',
        "wording",
        "claim/d/c2",
        f"from character {START}",
    ),
    "wording in a content": (
        "kg:actor <unit/amber-1> . }",
        'rdfs:comment "had reached the lake by noon; the brigade\'s spokesman doesn’t agree" . }',
        "wording",
        "claim/d/c2",
        "its rdfs:comment has nine or more words in a row",
    ),
}


@pytest.mark.parametrize("name", CORRUPTIONS)
def test_each_corruption_is_found_and_names_its_owner(check: Check, name: str) -> None:
    old, new, kind, subject, message = CORRUPTIONS[name]
    findings = check((old, new))
    lines = [f.line(BASE) for f in findings if f.check == kind and f.subject == BASE + subject]
    assert any(message in line for line in lines), report(findings, BASE)
    assert failed(findings)


@pytest.mark.slow
def test_eight_words_in_a_row_are_allowed(check: Check) -> None:
    words = "About three hundred soldiers of the first Amber"
    assert check((C2_WORDS, f'kg:paraphrase "{words} are denied."@en')) == []


def test_a_stored_quote_is_the_source_s_wording_by_right(check: Check) -> None:
    quote = "about three hundred soldiers of the first Amber Brigade had reached the lake by noon"
    selector = f'oa:hasSelector [ a oa:TextQuoteSelector ; oa:exact "{quote}" ], [ a oa:TextPositionSelector'
    assert not found(check(("oa:hasSelector [ a oa:TextPositionSelector", selector)), "wording")


def test_labels_that_look_the_same_are_equal(check: Check) -> None:
    assert found(check(('"Northline Wire"@en', '"Nor\u00adika"@en')), "label") == [("agent/northline", "error")]


def test_equal_labels_of_different_kinds_and_alternative_names_are_warnings(check: Check) -> None:
    findings = check(('"Amber Lake"@en', '"Norika"@en'))
    assert found(findings, "label") in ([("place/lake", "warning")], [("agent/norika", "warning")])
    findings = check(('"NLW"@en', '"1st  amber brigade"@en'))
    assert found(findings, "label") == [("agent/northline", "warning")]
    assert "'1st amber brigade' is the label of" in findings[0].message
    assert not failed(findings)


def test_a_state_may_share_an_alternative_name_with_its_country(check: Check) -> None:
    assert found(check(('"NLW"@en', '"Amber Lake"@en')), "label") == []


def test_a_claim_entered_twice_is_a_warning(check: Check) -> None:
    twin = DATA[DATA.index("  <claim/d/c2> a") : DATA.index("<claim/d/c1#content> {")].replace("d/c2", "d/c4")
    content = "<claim/d/c4#content> { <event/arrival> kg:actor <unit/amber-1> . }\n<graph/derived> {"
    findings = check(("}\n<claim/d/c1#content> {", twin + "<claim/d/c1#content> {"), ("<graph/derived> {", content))
    assert [(f.check, f.subject, f.severity) for f in findings] == [("repeated", BASE + "claim/d/c4", "warning")]
    assert "the same paraphrase as <https://example.org/norika/claim/d/c2>" in findings[0].message


def test_claims_whose_words_are_missing_are_not_taken_for_one(check: Check) -> None:
    wordless = 'kg:paraphrase "The unit denies it."@en ; '
    twin = DATA[DATA.index("  <claim/d/c2> a") : DATA.index("<claim/d/c1#content> {")].replace("d/c2", "d/c4")
    findings = check(
        (wordless, ""), ("}\n<claim/d/c1#content> {", twin.replace(wordless, "") + "<claim/d/c1#content> {")
    )
    assert found(findings, "repeated") == []
    assert {"claim/d/c2", "claim/d/c4"} <= {subject for subject, _ in found(findings, "shape")}


def test_the_report_has_a_line_a_finding_and_the_counts(check: Check) -> None:
    findings = check(("kg:denies", "kg:denis"), ("oa:end ", "oa:end 9"), ('"NLW"@en', '"Norika"@en'))
    lines = report(findings, BASE).splitlines()
    assert len([line for line in lines if line.startswith("  ")]) == len(findings)
    errors = sum(f.severity == "error" for f in findings)
    assert lines[-1] == summary(findings) == f"{errors} errors, 1 warning."
    assert any(line.startswith("  error    claim/d/c2: kg:denis is no property") for line in lines)
    assert "https://example.org/norika/claim/d/c2: " in report(findings)


def test_the_report_stays_on_its_lines_whatever_the_data_say() -> None:
    hostile = Finding("label", IRI(BASE + "x"), "a\nb\x1b[31mred\u202e\u2028", "fix\r\nit")
    assert hostile.line(BASE) == "x: a b\ufffd[31mred\ufffd ; fix it"


def test_findings_as_data_are_json_ready() -> None:
    finding = Finding("label", IRI(BASE + "x"), "m", graph=IRI(BASE + "g"))
    assert as_data([finding]) == [
        {
            "check": "label",
            "subject": BASE + "x",
            "message": "m",
            "fix": "",
            "severity": "error",
            "graph": BASE + "g",
        }
    ]


def test_an_ontology_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"shapes\.ttl"):
        validate([], ontology=tmp_path, base=BASE, sources=None)
    (tmp_path / "shapes.ttl").write_text("", encoding="utf-8")
    with pytest.raises(DataError, match=r"no \.ttl file here defines any term"):
        validate([], ontology=tmp_path, base=BASE, sources=None)
    (tmp_path / "terms.ttl").write_text("<urn:a> a <urn:b> .", encoding="utf-8")
    prefix = "@prefix sh: <http://www.w3.org/ns/shacl#> ."
    broken = f"{prefix} <urn:s> a sh:NodeShape ; sh:targetNode <urn:a> ; sh:property 1 ."
    (tmp_path / "shapes.ttl").write_text(broken, encoding="utf-8")
    with pytest.raises(DataError, match=r"shapes\.ttl: these shapes cannot be used"):
        validate([], ontology=tmp_path, base=BASE, sources=None)


@pytest.mark.parametrize(
    ("right", "wrong"), [("kg:place <place/lake>", "kg:plce <place/lake>"), ("a kg:Presence", "a kg:presence")]
)
def test_a_property_is_meant_by_a_property_and_a_class_by_a_class(check: Check, right: str, wrong: str) -> None:
    meant = right.removeprefix("a ").partition(" ")[0]
    assert any(f"did you mean {meant}?" in finding.line(BASE) for finding in check((right, wrong)))

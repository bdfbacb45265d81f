"""RDF files: read with file:line when broken, written in every format, digests of content, guarded terms."""

import hashlib
import json
import re
from pathlib import Path

import pytest

from kgraph.errors import DataError, UsageError
from kgraph.model import BlankNode, Literal, Quad, Triple
from kgraph.namespaces import IRI, KG, RDF, RDFS, XSD
from kgraph.store import (
    FORMATS,
    content_digest,
    open_store,
    parse_quads,
    read_quads,
    serialise,
    write_quads,
    write_triples,
)
from kgraph.store.results import rows_from_json
from kgraph.store.terms import from_json

BASE = "https://example.org/id/"
S, P, G = IRI(BASE + "s"), IRI(BASE + "p"), IRI(BASE + "g")
QUADS: list[Quad] = [
    (S, RDF.type, KG.Claim, G),
    (S, RDFS.label, Literal('a "b" \\ <c> & \u2028 é', language="en"), G),
    (S, P, Literal("0.85", XSD.decimal), None),
]


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("a.ttl", "@prefix kg: <a:> .\n\nkg:a kg:b .\n", 3),
        ("a.ttl", "@prefix kg: <a:> .\nkg:a kg:b 'x", 2),
        ("a.ttl", "<a> <b> <c d> .", 1),
        ("a.ttl", "kg:a a kg:b .", 1),
        ("a.trig", "<a:g> {\n<a:s> <a:p> 1\n<a:s> <a:p> 2 }\n", 3),
        ("a.nq", "<a:s> <a:p> 'x' .", 1),
        ("a.nt", "<a:s> <a:p> <a:o> .\n<a:s> <a:p> <a:o> <a:g> .\n", 2),
        ("a.jsonld", '{"@id": "a:s",\n "a:p": }', 2),
    ],
)
def test_a_broken_file_is_reported_with_its_line(tmp_path: Path, name: str, text: str, line: int) -> None:
    path = tmp_path / name
    path.write_text(text)
    with pytest.raises(DataError) as caught:
        read_quads(path, BASE)
    assert str(caught.value).startswith(f"{path}:{line}: ")
    assert "Parser error" not in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.xml", b"<rdf:RDF>\n</x>"),
        ("a.ttl", b"<a:s> <a:p> '\xff' ."),
        ("a.jsonld", b'{"@context": "https://example.org/context", "@id": "a:s"}'),  # nothing is fetched
        ("a.trig", b"_:g { <a:s> <a:p> 1 }"),
        ("a.ttl", b"<a:s> <a:p> <<( <a:s> <a:p> 1 )>> ."),
        ("a.ttl", b'<a:s> <a:p> "x"@en--ltr .'),
    ],
)
def test_what_cannot_be_held_is_reported_with_its_file(tmp_path: Path, name: str, data: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(DataError) as caught:
        read_quads(path, BASE)
    assert str(caught.value).startswith(f"{path}:")


def test_a_file_that_is_not_there_or_no_rdf_is_the_callers_to_mend(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"none\.ttl: cannot be read: No such file"):
        read_quads(tmp_path / "none.ttl", BASE)
    (tmp_path / "folder.ttl").mkdir()
    with pytest.raises(UsageError, match=r"folder\.ttl: cannot be read: Is a directory"):
        read_quads(tmp_path / "folder.ttl", BASE)
    with pytest.raises(UsageError, match=r"kgraph reads \.jsonld \.nq"):
        read_quads(tmp_path / "notes.txt", BASE)
    with pytest.raises(UsageError, match="no RDF format is called 'n3'"):
        write_quads(QUADS, "n3")


def test_relative_iris_start_from_the_base_and_blank_nodes_belong_to_one_file() -> None:
    text = b"<claim/c1> <p> _:b . _:b <p> 1 ."
    one, two = parse_quads(text, "ttl", BASE), parse_quads(text, "ttl", BASE)
    assert one[0][0] == BASE + "claim/c1"
    assert one[0][2] == one[1][0] != two[1][0]


@pytest.mark.parametrize("suffix", sorted(FORMATS))
def test_what_is_written_is_read_again(suffix: str) -> None:
    again = parse_quads(write_quads(QUADS, suffix), suffix, BASE)
    if suffix in ("nq", "trig", "jsonld"):
        assert set(again) == set(QUADS)
    else:
        assert set(again) == {(s, p, o, None) for s, p, o, _ in QUADS}
    triples = [quad[:3] for quad in QUADS]
    assert {quad[:3] for quad in parse_quads(write_triples(triples, suffix), suffix, BASE)} == set(triples)


def test_prefixes_are_used_where_the_format_has_them() -> None:
    assert b"a kg:Claim" in write_quads(QUADS, "ttl")
    assert b"rdfs:label" in write_quads(QUADS, "trig")


@pytest.mark.parametrize(
    "triple",
    [(S, IRI("https://example.org/1"), Literal("x")), (S, P, Literal("\x00")), (S, P, Literal("\ufffe"))],
)
def test_what_xml_cannot_say_is_refused(triple: Triple) -> None:
    with pytest.raises(DataError, match="RDF/XML"):
        write_triples([triple], "xml")
    for suffix in ("nt", "ttl", "trig", "nq", "jsonld"):
        assert parse_quads(write_triples([triple], suffix), suffix, BASE) == [(*triple, None)]


def measurement(claim: IRI, value: str, name: str = "m1") -> list[Triple]:
    m, t = IRI(f"{claim}#{name}"), IRI(f"{claim}#t-{name}")
    return [
        (m, RDF.type, KG.Measurement),
        (m, KG.value, Literal(value, XSD.decimal)),
        (m, KG.time, t),
        (t, KG.edtf, Literal("2025")),
    ]


def test_equal_contents_have_equal_digests_whatever_their_local_names() -> None:
    one, two = IRI(BASE + "claim/d1/c1"), IRI(BASE + "claim/d2/c9")
    digest = content_digest(measurement(one, "0.85"), one)
    assert digest == content_digest(reversed(measurement(two, "0.85", "other")), two)
    assert digest == content_digest(measurement(two, "0.850"), two)
    assert digest != content_digest(measurement(two, "0.86"), two)
    assert digest != content_digest(measurement(two, "0.85")[:-1], two)
    assert digest != content_digest(measurement(one, "0.85"), two)  # local to another claim: an IRI like any


def test_a_claim_is_not_taken_for_another_whose_iri_begins_like_it() -> None:
    c1, c10 = IRI(BASE + "claim/d1/c1"), IRI(BASE + "claim/d1/c10")
    assert content_digest(measurement(c10, "1"), c1) != content_digest(measurement(c10, "1"), c10)


def test_the_digest_is_of_the_canonical_form() -> None:
    claim = IRI(BASE + "claim/d1/c1")
    triples: list[Triple] = [(IRI(claim + "#m1"), KG.figure, Literal('1 to "8"\n')), (S, P, BlankNode("x"))]
    canonical = f'<{S}> <{P}> _:c14n0 .\n_:c14n1 <{KG.figure}> "1 to \\"8\\"\\n" .\n'
    swapped = canonical.replace("c14n0", "x").replace("c14n1", "c14n0").replace("_:x", "_:c14n1")
    expected = {"sha256:" + hashlib.sha256(text.encode()).hexdigest() for text in (canonical, swapped)}
    assert content_digest(triples, claim) in expected
    assert content_digest([], claim) == "sha256:" + hashlib.sha256(b"").hexdigest()


@pytest.mark.parametrize(
    "term",
    [
        IRI("no scheme"),
        IRI("https://example.org/> } ; DROP ALL #"),
        IRI("https://example.org/{x}"),
        IRI("https://example.org/\n"),
        Literal("x", language="en } DROP"),
        Literal("x", IRI("not absolute")),
        Literal("\udc00"),
        BlankNode("a b"),
        BlankNode(""),
    ],
    ids=ascii,
)
def test_what_is_no_legal_term_is_never_written(term: IRI | Literal | BlankNode) -> None:
    with pytest.raises(DataError, match="is not a legal RDF term") as caught:
        serialise(term)
    assert "\n" not in str(caught.value)


def test_a_backslash_before_a_u_is_read_alike_by_engines_of_both_kinds() -> None:
    r"""§19.2: some replace \u escapes before they split the text into tokens, some only within them."""
    for text in ("\\u0022", "\\\\u0022 }", "\\U00000022", "\\\x7f\\u"):
        written = serialise(Literal(text))
        with open_store("memory:") as store:
            assert store.select(f"SELECT ({written} AS ?x) WHERE {{}}").column("x") == [Literal(text)]
        early = re.sub(r"\\u([0-9A-F]{4})|\\U([0-9A-F]{8})", lambda m: chr(int(m[1] or m[2], 16)), written)
        assert json.loads(early, strict=False) == text  # JSON's escapes are SPARQL's, but for \' and \U


@pytest.mark.parametrize("binding", [{}, {"type": "uri"}, {"type": "triple", "value": {}}, {"type": "x", "value": "x"}])
def test_a_json_binding_that_is_no_term_raises(binding: dict[str, object]) -> None:
    with pytest.raises(DataError, match="is not an RDF"):
        from_json(binding)


@pytest.mark.parametrize("suffix", ["trig", "ttl", "nq", "nt", "jsonld", "xml", "rdf", "owl"])
def test_a_file_may_begin_with_a_byte_order_mark(tmp_path: Path, suffix: str) -> None:
    data = write_quads([(S, P, Literal("ü"), None)], "xml" if suffix in ("rdf", "owl") else suffix)
    path = tmp_path / f"a.{suffix}"
    path.write_bytes(b"\xef\xbb\xbf" + data)
    assert read_quads(path, BASE) == [(S, P, Literal("ü"), None)]


@pytest.mark.parametrize("suffix", ["trig", "nt", "jsonld", "xml"])
@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_another_encoding_is_told_in_one_line(tmp_path: Path, suffix: str, encoding: str) -> None:
    path = tmp_path / f"a.{suffix}"
    path.write_bytes(write_quads([(S, P, S, None)], suffix).decode().encode(encoding))
    with pytest.raises(DataError) as caught:
        read_quads(path, BASE)
    assert str(caught.value) == f"{path}: this is saved as {encoding.upper()}; save it as UTF-8"


def test_a_broken_file_with_a_mark_is_reported_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_bytes(b"\xef\xbb\xbf<a:s> <a:p> 1 .\n<a:s> <a:p> 2 }\n")
    with pytest.raises(DataError, match=r"a\.ttl:2: "):
        read_quads(path, BASE)


def test_an_endpoints_rows_may_begin_with_a_byte_order_mark() -> None:
    body = b'\xef\xbb\xbf{"head": {"vars": ["x"]}, "results": {"bindings": [{"x": {"type": "uri", "value": "a:b"}}]}}'
    assert rows_from_json(body).rows == ((IRI("a:b"),),)


XML = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="urn:e#">'
TERMS = "<urn:a> <urn:b> " + "<<( <urn:a> <urn:b> " * 30_000 + '"1"' + " )>>" * 30_000 + " ."
TOO_MUCH = {
    "objects": ("jsonld", '{"urn:p": ' * 5_000 + "1" + "}" * 5_000, "nested more than 200 deep"),
    "objects that stay open": ("jsonld", '{"urn:p": ' * 5_000, "nested more than 200 deep"),
    "lists": ("jsonld", '{"urn:p":' + '{"@list": [' * 5_000 + "]}" * 5_000 + "}", "nested more than 200 deep"),
    "graphs": ("jsonld", '{"@graph": ' * 50_000 + "{}" + "}" * 50_000, "nested more than 200 deep"),
    "contexts": ("jsonld", '{"a":{"@id":"urn:a","@context":' * 5_000 + "{}" + "}}" * 5_000, "more than 200 deep"),
    "triple terms": ("ttl", TERMS, "RDF 1.1"),
    "triple terms in lines": ("nt", TERMS, "RDF 1.1"),
    "more triple terms": ("nq", "<urn:a> <urn:b> " + "<<(" * 300_000, "no triple terms"),
    "laughs": (
        "xml",
        '<!DOCTYPE r [<!ENTITY a "ha">'
        + "".join(f'<!ENTITY {"a" * i} "{("&" + "a" * (i - 1) + ";") * 10}">' for i in range(2, 12))
        + f']>{XML}<e:A><e:p>&{"a" * 11};</e:p></e:A></rdf:RDF>',
        "its entities grow",
    ),
    "a long entity, often": (
        "rdf",
        f'<!DOCTYPE r [<!ENTITY a "{"ha" * 40_000}">]>{XML}<e:A><e:p>{"&a;" * 200_000}</e:p></e:A></rdf:RDF>',
        "its entities grow",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TOO_MUCH)
def test_a_file_that_would_end_the_process_is_refused_in_a_line(tmp_path: Path, name: str) -> None:
    suffix, text, words = TOO_MUCH[name]
    file = tmp_path / f"deep.{suffix}"
    file.write_text(text)
    with pytest.raises(DataError, match=words) as caught:
        read_quads(file, "https://example.org/")
    assert str(caught.value).startswith(f"{file}: ")
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize(
    ("suffix", "text", "count"),
    [
        ("ttl", "<urn:a> <urn:b> " + "( " * 5_000 + ") " * 5_000 + ".", 9_999),
        ("ttl", "<urn:a> <urn:b> " + "[ <urn:c> " * 5_000 + "1" + "] " * 5_000 + ".", 5_001),
        ("ttl", f"<urn:a> <urn:b> '{'<< news >> ' * 5_000}' .", 1),
        ("jsonld", '{"urn:p": "' + "[{" * 5_000 + '\\"{"}', 1),
        ("jsonld", '{"urn:p": [' + '{"@value": "}"},' * 5_000 + "1]}", 5_001),
        ("xml", f'<!DOCTYPE r [<!ENTITY x "urn:x#">]>{XML}<e:A rdf:about="&x;a"><e:p>&amp;</e:p></e:A></rdf:RDF>', 2),
    ],
)
def test_what_looks_deep_and_is_not_too_deep_is_read(suffix: str, text: str, count: int) -> None:
    assert len(parse_quads(text.encode(), suffix, "https://example.org/")) == count

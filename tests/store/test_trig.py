"""The stable text form: the same data, the same bytes; what is written reads back."""

import random
from pathlib import Path

import pyoxigraph as ox
import pytest

from kgraph.errors import DataError, UsageError
from kgraph.model import BlankNode, Literal, Quad, Term
from kgraph.namespaces import IRI, KG, RDF, RDFS, XSD
from kgraph.store.trig import WIDTH, canonical_trig, format_file, natural
from paced import rest_slow

BASE = "https://w3id.org/kgraph/id/"
HEAD = f"@base <{BASE}> .\n@prefix kg: <{KG.base}> .\n"

STRINGS = [
    "",
    " ",
    "#not a comment",
    'quote " and \\ backslash',
    "line\nfeed\rreturn\ttab\bback\ffeed",
    "\x00\x01\x7f\x85\xa0\xad",
    "\u2028\u2029\u202e\ufeff\ufffe",
    "Покровськ — 85 %",
    "👩\u200d🚀 e\u0301",
    "'''\"\"\"",
    "[ a <b> ; ] } .",
    "\\u0041",
    "x" * 150,
    "c10",
    "c2",
]
IRIS = [
    f"{BASE}agent/a1",
    f"{BASE}agent/a10",
    f"{BASE}agent/a2",
    f"{BASE}claim/x/c1#m1",
    f"{BASE}a:b/c",
    f"{BASE}d/a:b?q#f",
    f"{BASE}/lead",
    f"{BASE}./dot",
    f"{BASE}a/../b",
    f"{BASE}a/.",
    f"{BASE}a/...",
    f"{BASE}a//b",
    f"{BASE}?q",
    f"{BASE}#f",
    BASE,
    BASE[:-1],
    KG.base,
    KG.Claim,
    f"{KG.base}9-x",
    f"{KG.base}a.b",
    f"{KG.base}a.",
    f"{KG.base}a/b",
    f"{KG.base}é",
    "http://www.wikidata.org/entity/Q1",
    "urn:x:y",
    "http://example.org/ü%20#x",
    RDF.nil,
    RDF.type,
]
NUMBERS = [
    *[(n, XSD.integer) for n in ("1", "+01", "-0", "1.0", "x", "")],
    *[(n, XSD.decimal) for n in ("0.85", ".5", "5.", "+1.50", "7")],
    *[(n, XSD.double) for n in ("1e3", "1.E-3", ".5e1", "1.5", "INF")],
    *[(n, XSD.boolean) for n in ("true", "false", "1", "TRUE")],
    ("2025-11-05", XSD.date),
]


def seeded(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - repeatable test data, nothing secret


def literal(rng: random.Random) -> Literal:
    if rng.random() < 0.5:
        return Literal(*rng.choice(NUMBERS))
    if rng.random() < 0.3:
        return Literal(rng.choice(STRINGS), RDF.langString, rng.choice(["en", "en-gb", "uk"]))
    return Literal(rng.choice(STRINGS))


def dataset(seed: int) -> list[Quad]:
    """Random quads: trees, cycles, shared blank nodes, lists whole and broken, within and across graphs."""
    rng = seeded(seed)
    predicates = [IRI(i) for i in (RDF.type, RDFS.label, KG.about, RDF.first, RDF.rest, f"{BASE}p/1", "urn:p")]
    graphs = [None, IRI(f"{BASE}doc/d2"), IRI(f"{BASE}doc/d10")][: rng.randint(1, 3)]
    blanks = [BlankNode(f"n{i}") for i in range(rng.randint(0, 7))]
    nodes: list[IRI | BlankNode] = [*map(IRI, rng.sample(IRIS, 6)), *blanks]
    quads: list[Quad] = []
    for _ in range(rng.randint(0, 25)):
        value: Term = rng.choice(nodes) if rng.random() < 0.6 else literal(rng)
        quads.append((rng.choice(nodes), rng.choice(predicates), value, rng.choice(graphs)))
    for n in range(rng.randint(0, 3)):
        quads += chain(rng, f"l{n}", rng.choice(nodes), RDF.rest, rng.choice(graphs))
    quads += chain(rng, "deep", rng.choice(nodes), KG.about, rng.choice(graphs))
    return quads


def chain(rng: random.Random, name: str, parent: IRI | BlankNode, link: IRI, graph: IRI | None) -> list[Quad]:
    """A list when `link` is rdf:rest, else a row of blank nodes, each inside the one before."""
    cells = [BlankNode(f"{name}x{i}") for i in range(rng.randint(0, 14))]
    quads: list[Quad] = [(parent, KG.uses, cells[0] if cells else RDF.nil, graph)]
    for i, cell in enumerate(cells):
        values: list[Term] = [literal(rng), RDF.nil, BlankNode(f"{name}y{i}")]
        quads.append((cell, RDF.first, rng.choice(values), graph))
        quads.append((cell, link, cells[i + 1] if i + 1 < len(cells) else RDF.nil, graph))
    return quads


def parsed(text: str) -> ox.Dataset:
    found = ox.Dataset(ox.parse(text, format=ox.RdfFormat.TRIG))
    found.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return found


def plain(quads: list[Quad]) -> ox.Dataset:
    """The quads without any of the code under test."""

    def term(value: Term) -> ox.NamedNode | ox.BlankNode | ox.Literal:
        if isinstance(value, IRI):
            return ox.NamedNode(value)
        if isinstance(value, BlankNode):
            return ox.BlankNode(value)
        if value.language:
            return ox.Literal(value.lexical, language=value.language)
        return ox.Literal(value.lexical, datatype=ox.NamedNode(value.datatype))

    found = ox.Dataset(
        ox.Quad(
            ox.BlankNode(s) if isinstance(s, BlankNode) else ox.NamedNode(s),
            ox.NamedNode(p),
            term(o),
            ox.NamedNode(g) if g else ox.DefaultGraph(),
        )
        for s, p, o, g in quads
    )
    found.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return found


@pytest.mark.slow
@pytest.mark.parametrize(
    "start", [0, *(pytest.param(start, marks=pytest.mark.thorough) for start in range(100, 600, 100))]
)
def test_random_data_reads_back_whatever_its_order_and_labels(start: int) -> None:
    for seed in range(start, start + 100):
        quads = dataset(seed)
        text = canonical_trig(quads, BASE)
        assert parsed(text) == plain(quads), seed
        rng = seeded(seed)
        blanks = sorted({t for q in quads for t in (q[0], q[2]) if isinstance(t, BlankNode)})
        names = rng.sample(range(1000), len(blanks))
        renamed = {b: BlankNode(f"z{n}") for b, n in zip(blanks, names, strict=True)}

        def swap(term: Term, renamed: dict[BlankNode, BlankNode] = renamed) -> Term:
            return renamed[term] if isinstance(term, BlankNode) else term

        other: list[Quad] = []
        for s, p, o, g in rng.sample(quads, len(quads)):
            subject = renamed[s] if isinstance(s, BlankNode) else s
            other.append((subject, p, swap(o), g))
        assert canonical_trig([*other, *other[:3]], BASE) == text, seed


@pytest.mark.slow
def test_random_files_are_formatted_once(tmp_path: Path) -> None:
    path = tmp_path / "x.trig"
    for seed in range(150):
        path.write_text("# head\n" + canonical_trig(dataset(seed), "http://other.example/"), encoding="utf-8")
        format_file(path, BASE)
        assert not format_file(path, BASE), seed
        assert parsed(path.read_text(encoding="utf-8")) == plain(dataset(seed)), seed


def test_the_form_itself(tmp_path: Path) -> None:
    path = tmp_path / "x.trig"
    path.write_text(
        f"""# about # this
@base <{BASE}> . @prefix k: <{KG.base}> . @prefix oa: <http://www.w3.org/ns/oa#> .
<doc/d> {{ <claim/d/c10> a k:Claim . <claim/d/c2> k:paraphrase "Two \\"bars\\"."@en ; a k:Claim ;
  <http://www.w3.org/2000/01/rdf-schema#label> "second" ; k:about <place/p10>, <place/p9> ; k:value 0.850 ;
  k:anchor [ oa:hasSelector [ oa:start 1 ; oa:end 20 ] ; oa:hasSource <doc/d> ; a oa:SpecificResource ;
  k:quoteDigest "sha256:0123456789" ] ; k:cause _:x ; k:uses ( 1 "two" ) . _:y k:cause _:x }}
<claim/d/c2#content> {{ <event/e> k:place <place/p9> }}
""",
        encoding="utf-8",
    )
    assert format_file(path, "http://unused.example/")
    assert (
        path.read_text(encoding="utf-8")
        == f"""# about # this

{HEAD}@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .

<claim/d/c2#content> {{
  <event/e> kg:place <place/p9> .
}}

<doc/d> {{
  <claim/d/c2> a kg:Claim ;
    rdfs:label "second" ;
    kg:about <place/p9>, <place/p10> ;
    kg:anchor [
      a oa:SpecificResource ;
      kg:quoteDigest "sha256:0123456789" ;
      oa:hasSelector [ oa:end 20 ; oa:start 1 ] ;
      oa:hasSource <doc/d>
    ] ;
    kg:cause _:b2 ;
    kg:paraphrase "Two \\"bars\\"."@en ;
    kg:uses ( 1 "two" ) ;
    kg:value 0.850 .

  <claim/d/c10> a kg:Claim .

  _:b1 kg:cause _:b2 .
}}
"""
    )


def test_lines_keep_to_the_width_unless_one_term_is_longer() -> None:
    claim = IRI(f"{BASE}claim/d/c1")
    about: list[Quad] = [(claim, KG.about, IRI(f"{BASE}place/number-{n}"), None) for n in range(9)]
    text = canonical_trig(about, BASE)
    assert max(map(len, text.splitlines())) <= WIDTH
    assert text.count(",\n") == 8
    for seed in range(100):
        for line in canonical_trig(dataset(seed), BASE).splitlines():
            assert len(line) <= WIDTH or "x" * 150 in line, line


def test_one_change_of_the_data_is_one_line_of_the_diff() -> None:
    quads: list[Quad] = [(IRI(f"{BASE}claim/d/c{n}"), KG.value, Literal(str(n)), None) for n in range(20)]
    before = canonical_trig(quads, BASE).splitlines()
    after = canonical_trig([*quads[:7], *quads[8:], (quads[7][0], KG.value, Literal("x"), None)], BASE).splitlines()
    assert [a for a, b in zip(after, before, strict=True) if a != b] == ['<claim/d/c7> kg:value "x" .']


def test_natural_order_is_total_and_counts() -> None:
    names = ["c10", "c2", "c02", "c2#a", "c", "10", "9", "c" + "9" * 5000]
    assert sorted(names, key=natural) == ["9", "10", "c", "c02", "c2", "c2#a", "c10", "c" + "9" * 5000]


@pytest.mark.parametrize(
    ("suffix", "text", "line"),
    [
        (".trig", "<a> <b> <c> . # here\n", 1),
        (".ttl", "# head\n<a> <b> 'it\\'s # not' ;\n <#d> 1 .\n#here", 4),
        (".trig", '# head\n\n# more\n<a> <b#c> """a # " \n # b"""@en .\n\n   # here\n', 7),
        (".ttl", "PREFIX k: <http://e/>\r\n<a> k:a\\#b k:c#here\r\n.", 2),
    ],
)
def test_a_comment_that_would_be_lost_is_refused(tmp_path: Path, suffix: str, text: str, line: int) -> None:
    path = tmp_path / f"x{suffix}"
    path.write_bytes(text.encode())
    with pytest.raises(DataError, match=rf"x{suffix}:{line}: this comment would be lost; move it"):
        format_file(path, BASE)
    assert path.read_bytes() == text.encode()


@pytest.mark.parametrize(
    "text", ['<a#b> <c> \'#\', "#\\"#", \'\'\'\n#\'\'\', """#"\n#\\"""" .', '<a> <p#> """a""\\"#""" .']
)
def test_what_only_looks_like_a_comment_is_none(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.ttl"
    path.write_text(text, encoding="utf-8")
    assert format_file(path, BASE)
    assert parsed(path.read_text(encoding="utf-8")) == parsed(f"@base <{BASE}> . {text}")


def test_the_comment_block_at_the_top_stays(tmp_path: Path) -> None:
    path = tmp_path / "x.ttl"
    path.write_bytes(b"\r\n# one\r\n\r\n#two\r\n<a> <b> 1 .\r\n")
    assert format_file(path, BASE)
    assert path.read_text(encoding="utf-8") == f"# one\n\n#two\n\n@base <{BASE}> .\n\n<a> <b> 1 .\n"


def test_a_file_of_comments_alone_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "x.trig"
    path.write_text(f"# one\n\n@base <{BASE}> .\n", encoding="utf-8")
    assert not format_file(path, BASE)


@pytest.mark.parametrize(
    "base",
    [
        "@base <http://own.example/x/> .",
        "BASE <http://own.example/x/>",
        "@base <http://own.example/y> .\n@base <x/> .",
    ],
)
def test_the_base_that_a_file_sets_itself_stays(tmp_path: Path, base: str) -> None:
    path = tmp_path / "x.ttl"
    path.write_text(f"{base}\n@prefix ex: <http://e/> .\n<a> ex:base <b> .", encoding="utf-8")
    format_file(path, BASE)
    assert path.read_text(encoding="utf-8") == "@base <http://own.example/x/> .\n\n<a> <http://e/base> <b> .\n"


def test_check_writes_nothing_and_says_whether_it_would(tmp_path: Path) -> None:
    path = tmp_path / "x.trig"
    path.write_text("<g> { <a> <b> 1 }", encoding="utf-8")
    assert format_file(path, BASE, check=True)
    assert path.read_text(encoding="utf-8") == "<g> { <a> <b> 1 }"
    format_file(path, BASE)
    assert not format_file(path, BASE, check=True)


def test_permissions_and_links_survive_and_nothing_lies_about(tmp_path: Path) -> None:
    path, link = tmp_path / "x.trig", tmp_path / "link.trig"
    path.write_text("<g> { <a> <b> 1 }", encoding="utf-8")
    path.chmod(0o640)
    link.symlink_to(path)
    assert format_file(link, BASE)
    assert link.is_symlink()
    assert path.stat().st_mode & 0o777 == 0o640
    assert sorted(p.name for p in tmp_path.iterdir()) == ["link.trig", "x.trig"]


@pytest.mark.parametrize("name", ["x.nq", "x.nt", "x.jsonld", "x"])
def test_other_suffixes_are_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("", encoding="utf-8")
    with pytest.raises(UsageError, match=r"only \.trig and \.ttl files"):
        format_file(tmp_path / name, BASE)


def test_a_missing_file_and_a_broken_one(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"none\.trig"):
        format_file(tmp_path / "none.trig", BASE)
    broken = tmp_path / "x.trig"
    broken.write_text("<g> {\n <a> <b> }", encoding="utf-8")
    with pytest.raises(DataError, match=r"x\.trig:2"):
        format_file(broken, BASE)
    assert broken.read_text(encoding="utf-8") == "<g> {\n <a> <b> }"


def test_a_blank_node_seen_in_two_graphs_keeps_a_label() -> None:
    node, subject, other = BlankNode("n"), IRI(f"{BASE}s"), IRI(f"{BASE}g")
    text = canonical_trig([(subject, KG.about, node, None), (node, KG.time, Literal("x"), other)], BASE)
    assert "<s> kg:about _:b1 ." in text
    assert '_:b1 kg:time "x" .' in text


def test_a_base_without_a_last_slash_makes_nothing_relative() -> None:
    text = canonical_trig([(IRI("http://e/x#a"), KG.about, IRI("http://e/x"), None)], "http://e/x#")
    assert text.endswith("<http://e/x#a> kg:about <http://e/x> .\n")
    assert text.startswith("@base <http://e/x#> .\n")


@pytest.mark.parametrize("top", ["", "# Made by hand.\n\n", "@base <https://example.com/> .\n"])
def test_a_byte_order_mark_goes(tmp_path: Path, top: str) -> None:
    plain, marked = tmp_path / "plain.ttl", tmp_path / "marked.ttl"
    plain.write_text(f"{top}<a> <b:c> 'd' .\n")
    format_file(plain, BASE)
    marked.write_bytes(b"\xef\xbb\xbf" + plain.read_bytes())
    assert format_file(marked, BASE, check=True)
    assert format_file(marked, BASE)
    assert marked.read_bytes() == plain.read_bytes()


@pytest.mark.parametrize(("before", "after"), [("[ <urn:p> ", " ]"), ("( ", " )")])
@pytest.mark.parametrize("levels", rest_slow([1_000, 50_000]))
def test_blank_nodes_too_deep_in_one_another_are_one_line(tmp_path: Path, before: str, after: str, levels: int) -> None:
    path = tmp_path / "deep.ttl"
    path.write_text("<urn:a> <urn:p> " + before * levels + "1" + after * levels + " .\n")
    text = path.read_text()
    with pytest.raises(DataError, match=r"deep\.ttl: more than 200 blank nodes that look the same") as caught:
        format_file(path, BASE)
    assert "\n" not in str(caught.value)
    assert path.read_text() == text


def test_many_blank_nodes_that_are_told_apart_are_put_into_form(tmp_path: Path) -> None:
    path = tmp_path / "wide.ttl"
    values = " ".join(map(str, range(1_000)))
    twins = " , ".join(["[ <urn:q> [ <urn:r> 1 ] ]"] * 5)
    path.write_text(f"<urn:a> <urn:p> ( {values} ) , {twins} .\n")
    assert format_file(path, BASE)
    assert not format_file(path, BASE)

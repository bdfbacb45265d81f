"""Claims to quads and back: nothing is lost, whichever way one goes first."""

import dataclasses
import random
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from claims import BASE as TEST_BASE
from claims import claim as written
from claims import trig
from kgraph.claims import Claim, Hop, claims_of, from_quads, to_quads
from kgraph.model import BlankNode, Literal, Quad
from kgraph.namespaces import IRI, KG, OA, PROV, RDF, RDFS, XSD
from kgraph.store import parse_quads, read_quads
from random_claims import Author, spoilt

ROOT = Path(__file__).resolve().parents[2]
BASE = "https://w3id.org/kgraph/id/"
POKROVSK = ROOT / "data/triples/espreso-2025-11-05-pokrovsk.trig"
MADE = ROOT / "bench/made.py"
NOTE = IRI("http://www.w3.org/2004/02/skos/core#editorialNote")
DOC, C1 = IRI("x:doc"), IRI("x:c1")
CONTENT = IRI("x:c1#content")


@pytest.fixture(scope="module")
def pokrovsk_quads() -> list[Quad]:
    return read_quads(POKROVSK, BASE)


@pytest.fixture(scope="module")
def made_quads(tmp_path_factory: pytest.TempPathFactory) -> list[Quad]:
    """A made workspace of 400 claims, without its reference."""
    folder = tmp_path_factory.mktemp("made") / "workspace"
    subprocess.run([sys.executable, MADE, folder, "400"], check=True)
    files = sorted(path for path in (folder / "data/triples").glob("*.trig") if path.stem != "reference")
    return [quad for path in files for quad in read_quads(path, "https://example.org/made/")]


def drawn(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - accidents are no secret


def check_quads(iri: IRI, quads: Iterable[Quad]) -> Claim:
    """The claim of some quads, after seeing that it is these quads and nothing else, and that it is read the same."""
    quads = list(quads)
    claim = from_quads(iri, quads)
    again = to_quads(claim)
    assert set(again) == set(quads)
    assert len(again) == len(set(again))
    assert from_quads(iri, again) == claim
    assert from_quads(iri, [*reversed(quads), *quads]) == claim
    assert set(claim.rest).isdisjoint(to_quads(dataclasses.replace(claim, rest=())))
    return claim


@pytest.mark.slow
@pytest.mark.parametrize("seeds", [range(400), pytest.param(range(400, 4_000), marks=pytest.mark.thorough)])
def test_a_legal_claim_is_the_same_after_it_was_written_and_read(seeds: range) -> None:
    for seed in seeds:
        claim = Author(seed).claim()
        quads = to_quads(claim)
        assert from_quads(claim.id, quads) == claim, seed


@pytest.mark.slow
@pytest.mark.parametrize("seeds", [range(300), pytest.param(range(300, 3_000), marks=pytest.mark.thorough)])
def test_random_quads_spoilt_are_the_same_after_they_were_read_and_written(seeds: range) -> None:
    for seed in seeds:
        claim = Author(seed).claim()
        check_quads(claim.id, spoilt(drawn(seed), to_quads(claim)))


@pytest.mark.slow
@pytest.mark.parametrize("seeds", [range(200), pytest.param(range(200, 3_000), marks=pytest.mark.thorough)])
def test_real_and_made_quads_spoilt_are_the_same_too(
    seeds: range, pokrovsk_quads: list[Quad], made_quads: list[Quad]
) -> None:
    claims = [*claims_of(pokrovsk_quads), *claims_of(made_quads)]
    for seed in seeds:
        rng = drawn(seed)
        claim = rng.choice(claims)
        check_quads(claim.id, spoilt(rng, to_quads(claim)))


@pytest.mark.parametrize("seeds", [range(10), pytest.param(range(10, 300), marks=pytest.mark.slow)])
def test_spoilt_files_have_claims_whose_quads_are_theirs(seeds: range, made_quads: list[Quad]) -> None:
    for seed in seeds:
        rng = drawn(seed)
        start = rng.randrange(len(made_quads) - 500)
        quads = spoilt(rng, made_quads[start : start + 500])
        for claim in claims_of(quads):
            assert set(to_quads(claim)) <= set(quads)
            assert check_quads(claim.id, to_quads(claim)) == claim


@pytest.mark.slow
@pytest.mark.parametrize("quads", ["pokrovsk_quads", "made_quads"])
def test_every_claim_of_a_file_is_one_both_ways_and_owns_its_quads(quads: str, request: pytest.FixtureRequest) -> None:
    file: list[Quad] = request.getfixturevalue(quads)
    claims = list(claims_of(file))
    assert {claim.id for claim in claims} == {s for s, p, o, _ in file if p == RDF.type and o == KG.Claim}
    own: dict[IRI, set[Quad]] = {claim.id: set(to_quads(claim)) for claim in claims}
    for claim in claims:
        assert check_quads(claim.id, own[claim.id]) == claim
        assert not claim.untyped
        assert claim.elsewhere is None
        assert {predicate for _, predicate, _, _ in claim.rest} <= {KG.extractionConfidence, NOTE}
    left = set(file).difference(*own.values())
    documents = {s for s, p, o, _ in file if p == RDF.type and o == KG.Document}
    assert {subject for subject, _, _, _ in left} == documents
    assert sum(map(len, own.values())) + len(left) == len(set(file))


def test_a_real_claim_has_all_its_fields(pokrovsk_quads: list[Quad]) -> None:
    claims = {claim.id.rpartition("/")[2]: claim for claim in claims_of(pokrovsk_quads)}
    denial = claims["c038"]
    assert denial.document == f"{BASE}doc/espreso-2025-11-05-pokrovsk" == denial.graph
    assert denial.claimant == f"{BASE}agent/ukraine"
    assert [(anchor.start, anchor.end) for anchor in denial.anchors] == [(4481, 4517)]
    assert denial.said is not None and denial.said.span.words == "until 2025-11-05 at the latest"
    assert denial.related(KG.denies) == (f"{BASE}claim/espreso-2025-11-05-pokrovsk/c036",)
    assert denial.denies and not denial.asserts and not denial.rejected
    assert [hop.relayer for hop in claims["c037"].hops] == [f"{BASE}agent/bild"]
    population = claims["c012"].statements[0]
    assert population.quantity is not None and population.quantity.figure == "60,000"
    assert population.time is not None and population.time.span.latest_end == "2025-11-05"


def parts(trig_of_parts: str) -> Claim:
    """The claim <claim/d/c1>, to which TriG adds; see `check_quads`."""
    quads = parse_quads(trig("", written("d/c1", "agent/a", "", more=trig_of_parts)).encode(), "trig", TEST_BASE)
    (claim,) = claims_of(quads)
    return check_quads(claim.id, to_quads(claim))


def rest_of(claim: Claim) -> set[tuple[str, str]]:
    """Predicate and object, in short, of what is left to the rest."""
    return {(p.rpartition("#")[2].rpartition("/")[2], str(o)) for _, p, o, _ in claim.rest}


def test_of_two_claimants_the_first_is_the_field_and_the_other_stays() -> None:
    claim = parts("; kg:claimant <agent/Z>, <agent/b10>, <agent/b9>")
    assert claim.claimant == TEST_BASE + "agent/Z"
    assert rest_of(claim) == {("claimant", TEST_BASE + f"agent/{name}") for name in ("a", "b9", "b10")}


def test_what_is_no_iri_where_one_should_be_stays_and_is_no_field() -> None:
    claim = parts('; kg:about "Town" ; kg:denies _:x ; kg:content "nothing"')
    assert claim.about == () and claim.relations == ()
    assert {predicate for predicate, _ in rest_of(claim)} == {"about", "denies", "content"}


def test_an_anchor_may_lack_its_digest_document_and_classes() -> None:
    claim = parts("; kg:anchor [ oa:hasSelector [ oa:start 5 ; oa:end 9 ] ]")
    (anchor,) = claim.anchors
    assert (anchor.start, anchor.end, anchor.document, anchor.digest) == (5, 9, None, None)
    assert set(claim.untyped) == {anchor.node, anchor.selector}
    assert claim.rest == ()


@pytest.mark.parametrize("start", ['"five"', "5.0", "05", '"5"^^xsd:int', "<x:5>", "-0", "1" * 19])
def test_an_anchor_whose_offset_is_no_plain_number_stays_as_it_is(start: str) -> None:
    claim = parts(f"; kg:anchor [ a oa:SpecificResource ; oa:hasSelector [ oa:start {start} ; oa:end 9 ] ]")
    assert claim.anchors == ()
    assert len(claim.rest) == 5
    assert claim.untyped == ()


def test_two_anchors_may_share_a_selector() -> None:
    anchor = "a oa:SpecificResource ; oa:hasSelector _:s"
    claim = parts(
        f'; kg:anchor [ {anchor} ; kg:quoteDigest "a" ], [ {anchor} ; kg:quoteDigest "b" ] . _:s oa:start 3 ;oa:end 4'
    )
    assert [(one.start, one.end, one.digest) for one in claim.anchors] == [(3, 4, "a"), (3, 4, "b")]
    assert claim.rest == ()


def test_of_two_selectors_and_two_offsets_the_first_is_the_anchors() -> None:
    selectors = "<x:s9> oa:start 20, 3 ; oa:end 40 . <x:s10> oa:start 1 ; oa:end 2"
    claim = parts(f"; kg:anchor [ oa:hasSelector <x:s10>, <x:s9> ] . {selectors}")
    (anchor,) = claim.anchors
    assert (anchor.selector, anchor.start, anchor.end) == ("x:s9", 3, 40)
    assert rest_of(claim) == {("hasSelector", "x:s10"), ("start", "20"), ("start", "1"), ("end", "2")}


def test_anchors_stand_in_the_order_of_the_text() -> None:
    anchors = ", ".join(f"[ oa:hasSelector [ oa:start {n} ; oa:end {n + 1} ] ]" for n in (100, 20, 3))
    assert [anchor.start for anchor in parts(f"; kg:anchor {anchors}").anchors] == [3, 20, 100]


def test_of_two_bounds_the_first_is_the_field_and_the_other_stays() -> None:
    claim = parts("")
    assert claim.said is not None
    span = claim.said
    quads = [*to_quads(claim), (span.node, KG.latestEnd, Literal("2031-03-08", XSD.date), claim.graph)]
    again = check_quads(claim.id, quads)
    assert again.said is not None and again.said.span.latest_end == "2031-03-08"
    assert rest_of(again) == {("latestEnd", "2031-03-09")}


def test_a_chain_of_hops_is_read_outlet_first_and_a_circle_ends() -> None:
    one, two = BlankNode("one"), BlankNode("two")
    hops = (Hop(one, IRI("x:agency")), Hop(two))
    claim = Claim(C1, DOC, IRI("x:a"), hops=hops, rest=((two, PROV.wasQuotedFrom, one, DOC),))
    assert check_quads(C1, to_quads(claim)) == claim
    assert list(claims_of(to_quads(claim))) == [claim]
    back = Claim(C1, DOC, IRI("x:a"), hops=hops, rest=((two, PROV.wasQuotedFrom, C1, DOC),))
    assert check_quads(C1, to_quads(back)) == back


def test_what_is_a_claim_a_document_or_an_entity_is_no_part_of_a_claim() -> None:
    text = f"""
    {written("d/c1", "agent/a", "", more="; prov:wasQuotedFrom <claim/d/c2>, <agent/b> ; kg:anchor <doc/d>, _:d")}
    {written("d/c2", "agent/a", "")}
    <doc/d> {{ <agent/b> a kg:Person ; rdfs:label "B"@en . <doc/d> a kg:Document ; rdfs:label "D"@en .
      _:d a kg:Document . }}"""
    quads = parse_quads(trig("", text).encode(), "trig", TEST_BASE)
    one, two = claims_of(quads)
    (document,) = {s for s, p, o, _ in quads if o == KG.Document and isinstance(s, BlankNode)}
    assert {(predicate, value.removeprefix(TEST_BASE)) for predicate, value in rest_of(one)} == {
        ("wasQuotedFrom", "claim/d/c2"),
        ("wasQuotedFrom", "agent/b"),
        ("anchor", "doc/d"),
        ("anchor", document),
    }
    assert one.hops == () and one.anchors == () and two.rest == ()
    assert not {IRI(TEST_BASE + name) for name in ("doc/d", "agent/b", "claim/d/c2")} & {s for s, *_ in to_quads(one)}


def test_claims_that_share_a_content_graph_each_say_it() -> None:
    quads: list[Quad] = [(IRI("x:s"), RDF.type, KG.Control, CONTENT)]
    for name in (C1, IRI("x:c2")):
        quads += [(name, RDF.type, KG.Claim, DOC), (name, KG.content, CONTENT, DOC)]
    one, two = claims_of(quads)
    assert one.statements == two.statements != ()


def test_a_claim_of_which_nothing_is_said_but_that_it_is_one() -> None:
    (claim,) = claims_of([(C1, RDF.type, KG.Claim, DOC)])
    assert claim == Claim(C1, elsewhere=DOC)
    assert claim.graph == DOC and claim.stance == ""
    check_quads(C1, to_quads(claim))


def test_a_claim_in_the_default_graph_or_without_any_quad_is_kept_as_it_is() -> None:
    alone = check_quads(C1, [(C1, RDF.type, KG.Claim, None), (C1, KG.statedIn, DOC, None)])
    assert alone.graph is None and alone.document is None
    assert check_quads(C1, []) == Claim(C1, untyped=(C1,))


def test_a_claim_stated_in_another_document_than_its_graphs() -> None:
    claim = check_quads(C1, [(C1, RDF.type, KG.Claim, DOC), (C1, KG.statedIn, IRI("x:other"), DOC)])
    assert (claim.document, claim.elsewhere, claim.graph) == ("x:other", DOC, DOC)


def test_a_claim_in_two_graphs_speaks_in_the_one_that_it_names() -> None:
    two: list[Quad] = [(C1, RDF.type, KG.Claim, graph) for graph in (IRI("x:a"), DOC)]
    quads = [*two, (C1, KG.statedIn, DOC, DOC), (C1, KG.claimant, IRI("x:who"), IRI("x:a"))]
    (claim,) = claims_of(quads)
    assert claim == check_quads(C1, quads)
    assert claim.graph == DOC and claim.claimant is None and len(claim.rest) == 2
    untyped = [quad for quad in quads if quad[:2] != (C1, RDF.type) or quad[3] != DOC]
    assert check_quads(C1, untyped).graph == "x:a"
    # a graph in which it is a claim is no content of it
    circle: list[Quad] = [*quads, (C1, KG.content, IRI("x:a"), DOC)]
    (claim,) = claims_of(circle)
    assert claim == check_quads(C1, circle)
    assert claim.content == "x:a" and claim.statements == ()


def test_what_is_said_of_a_claim_in_graphs_where_it_is_none_does_not_belong_to_it() -> None:
    derived = (C1, KG.contentDigest, Literal("sha256:0"), IRI("x:graph/derived"))
    (claim,) = claims_of([(C1, RDF.type, KG.Claim, DOC), derived])
    assert derived not in to_quads(claim)
    assert derived in to_quads(from_quads(C1, [(C1, RDF.type, KG.Claim, DOC), derived]))


def test_the_document_as_a_content_gives_no_statements() -> None:
    quads: list[Quad] = [(C1, RDF.type, KG.Claim, DOC), (C1, KG.content, DOC, DOC), (DOC, RDF.type, KG.Document, DOC)]
    (claim,) = claims_of(quads)
    assert not claim.statements and not claim.rest
    assert check_quads(C1, quads).rest == ((DOC, RDF.type, KG.Document, DOC),)


def content(trig_of_content: str) -> Claim:
    quads = parse_quads(trig("", written("d/c1", "agent/a", trig_of_content)).encode(), "trig", TEST_BASE)
    (claim,) = claims_of(quads)
    return check_quads(claim.id, to_quads(claim))


def test_statements_without_a_class_with_blank_nodes_and_in_circles_are_kept() -> None:
    claim = content("_:a kg:cause _:b . _:b kg:cause _:a . <event/e> kg:phase kg:Begun . <x:n> rdfs:label 'n'")
    assert [one.kind.value for one in claim.statements] == ["event", "other", "event", "event"]
    assert claim.rest == ()


def test_a_span_is_one_without_its_class_if_it_has_nothing_but_bounds() -> None:
    claim = content('<#k> a kg:Control ; kg:time <#t> . <#t> kg:latestEnd "2031-03-09"^^xsd:date')
    (held,) = claim.statements
    assert held.time is not None and held.time.span.latest_end == "2031-03-09"
    assert claim.untyped == (held.time.node,)


def test_an_event_that_stands_where_a_time_should_is_a_statement() -> None:
    claim = content("<#k> a kg:Control ; kg:time <event/e> . <event/e> kg:phase kg:Begun")
    assert [one.time for one in claim.statements] == [None, None]


def test_of_several_times_the_first_that_is_described_is_the_statements() -> None:
    claim = content("<event/e> kg:time <#t10>, <#t9>, <#t1> . <#t9> a kg:TimeSpan . <#t10> a kg:TimeSpan")
    (event,) = claim.statements
    assert event.time is not None and event.time.node.endswith("#t9")
    assert len(event.get(KG.time)) == 3
    assert [subject.rpartition("#")[2] for subject, *_ in claim.rest] == ["t10"]


def test_long_chains_and_popular_nodes_are_no_trouble() -> None:
    hops = tuple(Hop(BlankNode(f"h{n}"), IRI("x:a")) for n in range(1000))
    long = Claim(C1, DOC, hops=hops)
    quads = list(to_quads(long))
    popular = IRI("x:agent")
    quads += [(popular, RDFS.label, Literal(str(n)), DOC) for n in range(1000)]
    quads.append((popular, RDF.type, KG.Person, DOC))
    for n in range(1000):
        quads += [(IRI(f"x:d{n}"), RDF.type, KG.Claim, DOC), (IRI(f"x:d{n}"), OA.hasSelector, popular, DOC)]
    found = list(claims_of(quads))
    assert found[0] == long
    assert all(len(claim.rest) == 1 for claim in found[1:])


def test_the_claims_of_a_file_are_in_order() -> None:
    names = [IRI(f"x:c{n}") for n in (10, 9, 1)]
    quads: list[Quad] = [(name, RDF.type, KG.Claim, DOC) for name in names]
    assert [claim.id for claim in claims_of(quads)] == ["x:c1", "x:c9", "x:c10"]


def test_blank_nodes_are_never_claims() -> None:
    quads: list[Quad] = [(BlankNode("b"), RDF.type, KG.Claim, DOC), (C1, RDF.type, KG.Claim, DOC)]
    assert [claim.id for claim in claims_of(quads)] == [C1]

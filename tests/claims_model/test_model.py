"""What a claim's value says of it: its stance, its times and figures, and that equal claims are equal values."""

import dataclasses
import random
from collections.abc import Iterator
from itertools import groupby, product

import pytest

from kgraph import Graph, World
from kgraph.analysis.contents import figure, quantity_of, read_contents, tie_of, time_of
from kgraph.analysis.record import ClaimCard, read_cards, read_labels
from kgraph.claims import Anchor, Claim, Hop, Span, Statement, StatementKind, claims_of, words
from kgraph.model import BlankNode, Literal, Term, TimeSpan
from kgraph.namespaces import IRI, KG, ORG, RDF, XSD

C1, DOC = IRI("x:claim/d/c1"), IRI("x:doc/d")

# (modality, polarity): stance, whether it is negative, asserts, denies
STANCES = {
    ("Assertion", "Positive"): ("assertion", False, True, False),
    ("Assertion", "Negative"): ("denial", True, False, True),
    ("Assertion", None): ("assertion", False, True, False),
    ("Denial", "Positive"): ("denial", True, False, True),
    ("Denial", "Negative"): ("denial", True, False, True),
    ("Denial", None): ("denial", True, False, True),
    ("Forecast", "Positive"): ("forecast", False, False, False),
    ("Forecast", "Negative"): ("forecast that it will not", True, False, False),
    ("Forecast", None): ("forecast", False, False, False),
    ("Conditional", "Positive"): ("conditional", False, False, False),
    ("Conditional", "Negative"): ("conditional denial", True, False, False),
    ("Conditional", None): ("conditional", False, False, False),
    ("Recommendation", "Positive"): ("recommendation", False, False, False),
    ("Recommendation", "Negative"): ("recommendation against", True, False, False),
    ("Recommendation", None): ("recommendation", False, False, False),
    ("Commitment", "Positive"): ("commitment", False, False, False),
    ("Commitment", "Negative"): ("commitment not to", True, False, False),
    ("Commitment", None): ("commitment", False, False, False),
    ("Scenario", "Positive"): ("scenario", False, False, False),
    ("Scenario", "Negative"): ("scenario without it", True, False, False),
    ("Scenario", None): ("scenario", False, False, False),
    (None, "Positive"): ("", False, False, False),
    (None, "Negative"): ("denial", True, False, False),
    (None, None): ("", False, False, False),
}


@pytest.mark.parametrize(("modality", "polarity"), STANCES)
def test_the_stance_of_every_modality_and_polarity(modality: str | None, polarity: str | None) -> None:
    concepts = [KG[name] if name else None for name in (modality, polarity)]
    claim = Claim(C1, DOC, modality=concepts[0], polarity=concepts[1])
    assert (claim.stance, claim.negative, claim.asserts, claim.denies) == STANCES[modality, polarity]
    card = _card(*(words(concept or "") for concept in concepts))
    assert (card.stance, card.negative, card.asserts, card.denies) == STANCES[modality, polarity]


def test_the_table_has_every_modality_and_polarity() -> None:
    modalities = ("Assertion", "Denial", "Forecast", "Conditional", "Recommendation", "Commitment", "Scenario", None)
    assert set(STANCES) == set(product(modalities, ("Positive", "Negative", None)))


def _card(modality: str, polarity: str) -> ClaimCard:
    return ClaimCard(
        id=C1,
        claimant="",
        claimant_id=C1,
        chain=(),
        modality=modality,
        polarity=polarity,
        certainty="",
        voice="",
        said="",
        said_by="",
        paraphrase="",
        source="",
    )


def test_a_modality_of_a_workspaces_own_is_told_in_its_words() -> None:
    assert Claim(C1, DOC, modality=IRI("https://example.org/own#OpenQuestion")).stance == "open question"


def test_one_status_that_rejects_is_enough() -> None:
    assert Claim(C1, DOC, status=KG.Rejected).rejected
    accepted = Claim(C1, DOC, status=KG.Accepted)
    assert not accepted.rejected
    assert dataclasses.replace(accepted, rest=((C1, KG.status, KG.Rejected, DOC),)).rejected
    other = (IRI("x:claim/d/c2"), KG.status, KG.Rejected, DOC)
    assert not dataclasses.replace(accepted, rest=(other,)).rejected


def test_claims_are_equal_however_they_were_given() -> None:
    rng = random.Random(3)  # noqa: S311 - an order is no secret
    sets: dict[str, list[object]] = {
        "anchors": [Anchor(BlankNode(f"a{n}"), BlankNode(f"s{n}"), n, n + 1, DOC) for n in (9, 10, 100)],
        "paraphrases": [Literal("a", language="en"), Literal("b", language="uk"), Literal("a")],
        "about": [IRI("x:a9"), IRI("x:a10"), IRI("x:b1")],
        "relations": [(KG.denies, IRI("x:c9")), (KG.denies, IRI("x:c10")), (KG.supports, IRI("x:c1"))],
        "statements": [Statement.of(IRI(f"x:n{n}"), [(RDF.type, KG.Event)]) for n in (9, 10)],
        "untyped": [IRI("x:p9"), IRI("x:p10"), BlankNode("p")],
        "rest": [(C1, KG.claimant, IRI(f"x:who{n}"), graph) for n in (9, 10) for graph in (None, DOC)],
    }
    expected = None
    for _ in range(30):
        given = {name: tuple(rng.sample(some, len(some)) + some[:1]) for name, some in sets.items()}
        claim = Claim(C1, DOC, content=IRI("x:content"), **given)  # type: ignore[arg-type]
        expected = expected or claim
        assert claim == expected
        assert hash(claim) == hash(expected)
    assert expected is not None
    assert expected.about == ("x:a9", "x:a10", "x:b1")
    assert [anchor.start for anchor in expected.anchors] == [9, 10, 100]


def test_the_order_of_hops_is_kept() -> None:
    hops = (Hop(BlankNode("z"), IRI("x:z")), Hop(BlankNode("a"), IRI("x:a")))
    assert Claim(C1, DOC, hops=hops).hops == hops


def test_what_has_no_place_is_refused() -> None:
    with pytest.raises(ValueError, match="say which is its content"):
        Claim(C1, DOC, statements=(Statement.of(IRI("x:n"), [(RDF.type, KG.Event)]),))
    with pytest.raises(ValueError, match="none of RELATIONS"):
        Claim(C1, DOC, relations=((KG.about, IRI("x:c2")),))
    with pytest.raises(ValueError, match="nothing is said of x:n"):
        Statement(IRI("x:n"), ((KG.place, ()),))


def test_a_graph_that_is_the_documents_is_nowhere_else() -> None:
    assert Claim(C1, DOC, elsewhere=DOC) == Claim(C1, DOC)
    assert Claim(C1, DOC, elsewhere=IRI("x:g")).graph == "x:g"
    assert Claim(C1).graph is None


def test_statements_of_one_node_are_one() -> None:
    node = IRI("x:event")
    two = [Statement.of(node, [(KG.place, IRI(f"x:p{n}"))]) for n in (2, 1)]
    (one,) = Claim(C1, DOC, content=IRI("x:content"), statements=tuple(two)).statements
    assert one.get(KG.place) == ("x:p1", "x:p2")
    span = Span(IRI("x:t"), edtf=Literal("2031"))
    two[0] = Statement(node, two[0].said, span)
    (one,) = Claim(C1, DOC, content=IRI("x:content"), statements=tuple(two)).statements
    assert one.time == span


def test_the_node_of_a_statements_time_is_said_too() -> None:
    span = Span(IRI("x:t"), edtf=Literal("2031"))
    one = Statement.of(IRI("x:n"), [(RDF.type, KG.Control)], span)
    assert one == Statement.of(IRI("x:n"), [(KG.time, IRI("x:t")), (RDF.type, KG.Control)], span)


@pytest.mark.parametrize(
    ("pairs", "kind"),
    [
        (((RDF.type, KG.Control),), "control"),
        (((RDF.type, KG.Control), (RDF.type, KG.Measurement)), "measurement"),
        (((RDF.type, KG.Strike),), "event"),
        (((KG.phase, KG.Begun),), "event"),
        (((KG.place, IRI("x:p")),), "event"),
        (((RDF.type, IRI("https://example.org/own#Sabotage")), (KG.actor, IRI("x:a"))), "event"),
        (((KG.place, IRI("x:p")), (KG.subject, IRI("x:s"))), "other"),
        (((ORG.member, IRI("x:p")), (KG.time, IRI("x:s"))), "other"),
        (((RDF.type, KG.City),), "other"),
    ],
)
def test_kinds_of_statements(pairs: tuple[tuple[IRI, Term], ...], kind: str) -> None:
    assert Statement.of(IRI("x:n"), pairs).kind is StatementKind(kind)


def said_at_random(rng: random.Random) -> dict[IRI, list[Term]]:
    """What a statement may say, each predicate with one value, or none, or for figures two."""
    number = [Literal(text, XSD.decimal) for text in ("0.85", "40.0", "9", "-3", "many")]
    number += [Literal("12", XSD.integer), Literal("7")]
    choices: dict[IRI, list[Term]] = {
        KG.value: [*number, IRI("x:forty")],
        KG.minValue: [*number],
        KG.maxValue: [*number],
        KG.comparator: [KG[n] for n in ("Exactly", "AtLeast", "AtMost", "MoreThan", "LessThan", "Between")],
        KG.approximate: [Literal(text, XSD.boolean) for text in ("true", "false", "1", "0")],
        KG.condition: [IRI("x:event")],
        KG.exception: [IRI("x:event")],
        ORG.member: [IRI("x:unit"), Literal("unit")],
        ORG.organization: [IRI("x:army"), BlankNode("army")],
    }
    said: dict[IRI, list[Term]] = {p: [rng.choice(some)] for p, some in choices.items() if rng.random() < 0.4}
    if rng.random() < 0.3:
        said[KG.figure] = rng.sample([Literal("40"), Literal("about 40"), Literal("40", XSD.integer)], 2)
    return said


def test_figures_quantities_and_ties_are_those_of_the_analysis() -> None:
    rng = random.Random(8)  # noqa: S311 - figures are no secret
    for _ in range(3000):
        said: dict[IRI, list[Term]] = {RDF.type: [KG.Measurement]}
        said.update(said_at_random(rng))
        one = Statement(IRI("x:m"), tuple((predicate, tuple(values)) for predicate, values in said.items()))
        assert one.figure == figure(said)
        assert one.quantity == quantity_of(said)
        assert one.tie == tie_of(said)


def test_times_are_those_of_the_analysis() -> None:
    rng = random.Random(9)  # noqa: S311 - days are no secret
    node, bounds = IRI("x:t"), (KG.earliestBegin, KG.latestBegin, KG.earliestEnd, KG.latestEnd)
    for _ in range(300):
        given = {p: Literal(f"2031-03-{rng.randrange(10, 40)}", XSD.date) for p in bounds if rng.random() < 0.6}
        span = Span(node, *(given.get(bound) for bound in bounds))
        content: dict[Term, dict[IRI, list[Term]]] = {node: {p: [bound] for p, bound in given.items()}}
        assert span.span == time_of(content, {KG.time: [node]})


@pytest.fixture(scope="module")
def both(graph: Graph) -> Iterator[tuple[dict[IRI, Claim], dict[IRI, ClaimCard], IRI]]:
    """The claims of the Pokrovsk graph by IRI: as values, and as the cards of its record."""
    store, world = graph.materialised(World("record"))
    cards = read_cards(store, world, read_labels(store, world), claims=None)
    yield {claim.id: claim for claim in claims_of(graph.own_quads()) if not claim.rejected}, cards, world


def test_values_and_cards_agree_on_every_real_claim(
    both: tuple[dict[IRI, Claim], dict[IRI, ClaimCard], IRI],
) -> None:
    claims, cards, _ = both
    assert claims.keys() == cards.keys()
    for iri, claim in claims.items():
        card = cards[iri]
        stances = [(one.stance, one.negative, one.asserts, one.denies) for one in (claim, card)]
        assert stances[0] == stances[1]
        assert (claim.claimant, claim.about, claim.paraphrase) == (card.claimant_id, card.about, card.paraphrase)
        assert tuple((anchor.start, anchor.end) for anchor in claim.anchors) == card.spans
        told = [words(concept or "") for concept in (claim.modality, claim.polarity, claim.certainty, claim.voice)]
        assert told == [card.modality, card.polarity, card.certainty, card.voice]
        assert [(words(predicate), other) for predicate, other in claim.relations] == list(card.relations)
        way = [card.chain_ids[0], *(hop.relayer for hop in claim.hops), claim.claimant]
        assert [agent for agent, _ in groupby(way)] == list(card.chain_ids)


def test_statements_and_contents_agree_on_every_real_claim(
    graph: Graph, both: tuple[dict[IRI, Claim], dict[IRI, ClaimCard], IRI]
) -> None:
    claims, _, world = both
    contents = read_contents(graph.store, world)
    assert contents.keys() >= claims.keys()
    for iri, claim in claims.items():
        content = contents[iri]
        spans = {node for node, said in content.items() if KG.TimeSpan in said.get(RDF.type, ())}
        assert {one.node for one in claim.statements} == content.keys() - spans
        for one in claim.statements:
            said = content[one.node]
            assert (one.time.span if one.time else TimeSpan()) == time_of(content, said)
            assert one.tie == tie_of(said)
            assert one.figure == figure(said)
            if one.kind is StatementKind.measurement:
                assert one.quantity == quantity_of(said)
            else:
                assert one.quantity is None
                assert KG.Measurement not in said.get(RDF.type, ())

"""What a claim's value says of it: its stance, its times and figures, and that equal claims are equal values."""

import dataclasses
import random
from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby, product

import pytest

from claims import own_quads
from kgraph import Graph, World
from kgraph.analysis.record import ClaimCard, read_cards, read_labels
from kgraph.claims import Anchor, Claim, Hop, Span, Statement, StatementKind, claims_of, words
from kgraph.model import BlankNode, Literal, Quantity, Term
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


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({KG.value: "0.85"}, ("0.85", "0.85", "0.85")),
        ({KG.value: "40", KG.comparator: KG.AtLeast}, ("40", None, "40")),
        ({KG.value: "40", KG.comparator: KG.MoreThan}, ("40", None, "40")),
        ({KG.value: "40", KG.comparator: KG.AtMost}, (None, "40", "40")),
        ({KG.value: "40", KG.comparator: KG.LessThan}, (None, "40", "40")),
        ({KG.minValue: "40"}, ("40", None, "at least 40")),
        ({KG.minValue: "40", KG.comparator: KG.MoreThan}, ("40", None, "more than 40")),
        ({KG.maxValue: "60"}, (None, "60", "up to 60")),
        ({KG.maxValue: "60", KG.comparator: KG.LessThan}, (None, "60", "less than 60")),
        ({KG.minValue: "40", KG.maxValue: "60"}, ("40", "60", "40–60")),
        ({KG.minValue: "40", KG.value: "50"}, ("40", "50", "50")),
        ({KG.figure: "about forty", KG.minValue: "35", KG.maxValue: "45"}, ("35", "45", "about forty")),
        ({KG.value: "many"}, (None, None, "many")),
        ({}, (None, None, "")),
    ],
)
def test_a_figure_and_its_bounds(said: dict[IRI, str], expected: tuple[str | None, str | None, str]) -> None:
    def term(predicate: IRI, value: str) -> Term:
        kind = XSD.string if predicate == KG.figure else XSD.decimal
        return value if isinstance(value, IRI) else Literal(value, kind)

    pairs = [(RDF.type, KG.Measurement), *((p, term(p, value)) for p, value in said.items())]
    least, most = (None if bound is None else Decimal(bound) for bound in expected[:2])
    about = (KG.approximate, Literal("true", XSD.boolean))
    assert Statement.of(IRI("x:m"), pairs).quantity == Quantity(least, most, expected[2], exact=True)
    assert Statement.of(IRI("x:m"), [*pairs, about]).quantity == Quantity(least, most, expected[2], exact=False)


@pytest.mark.parametrize(
    ("pairs", "tie"),
    [
        ([(ORG.member, IRI("x:u")), (ORG.organization, IRI("x:army"))], ("x:u", "x:army")),
        ([(ORG.member, IRI("x:u")), (ORG.organization, IRI("x:army")), (KG.condition, IRI("x:e"))], None),
        ([(ORG.member, IRI("x:u")), (ORG.organization, IRI("x:army")), (KG.exception, IRI("x:e"))], None),
        ([(ORG.member, IRI("x:u"))], None),
        ([(ORG.member, Literal("unit")), (ORG.organization, IRI("x:army"))], None),
    ],
)
def test_what_ties_two_together(pairs: list[tuple[IRI, Term]], tie: tuple[str, str] | None) -> None:
    assert Statement.of(IRI("x:s"), pairs).tie == tie


@pytest.fixture(scope="module")
def both(graph: Graph) -> Iterator[tuple[dict[IRI, Claim], dict[IRI, ClaimCard], IRI]]:
    """The claims of the Pokrovsk graph by IRI: as values, and as the cards of its record."""
    store, world = graph.materialised(World("record"))
    cards = read_cards(store, world, read_labels(store, world))
    yield {claim.id: claim for claim in claims_of(own_quads(graph)) if not claim.rejected}, cards, world


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

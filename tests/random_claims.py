"""Random claims and quads, the same for the same seed: legal claims, and quads damaged in every way."""

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from kgraph.claims import RELATIONS, Anchor, Claim, Hop, Span, Statement
from kgraph.model import BlankNode, Literal, Quad, Term
from kgraph.namespaces import DCTERMS, IRI, KG, OA, ORG, PROV, RDF, RDFS, SKOS, XSD

BASE = "https://example.org/id/"
_Some = TypeVar("_Some")

_CONCEPTS = {
    "modality": "Assertion Denial Forecast Conditional Recommendation Commitment Scenario",
    "polarity": "Positive Negative",
    "certainty": "Certain Probable Possible Unstated",
    "voice": "DirectSpeech MixedSpeech IndirectSpeech OutletVoice OutletInference",
    "status": "Suggested Accepted Rejected",
}
_CLASSES = ("Control", "Presence", "Posting", "Subordination", "Measurement", "Assessment", "Event", "Strike")
_ENTITY_PREDICATES = (
    *(KG.subject, KG.place, KG.actor, KG.target, KG.phase, KG.uses, KG.partOf, KG.cause, KG.condition, KG.exception),
    *(KG.measure, KG.unit, KG.comparator, KG.comparedWith, KG.aspect, KG.rating, KG.extent, KG.purpose),
    *(ORG.member, ORG.organization, ORG.role),
)
_UNKNOWN = (SKOS.editorialNote, KG.extractionConfidence, DCTERMS.created, IRI("https://example.org/vocabulary#mood"))


def entity(rng: random.Random) -> IRI:
    return IRI(f"{BASE}{rng.choice(('agent', 'place', 'event', 'unit'))}/{rng.choice('abc')}{rng.randrange(20)}")


def literal(rng: random.Random) -> Literal:
    text = rng.choice(("about 40", "2031-03-09", "12", "007", "", "0.85", "true", "§ “so” they said\n"))
    return rng.choice(
        (Literal(text), Literal(text, language="en"), Literal(text, XSD.decimal), Literal(text, XSD.date))
    )


def figure(rng: random.Random) -> Literal:
    return Literal(f"{rng.randrange(1000)}.{rng.randrange(10)}", XSD.decimal)


def day(rng: random.Random) -> Literal:
    return Literal(f"2031-{rng.randrange(1, 14):02}-09", XSD.date)  # some have a thirteenth month


def maybe(rng: random.Random, make: Callable[[random.Random], _Some], share: float = 0.8) -> _Some | None:
    return make(rng) if rng.random() < share else None


class Author:
    """Draws legal claims, in which each node is used once or for equal things."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)  # noqa: S311 - made-up claims are no secret
        self._nodes = 0
        self.untyped: list[IRI | BlankNode] = []

    def claim(self) -> Claim:
        rng = self.rng
        self.untyped = []
        iri = IRI(f"{BASE}claim/doc{rng.randrange(30)}/c{rng.randrange(1000):03}")
        document = maybe(rng, lambda rng: IRI(f"{BASE}doc/d{rng.randrange(30)}"), 0.95)
        content = maybe(rng, lambda rng: IRI(f"{iri}#content"), 0.95)
        hops = tuple(self._hop() for _ in range(rng.choice((0, 0, 0, 1, 1, 2, 3))))
        claim = Claim(
            id=iri,
            document=document,
            elsewhere=maybe(rng, lambda rng: IRI(f"{BASE}graph/g{rng.randrange(9)}"), 0.05),
            claimant=maybe(rng, entity, 0.95),
            hops=hops,
            anchors=tuple(self._anchor(document) for _ in range(rng.choice((0, 1, 1, 1, 2, 12)))),
            modality=self._concept("modality"),
            polarity=self._concept("polarity"),
            certainty=self._concept("certainty"),
            voice=self._concept("voice"),
            status=self._concept("status"),
            said=self.span() if rng.random() < 0.9 else None,
            paraphrases=tuple(Literal(f"It is so, {n}.", language=rng.choice(("en", "uk"))) for n in self._some(2)),
            about=tuple(entity(rng) for _ in self._some(5)),
            relations=tuple((rng.choice(RELATIONS), IRI(f"{BASE}claim/doc1/c{n}")) for n in self._some(3)),
            content=content,
            statements=tuple(self._statement(iri, n) for n in self._some(4)) if content else (),
        )
        return self._with_rest(claim)

    def _concept(self, name: str) -> IRI | None:
        return maybe(self.rng, lambda rng: KG[rng.choice(_CONCEPTS[name].split())], 0.95)

    def _some(self, most: int) -> Sequence[int]:
        return [self.rng.randrange(100) for _ in range(self.rng.randrange(most + 1))]

    def node(self, below: IRI | None = None) -> IRI | BlankNode:
        """A new node: blank, or an IRI below another."""
        self._nodes += 1
        below = below or IRI(f"{BASE}parts")
        node = self.rng.choice((BlankNode(f"b{self._nodes}"), IRI(f"{below}#n{self._nodes}")))
        if self.rng.random() < 0.1:
            self.untyped.append(node)
        return node

    def span(self, below: IRI | None = None) -> Span:
        rng, node = self.rng, self.node(below)
        one, two, three, four = (maybe(rng, day, 0.6) for _ in range(4))
        edtf = maybe(rng, literal, 0.5) if one or two or three or four else Literal("2031-03")
        return Span(node, one, two, three, four, edtf, maybe(rng, literal, 0.2))

    def _hop(self) -> Hop:
        node = self.node()
        relayer = entity(self.rng) if node in self.untyped else maybe(self.rng, entity, 0.9)
        return Hop(node, relayer, self.span() if self.rng.random() < 0.2 else None)

    def _anchor(self, document: IRI | None) -> Anchor:
        rng, start = self.rng, self.rng.randrange(-1, 5000)
        digest = maybe(rng, lambda rng: f"sha256:{rng.getrandbits(256):064x}", 0.9)
        where = document if rng.random() < 0.95 else maybe(rng, entity)
        return Anchor(self.node(), self.node(), start, start + rng.randrange(200), where, digest)

    def _statement(self, claim: IRI, number: int) -> Statement:
        rng = self.rng
        node = rng.choice((IRI(f"{claim}#s{number}"), entity(rng)))
        pairs: list[tuple[IRI, Term]] = [(rng.choice(_ENTITY_PREDICATES), entity(rng)) for _ in range(rng.randrange(5))]
        if rng.random() < 0.8:
            pairs.append((RDF.type, KG[rng.choice(_CLASSES)]))
        if rng.random() < 0.3:
            pairs.append((rng.choice((KG.value, KG.minValue, KG.maxValue)), figure(rng)))
        if rng.random() < 0.2 or not pairs:
            pairs.append((rng.choice((RDFS.label, KG.figure, *_UNKNOWN)), literal(rng)))
        return Statement.of(node, pairs, self.span(claim) if rng.random() < 0.5 else None)

    def _with_rest(self, claim: Claim) -> Claim:
        """The claim with some quads that no field expresses, and with nodes without a class."""
        rng, graph = self.rng, claim.graph
        rest: list[Quad] = [(claim.id, rng.choice(_UNKNOWN), literal(rng), graph) for _ in self._some(2)]
        if claim.claimant and rng.random() < 0.1:
            rest.append((claim.id, KG.claimant, IRI(f"{BASE}unit/z"), graph))
        if rng.random() < 0.1:
            rest.append((claim.id, KG.modality, literal(rng), graph))
        if rng.random() < 0.1 and claim.anchors:
            rest.append((claim.anchors[0].node, RDFS.label, literal(rng), graph))
        if rng.random() < 0.1:
            broken, selector = self.node(), self.node()
            rest += [(claim.id, KG.anchor, broken, graph), (broken, OA.hasSelector, selector, graph)]
            rest.append((selector, OA.start, Literal("five", XSD.integer), graph))
        if rng.random() < 0.1 and claim.hops:
            rest.append((claim.hops[-1].node, PROV.wasQuotedFrom, rng.choice((claim.id, claim.hops[0].node)), graph))
        if rng.random() < 0.1 and claim.content:
            rest.append((IRI(f"{claim.id}#t99"), RDF.type, KG.TimeSpan, claim.content))
        if rng.random() < 0.1 and claim.content:
            rest.append((claim.id, KG.content, IRI(f"{claim.content}-2"), graph))
        untyped = _parts(claim).intersection(self.untyped)
        if rng.random() < 0.05 and claim.document:
            untyped.add(claim.id)
        return replace(claim, rest=tuple(rest), untyped=tuple(untyped))


def _parts(claim: Claim) -> set[IRI | BlankNode]:
    spans = [claim.said, *(hop.said for hop in claim.hops), *(one.time for one in claim.statements)]
    nodes = {span.node for span in spans if span is not None} | {hop.node for hop in claim.hops}
    return nodes | {node for anchor in claim.anchors for node in (anchor.node, anchor.selector)}


def spoilt(rng: random.Random, quads: Sequence[Quad]) -> list[Quad]:
    """The quads after a few accidents: some lost, some twice, terms swapped, unknown ones added, in another order."""
    found = list(quads)
    for _ in range(rng.choice((0, 1, 1, 2, 3, 5, 10))):
        if not found:
            break
        at = rng.randrange(len(found))
        found[at:at] = _accident(rng, found, at)
    rng.shuffle(found)
    return found


def _accident(rng: random.Random, found: list[Quad], at: int) -> list[Quad]:
    """The replacement of the quad at a position, which is removed."""
    subject, predicate, value, graph = found.pop(at)
    other = rng.choice(found) if found else (subject, predicate, value, graph)
    node = value if not isinstance(value, Literal) else subject
    instead: list[list[Quad]] = [
        [],
        [(subject, predicate, value, graph)] * 2,
        [(subject, predicate, other[2], graph)],
        [(subject, predicate, value, graph), (subject, predicate, other[2], graph)],
        [(subject, predicate, value, graph), (other[0], predicate, value, graph)],
        [(subject, other[1], value, graph)],
        [(other[0], predicate, value, graph)],
        [(node, predicate, subject, graph)],
        [(subject, predicate, value, graph), (node, rng.choice(_UNKNOWN), literal(rng), graph)],
        [(subject, predicate, literal(rng), graph)],
        [(subject, predicate, value, graph), (subject, predicate, entity(rng), graph)],
        [(subject, predicate, value, other[3])],
        [(subject, predicate, value, graph), (subject, predicate, value, None)],
        [(subject, predicate, value, graph), (subject, RDF.type, rng.choice((KG.Claim, KG.TimeSpan)), graph)],
        [(subject, predicate, value, graph), (subject, KG.content, graph or IRI(BASE), graph)],
    ]
    return rng.choice(instead)

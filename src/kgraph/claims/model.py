"""A claim as a value: who said what, through whom, when, how surely, at which characters of which document.

A set in RDF becomes a tuple here, in the order of `order.term_key`, each member once, so that equal claims are equal
values. A claim's `rest` holds the quads that no other field expresses.

A claim is *legal* if its quads give the same claim again: `rdf.from_quads(claim.id, rdf.to_quads(claim)) == claim`. For
that, each node (an anchor, its selector, a hop, a span) must be used for one thing or for equal ones; a span or hop
that is `untyped` must have another property; no statement may be of the class `kg:TimeSpan`, since spans are parts of
statements; and `rest` must have nothing that a field could express.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from kgraph.claims.kinds import words
from kgraph.claims.order import ordered, ordered_quads, term_key
from kgraph.claims.statements import Node, Span, Statement
from kgraph.model import Literal, Quad
from kgraph.namespaces import IRI, KG

RELATIONS = (KG.denies, KG.contradicts, KG.supports, KG.qualifies, KG.derivedFrom, KG.findsNoEvidenceFor)
"""The predicates from a claim to another claim, in the order in which `Claim.relations` has them."""

AGAINST = {
    "forecast": "forecast that it will not",
    "recommendation": "recommendation against",
    "commitment": "commitment not to",
    "conditional": "conditional denial",
    "scenario": "scenario without it",
}
"""The words for a speech act that its claim turns into its opposite; any other is then a "denial"."""


@dataclass(frozen=True, slots=True)
class Hop:
    """One hop of a relay chain from a document's outlet to the claimant: who passed the claim on, and when.

    `node` is the `kg:Utterance`, an IRI or a blank node. `relayer` is `None` if no relayer is named, `said` is `None`
    if no time is given.
    """

    node: Node
    relayer: IRI | None = None
    said: Span | None = None


@dataclass(frozen=True, slots=True)
class Anchor:
    """A stretch of a document's text that carries the claim.

    `start` and `end` count Unicode code points from 0, the end exclusive; they have at most 18 digits. `digest` is
    "sha256:" and 64 hexadecimal digits of the stretch. `node` is the oa:SpecificResource, `selector` its
    oa:TextPositionSelector. `document` and `digest` are `None` if they are not given.
    """

    node: Node
    selector: Node
    start: int
    end: int
    document: IRI | None = None
    digest: str | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement that one claimant makes once, in one document. An IRI is `None` if the data do not give it.

    `id`            the claim's IRI
    `document`      where it is stated (`kg:statedIn`); its IRI also names the graph that has the claim's speech
    `elsewhere`     the graph that has its speech, if that is another one; see `graph`
    `claimant`      whose claim it is
    `hops`          the relay chain, from the document's outlet towards the claimant; its order is kept
    `anchors`       the stretches of text that state the claim, in the order of the text
    `modality`, `polarity`, `certainty`, `voice`, `status`   concepts, such as `KG.Assertion`
    `said`          when it was said (`kg:assertedDuring`)
    `paraphrases`   the claim in an editor's words, one text for each language
    `about`         the entities that it concerns
    `relations`     (predicate, other claim); raises `ValueError` for a predicate that is none of `RELATIONS`
    `content`       the graph that holds what is claimed
    `statements`    what is claimed; raises `ValueError` where there are some and `content` is `None`
    `untyped`       nodes without an rdf:type, known only by their place: the claim, anchors, spans, hops
    `rest`          the quads that belong to the claim and that no field expresses, unchanged: unknown predicates, a
    second claimant, an offset that is no number

    >>> claim = Claim(IRI("x:c1"), IRI("x:doc"), IRI("x:basalt"), modality=KG.Denial, about=(IRI("x:b"), IRI("x:a")))
    >>> claim.stance, claim.about, claim.graph
    ('denial', ('x:a', 'x:b'), 'x:doc')
    """

    id: IRI
    document: IRI | None = None
    claimant: IRI | None = None
    hops: tuple[Hop, ...] = ()
    anchors: tuple[Anchor, ...] = ()
    modality: IRI | None = None
    polarity: IRI | None = None
    certainty: IRI | None = None
    voice: IRI | None = None
    status: IRI | None = None
    said: Span | None = None
    paraphrases: tuple[Literal, ...] = ()
    about: tuple[IRI, ...] = ()
    relations: tuple[tuple[IRI, IRI], ...] = ()
    content: IRI | None = None
    statements: tuple[Statement, ...] = ()
    elsewhere: IRI | None = None
    untyped: tuple[Node, ...] = ()
    rest: tuple[Quad, ...] = ()

    def __post_init__(self) -> None:
        if self.statements and self.content is None:
            raise ValueError(f"{self.id} has statements and no graph for them: say which is its content")
        if any(predicate not in RELATIONS for predicate, _ in self.relations):
            raise ValueError(f"{self.id} has a relation that is none of RELATIONS: {self.relations}")
        put = object.__setattr__  # the way to set a field of a frozen dataclass
        if self.elsewhere is not None and self.elsewhere == self.document:
            put(self, "elsewhere", None)
        put(self, "paraphrases", ordered(self.paraphrases))
        put(self, "about", ordered(self.about))
        put(self, "untyped", ordered(self.untyped))
        put(self, "rest", ordered_quads(self.rest))
        if len(self.anchors) > 1:
            put(self, "anchors", tuple(sorted(set(self.anchors), key=_place_in_text)))
        if len(self.relations) > 1:
            put(self, "relations", tuple(sorted(set(self.relations), key=_relation_key)))
        if len(self.statements) > 1:
            put(self, "statements", _by_node(self.statements))

    @property
    def graph(self) -> IRI | None:
        """The graph that has the claim's speech: `elsewhere`, or else its document's; `None`: the default graph."""
        return self.document if self.elsewhere is None else self.elsewhere

    @property
    def negative(self) -> bool:
        """Whether the claim says that its content does not hold."""
        return self.polarity == KG.Negative or self.modality == KG.Denial

    @property
    def stance(self) -> str:
        """The kind of speech act in words: "assertion", "denial", "recommendation against" …; "" if the data do not
        give it.

        >>> Claim(IRI("x:c1"), modality=KG.Forecast, polarity=KG.Negative).stance
        'forecast that it will not'
        """
        if self.negative:
            return "denial" if self.modality is None else AGAINST.get(words(self.modality), "denial")
        return "" if self.modality is None else words(self.modality)

    @property
    def asserts(self) -> bool:
        """Whether the claim says that its content is so."""
        return self.modality == KG.Assertion and not self.negative

    @property
    def denies(self) -> bool:
        """Whether the claim says that its content is not so; advice against something does not say that."""
        return self.negative and self.modality in (KG.Assertion, KG.Denial)

    @property
    def rejected(self) -> bool:
        """Whether an editor rejected the claim: one of its statuses is enough."""
        return self.status == KG.Rejected or any(
            subject == self.id and predicate == KG.status and value == KG.Rejected
            for subject, predicate, value, _ in self.rest
        )

    @property
    def paraphrase(self) -> str:
        """The first paraphrase's text; "" if there is none."""
        return self.paraphrases[0].lexical if self.paraphrases else ""

    def related(self, predicate: IRI) -> tuple[IRI, ...]:
        """The claims to which a predicate of `RELATIONS` leads from this one.

        >>> Claim(IRI("x:c2"), relations=((KG.denies, IRI("x:c1")),)).related(KG.denies)
        ('x:c1',)
        """
        return tuple(other for name, other in self.relations if name == predicate)


def _place_in_text(anchor: Anchor) -> tuple[object, ...]:
    nodes = term_key(anchor.node), term_key(anchor.selector)
    return term_key(anchor.document or IRI("")), anchor.start, anchor.end, anchor.digest or "", *nodes


def _relation_key(relation: tuple[IRI, IRI]) -> tuple[object, ...]:
    predicate, claim = relation
    return RELATIONS.index(predicate), term_key(claim)


def _by_node(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    """The statements in the order of their nodes; statements on one node are joined into one."""
    together: dict[Node, Statement] = {}
    for one in statements:
        other = together.get(one.node)
        together[one.node] = Statement(one.node, other.said + one.said, other.time or one.time) if other else one
    return tuple(together[node] for node in sorted(together, key=term_key))

"""Edges apart by as what their claims tell them.

Who says that something is so, and who only expects, advises or imagines it, make one line on the page, which tells
them apart. A file for other programs has an edge for each: a filter must not take the words of a forecast for those of
a fact.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from kgraph.analysis.changing import Changes, change_of, things
from kgraph.analysis.claimed import DENIED, FACT, LEFT_OUT, NAMED, NOT_A_FACT, UNDISPUTED, claimed_as
from kgraph.analysis.edges import Edge, Word, asserted_plainly, details_of, edge_status, origins_of, phase_of, told_on
from kgraph.analysis.record import ClaimCard
from kgraph.claims import Record, Statement
from kgraph.model import Term
from kgraph.namespaces import IRI, KG

Cards = Mapping[IRI, ClaimCard]
NO_CHANGES: Changes = MappingProxyType({})
SAID, HEDGED, DENIES, GONE = "said by", "expected, intended … by", "denied by", "changed or taken back by"
"""The groups of the claims of an edge, as the page's table has them: see `voices_apart`."""


@dataclass(frozen=True, slots=True)
class Telling:
    """An edge as the claims make it that tell it as `word`, one of `CLAIMED_AS`; `edge` has no other claims. `cards`
    has them as they tell it. `gone` are those whose claimants changed or took back what they say there; they count as
    no origins if there are others.

    Denials are with those who tell it as a fact; if nobody does, with who asserts that it was intended, attempted or
    the like.
    """

    word: str
    edge: Edge
    cards: Cards
    gone: frozenset[IRI] = frozenset()

    @property
    def words(self) -> dict[IRI, str]:
        """As what each claim tells the edge."""
        return {claim: DENIED if card.denies else self.word for claim, card in self._known().items()}

    @property
    def status(self) -> str:
        """What is in question of the edge: a word of `claimed.STATUSES`."""
        told = {*self.words.values()} or {FACT}  # of claims that the network lacks, only the edge's status is known
        return status_in_files(self.edge.status, told)

    @property
    def held(self) -> bool:
        """Whether the world holds what some claim tells as a fact."""
        return self.word == FACT and any(
            card.holds(node, predicate) and claimed_as(card, statement_of(card, node)) == FACT
            for claim, node, predicate in parts_of(self.edge)
            if (card := self.cards.get(claim))
        )

    @property
    def label(self) -> str:
        """The words of the edge, which say so if it is not told as a fact."""
        word = "" if self.word == FACT or self.edge.all_deny else self.word
        return self.edge.marked_as(word, always=word in NAMED.values())

    def _known(self) -> dict[IRI, ClaimCard]:
        return {claim: self.cards[claim] for claim in self.edge.claims if claim in self.cards}


def tellings(edge: Edge, cards: Cards, record: Record[IRI, IRI], made: Changes = NO_CHANGES) -> list[Telling]:
    """The edge as its claims tell it in each way, sorted by the words; `made` has the changes of claims."""
    told = _told(edge, cards)
    groups, gone = _groups(edge, cards, told), taken_back(edge, cards, made)
    if len(groups) == 1 and not gone:
        return [Telling(word, edge, told) for word in groups]
    return [Telling(word, _of(edge, groups[word], told, record, gone), told, gone) for word in sorted(groups)]


def taken_back(edge: Edge, cards: Cards, made: Changes) -> frozenset[IRI]:
    """The claims of an edge whose claimants changed or took back what they say there."""
    nodes: defaultdict[IRI, set[Term]] = defaultdict(set)
    for claim, node, _ in parts_of(edge):
        if claim in made:
            nodes[claim].update([node] if node else [])
    here = ((claim, things((claim,), some, cards)) for claim, some in nodes.items())
    return frozenset(claim for claim, told in here if change_of(claim, told, made, cards))


def voices_apart(edge: Edge, cards: Cards, made: Changes = NO_CHANGES) -> dict[str, list[IRI]]:
    """The claims of an edge in groups: of those who say it as a fact, who only expect or intend it or the like, who
    deny it, and who changed or took back what they said of it."""
    words, gone, told = words_of(edge, cards), taken_back(edge, cards, made), _told(edge, cards)
    groups: dict[str, list[IRI]] = {SAID: [], HEDGED: [], DENIES: [], GONE: []}
    for claim in (one for one in edge.claims if one in cards):
        group = GONE if claim in gone else DENIES if told[claim].denies else SAID if FACT in words[claim] else HEDGED
        groups[group].append(claim)
    return groups


def status_in_files(status: str, told: Collection[str]) -> str:
    """The word of `claimed.STATUSES` for the status of an edge or an event (a key of `edges.STATUSES`) that claims tell
    as these words.

    >>> status_in_files("undisputed", {"fact"}), status_in_files("undisputed", {"attempted"})
    ('undisputed', 'not told as a fact')
    """
    if status == "disputed":
        return status
    if FACT not in told:
        return NOT_A_FACT
    return {"undisputed": UNDISPUTED, "outside": LEFT_OUT}.get(status, NOT_A_FACT)


def words_of(edge: Edge, cards: Cards) -> dict[IRI, set[str]]:
    """As what each claim of an edge tells it."""
    told: defaultdict[IRI, set[str]] = defaultdict(set)
    for claim, node, _ in parts_of(edge):
        if card := cards.get(claim):
            told[claim].add(claimed_as(card, statement_of(card, node)))
    return dict(told)


def parts_of(edge: Edge) -> Collection[tuple[IRI, IRI | None, IRI]]:
    """The claims of an edge with the statements' nodes and predicates, as far as these are known."""
    return edge.parts or [(claim, None, KG.subject) for claim in edge.claims]


def statement_of(card: ClaimCard, node: IRI | None) -> Statement | None:
    """The claim's statement with this node."""
    return next((one for one in card.statements if one.node == node), None)


def _told(edge: Edge, cards: Cards) -> Cards:
    """The claims of an edge as they tell it."""
    return told_on(((claim, node) for claim, node, _ in parts_of(edge)), cards)


def _groups(edge: Edge, cards: Cards, told_as: Cards) -> dict[str, list[IRI]]:
    """The claims that tell the edge as each word; one that tells it in two ways is in two groups."""
    words = words_of(edge, cards)
    asserted = {word for claim, some in words.items() if told_as[claim].asserts for word in some}
    main = FACT if FACT in asserted or not asserted else min(asserted)
    groups: defaultdict[str, list[IRI]] = defaultdict(list)
    for claim in edge.claims:
        told = words.get(claim)
        for word in {main} if told is None or told_as[claim].denies else told:
            groups[word].append(claim)
    return groups


def _of(edge: Edge, claims: Collection[IRI], cards: Cards, record: Record[IRI, IRI], gone: Collection[IRI]) -> Edge:
    """The edge as some of its claims make it."""
    some = frozenset(claims)
    said = tuple(one for one in edge.said if one.claim in some)
    words = [Word.of(one, cards[one.claim]) for one in said]
    return replace(
        edge,
        claims=tuple(claims),
        status=edge_status(words, phase=phase_of(edge.terms)),
        details=details_of(words),
        said=said,
        origins=origins_of([one for one in said if one.claim not in gone] or said, cards, record),
        all_deny=all(one.card.denies for one in words),
        plain=asserted_plainly(words),
        parts=tuple(part for part in edge.parts if part[0] in some),
    )

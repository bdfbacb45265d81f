"""Claims that stand in a question without answering it, since the text or an editor says that they contradict an
answer."""

from collections.abc import Iterable, Mapping

from kgraph.analysis.questions import Disputed
from kgraph.analysis.record import ClaimCard
from kgraph.analysis.rounds import Stand
from kgraph.model import BlankNode
from kgraph.namespaces import IRI

CONTRADICTS = "contradicts"
Cards = Mapping[IRI, ClaimCard]


def set_against(stand: Stand, among: Iterable[tuple[int, Stand]], cards: Cards) -> list[int]:
    """The numbers of the positions `among` these that a position which is none of the answers is marked to contradict;
    none for an answer, and none if no answer is among them: then these positions are all that is in question."""
    against = [] if _is_answer(stand, cards) else [one for one in among if _is_marked(stand, one[1], cards)]
    return [number for number, _ in against] if any(_is_answer(one, cards) for _, one in against) else []


def _is_answer(stand: Stand, cards: Cards) -> bool:
    """Whether claims take a position by a statement; one that has no name may be it."""
    nodes = (one.node for claim in stand.claims if claim in cards for one in cards[claim].statements)
    return bool(stand.statements) or any(isinstance(node, BlankNode) for node in nodes)


def answered_elsewhere(stand: Stand, found: Disputed) -> str:
    """In words which question such a position does answer; "" if none here."""
    asked = (one.text for one in found.questions if not set(stand.claims).isdisjoint(one.beside))
    return next((f". It answers “{text}”" for text in asked), "")


def _is_marked(stand: Stand, other: Stand, cards: Cards) -> bool:
    """Whether one of a position's claims is said to contradict one of another position, or the other way round."""
    own, others = set(stand.claims), set() if other is stand else set(other.claims)
    return any(
        word == CONTRADICTS and far in against
        for near, against in ((own, others), (others, own))
        for claim in near
        if claim in cards
        for word, far in cards[claim].relations
    )

"""Claims that stand in a question without answering it, since the text or an editor says that they contradict an
answer."""

from collections.abc import Iterable

from kgraph.analysis.questions import Disputed
from kgraph.analysis.rounds import Stand

CONTRADICTS = "contradicts"


def set_against(stand: Stand, among: Iterable[tuple[int, Stand]], found: Disputed) -> list[int]:
    """The numbers of the positions `among` these that a position which is none of the answers is marked to contradict;
    none for an answer."""
    return [] if stand.statements else [number for number, one in among if _is_marked(stand, one, found)]


def answered_elsewhere(stand: Stand, found: Disputed) -> str:
    """In words which question such a position does answer; "" if none here."""
    asked = (one.text for one in found.questions if not set(stand.claims).isdisjoint(one.beside))
    return next((f". It answers “{text}”" for text in asked), "")


def _is_marked(stand: Stand, other: Stand, found: Disputed) -> bool:
    """Whether one of a position's claims is said to contradict one of another position, or the other way round."""
    own, others = set(stand.claims), set() if other is stand else set(other.claims)
    return any(
        word == CONTRADICTS and far in against
        for near, against in ((own, others), (others, own))
        for claim in near
        if claim in found.cards
        for word, far in found.cards[claim].relations
    )

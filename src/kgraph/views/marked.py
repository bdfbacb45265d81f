"""Why a claim stands as a position in a question that it does not answer: the text or an editor marks a
contradiction."""

from collections.abc import Iterable

from kgraph.analysis.questions import Disputed
from kgraph.analysis.rounds import Stand

CONTRADICTS = "contradicts"


def why_here(stand: Stand, among: Iterable[tuple[int, Stand]], found: Disputed) -> str:
    """In words why a position stands `among` the numbered ones of a question that it does not answer, which of them
    contradict it, and which question it does answer; "" for a position that answers."""
    marked = [] if stand.statements else [str(number) for number, one in among if _is_marked(stand, one, found)]
    if not marked:
        return ""
    asked = (f"; see also “{one.text}”" for one in found.questions if not set(stand.claims).isdisjoint(one.beside))
    return f" (here because a contradiction to {' and '.join(marked)} is marked{next(asked, '')})"


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

"""Why a claim stands as a position in a question that it does not answer: the text or an editor marks a
contradiction."""

from collections.abc import Iterable

from kgraph.analysis.questions import Disputed
from kgraph.analysis.rounds import Stand

CONTRADICTS = "contradicts"


def why_here(stand: Stand, among: Iterable[Stand], found: Disputed) -> str:
    """In words why a position stands `among` those of a question that it does not answer, and which question it does
    answer; "" for a position that answers."""
    if stand.statements or not _is_marked(stand, among, found):
        return ""
    asked = (f"; see also “{one.text}”" for one in found.questions if not set(stand.claims).isdisjoint(one.beside))
    return f" (here because a contradiction is marked{next(asked, '')})"


def _is_marked(stand: Stand, among: Iterable[Stand], found: Disputed) -> bool:
    """Whether one of a position's claims is said to contradict one of another position, or the other way round."""
    own, others = set(stand.claims), {claim for one in among if one is not stand for claim in one.claims}
    return any(
        word == CONTRADICTS and other in far
        for near, far in ((own, others), (others, own))
        for claim in near
        if claim in found.cards
        for word, other in found.cards[claim].relations
    )

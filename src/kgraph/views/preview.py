"""A thing in a frame of another program: what it is, and how much is claimed about it, with the way to its page."""

from collections.abc import Sequence

from kgraph.analysis.record import ClaimCard
from kgraph.views.answers import one_line
from kgraph.views.page import fill_page, static

_MOST_NAMES = 6


def preview_page(
    names: Sequence[str], kind: str, facts: Sequence[tuple[str, str]], claims: int, is_event: bool, address: str
) -> str:
    """The page: `names` has the label first, `facts` are (word, value), `claims` counts the claims that concern the
    thing, `address` is that of its whole page. An event is only what claims tell of."""
    return fill_page(
        "preview.html.j2",
        scripts=(),
        style=static("served.css"),
        data=None,
        label=names[0],
        names=names[1 : 1 + _MOST_NAMES],
        kind=kind,
        facts=facts,
        claims=claims,
        is_event=is_event,
        address=address,
        heading=one_line,
    )


def told(card: ClaimCard) -> str:
    """A claim in one line that says whose it is, how surely and through whom it is said, whether it is in question or
    was changed, and where: for a cell of somebody's table."""
    how = [card.stance, *([card.certainty] if card.certainty not in ("", "unstated") else [])]
    how += [f"through {' ← '.join(card.chain[:-1])}"] if card.chain[:-1] else []
    how += [card.on_day] if card.said_by else []
    how += [card.standing] if card.standing else []
    return one_line(f"{card.claimant} ({', '.join(how)}): {card.paraphrase} [{card.pointer}]")

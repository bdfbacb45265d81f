"""As what claims tell edges and events, in short, for the page, which saves what `kgraph export -f gexf` writes.

The page knows as what a claim tells something by default: an assertion as a fact, a denial as what is not so. Here is
what it cannot know by that.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping

from kgraph.analysis.apart import words_of
from kgraph.analysis.claimed import Told, claimed_as, told_of
from kgraph.analysis.edges import Edge, phase_of
from kgraph.analysis.graph import Network
from kgraph.analysis.questions import UNDATED
from kgraph.analysis.record import ClaimCard
from kgraph.days import order
from kgraph.namespaces import IRI, KG
from kgraph.views.looks import LAW

Number = Mapping[IRI, int]
"""The number of each claim on the page."""
Short = tuple[Hashable, ...]


def unusual(claims: Iterable[ClaimCard]) -> dict[IRI, ClaimCard]:
    """Those of some claims that tell a statement as something else than by default."""
    return {
        card.id: card
        for card in claims
        if card.statements and any(claimed_as(card, one) != claimed_as(card) for one in card.statements)
    }


def of_edge(edge: Edge, cards: Mapping[IRI, ClaimCard], number: Number) -> Short:
    """The claims that tell an edge as something else than by default, each with its words; `cards` has all such
    claims."""
    if cards.keys().isdisjoint(edge.claims):
        return ()
    told = words_of(edge, cards)
    return tuple(
        (number[claim], *sorted(words))
        for claim, words in sorted(told.items())
        if claim in number and words != {claimed_as(cards[claim])}
    )


def of_events(network: Network, number: Number) -> dict[IRI, Short]:
    """For each event that claims tell or name: (claim, word) for each claim that only names it; and (claim, word, day,
    day, phase …) for each that tells it.

    The word is "" by default. The days are those since which it is in question there, and since which the world
    `undisputed` leaves it out; without any it is in no question. The phases are those in which the claim tells that
    the event did not come about, as `phase_of` names them: which of them count depends on the claims in view.
    """
    days = {**network.days, **{claim.id: claim.said_by for claim in network.claims}}

    def latest(some: Iterable[IRI]) -> str:
        return max((days[claim] or UNDATED for claim in some if claim in days), default=UNDATED, key=order)

    own, named = told_of(network.claims)
    wanted = (node.id for node in network.nodes if node.kind in ("event", LAW))
    return {event: _short(own[event], named[event], number, latest) for event in wanted if own[event] or named[event]}


def _short(
    own: Told, named: Iterable[tuple[IRI, str]], number: Number, latest: Callable[[Iterable[IRI]], str]
) -> Short:
    entries = []
    for card, said in own:
        word = claimed_as(card, said)
        parts = [part for part in card.questioned if part.covers(said.node, KG.subject)]
        out = [latest(part.since) for part in parts]
        disputed = [day for day, part in zip(out, parts, strict=True) if not part.superseded]
        since: tuple[str | None, ...] = (min(disputed, default=None, key=order), min(out, key=order)) if out else ()
        phases = sorted(filter(None, (phase_of([(IRI(term),)]) for term in said.get(KG.phase))))
        if phases and not since:
            since = (None, None)
        entries.append((number[card.id], "" if word == claimed_as(card) else word, *since, *phases))
    return tuple(sorted((number[claim], word) for claim, word in named)), tuple(entries)

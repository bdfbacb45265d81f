"""Cases of made-up news in a few words: two or more claims of one topic, each by its own claimant in its own paper."""

from collections.abc import Mapping, Sequence
from typing import Any

import news
from kgraph.building import Part
from kgraph.disputes.finding import Found, find
from kgraph.disputes.questions import questions
from kgraph.vocabulary import bundled_terms

Told = Mapping[str, Any]
THINGS = {
    "office": "Organization", "north": "Organization", "south": "Organization", "gang": "Group", "team": "MilitaryUnit",
    "ann": "Person", "ben": "Person", "cora": "Person", "depot": "Facility", "ford": "City", "hill": "City",
    "vote": "Election", "fire": "Fire", "storm": "Storm",
}  # fmt: skip


def found_in(claims: Sequence[Told]) -> Found:
    """What the rules find among claims; a claim without `by` is of a claimant of its own, and is said on `said`."""
    told = [{"id": f"c{at}", "in": f"d{at}", "by": f"voice{at}", **one} for at, one in enumerate(claims, 1)]
    papers = [{"id": one["in"], "outlet": f"paper-{one['in']}", "published": one["said"]} for one in told]
    case = news.made(
        {
            "entity": [{"id": name, "class": kind, "label": name} for name, kind in THINGS.items()],
            "document": papers,
            "claim": told,
        }
    )
    return find(case.claims, [*case.quads, *bundled_terms()], Part.of(case.quads).digests)


def positions(found: Found) -> list[list[tuple[str, list[str]]]]:
    """Each question's positions: the answer in words, and the claims by their short names."""
    return [
        [(position.answer, [news.short(claim) for claim in position.claims]) for position in one.positions]
        for one in questions(found)
    ]


def notes(found: Found) -> list[tuple[str, str]]:
    """The kind of each note, and what is unknown or different."""
    return sorted((note.kind, note.unknown) for note in found.notes)

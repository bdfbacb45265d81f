"""The pages for browsing: the things of a kind, the documents, and what some words find."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kgraph.analysis.record import ClaimCard
from kgraph.namespaces import IRI
from kgraph.views.answers import one_line
from kgraph.views.page import fill_page, static
from kgraph.views.thing import linker, told_claims

PLURAL = {
    "place": "Places",
    "person": "People",
    "organisation": "Organisations",
    "unit": "Units",
    "event": "Events",
    "equipment": "Equipment",
    "source": "Unnamed sources",
    "document": "Documents",
}
"""What can be browsed, in the order in which pages list it, each with its heading."""


def kinds_there(numbers: Mapping[str, int]) -> list[tuple[str, int]]:
    """The kinds of which there are any, in that order, each with its number.

    >>> kinds_there({"document": 7, "place": 3, "unit": 0, "claim": 5})
    [('place', 3), ('document', 7)]
    """
    return [(kind, numbers[kind]) for kind in PLURAL if numbers.get(kind)]


@dataclass(frozen=True, slots=True)
class Listed:
    """A thing or a document in a list: its IRI, its name, other names, what it is, and how many claims it has: about
    it, and by it (of a document: in it, by so many claimants)."""

    iri: IRI
    name: str
    others: Sequence[str]
    what: str
    about: int
    by: int
    is_document: bool = False

    @property
    def counts(self) -> str:
        """How many claims it has, in words."""
        said = f"{self.about:,} claim{'' if self.about == 1 else 's'}"
        if self.is_document:
            return f" · {said} by {self.by:,} claimant{'' if self.by == 1 else 's'}"
        own = f"made {self.by:,} claim{'' if self.by == 1 else 's'}"
        return (f" · subject of {said}" if self.about else "") + (f" · {own}" if self.by else "")


@dataclass(frozen=True, slots=True)
class Browsed:
    """What a page lists. `kinds` are all kinds with how many there are; `kind` is the one shown, "" for those that
    `sought` finds. `left` is how many things come after the `listed` ones, `after` the address of those. `claims` are
    those that have the words, of `claims_found` in all; `related` are the claims to which these are related."""

    title: str
    base: str
    kinds: Sequence[tuple[str, int]]
    kind: str = ""
    sought: str = ""
    listed: Sequence[Listed] = ()
    left: int = 0
    after: str = ""
    claims: Sequence[ClaimCard] = ()
    claims_found: int = 0
    related: Mapping[IRI, ClaimCard] = field(default_factory=dict)


def browsing_page(found: Browsed) -> str:
    """The page. It has no script."""
    link = linker(found.base, "")
    heading = PLURAL.get(found.kind) or (f"Found for “{one_line(found.sought)}”" if found.sought else "What there is")
    return fill_page(
        "browsing.html.j2",
        scripts=(),
        style=static("served.css"),
        data=None,
        form_action="'self'",
        found=found,
        heading=heading,
        title=one_line(found.title),
        plural=PLURAL,
        listed=[(one, link(one.iri)) for one in found.listed],
        claims=told_claims(found.claims, link, found.related),
    )

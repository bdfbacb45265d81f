"""Command and structure on a day: who held which post in which unit, what it was under, and what was under it.

Every link is what claims say, and carries them. A link that is known for other days only is no link on this one:
it is told apart, and a rung that nobody's claim fills is unknown, not left out.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import reduce
from typing import Literal

from kgraph.analysis.contents import Properties, first, read_contents, time_of
from kgraph.analysis.record import ClaimCard, read_cards, read_labels, select, words
from kgraph.errors import UsageError
from kgraph.model import TimeSpan
from kgraph.namespaces import IRI, KG, ORG, RDF
from kgraph.store import Store
from kgraph.store.trig import natural

Standing = Literal["holds", "between", "before", "after"]
"""How a link stands to a day: known for it; known before and after; known last before; known first after."""


@dataclass(frozen=True, slots=True)
class Tie:
    """A post that somebody holds, or a unit's being under another, as claims say.

    `who` is the holder, or the unit at the other end; `role` is "" for units. `span` joins what the claims know.
    `standing` is "" where no day was asked for. `denials` are claims that say it is not so.
    """

    who: IRI
    name: str
    role: str
    commanding: bool
    span: TimeSpan
    standing: Standing | Literal[""]
    claims: tuple[ClaimCard, ...]
    denials: tuple[ClaimCard, ...] = ()

    @property
    def here(self) -> bool:
        """Whether it is known for the day, or for days around it."""
        return self.standing in ("", "holds", "between")

    @property
    def disputed(self) -> bool:
        """Whether a claim behind it is disputed or denied."""
        return bool(self.denials) or any(claim.disputed for claim in self.claims)


@dataclass(frozen=True, slots=True)
class Rung:
    """A unit with its posts, as it hangs on the rung before (`tie`; `None` for the unit that was asked for).

    `rungs` go on in the same direction. `again` says that the unit stands on the way to here already.
    """

    unit: IRI
    name: str
    tie: Tie | None
    posts: tuple[Tie, ...]
    rungs: tuple["Rung", ...] = ()
    again: bool = False


@dataclass(frozen=True, slots=True)
class Structure:
    """A unit on a day (ISO; "": on any day), with what is above it and what is below."""

    day: str
    unit: Rung
    above: tuple[Rung, ...]
    below: tuple[Rung, ...]


@dataclass(slots=True)
class _Link:
    spans: list[TimeSpan] = field(default_factory=list)
    claims: dict[IRI, ClaimCard] = field(default_factory=dict)
    denials: dict[IRI, ClaimCard] = field(default_factory=dict)


class _Reading:
    """What the claims of a world say of posts and subordinations."""

    def __init__(self, store: Store, world: IRI, asserted: Collection[IRI], day: str) -> None:
        self.day = day
        self.labels = read_labels(store, world)
        self._commanding = set(select(store, world, "SELECT ?r { ?r kg:commanding true }").column("r"))
        self._posts: dict[IRI, dict[tuple[IRI, IRI], _Link]] = defaultdict(lambda: defaultdict(_Link))
        self._uppers: dict[IRI, dict[IRI, _Link]] = defaultdict(lambda: defaultdict(_Link))
        self._lowers: dict[IRI, dict[IRI, _Link]] = defaultdict(lambda: defaultdict(_Link))
        self.holders: dict[IRI, set[IRI]] = defaultdict(set)
        cards = read_cards(store, world, self.labels, claims=None, asserted=asserted)
        for claim, content in read_contents(store, world).items():
            card = cards.get(claim)
            if card is None or not (card.in_world or card.denies):
                continue
            for said in content.values():
                for link in self._links(said):
                    (link.denials if card.denies else link.claims)[claim] = card
                    if not card.denies:
                        link.spans.append(time_of(content, said))

    def _links(self, said: Properties) -> Iterable[_Link]:
        kinds, member, organization = said.get(RDF.type, ()), first(said, ORG.member), first(said, ORG.organization)
        if not isinstance(member, IRI) or not isinstance(organization, IRI):
            return
        if KG.Posting in kinds:
            role = first(said, ORG.role)
            self.holders[member].add(organization)
            yield self._posts[organization][member, role if isinstance(role, IRI) else IRI("")]
        elif KG.Subordination in kinds:
            yield self._uppers[member][organization]
            yield self._lowers[organization][member]

    def name(self, iri: IRI) -> str:
        return self.labels.get(iri, words(iri))

    def posts(self, unit: IRI) -> tuple[Tie, ...]:
        found = [self._tie(who, link, role) for (who, role), link in self._posts[unit].items()]
        kept = [tie for tie in found if tie is not None]
        return tuple(sorted(kept, key=lambda tie: (not tie.here, not tie.commanding, tie.role, tie.name)))

    def rungs(self, unit: IRI, *, up: bool, path: tuple[IRI, ...]) -> tuple[Rung, ...]:
        """The units above, or below, each with those that follow; one that stands on the path already ends it."""
        links = (self._uppers if up else self._lowers)[unit]
        ties = [tie for other, link in links.items() if (tie := self._tie(other, link)) is not None]
        rungs = []
        for tie in sorted(ties, key=lambda tie: (not tie.here, tie.name)):
            again = tie.who in path
            further = () if again or not tie.here else self.rungs(tie.who, up=up, path=(*path, tie.who))
            rungs.append(Rung(tie.who, tie.name, tie, self.posts(tie.who) if tie.here else (), further, again))
        return tuple(rungs)

    def _tie(self, who: IRI, link: _Link, role: IRI | None = None) -> Tie | None:
        """The link as it stands on the day; `None` where nobody asserts it for a time that may be the day's."""
        if not link.claims:
            return None
        span = reduce(_joined, link.spans)
        standing = _standing(link.spans, span, self.day) if self.day else ""
        if standing is None:
            return None
        return Tie(
            who=who,
            name=self.name(who),
            role=self.name(role) if role else "",
            commanding=role in self._commanding,
            span=span,
            standing=standing,
            claims=tuple(sorted(link.claims.values(), key=lambda card: natural(card.id))),
            denials=tuple(sorted(link.denials.values(), key=lambda card: natural(card.id))),
        )


def structure(
    store: Store, world: IRI, unit: IRI, *, day: str = "", asserted: Collection[IRI] = ()
) -> tuple[Structure, ...]:
    """The command of a unit on an ISO day; for a person, that of each organization in which they hold a post.

    `asserted` names the claims whose content counts; denials are shown beside what they deny. Raises `UsageError`
    where no claim says anything of posts or structure for the entity.
    """
    reading = _Reading(store, world, asserted, day)
    person = unit in reading.holders
    units = sorted(reading.holders[unit]) if person else [unit]
    found = tuple(
        Structure(
            day,
            Rung(iri, reading.name(iri), None, reading.posts(iri)),
            reading.rungs(iri, up=True, path=(iri,)),
            reading.rungs(iri, up=False, path=(iri,)),
        )
        for iri in units
    )
    if not any(one.unit.posts or one.above or one.below for one in found):
        when = f" for {day}" if day else ""
        raise UsageError(f"no claim here says who commands '{reading.name(unit)}' or what it is part of{when}")
    return found


def _joined(one: TimeSpan, other: TimeSpan) -> TimeSpan:
    """What two claims know of one link: it began by the earlier of their latest begins, and so on."""
    begins = [(span.earliest_begin, span.latest_begin) for span in (one, other)]
    ends = [(span.earliest_end, span.latest_end) for span in (one, other)]
    return TimeSpan(
        earliest_begin=min(b for b, _ in begins) if all(b for b, _ in begins) else "",
        latest_begin=min((b for _, b in begins if b), default=""),
        earliest_end=max((e for e, _ in ends if e), default=""),
        latest_end=max(e for _, e in ends) if all(e for _, e in ends) else "",
    )


def _standing(spans: Iterable[TimeSpan], joined: TimeSpan, day: str) -> Standing | None:
    """How a link stands to a day; `None` where every claim excludes the day."""
    spans = list(spans)
    if any(span.covers(day) for span in spans):
        return "holds"
    if all(span.excludes(day) for span in spans):
        return None
    days = [known for span in spans if (known := span.known)]
    if any(last < day for _, last in days) and any(first_ > day for first_, _ in days):
        return "between"
    return "after" if days and all(first_ > day for first_, _ in days) else "before"

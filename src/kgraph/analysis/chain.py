"""Command and structure on a day: who held which post in a unit, and which units were above and below it.

Every link comes from claims, and has them. A link that is known only for other days is shown as such. A level that no
claim fills is shown as unknown and not left out.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import reduce
from typing import Literal

from kgraph.analysis.record import Cards, ClaimCard, read_labels, select
from kgraph.claims import Statement, StatementKind, words
from kgraph.days import Day, day_of, order
from kgraph.errors import UsageError
from kgraph.model import TimeSpan
from kgraph.namespaces import IRI, KG, ORG
from kgraph.store import Store
from kgraph.store.trig import natural

Standing = Literal["holds", "between", "before", "after", "unknown"]
"""What is known of a link on a day: it holds on that day, is known before and after it, only before it, only after it,
or no day is known."""


@dataclass(frozen=True, slots=True)
class Tie:
    """A link that claims state: somebody holds a post, or a unit is under another.

    `who` is the holder, or the unit at the other end; `role` is "" for units. `span` joins what the claims know.
    `standing` is "" if no day was asked for. `denials` are claims that say it is not so.
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
        """Whether the link is known for the day, or for days before and after it."""
        return self.standing in ("", "holds", "between")

    @property
    def disputed(self) -> bool:
        """Whether a claim that states the link is disputed or denied."""
        return bool(self.denials) or any(claim.disputed for claim in self.claims)


@dataclass(frozen=True, slots=True)
class Rung:
    """A unit with its posts, and the link to the previous rung (`tie`; `None` for the unit that was asked for).

    `rungs` are the next ones in the same direction. `again` says that the unit is in the tree already.
    """

    unit: IRI
    name: str
    tie: Tie | None
    posts: tuple[Tie, ...]
    rungs: tuple["Rung", ...] = ()
    again: bool = False


@dataclass(frozen=True, slots=True)
class Structure:
    """A unit on a day (as `days.Day` writes it; "": on any day), with what is above it and what is below."""

    day: str
    unit: Rung
    above: tuple[Rung, ...]
    below: tuple[Rung, ...]


@dataclass(slots=True)
class _Link:
    """The claims on one link, each with the time that it gives, and the denials of exactly this link."""

    said: list[tuple[TimeSpan, ClaimCard]] = field(default_factory=list)
    denied: list[tuple[TimeSpan, ClaimCard]] = field(default_factory=list)


class _Reading:
    """The posts and subordinations of a world's claims, read only as far as the tree needs them."""

    def __init__(self, store: Store, world: IRI, day: Day | None) -> None:
        self.day = day
        self.labels = read_labels(store, world)
        self._cards, self._known = Cards(store, world, self.labels), set[IRI]()
        self._commanding = set(select(store, world, "SELECT ?r { ?r kg:commanding true }").column("r"))
        self._posts: dict[IRI, dict[tuple[IRI, IRI], _Link]] = defaultdict(lambda: defaultdict(_Link))
        self._uppers: dict[IRI, dict[IRI, _Link]] = defaultdict(lambda: defaultdict(_Link))
        self._lowers: dict[IRI, dict[IRI, _Link]] = defaultdict(lambda: defaultdict(_Link))
        self.holders: dict[IRI, set[IRI]] = defaultdict(set)

    def read(self, entities: Collection[IRI]) -> None:
        """Read the claims that concern some entities, except those that were read already."""
        fresh = [iri for iri in self._cards.concerning(entities) if iri not in self._known]
        self._known.update(fresh)
        for card in self._cards.read(fresh).values():
            if not (card.in_world or card.denies):
                continue
            told = [said for said in card.statements if any(map(said.get, (ORG.member, KG.subject, KG.phase)))]
            if card.denies and len(told) > 1:
                continue  # a denial of several statements does not tell which one is denied
            for said in told:
                if card.denies or card.holds(said.node):
                    self._note(card, said)

    def _note(self, card: ClaimCard, said: Statement) -> None:
        """Keep the post or subordination that a statement gives, unless it is on a condition."""
        if said.tie is None:
            return
        member, organization = said.tie
        span = said.time.span if said.time else TimeSpan()
        if span.latest_begin and not span.earliest_end and not span.latest_end:
            begun, said_by = day_of(span.latest_begin), day_of(card.said_by)
            if begun and said_by and begun <= said_by:  # a state that had begun still held when it was said
                span = replace(span, earliest_end=card.said_by)
        if said.kind is StatementKind.posting:
            role = said.first(ORG.role)
            links = [self._posts[organization][member, role if isinstance(role, IRI) else IRI("")]]
        elif said.kind is StatementKind.subordination:
            links = [self._uppers[member][organization], self._lowers[organization][member]]
        else:
            return
        if said.kind is StatementKind.posting and not card.denies:
            self.holders[member].add(organization)
        for link in links:
            (link.denied if card.denies else link.said).append((span, card))

    def name(self, iri: IRI) -> str:
        return self.labels.get(iri, words(iri))

    def posts(self, unit: IRI) -> tuple[Tie, ...]:
        found = (tie for (who, role), link in self._posts[unit].items() for tie in self._ties(who, link, role))
        return tuple(sorted(found, key=lambda tie: (not tie.here, not tie.commanding, tie.role, tie.name)))

    def rungs(self, unit: IRI, *, up: bool, seen: set[IRI]) -> tuple[Rung, ...]:
        """The units above, or below, each with its own; a unit that was seen already is not followed again."""
        links = (self._uppers if up else self._lowers)[unit]
        ties = [tie for other, link in links.items() for tie in self._ties(other, link)]
        self.read([tie.who for tie in ties if tie.here and tie.who not in seen])
        rungs = []
        for tie in sorted(ties, key=lambda tie: (not tie.here, tie.name)):
            again = tie.here and tie.who in seen
            follow = tie.here and not again
            if follow:
                seen.add(tie.who)
            further = self.rungs(tie.who, up=up, seen=seen) if follow else ()
            rungs.append(Rung(tie.who, tie.name, tie, self.posts(tie.who) if follow else (), further, again))
        return tuple(rungs)

    def _ties(self, who: IRI, link: _Link, role: IRI | None = None) -> Iterator[Tie]:
        """The link on the day, once for each stretch of time; none if its claims exclude the day."""
        for said in _stretches(link.said):
            spans = [span for span, _ in said]
            standing = _standing(spans, self.day) if self.day else ""
            if standing is None:
                continue
            denied = {card.id: card for span, card in link.denied if self._meets(span, spans)}
            claims = {card.id: card for _, card in said}
            yield Tie(
                who=who,
                name=self.name(who),
                role=self.name(role) if role else "",
                commanding=role in self._commanding,
                span=reduce(_joined, spans),
                standing=standing,
                claims=tuple(sorted(claims.values(), key=lambda card: natural(card.id))),
                denials=tuple(sorted(denied.values(), key=lambda card: natural(card.id))),
            )

    def _meets(self, denied: TimeSpan, spans: Iterable[TimeSpan]) -> bool:
        """Whether a denial may concern the day or, if no day is given, any of the claimed times."""
        if self.day:
            return denied.covers(self.day) or denied.known is None
        known = [span.known for span in spans]
        own = denied.known
        return own is None or any(k is None or (k[0] <= own[1] and own[0] <= k[1]) for k in known)


def structure(store: Store, world: IRI, unit: IRI, *, day: str = "") -> tuple[Structure, ...]:
    """The command of a unit on a day; for a person, that of each organization in which they hold a post.

    `day` is a legal xsd:date, "" for any day. A claim counts if the world holds its content; denials are shown beside
    what they deny. Raises `UsageError` if no claim gives a post or subordination of the entity.
    """
    reading = _Reading(store, world, Day.of(day) if day else None)
    reading.read([unit])
    units = sorted(reading.holders[unit]) if unit in reading.holders else [unit]
    reading.read(units)
    found = tuple(
        Structure(
            day,
            Rung(iri, reading.name(iri), None, reading.posts(iri)),
            reading.rungs(iri, up=True, seen={iri}),
            reading.rungs(iri, up=False, seen={iri}),
        )
        for iri in units
    )
    if not any(one.unit.posts or one.above or one.below for one in found):
        when = f" for {day}" if day else ""
        raise UsageError(f"no claim here says who commands '{reading.name(unit)}' or what it is part of{when}")
    return found


def _joined(one: TimeSpan, other: TimeSpan) -> TimeSpan:
    """The span of a link by two claims together: it began by the earlier of their latest begins, and so on."""
    begins = [(span.earliest_begin, span.latest_begin) for span in (one, other)]
    ends = [(span.earliest_end, span.latest_end) for span in (one, other)]
    return TimeSpan(
        earliest_begin=min((b for b, _ in begins), key=order) if all(b for b, _ in begins) else "",
        latest_begin=min((b for _, b in begins if b), default="", key=order),
        earliest_end=max((e for e, _ in ends if e), default="", key=order),
        latest_end=max((e for _, e in ends), key=order) if all(e for _, e in ends) else "",
    )


def _stretches(said: Iterable[tuple[TimeSpan, ClaimCard]]) -> list[list[tuple[TimeSpan, ClaimCard]]]:
    """The claims on one link in groups: if one time certainly ended before another began, they are two tenures."""
    found: list[list[tuple[TimeSpan, ClaimCard]]] = []
    for span, card in sorted(said, key=lambda one: (one[0].known or (), one[1].id)):
        ends = [day_of(other.latest_end) for other, _ in found[-1]] if found else []
        begins = day_of(span.earliest_begin)
        if begins and all(end and end < begins for end in ends):
            found.append([(span, card)])
        elif found:
            found[-1].append((span, card))
        else:
            found.append([(span, card)])
    return found


def _standing(spans: Collection[TimeSpan], day: Day) -> Standing | None:
    """What is known of a link on a day; `None` if every claim excludes the day."""
    if any(span.covers(day) for span in spans):
        return "holds"
    if all(span.excludes(day) for span in spans):
        return None
    days = [known for span in spans if (known := span.known)]
    if not days:
        return "unknown"
    if any(last < day for _, last in days) and any(begins > day for begins, _ in days):
        return "between"
    return "after" if all(begins > day for begins, _ in days) else "before"

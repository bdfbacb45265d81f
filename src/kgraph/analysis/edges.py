"""The relations of a network: how claims relate two entities, the status of each relation, and its words.

A relation has its claims. A relation that is only denied, forecast or recommended is one too; its status says so
(`STATUSES`).
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import inf
from re import sub

from kgraph.analysis.claimed import SUPPOSED, as_told
from kgraph.analysis.links import DENIED, Link
from kgraph.analysis.record import ClaimCard
from kgraph.claims import TELLING, Record
from kgraph.days import day_of, order
from kgraph.errors import DataError
from kgraph.model import Term, TimeSpan
from kgraph.namespaces import IRI, KG
from kgraph.store.trig import natural

STATUSES = {
    "disputed": "said or expected by some, and denied or contradicted by others",
    "denied": "nobody asserts it and somebody denies it",
    "unintended": "nobody says that it was intended and somebody denies that; whether it happened is another question",
    "unprevented": "nobody says that it was prevented or ruled out and somebody denies that; whether it happened is "
    "another question",
    "against": "advised against, or expected, promised or imagined not to be",
    "prevented": "said to have been prevented, in its start or its success; that it happened is not said",
    "excluded": "ruled out: said that it will not or cannot happen",
    "undisputed": "asserted, be it by one claimant alone, and no claim in these documents contradicts it; that proves "
    "nothing, and others may still deny a larger figure or extent of it",
    "outside": "asserted, but only in claims that are left out here, or that their claimants take back",
    "intended": "promised, or told only as an intention, not as an event",
    "forecast": "expected, not observed",
    "recommended": "advised, not observed",
    "conditional": "said to hold only if something else does, or named only as the condition of something else or the "
    "exception to it",
    "scenario": "one of several imagined courses",
}
"""Every status of an edge and its meaning; an edge has the first in this order that its claims give."""

STATUS_WORDS = {
    **{status: status for status in STATUSES},
    "undisputed": "not disputed here",
    "unintended": "intention denied",
    "unprevented": "prevention denied",
    "against": "advised or expected not to be",
    "excluded": "ruled out",
    "outside": "left out or taken back",
}
"""The words of each status, which readers see on the page, and in files for other programs."""

Latest = Callable[[Iterable[IRI]], str]
"""A function that gives the day by which all of some claims had been made."""

_PROJECTED = {
    "commitment": "intended",
    "forecast": "forecast",
    "recommendation": "recommended",
    "scenario": "scenario",
    **dict.fromkeys(SUPPOSED, "conditional"),
}
_PHASES = {"prevented": KG.Prevented, "excluded": KG.RuledOut, "intended": KG.Intended}
_DENIED_PHASE = {"": "denied", "intended": "unintended", "prevented": "unprevented", "excluded": "unprevented"}


@dataclass(frozen=True, slots=True)
class Said:
    """What one claim says on a relation: a figure or an extent ("" if it gives none), and the time that it gives.

    `disputed` is the day since which it is in question, `left_out` the day since which the world `undisputed` leaves it
    out: in the form of `days.Day`, "" for an unknown day, `None` for never.
    """

    claim: IRI
    detail: str = ""
    when: TimeSpan = field(default_factory=TimeSpan)
    disputed: str | None = None
    left_out: str | None = None


@dataclass(frozen=True, slots=True)
class Edge:
    """A relation that claims put between two nodes.

    `kind` is the kind of relation ("actor", "control", "measurement" …), `name` the words for this edge (a role, a
    measure). `details` are the figures and extents that claims give, marked if nobody asserts them; if `all_deny` the
    relation, the label says so. `plain` says that somebody asserts the relation without any of them. `status` is a key
    of `STATUSES`. `said` has what each claim says, `terms` the terms that make the relation (see `Link`; there may be
    several sets of them), and `origins` the number of independent origins that say the same of it: of those who assert
    it, or else of all who speak of it. `parts` has the claims with the statements' nodes and predicates that make the
    relation. Between two nodes there is one edge for each kind and name.
    """

    source: IRI
    target: IRI
    kind: str
    name: str
    claims: tuple[IRI, ...]
    status: str
    details: tuple[str, ...] = ()
    said: tuple[Said, ...] = ()
    terms: tuple[tuple[IRI, ...], ...] = ()
    origins: int = 1
    all_deny: bool = False
    plain: bool = False
    parts: tuple[tuple[IRI, IRI | None, IRI], ...] = ()

    @property
    def label(self) -> str:
        """The name with its details: "share of territory captured: 81 %; 85 %", or "controls (denied): full".

        A plain assertion stands first: "controls; half; not all of it".
        """
        return self._with("denied" if self.all_deny and self.details else "")

    @property
    def standalone(self) -> str:
        """The label with the status, "at (forecast)", except for undisputed relations and labels that already say
        "(denied)", "(intended)", "(prevented)" or "conditional on"."""
        said = self.status == "undisputed" or (self.all_deny and self.details) or self.status == phase_of(self.terms)
        marks = (self.status_words, *(word for word, status in _PROJECTED.items() if status == self.status))
        said = said or self.label.endswith(tuple(f"({mark})" for mark in marks))  # as all its details do
        said = said or _says_so(self.name, self.status_words)
        return self.label if said else self._with(self.status_words)

    def marked_as(self, word: str, *, always: bool = False) -> str:
        """The standalone label with the word as which the edge is told in place of a status that does not say so, or
        of any: "at (attempted)"."""
        if not word or not (always or self.status in ("undisputed", "outside")):
            return self.standalone
        said = f"({word})" in self.label or _says_so(self.name, word)
        return self.label if said else self._with(word)

    def _with(self, mark: str) -> str:
        name = self.name
        if mark:
            name = f"{name[:-1]}, {mark})" if name.endswith(")") else f"{name} ({mark})"
        if self.plain:
            return "; ".join((name, *self.details))
        return f"{name}: {'; '.join(self.details)}" if self.details else name

    @property
    def status_words(self) -> str:
        """The status in the words of `STATUS_WORDS`."""
        return STATUS_WORDS[self.status]


@dataclass(frozen=True, slots=True)
class Word:
    """What one claim says on a relation: its `detail`, whether that is in question, and whether a world holds it. The
    `card` is the claim as it tells the relation: see `claimed.as_told`."""

    card: ClaimCard
    detail: str = ""
    contested: bool = False
    held: bool = False

    @classmethod
    def of(cls, said: Said, card: ClaimCard) -> "Word":
        """The word of a claim for what it says on the relation."""
        left_out = card.leaves_out and said.left_out is not None
        return cls(card, said.detail, said.disputed is not None, card.in_world and not left_out)


def phase_of(terms: Collection[tuple[IRI, ...]]) -> str:
    """The phase of the event that a relation is of, by the relation's sets of terms, if whoever asserts it does not
    assert that it happened: "prevented", "excluded" (ruled out), "intended", or "".

    >>> phase_of([(KG.actor, KG.RuledOut)]), phase_of([(KG.actor, KG.Intended)]), phase_of([(KG.actor,)]), phase_of([])
    ('excluded', 'intended', '', '')
    """
    for phase, term in _PHASES.items():
        if terms and all(term in own for own in terms):
            return phase
    return ""


def edge_status(said: Collection[Word], *, phase: str = "") -> str:
    """The status of a relation by what is said on it: a key of `STATUSES`. Who asserts that something was intended,
    prevented or ruled out (its `phase`) does not assert that it is so, and who denies that does not deny that it is so.

    If others assert what a claim denies, the relation is disputed; if others only forecast it, it is denied. A denial
    of one figure or extent does not concern another. But what a question has in conflict is disputed in any case.
    Claimants who deny what they assert themselves take it back. That is no dispute; and what they take back on a later
    day is in none any more. Raises `DataError` for a claim without a modality of the vocabulary.
    """
    asserting, denying = [one for one in said if one.card.asserts], [one for one in said if one.card.denies]
    if asserting:
        if any(_is_disputed(one, denying) for one in asserting):
            return "disputed"
        if not any(one.held and not _is_taken_back(one, denying) for one in asserting):
            return "outside"
        return phase or "undisputed"
    negative = [one for one in said if one.card.negative]
    if negative and any(one.contested for one in said if not one.card.negative):
        return "disputed"
    if denying:
        return _DENIED_PHASE[phase]
    if negative:
        return "against"
    for one in said:
        if one.card.modality not in _PROJECTED:
            what = f"{one.card.id} has no modality, or one that is unknown"
            raise DataError(what, fix="'kgraph validate' says which there are")
    found = {_PROJECTED[one.card.modality] for one in said}
    return next(status for status in STATUSES if status in found)


def _denials(one: Word, denying: Iterable[Word], *, own: bool) -> list[ClaimCard]:
    """The denials of what a claim asserts, by its own claimant or by others."""
    same = (two.card for two in denying if two.detail == one.detail)
    return [card for card in same if (card.claimant_id == one.card.claimant_id) is own]


def _is_disputed(one: Word, denying: Sequence[Word]) -> bool:
    """Whether others deny or contradict what a claim asserts, and its claimant has not taken it back on a later day."""
    days = [card.said_by for card in _denials(one, denying, own=True) if card.said_by]
    is_given_up = any(order(day) > order(one.card.said_by) for day in days)
    return not is_given_up and (one.contested or bool(_denials(one, denying, own=False)))


def _is_taken_back(one: Word, denying: Sequence[Word]) -> bool:
    """Whether the claimant denies what the claim asserts, unless it was asserted again on a later day."""
    return any(order(card.said_by) >= order(one.card.said_by) for card in _denials(one, denying, own=True))


def edges_of(
    links: Iterable[Link], cards: Mapping[IRI, ClaimCard], record: Record[IRI, IRI], latest: Latest
) -> Iterator[Edge]:
    """The edges that links make; `latest` gives the day by which all of some claims had been made."""
    groups: dict[tuple[IRI, IRI, str, str], list[Link]] = defaultdict(list)
    for link in links:
        groups[link.source, link.target, link.kind, link.name].append(link)
    for key, group in sorted(groups.items()):
        claims = sorted({link.claim for link in group}, key=natural)
        told = told_on(((link.claim, link.node) for link in group), cards)
        words = [_word(link, told[link.claim]) for link in group]
        yield Edge(
            *key,
            claims=tuple(claims),
            status=edge_status(words, phase=phase_of([link.terms for link in group])),
            details=details_of(words),
            said=tuple(dict.fromkeys(_said(link, cards[link.claim], latest) for link in _in_order(group))),
            terms=tuple(sorted({link.terms for link in group})),
            origins=origins_of(group, told, record),
            all_deny=all(one.card.denies for one in words),
            plain=asserted_plainly(words),
            parts=tuple(sorted({(link.claim, link.node, link.predicate) for link in group}, key=str)),
        )


def told_on(parts: Iterable[tuple[IRI, IRI | None]], cards: Mapping[IRI, ClaimCard]) -> dict[IRI, ClaimCard]:
    """The claims of a relation as they tell it; `parts` has each with the nodes of its statements there."""
    nodes: defaultdict[IRI, set[Term]] = defaultdict(set)
    for claim, node in parts:
        nodes[claim].update([node] if node else [])
    return {claim: as_told(cards[claim], some) for claim, some in nodes.items() if claim in cards}


def origins_of(said: Sequence[Link | Said], cards: Mapping[IRI, ClaimCard], record: Record[IRI, IRI]) -> int:
    """The most independent origins that say the same of a relation: as surely, with the same figure or extent, and of
    times that may be one. Those who assert it count, or else all who speak of it."""
    groups: dict[tuple[str, str], list[Link | Said]] = defaultdict(list)
    for link in [one for one in said if cards[one.claim].asserts] or said:
        card = cards[link.claim]
        saying = "no" if card.denies else "against" if card.negative else card.modality
        groups[saying, link.detail].append(link)
    alike = {same for group in groups.values() for same in _of_one_time(group)}
    return max(record.origins(same).independent for same in alike)


def _says_so(name: str, word: str) -> bool:
    """Whether the name of a relation says as what it is told: "conditional on"."""
    return name == f"{word} on"


def _of_one_time(links: Collection[Link | Said]) -> Iterator[frozenset[IRI]]:
    """The claims of links, in groups whose times may be one; a time without a bound may be any."""
    spans = [(link.claim, *_span(link.when)) for link in links]
    for start in {first for _, first, _ in spans}:
        yield frozenset(claim for claim, first, last in spans if first <= start <= last)


def _span(when: TimeSpan) -> tuple[float, float]:
    """The first and the last day on which it may have been so, as numbers."""
    begin, end = day_of(when.earliest_begin), day_of(when.latest_end)
    first = begin.number if begin else -inf
    return first, max(first, end.number if end else inf)


def _word(link: Link, card: ClaimCard) -> Word:
    at = link.node, link.predicate
    return Word(card, link.detail, card.contests(*at), card.holds(*at))


def _said(link: Link, card: ClaimCard, latest: Latest) -> Said:
    """What the claim says on the relation, with the first day on which it is in question and the first on which it is
    left out."""
    parts = [part for part in card.questioned if part.covers(link.node, link.predicate)]
    out = [latest(part.since) for part in parts]
    disputed = [day for day, part in zip(out, parts, strict=True) if not part.superseded]
    return Said(link.claim, link.detail, link.when, _first(disputed), _first(out))


def _in_order(links: Iterable[Link]) -> list[Link]:
    return sorted(links, key=lambda link: (natural(link.claim), natural(link.detail)))


def asserted_plainly(said: Iterable[Word]) -> bool:
    """Whether a claim asserts the relation without a figure or an extent."""
    return any(one.card.asserts and not one.detail for one in said)


def details_of(said: Collection[Word]) -> tuple[str, ...]:
    """The details of claims, marked if the world leaves them out ("not taken at face value") or they are denied ("not
    full").

    If all claims deny, there are no marks: see `Edge.label`.
    """
    details: dict[str, list[Word]] = defaultdict(list)
    for one in said:
        if one.detail:
            details[one.detail].append(one)
    held = any(one.held for behind in details.values() for one in behind)
    asserted, denied = any(one.card.asserts for one in said), all(one.card.denies for one in said)
    found = []
    for detail, behind in details.items():
        if any(one.held for one in behind):
            found.append(detail)
        elif any(one.card.asserts for one in behind):
            found.append(f"{detail} (not taken at face value)" if held else detail)
        elif any(one.card.denies for one in behind):
            denial = DENIED.get(detail, f"not {detail}")
            found.append(denial if asserted else _any(detail) if denied else f"{detail} (denied)")
        else:
            found.append(f"{detail} ({', '.join(sorted({one.card.stance for one in behind}))})")
    return tuple(sorted(found, key=natural))


def _any(detail: str) -> str:
    """A detail as what is denied: who denies control of some part denies it of any part.

    >>> _any("at least one part of it entirely"), _any("all of it")
    ('any part of it entirely', 'all of it')
    """
    return sub("^(at least one|a) part of it", "any part of it", detail)


def left_out(card: ClaimCard, latest: Latest) -> tuple[str | None, str | None]:
    """The days since which a part of a claim is left out, and since which all of it is."""
    told = [(one.node, predicate) for one in card.statements for predicate, _ in one.said if predicate in TELLING]
    since = [_first(latest(part.since) for part in card.questioned if part.covers(*at)) for at in told]
    days = [day for day in since if day is not None]
    return _first(days), max(days, key=order) if len(days) == len(since) and days else None


def _first(days: Iterable[str]) -> str | None:
    return min(days, default=None, key=order)

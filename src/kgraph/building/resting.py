"""Finding the claims that are affected by changed claims, and deriving triples from these few as they were and as they
are now."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kgraph.building.conclusions import as_known, conclusions, finding_of
from kgraph.building.keeping import Keeping
from kgraph.building.kept import Kept, KeptClaim, KeptTie, numbered
from kgraph.building.parts import Part
from kgraph.building.speech import read_claims
from kgraph.claims import Claim
from kgraph.claims.order import term_key
from kgraph.disputes.finding import Whole
from kgraph.disputes.merging import events_of, replacements
from kgraph.disputes.neighbours import as_one
from kgraph.disputes.saying import agreed, subordinating
from kgraph.errors import KgraphError
from kgraph.findings.command import RUNGS
from kgraph.model import Quad, Term
from kgraph.namespaces import DCTERMS, IRI, KG

_MOST_CHANGED, _MOST_NEAR = 2_000, 4_000  # with more claims than this, a full build takes no longer
_DAY = 86_400


class TooManyError(KgraphError):
    """So many claims depend on the changes that a full build is needed."""


@dataclass(frozen=True)
class Told:
    """The quads besides all claims, of one version; `contents` are the graphs of all contents, if they are needed."""

    beside: Sequence[Quad]
    contents: Collection[Term] = ()


@dataclass(frozen=True)
class _Record:
    """The quads besides all claims of one version, the facts that depend on all claims, and the things merged with each
    thing."""

    beside: Sequence[Quad]
    contents: Collection[Term]
    whole: Whole
    joined: Mapping[IRI, IRI]

    @classmethod
    def of(cls, told: Told, above: Mapping[IRI, Collection[IRI]], events: Collection[Term]) -> "_Record":
        """The record of one version; `above` has the unit directly above each unit, `events` the events of which claims
        tell."""
        whole = Whole(above, replacements(told.beside, events))
        return cls(told.beside, told.contents, whole, as_one(told.beside))


@dataclass
class Resting:
    """The claims of a version of which some changed, as far as they have been read.

    `gone` are the numbers of claims that were removed or changed, `new` are the new claims with their own `lines`
    (`speech`). `before` and `now` are the quads besides claims. After `conclude`, `fresh` has the data to keep for new
    claims, and for claims of unchanged files whose derived data changed.
    """

    kept: Kept
    base: str
    terms: Collection[Quad]
    own: Collection[Quad]
    gone: Collection[int]
    new: Part
    lines: Mapping[IRI, bytes]
    before: Told
    now: Told
    fresh: dict[IRI, KeptClaim] = field(default_factory=dict)
    _rows: dict[int, tuple[int, KeptClaim]] = field(default_factory=dict)
    _values: dict[int, Claim] = field(default_factory=dict)
    _near: set[int] = field(default_factory=set)

    def conclude(self) -> tuple[set[Quad], set[Quad]]:
        """The derived quads of the claims read, as they were and as they are now; every quad that differs is among
        them."""
        before, now = self._records()
        also = self._also_changed(before, now)
        self._load({*self.gone, *also})
        self._keep(also, now)
        keys = {numbered(*key) for claim in self.fresh.values() for key in claim.keys}
        self._look_at(self.kept.having(self.kept.keys({*self.gone, *also}) | keys, keys) | also)
        self._look_at(self.kept.bridged({*self.gone, *also}, keys))
        self._look_at(self._commanding())
        return self._concluded({*self.gone, *also}, before, now)

    def _records(self) -> tuple[_Record, _Record]:
        """The records of the two versions, as it was and as it is now."""
        ties = self.kept.ties("above")
        staying = [(IRI(tie.member), IRI(tie.upper)) for claim, tie in ties if claim not in self.gone]
        above = agreed((IRI(tie.member), IRI(tie.upper)) for _, tie in ties)
        above_now = agreed([*staying, *(tie for claim in self.new.claims for tie in subordinating(claim))])
        beside = (*self.before.beside, *self.now.beside)
        told = self.kept.telling({str(s) for s, p, *_ in beside if p == DCTERMS.isReplacedBy})
        events = {IRI(event) for event in told}
        left = {IRI(event) for event, claims in told.items() if not claims <= set(self.gone)}
        return (
            _Record.of(self.before, above, events),
            _Record.of(self.now, above_now, left | events_of(self.new.claims)),
        )

    def kept_of_others(self) -> dict[int, list[KeptClaim]]:
        """The data to keep anew for claims of unchanged files, by file."""
        found: dict[int, list[KeptClaim]] = defaultdict(list)
        new = {claim.id for claim in self.new.claims}
        numbers = self.kept.numbers(self.fresh.keys() - new)
        for iri, number in numbers.items():
            found[self._rows[number][0]].append(self.fresh[IRI(iri)])
        return found

    @property
    def looked_at(self) -> list[tuple[KeptClaim, Claim]]:
        """The unchanged claims of the earlier version that were read because changed claims may affect them."""
        return [(self._rows[one][1], self._values[one]) for one in sorted(self._near) if one in self._values]

    @property
    def changed(self) -> list[Claim]:
        """The claims that were removed or changed, as they were."""
        return [self._values[one] for one in sorted(self.gone) if one in self._values]

    def _concluded(self, looked: set[int], before: _Record, now: _Record) -> tuple[set[Quad], set[Quad]]:
        self._complete()
        are = self._from(self._near, now, self.new)
        were: set[Quad] | None = None
        # all claims of a finding with a new claim will be needed: reading them at once saves a round
        fresh = {claim.id for claim in self.new.claims}
        claims = _claims_of({quad for quad in are if quad[2] in fresh}, are)
        while True:
            near = len(self._near)
            self._look_around(claims - fresh, looked)
            self._complete()
            if len(self._near) > near:
                are = self._from(self._near, now, self.new)
            elif were is not None:
                return were, are
            were = self._from([*self.gone, *self._near], before, Part())
            claims = _claims_of(were ^ are, were | are)

    def _look_around(self, claims: Collection[str], looked: set[int]) -> None:
        """Read the neighbours of some unchanged claims, except those whose neighbours were read already (`looked`)."""
        more = (set(self.kept.numbers(sorted(claims)).values()) & self._near) - looked
        self._look_at(self.kept.having(self.kept.keys(more)))
        looked |= more

    def _from(self, numbers: Iterable[int], record: _Record, new: Part) -> set[Quad]:
        """The quads that follow from claims that have been read and from `new` ones."""
        read = (number for number in set(numbers) if number in self._values)
        rows = [(self._values[number], self._rows[number][1].digest) for number in read]
        claims = sorted([*(claim for claim, _ in rows), *new.claims], key=lambda claim: term_key(claim.id))
        known = {claim.id: digest for claim, digest in rows if digest} | dict(new.digests)
        part = Part(claims, {iri: known[iri] for iri in sorted(known)}, record.beside, record.contents)
        found = conclusions(part, self.base, self.terms, whole=record.whole)
        return {*found, *as_known(part, self.own, self.base)}

    def _keep(self, also: Collection[int], now: _Record) -> None:
        """Compute the data to keep for the claims that change."""
        rows = [self._rows[number][1] for number in also]
        digests = {row.iri: row.digest for row in rows if row.digest} | dict(self.new.digests)
        lines = {row.iri: row.lines for row in rows} | dict(self.lines)
        claims = [*self.new.claims, *(self._values[number] for number in also if number in self._values)]
        self.fresh = Keeping(now.beside, self.terms, now.whole.above).claims(claims, digests, lines)

    def _look_at(self, claims: Iterable[int]) -> None:
        """Read some more claims of the version."""
        more = set(claims) - self._near - set(self.gone)
        if len(more) + len(self._near) > _MOST_NEAR:
            raise TooManyError("too many claims are about the same things")
        self._load(more)
        self._near |= more

    def _load(self, claims: Collection[int]) -> None:
        rows = self.kept.rows(set(claims) - self._rows.keys())
        self._rows |= {number: (file, row) for number, file, row in rows}
        numbers = {row.iri: number for number, _, row in rows}
        self._values |= {
            numbers[claim.id]: claim for claim in read_claims([row for _, _, row in rows]) if claim.id in numbers
        }

    def _also_changed(self, before: _Record, now: _Record) -> set[int]:
        """The claims whose derived data change although their files did not.

        If a document names an event that was merged with others, or is no longer merged, these are all its claims: the
        event of its totals depends on the names of events in its other claims (`happening.event_of_total`).
        """
        renamed = _apart(before.whole.replaced, now.whole.replaced) | _apart(before.joined, now.joined)
        things = _differing(before, now, renamed)
        if not things.isdisjoint(term for term, *_ in self.terms):
            raise TooManyError("the definition of a term has changed")
        found = self.kept.mentioning(map(str, things)) | self.kept.of_one_graph(self.kept.mentioning(renamed))
        found -= set(self.gone)
        waiting = {row.iri for _, _, row in self.kept.rows(self.gone)} | {claim.id for claim in self.new.claims}
        while waiting:  # the claims that rest on a changed claim, and the claims that rest on these
            more = self.kept.mentioning(waiting) - set(self.gone) - found
            found |= more
            waiting = {row.iri for _, _, row in self.kept.rows(more)}
        if max(len(found), len(self.gone), len(self.new.claims)) > _MOST_CHANGED:
            raise TooManyError("many claims are about what changed")
        return found

    def _complete(self) -> None:
        """Also read the claims on which the claims depend: those from which they are derived, and those by which the
        event of a total without kg:event is found."""
        while True:
            values = [self._values[number] for number in self._near if number in self._values]
            sources = {iri for claim in (*values, *self.new.claims) for iri in claim.related(KG.derivedFrom)}
            more = {*self.kept.numbers(sorted(sources)).values(), *self.kept.naming(self._near)}
            if not more - self._near - set(self.gone):
                return
            self._look_at(more)

    def _commanding(self) -> set[int]:
        """The claims of ties of command that may be in one finding with a tie that changes."""
        ties = self.kept.ties("under", "commands")
        also = {number for number in self._near if self._rows[number][1].iri in self.fresh}
        own = [tie for claim, tie in ties if claim in self.gone or claim in also]
        own += [tie for claim in self.fresh.values() for tie in claim.ties if tie.kind != "above"]
        return {claim for one in own for claim in _with(one, [(c, tie) for c, tie in ties if _meet(one, tie)])}


def _meet(one: KeptTie, other: KeptTie) -> bool:
    """Whether two ties hold on one day."""
    return one.since // _DAY <= other.until // _DAY and other.since // _DAY <= one.until // _DAY


def _with(one: KeptTie, ties: Sequence[tuple[int, KeptTie]]) -> set[int]:
    """The claims of the ties that, together with one tie, lead from a unit up to somebody above it."""
    under = [tie for _, tie in ties if tie.kind == "under"] + ([one] if one.kind == "under" else [])
    below: dict[str, set[str]] = {}
    above: dict[str, set[str]] = {}
    for tie in under:
        below.setdefault(tie.upper, set()).add(tie.member)
        above.setdefault(tie.member, set()).add(tie.upper)
    rungs = RUNGS - 1 if one.kind == "under" else RUNGS
    units = _reached({one.member if one.kind == "under" else one.upper}, below, rungs)
    bodies = _reached(units, above, RUNGS)
    return {claim for claim, tie in ties if (tie.member if tie.kind == "under" else tie.upper) in bodies}


def _reached(begin: Collection[str], ways: Mapping[str, Collection[str]], steps: int) -> set[str]:
    found = set(begin)
    for _ in range(steps):
        found |= {other for one in found for other in ways.get(one, ())}
    return found


def _differing(before: _Record, now: _Record, renamed: Collection[IRI]) -> set[IRI]:
    """The things whose description changed, and all things that point at them, over any number of steps.

    `renamed` are the things that are merged with others now or were before.
    """
    old, new = set(before.beside), set(now.beside)
    differ = old ^ new
    found: set[Term] = {quad[0] for quad in differ}
    found |= {value for _, p, value, _ in old if p == KG.side} ^ {value for _, p, value, _ in new if p == KG.side}
    found |= _apart(before.whole.above, now.whole.above) | set(renamed)
    for record in (before, now):  # a question has the names of all things that it asks about
        ones = {record.joined[thing] for thing in found if isinstance(thing, IRI) and thing in record.joined}
        found |= {thing for thing, one in record.joined.items() if one in ones}
    if not found:
        return set()
    pointing: defaultdict[Term, set[Term]] = defaultdict(set)
    for subject, _, value, _ in old | new:
        pointing[value].add(subject)
    for record in (before, now):
        for unit, several in record.whole.above.items():
            for upper in several:
                pointing[upper].add(unit)
    waiting = list(found)
    while waiting:
        more = pointing[waiting.pop()] - found
        found |= more
        waiting += more
    return {thing for thing in found if isinstance(thing, IRI)}


def _apart(one: Mapping[IRI, object], other: Mapping[IRI, object]) -> set[IRI]:
    """The keys that do not have the same value in both."""
    return {thing for thing in one.keys() | other.keys() if one.get(thing) != other.get(thing)}


def _claims_of(differing: set[Quad], every: set[Quad]) -> set[str]:
    """All claims of the findings, and of their parts, of which a quad differs."""
    differ = {finding_of(subject) for subject, *_ in differing}
    wholes = [quad for quad in every if quad[1] in (KG.conflict, KG.position)]
    made_of = {finding_of(value): finding_of(subject) for subject, _, value, _ in wholes}
    differ |= {made_of[one] for one in differ if one in made_of}
    parts = {part for part, whole in made_of.items() if whole in differ} | differ
    return {str(value) for subject, _, value, _ in every if finding_of(subject) in parts} | differ

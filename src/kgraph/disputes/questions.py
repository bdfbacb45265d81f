"""Gathering conflicts into questions: one question with its positions, however many claims are in conflict."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from heapq import merge

from kgraph.claims import Claim
from kgraph.disputes.accounts import Asked
from kgraph.disputes.answers import Answer
from kgraph.disputes.finding import Found
from kgraph.disputes.foretold import is_ahead, still_to_come
from kgraph.disputes.happening import told_by
from kgraph.disputes.model import Conflict, Matter, Position, Question, Said, by_day, named
from kgraph.disputes.reference import Reference
from kgraph.disputes.saying import by_itself
from kgraph.disputes.times import Meeting, When
from kgraph.disputes.wording import asked
from kgraph.namespaces import IRI, KG

_Stretch = tuple[float | None, float | None, int | None]
_EVER = float("inf")
_OF_ALL_TIMES = ("account", "detail", "characterisation", "entitlement")


def questions(found: Found) -> list[Question]:
    """The questions that the conflicts are about, sorted by their keys."""
    by_matter: defaultdict[Matter, list[Conflict]] = defaultdict(list)
    for conflict in found.conflicts:
        by_matter[conflict.matter].append(conflict)
    marked = _marked(found)
    return [_question(matter, by_matter[matter], found, marked) for matter in sorted(by_matter)]


def _marked(found: Found) -> frozenset[IRI]:
    """The claims that are in a question which they do not answer, because the text or an editor marks a contradiction.
    Readers look for them where they do answer."""
    marks = (conflict for conflict in found.conflicts if conflict.rule == "stated-denial")
    answering = {matter: {one.said.claim.id for one in given} for matter, given in found.answers.items()}
    pairs = ((claim.id, conflict.matter) for conflict in marks for claim in (conflict.one, conflict.other))
    return frozenset(claim for claim, matter in pairs if claim not in answering.get(matter, ()))


@dataclass(frozen=True)
class _Matter:
    """What is known about one question: its claims, their answers, and which of them are in conflict."""

    matter: Matter
    claims: Mapping[IRI, Claim]
    answers: Mapping[IRI, Sequence[Answer]]
    against: Mapping[IRI, set[IRI]]
    reference: Reference
    of_event: Asked
    hulls: dict[IRI, tuple[float, float]] = field(default_factory=dict)

    def order(self, claim: IRI) -> tuple[object, ...]:
        """A sort key of claims: earlier ones first, assertions before denials."""
        answers = self.answers.get(claim)
        return by_day(answers[0].said)[:2] if answers else (True, 0), bool(self.claims[claim].negative), claim

    def same(self, one: IRI, other: IRI) -> bool:
        """Whether two claims give the same answer for one time."""
        (low, high), (least, most) = self._hull(one), self._hull(other)
        if high < least or most < low:
            return False
        a, b = self.answers.get(one, ()), self.answers.get(other, ())
        if not a or not b or not self.of_one_time(a[0], b[0]):
            return False
        return all(any(x.same(y) for y in b) for x in a) and all(any(x.same(y) for x in a) for y in b)

    def _hull(self, claim: IRI) -> tuple[float, float]:
        """Bounds around all figures of a claim, rounding included; a quick check before answers are compared."""
        if claim not in self.hulls:
            figures = [answer.figure for answer in self.answers.get(claim, ())]
            ends = [one.reach if one else (-_EVER, _EVER) for one in figures] or [(-_EVER, _EVER)]
            self.hulls[claim] = min(low for low, _ in ends), max(high for _, high in ends)
        return self.hulls[claim]

    def of_one_time(self, one: Answer, other: Answer) -> bool:
        """Whether two answers are of one time; answers on an event or its totals always are."""
        return self.of_all_times(one) or one.said.when.meets(other.said.when)

    def for_one_time(self, one: IRI, other: IRI) -> bool:
        """Whether the answers of two claims are of one time, or one of the claims has none."""
        a, b = self.answers.get(one), self.answers.get(other)
        return not a or not b or self.of_one_time(a[0], b[0])

    def of_all_times(self, one: Answer) -> bool:
        """Whether an answer is of one time with every other answer."""
        return self.matter[0] in _OF_ALL_TIMES or (one.figure is not None and one.figure.is_total)

    def texts(self, claims: Iterable[IRI], *, alone: bool) -> list[str]:
        """The answers of claims in words, each once. With `alone`, they are worded as a claimant's only answers."""
        told: dict[str, list[str]] = {}
        for claim in claims:
            given = self.answers.get(claim, ())
            pieces = [self._in_words(answer, alone=alone) for answer in given]
            text = "; ".join(dict.fromkeys(pieces)) or by_itself(self.claims[claim], self.reference)
            names = given[0].names if given and text.count(given[0].names) == 1 else ""
            text = text.replace(names, _WHOM) if names else text
            if given and all(answer.figure and not answer.said.negative for answer in given):
                text = next(iter(told), text)  # others only round the same figure
            told.setdefault(text, []).append(names)
        found = [text.replace(_WHOM, " / ".join(dict.fromkeys(names))) for text, names in told.items()]
        lead = next(iter(found), "").partition(": ")[0] + ": "  # “the army: not half, not 40 %”
        return [*found[:1], *(text.removeprefix(lead) for text in found[1:])]

    def _in_words(self, answer: Answer, *, alone: bool) -> str:
        if answer.account is not None:
            return answer.account.alone(self.of_event) if alone else answer.account.words(self.of_event)
        figure = answer.figure
        return answer.text.replace(figure.text, figure.spoken) if figure and self._mixed else answer.text

    @cached_property
    def _mixed(self) -> bool:
        """Whether the figures of the claims in question are in several units."""
        figures = (answer.figure for claim in self.claims for answer in self.answers.get(claim, ()))
        return len({figure.factor for figure in figures if figure}) > 1


_WHOM = "\0"  # where an answer has whom it names, while answers that differ in nothing else are joined


def _question(matter: Matter, conflicts: Sequence[Conflict], found: Found, marked: Collection[IRI]) -> Question:
    against: defaultdict[IRI, set[IRI]] = defaultdict(set)
    answers: defaultdict[IRI, list[Answer]] = defaultdict(list)
    claims: dict[IRI, Claim] = {}
    for conflict in conflicts:
        one, other = conflict.one, conflict.other
        against[one.id].add(other.id)
        against[other.id].add(one.id)
        claims |= {one.id: one, other.id: other}
    for answer in found.answers.get(matter, ()):
        answers[answer.said.claim.id].append(answer)
    for said in (said for conflict in conflicts for said in conflict.statements):
        if said.claim.id not in answers:  # who dates an event answers how long it took, too
            answers[said.claim.id] = [Answer(said, ("statement", said.key), by_itself(said.claim, found.reference))]
    ahead = still_to_come(matter, claims, answers, found.foretold)
    answers.update({claim: [*own] for claim, own in (ahead or {}).items()})
    figures = {answer.range for claim in claims for answer in answers.get(claim, ())} - {None}
    for claim, given in answers.items():  # claims of one range count as one: not each of them has a recorded conflict
        if not figures.isdisjoint(answer.range for answer in given):
            claims[claim] = given[0].said.claim
    rules = {conflict.rule for conflict in conflicts}
    accounts = [answer.account for claim in claims for answer in answers.get(claim, ()) if answer.account]
    of_event = Asked.of(rules, accounts, ahead=ahead is not None)
    known = _Matter(matter, claims, answers, against, found.reference, of_event)
    placed = _Placed(known)
    for claim in sorted(claims, key=known.order):
        placed.place(claim)
    groups = placed.groups
    beside = tuple(_others(placed, known, marked))
    positions = tuple(
        Position(_answer(group.claims, known), tuple(group.claims), _nodes(group.claims, answers)) for group in groups
    )
    text = asked(matter, found.reference, found.names, of_event)
    return Question(matter, text, positions, beside, tuple(replace(one, on=_on(one, known)) for one in conflicts))


def _nodes(group: Iterable[IRI], answers: Mapping[IRI, Sequence[Answer]]) -> tuple[IRI, ...]:
    """The statements by which claims take a position."""
    return named(answer.said for claim in group for answer in answers.get(claim, ()))


_ON = {"event-actor": (KG.actor,), "event-outcome": (KG.phase,), "opposite-polarity": (KG.content,)}
_OF_DETAILS = {
    "date": (KG.time,),
    "place": (KG.place,),
    "cause": (KG.cause, KG.causeMark),
    "purpose": (KG.purpose, KG.purposeMark),
    "means": (KG.uses,),
    "winner": (KG.winner,),
}


def _on(conflict: Conflict, known: _Matter) -> tuple[IRI, ...]:
    """The properties of the two statements that are in question.

    If a claim denies another without saying which part of it, everything that the two claims say is in question.
    """
    pair = conflict.one.id, conflict.other.id
    if conflict.rule == "stated-denial" and (not known.answers.keys() >= set(pair) or known.same(*pair)):
        return (KG.content,)
    if known.matter[0] == "detail":
        return _OF_DETAILS[known.matter[2]]
    if known.matter[0] == "account" and conflict.rule in ("denied-event", "stated-denial"):
        denials = _denials(conflict, known)
        # if both tell of the event and oppose each other, the question is who did it
        return (KG.actor,) if all(_denies_actor(one, known) for one in denials) else ()
    return _ON.get(conflict.rule, ())


def _denials(conflict: Conflict, known: _Matter) -> list[Said]:
    pair = (conflict.one.id, conflict.other.id)
    return [answer.said for claim in pair for answer in known.answers[claim] if answer.said.negative]


def _denies_actor(denial: Said, known: _Matter) -> bool:
    """Whether a denial concerns only the actor: it names nothing else, and the same claimant says that another actor
    did it."""
    others = (answer.said for answers in known.answers.values() for answer in answers)
    own = (said for said in others if said.claim.claimant == denial.claim.claimant and not said.negative)
    return told_by(denial.statement) == {KG.actor} and any(said.statement.get(KG.actor) for said in own)


@dataclass(frozen=True, slots=True)
class _Group:
    """The claims of a position: those of its `core` all say the same; the others are denials by the same claimants."""

    core: list[IRI]
    claims: list[IRI]

    def has(self, claim: IRI, known: _Matter) -> bool:
        """Whether a claim says the same as the group's core."""
        return all(known.same(claim, other) for other in self.core)


class _Placed:
    """The positions found so far, indexed by what a claim must share with them, so that only few are compared."""

    def __init__(self, known: _Matter) -> None:
        self.groups: list[_Group] = []
        self._known = known
        self._of: dict[IRI, int] = {}
        self._alike: defaultdict[frozenset[object], list[int]] = defaultdict(list)
        self._of_time: defaultdict[tuple[frozenset[object], _Stretch], list[int]] = defaultdict(list)
        self._voices: defaultdict[tuple[IRI, object, bool], set[int]] = defaultdict(set)
        given = (answer.said.when for answers in known.answers.values() for answer in answers)
        self._times = Meeting((when, stretch) for stretch, when in {_stretch(when): when for when in given}.items())
        self._near: dict[_Stretch, list[_Stretch]] = {}

    def place(self, claim: IRI) -> None:
        """Put a claim into the position whose claims say the same and are not in conflict with it, or into a new one.

        A claimant's denials belong to the position that the claimant takes on that day: “not X” and “it was Y” are one
        position. What they say on another day is a position of its own, since a position has the words of its first
        day.
        """
        barred = {self._of[other] for other in self._known.against[claim] if other in self._of}
        at = self.home(claim, barred)
        if at is not None:
            self.groups[at].core.append(claim)
        else:
            at = min(self._of_one_voice(claim) - barred, default=None)
        if at is None:
            at = len(self.groups)
            self.groups.append(_Group([claim], []))
            self._alike[self._keys(claim)].append(at)
            for answer in self._known.answers.get(claim, ())[:1]:
                self._of_time[self._keys(claim), _stretch(answer.said.when)].append(at)
        self.groups[at].claims.append(claim)
        self._note(claim, at)

    def home(self, claim: IRI, barred: Collection[int] = ()) -> int | None:
        """The first position whose claims say the same; `None` if there is none."""
        answers, keys = self._known.answers.get(claim), self._keys(claim)
        if not answers:
            return None
        first = answers[0]
        of_times = (self._of_time.get((keys, stretch), ()) for stretch in self.near(first.said.when))
        near = self._alike.get(keys, ()) if self._known.of_all_times(first) else merge(*of_times)
        return next((at for at in near if at not in barred and self.groups[at].has(claim, self._known)), None)

    def near(self, when: When) -> list[_Stretch]:
        """The stretches of answers that overlap a time."""
        stretch = _stretch(when)
        if stretch not in self._near:
            self._near[stretch] = list(self._times.meeting(when))
        return self._near[stretch]

    def _keys(self, claim: IRI) -> frozenset[object]:
        """Keys of which claims that say the same share one: see `Answer.same`."""
        return frozenset(answer.key for answer in self._known.answers.get(claim, ()))

    def _of_one_voice(self, claim: IRI) -> set[int]:
        """The positions that have a claim of the same claimant, said on the same day and for the same time, if that
        claim or this one is a denial."""
        one = self._known.claims[claim]
        if one.claimant is None:
            return set()
        near = self._voices[one.claimant, self._known.order(claim)[0], not one.negative]
        return {at for at in near if self._known.for_one_time(claim, self.groups[at].claims[0])}

    def _note(self, claim: IRI, at: int) -> None:
        self._of[claim] = at
        one = self._known.claims[claim]
        if one.claimant is not None:
            day = self._known.order(claim)[0]
            self._voices[one.claimant, day, False].add(at)
            if one.negative:
                self._voices[one.claimant, day, True].add(at)


def _others(placed: _Placed, known: _Matter, marked: Collection[IRI]) -> Iterator[IRI]:
    """Put claims without a conflict into the position that says the same; yields those that take no side.

    Whoever says of some days in March, and of no day for sure, that neither side holds a place has said both halves of
    one time, although no two claims of such a time are in conflict.
    """
    taking = (claim for group in placed.groups for claim in group.claims)
    given = [answer.said for claim in taking for answer in known.answers.get(claim, ())]
    taken = {_stretch(said.when) for said in given}
    told = (said for said in given if said.claim.claimant is not None and said.when.since is not None)
    breaths = {(said.claim.claimant, _stretch(said.when)) for said in told}
    for claim, answers in known.answers.items():
        if claim in known.claims:
            continue
        home = placed.home(claim)
        if known.of_event.ahead and not any(one.said.negative or is_ahead(one.said) for one in answers):
            yield claim  # whoever says later that it has happened did not say that it will
        elif home is not None:
            placed.groups[home].claims.append(claim)
        elif _may_stand_beside(known.matter) and not answers[0].elsewhere(known.answers):
            of_all = known.of_all_times(answers[0])
            said = answers[0].said
            of_its_time = taken if of_all else not taken.isdisjoint(placed.near(said.when))
            if claim in marked or of_its_time or (said.claim.claimant, _stretch(said.when)) in breaths:
                yield claim


def _stretch(when: When) -> _Stretch:
    """A key that decides which other times a time overlaps."""
    return when.since, when.until, when.zone


def _may_stand_beside(matter: Matter) -> bool:
    """Whether answers to the question can be so wide that they conflict with none: figures, extents of control,
    places."""
    return matter[0] in ("figure", "held") or matter[2:] == ("place",)


def _answer(group: Sequence[IRI], known: _Matter) -> str:
    """The position in words, as it was first given; assertions come before denials.

    Later claims do not change the words, so that the graph as of an earlier day has nothing of them.
    """
    days = {claim: known.order(claim)[0] if claim in known.claims else None for claim in group}
    first = [claim for claim in group if days[claim] == days[group[0]]]
    denials = {claim: any(answer.said.negative for answer in known.answers.get(claim, ())) for claim in first}
    both = set(denials.values()) == {False, True}
    said, denied = (
        known.texts((claim for claim in first if denials[claim] is negative), alone=not both)
        for negative in (False, True)
    )
    if said and denied:
        return f"{', '.join(said)} ({', '.join(denied)})"
    return ", ".join(said or denied)

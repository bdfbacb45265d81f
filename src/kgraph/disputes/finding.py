"""Running all rules of this package over a record's claims."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

from kgraph.claims import Claim, surroundings
from kgraph.claims.deriving import said_by
from kgraph.disputes import ending, figures, happening, holding, nameless, nearby, standing
from kgraph.disputes.answers import Answer, answers
from kgraph.disputes.foretold import Foretold, foretold
from kgraph.disputes.measured import figures_of
from kgraph.disputes.merging import events_of, merged, replacements
from kgraph.disputes.model import Conflict, Matter, Note, Said, named
from kgraph.disputes.reference import Reference
from kgraph.disputes.saying import (
    Ties,
    is_state,
    is_timeless,
    on_day,
    sayings,
    subordinations,
    telling,
    times,
    who,
    words,
)
from kgraph.disputes.times import When
from kgraph.disputes.totals import event_of_total
from kgraph.model import Quad, Term
from kgraph.namespaces import IRI, KG, RDF, RDFS

_NEVER = float("inf")
STATED = (KG.denies, KG.contradicts)
"""The predicates by which a text or an editor says that two claims oppose each other."""
_IMAGINED = (KG.Scenario, KG.Conditional, KG.Recommendation)


@dataclass(frozen=True)
class Whole:
    """Facts that depend on all claims of a record: what is directly `above` a unit, and by what an event is
    `replaced`."""

    above: Mapping[IRI, Collection[IRI]]
    replaced: Mapping[IRI, IRI]


@dataclass(frozen=True)
class Found:
    """What the rules found in a record: conflicts between two claims, notes, and answers by question.

    `foretold` has what forecasts and promises answer on events that are still to come. `merged` maps each thing to the
    one with which an editor merged it.
    """

    conflicts: list[Conflict]
    notes: list[Note]
    answers: Mapping[Matter, Sequence[Answer]]
    foretold: Foretold
    reference: Reference
    names: Mapping[str, str]
    merged: Mapping[IRI, IRI]


def find(
    claims: Sequence[Claim],
    quads: Collection[Quad],
    digests: Mapping[IRI, str],
    whole: Whole | None = None,
) -> Found:
    """Find everything that is in question between claims; `quads` are the data and the ontology, `digests` those of the
    contents.

    If `claims` are not all claims of the record, `whole` has the facts that depend on all of them.
    """
    by = replacements(quads, events_of(claims)) if whole is None else whole.replaced
    claims = merged(claims, by)
    reference = Reference.of(quads, subordinations(claims) if whole is None else whole.above)
    ties, apart = Ties(claims), Ties(claims, digests)
    published = surroundings(quads).published
    said = sayings(claims, reference, published)
    measured = figures_of(said, reference, event_of_total(said))
    answered: defaultdict[Matter, list[Answer]] = defaultdict(list)
    given = list(answers(said, {figure.said: figure for figure in measured}, reference))
    for matter, answer in given:
        answered[matter].append(answer)
    about = _About(given)
    found = [
        *figures.conflicting(measured, apart, reference, _deniers(given, claims)),
        *figures.shares_above_whole(measured, ties, reference),
        *nameless.none_against_some(measured, ties),
        *figures.counted_above_all(measured, apart, reference),
        *figures.durations(measured, said, ties, reference),
        *holding.conflicting(said, measured, ties, reference),
        *happening.conflicting(said, ties, reference),
        *ending.conflicting(said, ties, reference),
        *standing.posts(said, ties, reference),
        *standing.uppers(said, ties, reference),
        *standing.presences(said, measured, ties, reference),
        *standing.characterised(said, ties, reference),
    ]
    conflicts = list(_first_of_each(one for one in found if isinstance(one, Conflict) and not _equal(one, digests)))
    conflicts += [*_opposite(claims, digests, ties, published, about, reference), *_stated(claims, about, reference)]
    notes = [one for one in found if isinstance(one, Note)]
    own = {one for one in conflicts if _takes_back(one, published)}
    conflicts = [one for one in conflicts if one not in own]
    notes += _taken_back(own, answered, reference, published)
    told = {frozenset((one.one.id, one.other.id)) for one in conflicts} | {frozenset(note.claims) for note in notes}
    in_question: defaultdict[Matter, set[IRI]] = defaultdict(set)
    for one in conflicts:
        in_question[one.matter] |= {one.one.id, one.other.id}
    near = nearby.near_misses(said, measured, ties, reference, told)
    notes += [
        *(note for note in near if not in_question.get(note.matter, set()).issuperset(note.claims)),
        *nearby.disagreements(claims, digests, ties, reference),
    ]
    ahead = foretold(claims, reference, published)
    return Found(conflicts, notes, answered, ahead, reference, _names(said, reference), by)


def _deniers(given: Iterable[tuple[Matter, Answer]], claims: Iterable[Claim]) -> dict[Matter, set[IRI | None]]:
    """The claimants who deny something in each question: by their answer, or by denying a claim that answers it."""
    found: defaultdict[Matter, set[IRI | None]] = defaultdict(set)
    answered: defaultdict[IRI, set[Matter]] = defaultdict(set)
    for matter, answer in given:
        answered[answer.said.claim.id].add(matter)
        if answer.said.negative:
            found[matter].add(answer.said.claim.claimant)
    by_id = _speaking(claims)
    for claim in by_id.values():
        for other in (by_id[iri] for p in STATED for iri in claim.related(p) if iri in by_id):
            for matter in answered[claim.id] | answered[other.id]:
                found[matter].update(one.claimant for one in (claim, other) if one.negative)
    return found


def _first_of_each(conflicts: Iterable[Conflict]) -> Iterator[Conflict]:
    """The conflicts without repetitions: of those by one rule between the same contents, only the one that arises
    first.

    This concerns only rules that give their `statements`; other rules compare each two different contents once.
    """
    found: dict[object, tuple[float, Conflict]] = {}
    for conflict in conflicts:
        if len(conflict.statements) != 2:
            yield conflict
            continue
        days = [said.day.number if said.day else _NEVER for said in conflict.statements]
        key = conflict.rule, conflict.matter, frozenset(said.key for said in conflict.statements)
        if key not in found or max(days) < found[key][0]:
            found[key] = max(days), conflict
    yield from (conflict for _, conflict in found.values())


def _takes_back(conflict: Conflict, published: Mapping[IRI, Collection[Term]]) -> bool:
    """Whether one claimant says that something is so and, before or after that, that it is not so."""
    one, other = conflict.one, conflict.other
    same = one.claimant is not None and one.claimant == other.claimant
    return same and one.negative != other.negative and _in_order(one, other, published) is not None


def _in_order(one: Claim, other: Claim, published: Mapping[IRI, Collection[Term]]) -> tuple[Claim, Claim] | None:
    """Two claims of one claimant, first the one that was said first; `None` if nobody knows.

    A claim without a day of its own had been said when its document was published. So it comes before what a later
    document has of the same day, or of any day if that denies it in so many words. On which day before that it was said
    nobody knows, so it comes after nothing that denies it in so many words.
    """
    days = said_by(one, published), said_by(other, published)
    for first, last in ((one, other), (other, one)):
        denied = first.id in last.related(KG.denies)
        if first.said is None and (denied or days[0] == days[1]) and _is_later(last, first, published):
            return first, last
    if days[0] is None or days[1] is None or days[0] == days[1]:
        return None
    first, last = (one, other) if days[0] < days[1] else (other, one)
    return None if last.said is None and last.id in first.related(KG.denies) else (first, last)


def _is_later(one: Claim, other: Claim, published: Mapping[IRI, Collection[Term]]) -> bool:
    """Whether the document of one claim was published on a later day than that of another without a day of its own."""
    printed, before = said_by(replace(one, said=None, rest=()), published), said_by(other, published)
    return printed is not None and before is not None and printed > before


def _taken_back(
    conflicts: Iterable[Conflict],
    answered: Mapping[Matter, Sequence[Answer]],
    reference: Reference,
    published: Mapping[IRI, Collection[Term]],
) -> Iterator[Note]:
    """Revisions in which a claimant took something back, or said something after denying it; each two claims once."""
    once = {
        frozenset((one.one.id, one.other.id)): one for one in sorted(conflicts, key=lambda one: (one.rule, one.matter))
    }
    for conflict in once.values():
        first, last = _in_order(conflict.one, conflict.other, published) or (conflict.one, conflict.other)
        when = on_day(last, said_by(last, published))
        sentence = f"{who(first, reference)} takes back “{words(first)}” {when}: “{words(last)}”."
        nodes = named(one.said for one in answered.get(conflict.matter, ()) if one.said.claim.id == first.id)
        ids = first.id, last.id
        yield Note("revision", ids, sentence, matter=conflict.matter, nodes=nodes, superseded=(first.id,))


def _names(said: Iterable[Said], reference: Reference) -> dict[str, str]:
    """Names for events that have no label: the class, with the target or the place."""
    found: dict[str, str] = {}
    for one in said:
        node = one.statement.node
        if is_state(one.statement) or reference.values(node, RDFS.label) or one.node in found:
            continue
        kinds = [kind for kind in one.statement.get(RDF.type) if isinstance(kind, IRI)]
        at = [*one.statement.get(KG.target), *one.statement.get(KG.place)]
        where = f" ({reference.name(at[0])})" if at else ""
        found[one.node] = f"{reference.name(kinds[0]).lower()}{where}" if kinds else f"“{one.words}”"
    return found


def _equal(conflict: Conflict, digests: Mapping[IRI, str]) -> bool:
    """Whether the two claims have equal content; `_opposite` compares such contents as a whole."""
    one = digests.get(conflict.one.id)
    return one is not None and one == digests.get(conflict.other.id)


class _About:
    """Which questions each claim answers, and which question two claims have in common."""

    def __init__(self, answered: Iterable[tuple[Matter, Answer]]) -> None:
        self._of: defaultdict[IRI, defaultdict[Matter, list[Answer]]] = defaultdict(lambda: defaultdict(list))
        for matter, answer in answered:
            self._of[answer.said.claim.id][matter].append(answer)

    def matter(self, one: IRI, other: IRI) -> Matter:
        """The first question that both answer differently; else the first that both answer; else the first of
        either."""
        nothing: dict[Matter, list[Answer]] = {}
        ours, theirs = self._of.get(one, nothing), self._of.get(other, nothing)
        shared = [matter for matter in ours if matter in theirs]
        apart = [m for m in shared if not all(any(a.same(b) for b in theirs[m]) for a in ours[m])]
        return next(iter([*apart, *shared, *ours, *theirs]), ("claim", str(one)))


def _opposite(
    claims: Iterable[Claim],
    digests: Mapping[IRI, str],
    ties: Ties,
    published: Mapping[IRI, Collection[Term]],
    about: _About,
    reference: Reference,
) -> Iterator[Conflict]:
    """Conflicts where one claim says that a content is so and another that exactly the same content is not so."""
    by_content: defaultdict[str, tuple[list[Claim], list[Claim]]] = defaultdict(lambda: ([], []))
    for claim in claims:
        if claim.id in digests and (claim.asserts or claim.denies) and not claim.rejected:
            by_content[digests[claim.id]][claim.denies].append(claim)
    for told, denials in by_content.values():
        whens = {claim.id: times(claim, published) for claim in (*told, *denials)} if denials else {}
        for one, other in product(told, denials):
            if (one, other) not in ties and _at_once(one, whens[one.id], whens[other.id]):
                said = f"{who(one, reference)} claims that it is so (“{words(one)}”)"
                sentence = f"{said}, and {who(other, reference)} that it is not (“{words(other)}”)."
                matter = about.matter(one.id, other.id)
                yield Conflict(one, other, "opposite-polarity", KG.Polarity, sentence, matter)


def _at_once(told: Claim, whens: Sequence[When], denial: Sequence[When]) -> bool:
    """Whether a claim, with the times `whens`, and a denial of it, with the times `denial`, speak of one time.

    If a statement of the content has no time, both must have been said on one day; or the content is of events only,
    and the denial was said no earlier (“not yet” does not deny what happens later).
    """
    (said, *spoken), (denied, *_) = whens, denial
    if said.meets(denied) or (spoken and all(when.dated for when in spoken)):
        return True
    if all(map(is_timeless, telling(told))):
        return True
    states = any(map(is_state, told.statements))
    return not states and None not in (said.since, denied.until) and said.since <= denied.until  # type: ignore[operator]


def _speaking(claims: Iterable[Claim]) -> dict[IRI, Claim]:
    """The claims that can oppose others: a scenario does not, since it claims nothing."""
    return {claim.id: claim for claim in claims if not claim.rejected and claim.modality not in _IMAGINED}


def _stated(claims: Iterable[Claim], about: _About, reference: Reference) -> Iterator[Conflict]:
    """Conflicts that the data state: a claim denies another, or the text or an editor says that two contradict; once
    for each two."""
    by_id = _speaking(claims)
    seen = set()
    for claim in sorted(by_id.values(), key=lambda one: one.id):
        for other in (by_id[iri] for p in STATED for iri in claim.related(p) if iri in by_id):
            pair = frozenset((claim.id, other.id))
            if len(pair) == 2 and pair not in seen:
                seen.add(pair)
                said, claimed = who(claim, reference), f"what {who(other, reference)} claims (“{words(other)}”)"
                sentence = f"{said} (“{words(claim)}”) denies {claimed}."
                if other.id not in claim.related(KG.denies):
                    against = f"what {said} claims (“{words(claim)}”) and {claimed}"
                    sentence = f"The text or an editor marks {against} as contradictory."
                yield Conflict(claim, other, "stated-denial", KG.Polarity, sentence, about.matter(other.id, claim.id))

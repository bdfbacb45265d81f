"""Near misses, and disagreements about what should or will be: an editor should look at them besides the questions."""

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations, product

from kgraph.claims import Claim, Statement
from kgraph.disputes import figures, happening, holding, standing
from kgraph.disputes.measured import Figure
from kgraph.disputes.model import Conflict, Matter, Note, Said, at_once, by_day, pairs
from kgraph.disputes.nameless import perhaps_of_one
from kgraph.disputes.reference import Reference
from kgraph.disputes.saying import Ties, is_state, is_timeless, of_kind, statement_classes, telling, who, words
from kgraph.disputes.times import when_of
from kgraph.disputes.totals import Latest
from kgraph.model import Term
from kgraph.namespaces import IRI, KG, ORG, RDF

_MOST = 20  # how many of one question are given; an editor wants to see only a few
_DAYS = 3.5  # added on either side, so that two states are at most seven days apart
_EVENT_DAYS = 2 * 86_400
_REACHED = {KG.Completed: "completed", KG.Begun: "begun", KG.Attempted: "attempted"}
"""Phases that an event may have reached of which somebody only says that it took place."""
_DENIALS = ("denied-control", "denied-event")
NO_FACTS = (KG.Forecast, KG.Recommendation, KG.Commitment)
"""The modalities that say what should or will be."""

Pair = frozenset[IRI]


def near_misses(
    said: Sequence[Said], measured: Sequence[Figure], ties: Ties, reference: Reference, known: Collection[Pair]
) -> Iterator[Note]:
    """Pairs of claims that would be in conflict, were not exactly one thing unknown or different. `known` are pairs
    that have been found already."""
    found: dict[Pair, Note] = {}
    for note in (
        *_other_days(said, measured, ties, reference),
        *_other_figures(measured, ties, reference),
        *_without_day(measured, ties),
        *_other_places(said, ties, reference),
        *_other_events(said, ties, reference),
        *perhaps_of_one(measured, said, ties, reference),
        *_other_norms(said, ties, reference),
        *_other_sides(said, ties, reference),
        *_other_roles(said, ties, reference),
        *_other_phases(said, ties, reference),
    ):
        found.setdefault(frozenset(note.claims), note)
    return (note for pair, note in found.items() if pair not in known)


def _by_claims(conflict: Conflict) -> tuple[IRI, IRI]:
    """A sort key that depends only on the two claims, so that the same few are chosen in every build."""
    return conflict.one.id, conflict.other.id


def _note(one: Claim, other: Claim, unknown: str, explanation: str, matter: Matter = ()) -> Note:
    first, second = sorted((one.id, other.id))
    return Note("near miss", (first, second), explanation, unknown, matter)


def _other_days(said: Sequence[Said], measured: Sequence[Figure], ties: Ties, reference: Reference) -> Iterator[Note]:
    """States at most seven days apart that would be in conflict on one day; found by the rules with widened times."""
    wide = {one: replace(one, when=one.when.widened(_DAYS)) for one in said if not is_timeless(one.statement)}
    states = [wide[one] for one in said if one in wide and is_state(one.statement)]
    of = [replace(f, said=wide[f.said]) for f in measured if f.said in wide and f.temporality == KG.State]
    rules: list[Iterable[Conflict | Note]] = [
        figures.conflicting(of, ties, reference),
        holding.conflicting(states, of, ties, reference),
        standing.posts(states, ties, reference),
    ]
    told: Counter[Matter] = Counter()
    for conflict in sorted((one for found in rules for one in found if isinstance(one, Conflict)), key=_by_claims):
        told[conflict.matter] += 1
        if conflict.one.claimant != conflict.other.claimant and told[conflict.matter] <= _MOST:
            why = "If they were of the same day, these claims would contradict each other; their days are close. "
            why += conflict.explanation
            yield _note(conflict.one, conflict.other, "day", why, conflict.matter)


def _other_figures(measured: Iterable[Figure], ties: Ties, reference: Reference) -> Iterator[Note]:
    """Figures in units without a known conversion, and figures of which one does not say who is counted."""
    alike: defaultdict[tuple[str, ...], dict[Hashable, Figure]] = defaultdict(dict)
    for figure in sorted(measured, key=lambda figure: by_day(figure.said)):
        if not figure.said.negative:
            measure, kind, *whose, counted = figure.key[1:]
            range_ = (kind, counted, figure.least, figure.most, figure.said.claim.claimant)
            alike[measure, *whose].setdefault(range_, figure)
    for same in alike.values():
        kinds: defaultdict[Hashable, list[Figure]] = defaultdict(list)
        for figure in same.values():
            kinds[figure.key[2], figure.key[-1]].append(figure)
        for one, other in (
            (a, b) for x, y in combinations(kinds.values(), 2) for a, b in product(x[:_MOST], y[:_MOST])
        ):
            yield from _all_but(one, other, ties)


def _all_but(one: Figure, other: Figure, ties: Ties) -> Iterator[Note]:
    a, b = one.said, other.said
    if a.claim.claimant == b.claim.claimant or (a.claim, b.claim) in ties or not figures.compared(one, other):
        return
    units, counted = (one.key[2], other.key[2]), (one.key[-1], other.key[-1])
    both = f"{a.who} gives {one.against(other)} (“{a.words}”), and {b.who} {other.against(one)} (“{b.words}”)"
    if units[0] != units[1] and counted[0] == counted[1] and not (one.converts and other.converts):
        yield _note(a.claim, b.claim, "unit", f"{both}: nobody says how the units convert.")
    elif units[0] == units[1] and counted[0] != counted[1] and "-" in counted and one.disjoint(other):
        yield _note(a.claim, b.claim, "counted", f"{both}: one does not say who is counted.")


def _without_day(measured: Iterable[Figure], ties: Ties) -> Iterator[Note]:
    """Totals of one report, of which the higher one has no day on which it was said, so that nobody knows whether the
    count had gone on; the lower one has an earlier day."""
    alike: defaultdict[Matter, list[Figure]] = defaultdict(list)
    for figure in sorted(measured, key=lambda figure: by_day(figure.said)):
        if figure.is_total and figure.grows and not figure.said.negative and figure.day is not None:
            alike[figure.key].append(figure)
    for same in alike.values():
        loose: defaultdict[IRI | None, list[Figure]] = defaultdict(list)
        for figure in same:
            if figure.said.claim.said is None and not figure.said.when.dated:
                loose[figure.said.claim.document].append(figure)
        if loose and len(same) > 1:
            latest, told = Latest(same), 0
            for one, other in ((a, b) for a in same for b in loose.get(a.said.claim.document, ())[:_MOST]):
                if told < _MOST and _may_contradict(one, other, latest, ties):
                    told += 1
                    yield _if_of_one_day(one, other)


def _may_contradict(one: Figure, other: Figure, latest: Latest, ties: Ties) -> bool:
    """Whether a figure of an earlier day would contradict a higher one without a day, if that was said on the same
    day."""
    a, b = one.said.claim, other.said.claim
    if one.day == other.day or one.most >= other.least or one.place != other.place or (a, b) in ties:
        return False
    until = latest.until(one)
    given_up = until is not None and until <= other.day  # type: ignore[operator] # both have a day
    return not given_up and (a.claimant is None or a.claimant != b.claimant)


def _if_of_one_day(one: Figure, other: Figure) -> Note:
    a, b = one.said, other.said
    why = "If they were said on one day, these claims would contradict each other; "
    why += f"nobody gives the day on which {b.who} said so. "
    why += f"{a.who} gives {one.against(other)} (“{a.words}”) {figures.told_on(one)}, "
    why += f"and {b.who} {other.against(one)} (“{b.words}”) {figures.told_on(other)}."
    return _note(a.claim, b.claim, "day", why, one.matter)


def _other_places(said: Iterable[Said], ties: Ties, reference: Reference) -> Iterator[Note]:
    """A place said to be held by one side, and a place inside it by another, where no claim says that the first holds
    all of it."""
    at: defaultdict[IRI, list[Said]] = defaultdict(list)
    for one in said:
        if of_kind(one, KG.Control) and not one.negative and one.statement.place and one.statement.subject:
            at[one.statement.place].append(one)
    for place, inner in at.items():
        for outer in sorted(reference.around(place) - {place}):
            for one in inner:
                for other in at.get(outer, ()):
                    apart = (one.claim, other.claim) not in ties and one.claim.id != other.claim.id
                    loose = KG.Full not in other.statement.get(KG.extent) and not other.statement.get(KG.extent)
                    if apart and loose and holding.rivals(one, other, reference) and one.when.meets(other.when):
                        names = reference.name(place), reference.name(outer)
                        where = f"{names[0]} lies in {names[1]}, and nobody says that all of it is held."
                        yield _note(one.claim, other.claim, "place", f"{one.quoted}, {other.quoted}: {where}")


def _other_events(said: Iterable[Said], ties: Ties, reference: Reference) -> Iterator[Note]:
    """Two events of one class with one target, at most two days apart, for which two documents name actors of different
    sides."""
    alike: defaultdict[tuple[IRI, IRI], list[Said]] = defaultdict(list)
    for one in said:
        if is_state(one.statement) or one.negative or not one.when.dated or not one.statement.get(KG.actor):
            continue
        for kind in statement_classes(one, reference) - {KG.Event}:
            for target in one.statement.get(KG.target):
                alike[kind, IRI(str(target))].append(one)
    for (_, target), same in alike.items():
        for one, other in combinations(same, 2):
            if one.statement.node == other.statement.node or one.claim.document == other.claim.document:
                continue
            gap = max(one.when.begins[0], other.when.begins[0]) - min(one.when.ends[1], other.when.ends[1])
            sides = [{reference.side(IRI(str(actor))) for actor in x.statement.get(KG.actor)} for x in (one, other)]
            if gap <= _EVENT_DAYS and sides[0].isdisjoint(sides[1]) and (one.claim, other.claim) not in ties:
                both = f"{one.quoted}, {other.quoted} ({reference.name(target)})"
                why = f"{both}: if this was one event, two are said to have done it."
                yield _note(one.claim, other.claim, "event", why)


def _other_norms(said: Iterable[Said], ties: Ties, reference: Reference) -> Iterator[Note]:
    """A label that one claim asserts under one norm, and another claim denies under another norm."""
    alike: defaultdict[tuple[Term | None, ...], list[Said]] = defaultdict(list)
    for one in said:
        if of_kind(one, KG.Characterisation):
            alike[tuple(one.statement.first(p) for p in (KG.subject, KG.aspect, KG.characterisedAs))].append(one)
    for same in alike.values():
        for one, other in combinations(same, 2):
            norms = one.statement.first(KG.norm), other.statement.first(KG.norm)
            if one.negative != other.negative and norms[0] != norms[1] and (one.claim, other.claim) not in ties:
                yield _note(
                    one.claim, other.claim, "norm", f"{one.quoted} and {other.quoted} judge under different norms."
                )


def _other_roles(said: Iterable[Said], ties: Ties, reference: Reference) -> Iterator[Note]:
    """Two holders of two leading roles of one body, which may be two names of one post; not if somebody gives both
    roles to two people at one time."""
    leading: defaultdict[str, list[Said]] = defaultdict(list)
    for one in said:
        role = one.statement.first(ORG.role) if of_kind(one, KG.Posting) and not one.negative else None
        if role is not None and reference.commands(role):
            leading[str(one.statement.first(ORG.organization))].append(one)
    for body, posts in leading.items():
        two = _two_posts(posts)
        told = 0
        for one, other in pairs(posts, ties, at_once):
            roles = standing.two_roles(one, other)
            if roles and roles not in two and one.claim.claimant != other.claim.claimant and told < _MOST:
                told += 1
                names = " and ".join(f"“{name}”" for name in sorted(map(reference.name, roles)))
                why = f"If {names} are one post ({reference.name(IRI(body))}), these claims contradict each other. "
                why += f"{one.quoted} and {other.quoted} name different holders."
                yield _note(one.claim, other.claim, "role", why)


def _two_posts(posts: Iterable[Said]) -> set[frozenset[Term]]:
    """Each two roles that some claimant gives to two people at one time."""
    own: defaultdict[IRI | None, dict[Hashable, list[Said]]] = defaultdict(dict)
    for one in posts:
        own[one.claim.claimant].setdefault(one.key, [one])
    two = (standing.two_roles(a[0], b[0]) for alike in own.values() for a, b in at_once(list(alike.values())))
    return {roles for roles in two if roles}


def _other_sides(said: Iterable[Said], ties: Ties, reference: Reference) -> Iterator[Note]:
    """Notes on a side that denies something for all its forces, while another claimant says it of an agent whose side
    is not known."""
    told: Counter[Matter] = Counter()
    for agents, party, conflict in sorted(of_unknown_side(said, ties, reference), key=lambda one: _by_claims(one[2])):
        told[conflict.matter] += 1
        if conflict.one.claimant != conflict.other.claimant and told[conflict.matter] <= _MOST:
            names = " and ".join(sorted(map(reference.name, agents)))
            quoted = [f"{who(claim, reference)} (“{words(claim)}”)" for claim in (conflict.one, conflict.other)]
            why = f"nobody gives the side of {names}; if it is {reference.name(party)}, this is denied."
            yield _note(conflict.one, conflict.other, "side", f"{', '.join(quoted)}: {why}")


def of_unknown_side(said: Iterable[Said], ties: Ties, reference: Reference) -> Iterator[tuple[set[IRI], IRI, Conflict]]:
    """Triples of agents without a side, a side that denies something for all its forces, and the conflict that would
    arise if the agents were of that side."""
    denied: defaultdict[IRI, list[Said]] = defaultdict(list)
    loose: dict[Said, set[IRI]] = {}
    for one in said:
        if one.negative:
            for party in acting(one) & reference.parties:
                denied[party].append(one)
        elif unknown := {agent for agent in acting(one) if not reference.knows_side(agent)}:
            loose[one] = unknown
    for party, denials in denied.items():
        of = {_of(one) for one in denials}
        some = [*denials, *(one for one in loose if _of(one) in of or (None in of and not is_state(one.statement)))]
        supposed = reference.supposing((agent for one in some for agent in loose.get(one, ())), party)
        rules = holding.conflicting(some, (), ties, supposed), happening.conflicting(some, ties, supposed)
        for conflict in (one for found in rules for one in found if one.rule in _DENIALS):
            yield {agent for one in some if one.claim is conflict.one for agent in loose[one]}, party, conflict


def _other_phases(said: Sequence[Said], ties: Ties, reference: Reference) -> Iterator[Note]:
    """Events of which one claim does not say how far they came, while another claimant denies that they were completed,
    begun or attempted."""
    told: Counter[Matter] = Counter()
    for phase in _REACHED:
        supposed = _supposing(phase, said)
        for conflict in sorted(happening.conflicting(supposed, ties, reference), key=_by_claims):
            if conflict.rule != "denied-event" or conflict.one.claimant == conflict.other.claimant:
                continue
            told[conflict.matter] += 1
            if told[conflict.matter] <= _MOST:
                event = conflict.matter[1]
                name = "it" if event.startswith(conflict.one.id) else f"“{reference.name(event)}”"
                teller = who(conflict.one, reference)
                why = f"{teller} does not say how far {name} came: if it was {_REACHED[phase]}, "
                yield _note(conflict.one, conflict.other, "phase", f"{why}{conflict.explanation}", conflict.matter)


def _supposing(phase: IRI, said: Sequence[Said]) -> list[Said]:
    """The denials of a phase, and what is told without a phase of the events that they may mean, as if in that
    phase."""
    events = [one for one in said if not is_state(one.statement)]
    denials = [one for one in events if one.negative and phase in one.statement.get(KG.phase)]
    of = {None if happening.is_local(one) else one.statement.node for one in denials}
    bare = [one for one in events if not one.negative and not one.statement.get(KG.phase)]
    bare = [one for one in bare if one.statement.node in of or None in of]
    return [*denials, *(replace(one, statement=_in_phase(phase, one.statement)) for one in bare)]


def _in_phase(phase: IRI, statement: Statement) -> Statement:
    return replace(statement, said=(*statement.said, (KG.phase, (phase,))))


def acting(said: Said) -> set[IRI]:
    """The agents who are said to hold a place or to have done something."""
    by = KG.subject if of_kind(said, KG.Control) else KG.actor
    return {agent for agent in said.statement.get(by) if isinstance(agent, IRI)}


def _of(said: Said) -> Term | None:
    """The place that is held, or the event; `None` for a nameless event, which may be like any other."""
    if of_kind(said, KG.Control):
        return said.statement.place
    return None if happening.is_local(said) else said.statement.node


def disagreements(
    claims: Iterable[Claim], digests: Mapping[IRI, str], ties: Ties, reference: Reference
) -> Iterator[Note]:
    """Two forecasts, recommendations or commitments on one event, or of one content, that exclude each other."""
    alike: defaultdict[tuple[object, ...], list[tuple[Claim, Statement]]] = defaultdict(list)
    for claim in claims:
        if claim.modality in NO_FACTS and not claim.rejected:
            for statement in telling(claim):
                key = digests.get(claim.id, claim.id) if is_state(statement) else statement.node
                alike[claim.modality, key].append((claim, statement))
    for same in alike.values():
        for (one, a), (other, b) in combinations(same, 2):
            if one.id == other.id or one.claimant == other.claimant or (one, other) in ties:
                continue
            times = when_of(a.time, None, None), when_of(b.time, None, None)
            later = max(when.begins[0] for when in times) > min(when.ends[1] for when in times)
            apart = later and not one.negative and not other.negative
            told, denied = times[::-1] if one.negative else times
            opposed = one.negative != other.negative and told.within(denied)
            if apart or (opposed and _says_as_much(one, a, other, b)):
                first, second = sorted((one, other), key=lambda claim: claim.id)
                quoted = [f"{who(claim, reference)} (“{words(claim)}”)" for claim in (first, second)]
                yield Note(
                    "disagreement",
                    (first.id, second.id),
                    f"{' and '.join(quoted)} do not agree on what should or will be.",
                )


def _says_as_much(one: Claim, a: Statement, other: Claim, b: Statement) -> bool:
    """Whether the positive statement has every detail of the negative one: to oppose a detail is not to oppose the
    rest."""
    positive, negative = (b, a) if one.negative else (a, b)
    skipped = (RDF.type, KG.time, KG.phase)
    return all(value in positive.get(p) for p, values in negative.said if p not in skipped for value in values)

"""Conflicts on who holds a post, who is under whom, who is where, how something is characterised, who has a right to a
place."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from kgraph.disputes.lookup import Bounded
from kgraph.disputes.measured import Figure
from kgraph.disputes.model import Conflict, Matter, Said, at_once, pairs, rules_out
from kgraph.disputes.reference import Reference
from kgraph.disputes.saying import Ties, is_state, of_kind, statement_classes
from kgraph.disputes.times import hands_over
from kgraph.model import Term
from kgraph.namespaces import IRI, KG, ORG, RDF

_TIES = (KG.Posting, KG.Subordination)
_LEAVING = frozenset({KG.Departure, KG.Withdrawal, KG.Evacuation, KG.Escape})


def posts(sayings: Iterable[Said], ties: Ties, reference: Reference) -> Iterator[Conflict]:
    """Conflicts between holders of one commanding post, and with denials of a posting or a subordination."""
    groups: defaultdict[Matter, list[Said]] = defaultdict(list)
    for said in sayings:
        if of_kind(said, *_TIES):
            groups[str(said.statement.first(ORG.organization)), str(said.statement.first(RDF.type))].append(said)
    for same in groups.values():
        for one, other in pairs(same, ties, at_once):
            if one.negative != other.negative:
                yield from _denied_post(*((other, one) if one.negative else (one, other)))
            elif not one.negative:
                yield from _two_holders(one, other, reference)


def uppers(sayings: Iterable[Said], ties: Ties, reference: Reference) -> Iterator[Conflict]:
    """Conflicts where a unit is put directly under two bodies of two sides and neither body is above the other."""
    under: defaultdict[str, list[Said]] = defaultdict(list)
    for said in sayings:
        if of_kind(said, KG.Subordination) and not said.negative:
            under[str(said.statement.first(ORG.member))].append(said)
    for same in under.values():
        for one, other in pairs(same, ties, at_once):
            a, b = (said.statement.first(ORG.organization) for said in (one, other))
            if not isinstance(a, IRI) or not isinstance(b, IRI) or a in reference.over(b) or b in reference.over(a):
                continue
            if reference.side(a) != reference.side(b) and not hands_over(one.when, other.when):
                both = f"{one.quoted} and {other.quoted}"
                sentence = f"{both} put it directly under two bodies, of which neither is above the other."
                yield Conflict(one.claim, other.claim, "two-uppers", KG.Actor, sentence, _matter(one))


def _matter(said: Said) -> Matter:
    member, organization, role = (str(said.statement.first(p)) for p in (ORG.member, ORG.organization, ORG.role))
    return ("under", member) if of_kind(said, KG.Subordination) else ("post", role, organization)


def _denied_post(told: Said, denial: Said) -> Iterator[Conflict]:
    role = denial.statement.first(ORG.role)
    same = told.statement.first(ORG.member) == denial.statement.first(ORG.member)
    if same and role in (None, told.statement.first(ORG.role)):
        yield Conflict(told.claim, denial.claim, "denied-post", KG.Polarity, rules_out(told, denial), _matter(told))


def _two_holders(one: Said, other: Said, reference: Reference) -> Iterator[Conflict]:
    """The conflict between two claims that name different people as the commander of one body. It is no conflict if one
    succeeds the other on a certain day."""
    role = one.statement.first(ORG.role)
    if role is None or role != other.statement.first(ORG.role) or hands_over(one.when, other.when):
        return
    if reference.commands(role) and one.statement.first(ORG.member) != other.statement.first(ORG.member):
        sentence = f"{one.quoted} and {other.quoted} name different holders of the same post."
        yield Conflict(one.claim, other.claim, "two-commanders", KG.Actor, sentence, _matter(one))


def two_roles(one: Said, other: Said) -> frozenset[Term]:
    """The two roles of one body that two statements give to two people, unless one succeeds the other; none if it is
    one role or one person."""
    roles = [said.statement.first(ORG.role) for said in (one, other)]
    people = {said.statement.first(ORG.member) for said in (one, other)}
    named = frozenset(role for role in roles if role is not None)
    return named if len(named) == len(people) == 2 and not hands_over(one.when, other.when) else frozenset()


def presences(sayings: Iterable[Said], found: Iterable[Figure], ties: Ties, reference: Reference) -> Iterator[Conflict]:
    """Conflicts where somebody is at a place and is not there, is at another place at the same time, or had left."""
    strong = {f.said for f in found if f.said.statement.first(KG.measure) == KG.TroopStrength and f.least > 0}
    whose: defaultdict[IRI, list[Said]] = defaultdict(list)
    left: defaultdict[IRI, list[Said]] = defaultdict(list)
    for said in sayings:
        if said.statement.subject and said.statement.place and (of_kind(said, KG.Presence) or said in strong):
            whose[said.statement.subject].append(said)
        elif has_left(said, reference):
            for actor in said.statement.get(KG.actor):
                left[IRI(str(actor))].append(said)
    for subject, same in whose.items():
        for one, other in pairs(same, ties, at_once):
            if one.negative != other.negative:
                yield from _absent(*((other, one) if one.negative else (one, other)), reference)
            elif not one.negative and KG.Person in reference.classes(subject):
                yield from _two_places(one, other, reference)
        if subject in left:
            yield from _gone(left[subject], same, ties, reference)


def has_left(said: Said, reference: Reference) -> bool:
    """Whether a statement says that somebody left."""
    if is_state(said.statement) or said.negative or KG.Completed not in said.statement.get(KG.phase):
        return False
    return bool(statement_classes(said, reference) & _LEAVING)


def _absent(there: Said, denial: Said, reference: Reference) -> Iterator[Conflict]:
    inner, outer = there.statement.place, denial.statement.place
    if inner and outer and of_kind(denial, KG.Presence) and outer in reference.around(inner):
        matter = ("presence", str(there.statement.subject), str(outer))
        said = rules_out(there, denial)
        both = (there, denial)
        yield Conflict(there.claim, denial.claim, "denied-presence", KG.Polarity, said, matter, statements=both)


def _two_places(one: Said, other: Said, reference: Reference) -> Iterator[Conflict]:
    a, b = one.statement.place, other.statement.place
    if a and b and reference.apart(a, b):
        sentence = f"{one.quoted} and {other.quoted} put one person at two places at one time."
        matter = ("whereabouts", str(one.statement.subject))
        yield Conflict(one.claim, other.claim, "two-places", KG.Place, sentence, matter)


def _gone(some: Iterable[Said], there: Iterable[Said], ties: Ties, reference: Reference) -> Iterator[Conflict]:
    """Conflicts where somebody left on a day and is there on a later one, unless a claim says that they came back."""
    at: defaultdict[IRI, list[tuple[float, float, Said]]] = defaultdict(list)
    for one in there:
        if one.when.dated and not one.negative:
            for place in reference.around(one.statement.place):  # type: ignore[arg-type] # all are somewhere
                at[place].append((one.when.begins[0], one.when.ends[0], one))
    lasting = {place: Bounded(several) for place, several in at.items()}
    for gone in some:
        last = gone.when.ends[1]
        places = (
            lasting[place] for place in gone.statement.get(KG.place) if isinstance(place, IRI) and place in lasting
        )
        near = {id(one): one for place in places for one in place.found(last, last)} if gone.when.dated else {}
        for one in near.values():
            apart_ = one.claim.id != gone.claim.id and (one.claim, gone.claim) not in ties
            if apart_ and last < one.when.ends[0]:
                left = f"{gone.quoted} says that they left before the time until which"
                sentence = f"{left}, as {one.quoted} says, they were there."
                matter = ("presence", str(one.statement.subject), str(one.statement.place))
                both = (gone, one)
                yield Conflict(gone.claim, one.claim, "left-before", KG.Time, sentence, matter, statements=both)


def characterised(sayings: Iterable[Said], ties: Ties, reference: Reference) -> Iterator[Conflict]:
    """Conflicts where a label is asserted and denied, or two labels exclude each other, under one norm; and on rights
    of two to one place."""
    groups: defaultdict[Matter, list[Said]] = defaultdict(list)
    for said in sayings:
        if of_kind(said, KG.Characterisation):
            parts = (said.statement.first(p) for p in (KG.subject, KG.aspect, KG.norm))
            groups["characterisation", *(str(part or "-") for part in parts)].append(said)
        elif of_kind(said, KG.Entitlement) and said.statement.place:
            groups["entitlement", str(said.statement.place)].append(said)
    for matter, same in groups.items():
        answer = KG.characterisedAs if matter[0] == "characterisation" else KG.subject
        for one, other in pairs(same, ties):
            if not (one.when.dated and other.when.dated) or one.when.meets(other.when):
                yield from _labels(one, other, answer, matter, reference)


def _labels(one: Said, other: Said, answer: IRI, matter: Matter, reference: Reference) -> Iterator[Conflict]:
    a, b = one.statement.first(answer), other.statement.first(answer)
    rule = matter[0]
    if one.negative != other.negative:
        if a == b:
            told, denial = (other, one) if one.negative else (one, other)
            yield Conflict(told.claim, denial.claim, rule, KG.Polarity, rules_out(told, denial), matter)
    elif not one.negative and (_rivals(a, b, reference) if rule == "entitlement" else _exclude(a, b, reference)):
        verb = (
            "give the right to one place to two holders"
            if rule == "entitlement"
            else "say that it is two things that exclude each other"
        )
        yield Conflict(one.claim, other.claim, rule, KG.Actor, f"{one.quoted} and {other.quoted} {verb}.", matter)


def _rivals(a: Term | None, b: Term | None, reference: Reference) -> bool:
    return isinstance(a, IRI) and isinstance(b, IRI) and reference.side(a) != reference.side(b)


def _exclude(a: Term | None, b: Term | None, reference: Reference) -> bool:
    return (
        a is not None
        and b is not None
        and (b in reference.values(a, KG.excludes) or a in reference.values(b, KG.excludes))
    )

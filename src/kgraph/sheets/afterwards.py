"""Remarks on what a sheet changes for claims and roles that it does not name: denials of what a claim said before, and
leading roles beside a new one."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from kgraph.claims import Claim, StatementKind
from kgraph.namespaces import IRI, KG, ORG
from kgraph.sheets.known import Known
from kgraph.sheets.lines import Line, Notes
from kgraph.sheets.names import Thing
from kgraph.sheets.opposing import repeats
from kgraph.sheets.proposals import LEADS
from kgraph.sheets.told import Told

_FEW = 4
_COUNTS = (KG.measure, KG.subject, KG.event, KG.place, KG.counted)
"""What is equal for two figures that may contradict each other."""


def tell_of_denials(changed: Sequence[tuple[Claim, Claim]], told: Sequence[Told], known: Known, notes: Notes) -> None:
    """A remark on each changed claim that claims outside of the sheet deny with what it said before.

    `changed` has each such claim as it stands and as the sheet has it. Nothing else is changed by itself: what the
    denials deny now, only their reports can tell.
    """
    rows = {one.id: one.first for one in told}
    changed = [pair for pair in changed if not repeats(pair[0], pair[1])]
    denials: defaultdict[IRI, list[Claim]] = defaultdict(list)
    for claim in known.claims.values() if changed else ():
        for other in claim.related(KG.denies) if claim.id not in rows else ():
            denials[other].append(claim)
    for before, after in changed:
        names = [known.claim_name(one.id, None) for one in denials[before.id] if repeats(one, before)]
        if names:
            some = f"{', '.join(names[:_FEW])}{f' and {len(names) - _FEW} more' if len(names) > _FEW else ''}"
            deny, they = ("denies", "it denies") if len(names) == 1 else ("deny", "they deny")
            message = (
                f"{some} {deny} what this row said before, and still {'does' if len(names) == 1 else 'do'}; if {they} "
                f"what it says now, import that row again with nothing but 'denies'"
            )
            notes.remark(rows[after.id], "", message)


def tell_of_leading_roles(new: Iterable[Thing], told: Sequence[Told], known: Known, notes: Notes) -> None:
    """A remark on each new leading role of a body that has another leading role."""
    fresh = {thing.iri for thing in new if LEADS in thing.said}
    if not fresh:
        return
    roles: defaultdict[IRI, dict[IRI, None]] = defaultdict(dict)
    first: dict[tuple[IRI, IRI], Line] = {}
    for claim in known.claims.values():
        for body, role in _posts(claim):
            roles[body][role] = None
    for one in told:
        for body, role in _posts(one.claim) if one.claim else ():
            others = [other for other in roles[body] if other != role and _leads(other, known)]
            if others and role in fresh and (body, role) not in first:
                first[body, role] = one.first
                _tell(one.first, role, others[0], body, known, notes)
            roles[body][role] = None


def tell_of_missing_days(told: Sequence[Told], changed: set[IRI], notes: Notes) -> None:
    """A remark on each row without the day on which it was said, if another row of its report gives another figure of
    the same, by somebody else, with a day: whether the two are in question depends on the day."""
    alike: defaultdict[tuple[object, ...], list[Told]] = defaultdict(list)
    for one in told:
        for statement in one.claim.statements if one.claim and not one.claim.negative else ():
            if statement.kind is StatementKind.measurement:
                alike[one.source.iri, *(statement.first(predicate) for predicate in _COUNTS)].append(one)
    for same in alike.values():
        dated = [one for one in same if _day_given(one)]
        for one in same:
            other = next((a for a in dated if a.claimant != one.claimant and not _same_figure(a, one)), None)
            if other and not _day_given(one) and not changed.isdisjoint((one.id, other.id)):
                where = f"{other.first.called} of this report, on the same, has a day"
                message = (
                    f"it is empty, and {where}: write the day here too if the report has it; the question depends on it"
                )
                notes.remark(one.first, "when said", message)


def _day_given(one: Told) -> bool:
    return one.claim is not None and one.claim.said is not None


def _same_figure(one: Told, other: Told) -> bool:
    figures = [
        {str(statement.first(KG.figure)) for statement in told.claim.statements} if told.claim else set()
        for told in (one, other)
    ]
    return figures[0] == figures[1]


def _tell(line: Line, role: IRI, other: IRI, body: IRI, known: Known, notes: Notes) -> None:
    mine, theirs, where = (known.names.name(iri) for iri in (role, other, body))
    told = f"'{mine}' is a new leading role of {where} beside '{theirs}'; if they are one post, write '{theirs}'"
    notes.remark(line, "what", f"{told}: who holds two roles is not in question")


def _posts(claim: Claim) -> Iterator[tuple[IRI, IRI]]:
    """The bodies and roles that a claim names together."""
    for statement in claim.statements:
        body, role = statement.first(ORG.organization), statement.first(ORG.role)
        if statement.kind is StatementKind.posting and isinstance(body, IRI) and isinstance(role, IRI):
            yield body, role


def _leads(role: IRI, known: Known) -> bool:
    thing = known.names.things.get(role)
    return thing is not None and LEADS in thing.said

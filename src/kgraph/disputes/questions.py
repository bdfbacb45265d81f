"""Conflicts gathered to questions: one question with its positions, however many claims stand against each other."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from kgraph.claims import Claim
from kgraph.disputes.answers import Answer
from kgraph.disputes.finding import Found
from kgraph.disputes.model import Conflict, Matter, Position, Question
from kgraph.disputes.saying import words
from kgraph.disputes.wording import asked
from kgraph.namespaces import IRI

_OF_ALL_TIMES = ("account", "detail", "characterisation", "entitlement")


def questions(found: Found) -> list[Question]:
    """The questions that the conflicts are about, in the order of their matters."""
    by_matter: defaultdict[Matter, list[Conflict]] = defaultdict(list)
    for conflict in found.conflicts:
        by_matter[conflict.matter].append(conflict)
    return [_question(matter, by_matter[matter], found) for matter in sorted(by_matter)]


def _question(matter: Matter, conflicts: Sequence[Conflict], found: Found) -> Question:
    against: defaultdict[IRI, set[IRI]] = defaultdict(set)
    claims: dict[IRI, Claim] = {}
    for conflict in conflicts:
        one, other = conflict.one, conflict.other
        against[one.id].add(other.id)
        against[other.id].add(one.id)
        claims |= {one.id: one, other.id: other}
    given = found.answers.get(matter, ())
    answers: dict[IRI, Answer] = {}
    for answer in given:
        answers.setdefault(answer.said.claim.id, answer)
    groups: list[list[IRI]] = []
    for claim in sorted(claims, key=lambda iri: _order(iri, answers)):
        _place(claim, groups, against, answers, claims)
    beside = tuple(_others(matter, groups, answers, claims))
    groups.sort(key=lambda group: min(_order(claim, answers) for claim in group))
    positions = tuple(Position(_answer(group, answers, claims), tuple(group)) for group in groups)
    return Question(
        matter,
        asked(matter, found.reference, {conflict.rule for conflict in conflicts}),
        positions,
        beside,
        tuple(conflicts),
    )


def _order(claim: IRI, answers: Mapping[IRI, Answer]) -> tuple[object, ...]:
    day = answers[claim].said.day if claim in answers else None
    return (day is None, str(day), claim in answers and answers[claim].said.negative, claim)


def _place(
    claim: IRI,
    groups: list[list[IRI]],
    against: Mapping[IRI, set[IRI]],
    answers: Mapping[IRI, Answer],
    claims: Mapping[IRI, Claim],
) -> None:
    """Put a claim into the position whose claims say the same, and with none of which it is in conflict.

    What one claimant denies of others goes with what they say themselves: “not X” and “it was Y” are one position.
    """
    free = [group for group in groups if against[claim].isdisjoint(group)]
    for group in free:
        if all(_same(claim, other, answers) for other in group):
            group.append(claim)
            return
    for group in free:
        for other in group:
            denying = claims[claim].negative or claims[other].negative
            if denying and claims[claim].claimant == claims[other].claimant is not None:
                group.append(claim)
                return
    groups.append([claim])


def _same(one: IRI, other: IRI, answers: Mapping[IRI, Answer]) -> bool:
    return one in answers and other in answers and answers[one].same(answers[other])


def _others(
    matter: Matter,
    groups: list[list[IRI]],
    answers: Mapping[IRI, Answer],
    claims: Mapping[IRI, Claim],
) -> Iterator[IRI]:
    """Put claims that are in no conflict where they say the same; those that take no side are left."""
    for claim, answer in answers.items():
        if claim in claims:
            continue
        near = [group for group in groups if any(_of_one_time(matter, answer, answers.get(other)) for other in group)]
        home = next((group for group in near if all(_same(claim, other, answers) for other in group)), None)
        if home is not None:
            home.append(claim)
        elif near and matter[0] in ("figure", "held"):
            yield claim


def _of_one_time(matter: Matter, one: Answer, other: Answer | None) -> bool:
    """Whether two answers are of one time: those to a question on an event, or what it came to, always are."""
    if other is None:
        return False
    if matter[0] in _OF_ALL_TIMES or (one.figure is not None and one.figure.is_total):
        return True
    return one.said.when.meets(other.said.when)


def _answer(group: Sequence[IRI], answers: Mapping[IRI, Answer], claims: Mapping[IRI, Claim]) -> str:
    """The position in words: what is said before what is denied."""
    texts: dict[bool, dict[str, None]] = {False: {}, True: {}}
    for claim in group:
        answer = answers.get(claim)
        texts[answer.said.negative if answer else False][answer.text if answer else words(claims[claim])] = None
    said, denied = texts.values()
    if said and denied:
        return f"{', '.join(said)} ({', '.join(denied)})"
    return ", ".join(said or denied)

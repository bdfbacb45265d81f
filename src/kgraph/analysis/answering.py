"""Finding the statements that answer a question, since a claim of a question may also say other things."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from kgraph.analysis.positions import Position
from kgraph.analysis.questions import OpenQuestion
from kgraph.namespaces import IRI

Told = tuple[str, Position]
"""A statement's aspect, and what it says on it."""


def answering(told: Iterable[Told], questions: Iterable[OpenQuestion]) -> list[Told]:
    """The statements, each with the questions that it answers (`Position.asked`), in the order of `questions`.

    If a position names some of a claim's statements (`kg:inStatement`), these answer; if it names none, all answer. An
    editor's question is about whole claims, so no statement answers it.
    """
    found = list(told)
    nodes: defaultdict[IRI, set[object]] = defaultdict(set)
    for _, position in found:
        nodes[position.claim.id].add(position.statement.node if position.statement else None)
    asked: defaultdict[IRI, list[tuple[IRI, frozenset[IRI]]]] = defaultdict(list)
    for question in questions:
        if not question.editors:
            placed = {claim for stand in question.stands for claim in stand.claims}
            of = [(stand.claims, stand.statements) for stand in question.stands]
            for claims, statements in (*of, (question.claims - placed, frozenset[IRI]())):
                for claim in claims:
                    asked[claim].append((question.id, statements & nodes[claim]))

    def answered(position: Position) -> tuple[IRI, ...]:
        node = position.statement.node if position.statement else None
        return tuple(question for question, named in asked.get(position.claim.id, ()) if not named or node in named)

    return [(label, replace(position, asked=answered(position))) for label, position in found]

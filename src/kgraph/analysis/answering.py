"""Which statements answer a question: a claim of a question may say more than what is in question."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from kgraph.analysis.positions import Position
from kgraph.analysis.questions import OpenQuestion
from kgraph.namespaces import IRI

Told = tuple[str, Position]
"""What a statement says, after the aspect that it speaks of."""


def answering(told: Iterable[Told], questions: Iterable[OpenQuestion]) -> list[Told]:
    """What claims say, each with the questions that it answers (`Position.asked`), in the order of these.

    Those of a claim's statements answer that a position names (`kg:inStatement`); where it names none of them, all do.
    An editor's question is one on whole claims, which no statement answers.
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

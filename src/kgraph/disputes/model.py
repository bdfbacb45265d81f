"""The values that rules work with: statements that can be in question, conflicts between two claims, questions,
notes."""

from collections import defaultdict
from collections.abc import Callable, Container, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations, islice, product

from kgraph.claims import Claim, Statement
from kgraph.days import Day
from kgraph.disputes.times import Meeting, When
from kgraph.model import BlankNode
from kgraph.namespaces import IRI, KG

Matter = tuple[str, ...]
"""The key of a question: its kind and what it asks about. It depends only on a statement, its document and the
reference."""


_WORDING = frozenset({KG.time, KG.figure})


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """A statement that a claim plainly makes: it says that something is so, or (`negative`) that it is not so.

    `who` and `words` are the claimant's name and the paraphrase in the form for a sentence; `day` is that by which it
    was said.
    """

    claim: Claim
    statement: Statement
    negative: bool
    when: When
    who: str
    words: str
    day: Day | None = None

    @property
    def key(self) -> Hashable:
        """A key that is equal for statements that say the same for the same time, in whatever words."""
        said = tuple(pair for pair in self.statement.said if pair[0] not in _WORDING)
        return self.negative, said, self.when

    @property
    def node(self) -> str:
        """The name of an event in keys: its IRI, or for a blank node a name within its claim."""
        node = self.statement.node
        return self.claim.id if isinstance(node, BlankNode) else node

    @property
    def quoted(self) -> str:
        """The claimant with the paraphrase.

        In a sentence: Mara (“The ferry sank”).
        """
        return f"{self.who} (“{self.words}”)"


@dataclass(frozen=True, slots=True, eq=False)
class Conflict:
    """Two claims that cannot both be right on a question, with the rule that found the conflict.

    `on` are the properties of their statements that are in question: none means the whole statements, `kg:content`
    means everything that the two claims say. `statements` are statements in conflict that are not answers to the
    question: for example the dates of an event if the question is how long it took.
    """

    one: Claim
    other: Claim
    rule: str
    dimension: IRI
    explanation: str
    matter: Matter
    on: tuple[IRI, ...] = ()
    statements: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True)
class Position:
    """One answer to a question: `answer` in words, the claims that give it, and the statements by which they do.

    A statement is named by its node; one whose node is blank has no name.
    """

    answer: str
    claims: tuple[IRI, ...]
    nodes: tuple[IRI, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its positions.

    `beside` are claims on the question that conflict with no other; `conflicts` are those that rules found.
    """

    matter: Matter
    text: str
    positions: tuple[Position, ...]
    beside: tuple[IRI, ...] = ()
    conflicts: tuple[Conflict, ...] = field(default=(), compare=False)

    @property
    def claims(self) -> frozenset[IRI]:
        """The claims of all positions."""
        return frozenset(claim for position in self.positions for claim in position.claims)


@dataclass(frozen=True, slots=True)
class Note:
    """A note on two claims that is no conflict; `kind` says in words what it is.

    A *revision*: one claimant gives another figure on a later day. *One voice*: documents give two figures by one
    claimant on one day. A *near miss*: the two would be in conflict, but exactly one thing (`unknown`) is not known or
    different. A *disagreement*: two forecasts, recommendations or commitments that exclude each other; no fact is in
    question.

    `nodes` are the two statements of one voice, or those that a revision supersedes; `superseded` are the claims that
    made the latter.
    """

    kind: str
    claims: tuple[IRI, IRI]
    explanation: str
    unknown: str = ""
    matter: Matter = ()
    nodes: tuple[IRI, ...] = ()
    superseded: tuple[IRI, ...] = ()


def rules_out(one: Said, other: Said) -> str:
    """The explanation of a conflict in which `other` denies what `one` says."""
    return f"{other.quoted} rules out what {one.who} claims (“{one.words}”)."


Alike = list[Said]
"""Statements of equal `key`, sorted by the day on which they were said; the rules treat them as one."""


def every(groups: Sequence[Alike]) -> Iterator[tuple[Alike, Alike]]:
    """Every pair of groups."""
    return combinations(groups, 2)


def at_once(groups: Sequence[Alike]) -> Iterator[tuple[Alike, Alike]]:
    """Every pair of groups that certainly hold at a common time, in the order of `every`."""
    times = Meeting((group[0].when, group) for group in groups)
    for at, one in enumerate(groups):
        yield from ((one, other) for other in times.meeting(one[0].when, after=at))


def pairs(
    some: Iterable[Said],
    ties: Container[tuple[Claim, Claim]],
    near: Callable[[Sequence[Alike]], Iterable[tuple[Alike, Alike]]] = every,
) -> Iterator[tuple[Said, Said]]:
    """Every pair of statements that say different things and whose claims are not in a relation already.

    Statements that say the same for the same time form a group. Of two groups only the first two statements by day are
    given, since the others are in conflict with the same ones or with none. `near` chooses the pairs of groups.
    """
    groups: defaultdict[Hashable, Alike] = defaultdict(list)
    for said in sorted(some, key=by_day):
        groups[said.key].append(said)
    for one, other in near(list(groups.values())):
        free = ((a, b) for a, b in product(one, other) if a.claim.id != b.claim.id and (a.claim, b.claim) not in ties)
        for a, b in islice(free, 1):
            yield (a, b) if a.claim.id < b.claim.id else (b, a)


def named(some: Iterable[Said]) -> tuple[IRI, ...]:
    """The IRIs of the statements' nodes, each once; blank nodes have none."""
    return tuple(sorted({said.statement.node for said in some if isinstance(said.statement.node, IRI)}))


def by_day(said: Said) -> tuple[bool, int, IRI]:
    """A key that sorts by the day on which a statement was said; those of an unknown day come last."""
    return said.day is None, said.day.number if said.day else 0, said.claim.id

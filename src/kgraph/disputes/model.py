"""What claims say that can be in question: statements taken by themselves, conflicts between two, questions."""

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
"""The key of a question: its kind, and what it asks of. It depends on a statement, its document and the reference."""


_WORDING = frozenset({KG.time, KG.figure})


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """A statement that a claim plainly makes: that it is so, or (`negative`) that it is not so.

    `who` and `words` are the claimant and the paraphrase as sentences have them; `day`, by when it was said.
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
        """Equal for statements that say the same for the same time, however they word it."""
        said = tuple(pair for pair in self.statement.said if pair[0] not in _WORDING)
        return self.negative, said, self.when

    @property
    def node(self) -> str:
        """What an event is called in keys: its IRI; one that has none is its claim's own."""
        node = self.statement.node
        return self.claim.id if isinstance(node, BlankNode) else node

    @property
    def quoted(self) -> str:
        """Who says it, with the words.

        In a sentence: Mara (“The ferry sank”).
        """
        return f"{self.who} (“{self.words}”)"


@dataclass(frozen=True, slots=True, eq=False)
class Conflict:
    """Two claims of which at most one can be right on a matter, with the rule that found it.

    `on` are the properties of their statements that are in question: none for the statements as wholes, `kg:content`
    for all that the two claims say. `statements` are those in conflict that do not answer the question themselves: the
    dates of an event, where it is asked how long it took.
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
    """One answer to a question: `answer` in words, the claims that give it, and the statements that do it there.

    A statement is named by its node; one whose node is blank has no name.
    """

    answer: str
    claims: tuple[IRI, ...]
    nodes: tuple[IRI, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """What is in question, with its positions.

    `beside` are claims on the matter that conflict with nobody; `conflicts` are what rules found.
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
    """What is worth telling of two claims and is no conflict: its `kind`, in words.

    A *revision*: one claimant gives another figure on a later day. *One voice*: one claimant is heard with two figures
    on one day. A *near miss*: all else is in conflict, and exactly one thing (`unknown`) is not known, or different. A
    *disagreement*: two forecasts, recommendations or commitments that exclude each other; no fact is in question.

    `nodes` are the statements of one voice with two figures, or those that a revision supersedes; `superseded`, the
    claims that make them.
    """

    kind: str
    claims: tuple[IRI, IRI]
    explanation: str
    unknown: str = ""
    matter: Matter = ()
    nodes: tuple[IRI, ...] = ()
    superseded: tuple[IRI, ...] = ()


def rules_out(one: Said, other: Said) -> str:
    """The sentence for a denial: `other` says that what `one` says is not so."""
    return f"{other.quoted} rules out what {one.who} claims (“{one.words}”)."


Alike = list[Said]
"""Statements of equal `key`, by the day of saying: they stand for one another."""


def every(groups: Sequence[Alike]) -> Iterator[tuple[Alike, Alike]]:
    """Every two groups."""
    return combinations(groups, 2)


def at_once(groups: Sequence[Alike]) -> Iterator[tuple[Alike, Alike]]:
    """Every two groups that surely hold at some time both, in the order of `every`."""
    times = Meeting((group[0].when, group) for group in groups)
    for at, one in enumerate(groups):
        yield from ((one, other) for other in times.meeting(one[0].when, after=at))


def pairs(
    some: Iterable[Said],
    ties: Container[tuple[Claim, Claim]],
    near: Callable[[Sequence[Alike]], Iterable[tuple[Alike, Alike]]] = every,
) -> Iterator[tuple[Said, Said]]:
    """Every two of these that say different things, of two claims that are in no relation already.

    Those that say the same for the same time stand for one another: of two such groups the first two by day are given,
    as the others are in conflict with the same, or not at all. `near` tells which two groups are looked at.
    """
    groups: defaultdict[Hashable, Alike] = defaultdict(list)
    for said in sorted(some, key=by_day):
        groups[said.key].append(said)
    for one, other in near(list(groups.values())):
        free = ((a, b) for a, b in product(one, other) if a.claim.id != b.claim.id and (a.claim, b.claim) not in ties)
        for a, b in islice(free, 1):
            yield (a, b) if a.claim.id < b.claim.id else (b, a)


def named(some: Iterable[Said]) -> tuple[IRI, ...]:
    """The nodes of statements, each once; a blank one has no name."""
    return tuple(sorted({said.statement.node for said in some if isinstance(said.statement.node, IRI)}))


def by_day(said: Said) -> tuple[bool, int, IRI]:
    """A key that sorts by the day of saying; what nobody knows the day of comes last."""
    return said.day is None, said.day.number if said.day else 0, said.claim.id

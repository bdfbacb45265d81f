"""What claims say that can be in question: statements taken by themselves, conflicts between two, questions."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from kgraph.claims import Claim, Statement
from kgraph.days import Day
from kgraph.disputes.times import When
from kgraph.namespaces import IRI

Matter = tuple[str, ...]
"""The key of a question: its kind, and what it asks of. It depends on a statement, its document and the reference."""


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
    def quoted(self) -> str:
        """Who says it, with the words.

        In a sentence: Mara (“The ferry sank”).
        """
        return f"{self.who} (“{self.words}”)"


@dataclass(frozen=True, slots=True, eq=False)
class Conflict:
    """Two claims of which at most one can be right on a matter, with the rule that found it."""

    one: Claim
    other: Claim
    rule: str
    dimension: IRI
    explanation: str
    matter: Matter


@dataclass(frozen=True, slots=True)
class Position:
    """One answer to a question: `answer` in words, and the claims that give it."""

    answer: str
    claims: tuple[IRI, ...]


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
    """What is worth telling of two claims and is no conflict; `kind` is one of `KINDS`.

    A *revision*: one claimant gives another figure on a later day. *One voice*: one claimant is heard with two figures
    on one day. A *near miss*: all else is in conflict, and exactly one thing (`unknown`) is not known, or different. A
    *disagreement*: two forecasts, recommendations or commitments that exclude each other; no fact is in question.
    """

    kind: str
    claims: tuple[IRI, IRI]
    explanation: str
    unknown: str = ""
    matter: Matter = ()


KINDS = ("revision", "one voice", "near miss", "disagreement")
"""What a `Note` tells."""


def rules_out(one: Said, other: Said) -> str:
    """The sentence for a denial: `other` says that what `one` says is not so."""
    return f"{other.quoted} rules out what {one.who} claims (“{one.words}”)."


def pairs(some: Iterable[Said]) -> Iterable[tuple[Said, Said]]:
    """Every two of these that may be compared: of two claims."""
    listed = list(some)
    for i, one in enumerate(listed):
        for other in listed[i + 1 :]:
            if one.claim.id != other.claim.id:
                yield one, other

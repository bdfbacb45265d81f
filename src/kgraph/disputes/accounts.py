"""Questions about an event, and their answers, in words: whether it happened, who did it and how it ended. An answer
says no more than its claim."""

from collections.abc import Collection
from dataclasses import dataclass

from kgraph.model import Term
from kgraph.namespaces import IRI, KG

ENDED = {KG.Prevented: "prevented", KG.Halted: "halted", KG.RuledOut: "ruled out"}
"""Phases of an event that was not completed."""
_SAID = {
    KG.Begun: ("it began", "begun"),
    KG.Ongoing: ("it goes on", "going on"),
    KG.Slowed: ("it slowed down", "slowed down"),
    KG.Attempted: ("it was attempted", "attempted"),
    KG.Intended: ("it was intended", "intended"),
}
"""For each other phase the sentence, and the word that follows the name of whoever did it."""
_DENIED = {
    KG.Begun: "it did not begin",
    KG.Ongoing: "it does not go on",
    KG.Slowed: "it did not slow down",
    KG.Attempted: "it was not attempted",
    KG.Intended: "it was not intended",
}
_ACTOR, _OUTCOME = "event-actor", "event-outcome"
_DENIALS = ("denied-event", "opposite-polarity", "stated-denial")


@dataclass(frozen=True, slots=True)
class Account:
    """What a statement says about an event, or denies: who did it (in words, or ""), of which sides, and the phase."""

    by: str
    sides: frozenset[IRI]
    phases: tuple[Term, ...]
    negative: bool

    @property
    def ended(self) -> str:
        """The word for an event that was not completed; "" for any other."""
        return next((word for phase, word in ENDED.items() if phase in self.phases), "")

    def words(self, asked: "Asked") -> str:
        """The account as an answer to a question.

        >>> blast = Account("the league", frozenset(), (KG.Attempted,), negative=False)
        >>> blast.words(Asked()), blast.words(Asked(actor=True))
        ('it was attempted', 'by the league, attempted')
        """
        if not self.by or not asked.actor:
            return self._sentence(asked)
        done = asked.outcome and KG.Completed in self.phases
        phase = self.ended or next((word for one, (_, word) in _SAID.items() if one in self.phases), "")
        phase = phase or ("completed" if done else "")
        return f"{'not ' if self.negative else ''}by {self.by}{f', {phase}' if phase else ''}"

    def alone(self, asked: "Asked") -> str:
        """The account as a claimant's only answer. Whoever denies that somebody did it has said neither that it
        happened nor that it did not.

        >>> Account("the league", frozenset(), (), negative=True).alone(Asked(actor=True))
        'it did not happen, or not by the league'
        """
        if self.negative and self.by and asked.actor and asked.happened:
            return f"{self._sentence(asked)}, or not by {self.by}"
        return self.words(asked)

    def _sentence(self, asked: "Asked") -> str:
        """A sentence that says whether it happened, or how it ended."""
        if ended := self.ended:
            return f"not {ended}" if self.negative else ended
        if asked.outcome and KG.Completed in self.phases:
            return "not completed" if self.negative else "completed"
        if self.negative:
            return next((words for phase, words in _DENIED.items() if phase in self.phases), "it did not happen")
        return next((words for phase, (words, _) in _SAID.items() if phase in self.phases), "it happened")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question asks about an event: whether it happened, who did it, how it ended."""

    happened: bool = True
    actor: bool = False
    outcome: bool = False

    @classmethod
    def of(cls, rules: Collection[str], accounts: Collection[Account]) -> "Asked":
        """What the conflicts that rules found ask, and what accounts answer: an account that names an actor answers who
        did it.

        Whoever denies that one side did it, while others name several sides, need not doubt that it happened.
        """
        told = {account.sides for account in accounts if account.by and not account.negative}
        denials = [account for account in accounts if account.negative]
        by_whom = denials and all(account.by for account in denials) and len(told) > 1
        settled = {_ACTOR, _OUTCOME, *(_DENIALS if by_whom else ())}
        happened = not rules or not set(rules) <= settled
        named = any(account.by for account in accounts)
        several = len({account.sides for account in accounts}) > 1
        return cls(
            happened,
            _ACTOR in rules or (named and (happened or several)),
            _OUTCOME in rules or any(account.ended for account in accounts),
        )

    @property
    def words(self) -> str:
        """The question in words, to be put after the event's name.

        >>> Asked(outcome=True, actor=True).words
        'did it happen, who did it, and how did it end'
        """
        parts = ((self.happened, "did it happen"), (self.actor, "who did it"), (self.outcome, "how did it end"))
        *first, last = [words for asked, words in parts if asked]
        return f"{', '.join(first)}, and {last}" if first else last

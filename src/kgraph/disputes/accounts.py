"""Questions about an event, and their answers, in words: whether it happened, who did it and how it ended. An answer
says no more than its claim."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from kgraph.model import Term
from kgraph.namespaces import IRI, KG

ENDED = {KG.Prevented: "prevented", KG.Halted: "halted", KG.RuledOut: "ruled out"}
"""Phases of an event that was not completed."""
_HOW_FAR = {
    KG.Begun: "begun",
    KG.Ongoing: "going on",
    KG.Slowed: "slowed down",
    KG.Attempted: "attempted",
    KG.Intended: "intended",
}
"""For each other phase the word that follows the name of whoever did it."""
_Sentences = Mapping[Term | None, tuple[str, str]]
_SAID: _Sentences = {
    KG.Begun: ("it began", "it did not begin"),
    KG.Ongoing: ("it goes on", "it does not go on"),
    KG.Slowed: ("it slowed down", "it did not slow down"),
    KG.Attempted: ("it was attempted", "it was not attempted"),
    KG.Intended: ("it was intended", "it was not intended"),
    None: ("it happened", "it did not happen"),
}
_FORETOLD: _Sentences = {
    KG.Begun: ("it will begin", "it will not begin"),
    KG.Ongoing: ("it will go on", "it will not go on"),
    KG.Slowed: ("it will slow down", "it will not slow down"),
    KG.Attempted: ("it will be attempted", "it will not be attempted"),
    KG.Intended: ("it is intended", "it is not intended"),
    None: ("it will happen", "it will not happen"),
}
"""For each phase what a claim says of it, and what a denial says; `None`: any other phase, or none."""
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
        phase = self.ended or next((word for one, word in _HOW_FAR.items() if one in self.phases), "")
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
        sentences = _FORETOLD if asked.ahead else _SAID
        return next(words for phase, words in sentences.items() if phase is None or phase in self.phases)[self.negative]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question asks about an event: whether it happened, who did it, how it ended. `ahead`: of an event that is
    still to come."""

    happened: bool = True
    actor: bool = False
    outcome: bool = False
    ahead: bool = False

    @classmethod
    def of(cls, rules: Collection[str], accounts: Collection[Account], *, ahead: bool = False) -> "Asked":
        """What the conflicts that rules found ask, and what accounts answer: an account that names an actor answers who
        did it.

        Whoever denies that one side did it, while others name several sides, need not doubt that it happened. If an
        event is still to come, who rules it out answers whether it will happen.
        """
        told = {account.sides for account in accounts if account.by and not account.negative}
        denials = [account for account in accounts if account.negative]
        by_whom = denials and all(account.by for account in denials) and len(told) > 1
        settled = {_ACTOR, _OUTCOME, *(_DENIALS if by_whom else ())}
        happened = not rules or not set(rules) <= settled
        named = any(account.by for account in accounts)
        several = len({account.sides for account in accounts}) > 1
        ends = {account.ended for account in accounts} - {"", ENDED[KG.RuledOut] if ahead else ""}
        by = _ACTOR in rules or (named and (happened or several))
        return cls(happened, by, _OUTCOME in rules or bool(ends), ahead)

    @property
    def words(self) -> str:
        """The question in words, to be put after the event's name.

        >>> Asked(outcome=True, actor=True).words
        'did it happen, who did it, and how did it end'
        >>> Asked(actor=True, ahead=True).words
        'will it happen, and who will do it'
        """
        tense = 1 if self.ahead else 0
        whether, who, how = (
            ("did it happen", "will it happen"),
            ("who did it", "who will do it"),
            ("how did it end", "how will it end"),
        )
        parts = ((self.happened, whether[tense]), (self.actor, who[tense]), (self.outcome, how[tense]))
        *first, last = [words for asked, words in parts if asked]
        return f"{', '.join(first)}, and {last}" if first else last

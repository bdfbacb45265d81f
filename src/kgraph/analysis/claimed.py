"""As what a claim tells something: as a fact, as an intention, a forecast, a condition …, or as what is not so.

Files for other programs have this in one column, since who filters by one column must not take an intention, an attempt
or a denial for what somebody says happened. "fact" is what the claimant says, not what is so.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from kgraph.analysis.questions import REVISION, Remark
from kgraph.analysis.record import CHANGED, ONE_VOICE, ClaimCard
from kgraph.claims import TELLING, Statement
from kgraph.model import Term
from kgraph.namespaces import IRI, KG

FACT, DENIED = "fact", "denied"
CLAIMED_AS = {
    FACT: "the claimant says that it is or was so",
    DENIED: "the claimant says that it is not so",
    "intended": "told as an intention, not as an event",
    "attempted": "told as an attempt, of which the claim does not say that it succeeded",
    "prevented": "said to have been prevented",
    "ruled out": "said that it will not or cannot happen",
    "forecast": "expected",
    "promised": "promised",
    "recommended": "advised",
    "conditional": "said to hold only on a condition, or but for an exception",
    "scenario": "one of several imagined courses",
    "condition": "only the condition of something else",
    "exception": "only the exception to something else",
    "purpose": "only the purpose of something else",
}
"""The words for as what something is claimed, and their meanings. Beside these, "forecast that it will not" and the
like (`ClaimCard.stance`) tell what is expected, advised, promised or imagined not to be."""

UNDISPUTED, DISPUTED, IN_PART = "undisputed", "disputed", "disputed in part"
LEFT_OUT, NOT_A_FACT = "left out", "not told as a fact"
STATUSES = {
    UNDISPUTED: "told as a fact, not disputed here, and taken at face value in the chosen world",
    DISPUTED: "others deny it or say otherwise",
    IN_PART: "others deny a detail of it or say otherwise on that; nobody disputes the rest",
    CHANGED: "its claimant later said otherwise; behind “disputed” if others dispute it, too",
    ONE_VOICE: "its claimant gives another figure on the same day",
    LEFT_OUT: "told as a fact, and not taken at face value in the chosen world; an edge or an event also if its "
    "claimants changed it or took it back",
    NOT_A_FACT: "nobody tells it as a fact, and it is in no question: claimed_as says as what it is told",
}
"""The words for what is in question, in all files for other programs, and their meanings."""

_SPEECH = {
    "forecast": "forecast",
    "commitment": "promised",
    "recommendation": "recommended",
    "conditional": "conditional",
    "scenario": "scenario",
}
_ENDS = {KG.RuledOut: "ruled out", KG.Prevented: "prevented", KG.Intended: "intended"}
_DONE = frozenset({KG.Begun, KG.Ongoing, KG.Completed, KG.Slowed, KG.Halted})
NAMED = {KG.condition: "condition", KG.exception: "exception", KG.purpose: "purpose"}
"""The properties by which one statement names another without saying that it is so, and the word for each."""
SUPPOSED = frozenset({"conditional", "condition", "exception"})
"""The words for what a claim tells only if something else is so, or only as that."""


def claimed_as(card: ClaimCard, statement: Statement | None = None) -> str:
    """As what the claim tells one of its statements, or what it says if it has none: in the words of `CLAIMED_AS`.

    What is said of an event, such as its toll, is told as no more than the same claim tells the event.
    """
    if statement and (word := _named(card, statement.node)):
        return word
    if card.negative:
        return DENIED if card.denies else card.stance
    if not card.asserts:
        return _SPEECH.get(card.modality, card.modality)
    if statement is None:
        return FACT
    told = _by_itself(statement)
    return told if told != FACT else _by_its_event(card, statement)


def _named(card: ClaimCard, node: Term) -> str:
    """The word for what another statement of the claim names a node as; "" if none does."""
    others = [one for one in card.statements if one.node != node]
    return next((word for name, word in NAMED.items() if any(node in one.get(name) for one in others)), "")


def _by_itself(statement: Statement) -> str:
    """As what an assertion tells a statement, by its own phase, condition and exception."""
    phases = frozenset(statement.get(KG.phase))
    for phase, word in _ENDS.items():
        if phase in phases:
            return word
    if KG.Attempted in phases and phases.isdisjoint(_DONE):
        return "attempted"
    return "conditional" if statement.get(KG.condition) or statement.get(KG.exception) else FACT


def _by_its_event(card: ClaimCard, statement: Statement) -> str:
    """As what an assertion tells the event that a statement is of; "fact" if it is of none."""
    for event in statement.get(KG.event):
        told = [_by_itself(one) for one in card.statements if one.node == event]
        if word := _named(card, event) or next((one for one in told if one != FACT), ""):
            return word
    return FACT


def as_what_of(claim: ClaimCard, nodes: Collection[Term] = ()) -> set[str]:
    """As what a claim tells its statements, or those of them that are on some nodes."""
    told = [one for one in claim.statements if one.node in nodes] or claim.statements
    return {claimed_as(claim, one) for one in told} or {claimed_as(claim)}


def as_told(card: ClaimCard, nodes: Collection[Term]) -> ClaimCard:
    """A claim as it tells its statements on some nodes: where it only supposes them, it asserts, denies and expects
    nothing, whatever else it says, and no world holds it."""
    words = as_what_of(card, nodes)
    return replace(card, modality=min(words), polarity="positive", in_world=False) if words <= SUPPOSED else card


Told = list[tuple[ClaimCard, Statement]]
"""Statements, each with its claim."""


def told_of(claims: Iterable[ClaimCard]) -> tuple[Mapping[Term, Told], Mapping[Term, set[tuple[IRI, str]]]]:
    """For each node, what claims tell of it, and as what claims only name it, such as the condition of something else;
    nothing for other terms."""
    own: defaultdict[Term, Told] = defaultdict(list)
    named: defaultdict[Term, set[tuple[IRI, str]]] = defaultdict(set)
    for card in claims:
        for statement in card.statements:
            own[statement.node].append((card, statement))
            for predicate, word in NAMED.items():
                for other in statement.get(predicate):
                    named[other].add((card.id, word))
    return own, named


def words_of_nodes(claims: Iterable[ClaimCard]) -> dict[Term, set[str]]:
    """As what claims tell each node; if they only name it, as what they name it."""
    own, named = told_of(claims)
    only_named = {node: {word for _, word in told} for node, told in named.items() if node not in own}
    return {node: {claimed_as(*one) for one in told} for node, told in own.items()} | only_named


def changed_by_own(remarks: Iterable[Remark]) -> frozenset[IRI]:
    """The claims that their own claimants later changed or took back, by the remarks of a network."""
    return frozenset(claim for one in remarks if one.kind == REVISION for claim in one.superseded)


def status_of(card: ClaimCard, statement: Statement | None, changed: Collection[IRI]) -> str:
    """What is in question of a statement: a word of `STATUSES`, or two. `changed` has the claims that their own
    claimants changed."""
    asked = [card.contests(*at) for at in _details(statement)]
    own = [CHANGED] if card.id in changed else []
    if any(asked) or (card.disputed and all(part.superseded for part in card.questioned)):
        return ", ".join([DISPUTED if all(asked) or not any(asked) else IN_PART, *own])
    if any(part.covers(*at) for at in _details(statement) for part in card.questioned if part.superseded):
        return CHANGED if own else ONE_VOICE
    if claimed_as(card, statement) != FACT:
        return NOT_A_FACT
    return UNDISPUTED if holds_all(card, statement) else LEFT_OUT


def statuses(claims: Iterable[ClaimCard], changed: Collection[IRI]) -> list[str]:
    """What is in question of the statements of some claims, each word once, sorted; `changed` as in `status_of`."""
    return sorted({status_of(claim, one, changed) for claim in claims for one in claim.statements or (None,)})


def statuses_of(card: ClaimCard) -> list[str]:
    """The same of one claim by itself."""
    return statuses([card], [card.id] if card.revised else [])


def holds_all(card: ClaimCard, statement: Statement | None) -> bool:
    """Whether the world holds a statement with all its details."""
    return all(card.holds(*at) for at in _details(statement))


def _details(statement: Statement | None) -> list[tuple[Term | None, IRI]]:
    """The node and the predicates of a statement that a question may concern one by one."""
    if statement is None:
        return [(None, KG.subject)]
    told = [predicate for predicate, _ in statement.said if predicate in TELLING] or [KG.subject]
    return [(statement.node, predicate) for predicate in told]

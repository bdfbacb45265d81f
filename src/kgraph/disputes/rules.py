"""The rules in words: what each finds and what it leaves alone; docs/rules.md is made from this table."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule in words: a `summary` of one line, what it `finds`, and what it `leaves` alone."""

    summary: str
    finds: str
    leaves: str


EVERY = (
    "All rules look at what claims plainly say: a positive Assertion says each statement of its content; a "
    "negative one, or a Denial, says of its single statement that it is not so (of several, nobody knows which is "
    "denied). Forecasts, scenarios, conditionals, recommendations, commitments and rejected claims take no part, "
    "nor does what stands under a condition. Claims that the text or an editor has put into a relation (denied, "
    "supported, qualified, derived) are passed by, and so is what a claim is derived from. States must surely be "
    "of one time: a statement speaks of its kg:time, and without one of the day on which it was said; of a vague "
    "time (“some time in March”) only what covers all of it is sure to meet it; what had begun and has no known "
    "end lasts to the day on which it was said. Who has no kg:side, themselves or through those above them, is a "
    "side of their own. What the reference says is replaced by another thing (dcterms:isReplacedBy) counts as that."
)
"""What applies to all rules."""

RULES: Mapping[str, Rule] = {
    "characterisation": Rule(
        "One claim calls a thing by a name, and another says that it is not that, or something that excludes it.",
        "the same label asserted and denied of one subject, in one respect and by one norm; or two labels of which"
        " the vocabulary says that they exclude each other",
        "labels that merely differ, and judgements by different norms",
    ),
    "dead-before": Rule(
        "One claim has somebody killed before the time at which another has them do something.",
        "a completed killing of a person, and an event in which the person acts and that surely began later",
        "what was attempted or intended",
    ),
    "denied-control": Rule(
        "One claim says that somebody holds a place, and another that they do not, or not so much of it.",
        "a positive and a negative statement of control, on one holder and one place, where the first implies what"
        " the second denies: whoever holds all holds every part; whoever holds a district holds some",
        "“not all of it” against “holds it”, of which nobody says how much, and against “holds some”",
    ),
    "denied-event": Rule(
        "One claim says that an event happened or goes on, and another that it did not.",
        "a positive and a negative statement on one event, where all that the denial tells of it (actor, target, "
        "place or one around it, means, purpose, cause) is in the first as well, and its phase follows. Denying an"
        " event that has no name denies every one of that class with those details",
        "a denial of one detail, against claims without that detail; what happened after the denial (“not yet”)",
    ),
    "denied-post": Rule(
        "One claim says that somebody holds a post, or that a unit is under another, and a second that it is not so.",
        "a positive and a negative statement of one posting or subordination",
        "another role, another organization",
    ),
    "denied-presence": Rule(
        "One claim says that somebody is at a place, and another that they are not there.",
        "a positive statement of presence, or of a strength of more than nobody, and a negative one of presence, "
        "at the same place or with the first place inside the second",
        "a unit and the force that it belongs to",
    ),
    "denied-quantity": Rule(
        "One claim gives a figure, and another says that the figure is not so.",
        "a figure that lies wholly within what another claim denies: 85 per cent is denied by “not 85 per cent” "
        "and by “not more than half”",
        "half, against “not 85 per cent”",
    ),
    "disjoint-quantities": Rule(
        "Two claims give figures for the same thing that cannot both be right.",
        "two figures of one measure, subject, event or place, and of the same who are counted, that have nothing "
        "in common, in units that convert. “About” reaches a tenth either way; “at least”, “up to” and ranges are "
        "what they say; plain figures that differ by rounding only are equal: by half a percentage point, 2 per "
        "cent of a ratio, else half a per cent; by what its last zeros leave open (12 thousand, 12,140); by half "
        "of its last digit, where it is in another unit. Of totals, those that still stand on one day are "
        "compared: of one day any two; of two days, a later and lower one of somebody else",
        "a later and higher total, as a count may go on; two figures of one claimant (a revision, or one voice); "
        "flows of different periods; a late relay of an old figure that does not tell when it was said",
    ),
    "duration-against-dates": Rule(
        "A duration does not fit the begin and the end that another claim gives.",
        "how long an event took, against its begin and its end, a day granted either way",
        "an event of which only the begin or the end is told",
    ),
    "entitlement": Rule(
        "Two claims give the right to one place to two, or one denies it.",
        "two holders of the right to one place; a right asserted and denied",
        "who holds the place, which is another question",
    ),
    "event-actor": Rule(
        "Two claims lay one event at the doors of two sides.",
        "two statements on one event, as having happened or going on, whose actors have no side in common",
        "what several do together: battles, talks, agreements, meetings, contests, elections, collisions; two "
        "actors of one side; different events, however alike",
    ),
    "event-cause": Rule(
        "Two claims name different causes of one event, each as the only or the main one.",
        "two causes that are both marked as only or main, among those who agree on the actor",
        "causes without such a mark: an event has many",
    ),
    "event-date": Rule(
        "Two claims put one event at times that exclude each other.",
        "two statements on one event in one phase, completed, begun, halted or without a phase, of which one "
        "begins, or ends, after the other must have; among those who agree on the actor",
        "bounds that are left out: “by 5 November” fits any earlier day; one instant told in two time zones; what "
        "goes on",
    ),
    "event-means": Rule(
        "Two claims name different weapons or means of one event.",
        "two means of one event with nothing in common, among those who agree on the actor",
        "a means that only one names",
    ),
    "event-outcome": Rule(
        "One claim says that an event succeeded, and another that it was stopped.",
        "completed against prevented, halted or ruled out; under way against halted; at times that meet, and with "
        "a place in common if both name one",
        "phases that can follow one another in a day: begun and completed, slowed and halted",
    ),
    "event-place": Rule(
        "Two claims put one event at places that exclude each other.",
        "two statements on one event that each give it one place, of which neither lies in the other, in different"
        " towns or countries",
        "events that move or stretch: advances, evacuations, floods, storms, elections; places of one town",
    ),
    "event-purpose": Rule(
        "Two claims name different purposes of one event, each as the only or the main one.",
        "two purposes that are both marked as only or main",
        "purposes without such a mark",
    ),
    "event-winner": Rule(
        "Two claims name different winners of one event.",
        "two winners of one election, contest or trial with nobody in common",
        "shares of votes, which are figures",
    ),
    "exclusive-control": Rule(
        "Two claims give one place to two sides.",
        "one side holds all of a place, and another holds it, or any part of it, or a place inside it; or both "
        "hold the same place without a word on how much",
        "two partial holdings; two holders of one side; a place that changes hands on a day",
    ),
    "left-before": Rule(
        "One claim has somebody leave before the time until which another has them there.",
        "a completed departure, withdrawal, evacuation or escape from a place, and a presence there that surely ended"
        " later",
        "a presence that begins later: they may have come back",
    ),
    "none-against-some": Rule(
        "One claim counts nobody at a place on a day, and another some, of events without a name.",
        "a total of none and one of more than none, of one measure, the same who are counted, one place and one day",
        "two totals of more than none: they may be of two events (a near miss)",
    ),
    "opposite-polarity": Rule(
        "One claim says, of the very same content, that it is so, and another that it is not so.",
        "a positive Assertion and a negative one, or a Denial, of equal content: the same statements about the "
        "same things with the same times and figures",
        "states without a time that were said on different days; of events, a denial that comes before (“not yet”)",
    ),
    "part-above-whole": Rule(
        "A part is said to be more than the whole.",
        "a figure of an event for a place that exceeds another claim's figure for a place around it; of some who are"
        " counted (children, civilians) that exceeds the one for all (kg:Everybody) of the same day, or a later one",
        "those of whom nobody says that they are all; parts counted later, as a count may go on",
    ),
    "share-against-control": Rule(
        "A share of a place that one side has taken does not fit with who is said to hold it.",
        "a share of more than nothing while the other side holds all; the whole while the other side holds it or "
        "any part; less than the whole while the same holder is said to hold all; a share while it is denied that "
        "the same holder has any part; half or more while it is denied that they have any district wholly; the "
        "whole while it is denied that they have all",
        "a share beside a partial holding, or beside one of which nobody says how much",
    ),
    "shares-above-whole": Rule(
        "Shares of one whole add up to more than all of it.",
        "shares of votes, or of a place, of two who are not of one side, which two claims give and which exceed "
        "the whole",
        "shares of different wholes",
    ),
    "stated-denial": Rule(
        "A claim denies another, or the text or an editor sets two against each other.",
        "each two claims that kg:denies or kg:contradicts joins, once, whatever they are about",
        "pairs in which either is a Scenario, a Conditional or a Recommendation, as they assert nothing",
    ),
    "taken-before": Rule(
        "One claim has a place taken before the time until which another has somebody else hold it.",
        "a completed occupation (kg:Occupation) of a place, and somebody of another side who holds it, or all of it, "
        "from before until after: “captured on the 9th”, “held until the 12th”",
        "a hold on a later day, as the place may have been taken back; a part of it",
    ),
    "two-commanders": Rule(
        "Two claims name different holders of one commanding post.",
        "two persons in one commanding role (kg:commanding true) of one organization",
        "roles that several can hold; a handover, in which one ends on the day on which the other begins",
    ),
    "two-uppers": Rule(
        "Two claims put one unit under two bodies at one time.",
        "two subordinations of one unit to bodies of two sides, of which neither is above the other",
        "two bodies of one side, as a unit may be led by one and belong to another; a handover on a day",
    ),
    "two-places": Rule(
        "Two claims put one person at two places at one time.",
        "two statements of presence of one person, at places of which neither lies in the other",
        "units and organizations, which can be at several",
    ),
}
"""The rules for conflicts, by their names in findings."""

BESIDE: Mapping[str, str] = {
    "revision": (
        "One claimant gives another figure of the same thing on a later day; a running total that only grew is none."
    ),
    "one-voice": ("One claimant is heard with two figures of the same thing on one day."),
    "near-miss": (
        "All else is in conflict, and exactly one thing is unknown or different: the day of a state (at most seven"
        " days apart), how two units convert, who is counted, whether all of a place is held, of which side somebody"
        " is to whom a side's denial for all its own may apply, whether two events are one (of one class, with one "
        "target, at most two days apart, told by two documents)."
    ),
    "disagreement": (
        "Two forecasts, recommendations or commitments on one event, or of one content, exclude each other."
    ),
}
"""The notes that rules make besides questions; they are in no world and dispute nothing."""

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
    "All rules look at what claims plainly say. A positive Assertion says each statement of its content. A "
    "negative Assertion, or a Denial, says that its single statement is not so; if it has several statements, "
    "nobody knows which one it denies. Forecasts, scenarios, conditionals, recommendations, commitments and "
    "rejected claims take no part, nor does anything that depends on a condition. The rules do not compare two "
    "claims that the text or an editor has joined (denied, supported, qualified, derived), nor a claim with "
    "what it is derived from. Two states are compared only if they are certainly of one time. A statement is "
    "about its kg:time; without one, it is about the day on which it was said. A vague time (“some time in "
    "March”) certainly meets another time only if that covers all of it. What had begun and has no known end "
    "lasts to the day on which it was said: “since Sunday”, said on Tuesday, is so on Tuesday, and nothing is known of "
    "Wednesday. An agent for whom the data give no kg:side, nor one for those above "
    "it, counts as a side of its own. If the reference says that an event is replaced by another "
    "(dcterms:isReplacedBy), claims about the first count as claims about the other."
)
"""What applies to all rules."""

RULES: Mapping[str, Rule] = {
    "characterisation": Rule(
        "One claim says what a thing is (“a war crime”), and another says that it is not, or that it is something else"
        " that excludes this.",
        "the same label asserted and denied of one subject, in one respect and under one norm; or two labels "
        "that exclude each other, as the vocabulary says",
        "labels that merely differ, and judgements under different norms",
    ),
    "dead-before": Rule(
        "One claim says that somebody was killed before the time at which, as another claim says, they did something.",
        "a completed killing of a person, and an event in which the person acts and which certainly began later",
        "attempted or intended killings and events",
    ),
    "denied-control": Rule(
        "One claim says that somebody holds a place, and another that they do not, or not so much of it.",
        "a positive and a negative statement of control, on one holder and one place, where the first implies what"
        " the second denies: whoever holds all holds every part; whoever holds a district holds some",
        "“not all of it” against “holds it” without a word on how much, and against “holds some”",
    ),
    "denied-event": Rule(
        "One claim says that an event happened or goes on, and another that it did not.",
        "a positive and a negative statement about one event, if the positive one has all details of the denial "
        "(actor, target, place or a place around it, means, purpose, cause), and its phase implies the denied "
        "one. Whoever denies a nameless event denies every event of that class with those details",
        "a denial of one detail against claims without that detail, and what happened after the denial (“not yet”)",
    ),
    "denied-post": Rule(
        "One claim says that somebody holds a post, or that a unit is under another, and a second that it is not so.",
        "a positive and a negative statement of one posting or subordination",
        "statements about another role or another organization",
    ),
    "denied-presence": Rule(
        "One claim says that somebody is at a place, and another that they are not there.",
        "a positive statement that somebody is at a place, or that more than nobody is there, and a negative "
        "one for the same place or a place around it",
        "a unit on the one hand and the force that it belongs to on the other",
    ),
    "denied-quantity": Rule(
        "One claim gives a figure, and another says that the figure is not so.",
        "a figure that lies wholly within what another claim denies: 85 per cent is denied by “not 85 per cent” "
        "and by “not more than half”",
        "for example “half” against “not 85 per cent”",
    ),
    "disjoint-quantities": Rule(
        "Two claims give figures for the same thing that cannot both be right.",
        "two figures of the same measure, of the same subject, event or place, and with the same people or "
        "things counted, whose ranges do not overlap, in units that can be converted. “About” reaches a tenth "
        "up and down; “at least”, “up to” and ranges mean what they say. Plain figures are equal if one of them "
        "may be the other written shorter: half of the last digit after the point, but no more than half a "
        "percentage point for shares and half a per cent otherwise (6.4, 6.43); from 1,000 on, what the last "
        "zeros leave open (12 thousand, 12,140); 2 per cent for ratios. Figures that are counted to the unit "
        "are exact: 48,213 and 48,150 differ, and so do 200 and 201. If the units differ, half of the last digit "
        "or half a per cent may separate them, as whoever converts a figure rounds it (40 kilometres, 25 miles). "
        "Two totals of one day are always compared. A total of a later day is compared with an earlier "
        "one if it is lower and somebody else gives it, or if somebody repeats the earlier one on that day or "
        "later",
        "a later and higher total, as a count may go on; two figures of one claimant (a revision, or one voice "
        "with two figures); flows of different periods; and an old figure that is passed on late, if nobody "
        "tells when it was said",
    ),
    "duration-against-dates": Rule(
        "A duration does not fit the beginning and the end that another claim gives.",
        "a figure for how long an event took, and another claim's beginning and end, which differ from it by "
        "more than a day",
        "an event for which only the beginning or only the end is given",
    ),
    "entitlement": Rule(
        "Two claims give the right to one place to two holders, or one claim denies that a holder has it.",
        "two holders of the right to one place; a right asserted and denied",
        "who holds the place, which is another question",
    ),
    "event-actor": Rule(
        "Two claims say that different sides are behind one event.",
        "two statements that an event happened or goes on, whose actors have no side in common",
        "events in which several take part: battles, talks, agreements, meetings, contests, elections, "
        "collisions; two actors of one side; and different events, however alike they are",
    ),
    "event-cause": Rule(
        "Two claims name different causes of one event, each as the only or the main one.",
        "two causes that are both marked as the only or the main one, if the claims agree on the actor",
        "causes without such a mark, since an event has many",
    ),
    "event-date": Rule(
        "Two claims put one event at times that exclude each other.",
        "two statements about one event in one phase (completed, begun, halted, or without a phase) that agree "
        "on the actor, if by one of them the event begins, or ends, after the time by which it must have done "
        "so by the other",
        "bounds that are left out (“by 5 November” fits any earlier day), one instant given in two time zones, "
        "and what goes on",
    ),
    "event-means": Rule(
        "Two claims name different weapons or means of one event.",
        "two means of one event with nothing in common, if the claims agree on the actor",
        "a means that only one of the claims names",
    ),
    "event-outcome": Rule(
        "One claim says that an event succeeded, and another that it was stopped.",
        "“completed” against “prevented”, “halted” or “ruled out”, and “under way” against “halted”, at times "
        "that overlap, and with a place in common if both claims name one",
        "phases that can follow one another in a day: begun and completed, slowed and halted",
    ),
    "event-place": Rule(
        "Two claims put one event at places that exclude each other.",
        "two statements that each give one event a single place, if neither place lies in the other, and they "
        "are in different towns or countries",
        "events that move or extend (advances, evacuations, floods, storms, elections), and places in one town",
    ),
    "event-purpose": Rule(
        "Two claims name different purposes of one event, each as the only or the main one.",
        "two purposes that are both marked as the only or the main one",
        "purposes without such a mark",
    ),
    "event-winner": Rule(
        "Two claims name different winners of one event.",
        "two winners of one election, contest or trial with nobody in common",
        "shares of votes, which are figures",
    ),
    "exclusive-control": Rule(
        "Two claims give one place to two sides.",
        "two statements of control for two sides: one side holds all of a place, and another holds it, a part "
        "of it, or a place inside it; or both hold the same place, and neither claim says how much of it",
        "two sides that each hold a part, two holders of one side, and a place that changes hands on a day: one "
        "ends on the day on which the other begins, or begins on the day on which the other was said to go on",
    ),
    "left-before": Rule(
        "One claim says that somebody left a place before the time until which, as another claim says, they "
        "were there.",
        "a completed departure, withdrawal, evacuation or escape from a place, and a presence there that "
        "certainly ended later",
        "a presence that begins later, since they may have come back",
    ),
    "none-against-some": Rule(
        "Of nameless events at one place on one day, one claim counts nobody, and another counts some.",
        "a total of none and a total of more than none, of the same measure, with the same people or things "
        "counted, at one place and on one day",
        "two totals of more than none, since they may be of two events (a near miss)",
    ),
    "opposite-polarity": Rule(
        "One claim says, of the very same content, that it is so, and another that it is not so.",
        "a positive Assertion and a negative one, or a Denial, of equal content: the same statements about the "
        "same things with the same times and figures",
        "states without a time that were claimed on different days; and, for events, a denial that comes before "
        "the assertion (“not yet”)",
    ),
    "part-above-whole": Rule(
        "A part is said to be more than the whole.",
        "a figure of an event for a place that exceeds another claim's figure for a place around it; or a "
        "figure for some people (children, civilians) that exceeds the figure for all (kg:Everybody) of the "
        "same day or a later one",
        "a figure that nobody says is for all; and parts that were counted later, as a count may go on",
    ),
    "share-against-control": Rule(
        "The share of a place that one side is said to have taken does not fit what another claim says about "
        "who holds the place.",
        "a share of more than nothing while the other side holds all; the whole while the other side holds it "
        "or any part; less than the whole while the same holder is said to hold all; a share while it is denied "
        "that the same holder has any part; half or more while it is denied that they have any district wholly; "
        "the whole while it is denied that they have all",
        "a share beside a claim that somebody holds a part of the place, or holds it without a word on how much",
    ),
    "shares-above-whole": Rule(
        "Shares of one whole add up to more than all of it.",
        "shares of votes or of a place that two claims give for two holders of different sides, and that "
        "together exceed the whole",
        "shares of different wholes",
    ),
    "stated-denial": Rule(
        "A claim denies another, or the text or an editor marks two claims as contradictory.",
        "each pair of claims that kg:denies or kg:contradicts joins, once, whatever they are about",
        "pairs in which either is a Scenario, a Conditional or a Recommendation, as they assert nothing",
    ),
    "taken-before": Rule(
        "One claim says that a place was taken before the time until which, as another claim says, somebody "
        "else held it.",
        "a completed occupation (kg:Occupation) of a place, and a claim that somebody of another side holds it, "
        "or all of it, from before that until after: “captured on the 9th”, “held until the 12th”",
        "control that is claimed only for a later day, as the place may have been taken back, and control of a part",
    ),
    "two-commanders": Rule(
        "Two claims name different holders of one commanding post.",
        "two persons at one time in one commanding role (kg:commanding true) of one organization",
        "roles that several can hold; two roles (a near miss, if both are commanding); a handover, in which one "
        "ends on the day on which the other begins, or begins on the day on which the other was said to go on",
    ),
    "two-uppers": Rule(
        "Two claims put one unit under two bodies at one time.",
        "two subordinations of one unit to bodies of different sides, if neither body is above the other",
        "two bodies of one side, as a unit may be led by one and belong to another; a handover on a day, as for "
        "two-commanders",
    ),
    "two-places": Rule(
        "Two claims put one person at two places at one time.",
        "two statements that one person is at a place, if neither place lies in the other",
        "units and organizations, which can be at several places",
    ),
}
"""The rules for conflicts, by their names in findings."""

BESIDE: Mapping[str, str] = {
    "revision": (
        "One claimant gives another figure for the same thing on a later day. A running total that only grew is "
        "no revision. A claimant who says on another day that it is not so takes it back; so does one who denies, in a "
        "later document, what has no day of its own. What was changed or taken back stays an answer, and says what "
        "replaced it, unless its claimant gives it again."
    ),
    "one-voice": ("One claimant is quoted with two figures for the same thing on one day."),
    "near-miss": (
        "Two claims would contradict each other, but exactly one thing is unknown or different: the day of a "
        "state (at most seven days apart); the day on which the higher of two totals of one report was said, so that "
        "the count may have gone on; how two units convert; who is counted; whether all of a place is "
        "held; to which side somebody belongs, if a side denies something for all its own people; whether "
        "two commanding roles of one body (head, director), which nobody gives to two people at one time, are one "
        "post; how far an event came of which one claimant only says that it took place, and of which another denies "
        "that it was completed, begun or attempted; or whether two events are the same (of one class, with one "
        "target, at most two days apart, told by "
        "two documents)."
    ),
    "disagreement": (
        "Two forecasts, recommendations or commitments on one event, or of one content, exclude each other."
    ),
}
"""The notes that rules make besides questions; they are in no world and dispute nothing."""

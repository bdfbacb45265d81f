"""The rules and the premises in words; docs/rules.md is made from these tables."""

from collections.abc import Mapping

from kgraph.disputes.rules import Rule

RULES: Mapping[str, Rule] = {
    "corroboration": Rule(
        "Several say the same, independently of each other.",
        "contents that two or more plain positive Assertions of two or more independent origins share "
        "(kg:independentOrigins, which the build counts): equal in every statement, time and figure (content "
        "digest), and where a statement has no time, said on one day (kg:telling). A claimant is not "
        "independent who passes on somebody else's Assertion of the same content, as a relayer or as a "
        "document's publisher, or who has derived it from a claim of somebody who says the same. Claimants who "
        "have it only from each other count as one, and so do all unnamed sources, since nobody knows whether "
        "two of them are one. A person and the body that they speak for count as two, as far as the documents "
        "tell",
        "assessments, which are recorded too coarsely (a rating) to say that two mean the same; denials, forecasts and "
        "other moods; contents that agree in sense only; and rejected claims. It says that they agree, not that it is "
        "so",
    ),
    "inferred-superiors": Rule(
        "Who stands above a unit, if claims about posts and about subordinations are taken together?",
        "for each unit that is said to be under another, the holder of a commanding post (kg:commanding true) of that "
        "other, and the same one and two rungs further up, and the organizations there; from plain positive "
        "Assertions whose times all meet (one without a time counts for the day on which it was said). The "
        "superiority holds for the time that all of them share",
        "a direct superior organization (a claim says that outright), roles that do not command, times that do not "
        "meet, ways up that come back to whom they have passed, more than three rungs ('kgraph chain' goes all the "
        "way), and rejected claims. One superior has a finding for each stretch of time and each way up. It fills no "
        "gap: where a rung is not claimed, nothing is concluded above it",
    ),
    "repetition": Rule(
        "Several pass on the claim of one claimant.",
        "claims of one claimant with the same content and polarity (and, where a statement has no time, said on "
        "one day) that came by different ways: the relayers and publishers of the one are not those of the "
        "other. An outlet's own statement and another outlet's quotation of it are two ways. Positive "
        "Assertions and denials count",
        "a claimant who says the same twice in one place by one way, contents that differ in any statement, time or "
        "figure, denials of several statements at once, forecasts and other moods, and rejected claims. However many "
        "repeat it, the voice is one; how many say the same on their own, kg:independentOrigins counts",
    ),
}
"""The rules on agreement and command, by their names in findings."""

PREMISES: Mapping[str, str] = {
    "says, saysNot, of": (
        "What a claim plainly says is so, and what it says is not so. A positive Assertion says (`premise:says`) each "
        "statement of its content. A negative Assertion or a Denial says of its content that it is not so "
        "(`premise:saysNot`), where the content has one statement: of several, nobody knows which is denied. A "
        "statement is a control, presence, measurement, posting, subordination, assessment or the like, or what is "
        "told of an event; `premise:of` is its node, and it has the node's own properties. Forecasts, conditionals, "
        "scenarios, recommendations and commitments say neither, nor does what stands under a `kg:condition` or "
        "`kg:exception`, nor a claim that an editor rejected."
    ),
    "who, words, called": (
        "How a claim and a thing are spoken of in a sentence. `premise:called` is a thing's English label, or one "
        "without a language, or else any; the first in the alphabet if there are several. `premise:who` is what the "
        "claimant is called, or else the last part of its IRI; `premise:words` is the paraphrase without its full "
        "stop, or else “…”. Claims that an editor rejected have neither of the two, so that no rule meets them."
    ),
    "through": (
        "Each agent who passed a claim on: every relayer that the document names, and the document's publisher. In the "
        "outlet's own voice that is the claimant itself."
    ),
    "saidFrom, saidUntil": (
        "When a claim was said: from the earliest begin of its `kg:assertedDuring` to its `kg:saidBy`; where that has "
        "no earliest begin, on its `kg:saidBy` (“by 5 November, as reported”). Like every time, it surely covers what "
        "lies from `premise:saidFrom` to `premise:saidUntil`: a day, or nothing where only a stretch of days is known."
    ),
    "tied": (
        "Joins two claims, both ways, where one denies, contradicts, supports or qualifies the other, or is derived "
        "from it, directly or over several steps. Rules that compare contents pass tied claims by: for a denial there "
        "is the rule stated-denial, and a ground, a detail or a figure and what it was computed from disagree on "
        "nothing."
    ),
    "from, until": (
        "For when a statement surely holds. Its `kg:time` counts: from the latest beginning to the earliest end. Where "
        "one is left out it follows from the others: what has ended by a day began by then; what begins on a day "
        "lasts at least to it; what is still so on a day is so on that day; what had begun and has no known end "
        "lasted to the day on which it was said. A vague span (“some time in March”) holds surely on no day: its "
        "`premise:from` comes after its `premise:until`, so that only what covers all of it is sure to meet it. A "
        "span that is known by its latest end alone, or by an earliest begin after it was said, holds on no day "
        "either and lacks one of the two, or both. Without a `kg:time` the statement speaks of when the claim was "
        "said. Statements A and B meet if A's from is not after B's until, and B's not after A's. All times are "
        "xsd:dateTime by the clock of the place: a time zone is left out, so that half past midnight is on its day. A "
        "day begins at its first second and ends at its last."
    ),
    "dated, happenedBy, earliestBegin, latestBegin, earliestEnd, latestEnd, instants": (
        "What else is known of a statement's time. `premise:dated` tells whether there is a `kg:time`. The four bounds "
        "are each as far as it follows from the others, else the first or last year of twelve digits; an event that is "
        "completed on a day (its `kg:edtf` is that day alone) lies within it. `premise:happenedBy` is the last of the "
        "bounds, or else the day of saying. Where bounds are hours, `premise:instants` is the first of them with its "
        "zone."
    ),
    "lower, holder, upper, by": (
        "Ties of command, however many say so. A tie is a member, the organization above it and a stretch of time "
        "(`premise:from`, `premise:until`): of a subordination (`premise:lower`, `premise:upper`), or of a posting in "
        "a commanding role (`premise:holder`, `premise:upper`). `premise:by` is each claim that says so."
    ),
}
"""The meaning of the terms of `premise:`; terms that belong together share an entry."""

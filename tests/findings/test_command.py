"""Superiorities of a made-up army: written by hand, and against all chains of random ties tried one by one."""

import hashlib
import random
from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise, product

import pytest

from claims import BASE, claim, document, grounds_of, span
from kgraph import IRI
from kgraph.claims import Claim, Statement
from kgraph.claims.deriving import Surroundings
from kgraph.days import Day
from kgraph.disputes.model import Said
from kgraph.disputes.reference import Reference
from kgraph.disputes.times import When, when_of
from kgraph.findings import concluded
from kgraph.findings.command import superiorities, ties
from kgraph.findings.grounds import Grounds
from kgraph.findings.model import Finding
from kgraph.model import Literal
from kgraph.namespaces import KG, ORG, RDF, XSD

ARMY = "".join(f'<unit/{name}> a kg:MilitaryUnit ; rdfs:label "{name.title()}"@en . ' for name in "abcdef") + "".join(
    (
        '<agent/ann> a kg:Person ; rdfs:label "Ann"@en . <agent/bo> a kg:Person ; rdfs:label "Bo"@en . ',
        '<agent/paper> a kg:MediaOutlet ; rdfs:label "Paper"@en . ',
        "<role/chief> a kg:Role ; kg:commanding true . <role/voice> a kg:Role ; kg:commanding false . ",
    )
)
DOCUMENT = document("d", "paper")
NOT_KNOWN = When(None, None, (float("-inf"), float("inf")), (float("-inf"), float("inf")))


def tie(text: str) -> str:
    """The content that says “a b 3-5”, unit a is under b from 3 to 5 March, or “ann b 3”, Ann commands b on 3 March.

    Without days there is no time. What follows the days is said of the statement as well.
    """
    member, upper, days, more = (*text.split(" ", 3), "", "")[:4]
    begin, _, end = days.partition("-")
    time = f" ; kg:time {span(f'2031-03-{begin:0>2}', f'2031-03-{end or begin:0>2}')}" if days else ""
    if member in ("ann", "bo"):
        what = f"a kg:Posting ; org:member <agent/{member}> ; org:role <role/chief>"
    else:
        what = f"a kg:Subordination ; org:member <unit/{member}>"
    return f"<#s> {what} ; org:organization <unit/{upper}>{time} {more} ."


def above(contents: Iterable[str]) -> list[str]:
    """“superior > unit, rungs, days: claims” of what is found between claims with these contents."""
    claims = [claim(f"d/{n}", "agent/paper", content) for n, content in enumerate(contents, 1)]
    return sorted(map(told, superiorities(grounds_of(ARMY, DOCUMENT, *claims))))


def told(finding: Finding) -> str:
    superior, unit = (whom.rpartition("/")[2] for _, whom in finding.of)
    *_, rungs, days = finding.key.split(" ")
    claims = " ".join(sorted(iri.rpartition("/")[2] for iri in finding.claims))
    return f"{superior} > {unit}, {rungs}, {days.replace('2031-03-', '')}: {claims}"


FOR_AND_AGAINST: dict[str, tuple[list[str], list[str]]] = {
    "a commander of the unit above": (["a b", "ann b"], ["ann > a, 1, 09: 1 2"]),
    "that the unit above is above, a claim says": (["a b"], []),
    "a commander is above no unit that nobody puts there": (["ann b", "c d"], []),
    "two rungs": (["a b", "b c"], ["c > a, 2, 09: 1 2"]),
    "three rungs, and no four": (
        ["a b", "b c", "c d", "d e"],
        [
            *("c > a, 2, 09: 1 2", "d > a, 3, 09: 1 2 3", "d > b, 2, 09: 2 3"),
            *("e > b, 3, 09: 2 3 4", "e > c, 2, 09: 3 4"),
        ],
    ),
    "commanders three rungs up, and no four": (
        ["a b 3", "b c 3", "c d 3", "ann d 3", "d e 4", "bo e 4"],
        [
            *("ann > a, 3, 03: 1 2 3 4", "ann > b, 2, 03: 2 3 4", "ann > c, 1, 03: 3 4", "bo > d, 1, 04: 5 6"),
            *("c > a, 2, 03: 1 2", "d > a, 3, 03: 1 2 3", "d > b, 2, 03: 2 3"),
        ],
    ),
    "stretches that meet in one day": (["a b 1-5", "b c 5-8"], ["c > a, 2, 05: 1 2"]),
    "stretches of which one ends the day before": (["a b 1-4", "b c 5-8"], []),
    "two that meet each other, and not the third": (
        ["a b 1-5", "b c 4-8", "ann c 6-7"],
        ["ann > b, 1, 06/07: 2 3", "c > a, 2, 04/05: 1 2"],
    ),
    "a long stretch that began before short ones": (
        ["a b 5", "ann b 1-9", "ann b 2", "bo b 3", "bo b 4", "bo b 6"],
        ["ann > a, 1, 05: 1 2"],
    ),
    "two commanders, one after the other": (
        ["a b 1-8", "ann b 1-4", "bo b 5-9"],
        ["ann > a, 1, 01/04: 1 2", "bo > a, 1, 05/08: 1 3"],
    ),
    "two commanders at once": (["a b", "ann b", "bo b"], ["ann > a, 1, 09: 1 2", "bo > a, 1, 09: 1 3"]),
    "several claims of one tie": (["a b 5", "a b 5", "ann b 5"], ["ann > a, 1, 05: 1 2 3"]),
    "one superior, for two stretches of time": (
        ["a b 5", "a b 1", "ann b 1-9"],
        ["ann > a, 1, 01: 2 3", "ann > a, 1, 05: 1 3"],
    ),
    "one superior by two ways of one length": (
        ["a b", "b d", "a c", "c d", "ann d"],
        ["ann > a, 2, 09: 1 2 3 4 5", "ann > b, 1, 09: 2 5", "ann > c, 1, 09: 4 5", "d > a, 2, 09: 1 2 3 4"],
    ),
    "one superior by two ways, of which one is longer": (
        ["a b", "b c", "a c", "ann c"],
        ["ann > a, 1, 09: 3 4", "ann > a, 2, 09: 1 2 4", "ann > b, 1, 09: 2 4", "c > a, 2, 09: 1 2"],
    ),
    "each under the other: neither is above itself": (["a b", "b a"], []),
    "a way that comes back to its beginning is none": (["a b", "b a", "a c"], ["c > b, 2, 09: 2 3"]),
    "a unit under itself": (["a a", "a b", "b b", "ann a"], []),
    "a vague time holds surely on no day": (["a b 9-1", "ann b 1-9"], []),
    "until noon, and after two o'clock": (
        [
            "a b  ; kg:time [ kg:latestBegin '2031-03-05T14:00:00Z'^^xsd:dateTime ]",
            "ann b  ; kg:time [ kg:earliestEnd '2031-03-05T12:00:00Z'^^xsd:dateTime ]",
            "bo b  ; kg:time [ kg:earliestEnd '2031-03-05T15:00:00Z'^^xsd:dateTime ]",
        ],
        ["bo > a, 1, 05: 1 3"],
    ),
    "at the hour at which one ends and another begins": (
        [
            "a b  ; kg:time [ kg:latestBegin '2031-03-05T14:00:00Z'^^xsd:dateTime ]",
            "ann b  ; kg:time [ kg:latestBegin '2031-03-04'^^xsd:date ; "
            "kg:earliestEnd '2031-03-05T14:00:00Z'^^xsd:dateTime ]",
        ],
        ["ann > a, 1, 05: 1 2"],
    ),
    "what stands under a condition": (["a b", "ann b  ; kg:condition <#if> . <#if> kg:phase kg:Completed"], []),
}


@pytest.mark.parametrize(("contents", "findings"), FOR_AND_AGAINST.values(), ids=FOR_AND_AGAINST)
def test_who_stands_above_whom(contents: list[str], findings: list[str]) -> None:
    assert above(map(tie, contents)) == sorted(findings)


def test_who_only_speaks_for_a_unit_commands_nobody() -> None:
    assert above([tie("a b"), tie("ann b").replace("role/chief", "role/voice")]) == []


def test_ties_without_a_time_meet_if_they_are_of_one_day() -> None:
    first = claim("d/1", "agent/paper", tie("a b"))
    for day, count in (("2031-03-09", 1), ("2031-03-10", 0)):
        second = claim("d/2", "agent/paper", tie("ann b"), said=day)
        assert len(list(superiorities(grounds_of(ARMY, DOCUMENT, first, second)))) == count


@pytest.mark.parametrize(
    ("modality", "polarity", "status"),
    [
        ("Denial", "Negative", "Accepted"),
        ("Assertion", "Negative", "Accepted"),
        ("Forecast", "Positive", "Accepted"),
        ("Assertion", "Positive", "Rejected"),
    ],
)
def test_only_plain_assertions_count(modality: str, polarity: str, status: str) -> None:
    first = claim("d/1", "agent/paper", tie("a b"))
    more = f" ; kg:status kg:{status}"
    second = claim("d/2", "agent/paper", tie("ann b"), modality=modality, polarity=polarity, more=more)
    assert not list(superiorities(grounds_of(ARMY, DOCUMENT, first, second)))


def test_a_superiority_says_why_and_for_when() -> None:
    claims = (
        claim("d/1", "agent/paper", tie("a b 1-7")),
        claim("d/2", "agent/paper", tie("b c 2-9")),
        claim("d/3", "agent/paper", tie("ann c 2")),
    )
    triples = list(concluded(grounds_of(ARMY, DOCUMENT, *claims), BASE))
    explanations = sorted(str(value) for _, predicate, value in triples if predicate == KG.explanation)
    end = "as claims of posts and structure add up."
    assert explanations == [
        f"Ann commands C and so stands above A, 2 rungs up, on 2031-03-02, {end}",
        f"Ann commands C and so stands above B, 1 rung up, on 2031-03-02, {end}",
        f"C stands above A, 2 rungs up, from 2031-03-02 to 2031-03-07, {end}",
    ]
    key = f"{BASE}unit/c {BASE}unit/a {BASE}unit/c 2 2031-03-02/2031-03-07"
    node = IRI(f"{BASE}superiority/{hashlib.sha256(key.encode()).hexdigest()[:16]}")
    time = IRI(f"{node}#time")
    assert {(p, o) for s, p, o in triples if s == node} == {
        (RDF.type, KG.Superiority),
        (KG.foundBy, IRI(f"{BASE}rule/inferred-superiors")),
        (KG.superior, IRI(f"{BASE}unit/c")),
        (KG.subordinate, IRI(f"{BASE}unit/a")),
        (KG.restsOn, IRI(f"{BASE}claim/d/1")),
        (KG.restsOn, IRI(f"{BASE}claim/d/2")),
        (KG.time, time),
        (KG.explanation, Literal(explanations[2], language="en")),
    }
    assert {(p, o) for s, p, o in triples if s == time} == {
        (RDF.type, KG.TimeSpan),
        (KG.latestBegin, Literal("2031-03-02", XSD.date)),
        (KG.earliestEnd, Literal("2031-03-07", XSD.date)),
        (KG.edtf, Literal("2031-03-02/2031-03-07")),
    }


# --- all chains of random ties, tried one by one

UNITS = [IRI(f"x:{name}") for name in "abcde"]


def tied(number: int, member: IRI, upper: IRI, when: When, role: IRI | None) -> Said:
    what: list[tuple[IRI, IRI]] = [(RDF.type, KG.Posting if role else KG.Subordination), (ORG.member, member)]
    what += [(ORG.organization, upper), *([(ORG.role, role)] if role else [])]
    return Said(Claim(IRI(f"x:claim-{number}")), Statement.of(IRI("x:s"), what), False, when, "", "")


def days(rng: random.Random) -> When:
    """A day, or a stretch of days, or a vague one; or nobody knows."""
    first, last = (Day.numbered(1 + rng.randrange(12)) for _ in range(2))
    return NOT_KNOWN if rng.random() < 0.1 else when_of(None, last, first)


def ground(rng: random.Random) -> Grounds:
    commanding = {KG.commanding: [Literal("true", XSD.boolean)]}
    said = [tied(n, rng.choice(UNITS), rng.choice(UNITS), days(rng), None) for n in range(12)]
    said += [
        tied(n, IRI(f"x:p{rng.randrange(3)}"), rng.choice(UNITS), days(rng), IRI(f"x:role-{rng.randrange(2)}"))
        for n in range(12, 20)
    ]
    rng.shuffle(said)
    return Grounds([], said, Reference({IRI("x:role-1"): commanding}), Surroundings(), {}, {}, {})


def tried(grounds: Grounds) -> dict[str, set[str]]:
    """The key of each superiority that should be found, with its claims."""
    known = list(ties(grounds.said, grounds.reference).items())
    uppers = [(tie, by) for tie, by in known if not tie.commands]
    holders = [(tie, by) for tie, by in known if tie.commands]
    found: defaultdict[str, set[str]] = defaultdict(set)
    for rungs in (1, 2, 3):
        for chain in product(uppers, repeat=rungs):
            way = [chain[0][0].member, *(tie.upper for tie, _ in chain)]
            if len(set(way)) < len(way) or any(a.upper != b.member for (a, _), (b, _) in pairwise(chain)):
                continue
            ends = [(tie.member, [*chain, (tie, by)]) for tie, by in holders if tie.upper == way[-1]]
            for superior, whole in [*ends, *([(way[-1], [*chain])] if rungs > 1 else [])]:
                since, until = max(tie.since for tie, _ in whole), min(tie.until for tie, _ in whole)
                if since <= until:
                    first, last = (Day.numbered(int(at) // 86_400) for at in (since, until))
                    edtf = str(first) if first == last else f"{first}/{last}"
                    found[f"{superior} {way[0]} {way[-1]} {rungs} {edtf}"].update(*(by for _, by in whole))
    return found


@pytest.mark.parametrize("seed", range(40))
def test_the_same_is_found_as_where_every_chain_is_tried(seed: int) -> None:
    grounds = ground(random.Random(seed))  # noqa: S311 - random ties are no secret
    found = list(superiorities(grounds))
    assert {finding.key: set(finding.claims) for finding in found} == tried(grounds)
    assert len({finding.key for finding in found}) == len(found)

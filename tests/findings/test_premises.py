"""What rules in files reason with: each term of `premise:`, on claims of a made-up harbour, written by hand."""

import dataclasses
import hashlib
import re
from pathlib import Path

import pytest

from claims import BASE, claim, document, graph_of, grounds_of
from kgraph import Graph, Rows, Workspace
from kgraph.findings import premises
from kgraph.findings.rules import PREMISES
from kgraph.namespaces import PREMISE

PEOPLE = """<agent/paper> a kg:MediaOutlet ; rdfs:label "Paper"@en . <agent/wire> a kg:MediaOutlet .
<agent/ann> a kg:Person ; rdfs:label "Ганна"@uk, "Анна"@uk .
<unit/crew> rdfs:label "The crew"@en-GB, "Crew", "Besatzung"@de .
<role/master> a kg:Role ; kg:commanding true . <role/cook> a kg:Role . """
DOCUMENT = document("d", "paper")
FIRST, LAST = "-999999999999-01-01T00:00:00Z", "999999999999-12-31T23:59:59Z"
THERE = "<#k> a kg:Presence ; kg:subject <unit/crew> ; kg:place <place/quay> ."

Told = dict[str, dict[str, set[str]]]


def told(*claims: str) -> Told:
    """Subject → property → values, in short: the premises of what is the workspace's own."""
    found: Told = {}
    for subject, predicate, value in premises(grounds_of(PEOPLE, DOCUMENT, *claims)):
        if subject.startswith((BASE, PREMISE.base)):
            found.setdefault(short(subject), {}).setdefault(short(predicate), set()).add(short(value))
    return found


def short(term: object) -> str:
    """A path below the base; else an IRI's last part; a literal's text."""
    text = str(term)
    return text.removeprefix(BASE).removeprefix("claim/") if text.startswith(BASE) else re.split("#", text)[-1]


def statement(of: str, node: str = "k") -> str:
    """What a statement of a claim is called: its graph, with a digest of its node."""
    return f"{of}#content/{digest(f'{BASE}claim/{of}#{node}')}"


def digest(text: str) -> str:
    return hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()


def test_all_premises_of_two_claims() -> None:
    day = {"2031-03-09T00:00:00Z"}, {"2031-03-09T23:59:59Z"}
    said = dict(zip(("saidFrom", "saidUntil"), day, strict=True))
    first, second = statement("d/1"), statement("d/2", "p")
    tie = f"tie-{digest(f'{PREMISE.holder} {BASE}agent/ann {BASE}unit/crew {min(day[0])} {min(day[1])}')}"
    time = {
        **dict(zip(("from", "until"), day, strict=True)),
        "dated": {"false"},
        "happenedBy": day[0],
        "earliestBegin": {FIRST},
        "latestBegin": {LAST},
        "earliestEnd": {FIRST},
        "latestEnd": {LAST},
    }
    post = "<#p> a kg:Posting ; org:member <agent/ann> ; org:organization <unit/crew> ; org:role <role/master> ."
    assert told(
        claim("d/1", "agent/paper", THERE, modality="Denial", polarity="Negative", more=" ; kg:denies <claim/d/2>"),
        claim("d/2", "agent/ann", post, via=("wire",)),
    ) == {
        "agent/paper": {"called": {"Paper"}},
        "agent/ann": {"called": {"Анна"}},
        "unit/crew": {"called": {"Crew"}},
        "doc/d": {"called": {"d"}},
        "d/1": {
            "who": {"Paper"},
            "words": {"d/1 is what it says"},
            "through": {"agent/paper"},
            **said,
            "saysNot": {first},
            "tied": {"d/2"},
        },
        "d/2": {
            "who": {"Анна"},
            "words": {"d/2 is what it says"},
            "through": {"agent/paper", "agent/wire"},
            **said,
            "says": {second},
            "tied": {"d/1"},
        },
        first: {"of": {"d/1#k"}, "type": {"Presence"}, "subject": {"unit/crew"}, "place": {"place/quay"}, **time},
        second: {
            "of": {"d/2#p"},
            "type": {"Posting"},
            "member": {"agent/ann"},
            "organization": {"unit/crew"},
            "role": {"role/master"},
            **time,
        },
        tie: {
            "holder": {"agent/ann"},
            "upper": {"unit/crew"},
            "by": {"d/2"},
            "from": time["from"],
            "until": time["until"],
        },
    }


TIMES = {
    "a day": ("latestBegin 2031-03-05, earliestEnd 2031-03-05", "5–5, ≥, 5; 5, ≥ by 5"),
    "from a day on": ("latestBegin 2031-03-05", "5–9, ≥, 5; ≥, ≥ by 5"),
    "until a day": ("earliestEnd 2031-03-05", "5–5, ≥, ≥; 5, ≥ by 5"),
    "ended by a day": ("latestEnd 2031-03-05", "5–, ≥, 5; ≥, 5 by 5"),
    "some time in a stretch": ("earliestBegin 2031-03-02, latestEnd 2031-03-05", "5–2, 2, 5; 2, 5 by 5"),
    "begun after it was said": ("earliestBegin 2031-03-12", "–, 12, ≥; 12, ≥ by 12"),
    "hours": (
        "latestBegin 2031-03-05T14:00:00+02:00",
        "2031-03-05T14:00:00Z–9, ≥, 2031-03-05T14:00:00Z; ≥, ≥ by 2031-03-05T14:00:00Z "
        "at 2031-03-05T14:00:00+02:00",
    ),
    "before the year 1": ("latestBegin -0044-03-15", "-0044-03-15T00:00:00Z–9, ≥, -0044-03-15T23:59:59Z; ≥, ≥ by "
    "-0044-03-15T00:00:00Z"),
}  # fmt: skip


@pytest.mark.parametrize(("bounds", "wanted"), TIMES.values(), ids=TIMES)
def test_for_when_a_statement_speaks(bounds: str, wanted: str) -> None:
    """“from–until, the two bounds of its begin; those of its end by … at the instant”, ≥ where nobody knows."""
    given = "".join(
        f' ; kg:{name} "{at}"^^xsd:{"dateTime" if "T" in at else "date"}'
        for name, at in (bound.split(" ") for bound in bounds.split(", "))
    )
    content = f"{THERE.removesuffix(' .')} ; kg:time [ a kg:TimeSpan{given} ] ."
    found = {name: min(values) for name, values in told(claim("d/1", "agent/ann", content))[statement("d/1")].items()}
    assert found["dated"] == "true"
    names = ("from", "until", "earliestBegin", "latestBegin", "earliestEnd", "latestEnd", "happenedBy", "instants")
    since, until, *four, by, instant = (days(name, found.get(name, "")) for name in names)
    at = f" at {instant}" if instant else ""
    assert f"{since}–{until}, {four[0]}, {four[1]}; {four[2]}, {four[3]} by {by}{at}" == wanted


def days(name: str, at: str) -> str:
    """The day of March that begins or, for what ends on it, ends with that second; ≥ for the end of all time."""
    second = "T23:59:59Z" if name in ("until", "latestBegin", "latestEnd") else "T00:00:00Z"
    found = re.fullmatch(rf"2031-03-0?(\d+){second}", at)
    return found[1] if found else "≥" if at in (FIRST, LAST) else at


@pytest.mark.parametrize("more", ["", " ; kg:status kg:Rejected"])
def test_a_rejected_claim_says_nothing_and_is_not_spoken_of(more: str) -> None:
    found = told(claim("d/1", "agent/ann", THERE, more=more))
    plainly = {"says", "who", "words"}
    assert found["d/1"].keys() == {"through", "saidFrom", "saidUntil"} | (set() if more else plainly)
    assert (statement("d/1") in found) != bool(more)


def test_an_event_completed_on_a_day_lies_within_it() -> None:
    on = 'kg:time [ a kg:TimeSpan ; kg:latestBegin "{0}"^^xsd:date ; kg:earliestEnd "{0}"^^xsd:date ; kg:edtf "{0}" ]'
    for phase, begin in (("Completed", "2031-03-05T00:00:00Z"), ("Ongoing", FIRST)):
        content = f"<#k> kg:phase kg:{phase} ; {on.format('2031-03-05')} ."
        assert told(claim("d/1", "agent/ann", content))[statement("d/1")]["earliestBegin"] == {begin}


def test_what_was_derived_over_several_steps_is_tied() -> None:
    found = told(
        claim("d/1", "agent/ann", THERE),
        claim("d/2", "agent/ann", THERE, more=" ; kg:derivedFrom <claim/d/1>"),
        claim("d/3", "agent/ann", THERE, more=" ; kg:derivedFrom <claim/d/2>"),
    )
    assert {name: found[name]["tied"] for name in ("d/1", "d/2", "d/3")} == {
        "d/1": {"d/2", "d/3"},
        "d/2": {"d/1", "d/3"},
        "d/3": {"d/1", "d/2"},
    }


def test_a_statement_that_is_a_blank_node_is_named_by_what_it_says() -> None:
    content = THERE.replace("<#k>", "[]")
    once, again = (told(claim("d/1", "agent/ann", content)) for _ in range(2))
    assert once == again
    [name] = once["d/1"]["says"]
    assert (once[name]["subject"], "of" in once[name]) == ({"unit/crew"}, False)


def test_the_documentation_tells_each_term_and_no_other() -> None:
    tie = "org:member <agent/ann> ; org:organization <unit/crew>"
    hour = 'kg:time [ kg:latestBegin "2031-03-05T14:00:00Z"^^xsd:dateTime ]'
    record = grounds_of(
        PEOPLE,
        DOCUMENT,
        claim("d/1", "agent/ann", f"<#k> a kg:Subordination ; {tie} ; {hour} ."),
        claim("d/2", "agent/ann", f"<#k> a kg:Posting ; {tie} ; org:role <role/master> ."),
        claim("d/3", "agent/ann", THERE, polarity="Negative", more=" ; kg:denies <claim/d/1>"),
    )
    written = {predicate.removeprefix(PREMISE.base) for _, predicate, _ in premises(record) if predicate in PREMISE}
    assert written == {term for terms in PREMISES for term in terms.split(", ")}


def asked(graph: Graph, query: str) -> list[tuple[str, ...]]:
    rows = graph.query(query)
    assert isinstance(rows, Rows)
    return [tuple(map(short, row)) for row in rows.rows]


def test_a_rule_in_a_file_may_use_every_premise(pokrovsk: Workspace, tmp_path: Path) -> None:
    """Those of kgraph, then the workspace's own in the order of their numbers; all are gone afterwards."""
    rules = tmp_path / "queries/rules"
    (rules / "premises").mkdir(parents=True)
    for name, text in {
        "premises/1-there.rq": "CONSTRUCT { ?c premise:there ?place } WHERE { ?c premise:says/kg:place ?place }",
        "premises/2-both.rq": "CONSTRUCT { ?c premise:both ?who } WHERE { ?c premise:there ?place ; premise:who ?who }",
        "mine.rq": "CONSTRUCT { ?c rdfs:comment ?who } WHERE { ?c premise:both ?who }",
    }.items():
        (rules / name).write_text(f"#+ summary: {name}\n{text}", "utf8")
    own = dataclasses.replace(pokrovsk, queries=tmp_path / "queries")
    with graph_of(tmp_path / "data", own, PEOPLE, DOCUMENT, claim("d/1", "agent/paper", THERE)) as graph:
        assert asked(graph, "SELECT ?c ?who { ?c rdfs:comment ?who }") == [("d/1", "Paper")]
        assert asked(graph, "SELECT ?s { GRAPH ?g { ?s ?p ?o } FILTER(STRSTARTS(STR(?p), STR(premise:))) }") == []


def test_a_file_that_is_named_as_a_rule_replaces_it(pokrovsk: Workspace, tmp_path: Path) -> None:
    rules = tmp_path / "queries/rules"
    rules.mkdir(parents=True)
    repeated = (claim("d/1", "agent/ann", THERE), claim("d/2", "agent/ann", THERE, via=("wire",)))
    own = dataclasses.replace(pokrovsk, queries=tmp_path / "queries")
    found = "SELECT ?rule { ?finding kg:foundBy ?rule }"
    with graph_of(tmp_path / "data", own, PEOPLE, DOCUMENT, *repeated) as graph:
        assert asked(graph, found) == [("rule/repetition",)]
    nothing = "#+ summary: nothing\nCONSTRUCT { ?c ?p ?o } WHERE { ?c premise:nowhere ?c ; ?p ?o }"
    (rules / "repetition.rq").write_text(nothing)
    with graph_of(tmp_path / "data", own, PEOPLE, DOCUMENT, *repeated) as graph:
        assert asked(graph, found) == []

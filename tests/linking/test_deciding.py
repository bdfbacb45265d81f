"""What a run makes of candidates: in the place of what it made before, and never in that of a person's word."""

from typing import Any

import pytest

from kgraph.linking.candidates import Candidate, Wanted
from kgraph.linking.deciding import Outcome, counts, judged, settle
from kgraph.linking.judgements import BY_HAND, BY_TOOL, Judgement, Judgements, Verdict
from kgraph.linking.scoring import Scored
from kgraph.namespaces import IRI

GN, WD = "https://sws.geonames.org/", "http://www.wikidata.org/entity/"
TOWN = Wanted(IRI("x:pokrovsk"), ("Pokrovsk", "Krasnoarmiisk"), "settlement")
DAY = "2026-11-25"


def found(number: int, confidence: float = 0.95, *, decided: bool | None = None) -> Scored:
    entry = Candidate(IRI(f"{GN}{number}/"), "geonames", (f"Pokrovsk {number}", "x"))
    return Scored(
        entry, confidence, ("name: Pokrovsk", "country: UA"), confidence >= 0.8 if decided is None else decided
    )


def person(verdict: str, number: int | None = 1, source: str = GN, **known: Any) -> Judgement:
    target = IRI(f"{source}{number}/") if number else None
    return Judgement(TOWN.iri, Verdict(verdict), target, source=source, **known)


def tool(verdict: str, number: int = 1, source: str = GN, **known: Any) -> Judgement:
    return person(verdict, number, source, justification=BY_TOOL, **known)


def run(judgements: Judgements, *candidates: Scored, day: str = DAY) -> Outcome:
    return settle(judgements, TOWN, candidates, GN, day)


def test_a_match() -> None:
    kept = Judgements()
    outcome = run(kept, found(1), found(2, 0.03))
    (one,) = kept
    assert outcome == Outcome(TOWN, one, changed=True)
    assert one == Judgement(
        subject=TOWN.iri,
        verdict=Verdict.match,
        target=IRI(f"{GN}1/"),
        subject_label="Pokrovsk",
        target_label="Pokrovsk 1",
        source=GN,
        justification=BY_TOOL,
        author="kgraph, by itself",
        confidence=0.95,
        date=DAY,
        comment="name: Pokrovsk; country: UA",
    )


def test_a_suggestion() -> None:
    kept = Judgements()
    outcome = run(kept, found(1, 0.6), found(2, 0.35))
    (one,) = kept
    assert (one.verdict, one.target, one.confidence) == (Verdict.unsure, f"{GN}1/", 0.6)
    assert outcome == Outcome(TOWN, one, changed=True)


def test_how_sure_is_not_enough() -> None:
    likely = found(1, 0.99, decided=False)
    assert [one.verdict for one in (run(Judgements(), likely).judgement,) if one] == [Verdict.unsure]
    kept = Judgements()
    assert run(kept, found(1, 0.299)) == Outcome(TOWN, None, changed=False)
    assert run(kept, found(1, 0.3)).changed


def test_nothing_there() -> None:
    kept = Judgements()
    assert run(kept) == Outcome(TOWN, None, changed=False)
    assert len(kept) == 0


@pytest.mark.parametrize("candidates", [(found(1),), (found(1, 0.5),)])
def test_the_same_again_is_no_change(candidates: tuple[Scored, ...]) -> None:
    kept = Judgements()
    assert run(kept, *candidates, day="2026-01-01").changed
    before = list(kept)
    outcome = run(kept, *candidates)
    assert not outcome.changed
    assert outcome.judgement and outcome.judgement.target == f"{GN}1/"
    assert list(kept) == before


@pytest.mark.parametrize(
    ("candidates", "left"),
    [
        ((found(2),), [("match", 2)]),
        ((found(2, 0.5),), [("unsure", 2)]),
        ((found(1, 0.5),), [("unsure", 1)]),
        ((found(1, 0.1),), []),
        ((), []),
    ],
    ids=["another", "another to look at", "the same, less sure", "hardly", "nothing"],
)
@pytest.mark.parametrize("before", ["match", "unsure"])
def test_what_the_tool_made_before_gives_way(
    before: str, candidates: tuple[Scored, ...], left: list[tuple[str, int]]
) -> None:
    kept = Judgements([tool(before), tool("match", 9, WD)])
    outcome = run(kept, *candidates)
    here = [one for one in kept if one.source == GN]
    assert [(one.verdict.value, one.target) for one in here] == [(verdict, f"{GN}{n}/") for verdict, n in left]
    assert outcome == Outcome(TOWN, here[0] if here else None, changed=True)
    assert len(kept) == len(left) + 1, "another data set's is left alone"


@pytest.mark.parametrize("verdict", ["match", "close"])
def test_what_a_person_matched_stands(verdict: str) -> None:
    kept = Judgements([person(verdict, 1)])
    assert run(kept, found(2)) == Outcome(TOWN, person(verdict, 1), changed=False)
    assert list(kept) == [person(verdict, 1)]


@pytest.mark.parametrize(
    ("theirs", "settled"),
    [(person("match", 1), True), (person("unsure", 1), True), (person("no", None), False)],
    ids=["match", "unsure", "nothing there"],
)
def test_what_the_tool_said_beside_a_person_goes(theirs: Judgement, settled: bool) -> None:
    kept = Judgements([theirs, tool("match", 2)])
    assert run(kept, found(2)) == Outcome(TOWN, theirs if settled else None, changed=True)
    assert list(kept) == [theirs]
    assert run(kept, found(2)) == Outcome(TOWN, theirs if settled else None, changed=False)


def test_what_a_person_refused_is_not_proposed_again() -> None:
    kept = Judgements([person("no", 1)])
    assert run(kept, found(1)) == Outcome(TOWN, None, changed=False)
    outcome = run(kept, found(1), found(2, 0.4))
    assert outcome.judgement and (outcome.judgement.verdict, outcome.judgement.target) == (Verdict.unsure, f"{GN}2/")
    assert person("no", 1) in list(kept)
    assert len(kept) == 2


def test_a_persons_word_on_another_data_set_binds_nothing() -> None:
    kept = Judgements([person("match", 1, WD), person("no", None, WD)])
    assert run(kept, found(1)).changed
    assert len(kept) == 3


def test_a_person_who_names_no_data_set_is_heard_by_the_entry() -> None:
    theirs = Judgement(TOWN.iri, Verdict.match, IRI(f"{GN}1/"))
    assert run(Judgements([theirs]), found(2)) == Outcome(TOWN, theirs, changed=False)


def test_what_a_person_refused_leaves_its_share_to_the_others() -> None:
    kept = Judgements([person("no", 1)])
    outcome = run(kept, found(1, 0.7), found(2, 0.15), found(3, 0.05))
    assert outcome.judgement
    assert (outcome.judgement.target, outcome.judgement.confidence) == (IRI(f"{GN}2/"), 0.5)
    assert outcome.judgement.verdict is Verdict.unsure  # no longer a match without asking, however large its share


def test_a_person_is_heard_on_a_candidate_whose_data_set_has_another_name() -> None:
    kept = Judgements([person("match", 1, source=GN)])
    outcome = settle(kept, TOWN, [found(1, 0.4), found(2, 0.35)], "https://example.org/sparql", DAY)
    assert outcome.judgement
    assert (outcome.judgement.verdict, outcome.judgement.by_tool, len(kept)) == (Verdict.match, False, 1)


def test_other_entities_are_left_alone() -> None:
    other = Judgement(IRI("x:other"), Verdict.match, IRI(f"{GN}7/"), source=GN, justification=BY_TOOL)
    kept = Judgements([other])
    run(kept)
    assert list(kept) == [other]


@pytest.mark.parametrize(("verdict", "confidence"), [("match", 1.0), ("close", 1.0), ("no", 1.0), ("unsure", 0.5)])
def test_a_persons_judgement(verdict: str, confidence: float) -> None:
    one = judged(TOWN, found(1), Verdict(verdict), GN, author="Ada", today=DAY, said="map")
    assert (one.subject, one.verdict, one.target, one.source) == (TOWN.iri, verdict, f"{GN}1/", GN)
    assert (one.subject_label, one.target_label) == ("Pokrovsk", "Pokrovsk 1")
    assert (one.justification, one.author, one.date, one.comment) == (BY_HAND, "Ada", DAY, "map")
    assert one.confidence == confidence


def test_a_person_finds_nothing_there() -> None:
    one = judged(TOWN, None, Verdict.no, GN, author="Ada", today=DAY)
    assert (one.target, one.target_label, one.source) == (None, "", GN)


def test_counts() -> None:
    outcomes = [
        Outcome(TOWN, person("match"), changed=True),
        Outcome(TOWN, person("close"), changed=False),
        Outcome(TOWN, tool("unsure"), changed=True),
        Outcome(TOWN, None, changed=True),
        Outcome(TOWN, None, changed=False),
        Outcome(TOWN, None, changed=False),
    ]
    assert counts(outcomes) == (2, 1, 3, 3)
    assert counts([]) == (0, 0, 0, 0)

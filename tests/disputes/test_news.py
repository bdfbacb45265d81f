"""Made-up news of many kinds: which questions, revisions and near misses there are, and which there are not.

The cases were written by somebody who had not read the rules; cases/README.md has their notation.
"""

import random
from collections.abc import Collection, Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import news
import newsrooms
from kgraph.building import Part
from kgraph.disputes.finding import Found, find
from kgraph.disputes.model import Question
from kgraph.disputes.questions import questions
from kgraph.disputes.rules import BESIDE, RULES
from kgraph.model import Quad
from kgraph.namespaces import IRI
from kgraph.vocabulary import bundled_terms
from news import CASES
from tables import over

Grouped = frozenset[frozenset[str]]


@cache
def terms() -> list[Quad]:
    return list(bundled_terms())


@cache
def looked_at(name: str) -> tuple[news.Case, Found]:
    case = news.read_case(CASES[name])
    contents = Part.of(case.quads).digests
    return case, find(case.claims, [*case.quads, *terms()], contents)


def grouped(positions: Iterable[Collection[str]]) -> Grouped:
    return frozenset(frozenset(map(news.short, map(IRI, position))) for position in positions)


def found_in(question: Question) -> Grouped:
    """The positions; those that give one answer on several days are one here, as readers are told in rounds."""
    of: dict[str, list[str]] = {}
    for position in question.positions:
        of.setdefault(position.answer, []).extend(position.claims)
    return grouped(of.values())


def noted(found: Found, kind: str) -> set[tuple[frozenset[str], str]]:
    return {(frozenset(map(news.short, note.claims)), note.unknown) for note in found.notes if note.kind == kind}


def wanted(case: news.Case, key: str) -> set[tuple[frozenset[str], str]]:
    return {(frozenset(one["claims"]), one.get("unknown", "")) for one in case.expected.get(key, [])}


def test_any_case_can_be_added_to_other_news_with_names_of_its_own() -> None:
    """Slow tests draw cases at random: a key that names claims and is not in newsrooms' list breaks some draws only."""
    for name in CASES:
        told = newsrooms.block(name, 1, {}, random.Random(1))  # noqa: S311 - made-up news are no secret
        names = {one["id"] for one in told["claim"]} | {one["id"] for one in told["document"]}
        old = {one.removeprefix("k1-") for one in names} - {one["id"] for one in told["entity"]}
        assert not [(name, key, one[key]) for one in told["claim"] for key in one if str(one[key]) in old]


def test_two_claims_without_a_claimant_are_not_said_in_one_breath() -> None:
    case = news.read_case(CASES["441-protest-neither-side-on-some-day-of-a-year"])
    nobodys = [replace(claim, claimant=None) for claim in case.claims if news.short(claim.id) in ("c2", "c4")]
    found = find([case.claims[0], *nobodys], [*case.quads, *terms()], Part.of(case.quads).digests)
    assert [one.beside for one in questions(found)] == [()]


@pytest.mark.slow
def test_there_are_enough_cases_of_both_kinds() -> None:
    told: list[dict[str, Any]] = [looked_at(name)[0].expected for name in CASES]
    assert sum("question" in one for one in told) >= 40
    assert sum("question" not in one for one in told) >= 60
    assert len({one["topic"] for one in told}) >= 10


@pytest.mark.slow
@over("name", CASES)
def test_the_questions_are_those_that_an_editor_sees(name: str) -> None:
    case, found = looked_at(name)
    expected = [grouped(one["positions"]) for one in case.expected.get("question", [])]
    assert sorted(map(found_in, questions(found)), key=str) == sorted(expected, key=str), case.expected["why"]


@pytest.mark.slow
@over("name", CASES)
def test_what_takes_no_side_stands_beside(name: str) -> None:
    case, found = looked_at(name)
    for told in case.expected.get("question", []):
        same = [one for one in questions(found) if found_in(one) == grouped(told["positions"])]
        assert set(told.get("beside", [])) in [{news.short(claim) for claim in question.beside} for question in same]


@over("name", CASES)
def test_what_is_told_beside_questions(name: str) -> None:
    case, found = looked_at(name)
    assert noted(found, "revision") == wanted(case, "revision")
    assert noted(found, "one voice") == wanted(case, "one_voice")
    assert noted(found, "near miss") == wanted(case, "near")
    assert noted(found, "disagreement") == wanted(case, "disagreement")


@pytest.mark.slow
def test_a_question_s_key_does_not_depend_on_what_other_reports_say() -> None:
    """Each question is found by the same matter when only two of its claims are there that are in conflict."""
    for name in CASES:
        case, found = looked_at(name)
        for conflict in found.conflicts:
            documents = {conflict.one.document, conflict.other.document}
            told = (claim for claim in case.claims if claim.document in documents)
            claims = list(told)
            contents = Part.of(case.quads).digests
            again = find(claims, [*case.quads, *terms()], contents)
            assert conflict.matter in {one.matter for one in again.conflicts}, name


def test_findings_name_rules_that_are_told_of() -> None:
    rules = {conflict.rule for name in CASES for conflict in looked_at(name)[1].conflicts}
    graphs = (Path(__file__).parents[1] / "rules/graphs").glob("c*.trig")
    named = {
        line.split()[2].rstrip(":")
        for path in graphs
        for line in path.read_text().split("\n")
        if line.startswith("# finds ")
    }
    assert rules <= set(RULES)
    assert set(RULES) <= rules | named, "each rule finds something in a case or a graph"
    assert {note.kind.replace(" ", "-") for name in CASES for note in looked_at(name)[1].notes} == set(BESIDE)

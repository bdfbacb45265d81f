"""What the rules find in the Pokrovsk graph, and what they must leave alone there."""

import pytest

from kgraph import Graph, Rows
from kgraph.disputes.rules import RULES

CLAIM = "claim/espreso-2025-11-05-pokrovsk/"
FOUND = {
    ("c036", "c037"): "half against 85 %",
    ("c036", "c038"): "half is denied",
    ("c037", "c039"): "85 % is denied",
    ("c024", "c025"): "the blockade, which the outlet calls false",
    ("c024", "c049"): "the blockade against the Commander-in-Chief's holding",
    ("c036", "c043"): "half against no district in full",
    ("c037", "c043"): "85 % against no district in full",
    ("c097", "c098"): "the city is theirs, or not yet",
}
SILENT = {
    ("c034", "c035"): "slowed in the north, pressing from the south",
    ("c035", "c069"): "halted in the north, pressing from the south",
    ("c033", "c096"): "several hundred soldiers, and a battalion",
    ("c063", "c101"): "a ratio of forces, and one of losses",
    ("c075", "c078"): "two scenarios",
    ("c115", "c116"): "two scenarios",
    ("c067", "c068"): "a conclusion, and who endorses it",
    ("c061", "c065"): "a figure, and what was computed from it",
    ("c063", "c065"): "a ratio, and what was computed from it",
    ("c043", "c049"): "no district in full, and holding, on other days",
    ("c044", "c049"): "no district in full, and holding, on other days",
    ("c080", "c109"): "undecided, and a forecast",
    ("c009", "c081"): "an occupation of another city, and a recommendation",
}


@pytest.fixture(scope="module")
def pairs(graph: Graph) -> set[tuple[str, ...]]:
    rows = graph.query("SELECT ?d ?c { ?d a kg:Conflict ; kg:between ?c } ORDER BY ?d ?c")
    assert isinstance(rows, Rows)
    members: dict[str, list[str]] = {}
    for row in rows:
        members.setdefault(str(row["d"]), []).append(str(row["c"]).rpartition("/")[2])
    return {tuple(pair) for pair in members.values()}


@pytest.mark.parametrize("pair", FOUND, ids=lambda pair: "-".join(pair))
def test_the_dispute_is_found(pairs: set[tuple[str, ...]], pair: tuple[str, str]) -> None:
    assert pair in pairs, FOUND[pair]


@pytest.mark.parametrize("pair", SILENT, ids=lambda pair: "-".join(pair))
def test_no_alarm_between_claims_that_can_both_be_true(pairs: set[tuple[str, ...]], pair: tuple[str, str]) -> None:
    assert pair not in pairs, SILENT[pair]


def test_nothing_else_is_disputed(pairs: set[tuple[str, ...]]) -> None:
    """Besides those above, the shares do not fit the claim that all of the city is taken."""
    assert pairs - set(FOUND) == {("c036", "c097"), ("c037", "c097")}


def test_they_are_two_questions(graph: Graph) -> None:
    found = graph.disputed()
    groups = {frozenset(claim.rpartition("/")[2] for claim in question.claims) for question in found.questions}
    assert groups == {
        frozenset({"c024", "c025", "c049"}),
        frozenset({"c036", "c037", "c038", "c039", "c043", "c097", "c098"}),
    }
    share = next(one for one in found.questions if len(one.claims) == 7)
    stands = [{claim.rpartition("/")[2] for claim in stand.claims} for stand in share.stands]
    assert {"c038", "c039"} in stands  # both shares are denied by one claimant
    assert len(stands) == 6
    assert graph.disputed("Pokrovsk").questions == found.questions
    assert graph.disputed(since="2025-11-06").questions == ()


def test_every_conflict_names_its_rule_and_says_why(graph: Graph) -> None:
    rows = graph.query(
        """SELECT ?d ?rule ?why ?dimension
           { ?d a kg:Conflict ; kg:foundBy ?rule ; kg:explanation ?why ; kg:dimension ?dimension }"""
    )
    assert isinstance(rows, Rows)
    assert len(rows) == 10
    assert {str(row["rule"]).rpartition("/")[2] for row in rows} <= set(RULES)
    claims = graph.query("SELECT ?d ?who { ?d a kg:Conflict ; kg:between/kg:claimant/rdfs:label ?who }")
    assert isinstance(claims, Rows)
    why = {row["d"]: str(row["why"]) for row in rows}
    assert all(str(row["who"]) in why[row["d"]] for row in claims)


def test_the_chief_is_concluded_to_stand_above_the_directorate_s_special_forces(graph: Graph) -> None:
    rows = graph.query("SELECT ?who ?unit { ?s a kg:Superiority ; kg:superior ?who ; kg:subordinate ?unit }")
    assert isinstance(rows, Rows)
    base = graph.workspace.base
    assert [(row["who"], row["unit"]) for row in rows] == [(f"{base}agent/budanov", f"{base}unit/hur-special-forces")]

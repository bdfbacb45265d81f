"""What the rules find in the Pokrovsk graph, and what they must leave alone there."""

import pytest

from kgraph import Graph, Rows

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
    rows = graph.query("SELECT ?d ?c { ?d a kg:Dispute ; kg:disputes ?c } ORDER BY ?d ?c")
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


def test_every_dispute_names_its_rule_and_says_why(graph: Graph) -> None:
    rows = graph.query(
        """SELECT ?d ?rule ?why ?dimension
           { ?d a kg:Dispute ; kg:foundBy ?rule ; kg:explanation ?why ; kg:dimension ?dimension }"""
    )
    assert isinstance(rows, Rows)
    assert len(rows) == 10
    rules = {path.stem for path in graph.workspace.rule_files()}
    assert {str(row["rule"]).rpartition("/")[2] for row in rows} <= rules
    claims = graph.query("SELECT ?d ?who { ?d a kg:Dispute ; kg:disputes/kg:claimant/rdfs:label ?who }")
    assert isinstance(claims, Rows)
    why = {row["d"]: str(row["why"]) for row in rows}
    assert all(str(row["who"]) in why[row["d"]] for row in claims)


def test_the_chief_is_concluded_to_stand_above_the_directorate_s_special_forces(graph: Graph) -> None:
    rows = graph.query("SELECT ?who ?unit { ?s a kg:Superiority ; kg:superior ?who ; kg:subordinate ?unit }")
    assert isinstance(rows, Rows)
    base = graph.workspace.base
    assert [(row["who"], row["unit"]) for row in rows] == [(f"{base}agent/budanov", f"{base}unit/hur-special-forces")]

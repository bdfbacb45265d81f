"""What an independent origin is: values in, counts out; against a definition by reachability, drawn at random."""

import random
from itertools import pairwise

import pytest

from kgraph.claims import Record, Told, origins


def test_a_circle_counts_once_and_is_told() -> None:
    found = origins([Told(("paper", "wire")), Told(("wire", "paper"))])
    assert (found.independent, found.named, found.circles) == (1, frozenset(), (frozenset({"paper", "wire"}),))
    assert found.begun == found.circles and found.agents == {"paper", "wire"}


def test_a_circle_that_has_it_from_somebody_is_no_origin() -> None:
    found = origins([Told(("paper", "wire", "ann")), Told(("wire", "paper", "ann"))])
    assert found.independent == 1 and found.named == {"ann"} and not found.begun
    assert found.circles == (frozenset({"paper", "wire"}),) and found.relayers == frozenset()


def test_of_two_circles_the_one_that_has_it_from_the_other_does_not_count() -> None:
    ways = [("a", "b"), ("b", "a"), ("b", "x"), ("x", "y"), ("y", "x")]
    found = origins(Told(way) for way in ways)
    assert (found.independent, found.begun) == (1, (frozenset({"x", "y"}),))
    assert set(found.circles) == {frozenset({"a", "b"}), frozenset({"x", "y"})}


def test_all_unnamed_sources_count_once_a_circle_of_them_too() -> None:
    said = [Told(("paper", "officer")), Told(("wire", "aide")), Told(("post", "clerk"))]
    assert origins(said, {"officer", "aide"}).independent == 2
    round_about = [*said, Told(("guard", "porter")), Told(("porter", "guard"))]
    hidden = {"officer", "aide", "clerk", "guard", "porter"}
    assert origins(round_about, hidden).independent == 1
    assert origins(round_about, hidden - {"porter"}).independent == 2, "somebody in the circle is named"


def test_who_derived_it_from_one_who_says_the_same_is_no_origin() -> None:
    assert origins([Told(("paper", "ann")), Told(("wire",), {"ann"})]).named == {"ann"}
    assert origins([Told(("paper", "ann")), Told(("wire",), {"bo"})]).named == {"ann", "wire"}, "bo does not say it"
    assert origins([Told(("paper", "ann"), {"wire"}), Told(("wire",), {"ann"})]).begun == (frozenset({"ann", "wire"}),)


def test_derivation_goes_over_any_number_of_steps_and_not_through_claims_that_do_not_count() -> None:
    chains = {1: ("paper", "ann"), 2: ("wire", "bo"), 3: ("post",)}
    record = Record(chains, {3: [2], 2: [1], 1: [3]})
    assert record.bases(3) == {"ann", "bo", "post"}
    assert record.origins([1, 3]).begun == (frozenset({"ann", "post"}),)
    assert Record(chains, {3: [9], 9: [1]}).origins([1, 3]).independent == 2


def test_who_is_known_by_nothing_has_no_part_in_it() -> None:
    nobody: list[Told[str]] = [Told(())]
    assert origins(nobody).independent == origins(nobody[:0]).independent == 0


@pytest.mark.slow
def test_a_chain_of_any_length_is_walked() -> None:
    long = tuple(range(50_000))
    assert origins([Told(long)]).named == {49_999}
    assert origins([Told(long), Told((long[-1], long[0]))]).independent == 1


@pytest.mark.parametrize("seed", range(60))
def test_origins_are_those_whom_all_lead_back_to_that_they_lead_to(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311 - made-up news are no secret
    agents = range(rng.randrange(2, 9))
    told = [
        Told(tuple(rng.sample(agents, rng.randint(1, min(3, len(agents))))), rng.sample(agents, rng.choice((0, 0, 1))))
        for _ in range(rng.randrange(1, 9))
    ]
    unnamed = {agent for agent in agents if rng.random() < 0.3}
    claimants = {one.chain[-1] for one in told}
    ways: dict[int, set[int]] = {agent: set() for one in told for agent in one.chain}
    for one in told:
        for agent, source in pairwise(one.chain):
            ways[agent].add(source)
        ways[one.chain[-1]].update(base for base in one.bases if base in claimants)

    def led(agent: int) -> set[int]:
        met = {agent}
        for _ in ways:
            met = met.union(*(ways[one] for one in met))
        return met

    parts = {frozenset(led(agent)) for agent in ways if all(agent in led(other) for other in led(agent))}
    hidden = {part for part in parts if part <= unnamed}
    found = origins(told, unnamed)
    assert found.independent == len(parts - hidden) + bool(hidden)
    assert found.agents == frozenset(agent for part in parts for agent in part)
    again = origins(rng.sample(told, len(told)), unnamed)
    assert (again.named, again.unnamed, again.independent) == (found.named, found.unnamed, found.independent)
    assert (set(again.begun), set(again.circles)) == (set(found.begun), set(found.circles))

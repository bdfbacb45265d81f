"""What speaks for a candidate and what against it, in numbers and in words, and when that decides."""

import itertools
import math
from typing import Any

import pytest

from kgraph.linking.candidates import Candidate, Wanted
from kgraph.linking.scoring import DECIDED, Scored, Weighed, kilometres, score, shares, weigh
from kgraph.namespaces import IRI

KYIV, LVIV = (50.4547, 30.5238), (49.8383, 24.0232)
GN = IRI("https://sws.geonames.org/703448/")
OTHER_GN = IRI("https://sws.geonames.org/5601538/")


def wanted(*names: str, **known: Any) -> Wanted:
    return Wanted(IRI("x:wanted"), names or ("Kyiv",), **known)


def candidate(*names: str, iri: str = "x:candidate", **known: Any) -> Candidate:
    return Candidate(IRI(iri), "test", names or ("Kyiv",), **known)


def weighed(one: Wanted, other: Candidate) -> Weighed:
    found = weigh(one, other)
    assert found is not None
    return found


def best(one: Wanted, *others: Candidate) -> Scored:
    return score(one, others)[0]


PLAIN = 0.5**4  # country, position, dates and other entries, of each of which one side says nothing


def test_a_name_alone() -> None:
    found = weighed(wanted(), candidate())
    assert found.weight == pytest.approx(PLAIN)
    assert found.reasons == ("name: Kyiv",)
    assert not found.corroborated


@pytest.mark.parametrize(
    ("mine", "its", "factor", "reason", "firm"),
    [
        ({"kind": "person"}, {"kind": "person"}, 1, "kind: person", False),
        ({"kind": "person"}, {"kind": "person", "types": ("human", "spy")}, 1, "kind: human, spy", False),
        ({"kind": "person"}, {}, 1, None, False),
        ({"kind": "unit"}, {"kind": "organisation"}, 1, "kind: organisation", False),
        ({"kind": "place"}, {"kind": "region"}, 0.9, "kind: region", False),
        ({"kind": "settlement"}, {"kind": "place"}, 0.9, "kind: place", False),
        ({"kind": "settlement"}, {"kind": "region"}, 0.03, "kind: region, not settlement", False),
        ({"kind": "region"}, {"kind": "settlement"}, 0.03, "kind: settlement, not region", False),
        ({"kind": "person"}, {"kind": "place"}, 0.03, "kind: place, not person", False),
        ({"country": "UA"}, {"country": "UA"}, 2, "country: UA", True),
        ({"country": "UA"}, {"country": "RU"}, 0.04, "country: RU, not UA", False),
        ({"country": "UA"}, {}, 1, None, False),
        ({}, {"country": "UA"}, 1, None, False),
        ({"position": KYIV}, {"position": KYIV}, 2, "position: 0 km apart", True),
        ({"position": KYIV}, {"position": LVIV}, 0.02 + 1.98 * math.exp(-468.4 / 50), "position: 468 km apart", False),
        ({"position": KYIV}, {}, 1, None, False),
        ({"dates": {"born": "1952-10-07"}}, {"dates": {"born": "1952-10-07"}}, 2, "born: 1952-10-07", True),
        ({"dates": {"born": "1952-10-07"}}, {"dates": {"born": "1952"}}, 2, "born: 1952", True),
        ({"dates": {"born": "1952"}}, {"dates": {"born": "1952-10-07T00:00:00Z"}}, 2, None, True),
        ({"dates": {"born": "1952-10-07T12:00"}}, {"dates": {"born": "1952-10-07T00:00:00Z"}}, 2, None, True),
        ({"dates": {"born": "1952"}}, {"dates": {"born": "1953"}}, 0.04, "born: 1953, not 1952", False),
        ({"dates": {"born": "1952"}}, {"dates": {"died": "1952"}}, 1, None, False),
        ({"dates": {"born": "1952", "died": "2001"}}, {"dates": {"born": "1952", "died": "2002"}}, 0.04, None, False),
        ({"same_as": (GN,)}, {"same_as": (GN,)}, 2, f"same as: {GN}", True),
        ({"same_as": (GN,)}, {"same_as": (OTHER_GN,)}, 0.04, "another entry than ours at sws.geonames.org", False),
        ({"same_as": (GN,)}, {"same_as": (OTHER_GN, GN)}, 2, None, True),
        ({"same_as": (GN,)}, {"same_as": (IRI("https://viaf.org/viaf/1"),)}, 1, None, False),
    ],
)
def test_each_thing_known_of_both(
    mine: dict[str, Any], its: dict[str, Any], factor: float, reason: str | None, firm: bool
) -> None:
    found = weighed(wanted(**mine), candidate(**its))
    assert found.weight == pytest.approx(PLAIN * factor, rel=1e-3)
    assert found.corroborated is firm
    if reason is not None:
        assert found.reasons == ("name: Kyiv", reason)
    elif factor == 1:
        assert found.reasons == ("name: Kyiv",)


def test_the_best_of_all_names_counts() -> None:
    found = weighed(wanted("Krasnoarmiisk", "Pokrovsk"), candidate("Покровск", "Pokrovsk"))
    assert found.reasons == ("name: Pokrovsk",)
    alike = weighed(wanted("Kharkiv"), candidate("Харків"))
    assert alike.reasons == ("name: Харків (0.95 alike)",)
    assert alike.weight == pytest.approx(PLAIN * 0.95**6)


def test_another_name_is_no_candidate() -> None:
    assert weigh(wanted("Kyiv"), candidate("Odesa", country="UA", position=KYIV)) is None
    assert weigh(wanted("—"), candidate("?")) is None
    assert score(wanted("Kyiv"), [candidate("Odesa")]) == []
    assert score(wanted("Kyiv"), []) == []


def test_a_name_that_is_only_like_it_decides_nothing() -> None:
    city: dict[str, Any] = {"country": "UA", "position": KYIV}
    assert best(wanted("Pokrovsk", **city), candidate("Pokrovsk", **city)).decided
    assert not best(wanted("Pokrovsk", **city), candidate("Pokrovske", **city)).decided


@pytest.mark.parametrize("kind", ["person", "organisation", "settlement", "event", "thing"])
def test_a_name_and_a_kind_decide_nothing(kind: str) -> None:
    found = best(wanted(kind=kind), candidate(kind=kind, service_score=1.0))
    assert found.confidence >= DECIDED
    assert not found.decided


@pytest.mark.parametrize(
    ("kind", "known", "decided"),
    [
        ("person", {"country": "RU"}, False),
        ("event", {"country": "RU"}, False),
        ("person", {"dates": {"born": "1952-10-07"}}, True),
        ("event", {"dates": {"founded": "2014"}}, True),
        ("settlement", {"country": "RU"}, True),
        ("organisation", {"country": "RU"}, True),
        ("settlement", {"position": KYIV}, True),
        ("person", {"same_as": (GN,)}, True),
        ("thing", {"same_as": (GN,)}, True),
    ],
)
def test_what_decides_beside_the_name(kind: str, known: dict[str, Any], decided: bool) -> None:
    assert best(wanted(kind=kind, **known), candidate(kind=kind, **known)).decided is decided


@pytest.mark.parametrize(
    ("mine", "its"),
    [
        ({"country": "UA"}, {"country": "RU"}),
        ({"dates": {"born": "1952"}}, {"dates": {"born": "1977"}}),
        ({"same_as": (GN,)}, {"same_as": (OTHER_GN,)}),
        ({"position": KYIV}, {"position": LVIV}),
        ({"kind": "settlement"}, {"kind": "person"}),
    ],
)
def test_what_contradicts_goes_down_and_is_never_decided(mine: dict[str, Any], its: dict[str, Any]) -> None:
    against = candidate(iri="x:a-against", **its)
    silent = candidate(iri="x:b-silent")
    found = score(wanted(**mine), [against, silent])
    assert [one.candidate for one in found] == [silent, against]
    assert found[1].confidence < 0.1
    assert not best(wanted(**mine), against).decided


def test_a_contradiction_outweighs_another_agreement() -> None:
    known = {"country": "UA", "same_as": (GN,)}
    assert not best(wanted(**known), candidate(country="UA", same_as=(OTHER_GN,))).decided


def test_two_that_are_as_likely_are_not_decided() -> None:
    twins = [candidate(iri=f"x:{name}", country="UA") for name in "ab"]
    found = score(wanted(country="UA"), twins)
    assert [one.confidence for one in found] == [found[0].confidence] * 2
    assert not any(one.decided for one in found)


@pytest.mark.parametrize("order", list(itertools.permutations("abc")))
def test_ties_are_in_the_order_of_iris(order: tuple[str, ...]) -> None:
    found = score(wanted(), [candidate(iri=f"x:{name}") for name in order])
    assert [one.candidate.iri for one in found] == ["x:a", "x:b", "x:c"]


def test_shares_sum_to_one_with_none_of_them() -> None:
    weights = [Weighed(candidate(iri=f"x:{n}"), weight, ()) for n, weight in enumerate((1.0, 5.0, 2.0))]
    found = shares(weights, none_of_them=2.0)
    assert [one.confidence for one in found] == [0.5, 0.2, 0.1]
    assert sum(one.confidence for one in found) == pytest.approx(1 - 2 / 10)


def test_shares_at_their_ends() -> None:
    one = Weighed(candidate(), 8.0, ("why",))
    assert shares([], 1.0) == []
    assert shares([one], 2.0) == [Scored(one.candidate, 0.8, ("why",), decided=True)]
    assert not shares([one], 2.01)[0].decided
    assert not shares([Weighed(one.candidate, 8.0, (), corroborated=False)], 0.0)[0].decided
    assert shares([Weighed(one.candidate, 0.0, ())], 0.0)[0].confidence == 0


def test_only_the_first_can_be_decided() -> None:
    first = Weighed(candidate(iri="x:a"), 9.0, (), corroborated=False)
    second = Weighed(candidate(iri="x:b"), 1.0, ())
    assert [one.decided for one in shares([second, first], 0.0)] == [False, False]


def test_kilometres() -> None:
    assert kilometres(KYIV, KYIV) == 0
    assert kilometres(KYIV, LVIV) == kilometres(LVIV, KYIV) == pytest.approx(468.4, abs=0.5)
    assert kilometres((0, 179.5), (0, -179.5)) == pytest.approx(111.2, abs=0.1)
    assert kilometres((0, 0), (0, 180)) == pytest.approx(math.pi * 6371)

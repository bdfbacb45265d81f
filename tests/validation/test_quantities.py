"""Units fit what is measured."""

import pytest

from kgraph.namespaces import PREFIXES
from kgraph.store import parse_quads
from kgraph.validation.dataset import Dataset
from kgraph.validation.quantities import check_units
from kgraph.vocabulary import built_in

BASE = "https://example.org/id/"


def lines(measure: str, unit: str) -> list[str]:
    text = f"@prefix kg: <{PREFIXES['kg']}> . <{BASE}m> kg:measure {measure} ; kg:unit {unit} ."
    data = Dataset(parse_quads(text.encode(), "ttl", BASE), BASE)
    return [finding.line(BASE) for finding in check_units(data, built_in())]


@pytest.mark.parametrize(
    ("measure", "unit"),
    [
        ("kg:DistanceAdvanced", "kg:Mile"),
        ("kg:ShareOfVotes", "kg:Percent"),
        ("kg:ShareOfVotes", "kg:Fraction"),
        ("kg:Votes", "kg:Vote"),
        ("kg:Magnitude", "kg:MomentMagnitude"),
        ("kg:AmountOfMoney", "kg:UAH"),
        ("kg:NoMeasure", "kg:Mile"),
        ("kg:Width", '"miles"'),
    ],
)
def test_a_unit_of_the_same_kind_fits(measure: str, unit: str) -> None:
    assert lines(measure, unit) == []


@pytest.mark.parametrize(
    ("measure", "unit", "said"),
    [
        ("kg:Width", "kg:Persons", "persons is no unit of width; write kg:Kilometre, kg:Metre, kg:Mile, kg:Foot"),
        ("kg:Seats", "kg:Vote", "vote is no unit of seats; write kg:Seat,"),
        ("kg:ForceRatio", "kg:Percent", "percent is no unit of force ratio; write kg:Ratio,"),
        ("kg:PeopleKilled", "kg:Item", "item is no unit of people killed; write kg:Persons,"),
    ],
)
def test_a_unit_of_another_kind_is_told_with_those_that_fit(measure: str, unit: str, said: str) -> None:
    (line,) = lines(measure, unit)
    assert said in line

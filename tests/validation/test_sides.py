"""Agents of whom nobody says whose side they are on, where a dispute hangs on it."""

from pathlib import Path

import pytest

import news
from kgraph.namespaces import IRI, KG
from kgraph.validation.dataset import Dataset
from kgraph.validation.sides import check_sides
from kgraph.vocabulary import bundled_terms

CASES = Path(__file__).parents[1] / "disputes/cases"
REFERENCE = """
[[entity]]
id = "north"
class = "Organization"
label = "the League"
[[entity]]
id = "south"
class = "Organization"
label = "the Union"
[[entity]]
id = "scouts"
class = "MilitaryUnit"
label = "the scouts"
{scouts}
[[entity]]
id = "guard"
class = "MilitaryUnit"
label = "the guard"
{guard}
[[entity]]
id = "orrin"
class = "Village"
label = "Orrin"
[[entity]]
id = "raid"
class = "Raid"
label = "the raid"
[[entity]]
id = "daily-a"
class = "MediaOutlet"
label = "Daily A"
[[document]]
id = "d1"
outlet = "daily-a"
published = "2035-06-02"
"""
CONTROL = """
[[claim]]
id = "{n}"
in = "d1"
by = "{by}"
statement = "control"
subject = "{who}"
place = "orrin"
day = "{day}"
"""
EVENT = """
[[claim]]
id = "{n}"
in = "d1"
by = "{by}"
statement = "event"
event = "raid"
actor = "{who}"
day = "2035-06-01"
"""


def told(text: str) -> list[str]:
    case = news.case_of(text)
    return [one.line(f"{news.BASE}thing/") for one in check_sides(Dataset(case.quads, news.BASE), [*bundled_terms()])]


def two(form: str, scouts: str = "", guard: str = 'side = "north"', days: tuple[str, str] = ("2035-06-01",) * 2) -> str:
    claims = [
        form.format(n=f"c{n}", by=who, who=who, day=day)
        for n, (who, day) in enumerate(zip(("scouts", "guard"), days, strict=True), 1)
    ]
    return REFERENCE.format(scouts=scouts, guard=guard) + "".join(claims)


@pytest.mark.parametrize("form", [CONTROL, EVENT])
def test_who_has_no_side_against_one_who_has(form: str) -> None:
    (line,) = told(two(form))
    assert line.startswith("scouts: nobody says which side it belongs to; so claims that give it what")
    assert "others give to the League are in question; write its kg:side" in line


@pytest.mark.parametrize("form", [CONTROL, EVENT])
def test_nothing_is_told_where_both_have_a_side_or_neither(form: str) -> None:
    assert told(two(form, scouts='side = "south"')) == []
    assert told(two(form, guard="")) == []


def test_nothing_is_told_where_it_decides_nothing() -> None:
    assert told(two(CONTROL, days=("2035-05-01", "2035-06-01"))) == []


def test_a_side_itself_needs_none() -> None:
    assert told(two(CONTROL, guard='side = "scouts"')) == []


def test_each_agent_is_told_once() -> None:
    lines = told(
        two(CONTROL) + EVENT.format(n="c3", by="scouts", who="scouts") + EVENT.format(n="c4", by="guard", who="guard")
    )
    assert len(lines) == 1


@pytest.mark.parametrize(
    ("case", "wanted"),
    [
        (
            "273-war-battery-of-no-known-side",
            ["battery: nobody says which side it belongs to; if it belongs to the Northern League, a claim"],
        ),
        (
            "275-war-holder-of-no-known-side",
            ["battery: nobody says which side it belongs to; if it belongs to the Northern League, a claim"],
        ),
        ("274-war-battery-of-the-other-side", []),
        ("277-war-battery-that-is-a-side", []),
    ],
)
def test_what_a_side_denies_may_be_said_of_one_of_its_own(case: str, wanted: list[str]) -> None:
    lines = told((CASES / f"{case}.toml").read_text(encoding="utf8"))
    assert [line[: len(start)] for line, start in zip(lines, wanted, strict=True)] == wanted


@pytest.mark.parametrize(("others", "lines"), [(5, 1), (4, 0)])
def test_the_only_one_among_many_was_likely_forgotten(others: int, lines: int) -> None:
    text = REFERENCE.format(scouts="", guard='side = "north"')
    units = [
        f'[[entity]]\nid = "u{n}"\nclass = "MilitaryUnit"\nlabel = "unit {n}"\nside = "south"'
        for n in range(others - 1)
    ]
    raids = [
        EVENT.format(n=f"c{who}", by=who, who=who).replace('event = "raid"', f'class = "Raid"\ntarget = "{who}"')
        for who in ("scouts", "guard", *(f"u{n}" for n in range(others - 1)))
    ]
    found = told("\n".join((text, *units, *raids)))
    assert len(found) == lines
    assert all(
        line.startswith("scouts: nobody says which side it belongs to; it is known of the 5 others") for line in found
    )


def test_the_graph_is_where_the_agent_is_described() -> None:
    case = news.case_of(two(CONTROL))
    (found,) = check_sides(Dataset(case.quads, news.BASE), [*bundled_terms()])
    assert (found.severity, found.graph) == ("warning", IRI(f"{news.BASE}graph/reference"))
    assert KG.side not in {predicate for subject, predicate, *_ in case.quads if subject == found.subject}

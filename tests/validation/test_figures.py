"""Figures that the anchored words do not have, and totals of which nobody says what they are totals of."""

import hashlib

import pytest

from claims import BASE, claim, document, trig
from kgraph.model import Term
from kgraph.namespaces import IRI
from kgraph.sources import SourceText
from kgraph.store import parse_quads
from kgraph.validation.dataset import Dataset
from kgraph.validation.figures import check_printed, check_totals, check_undated
from kgraph.validation.findings import Finding, failed
from kgraph.vocabulary import built_in

TEXT = "The ferry burnt. At least 1 240 people, some sixty  of them\nchildren, got off; the line says “12.5 per cent”."
REFERENCE = """<event/fire> a kg:Fire ; rdfs:label "fire"@en . <place/port> a kg:City ; rdfs:label "Port"@en .
<agent/ann> a kg:Person ; rdfs:label "Ann"@en . <agent/paper> a kg:MediaOutlet ; rdfs:label "Paper"@en ."""


def dataset(*parts: str) -> Dataset:
    return Dataset(parse_quads(trig(REFERENCE, document("d", "paper"), *parts).encode(), "trig", BASE), BASE)


def texts() -> dict[Term, SourceText]:
    digest = "sha256:" + hashlib.sha256(TEXT.encode()).hexdigest()
    return {IRI(f"{BASE}doc/d"): SourceText(TEXT, digest, len(TEXT))}


def printed(figure: str, end: int = len(TEXT), modality: str = "Assertion", polarity: str = "Positive") -> list[str]:
    anchor = f"""kg:anchor [ a oa:SpecificResource ; oa:hasSource <doc/d> ;
        oa:hasSelector [ a oa:TextPositionSelector ; oa:start 0 ; oa:end {end} ] ]"""
    said = f'<#m> a kg:Measurement ; kg:measure kg:PeopleRescued ; kg:event <event/fire> ; kg:figure "{figure}"'
    own = claim("d/c1", "agent/ann", said, more=f" ; {anchor}", modality=modality, polarity=polarity)
    data = dataset(own)
    return [finding.line(BASE) for finding in check_printed(data, texts())]


@pytest.mark.parametrize("figure", ["1,240", "1240", "At least 1 240", "some Sixty of them", "12.5 per cent"])
def test_a_figure_that_is_printed_there_is_found(figure: str) -> None:
    assert printed(figure) == []


def test_a_figure_that_is_not_there_is_told() -> None:
    (line,) = printed("1,420")
    assert line.startswith("claim/d/c1: kg:figure “1,420” is not among the words")
    assert printed("1,240", end=10)
    assert printed("1,420", modality="Denial", polarity="Negative") == []


def test_without_the_text_nothing_is_said() -> None:
    data = dataset(claim("d/c1", "agent/ann", '<#m> a kg:Measurement ; kg:measure kg:Width ; kg:figure "9"'))
    assert list(check_printed(data, {})) == []


FIRE = "<event/fire> kg:phase kg:Completed ; kg:place <place/port>"
OTHER = "<#e> a kg:Storm ; kg:phase kg:Completed ; kg:place <place/port>"
TOLL = "<#m> a kg:Measurement ; kg:measure kg:PeopleKilled ; kg:value 4 ; {}"


@pytest.mark.parametrize(
    ("toll", "events", "said"),
    [
        ("kg:event <event/fire>", [], ""),
        ("kg:place <place/port>", [FIRE], ""),
        ("kg:place <place/port>", [], "no event"),
        ("kg:place <place/port>", [FIRE, OTHER], "several events"),
        ("kg:counted kg:Civilians", [FIRE], "no event"),
        ("kg:subject <event/fire>", [], ""),
    ],
)
def test_a_total_says_of_which_event_it_is(toll: str, events: list[str], said: str) -> None:
    told = [claim(f"d/e{n}", "agent/ann", event) for n, event in enumerate(events)]
    lines = [
        f.line(BASE) for f in check_totals(dataset(claim("d/c1", "agent/ann", TOLL.format(toll)), *told), built_in())
    ]
    assert [said in line for line in lines] == ([True] if said else [])


STRENGTH = "<#m> a kg:Measurement ; kg:measure kg:TroopStrength ; kg:subject <agent/ann> ; kg:value 300.0"
TIMED = f'{STRENGTH} ; kg:time <#t> . <#t> a kg:TimeSpan ; kg:edtf "2031-05-04"'


def undated(*contents: str, modality: str = "Assertion", polarity: str = "Positive") -> list[Finding]:
    told = [
        claim(f"d/c{n}", "agent/ann", content, modality=modality, polarity=polarity)
        for n, content in enumerate(contents, 1)
    ]
    return list(check_undated(dataset(*told), built_in()))


def test_figures_of_states_without_a_time_are_noted_in_one_line() -> None:
    (note,) = undated(STRENGTH, TIMED, STRENGTH, STRENGTH, STRENGTH)
    assert (note.severity, note.subject) == ("info", f"{BASE}claim/d/c1")
    said = "4 figures of states have no time, so they count for the day on which they were said: this one"
    assert note.message == f"{said}, <{BASE}claim/d/c3>, <{BASE}claim/d/c4> and 1 more"
    assert not failed([note])


def test_one_such_figure_is_noted_alone() -> None:
    (note,) = undated(STRENGTH, TIMED)
    assert note.message == "a figure of a state has no time, so it counts for the day on which it was said"


@pytest.mark.parametrize(
    "content",
    [
        TIMED,
        TOLL.format("kg:event <event/fire>"),
        f"{STRENGTH} ; kg:event <event/fire>",
        "<#m> a kg:Measurement ; kg:measure kg:PeopleKilledSoFar ; kg:subject <agent/ann> ; kg:value 4",
    ],
)
def test_figures_of_events_and_running_totals_are_not_noted(content: str) -> None:
    assert undated(content) == []


def test_forecasts_say_nothing_of_the_day_of_saying() -> None:
    assert undated(STRENGTH, modality="Forecast") == []
    assert len(undated(STRENGTH, modality="Denial", polarity="Negative")) == 1


@pytest.mark.parametrize(("measure", "told"), [("Volume", 0), ("PeopleKilled", 1)])
def test_the_size_of_a_thing_needs_no_event_and_its_dead_do(measure: str, told: int) -> None:
    said = f"<#m> a kg:Measurement ; kg:measure kg:{measure} ; kg:subject <place/port> ; kg:value 4"
    data = dataset(claim("d/c1", "agent/ann", said))
    assert len(list(check_totals(data, built_in()))) == told

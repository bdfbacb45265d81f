"""No figure and no event is told as more than the claim tells the event: by tables and by queries alike."""

import csv
import io
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from claims import claim, document, graph_of, span
from kgraph import Graph, Rows, Workspace
from kgraph.analysis.apart import DENIES, GONE, HEDGED, SAID, voices_apart
from kgraph.namespaces import KG
from kgraph.store import parse_quads
from kgraph.views.drawn import tellings_of
from kgraph.workspace.exports import exported

EVENTS = {
    "blast": ("kg:Completed", "", "fact"),
    "demolition": ("kg:Intended", "", "intended"),
    "crossing": ("kg:Attempted", "", "attempted"),
    "storming": ("kg:Attempted, kg:Halted", "", "fact"),
    "bombing": ("kg:Prevented", "", "prevented"),
    "ambush": ("kg:RuledOut", "", "ruled out"),
    "convoy": ("kg:Ongoing", "<#aim> kg:phase kg:Ongoing ; kg:purpose <event/convoy> .", "purpose"),
    "truce": ("kg:Ongoing", "<#then> kg:phase kg:Ongoing ; kg:condition <event/truce> .", "condition"),
    "feast": ("kg:Ongoing", "<#then> kg:phase kg:Ongoing ; kg:exception <event/feast> .", "exception"),
    "march": ("kg:Ongoing", "<event/march> kg:condition <#if> . <#if> kg:phase kg:Ongoing .", "conditional"),
}
"""Events: their phases, what else the claim says, and as what it tells them."""
TOLD = {event: told for event, (_, _, told) in EVENTS.items()}
REFERENCE = (
    "<agent/ann> a kg:Person ; rdfs:label 'Ann' . <agent/gazette> a kg:MediaOutlet ; rdfs:label 'Gazette' ."
    + "".join(f"<event/{event}> a kg:Event ; rdfs:label '{event}' ." for event in EVENTS)
)


def content(event: str, phases: str, more: str) -> str:
    return (
        f"<event/{event}> a kg:Event ; kg:phase {phases} ; kg:time {span('2031-03-01')} . {more}"
        f"<#m> a kg:Measurement ; kg:measure kg:PeopleKilled ; kg:unit kg:Person ; "
        f"kg:event <event/{event}> ; kg:value 44 ."
    )


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory, pokrovsk: Workspace) -> Iterator[Graph]:
    claims = [
        claim(f"d/{event}", "agent/ann", content(event, phases, more)) for event, (phases, more, _) in EVENTS.items()
    ]
    folder = tmp_path_factory.mktemp("claimed")
    with graph_of(folder, pokrovsk, REFERENCE, document("d", "gazette"), *claims) as graph:
        yield graph


def rows(graph: Graph, query: str, *columns: str) -> set[tuple[str, ...]]:
    found = graph.query(query, world="asserted")
    assert isinstance(found, Rows)
    return {tuple(str(row[column] or "") for column in columns) for row in found}


THINGS = (
    "<event/breach> a kg:Event ; rdfs:label 'breach' . <place/dam> a kg:Place ; rdfs:label 'dam' ."
    "<force/wardens> a kg:Force ; rdfs:label 'wardens' . <force/raiders> a kg:Force ; rdfs:label 'raiders' ."
    "<agent/ann> a kg:Person ; rdfs:label 'Ann' . <agent/gazette> a kg:MediaOutlet ; rdfs:label 'Gazette' ."
)
ACT = "<#then> a kg:Event ; kg:actor <force/wardens> ; "
BREACH = f"<event/breach> kg:place <place/dam> . {ACT}"


def ratio(figure: str, value: str) -> str:
    return (
        f"<#m> a kg:Measurement ; kg:measure kg:LossRatio ; kg:unit kg:Ratio ; kg:figure '{figure}' ; "
        f"kg:value {value} ; kg:subject <force/wardens> ; kg:comparedWith <force/raiders> . "
    )


IF_RATIO = f"{ratio('1 to 9', '0.11')}{ACT}kg:condition <#m> ."


def test_what_is_only_supposed_is_a_conditional_line(tmp_path: Path, pokrovsk: Workspace) -> None:
    """Of what somebody only names as the condition of something else, nobody says that it is so, will be or is not."""
    claims = [
        claim("d/if", "agent/ann", BREACH + "kg:condition <event/breach> ."),
        claim("d/unless", "agent/ann", BREACH + "kg:exception <event/breach> .", modality="Forecast"),
        claim("d/ratio", "agent/ann", IF_RATIO, modality="Forecast"),
    ]
    with graph_of(tmp_path, pokrovsk, THINGS, document("d", "gazette"), *claims) as graph:
        network = graph.network()
        rows = csv.DictReader(io.StringIO(b"".join(exported(graph, "csv", "asserted")[0]).decode(), newline=""))
        told = {row["claimed_as"] for row in rows if row["kind"] == "measurement"}
    drawn = {(edge.name, edge.status, edge.standalone) for edge in network.edges if edge.name in ("at", "loss ratio")}
    assert drawn == {
        ("at", "conditional", "at (conditional)"),
        ("loss ratio", "conditional", "loss ratio: 1 to 9 (condition)"),
    }
    files = {(one.label, one.word, one.status) for one in tellings_of(network) if one.edge.name in ("at", "loss ratio")}
    assert files == {
        ("at (condition)", "condition", "not told as a fact"),
        ("at (exception)", "exception", "not told as a fact"),
        ("loss ratio: 1 to 9 (condition)", "condition", "not told as a fact"),
    }
    assert told == {"condition"}


def test_a_figure_that_is_only_supposed_is_marked_beside_one_that_is_asserted(
    tmp_path: Path, pokrovsk: Workspace
) -> None:
    """Whatever else the claim asserts or denies, no world holds the figure, and nobody denies it."""
    claims = [
        claim("d/so", "agent/gazette", ratio("1 to 5", "0.2")),
        claim("d/if", "agent/ann", IF_RATIO),
        claim("d/not", "agent/ann", f"{BREACH}kg:condition <event/breach> .", polarity="Negative"),
    ]
    with graph_of(tmp_path, pokrovsk, THINGS, document("d", "gazette"), *claims) as graph:
        network = graph.network()
    cards = {card.id: card for card in network.claims}
    edges = {edge.name: edge for edge in network.edges}
    assert edges["loss ratio"].standalone == "loss ratio: 1 to 5; 1 to 9 (condition)"
    assert (edges["at"].status, edges["at"].standalone) == ("conditional", "at (conditional)")
    told = {group: len(some) for group, some in voices_apart(edges["at"], cards).items()}
    assert told == {SAID: 0, HEDGED: 1, DENIES: 0, GONE: 0}


def standing(told: str) -> str:
    return "undisputed" if told == "fact" else "not told as a fact"


def test_the_table_of_claims_tells_a_toll_as_its_event_is_told(graph: Graph) -> None:
    text = b"".join(exported(graph, "csv", "asserted")[0]).decode()
    told = {
        (row["event"], row["claimed_as"], row["status"], row["in_world"])
        for row in csv.DictReader(io.StringIO(text, newline=""))
        if row["kind"] == "measurement"
    }
    assert told == {(event, word, standing(word), str(word == "fact").lower()) for event, word in TOLD.items()}


@pytest.mark.parametrize("query", ["measurements", "figures-about"])
def test_queries_tell_a_toll_as_its_event_is_told(graph: Graph, query: str) -> None:
    assert rows(graph, query, "of", "claimed_as", "status") == {
        (event, word, standing(word)) for event, word in TOLD.items()
    }


def test_no_extreme_is_the_toll_of_what_is_only_meant(graph: Graph) -> None:
    assert rows(graph, "extremes", "of") == {(event,) for event, word in TOLD.items() if word == "fact"}


def test_no_event_is_undisputed_that_is_not_told_as_a_fact(graph: Graph) -> None:
    assert rows(graph, "events", "event", "claimed_as", "status") >= {
        (event, word, standing(word)) for event, word in TOLD.items()
    }
    assert all(
        (word == "fact") == (status != "not told as a fact")
        for word, status in rows(graph, "events", "claimed_as", "status")
    )


def test_what_is_listed_between_two_days_says_as_what_it_is_told(graph: Graph) -> None:
    assert rows(graph, "between", "event", "claimed_as", "status") == {
        (event, word, standing(word))
        for event, word in TOLD.items()
        if word not in ("intended", "prevented", "ruled out")
    }


def test_a_world_as_one_graph_says_at_each_event_as_what_it_is_told(graph: Graph) -> None:
    def events(*agents: str) -> dict[str, set[str]]:
        turtle = b"".join(exported(graph, "ttl", "asserted", agents)[0])
        found: defaultdict[str, set[str]] = defaultdict(set)
        for event, predicate, word, _ in parse_quads(turtle, "ttl", graph.workspace.base):
            if predicate == KG.claimedAs:
                found[str(event).removeprefix(graph.workspace.base)].add(str(word))
        return dict(found)

    told = events()
    assert {event: told.pop(f"event/{event}") for event in TOLD} == {event: {word} for event, word in TOLD.items()}
    local = {event.rpartition("/")[2]: words for event, words in told.items()}  # each claim's own events
    assert local["march#if"] == {"condition"} and local["convoy#aim"] == {"fact"}
    assert not events("Gazette")

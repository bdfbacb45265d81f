"""Networks of claims: what an edge means, who is central, and the claims along a way."""

from pathlib import Path

import pytest

from claims import claim, document, graph_of
from kgraph import IRI, Graph, UsageError, Workspace
from kgraph.analysis.measures import GRAPHS, Networks


def iri(path: str) -> IRI:
    return IRI(f"https://w3id.org/kgraph/id/{path}")


@pytest.fixture(scope="module")
def networks(graph: Graph) -> Networks:
    return graph.networks(world="asserted")


def test_a_claimant_points_to_what_its_claims_are_about(networks: Networks) -> None:
    claims = networks.graph("claims")
    assert claims.is_directed()
    edge = claims.edges[iri("agent/deepstate"), iri("place/pokrovsk")]
    assert edge["weight"] == 1
    assert {c.rpartition("/")[2] for c in edge["claims"]} == {"c036"}
    assert not claims.has_edge(iri("place/pokrovsk"), iri("agent/deepstate"))


def test_command_goes_from_the_upper_to_the_lower(networks: Networks) -> None:
    command = networks.graph("command")
    assert command.is_directed()
    assert command.has_edge(iri("agent/budanov"), iri("unit/hur"))
    assert command.has_edge(iri("unit/hur"), iri("unit/hur-special-forces"))
    assert not command.has_edge(iri("agent/myshak"), iri("unit/59th-assault-brigade")), "no commanding post"


def test_the_command_graph_is_of_what_the_world_holds(graph: Graph) -> None:
    assert not graph.networks(according_to="DeepState").measure("command")


def test_things_co_occur_in_a_claim_without_direction(networks: Networks) -> None:
    together = networks.graph("co-occurrence")
    assert not together.is_directed()
    assert together.has_edge(iri("force/russian-forces"), iri("place/pokrovsk"))
    assert not together.has_edge(iri("agent/deepstate"), iri("place/pokrovsk")), "a claimant is not spoken of"


def test_the_weight_of_every_edge_is_its_number_of_claims(networks: Networks) -> None:
    for name in GRAPHS:
        edges = list(networks.graph(name).edges(data=True))
        assert edges
        assert all(data["weight"] == len(data["claims"]) > 0 for *_, data in edges)


def test_pokrovsk_is_in_the_middle_of_what_is_spoken_of(networks: Networks) -> None:
    found = networks.measure("co-occurrence")
    assert found[0].node.label == "Pokrovsk"
    assert found[0].betweenness == max(m.betweenness for m in found)
    assert found[0].community == 1
    assert len({m.community for m in found}) > 2


def test_the_outlet_claims_most_and_is_not_spoken_of(networks: Networks) -> None:
    espreso = networks.measure("claims")[0]
    assert (espreso.node.label, espreso.incoming) == ("Espreso", 0)
    assert 50 < espreso.outgoing < 123, "each claim counts once, however much it is about"


@pytest.mark.slow
def test_measures_are_the_same_each_time(graph: Graph, networks: Networks) -> None:
    again = graph.networks(world="asserted")
    for name in GRAPHS:
        assert again.measure(name) == networks.measure(name)


def test_a_way_has_its_claims_step_by_step(graph: Graph, networks: Networks) -> None:
    steps = networks.path(graph.entity("DeepState"), graph.entity("Budanov"))
    assert len(steps) == 3, "several ways are as short and have as many claims"
    assert steps[0].source.label == "DeepState"
    assert [one.target for one in steps[:-1]] == [other.source for other in steps[1:]]
    assert steps[-1].target.label == "Kyrylo Budanov"
    assert all(step.claims for step in steps)
    assert not any(step.target.label == "Espreso" for step in steps), "the outlet joins nearly everything"


def test_an_outlet_may_be_an_end(graph: Graph, networks: Networks) -> None:
    steps = networks.path(graph.entity("Espreso"), graph.entity("Budanov"))
    assert [(s.source.label, s.target.label) for s in steps] == [("Espreso", "Kyrylo Budanov")]


def test_a_way_to_oneself_has_no_steps(graph: Graph, networks: Networks) -> None:
    assert networks.path(graph.entity("HUR"), graph.entity("HUR")) == []


def test_what_nothing_joins_is_an_error(graph: Graph, networks: Networks) -> None:
    with pytest.raises(UsageError, match="no claims join 'DeepState' and 'Kyrylo Budanov' in the graph 'command'"):
        networks.path(graph.entity("DeepState"), graph.entity("Budanov"), "command")
    with pytest.raises(UsageError, match="is no person, unit"):
        networks.path(graph.entity("President"), graph.entity("Budanov"))
    with pytest.raises(UsageError, match="there is no graph 'social'"):
        networks.measure("social")


def test_a_way_has_the_claims_of_both_directions(tmp_path: Path, pokrovsk: Workspace) -> None:
    reference = (
        '<agent/ann> a kg:Person ; rdfs:label "Ann"@en . <agent/bo> a kg:Person ; rdfs:label "Bo"@en . '
        '<agent/paper> a kg:MediaOutlet ; rdfs:label "Paper"@en .'
    )
    parts = (
        document("d", "paper"),
        claim("d/c1", "agent/ann", "<#a> a kg:Assessment ; kg:subject <agent/bo> .", about="<agent/bo>"),
        claim("d/c2", "agent/bo", "<#a> a kg:Assessment ; kg:subject <agent/ann> .", about="<agent/ann>"),
    )
    with graph_of(tmp_path, pokrovsk, reference, *parts) as graph:
        (step,) = graph.networks().path(graph.entity("Ann"), graph.entity("Bo"), "claims")
        assert [card.claimant for card in step.claims] == ["Ann", "Bo"]


def test_of_two_ways_as_short_the_one_with_more_claims_is_taken(tmp_path: Path, pokrovsk: Workspace) -> None:
    reference = "".join(
        f'<agent/{name}> a kg:Person ; rdfs:label "{name}"@en . ' for name in ("ann", "bo", "one", "two")
    )
    said = [("ann", "one"), ("bo", "one"), ("ann", "two"), ("bo", "two"), ("ann", "two"), ("bo", "two")]
    parts = (
        claim(
            f"d/c{number}",
            f"agent/{who}",
            f"<#a> a kg:Assessment ; kg:subject <agent/{whom}> .",
            about=f"<agent/{whom}>",
        )
        for number, (who, whom) in enumerate(said)
    )
    with graph_of(tmp_path, pokrovsk, reference, document("d", "paper"), *parts) as graph:
        first, second = graph.networks().path(graph.entity("ann"), graph.entity("bo"), "claims")
        assert (first.target.label, len(first.claims), len(second.claims)) == ("two", 2, 2)

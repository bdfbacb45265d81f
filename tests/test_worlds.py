"""The worlds of the Pokrovsk graph: what must be in each, and what must not."""

import pytest

from kgraph import Graph, Rows, UnknownName, UsageError

BASE = "https://w3id.org/kgraph/id/"
SHARES = "SELECT DISTINCT ?v { ?m kg:measure kg:ShareOfTerritoryCaptured ; kg:value ?v } ORDER BY ?v"


def column(graph: Graph, query: str, **world: object) -> list[str]:
    rows = graph.query(query, **world)  # type: ignore[arg-type] # a test passes each option in turn
    assert isinstance(rows, Rows)
    return [str(row[0]).removeprefix(BASE) for row in rows.rows]


@pytest.mark.slow
def test_two_claimants_give_two_shares_and_the_denial_is_in_neither() -> None:
    with Graph.open() as graph:
        assert column(graph, SHARES, according_to=["DeepState"]) == ["0.5"]
        assert column(graph, SHARES, according_to=["Bild analyst"]) == ["0.85"]
        assert column(graph, SHARES, according_to=["Bild analyst", "DeepState"]) == ["0.5", "0.85"]
        assert column(graph, SHARES, according_to=["Ukraine"]) == []


def test_the_default_world_has_neither_share_as_both_are_denied(graph: Graph) -> None:
    assert column(graph, SHARES) == []
    assert column(graph, SHARES, world="undisputed", according_to=["DeepState"]) == []
    assert column(graph, SHARES, world="asserted") == ["0.5", "0.85"]
    assert column(graph, SHARES, world="record") == []


def test_no_world_takes_a_denied_forecast_conditional_or_imagined_content_for_fact(graph: Graph) -> None:
    held = """SELECT ?c { ?c kg:inWorld ?w ; kg:modality ?m ; kg:polarity ?p
              FILTER(?m != kg:Assertion || ?p != kg:Positive) }"""
    for name in ("record", "undisputed", "asserted"):
        assert column(graph, held, world=name) == []
    assert len(column(graph, "SELECT ?c { ?c kg:inWorld ?w }", world="asserted")) > 50


def test_undisputed_leaves_out_what_a_dispute_names(graph: Graph) -> None:
    named = set(column(graph, "SELECT DISTINCT ?c { ?d kg:disputes ?c }"))
    undisputed = set(column(graph, "SELECT ?c { ?c kg:inWorld ?w }"))
    asserted = set(column(graph, "SELECT ?c { ?c kg:inWorld ?w }", world="asserted"))
    assert len(named) >= 8
    assert undisputed == asserted - named


def test_a_blockade_is_a_fact_in_no_undisputed_world(graph: Graph) -> None:
    blockade = "SELECT ?p { <event/blockade-of-ukrainian-forces> kg:phase ?p }"
    assert column(graph, blockade) == []
    assert column(graph, blockade, according_to=["Kremlin"]) == ["https://w3id.org/kgraph/ontology#Completed"]
    assert column(graph, blockade, according_to=["Espreso"]) == []


def test_as_of_the_first_of_november_nothing_said_later_is_there(graph: Graph) -> None:
    said = "SELECT DISTINCT ?d { ?c a kg:Claim ; kg:assertedDuring/kg:latestEnd ?d } ORDER BY ?d"
    assert column(graph, said, as_of="2025-11-01")[-1] == "2025-11-01"
    assert column(graph, said)[-1] == "2025-11-05"
    who = column(graph, "SELECT DISTINCT ?w { ?c kg:claimant ?w } ORDER BY ?w", as_of="2025-11-01")
    assert who == ["agent/harari", "agent/syrskyi", "agent/ukrainian-authorities", "unit/7th-rapid-response-corps"]
    # the Kremlin's claim is not yet certainly made, so nothing disputes that Pokrovsk is held
    holds = "ASK { ?k a kg:Control ; kg:subject <force/ukrainian-forces> ; kg:place <place/pokrovsk> }"
    assert graph.query(holds, as_of="2025-11-01") is True
    assert graph.query(holds) is False


def test_things_that_only_later_claims_speak_of_are_not_known_yet(graph: Graph) -> None:
    events = "SELECT DISTINCT ?e { ?e a ?class . GRAPH <graph/ontology> { ?class rdfs:subClassOf* kg:Event } }"
    known = set(column(graph, events, as_of="2025-11-01"))
    assert "event/street-fighting-in-pokrovsk" in known
    assert not known & {"event/presidential-visit", "event/year-round-conscription-decree", "event/ground-corridor"}
    everything = set(column(graph, "SELECT DISTINCT ?e { ?e rdfs:label ?l }", as_of="2025-11-01"))
    assert not everything & {"agent/bild", "agent/radio-nv", "agent/badrak", "role/co-founder"}
    assert {node.label for node in graph.network(as_of="2025-11-01").nodes} < {n.label for n in graph.network().nodes}


def test_an_edge_does_not_show_another_s_figure_as_held(graph: Graph) -> None:
    edges = graph.network(according_to=["DeepState"]).edges
    (edge,) = (edge for edge in edges if edge.name.startswith("share"))
    assert set(edge.details) == {"half", "85% (not taken at face value)"}


def test_the_three_choices_combine(graph: Graph) -> None:
    where = "SELECT DISTINCT ?p { ?x a kg:Control ; kg:place ?p } ORDER BY ?p"
    chosen = {"according_to": ["Syrskyi"], "as_of": "2025-11-01"}
    assert column(graph, where, world="asserted", **chosen) == ["place/myrnohrad", "place/pokrovsk"]
    assert column(graph, where, world="record", **chosen) == []
    assert column(graph, where, world="asserted", according_to=["Syrskyi"], as_of="2025-10-31") == []


def test_any_content_can_be_reached_by_its_graph_at_any_time(graph: Graph) -> None:
    query = "SELECT DISTINCT ?c { ?c kg:content ?g ; kg:polarity kg:Negative . GRAPH ?g { ?s ?p ?o } }"
    for name in ("record", "undisputed", "asserted"):
        assert len(column(graph, query, world=name)) == 6


def test_agents_are_named_by_label_other_name_or_iri(graph: Graph) -> None:
    chosen = {
        graph.choose(according_to=[name])
        for name in ("HUR", "defence intelligence directorate", "unit/hur", f"{BASE}unit/hur")
    }
    assert len(chosen) == 1


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"according_to": ["Deep Sate"]}, "did you mean 'Deep State'"),
        ({"world": "undisputd"}, "did you mean 'undisputed'"),
        ({"as_of": "1 November"}, "no date"),
        ({"according_to": ["Pokrovsk"]}, "no agent is called 'Pokrovsk'"),
    ],
)
def test_a_wrong_word_gets_the_nearest(graph: Graph, options: dict[str, object], words: str) -> None:
    with pytest.raises((UnknownName, UsageError), match=words):
        column(graph, SHARES, **options)


def test_from_in_the_text_and_a_world_do_not_go_together(graph: Graph) -> None:
    query = "SELECT ?s FROM <graph/reference> { ?s a kg:City } LIMIT 1"
    assert len(column(graph, query)) == 1
    with pytest.raises(UsageError, match="FROM"):
        column(graph, query, world="record")


def test_a_query_cannot_change_the_graph(graph: Graph) -> None:
    with pytest.raises(UsageError, match="only reads"):
        graph.query("DELETE WHERE { ?s ?p ?o }")

"""Places for the nodes that are not drawn at first."""

from kgraph.views.layout import around


def test_every_node_gets_a_place_near_a_neighbour_and_the_given_ones_stay() -> None:
    nodes = [f"n{i}" for i in range(2000)]
    edges = [("n0", name) for name in nodes[1:1000]] + [("n1000", "n1001")]
    places = around({"n0": (100, 50)}, nodes, edges)
    assert places["n0"] == (100, 50)
    assert places.keys() == set(nodes)
    assert len(set(places.values())) == len(nodes)
    assert all(abs(places[n][0] - 100) < 1300 and abs(places[n][1] - 50) < 1300 for n in nodes[:1000])
    assert places == around({"n0": (100, 50)}, nodes, edges)

"""Where the nodes of a network page stand as it opens."""

import math
from collections.abc import Sequence

from kgraph.analysis.graph import Network
from kgraph.analysis.record import Node
from kgraph.namespaces import IRI
from kgraph.views.clearing import Box, lines_that_cross
from kgraph.views.few import Few
from kgraph.views.layout import layout
from kgraph.views.lettering import name_size
from kgraph.views.looks import LINES, LOOKS
from kgraph.views.naming import DENSEST, MANY, Stand, with_room
from kgraph.views.rows import NetworkRows

_STARTS = 4  # so many layouts are tried, unless there are many nodes or lines
_ASPECT = 1.45
_SHORT_WORDS = 12  # letters: so short words have room upon any line
_MOST_WHOLE = 40  # so many nodes are drawn whole as the page opens: MOST_WHOLE in static/network/shown.js
_BOLD = 6  # so many names are bold, as in static/network/labels.js, and of so many ends of lines in question
_MOST_ENDS = 8
_MANY_NAMES, _SMALL = 60, (0.86, 0.93)  # of more nodes than this names are smaller: so much narrower, and lower
_GREY = frozenset({"undisputed", "outside"})  # the tones of lines whose heads names may cover
_WIDER = {"triangle": 1.2, "triangleDown": 1.2}  # than their size, as vis-network draws them


def stands(network: Network, rows: NetworkRows, most: int) -> dict[IRI, Stand]:
    """The place of each of the first nodes, `most` at most.

    Of several layouts that one is taken in which fewest lines cross: nothing else helps readers of a drawing as much
    (Purchase 1997).
    """
    nodes = rows.nodes[:most]
    radii = {node.id: size_of(rows.degree[node.id]) for node in nodes}
    boxes = {node.id: _box(node.label, radii[node.id]) for node in nodes}
    pairs = [(edge.source, edge.target) for edge in network.edges]
    pairs += [(speaker, entity) for speaker, spoken in rows.speakers.items() for entity in spoken]
    pairs = [pair for pair in pairs if boxes.keys() >= set(pair)]
    joining = [edge for edge in network.edges if boxes.keys() >= {edge.source, edge.target}]
    arrows = {(edge.source, edge.target) for edge in joining if LINES[edge.status].tone not in _GREY}
    asked = [edge for edge in joining if edge.status == "disputed" and len(nodes) <= _MOST_WHOLE]
    worded = {(edge.source, edge.target) for edge in asked if len(edge.name) > _SHORT_WORDS}
    outer = {node.id: radii[node.id] * _WIDER.get(LOOKS[node.kind].shape, 1) for node in nodes}
    names = _names(network, nodes)
    starts = _STARTS if len(nodes) <= MANY and len(pairs) <= DENSEST * len(nodes) else 1
    number = {node.id: i for i, node in enumerate(nodes)}
    lines = [(number[a], number[b]) for a, b in pairs]
    best: dict[IRI, Stand] = {}
    fewest = math.inf
    for start in range(starts):
        placed = layout(boxes, pairs, radii=radii, aspect=_ASPECT, worded=worded, start=start)
        found = with_room(placed, outer, names, pairs, arrows)
        crossing = lines_that_cross([found[node.id][:2] for node in nodes], lines) if starts > 1 else 0
        if crossing < fewest:
            best, fewest = found, crossing
        if not crossing:
            break
    return Few(network, rows, best, outer, names, arrows).stands() if len(nodes) <= _MOST_WHOLE else best


def size_of(degree: int) -> float:
    """How far the shape of a node with so many neighbours reaches from its middle, in page units."""
    return round(5.5 + min(9.5, 1.6 * math.sqrt(degree)), 1)


def _names(network: Network, nodes: Sequence[Node]) -> dict[IRI, Box]:
    """The room of each name; those that the page writes in bold letters are wider."""
    asked = {end for edge in network.edges if edge.status == "disputed" for end in (edge.source, edge.target)}
    bold = {node.id for node in nodes[:_BOLD]} | (asked if len(asked) <= _MOST_ENDS else set())
    small = _SMALL if len(nodes) > _MANY_NAMES else (1.0, 1.0)
    return {
        node.id: name_size(node.label, 1.13) if node.id in bold else name_size(node.label, *small) for node in nodes
    }


def _box(label: str, size: float) -> Box:
    """The room that a node takes up: its shape, with most of the label beside it, in two lines if it is long.

    A page unit is about a pixel if a drawing of some hundred nodes fills its part of an ordinary screen.
    """
    long = len(label) > 12
    line = min(18, max(len(label) / 2 + 2, *map(len, label.split()), 4)) if long else len(label)
    return max(2 * size, 5 * line) + 8, 2 * size + (34 if long else 20)

"""Where the nodes of a small network stand in a narrow window, such as a phone's."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from operator import itemgetter

from kgraph.analysis.edges import Edge
from kgraph.analysis.graph import Network
from kgraph.namespaces import IRI
from kgraph.views.clearing import Box, Point
from kgraph.views.layout import layout
from kgraph.views.legible import Line, Picture
from kgraph.views.naming import Manner, Stand, beside, with_room
from kgraph.views.rows import NetworkRows

_FRAME: Box = (310.0, 300.0)  # where the middles of shapes stand, in pixels
_HIDDEN = (14.0, 24.0)  # pixels: layouts that are tried
_STARTS = 4  # so many others are tried, which do not begin with the places in a wide window,
_MUCH = 1.6  # if more is amiss, for each line
_FAULTS = itemgetter(0)
_RING, _LETTER = 1.6, 15.0  # a ring is so much wider than its shape; pixels


def in_narrow(
    network: Network,
    rows: NetworkRows,
    found: Mapping[IRI, Stand],
    radii: Mapping[IRI, float],
    names: Mapping[IRI, Box],
    arrows: Collection[Line],
) -> dict[IRI, Stand]:
    """What has lines, with its places in a narrow window, where names take more of the room: near those in a wide
    window, or others, if much would be amiss so.

    The page stretches places in a narrow window, so these are as high as the others.
    """
    lines = [line for line in _lines(network, rows) if found.keys() >= set(line)]
    joined = {end for line in lines for end in line}
    points = {node: (stand.x, stand.y) for node, stand in found.items() if node in joined}
    if not points:
        return {}
    letters = _letters(network)
    wider = {node: (names[node][0] + _LETTER * letters.get(node, 0), names[node][1]) for node in points}
    reach = {node: radii[node] * (_RING if node in letters else 1) for node in points}
    _, size = _extent([(stand.x, stand.y) for stand in found.values()])
    (_, top), own = _extent([*points.values()])
    frame, scale = (_FRAME[0] * own[0] / size[0], _FRAME[1] * own[1] / size[1]), _FRAME[0] / size[0]
    boxes = {node: (wide / scale, tall / scale) for node, (wide, tall) in wider.items()}
    bold = {frozenset(line) for line in (*arrows, *_denials(network, rows))}

    def tried(start: Mapping[IRI, tuple[int, int]]) -> Iterator[tuple[float, dict[IRI, Stand]]]:
        for hidden in _HIDDEN:
            stands = with_room(start, reach, wider, lines, arrows, Manner(frame, hidden))
            yield _rated(stands, reach, wider, lines, bold, scale)

    several = [*tried(points)]
    for number in range(_STARTS if min(several, key=_FAULTS)[0] > _MUCH * len(lines) else 0):
        other = layout(boxes, lines, radii=radii, aspect=frame[0] / frame[1], start=number)
        several += tried(_within(other, points))
    _, made = min(several, key=_FAULTS)
    flat = scale * size[1] / _FRAME[1]
    return {
        node: found[node]._replace(narrow=(stand.x, round(top + (stand.y - top) * flat), stand.side))
        for node, stand in made.items()
    }


def _extent(points: Sequence[tuple[int, int]]) -> tuple[Point, Box]:
    """The least x and y of points, and how far they reach from there, at least 1."""
    xs, ys = zip(*points, strict=True)
    return (min(xs), min(ys)), (max(xs) - min(xs) or 1, max(ys) - min(ys) or 1)


def _within(points: Mapping[IRI, tuple[int, int]], others: Mapping[IRI, tuple[int, int]]) -> dict[IRI, tuple[int, int]]:
    """Points that reach as far as others do."""
    (left, top), size = _extent([*points.values()])
    (west, north), room = _extent([*others.values()])
    return {
        node: (round(west + (x - left) * room[0] / size[0]), round(north + (y - top) * room[1] / size[1]))
        for node, (x, y) in points.items()
    }


def _rated(
    stands: Mapping[IRI, Stand],
    radii: Mapping[IRI, float],
    names: Mapping[IRI, Box],
    lines: Collection[Line],
    bold: Collection[frozenset[IRI]],
    scale: float,
) -> tuple[float, dict[IRI, Stand]]:
    """Stands with names on the sides where they hide least, and what is amiss then. A page unit is so many pixels."""
    at = {node: (stand.x * scale, stand.y * scale) for node, stand in stands.items()}
    picture = Picture(at, {node: radii[node] * scale for node in stands}, lines, bold)
    choices = {node: beside(at[node], picture.radii[node], names[node]) for node in stands}
    sides = picture.clearer(choices, {node: stand.side for node, stand in stands.items()})
    boxes = {node: None if side is None else choices[node][side] for node, side in sides.items()}
    return picture.faults(boxes), {node: stand._replace(side=sides[node]) for node, stand in stands.items()}


def _lines(network: Network, rows: NetworkRows) -> list[Line]:
    """What is drawn at the opening: relations, and who speaks of what."""
    lines = [(edge.source, edge.target) for edge in network.edges]
    lines += [(node.id, entity) for node in network.nodes for entity in rows.spoken_of(node.id)]
    return [line for line in lines if line[0] != line[1]]


def _denials(network: Network, rows: NetworkRows) -> list[Line]:
    """The lines between claimants and what they deny something of, across which bars stand."""
    denied = {(claim.claimant_id, entity) for claim in network.claims if claim.negative for entity in claim.about}
    return [line for line in _lines(network, rows) if line in denied]


def _letters(network: Network) -> dict[IRI, int]:
    """What is in question by itself, since no line stands for what is said of it, and by how many questions: each has a
    letter beside the name. As `askedAlone` in static/network/matters.js."""
    lines: dict[IRI, list[Edge]] = defaultdict(list)
    for edge in network.edges:
        for claim in edge.claims:
            lines[claim].append(edge)
    found: dict[IRI, set[IRI]] = defaultdict(set)
    for _, position in network.positions:
        ends, figure = position.entities, position.quantity is not None
        joining = [edge for edge in lines[position.claim.id] if {edge.source, edge.target} <= ends]
        if not any(edge.kind == "measurement" or not figure for edge in joining):
            for entity in ends if position.asked else ():
                found[entity].update(position.asked)
    return {entity: len(questions) for entity, questions in found.items()}

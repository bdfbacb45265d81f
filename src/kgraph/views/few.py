"""Where the nodes of a small network stand, which is drawn whole: moved where lines would be hidden, and elsewhere in a
narrow window, such as a phone's, where names take more of the room."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from operator import attrgetter

from kgraph.analysis.edges import Edge
from kgraph.analysis.graph import Network
from kgraph.namespaces import IRI
from kgraph.views.clearing import Box, Point
from kgraph.views.layout import layout
from kgraph.views.legible import Line, Picture
from kgraph.views.naming import DENSEST, FRAME, Manner, Stand, beside, with_room
from kgraph.views.nudging import move_shapes, turn_names
from kgraph.views.rows import NetworkRows
from kgraph.views.squares import Sides

_FRAME: Box = (310.0, 300.0)  # where the middles of shapes stand, in pixels
_HIDDEN = (14.0, 24.0)  # pixels: with each of these a layout near that in a wide window is tried
_MUCH = 1.6  # if more is amiss, for each line,
_STARTS = 4  # so many others are tried
_TURNS = 2  # so often shapes are moved, and names turned
_CLOSEST = 2.2  # pixels of a page unit: no picture opens at a larger scale
_RING, _LETTER = 1.6, 15.0  # a ring is so much wider than its shape; pixels


class Few:
    """A small network whose nodes stand somewhere: what has lines, and how it is drawn."""

    def __init__(
        self,
        network: Network,
        rows: NetworkRows,
        found: Mapping[IRI, Stand],
        radii: Mapping[IRI, float],
        names: Mapping[IRI, Box],
        arrows: Collection[Line],
    ) -> None:
        letters = _letters(network)
        self.found, self.arrows = found, arrows
        self.lines = [line for line in _lines(network, rows) if found.keys() >= set(line)]
        self.points = {node: found[node][:2] for node in found if any(node in line for line in self.lines)}
        self.names = {node: (names[node][0] + _LETTER * letters.get(node, 0), names[node][1]) for node in self.points}
        self.radii = {node: radii[node] * (_RING if node in letters else 1) for node in self.points}
        self.barred = {frozenset(line) for line in _denials(network, self.lines)}
        self.bold = self.barred | {frozenset(line) for line in arrows}

    def stands(self) -> dict[IRI, Stand]:
        """All places. With more lines some cross wherever nodes stand, so nothing is moved."""
        if not self.points or len(self.lines) > DENSEST * len(self.points):
            return dict(self.found)
        wide, narrow = self._tidied(), self._narrow()
        return {node: (wide.get(node) or stand)._replace(narrow=narrow.get(node)) for node, stand in self.found.items()}

    def _tidied(self) -> dict[IRI, Stand]:
        """What has lines, moved a little in an ordinary window where less is amiss then."""
        (left, top), own = _extent([*self.points.values()])
        _, size = _extent([stand[:2] for stand in self.found.values()])
        scale = min(_CLOSEST, FRAME[0] / size[0], FRAME[1] / size[1])  # pixels of a page unit
        at = {node: ((x - left) * scale, (y - top) * scale) for node, (x, y) in self.points.items()}
        tried = self._tried(at, {node: self.found[node].side or 0 for node in at}, scale)
        tried.move((own[0] * scale, own[1] * scale))
        return {
            node: Stand(round(left + x / scale), round(top + y / scale), tried.sides[node])
            for node, (x, y) in tried.picture.at.items()
        }

    def _narrow(self) -> dict[IRI, tuple[int, int, int | None]]:
        """What has lines, with its places in a narrow window: near those in a wide one, or others, if much would be
        amiss so; nothing if all names have room where they are, or the picture is high already.

        The page stretches places in a narrow window, so these are as high as the others.
        """
        (left, top), own = _extent([*self.points.values()])
        _, size = _extent([stand[:2] for stand in self.found.values()])
        scale, flat = _FRAME[0] / size[0], size[1] / _FRAME[1]
        if scale * flat > 1:
            return {}
        frame = own[0] * scale, own[1] / flat

        def tried(start: Mapping[IRI, tuple[int, int]], hidden: float) -> _Tried:
            manner = Manner(frame, hidden)
            stands = with_room(start, self.radii, self.names, self.lines, self.arrows, manner)
            at = {node: ((stand.x - left) * scale, (stand.y - top) * scale) for node, stand in stands.items()}
            return self._tried(at, {node: stand.side for node, stand in stands.items()}, scale)

        several = [tried(self.points, hidden) for hidden in _HIDDEN]
        if all(side is None for one in several for side in one.sides.values()):
            return {}
        if min(one.faults for one in several) > _MUCH * len(self.lines):
            boxes = {node: (wide / scale, tall / scale) for node, (wide, tall) in self.names.items()}
            for number in range(_STARTS):
                other = layout(boxes, self.lines, radii=self.radii, aspect=frame[0] / frame[1], start=number)
                several.append(tried(_within(other, self.points), _HIDDEN[-1]))
        best = min(several, key=attrgetter("faults"))
        best.move(frame)
        return {
            node: (round(left + x / scale), round(top + y * flat), best.sides[node])
            for node, (x, y) in best.picture.at.items()
        }

    def _tried(self, at: dict[IRI, Point], sides: Mapping[IRI, int | None], scale: float) -> "_Tried":
        radii = {node: radius * scale for node, radius in self.radii.items()}
        return _Tried(Picture(at, radii, self.lines, self.bold, self.barred), sides, self.names)


class _Tried:
    """A layout that is tried: the picture, the sides on which names stand, and how much is amiss."""

    def __init__(self, picture: Picture, sides: Mapping[IRI, int | None], names: Mapping[IRI, Box]) -> None:
        self.picture, self._names = picture, names
        for node, side in sides.items():
            picture.names[node] = None if side is None else self._places(node, picture.at[node])[side]
        self.sides = turn_names(picture, sides, self._places)
        self.faults = picture.faults()

    def _places(self, node: IRI, at: Point) -> list[Sides]:
        return beside(at, self.picture.radii[node], self._names[node])

    def move(self, frame: Box) -> None:
        """Moves the shapes with which most is amiss."""
        for _ in range(_TURNS):
            self.sides = move_shapes(self.picture, self.sides, self._places, frame)
            self.sides = turn_names(self.picture, self.sides, self._places)


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


def _lines(network: Network, rows: NetworkRows) -> list[Line]:
    """What is drawn at the opening, between the same two once: relations, and who speaks of what."""
    lines = [(edge.source, edge.target) for edge in network.edges]
    lines += [(node.id, entity) for node in network.nodes for entity in rows.spoken_of(node.id)]
    return [*{frozenset(line): line for line in lines if line[0] != line[1]}.values()]


def _denials(network: Network, lines: Collection[Line]) -> list[Line]:
    """The lines between claimants and what they deny something of, across which bars stand if no relation is there."""
    denied = {frozenset((one.claimant_id, entity)) for one in network.claims if one.negative for entity in one.about}
    return [line for line in lines if frozenset(line) in denied]


def _letters(network: Network) -> dict[IRI, int]:
    """What is in question by itself, since no line stands for what is said of it, and by how many questions: each has a
    letter beside the name. About as `askedAlone` in static/network/matters.js."""
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

"""The layout of a network: the same network gets the same positions on every machine.

Stress minimisation by stochastic gradient descent (Zheng, Pawar, Goodman 2019) brings distances on the page
near to distances in the graph; then nodes move apart and off each other's lines (`clearing`). networkx's own layouts
need numpy, which nothing else here does.
"""

import math
import random
from collections.abc import Collection, Hashable, Mapping, Sequence
from typing import TypeVar

import networkx as nx

from kgraph.views.clearing import Box, Drawing, Point, clear, part
from kgraph.views.gaps import in_gaps

N = TypeVar("N", bound=Hashable)

_STEP = 75.0  # the ideal length, in page units, of an edge between two nodes with few neighbours
_WORDED = 1.5  # so much longer are edges with words upon them
_ALL_PAIRS = 150  # in larger components only neighbours, and pairs with a third as many pivots, are used
_ROUNDS = 30
_EVEN = 0.9  # how evenly points are spread over their frame: 0 as stress minimisation places them, 1 fully even
_FULL = 0.6  # the share of a component's frame that its boxes fill
_GAP = 30.0
_APART = 1_000  # the seeds of two starts are so far from each other
_FEW = 60  # with so few nodes, those without an edge stand in a row below the others


def layout(
    boxes: Mapping[N, Box],
    edges: Collection[tuple[N, N]],
    *,
    radii: Mapping[N, float] | None = None,
    aspect: float = 1.6,
    worded: Collection[tuple[N, N]] = (),
    start: int = 0,
) -> dict[N, tuple[int, int]]:
    """A centre for each node, in whole page units; y grows downwards, as on a page.

    `boxes` has each node's width and height, label included, and `radii` half the width of its shape (default: that of
    its box, or its height if less). Components are placed in rows (shelves), the largest first and nodes without an
    edge last; the whole is about `aspect` times as wide as high. Edges that are `worded` are longer, since words stand
    upon them. Each `start`, a number, leads to another layout.
    """
    radii = radii or {node: min(box) / 2 for node, box in boxes.items()}
    graph: nx.Graph[N] = nx.Graph()
    graph.add_nodes_from(boxes)
    graph.add_edges_from((a, b) for a, b in edges if a != b)
    for a, b, data in graph.edges(data=True):
        # Nodes with many neighbours need room around them (Gansner, Koren and North 2004), two such neighbours most of
        # all.
        busy = math.sqrt(min(len(graph[a]), len(graph[b])) - 1)
        data["length"] = 1 + 0.12 * math.sqrt(len(set(graph[a]) ^ set(graph[b]))) + 0.2 * busy
    for a, b in {frozenset((a, b)) for a, b in worded if a != b}:
        graph[a][b]["length"] *= _WORDED
    order = {node: i for i, node in enumerate(boxes)}
    components = [sorted(c, key=order.__getitem__) for c in nx.connected_components(graph)]
    components.sort(key=lambda c: (-len(c), order[c[0]]))
    alone = [nodes[0] for nodes in components if len(nodes) == 1]
    if len(alone) == len(components):
        return _filling(_shelved([{node: (0.0, 0.0)} for node in alone], boxes, aspect), aspect)
    del components[len(components) - len(alone) :]
    room = [math.fsum(boxes[n][0] * boxes[n][1] for n in nodes) for nodes in components]
    left = math.fsum(boxes[n][0] * boxes[n][1] for n in alone) / math.fsum(room)
    placed = []
    for nodes, own in zip(components, room, strict=True):
        # A component that takes most of the room is as wide as the page; the others are placed below it.
        ratio = aspect * math.fsum(room) / own if own > 0.4 * math.fsum(room) else aspect
        placed.append(_place(graph, nodes, boxes, radii, ratio, _FULL / (1 + left), start))
    return _filling(_with(alone, _shelved(placed, boxes, aspect), boxes, graph, aspect), aspect)


def _with(
    alone: Sequence[N], points: dict[N, tuple[int, int]], boxes: Mapping[N, Box], graph: "nx.Graph[N]", aspect: float
) -> dict[N, tuple[int, int]]:
    """The points, and those of nodes without an edge: in gaps of a page of this aspect, else in rows below it; of few
    nodes all in rows."""
    few = len(boxes) < _FEW
    if few:
        points = _filling(points, aspect)
    wide, high = (max(p[axis] + boxes[n][axis] / 2 for n, p in points.items()) for axis in (0, 1))
    frame = max(wide, high * aspect), max(high, wide / aspect)
    standing = [(point, boxes[node]) for node, point in points.items()]
    lines = [(points[a], points[b]) for a, b in graph.edges(points)]
    gaps = [] if few else alone  # in a small picture they would lie about, with wide room around each
    found = in_gaps(frame, standing, lines, [boxes[node] for node in gaps])
    inside = {node: (round(place[0]), round(place[1])) for node, place in zip(gaps, found, strict=True) if place}
    others = [{node: (0.0, 0.0)} for node in alone if node not in inside]
    beneath = _shelved(
        others, boxes, frame[0] ** 2 / (math.fsum(math.prod(boxes[n]) for one in others for n in one) or 1)
    )
    return points | inside | {node: (x, round(y + frame[1])) for node, (x, y) in beneath.items()}


def _place(
    graph: "nx.Graph[N]",
    nodes: Sequence[N],
    boxes: Mapping[N, Box],
    radii: Mapping[N, float],
    aspect: float,
    full: float,
    start: int,
) -> dict[N, Point]:
    """A component's points, around an origin of its own, in a frame of which its boxes fill the share `full`."""
    index, own = {node: i for i, node in enumerate(nodes)}, [boxes[node] for node in nodes]
    points, frame = _framed(_turned(_stress(len(nodes), _distances(graph, nodes), start)), own, aspect, full)
    lines = [(index[a], index[b]) for a, b in graph.edges(nodes)]
    drawing = Drawing([x for x, _ in points], [y for _, y in points], own, [radii[node] for node in nodes], lines)
    clear(drawing, frame)
    part(drawing)
    return {node: (drawing.xs[i], drawing.ys[i]) for node, i in index.items()}


def _distances(graph: "nx.Graph[N]", nodes: Sequence[N]) -> list[tuple[int, int, float]]:
    """(i, j, distance) for every pair; in a large component, only for neighbours and for pairs with a pivot."""
    index = {node: i for i, node in enumerate(nodes)}
    pivots = nodes
    pairs: dict[tuple[int, int], float] = {}
    if len(nodes) > _ALL_PAIRS:
        pivots = random.Random(len(nodes)).sample(nodes, _ALL_PAIRS // 3)  # noqa: S311 # a layout, not a secret
        for a, b, data in graph.edges(nodes, data=True):
            pairs[min(index[a], index[b]), max(index[a], index[b])] = data["length"]
    for pivot in pivots:
        for node, distance in nx.single_source_dijkstra_path_length(graph, pivot, weight="length").items():
            i, j = sorted((index[pivot], index[node]))
            if i != j:
                pairs[i, j] = distance
    return [(i, j, d) for (i, j), d in sorted(pairs.items())]


def _stress(count: int, distances: list[tuple[int, int, float]], start: int) -> list[Point]:
    shuffle = random.Random(count + _APART * start)  # noqa: S311 # a layout, not a secret
    xs = [shuffle.uniform(-1, 1) * math.sqrt(count) for _ in range(count)]
    ys = [shuffle.uniform(-1, 1) * math.sqrt(count) for _ in range(count)]
    longest = max(d for _, _, d in distances)
    rounds = _ROUNDS if count <= _ALL_PAIRS else _ROUNDS // 2  # the paper's two schedules, a slow and a fast one
    decay = math.log(longest**2 / 0.1) / (rounds - 1)
    pairs = [(i, j, distance, distance**2) for i, j, distance in distances]
    for turn in range(rounds):
        rate = longest**2 * math.exp(-decay * turn)
        shuffle.shuffle(pairs)
        for i, j, distance, square in pairs:
            dx, dy = xs[i] - xs[j], ys[i] - ys[j]
            apart = math.hypot(dx, dy) or 1e-6
            move = (rate / square if rate < square else 1.0) * (apart - distance) / (2 * apart)
            xs[i] -= move * dx
            ys[i] -= move * dy
            xs[j] += move * dx
            ys[j] += move * dy
    return [(x * _STEP, y * _STEP) for x, y in zip(xs, ys, strict=True)]


def _turned(points: list[Point]) -> list[Point]:
    """The points around their centre, turned so that their longest extent is horizontal."""
    cx, cy = (math.fsum(p[axis] for p in points) / len(points) for axis in (0, 1))
    centred = [(x - cx, y - cy) for x, y in points]
    xx, yy, xy = (math.fsum(p[a] * p[b] for p in centred) for a, b in ((0, 0), (1, 1), (0, 1)))
    angle = -0.5 * math.atan2(2 * xy, xx - yy)
    cos, sin = math.cos(angle), math.sin(angle)
    return [(x * cos - y * sin, x * sin + y * cos) for x, y in centred]


def _framed(points: Sequence[Point], boxes: Sequence[Box], aspect: float, full: float) -> tuple[list[Point], Box]:
    """The points in a frame of which their boxes fill the share `full`, and that frame.

    The points are evened, since stress minimisation crowds the middle and leaves the corners empty.
    """
    room = math.fsum(width * height for width, height in boxes) / full
    width = max(math.sqrt(room * aspect), max(w for w, _ in boxes))
    height = max(room / width, max(h for _, h in boxes))
    xs = _evened([x for x, _ in points], width)
    ys = _evened([y for _, y in points], height)
    return list(zip(xs, ys, strict=True)), (width, height)


def _evened(values: Sequence[float], size: float) -> list[float]:
    """The values spread over 0 … `size` in their order, as evenly as `_EVEN` says."""
    least, most = min(values), max(values)
    rank = {i: r for r, i in enumerate(sorted(range(len(values)), key=lambda i: (values[i], i)))}
    last = max(1, len(values) - 1)
    return [
        size * ((1 - _EVEN) * (v - least) / (most - least or 1.0) + _EVEN * rank[i] / last)
        for i, v in enumerate(values)
    ]


def _shelved(placed: Sequence[dict[N, Point]], boxes: Mapping[N, Box], aspect: float) -> dict[N, tuple[int, int]]:
    frames = []
    for points in placed:
        left = min(x - boxes[n][0] / 2 for n, (x, _) in points.items())
        right = max(x + boxes[n][0] / 2 for n, (x, _) in points.items())
        top = min(y - boxes[n][1] / 2 for n, (_, y) in points.items())
        bottom = max(y + boxes[n][1] / 2 for n, (_, y) in points.items())
        frames.append((left, top, right - left + _GAP, bottom - top + _GAP))
    if not frames:
        return {}
    widest, area = max(w for _, _, w, _ in frames), math.fsum(w * h for _, _, w, h in frames)
    limits = (max(widest, math.sqrt(area * aspect) * stretch / 20) for stretch in range(16, 52))
    _, corners = min((_shelves([f[2:] for f in frames], limit, aspect) for limit in limits), key=lambda s: s[0])
    return {
        node: (round(x - left + corner_x), round(y - top + corner_y))
        for points, (left, top, _, _), (corner_x, corner_y) in zip(placed, frames, corners, strict=True)
        for node, (x, y) in points.items()
    }


def _filling(points: Mapping[N, tuple[int, int]], aspect: float) -> dict[N, tuple[int, int]]:
    """The points stretched in one direction, by half at most, so that they fill a page of this aspect."""
    wide, high = (max((p[i] for p in points.values()), default=0) or 1 for i in (0, 1))
    across, down = (min(1.5, max(1.0, ratio)) for ratio in (aspect * high / wide, wide / high / aspect))
    return {node: (round(x * across), round(y * down)) for node, (x, y) in points.items()}


def _shelves(sizes: Sequence[Box], limit: float, aspect: float) -> tuple[float, list[Point]]:
    """The height of the page, and the corner of each frame, if frames are placed in rows of width `limit`, small ones
    on top of each other."""
    corners: list[Point] = []
    shelf_y = shelf_height = column_x = column_width = column_y = right = 0.0
    for width, height in sizes:
        if column_y + height > shelf_height or width > column_width:
            column_x, column_width, column_y = column_x + column_width, width, 0.0
            if column_x + width > limit:
                shelf_y, shelf_height, column_x = shelf_y + shelf_height, 0.0, 0.0
        corners.append((column_x, shelf_y + column_y))
        column_y += height
        shelf_height, right = max(shelf_height, column_y), max(right, column_x + width)
    return max(right / aspect, shelf_y + shelf_height), corners

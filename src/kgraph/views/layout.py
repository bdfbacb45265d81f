"""Where the nodes of a network stand: the same network, the same places, on every machine.

Stress minimisation by stochastic gradient descent (Zheng, Pawar, Goodman 2019) brings distances on the page
near to distances in the graph; then boxes that overlap are pushed apart. networkx's own layouts need numpy,
which nothing else here does.
"""

import math
import random
from collections.abc import Collection, Hashable, Mapping, Sequence
from typing import TypeVar

import networkx as nx

N = TypeVar("N", bound=Hashable)
Point = tuple[float, float]
Box = tuple[float, float]
"""Width and height."""

_STEP = 75.0  # page units for an ideal edge between two nodes of few neighbours
_ALL_PAIRS = 150  # larger components weigh neighbours, and pairs with a third as many pivots, only
_ROUNDS = 30
_PUSHES = 80
_AIR = 1.7  # a component's rectangle is at least this many times as large as its boxes
_GAP = 30.0


def layout(boxes: Mapping[N, Box], edges: Collection[tuple[N, N]], *, aspect: float = 1.6) -> dict[N, tuple[int, int]]:
    """A centre for each node, in whole page units; y grows downwards, as on a page.

    `boxes` gives each node's width and height, label included. Components stand on shelves, the largest
    first and nodes without an edge last, together about `aspect` times as wide as they are high.
    """
    graph: nx.Graph[N] = nx.Graph()
    graph.add_nodes_from(boxes)
    graph.add_edges_from((a, b) for a, b in edges if a != b)
    for a, b, data in graph.edges(data=True):
        # Busy neighbours need room around them (Gansner, Koren and North 2004), two hubs most of all.
        busy = math.sqrt(min(len(graph[a]), len(graph[b])) - 1)
        data["length"] = 1 + 0.12 * math.sqrt(len(set(graph[a]) ^ set(graph[b]))) + 0.2 * busy
    order = {node: i for i, node in enumerate(boxes)}
    components = [sorted(c, key=order.__getitem__) for c in nx.connected_components(graph)]
    placed = []
    for nodes in sorted(components, key=lambda c: (-len(c), order[c[0]])):
        points = [(0.0, 0.0)]
        if len(nodes) > 1:
            points = _turned(_stress(len(nodes), _distances(graph, nodes)))
            points = _spread(points, math.fsum(boxes[n][0] * boxes[n][1] for n in nodes), aspect)
        placed.append(_apart(nodes, points, [boxes[n] for n in nodes]))
    return _shelved(placed, boxes, aspect)


def _distances(graph: "nx.Graph[N]", nodes: Sequence[N]) -> list[tuple[int, int, float]]:
    """(i, j, distance) for every pair, or in a large component for neighbours and pairs with a pivot."""
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


def _stress(count: int, distances: list[tuple[int, int, float]]) -> list[Point]:
    shuffle = random.Random(count)  # noqa: S311 # a layout, not a secret
    xs = [shuffle.uniform(-1, 1) * math.sqrt(count) for _ in range(count)]
    ys = [shuffle.uniform(-1, 1) * math.sqrt(count) for _ in range(count)]
    longest = max(d for _, _, d in distances)
    rounds = _ROUNDS if count <= _ALL_PAIRS else _ROUNDS // 2  # the paper's schedules, for care and for haste
    decay = math.log(longest**2 / 0.1) / (rounds - 1)
    for turn in range(rounds):
        rate = longest**2 * math.exp(-decay * turn)
        shuffle.shuffle(distances)
        for i, j, distance in distances:
            dx, dy = xs[i] - xs[j], ys[i] - ys[j]
            apart = math.hypot(dx, dy) or 1e-6
            move = min(1.0, rate / distance**2) * (apart - distance) / (2 * apart)
            xs[i] -= move * dx
            ys[i] -= move * dy
            xs[j] += move * dx
            ys[j] += move * dy
    return [(x * _STEP, y * _STEP) for x, y in zip(xs, ys, strict=True)]


def _turned(points: list[Point]) -> list[Point]:
    """The points about their centre, their longest direction lying flat."""
    cx, cy = (math.fsum(p[axis] for p in points) / len(points) for axis in (0, 1))
    centred = [(x - cx, y - cy) for x, y in points]
    xx, yy, xy = (math.fsum(p[a] * p[b] for p in centred) for a, b in ((0, 0), (1, 1), (0, 1)))
    angle = -0.5 * math.atan2(2 * xy, xx - yy)
    cos, sin = math.cos(angle), math.sin(angle)
    return [(x * cos - y * sin, x * sin + y * cos) for x, y in centred]


def _spread(points: Sequence[Point], room: float, aspect: float) -> list[Point]:
    """The points widened towards the aspect, and scaled up if their boxes would crowd the rectangle."""
    width, height = (max(p[a] for p in points) - min(p[a] for p in points) + _STEP for a in (0, 1))
    widen = min(1.35, max(1.0, math.sqrt(aspect * height / width)))
    grow = max(1.0, math.sqrt(_AIR * room / (width * height)))
    return [(x * grow * widen, y * grow / widen) for x, y in points]


def _apart(nodes: Sequence[N], points: Sequence[Point], boxes: Sequence[Box]) -> dict[N, Point]:
    """The points with overlapping boxes pushed apart."""
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    widest = max(width for width, _ in boxes)
    for _ in range(_PUSHES):
        moved = False
        order = sorted(range(len(xs)), key=lambda i: (xs[i], i))
        for at, i in enumerate(order):
            for j in order[at + 1 :]:
                if xs[j] - xs[i] > widest:
                    break
                dx, dy = xs[j] - xs[i], ys[j] - ys[i]
                over_x = (boxes[i][0] + boxes[j][0]) / 2 - abs(dx)
                over_y = (boxes[i][1] + boxes[j][1]) / 2 - abs(dy)
                if over_x <= 0 or over_y <= 0:
                    continue
                moved = True
                # Along the line between them: pushes along one axis would leave rows and columns.
                length = math.hypot(dx, dy)
                ux, uy = (dx / length, dy / length) if length else (0.8, 0.6)
                push = 0.5 + min(over_x / max(abs(ux), 1e-9), over_y / max(abs(uy), 1e-9)) / 2
                xs[i], ys[i] = xs[i] - push * ux, ys[i] - push * uy
                xs[j], ys[j] = xs[j] + push * ux, ys[j] + push * uy
        if not moved:
            break
    return dict(zip(nodes, zip(xs, ys, strict=True), strict=True))


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
    limits = (max(widest, math.sqrt(area * aspect) * stretch / 10) for stretch in range(8, 26))
    _, corners = min((_shelves([f[2:] for f in frames], limit, aspect) for limit in limits), key=lambda s: s[0])
    return {
        node: (round(x - left + corner_x), round(y - top + corner_y))
        for points, (left, top, _, _), (corner_x, corner_y) in zip(placed, frames, corners, strict=True)
        for node, (x, y) in points.items()
    }


def _shelves(sizes: Sequence[Box], limit: float, aspect: float) -> tuple[float, list[Point]]:
    """How high a page it takes, and corners, for frames on shelves `limit` wide, small ones piled up."""
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

"""The squares of a window: from which of them a box would meet what is marked."""

import random

from kgraph.views.squares import CELL, Squares


def test_a_box_meets_what_is_marked_where_it_has_a_marked_square() -> None:
    rng, squares = random.Random(3), Squares((60.0, 40.0), 30.0)  # noqa: S311 # a seeded test
    found = set()
    for _ in range(60):
        marked = squares.along((rng.uniform(0, 60), rng.uniform(0, 40)) for _ in range(3))
        left, top = rng.uniform(-25, 20), rng.uniform(-25, 20)
        sides = left, top, left + rng.uniform(0, 20), top + rng.uniform(0, 9)
        met = squares.met(marked, sides)
        for column in range(31):
            for row in range(21):
                square = squares.at((0, 0)) + squares.step(column * CELL, row * CELL)
                point = column * CELL, row * CELL
                meets = bool(met[square >> 3] >> (square & 7) & 1)
                assert meets == bool(squares.about(point, sides) & marked), (marked, sides, point)
                found.add(meets)
    assert found == {True, False}

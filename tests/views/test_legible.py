"""What a reader stumbles over in a small picture: each fault is found, and only where it is."""

import pytest

from kgraph.namespaces import IRI
from kgraph.views.legible import Picture

A, B, C, D = map(IRI, "abcd")
AT = {A: (0.0, 0.0), B: (200.0, 0.0), C: (0.0, 120.0), D: (200.0, 120.0)}
RADII = dict.fromkeys(AT, 8.0)
NO_NAMES: dict[IRI, tuple[float, float, float, float] | None] = {}


def picture(*lines: tuple[IRI, IRI], bold: tuple[IRI, IRI] | None = None, **moved: tuple[float, float]) -> Picture:
    at = AT | {IRI(name): place for name, place in moved.items()}
    return Picture(at, RADII, lines, {frozenset(bold)} if bold else set())


def test_lines_apart_and_names_beside_them_are_no_fault() -> None:
    fine = picture((A, B), (C, D), (A, C), bold=(A, B))
    assert fine.faults({A: (-40.0, -30.0, 40.0, -15.0)}) == 0


@pytest.mark.parametrize(
    ("found", "names"),
    [
        (picture((A, D), (B, C)), NO_NAMES),  # they cross
        (picture((A, B), (A, D), d=(190.0, 12.0)), NO_NAMES),  # one along the other
        (picture((A, B), b=(30.0, 0.0)), NO_NAMES),  # short
        (picture((A, B), c=(100.0, 9.0)), NO_NAMES),  # past a shape
        (picture((A, B)), {A: (80.0, -6.0, 120.0, 6.0)}),  # beneath a name
        (picture((A, B)), {A: None}),  # no name
    ],
    ids=["crossing", "along", "short", "past a shape", "beneath a name", "no name"],
)
def test_each_fault_is_found(found: Picture, names: dict[IRI, tuple[float, float, float, float] | None]) -> None:
    assert found.faults(names) > 0


def test_what_hides_a_bold_line_or_runs_along_it_weighs_more_and_a_line_said_twice_counts_once() -> None:
    upon = {C: (80.0, -6.0, 120.0, 6.0)}
    assert picture((A, B), bold=(B, A)).faults(upon) > picture((A, B)).faults(upon)
    along = [picture((A, B), (A, D), bold=bold, d=(190.0, 12.0)).faults({}) for bold in ((A, B), None)]
    assert along[0] > along[1]
    assert picture((A, B), (B, A), (A, A)).faults(upon) == picture((A, B)).faults(upon)


def test_a_name_goes_to_a_side_where_it_hides_no_line_and_neither_upon_others_nor_out_of_the_picture() -> None:
    below, right, above = (-30.0, 10.0, 30.0, 24.0), (10.0, -7.0, 70.0, 7.0), (-30.0, -24.0, 30.0, -10.0)
    far_right, far_above = (210.0, -7.0, 270.0, 7.0), (170.0, -24.0, 230.0, -10.0)
    choices = {A: [right, below, above], B: [far_right, far_above], C: [(-30.0, 90.0, 30.0, 100.0)]}
    now = picture((A, B)).clearer(choices, {A: 0, B: 1, C: 0})
    assert now == {A: 1, B: 1, C: 0}, "the first side that hides nothing"
    now = picture((A, B), (A, C)).clearer(choices, {A: 0, B: 1, C: 0})
    assert now == {A: 2, B: 1, C: 0}, "below a line is hidden too"
    now = picture((A, B), (A, C)).clearer(choices, {A: 0, B: 0, C: 0})
    assert now[A] == 0, "above is further out than any name was"
    taken = choices | {D: [(-25.0, -20.0, 0.0, -12.0)]}
    now = picture((A, B), (A, C)).clearer(taken, {A: 0, B: 1, C: 0, D: 0})
    assert now[A] == 0, "another name stands above"
    assert picture((C, D)).clearer(choices, {A: 1, B: 1})[A] == 1, "where nothing is hidden, names stay"
    assert picture((A, B)).clearer(choices, {A: None, B: 1})[A] is None

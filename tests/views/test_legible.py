"""What a reader stumbles over in a small picture: each fault is found, only where it is, and names and shapes move."""

from collections.abc import Mapping

import pytest

from kgraph.namespaces import IRI
from kgraph.views.legible import Picture
from kgraph.views.nudging import move_shapes, turn_names
from kgraph.views.squares import Sides

A, B, C, D, E = map(IRI, "abcde")
AT = {A: (0.0, 0.0), B: (200.0, 0.0), C: (0.0, 120.0), D: (200.0, 120.0)}
Names = Mapping[IRI, Sides | None]


def picture(
    *lines: tuple[IRI, IRI],
    names: Names | None = None,
    bold: tuple[IRI, IRI] | None = None,
    barred: tuple[IRI, IRI] | None = None,
    **moved: tuple[float, float],
) -> Picture:
    at = AT | {IRI(name): place for name, place in moved.items()}
    one, other = ({frozenset(line)} if line else set() for line in (bold, barred))
    return Picture(dict(at), dict.fromkeys(at, 8.0), lines, one, other, dict(names or {}))


def test_lines_apart_and_names_beside_them_are_no_fault() -> None:
    beside = {A: (-40.0, -30.0, 40.0, -15.0)}
    fine = picture((A, B), (C, D), (A, C), bold=(A, B), barred=(C, D), names=beside)
    assert fine.faults() == 0 and fine.touched() == []
    assert all(fine.faults_of(node) == 0 for node in AT)


@pytest.mark.parametrize(
    ("found", "node"),
    [
        (picture((A, D), (B, C)), A),
        (picture((A, B), (A, D), d=(190.0, 12.0)), D),
        (picture((A, B), b=(30.0, 0.0)), B),
        (picture((A, B), c=(100.0, 9.0)), C),
        (picture((A, B), names={A: (80.0, -6.0, 120.0, 6.0)}), A),
        (picture((A, B), names={A: None}), None),
    ],
    ids=["crossing", "along", "short", "past a shape", "beneath a name", "no name"],
)
def test_each_fault_is_found_and_is_one_of_a_shape(found: Picture, node: IRI | None) -> None:
    assert found.faults() > 0
    assert node is None or found.faults_of(node) == found.faults()


def test_what_hides_a_bold_line_or_runs_along_it_weighs_more_and_a_line_said_twice_counts_once() -> None:
    upon = {C: (80.0, -6.0, 120.0, 6.0)}
    hiding = [picture((A, B), names=upon, bold=bold).faults() for bold in ((B, A), None)]
    along = [picture((A, B), (A, D), bold=bold, d=(190.0, 12.0)).faults() for bold in ((A, B), None)]
    assert hiding[0] > hiding[1] and along[0] > along[1]
    assert picture((A, B), (B, A), (A, A), names=upon).faults() == hiding[1]


def test_a_bar_needs_a_long_line_and_a_place_where_it_touches_no_other() -> None:
    assert picture((A, B), (A, D), barred=(A, B), d=(190.0, 7.0)).touched() == [(A, B)]
    assert picture((A, B), (A, D), barred=(A, B), d=(190.0, 60.0)).touched() == []
    assert picture((A, B), barred=(B, A), b=(50.0, 0.0)).touched() == [(A, B)], "too short"
    near = picture((A, B), (A, D), barred=(A, B), d=(190.0, 7.0))
    assert near.faults_of(C) > 0, "moving anything may mend it"


def test_a_name_goes_to_a_side_where_it_hides_no_line_and_neither_upon_others_nor_out_of_the_picture() -> None:
    below, right, above = (-30.0, 10.0, 30.0, 24.0), (10.0, -7.0, 70.0, 7.0), (-30.0, -24.0, 30.0, -10.0)
    far_right, far_above = (210.0, -7.0, 270.0, 7.0), (170.0, -24.0, 230.0, -10.0)
    choices = {A: [right, below, above], B: [far_right, far_above], C: [(-30.0, 90.0, 30.0, 100.0)]}

    def turned(
        one: Picture, more: Mapping[IRI, list[Sides]] | None = None, **sides: int | None
    ) -> dict[IRI, int | None]:
        places = choices | dict(more or {})
        now = {IRI(name): side for name, side in sides.items()}
        one.names.update({node: None if side is None else places[node][side] for node, side in now.items()})
        found = turn_names(one, now, lambda node, _: places[node])
        assert one.names == {node: None if side is None else places[node][side] for node, side in found.items()}
        return found

    assert turned(picture((A, B)), a=0, b=1, c=0) == {A: 1, B: 1, C: 0}, "the first side that hides nothing"
    assert turned(picture((A, B), (A, C)), a=0, b=1, c=0)[A] == 2, "below a line is hidden too"
    assert turned(picture((A, B), (A, C)), a=0, b=0, c=0)[A] == 0, "above is further out than any name was"
    taken = {D: [(-25.0, -20.0, 0.0, -12.0)]}
    assert turned(picture((A, B), (A, C)), taken, a=0, b=1, c=0, d=0)[A] == 0, "another name stands above"
    assert turned(picture((C, D)), a=1, b=1)[A] == 1, "where nothing is hidden, names stay"
    assert turned(picture((A, B)), a=None, b=1)[A] is None


def test_a_shape_moves_where_less_is_amiss_and_onto_nothing() -> None:
    def places(_: IRI, at: tuple[float, float]) -> list[Sides]:
        x, y = at
        return [(x - 20, y + 10, x + 20, y + 22), (x - 20, y - 22, x + 20, y - 10)]

    around = {node: places(node, at)[0] for node, at in AT.items()}
    crossing = picture((A, D), (B, C), b=(100.0, 0.0), c=(0.0, 90.0), d=(100.0, 90.0))
    stood = dict(crossing.at)
    crossing.names.update({node: places(node, at)[0] for node, at in stood.items()})
    before = crossing.faults()
    sides = move_shapes(crossing, dict.fromkeys(AT, 0), places, (240.0, 130.0))
    assert crossing.faults() < before
    moved = [node for node, at in crossing.at.items() if at != stood[node]]
    assert moved and all(crossing.names[node] == places(node, crossing.at[node])[sides[node] or 0] for node in AT)
    boxes = [box for box in crossing.names.values() if box]
    assert all(
        one is two or one[2] <= two[0] or two[2] <= one[0] or one[3] <= two[1] or two[3] <= one[1]
        for one in boxes
        for two in boxes
    )
    touched = picture((A, B), (A, D), barred=(A, B), d=(190.0, 7.0), names=around)
    move_shapes(touched, dict.fromkeys(AT, 0), places, (240.0, 130.0))
    assert touched.touched() == []
    fine = picture((A, B), names=around)
    assert move_shapes(fine, dict.fromkeys(AT, 0), places, (240.0, 130.0)) == dict.fromkeys(AT, 0) and fine.at == AT
    hub = picture(*((A, node) for node in (B, C, D, E)), e=(100.0, 60.0), names=around)
    move_shapes(hub, dict.fromkeys(AT, 0), places, (240.0, 130.0))
    assert hub.at[A] == AT[A], "what has many lines stays"

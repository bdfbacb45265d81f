"""Lines held as few bytes: a mapping like any other."""

import tracemalloc

from kgraph.namespaces import IRI
from kgraph.store.packed import Packed

LINES = {IRI(f"x:g{n}"): b"".join(b'<x:s%d> <x:p> "%d" .\n' % (n, m) for m in range(n % 50)) for n in range(3_000)}


def test_lines_over_many_blocks_are_what_they_were() -> None:
    """In any order, changed, taken over from others, and taken out."""
    packed = Packed(LINES.items())
    assert dict(packed) == LINES
    assert {graph: packed[graph] for graph in reversed(LINES)} == LINES
    packed[IRI("x:g7")] = b"<x:a> <x:b> <x:c> .\n"
    del packed[IRI("x:g8")]
    assert packed == {**{g: v for g, v in LINES.items() if g != "x:g8"}, IRI("x:g7"): b"<x:a> <x:b> <x:c> .\n"}
    other = Packed()
    other.take(packed, IRI("x:g9"))
    assert dict(other) == {IRI("x:g9"): LINES[IRI("x:g9")]}


def test_they_take_a_part_of_their_bytes() -> None:
    """Less than half, with the names of their places."""
    tracemalloc.start()
    packed = Packed(LINES.items())
    taken, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(packed) == len(LINES)
    assert taken < sum(map(len, LINES.values())) / 2


def test_of_a_large_graph_few_lines_are_in_memory_at_a_time() -> None:
    large = [b'<x:s> <x:p> "%d" .\n' % n for n in range(100_000)]
    graphs = {IRI("x:a"): [b"<x:a> <x:b> <x:c> .\n"], IRI("x:large"): large, IRI("x:none"): list[bytes]()}
    packed = Packed.of_lines(graphs.items())
    whole = {graph: b"".join(lines) for graph, lines in graphs.items()}
    assert dict(packed) == dict(Packed(whole.items())) == whole
    assert {graph: list(packed.lines(graph)) for graph in packed} == graphs
    assert list(packed.lines(IRI("x:missing"))) == []
    tracemalloc.start()
    assert sum(map(len, packed.lines(IRI("x:large")))) == len(whole[IRI("x:large")])
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < len(whole[IRI("x:large")]) / 5

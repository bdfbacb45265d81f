"""Graphs as sorted lines whose blank nodes have labels that depend on the data alone."""

import random

import pyoxigraph as ox
import pytest

from kgraph.errors import DataError
from kgraph.namespaces import IRI
from kgraph.store.archive import GraphLines, as_quads
from kgraph.store.canonical import canonical_lines

A, B, C = IRI("https://example.org/a"), IRI("https://example.org/b"), IRI("https://example.org/c")
DATA: list[GraphLines] = [
    (A, [b'_:x <x:p> "one" .\n', b"_:x <x:q> _:y .\n", b'<x:s> <x:p> "about _:x and <x:z> _:x"@en .\n']),
    (B, [b'_:z <x:p> "one" .\n', b"<x:s> <x:p> _:z .\n", b'<x:s> <x:p> "<x:z> _:z" .\n']),
    (C, [b"<x:s> <x:p> <x:o> .\n"]),
]
SHARED: list[GraphLines] = [*DATA, (IRI("https://example.org/d"), [b"_:x <x:r> _:z .\n"])]


def canonical(graphs: list[GraphLines]) -> list[GraphLines]:
    return list(canonical_lines(lambda: iter(graphs)))


def dataset(graphs: list[GraphLines]) -> ox.Dataset:
    found = ox.Dataset(ox.parse(b"".join(as_quads(*graph) for graph in graphs), ox.RdfFormat.N_QUADS))
    found.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return found


def relabelled(graphs: list[GraphLines], seed: int) -> list[GraphLines]:
    """The same data with other labels, in another order."""
    chance = random.Random(seed)  # noqa: S311 - no secret is made
    names = dict(zip(b"xyz", chance.sample(range(100), 3), strict=True))
    new = []
    for graph, lines in graphs:
        changed = []
        for line in chance.sample(lines, len(lines)):
            s, p, o = line[:-3].split(b" ", 2)
            s, o = (b"_:n%d" % names[t[2]] if t.startswith(b"_:") else t for t in (s, o))
            changed.append(b"%b %b %b .\n" % (s, p, o))
        new.append((graph, changed))
    return new


@pytest.mark.parametrize("graphs", [DATA, SHARED])
def test_other_labels_and_another_order_give_the_same_lines(graphs: list[GraphLines]) -> None:
    expected = canonical(graphs)
    assert [graph for graph, _ in expected] == [graph for graph, _ in graphs]
    assert all(lines == sorted(lines) for _, lines in expected)
    for seed in range(20):
        assert canonical(relabelled(graphs, seed)) == expected


@pytest.mark.parametrize("graphs", [DATA, SHARED])
def test_they_say_the_same(graphs: list[GraphLines]) -> None:
    assert dataset(canonical(graphs)) == dataset(graphs)
    assert dataset(canonical(DATA)) != dataset(canonical(SHARED))


def test_what_another_graph_says_changes_no_label() -> None:
    assert canonical(DATA[:1]) == canonical(DATA)[:1]


def test_words_that_look_like_a_label_stay() -> None:
    written = b"".join(as_quads(*graph) for graph in canonical(SHARED))
    assert b'"about _:x and <x:z> _:x"@en' in written
    assert b'"<x:z> _:z"' in written


def test_nodes_that_cannot_be_told_apart_are_refused() -> None:
    many = [b"_:n%d <x:p> _:n%d .\n" % (i, (i + 1) % 300) for i in range(300)]
    with pytest.raises(DataError, match="look the same"):
        canonical([(A, many)])

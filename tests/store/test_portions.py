"""Lines of quads: as the engine gives those that it holds, and read from a file as the engine reads it."""

import io
from pathlib import Path

import pyoxigraph as ox
import pytest

from kgraph.errors import DataError
from kgraph.model import BlankNode, Literal, Quad
from kgraph.namespaces import IRI, XSD
from kgraph.store.portions import lines_of, read_with_lines
from kgraph.store.terms import quad_to_oxigraph

S, P, G = IRI("x:s"), IRI("x:p"), IRI("x:g")

LITERALS = [
    Literal("0.850", XSD.decimal),
    Literal("007", XSD.integer),
    Literal("+5", XSD.int),
    Literal("1e3", XSD.double),
    Literal("1", XSD.boolean),
    Literal("2031-03-09T10:00:00.000+00:00", XSD.dateTime),
    Literal("2031-03-09Z", XSD.date),
    Literal("P1Y0M", XSD.duration),
    Literal("12031-02-30", XSD.date),
    Literal("no number > at all", XSD.integer),
    Literal("a <b> c", IRI("x:own")),
    Literal('say "no" \\ \\u0041 \t\n\r\x01\x7f\x85\u2028 é 😀'),
    Literal('ends in a quote"'),
    Literal('"^^<x:a>'),
    Literal(""),
    Literal("ja > nein", language="de-AT"),
    Literal("@en"),
]


def held(quads: list[Quad]) -> dict[str, bytes]:
    """What the engine gives of quads that it holds."""
    engine, found = ox.Store(), {}
    engine.extend(map(quad_to_oxigraph, quads))
    for graph in (*engine.named_graphs(), ox.DefaultGraph()):
        out = io.BytesIO()
        engine.dump(out, ox.RdfFormat.N_TRIPLES, from_graph=graph)
        found["" if isinstance(graph, ox.DefaultGraph) else graph.value] = out.getvalue()
    return {graph: lines for graph, lines in found.items() if lines}


QUADS: list[Quad] = [
    *((S, P, literal, graph) for literal in LITERALS for graph in (G, None)),
    (S, P, Literal("0.85", XSD.decimal), G),
    (S, P, BlankNode("xs"), G),
    (BlankNode("b"), P, BlankNode("b"), IRI("x:other")),
    (S, P, IRI("https://example.org/é"), None),
]


def test_lines_are_as_the_engine_gives_what_it_holds() -> None:
    """Byte for byte, in its order, each once."""
    assert dict(lines_of(QUADS)) == held(QUADS)


def test_a_file_gives_its_quads_and_their_lines(tmp_path: Path) -> None:
    """The quads are as they are written there, and in their order; the lines are as the engine holds them."""
    path = tmp_path / "all.nq"
    written = ox.serialize(map(quad_to_oxigraph, QUADS), format=ox.RdfFormat.N_QUADS)
    assert written is not None
    path.write_bytes(written)
    quads, lines = read_with_lines(path, "x:")
    blank = {quads[-2][0]: BlankNode("b"), quads[-3][2]: BlankNode("xs")}
    assert [(blank.get(s, s), p, blank.get(o, o), g) for s, p, o, g in quads] == QUADS
    assert dict(lines) == held(quads)


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("<x:s> <x:p> <<( <x:s> <x:p> <x:o> )>> <x:g> .", "RDF 1.2"),
        ('<x:s> <x:p> "a"@en--ltr <x:g> .', "RDF 1.2"),
        ("<x:s> <x:p> <x:o> _:g .", "named by a blank node"),
    ],
)
def test_what_rdf_1_1_has_not_is_refused_by_the_files_name(tmp_path: Path, line: str, fault: str) -> None:
    """Triple terms, directions of text, and graphs without a name."""
    path = tmp_path / "odd.nq"
    path.write_text(f"{line}\n", "utf8")
    with pytest.raises(DataError, match=fault) as caught:
        read_with_lines(path, "x:")
    assert caught.value.path == path

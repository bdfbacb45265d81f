"""What shapes find is what pySHACL finds over the whole graph, whichever nodes are left out as surely conforming."""

import random
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from deriving import derive
from kgraph import Workspace
from kgraph.errors import DataError
from kgraph.model import BlankNode, Literal, Quad, Term
from kgraph.namespaces import IRI, PREFIXES, RDF, XSD
from kgraph.resources import bundled
from kgraph.store import parse_quads, read_quads
from kgraph.validation import Finding
from kgraph.validation import shapes as checking
from kgraph.validation.conforming import Shapes, Union
from kgraph.validation.dataset import Dataset
from kgraph.validation.ontology import Ontology
from kgraph.vocabulary import bundled_terms
from kgraph.workspace.building import read_workspace
from kgraph.workspace.terms import own_terms
from paced import rest_slow

ROOT = Path(__file__).parents[2]
MADE = ROOT / "bench/made.py"
SHAPES = bundled() / "ontology/shapes.ttl"
BASE = "https://example.org/made/"
HEAD = f"@base <{BASE}> . " + "".join(f"@prefix {prefix}: <{iri}> . " for prefix, iri in PREFIXES.items())
TEXTS = ("", "about 40", "0.85", "85", "-3", "1e3", "true", "2021-05-04", "2021-05-04T10:00:00Z", "-0044-03-15", "én")
KINDS = (XSD.string, XSD.integer, XSD.decimal, XSD.double, XSD.date, XSD.dateTime, XSD.boolean)


class Nothing(Shapes):
    """Knows no shape, so that pySHACL looks at all nodes."""

    def __init__(self, shapes: Union, data: Union) -> None:
        super().__init__(shapes, data)
        self.all_known = False
        self.tests.clear()


def found(quads: Sequence[Quad], base: str, shapes: Sequence[Quad], own: Sequence[Quad] = ()) -> list[Finding]:
    """What shapes find in an order of its own."""
    findings = checking.check_shapes(Dataset(quads, base), Ontology.of(SHAPES, bundled_terms(), shapes), own)
    return sorted(findings, key=lambda f: (f.subject, f.message, f.fix, f.severity, str(f.graph)))


def by_both(
    monkeypatch: pytest.MonkeyPatch,
    quads: Sequence[Quad],
    base: str,
    own: Sequence[Quad] = (),
    more: str = "",
    beside: Sequence[Quad] | None = None,
) -> list[Finding]:
    """What is found, which must be the same when pySHACL looks at everything.

    `more` are shapes beside those in `beside`, by default kgraph's own.
    """
    shapes = [
        *(read_quads(SHAPES, base) if beside is None else beside),
        *parse_quads(f"{HEAD}{more}".encode(), "ttl", base),
    ]
    with monkeypatch.context() as patch:
        patch.setattr(checking, "Shapes", Nothing)
        slowly = found(quads, base, shapes, own)
    quickly = found(quads, base, shapes, own)
    assert quickly == slowly
    return quickly


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> list[Quad]:
    folder = tmp_path_factory.mktemp("made")
    subprocess.run([sys.executable, str(MADE), str(folder), "40"], check=True)
    quads = read_workspace(Workspace.find(folder))
    return [*quads, *derive(quads, BASE)]


def spoilt(quads: Sequence[Quad], rng: random.Random, count: int) -> list[Quad]:
    """The quads with so many of them left out, said otherwise or said beside."""
    changed = list(quads)
    predicates = sorted({predicate for _, predicate, _, _ in quads})
    other: Term
    for _ in range(count):
        at = rng.randrange(len(changed))
        subject, predicate, value, graph = changed[at]
        other = rng.choice((rng.choice(quads)[0], rng.choice(quads)[2], BlankNode("b"), IRI(f"{BASE}no/such"), value))
        if rng.random() < 0.3:
            text, kind = rng.choice(TEXTS), rng.choice(KINDS)
            other = (
                Literal(text, language=rng.choice(("en", "en-gb", "de"))) if kind == XSD.string else Literal(text, kind)
            )
        elif isinstance(value, Literal) and rng.random() < 0.5:
            other = replace(value, lexical=value.lexical + rng.choice(("", "0", "?", "#content")))
        luck = rng.random()
        if luck < 0.25:
            del changed[at]
        elif luck < 0.5:
            changed[at] = (subject, predicate, other, graph)
        elif luck < 0.8:
            changed.append((subject, predicate, other, graph))
        else:
            changed.append((subject, rng.choice(predicates), value if luck < 0.9 else other, graph))
    return changed


@pytest.mark.parametrize("folder", rest_slow(["examples/earthquake", "examples/election", "."]))
def test_workspaces(monkeypatch: pytest.MonkeyPatch, folder: str) -> None:
    workspace = Workspace.find(ROOT / folder)
    quads, own = read_workspace(workspace), own_terms(workspace)
    by_both(monkeypatch, [*quads, *derive(quads, workspace.base, [*bundled_terms(), *own])], workspace.base, own)


@pytest.mark.slow
def test_the_example_against_each_shape(monkeypatch: pytest.MonkeyPatch) -> None:
    examples = sorted((ROOT / "ontology/examples").glob("*.invalid.ttl"))
    assert by_both(monkeypatch, [quad for path in examples for quad in read_quads(path, BASE)], BASE)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1, 4))
def test_data_spoilt_at_random(monkeypatch: pytest.MonkeyPatch, made: list[Quad], seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311 - the same for the same seed, and no secret
    for _ in range(5):
        try:
            assert len(by_both(monkeypatch, spoilt(made, rng, 8 * seed), BASE)) > seed
        except DataError as error:  # over the whole graph, which is looked at first
            assert "to compare a BlankNode" in str(error)
        else:
            return
    raise AssertionError("too many blank nodes where pySHACL refuses them")


@pytest.mark.slow
def test_most_nodes_of_valid_data_are_left_out(made: list[Quad]) -> None:
    known = Shapes(Union(read_quads(SHAPES, BASE)), Union([*made, *bundled_terms()]))
    assert known.all_known
    targets = sum(len(known.targets(shape)) for shape in known.tests)
    warned = len(found(made, BASE, read_quads(SHAPES, BASE)))
    assert targets > 400
    assert sum(map(len, known.doubtful().values())) == warned > 0


@pytest.mark.slow
def test_a_union_upon_another_is_the_union_of_both_and_leaves_the_other_as_it_is(made: list[Quad]) -> None:
    rng = random.Random(5)  # noqa: S311 - the same for the same seed, and no secret
    for most in (0, 20, len(made)):
        upper = rng.sample(made, most)
        lower = [quad for quad in made if quad not in upper or rng.random() < 0.2]
        beneath, whole = Union(lower), Union([*lower, *upper])
        before = _told(beneath)
        assert _told(Union(upper, beneath)) == _told(whole) and _told(beneath) == before == _told(Union(lower))


def _told(union: Union) -> tuple[object, ...]:
    """All that a union tells, in no order."""
    values = {
        (predicate, value): sorted(nodes, key=str)
        for predicate in {predicate for _, predicate, _, _ in union.quads()}
        for value, nodes in union.having(predicate)
    }
    return sorted(union.quads(), key=str), values


OF_A_WORKSPACE = [
    "kg:City ; sh:property [ sh:path ( kg:country rdfs:label ) ; sh:pattern 'berland$' ; sh:maxCount 0 ]",
    "kg:City ; sh:property [ sh:path [ sh:oneOrMorePath kg:locatedIn ] ; sh:maxCount 0 ]",
    "kg:City ; sh:property [ sh:path rdfs:label ; sh:pattern 'TOWN' ; sh:flags 'i' ; sh:minLength 7 ]",
    "kg:City ; sh:node <x/region>",
    "kg:None ; sh:targetSubjectsOf kg:side ; sh:xone ( [ sh:class kg:Organization ] [ sh:nodeKind sh:IRI ] )",
    "kg:None ; sh:targetObjectsOf kg:side ; sh:property [ sh:path [ sh:inversePath kg:side ] ; sh:maxCount 3 ]",
    "kg:None ; sh:targetNode <place/town-1>, <no/where> ; sh:property [ sh:path kg:country ; sh:minCount 1 ]",
    "kg:City ; sh:not [ sh:property [ sh:path rdfs:label ; sh:uniqueLang true ; sh:languageIn ( 'en' ) ] ]",
    "kg:City ; sh:property [ sh:path kg:locatedIn ; sh:equals kg:country ; sh:hasValue <place/country> ]",
    "kg:Claim ; sh:property [ sh:path kg:about ; sh:qualifiedValueShape [ sh:class kg:City ] ; "
    "sh:qualifiedMaxCount 0 ; sh:qualifiedMinCount 1 ]",
    "kg:City ; sh:deactivated true ; sh:nodeKind sh:Literal",
    "kg:City ; sh:property [ sh:path kg:locatedIn ; sh:node [ sh:property [ sh:path kg:country ; "
    "sh:node [ sh:property [ sh:path rdfs:label ; sh:maxLength 3 ] ] ] ] ]",
    "kg:City ; sh:and ( [ sh:nodeKind sh:BlankNode ] [ sh:closed true ] )",
    "kg:None ; a <kind/own>, rdfs:Class ; sh:property [ sh:path rdfs:label ; sh:minCount 2 ]",
]
REGION = "<x/region> a sh:NodeShape ; sh:property [ sh:path kg:locatedIn ; sh:class kg:Country ] ."
OF_THAT_CLASS = (IRI(f"{BASE}place/town-2"), RDF.type, IRI(f"{BASE}x/shape"), IRI(f"{BASE}graph/reference"))


@pytest.mark.slow
@pytest.mark.parametrize("shape", OF_A_WORKSPACE)
def test_a_shape_of_a_workspace(monkeypatch: pytest.MonkeyPatch, made: list[Quad], shape: str) -> None:
    """By itself, without kgraph's own."""
    said = f"<x/shape> a sh:NodeShape ; sh:targetClass {shape} . {REGION}"
    findings = by_both(monkeypatch, [*made, OF_THAT_CLASS], BASE, more=said, beside=())
    assert bool(findings) is ("deactivated" not in shape)


@pytest.mark.slow
def test_all_shapes_of_a_workspace_beside_those_of_kgraph(monkeypatch: pytest.MonkeyPatch, made: list[Quad]) -> None:
    shapes = (f"<x/shape{n or ''}> a sh:NodeShape ; sh:targetClass {s} ." for n, s in enumerate(OF_A_WORKSPACE))
    findings = by_both(monkeypatch, [*made, OF_THAT_CLASS], BASE, more=" ".join((*shapes, REGION)))
    assert len(findings) > len(found(made, BASE, read_quads(SHAPES, BASE))) + len(OF_A_WORKSPACE)


@pytest.mark.slow
def test_values_that_only_pyshacl_compares(monkeypatch: pytest.MonkeyPatch) -> None:
    spans = "".join(
        f'<claim/d/c{n}#t> a kg:TimeSpan ; kg:edtf "2021" ; kg:earliestBegin "{begin}"^^{kind} ; '
        f'kg:latestEnd "{end}"^^{kind} .'
        for n, (begin, end, kind) in enumerate(
            (
                ("2021-05-04T10:00:00+02:00", "2021-05-04T09:00:00Z", "xsd:dateTime"),
                ("2021-05-04T10:00:00+02:00", "2021-05-04T07:00:00Z", "xsd:dateTime"),
                ("2021-05-04", "2021-05-03", "xsd:date"),
                ("-0044-03-15", "-0049-01-10", "xsd:date"),
            )
        )
    )
    data = parse_quads(f"{HEAD}<doc/d> {{ {spans} }}".encode(), "trig", BASE)
    assert len([f for f in by_both(monkeypatch, data, BASE) if "is after kg:latestEnd" in f.message]) == 3

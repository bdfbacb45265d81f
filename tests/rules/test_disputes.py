"""The rules, run over small graphs of a made-up war: which pairs of claims they find, and which they leave alone.

Each graph in `graphs/` says in its first lines what it is: `# dispute: …` and the pair, or `# none: …`. The
graphs were written by people who had not read the rules, and are labelled by what both claims can mean.
"""

import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from backends import BACKENDS, fresh_store, sparql_server
from claims import claim, document, graph_of
from kgraph import IRI, KG, Rows, Workspace, open_store
from kgraph.building import derived_graph
from kgraph.model import Quad
from kgraph.store import read_quads
from kgraph.workspace.building import conclude
from tables import over

GRAPHS = Path(__file__).parent / "graphs"
BASE = "https://example.org/id/"
CASES = sorted(path.stem for path in GRAPHS.glob("[ab]*.trig"))


def derived(rules: Workspace, *names: str) -> list[Quad]:
    with open_store("memory:") as store:
        quads = [quad for name in names for quad in read_quads(GRAPHS / f"{name}.trig", BASE)]
        store.load(quads)
        conclude(store, rules, quads)
        return list(store.dump(derived_graph(BASE)))


def disputed(quads: list[Quad]) -> set[frozenset[str]]:
    pairs: dict[object, set[str]] = {}
    for subject, predicate, value, _ in quads:
        if predicate == KG.between:
            pairs.setdefault(subject, set()).add(str(value).removeprefix(BASE))
    return {frozenset(pair) for pair in pairs.values()}


def label(name: str) -> set[frozenset[str]]:
    """The pair that a graph's first lines name; none for a graph without a dispute."""
    first, second = (GRAPHS / f"{name}.trig").read_text(encoding="utf8").split("\n")[:2]
    if first.startswith("# none: "):
        return set()
    assert first.startswith("# dispute: "), name
    assert second.startswith("# between: "), name
    return {frozenset(second.removeprefix("# between: ").split())}


def test_there_are_enough_graphs_of_both_kinds() -> None:
    disputes = [name for name in CASES if label(name)]
    assert len(disputes) >= 43
    assert len(CASES) - len(disputes) >= 84


@pytest.mark.slow
@over("name", CASES)
def test_the_rules_find_the_dispute_and_nothing_else(rules: Workspace, name: str) -> None:
    quads = derived(rules, f"reference-{name[0]}", name)
    assert disputed(quads) == label(name)
    explanations = [quad for quad in quads if quad[1] == KG.explanation]
    findings = {quad[0] for quad in quads if quad[1] == KG.foundBy}
    assert len(explanations) == len(findings)
    assert all(re.fullmatch(r"\S.+\S[.?]", str(quad[2])) for quad in explanations)


def test_a_finding_has_the_same_name_each_time(rules: Workspace) -> None:
    once, again = (derived(rules, "reference-a", "a02") for _ in range(2))
    assert {quad[0] for quad in once} == {quad[0] for quad in again}
    assert all(isinstance(quad[0], IRI) for quad in once)


@pytest.mark.slow
@pytest.mark.parametrize("kind", BACKENDS)
def test_rules_find_the_same_on_every_kind_of_store(
    rules: Workspace, kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """All graphs of one war together, so that there is much to find."""
    names = [name for name in ("reference-a", *CASES) if name.startswith(("a", "reference"))]
    quads = [quad for name in names for quad in read_quads(GRAPHS / f"{name}.trig", BASE)]
    with fresh_store(kind, tmp_path, request) as store:
        store.load(quads)
        conclude(store, rules, quads)
        found = set(store.dump(derived_graph(BASE)))
    assert len(disputed(list(found))) > 24
    assert found == set(derived(rules, *names))


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with sparql_server() as url:
        yield url


def test_the_rule_in_the_documentation_works(rules: Workspace, tmp_path: Path) -> None:
    page = (GRAPHS.parents[2] / "docs/rules.md").read_text(encoding="utf8")
    example = next(block for block in re.findall(r"```sparql\n(.*?)```", page, re.DOTALL) if block.startswith("#+"))
    (tmp_path / "queries/rules").mkdir(parents=True)
    (tmp_path / "queries/rules/two-towns.rq").write_text(example, encoding="utf8")
    there = "<#p> a kg:Presence ; kg:subject <agent/ann> ; kg:place <place/{}> ."
    reference = """<agent/ann> a kg:MilitaryUnit ; rdfs:label "Ann"@en . <place/here> a kg:City ; rdfs:label "Here"@en .
        <place/there> a kg:City ; rdfs:label "There"@en . <agent/paper> a kg:MediaOutlet ; rdfs:label "Paper"@en ."""
    claims = (
        claim("d/1", "agent/paper", there.format("here"), about="<agent/ann>"),
        claim("d/2", "agent/ann", there.format("there"), about="<agent/ann>"),
        claim("d/3", "agent/ann", there.format("there"), said="2031-03-10"),
    )
    own = dataclasses.replace(rules, queries=tmp_path / "queries")
    with graph_of(tmp_path / "data", own, reference, document("d", "paper"), *claims) as graph:
        rows = graph.query("disputes")
        assert isinstance(rows, Rows)
        assert [(str(row["rules"]), str(row["on"])) for row in rows] == [("two-towns", "place")]

"""Each rule does what its words say: graphs written from the words alone, for and against.

A graph's first line names the rule that it is about, and why it is found or left alone; `# finds RULE: …` names each
finding and its claims, and there must be no others. `# above: …` are superior and subordinate of superiorities.
"""

from collections import Counter, defaultdict
from pathlib import Path

import pytest

from kgraph import KG, Workspace, open_store
from kgraph.building import derived_graph
from kgraph.findings.rules import RULES
from kgraph.model import Quad
from kgraph.namespaces import RDF
from kgraph.store import read_quads
from kgraph.workspace.building import conclude
from tables import over

GRAPHS = Path(__file__).parent / "graphs"
BASE = "https://example.org/id/"
CASES = sorted(path.stem for path in GRAPHS.glob("c*.trig"))
Findings = Counter[tuple[str, frozenset[str]]]


def lines(name: str, begin: str) -> list[str]:
    text = (GRAPHS / f"{name}.trig").read_text(encoding="utf8").partition("\n\n")[0]
    return [line.removeprefix(begin) for line in text.split("\n") if line.startswith(begin)]


def wanted(name: str) -> Findings:
    pairs = (line.split(": ", 1) for line in lines(name, "# finds "))
    return Counter((rule, frozenset(claims.split())) for rule, claims in pairs)


def local(value: object) -> str:
    return str(value).removeprefix(BASE)


def found(quads: list[Quad]) -> tuple[Findings, list[tuple[str, str]], list[int]]:
    """The findings by rule and claims; superiors and subordinates; how many explanations each has."""
    nodes: dict[object, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for subject, predicate, value, _ in quads:
        nodes[subject][predicate].append(local(value))
    told = {KG.Conflict, KG.Corroboration, KG.Repetition, KG.Superiority}
    made = [node for node in nodes.values() if told.intersection(node[RDF.type])]
    findings = Counter(
        (node[KG.foundBy][0].removeprefix("rule/"), frozenset(node[KG.between] + node[KG.restsOn])) for node in made
    )
    above = sorted((node[KG.superior][0], node[KG.subordinate][0]) for node in made if KG.superior in node)
    return findings, above, [len(node[KG.explanation]) for node in made]


def test_every_rule_has_graphs_for_and_against() -> None:
    about = {name: lines(name, "# ")[0].partition(":")[0] for name in CASES}
    for rule in {*about.values(), *RULES}:
        mine = [name for name in CASES if about[name] == rule]
        finding = [name for name in mine if any(of == rule for of, _ in wanted(name))]
        assert len(finding) >= 2, rule
        assert len(mine) - len(finding) >= 3, rule


@pytest.mark.slow
@over("name", CASES)
def test_the_rules_find_what_their_words_say_and_nothing_else(rules: Workspace, name: str) -> None:
    quads = [quad for part in ("reference-c", name) for quad in read_quads(GRAPHS / f"{part}.trig", BASE)]
    with open_store("memory:") as store:
        store.load(quads)
        conclude(store, rules, quads)
        findings, above, explanations = found(list(store.dump(derived_graph(BASE))))
    assert findings == wanted(name)
    assert set(explanations) <= {1}
    if lines(name, "# above: "):
        assert above == sorted(tuple(line.split()) for line in lines(name, "# above: "))

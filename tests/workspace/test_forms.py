"""Each form of a query has a method with one type of answer, and the README's example passes a type checker."""

import importlib.util
import inspect
import re
import subprocess
import sys
from pathlib import Path

import pytest

from kgraph import Graph, UsageError
from kgraph.workspace.queried import Options
from requirements import missing

ROOT = Path(__file__).resolve().parents[2]
SELECT = "SELECT ?c { ?c a kg:Claim } LIMIT 2"
ASK = "PREFIX a: <http://example.org/select> ASK { ?c a kg:Claim }"
CONSTRUCT = "CONSTRUCT { ?c a kg:Claim } WHERE { ?c a kg:Claim } LIMIT 2"


def test_each_form_gives_its_type(graph: Graph) -> None:
    assert len(graph.select(SELECT)) == 2
    assert graph.ask(ASK) is True
    assert len(graph.construct(CONSTRUCT)) == 2
    assert graph.construct("DESCRIBE <place/pokrovsk>", world="record")


def test_they_take_what_query_takes(graph: Graph) -> None:
    taken = list(inspect.signature(Graph.query).parameters)[2:]
    assert taken == list(Options.__annotations__)
    rows = graph.select("shares-captured", params={"place": "Pokrovsk"}, as_of="2025-11-01", limit=1)
    assert rows == graph.query("shares-captured", params={"place": "Pokrovsk"}, as_of="2025-11-01", limit=1)


@pytest.mark.parametrize(
    ("method", "text", "other"),
    [
        ("select", ASK, "ask()"),
        ("select", CONSTRUCT, "construct()"),
        ("ask", SELECT, "select()"),
        ("construct", ASK, "ask()"),
    ],
)
def test_another_form_is_refused_with_the_method_that_takes_it(
    graph: Graph, method: str, text: str, other: str
) -> None:
    with pytest.raises(UsageError, match=re.escape(other)):
        getattr(graph, method)(text)


def test_a_catalogue_query_of_another_form_is_refused(graph: Graph) -> None:
    with pytest.raises(UsageError, match=r"select\(\)"):
        graph.ask("shares-captured")


@pytest.mark.parametrize("text", ["INSERT DATA { <x:a> <x:b> <x:c> }", "SELEC ?x { }", "", "{"])
@pytest.mark.parametrize("method", ["select", "ask", "construct"])
def test_what_is_no_query_gets_the_message_that_query_gives(graph: Graph, method: str, text: str) -> None:
    with pytest.raises(UsageError) as said:
        graph.query(text)
    with pytest.raises(UsageError, match=re.escape(str(said.value))):
        getattr(graph, method)(text)


@pytest.mark.slow
def test_the_examples_of_the_readme_pass_a_strict_type_checker(tmp_path: Path) -> None:
    if importlib.util.find_spec("mypy") is None:
        missing("mypy")
    examples = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf8"), re.DOTALL)
    assert examples
    for number, example in enumerate(examples):
        (tmp_path / f"example_{number}.py").write_text(example, encoding="utf8")
    checked = subprocess.run(
        # as `make lint` checks the project's own modules, whose results it finds
        [sys.executable, "-m", "mypy", "--config-file", "pyproject.toml", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    mine = [line for line in checked.stdout.splitlines() if line.startswith(str(tmp_path)) or "example_" in line]
    assert not mine, checked.stdout
    assert "Success" in checked.stdout or "src/kgraph" in checked.stdout, checked.stderr

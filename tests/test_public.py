"""The public door: what it shows, and that it opens without loading what is heavy."""

import subprocess
import sys

import pytest

import kgraph


def test_every_public_name_is_there_and_no_other() -> None:
    assert {name for name in dir(kgraph) if name != "__version__"} == set(kgraph.__all__)
    assert all(getattr(kgraph, name) is not None for name in kgraph.__all__)


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Grahp'"):
        kgraph.Grahp  # noqa: B018 - the point of the test


HEAVY = {"rdflib", "pyshacl", "networkx", "pyvis", "SPARQLWrapper", "jinja2", "IPython"}


@pytest.mark.parametrize(
    ("code", "heavy"),
    [
        ("with kgraph.Graph.open() as graph: graph.query('ASK { ?s a kg:Claim }')", HEAVY),
        # PyYAML reads headers, of rules too, and a graph that is not built yet runs the rules
        ("", {*HEAVY, "yaml"}),
    ],
)
def test_help_and_a_query_text_load_nothing_heavy(code: str, heavy: set[str]) -> None:
    begin = "import sys, kgraph\nfrom kgraph.cli import ask, make, show\n"
    told = [sys.executable, "-c", f"{begin}{code}\nprint(*sys.modules)"]
    loaded = subprocess.run(told, check=True, capture_output=True, text=True).stdout.split()
    assert heavy & set(loaded) == set() != set(loaded)

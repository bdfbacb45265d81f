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


@pytest.mark.parametrize(
    "heavy", ["rdflib", "pyshacl", "networkx", "pyvis", "SPARQLWrapper", "jinja2", "yaml", "IPython"]
)
def test_help_and_a_query_text_load_nothing_heavy(heavy: str) -> None:
    code = (
        "import sys; from kgraph import Graph\n"
        "from kgraph.cli import ask, make, show\n"
        "with Graph.open() as graph: graph.query('ASK { ?s a kg:Claim }')\n"
        f"sys.exit({heavy!r} in sys.modules)"
    )
    # PyYAML reads headers, of rules too, and a graph that is not built yet runs the rules
    if heavy == "yaml":
        code = "import sys; from kgraph.cli import ask, make, show; sys.exit('yaml' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

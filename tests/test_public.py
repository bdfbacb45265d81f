"""The public door: what it shows, and that it opens without loading what is heavy."""

import subprocess
import sys

import pytest

import kgraph
from kgraph.cli import commands as cli_commands


def test_every_public_name_is_there_and_no_other() -> None:
    assert {name for name in dir(kgraph) if name != "__version__"} == set(kgraph.__all__)
    assert all(getattr(kgraph, name) is not None for name in kgraph.__all__)


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Grahp'"):
        kgraph.Grahp  # noqa: B018 - the point of the test


HEAVY = {"rdflib", "pyshacl", "networkx", "pyvis", "SPARQLWrapper", "jinja2", "IPython", "rich", "xlsxwriter"}
COMMANDS = {f"kgraph.cli.{module}" for rows in cli_commands.COMMANDS.values() for module, _ in rows.values()}
QUERY = "ASK { ?s a kg:Claim }"
ASK = f"import kgraph\nwith kgraph.Graph.open() as graph: graph.query({QUERY!r})"
RUN = """
from kgraph.cli import main
sys.argv = ["kgraph", *{}]
try:
    main()
except SystemExit as end:
    assert not end.code
"""
COMPLETE = "import os\nos.environ |= dict(_KGRAPH_COMPLETE='complete_bash', COMP_WORDS='kgraph q', COMP_CWORD='1')\n"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("code", "heavy"),
    [
        (ASK, {*HEAVY, "yaml"}),  # headers of rules in files need PyYAML, and this workspace has none
        (RUN.format(["query", QUERY]), {*HEAVY, "yaml"}),
        (RUN.format(["query", "--help"]), {*HEAVY, "yaml"}),
        (RUN.format(["validate", "--help"]), HEAVY),
        (RUN.format(["--help"]), {*HEAVY, *COMMANDS, "yaml", "pyoxigraph"}),
        (COMPLETE + RUN.format([]), {*HEAVY, *COMMANDS, "yaml", "pyoxigraph"}),
    ],
)
def test_help_and_a_query_text_load_nothing_heavy(code: str, heavy: set[str]) -> None:
    told = [sys.executable, "-c", f"import sys\n{code}\nprint(*sys.modules, file=sys.stderr)"]
    loaded = subprocess.run(told, check=True, capture_output=True, text=True).stderr.splitlines()[-1].split()
    assert heavy & set(loaded) == set() != set(loaded)

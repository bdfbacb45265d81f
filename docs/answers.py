"""Print what kgraph answers, for the generated parts of the documentation (cog calls this)."""

import io
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def run(*words: str) -> str:
    """What a command prints, asked of the files as they are."""
    environment = os.environ | {"COLUMNS": "80", "NO_COLOR": "1", "PYTHONPATH": str(ROOT / "src")}
    environment.pop("KGRAPH_SOURCES", None)
    command = [sys.executable, "-m", "kgraph", *words]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    return done.stdout


def answer(query: str, *columns: str, **params: str) -> str:
    """A catalogue query's rows as a Markdown table, only these columns, equal rows once."""
    from kgraph import Graph, Rows
    from kgraph.views.answers import rows_text

    with Graph.open(ROOT) as graph:
        options = {k: params.pop(k) for k in ("as_of", "world") if k in params}
        according_to = [params.pop("according_to")] if "according_to" in params else ()
        rows = graph.query(query, params=params, according_to=according_to, **options)
        assert isinstance(rows, Rows)
        return rows_text(rows.only(*columns), "md", graph.workspace.base)


def commands() -> str:
    """The help of the program and of each command, as Markdown."""
    names = [
        line.split()[0]
        for line in run("--help").split("Commands:")[1].split("Examples:")[0].splitlines()
        if line.startswith("  ") and line.strip()
    ]
    out = io.StringIO()
    print(f"```text\n{run('--help').rstrip()}\n```", file=out)
    for words in [[name] for name in names if name != "view"] + [["view", "network"]]:
        print(f"\n## kgraph {' '.join(words)}\n\n```text\n{run(*words, '--help').rstrip()}\n```", file=out)
    return out.getvalue()

"""Print what kgraph answers, for the generated parts of the documentation (cog calls this)."""

import io
import os
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from contextlib import redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING, TextIO
from unittest.mock import patch

if TYPE_CHECKING:
    from kgraph.disputes.rules import Rule

ROOT = Path(__file__).resolve().parents[1]
_TERMINAL = {"COLUMNS": "80", "NO_COLOR": "1"}


def run(*words: str) -> str:
    """What a command prints, asked of the files as they are."""
    environment = os.environ | _TERMINAL | {"PYTHONPATH": str(ROOT / "src")}
    environment.pop("KGRAPH_SOURCES", None)
    command = [sys.executable, "-m", "kgraph", *words]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    return done.stdout


def answer(query: str, *columns: str, **params: str) -> str:
    """A catalogue query's rows as a Markdown table, only these columns."""
    from kgraph import Graph, Rows
    from kgraph.views.answers import rows_text

    with Graph.open(ROOT) as graph:
        options = {k: params.pop(k) for k in ("as_of", "world") if k in params}
        according_to = [params.pop("according_to")] if "according_to" in params else ()
        rows = graph.query(query, params=params, according_to=according_to, **options)
        assert isinstance(rows, Rows)
        return rows_text(rows.only(*columns), "md", graph.workspace.base)


def example(name: str, *words: str) -> str:
    """A command that is asked of an example, with what it prints, as Markdown."""
    call = shlex.join(["kgraph", "-C", f"examples/{name}", *words])
    return f"```sh\n{call}\n```\n\n```text\n{run('-C', f'examples/{name}', *words).rstrip()}\n```\n"


def units() -> str:
    """The measures and the units of each kind of quantity but money, as a Markdown table."""
    from kgraph.vocabulary import built_in

    known = built_in()
    kinds: dict[str, tuple[list[str], list[str]]] = {}
    for entry in known.terms.values():
        unit = known.unit(entry.iri)
        told = known.measure(entry.iri) or unit
        if told and (kind := told.kind) and not kind.endswith("Currency"):
            words = f"{entry.label} (`{entry.alternatives[0]}`)" if unit and entry.alternatives else entry.label
            kinds.setdefault(kind, ([], []))[unit is not None].append(words)
    rows = [f"| {', '.join(measures)} | {', '.join(units)} |" for measures, units in kinds.values()]
    return "\n".join(["| what is measured | in |", "| --- | --- |", *rows])


def commands() -> str:
    """The help of the program and of each command, as Markdown."""
    from kgraph.cli.commands import COMMANDS

    names = [
        line.split()[0]
        for line in _help().split("Commands:")[1].split("Examples:")[0].splitlines()
        if line.startswith("  ") and line.strip()
    ]
    out = io.StringIO()
    print(f"```text\n{_help()}\n```", file=out)
    grouped = {group: [[group, name] for name in COMMANDS[group]] for group in ("view", "claims", "document", "store")}
    for words in [words for name in names for words in grouped.get(name, [[name]])]:
        print(f"\n## kgraph {' '.join(words)}\n\n```text\n{_help(*words)}\n```", file=out)
    return out.getvalue()


def _help(*words: str) -> str:
    """What a command prints of itself: without a process of its own, since there are half a hundred."""
    from kgraph.cli import app

    with patch.dict(os.environ, _TERMINAL), redirect_stdout(io.StringIO()) as out:
        app([*words, "--help"], prog_name="kgraph", standalone_mode=False)
    return out.getvalue().rstrip()


def columns() -> str:
    """The columns of the sheet of claims, as a table in Markdown."""
    from kgraph.sheets.columns import COLUMNS

    rows = ["| column | what goes there | also called |", "| --- | --- | --- |"]
    rows += [f"| {column.name} | {column.help} | {', '.join(column.also)} |" for column in COLUMNS]
    return "\n".join(rows)


def parts() -> str:
    """The columns of the table of claims, as a table in Markdown."""
    from kgraph.views.export import CLAIM_COLUMNS

    return "\n".join(
        ["| column | what it has |", "| --- | --- |", *(f"| `{name}` | {has} |" for name, has in CLAIM_COLUMNS.items())]
    )


def statuses() -> str:
    """The words for what is in question, as a table in Markdown."""
    from kgraph.analysis.claimed import STATUSES

    rows = (f"| {word} | {has} |" for word, has in STATUSES.items())
    return "\n".join(["| status | means |", "| --- | --- |", *rows])


def catalogue() -> str:
    """Every query of the catalogue by topic: its question, what a row is, its parameters, an example."""
    from kgraph.catalogue import Query, load_catalogue

    cases = {path.parent.name: path for path in (ROOT / "tests/queries").glob("*/*/case.toml")}
    topics: dict[str, list[Query]] = {}
    for query in load_catalogue([ROOT / "queries"]).values():
        topics.setdefault(query.topic, []).append(query)
    out = io.StringIO()
    for topic, queries in sorted(topics.items()):
        print(f"\n## {topic}", file=out)
        for query in queries:
            print(f"\n### {query.name}\n\n{query.summary}\n", file=out)
            if query.description:
                print(f"{query.description}\n", file=out)
            if query.params:
                print("| parameter | type | what it is | default |\n| --- | --- | --- | --- |", file=out)
            for p in query.params:
                default = "" if p.default == "UNDEF" else f"`{p.default}`"
                print(f"| `{p.name}` | {p.type} | {p.summary} | {default} |", file=out)
            print(f"\n```sh\n{_call(query.name, cases[query.name])}\n```", file=out)
    return out.getvalue().strip()


def _call(name: str, case: Path) -> str:
    """The command that asks what the query's case asks."""
    given = tomllib.loads(case.read_text(encoding="utf8"))
    words = ["kgraph", "query", name]
    if not case.with_name("data.trig").exists():
        words += [word for k, v in given.get("params", {}).items() for word in ("--param", f"{k}={v}")]
        options = {"world": "--world", "according_to": "--according-to", "as_of": "--as-of"}
        words += [word for key, option in options.items() if key in given for word in (option, str(given[key]))]
    return shlex.join(words)


def rules() -> str:
    """Every rule and premise, as the tables of the package tell them."""
    from kgraph.disputes.rules import BESIDE, EVERY, RULES
    from kgraph.findings.rules import PREMISES
    from kgraph.findings.rules import RULES as MORE_RULES

    out = io.StringIO()
    print(f"\n## Conflicts and questions\n\n{EVERY}", file=out)
    _print_rules(RULES, out)
    print("\n## Told beside questions\n", file=out)
    for name, text in BESIDE.items():
        print(f"- *{name.replace('-', ' ')}*: {text}", file=out)
    print("\n## Agreement and command", file=out)
    _print_rules(MORE_RULES, out)
    print("\n## Premises\n", file=out)
    for terms, text in PREMISES.items():
        print(f"- **{terms}**: {text}", file=out)
    return out.getvalue().strip()


def _print_rules(rules: "Mapping[str, Rule]", out: TextIO) -> None:
    for name, rule in rules.items():
        print(f"\n### {name}\n\n**{rule.summary}**\n\nFinds {rule.finds}. Leaves alone {rule.leaves}.", file=out)

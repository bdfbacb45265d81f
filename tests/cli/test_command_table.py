"""The table of commands: it says what the commands say of themselves, and all of them stand in it."""

import subprocess
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest
import typer.main

from kgraph import cli
from kgraph.cli.commands import COMMANDS

Run = Callable[..., "subprocess.CompletedProcess[str]"]
ROWS = [(name, module, line) for rows in COMMANDS.values() for name, (module, line) in rows.items()]


def registered(module: str) -> dict[str, str]:
    """The commands and groups of a module, with their help."""
    app = getattr(import_module(f"kgraph.cli.{module}"), "app", None)
    return {name: str(command.help) for name, command in typer.main.get_group(app).commands.items()} if app else {}


@pytest.mark.parametrize(("name", "module", "line"), ROWS, ids=[row[0] for row in ROWS])
def test_a_row_has_the_first_line_of_its_command_s_help(name: str, module: str, line: str) -> None:
    assert registered(module)[name].splitlines()[0] == line


def test_every_command_of_a_module_is_in_the_table() -> None:
    modules = {path.stem for path in Path(str(cli.__file__)).parent.glob("*.py")} - {"__init__", "app"}
    assert {(name, module) for module in modules for name in registered(module)} == {row[:2] for row in ROWS}
    assert len(ROWS) == len({row[:2] for row in ROWS})


def test_every_group_has_rows_and_a_row() -> None:
    assert set(COMMANDS) - {"kgraph"} <= set(COMMANDS["kgraph"])


@pytest.mark.parametrize(
    ("words", "near"), [(("querys",), "'query', 'queries'"), (("link", "reviw"), "'review'"), (("view", "x"), "")]
)
def test_what_is_no_command_is_told_with_those_that_are_near(kgraph: Run, words: tuple[str, ...], near: str) -> None:
    done = kgraph(*words)
    said = f"No such command '{words[-1]}'." + (f" Did you mean {near}?" if near else "")
    assert (done.returncode, done.stderr.splitlines()[-1]) == (2, f"Error: {said}")


@pytest.mark.parametrize("words", [(), ("view",)])
def test_a_group_without_a_command_shows_its_help(kgraph: Run, words: tuple[str, ...]) -> None:
    done = kgraph(*words)
    assert (done.returncode, done.stderr.strip()) == (2, kgraph(*words, "--help").stdout.strip())

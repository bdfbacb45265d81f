"""The progress bar: what a step is called comes from other people's tables, and steers no terminal."""

import io
import sys
from types import SimpleNamespace
from typing import cast

import pytest
import typer

from kgraph.cli.output import progress


class Screen(io.StringIO):
    """A terminal that only takes down what it is told."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("name", ["[/b]", "[red]x", "\x1b]0;title\x07", "two\nlines", "\ud800", "\u202eturned"])
def test_a_steps_name_is_shown_as_one_harmless_line(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.delenv("NO_COLOR", raising=False)
    context = cast("typer.Context", SimpleNamespace(obj=SimpleNamespace(quiet=False)))
    with progress(context, 2) as step:
        step(name)
    shown = screen.getvalue()
    expected = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in " ".join(name.split()))
    assert expected in shown
    assert "\x1b]0" not in shown
    assert "\u202e" not in shown

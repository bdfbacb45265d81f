"""Where the answers of a dialogue come from: a terminal, with Tab to complete, or the lines of standard input."""

import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Protocol

import typer

from kgraph.sheets.suggesting import Suggestion

if TYPE_CHECKING:
    from prompt_toolkit.completion import CompleteEvent, Completer, Completion
    from prompt_toolkit.document import Document

Completing = Callable[[str], Iterable[Suggestion]]


class Answers(Protocol):
    """Something that answers questions. Raises `EOFError` where no more answers come."""

    def ask(self, question: str, completing: Completing | None = None) -> str:
        """The answer to a question."""


def answers() -> Answers:
    """The terminal, if there is one; else standard input."""
    return Typed() if sys.stdin.isatty() and sys.stdout.isatty() else Lines()


class Lines:
    """The lines of standard input, each shown behind its question."""

    def ask(self, question: str, completing: Completing | None = None) -> str:
        """The next line."""
        typer.echo(question, nl=False)
        line = sys.stdin.readline()
        typer.echo(line.rstrip("\n") if line else "")
        if not line:
            raise EOFError
        return line.strip()


class Typed:
    """What a person types: arrows move and bring former answers back, Tab completes."""

    def __init__(self) -> None:
        from prompt_toolkit import PromptSession  # 0.1 s that only a terminal needs
        from prompt_toolkit.history import InMemoryHistory

        self._session: PromptSession[str] = PromptSession(history=InMemoryHistory(), complete_while_typing=False)

    def ask(self, question: str, completing: Completing | None = None) -> str:
        """What was typed."""
        return self._session.prompt(question, completer=_completer(completing or (lambda typed: ()))).strip()


def _completer(completing: Completing) -> "Completer":
    from prompt_toolkit.completion import Completer, Completion

    class _Completer(Completer):
        def get_completions(self, document: "Document", complete_event: "CompleteEvent") -> "Iterable[Completion]":
            for one in completing(document.text_before_cursor):
                yield Completion(one.text, start_position=-one.length, display_meta=one.told)

    return _Completer()

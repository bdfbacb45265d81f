"""Reading the answers of a dialogue: from a terminal, with completion by Tab, or from the lines of standard input."""

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
    """A source of answers to questions. Raises `EOFError` at its end."""

    def ask(self, question: str, completing: Completing | None = None) -> str:
        """The answer to a question."""


def answers() -> Answers:
    """The terminal, if there is one; else standard input."""
    return Typed() if sys.stdin.isatty() and sys.stdout.isatty() else Lines()


class Lines:
    """Answers from the lines of standard input, each printed after its question."""

    def ask(self, question: str, completing: Completing | None = None) -> str:
        """The next line."""
        typer.echo(question, nl=False)
        line = sys.stdin.readline()
        typer.echo(line.rstrip("\n") if line else "")
        if not line:
            raise EOFError
        return line.strip()


class Typed:
    """Answers that a user types: arrow keys move and recall earlier answers, Tab completes."""

    def __init__(self) -> None:
        from prompt_toolkit import PromptSession  # takes 0.1 s, and only a terminal needs it
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

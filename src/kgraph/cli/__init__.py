"""The command line: it parses options, calls the packages below, and prints their results."""

import os
import sys
import traceback

from kgraph.cli.app import app
from kgraph.errors import KgraphError, UsageError

__all__ = ["app", "main"]


def main() -> None:
    """Run the command line; an error becomes one line on stderr and its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a character that the terminal's encoding lacks must not end the command
            stream.reconfigure(errors="replace")
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w", encoding="utf8")  # noqa: SIM115, PTH123 - open till the process ends
    try:
        try:
            app(prog_name="kgraph")
        finally:
            sys.stdout.flush()
    except KgraphError as error:
        _fail(str(error), error.exit_code)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as error:
        _fail(f"{error.filename or 'output'}: {error.strerror or error}", UsageError.exit_code)


def _fail(message: str, code: int) -> None:
    if "--debug" in sys.argv[1:]:
        traceback.print_exc()
    # labels may have characters that control the terminal
    message = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in message)
    print(f"kgraph: {message}", file=sys.stderr)  # noqa: T201 - the one line the user sees
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # the reader of stdout has gone: drop what is still in the buffer
    sys.exit(code)

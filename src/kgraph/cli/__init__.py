"""The command line: parse, call, print. What the commands do lives in the layers below."""

import sys

from kgraph.cli.app import app
from kgraph.errors import KgraphError

__all__ = ["app", "main"]


def main() -> None:
    """Run the command line; errors of `kgraph.errors` become one line on stderr and their exit code."""
    from kgraph.cli import ask, make, show  # noqa: F401 - importing them registers their commands

    debug = "--debug" in sys.argv[1:]
    try:
        app(prog_name="kgraph")
    except KgraphError as error:
        if debug:
            raise
        print(f"kgraph: {error}", file=sys.stderr)  # noqa: T201 - the one line the user sees
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)

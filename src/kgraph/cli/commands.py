"""The table of commands, and the groups that read it: a command's module is loaded when that command is asked for.

Each module of this package has an `app`, in which its commands register with their options, examples and long help.
"""

from importlib import import_module
from typing import Any

import typer.main
from typer.core import TyperCommand, TyperGroup

from kgraph.memory import uncollected

COMMANDS = {
    "kgraph": {
        "query": ("ask", "Ask the graph a question in a chosen world. Ctrl-C stops it."),
        "queries": (
            "ask",
            "List the catalogue's queries, with their parameters. Exits with 3 if a .rq file has a fault.",
        ),
        "vocabulary": ("vocabulary", "List and search the terms that data may use, and when to use them."),
        "worlds": ("ask", "List the worlds and what each holds."),
        "stats": ("ask", "Count what the graph holds."),
        "chain": ("analyse", "Show who commands a unit, what it is under and what is under it."),
        "disputes": ("analyse", "Show what is in question: the positions, who takes them, and what comes near."),
        "compare": ("analyse", "Set side by side what claimants say of a topic, aspect by aspect."),
        "origins": ("analyse", "Count the independent origins of each content, and show the way of each claim."),
        "measures": ("analyse", "Measure a network of claims: who is central, and who belongs together."),
        "path": ("analyse", "Show the shortest way between two entities, and the claims along it."),
        "diff": ("analyse", "Show what changed between two versions of a graph."),
        "claims": (
            "claims",
            "Write claims in a spreadsheet, take them from annotations, or add them one by one.",
        ),
        "anchor": ("anchor", "Print the pointer to words of a text, for a data file."),
        "document": ("document", "Register texts and pages as documents, and list those that there are."),
        "enrich": ("enrich", "Fetch what GeoNames and Wikidata say of matched entries, each into a graph of its own."),
        "build": ("make", "Build the graph from the workspace's files."),
        "validate": ("check", "Check the data; exit 1 if something must be mended."),
        "fmt": ("make", "Put data files into their stable, sorted form, without a byte order mark."),
        "init": ("make", "Start a workspace, with a small example in it."),
        "demo": ("demo", "Build, validate, answer three questions, draw."),
        "export": ("show", "Hand out the graph in other tools' formats."),
        "link": ("link", "Link entities to other data sets: look for candidates, judge them, take a judgement back."),
        "view": ("show", "Write the graph as a page that opens offline."),
    },
    "document": {
        "add": ("document", "Register a text, or a page by its address, as a document that claims can point into."),
        "list": ("document", "List the documents: their days, their claims, whether the text is at hand."),
    },
    "link": {
        "review": ("link", "Judge candidates one entity after the other; each judgement is kept at once."),
        "judge": ("link", "Judge one pair: is this entry the entity?"),
        "forget": ("link", "Take back what was judged of an entity."),
        "undo": ("link", "Take back the last step: a run, a judgement, a forgetting. Again for the one before."),
        "show": ("link", "Show what has been judged, or an entity's candidates with the reasons."),
        "table": (
            "link_table",
            "Look for the names of somebody's table: in GeoNames, elsewhere, or with --dataset graph in this graph.",
        ),
    },
    "claims": {
        "template": ("claims", "Write an empty workbook for claims, with drop-downs and an example of each kind."),
        "import": ("claims", "Read claims from a spreadsheet, or from annotations, into the workspace's data files."),
        "export": ("claims", "Write the workspace's claims as a spreadsheet, or as web annotations."),
        "add": ("adding", "Ask for one claim after the other on the terminal, and keep each."),
    },
    "view": {
        "network": (
            "show",
            "Draw people, units, places and events, and what claims say of them, as an interactive network.",
        ),
    },
}
"""For each group its commands, in the order of its help: their modules, and the first lines of their help."""


def examples(*lines: str) -> str:
    """A command's examples, as the text under its help."""
    return "Examples:\n\n\b\n" + "\n".join(f"  {line}" for line in lines)


class ListedGroup(TyperGroup):
    """A group whose commands are those that the table lists under its name."""

    def __init__(self, *, name: str, **settings: Any) -> None:
        super().__init__(name=name, **settings)
        self.commands = {command: ListedCommand(command, *row) for command, row in COMMANDS[name].items()}


class ListedCommand(TyperCommand):
    """A command as the table knows it: enough to list, to complete and to suggest it. To run it loads its module."""

    def __init__(self, name: str, module: str, help: str) -> None:
        super().__init__(name, help=help)
        self._module = module

    def make_context(self, *words: Any, **settings: Any) -> Any:
        """The context of the command itself, which its module has registered."""
        with uncollected():  # nearly all that a module makes stays
            module = import_module(f"kgraph.cli.{self._module}")
        registered = typer.main.get_group(module.app)
        return registered.commands[str(self.name)].make_context(*words, **settings)

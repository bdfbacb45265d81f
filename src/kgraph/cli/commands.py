"""The table of commands, and groups that read it: a command's module is loaded only when the command is used.

Each module of this package has an `app`, in which its commands register with their options, examples and long help.
"""

from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import Any

import typer.main
from typer.core import TyperCommand, TyperGroup

from kgraph.memory import uncollected

COMMANDS = {
    "kgraph": {
        "query": ("ask", "Ask the graph a question, in a chosen world (see 'kgraph worlds'). Ctrl-C stops it."),
        "queries": (
            "ask",
            "List the ready-made queries (the catalogue), with their parameters. Exits with 3 if a .rq file has "
            "a fault.",
        ),
        "vocabulary": ("vocabulary", "List and search the terms that data files may use, and tell when to use each."),
        "worlds": ("ask", "List the worlds: for each, which claims' contents a query sees."),
        "stats": ("ask", "Count the graph's documents, claims, claimants, entities, disputes and links."),
        "chain": ("analyse", "Show who commands a unit, and what is above and below it, with the claims that say so."),
        "disputes": (
            "analyse",
            "Show what claimants contradict each other on: each question, its positions, and who takes them.",
        ),
        "compare": ("analyse", "Compare what claimants say about a topic, aspect by aspect."),
        "origins": (
            "analyse",
            "Count the independent origins of each statement, and show through whom each claim came.",
        ),
        "measures": ("analyse", "Measure a network of claims: which entities are central, and which form groups."),
        "path": ("analyse", "Show the shortest path between two entities, and the claims along it."),
        "diff": ("analyse", "Show what changed between two versions of a graph."),
        "claims": (
            "claims",
            "Import and export claims as a spreadsheet or as annotations, or add them one by one.",
        ),
        "anchor": ("anchor", "Find words in a text, and print the Turtle that points a claim to them."),
        "document": ("document", "Register texts and web pages as documents, and list the documents."),
        "enrich": (
            "enrich",
            "Fetch what GeoNames and Wikidata say about linked entities, and keep it apart from claims.",
        ),
        "build": ("make", "Build the graph from the workspace's files."),
        "validate": ("check", "Check the data files; exit with 1 if something must be corrected."),
        "fmt": ("make", "Rewrite data files in a stable, sorted form, so that a diff shows only real changes."),
        "init": ("make", "Start a workspace, with a small example in it."),
        "demo": ("demo", "Build and check the Pokrovsk example, answer three questions, and draw its network."),
        "export": ("show", "Export the graph in a format that other tools read."),
        "link": (
            "link",
            "Link entities to entries of other data sets: find candidates, judge them, take judgements back.",
        ),
        "view": ("show", "Write the graph as a web page that opens offline."),
        "store": ("store", "Find out what a server can do as the store."),
        "serve": ("serve", "Serve the graph over HTTP: a SPARQL endpoint for programs, and pages for people."),
        "mcp": ("assistants", "Let an assistant read the graph, over stdin and stdout (Model Context Protocol)."),
    },
    "document": {
        "add": ("document", "Register a text file, or the address of a web page, as a document that claims can cite."),
        "list": (
            "document",
            "List the documents: when each was published, how many claims it has, and whether its text is there.",
        ),
    },
    "link": {
        "review": ("link_review", "Judge candidates, one entity after the other; each judgement is saved at once."),
        "judge": ("link", "Judge one pair: is this entry of a data set the same thing as this entity?"),
        "forget": ("link", "Take back the judgements about an entity."),
        "undo": (
            "link_review",
            "Undo the last step of linking: a run, a judgement or a 'forget'. Repeat it to undo the step before.",
        ),
        "show": ("link", "Show all judgements, or the candidates for one entity with the reasons for each."),
        "table": (
            "link_table",
            "Find the names in a table of yours: in GeoNames, in another data set, or with --dataset graph in "
            "this graph.",
        ),
    },
    "claims": {
        "template": (
            "claims",
            "Write a workbook to fill in with claims, with drop-down lists and an example of each kind of claim.",
        ),
        "import": ("claims", "Read claims from a spreadsheet, or from annotations, into the workspace's data files."),
        "export": ("claims", "Write the workspace's claims as a spreadsheet, or as web annotations."),
        "add": ("adding", "Ask you for claims on the terminal, one after the other, and save each."),
    },
    "store": {
        "check": (
            "store",
            "Try what a SPARQL server can do, and say what to do about the rest; exit with 1 if kgraph cannot work "
            "there.",
        ),
    },
    "view": {
        "network": (
            "show",
            "Draw people, units, places and events, and what claims say about them, as an interactive network.",
        ),
    },
}
"""For each group, its commands in the order of its help, each with its module and the first line of its help."""


def examples(*lines: str) -> str:
    """A command's examples, as the text under its help."""
    return "Examples:\n\n\b\n" + "\n".join(f"  {line}" for line in lines)


class ListedGroup(TyperGroup):
    """A group whose commands are those that the table lists under its name."""

    def __init__(self, *, name: str, **settings: Any) -> None:
        super().__init__(name=name, **settings)
        self.commands = {command: ListedCommand(command, *row) for command, row in COMMANDS[name].items()}


class ListedCommand(TyperCommand):
    """A command by its row in the table, which is enough to list, complete and suggest it. Running it loads its
    module."""

    def __init__(self, name: str, module: str, help: str) -> None:
        super().__init__(name, help=help)
        self._module = module

    def make_context(self, *words: Any, **settings: Any) -> Any:
        """The context of the real command, which its module has registered. It begins again if a build ended at an
        endpoint before the command wrote what it read there."""
        with uncollected():  # nearly all objects that a module makes are kept
            module = import_module(f"kgraph.cli.{self._module}")
        registered = typer.main.get_group(module.app)
        command = registered.commands[str(self.name)]
        if callback := command.callback:
            command.callback = lambda **given: _again(partial(callback, **given))
        return command.make_context(*words, **settings)


def _again(callback: Callable[[], object]) -> object:
    from kgraph.store.steady import tried  # imports the engine, which the list of commands does not need

    return tried(callback)

"""The command `vocabulary`, which lists and searches terms."""

from typing import Annotated

import typer

from kgraph.cli.commands import examples
from kgraph.cli.options import Format, FormatOption, Output
from kgraph.cli.output import emit, remark, write_rows
from kgraph.cli.workspaces import workspace_of
from kgraph.errors import UnknownName, UsageError
from kgraph.model import Literal, Rows, Term
from kgraph.namespaces import compact
from kgraph.reading import fold
from kgraph.vocabulary import STUBS, Entry, Vocabulary, built_in, found, guessed_kind, is_of_kind, stub, suggested
from kgraph.workspace.terms import vocabulary_of

app = typer.Typer(rich_markup_mode=None)
_MOST = 3  # how many units a remark names
_COLUMNS = ("term", "label", "kind", "use", "also", "from")


def complete_kind(incomplete: str) -> list[str]:
    """Kinds of term for the shell."""
    return [kind for kind in STUBS if kind.startswith(incomplete)]


@app.command(
    epilog=examples(
        "kgraph vocabulary town",
        "kgraph vocabulary people --kind measure",
        "kgraph vocabulary --new 'people vaccinated' --kind measure >> ontology/own.ttl",
    )
)
def vocabulary(
    context: typer.Context,
    words: Annotated[
        list[str] | None, typer.Argument(help="List only terms with all these words in their names or definition.")
    ] = None,
    kind: Annotated[
        str,
        typer.Option(
            "--kind", "-k", help=f"List only terms of this kind: {', '.join(STUBS)} …", autocompletion=complete_kind
        ),
    ] = "",
    new: Annotated[str, typer.Option("--new", help="Print the Turtle of a new term with this label.")] = "",
    form: FormatOption = None,
    output: Output = None,
) -> None:
    """List and search the terms that data files may use, and tell when to use each.

    The terms are kgraph's own, and those that the workspace defines in its folder ontology/. Everyday words find terms,
    too: "village" finds kg:City. With --new and --kind it prints the Turtle of a new term instead: put it into
    ontology/own.ttl, and fill it in.
    """
    workspace = workspace_of(context)
    if new:
        _print_stub(context, new, kind, workspace.base, words or [], form, output)
        return
    known = vocabulary_of(workspace)
    sought = " ".join(words or [])
    if kind and not any(is_of_kind(entry, kind) for entry in known.terms.values()):
        kinds = {entry.kind.removeprefix("kind of ") for entry in known.terms.values()} | set(STUBS)
        raise UnknownName("kind of term", kind, kinds, f"there are {', '.join(sorted(kinds))}")
    entries = found(known, sought, kind)
    rows = Rows(_COLUMNS, tuple(_row(entry) for entry in entries))
    write_rows(context, rows, form, output, workspace.base, _COLUMNS[:4])
    if not entries:
        remark(context, _nothing(known, sought))


def _row(entry: Entry) -> tuple[Term, ...]:
    source = "workspace" if entry.own else "kgraph"
    texts = (entry.label, entry.kind, entry.use, ", ".join(entry.alternatives), source)
    return (entry.iri, *(Literal(text) for text in texts))


def _nothing(known: Vocabulary, sought: str) -> str:
    near = ", ".join(f"'{entry.label}'" for entry in suggested(known, "".join(map(str.capitalize, sought.split()))))
    hint = f"did you mean {near}? " if near else ""
    return f"no term has '{sought}'; {hint}'kgraph vocabulary --new … --kind …' writes one of your own"


def _print_stub(
    context: typer.Context,
    label: str,
    kind: str,
    base: str,
    words: list[str],
    form: Format | None,
    output: Output,
) -> None:
    if words:
        raise UsageError(f"--new '{label}' takes one label: put the whole label in quotation marks")
    if form not in (None, Format.ttl):
        raise UsageError(f"a new term cannot be written as {form.value}; it is Turtle")
    if not kind:
        raise UsageError(f"say what '{label}' is with --kind: {', '.join(STUBS)}")
    emit(stub(label, kind, base), output, context)
    if fold(kind).removesuffix("s") == "measure":
        remark(context, _told(label))


def _told(label: str) -> str:
    """What a new measure is taken to be counted in, for a person who does not look at its Turtle."""
    kind = guessed_kind(label)
    if kind is None:
        told = f"in what '{label}' is counted its words do not tell: write its qudt:hasQuantityKind"
        return f"{told}, such as quantitykind:Population for people, Count for things"
    known = built_in()
    units = [entry.label for entry in known.terms.values() if (unit := known.unit(entry.iri)) and unit.kind == kind]
    some = ", ".join(units[:_MOST]) + (" …" if len(units) > _MOST else "")
    return f"'{label}' is taken to be counted in {some}, by its words ({compact(kind)}); if not, correct that line"

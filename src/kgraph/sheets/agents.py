"""Finding a document's publisher and authors by name, for the sheet of documents and for `kgraph document add`.

An unknown name can become a new agent, of the class written after it, else of the column's class. The command makes one
if an option says so, the sheet if no known name is similar; `+` before a name makes both do so.
"""

from collections.abc import Container
from contextlib import suppress

from kgraph.errors import UsageError
from kgraph.model import Term
from kgraph.namespaces import IRI, KG, compact
from kgraph.sheets.dates import Unclear
from kgraph.sheets.documents import Naming
from kgraph.sheets.names import BRACKETS, Names, Thing, Unknown, bare
from kgraph.sheets.plain import told_name
from kgraph.sheets.proposals import class_named, free_iri, is_written

CLASSES = {"publisher": KG.MediaOutlet, "author": KG.Person}
"""The columns of a document that name agents, and the default class of a new agent there."""


def naming_of(names: Names) -> Naming:
    """The `Naming` by which cells of the sheet of documents name agents."""

    def entity(text: str, heading: str) -> IRI:
        try:
            return names.thing(text, heading)
        except Unknown as unknown:
            other = f" if it is another, write '+{bare(text)}'" if unknown.near and is_written(text) else ""
            raise Unclear(f"{unknown}{other}") from unknown

    return Naming(names.base, names.name, entity)


def parts(heading: str, cell: str) -> list[str]:
    """The names in a cell: there may be several authors, but only one publisher."""
    each = cell.split(";") if heading == "author" else [cell]
    return list(dict.fromkeys(name.strip() for name in each if name.strip()))


def stands(heading: str, cell: str, names: Names, own: Container[Term]) -> bool:
    """Whether a cell says by a plus that somebody is new who is known already, and not among `own`."""
    for text in parts(heading, cell):
        with suppress(Unclear):
            if text.startswith("+") and names.thing(text, heading) not in own:
                return True
    return False


def new_in_cell(heading: str, cell: str, names: Names) -> list[Thing]:
    """The new agents that a cell of the sheet names, which are added to `names`. Doubtful names are left for a fault.

    Raises `Unclear` for an unknown class in brackets.
    """
    made = []
    for text in parts(heading, cell):
        try:
            names.thing(text, heading)
        except Unknown as unknown:
            if is_written(text) and (text.startswith("+") or not unknown.near):
                made.append(_made(heading, text, names))
        except Unclear:
            pass
    return made


def agent(heading: str, text: str, names: Names, *, new: bool) -> tuple[IRI, Thing | None, list[str]]:
    """The agent of a name, the new thing made for it, and known names similar to it; with `new` an unknown one is made.

    Raises `UsageError` for a name that is unknown, that several things have, or that does not fit this column.
    """
    try:
        return names.thing(text, heading), None, []
    except Unknown as unknown:
        near = list(unknown.near) or names.kin(bare(text))
        if not is_written(text) or not (new or text.startswith("+")):
            raise UsageError(f"--{heading}: {_unknown(heading, text, near)}") from unknown
        try:
            thing = _made(heading, text, names)
        except Unclear as error:
            raise UsageError(f"--{heading}: {error}") from error
        return thing.iri, thing, near
    except Unclear as error:
        raise UsageError(f"--{heading}: {error}") from error


def _unknown(heading: str, text: str, near: list[str]) -> str:
    said = f"nothing is called '{text}'"
    meant = f"; did you mean {' or '.join(map(told_name, near))}?" if near else ""
    if not is_written(text):
        return said + meant
    kind = "" if BRACKETS.fullmatch(text) else f" as a {compact(CLASSES[heading])}"
    return f"{said}{meant}{' Else' if near else ';'} --new-{heading} puts it into reference.trig{kind}"


def _made(heading: str, text: str, names: Names) -> Thing:
    """Make a new agent and add it to `names`."""
    name = " ".join(bare(text).split())
    written = BRACKETS.fullmatch(text)
    classes = class_named(written[2], names) if written else (CLASSES[heading],)
    thing = Thing(free_iri("agent", name, names), name, (), classes)
    names.add([thing])
    return thing

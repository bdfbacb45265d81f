"""New things for unknown names, with the class that their column and words suggest.

A class can be written after a name: `Harbour Office (organization)`. A name that is similar to a known one is not
proposed, since it may be a typing error, and becomes a fault; `+Harbour Office` says that it is a different thing.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from kgraph.model import Literal
from kgraph.namespaces import IRI, KG, XSD
from kgraph.reading import fold, slug
from kgraph.sheets.dates import Unclear
from kgraph.sheets.guessing import guessed, sounds_leading
from kgraph.sheets.lines import Line, Notes
from kgraph.sheets.lists import name_list, read_list
from kgraph.sheets.names import Names, Thing, Unknown, bare
from kgraph.sheets.plain import told_name
from kgraph.sheets.shapes import ALSO, MARKS, SHAPES, unmarked
from kgraph.sheets.terms import CLASS, LEADING_ROLE, joined
from kgraph.vocabulary import EntityKind

_FOLDERS = {
    EntityKind.person: "agent",
    EntityKind.organisation: "agent",
    EntityKind.source: "agent",
    EntityKind.unit: "unit",
    EntityKind.equipment: "equipment",
    EntityKind.event: "event",
    EntityKind.place: "place",
}
LEADS = (KG.commanding, Literal("true", XSD.boolean))
"""The triple that marks a role whose holder heads a body."""
_SPEAKERS = ("who says it", "through whom")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A new thing, the row and column that first name it, and whether its class is written there."""

    thing: Thing
    row: int
    column: str
    told: bool = False


def proposed(lines: Iterable[Line], names: Names, notes: Notes) -> list[Proposal]:
    """The new things that rows name, each once, which are added to `names`. Doubtful names become faults in `notes`."""
    found: dict[str, Proposal] = {}
    settled: set[tuple[str, str]] = set()  # names that are known, or for which a new thing was made
    for line in lines:
        for column in (*_SPEAKERS, *name_columns(line)):
            for text in names_in(line, column, names):
                if (text, column) in settled:
                    continue
                if not is_written(text) or fold(bare(text)) in found or _is_known(names, text, column):
                    settled.add((text, column))
                    continue
                proposal = notes.read(line, column, _made, line, column, text, names)
                if proposal is not None:
                    found[fold(bare(text))] = proposal
                    names.add([proposal.thing])
                    _look_at_role(proposal.thing, line, column, notes)
    return list(found.values())


def names_in(line: Line, column: str, names: Names) -> list[str]:
    """The names in a cell; none for a doubtful cell, on which the reader of the row reports."""
    cell = str(line.cell(column))
    if column == "who says it":
        return [cell.strip()] if cell.strip() and ";" not in cell else []
    if column == "what" and ":" in cell:
        return []  # an event that is local to this claim
    if column == "about":
        cell = cell.strip().removeprefix("+")
    if column in MARKS:
        members = [unmarked(member)[0] for member in read_list(cell)]
        return [member for member in members if ":" not in member]
    try:
        return name_list(cell, names, column)
    except Unclear:
        return []


def name_columns(line: Line) -> list[str]:
    """The columns of a row in which names of things can be, besides those of who speaks."""
    kind = ALSO.get(line.text("kind").casefold(), line.text("kind").casefold())
    shape = SHAPES.get(kind)
    mine = [] if shape is None else [name for name, slot in shape.slots.items() if not slot.terms or slot.either]
    if kind == "event":
        mine.append("what")
    return ["about", *mine]


def is_written(text: str) -> bool:
    """Whether a text is a name and neither a node nor an IRI."""
    return not text.startswith(("#", "<")) and bool(re.search(r"\w", text)) and "/" not in text


def _is_known(names: Names, text: str, column: str) -> bool:
    try:
        names.thing(text, column)
    except Unknown:
        if column == "who is counted":
            return _is_counted(names, text)
        return False
    except Unclear:
        return True  # several things, or no name at all: the reader of the row reports it
    return True


def _is_counted(names: Names, text: str) -> bool:
    try:
        names.term(text, "counted")
    except Unclear:
        return False
    return True


def _made(line: Line, column: str, text: str, names: Names) -> Proposal:
    name = bare(text)
    written = re.search(r"\(([^()]*)\)$", text)
    classes = class_named(written[1], names) if written else guessed(name, column, line.text("kind"), names)
    sure = classes if written or column == "where" else ()
    if not text.startswith("+") and (near := names.near_new(name, column, sure)):
        meant = " or ".join(told_name(one) for one in near)
        new = f"+{name} ({written[1] if written else names.vocabulary.label(classes[-1])})"
        raise Unclear(f"nothing is called '{name}'; did you mean {meant}? if it is another, write '{new}'")
    iri = free_iri(folder_of(classes, names), name, names)
    said = (LEADS,) if written and leads(written[1]) else ()
    return Proposal(Thing(iri, name, (), classes, said), line.number, column, told=written is not None)


def leads(text: str) -> bool:
    """Whether a word for a class stands for a role whose holder heads a body."""
    return joined(text) in LEADING_ROLE


def _look_at_role(thing: Thing, line: Line, column: str, notes: Notes) -> None:
    """If a new role sounds as if its holder heads a body, say how to record this; kgraph does not assume it."""
    if KG.Role in thing.classes and not thing.said and sounds_leading(thing.label):
        told = f"if who is {thing.label} heads the body, write '{thing.label} (leading role)'"
        notes.remark(line, column, f"{told}: then two of them at a time are a question")


def folder_of(classes: Iterable[IRI], names: Names) -> str:
    """The part of the IRI for things of these classes, such as "agent"."""
    given = list(classes)
    kind = names.vocabulary.entity_kind(given)
    return "role" if KG.Role in given else _FOLDERS.get(kind, "thing") if kind else "thing"


def free_iri(folder: str, name: str, names: Names) -> IRI:
    """A free IRI for a new thing with this name."""
    short = slug(name, otherwise="unnamed")
    iri, number = IRI(f"{names.base}{folder}/{short}"), 1
    while iri in names.things:
        number += 1
        iri = IRI(f"{names.base}{folder}/{short}-{number}")
    return iri


def class_named(text: str, names: Names) -> tuple[IRI, ...]:
    """The classes that a word names, such as "media outlet"; raises `Unclear`."""
    return (names.term(text, CLASS),)

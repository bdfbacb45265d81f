"""Names that nothing in the workspace has: new things, with the class that their column and their words suggest.

A class can be written behind a name: `Harbour Office (organization)`. A name that comes near a known one is never
proposed: it may be a slip, and is asked about; `+Harbour Office` says that it is another.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from kgraph.namespaces import IRI, KG
from kgraph.reading import fold, slug
from kgraph.sheets.dates import Unclear
from kgraph.sheets.lines import Line, Notes
from kgraph.sheets.lists import read_list
from kgraph.sheets.names import Names, Thing, Unknown, bare
from kgraph.sheets.shapes import ALSO, SHAPES
from kgraph.vocabulary import EntityKind, is_of_kind

_WORDS: tuple[tuple[IRI, str], ...] = (
    (KG.UnnamedSource, "source sources official officials witness witnesses resident residents insider"),
    (KG.MilitaryUnit, "brigade battalion regiment division corps squadron platoon company battery fleet militia"),
    (KG.MediaOutlet, "news radio tv television times post herald gazette courier tribune agency wire press daily echo"),
    (
        KG.Organization,
        "ministry office department council committee commission court police service authority agency party union "
        "federation association institute university bank company ltd inc group network board survey centre center "
        "parliament government state embassy headquarters brigade line lines corporation operator coastguard coast",
    ),
)
_PLACES: tuple[tuple[IRI, str], ...] = (
    (KG.Route, "road highway street motorway railway line strait channel canal route avenue"),
    (KG.Region, "region district county valley province oblast state island islands bay coast basin area"),
    (KG.Facility, "bridge hospital plant dam port harbour harbor station airport factory school mine depot church pier"),
)
_FOLDERS = {
    EntityKind.person: "agent",
    EntityKind.organisation: "agent",
    EntityKind.source: "agent",
    EntityKind.unit: "unit",
    EntityKind.equipment: "equipment",
    EntityKind.event: "event",
    EntityKind.place: "place",
}
_SPEAKERS = ("who says it", "through whom")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A new thing, the row and column that first name it, and whether its class was written there."""

    thing: Thing
    row: int
    column: str
    told: bool = False


def proposed(lines: Iterable[Line], names: Names, notes: Notes) -> list[Proposal]:
    """The new things that rows name, each once; `names` knows them from here on. What is doubtful goes to `notes`."""
    found: dict[str, Proposal] = {}
    for line in lines:
        for column in _columns(line):
            for text in read_list(str(line.cell(column))):
                if not _is_written(text) or _is_known(names, text, column, line):
                    continue
                plain, new = bare(text), text.startswith("+")
                if fold(plain) in found:
                    continue
                near = names.near(plain)
                if near and not new:
                    meant = " or ".join(repr(one) for one in near)
                    notes.fault(line, column, f"nothing is called '{plain}'; did you mean {meant}? if it is another, write '+{plain}'")
                    continue
                proposal = notes.read(line, column, lambda line=line, column=column, text=text: _made(line, column, text, names))  # type: ignore[misc]
                if proposal is not None:
                    found[fold(plain)] = proposal
                    names.add([proposal.thing])
    return list(found.values())


def _columns(line: Line) -> list[str]:
    kind = ALSO.get(line.text("kind").casefold(), line.text("kind").casefold())
    shape = SHAPES.get(kind)
    mine = [] if shape is None else [name for name, slot in shape.slots.items() if not slot.terms or slot.either]
    if kind == "event":
        mine.append("what")
    return [*_SPEAKERS, "about", *mine]


def _is_written(text: str) -> bool:
    """Whether it is a name, and no node, no IRI."""
    return not text.startswith(("#", "<")) and bool(re.search(r"\w", text)) and "/" not in text


def _is_known(names: Names, text: str, column: str, line: Line) -> bool:
    try:
        names.thing(text)
    except Unknown:
        pass
    except Unclear:
        return True  # several: whoever reads the row says so
    else:
        return True
    if column == "what" and ":" in text:
        return True  # an event that only this claim tells of
    if column in ("who is counted",):
        try:
            names.term(text, "counted")
        except Unclear:
            return False
        return True
    return False


def _made(line: Line, column: str, text: str, names: Names) -> Proposal:
    name = bare(text)
    written = re.search(r"\(([^()]*)\)$", text)
    told = written is not None and not (column in ("cause", "purpose") and written[1].casefold() in ("only", "main", "deliberate"))
    classes = class_named(written[1], names) if written and told else _guessed(line, column, name, names)
    iri = free_iri(folder_of(classes, names), name, names)
    return Proposal(Thing(iri, name, (), classes), line.number, column, told)


def folder_of(classes: Iterable[IRI], names: Names) -> str:
    """The part of the IRI in which things of these classes are named, such as "agent"."""
    given = list(classes)
    kind = names.vocabulary.entity_kind(given)
    return "role" if KG.Role in given else _FOLDERS.get(kind, "thing") if kind else "thing"


def free_iri(folder: str, name: str, names: Names) -> IRI:
    """An IRI for a new thing of this name, which no other thing has."""
    short = slug(name, otherwise="unnamed")
    iri, number = IRI(f"{names.base}{folder}/{short}"), 1
    while iri in names.things:
        number += 1
        iri = IRI(f"{names.base}{folder}/{short}-{number}")
    return iri


def class_named(text: str, names: Names) -> tuple[IRI, ...]:
    """The class of things that a word names, such as "media outlet"; raises `Unclear`."""
    wanted = fold(text)
    for iri, entry in names.vocabulary.terms.items():
        if names.vocabulary.entity_kind([iri]) is None and iri != KG.Role:
            continue
        if wanted in map(fold, (entry.label, *entry.alternatives)):
            return (iri,)
    for entry in names.vocabulary.terms.values():
        if is_of_kind(entry, "kind of event") and wanted == fold(entry.label):
            return (entry.iri,)
    raise Unclear(f"'{text}' is no class of things; write person, organization, media outlet, city, region, facility, event …")


def _guessed(line: Line, column: str, name: str, names: Names) -> tuple[IRI, ...]:
    words = {word for word in re.split(r"\W+", fold(name)) if word}
    kind = ALSO.get(line.text("kind").casefold(), line.text("kind").casefold())
    if column == "where" or (column == "who" and kind == "nowhere"):
        return (_by_words(_PLACES, words) or KG.City,)
    if column in ("event", "part of", "cause", "purpose", "on condition of", "except") or (column == "what" and kind == "event"):
        return (_event_class(words, names),)
    if column == "what" and kind == "post":
        return (KG.Role,)
    if column == "by what means" or column == "who is counted":
        return (KG.Equipment,)
    if column == "norm":
        return (KG.Decree,)
    if column == "to whom" and kind == "unit under":
        return (KG.MilitaryUnit,)
    if column == "who" and kind == "unit under":
        return (KG.MilitaryUnit,)
    found = _by_words(_WORDS, words)
    if found == KG.UnnamedSource:
        return (KG.Group, KG.UnnamedSource)
    if found is not None:
        return (found,)
    if column == "who" and kind == "post":
        return (KG.Person,)
    if column == "to whom" and kind == "post":
        return (KG.Organization,)
    capitals = [word for word in name.split() if word[:1].isupper()]
    person = 1 < len(name.split()) < 4 and len(capitals) == len(name.split()) and not name.lower().startswith("the ")
    return (KG.Person,) if person else (KG.Group,)


def _by_words(table: Iterable[tuple[IRI, str]], words: set[str]) -> IRI | None:
    return next((iri for iri, known in table if words & set(known.split())), None)


def _event_class(words: set[str], names: Names) -> IRI:
    """The kind of event whose name is one of the words."""
    for entry in names.vocabulary.terms.values():
        if is_of_kind(entry, "kind of event") and entry.iri != KG.Event:
            if {fold(entry.label)} & words or {fold(other) for other in entry.alternatives if " " not in other} & words:
                return entry.iri
    return KG.Event

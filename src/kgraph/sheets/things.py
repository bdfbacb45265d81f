"""The sheet `things`: new people, bodies, places, events and roles, and further facts about existing ones.

It has facts that are not claims: the names of things, in which place another lies, to which state somebody belongs. Who
is under whom, and which event is part of which, are claims and belong in the sheet of claims.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kgraph.model import Term
from kgraph.namespaces import IRI, KG
from kgraph.sheets.dates import Unclear
from kgraph.sheets.lines import Line, Notes
from kgraph.sheets.lists import read_list
from kgraph.sheets.names import Names, Thing, Unknown
from kgraph.sheets.proposals import LEADS, Proposal, class_named, folder_of, free_iri, leads
from kgraph.vocabulary import EntityKind

THING_HEADINGS = ("name", "class", "other names", "located in", "side", "id")
THING_HELPS = {
    "name": "What it is called in the claims.",
    "class": "person, organization, city, facility, event …; 'leading role' for a post whose holder heads a body.",
    "other names": "Other spellings, with ; between.",
    "located in": "Of a place: the larger place in which it lies.",
    "side": "Of a person, body or unit: the state that it belongs to.",
    "id": "Of a thing that stands already: the end of its address, such as place/norika.",
}
THINGS_ALSO = {
    "label": "name",
    "thing": "name",
    "type": "class",
    "kind": "class",
    "also called": "other names",
    "lies in": "located in",
    "in": "located in",
    "part of": "located in",
    "state": "side",
    "iri": "id",
}
_SIDED = (EntityKind.person, EntityKind.organisation, EntityKind.unit, EntityKind.source)


def read_things(lines: Iterable[Line], names: Names, notes: Notes) -> list[Proposal]:
    """What the rows add to the existing data; new things are added to `names`."""
    found: list[tuple[Line, Thing]] = []
    before = dict(names.things)
    for line in lines:
        thing = notes.read(line, "things: class", _thing, line, names)
        if thing is not None:
            names.add([thing])
            found.append((line, thing))
    made = []
    for line, named in found:
        thing = names.things[named.iri]
        said = dict.fromkeys((*thing.said, *_said(line, thing, names, notes)))
        thing = replace(thing, said=tuple(said))
        if thing != before.get(thing.iri):
            names.things[thing.iri] = thing
            made.append(Proposal(thing, line.number, "things: name", told=True))
    return made


def _thing(line: Line, names: Names) -> Thing:
    """The thing that a row names: an existing thing with its other names, or a new one."""
    name = line.text("name")
    if not name:
        raise Unclear("it has no name; write what the thing is called")
    others = tuple(read_list(str(line.cell("other names"))))
    try:
        standing = names.things[names.thing(line.text("id") or name)]
    except Unknown:
        standing = None
    if standing is not None:
        more = tuple(other for other in others if other not in standing.others)
        return replace(standing, others=(*standing.others, *more))
    if not line.text("class"):
        told = f"'{name}' has no class; write person, organization, media outlet, city, region, facility, event …"
        raise Unclear(told)
    classes = class_named(line.text("class"), names)
    given = names.iri(line.text("id")) if line.text("id") else None
    return Thing(given or free_iri(folder_of(classes, names), name, names), name, others, classes)


def _said(line: Line, thing: Thing, names: Names, notes: Notes) -> Iterator[tuple[IRI, Term]]:
    """What a row says about a thing besides its names."""
    if leads(line.text("class")):
        if KG.Role in thing.classes and not any(predicate == KG.commanding for predicate, _ in thing.said):
            yield LEADS
    elif line.text("class"):
        classes = notes.read(line, "things: class", class_named, line.text("class"), names)
        if classes and not set(classes) & set(thing.classes):
            labels = " and ".join(names.vocabulary.label(one) for one in thing.classes)
            notes.remark(line, "things: class", f"'{thing.label}' stands already, as {labels}; the cell is not read")
    for text in read_list(str(line.cell("located in"))):
        place = notes.read(line, "things: located in", _place, text, thing, names)
        if place is not None:
            yield KG.locatedIn, place
    if text := line.text("side"):
        side = notes.read(line, "things: side", _side, text, thing, names)
        if side is not None:
            yield KG.side, side


def _named(text: str, names: Names) -> Thing:
    try:
        return names.things[names.thing(text)]
    except Unknown as unknown:
        raise Unclear(f"{unknown}; give it a row in this sheet, too") from unknown


def _place(text: str, thing: Thing, names: Names) -> IRI:
    """The place in which the thing lies; raises `Unclear`."""
    kind = names.vocabulary.entity_kind
    if kind(thing.classes) != EntityKind.place:
        told = f"'{thing.label}' is no place"
        raise Unclear(
            f"{told}; who is under whom, and which event is part of another, is claimed: write a row of claims"
        )
    place = _named(text, names)
    if kind(place.classes) != EntityKind.place or place.iri == thing.iri:
        raise Unclear(f"'{text}' is no other place; write the larger place in which '{thing.label}' lies")
    return place.iri


def _side(text: str, thing: Thing, names: Names) -> IRI:
    """The state to which somebody belongs; raises `Unclear`."""
    if names.vocabulary.entity_kind(thing.classes) not in _SIDED:
        raise Unclear(f"'{thing.label}' can be on no side; only people, bodies and units can")
    state = _named(text, names)
    if KG.Organization not in state.classes:
        raise Unclear(f"'{text}' is no organization; write the state to which '{thing.label}' belongs, as one")
    standing = [value for predicate, value in thing.said if predicate == KG.side and value != state.iri]
    if standing:
        raise Unclear(
            f"'{thing.label}' is of {names.name(IRI(str(standing[0])))} already; it can be of one state alone"
        )
    return state.iri

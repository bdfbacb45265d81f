"""Guessing the class of a new name by its words, its column and the kind of its row.

Each guess is reported as a guess and can be changed in the sheet of things. A name with a word for an office, a body or
a post never counts as a person's.
"""

import re

from kgraph.namespaces import IRI, KG
from kgraph.reading import fold
from kgraph.sheets.names import Names
from kgraph.sheets.shapes import ALSO
from kgraph.vocabulary import is_of_kind

# Words, tried in this order; the last word of a name counts more than the others ("Harbour Office" is an office).
_SOURCE = (
    "source sources official officials witness witnesses eyewitness eyewitnesses resident residents insider "
    "insiders survivor "
    "survivors diplomat diplomats relative relatives neighbour neighbours neighbor bystander passenger "
    "captain soldier worker "
    "spokesman spokeswoman spokesperson expert experts analyst analysts observer"
)
_UNIT = (
    "brigade battalion regiment division corps squadron platoon company battery fleet bde bn regt flotilla "
    "legion detachment "
    "бригада батальйон полк дивізія корпус"
)
_FORCE = "army navy forces militia guerrillas troops airforce rebels армія сили"
_OUTLET = (
    "news radio tv television times post herald gazette courier tribune wire press daily echo journal "
    "chronicle observer telegraph "
    "mail mirror star bulletin weekly magazine newspaper broadcaster channel newswire"
)
_BODY = (
    "ministry office department council committee commission court police service services authority agency "
    "party union federation "
    "association institute institution university bank ltd inc plc llc gmbh group network board bureau "
    "survey centre center cabinet "
    "parliament government state embassy headquarters line lines corporation operator coastguard guard "
    "company co alliance movement "
    "front organisation organization foundation fund society club league academy directorate administration "
    "prosecutor prosecutors "
    "presidency secretariat assembly senate congress tribunal crescent cross nations brigade firm industries "
    "airways airlines railways "
    "utility hospitals station department ombudsman registry inspectorate headquarters consortium trust "
    "mission taskforce staff "
    "міністерство рада комітет партія служба"
)
_GROUP = (
    "protesters strikers fishers miners farmers students workers villagers residents refugees prisoners gang "
    "militants demonstrators "
    "voters opposition coalition crew passengers doctors nurses teachers families relatives guards drivers "
    "pupils tribe community people"
)
_ROLE = (
    "president minister mayor governor commander director chairman chairwoman chair secretary general "
    "ambassador chief head judge "
    "speaker premier chancellor king queen"
)
_PLACES: tuple[tuple[IRI, str], ...] = (
    (
        KG.Facility,
        "bridge hospital clinic plant dam port harbour harbor airport aerodrome airfield factory school mine "
        "depot church mosque "
        "cathedral pier quay gate prison jail refinery stadium tower hotel market mall warehouse barracks "
        "base terminal reactor museum "
        "palace theatre theater tunnel lighthouse shelter camp laboratory university college station works "
        "shipyard mill square hall",
    ),
    (
        KG.Route,
        "road highway street motorway railway strait channel canal route avenue lane boulevard line pass crossing",
    ),
    (
        KG.Region,
        "region district county valley province oblast state island islands isles bay coast basin area sea "
        "lake river gulf peninsula "
        "mountains mountain hills desert forest delta plateau raion prefecture governorate territory strip "
        "corridor roads область район",
    ),
    (KG.Country, "republic kingdom federation emirate sultanate commonwealth"),
)
_OF_EVENTS = ("event", "part of", "cause", "purpose", "on condition of", "except")
_EQUIPMENT = (
    "ferry ship vessel boat tanker freighter trawler yacht tank drone drones missile missiles howitzer "
    "rocket rockets aircraft jet "
    "helicopter plane train bus tram truck lorry submarine frigate"
)
_UNNAMED = re.compile(r"(?:an?|one|two|three|some|several|unnamed|anonymous|unidentified|local|the) ", re.IGNORECASE)
_ABBREVIATION = re.compile(r"[A-Z]{2,6}")
_MODEL = re.compile(r"[A-Za-z]{1,6}-?\d+[A-Za-z]?")


def guessed(name: str, column: str, kind: str, names: Names) -> tuple[IRI, ...]:
    """The guessed classes of a new thing, by its column and the kind of its row."""
    kind = ALSO.get(kind.casefold(), kind.casefold())
    words = [word for word in re.split(r"\W+", fold(name)) if word]
    if column in _OF_EVENTS or (column == "what" and kind == "event"):
        return (_event_class(words, names),)
    if column == "what" and kind == "post":
        return (KG.Role,)
    if column == "where":
        return (_place(words) or KG.City,)
    if column in ("by what means", "who is counted"):
        return (KG.Equipment,)
    if column == "norm":
        return (KG.Decree,)
    if kind == "unit under":
        return (KG.MilitaryUnit,) if _has(words, _UNIT) or not _has(words, _FORCE) else (KG.Force,)
    if kind == "post" and column == "who":
        return (KG.Person,) if not _is_body(words) else (KG.Organization,)
    return _agent(name, words, speaks=column in ("who says it", "through whom"), body=kind == "post")


def sounds_leading(role: str) -> bool:
    """Whether a role sounds as if its holder heads a body: "commander" does, "deputy commander" does not."""
    words = [word for word in re.split(r"\W+", fold(role)) if word]
    return _has(_head(words), _ROLE) and not _has(words, "deputy vice assistant former acting spokesperson")


def _agent(name: str, words: list[str], *, speaks: bool, body: bool) -> tuple[IRI, ...]:
    """The guessed class of an agent."""
    head = _head(words)
    small = [
        word
        for word in name.split()
        if word[:1].islower() and word not in ("of", "the", "and", "for", "de", "la", "van", "von", "bin", "al")
    ]
    if _has(head, _SOURCE) and (_UNNAMED.match(name) or small or len(words) == 1):
        return (KG.Group, KG.UnnamedSource) if head[-1:] and head[-1].endswith("s") else (KG.UnnamedSource,)
    if _has(words, _UNIT) and (_has(words[-1:], _UNIT) or any(word[:1].isdigit() for word in words)):
        return (KG.MilitaryUnit,)
    if _has(head[-1:], _BODY):
        return (
            (KG.MediaOutlet,)
            if len(words) > 1
            and _has(words[:-1], _OUTLET)
            and _has(words[-1:], "agency network group service corporation")
            else (KG.Organization,)
        )
    if _has(head[-1:], _OUTLET) or (speaks and _has(words, "radio tv news newspaper")):
        return (KG.MediaOutlet,)
    if _has(head[-1:], _FORCE):
        return (KG.Force,)
    if _has(head, _BODY) or _has(head[:1], "bank university ministry court") or body:
        return (KG.Organization,)
    if _has(head, _GROUP):
        return (KG.Group,)
    if _has([*head[:1], *head[-1:]], _EQUIPMENT) or (not speaks and _MODEL.fullmatch(name)):
        return (KG.Equipment,)
    if (place := _place(head[-1:])) and not speaks:
        return (place,)
    if place:
        return (KG.Organization,)  # if a hospital says something, its administration is meant
    if _ABBREVIATION.fullmatch(name):
        return (KG.Organization,)
    return (KG.Person,) if _is_personal(name, words) else (KG.Group,)


def _is_body(words: list[str]) -> bool:
    return _has(_head(words)[-1:], _BODY)


def _is_personal(name: str, words: list[str]) -> bool:
    """Whether a name looks like a person's: two to five words, capitalised except for particles, none of them for an
    office."""
    parts = name.split()
    particles = {
        "de",
        "la",
        "van",
        "von",
        "der",
        "den",
        "bin",
        "ibn",
        "al",
        "el",
        "da",
        "dos",
        "di",
        "du",
        "le",
        "ter",
        "abu",
    }
    capitals = all(part.casefold().split("-")[0] in particles or not part[:1].islower() for part in parts)
    plural = words[-1:] and len(parts) < 2 and words[-1].endswith("s")
    return (
        1 < len(parts) < 6
        and capitals
        and not name.casefold().startswith("the ")
        and not re.search(r"\d", name)
        and not plural
    )


def _head(words: list[str]) -> list[str]:
    """The words before "of", "for" or "in", which tell the kind of thing: "Ministry of Health"."""
    for at, word in enumerate(words):
        if at and word in ("of", "for", "in", "at", "on", "from", "near", "with", "within", "close", "who", "against"):
            return words[:at]
    return words


def _has(words: list[str], known: str) -> bool:
    return not set(words).isdisjoint(known.split())


def _place(words: list[str]) -> IRI | None:
    head = _head(words)
    for some in (head[-1:], head):
        for iri, known in _PLACES:
            if _has([word for word in some if some is not head or word not in ("state",)], known):
                return iri
    return None


def _event_class(words: list[str], names: Names) -> IRI:
    """The kind of event whose name is among the words; if there are several, the last one."""
    head = _head(words)
    found = [
        (_ends_at(fold(known), head), len(known.split()), -rank, entry.iri)
        for entry in names.vocabulary.terms.values()
        if entry.iri != KG.Event and is_of_kind(entry, "kind of event")
        for rank, known in enumerate((entry.label, *entry.alternatives))
    ]
    best = max(found, key=lambda one: one[:3], default=(0, 0, 0, KG.Event))
    if not best[0] and head != words:
        return _event_class(words[len(head) + 1 :], names)
    return best[3] if best[0] else KG.Event


def _ends_at(known: str, words: list[str]) -> int:
    """The number of the word with which the name of a kind of event ends, in the plural too; 0 if it is not among the
    words."""
    parts = re.split(r"[\W]+", known)
    for at in range(len(words) - len(parts), -1, -1):
        some = words[at : at + len(parts)]
        if some == parts or (some[:-1] == parts[:-1] and some[-1] in (f"{parts[-1]}s", f"{parts[-1]}es")):
            return at + len(parts)
    return 0

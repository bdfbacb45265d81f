"""The kinds of rows: for each its class, the letter of its nodes, and the property of each column."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from kgraph.claims import StatementKind
from kgraph.namespaces import IRI, KG, ORG
from kgraph.sheets.lines import Line, Notes
from kgraph.sheets.times import Use

_THING = ""
_MARK = "only|main|deliberate"
MARK_WORDS = "'only:', 'main:' or 'deliberate:'"
_MARKED = re.compile(rf"(?P<before>{_MARK}) ?: ?(?P<name>.+)|(?P<named>.+?) ?\((?P<behind>{_MARK})\)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Slot:
    """The property of a column. `terms` is the kind of its terms; with `either` it may also be a thing."""

    predicate: IRI
    terms: str = _THING
    either: bool = False
    must: bool = False


@dataclass(frozen=True, slots=True)
class Shape:
    """One kind of row: its class (`None` for an event, whose class is in the reference), its nodes' letter, its
    columns."""

    kind: StatementKind
    letter: str
    slots: Mapping[str, Slot]
    of_class: IRI | None = None
    use: Use = Use.state
    dated: bool = False
    """Whether it needs a time (`kgsh:datedTime`): posts and structures change."""


_PLACE, _CONDITIONS = Slot(KG.place), {"on condition of": Slot(KG.condition), "except": Slot(KG.exception)}
_CAUSES = {"cause": Slot(KG.cause), "purpose": Slot(KG.purpose)}
_ANY = {"where": _PLACE, **_CAUSES, **_CONDITIONS}
MARKS = {"cause": KG.causeMark, "purpose": KG.purposeMark}
"""The properties for how the claimant speaks of a cause or purpose: as the only one, the main one. In a cell, the mark
is before it."""

SHAPES: Mapping[str, Shape] = {
    "figure": Shape(
        StatementKind.measurement,
        "m",
        {
            "what": Slot(KG.measure, "measure", must=True),
            "who": Slot(KG.subject),
            "to whom": Slot(KG.comparedWith),
            "event": Slot(KG.event),
            "who is counted": Slot(KG.counted, "counted", either=True),
            "unit": Slot(KG.unit, "unit"),
            **_ANY,
        },
        KG.Measurement,
    ),
    "control": Shape(
        StatementKind.control,
        "k",
        {
            "who": Slot(KG.subject, must=True),
            "what": Slot(KG.extent, "extent"),
            **_ANY,
            "where": Slot(KG.place, must=True),
        },
        KG.Control,
    ),
    "presence": Shape(
        StatementKind.presence,
        "p",
        {"who": Slot(KG.subject, must=True), **_ANY, "where": Slot(KG.place, must=True)},
        KG.Presence,
    ),
    "post": Shape(
        StatementKind.posting,
        "p",
        {
            "who": Slot(ORG.member, must=True),
            "what": Slot(ORG.role, must=True),
            "to whom": Slot(ORG.organization, must=True),
            **_ANY,
        },
        KG.Posting,
        dated=True,
    ),
    "unit under": Shape(
        StatementKind.subordination,
        "s",
        {"who": Slot(ORG.member, must=True), "to whom": Slot(ORG.organization, must=True), **_ANY},
        KG.Subordination,
        dated=True,
    ),
    "event": Shape(
        StatementKind.event,
        "e",
        {
            "who": Slot(KG.actor),
            "to whom": Slot(KG.target),
            "phase": Slot(KG.phase, "phase"),
            "by what means": Slot(KG.uses),
            "part of": Slot(KG.partOf),
            "winner": Slot(KG.winner),
            **_ANY,
        },
        use=Use.event,
    ),
    "characterisation": Shape(
        StatementKind.characterisation,
        "x",
        {"who": Slot(KG.subject, must=True), "norm": Slot(KG.norm), **_ANY},
        KG.Characterisation,
    ),
    "assessment": Shape(
        StatementKind.assessment,
        "a",
        {"who": Slot(KG.subject, must=True), "to whom": Slot(KG.comparedWith), **_ANY},
        KG.Assessment,
    ),
    "entitlement": Shape(
        StatementKind.entitlement,
        "r",
        {"who": Slot(KG.subject, must=True), **_ANY, "where": Slot(KG.place, must=True)},
        KG.Entitlement,
    ),
}
"""The kinds of rows by the words of the column `kind`."""

ALSO = {
    "measurement": "figure",
    "posting": "post",
    "under": "unit under",
    "subordination": "unit under",
    "cause": "event",
    "happening": "event",
    "label": "characterisation",
    "rating": "assessment",
}
"""Other words for kinds. A cause is a property of an event."""

KINDS = (*SHAPES, "cause", "other")
"""The legal values of the column `kind`; `other` rows have everything in Turtle."""

FIGURES = (KG.value, KG.minValue, KG.maxValue)
"""A figure's number, or its bounds."""


def shape_of(line: Line, notes: Notes) -> Shape | None:
    """The shape of a row's kind; `None` for "other" and for an empty cell."""
    text = line.text("kind").casefold()
    if text in ("", "other"):
        said = [column for column in ("who", "what", "how much", "where", "event", "to whom") if line.text(column)]
        if said and not text:
            notes.fault(line, "kind", f"it has {', '.join(said)} and no kind; write {', '.join(KINDS)}")
        return None
    name = ALSO.get(text, text)
    if name not in SHAPES:
        notes.fault(line, "kind", f"'{line.text('kind')}' is no kind of row; write {', '.join(KINDS)}")
        return None
    return SHAPES[name]


def unmarked(text: str) -> tuple[str, IRI | None]:
    """The name of a cause or purpose without its mark, and the mark; `None` for none.

    >>> unmarked("only: the storm"), unmarked("the storm (main)")[0], unmarked("the storm")
    (('the storm', 'https://w3id.org/kgraph/ontology#Only'), 'the storm', ('the storm', None))
    """
    match = _MARKED.fullmatch(text)
    if match is None:
        return text, None
    word = match["before"] or match["behind"]
    return match["name"] or match["named"], KG[word.capitalize()]

"""The fields of one claim, in the order in which `claims add` asks for them: columns of the sheet, by kind.

`MORE` is no column: it is the question for rarely used columns. Answering it with a column's name asks for that column.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from kgraph.namespaces import KG
from kgraph.sheets.columns import BY_NAME, RELATIONS
from kgraph.sheets.shapes import ALSO, KINDS, SHAPES
from kgraph.sheets.stances import STANCES

MORE = "more"
_FIRST = ("document", "words quoted", "who says it", "through whom", "when said", "what it says", "how it is said")
_SPEAKERS = ("who says it", "through whom")
_LATER = (*RELATIONS, "about", "status", "confidence", "note")
_MAIN: Mapping[str, tuple[str, ...]] = {
    "figure": ("what", "how much", "unit", "who", "who is counted", "event", "where", "when"),
    "control": ("who", "what", "where", "when"),
    "presence": ("who", "where", "when"),
    "post": ("who", "what", "to whom", "when"),
    "unit under": ("who", "to whom", "when"),
    "event": ("what", "who", "to whom", "where", "when", "phase"),
    "cause": ("what", "cause", "who", "where", "when"),
    "characterisation": ("who", "what", "when"),
    "assessment": ("who", "what", "to whom", "when"),
    "entitlement": ("who", "where", "when"),
}
_HINTS: Mapping[tuple[str, str], str] = {
    ("", "who says it"): "whose claim it is",
    ("", "through whom"): "who passed it on",
    ("", "what it says"): "in your words",
    ("figure", "what"): "the measure",
    ("figure", "how much"): "as printed",
    ("figure", "who"): "whose, of whom",
    ("figure", "to whom"): "compared with",
    ("control", "who"): "who holds it",
    ("control", "what"): "how much of it",
    ("post", "who"): "the person",
    ("post", "what"): "the role",
    ("post", "to whom"): "the body",
    ("unit under", "who"): "the lower unit",
    ("unit under", "to whom"): "the upper unit",
    ("event", "what"): "its name, or 'class: words'",
    ("event", "who"): "who did it",
    ("event", "to whom"): "against whom",
    ("characterisation", "who"): "of whom or what",
    ("characterisation", "what"): "what it is called",
    ("assessment", "who"): "of what",
    ("assessment", "what"): "aspect: rating",
    ("assessment", "to whom"): "compared with",
    ("entitlement", "who"): "who has a right",
}
_NEEDED = {("figure", "how much"), ("event", "what"), ("characterisation", "what"), ("assessment", "what")}
_LONG = ("words quoted", "what it says", "note")


@dataclass(frozen=True, slots=True)
class Field:
    """One question: its column, its meaning for this kind, whether it needs an answer, and the legal answers.

    `choices` are the legal answers (empty: any), `terms` is the kind of term, and `things` says whether it names
    things.
    """

    column: str
    hint: str = ""
    needed: bool = False
    choices: tuple[str, ...] = ()
    terms: str = ""
    things: bool = False

    @property
    def is_list(self) -> bool:
        """Whether it may have several values, separated by semicolons."""
        return self.things and self.column != "who says it"


def kind_of(cells: Mapping[str, str]) -> str:
    """The kind of a row, in the words of the column; "" for none."""
    text = cells.get("kind", "").casefold()
    return text if text in KINDS else ALSO.get(text, "")


def fields_of(cells: Mapping[str, str], opened: Collection[str] = (), *, first: bool = True) -> list[Field]:
    """The fields for a row: all for a claim's first row, only those of the statement for a later one.

    `opened` are rarely used columns that the user asked for.
    """
    kind = kind_of(cells)
    names: list[str] = []
    if first:
        denial = STANCES.get(cells.get("how it is said", "").casefold(), (None,))[0] == KG.Denial
        names = [*_FIRST, *(["denies"] if denial else []), "how sure", "voice"]
    names.append("kind")
    names += _MAIN.get(kind, ())
    more = more_of(cells, first=first)
    names += [name for name in opened if name in more]
    names += [MORE] if more else []
    return [field_of(name, cells) for name in dict.fromkeys(names)]


def more_of(cells: Mapping[str, str], *, first: bool = True) -> list[str]:
    """The columns that are asked only if the user names them."""
    kind = kind_of(cells)
    shape = SHAPES.get(ALSO.get(kind, kind))
    own = [] if shape is None else [name for name in (*shape.slots, "when") if name not in _MAIN.get(kind, ())]
    return [*own, *(_LATER if first else ())]


def used_columns(cells: Mapping[str, str]) -> set[str]:
    """The columns from `kind` on that a row of this kind may fill."""
    kind = kind_of(cells)
    return {"kind", *_MAIN.get(kind, ()), *more_of(cells, first=False)}


def field_of(column: str, cells: Mapping[str, str]) -> Field:
    """The field of a column in a row of this kind."""
    kind = kind_of(cells)
    of_kind = ALSO.get(kind, kind)
    if column == MORE:
        return Field(MORE)
    hint = _HINTS.get((of_kind, column), "") or _HINTS.get(("", column), "")
    if column in ("kind", "how it is said"):
        listed = tuple(name for name in KINDS if name != "other") if column == "kind" else tuple(STANCES)
        return Field(column, hint, column == "kind" and not cells.get("denies"), listed)
    shape = SHAPES.get(of_kind)
    slot = shape.slots.get(column) if shape else None
    needed = column in ("document", "who says it", "what it says") or (of_kind, column) in _NEEDED
    if slot is not None:
        return Field(column, hint, slot.must or needed, (), slot.terms, not slot.terms or slot.either)
    terms = BY_NAME[column].terms if column in ("how sure", "voice", "status") else ""
    things = column in (*_SPEAKERS, "about") or (of_kind, column) == ("event", "what")
    if (of_kind, column) == ("characterisation", "what"):
        terms = "label"
    return Field(column, hint, needed, (), terms, things)


def is_long(column: str) -> bool:
    """Whether the column has free text, in which semicolons and names have no meaning."""
    return column in _LONG

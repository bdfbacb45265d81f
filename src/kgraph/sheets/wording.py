"""Writing one statement of a claim's content into the columns from `kind` on; `statements` does the reverse."""

import re

from kgraph.claims import Statement, StatementKind
from kgraph.model import Literal, Term
from kgraph.namespaces import IRI, KG, RDF, RDFS
from kgraph.sheets.dates import Unclear
from kgraph.sheets.figures import Figure, write_figure
from kgraph.sheets.lists import write_list
from kgraph.sheets.names import Names
from kgraph.sheets.nodes import Nodes, when_of
from kgraph.sheets.shapes import FIGURES, MARKS, SHAPES, Slot
from kgraph.sheets.time_writing import write_when

_OF_KIND = {shape.kind: name for name, shape in SHAPES.items()}


def write_statement(statement: Statement, nodes: Nodes, names: Names) -> dict[str, str] | None:
    """The cells of a statement, as far as cells can express it; `None` if no kind of row can."""
    name = _OF_KIND.get(statement.kind)
    if name is None or not isinstance(statement.node, IRI):
        return None
    shape, local = SHAPES[name], nodes.name_of(statement.node)
    if (shape.of_class is not None and not local) or (local and not re.fullmatch(r"[\w-]+", local)):
        return None
    cells = {"kind": name, "part": local}
    for column, slot in shape.slots.items():
        words = [_written(value, slot, nodes, names) for value in statement.get(slot.predicate)]
        cells[column] = write_list([word for word in words if word])
    for column, predicate in MARKS.items():
        mark = statement.first(predicate)
        if cells.get(column) and isinstance(mark, IRI) and ";" not in cells[column]:
            cells[column] = f"{names.vocabulary.label(mark)}: {cells[column]}"
    if shape.kind is StatementKind.measurement:
        cells["how much"] = _figure_cell(statement, names)
    elif shape.kind is StatementKind.assessment:
        aspect, rating = statement.first(KG.aspect), statement.first(KG.rating)
        if isinstance(aspect, IRI) and isinstance(rating, IRI):
            cells["what"] = f"{names.word(aspect, 'aspect')}: {names.word(rating, 'rating')}"
    elif shape.kind is StatementKind.characterisation:
        cells["what"] = write_list([_label_cell(value, names) for value in statement.get(KG.characterisedAs)])
    elif shape.kind is StatementKind.event:
        cells["what"] = _event_cell(statement, local, names)
    if statement.time is not None and (when := when_of(statement.time)) and nodes.name_of(statement.time.node):
        cells["when"] = write_when(when, shape.use)
        cells["part"] = f"{local}, {nodes.name_of(statement.time.node)}".strip(", ")
    return {column: text for column, text in cells.items() if text}


def _written(value: Term, slot: Slot, nodes: Nodes, names: Names) -> str:
    if not isinstance(value, IRI):
        return ""
    if local := nodes.name_of(value):
        return f"#{local}"
    if slot.terms and value in names.vocabulary.terms:
        return names.word(value, slot.terms)
    return names.name(value)


def _figure_cell(statement: Statement, names: Names) -> str:
    unit = statement.first(KG.unit)
    value, least, most = (str(statement.first(predicate) or "") for predicate in FIGURES)
    comparator, printed = statement.first(KG.comparator), statement.first(KG.figure)
    about = str(statement.first(KG.approximate) or "") == "true"
    kept = comparator if isinstance(comparator, IRI) else None
    figure = Figure(str(printed or value), value, least, most, kept, about)

    def units(words: str) -> IRI | None:
        try:
            return names.term(words, "unit")
        except Unclear:
            return None

    try:
        return write_figure(figure, units, unit if isinstance(unit, IRI) else None)
    except Unclear:
        return ""


def _label_cell(value: Term, names: Names) -> str:
    if isinstance(value, Literal):
        return f'"{value.lexical}"'
    if isinstance(value, IRI):
        return names.word(value, "label") if value in names.vocabulary.terms else names.name(value)
    return ""


def _event_cell(statement: Statement, local: str, names: Names) -> str:
    if not local:
        return names.name(IRI(statement.node))
    of_class, label = statement.first(RDF.type), statement.first(RDFS.label)
    if not isinstance(of_class, IRI):
        return f"#{local}"
    word = "event" if of_class == KG.Event else names.word(of_class, "kind of event")
    return f"{word}: {label.lexical if isinstance(label, Literal) else ''}".strip()

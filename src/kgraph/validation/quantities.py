"""Check that the unit of each figure fits its measure."""

from collections.abc import Iterator

from kgraph.namespaces import IRI, KG, compact
from kgraph.validation.dataset import Dataset
from kgraph.validation.findings import Finding
from kgraph.vocabulary import Vocabulary

_MOST = 6  # how many units a message names


def check_units(data: Dataset, vocabulary: Vocabulary) -> Iterator[Finding]:
    """A finding for each measurement whose `kg:unit` is of another kind of quantity than its `kg:measure`.

    The shapes report values that are no measure or no unit, and terms without a kind of quantity.
    """
    for subject, predicate, measure, graph in data.quads:
        if predicate != KG.measure or not isinstance(measure, IRI):
            continue
        known = vocabulary.measure(measure)
        for unit in data.values(subject, KG.unit):
            told = vocabulary.unit(unit) if isinstance(unit, IRI) else None
            if known is None or told is None or None in (known.kind, told.kind) or known.kind == told.kind:
                continue
            message = f"kg:unit: {vocabulary.label(str(unit))} is no unit of {vocabulary.label(measure)}"
            yield Finding("unit", data.owner(subject, graph), message, _advice(vocabulary, measure), graph=graph)


def _advice(vocabulary: Vocabulary, measure: IRI) -> str:
    fitting = [compact(iri) for iri in vocabulary.units_for(measure)]
    if not fitting:
        return f"add a unit of its kind of quantity, or correct qudt:hasQuantityKind of {compact(measure)}"
    more = " …" if len(fitting) > _MOST else ""
    return f"write {', '.join(fitting[:_MOST])}{more}, or use another kg:measure"

"""Converting rows of claims to a W3C AnnotationCollection, which `annotations` can read again.

Each row becomes an annotation of the words at its anchor, with positions in Unicode code points as the data model
requires (§4.2.4, §4.2.5), or of the document if it has no anchor. The columns become tags, the paraphrase becomes a
comment. The context is only named, not fetched. Words of the source are included only if rows quote them.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

from kgraph.namespaces import IRI
from kgraph.sheets import columns
from kgraph.sheets.known import Known, Source
from kgraph.sheets.tagging import read_comment
from kgraph.workbooks import Cell, shown

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_PLACE = frozenset(("document", "start", "end", "words quoted"))
"""The columns that selectors and the target express."""

Json = dict[str, object]


def annotation_collection(rows: Sequence[Mapping[str, Cell]], known: Known) -> Json:
    """The AnnotationCollection of rows, as a value for `json`."""
    numbers: Counter[str] = Counter()
    items: list[Json] = []
    for row in rows:
        source = known.document(shown(row["document"]))
        claim = known.claim_iri(source.iri, shown(row["id"]))
        numbers[claim] += 1
        items.append(_annotation(row, f"{claim}#annotation-{numbers[claim]}", source, known))
    name = f"{known.base}annotations"
    return {
        "@context": CONTEXT,
        "id": name,
        "type": "AnnotationCollection",
        "label": "Claims",
        "total": len(items),
        "first": {"id": f"{name}/1", "type": "AnnotationPage", "startIndex": 0, "items": items},
    }


def _annotation(row: Mapping[str, Cell], name: str, source: Source, known: Known) -> Json:
    said = {column: shown(row[column]) for column in columns.NAMES if row.get(column, "") != ""}
    bodies: list[Json] = []
    paraphrase = said.get("what it says", "")
    if paraphrase and read_comment(paraphrase) == ([], paraphrase):
        del said["what it says"]
        bodies.append(_body("commenting", paraphrase) | {"language": "en"})
    bodies += [_body("tagging", f"{column}: {text}") for column, text in said.items() if column not in _PLACE]
    target: Json = {"type": "SpecificResource", "source": _source(source, known)}
    if selectors := _selectors(said):
        target["selector"] = selectors
    return {"id": name, "type": "Annotation", "motivation": "describing", "body": bodies, "target": target}


def _body(purpose: str, value: str) -> Json:
    return {"type": "TextualBody", "format": "text/plain", "purpose": purpose, "value": value}


def _source(source: Source, known: Known) -> IRI | str:
    """The document's address, if no other document has it; else its IRI."""
    for address in source.addresses:
        if known.called(address) == [source]:
            return address
    return source.iri


def _selectors(said: Mapping[str, str]) -> list[Json]:
    selectors: list[Json] = []
    if words := said.get("words quoted"):
        selectors.append({"type": "TextQuoteSelector", "exact": words})
    if "start" in said and "end" in said:
        selectors.append({"type": "TextPositionSelector", "start": int(said["start"]), "end": int(said["end"])})
    return selectors

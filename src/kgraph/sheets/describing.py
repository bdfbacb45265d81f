"""Converting claims to rows from which `reading.read_claims` gives the same claims again.

The claim's `turtle` cell has everything that the columns cannot express. It is found by reading the written rows again:
quads that they do not give are put into that cell, and if they would give something else, the whole claim is. So only
the reader defines the meaning of a column.
"""

from collections.abc import Sequence
from dataclasses import replace

from kgraph.claims import Claim, Span, Statement, to_quads
from kgraph.model import BlankNode, Literal, Quad
from kgraph.namespaces import IRI, KG, SKOS
from kgraph.sheets import columns
from kgraph.sheets.known import Known
from kgraph.sheets.lines import Line
from kgraph.sheets.lists import write_list
from kgraph.sheets.nodes import Nodes, things_named, when_of
from kgraph.sheets.reading import RELATED, read_claims
from kgraph.sheets.stances import WORDS
from kgraph.sheets.time_writing import write_when
from kgraph.sheets.times import Use, When
from kgraph.sheets.turtle import write_turtle
from kgraph.sheets.wording import write_statement
from kgraph.workbooks.values import Cell

Cells = dict[str, Cell]


def lines_of(claim: Claim, known: Known, *, words: bool = False) -> list[Cells]:
    """The rows of a claim. With `words` they have the quoted words, if the text is at hand."""
    quads = to_quads(claim)
    rows = _rows(claim, known, words)
    for attempt in (_without_parts(rows), rows):
        rest = _lacking(attempt, claim, quads, known)
        if rest is not None:
            if rest:
                attempt[0]["turtle"] = write_turtle(rest, known.base)
            if not rest or _lacking(attempt, claim, quads, known) == []:
                return attempt
    return [_whole(claim, quads, known)]


def _whole(claim: Claim, quads: Sequence[Quad], known: Known) -> Cells:
    document = known.slug(claim.document) if claim.document in known.sources and claim.document else ""
    return {
        "id": _id(claim, known),
        "document": document,
        "turtle": write_turtle(quads, known.base),
    }


def _lacking(rows: list[Cells], claim: Claim, quads: Sequence[Quad], known: Known) -> list[Quad] | None:
    """The claim's quads that the rows do not give; `None` if the rows give something else, or cannot be read."""
    alone = known_without(known, claim)
    reading = read_claims([Line(number, row) for number, row in enumerate(rows, 1)], alone)
    found = reading.told[0].claim if len(reading.told) == 1 else None
    if found is None or found.id != claim.id or blank_parts(found) != blank_parts(claim):
        return None
    given, wanted = set(filter(is_plain, to_quads(found))), set(filter(is_plain, quads))
    if given - wanted or _loose(claim, quads):
        return None
    return [quad for quad in quads if quad in wanted - given]


def known_without(known: Known, claim: Claim) -> Known:
    """`known` without this claim, and with the claims that it names."""
    return known.with_claims({iri: Claim(iri) for _, iri in claim.relations})


def is_plain(quad: Quad) -> bool:
    """Whether a quad has no blank node."""
    return not isinstance(quad[0], BlankNode) and not isinstance(quad[2], BlankNode)


def blank_parts(claim: Claim) -> tuple[object, ...]:
    """The parts of a claim that are blank nodes, as values without the nodes."""
    blank = BlankNode("")
    anchors = sorted((a.document or "", a.start, a.end, a.digest or "") for a in claim.anchors)
    hops = [(hop.relayer, _bare(hop.said, blank)) for hop in claim.hops]
    return anchors, hops, _bare(claim.said, blank)


def _bare(span: Span | None, node: BlankNode) -> Span | None:
    return replace(span, node=node) if span and isinstance(span.node, BlankNode) else span


def _loose(claim: Claim, quads: Sequence[Quad]) -> bool:
    """Whether blank nodes are used other than for anchors, hops and the time of saying."""
    return any(not is_plain(quad) for quad in claim.rest) or bool(claim.untyped)


def _rows(claim: Claim, known: Known, words: bool) -> list[Cells]:
    nodes = Nodes(claim.id)
    said = [write_statement(statement, nodes, known.names) for statement in claim.statements]
    rows: list[Cells] = [dict(cells) for cells in said if cells is not None]
    places = [_place(claim, number, known, words) for number in range(len(claim.anchors))]
    count = max(len(rows), len(places), 1)
    rows += [{} for _ in range(count - len(rows))]
    for row, place in zip(rows, places, strict=False):
        row.update(place)
    for row in rows:
        row["id"] = _id(claim, known)
        row["document"] = known.slug(claim.document) if claim.document else ""
    whole = _of_claim(claim, known)
    for row in rows:
        row.update({column: whole.get(column, "") for column in columns.REPEATED})
    rows[0].update(whole)
    return [{column: cell for column, cell in row.items() if cell != ""} for row in rows]


def _place(claim: Claim, number: int, known: Known, words: bool) -> Cells:
    anchor = claim.anchors[number]
    source = known.sources.get(anchor.document) if anchor.document else None
    cells: Cells = {"start": str(anchor.start), "end": str(anchor.end), "quote digest": anchor.digest or ""}
    if words and source is not None and source.text is not None:
        cells["words quoted"] = source.text[anchor.start : anchor.end]
    return cells


def _of_claim(claim: Claim, known: Known) -> Cells:
    names = known.names
    cells: Cells = {
        "who says it": names.name(claim.claimant) if claim.claimant else "",
        "through whom": write_list([names.name(hop.relayer) for hop in claim.hops if hop.relayer]),
        "when said": _when(claim.said),
        "what it says": next((text.lexical for text in claim.paraphrases if text.language == "en"), ""),
        "how it is said": WORDS.get((claim.modality, claim.polarity), "") if claim.modality and claim.polarity else "",
        "about": _about(claim, known),
    }
    for column, value in (("how sure", claim.certainty), ("voice", claim.voice), ("status", claim.status)):
        cells[column] = names.word(value, "certainty" if column == "how sure" else column) if value else ""
    for column, predicate in RELATED.items():
        cells[column] = write_list([known.claim_name(other, claim.document) for other in claim.related(predicate)])
    for _, predicate, told, _ in claim.rest:
        if predicate == SKOS.editorialNote and isinstance(told, Literal) and told.language == "en":
            cells.setdefault("note", told.lexical)
        elif predicate == KG.extractionConfidence and isinstance(told, Literal):
            cells.setdefault("confidence", told.lexical)
    return cells


def _when(span: Span | None) -> str:
    if span is None or span.edtf is None:
        return ""
    named = replace(span, node=IRI("x:t"))
    when: When | None = when_of(named)
    return write_when(when, Use.said) if when else ""


def _about(claim: Claim, known: Known) -> str:
    """The cell of `kg:about`: "" if these are the things that its statements name, "+" and the further ones if there
    are more, else all."""
    statements: Sequence[Statement] = claim.statements
    named, about = set(things_named(claim.id, statements)), set(claim.about)
    if named == about:
        return ""
    if not about:
        return "-"
    beside = sorted(about - named if named < about else about)
    return ("+ " if named < about else "") + write_list([known.names.name(iri) for iri in beside])


def _without_parts(rows: list[Cells]) -> list[Cells]:
    """The rows without node names, which the reader makes itself if they are the usual ones."""
    return [{column: cell for column, cell in row.items() if column != "part"} for row in rows]


def _id(claim: Claim, known: Known) -> str:
    """The claim's short name; its IRI if that is not under its document's."""
    name = known.claim_name(claim.id, claim.document)
    return f"<{claim.id}>" if "/" in name else name

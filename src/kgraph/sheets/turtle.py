"""The `turtle` cell, for quads that no column expresses: TriG without the lines for base and prefixes.

A cell may only describe its own row's claim or document (see `check_rest`, `of_other_things`), except for quads that
exist already.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from kgraph.claims import Claim, to_quads
from kgraph.errors import DataError
from kgraph.model import BlankNode, Literal, Quad, Term
from kgraph.namespaces import IRI, KG, PREFIXES, PROV, RDF
from kgraph.sheets.dates import Unclear
from kgraph.sheets.lines import Line, Notes
from kgraph.store.files import parse_quads
from kgraph.store.trig import canonical_trig

_PROLOGUE = re.compile(r"^@(?:base|prefix) .*\n+", re.MULTILINE)
# strings, IRIs, comments and prefixed names; everything else is a keyword
_TOKEN = re.compile(
    r"""
      \"{3}(?:\"{0,2}(?:\\.|[^"\\]))*\"{3} | '{3}(?:'{0,2}(?:\\.|[^'\\]))*'{3} | "(?:\\.|[^"\\])*" | '(?:\\.|[^'\\])*'
    | <[^<>"{}|^`\x00-\x20]*> | \#[^\n\r]* | \w*:(?:\\.|[^\s;,"'<>(){}\[\]\#\\])*
    | (?P<word>@?\w+)
    """,
    re.VERBOSE | re.DOTALL,
)
_CELLS: Mapping[IRI, tuple[str, ...]] = {
    KG.claimant: ("who says it",),
    PROV.wasQuotedFrom: ("through whom",),
    KG.assertedDuring: ("when said",),
    KG.paraphrase: ("what it says",),
    KG.modality: ("how it is said",),
    KG.polarity: ("how it is said",),
    KG.certainty: ("how sure",),
    KG.voice: ("voice",),
    KG.status: ("status",),
    KG.about: ("about",),
    KG.extractionConfidence: ("confidence",),
    KG.content: ("kind", "who", "what", "how much", "where", "when", "event", "to whom"),
}
"""The columns for a property of a claim. If cell and Turtle both gave it, one would be lost or there would be two
values."""


def write_turtle(quads: Iterable[Quad], base: str) -> str:
    """The cell for some quads; "" for none."""
    given = tuple(quads)
    return _PROLOGUE.sub("", canonical_trig(given, base)).strip() if given else ""


def read_turtle(cell: str, base: str) -> list[Quad]:
    """The quads of a cell; raises `Unclear` if it is no Turtle, or sets a base or a prefix."""
    if not cell.strip():
        return []
    for token in _TOKEN.finditer(cell):
        if (token["word"] or "").removeprefix("@").casefold() in ("base", "prefix"):
            told = "base and prefixes are those of the workspace"
            raise Unclear(f"it says '{token['word']}', and {told}; take that out and write IRIs whole")
    prologue = f"@base <{base}> .\n" + "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    lines = prologue.count("\n")
    try:
        return parse_quads((prologue + cell).encode(), "trig", base)
    except DataError as error:
        where = f"line {error.line - lines} of the cell" if error.line and error.line > lines else "the cell"
        raise Unclear(f"{where} is no Turtle: {str(error).rpartition(': ')[2]}") from error


def of_others(quads: Sequence[Quad], own: IRI, document: IRI, before: Claim | None = None) -> str:
    """A message if a claim's Turtle describes something else, with what to do; "" if it only describes the claim.

    Legal are the claim, its nodes (`#…`) and blank nodes to which they lead, in its document's graph, and its content.
    `before` is the existing claim: its quads, and further ones in its graphs, are legal too.
    """
    standing = frozenset(to_quads(before)) if before else frozenset()
    homes = {document, before.graph} if before else {document}
    contents = {graph for *_, graph in standing} - homes
    reached = _reached(quads, {own, *(s for s, *_, g in standing if g in homes)}, f"{own}#")
    for quad in quads:
        subject, predicate, value, graph = quad
        if quad in standing:
            continue
        is_content = graph in contents or (graph or "").startswith(f"{own}#")
        if not is_content and graph not in homes:
            return _elsewhere(graph, document)
        if predicate == RDF.type and (value == KG.Document or (value == KG.Claim and subject != own)):
            return f"it makes <{subject}> another claim, or a document; give that a row of its own"
        if predicate == KG.content and value not in contents and not str(value).startswith(f"{own}#"):
            return f"it names <{value}> as the claim's content, which must be in <{own}#content>"
        if subject == own if is_content else subject not in reached:
            return f"it speaks of <{subject}>; say here something of this row's claim alone"
    return ""


def of_other_things(quads: Iterable[Quad], document: IRI, base: str, standing: Collection[Quad] = ()) -> str:
    """Like `of_others`, for a document's Turtle, which must be in its own graph and must not describe claims or other
    documents."""
    for quad in quads:
        subject, predicate, value, graph = quad
        if quad in standing:
            continue
        if graph != document:
            return _elsewhere(graph, document)
        foreign = subject.startswith((f"{base}claim/", f"{base}doc/")) and subject.partition("#")[0] != document
        made = predicate == RDF.type and (value == KG.Claim or (value == KG.Document and subject != document))
        if foreign or made:
            return f"it speaks of <{subject}>; say here something of this row's document alone"
    return ""


def check_rest(
    lines: Sequence[Line], rest: Sequence[Quad], own: IRI, document: IRI, before: Claim | None, notes: Notes
) -> None:
    """Add a fault if the Turtle of a claim's rows describes something else, or has a property that a filled cell
    has."""
    line = next((line for line in lines if line.text("turtle")), lines[0])
    if told := of_others(rest, own, document, before):
        notes.fault(line, "turtle", told)
    used = {column for line in lines for column in line.cells if line.text(column)}
    if rest and used <= {"id", "document", "turtle"} and (own, RDF.type, KG.Claim) not in {q[:3] for q in rest}:
        notes.fault(line, "turtle", f"the row has nothing else, and this does not say <{own}> a kg:Claim")
    documents = {value for subject, predicate, value, _ in rest if (subject, predicate) == (own, KG.statedIn)}
    if not documents <= {document, before.document if before else document}:
        notes.fault(line, "turtle", "it puts the claim into another document; write that document into 'document'")
    for column, predicate in sorted({(c, p) for s, p, o, _ in rest if s == own for c in _instead(p, o)}):
        filled = next((line for line in lines if line.text(column)), None)
        if filled is not None:
            told = f"the claim's Turtle says it already (kg:{predicate.rpartition('#')[2]}); empty one of the two"
            notes.fault(filled, column, told)


def _instead(predicate: IRI, value: Term) -> tuple[str, ...]:
    """The columns that must be empty if the Turtle has this value; paraphrases in languages other than English are
    legal."""
    other = predicate == KG.paraphrase and not (isinstance(value, Literal) and value.language == "en")
    return () if other else _CELLS.get(predicate, ())


def _reached(quads: Sequence[Quad], own: Collection[Term], start: str) -> set[Term]:
    """The given nodes, those whose IRIs begin with `start`, and the blank nodes to which they lead."""
    reached: set[Term] = {s for s, *_ in quads if (s in own and not isinstance(s, BlankNode)) or s.startswith(start)}
    found = True
    while found:
        ends = {o for s, _, o, _ in quads if s in reached and isinstance(o, BlankNode)}
        found = not ends <= reached
        reached |= ends
    return reached


def _elsewhere(graph: IRI | None, document: IRI) -> str:
    where = f"in the graph <{graph}>" if graph else "outside any graph"
    return f"it says something {where}; all that it says belongs between <{document}> {{ and }}"

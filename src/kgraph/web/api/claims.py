"""The list of claims: who said what, through whom, how surely, where in which document, and who says otherwise."""

import csv
import io
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kgraph.analysis.claimed import OwnWords
from kgraph.analysis.questions import Disputed
from kgraph.analysis.record import ClaimCard
from kgraph.claims import Claim, Statement, StatementKind
from kgraph.days import order
from kgraph.delimited import csv_safe
from kgraph.model import BlankNode, Literal, Term
from kgraph.namespaces import IRI, KG
from kgraph.reading import fold
from kgraph.store import is_legal, serialise
from kgraph.store.trig import natural
from kgraph.views.export import CLAIM_COLUMNS, OF_PARTS, claims_csv, parts_of
from kgraph.views.parts import PARTS
from kgraph.web.api.parameters import Parameter, Values
from kgraph.web.api.reading import Reading, values
from kgraph.web.api.tables import TEXT, TEXTS, WHETHER, Field, Listed, record, several, within

MODALITIES = ("assertion", "denial", "forecast", "conditional", "recommendation", "commitment", "scenario")
POLARITIES = ("positive", "negative")

KINDS = tuple(kind for kind in StatementKind if kind is not StatementKind.other)

PARAMETERS = (
    Parameter("claimant", "name", "whose claims; a name in any spelling"),
    Parameter("about", "name", "what they are about; a place includes the places inside it"),
    Parameter("only", "yes-no", "with 'about': whether a place is meant without the places inside it"),
    Parameter("document", "text", "in which document: its IRI, or what that has after the base"),
    Parameter("kind", "word", "the kind of a statement of theirs", words=KINDS),
    Parameter("modality", "word", "the kind of speech act", words=MODALITIES),
    Parameter("polarity", "word", "whether they say that it is so or that it is not", words=POLARITIES),
    Parameter("from", "day", "said on this day or later; a claim of no known day is left out"),
    Parameter("to", "day", "certainly said by this day"),
    Parameter("disputed", "yes-no", "whether they are in question"),
    Parameter("text", "text", "words that the paraphrase has, in any order"),
)


@dataclass(frozen=True, slots=True)
class Told:
    """A claim with its card, the questions that it is in, and its statements in words."""

    claim: Claim
    card: ClaimCard
    found: Disputed | None
    statements: tuple[Mapping[str, object], ...]


def find(reading: Reading, given: Values) -> list[IRI]:
    """The claims that a request asks for, the earliest first; those of no known day are last."""
    rows = reading.select(f"SELECT DISTINCT ?c ?day ?text {{ {' '.join(_patterns(reading, given))} }}").rows
    sought = fold(given.one("text")).split()
    found: dict[IRI, str] = {}
    for claim, day, text in rows:
        when, said = str(day or ""), fold(str(text or "")) if sought else ""
        if not isinstance(claim, IRI) or not all(word in said for word in sought):
            continue
        if not within(when, given.one("from"), given.one("to")):
            continue
        found[claim] = min(filter(None, (found.get(claim, ""), when)), key=order, default="")
    if kind := given.one("kind"):
        of_kind = _of_kind(reading, StatementKind(kind))
        found = {claim: day for claim, day in found.items() if claim in of_kind}
    return sorted(found, key=lambda claim: (order(found[claim]), natural(claim)))


def _patterns(reading: Reading, given: Values) -> Iterator[str]:
    """The graph pattern of the claims ?c, with the ?day of each and its ?text."""
    if claimants := reading.world.according_to:
        yield f"{values('?voice', claimants)} ?c kg:claimant ?voice ."
    if name := given.one("claimant"):
        yield f"?c kg:claimant {serialise(reading.entity(name, agents_only=True))} ."
    if name := given.one("about"):
        asked = reading.entity(name)
        about = [asked] if given.one("only") == "true" else reading.with_inside(asked)
        yield f"{values('?about', about)} ?c kg:about ?about ."
    if document := given.one("document"):
        yield f"{values('?document', iris_of(reading.base, document, ('doc/',)))} ?c kg:statedIn ?document ."
    for name in ("modality", "polarity"):
        if word := given.one(name):
            yield f"?c kg:{name} {serialise(KG[word.capitalize()])} ."
    yield "?c a kg:Claim . FILTER NOT EXISTS { ?c kg:status kg:Rejected }"
    if in_question := given.one("disputed"):
        negated = "" if in_question == "true" else "NOT "
        yield f"FILTER {negated}EXISTS {{ ?question kg:disputes ?c . ?question a kg:Dispute }}"
    yield "OPTIONAL { ?c kg:saidBy ?day }"
    if given.one("text"):
        yield "OPTIONAL { ?c kg:paraphrase ?text }"


def iris_of(base: str, given: str, begins: Iterable[str]) -> list[IRI]:
    """The IRIs that an address may mean: the text itself, or what follows the base, with a beginning left out."""
    wanted = (given, base + given, *(base + begin + given for begin in begins))
    return [IRI(one) for one in dict.fromkeys(wanted) if is_legal(IRI(one))]


def _of_kind(reading: Reading, kind: StatementKind) -> set[IRI]:
    """The claims with a statement of a kind."""
    content = "?c kg:content ?g . ?c a kg:Claim . GRAPH ?g"
    types: dict[tuple[Term | None, Term | None], set[Term]] = {}
    for claim, node, value in reading.select(f"SELECT ?c ?n ?t {{ {content} {{ ?n a ?t }} }}").rows:
        if value is not None:
            types.setdefault((claim, node), set()).add(value)
    vocabulary = reading.graph.vocabulary
    known = {which: vocabulary.statement_kind(some) for which, some in types.items()}
    found = {claim for (claim, _), one in known.items() if one is kind and isinstance(claim, IRI)}
    if kind is StatementKind.event:  # this kind shows in the properties, too
        said: dict[tuple[Term | None, Term | None], list[tuple[IRI, tuple[Term, ...]]]] = {}
        for claim, node, predicate in reading.select(f"SELECT DISTINCT ?c ?n ?p {{ {content} {{ ?n ?p ?o }} }}").rows:
            if isinstance(predicate, IRI) and known.get((claim, node)) is None:
                said.setdefault((claim, node), []).append((predicate, (predicate,)))
        for (claim, node), told in said.items():
            if isinstance(claim, IRI) and isinstance(node, IRI | BlankNode):
                is_one = Statement(node, tuple(told)).kind_in(vocabulary) is kind
                found |= {claim} if is_one else set()
    return found


def items(reading: Reading, wanted: Collection[IRI], fields: Collection[str]) -> list[Told]:
    """Claims with all that the wanted fields need."""
    found = reading.claims(wanted)
    needs = not fields or not {"questions", "statements"}.isdisjoint(fields)
    asked = reading.questions([card.id for _, card in found]) if needs else None
    if fields and "statements" not in fields:
        return [Told(claim, card, asked, ()) for claim, card in found]
    own = OwnWords.of(asked.remarks if asked else ())
    return [Told(claim, card, asked, tuple(parts_of(card, reading.naming, own))) for claim, card in found]


def _is_disputed(told: Told) -> bool:
    return told.card.disputed or any(not part.superseded for part in told.card.questioned)


def _anchors(told: Told) -> list[dict[str, Any]]:
    """Where in which document: positions in Unicode code points, and the digest of the characters there."""
    return [
        {"document": one.document or told.claim.document or "", "start": one.start, "end": one.end}
        | ({"digest": one.digest} if one.digest else {})
        for one in told.claim.anchors
    ]


def _questions(told: Told) -> list[dict[str, Any]]:
    """The questions that it is in, its own answer, and the other answers with who gives them."""
    own, found = told.card.id, told.found
    return [
        {
            "dispute": one.id,
            "question": one.text,
            "answer": next((stand.as_given_in(own) for stand in one.stands if own in stand.claims), ""),
            "others": [
                {"answer": stand.as_given_in(claim), **speaker(found.cards[claim])}
                for stand in one.stands
                if own not in stand.claims
                for claim in stand.claims
                if claim in found.cards
            ],
        }
        for one in (found.questions if found else ())
        if found and own in one.spoken
    ]


def speaker(card: ClaimCard) -> dict[str, Any]:
    """Who made a claim, through whom, and how."""
    return {
        "claim": card.id,
        "claimant": card.claimant,
        "chain": list(card.chain),
        "said_by": card.said_by,
        "modality": card.modality,
        "polarity": card.polarity,
        "certainty": card.certainty,
    }


SPEAKER = {
    "claim": TEXT,
    "claimant": TEXT,
    "chain": TEXTS,
    "said_by": TEXT,
    "modality": TEXT,
    "polarity": TEXT,
    "certainty": TEXT,
}
"""The schema of what `speaker` gives."""

_ANCHOR = record(document=TEXT, start={"type": "integer"}, end={"type": "integer"}) | {
    "properties": {
        "document": TEXT,
        "start": {"type": "integer", "minimum": 0},
        "end": {"type": "integer", "minimum": 0},
        "digest": TEXT,
    }
}
_OTHER = record(answer=TEXT, **SPEAKER)
_QUESTION = record(dispute=TEXT, question=TEXT, answer=TEXT, others=several(_OTHER))
_TYPES = {"part": "integer", "disputed": "boolean", "in_world": "boolean"}
_STATEMENT = {
    "type": "object",
    "properties": {
        name: {"type": _TYPES.get(name, "string"), "description": CLAIM_COLUMNS[name]} for name in (*OF_PARTS, *PARTS)
    },
    "required": [*OF_PARTS, *PARTS],
}

FIELDS = (
    Field("claim", "its IRI", TEXT, lambda told: told.card.id, always=True),
    Field("claimant", "whose claim it is", TEXT, lambda told: told.card.claimant, always=True),
    Field("claimant_iri", "the claimant's IRI", TEXT, lambda told: told.card.claimant_id),
    Field(
        "chain",
        "through whom it came: from the document's outlet, hop by hop, back to the claimant",
        TEXTS,
        lambda told: list(told.card.chain),
        always=True,
    ),
    Field("chain_iris", "the IRIs of those in the chain", TEXTS, lambda told: list(told.card.chain_ids)),
    Field("said", "when it was said, in words", TEXT, lambda told: told.card.said),
    Field("said_by", "the day by which it was certainly made; empty if unknown", TEXT, lambda told: told.card.said_by),
    Field("modality", "the kind of speech act", TEXT, lambda told: told.card.modality, always=True),
    Field("polarity", "positive: it is so; negative: it is not", TEXT, lambda told: told.card.polarity, always=True),
    Field("stance", "modality and polarity in words", TEXT, lambda told: told.card.stance, always=True),
    Field("certainty", "how sure the claimant is, as worded", TEXT, lambda told: told.card.certainty, always=True),
    Field(
        "status",
        "what speaks against reading it by itself: in question, changed or taken back later by its claimant, "
        "one voice, two figures; empty if nothing does",
        TEXT,
        lambda told: told.card.standing,
        always=True,
    ),
    Field("voice", "direct speech, indirect speech …", TEXT, lambda told: told.card.voice),
    Field("paraphrase", "what is claimed, in an editor's words", TEXT, lambda told: told.card.paraphrase),
    Field("pointer", "where it stands, in words", TEXT, lambda told: told.card.pointer),
    Field("document", "the IRI of the document", TEXT, lambda told: told.card.document),
    Field("anchors", "where it stands: characters of a document's text", several(_ANCHOR), _anchors),
    Field("disputed", "whether it is in question", WHETHER, _is_disputed, always=True),
    Field("questions", "in which questions it stands, and who says otherwise", several(_QUESTION), _questions),
    Field("review", "whether editors accepted it", TEXT, lambda told: told.card.review),
    Field("about", "the IRIs of what it is about", TEXTS, lambda told: list(told.card.about)),
    Field(
        "relations",
        "what it says of other claims: denies, contradicts, supports, qualifies, derived from …",
        several(record(relation=TEXT, claim=TEXT)),
        lambda told: [{"relation": word, "claim": other} for word, other in told.card.relations],
    ),
    Field(
        "statements",
        "what is claimed, part by part; as columns of CSV, each of these",
        several(_STATEMENT),
        lambda told: [dict(one) for one in told.statements],
    ),
)
_ALWAYS = (
    "claim",
    "part",
    "claimant",
    "chain",
    "claimed_as",
    "status",
    "modality",
    "polarity",
    "certainty",
    "disputed",
)


def as_csv(reading: Reading, found: list[Told], wanted: Collection[str]) -> str:
    """The claims as `kgraph export` writes them; with only some columns, if these are named."""
    remarks = reading.questions([told.card.id for told in found]).remarks
    voices = reading.voices({other for told in found for word, other in told.card.relations if word == "denies"})
    text = claims_csv((told.card for told in found), reading.naming, remarks, voices)
    return chosen_columns(text, [*_ALWAYS, *wanted]) if wanted else text


def chosen_columns(text: str, wanted: Collection[str]) -> str:
    """A table in CSV with some of its columns."""
    out, lines = io.StringIO(newline=""), csv.reader(io.StringIO(text, newline=""))
    head = next(lines)
    kept = [number for number, name in enumerate(head) if name in wanted]
    csv.writer(out).writerows([[line[number] for number in kept] for line in (head, *lines)])
    return out.getvalue()


def table(columns: Collection[str], rows: Iterable[Iterable[Any]]) -> str:
    """A table in CSV; what a spreadsheet would take for a formula is made plain text."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([csv_safe(_bare(cell)) for cell in row] for row in rows)
    return out.getvalue()


def _bare(cell: Any) -> str:
    if isinstance(cell, Literal):
        return cell.lexical
    return "" if cell is None else str(cell)


CLAIMS = Listed(
    "claims",
    "claim",
    "Claims, the earliest first; those of which nobody knows the day are last.",
    PARAMETERS,
    FIELDS,
    ("claim/",),
    tuple(CLAIM_COLUMNS),
    find,
    items,
    as_csv,
)

"""The list of claims: who said what, through whom, how surely, where in which document, and who says otherwise."""

import csv
import io
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from kgraph.analysis.claimed import changed_by_own, statuses_of
from kgraph.analysis.questions import Disputed
from kgraph.analysis.record import ClaimCard
from kgraph.claims import Claim, StatementKind
from kgraph.claims.statements import OF_EVENTS, OF_STATES
from kgraph.model import Term
from kgraph.namespaces import IRI, KG
from kgraph.store import is_legal, serialise
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
    found: Collection[IRI] = reading.told
    if patterns := list(_patterns(reading, given)):
        among = {*reading.iris(f"SELECT DISTINCT ?c {{ {' '.join(patterns)} ?c a kg:Claim }}")}
        found = [claim for claim in found if claim in among]
    first, last = given.one("from"), given.one("to")
    if first or last:
        found = [claim for claim in found if any(within(day, first, last) for day in reading.told[claim])]
    if kind := given.one("kind"):
        of_kind = _of_kind(reading, StatementKind(kind))
        found = [claim for claim in found if claim in of_kind]
    if sought := given.one("text"):
        with_words = {*reading.with_words(sought)}
        found = [claim for claim in found if claim in with_words]
    return list(found)


def _patterns(reading: Reading, given: Values) -> Iterator[str]:
    """What the graph pattern of the claims ?c has besides their class."""
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
    if in_question := given.one("disputed"):
        negated = "" if in_question == "true" else "NOT "
        yield f"FILTER {negated}EXISTS {{ ?question kg:disputes ?c . ?question a kg:Dispute }}"


def iris_of(base: str, given: str, begins: Iterable[str]) -> list[IRI]:
    """The IRIs that an address may mean: the text itself, or what follows the base, with a beginning left out."""
    wanted = (given, base + given, *(base + begin + given for begin in begins))
    return [IRI(one) for one in dict.fromkeys(wanted) if is_legal(IRI(one))]


@lru_cache(maxsize=len(KINDS))
def _of_kind(reading: Reading, kind: StatementKind) -> set[IRI]:
    """The claims with a statement of a kind."""
    vocabulary = reading.graph.vocabulary
    content, classes = "?c kg:content ?g . ?c a kg:Claim . GRAPH ?g", vocabulary.statement_kinds
    own = values("?own", (one for one, of in classes.items() if of is kind))
    types: dict[tuple[Term | None, Term | None], set[Term]] = {}
    for claim, node, value in reading.select(
        f"SELECT DISTINCT ?c ?n ?t {{ {own} {content} {{ ?n a ?own , ?t }} }}"
    ).rows:
        if value is not None:
            types.setdefault((claim, node), set()).add(value)
    found = {claim for (claim, _), some in types.items() if vocabulary.statement_kind(some) is kind}
    if kind is StatementKind.event:  # this kind shows in the properties, too; see `Statement.kind_in`
        has_class = f"?n a ?t FILTER(?t IN ({', '.join(map(serialise, classes))}))"
        is_state = f"?n ?q ?x FILTER(?q IN ({', '.join(map(serialise, OF_STATES))}))"
        telling = f"?n ?p ?o FILTER NOT EXISTS {{ {has_class} }} FILTER NOT EXISTS {{ {is_state} }}"
        found |= {*reading.iris(f"SELECT DISTINCT ?c {{ {values('?p', OF_EVENTS)} {content} {{ {telling} }} }}")}
    return {claim for claim in found if isinstance(claim, IRI)}


def items(reading: Reading, wanted: Collection[IRI], fields: Collection[str]) -> list[Told]:
    """Claims with all that the wanted fields need."""
    found = reading.claims(wanted)
    needs = not fields or not {"questions", "statements"}.isdisjoint(fields)
    asked = reading.questions([card.id for _, card in found]) if needs else None
    if fields and "statements" not in fields:
        return [Told(claim, card, asked, ()) for claim, card in found]
    own = changed_by_own(asked.remarks if asked else ())
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
        "what is in question of its statements, in the words that these have, each once, sorted",
        TEXTS,
        lambda told: statuses_of(told.card),
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

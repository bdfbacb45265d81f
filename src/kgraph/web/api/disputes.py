"""The list of questions in dispute: their answers, and who gives each, through whom, how surely. None is settled."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from kgraph.analysis.changing import given_up
from kgraph.analysis.questions import Disputed, OpenQuestion
from kgraph.claims import claims_concerning
from kgraph.days import Day
from kgraph.namespaces import IRI
from kgraph.views.disputes import COLUMNS, STANDINGS, changes_of, days_of, rows, standing
from kgraph.web.api.claims import SPEAKER, speaker, table
from kgraph.web.api.parameters import Parameter, Values
from kgraph.web.api.reading import Reading
from kgraph.web.api.tables import NUMBER, TEXT, TEXTS, WHETHER, Field, Listed, record, several

PARAMETERS = (
    Parameter("about", "name", "with a claim about this; a place includes the places inside it"),
    Parameter("only", "yes-no", "with 'about': whether a place is meant without the places inside it"),
    Parameter("since", "day", "with a claim of this day or later"),
    Parameter("now", "word", "how they stand, as 'kgraph disputes' has it; none is settled", words=STANDINGS),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, with the cards of its claims and what their claimants changed."""

    one: OpenQuestion
    found: Disputed


def find(reading: Reading, given: Values) -> list[IRI]:
    """The questions that a request asks for, the latest first."""
    found = reading.disputed
    asked = list(found.questions)
    if name := given.one("about"):
        entity = reading.entity(name)
        about = [entity] if given.one("only") == "true" else reading.with_inside(entity)
        concerned = {*about, *claims_concerning(reading.store, reading.iri, about)}
        asked = [one for one in asked if not one.spoken.isdisjoint(concerned)]
    if given.one("since"):
        since = Day.of(given.one("since"))
        asked = [one for one in asked if (day := found.latest(one.spoken)) is not None and day >= since]
    if now := given.one("now"):
        asked = [one for one in asked if standing(one, found) == now]
    return [one.id for one in asked]


def items(reading: Reading, wanted: Collection[IRI], fields: Collection[str]) -> list[Asked]:
    """Questions with what is known of their claims."""
    found = {one.id: one for one in reading.disputed.questions}
    return [Asked(found[iri], reading.disputed) for iri in wanted if iri in found]


def _claims(claims: Iterable[IRI], asked: Asked, answers: Mapping[IRI, str] | None = None) -> list[dict[str, Any]]:
    """Who made each of some claims, how, where it stands, and how its claimant changed it since."""
    one, cards = asked.one, asked.found.cards
    some = [claim for claim in claims if claim in cards]
    changed = changes_of(some, one.asks_of(cards), asked.found)
    return [
        {
            **speaker(cards[claim]),
            "answer": (answers or {}).get(claim, ""),
            "paraphrase": cards[claim].paraphrase,
            "document": cards[claim].document,
            "pointer": cards[claim].pointer,
            "changed": changed.get(claim, ""),
        }
        for claim in some
    ]


def _positions(asked: Asked) -> list[dict[str, Any]]:
    one, found = asked.one, asked.found
    about = one.asks_of(found.cards)
    return [
        {
            "position": number,
            "answer": stand.answer,
            "given_up": not one.editors and given_up(stand.claims, about, found.changes, found.cards),
            "claims": _claims(stand.claims, asked, {claim: stand.as_given_in(claim) for claim in stand.claims}),
        }
        for number, stand in enumerate(one.stands, 1)
    ]


def _agreement(asked: Asked) -> dict[str, Any] | None:
    agreed = asked.one.agreement
    if agreed is None:
        return None
    return {"figure": agreed.figure, "since": str(agreed.since), "who": agreed.who, "claims": list(agreed.claims)}


def _latest(asked: Asked) -> str:
    return str(asked.found.latest(asked.one.claims) or "")


def _since(asked: Asked) -> str:
    return asked.one.since(
        {claim: card.said_by for claim, card in asked.found.cards.items() if claim in asked.one.claims}
    )


_CLAIM = record(**SPEAKER, answer=TEXT, paraphrase=TEXT, document=TEXT, pointer=TEXT, changed=TEXT)
_POSITION = record(position=NUMBER, answer=TEXT, given_up=WHETHER, claims=several(_CLAIM))
_ROUND = record(days=TEXT, answers=several(record(answer=TEXT, claims=TEXTS)))
_AGREED = {**record(figure=TEXT, since=TEXT, who=TEXT, claims=TEXTS), "type": ["object", "null"]}

FIELDS = (
    Field("dispute", "its IRI", TEXT, lambda asked: asked.one.id, always=True),
    Field("question", "the question", TEXT, lambda asked: asked.one.text, always=True),
    Field("now", "how it stands: " + ", ".join(STANDINGS), TEXT, lambda asked: standing(asked.one, asked.found)),
    Field("since", "the day by which it had arisen; empty if unknown", TEXT, _since),
    Field("latest", "the day of the latest claim on it; empty if unknown", TEXT, _latest),
    Field("positions", "the answers, each with who gives it", several(_POSITION), _positions),
    Field("beside", "claims that take no side", several(_CLAIM), lambda asked: _claims(asked.one.beside, asked)),
    Field("agreement", "the figure that all claimants give by now, if they do", _AGREED, _agreement),
    Field(
        "no_evidence",
        "claims that find no evidence for one of the claims",
        several(record(claim=TEXT, finds_none_for=TEXT)),
        lambda asked: [{"claim": doubt, "finds_none_for": doubted} for doubt, doubted in asked.one.doubts],
    ),
    Field(
        "rounds",
        "of a question of many days: on which days which answers were in conflict",
        several(_ROUND),
        lambda asked: [
            {"days": days_of(one), "answers": [{"answer": s.answer, "claims": list(s.claims)} for s in one.stands]}
            for one in asked.one.rounds
        ],
    ),
)


def as_csv(reading: Reading, found: list[Asked], wanted: Collection[str]) -> str:
    """A row for each claim of the questions, as `kgraph disputes --format csv` has it."""
    some = replace(reading.disputed, questions=tuple(asked.one for asked in found), remarks=())
    told = rows(some)
    kept = [number for number, name in enumerate(COLUMNS) if not wanted or name in wanted or name in _ALWAYS]
    return table([COLUMNS[number] for number in kept], ([row[number] for number in kept] for row in told.rows))


_ALWAYS = ("kind", "question", "claimant", "through", "claim")

DISPUTES = Listed(
    "disputes",
    "dispute",
    "Questions to which claims give answers that contradict each other, the latest first. None is settled.",
    PARAMETERS,
    FIELDS,
    ("dispute/",),
    COLUMNS,
    find,
    items,
    as_csv,
    default="20",
)

"""The list of questions in dispute: their answers, and who gives each, through whom, how surely. None is settled."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from kgraph.analysis.changing import given_up
from kgraph.analysis.questions import Disputed, OpenQuestion
from kgraph.claims import claims_concerning
from kgraph.days import Day
from kgraph.namespaces import IRI
from kgraph.store.trig import natural
from kgraph.views.disputed_rows import COLUMNS, rows
from kgraph.views.disputes import ASKED, IN_CONFLICT, STANDINGS, changes_of, days_of, standing
from kgraph.web.api.claims import SPEAKER, speaker
from kgraph.web.api.parameters import Parameter, Values
from kgraph.web.api.reading import Reading
from kgraph.web.api.tables import NUMBER, TEXT, TEXTS, WHETHER, Field, Listed, in_columns, record, several

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
    asked = list(reading.asked[0])
    if name := given.one("about"):
        entity = reading.entity(name)
        about = [entity] if given.one("only") == "true" else reading.with_inside(entity)
        concerned = {*about, *claims_concerning(reading.store, reading.iri, about)}
        asked = [one for one in asked if not one.spoken.isdisjoint(concerned)]
    if given.one("since"):
        since = Day.of(given.one("since"))
        asked = [one for one in asked if (day := _latest(one.spoken, reading)) is not None and day >= since]
    if now := given.one("now"):
        asked = _standing_so(asked, now, reading)

    def order(one: OpenQuestion) -> tuple[int, object, str]:
        day = _latest(one.claims, reading)
        return (-day.number if day else 0, natural(one.text), one.id)

    return [one.id for one in sorted(asked, key=order)]


def _latest(claims: Iterable[IRI], reading: Reading) -> Day | None:
    return max((reading.days[claim] for claim in claims if claim in reading.days), default=None)


def _standing_so(asked: list[OpenQuestion], now: str, reading: Reading) -> list[OpenQuestion]:
    """The questions that stand so. Only where somebody changed or took back a claim must the claims be read."""
    revised = {claim for remark in reading.asked[1] for claim in remark.superseded}
    changed = {one.id: one for one in asked if not one.editors and not one.claims.isdisjoint(revised)}
    found = reading.questions({claim for one in changed.values() for claim in one.claims})
    read = {one.id: standing(one, found) for one in found.questions if one.id in changed}
    return [one for one in asked if read.get(one.id, ASKED if one.editors else IN_CONFLICT) == now]


def items(reading: Reading, wanted: Collection[IRI], fields: Collection[str]) -> list[Asked]:
    """Questions with what is known of their claims."""
    sought = {*wanted}
    found = reading.questions({claim for one in reading.asked[0] if one.id in sought for claim in one.told})
    known = {one.id: Asked(one, found) for one in found.questions}
    return [known[iri] for iri in wanted if iri in known]


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


def _latest_words(asked: Asked) -> str:
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
    Field("latest", "the day of the latest claim on it; empty if unknown", TEXT, _latest_words),
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


def _in_rows(reading: Reading, found: list[Asked]) -> Iterator[dict[str, Any]]:
    """A row for each claim of the questions, as `kgraph disputes --format csv` has it."""
    for asked in found:
        for row in rows(replace(asked.found, questions=(asked.one,), remarks=())).rows:
            yield dict(zip(COLUMNS, row, strict=True))


_ALWAYS = (
    *("kind", "question", "answer", "claimant", "through", "said", "claim"),
    *("changed", "claimed_as", "certainty"),
)

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
    in_columns(COLUMNS, _ALWAYS, _in_rows),
    default="20",
)

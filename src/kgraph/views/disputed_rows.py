"""Questions in dispute as rows for other tools."""

from collections.abc import Collection, Iterable, Iterator

from kgraph.analysis.changing import things
from kgraph.analysis.claimed import as_what_of
from kgraph.analysis.questions import REVISION, Disputed, OpenQuestion, Remark
from kgraph.model import Literal, Rows, Term
from kgraph.namespaces import IRI
from kgraph.views.disputes import changes_of, days_of, through
from kgraph.views.export import BETWEEN

COLUMNS = (
    *("kind", "question", "round", "position", "answer", "claimant", "through", "said", "paraphrase", "claim"),
    *("dispute", "changed", "claimed_as", "certainty"),
)


def rows(found: Disputed) -> Rows:
    """A row for each claim of a position, then for claims that take no side (`position` is empty), then for remarks.
    `changed` says how a claim's own claimant changed it or took it back, `claimed_as` as what it tells what is
    asked about: a fact, denied, intended …
    """
    return Rows(COLUMNS, tuple(_rows(found)))


def _rows(found: Disputed) -> Iterator[tuple[Term | None, ...]]:
    for question in found.questions:
        asked = question.asks_of(found.cards)
        for number, stand in enumerate(question.stands, 1):
            kind = "editor's question" if question.editors else "position"
            changed = changes_of(stand.claims, asked, found)
            for claim in stand.claims:
                when = "; ".join(days_of(one) for one in question.rounds if any(claim in s.claims for s in one.stands))
                yield _row(
                    found,
                    kind,
                    question,
                    number,
                    stand.as_given_in(claim),
                    claim,
                    changed.get(claim, ""),
                    when,
                    stand.statements,
                )
        for claim in question.beside:
            yield _row(found, "beside", question, 0, "", claim, changes_of([claim], asked, found).get(claim, ""))
        if agreement := question.agreement:
            text = f"{agreement.figure} since {agreement.since}"
            yield from (_row(found, "agreed", question, 0, text, claim) for claim in agreement.claims)
        for doubt, doubted in question.doubts:
            yield _row(found, "no evidence", question, *question.place(doubted), doubt)
    for remark in found.remarks:
        old = frozenset() if remark.kind != REVISION else things(remark.superseded, remark.nodes, found.cards)
        for claim in remark.claims:
            changed = changes_of([claim] if claim in remark.superseded else [], old, found)
            yield _row(found, remark.kind, remark, 0, remark.unknown, claim, changed.get(claim, ""), "", remark.nodes)


def _row(
    found: Disputed,
    kind: str,
    of: OpenQuestion | Remark,
    number: int,
    answer: str,
    claim: IRI,
    changed: str = "",
    when: str = "",
    nodes: Collection[IRI] = (),
) -> tuple[Term | None, ...]:
    card = found.cards.get(claim)
    told = (card.claimant, through(card), card.said, card.paraphrase) if card else ("", "", "", "")
    texts = (kind, of.text, when, str(number or ""), answer, *told)
    dispute = of.id if isinstance(of, OpenQuestion) else None
    claimed = BETWEEN.join(sorted(as_what_of(card, nodes))) if card else ""
    how = (changed, claimed, card.certainty or "unstated") if card else (changed, "", "")
    return (*_literals(texts), claim, dispute, *_literals(how))


def _literals(texts: Iterable[str]) -> Iterator[Literal | None]:
    return (Literal(text) if text else None for text in texts)

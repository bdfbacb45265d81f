"""The page's questions and remarks, and those of `kgraph disputes`, in a form in which they can be compared."""

from collections.abc import Collection
from typing import Any

from kgraph.analysis.graph import Network
from kgraph.analysis.questions import Disputed
from kgraph.views.disputes import WITHOUT_CONFLICT, standing
from kgraph.views.network import render
from kgraph.views.page import Opening
from kgraph.views.remarks import in_order as ranked
from nodejs import in_node
from pages import page_data

PROGRAM = """
import { aspectsOf } from "./aspects.js";
import { makeMatters } from "./matters.js";
import { readRecord } from "./record.js";
import { makeWorld } from "./world.js";
const agreedIn = (found, iris) => found && [found.figure, found.since, found.who, iris(found.ids)];
const changedOf = (matters, id) => [...matters.standsOf(id).flatMap(({ ids }) => ids), ...matters.besideOf(id)]
  .flatMap((claim) => {
    const change = matters.changeOf(claim, { question: id });
    return change ? [{ claim, ...change }] : [];
  });
const KINDS = ["revision", "one voice", "near miss", "disagreement", "no evidence"];
const answer = ({ data, rest, days }) => {
  const record = readRecord(data);
  if (rest.nodes) record.add(rest);
  const iris = (ids) => ids.map((id) => record.whole(record.claims[id].iri));
  return days.map((until) => {
    const choice = { world: null, by: [], until, turn: 0 }, world = makeWorld(record, choice);
    const matters = makeMatters(record, world, choice);
    const open = matters.inOrder(record.questions);
    const aspects = aspectsOf(record.positions, { ...world, ...matters });
    return {
      questions: open.map(({ id, text }) => [
        text, matters.standsOf(id).map((stand) => [stand.answer, iris(stand.ids)]), iris(matters.besideOf(id)),
        matters.roundsOf(id).map((round) => [round.days, round.stands.map((stand) => [stand.answer, iris(stand.ids)])]),
        agreedIn(matters.agreedOf(id), iris), matters.doubtsOf(id).map(iris),
        changedOf(matters, id).map((one) => [...iris([one.claim]), one.to, record.claims[one.later].day]),
      ]),
      disputed: record.claims.filter(({ id }) => matters.disputing(id).length).map(({ iri }) => record.whole(iri)),
      marked: aspects.filter(({ questions }) => questions.length).map(({ aspect }) => data.aspects[aspect]),
      remarks: KINDS.flatMap((kind) => matters.remarksOf(kind)
        .map(({ text, claims }) => [kind, text, iris(claims)])),
      reasons: open.map(({ id }) => matters.reasons(id).length),
      past: open.filter(({ id }) => !matters.isOpen(id)).map(({ text }) => text),
    };
  });
};
"""


def on_the_page(network: Network, days: list[str], base: str) -> list[dict[str, Any]]:
    html = render(network, Opening("A title", base=base))
    found: list[dict[str, Any]] = in_node(
        PROGRAM, {"data": page_data(html), "rest": page_data(html, "rest"), "days": days}
    )
    return found


def as_disputes_tells(found: Disputed, past: Collection[str] = ()) -> list[list[Any]]:
    """The questions in words, in the order of `kgraph disputes`, each with everything that is shown on it. Those of the
    `past` must be the same there, without a contradiction in what is said now of them."""
    told: list[list[Any]] = []
    for question in found.questions:
        agreement = question.agreement
        rounds = [
            [[str(day) for day in one.days], [[stand.answer, sorted(stand.claims)] for stand in one.stands]]
            for one in question.rounds
        ]
        agreed = agreement and [agreement.figure, str(agreement.since), agreement.who, sorted(agreement.claims)]
        stands = [[stand.answer, sorted(stand.claims)] for stand in question.stands]
        given = {claim for stand in question.stands for claim in stand.claims}.union(question.beside)
        changed = [
            [claim, change.to, change.when.removesuffix(" or earlier").split()[-1]]
            for claim in given & found.changes.keys()
            for change in [c for c in found.changes[claim] if c.concerns(question.asks_of(found.cards))][:1]
        ]
        doubts = sorted(map(list, question.doubts))
        told.append([question.text, stands, sorted(question.beside), rounds, agreed, doubts, sorted(changed)])
        assert question.text not in past or standing(question, found) == WITHOUT_CONFLICT
        assert found.is_past(question) == (question.text in past), question.text
    return told


def in_order(questions: list[list[Any]]) -> list[list[Any]]:
    def sides(stands: list[Any]) -> list[Any]:
        return [[answer, sorted(claims)] for answer, claims in stands]

    return [
        [
            *(text, sides(stands), sorted(beside), [[days, sides(of_days)] for days, of_days in rounds]),
            *(agreed and [*agreed[:3], sorted(agreed[3])], sorted(doubts), sorted(changed)),
        ]
        for text, stands, beside, rounds, agreed, doubts, changed in questions
    ]


def remarks_as_disputes_tells(found: Disputed) -> list[list[Any]]:
    """The remarks, in the command's order, each with the claims of all equal ones."""
    return [[one.kind, one.text, sorted(one.claims)] for one in ranked(found.remarks, found)]

"""A network as the rows of its page: numbered, short, and those of the first drawing first.

Nodes are sorted by how much claims say on them, so the first ones are those drawn at opening. The relations between
these, and their claims, come first too. So the page can draw the first rows while it still reads the others.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import product
from typing import Any

from kgraph.analysis.agreeing import Step
from kgraph.analysis.claimed import claimed_as
from kgraph.analysis.edges import Edge, Said
from kgraph.analysis.graph import Network
from kgraph.analysis.positions import Position
from kgraph.analysis.questions import OpenQuestion, Remark
from kgraph.analysis.record import ClaimCard, Node
from kgraph.analysis.rounds import WHOM, Stand
from kgraph.days import day_of, order
from kgraph.model import TimeSpan
from kgraph.names.unspaced import keys
from kgraph.namespaces import IRI
from kgraph.views.foremost import closed, weights
from kgraph.views.marked import set_against
from kgraph.views.page import Opening, columns
from kgraph.views.speaking import besides, spoken_in_question, spoken_most
from kgraph.views.tellings import of_edge, of_events, unusual

Row = dict[str, Hashable]

_FIELDS = {
    "nodes": (
        "label",
        "kind",
        "type",
        "iri",
        "size",
        "x",
        "y",
        "side",
        "narrow",
        "alt",
        "keys",
        "facts",
        "links",
        "speaks",
        "told",
    ),
    "edges": ("from", "to", "kind", "name", "terms", "said", "as"),
    "claims": (
        *("iri", "by", "chain", "stance", "says", "certainty", "voice", "said", "day", "text", "source", "document"),
        *("spans", "review", "about", "relations", "quotes", "out", "besides"),
    ),
    "positions": ("aspect", "claim", "what", "when", "least", "most", "unit", "figure", "about", "nodes", "as"),
    "disputes": ("claims", "rule", "why", "since", "question"),
    "questions": (
        *("iri", "text", "stands", "apart", "beside", "since", "answers"),
        *("editors", "rounds", "agreed", "doubts"),
    ),
    "remarks": ("kind", "text", "claims", "old", "to", "of", "figures", "since", "latest"),
    "documents": ("label", "address", "published", "archive"),
    "agents": ("label", "iri", "node", "unnamed", "claims"),
}


class NetworkRows:
    """The numbers and rows of a network; its `first` nodes, those on which claims say most, are drawn at opening."""

    def __init__(self, network: Network, opening: Opening, first: int) -> None:
        self.network, self.base = network, opening.base
        self.degree = Counter(end for edge in network.edges for end in {edge.source, edge.target})
        weight = weights(network)
        self.nodes = sorted(network.nodes, key=lambda n: (-weight[n.id], n.label, n.id))
        self.number = {node.id: i for i, node in enumerate(self.nodes)}
        self.speakers = spoken_most(network, self.degree)
        self._asked_by = spoken_in_question(network, self.number, first)
        small = len(self.nodes) <= first

        def late(edge: Edge) -> bool:
            return max(self.number[edge.source], self.number[edge.target]) >= first

        self.edges = sorted(network.edges, key=late)
        behind = {claim for edge in self.edges if not late(edge) for claim in edge.claims}
        behind = closed(network, behind)
        self.claims = sorted(network.claims, key=lambda claim: not (small or claim.id in behind))
        self._claim = {claim.id: i for i, claim in enumerate(self.claims)}
        self._cards = {claim.id: claim for claim in self.claims}
        self._told, self._unusual = of_events(network, self._claim), unusual(self.claims)
        self._document = {doc: i for i, doc in enumerate(dict.fromkeys(claim.document for claim in self.claims))}
        self._heads = {
            "nodes": min(first, len(self.nodes)),
            "edges": sum(not late(edge) for edge in self.edges),
            "claims": len(self.claims) if small else len(behind & self._claim.keys()),
        }
        self._agents = self._number_agents(opening)

    def tables(
        self, nodes: Iterable[Mapping[str, Any]], edges: Iterable[Mapping[str, Any]]
    ) -> tuple[dict[str, Any], ...]:
        """The tables as columns: first those of the first drawing, then the others. `nodes` and `edges` are those of
        pyvis."""
        aspects = {label: i for i, label in enumerate(dict.fromkeys(label for label, _ in self.network.positions))}
        head = self._heads["claims"]
        found = {
            "nodes": list(map(self._node, nodes, self.nodes)),
            "edges": list(map(self._edge, edges, self.edges)),
            "claims": list(map(self._claim_row, self.claims)),
            "agents": list(self._agent_rows()),
            "documents": list(self._document_rows()),
            "positions": sorted(self._positions(aspects), key=lambda row: row["claim"] >= head),
        }
        found["questions"] = sorted(self._questions(found["positions"]), key=lambda row: row["last"] >= head)
        numbers: dict[str, int] = {row["iri"]: i for i, row in enumerate(found["questions"])}
        found["disputes"] = sorted(self._disputes(numbers), key=lambda row: max(row["claims"]) >= head)
        found["remarks"] = sorted(self._remarks(aspects), key=lambda row: max(row["claims"]) >= head)
        heads = {
            **self._heads,
            "documents": len({claim.document for claim in self.claims[:head]}),
            "remarks": sum(max(row["claims"]) < head for row in found["remarks"]),
            "agents": len(found["agents"]),
            "positions": sum(row["claim"] < head for row in found["positions"]),
            "questions": sum(row["last"] < head for row in found["questions"]),
            "disputes": sum(max(row["claims"]) < head for row in found["disputes"]),
        }
        now: dict[str, Any] = {name: columns(rows[: heads[name]], _FIELDS[name]) for name, rows in found.items()}
        later = {name: columns(rows[heads[name] :], _FIELDS[name]) for name, rows in found.items()}
        now["aspects"] = list(aspects)
        named = {*aspects, *(edge.name for edge in self.edges)}
        now["also"] = {name: " · ".join(others) for name, others in self.network.also.items() if name in named}
        now["days"] = sorted({claim.said_by for claim in self.claims if claim.said_by}, key=order)
        return now, later if any(table["rows"] for table in later.values()) else {}

    def agent(self, iri: IRI) -> int:
        """The number of an agent: a claimant, a relayer, or one to whom the page's world is limited."""
        return self._agents[iri][0]

    def short(self, iri: str | None) -> str:
        """The IRI without the base, if a script can tell that it was left out."""
        iri = iri or ""
        rest = iri.removeprefix(self.base)
        return rest if rest != iri and rest and ":" not in rest else iri

    def _number_agents(self, opening: Opening) -> dict[IRI, tuple[int, str]]:
        names: dict[IRI, str] = {}
        for claim in self.claims:
            names.update(zip(claim.chain_ids, claim.chain, strict=False))
            names[claim.claimant_id] = claim.claimant
        names |= {iri: label for iri, label in opening.according_to if iri not in names}
        return {iri: (i, label) for i, (iri, label) in enumerate(names.items())}

    def _node(self, built: Mapping[str, Any], node: Node) -> Row:
        return {
            **{name: built[name] for name in ("label", "size", "x", "y", "side", "narrow")},
            "kind": built["group"],
            "type": node.type,
            "iri": self.short(node.id),
            "alt": node.alt,
            "keys": tuple(dict.fromkeys(key for name in (node.label, *node.alt) for key in keys(name))),
            "facts": node.facts,
            "links": node.links,
            "speaks": tuple(self.number[entity] for entity in self.spoken_of(node.id)),
            "told": self._told.get(node.id, ()),
        }

    def spoken_of(self, node: IRI) -> tuple[IRI, ...]:
        """To what lines join a claimant at the opening."""
        return tuple(dict.fromkeys((*self.speakers.get(node, ()), *self._asked_by.get(node, ()))))

    def _edge(self, built: Mapping[str, Any], edge: Edge) -> Row:
        said = [
            (self._claim[said.claim], said.detail, _bounds(said.when), *_since(said))
            for said in edge.said
            if said.claim in self._claim
        ]
        return {
            **{name: built[name] for name in ("from", "to")},
            "kind": edge.kind,
            "name": built["title"],
            "terms": edge.terms,
            "said": tuple(said),
            "as": of_edge(edge, self._unusual, self._claim),
        }

    def _claim_row(self, claim: ClaimCard) -> Row:
        return {
            "iri": self.short(claim.id),
            "by": self.agent(claim.claimant_id),
            "chain": tuple(self.agent(agent) for agent in claim.chain_ids),
            "stance": claim.stance,
            "says": "yes"
            if claim.asserts
            else "no"
            if claim.denies
            else "against"
            if claim.negative
            else claim.modality,
            "certainty": claim.certainty,
            "voice": claim.voice,
            "said": claim.said,
            "day": claim.said_by,
            "text": claim.paraphrase,
            "source": claim.source,
            "document": self._document[claim.document],
            "spans": claim.spans,
            "review": claim.review,
            "about": tuple(self.number[entity] for entity in claim.about if entity in self.number),
            "relations": tuple((word, self._claim[c]) for word, c in claim.relations if c in self._claim),
            "quotes": claim.quotes,
            "out": self.network.left_out.get(claim.id, ()),
            "besides": None
            if (told := besides(claim)) is None
            else tuple(self.number[n] for n in told if n in self.number),
        }

    def _document_rows(self) -> Iterator[Row]:
        cards = {claim.document: claim for claim in self.claims}
        for document in self._document:
            card = cards[document]
            yield {
                "label": card.source,
                "address": card.address,
                "published": card.published,
                "archive": card.archive,
            }

    def _remarks(self, aspects: Mapping[str, int]) -> Iterator[dict[str, Any]]:
        """The remarks that are shown apart from questions. `old` are the claims that a revision replaces, `to` is the
        figure that replaces theirs, and `of` are the aspects of what is replaced. `figures` are the figures of a
        claimant who gives several, one per claim, if each claim gives one; `latest` is the last known day.
        """
        of = {(told.claim.id, told.statement.node): aspects[a] for a, told in self.network.positions if told.statement}
        cards = self._cards
        for remark, since in (one for one in self.network.remarks if one[0].text):
            own = [cards[claim] for claim in remark.claims if claim in cards]
            figures = [[one.figure for one in card.statements if one.figure] for card in own]
            plain = remark.kind == "one voice" and all(len(some) == 1 for some in figures)
            yield {
                "kind": remark.kind,
                "text": remark.text,
                "claims": self._here(remark.claims),
                "old": self._here(remark.superseded),
                "to": remark.to,
                "of": tuple(sorted({of[at] for at in product(remark.superseded, remark.nodes) if at in of})),
                "figures": tuple(some[0] for some in figures) if plain else (),
                "since": since,
                "latest": since or self._last(remark, cards),
            }

    def _last(self, remark: Remark, cards: Mapping[IRI, ClaimCard]) -> str:
        days = [cards[claim].said_by if claim in cards else self.network.days[claim] for claim in remark.claims]
        return max((day for day in days if day), key=order, default="")

    def _rounds(self, question: OpenQuestion) -> tuple[tuple[Hashable, ...], ...]:
        """The rounds of a question: days, and for each answer its first position and its claims."""
        number = {stand.answer: i for i, stand in reversed([*enumerate(question.stands)])}
        return tuple(
            (str(day), tuple((number[stand.answer], self._here(stand.claims)) for stand in stands))
            for one in reversed(question.rounds)
            for day, stands in zip(one.days, one.each, strict=True)
        )

    def _agreed(self, step: Step) -> tuple[Hashable, ...]:
        """Since when claimants agree: the day, the figure, its first day, who agrees, in which claims, and each
        claim's figure if these differ; or that no claimants agree."""
        day, found = step
        if found is None:
            return (day,)
        own = tuple((self._claim[claim], figure) for claim, figure in found.own if claim in self._claim)
        told = (day, found.figure, str(found.since), found.who, self._here(found.claims))
        return (*told, own) if own else told

    def _elsewhere(self, claims: Iterable[IRI]) -> tuple[str, ...]:
        """The days of those claims that are not in the network."""
        return tuple(self.network.days.get(claim, "") for claim in claims if claim not in self._claim)

    def _agent_rows(self) -> Iterator[Row]:
        made = Counter(claim.claimant_id for claim in self.claims)
        for iri, (_, label) in self._agents.items():
            row = {"label": label, "iri": self.short(iri), "unnamed": iri in self.network.unnamed}
            yield {**row, "node": self.number.get(iri, -1), "claims": made[iri]}

    def _positions(self, aspects: Mapping[str, int]) -> Iterator[dict[str, Any]]:
        for label, position in self.network.positions:
            quantity = position.quantity
            ends = (quantity.least, quantity.most) if quantity else (None, None)
            yield {
                "aspect": aspects[label],
                "claim": self._claim[position.claim.id],
                "what": position.what,
                "when": position.when,
                "least": _number(ends[0]),
                "most": _number(ends[1]),
                "unit": position.unit,
                "figure": ends != (None, None),
                "about": quantity is not None and not quantity.exact,
                "nodes": tuple(sorted(self.number[e] for e in position.entities if e in self.number)),
                "as": self._unusually(position),
                "asked": position.asked,
            }

    @staticmethod
    def _unusually(position: Position) -> str:
        """As what a figure is told, if that is not as its claim tells what it says."""
        word = claimed_as(position.claim, position.statement) if position.quantity else ""
        return "" if word == claimed_as(position.claim) else word

    def _questions(self, positions: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
        """Each question with its positions: the answer, its claims that are in the network, and the days of its other
        claims.

        `apart` are the places among `stands` of those that only a mark sets against an answer; `answers` are the
        numbers of the rows of `positions` that answer it; `last` is its last claim.
        """
        answering: dict[IRI, list[int]] = defaultdict(list)
        for number, row in enumerate(positions):
            for question in row["asked"]:
                answering[question].append(number)
        for question, since in self.network.questions:
            # a workspace's own rule names claims, and no positions
            stands = question.stands or (Stand("", tuple(sorted(question.claims))),)
            beside, placed = self._here(question.beside), [*enumerate(stands)]
            yield {
                "iri": self.short(question.id),
                "last": max((*beside, *self._here(question.claims))),
                "text": question.text,
                "stands": tuple(map(self._stand, stands)),
                "apart": tuple(place for place, stand in placed if set_against(stand, placed, self._cards)),
                "beside": beside,
                "since": since,
                "answers": tuple(answering[question.id]),
                "editors": question.editors,
                "rounds": self._rounds(question),
                "agreed": tuple(map(self._agreed, self.network.agreements.get(question.id, ()))),
                "doubts": tuple(pair for pair in map(self._here, question.doubts) if len(pair) == 2),
            }

    def _stand(self, stand: Stand) -> tuple[Hashable, ...]:
        """A position: the answer as first given, its claims, the days of claims that are not in this file, later
        wordings, and whom each claim names, with the words before and after the names."""
        (_, first), *later = stand.worded or (("", stand.answer),)
        told = (first, self._here(stand.claims), self._elsewhere(stand.claims))
        named = tuple((self._claim[claim], name) for claim, name in stand.named if claim in self._claim)
        if named:
            return (*told, tuple(later), (tuple(stand.form.split(WHOM)), named))
        return (*told, tuple(later)) if later else told

    def _here(self, claims: Iterable[IRI]) -> tuple[int, ...]:
        return tuple(self._claim[claim] for claim in claims if claim in self._claim)

    def _disputes(self, questions: Mapping[str, int]) -> Iterator[dict[str, Any]]:
        for dispute in self.network.disputes:
            claims = sorted(self._claim[claim] for claim in dispute.claims)
            yield {
                "claims": tuple(claims),
                "question": questions.get(self.short(dispute.question), -1) if dispute.question else -1,
                "rule": dispute.rule,
                "why": dispute.explanation,
                "since": dispute.since,
            }


def _since(said: Said) -> tuple[str | None, ...]:
    """The days since which it is in question and since which `undisputed` leaves it out; empty if it is not in
    question."""
    return (said.disputed, said.left_out) if said.left_out is not None else ()


def _number(bound: Decimal | None) -> float | None:
    """A bound as a number for a script; `None` if it is too large for one."""
    return None if bound is None or math.isinf(float(bound)) else float(bound)


def _bounds(when: TimeSpan) -> tuple[str, ...]:
    """The four bounds as days, "" for an unknown one; empty if all are unknown."""
    bounds = tuple(str(day_of(bound) or "") for bound in when.bounds)
    return bounds if any(bounds) else ()

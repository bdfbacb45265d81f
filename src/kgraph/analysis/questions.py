"""Questions in dispute as a reader meets them: each with its positions, and who takes them, through whom, when."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from kgraph.analysis.record import Cards, ClaimCard, read_labels, select
from kgraph.claims import claims_concerning
from kgraph.days import Day, day_of, order
from kgraph.model import Term
from kgraph.namespaces import IRI, KG
from kgraph.store import Store
from kgraph.store.trig import natural

UNDATED = ""
"""Later than every day of four-digit years: what bears no day was never certainly said by one."""


@dataclass(frozen=True, slots=True)
class Stand:
    """One answer in a few words, the claims that give it, and the `statements` by which they do that have names."""

    answer: str
    claims: tuple[IRI, ...]
    statements: frozenset[IRI] = frozenset()


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question with its positions, and the claims of all of them; `beside` are claims that take no side.

    `pairs` are the claims of each conflict that makes it one. An `editors` question is one that an editor asks: claims
    are put to it as for, against or qualifying.
    """

    id: IRI
    text: str
    stands: tuple[Stand, ...]
    claims: frozenset[IRI]
    beside: tuple[IRI, ...] = ()
    editors: bool = False
    pairs: frozenset[frozenset[IRI]] = frozenset()

    def since(self, days: Mapping[IRI, str]) -> str:
        """The day by which it had arisen, as `days.Day` writes it: both claims of a conflict had been said.

        `days` are those by which claims had been said, "" where nobody knows. An editor's question has arisen with the
        first claim that is put to it.
        """
        pairs = self.pairs or {frozenset((claim,)) for claim in self.claims}
        arisen = (max((days[c] for c in pair if c in days), default=UNDATED, key=order) for pair in pairs)
        return min(arisen, default=UNDATED, key=order)


@dataclass(frozen=True, slots=True)
class Remark:
    """What is told beside questions: `kind` is "revision", "one voice", "near miss" or "disagreement"."""

    kind: str
    text: str
    claims: tuple[IRI, ...]
    unknown: str = ""


@dataclass(frozen=True, slots=True)
class Disputed:
    """Questions, the latest first, with what is told beside them and the cards of all claims that these name."""

    questions: tuple[OpenQuestion, ...]
    remarks: tuple[Remark, ...]
    cards: Mapping[IRI, ClaimCard]

    def latest(self, claims: Collection[IRI]) -> Day | None:
        """The day of the latest of some claims; `None` where nobody knows."""
        days = [day_of(self.cards[claim].said_by) for claim in claims if claim in self.cards]
        return max((day for day in days if day), default=None)


_REMARKS = {
    KG.Revision: "revision",
    KG.OneVoice: "one voice",
    KG.NearMiss: "near miss",
    KG.Disagreement: "disagreement",
}


def disputed(store: Store, world: IRI, about: Collection[IRI] = (), since: Day | None = None) -> Disputed:
    """The questions of a world: all, or those with a claim that concerns some entities, or is as late as a day."""
    questions = [*read_questions(store, world), *read_editors_questions(store, world)]
    remarks = read_remarks(store, world)
    concerned = set(claims_concerning(store, world, about)) if about else None
    if concerned is not None:
        questions = [one for one in questions if not one.claims.isdisjoint(concerned)]
        remarks = [one for one in remarks if not concerned.isdisjoint(one.claims)]
    wanted = {claim for one in questions for claim in (*one.claims, *one.beside)}
    wanted |= {claim for remark in remarks for claim in remark.claims}
    found = Disputed((), (), Cards(store, world, read_labels(store, world)).read(sorted(wanted)))

    def recent(claims: Collection[IRI]) -> bool:
        day = found.latest(claims)
        return since is None or (day is not None and day >= since)

    def order(one: OpenQuestion) -> tuple[int, object]:
        day = found.latest(one.claims)
        return (-day.number if day else 0, natural(one.text))

    ordered = sorted((one for one in questions if recent(one.claims)), key=order)
    return Disputed(tuple(ordered), tuple(one for one in remarks if recent(one.claims)), found.cards)


def read_questions(store: Store, world: IRI) -> list[OpenQuestion]:
    """The questions of a world, by their IRIs."""
    texts = {
        row["d"]: str(row["t"]) for row in select(store, world, "SELECT ?d ?t { ?d a kg:Dispute ; kg:explanation ?t }")
    }
    members = _grouped(store, world, "?d a kg:Dispute ; kg:disputes ?c")
    beside = _grouped(store, world, "?d a kg:Dispute ; kg:beside ?c")
    given = _grouped(store, world, "?d a kg:Position ; kg:givenBy ?c")
    nodes = _grouped(store, world, "?d a kg:Position ; kg:inStatement ?c")
    between = _grouped(store, world, "?d a kg:Conflict ; kg:between ?c")
    conflicts = _grouped(store, world, "?d a kg:Dispute ; kg:conflict ?c")
    stands: dict[Term | None, list[tuple[IRI, str]]] = defaultdict(list)
    for row in select(store, world, "SELECT ?d ?p ?t { ?d kg:position ?p . ?p kg:answer ?t }"):
        stands[row["d"]].append((IRI(str(row["p"])), str(row["t"])))
    return [
        OpenQuestion(
            IRI(str(dispute)),
            texts.get(dispute, ""),
            tuple(
                Stand(text, given[node], frozenset(nodes.get(node, ())))
                for node, text in sorted(stands[dispute], key=lambda one: natural(one[0]))
            ),
            frozenset(claims),
            beside.get(dispute, ()),
            pairs=frozenset(frozenset(between.get(conflict, ())) for conflict in conflicts.get(dispute, ())),
        )
        for dispute, claims in sorted(members.items(), key=lambda one: str(one[0]))
    ]


_PUT = {KG.claimFor: "for", KG.claimAgainst: "against", KG.claimQualifying: "qualifying"}


def read_editors_questions(store: Store, world: IRI) -> list[OpenQuestion]:
    """What editors ask, with the claims that they put to it; by their IRIs. Nobody here decides these."""
    labels = "SELECT ?d ?t { ?d a kg:EditorsQuestion ; rdfs:label ?t FILTER(LANG(?t) IN ('', 'en')) }"
    texts = {row["d"]: str(row["t"]) for row in select(store, world, labels)}
    put = {word: _grouped(store, world, f"?d a kg:EditorsQuestion ; <{p}> ?c") for p, word in _PUT.items()}
    found = []
    for question in sorted({node for claims in put.values() for node in claims}, key=str):
        stands = tuple(Stand(word, claims[question]) for word, claims in put.items() if question in claims)
        members = frozenset(claim for stand in stands for claim in stand.claims)
        found.append(OpenQuestion(IRI(str(question)), texts.get(question, ""), stands, members, editors=True))
    return found


def read_remarks(store: Store, world: IRI) -> list[Remark]:
    """What is told beside questions."""
    classes = " ".join(f"<{kind}>" for kind in _REMARKS)
    resting = _grouped(store, world, f"VALUES ?kind {{ {classes} }} ?d a ?kind ; kg:restsOn ?c")
    said = f"VALUES ?kind {{ {classes} }} ?d a ?kind ; kg:explanation ?t OPTIONAL {{ ?d kg:unknown ?u }}"
    query = f"SELECT ?d ?kind ?t ?u {{ {said} }}"
    rows = sorted(
        select(store, world, query), key=lambda row: (list(_REMARKS).index(IRI(str(row["kind"]))), str(row["t"]))
    )
    return [
        Remark(_REMARKS[IRI(str(row["kind"]))], str(row["t"]), resting.get(row["d"], ()), str(row["u"] or ""))
        for row in rows
    ]


def _grouped(store: Store, world: IRI, pattern: str) -> dict[Term | None, tuple[IRI, ...]]:
    """The claims, or other things (?c) of each node (?d), in natural order."""
    found: dict[Term | None, set[IRI]] = defaultdict(set)
    for row in select(store, world, f"SELECT ?d ?c {{ {pattern} }}"):
        found[row["d"]].add(IRI(str(row["c"])))
    return {node: tuple(sorted(claims, key=natural)) for node, claims in found.items()}

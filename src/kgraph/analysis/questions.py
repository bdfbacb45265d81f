"""Questions in dispute in the form for readers: each with its positions, and who takes them, through whom, when."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kgraph.analysis.agreeing import Agreement, agreed
from kgraph.analysis.changing import Changes, Revised, What, changes, given_up, things, told_instead
from kgraph.analysis.naming import in_own_words, wordings
from kgraph.analysis.record import Cards, ClaimCard, read_labels, select
from kgraph.analysis.rounds import Round, Stand, rounds
from kgraph.claims import claims_concerning
from kgraph.days import Day, day_of, order
from kgraph.model import Term
from kgraph.namespaces import IRI, KG, RDF
from kgraph.store import Store, serialise
from kgraph.store.trig import natural

UNDATED = ""
"""The text for an unknown day. `days.order` sorts it after every day, so such a claim never counts as made by a day."""


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question with its positions (`stands`) and all their claims; `beside` are claims that take no side.

    `pairs` are the two claims of each of its conflicts. `rounds` are those of a question of many days, the latest
    first. `agreement` is set if all claimants of the positions give one figure by now. `doubts` pairs a claim that
    finds no evidence for another with that other claim, which is in `claims` or `beside`. `editors` is true for a
    question that an editor asks, to which claims are attached as for, against or qualifying.
    """

    id: IRI
    text: str
    stands: tuple[Stand, ...]
    claims: frozenset[IRI]
    beside: tuple[IRI, ...] = ()
    doubts: tuple[tuple[IRI, IRI], ...] = ()
    agreement: Agreement | None = None
    rounds: tuple[Round, ...] = ()
    editors: bool = False
    pairs: frozenset[frozenset[IRI]] = frozenset()

    def asks_of(self, cards: Mapping[IRI, ClaimCard]) -> What:
        """What the statements are about by which claims take positions."""
        return frozenset().union(*(things(stand.claims, stand.statements, cards) for stand in self.stands))

    def since(self, days: Mapping[IRI, str]) -> str:
        """The day by which the question had arisen, in the form of `days.Day`: by then both claims of a conflict had
        been made.

        `days` has the day by which each claim had been made, "" if unknown. An editor's question arises with the first
        claim attached to it.
        """
        pairs = self.pairs or {frozenset((claim,)) for claim in self.claims}
        arisen = (max((days[c] for c in pair if c in days), default=UNDATED, key=order) for pair in pairs)
        return min(arisen, default=UNDATED, key=order)

    def in_conflict(self, but: Collection[tuple[int, Stand]] = ()) -> bool:
        """Whether positions contradict each other, `but` for some, each given with its number. If nobody knows between
        which claims the conflicts are, they may."""
        place = {claim: number for number, stand in enumerate(self.stands, 1) for claim in stand.claims}
        gone = {number for number, _ in but}
        return not self.pairs or any(gone.isdisjoint(place.get(claim, 0) for claim in pair) for pair in self.pairs)

    def place(self, claim: IRI) -> tuple[int, str]:
        """The number of a claim's position, and its answer; 0 if the claim takes no side."""
        places = ((n, stand.answer) for n, stand in enumerate(self.stands, 1) if claim in stand.claims)
        return next(places, (0, ""))

    @property
    def spoken(self) -> frozenset[IRI]:
        """The claims of its positions, and the claims that find no evidence for one of its claims."""
        return self.claims.union(doubt for doubt, _ in self.doubts)

    @property
    def told(self) -> frozenset[IRI]:
        """All claims that the question shows."""
        return self.spoken.union(self.beside)


@dataclass(frozen=True, slots=True)
class Remark:
    """A note besides questions.

    `kind` is "revision", "one voice", "near miss", "disagreement" or "no evidence". In a revision, `superseded` are the
    claims that are replaced, `to` is the figure that replaces theirs ("" if they are taken back), and `nodes` are the
    replaced statements.
    """

    kind: str
    text: str
    claims: tuple[IRI, ...]
    unknown: str = ""
    superseded: tuple[IRI, ...] = ()
    to: str = ""
    nodes: tuple[IRI, ...] = ()

    @property
    def revised(self) -> Revised:
        """What a revision replaces, and what replaces it."""
        return Revised(self.claims, self.superseded, self.nodes)


@dataclass(frozen=True, slots=True)
class Disputed:
    """Questions, first those that are open, then those that were, the latest first, with the remarks that are shown
    apart from them, and the cards of all claims that both name. `changes` has the changes of claims that their own
    claimants changed or took back.
    """

    questions: tuple[OpenQuestion, ...]
    remarks: tuple[Remark, ...]
    cards: Mapping[IRI, ClaimCard]
    changes: Changes = field(default_factory=dict, hash=False)

    def gone(self, one: OpenQuestion) -> list[tuple[int, Stand]]:
        """The positions of a question, with their numbers, that all who took them changed or took back."""
        asked = one.asks_of(self.cards)
        return [
            (number, stand)
            for number, stand in enumerate(one.stands, 1)
            if given_up(stand.claims, asked, self.changes, self.cards)
        ]

    def is_past(self, one: OpenQuestion) -> bool:
        """Whether what contradicted was changed or taken back since. A question stays open if some claimants of a
        position that others keep changed theirs, and if an editor asks it; the page does the same (`isOpen`)."""
        gone, asked = self.gone(one), one.asks_of(self.cards)
        kept = {claim for place in enumerate(one.stands, 1) if place not in gone for claim in place[1].claims}
        changed = (change for claim in kept for change in self.changes.get(claim, ()))
        open_still = one.editors or one.in_conflict(gone) or any(change.concerns(asked) for change in changed)
        return not open_still and one.claims <= self.cards.keys()

    def latest(self, claims: Collection[IRI]) -> Day | None:
        """The day of the latest of some claims; `None` if no day is known."""
        days = [day_of(self.cards[claim].said_by) for claim in claims if claim in self.cards]
        return max((day for day in days if day), default=None)


REVISION = "revision"
_REMARKS = {
    KG.Revision: REVISION,
    KG.OneVoice: "one voice",
    KG.NearMiss: "near miss",
    KG.Disagreement: "disagreement",
}
DOUBT = "no evidence"
Asked = tuple[Sequence[OpenQuestion], Sequence[Remark]]
"""Questions and remarks as a world has them, in no order."""


def disputed(
    store: Store,
    world: IRI,
    about: Collection[IRI] = (),
    since: Day | None = None,
    *,
    cards: Cards | None = None,
    asked: Asked | None = None,
) -> Disputed:
    """The questions of a world: all, or only those with a claim that concerns some entities (a question concerns
    itself), or that was made since a day. `cards` and `asked` (see `read_asked`) are those of the world, if the caller
    has them."""
    questions, remarks = asked or read_asked(store, world)
    revised = [one for one in remarks if one.kind == REVISION]
    if about:
        concerned = {*about, *claims_concerning(store, world, about)}  # a claim's own questions concern it
        questions = [one for one in questions if one.id in concerned or not one.spoken.isdisjoint(concerned)]
        remarks = [one for one in remarks if not concerned.isdisjoint(one.claims)]
    wanted = {claim for one in questions for claim in one.told}
    wanted |= {claim for remark in remarks for claim in remark.claims}
    revised = [one for one in revised if not wanted.isdisjoint(one.superseded)]
    wanted |= {claim for remark in revised for claim in remark.claims}
    cards = cards or Cards(store, world, read_labels(store, world))
    found = Disputed((), (), cards.read(sorted(wanted)))

    def recent(claims: Collection[IRI]) -> bool:
        day = found.latest(claims)
        return since is None or (day is not None and day >= since)

    def order(one: OpenQuestion) -> tuple[bool, int, object]:
        day = found.latest(one.claims)
        return (found.is_past(one), -day.number if day else 0, natural(one.text))

    totals = read_totals(store, world)
    followed_up = [followed(one, found.cards, cards.labels, totals) for one in questions if recent(one.spoken)]
    told = (worded(one, found.cards) for one in remarks if recent(one.claims))
    found = replace(found, changes=changes((one.revised for one in revised), found.cards))
    in_turn = (_given_up_last(one, found.changes, found.cards) for one in sorted(followed_up, key=order))
    return replace(found, questions=tuple(in_turn), remarks=tuple(told))


def _given_up_last(one: OpenQuestion, made: Changes, cards: Mapping[IRI, ClaimCard]) -> OpenQuestion:
    """The question with those positions last that all who took them changed or took back, and before them those that
    answer it by no statement. Rounds have orders of their own, and an editor's question has no positions."""
    if one.editors or one.rounds:
        return one
    asked = one.asks_of(cards)
    stands = sorted(one.stands, key=lambda stand: (given_up(stand.claims, asked, made, cards), not stand.statements))
    return replace(one, stands=tuple(stands))


def read_asked(store: Store, world: IRI) -> Asked:
    """All questions, with the claims that find no evidence for one of theirs, and all remarks."""
    doubts = _read_doubts(store, world)
    questions = [
        replace(one, doubts=tuple(pair for pair in doubts if pair[1] in one.told))
        for one in (*read_questions(store, world), *read_editors_questions(store, world))
    ]
    in_question = {pair for one in questions for pair in one.doubts}
    remarks = [*read_remarks(store, world), *(Remark(DOUBT, "", pair) for pair in doubts if pair not in in_question)]
    return questions, remarks


def followed(
    one: OpenQuestion, cards: Mapping[IRI, ClaimCard], labels: Mapping[IRI, str], totals: Collection[Term | None]
) -> OpenQuestion:
    """The question with its rounds and the agreement of its claimants."""
    stands = tuple(_placed(stand, cards, labels) for stand in one.stands)
    return replace(
        one,
        stands=stands,
        agreement=agreed([stand.claims for stand in stands], one.beside, cards, totals),
        rounds=rounds(stands, sorted(one.pairs, key=sorted), cards, totals),
    )


def _placed(stand: Stand, cards: Mapping[IRI, ClaimCard], labels: Mapping[IRI, str]) -> Stand:
    """The answer with everybody whom its claims name, and with its place if that lies inside the place in question, as
    in “East Ford: the militia”.
    """
    said = [one for claim in stand.claims if claim in cards for one in cards[claim].statements if one.place]
    names = (labels.get(one.place, "") for one in said if one.place and KG.Control in one.get(RDF.type))
    where = next((name for name in names if name and stand.answer.startswith(f"{name}: ")), "")
    worded = wordings(stand, cards, labels)
    return in_own_words(replace(stand, answer=worded[-1][1], where=where, worded=worded), cards, labels)


def worded(remark: Remark, cards: Mapping[IRI, ClaimCard]) -> Remark:
    """The remark with its text. A remark that somebody finds no evidence comes from a claim, not from a rule's finding.
    A revision gets the figure that replaces the others.
    """
    if remark.kind == REVISION:
        old = [cards[claim] for claim in remark.claims if claim in cards and claim in remark.superseded]
        later = [cards[claim] for claim in remark.claims if claim in cards and claim not in remark.superseded]
        of = things(remark.superseded, remark.nodes, cards) if remark.nodes else frozenset()
        return replace(remark, to=told_instead(old, later[0], of)) if later else remark
    if remark.kind != DOUBT:
        return remark
    if not cards.keys() >= set(remark.claims):
        return remark
    doubt, doubted = (cards[claim] for claim in remark.claims)
    found, what = (card.paraphrase.removesuffix(".") or "…" for card in (doubt, doubted))
    sentence = f"{doubt.claimant} (“{found}”) finds no evidence for what {doubted.claimant} claims (“{what}”)."
    return replace(remark, text=sentence)


def read_totals(store: Store, world: IRI) -> frozenset[Term | None]:
    """The measures whose figures are totals of an event or running totals."""
    vocabulary = serialise(IRI(f"{world.rpartition('world/')[0]}graph/ontology"))  # other graphs may say anything
    pattern = f"GRAPH {vocabulary} {{ VALUES ?t {{ kg:EventTotal kg:RunningTotal }} ?m kg:temporality ?t }}"
    return frozenset(select(store, world, f"SELECT DISTINCT ?m {{ {pattern} }}").column("m"))


def _read_doubts(store: Store, world: IRI) -> list[tuple[IRI, IRI]]:
    """Pairs of a claim that finds no evidence for another and that other one; without rejected claims."""
    said = "?c kg:findsNoEvidenceFor ?d . ?c a kg:Claim . ?d a kg:Claim"
    kept = "FILTER NOT EXISTS { VALUES ?x { kg:Rejected } { ?c kg:status ?x } UNION { ?d kg:status ?x } }"
    rows = select(store, world, f"SELECT DISTINCT ?c ?d {{ {said} {kept} }}")
    return sorted(
        ((IRI(str(row["c"])), IRI(str(row["d"]))) for row in rows), key=lambda pair: tuple(map(natural, pair))
    )


def read_questions(store: Store, world: IRI) -> list[OpenQuestion]:
    """The questions of a world, sorted by IRI."""
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
                Stand(text, given[node], statements=frozenset(nodes.get(node, ())))
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
    """The editors' questions with the claims attached to them, sorted by IRI. Nothing here decides them."""
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
    """The remarks of a world, besides questions."""
    classes = " ".join(f"<{kind}>" for kind in _REMARKS)
    resting = _grouped(store, world, f"VALUES ?kind {{ {classes} }} ?d a ?kind ; kg:restsOn ?c")
    old = _grouped(store, world, "?d a kg:Revision ; kg:superseded ?c")
    nodes = _grouped(store, world, "?d a kg:Revision ; kg:inStatement ?c")
    said = f"VALUES ?kind {{ {classes} }} ?d a ?kind ; kg:explanation ?t OPTIONAL {{ ?d kg:unknown ?u }}"
    query = f"SELECT ?d ?kind ?t ?u {{ {said} }}"
    rows = sorted(
        select(store, world, query), key=lambda row: (list(_REMARKS).index(IRI(str(row["kind"]))), str(row["t"]))
    )
    return [
        Remark(
            _REMARKS[IRI(str(row["kind"]))],
            str(row["t"]),
            resting.get(row["d"], ()),
            str(row["u"] or ""),
            superseded=old.get(row["d"], ()),
            nodes=nodes.get(row["d"], ()),
        )
        for row in rows
    ]


def _grouped(store: Store, world: IRI, pattern: str) -> dict[Term | None, tuple[IRI, ...]]:
    """For each ?d that a pattern binds, the claims or other things that it binds to ?c, in natural order."""
    found: dict[Term | None, set[IRI]] = defaultdict(set)
    for row in select(store, world, f"SELECT ?d ?c {{ {pattern} }}"):
        found[row["d"]].add(IRI(str(row["c"])))
    return {node: tuple(sorted(claims, key=natural)) for node, claims in found.items()}

"""What the lists of the API read of a world; a process keeps it for the next request."""

from collections import OrderedDict, defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import cached_property, lru_cache

from kgraph.analysis.names import find_entities, find_entity, inside
from kgraph.analysis.questioned import read_parts
from kgraph.analysis.questions import Asked, Disputed, disputed, read_asked
from kgraph.analysis.record import Cards, ClaimCard, Node, read_labels, read_nodes, select
from kgraph.claims import Claim, read_claims
from kgraph.days import Day, day_of, order
from kgraph.model import Rows
from kgraph.namespaces import IRI
from kgraph.reading import fold
from kgraph.store import Store, serialise
from kgraph.store.results import Remark
from kgraph.store.trig import natural
from kgraph.views.parts import Naming
from kgraph.web.sparql.protocol import Choice
from kgraph.workspace.graph import Graph
from kgraph.worlds import World

_CARDS = 2_000  # claims that are kept as they were read
_KEPT = "?c a kg:Claim . FILTER NOT EXISTS { ?c kg:status kg:Rejected }"


class KeptCards(Cards):
    """Cards that were read once are kept, with their claims; those asked for longest ago are read again."""

    def __init__(self, store: Store, world: IRI, labels: Mapping[IRI, str]) -> None:
        super().__init__(store, world, labels)
        self._kept: OrderedDict[IRI, tuple[Claim, ClaimCard] | None] = OrderedDict()

    def read(self, claims: Collection[IRI] | None = None) -> dict[IRI, ClaimCard]:
        """The cards by IRI of all claims, or of some; rejected claims are left out."""
        return super().read() if claims is None else {claim.id: card for claim, card in self.with_claims(claims)}

    def with_claims(self, wanted: Collection[IRI]) -> list[tuple[Claim, ClaimCard]]:
        """Claims with their cards, in the given order; rejected ones are left out."""
        missing = [iri for iri in dict.fromkeys(wanted) if iri not in self._kept]
        read = [claim for claim in read_claims(self._store, self._world, missing) if not claim.rejected]
        parts = read_parts(self._store, self._world, read)
        self._kept |= dict.fromkeys(missing)
        self._kept |= {claim.id: (claim, self.card(claim, parts.get(claim.id, ()))) for claim in read}
        for iri in wanted:
            self._kept.move_to_end(iri)
        found = [both for iri in wanted if (both := self._kept[iri])]
        while len(self._kept) > _CARDS:
            self._kept.popitem(last=False)
        return found


class Reading:
    """A world of a graph, with what is read of it for all lists."""

    def __init__(self, graph: Graph, world: World) -> None:
        self.graph, self.world, self.base = graph, world, graph.workspace.base
        self.store, self.iri = graph.materialised(world)
        self.labels = read_labels(self.store, self.iri)
        self.cards = KeptCards(self.store, self.iri, self.labels)
        self.held = graph.in_words(world)
        self.remark: Remark = lambda text: None

    @cached_property
    def nodes(self) -> Mapping[IRI, Node]:
        """The entities."""
        return read_nodes(self.store, self.iri, self.labels)

    @cached_property
    def naming(self) -> Naming:
        """The names of what statements are about."""
        return Naming(self.labels, self.nodes, self.graph.vocabulary)

    @cached_property
    def asked(self) -> Asked:
        """All questions and remarks as the world has them, without the cards of their claims."""
        return read_asked(self.store, self.iri)

    @cached_property
    def told(self) -> dict[IRI, tuple[str, ...]]:
        """The claims, the earliest first, each with the days by which it was said; those of no known day are last."""
        found: dict[IRI, tuple[str, ...]] = {}
        for claim, day in self.select(f"SELECT ?c ?day {{ {_KEPT} OPTIONAL {{ ?c kg:saidBy ?day }} }}").rows:
            if isinstance(claim, IRI):
                found[claim] = (*found.get(claim, ()), *([str(day)] if day is not None else []))
        first = {claim: min(days, key=order, default="") for claim, days in found.items()}
        return {claim: found[claim] for claim in sorted(found, key=lambda one: (order(first[one]), natural(one)))}

    def with_words(self, text: str) -> list[IRI]:
        """The claims whose paraphrase has all words of a text, in any order; the earliest first."""
        sought = fold(text).split()
        return [claim for claim in self.told if has_words(sought, self._paraphrases.get(claim, ()))]

    @cached_property
    def _paraphrases(self) -> dict[IRI, tuple[str, ...]]:
        """The paraphrases of claims, folded."""
        found: dict[IRI, tuple[str, ...]] = {}
        for claim, text in self.select("SELECT ?c ?text { ?c a kg:Claim ; kg:paraphrase ?text }").rows:
            if isinstance(claim, IRI):
                found[claim] = (*found.get(claim, ()), fold(str(text)))
        return found

    @cached_property
    def days(self) -> dict[IRI, Day]:
        """The days by which claims had been made; without rejected claims."""
        told = ((claim, day_of(day)) for claim, days in self.told.items() for day in days)
        return {claim: day for claim, day in told if day}

    def questions(self, claims: Collection[IRI]) -> Disputed:
        """The questions and remarks that name some claims, with the cards of all their claims."""
        among, (questions, remarks) = {*claims}, self.asked
        if among.isdisjoint(claim for one in questions for claim in one.told) and among.isdisjoint(
            claim for one in remarks for claim in one.claims
        ):
            return Disputed((), (), {})
        return disputed(self.store, self.iri, sorted(among), cards=self.cards, asked=self.asked)

    def voices(self, claims: Collection[IRI]) -> dict[IRI, str]:
        """The names of those who make some claims."""
        if not claims:
            return {}
        rows = self.select(f"SELECT ?c ?who {{ {values('?c', claims)} ?c kg:claimant ?who }}").rows
        return {c: self.labels.get(who, who) for c, who in rows if isinstance(c, IRI) and isinstance(who, IRI)}

    def select(self, query: str) -> Rows:
        """The rows of a query in the world; kgraph's prefixes may be used."""
        return select(self.store, self.iri, query)

    def iris(self, query: str) -> list[IRI]:
        """The IRIs that a query with one variable finds."""
        return [row[0] for row in self.select(query).rows if isinstance(row[0], IRI)]

    def entity(self, name: str, *, agents_only: bool = False) -> IRI:
        """The thing with this name in any spelling; raises what `find_entity` raises."""
        store, kept = self.graph.store, self.graph.workspace.kept_names
        return find_entity(store, self.base, name, agents_only=agents_only, remark=self.remark, kept=kept)

    def entities(self, name: str) -> list[IRI]:
        """All things with this name in any spelling."""
        return find_entities(self.graph.store, self.base, name, kept=self.graph.workspace.kept_names)

    def with_inside(self, entity: IRI) -> list[IRI]:
        """An entity, and the places inside it."""
        return inside(self.store, self.iri, entity)

    def claims_of(self, way: str, entities: Iterable[IRI]) -> dict[IRI, int]:
        """How many claims have each of some entities as the object of a predicate, such as kg:about."""
        return self.counted(f"{values('?e', entities)} ?c {way} ?e . {_KEPT}")

    def counted(self, pattern: str) -> dict[IRI, int]:
        """How many different ?c a pattern has for each ?e."""
        found: dict[IRI, set[object]] = defaultdict(set)
        for thing, claim in self.select(f"SELECT ?e ?c {{ {pattern} }}").rows:
            if isinstance(thing, IRI):
                found[thing].add(claim)
        return {thing: len(claims) for thing, claims in found.items()}

    def claims(self, wanted: Collection[IRI]) -> list[tuple[Claim, ClaimCard]]:
        """Claims with their cards, in the given order; rejected ones are left out."""
        return self.cards.with_claims(wanted)


def has_words(words: Iterable[str], texts: Iterable[str]) -> bool:
    """Whether one of some folded texts has all words.

    >>> has_words(["dam", "crack"], ["the dam", "a crack in the dam"]), has_words(["dam"], [])
    (True, False)
    """
    sought = tuple(words)
    return any(all(word in text for word in sought) for text in texts)


def values(variable: str, iris: Iterable[IRI]) -> str:
    """The VALUES block that gives a variable these values."""
    return f"VALUES {variable} {{ {' '.join(map(serialise, iris))} }}"


def reading(graph: Graph, choice: Choice) -> Reading:
    """The world that a request chooses; raises what `Graph.choose` raises."""
    return _kept(graph, graph.choose(choice.world or None, choice.according_to, choice.as_of or None))


@lru_cache(maxsize=2)
def _kept(graph: Graph, world: World) -> Reading:
    return Reading(graph, world)

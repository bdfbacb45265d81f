"""The record of a world: its entities, and who claimed what, through whom, when, and where it is written.

Many small SELECTs, joined here: one query with OPTIONAL parts for the same takes hundreds of times as long.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from kgraph.days import day_of
from kgraph.model import Literal, Rows, Term
from kgraph.namespaces import GEO, IRI, KG, PREFIXES, RDFS, SCHEMA, SKOS
from kgraph.store import Store
from kgraph.store.trig import natural

_CLASSES = {
    "source": "UnnamedSource",
    "unit": "MilitaryUnit Force",
    "person": "Person",
    "equipment": "Equipment",
    "event": "Battle Assault AirborneOperation Advance Withdrawal Occupation Encirclement Clearing Strike "
    "Visit Deployment Decree Infiltration Counteroffensive Interdiction LinkUp Construction "
    "Communication Cooperation Event",
    "place": "City Region Country OperationalArea Route Facility Place",
    "organisation": "MediaOutlet Group Organization",
}
# In the order that decides where an entity has several classes: the narrower class first.
_KIND_OF = {KG[name]: kind for kind, names in _CLASSES.items() for name in names.split()}

KINDS = tuple(sorted(_CLASSES))
"""The kinds of node. `unit` takes in forces; `organisation`, groups; a `source` is one that nobody named."""

_AGAINST = {
    "forecast": "forecast that it will not",
    "recommendation": "recommendation against",
    "commitment": "commitment not to",
    "conditional": "conditional denial",
    "scenario": "scenario without it",
}


@dataclass(frozen=True, slots=True)
class Node:
    """An entity. `kind` is one of `KINDS`; `type` is its class in words ("operational area").

    `facts` are its identity in (word, value) pairs, such as ("country", "Ukraine"); `links`, what it is elsewhere: how
    it matches in words ("exact match"), and the IRI there.
    """

    id: IRI
    label: str
    kind: str
    type: str = ""
    alt: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    links: tuple[tuple[str, IRI], ...] = ()


@dataclass(frozen=True, slots=True)
class ClaimCard:
    """A claim as a reader meets it; concepts are in lower-case words ("direct speech").

    `chain` runs from the document's outlet, hop by hop, back to the claimant, by name; `chain_ids` is the same by
    IRI. `said` is for reading; `said_by` (as `days.Day` writes it, or "") is the day by which it was certainly said.
    `source` names the document, `spans` are its characters (start, end); `quotes` are those characters, where the text
    is at hand.
    `relations` holds (word, claim): "denies", "contradicts", "supports", "qualifies", "derived from".
    `in_world` tells whether the world takes the content as its own.
    """

    id: IRI
    claimant: str
    claimant_id: IRI
    chain: tuple[str, ...]
    modality: str
    polarity: str
    certainty: str
    voice: str
    said: str
    said_by: str
    paraphrase: str
    source: str
    disputed: bool = False
    in_world: bool = False
    review: str = "accepted"
    about: tuple[IRI, ...] = ()
    relations: tuple[tuple[str, IRI], ...] = ()
    chain_ids: tuple[IRI, ...] = ()
    spans: tuple[tuple[int, int], ...] = ()
    quotes: tuple[str, ...] = ()

    @property
    def pointer(self) -> str:
        """The document and the characters that it rests on: "the report, characters 3–9, 20–31"."""
        spans = ", ".join(f"{start}–{end}" for start, end in self.spans)
        return self.source + (f", characters {spans}" if spans else "")

    @property
    def negative(self) -> bool:
        """Whether the claim says that its content does not hold."""
        return self.polarity == "negative" or self.modality == "denial"

    @property
    def stance(self) -> str:
        """What kind of saying it is, in words: "assertion", "denial", "recommendation against" …"""
        return _AGAINST.get(self.modality, "denial") if self.negative else self.modality

    @property
    def asserts(self) -> bool:
        """Whether it says that its content is so."""
        return self.modality == "assertion" and not self.negative

    @property
    def denies(self) -> bool:
        """Whether it says that its content is not so; advice against it, say, does not."""
        return self.negative and self.modality in ("assertion", "denial")


@lru_cache(maxsize=10_000)
def words(iri: str) -> str:
    """An IRI's last name in plain words.

    >>> words(KG.ShareOfTerritoryCaptured)
    'share of territory captured'
    """
    name = re.split(r"[/#]", iri.rstrip("/#"))[-1]
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|[-_]+", " ", name).lower()


def select(store: Store, world: IRI, query: str) -> Rows:
    """The rows of a query, which may use the prefixes of `namespaces.PREFIXES`, over the world."""
    used = (f"PREFIX {p}: <{iri}>\n" for p, iri in PREFIXES.items() if re.search(rf"\b{p}:", query))
    return store.select("".join(used) + query, default_graph=world)


def read_labels(store: Store, world: IRI) -> dict[IRI, str]:
    """The label of everything that has one, which is how roles and documents are named too."""
    rows = select(store, world, "SELECT ?e ?label WHERE { ?e rdfs:label ?label }")
    english = sorted(
        rows, key=lambda row: (getattr(row["label"], "language", None) not in (None, "en"), str(row)), reverse=True
    )
    return {row["e"]: str(row["label"]) for row in english if isinstance(row["e"], IRI)}


def read_nodes(store: Store, world: IRI, labels: Mapping[IRI, str]) -> dict[IRI, Node]:
    """The world's entities by IRI; one without a label is called by the end of its IRI.

    A claim's local nodes (IRIs under the claim's own) are no entities, though a world that holds the claim's
    content types them.
    """
    classes = " ".join(f"<{c}>" for c in _KIND_OF)
    rows = select(store, world, f"SELECT ?e ?type WHERE {{ VALUES ?type {{ {classes} }} ?e a ?type }}")
    types = _grouped(rows, "e", "type")
    names = _grouped(select(store, world, "SELECT ?e ?alt WHERE { ?e skos:altLabel ?alt }"), "e", "alt")
    facts, links = _described(store, world, _FACTS), _described(store, world, _MATCHES)
    claims = set(select(store, world, "SELECT ?c WHERE { ?c a kg:Claim }").column("c"))
    nodes = {}
    for iri, found in types.items():
        if isinstance(iri, IRI) and IRI(iri.rpartition("#")[0]) not in claims:
            first = next(c for c in _KIND_OF if c in found)
            alt = tuple(sorted({str(name) for name in names.get(iri, ())}))
            nodes[iri] = Node(
                id=iri,
                label=labels.get(iri, words(iri)),
                kind=_KIND_OF[first],
                type=words(first),
                alt=alt,
                facts=tuple((word, labels.get(IRI(str(o)), str(o))) for word, o in facts.get(iri, ())),
                links=tuple((word, o) for word, o in links.get(iri, ()) if isinstance(o, IRI)),
            )
    return nodes


# Of identity: a place's or a unit's surroundings, where it is, and its page.
_FACTS = {
    KG.country: "country",
    KG.side: "side",
    KG.locatedIn: "in",
    GEO.asWKT: "position",
    SCHEMA.description: "is",
    SCHEMA.url: "page",
}
_MATCHES = {
    SKOS.exactMatch: "exact match",
    SKOS.closeMatch: "close match",
    SKOS.broadMatch: "broader match",
    SKOS.narrowMatch: "narrower match",
    SKOS.relatedMatch: "related match",
}


def _described(store: Store, world: IRI, predicates: Mapping[IRI, str]) -> dict[Term | None, list[tuple[str, Term]]]:
    """What the world says of things by these predicates: (word, value), in the order of the predicates."""
    wanted = " ".join(f"<{p}>" for p in predicates)
    rows = select(store, world, f"SELECT ?e ?p ?o WHERE {{ VALUES ?p {{ {wanted} }} ?e ?p ?o }}")
    order = list(predicates)
    found: dict[Term | None, list[tuple[str, Term]]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (order.index(IRI(str(row["p"]))), str(row["o"]))):
        if row["o"] is not None:
            found[row["e"]].append((predicates[IRI(str(row["p"]))], row["o"]))
    return found


def read_cards(
    store: Store,
    world: IRI,
    labels: Mapping[IRI, str],
    *,
    claims: Collection[IRI] | None,
) -> dict[IRI, ClaimCard]:
    """The world's claims by IRI, or those of them in `claims`; rejected ones never."""
    speech = _Speech(store, world, labels)
    return {
        claim: speech.card(claim)
        for claim, said in speech.claims.items()
        if isinstance(claim, IRI) and KG.Rejected not in said.get(KG.status, ()) and (claims is None or claim in claims)
    }


_RELATIONS = {
    KG.denies: "denies",
    KG.contradicts: "contradicts",
    KG.supports: "supports",
    KG.qualifies: "qualifies",
    KG.derivedFrom: "derived from",
}
_CONCEPTS = (KG.modality, KG.polarity, KG.certainty, KG.voice)
_DIRECT = (KG.claimant, KG.statedIn, KG.paraphrase, KG.status, KG.about, KG.saidBy, *_CONCEPTS, *_RELATIONS)
_Descriptions = dict[Term, dict[IRI, list[Term]]]


class _Speech:
    """The speech layer of a world, read at once; `card` puts one claim together."""

    def __init__(self, store: Store, world: IRI, labels: Mapping[IRI, str]) -> None:
        def describe(pattern: str, subject: str, predicates: Iterable[IRI]) -> _Descriptions:
            wanted = " ".join(f"<{p}>" for p in predicates)
            values = f"VALUES ?p {{ {wanted} }} {pattern} {subject} ?p ?o"
            found: _Descriptions = defaultdict(lambda: defaultdict(list))
            for row in select(store, world, f"SELECT ?c ?p ?o WHERE {{ {values} }}"):
                claim, predicate, value = row["c"], row["p"], row["o"]
                if claim is not None and isinstance(predicate, IRI) and value is not None:
                    found[claim][predicate].append(value)
            return found

        self.claims = describe("?c a kg:Claim .", "?c", _DIRECT)
        self._labels = labels
        self._times = describe(
            "?c a kg:Claim ; kg:assertedDuring ?t .", "?t", [KG.earliestBegin, KG.latestEnd, RDFS.label]
        )
        self._documents = describe("?c a kg:Document .", "?c", [SCHEMA.publisher, SCHEMA.datePublished])
        # Blank nodes keep their names within one answer, so the hops are one query.
        hop = "?c prov:wasQuotedFrom ?hop ."
        hops = select(
            store,
            world,
            f"SELECT ?c ?hop ?agent WHERE {{ {hop} OPTIONAL {{ ?hop prov:wasAttributedTo ?agent }} }}",
        )
        self._hops = {row["c"]: (row["hop"], row["agent"]) for row in sorted(hops, key=str)}
        spans = (
            "SELECT ?c ?start ?end WHERE { ?c a kg:Claim ; kg:anchor ?a . ?a oa:hasSelector ?s . "
            "?s oa:start ?start ; oa:end ?end }"
        )
        self._spans: dict[Term | None, set[tuple[int, int]]] = defaultdict(set)
        for row in select(store, world, spans):
            start, end = (term.value if isinstance(term, Literal) else None for term in (row["start"], row["end"]))
            if isinstance(start, int) and isinstance(end, int):  # else 'kgraph validate' says so
                self._spans[row["c"]].add((start, end))
        disputes = select(store, world, "SELECT ?c WHERE { ?d a kg:Dispute ; kg:disputes ?c }")
        self._disputed = frozenset(disputes.column("c"))
        held = select(store, world, f"SELECT ?c WHERE {{ ?c kg:inWorld <{world}> }}")
        self._held = frozenset(held.column("c"))

    def card(self, claim: IRI) -> ClaimCard:
        """The claim's card; what the data leave out is an empty text."""
        own = self.claims[claim]
        claimant, document = _first(own, KG.claimant), _first(own, KG.statedIn)
        chain = self._chain(claim, claimant, document)

        def concept(predicate: IRI) -> str:
            return words(str(_first(own, predicate)))

        return ClaimCard(
            id=claim,
            claimant=self._name(claimant),
            claimant_id=IRI(claimant),
            chain=tuple(self._name(agent) for agent in chain),
            chain_ids=chain,
            modality=concept(KG.modality),
            polarity=concept(KG.polarity),
            certainty=concept(KG.certainty),
            voice=concept(KG.voice),
            said=self._said(claim, document),
            said_by=str(_first(own, KG.saidBy)),
            paraphrase=str(_first(own, KG.paraphrase)),
            source=self._name(document),
            spans=tuple(sorted(self._spans.get(claim, ()))),
            disputed=claim in self._disputed,
            in_world=claim in self._held,
            review=words(str(_first(own, KG.status))),
            about=tuple(sorted({e for e in own.get(KG.about, ()) if isinstance(e, IRI)}, key=natural)),
            relations=tuple(
                (word, other)
                for predicate, word in _RELATIONS.items()
                for other in sorted({o for o in own.get(predicate, ()) if isinstance(o, IRI)}, key=natural)
            ),
        )

    def _name(self, agent: Term | str) -> str:
        return self._labels.get(IRI(agent), words(str(agent))) if agent else ""

    def _chain(self, claim: IRI, claimant: Term | str, document: Term | str) -> tuple[IRI, ...]:
        publisher = _first(self._documents.get(IRI(document), {}), SCHEMA.publisher)
        agents, at, seen = [publisher], self._hops.get(claim), set()
        while at is not None and at[0] not in seen:
            seen.add(at[0])
            agents.append(at[1] or "")
            at = self._hops.get(at[0])
        ids = [IRI(agent) for agent in (*agents, claimant) if agent]
        return tuple(iri for i, iri in enumerate(ids) if i == 0 or iri != ids[i - 1])

    def _said(self, claim: IRI, document: Term | str) -> str:
        """When it was said, for reading."""
        span = self._times.get(claim, {})
        published, first, last = (
            _day(_first(described, predicate))
            for described, predicate in (
                (self._documents.get(IRI(document), {}), SCHEMA.datePublished),
                (span, KG.earliestBegin),
                (span, KG.latestEnd),
            )
        )
        if label := str(_first(span, RDFS.label)):
            return label
        if first and last:
            return first if first == last else f"{first} to {last}"
        if first or last:
            return f"by {last}" if last else f"since {first}"
        return f"published {published}" if published else ""


def _day(time: Term | str) -> str:
    """The day of a date or time; what is none as it is written."""
    return str(day_of(str(time)) or time)


def _first(described: Mapping[IRI, list[Term]], predicate: IRI) -> Term | str:
    return min(described.get(predicate, ()), key=str, default="")


def _grouped(rows: Rows, key: str, value: str) -> dict[Term | None, set[Term | None]]:
    groups: dict[Term | None, set[Term | None]] = defaultdict(set)
    for row in rows:
        groups[row[key]].add(row[value])
    return groups

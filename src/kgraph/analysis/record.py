"""The record of a world: its entities, and who claimed what, through whom, when, in which document.

It is read by many small SELECTs that are joined here, since one query with OPTIONAL parts takes hundreds of times as
long.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from kgraph.analysis.questioned import read_parts
from kgraph.claims import (
    AGAINST,
    ENTITY_KINDS,
    Claim,
    EntityKind,
    Part,
    Statement,
    claims_concerning,
    claims_naming,
    class_words,
    read_claims,
    words,
)
from kgraph.claims.deriving import chain_between, said_by
from kgraph.days import day_of, on_days, or_earlier
from kgraph.model import Rows, Term, TimeSpan
from kgraph.namespaces import DCTERMS, GEO, IRI, KG, PREFIXES, SCHEMA, SKOS
from kgraph.store import Store
from kgraph.worlds import world_name

CHANGED, ONE_VOICE = "changed or taken back later by its claimant", "one voice, two figures"
KINDS = tuple(sorted(kind.value for kind in EntityKind))
"""The kinds of node; see `claims.EntityKind`."""

_NOWHERE = IRI("")  # used for a claim whose data name no document
_WITHIN = re.compile(r"(-?\d{4,}-\d\d-\d\d) to (-?\d{4,}-\d\d-\d\d)")


@dataclass(frozen=True, slots=True)
class Node:
    """An entity. `kind` is one of `KINDS`; `type` is its class in words ("operational area").

    `facts` are (word, value) pairs such as ("country", "Ukraine"); `links` are its matches in other data sets: the kind
    of match in words ("exact match"), and the IRI there.
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
    """A claim in the form for readers; concepts are in lower-case words ("direct speech").

    `chain` has the names of the agents from the document's outlet, hop by hop, back to the claimant; `chain_ids` has
    their IRIs. `said` is the time of saying for readers; `said_by` (in the form of `days.Day`, or "") is the day by
    which the claim was certainly made. `source` names the document, `spans` are positions in it (start, end), and
    `quotes` the characters there, if the text is at hand. `document` is the document's IRI, `address` its address,
    `archive` the address of an archived copy, `published` its day of publication; each "" if the data do not give it.
    `relations` holds (word, claim): "denies", "contradicts", "supports", "qualifies", "derived from", "finds no
    evidence for". `statements` are the statements of its content. `in_world` says whether the world holds the content;
    if the world `leaves_out` what is in question, it holds the content without the parts in `questioned`.
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
    statements: tuple[Statement, ...] = ()
    quotes: tuple[str, ...] = ()
    questioned: tuple[Part[IRI], ...] = ()
    leaves_out: bool = False
    document: IRI = _NOWHERE
    address: str = ""
    archive: str = ""
    published: str = ""
    revised: bool = False

    def contests(self, node: Term | None, predicate: IRI = KG.subject) -> bool:
        """Whether the claim's statement with this node and predicate is in question."""
        return any(part.covers(node, predicate) for part in self.questioned if not part.superseded)

    def holds(self, node: Term | None, predicate: IRI = KG.subject) -> bool:
        """Whether the world holds the claim's statement with this node and predicate."""
        left_out = self.leaves_out and any(part.covers(node, predicate) for part in self.questioned)
        return self.in_world and not left_out

    @property
    def day_words(self) -> str:
        """The day or days on which the claim was made, or the last on which it can have been made; "" if unknown.

        All outputs word the days of claims by this property, or by `dayWords` of the network page.
        """
        if self.said_by in ("", self.said) or self._first_day:
            return self.said if self.said_by else ""
        return or_earlier(self.said_by)

    @property
    def _first_day(self) -> str:
        """The first of the days within which it was said; "" if that is unknown, or it was said on one day."""
        within = _WITHIN.fullmatch(self.said)
        return within[1] if within and within[2] == self.said_by else ""

    @property
    def on_day(self) -> str:
        """The day in the form for a sentence: “on 2031-05-04”, “on 2031-05-04 or earlier”, “between 2031-05-01 and
        2031-05-04”; "" if unknown."""
        return on_days(self.first_day, self.said_by) if self.said_by else ""

    @property
    def first_day(self) -> str:
        """The first day on which the claim can have been made; "" if that is unknown."""
        return self._first_day or (self.said if self.said == self.said_by else "")

    @property
    def pointer(self) -> str:
        """The document and the positions of its anchors in words: "the report, characters 3–9, 20–31"."""
        spans = ", ".join(f"{start}–{end}" for start, end in self.spans)
        return self.source + (f", characters {spans}" if spans else "")

    @property
    def negative(self) -> bool:
        """Whether the claim says that its content does not hold."""
        return self.polarity == "negative" or self.modality == "denial"

    @property
    def stance(self) -> str:
        """The kind of speech act in words: "assertion", "denial", "recommendation against" …"""
        return AGAINST.get(self.modality, "denial") if self.negative else self.modality

    @property
    def in_question(self) -> bool:
        """Whether the claim, or a part of it, stands in a question."""
        return self.disputed or any(not part.superseded for part in self.questioned)

    @property
    def standing(self) -> str:
        """What speaks against reading the claim by itself, in words; "" if nothing does. `revised` says whether its
        claimant later changed or took back something of it."""
        told = ["in question"] if self.in_question else []
        if self.revised:
            told.append(CHANGED)
        elif any(part.superseded for part in self.questioned):
            told.append(ONE_VOICE)
        return ", ".join(told)

    @property
    def asserts(self) -> bool:
        """Whether the claim says that its content is so."""
        return self.modality == "assertion" and not self.negative

    @property
    def denies(self) -> bool:
        """Whether the claim says that its content is not so; advice against something does not say that."""
        return self.negative and self.modality in ("assertion", "denial")


def select(store: Store, world: IRI, query: str) -> Rows:
    """The rows of a query, which may use the prefixes of `namespaces.PREFIXES`, over the world."""
    used = (f"PREFIX {p}: <{iri}>\n" for p, iri in PREFIXES.items() if re.search(rf"\b{p}:", query))
    return store.select("".join(used) + query, default_graph=world)


def read_labels(store: Store, world: IRI) -> dict[IRI, str]:
    """The labels of everything that has one, roles and documents included."""
    rows = select(store, world, "SELECT ?e ?label WHERE { ?e rdfs:label ?label }")
    english = sorted(
        rows, key=lambda row: (getattr(row["label"], "language", None) not in (None, "en"), str(row)), reverse=True
    )
    return {row["e"]: str(row["label"]) for row in english if isinstance(row["e"], IRI)}


def read_nodes(store: Store, world: IRI, labels: Mapping[IRI, str]) -> dict[IRI, Node]:
    """The world's entities by IRI; the name of an entity without a label is the last part of its IRI.

    Nodes that are local to a claim (IRIs under the claim's own) are no entities, although a world that holds the
    claim's content gives them classes.
    """
    classes = " ".join(f"<{c}>" for c in ENTITY_KINDS)
    rows = select(store, world, f"SELECT ?e ?type WHERE {{ VALUES ?type {{ {classes} }} ?e a ?type }}")
    types = _grouped(rows, "e", "type")
    names = _grouped(select(store, world, "SELECT ?e ?alt WHERE { ?e skos:altLabel ?alt }"), "e", "alt")
    facts, links = _described(store, world, FACTS), _described(store, world, MATCHES)
    claims = set(select(store, world, "SELECT ?c WHERE { ?c a kg:Claim }").column("c"))
    nodes = {}
    for iri, found in types.items():
        if isinstance(iri, IRI) and IRI(iri.rpartition("#")[0]) not in claims:
            first = next(c for c in ENTITY_KINDS if c in found)
            alt = tuple(sorted({str(name) for name in names.get(iri, ())}))
            nodes[iri] = Node(
                id=iri,
                label=labels.get(iri, words(iri)),
                kind=ENTITY_KINDS[first].value,
                type=class_words(first),
                alt=alt,
                facts=tuple((word, labels.get(IRI(str(o)), str(o))) for word, o in facts.get(iri, ())),
                links=tuple((word, o) for word, o in links.get(iri, ()) if isinstance(o, IRI)),
            )
    return nodes


FACTS = {
    KG.country: "country",
    KG.side: "side",
    KG.locatedIn: "in",
    GEO.asWKT: "position",
    SCHEMA.description: "is",
    SCHEMA.url: "page",
}
"""The word for each fact of identity: the larger place or unit, the country, the page."""
_ADDRESS = (SCHEMA.url, DCTERMS.source)
"""The predicates that give a document's address."""
MATCHES = {
    SKOS.exactMatch: "exact match",
    SKOS.closeMatch: "close match",
    SKOS.broadMatch: "broader match",
    SKOS.narrowMatch: "narrower match",
    SKOS.relatedMatch: "related match",
}
"""The word for each kind of match in other data sets."""


def _described(store: Store, world: IRI, predicates: Mapping[IRI, str]) -> dict[Term | None, list[tuple[str, Term]]]:
    """The (word, value) pairs of each thing for these predicates, in the order of the predicates."""
    wanted = " ".join(f"<{p}>" for p in predicates)
    rows = select(store, world, f"SELECT ?e ?p ?o WHERE {{ VALUES ?p {{ {wanted} }} ?e ?p ?o }}")
    order = list(predicates)
    found: dict[Term | None, list[tuple[str, Term]]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (order.index(IRI(str(row["p"]))), str(row["o"]))):
        if row["o"] is not None:
            found[row["e"]].append((predicates[IRI(str(row["p"]))], row["o"]))
    return found


def read_cards(
    store: Store, world: IRI, labels: Mapping[IRI, str], *, claims: Collection[IRI] | None = None
) -> dict[IRI, ClaimCard]:
    """The cards of the world's claims by IRI, or of those in `claims`; rejected claims are left out."""
    return Cards(store, world, labels).read(claims)


RELATION_WORDS = {
    KG.denies: "denies",
    KG.contradicts: "contradicts",
    KG.supports: "supports",
    KG.qualifies: "qualifies",
    KG.derivedFrom: "derived from",
    KG.findsNoEvidenceFor: "finds no evidence for",
}
"""The word on a card for each of `claims.RELATIONS`."""


class Cards:
    """Makes the cards of a world's claims: each with the names of its claimant and relayers, its document's outlet and
    day, whether a dispute names it, and whether the world holds it."""

    def __init__(self, store: Store, world: IRI, labels: Mapping[IRI, str]) -> None:
        self._store, self._world, self.labels = store, world, labels
        self._published: dict[IRI, list[Term]] = defaultdict(list)
        self._publishers: dict[IRI, list[IRI]] = defaultdict(list)
        self._addresses: dict[IRI, str] = {}
        self._archives: dict[IRI, str] = {}
        properties = (SCHEMA.publisher, SCHEMA.datePublished, SCHEMA.archivedAt, *_ADDRESS)
        wanted = f"VALUES ?p {{ {' '.join(f'<{p}>' for p in properties)} }}"
        for row in select(store, world, f"SELECT ?d ?p ?o WHERE {{ {wanted} ?d a kg:Document ; ?p ?o }}"):
            document, value = row["d"], row["o"]
            if isinstance(document, IRI) and row["p"] == SCHEMA.datePublished and value is not None:
                self._published[document].append(value)
            elif isinstance(document, IRI) and row["p"] != SCHEMA.publisher:
                told = self._addresses if row["p"] in _ADDRESS else self._archives
                told[document] = min(filter(None, (told.get(document), _web(value))), default="")
            elif isinstance(document, IRI) and isinstance(value, IRI):
                self._publishers[document].append(value)
        disputes = select(store, world, "SELECT ?c WHERE { ?d a kg:Conflict ; kg:between ?c }")
        self._disputed = frozenset(disputes.column("c"))
        held = select(store, world, f"SELECT ?c WHERE {{ ?c kg:inWorld <{world}> }}")
        self._held = frozenset(held.column("c"))
        revised = select(store, world, "SELECT ?c WHERE { ?r a kg:Revision ; kg:superseded ?c }")
        self._revised = frozenset(revised.column("c"))
        self._leaves_out = world_name(world) == "undisputed"

    def read(self, claims: Collection[IRI] | None = None) -> dict[IRI, ClaimCard]:
        """The cards by IRI of all claims, or of some; rejected claims are left out."""
        found = [claim for claim in read_claims(self._store, self._world, claims) if not claim.rejected]
        parts = read_parts(self._store, self._world, found)
        return {claim.id: self.card(claim, parts.get(claim.id, ())) for claim in found}

    def with_bases(self, cards: dict[IRI, ClaimCard]) -> dict[IRI, ClaimCard]:
        """The cards, and the cards of all claims from which these were derived, over any number of steps."""
        found = dict(cards)
        while bases := {base for card in found.values() for word, base in card.relations if word == "derived from"}:
            fresh = self.read(sorted(bases - found.keys()))
            if not fresh:
                break
            found |= fresh
        return found

    def concerning(self, entities: Collection[IRI]) -> list[IRI]:
        """The claims that concern some entities; see `claims_concerning`."""
        return claims_concerning(self._store, self._world, entities)

    def naming(self, entities: Collection[IRI]) -> dict[IRI, set[IRI]]:
        """The claims whose contents name some entities, each with the entities that it names; see `claims_naming`."""
        return claims_naming(self._store, self._world, entities)

    def card(self, claim: Claim, questioned: tuple[Part[IRI], ...] = ()) -> ClaimCard:
        """The claim's card; a value that the data do not give is ""."""
        chain = chain_between(claim, self._publishers)
        return ClaimCard(
            id=claim.id,
            claimant=self._name(claim.claimant),
            claimant_id=IRI(claim.claimant or ""),
            chain=tuple(self._name(agent) for agent in chain),
            chain_ids=chain,
            modality=words(claim.modality or ""),
            polarity=words(claim.polarity or ""),
            certainty=words(claim.certainty or ""),
            voice=words(claim.voice or ""),
            said=self._said(claim),
            said_by=str(said_by(claim, self._published) or ""),
            paraphrase=claim.paraphrase,
            source=self._name(claim.document),
            spans=tuple(sorted({(anchor.start, anchor.end) for anchor in claim.anchors})),
            disputed=claim.id in self._disputed,
            in_world=claim.id in self._held,
            revised=claim.id in self._revised,
            review=words(claim.status or ""),
            about=claim.about,
            relations=tuple((RELATION_WORDS[predicate], other) for predicate, other in claim.relations),
            statements=claim.statements,
            questioned=questioned,
            leaves_out=self._leaves_out,
            document=IRI(claim.document or ""),
            address=self._addresses.get(claim.document or IRI(""), ""),
            archive=self._archives.get(claim.document or IRI(""), ""),
            published=self._published_on(claim.document),
        )

    def _name(self, iri: IRI | None) -> str:
        return self.labels.get(iri, words(iri)) if iri else ""

    def _said(self, claim: Claim) -> str:
        """When it was said, for reading."""
        if claim.said and claim.said.label:
            return claim.said.label.lexical
        span = claim.said.span if claim.said else TimeSpan()
        first, last = _day(span.earliest_begin), _day(span.latest_end)
        if first and last:
            return first if first == last else f"{first} to {last}"
        if first or last:
            return or_earlier(last) if last else f"{first} or later"
        published = self._published_on(claim.document)
        return f"published {published}" if published else ""

    def _published_on(self, document: IRI | None) -> str:
        published = min(map(str, self._published.get(document or IRI(""), ())), default="")
        return _day(published) if published else ""


def _web(value: Term | None) -> str:
    """The value if it is a web address, which pages show as a link; "" for anything else."""
    text = str(value or "").strip()
    return text if re.match(r"https?://[^\s/]", text, re.IGNORECASE) else ""


def _day(time: str) -> str:
    """The day of a date or time; any other text unchanged."""
    return str(day_of(time) or time)


def _grouped(rows: Rows, key: str, value: str) -> dict[Term | None, set[Term | None]]:
    groups: dict[Term | None, set[Term | None]] = defaultdict(set)
    for row in rows:
        groups[row[key]].add(row[value])
    return groups

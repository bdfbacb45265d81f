"""The graph's entities as things to be linked: names, kind, country, position, dates, and places named together with
them."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable
from contextlib import suppress

from kgraph.days import day_of
from kgraph.linking.candidates import Position, Wanted
from kgraph.linking.numbers import number
from kgraph.model import Literal, Rows, Term
from kgraph.namespaces import GEO, IRI, KG, RDF, RDFS, SCHEMA, SKOS
from kgraph.store import Store, serialise

_KINDS = {
    KG.City: "settlement",
    KG.Region: "region",
    KG.Country: "country",
    KG.OperationalArea: "feature",
    KG.Route: "feature",
    KG.Facility: "feature",
    KG.Place: "place",
    KG.MilitaryUnit: "unit",
    KG.Force: "unit",
    KG.Person: "person",
    KG.MediaOutlet: "organisation",
    KG.Organization: "organisation",
    KG.Role: "role",
    KG.Equipment: "thing",
}
PLACES = ("settlement", "region", "country", "feature", "place")
"""The kinds that are places."""

_NAMES = (RDFS.label, SKOS.prefLabel, SKOS.altLabel)
_DATES = {
    SCHEMA.birthDate: "born",
    SCHEMA.deathDate: "died",
    SCHEMA.foundingDate: "founded",
    SCHEMA.dissolutionDate: "dissolved",
}
_MOST_NEAR = 40
_POINT = re.compile(r"POINT\s*\(\s*(-?[\d.]+)\s+(-?[\d.]+)\s*\)", re.IGNORECASE)


def read_wanted(store: Store, base: str, code_of: Callable[[str], str | None]) -> list[Wanted]:
    """Every entity of the reference graph that another data set may have, sorted by IRI.

    Unnamed sources and groups are left out, since no other data set lists them. `code_of` gives the ISO 3166-1 code of
    a country's name.
    """
    facts = facts_of(store, base)
    near = _near(store, base, facts)
    wanted = []
    for iri, told in sorted(facts.items()):
        types = types_of(told)
        kind = next((kind for cls, kind in _KINDS.items() if cls in types), "event" if _is_event(iri, base) else None)
        if kind is None or KG.UnnamedSource in types or KG.Group in types:
            continue
        wanted.append(
            Wanted(
                iri=iri,
                names=names_of(told),
                kind=kind,
                country=_country(iri, kind, told, facts, code_of),
                position=_position(told),
                near=near.get(iri, ()),
                dates={
                    _DATES[predicate]: str(day_of(str(value)) or value)
                    for predicate, value in told
                    if predicate in _DATES
                },
            )
        )
    return [one for one in wanted if one.names]


def _places(facts: "Facts") -> frozenset[IRI]:
    return frozenset(iri for iri, told in facts.items() if any(_KINDS.get(cls) in PLACES for cls in types_of(told)))


Facts = dict[IRI, list[tuple[IRI, Term]]]


def facts_of(store: Store, base: str) -> Facts:
    """The reference graph's triples of each thing; a geometry's text counts as the thing's own."""
    facts: Facts = defaultdict(list)
    shapes: dict[Term, Term] = {}
    having: list[tuple[IRI, Term]] = []
    for subject, predicate, value, _ in store.dump(IRI(f"{base}graph/reference")):
        if predicate == GEO.asWKT:
            shapes[subject] = value
        elif isinstance(subject, IRI):
            facts[subject].append((predicate, value))
            if predicate == GEO.hasGeometry:
                having.append((subject, value))
    for subject, geometry in having:
        if geometry in shapes:
            facts[subject].append((GEO.asWKT, shapes[geometry]))
    return facts


def types_of(told: list[tuple[IRI, Term]]) -> set[IRI]:
    """The classes of a thing with these facts."""
    return {value for predicate, value in told if predicate == RDF.type and isinstance(value, IRI)}


def _is_event(iri: IRI, base: str) -> bool:
    return iri.startswith(f"{base}event/")


def names_of(told: list[tuple[IRI, Term]]) -> tuple[str, ...]:
    """A thing's names: labels first, and among them the English one first."""
    found = [(predicate, value) for predicate, value in told if predicate in _NAMES]
    ordered = sorted(
        found, key=lambda one: (_NAMES.index(one[0]), getattr(one[1], "language", "") != "en", str(one[1]))
    )
    return tuple(dict.fromkeys(str(value) for _, value in ordered))


def _country(
    iri: IRI, kind: str, told: list[tuple[IRI, Term]], facts: Facts, code_of: Callable[[str], str | None]
) -> str | None:
    countries = [iri] if kind == "country" else [value for predicate, value in told if predicate == KG.country]
    for country in countries:
        if isinstance(country, IRI):
            for name in names_of(facts.get(country, [])):
                if code := code_of(name):
                    return code
    return None


def _position(told: list[tuple[IRI, Term]]) -> Position | None:
    for predicate, value in told:
        if predicate == GEO.asWKT and (found := _POINT.search(str(value))):
            with suppress(ValueError):  # no position on Earth; validation reports it
                return number(found[2], -90, 90), number(found[1], -180, 180)
    return None


def _near(store: Store, base: str, facts: Facts) -> dict[IRI, tuple[str, ...]]:
    """For each place, the names of places that claims name together with it; those of the same claim first."""
    places = _places(facts)
    rows = store.select(
        f"SELECT ?claim ?document ?place {{ GRAPH ?document {{ ?claim {serialise(KG.about)} ?place }} "
        f"FILTER(STRSTARTS(STR(?document), {serialise(Literal(base + 'doc/'))})) }}"
    )
    together = _together(rows, places)
    first = {iri: next(iter(names_of(facts[iri])), "") for iri in places}
    return {
        iri: tuple(name for other, _ in counted.most_common(_MOST_NEAR) if (name := first[other]))
        for iri, counted in together.items()
    }


def _together(rows: Rows, places: frozenset[IRI]) -> dict[IRI, Counter[IRI]]:
    claims: dict[Term, set[IRI]] = defaultdict(set)
    documents: dict[Term, Counter[IRI]] = defaultdict(Counter)
    for claim, document, place in rows.rows:
        if isinstance(place, IRI) and place in places and claim is not None and document is not None:
            claims[claim].add(place)
            documents[document][place] += 1
    together: dict[IRI, Counter[IRI]] = defaultdict(Counter)
    for found in claims.values():
        _count(together, sorted(found), 3)
    for counted in documents.values():
        often = [place for place, _ in counted.most_common(2 * _MOST_NEAR)]
        _count(together, often, 1)
    return together


def _count(together: dict[IRI, Counter[IRI]], group: list[IRI], worth: int) -> None:
    for one in group:
        for other in group:
            if one != other:
                together[one][other] += worth

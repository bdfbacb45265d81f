"""Finding a thing by its label, an alternative name, its IRI or the last part of its IRI."""

from collections.abc import Sequence

from kgraph.claims import AGENT_KINDS, EntityKind, classes_of
from kgraph.errors import UnknownName, UsageError
from kgraph.model import Literal
from kgraph.namespaces import IRI, KG, RDF, RDFS, SKOS
from kgraph.reading import fold, legible
from kgraph.store import Store, serialise


def find_entity(store: Store, base: str, given: str, *, agents_only: bool = False) -> IRI:
    """The entity that `given` names: an IRI, its part after the base, a label, or an alternative name.

    Letter case does not matter, nor do differences that a reader does not see, such as the kind of apostrophe or hyphen
    (`reading.fold`); a label takes precedence over an alternative name. Raises `UnknownName` with the nearest names, or
    `UsageError` if several entities have the name.
    """
    kind = "agent" if agents_only else "entity"
    return pick(_names(store, base, agents_only), base, given, kind, f"'kgraph query {kind_query(kind)}' lists them")


def pick(names: Sequence[tuple[IRI, str, bool]], base: str, given: str, kind: str, hint: str = "") -> IRI:
    """The one thing that `given` means; `names` has (thing, name, whether the name is its label). See `find_entity`."""
    entities = {iri for iri, _, _ in names}
    shown = legible(given)
    for iri in (IRI(given), IRI(base + given), IRI(shown), IRI(base + shown)):
        if iri in entities:
            return iri
    # a name that differs only in case takes precedence over one that only looks the same
    for form in (_any_case, fold):
        sought = form(given)
        for preferred in (True, False):
            hits = sorted({iri for iri, name, is_label in names if is_label is preferred and form(name) == sought})
            if len(hits) == 1:
                return hits[0]
            if hits:
                raise UsageError(f"several things are called '{given}'; say which one: {', '.join(hits)}")
    raise UnknownName(kind, given, [name for _, name, _ in names], hint)


def _any_case(name: str) -> str:
    return name.casefold().strip()


def inside(store: Store, world: IRI, entity: IRI) -> list[IRI]:
    """An entity and the places inside it, over any number of steps (`kg:locatedIn`, `kg:country`), sorted by IRI."""
    up = f"({serialise(KG.locatedIn)}|{serialise(KG.country)})+"
    kinds = f"VALUES ?kind {{ {' '.join(map(serialise, classes_of(EntityKind.place)))} }}"
    query = f"SELECT ?e {{ {kinds} ?e {up} {serialise(entity)} ; a ?kind }}"
    within = {iri for iri in store.select(query, default_graph=world).column("e") if isinstance(iri, IRI)}
    return [entity, *sorted(within - {entity})]


def with_inside(name: str, places: int) -> str:
    """A name, with the number of places in it that are included.

    >>> with_inside("Harbour", 1), with_inside("Ann", 0)
    ('Harbour and 1 place in it', 'Ann')
    """
    return f"{name} and {places} place{'' if places == 1 else 's'} in it" if places else name


def kind_query(kind: str) -> str:
    """The catalogue query that lists all of a kind."""
    return "claimants" if kind == "agent" else "entities"


def labels(store: Store, base: str, entities: Sequence[IRI]) -> list[str]:
    """The labels of entities, in their order; the IRI of an entity without a label."""
    values = " ".join(serialise(iri) for iri in entities)
    rows = store.select(
        f"SELECT ?e ?label WHERE {{ VALUES ?e {{ {values} }} "
        f"GRAPH {_reference(base)} {{ ?e {serialise(RDFS.label)} ?label }} }}"
    )
    found = {row["e"]: str(row["label"]) for row in rows}
    return [found.get(iri, iri) for iri in entities]


def _names(store: Store, base: str, agents_only: bool) -> list[tuple[IRI, str, bool]]:
    classes = " ".join(serialise(iri) for iri in classes_of(*AGENT_KINDS))
    narrow = f"VALUES ?class {{ {classes} }} ?e {serialise(RDF.type)} ?class ." if agents_only else ""
    rows = store.select(
        f"SELECT DISTINCT ?e ?p ?name WHERE {{ GRAPH {_reference(base)} {{ {narrow} "
        f"VALUES ?p {{ {serialise(RDFS.label)} {serialise(SKOS.altLabel)} }} ?e ?p ?name }} }}"
    )
    return [
        (row["e"], str(row["name"]), row["p"] == RDFS.label)
        for row in rows
        if isinstance(row["e"], IRI) and isinstance(row["name"], Literal)
    ]


def _reference(base: str) -> str:
    return serialise(IRI(f"{base}graph/reference"))

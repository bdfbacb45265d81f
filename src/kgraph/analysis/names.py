"""Finding a thing by its label, an alternative name, its IRI or the last part of its IRI."""

import re
from collections.abc import Callable, Sequence
from pathlib import Path

from kgraph.claims import AGENT_KINDS, EntityKind, classes_of
from kgraph.errors import UnknownName, UsageError
from kgraph.model import Literal
from kgraph.names.equal import may_bear
from kgraph.names.finding import Index
from kgraph.namespaces import IRI, KG, RDF, RDFS, SKOS
from kgraph.reading import fold, legible
from kgraph.store import Store, serialise
from kgraph.store.results import Remark

_MOST_TOLD = 5  # the most things that a message asks about


def find_entity(
    store: Store,
    base: str,
    given: str,
    *,
    agents_only: bool = False,
    remark: Remark = lambda text: None,
    kept: Path | None = None,
) -> IRI:
    """The entity that `given` names: an IRI, its part after the base, a label, or an alternative name.

    Letter case does not matter, nor do differences that a reader does not see, such as the kind of apostrophe or hyphen
    (`reading.fold`); a label takes precedence over an alternative name. If nothing has exactly this name, the entity is
    taken that has it with its words in another order, in another alphabet or romanisation, with initials, or
    abbreviated (`kgraph.names`), if there is only one; then `remark` is called with a line that says so. Raises
    `UnknownName` with the nearest names, or `UsageError` if several entities have the name. `kept` is a folder for
    files that can be made again.
    """
    kind = "agent" if agents_only else "entity"
    hint = f"'kgraph query {kind_query(kind)}' lists them"
    names = _names(store, base, agents_only)
    kind_of, is_person = (lambda iri: _class_of(store, base, iri)), (lambda iri: _is_person(store, base, iri))
    return pick(names, base, given, kind, hint, kind_of, remark, is_person, kept)


def find_entities(store: Store, base: str, given: str, *, kept: Path | None = None) -> list[IRI]:
    """All entities that have a name in any spelling that `find_entity` knows, or this IRI, sorted; also several."""
    names, shown = _names(store, base, agents_only=False), legible(given)
    iris = {IRI(given), IRI(base + given), IRI(shown), IRI(base + shown)}
    sought = fold(given)
    found = {iri for iri, name, _ in names if iri in iris or fold(name) == sought}
    same = Index(((name, iri) for iri, name, _ in names), kept).same(given)
    return sorted(
        found.union(iri for iri in same if _may_bear(given, iri, names, lambda one: _is_person(store, base, one)))
    )


def pick(
    names: Sequence[tuple[IRI, str, bool]],
    base: str,
    given: str,
    kind: str,
    hint: str = "",
    kind_of: Callable[[IRI], str] = lambda iri: "",
    remark: Remark = lambda text: None,
    is_person: Callable[[IRI], bool] = lambda iri: True,
    kept: Path | None = None,
) -> IRI:
    """The one thing that `given` means; `names` has (thing, name, whether the name is its label). See `find_entity`.

    `kind_of` says what a thing is, for the message that asks which of several is meant. `remark` is called if the thing
    has the name only in another spelling. What is no person is not taken for a name with a title.
    """
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
    index = Index(((name, iri) for iri, name, _ in names), kept)
    same = sorted(iri for iri in index.same(given) if _may_bear(given, iri, names, is_person))
    if len(same) == 1:
        remark(f"'{shown}' is taken as {_told(same[0], names, kind_of)}")
        return same[0]
    near = sorted(same, key=lambda iri: _told(iri, names, kind_of)) or index.near(given)
    some = list(dict.fromkeys(_told(iri, names, kind_of) for iri in near[:_MOST_TOLD]))
    if same:
        raise UsageError(f"several things have the name '{shown}' in another spelling; did you mean {', '.join(some)}?")
    raise UnknownName(kind, given, [name for _, name, _ in names], hint, some)


def _may_bear(given: str, thing: IRI, names: Sequence[tuple[IRI, str, bool]], is_person: Callable[[IRI], bool]) -> bool:
    """Whether a name that is one with a thing's may be its own (`names.equal.may_bear`)."""
    return may_bear(given, (name for iri, name, _ in names if iri == thing), lambda: is_person(thing))


def _is_person(store: Store, base: str, iri: IRI) -> bool:
    """Whether the record has a thing as a person; what claims say of its class does not count."""
    kinds = " ".join(map(serialise, classes_of(EntityKind.person)))
    graphs = " ".join(serialise(IRI(f"{base}graph/{one}")) for one in ("reference", "derived"))
    rows = store.select(
        f"SELECT ?g {{ VALUES ?g {{ {graphs} }} VALUES ?c {{ {kinds} }} GRAPH ?g {{ {serialise(iri)} a ?c }} }} LIMIT 1"
    )
    return bool(list(rows))


def _told(iri: IRI, names: Sequence[tuple[IRI, str, bool]], kind_of: Callable[[IRI], str]) -> str:
    """A thing's label with its kind."""
    label = next((name for one, name, is_label in names if one == iri and is_label), iri)
    kind = kind_of(iri)
    return f"'{label}' ({kind})" if kind else f"'{label}'"


def _class_of(store: Store, base: str, iri: IRI) -> str:
    """What a thing is, in words: "person", "military unit"."""
    rows = store.select(
        f"SELECT ?c WHERE {{ GRAPH {_reference(base)} {{ {serialise(iri)} a ?c }} }} ORDER BY ?c LIMIT 1"
    )
    local = next((re.split("[/#]", str(row["c"]))[-1] for row in rows), "")
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", local).lower()


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

"""Running a workspace's own rules, which are files, over the record, with premises that are deleted afterwards."""

from collections.abc import Collection, Sequence
from pathlib import Path

from kgraph.building.conclusions import derived_graph, premises_of
from kgraph.building.parts import Part
from kgraph.catalogue import read_query, with_prologue
from kgraph.disputes import conflicts_of
from kgraph.errors import DataError, UsageError
from kgraph.model import Quad, Triple
from kgraph.namespaces import IRI
from kgraph.store import Store
from kgraph.worlds import World, materialise


def run(
    store: Store,
    base: str,
    part: Part,
    terms: Collection[Quad],
    premises: Sequence[Sequence[Path]],
    rules: Sequence[Path],
) -> list[Quad]:
    """The quads that the rules construct over the record of a store, for the derived graph; the store is not changed in
    the end.

    kgraph's premises, which are made from the part, are written first; then the workspace's own premises run, group by
    group. Each group sees the results of the groups before it.
    """
    _, record = materialise(store, base, World("record"))
    store.load((*triple, record) for triple in premises_of(part, terms))
    for several in premises:
        store.load([(*triple, record) for path in several for triple in constructed(store, path, base, record)])
    found = [triple for path in rules for triple in constructed(store, path, base, record)]
    store.clear(record)
    return [(*triple, derived_graph(base)) for triple in (*found, *conflicts_of(found, base))]


def constructed(store: Store, path: Path, base: str, record: IRI) -> list[Triple]:
    """The triples that a rule or premise in a file constructs over the record; raises `DataError` if it does not
    run."""
    try:
        return store.construct(with_prologue(read_query(path).text, base), default_graph=record)
    except UsageError as error:
        raise DataError(f"the rule does not run: {error}", path=path) from error

"""What else the aspects and relations of a network are called, so that a search finds them by these words too."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from itertools import chain

from kgraph.analysis.edges import Edge
from kgraph.analysis.graph import Network
from kgraph.analysis.record import select
from kgraph.namespaces import IRI, KG
from kgraph.store import Store
from kgraph.vocabulary import Vocabulary
from kgraph.vocabulary.kinds import STATEMENTS

_CLASSES = {kind.value: iri for iri, kind in STATEMENTS.items()}  # of kinds of edges, as far as these are of statements


def other_names(
    network: Network, vocabulary: Vocabulary, roles: Mapping[IRI, Collection[str]]
) -> dict[str, tuple[str, ...]]:
    """What else each aspect's measure is called (“death toll” of “people killed”), and each relation: a measure, a role
    (see `names_of_roles`), the property of an event, the kind of statement; only of what has other names."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    terms = {label: (at.statement.first(KG.measure),) for label, at in network.positions if at.statement}
    for name, some in chain(terms.items(), ((edge.name, _terms(edge)) for edge in network.edges)):
        for term in (IRI(str(one)) for one in some if one):
            entry = vocabulary.terms.get(term)
            found[name].update(dict.fromkeys((*roles.get(term, ()), *(entry.alternatives if entry else ()))))
    return {name: tuple(others) for name, others in found.items() if others}


def names_of_roles(store: Store, world: IRI, vocabulary: Vocabulary) -> dict[IRI, list[str]]:
    """The other names of a workspace's roles. Whoever holds a role that commands is a commander, too."""
    names: dict[IRI, list[str]] = defaultdict(list)
    for row in select(store, world, "SELECT ?r ?alt WHERE { ?r a kg:Role ; skos:altLabel ?alt } ORDER BY ?alt"):
        names[IRI(str(row["r"]))].append(str(row["alt"]))
    for role in select(store, world, "SELECT ?r WHERE { ?r kg:commanding true }").column("r"):
        names[IRI(str(role))].extend(vocabulary.terms[KG.commanding].alternatives)
    return names


def _terms(edge: Edge) -> list[IRI]:
    """The terms that make a relation, and the class of its statements."""
    return [*chain(*edge.terms), *((_CLASSES[edge.kind],) if edge.kind in _CLASSES else ())]

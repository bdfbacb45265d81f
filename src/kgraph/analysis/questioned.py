"""Reading which parts of claims are in question or superseded in a world."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from kgraph.claims import QUESTIONED_BY, Claim, Part, left_out, with_what_is_told_of
from kgraph.model import Rows
from kgraph.namespaces import IRI, KG, RDF
from kgraph.store import Store, serialise

FEW = 3_000
"""For more claims than this, all findings are read, not only those that name the claims."""
MOST_NAMED = 500
"""Of more findings than this all are read too: the engine compares each triple with each of those that are named."""
_KINDS = f"VALUES ?kind {{ {serialise(KG.OneVoice)} {serialise(KG.Revision)} }}"
_SAID = f"VALUES ?p {{ {' '.join(serialise(p) for p in QUESTIONED_BY if p != RDF.type)} }} ?s ?p ?o"
_NAMING = "?s kg:disputes|kg:superseded ?c", f"{_KINDS} ?s kg:restsOn ?c ; a ?kind"
_ON = "?s kg:position/kg:inStatement ?e"
_BELOW = "?f kg:conflict|kg:position ?s"


def read_parts(store: Store, world: IRI, claims: Collection[Claim]) -> dict[IRI, tuple[Part[IRI], ...]]:
    """The parts of these claims that are in question or superseded, by the claims' IRIs."""
    nodes = {claim.id: {statement.node for statement in claim.statements} for claim in claims}
    told_of: defaultdict[IRI, list[tuple[IRI, IRI | None]]] = defaultdict(list)
    for claim in claims:
        for statement in claim.statements:
            for event in statement.get(KG.event):
                if isinstance(event, IRI):
                    told_of[event].append((claim.id, statement.node if isinstance(statement.node, IRI) else None))
    found: defaultdict[IRI, list[Part[IRI]]] = defaultdict(list)
    findings = _findings(store, world, {*nodes}, told_of)
    for part in with_what_is_told_of(
        left_out(findings, lambda iri: iri, lambda claim, node: node in nodes.get(claim, ())), told_of
    ):
        if part.claim in nodes:
            found[part.claim].append(part)
    return {claim: tuple(dict.fromkeys(parts)) for claim, parts in found.items()}


def _findings(
    store: Store, world: IRI, claims: Collection[IRI], events: Collection[IRI]
) -> dict[IRI, dict[IRI, set[IRI]]]:
    """The triples of findings that may concern the claims, or the events of which they give figures, by subject and
    predicate."""
    found: dict[IRI, dict[IRI, set[IRI]]] = {}

    def read(pattern: str) -> None:
        for row in _select(store, world, f"SELECT ?s ?p ?o {{ {pattern} }}"):
            subject, predicate, value = row["s"], row["p"], row["o"]
            if isinstance(subject, IRI) and isinstance(predicate, IRI) and isinstance(value, IRI):
                found.setdefault(subject, {}).setdefault(predicate, set()).add(value)

    few = len(claims) <= FEW
    some = _of(store, world, _NAMING, "?c", claims) | _of(store, world, (_ON,), "?e", events) if few else None
    below = _of(store, world, (_BELOW,), "?f", some) if some is not None else None
    named = None if some is None or below is None else some | below
    among = "" if named is None or len(named) > MOST_NAMED else values_of("?s", named)
    if some is None or some:
        read(f"{among} {_SAID}")
        read(f"{among} {_KINDS} ?s a ?kind . BIND({serialise(RDF.type)} AS ?p) BIND(?kind AS ?o)")
    return found


def _of(store: Store, world: IRI, patterns: Iterable[str], variable: str, values: Collection[IRI]) -> set[IRI]:
    """The values of ?s that some patterns find for values of another variable."""
    if not values:
        return set()
    some = values_of(variable, values)
    rows = (row for one in patterns for row in _select(store, world, f"SELECT DISTINCT ?s {{ {some} {one} }}"))
    return {row["s"] for row in rows if isinstance(row["s"], IRI)}


def _select(store: Store, world: IRI, query: str) -> Rows:
    return store.select(f"PREFIX kg: <{KG.base}> {query}", default_graph=world)


def values_of(variable: str, iris: Iterable[IRI]) -> str:
    """The VALUES block that gives a variable these values in a query."""
    return f"VALUES {variable} {{ {' '.join(map(serialise, sorted(iris)))} }}"

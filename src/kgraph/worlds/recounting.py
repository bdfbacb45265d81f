"""Counting independent origins anew among the claims of a day, since a build counts them among all claims."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

from kgraph.claims import Record
from kgraph.claims.origins import chain_of
from kgraph.namespaces import KG, PROV, RDF, SCHEMA, XSD
from kgraph.worlds.lines import Described, Line, written

_TYPE, _CLAIM, _UNNAMED = map(written, (RDF.type, KG.Claim, KG.UnnamedSource))
_CLAIMANT, _STATED_IN, _PUBLISHER = map(written, (KG.claimant, KG.statedIn, SCHEMA.publisher))
_QUOTED, _BY, _DERIVED_FROM = map(written, (PROV.wasQuotedFrom, PROV.wasAttributedTo, KG.derivedFrom))
_STATUS, _REJECTED = map(written, (KG.status, KG.Rejected))
_TELLING, _STANCE, _COUNT, _ORIGIN = map(written, (KG.telling, KG.stance, KG.independentOrigins, KG.origin))
_INTEGER = written(XSD.integer)

COUNTS = frozenset((_COUNT, _ORIGIN))
"""The predicates of the counts."""

COUNTED_BY = frozenset((_TYPE, _CLAIMANT, _STATED_IN, _PUBLISHER, _QUOTED, _BY, _DERIVED_FROM, _STATUS))
"""The predicates of speech on which the counts depend."""

ALIKE_BY = frozenset((_TELLING, _STANCE, _COUNT))
"""The predicates of derived triples that tell which claims are counted together."""


def recounted(speech: Iterable[Described], derived: Described, shown: Collection[bytes]) -> Iterator[Line]:
    """The lines with the counts of the claims in `shown`, counted among these only.

    `speech` are the documents' graphs and the reference, with the predicates `COUNTED_BY`; `derived` are derived
    triples, with the predicates `ALIKE_BY`.
    """
    record = _record(list(speech), shown)
    alike: defaultdict[tuple[bytes, bytes], list[bytes]] = defaultdict(list)
    for claim, follows in derived.items():
        if claim in record.chains and _COUNT in follows:
            alike[follows[_TELLING][0], follows[_STANCE][0]].append(claim)
    for same in alike.values():
        found = record.origins(same)
        agents = found.agents
        for claim in same:
            yield b'%b %b "%d"^^%b .\n' % (claim, _COUNT, found.independent, _INTEGER)
            if record.chains[claim] and record.chains[claim][-1] in agents:
                yield b"%b %b %b .\n" % (claim, _ORIGIN, record.chains[claim][-1])


def _record(graphs: Collection[Described], shown: Collection[bytes]) -> Record[bytes, bytes]:
    """The chains and derivations of the claims shown, without rejected ones. Blank nodes of different graphs are
    different."""
    outlets = {node: said[_PUBLISHER] for graph in graphs for node, said in graph.items() if _PUBLISHER in said}
    chains, sources = {}, {}
    for graph in graphs:
        for claim, said in graph.items():
            if claim in shown and _CLAIM in said.get(_TYPE, ()) and _REJECTED not in said.get(_STATUS, ()):
                chains[claim] = chain_of(_agents(said, graph, outlets))
                sources[claim] = said.get(_DERIVED_FROM, [])
    unnamed = {agent for graph in graphs for agent, said in graph.items() if _UNNAMED in said.get(_TYPE, ())}
    return Record(chains, sources, unnamed)


def _agents(
    claim: Mapping[bytes, list[bytes]], graph: Described, outlets: Mapping[bytes, list[bytes]]
) -> Iterator[bytes]:
    """The agents of the claim's chain, from its document's outlet back to the claimant, as far as they are known."""
    for document in _first(claim.get(_STATED_IN, ())):
        yield from _first(outlets.get(document, ()))
    seen: set[bytes] = set()
    at = claim
    while hops := [hop for hop in sorted(at.get(_QUOTED, ())) if hop in graph and hop not in seen]:
        seen.add(hops[0])
        at = graph[hops[0]]
        yield from _first(at.get(_BY, ()))
    yield from _first(claim.get(_CLAIMANT, ()))


def _first(values: Iterable[bytes]) -> list[bytes]:
    """The first IRI among these values, in a list; an empty list if there is none."""
    return sorted((value for value in values if value.startswith(b"<")), key=lambda iri: iri[1:-1])[:1]

"""A claim's own lines: those of its document that describe it, and those of its content. A build keeps them for the
next one.

Reading them from the engine takes ten times as long (1 ms for each claim), since it looks up each term of each quad.
"""

import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator

from kgraph.building.kept import KeptClaim
from kgraph.claims import PART_LINKS, Claim, claims_of
from kgraph.namespaces import IRI, KG, RDF
from kgraph.store.archive import as_quads
from kgraph.store.lines import terms_of, write_term
from kgraph.store.portions import GraphBytes, unpacked

_LINKS = frozenset(write_term(link).encode() for link in PART_LINKS)
_OTHERS = frozenset(write_term(kind).encode() for kind in (KG.Claim, KG.Document))
_TYPE = write_term(RDF.type).encode()
_FASTEST = 1


def own_lines(claims: Iterable[Claim], lines: GraphBytes) -> dict[IRI, bytes]:
    """For each claim, compressed: its document's lines about it, an empty line, the lines of its content."""
    by_graph: defaultdict[IRI | None, list[Claim]] = defaultdict(list)
    for claim in claims:
        by_graph[claim.graph].append(claim)
    found = {}
    for graph, several in by_graph.items():
        document = _Nodes(lines.get(graph, b"") if graph else b"")
        for claim in several:
            content = lines.get(claim.content, b"") if claim.content else b""
            own = b"".join(document.lines_of(write_term(claim.id).encode()))
            found[claim.id] = zlib.compress(b"%b\n%b" % (own, content), _FASTEST)
    return found


class _Nodes:
    """The lines of a document by node, and which nodes are parts of which others."""

    def __init__(self, lines: bytes) -> None:
        self._lines: defaultdict[bytes, list[bytes]] = defaultdict(list)
        self._parts: defaultdict[bytes, list[bytes]] = defaultdict(list)
        self._others: set[bytes] = set()
        for line in lines.splitlines(keepends=True):
            subject, predicate, value = terms_of(line)
            self._lines[subject].append(line)
            if predicate in _LINKS:
                self._parts[subject].append(value)
            elif predicate == _TYPE and value in _OTHERS:
                self._others.add(subject)

    def lines_of(self, claim: bytes) -> Iterator[bytes]:
        """The lines of a claim and of its parts; a claim that it quotes is not a part of it."""
        reached = {claim}
        waiting = [claim]
        while waiting:
            node = waiting.pop()
            yield from self._lines.get(node, ())
            more = {part for part in self._parts.get(node, ()) if part not in self._others} - reached
            reached |= more
            waiting += sorted(more)


def lines_by_graph(claims: Iterable[KeptClaim]) -> dict[IRI, bytes]:
    """The lines of these claims by graph; lines that two claims share occur twice."""
    found: defaultdict[IRI | None, list[bytes]] = defaultdict(list)
    for claim in claims:
        lines = zlib.decompress(claim.lines)
        end = 0 if lines.startswith(b"\n") else lines.index(b"\n\n") + 1
        found[claim.graph].append(lines[:end])
        found[claim.content].append(lines[end + 1 :])
    return {graph: b"".join(several) for graph, several in found.items() if graph}


def read_claims(claims: Iterable[KeptClaim]) -> list[Claim]:
    """The values of these claims, read from their documents' lines."""
    return list(
        claims_of(unpacked(b"".join(as_quads(graph, [lines]) for graph, lines in lines_by_graph(claims).items())))
    )

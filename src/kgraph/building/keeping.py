"""Making the data that a build keeps from the files that it read."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kgraph.building.kept import KeptClaim, KeptFile, KeptTie, TieKind
from kgraph.building.parts import File
from kgraph.claims import RELATIONS, Claim, surroundings
from kgraph.disputes.neighbours import as_one, keys_of
from kgraph.disputes.reference import Reference
from kgraph.disputes.saying import sayings, subordinating
from kgraph.findings.command import ties
from kgraph.model import Quad, Term
from kgraph.namespaces import IRI, KG, RDF


@dataclass(frozen=True)
class Keeping:
    """Makes the kept data of claims, by the quads besides all claims and by the units above each unit."""

    beside: Sequence[Quad]
    terms: Collection[Quad]
    above: Mapping[IRI, Collection[IRI]]

    def claims(
        self, claims: Sequence[Claim], digests: Mapping[IRI, str], lines: Mapping[IRI, bytes]
    ) -> dict[IRI, KeptClaim]:
        """The kept data of claims, which must be all claims of their documents; `lines` are their own lines
        (`speech`)."""
        known = [*self.beside, *self.terms]
        reference, published = Reference.of(known, self.above), surroundings(self.beside).published
        keys = keys_of(claims, reference, published, digests, as_one(known))
        terms = frozenset(term for term, *_ in self.terms)
        tied: dict[IRI, list[KeptTie]] = {claim.id: [*_above(claim)] for claim in claims}
        for tie, by in ties(sayings(claims, reference, published), reference).items():
            kind: TieKind = "commands" if tie.commands else "under"
            for claim_id in by if tie.since <= tie.until else ():
                tied[claim_id].append(KeptTie(kind, tie.member, tie.upper, tie.since, tie.until))
        return {
            one.id: KeptClaim(
                one.id,
                one.graph,
                one.content,
                digests.get(one.id),
                keys[one.id].keys(),
                mentions(one) - terms,
                tied[one.id],
                lines[one.id],
            )
            for one in claims
        }


def _above(claim: Claim) -> Iterator[KeptTie]:
    return (KeptTie("above", member, upper) for member, upper in subordinating(claim))


def kept_file(file: File, path: str, digest: str, claims: Mapping[IRI, KeptClaim] | None = None) -> KeptFile:
    """The kept data of a file; `path` is the name under which it is kept. Without `claims`, its claims are left out."""
    needs = {thing for thing in file.needs if thing not in file.own}
    return KeptFile(
        path,
        digest,
        file.part.faults,
        file.graphs,
        [quad for quad in file.part.beside if not _of_claim(quad)],
        file.shared,
        [thing for thing in file.own if isinstance(thing, IRI)],
        [thing for thing in needs if isinstance(thing, IRI)],
        [] if claims is None else [claims[claim.id] for claim in file.part.claims],
        file.outline,
    )


def is_in_pieces(claim: Claim) -> bool:
    """Whether a claim is spread over several graphs, or has several contents."""
    graphs = {claim.graph, claim.content}
    return any(graph not in graphs or predicate == KG.content for _, predicate, _, graph in claim.rest)


def _of_claim(quad: Quad) -> bool:
    """Whether the claim as a value has this quad too."""
    _, predicate, value, _ = quad
    return predicate in RELATIONS or (predicate == RDF.type and value == KG.Claim)


def mentions(claim: Claim) -> set[str]:
    """All things that a claim names: a change in their description may change what follows from the claim."""
    found: set[Term | None] = {claim.document, claim.graph, claim.claimant, *claim.about}
    found.update(hop.relayer for hop in claim.hops)
    found.update(other for _, other in claim.relations)
    found.update(value for _, _, value, _ in claim.rest)
    for one in claim.statements:
        found.add(one.node)
        found.update(_named(value for _, values in one.said for value in values))
    return {term for term in found if isinstance(term, IRI)}


def _named(terms: Iterable[Term]) -> Iterator[Term]:
    return (term for term in terms if isinstance(term, IRI))

"""The data that rules use: statements that claims plainly make, relay chains, and triples that follow from each
claim."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kgraph.claims import Claim
from kgraph.claims.deriving import Surroundings
from kgraph.disputes.model import Said
from kgraph.disputes.reference import Reference
from kgraph.disputes.saying import sayings
from kgraph.model import Quad, Term, Triple
from kgraph.namespaces import IRI, KG


@dataclass(frozen=True)
class Grounds:
    """The data computed once for all rules.

    `said` are the statements that claims plainly make (`disputes.saying`). `tellings`, `origins` and `counts` are each
    claim's `kg:telling`, `kg:origin` and `kg:independentOrigins`, as far as it has one (`claims.deriving`).
    """

    claims: Sequence[Claim]
    said: Sequence[Said]
    reference: Reference
    beside: Surroundings
    tellings: Mapping[Term, str]
    origins: Mapping[Term, IRI]
    counts: Mapping[Term, int]

    @classmethod
    def of(
        cls, claims: Sequence[Claim], quads: Iterable[Quad], beside: Surroundings, follows: Iterable[Triple] = ()
    ) -> "Grounds":
        """The grounds of all claims of a record.

        `quads` are the data and the ontology, `beside` are their facts besides claims, `follows` the triples that
        follow from each claim.
        """
        reference = Reference.of(quads, {})
        found: dict[IRI, dict[Term, Term]] = {KG.telling: {}, KG.origin: {}, KG.independentOrigins: {}}
        for claim, predicate, value in follows:
            if predicate in found:
                found[predicate][claim] = value
        return cls(
            claims,
            sayings(claims, reference, beside.published),
            reference,
            beside,
            {claim: str(value) for claim, value in found[KG.telling].items()},
            {claim: IRI(str(value)) for claim, value in found[KG.origin].items()},
            {claim: int(str(value)) for claim, value in found[KG.independentOrigins].items()},
        )

    def through(self, claim: Claim) -> frozenset[IRI]:
        """The agents who passed a claim on: its document's publisher, and every relayer that the document names."""
        publishers = self.beside.publishers.get(claim.document, ()) if claim.document else ()
        return frozenset((*publishers, *(hop.relayer for hop in claim.hops if hop.relayer)))

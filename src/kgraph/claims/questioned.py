"""Which statements of which claims are in question, or superseded: what `undisputed` leaves out, part by part.

The terms may be IRIs, or lines' bytes: whoever asks says how a term is written.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Generic, TypeVar

from kgraph.namespaces import IRI, KG, RDF

T = TypeVar("T")
Found = Mapping[T, Mapping[T, Collection[T]]]
"""What is found, by subject and predicate."""

QUESTIONED_BY = (
    *(RDF.type, KG.between, KG.conflict, KG.position, KG.givenBy, KG.inStatement, KG.onProperty, KG.restsOn),
    *(KG.superseded, KG.dimension),
)
"""The predicates of findings that `left_out` reads."""


@dataclass(frozen=True, slots=True)
class Part(Generic[T]):
    """A part of a claim's content that is in question, or superseded.

    It is a statement's `node` with one `predicate`; the whole statement, where there is no predicate; all that the
    claim says, where there is no node. `since` are the claims that must have been made for it to be so. Where it is
    `denied`, it is in question that the event of the node happened.

    >>> part = Part("c1", "c1#m1", None, frozenset({"c1", "c2"}))
    >>> part.covers("c1#m1", "value"), part.covers("c1#p1", "place")
    (True, False)
    """

    claim: T
    node: T | None
    predicate: T | None
    since: frozenset[T]
    superseded: bool = False
    denied: bool = False

    def covers(self, node: object, predicate: T) -> bool:
        """Whether what the content says of a node by a predicate belongs to the part."""
        return self.node is None or (self.node == node and self.predicate in (None, predicate))


def left_out(found: Found[T], term: Callable[[IRI], T], describes: Callable[[T, T], bool]) -> Iterator[Part[T]]:
    """The parts that findings put in question, and those that a claimant superseded.

    Of a conflict, it is what the two claims say on the matter, and all who take a position with one of them; of one
    voice with two figures, both. A claim that describes none of the statements that a finding names is meant as a
    whole. `term` gives the term that stands for an IRI in `found`; `describes` tells whether a claim's content
    describes a node.
    """
    at = {
        predicate: term(predicate) for predicate in (*QUESTIONED_BY, KG.content, KG.OneVoice, KG.Revision, KG.Polarity)
    }

    def parts(
        claim: T,
        of: Mapping[T, Collection[T]],
        since: frozenset[T],
        on: Collection[T] = (),
        *,
        superseded: bool = False,
        denied: bool = False,
    ) -> Iterator[Part[T]]:
        nodes = [node for node in of.get(at[KG.inStatement], ()) if describes(claim, node)]
        if not nodes:
            yield Part(claim, None, None, since | {claim}, superseded)
        for node, predicate in product(nodes, on or (None,)):
            yield Part(claim, node, predicate, since | {claim}, superseded, denied)

    def disputed(
        conflict: Mapping[T, Collection[T]], positions: Iterable[Mapping[T, Collection[T]]]
    ) -> Iterator[Part[T]]:
        pair, on = frozenset(conflict.get(at[KG.between], ())), conflict.get(at[KG.onProperty], ())
        denied = at[KG.Polarity] in conflict.get(at[KG.dimension], ())
        taken = [of for of in positions if not pair.isdisjoint(of.get(at[KG.givenBy], ()))]
        whole = pair if at[KG.content] in on else pair.difference(*(of[at[KG.givenBy]] for of in taken))
        yield from (Part(claim, None, None, pair) for claim in whole)
        for of in taken:
            for claim in of[at[KG.givenBy]]:
                yield from parts(claim, of, pair, () if at[KG.content] in on else on, denied=denied)

    for said in found.values():
        kinds, rests = said.get(at[RDF.type], ()), frozenset(said.get(at[KG.restsOn], ()))
        positions = [found.get(position, {}) for position in said.get(at[KG.position], ())]
        for conflict in said.get(at[KG.conflict], ()):
            yield from disputed(found.get(conflict, {}), positions)
        for claim in said.get(at[KG.superseded], ()) if at[KG.Revision] in kinds else ():
            yield from parts(claim, said, rests, superseded=True)
        for claim in rests if at[KG.OneVoice] in kinds else ():
            yield from parts(claim, said, rests, superseded=True)


def with_what_is_told_of(
    found: Iterable[Part[T]], told_of: Mapping[T, Collection[tuple[T, T | None]]]
) -> Iterator[Part[T]]:
    """The parts, and what claims tell of events of which it is in question that they happened.

    A toll of a raid that is denied is in question with it. `told_of` has the (claim, statement) pairs that are of an
    event; a statement whose node is blank is `None`, and goes with all that its claim says.
    """
    for part in found:
        yield part
        if part.node is not None and part.predicate is None and part.denied:
            for claim, statement in told_of.get(part.node, ()):
                yield Part(claim, statement, None, part.since | {claim}, part.superseded)

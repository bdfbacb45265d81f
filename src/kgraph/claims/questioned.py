"""The parts of claims that are in question or superseded, which the world `undisputed` leaves out.

Terms may be IRIs or the bytes of N-Triples: the caller's `term` function says how an IRI is written.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Generic, TypeVar

from kgraph.namespaces import IRI, KG, RDF

T = TypeVar("T")
Found = Mapping[T, Mapping[T, Collection[T]]]
"""The triples of findings, by subject and predicate."""

QUESTIONED_BY = (
    *(RDF.type, KG.between, KG.conflict, KG.position, KG.givenBy, KG.inStatement, KG.onProperty, KG.restsOn),
    *(KG.superseded, KG.dimension),
)
"""The predicates of findings that `left_out` reads."""


@dataclass(frozen=True, slots=True)
class Part(Generic[T]):
    """A part of a claim's content that is in question or superseded.

    The part is a statement's `node` with one `predicate`; without a predicate, the whole statement; without a node, all
    that the claim says. It is so once all claims in `since` have been made. `denied` means that the question is whether
    the event of the node happened.

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
        """Whether the content's triples with this node and predicate belong to the part."""
        return self.node is None or (self.node == node and self.predicate in (None, predicate))


def left_out(found: Found[T], term: Callable[[IRI], T], describes: Callable[[T, T], bool]) -> Iterator[Part[T]]:
    """The parts that findings put in question, and the parts that a claimant superseded.

    For a conflict these are the statements of the two claims on the question, and of all claims in the same positions;
    for one voice with two figures, both figures. If a claim describes none of the statements that a finding names, the
    whole claim is meant. `term` gives the form that an IRI has in `found`; `describes` tells whether a claim's content
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
    """The parts, and further parts that say something of an event of which it is in question whether it happened.

    If a raid is denied, its toll is in question too. `told_of` has the (claim, statement) pairs of each event; the
    statement is `None` if its node is blank, and then all that its claim says is in question.
    """
    for part in found:
        yield part
        if part.node is not None and part.predicate is None and part.denied:
            for claim, statement in told_of.get(part.node, ()):
                yield Part(claim, statement, None, part.since | {claim}, part.superseded)

"""Merged things: an editor found two to be one, and the reference says which replaces which (`dcterms:isReplacedBy`).

Claims on the replaced thing count as claims on the other one, and questions use the other one's name. The data are not
changed.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product

from kgraph.claims import Claim, Statement
from kgraph.disputes.model import Matter
from kgraph.disputes.saying import is_state
from kgraph.model import Quad, Term
from kgraph.namespaces import DCTERMS, IRI, KG


def events_of(claims: Iterable[Claim]) -> set[Term]:
    """The events of which claims tell or give figures."""
    statements = [one for claim in claims for one in claim.statements]
    return {one.node for one in statements if not is_state(one)}.union(*(one.get(KG.event) for one in statements))


def replacements(quads: Iterable[Quad], events: Collection[Term]) -> dict[IRI, IRI]:
    """For each replaced event, the event that replaces it in the end; circles are left out, and contents are not
    read."""
    said = {
        subject: value
        for subject, predicate, value, graph in sorted(
            (q for q in quads if q[1] == DCTERMS.isReplacedBy and not (q[3] and q[3].endswith("#content"))), key=str
        )
        if isinstance(subject, IRI) and isinstance(value, IRI) and subject in events
    }
    found = {}
    for one in said:
        last, seen = said[one], {one}
        while last in said and last not in seen:
            seen.add(last)
            last = said[last]
        if last not in seen:
            found[one] = last
    return found


def merged(claims: Sequence[Claim], by: Mapping[IRI, IRI]) -> Sequence[Claim]:
    """The claims with each replaced thing changed to the one that replaces it."""
    return [_merged(claim, by) for claim in claims] if by else claims


def _merged(claim: Claim, by: Mapping[IRI, IRI]) -> Claim:
    def named(term: Term) -> Term:
        return by.get(term, term) if isinstance(term, IRI) else term

    if not any(term in by for one in claim.statements for term in (one.node, *(v for _, vs in one.said for v in vs))):
        return claim
    statements = (
        Statement(
            by.get(one.node, one.node) if isinstance(one.node, IRI) else one.node,
            tuple((predicate, tuple(map(named, values))) for predicate, values in one.said),
            one.time,
        )
        for one in claim.statements
    )
    return replace(claim, statements=tuple(statements))


def earlier(matter: Matter, by: Mapping[IRI, IRI]) -> Iterator[Matter]:
    """The keys that a question had before the things in it were merged."""
    names: defaultdict[str, list[str]] = defaultdict(list)
    for old, new in sorted(by.items()):
        names[str(new)].append(str(old))
    for parts in product(*([part, *names.get(part, ())] for part in matter)):
        if parts != matter:
            yield parts

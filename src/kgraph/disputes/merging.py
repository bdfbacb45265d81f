"""Things that an editor found to be one: the reference says which is replaced by which (`dcterms:isReplacedBy`).

What claims say of the replaced one counts as said of the other, and questions on it have the other's name. The data
stay as they are.
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
    """The events that claims tell of, or give figures of."""
    statements = [one for claim in claims for one in claim.statements]
    return {one.node for one in statements if not is_state(one)}.union(*(one.get(KG.event) for one in statements))


def replacements(quads: Iterable[Quad], events: Collection[Term]) -> dict[IRI, IRI]:
    """What each replaced event is replaced by in the end; nothing that goes in a circle. Contents say nothing of it."""
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
    """The claims, as if they spoke of what replaced things are replaced by."""
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
    """The keys that a question had before things were merged."""
    names: defaultdict[str, list[str]] = defaultdict(list)
    for old, new in sorted(by.items()):
        names[str(new)].append(str(old))
    for parts in product(*([part, *names.get(part, ())] for part in matter)):
        if parts != matter:
            yield parts

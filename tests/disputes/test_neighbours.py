"""Claims that a rule finds anything in together are neighbours: a build that looks at a few claims misses nothing."""

from collections.abc import Iterable
from itertools import combinations

import pytest

import news
from kgraph.building import Part
from kgraph.claims import surroundings
from kgraph.disputes.finding import Found, find
from kgraph.disputes.neighbours import Key, Role, as_one, keys_of
from kgraph.disputes.questions import questions
from kgraph.disputes.reference import Reference
from kgraph.disputes.saying import subordinations
from kgraph.model import Quad
from kgraph.namespaces import IRI
from kgraph.vocabulary import bundled_terms
from tables import over

Keys = dict[IRI, Iterable[tuple[Key, Role]]]


def neighbours(one: IRI, other: IRI, keys: Keys, spoken: set[Key]) -> bool:
    """Whether two claims have a key in common, as `Role` says."""
    ours, theirs = (dict(sorted(keys[claim], reverse=True)) for claim in (one, other))
    for key in ours.keys() & theirs.keys():
        both = {ours[key], theirs[key]}
        if Role.OF in both or (both == {Role.WITHIN} and key in spoken):
            return True
    return False


def worked_out(quads: Iterable[Quad]) -> tuple[Found, Keys]:
    part = Part.of(list(quads))
    known = [*part.beside, *bundled_terms()]
    reference = Reference.of(known, subordinations(part.claims))
    keys = keys_of(part.claims, reference, surroundings(part.beside).published, part.digests, as_one(known))
    return find(part.claims, known, part.digests), {claim: of.keys() for claim, of in keys.items()}


def found_together(found: Found) -> Iterable[tuple[IRI, IRI]]:
    """Each two claims of a finding; of events that may be one, totals are joined by way of these."""
    yield from ((conflict.one.id, conflict.other.id) for conflict in found.conflicts)
    yield from (note.claims for note in found.notes if note.unknown != "event")
    for question in questions(found):
        for position in question.positions:
            yield from ((claim, other) for claim, other in combinations(position.claims, 2))


@pytest.mark.slow
@over("name", news.CASES)
def test_claims_of_a_finding_are_neighbours(name: str) -> None:
    found, keys = worked_out(news.read_case(news.CASES[name]).quads)
    spoken = {key for of in keys.values() for key, role in of if role is Role.OF}
    for one, other in found_together(found):
        assert neighbours(one, other, keys, spoken), (one, other)

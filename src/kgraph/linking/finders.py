"""Finders of candidates with one protocol: the gazetteer, the workspace's own entities, and online services."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Protocol

from kgraph.linking.candidates import LISTED, Candidate, Wanted
from kgraph.linking.folding import key, sound
from kgraph.linking.gazetteer import GEONAMES
from kgraph.linking.places import PlaceFinder
from kgraph.linking.scoring import Scored, score
from kgraph.linking.spelling import Spellings
from kgraph.names.finding import Index
from kgraph.namespaces import IRI
from kgraph.store import is_legal

_BATCH = 50  # how many entities are settled at a time


class Finder(Protocol):
    """A data set that can be searched. `name` is its name for people; `space` is the namespace of its entries' IRIs."""

    name: str
    space: str

    def seeks(self, wanted: Wanted) -> bool:
        """Whether the data set may have things of this kind."""

    def find(self, wanted: Sequence[Wanted]) -> Iterator[tuple[Wanted, list[Scored]]]:
        """Each wanted thing with its candidates, the likeliest first; an empty list if nothing is similar."""

    def entry(self, iri: IRI) -> Candidate | None:
        """The entry with this IRI; `None` if the data set does not show that it has it."""


class GazetteerFinder:
    """GeoNames, by the gazetteer on the disk."""

    name, space = "geonames", GEONAMES

    def __init__(self, places: PlaceFinder) -> None:
        self._places = places

    def seeks(self, wanted: Wanted) -> bool:
        """Settlements, divisions and countries."""
        return wanted.kind in LISTED

    def find(self, wanted: Sequence[Wanted]) -> Iterator[tuple[Wanted, list[Scored]]]:
        """Each wanted place with its candidates."""
        for one in wanted:
            yield one, self._places.find(one)

    def entry(self, iri: IRI) -> Candidate | None:
        """The place with this IRI."""
        return self._places.resolve(iri)


class OwnFinder:
    """The workspace's own entities, for joining other people's tables with them."""

    name = "graph"

    def __init__(self, entities: Sequence[Wanted], base: str) -> None:
        self.space = base
        self._named: dict[str, list[Candidate]] = defaultdict(list)
        self._candidates: list[Candidate] = []
        for one in entities:
            candidate = Candidate(
                one.iri, self.name, one.names, one.kind, (one.kind,), "", one.country, one.position, dates=one.dates
            )
            self._candidates.append(candidate)
            for form in {form for name in one.names for form in (key(name), sound(name))}:
                self._named[form].append(candidate)

    def seeks(self, wanted: Wanted) -> bool:
        """True for all kinds that a graph may have."""
        return True

    def find(self, wanted: Sequence[Wanted]) -> Iterator[tuple[Wanted, list[Scored]]]:
        """Each wanted thing with the entities whose names are one with its own, or else are spelt similarly."""
        for one in wanted:
            forms = {form for name in one.names for form in (key(name), sound(name))} - {""}
            found = [at for name in one.names for at in self._index.same(name)]
            some = [self._candidates[at] for at in found]
            alike = forms & self._named.keys()
            if not alike and not some:
                alike = {near for form in forms for near in self._spellings.alike(form)}
            some += [candidate for form in sorted(alike) for candidate in self._named[form]]
            yield one, score(one, list({candidate.iri: candidate for candidate in some}.values()))

    def entry(self, iri: IRI) -> Candidate | None:
        """The entity with this IRI."""
        return next((one for one in self._candidates if one.iri == iri), None)

    @cached_property
    def _index(self) -> Index[int]:
        return Index((name, at) for at, one in enumerate(self._candidates) for name in one.names)

    @cached_property
    def _spellings(self) -> Spellings:
        return Spellings(self._named)


class ServiceFinder:
    """An online service, given as a function that asks for candidates of many things at once.

    `look_up` finds an entry by its IRI. Without it, the service is asked for the entry's id as if that were a name,
    which services of the Reconciliation API answer with the entry.
    """

    def __init__(
        self,
        name: str,
        space: str,
        ask: Callable[[Sequence[Wanted]], Mapping[IRI, Sequence[Candidate]]],
        look_up: Callable[[IRI], Candidate | None] | None = None,
    ) -> None:
        self.name, self.space, self._ask, self._look_up = name, space, ask, look_up

    def seeks(self, wanted: Wanted) -> bool:
        """True for all kinds except features (parts of a front, roads), which such services do not list."""
        return wanted.kind != "feature"

    def find(self, wanted: Sequence[Wanted]) -> Iterator[tuple[Wanted, list[Scored]]]:
        """Each wanted thing for which the service gave an answer, with its candidates; requests are sent in batches."""
        for start in range(0, len(wanted), _BATCH):
            some = wanted[start : start + _BATCH]
            answers = self._ask(some)
            for one in some:
                if one.iri in answers:
                    legal = [candidate for candidate in answers[one.iri] if is_legal(candidate.iri)]
                    yield one, score(one, legal)

    def entry(self, iri: IRI) -> Candidate | None:
        """The entry with this IRI, if the service gives it."""
        if self._look_up is not None:
            return self._look_up(iri)
        if not iri.startswith(self.space):
            return None
        name = iri.removeprefix(self.space)
        found = self._ask([Wanted(iri, (name,))]).get(iri, ())
        return next((one for one in found if one.iri == iri), None)

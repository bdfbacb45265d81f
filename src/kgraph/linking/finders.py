"""Where candidates come from, each behind the same face: the gazetteer, a reconciliation service, an endpoint."""

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
from kgraph.namespaces import IRI
from kgraph.store import is_legal

_BATCH = 50  # entities whose judgements are settled together


class Finder(Protocol):
    """A data set that is searched. `name` is what people call it; `space` is what its entries' IRIs begin with."""

    name: str
    space: str

    def seeks(self, wanted: Wanted) -> bool:
        """Whether the data set has things of this kind at all."""

    def find(self, wanted: Sequence[Wanted]) -> Iterator[tuple[Wanted, list[Scored]]]:
        """Each wanted thing with its candidates, the likeliest first; none where nothing is alike."""


class GazetteerFinder:
    """GeoNames, as the gazetteer on the disk has it."""

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


class OwnFinder:
    """The workspace's own entities, for tables of others that are to be joined with them."""

    name = "graph"

    def __init__(self, entities: Sequence[Wanted], base: str) -> None:
        self.space = base
        self._named: dict[str, list[Candidate]] = defaultdict(list)
        for one in entities:
            candidate = Candidate(
                one.iri, self.name, one.names, one.kind, (one.kind,), "", one.country, one.position, dates=one.dates
            )
            for form in {form for name in one.names for form in (key(name), sound(name))}:
                self._named[form].append(candidate)

    def seeks(self, wanted: Wanted) -> bool:
        """Whatever may be in a graph."""
        return True

    def find(self, wanted: Sequence[Wanted]) -> Iterator[tuple[Wanted, list[Scored]]]:
        """Each wanted thing with the entities whose names are, sound or look like its own."""
        for one in wanted:
            forms = {form for name in one.names for form in (key(name), sound(name))} - {""}
            alike = forms & self._named.keys() or {found for form in forms for found in self._spellings.alike(form)}
            found = {candidate.iri: candidate for form in sorted(alike) for candidate in self._named[form]}
            yield one, score(one, list(found.values()))

    @cached_property
    def _spellings(self) -> Spellings:
        return Spellings(self._named)


class ServiceFinder:
    """A service online, behind the function that asks it for candidates of many things at once."""

    def __init__(
        self, name: str, space: str, ask: Callable[[Sequence[Wanted]], Mapping[IRI, Sequence[Candidate]]]
    ) -> None:
        self.name, self.space, self._ask = name, space, ask

    def seeks(self, wanted: Wanted) -> bool:
        """All but parts of the front and roads, which nobody lists."""
        return wanted.kind != "feature"

    def find(self, wanted: Sequence[Wanted]) -> Iterator[tuple[Wanted, list[Scored]]]:
        """Each wanted thing that the service answered about, with its candidates; asked for in batches."""
        for start in range(0, len(wanted), _BATCH):
            some = wanted[start : start + _BATCH]
            answers = self._ask(some)
            for one in some:
                if one.iri in answers:
                    legal = [candidate for candidate in answers[one.iri] if is_legal(candidate.iri)]
                    yield one, score(one, legal)

"""The values that pass between finders and scoring: things to be linked, and candidates for them."""

from dataclasses import dataclass, field

from kgraph.namespaces import IRI

Position = tuple[float, float]
"""WGS 84 latitude (-90 to 90, north positive) and longitude (-180 to 180, east positive), in degrees."""

KINDS = (
    "person",
    "organisation",
    "unit",
    "settlement",
    "region",
    "country",
    "feature",
    "place",
    "event",
    "role",
    "thing",
)
"""The coarse kinds by which candidates are compared. A `feature` is a place that is no settlement, division or country
(a road, a sector of a front). A `place` may be any kind of place, a `thing` anything."""

LISTED = ("settlement", "region", "country", "place")
"""The kinds that gazetteers list."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A thing to be linked: an entity of the graph, or a row of somebody's table.

    `names` are its label and other names, the label first. `kind` is one of `KINDS`. `country` is an ISO 3166-1 alpha-2
    code in capitals; `countries` are several, if it is one of them. `country_said` is what a table says of them: it may
    name a division. `near` has the names of things that claims name together with it, `same_as` the entries of other
    data sets with which it is matched. `dates` are ISO days or years
    by property: `born`, `died`, `founded`, `dissolved`.
    """

    iri: IRI
    names: tuple[str, ...]
    kind: str = "thing"
    country: str | None = None
    position: Position | None = None
    near: tuple[str, ...] = ()
    same_as: tuple[IRI, ...] = ()
    dates: dict[str, str] = field(default_factory=dict, hash=False)
    countries: tuple[str, ...] = ()
    country_said: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A thing of another data set that may be the wanted one.

    `source` names the data set ("geonames", "wikidata", an endpoint's address). `names` holds the label and other
    names, the label first. `types` are its types in the source's own words; `kind` is one of `KINDS`. `same_as` are
    entries of other data sets that the source says are the same. `service_score` is the source's own score from 0 to 1,
    if it gives one. Country, position and dates are as in `Wanted`.
    """

    iri: IRI
    source: str
    names: tuple[str, ...]
    kind: str = "thing"
    types: tuple[str, ...] = ()
    description: str = ""
    country: str | None = None
    position: Position | None = None
    population: int | None = None
    same_as: tuple[IRI, ...] = ()
    dates: dict[str, str] = field(default_factory=dict, hash=False)
    service_score: float | None = None

"""Links from our entities to things of other datasets, by dataset and by predicate."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from kgraph.model import Triple
from kgraph.namespaces import IRI, OWL, PREFIXES, SCHEMA, SKOS

MATCHES = (
    SKOS.exactMatch,
    SKOS.closeMatch,
    SKOS.broadMatch,
    SKOS.narrowMatch,
    SKOS.relatedMatch,
    OWL.sameAs,
    SCHEMA.sameAs,
)
"""The predicates of linksets: they say which thing of another dataset an entity is, or is similar to."""


@dataclass(frozen=True, slots=True)
class Target:
    """Another dataset: a name that can be a part of an IRI, a title, the beginning of its IRIs, its home page or ""."""

    name: str
    title: str
    space: str
    home: str = ""


_KNOWN = (
    Target("wikidata", "Wikidata", PREFIXES["wd"], "https://www.wikidata.org/"),
    Target("geonames", "GeoNames", PREFIXES["gn"], "https://www.geonames.org/"),
)


def linksets(triples: Iterable[Triple], base: str) -> dict[tuple[Target, IRI], list[Triple]]:
    """The triples from a thing under the base by one of `MATCHES` to an IRI that is not, by target and predicate."""
    found: dict[tuple[Target, IRI], list[Triple]] = defaultdict(list)
    for subject, predicate, value in triples:
        if predicate not in MATCHES or not isinstance(value, IRI) or value.startswith(base):
            continue
        if isinstance(subject, IRI) and subject.startswith(base):
            found[target_of(value), predicate].append((subject, predicate, value))
    return dict(found)


def target_of(iri: IRI) -> Target:
    """The dataset to which an IRI belongs: Wikidata, GeoNames, else the dataset of the IRI's host.

    >>> target_of(IRI("https://viaf.org/viaf/1")).space
    'https://viaf.org/'
    """
    for known in _KNOWN:
        if iri.startswith(known.space):
            return known
    parts = urlsplit(iri)
    if not parts.netloc:  # an IRI without a host, such as a URN
        return Target(f"host/{parts.scheme}", parts.scheme, f"{parts.scheme}:")
    name = f"host/{parts.scheme}/{quote(parts.netloc, safe=':')}"
    return Target(name, parts.netloc, f"{parts.scheme}://{parts.netloc}/")

"""Which things of other datasets ours are said to be, by dataset and by predicate."""

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
"""The predicates of linksets: those that say which thing of another dataset one of ours is, or is like."""


@dataclass(frozen=True, slots=True)
class Target:
    """Another dataset: a name that fits into an IRI, a title, what its IRIs begin with, its home page or ""."""

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
    """The dataset that an IRI belongs to: Wikidata, GeoNames, else whatever its host has.

    >>> target_of(IRI("https://viaf.org/viaf/1")).space
    'https://viaf.org/'
    """
    for known in _KNOWN:
        if iri.startswith(known.space):
            return known
    parts = urlsplit(iri)
    if not parts.netloc:  # a URN and its kin
        return Target(f"host/{parts.scheme}", parts.scheme, f"{parts.scheme}:")
    name = f"host/{parts.scheme}/{quote(parts.netloc, safe=':')}"
    return Target(name, parts.netloc, f"{parts.scheme}://{parts.netloc}/")

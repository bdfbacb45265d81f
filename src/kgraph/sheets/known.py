"""The data by which a sheet is read: the workspace's names, its documents with their texts, and its present claims."""

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from copy import copy
from dataclasses import dataclass, field

from kgraph.claims import Claim
from kgraph.days import Day
from kgraph.errors import UsageError, nearest
from kgraph.namespaces import IRI
from kgraph.reading import Searched, Words, fold
from kgraph.sheets.dates import Unclear, read_date
from kgraph.sheets.names import Names
from kgraph.sheets.plain import told_name
from kgraph.sheets.statements import Habits

_MOST_SOUGHT = 20  # so many quotations are searched in all texts
_LEAST = 8  # the least characters by which a quotation identifies its text
OWN_WORDS = "say it in your own words"
"""The advice for a text that has the wording of a source."""


@dataclass(slots=True, weakref_slot=True)
class Source:
    """A document: its IRI, its names, its publisher and date, and its text if that is at hand."""

    iri: IRI
    names: tuple[str, ...] = ()
    publisher: IRI | None = None
    published: Day | None = None
    text: str | None = None
    addresses: tuple[str, ...] = ()
    """Its addresses: its own and an archive's copy."""
    faulty: bool = False
    """Whether its row in the sheet of documents has a fault, because of which its claims are left out."""
    _searched: Searched | None = None
    _runs: frozenset[int] | None = None

    @property
    def searched(self) -> Searched | None:
        """The text in a form for finding words; `None` without a text."""
        if self._searched is None and self.text is not None:
            self._searched = Searched(self.text)
        return self._searched

    def has_wording(self, ours: str) -> bool:
        """Whether one of our texts shares nine or more words in a row with this document; see `validation.wording`."""
        if self.text is None or not (mine := list(Words(ours).possible_runs())):
            return False
        if self._runs is None:
            self._runs = frozenset(hash(run) for _, run in Words(self.text).runs())
        return any(hash(run) in self._runs for run in mine)


@dataclass(slots=True)
class Known:
    """The names, the documents and the present claims by IRI, and the form of the sheet's numbers and dates."""

    names: Names
    sources: Mapping[IRI, Source] = field(default_factory=dict)
    claims: Mapping[IRI, Claim] = field(default_factory=dict)
    habits: Habits = field(default_factory=Habits)
    _called: dict[str, set[IRI]] = field(default_factory=dict)
    _at: dict[str, set[IRI]] = field(default_factory=dict)
    _like: dict[str, list[str]] = field(default_factory=dict)
    _of_outlets: dict[str, list[Source]] = field(default_factory=dict)
    _sought: int = 0

    def __post_init__(self) -> None:
        for source in self.sources.values():
            for name in (self.slug(source.iri), *source.names):
                self._called.setdefault(fold(name), set()).add(source.iri)
            for address in source.addresses:
                self._at.setdefault(_same_address(address), set()).add(source.iri)

    def with_claims(self, claims: Mapping[IRI, Claim]) -> "Known":
        """The same names and documents with other claims."""
        other = copy(self)
        other.claims = claims
        return other

    @property
    def base(self) -> str:
        """The workspace's base."""
        return self.names.base

    def document(self, text: str) -> Source:
        """The document that a cell names by its short name, title, file or address, or by its outlet, if only one is of
        that outlet, or of the outlet's on a day written behind it; raises `Unclear`."""
        iri = self.names.iri(text)
        if iri is not None and iri in self.sources:
            return self.sources[iri]
        found = self.called(text) or self._of_outlet(text)
        if len(found) == 1:
            return found[0]
        if found:
            which = " or ".join(self.slug(source.iri) for source in found)
            raise Unclear(f"several documents are called '{text}'; write which one: {which}")
        near = self._near(text)
        meant = f"did you mean {' or '.join(told_name(name) for name in near)}? else " if near else ""
        raise Unclear(f"no document is called '{text}'; {meant}register its text: kgraph document add FILE")

    def called(self, text: str) -> list[Source]:
        """The documents with this short name, title or file; else those with this address."""
        found = self._called.get(fold(text), ()) or self._at.get(_same_address(text), ())
        return [self.sources[iri] for iri in sorted(found)]

    def _of_outlet(self, text: str) -> list[Source]:
        """The documents of the outlet that a text names, or those of a day: "Daily Lantern, 4 May 2031"."""
        if text not in self._of_outlets:
            name, _, day = text.partition(",") if re.search(r",.*\d", text) else (text, "", "")
            found: list[Source] = []
            with suppress(Unclear):
                outlet, on = self.names.thing(name.strip(), "publisher"), read_date(day) if day else None
                found = [self.sources[iri] for iri in sorted(self.sources) if self.sources[iri].publisher == outlet]
                found = [source for source in found if on is None or str(source.published) == on.first == on.last]
            self._of_outlets[text] = found
        return self._of_outlets[text]

    def _near(self, text: str) -> list[str]:
        """The names of documents similar to a text, cached by text."""
        if text not in self._like:
            every = [name for source in self.sources.values() for name in self._all_names(source)]
            self._like[text] = nearest(text, every)
        return self._like[text]

    def _all_names(self, source: Source) -> tuple[str, ...]:
        return (self.slug(source.iri), *source.names, *source.addresses)

    def document_named(self, text: str) -> Source:
        """Like `document`, for a command's argument: it raises `UsageError`."""
        try:
            return self.document(text)
        except Unclear as error:
            raise UsageError(str(error)) from error

    def elsewhere(self, words: str, source: Source) -> str:
        """The short name of another document that has some words; done only a few times, since it searches all
        texts."""
        self._sought += 1
        others = self.sources.values() if self._sought <= _MOST_SOUGHT and len(words) >= _LEAST else ()
        for other in others:
            if other.iri != source.iri and other.searched is not None and other.searched.find(words).places:
                return self.slug(other.iri)
        return ""

    def slug(self, document: IRI) -> str:
        """A document's short name: the part of its IRI after `doc/`, else the IRI in the form for cells."""
        start = f"{self.base}doc/"
        return document[len(start) :] if document.startswith(start) and document != start else f"<{document}>"

    def claim_iri(self, document: IRI, name: str) -> IRI:
        """The IRI of a claim by its document and short name; a full IRI in brackets is taken as it is."""
        if name.startswith("<") and name.endswith(">"):
            return IRI(name[1:-1])
        return IRI(f"{self.base}claim/{self.slug(document)}/{name}")

    def claim_name(self, claim: IRI, document: IRI | None) -> str:
        """A claim's name in rows of a document: `c1` for the same document, `other-report/c1` for another."""
        own = f"{self.base}claim/{self.slug(document)}/" if document else " "
        if claim.startswith(own) and "/" not in claim[len(own) :] and claim != own:
            return claim[len(own) :]
        start = f"{self.base}claim/"
        slug, slash, name = claim[len(start) :].rpartition("/") if claim.startswith(start) else ("", "", "")
        return f"{slug}/{name}" if slash and slug and name else f"<{claim}>"


def _same_address(text: str) -> str:
    """A key that is equal for addresses of one page: without the scheme, www, the fragment and tracking parameters.

    >>> _same_address("http://www.Wire.example/a/?utm_source=x#top"), _same_address("https://wire.example/a")
    ('wire.example/a', 'wire.example/a')
    >>> _same_address("urn:isbn:5")
    'urn:isbn:5'
    """
    scheme, found, rest = text.strip().partition("://")
    if not found or scheme.casefold() not in ("http", "https"):
        return text.strip()
    place, _, query = rest.partition("#")[0].partition("?")
    host, slash, path = place.partition("/")
    asked = "&".join(part for part in query.split("&") if part and not part.startswith("utm_"))
    plain = f"{host.casefold().removeprefix('www.')}{slash}{path}".rstrip("/")
    return f"{plain}?{asked}" if asked else plain


def claims_by_document(claims: Iterable[Claim]) -> dict[IRI, list[Claim]]:
    """The claims of each document."""
    found: dict[IRI, list[Claim]] = {}
    for claim in claims:
        if claim.document is not None:
            found.setdefault(claim.document, []).append(claim)
    return found

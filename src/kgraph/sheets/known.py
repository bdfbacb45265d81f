"""What a sheet is read against: the workspace's names, documents with their texts, and claims that stand."""

from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass, field

from kgraph.claims import Claim
from kgraph.days import Day
from kgraph.errors import UsageError, nearest
from kgraph.namespaces import IRI
from kgraph.reading import Searched, Words, fold
from kgraph.sheets.dates import Unclear
from kgraph.sheets.names import Names
from kgraph.sheets.statements import Habits

_MOST_SOUGHT = 20  # words that are looked for in all texts
_LEAST = 8  # characters that tell where they are from
OWN_WORDS = "say it in your own words"
"""What to do about a text that has the words of a source."""


@dataclass(slots=True, weakref_slot=True)
class Source:
    """A document: its IRI, what it may be called, who published it and when, its text where that is at hand."""

    iri: IRI
    names: tuple[str, ...] = ()
    publisher: IRI | None = None
    published: Day | None = None
    text: str | None = None
    addresses: tuple[str, ...] = ()
    """Where it can be read: its own address and an archive's copy of it."""
    faulty: bool = False
    """Whether its row in the sheet of documents has a fault, which keeps its claims out."""
    _searched: Searched | None = None
    _runs: frozenset[int] | None = None

    @property
    def searched(self) -> Searched | None:
        """The text, to look for words in."""
        if self._searched is None and self.text is not None:
            self._searched = Searched(self.text)
        return self._searched

    def has_wording(self, ours: str) -> bool:
        """Whether a text of ours has nine or more words in a row of this document's; see `validation.wording`."""
        if self.text is None or not (mine := list(Words(ours).possible_runs())):
            return False
        if self._runs is None:
            self._runs = frozenset(hash(run) for _, run in Words(self.text).runs())
        return any(hash(run) in self._runs for run in mine)


@dataclass(slots=True)
class Known:
    """The names, the documents by their IRIs, the claims that stand by theirs, and how the sheet writes numbers."""

    names: Names
    sources: Mapping[IRI, Source] = field(default_factory=dict)
    claims: Mapping[IRI, Claim] = field(default_factory=dict)
    habits: Habits = field(default_factory=Habits)
    _called: dict[str, set[IRI]] = field(default_factory=dict)
    _at: dict[str, set[IRI]] = field(default_factory=dict)
    _like: dict[str, list[str]] = field(default_factory=dict)
    _sought: int = 0

    def __post_init__(self) -> None:
        for source in self.sources.values():
            for name in (self.slug(source.iri), *source.names):
                self._called.setdefault(fold(name), set()).add(source.iri)
            for address in source.addresses:
                self._at.setdefault(_same_address(address), set()).add(source.iri)

    def with_claims(self, claims: Mapping[IRI, Claim]) -> "Known":
        """The same names and documents, and other claims."""
        other = copy(self)
        other.claims = claims
        return other

    @property
    def base(self) -> str:
        """The workspace's base."""
        return self.names.base

    def document(self, text: str) -> Source:
        """The document that a cell names by its short name, title, file or address; raises `Unclear`."""
        iri = self.names.iri(text)
        if iri is not None and iri in self.sources:
            return self.sources[iri]
        found = self.called(text)
        if len(found) == 1:
            return found[0]
        if found:
            which = " or ".join(self.slug(source.iri) for source in found)
            raise Unclear(f"several documents are called '{text}'; write which one: {which}")
        near = self._near(text)
        meant = f"did you mean {' or '.join(repr(name) for name in near)}? else " if near else ""
        raise Unclear(f"no document is called '{text}'; {meant}register its text: kgraph document add FILE")

    def called(self, text: str) -> list[Source]:
        """The documents that have this short name, title or file; else those at this address."""
        found = self._called.get(fold(text), ()) or self._at.get(_same_address(text), ())
        return [self.sources[iri] for iri in sorted(found)]

    def _near(self, text: str) -> list[str]:
        """The names of documents that come near one, looked for once a text."""
        if text not in self._like:
            every = [name for source in self.sources.values() for name in self._all_names(source)]
            self._like[text] = nearest(text, every)
        return self._like[text]

    def _all_names(self, source: Source) -> tuple[str, ...]:
        return (self.slug(source.iri), *source.names, *source.addresses)

    def document_named(self, text: str) -> Source:
        """As `document`; raises `UsageError`, for words of a command."""
        try:
            return self.document(text)
        except Unclear as error:
            raise UsageError(str(error)) from error

    def elsewhere(self, words: str, source: Source) -> str:
        """The short name of another document in which some words stand; looked for few times, as all texts are read."""
        self._sought += 1
        others = self.sources.values() if self._sought <= _MOST_SOUGHT and len(words) >= _LEAST else ()
        for other in others:
            if other.iri != source.iri and other.searched is not None and other.searched.find(words).places:
                return self.slug(other.iri)
        return ""

    def slug(self, document: IRI) -> str:
        """A document's short name: its IRI after `doc/`, else as cells write an IRI."""
        start = f"{self.base}doc/"
        return document[len(start) :] if document.startswith(start) and document != start else f"<{document}>"

    def claim_iri(self, document: IRI, name: str) -> IRI:
        """The IRI of a claim from its document and its short name; a full IRI in brackets stays."""
        if name.startswith("<") and name.endswith(">"):
            return IRI(name[1:-1])
        return IRI(f"{self.base}claim/{self.slug(document)}/{name}")

    def claim_name(self, claim: IRI, document: IRI | None) -> str:
        """How a claim is called in rows of a document: `c1` there, `other-report/c1` elsewhere."""
        own = f"{self.base}claim/{self.slug(document)}/" if document else " "
        if claim.startswith(own) and "/" not in claim[len(own) :] and claim != own:
            return claim[len(own) :]
        start = f"{self.base}claim/"
        slug, slash, name = claim[len(start) :].rpartition("/") if claim.startswith(start) else ("", "", "")
        return f"{slug}/{name}" if slash and slug and name else f"<{claim}>"


def _same_address(text: str) -> str:
    """Equal for addresses that lead to one page: in either scheme, with or without www, whoever sent the reader there.

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

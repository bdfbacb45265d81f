"""What a process of the server makes of the whole dataset: files to download, the description, lists of pages."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from urllib.parse import quote
from xml.sax.saxutils import escape

from kgraph.analysis.description import Description
from kgraph.analysis.record import select
from kgraph.errors import Stopped
from kgraph.model import Literal, Triple
from kgraph.namespaces import DCAT, DCTERMS, IRI, RDF, VOID
from kgraph.store.files import rewritten
from kgraph.views.export import csv_metadata
from kgraph.web.problems import Problem
from kgraph.web.settings import Settings
from kgraph.web.working.work import Send, gathered, head_of
from kgraph.workspace.exports import exported
from kgraph.workspace.graph import Graph

TABLE = "claims.csv"
FILES = {
    "dataset.nq": ("application/n-quads", "Everything as N-Quads: each claim's content in a named graph of its own"),
    "dataset.trig": ("application/trig; charset=utf-8", "Everything as TriG"),
    "dataset.jsonld": ("application/ld+json", "Everything as JSON-LD"),
    TABLE: ("text/csv; charset=utf-8", "The claims as a table, a row for each statement"),
    f"{TABLE}-metadata.json": ("application/csvm+json", "What the columns of the table have (CSVW)"),
}
"""The files of a dataset: the media type of each, and what it has."""
_MEDIA = "https://www.iana.org/assignments/media-types/"
_A_FILE = 50_000
"""The most addresses of one file of a sitemap (sitemaps.org)."""


@dataclass(frozen=True, slots=True)
class Dump:
    """A file of the dataset, by its name."""

    name: str

    def do(self, graph: Graph, settings: Settings, send: Send) -> None:
        """Send the file; raises `Stopped` for one that is larger than an answer may be."""
        send(head_of(FILES[self.name][0]), self._bounded(graph, settings.answer))

    def _bounded(self, graph: Graph, most: int) -> Iterator[bytes]:
        size = 0
        for piece in _pieces(graph, self.name):
            size += len(piece)
            if size > most:
                words = f"the file has more than {most:,} bytes, the most that this server makes"
                raise Stopped(f"{words}; 'kgraph export' writes it")
            yield piece


def _pieces(graph: Graph, name: str) -> Iterator[bytes]:
    if name.startswith(TABLE):
        pieces, description = exported(graph, "csv")
        yield from pieces if name == TABLE else [csv_metadata(TABLE, description).encode("utf8", "replace")]
        return
    quads, _ = exported(graph, "nq")
    form = name.rpartition(".")[2]
    yield from quads if form == "nq" else rewritten(quads, form)


@dataclass(frozen=True, slots=True)
class Void:
    """The description of the dataset (VoID, DCAT), with where it is served: `at` is the address of the workspace."""

    at: str

    def do(self, graph: Graph, settings: Settings, send: Send) -> None:
        """Send it as Turtle."""
        _, found = exported(graph, "void")
        text = replace(found, triples=(*found.triples, *self._served(found))).turtle(graph.workspace.base)
        send(head_of("text/turtle; charset=utf-8"), gathered([text], settings.answer))

    def _served(self, found: Description) -> Iterator[Triple]:
        """The endpoint, and the files with their addresses; each has the licences of the dataset."""
        licences = [value for s, p, value in found.triples if (s, p) == (found.dataset, DCTERMS.license)]
        yield found.dataset, VOID.sparqlEndpoint, IRI(f"{self.at}/sparql")
        for name, (media, title) in FILES.items():
            address, kind = IRI(f"{self.at}/data/{name}"), IRI(_MEDIA + media.partition(";")[0])
            if name.startswith("dataset."):
                yield found.dataset, VOID.dataDump, address
            yield found.dataset, DCAT.distribution, address
            yield address, RDF.type, DCAT.Distribution
            yield address, DCTERMS.title, Literal(title, language="en")
            yield address, DCAT.accessURL, address
            yield address, DCAT.downloadURL, address
            yield address, DCAT.mediaType, kind
            yield kind, RDF.type, DCTERMS.MediaType
            yield from ((address, DCTERMS.license, licence) for licence in licences)


@dataclass(frozen=True, slots=True)
class Sitemap:
    """The addresses of all pages (sitemaps.org): one file, or a list of several; `number` is that of one of several."""

    at: str
    number: int = 0

    def do(self, graph: Graph, settings: Settings, send: Send) -> None:
        """Send it; raises `Problem`, 404, for a number that there is not."""
        paths = ["", "network", *_things(graph)]
        count = -(-len(paths) // _A_FILE)
        if self.number > count:
            raise Problem(404, f"there is no file {self.number} of the sitemap; there are {count}")
        if self.number or count == 1:
            start = max(0, self.number - 1) * _A_FILE
            text = self._listed("urlset", "url", paths[start : start + _A_FILE])
        else:
            text = self._listed("sitemapindex", "sitemap", (f"sitemap-{n}.xml" for n in range(1, count + 1)))
        send(head_of("application/xml"), gathered([text], settings.answer))

    def _listed(self, whole: str, one: str, paths: Iterable[str]) -> str:
        lines = (f"<{one}><loc>{escape(f'{self.at}/{path}')}</loc></{one}>\n" for path in paths)
        said = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        return f'<?xml version="1.0" encoding="UTF-8"?>\n<{whole} {said}>\n{"".join(lines)}</{whole}>\n'


def _things(graph: Graph) -> list[str]:
    """The paths of the pages of documents, claims, questions and entities."""
    base = graph.workspace.base
    store, record = graph.materialised(graph.choose("record"))
    reference = f"<{base}graph/reference>"
    kinds = "{ VALUES ?kind { kg:Claim kg:Document kg:Dispute } ?s a ?kind }"
    rows = select(store, record, f"SELECT DISTINCT ?s {{ {kinds} UNION {{ GRAPH {reference} {{ ?s a ?any }} }} }}").rows
    own = {str(row[0]) for row in rows if isinstance(row[0], IRI) and row[0].startswith(base) and "#" not in row[0]}
    return [f"id/{quote(iri.removeprefix(base), safe='/:@!$&()*+,;=-._~')}" for iri in sorted(own)]

"""Browsing, as it is done in a process: the things of a kind, and what some words find."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import quote

from kgraph.analysis.record import Node
from kgraph.namespaces import IRI
from kgraph.reading import fold
from kgraph.store import Snapshot
from kgraph.store.trig import natural
from kgraph.views.browsing import PLURAL, Browsed, Listed, browsing_page, kinds_there
from kgraph.web.api.documents import documents_of
from kgraph.web.api.reading import Reading, has_words, reading
from kgraph.web.problems import Problem
from kgraph.web.settings import Settings
from kgraph.web.sparql.protocol import NO_CHOICE
from kgraph.web.working.work import HTML, Send, gathered, head_of
from kgraph.workspace.graph import Graph

_PAGE = 200  # things of a kind on a page
_FOUND, _CLAIMS = 100, 50  # things and claims that are shown of those that have the words
_NAMES = 3  # other names of a thing that are shown


@dataclass(frozen=True, slots=True)
class Browse:
    """What is listed: the things of a `kind`, after the first `skip`, or what has the words of `text`; by default,
    which kinds there are."""

    kind: str = ""
    text: str = ""
    skip: int = 0

    def do(self, graph: Graph, settings: Settings, send: Send) -> None:
        """Send the page; raises `Problem`, 404, for a kind that there is not."""
        if self.kind and self.kind not in PLURAL:
            raise Problem(404, f"no kind is called '{self.kind[:100]}'; there are {', '.join(PLURAL)}")
        read = reading(graph, NO_CHOICE)
        documents = documents_of(read)
        counts = Counter(node.kind for node in read.nodes.values()) | {"document": len(documents)}
        found = Browsed(graph.workspace.title, graph.workspace.base, kinds_there(counts), self.kind, self.text)
        if self.text:
            found = _searched(read, found)
        elif self.kind:
            found = _of_kind(read, found, self.skip)
        head = replace(head_of(HTML), lasts=isinstance(graph.store, Snapshot))
        send(head, gathered([browsing_page(found)], settings.answer))


def _of_kind(read: Reading, found: Browsed, skip: int) -> Browsed:
    if found.kind == "document":
        everything = [*documents_of(read)]
    else:
        nodes = [node for node in read.nodes.values() if node.kind == found.kind]
        everything = [node.id for node in sorted(nodes, key=lambda node: (natural(node.label), natural(node.id)))]
    end = skip + _PAGE
    left = max(0, len(everything) - end)
    after = f"browse?kind={quote(found.kind)}&skip={end}" if left else ""
    return replace(found, listed=_listed(read, everything[skip:end]), left=left, after=after)


def _searched(read: Reading, found: Browsed) -> Browsed:
    """The things, documents and claims that have all words; those of which a name is just these words, in any spelling,
    are first."""
    sought = fold(found.sought)
    words = sought.split()
    names = {iri: [fold(name) for name in (node.label, *node.alt)] for iri, node in read.nodes.items()}
    names |= {iri: [fold(row["document"])] for iri, row in documents_of(read).items()}
    hits = [iri for iri, some in names.items() if has_words(words, some)]
    hits.sort(key=lambda iri: (sought not in names[iri], natural(names[iri][0]), iri))
    hits = list(dict.fromkeys([*(iri for iri in read.entities(found.sought) if iri in read.nodes), *hits]))
    claims = read.with_words(found.sought)
    cards = [card for _, card in read.claims(claims[:_CLAIMS])]
    related = read.cards.read(sorted({other for card in cards for _, other in card.relations})[:_FOUND])
    left, listed = max(0, len(hits) - _FOUND), _listed(read, hits[:_FOUND])
    return replace(found, listed=listed, left=left, claims=cards, claims_found=len(claims), related=related)


def _listed(read: Reading, some: list[IRI]) -> list[Listed]:
    counted = {way: _counted(read, way, some) for way in ("kg:about", "kg:claimant")}
    documents = documents_of(read)
    return [
        _document(iri, documents[iri])
        if iri in documents
        else _thing(read.nodes[iri], counted["kg:about"].get(iri, 0), counted["kg:claimant"].get(iri, 0))
        for iri in some
    ]


def _counted(read: Reading, way: str, some: list[IRI]) -> dict[IRI, int]:
    return read.claims_of(way, some) if some else {}


def _thing(node: Node, about: int, by: int) -> Listed:
    return Listed(node.id, node.label, node.alt[:_NAMES], node.type, about, by)


def _document(iri: IRI, row: Mapping[str, str]) -> Listed:
    what = ", ".join(filter(None, ("document", row["publisher"], row["published"])))
    return Listed(iri, row["document"] or iri, (), what, int(row["claims"] or 0), int(row["claimants"] or 0), True)

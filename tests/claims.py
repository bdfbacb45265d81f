"""Small graphs for tests: claims of a made-up war, each written in a few words."""

import dataclasses
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kgraph import Graph, Workspace, open_store
from kgraph.building import Part
from kgraph.claims import derived, surroundings
from kgraph.findings import Grounds
from kgraph.model import Quad
from kgraph.namespaces import PREFIXES
from kgraph.store import parse_quads
from kgraph.store.lines import triples_of
from kgraph.vocabulary import bundled_terms
from kgraph.workspace.building import fill

BASE = "https://example.org/id/"
_HEAD = f"@base <{BASE}> .\n" + "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())


def claim(
    name: str,
    claimant: str,
    content: str,
    *,
    modality: str = "Assertion",
    polarity: str = "Positive",
    said: str = "2031-03-09",
    via: tuple[str, ...] = (),
    about: str = "",
    more: str = "",
) -> str:
    """One claim as TriG, in the document that the first part of its name gives ("d/c1"); `content` may use `#x` for a
    local node."""
    document = name.partition("/")[0]
    hops = "".join(f" ; prov:wasQuotedFrom [ a kg:Utterance ; prov:wasAttributedTo <agent/{hop}>" for hop in via)
    hops += " ]" * len(via)
    topics = f" ; kg:about {about}" if about else ""
    local = content.replace("<#", f"<claim/{name}#")
    return f"""
<doc/{document}> {{ <claim/{name}> a kg:Claim ; kg:claimant <{claimant}> ; kg:statedIn <doc/{document}> ;
  kg:content <claim/{name}#content> ; kg:modality kg:{modality} ; kg:polarity kg:{polarity} ; kg:certainty kg:Unstated ;
  kg:voice kg:IndirectSpeech ; kg:status kg:Accepted ; kg:paraphrase "{name} is what it says."@en ;
  kg:assertedDuring [ a kg:TimeSpan ; kg:latestEnd "{said}"^^xsd:date ]{topics}{hops}{more} . }}
<claim/{name}#content> {{ {local} }}
"""


def document(name: str, publisher: str, published: str = "2031-03-09") -> str:
    """A document as TriG."""
    return f"""<doc/{name}> {{ <doc/{name}> a kg:Document ; rdfs:label "{name}"@en ;
  schema:publisher <agent/{publisher}> ; schema:datePublished "{published}"^^xsd:date . }}
"""


def span(begin: str, end: str | None = None) -> str:
    """A time span that certainly holds from one day to another, as a Turtle object."""
    return f'[ a kg:TimeSpan ; kg:latestBegin "{begin}"^^xsd:date ; kg:earliestEnd "{end or begin}"^^xsd:date ]'


def trig(reference: str, *parts: str) -> str:
    """A data file: the reference, then claims and documents."""
    return f"{_HEAD}<graph/reference> {{ {reference} }}\n" + "".join(parts)


@contextmanager
def graph_of(folder: Path, workspace: Workspace, reference: str, *parts: str) -> Iterator[Graph]:
    """The graph of such a file, built in memory with the rules of a workspace."""
    folder.mkdir(exist_ok=True)
    (folder / "data.trig").write_text(trig(reference, *parts), encoding="utf8")
    own = dataclasses.replace(workspace, base=BASE, data=folder)
    with open_store("memory:") as store:
        fill(store, own)
        yield Graph(store, own)


def grounds_of(reference: str, *parts: str) -> Grounds:
    """The grounds of rules for such a file."""
    quads = list(parse_quads(trig(reference, *parts).encode(), "trig", BASE))
    part, beside = Part.of(quads), surroundings(quads)
    follows = derived(part.claims, beside, part.digests)
    return Grounds.of(part.claims, [*quads, *bundled_terms()], beside, follows)


def own_quads(graph: Graph) -> list[Quad]:
    """All quads of a graph's data and derived triples."""
    return [(*triple, name) for name, lines in graph.own_lines() for triple in triples_of(lines)]

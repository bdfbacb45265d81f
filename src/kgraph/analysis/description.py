"""Describing a dataset and its size in VoID and DCAT; the numbers are counted from its own triples.

Terms: "Describing Linked Datasets with the VoID Vocabulary" (W3C Interest Group Note, 3 March 2011), and DCAT 3 (W3C
Recommendation, 22 August 2024).
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import quote

from kgraph.analysis.claimed import STATUSES
from kgraph.analysis.counting import OBJECT, SUBJECT, Counted, NamedLines, sizes
from kgraph.analysis.linksets import MATCHES, linksets
from kgraph.days import day_of
from kgraph.model import BlankNode, Literal, Quad, Triple
from kgraph.namespaces import (
    DCAT,
    DCTERMS,
    FOAF,
    IRI,
    KG,
    PREFIXES,
    PROV,
    RDF,
    RDFS,
    SCHEMA,
    SSSOM,
    VOID,
    XSD,
    compact,
)
from kgraph.store.trig import canonical_trig, natural

_GRAPHS = ("every named graph, not to be read as one", "the world as one graph")
_NETWORK = ("one world as a network: entities, joined by claims", "the world as a network: entities, joined by claims")

DISTRIBUTIONS = {
    "nq": ("N-Quads", "application/n-quads", *_GRAPHS),
    "trig": ("TriG", "application/trig", *_GRAPHS),
    "jsonld": ("JSON-LD", "application/ld+json", *_GRAPHS),
    "ttl": ("Turtle", "text/turtle", "one world as one graph", "the world as one graph"),
    "graphml": ("GraphML", "application/xml", *_NETWORK),
    "gexf": ("GEXF", "application/xml", *_NETWORK),
    "csv": ("CSV", "text/csv", "one world's claims, one a row", "the world's claims, one a row"),
}
"""The formats by suffix: the name, the IANA media type (network formats have none of their own), and what a file has,
for the whole dataset and for a world."""

COUNTING = (
    "Numbers are of this dataset without its description. A triple that stands in several named graphs counts once in "
    "the dataset and once in each subset that has it, so that subsets may add up to more. Entities are the subjects "
    "whose IRI is in void:uriSpace; blank nodes are subjects and no entities. The triples of a class are those whose "
    "subject is an instance of it. dcterms:modified is the latest day on which a document was published or a match "
    "judged, not the day of the export."
)
"""How to read the numbers; the `dcterms:description` of every dataset that is described."""

UNION = (
    "The content of each claim is a named graph of its own (…#content), also where the claim denies it, forecasts it "
    "or only imagines it: that the document's graph alone says. A program that reads all graphs as one graph reads "
    "denials as facts. Read graph by graph, or take one world, which has the contents that it holds and no others: "
    "'kgraph export --world asserted'."
)
"""How to read the graphs; a `dcterms:description` of a dataset that has all of them."""

WORDING = (
    "claimed_as says as what a thing is told: fact (the claimant says that it is so, which is still a claim), denied, "
    "intended, attempted, prevented, ruled out, forecast, promised, recommended, conditional, scenario, or the "
    "condition, exception or purpose of something else. in_world is true of what is told as a fact and taken as "
    "stated in the chosen world. Figures are in words in a network, in its column figures, and as numbers in the table "
    "of claims, csv. In a network, who only speaks of something stands alone, unless the file was made with "
    "--claimants. status says what is in question. "
    + " ".join(f"“{word}”: {meaning}." for word, meaning in STATUSES.items())
)
"""How to read the columns of a table or a network; a `dcterms:description` of the dataset in such a file."""

_PARTS = {
    "graph/reference": "What each thing is",
    "graph/links": "Matches with other datasets",
    "graph/derived": "What rules find, and digests",
    "graph/enrichment": "What other datasets say of matched things",
}
_REPEATED = (DCTERMS.license, DCTERMS.rights, DCTERMS.source, DCTERMS.publisher)
_DATED = (
    SCHEMA.datePublished,
    SCHEMA.dateModified,
    DCTERMS.date,
    DCTERMS.created,
    DCTERMS.issued,
    DCTERMS.modified,
    PROV.generatedAtTime,
    SSSOM.mapping_date,
)
_EXAMPLES = (KG.Document, KG.Claim, KG.Dispute, KG.Person, KG.MilitaryUnit, KG.City)
_MEDIA = "https://www.iana.org/assignments/media-types/"
_FEATURES = ("N-Quads", "TriG", "JSON-LD", "Turtle")
"""The formats that W3C's "Unique URIs for File Formats" names, each by its title in `DISTRIBUTIONS`."""
_FORMATS = "http://www.w3.org/ns/formats/"


@dataclass(frozen=True, slots=True)
class About:
    """The parts of a description that cannot be counted.

    `base` is the workspace's. `address` is the page or file where people get the dataset, `None` if nobody said. `name`
    identifies the dataset within the workspace: "dataset" for all of it, "world/undisputed" and the like for a world.
    `publisher` is an IRI or a name, "" for none; `endpoint` is a SPARQL endpoint that serves exactly this dataset. If
    the description is for a file, `file` is its format in `DISTRIBUTIONS` and what the file has. `others` are licences
    besides `licence` that graphs give for themselves; `describe` finds them.
    """

    base: str
    title: str
    name: str = "dataset"
    description: str = ""
    licence: IRI | None = None
    address: IRI | None = None
    publisher: str = ""
    keywords: tuple[str, ...] = ()
    endpoint: IRI | None = None
    file: tuple[str, str] | None = None
    others: tuple[IRI, ...] = ()


@dataclass(frozen=True, slots=True)
class Description:
    """The triples that describe `dataset`; their subjects are IRIs under the IRI of the graph for descriptions.

    Only a licence, a media type and a publisher have IRIs of their own; DCAT-AP wants their classes said. None has a
    blank node, so that adding them does not change the labels of the dataset's own blank nodes.
    """

    graph: IRI
    dataset: IRI
    title: str
    triples: tuple[Triple, ...]

    def quads(self) -> list[Quad]:
        """The triples in their graph, `graph/description` under the base."""
        return [(*triple, self.graph) for triple in self.triples]

    def turtle(self, base: str) -> str:
        """The triples as Turtle, after a comment that explains them; equal datasets give equal texts."""
        header = f"# {' '.join(self.title.split())}\n# What this dataset is and how much it holds, in VoID and DCAT."
        return canonical_trig([(*triple, None) for triple in self.triples], base, header)


def description_graph(base: str) -> IRI:
    """The IRI of the graph for descriptions; described things have this IRI with a fragment."""
    return IRI(f"{base}graph/description")


def describe(graphs: NamedLines, about: About) -> Description:
    """Describe the dataset that consists of these graphs: those of a file, before its description is added."""
    counted = Counted(graphs, about.base)
    about = replace(about, others=tuple(sorted(_licences(counted) - {about.licence})))
    graph = description_graph(about.base)
    dataset = _named(about, "")
    found: list[Triple] = [
        (graph, RDF.type, VOID.DatasetDescription),
        (graph, DCTERMS.title, Literal(f"Description of: {about.title}", language="en")),
        (graph, FOAF.primaryTopic, dataset),
        *_said(dataset, about),
        *_newest(dataset, counted),
        *_numbers(dataset, counted.statistics(counted.whole)),
        *_class_partitions(about, counted),
        *_property_partitions(about, counted),
        *_vocabularies(dataset, counted),
        *_examples(dataset, counted),
        *_subsets(about, counted),
        *_linksets(about, counted),
        *_distributions(about),
    ]
    return Description(graph, dataset, about.title, tuple(dict.fromkeys(found)))


def _licences(counted: Counted) -> set[IRI]:
    """The licences that graphs give for themselves."""
    graphs = {counted.iri(subject) for subject, _, _ in counted.having(DCTERMS.license)} & counted.graphs.keys()
    said = (value for graph in graphs for _, value in counted.said_by(graph, DCTERMS.license))
    return {value for value in said if isinstance(value, IRI)}


def _named(about: About, part: str = "") -> IRI:
    """The dataset's own IRI, or that of a part of it."""
    path = f"{about.name}/{part}" if part else about.name
    return IRI(f"{description_graph(about.base)}#{path}")


def _english(text: str) -> Literal:
    return Literal(text, language="en")


def _numbers(node: IRI, counts: dict[IRI, int]) -> Iterator[Triple]:
    for predicate, count in counts.items():
        yield node, predicate, Literal(str(count), XSD.integer)


def _licensed(node: IRI, about: About) -> Iterator[Triple]:
    """The licence if all parts have the same; else a text that says that parts have other licences, which they give
    themselves."""
    if about.licence and not about.others:
        yield node, DCTERMS.license, about.licence
        yield about.licence, RDF.type, DCTERMS.LicenseDocument
    elif about.licence:
        rights = _named(about, "rights")
        others = ", ".join(f"<{other}>" for other in about.others)
        yield node, DCTERMS.rights, rights
        yield rights, RDF.type, DCTERMS.RightsStatement
        yield rights, RDFS.label, _english(f"<{about.licence}>, but for subsets that are under {others}")


def _said(dataset: IRI, about: About) -> Iterator[Triple]:
    """The triples from the workspace's settings; none for settings that are empty."""
    yield dataset, RDF.type, VOID.Dataset
    yield dataset, RDF.type, DCAT.Dataset
    yield dataset, DCTERMS.title, Literal(about.title)
    yield dataset, DCTERMS.description, _english(COUNTING)
    if about.name == "dataset":
        yield dataset, DCTERMS.description, _english(UNION)
    yield dataset, VOID.uriSpace, Literal(about.base)
    if about.description:
        yield dataset, DCTERMS.description, Literal(about.description)
    yield from _licensed(dataset, about)
    if about.endpoint:
        yield dataset, VOID.sparqlEndpoint, about.endpoint
    if about.name != "dataset":
        yield dataset, PROV.wasDerivedFrom, IRI(f"{description_graph(about.base)}#dataset")
    for word in about.keywords:
        yield dataset, DCAT.keyword, Literal(word)
    yield from _publisher(dataset, about)


def _publisher(dataset: IRI, about: About) -> Iterator[Triple]:
    if isinstance(about.publisher, IRI):
        yield dataset, DCTERMS.publisher, about.publisher
        yield about.publisher, RDF.type, FOAF.Agent
        yield about.publisher, FOAF.name, Literal(about.publisher)  # DCAT-AP wants a name, and no other is known
    elif about.publisher:
        agent = IRI(f"{description_graph(about.base)}#publisher")
        yield dataset, DCTERMS.publisher, agent
        yield agent, RDF.type, FOAF.Agent
        yield agent, FOAF.name, Literal(about.publisher)


def _newest(dataset: IRI, counted: Counted) -> Iterator[Triple]:
    """The newest day in the data as the day of change, so that equal data have equal descriptions on any day."""
    values = map(counted.term, set(map(OBJECT, counted.having(*_DATED))))
    days = [day_of(value.lexical) for value in values if isinstance(value, Literal)]
    newest = max((day for day in days if day), default=None)
    if newest:
        yield dataset, DCTERMS.modified, Literal(str(newest), XSD.date)


def _class_partitions(about: About, counted: Counted) -> Iterator[Triple]:
    size = Counter(map(SUBJECT, counted.whole))
    for kind, members in counted.instances.items():
        part = _named(about, f"class/{quote(compact(kind), safe=':')}")
        yield _named(about), VOID.classPartition, part
        yield part, VOID["class"], kind
        counts = {
            VOID.entities: len(counted.entities(members)),
            VOID.distinctSubjects: len(members),
            VOID.triples: sum(size[member] for member in members),
        }
        yield from _numbers(part, counts)


def _property_partitions(about: About, counted: Counted) -> Iterator[Triple]:
    for number, having in counted.by_predicate.items():
        predicate = counted.iri(number)
        part = _named(about, f"property/{quote(compact(predicate), safe=':')}")
        yield _named(about), VOID.propertyPartition, part
        yield part, VOID.property, predicate
        yield from _numbers(part, sizes(having))


def _vocabularies(dataset: IRI, counted: Counted) -> Iterator[Triple]:
    """The namespaces of the properties and classes in use."""
    for term in {*map(counted.iri, counted.by_predicate), *counted.instances}:
        known = next((space for space in PREFIXES.values() if term.startswith(space)), None)
        cut = re.match(r".*[#/:]", term)
        yield dataset, VOID.vocabulary, IRI(known or (cut[0] if cut else term))


def _examples(dataset: IRI, counted: Counted) -> Iterator[Triple]:
    """An example of each important kind of thing: the first one by name."""
    for kind in _EXAMPLES:
        if entities := counted.entities(counted.instances.get(kind, ())):
            yield dataset, VOID.exampleResource, min(map(counted.iri, entities), key=natural)


def _subsets(about: About, counted: Counted) -> Iterator[Triple]:
    """A subset for each graph, a document's with the contents of its claims; none for a world, which is one graph."""
    content = counted.number(KG.content)
    documents = {
        counted.term(value): graph
        for graph, triples in counted.graphs.items()
        for _, predicate, value in triples
        if predicate == content
    }
    parts: dict[IRI, list[IRI]] = defaultdict(list)
    for graph in counted.graphs:
        if graph and not graph.startswith(f"{about.base}world/"):
            parts[documents.get(graph) or graph].append(graph)
    for graph, graphs in parts.items():
        triples = list(dict.fromkeys(triple for one in graphs for triple in counted.graphs[one]))
        path = graph.removeprefix(about.base)
        part = _named(about, quote(path, safe="/:%") if "#" in path else path)
        yield _named(about), VOID.subset, part
        yield part, RDF.type, VOID.Dataset
        yield part, DCTERMS.title, _english(_title(counted, graph, path))
        yield from _numbers(part, counted.statistics(triples))
        yield from _origin(counted, part, graph, path)


def _title(counted: Counted, graph: IRI, path: str) -> str:
    labels = [label for _, label in counted.said_by(graph, RDFS.label) if isinstance(label, Literal)]
    if path.startswith("doc/") and labels:
        first = min(labels, key=lambda label: (label.language != "en", label.lexical))
        return f"What is claimed in: {first.lexical}"
    return next((title for known, title in _PARTS.items() if path.startswith(known)), path)


def _origin(counted: Counted, part: IRI, graph: IRI, path: str) -> Iterator[Triple]:
    """The document from which a subset's claims are; for other graphs, their own statements on source and licence."""
    if path.startswith("doc/"):
        yield part, DCTERMS.source, graph
        return
    for predicate, value in counted.said_by(graph, *_REPEATED):
        if not isinstance(value, BlankNode):
            yield part, predicate, value


def _linksets(about: About, counted: Counted) -> Iterator[Triple]:
    """A linkset for each linked dataset and each predicate; all are subsets of our dataset.

    Rule: VoID, describing linksets: the subjects are in our dataset, the objects in another.
    """
    for (target, predicate), links in linksets(counted.triples(counted.having(*MATCHES)), about.base).items():
        linkset = _named(about, f"linkset/{target.name}/{compact(predicate)}")
        other = IRI(f"{description_graph(about.base)}#{target.name}")
        yield _named(about), VOID.subset, linkset
        yield linkset, RDF.type, VOID.Linkset
        yield linkset, DCTERMS.title, _english(f"Matches with {target.title} by {compact(predicate)}")
        yield linkset, VOID.linkPredicate, predicate
        yield linkset, VOID.subjectsTarget, _named(about)
        yield linkset, VOID.objectsTarget, other
        yield from _numbers(linkset, sizes(links))
        yield other, RDF.type, VOID.Dataset
        yield other, DCTERMS.title, Literal(target.title)
        yield other, VOID.uriSpace, Literal(target.space)
        if target.home:
            yield other, FOAF.homepage, IRI(target.home)


def _distributions(about: About) -> Iterator[Triple]:
    """The formats in which kgraph exports the dataset: as distributions if it is known where people get them, for
    DCAT-AP wants an address for each; else as features."""
    dataset = _named(about)
    if about.file:
        yield dataset, DCTERMS.description, _english(about.file[1])
        yield dataset, DCTERMS.description, _english(WORDING)
    for form, (title, media, whole, world) in DISTRIBUTIONS.items():
        if title in _FEATURES:
            yield dataset, VOID.feature, IRI(_FORMATS + title)
        if about.address:
            held = whole if about.name == "dataset" else world
            yield from _distribution(about, about.address, form, (title, media, held))


def _distribution(about: About, address: IRI, form: str, told: tuple[str, str, str]) -> Iterator[Triple]:
    node, (title, media, held) = _named(about, f"distribution/{form}"), told
    yield _named(about), DCAT.distribution, node
    yield node, RDF.type, DCAT.Distribution
    yield node, DCTERMS.title, _english(title)
    yield node, DCTERMS.description, _english(f"{held}, as 'kgraph export --format {form}' writes it")
    yield node, DCAT.accessURL, address
    yield node, DCAT.mediaType, IRI(_MEDIA + media)
    yield IRI(_MEDIA + media), RDF.type, DCTERMS.MediaType
    yield from _licensed(node, about)

"""What an endpoint says of itself (SPARQL 1.1 Service Description, W3C Recommendation, 21 March 2013)."""

from starlette.types import Scope

from kgraph.model import BlankNode, Literal, Triple
from kgraph.namespaces import IRI, RDF, RDFS
from kgraph.store import write_triples
from kgraph.web import formats
from kgraph.web.exchange import address_of
from kgraph.web.sparql.protocol import Asked
from kgraph.web.working.worker import Place

_SD = "http://www.w3.org/ns/sparql-service-description#"
_W3C = "http://www.w3.org/ns/formats/"
_FORMATS = (
    *("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV"),
    *("Turtle", "N-Triples", "RDF_XML", "JSON-LD", "TriG", "N-Quads"),
)
_WRITING = (
    "Updates are taken by POST, as application/sparql-update or as the form's field 'update', from clients that send "
    "the server's token (Authorization: Bearer). They change named graphs that no build owns, and no other; LOAD reads "
    "nothing. The Graph Store Protocol, at the address of rdfs:seeAlso, puts, adds to and removes whole graphs."
)


def described(scope: Scope, asked: Asked, place: Place, *, is_writable: bool = False) -> tuple[str, bytes]:
    """The description of the endpoint at the request's address, and its media type."""
    form = formats.chosen(formats.TRIPLES, asked.form, asked.accept)
    found = _triples(IRI(address_of(scope)), place)
    if is_writable:
        service, graph_store = found[0][0], address_of(scope, scope["path"].rpartition("/sparql")[0] + "/graph-store")
        found += [
            (service, IRI(_SD + "supportedLanguage"), IRI(_SD + "SPARQL11Update")),
            (service, RDFS.comment, Literal(_WRITING, language="en")),
            (service, RDFS.seeAlso, IRI(graph_store)),
        ]
    return formats.TRIPLES[form], write_triples(found, form)


def _triples(address: IRI, place: Place) -> list[Triple]:
    service, dataset, graph = BlankNode("service"), BlankNode("dataset"), BlankNode("graph")
    found: list[Triple] = [
        (service, RDF.type, IRI(_SD + "Service")),
        (service, IRI(_SD + "endpoint"), address),
        (service, IRI(_SD + "supportedLanguage"), IRI(_SD + "SPARQL11Query")),
        (service, IRI(_SD + "defaultDataset"), dataset),
        (dataset, RDF.type, IRI(_SD + "Dataset")),
        (dataset, IRI(_SD + "defaultGraph"), graph),
        (graph, RDF.type, IRI(_SD + "Graph")),
    ]
    if place.workspace.endpoints:
        found.append((service, IRI(_SD + "feature"), IRI(_SD + "BasicFederatedQuery")))
    return found + [(service, IRI(_SD + "resultFormat"), IRI(_W3C + name)) for name in _FORMATS]

"""Other programs' clients read the server: SPARQLWrapper, rdflib, pandas, and kgraph itself."""

import io
from pathlib import Path
from typing import Any

import pytest
import rdflib  # noqa: TID253 - these tests are of what other clients read
from rdflib.plugins.stores.sparqlstore import SPARQLStore  # noqa: TID253 - the same
from SPARQLWrapper import CSV, JSON, POST, POSTDIRECTLY, TURTLE, XML, SPARQLWrapper  # noqa: TID253 - the same

from kgraph import Graph, open_store
from serving import Server

CLAIM = "https://w3id.org/kgraph/ontology#Claim"
CLAIMS = f"SELECT ?c {{ ?c a <{CLAIM}> }} ORDER BY ?c"


@pytest.mark.parametrize("how", ["GET", POST, POSTDIRECTLY])
@pytest.mark.parametrize("form", [JSON, XML, CSV])
def test_sparqlwrapper_reads_rows(server: Server, how: str, form: str) -> None:
    wrapper = SPARQLWrapper(f"http://127.0.0.1:{server.port}/sparql/asserted")
    wrapper.setQuery(CLAIMS)
    wrapper.setReturnFormat(form)
    if how == POSTDIRECTLY:
        wrapper.setMethod(POST)
        wrapper.setRequestMethod(POSTDIRECTLY)
    else:
        wrapper.setMethod(how)
    found: Any = wrapper.queryAndConvert()
    if form == JSON:
        count = len(found["results"]["bindings"])
    elif form == XML:
        count = len(found.getElementsByTagName("result"))
    else:
        count = found.decode().count("\r\n") - 1
    assert count == 28


def test_sparqlwrapper_reads_triples(server: Server) -> None:
    wrapper = SPARQLWrapper(f"http://127.0.0.1:{server.port}/sparql")
    wrapper.setQuery(f"CONSTRUCT WHERE {{ ?c a <{CLAIM}> }}")
    wrapper.setReturnFormat(TURTLE)
    found: Any = wrapper.queryAndConvert()
    assert len(rdflib.Graph().parse(data=found, format="turtle")) == 28


def test_rdflib_asks_it_as_a_store(server: Server) -> None:
    store = SPARQLStore(f"http://127.0.0.1:{server.port}/sparql")
    graph = rdflib.Graph(store)
    assert len(list(graph.subjects(rdflib.RDF.type, rdflib.URIRef(CLAIM)))) == 28
    rows: Any = graph.query(f"SELECT (COUNT(*) AS ?n) {{ ?c a <{CLAIM}> }}")
    assert [int(row[0]) for row in rows] == [28]
    store.close()


def test_pandas_reads_csv(server: Server) -> None:
    import pandas

    found = server.ask("/api/queries/claims?format=csv")
    frame = pandas.read_csv(io.BytesIO(found.body))
    assert len(frame) == 28 and {"claim", "by", "certainty"} <= set(frame.columns)


def test_kgraph_asks_it_as_a_store_of_its_own(server: Server, quake: Path) -> None:
    with open_store(f"sparql:http://127.0.0.1:{server.port}/sparql", read_only=True) as far, Graph.open(quake) as near:
        world = near.store.graphs()[0]
        text = "SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?s ?p ?o"
        assert far.select(text, default_graph=world).rows == near.store.select(text, default_graph=world).rows
        assert far.ask(f"ASK {{ ?c a <{CLAIM}> }}") is True

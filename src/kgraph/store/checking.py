"""What a server behind an endpoint's address can do, found out by asking it."""

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from typing import Literal as OneOf

from kgraph.errors import StoreBusy, StoreError, short
from kgraph.model import BlankNode, Literal, Quad, Term
from kgraph.namespaces import IRI

if TYPE_CHECKING:
    from kgraph.store.remote import RemoteStore

_MANY = 150  # rows or graphs; 150 times 150 rows are more than servers that cut answers give
_GROUPS = (1_000, 10_000)  # how many triples are sent in one request
_NEAR_END = 0.5  # a request that takes this part of the timeout is remarked on
_READING, _WRITING = 8, 5  # trials
_CHECK = "https://w3id.org/kgraph/check/"
_P = IRI(f"{_CHECK}p")
_LATE = "allow more with timeout in kgraph.toml, or try again"

State = OneOf["yes", "no", "part"]


@dataclass(frozen=True, slots=True)
class Trial:
    """One thing that a server was tried for: `part` says that it does it within bounds.

    `needed` says for what kgraph needs it; "" if it gets along without.
    """

    what: str
    state: State
    said: str = ""
    remedy: str = ""
    needed: OneOf["read", "build", ""] = ""

    @property
    def hinders(self) -> bool:
        """Whether kgraph cannot do its work for want of it."""
        return self.state == "no" and bool(self.needed)


def check_server(store: "RemoteStore", timeout: float, *, write: bool) -> Iterator[Trial]:
    """What the server does, one by one. With `write` in a graph of its own, too, which is removed at the end.

    `timeout` is how long kgraph waits for an answer. Raises `StoreError` if the server answers no query at all.
    """
    store.select("SELECT (1 AS ?one) {}")
    yield Trial(
        "answers queries",
        "yes",
        f"{(store.wire.server or '').strip() or 'it does not say what it is'}; {store.lets_in}",
    )
    yield _joins(store)
    yield _ask(store)
    yield _graphs(store, write=write)
    yield _many_graphs(store)
    yield _rows(store)
    yield _undef(store)
    if write:
        yield from _written(store)
    took = store.wire.slowest
    said = f"the slowest of these took {took:.1f} s; kgraph waits {timeout:g} s for each"
    if took > timeout * _NEAR_END:
        yield Trial("answers in time", "part", said, "allow more with timeout in kgraph.toml")
    else:
        yield Trial("answers in time", "yes", said)


def steps(*, write: bool) -> int:
    """How many trials there are for a server that can do everything."""
    return _READING + (_WRITING if write else 0)


def _tried(what: str, call: Callable[[], Trial], remedy: str, needed: OneOf["read", "build", ""] = "read") -> Trial:
    try:
        return call()
    except StoreBusy as error:
        return Trial(what, "no", _words(error), _LATE, needed)
    except StoreError as error:
        return Trial(what, "no", _words(error), remedy, needed)


def _words(error: StoreError) -> str:
    """What an error says after the address, which the user has given."""
    said = str(error)
    return said.partition(": ")[2] if said.startswith("http") else said


def _joins(store: "RemoteStore") -> Trial:
    """Whether kgraph leaves it to the server to work out answers."""
    what = "works out answers"
    if not store.finds_triples_only:
        return Trial(what, "yes")
    said = (
        "some of its answers are wrong, so kgraph asks it for triples and works answers out itself, which takes longer"
    )
    return Trial(what, "part", said, "ask about one place, day or claimant, as fewer triples are sent then")


def _ask(store: "RemoteStore") -> Trial:
    what, remedy = "answers yes and no (ASK)", "look in the server's manual for SPARQL results in JSON"

    def call() -> Trial:
        if store.ask("ASK {}") and not store.ask("ASK { FILTER(1 > 2) }"):
            return Trial(what, "yes")
        return Trial(what, "no", "says yes for no, or no for yes", remedy, "read")

    return _tried(what, call, remedy)


def _graphs(store: "RemoteStore", *, write: bool) -> Trial:
    """Whether a variable finds named graphs; if there is none, that is tried where a graph is written."""
    what = "finds named graphs by a variable"
    none = "it has none yet" if write else "it has none; --write tries it with one"

    def call() -> Trial:
        found = store.select("SELECT ?g { GRAPH ?g { ?s ?p ?o } } LIMIT 1")
        return Trial(what, "yes", "" if found.rows else none)

    return _tried(what, call, "use a server with named graphs")


def _many_graphs(store: "RemoteStore") -> Trial:
    what = "takes a query with more than 100 graphs"

    def call() -> Trial:
        named = [IRI(f"{_CHECK}{number}") for number in range(_MANY)]
        store.select("SELECT ?g { GRAPH ?g { ?s ?p ?o } } LIMIT 1", default_graph=named[0], named=named)
        return Trial(what, "yes")

    remedy = "worlds of fewer graphs, or a server that does not repeat them as headers"
    tried = _tried(what, call, remedy, "")
    return tried if tried.state == "yes" else Trial(what, "part", tried.said, remedy)


def _rows(store: "RemoteStore") -> Trial:
    what, wanted = f"gives {_MANY * _MANY:,} rows", _MANY * _MANY
    values = " ".join(map(str, range(_MANY)))

    def call() -> Trial:
        query = f"SELECT ?a ?b {{ VALUES ?a {{ {values} }} VALUES ?b {{ {values} }} }}"
        got = len(store.select_there(query))
        if got == wanted:
            return Trial(what, "yes")
        remedy = "raise the server's own bound, or use another: kgraph cannot know when rows are missing"
        return Trial(what, "no", f"gives {got:,}, and does not say that it cuts the answer", remedy, "read")

    tried = _tried(what, call, "raise that bound")
    if "cuts answers at" in tried.said:
        remedy = "until then kgraph refuses larger answers, and gives no wrong ones"
        return Trial(what, "part", tried.said, remedy)
    return tried


def _undef(store: "RemoteStore") -> Trial:
    what = "answers optional parameters (VALUES with UNDEF)"
    remedy = "use another server: queries of the catalogue would lose rows"

    def call() -> Trial:
        found = store.select("SELECT ?a ?x { VALUES ?a { 1 2 } VALUES ?x { UNDEF } FILTER(!BOUND(?x)) }")
        return Trial(what, "yes") if len(found) == 2 else Trial(what, "no", "rows are lost", remedy, "read")

    return _tried(what, call, remedy)


def _written(store: "RemoteStore") -> Iterator[Trial]:
    """What the server does with a graph of kgraph's own, which is removed whatever happens."""
    graph = IRI(f"{_CHECK}{secrets.token_hex(8)}")
    address = (
        "give the address that ends in /sparql-auth" if store.finds_triples_only else "give the address of updates"
    )
    elsewhere = f"{address}, and say who you are under [access] in kgraph.toml"

    def write() -> Trial:
        store.load([(graph, _P, Literal("x"), graph)])
        if store.select(f"SELECT ?s {{ GRAPH ?g {{ ?s <{_P}> 'x' }} FILTER(?g = <{graph}>) }}").rows:
            return Trial("takes updates", "yes")
        said = "what was written is not found by GRAPH ?g"
        return Trial("takes updates", "no", said, "see whether queries and updates go to one data set", "build")

    try:
        taken = _tried("takes updates", write, elsewhere, "build")
        yield taken
        if taken.state == "yes":
            yield _blank_nodes(store, graph)
            yield _exists(store, graph)
            yield _sizes(store, graph)
    finally:
        removed = _tried("removes a graph", lambda: _removed(store, graph), f"remove <{graph}> yourself", "build")
    if (
        taken.state == "yes" or removed.state == "yes" or taken.remedy == _LATE
    ):  # late, it may have been done all the same
        yield removed


def _removed(store: "RemoteStore", graph: IRI) -> Trial:
    store.clear(graph)
    if store.select(f"SELECT ?s {{ GRAPH <{graph}> {{ ?s ?p ?o }} }} LIMIT 1").rows:
        return Trial("removes a graph", "no", "it is still there", f"remove <{graph}> yourself", "build")
    return Trial("removes a graph", "yes")


def _blank_nodes(store: "RemoteStore", graph: IRI) -> Trial:
    what, remedy = "takes blank nodes in an update", "use another server"

    def call() -> Trial:
        node = BlankNode("b")
        store.load([(graph, _P, node, graph), (node, _P, Literal("y"), graph)])
        found = store.select(f"SELECT ?b {{ GRAPH <{graph}> {{ <{graph}> <{_P}> ?b . ?b <{_P}> 'y' }} }}")
        return Trial(what, "yes") if len(found) == 1 else Trial(what, "no", "they are lost", remedy, "build")

    return _tried(what, call, remedy, "build")


def _exists(store: "RemoteStore", graph: IRI) -> Trial:
    what, remedy = "keeps rows where UNDEF meets FILTER EXISTS", "use another server"

    def call() -> Trial:
        within = f"?s <{_P}> 'x' FILTER EXISTS {{ ?s <{_P}> ?x }}"
        found = store.select(f"SELECT ?s ?x {{ GRAPH <{graph}> {{ VALUES ?x {{ UNDEF }} {within} }} }}")
        return Trial(what, "yes") if len(found) == 1 else Trial(what, "no", "rows are lost", remedy, "read")

    return _tried(what, call, remedy)


def _sizes(store: "RemoteStore", graph: IRI) -> Trial:
    """How many triples it takes in one request; a build sends smaller ones."""
    what, taken = f"takes {_GROUPS[-1]:,} triples in one request", 0
    for size in _GROUPS:
        quads: list[Quad] = [(graph, _P, _number(number), graph) for number in range(size)]
        try:
            store.load(quads)
            found = store.select(f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}").rows[0][0]
            if not isinstance(found, Literal) or int(found.lexical) < size:
                return Trial(what, "no", f"of {size:,} some are lost", "use another server", "build")
        except StoreError as error:
            remedy = "a build is sent in smaller requests; kgraph finds out the size"
            said = f"{f'it took {taken:,}, and ' if taken else ''}refused {size:,} ({short(_words(error), 70)})"
            return Trial(what, "part" if taken else "no", said, remedy, "build")
        taken = size
    return Trial(what, "yes", "a build sends smaller ones")


def _number(number: int) -> Term:
    return Literal(f"the text of number {number}, as long as a claim's")

"""SERVICE against real endpoints: few requests, nothing sent that need not be, and trouble told in one line."""

import json
from collections.abc import Iterator

import pytest

from backends import free_port
from endpoints import Endpoint, Trouble, endpoint
from kgraph.errors import StoreBusy, StoreError, UsageError
from kgraph.linking.courtesy import Courtesy
from kgraph.model import BlankNode, Literal, Rows
from kgraph.namespaces import IRI
from kgraph.store import OxigraphStore
from kgraph.store.federation import Limits, resolve_services

HERE = 120
KNOWN = "".join(f'<u:e{i}> <u:label> "L{i}" .\n' for i in range(0, HERE + 80, 2))
HTML = b"<!DOCTYPE html><html><title>Please wait</title></html>"
JOIN = "SELECT ?s ?l { ?s <u:same> ?e SERVICE_ { ?e <u:label> ?l } }"


@pytest.fixture(scope="module")
def here() -> Iterator[OxigraphStore]:
    with OxigraphStore() as store:
        store.load([(IRI(f"u:{i}"), IRI("u:same"), IRI(f"u:e{i}"), None) for i in range(HERE)])
        store.load([(IRI("u:0"), IRI("u:note"), Literal('"\n} SERVICE <u:evil> {'), None)])
        store.load([(IRI("u:0"), IRI("u:part"), BlankNode("b"), None)])
        yield store


@pytest.fixture
def elsewhere() -> Iterator[Endpoint]:
    with endpoint(KNOWN) as served:
        yield served


class Asked:
    """Carries out queries; keeps what was remarked, and how long it would have slept."""

    def __init__(self, here: OxigraphStore, served: Endpoint | None = None) -> None:
        self.here, self.url = here, served.url if served else IRI(f"http://127.0.0.1:{free_port()}/sparql")
        self.remarks: list[str] = []
        self.slept: list[float] = []
        self.limits: Limits | None = None
        self.wait(20)

    def wait(self, timeout: float) -> None:
        self.patience = Courtesy(timeout=timeout, sleep=self.slept.append, clock=lambda: 0.0, jitter=lambda: 0.0)

    def resolved(self, query: str) -> str:
        text = query.replace("SERVICE_", f"SERVICE <{self.url}>").replace("SILENT_", f"SERVICE SILENT <{self.url}>")
        return resolve_services(
            text,
            self.here.select,
            self.patience.select,
            allowed=[self.url],
            remark=self.remarks.append,
            limits=self.limits,
        )

    def rows(self, query: str) -> Rows:
        return self.here.select(self.resolved(query))

    def complaint(self, query: str, kind: type[Exception] = StoreError) -> str:
        with pytest.raises(kind) as caught:
            self.resolved(query)
        assert "\n" not in str(caught.value)
        assert str(caught.value).startswith(f"{self.url}: ") or kind is UsageError
        return str(caught.value)


@pytest.fixture
def asked(here: OxigraphStore, elsewhere: Endpoint) -> Asked:
    return Asked(here, elsewhere)


def test_rows_are_sent_in_batches_each_value_once(asked: Asked, elsewhere: Endpoint) -> None:
    found = asked.rows("SELECT ?s ?l { { ?s <u:same> ?e } UNION { ?s <u:same> ?e } SERVICE_ { ?e <u:label> ?l } }")
    assert len(found) == HERE  # each of 60 twice
    assert {str(row["l"]) for row in found} == {f"L{i}" for i in range(0, HERE, 2)}
    assert [query.count("(<u:e") for query in elsewhere.asked] == [50, 50, 20]


def test_only_what_the_query_speaks_of_is_asked_for(asked: Asked, elsewhere: Endpoint) -> None:
    asked.rows(
        "BASE <https://example.org/> PREFIX u: <u:> PREFIX x: <u:private> # a remark\n"
        "SELECT ?l { ?s u:same ?e FILTER(?e = <u:e2>) SERVICE_ { ?e u:label ?l ; ?how ?what } }"
    )
    (query,) = elsewhere.asked
    assert query.split("WHERE")[0] == "PREFIX u: <u:>\nSELECT ?e ?l "
    assert query.count("<u:e") == 1  # the filter counts before anything is sent
    assert query.endswith("LIMIT 10001")
    assert "private" not in query
    assert "remark" not in query


def test_a_relative_iri_means_the_same_elsewhere(asked: Asked, elsewhere: Endpoint) -> None:
    elsewhere.knows.update("INSERT DATA { <https://example.org/a> <https://example.org/b#c> 1 }")
    found = asked.rows("BASE <https://example.org/> PREFIX b: <b#> SELECT * { SERVICE_ { <a> b:c ?one } }")
    assert [str(row["one"]) for row in found] == ["1"]


def test_without_rows_here_nothing_is_sent(asked: Asked, elsewhere: Endpoint) -> None:
    assert len(asked.rows("SELECT * { ?s <u:none> ?e SERVICE_ { ?e <u:label> ?l } }")) == 0
    assert len(asked.rows("SELECT * { ?s <u:part> ?e SERVICE_ { ?e <u:label> ?l } }")) == 0  # a blank node
    assert elsewhere.asked == []


def test_without_a_shared_variable_the_block_is_sent_once(asked: Asked, elsewhere: Endpoint) -> None:
    assert len(asked.rows("SELECT * { ?s <u:same> ?e SERVICE_ { <u:e2> <u:label> ?l } }")) == HERE
    assert len(elsewhere.asked) == 1
    assert "VALUES" not in elsewhere.asked[0]


def test_a_value_cannot_change_what_is_sent(asked: Asked, elsewhere: Endpoint) -> None:
    elsewhere.knows.update('INSERT DATA { <u:x> <u:note> "\\"\\n} SERVICE <u:evil> {" ; <u:seen> "\'}#" }')
    (row,) = asked.rows("SELECT * { <u:0> <u:note> ?n SERVICE_ { ?x <u:note> ?n ; <u:seen> ?y } }")
    assert str(row["y"]) == "'}#"


def test_a_chain_of_two_blocks_asks_the_second_for_what_the_first_found(here: OxigraphStore) -> None:
    with endpoint(KNOWN) as one, endpoint('<u:x> <u:called> "L2" . <u:y> <u:called> "M" .') as two:
        second = f"SERVICE <{two.url}> {{ ?x <u:called> ?l }}"
        first = f"SERVICE <{one.url}> {{ ?e <u:label> ?l }}"
        text = f"SELECT ?s ?x {{ {second} ?s <u:same> ?e {first} }}"
        done = resolve_services(text, here.select, Courtesy().select, allowed=[one.url, two.url], remark=pytest.fail)
        assert here.select(done).rows == ((IRI("u:2"), IRI("u:x")),)
        assert [query.count("(<u:e") for query in one.asked] == [50, 50, 20]
        assert [query.count('("L') for query in two.asked] == [50, 10]


def test_ask_and_construct_have_service_too(asked: Asked) -> None:
    assert asked.here.ask(asked.resolved("ASK { ?s <u:same> ?e SERVICE_ { ?e <u:label> 'L4' } }"))
    made = asked.here.construct(
        asked.resolved("CONSTRUCT { ?s <u:l> ?l } WHERE { ?s <u:same> ?e SERVICE_ { ?e <u:label> ?l } }")
    )
    assert len(made) == HERE / 2


def test_the_dataset_of_from_counts(asked: Asked, elsewhere: Endpoint) -> None:
    assert asked.rows("SELECT * FROM <u:empty> { ?s <u:same> ?e SERVICE_ { ?e <u:label> ?l } }").rows == ()
    assert elsewhere.asked == []


# -- trouble


@pytest.mark.slow
@pytest.mark.parametrize(
    ("trouble", "words"),
    [
        (Trouble(silent=True), "no answer within 0.2 s"),
        (Trouble(200, HTML, {"Content-Type": "text/html"}), "the answer is not SPARQL results in JSON"),
        (Trouble(200, HTML), "the answer is no SPARQL result"),
        (Trouble(200, b'{"head": {"vars": ["l"]}, "resu'), "the answer is no SPARQL result"),
        (Trouble(500, b"java.util.concurrent.TimeoutException"), "answered HTTP 500: java.util.concurrent.Timeout"),
        (Trouble(302, b"", {"Location": "https://elsewhere.example.org/"}), "redirects to https://elsewhere"),
    ],
)
def test_trouble_is_one_line_or_with_silent_a_remark(
    asked: Asked, elsewhere: Endpoint, trouble: Trouble, words: str
) -> None:
    asked.wait(0.2 if trouble.silent else 20)
    elsewhere.troubles = [trouble] * 4  # as often as it is asked again after a silence
    said = asked.complaint(JOIN)
    assert words in said
    assert said.endswith("; or write SERVICE SILENT, to go on without its answer")
    elsewhere.troubles = [trouble] * 4
    found = asked.rows(JOIN.replace("SERVICE_", "SILENT_"))
    assert (found.variables, len(found), set(found.column("l"))) == (("s", "l"), HERE, {None})
    (remark,) = asked.remarks
    assert words in remark
    assert len(elsewhere.asked) == (8 if trouble.silent else 2)  # nothing is asked again


def test_an_endpoint_that_is_down_is_named(here: OxigraphStore) -> None:
    asked = Asked(here)
    assert "cannot be reached: Connection refused" in asked.complaint(JOIN)
    assert len(asked.rows(JOIN.replace("SERVICE_", "SILENT_"))) == HERE
    assert "cannot be reached" in asked.remarks[0]


def test_a_block_that_fails_in_its_second_batch_is_left_out_as_a_whole(asked: Asked, elsewhere: Endpoint) -> None:
    elsewhere.troubles = [Trouble(200, b'{"head": {"vars": ["l"]}, "results": {"bindings": []}}'), Trouble(500)]
    assert set(asked.rows(JOIN.replace("SERVICE_", "SILENT_")).column("l")) == {None}
    assert len(elsewhere.asked) == 2


@pytest.mark.parametrize(
    ("status", "told", "waits"),
    [
        (429, "7", [7.0]),
        (503, "Thu, 01 Jan 1970 00:00:09 GMT", [9.0]),
        (429, "soon", [1.0]),
        (503, "Thu, 01 Jan 1960 00:00:09 GMT", [0.0]),
    ],
)
def test_a_busy_endpoint_is_asked_again_when_it_says(
    asked: Asked, elsewhere: Endpoint, status: int, told: str, waits: list[float]
) -> None:
    elsewhere.troubles = [Trouble(status, b"busy", {"Retry-After": told})]
    assert len(asked.rows(JOIN)) == HERE / 2
    assert asked.slept == waits
    assert len(elsewhere.asked) == 4


def test_a_busy_endpoint_is_given_up_in_the_end(asked: Asked, elsewhere: Endpoint) -> None:
    elsewhere.troubles = [Trouble(429) for _ in range(9)]
    assert "answered HTTP 429" in asked.complaint(JOIN)
    assert asked.slept == [1.0, 2.0, 4.0]
    elsewhere.troubles = [Trouble(503, b"", {"Retry-After": "3600"})]
    assert "it asks to be left alone for 3600 s" in asked.complaint(JOIN)
    assert len(asked.slept) == 3


def test_what_is_asked_for_directly_says_that_waiting_may_help(elsewhere: Endpoint) -> None:
    elsewhere.troubles = [Trouble(503)]
    with pytest.raises(StoreBusy):
        Courtesy(tries=1).select(elsewhere.url, "SELECT * { ?s ?p ?o }")


# -- refusals


def test_an_endpoint_that_is_not_listed_is_not_contacted(here: OxigraphStore, elsewhere: Endpoint) -> None:
    for named in (f"<{elsewhere.url}>", f"<{elsewhere.url}/>", "?e", "<sparql>", "none:x"):
        with pytest.raises(UsageError, match="SERVICE"):
            resolve_services(
                f"SELECT * {{ ?s <u:same> ?e SERVICE {named} {{ ?e <u:label> ?l }} }}",
                here.select,
                Courtesy().select,
                allowed=["https://query.example.org/sparql"],
                remark=pytest.fail,
            )
    assert elsewhere.asked == []


@pytest.mark.parametrize(
    ("where", "words"),
    [
        ("?s <u:same> ?e FILTER EXISTS { SERVICE_ { ?e <u:label> ?l } }", "within EXISTS"),
        ("BIND(EXISTS { SERVICE_ { ?e <u:label> ?l } } AS ?b)", "within EXISTS"),
        ("?s <u:same> ?e SERVICE_ { ?e <u:label> ?l SERVICE_ { ?l ?x ?y } }", "within SERVICE"),
        ("BIND(RAND() AS ?e) SERVICE_ { ?x <u:label> ?e }", "RAND"),
        ("?s <u:same> ?e LATERAL { SERVICE_ { ?e <u:label> ?l } }", "at 'LATERAL'"),
        ("?s <u:same> ?e SERVICE_ { ?e <u:label> ?l ", "bracket"),
        ("?s <u:same> ?e \n SERVICE_ {\n ?e <u:label> }", "not legal SPARQL: line 3"),
        ("?s <u:same> ?e \n SERVICE_ {\n ?e <u:label> ?l }\n BIND(1 AS ?l)", "not legal SPARQL"),
        ("?s <u:same> ?e SERVICE_ { ?e <u:label> ?l }\n ?s ?p", "not legal SPARQL: line 2"),
        ("?s <u:same> ?e SERVICESILENT_ { ?e <u:label> ?l }", "SERVICE"),
    ],
)
def test_a_form_that_cannot_be_carried_out_is_refused_before_anything_is_sent(
    asked: Asked, elsewhere: Endpoint, where: str, words: str
) -> None:
    text = where.replace("SERVICESILENT_", f"SERVICESILENT<{elsewhere.url}>")
    assert words in asked.complaint(f"SELECT * {{ {text} }}", UsageError)
    assert elsewhere.asked == []


@pytest.mark.parametrize(
    ("limits", "query", "words", "requests"),
    [
        (Limits(rows=70), "SELECT * { SERVICE_ { ?e <u:label> ?l } }", "more than 70 solutions", 1),
        (Limits(rows=40), JOIN, "more than 40 solutions", 2),
        (Limits(batch=10, requests=11), JOIN, "120 rows, and kgraph asks about 110 at most", 0),
    ],
)
def test_a_block_without_bounds_is_refused(
    asked: Asked, elsewhere: Endpoint, limits: Limits, query: str, words: str, requests: int
) -> None:
    asked.limits = limits
    assert words in asked.complaint(query, UsageError)
    assert len(elsewhere.asked) == requests
    asked.limits = Limits(rows=100, batch=10, requests=12)
    assert len(asked.rows(query)) in (60, 100)


def test_a_blank_node_from_elsewhere_is_refused_where_it_would_matter(asked: Asked, elsewhere: Endpoint) -> None:
    elsewhere.knows.update("INSERT DATA { <u:e1> <u:born> [ <u:year> 1950 ] }")
    block = "{ ?s <u:same> ?e SERVICE_ { ?e <u:born> ?b . ?b <u:year> ?y } }"
    assert [str(row["y"]) for row in asked.rows(f"SELECT ?s ?y {block}")] == ["1950"]
    assert "blank nodes for ?b" in asked.complaint(f"SELECT * {block}", UsageError)


def test_no_service_reaches_the_engine(asked: Asked) -> None:
    sent: list[str] = []

    def select(query: str) -> Rows:
        sent.append(query)
        return asked.here.select(query)

    text = JOIN.replace("SERVICE_", f"SERVICE <{asked.url}>")
    sent.append(resolve_services(text, select, asked.patience.select, allowed=[asked.url], remark=pytest.fail))
    assert len(sent) == 2
    assert not any("SERVICE" in query for query in sent)


# -- answers with cells that are no RDF terms


def answer(names: list[str], *solutions: object) -> Trouble:
    return Trouble(200, json.dumps({"head": {"vars": names}, "results": {"bindings": solutions}}).encode())


def iri(value: str) -> dict[str, str]:
    return {"type": "uri", "value": value}


def label(value: str, **more: str) -> dict[str, str]:
    return {"type": "literal", "value": value, **more}


BAD = [iri("a b"), iri(""), label("v", **{"xml:lang": "e n"}), {"type": "triple", "value": {}}, None, {"value": "v"}]


def test_an_empty_language_is_none(asked: Asked, elsewhere: Endpoint) -> None:
    elsewhere.troubles = [
        answer(["e", "l"], {"e": iri("u:e0"), "l": label("v", **{"xml:lang": ""})}, {"e": iri("u:e1"), "l": label("w")})
    ] + [answer(["e", "l"])] * 2
    assert sorted(asked.rows(JOIN).rows) == [(IRI("u:0"), Literal("v")), (IRI("u:1"), Literal("w"))]
    assert asked.remarks == []


@pytest.mark.parametrize("bad", BAD)
def test_a_bad_cell_costs_the_cell_alone(asked: Asked, elsewhere: Endpoint, bad: object) -> None:
    elsewhere.troubles = [
        answer(["e", "l"], {"e": iri("u:e0"), "l": bad}, {"e": iri("u:e1"), "l": label("w")}),
        answer(["e", "l"]),
        answer(["e", "l"], {"e": iri("u:e2"), "l": bad}),
    ]
    found = {str(row["s"]): row["l"] for row in asked.rows(JOIN)}
    assert found == {"u:0": None, "u:1": Literal("w"), "u:2": None}
    (remark,) = asked.remarks
    assert remark.startswith(f"{asked.url}: 2 cells of ?l are no RDF terms and are left out (the first: ")
    assert "rows" not in remark


@pytest.mark.parametrize("bad", BAD)
def test_a_row_without_the_value_that_joins_it_meets_no_other(asked: Asked, elsewhere: Endpoint, bad: object) -> None:
    """Unbound, it would be said of all that is here."""
    elsewhere.troubles = [
        answer(["e", "l"], {"e": bad, "l": label("false")}, {"e": iri("u:e1"), "l": label("w")}),
        answer(["e", "l"]),
        answer(["e", "l"]),
    ]
    assert asked.rows(JOIN).rows == ((IRI("u:1"), Literal("w")),)
    (remark,) = asked.remarks
    assert "1 cell of ?e is no RDF term" not in remark or "so is 1 row joined by them" in remark
    assert "1 row" in remark


def test_a_row_that_a_later_part_joins_is_left_out_too(asked: Asked, elsewhere: Endpoint) -> None:
    elsewhere.troubles = [answer(["e", "l"], {"e": iri("u:e0"), "l": iri("a b")})] + [answer(["e", "l"])] * 2
    query = JOIN.replace("SERVICE_ { ?e <u:label> ?l }", "SERVICE_ { ?e <u:label> ?l } OPTIONAL { ?other <u:note> ?l }")
    assert len(asked.rows(query)) == 0
    assert "1 row" in asked.remarks[0]


def test_unknown_and_doubled_variables_of_an_answer(asked: Asked, elsewhere: Endpoint) -> None:
    elsewhere.troubles = [
        answer(["l", "l"], {"e": iri("u:e0"), "l": label("v"), "z": iri("a b")}),
        answer(["e", "l"]),
        answer(["e", "l"]),
    ]
    assert asked.rows(JOIN).rows == ((IRI("u:0"), Literal("v")),)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * WHERE {$x AS (SERVICE #\n)",
        "SELECT * { SERVICE",
        "SELECT * { SERVICE <urn:x>",
        "SELECT * { SERVICE <urn:x> { '''\n\n''' BIND }",
        "SELECT * { '''\n''' SERVICE <urn:x> { } }",
        "SELECT * " + "{" * 150 + "SERVICE <urn:x> { ?s ?p ?o }" + "}" * 150,
    ],
)
def test_what_cannot_be_taken_apart_is_refused_in_a_line(text: str) -> None:
    with OxigraphStore() as store, pytest.raises(UsageError) as caught:
        resolve_services(text, store.select, lambda *_: Rows((), ()), allowed=["urn:x"], remark=print)
    assert "\n" not in str(caught.value)

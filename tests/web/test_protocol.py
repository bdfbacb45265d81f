"""Requests of the SPARQL 1.1 Protocol: what each asks, and how wrong ones are refused.

The cases of datasets, methods and media types are transcribed from the W3C's protocol tests
(https://www.w3.org/2009/sparql/docs/tests/data-sparql11/protocol/, W3C test suite licence).
"""

import time
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest

from kgraph.errors import DataError, Stopped, StoreBusy, StoreError, UnknownName, UsageError
from kgraph.namespaces import IRI
from kgraph.web.formats import ROWS, TRIPLES, accepted, chosen
from kgraph.web.problems import Problem, problem_of
from kgraph.web.sparql.protocol import FORM, QUERY, UPDATE, Asked, Choice, read_request
from kgraph.workspace.asking import Dataset

ASK = "ASK { ?s ?p ?o }"
ONE, OTHER = IRI("http://kasei.us/2009/09/sparql/data/data1.rdf"), IRI("http://kasei.us/2009/09/sparql/data/data2.rdf")


def asked(
    method: str = "GET", parameters: str = "", path: str = "", kind: str = "", body: bytes = b"", accept: str = ""
) -> Asked:
    headers = {name: value for name, value in (("content-type", kind), ("accept", accept)) if value}
    return read_request(method, path, parameters.encode(), headers, body)


def get(**parameters: str | list[str]) -> str:
    return urlencode({name.replace("_", "-"): value for name, value in parameters.items()}, doseq=True)


@pytest.mark.parametrize(
    "one",
    [
        asked("GET", get(query=ASK)),
        asked("POST", kind=FORM, body=get(query=ASK).encode()),
        asked("POST", kind=f"{FORM}; charset=UTF-8", body=get(query=ASK).encode()),
        asked("POST", kind=QUERY, body=ASK.encode()),
        asked("POST", kind=f"{QUERY}; charset=utf-8", body=ASK.encode()),
        asked("HEAD", get(query=ASK)),
    ],
)
def test_a_query_comes_by_get_in_a_form_or_as_the_body(one: Asked) -> None:
    assert one.text == ASK and one.dataset is None and not one.choice


def test_a_query_of_any_characters_comes_as_it_was_written() -> None:
    text = 'ASK { ?s ?p "Покровськ + 50 % & ☃" }'
    assert asked("GET", f"query={quote(text)}").text == text
    assert asked("POST", kind=QUERY, body=text.encode()).text == text


@pytest.mark.parametrize("direct", [False, True])
def test_a_dataset_comes_with_the_query(direct: bool) -> None:
    given = get(default_graph_uri=[ONE, OTHER], named_graph_uri=[OTHER])
    one = asked("POST", given, kind=QUERY, body=ASK.encode()) if direct else asked("GET", f"{given}&{get(query=ASK)}")
    assert one.dataset == Dataset((ONE, OTHER), (OTHER,))


def test_a_request_without_a_query_asks_what_the_endpoint_is() -> None:
    assert asked("GET").text is None


@pytest.mark.parametrize(
    ("status", "method", "parameters", "kind", "body"),
    [
        (400, "GET", get(query=[ASK, "ASK {}"]), "", b""),  # bad_multiple_queries
        (405, "PUT", get(query=ASK), "", b""),  # bad_query_method
        (405, "DELETE", "", "", b""),
        (415, "POST", "", "", get(query=ASK).encode()),  # bad_query_missing_form_type
        (415, "POST", "", "text/plain", ASK.encode()),  # bad_query_wrong_media_type
        (415, "POST", "", "not a type", ASK.encode()),
        (415, "POST", "", f"{QUERY}; charset=UTF-16", ASK.encode("utf-16")),  # bad_query_non_utf8
        (400, "POST", "", QUERY, ASK.encode("utf-16")),
        (400, "GET", "query=%ff", "", b""),
        (400, "POST", get(query=ASK), QUERY, ASK.encode()),
        (400, "GET", get(query=ASK, wrld="asserted"), "", b""),
        (400, "GET", get(query=ASK, world=["asserted", "record"]), "", b""),
        (400, "GET", get(query=ASK, world="asserted", default_graph_uri=ONE), "", b""),
        (400, "GET", get(query=ASK, as_of="2025-11-01", named_graph_uri=ONE), "", b""),
        (400, "GET", "&".join(f"a{n}=" for n in range(2_000)), "", b""),
        (403, "POST", "", UPDATE, b"CLEAR ALL"),
        (403, "POST", "", FORM, get(update="CLEAR ALL").encode()),
        (403, "GET", get(update="CLEAR ALL"), "", b""),
    ],
)
def test_a_wrong_request_is_refused(status: int, method: str, parameters: str, kind: str, body: bytes) -> None:
    with pytest.raises(Problem) as found:
        asked(method, parameters, kind=kind, body=body)
    assert found.value.status == status and "\n" not in found.value.detail


def test_a_content_type_is_read_at_once_whatever_it_has() -> None:
    for kind in (f'{QUERY}; x="' + ";" * 60_000, f"{QUERY}; charset*{'9' * 5_000}*=x"):
        began = time.perf_counter()
        with pytest.raises(Problem) as refused:
            asked("POST", kind=kind, body=ASK.encode())
        assert refused.value.status == 415 and time.perf_counter() - began < 1
    for kind in (f'{QUERY} ; a=b; Charset="UTF-8"', f"{QUERY.upper()};", f"{QUERY}; charset*99=x"):
        assert asked("POST", kind=kind, body=ASK.encode()).text == ASK, kind


@pytest.mark.parametrize(
    ("path", "choice"),
    [
        ("", Choice()),
        ("asserted", Choice("asserted")),
        ("record/", Choice("record")),
        ("as-of/2025-11-01", Choice(as_of="2025-11-01")),
        ("asserted/according-to/Edda%20Marrin/according-to/B", Choice("asserted", ("Edda Marrin", "B"))),
        ("according-to/a%2Fb/as-of/2025-11-01", Choice("", ("a/b",), "2025-11-01")),
    ],
)
def test_an_address_names_a_world(path: str, choice: Choice) -> None:
    assert asked("GET", get(query=ASK), path).choice == choice


@pytest.mark.parametrize("path", ["asertd", "as-of", "asserted/asserted", "according-to/", "as-of/2025/as-of/2026"])
def test_an_address_of_no_world_is_not_found(path: str) -> None:
    with pytest.raises(Problem, match="names no world") as found:
        asked("GET", get(query=ASK), path)
    assert found.value.status == 404


@pytest.mark.parametrize(
    ("path", "more"), [("asserted", {"world": "record"}), ("as-of/2025-11-01", {"as_of": "2025-11-01"})]
)
def test_an_address_and_a_parameter_do_not_both_choose(path: str, more: dict[str, str]) -> None:
    with pytest.raises(Problem, match=r"the address says '.*' is given, too; give it once") as found:
        asked("GET", get(query=ASK, **more), path)
    assert found.value.status == 400


def test_an_address_and_parameters_may_each_choose_a_part() -> None:
    given = get(query=ASK, according_to=["A"], as_of="2025-11-01")
    assert asked("GET", given, "asserted/according-to/B").choice == Choice("asserted", ("A", "B"), "2025-11-01")


def test_parameters_choose_a_world() -> None:
    given = get(query=ASK, world="asserted", according_to=["A", "B"], as_of="2025-11-01", format="csv")
    one = asked("GET", given)
    assert one.choice == Choice("asserted", ("A", "B"), "2025-11-01") and one.form == "csv"


def test_a_query_without_characters_is_one_and_too_many_parameters_are_not_read() -> None:
    assert asked("GET", "query=").text == ""
    with pytest.raises(Problem, match="cannot be read"):
        asked("GET", "&".join("query=" for _ in range(2_000)))


def test_a_reason_is_one_line() -> None:
    assert Problem(400, "a\r\nb \u202e").detail == "a b \N{REPLACEMENT CHARACTER}"
    told = Problem(400, f"begun {'[' * 50_000} ended").detail
    assert told.startswith("begun [") and told.endswith("[ ended") and len(told) < 2_010


# --- formats


@pytest.mark.parametrize(
    ("accept", "rows", "triples"),
    [
        ("", "json", "ttl"),
        ("*/*", "json", "ttl"),
        ("application/sparql-results+xml", "xml", None),
        ("application/xml", "xml", "xml"),
        ("text/csv, application/json;q=0.5", "csv", None),
        ("text/csv;q=0.1, application/json;q=0.5", "json", None),
        ("application/ld+json;q=0.9, text/turtle;q=0.2", None, "jsonld"),
        ("text/html, application/xhtml+xml, */*;q=0.1", "json", "ttl"),
        ("application/n-triples", None, "nt"),
        ("text/*", "csv", "ttl"),
        ("text/turtle;q=0, */*;q=bad", None, None),
        ("application/sparql-results+json;q=0, text/turtle;q=0, */*", "xml", "nt"),
        ("application/json, TEXT/CSV;q=5", "json", None),
        ("TEXT/CSV", "csv", None),
        ("text/csv;q=-1, application/n-triples;q=-1", None, None),
        ("*/*;q=0.5, text/*;q=0.1, text/csv;q=0, application/json;q=0.1", "json", "nt"),
    ],
)
def test_accept_chooses_the_format(accept: str, rows: str | None, triples: str | None) -> None:
    for known, wanted in ((ROWS, rows), (TRIPLES, triples)):
        if wanted:
            assert chosen(known, "", accept) == wanted
        else:
            with pytest.raises(Problem) as found:
                chosen(known, "", accept)
            assert found.value.status == 406


def test_format_goes_before_accept_and_may_be_a_media_type() -> None:
    assert chosen(ROWS, "tsv", "application/json") == "tsv"
    assert chosen(ROWS, "application/sparql-results+xml", "") == "xml"
    with pytest.raises(Problem, match="no format is called 'pdf'"):
        chosen(ROWS, "pdf", "")


def test_an_endless_accept_header_is_read_in_part() -> None:
    assert len(accepted(", ".join(f"a/{n}" for n in range(100_000)))) == 100


# --- errors


def test_each_error_has_the_status_that_tells_a_client_what_to_do() -> None:
    told = {
        UsageError("wrong"): 400,
        UnknownName("agent", "x", []): 400,
        Stopped("late"): 503,
        StoreBusy("http://e/: busy"): 503,
        StoreError("http://e/: dead"): 502,
        StoreError("oxigraph:/x: damaged"): 500,
        DataError("bad"): 500,
    }
    assert {error: problem_of(error).status for error in told} == told
    assert problem_of(Stopped("late")).headers["retry-after"] == "1"


def test_a_client_is_told_no_folder_of_the_server() -> None:
    busy = StoreBusy("/srv/desk news/quake/.kgraph: another process writes here; try again later")
    assert problem_of(busy).detail == ".kgraph: another process writes here; try again later"
    assert problem_of(DataError("a query", path=Path("/srv/quake/queries/a.rq"))).detail.startswith("a.rq: ")
    assert "/srv/" not in problem_of(StoreError("oxigraph:/srv/x/y: damaged (see '/srv/x/z')")).detail
    for kept in ("<https://e.org/a/b> is no graph", "ASK { ?s kg:a/kg:b/kg:c ?o }", "https://e.org/sparql/a/: 500"):
        assert problem_of(UsageError(kept)).detail == kept

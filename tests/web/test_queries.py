"""The catalogue's queries over HTTP: their parameters, and pages of their rows."""

import csv
import io
import re

import pytest

from serving import Server


def pages(server: Server, name: str, asked: str) -> list[list[dict[str, str]]]:
    found, address = [], f"?{asked}"
    while address:
        reply = server.ask(f"/api/queries/{name}{address}")
        assert reply.status == 200, reply.text
        found.append(list(csv.DictReader(io.StringIO(reply.text, newline=""))))
        link = re.fullmatch(r'<(\?[^>]*)>; rel="next"', reply.headers.get("link", ""))
        address = link[1] if link else ""
    return found


@pytest.mark.parametrize(
    "asked", ["format=csv", "format=csv&modality=Assertion&as-of=2025-03-12", "format=csv&world=record"]
)
def test_pages_of_a_query_have_its_rows_once_and_in_order(server: Server, asked: str) -> None:
    whole = server.ask(f"/api/queries/claims?{asked}")
    found = pages(server, "claims", f"{asked}&limit=5")
    assert [row for page in found for row in page] == list(csv.DictReader(io.StringIO(whole.text, newline="")))
    assert {len(page) for page in found[:-1]} == {5}


def test_the_last_page_names_no_next_one(server: Server) -> None:
    (count,) = {len(page) for page in pages(server, "claims", "format=csv&limit=10000")}
    assert len(pages(server, "claims", f"format=csv&limit={count}")) == 1


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("disputes?since=2025-99-01", 400, "'2025-99-01' is no date"),
        ("disputes?since=", 400, "'since' has 0 characters"),
        ("claims?limit=0", 400, "give a number from 1 to 10,000"),
        ("claims?cursor=abc", 400, "'cursor' needs 'limit'"),
        ("claims?cursor=abc&limit=3", 400, "this is no cursor"),
        ("claims?world=other", 400, "no world is called 'other'"),
        ("claims?modality=Assertoin", 400, "Assertion"),
        ("claims?format=pdf", 400, "no format is called 'pdf'"),
        ("claims?claimnt=x", 400, "did you mean 'claimant'? there are claimant, about, modality"),
    ],
)
def test_a_wrong_parameter_is_refused(server: Server, path: str, status: int, said: str) -> None:
    reply = server.ask(f"/api/queries/{path}")
    assert reply.status == status and said in reply.json["detail"], reply.text


def test_a_wrong_parameter_takes_no_process(server: Server) -> None:
    def asked() -> str:
        (line,) = [line for line in server.ask("/metrics").text.splitlines() if line.startswith("kgraph_asked_total")]
        return line

    before = asked()
    for path in ("queries/disputes?since=x", "queries/clams", "queries/claims?limit=x", "claims?limit=x", "claims?a=b"):
        assert server.ask(f"/api/{path}").status in (400, 404)
    assert asked() == before


def test_a_cursor_of_another_query_or_other_parameters_is_refused(server: Server) -> None:
    link = server.ask("/api/queries/claims?limit=2").headers["link"]
    (cursor,) = re.findall(r"cursor=([^&>]*)", link)
    for path in ("claims?limit=2&modality=Denial", "denials?limit=2", "claims?limit=2&world=record"):
        reply = server.ask(f"/api/queries/{path}&cursor={cursor}")
        assert reply.status == 400 and "other parameters" in reply.json["detail"]
    assert server.ask(f"/api/queries/claims?limit=7&cursor={cursor}").status == 200

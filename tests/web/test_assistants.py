"""Assistants over stdio, with the client of the protocol's own package: every claim in an answer says whose it is."""

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from kgraph import Workspace
from kgraph.errors import KgraphError, UsageError
from kgraph.web.app import pool_of
from kgraph.web.assistants.speaking import speak
from kgraph.web.assistants.tools import MOST, TOOLS, checked
from kgraph.web.assistants.work import Call
from kgraph.web.problems import for_assistants, for_clients
from kgraph.web.settings import Settings
from kgraph.web.working.wire import Head
from kgraph.web.working.work import Write
from kgraph.workspace.graph import Graph
from looping import run
from requirements import missing

ROOT = Path(__file__).resolve().parents[2]
ALL = [
    ("search", {"text": "dam"}),
    ("entity", {"name": "Sallow Dam"}),
    ("claims_about", {"name": "Sallow Dam"}),
    ("compare", {"topic": "Sallow Dam"}),
    ("disputes", {"about": "Sallow Dam"}),
    ("query", {"sparql": "SELECT ?claim ?p { ?claim kg:paraphrase ?p }"}),
]
"""A call of each tool."""
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
OF_A_CLAIM = {"claimant", "as", "certainty", "says", "chain", "said", "anchor", "in_question", "claim"}


@pytest.fixture(scope="module")
def graph(quake: Path) -> Iterator[Graph]:
    with Graph.open(quake) as found:
        yield found


class Taken:
    """Keeps an answer."""

    body = b""

    def __call__(self, head: Head, pieces: Iterator[bytes]) -> None:
        self.body += b"".join(pieces)

    def written(self, head: Head, make: Callable[[Write], None]) -> None:
        raise AssertionError("tools send pieces")


def told(graph: Graph, tool: str, **given: Any) -> Any:
    """A tool's answer, without a process of its own."""
    taken = Taken()
    Call(tool, json.dumps(given)).do(graph, Settings(), taken)
    return json.loads(taken.body)


def paraphrases(answer: Any) -> Iterator[dict[str, Any]]:
    """Every object of an answer that has a claim's words."""
    if isinstance(answer, dict):
        if "says" in answer:
            yield answer
        for value in answer.values():
            yield from paraphrases(value)
    elif isinstance(answer, list):
        for value in answer:
            yield from paraphrases(value)


# --- what tools say


@pytest.mark.parametrize(("tool", "given"), ALL, ids=[tool for tool, _ in ALL])
def test_every_claim_says_whose_it_is_and_where(graph: Graph, tool: str, given: dict[str, Any]) -> None:
    answer = told(graph, tool, **given)
    found = list(paraphrases(answer))
    assert found or tool == "entity"
    for one in found:
        assert one.keys() >= OF_A_CLAIM and one["claimant"] and one["chain"] and one["certainty"]
        assert one["anchor"]["document"] and one["anchor"]["characters"]
    assert answer["note"]


@pytest.mark.slow
def test_a_search_says_how_much_is_left_and_how_to_go_on(graph: Graph) -> None:
    seen, skip, asked = [], 0, 0
    while True:
        answer = told(graph, "search", text="e", limit=3, skip=skip)
        seen += [one["id"] for one in answer["things"]]
        asked += 1
        if "to_read_on" not in answer:
            break
        skip = answer["to_read_on"]["skip"]
        assert answer["further_things"] or answer["further_claims"]
    assert asked > 2 and answer["further_things"] == answer["further_claims"] == 0
    assert len(seen) == len(set(seen)) == len(told(graph, "search", text="e", limit=200)["things"])


def test_an_error_names_a_tool_and_no_command() -> None:
    said = for_assistants(for_clients("no agent is called 'x'; 'kgraph query claimants' lists them"))
    assert said == "no agent is called 'x'; the tool 'search' finds them"
    said = for_assistants(for_clients("no; 'kgraph query claims --param claimant=A b' has what it claims itself"))
    assert said == "no; the tool 'claims_about' has what it claims itself"
    assert for_clients("'kgraph queries' lists them") == "'/queries' lists them"
    assert (
        for_assistants("no query is called 'x'; '/queries' lists them")
        == "no query is called 'x'; '/queries' lists them"
    )


def test_what_is_searched_comes_with_who_says_otherwise(graph: Graph) -> None:
    answer = told(graph, "search", text="dam crack")
    [question] = answer["in_question"]
    assert answer["claims"] and {one["claimant"] for one in paraphrases(question)} == {
        "people who live below the dam",
        "Sallow Water",
    }


def test_a_claim_in_question_comes_with_who_says_otherwise(graph: Graph) -> None:
    answer = told(graph, "claims_about", name="Sallow Dam")
    [question] = answer["in_question"]
    who = {one["claimant"]: one["as"] for one in paraphrases(question)}
    assert who == {"people who live below the dam": "assertion", "Sallow Water": "denial"}
    assert all(one["in_question"] for one in answer["claims"])
    assert told(graph, "entity", name="Sallow Dam")["in_question"] == [question["question"]]
    compared = told(graph, "compare", topic="Sallow Dam")["aspects"][0]
    assert {one["claimant"]: one["contradicted_by"] for one in compared["positions"]} == {
        "people who live below the dam": ["Sallow Water"],
        "Sallow Water": ["people who live below the dam"],
    }


def test_a_claim_says_what_its_own_claimant_made_of_it(graph: Graph) -> None:
    """In every tool, so that no changed figure is told as one that still stands."""
    changed = "changed or taken back later by its claimant"
    answers = told(graph, "disputes"), told(graph, "claims_about", name="Velmar earthquake")
    for answer in answers:
        assert any(changed in ", ".join(one["status"]) for one in paraphrases(answer))
    found = told(graph, "search", text="200 houses")["claims"]
    assert found and all([changed] == one["status"] for one in found)
    voices = [", ".join(one["status"]) for one in paraphrases(told(graph, "claims_about", name="Brenhold"))]
    assert any("one voice, two figures" in one for one in voices)
    relayed = [one for one in paraphrases(answers[0]["questions"]) if "2025-03-11-the-beacon/c2" in one["claim"]]
    assert relayed and all(one["in_question"] for one in relayed)


@pytest.mark.slow
def test_things_are_found_in_other_spellings_and_claims_by_their_words(graph: Graph) -> None:
    assert told(graph, "search", text="Marrin Edda")["things"][0]["id"] == "agent/marrin"
    assert told(graph, "entity", name="Marrin, Edda")["id"] == "agent/marrin"
    found = told(graph, "search", text="CRACKS dam", limit=1)
    assert len(found["claims"]) == 1 and "cracks" in found["claims"][0]["says"]
    everything = told(graph, "search", text="the", limit=1)
    assert everything["further_claims"] > 10


@pytest.mark.slow
def test_claims_are_read_on(graph: Graph) -> None:
    whole = told(graph, "claims_about", name="Velmar earthquake", limit=MOST)
    some = [told(graph, "claims_about", name="Velmar earthquake", limit=4, skip=skip) for skip in range(0, 40, 4)]
    assert [one for part in some for one in part["claims"]] == whole["claims"]
    assert some[0]["further_claims"] == len(whole["claims"]) - 4 and whole["further_claims"] == 0


@pytest.mark.slow
def test_remarks_are_read_on_and_those_left_are_counted(graph: Graph) -> None:
    every = told(graph, "disputes", limit=200)
    pages = [told(graph, "disputes", limit=1, skip=skip) for skip in range(len(every["remarks"]))]
    assert len(pages) > 1
    assert [remark for page in pages for remark in page["remarks"]] == every["remarks"]
    assert [page["further_remarks"] for page in pages] == [*reversed(range(len(pages)))]


def test_names_and_values_of_a_thing_that_are_left_out_are_counted(
    graph: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = told(graph, "entity", name="Sallow Dam")
    assert (whole["further_names"], whole["further_values"]) == (0, 0)
    monkeypatch.setattr("kgraph.web.assistants.work._NAMES", 0)
    monkeypatch.setattr("kgraph.web.assistants.work._VALUES", 0)
    cut = told(graph, "entity", name="Sallow Dam")
    assert cut["further_names"] == len(whole["names"]) > 0
    assert cut["further_values"] == sum(map(len, whole["identity"].values())) > 0


def test_a_query_is_asked_in_a_world_and_tells_whose_its_statements_are(graph: Graph) -> None:
    count = "SELECT (COUNT(?c) AS ?n) { ?c kg:inWorld ?w }"
    worlds: list[dict[str, Any]] = [{}, {"world": "asserted"}, {"world": "record"}, {"as_of": "2025-03-10"}]
    counted = [told(graph, "query", sparql=count, **world)["rows"] for world in worlds]
    assert len({str(rows) for rows in counted}) >= 3
    answer = told(graph, "query", sparql="SELECT ?node { ?node kg:figure ?f }", world="asserted")
    assert answer["rows"] and all("#" in row["node"] for row in answer["rows"])
    named = {one["claim"] for one in answer["claims_in_the_rows"]}
    assert {row["node"].partition("#")[0] for row in answer["rows"]} == named
    assert "no facts" in told(graph, "query", sparql=count)["note"]
    bare = told(graph, "query", sparql="SELECT ?what { ?c kg:paraphrase ?what FILTER(CONTAINS(?what, 'crack')) }")
    assert bare["rows"] and {row["what"] for row in bare["rows"]} == {one["says"] for one in bare["claims_in_the_rows"]}
    assert {one["claimant"] for one in paraphrases(bare["in_question"])} >= {"Sallow Water"}
    assert told(graph, "query", sparql="ASK { ?c a kg:Claim }")["answer"] is True


@pytest.mark.parametrize(
    ("tool", "given", "words"),
    [
        ("nothing", {}, "no tool is called 'nothing'"),
        ("entity", {}, "entity needs 'name'"),
        ("entity", {"name": "Atlantis"}, "no entity is called 'Atlantis'"),
        ("entity", {"nam": "x"}, "did you mean 'name'?"),
        ("search", {"text": 5}, "'text' is no text"),
        ("search", {"text": "x" * 20_001}, "more than 20,000 characters"),
        ("search", {"text": "x", "limit": 0}, "no whole number from 1"),
        ("search", {"text": "x", "limit": True}, "no whole number from 1"),
        ("disputes", {"since": "yesterday"}, "yesterday"),
        ("query", {"sparql": "INSERT DATA { <a> <b> <c> }"}, "only reads"),
        ("query", {"sparql": "DESCRIBE <a>"}, "SELECT and ASK"),
        ("query", {"sparql": "SELECT"}, "not legal SPARQL: line 1, column 7"),
        ("query", {"sparql": "ASK {}", "world": "assertd"}, "did you mean 'asserted'?"),
        ("query", {"sparql": "ASK {}", "according_to": ["a"] * 21}, "at most 20"),
        ("query", {"sparql": "SELECT * { SERVICE <http://127.0.0.1:9/> { ?a ?b ?c } }"}, "SERVICE"),
    ],
)
def test_errors_have_the_words_of_the_command_line(graph: Graph, tool: str, given: dict[str, Any], words: str) -> None:
    with pytest.raises(KgraphError) as error:
        told(graph, tool, **given)
    assert words in str(error.value)


def test_a_tool_is_described_as_it_is_checked() -> None:
    for name, tool in TOOLS.items():
        assert tool.schema["required"] == list(tool.required) and tool.description
        given = dict.fromkeys(tool.required, "x")
        assert checked(name, given).keys() >= tool.parameters.keys() & {"limit", "skip"}
    assert checked("search", {"text": "x", "limit": 10**30})["limit"] == MOST


# --- over stdio


def command(quake: Path, *more: str) -> list[str]:
    return [sys.executable, "-m", "kgraph", "-C", str(quake), "mcp", *more]


@pytest.mark.slow
def test_the_packages_own_client_calls_every_tool(quake: Path) -> None:
    """One session: the tools, an answer of each, errors as errors of tools, and a deadline that ends a query alone."""
    if find_spec("mcp") is None:
        missing("the package mcp")
    from mcp.client.session import ClientSession
    from mcp.client.stdio import StdioServerParameters, stdio_client

    async def session() -> None:
        program, *words = command(quake, "--timeout", "2")
        server = StdioServerParameters(
            command=program, args=words, env={**os.environ, "PYTHONPATH": ":".join(sys.path)}
        )
        async with stdio_client(server) as (reading, writing), ClientSession(reading, writing) as client:
            begun: Any = await client.initialize()
            assert begun.server_info.name == "kgraph" and "claims, not facts" in begun.instructions
            listed: Any = await client.list_tools()
            assert [one.name for one in listed.tools] == list(TOOLS)
            assert all(one.annotations.read_only_hint for one in listed.tools)
            for tool, given in ALL:
                found: Any = await client.call_tool(tool, given)
                assert not found.is_error and json.loads(found.content[0].text)["note"], tool
            start = time.monotonic()
            late: Any = await client.call_tool("query", {"sparql": RUNAWAY})
            assert late.is_error and "stopped after 2 s" in late.content[0].text
            assert time.monotonic() - start < 10
            wrong: Any = await client.call_tool("entity", {"name": "Atlantis"})
            assert wrong.is_error and "no entity is called 'Atlantis'" in wrong.content[0].text
            after: Any = await client.call_tool("query", {"sparql": "ASK { ?c a kg:Claim }"})
            assert json.loads(after.content[0].text)["answer"] is True

    run(asyncio.wait_for(session(), 120))


@pytest.mark.slow
def test_stdout_has_the_protocol_alone_and_the_end_of_stdin_ends_it(quake: Path) -> None:
    if find_spec("mcp") is None:
        missing("the package mcp")
    messages = [
        {
            "jsonrpc": "2.0",
            "id": 1,
            "method": "initialize",
            "params": {
                "protocolVersion": "2025-06-18",
                "capabilities": {},
                "clientInfo": {"name": "test", "version": "1"},
            },
        },
        {"jsonrpc": "2.0", "method": "notifications/initialized"},
        {"jsonrpc": "2.0", "id": 2, "method": "tools/list"},
    ]
    process = subprocess.Popen(
        command(quake),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": ":".join(sys.path)},
    )
    assert process.stdin and process.stdout
    process.stdin.write(b"no protocol\n" + "".join(json.dumps(one) + "\n" for one in messages).encode())
    process.stdin.flush()
    lines = [json.loads(process.stdout.readline()) for _ in range(2)]
    while lines[-1].get("id") != 2:
        lines.append(json.loads(process.stdout.readline()))
    assert all(one["jsonrpc"] == "2.0" for one in lines)
    rest, said = process.communicate(timeout=30)
    assert process.returncode == 0 and rest == b"" and b"Traceback" not in said


def test_without_the_package_a_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "mcp.server.lowlevel", None)
    with pytest.raises(UsageError, match=r"needs the package mcp: pip install 'kgraph\[mcp\]'"):
        speak(pool_of(Workspace.find(ROOT), "sparql:http://127.0.0.1:9/", Settings()))

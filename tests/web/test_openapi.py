"""The description of the API: it is legal, it describes what is there, and no request that it allows makes the server
fail."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from kgraph.web.api.answering import LISTS
from kgraph.web.data.making import FILES
from paced import rest_thorough
from requirements import missing
from serving import Server


@pytest.fixture(scope="module")
def description(server: Server) -> Any:
    reply = server.ask("/openapi.json")
    assert reply.status == 200 and reply.headers["content-type"] == "application/json"
    return reply.json


@pytest.mark.slow
def test_it_is_legal(description: Any) -> None:
    validator = pytest.importorskip("openapi_spec_validator", reason="openapi-spec-validator is not installed")
    validator.validate(description)


def operations(description: Any) -> dict[str, Any]:
    return {path: methods["get"] for path, methods in description["paths"].items()}


def test_it_names_each_operation_and_reference_once(description: Any) -> None:
    names = [one["operationId"] for one in operations(description).values()]
    assert len(set(names)) == len(names) > 40
    for one in operations(description).values():
        given = [parameter["name"] for parameter in one["parameters"]]
        assert len(set(given)) == len(given)


def test_every_list_and_every_query_is_in_it(server: Server, description: Any) -> None:
    queries = {f"/api/queries/{query['name']}" for query in server.ask("/api/queries").json["queries"]}
    lists = {f"/api/{name}{rest}" for name in LISTS for rest in ("", "/{id}")}
    assert {path for path in description["paths"] if path.startswith("/api/")} == queries | lists | {"/api/queries"}


def test_answers_are_as_described(server: Server, description: Any) -> None:
    addresses = {
        "/api/claims": "/api/claims?limit=100",
        "/api/claims/{id}": "/api/claims/2025-03-10-brenhold-post/c3",
        "/api/entities": "/api/entities?limit=100",
        "/api/entities/{id}": "/api/entities/place/brenhold",
        "/api/disputes": "/api/disputes",
        "/api/disputes/{id}": "/api/disputes/2925f6b306104f29",
        "/api/documents": "/api/documents",
        "/api/documents/{id}": "/api/documents/2025-03-10-brenhold-post",
        "/api/queries": "/api/queries",
    }
    for path, address in addresses.items():
        (schema,) = [
            content["schema"]
            for kind, content in operations(description)[path]["responses"]["200"]["content"].items()
            if kind == "application/json"
        ]
        whole = {**schema, "components": description["components"]}
        jsonschema.Draft202012Validator(whole).validate(server.ask(address).json)


def test_files_of_json_are_as_described(server: Server, description: Any) -> None:
    described = description["paths"]["/data/{file}"]["get"]["responses"]["200"]["content"]
    for name, (media, _) in FILES.items():
        if "json" in media:
            jsonschema.validate(server.ask(f"/data/{name}").json, described[media]["schema"])


def test_each_parameter_is_known_to_the_address_that_has_it(server: Server, description: Any) -> None:
    """One that the description has and the server does not know would be told as unknown."""
    for path, one in operations(description).items():
        names = [parameter["name"] for parameter in one["parameters"] if parameter["in"] == "query"]
        if path.startswith("/api/queries/"):
            names = names[:1]  # these are many, and share their other parameters
        for name in names:
            address = path.replace("{id}", "x")
            assert "is called '" + name not in server.ask(f"{address}?{name}=").text, (path, name)


def program(name: str) -> str:
    """The path of a program in the folder KGRAPH_OPENAPI, or beside Python."""
    folders = (Path(os.environ.get("KGRAPH_OPENAPI", ".")), Path(sys.executable).parent)
    found = [(folder / name).resolve() for folder in folders if (folder / name).exists()]
    return str(found[0]) if found else missing(f"{name} (KGRAPH_OPENAPI names its folder)")


CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"


@pytest.mark.slow
@pytest.mark.parametrize(("phase", "examples"), rest_thorough([("fuzzing", 2), ("coverage", 1), ("fuzzing", 40)]))
def test_no_request_that_it_allows_makes_the_server_fail(server: Server, phase: str, examples: int) -> None:
    address = f"http://127.0.0.1:{server.port}/openapi.json"
    command = [program("schemathesis"), "run", address, "--checks", CHECKS, "--phases", phase]
    command += ["--max-examples", str(examples), "--seed", "1"]
    told = subprocess.run(command, capture_output=True, text=True, timeout=1_500)
    assert told.returncode == 0, told.stdout[-5_000:]


@pytest.mark.slow
def test_a_generator_of_clients_takes_it(server: Server, tmp_path: Path) -> None:
    address = f"http://127.0.0.1:{server.port}/openapi.json"
    command = [program("openapi-python-client"), "generate", "--url", address, "--meta", "none"]
    command += ["--output-path", str(tmp_path / "client")]
    told = subprocess.run(command, capture_output=True, text=True, timeout=600)
    assert told.returncode == 0, told.stdout + told.stderr
    assert (tmp_path / "client/api/claims/list_claims.py").is_file()
    assert "Endpoint" not in told.stdout, told.stdout  # it tells the addresses that it leaves out

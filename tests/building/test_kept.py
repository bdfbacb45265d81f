"""What a build kept is looked up by what is wanted, however much there is."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from kgraph.building.kept import Kept, KeptClaim, KeptFile, numbered
from kgraph.disputes.neighbours import Role
from kgraph.namespaces import IRI

_KEY = ("held", "https://example.org/id/place/ford")
_CLAIM = IRI("https://example.org/id/claim/a/c1")

ASKED: dict[str, Callable[[Kept], object]] = {
    "graphs": lambda kept: kept.graphs({1}),
    "sharing": lambda kept: kept.sharing(["x:a"], ["x:b"], {1}),
    "claims of": lambda kept: kept.claims_of({1}),
    "rows": lambda kept: kept.rows({1}),
    "numbers": lambda kept: kept.numbers([_CLAIM]),
    "of one graph": lambda kept: kept.of_one_graph({1}),
    "of contents": lambda kept: kept.of_contents(["x:a"]),
    "mentioning": lambda kept: kept.mentioning(["x:a"]),
    "keys": lambda kept: kept.keys({1}),
    "having": lambda kept: kept.having([numbered(_KEY, role) for role in Role]),
    "bridged": lambda kept: kept.bridged({1}, [numbered(_KEY, Role.OF)]),
    "telling": lambda kept: kept.telling(["x:a"]),
    "naming": lambda kept: kept.naming({1}),
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    claim = KeptClaim(_CLAIM, IRI("x:doc"), IRI("x:content"), "digest", [(_KEY, Role.OF)], ["x:a"], (), b"lines")
    with Kept(tmp_path / "kept.sqlite", "rwc") as kept:
        kept.add([KeptFile("a.trig", "digest", claims=[claim], owns=["x:a"], needs=["x:b"])])
        kept.index()
    return tmp_path / "kept.sqlite"


@pytest.mark.parametrize("name", ASKED)
def test_no_table_is_gone_through(name: str, path: Path) -> None:
    asked: list[str] = []
    with Kept(path) as kept:
        kept._db.set_trace_callback(asked.append)
        ASKED[name](kept)
        kept._db.set_trace_callback(None)
        queries = [query for query in asked if query.startswith("SELECT")]
        assert queries
        plans = [row[3] for query in queries for row in kept._db.execute(f"EXPLAIN QUERY PLAN {query}")]
    assert [plan for plan in plans if plan.startswith("SEARCH")], plans
    assert not [plan for plan in plans if plan.startswith("SCAN") and plan != "SCAN wanted"], plans


def test_the_plans_would_tell() -> None:
    db = sqlite3.connect(":memory:")
    db.execute("CREATE TABLE claim (id INTEGER PRIMARY KEY, iri TEXT)")
    assert [row[3] for row in db.execute("EXPLAIN QUERY PLAN SELECT id FROM claim WHERE iri = 'x:a'")] == ["SCAN claim"]

"""Update requests: which graphs they would change, and what they make of free graphs in a copy of a store."""

from pathlib import Path

import pytest

from kgraph.errors import DataError, GraphOwned, UsageError
from kgraph.namespaces import IRI, XSD
from kgraph.store import OxigraphStore, Snapshot
from kgraph.store.scratch import updated
from kgraph.store.updates import operations

MINE, OTHER, OWNED = IRI("urn:x:mine"), IRI("urn:x:other"), IRI("https://e.org/doc/a")
LINE = b'<urn:x:s> <urn:x:p> "in mine" .\n'


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """A store with a default graph, a graph that builds own, and two that are free."""
    folder = tmp_path_factory.mktemp("updates") / "store"
    with OxigraphStore(folder, create=True) as made:
        made.update(f"""INSERT DATA {{
          <urn:x:s> <urn:x:p> "default" , "both" .
          GRAPH <{OWNED}> {{ <urn:x:s> <urn:x:p> "owned" , "both" }}
          GRAPH <{MINE}> {{ <urn:x:s> <urn:x:p> "in mine" }}
          GRAPH <{OTHER}> {{ <urn:x:s> <urn:x:p> "in other" }}
        }}""")
    return Snapshot(folder)


def after(
    store: Snapshot, tmp_path: Path, text: str, using: tuple[list[IRI], list[IRI]] | None = None
) -> dict[str, list[str]]:
    """The values in each free graph after an update."""
    found = updated(store, tmp_path / "copy", text, lambda graph: graph.startswith("urn:"), using)
    return {
        graph: [
            line.split(b" ", 2)[2][:-3].decode().replace(f"^^<{XSD.integer}>", "")
            for line in lines.splitlines(keepends=True)
        ]
        for graph, lines in found.items()
        if lines
    }


BEFORE = {MINE: ['"in mine"'], OTHER: ['"in other"']}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "changed"),
    [
        (
            "INSERT DATA { GRAPH <urn:x:mine> { <urn:x:s> <urn:x:p> 1 ; <urn:x:q> 2 } }",
            {MINE: ['"in mine"', '"1"', '"2"']},
        ),
        ("PREFIX x: <urn:x:> INSERT DATA { GRAPH x:new { x:s x:p 'a;b}' } . }", {IRI("urn:x:new"): ['"a;b}"']}),
        ("BASE <urn:x:mine> DELETE DATA { GRAPH <> { <urn:x:s> <urn:x:p> 'in mine' } }", {MINE: []}),
        ("DELETE WHERE { GRAPH <urn:x:mine> { ?s ?p ?o } }", {MINE: []}),
        ("CLEAR GRAPH <urn:x:mine>", {MINE: []}),
        ("drop silent graph <urn:x:mine> ; DROP GRAPH <urn:x:none>", {MINE: []}),
        ("COPY <urn:x:other> TO <urn:x:mine>", {MINE: ['"in other"']}),
        ("ADD DEFAULT TO GRAPH <urn:x:mine>", {MINE: ['"both"', '"default"', '"in mine"']}),
        (f"ADD <{OWNED}> TO <urn:x:mine>", {MINE: ['"both"', '"in mine"', '"owned"']}),
        ("MOVE <urn:x:other> TO <urn:x:mine>", {MINE: ['"in other"'], OTHER: []}),
        ("CREATE GRAPH <urn:x:empty>", {}),
        ("COPY <urn:x:none> TO <urn:x:mine>", {MINE: []}),
        (
            "INSERT { GRAPH <urn:x:mine> { ?s <urn:x:q> ?o } } WHERE { ?s ?p ?o }",
            {MINE: ['"in mine"', '"both"', '"default"']},
        ),
        ("WITH <urn:x:mine> DELETE { ?s ?p ?o } INSERT { ?s ?p 1 } WHERE { ?s ?p ?o }", {MINE: ['"1"']}),
        ("WITH <urn:x:mine> INSERT { ?s ?p 1 } USING <urn:x:none> WHERE { ?s ?p ?o }", {}),
        (
            f"INSERT {{ GRAPH <urn:x:mine> {{ ?s ?p ?g }} }} USING NAMED <{OWNED}> "
            "WHERE { GRAPH ?g { ?s ?p 'owned' } }",
            {MINE: ['"in mine"', f"<{OWNED}>"]},
        ),
        (
            "DELETE { GRAPH ?g { ?s ?p ?o } } WHERE { GRAPH ?g { ?s ?p ?o FILTER(STRSTARTS(STR(?g), 'urn:')) } }",
            {MINE: [], OTHER: []},
        ),
        ("INSERT { GRAPH ?g { ?s ?p 1 } } WHERE { OPTIONAL { ?s <urn:x:no> ?g } }", {}),
        (
            "INSERT DATA { GRAPH <urn:x:a> { <urn:x:s> <urn:x:p> 1 } } ; PREFIX x: <urn:x:> # a remark ; } \n"
            "INSERT { GRAPH x:b { ?s ?p ?o } } WHERE { GRAPH x:a { ?s ?p ?o } } ; DROP GRAPH x:a ;",
            {IRI("urn:x:b"): ['"1"']},
        ),
        ("", {}),
        ("# nothing", {}),
    ],
)
def test_an_update_changes_free_graphs(
    store: Snapshot, tmp_path: Path, text: str, changed: dict[IRI, list[str]]
) -> None:
    wanted = {graph: sorted(values) for graph, values in {**BEFORE, **changed}.items() if values}
    assert {graph: sorted(values) for graph, values in after(store, tmp_path, text).items()} == wanted


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        f"INSERT DATA {{ GRAPH <{OWNED}> {{ <urn:x:s> <urn:x:p> 1 }} }}",
        "PREFIX e: <https://e.org/doc/> PREFIX x: <urn:x:> "
        "INSERT DATA { GRAPH x:mine { x:s x:p 1 } GRAPH e:a { x:s x:p 1 } }",
        "BASE <https://e.org/> DELETE DATA { GRAPH <doc/b> { <urn:x:s> <urn:x:p> 1 } }",
        f"DELETE WHERE {{ GRAPH <{OWNED}> {{ ?s ?p ?o }} }}",
        "DELETE WHERE { GRAPH ?g { ?s ?p ?o } }",
        "INSERT { GRAPH ?g { ?s ?p 1 } } WHERE { GRAPH ?g { ?s ?p ?o } }",
        f"WITH <{OWNED}> DELETE {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o }}",
        "INSERT { GRAPH ?t { ?s ?p 1 } } WHERE { ?s ?p ?o BIND(IRI('https://e.org/doc/new') AS ?t) }",
        f"CLEAR GRAPH <{OWNED}>",
        f"DROP SILENT GRAPH <{OWNED}>",
        f"CREATE GRAPH <{OWNED}>",
        f"COPY <{MINE}> TO <{OWNED}>",
        f"MOVE <{OWNED}> TO <{MINE}>",
        f"INSERT DATA {{ GRAPH <{MINE}> {{ <urn:x:s> <urn:x:p> 1 }} }} ; DROP GRAPH <{OWNED}>",
        r"DROP GRAPH <https://e.org/doc/\u0061>",
    ],
)
def test_an_update_of_a_graph_that_builds_own_is_refused_by_its_name(
    store: Snapshot, tmp_path: Path, text: str
) -> None:
    with pytest.raises(GraphOwned, match=r"<https://e\.org/doc/"):
        after(store, tmp_path, text)


@pytest.mark.parametrize(
    "text",
    [
        "CLEAR ALL",
        "DROP NAMED",
        "CLEAR SILENT DEFAULT",
        "COPY <urn:x:mine> TO DEFAULT",
        "MOVE DEFAULT TO <urn:x:mine>",
        "INSERT DATA { <urn:x:s> <urn:x:p> 1 }",
        "INSERT DATA { GRAPH <urn:x:mine> { <urn:x:s> <urn:x:p> 1 } <urn:x:s> <urn:x:p> 1 }",
        "DELETE WHERE { ?s ?p ?o }",
        "DELETE { ?s ?p ?o } USING <urn:x:mine> WHERE { ?s ?p ?o }",
    ],
)
def test_an_update_of_the_default_graph_or_of_all_is_refused(store: Snapshot, tmp_path: Path, text: str) -> None:
    with pytest.raises(GraphOwned, match=r"has graphs that builds own"):
        after(store, tmp_path, text)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("LOAD <http://127.0.0.1/a> INTO GRAPH <urn:x:mine>", "LOAD is refused"),
        ("LOAD SILENT <file:///etc/passwd> INTO GRAPH <urn:x:mine>", "LOAD is refused"),
        ("INSERT { GRAPH <urn:x:mine> { ?s ?p ?o } } WHERE { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }", "SERVICE"),
        ("INSERT { GRAPH <urn:x:mine> { ?s ?p ?o } } WHERE { SERVICE SILENT ?e { ?s ?p ?o } }", "SERVICE"),
        ("CLEAR XYZ", "not legal SPARQL"),
        ("SELECT * { ?s ?p ?o }", "this is a query"),
        ("CREATE GRAPH <urn:x:mine>", "write SILENT if that is no error"),
        ("PREFIX x: <urn:x:> INSERT DATA { GRAPHx:mine { x:s x:p 1 } }", "write each word apart"),
        ("INSERTDATA { GRAPH <urn:x:mine> { <urn:x:s> <urn:x:p> 1 } }", "write each word apart"),
        ("DELETEWHERE { GRAPH <urn:x:mine> { ?s ?p ?o } }", "write each word apart"),
        ("CLEAR SILENTALL", "write each word apart"),
        ("INSERT DATA { GRAPH <urn:x:mine> { <urn:x:s> <urn:x:p> <<( <urn:x:s> <urn:x:p> 1 )>> } }", "RDF 1.1"),
        ("INSERT DATA " + "{" * 5_000, "nested more than"),
    ],
)
def test_a_wrong_update_is_refused(store: Snapshot, tmp_path: Path, text: str, why: str) -> None:
    with pytest.raises((UsageError, DataError), match=why) as found:
        after(store, tmp_path, text)
    assert not isinstance(found.value, GraphOwned)


def test_a_dataset_comes_with_the_update(store: Snapshot, tmp_path: Path) -> None:
    text = "INSERT { GRAPH <urn:x:new> { ?s <urn:x:q> ?o } } WHERE { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
    assert after(store, tmp_path, text, ([OWNED], [OTHER]))["urn:x:new"] == ['"both"', '"in other"', '"owned"']
    with_own = text.replace("WHERE", "USING <urn:x:a> WHERE")
    for own in ("WITH <urn:x:mine> INSERT { ?s ?p 1 } WHERE { ?s ?p ?o }", with_own):
        with pytest.raises(UsageError, match="give the dataset once"):
            after(store, tmp_path, own, ([OWNED], []))


def test_what_no_reading_finds_changes_nothing_that_builds_own(store: Snapshot, tmp_path: Path) -> None:
    found = updated(store, tmp_path / "copy", "CREATE GRAPH <urn:x:a>", lambda graph: graph.startswith("urn:"))
    assert OWNED not in found and found[MINE] == LINE


def test_a_request_is_read_as_its_operations() -> None:
    first, second = operations(
        "PREFIX a: <urn:;> INSERT DATA { GRAPH a:b { a:c a:d ';' } } ; BASE <urn:q> DROP GRAPH <x>"
    )
    assert first.graphs == ["a:b"] and second.graphs == ["<x>"]
    assert second.prologue.split() == ["PREFIX", "a:", "<urn:;>", "BASE", "<urn:q>"]

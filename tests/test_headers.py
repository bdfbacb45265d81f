"""A header that is not as it should be fails when the file is read, in one line with the file's line."""

import threading
from pathlib import Path

import pytest

from kgraph import Graph
from kgraph.catalogue import load_catalogue, read_file, read_query
from kgraph.errors import DataError, UnknownName
from kgraph.headers import has_header, read_header
from kgraph.resources import bundled
from kgraph.store import open_store
from kgraph.workspace.building import fill
from kgraph.workspace.config import Workspace
from kgraph.workspace.starting import init_workspace

BODY = "SELECT ?place ?n { VALUES ?place { UNDEF } ?place ?p ?n }"
PARAM = "#+ params:\n#+   place: {type: entity, summary: the place}\n"
BAD = [
    ("#+ summary: s\n#+ params: place\n", 2, "'place' is no list of parameters"),
    ("#+ summary: s\n#+ params:\n", 2, "params names no parameter"),
    ("#+ summary: s\n#+ params: 5\n", 2, "'5' is no list of parameters"),
    ("#+ summary: s\n#+ params: [place]\n", 2, "params must be lines of 'key: value'"),
    ("#+ summary: s\n#+ params:\n#+   place:\n", 3, "parameter 'place' must be lines of 'key: value'"),
    ("#+ summary: s\n#+ params:\n#+   place: entity\n", 3, "parameter 'place' must be lines"),
    ("#+ summary: s\n#+ params:\n#+   place: [entity]\n", 3, "parameter 'place' must be lines"),
    ("#+ summary: s\n#+ params:\n#+   place: {summary: x}\n", 3, "has no type; use one of entity"),
    ("#+ summary: s\n#+ params:\n#+   place: {type: entty}\n", 3, "no legal type: 'entty'; did you mean 'entity'"),
    ("#+ summary: s\n#+ params:\n#+   place: {type: [iri]}\n", 3, "the type of 'place' must be a text"),
    ("#+ summary: s\n#+ params:\n#+   place: {type: iri, summry: x}\n", 3, "'summry'; did you mean 'summary'"),
    ("#+ summary: s\n#+ params:\n#+   place:\n#+     type: iri\n#+     typ: iri\n", 5, "unknown key 'typ'"),
    ("#+ summary: s\n#+ params:\n#+   ?place: {type: iri}\n", 3, "without '?', such as place"),
    ("#+ summary: s\n#+ parms:\n#+   place: {type: entity}\n", 2, "'parms'; did you mean 'params'"),
    ("#+ summary: s\n#+ PARAMS:\n#+   place: {type: entity}\n", 2, "'PARAMS'; did you mean 'params'"),
    ("#+ summary: s\n# a comment\n\n#+ endpoint: http://x/\n", 4, "unknown key 'endpoint'; use summary"),
    ("#+ summary: s\n#+ <<: {a: b}\n", 2, "unknown key '<<'"),
    ("#+ summary: [a, b]\n", 1, "summary must be a text"),
    ("#+ summary: {a: b}\n", 1, "summary must be a text"),
    ("#+ summary:\n", 1, "the summary is empty"),
    ("#+ description: d\n", 1, "no summary"),
    ("# mine\n#+ summary: s\n#+ description: [d]\n", 3, "description must be a text"),
    ("#+ summary: s\n#+ columns: place n\n", 2, "columns must be a list"),
    ("#+ summary: s\n#+ columns: []\n", 2, "columns must be a list"),
    ("#+ summary: s\n#+ columns: [[place]]\n", 2, "a column (without '?') must be a text"),
    ("#+ summary: s\n#+ columns: [place,\n#+   m]\n", 3, "no variable 'm'"),
    ("#+ summary: s\n#+ summary: t\n", 2, "'summary' twice"),
    (f"#+ summary: s\n{PARAM}#+   place: {{type: iri}}\n", 4, "'place' twice"),
    ("#+ - summary: s\n", 1, "the header must be lines of 'key: value'"),
    ("#+ summary\n", 1, "the header must be lines of 'key: value'"),
    ("#+ ? [a]\n#+ : b\n", 1, "a key that is no word"),
    ("#+ summary: s\n#+\tparams: x\n", 2, "no YAML"),
    ("#+ summary: s\n#+ ---\n#+ summary: t\n", 2, "no YAML"),
    ("#+ summary: *s\n", 1, "no YAML"),
    ("#+ summary: s\x07\n", 1, "no YAML"),
    ("#+ summary: " + "[" * 3000 + "\n", 1, "no YAML"),
    ("", 1, "no summary"),
]


def written(tmp_path: Path, text: str, name: str = "mine.rq") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf8", newline="")
    return path


@pytest.mark.parametrize(("header", "line", "words"), BAD)
def test_a_bad_header_is_one_line_with_the_file_s_line(tmp_path: Path, header: str, line: int, words: str) -> None:
    path = written(tmp_path, header + BODY)
    with pytest.raises(DataError) as caught:
        read_query(path)
    said = str(caught.value)
    assert said.startswith(f"{path}:{line}: ")
    assert words in said
    assert "\n" not in said
    assert len(said) < len(str(path)) + 250


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (f"#+ summary: s\n{PARAM}SELECT * {{ ?place ?p ?o }}", 3, "occurs 0 times"),
        (f"#+ summary: s\n{PARAM}SELECT * {{ VALUES (?place ?x) {{ (1 2) }} }}", 3, "occurs 0 times"),
        (f"#+ summary: s\n{PARAM}# VALUES ?place {{ UNDEF }}\nASK {{}}", 3, "occurs 0 times"),
        (f"#+ summary: s\n{BODY}", 2, "declares no parameter 'place'"),
        (f"#+ summary: s\n{PARAM}{BODY[:-1]}\n VALUES ?on {{undef}} }}", 5, "declares no parameter 'on'"),
        (f"#+ summary: s\n{PARAM}{BODY[:-1]}\n VALUES $places {{ UNDEF }} }}", 5, "did you mean 'place'"),
        (f"{BODY}\n#+ summary: s\n", 2, "after the beginning of the query"),
        (f"#+ summary: s\n{PARAM}{BODY}\n#+ description: late\n", 5, "after the beginning of the query"),
        ("#+ summary: s\nPREFIX a: <urn:a>\n  #+ description: late\nASK {}", 3, "after the beginning"),
    ],
)
def test_header_and_body_must_fit(tmp_path: Path, text: str, line: int, words: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(DataError, match=words) as caught:
        read_query(path)
    assert str(caught.value).startswith(f"{path}:{line}: ")


@pytest.mark.parametrize(
    "text",
    [
        "description: |\n" + "".join(f"#+ {' ' * n}deep\n" for n in range(1, 100)),
        "description: 'many: colons, dashes - and so on? " + ": - ? " * 2_000 + "'\n",
        "description: {'a': }\n",
        'description: "\\ud800"\n',
        'description: "\\U00110000"\n',
        'description: "\\U00110000' + ":" * 600 + '"\n',
    ],
)
def test_any_text_is_read_or_refused_in_a_line(tmp_path: Path, text: str) -> None:
    try:
        assert read_header(tmp_path / "a.rq", f"#+ summary: s\n#+ {text}ASK {{}}").summary == "s"
    except DataError as error:
        assert str(error).startswith(f"{tmp_path / 'a.rq'}:") and "\n" not in str(error)


@pytest.mark.parametrize("level", ["- ", "[", "? ", "{a: ", "a: [", "- ? "])
@pytest.mark.parametrize("levels", [100, 240, 490, 900, 100_000])
def test_no_nesting_ends_a_thread_with_a_small_stack(tmp_path: Path, level: str, levels: int) -> None:
    said: list[str] = []

    def read() -> None:
        try:
            read_header(tmp_path / "deep.rq", f"#+ summary: s\n#+ params: {level * levels}\nASK {{}}")
        except DataError as error:
            said.append(str(error))

    threading.stack_size(256 * 1024)
    try:
        one = threading.Thread(target=read)
        one.start()
        one.join()
    finally:
        threading.stack_size(0)
    assert len(said) == 1
    assert said[0].startswith(f"{tmp_path / 'deep.rq'}:") and "\n" not in said[0]


@pytest.mark.parametrize(
    "text",
    [
        f"#+ summary: s\n{PARAM}{BODY}",
        f"\ufeff#+ summary: s\r\n{PARAM}{BODY}".replace("\n", "\r\n").replace("\r\r", "\r"),
        f"# Who wrote it\n\n#+ summary: s\n# between\n{PARAM}\n{BODY}",
        f"#+summary: s\n{PARAM}{BODY}",
        f"  #+ summary: s\n{PARAM}{BODY}",
        f"#+ summary: s\n{PARAM}" + BODY.replace("?n }", '?n FILTER(?n != """\n#+ summary: x\n""") }'),
        f"#+ summary: >\n#+   s\n{PARAM}#+ columns: [n]\n{BODY} # and #+ here",
        f"#+ summary: s\n{PARAM}" + BODY.replace("?place ?p", "VALUES ?two { 1 2 } ?place ?p"),
    ],
)
def test_legal_headers_are_taken(tmp_path: Path, text: str) -> None:
    path = written(tmp_path, text)
    query = read_query(path)
    assert (query.summary, [p.name for p in query.params]) == ("s", ["place"])
    assert has_header(text.removeprefix("\ufeff"))
    assert read_file(path) == query


def test_columns_are_read(tmp_path: Path) -> None:
    assert read_query(written(tmp_path, f"#+ summary: s\n{PARAM}#+ columns: [n, place]\n{BODY}")).columns == (
        "n",
        "place",
    )


def test_rules_and_premises_have_headers_of_the_same_kind(tmp_path: Path) -> None:
    init_workspace(tmp_path / "town", "https://example.org/id/", "Town")
    town = Workspace.find(tmp_path / "town")
    for folder in ("rules", "rules/premises"):
        path = town.queries / folder / "9-mine.rq"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("#+ summery: s\nCONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
        with pytest.raises(DataError, match=r"9-mine.rq:1: .*did you mean 'summary'"), open_store("memory:") as store:
            fill(store, town)
        path.unlink()


def test_all_that_comes_with_kgraph_loads() -> None:
    catalogue = load_catalogue([bundled() / "queries"])
    assert len(catalogue) >= 40
    assert not catalogue.faults


def test_one_bad_file_stops_no_other_query(graph: Graph, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "good.rq").write_text("#+ summary: s?\nASK {}")
    (mine / "Loud.RQ").write_text("#+ summary: s?\nASK {}")
    (mine / "bad.rq").write_text("#+ parms: s\nASK {}")
    (mine / "lost.rq").symlink_to("nowhere.rq")
    (mine / "claims.rq").write_text("no header, in the place of a query of kgraph's\n")
    (mine / "deep").mkdir()
    (mine / "deep/below.rq").write_text("#+ summary: s?\nASK {}")
    (tmp_path / "above.rq").write_text("#+ summary: s?\nASK {}")
    (mine / ".#bad.rq").symlink_to("me@host.1")
    found = load_catalogue([bundled() / "queries", tmp_path])
    assert {"good", "Loud", "disputes"} <= set(found)
    assert set(found.faults) == {"bad", "lost", "claims", "below", "above"}
    assert "claims" not in found
    assert all("\n" not in str(fault) for fault in found.faults.values())
    assert f"move it to {tmp_path}/TOPIC/" in str(found.faults["above"])

    said: list[str] = []
    asking = Graph(graph.store, graph.workspace, remark=said.append)
    asking.catalogue = found
    assert asking.query("good") is True
    with pytest.raises(DataError, match=r"bad.rq:1: .*did you mean 'params'"):
        asking.query("bad")
    with pytest.raises(DataError, match=r"lost.rq: this link leads nowhere"):
        asking.query("lost")
    with pytest.raises(UnknownName):
        asking.query("goood")


def test_a_bad_file_is_told_when_another_query_is_asked(graph: Graph, tmp_path: Path) -> None:
    init_workspace(tmp_path / "town", graph.workspace.base, "Town")
    town = Workspace.find(tmp_path / "town")
    (town.queries / "town/bad.rq").write_text("ASK {}")
    said: list[str] = []
    asking = Graph(graph.store, town, remark=said.append)
    asking.query("who-holds")
    asking.query("who-holds")
    assert len(said) == 1
    assert "bad.rq:1: the header has no summary" in said[0]

"""What goes wrong is said in one line, with the documented exit code, and leaves nothing half-written."""

import http.server
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from backends import free_port
from kgraph import IRI, open_store

Run = Callable[..., "subprocess.CompletedProcess[str]"]


def one_line(done: "subprocess.CompletedProcess[str]", code: int, *words: str) -> None:
    assert done.returncode == code, done.stderr
    lines = [line for line in done.stderr.strip().splitlines() if not line.startswith("no kgraph.toml in ")]
    assert len(lines) == 1, done.stderr
    assert lines[0].startswith("kgraph: ")
    for word in words:
        assert word in lines[0]


@pytest.mark.parametrize(
    ("command", "code", "words"),
    [
        (("query", "shares-capturd"), 2, "did you mean 'shares-captured'"),
        (("query", "no-such.rq"), 2, "no such file"),
        (("query", "SELECT * { ?s ?p }"), 2, "not legal SPARQL"),
        (("query", "claims", "--world", "asserts"), 2, "did you mean 'asserted'"),
        (("query", "claims", "--according-to", "Deepstat"), 2, "did you mean 'DeepState'"),
        (("query", "claims", "--as-of", "yesterday"), 2, "YYYY-MM-DD"),
        (("query", "claims", "--param", "abuot=x"), 2, "did you mean 'about'"),
        (("query", "claims", "--param", "about=Nowhere"), 2, "no entity is called 'Nowhere'"),
        (("query", "claims", "--param", "about"), 2, "NAME=VALUE"),
        (("query", "claims", "--format", "ttl"), 2, "cannot be written as ttl"),
        (("query", "claims", "--store", "oxigraph:none"), 2, "no store"),
        (("query", "claims", "--store", "mysql:x"), 2, "names no store"),
        (("query", "claims", "--store", "oxigraph:something"), 2, "something: cannot be opened"),
        (("query", "claims", "--store", "oxigraph:loop"), 2, "loop: cannot be opened"),
        (("query", "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"), 2, "SERVICE"),
        (("query", "INSERT DATA { <urn:a> <urn:b> <urn:c> }"), 2, "only reads"),
        (("query", ""), 2, "the query is empty"),
        (("query", "SELEC ?x { ?x a ?y }"), 2, "no SPARQL query"),
        (("query", "SELECT * { " + "{" * 2000 + "}" * 2000 + " }"), 2, "deep"),
        (("query", "chain", "--param", "claim=claim/none"), 2, "the graph has no 'claim/none'"),
        (("query", "posts", "--param", "on=20251105"), 2, "YYYY-MM-DD"),
        (("query", "claims", "-o", "none/x.csv"), 2, "none/x.csv: cannot be written"),
        (("query", "claims", "-o", "loop"), 2, "loop: cannot be written"),
        (("init", "new", "--base", "https://e.org/x#"), 2, "no namespace"),
        (("fmt",), 2, "kgraph init"),
        (("-C", "nowhere", "stats"), 2, "kgraph init"),
        (("validate", "none.trig"), 2, "no such file"),
        (("validate", "--sources", "none"), 2, "no such folder"),
        (("fmt", "none.trig"), 2, "none.trig"),
        (("export",), 2, "no format is named"),
        (("export", "-o", "x.docx"), 2, "no export format"),
        (("view", "network", "--focus", "Budanow", "-o", "x.html"), 2, "did you mean 'Kyrylo Budanov'"),
        (("view", "network", "--type", "units", "-o", "x.html"), 2, "did you mean 'unit'"),
        (("view", "network", "--sources", "no-such-folder", "-o", "x.html"), 2, "no such folder"),
        (("view", "network", "--world", "real", "-o", "x.html"), 2, "no world is called 'real'"),
        (("init", "."), 2, "not empty"),
        (("init", "new", "--base", "not an iri"), 2, "no namespace"),
    ],
)
def test_a_wrong_call(kgraph: Run, tmp_path: Path, command: tuple[str, ...], code: int, words: str) -> None:
    (tmp_path / "something").write_text("")
    (tmp_path / "loop").symlink_to("loop")
    one_line(kgraph(*command), code, words)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["loop", "something"]


def test_a_traceback_only_when_asked_for(kgraph: Run) -> None:
    done = kgraph("--debug", "query", "no-such.rq")
    assert "Traceback" in done.stderr


@pytest.fixture
def town(built_town: Path, tmp_path: Path) -> Path:
    return shutil.copytree(built_town, tmp_path / "town", symlinks=True)


def snapshot(folder: Path) -> dict[str, bytes]:
    return {
        str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file() and "LOG" not in p.name
    }


def test_broken_turtle_names_file_and_line_and_leaves_the_store(kgraph: Run, town: Path) -> None:
    before = snapshot(town / ".kgraph")
    data = town / "data/triples/reference.trig"
    lines = data.read_text().splitlines()
    lines[10] = lines[10] + ' "unclosed'
    data.write_text("\n".join(lines))
    one_line(kgraph("-C", "town", "build"), 3, "reference.trig:11")
    one_line(kgraph("-C", "town", "validate"), 3, "reference.trig:11")
    assert snapshot(town / ".kgraph") == before


def test_a_statement_outside_any_graph_is_refused(kgraph: Run, town: Path) -> None:
    (town / "data/triples/loose.nq").write_text("<urn:a> <urn:b> <urn:c> .\n")
    one_line(kgraph("-C", "town", "build"), 3, "loose.nq", "outside any named graph")


@pytest.mark.slow
def test_a_bad_kgraph_toml(kgraph: Run, town: Path) -> None:
    for text, words in (
        ("titel = 'x'", "unknown key 'titel'"),
        ("\ufefftitel = 'x'", "unknown key 'titel'"),
        ("title = ", "no TOML"),
        (f"timeout = {'9' * 4301}", "no TOML"),
        (f"timeout = {'9' * 400}", "is no time to wait"),
        ("base = 'x'", "no namespace"),
        ("licence = 'MIT'", "no http(s) IRI"),
        ("licence = ['https://example.org/']", "must be a text"),
        ("keywords = ['']", "no word"),
        ("access = 'x'", "must be a table"),
        ("[access.'x']", "is for no http(s) address"),
        ("[access.'http://ann:s3cret@h/']", "without a user in it"),
        ("[access]\n'http://h/' = 1", "must be a table of way, user and secret"),
        ("[access.'http://h/']\npassword = 'x'", "must be a table of way, user and secret"),
        ("[access.'http://h/']\nway = 'ntlm'", "say way = basic or digest or bearer"),
        ("[access.'http://h/']\nway = 'basic'\nuser = 'ann'", "must be kept elsewhere"),
        ("[access.'http://h/']\nway = 'basic'\nsecret = 'env:X'", "needs a user"),
    ):
        (town / "kgraph.toml").write_text(text)
        one_line(kgraph("-C", "town", "stats"), 3, "kgraph.toml", words)


@pytest.mark.slow
def test_a_secret_in_kgraph_toml_is_refused_and_not_repeated(kgraph: Run, town: Path) -> None:
    (town / "kgraph.toml").write_text("[access.'http://h/']\nway = 'bearer'\nsecret = 'hunter2'")
    done = kgraph("-C", "town", "stats")
    one_line(done, 3, "kgraph.toml", 'say "env:NAME" or "netrc"')
    assert "hunter2" not in done.stderr
    (town / "kgraph.toml").write_text("[access.'http://ann:hunter2@h/']\nway = 'bearer'\nsecret = 'netrc'")
    assert "hunter2" not in kgraph("-C", "town", "stats").stderr


def test_no_data(kgraph: Run, town: Path) -> None:
    for path in (town / "data/triples").iterdir():
        path.unlink()
    one_line(kgraph("-C", "town", "build"), 2, "no data here")


def test_a_rule_that_does_not_run(kgraph: Run, town: Path) -> None:
    rule = town / "queries/rules/mine.rq"
    rule.parent.mkdir()
    rule.write_text("#+ summary: broken\nCONSTRUCT { ?s a } WHERE { ?s ?p ?o }")
    one_line(kgraph("-C", "town", "build"), 3, "mine.rq", "does not run")


@pytest.mark.slow
def test_a_store_that_another_process_writes_to(kgraph: Run, town: Path) -> None:
    holder = (
        "import sys; from kgraph import open_store; store = open_store(sys.argv[1]);"
        "print('held', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", holder, f"oxigraph:{town / '.kgraph/store'}"]
    environment = {"PYTHONPATH": str(Path(__file__).resolve().parents[2] / "src")}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        assert process.stdout.readline() == "held\n"
        one_line(kgraph("-C", "town", "build"), 4, "locked")
        process.stdin.close()
    assert kgraph("-C", "town", "build").returncode == 0


def test_a_damaged_store(kgraph: Run, town: Path) -> None:
    (town / ".kgraph/store/CURRENT").write_text("nonsense")
    one_line(kgraph("-C", "town", "query", "claims", "--store", f"oxigraph:{town / '.kgraph/store'}"), 4, "damaged")


def test_a_folder_that_is_no_store_is_not_replaced(kgraph: Run, town: Path, tmp_path: Path) -> None:
    precious = tmp_path / "photos"
    precious.mkdir()
    (precious / "one.jpg").write_text("x")
    one_line(kgraph("-C", "town", "build", "--store", "oxigraph:photos"), 2, "no store")
    assert snapshot(precious) == {"one.jpg": b"x"}


@pytest.mark.parametrize(
    "command",
    [
        ("query", "claims", "-o"),
        ("export", "--format", "nq", "-o"),
        ("view", "network", "-o"),
        ("validate", "-o"),
    ],
)
def test_an_unwritable_path(kgraph: Run, town: Path, command: tuple[str, ...]) -> None:
    one_line(kgraph("-C", "town", *command, "/proc/no/such.html"), 2, "/proc/no/such.html", "cannot be written")


def test_an_unwritable_store(kgraph: Run, town: Path) -> None:
    one_line(kgraph("-C", "town", "build", "--store", "oxigraph:/proc/no/store"), 2, "cannot be written")


def test_a_dead_endpoint(kgraph: Run, town: Path) -> None:
    url = f"sparql:http://127.0.0.1:{free_port()}/query"
    one_line(kgraph("-C", "town", "query", "claims", "--store", url), 4, "127.0.0.1")
    one_line(kgraph("-C", "town", "build", "--store", url), 4, "127.0.0.1")


class _Page(http.server.BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>Log in</title>")

    do_GET = do_POST  # noqa: N815 - the name that http.server calls

    def log_message(self, *_: object) -> None:
        """Keep the test's output clean."""


@pytest.fixture
def login_page() -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Page) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"sparql:http://127.0.0.1:{server.server_port}/sparql"
        server.shutdown()


def test_an_endpoint_that_answers_with_a_web_page(kgraph: Run, town: Path, login_page: str) -> None:
    one_line(kgraph("-C", "town", "query", "claims", "--store", login_page), 4, "text/html")


@pytest.mark.slow
def test_output_that_cannot_be_written_is_one_line(town: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "kgraph", "-C", str(town), "stats"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            env={"PYTHONPATH": str(Path(__file__).resolve().parents[2] / "src")},
        )
    one_line(done, 2, "No space left")


@pytest.mark.parametrize(
    ("graph", "words"),
    [
        ("world/undisputed", "written by builds"),
        ("graph/derived", "written by builds"),
        ("https://other.example/doc/x", "not under the workspace's base"),
    ],
)
def test_data_may_not_write_where_builds_do(kgraph: Run, town: Path, graph: str, words: str) -> None:
    text = f"@base <https://example.org/id/> . <{graph}> {{ <a> <https://schema.org/about> <b> }}"
    (town / "data/triples/sly.trig").write_text(text)
    for command in ("build", "validate", "stats"):
        one_line(kgraph("-C", "town", command), 3, "sly.trig", words)


@pytest.mark.slow
def test_an_editor_s_lock_is_no_data(kgraph: Run, town: Path) -> None:
    (town / "data/triples/.#reference.trig").symlink_to("me@host.1")
    assert kgraph("-C", "town", "build").returncode == 0


@pytest.mark.slow
def test_a_damaged_store_of_ours_is_built_anew(kgraph: Run, town: Path) -> None:
    for name in ("CURRENT", "IDENTITY"):
        (town / ".kgraph/store" / name).unlink()
    assert kgraph("-C", "town", "build").returncode == 0
    (town / ".kgraph/store/CURRENT").write_text("nonsense")
    assert kgraph("-C", "town", "build").returncode == 0
    assert kgraph("-C", "town", "stats").stderr == ""


def test_somebody_else_s_store_is_not_replaced(kgraph: Run, town: Path, tmp_path: Path) -> None:
    with open_store(f"oxigraph:{tmp_path / 'theirs'}") as store:
        store.load([(IRI("urn:a"), IRI("urn:b"), IRI("urn:c"), IRI("urn:g"))])
    one_line(kgraph("-C", "town", "build", "--store", "oxigraph:theirs"), 2, "no store that kgraph built")


def test_a_literal_that_is_none_is_reported_without_noise(kgraph: Run, town: Path) -> None:
    data = town / "data/triples/2021-05-04-norika.trig"
    text = data.read_text().replace('"2021-05-03"^^xsd:date', '"2021-05-33"^^xsd:date', 1)
    others = f""""24:00:00"^^xsd:time, "{"9" * 5000}"^^xsd:integer, "25:00:00"^^xsd:time, "P"^^xsd:duration"""
    text = text.replace("kg:statedIn <", f"<http://purl.org/dc/terms/extent> {others} ; kg:statedIn <", 1)
    data.write_text(text.replace("kg:value 0.4", 'kg:value "NaN"^^xsd:double'))
    done = kgraph("-C", "town", "validate")
    assert (done.returncode, done.stderr) == (1, "")
    assert "'2021-05-33' is no xsd:date" in done.stdout
    assert "'NaN' is no xsd:double" in done.stdout
    assert "'25:00:00' is no xsd:time" in done.stdout
    assert "'P' is no xsd:duration" in done.stdout


def test_contents_that_cannot_be_told_apart_are_refused(kgraph: Run, town: Path) -> None:
    nodes = [f"<claim/2021-05-04-norika/c3#n{n}>" for n in range(9)]
    knot = " ".join(f"{a} kg:cause {b} ." for a in nodes for b in nodes if a != b)
    data = town / "data/triples/2021-05-04-norika.trig"
    data.write_text(data.read_text() + f"\n<claim/2021-05-04-norika/c3#content> {{ {knot} }}\n")
    one_line(kgraph("-C", "town", "build"), 3, "nothing tells apart")


def test_debug_keeps_the_exit_code(kgraph: Run) -> None:
    assert kgraph("--debug", "query", "no-such.rq").returncode == 2

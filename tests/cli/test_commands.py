"""The commands as a person runs them: what they print, what they write, how they exit."""

import csv
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from xml.etree import ElementTree

import pytest

Run = Callable[..., "subprocess.CompletedProcess[str]"]
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def workspace(kgraph: Run, tmp_path: Path) -> Path:
    """A workspace of one's own, with the starter's report, not built yet."""
    assert kgraph("init", "town").returncode == 0
    return tmp_path / "town"


def test_help_names_every_command(kgraph: Run) -> None:
    done = kgraph("--help")
    assert done.returncode == 0
    for name in ("build", "query", "queries", "worlds", "view", "validate", "export", "stats", "init", "demo", "fmt"):
        assert f" {name} " in done.stdout


@pytest.mark.parametrize("name", ["build", "query", "worlds", "validate", "export", "stats", "init", "demo", "fmt"])
def test_help_teaches_by_example(kgraph: Run, name: str) -> None:
    assert f"kgraph {name}" in kgraph(name, "--help").stdout.split("Options")[-1]


def test_a_query_answers_in_rows(kgraph: Run) -> None:
    done = kgraph("query", "shares-captured", "--param", "place=Pokrovsk", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert {(r["claimant"], r["stance"], r["share"]) for r in rows} == {
        ("DeepState", "asserts", "0.5"),
        ("unnamed Bild analyst", "asserts", "0.85"),
        ("Ukrainian state", "denies", "0.5"),
        ("Ukrainian state", "denies", "0.85"),
    }


def test_piped_rows_are_tsv_with_whole_terms(kgraph: Run) -> None:
    done = kgraph("query", "SELECT ?l { <place/pokrovsk> rdfs:label ?l }")
    assert done.stdout == '?l\n"Pokrovsk"@en\n'


@pytest.mark.parametrize("form", ["table", "csv", "tsv", "json", "xml", "md"])
def test_rows_in_every_format(kgraph: Run, form: str) -> None:
    done = kgraph("query", "claimants", "--format", form)
    assert done.returncode == 0
    assert "DeepState" in done.stdout
    if form == "json":
        assert json.loads(done.stdout)["head"]["vars"][0] == "claimant"
    if form == "xml":
        assert ElementTree.fromstring(done.stdout).tag.endswith("sparql")  # noqa: S314 - our own output


@pytest.mark.parametrize("form", ["ttl", "nt", "xml", "jsonld"])
def test_triples_in_every_format(kgraph: Run, form: str) -> None:
    done = kgraph("query", "CONSTRUCT { ?p a kg:City } WHERE { ?p a kg:City }", "--format", form)
    assert done.returncode == 0
    assert "place/pokrovsk" in done.stdout


def test_a_query_comes_from_stdin_or_a_file_or_the_words(kgraph: Run, tmp_path: Path) -> None:
    text = "ASK { VALUES ?x { UNDEF } ?x a kg:City }"
    (tmp_path / "q.rq").write_text(text)
    for answer in (kgraph("query", "-", stdin=text), kgraph("query", "q.rq"), kgraph("query", text)):
        assert answer.stdout == "true\n"
    assert kgraph("query", text, "--param", "x=<urn:none>").stdout == "false\n"


def test_worlds_on_the_command_line(kgraph: Run) -> None:
    query = "SELECT ?v { ?m kg:measure kg:ShareOfTerritoryCaptured ; kg:value ?v }"
    assert kgraph("query", query, "-f", "csv", "--according-to", "DeepState").stdout.split() == ["v", "0.5"]
    assert kgraph("query", query, "-f", "csv", "-a", "unnamed Bild analyst").stdout.split() == ["v", "0.85"]
    assert kgraph("query", query, "-f", "csv").stdout.split() == ["v"]
    done = kgraph("worlds", "--according-to", "DeepState", "--as-of", "2025-11-05", "-f", "json")
    (row,) = json.loads(done.stdout)["results"]["bindings"]
    assert row["contents_held"]["value"] == "1"
    assert "by DeepState, said by 2025-11-05" in row["holds"]["value"]


def test_build_writes_a_store_that_queries_then_use(kgraph: Run, workspace: Path) -> None:
    done = kgraph("-C", workspace, "build")
    assert done.returncode == 0
    assert "3 claims, disputes found: 1" in done.stderr
    assert (workspace / ".kgraph/store/CURRENT").is_file()
    assert "who-holds" in kgraph("-C", workspace, "queries", "town", "-f", "md").stdout
    assert "disputes found by rule" in kgraph("-C", workspace, "stats").stdout
    answer = kgraph("-C", workspace, "query", "who-holds", "-f", "csv")
    assert answer.stdout.splitlines()[1].startswith("Norika,1st Amber Brigade,Otto Petrel,")
    assert answer.stderr == ""


def test_a_store_that_is_older_than_the_files_is_not_believed(kgraph: Run, workspace: Path) -> None:
    kgraph("-C", workspace, "build")
    data = workspace / "data/triples/reference.trig"
    data.write_text(data.read_text().replace('"Norika"', '"Norika Town"'))
    answer = kgraph("-C", workspace, "query", "places", "-f", "csv")
    assert "Norika Town" in answer.stdout
    assert "older than the data" in answer.stderr


def test_a_world_is_made_on_first_use_and_kept(kgraph: Run, workspace: Path) -> None:
    kgraph("-C", workspace, "build")
    ask = (
        "-C",
        workspace,
        "query",
        "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } FILTER(CONTAINS(STR(?g), '/world/')) }",
    )
    before = kgraph(*ask).stdout.count("/world/")
    assert kgraph("-C", workspace, "query", "claims", "-a", "Petrel").returncode == 0
    assert kgraph(*ask).stdout.count("/world/") == before + 1
    # the store is a link to one version, and no other is left
    assert len(list((workspace / ".kgraph").iterdir())) == 2


def test_a_new_workspace_is_valid_and_in_form(kgraph: Run, workspace: Path) -> None:
    done = kgraph("-C", workspace, "validate", "--sources", workspace / "sources")
    assert (done.returncode, done.stdout) == (0, "Nothing to mend.\n")
    assert kgraph("-C", workspace, "fmt", "--check").returncode == 0


def test_validate_reports_and_exits_1(kgraph: Run, workspace: Path) -> None:
    text = workspace / "sources/2021-05-04-norika.txt"
    text.write_text(text.read_text().replace("whole", "Whole"))
    done = kgraph("-C", workspace, "validate", "--sources", workspace / "sources")
    assert done.returncode == 1
    assert "claim/2021-05-04-norika/c1" in done.stdout
    as_json = json.loads(kgraph("-C", workspace, "validate", "-f", "json", "--sources", workspace / "sources").stdout)
    assert {"check", "subject", "message", "fix", "severity"} <= as_json[0].keys()


def test_validate_one_file_in_the_light_of_the_rest(kgraph: Run, workspace: Path) -> None:
    data = workspace / "data/triples/2021-05-04-norika.trig"
    assert kgraph("-C", workspace, "validate", data).returncode == 0
    data.write_text(data.read_text().replace("kg:claimant", "kg:climant", 1))
    done = kgraph("-C", workspace, "validate", data)
    assert done.returncode == 1
    assert "kg:claimant" in done.stdout
    assert "c1" in done.stdout


def test_fmt_puts_a_file_into_form(kgraph: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_text("# mine\n<urn:b> <urn:p> 2 . <urn:a> <urn:p> 1 .\n")
    assert kgraph("fmt", "--check", path).returncode == 1
    assert kgraph("fmt", path).returncode == 0
    assert path.read_text().startswith("# mine\n")
    assert path.read_text().index("<urn:a>") < path.read_text().index("<urn:b>")
    assert kgraph("fmt", "--check", path).returncode == 0


def test_view_network_writes_one_page(kgraph: Run, tmp_path: Path) -> None:
    done = kgraph("view", "network", "--focus", "Budanov", "-o", "b.html")
    assert done.returncode == 0 and "b.html" in done.stderr and "entities" in done.stderr
    page = (tmp_path / "b.html").read_text()
    assert "Kyrylo Budanov" in page
    assert "Content-Security-Policy" in page


def test_view_network_is_narrowed_by_type_day_and_depth(kgraph: Run, tmp_path: Path) -> None:
    def size(*words: str) -> int:
        done = kgraph("view", "network", *words, "-o", "n.html")
        assert done.returncode == 0, done.stderr
        return int(re.search(r"(\d+) entities", done.stderr)[1])  # type: ignore[index] # an error is a failure

    near = size("--focus", "Budanov")
    assert 1 < near < size("--focus", "Budanov", "--depth", "2") < size()
    assert size("--type", "person") == 11 and size("--type", "person", "--type", "unit") == 27
    assert size("--as-of", "2025-11-01") < size()
    assert "DeepState" not in (tmp_path / "n.html").read_text() or size("--as-of", "2025-11-05") == size()


def test_view_network_quotes_with_the_texts_at_hand(kgraph: Run, tmp_path: Path, sources: Path) -> None:
    plain, quoted = (tmp_path / name for name in ("plain.html", "quoted.html"))
    assert kgraph("view", "network", "-o", plain).returncode == 0
    assert kgraph("view", "network", "-o", quoted, KGRAPH_SOURCES=str(sources)).returncode == 0
    assert len(quoted.read_text()) > len(plain.read_text()) + 10_000


@pytest.mark.parametrize("form", ["nq", "trig", "ttl", "jsonld", "graphml", "gexf", "csv"])
def test_export_in_every_format(kgraph: Run, tmp_path: Path, form: str) -> None:
    done = kgraph("export", "-o", f"out.{form}")
    assert done.returncode == 0, done.stderr
    assert "DeepState" in (tmp_path / f"out.{form}").read_text()
    assert kgraph("export", "--format", form).stdout == (tmp_path / f"out.{form}").read_text()


def test_csv_has_its_description_in_a_file_beside_it(kgraph: Run, tmp_path: Path) -> None:
    done = kgraph("export", "-o", "claims.csv", "-a", "Reuters")
    assert "wrote claims.csv-metadata.json" in done.stderr
    metadata = json.loads((tmp_path / "claims.csv-metadata.json").read_text())
    rows = list(csv.reader(io.StringIO((tmp_path / "claims.csv").read_text())))
    assert metadata["url"] == "claims.csv"
    assert [column["name"] for column in metadata["tableSchema"]["columns"]] == rows[0]
    assert f"this file: {len(rows) - 1} rows" in json.dumps(metadata)
    assert len(rows) > 1
    streamed = kgraph("export", "-f", "csv", "-a", "Reuters")
    assert "no place for its description" in streamed.stderr
    assert kgraph("--quiet", "export", "-f", "csv").stderr == ""
    (tmp_path / "link.csv").symlink_to("real.csv")
    assert "real.csv-metadata.json" in kgraph("export", "-o", "link.csv").stderr


def test_void_is_the_description_alone(kgraph: Run) -> None:
    text = kgraph("export", "--format", "void").stdout
    assert "a void:Dataset, dcat:Dataset" in text
    assert 'kg:paraphrase "' not in text
    assert "graph/description#world/asserted" in kgraph("export", "-f", "void", "--world", "asserted").stdout


def test_an_export_keeps_denials_out_of_a_world_and_in_their_graphs(kgraph: Run) -> None:
    quads = kgraph("export", "--format", "nq").stdout
    assert "world/" not in quads
    assert "#content> ." in quads
    turtle = kgraph("export", "--format", "ttl", "--according-to", "Ukraine").stdout
    assert "0.85" not in turtle


def test_quiet_says_nothing(kgraph: Run, workspace: Path) -> None:
    done = kgraph("--quiet", "-C", workspace, "build")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_version(kgraph: Run) -> None:
    assert kgraph("--version").stdout == "kgraph 0.1.0\n"


def test_the_shell_completes_names(kgraph: Run) -> None:
    def completed(*words: str) -> list[str]:
        environment = {"COMP_WORDS": " ".join(("kgraph", *words)), "COMP_CWORD": str(len(words))}
        return kgraph(_KGRAPH_COMPLETE="complete_bash", **environment).stdout.split()

    assert completed("query", "shares") == ["shares-captured"]
    assert completed("query", "--world", "un") == ["undisputed"]


def test_a_closed_pipe_is_no_error() -> None:
    command = [sys.executable, "-m", "kgraph", "export", "--format", "nq"]
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT, env=environment
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(100)
        process.stdout.close()
        assert process.stderr.read() == b""


def test_output_follows_a_link_and_goes_into_a_pipe(kgraph: Run, tmp_path: Path) -> None:
    real, link, pipe = tmp_path / "real.csv", tmp_path / "link.csv", tmp_path / "pipe"
    real.write_text("old")
    link.symlink_to(real.name)
    assert kgraph("query", "claimants", "-f", "csv", "-o", link).returncode == 0
    assert link.is_symlink()
    assert "DeepState" in real.read_text()
    os.mkfifo(pipe)
    with subprocess.Popen(["cat", pipe], stdout=subprocess.PIPE, text=True) as reader:
        assert kgraph("query", "claimants", "-f", "csv", "-o", pipe).returncode == 0
        assert reader.stdout is not None
        assert "DeepState" in reader.stdout.read()
    assert pipe.is_fifo()


@pytest.mark.slow
def test_many_at_once_ask_new_worlds_and_build(kgraph: Run, process: Run, workspace: Path) -> None:
    assert kgraph("-C", workspace, "build").returncode == 0
    calls = [("query", "events", "-d", f"2021-05-{day:02}") for day in range(1, 7)] + [("build",), ("build",)]
    with ThreadPoolExecutor(len(calls)) as pool:
        done = list(pool.map(lambda words: process("-C", workspace, *words), calls))
    assert [(d.returncode, "Traceback" in d.stderr) for d in done] == [(0, False)] * len(calls)
    assert kgraph("-C", workspace, "query", "claims").returncode == 0


@pytest.mark.parametrize("form", ["nq", "jsonld", "ttl"])
def test_exports_of_equal_data_are_equal(kgraph: Run, workspace: Path, form: str) -> None:
    one, two = (kgraph("-C", workspace, "export", "-s", "memory:", "-f", form).stdout for _ in range(2))
    assert one == two != ""


def test_claims_exported_according_to_somebody_are_theirs(kgraph: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(kgraph("export", "-f", "csv", "-a", "Reuters").stdout)))
    assert {row["claimant"] for row in rows} == {"Reuters"}


def test_a_query_that_no_world_narrows_says_so(kgraph: Run) -> None:
    assert "do not narrow it" in kgraph("query", "claims", "-a", "Reuters").stderr
    assert "narrow" not in kgraph("query", "measurements", "-a", "Reuters").stderr


def test_what_other_tools_read_is_utf8_in_any_locale(kgraph: Run) -> None:
    done = kgraph("query", "places", "-f", "csv", PYTHONIOENCODING="utf8")
    assert "Покровськ" in done.stdout
    for form in ("csv", "table"):
        assert kgraph("query", "places", "-f", form, PYTHONIOENCODING="ascii").returncode == 0


def test_a_table_steers_no_terminal(kgraph: Run, workspace: Path) -> None:
    data = workspace / "data/triples/reference.trig"
    data.write_text(data.read_text().replace('"Valley Monitor"', '"Valley\\u001b[2J\\u202e Monitor"'))
    done = kgraph("-C", workspace, "query", "claimants", "-f", "table")
    assert "\x1b[2J" not in done.stdout
    assert "\u202e" not in done.stdout
    xml = kgraph("-C", workspace, "query", "claimants", "-f", "xml").stdout
    assert ElementTree.fromstring(xml).tag.endswith("sparql")  # noqa: S314 - our own output


def test_anchor_gives_what_validate_then_accepts(kgraph: Run, workspace: Path) -> None:
    text = workspace / "sources/2021-05-04-norika.txt"
    document = kgraph("anchor", text).stdout
    claims = (workspace / "data/triples/2021-05-04-norika.trig").read_text()
    assert all(line.rstrip(" ;.") in claims for line in document.splitlines()[1:] if line.strip())
    found = kgraph("anchor", text, "denied that a day later").stdout
    assert "oa:start 193 ; oa:end 216" in found
    assert kgraph("anchor", text, "nobody said this").returncode == 2
    assert "stands there 6 times" in kgraph("anchor", text, "the").stderr

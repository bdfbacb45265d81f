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
    assert {(r["claimant"], r["stance"], r["share"], r["figure"], r["denied"]) for r in rows} == {
        ("DeepState", "asserts", "0.5", "half", ""),
        ("unnamed Bild analyst", "asserts", "0.85", "85%", ""),
        ("Ukrainian state", "denies", "", "", "half"),
        ("Ukrainian state", "denies", "", "", "85%"),
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


@pytest.mark.slow
@pytest.mark.parametrize("form", ["ttl", "nt", "xml", "jsonld"])
def test_triples_in_every_format(kgraph: Run, form: str) -> None:
    done = kgraph("query", "CONSTRUCT { ?p a kg:City } WHERE { ?p a kg:City }", "--format", form)
    assert done.returncode == 0
    assert "place/pokrovsk" in done.stdout


@pytest.mark.slow
def test_a_query_comes_from_stdin_or_a_file_or_the_words(kgraph: Run, tmp_path: Path) -> None:
    text = "ASK { VALUES ?x { UNDEF } ?x a kg:City }"
    (tmp_path / "q.rq").write_text(text)
    for answer in (kgraph("query", "-", stdin=text), kgraph("query", "q.rq"), kgraph("query", text)):
        assert answer.stdout == "true\n"
    assert kgraph("query", text, "--param", "x=<urn:none>").stdout == "false\n"


@pytest.mark.slow
def test_a_terminal_s_table_has_as_many_rows_as_other_forms(kgraph: Run, tmp_path: Path) -> None:
    (tmp_path / "q.rq").write_text(
        "#+ summary: s?\n#+ columns: [x]\nSELECT ?x ?y { VALUES (?x ?y) { (7 8) (7 8) (7 9) (6 9) } }"
    )
    table = kgraph("query", "q.rq", "-f", "table")
    assert table.stdout.split() == ["x", *table.stdout.split()[1:2], "7", "7", "7", "6"]
    assert "1 of 2 columns" in table.stderr
    assert "header names" not in table.stderr
    assert len(kgraph("query", "q.rq", "-f", "tsv").stdout.splitlines()) == 5
    assert kgraph("query", "q.rq", "-f", "csv").stdout.splitlines()[0] == "x,y"
    (tmp_path / "q.rq").write_text("#+ summary: s?\n#+ columns: [x, z]\nSELECT ?x { VALUES (?x ?z) { (7 8) } }")
    assert (
        "the query's header names columns that it does not select: z" in kgraph("query", "q.rq", "-f", "table").stderr
    )


@pytest.mark.slow
def test_worlds_on_the_command_line(kgraph: Run) -> None:
    query = "SELECT ?v { ?m kg:measure kg:ShareOfTerritoryCaptured ; kg:value ?v }"
    assert kgraph("query", query, "-f", "csv", "--according-to", "DeepState").stdout.split() == ["v", "0.5"]
    assert kgraph("query", query, "-f", "csv", "-a", "unnamed Bild analyst").stdout.split() == ["v", "0.85"]
    assert kgraph("query", query, "-f", "csv").stdout.split() == ["v"]
    done = kgraph("worlds", "--according-to", "DeepState", "--as-of", "2025-11-05", "-f", "json")
    (row,) = json.loads(done.stdout)["results"]["bindings"]
    assert row["contents_held"]["value"] == "1"
    assert "by DeepState, said up to 2025-11-05" in row["holds"]["value"]


@pytest.mark.slow
def test_build_writes_a_store_that_queries_then_use(kgraph: Run, workspace: Path) -> None:
    done = kgraph("-C", workspace, "build")
    assert done.returncode == 0
    assert "3 claims, disputes found: 1" in done.stderr
    assert (workspace / ".kgraph/store/CURRENT").is_file()
    assert "who-holds" in kgraph("-C", workspace, "queries", "town", "-f", "md").stdout
    assert "conflicts between two claims" in kgraph("-C", workspace, "stats").stdout
    answer = kgraph("-C", workspace, "query", "who-holds", "-f", "csv")
    assert answer.stdout.splitlines()[1].startswith("Norika,1st Amber Brigade,Otto Petrel,")
    assert answer.stderr == ""


def test_stats_count_what_no_world_of_speech_has(kgraph: Run) -> None:
    lines = [line.split("\t") for line in kgraph("stats").stdout.splitlines()[1:]]
    count = {(area.strip('"'), what.strip('"')): number.partition("^^")[0] for area, what, number in lines}
    assert count["command", "superiors that follow from several claims together"] == '"1"'
    assert count["findings by rule", "inferred-superiors"] == '"1"'


@pytest.mark.slow
def test_a_store_that_is_older_than_the_files_is_not_believed(kgraph: Run, workspace: Path) -> None:
    kgraph("-C", workspace, "build")
    data = workspace / "data/triples/reference.trig"
    data.write_text(data.read_text().replace('"Norika"', '"Norika Town"'))
    answer = kgraph("-C", workspace, "query", "places", "-f", "csv")
    assert "Norika Town" in answer.stdout
    assert "older than the data" in answer.stderr


@pytest.mark.slow
def test_a_world_is_made_on_first_use_and_kept(kgraph: Run, workspace: Path) -> None:
    kgraph("-C", workspace, "build")
    before = worlds_in(workspace)
    assert kgraph("-C", workspace, "query", "claims", "-a", "Petrel").returncode == 0
    assert len(worlds_in(workspace)) == len(before) + 1
    # the store is a link to one version, with the worlds beside it, and no other version is left
    assert len(list((workspace / ".kgraph").iterdir())) == 3


def worlds_in(workspace: Path) -> list[str]:
    return [place.name for place in workspace.glob(".kgraph/.store-*.worlds/*")]


@pytest.mark.slow
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


@pytest.mark.slow
def test_validate_one_file_in_the_light_of_the_rest(kgraph: Run, workspace: Path) -> None:
    data = workspace / "data/triples/2021-05-04-norika.trig"
    done = kgraph("-C", workspace, "validate", data)
    assert done.returncode == 0
    assert f"checked {data.name} alone" in done.stderr
    assert not kgraph("-C", workspace, "--quiet", "validate", data).stderr
    assert "checked" not in kgraph("-C", workspace, "validate").stderr
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


@pytest.mark.slow
def test_view_network_is_narrowed_by_type_day_and_depth(kgraph: Run, tmp_path: Path) -> None:
    def size(*words: str) -> int:
        done = kgraph("view", "network", *words, "-o", "n.html")
        assert done.returncode == 0, done.stderr
        return int(re.search(r"(\d+) entities", done.stderr)[1])  # type: ignore[index] # an error is a failure

    every = size()
    assert "DeepState" in (tmp_path / "n.html").read_text()
    assert 1 < size("--focus", "Budanov") < size("--focus", "Budanov", "--depth", "2") < every
    assert size("--type", "person", "--type", "unit") == 27
    assert size("--as-of", "2025-11-01") < every
    assert "DeepState" not in (tmp_path / "n.html").read_text()


@pytest.mark.slow
def test_view_network_quotes_with_the_texts_at_hand(kgraph: Run, tmp_path: Path, sources: Path) -> None:
    plain, quoted = (tmp_path / name for name in ("plain.html", "quoted.html"))
    assert kgraph("view", "network", "-o", plain).returncode == 0
    assert kgraph("view", "network", "-o", quoted, KGRAPH_SOURCES=str(sources)).returncode == 0
    assert len(quoted.read_text()) > len(plain.read_text()) + 10_000


@pytest.mark.slow
@pytest.mark.parametrize("form", ["nq", "gexf", "csv", "trig", "ttl", "jsonld", "graphml"])
def test_export_in_every_format(kgraph: Run, tmp_path: Path, form: str) -> None:
    done = kgraph("export", "-o", f"out.{form}")
    assert done.returncode == 0, done.stderr
    assert "DeepState" in (tmp_path / f"out.{form}").read_text()
    assert kgraph("export", "--format", form).stdout == (tmp_path / f"out.{form}").read_text()


@pytest.mark.slow
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


@pytest.mark.slow
def test_void_is_the_description_alone(kgraph: Run) -> None:
    text = kgraph("export", "--format", "void").stdout
    assert "a void:Dataset, dcat:Dataset" in text
    assert 'kg:paraphrase "' not in text
    assert "graph/description#world/asserted" in kgraph("export", "-f", "void", "--world", "asserted").stdout


@pytest.mark.slow
def test_an_export_keeps_denials_out_of_a_world_and_in_their_graphs(kgraph: Run) -> None:
    quads = kgraph("export", "--format", "nq").stdout
    assert "world/" not in quads
    assert "#content> ." in quads
    turtle = kgraph("export", "--format", "ttl", "--according-to", "Ukraine").stdout
    assert "0.85" not in turtle


@pytest.mark.slow
def test_whoever_takes_all_graphs_is_told_not_to_read_them_as_one(kgraph: Run) -> None:
    said = "reads all graphs as one"
    assert said in kgraph("export", "-f", "nq").stderr
    assert said in " ".join(kgraph("export", "-f", "void").stdout.split())
    for words in (("-f", "nq", "--world", "asserted"), ("-f", "ttl"), ("-f", "void", "--world", "asserted")):
        done = kgraph("export", *words)
        assert done.returncode == 0 and said not in " ".join((done.stdout + done.stderr).split()), words


@pytest.mark.slow
def test_quiet_says_nothing(kgraph: Run, workspace: Path) -> None:
    done = kgraph("--quiet", "-C", workspace, "build")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_version(kgraph: Run) -> None:
    assert kgraph("--version").stdout == "kgraph 0.1.0\n"


def test_the_shell_completes_names(kgraph: Run) -> None:
    def completed(*words: str) -> list[str]:
        environment = {"COMP_WORDS": " ".join(("kgraph", *words)), "COMP_CWORD": str(len(words))}
        return kgraph(_KGRAPH_COMPLETE="complete_bash", **environment).stdout.split()

    assert completed("quer") == ["query", "queries"]
    assert completed("link", "") == ["review", "judge", "forget", "undo", "show", "table"]
    assert completed("query", "--li") == ["--limit"]
    assert completed("query", "shares-captured", "--param", "pl") == ["place="]
    assert completed("query", "shares") == ["shares-captured"]
    assert completed("query", "--world", "un") == ["undisputed"]


def test_a_closed_pipe_is_no_error() -> None:
    command = [sys.executable, "-m", "kgraph", "-q", "export", "--format", "nq"]
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT, env=environment
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(100)
        process.stdout.close()
        assert process.stderr.read() == b""


@pytest.mark.slow
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
    assert [(d.returncode, d.stderr[-300:]) for d in done if d.returncode or "Traceback" in d.stderr] == []
    assert kgraph("-C", workspace, "query", "claims").returncode == 0


@pytest.mark.parametrize("form", ["nq", *(pytest.param(form, marks=pytest.mark.slow) for form in ("jsonld", "ttl"))])
def test_exports_of_equal_data_are_equal(kgraph: Run, workspace: Path, form: str) -> None:
    one, two = (kgraph("-C", workspace, "export", "-s", "memory:", "-f", form).stdout for _ in range(2))
    assert one == two != ""


@pytest.mark.slow
def test_claims_exported_according_to_somebody_are_theirs(kgraph: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(kgraph("export", "-f", "csv", "-a", "Reuters").stdout)))
    assert {row["claimant"] for row in rows} == {"Reuters"}


@pytest.mark.slow
def test_a_query_that_no_world_narrows_says_so(kgraph: Run) -> None:
    assert "do not narrow it" in kgraph("query", "claims", "-a", "Reuters").stderr
    assert "narrow" not in kgraph("query", "measurements", "-a", "Reuters").stderr


@pytest.mark.slow
def test_what_other_tools_read_is_utf8_in_any_locale(kgraph: Run) -> None:
    done = kgraph("query", "places", "-f", "csv", PYTHONIOENCODING="utf8")
    assert "Покровськ" in done.stdout
    for form in ("csv", "table"):
        assert kgraph("query", "places", "-f", form, PYTHONIOENCODING="ascii").returncode == 0


@pytest.mark.slow
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
    assert "occur 6 times" in kgraph("anchor", text, "the").stderr


def test_a_query_is_stopped_at_its_deadline(kgraph: Run) -> None:
    runaway = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    done = kgraph("query", runaway, "--timeout", "0.3")
    assert (done.returncode, done.stdout) == (5, "")
    assert done.stderr.splitlines()[-1] == "kgraph: stopped after 0.3 s, its deadline; ask for less, or allow more time"


def test_a_query_is_stopped_at_its_bound_of_memory(kgraph: Run) -> None:
    hungry = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a"
    done = kgraph("query", hungry, "--memory", "64M")
    assert (done.returncode, done.stdout) == (5, "")
    assert "stopped at its limit of memory, 67,108,864 bytes" in done.stderr.splitlines()[-1]


def test_no_deadline_is_a_deadline_of_nought(kgraph: Run) -> None:
    assert kgraph("query", "ASK {}", "--timeout", "0").stdout == "true\n"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("query", "what", "lines"),
    [("SELECT ?c { ?c a kg:Claim }", "rows", 3), ("CONSTRUCT { ?c a kg:Claim } { ?c a kg:Claim }", "triples", 2)],
)
def test_a_limit_cuts_off_and_says_so(kgraph: Run, query: str, what: str, lines: int) -> None:
    forms = {"rows": "tsv", "triples": "nt"}
    done = kgraph("query", query, "--limit", "2", "--format", forms[what])
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) == lines
    assert f"there are more {what}: --limit 2 left them out" in done.stderr
    all_of_it = kgraph("query", query, "--limit", "122", "--format", forms[what])
    assert all_of_it.returncode == 0
    assert "left them out" not in all_of_it.stderr


@pytest.mark.parametrize("words", [("--memory", "x"), ("--memory", "-1"), ("--timeout", "-1"), ("--limit", "-1")])
def test_bounds_that_are_none_are_usage_errors(kgraph: Run, words: tuple[str, str]) -> None:
    done = kgraph("query", "ASK {}", *words)
    assert (done.returncode, done.stdout) == (2, "")


def test_a_claim_counts_once_over_all_graphs(kgraph: Run, tmp_path: Path) -> None:
    query = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?claim a kg:Claim } }"
    (tmp_path / "count.rq").write_text(query, encoding="utf8")
    for what in (query, "count.rq"):
        assert kgraph("query", what, "--format", "csv").stdout.split() == ["n", "122"]


@pytest.mark.slow
@pytest.mark.parametrize("value", ["1e999999999", "1_0", "١٢", "nan", "9" * 5000, "0x10", "1e-999999"])
def test_a_parameter_that_is_no_number_is_one_short_line(kgraph: Run, tmp_path: Path, value: str) -> None:
    (tmp_path / "n.rq").write_text("#+ summary: s\n#+ params:\n#+   x: {type: number}\nASK { VALUES ?x { 1 } }")
    done = kgraph("query", "n.rq", "--param", f"x={value}")
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()[-1]) < 300


def test_a_text_that_ends_like_a_file_s_name_is_a_text(kgraph: Run) -> None:
    assert kgraph("query", "-", stdin="ASK {} # as in claims.rq").stdout == "true\n"


def test_a_file_outside_a_workspace_gets_no_other_s_base(kgraph: Run, tmp_path: Path) -> None:
    file = tmp_path / "flood.trig"
    file.write_text("<graph/reference> { <place/velm> <x:p> 1 . }")
    assert kgraph("fmt", file).returncode == 2
    assert "kgraph/id" not in file.read_text()


def test_a_bad_query_is_told_once(kgraph: Run, workspace: Path) -> None:
    (workspace / "queries/floods").mkdir(parents=True)
    (workspace / "queries/floods/bad.rq").write_text("ASK {}")
    asked = kgraph("-C", workspace, "query", "bad")
    assert (asked.returncode, asked.stderr.count("bad.rq")) == (3, 1)
    other = kgraph("-C", workspace, "query", "claims")
    assert (other.returncode, other.stderr.count("bad.rq")) == (0, 1)


@pytest.mark.slow
def test_claimants_are_joined_to_what_they_speak_of_where_the_format_is_a_network(kgraph: Run) -> None:
    plain, joined = (kgraph("export", "-f", "gexf", *more).stdout for more in ((), ("--claimants",)))
    assert plain.count("<edge ") < joined.count("<edge ")
    assert 'label="speaks of"' in joined
    refused = kgraph("export", "-f", "csv", "--claimants")
    assert refused.returncode == 2
    assert "--claimants is for graphml and gexf" in refused.stderr


@pytest.mark.parametrize(
    "command",
    [
        ("query", "SELECT * { ?c kg:claimant ?a } LIMIT 2"),
        ("stats",),
        *(
            pytest.param(words, marks=pytest.mark.slow)
            for words in (("disputes",), ("compare", "Pokrovsk"), ("export",))
        ),
    ],
)
def test_csv_may_begin_with_a_byte_order_mark(kgraph: Run, command: tuple[str, ...]) -> None:
    plain, marked = (kgraph(*command, "--format", form).stdout for form in ("csv", "csv-bom"))
    assert plain and marked == "\ufeff" + plain

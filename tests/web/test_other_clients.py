"""Clients in other languages read the server, and write to it: curl, Jena (Java) and Comunica (JavaScript)."""

import json
import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from requirements import missing
from serving import Server, served
from web_writing import BEARER, TOKEN

JARS = Path("/usr/share/java")
NEEDED = (
    *("commons-", "dexx", "failureaccess", "gson", "guava", "http", "jackson-", "jakarta.json", "jcl-over", "jena-"),
    *("jsonld-java", "jsonp", "protobuf", "slf4j-api", "slf4j-nop", "thrift", "titanium-json-ld"),
)
MISPLACED = "org/apache/jena/ext/"
COMUNICA = Path(__file__).parent / "comunica"
FETCHING = 400  # seconds
KG, XSD = "https://w3id.org/kgraph/ontology#", "http://www.w3.org/2001/XMLSchema#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
CLAIMS = "SELECT ?c { ?c a <https://w3id.org/kgraph/ontology#Claim> }"

pytestmark = pytest.mark.slow


def run(command: Sequence[str], seconds: float = 60, folder: Path | None = None, **more: str) -> str:
    """What a command prints."""
    environment = {**os.environ, "NO_COLOR": "1", **more}
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, timeout=seconds, env=environment, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@contextmanager
def with_token(server: Server) -> Iterator[int]:
    """The port of a proxy that adds the token, for clients that cannot send one."""

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            passed: Mapping[str, str] = {**dict(self.headers), **BEARER, "Host": f"127.0.0.1:{server.port}"}
            upstream = HTTPConnection("127.0.0.1", server.port, timeout=60)
            upstream.request(self.command, self.path, body, dict(passed))
            with upstream.getresponse() as found:
                data = found.read()
                self.send_response(found.status)
                self.send_header("Content-Type", found.headers.get("Content-Type", "text/plain"))
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)
            upstream.close()

        do_GET = do_POST = answer  # noqa: N815 - as http.server calls them

        def log_message(self, *words: object) -> None:
            """Say nothing."""

    proxy = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=proxy.serve_forever, daemon=True).start()
    try:
        yield int(proxy.server_address[1])
    finally:
        proxy.shutdown()
        proxy.server_close()


def test_curl_reads_and_writes_as_the_docs_say(writing: Server, tmp_path: Path) -> None:
    curl = shutil.which("curl") or missing("curl")
    place = f"http://127.0.0.1:{writing.port}"
    (tmp_path / "notes.ttl").write_text("<urn:x:a> <urn:x:b> 'noted' .\n")
    send = [curl, "-sS", "--fail-with-body", "-H", f"Authorization: Bearer {TOKEN}"]
    graph = f"{place}/graph-store?graph=urn:desk:notes"
    run([*send, "-T", str(tmp_path / "notes.ttl"), "-H", "Content-Type: text/turtle", graph])
    update = "INSERT { GRAPH <urn:desk:seen> { ?c a <urn:desk:Checked> } } WHERE { ?c a kg:Claim }"
    run([*send, "-H", "Content-Type: application/sparql-update", f"{place}/sparql", "--data-binary", update])
    assert "noted" in run([curl, "-sS", "--fail", graph])
    query = "query=SELECT ?c { GRAPH <urn:desk:seen> { ?c ?p ?o } ?c kg:paraphrase ?said }"
    rows = run([curl, "-sS", "-G", f"{place}/sparql", "-H", "Accept: text/csv", "--data-urlencode", query])
    assert len(rows.splitlines()) == 29
    for name in ("notes", "seen"):
        run([*send, "-X", "DELETE", f"{place}/graph-store?graph=urn:desk:{name}"])


@pytest.fixture(scope="module")
def jena(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The command line of Jena's programs, without the program's name."""
    java = shutil.which("java") or missing("Java, to run Jena")
    if not (JARS / "jena-cmds.jar").exists():
        missing("Jena (Debian's libapache-jena-java)")
    beside = tmp_path_factory.mktemp("jena")
    # Debian's package has classes at xerces/ and their messages elsewhere, without which they do not begin
    with zipfile.ZipFile(JARS / "jena-core.jar") as jar:
        for name in jar.namelist():
            if name.startswith(f"{MISPLACED}xerces/") and name.endswith(".properties"):
                place = beside / name.removeprefix(MISPLACED)
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(jar.read(name))
    jars = (jar for jar in JARS.glob("*.jar") if jar.name.startswith(NEEDED) and not re.search(r"-\d", jar.name))
    return [java, "-Xmx256m", "-cp", ":".join(map(str, (beside, *sorted(jars))))]


def test_jena_reads_rows_and_triples(jena: list[str], server: Server) -> None:
    place = f"http://127.0.0.1:{server.port}/sparql/asserted"
    for form in ("csv", "json", "xml", "tsv"):
        rows = run([*jena, "arq.rsparql", f"--service={place}", f"--results={form}", CLAIMS])
        assert rows.count("https://example.org/earthquake/claim/") == 28
    triples = run([*jena, "arq.rsparql", f"--service={place}", CLAIMS.replace("SELECT ?c", "CONSTRUCT WHERE")])
    assert triples.count("Claim") == 28


def test_jena_asks_it_as_a_service_of_its_own_queries(jena: list[str], server: Server, tmp_path: Path) -> None:
    (tmp_path / "own.ttl").write_text("<urn:x:a> <urn:x:b> 1 .\n")
    place = f"http://127.0.0.1:{server.port}/sparql"
    query = f"SELECT (COUNT(*) AS ?n) {{ ?a <urn:x:b> ?x SERVICE <{place}> {CLAIMS.removeprefix('SELECT ?c ')} }}"
    rows = run([*jena, "arq.sparql", f"--data={tmp_path / 'own.ttl'}", "--results=csv", query])
    assert rows.split() == ["n", "28"]


def test_jena_writes(jena: list[str], writing: Server, tmp_path: Path) -> None:
    file = tmp_path / "change.ru"
    with with_token(writing) as port:
        place = f"http://127.0.0.1:{port}/sparql"
        for text, rows in (
            ("INSERT DATA { GRAPH <urn:x:jena> { <urn:x:s> <urn:x:p> 'written by Jena' } }", ["o", "written by Jena"]),
            ("DROP GRAPH <urn:x:jena>", ["o"]),
        ):
            file.write_text(text)
            run([*jena, "arq.rupdate", f"--service={place}", f"--update={file}"])
            query = "SELECT ?o { GRAPH <urn:x:jena> { ?s ?p ?o } }"
            found = run([*jena, "arq.rsparql", f"--service={place}", "--results=csv", query])
            assert found.splitlines() == rows


@pytest.fixture(scope="module")
def comunica(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The command that runs the script with Comunica; npm fetches it, and runs nothing of what it fetched."""
    npm = shutil.which("npm") or missing("npm, to fetch Comunica")
    node = shutil.which("node") or shutil.which("nodejs") or missing("Node.js, to run Comunica")
    folder = tmp_path_factory.mktemp("comunica")
    shutil.copytree(COMUNICA, folder, dirs_exist_ok=True)
    command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier"]
    try:
        fetched = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=FETCHING, check=False)
    except subprocess.TimeoutExpired:
        missing("Comunica: npm did not fetch it in time")
    if fetched.returncode:
        missing(f"Comunica: npm could not fetch it ({fetched.stderr.strip().splitlines()[-1:]})")
    return [node, str(folder / "asked.mjs")]


def test_comunica_reads_and_writes(comunica: list[str], quake: Path, tmp_path: Path) -> None:
    shutil.copytree(quake, tmp_path / "quake", symlinks=True)
    with served(tmp_path / "quake", token=TOKEN, deadline=100.0) as server:
        comunica_reads_and_writes(comunica, server)


def comunica_reads_and_writes(comunica: list[str], writing: Server) -> None:
    found = json.loads(run([*comunica, f"http://127.0.0.1:{writing.port}/sparql", TOKEN], 300))
    asked = "SELECT ?c ?said { ?c a kg:Claim ; kg:paraphrase ?said }"
    own = writing.query(asked).json["results"]["bindings"]
    rows = [[[row["c"]["value"], ""], [row["said"]["value"], row["said"]["xml:lang"]]] for row in own]
    assert sorted(found["rows"]) == sorted(rows) and len(rows) == 28
    claims = [[row["c"]["value"], f"{RDF}type", f"{KG}Claim"] for row in own]
    assert sorted(found["triples"]) == sorted(claims)
    assert (found["any"], found["none"]) == (True, False)
    assert found["update"] == [204, False]
    terms = [["4.5", f"{XSD}decimal"], ["tie", "fi"], ["ö </script>", f"{XSD}string"]]
    assert sorted(found["written"]) == [[term] for term in terms]
    assert found["refused"] == [403, True]
    assert writing.query("ASK { <urn:x:s> ?p ?o }").json["boolean"] is False, "nothing of it is there"

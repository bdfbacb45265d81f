"""An answer is given again to who asks the same of the same version, and to nobody else."""

import gzip
import re
import shutil
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest

from kgraph import Workspace, build
from kgraph.web.working.repeating import Answers
from kgraph.web.working.wire import Head
from serving import Server, cheap, eventually, served

HEAD = Head(200, {"content-type": "text/csv"})


def repeated(server: Server) -> int:
    return int(re.findall(r'repeated_total\{workspace="\w+"\} (\d+)', server.ask("/metrics").text)[0])


def test_the_same_request_has_the_same_answer_and_takes_no_process(server: Server) -> None:
    text = "SELECT ?c ?l { ?c a kg:Claim ; kg:paraphrase ?l } ORDER BY ?c # " + cheap()
    before = repeated(server)
    first, again = server.query(text), server.query(text)
    assert first.body == again.body and first.headers.keys() == again.headers.keys() and repeated(server) == before + 1
    packed = server.ask(f"/sparql?{urlencode({'query': text}, quote_via=quote)}", headers={"Accept-Encoding": "gzip"})
    plain = server.ask(f"/sparql?{urlencode({'query': text}, quote_via=quote)}")
    assert packed.headers["content-encoding"] == "gzip" and gzip.decompress(packed.body) == plain.body == first.body
    assert "content-encoding" not in plain.headers and repeated(server) == before + 3


def test_another_format_world_method_or_address_is_another_request(server: Server) -> None:
    text = "SELECT ?c { ?c kg:inWorld ?w } # " + cheap()
    before = repeated(server)
    bodies = {
        server.query(text).body,
        server.query(text, accept="text/csv").body,
        server.query(text, format="tsv").body,
        server.query(text, world="asserted").body,
        server.query(text, path="/sparql/record").body,
    }
    assert len(bodies) == 5 and repeated(server) == before
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    direct = {"Content-Type": "application/sparql-query"}
    assert server.ask("/sparql", "POST", text.encode(), direct).status == 200
    assert server.ask("/sparql", "POST", text.encode(), form).status == 400
    assert server.ask("/sparql", "HEAD").body == b"" and repeated(server) == before


def test_who_may_read_an_answer_is_decided_each_time(server: Server) -> None:
    text = cheap()
    asked = f"/sparql?{urlencode({'query': text})}"
    ours = [server.ask(asked, headers={"Origin": "https://desk.example"}) for _ in range(2)]
    theirs = server.ask(asked, headers={"Origin": "https://evil.example"})
    assert all(one.headers["access-control-allow-origin"] == "https://desk.example" for one in ours)
    assert "access-control-allow-origin" not in theirs.headers
    assert server.ask(asked, headers={"Host": "evil.example"}).status == 421


@pytest.mark.parametrize("function", ["RAND()", "rand ( )", "NOW()", "UUID()", "STRUUID()", "BNODE()"])
def test_what_is_another_value_each_time_is_asked_each_time(server: Server, function: str) -> None:
    before = repeated(server)
    assert server.query(f"SELECT ({function} AS ?x) {{}}").body != server.query(f"SELECT ({function} AS ?x) {{}}").body
    assert repeated(server) == before


@pytest.mark.parametrize("form", ["html", "ttl"])
def test_a_thing_is_told_again_in_the_same_format(server: Server, form: str) -> None:
    before = repeated(server)
    path = f"/id/place/sallow-dam?format={form}"
    found = [server.ask(path) for _ in range(2)]
    assert (
        found[0].status == 200 and found[0].body == found[1].body and repeated(server) > before
    )  # others may have asked, too
    policy = {one.headers["content-security-policy"] for one in found}
    assert len(policy) == 1 and found[0].headers["content-type"] == found[1].headers["content-type"]
    assert server.ask("/id/event/nothing?format=html").status == 404


def test_errors_and_long_answers_are_not_kept(server: Server) -> None:
    before = repeated(server)
    for _ in range(2):
        assert (
            server.query("SELECT ?s ?p ?o { { ?s ?p ?o } UNION { ?s ?p ?o } UNION { ?s ?p ?o } }", format="tsv").status
            == 200
        )
        assert server.query("SELECT * WHERE").status == 400
    assert repeated(server) == before


def test_a_remark_is_repeated_with_its_answer(server: Server) -> None:
    text = "ASK { ?s kg:claimnt ?o } # " + cheap()
    assert [bool(server.query(text).headers["kgraph-remark"]) for _ in range(2)] == [True, True]


@pytest.mark.slow
def test_a_new_version_is_asked_anew(quake: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    shutil.copytree(quake, own, symlinks=True, ignore=shutil.ignore_patterns(".kgraph"))
    build(Workspace.find(own))
    count = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?x a kg:Person } }"
    with served(own, places=1) as server:
        before = [server.query(count).body for _ in range(2)]
        path = own / "data/triples/reference.trig"
        text = path.read_text()
        at = text.rindex("}")
        path.write_text(f'{text[:at]}  <agent/new-one> a kg:Person ; rdfs:label "New One"@en .\n{text[at:]}')
        build(Workspace.find(own))
        eventually(lambda: server.query(count).body not in before, 30)
        assert server.query(count).body == server.query(count).body not in before


def test_answers_of_another_version_are_forgotten() -> None:
    answers = Answers()
    answers.put(("a",), "1", HEAD, b"x")
    assert answers.get(("a",), "1") == (HEAD, b"x") and answers.get(("a",), "2") is None
    answers.put(("b",), "2", HEAD, b"y")
    assert answers.get(("a",), "1") is None and answers.get(("b",), "2") == (HEAD, b"y")


def test_what_is_kept_is_bounded_and_what_is_asked_for_stays() -> None:
    answers = Answers()
    for number in range(3_000):
        answers.put((str(number),), "1", HEAD, b"x" * 60_000)
        assert answers.get(("0",), "1")
    kept = sum(answers.get((str(number),), "1") is not None for number in range(3_000))
    assert 400 < kept < 600 and answers.get(("1",), "1") is None
    answers.put(("long",), "1", HEAD, b"x" * 300_000)
    answers.put(("k" * 300_000,), "1", HEAD, b"")
    assert answers.get(("long",), "1") is None and answers.get(("k" * 300_000,), "1") is None

"""Pages that ask: the catalogue's list, its queries as forms with their answers, and SPARQL; without a script."""

import re
from html import unescape
from pathlib import Path
from urllib.parse import quote

import pytest

from kgraph import Workspace
from kgraph.catalogue import load_catalogue
from serving import Reply, Server

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


def cells(page: Reply) -> list[list[str]]:
    """The rows of the answer's table, as texts."""
    rows = re.findall(r"<tr>(<td.*?)</tr>", page.text, re.DOTALL)
    return [[unescape(re.sub(r"<[^>]+>", "", one)) for one in re.findall(r"<td[^>]*>(.*?)</td>", row)] for row in rows]


def test_the_list_has_every_query_and_each_has_its_form(server: Server, quake: Path) -> None:
    listed = server.ask("/queries")
    catalogue = load_catalogue(Workspace.find(quake).query_folders())
    assert listed.status == 200 and len(catalogue) > 20
    for name, query in catalogue.items():
        assert f'href="queries/{name}"' in listed.text
        page = server.ask(f"/queries/{name}")
        assert page.status == 200 and "<script>" not in page.text, name
        assert set(re.findall(r'<input id="p-[^"]*" name="([^"]*)"', page.text)) == {one.name for one in query.params}


def test_a_query_of_other_endpoints_is_asked_when_the_form_is_sent(server: Server) -> None:
    """To look at a form sends nothing to anybody; this workspace lists no endpoints, so sending it is refused."""
    assert server.ask("/queries/claimants-elsewhere").status == 200
    sent = server.ask("/queries/claimants-elsewhere?format=html")
    assert sent.status == 400 and "not among the endpoints" in sent.text


def test_a_filled_form_shows_its_values_and_the_answer(server: Server) -> None:
    page = server.ask("/queries/claims?claimant=Radio+Velmar&about=&world=&as-of=")
    assert page.status == 200 and 'value="Radio Velmar"' in page.text
    rows = cells(page)
    assert rows and all(row[0] == "Radio Velmar" for row in rows)
    [address] = re.findall(r'href="([^"]*format=csv)"', page.text)
    file = server.ask("/" + unescape(address).removeprefix("../")).text
    assert len(file.splitlines()) == len(rows) + 1
    own = re.search(r'<td[^>]*><a href="(\.\./id/[^"]+)"', page.text)
    assert own and server.ask(own[1].removeprefix("..") + "?format=html").status == 200


def test_sparql_is_answered_in_the_chosen_world(server: Server) -> None:
    query = quote("SELECT ?c { ?c kg:inWorld ?world }")
    few, all_of_them, none = (server.ask(f"/query?query={query}&world={w}") for w in ("", "asserted", "record"))
    assert 0 < len(cells(few)) < len(cells(all_of_them)) and not cells(none) and "No rows." in none.text
    assert "<details open>" in all_of_them.text and "<details>" in few.text and "who said what" in none.text
    assert "<strong>yes</strong>" in server.ask(f"/query?query={quote('ASK { ?c a kg:Claim }')}").text
    assert "<pre" in server.ask(f"/query?query={quote('DESCRIBE <event/velmar-earthquake>')}").text
    empty = server.ask("/query?query=")
    assert empty.status == 200 and "SELECT ?who" in empty.text and "No answer" not in empty.text


def test_long_answers_are_cut_and_say_so(server: Server) -> None:
    page = server.ask(f"/query?query={quote('SELECT ?s ?p ?o { ?s ?p ?o }')}")
    assert len(cells(page)) == 500 and "The first 500; the files have all." in page.text


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/query?query=SELECT", 400, "not legal SPARQL"),
        ("/query?query=/etc/hostname.rq", 400, "no SPARQL query"),
        ("/query?query=claims", 400, "no SPARQL query"),
        ("/queries/claims?claimant=Nobody+at+all", 400, "Nobody at all"),
        ("/queries/claims?claimant=Radio+Velmar&as-of=soon", 400, "soon"),
        ("/queries/claims?nothing=1", 400, "nothing"),
        ("/queries/nothing", 404, "nothing"),
        ("/no/such/page", 404, "there is nothing at"),
    ],
)
def test_what_goes_wrong_is_a_page_that_says_why(server: Server, path: str, status: int, words: str) -> None:
    page = server.ask(path, headers=BROWSER)
    assert page.status == status and page.headers["content-type"].startswith("text/html")
    [said] = re.findall(r'<p class="fault"[^>]*><bdi>(.*?)</bdi>', page.text)
    assert words in unescape(said)


def test_a_program_gets_a_problem_as_json(server: Server) -> None:
    assert server.ask("/queries/nothing").headers["content-type"] == "application/problem+json"


def test_texts_of_others_are_text(server: Server) -> None:
    hostile = "\"'><script>alert(1)</script></textarea>"
    for path in (f"/query?query={quote(hostile)}", f"/queries/claims?claimant={quote(hostile)}", f"/{quote(hostile)}"):
        page = server.ask(path, headers=BROWSER)
        assert "<script>alert" not in page.text and page.text.count("</textarea>") <= 1
        assert re.search(r"form-action '(self|none)'", unescape(page.text))
    text = quote(f'SELECT ("{hostile[2:]}" AS ?x) {{}}')
    page = server.ask(f"/query?query={text}")
    assert cells(page) == [[hostile[2:]]] and "<script>alert" not in page.text


def test_a_foreign_address_is_no_link_that_runs(server: Server) -> None:
    page = server.ask(f"/query?query={quote('SELECT (<javascript:alert(1)> AS ?x) {}')}")
    assert page.status == 200 and 'href="javascript' not in page.text


def test_who_says_a_thing_stands_before_it_and_empty_columns_are_told(server: Server) -> None:
    page = server.ask("/queries/figures-about?about=velmar+earthquake")
    heads = re.findall(r'<th scope="col">(.*?)</th>', page.text)
    assert heads[0] == "claimant" and "compared with" not in heads and len(heads) > 5
    assert re.search(r"not shown: [^.]*compared with", page.text) and all(row[0] for row in cells(page))

"""Browsing: lists of things and documents, a search, and pages that lead on; what strangers' names do to them."""

import re
from html import unescape
from pathlib import Path
from urllib.parse import quote

import pytest

from kgraph import Graph
from kgraph.analysis.record import ClaimCard
from kgraph.namespaces import IRI
from kgraph.views.browsing import PLURAL, Browsed, Listed, browsing_page
from serving import Server

HOSTILE = "</title><script>alert(1)</script>\u202ereversed' \""


def links(server: Server, path: str) -> dict[str, str]:
    """The links of a page by their words."""
    reply = server.ask(path)
    assert reply.status == 200, reply.text
    found = re.findall(r'<a [^>]*?href="([^"]*)"[^>]*>(?:<bdi>)?([^<]*)', reply.text)
    return {unescape(words): unescape(address) for address, words in found}


def test_the_first_page_leads_to_all_kinds_and_to_a_search(server: Server) -> None:
    page = server.ask("/").text
    for kind in ("place", "person", "organisation", "event", "document"):
        assert f'<a href="browse?kind={kind}">{PLURAL[kind]}</a>' in page
        assert server.ask(f"/browse?kind={kind}").status == 200
    assert 'action="browse" method="get"' in page and "form-action &#39;self&#39;" in page
    assert "equipment" not in page  # there is none
    assert "Choose above what to list" in server.ask("/browse").text


def test_a_kind_is_spelt_on_all_pages_as_the_list_of_its_things(server: Server, quake: Path) -> None:
    assert "organisation" in server.ask("/id/agent/sallow-water?format=html").text
    for page in ("/", "/browse?kind=organisation", "/browse?text=survey", "/id/agent/sallow-water?format=html"):
        seen = re.sub(r"org:organization|kg:Organization|ontology#Organization", "", server.ask(page).text)
        assert not re.findall(r".{30}organization.{9}", seen, re.IGNORECASE), page
    with Graph.open(quake) as graph:
        types = {node.type for node in graph.network().nodes}
        assert "organisation" in types and "organization" not in types


def test_things_and_documents_are_listed_and_linked(server: Server) -> None:
    assert links(server, "/browse?kind=place")["Sallow Dam"] == "id/place/sallow-dam"
    page = server.ask("/browse?kind=document").text
    assert page.count("<li>") > 7 and "id/doc/2025-03-12-harbour-times" in page and "claimants" in page
    assert "does not mean that it happened" in server.ask("/browse?kind=event").text


def test_words_find_names_and_claims_with_whose_they_are(server: Server) -> None:
    page = server.ask("/browse?text=DAM").text
    told = " ".join(re.sub(r"<[^>]+>", "", page.partition("Claims with these words")[2]).split())
    assert "id/place/sallow-dam" in page and "subject of 2 claims" in page and "made 1 claim<" in page
    assert "Sallow Water denial, through Radio Velmar, 2025-03-11 · in question The dam did not crack." in told
    assert "denies people who live below the dam: The earthquake opened cracks in the dam." in told
    assert "id/agent/marrin" in server.ask("/browse?text=%D0%9C%D0%B0%D1%80%D1%80%D0%B8%D0%BD%2C+Edda").text, (
        "in any spelling"
    )
    changed = server.ask("/browse?text=200+houses").text
    assert "changed or taken back later by its claimant" in changed
    nothing = server.ask("/browse?text=zzz").text
    assert "Nothing." in nothing and "None." in nothing


@pytest.mark.parametrize(
    ("asked", "status", "words"),
    [
        ("kind=foo", 404, "there are place, person"),
        ("other=1", 400, "there are kind, text, skip"),
        ("kind=place&skip=-1", 400, "no whole number"),
        (f"kind=place&skip={'9' * 5_000}", 400, "no whole number"),
        (f"text={'a' * 201}", 400, "200 at most"),
        ("kind=place&skip=999999999", 200, "Nothing."),
        (f"text={quote(HOSTILE)}", 200, "&lt;script&gt;"),
        ("text=%00%FF", 400, "cannot be read"),
    ],
)
def test_what_cannot_be_is_refused(server: Server, asked: str, status: int, words: str) -> None:
    found = server.ask(f"/browse?{asked}")
    assert found.status == status and words in found.text and "<script>" not in found.text
    assert server.ask(f"/browse?{asked}", "POST").status in (400, 405)


def test_names_are_shown_as_text() -> None:
    claim = IRI("https://example.org/w/claim/d/c1")
    card = ClaimCard(
        claim, HOSTILE, IRI("javascript:x"), (HOSTILE, HOSTILE), "assertion", "", "", "", "", "", HOSTILE, HOSTILE
    )
    listed = Listed(IRI("javascript:alert(1)"), HOSTILE, (HOSTILE,), "city", 1, 1)
    page = browsing_page(
        Browsed(HOSTILE, "https://example.org/w/", [("place", 1)], "", HOSTILE, [listed], 3, "", [card], 9)
    )
    assert "<script>" not in page and 'href="javascript:' not in page
    assert "\u202e" not in re.sub(r"<bdi>[^<]*</bdi>", "", page.partition("<main>")[2])
    assert "and 3 more; more words find fewer" in page and "and 8 more" in page


def test_a_claim_leads_to_its_document_the_other_claims_and_its_questions(server: Server) -> None:
    page = links(server, "/id/claim/2025-03-12-harbour-times/c2?format=html")
    assert page["Harbour Times on the ministry and the mayor, 12 March 2025"].endswith("doc/2025-03-12-harbour-times")
    assert "The dead number 31." in page and any(words.startswith("Edda Marrin: The dead") for words in page)
    later = links(server, "/id/claim/2025-03-11-radio-velmar/c5?format=html")
    assert "In Mirefold 120 houses are gone." in later
    aside = links(server, "/id/claim/2025-03-12-harbour-times/c4?format=html")
    assert aside["People killed: Velmar earthquake?"].startswith("../../../id/dispute/")


def test_a_questions_page_leads_to_claims_claimants_and_documents(server: Server) -> None:
    found = links(server, "/").items()
    [dispute] = {path for words, path in found if words == "People killed: Velmar earthquake? (was in question)"}
    page = links(server, f"/{dispute}?format=html")
    assert page["Edda Marrin"].endswith("id/agent/marrin") and page["The dead number 57."].count("claim/")
    assert page["The Beacon on the toll, 11 March 2025"].endswith("id/doc/2025-03-11-the-beacon")


def test_a_long_page_has_jumps_and_unfolds(server: Server) -> None:
    page = server.ask("/id/event/velmar-earthquake?format=html").text
    assert '<a href="#about"><bdi>Claims about Velmar earthquake</bdi></a>' in page and 'id="about"' in page
    assert page.count("<details>") == 1 and "6 more" in page
    assert "On this page" not in server.ask("/id/place/mirefold?format=html").text

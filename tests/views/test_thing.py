"""The page of a thing: what strangers' names do to it."""

import re

from kgraph import Graph
from kgraph.analysis.about import About
from kgraph.analysis.questions import Disputed
from kgraph.analysis.record import ClaimCard
from kgraph.namespaces import IRI
from kgraph.views.thing import thing_page, with_links

BASE = "https://example.org/w/"
HOSTILE = "<script>alert(1)</script>\u202ereversed"


def made(label: str = HOSTILE, claimant: str = f"{BASE}agent/a", paraphrase: str = HOSTILE) -> str:
    claim = IRI(f"{BASE}claim/d/c1")
    card = ClaimCard(
        id=claim,
        claimant=HOSTILE,
        claimant_id=IRI(claimant),
        chain=(HOSTILE, "B", HOSTILE),
        modality="assertion",
        polarity="",
        certainty="likely",
        voice="",
        said="",
        said_by="2025-03-11",
        paraphrase=paraphrase,
        source=HOSTILE,
    )
    found = About(claim, label, "claim", (HOSTILE, "other"), (), (("same as", IRI("javascript:x")),), (card,), (), 0)
    return thing_page(found, Disputed((), (), {}), {}, BASE, HOSTILE, [("ttl", "text/turtle")])


def test_a_name_that_turns_the_direction_does_so_for_itself_alone() -> None:
    page = made()
    assert "<script>alert" not in page and 'href="javascript:' not in page
    inside = re.sub(r"<bdi>[^<]*</bdi>", "", page)
    assert "\u202e" not in inside
    text = " ".join(re.sub(r"<[^>]+>", "", inside.partition("</header>")[2]).split())
    assert ", likely, through ←" in text and "2025-03-11 or earlier" in text


def test_a_claim_is_headed_by_its_path_and_a_claimant_from_elsewhere_has_no_empty_link() -> None:
    page = made(label=f"{BASE}claim/d/c1", claimant="urn:x:a")
    assert "<h1><bdi>claim/d/c1</bdi></h1>" in page and 'href=""' not in page


def test_a_line_of_what_is_said_does_not_end_within_a_day() -> None:
    page = made(paraphrase="She won on 2031-05-09.")
    assert '<bdi>She won on <span class="day">2031-05-09</span>.</bdi>' in page


def test_a_questions_page_begins_with_that_question(graph: Graph) -> None:
    found = graph.disputed()
    headings = [heading for heading, _, _ in with_links(found, str)]
    for question, heading in zip(found.questions, headings, strict=True):
        first, *others = with_links(found, str, but=question.id)
        assert first[0] == heading and first[2] == ""
        assert [one[0] for one in others] == [other for other in headings if other != heading]

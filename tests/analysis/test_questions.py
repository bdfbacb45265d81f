"""Questions as a reader meets them: who finds no evidence, and for what."""

import re
from pathlib import Path

import pytest

import news
from kgraph import views
from kgraph.analysis.questions import Disputed
from kgraph.analysis.record import RELATION_WORDS
from kgraph.claims import RELATIONS
from kgraph.namespaces import IRI, KG
from kgraph.views.disputed_rows import rows
from kgraph.views.disputes import report

FIRE = """
[[entity]]
id = "mill-fire"
class = "Fire"
label = "the mill fire"
[[entity]]
id = "mill"
class = "Facility"
label = "Corran Mill"
[[entity]]
id = "union"
class = "Organization"
label = "the union"
[[entity]]
id = "owner"
class = "Organization"
label = "the owner"
[[entity]]
id = "inspector"
class = "Organization"
label = "the inspectorate"
[[entity]]
id = "post"
class = "MediaOutlet"
label = "North Post"
[[document]]
id = "d1"
outlet = "post"
published = "2034-02-11"
[[document]]
id = "d2"
outlet = "post"
published = "2034-02-14"
[[claim]]
id = "c1"
in = "d1"
by = "union"
statement = "event"
event = "mill-fire"
actor = "owner"
[[claim]]
id = "c3"
in = "d2"
by = "inspector"
statement = "no-evidence"
claim = "c1"
"""
DENIED = """
[[claim]]
id = "c2"
in = "d1"
by = "owner"
modality = "denial"
polarity = "negative"
denies = "c1"
statement = "event"
event = "mill-fire"
actor = "owner"
"""


def named(found: Disputed) -> list[tuple[str, str]]:
    (question,) = found.questions
    return [(news.short(doubt), news.short(doubted)) for doubt, doubted in question.doubts]


def test_who_finds_no_evidence_stands_under_the_question_of_the_claim() -> None:
    found = news.asked(news.case_of(FIRE + DENIED))
    assert named(found) == [("c3", "c1")]
    assert found.remarks == ()
    (question,) = found.questions
    assert {news.short(claim) for claim in question.claims} == {"c1", "c2"}
    assert report(found).splitlines() == [
        "The mill fire: did it happen, and who did it?",
        "  1 by the owner — the union [North Post] 2034-02-11 or earlier",
        "  2 it did not happen, or not by the owner — the owner [North Post] 2034-02-11 or earlier",
        "  ○ finds no evidence for 1 (by the owner): c3 says so — the inspectorate [North Post] 2034-02-14 or earlier",
    ]
    columns = ("kind", "question", "position", "answer", "claimant")
    told = [[str(row[name]) for name in columns] for row in rows(found) if str(row["kind"]) == "no evidence"]
    assert told == [
        ["no evidence", "The mill fire: did it happen, and who did it?", "1", "by the owner", "the inspectorate"]
    ]


def test_it_is_not_told_before_it_was_said() -> None:
    assert named(news.asked(news.case_of(FIRE + DENIED), "2034-02-13")) == []
    assert named(news.asked(news.case_of(FIRE + DENIED), "2034-02-14")) == [("c3", "c1")]


def test_of_a_claim_in_no_question_it_is_a_remark() -> None:
    found = news.asked(news.case_of(FIRE))
    assert found.questions == ()
    (remark,) = found.remarks
    assert (remark.kind, tuple(map(news.short, remark.claims))) == ("no evidence", ("c3", "c1"))
    said = "the inspectorate (“c3 says so”) finds no evidence for what the union claims (“c1 says so”)."
    voices = "the inspectorate [North Post] 2034-02-14 or earlier · the union [North Post] 2034-02-11 or earlier"
    assert report(found).splitlines() == [
        "No evidence found for claims that are in no question",
        f"  · {said} — {voices}",
    ]


@pytest.mark.parametrize("name", ["c3", "c1"])
def test_what_an_editor_rejected_is_not_told(name: str) -> None:
    case = news.case_of(FIRE)
    (claim,) = (one for one in case.claims if news.short(one.id) == name)
    found = news.asked(case, None, (claim.id, KG.status, KG.Rejected, IRI(claim.document or "")))
    assert found.remarks == ()


def test_a_card_tells_the_relation() -> None:
    found = news.asked(news.case_of(FIRE))
    relations = {news.short(card.id): card.relations for card in found.cards.values()}
    assert relations["c1"] == ()
    assert [(word, news.short(claim)) for word, claim in relations["c3"]] == [("finds no evidence for", "c1")]


def test_the_page_has_words_for_each_relation_read_backwards() -> None:
    script = (Path(views.__file__).parent / "static/network/cards.js").read_text(encoding="utf8")
    (table,) = re.findall(r"const INVERSE = \{(.*?)\};", script, re.DOTALL)
    words = {quoted or bare for quoted, bare in re.findall(r'(?:"([^"]+)"|(\w+)): "', table)}
    assert words == {RELATION_WORDS[predicate] for predicate in RELATIONS}

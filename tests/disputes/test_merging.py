"""Events that an editor merged: questions on the one that is gone lead to those on the other."""

from pathlib import Path

import news
from kgraph.disputes.finding import find
from kgraph.disputes.merging import earlier, replacements
from kgraph.disputes.rdf import disputed
from kgraph.model import Quad, Triple
from kgraph.namespaces import DCTERMS, IRI, KG, RDF
from kgraph.vocabulary import bundled_terms

CASE = Path(__file__).parent / "cases/297-accident-two-blasts-merged.toml"
TERMS = list(bundled_terms())
EVENTS = A, B, C, D = tuple(IRI(f"x:{name}") for name in "abcd")


def replaced(*pairs: tuple[IRI, IRI], graph: IRI = D) -> list[Quad]:
    return [(old, DCTERMS.isReplacedBy, new, graph) for old, new in pairs]


def questions_of(triples: list[Triple]) -> set[IRI]:
    return {IRI(s) for s, p, o in triples if p == RDF.type and o == KG.Dispute}


def test_a_link_to_a_question_on_the_replaced_event_leads_on() -> None:
    """Before the merging, others were in conflict on the event that is gone: their question's name is kept."""
    more = """
[[claim]]
id = "c5"
in = "d1"
by = "daily-a"
statement = "event"
event = "night-blast"
actor = "league"
"""
    text = CASE.read_text(encoding="utf8").replace("[[question]]", f"{more}\n[[question]]", 1)
    before = news.case_of(text.replace('replaced_by = "blast"', ""))
    after = news.case_of(text)
    (old,) = questions_of(disputed(before.claims, [*before.quads, *TERMS], {}, news.BASE))
    triples = disputed(after.claims, [*after.quads, *TERMS], {}, news.BASE)
    leads = [(s, o) for s, p, o in triples if p == DCTERMS.isReplacedBy and s == old]
    assert len(leads) == 1
    assert leads[0][1] in questions_of(triples)
    members = {news.short(IRI(str(o))) for s, p, o in triples if s == leads[0][1] and p == KG.disputes}
    assert members == {"c1", "c2", "c5"}


def test_a_question_keeps_its_name_when_another_event_is_merged_into_its_own() -> None:
    text = CASE.read_text(encoding="utf8")
    third = """
[[claim]]
id = "c6"
in = "d2"
by = "agency-b"
statement = "figure"
measure = "wounded"
event = "blast"
value = 30
"""
    text = text.replace("[[question]]", f"{third}\n[[question]]", 1)
    before = news.case_of(text.replace('replaced_by = "blast"', ""))
    after = news.case_of(text)
    old = questions_of(disputed(before.claims, [*before.quads, *TERMS], {}, news.BASE))
    assert old < questions_of(disputed(after.claims, [*after.quads, *TERMS], {}, news.BASE))


def test_without_merging_nothing_leads_on() -> None:
    case = news.case_of(CASE.read_text(encoding="utf8").replace('replaced_by = "blast"', ""))
    assert DCTERMS.isReplacedBy not in {p for _, p, _ in disputed(case.claims, [*case.quads, *TERMS], {}, news.BASE)}


def test_claims_themselves_stay_as_they_are() -> None:
    case = news.case_of(CASE.read_text(encoding="utf8"))
    before = list(case.claims)
    found = find(case.claims, [*case.quads, *TERMS], {})
    assert case.claims == before
    assert found.merged == {IRI(f"{news.BASE}thing/night-blast"): IRI(f"{news.BASE}thing/blast")}


def test_who_is_replaced_in_turn_and_what_goes_in_a_circle() -> None:
    assert replacements(replaced((A, B), (B, C)), EVENTS) == {A: C, B: C}
    assert replacements(replaced((A, B), (B, A), (D, A)), EVENTS) == {}
    assert replacements(replaced((A, B), graph=IRI("x:claim#content")), EVENTS) == {}
    assert replacements(replaced((A, B)), {B}) == {}, "a place, say"


def test_the_keys_that_a_question_had() -> None:
    keys = set(earlier(("account", "x:c"), {A: C, B: C, D: B}))
    assert keys == {("account", "x:a"), ("account", "x:b")}
    assert not list(earlier(("account", "x:d"), {A: C}))


def test_a_world_leads_on_too() -> None:
    found = news.asked(news.case_of(CASE.read_text(encoding="utf8")))
    assert {question.text for question in found.questions} == {
        "The blast at the dam: who did it?",
        "People wounded: the blast at the dam?",
    }

"""What `kgraph disputes` prints: one line for each position, for what is told beside it, and for each remark once."""

from dataclasses import replace

import news
from kgraph.analysis.agreeing import Agreement
from kgraph.analysis.changing import Change
from kgraph.analysis.questions import Disputed, OpenQuestion, Remark
from kgraph.analysis.record import ClaimCard
from kgraph.analysis.rounds import Stand
from kgraph.claims import Statement
from kgraph.days import Day
from kgraph.namespaces import IRI, KG, RDF
from kgraph.views.disputed_rows import rows
from kgraph.views.disputes import MOST, report


def card(name: str, claimant: str, outlet: str, paraphrase: str) -> ClaimCard:
    chain = (outlet, claimant)
    day = "2031-05-04"
    words = ("assertion", "positive", "unstated", "indirect speech")
    return ClaimCard(IRI(f"x:{name}"), claimant, IRI(f"x:{claimant}"), chain, *words, day, day, paraphrase, outlet)


A, B, C, D = (IRI(f"x:{name}") for name in "abcd")
CARDS = {
    A: card("a", "the harbour office", "Daily A", "Fifty-three died."),
    B: card("b", "the ministry", "Agency B", "Forty died."),
    C: card("c", "the harbour office", "Agency B", "More than thirty died."),
}
DEAD = OpenQuestion(IRI("x:q"), "Killed: the fire?", (Stand("53", (A,)), Stand("40", (B,))), frozenset((A, B)), (C,))


def test_a_position_is_a_line_and_so_is_what_was_also_said() -> None:
    assert report(Disputed((DEAD,), (), CARDS)).splitlines() == [
        "Killed: the fire?",
        "  1 53 — the harbour office [Daily A] 2031-05-04",
        "  2 40 — the ministry [Agency B] 2031-05-04",
        "  ○ also said: More than thirty died — the harbour office [Agency B] 2031-05-04",
    ]


def test_two_figures_of_one_claimant_in_one_position_are_both_told_unless_the_answer_has_them() -> None:
    own, cards = ((A, "53"), (C, "53.4")), {**CARDS, C: replace(CARDS[C], claimant_id=CARDS[A].claimant_id)}
    for answer, figures in (("53", ": 53 / 53.4"), ("53, then 53.4", "")):
        asked = replace(DEAD, stands=(Stand(answer, (A, C), own=own), Stand("40", (B,))), beside=())
        line = report(Disputed((asked,), (), cards)).splitlines()[1]
        assert line == f"  1 {answer} — the harbour office{figures} [Daily A; Agency B] 2031-05-04"


def test_a_revision_that_two_outlets_hand_on_is_told_once() -> None:
    remarks = (Remark("revision", "From 40 to 53.", (A, B)), Remark("revision", "From 40 to 53.", (B, C)))
    assert report(Disputed((), remarks, CARDS)).count("From 40 to 53.") == 1


def test_of_what_is_told_twice_all_voices_are_named() -> None:
    told = "If they were of the same day, these claims would contradict each other."
    remarks = (Remark("near miss", told, (A, B)), Remark("near miss", told, (A, C)))
    text = report(Disputed((), remarks, CARDS))
    assert text.count(told) == 1 and "the ministry [Agency B]" in text
    assert "the harbour office [Daily A; Agency B]" in text


def test_one_voice_says_where_it_is_heard() -> None:
    heard = Remark("one voice", "The harbour office is quoted with “53”, and “more than 30”.", (A, C))
    assert report(Disputed((), (heard,), CARDS)).endswith(
        "“more than 30”. — the harbour office [Daily A; Agency B] 2031-05-04\n"
    )


def test_what_an_editor_asks_has_claims_for_and_against() -> None:
    stands = (Stand("for", (A,)), Stand("qualifying", (C,)))
    asked = OpenQuestion(IRI("x:e"), "Was it arson?", stands, frozenset((A, C)), editors=True)
    assert report(Disputed((asked,), (), CARDS)).splitlines() == [
        "Was it arson? [an editor asks]",
        "  for: Fifty-three died — the harbour office [Daily A] 2031-05-04",
        "  qualifying: More than thirty died — the harbour office [Agency B] 2031-05-04",
    ]
    assert {str(row["kind"]) for row in rows(Disputed((asked,), (), CARDS))} == {"editor's question"}


def test_one_voice_says_which_figure_is_read_where() -> None:
    case = news.read_case(news.CASES["405-accident-one-voice-both-out"])
    [line] = [line for line in report(news.asked(case)).splitlines() if "is quoted with" in line]
    assert line.endswith("— 84 [The Gull] / 75 [The Evening Lantern ← Orrin Wire]")


def test_what_several_say_by_now_stands_first_and_what_all_gave_up_last() -> None:
    """The numbers stay those that CSV and the page have."""
    told = Statement.of(IRI("x:s"), [(RDF.type, KG.Event)])
    first = replace(CARDS[A], statements=(told,))
    later = replace(card("c", "the harbour office", "Agency B", "Forty died."), statements=(told,))
    changed = {A: (Change("“40”", "on 2031-05-05"),)}
    question = replace(DEAD, agreement=Agreement("40", Day(2031, 5, 5), 2, (B, C), 2))
    found = Disputed((question,), (), {**CARDS, A: first, C: later}, changed)
    assert report(found).splitlines() == [
        "Killed: the fire?",
        "  Said now, still in dispute:",
        "    = 40: said by both since 2031-05-05 — the ministry [Agency B] 2031-05-04"
        " · the harbour office [Agency B] 2031-05-04",
        "    2 40 — the ministry [Agency B] 2031-05-04",
        "  Said before, and changed or taken back since:",
        "    1 53 — the harbour office [Daily A] 2031-05-04, who changed it to “40” on 2031-05-05",
    ]
    assert [str(row["position"]) for row in rows(found) if str(row["kind"]) == "position"] == ["1", "2"]


def agreeing(*stands: Stand, claims: tuple[IRI, ...], own: tuple[tuple[IRI, str], ...] = ()) -> list[str]:
    """The report on positions of which the first was given up, since when some claims agree on 40."""
    told = Statement.of(IRI("x:s"), [(RDF.type, KG.Event)])
    first = replace(CARDS[A], statements=(told,))
    question = OpenQuestion(
        *(IRI("x:q"), "Killed: the fire?", (Stand("53", (A,)), *stands), frozenset((A, B))),
        agreement=Agreement("40", Day(2031, 5, 5), 2, claims, 2, own),
        pairs=frozenset({frozenset((A, B))}),
    )
    other = replace(CARDS[C], claimant="the mayor", claimant_id=IRI("x:other"))
    cards = {**CARDS, A: first, C: other, D: replace(CARDS[B], id=D, chain=("Wire", "the ministry"))}
    changed = {A: (Change("“40”", "on 2031-05-05"),)}
    return [line.strip() for line in report(Disputed((question,), (), cards, changed)).splitlines()][1:-2]


def told(*stands: Stand, claims: tuple[IRI, ...], own: tuple[tuple[IRI, str], ...] = ()) -> list[str]:
    """The same without who says so."""
    return [line.partition(" — ")[0] for line in agreeing(*stands, claims=claims, own=own)]


def test_an_agreement_counts_beside_positions_only_if_none_of_them_is_it() -> None:
    heads = ["Said now:", "Said now; contradicted only by what was said before:"]
    says_so = "40: said by both since 2031-05-05"
    assert told(Stand("40", (B, C)), claims=(B, C)) == [heads[0], f"2 {says_so}"]
    assert told(Stand("40", (B, C)), claims=(B, C), own=((B, "40"),)) == [heads[0], f"= {says_so}", "2 40"]
    assert told(Stand("40", (B,)), claims=(B, C)) == [heads[0], f"= {says_so}", "2 40"]
    assert told(Stand("40", (B,)), Stand("41", (C,)), claims=(B, C)) == [heads[1], f"= {says_so}", "2 40", "3 41"]
    assert told(Stand("40", (B, C)), Stand("41", (C,)), claims=(B, C)) == [heads[1], f"= {says_so}", "2 40", "3 41"]
    assert told(Stand("not 60", (B,)), claims=(C,)) == [heads[1], f"= {says_so}", "2 not 60"]


def test_an_agreement_on_a_position_that_is_not_shown_has_a_line_of_its_own() -> None:
    many = [Stand(str(number), (IRI(f"x:{number}"),)) for number in range(MOST)]
    lines = told(*many, Stand("40", (B, C)), claims=(B, C))
    assert lines[1] == "= 40: said by both since 2031-05-05" and lines[-1] == "and 1 more positions"
    lines = told(*many[1:], Stand("40", (B, C)), claims=(B, C))
    assert lines[-1] == f"{MOST + 1} 40: said by both since 2031-05-05"


def test_who_said_so_again_elsewhere_is_told_with_both_outlets() -> None:
    voices = "the ministry [Agency B; Wire] 2031-05-04 · the mayor [Agency B] 2031-05-04"
    lines = agreeing(Stand("40", (B, C)), claims=(B, C, D))
    assert lines[1:] == [f"2 40: said by both since 2031-05-05 — {voices}"]

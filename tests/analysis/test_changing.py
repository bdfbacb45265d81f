"""What claimants changed or took back: told where it stands, and not where they said the same again."""

import pytest

import news
from changes import AGREED, CASES, NOT, Said, case_of, toll, won
from kgraph.analysis.questions import Disputed
from kgraph.claims import leans
from kgraph.views.disputed_rows import rows
from kgraph.views.disputes import report
from nodejs import in_node


def told(*said: Said, as_of: str | None = None, exact: bool = True) -> Disputed:
    return news.asked(case_of(said, exact=exact), as_of)


def changed(found: Disputed) -> dict[str, str]:
    return {news.short(claim): "; ".join(one.words for one in made) for claim, made in found.changes.items()}


@pytest.mark.slow
@pytest.mark.parametrize(("said", "wanted"), CASES.values(), ids=CASES)
def test_what_became_of_a_claim(said: list[Said], wanted: dict[str, str]) -> None:
    assert changed(told(*said)) == wanted


def test_nothing_has_changed_before_the_day() -> None:
    said, _ = CASES["raised"]
    assert changed(told(*said, as_of="2031-07-02")) == {}


def test_a_day_by_which_it_was_said_is_no_day_on_which_it_was() -> None:
    said, _ = CASES["raised"]
    found = told(*said, exact=False)
    assert changed(found) == {"c1": "changed it to “44” on 2031-07-03 or earlier"}
    assert any(remark.text.endswith("raises 40 to “44” on 2031-07-03 or earlier.") for remark in found.remarks)


def test_it_is_told_where_the_answer_stands_in_text_and_rows() -> None:
    found = told(*CASES["raised"][0], (4, "club", toll("value = 31")))
    lines = report(found).splitlines()
    assert lines[1:6] == [
        "  Said now, still in dispute:",
        "    1 31 — the club [the Paper] 2031-07-01",
        "    2 “44” — the office [the Paper] 2031-07-03",
        "  Said before, and changed or taken back since:",
        "    3 40 — the office [the Paper] 2031-07-01, who changed it to “44” on 2031-07-03",
    ]
    by_claim = {str(row["claim"]).rpartition("/")[2]: str(row["changed"] or "") for row in rows(found)}
    places = {str(row["claim"]).rpartition("/")[2]: str(row["position"]) for row in rows(found) if row["position"]}
    assert places == {"c1": "3", "c2": "1", "c3": "2", "c4": "1"}
    assert by_claim["c1"] == "changed it to “44” on 2031-07-03" and by_claim["c2"] == ""


HEADED = {
    "raised": ["Said now; contradicted only by what was said before", "Said before, and changed or taken back since"],
    "told again after the change": ["Said now, still in dispute", "Said before, and changed or taken back since"],
    "a call taken back": ["Said now", "Said before, and changed or taken back since"],
    "another claimant's later figure changes nothing": [],
    "a call taken back, and made again": [],
}


@pytest.mark.parametrize(("name", "wanted"), HEADED.items(), ids=HEADED)
def test_what_is_said_now_stands_apart_from_what_was_changed(name: str, wanted: list[str]) -> None:
    lines = report(told(*CASES[name][0])).split("\n\n")[0].splitlines()
    assert [line[2:-1] for line in lines if line.startswith("  Said ")] == wanted


@pytest.mark.parametrize(("said", "wanted"), AGREED.values(), ids=AGREED)
def test_what_several_agree_on_is_told_once(said: list[Said], wanted: list[str]) -> None:
    lines = report(told(*said)).split("\n\n")[0].splitlines()[1:]
    assert [line.strip().partition(" — ")[0].removesuffix(":") for line in lines] == wanted


def test_who_say_so_stand_behind_the_position_with_their_days() -> None:
    lines = report(told(*AGREED["all say what one always said"][0])).splitlines()
    voices = [
        "the mayor [the Paper] 2031-07-01",
        "the office [the Paper] 2031-07-03",
        "the club [the Paper] 2031-07-04",
    ]
    assert lines[2] == f"    1 18: said by all 3 since 2031-07-04 — {' · '.join(voices)}"


def test_who_all_took_back_what_they_said_say_nothing_now() -> None:
    said = [(1, "paper", won("marsh")), (1, "office", won("rook"))]
    taken_back = [(2, "paper", won("marsh", NOT)), (2, "office", won("rook", NOT))]
    lines = report(told(*said, *taken_back)).splitlines()
    assert "  Said now:" not in lines or lines[lines.index("  Said now:") + 1].startswith("    ")


def test_of_several_who_gave_an_answer_only_those_who_changed_it_are_told_to() -> None:
    found = told(*CASES["a call taken back"][0], (1, "mayor", won("marsh")))
    line = next(line for line in report(found).splitlines() if line.startswith("  1 "))
    assert "the Paper [own voice] 2031-07-01, who took it back on 2031-07-02" in line
    assert line.endswith("the mayor [the Paper] 2031-07-01")


def test_changes_are_told_by_whose_they_are_the_oldest_first() -> None:
    said = [
        *((1, "office", toll("value = 40")), (1, "club", toll("value = 31")), (2, "club", toll("value = 33"))),
        *((3, "office", toll("value = 44")), (5, "club", toll("value = 44")), (6, "office", toll("value = 50"))),
    ]
    lines = [line.partition(": ")[2] for line in report(told(*said)).splitlines() if line.startswith("  · ")]
    assert [line[line.index("the ") :] for line in lines] == [
        "the club raises 31 to 33 on 2031-07-02.",
        "the club raises 33 to 44 on 2031-07-05.",
        "the office raises 40 to 44 on 2031-07-03.",
        "the office raises 44 to 50 on 2031-07-06.",
    ]


@pytest.mark.parametrize("name", ["told again after the change", "a call taken back, and made again"])
def test_what_was_told_again_has_not_changed(name: str) -> None:
    found = told(*CASES[name][0])
    assert next(line for line in report(found).splitlines() if line.strip().startswith("1 ")).count("who ") == 0
    kept = [row for row in rows(found) if str(row["kind"]) == "position" and str(row["position"]) == "1"]
    assert len(kept) == 2 and not any(row["changed"] for row in kept)


LEANING = ["His men", "it is so", "Itä is flooded", "Its", "Theirs to keep", "There", "Hiss", "", "This.", "she"]


def test_the_page_knows_pronouns_as_kgraph_does() -> None:
    program = 'import { leans } from "./stance.js";\nconst answer = (texts) => texts.map(leans);'
    assert in_node(program, LEANING) == [leans(text) for text in LEANING]


def test_what_else_a_claim_says_has_not_changed_with_its_figure() -> None:
    blocks = report(told(*CASES["one figure of two"][0])).split("\n\n")
    killed, wounded = (next(b for b in blocks if b.startswith(f"People {what}")) for what in ("killed", "wounded"))
    assert "    2 40 — the office [the Paper] 2031-07-01, who changed it to 44 on 2031-07-03" in killed
    assert "  1 84 — the office [the Paper] 2031-07-01" in wounded and "who changed it" not in wounded


def test_an_answer_with_two_figures_is_not_told_as_changed_if_one_was() -> None:
    said = report(told(*CASES["of figures of two places only one is changed"][0]))
    assert "30; 9 — the office [the Paper] 2031-07-01\n" in said and "raises 30 to 31" in said, said

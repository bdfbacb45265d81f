"""Whose figure stands where on the page, and what a claimant made of an own claim later."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

import changes
import news
import own_words
from browser import Opened
from claims import claim, document, graph_of, span
from kgraph import Graph, Workspace
from kgraph.analysis.graph import Network
from kgraph.analysis.questions import OpenQuestion, Remark
from kgraph.analysis.record import ClaimCard
from kgraph.analysis.rounds import Stand
from kgraph.namespaces import IRI
from kgraph.views.disputes import report
from kgraph.views.network import render
from kgraph.views.page import Opening, static_files
from kgraph.views.remarks import HEADINGS
from kgraph.views.rows import NetworkRows
from kgraph.worlds import WORLD_WORDS
from networks import claim as card
from networks import edge, node
from nodejs import in_node
from pages import page_data

# --- made news: a force counted anew each day by two, and a flood of which three give the toll

REFERENCE = """<place/town> a kg:Facility ; rdfs:label 'Town' .
<agent/force> a kg:Organization ; rdfs:label 'the force' .
<agent/alpha> a kg:Organization ; rdfs:label 'Alpha' . <agent/beta> a kg:Organization ; rdfs:label 'Beta' .
<agent/mayor> a kg:Person ; rdfs:label 'the mayor' . <agent/boatman> a kg:Person ; rdfs:label 'the boatman' .
<agent/daily> a kg:MediaOutlet ; rdfs:label 'Daily' . <event/flood> a kg:Flood ; rdfs:label 'the flood' ."""
FORCE = """<#k> a kg:Measurement ; kg:measure kg:TroopStrength ; kg:place <place/town> ; kg:subject <agent/force> ;
  kg:unit kg:Persons ; kg:value {} ; kg:time {}"""
TOLL = "<#k> a kg:Measurement ; kg:measure kg:PeopleKilled ; kg:event <event/flood> ; kg:value {}"
DAYS = [f"2031-03-{day:02}" for day in range(1, 6)]
ROUNDS, KILLED = "Troop strength: the force, Town?", "People killed: the flood?"


def counted() -> Iterator[str]:
    for i, day in enumerate(DAYS):
        yield document(f"d{i}", "daily", day)
        yield claim(f"d{i}/a", "agent/alpha", FORCE.format(100 + i, span(day)), said=day, about="<place/town>")
        yield claim(f"d{i}/b", "agent/beta", FORCE.format(200 + 7 * i, span(day)), said=day, about="<place/town>")
    about = "<event/flood>"
    yield document("t", "daily")
    yield claim("t/c1", "agent/mayor", TOLL.format("9 ; kg:approximate true"), about=about)
    yield claim("t/c2", "agent/boatman", TOLL.format("9 ; kg:comparator kg:Exactly"), about=about)
    yield claim("t/c3", "agent/alpha", TOLL.format(40), about=about)


@pytest.fixture(scope="module")
def counts_page(page_of: Any, tmp_path_factory: pytest.TempPathFactory, pokrovsk: Workspace) -> Path:
    with graph_of(tmp_path_factory.mktemp("counts"), pokrovsk, REFERENCE, *counted()) as graph:
        file: Path = page_of("counts", graph)
        return file


@pytest.fixture(scope="module")
def earthquake_page(examples: Mapping[str, Graph], page_of: Any) -> Path:
    file: Path = page_of("earthquake", examples["earthquake"])
    return file


def question(shown: Opened, text: str) -> Any:
    heading = shown.page.locator("h2, h3, h4", has_text=text)  # another question may refer to this one
    return shown.page.locator("#panel section.question", has=heading)


def lanes(axis: Any) -> list[str]:
    """What an axis tells of each mark, from above."""
    return (axis.get_attribute("aria-label") or "").partition("? ")[2].partition(". Axis")[0].split("; ")


# --- axes


@pytest.mark.slow
def test_each_round_has_its_own_axis_whose_numbers_its_list_has(looked_at: Any, counts_page: Path) -> None:
    shown: Opened = looked_at(counts_page)
    rounds = question(shown, ROUNDS).locator(".round").all()
    assert len(rounds) == len(DAYS) == question(shown, ROUNDS).locator("svg[role=img]").count()
    for i, one in enumerate(rounds):  # the latest first
        day = len(DAYS) - 1 - i
        said = [
            f"{100 + day}, says Alpha, {DAYS[day]} or earlier",
            f"{200 + 7 * day}, says Beta, {DAYS[day]} or earlier",
        ]
        assert lanes(one.locator("svg[role=img]")) == [f"position {n}: {text}" for n, text in enumerate(said, 1)]
        assert one.locator("ol > li").evaluate_all("all => all.map((li) => li.value)") == [1, 2]
    assert question(shown, ROUNDS).locator(".off-axis").count() == 0


def test_each_voice_of_a_position_has_the_figure_that_it_gave(looked_at: Any, counts_page: Path) -> None:
    shown: Opened = looked_at(counts_page)
    toll = question(shown, KILLED)
    told = lanes(toll.locator("svg[role=img]"))
    assert "position 1: about 9, says the mayor, 2031-03-09 or earlier" in told
    assert "position 1: 9, says the boatman, 2031-03-09 or earlier" in told
    row = toll.locator("ol > li").first.inner_text()
    assert "the mayor: about 9 [Daily]" in row and "the boatman: 9 [Daily]" in row
    assert ": 40" not in toll.locator("ol > li").nth(1).inner_text()  # the only voice says what the answer says


OWN = {
    "an army and its battalion": (
        "ol > li >> nth=0",
        "the Red Army / the First Battalion: all of it — the staff: the Red Army [the Paper] 2031-04-01"
        ", the Radio: the First Battalion [the Paper] 2031-04-01",
    ),
    "all name the army": (
        "ol > li >> nth=0",
        "the Red Army: all of it — the staff [the Paper] 2031-04-01, the Radio [the Paper] 2031-04-01",
    ),
    "an agreement in two forms": (
        ".agreed:not(svg *)",
        "= 12,140 / 12 thousand: said by both since 2031-04-02 — the staff: 12,140 [the Paper] 2031-04-01"
        ", the Radio: 12 thousand [the Paper] 2031-04-02",
    ),
    "a figure on the day after a denial": ("ol > li >> nth=1", "not 12 — the Radio [the Paper] 2031-04-01"),
    "one for long, and others on some days": (
        ".round >> nth=2 >> li >> nth=0",
        "the Red Army: all of it — the staff [the Paper] 2031-04-01",
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", OWN)
def test_each_claimant_stands_with_whom_they_named_and_the_figure_that_they_gave(
    looked_at: Any, tmp_path: Path, name: str
) -> None:
    file = tmp_path / "page.html"
    file.write_text(render(news.network_of(own_words.case_of(own_words.WORLDS[name])), Opening("t", base=news.BASE)))
    shown: Opened = looked_at(file)
    at, wanted = OWN[name]
    assert shown.page.locator(f"#panel section.question {at}").inner_text() == wanted


CHANGED = ["raised", "told again after the change", "a call taken back", "a denied figure taken back"]


@pytest.mark.slow
@pytest.mark.parametrize(
    "said",
    [*(changes.CASES[name][0] for name in CHANGED), *(said for said, _ in changes.AGREED.values())],
    ids=[*CHANGED, *changes.AGREED],
)
def test_what_is_said_now_has_the_headings_and_lines_of_kgraph_disputes(
    looked_at: Any, tmp_path: Path, said: list[changes.Said]
) -> None:
    case = changes.case_of(said)
    file = tmp_path / "page.html"
    file.write_text(render(news.network_of(case), Opening("t", base=news.BASE)))
    shown: Opened = looked_at(file)
    told = (
        shown.page.locator("#panel section.question")
        .first.locator(".told")
        .locator("> h5, > .agreed, > ol > li, > ul.beside > li")
    )
    on_the_page = [row.inner_text().partition(" — ")[0] for row in told.all()]
    lines = report(news.asked(case)).split("\n\n")[0].splitlines()[1:]
    assert on_the_page == [re.sub(r"^\s*(\d+ )?|:$", "", line).partition(" — ")[0] for line in lines]


@pytest.mark.slow
def test_a_change_that_stands_beside_no_answer_is_told_in_the_question(looked_at: Any, tmp_path: Path) -> None:
    """Who gave 40, then 44, then 40 again still gives 40, so 40 does not say that it was changed."""
    file = tmp_path / "page.html"
    case = changes.case_of(changes.CASES["told again after the change"][0])
    file.write_text(render(news.network_of(case), Opening("t", base=news.BASE)))
    shown: Opened = looked_at(file)
    assert shown.page.locator("#panel .changes li").all_inner_texts() == [
        "↻ changed: the office raises 40 to 44 on 2031-07-03."
    ]


@pytest.mark.slow
def test_of_a_claims_two_figures_only_the_changed_one_is_lighter(looked_at: Any, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    case = changes.case_of(changes.CASES["of figures of two places only one is changed"][0])
    file.write_text(render(news.network_of(case), Opening("t", base=news.BASE)))
    shown: Opened = looked_at(file)
    told = lanes(shown.page.locator("#panel section.question svg[role=img]").first)
    old = [text for text in told if text.startswith("before, ")]
    assert len(old) == 1 and old[0].startswith("before, position 1: 30, says the office"), told


def test_figures_stand_in_order_of_days_each_with_all_who_give_it_and_those_beside(
    looked_at: Any, earthquake_page: Path
) -> None:
    shown: Opened = looked_at(earthquake_page)
    axis = question(shown, "People killed: Velmar earthquake?").locator("svg[role=img]")
    assert lanes(axis) == [
        "before, also: 12, says Office for Civil Protection, 2025-03-10",
        "before, position 2: 31, says Office for Civil Protection, 2025-03-11",
        "before, position 3: 57, says Edda Marrin, 2025-03-11",
        "position 1: not 57, says Ministry of the Interior, 2025-03-12",
        "also: more than 30, says Harbour Times, 2025-03-12",
        "by now: 44: said by 2 since 2025-03-12 (Office for Civil Protection and Edda Marrin)",
    ]
    course = "in the order of the days by which they were first said; lighter: changed or taken back since"
    assert shown.page.locator("#panel .off-axis", has_text="order").all_inner_texts() == [course]  # of one chart alone
    words = " ".join(axis.locator("text.who").evaluate_all("all => all.map((one) => one.firstChild.data)"))
    assert "before, also: 12, says" in words and "before: 57, says Edda Marrin" in words  # headings stand in the list
    assert "44: said by 2 since 2025-03-12 (Office for Civil Protection and Edda Marrin)" in words
    assert "…" not in words and axis.locator("text.number").count() == 0  # words alone, which need no key
    wide = axis.evaluate(
        "svg => [...svg.querySelectorAll('.who')].every((one) => one.getBBox().x + one.getBBox().width < 345)"
    )
    assert wide


def test_a_figure_that_was_changed_is_lighter_where_it_stands_and_says_to_what(
    looked_at: Any, earthquake_page: Path
) -> None:
    shown: Opened = looked_at(earthquake_page)
    toll = question(shown, "People killed: Velmar earthquake?")
    rows = {row.inner_text(): row for row in toll.locator("ol > li").all()}
    old = [text for text, row in rows.items() if "old" in (row.get_attribute("class") or "")]
    assert [text.partition(" — ")[0] for text in old] == ["“31”", "“57”"]
    assert [row.get_attribute("value") for row in rows.values()] == ["1", "2", "3"]  # as `kgraph disputes` has them
    heads = ["Said now; contradicted only by what was said before", "Said before, and changed or taken back since"]
    assert toll.locator(".told > h5").all_inner_texts() == heads
    assert all(text.endswith(", who changed it to “44” on 2025-03-12") for text in old)
    colour = "one => getComputedStyle(one.querySelector('strong')).color"
    kept = next(row for text, row in rows.items() if text.startswith("not “57”"))
    assert {rows[text].evaluate(colour) for text in old}.isdisjoint({kept.evaluate(colour)})
    axis = toll.locator("svg[role=img]")
    assert axis.locator(".figure.old").count() == 3 and toll.locator(".off-axis", has_text="not on").count() == 0
    agreed = "= 44: said by 2 since 2025-03-12 — "
    assert toll.locator(".told > h5 + .agreed").inner_text().startswith(agreed)
    assert toll.locator(".agreed:not(svg *)").count() == 1 and "also said: The dead number 44" not in toll.inner_text()
    shown.go(until="2025-03-11")
    toll = question(shown, "People killed: Velmar earthquake?")
    assert (
        "“44”" not in toll.inner_text() and toll.locator("li.old, svg[role=img] .figure.old").count() == 1
    )  # 12, beside


def test_a_change_is_told_where_the_answer_stands_and_not_again(looked_at: Any, earthquake_page: Path) -> None:
    shown: Opened = looked_at(earthquake_page)
    toll = question(shown, "People killed")
    assert toll.locator(".changes").count() == 0 and toll.inner_text().count("who changed it to “44”") == 2
    assert toll.inner_text().count("who changed it to “31”") == 1
    listed = shown.page.locator("#panel ul.remarks li").all_inner_texts()
    assert [text for text in listed if "Radio Velmar lowers “200” to “120”" in text]  # in no question
    assert not [text for text in listed if text.startswith("People killed")]


@pytest.mark.slow
def test_a_figure_side_by_side_says_that_it_was_changed(looked_at: Any, earthquake_page: Path) -> None:
    shown: Opened = looked_at(earthquake_page)
    shown.go(node="event/velmar-earthquake")
    aspect = shown.page.locator("#panel .aspect", has_text="people killed").first
    told = aspect.locator(".position", has=shown.page.get_by_text("31", exact=True)).first
    assert "changed it to “44” on 2025-03-12" in told.inner_text()
    assert told.locator("svg .figure.old").count() == 1 and aspect.locator("svg .figure.old").count() == 3


def test_positions_and_days_of_saying_read_as_in_kgraph_disputes(
    looked_at: Any, pokrovsk_page: Path, graph: Graph
) -> None:
    shown: Opened = looked_at(pokrovsk_page)
    lines = report(graph.disputed()).splitlines()
    for text in ("blockade", "Who holds Pokrovsk?"):
        rows = question(shown, text).locator("ol > li").all_inner_texts()
        alike = [
            f"  {'' if row[0] == '≠' else f'{n} '}{row}"
            for n, row in enumerate(rows, 1)
            if "Ukrainian state" not in row
        ]
        assert len(alike) > 2 and [line for line in lines if line in alike] == alike


@pytest.mark.slow
def test_a_paraphrase_with_a_pronoun_stands_after_its_claimant(looked_at: Any, pokrovsk_page: Path) -> None:
    shown: Opened = looked_at(pokrovsk_page)
    blockade = question(shown, "blockade")
    assert blockade.locator("h3, h4").first.inner_text().endswith("did it happen?")
    rows = blockade.locator("ol > li").all_inner_texts()
    assert rows[1].startswith("it did not happen — Espreso")
    claimed = "Oleksandr Syrskyi [Espreso] 2025-11-01: His forces hold Pokrovsk"
    assert rows[2] == f"≠ marked as contradicting 1: {claimed}. It answers “Who holds Pokrovsk?”"
    marker = "one => getComputedStyle(one).listStyleType"
    assert [row.evaluate(marker) for row in blockade.locator("ol > li").all()] == ["decimal", "decimal", "none"]
    beside = question(shown, "Who holds Pokrovsk?").locator(".beside li").all_inner_texts()
    corps = "7th Rapid Response Corps [Espreso] 2025-10-21 to 2025-10-31"
    other_half = f"No district of Pokrovsk is wholly in Ukrainian hands — {corps}"
    assert beside == [f"○ also said: {told}" for told in (other_half, claimed)]
    shown.go(claim="claim/espreso-2025-11-05-pokrovsk/c024")
    told = shown.page.locator("#panel .card").first.inner_text()
    assert "Oleksandr Syrskyi: His forces hold Pokrovsk" in told and "Pokrovsk, by Oleksandr" not in told


@pytest.mark.slow
def test_an_answer_names_whom_its_claims_name_in_chart_and_list(looked_at: Any, pokrovsk_page: Path) -> None:
    shown: Opened = looked_at(pokrovsk_page)
    held = question(shown, "Who holds Pokrovsk?")
    assert "Russian state" not in held.inner_text()
    told = lanes(held.locator("svg[role=img]"))
    assert told[0] == "position 2: Russian forces: half, says DeepState, 2025-11-05 or earlier"
    by = "2025-11-05 or earlier"
    assert f"position 5: Russian forces: not 85%, says Ukrainian state, {by}" in told
    # who claims the whole city, or denies it, gives no share of it
    assert held.locator(".off-axis").inner_text() == (
        "not on the axis: positions 1 (Russian forces: no part of it entirely), 4 (Russian forces: all of it) "
        "and 6 (Russian forces: not all of it)"
    )


@pytest.mark.slow
def test_a_chart_says_in_words_what_its_marks_are(looked_at: Any, earthquake_page: Path) -> None:
    shown: Opened = looked_at(earthquake_page)
    words = question(shown, "People killed").inner_text()
    for one in ("not 57, says", "also: more than 30", "Said before, and changed or taken back since"):
        assert one in words, one
    assert shown.page.locator(".off-axis", has_text="not on").count() == 0


@pytest.mark.slow
def test_a_denied_figure_is_struck_through_in_a_small_window_too(looked_at: Any, earthquake_page: Path) -> None:
    shown: Opened = looked_at(earthquake_page, viewport={"width": 390, "height": 844})
    struck = question(shown, "People killed").locator("svg[role=img] path.struck")
    assert struck.evaluate("one => getComputedStyle(one).display") == "inline"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("44, says Ann", ["44, says Ann"]),
        ("44, says the Office for Ann", ["44, says the", "Office for Ann"]),
        ("a" * 20, ["a" * 14 + "…"]),
        ("1, says Al, 2031 or earlier", ["1, says Al,", "2031 or earlier"]),
        ("1, says Al, 2031-05-04 or earlier", ["1, says Al,", "2031-05-04 or", "earlier"]),
        ("", [""]),
    ],
)
def test_what_is_told_of_a_mark_breaks_between_words(text: str, lines: list[str]) -> None:
    program = 'import { asLines } from "./axis.js";\nconst answer = ([text]) => asLines(text, 15);'
    assert in_node(program, [text]) == lines


# --- what a claimant said otherwise


def test_one_voice_has_words_of_its_own_and_only_what_others_deny_is_disputed(
    looked_at: Any, earthquake_page: Path
) -> None:
    shown: Opened = looked_at(earthquake_page)
    shown.go(claim="claim/2025-03-11-radio-velmar/c5")
    text = shown.page.locator("#panel .card").first.inner_text()
    assert "changed by its claimant" in text and "disputed" not in text
    assert "Radio Velmar lowers “200” to “120” on 2025-03-12." in text
    assert "not taken at face value: its claimant changed it to “120” on 2025-03-12" in text
    shown.page.locator("#panel .card").first.get_by_text("to the later claim").click()
    text = shown.page.locator("#panel .card").first.inner_text()
    assert "120" in text and "its claimant said otherwise before" in text and "changed by its claimant" not in text
    shown.go(node="agent/general-hospital")
    for one in shown.page.locator("#panel .card").all():
        one.locator("summary").first.click()
        text = one.inner_text()
        assert "one voice, two figures" in text and "disputed" not in text
        assert "not taken at face value: one voice gives two figures" in text


def test_a_card_says_why_its_claim_is_left_out(looked_at: Any, earthquake_page: Path) -> None:
    shown: Opened = looked_at(earthquake_page)

    def here(**choice: str) -> str:
        shown.go(node="agent/marrin", **choice)
        card = shown.page.locator("#panel .card", has_text="57").first
        card.locator("summary").first.click()
        text: str = card.locator("dt:text-is('here') + dd").inner_text()
        return text

    assert here() == "not taken at face value: it is disputed, and drawn so"
    assert here(world="asserted") == "taken at face value then: its claimant changed it to “44” on 2025-03-12"
    assert here(world="record") == "not taken at face value: you chose that no claim is"
    assert here(by="agent/ministry-of-the-interior") == "not taken at face value: it is not by whom you chose"


def test_what_was_changed_is_told_of_a_node_and_from_the_day_on(looked_at: Any, earthquake_page: Path) -> None:
    shown: Opened = looked_at(earthquake_page)
    shown.go(node="agent/marrin")
    assert "CHANGED OR TAKEN BACK" in shown.panel.upper() and "lowers “57” to “44”" in shown.panel
    assert "CLAIMS BY EDDA MARRIN (3)" in shown.panel.upper()
    shown.go(node="agent/marrin", until="2025-03-11")
    assert "CHANGED" not in shown.panel.upper() and "lowers" not in shown.panel
    shown.go(until="2025-03-11")
    assert "who changed it to “31” on 2025-03-11" in shown.panel and "to “44”" not in shown.panel


def test_a_bound_is_no_day_and_two_figures_of_one_voice_are_not_said_again(looked_at: Any, pokrovsk_page: Path) -> None:
    shown: Opened = looked_at(pokrovsk_page)
    held = question(shown, "Who holds Pokrovsk?").locator("ol").inner_text()
    assert "Ukrainian state [Espreso: not half, not 85%] 2025-11-05 or earlier" in held and "again" not in held
    assert "Espreso [own voice] 2025-11-05" in question(shown, "blockade").inner_text()


# --- claimants chosen


def test_what_they_say_has_what_each_says_of_it(looked_at: Any, pokrovsk_page: Path) -> None:
    shown: Opened = looked_at(pokrovsk_page)
    shown.go(by="agent/ukraine")
    row = shown.page.locator("#panel li.row", has_text="It is not so that Russian forces have taken half").first
    assert "denial" in row.locator(".badge.status-denied").all_inner_texts()


def test_chosen_claimants_who_oppose_each_other_stand_side_by_side(looked_at: Any, pokrovsk_page: Path) -> None:
    shown: Opened = looked_at(pokrovsk_page)
    shown.page.evaluate("location.hash = '#by=agent/ukraine&by=agent/deepstate'")
    shown.page.wait_for_selector("#panel h2:has-text('and DeepState say')")
    rows = shown.page.locator("#panel h3:has-text('Where they differ') + ul > li").all_inner_texts()
    assert len(rows) == 2 and rows[0].startswith("DeepState: Russian forces: “half”") and "not “half”" in rows[1]
    others = shown.page.locator("#panel h3:has-text('Who else answers these questions') + ul").inner_text()
    assert "unnamed Bild analyst" in others and "DeepState" not in others
    shown.go(by="agent/deepstate")
    assert "WHERE THEY DIFFER" not in shown.panel.upper()


@pytest.mark.slow
def test_a_line_that_a_chosen_claimant_denies_is_drawn_as_denied(looked_at: Any, pokrovsk_page: Path) -> None:
    shown: Opened = looked_at(pokrovsk_page)

    def share() -> str:
        row = next(row for row in shown.rows("relations") if row["Relation"].startswith("share of territory captured"))
        return str(row["Status"])

    shown.go(by="agent/ukraine")
    assert share() == "denied" and "those you chose deny" in shown.page.locator("#says").evaluate(
        "one => one.textContent"
    )
    assert "share of territory captured (denied): " in shown.save("svg").decode()
    shown.go(by="agent/deepstate")  # they assert it, and others deny it
    assert share() == "disputed"
    shown.go()
    assert share() == "disputed" and "those you chose" not in shown.page.locator("#says").evaluate(
        "one => one.textContent"
    )


OF_CHOSEN = """
import { readRecord } from "./record.js";
import { makeWorld } from "./world.js";
const answer = ({ data, chosen }) => chosen.map((names) => {
  const record = readRecord(data), by = record.agents.filter(({ label }) => names.includes(label)).map(({ id }) => id);
  const world = makeWorld(record, { world: null, by, until: "", turn: 0 });
  const origins = [world.theirClaims, world.claimsBehind].map((of) => world.originsAmong(0, of(0)).independent);
  return [world.status(0), world.statusOfAll(0), ...origins];
});
"""


def test_a_line_stands_as_the_chosen_say_it_and_as_disputed_where_others_deny_what_they_assert() -> None:
    def by(name: str, **more: Any) -> ClaimCard:
        agent = IRI(f"https://example.org/{name}")
        return card(name, claimant=name, claimant_id=agent, chain=(name,), chain_ids=(agent,), **more)

    said = by("ann"), by("bob", polarity="negative"), by("cat", modality="forecast"), by("dan")
    unit, town = node("unit"), node("town")
    network = Network((town, unit), (edge(unit, town, "present in", said, "disputed"),), said)
    html = render(network, Opening("t"))
    chosen = [["ann"], ["bob"], ["cat"], ["ann", "bob"], []]
    found = in_node(OF_CHOSEN, {"data": page_data(html), "chosen": chosen})
    assert [status for status, *_ in found] == ["disputed", "denied", "forecast", "disputed", "disputed"]
    assert [origins for _, _, origins, _ in found] == [1, 1, 1, 1, 2]
    assert {tuple(rest) for _, *rest in ((a, b, d) for a, b, _, d in found)} == {("disputed", 2)}


def test_who_had_said_nothing_by_the_day_is_told_so_and_no_empty_list_stands_there(
    looked_at: Any, pokrovsk_page: Path
) -> None:
    shown: Opened = looked_at(pokrovsk_page)
    shown.go(by="agent/ukraine", until="2025-11-01")
    assert "Nothing that Ukrainian state says had certainly been said up to 2025-11-01" in shown.panel
    assert "the first of it was said on 2025-11-05 or earlier" in shown.panel
    assert "BEST CONNECTED" not in shown.panel.upper()


# --- words and rows


@pytest.mark.slow
def test_headings_and_worlds_are_written_once(looked_at: Any, pokrovsk_page: Path) -> None:
    scripts = "".join(static_files("network", ".js").values())
    assert not any(heading in scripts for heading in HEADINGS.values())
    shown: Opened = looked_at(pokrovsk_page)
    for world, words in WORLD_WORDS.items():
        shown.go(world=world, until="2025-11-04")
        told = words.format(said="", until=", said up to 2025-11-04")
        assert f"Taken at face value in cards, tables and files: {told}." in shown.says


def test_what_is_in_question_weighs_more_than_what_is_not() -> None:
    one, two, idle, hub = (node(name) for name in ("z", "two", "idle", "hub"))  # of equal weight, by name
    asked, plain = card("asked", about=(one.id,)), card("plain", about=(two.id,))
    own = [card(f"own{i}", claimant_id=idle.id) for i in range(3)]
    question = OpenQuestion(IRI("x:q"), "Is it?", (Stand("yes", (asked.id,)),), frozenset((asked.id,)))
    tie = edge(hub, idle, "near", (plain,), "undisputed")
    claims = tuple(sorted((asked, plain, *own), key=lambda c: c.id))
    network = Network((one, two, idle, hub), (tie,), claims, questions=((question, ""),))
    order = [row.id for row in NetworkRows(network, Opening("t"), 4).nodes]
    # two points for a relation or a claim in question, one for another claim, none for what it says itself
    assert order == [hub.id, idle.id, one.id, two.id]


def test_what_a_remark_names_comes_with_the_first_rows_together() -> None:
    ends = tuple(node(f"n{i}") for i in range(4))
    first, same, late = card("first"), card("same"), card("late")
    ties = (
        edge(ends[0], ends[1], "near", (first,), "undisputed"),
        edge(ends[2], ends[3], "far", (late,), "undisputed"),
    )
    remark = Remark("revision", "It changed.", (first.id, same.id), superseded=(first.id,))
    network = Network(ends, ties, (first, late, same), remarks=((remark, "2025-11-05"),))
    rows = NetworkRows(network, Opening("t", base="https://example.org/"), 2)
    blank = {
        "label": "",
        "size": 1,
        "x": 0,
        "y": 0,
        "group": "place",
        "from": 0,
        "to": 0,
        "title": "",
        "side": None,
        "narrow": None,
    }
    now, rest = rows.tables([blank] * 4, [blank] * 2)
    assert now["claims"]["rows"] == 2 and now["remarks"]["rows"] == 1 and rest["claims"]["rows"] == 1
    assert now["remarks"]["since"] == ["2025-11-05"] and now["remarks"]["old"] == [(0,)]


@pytest.mark.slow
def test_on_an_earlier_day_the_panel_lists_what_was_said_by_then(looked_at: Any, earthquake_page: Path) -> None:
    shown: Opened = looked_at(earthquake_page)
    assert "SAID BY THAT DAY" not in shown.panel.upper()
    shown.go(until="2025-03-10")
    text = shown.panel.upper()
    number = len(shown.rows("claims"))
    shown.go(until="2025-03-10")
    assert f"SAID BY THAT DAY ({number})" in text and text.index("SAID BY THAT DAY") < text.index("BEST CONNECTED")
    shown.go(until="2025-03-11")
    listed = shown.page.locator("#panel h3", has_text="Said by that day").locator("xpath=following-sibling::ul[1]")
    days = [day.removesuffix(" or earlier") for day in listed.locator(".day").all_inner_texts()]
    assert days and days == sorted(days, reverse=True) and days[0] == "2025-03-11"
    listed.locator("a").first.click()
    assert shown.heading.startswith("Claim by ")


@pytest.mark.slow
def test_a_line_in_question_says_who_contradicts_it_where_nobody_denies_it(
    looked_at: Any, examples: Any, page_of: Any
) -> None:
    shown = looked_at(page_of("election", examples["election"]))
    shown.go(edge="event/presidential-election~agent/rook~won by~won by")
    aside = shown.page.locator("#panel .aspect").first.inner_text()
    assert "contradicts it" in aside and "nobody in this file" not in aside
    assert "Marsh is the winner" in aside.split("contradicts it")[1]
    shown.go(edge="event/presidential-election~agent/marsh~won by~won by")
    aside = shown.page.locator("#panel .aspect").first.inner_text()
    denied, contradicted = aside.split("denies it")[1].split("contradicts it")
    assert "The Evening Lamp" in denied and "Electoral Commission" in contradicted
    assert "Rook is the winner" in contradicted


def test_what_stands_beside_is_not_told_twice(looked_at: Any, examples: Any, page_of: Any) -> None:
    shown = looked_at(page_of("earthquake", examples["earthquake"]))
    shown.go(node="event/velmar-earthquake")
    assert "contradicts it" not in shown.page.locator("#panel .aspect", has_text="magnitude").first.inner_text()


@pytest.mark.slow
def test_the_filters_of_lines_stay_together(looked_at: Any, examples: Any, page_of: Any) -> None:
    shown = looked_at(page_of("election", examples["election"]))
    tops = shown.page.evaluate(
        "['[data-off=line]', '#sorts'].map((one) => document.querySelector(one).getBoundingClientRect().top)"
    )
    assert abs(tops[0] - tops[1]) < 6


@pytest.mark.slow
def test_each_outlet_stands_with_the_figure_that_it_has_from_one_claimant(
    looked_at: Any, page_of: Any, examples: Mapping[str, Graph]
) -> None:
    shown: Opened = looked_at(page_of("election", examples["election"]))
    shown.page.click("#panel >> text=Turnout: presidential election in Tolmark?")
    told = shown.page.locator("#panel details[open] li", has_text="Electoral Commission [").first.inner_text()
    assert "Electoral Commission [Tolmark Radio: 71 per cent; Morning Ledger: 71.4 per cent]" in told

"""Who says a relation, who only expects it, who denies it and who took it back stand apart; and who says it alone."""

from pathlib import Path
from typing import Any

import pytest

import news
from browser import Opened
from kgraph.namespaces import IRI
from kgraph.views.drawn import who_says
from kgraph.views.gephi import gexf
from kgraph.views.network import render
from kgraph.views.page import Opening
from networks import claim, edge, node
from nodejs import in_node
from pages import gexf_values

THINGS = (
    ("courier", "MediaOutlet", "The Larch Courier"), ("gazette", "MediaOutlet", "The Westmere Gazette"),
    ("league", "Organization", "the Larch League"), ("westmere", "Organization", "Westmere"),
    ("halden", "Organization", "Halden Town"), ("referee", "Person", "Orla Finch"), ("pundit", "Person", "Joss Hale"),
    ("final", "Competition", "the cup final"), ("goal", "Event", "Westmere's second goal"),
    ("bribe", "Event", "the bribery of the linesman"), ("park", "Facility", "Larch Park"),
    ("steward", "UnnamedSource", "a steward"), ("fan", "UnnamedSource", "somebody in the stand"),
    ("fire", "Event", "the fire in the stand"),
)  # fmt: skip
WON = 'statement = "winner"\nevent = "final"\nwho = "westmere"'
OFFSIDE = 'statement = "characterisation"\nsubject = "goal"\nlabel = "offside"\nnorm = "final"'
BRIBED = 'statement = "event"\nevent = "bribe"\nclass = "Event"\nactor = "westmere"'
PITCH = 'statement = "figure"\nmeasure = "share-captured"\nsubject = "halden"\nplace = "park"\nday = "2034-04-01"'
PLAYED = 'statement = "event"\nevent = "final"\nclass = "Competition"\nplace = "park"'
TOLD = (  # in which report, by whom, and how
    ("d1", "courier", WON),
    ("d3", "courier", WON),
    ("d1", "referee", WON),
    ("d3", "referee", f'polarity = "negative"\nsaid = "2034-04-04"\n{WON}'),
    ("d1", "pundit", f'modality = "forecast"\n{WON}'),
    ("d3", "halden", f'polarity = "negative"\n{WON}'),
    ("d2", "halden", BRIBED),
    ("d2", "referee", OFFSIDE),
    ("d3", "referee", f'polarity = "negative"\nsaid = "2034-04-04"\n{OFFSIDE}'),
    ("d1", "courier", PLAYED),
    ("d2", "gazette", PLAYED),
    ("d1", "courier", f'said = "2034-04-02"\n{PITCH}\nvalue = 30'),
    ("d3", "courier", f'said = "2034-04-04"\n{PITCH}\nvalue = 40'),
    ("d1", "pundit", f'modality = "forecast"\n{PITCH}\nvalue = 60'),
)


def report(name: str, outlet: str, day: int) -> str:
    return f'[[document]]\nid = "{name}"\noutlet = "{outlet}"\npublished = "2034-04-{day:02}"\n'


def case(told: tuple[tuple[str, str, str], ...]) -> news.Case:
    return news.case_of(
        "".join(f'[[entity]]\nid = "{one}"\nclass = "{kind}"\nlabel = "{name}"\n' for one, kind, name in THINGS)
        + report("d1", "courier", 2) + report("d2", "gazette", 3) + report("d3", "courier", 5)
        + "".join(
            f'[[claim]]\nid = "c{i}"\nin = "{document}"\nby = "{by}"\nparaphrase = "{by} says so."\n{how}\n'
            for i, (document, by, how) in enumerate(told, 1)
        )
    )  # fmt: skip


CASE = case(TOLD)
GROUPS = ("Said by", "Expected, intended … by", "Denied by", "Changed or taken back by")


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("final") / "final.html"
    file.write_text(render(news.network_of(CASE), Opening("The final", base=news.BASE)), "utf-8")
    return file


def table(shown: Opened) -> dict[tuple[str, str], dict[str, str]]:
    return {(row["From"], row["Relation"]): row for row in shown.rows("relations")}


@pytest.mark.slow
def test_who_says_expects_denies_and_took_back_a_relation_stand_apart(looked_at: Any, page: Path) -> None:
    shown: Opened = looked_at(page)
    rows = table(shown)
    told = {relation: tuple(row[group] for group in GROUPS) for relation, row in rows.items()}
    assert told["the cup final", "won by"] == (
        *("1: The Larch Courier", "1: Joss Hale (forecast)", "2: Orla Finch; Halden Town", "1: Orla Finch"),
    )
    [share] = [row for (_, relation), row in rows.items() if relation.startswith("share of territory captured")]
    assert share["Figure"] == "before 30, 40: The Larch Courier; 60 (forecast): Joss Hale"
    assert [share[group] for group in GROUPS[:2]] == ["1: The Larch Courier", "1: Joss Hale (forecast)"]
    assert (share[GROUPS[2]], share[GROUPS[3]]) == ("", "1: The Larch Courier")
    assert told["Westmere's second goal", "judged under: offside"] == ("", "", "1: Orla Finch", "1: Orla Finch")
    gone = shown.page.locator("td[data-column='Changed or taken back by'][title]")
    titles = gone.evaluate_all("all => all.map((one) => one.title)")
    assert "1: Orla Finch (assertion, via The Larch Courier, took it back on 2034-04-04)" in titles
    assert "1: The Larch Courier (assertion, changed it to 40 on 2034-04-04)" in titles
    shown.page.click("#table th >> text=Denied by")
    counts = [row["Denied by"][:1] for row in shown.rows("relations")]
    assert counts == ["2", "1", "", "", ""]  # sorted by how many they are


@pytest.mark.slow
def test_files_count_who_took_it_back_apart_and_the_export_does_the_same(looked_at: Any, page: Path) -> None:
    shown: Opened = looked_at(page)
    shown.go()
    saved = {
        (row["Relation"], row["claimed_as"]): [
            row[one] for one in ("claims", "not_as_fact", "denials", "taken_back", "claimants", "taken_back_by")
        ]
        for row in shown.csv("relations")
        if row["From"] == "the cup final"
    }
    assert saved["won by (disputed)", "denied | fact"] == ["2", "0", "2", "1", "The Larch Courier", "Orla Finch"]
    assert saved["won by (forecast)", "forecast"] == ["0", "1", "0", "0", "Joss Hale (forecast)", ""]
    nodes, edges = gexf_values(gexf(news.network_of(CASE)))
    assert gexf_values(shown.save("gexf").decode()) == (nodes, edges) and len(edges) > 4


def test_without_script_they_stand_apart_too(opened: Any, page: Path) -> None:
    shown: Opened = opened(page, java_script_enabled=False)
    [won] = shown.page.locator("#relations tr", has_text="won by").all_inner_texts()
    assert won.endswith(
        "said by 1: The Larch Courier; expected, intended … by 1: Joss Hale (forecast); "
        "denied by 2: Orla Finch, Halden Town; changed or taken back by 1: Orla Finch"
    )


@pytest.mark.slow
def test_what_one_claimant_alone_says_is_said_to_be_so(looked_at: Any, page: Path) -> None:
    shown: Opened = looked_at(page)
    rows = table(shown)
    assert rows["the bribery of the linesman", "carried out by"]["Status"].startswith("said by one, not disputed")
    assert rows["the cup final", "at"]["Status"].startswith("said by several, not disputed")
    shown.page.fill("#filter", "said by one")
    assert {row["From"] for row in shown.rows("relations")} == {"Halden Town", "the bribery of the linesman"}
    shown.page.fill("#filter", "")
    shown.go()
    assert "Of 3 not disputed, 2 have one claimant only." in shown.says
    chip = shown.page.locator('[data-off="line"][data-key="undisputed"]')
    assert (chip.get_attribute("title") or "").endswith("Said by one claimant alone: 2")
    shown.go(edge="thing/bribe~thing/westmere~actor~carried out by")
    assert "only Halden Town says so" in shown.panel
    shown.go(edge="thing/final~thing/park~place~at")
    assert "only " not in shown.page.inner_text("#panel > p >> nth=1") and "2 origins" in shown.panel


UNNAMED = (("d1", "steward"), ("d2", "fan"))
ALONE = (  # who else speaks of it does not say the same, or nobody says so any more
    ("d1", "courier", f'said = "2034-04-01"\n{PITCH}\nvalue = 30'),
    ("d2", "gazette", f'said = "2034-04-03"\n{PITCH.replace("04-01", "04-03")}\nvalue = 40'),
    ("d1", "pundit", PLAYED),
    ("d2", "halden", f'{PLAYED}\nphase = "attempted"'),
    ("d2", "gazette", 'statement = "event"\nevent = "goal"\nclass = "Event"\nplace = "park"\nphase = "attempted"'),
    *((one, who, 'statement = "event"\nevent = "fire"\nclass = "Event"\nplace = "park"') for one, who in UNNAMED),
    ("d1", "referee", f'said = "2034-04-02"\n{BRIBED}'),
    (
        "d3",
        "referee",
        'polarity = "negative"\nsaid = "2034-04-04"\nstatement = "event"\nevent = "bribe"\nclass = "Event"',
    ),
)


@pytest.mark.slow
def test_only_who_says_the_same_as_a_fact_and_stands_by_it_counts_beside_another(
    looked_at: Any, tmp_path: Path
) -> None:
    file = tmp_path / "alone.html"
    file.write_text(render(news.network_of(case(ALONE)), Opening("The final", base=news.BASE)), "utf-8")
    shown: Opened = looked_at(file)
    told = {row["From"]: row["Status"].partition(", ")[0] for row in shown.rows("relations")}
    assert told == {
        "Halden Town": "told differently by several",
        "the cup final": "said by one",
        "Westmere's second goal": "said by one",  # as an attempt, which nobody took back
        "the fire in the stand": "said by unnamed sources",  # of whom nobody says that they have it from one
        "the bribery of the linesman": "left out or taken back",
    }
    shown.go(edge="thing/fire~thing/park~place~at")
    assert "only unnamed sources say so" in shown.panel
    shown.go(by="thing/referee", table="relations")
    assert [row["Status"] for row in shown.rows("relations")] == ["changed or taken back, not disputed"]
    shown.go(edge="thing/final~thing/park~place~at", until="2034-04-03")
    assert "by 2034-04-03, as far as is certain, only Joss Hale says so" in shown.panel


@pytest.mark.slow
def test_the_table_of_claims_names_who_says_otherwise(looked_at: Any, page: Path) -> None:
    shown: Opened = looked_at(page)
    rows = [row for row in shown.rows("claims") if row["Claimant"] in ("The Larch Courier", "Orla Finch")]
    column = [row["Who says otherwise"] for row in rows]
    assert "Halden Town and Orla Finch, on “The cup final: who won?”" in column
    assert "Halden Town, on “The cup final: who won?”; themselves later: took it back on 2034-04-04" in column
    assert "themselves later: took it back on 2034-04-04" in column and "" in column


CUTS = """
import { clamped } from "./clamp.js";
import { endedWritings, writingsOf } from "./writings.js";
const answer = (texts) => texts.map((text) => [
  clamped(text, 17), ...[...endedWritings(text), ...writingsOf(text, false, false)].map(([rows]) => rows.join(" ")),
]);
"""


def test_a_text_is_cut_between_words_and_nothing_is_glued_to_the_cut() -> None:
    texts = (
        "Westmere's goals after half-time: none.", "The Westmere stand, as the referee saw it",
        "O'Hara-Brandt said that nobody was hurt", "goals that did not count, by Westmere's reckoning",
    )  # fmt: skip
    for text, ways in zip(texts, in_node(CUTS, list(texts)), strict=True):
        whole = {*text.split(), *(word.strip(",:.") for word in text.split()), ""}
        assert len(ways) > 8 and "…" in ways[0]
        assert all(word.removesuffix("…") in whole for way in ways for word in way.split()), ways
    [[short, *ended]] = in_node(CUTS, ["Donaudampfschifffahrtsgesellschaft"])
    assert short == "Donaudampfschiff…" and "Donaudampfsch… …gesellschaft" in ended


def test_without_script_several_ways_of_one_are_one_and_two_of_one_name_are_two() -> None:
    town, road = node("town"), node("road")
    said = (
        claim("a", claimant="a resident", claimant_id=IRI("https://example.org/one")),
        claim("b", claimant="a resident", claimant_id=IRI("https://example.org/two")),
        claim("c", modality="forecast"),
        claim("d", modality="recommendation"),
        claim("e", modality="recommendation"),
    )
    told = who_says(edge(town, road, "at", said, "undisputed"), {one.id: one for one in said}, {}).split("; ")
    assert told[0] == "said by 2: a resident, a resident"
    assert told[1].endswith(" by 1: Ann (forecast, recommended)")

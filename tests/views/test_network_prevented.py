"""What is said to have been prevented or ruled out is not drawn as what is said to have happened."""

import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from networkx import read_gexf, read_graphml  # noqa: TID253 - a test of what networkx writes

import news
from browser import Opened
from kgraph.analysis.edges import STATUS_WORDS
from kgraph.analysis.graph import Network
from kgraph.views.gephi import gexf, graphml
from kgraph.views.looks import DOERS, LINES, RELATIONS

Show = Callable[..., Opened]
ENTITIES = ("rebels", "Organization"), ("fort", "City"), ("raid", "Fire"), ("herald", "MediaOutlet")
HEAD = "".join(f'[[entity]]\nid = "{name}"\nclass = "{kind}"\nlabel = "{name}"\n' for name, kind in ENTITIES)


def told(*said: str) -> Network:
    """A network of reports of one outlet, each with one statement on a raid by rebels."""
    reports = (
        f'[[document]]\nid = "d{n}"\noutlet = "herald"\npublished = "2031-03-0{n}"\n'
        f'[[claim]]\nid = "c{n}"\nin = "d{n}"\nby = "herald"\n'
        f'statement = "event"\nevent = "raid"\nactor = "rebels"\nplace = "fort"\n{more}\n'
        for n, more in enumerate(said, 1)
    )
    return news.network_of(news.case_of(HEAD + "".join(reports)))


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ('phase = "prevented"', "prevented"),
        ('phase = "ruled out"', "excluded"),
        ('phase = "prevented"\npolarity = "negative"', "unprevented"),
        ('phase = "ruled out"\nmodality = "denial"\npolarity = "negative"', "unprevented"),
        ('phase = "prevented"\nmodality = "forecast"', "forecast"),
        ('phase = "intended"', "intended"),
        ('phase = "halted"', "undisputed"),  # it had begun
        ('phase = "attempted"', "undisputed"),
        ('phase = "completed"', "undisputed"),
        ('phase = "none"', "undisputed"),
        ('phase = "completed"\npolarity = "negative"', "denied"),
    ],
)
def test_only_what_is_said_to_have_come_about_is_a_solid_line(said: str, status: str) -> None:
    assert {edge.status for edge in told(said).edges} == {status}
    assert (not LINES[status].dashes) == (status == "undisputed")


NAMED = {
    'phase = "intended"\npolarity = "negative"': ("intention denied", "carried out by (intended, intention denied)"),
    'phase = "prevented"\npolarity = "negative"': (
        "prevention denied",
        "carried out by (prevented, prevention denied)",
    ),
    'phase = "ruled out"': ("ruled out", "carried out by (ruled out)"),
    'modality = "recommendation"\npolarity = "negative"': (
        *("advised or expected not to be", "carried out by (advised or expected not to be)"),
    ),
    'phase = "completed"': ("undisputed", "carried out by"),
}


@pytest.mark.slow
@pytest.mark.parametrize(("said", "wanted"), NAMED.items(), ids=[words for words, _ in NAMED.values()])
def test_files_for_other_programs_say_that_it_is_no_fact_and_name_it_as_the_page_does(
    said: str, wanted: tuple[str, str], opened: Show
) -> None:
    network = told(said)
    shown = opened(network)
    gephi = read_gexf(io.BytesIO(gexf(network).encode())), read_graphml(io.BytesIO(graphml(network).encode()))
    for graph in (*gephi, read_gexf(io.BytesIO(shown.save("gexf")))):
        edges = [data for *_, data in graph.edges(data=True) if data["kind"] == "actor"]
        status = "undisputed" if wanted[0] == "undisputed" else "not told as a fact"
        assert {(data["status"], data["label"]) for data in edges} == {(status, wanted[1])}
        assert all((data["claims"] > 0) == (wanted[0] == "undisputed") for data in edges)
        assert all(data["claimants"].endswith(")") for data in edges if not data["claims"] and not data["denials"])
    shown.go(table="relations")
    words = STATUS_WORDS.get(wanted[0], wanted[0])
    assert words.removesuffix(" here") in shown.page.locator("#table tbody tr").first.inner_text()


def test_the_words_of_a_status_are_in_one_place() -> None:
    assert {status: line.words or status for status, line in LINES.items()} == STATUS_WORDS
    assert all(edge.status_words == STATUS_WORDS[edge.status] for edge in told('polarity = "negative"').edges)


def test_who_says_that_it_happened_and_who_says_that_it_was_prevented_have_a_line_each() -> None:
    both = {edge.name: edge.status for edge in told('phase = "attempted"', 'phase = "prevented"').edges}
    assert both["carried out by"] == "undisputed" and both["carried out by (prevented)"] == "prevented"


def test_the_kinds_of_line_that_end_in_a_dot_are_those_from_an_event_to_who_carries_it_out() -> None:
    edges = told('phase = "attempted"', 'phase = "prevented"').edges
    assert (
        {edge.kind for edge in edges if edge.name.startswith("carried out by")}
        == set(DOERS)
        < set(RELATIONS["part in an event"])
    )


def test_no_line_of_the_examples_is_solid_whose_words_say_that_it_was_prevented(
    graph: object, examples: object
) -> None:
    for one in (graph, *examples.values()):  # type: ignore[attr-defined]
        for edge in one.network().edges:
            unreal = re.search(r"\((?:prevented|ruled out|intended)", edge.name)
            assert not (unreal and edge.status == "undisputed"), edge


@pytest.mark.slow
def test_a_prevented_line_has_a_bar_and_words_of_its_own_everywhere(pokrovsk_page: Path, opened: Show) -> None:
    shown = opened(pokrovsk_page)
    chip = shown.page.locator('#controls [data-off="line"][data-key="prevented"]')
    assert chip.inner_text().split() == ["prevented", "2"] and chip.locator("line").count() == 2
    row = shown.page.locator("#help tr", has_text="that it happened is not said")
    assert "prevented" in (row.text_content() or "") and row.locator("line").count() == 2
    svg = shown.save("svg").decode()
    assert ">prevented<" in svg
    shown.go(edge="event/cutting-of-rodynske-road~force/russian-forces~actor~carried out by (prevented)")
    assert "said to have been prevented" in shown.panel and "that it happened is not said" in shown.panel
    assert shown.panel.count("no claim in these documents contradicts it") == 0
    [line] = re.findall(
        r'<g class="line"[^>]*><title>[^<]*carried out by \(prevented\).*?</g>', shown.save("svg").decode()
    )
    assert "stroke-dasharray" in line and line.count("<path") == 3  # the line, its bar and its head
    shown.go()
    chip.click()
    assert "132 of 134 relations" in shown.says


@pytest.mark.slow
@pytest.mark.parametrize(("phase", "words"), [("prevented", "(prevented)"), ("ruled out", "(ruled out)")])
def test_the_words_of_a_relation_say_once_that_it_was_prevented(phase: str, words: str, opened: Show) -> None:
    network = told(f'phase = "{phase}"')
    assert {edge.standalone for edge in network.edges} == {f"carried out by {words}", f"at {words}"}
    shown = opened(network)
    labels = re.findall(r'data-of="line".*?</g>', shown.save("svg").decode(), re.DOTALL)
    written = [" ".join(re.findall(r">([^<>]+)</text>", label)) for label in labels]
    assert sorted(written) == [f"at {words}", f"carried out by {words}"]


@pytest.mark.slow
def test_in_forced_colours_a_prevented_line_has_its_bar_too(opened: Show) -> None:
    page = opened(told('phase = "prevented"'), forced_colors="active").page
    sample = page.locator('#controls [data-off="line"][data-key="prevented"] line')
    assert sample.count() == 2 and sample.first.get_attribute("stroke-dasharray") not in (None, "none")

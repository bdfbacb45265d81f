"""A claim that a mark puts into a question that it does not answer is found beside the one that it answers, too."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

import news
from kgraph import Graph
from kgraph.analysis.questions import Disputed
from kgraph.model import BlankNode, Quad, Term
from kgraph.namespaces import IRI
from kgraph.views.disputes import report
from kgraph.views.marked import set_against
from kgraph.views.network import render
from kgraph.views.page import Opening
from pages import column, page_data

ENTITIES = (
    *(("north", "Organization"), ("south", "Organization"), ("fort", "City"), ("siege", "Siege")),
    *(("herald", "MediaOutlet"), ("post", "MediaOutlet"), ("vote", "Election"), ("transfer", "Event")),
)
HOLDS = 'statement = "control"\nsubject = "{}"\nplace = "fort"\nday = "{}"'
SIEGE = 'statement = "event"\nevent = "siege"\nactor = "north"\nplace = "fort"'


def case_of(*said: tuple[str, str]) -> news.Case:
    things = "".join(f'[[entity]]\nid = "{name}"\nclass = "{kind}"\nlabel = "{name}"\n' for name, kind in ENTITIES)
    claims = "".join(
        f'[[document]]\nid = "d{n}"\noutlet = "{who}"\npublished = "2031-03-2{n}"\n'
        f'[[claim]]\nid = "c{n}"\nin = "d{n}"\nby = "{who}"\n{statement}\n'
        for n, (who, statement) in enumerate(said, 1)
    )
    return news.case_of(things + claims)


def asked(*said: tuple[str, str]) -> Disputed:
    return news.asked(case_of(*said))


@pytest.mark.parametrize("marked", [False, True])
def test_only_a_marked_claim_of_another_day_stands_beside(marked: bool) -> None:
    south = HOLDS.format("south", "2031-03-03") + ('\ndenies = "c3"' if marked else "")
    holders = [("herald", HOLDS.format(side, "2031-03-10")) for side in ("north",)]
    found = asked(*holders, ("post", HOLDS.format("south", "2031-03-10")), ("herald", SIEGE), ("post", south))
    [held] = [one for one in found.questions if "hold" in one.text]
    assert [claim.rpartition("/")[2] for claim in held.beside] == (["c4"] if marked else [])
    assert len(held.stands) == 2


def test_what_is_there_by_a_mark_has_no_number_and_says_where_it_is_an_answer(graph: Graph) -> None:
    found = graph.disputed()
    numbered = [(stand, [*enumerate(one.stands, 1)]) for one in found.questions for stand in one.stands]
    told = {stand.answer: set_against(stand, among, found.cards) for stand, among in numbered}
    assert [against for against in told.values() if against] == [[1]]
    words = "Oleksandr Syrskyi [Espreso] 2025-11-01: His forces hold Pokrovsk. It answers “Who holds Pokrovsk?”"
    assert f"\n  ≠ marked as contradicting 1: {words}\n" in report(found)
    assert report(found).count("also said: Oleksandr Syrskyi [Espreso] 2025-11-01: His forces hold Pokrovsk") == 1


def nameless(quads: list[Quad]) -> Iterator[Quad]:
    """The same with blank nodes for the statements of claims."""

    def blank(term: Term) -> Term:
        found = re.search(r"/(c\d)#s1$", term) if isinstance(term, IRI) else None
        return BlankNode(found[1]) if found else term

    return ((blank(s), p, blank(o), g) for s, p, o, g in quads)  # type: ignore[misc] # a subject stays one


def not_answering(case: news.Case) -> list[list[int]]:
    """The places, in each question of the page, of what the page takes for no answer."""
    return column(page_data(render(news.network_of(case), Opening("t", base=news.BASE)))["questions"], "apart")


def test_two_forecasts_that_are_set_against_each_other_are_positions() -> None:
    """Beside them others say whether it happened, which is another question."""
    vote = 'statement = "event"\nevent = "vote"\nday = "2031-03-25"'
    never = f'{vote}\npolarity = "negative"'
    said = ("north", f'{vote}\nmodality = "forecast"'), ("south", f'{never}\nmodality = "forecast"\ncontradicts = "c1"')
    case = case_of(*said, ("herald", vote), ("post", never))
    told = report(news.asked(case))
    assert "≠" not in told and "\n  1 c1 says so" in told and "\n  2 c2 says so" in told
    assert not_answering(case) == [[], []]


def test_an_answer_by_a_statement_without_a_name_is_one_though_a_mark_is_on_it() -> None:
    fee = 'statement = "figure"\nmeasure = "money"\nevent = "transfer"\nunit = "USD"\nvalue = '
    case = case_of(("north", f"{fee}40"), ("south", f'{fee}25\ncontradicts = "c1"'))
    case = replace(case, quads=[*nameless(case.quads)])
    assert report(news.asked(case)).splitlines()[1:3] == [
        "  1 40 — north [own voice] 2031-03-21 or earlier",
        "  2 25 — south [own voice] 2031-03-22 or earlier",
    ]
    assert not_answering(case) == [[]]

"""A claim that a mark puts into a question that it does not answer is found beside the one that it answers, too."""

import pytest

import news
from kgraph import Graph
from kgraph.analysis.questions import Disputed
from kgraph.views.disputes import report
from kgraph.views.marked import set_against

ENTITIES = (
    *(("north", "Organization"), ("south", "Organization"), ("fort", "City"), ("siege", "Siege")),
    *(("herald", "MediaOutlet"), ("post", "MediaOutlet")),
)
HOLDS = 'statement = "control"\nsubject = "{}"\nplace = "fort"\nday = "{}"'
SIEGE = 'statement = "event"\nevent = "siege"\nactor = "north"\nplace = "fort"'


def asked(*said: tuple[str, str]) -> Disputed:
    things = "".join(f'[[entity]]\nid = "{name}"\nclass = "{kind}"\nlabel = "{name}"\n' for name, kind in ENTITIES)
    claims = "".join(
        f'[[document]]\nid = "d{n}"\noutlet = "{who}"\npublished = "2031-03-2{n}"\n'
        f'[[claim]]\nid = "c{n}"\nin = "d{n}"\nby = "{who}"\n{statement}\n'
        for n, (who, statement) in enumerate(said, 1)
    )
    return news.asked(news.case_of(things + claims))


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
    told = {stand.answer: set_against(stand, among, found) for stand, among in numbered}
    assert [against for against in told.values() if against] == [[1]]
    words = "Oleksandr Syrskyi [Espreso] 2025-11-01: His forces hold Pokrovsk. It answers “Who holds Pokrovsk?”"
    assert f"\n  ≠ set against 1 by the text or an editor: {words}\n" in report(found)
    assert report(found).count("also said: Oleksandr Syrskyi [Espreso] 2025-11-01: His forces hold Pokrovsk") == 1

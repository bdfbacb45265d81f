"""Which statements of claims answer a question: those from which the rules found it, and no others beside them."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import news
from claims import claim, document, graph_of
from kgraph import Graph, Workspace
from kgraph.analysis.answering import answering
from kgraph.analysis.positions import positions
from kgraph.analysis.questions import OpenQuestion
from kgraph.analysis.record import Cards, read_labels
from kgraph.analysis.rounds import Stand
from kgraph.claims import Claim, Statement, to_quads
from kgraph.disputes.finding import find
from kgraph.disputes.model import Question
from kgraph.disputes.questions import questions
from kgraph.model import Literal, Quad, Term
from kgraph.namespaces import IRI, KG, RDF, XSD
from kgraph.store import open_store
from kgraph.vocabulary import bundled_terms
from paced import rest_thorough

TEXTS = {path: path.read_text(encoding="utf8") for path in news.CASES.values()}
CASES = [path for path, text in TEXTS.items() if "[[question]]" in text and "replaced_by" not in text]
WORLD = IRI(news.BASE + "world/record")
Answers = dict[IRI, set[tuple[IRI, str]]]


# --- every case, where each claim says more than what is in question


def saying_more(claims: Iterable[Claim]) -> Iterator[Claim]:
    """The claims, each with a figure on which all agree, a presence, and a place of the event, unless it denies."""
    for one in claims:
        if one.negative or not one.statements:
            yield one
            continue
        [said, *_] = one.statements
        event = said.first(KG.event) or (said.node if f"{news.BASE}thing/" in said.node else None)
        where = said.place or IRI(news.BASE + "thing/somewhere")
        of: tuple[IRI, Term] = (KG.event, event) if event else (KG.place, where)
        twelve = (KG.value, Literal("12", XSD.decimal))
        figure: list[tuple[IRI, Term]] = [(RDF.type, KG.Measurement), (KG.measure, KG.PeopleRescued), twelve, of]
        presence: list[tuple[IRI, Term]] = [
            (RDF.type, KG.Presence),
            (KG.subject, one.claimant or where),
            (KG.place, where),
        ]
        more = [Statement.of(IRI(one.id + "#more"), figure), Statement.of(IRI(one.id + "#where"), presence)]
        if event and said.node != event and isinstance(event, IRI):
            more.append(Statement.of(event, [(KG.place, IRI(news.BASE + "thing/there"))]))
        yield replace(one, statements=(*one.statements, *more))


def is_speech(quad: Quad) -> bool:
    """Whether it is of a claim, or of what a claim says."""
    subject, *_, graph = quad
    return str(graph).startswith(news.BASE + "claim/") or str(subject).startswith(news.BASE + "claim/")


def asked(given: Iterable[Question]) -> list[OpenQuestion]:
    """The questions as they are read."""
    return [
        OpenQuestion(
            IRI(f"{news.BASE}dispute/{number}"),
            question.text,
            tuple(Stand(one.answer, one.claims, statements=frozenset(one.nodes)) for one in question.positions),
            question.claims,
        )
        for number, question in enumerate(given)
    ]


def answered(quads: list[Quad], of: Iterable[OpenQuestion]) -> Answers:
    """The statements that answer each question, as a network has them."""
    with open_store("memory:") as store:
        store.load([quad for quad in quads if "#content" in str(quad[3])])
        store.load([(s, p, o, WORLD) for s, p, o, graph in quads if "#content" not in str(graph)])
        store.load_lines({WORLD: news.ontology_lines()})
        labels = read_labels(store, WORLD)
        cards = Cards(store, WORLD, labels).read()
    found: Answers = {}
    for _, position in answering(positions(cards.values(), labels), of):
        for question in position.asked:
            found.setdefault(question, set()).add(
                (position.claim.id, str(position.statement and position.statement.node))
            )
    return found


@pytest.mark.slow
@pytest.mark.parametrize("path", rest_thorough(CASES, every=3), ids=lambda path: path.stem)
def test_what_is_agreed_beside_a_question_does_not_answer_it(path: Path) -> None:
    """Of each claim that takes a position, the statement that does answers, and none of those that were added to it."""
    case = news.read_case(path)
    claims = list(saying_more(case.claims))
    quads = [q for q in case.quads if not is_speech(q)]
    quads += [quad for one in claims for quad in to_quads(one)]
    given = questions(find(claims, [*quads, *bundled_terms()], {}))
    open_questions = asked(given)
    marked = answered(quads, open_questions)
    own = {one.id: {str(statement.node) for statement in one.statements} for one in case.claims}
    for question, found in zip(open_questions, given, strict=True):
        assert {claim for claim, _ in marked[question.id]} == {c for c in question.claims if own[c]}
        if all(conflict.rule != "stated-denial" for conflict in found.conflicts):  # which is of claims as wholes
            assert {node for _, node in marked[question.id] if node.endswith(("#more", "#where"))} == set()


# --- figures of one aspect

REFERENCE = """<event/fire> a kg:Fire ; rdfs:label 'ferry fire' .
<agent/office> a kg:Organization ; rdfs:label 'harbour office' .
<agent/line> a kg:Organization ; rdfs:label 'ferry line' .
<agent/crew> a kg:Organization ; rdfs:label 'seamen' .
<agent/daily> a kg:MediaOutlet ; rdfs:label 'Daily' . <agent/late> a kg:MediaOutlet ; rdfs:label 'Late News' ."""
KILLED = "<#k> a kg:Measurement ; kg:measure kg:PeopleKilled ; kg:event <event/fire> ; {}"
WOUNDED = " . <#w> a kg:Measurement ; kg:measure kg:PeopleWounded ; kg:event <event/fire> ; kg:value 12"
TOLLS = (
    document("d", "daily", "2031-03-09"),
    document("e", "late", "2031-03-20"),
    claim("d/c1", "agent/office", KILLED.format("kg:value 53") + WOUNDED),
    claim("d/c2", "agent/line", KILLED.format("kg:value 40") + WOUNDED),
    claim("d/c3", "agent/daily", KILLED.format("kg:minValue 39 ; kg:comparator kg:AtLeast")),
    claim("e/c4", "agent/crew", KILLED.format("kg:value 71"), said="2031-03-20"),
)


@pytest.fixture(scope="module")
def tolls(tmp_path_factory: pytest.TempPathFactory, pokrovsk: Workspace) -> Iterator[Graph]:
    with graph_of(tmp_path_factory.mktemp("tolls"), pokrovsk, REFERENCE, *TOLLS) as graph:
        yield graph


def test_a_figure_that_is_agreed_wide_or_later_is_not_in_question(tolls: Graph) -> None:
    network = tolls.network()
    [(question, since)] = network.questions
    assert (question.text, since) == ("People killed: ferry fire?", "2031-03-09")
    marked = {(label, position.what): bool(position.asked) for label, position in network.positions}
    assert marked == {
        ("people killed, ferry fire", "53"): True,
        ("people killed, ferry fire", "40"): True,
        ("people killed, ferry fire", "at least 39"): False,
        ("people killed, ferry fire", "71"): False,
        ("people wounded, ferry fire", "12"): False,
    }


def test_a_comparison_says_which_question_its_positions_answer(tolls: Graph) -> None:
    found = {aspect.label: aspect for aspect in tolls.compare("ferry fire")}
    killed, wounded = found["people killed, ferry fire"], found["people wounded, ferry fire"]
    assert [question.text for question in killed.questions] == ["People killed: ferry fire?"]
    assert {position.what: position.disputed_by for position in killed.positions} == {
        "53": ("ferry line",),
        "40": ("harbour office",),
        "at least 39": (),
        "71": (),
    }
    assert (wounded.questions, wounded.disputes) == ((), ())
    assert [conflict.question for conflict in killed.disputes] == [killed.questions[0].id]


def test_a_narrowed_network_knows_the_questions_of_its_claims_as_a_whole(tolls: Graph) -> None:
    network = tolls.network(focus="ferry line")
    [(question, since)] = network.questions
    here = {card.id for card in network.claims}
    assert since == "2031-03-09" and not question.claims <= here and question.claims & here
    assert [position.what for _, position in network.positions if position.asked] == ["40"]

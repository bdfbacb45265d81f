"""The two example workspaces are sound, and the program finds in them what an editor would write down.

What is expected was written before the program was asked.
"""

import csv
import io
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from conftest import Run
from kgraph import Graph, Rows, Workspace, build
from kgraph.analysis.questions import Disputed, OpenQuestion
from kgraph.namespaces import IRI
from kgraph.sources import read_source
from kgraph.workspace.exports import exported

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
NAMES = ("earthquake", "election")
CIVIL, MINISTRY, MAYOR = "Office for Civil Protection", "Ministry of the Interior", "Edda Marrin"
COMMISSION, PLOUGH, LAMP = "Electoral Commission", "Plough List", "The Evening Lamp"
Answers = Mapping[str, set[str]]


@dataclass(frozen=True)
class Asked:
    """A question that is expected: each answer with those who give it."""

    example: str
    text: str
    answers: Answers


DEAD = Asked(
    "earthquake",
    "People killed: Velmar earthquake?",
    {"“31”": {CIVIL}, "“57”": {MAYOR}, "not “57”": {MINISTRY}},
)
STRENGTH = Asked(
    "earthquake",
    "Magnitude: Velmar earthquake?",
    {"“6.4”": {"National Seismic Survey"}, "“7.1”": {"Coastal Quake Centre"}},
)
DAM = Asked(
    "earthquake",
    "Reported cracking of Sallow Dam: did it happen?",
    {"it happened": {"people who live below the dam"}, "it did not happen": {"Sallow Water"}},
)
FRAUD = Asked(
    "election",
    "Presidential election in Tolmark: how is it judged under the Election Act?",
    {"fraudulent": {PLOUGH}, "free and fair": {"Lake Observers"}, "not fraudulent": {COMMISSION}},
)
BOXES = Asked(
    "election",
    "Reported stuffing of ballot boxes at Mill Street: did it happen?",
    {"it happened": {PLOUGH}, "it did not happen": {"Fennick police"}},
)
TURNOUT = Asked(
    "election",
    "Turnout: presidential election in Tolmark?",
    {"“71 per cent”": {COMMISSION}, "“64 per cent”": {"Ballot Watch"}},
)
WINNER = Asked(
    "election",
    "Presidential election in Tolmark: who won?",
    {"Davin Marsh": {PLOUGH, LAMP}, "Ilse Rook": {COMMISSION}, "not Davin Marsh": {LAMP}},
)
MARSH = Asked(
    "election",
    "Share of the votes: Davin Marsh, presidential election in Tolmark?",
    {"“49.2 per cent”": {PLOUGH}, "“46.9 per cent”": {COMMISSION}},
)
FENNICK = Asked(
    "election",
    "Share of the votes, presidential election in Tolmark, Fennick: do they add up (together more than 100 per cent)?",
    {"Ilse Rook: “55 per cent”": {"Harbour Party"}, "Davin Marsh: “48 per cent”": {PLOUGH}},
)
ASKED = (DEAD, STRENGTH, DAM, FRAUD, BOXES, TURNOUT, WINNER, MARSH, FENNICK)


@pytest.fixture(scope="module")
def graphs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Graph]]:
    """Each example, copied and built."""
    opened = {}
    for name in NAMES:
        folder = tmp_path_factory.mktemp("examples") / name
        shutil.copytree(EXAMPLES / name, folder, ignore=shutil.ignore_patterns(".kgraph"))
        workspace = Workspace.find(folder)
        build(workspace)
        opened[name] = Graph.open(folder)
    yield opened
    for graph in opened.values():
        graph.close()


@pytest.fixture(scope="module")
def found(graphs: dict[str, Graph]) -> dict[str, Disputed]:
    return {name: graph.disputed() for name, graph in graphs.items()}


def answers(question: OpenQuestion, of: Disputed) -> Answers:
    return {stand.answer: {of.cards[claim].claimant for claim in stand.claims} for stand in question.stands}


def remarks(of: Disputed, kind: str) -> set[tuple[str, ...]]:
    """What is told beside questions: the paraphrases of the claims, and what is unknown."""
    return {
        (*sorted(of.cards[claim].paraphrase for claim in one.claims), *filter(None, [one.unknown]))
        for one in of.remarks
        if one.kind == kind
    }


def rows(graph: Graph, query: str, *columns: str, **options: Any) -> list[tuple[str, ...]]:
    """A query's rows as texts, only these columns."""
    found = graph.query(query, **options)
    assert isinstance(found, Rows)
    return [tuple(str(row[column]) for column in columns) for row in found]


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_an_example_is_in_form_and_sound(name: str, kgraph: Run) -> None:
    folder = str(EXAMPLES / name)
    formed = kgraph("-C", folder, "fmt", "--check")
    assert formed.returncode == 0, formed.stdout + formed.stderr
    checked = kgraph("-C", folder, "validate", "--sources", f"{folder}/sources")
    assert (checked.returncode, checked.stdout) == (0, "Nothing to mend.\n"), checked.stdout


@pytest.mark.parametrize("name", NAMES)
def test_every_text_is_a_short_report_and_is_read(name: str, graphs: dict[str, Graph]) -> None:
    texts = sorted((EXAMPLES / name / "sources").iterdir())
    assert all(120 <= len(read_source(text).text.split()) <= 250 for text in texts)
    documents = rows(graphs[name], "SELECT ?file { ?d a kg:Document ; kg:fileName ?file }", "file")
    assert sorted(documents) == [(text.name,) for text in texts]


@pytest.mark.parametrize(
    "asked",
    [pytest.param(one, id=one.text) for one in ASKED],
)
def test_a_question_with_its_positions(asked: Asked, found: dict[str, Disputed]) -> None:
    here = found[asked.example]
    assert asked.answers in [answers(one, here) for one in here.questions if one.text == asked.text]


@pytest.mark.parametrize("name", NAMES)
def test_nothing_else_is_in_question(name: str, found: dict[str, Disputed]) -> None:
    assert {one.text for one in found[name].questions} == {one.text for one in ASKED if one.example == name}


def test_tolls_that_are_in_conflict_with_nobody_stand_beside(found: dict[str, Disputed]) -> None:
    here = found["earthquake"]
    (dead,) = [one for one in here.questions if one.text == DEAD.text]
    told = {(here.cards[claim].claimant, here.cards[claim].paraphrase) for claim in dead.beside}
    assert told == {
        (CIVIL, "Twelve people lost their lives."),
        (CIVIL, "The dead number 44."),
        (MAYOR, "The dead number 44, and not as many as told the day before."),
        ("Harbour Times", "The families' notices name over thirty dead."),
    }


def test_revisions_of_the_earthquake_s_figures(found: dict[str, Disputed]) -> None:
    assert remarks(found["earthquake"], "revision") == {
        ("The dead number 31.", "Twelve people lost their lives."),
        ("The dead number 31.", "The dead number 44."),
        ("The dead number 44, and not as many as told the day before.", "The dead number 57."),
        ("In Mirefold 120 houses are gone.", "In Mirefold 200 houses are gone."),
    }


def test_the_paper_takes_its_report_back(found: dict[str, Disputed]) -> None:
    told = {("Marsh is not the winner, and the paper takes its call back.", "Marsh is the winner.")}
    assert remarks(found["election"], "revision") == told


def test_one_voice_is_heard_with_two_figures(found: dict[str, Disputed]) -> None:
    told = ("The hospital cared for 48 people on the first day.", "The hospital cared for 84 people on the first day.")
    assert remarks(found["earthquake"], "one voice") == {told}
    assert not remarks(found["election"], "one voice")


def test_the_one_near_miss_is_who_was_counted(found: dict[str, Disputed]) -> None:
    at_the_works = "At the brickworks 31 cannot be found; who they are is not said."
    told = (at_the_works, "Of the brickworks' people, 17 cannot be found.", "counted")
    assert remarks(found["earthquake"], "near miss") == {told}
    assert not remarks(found["election"], "near miss")


@pytest.mark.parametrize("name", NAMES)
def test_no_forecast_is_in_question(name: str, found: dict[str, Disputed], graphs: dict[str, Graph]) -> None:
    forecasts = {IRI(claim) for (claim,) in rows(graphs[name], "forecasts", "claim")}
    assert forecasts
    assert all(forecasts.isdisjoint((*one.claims, *one.beside)) for one in found[name].questions)
    assert not remarks(found[name], "disagreement")


def test_who_denies_whom(graphs: dict[str, Graph]) -> None:
    denied = {name: set(rows(graphs[name], "denials", "denied_by", "claimed_by")) for name in NAMES}
    assert denied == {
        "earthquake": {(MINISTRY, MAYOR), ("Sallow Water", "people who live below the dam")},
        "election": {(COMMISSION, PLOUGH), ("Fennick police", PLOUGH), (LAMP, LAMP)},
    }


def test_who_passed_on_what(graphs: dict[str, Graph]) -> None:
    passed = {name: set(rows(graphs[name], "relayed", "relayed_by", "claimant")) for name in NAMES}
    assert passed == {
        "earthquake": {("Radio Velmar", CIVIL), ("The Beacon", MAYOR)},
        "election": {("Morning Ledger", COMMISSION)},
    }


def test_the_earthquake_according_to_one_centre(graphs: dict[str, Graph]) -> None:
    told = rows(graphs["earthquake"], "measurements", "figure", according_to=["Coastal Quake Centre"])
    assert sorted(told) == [("6 miles",), ("7.1",)]


def test_shares_according_to_the_commission(graphs: dict[str, Graph]) -> None:
    options = {"params": {"measure": "kg:ShareOfVotes"}, "according_to": [COMMISSION]}
    told = rows(graphs["election"], "measurements", "of", "figure", **options)
    assert sorted(told) == [
        ("Davin Marsh", "46.9 per cent"),
        ("Ilse Rook", "50.8 per cent"),
        ("Petra Quill", "2.3 per cent"),
    ]


def test_on_the_night_nobody_had_named_another_winner(graphs: dict[str, Graph]) -> None:
    """As of the night, the two who named a winner name the same, and the commission has told the turnout only."""
    assert not graphs["election"].disputed(as_of="2021-10-03").questions
    options = {"params": {"claimant": COMMISSION}, "as_of": "2021-10-03"}
    told = rows(graphs["election"], "claims", "paraphrase", **options)
    assert told == [("Of those who may vote, 71 in a hundred did.",)]


def test_the_mayor_is_one_voice_in_two_papers(graphs: dict[str, Graph]) -> None:
    assert rows(graphs["earthquake"], "repetitions", "claims", params={"origin": MAYOR}) == [("2",)]


def test_a_comparison_names_the_event_that_figures_are_of(graphs: dict[str, Graph]) -> None:
    aspects = {aspect.label for aspect in graphs["earthquake"].compare("Velmar earthquake")}
    assert {"people killed, Velmar earthquake", "magnitude, Velmar earthquake"} <= aspects
    told = {one.label: {p.what for p in one.positions} for one in graphs["election"].compare("Davin Marsh")}
    assert told["presidential election in Tolmark"] == {"won by Davin Marsh"}


def of_kind(graph: Graph, *kinds: str) -> dict[str, set[tuple[str, str]]]:
    """As what the claims of a table tell statements of these kinds, and the status of these, for each claim."""
    found: dict[str, set[tuple[str, str]]] = {}
    for row in csv.DictReader(io.StringIO(b"".join(exported(graph, "csv", "asserted")[0]).decode(), newline="")):
        if row["kind"] in kinds:
            found.setdefault(row["claim"], set()).add((row["claimed_as"], row["status"].replace("changed by", CHANGED)))
    return found


CHANGED = "changed or taken back by"


@pytest.mark.parametrize("name", NAMES)
def test_queries_and_the_table_of_claims_say_the_same_of_what_is_in_question(
    graphs: dict[str, Graph], name: str
) -> None:
    table = of_kind(graphs[name], "measurement")
    told = rows(graphs[name], "measurements", "claim", "status", world="asserted")
    assert told and all(("fact", status) in table[claim] for claim, status in told)
    table = of_kind(graphs[name], "event")
    events = rows(graphs[name], "events", "claim", "claimed_as", "status", world="asserted")
    assert events and all((telling, status) in table[claim] for claim, telling, status in events)


@pytest.mark.slow
def test_no_event_that_is_only_meant_or_tried_is_told_as_a_fact(graph: Graph) -> None:
    table = of_kind(graph, "event")
    for world in ("undisputed", "asserted"):
        told = rows(graph, "events", "claim", "claimed_as", "phase", world=world)
        assert all(telling in {one for one, _ in table[claim]} for claim, telling, _ in told)
        assert not {("fact", phase) for phase in ("intended", "prevented", "ruled out")} & {one[1:] for one in told}
    assert {telling for _, telling, _ in told} >= {"fact", "intended", "attempted", "prevented", "purpose"}


def test_figures_say_what_their_claimants_changed(graphs: dict[str, Graph]) -> None:
    told = rows(graphs["earthquake"], "measurements", "figure", "status", world="asserted")
    assert {status for figure, status in told if figure == "12"} == {"changed or taken back later by its claimant"}
    assert {status for figure, status in told if figure == "31"} == {
        "undisputed",  # of people missing
        "disputed, changed or taken back later by its claimant",
    }
    assert {status for figure, status in told if figure == "48"} == {"one voice, two figures"}

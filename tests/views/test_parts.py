"""In the table of claims nobody who filters columns takes for done, for all or for plain what is claimed as less."""

import csv
import io
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

import pytest

from kgraph import Graph
from kgraph.analysis.questions import Remark
from kgraph.analysis.record import CHANGED, ClaimCard, Node
from kgraph.claims import Part, Statement
from kgraph.model import Literal, Term
from kgraph.namespaces import IRI, KG, ORG, RDF, RDFS, XSD
from kgraph.views.export import claims_csv
from kgraph.views.parts import Naming
from kgraph.vocabulary import built_in
from kgraph.workspace.exports import exported

Row = dict[str, str]


def iri(name: str) -> IRI:
    return IRI(f"https://example.org/{name}")


LABELS = {
    iri(name): name.capitalize()
    for name in ("army", "ford", "bridge", "mayor", "council", "code", "flood", "ida", "head")
}
NODES = {iri("flood"): Node(iri("flood"), "Flood", "event", "flood"), iri("ford"): Node(iri("ford"), "Ford", "place")}


def card(*statements: Statement, **changes: object) -> ClaimCard:
    """A claim of the mayor's with these statements, all of which the world holds."""
    told = (
        iri("c"),
        "Ida",
        iri("ida"),
        ("Ida",),
        "assertion",
        "positive",
        "certain",
        "indirect speech",
        "",
        "",
        "…",
        "…",
    )
    return replace(ClaimCard(*told, in_world=True, statements=statements), **changes)  # type: ignore[arg-type]


def said(node: str, *pairs: tuple[IRI, Term]) -> Statement:
    return Statement.of(iri(node), pairs)


def rows_of(text: str) -> list[Row]:
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def told(claim: ClaimCard) -> list[Row]:
    """What the claim's rows say, without empty cells."""
    rows = rows_of(claims_csv([claim], Naming(LABELS, NODES, built_in())))
    return [{column: value for column, value in row.items() if value} for row in rows]


SHELLING = ((RDF.type, KG.Strike), (KG.actor, iri("army")), (KG.target, iri("bridge")), (KG.place, iri("ford")))


@pytest.mark.parametrize(
    ("phases", "words"),
    [
        ([KG.Intended], "intended"),
        ([KG.Attempted, KG.Prevented], "attempted; prevented"),
        ([KG.RuledOut], "ruled out"),
        ([KG.Completed], "completed"),
        ([], None),
    ],
)
def test_who_filters_events_sees_how_far_they_came(phases: list[IRI], words: str | None) -> None:
    (part,) = told(card(said("c#e1", *SHELLING, *((KG.phase, phase) for phase in phases))))
    assert part.get("phase") == words
    assert (part["kind"], part["what"], part["actor"], part["target"], part["place"]) == (
        *("event", "strike", "Army", "Bridge", "Ford"),
    )


@pytest.mark.parametrize("extent", [KG.Full, KG.FullInPart, KG.Partial, KG.Contested])
def test_who_filters_control_sees_how_much_of_the_place(extent: IRI) -> None:
    held = ((RDF.type, KG.Control), (KG.subject, iri("army")), (KG.place, iri("ford")))
    (part,) = told(card(said("c#k1", *held, (KG.extent, extent))))
    assert part["extent"] == built_in().label(extent)
    assert "extent" not in told(card(said("c#k1", *held)))[0]


def test_a_condition_and_what_it_conditions_tell_of_each_other() -> None:
    rain = said("c#e2", (RDF.type, KG.Storm), (RDFS.label, Literal("three days of rain")), (KG.place, iri("ford")))
    dry = said("c#e3", (RDF.type, KG.Storm), (KG.place, iri("bridge")))
    leave = said(
        "c#e1",
        (RDF.type, KG.Withdrawal),
        (KG.actor, iri("army")),
        (KG.condition, iri("c#e2")),
        (KG.exception, iri("c#e3")),
    )
    first, *others = told(card(leave, rain, dry, modality="conditional"))
    assert (first["only_if"], first["unless"]) == ("three days of rain", "storm") and "told_as" not in first
    assert [one["told_as"] for one in others] == ["condition", "exception"]
    named = said("c#e1", (RDF.type, KG.Withdrawal), (KG.condition, iri("flood")))
    assert told(card(named))[0]["only_if"] == "Flood"


def test_a_purpose_is_not_told_as_an_event_alone() -> None:
    gathering = said("c#e1", (RDF.type, KG.Deployment), (KG.actor, iri("army")), (KG.purpose, iri("c#e2")))
    first, second = told(card(gathering, said("c#e2", *SHELLING)))
    assert "told_as" not in first and second["told_as"] == "purpose"


def test_roles_labels_and_norms_are_told_with_what_they_are_of() -> None:
    post = said(
        "c#p",
        (RDF.type, KG.Posting),
        (ORG.member, iri("mayor")),
        (ORG.organization, iri("council")),
        (ORG.role, iri("head")),
    )
    label = said("c#l", (RDF.type, KG.Characterisation), (KG.subject, iri("flood")), (KG.norm, iri("code")),
                 (KG.characterisedAs, Literal("a breach")))  # fmt: skip
    grade = said(
        "c#a", (RDF.type, KG.Assessment), (KG.subject, iri("ford")), (KG.aspect, KG.Severity), (KG.rating, KG.High)
    )
    one, two, three = told(card(post, label, grade))
    assert (one["what"], one["body"], one.get("target")) == ("Head", "Council", None)
    assert (two["what"], two["norm"]) == ("a breach", "Code")
    assert three["what"] == "severity: high"


def test_a_figure_says_who_is_counted_of_which_event_and_whether_it_is_approximate() -> None:
    toll = said("c#m", (RDF.type, KG.Measurement), (KG.measure, KG.PeopleKilled), (KG.counted, KG.Children),
                (KG.event, iri("flood")), (KG.value, Literal("12")), (KG.approximate, Literal("true")),
                (KG.comparedWith, iri("ford")))  # fmt: skip
    (part,) = told(card(toll))
    assert part["compared_with"] == "Ford"
    assert (part["counted"], part["event"], part["approximate"]) == (built_in().label(KG.Children), "Flood", "true")


def test_several_actors_and_places_of_one_statement_are_all_told() -> None:
    both = (*SHELLING, (KG.actor, iri("council")), (KG.place, iri("bridge")))
    (part,) = told(card(said("c#e1", *both)))
    assert (part["actor"], part["place"]) == ("Army; Council", "Bridge; Ford")


def test_the_class_of_an_event_with_a_name_is_that_of_the_reference() -> None:
    (part,) = told(card(said("flood", (KG.place, iri("ford")))))
    assert (part["event"], part["what"]) == ("Flood", "flood")


def test_each_statement_says_whether_the_world_holds_it_as_a_fact() -> None:
    fire, toll = said("c#e1", *SHELLING), said("c#m", (RDF.type, KG.Measurement), (KG.event, iri("flood")))
    since = frozenset({iri("c"), iri("d")})

    def held(*questioned: Part[IRI]) -> list[tuple[str, str, str]]:
        rows = told(card(fire, toll, questioned=questioned, leaves_out=True))
        return [(one["in_world"], one["disputed"], one["status"]) for one in rows]

    yes, no = ("true", "false", "undisputed"), ("false", "true", "disputed")
    assert held() == [yes, yes]
    assert held(Part(iri("c"), iri("c#m"), None, since)) == [yes, no]
    assert held(Part(iri("c"), iri("c#e1"), KG.actor, since)) == [("false", "true", "disputed in part"), yes]
    assert held(Part(iri("c"), None, None, since)) == [no, no]
    assert held(Part(iri("c"), iri("c#m"), None, since, superseded=True))[1] == (
        *("false", "false", "one voice, two figures"),
    )
    (row,) = told(card(fire, in_world=False))
    assert (row["in_world"], row["disputed"], row["status"]) == ("false", "false", "left out")
    (row,) = told(card(fire, disputed=True))
    assert row["status"] == "disputed"


def test_a_claim_that_its_claimant_changed_or_took_back_says_so() -> None:
    toll = said("c#m", (RDF.type, KG.Measurement), (KG.event, iri("flood")))
    old = card(toll, questioned=(Part(iri("c"), iri("c#m"), None, frozenset(), superseded=True),), leaves_out=True)
    disputed = replace(old, questioned=(*old.questioned, Part(iri("c"), iri("c#m"), None, frozenset())))

    def status(claim: ClaimCard, to: str) -> str:
        remark = Remark("revision", "…", (iri("c"), iri("d")), superseded=(iri("c"),), to=to)
        (row,) = rows_of(claims_csv([claim], Naming(LABELS, NODES, built_in()), [remark]))
        return row["status"]

    assert status(old, "“44”") == CHANGED and status(old, "") == CHANGED
    assert status(disputed, "“44”") == f"disputed, {CHANGED}"


UNREAL = [
    (dict[str, str](), [], "fact"),
    (dict[str, str](), [KG.Completed], "fact"),
    (dict[str, str](), [KG.Attempted, KG.Completed], "fact"),
    (dict[str, str](), [KG.Attempted], "attempted"),
    (dict[str, str](), [KG.Attempted, KG.Prevented], "prevented"),
    (dict[str, str](), [KG.Intended], "intended"),
    (dict[str, str](), [KG.RuledOut], "ruled out"),
    ({"modality": "forecast"}, [], "forecast"),
    ({"modality": "forecast", "polarity": "negative"}, [], "forecast that it will not"),
    ({"modality": "commitment"}, [KG.Intended], "promised"),
    ({"modality": "recommendation"}, [], "recommended"),
    ({"modality": "conditional"}, [], "conditional"),
    ({"modality": "scenario"}, [KG.Completed], "scenario"),
    ({"modality": "denial", "polarity": "negative"}, [KG.Completed], "denied"),
    ({"modality": "assertion", "polarity": "negative"}, [KG.Intended], "denied"),
]


@pytest.mark.parametrize(("speech", "phases", "word"), UNREAL)
def test_one_column_says_as_what_it_is_claimed_and_the_world_holds_facts_alone(
    speech: Mapping[str, str], phases: list[IRI], word: str
) -> None:
    claim = card(said("c#e1", *SHELLING, *((KG.phase, phase) for phase in phases)), **speech)
    (row,) = told(claim)
    assert row["claimed_as"] == word
    assert row["in_world"] == ("true" if word == "fact" else "false")


def test_what_is_denied_stands_in_no_word_or_number_of_an_assertion() -> None:
    toll = said(
        "c#m", (RDF.type, KG.Measurement), (KG.measure, KG.PeopleKilled), (KG.value, Literal("57", XSD.integer))
    )
    held = said("c#k", (RDF.type, KG.Control), (KG.subject, iri("army")), (KG.extent, KG.Full))
    strike = said("c#e", *SHELLING, (KG.phase, KG.Completed))
    for speech in ({"modality": "denial", "polarity": "negative"}, {"polarity": "negative"}):
        killed, control, event = told(card(toll, held, strike, **speech))
        assert (killed["kind"], killed["figure"]) == ("denied measurement", "not 57")
        assert "least" not in killed and "most" not in killed
        assert (control["kind"], control["extent"]) == ("denied control", f"not {built_in().label(KG.Full)}")
        assert (event["kind"], event["what"], event["phase"]) == ("denied event", "not strike", "not completed")
    assert told(card(toll))[0]["least"] == "57"


def test_a_denial_names_whom_it_denies() -> None:
    first = card(said("c#e", *SHELLING))
    denial = card(said("d#e", *SHELLING), id=iri("d"), polarity="negative", relations=(("denies", iri("c")),))
    rows = rows_of(claims_csv([first, denial], Naming(LABELS, NODES, built_in())))
    assert [(row["denies"], row["denies_whom"]) for row in rows] == [("", ""), (iri("c"), "Ida")]


def table_of(graph: Graph) -> dict[str, list[Row]]:
    """The rows of each claim in an exported table, by the end of its IRI, without empty cells."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows_of(b"".join(exported(graph, "csv", "asserted")[0]).decode()):
        found["/".join(row["claim"].split("/")[-2:])].append({one: value for one, value in row.items() if value})
    return found


@pytest.mark.slow
def test_the_pokrovsk_table_tells_aims_attempts_and_grey_zones_from_facts(graph: Graph) -> None:
    rows = table_of(graph)

    def column(claim: str, name: str) -> list[str | None]:
        return [one.get(name) for one in rows[f"espreso-2025-11-05-pokrovsk/{claim}"]]

    assert column("c016", "phase") == ["intended"]
    assert column("c059", "phase") == ["attempted"]
    assert column("c070", "phase")[1] == "prevented"
    assert column("c002", "told_as")[0] == "purpose"
    assert column("c040", "extent")[1:] == ["contested", "contested"]
    assert column("c004", "what") == ["head of an organisation"]
    assert column("c066", "told_as") == [None, None, "exception"]
    assert column("c016", "claimed_as") == ["intended"] and column("c016", "in_world") == ["false"]
    assert column("c070", "claimed_as")[1] == "prevented"
    assert column("c002", "claimed_as")[0] == "purpose"
    denials = [claim for claim, parts in rows.items() if any(one["claimed_as"] == "denied" for one in parts)]
    assert {claim.rpartition("/")[2] for claim in denials} >= {"c025", "c038", "c043", "c044", "c098"}
    assert column("c018", "only_if") == ["possible Russian capture of Myrnohrad; possible Russian capture of Pokrovsk"]


def test_the_tables_of_a_disaster_and_an_election_tell_parts_and_winners(examples: Mapping[str, Graph]) -> None:
    counted = [one for parts in table_of(examples["earthquake"]).values() for one in parts if one.get("counted")]
    assert {one["counted"] for one in counted} == {"staff"} and {one["event"] for one in counted} == {
        "Velmar earthquake"
    }
    election = [one for parts in table_of(examples["election"]).values() for one in parts]
    assert {one["winner"] for one in election if "winner" in one} == {"Davin Marsh", "Ilse Rook"}
    assert {one["norm"] for one in election if one["kind"] == "characterisation"} == {"Election Act"}

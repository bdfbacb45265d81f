"""What must be true of the Pokrovsk data: the article's traps, and that every pointer holds."""

import re
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

import pytest

from kgraph import KG, Graph, Rows
from kgraph.analysis.claimed import claimed_as
from kgraph.model import Literal, Quad
from kgraph.namespaces import IRI, RDF, RDFS, XSD
from kgraph.sources import read_source
from kgraph.store.trig import format_file
from kgraph.validation import validate
from kgraph.workspace.building import read_workspace
from kgraph.workspace.config import Workspace

ONTOLOGY = Path(__file__).resolve().parents[1] / "ontology"
# Character ranges of the text in which nothing is claimed: the contents list and the questions.
QUESTIONS = [(133, 394), (805, 951), (6898, 7043), (7840, 7951)]
SECOND_COPY = 13610
BASE = "https://w3id.org/kgraph/id/"


@pytest.fixture(scope="module")
def quads(pokrovsk: Workspace) -> list[Quad]:
    return read_workspace(pokrovsk)


@pytest.fixture(scope="module")
def text_file(sources: Path) -> Path:
    return sources / "espreso-2025-11-05-pokrovsk.txt"


def ask(graph: Graph, query: str) -> Rows:
    """A query over the record, where every claim is and no content."""
    rows = graph.query(query, world="record")
    assert isinstance(rows, Rows)
    return rows


def one(graph: Graph, paraphrase: str) -> IRI:
    """The claim whose paraphrase has these words."""
    rows = ask(graph, f'SELECT ?c {{ ?c kg:paraphrase ?p FILTER(CONTAINS(STR(?p), "{paraphrase}")) }}')
    assert len(rows) == 1, f"{len(rows)} claims say {paraphrase!r}"
    claim = rows.rows[0][0]
    assert isinstance(claim, IRI)
    return claim


def values(graph: Graph, claim: IRI, path: str) -> set[str]:
    rows = ask(graph, f"SELECT ?v {{ <{claim}> {path} ?v }}")
    return {str(v).removeprefix(KG.base).removeprefix(BASE) for v in rows.column("v")}


def anchors(graph: Graph) -> dict[str, list[tuple[int, int]]]:
    rows = ask(graph, "SELECT ?c ?s ?e { ?c kg:anchor/oa:hasSelector ?t . ?t oa:start ?s ; oa:end ?e } ORDER BY ?c ?s")
    found = defaultdict(list)
    for row in rows:
        found[str(row["c"])].append((int(str(row["s"])), int(str(row["e"]))))
    return found


def test_the_article_is_covered_from_beginning_to_end(graph: Graph) -> None:
    sizes = ask(
        graph,
        """SELECT (COUNT(DISTINCT ?c) AS ?claims) (COUNT(DISTINCT ?w) AS ?claimants)
           { ?c kg:claimant ?w . FILTER(?w != <agent/espreso>) }""",
    )
    claims, claimants = (int(str(v)) for v in sizes.rows[0])
    assert claims >= 50
    assert claimants >= 19
    spans = sorted(span for found in anchors(graph).values() for span in found)
    gaps = [(a[1], b[0]) for a, b in pairwise(spans) if b[0] - a[1] > 250]
    assert spans[0][0] == 0
    assert all(any(q[0] < gap[1] and gap[0] < q[1] for q in QUESTIONS) for gap in gaps), gaps
    assert max(end for _, end in spans) > SECOND_COPY - 10


def test_the_body_that_stands_twice_is_anchored_at_its_first_copy(graph: Graph) -> None:
    assert all(end <= SECOND_COPY for found in anchors(graph).values() for _, end in found)


def test_questions_and_the_list_of_contents_are_no_claims(graph: Graph) -> None:
    for claim, found in anchors(graph).items():
        first = found[0]
        assert not any(q[0] <= first[0] and first[1] <= q[1] for q in QUESTIONS[:2]), claim


@pytest.mark.slow
def test_every_anchor_points_to_the_text(quads: list[Quad], sources: Path) -> None:
    findings = validate(quads, ontology=ONTOLOGY, base=BASE, sources=sources)
    assert [f.line() for f in findings if f.severity != "info"] == []
    (note,) = [f for f in findings if f.severity == "info"]
    assert (note.check, note.subject) == ("figure", f"{BASE}claim/espreso-2025-11-05-pokrovsk/c117")


@pytest.mark.slow
def test_the_text_is_not_in_the_repository(sources: Path) -> None:
    words = re.findall(r"[\w'’-]+", read_source(sources / "espreso-2025-11-05-pokrovsk.txt").text.lower())
    runs = {tuple(words[i : i + 9]) for i in range(len(words) - 8)}
    root = ONTOLOGY.parent
    looked_at = 0
    for path in sorted(root.rglob("*")):
        inside = path.relative_to(root).parts
        if path.suffix in (".trig", ".ttl", ".py", ".rq", ".md") and not inside[0].startswith((".", "out", "build")):
            said = re.findall(r"[\w'’-]+", path.read_text(encoding="utf8").lower())
            assert not any(tuple(said[i : i + 9]) in runs for i in range(len(said) - 8)), path
            looked_at += 1
    assert looked_at > 50


@pytest.mark.slow
def test_one_changed_character_is_found_and_names_the_claim(quads: list[Quad], text_file: Path, tmp_path: Path) -> None:
    text = text_file.read_bytes().decode()
    at = text.index("85%")
    (tmp_path / text_file.name).write_bytes((text[:at] + "86%" + text[at + 3 :]).encode())
    findings = validate(quads, ontology=ONTOLOGY, base=BASE, sources=tmp_path)
    named = {f.subject.removeprefix(BASE) for f in findings if f.severity == "error"}
    bild = next(q[0] for q in quads if q[1] == KG.claimant and q[2] == f"{BASE}agent/bild-analyst")
    assert named == {"doc/espreso-2025-11-05-pokrovsk", bild.removeprefix(BASE)}


@pytest.mark.slow
def test_one_moved_offset_is_found_and_names_the_claim(quads: list[Quad], sources: Path) -> None:
    end = next(q for q in quads if q[1].endswith("oa#end"))
    moved = [(*q[:2], Literal(str(int(str(q[2])) + 1), XSD.integer), q[3]) if q == end else q for q in quads]
    findings = validate(moved, ontology=ONTOLOGY, base=BASE, sources=sources)
    assert len({f.subject for f in findings if f.severity == "error"}) == 1
    assert "/claim/" in findings[0].subject


@pytest.mark.slow
def test_one_misspelt_term_is_found_and_names_the_claim(quads: list[Quad]) -> None:
    first = next(q for q in quads if q[1] == KG.certainty)
    wrong = [(q[0], IRI(KG.base + "certanty"), *q[2:]) if q == first else q for q in quads]
    findings = [f for f in validate(wrong, ontology=ONTOLOGY, base=BASE, sources=None) if f.severity == "error"]
    assert {f.subject for f in findings} == {first[0]}
    assert any("certainty" in f.line() for f in findings)


@pytest.mark.slow
def test_the_data_files_are_in_their_stable_form(pokrovsk: Workspace) -> None:
    assert [p for p in pokrovsk.data_files() if format_file(p, pokrovsk.base, check=True)] == []


def test_one_organisation_has_several_names(graph: Graph) -> None:
    names = ("Defence Intelligence Directorate", "Main Intelligence Directorate", "HUR", "hur")
    assert {graph.entity(name) for name in names} == {f"{BASE}unit/hur"}


def test_unnamed_sources_are_agents_that_are_told_apart(graph: Graph) -> None:
    rows = ask(graph, "SELECT DISTINCT ?w { ?c kg:claimant ?w . ?w a kg:UnnamedSource }")
    assert len(rows) >= 4


def test_the_president_s_figures_are_his_and_the_third_is_the_outlet_s_sum(graph: Graph) -> None:
    total, ratio, computed = one(graph, "170,000"), one(graph, "eight Russian soldiers"), one(graph, "21,000")
    assert values(graph, total, "kg:claimant") == {"agent/zelenskyy"} == values(graph, ratio, "kg:claimant")
    assert values(graph, computed, "kg:claimant") == {"agent/espreso"}
    assert values(graph, computed, "kg:voice") == {"OutletInference"}
    assert values(graph, computed, "kg:derivedFrom") == {c.removeprefix(BASE) for c in (total, ratio)}


def test_a_force_ratio_is_not_a_loss_ratio(graph: Graph) -> None:
    rows = ask(
        graph,
        """SELECT ?measure ?who { ?c kg:content ?g ; kg:claimant ?who .
           GRAPH ?g { ?m kg:measure ?measure } FILTER(?measure IN (kg:ForceRatio, kg:LossRatio)) } ORDER BY ?measure""",
    )
    assert [(str(r["measure"]), str(r["who"])) for r in rows] == [
        (KG.ForceRatio, f"{BASE}agent/zelenskyy"),
        (KG.LossRatio, f"{BASE}agent/lutsenko"),
    ]


def test_the_outlet_reports_a_claim_and_calls_it_false(graph: Graph) -> None:
    claim = one(graph, "are completely blockaded")
    assert values(graph, claim, "kg:claimant") == {"agent/kremlin"}
    denial = values(graph, claim, "^kg:denies")
    rows = ask(graph, f"SELECT ?w ?p {{ <{BASE}{denial.pop()}> kg:claimant ?w ; kg:polarity ?p }}")
    assert [tuple(map(str, row)) for row in rows.rows] == [(f"{BASE}agent/espreso", KG.Negative)]


def test_what_is_denied_names_no_doer_whom_its_words_do_not_name(graph: Graph) -> None:
    """Else a question would ask who did it, and a denial would say "or not by" them."""
    rows = ask(
        graph,
        """SELECT ?said ?who { ?denial kg:denies ?c . ?c kg:content ?g ; kg:paraphrase ?said OPTIONAL {
           GRAPH ?g { { ?x kg:actor ?a } UNION { ?x kg:subject ?a } } ?a rdfs:label ?who } }""",
    )
    assert len(rows) == 3
    assert [str(row["who"]) for row in rows if row["who"] and str(row["who"]) not in str(row["said"])] == []


@pytest.mark.parametrize(
    ("paraphrase", "word"),
    [("driven back altogether looks unrealistic", "ruled out"), ("for open fields takes its toll", "condition")],
)
def test_what_is_only_imagined_is_no_fact(graph: Graph, paraphrase: str, word: str) -> None:
    [card] = [card for card in graph.network(world="asserted").claims if paraphrase in card.paraphrase]
    event = next(one for one in card.statements if one.get(KG.actor))
    assert claimed_as(card, event) == word


def test_a_denial_has_the_content_of_what_it_denies(graph: Graph) -> None:
    rows = ask(
        graph,
        """SELECT ?a ?x ?b ?y { ?a kg:denies ?b .
           GRAPH <graph/derived> { ?a kg:contentDigest ?x . ?b kg:contentDigest ?y } }""",
    )
    assert len(rows) == 3
    assert all(row["x"] == row["y"] for row in rows)


@pytest.mark.parametrize(
    ("paraphrase", "claimant"),
    [
        ("scattered resistance", "agent/lakiichuk"),  # the speaker stands in the sentence before
        ("fresh openings", "agent/badrak"),  # the same
        ("conscription go on all year", "agent/espreso"),  # he is Putin here, and Badrak a sentence before
        ("will get more units", "agent/syrskyi"),
    ],
)
def test_who_speaks_where_only_a_neighbouring_sentence_tells(graph: Graph, paraphrase: str, claimant: str) -> None:
    assert values(graph, one(graph, paraphrase), "kg:claimant") == {claimant}


def test_the_decree_is_putin_s(graph: Graph) -> None:
    claim = one(graph, "conscription go on all year")
    rows = ask(graph, f"SELECT ?a {{ GRAPH <{claim}#content> {{ ?e kg:actor ?a }} }}")
    assert [str(a) for a in rows.column("a")] == [f"{BASE}agent/putin"]


def test_statements_come_through_several_hands(graph: Graph) -> None:
    chains = {
        ("agent/bild-analyst", "agent/bild"),
        ("agent/myshak", "agent/espreso"),
        ("agent/zhmailo", "agent/radio-nv"),
        ("agent/russian-side", "agent/lutsenko"),
    }
    rows = ask(graph, "SELECT DISTINCT ?w ?r { ?c kg:claimant ?w ; prov:wasQuotedFrom/prov:wasAttributedTo ?r }")
    assert {(str(r["w"])[len(BASE) :], str(r["r"])[len(BASE) :]) for r in rows} == chains


def test_scenarios_and_conditionals_assert_nothing(graph: Graph) -> None:
    for words in ("half-surrounded", "quick Russian success", "pushed off the supply lines", "rush its units back"):
        assert values(graph, one(graph, words), "kg:modality") <= {"Scenario", "Conditional"}


def test_figurative_places_are_no_places(quads: list[Quad]) -> None:
    names = " ".join(str(q[2]) for q in quads if q[1] == RDFS.label).lower()
    assert not any(word in names for word in ("challenger", "mariana", "gate to", "fortress", "cauldron"))


def test_every_person_with_a_role_has_it_by_a_dated_posting(graph: Graph) -> None:
    rows = graph.query("posts", params={"on": "2025-11-05"})
    assert isinstance(rows, Rows)
    assert {str(r["who"]).split()[-1] for r in rows} == {
        *("Budanov", "Syrskyi", "Zelenskyy", "Myshak", "Zhmailo", "Lakiichuk", "Lutsenko", "Badrak"),
    }
    assert not graph.query("posts", params={"on": "2025-11-06"})


def test_no_unit_or_force_has_a_position_of_its_own(quads: list[Quad]) -> None:
    units = {q[0] for q in quads if q[1] == RDF.type and q[2] in (KG.MilitaryUnit, KG.Force)}
    predicates = {str(q[1]) for q in quads if q[0] in units}
    assert len(units) > 10
    assert not any(word in p.lower() for p in predicates for word in ("lat", "long", "geometry", "wkt", "coord"))


def test_every_quantity_is_a_measurement_with_unit_and_figure(graph: Graph) -> None:
    rows = ask(
        graph,
        """SELECT ?m ?unit ?figure ?number { ?c kg:content ?g . GRAPH ?g { ?m a kg:Measurement
           OPTIONAL { ?m kg:unit ?unit } OPTIONAL { ?m kg:figure ?figure }
           OPTIONAL { ?m kg:value|kg:minValue ?number } } }""",
    )
    assert len(rows) >= 12
    assert all(row["unit"] and row["figure"] and row["number"] for row in rows)

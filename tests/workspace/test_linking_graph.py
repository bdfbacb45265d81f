"""Links in the graph: their status, what worlds hold of them, what statistics and the validator say."""

from datetime import date
from pathlib import Path

import pytest

from kgraph import KG, Graph, Rows, Workspace
from kgraph.analysis.stats import statistics as count
from kgraph.errors import DataError
from kgraph.linking.judgements import Judgement
from kgraph.namespaces import DCTERMS, GEO, IRI, OWL, RDF, RDFS, SEMAPV, SKOS, SSSOM, WDT
from kgraph.store import read_quads
from kgraph.validation import Finding, failed
from kgraph.workspace.check import check
from kgraph.workspace.enriching import enrich
from kgraph.workspace.linking import Links
from kgraph.worlds import World
from towns import (
    AMBER,
    BASE,
    GN,
    GN_POKROVSK,
    NORIKA,
    OBLAST,
    PETREL,
    POKROVSK,
    UKRAINE,
    WD,
    links_of,
    make_town,
    said,
)

JUDGED = [
    said(POKROVSK, "match", GN_POKROVSK, "Pokrovsk", date="2026-01-02", comment="name"),
    said(NORIKA, "close", WD + "Q1", "Norika"),
    said(AMBER, "unsure", WD + "Q2", "Amber"),
    said(UKRAINE, "no", WD + "Q3", "Ukraine"),
    said(OBLAST, "no", None, "Donetsk Oblast"),
]


@pytest.fixture
def town(tmp_path: Path) -> Workspace:
    return make_town(tmp_path / "town")


def judge(town: Workspace, *judgements: Judgement) -> None:
    links = Links(town)
    for one in judgements:
        links.judgements.add(one)
    links.save()


def told(town: Workspace, judgement: Judgement) -> dict[str, set[str]]:
    """What the links graph says of a judgement, by property."""
    found: dict[str, set[str]] = {}
    for subject, predicate, value, graph in read_quads(links_of(town)[1], BASE):
        assert graph == BASE + "graph/links"
        if subject == judgement.node(BASE):
            found.setdefault(predicate, set()).add(str(value))
    return found


def test_every_judgement_has_its_status_in_the_graph(town: Workspace) -> None:
    judge(town, *JUDGED)
    match, close, unsure, refused, nothing = (told(town, one) for one in JUDGED)
    assert [one[KG.status] for one in (match, close, unsure, refused, nothing)] == [
        {KG.Accepted},
        {KG.Accepted},
        {KG.Suggested},
        {KG.Rejected},
        {KG.Rejected},
    ]
    assert match == {
        RDF.type: {OWL.Axiom},
        OWL.annotatedSource: {POKROVSK},
        OWL.annotatedProperty: {SKOS.exactMatch},
        OWL.annotatedTarget: {GN_POKROVSK},
        KG.status: {KG.Accepted},
        SSSOM.mapping_justification: {SEMAPV.ManualMappingCuration},
        SSSOM.confidence: {"1"},
        SSSOM.author_label: {"Ann"},
        SSSOM.mapping_date: {"2026-01-02"},
        SSSOM.mapping_tool: match[SSSOM.mapping_tool],
        DCTERMS.description: {"name"},
    }
    assert close[OWL.annotatedProperty] == {SKOS.closeMatch}
    assert unsure[OWL.annotatedProperty] == {RDFS.seeAlso}
    assert refused[SSSOM.predicate_modifier] == {SSSOM.NegatedPredicate}
    assert nothing[OWL.annotatedTarget] == {SSSOM.NoTermFound}
    assert SSSOM.predicate_modifier not in nothing


def rows(graph: Graph, query: str, **world: object) -> set[tuple[str, ...]]:
    answer = graph.query(query, **world)  # type: ignore[arg-type] # each test passes what it needs
    assert isinstance(answer, Rows)
    return {tuple(map(str, row)) for row in answer.rows}


MATCHES = "SELECT ?s ?o { ?s skos:exactMatch|skos:closeMatch|rdfs:seeAlso ?o }"


def test_worlds_hold_matches_and_no_judgements(town: Workspace) -> None:
    judge(town, *JUDGED)
    with Graph.open(town.root) as graph:
        for world in ("record", "undisputed", "asserted"):
            assert rows(graph, MATCHES, world=world) == {(POKROVSK, GN_POKROVSK), (NORIKA, WD + "Q1")}
            assert rows(graph, "SELECT ?j { ?j a owl:Axiom }", world=world) == set()
            assert rows(graph, f"SELECT ?j {{ ?j ?p <{WD}Q2> }}", world=world) == set()
        everywhere = "SELECT ?j { GRAPH ?g { ?j a owl:Axiom } }"
        assert len(rows(graph, everywhere)) == len(JUDGED)


def test_a_world_of_a_day_holds_no_match_of_what_only_later_claims_speak_of(town: Workspace) -> None:
    basalt = IRI(f"{BASE}unit/2nd-basalt")  # a claim of 4 May is the first that speaks of it
    judge(town, *(said(iri, "match", f"{WD}Q{number}") for number, iri in enumerate([NORIKA, AMBER, basalt, PETREL])))
    with Graph.open(town.root) as graph:
        held = {
            day: {row[0] for row in rows(graph, MATCHES, world="asserted", as_of=day)}
            for day in ("2021-05-02", "2021-05-03", "2021-05-04")
        }
    assert held["2021-05-02"] == set()
    assert held["2021-05-03"] == {NORIKA, AMBER, PETREL}
    assert held["2021-05-04"] == {NORIKA, AMBER, PETREL, basalt}


def statistics(town: Workspace) -> dict[tuple[str, str], int]:
    with Graph.open(town.root) as graph:
        return counted(graph)


def counted(graph: Graph) -> dict[tuple[str, str], int]:
    store, record = graph.materialised(World("record"))
    counts = count(store, graph.workspace.base, record)
    return {(str(row["area"]), str(row["what"])): int(str(row["count"])) for row in counts}


@pytest.mark.usefixtures("gazetteer_cache")
def test_statistics_count_links_as_a_recount_does(town: Workspace) -> None:
    judge(town, *JUDGED, said(UKRAINE, "match", f"{GN}690791/"), said(PETREL, "match", WD + "Q6"))
    enrich(town, Links(town).judgements, [POKROVSK, UKRAINE, NORIKA], "geonames", today=date(2026, 1, 2))
    found = statistics(town)
    entities = {
        quad[0]
        for path in town.data_files()
        for quad in read_quads(path, BASE)
        if quad[1] == RDFS.label and quad[3] == BASE + "graph/reference"
    }
    linked = {
        quad[0]: quad[2]
        for quad in read_quads(links_of(town)[1], BASE)
        if quad[1] in (SKOS.exactMatch, SKOS.closeMatch)
    }
    assert found["links", "entities linked to an external dataset"] == len(linked) == 4
    assert found["links", "entities not linked"] == len(entities) - 4
    assert (found["linked in GeoNames", "City"], found["not linked in GeoNames", "City"]) == (1, 1)
    assert found["linked in GeoNames", "Country"] == 1
    assert (("linked in GeoNames", "Region") in found, found["not linked in GeoNames", "Region"]) == (False, 1)
    assert (found["linked in Wikidata", "City"], found["linked in Wikidata", "Person"]) == (1, 1)
    assert {what: n for (area, what), n in found.items() if area == "judgements on links"} == {
        "Accepted": 4,
        "Rejected": 2,
        "Suggested": 1,
    }
    assert found["links", "places with a position in another dataset"] == 2


def test_the_statistics_of_pokrovsk(pokrovsk: Workspace, graph: Graph) -> None:
    found = counted(graph)
    quads = [quad for path in pokrovsk.data_files() for quad in read_quads(path, pokrovsk.base)]
    linked = {(s, o) for s, p, o, _ in quads if p in (SKOS.exactMatch, SKOS.closeMatch)}
    positioned = {s for s, p, _, g in quads if p in (GEO.hasGeometry, WDT.P625) and "/graph/enrichment/" in str(g)}
    cities = {s for s, p, o, g in quads if (p, o) == (RDF.type, KG.City) and str(g).endswith("graph/reference")}
    assert found["links", "entities linked to an external dataset"] == len({s for s, _ in linked})
    assert found["links", "places with a position in another dataset"] == len({s for s, o in linked if o in positioned})
    assert found["linked in GeoNames", "City"] == len({s for s, o in linked if s in cities and str(o).startswith(GN)})
    statuses = [o for _, p, o, g in quads if p == KG.status and str(g).endswith("graph/links")]
    for status in ("Accepted", "Rejected"):
        assert found["judgements on links", status] == statuses.count(KG[status])


def links_findings(town: Workspace) -> list[Finding]:
    return [finding for finding in check(town) if finding.check == "link"]


def test_judged_links_are_valid(town: Workspace) -> None:
    judge(town, *JUDGED)
    assert check(town) == []


def test_the_validator_warns_of_conflicts(town: Workspace) -> None:
    judge(town, said(NORIKA, "match", WD + "Q1", "Norika"), said(NORIKA, "match", WD + "Q2", "Norika"))
    (finding,) = links_findings(town)
    assert (finding.subject, finding.severity) == (NORIKA, "warning")
    assert finding.message == f"Norika is matched with {WD}Q1 and {WD}Q2"
    assert "kgraph link judge" in finding.fix
    assert not failed([finding])


@pytest.mark.parametrize("change", ["by hand", "gone", "behind", "extra"])
def test_the_validator_warns_of_a_links_graph_that_is_not_what_is_judged(town: Workspace, change: str) -> None:
    judge(town, said(NORIKA, "match", WD + "Q1", "Norika"))
    path = links_of(town)[1]
    whole = path.read_text()
    if change == "gone":
        path.unlink()
    elif change == "behind":
        stale = path.read_bytes()
        judge(town, said(AMBER, "match", WD + "Q2", "Amber"))
        path.write_bytes(stale)
    else:
        path.write_text(whole.replace("wd:Q1 .", "wd:Q7 ." if change == "by hand" else "wd:Q1, wd:Q8 ."))
    (finding,) = links_findings(town)
    assert (finding.severity, finding.subject) == ("warning", BASE + "graph/links")
    assert finding.message == "links.trig is not what links.sssom.tsv says"
    assert "kgraph link" in finding.fix
    Links(town).save()
    assert [finding for finding in links_findings(town) if finding.subject == BASE + "graph/links"] == []


def test_the_form_of_the_links_file_is_no_fault(town: Workspace) -> None:
    judge(town, said(NORIKA, "match", WD + "Q1", "Norika"))
    path = links_of(town)[1]
    path.write_text("# mine\n" + path.read_text().replace("  ", "\t"))
    assert links_findings(town) == []


def test_one_file_is_validated_in_the_light_of_the_rest(town: Workspace) -> None:
    judge(town, said(NORIKA, "match", WD + "Q1", "Norika"), said(NORIKA, "match", WD + "Q2", "Norika"))
    assert [finding.check for finding in check(town, [town.data / "2021-05-04-norika.trig"])] == []
    assert [finding.check for finding in check(town, [links_of(town)[1]])] == ["link"]


def test_a_broken_file_of_judgements_is_no_finding(town: Workspace) -> None:
    town.links.write_text("subject_id\n")
    with pytest.raises(DataError, match=r"links\.sssom\.tsv:1: "):
        check(town)


@pytest.mark.slow
def test_pokrovsk_has_no_fault_in_its_links(pokrovsk: Workspace) -> None:
    assert links_findings(pokrovsk) == []

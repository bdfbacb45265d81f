"""Build, rule, analysis, query and network count one content's independent origins alike, claim by claim."""

import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from claims import claim, document, graph_of, span
from kgraph import Graph, Rows, Workspace, open_store
from kgraph.analysis.origins import Origins
from kgraph.claims import StatementKind, read_claims
from kgraph.namespaces import IRI
from kgraph.workspace.building import fill

MADE = Path(__file__).parents[2] / "bench/made.py"


@pytest.fixture(
    scope="module",
    params=["Pokrovsk", "200 1", "200 2", pytest.param("1000 1", marks=pytest.mark.thorough)],
)
def news(request: pytest.FixtureRequest, graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    if request.param == "Pokrovsk":
        yield graph
        return
    folder = tmp_path_factory.mktemp("made") / "workspace"
    subprocess.run([sys.executable, MADE, folder, *request.param.split()], check=True)
    workspace = Workspace.find(folder)
    with open_store("memory:") as store:
        fill(store, workspace)
        yield Graph(store, workspace)


def rows(graph: Graph, query: str, **options: object) -> Rows:
    found = graph.query(query, **options)  # type: ignore[arg-type] # a test's own options
    assert isinstance(found, Rows)
    return found


def stored(graph: Graph) -> dict[str, int]:
    """What the build counted, by claim."""
    return {str(row["c"]): int(str(row["n"])) for row in rows(graph, "SELECT ?c ?n { ?c kg:independentOrigins ?n }")}


def comparable(graph: Graph) -> set[IRI]:
    """The claims that a rule could compare: that assert, and say more than ratings."""
    claims = read_claims(*graph.materialised(graph.choose("record")))
    return {claim.id for claim in claims if any(s.kind is not StatementKind.assessment for s in claim.statements)}


def corroborated(graph: Graph) -> dict[frozenset[str], int]:
    """The claims of each corroboration, with the number in its sentence."""
    found: dict[str, set[str]] = {}
    for row in rows(graph, "SELECT ?why ?c { ?f a kg:Corroboration ; kg:explanation ?why ; kg:restsOn ?c }"):
        found.setdefault(str(row["why"]), set()).add(str(row["c"]))
    numbers = {why: re.match(r"At least (\d+) independent", why) for why in found}
    return {frozenset(claims): int(number[1]) for why, claims in found.items() if (number := numbers[why])}


def check(graph: Graph) -> list[Origins]:
    """All agree; the origins of each content, to see that there was something to agree on."""
    found = graph.origins()
    assert {str(c.id): one.independent for one in found for c in one.claims} == stored(graph)
    members = {str(c.id): number for number, one in enumerate(found) for c in one.claims}
    finding, plain = corroborated(graph), comparable(graph)
    assert {members[next(iter(claims))]: count for claims, count in finding.items()} == {
        number: one.independent
        for number, one in enumerate(found)
        if one.independent > 1 and one.stance == "assertion" and one.claims[0].id in plain
    }
    for claims in finding:
        assert len({members[c] for c in claims}) == 1
    single = rows(graph, "single-origin", params={"carriers": "1"})
    assert sorted(members[str(c)] for c in single.column("claim")) == [
        number for number, one in enumerate(found) if one.independent == 1 and one.stance == "assertion"
    ]
    assert compared_with_network(graph, found) > 0
    return found


def compared_with_network(graph: Graph, found: list[Origins]) -> int:
    """How many relations rest on the claims of one content, all of which count as the content does."""
    groups: Mapping[frozenset[IRI], Origins] = {frozenset(c.id for c in one.claims): one for one in found}
    network = graph.network(world="record")
    asserting = {card.id for card in network.claims if card.asserts}
    compared = 0
    for edge in network.edges:
        one = groups.get(frozenset(asserting.intersection(edge.claims) or edge.claims))
        if one is not None:
            compared += 1
            assert edge.origins == one.independent, edge
    return compared


@pytest.mark.slow
def test_all_count_alike(news: Graph) -> None:
    found = check(news)
    assert {one.independent for one in found} >= {1, 2} and all(one.independent for one in found)


# --- a made example, on which the definitions gave four answers: everybody has it from the next one

AGENTS = [f"a{number}" for number in range(37)]
REFERENCE = "".join(
    f"<agent/{name}> a {'kg:Person, kg:UnnamedSource' if name.startswith('u') else 'kg:MediaOutlet'} ;"
    f' rdfs:label "{name}"@en .\n'
    for name in [*AGENTS, "paper", "ann", "u1", "u2", "u3"]
)
LOST = f"<#k> a kg:Control ; kg:subject <agent/ann> ; kg:place <place/town> ; kg:time {span('2031-03-09')} ."
TOWN = '<place/town> a kg:City ; rdfs:label "town"@en .'
RING = [
    part
    for name, other in zip(AGENTS, [*AGENTS[1:], AGENTS[0]], strict=True)
    for part in (document(name, name), claim(f"{name}/c1", f"agent/{other}", LOST))
]


def test_who_have_it_from_each_other_are_one_origin_for_all(tmp_path: Path, pokrovsk: Workspace) -> None:
    with graph_of(tmp_path, pokrovsk, REFERENCE + TOWN, *RING) as graph:
        (found,) = check(graph)
        assert (found.independent, len(found.circles), len(found.circles[0])) == (1, 1, 37)
        (row,) = rows(graph, "single-origin")
        assert len(str(row["claimant"]).split(", ")) == 37 and str(row["claims"]) == "37"
        assert corroborated(graph) == {}


@pytest.mark.slow
def test_a_circle_a_name_and_several_unnamed_are_three_for_all(tmp_path: Path, pokrovsk: Workspace) -> None:
    told = [claim("x/c1", "agent/ann", LOST), *(claim(f"x/c{n}", f"agent/u{n - 1}", LOST) for n in (2, 3, 4))]
    parts = [*RING, document("x", "paper"), *told]
    with graph_of(tmp_path, pokrovsk, REFERENCE + TOWN, *parts) as graph:
        (found,) = check(graph)
        assert found.independent == 3
        (claims,) = corroborated(graph)
        assert len(claims) == 41
        (why,) = set(rows(graph, "SELECT ?why { ?f a kg:Corroboration ; kg:explanation ?why }").column("why"))
        assert str(why).endswith("; some of them have it from each other, and count as one.")


def test_in_the_world_of_a_day_origins_are_those_of_what_was_said_by_then(tmp_path: Path, pokrovsk: Workspace) -> None:
    parts = [
        *(document(name, name) for name in AGENTS[:3]),
        claim("a0/c1", "agent/ann", LOST, said="2031-03-01"),
        claim("a1/c1", "agent/u1", LOST, said="2031-03-02"),
        claim("a2/c1", "agent/a1", LOST, said="2031-03-03"),
        claim("a1/c2", "agent/a2", LOST, said="2031-03-04"),
        claim("a2/c2", "agent/a0", LOST, said="2031-03-05", modality="Denial", polarity="Negative"),
    ]
    with graph_of(tmp_path, pokrovsk, REFERENCE + TOWN, *parts) as graph:
        assert {count for name, count in stored(graph).items() if not name.endswith("a2/c2")} == {2}
        for day, counts in {
            "01": [1],
            "02": [2, 2],
            "03": [2, 2, 2],
            "04": [2, 2, 2, 2],
            "05": [1, 2, 2, 2, 2],
        }.items():
            as_of = f"2031-03-{day}"
            found = rows(graph, "SELECT ?c ?n { ?c kg:independentOrigins ?n }", as_of=as_of)
            assert sorted(int(str(n)) for n in found.column("n")) == counts, day
            analysed = {str(c.id): one.independent for one in graph.origins(as_of=as_of) for c in one.claims}
            assert analysed == {str(row["c"]): int(str(row["n"])) for row in found}
        begun = rows(graph, "SELECT ?c ?o { ?c kg:origin ?o ; kg:saidBy ?d }", as_of="2031-03-02")
        assert {str(o).rpartition("/")[2] for o in begun.column("o")} == {"ann", "u1"}


@pytest.mark.slow
def test_what_is_stored_for_a_day_is_what_a_build_of_its_claims_alone_stores(tmp_path: Path) -> None:
    folder = tmp_path / "workspace"
    subprocess.run([sys.executable, MADE, folder, "200", "3"], check=True)
    workspace = Workspace.find(folder)
    with open_store("memory:") as store:
        fill(store, workspace)
        graph = Graph(store, workspace)
        days = sorted({str(d) for d in rows(graph, "SELECT ?d { ?c kg:saidBy ?d }").column("d")})
        assert len(days) > 3
        for day in (days[0], days[len(days) // 2], days[-1]):
            analysed = {str(c.id): one.independent for one in graph.origins(as_of=day) for c in one.claims}
            found = rows(graph, "SELECT ?c ?n { ?c kg:independentOrigins ?n }", as_of=day)
            assert {str(row["c"]): int(str(row["n"])) for row in found} == analysed

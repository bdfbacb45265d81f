"""Command on a day: who is shown, what is told apart, what is unknown."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from claims import claim, document, graph_of, span
from kgraph import Graph, UnknownName, UsageError, Workspace
from kgraph.analysis.chain import Rung, Structure, Tie
from kgraph.model import TimeSpan
from kgraph.views import command

REFERENCE = """
<agent/paper> a kg:MediaOutlet ; rdfs:label "Paper"@en . <agent/state> a kg:Organization ; rdfs:label "State"@en .
<agent/ann> a kg:Person ; rdfs:label "Ann"@en . <agent/bo> a kg:Person ; rdfs:label "Bo"@en .
<agent/cy> a kg:Person ; rdfs:label "Cy"@en .
<role/commander> a kg:Role ; rdfs:label "commander"@en ; kg:commanding true .
<role/speaker> a kg:Role ; rdfs:label "speaker"@en ; kg:commanding false .
<unit/company> a kg:MilitaryUnit ; rdfs:label "Company"@en .
<unit/brigade> a kg:MilitaryUnit ; rdfs:label "Brigade"@en .
<unit/corps> a kg:MilitaryUnit ; rdfs:label "Corps"@en . <unit/army> a kg:MilitaryUnit ; rdfs:label "Army"@en .
"""
DAY = "2031-03-09"


def post(who: str, unit: str, time: str, role: str = "commander") -> str:
    held = f"org:member <agent/{who}> ; org:role <role/{role}> ; org:organization <unit/{unit}>"
    return f"<#p> a kg:Posting ; {held} ; kg:time {time} ."


def under(lower: str, upper: str, time: str) -> str:
    return f"<#s> a kg:Subordination ; org:member <unit/{lower}> ; org:organization <unit/{upper}> ; kg:time {time} ."


CLAIMS = (
    claim("d/c01", "agent/paper", under("company", "brigade", span(DAY))),
    claim("d/c02", "agent/paper", under("brigade", "corps", span("2031-03-01", "2031-03-20"))),
    claim("d/c03", "agent/paper", under("corps", "army", span("2031-02-01"))),
    claim("d/c04", "agent/paper", post("ann", "brigade", span("2031-03-05"))),
    claim("d/c05", "agent/state", post("ann", "brigade", span("2031-03-12"))),
    claim("d/c06", "agent/state", post("bo", "brigade", span("2031-02-01"))),
    claim("d/c07", "agent/paper", post("cy", "corps", span(DAY))),
    claim("d/c08", "agent/state", post("cy", "corps", span(DAY)), modality="Denial", polarity="Negative"),
    claim("d/c09", "agent/paper", post("bo", "company", span(DAY), "speaker")),
    claim("d/c10", "agent/paper", post("bo", "company", '[ a kg:TimeSpan ; kg:latestEnd "2031-01-31"^^xsd:date ]')),
    claim("d/c11", "agent/paper", post("cy", "company", span(DAY)), modality="Forecast"),
    document("d", "paper"),
)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory, pokrovsk: Workspace) -> Iterator[Graph]:
    with graph_of(tmp_path_factory.mktemp("chain"), pokrovsk, REFERENCE, *CLAIMS) as graph:
        yield graph


def one(graph: Graph, unit: str, day: str = DAY) -> Structure:
    found = graph.chain(unit, day)
    assert len(found) == 1
    return found[0]


def named(ties: tuple[Tie, ...]) -> list[tuple[str, str, str]]:
    return [(tie.name, tie.role, tie.standing) for tie in ties]


def lines(structure: Structure) -> list[str]:
    from io import StringIO

    from rich.console import Console

    out = StringIO()
    Console(file=out, width=300).print(command.tree(structure, "https://example.org/id/"))
    return [line.strip("│├└─ ").rstrip() for line in out.getvalue().splitlines()]


def test_superiors_go_up_as_far_as_the_day_is_known(town: Graph) -> None:
    brigade = one(town, "Company").above[0]
    assert (brigade.name, brigade.tie and brigade.tie.standing) == ("Brigade", "holds")
    corps = brigade.rungs[0]
    assert (corps.name, corps.tie and corps.tie.standing) == ("Corps", "holds")
    army = corps.rungs[0]
    assert (army.name, army.tie and army.tie.standing) == ("Army", "before")
    assert (army.rungs, army.posts) == ((), ()), "nothing is followed beyond a link that is not known for the day"


def test_subordinates_go_down(town: Graph) -> None:
    def names(rungs: tuple[Rung, ...]) -> list[object]:
        return [(rung.name, names(rung.rungs)) for rung in rungs]

    assert names(one(town, "Corps").below) == [("Brigade", [("Company", [])])]


def test_a_post_known_before_and_after_is_between_and_one_known_before_only_is_not_held(town: Graph) -> None:
    assert named(one(town, "Brigade").unit.posts) == [("Ann", "commander", "between"), ("Bo", "commander", "before")]


def test_a_post_that_had_ended_is_not_shown_and_a_forecast_is_no_post(town: Graph) -> None:
    assert named(one(town, "Company").unit.posts) == [("Bo", "speaker", "holds")]


def test_a_denied_post_shows_who_denies_it(town: Graph) -> None:
    (tie,) = one(town, "Corps").unit.posts
    assert tie.disputed
    assert [card.claimant for card in tie.denials] == ["State"]
    assert any("denied by State (claim/d/c08)" in line for line in lines(one(town, "Corps")))


def test_the_claims_behind_each_link_are_named(town: Graph) -> None:
    ann = one(town, "Brigade").unit.posts[0]
    assert [card.id.rpartition("/")[2] for card in ann.claims] == ["c04", "c05"]
    assert (ann.span.since, ann.span.until) == ("at least since 2031-03-05", "at least until 2031-03-12")


def test_what_nobody_claims_is_unknown(town: Graph) -> None:
    said = lines(one(town, "Company"))
    assert "commander: unknown" in said
    assert "unknown: no claim says what is under it" in said
    assert "unknown: no claim says what it is under on this day" in lines(one(town, "Corps"))


def test_without_a_day_every_known_link_is_shown(town: Graph) -> None:
    (structure,) = town.chain("Brigade")
    assert named(structure.unit.posts) == [("Ann", "commander", ""), ("Bo", "commander", "")]


def test_a_person_stands_for_the_units_they_serve_in(town: Graph) -> None:
    assert [structure.unit.name for structure in town.chain("Bo", DAY)] == ["Brigade", "Company"]


def test_rows_tell_level_and_relation(town: Graph) -> None:
    rows = [
        (str(r["level"]), str(r["relation"]), str(r["who"]), str(r["claims"]))
        for r in command.rows(town.chain("Corps", DAY))
    ]
    base = "https://example.org/id/claim/d/"
    assert ("0", "post", "Cy", f"{base}c07") in rows
    assert ("1", "above", "Army", f"{base}c03") in rows
    assert ("-1", "below", "Brigade", f"{base}c02") in rows
    assert ("-1", "post in Brigade", "Ann", f"{base}c04 {base}c05") in rows
    assert ("-2", "below", "Company", f"{base}c01") in rows


def test_claims_that_go_round_end(tmp_path: Path, pokrovsk: Workspace) -> None:
    parts = (
        claim("d/c1", "agent/paper", under("company", "brigade", span(DAY))),
        claim("d/c2", "agent/paper", under("brigade", "company", span(DAY))),
        document("d", "paper"),
    )
    with graph_of(tmp_path / "round", pokrovsk, REFERENCE, *parts) as graph:
        above = one(graph, "Company").above[0]
        assert (above.name, above.rungs[0].name, above.rungs[0].again) == ("Brigade", "Company", True)
        assert "is in this tree already" in lines(one(graph, "Company"))


def test_two_tenures_are_two_and_what_had_begun_lasts_until_it_was_said(tmp_path: Path, pokrovsk: Workspace) -> None:
    def exactly(begin: str, end: str) -> str:
        ends = {"earliestBegin": begin, "latestBegin": begin, "earliestEnd": end, "latestEnd": end}
        return "[ a kg:TimeSpan " + "".join(f'; kg:{p} "{day}"^^xsd:date ' for p, day in ends.items()) + "]"

    begun = '[ a kg:TimeSpan ; kg:latestBegin "2031-03-01"^^xsd:date ]'
    parts = (
        claim("d/c1", "agent/paper", post("ann", "brigade", exactly("2031-01-01", "2031-01-20"))),
        claim("d/c2", "agent/paper", post("ann", "brigade", exactly("2031-02-20", "2031-03-20"))),
        claim("d/c3", "agent/paper", post("bo", "brigade", begun), said="2031-03-09"),
        document("d", "paper"),
    )
    with graph_of(tmp_path / "tenures", pokrovsk, REFERENCE, *parts) as graph:
        assert named(one(graph, "Brigade", "2031-02-10").unit.posts) == [("Bo", "commander", "after")]
        assert named(one(graph, "Brigade", "2031-03-05").unit.posts) == [
            ("Ann", "commander", "holds"),
            ("Bo", "commander", "holds"),
        ]
        assert named(one(graph, "Brigade", "2031-03-12").unit.posts)[1] == ("Bo", "commander", "before")
        tenures = [tie for tie in graph.chain("Brigade")[0].unit.posts if tie.name == "Ann"]
        assert [tie.span.earliest_begin for tie in tenures] == ["2031-01-01", "2031-02-20"]


def test_a_condition_makes_no_link_and_a_denial_of_several_statements_denies_none(
    tmp_path: Path, pokrovsk: Workspace
) -> None:
    held = post("ann", "brigade", span(DAY))
    placed = "<#l> a kg:Presence ; kg:subject <unit/brigade> ; kg:place <place/town> ."
    parts = (
        claim("d/c1", "agent/paper", held),
        claim("d/c2", "agent/state", f"{held} {placed}", modality="Denial", polarity="Negative"),
        claim("d/c3", "agent/paper", post("bo", "brigade", f'{span(DAY)} ; kg:condition "if asked"@en')),
        document("d", "paper"),
    )
    with graph_of(tmp_path / "several", pokrovsk, REFERENCE, *parts) as graph:
        (tie,) = one(graph, "Brigade").unit.posts
        assert (tie.name, tie.denials) == ("Ann", ())


def test_only_somebody_s_claims_make_the_chain_according_to_them(town: Graph) -> None:
    (structure,) = town.chain("Brigade", DAY, world=None, according_to="State")
    assert named(structure.unit.posts) == [("Ann", "commander", "after"), ("Bo", "commander", "before")]


def test_what_nobody_speaks_of_is_an_error(town: Graph) -> None:
    with pytest.raises(UsageError, match="no claim here says who commands 'Paper'"):
        town.chain("Paper", DAY)
    with pytest.raises(UnknownName, match="did you mean 'Corps'"):
        town.chain("Corpse", DAY)
    with pytest.raises(UsageError, match="is no date"):
        town.chain("Corps", "9 March")


def test_the_directorate_s_chief_on_5_november(graph: Graph) -> None:
    said = lines(one(graph, "Defence Intelligence Directorate", "2025-11-05"))
    chief = next(line for line in said if line.startswith("head of an organisation (commands): Kyrylo Budanov"))
    assert "at least since 2025-11-05" in chief
    assert "Espreso" in chief
    assert "/c004)" in chief
    assert any("Defense Forces of Ukraine" in line and "last known before this day" in line for line in said)


@pytest.mark.parametrize(
    ("bounds", "words"),
    [
        (TimeSpan(latest_begin="2031-03-09", earliest_end="2031-03-09"), "on 2031-03-09"),
        (TimeSpan(earliest_begin="2031-03-09", latest_end="2031-03-09"), "on 2031-03-09"),
        (TimeSpan("2031-03-09", "2031-03-09", "2031-03-09", "2031-03-09"), "on 2031-03-09"),
        (TimeSpan(latest_begin="2031-03-09"), "at least since 2031-03-09"),
        (TimeSpan(latest_end="2031-03-09"), "until 2031-03-09 at the latest"),
        (TimeSpan(earliest_begin="2031-03-01"), "since 2031-03-01 or later"),
        (TimeSpan(latest_begin="2031-03-31", earliest_end="2031-03-01"), "some time from 2031-03-01 to 2031-03-31"),
        (TimeSpan(earliest_begin="2031-03-01", latest_end="2031-03-31"), "some time from 2031-03-01 to 2031-03-31"),
        (
            TimeSpan("2031-03-01", "2031-03-03", "2031-03-09", ""),
            "since some day from 2031-03-01 to 2031-03-03, at least until 2031-03-09",
        ),
        (TimeSpan(), ""),
    ],
)
def test_times_in_words(bounds: TimeSpan, words: str) -> None:
    assert bounds.words == words

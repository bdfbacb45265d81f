"""Side by side: aspects, positions, intervals, disputes."""

from decimal import Decimal

import pytest

from kgraph import Graph, Rows, UnknownName, UsageError
from kgraph.analysis.compare import Aspect
from kgraph.model import Quantity
from kgraph.views.compare import axis_of, comparison, interval, rows

SHARE = "share of territory captured: Russian forces in Pokrovsk"


@pytest.fixture(scope="module")
def pokrovsk_city(graph: Graph) -> list[Aspect]:
    return graph.compare("Pokrovsk")


def aspect(found: list[Aspect], label: str) -> Aspect:
    return next(a for a in found if a.label == label)


def test_what_is_most_disputed_comes_first(pokrovsk_city: list[Aspect]) -> None:
    assert [a.label for a in pokrovsk_city[:2]] == ["control of Pokrovsk", SHARE]
    counts = [len(a.questions) for a in pokrovsk_city]
    assert counts == sorted(counts, reverse=True)


def test_positions_have_claimant_stance_figure_and_opponents(pokrovsk_city: list[Aspect]) -> None:
    found = {(p.claim.claimant, p.claim.stance, p.what): p for p in aspect(pokrovsk_city, SHARE).positions}
    assert set(found) == {
        ("DeepState", "assertion", "half"),
        ("unnamed Bild analyst", "assertion", "85%"),
        ("Ukrainian state", "denial", "half"),
        ("Ukrainian state", "denial", "85%"),
    }
    analyst = found["unnamed Bild analyst", "assertion", "85%"]
    assert analyst.claim.certainty == "possible"
    assert analyst.claim.chain == ("Espreso", "Bild", "unnamed Bild analyst")
    assert analyst.when == "on 2025-11-05"
    assert analyst.quantity is not None
    assert (analyst.quantity.least, analyst.quantity.most) == (Decimal("0.85"), Decimal("0.85"))
    assert {"DeepState", "Ukrainian state"} <= set(analyst.disputed_by)


def test_the_disputes_of_an_aspect_are_told(pokrovsk_city: list[Aspect]) -> None:
    found = aspect(pokrovsk_city, SHARE).disputes
    assert {d.rule for d in found} == {"stated-denial", "disjoint-quantities", "share-against-control"}
    assert {d.dimension for d in found} == {"polarity", "quantity"}
    assert [question.text for question in aspect(pokrovsk_city, SHARE).questions] == ["Who holds Pokrovsk?"]
    quiet = aspect(pokrovsk_city, "presence in Pokrovsk")
    assert (quiet.disputes, quiet.questions) == ((), ())


def test_scenarios_are_there_and_say_so(pokrovsk_city: list[Aspect]) -> None:
    stances = {(p.claim.claimant, p.claim.stance) for p in aspect(pokrovsk_city, "control of Pokrovsk").positions}
    assert ("Kyrylo Danylychenko", "scenario") in stances
    assert ("Oleksandr Syrskyi", "assertion") in stances


@pytest.mark.parametrize("name", ["TroopStrength", "troop strength", "kg:TroopStrength", "troop-strength"])
def test_a_measure_is_a_topic(graph: Graph, name: str) -> None:
    labels = {a.label for a in graph.compare(name)}
    assert "troop strength: Russian forces in Pokrovsk sector" in labels
    assert "troop strength: Ukrainian forces in Pokrovsk sector" in labels


def test_a_person_an_event_and_equipment_are_topics(graph: Graph) -> None:
    assert "posts in Defence Intelligence Directorate" in {a.label for a in graph.compare("Budanov")}
    blockade = graph.compare("reported complete blockade of Ukrainian forces")
    assert {p.claim.claimant for p in blockade[0].positions} == {"Kremlin", "Espreso"}
    assert graph.compare("drones")


def test_as_of_a_day_nothing_later_is_there(graph: Graph) -> None:
    said = {p.claim.said_by for a in graph.compare("Pokrovsk", as_of="2025-11-01") for p in a.positions}
    assert said
    assert max(said) <= "2025-11-01"


def test_rows_hold_bounds_and_everything_else(graph: Graph) -> None:
    table = rows(graph.compare("TroopStrength"))
    found = {str(row["what"]): row for row in table}
    several = found["several hundred"]
    assert (str(several["least"]), str(several["most"]), str(several["approximate"])) == ("200", "999", "true")
    share = [row for row in rows(graph.compare("Pokrovsk")) if str(row["aspect"]) == SHARE]
    assert {str(row["in_question"]) for row in share} == {"Who holds Pokrovsk?"}
    against = {str(row["denied"]): str(row["in_dispute_with"]) for row in share if str(row["stance"]) == "denial"}
    assert "DeepState" in against["half"] and "Bild" in against["85%"]
    assert str(found["170,000"]["chain"]) == "Espreso ← Volodymyr Zelenskyy"
    assert all(row["claim"] for row in table)


def test_what_is_no_topic_is_an_error(graph: Graph) -> None:
    with pytest.raises(UnknownName, match="no entity is called 'Pokrowsk'; did you mean 'Pokrovsk'"):
        graph.compare("Pokrowsk")
    with pytest.raises(UsageError, match=r"no claim said concerns 'Radio NV'.*claimant=Radio NV"):
        graph.compare("Radio NV")


HALF = Quantity(Decimal("0.5"), Decimal("0.5"), "half")
UNIT = (Decimal(0), Decimal(1))


@pytest.mark.parametrize(
    ("quantity", "axis", "denied", "drawn"),
    [
        (HALF, UNIT, False, "··········●·········"),
        (HALF, UNIT, True, "··········✕·········"),
        (Quantity(Decimal("0.25"), Decimal("0.75"), "a quarter to three"), UNIT, False, "·····━━━━━━━━━━·····"),
        (Quantity(None, Decimal("0.5"), "up to half"), UNIT, False, "◄━━━━━━━━━━·········"),
        (Quantity(Decimal("0.5"), None, "at least half"), UNIT, False, "··········━━━━━━━━━►"),
        (
            Quantity(Decimal(5), Decimal(5), "about 5", exact=False),
            (Decimal(0), Decimal(5)),
            False,
            "~···················●",
        ),
        (Quantity(Decimal(0), Decimal(0), "none"), (Decimal(0), Decimal(0)), False, "●···················"),
    ],
)
def test_figures_are_drawn_on_one_axis(
    quantity: Quantity, axis: tuple[Decimal, Decimal], denied: bool, drawn: str
) -> None:
    assert interval(quantity, axis, denied=denied) == drawn


def test_the_text_shows_axis_denials_and_disputes(pokrovsk_city: list[Aspect]) -> None:
    text = comparison(pokrovsk_city, "Pokrovsk", "https://w3id.org/kgraph/id/")
    assert f"== {SHARE} (3 claimants; axis from 0 to 1)" in text
    assert "✕" in text
    assert "21 aspects, 3 of them in question" in text and text.count("≠1 Who holds Pokrovsk?") == 2
    assert "DeepState gives “half” (“" not in text, "a pair's sentence is told with the question"
    assert axis_of(aspect(pokrovsk_city, "control of Pokrovsk")) is None


def test_every_claim_that_concerns_the_topic_is_there(graph: Graph, pokrovsk_city: list[Aspect]) -> None:
    claims = graph.query("claims", params={"about": "Pokrovsk"})
    assert isinstance(claims, Rows)
    shown = {position.claim.id for found in pokrovsk_city for position in found.positions}
    assert set(claims.column("claim")) <= shown
    assert pokrovsk_city[-1].label == "other claims that concern it"
    assert any(position.claim.id.endswith("/c040") for position in pokrovsk_city[-1].positions)


@pytest.mark.slow
def test_lines_are_broken_at_the_terminal_s_width(pokrovsk_city: list[Aspect]) -> None:
    for width in (60, 80, 100, 160):
        lines = comparison(pokrovsk_city, "Pokrovsk", "", width).splitlines()
        assert max(len(line) for line in lines if not line.startswith("==")) <= width
        assert "unstated" in " ".join(lines), "no word is broken"
        assert "unstate d" not in " ".join(line.strip() for line in lines)

"""What builds work out of claims, on news of an election and of an accident: each term, for and against."""

import random

import pytest

from claims import BASE, claim, document, trig
from deriving import derive
from kgraph.claims import STANCES, Claim, claims_of
from kgraph.model import Quad, Term
from kgraph.namespaces import IRI, KG
from kgraph.store import parse_quads
from kgraph.validation.faults import faults
from kgraph.vocabulary import bundled_terms

PEOPLE = "".join(
    f'<{path}> a {kind} ; rdfs:label "{path.partition("/")[2]}"@en . '
    for path, kind in {
        **dict.fromkeys(("agent/courier", "agent/radio"), "kg:MediaOutlet"),
        "agent/board": "kg:Organization",
        "agent/mayor": "kg:Person",
        "place/bay": "kg:City",
        **dict.fromkeys(("agent/clerk", "agent/guard"), "kg:Person, kg:UnnamedSource"),
        **dict.fromkeys(("event/vote", "event/crash"), "kg:Event"),
    }.items()
)
OVER = "<event/vote> kg:phase kg:Completed ."
CRASH = "<event/crash> kg:phase kg:Completed ; kg:place <place/bay> ."
SEATS = "<#p> a kg:Posting ; org:member <agent/mayor> ; org:organization <agent/board> ."
DOCS = document("c", "courier", "2031-05-05") + document("r", "radio", "2031-05-06")


def derived(*parts: str) -> dict[tuple[str, str], set[str]]:
    """(claim, term) → what is derived, as text; IRIs as they end."""
    quads: list[Quad] = list(parse_quads(trig(PEOPLE, DOCS, *parts).encode(), "trig", BASE))
    found: dict[tuple[str, str], set[str]] = {}
    for subject, predicate, value, graph in derive(quads, BASE):
        assert graph == BASE + "graph/derived"
        key = str(subject).rpartition("claim/")[2], predicate.rpartition("#")[2]
        found.setdefault(key, set()).add(_short(value))
    return found


def _short(value: Term) -> str:
    return value.removeprefix(BASE).removeprefix(KG.base) if isinstance(value, IRI) else str(value)


# --- kg:saidBy

UNDATED = 'kg:assertedDuring [ a kg:TimeSpan ; kg:latestEnd "2031-03-09"^^xsd:date ]'


def said(during: str) -> set[str]:
    """The days by which a claim of 5 May's report was said, for other words on when it was said."""
    text = claim("c/c1", "agent/board", OVER)
    assert UNDATED in text
    return derived(text.replace(UNDATED, during)).get(("c/c1", "saidBy"), set())


@pytest.mark.parametrize(
    ("during", "day"),
    [
        ('kg:assertedDuring [ a kg:TimeSpan ; kg:latestEnd "2031-05-02"^^xsd:date ]', "2031-05-02"),
        ('kg:assertedDuring [ a kg:TimeSpan ; kg:earliestBegin "2031-05-02"^^xsd:date ]', "2031-05-05"),
        ("kg:about <event/vote>", "2031-05-05"),
        ('kg:assertedDuring [ kg:latestEnd "2031-05-04T23:30:00-05:00"^^xsd:dateTime ]', "2031-05-04"),
        ('kg:assertedDuring [ kg:latestEnd "2031-05-04T24:00:00"^^xsd:dateTime ]', "2031-05-05"),
        ('kg:assertedDuring [ kg:latestEnd "-0044-03-15"^^xsd:date ]', "-0044-03-15"),
        ('kg:assertedDuring [ kg:latestEnd "2031-05-02"^^xsd:date, "2031-05-03"^^xsd:date ]', "2031-05-03"),
        (
            'kg:assertedDuring [ kg:latestEnd "2031-05-02"^^xsd:date ], [ kg:latestEnd "2031-05-01"^^xsd:date ]',
            "2031-05-02",
        ),
    ],
)
def test_said_by_is_the_latest_end_or_else_the_day_of_publication(during: str, day: str) -> None:
    assert said(during) == {day}


@pytest.mark.parametrize(
    "during",
    [
        'kg:assertedDuring [ kg:latestEnd "2031"^^xsd:gYear ]',
        'kg:assertedDuring [ kg:latestEnd "2031-05-02"^^xsd:date, "spring" ]',
        'kg:assertedDuring [ kg:latestEnd "2031-05-02"^^xsd:date ], [ kg:latestEnd "2031-02-30"^^xsd:date ]',
        "kg:assertedDuring [ kg:latestEnd <event/vote> ]",
    ],
)
def test_nobody_knows_by_when_it_was_said_where_an_end_is_no_date(during: str) -> None:
    assert said(during) == set()


def test_a_document_without_a_date_tells_no_day() -> None:
    undated = "<doc/u> { <doc/u> a kg:Document ; schema:publisher <agent/courier> }"
    text = claim("u/c1", "agent/board", OVER).replace(UNDATED, "kg:about <event/vote>")
    assert ("u/c1", "saidBy") not in derived(undated, text)


# --- kg:stance and kg:asserts


def test_each_modality_and_polarity_has_its_stance_and_only_one_asserts() -> None:
    modalities = ("Assertion", "Denial", "Forecast", "Conditional", "Recommendation", "Commitment", "Scenario")
    both = [(modality, polarity) for modality in modalities for polarity in ("Positive", "Negative")]
    texts = [
        claim(f"c/c{n}", "agent/board", OVER, modality=modality, polarity=polarity)
        for n, (modality, polarity) in enumerate(both)
    ]
    found = derived(*texts)
    stances = [*(found[f"c/c{n}", "stance"].pop() for n in range(len(both)))]
    assert stances == [
        *("Asserts", "Denies", "Denies", "Denies", "Forecasts", "ForecastsThatNot", "OnACondition", "OnAConditionNot"),
        *("Recommends", "RecommendsAgainst", "Promises", "PromisesNotTo", "Imagines", "ImaginesWithout"),
    ]
    assert [key for key in found if key[1] == "asserts"] == [("c/c0", "asserts")]
    assert found["c/c0", "asserts"] == {"claim/c/c0#content"}


@pytest.mark.parametrize(
    "change",
    [
        ("kg:modality kg:Assertion", "kg:modality kg:Assertion, kg:Scenario"),
        ("kg:polarity kg:Positive", "kg:polarity kg:Positive, kg:Negative"),
        ("kg:polarity kg:Positive ;", ""),
        ("kg:status kg:Accepted", "kg:status kg:Accepted, kg:Rejected"),
        ("kg:status kg:Accepted", "kg:status kg:Rejected"),
        ("kg:claimant <agent/board> ;", ""),
    ],
)
def test_what_is_not_plainly_asserted_by_somebody_is_not_asserted(change: tuple[str, str]) -> None:
    text = claim("c/c1", "agent/board", CRASH)
    assert derived(text)["c/c1", "asserts"] == {"claim/c/c1#content"}
    assert change[0] in text
    assert ("c/c1", "asserts") not in derived(text.replace(*change))


def test_the_stances_are_the_concepts_of_the_scheme_and_bear_the_words_of_claims() -> None:
    skos = "http://www.w3.org/2004/02/skos/core#"
    terms = bundled_terms()
    scheme = {s for s, p, o, _ in terms if p == skos + "inScheme" and o == KG.Stances}
    labels = {s: str(o) for s, p, o, _ in terms if p == skos + "prefLabel" and s in scheme}
    assert {iri: words for words, iri in STANCES.items()} == labels
    said = {
        Claim(IRI("x:c"), modality=modality, polarity=polarity).stance
        for modality in (*(s for s, p, o, _ in terms if p == skos + "inScheme" and o == KG.Modalities),)
        for polarity in (KG.Positive, KG.Negative)
        if isinstance(modality, IRI)
    }
    assert said == set(STANCES)


# --- kg:hopsFromOrigin


@pytest.mark.parametrize(
    ("claimant", "via", "hops"),
    [
        ("courier", (), "0"),
        ("board", (), "1"),
        ("board", ("radio",), "2"),
        ("board", ("radio", "mayor"), "3"),
        ("board", ("radio", "radio"), "2"),
        ("board", ("courier",), "1"),
        ("courier", ("radio",), "2"),
    ],
)
def test_hops_count_the_steps_from_the_claimant_to_the_reader(claimant: str, via: tuple[str, ...], hops: str) -> None:
    assert derived(claim("c/c1", f"agent/{claimant}", CRASH, via=via))["c/c1", "hopsFromOrigin"] == {hops}


# --- kg:telling


def tellings(*parts: str) -> list[str]:
    return [value for (_, term), values in sorted(derived(*parts).items()) if term == "telling" for value in values]


def test_what_is_told_of_an_event_is_one_telling_whenever_it_is_said() -> None:
    one, other = tellings(
        claim("c/c1", "agent/board", OVER, said="2031-05-02"), claim("r/c1", "agent/mayor", OVER, said="2031-05-04")
    )
    assert one == other and len(one) == 71


def test_a_state_without_a_time_is_one_telling_on_one_day_only() -> None:
    one, same, later = tellings(
        claim("c/c1", "agent/board", SEATS, said="2031-05-02"),
        claim("c/c2", "agent/mayor", SEATS, said="2031-05-02", modality="Denial", polarity="Negative"),
        claim("r/c1", "agent/mayor", SEATS, said="2031-05-04"),
    )
    assert one == same != later and one.endswith(" 2031-05-02")


def test_a_state_whose_day_nobody_knows_is_a_telling_of_its_own() -> None:
    texts = [claim(f"c/c{n}", "agent/board", SEATS).replace("2031-03-09", "spring") for n in (1, 2)]
    one, other = tellings(*texts)
    assert one != other and one.endswith(" https://example.org/id/claim/c/c1")


# --- kg:independentOrigins and kg:origin


def counted(*parts: str) -> dict[str, tuple[str, bool]]:
    """claim → how many origins, and whether the claimant is one."""
    found = derived(*parts)
    return {
        name: (*values, bool(found.get((name, "origin"))))  # type: ignore[misc] # one value each
        for (name, term), values in found.items()
        if term == "independentOrigins"
    }


def test_origins_are_counted_among_those_who_say_the_same() -> None:
    assert counted(
        claim("c/c1", "agent/board", CRASH),
        claim("r/c1", "agent/board", CRASH, via=("courier",)),
        claim("r/c2", "agent/mayor", CRASH),
        claim("c/c2", "agent/mayor", CRASH, modality="Denial", polarity="Negative"),
        claim("c/c3", "agent/courier", OVER),
        claim("r/c4", "agent/radio", CRASH, modality="Forecast"),
        claim("c/c5", "agent/courier", CRASH).replace("kg:Accepted", "kg:Rejected"),
    ) == {"c/c1": ("2", True), "r/c1": ("2", True), "r/c2": ("2", True), "c/c2": ("1", True), "c/c3": ("1", True)}


def test_unnamed_sources_are_one_origin_and_a_circle_is_one() -> None:
    assert counted(claim("c/c1", "agent/clerk", OVER), claim("r/c1", "agent/guard", OVER)) == {
        "c/c1": ("1", True),
        "r/c1": ("1", True),
    }
    assert counted(claim("c/c1", "agent/radio", CRASH), claim("r/c1", "agent/courier", CRASH)) == {
        "c/c1": ("1", True),
        "r/c1": ("1", True),
    }


def test_who_derived_it_is_no_origin_but_through_a_rejected_claim() -> None:
    first = claim("c/c1", "agent/board", CRASH)
    between = claim("c/c2", "agent/mayor", OVER, more=" ; kg:derivedFrom <claim/c/c1>")
    last = claim("r/c1", "agent/radio", CRASH, more=" ; kg:derivedFrom <claim/c/c2>")
    assert counted(first, between, last)["r/c1"] == ("1", False)
    assert counted(first, between.replace("kg:Accepted", "kg:Rejected"), last)["r/c1"] == ("2", True)


# --- all together


def test_order_and_files_change_nothing() -> None:
    parts = [
        claim("c/c1", "agent/board", CRASH),
        claim("c/c2", "agent/radio", OVER, via=("mayor",)),
        claim("r/c1", "agent/courier", OVER),
    ]
    quads = list(parse_quads(trig(PEOPLE, DOCS, *parts).encode(), "trig", BASE))
    shuffled = random.Random(1).sample(quads, len(quads))  # noqa: S311 - made-up news are no secret
    assert sorted(map(str, derive(shuffled, BASE))) == sorted(map(str, derive(quads, BASE)))


def test_data_have_no_faults_for_it_and_claims_are_read_as_before() -> None:
    quads = list(parse_quads(trig(PEOPLE, DOCS, claim("c/c1", "agent/board", CRASH)).encode(), "trig", BASE))
    beside = [*quads, *derive(quads, BASE)]
    assert list(claims_of(beside)) == list(claims_of(quads))
    terms = {term for term, *_ in bundled_terms() if isinstance(term, IRI)}
    assert faults(beside, terms) == faults(quads, terms)

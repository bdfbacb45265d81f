"""Places found in the gazetteer: those of the Pokrovsk graph, towns apart from regions, and why."""

import itertools
from collections.abc import Callable
from dataclasses import replace

import pytest

from kgraph import Workspace
from kgraph.linking.candidates import Candidate, Wanted
from kgraph.linking.finders import GazetteerFinder
from kgraph.linking.gazetteer import GEONAMES
from kgraph.linking.places import PlaceFinder
from kgraph.linking.scoring import Scored
from kgraph.namespaces import IRI
from kgraph.workspace.linking import wanted_of
from paced import rest_thorough

# looked up in the table that kgraph carries, each by name, division, position and inhabitants
RIGHT = {
    "avdiivka": 713122,
    "bakhmut": 713174,
    "dobropillia": 709900,
    "donetsk-region": 709716,
    "kostiantynivka": 705104,
    "kramatorsk": 704508,
    "myrnohrad": 710035,
    "pavlohrad": 697889,
    "pokrovsk": 704422,
    "rodynske": 695581,
    "sloviansk": 693468,
    "toretsk": 709354,
    "ukraine": 690791,
}
# without the places named with them these are no more than likely: they have namesakes, or are small
UNSURE_ALONE = {"avdiivka", "dobropillia", "kostiantynivka", "sloviansk"}
NAMESAKE_ABROAD = {"pokrovsk"}
Change = Callable[[Wanted], Wanted]


@pytest.fixture(scope="module")
def places(finder: PlaceFinder, pokrovsk: Workspace) -> dict[str, Wanted]:
    """What the gazetteer is asked for, by the end of its IRI."""
    wanted = [one for one in wanted_of(pokrovsk, finder.country_code) if GazetteerFinder(finder).seeks(one)]
    return {one.iri.rpartition("/")[2]: one for one in wanted}


def number(found: list[Scored]) -> int:
    return int(found[0].candidate.iri.removeprefix(GEONAMES).strip("/")) if found else 0


def decided(found: list[Scored]) -> bool:
    return bool(found) and found[0].decided


def look(finder: PlaceFinder, name: str, kind: str = "place", country: str | None = None, *near: str) -> list[Scored]:
    return finder.find(Wanted(IRI("x:wanted"), (name,), kind, country, near=near))


@pytest.mark.parametrize(
    ("change", "undecided"),
    [
        (lambda one: one, set()),
        (lambda one: replace(one, country=None), set()),
        (lambda one: replace(one, near=()), UNSURE_ALONE),
        (lambda one: replace(one, near=(), country=None), UNSURE_ALONE | NAMESAKE_ABROAD),
    ],
    ids=["as they are", "no country", "nothing near", "neither"],
)
def test_the_places_of_the_graph(
    finder: PlaceFinder, places: dict[str, Wanted], change: Change, undecided: set[str]
) -> None:
    found = {name: finder.find(change(one)) for name, one in places.items()}
    assert {name: number(several) for name, several in found.items() if several} == RIGHT
    assert {name for name, several in found.items() if several and not decided(several)} == undecided


def test_places_that_geonames_lacks(finder: PlaceFinder, places: dict[str, Wanted], pokrovsk: Workspace) -> None:
    assert places.keys() - RIGHT == {"agglomeration", "beyond-pokrovsk", "residential-districts"}
    features = [one for one in wanted_of(pokrovsk, finder.country_code) if one.kind == "feature"]
    assert {one.iri.rpartition("/")[2] for one in features} >= {"pokrovsk-sector", "supply-routes", "road-to-rodynske"}
    for one in features:
        assert not GazetteerFinder(finder).seeks(one)
        assert finder.find(one) == finder.find(replace(one, names=("Pokrovsk",))) == []


@pytest.mark.parametrize("kind", ["person", "organisation", "unit", "event", "role", "thing", "feature"])
def test_what_is_no_place_is_not_found(finder: PlaceFinder, kind: str) -> None:
    assert look(finder, "Pokrovsk", kind, "UA") == []


NAMES = (
    "Donetsk",
    "Donetsk region",
    "Kyiv",
    "New York",
    "Valencia",
    "Georgia",
    "Luxembourg",
    "Донецьк",
    "Kharkiv oblast",
)


@pytest.mark.parametrize(
    ("name", "kind", "country"),
    rest_thorough(
        itertools.product(NAMES, ["settlement", "region", "country"], [None, "UA", "US"]),
        every=4,
    ),
)
def test_a_kind_is_never_another(finder: PlaceFinder, name: str, kind: str, country: str | None) -> None:
    found = look(finder, name, kind, country)
    assert {one.candidate.kind for one in found} <= {kind}
    assert {one.candidate.country for one in found} <= (
        {country} if country else {one.candidate.country for one in found}
    )


@pytest.mark.parametrize(
    ("name", "kind", "country", "right"),
    [
        ("Donetsk", "settlement", "UA", 709717),
        ("Donetsk", "region", "UA", 709716),
        ("Donetsk region", "region", "UA", 709716),
        ("Донецька область", "region", "UA", 709716),
        ("Donetsk region", "settlement", "UA", 0),
        ("Donetsk", "country", "UA", 0),
        ("Belgorod region", "region", "RU", 578071),
        ("Rostov Oblast", "region", "RU", 501165),
        ("Kursk region", "region", "RU", 538555),
        ("Kursk", "settlement", "RU", 538560),
        ("Kursk region", "region", "UA", 0),
        ("Texas", "region", "US", 4736286),
        ("Georgia", "country", None, 614540),
        ("Georgia", "region", "US", 4197000),
        ("Ankh-Morpork", "place", None, 0),
        ("", "place", None, 0),
    ],
)
def test_towns_and_regions(finder: PlaceFinder, name: str, kind: str, country: str | None, right: int) -> None:
    assert number(look(finder, name, kind, country)) == right


def test_sounds_are_tried_where_no_key_fits(finder: PlaceFinder) -> None:
    found = look(finder, "Kostiantyniwka", "settlement", "UA", "Toretsk", "Druzhkivka")
    assert number(found) == RIGHT["kostiantynivka"]
    assert found[0].reasons[0] == "name: Kostiantyniwka, of Kostyantynivka"
    assert number(look(finder, "Krasnoarmeisk", "settlement", "UA")) == RIGHT["pokrovsk"], "one so written is in Russia"
    assert number(look(finder, "Vinnitsa", "settlement", "UA")) == 689558


def test_neighbours_tell_which(finder: PlaceFinder) -> None:
    texas = look(finder, "Paris", "settlement", "US", "Texas", "Dallas")
    tennessee = look(finder, "Paris", "settlement", "US", "Tennessee", "Clarksville")
    assert (number(texas), number(tennessee)) == (4717560, 4647963)
    assert number(look(finder, "Springfield", "settlement", "US", "IL")) == 4250542, "a division by its code"
    alone = look(finder, "Springfield", "settlement", "US")
    assert not decided(alone)
    assert len(alone) == 10, "and no more than ten"
    assert look(finder, "Springfield", "settlement", "US", "Springfield") == alone, "its own name is no neighbour"


def test_the_reasons_and_the_candidate(finder: PlaceFinder) -> None:
    (best, *_) = look(finder, "Pokrovsk", "settlement", "UA", "Myrnohrad", "Donetsk region", "Lutsk", "Ankh-Morpork")
    assert best.reasons == (
        "name: Pokrovsk",
        "kind: settlement",
        "country: UA",
        "inhabitants: 60,127",
        "named with: Donetsk, Myrnohrad (7 km)",
    )
    assert best.candidate.description == "Donetsk, Ukraine"
    assert look(finder, "Donetsk region", "region", "UA")[0].candidate.description == "Ukraine"
    assert look(finder, "Ukraine", "country")[0].candidate.description == ""
    assert best.candidate.types == ("settlement",)
    assert finder.resolve(best.candidate.iri) == best.candidate
    assert isinstance(finder.resolve(f"{GEONAMES}690791/"), Candidate)
    assert finder.resolve(f"{GEONAMES}1/") is None


@pytest.mark.parametrize("near", [(), ("Dnipro",), ("Myrnohrad", "Dobropillia"), ("Yakutsk",)])
def test_confidences_are_shares(finder: PlaceFinder, near: tuple[str, ...]) -> None:
    found = look(finder, "Pokrovsk", "place", None, *near)
    confidences = [one.confidence for one in found]
    assert confidences == sorted(confidences, reverse=True)
    assert 0 < sum(confidences) < 1
    assert [one.decided for one in found[1:]] == [False] * len(found[1:])


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("UA", "UA"),
        ("ua", "UA"),
        (" Ukraine ", "UA"),
        ("Україна", "UA"),
        ("Россия", "RU"),
        ("USA", "US"),
        ("U.S.", "US"),
        ("the US", "US"),
        ("The United States", "US"),
        ("The Gambia", "GM"),
        ("UK", "GB"),
        ("Britain", "GB"),
        ("Türkiye", "TR"),
        ("Turkey", "TR"),
        ("Burma", "MM"),
        ("Ivory Coast", "CI"),
        ("DR Congo", "CD"),
        ("South Korea", "KR"),
        ("Palestine", "PS"),
        ("Kosovo", "XK"),
        ("Paris", None),
        ("XX", None),
        ("", None),
    ],
)
def test_countries_by_code_or_name(finder: PlaceFinder, name: str, code: str | None) -> None:
    assert finder.country_code(name) == code


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Russian Federation", "RU"),
        ("Iran, Islamic Republic of", "IR"),
        ("Korea, Republic of", "KR"),
        ("Korea, Democratic People's Republic of", "KP"),
        ("Democratic Republic of Congo", "CD"),
        ("Congo, The Democratic Republic of the", "CD"),
        ("Congo, Republic of the", "CG"),
        ("Taiwan, Province of China", "TW"),
        ("Bolivarian Republic of Venezuela", "VE"),
        ("Burma (Myanmar)", "MM"),
        ("Federal Republic of Germany", "DE"),
        ("Scotland", "GB"),
        ("Ukrayne", None),
        ("Republic of Nowhere", None),
    ],
)
def test_countries_with_their_form_of_state(finder: PlaceFinder, name: str, code: str | None) -> None:
    assert finder.country_code(name) == code


@pytest.mark.parametrize(
    "name", ["Middle East", "the Sahel", "Asia", "Levant", "Kashmir", "Kurdistan", "كردستان", "Сибирь"]
)
def test_a_region_of_the_world_is_never_decided_as_a_namesake(finder: PlaceFinder, name: str) -> None:
    found = look(finder, name)
    assert not any(one.decided for one in found)
    assert all("also a region of the world" in one.reasons for one in found)


@pytest.mark.parametrize(
    ("name", "kind", "country"),
    [
        ("Asia", "place", "PH"),
        ("Kurdistan", "region", "IR"),
        ("Asia", "settlement", None),
        ("West Bank", "place", None),
    ],
)
def test_a_namesake_of_a_region_is_decided_where_more_is_said(
    finder: PlaceFinder, name: str, kind: str, country: str | None
) -> None:
    found = look(finder, name, kind, country)
    assert decided(found) and found[0].candidate.names[0].startswith(name)

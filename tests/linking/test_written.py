"""Places as people write them in tables (`written-places.tsv`), by somebody who had not read the code; and in other
cases, languages and scripts, or with a letter wrong (`other-places.tsv`).

`right` is GeoNames' number; an empty one stands for what the table of places lacks, which must not be decided.
"""

import csv
from pathlib import Path

import pytest

from kgraph.linking.candidates import Wanted
from kgraph.linking.gazetteer import GEONAMES
from kgraph.linking.places import PlaceFinder
from kgraph.linking.scoring import Scored
from kgraph.linking.tables import Row, wanted_rows
from kgraph.linking.written import readings
from kgraph.namespaces import IRI

WRITTEN, OTHER = (Path(__file__).with_name(f"{name}-places.tsv") for name in ("written", "other"))
GIVEN = ("name", "country", "near", "kind", "latitude", "longitude")


def answers(finder: PlaceFinder, table: Path) -> list[tuple[dict[str, str], list[Scored]]]:
    """Each row with what is found for it."""
    rows = list(csv.DictReader(table.read_text(encoding="utf8").splitlines(), delimiter="\t"))
    wanted = wanted_rows([Row({name: row[name] for name in GIVEN}) for row in rows], table, finder.country_codes)
    return [(row, finder.find(one)) for row, one in zip(rows, wanted, strict=True)]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("table", "least", "none"), [(WRITTEN, 550, 90), (OTHER, 180, 15)], ids=("written", "in other words")
)
def test_places_as_people_write_them(table: Path, least: int, none: int, finder: PlaceFinder) -> None:
    found = answers(finder, table)
    held = [(row, several) for row, several in found if row["right"]]
    absent = [several for row, several in found if not row["right"]]
    decided = [(row, several) for row, several in found if several and several[0].decided]

    def is_right(row: dict[str, str], several: list[Scored]) -> bool:
        return bool(several) and several[0].candidate.iri == f"{GEONAMES}{row['right']}/"

    top, right = (sum(is_right(*one) for one in some) for some in (held, decided))
    assert len(held) > least and len(absent) > none
    assert top >= 0.98 * len(held), f"{top} of {len(held)} right at the top"
    assert right >= 0.99 * len(decided), f"{right} of {len(decided)} decided are right"
    assert len(decided) >= 0.7 * len(held)
    assert sum(bool(several) and several[0].decided for several in absent) <= 0.03 * len(absent)


def first(finder: PlaceFinder, name: str, *, country: str = "", **known: object) -> tuple[str, str, bool]:
    """The best place's name and country, and whether it is decided."""
    codes = finder.country_codes(country) if country else ()
    row = Wanted(IRI("row:1"), (name,), "place", countries=codes, **known)  # type: ignore[arg-type] # each of its own type
    best = next(iter(finder.find(row)), None)
    return (best.candidate.names[0], best.candidate.country or "", best.decided) if best else ("", "", False)


def test_a_country_is_evidence_and_another_one_is_never_decided(finder: PlaceFinder) -> None:
    name, country, decided = first(finder, "Goma", country="Rwanda")
    assert (name, country, decided) == ("Goma", "CD", False)
    assert first(finder, "Goma", country="Rwanda;Congo")[1] == "CD"
    found = finder.find(Wanted(IRI("row:1"), ("Goma",), "place", countries=("RW",)))
    assert "not in RW" in found[0].reasons


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("Congo", {"CD", "CG"}),
        ("Georgia", {"GE", "US"}),
        ("Rwanda; Burundi", {"RW", "BI"}),
        ("Atlantis", set()),
        ("WA", {"AU", "US"}),
        ("GA", {"GA"}),
    ],
)
def test_a_country_cell_may_mean_several(finder: PlaceFinder, name: str, codes: set[str]) -> None:
    assert set(finder.country_codes(name)) == codes


def in_table(finder: PlaceFinder, name: str, country: str, near: str = "") -> list[Scored]:
    """What is found for a row of a table."""
    row = Row({"name": name, "country": country, "near": near})
    return finder.find(wanted_rows([row], WRITTEN, finder.country_codes)[0])


@pytest.mark.parametrize(
    ("name", "country", "right"),
    [
        ("Springfield", "Illinois", 4250542),
        ("Springfield", "Illinois, USA", 4250542),
        ("Kansas City", "Kansas", 4273837),
        ("Frankfurt", "Brandenburg", 2925535),
        ("Columbus", "Georgia", 4188985),
        ("Paris", "TX", 4717560),
        ("Paris", "Tex., USA", 4717560),
        ("Athens", "Ga.", 4180386),  # GA is Gabon
        ("London", "Ont.", 6058560),
        ("London, Ont.", "", 6058560),
        ("Perth", "WA", 2063523),
    ],
)
def test_a_division_as_a_country_leaves_the_others_out(
    name: str, country: str, right: int, finder: PlaceFinder
) -> None:
    found = in_table(finder, name, country)
    assert (found[0].candidate.iri, found[0].decided) == (f"{GEONAMES}{right}/", True)
    assert {one.candidate.description for one in found} == {found[0].candidate.description}


def test_a_place_outside_the_division_is_offered_and_never_decided(finder: PlaceFinder) -> None:
    found = in_table(finder, "Chicago", "Missouri")
    assert "not in Missouri" in found[0].reasons and not found[0].decided


@pytest.mark.parametrize("country", ["", "السودان"])
def test_a_town_goes_before_the_division_of_its_name(country: str, finder: PlaceFinder) -> None:
    found = in_table(finder, "الخرطوم", country)
    assert [(one.candidate.names[0], one.candidate.kind) for one in found[:2]] == [
        ("Khartoum", "settlement"),
        ("Khartoum", "region"),
    ]


@pytest.mark.parametrize(
    ("name", "near"), [("Sudan", "Chad;Egypt"), ("Poland", "Ukraine;Lithuania"), ("Ukraine", "Moscow;Washington")]
)
def test_names_nearby_make_no_country_less_likely(name: str, near: str, finder: PlaceFinder) -> None:
    alone, among = (in_table(finder, name, "", several)[0] for several in ("", near))
    assert (among.candidate.kind, among.decided) == ("country", True)
    assert among.confidence >= alone.confidence


def test_a_town_with_a_countrys_name_is_not_decided_as_the_country(finder: PlaceFinder) -> None:
    assert not in_table(finder, "Peru", "", "Kokomo;Wabash")[0].decided  # of Indiana


def test_a_position_tells_namesakes_apart(finder: PlaceFinder) -> None:
    assert first(finder, "Tripoli", position=(34.43, 35.84))[1] == "LB"
    assert first(finder, "Tripoli", position=(32.88, 13.19))[1] == "LY"


@pytest.mark.parametrize("name", ["حلب", "Halab", "ḤALAB"])
def test_a_name_in_arabic_letters_is_found_by_its_consonants(finder: PlaceFinder, name: str) -> None:
    assert first(finder, name, country="Syria")[:2] == ("Aleppo", "SY")


def test_a_division_is_found_without_its_word(finder: PlaceFinder) -> None:
    assert first(finder, "Benue", country="Nigeria") == ("Benue State", "NG", True)


def kinds(finder: PlaceFinder, name: str, **known: object) -> list[tuple[str, bool]]:
    """All places' names, and whether they are decided."""
    row = Wanted(IRI("row:1"), (name,), **{"kind": "place"} | known)  # type: ignore[arg-type] # each of its own type
    return [(one.candidate.names[0], one.decided) for one in finder.find(row)]


def test_a_name_in_another_case_is_decided_only_if_one_name_is_meant(finder: PlaceFinder) -> None:
    assert kinds(finder, "под Харьковом", kind="settlement")[0] == ("Kharkiv", True)
    assert kinds(finder, "в Сумах", country="UA") == [("Sumy", True)]  # Сумы and Суми
    several = kinds(finder, "Покровске", country="UA", kind="settlement")
    assert {name for name, _ in several} >= {"Pokrovske"}
    assert kinds(finder, "в Зеленодольнограде") == []


@pytest.mark.parametrize("name", ["Mariupolk", "Maruipol", "Mariupl", "Meriupol", "Маринуполь"])
def test_a_name_with_one_letter_wrong_is_offered_and_never_decided(finder: PlaceFinder, name: str) -> None:
    found = kinds(finder, name, country="UA", countries=("UA",), kind="settlement")
    assert ("Mariupol", False) in found
    assert not any(decided for _, decided in found)


@pytest.mark.parametrize(
    "name", ["Nord-Kivu", "Kivu du Nord", "Nordkivu", "Kivu do Norte", "كيفو الشمالية", "北基伍省"]
)
def test_a_division_is_found_in_other_languages(finder: PlaceFinder, name: str) -> None:
    assert kinds(finder, name)[0] == ("North Kivu", True)


def test_a_raion_is_not_the_oblast_of_its_name(finder: PlaceFinder) -> None:
    assert not any(decided for _, decided in kinds(finder, "Kherson Raion", country="UA"))
    assert kinds(finder, "Kherson Oblast", country="UA")[0] == ("Kherson", True)


@pytest.mark.parametrize(("name", "right"), [("Gouvernorat d'Alep", "Aleppo"), ("Oblast de Donetsk", "Donetsk")])
def test_a_division_is_found_by_its_towns_name(finder: PlaceFinder, name: str, right: str) -> None:
    assert kinds(finder, name)[0][0].startswith(right)


def test_equal_consonants_are_offered_if_the_vowels_are_alike(finder: PlaceFinder) -> None:
    assert kinds(finder, "Hodeidah", country="YE")[0] == ("Al Ḩudaydah", False)
    assert kinds(finder, "Black Sea") == []


def test_a_place_with_its_country_is_no_other_name_of_the_country(finder: PlaceFinder) -> None:
    assert kinds(finder, "Kinshasa, Congo")[0] == ("Kinshasa", True)
    assert kinds(finder, "Georgia (U.S. state)")[0] == ("Georgia", True)
    found = finder.find(Wanted(IRI("row:1"), ("Georgia (U.S. state)",), "place"))
    assert [one.candidate.country for one in found[:1]] == ["US"]
    assert kinds(finder, "Tunis")[0] == ("Tunis", False)  # the governorate, too, and never Tunisia
    assert kinds(finder, "Korea, South")[0] == ("South Korea", True)
    assert kinds(finder, "Congo, Democratic Republic of the")[0] == ("Democratic Republic of the Congo", True)


def test_a_large_place_nearly_of_the_name_goes_before_a_small_one_in_another_country(finder: PlaceFinder) -> None:
    assert kinds(finder, "Dhakka", country="BD", countries=("BD",))[0] == ("Dhaka", False)


@pytest.mark.parametrize("name", ["ባሕር ዳር", "ባህር ዳር", "ኣክሱም", "አክሱም", "Calif.", "臺北", "台北"])
def test_letters_that_are_said_alike_and_abbreviations(finder: PlaceFinder, name: str) -> None:
    assert kinds(finder, name)[0][1]


@pytest.mark.parametrize(("name", "code"), [("США", "US"), ("RDC", "CD"), ("République du Mali", "ML"), ("日本", "JP")])
def test_countries_are_known_in_short_and_in_other_languages(finder: PlaceFinder, name: str, code: str) -> None:
    assert finder.country_codes(name) == (code,)


@pytest.mark.parametrize("name", ["Pokrovsk", "New York City", "Saint-Étienne", ""])
def test_a_plain_name_has_no_other_reading(name: str) -> None:
    assert [one.names for one in readings(name)] in ([], [("New York",)])


@pytest.mark.parametrize(
    ("name", "near", "decided"),
    [
        ("Moscow", ("Pullman", "Lewiston"), False),  # of Idaho
        ("Cairo", ("Paducah", "Cape Girardeau"), False),  # of Illinois
        ("Moscow", ("Tver",), True),
        ("Cairo", ("Giza",), True),
        ("London, Xyz.", (), False),
        ("Berlin, somewhere", (), False),
        ("Moscow, Xyz", (), False),
        ("Goma, North Kivu, DRC", (), True),
    ],
)
def test_a_large_place_is_not_decided_against_what_is_named_with_it(
    name: str, near: tuple[str, ...], decided: bool, finder: PlaceFinder
) -> None:
    assert first(finder, name, near=near)[2] is decided


@pytest.mark.parametrize(
    ("name", "right"),
    [("Тегеран", 110791), ("テヘラン州", 110791), ("Хузестан", 127082), ("خوزستان", 127082), ("Исфахан", 418862)],
)
def test_a_division_has_its_own_names_where_codes_were_numbered_anew(
    finder: PlaceFinder, name: str, right: int
) -> None:
    found = finder.find(Wanted(IRI("row:1"), (name,), "region", countries=("IR",)))
    assert found[0].candidate.iri == f"{GEONAMES}{right}/"
    others = finder.find(Wanted(IRI("row:1"), ("Grand Casablanca",), "region", countries=("MA",)))
    assert not others or not others[0].decided, "a region of before 2015"

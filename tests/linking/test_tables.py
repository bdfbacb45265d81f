"""Somebody's table of names: read in each form, odd ones told with their line, and written so that it does no harm."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from kgraph.errors import DataError, UsageError
from kgraph.linking.candidates import Candidate, Wanted
from kgraph.linking.scoring import Scored
from kgraph.linking.tables import (
    ANSWERS,
    Row,
    answer_columns,
    answered,
    read_table,
    table_text,
    unknown_country,
    wanted_rows,
)
from kgraph.namespaces import IRI

CODES = {"Ukraine": "UA", "UA": "UA", "France": "FR"}
PATH = Path("table.csv")
CITY = Candidate(
    IRI("https://sws.geonames.org/704422/"),
    "geonames",
    ("Pokrovsk", "Krasnoarmiisk"),
    description="Donetska oblast, Ukraine",
    position=(48.28014, 37.17706),
)
OTHER = Candidate(IRI("https://sws.geonames.org/2017824/"), "geonames", ("Pokrovsk",))
FOUND = [Scored(CITY, 0.91, ("name: Pokrovsk", "country: UA"), decided=True), Scored(OTHER, 0.05, ())]


def rows(tmp_path: Path, name: str, text: str) -> list[Row]:
    path = tmp_path / name
    path.write_bytes(text.encode())
    return read_table(path)


def wanted(*given: dict[str, Any]) -> list[Wanted]:
    return wanted_rows([Row(row) for row in given], PATH, CODES.get)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.csv", "name,country\nPokrovsk,Ukraine\n"),
        ("a.csv", "\ufeffname,country\r\nPokrovsk,Ukraine\r\n"),
        ("a.csv", "name;country\nPokrovsk;Ukraine\n"),
        ("a.csv", "name\tcountry\nPokrovsk\tUkraine\n"),
        ("a.csv", '"name","country"\n\n"Pokrovsk",Ukraine'),
        ("a.txt", "name,country\nPokrovsk,Ukraine\n"),
        ("a.tsv", "name\tcountry\nPokrovsk\tUkraine\n"),
        ("a.TAB", "name\tcountry\nPokrovsk\tUkraine\n"),
        ("a.json", '[{"name": "Pokrovsk",\n "country": "Ukraine"}]'),
        ("a.JSON", '\ufeff[{"name": "Pokrovsk", "country": "Ukraine"}]'),
        ("a.jsonl", '\n{"name": "Pokrovsk", "country": "Ukraine"}\n\n'),
        ("a.ndjson", '{"name": "Pokrovsk", "country": "Ukraine"}\r\n'),
    ],
)
def test_each_form(tmp_path: Path, name: str, text: str) -> None:
    assert rows(tmp_path, name, text) == [{"name": "Pokrovsk", "country": "Ukraine"}]


def test_cells_with_delimiters_and_ends_of_line(tmp_path: Path) -> None:
    found = rows(tmp_path, "a.csv", 'name,near\n"Paris, Texas","Dallas\nAustin"\nx\na,b,, \n')
    assert found == [
        {"name": "Paris, Texas", "near": "Dallas\nAustin"},
        {"name": "x", "near": None},
        {"name": "a", "near": "b"},
    ]
    assert [row.line for row in found] == [3, 4, 5]
    assert rows(tmp_path, "a.jsonl", '{"name": "a\u2028b"}') == [{"name": "a\u2028b"}]


@pytest.mark.parametrize(
    ("column", "value", "field", "right"),
    [
        ("toponym", "Kyiv", "names", ("Kyiv",)),
        (" Place ", "Kyiv", "names", ("Kyiv",)),
        ("LABEL", "Kyiv", "names", ("Kyiv",)),
        ("country", "Ukraine", "country", "UA"),
        ("Country_Code", "UA", "country", "UA"),
        ("country", "Nowhere", "country", None),
        ("near", "Bucha; Irpin", "near", ("Bucha", "Irpin")),
        ("near", "Bucha|Washington; D.C.", "near", ("Bucha", "Washington; D.C.")),
        ("context", "Bucha, Irpin", "near", ("Bucha", "Irpin")),
        ("neighbours", ["Bucha", "Irpin"], "near", ("Bucha", "Irpin")),
        ("neighbors", "", "near", ()),
        ("nearby", "Bucha;;Bucha; Name", "near", ("Bucha",)),
        ("kind", "Settlement", "kind", "settlement"),
        ("type", "region", "kind", "region"),
        ("kind", "", "kind", "place"),
        ("other", "x", "kind", "place"),
    ],
)
def test_columns_by_any_of_their_names(column: str, value: object, field: str, right: object) -> None:
    (one,) = wanted({"name": "Name", column: value} if field != "names" else {column: value})
    assert getattr(one, field) == right


@pytest.mark.parametrize(("latitude", "longitude"), [("lat", "lon"), ("Latitude", "LONGITUDE"), ("lat", "lng")])
@pytest.mark.parametrize(
    ("north", "east"), [("48.5", "-37.25"), ("48,5", "-37,25"), (48.5, -37.25), (" 48.5 ", "-37.25")]
)
def test_positions(latitude: str, longitude: str, north: object, east: object) -> None:
    assert wanted({"name": "x", latitude: north, longitude: east})[0].position == (48.5, -37.25)
    assert wanted({"name": "x", latitude: north, longitude: ""})[0].position is None


def test_the_name_goes_before_its_aliases() -> None:
    found = wanted({"label": "Other", "name": "Kyiv", "place": "Third"})
    assert found[0].names == ("Kyiv",)


def test_names_of_one_text_are_near_each_other() -> None:
    found = wanted(
        {"name": "Kyiv", "document": 1, "near": "Lviv"},
        {"name": "Bucha", "document": "1"},
        {"name": "Kyiv", "document": 1},
        {"name": "Odesa", "document": 2},
        {"name": "Odesa", "document": ""},
        {"name": "Izium", "document": None},
    )
    assert [one.near for one in found] == [("Lviv", "Bucha"), ("Kyiv",), ("Bucha",), (), (), ()]
    assert [one.iri for one in found] == [f"row:{number}" for number in range(1, 7)]


@pytest.mark.parametrize(
    ("name", "text", "where", "said"),
    [
        ("a.csv", "name\nKyiv\n\n \n", ":4", "row 2 has no name; give the table a column 'name'"),
        ("a.csv", 'name,kind\n"a\nb",x\n', ":3", "row 1: 'x' is no kind; use one of person, "),
        ("a.csv", "title\nKyiv\n", ":2", "row 1 has no name"),
        ("a.csv", "name,lat,lon\nKyiv,50,30\nx,north,3\n", ":3", "this is no position: could not convert"),
        ("a.csv", "name,lat,lon\nx,91,3\n", ":2", "91, 3 is no position on Earth"),
        ("a.csv", "name,lat,lon\nx,nan,3\n", ":2", "nan, 3 is no position on Earth"),
        ("a.csv", "name,lat,lon\nx,1,-180.5\n", ":2", "1, -180.5 is no position"),
        ("a.csv", 'name\nKyiv\n"open\nx\n', ":3", "this is no table: unexpected end of data"),
        ("a.csv", 'name\n"a"b\n', ":2", "this is no table: "),
        ("a.csv", 'name\n"a\nb"\nc, d\n', ":4", "this row has more cells than there are columns: ' d'; put quotes"),
        ("a.tsv", "name\tx\na\tb\tc\n", ":2", "this row has more cells than there are columns: 'c'"),
        ("a.csv", "name\n", "", "the table has no rows"),
        ("a.csv", "", "", "the table has no rows"),
        ("a.json", "[]", "", "the table has no rows"),
        ("a.json", '[{"name": "x"},\n{]', ":2", "this is no JSON: "),
        ("a.json", '{"name": "x"}', "", "this is no list of objects; write one object"),
        ("a.json", '[{"name": "x"}, 5]', "", "this is no object; write one object"),
        ("a.json", '[{"name": "x"}, {"nom": "y"}]', "", "row 2 has no name"),
        ("a.jsonl", '{"name": "x"}\n\n{"name": "y"\n', ":3", "this is no JSON: "),
        ("a.jsonl", '{"name": "x"}\n[1]\n', ":2", "this is no object"),
        ("a.jsonl", '\n{"name": "x"}\n\n{"name": ""}\n', ":4", "row 2 has no name"),
    ],
)
def test_an_error_has_its_line(tmp_path: Path, name: str, text: str, where: str, said: str) -> None:
    with pytest.raises(DataError) as caught:
        wanted_rows(rows(tmp_path, name, text), tmp_path / name, CODES.get)
    assert str(caught.value).startswith(f"{tmp_path / name}{where}: {said}")
    assert "\n" not in str(caught.value)


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes("name\nKyiv".encode("utf-16"))
    for name in ("a.csv", "none.csv", "."):
        with pytest.raises(DataError, match="cannot be read: "):
            read_table(tmp_path / name)


def test_the_answer_stands_beside_the_own_columns() -> None:
    row = {"name": "Pokrovsk", "note": 5, "list": ["a", "b"], "empty": None}
    answer = answered(row, FOUND)
    assert answer == {
        "name": "Pokrovsk",
        "note": "5",
        "list": "a; b",
        "empty": "",
        "match": "https://sws.geonames.org/704422/",
        "label": "Pokrovsk",
        "decision": "match",
        "confidence": "0.910",
        "description": "Donetska oblast, Ukraine",
        "found_latitude": "48.28014",
        "found_longitude": "37.17706",
        "reasons": "name: Pokrovsk; country: UA",
        "others": "https://sws.geonames.org/2017824/ 0.050",
    }
    assert tuple(answer)[4:] == ANSWERS


def test_nothing_found_and_nothing_decided() -> None:
    assert {answered({}, [])[name] for name in ANSWERS if name != "decision"} == {""}
    assert answered({}, [])["decision"] == "none"
    unsure = answered({}, FOUND[1:])
    assert (unsure["decision"], unsure["found_latitude"], unsure["others"]) == ("unsure", "", "")


def test_a_country_that_is_not_known_decides_nothing() -> None:
    row = Row({"name": "Pokrovsk", "country": "Ukrayne"})
    (one,) = wanted_rows([row], Path("x.csv"), {"Ukraine": "UA"}.get)
    assert (one.country, unknown_country(row, one)) == (None, "Ukrayne")
    best = Scored(Candidate(IRI("x:1"), "geonames", ("Pokrovsk",)), 0.95, ("name: Pokrovsk",), decided=True)
    told = answered(row, [best], "country not known: Ukrayne")
    assert (told["decision"], told["reasons"]) == ("unsure", "country not known: Ukrayne; name: Pokrovsk")
    assert answered(row, [best])["decision"] == "match"


def test_columns_that_are_called_like_ours_are_kept() -> None:
    answer = answered({"label": "mine", "match": "also mine", "latitude": "1"}, FOUND)
    assert (answer["label"], answer["match"], answer["latitude"]) == ("mine", "also mine", "1")
    assert (answer["kgraph_label"], answer["kgraph_match"], answer["decision"]) == ("Pokrovsk", CITY.iri, "match")


def test_ours_are_the_same_columns_in_every_row() -> None:
    table = [{"name": "a"}, {"name": "b", "match": "mine"}, {"name": "c", "kgraph_match": "mine"}]
    columns = answer_columns(table)
    assert (columns["match"], columns["label"]) == ("kgraph_kgraph_match", "label")
    answers = [answered(row, FOUND, columns=columns) for row in table]
    assert [answer["kgraph_kgraph_match"] for answer in answers] == [CITY.iri] * 3
    assert "match" not in answers[0]


@pytest.mark.parametrize(
    ("value", "safe"),
    [
        ("=1+1", "'=1+1"),
        ("+SUM(A1)", "'+SUM(A1)"),
        ("-cmd", "'-cmd"),
        ("@x", "'@x"),
        ("\tx", "'\tx"),
        ("\rx", "'\nx"),
        ("\nx", "'\nx"),
        ("＝1+1", "'＝1+1"),
        ("＋x", "'＋x"),
        ("－x", "'－x"),
        ("＠x", "'＠x"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("-37.25", "-37.25"),
        ("+49", "+49"),
        ("-", "'-"),
        ("a=b", "a=b"),
        ("", ""),
    ],
)
@pytest.mark.parametrize("form", ["csv", "tsv"])
def test_no_cell_is_a_formula(value: str, safe: str, form: str) -> None:
    text = table_text([{"name": "x", value or "head": value}], form)
    head, row = csv.reader(io.StringIO(text, newline=""), delimiter="\t" if form == "tsv" else ",")
    assert row == ["x", safe]
    assert head == ["name", safe or "head"]


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_json_is_as_it_was(form: str) -> None:
    answers = [{"name": "=1+1", "x": "ä\n"}, {"name": "b"}]
    text = table_text(answers, form)
    assert "ä" in text
    assert text.endswith("\n")
    again = json.loads(text) if form == "json" else [json.loads(line) for line in text.splitlines()]
    assert again == answers


@pytest.mark.parametrize("form", ["csv", "tsv", "json", "jsonl"])
def test_what_is_written_is_read_again(tmp_path: Path, form: str) -> None:
    given = [{"name": 'Saint "X", y', "note": "two\nlines; tab\t"}, {"name": "ä", "note": ""}]
    assert rows(tmp_path, f"a.{form}", table_text(given, form)) == given


def test_rows_of_different_columns() -> None:
    assert table_text([{"a": "1"}, {"b": "2", "a": "3"}], "csv") == "a,b\n1,\n3,2\n"


def test_another_format() -> None:
    with pytest.raises(UsageError, match="a table cannot be written as xlsx; use csv, tsv, json or jsonl"):
        table_text([], "xlsx")


def test_names_are_taken_as_a_reader_sees_them_and_cells_stay_as_they_are(tmp_path: Path) -> None:
    text = "name,near\nPok\u00adrov\u00adsk\u200b,Myr\u00adnohrad; Zu\u0308rich\u00a0\nPokrovsk,Myrnohrad;Zürich\n"
    table = rows(tmp_path, "soft.csv", text)
    one, other = wanted_rows(table, PATH, CODES.get)
    assert (one.names, one.near) == (other.names, other.near) == (("Pokrovsk",), ("Myrnohrad", "Zürich"))
    assert answered(table[0], FOUND)["name"] == "Pok\u00adrov\u00adsk\u200b"

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
from kgraph.linking.table_answers import ANSWERS, answer_columns, answered, table_text
from kgraph.linking.tables import Row, read_table, unknown_country, wanted_rows
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


def codes(name: str) -> tuple[str, ...]:
    """The codes of the countries that a name may mean."""
    return (CODES[name],) if name in CODES else ()


def rows(tmp_path: Path, name: str, text: str) -> list[Row]:
    path = tmp_path / name
    path.write_bytes(text.encode())
    return read_table(path)


def wanted(*given: dict[str, Any]) -> list[Wanted]:
    return wanted_rows([Row(row) for row in given], PATH, codes)


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
        ("a.csv", "name,x\n,1\n,2\n", "", "no row has a name; give the table a column 'name'"),
        ("a.csv", 'name,kind\n"a\nb",x\n', ":3", "row 1: 'x' is no kind; use one of person, "),
        ("a.csv", "title,country\nKyiv,UA\n", ":1", "the table has no column 'name' (it has: title, country)"),
        ("a.csv", "name,lat,lon\nKyiv,50,30\nx,north,3\n", ":3", "this is no position on Earth: 'north' is no number"),
        ("a.csv", "name,lat,lon\nx,91,3\n", ":2", "this is no position on Earth: '91' is no number from -90 to 90"),
        ("a.csv", "name,lat,lon\nx,nan,3\n", ":2", "this is no position on Earth: 'nan' is no number"),
        (
            "a.csv",
            "name,lat,lon\nx,1,-180.5\n",
            ":2",
            "this is no position on Earth: '-180.5' is no number from -180 to 180",
        ),
        (
            "a.csv",
            'name\nKyiv\n"open\nx\n',
            ":3",
            "this is no table: a cell that begins with a quotation mark has no closing one",
        ),
        ("a.csv", 'name\n"a"b\n', ":2", "this is no table: "),
        ("a.csv", 'name\n"a\nb"\nc, d\n', ":4", "this row has more cells than there are columns: ' d'; put quotes"),
        ("a.tsv", "name\tx\na\tb\tc\n", ":2", "this row has more cells than there are columns: 'c'"),
        ("a.csv", "name\n", "", "the table has no rows"),
        ("a.csv", "", "", "the table has no rows"),
        ("a.json", "[]", "", "the table has no rows"),
        ("a.json", '[{"name": "x"},\n{]', ":2", "this is no JSON: "),
        ("a.json", '{"name": "x"}', "", "this is no list of objects; write one object"),
        ("a.json", '[{"name": "x"}, 5]', "", "this is no object; write one object"),
        ("a.json", '[{"nom": "x"}, {"nom": "y"}]', "", "no row has a name"),
        ("a.jsonl", '{"name": "x"}\n\n{"name": "y"\n', ":3", "this is no JSON: "),
        ("a.jsonl", '{"name": "x"}\n[1]\n', ":2", "this is no object"),
    ],
)
def test_an_error_has_its_line(tmp_path: Path, name: str, text: str, where: str, said: str) -> None:
    with pytest.raises(DataError) as caught:
        wanted_rows(rows(tmp_path, name, text), tmp_path / name, codes)
    assert str(caught.value).startswith(f"{tmp_path / name}{where}: {said}")
    assert "\n" not in str(caught.value)


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes("name\nKyiv\n\xff".encode("latin-1"))
    for name, words in (
        ("a.csv", ":3: cannot be read: "),
        ("none.csv", ": cannot be read: "),
        (".", ": this is a folder"),
    ):
        with pytest.raises(DataError, match=words):
            read_table(tmp_path / name)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "utf-8-sig"])
def test_a_table_whose_mark_says_its_encoding(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "a.csv").write_bytes("name\tcountry\nЛьвів\tUA".encode(encoding))
    assert read_table(tmp_path / "a.csv") == [{"name": "Львів", "country": "UA"}]


def test_an_encoding_that_is_not_certain_is_not_guessed(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes("name\nЛьвів".encode("cp1251"))
    said = r"a\.csv:2: cannot be read: this is not UTF-8, and looks like Windows-1251, as in 'Львів'; save it as UTF-8"
    with pytest.raises(DataError, match=said):
        read_table(tmp_path / "a.csv")


@pytest.mark.parametrize("text", ["1e999", "inf", "-nan", "9" * 4301, "1_0", "٤٨", "48°", "48,5,1", "0x10", "--4"])
@pytest.mark.parametrize("column", ["latitude", "lon"])
def test_what_is_no_number_is_told_with_its_line(tmp_path: Path, text: str, column: str) -> None:
    cells = {"latitude": "1", "lon": "2"} | {column: text}
    found = rows(tmp_path, "a.tsv", "name\tlatitude\tlon\nx\t{latitude}\t{lon}\n".format(**cells))
    with pytest.raises(DataError) as caught:
        wanted_rows(found, tmp_path / "a.tsv", codes)
    assert "a.tsv:2: this is no position on Earth: " in str(caught.value)
    assert len(str(caught.value).partition(": ")[2]) < 150


@pytest.mark.parametrize("name", ["a.json", "a.jsonl"])
def test_a_number_longer_than_python_reads_is_told(tmp_path: Path, name: str) -> None:
    row = f'{{"name": "x", "population": {"9" * 4301}}}'
    with pytest.raises(DataError, match="it has a number that is too long"):
        rows(tmp_path, name, f"[{row}]" if name == "a.json" else row)


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
    (one,) = wanted_rows([row], Path("x.csv"), codes)
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
    with pytest.raises(UsageError, match="a table cannot be written as xlsx; use csv, csv-bom, tsv, json or jsonl"):
        table_text([], "xlsx")


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.csv", "name,name\nKyiv,Lviv\n", "'name' and 'name'"),
        ("a.csv", "name,Name\nKyiv,Lviv\n", "'name' and 'Name'"),
        ("a.csv", "name,country,name \nKyiv,UA,Lviv\n", "'name' and 'name '"),
        ("a.csv", "\ufeff\ufeffname,NAME\nKyiv,Lviv\n", r"'\ufeffname' and 'NAME'"),
        ("a.tsv", "na\u200bme\tname\nKyiv\tLviv\n", "and 'name'"),
        ("a.csv", "name;\u00a0name\nKyiv;Lviv\n", "'name' and"),
        ("a.csv", "toponym,place\nKyiv,Lviv\n", "each of the columns 'toponym' and 'place' may be the column 'name'"),
        ("a.csv", "name,country,Country\nKyiv,UA,PL\n", "'country' and 'Country'"),
        ("a.csv", "name,lat,latitude,LATITUDE,lon\nKyiv,1,2,3,4\n", "'latitude' and 'LATITUDE'"),
        ("a.json", '[{"name": "Kyiv", "Name": "Lviv"}]', "'name' and 'Name'"),
        ("a.jsonl", '{"name": "Kyiv"}\n{"name": "Kyiv", "name ": "Lviv"}\n', "'name' and 'name '"),
        ("a.json", '[{"name": "Kyiv", "name": "Lviv"}]', "the key 'name' twice"),
        ("a.jsonl", '{"name": "a"}\n{"name": "Kyiv", "note": "1", "note": "2"}\n', "the key 'note' twice"),
        ("a.json", '[{"name": "Kyiv", "note": {"a": 1, "a": 2}}]', "the key 'a' twice"),
    ],
)
def test_two_columns_that_may_both_be_meant_are_refused(tmp_path: Path, name: str, text: str, said: str) -> None:
    with pytest.raises(DataError) as caught:
        rows(tmp_path, name, text)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)
    where = {"a.csv": ":1", "a.tsv": ":1", "a.jsonl": ":2", "a.json": ""}[name]
    assert str(caught.value).startswith(f"{tmp_path / name}{where}: ")


@pytest.mark.parametrize(
    ("header", "cells", "kept"),
    [
        ("name,note,note", "Kyiv,1,2", {"name": "Kyiv", "note": "1", "note_2": "2"}),
        ("note,name,note,note", "1,Kyiv,2,3", {"note": "1", "name": "Kyiv", "note_2": "2", "note_3": "3"}),
        ("name,note,note,note_2", "Kyiv,1,2,3", {"name": "Kyiv", "note": "1", "note_3": "2", "note_2": "3"}),
        ("name,note,Note,note ", "Kyiv,1,2,3", {"name": "Kyiv", "note": "1", "Note": "2", "note ": "3"}),
        (",name,", "7,Kyiv,8", {"column_1": "7", "name": "Kyiv", "column_3": "8"}),
        ("name, ,column_2", "Kyiv,8,9", {"name": "Kyiv", "column_2_2": "8", "column_2": "9"}),
        ("name,place,label", "Kyiv,1,2", {"name": "Kyiv", "place": "1", "label": "2"}),
        ("name,,", "Kyiv,,", {"name": "Kyiv"}),
        ("name,match,match", "Kyiv,1,2", {"name": "Kyiv", "match": "1", "match_2": "2"}),
    ],
)
def test_no_column_is_lost(tmp_path: Path, header: str, cells: str, kept: dict[str, str]) -> None:
    (row,) = rows(tmp_path, "a.csv", f"{header}\n{cells}\n")
    assert dict(row) == kept
    for form in ("csv", "tsv"):
        out = table_text([answered(row, FOUND)], form)
        (again,) = csv.DictReader(io.StringIO(out), delimiter="," if form == "csv" else "\t")
        assert kept.items() <= again.items()
        assert len(again) == len(kept) + len(ANSWERS)
    (answer,) = json.loads(table_text([answered(row, FOUND)], "json"))
    assert kept.items() <= answer.items()


def test_a_key_without_letters_is_kept(tmp_path: Path) -> None:
    (row,) = rows(tmp_path, "a.json", '[{"name": "Kyiv", "": "7"}]')
    assert answered(row, FOUND)[""] == "7"


@pytest.mark.parametrize("theirs", ["match", "Match", "MATCH ", "\ufeffmatch"])
def test_ours_are_told_from_theirs_by_any_reader(theirs: str) -> None:
    assert answer_columns([{"name": "Kyiv", theirs: "mine"}])["match"] == "kgraph_match"


def test_names_are_taken_as_a_reader_sees_them_and_cells_stay_as_they_are(tmp_path: Path) -> None:
    text = "name,near\nPok\u00adrov\u00adsk\u200b,Myr\u00adnohrad; Zu\u0308rich\u00a0\nPokrovsk,Myrnohrad;Zürich\n"
    table = rows(tmp_path, "soft.csv", text)
    one, other = wanted_rows(table, PATH, codes)
    assert (one.names, one.near) == (other.names, other.near) == (("Pokrovsk",), ("Myrnohrad", "Zürich"))
    assert answered(table[0], FOUND)["name"] == "Pok\u00adrov\u00adsk\u200b"


@pytest.mark.parametrize("number", ["1e999", "-1e999", "1.50", "0.1"])
def test_a_number_of_json_comes_back_as_it_was_written(tmp_path: Path, number: str) -> None:
    (row,) = rows(tmp_path, "a.jsonl", f'{{"name": "Kyiv", "size": {number}}}')
    assert answered(row, FOUND)["size"] == number


@pytest.mark.parametrize("name", ["a.xlsx", "a.ODS"])
def test_a_spreadsheet_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"PK")
    with pytest.raises(DataError, match="this is a spreadsheet; save it as CSV"):
        read_table(tmp_path / name)


def test_rows_without_a_name_stay_and_empty_ones_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("name;country;x\nKyiv;UA;1\n;;\n;UA;3\n; ;\n", encoding="utf-8")
    rows = read_table(tmp_path / "a.csv")
    wanted = wanted_rows(rows, tmp_path / "a.csv", lambda name: (name,))
    assert [(row["x"], one.names) for row, one in zip(rows, wanted, strict=True)] == [("1", ("Kyiv",)), ("3", ())]
    assert answered(rows[1], [], "the row has no name")["reasons"] == "the row has no name"


@pytest.mark.parametrize("header", ["city", "Location", "Place name", "\ufeffTOWN ", "Person"])
def test_the_names_may_stand_in_a_column_that_says_what_they_are(header: str, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f"{header},country\nKyiv,UA\n", encoding="utf-8")
    (one,) = wanted_rows(read_table(tmp_path / "a.csv"), tmp_path / "a.csv", lambda name: (name,))
    assert one.names == ("Kyiv",)


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        *(
            ("person", "person"),
            ("Personne", "person"),
            ("Особа", "person"),
            ("Unit", "unit"),
            ("подразделение", "unit"),
        ),
        *((heading, "place") for heading in ("city", "Ville", "місто", "name", "label")),
    ],
)
def test_the_column_of_names_gives_the_kind_and_a_column_of_kinds_goes_before(
    header: str, kind: str, tmp_path: Path
) -> None:
    (one,) = wanted_rows(rows(tmp_path, "a.csv", f"{header},note\nSydney,x\n"), tmp_path, codes)
    assert (one.names, one.kind) == (("Sydney",), kind)
    (one,) = wanted_rows(rows(tmp_path, "a.csv", f"{header},kind\nSydney,settlement\n"), tmp_path, codes)
    assert one.kind == "settlement"


def test_such_a_column_beside_one_called_name_is_none_and_two_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("city,name\nOslo,Kyiv\n", encoding="utf-8")
    (one,) = wanted_rows(read_table(tmp_path / "a.csv"), tmp_path / "a.csv", lambda name: (name,))
    assert one.names == ("Kyiv",)
    (tmp_path / "a.csv").write_text("city,location\nOslo,Kyiv\n", encoding="utf-8")
    with pytest.raises(DataError, match="each of the columns 'city' and 'location' may be the column 'name'"):
        read_table(tmp_path / "a.csv")


def test_nested_json_comes_back_as_json() -> None:
    row = {"name": "Kyiv", "x": {"a": [1, None]}, "y": [{"b": "ї"}], "z": True, "list": ["a", 2]}
    found = answered(row, [])
    assert [found[name] for name in "xyz"] == ['{"a": [1, null]}', '[{"b": "ї"}]', "true"]
    assert found["list"] == "a; 2"

"""`kgraph link table`: somebody's table of names, read and written in every form."""

import csv
import io
import json
import subprocess
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from kgraph.errors import UsageError
from kgraph.linking.table_answers import ANSWERS
from kgraph.linking.table_judging import BY_HAND, JudgedTable
from kgraph.linking.table_keeping import judged_by_hand, with_judgements
from kgraph.linking.tables import read_table
from kgraph.workbooks.book import read_book
from towns import GN, GN_POKROVSK, NORIKA, PETREL, make_town

Run = Callable[..., "subprocess.CompletedProcess[str]"]
ROWS = [
    {"name": "Pokrovsk", "country": "Ukraine", "note": "=1+1"},
    {"name": "Nowhere at all", "country": "", "note": "x"},
]


@pytest.fixture
def table(linking: Run, tmp_path: Path) -> Run:
    """`kgraph link table …` in a town."""
    make_town(tmp_path / "town")

    def run(*words: str | Path, stdin: str = "") -> "subprocess.CompletedProcess[str]":
        return linking("-C", "town", "link", "table", *words, stdin=stdin)

    return run


def written(rows: list[dict[str, str]], suffix: str) -> str:
    if suffix == "json":
        return json.dumps(rows)
    if suffix == "jsonl":
        return "".join(json.dumps(row) + "\n" for row in rows)
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), delimiter="\t" if suffix == "tsv" else ",")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def read(text: str, suffix: str) -> list[dict[str, str]]:
    if suffix == "json":
        return list(json.loads(text))
    if suffix == "jsonl":
        return [json.loads(line) for line in text.splitlines()]
    return list(csv.DictReader(io.StringIO(text), delimiter="\t" if suffix == "tsv" else ","))


def one_line(done: "subprocess.CompletedProcess[str]", code: int, *words: str) -> None:
    assert (done.returncode, done.stderr.count("\n"), done.stderr[:8]) == (code, 1, "kgraph: "), done.stderr
    for word in words:
        assert word in done.stderr


@pytest.mark.parametrize("suffix", ["csv", "tsv", "json", "jsonl"])
def test_a_table_comes_back_in_its_own_form(table: Run, tmp_path: Path, suffix: str) -> None:
    (tmp_path / f"names.{suffix}").write_text(written(ROWS, suffix))
    done = table(f"names.{suffix}")
    assert done.stderr == "2 rows: 1 match, 0 unsure, 1 none\n"
    one, other = read(done.stdout, suffix)
    assert (one["name"], one["match"], one["decision"], one["label"]) == ("Pokrovsk", GN_POKROVSK, "match", "Pokrovsk")
    assert float(one["confidence"]) > 0.8
    assert (float(one["found_latitude"]), float(one["found_longitude"])) == pytest.approx((48.28, 37.18), abs=0.1)
    assert (other["match"], other["decision"], other["confidence"]) == ("", "none", "")
    assert one["note"] == ("=1+1" if suffix.startswith("json") else "'=1+1")
    assert not (tmp_path / "town/data/links.sssom.tsv").exists()


@pytest.mark.parametrize("suffix", ["csv", "tsv", "json", "jsonl"])
def test_the_ending_of_the_output_says_the_form(table: Run, tmp_path: Path, suffix: str) -> None:
    (tmp_path / "names.csv").write_text(written(ROWS, "csv"))
    done = table("names.csv", "-o", f"found.{suffix}")
    assert (done.returncode, done.stdout) == (0, "")
    assert [row["match"] for row in read((tmp_path / f"found.{suffix}").read_text(), suffix)] == [GN_POKROVSK, ""]


def test_the_format_may_be_said(table: Run, tmp_path: Path) -> None:
    (tmp_path / "names.csv").write_text(written(ROWS, "csv"))
    assert [row["match"] for row in read(table("names.csv", "-f", "json").stdout, "json")] == [GN_POKROVSK, ""]
    shown = table("names.csv", "-f", "table").stdout
    assert "Pokrovsk" in shown
    assert "decision" in shown
    one_line(table("names.csv", "-f", "xml"), 2, "cannot be written as xml")
    one_line(table("names.csv", "-o", "found.md"), 2, "cannot be written as md")
    assert not (tmp_path / "found.md").exists()


def test_other_columns_help(table: Run, tmp_path: Path) -> None:
    (tmp_path / "names.csv").write_text("Toponym;Near\nSpringfield;Chicago, Peoria\nSpringfield;\n")
    near, alone = read(table("names.csv", "-f", "csv").stdout, "csv")
    assert "Illinois" in near["description"]
    assert "named with: Peoria" in near["reasons"]
    assert "Illinois" not in alone["description"]
    assert (near["decision"], alone["decision"]) == ("unsure", "unsure")


def test_a_table_from_a_pipe(table: Run) -> None:
    done = table("/dev/stdin", stdin=written(ROWS, "csv"))
    assert [row["match"] for row in read(done.stdout, "csv")] == [GN_POKROVSK, ""]
    one_line(table("/dev/stdin", stdin=""), 3, "the table has no rows")


@pytest.mark.parametrize(
    ("name", "text", "code", "words"),
    [
        ("names.csv", "", 3, "names.csv: the table has no rows"),
        ("names.csv", "name\n", 3, "names.csv: the table has no rows"),
        ("names.csv", "nom\nPokrovsk\n", 3, "names.csv:1: the table has no column 'name' (it has: nom)"),
        ("names.csv", "name\nPokrovsk\n''\n", 0, ""),
        ("names.csv", "name,kind\nPokrovsk,galaxy\n", 3, "names.csv:2: row 1: 'galaxy' is no kind; use one of person"),
        ("names.csv", "name,lat,lon\nPokrovsk,north,1\n", 3, "names.csv:2: this is no position"),
        ("names.csv", "name,lat,lon\nPokrovsk,inf,1\n", 3, "names.csv:2: this is no position on Earth: 'inf' is"),
        ("names.csv", "name,lat,lon\nPokrovsk,48,181\n", 3, "names.csv:2: this is no position on Earth: '181' is"),
        (
            "names.csv",
            "name,x\nPokrovsk," + "y" * 200_000 + "\n",
            3,
            "names.csv:2: this is no table: a cell has more than",
        ),
        ("names.csv", 'name\n"Pok\n', 3, "names.csv:2: this is no table"),
        ("names.json", "[{]", 3, "names.json:1: this is no JSON"),
        ("names.json", '{"name": "Pokrovsk"}', 3, "no list of objects"),
        ("names.json", "[" * 100_000, 3, "names.json:1: this is no table"),
        ("names.jsonl", '{"name": "Pokrovsk"}\n{\n', 3, "names.jsonl:2: this is no JSON"),
        ("names.csv", "name\n\xff", 3, "names.csv:2: cannot be read"),
    ],
)
def test_a_table_that_is_none(table: Run, tmp_path: Path, name: str, text: str, code: int, words: str) -> None:
    (tmp_path / name).write_text(text, encoding="latin-1")
    if code:
        one_line(table(name), code, words)
    else:
        assert table(name).returncode == 0


def test_a_table_that_cannot_be_had(table: Run, tmp_path: Path) -> None:
    (tmp_path / "names.csv").write_text(written(ROWS, "csv"))
    one_line(table("town"), 3, "town: this is a folder")
    one_line(table("none.csv"), 3, "none.csv: cannot be read")
    one_line(table("names.csv", "--dataset", "geonams"), 2, "did you mean 'geonames'?")
    one_line(table("names.csv", "-o", "/proc/no/x.csv"), 2, "/proc/no/x.csv: cannot be written")


def test_a_long_row_and_a_short_one(table: Run, tmp_path: Path) -> None:
    (tmp_path / "names.csv").write_text("name,kind,x\nPokrovsk\nUkraine,country,a\n")
    one, other = read(table("names.csv", "-f", "csv").stdout, "csv")
    assert (one["label"], one["x"], other["match"], other["x"]) == ("Pokrovsk", "", f"{GN}690791/", "a")
    (tmp_path / "names.csv").write_text("name,kind,x\nPokrovsk\nUkraine,country,a,b,c\n")
    one_line(table("names.csv"), 3, "names.csv:3: this row has more cells than there are columns: 'b'; put quotes")


def test_columns_that_are_called_like_ours(table: Run, tmp_path: Path) -> None:
    (tmp_path / "names.csv").write_text("name,country,decision\nPokrovsk,Ukraine,none\nNowhere at all,,match\n")
    done = table("names.csv")
    assert done.stderr == "2 rows: 1 match, 0 unsure, 1 none\n"
    found = [(row["decision"], row["kgraph_decision"]) for row in read(done.stdout, "csv")]
    assert found == [("none", "match"), ("match", "none")]
    shown = table("names.csv", "-f", "table").stdout
    assert "kgraph decision" in shown


def test_a_table_may_be_looked_for_in_the_graph_itself(table: Run, linking: Run, tmp_path: Path) -> None:
    (tmp_path / "names.csv").write_text("name,kind\nNorika,settlement\nOtto Petrel,person\nNowhere,settlement\n")
    found = read(table("names.csv", "--dataset", "graph", "-f", "csv").stdout, "csv")
    assert [row["match"] for row in found] == [NORIKA, PETREL, ""]
    one_line(linking("-C", "town", "link", "--dataset", "graph"), 2, "a graph is not linked with itself")


def test_a_workbook_is_written_as_one_and_no_other_is(table: Run, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("city\nPokrovsk\n=1+1\n", encoding="utf-8")
    for name in ("out.xlsx", "out.ods"):
        assert table("in.csv", "-o", name).returncode == 0
        sheet = read_book(tmp_path / name).sheets[0]
        assert [str(row.cells[0]) for row in sheet.rows][:2] == ["city", "Pokrovsk"]
    for name in ("out.xls", "out.docx"):
        one_line(table("in.csv", "-o", name), 2, "a table is written as .csv, .tsv, .json, .jsonl, .xlsx or .ods")
        assert not (tmp_path / name).exists()


@pytest.mark.parametrize("name", ["found.xlsx", "found.ods"])
def test_a_workbook_in_which_somebody_worked_is_not_overwritten(table: Run, tmp_path: Path, name: str) -> None:
    (tmp_path / "names.csv").write_text(written(ROWS, "csv") + "=1+1,,007\n,,\n", encoding="utf-8")
    (found := tmp_path / name).write_bytes(b"another's")
    words = f"{name}: the file is there, and is not as kgraph wrote it; give another name, or remove it"
    one_line(table("names.csv", "-o", name), 2, words)
    assert found.read_bytes() == b"another's"
    found.unlink()
    for _ in range(2):  # nobody has saved it in between
        assert table("names.csv", "-o", name).returncode == 0
    with zipfile.ZipFile(found) as old:
        parts = [(part, old.read(part).replace(b"Nowhere at all", b"Somewhere else")) for part in old.infolist()]
    with zipfile.ZipFile(found, "w") as new:
        for part, data in parts:
            new.writestr(part.filename, data)
    before = found.read_bytes()
    one_line(table("names.csv", "-o", name), 2, words)
    assert found.read_bytes() == before and len(read_book(found).sheets) == 1


def test_confidence_and_position_are_numbers_where_a_form_tells_numbers_from_texts(table: Run, tmp_path: Path) -> None:
    (tmp_path / "names.csv").write_text(written(ROWS, "csv"))
    one, other = json.loads(table("names.csv", "-f", "json").stdout)
    assert (type(one["confidence"]), type(one["found_latitude"]), other["confidence"]) == (float, float, "")
    table("names.csv", "-o", "found.xlsx")
    (sheet,) = read_book(tmp_path / "found.xlsx").sheets
    header, first, _ = (row.cells for row in sheet.rows)
    told = dict(zip(header, first, strict=False))
    assert isinstance(told["confidence"], Decimal) and isinstance(told["found_longitude"], Decimal)
    assert told["name"] == "Pokrovsk"


@pytest.mark.parametrize("suffix", ["csv", "tsv", "json", "jsonl"])
def test_linking_again_keeps_what_somebody_judged_by_hand(table: Run, tmp_path: Path, suffix: str) -> None:
    rows = [*ROWS, {**ROWS[0], "note": "another"}, ROWS[0]]
    (tmp_path / "names.csv").write_text(written(rows, "csv"))
    found = tmp_path / f"found.{suffix}"
    assert "by hand" not in table("names.csv", "-o", found.name).stderr
    judged = JudgedTable(found, "s")
    judged.judge(0, None)
    judged.judge(2, None)
    (tmp_path / "names.csv").write_text(written([rows[2], *ROWS, ROWS[0]], "csv"))
    assert "2 judgements by hand in found" in table("names.csv", "-o", found.name).stderr
    after = read(found.read_text(), suffix)
    assert [(row["decision"], row["reasons"] == BY_HAND) for row in after] == [
        *(("none", True), ("none", True), ("none", False), ("match", False)),
    ]
    assert len(JudgedTable(found).undo(JudgedTable(found).steps)) >= 1


def test_a_judgement_whose_row_is_gone_is_not_overwritten(table: Run, tmp_path: Path) -> None:
    (tmp_path / "names.csv").write_text(written(ROWS, "csv"))
    table("names.csv", "-o", "found.csv")
    JudgedTable(tmp_path / "found.csv", "s").judge(0, None)
    before = (tmp_path / "found.csv").read_bytes()
    (tmp_path / "names.csv").write_text(written(ROWS[1:], "csv"))
    one_line(table("names.csv", "-o", "found.csv"), 2, "judgements by hand", "Pokrovsk", "another -o")
    assert (tmp_path / "found.csv").read_bytes() == before


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16"])
def test_judgements_in_a_table_that_cannot_be_read_are_not_overwritten(
    table: Run, tmp_path: Path, encoding: str
) -> None:
    (tmp_path / "names.csv").write_text(written([*ROWS, {**ROWS[0], "name": "Orléans"}], "csv"), encoding="utf8")
    table("names.csv", "-o", "found.csv")
    JudgedTable(found := tmp_path / "found.csv", "s").judge(0, None)
    found.write_bytes(before := found.read_text("utf8").replace("decision", "verdict").encode(encoding))
    assert table("names.csv", "-o", "found.csv").returncode in (2, 3)
    assert found.read_bytes() == before


def test_what_has_no_judgements_is_overwritten_though_it_cannot_be_read(table: Run, tmp_path: Path) -> None:
    (tmp_path / "names.csv").write_text(written(ROWS, "csv"))
    (tmp_path / "found.csv").write_bytes(b"no t\xe9ble")
    assert table("names.csv", "-o", "found.csv").returncode == 0
    assert "decision" in (tmp_path / "found.csv").read_text()


def keeping(tmp_path: Path, before: list[str], judged: int, now: list[str]) -> list[bool]:
    """Which rows of a new table have the judgement of a row of the old one."""
    header, *rows = before
    answers = dict.fromkeys(ANSWERS, "")
    lines = [
        f"{row},{','.join(BY_HAND if name == 'reasons' and at == judged else '' for name in answers)}"
        for at, row in enumerate(rows)
    ]
    (old := tmp_path / "found.csv").write_text("\n".join([f"{header},{','.join(answers)}", *lines]))
    (new := tmp_path / "names.csv").write_text("\n".join(now))
    table = read_table(new)
    kept = with_judgements(table, [{} for _ in table], {n: n for n in answers}, judged_by_hand(old), old)
    return [row.get("reasons") == BY_HAND for row in kept]


def test_a_judgement_stays_with_its_row_among_equal_ones_and_under_new_columns(tmp_path: Path) -> None:
    assert keeping(tmp_path, ["name", "A", "A"], 1, ["name", "A", "A"]) == [False, True]
    assert keeping(tmp_path, ["name", "A", "B"], 0, ["name,country", "B,US", "A,CA"]) == [False, True]
    assert keeping(tmp_path, ["name,note", "A,x", "B,"], 0, ["name", "A", "B"]) == [True, False]
    assert keeping(tmp_path, ["name", "A", "B"], 0, ["Name", "B", "A"]) == [False, True]


@pytest.mark.parametrize(
    ("before", "now"),
    [
        (["name", "A"], ["name,country", "A,CA", "A,US"]),
        (["name", "A", "A"], ["name,country", "A,CA", "A,US"]),
        (["name,country", "A,CA", "A,US"], ["name", "A", "A"]),
        (["name,country", "A,CA", "A,US"], ["name", "A"]),
        (["name,country", "A,CA"], ["name,country", "A,US"]),
    ],
)
def test_a_judgement_that_may_be_of_several_rows_is_not_moved(
    before: list[str], now: list[str], tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match="judgements by hand"):
        keeping(tmp_path, before, 0, now)
